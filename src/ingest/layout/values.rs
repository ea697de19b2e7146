//! Columns of values in a form (数值列): for now, for the year before, for each year named, for each assessor.

use std::collections::HashMap;
use std::ops::Range;

use crate::ingest::cell::measures;
use crate::ingest::grid::{Cell, Grid, Row};
use crate::ingest::headings::{Heading, period_of};
use crate::ingest::words::{self, Role};
use crate::register::fold;

use super::columns::{role_of, text_at};
use super::path::{self, When};
use super::say;

/// A column of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub col: u32,
    pub when: When,
    pub measure: Option<String>,
    /// The assessor whose marks stand here.
    pub assessor: Option<String>,
    rank: usize,
}

impl Value {
    /// A column of which nothing is said.
    pub(super) fn now(col: u32) -> Self {
        Self { col, when: When::Now, measure: None, assessor: None, rank: usize::MAX }
    }

    /// In words.
    pub(super) fn says(&self, unheaded: bool) -> String {
        match (&self.when, &self.assessor) {
            (_, Some(assessor)) => format!("{} {assessor}", say::VALUES_OF),
            (When::Named(period), None) => format!("{} {period}", say::VALUES_OF),
            (When::YearBefore, None) => say::VALUES_BEFORE.to_owned(),
            (When::Now, None) if unheaded => say::VALUES_UNHEADED.to_owned(),
            (When::Now, None) => say::VALUES.to_owned(),
        }
    }
}

/// Where a header's rows end: rows below that leave the labels' column blank and only say more of the values belong to it.
pub(super) fn head_end(grid: &Grid, header: usize, field: u32) -> usize {
    let mut end = header + 1;
    while end < grid.rows.len().min(header + 4) && says_more(grid, header, end, field) {
        end += 1;
    }
    end
}

fn says_more(grid: &Grid, header: usize, at: usize, field: u32) -> bool {
    let (first, row) = (grid.rows[header].index, &grid.rows[at]);
    let filled = |c: &Cell| c.anchor.is_some_and(|(top, _)| top >= first && top < row.index);
    let more = |c: &Cell| {
        let text = c.content.text();
        period_of(&text).is_some() || role_of(c).is_some() || measures::is_known(path::bare(&text))
    };
    row.index == grid.rows[at - 1].index + 1
        && row.cell(field).is_none_or(filled)
        && row.cells.iter().filter(|c| !filled(c)).all(|c| !path::is_figure(c) && more(c))
}

/// The columns of values of a header, within the columns of one form: the best-named one for now,
/// the year before, one for each year named, and one for each assessor.
pub(super) fn value_columns(grid: &Grid, head: Range<usize>, field: u32, within: Range<u32>) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for col in super::headers::columns(&grid.rows[head.clone()]) {
        if col == field || !within.contains(&col) {
            continue;
        }
        if let Some(value) = value_of(&path::down(grid, head.clone(), col), col) {
            found.push(value);
        }
    }
    // of rivals the best-named, and of these the first
    let mut first: HashMap<(When, Option<String>), (usize, u32)> = HashMap::new();
    for value in &found {
        let own = (value.rank, value.col);
        let least = first.entry((value.when.clone(), value.assessor.clone())).or_insert(own);
        *least = own.min(*least);
    }
    found.retain(|v| {
        let (rank, col) = first.get(&(v.when.clone(), v.assessor.clone())).copied().unwrap_or((v.rank, v.col));
        v.rank == rank && (v.when != When::Now || v.col == col)
    });
    found
}

/// What a heading says of the values below it; `None` where they are none.
pub(super) fn value_of(path: &[String], col: u32) -> Option<Value> {
    let mut value = Value::now(col);
    let mut says = false;
    for text in path {
        let heading = Heading::of(text);
        let role = heading.names.iter().find_map(|n| words::role(n));
        let own = period_of(text).or_else(|| heading.period.clone().filter(|_| role == Some(Role::Value)));
        match (own, role) {
            (Some(period), _) => (value.when, says) = (When::Named(period), true),
            (None, Some(Role::LastYear)) => (value.when, says) = (When::YearBefore, true),
            (None, Some(Role::Value)) => {
                value.rank = heading.names.iter().map(|n| words::value_rank(n)).min().unwrap_or(usize::MAX);
                says = true;
            }
            (None, None) if say::is_assessor(&fold(text)) => {
                value.assessor = Some(text.trim().to_owned());
                says = true;
            }
            (None, None) if measures::is_known(path::bare(text)) => {
                value.measure = Some(path::bare(text).to_owned());
            }
            // the last heading decides: 2014年 / 目标 are no values
            (None, _) => says = false,
        }
        value.measure = heading.measure.or(value.measure);
    }
    says.then_some(value)
}

/// The one column right of the labels that holds answers and has no heading.
pub(super) fn unheaded(grid: &Grid, head: Range<usize>, field: u32, until: u32, names: &[usize]) -> Option<Value> {
    let headed = super::headers::columns(&grid.rows[head.clone()]);
    let below = names.partition_point(|at| *at < head.end);
    let answers = |row: &'_ Row| {
        let first = row.cells.partition_point(|c| c.col <= field);
        let right = row.cells[first..].iter().take_while(|c| c.col < until).filter(|c| c.anchor.is_none());
        let unheaded = right.map(|c| c.col).filter(|c| headed.binary_search(c).is_err());
        unheaded.filter(|c| text_at(row, *c).is_some()).collect::<Vec<u32>>()
    };
    let mut columns = names[below..].iter().flat_map(|at| answers(&grid.rows[*at]));
    let only = columns.next()?;
    columns.all(|col| col == only).then(|| Value::now(only))
}
