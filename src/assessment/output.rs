//! Outputs: all of a run are made in a staging folder first, and moved into their places only when all were made.
//!
//! At no moment is a file missing from its place or half written, and what was moved is put back if a later move fails.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

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
}

impl Staging {
    /// Outputs that are to end up below this folder, which is made if need be.
    pub fn new(out: &Path) -> Result<Self, Finding> {
        let made = fs::create_dir_all(out).and_then(|()| {
            clear_stale(out);
            tempfile::Builder::new().prefix(PREFIX).tempdir_in(out)
        });
        let dir = made.map_err(|error| failed(out, &error))?;
        Ok(Self { out: out.to_owned(), dir, files: Vec::new() })
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
            file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
        };
        done().map_err(|error| failed(&self.out.join(path), &error))?;
        self.files.push(path.to_owned());
        Ok(())
    }

    /// Moves every output into its place; if one cannot be moved, those before it are put back as they were.
    pub fn publish(self) -> Result<Vec<PathBuf>, Finding> {
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
        Ok(self.files.iter().map(|path| self.out.join(path)).collect())
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
        sync(parent);
        Ok(Moved { target, before })
    }
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
