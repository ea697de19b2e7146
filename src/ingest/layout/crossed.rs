//! Fields down, units across (指标在行、单位在列): the wide summary that some agencies keep.

use std::ops::Range;

use crate::ingest::axes::Axes;
use crate::ingest::cell::measures;
use crate::ingest::grid::{Grid, Row};
use crate::ingest::sheet::{Answer, Desk, Sheet};
use crate::ingest::words::{self, Role};
use crate::register::fold;

use super::columns::{Columns, measure_at, role_of, text_at};
use super::{Around, Tables, Weigh, field_of, heading_text};

/// One table.
pub(super) struct Block {
    header: usize,
    body: Range<usize>,
    field: u32,
    units: Vec<(u32, usize)>,
    measure: Option<u32>,
    columns: Columns,
    matched: usize,
}

impl Weigh for Block {
    fn weight(&self) -> usize {
        self.matched * self.units.len()
    }

    fn header(&self) -> usize {
        self.header
    }

    fn axes(&self, grid: &Grid) -> Axes {
        Axes::new(
            grid,
            &grid.rows[self.body.clone()],
            Some(grid.rows[self.header].index),
            &[self.field],
            &self.columns.found,
        )
    }
}

/// Finds a header with at least two units in it and fields below it.
pub(super) fn recognise(grid: &Grid, desk: &Desk<'_>) -> Tables<Block> {
    let block = (0..super::first_rows(grid)).find_map(|at| block_at(grid, desk, at));
    Tables { blocks: block.into_iter().collect() }
}

fn block_at(grid: &Grid, desk: &Desk<'_>, at: usize) -> Option<Block> {
    let header = &grid.rows[at];
    let units: Vec<(u32, usize)> = header
        .cells
        .iter()
        .filter(|c| c.anchor.is_none())
        .filter_map(|c| heading_text(c).and_then(|t| desk.units.known(t)).map(|unit| (c.col, unit)))
        .collect();
    if units.len() < 2 {
        return None;
    }
    let leftmost = units.first()?.0;
    let named = |col: u32| {
        grid.rows[at + 1..].iter().filter(|r| r.cell(col).is_some_and(|c| field_of(desk, c).is_some())).count()
    };
    let (matched, field) =
        (0..leftmost.min(12)).map(|col| (named(col), col)).max_by_key(|(n, col)| (*n, u32::MAX - col))?;
    if matched == 0 {
        return None;
    }
    let taken: Vec<u32> = units.iter().map(|(col, _)| *col).chain([field]).collect();
    let columns = Columns::of(header, &taken);
    let measure = columns.get(Role::Measure).or_else(|| columns.get(Role::UnitOrMeasure));
    Some(Block { header: at, body: at + 1..grid.rows.len(), field, units, measure, columns, matched })
}

/// Reads the table.
pub(super) fn read(sheet: &mut Sheet<'_>, block: &Block, around: &Around) {
    unknown_units(sheet, block);
    let (grid, desk) = (sheet.grid, sheet.desk);
    for row in &grid.rows[block.body.clone()] {
        let Some(named) = row.cell(block.field).and_then(|c| field_of(desk, c)) else {
            unknown_row(sheet, block, row);
            continue;
        };
        let field = &desk.expected.fields[named.field];
        let period = match &named.period {
            Some(period) => sheet.shared(period),
            None => block.columns.period(sheet, row, around),
        };
        let Some(source) = block.columns.source(sheet, row, around, named.field, block.field) else { continue };
        let stated = named.measure.as_deref().filter(|m| measures::is_stated(m, field));
        let line = around.lines.measure.as_deref().filter(|m| measures::concerns(m, field));
        let measure = measure_at(row, block.measure).or(stated).or(line);
        for (col, unit) in &block.units {
            sheet.answer(Answer {
                unit: *unit,
                field: named.field,
                period: period.clone(),
                source: source.clone(),
                row,
                col: *col,
                measure,
                state: None,
                remarks: None,
            });
        }
    }
}

/// Headings among the units that name none.
fn unknown_units(sheet: &mut Sheet<'_>, block: &Block) {
    let grid = sheet.grid;
    let header = &grid.rows[block.header];
    let (Some(first), Some(last)) = (block.units.first(), block.units.last()) else { return };
    for cell in header.cells.iter().filter(|c| c.anchor.is_none() && (first.0..=last.0 + 1).contains(&c.col)) {
        let Some(text) = heading_text(cell) else { continue };
        let known = block.units.iter().any(|(col, _)| *col == cell.col);
        if !known && role_of(cell).is_none() && !words::is_total(&fold(text)) {
            let _ = sheet.unit(text, |s| s.place(header, cell));
        }
    }
}

fn unknown_row(sheet: &mut Sheet<'_>, block: &Block, row: &Row) {
    let Some(text) = text_at(row, block.field) else { return };
    let folded = fold(&text);
    let answers = block.units.iter().any(|(col, _)| row.cell(*col).is_some_and(|c| c.anchor.is_none()));
    if answers && !words::is_footer(&row.first()) && !words::is_footer(&folded) && !words::is_total(&folded) {
        sheet.unknown_field(&text, sheet.place_at(row.index, block.field));
    }
}
