//! One sheet being read: what its layouts find becomes observations and findings here, each with its place.

use std::collections::HashMap;
use std::sync::Arc;

use crate::finding::{Code, Finding, Level, Place};
use crate::number::Exact;
use crate::observe::{Observation, Reading, Remarks, Value};
use crate::rubric::Field;

use super::cell::{self, Read};
use super::container::MADE;
use super::derived::Typed;
use super::desk::Desk;
use super::grid::{Cell, Content, Grid, Row};
use super::headings::period_of;
use super::layout;
use super::layout::Pinned;
use super::names;
use super::taken::{TakenFor, TakenKind};
use super::words::say;

/// What a return says by where it lies: the entry of `returns`.
#[derive(Clone, Debug)]
pub(super) struct Defaults {
    /// The source.
    pub source: Arc<str>,
    /// The period.
    pub period: Arc<str>,
    /// Set where a fingerprint decides these, and lines on the sheet no longer do.
    pub pinned: Option<Pinned>,
}

/// What the system takes for a small piece of memory besides what is asked of it.
const ALLOCATED: usize = 24;
/// What is made of an error or a warning when all is read, as measured: its note and its lines in what goes back for mending.
const SENT_BACK: usize = 3_000;

/// One thing that a layout found: a cell that answers a field for a unit.
pub(super) struct Answer<'g> {
    pub unit: usize,
    pub field: usize,
    pub period: Arc<str>,
    pub source: Arc<str>,
    /// The row and column where the answer stands or should stand.
    pub row: &'g Row,
    pub col: u32,
    /// The unit of measure that the return states.
    pub measure: Option<&'g str>,
    /// The text of the state column.
    pub state: Option<String>,
    pub remarks: Option<Box<Remarks>>,
}

/// What an answer's cell came to, for the sums beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Got {
    /// A number, in the field's unit of measure.
    Number(Exact),
    /// Nothing, or that it does not apply.
    Nothing,
    /// Something that is no number, or that could not be read.
    Other,
}

impl Got {
    pub(super) fn of(read: &Read) -> Self {
        match &read.reading {
            Reading::Value(Value::Number(x)) => Self::Number(x.clone()),
            Reading::Missing | Reading::NotApplicable if read.remarks.is_empty() => Self::Nothing,
            _ => Self::Other,
        }
    }
}

/// What was read of a sheet.
pub(super) struct Yield {
    observations: Vec<Observation>,
    findings: Vec<Finding>,
    typed: Vec<Typed>,
    taken: Vec<TakenFor>,
}

