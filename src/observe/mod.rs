//! Observations (观测值): what was reported, by whom, for which unit, field and period, and where it stands.
//!
//! An observation is a value or one of two states that are never confused: missing (未填) and not applicable (不适用).
//! Neither is nought. [`Versions`] says which of several versions of a return holds, [`resolve()`] decides which source
//! counts where several speak; the table work is done by polars, whose frames do not leave this room.

mod receipt;
#[cfg(feature = "scoring")]
mod resolve;
mod versions;

use std::sync::Arc;

use crate::finding::Place;
use crate::number::Exact;

pub use crate::expr::Date;
pub use receipt::{Moment, Receipt, Receipts};
#[cfg(feature = "scoring")]
pub use resolve::{Resolution, resolve, resolve_except};
pub use versions::{SetAside, VersionChoice, VersionRule, Versions};

/// A reported value, already in its field's own unit of measure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A decimal, integer or percentage (in percentage points).
    Number(Exact),
    /// Yes or no.
    Bool(bool),
    /// A choice or a text.
    Text(Arc<str>),
    /// A calendar date.
    Date(Date),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(x) => x.fmt(f),
            Self::Bool(b) => f.write_str(if *b { "1" } else { "0" }),
            Self::Text(t) => f.write_str(t),
            Self::Date(d) => d.fmt(f),
        }
    }
}

/// What a cell said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A value.
    Value(Value),
    /// 未填: nothing, or nothing that could be read.
    Missing,
    /// 不适用: an answer, not a gap.
    NotApplicable,
}

impl Reading {
    /// The state's name in `observations.csv`.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        match self {
            Self::Value(_) => "value",
            Self::Missing => "missing",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// One report: (unit, field, period, source) → a reading, with its place and what was said with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Index into the register.
    pub unit: usize,
    /// Index into the rubric's fields.
    pub field: usize,
    /// The period it is about.
    pub period: Arc<str>,
    /// Who said it: a declared source's id, or an assessor for `panel` fields.
    pub source: Arc<str>,
    /// What was said.
    pub reading: Reading,
    /// Where it stands.
    pub place: Place,
    /// What was said with it; most reports have none of these.
    pub remarks: Option<Box<Remarks>>,
}

/// Reason, author, date and evidence given with an observation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub date: String,
    /// On what evidence.
    pub evidence: String,
    /// Where it stood before, in the folder of those who gathered it first: the observations of an earlier run say so.
    pub origin: Option<Place>,
}

impl Observation {
    /// Where it stood before, in the folder of those who gathered it first.
    #[must_use]
    pub fn origin(&self) -> Option<&Place> {
        self.remarks.as_ref()?.origin.as_ref()
    }
}
