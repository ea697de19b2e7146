//! Columns that say something about the answers beside them: period, source, state, unit of measure, reason, evidence.

use std::ops::Range;
use std::sync::Arc;

use crate::ingest::desk::Desk;
use crate::ingest::grid::{Cell, Content, Grid, Row};
use crate::ingest::headings::Heading;
use crate::ingest::names;
use crate::ingest::sheet::Sheet;
use crate::ingest::taken::TakenKind;
use crate::ingest::words::{self, Role};
use crate::observe::Remarks;
use crate::register::fold;

use super::{Around, path, say};

/// The role of a heading cell, after its brackets and numbering are taken off.
pub(super) fn role_of(cell: &Cell) -> Option<Role> {
    let text = super::heading_text(cell)?;
    Heading::of(text).names.iter().find_map(|name| words::role(name))
}

/// Columns by role.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub found: Vec<(Role, u32)>,
    /// Whether a source that nobody declared is an error: it is in a long table, and where others are declared.
    strict: bool,
}

impl Columns {
    /// The roles of a header row, in columns that are not taken otherwise.
    pub(super) fn of(header: &Row, taken: &[u32]) -> Self {
        let cells = header.cells.iter().filter(|c| !taken.contains(&c.col));
        Self { found: cells.filter_map(|c| role_of(c).map(|role| (role, c.col))).collect(), strict: true }
    }

    /// The roles of the columns under several header rows: the last heading of each decides.
    pub(super) fn over(grid: &Grid, head: Range<usize>, taken: &[u32]) -> Self {
        let columns = super::headers::columns(&grid.rows[head.clone()]).into_iter().filter(|c| !taken.contains(c));
        let role = |col: u32| {
            let last = path::down(grid, head.clone(), col).pop()?;
            Heading::of(&last).names.iter().find_map(|name| words::role(name))
        };
        Self { found: columns.filter_map(|col| role(col).map(|role| (role, col))).collect(), strict: true }
    }

    /// A column found by what stands in it.
    pub(super) fn add(&mut self, role: Role, col: u32) {
        self.drop(col);
        self.found.push((role, col));
    }

    /// A column that turned out to be something else.
    pub(super) fn drop(&mut self, col: u32) {
        self.found.retain(|(_, c)| *c != col);
    }

    /// All but these columns.
    pub(super) fn without(mut self, cols: &[u32]) -> Self {
        self.found.retain(|(_, col)| !cols.contains(col));
        self
    }

    /// Those of one form among several side by side.
    pub(super) fn limit(&mut self, from: u32, until: u32) {
        self.found.retain(|(_, col)| (from..until).contains(col));
    }

    /// Whether a column has a role that is not to be passed over.
    pub(super) fn holds(&self, col: u32) -> bool {
        self.found.iter().any(|(role, c)| *c == col && !matches!(role, Role::Ignored | Role::Field))
    }

    /// Every column of a role.
    pub(super) fn all(&self, role: Role) -> Vec<u32> {
        self.found.iter().filter(|(r, _)| *r == role).map(|(_, col)| *col).collect()
    }

    /// Says what the columns were taken for; `at` is the row of the header, `head` the positions of its rows.
    pub(super) fn explain(&self, sheet: &mut Sheet<'_>, at: u32, head: Range<usize>) {
        for (role, col) in &self.found {
            let (kind, phrase) = match role {
                Role::Period => (TakenKind::Period, say::PERIOD),
                Role::Source => (TakenKind::Source, say::SOURCE),
                Role::Measure | Role::UnitOrMeasure => (TakenKind::Measure, say::MEASURE),
                Role::State => (TakenKind::Remark, say::STATE),
                Role::Reason | Role::By | Role::Date | Role::Evidence => (TakenKind::Remark, say::REMARK),
                Role::Ignored => (TakenKind::Passed, say::NOT_READ),
                Role::Unit | Role::Field | Role::Value | Role::LastYear => continue,
            };
            let found = path::joined(&path::down(sheet.grid, head.clone(), *col));
            sheet.took((at, *col), &found, kind, phrase);
        }
    }

