//! The rows of a table with units down (逐行读取): whose each is, what it answers, and what it adds up.

use std::collections::HashSet;
use std::sync::Arc;

use crate::ingest::cell::measures;
use crate::ingest::grid::Row;
use crate::ingest::headings::year_before;
use crate::ingest::sheet::{Answer, Got, Sheet};
use crate::ingest::taken::TakenKind;
use crate::ingest::words::{self, Role};
use crate::register::fold;

use super::columns::{role_of, text_at};
use super::headers::{self, Answers};
use super::matrix::{Block, SAMPLE};
use super::path::{self, What, When};
use super::totals::{self, Tally};
use super::{Around, say};

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
        if !sheet.desk.goes_on() {
            return;
        }
        let row = &grid.rows[at];
        if at == block.head.end && only.is_none() && headers::numbers_columns(row, block.unit, answers) {
            let first = row.cells.first().map_or(0, |c| c.col);
            sheet.took((row.index, first), &row.first(), TakenKind::Passed, say::NUMBERS);
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
                let meaning = say::SAME_AS_ABOVE;
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
            return sheet.took((row.index, col), name, TakenKind::Passed, say::NOT_READ);
        };
        sheet.took((row.index, col), name, TakenKind::Check, say::SUM);
        for (n, answer) in self.block.headed.answers.iter().enumerate() {
            let Some(field) = answer.meaning.as_field().map(|f| &sheet.desk.expected.fields[f]) else { continue };
            let Some(cell) = row.cell(answer.col).filter(|c| c.anchor.is_none()) else { continue };
            if !totals::is_summed(field) {
                continue;
            }
            if let Some(typed) = totals::read(Some(&cell.content), field, self.measures[n].as_deref()) {
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
    let grid = sheet.grid;
    let head = &grid.rows[block.head.clone()];
    let at = head.last().map_or(0, |r| r.index);
    if let Some(first) = head.first() {
        let col = first.cells.first().map_or(0, |c| c.col);
        let meaning = if block.goes_on { say::REPEATED } else { say::HEADER };
        let found = if head.len() > 1 { format!("{}–{}", first.index + 1, at + 1) } else { String::new() };
        sheet.took((first.index, col), &found, TakenKind::Header, meaning);
    }
    if block.goes_on {
        return;
    }
    if let Some(col) = block.unit {
        let found = path::joined(&path::down(grid, block.head.clone(), col));
        sheet.took((at, col), &found, TakenKind::Unit, say::UNITS);
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
    let mut seen = HashSet::new();
    let answered: HashSet<u32> = block.headed.answers.iter().map(|a| a.col).collect();
    for col in headers::columns(&grid.rows[block.head.clone()]) {
        let answered = answered.contains(&col) || !sheet.desk.goes_on();
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
        sheet.took((row.index, col), &text, TakenKind::Passed, meaning);
        // words left of the units sort them into groups: 片区, 类型
        let sorts = Some(col) < block.unit
            && !grid.rows[block.body.clone()].iter().take(SAMPLE).any(|r| r.cell(col).is_some_and(path::is_figure));
        if !understood && !sorts {
            sheet.unknown_field(&text, place);
        }
    }
}
