//! Units down, fields across (单位在行、指标在列): what an agency sends for all units.

use std::ops::Range;

use crate::ingest::axes::Axes;
use crate::ingest::cell::measures;
use crate::ingest::grid::{Content, Grid, Row};
use crate::ingest::headings::period_of;
use crate::ingest::names::NamedField;
use crate::ingest::sheet::{Answer, Desk, Sheet};
use crate::ingest::words::{self, Role};
use crate::register::fold;
use crate::rubric::Field;

use super::columns::{Columns, role_of, text_at};
use super::{Around, Tables, Weigh, field_of, heading_text};

/// Rows below a header in which units are looked for.
const SAMPLE: usize = 50;

/// A column of answers.
#[derive(Clone, Debug)]
struct Answers {
    col: u32,
    named: NamedField,
}

/// One table.
pub(super) struct Block {
    /// Positions of the rows between the table before and this header.
    pub above: Range<usize>,
    header: usize,
    body: Range<usize>,
    unit: u32,
    answers: Vec<Answers>,
    columns: Columns,
}

impl Weigh for Block {
    fn weight(&self) -> usize {
        self.answers.len() * self.body.len().max(1)
    }

    fn header(&self) -> usize {
        self.header
    }

    fn axes(&self, grid: &Grid) -> Axes {
        Axes::new(
            grid,
            &grid.rows[self.body.clone()],
            Some(grid.rows[self.header].index),
            &[self.unit],
            &self.columns.found,
        )
    }
}

/// Finds every header with fields in it and units below it.
pub(super) fn recognise(grid: &Grid, desk: &Desk<'_>) -> Tables<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut from = 0;
    for at in 0..grid.rows.len() {
        if at < from {
            continue;
        }
        let Some(mut block) = block_at(grid, desk, at) else { continue };
        if let Some(last) = blocks.last_mut() {
            last.body.end = at;
            let answered =
                |i: &usize| text_at(&grid.rows[*i], last.unit).is_some_and(|t| desk.units.known(&t).is_some());
            block.above = last.body.clone().rev().find(answered).map_or(last.body.start, |i| i + 1)..at;
        }
        from = block.body.start;
        blocks.push(block);
    }
    Tables { blocks }
}

fn block_at(grid: &Grid, desk: &Desk<'_>, at: usize) -> Option<Block> {
    let header = &grid.rows[at];
    let mut answers: Vec<Answers> =
        header.cells.iter().filter_map(|c| field_of(desk, c).map(|named| Answers { col: c.col, named })).collect();
    if answers.is_empty() || is_field_list(grid, desk, at, &answers) {
        return None;
    }
    let taken: Vec<u32> = answers.iter().map(|a| a.col).collect();
    let unit = unit_column(grid, desk, at, &taken)?;
    answers.retain(|a| a.col != unit);
    periods_above(grid, at, &mut answers);
    let start = sub_header(grid, at, &mut answers);
    let mut columns = Columns::of(header, &taken);
    columns.keep_meant(&grid.rows[start..], desk);
    (!answers.is_empty()).then_some(Block {
        above: 0..at,
        header: at,
        body: start..grid.rows.len(),
        unit,
        answers,
        columns,
    })
}

/// Whether the row is one of a list of fields going down, and no header.
fn is_field_list(grid: &Grid, desk: &Desk<'_>, at: usize, answers: &[Answers]) -> bool {
    let [one] = answers else { return false };
    let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|i| grid.rows.get(i));
    neighbours.filter_map(|r| r.cell(one.col)).filter(|c| c.anchor.is_none()).any(|c| field_of(desk, c).is_some())
}

/// The column with the most units below the header; failing units, the one whose heading says that it holds them.
fn unit_column(grid: &Grid, desk: &Desk<'_>, at: usize, taken: &[u32]) -> Option<u32> {
    let below = &grid.rows[at + 1..];
    let below = &below[..below.len().min(SAMPLE)];
    let mut columns: Vec<u32> = below.iter().flat_map(|r| r.cells.iter().take(8)).map(|c| c.col).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.retain(|c| !taken.contains(c));
    let units =
        |col: u32| below.iter().filter(|r| text_at(r, col).is_some_and(|t| desk.units.known(&t).is_some())).count();
    let best = columns.iter().map(|c| (units(*c), *c)).max_by_key(|(n, col)| (*n, u32::MAX - col));
    match best {
        Some((n, col)) if n > 0 => Some(col),
        _ => columns.into_iter().find(|c| {
            let role = grid.rows[at].cell(*c).and_then(role_of);
            role == Some(Role::Unit) && below.iter().any(|r| r.cell(*c).is_some())
        }),
    }
}

