//! Typed totals (填报的合计): what a table adds up itself, compared with what stands in it, and never scored.
//!
//! Only figures that add up are looked at, and only where what a total covers is certain or all readings of it fail.

use crate::finding::{Code, Finding, Place};
use crate::ingest::cell::{self, measures};
use crate::ingest::grid::Content;
use crate::ingest::sheet::Got;
use crate::number::Exact;
use crate::rubric::{Field, FieldType};

use super::say::{self, Sum};

/// A figure of a table, or a total of it, in the order of the rows.
#[derive(Clone, Debug)]
enum Entry {
    /// A figure that the totals cover.
    Part(Got),
    /// A typed total.
    Total(Sum, Exact, Place),
}

/// One column or row of figures with its totals.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    entries: Vec<Entry>,
    /// Figures of the pages before, where the table goes on under a repeated header.
    before: Vec<Got>,
}

/// Whether totals of this field are looked at: counts and amounts, no rates and marks.
pub(super) fn is_summed(field: &Field) -> bool {
    let unit = measures::of_field(field);
    let amount =
        !unit.is_empty() && !unit.contains('/') && !matches!(unit, "分" | "%" | "‰" | "度") && measures::is_known(unit);
    let kind = match field.kind {
        FieldType::Integer => unit.is_empty() || amount,
        FieldType::Decimal => amount,
        _ => false,
    };
    kind && !field.panel && say::adds_up(&field.name) && say::adds_up(&field.id)
}

/// The figure in a total's cell, in the field's unit of measure; no bounds hold for it.
pub(super) fn read(content: Option<&Content>, field: &Field, measure: Option<&str>) -> Option<Exact> {
    let unbounded = Field { min: None, max: None, kind: FieldType::Decimal, ..field.clone() };
    match Got::of(&cell::read(content, &unbounded, measure)) {
        Got::Number(x) => Some(x),
        Got::Nothing | Got::Other => None,
    }
}

impl Tally {
    /// A figure of the table.
    pub(super) fn part(&mut self, got: Got) {
        self.entries.push(Entry::Part(got));
    }

    /// A typed total.
    pub(super) fn total(&mut self, sum: Sum, typed: Exact, place: Place) {
        self.entries.push(Entry::Total(sum, typed, place));
    }

    /// The tally of the next page of the same table.
    pub(super) fn next_page(&self) -> Self {
        let parts = self.entries.iter().filter_map(|e| match e {
            Entry::Part(got) => Some(got.clone()),
            Entry::Total(..) => None,
        });
        Self { entries: Vec::new(), before: self.before.iter().cloned().chain(parts).collect() }
    }

    /// The totals that are none of the sums they can be meant for; `subject` makes the finding.
    pub(super) fn differing(&self, subject: impl Fn(Finding) -> Finding) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let Entry::Total(sum, typed, place) = entry else { continue };
            let sums = self.sums(at, *sum);
            if let Some(expected) = sums.first()
                && !sums.contains(typed)
            {
                let finding = Finding::new(Code::TotalDiffers).found(typed.to_string()).expected(expected.to_string());
                findings.push(subject(finding.at(place.clone())));
            }
        }
        findings
    }

    /// The sums that a total can be meant for, the likeliest first; none where one of its parts cannot be read, or where it is
    /// open what it covers.
    fn sums(&self, at: usize, sum: Sum) -> Vec<Exact> {
        let since = |from: usize| self.entries[from..at].iter();
        let last_total = self.entries[..at].iter().rposition(|e| matches!(e, Entry::Total(..))).map_or(0, |i| i + 1);
        let mut covers = Vec::new();
        match sum {
            Sum::Part => covers.push(added(since(last_total))),
            Sum::All => {
                let above = added(since(0));
                if above.is_none() && !self.unreadable(0..at) {
                    // a total at the top is the sum of what follows it
                    covers.push(added(self.entries[at + 1..].iter()));
                } else {
                    covers.push(above);
                    covers.push(added(since(last_total)));
                    let before: Vec<Entry> = self.before.iter().cloned().map(Entry::Part).collect();
                    covers.push(added(before.iter().chain(since(0))));
                }
            }
        }
        // where the parts cannot all be read, what they come to is not known
        if covers.first().is_none_or(Option::is_none) {
            return Vec::new();
        }
        covers.into_iter().flatten().collect()
    }

    fn unreadable(&self, range: std::ops::Range<usize>) -> bool {
        self.entries[range].iter().any(|e| matches!(e, Entry::Part(Got::Other)))
    }
}

/// The sum of the figures that are there; `None` where there are none, or one of them cannot be read.
fn added<'e>(entries: impl Iterator<Item = &'e Entry>) -> Option<Exact> {
    let mut sum = None;
    for entry in entries {
        match entry {
            Entry::Part(Got::Number(x)) => sum = Some(&sum.unwrap_or(Exact::ZERO) + x),
            Entry::Part(Got::Other) => return None,
            Entry::Part(Got::Nothing) | Entry::Total(..) => {}
        }
    }
    sum
}
