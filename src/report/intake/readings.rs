//! What was taken for what (识别说明): the parts of sheets that were read alike, told once, so that a wrong guess is seen
//! without opening every file.

use std::collections::HashMap;

use serde::Serialize;

use crate::ingest::{TakenFor, TakenKind};
use crate::register::fold;

use super::SheetRow;

/// Sheets whose parts were taken for the same, wherever on the sheet they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Indices into [`super::Intake::sheets`], in order. The parts are those of the first.
    pub sheets: Vec<usize>,
}

/// What sheets of one reading share: the layout, and of each part its kind, its text and its meaning.
type Alike<'a> = (&'a str, Vec<(TakenKind, &'a str, &'a str)>);

/// The readings, in the order of their first sheets; a sheet of which no part was taken for anything has none.
pub(super) fn readings(rows: &[SheetRow]) -> Vec<Reading> {
    let mut known: HashMap<Alike<'_>, usize> = HashMap::new();
    let mut readings: Vec<Reading> = Vec::new();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| !row.taken.is_empty()) {
        let own_unit = |part: &&TakenFor| !row.unit.is_empty() && part.kind == TakenKind::Unit;
        let parts = row.taken.iter().filter(|part| !own_unit(part));
        let key = (row.layout.as_str(), parts.map(|p| (p.kind, p.found.as_str(), p.meaning.as_str())).collect());
        let next = readings.len();
        let at = *known.entry(key).or_insert(next);
        if at == next {
            readings.push(Reading { sheets: Vec::new() });
        }
        readings[at].sheets.push(index);
    }
    readings
}

impl SheetRow {
    /// Every part and what it was taken for, in a line.
    #[must_use]
    pub fn all_taken(&self) -> String {
        self.taken.iter().map(says).collect::<Vec<_>>().join("; ")
    }

    /// The parts whose own words do not say what they were taken for: these are worth a look.
    #[must_use]
    pub fn guessed(&self) -> Vec<&TakenFor> {
        let begins_other = |part: &TakenFor| self.taken.iter().any(|p| p.kind != part.kind && p.at == part.at);
        let plain = |part: &&TakenFor| {
            matches!(part.kind, TakenKind::Field | TakenKind::Unit) && fold(&part.found) == fold(&part.meaning)
        };
        let bare = |part: &&TakenFor| part.kind == TakenKind::Header && begins_other(part);
        self.taken.iter().filter(|part| !plain(part) && !bare(part)).collect()
    }
}

/// `C4 2015年填报值 → 数值 2015`.
#[must_use]
pub fn says(part: &TakenFor) -> String {
    let what = [part.at.as_str(), &part.found].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ");
    if what.is_empty() { part.meaning.clone() } else { format!("{what} → {}", part.meaning) }
}