/// A year in a merged heading above the fields holds for the columns below it.
fn periods_above(grid: &Grid, at: usize, answers: &mut [Answers]) {
    for row in grid.rows[..at].iter().rev().take(2) {
        for answer in answers.iter_mut().filter(|a| a.named.period.is_none()) {
            answer.named.period = row.cell(answer.col).and_then(|c| period_of(&c.content.text()));
        }
    }
}

/// A row below the header that only gives years or units of measure belongs to the header. Returns where the body begins.
///
/// Years split a heading that is merged over several columns: `抽检批次 | 抽检批次` over `2014年 | 2015年`.
fn sub_header(grid: &Grid, at: usize, answers: &mut [Answers]) -> usize {
    let head = grid.rows[at].index;
    // headings merged over several rows fill the rows below with themselves
    let filled = |row: &&Row| {
        answers.iter().all(|a| row.cell(a.col).is_some_and(|c| c.anchor.is_some_and(|(top, _)| top == head)))
    };
    let at = at + grid.rows[at + 1..].iter().take(5).take_while(filled).count();
    let Some(row) = grid.rows.get(at + 1) else { return at + 1 };
    let said: Vec<(usize, String)> = answers
        .iter()
        .enumerate()
        .filter_map(|(i, a)| row.cell(a.col).filter(|c| c.anchor.is_none()).map(|c| (i, c.content.text().into_owned())))
        .collect();
    let is_text = |i: usize| row.cell(answers[i].col).is_some_and(|c| matches!(c.content, Content::Text(_)));
    if said.is_empty()
        || said.iter().any(|(i, text)| period_of(text).is_none() && !(is_text(*i) && measures::is_known(strip(text))))
    {
        return at + 1;
    }
    for (i, text) in said {
        match period_of(&text) {
            Some(period) => answers[i].named.period = Some(period),
            None => answers[i].named.measure = Some(strip(&text).to_owned()),
        }
    }
    at + 2
}

fn strip(text: &str) -> &str {
    text.trim().trim_matches(['(', ')', '（', '）'])
}

/// Reads one table.
pub(super) fn read(sheet: &mut Sheet<'_>, block: &Block, around: &Around) {
    unknown_headings(sheet, block);
    let (grid, fields) = (sheet.grid, sheet.desk.expected.fields);
    let measures: Vec<Option<&str>> = block.answers.iter().map(|a| stated(a, &fields[a.named.field], around)).collect();
    for row in &grid.rows[block.body.clone()] {
        read_row(sheet, block, around, row, &measures);
    }
}

/// The unit of measure that holds for a column: that of its heading, else a line above the table that can be meant for it.
fn stated<'b>(answer: &'b Answers, field: &Field, around: &'b Around) -> Option<&'b str> {
    let heading = answer.named.measure.as_deref().filter(|m| measures::is_stated(m, field));
    heading.or(around.lines.measure.as_deref().filter(|m| measures::concerns(m, field)))
}

fn read_row(sheet: &mut Sheet<'_>, block: &Block, around: &Around, row: &Row, measures: &[Option<&str>]) {
    let desk = sheet.desk;
    let first = row.first();
    let name = text_at(row, block.unit).unwrap_or_default();
    let known = desk.units.known(&name);
    if known.is_none() {
        let answers = block.answers.iter().any(|a| row.cell(a.col).is_some_and(|c| c.anchor.is_none()));
        let note = words::is_footer(&first) || words::is_footer(&fold(&name));
        if !answers || note || words::is_total(&fold(&name)) || words::is_total(&first) {
            return;
        }
    }
    let Some(unit) = sheet.unit(&name, |s| s.place_at(row.index, block.unit)) else { return };
    for (answer, measure) in block.answers.iter().zip(measures) {
        let period = match &answer.named.period {
            Some(period) => sheet.shared(period),
            None => block.columns.period(sheet, row, around),
        };
        let Some(source) = block.columns.source(sheet, row, around, answer.named.field, answer.col) else { continue };
        sheet.answer(Answer {
            unit,
            field: answer.named.field,
            period,
            source,
            row,
            col: answer.col,
            measure: *measure,
            state: None,
            remarks: block.columns.remarks(row, answer.col),
        });
    }
}

/// Headings over columns with something in them that name neither a field nor anything else.
fn unknown_headings(sheet: &mut Sheet<'_>, block: &Block) {
    let grid = sheet.grid;
    let header = &grid.rows[block.header];
    for cell in header.cells.iter().filter(|c| c.anchor.is_none() && c.col != block.unit) {
        let Some(text) = heading_text(cell) else { continue };
        let understood = block.answers.iter().any(|a| a.col == cell.col)
            || role_of(cell).is_some()
            || words::is_total(&fold(text))
            || period_of(text).is_some();
        let used = || grid.rows[block.body.clone()].iter().take(SAMPLE).any(|r| r.cell(cell.col).is_some());
        if !understood && used() {
            sheet.unknown_field(text, sheet.place(header, cell));
        }
    }
}
