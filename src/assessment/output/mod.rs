//! Outputs: all of a run are made in a staging folder first, and moved into their places only when all were made.
//!
//! At no moment is a file missing from its place or half written, and what was moved is put back if a later move fails. In the
//! folder of outputs of an assessment one moves at a time, and a run that is killed while it moves is undone by the next
//! command ([`journal`]).

mod journal;
mod lock;
mod stale;
mod why;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::TempDir;

use crate::finding::Finding;

use journal::{JOURNAL, Journal, NEW, OLD, sync};
use lock::Lock;
use why::{failed, failed_in};

/// The folder of outputs.
pub const OUT: &str = "out";
/// A staging folder that an interrupted run left is cleared away after so many seconds, where no lock tells that it ended.
const STALE: u64 = 3600;
/// The same where its lock tells: between making it and locking it nobody is to take it for dead.
const SETTLED: u64 = 10;
/// Of a staging folder: the file that its run holds locked.
const ALIVE: &str = "alive";
const PREFIX: &str = ".zhiheng-";

/// Outputs on their way to their places.
#[derive(Debug)]
pub struct Staging {
    out: PathBuf,
    /// Tells others that the folder is in use; closed before the folder goes.
    _alive: Option<File>,
    dir: TempDir,
    files: Vec<PathBuf>,
    /// Folders that are to hold workbooks of this run only.
    swept: Vec<PathBuf>,
    /// Workbooks that are replaced as a whole: their folder and the stem of their names.
    replaced: Vec<(PathBuf, String)>,
    /// Folders that are to hold outputs of this run only, at any depth.
    cleared: Vec<PathBuf>,
    /// The assessment folder, where `out` is its folder of outputs: one moves at a time there, and a journal is kept.
    assessment: Option<PathBuf>,
    lock: Option<Lock>,
    findings: Vec<Finding>,
}

/// Outputs in their places, whose journal is still open.
#[derive(Debug)]
#[must_use = "the outputs are put back by the next command unless this is closed"]
pub struct Published {
    staging: Staging,
    /// Outputs of an earlier run that went.
    gone: Vec<PathBuf>,
}

impl Published {
    /// Says that they are to stay; gives their places.
    #[must_use]
    pub fn close(mut self) -> Vec<PathBuf> {
        self.staging.closed();
        let Staging { out, files, swept, cleared, .. } = &self.staging;
        let below = |at: &&Path| cleared.iter().any(|folder| at.starts_with(folder));
        let emptied: BTreeSet<&Path> = self.gone.iter().filter_map(|path| path.parent()).filter(below).collect();
        // the deepest first, and only empty ones go
        for folder in swept.iter().map(PathBuf::as_path).chain(emptied.into_iter().rev()) {
            let _ = fs::remove_dir(out.join(folder));
        }
        files.iter().map(|path| out.join(path)).collect()
    }
}

impl Staging {
    /// Outputs that are to end up below this folder, which is made if need be.
    pub fn new(out: &Path) -> Result<Self, Finding> {
        let made = fs::create_dir_all(out).and_then(|()| {
            clear_stale(out);
            tempfile::Builder::new().prefix(PREFIX).tempdir_in(out)
        });
        let dir = made.map_err(|error| failed_in(out, &error))?;
        let alive = File::create(dir.path().join(ALIVE)).ok().filter(|file| file.try_lock().is_ok());
        Ok(Self {
            out: out.to_owned(),
            _alive: alive,
            dir,
            files: Vec::new(),
            swept: Vec::new(),
            replaced: Vec::new(),
            cleared: Vec::new(),
            assessment: None,
            lock: None,
            findings: Vec::new(),
        })
    }

    /// Outputs of the assessment in this folder. What a run left that was killed while it moved its own is put right first.
    pub fn of(assessment: &Path) -> Result<Self, Finding> {
        let out = assessment.join(OUT);
        let findings = mend(assessment)?;
        Ok(Self { assessment: Some(assessment.to_owned()), findings, ..Self::new(&out)? })
    }

