//! Why an output could not be written, and what to do about it, from what the system says.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::finding::{Code, Finding, Place};

/// What keeps a file from being written, as far as the system's error tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Another program has it open.
    Open,
    /// Nothing more fits on the disk, or into a file.
    Full,
    /// Writing is not allowed.
    ReadOnly,
    /// Something that is no file is in its place.
    InTheWay,
    /// Something else.
    Other,
}

/// Numbers of Windows: a file that another program holds, or part of it.
const SHARING_VIOLATION: i32 = 32;
const LOCK_VIOLATION: i32 = 33;

impl Kept {
    /// What keeps the file at `path` from being written. `ACCESS_DENIED` on Windows is also what renaming over an open
    /// workbook says, so the lock files of office programs beside it decide there.
    pub(super) fn from_writing(path: &Path, error: &io::Error) -> Self {
        Self::on(cfg!(windows), path, error)
    }

    fn on(windows: bool, path: &Path, error: &io::Error) -> Self {
        match (error.kind(), error.raw_os_error()) {
            (_, Some(SHARING_VIOLATION | LOCK_VIOLATION)) if windows => Self::Open,
            (ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy, _) => Self::Open,
            (ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge, _) => Self::Full,
            (ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists, _) => Self::InTheWay,
            (ErrorKind::PermissionDenied, _) if windows && path.is_dir() => Self::InTheWay,
            _ if is_open(path) => Self::Open,
            (ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem, _) => Self::ReadOnly,
            _ => Self::Other,
        }
    }

    /// What to do, as a key of [`word`](crate::finding::text::word).
    pub(super) const fn remedy(self) -> &'static str {
        match self {
            Self::Open => "@close-it",
            Self::Full => "@free-space",
            Self::ReadOnly => "@allow-writing",
            Self::InTheWay => "@move-away",
            Self::Other => "@perhaps-open",
        }
    }
}

/// Whether an office program says that it has the file open: Excel and WPS leave `~$name`, LibreOffice `.~lock.name#`.
fn is_open(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return false };
    [format!("~${name}"), format!(".~lock.{name}#")].iter().any(|lock| path.with_file_name(lock).exists())
}

/// The finding for an output at `path` that could not be written.
pub(super) fn failed(path: &Path, error: &io::Error) -> Finding {
    finding(path, error, Kept::from_writing(path, error))
}

/// The finding for a folder in which nothing could be made.
pub(super) fn failed_in(folder: &Path, error: &io::Error) -> Finding {
    finding(folder, error, Kept::from_writing(&folder.join("…"), error))
}

fn finding(path: &Path, error: &io::Error, kept: Kept) -> Finding {
    let path = path.display().to_string();
    let finding = Finding::new(Code::OutputFailed).at(Place::file(path.as_str())).found(path);
    finding.hint(error.to_string()).expected(kept.remedy())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]
    use super::*;

    #[test]
    fn what_the_system_says_leads_to_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let book = dir.path().join("排名.xlsx");
        let kept = |windows: bool, error: io::Error| Kept::on(windows, &book, &error);
        assert_eq!(kept(true, io::Error::from_raw_os_error(SHARING_VIOLATION)), Kept::Open);
        assert_eq!(kept(true, io::Error::from_raw_os_error(LOCK_VIOLATION)), Kept::Open);
        assert_ne!(kept(false, io::Error::from_raw_os_error(LOCK_VIOLATION)), Kept::Open);
        assert_eq!(kept(false, ErrorKind::StorageFull.into()), Kept::Full);
        assert_eq!(kept(false, ErrorKind::PermissionDenied.into()), Kept::ReadOnly);
        assert_eq!(kept(false, ErrorKind::NotFound.into()), Kept::Other);
        for lock in ["~$排名.xlsx", ".~lock.排名.xlsx#"] {
            let lock = dir.path().join(lock);
            std::fs::write(&lock, "").unwrap();
            assert_eq!(kept(true, ErrorKind::PermissionDenied.into()), Kept::Open, "{}", lock.display());
            std::fs::remove_file(lock).unwrap();
        }
        std::fs::create_dir(&book).unwrap();
        assert_eq!(kept(false, ErrorKind::IsADirectory.into()), Kept::InTheWay);
    }
}
