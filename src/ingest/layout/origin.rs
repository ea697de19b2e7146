//! A sheet as it is declared, or as it is found: which of both, and what came of it.

use std::sync::Arc;

use crate::ingest::axes::Axes;
use crate::ingest::declared::{Layout, LayoutKind};
use crate::ingest::headings::period_of;
use crate::ingest::names;
use crate::ingest::sheet::{Defaults, Sheet};
use crate::ingest::words;

use super::hints::Hints;
use super::reader::{Reader, Said};
use super::{form, say};

/// What a sheet was taken for.
#[derive(Clone, Debug, Default)]
pub(in crate::ingest) struct Taken {
    /// The layouts, in order; empty where there is none.
    pub layouts: Vec<&'static str>,
    /// The unit of a sheet that is about one.
    pub unit: Option<usize>,
    /// The period that holds where no column says otherwise.
    pub period: Arc<str>,
    /// The source that holds where no column says otherwise.
    pub source: Arc<str>,
    /// Whether a table was understood but its unit is named nowhere.
    pub unit_missing: bool,
    /// Whether the evaluator declared the layout.
    pub declared: bool,
    /// Why a declared sheet yielded nothing.
    pub passed: Option<Passed>,
    /// Whether all of it is left to other rubrics of the assessment.
    pub left: bool,
    /// Where the names of its answers stand, table by table.
    pub axes: Vec<Axes>,
}

/// Why a declared sheet yielded nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Passed {
    /// It was declared not to be read.
    Skip,
    /// What was declared leads to no data.
    Unfit,
}

impl Passed {
    /// The key of its words.
    pub(in crate::ingest) const fn says(self) -> &'static str {
        match self {
            Self::Skip => say::DECLARED_SKIP,
            Self::Unfit => say::DECLARED_UNFIT,
        }
    }
}

impl Taken {
    /// The keys of its words, one a line.
    pub(in crate::ingest) fn says(&self) -> String {
        let mut keys = self.layouts.clone();
        keys.dedup();
        if self.passed.is_some() || keys.is_empty() {
            keys = vec![words::say::SKIPPED];
        }
        keys.extend(self.declared.then_some(say::DECLARED));
        keys.join("\n")
    }
}

/// What is known of a sheet before it is looked at.
pub(in crate::ingest) struct Origin<'a> {
    /// What holds by where the file lies.
    pub defaults: &'a Defaults,
    /// The file's name without its ending.
    pub stem: &'a str,
    /// The layouts that the evaluator declared for it: one for each of its tables, or none.
    pub layouts: Vec<&'a Layout>,
}

/// Reads a sheet: as it is declared; a form of ours by its fingerprint; anything else by whichever layouts explain most of it.
pub(in crate::ingest) fn read(sheet: &mut Sheet<'_>, origin: &Origin<'_>) -> Taken {
    let (defaults, stem) = (origin.defaults, origin.stem);
    if origin.layouts.is_empty() {
        return form::read(sheet, defaults, stem).unwrap_or_else(|| by_headings(sheet, defaults, stem));
    }
    if let Some(grid) = form::untagged(sheet.grid) {
        let mut inner = Sheet::new(sheet.desk, &grid, &sheet.file);
        let taken = declared(&mut inner, origin);
        sheet.absorb(inner.yielded());
        return taken;
    }
    declared(sheet, origin)
}

/// Reads a sheet by whichever layouts explain most of it.
pub(super) fn by_headings(sheet: &mut Sheet<'_>, defaults: &Defaults, stem: &str) -> Taken {
    Reader { sheet, defaults, stem, said: Said::default() }.read(&Hints::default())
}

fn declared(sheet: &mut Sheet<'_>, origin: &Origin<'_>) -> Taken {
    let mut taken = Taken::default();
    for layout in &origin.layouts {
        let one = read_declared(sheet, origin, layout);
        taken.axes.extend(one.axes);
        taken.layouts.extend(one.layouts);
        taken.unit = taken.unit.or(one.unit);
        taken.unit_missing |= one.unit_missing;
        taken.passed = taken.passed.or(one.passed);
        (taken.period, taken.source) = (one.period, one.source);
    }
    taken.declared = true;
    taken
}

fn read_declared(sheet: &mut Sheet<'_>, origin: &Origin<'_>, layout: &Layout) -> Taken {
    let mut defaults = origin.defaults.clone();
    if let Some(source) = &layout.source {
        let known = names::source(source, sheet.desk.expected.sources).unwrap_or(source);
        defaults.source = sheet.shared(known);
    }
    let period = layout.period.as_deref().map(|p| period_of(p).unwrap_or_else(|| p.to_owned()));
    if let Some(period) = &period {
        defaults.period = sheet.shared(period);
    }
    if layout.kind == Some(LayoutKind::Skip) {
        let (period, source) = (defaults.period, defaults.source);
        return Taken { period, source, passed: Some(Passed::Skip), ..Taken::default() };
    }
    let hints = Hints::of(layout, sheet.grid, sheet.desk);
    let unit = layout.unit.as_deref().and_then(|name| sheet.desk.units.known(name));
    let said = Said { unit, period, measure: layout.measure.clone() };
    let count = |s: &Sheet<'_>| s.observations.len() + s.typed.len() + s.findings.len();
    let before = count(sheet);
    let mut taken = Reader { sheet, defaults: &defaults, stem: origin.stem, said }.read(&hints);
    if count(sheet) == before && !taken.unit_missing {
        taken.passed = Some(Passed::Unfit);
    }
    taken
}
