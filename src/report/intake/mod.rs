//! Intake (回收情况): what was read and what it was taken for, and who has returned what — worked out once, shown by the
//! workbook's sheet, by `returns.csv`, by the terminal and as JSON.
//!
//! A unit's own returns are what its own source says of it; a reporting body's (`from` of a field) what others than the units
//! say. What is wanted of whom follows the rubric: a field is wanted of the units to which an indicator that reads it applies.

mod files;
mod readings;
mod sheet;
mod units;

use std::collections::HashSet;

use serde::Serialize;

use crate::finding::{Finding, Lang, Level};
use crate::ingest::ReadFile;
use crate::observe::{Observation, Receipts, SetAside};
use crate::register::Register;
use crate::rubric::Rubric;
use crate::score::Outcome;

pub use files::{SheetRow, write_returns};
pub use readings::{Reading, says as says_taken};
pub(super) use sheet::sheet;
pub use units::{FieldReturn, Reporter, UnitReturn};

/// What the intake is worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Returned<'a> {
    /// The rubric.
    pub rubric: &'a Rubric,
    /// The units.
    pub register: &'a Register,
    /// What was read.
    pub files: &'a [ReadFile],
    /// Every observation found.
    pub observations: &'a [Observation],
    /// For each, whether scoring took it.
    pub used: &'a [bool],
    /// Files that are set aside for another version.
    pub aside: &'a SetAside,
    /// When each return came.
    pub receipts: &'a Receipts,
    /// Everything wrong or doubtful.
    pub findings: &'a [Finding],
    /// Where indicators apply.
    pub outcome: &'a Outcome,
    /// Language of the sentences.
    pub lang: Lang,
}

/// How far a return has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 未报: nothing came back.
    NotReturned,
    /// 报送不全: something that is wanted was left out.
    Incomplete,
    /// 需修改: something in it is wrong.
    NeedsMending,
    /// 齐全: all that is wanted is there.
    Complete,
}

impl Standing {
    /// Every standing, from the worst.
    pub const ALL: [Self; 4] = [Self::NotReturned, Self::Incomplete, Self::NeedsMending, Self::Complete];
}

/// How much of what is wanted is there. A cell is a field of a unit in a scored period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cells {
    /// Cells wanted.
    pub wanted: usize,
    /// Those with a value.
    pub answered: usize,
    /// Those said not to apply.
    pub not_applicable: usize,
    /// Those with something that could not be taken as a value.
    pub unreadable: usize,
    /// Those of which nothing is said.
    pub missing: usize,
}

/// Findings at each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Levels {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Levels {
    fn add(&mut self, level: Level) {
        match level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Note => self.notes += 1,
        }
    }
}

/// Who has returned what, and what it was taken for.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Intake {
    /// Every sheet read, in the order of files; a file without sheets has one row.
    pub sheets: Vec<SheetRow>,
    /// Every unit, in the order of the register; empty where units report nothing themselves.
    pub units: Vec<UnitReturn>,
    /// Everyone else who reports, in the order of the rubric's fields.
    pub reporters: Vec<Reporter>,
    /// Indices into `sheets` of those whose file counts for nobody: nothing was read from it, or another version holds.
    pub nobodys: Vec<usize>,
    /// Sheets whose parts were taken for the same.
    pub readings: Vec<Reading>,
}

impl Intake {
    /// Works it out.
    #[must_use]
    pub fn new(returned: &Returned<'_>) -> Self {
        let sheets = files::rows(returned);
        let units = units::units(returned);
        let reporters = units::reporters(returned);
        let gave: HashSet<&str> = sheets
            .iter()
            .filter(|sheet| sheet.observations > 0 && sheet.set_aside.is_empty())
            .map(|sheet| sheet.file.as_str())
            .collect();
        let nobodys = (0..sheets.len()).filter(|at| !gave.contains(sheets[*at].file.as_str())).collect();
        let readings = readings::readings(&sheets);
        Self { sheets, units, reporters, nobodys, readings }
    }

    /// How many units stand so.
    #[must_use]
    pub fn count(&self, standing: Standing) -> usize {
        self.units.iter().filter(|unit| unit.standing == standing).count()
    }
}
