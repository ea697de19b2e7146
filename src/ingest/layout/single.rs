//! One unit, fields down the rows (一个单位，指标在行): what a unit sends about itself.

use std::ops::Range;

use crate::ingest::axes::Axes;
use crate::ingest::cell::measures;
use crate::ingest::grid::{Grid, Row};
use crate::ingest::headings::{Heading, period_of, year_before};
use crate::ingest::sheet::{Answer, Desk, Sheet};
use crate::ingest::words::{self, Role};
use crate::register::fold;

use super::columns::{Columns, measure_at, role_of, text_at};
use super::{Around, Tables, Weigh, field_of};

/// When a column of values is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum When {
    /// The period of the table.
    Now,
    /// The year before it.
    YearBefore,
    /// The period in the heading.
    Named(String),
}

/// One table.
pub(super) struct Block {
    /// Positions of the rows above the header, back to the table before.
    pub above: Range<usize>,
    body: Range<usize>,
    field: u32,
    values: Vec<(u32, When, Option<String>)>,
    measure: Option<u32>,
    columns: Columns,
    matched: usize,
}

impl Weigh for Block {
    fn weight(&self) -> usize {
        self.matched * self.values.len()
    }

    fn header(&self) -> usize {
        self.above.end
    }

    fn axes(&self, grid: &Grid) -> Axes {
        // two columns without a header begin right below what stands above them
        let header = (self.body.start > self.above.end).then(|| grid.rows[self.above.end].index);
        Axes::new(grid, &grid.rows[self.body.clone()], header, &[self.field], &self.columns.found)
    }
}

/// Finds the column that names most fields, and the columns of values beside it.
pub(super) fn recognise(grid: &Grid, desk: &Desk<'_>) -> Tables<Block> {
    let mut tables = Tables { blocks: Vec::new() };
    let Some(field) = field_column(grid, desk) else { return tables };
    let names: Vec<usize> = (0..grid.rows.len())
        .filter(|i| grid.rows[*i].cell(field).is_some_and(|c| field_of(desk, c).is_some()))
        .collect();
    let headers = headers(grid, field, &names);
    if headers.is_empty() {
        tables.blocks.extend(without_header(grid, field, &names));
        return tables;
    }
    for (n, header) in headers.iter().enumerate() {
        let end = headers.get(n + 1).copied().unwrap_or(grid.rows.len());
        let matched = names.iter().filter(|i| (*header..end).contains(i)).count();
        let before = names.iter().rev().find(|i| *i < header);
        let above = if n == 0 { 0 } else { before.map_or(0, |i| i + 1) }..*header;
        let row = &grid.rows[*header];
        let values = value_columns(row, field);
        let mut columns = Columns::of(row, &values.iter().map(|v| v.0).collect::<Vec<_>>());
        columns.keep_meant(&grid.rows[header + 1..end], desk);
        let measure = columns.get(Role::Measure).or_else(|| columns.get(Role::UnitOrMeasure));
        tables.blocks.push(Block { above, body: header + 1..end, field, values, measure, columns, matched });
    }
    tables
}

