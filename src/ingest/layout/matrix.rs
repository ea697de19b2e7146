//! Units down, fields across (单位在行、指标在列): what an agency sends for all units. With assessors across it is a panel's
//! sheet, and without a column of units it is about one unit, period by period.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::ingest::cell::measures;
use crate::ingest::grid::{Grid, Row};
use crate::ingest::headings::{period_of, year_before};
use crate::ingest::sheet::{Answer, Desk, Got, Sheet};
use crate::ingest::taken::TakenKind;
use crate::ingest::words::{self, Role};
use crate::register::fold;

use super::columns::{Columns, role_of, text_at};
use super::headers::{self, Answers, Headed};
use super::hints::Hints;
use super::path::{self, What, When};
use super::say;
use super::totals::{self, Tally};
use super::{Around, Tables, Weigh};

/// Rows below a header in which units are looked for.
const SAMPLE: usize = 50;

/// One table.
pub(super) struct Block {
    /// Positions of the rows between the table before and this header.
    pub above: Range<usize>,
    /// Positions of the header's rows.
    head: Range<usize>,
    body: Range<usize>,
    /// The column of units; none where the table is about one.
    pub unit: Option<u32>,
    headed: Headed,
    columns: Columns,
    /// Where the last row stands that answers something.
    end: usize,
    /// Whether it goes on with the table above under a repeated header.
    goes_on: bool,
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
    let declares = hints.header.is_none() && hints.columns.iter().any(|(_, m)| m.is_some());
    let search = if declares { 0..0 } else { hints.search(0..grid.rows.len()) };
    for at in search {
        if at < from {
            continue;
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
    let rows: Vec<usize> =
        block.body.clone().filter(|at| own(&grid.rows[*at]) && !words::is_footer(&grid.rows[*at].first())).collect();
    let is_period = |at: &usize, col: u32| text_at(&grid.rows[*at], col).is_some_and(|t| period_of(&t).is_some());
    let left = answers.first().map_or(0, |a| a.col);
    let periods = (0..left).find(|col| !rows.is_empty() && rows.iter().all(|at| is_period(at, *col)));
    match periods {
        Some(col) => block.columns.add(Role::Period, col),
        None if rows.len() == 1 => {}
        None => return None,
    }
    block.body = *rows.first()?..rows.last()? + 1;
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

/// What is kept from row to row.
#[derive(Default)]
pub(super) struct Pages {
    tallies: Vec<Tally>,
}

/// The row at hand: whose it is, and what was seen of that unit so far.
struct Reader<'b> {
    block: &'b Block,
    around: &'b Around,
    measures: Vec<Option<String>>,
    tallies: Vec<Tally>,
    last: Option<usize>,
    /// Periods and sources that the last unit's rows gave.
    seen: HashSet<(Option<String>, Option<String>)>,
    in_run: bool,
}

/// Reads one table; `only` is its unit where it is about one.
pub(super) fn read(sheet: &mut Sheet<'_>, block: &Block, around: &Around, only: Option<usize>, pages: &mut Pages) {
    explain(sheet, block);
    unknown_headings(sheet, block);
    let answers = &block.headed.answers;
    let tallies = if block.goes_on && pages.tallies.len() == answers.len() {
        pages.tallies.iter().map(Tally::next_page).collect()
    } else {
        vec![Tally::default(); answers.len()]
    };
    let measures = answers.iter().map(|a| stated(sheet, a, around)).collect();
    let (last, seen, in_run) = (only, HashSet::new(), false);
    let mut reader = Reader { block, around, measures, tallies, last, seen, in_run };
    let grid = sheet.grid;
    for at in block.body.clone() {
        let row = &grid.rows[at];
        if at == block.head.end && only.is_none() && headers::numbers_columns(row, block.unit, answers) {
            let first = row.cells.first().map_or(0, |c| c.col);
            sheet.took((row.index, first), &row.first(), TakenKind::Passed, say::NUMBERS.of(sheet.desk.lang));
        } else if let Some(unit) = only {
            reader.answers(sheet, row, unit);
        } else {
            reader.row(sheet, row);
        }
    }
    for (answer, tally) in answers.iter().zip(&reader.tallies) {
        if let Some(field) = answer.meaning.as_field() {
            let field = &sheet.desk.expected.fields[field];
            sheet.findings.extend(tally.differing(|finding| finding.field(field.id.as_str())));
        }
    }
    pages.tallies = reader.tallies;
}

/// The unit of measure that holds for a column: that of its heading, else a line above the table that can be meant for it.
fn stated(sheet: &Sheet<'_>, answer: &Answers, around: &Around) -> Option<String> {
    let field = &sheet.desk.expected.fields[answer.meaning.as_field()?];
    let heading = answer.meaning.measure.clone().filter(|m| measures::is_stated(m, field));
    heading.or_else(|| around.measure_for(field).map(str::to_owned))
}

impl Reader<'_> {
    /// A row of a table with a column of units.
    fn row(&mut self, sheet: &mut Sheet<'_>, row: &Row) {
        let Some(column) = self.block.unit else { return };
        let name = text_at(row, column).unwrap_or_default();
        if let Some(unit) = sheet.desk.units.known(&name) {
            (self.last, self.in_run) = (Some(unit), false);
            self.seen.clear();
            self.seen.insert(self.stamp(row));
            return self.answers(sheet, row, unit);
        }
        let own = |col: u32| row.cell(col).is_some_and(|c| c.anchor.is_none());
        let answers = self.block.headed.answers.iter().any(|a| own(a.col));
        let first = row.first();
        if !answers || words::is_footer(&first) || words::is_footer(&fold(&name)) {
            return;
        }
        if let Some((total, col)) = self.total(row) {
            self.last = None;
            return self.sums(sheet, row, &total, col);
        }
        if name.is_empty()
            && let Some(unit) = self.same_as_above(row)
        {
            if !std::mem::replace(&mut self.in_run, true) {
                sheet.note_same_unit(unit, row.index, column);
                let meaning = say::SAME_AS_ABOVE.of(sheet.desk.lang);
                sheet.took((row.index, column), "", TakenKind::Unit, meaning);
            }
            return self.answers(sheet, row, unit);
        }
        self.last = None;
        let _ = sheet.unit(&name, |s| s.place_at(row.index, column));
    }

    /// What tells a unit's rows apart.
    fn stamp(&self, row: &Row) -> (Option<String>, Option<String>) {
        let columns = &self.block.columns;
        (columns.text(row, Role::Period), columns.text(row, Role::Source))
    }

    /// The unit of a row whose own is blank: that above, where a period or source of its own tells the rows apart.
    fn same_as_above(&mut self, row: &Row) -> Option<usize> {
        let unit = self.last?;
        let stamp = self.stamp(row);
        let told = stamp.0.is_some() || stamp.1.is_some();
        (told && self.seen.insert(stamp)).then_some(unit)
    }

    /// The words of a row that sums up others, and where they stand, in whichever column.
    fn total(&self, row: &Row) -> Option<(String, u32)> {
        let answers = |col: u32| self.block.headed.answers.iter().any(|a| a.col == col);
        let labels = row.cells.iter().filter(|c| !answers(c.col));
        labels.map(|c| (c.content.folded(), c.col)).find(|(text, _)| words::is_total(text))
    }

    /// A row of sums: each is kept to be compared with its column.
    fn sums(&mut self, sheet: &mut Sheet<'_>, row: &Row, name: &str, col: u32) {
        let Some(sum) = say::sum(name) else {
            return sheet.took((row.index, col), name, TakenKind::Passed, say::NOT_READ.of(sheet.desk.lang));
        };
        sheet.took((row.index, col), name, TakenKind::Check, say::SUM.of(sheet.desk.lang));
        for (n, answer) in self.block.headed.answers.iter().enumerate() {
            let Some(field) = answer.meaning.as_field().map(|f| &sheet.desk.expected.fields[f]) else { continue };
            let Some(cell) = row.cell(answer.col).filter(|c| c.anchor.is_none()) else { continue };
            if !totals::is_summed(field) {
                continue;
            }
            if let Some(typed) = totals::read(sheet, Some(&cell.content), field, self.measures[n].as_deref()) {
                self.tallies[n].total(sum, typed, sheet.place(row, cell));
            }
        }
    }

    fn answers(&mut self, sheet: &mut Sheet<'_>, row: &Row, unit: usize) {
        for n in 0..self.block.headed.answers.len() {
            let answer = &self.block.headed.answers[n];
            let base = self.block.columns.period(sheet, row, self.around);
            let Some(period) = period(sheet, &answer.meaning.when, base) else { continue };
            match answer.meaning.what {
                What::Derived(derived) => {
                    let when = (period, self.around.source.clone());
                    sheet.keep_typed(derived, unit, when, row, answer.col);
                }
                What::Field(field) => {
                    let Some(source) = self.source(sheet, row, field, answer) else { continue };
                    let got = sheet.answer(Answer {
                        unit,
                        field,
                        period,
                        source,
                        row,
                        col: answer.col,
                        measure: self.measures[n].as_deref(),
                        state: None,
                        remarks: self.block.columns.remarks(row, answer.col),
                    });
                    // one cell merged over several rows is one figure in a sum
                    let filled = row.cell(answer.col).is_some_and(|c| c.anchor.is_some());
                    self.tallies[n].part(if filled { Got::Other } else { got });
                }
            }
        }
    }

    fn source(&self, sheet: &mut Sheet<'_>, row: &Row, field: usize, answer: &Answers) -> Option<Arc<str>> {
        match &answer.meaning.assessor {
            Some(assessor) => {
                let head = sheet.grid.rows[self.block.head.clone()].last().map_or(row.index, |r| r.index);
                sheet.source(assessor, field, |s| s.place_at(head, answer.col))
            }
            None => self.block.columns.source(sheet, row, self.around, field, answer.col),
        }
    }
}

/// The period that a heading says, where `base` is that of the table or row; `None` where there is none before it.
pub(super) fn period(sheet: &mut Sheet<'_>, when: &When, base: Arc<str>) -> Option<Arc<str>> {
    match when {
        When::Now => Some(base),
        When::Named(period) => Some(sheet.shared(period)),
        When::YearBefore => year_before(&base).map(|period| sheet.shared(&period)),
    }
}

/// Says what the header and the columns were taken for.
fn explain(sheet: &mut Sheet<'_>, block: &Block) {
    let (grid, lang) = (sheet.grid, sheet.desk.lang);
    let head = &grid.rows[block.head.clone()];
    let at = head.last().map_or(0, |r| r.index);
    if let Some(first) = head.first() {
        let col = first.cells.first().map_or(0, |c| c.col);
        let meaning = if block.goes_on { say::REPEATED } else { say::HEADER };
        let found = if head.len() > 1 { format!("{}–{}", first.index + 1, at + 1) } else { String::new() };
        sheet.took((first.index, col), &found, TakenKind::Header, meaning.of(lang));
    }
    if block.goes_on {
        return;
    }
    if let Some(col) = block.unit {
        let found = path::joined(&path::down(grid, block.head.clone(), col));
        sheet.took((at, col), &found, TakenKind::Unit, say::UNITS.of(lang));
    }
    for answer in &block.headed.answers {
        let found = path::joined(&path::down(grid, block.head.clone(), answer.col));
        let (kind, meaning) = super::describe(sheet.desk, &answer.meaning);
        sheet.took((at, answer.col), &found, kind, meaning);
    }
    block.columns.explain(sheet, at, block.head.clone());
}

/// Headings over columns with something in them that name neither a field nor anything else.
fn unknown_headings(sheet: &mut Sheet<'_>, block: &Block) {
    let grid = sheet.grid;
    let lang = sheet.desk.lang;
    let mut seen = HashSet::new();
    for col in headers::columns(&grid.rows[block.head.clone()]) {
        let answered = block.headed.answers.iter().any(|a| a.col == col);
        if answered || Some(col) == block.unit || block.columns.holds(col) {
            continue;
        }
        let Some(row) = grid.rows[block.head.clone()].iter().rev().find(|r| r.cell(col).is_some()) else { continue };
        let Some(cell) = row.cell(col) else { continue };
        let text = path::joined(&path::down(grid, block.head.clone(), col));
        let used = grid.rows[block.body.clone()].iter().take(SAMPLE).any(|r| r.cell(col).is_some());
        let place = sheet.place(row, cell);
        if text.is_empty() || !used || block.goes_on || !seen.insert((text.clone(), place.cell.clone())) {
            continue;
        }
        let folded = fold(path::down(grid, block.head.clone(), col).last().map_or("", String::as_str));
        let understood = role_of(cell).is_some() || words::is_total(&folded);
        let clear = !block.headed.not_clear.contains(&col);
        let meaning = if clear { say::NOT_READ } else { say::NOT_CLEAR };
        sheet.took((row.index, col), &text, TakenKind::Passed, meaning.of(lang));
        if !understood {
            sheet.unknown_field(&text, place);
        }
    }
}
