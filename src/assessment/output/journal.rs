//! What is about to be moved into its place, written down first: a run that is killed while it moves its outputs is undone by
//! the next command, so that never the outputs of two runs lie side by side.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::finding::{Code, Finding, Place};

use super::why::failed;

/// The journal, in the folder of outputs; it is there only while outputs are moved.
pub(super) const JOURNAL: &str = ".zhiheng-journal";
/// Of a staging folder: what is to be moved, and what was there before.
pub(super) const NEW: &str = "new";
pub(super) const OLD: &str = "old";

/// What is being moved.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Name of the staging folder.
    pub staging: String,
    /// The run as its archive will know it; empty where it is not archived.
    pub token: String,
    /// Every output, and whether something was in its place.
    pub files: Vec<(PathBuf, bool)>,
    /// Outputs of an earlier run that go.
    pub gone: Vec<PathBuf>,
}

impl Journal {
    /// Writes it to the disk, whole or not at all.
    pub(super) fn write(&self, out: &Path) -> io::Result<()> {
        let whole = out.join(&self.staging).join(JOURNAL);
        let mut file = File::create(&whole)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.sync_all()?;
        drop(file);
        fs::rename(whole, out.join(JOURNAL))?;
        sync(out);
        Ok(())
    }

    /// Says that everything is where it belongs.
    pub(super) fn close(out: &Path) -> io::Result<()> {
        let removed = fs::remove_file(out.join(JOURNAL));
        sync(out);
        removed
    }

    /// Puts everything back as it was before; what could not be is the error, and may be tried again.
    pub(super) fn undo(&self, out: &Path) -> Result<(), Finding> {
        let staging = out.join(&self.staging);
        let mut wrong = None;
        let mut note = |target: &Path, done: io::Result<()>| {
            if let Err(error) = done
                && error.kind() != io::ErrorKind::NotFound
            {
                wrong.get_or_insert_with(|| failed(target, &error));
            }
        };
        for path in self.gone.iter().rev() {
            let (target, kept) = (out.join(path), staging.join(OLD).join(path));
            if kept.exists() && !target.exists() {
                note(&target, fs::rename(kept, &target));
            }
        }
        for (path, before) in self.files.iter().rev() {
            let target = out.join(path);
            // what is still staged was never moved
            if staging.join(NEW).join(path).exists() {
                continue;
            }
            let kept = staging.join(OLD).join(path);
            match before {
                true if kept.exists() => note(&target, fs::rename(kept, &target)),
                true => {}
                false => note(&target, fs::remove_file(&target)),
            }
        }
        wrong.map_or(Ok(()), Err)
    }
}

/// Looks for the journal of a run that was killed. Its outputs are put back as they were, unless `is_kept` knows the run: then
/// all of them were in their places. Only to be called by who holds the lock.
pub(super) fn mend(out: &Path, is_kept: &dyn Fn(&str) -> bool) -> Result<Option<Finding>, Finding> {
    let Ok(text) = fs::read(out.join(JOURNAL)) else { return Ok(None) };
    let found = Finding::new(Code::OutputsPutBack).at(Place::file(out.display().to_string()));
    let journal: Option<Journal> = serde_json::from_slice(&text).ok();
    // a name of a folder, never a way out of this one
    let journal = journal.filter(|j| j.staging.starts_with(super::PREFIX) && !j.staging.contains(['/', '\\']));
    let Some(journal) = journal else {
        let _ = Journal::close(out);
        return Ok(Some(found.hint("@journal-damaged")));
    };
    let done = !journal.token.is_empty() && is_kept(&journal.token);
    if !done {
        journal.undo(out)?;
    }
    let _ = Journal::close(out);
    let _ = fs::remove_dir_all(out.join(&journal.staging));
    Ok((!done).then_some(found))
}

/// Makes the renames below a folder last, where the system can.
pub(super) fn sync(dir: &Path) {
    if let Ok(dir) = File::open(dir) {
        let _ = dir.sync_all();
    }
}
