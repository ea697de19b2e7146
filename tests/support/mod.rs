//! What every test of the program needs: a copy of an example, the program itself, and tables.

#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use tempfile::TempDir;

/// What a run of the program came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// The root of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of an example that may be changed; the folder goes when the guard does.
pub fn example(name: &str) -> (TempDir, PathBuf) {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path().join(name);
    copy(&root().join("examples").join(name), &dir);
    (guard, dir)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        let name = entry.file_name();
        if name == "out" || name.to_string_lossy().starts_with("history.sqlite") {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// An assessment of the units in `units.csv` by `rubrics/one.toml`, with these files besides; its path, and the folder's guard.
pub fn assessment(files: &[(&str, &str)]) -> (TempDir, String) {
    let guard = tempfile::tempdir().unwrap();
    let settings =
        "[assessment]\ntitle = \"一\"\n[[scoring]]\nrubric = \"one\"\nregister = \"units\"\nreturns = [\"returns\"]\n";
    fs::create_dir_all(guard.path().join("returns")).unwrap();
    fs::write(guard.path().join("assessment.toml"), settings).unwrap();
    for (name, text) in files {
        let path = guard.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let path = guard.path().to_str().unwrap().to_owned();
    (guard, path)
}

/// The scores of a node in such an assessment: code and score of every unit.
pub fn scores(dir: &str, node: &str) -> Vec<String> {
    let text = fs::read_to_string(format!("{dir}/out/one/scores.csv")).unwrap();
    let rows = text.lines().map(|row| row.split(',').collect::<Vec<_>>()).filter(|row| row[1] == node);
    rows.map(|row| format!("{} {}", row[0], row[6])).collect()
}

/// Runs the program in the project's root.
pub fn zhiheng<'a>(args: impl IntoIterator<Item = &'a str>) -> Ran {
    let done = Command::new(env!("CARGO_BIN_EXE_zhiheng"))
        .args(args)
        .current_dir(root())
        .env("LANG", "zh_CN.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .output()
        .unwrap();
    Ran {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// Every file below a folder, by its path; but for the archive of runs, which says when they were, and the lock of outputs.
pub fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fn visit(dir: &Path, base: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let own = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                visit(&path, base, found);
            } else if !own.starts_with("history.sqlite") && own != ".zhiheng-lock" {
                let name = path.strip_prefix(base).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    visit(dir, dir, &mut found);
    found
}

/// The rows of a table, by column.
pub fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).unwrap();
    let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    csv.deserialize().map(|row| row.unwrap()).collect()
}
