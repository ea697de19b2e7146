//! Units down, fields across (单位在行、指标在列): what an agency sends for all units. With assessors across it is a panel's
//! sheet, and without a column of units it is about one unit, period by period.

use std::ops::Range;

use crate::ingest::axes::Axes;
use crate::ingest::desk::Desk;
use crate::ingest::grid::{Grid, Row};
use crate::ingest::headings::period_of;
use crate::ingest::words::{self, Role};

use super::columns::{Columns, role_of, text_at};
use super::headers::{self, Answers, Headed};
use super::hints::{Declared, Hints};
use super::path;
use super::{Tables, Weigh};

/// Rows below a header in which units are looked for.
pub(super) const SAMPLE: usize = 50;

/// One table.
pub(super) struct Block {
    /// Positions of the rows between the table before and this header.
    pub above: Range<usize>,
    /// Positions of the header's rows.
    pub head: Range<usize>,
    pub body: Range<usize>,
    /// The column of units; none where the table is about one.
    pub unit: Option<u32>,
    pub headed: Headed,
    pub columns: Columns,
    /// Where the last row stands that answers something.
    end: usize,
    /// Whether it goes on with the table above under a repeated header.
    pub goes_on: bool,
}

impl Weigh for Block {
    fn weight(&self) -> usize {
        self.headed.answers.len() * self.body.len().max(1)
    }

    fn core(&self) -> Range<usize> {
        self.head.start..self.end
    }

    fn above(&self) -> Range<usize> {
        self.above.clone()
    }

    fn axes(&self, grid: &Grid) -> Axes {
        let header = grid.rows[self.head.clone()].last().map(|r| r.index);
        let names: Vec<u32> = self.unit.into_iter().collect();
        Axes::new(grid, &grid.rows[self.body.clone()], header, &names, &self.columns.found)
    }

    fn cut(&mut self, end: usize) {
        self.body.end = self.body.end.min(end).max(self.body.start);
        self.end = self.end.min(self.body.end);
    }
}

impl Block {
    /// Whether its columns are assessors.
    pub(super) fn is_panel(&self) -> bool {
        self.headed.answers.iter().any(|a| a.meaning.assessor.is_some())
    }
}

/// Finds every header with fields in it and units below it.
pub(super) fn recognise(grid: &Grid, desk: &Desk<'_>, hints: &Hints) -> Tables<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut from = 0;
    let declares = hints.header.is_none() && hints.columns.iter().any(|(_, d)| matches!(d, Declared::Answers(_)));
    let search = if declares { 0..0 } else { hints.search(0..grid.rows.len()) };
    for at in search {
        if at < from {
            continue;
        }
        if !desk.goes_on() {
            break;
        }
        let Some(mut block) = block_at(grid, desk, at, from, hints) else { continue };
        if let Some(last) = blocks.last_mut() {
            last.body.end = block.head.start;
            last.end = last_answered(grid, desk, last);
            block.above = last.end.min(block.head.start)..block.head.start;
            let same = |a: &Answers, b: &Answers| a.col == b.col && a.meaning.same(&b.meaning);
            let alike = last.headed.answers.len() == block.headed.answers.len()
                && last.headed.answers.iter().zip(&block.headed.answers).all(|(a, b)| same(a, b));
            block.goes_on = alike && last.unit.is_some() && last.unit == block.unit;
        }
        from = block.body.start;
        blocks.push(block);
    }
    if blocks.is_empty() {
        blocks.extend(declared(grid, desk, hints));
    }
    for block in &mut blocks {
        block.end = last_answered(grid, desk, block);
    }
    Tables { blocks }
}

