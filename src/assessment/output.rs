//! Outputs: all of a run are made in a staging folder first, and moved into their places only when all were made.
//!
//! At no moment is a file missing from its place or half written, and what was moved is put back if a later move fails.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::TempDir;

use crate::finding::{Code, Finding, Place};

/// The folder of outputs.
pub const OUT: &str = "out";
/// A staging folder that an interrupted run left is cleared away after so many seconds.
const STALE: u64 = 3600;
const PREFIX: &str = ".zhiheng-";

/// Outputs on their way to their places.
#[derive(Debug)]
pub struct Staging {
    out: PathBuf,
    dir: TempDir,
    files: Vec<PathBuf>,
    /// Folders that are to hold workbooks of this run only.
    swept: Vec<PathBuf>,
    /// Workbooks that are replaced as a whole: their folder and the stem of their names.
    replaced: Vec<(PathBuf, String)>,
    /// Folders that are to hold outputs of this run only, at any depth.
    cleared: Vec<PathBuf>,
}

impl Staging {
    /// Outputs that are to end up below this folder, which is made if need be.
    pub fn new(out: &Path) -> Result<Self, Finding> {
        let made = fs::create_dir_all(out).and_then(|()| {
            clear_stale(out);
            tempfile::Builder::new().prefix(PREFIX).tempdir_in(out)
        });
        let dir = made.map_err(|error| failed(out, &error))?;
        Ok(Self {
            out: out.to_owned(),
            dir,
            files: Vec::new(),
            swept: Vec::new(),
            replaced: Vec::new(),
            cleared: Vec::new(),
        })
    }

    /// Makes one output, `path` being relative to the folder.
    pub fn write(&mut self, path: &Path, make: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Finding> {
        let staged = self.dir.path().join("new").join(path);
        let done = || -> io::Result<()> {
            if let Some(parent) = staged.parent() {
                fs::create_dir_all(parent)?;
            }
            let mut file = BufWriter::new(File::create(&staged)?);
            make(&mut file)?;
            file.into_inner().map_err(io::IntoInnerError::into_error).map(drop)
        };
        done().map_err(|error| failed(&self.out.join(path), &error))?;
        self.files.push(path.to_owned());
        Ok(())
    }

    /// Says that this folder, relative to the folder of outputs, holds workbooks of this run only: those of an earlier one
    /// that are not made again go when the others are in their places. Whatever else lies there stays.
    pub fn sweep(&mut self, folder: &Path) {
        self.swept.push(folder.to_owned());
    }

    /// Says that the workbook of this stem in this folder, its numbered parts and what was made of them as PDF, are replaced
    /// as a whole: those of an earlier run that are not made again go when the others are in their places.
    pub fn replace(&mut self, folder: &Path, stem: &str) {
        self.replaced.push((folder.to_owned(), stem.to_owned()));
    }

    /// Says that this folder, relative to the folder of outputs, holds outputs of this run only, at any depth: what an earlier
    /// run left there goes when the others are in their places. Files of other kinds than outputs are stay.
    pub fn clear(&mut self, folder: &Path) {
        self.cleared.push(folder.to_owned());
    }

    /// Moves every output into its place; if one cannot be moved, those before it are put back as they were.
    pub fn publish(self) -> Result<Vec<PathBuf>, Finding> {
        self.settle()?;
        let mut moved: Vec<Moved> = Vec::new();
        for path in &self.files {
            match self.place(path) {
                Ok(one) => moved.push(one),
                Err(error) => {
                    moved.into_iter().rev().for_each(Moved::undo);
                    return Err(failed(&self.out.join(path), &error));
                }
            }
        }
        for path in self.stale() {
            match self.take_away(&path) {
                Ok(one) => moved.push(one),
                Err(error) => {
                    moved.into_iter().rev().for_each(Moved::undo);
                    return Err(failed(&self.out.join(path), &error));
                }
            }
        }
        let folders: BTreeSet<&Path> = self.files.iter().filter_map(|path| path.parent()).collect();
        for folder in folders {
            sync(&self.out.join(folder));
        }
        let emptied = moved.iter().filter_map(|one| one.target.parent()).map(Path::to_path_buf);
        let emptied: Vec<PathBuf> =
            emptied.filter(|at| self.cleared.iter().any(|c| at.starts_with(self.out.join(c)))).collect();
        for folder in self.swept.iter().map(|folder| self.out.join(folder)).chain(emptied) {
            // only an empty one goes
            let _ = fs::remove_dir(folder);
        }
        Ok(self.files.iter().map(|path| self.out.join(path)).collect())
    }

    /// Brings everything staged to the disk, side by side: one after the other, a thousand workbooks would take minutes.
    fn settle(&self) -> Result<(), Finding> {
        self.files.par_iter().try_for_each(|path| {
            let staged = self.dir.path().join("new").join(path);
            let settled = File::options().write(true).open(staged).and_then(|file| file.sync_all());
            settled.map_err(|error| failed(&self.out.join(path), &error))
        })
    }

    /// Workbooks in the folders to sweep that are not of this run, by name.
    fn stale(&self) -> Vec<PathBuf> {
        let mut stale = Vec::new();
        for folder in &self.swept {
            let Ok(entries) = fs::read_dir(self.out.join(folder)) else { continue };
            for entry in entries.flatten().filter(|e| e.file_type().is_ok_and(|t| t.is_file())) {
                let name = entry.file_name();
                let text = name.to_string_lossy();
                let path = folder.join(&name);
                // ~$ is the lock of a workbook that somebody has open
                if text.to_lowercase().ends_with(".xlsx") && !text.starts_with("~$") && !self.files.contains(&path) {
                    stale.push(path);
                }
            }
        }
        for (folder, stem) in &self.replaced {
            let Ok(entries) = fs::read_dir(self.out.join(folder)) else { continue };
            for entry in entries.flatten().filter(|e| e.file_type().is_ok_and(|t| t.is_file())) {
                let path = folder.join(entry.file_name());
                if is_part(&path, stem) && !self.files.contains(&path) {
                    stale.push(path);
                }
            }
        }
        for folder in &self.cleared {
            self.left_in(folder, &mut stale);
        }
        stale.retain(|path| !self.files.contains(path));
        stale.sort();
        stale.dedup();
        stale
    }

    /// Outputs in a folder and those below it that are not of this run.
    fn left_in(&self, folder: &Path, stale: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(self.out.join(folder)) else { return };
        for entry in entries.flatten() {
            let (name, path) = (entry.file_name(), folder.join(entry.file_name()));
            let made = path.extension().is_some_and(|e| ["xlsx", "csv", "html", "pdf"].iter().any(|kind| e == *kind));
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.left_in(&path, stale),
                // ~$ is the lock of a workbook that somebody has open
                Ok(kind) if kind.is_file() && made && !name.to_string_lossy().starts_with("~$") => stale.push(path),
                _ => {}
            }
        }
    }