/// The column in which most cells name a field; of two alike the left one.
fn field_column(grid: &Grid, desk: &Desk<'_>) -> Option<u32> {
    let mut counts: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for row in &grid.rows {
        for cell in row.cells.iter().take(12).filter(|c| c.anchor.is_none() && field_of(desk, c).is_some()) {
            *counts.entry(cell.col).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(col, n)| (*n, u32::MAX - col)).map(|(col, _)| col)
}

/// Rows above fields whose cells head columns of values. Between two fields there is none unless a new table begins.
fn headers(grid: &Grid, field: u32, names: &[usize]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut from = 0;
    for name in names {
        let header = (from..*name).rev().take(12).find(|i| is_header(&grid.rows[*i], field));
        found.extend(header.filter(|h| !found.contains(h)));
        from = name + 1;
    }
    found
}

fn is_header(row: &Row, field: u32) -> bool {
    let heads_fields = row.cell(field).is_none_or(|c| !matches!(role_of(c), Some(Role::Unit | Role::Value)));
    heads_fields && row.cells.len() > 1 && !value_columns(row, field).is_empty() && row.cell(field).is_some()
}

/// The columns of values of a header: the best-named one for now, the year before, and one for each year named.
fn value_columns(header: &Row, field: u32) -> Vec<(u32, When, Option<String>)> {
    let mut now: Option<(usize, u32, Option<String>)> = None;
    let mut columns = Vec::new();
    for cell in header.cells.iter().filter(|c| c.col != field) {
        let text = cell.content.text();
        let heading = Heading::of(&text);
        let role = heading.names.iter().find_map(|n| words::role(n));
        let period = period_of(&text).or_else(|| heading.period.clone().filter(|_| role == Some(Role::Value)));
        match (period, role) {
            (Some(period), _) => columns.push((cell.col, When::Named(period), heading.measure)),
            (None, Some(Role::LastYear)) => columns.push((cell.col, When::YearBefore, heading.measure)),
            (None, Some(Role::Value)) => {
                let rank = heading.names.iter().map(|n| words::value_rank(n)).min().unwrap_or(usize::MAX);
                if now.as_ref().is_none_or(|(best, ..)| rank < *best) {
                    now = Some((rank, cell.col, heading.measure));
                }
            }
            _ => {}
        }
    }
    columns.extend(now.map(|(_, col, measure)| (col, When::Now, measure)));
    columns.sort_by_key(|(col, ..)| *col);
    columns
}

/// Two columns and no header: the names of fields, and one column of values to their right.
fn without_header(grid: &Grid, field: u32, names: &[usize]) -> Option<Block> {
    let (first, last) = (*names.first()?, *names.last()?);
    let mut right: Vec<u32> =
        names.iter().flat_map(|i| grid.rows[*i].cells.iter()).map(|c| c.col).filter(|c| *c > field).collect();
    right.sort_unstable();
    right.dedup();
    let [value] = right[..] else { return None };
    Some(Block {
        above: 0..first,
        body: first..last + 1,
        field,
        values: vec![(value, When::Now, None)],
        measure: None,
        columns: Columns::default(),
        matched: names.len(),
    })
}

/// Reads one table for its unit.
pub(super) fn read(sheet: &mut Sheet<'_>, block: &Block, around: &Around, unit: usize) {
    let (grid, desk) = (sheet.grid, sheet.desk);
    for row in &grid.rows[block.body.clone()] {
        let Some(cell) = row.cell(block.field) else { continue };
        let Some(named) = field_of(desk, cell) else {
            unknown_row(sheet, block, row);
            continue;
        };
        let field = &desk.expected.fields[named.field];
        for (col, when, heading_measure) in &block.values {
            let base = match &named.period {
                Some(period) => sheet.shared(period),
                None => block.columns.period(sheet, row, around),
            };
            let period = match when {
                When::Now => base,
                When::Named(period) => sheet.shared(period),
                When::YearBefore => match year_before(&base) {
                    Some(period) => sheet.shared(&period),
                    None => continue,
                },
            };
            let Some(source) = block.columns.source(sheet, row, around, named.field, *col) else { continue };
            let stated = |m: &&str| measures::is_stated(m, field);
            let line = around.lines.measure.as_deref().filter(|m| measures::concerns(m, field));
            let measure = measure_at(row, block.measure)
                .or(named.measure.as_deref().filter(stated))
                .or(heading_measure.as_deref().filter(stated))
                .or(line);
            let state = block.columns.text(row, Role::State);
            let remarks = block.columns.remarks(row, *col);
            sheet.answer(Answer { unit, field: named.field, period, source, row, col: *col, measure, state, remarks });
        }
    }
}

/// A row with a value whose name no field bears. Rows without a value are headings of parts, notes, signatures.
fn unknown_row(sheet: &mut Sheet<'_>, block: &Block, row: &Row) {
    let Some(text) = text_at(row, block.field) else { return };
    let folded = fold(&text);
    let own = |col: u32| row.cell(col).is_some_and(|c| c.anchor.is_none());
    let answers = own(block.field) && block.values.iter().any(|(col, ..)| own(*col));
    let note = words::is_footer(&row.first()) || words::is_footer(&folded) || words::is_total(&folded);
    if answers && !note && words::role(&folded).is_none() {
        sheet.unknown_field(&text, sheet.place_at(row.index, block.field));
    }
}