    /// The name of the staging folder, which no other has.
    #[must_use]
    pub fn name(&self) -> String {
        self.dir.path().file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// What was found in the folder itself.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// Makes one output, `path` being relative to the folder.
    pub fn write(&mut self, path: &Path, make: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Finding> {
        self.make(&self.dir.path().join(NEW).join(path), make).map_err(|error| failed(&self.out.join(path), &error))?;
        self.files.push(path.to_owned());
        Ok(())
    }

    /// Makes a file that goes nowhere and is gone when this is; gives its path.
    pub fn aside(&self, name: &Path, make: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<PathBuf, Finding> {
        let path = self.dir.path().join("aside").join(name);
        self.make(&path, make).map_err(|error| failed(&path, &error))?;
        Ok(path)
    }

    fn make(&self, path: &Path, make: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(&self.out))?;
        let mut file = BufWriter::new(File::create(path)?);
        make(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error).map(drop)
    }

    /// Every output made: its path relative to the folder, and where it is now.
    pub fn made(&self) -> impl Iterator<Item = (&Path, PathBuf)> {
        let staged = self.dir.path().join(NEW);
        self.files.iter().map(move |path| (path.as_path(), staged.join(path)))
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

    /// Waits until nobody else moves outputs into this folder, and keeps others from it; `waiting` is called where that takes
    /// long.
    pub fn hold(&mut self, waiting: &mut dyn FnMut()) -> Result<(), Finding> {
        if let Some(assessment) = self.assessment.clone().filter(|_| self.lock.is_none()) {
            let lock = Lock::take(&self.out, waiting)?;
            self.findings.extend(mend_locked(&assessment)?);
            self.lock = Some(lock);
        }
        Ok(())
    }

    /// Moves every output into its place; if one cannot be moved, those before it are put back as they were.
    pub fn publish(self) -> Result<Vec<PathBuf>, Finding> {
        Ok(self.publish_as("")?.close())
    }

    /// [`publish`](Self::publish), the outputs being those of the run that its archive knows by this token: until they are
    /// [closed](Published::close) they stay only if the archive holds the run.
    pub fn publish_as(mut self, token: &str) -> Result<Published, Finding> {
        self.settle()?;
        self.hold(&mut || {})?;
        let gone = self.stale();
        let journal = self.journal(token, gone)?;
        if self.assessment.is_some() {
            // what the journal speaks of stays until it is closed, whatever happens here
            self.dir.disable_cleanup(true);
        }
        let written = if self.assessment.is_some() { journal.write(&self.out) } else { Ok(()) };
        let written = written.map_err(|error| failed(&self.out.join(JOURNAL), &error));
        if let Err(finding) = written.and_then(|()| self.move_all(&journal)) {
            self.give_up(&journal);
            return Err(finding);
        }
        let folders: BTreeSet<&Path> = self.files.iter().filter_map(|path| path.parent()).collect();
        for folder in folders {
            sync(&self.out.join(folder));
        }
        Ok(Published { staging: self, gone: journal.gone })
    }

    /// Brings everything staged to the disk, side by side: one after the other, a thousand workbooks would take minutes.
    fn settle(&self) -> Result<(), Finding> {
        self.files.par_iter().try_for_each(|path| {
            let staged = self.dir.path().join(NEW).join(path);
            let settled = File::options().write(true).open(staged).and_then(|file| file.sync_all());
            settled.map_err(|error| failed(&self.out.join(path), &error))
        })
    }

    /// Gives what lies where an output belongs a second name, which keeps it whatever takes its place, and notes what is to
    /// be moved.
    fn journal(&self, token: &str, gone: Vec<PathBuf>) -> Result<Journal, Finding> {
        let mut files = Vec::with_capacity(self.files.len());
        for path in &self.files {
            let target = self.out.join(path);
            let before = target.is_file();
            if before {
                let keep = || -> io::Result<()> {
                    let kept = self.old(path)?;
                    if fs::hard_link(&target, &kept).is_err() {
                        fs::copy(&target, &kept)?;
                    }
                    Ok(())
                };
                keep().map_err(|error| failed(&target, &error))?;
            }
            files.push((path.clone(), before));
        }
        Ok(Journal { staging: self.name(), token: token.to_owned(), files, gone })
    }

    /// Where what was there before is kept.
    fn old(&self, path: &Path) -> io::Result<PathBuf> {
        let kept = self.dir.path().join(OLD).join(path);
        fs::create_dir_all(kept.parent().unwrap_or(&self.out))?;
        Ok(kept)
    }

    fn move_all(&self, journal: &Journal) -> Result<(), Finding> {
        for path in &self.files {
            let target = self.out.join(path);
            let moved = fs::create_dir_all(target.parent().unwrap_or(&self.out))
                .and_then(|()| fs::rename(self.dir.path().join(NEW).join(path), &target));
            moved.map_err(|error| failed(&target, &error))?;
        }
        for path in &journal.gone {
            let target = self.out.join(path);
            self.old(path).and_then(|kept| fs::rename(&target, kept)).map_err(|error| failed(&target, &error))?;
        }
        Ok(())
    }

    /// Puts everything back. What cannot be put back now, the next command tries again.
    fn give_up(mut self, journal: &Journal) {
        if journal.undo(&self.out).is_ok() {
            self.closed();
        }
    }

    /// Closes the journal; the staging folder goes with this.
    fn closed(&mut self) {
        if self.assessment.is_some() {
            let _ = Journal::close(&self.out);
        }
        self.dir.disable_cleanup(false);
    }
}

/// Puts right what a run left in an assessment folder that was killed while it moved its outputs; says so.
pub fn mend(assessment: &Path) -> Result<Vec<Finding>, Finding> {
    let out = assessment.join(OUT);
    if !out.join(JOURNAL).exists() {
        return Ok(Vec::new());
    }
    let _lock = Lock::take(&out, &mut || {})?;
    Ok(mend_locked(assessment)?.into_iter().collect())
}

fn mend_locked(assessment: &Path) -> Result<Option<Finding>, Finding> {
    journal::mend(&assessment.join(OUT), &|token| super::archive::holds(assessment, token))
}

/// Clears away the staging folders of runs that are no more.
fn clear_stale(out: &Path) {
    // a journal needs its own
    if out.join(JOURNAL).exists() {
        return;
    }
    let Ok(entries) = fs::read_dir(out) else { return };
    for entry in entries.flatten().filter(|e| e.file_name().to_string_lossy().starts_with(PREFIX)) {
        let age = entry.metadata().ok().filter(fs::Metadata::is_dir).and_then(|m| m.modified().ok()?.elapsed().ok());
        let dead = File::open(entry.path().join(ALIVE)).is_ok_and(|alive| alive.try_lock().is_ok());
        if age.is_some_and(|age| age.as_secs() > if dead { SETTLED } else { STALE }) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests;