    /// Drops columns of sources and states that hold something else: in a form 数据来源 mostly names a yearbook, and 状态
    /// how the work stands. A long table means what its headings say and is not asked.
    pub(super) fn keep_meant(&mut self, rows: &[Row], desk: &Desk<'_>) {
        let expected = desk.expected;
        let panels = expected.fields.iter().any(|f| f.panel);
        let names_source = |text: &str| names::source(text, expected.sources).is_some();
        let states = |text: &str| {
            let folded = fold(text);
            words::is_stated(&folded) || words::is_missing(&folded) || words::is_not_applicable(&folded)
        };
        let sources = self.get(Role::Source);
        self.strict =
            sources.is_some_and(|col| rows.iter().take(200).filter_map(|r| text_at(r, col)).any(|t| names_source(&t)));
        self.found.retain(|(role, col)| {
            let mut said = rows.iter().take(200).filter_map(|r| text_at(r, *col));
            match role {
                Role::Source => panels || said.any(|text| names_source(&text)),
                Role::State => said.all(|text| states(&text)),
                _ => true,
            }
        });
    }

    /// The first column of this role.
    pub(super) fn get(&self, role: Role) -> Option<u32> {
        self.found.iter().find(|(r, _)| *r == role).map(|(_, col)| *col)
    }

    /// The column of this role that is about the column at `col`: the first to its right, else the last of all.
    fn about(&self, role: Role, col: u32) -> Option<u32> {
        let all = || self.found.iter().filter(|(r, _)| *r == role).map(|(_, c)| *c);
        all().filter(|c| *c > col).min().or_else(|| all().max())
    }

    /// The text in the column of this role.
    pub(super) fn text(&self, row: &Row, role: Role) -> Option<String> {
        text_at(row, self.get(role)?)
    }

    /// The period of a row, where it has a column for it.
    pub(super) fn period(&self, sheet: &mut Sheet<'_>, row: &Row, around: &Around) -> Arc<str> {
        match self.text(row, Role::Period) {
            Some(text) => sheet.period(&text),
            None => around.period.clone(),
        }
    }

    /// The source of a row for a field; `None` where an unknown one was named, and found out.
    pub(super) fn source(
        &self,
        sheet: &mut Sheet<'_>,
        row: &Row,
        around: &Around,
        field: usize,
        col: u32,
    ) -> Option<Arc<str>> {
        if let Some(col) = self.get(Role::Source)
            && let Some(text) = text_at(row, col)
            && (self.strict || sheet.desk.expected.fields[field].panel || is_declared(sheet.desk, &text))
        {
            return sheet.source(&text, field, |s| s.place_at(row.index, col));
        }
        match &around.source_line {
            Some((text, at)) if sheet.desk.expected.fields[field].panel => {
                sheet.source(text, field, |s| s.place_at(at.0, at.1))
            }
            _ => {
                let default = around.source.clone();
                let expected = sheet.desk.expected;
                if around.declared || expected.fields[field].panel {
                    return Some(default);
                }
                // without panels an entry's unknown source has been found out once for all its files
                let panels = expected.fields.iter().any(|f| f.panel);
                panels.then(|| sheet.source(&default, field, |s| s.place_at(row.index, col))).flatten()
            }
        }
    }

    /// What was said with the answer in column `col`.
    pub(super) fn remarks(&self, row: &Row, col: u32) -> Option<Box<Remarks>> {
        let said = |role| self.about(role, col).and_then(|c| text_at(row, c)).unwrap_or_default();
        let remarks = Remarks {
            reason: said(Role::Reason),
            by: said(Role::By),
            date: said(Role::Date),
            evidence: said(Role::Evidence),
            origin: None,
        };
        (remarks != Remarks::default()).then(|| Box::new(remarks))
    }
}

fn is_declared(desk: &Desk<'_>, text: &str) -> bool {
    names::source(text, desk.expected.sources).is_some()
}

/// The trimmed text of a cell.
pub(super) fn text_at(row: &Row, col: u32) -> Option<String> {
    row.cell(col).map(|c| c.content.text().trim().to_owned()).filter(|t| !t.is_empty())
}

/// The text of a measure column's cell.
pub(super) fn measure_at(row: &Row, col: Option<u32>) -> Option<&str> {
    match &row.cell(col?)?.content {
        Content::Text(text) => Some(text),
        _ => None,
    }
}
