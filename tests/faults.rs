//! Nothing is lost: killed at any moment, on a full disk, in a read-only folder, with the archive held by another program or two
//! runs at once, the last good outputs and the archive stay whole, and what happened is said.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use support::{assessment, files};
use zhiheng::assessment::Role;
use zhiheng::assessment::archive::{Archive, FILE};

const RUBRIC: &str = "[rubric]\nid = \"one\"\ntitle = \"一\"\nversion = \"1\"\nperiod = \"2015\"\nfull_marks = 10\nsubjects = \"units\"\n\n[defaults]\nmissing = \"zero\"\n\n[[field]]\nid = \"率\"\ntype = \"percent\"\n\n[[indicator]]\nid = \"A1\"\nname = \"率\"\nmarks = 10\nvalue = \"率\"\ntarget = 90\nscore = { rule = \"ratio\" }\n";

/// An assessment of so many units, which has as many feedback workbooks.
fn small(units: usize) -> (support::TempDir, PathBuf) {
    let mut register = "code,name,short,aliases,kind,group,class,parent\n".to_owned();
    for unit in 0..units {
        writeln!(register, "{unit},单位{unit},,,,,,").unwrap();
    }
    let (guard, dir) = assessment(&[("rubrics/one.toml", RUBRIC), ("units.csv", &register)]);
    let dir = PathBuf::from(dir);
    returned(&dir, 1);
    (guard, dir)
}

/// What the units return, otherwise for every number.
fn returned(dir: &Path, number: usize) {
    let units = fs::read_to_string(dir.join("units.csv")).unwrap().lines().count() - 1;
    let mut text = "unit,field,value\n".to_owned();
    for unit in 0..units {
        writeln!(text, "{unit},率,{}", (unit * 7 + number * 13) % 90).unwrap();
    }
    fs::write(dir.join("returns/a.csv"), text).unwrap();
}

fn program(command: &str, dir: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_zhiheng"));
    program.arg(command).arg(dir).env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    program
}

