//! What can be wrong with an archive, and what is said of it.

use rusqlite::ffi::ErrorCode;

use crate::finding::{Code, Finding, Place};

use super::FILE;

/// What is wrong with an archive.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It may not be written.
    ReadOnly,
    /// Another program holds it.
    Busy,
    /// Nothing more fits on the disk.
    Full,
    /// It is damaged.
    Damaged,
    /// It is of a later schema.
    Newer(i64),
    /// It is no archive.
    Foreign,
    /// Something else, in the system's words.
    Other(String),
}

impl Trouble {
    /// A finding about the archive, `code` saying what could not be done.
    pub(super) fn finding(&self, code: Code) -> Finding {
        let (what, remedy) = match self {
            Self::ReadOnly => ("@archive-read-only".to_owned(), "@allow-writing"),
            Self::Busy => ("@archive-busy".to_owned(), "@close-other"),
            Self::Full => ("@archive-full".to_owned(), "@free-space"),
            Self::Damaged => ("@archive-damaged".to_owned(), "@rename-archive"),
            Self::Newer(schema) => (format!("@archive-newer {schema}"), "@newer-program"),
            Self::Foreign => ("@archive-foreign".to_owned(), "@rename-archive"),
            Self::Other(error) => (error.clone(), ""),
        };
        Finding::new(code).at(Place::file(FILE)).found(FILE).hint(what).expected(remedy)
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Self::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
                Self::Busy
            }
            Some(ErrorCode::DiskFull | ErrorCode::TooBig) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::NotADatabase) => Self::Foreign,
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::Other(error.to_string())
    }
}