fn block_at(grid: &Grid, desk: &Desk<'_>, at: usize, floor: usize, hints: &Hints) -> Option<Block> {
    let top = hints.header.as_ref().map_or_else(|| path::top(grid, at, floor), |h| h.start);
    let mut headed = headers::headed(grid, desk, top..at + 1, hints);
    if headed.answers.is_empty() {
        return panel_at(grid, desk, at, floor, hints);
    }
    if hints.kind.is_none() && is_field_list(grid, desk, at, &headed.answers) {
        return None;
    }
    let taken: Vec<u32> = headed.answers.iter().map(|a| a.col).collect();
    let unit = hints.unit_column.or_else(|| unit_column(grid, desk, at, &taken));
    let end = hints.header.as_ref().map_or_else(|| headers::bottom(grid, desk, top, at, unit), |h| h.end);
    headed = headers::headed(grid, desk, top..end, hints);
    headed.answers.retain(|a| Some(a.col) != unit);
    headed.not_clear.retain(|col| Some(*col) != unit);
    let body = hints.start(end)..hints.end(grid);
    drop_spread(grid, &(top..end), &body, &mut headed);
    let taken: Vec<u32> = headed.answers.iter().map(|a| a.col).chain(headed.not_clear.iter().copied()).collect();
    let mut columns = Columns::over(grid, top..end, &taken);
    columns.keep_meant(&grid.rows[body.clone()], desk);
    let block = Block { above: floor..top, head: top..end, end: body.end, body, unit, headed, columns, goes_on: false };
    if block.headed.answers.is_empty() {
        return None;
    }
    if unit.is_some() { Some(block) } else { about_one(grid, desk, block) }
}

/// A heading merged over several columns of which one alone holds anything answers in that one.
fn drop_spread(grid: &Grid, head: &Range<usize>, body: &Range<usize>, headed: &mut Headed) {
    let spread = |col: u32| {
        let leaf = grid.rows[head.clone()].iter().rev().find_map(|r| r.cell(col));
        leaf.and_then(|c| c.anchor).is_some_and(|(_, left)| left != col)
    };
    let empty = |col: u32| !grid.rows[body.clone()].iter().any(|r| r.cell(col).is_some_and(|c| c.anchor.is_none()));
    headed.answers.retain(|a| !(spread(a.col) && empty(a.col)));
}

/// Whether the row is one of a list of fields going down, and no header.
fn is_field_list(grid: &Grid, desk: &Desk<'_>, at: usize, answers: &[Answers]) -> bool {
    let [one] = answers else { return false };
    let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|i| grid.rows.get(i));
    neighbours
        .filter_map(|r| r.cell(one.col))
        .filter(|c| c.anchor.is_none())
        .any(|c| super::field_of(desk, c).is_some())
}

/// Assessors across, under a title that names what they mark.
fn panel_at(grid: &Grid, desk: &Desk<'_>, at: usize, floor: usize, hints: &Hints) -> Option<Block> {
    if !desk.expected.fields.iter().any(|f| f.panel) {
        return None;
    }
    let unit = hints.unit_column.or_else(|| unit_column(grid, desk, at, &[]))?;
    let titles = grid.rows[floor..at].iter().rev().take(6).flat_map(|r| r.cells.iter().filter(|c| c.anchor.is_none()));
    let titles: Vec<String> = titles.map(|c| c.content.text().into_owned()).collect();
    let around = format!("{} {}", titles.join(" "), grid.name);
    let answers = headers::assessors(grid, desk, at, unit, &around);
    if answers.is_empty() {
        return None;
    }
    let taken: Vec<u32> = answers.iter().map(|a| a.col).collect();
    let columns = Columns::over(grid, at..at + 1, &taken);
    let body = hints.start(at + 1)..hints.end(grid);
    let headed = Headed { answers, not_clear: Vec::new() };
    let (above, head) = (floor..at, at..at + 1);
    Some(Block { above, head, end: body.end, body, unit: Some(unit), headed, columns, goes_on: false })
}