/// How a program ended, and what it said.
fn done(program: &mut Command) -> (i32, String) {
    let done = program.output().unwrap();
    let said = [done.stdout, done.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    (done.status.code().unwrap_or(-1), said)
}

fn start(dir: &Path, more: &[&str]) -> Child {
    program("run", dir).args(more).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// The hash of every output in place.
fn in_place(dir: &Path) -> BTreeMap<String, String> {
    let outputs = files(&dir.join("out"));
    let own = outputs.into_iter().filter(|(path, _)| !path.starts_with(".zhiheng-"));
    own.map(|(path, bytes)| (path, blake3::hash(&bytes).to_hex().to_string())).collect()
}

/// The hash of every output of the last archived run.
fn of_last_run(dir: &Path) -> (usize, BTreeMap<String, String>) {
    let archive = Archive::open(dir).unwrap();
    let runs = archive.runs().unwrap();
    let files = archive.files(runs.last().unwrap().no).unwrap();
    (runs.len(), files.into_iter().filter(|f| f.role == Role::Output).map(|f| (f.path, f.hash)).collect())
}

/// The archive is sound, in the eyes of SQLite and by its own hashes.
fn is_whole(dir: &Path) {
    let db = Connection::open(dir.join(FILE)).unwrap();
    let said: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(said, "ok");
    drop(db);
    let verified = Archive::open(dir).unwrap().verify().unwrap();
    assert!(verified.is_whole(), "{verified:?}");
}

/// A sequence that is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Kills the program dozens of times. After each, by whatever the next command finds: every run that was done is in the archive,
/// nothing else, and the outputs in place are all of them, to the byte, those of its last run.
#[test]
fn killed_at_any_moment_the_archive_and_the_outputs_are_those_of_the_last_finished_run() {
    let (_guard, dir) = small(8);
    assert!(done(&mut program("run", &dir)).0 < 2);
    let began = Instant::now();
    assert!(done(&mut program("run", &dir)).0 < 2);
    let whole = u64::try_from(began.elapsed().as_micros()).unwrap();
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut learn = |outputs: &BTreeMap<String, String>| {
        for (path, hash) in outputs {
            known.entry(path.clone()).or_default().insert(hash.clone());
        }
        known.clone()
    };
    let (mut runs, mut last) = of_last_run(&dir);
    learn(&last);
    let mut dice = Dice(20_151_123);
    let (mut killed, mut put_back) = (0, 0);
    let all = Instant::now();
    for number in 0..80 {
        if all.elapsed() > Duration::from_secs(25) && number >= 24 {
            break;
        }
        returned(&dir, number);
        let mut child = start(&dir, &["--quiet"]);
        // at any moment; mostly late, when the archive is written; and while outputs are moved
        match number % 4 {
            0 => std::thread::sleep(Duration::from_micros(dice.below(whole))),
            1 => std::thread::sleep(Duration::from_micros(whole * 6 / 10 + dice.below(whole * 6 / 10))),
            _ => {
                let journal = dir.join("out/.zhiheng-journal");
                while !journal.exists() && child.try_wait().unwrap().is_none() {
                    std::hint::spin_loop();
                }
                std::thread::sleep(Duration::from_micros(dice.below(15_000)));
            }
        }
        child.kill().unwrap();
        let ended = child.wait().unwrap().code().is_some();
        killed += usize::from(!ended);
        let torn = in_place(&dir);
        let (code, said) = done(&mut program("history", &dir));
        assert_eq!(code, 0, "{said}");
        put_back += usize::from(said.contains("outputs-put-back"));
        is_whole(&dir);
        let (now, outputs) = of_last_run(&dir);
        assert!(now == runs || now == runs + 1, "run {number}: {runs} -> {now}");
        assert!(now == runs + 1 || !ended, "run {number} was done and is not in the archive");
        assert!(now == runs + 1 || outputs == last);
        assert!(in_place(&dir) == outputs, "run {number} left outputs that are not those of run {now}");
        // and even before that every single file was whole
        let known = learn(&outputs);
        let stray: Vec<_> =
            torn.iter().filter(|(path, hash)| !known.get(*path).is_some_and(|all| all.contains(*hash))).collect();
        assert!(said.contains("outputs-put-back") || stray.is_empty(), "{stray:?}");
        (runs, last) = (now, outputs);
    }
    eprintln!("{killed} runs killed, {put_back} of them while they moved their outputs; {runs} runs in the archive");
    assert!(killed >= 10 && put_back >= 3, "{killed} {put_back}");
    assert!(done(&mut program("run", &dir)).0 < 2);
    assert!(in_place(&dir) == of_last_run(&dir).1);
    let left = fs::read_dir(dir.join("out")).unwrap().filter(|e| e.as_ref().unwrap().path().is_dir()).count();
    assert!(left <= killed + 1, "{left}");
}

#[test]
fn runs_at_once_do_not_mix_their_outputs() {
    let (_guard, dir) = small(12);
    let langs = ["zh", "en", "zh", "en", "zh"];
    let children: Vec<Child> = langs.iter().map(|lang| start(&dir, &["--quiet", "--lang", lang])).collect();
    for mut child in children {
        assert!(child.wait().unwrap().code().is_some_and(|code| code < 2));
    }
    let (runs, outputs) = of_last_run(&dir);
    assert_eq!(runs, langs.len());
    assert!(in_place(&dir) == outputs, "{:?}\n{:?}", in_place(&dir).keys(), outputs.keys());
    is_whole(&dir);
}

#[test]
fn a_run_waits_for_whoever_holds_the_archive_and_says_so() {
    let (_guard, dir) = small(2);
    assert!(done(&mut program("run", &dir)).0 < 2);
    let db = Connection::open(dir.join(FILE)).unwrap();
    db.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let held = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(4));
        db.execute_batch("ROLLBACK").unwrap();
    });
    let (code, said) = done(&mut program("run", &dir));
    held.join().unwrap();
    assert!(code < 2 && said.contains("等它结束"), "{said}");
    assert_eq!(of_last_run(&dir).0, 2);
}

/// Runs with files of so many blocks of 512 bytes at most: what is written beyond that fails as on a full disk.
#[cfg(unix)]
fn with_files_of(blocks: u64, dir: &Path) -> (i32, String) {
    let mut shell = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" run \"$1\"");
    shell
        .arg("-c")
        .arg(script)
        .arg(env!("CARGO_BIN_EXE_zhiheng"))
        .arg(dir)
        .env("LANG", "zh_CN.UTF-8")
        .env_remove("LC_ALL");
    done(&mut shell)
}

