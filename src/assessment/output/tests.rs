#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]
use super::*;

fn publish(out: &Path, files: &[&str]) -> Result<Vec<PathBuf>, Finding> {
    let mut staging = Staging::new(out).unwrap();
    for file in files {
        staging.write(Path::new(file), |to| to.write_all(b"new")).unwrap();
    }
    staging.sweep(Path::new("r/back"));
    staging.publish()
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn workbooks_of_an_earlier_run_go_and_nothing_else_does() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), &["r/back/a.xlsx", "r/back/b.xlsx", "r/c.xlsx"]).unwrap();
    let back = dir.path().join("r/back");
    for other in ["notes.txt", "~$a.xlsx"] {
        fs::write(back.join(other), "mine").unwrap();
    }
    publish(dir.path(), &["r/back/b.xlsx"]).unwrap();
    assert_eq!(names(&back), ["b.xlsx", "notes.txt", "~$a.xlsx"]);
    assert_eq!(names(&dir.path().join("r")), ["back", "c.xlsx"]);
    fs::remove_file(back.join("notes.txt")).unwrap();
    fs::remove_file(back.join("~$a.xlsx")).unwrap();
    publish(dir.path(), &[]).unwrap();
    assert_eq!(names(&dir.path().join("r")), ["c.xlsx"], "an empty folder goes too");
}

#[test]
fn a_workbook_is_replaced_with_all_its_parts_and_what_was_made_of_them() {
    let dir = tempfile::tempdir().unwrap();
    let earlier = ["r/f-01.xlsx", "r/f-02.xlsx", "r/f-01.pdf", "r/f.pdf", "r/f-mine.xlsx", "r/f-01.txt", "r/g.xlsx"];
    publish(dir.path(), &earlier).unwrap();
    let mut staging = Staging::new(dir.path()).unwrap();
    staging.write(Path::new("r/f.xlsx"), |to| to.write_all(b"new")).unwrap();
    staging.replace(Path::new("r"), "f");
    staging.publish().unwrap();
    assert_eq!(names(&dir.path().join("r")), ["f-01.txt", "f-mine.xlsx", "f.xlsx", "g.xlsx"]);
}

#[test]
fn a_failure_leaves_the_workbooks_of_the_earlier_run() {
    let dir = tempfile::tempdir().unwrap();
    publish(dir.path(), &["r/back/a.xlsx"]).unwrap();
    fs::create_dir_all(dir.path().join("r/scores.csv/in the way")).unwrap();
    assert!(publish(dir.path(), &["r/back/b.xlsx", "r/scores.csv"]).is_err());
    assert_eq!(names(&dir.path().join("r/back")), ["a.xlsx"]);
}

fn contents(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in [dir.to_owned(), dir.join("r"), dir.join("r/back")] {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten().filter(|e| e.path().is_file()) {
            let name = entry.path().strip_prefix(dir).unwrap().to_string_lossy().into_owned();
            if !name.starts_with(PREFIX) {
                found.push((name, fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Earlier outputs, and those that are to take their place: some replaced, some new, some gone.
fn before(assessment: &Path, text: &str, files: &[&str]) -> Staging {
    let mut staging = Staging::of(assessment).unwrap();
    for file in files {
        staging.write(Path::new(file), |to| to.write_all(text.as_bytes())).unwrap();
    }
    staging.sweep(Path::new("r/back"));
    staging
}

/// Killed after any number of moves: the next command puts everything back as it was, and says so once.
#[test]
fn whenever_a_run_is_killed_its_moves_are_undone() {
    let (old, new) =
        (["a.csv", "r/b.csv", "r/back/c.xlsx", "r/back/d.xlsx"], ["a.csv", "r/b.csv", "r/back/d.xlsx", "r/e.csv"]);
    for killed_after in 0..=5 {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join(OUT);
        before(dir.path(), "old", &old).publish().unwrap();
        let was = contents(&out);
        let mut staging = before(dir.path(), "new", &new);
        staging.hold(&mut || {}).unwrap();
        let journal = staging.journal("", staging.stale()).unwrap();
        journal.write(&out).unwrap();
        for path in staging.files.iter().take(killed_after) {
            fs::rename(staging.dir.path().join(NEW).join(path), out.join(path)).unwrap();
        }
        if killed_after == 5 {
            let gone = &journal.gone[0];
            fs::rename(out.join(gone), staging.old(gone).unwrap()).unwrap();
        }
        // a killed process takes nothing away, but for its locks
        let Staging { dir: kept, lock, _alive: alive, .. } = staging;
        let kept = kept.keep();
        drop((lock, alive));
        let findings = Staging::of(dir.path()).unwrap().take_findings();
        assert_eq!(findings.iter().map(|f| f.code.id()).collect::<Vec<_>>(), ["outputs-put-back"]);
        assert_eq!(contents(&out), was, "killed after {killed_after}");
        assert!(!kept.exists() && !out.join(JOURNAL).exists());
        assert_eq!(Staging::of(dir.path()).unwrap().take_findings(), []);
    }
}

/// Killed when the archive holds the run: its outputs stay.
#[test]
fn outputs_of_an_archived_run_stay() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join(OUT);
    before(dir.path(), "old", &["a.csv"]).publish().unwrap();
    for (known, expected) in [(false, "old"), (true, "new")] {
        let published = before(dir.path(), "new", &["a.csv"]).publish_as("token").unwrap();
        let Published { staging, .. } = published;
        let _ = staging.dir.keep();
        let found = journal::mend(&out, &|token| known && token == "token").unwrap();
        assert_eq!(found.is_some(), !known);
        assert_eq!(contents(&out), [("a.csv".to_owned(), expected.to_owned())]);
    }
}

#[test]
fn a_journal_that_says_nothing_or_leads_elsewhere_is_set_aside() {
    let dir = tempfile::tempdir().unwrap();
    before(dir.path(), "old", &["a.csv"]).publish().unwrap();
    let out = dir.path().join(OUT);
    fs::create_dir(dir.path().join("mine")).unwrap();
    for text in ["", "{}", "{\"staging\":\"../mine\",\"token\":\"\",\"files\":[],\"gone\":[]}"] {
        fs::write(out.join(JOURNAL), text).unwrap();
        let findings = mend(dir.path()).unwrap();
        assert_eq!(findings[0].hint, "@journal-damaged");
        assert!(dir.path().join("mine").is_dir() && !out.join(JOURNAL).exists());
    }
}

#[test]
fn what_a_killed_run_left_is_cleared_away_and_what_is_at_work_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let staging = Staging::new(dir.path()).unwrap();
    let dead = Staging::new(dir.path()).unwrap();
    let Staging { dir: left, _alive: alive, .. } = dead;
    let left = left.keep();
    drop(alive);
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(SETTLED + 60);
    for folder in [&left, &staging.dir.path().to_owned()] {
        File::open(folder).unwrap().set_modified(long_ago).unwrap();
    }
    drop(Staging::new(dir.path()).unwrap());
    assert!(!left.exists() && staging.dir.path().exists());
}
