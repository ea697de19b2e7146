//! The parsers that meet text and bytes from outside, for the fuzz targets of `fuzz/`. Nothing else calls these.

use crate::finding::{Finding, Place};
use crate::observe::Reading;
use crate::register::Register;
use crate::rubric::Field;

use super::container::Budget;
use super::grid::{Cell, Content};
use super::headings::{Heading, period_of};
use super::lines::Lines;
use super::names::UnitNames;
use super::{Limits, cell, container, sniff, text};

/// What a text cell says, and what is said about it.
#[must_use]
pub fn cell(text: &str, field: &Field, stated: Option<&str>) -> (Reading, Vec<Finding>) {
    let read = cell::read_text(text, field, stated);
    (read.reading, read.remarks.into_iter().map(cell::Remark::finding).collect())
}

/// What a number cell says, and what is said about it.
#[must_use]
pub fn number_cell(x: f64, percent: bool, field: &Field, stated: Option<&str>) -> (Reading, Vec<Finding>) {
    let content = if percent { Content::Percent(x) } else { Content::Number(x) };
    let read = cell::read(Some(&content), field, stated);
    (read.reading, read.remarks.into_iter().map(cell::Remark::finding).collect())
}

/// A heading's names from the fullest to the barest, its period and its unit of measure.
#[must_use]
pub fn heading(text: &str) -> (Vec<String>, Option<String>, Option<String>) {
    let heading = Heading::of(text);
    (heading.names, heading.period, heading.measure)
}

/// The period that a text names.
#[must_use]
pub fn period(text: &str) -> Option<String> {
    period_of(text)
}

/// What the lines of a delimited text say: unit, period, source and unit of measure.
#[must_use]
pub fn lines(text: &str) -> [Option<String>; 4] {
    let Ok(read) = text::delimited(text, &mut Budget::new(Limits::default())) else { return [const { None }; 4] };
    let grid = read.grid;
    let lines = Lines::around(&grid, grid.rows.len());
    [lines.unit.map(|u| u.0), lines.period, lines.source.map(|s| s.0), lines.measure]
}

/// Names of units, as they are looked for in names of files.
#[derive(Debug)]
pub struct Units(UnitNames<'static>);

impl Units {
    /// Of this register.
    #[must_use]
    pub fn new(register: &'static Register) -> Self {
        Self(UnitNames::new(register))
    }

    /// The unit that a file's name is about.
    #[must_use]
    pub fn inside(&self, text: &str) -> Option<usize> {
        self.0.inside(text)
    }
}

/// The text of a file's bytes, strictly decoded.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<String> {
    text::decode(bytes).map(|decoded| decoded.text)
}

/// The cells of a delimited text: row, column, content. `None` where they take more than a file may.
#[must_use]
pub fn grid(text: &str, limits: Limits) -> Option<Vec<(u32, u32, String)>> {
    let grid = text::delimited(text, &mut Budget::new(limits)).ok()?.grid;
    let told = |row: u32, cell: &Cell| (row, cell.col, cell.content.text().into_owned());
    Some(grid.rows.iter().flat_map(|row| row.cells.iter().map(|cell| told(row.index, cell))).collect())
}

/// What the bytes are, and whether the zip that they may be can be opened without harm.
#[must_use]
pub fn pre_flight(bytes: &[u8]) -> (String, Option<Finding>) {
    let kind = format!("{:?}", sniff::sniff(bytes));
    (
        kind,
        container::safety::check(bytes, false, &mut Budget::new(Limits::default()))
            .err()
            .map(|finding| finding.at(Place::default())),
    )
}