#[cfg(unix)]
#[test]
fn where_outputs_do_not_fit_nothing_is_lost() {
    let (_guard, dir) = small(4);
    assert!(done(&mut program("run", &dir)).0 < 2);
    let (before, archive) = (files(&dir.join("out")), fs::read(dir.join(FILE)).unwrap());
    returned(&dir, 2);
    let (code, said) = with_files_of(40, &dir);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("output-failed") && said.contains("腾出磁盘空间"), "{said}");
    assert!(before == files(&dir.join("out")), "{:?}", files(&dir.join("out")).keys());
    assert!(archive == fs::read(dir.join(FILE)).unwrap());
}

#[cfg(unix)]
#[test]
fn where_only_the_archive_does_not_fit_the_outputs_are_written_and_it_is_said() {
    let (_guard, dir) = small(12);
    assert!(done(&mut program("run", &dir)).0 < 2);
    let (size, archive) = (fs::metadata(dir.join(FILE)).unwrap().len(), fs::read(dir.join(FILE)).unwrap());
    let largest = files(&dir.join("out")).values().map(Vec::len).max().unwrap() as u64;
    assert!(largest + 20_000 < size, "{largest} {size}");
    returned(&dir, 2);
    let (code, said) = with_files_of(size / 512 + 2, &dir);
    assert!(code < 2 && said.contains("archive-failed"), "{code} {said}");
    is_whole(&dir);
    assert_eq!(of_last_run(&dir).0, 1);
    assert!(in_place(&dir) != of_last_run(&dir).1, "the outputs are the new ones");
    assert!(archive == fs::read(dir.join(FILE)).unwrap());
    // with room again it goes on
    assert!(done(&mut program("run", &dir)).0 < 2);
    assert_eq!(of_last_run(&dir).0, 2);
}

/// A disk of its own that fills up, where the system lets one be made.
#[cfg(target_os = "linux")]
#[test]
fn on_a_full_disk_the_last_good_outputs_stay() {
    let (_guard, dir) = small(12);
    let mount = tempfile::tempdir().unwrap();
    let script = r#"
        set -e
        mount -t tmpfs -o size=8m tmpfs "$1"
        cp -r "$2" "$1/a"
        "$0" run "$1/a" -q || test $? = 1
        cp -r "$1/a/out" "$1/kept"
        (cd "$1/a/out"; find . -type f ! -name '.zhiheng-*' -exec cksum {} + | sort) > "$3/before"
        sed 's/1/2/g' "$2/returns/a.csv" > "$1/a/returns/a.csv"
        head -c 100m /dev/zero > "$1/fill" 2>/dev/null || true
        set +e
        "$0" run "$1/a" > "$3/said" 2>&1
        echo $? > "$3/code"
        (cd "$1/a/out"; find . -type f ! -name '.zhiheng-*' -exec cksum {} + | sort) > "$3/after"
        rm "$1/fill"
        cp "$1/a/history.sqlite" "$3/history.sqlite"
        "$0" run "$1/a" -q; "$0" history "$1/a" --json > "$3/history"
    "#;
    let told = tempfile::tempdir().unwrap();
    let mut shell = Command::new("unshare");
    shell.args(["-rm", "sh", "-c", script, env!("CARGO_BIN_EXE_zhiheng")]).arg(mount.path()).arg(&dir).arg(told.path());
    let said = match shell.output() {
        Ok(done) => String::from_utf8_lossy(&done.stderr).into_owned(),
        Err(error) => return eprintln!("NOT DONE: no unshare: {error}"),
    };
    let read = |name: &str| fs::read_to_string(told.path().join(name)).unwrap_or_default();
    if read("before").is_empty() {
        return eprintln!("NOT DONE: no disk could be made: {said}");
    }
    assert_eq!(read("code").trim(), "2", "{}", read("said"));
    assert!(read("said").contains("output-failed") && read("said").contains("腾出磁盘空间"), "{}", read("said"));
    assert_eq!(read("before"), read("after"));
    is_whole(told.path());
    let history: serde_json::Value = serde_json::from_str(&read("history")).unwrap();
    assert_eq!(history.as_array().unwrap().len(), 2, "{history}");
}

