//! What reading one file may take: memory and time, counted while it is read, so that more is a finding and not the end
//! of the run.

use std::time::{Duration, Instant};

use crate::finding::{Code, Finding};
use crate::ingest::Limits;
use crate::ingest::words::say;

use super::Refusal;

/// Steps between two looks at the clock.
const STEPS: u32 = 256;

/// What is left for a file.
#[derive(Debug)]
pub(in crate::ingest) struct Budget {
    limits: Limits,
    /// Bytes left.
    left: u64,
    end: Instant,
    steps: u32,
}

impl Budget {
    /// For a file that is read from now on.
    pub(in crate::ingest) fn new(limits: Limits) -> Self {
        let end = Instant::now() + Duration::from_secs(limits.seconds);
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
        if Instant::now() > self.end { Err(self.too_slow()) } else { Ok(()) }
    }

    /// How long there is still.
    pub(super) fn remaining(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
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

/// `512 MB`.
pub(in crate::ingest) fn megabytes(bytes: u64) -> String {
    match bytes >> 20 {
        0 => format!("{bytes} B"),
        n => format!("{n} MB"),
    }
}
