//! The rows and columns of a form by their tags.

use crate::ingest::axes::Axes;
use crate::ingest::grid::{Content, Grid, Row};
use crate::ingest::layout::columns::{role_of, text_at};
use crate::ingest::words::Role;
use crate::observe::Remarks;
use crate::rubric::fingerprint::{Kind, Marker, Said, Tag};

/// A column of values.
pub(super) struct Values {
    pub col: u32,
    /// Id of the field in a matrix; empty where rows are fields.
    pub field: String,
    pub period: String,
}

/// A form by its tags.
pub(super) struct Body<'g> {
    pub rows: &'g [Row],
    pub kind: Kind,
    pub name: u32,
    pub measure: Option<u32>,
    pub values: Vec<Values>,
    pub said: Vec<(Said, String, u32)>,
    /// The tag of each row; `None` where it has none.
    pub tags: Vec<Option<Tag>>,
    /// Position of the headings.
    pub head: usize,
}

/// Position of the row of headings.
fn header(rows: &[Row]) -> Option<usize> {
    rows.iter().position(|row| tags(row).any(|(_, tag)| tag == Tag::Heads))
}

/// How many rows stand above the headings, by what these say where their tag is gone.
pub(super) fn above(rows: &[Row]) -> usize {
    let heads = |row: &Row| row.cells.iter().filter(|c| role_of(c).is_some()).count() >= 3;
    header(rows).or_else(|| rows.iter().position(heads)).unwrap_or(0)
}

fn tags(row: &Row) -> impl Iterator<Item = (u32, Tag)> {
    row.cells.iter().filter(|c| c.anchor.is_none()).filter_map(|c| match &c.content {
        Content::Text(text) => Tag::read(text).map(|tag| (c.col, tag)),
        _ => None,
    })
}

impl<'g> Body<'g> {
    /// `None` where tags were lost without which the form cannot be read by them.
    pub(super) fn of(rows: &'g [Row], marker: &Marker) -> Option<Self> {
        let mut body = Self {
            rows,
            kind: marker.kind,
            name: 0,
            measure: None,
            values: Vec::new(),
            said: Vec::new(),
            tags: vec![None; rows.len()],
            head: header(rows)?,
        };
        let mut name = None;
        for (row, own) in rows.iter().zip(&mut body.tags) {
            for (col, tag) in tags(row) {
                match tag {
                    Tag::Name => name = Some(col),
                    Tag::Measure => body.measure = Some(col),
                    Tag::Value { field, period } => body.values.push(Values { col, field, period }),
                    Tag::Said { what, field } => body.said.push((what, field, col)),
                    Tag::Heads | Tag::Subheads | Tag::Foot | Tag::Field(_) | Tag::Unit(_) => *own = Some(tag),
                }
            }
        }
        body.name = name?;
        let answered = body.tags.iter().any(|tag| matches!(tag, Some(Tag::Field(_) | Tag::Unit(_))));
        (answered && body.values.len() >= marker.columns && marker.columns > 0).then_some(body)
    }

    /// Whether anything stands in a column of values of this row.
    pub(super) fn answers(&self, row: &Row) -> bool {
        self.values.iter().any(|v| row.cell(v.col).is_some_and(|c| c.anchor.is_none()))
    }

    /// Where the names, the units of measure and the remarks of its answers stand.
    pub(super) fn axes(&self, grid: &Grid) -> Axes {
        let role = |said: Said| match said {
            Said::Reason => Role::Reason,
            Said::By => Role::By,
            Said::Date => Role::Date,
            Said::Evidence => Role::Evidence,
        };
        let remarks = self.said.iter().map(|(said, _, col)| (role(*said), *col));
        let roles: Vec<(Role, u32)> = remarks.chain(self.measure.map(|col| (Role::Measure, col))).collect();
        Axes::new(grid, &self.rows[self.head + 1..], Some(self.rows[self.head].index), &[self.name], &roles)
    }

    /// What was said with the values of a field; what has a column of its own before what is for all.
    pub(super) fn remarks(&self, row: &Row, field: &str) -> Option<Box<Remarks>> {
        let said = |wanted: Said| {
            let columns = || self.said.iter().filter(|(what, ..)| *what == wanted);
            let own = columns().find(|(_, of, _)| of == field);
            let column = own.or_else(|| columns().find(|(_, of, _)| of.is_empty()));
            column.and_then(|(.., col)| text_at(row, *col)).unwrap_or_default()
        };
        let remarks = Remarks {
            reason: said(Said::Reason),
            by: said(Said::By),
            date: said(Said::Date),
            evidence: said(Said::Evidence),
            origin: None,
        };
        (remarks != Remarks::default()).then(|| Box::new(remarks))
    }

    /// Whether a column has a tag of its own.
    pub(super) fn is_tagged(&self, col: u32) -> bool {
        col == self.name
            || self.measure == Some(col)
            || self.values.iter().any(|v| v.col == col)
            || self.said.iter().any(|(.., c)| *c == col)
    }

    /// The heading rows: the one tagged so, and a second one.
    pub(super) fn headings(&self) -> impl Iterator<Item = (&'g Row, &Option<Tag>)> {
        self.rows.iter().zip(&self.tags).filter(|(_, tag)| matches!(tag, Some(Tag::Heads | Tag::Subheads)))
    }
}