/// A command by somebody who may not do everything: `None` where this process may and cannot give that up.
#[cfg(unix)]
fn as_anybody(command: &str, dir: &Path) -> Option<(i32, String)> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    let own = fs::metadata(dir).unwrap().uid();
    if own != 0 {
        return Some(done(&mut program(command, dir)));
    }
    // where others may reach it
    let place = tempfile::tempdir().unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let binary = place.path().join("zhiheng");
    fs::hard_link(env!("CARGO_BIN_EXE_zhiheng"), &binary)
        .or_else(|_| fs::copy(env!("CARGO_BIN_EXE_zhiheng"), &binary).map(drop))
        .unwrap();
    let mut program = Command::new(binary);
    program.arg(command).arg(dir).env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL").uid(NOBODY).gid(NOBODY);
    match program.output() {
        Ok(_) => Some(done(&mut program)),
        Err(error) => {
            eprintln!("NOT DONE: this process cannot give up its rights: {error}");
            None
        }
    }
}

#[cfg(unix)]
fn allow_all(paths: &[PathBuf], mode: u32) {
    for path in paths {
        allow(path, mode);
    }
}

#[cfg(unix)]
fn allow(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn in_a_read_only_folder_nothing_changes_and_the_history_can_be_read() {
    let (_guard, dir) = small(2);
    assert!(done(&mut program("run", &dir)).0 < 2);
    let (before, archive) = (files(&dir.join("out")), fs::read(dir.join(FILE)).unwrap());
    returned(&dir, 2);
    let folders = [dir.clone(), dir.join("out"), dir.join("out/one"), dir.join("out/one/反馈表")];
    allow_all(&folders, 0o555);
    allow(&dir.join(FILE), 0o444);
    let (ran, looked) = (as_anybody("run", &dir), as_anybody("history", &dir));
    allow_all(&folders, 0o755);
    let (Some((code, said)), Some((looked, history))) = (ran, looked) else { return };
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("output-failed") && said.contains("只读"), "{said}");
    assert!(before == files(&dir.join("out")) && archive == fs::read(dir.join(FILE)).unwrap());
    assert_eq!(looked, 0, "{history}");
}

#[cfg(unix)]
#[test]
fn where_only_the_archive_is_read_only_the_run_is_done_and_it_is_said() {
    let (_guard, dir) = small(2);
    assert!(done(&mut program("run", &dir)).0 < 2);
    let archive = fs::read(dir.join(FILE)).unwrap();
    fs::remove_dir_all(dir.join("out")).unwrap();
    fs::create_dir(dir.join("out")).unwrap();
    allow(&dir.join("out"), 0o777);
    allow(&dir.join(FILE), 0o444);
    allow(&dir, 0o555);
    let ran = as_anybody("run", &dir);
    allow(&dir, 0o755);
    let Some((code, said)) = ran else { return };
    assert!(code < 2 && said.contains("archive-failed") && said.contains("只读"), "{code} {said}");
    assert!(dir.join("out/one/scores.csv").is_file());
    assert!(archive == fs::read(dir.join(FILE)).unwrap());
}

/// Where the system lets no open workbook be replaced, as Windows does: that it is open is told by its lock file.
#[cfg(unix)]
#[test]
fn a_workbook_that_cannot_be_replaced_because_it_is_open_is_said_to_be() {
    let (_guard, dir) = small(2);
    assert!(done(&mut program("run", &dir)).0 < 2);
    returned(&dir, 2);
    // somebody has the workbook of a unit open, and the system lets nothing in its folder be replaced
    let books = dir.join("out/one/反馈表");
    let open = books.join("0-单位0.xlsx");
    assert!(open.is_file(), "{:?}", files(&books).keys());
    for book in fs::read_dir(&books).unwrap().map(|book| book.unwrap().path()) {
        fs::write(book.with_file_name(format!("~${}", book.file_name().unwrap().to_string_lossy())), "").unwrap();
    }
    let (before, archive) = (files(&dir.join("out")), fs::read(dir.join(FILE)).unwrap());
    allow_all(&[dir.clone(), dir.join("out"), dir.join("out/one")], 0o777);
    allow_all(&[dir.join("out/.zhiheng-lock"), dir.join(FILE)], 0o666);
    allow(&books, 0o555);
    let ran = as_anybody("run", &dir);
    allow(&books, 0o755);
    let Some((code, said)) = ran else { return };
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("output-failed") && said.contains("很可能正在 Excel 或 WPS 中打开"), "{said}");
    assert!(before == files(&dir.join("out")), "{:?}", files(&dir.join("out")).keys());
    assert!(archive == fs::read(dir.join(FILE)).unwrap());
}
