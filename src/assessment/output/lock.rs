//! One at a time: whoever moves outputs into their places holds a lock on the folder of outputs.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::finding::{Code, Finding};

use super::why::failed;

/// The file that is locked; it stays, for a file that came and went could be locked by two at once.
pub(super) const LOCK: &str = ".zhiheng-lock";
/// After so long it is said that another is waited for.
const PATIENT: Duration = Duration::from_secs(2);
/// After so long it is given up.
const PATIENCE: Duration = Duration::from_secs(600);

/// The lock, held until it goes.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a folder of outputs; calls `waiting` once where another holds it for long. Where the system has no
    /// locks, as on some network shares, there is none to take.
    pub(super) fn take(out: &Path, waiting: &mut dyn FnMut()) -> Result<Self, Finding> {
        let path = out.join(LOCK);
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|error| failed(&path, &error))?;
        let began = Instant::now();
        let mut said = false;
        loop {
            match file.try_lock() {
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if began.elapsed() > PATIENCE => {
                    let finding = Finding::new(Code::OutputFailed).found(out.display().to_string());
                    return Err(finding.hint("@another-run").expected("@let-it-end"));
                }
                Err(TryLockError::WouldBlock) => {}
            }
            if !said && began.elapsed() > PATIENT {
                said = true;
                waiting();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
