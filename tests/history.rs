//! The archive of runs: what was is found again, byte for byte, years later and by another program.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use support::{assessment, example, files, root, zhiheng};
use zhiheng::assessment::Role;
use zhiheng::assessment::archive::{Archive, FILE};
use zhiheng::report::{Intake, write_scores};

const RUBRIC: &str = "[rubric]\nid = \"one\"\ntitle = \"一\"\nversion = \"1\"\nperiod = \"2015\"\nfull_marks = 10\nsubjects = \"units\"\n\n[defaults]\nmissing = \"zero\"\n\n[[field]]\nid = \"率\"\ntype = \"percent\"\n\n[[field]]\nid = \"面积\"\ntype = \"decimal\"\nunit = \"公顷\"\n\n[[indicator]]\nid = \"A1\"\nname = \"率\"\nmarks = 6\nvalue = \"率\"\ntarget = 90\nscore = { rule = \"ratio\" }\n\n[[indicator]]\nid = \"A2\"\nname = \"面积\"\nmarks = 4\nvalue = \"面积\"\ntarget = 3\nscore = { rule = \"ratio\" }\n";
const UNITS: &str = "code,name,short,aliases,kind,group,class,parent\n1,甲,,,,,,\n2,乙,,,,,,\n";
const RETURN: &str = "unit,field,value\n甲,率,80\n乙,率,95\n甲,面积,10亩\n乙,面积,2\n";

fn small() -> (support::TempDir, PathBuf) {
    let (guard, dir) = assessment(&[("rubrics/one.toml", RUBRIC), ("units.csv", UNITS), ("returns/a.csv", RETURN)]);
    (guard, PathBuf::from(dir))
}

fn run(dir: &Path, more: &[&str]) -> support::Ran {
    let ran = zhiheng(["run", dir.to_str().unwrap()].into_iter().chain(more.iter().copied()));
    assert!(ran.code < 2, "{}", ran.err);
    ran
}

fn said(command: &str, dir: &Path, more: &[&str]) -> support::Ran {
    zhiheng([command, dir.to_str().unwrap()].into_iter().chain(more.iter().copied()))
}

/// Scores an archived run again and holds the table against the one that the archive keeps.
fn scores_again(dir: &Path, no: i64) {
    let archive = Archive::open(dir).unwrap();
    let again = archive.again(no).unwrap_or_else(|failure| panic!("{failure}"));
    let kept = archive.files(no).unwrap();
    for (scoring, gathered) in again.assessment.scorings.iter().zip(again.gathered) {
        let scored = scoring.score(gathered);
        let mut table = Vec::new();
        write_scores(&mut table, &scoring.report(&scored, &Intake::default())).unwrap();
        let path = format!("{}/scores.csv", scoring.rubric.scheme.head.id);
        let file = kept.iter().find(|f| f.role == Role::Output && f.path == path).unwrap();
        let before = archive.bytes(file).unwrap();
        assert!(table == before, "{path}\n{}", first_difference(&before, &table));
    }
}

fn first_difference(before: &[u8], after: &[u8]) -> String {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let line = before.lines().zip(after.lines()).find(|(a, b)| a != b);
    line.map_or_else(|| "one is longer".to_owned(), |(a, b)| format!("{a}\n{b}"))
}

#[test]
fn an_archived_run_of_every_example_is_scored_again_to_the_byte_without_its_folder() {
    for name in ["midterm-2015", "outline-2015", "council-2015", "counties-2015", "hdi-2015"] {
        let (_guard, dir) = example(name);
        run(&dir, &["--quiet"]);
        let alone = tempfile::tempdir().unwrap();
        fs::copy(dir.join(FILE), alone.path().join(FILE)).unwrap();
        scores_again(alone.path(), 1);
    }
}

#[test]
fn a_run_in_another_language_is_scored_again_in_it() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir, &["--quiet", "--lang", "en"]);
    scores_again(&dir, 1);
}

#[test]
fn a_value_that_no_decimal_holds_is_kept_exactly() {
    let (_guard, dir) = small();
    run(&dir, &[]);
    // ten mu are two thirds of a hectare
    let table = fs::read_to_string(dir.join("out/one/scores.csv")).unwrap();
    assert!(table.contains("0.66666666666666666667"), "{table}");
    let archive = Archive::open(&dir).unwrap();
    let files = archive.files(1).unwrap();
    let read = files.iter().find(|f| f.role == Role::Observations).unwrap();
    let read = String::from_utf8(archive.bytes(read).unwrap()).unwrap();
    assert!(read.contains(",2/3,"), "{read}");
    scores_again(&dir, 1);
}

