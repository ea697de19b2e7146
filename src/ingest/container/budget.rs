//! What reading one file may take: memory and time, counted while it is read, so that more is a finding and not the end
//! of the run.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use crate::finding::{Code, Finding};
use crate::ingest::Limits;
use crate::ingest::words::say;

use super::Refusal;

/// How long this thread has been at work. A file that waits for its turn on a busy machine loses nothing by it, and is
/// not refused today and read tomorrow.
#[cfg(unix)]
fn worked() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let part = |n: i64| u64::try_from(n).unwrap_or(0);
    Duration::from_secs(part(now.tv_sec)) + Duration::from_nanos(part(now.tv_nsec))
}

#[cfg(not(unix))]
fn worked() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGAN.elapsed()
}

/// Steps between two looks at the clock.
const STEPS: u32 = 256;

/// What is left for a file.
#[derive(Debug)]
pub(in crate::ingest) struct Budget {
    limits: Limits,
    /// Bytes left.
    left: u64,
    /// When it is used up, by the clock of [`worked`].
    end: Duration,
    steps: u32,
}

impl Budget {
    /// For a file that is read from now on.
    pub(in crate::ingest) fn new(limits: Limits) -> Self {
        let end = worked() + Duration::from_secs(limits.seconds);
        // an eighth is for the program itself and for what readers hold without being asked
        Self { limits, left: limits.memory - limits.memory / 8, end, steps: 0 }
    }

    /// The limits that it started with.
    pub(super) const fn limits(&self) -> Limits {
        self.limits
    }

    /// Bytes that one part of a file may take which its reader holds in memory as a whole.
    pub(super) const fn part(&self) -> u64 {
        self.limits.memory / 10
    }

    /// Counts memory that will be held until the file is done.
    pub(in crate::ingest) fn take(&mut self, bytes: usize) -> Result<(), Refusal> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(self.too_large()),
        }
    }

    /// Gives back what is held no longer.
    pub(in crate::ingest) fn give(&mut self, bytes: usize) {
        self.left = self.left.saturating_add(u64::try_from(bytes).unwrap_or(0));
    }

    /// Counts a step of the work and looks at the clock now and then.
    pub(in crate::ingest) fn step(&mut self) -> Result<(), Refusal> {
        self.steps += 1;
        if self.steps < STEPS {
            return Ok(());
        }
        self.steps = 0;
        self.look()
    }

    /// Looks at the clock.
    pub(super) fn look(&self) -> Result<(), Refusal> {
        if worked() > self.end { Err(self.too_slow()) } else { Ok(()) }
    }

    /// How long there is still.
    pub(super) fn remaining(&self) -> Duration {
        self.end.saturating_sub(worked())
    }

    /// The finding for a file that takes more memory than allowed.
    pub(in crate::ingest) fn too_large(&self) -> Refusal {
        Finding::new(Code::TooLarge).found(say::MEMORY).expected(megabytes(self.limits.memory)).into()
    }

    /// The finding for a file that takes longer than allowed.
    pub(super) fn too_slow(&self) -> Refusal {
        Finding::new(Code::TooSlow).expected(format!("{} {}", say::SECONDS, self.limits.seconds)).into()
    }
}

/// What is left for a file once it is open: its layouts, which have no way to end in the middle, ask before every step
/// whether to go on.
#[derive(Debug)]
pub(in crate::ingest) struct Watch {
    budget: RefCell<Budget>,
    over: Cell<bool>,
    refusal: RefCell<Option<Refusal>>,
}

impl Watch {
    /// Over what opening the file has left.
    pub(in crate::ingest) fn new(budget: Budget) -> Self {
        Self { budget: RefCell::new(budget), over: Cell::new(false), refusal: RefCell::default() }
    }

    fn check(&self, ask: impl FnOnce(&mut Budget) -> Result<(), Refusal>) -> bool {
        if self.over.get() {
            return false;
        }
        let asked = ask(&mut self.budget.borrow_mut());
        if let Err(refusal) = asked {
            self.over.set(true);
            self.refusal.replace(Some(refusal));
        }
        !self.over.get()
    }

    /// Counts a step of the work; whether there is time for more.
    pub(in crate::ingest) fn step(&self) -> bool {
        self.check(Budget::step)
    }

    /// Looks at the clock before a long step; whether there is time for it.
    pub(in crate::ingest) fn look(&self) -> bool {
        self.check(|budget| budget.look())
    }

    /// Counts memory that is held.
    pub(in crate::ingest) fn take(&self, bytes: usize) {
        self.check(|budget| budget.take(bytes));
    }

    /// Why the file is refused after all; `None` where it has kept within its limits.
    pub(in crate::ingest) fn refusal(self) -> Option<Refusal> {
        self.refusal.into_inner()
    }
}

/// `512 MB`.
pub(in crate::ingest) fn megabytes(bytes: u64) -> String {
    match bytes >> 20 {
        0 => format!("{bytes} B"),
        n => format!("{n} MB"),
    }
}
