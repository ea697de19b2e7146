//! What the evaluator declared for a sheet, in terms of its rows and of the rubric's fields.

use std::ops::Range;

use crate::ingest::declared::{Answered, ColumnOrRow, Layout, LayoutKind};
use crate::ingest::desk::Desk;
use crate::ingest::grid::Grid;

use super::path::{Meaning, When};

/// What is said of a sheet; by default nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Hints {
    pub kind: Option<LayoutKind>,
    /// Positions of the header rows.
    pub header: Option<Range<usize>>,
    /// Positions of the rows of the body.
    pub body: Option<Range<usize>>,
    /// The column that units stand in.
    pub unit_column: Option<u32>,
    /// The column that names of fields stand in.
    pub field_column: Option<u32>,
    pub values: Vec<u32>,
    pub columns: Vec<(u32, Declared)>,
    /// By the number of the row in the sheet, from 0.
    pub rows_are: Vec<(u32, Declared)>,
}

/// What a column or row was declared to be.
#[derive(Clone, Debug)]
pub(super) enum Declared {
    /// It answers this.
    Answers(Meaning),
    /// It is not read.
    Passed,
}

impl Hints {
    /// What an entry says of this sheet. A name that no field of this rubric bears is a part that is not read here.
    pub(super) fn of(layout: &Layout, grid: &Grid, desk: &Desk<'_>) -> Self {
        let at = |index: u32| grid.rows.partition_point(|r| r.index < index);
        let range = |(first, last): (u32, u32)| at(first)..at(last.saturating_add(1));
        let row = |line: Option<ColumnOrRow>| match line {
            Some(ColumnOrRow::Row(row)) => Some((row, row)),
            _ => None,
        };
        let column = |line: Option<ColumnOrRow>| match line {
            Some(ColumnOrRow::Column(col)) => Some(col),
            _ => None,
        };
        let across = match layout.kind {
            Some(LayoutKind::Crossed) => row(layout.units),
            _ => row(layout.fields),
        };
        let header = layout.header.or(across).map(range).filter(|r| !r.is_empty());
        let below = header.as_ref().map(|h| h.end..grid.rows.len());
        let meant = |(at, answered): &(u32, Option<Answered>)| {
            let meaning = answered.as_ref().and_then(|answered| meaning(answered, desk));
            (*at, meaning.map_or(Declared::Passed, Declared::Answers))
        };
        Self {
            kind: layout.kind,
            body: layout.rows.map(range).or(below),
            header,
            unit_column: column(layout.units),
            field_column: column(layout.fields),
            values: layout.values.clone(),
            columns: layout.columns.iter().map(meant).collect(),
            rows_are: layout.rows_are.iter().map(meant).collect(),
        }
    }

    /// Where the body of a table ends.
    pub(super) fn end(&self, grid: &Grid) -> usize {
        self.body.as_ref().map_or(grid.rows.len(), |b| b.end)
    }

    /// The rows in which a header is looked for.
    pub(super) fn search(&self, all: Range<usize>) -> Range<usize> {
        match (&self.header, &self.body) {
            (Some(header), _) => header.end - 1..header.end,
            (None, Some(body)) => all.start..body.end.min(all.end),
            (None, None) => all,
        }
    }

    /// Where the body begins below a header.
    pub(super) fn start(&self, header_end: usize) -> usize {
        self.body.as_ref().map_or(header_end, |b| b.start.max(header_end))
    }

    /// What a column was declared to be, where anything was said of it.
    pub(super) fn column(&self, col: u32) -> Option<&Declared> {
        self.columns.iter().find(|(c, _)| *c == col).map(|(_, declared)| declared)
    }

    /// What a row was declared to be, where anything was said of it.
    pub(super) fn row(&self, index: u32) -> Option<&Declared> {
        self.rows_are.iter().find(|(r, _)| *r == index).map(|(_, declared)| declared)
    }
}

fn meaning(answered: &Answered, desk: &Desk<'_>) -> Option<Meaning> {
    let named = desk.fields.named(&answered.field)?;
    let when = answered.period.clone().or(named.period).map_or(When::Now, When::Named);
    Some(Meaning { when, measure: named.measure, ..Meaning::field(named.field) })
}