#[test]
fn the_outputs_of_a_run_come_back_byte_for_byte() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir, &["--quiet"]);
    let first = files(&dir.join("out"));
    fs::remove_file(dir.join("adjustments.csv")).unwrap();
    fs::write(dir.join("adjustments.csv"), "unit,node,period,action,amount,reason,by,date\n").unwrap();
    run(&dir, &["--quiet"]);
    assert!(first != files(&dir.join("out")));
    let restored = said("restore", &dir, &["1"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    let folder = dir.join("out/restored/run-1");
    assert!(first == files(&folder), "{:?}", files(&folder).keys());
    // again: everything is there just so
    let again = said("restore", &dir, &["-2", "--json"]);
    let again: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!((again["written"].as_array().unwrap().len(), again["same"].as_array().unwrap().len()), (0, first.len()));
}

#[test]
fn restoring_never_overwrites_and_takes_only_what_is_asked_for() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir, &["--quiet"]);
    let to = dir.join("then");
    let to = to.to_str().unwrap();
    assert_eq!(said("restore", &dir, &["last", "--to", to, "--only", "scores.csv"]).code, 0);
    let restored = files(Path::new(to));
    assert_eq!(restored.len(), 2, "{:?}", restored.keys());
    fs::write(Path::new(to).join("midterm-2015-agencies/scores.csv"), "mine").unwrap();
    let ran = said("restore", &dir, &["last", "--to", to, "--only", "*.csv", "--only", "report.html"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("restore-differs") && ran.err.contains("midterm-2015-agencies"), "{}", ran.err);
    assert_eq!(files(Path::new(to)).len(), 2, "nothing else was written");
    let ran = said("restore", &dir, &["last", "--only", "排名.xls"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("排名.xlsx"), "the nearest is named: {}", ran.err);
}

#[test]
fn the_history_says_what_differs_from_each_run_to_the_next() {
    let (_guard, dir) = small();
    run(&dir, &["--by", "张三"]);
    run(&dir, &[]);
    fs::write(dir.join("returns/a.csv"), RETURN.replace("80", "85")).unwrap();
    fs::write(dir.join("returns/b.csv"), "unit,field,value\n甲,率,85\n").unwrap();
    run(&dir, &[]);
    fs::write(dir.join("rubrics/one.toml"), RUBRIC.replace("target = 90", "target = 95")).unwrap();
    fs::remove_file(dir.join("returns/b.csv")).unwrap();
    run(&dir, &["--lang", "en"]);
    let history: serde_json::Value = serde_json::from_str(&said("history", &dir, &["--json"]).out).unwrap();
    assert_eq!(history[0]["run"]["by"], "张三");
    assert_eq!(history[0]["outputs"], "first");
    assert_eq!(history[1]["outputs"], "same");
    assert_eq!(history[1]["changed"], serde_json::json!([]));
    let expected =
        serde_json::json!([{ "role": "return", "changed": ["returns/a.csv"], "new": ["returns/b.csv"], "gone": [] }]);
    assert_eq!(history[2]["changed"], expected);
    assert_eq!(history[2]["outputs"], "different");
    let roles: Vec<&str> =
        history[3]["changed"].as_array().unwrap().iter().map(|c| c["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["rubric", "return"]);
    assert_eq!(history[3]["lang_changed"], true);
    let shown = said("history", &dir, &["--lang", "zh"]).out;
    for words in [
        "第一次运行",
        "没有变化；输出相同",
        "报送文件改动 1、新增 1；输出不同",
        "评分细则改动 1，报送文件删除 1，报告语言；输出不同",
        "第一名 乙",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    let shown = said("history", &dir, &["--lang", "en"]).out;
    for words in ["the first run", "nothing; identical outputs", "returns 1 changed, 1 new; other outputs", "first 乙"]
    {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
}

#[test]
fn a_text_is_shown_as_it_was_whatever_became_of_it() {
    let (_guard, dir) = small();
    run(&dir, &[]);
    fs::write(dir.join("rubrics/one.toml"), "gone").unwrap();
    assert_eq!(said("show", &dir, &["1", "--file", "rubrics/one.toml"]).out, RUBRIC);
    assert_eq!(said("show", &dir, &["1", "--file", "one.toml"]).out, RUBRIC);
    let scores = said("show", &dir, &["1", "--file", "out/one/scores.csv"]).out;
    assert_eq!(scores, fs::read_to_string(dir.join("out/one/scores.csv")).unwrap());
    let unknown = said("show", &dir, &["1", "--file", "one.tml"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("rubrics/one.toml"), "{}", unknown.err);
    let shown = said("show", &dir, &["last"]).out;
    for words in ["第 1 次运行", "rubrics/one.toml", "returns/a.csv", "one/scores.csv", "乙"] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
}

#[test]
fn what_is_shipped_with_the_program_is_kept_too() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir, &["--quiet"]);
    let text = said("show", &dir, &["1", "--file", "seeds/prefectures.csv"]).out;
    assert_eq!(text, zhiheng::register::seeds::PREFECTURES);
    let rubric = said("show", &dir, &["1", "--file", "midterm-2015-agencies.toml"]).out;
    assert_eq!(rubric, fs::read_to_string(root().join("rubrics/midterm-2015-agencies.toml")).unwrap());
}

#[test]
fn identical_runs_take_hardly_any_room() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir, &["--quiet"]);
    let once = fs::metadata(dir.join(FILE)).unwrap().len();
    run(&dir, &["--quiet"]);
    let twice = fs::metadata(dir.join(FILE)).unwrap().len();
    assert!(once < 4 << 20 && twice - once < 100 << 10, "{once} {twice}");
}

#[test]
fn an_earlier_run_can_be_compared_with() {
    let (_guard, dir) = small();
    run(&dir, &[]);
    fs::write(dir.join("returns/a.csv"), RETURN.replace("甲,率,80", "甲,率,20")).unwrap();
    run(&dir, &[]);
    let cover = |dir: &Path| fs::read(dir.join("out/one/排名.xlsx")).unwrap();
    let plain = cover(&dir);
    run(&dir, &["--against", "1"]);
    let against = cover(&dir);
    assert!(plain != against);
    // of another folder, and from the end
    let named = format!("{}@1", dir.display());
    for name in [named.as_str(), "-3", "@1"] {
        run(&dir, &["--against", name]);
        assert!(cover(&dir) == against || name == "-3", "{name}");
    }
    let settings = fs::read_to_string(dir.join("assessment.toml")).unwrap();
    fs::write(dir.join("assessment.toml"), format!("{settings}baseline = \"1\"\n")).unwrap();
    let ran = run(&dir, &["--json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    scores_again(&dir, report["run"].as_i64().unwrap());
    // the archive is never needed to score
    fs::remove_file(dir.join(FILE)).unwrap();
    let ran = run(&dir, &[]);
    assert!(ran.code < 2 && ran.out.contains("archive-missing"), "{}{}", ran.out, ran.err);
    fs::write(dir.join("assessment.toml"), format!("{settings}baseline = \"last\"\n")).unwrap();
    let refused = said("run", &dir, &[]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("bad-value") && refused.err.contains("last"), "{}", refused.err);
    fs::write(dir.join("assessment.toml"), settings).unwrap();
    let ran = said("run", &dir, &["--against", "77"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("run-unknown"), "{}", ran.err);
}

#[test]
fn two_runs_of_the_archive_are_compared_whatever_became_of_the_folder() {
    let (_guard, dir) = small();
    run(&dir, &[]);
    fs::write(dir.join("rubrics/one.toml"), RUBRIC.replace("target = 90", "target = 100")).unwrap();
    run(&dir, &[]);
    fs::write(dir.join("rubrics/one.toml"), "gone").unwrap();
    fs::remove_file(dir.join("returns/a.csv")).unwrap();
    let [before, after] = [1, 2].map(|no| format!("{}@{no}", dir.display()));
    let ran = zhiheng(["compare", &before, &after, "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let compared: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let changes = &compared["comparisons"][0]["changes"];
    assert_eq!(changes.as_array().unwrap().len(), 1, "{changes}");
    assert!(changes[0].to_string().contains("A1"), "{changes}");
    let unknown = zhiheng(["compare", &before, &format!("{}@7", dir.display())]);
    assert!(unknown.code == 2 && unknown.err.contains("run-unknown"), "{}", unknown.err);
}

#[test]
fn only_runs_are_kept() {
    let (_guard, dir) = small();
    for command in ["ingest", "report", "template"] {
        assert!(said(command, &dir, &[]).code < 2);
        assert!(!dir.join(FILE).exists(), "{command}");
    }
    let none = said("history", &dir, &[]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("archive-missing") && none.err.contains("zhiheng run"), "{}", none.err);
    assert!(!dir.join(FILE).exists(), "looking makes nothing");
    // a run that is not done is not kept
    fs::write(dir.join("rubrics/one.toml"), "[rubric]\n").unwrap();
    assert_eq!(said("run", &dir, &[]).code, 2);
    assert!(!dir.join(FILE).exists());
}

#[test]
fn an_unknown_run_is_refused_with_those_that_are_there() {
    let (_guard, dir) = small();
    run(&dir, &[]);
    run(&dir, &[]);
    for name in ["3", "-3", "first", "0"] {
        let ran = said("show", &dir, &[name]);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.err.contains("run-unknown") && ran.err.contains("1–2"), "{name}: {}", ran.err);
    }
    assert_eq!(said("show", &dir, &["-2"]).code, 0);
}

/// What the archive holds must be there for whoever opens it with another program.
#[test]
fn the_archive_is_plain_sqlite() {
    let (_guard, dir) = small();
    run(&dir, &["--by", "李四"]);
    let db = Connection::open(dir.join(FILE)).unwrap();
    let text = |sql: &str| db.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(text("SELECT who FROM run"), "李四");
    assert_eq!(text("SELECT name || ' ' || total FROM standing WHERE rank = '1'"), "乙 8.6666666666666666667");
    assert_eq!(
        text("SELECT group_concat(DISTINCT role) FROM (SELECT role FROM files ORDER BY role)"),
        "observations,output,register,responsibilities,return,rubric,set-aside,settings"
    );
    assert_eq!(text("PRAGMA journal_mode"), "delete");
    let began = text("SELECT began FROM run");
    assert_eq!(
        db.query_row("SELECT abs(strftime('%s', ?1) - strftime('%s', 'now')) < 300", [&began], |r| r.get::<_, bool>(0)),
        Ok(true),
        "{began}"
    );
}

/// The archive that this program wrote when its schema was the first, and what was in it.
///
/// `ZHIHENG_SCHEMA=1 cargo test --test history made` writes it again; a schema that was released is never written again.
#[test]
fn a_stored_archive_of_schema_1_can_be_made() {
    let (_guard, dir) = small();
    run(&dir, &["--by", "王五"]);
    fs::write(dir.join("returns/a.csv"), RETURN.replace("80", "85")).unwrap();
    run(&dir, &["--by", "王五"]);
    if std::env::var_os("ZHIHENG_SCHEMA").is_some_and(|schema| schema == "1") {
        let stored = root().join("tests/files/history/schema-1.sqlite");
        fs::create_dir_all(stored.parent().unwrap()).unwrap();
        fs::copy(dir.join(FILE), stored).unwrap();
    }
    scores_again(&dir, 2);
}

/// A copy of a stored archive, in a folder of its own.
fn stored(name: &str) -> (support::TempDir, PathBuf) {
    let guard = tempfile::tempdir().unwrap();
    fs::copy(root().join("tests/files/history").join(name), guard.path().join(FILE)).unwrap();
    let dir = guard.path().to_owned();
    (guard, dir)
}

/// What leads to a schema that was released is never changed: archives made by it lie about.
#[test]
fn the_stored_archive_is_what_its_schema_says() {
    let tables = |db: &Connection| -> Vec<String> {
        let mut query = db.prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let (_guard, dir) = stored("schema-1.sqlite");
    let made = Connection::open_in_memory().unwrap();
    made.execute_batch(include_str!("../src/assessment/archive/schema-1.sql")).unwrap();
    assert_eq!(tables(&made), tables(&Connection::open(dir.join(FILE)).unwrap()));
}

#[test]
fn an_archive_of_schema_1_keeps_working() {
    let (_guard, dir) = stored("schema-1.sqlite");
    let history: serde_json::Value = serde_json::from_str(&said("history", &dir, &["--json"]).out).unwrap();
    assert_eq!(history.as_array().unwrap().len(), 2);
    assert_eq!((&history[1]["run"]["by"], &history[1]["first"][0][0]), (&"王五".into(), &"乙".into()));
    assert_eq!(history[1]["changed"][0]["changed"][0], "returns/a.csv");
    assert_eq!(said("show", &dir, &["1", "--file", "rubrics/one.toml"]).out, RUBRIC);
    assert_eq!(said("restore", &dir, &["2", "--to", dir.join("then").to_str().unwrap()]).code, 0);
    let scores = fs::read_to_string(dir.join("then/one/scores.csv")).unwrap();
    assert!(scores.contains("\n1,total,0,10,,,6.5555555555555555556,"), "{scores}");
    scores_again(&dir, 1);
    scores_again(&dir, 2);
    assert!(Archive::open(&dir).unwrap().verify().unwrap().is_whole());
    // and a run goes on in it
    for (name, text) in [("rubrics/one.toml", RUBRIC), ("units.csv", UNITS), ("returns/a.csv", RETURN)] {
        fs::create_dir_all(dir.join(name).parent().unwrap()).unwrap();
        fs::write(dir.join(name), text).unwrap();
    }
    let settings = said("show", &dir, &["1", "--file", "assessment.toml"]).out;
    fs::write(dir.join("assessment.toml"), settings).unwrap();
    run(&dir, &[]);
    let history: serde_json::Value = serde_json::from_str(&said("history", &dir, &["--json"]).out).unwrap();
    assert_eq!(history.as_array().unwrap().len(), 3);
}

#[test]
fn an_archive_that_cannot_be_read_is_left_as_it_is_and_the_run_is_done() {
    let (_guard, dir) = small();
    run(&dir, &[]);
    let good = fs::read(dir.join(FILE)).unwrap();
    let newer = {
        let db = Connection::open(dir.join(FILE)).unwrap();
        db.execute_batch("PRAGMA user_version = 99").unwrap();
        drop(db);
        fs::read(dir.join(FILE)).unwrap()
    };
    let foreign = {
        let other = dir.join("other.sqlite");
        Connection::open(&other).unwrap().execute_batch("CREATE TABLE notes(text)").unwrap();
        let bytes = fs::read(&other).unwrap();
        fs::remove_file(other).unwrap();
        bytes
    };
    let mut torn = good.clone();
    torn[4096..8192].fill(0x55);
    let cases: BTreeMap<&str, &[u8]> = [
        ("newer", newer.as_slice()),
        ("foreign", &foreign),
        ("text", b"not a database at all, but long enough"),
        ("torn", &torn),
    ]
    .into();
    for (name, bytes) in cases {
        fs::write(dir.join(FILE), bytes).unwrap();
        fs::remove_dir_all(dir.join("out")).unwrap();
        let ran = run(&dir, &[]);
        assert!(ran.err.contains("archive-failed"), "{name}: {}", ran.err);
        assert!(dir.join("out/one/scores.csv").is_file(), "{name}");
        assert!(fs::read(dir.join(FILE)).unwrap() == bytes, "{name}: untouched");
        let looked = said("history", &dir, &[]);
        assert!(looked.code == 2 && looked.err.contains("archive-unreadable"), "{name}: {}", looked.err);
        assert!(fs::read(dir.join(FILE)).unwrap() == bytes, "{name}: untouched");
        let left: Vec<_> = fs::read_dir(&dir).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().contains("-journal")), "{name}: {left:?}");
    }
    fs::write(dir.join(FILE), good).unwrap();
    run(&dir, &[]);
    assert_eq!(said("show", &dir, &["2"]).code, 0);
}

/// Paths of an archive from elsewhere lead nowhere but into the folder.
#[test]
fn an_archive_cannot_write_beside_the_folder() {
    let (_guard, dir) = small();
    run(&dir, &[]);
    let db = Connection::open(dir.join(FILE)).unwrap();
    db.execute_batch("UPDATE file SET path = '../../escaped.csv' WHERE role = 'output' AND path = 'one/scores.csv'")
        .unwrap();
    drop(db);
    let ran = said("restore", &dir, &["1", "--to", dir.join("a/b").to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("path-outside") && !dir.join("escaped.csv").exists(), "{}", ran.err);
}

#[test]
fn a_damaged_content_is_found_and_never_restored() {
    let (_guard, dir) = small();
    run(&dir, &[]);
    let db = Connection::open(dir.join(FILE)).unwrap();
    db.execute_batch("UPDATE piece SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || X'FF' AS BLOB) WHERE content = (SELECT content FROM file WHERE path = 'one/排名.xlsx')").unwrap();
    drop(db);
    let archive = Archive::open(&dir).unwrap();
    let verified = archive.verify().unwrap();
    assert!(verified.database.is_empty() && verified.contents.len() == 1, "{verified:?}");
    let to = dir.join("then");
    let ran = said("restore", &dir, &["1", "--to", to.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("archive-unreadable"), "{}", ran.err);
    assert!(!to.join("one").exists(), "nothing of it is put there");
}