/// A table without a column of units is about one unit where its rows are periods, or where there is one row only.
fn about_one(grid: &Grid, desk: &Desk<'_>, mut block: Block) -> Option<Block> {
    let answers = &block.headed.answers;
    let beside: Vec<_> = [block.head.start.checked_sub(1), Some(block.head.end)]
        .into_iter()
        .flatten()
        .filter_map(|at| grid.rows.get(at))
        .flat_map(|r| answers.iter().filter_map(|a| r.cell(a.col)))
        .collect();
    if answers.len() < 2 || beside.iter().any(|c| c.anchor.is_none() && super::field_of(desk, c).is_some()) {
        return None;
    }
    let own = |r: &Row| answers.iter().any(|a| r.cell(a.col).is_some_and(|c| c.anchor.is_none()));
    // looked through only as far as need be: below may stand thousands of other tables
    let answering = |at: &usize| own(&grid.rows[*at]) && !words::is_footer(&grid.rows[*at].first());
    let mut rows = block.body.clone().filter(answering);
    let first = rows.next()?;
    let only = rows.next().is_none();
    let is_period = |at: &usize, col: u32| text_at(&grid.rows[*at], col).is_some_and(|t| period_of(&t).is_some());
    let left = answers.first().map_or(0, |a| a.col);
    let all_periods = |col: u32| block.body.clone().filter(answering).all(|at| is_period(&at, col));
    let periods = (0..left).find(|col| is_period(&first, *col) && all_periods(*col));
    match periods {
        Some(col) => block.columns.add(Role::Period, col),
        None if only => {}
        None => return None,
    }
    let last = block.body.clone().rev().find(answering).unwrap_or(first);
    block.body = first..last + 1;
    Some(block)
}

/// A table whose columns are declared, without a header that names any field.
fn declared(grid: &Grid, desk: &Desk<'_>, hints: &Hints) -> Option<Block> {
    let headed = headers::headed(grid, desk, 0..0, hints);
    let first = headed.answers.first()?;
    let taken: Vec<u32> = headed.answers.iter().map(|a| a.col).collect();
    let unit = hints.unit_column.or_else(|| best_column(grid, desk, 0, &taken).map(|(_, col)| col));
    let known = |r: &Row| unit.and_then(|col| text_at(r, col)).is_some_and(|t| desk.units.known(&t).is_some());
    let start = match (&hints.body, unit) {
        (Some(body), _) => body.start,
        (None, Some(_)) => grid.rows.iter().position(known)?,
        (None, None) => grid.rows.iter().position(|r| r.cell(first.col).is_some_and(path::is_figure))?,
    };
    let above = || start.checked_sub(1).map(|at| path::top(grid, at, 0)..start);
    let head = hints.header.clone().or_else(above).unwrap_or(start..start);
    let mut headed = headers::headed(grid, desk, head.clone(), hints);
    headed.answers.retain(|a| Some(a.col) != unit);
    let columns = Columns::over(grid, head.clone(), &taken);
    let body = start..hints.end(grid).max(start);
    Some(Block { above: 0..head.start, head, end: body.end, body, unit, headed, columns, goes_on: false })
}

/// The column with the most units below the header; failing units, the one whose heading says that it holds them.
fn unit_column(grid: &Grid, desk: &Desk<'_>, at: usize, taken: &[u32]) -> Option<u32> {
    let below = &grid.rows[at + 1..];
    let below = &below[..below.len().min(SAMPLE)];
    match best_column(grid, desk, at + 1, taken) {
        Some((n, col)) if n > 0 => Some(col),
        _ => headers::columns(&grid.rows[at..=at]).into_iter().find(|c| {
            let role = grid.rows[at].cell(*c).and_then(role_of);
            role == Some(Role::Unit) && !taken.contains(c) && below.iter().any(|r| r.cell(*c).is_some())
        }),
    }
}

/// The column with the most units from a row on, and how many.
fn best_column(grid: &Grid, desk: &Desk<'_>, from: usize, taken: &[u32]) -> Option<(usize, u32)> {
    let below = &grid.rows[from..];
    let below = &below[..below.len().min(SAMPLE)];
    let mut columns: Vec<u32> = below.iter().flat_map(|r| r.cells.iter().take(8)).map(|c| c.col).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.retain(|c| !taken.contains(c));
    let units =
        |col: u32| below.iter().filter(|r| text_at(r, col).is_some_and(|t| desk.units.known(&t).is_some())).count();
    columns.iter().map(|c| (units(*c), *c)).max_by_key(|(n, col)| (*n, u32::MAX - col))
}

fn last_answered(grid: &Grid, desk: &Desk<'_>, block: &Block) -> usize {
    let Some(unit) = block.unit else { return block.body.end };
    let answered = |i: &usize| text_at(&grid.rows[*i], unit).is_some_and(|t| desk.units.known(&t).is_some());
    block.body.clone().rev().find(answered).map_or(block.body.start, |i| i + 1)
}
