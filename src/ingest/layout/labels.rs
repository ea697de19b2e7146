//! Labels down the side (指标名称列): what each row of a form answers, read with the labels to its left.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::ingest::desk::Desk;
use crate::ingest::grid::{Grid, Row};

use super::hints::{Declared, Hints};
use super::path::{self, Meaning, Said};

/// What the rows of a form answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Labelled {
    /// By position of the row.
    pub rows: BTreeMap<usize, Meaning>,
    /// Rows whose label may mean several things.
    pub not_clear: Vec<usize>,
}

/// The columns of labels up to the one that names most fields.
pub(super) fn columns(from: u32, field: u32) -> Vec<u32> {
    (from.max(field.saturating_sub(4))..=field).collect()
}

/// Reads the labels of these rows. `stamp` tells rows apart that may answer the same field: by unit, period or source.
pub(super) fn labelled(
    grid: &Grid,
    desk: &Desk<'_>,
    body: Range<usize>,
    cols: &[u32],
    hints: &Hints,
    stamp: impl Fn(&Row, usize) -> String,
) -> Labelled {
    let mut found = Labelled::default();
    let Some(field) = cols.last() else { return found };
    for at in body.clone() {
        if !desk.goes_on() {
            return found;
        }
        let row = &grid.rows[at];
        match hints.row(row.index) {
            Some(Declared::Answers(meaning)) => {
                found.rows.insert(at, meaning.clone());
                continue;
            }
            Some(Declared::Passed) => continue,
            // a label further left stands for itself where the row holds something right of the labels
            None if row.cell(*field).is_none() && !answers_right(row, *field) => continue,
            None => {}
        }
        match path::read(desk, &path::across(grid, body.clone(), at, cols)) {
            Said::Means(meaning) => {
                found.rows.insert(at, meaning);
            }
            Said::Split => found.not_clear.push(at),
            Said::Nothing => {}
        }
    }
    found.set_aside(grid, stamp);
    found
}

fn answers_right(row: &Row, field: u32) -> bool {
    row.cells.iter().any(|c| c.col > field && c.anchor.is_none() && path::is_figure(c))
}

impl Labelled {
    /// Rows that answer the same under different labels: the one that bears the plain name is meant, else none is.
    fn set_aside(&mut self, grid: &Grid, stamp: impl Fn(&Row, usize) -> String) {
        let mut alike: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (at, meaning) in &self.rows {
            let key = format!("{:?} {:?} {:?}", meaning.what, meaning.when, meaning.assessor);
            alike.entry((key, stamp(&grid.rows[*at], *at))).or_default().push(*at);
        }
        for rows in alike.into_values().filter(|rows| rows.len() > 1) {
            let context = |at: &usize| self.rows.get(at).map_or("", |m| m.context.as_str()).to_owned();
            let contexts: Vec<String> = rows.iter().map(context).collect();
            if contexts.windows(2).all(|pair| pair[0] == pair[1]) {
                continue;
            }
            for (at, context) in rows.iter().zip(contexts) {
                if !context.is_empty() {
                    self.rows.remove(at);
                    self.not_clear.push(*at);
                }
            }
        }
        self.not_clear.sort_unstable();
    }
}

/// In each column, the rows whose label there (with those to its left) names something.
pub(super) fn naming(grid: &Grid, desk: &Desk<'_>) -> BTreeMap<u32, Vec<usize>> {
    let mut found: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, row) in grid.rows.iter().enumerate() {
        if !desk.goes_on() {
            break;
        }
        for cell in row.cells.iter().take(12).filter(|c| c.anchor.is_none() && !path::is_figure(c)) {
            let alone = super::field_of(desk, cell).is_some()
                || super::heading_text(cell).is_some_and(|t| desk.derived.named(t).is_some());
            let spread = || {
                let first = at.saturating_sub(60);
                let cols = columns(0, cell.col);
                let path = path::across(grid, first..grid.rows.len(), at, &cols);
                path.len() > 1 && matches!(path::read(desk, &path), Said::Means(m) if path::uses_last(desk, &path, &m))
            };
            if alone || cell.col > 0 && spread() {
                found.entry(cell.col).or_default().push(at);
            }
        }
    }
    found
}
