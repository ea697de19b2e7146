//! The archive of runs (历史档案): every run of an assessment folder, in one SQLite file beside its settings.
//!
//! A run is written in one transaction, open while its outputs are moved into their places and committed after: what the
//! archive holds is finished, and a run that was killed is not in it. Nothing of it is needed to score. The rollback journal
//! is used, not the write-ahead log, for assessment folders lie on network shares.
//!
//! [`record`] writes it; [`Archive`] reads it: what runs there were ([`Archive::runs`]), what each held ([`Archive::files`],
//! [`Archive::text`]), what differs from one to the next ([`Archive::history`]), and a run as it was, ready to be scored again
//! ([`Archive::again`]).

mod again;
mod change;
mod content;
mod named;
mod read;
mod reading;
mod record;
mod restore;
mod schema;
mod trouble;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::finding::{Code, Finding};

pub use again::Again;
pub use change::{Changed, HistoryEntry, Outputs};
pub use named::{RunName, RunOf};
pub use read::{ArchivedFile, ArchivedRun, ArchivedScoring, ArchivedStanding, Verified};
pub(super) use record::{Reading, Run, keep};
pub use restore::{Restored, Restoring};
use schema::Is;
use trouble::Trouble;

/// The archive, in the assessment folder.
pub const FILE: &str = "history.sqlite";
/// So long it is waited for another that writes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The archive of an assessment folder, opened to be read.
#[derive(Debug)]
pub struct Archive {
    db: Connection,
    dir: PathBuf,
}

impl Archive {
    /// Opens the archive of an assessment folder; one of an earlier schema is brought to this one. Nothing is made where there
    /// is none.
    pub fn open(dir: &Path) -> Result<Self, Finding> {
        let missing = || Finding::new(Code::ArchiveMissing).found(dir.display().to_string());
        if !dir.join(FILE).is_file() {
            return Err(missing());
        }
        let unreadable = |trouble: Trouble| trouble.finding(Code::ArchiveUnreadable);
        let db = Self::connect(dir).map_err(unreadable)?;
        match schema::look(&db).map_err(unreadable)? {
            Is::Empty => return Err(missing()),
            Is::Archive(version) if version < schema::current() => {
                let migrated =
                    begin(&db).and_then(|()| schema::migrate(&db)).and_then(|()| Ok(db.execute_batch("COMMIT")?));
                migrated.map_err(unreadable)?;
            }
            Is::Archive(_) => {}
        }
        Ok(Self { db, dir: dir.to_owned() })
    }

    /// A read-only folder or file is opened all the same.
    fn connect(dir: &Path) -> Result<Connection, Trouble> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(dir.join(FILE), flags)?;
        set_up(&db, PATIENCE)?;
        Ok(db)
    }

    /// The assessment folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}

/// Opens an archive to be written, making it where there is none.
fn connect(dir: &Path, patience: Duration) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(dir.join(FILE), flags)?;
    set_up(&db, patience)?;
    Ok(db)
}

/// How connections behave; already this may have to wait for another that writes.
fn set_up(db: &Connection, patience: Duration) -> Result<(), Trouble> {
    db.busy_timeout(patience)?;
    // EXTRA is FULL, and the end of a transaction is on the disk before what follows it
    db.execute_batch("PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF")?;
    Ok(())
}

/// Begins a transaction that writes.
fn begin(db: &Connection) -> Result<(), Trouble> {
    Ok(db.execute_batch("BEGIN IMMEDIATE")?)
}

/// Today by the clock and in the zone of the machine, as `2026-01-31`. SQLite knows the zone.
#[must_use]
pub fn today() -> Option<String> {
    let db = Connection::open_in_memory().ok()?;
    db.query_row("SELECT date('now', 'localtime')", [], |row| row.get(0)).ok()
}

/// Whether the archive of a folder holds the run of this token; one that cannot be read holds none.
pub(super) fn holds(dir: &Path, token: &str) -> bool {
    let Ok(archive) = Archive::open(dir) else { return false };
    archive.db.query_row("SELECT 1 FROM run WHERE token = ?1", [token], |_| Ok(())).is_ok()
}