    fn take_away(&self, path: &Path) -> io::Result<Moved> {
        let (target, kept) = (self.out.join(path), self.dir.path().join("old").join(path));
        if let Some(parent) = kept.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::rename(&target, &kept)?;
        Ok(Moved { target, before: Some(kept) })
    }

    fn place(&self, path: &Path) -> io::Result<Moved> {
        let (staged, target) = (self.dir.path().join("new").join(path), self.out.join(path));
        let parent = target.parent().unwrap_or(&self.out);
        fs::create_dir_all(parent)?;
        let before = if target.is_file() {
            let kept = self.dir.path().join("old").join(path);
            if let Some(parent) = kept.parent() {
                fs::create_dir_all(parent)?;
            }
            // a second name for the old file keeps it in its place until the new one takes it
            if fs::hard_link(&target, &kept).is_err() {
                fs::copy(&target, &kept)?;
            }
            Some(kept)
        } else {
            None
        };
        fs::rename(&staged, &target)?;
        Ok(Moved { target, before })
    }
}

/// Whether a file is the workbook of this stem, or a numbered part of it, or either as PDF.
fn is_part(path: &Path, stem: &str) -> bool {
    let made = path.extension().is_some_and(|e| e == "xlsx" || e == "pdf");
    let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let number = name.strip_prefix(stem).map(|rest| rest.strip_prefix('-').unwrap_or(rest));
    made && number.is_some_and(|n| name == stem || !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
}

/// An output in its place, and what was there.
struct Moved {
    target: PathBuf,
    before: Option<PathBuf>,
}

impl Moved {
    fn undo(self) {
        // what cannot be put back here is reported by the failure that led here
        let _ = match self.before {
            Some(before) => fs::rename(before, &self.target),
            None => fs::remove_file(&self.target),
        };
    }
}

/// Makes the renames below a folder last, where the system can.
fn sync(dir: &Path) {
    if let Ok(dir) = File::open(dir) {
        let _ = dir.sync_all();
    }
}

fn clear_stale(out: &Path) {
    let Ok(entries) = fs::read_dir(out) else { return };
    for entry in entries.flatten().filter(|e| e.file_name().to_string_lossy().starts_with(PREFIX)) {
        let age = entry.metadata().and_then(|m| m.modified()).ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age.as_secs() > STALE) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn failed(path: &Path, error: &io::Error) -> Finding {
    let path = path.display().to_string();
    Finding::new(Code::OutputFailed).at(Place::file(path.as_str())).found(path).hint(error.to_string())
}

#[cfg(test)]
mod tests {
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
        let earlier =
            ["r/f-01.xlsx", "r/f-02.xlsx", "r/f-01.pdf", "r/f.pdf", "r/f-mine.xlsx", "r/f-01.txt", "r/g.xlsx"];
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
}
