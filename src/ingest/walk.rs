//! Which files the returns are: every file below the given paths, none outside the assessment folder.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use crate::finding::{Code, Finding, Place};

use super::ReturnsFrom;

/// A file to read, and the entry of `returns` it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Where it is on disk.
    pub path: PathBuf,
    /// Its path relative to the assessment folder, with `/` between the parts.
    pub label: String,
    /// Index of the entry.
    pub entry: usize,
}

/// Left by systems, never by people.
const CLUTTER: [&str; 4] = [".ds_store", "thumbs.db", "desktop.ini", "__macosx"];

/// Every file below the entries, by rising path. A file below several entries belongs to the one that names it most closely.
pub(super) fn walk(base: &Path, returns: &[ReturnsFrom]) -> (Vec<Found>, Vec<Finding>) {
    let mut walker = Walker { base, returns, root: PathBuf::new(), found: BTreeMap::new(), findings: Vec::new() };
    match base.canonicalize() {
        Ok(root) => walker.root = root,
        Err(error) => {
            let label = base.display().to_string();
            return (Vec::new(), vec![Finding::new(Code::FileMissing).found(label).hint(error.to_string())]);
        }
    }
    for (entry, from) in returns.iter().enumerate() {
        walker.enter(entry, &from.path);
    }
    (walker.found.into_values().map(|(_, found)| found).collect(), walker.findings)
}

struct Walker<'a> {
    base: &'a Path,
    returns: &'a [ReturnsFrom],
    root: PathBuf,
    /// By label: how many parts the entry's path has, and the file.
    found: BTreeMap<String, (usize, Found)>,
    findings: Vec<Finding>,
}

impl Walker<'_> {
    fn enter(&mut self, entry: usize, path: &Path) {
        let label = label(path);
        if leaves(path) {
            self.findings.push(Finding::new(Code::PathOutside).found(label));
            return;
        }
        let full = self.base.join(path);
        match full.canonicalize() {
            Ok(real) if real.starts_with(&self.root) => {
                let closeness = path.components().filter(|c| matches!(c, Component::Normal(_))).count();
                self.visit(&full, &label, entry, closeness, &mut HashSet::new());
            }
            Ok(_) => self.findings.push(Finding::new(Code::PathOutside).found(label)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                self.findings.push(Finding::new(Code::FileMissing).found(label));
            }
            Err(error) => self.unreadable(&label, &error),
        }
    }

    fn visit(&mut self, path: &Path, label: &str, entry: usize, closeness: usize, above: &mut HashSet<PathBuf>) {
        if path.is_dir() {
            let Ok(real) = path.canonicalize() else { return };
            if !above.insert(real.clone()) {
                return; // a link back to a folder that is being walked
            }
            self.list(path, label, entry, closeness, above);
            above.remove(&real);
        } else if !self.returns[entry].except.iter().any(|known| known == label) {
            let found = Found { path: path.to_owned(), label: label.to_owned(), entry };
            let known = self.found.get(label).map_or(0, |(closeness, _)| *closeness + 1);
            if closeness + 1 > known {
                self.found.insert(label.to_owned(), (closeness, found));
            }
        }
    }

    fn list(&mut self, path: &Path, label: &str, entry: usize, closeness: usize, above: &mut HashSet<PathBuf>) {
        let entries = match std::fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(label, &error),
        };
        let mut names: Vec<_> = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => names.push(entry.file_name()),
                Err(error) => self.unreadable(label, &error),
            }
        }
        names.sort();
        for name in names {
            let child = path.join(&name);
            let text = name.to_string_lossy();
            let child_label = if label.is_empty() { text.clone().into_owned() } else { format!("{label}/{text}") };
            if let Some(note) = passed_over(&name, &child_label) {
                if !self.findings.contains(&note) {
                    self.findings.push(note);
                }
                continue;
            }
            if CLUTTER.contains(&text.to_lowercase().as_str()) {
                continue;
            }
            match child.canonicalize() {
                Ok(real) if real.starts_with(&self.root) => self.visit(&child, &child_label, entry, closeness, above),
                Ok(_) => self.findings.push(outside(&child_label)),
                Err(error) => self.unreadable(&child_label, &error),
            }
        }
    }

    fn unreadable(&mut self, label: &str, error: &std::io::Error) {
        self.findings.push(Finding::new(Code::FileUnreadable).at(Place::file(label)).found(error.to_string()));
    }
}

fn outside(label: &str) -> Finding {
    Finding::new(Code::PathOutside).at(Place::file(label)).found(label)
}

/// The note for a lock file or a hidden one.
fn passed_over(name: &OsStr, label: &str) -> Option<Finding> {
    let name = name.to_string_lossy();
    let hidden = name.starts_with('.') && !CLUTTER.contains(&name.to_lowercase().as_str());
    let what = if name.starts_with("~$") || name.starts_with(".~") { "@lock-file" } else { "@hidden-file" };
    (what == "@lock-file" || hidden).then(|| Finding::new(Code::LockFile).at(Place::file(label)).found(what))
}

/// Whether the path is absolute or climbs out.
fn leaves(path: &Path) -> bool {
    let mut depth = 0_i32;
    for part in path.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => depth -= 1,
            Component::RootDir | Component::Prefix(_) => return true,
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

/// The path with `/` between its parts.
pub(super) fn label(path: &Path) -> String {
    let parts = path.components().filter(|c| !matches!(c, Component::CurDir)).map(|c| c.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(path: &str) -> ReturnsFrom {
        ReturnsFrom { path: path.into(), ..ReturnsFrom::default() }
    }

    #[test]
    fn files_come_in_the_order_of_their_paths_and_belong_to_the_closest_entry() {
        let dir = tempfile::tempdir().unwrap();
        for file in ["r/b.csv", "r/a/z.csv", "r/a.csv", "r/~$b.xlsx", "r/.hidden", "r/.DS_Store"] {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let (found, findings) =
            walk(dir.path(), &[from("r"), from("./r/a"), from("r/gone"), from("../x"), from("/etc")]);
        let labels: Vec<_> = found.iter().map(|f| (f.label.as_str(), f.entry)).collect();
        assert_eq!(labels, [("r/a.csv", 0), ("r/a/z.csv", 1), ("r/b.csv", 0)]);
        let codes: Vec<_> = findings.iter().map(|f| f.code).collect();
        assert_eq!(codes, [Code::LockFile, Code::LockFile, Code::FileMissing, Code::PathOutside, Code::PathOutside]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_leave_the_folder_are_refused_and_loops_end() {
        let dir = tempfile::tempdir().unwrap();
        let away = tempfile::tempdir().unwrap();
        std::fs::write(away.path().join("secret.csv"), "x").unwrap();
        std::fs::create_dir(dir.path().join("r")).unwrap();
        std::os::unix::fs::symlink(away.path().join("secret.csv"), dir.path().join("r/a.csv")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("r"), dir.path().join("r/loop")).unwrap();
        let (found, findings) = walk(dir.path(), &[from("r")]);
        assert!(found.is_empty());
        assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::PathOutside]);
    }
}