/// A sheet being read.
pub(super) struct Sheet<'a> {
    pub desk: &'a Desk<'a>,
    pub grid: &'a Grid,
    pub file: Arc<str>,
    pub observations: Vec<Observation>,
    pub findings: Vec<Finding>,
    /// Figures that are compared, and not scored.
    pub typed: Vec<Typed>,
    /// What was taken for what.
    pub taken: Vec<TakenFor>,
    texts: HashMap<String, Arc<str>>,
    sources: HashMap<(String, bool), Option<Arc<str>>>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(desk: &'a Desk<'a>, grid: &'a Grid, file: &Arc<str>) -> Self {
        Self {
            desk,
            grid,
            file: file.clone(),
            observations: Vec::new(),
            findings: Vec::new(),
            typed: Vec::new(),
            taken: Vec::new(),
            texts: HashMap::new(),
            sources: HashMap::new(),
        }
    }

    /// What was read so far.
    pub(super) fn yielded(self) -> Yield {
        Yield { observations: self.observations, findings: self.findings, typed: self.typed, taken: self.taken }
    }

    /// Takes over what was read of the same sheet as another grid.
    pub(super) fn absorb(&mut self, other: Yield) {
        self.observations.extend(other.observations);
        self.findings.extend(other.findings);
        self.typed.extend(other.typed);
        self.taken.extend(other.taken);
    }

    /// One copy of a text that many observations share.
    pub(super) fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let shared: Arc<str> = text.into();
        self.texts.insert(text.to_owned(), shared.clone());
        shared
    }

    /// Takes down a finding.
    pub(super) fn find(&mut self, finding: Finding) {
        let words = [&finding.unit, &finding.field, &finding.found, &finding.expected, &finding.hint];
        let told: usize = words.iter().map(|text| text.len() + ALLOCATED).sum();
        let later = if finding.level == Level::Note { 0 } else { SENT_BACK };
        self.desk.holds(size_of::<Finding>() + told + later);
        self.findings.push(finding);
    }

    /// The place of a cell.
    pub(super) fn place(&self, row: &Row, cell: &Cell) -> Place {
        Place::cell(&self.file, &self.grid.name, self.grid.reference(row, cell))
    }

    /// The place of a row and column, empty or not.
    pub(super) fn place_at(&self, index: u32, col: u32) -> Place {
        Place::cell(&self.file, &self.grid.name, self.grid.reference_at(index, col))
    }

    /// The unit that a text names, or a finding at its place.
    pub(super) fn unit(&mut self, text: &str, place: impl FnOnce(&Self) -> Place) -> Option<usize> {
        if let Some(unit) = self.desk.units.known(text) {
            return Some(unit);
        }
        let finding = self.desk.strange_unit(text).at(place(self));
        self.find(finding);
        None
    }

    /// The warning for a sheet whose line names one unit while its own name, or the file's, names another. The line holds.
    pub(super) fn differs(&mut self, unit: usize, text: &str, (row, col): (u32, u32), file_stem: &str) {
        let names = [(say::SHEET_NAME, &*self.grid.name), (say::FILE_NAME, file_stem)];
        let other = names.iter().find_map(|(naming, name)| {
            self.desk.units.inside(name).filter(|other| *other != unit).map(|other| (*naming, other))
        });
        if let Some((place, other)) = other {
            let other = &self.desk.expected.register.units()[other].name;
            let finding = Finding::new(Code::UnitDiffers).level(Level::Warning).found(text).expected(other.as_str());
            self.findings.push(finding.hint(place).at(self.place_at(row, col)));
        }
    }

    /// The warning for a heading that no field bears.
    pub(super) fn unknown_field(&mut self, text: &str, place: Place) {
        let finding = self.desk.strange_field(text).at(place);
        self.find(finding);
    }

    /// The period that a cell names; a text that is no usual period is one by its own name.
    pub(super) fn period(&mut self, text: &str) -> Arc<str> {
        let trimmed = text.trim();
        match period_of(trimmed).filter(|_| trimmed != self.desk.expected.period) {
            Some(period) => self.shared(&period),
            None => self.shared(trimmed),
        }
    }

    /// The source that a text names for a field, or a finding: a `panel` field's sources are its assessors.
    pub(super) fn source(&mut self, text: &str, field: usize, place: impl FnOnce(&Self) -> Place) -> Option<Arc<str>> {
        let expected = self.desk.expected;
        let panel = expected.fields[field].panel;
        let key = (text.to_owned(), panel);
        let known = self
            .sources
            .entry(key)
            .or_insert_with(|| names::source(text, expected.sources).or(panel.then_some(text.trim())).map(Arc::from));
        let known = known.clone();
        if known.is_none() {
            let known = expected.sources.iter().map(|s| s.id.as_str());
            let near = crate::finding::nearest(text.trim(), known.clone()).unwrap_or_default();
            let known =
                if expected.sources.is_empty() { "self".to_owned() } else { known.collect::<Vec<_>>().join("、") };
            let finding = Finding::new(Code::UnknownSource).field(expected.fields[field].id.as_str());
            let finding = finding.at(place(self)).found(text.trim()).expected(known).hint(near);
            self.find(finding);
        }
        known
    }

    /// Takes down what a part of the sheet was taken for.
    pub(super) fn took(&mut self, at: (u32, u32), found: &str, kind: TakenKind, meaning: impl Into<String>) {
        let at = self.grid.reference_at(at.0, at.1);
        let found = found.split_whitespace().collect::<Vec<_>>().join(" ");
        self.desk.holds(size_of::<TakenFor>() + found.len() + ALLOCATED);
        self.taken.push(TakenFor { at, found, kind, meaning: meaning.into() });
    }

    /// Takes down what holds for the sheet as a whole.
    pub(super) fn took_whole(&mut self, found: &str, kind: TakenKind, meaning: &str) {
        self.taken.push(TakenFor { at: String::new(), found: found.to_owned(), kind, meaning: meaning.to_owned() });
    }

    /// Keeps a typed figure, to be compared when all returns are read. A blank says nothing.
    pub(super) fn keep_typed(&mut self, derived: usize, unit: usize, when: (Arc<str>, Arc<str>), row: &Row, col: u32) {
        let Some(cell) = row.cell(col).filter(|c| c.anchor.is_none()) else { return };
        let text = cell.content.text();
        let folded = crate::register::fold(&text);
        if super::words::is_missing(&folded) || super::words::is_not_applicable(&folded) {
            return;
        }
        let (period, source) = when;
        let is_double = matches!(cell.content, Content::Number(_) | Content::Percent(_));
        let place = self.place(row, cell);
        self.desk.holds(size_of::<Typed>() + text.len() + 2 * ALLOCATED);
        self.typed.push(Typed { derived, unit, period, source, text: text.into_owned(), is_double, place });
    }

    /// A unit that a blank cell stands for, as the row above says.
    pub(super) fn note_same_unit(&mut self, unit: usize, index: u32, col: u32) {
        let name = &self.desk.expected.register.units()[unit].name;
        let hint = layout::SAME_AS_ABOVE;
        let finding = Finding::new(Code::ReadWithNote).expected(name.as_str()).unit(name.as_str()).hint(hint);
        let place = self.place_at(index, col);
        self.find(finding.at(place));
    }

    /// Reads an answer's cell, takes down what it says, and tells what it came to.
    pub(super) fn answer(&mut self, answer: Answer<'_>) -> Got {
        let field = &self.desk.expected.fields[answer.field];
        let cell = answer.row.cell(answer.col);
        let place = match cell {
            Some(cell) => self.place(answer.row, cell),
            None => self.place_at(answer.row.index, answer.col),
        };
        let content = cell.map(|c| &c.content);
        let mut read = cell::read(content, field, answer.measure);
        if let Some(state) = &answer.state {
            let text = content.map(Content::text).unwrap_or_default();
            read = cell::with_state(state, read, &text);
        }
        if let Some(cell) = cell.filter(|c| c.anchor.is_some()) {
            self.note_merged(&read, cell, field, answer.unit, &place);
        }
        let got = Got::of(&read);
        self.take_down(answer, read, place);
        got
    }

    /// One value in a merged cell answers several rows or columns: that is worth a look.
    fn note_merged(&mut self, read: &Read, cell: &Cell, field: &Field, unit: usize, place: &Place) {
        if let Reading::Value(value) = &read.reading {
            let finding = Finding::new(Code::ReadWithNote).found(cell.content.text()).expected(value.to_string());
            let unit = &self.desk.expected.register.units()[unit].name;
            let hint = say::MERGED;
            let finding = finding.hint(hint).at(place.clone()).unit(unit.as_str()).field(field.id.as_str());
            self.find(finding);
        }
    }

    fn take_down(&mut self, answer: Answer<'_>, read: Read, place: Place) {
        for remark in read.remarks {
            let unit = &self.desk.expected.register.units()[answer.unit].name;
            let field = &self.desk.expected.fields[answer.field].id;
            self.find(remark.finding().at(place.clone()).unit(unit.as_str()).field(field.as_str()));
        }
        let remarked = answer.remarks.as_ref().map_or(0, |r| size_of::<Remarks>() + r.reason.len() + r.evidence.len());
        // a part of it was counted with the cell, where there is one
        let counted = answer.row.cell(answer.col).map_or(0, |_| MADE);
        self.desk.holds((size_of::<Observation>() + remarked + 2 * ALLOCATED).saturating_sub(counted));
        self.observations.push(Observation {
            unit: answer.unit,
            field: answer.field,
            period: answer.period,
            source: answer.source,
            reading: read.reading,
            place,
            remarks: answer.remarks,
        });
    }
}
