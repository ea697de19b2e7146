//! Fields down, units across (指标在行、单位在列): the wide summary that some agencies keep. With assessors down it is a panel's.

use std::ops::Range;

use crate::ingest::axes::Axes;
use crate::ingest::cell::measures;
use crate::ingest::desk::Desk;
use crate::ingest::grid::{Grid, Row};
use crate::ingest::sheet::{Answer, Sheet};
use crate::ingest::taken::TakenKind;
use crate::ingest::words::{self, Role};
use crate::register::fold;

use super::columns::{Columns, measure_at, role_of, text_at};
use super::headers;
use super::hints::Hints;
use super::labels::{self, Labelled};
use super::path::{self, Meaning, What, When};
use super::say;
use super::totals::{self, Tally};
use super::{Around, Tables, Weigh, heading_text};

/// A column about a unit.
#[derive(Clone, Debug)]
struct Across {
    col: u32,
    unit: usize,
    when: When,
}

/// One table.
pub(super) struct Block {
    above: Range<usize>,
    head: Range<usize>,
    body: Range<usize>,
    field: u32,
    units: Vec<Across>,
    measure: Option<u32>,
    columns: Columns,
    labelled: Labelled,
    /// The column of sums.
    sum: Option<u32>,
    end: usize,
}

impl Weigh for Block {
    fn weight(&self) -> usize {
        self.labelled.rows.len() * self.units.len()
    }

    fn core(&self) -> Range<usize> {
        self.head.start..self.end
    }

    fn above(&self) -> Range<usize> {
        self.above.clone()
    }

    fn axes(&self, grid: &Grid) -> Axes {
        let header = grid.rows[self.head.clone()].last().map(|r| r.index);
        Axes::new(grid, &grid.rows[self.body.clone()], header, &[self.field], &self.columns.found)
    }

    fn cut(&mut self, end: usize) {
        self.body.end = self.body.end.min(end).max(self.body.start);
        self.labelled.rows.retain(|at, _| *at < end);
        self.end = self.end.min(self.body.end);
    }
}

/// Finds every header with at least two units in it and fields below it.
pub(super) fn recognise(grid: &Grid, desk: &Desk<'_>, hints: &Hints) -> Tables<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut from = 0;
    let heading = |at: &usize| desk.goes_on() && heads_units(grid, desk, *at, hints);
    let headings: Vec<usize> = hints.search(0..grid.rows.len()).filter(heading).collect();
    for (n, at) in headings.iter().copied().enumerate() {
        if at < from {
            continue;
        }
        if !desk.goes_on() {
            break;
        }
        if let Some(last) = blocks.last_mut() {
            last.body.end = at;
        }
        if let Some(mut block) = block_at(grid, desk, at, from, (&headings[n + 1..], hints)) {
            block.above = blocks.last().map_or(0, |last: &Block| last.end.min(at))..block.head.start;
            from = block.head.end;
            blocks.push(block);
        }
    }
    // labels are read once it is known where each table ends
    for block in &mut blocks {
        block.label(grid, desk, hints);
    }
    blocks.retain(|b| !b.labelled.rows.is_empty());
    Tables { blocks }
}

/// Whether a row names several units, each over its column.
fn heads_units(grid: &Grid, desk: &Desk<'_>, at: usize, hints: &Hints) -> bool {
    // names of units are words; codes head columns only where headings are looked for
    let words = grid.rows[at].cells.iter().filter(|c| !path::is_figure(c)).count();
    if words < 2 && at >= super::HEAD_ROWS && hints.header.is_none() {
        return false;
    }
    let units = units_of(grid, desk, at..at + 1);
    units.iter().any(|u| u.unit != units[0].unit) || !units.is_empty() && hints.header.is_some()
}

/// The columns whose headings name units.
fn units_of(grid: &Grid, desk: &Desk<'_>, head: Range<usize>) -> Vec<Across> {
    let mut found: Vec<Across> = Vec::new();
    for col in headers::columns(&grid.rows[head.clone()]) {
        let path = path::down(grid, head.clone(), col);
        let Some(unit) = path.iter().rev().find_map(|text| desk.units.known(text)) else { continue };
        // a unit merged over columns of which nothing tells one from the other heads the first
        let rest: Vec<String> = path.into_iter().filter(|t| desk.units.known(t).is_none()).collect();
        let last_year = |t: &String| words::role(&fold(t)) == Some(Role::LastYear);
        let when = match rest.iter().find_map(|t| crate::ingest::headings::period_of(t)) {
            Some(period) => When::Named(period),
            None if rest.iter().any(last_year) => When::YearBefore,
            None => When::Now,
        };
        if !found.iter().any(|f| f.unit == unit && f.when == when) {
            found.push(Across { col, unit, when });
        }
    }
    found
}

/// The table below a heading; `hints` with the headings further down, at the first of which past its own it ends.
fn block_at(
    grid: &Grid,
    desk: &Desk<'_>,
    at: usize,
    floor: usize,
    (further, hints): (&[usize], &Hints),
) -> Option<Block> {
    let head = hints.header.clone().unwrap_or_else(|| {
        let top = path::top(grid, at, floor);
        top..super::values::head_end(grid, at, grid.rows[at].cells.first().map_or(0, |c| c.col))
    });
    let units = units_of(grid, desk, head.clone());
    let leftmost = units.first()?.col;
    let start = hints.start(head.end);
    let next = further.iter().copied().find(|next| *next >= head.end).map(|next| next.max(start));
    let body = start..next.unwrap_or(usize::MAX).min(hints.end(grid));
    let taken: Vec<u32> = units.iter().map(|u| u.col).collect();
    let mut columns = Columns::over(grid, head.clone(), &taken);
    let measure = columns.get(Role::Measure).or_else(|| columns.get(Role::UnitOrMeasure));
    let field = hints.field_column.or_else(|| field_column(grid, desk, &body, leftmost));
    // without names of fields the rows may be assessors: the title then says what they mark
    let field = field.or_else(|| columns.get(Role::Source).filter(|col| *col < leftmost))?;
    columns.drop(field);
    let leaf = |col: u32| path::down(grid, head.clone(), col).pop().map(|t| fold(&t)).unwrap_or_default();
    let sum = headers::columns(&grid.rows[head.clone()])
        .into_iter()
        .find(|col| *col > leftmost && !taken.contains(col) && say::sum(&leaf(*col)) == Some(say::Sum::All));
    let (labelled, above) = (Labelled::default(), 0..head.start);
    Some(Block { above, head, end: body.end, body, field, units, measure, columns, labelled, sum })
}

/// The column left of the units that names most fields.
fn field_column(grid: &Grid, desk: &Desk<'_>, body: &Range<usize>, leftmost: u32) -> Option<u32> {
    let rows = &grid.rows[body.clone()];
    let named = |col: u32| {
        let cols = labels::columns(0, col);
        let names = |at: usize| {
            matches!(path::read(desk, &path::across(grid, body.clone(), at, &cols)), path::Said::Means(m)
                if grid.rows[at].cell(col).and_then(path::part).is_some_and(|_| m.assessor.is_none()))
        };
        (0..rows.len()).filter(|n| rows[*n].cell(col).is_some() && names(body.start + n)).count()
    };
    let best = (0..leftmost.min(12)).map(|col| (named(col), col)).max_by_key(|(n, col)| (*n, u32::MAX - col))?;
    (best.0 > 0).then_some(best.1)
}

impl Block {
    fn label(&mut self, grid: &Grid, desk: &Desk<'_>, hints: &Hints) {
        let cols: Vec<u32> = labels::columns(0, self.field)
            .into_iter()
            .filter(|c| *c == self.field || !self.columns.holds(*c))
            .collect();
        let stamp = |row: &Row, _: usize| {
            let said = |role| self.columns.text(row, role).unwrap_or_default();
            format!("{} {}", said(Role::Period), said(Role::Source))
        };
        self.labelled = labels::labelled(grid, desk, self.body.clone(), &cols, hints, stamp);
        if self.labelled.rows.is_empty() {
            self.assessors(grid, desk);
        }
        self.end = self.labelled.rows.keys().max().map_or(self.body.start, |at| at + 1);
    }

    /// Assessors down: the panel field is named above the table or by its sheet.
    fn assessors(&mut self, grid: &Grid, desk: &Desk<'_>) {
        let panels: Vec<usize> =
            desk.expected.fields.iter().enumerate().filter(|(_, f)| f.panel).map(|(index, _)| index).collect();
        let titles = grid.rows[..self.head.start].iter().rev().take(6).flat_map(|r| r.cells.iter());
        let around: String = titles.map(|c| c.content.text().into_owned()).chain([grid.name.to_string()]).collect();
        let heading = text_in(grid, &self.head, self.field).map(|t| fold(&t)).unwrap_or_default();
        let headed = words::role(&heading) == Some(Role::Source);
        let named = headers::panel_named(desk, &panels, &around).or(match panels[..] {
            [one] if headed => Some(one),
            _ => None,
        });
        let Some(field) = named else { return };
        for at in self.body.clone() {
            let row = &grid.rows[at];
            let Some(assessor) = text_at(row, self.field) else { continue };
            let folded = fold(&assessor);
            let marks = self.units.iter().any(|u| row.cell(u.col).is_some_and(path::is_figure));
            let who = headed || say::is_assessor(&folded);
            if marks && who && !words::is_total(&folded) && !words::is_footer(&folded) {
                self.labelled.rows.insert(at, Meaning { assessor: Some(assessor), ..Meaning::field(field) });
            }
        }
    }

    /// Whether its rows are assessors.
    pub(super) fn is_panel(&self) -> bool {
        self.labelled.rows.values().any(|m| m.assessor.is_some())
    }
}

fn text_in(grid: &Grid, head: &Range<usize>, col: u32) -> Option<String> {
    path::down(grid, head.clone(), col).pop()
}

/// Reads the table.
pub(super) fn read(sheet: &mut Sheet<'_>, block: &Block, around: &Around) {
    explain(sheet, block);
    unknown_units(sheet, block);
    let grid = sheet.grid;
    for at in block.body.clone() {
        if !sheet.desk.goes_on() {
            return;
        }
        let row = &grid.rows[at];
        match block.labelled.rows.get(&at) {
            Some(meaning) => read_row(sheet, block, around, (row, meaning)),
            None => unknown_row(sheet, block, at),
        }
    }
}

fn read_row(sheet: &mut Sheet<'_>, block: &Block, around: &Around, row: (&Row, &Meaning)) {
    let (row, meaning) = row;
    let base = block.columns.period(sheet, row, around);
    let Some(base) = super::rows::period(sheet, &meaning.when, base) else { return };
    let index = match meaning.what {
        What::Field(field) => field,
        What::Derived(derived) => {
            for across in &block.units {
                let Some(period) = super::rows::period(sheet, &across.when, base.clone()) else { continue };
                let when = (period, around.source.clone());
                sheet.keep_typed(derived, across.unit, when, row, across.col);
            }
            return;
        }
    };
    let source = match &meaning.assessor {
        Some(assessor) => sheet.source(assessor, index, |s| s.place_at(row.index, block.field)),
        None => block.columns.source(sheet, row, around, index, block.field),
    };
    let Some(source) = source else { return };
    let field = &sheet.desk.expected.fields[index];
    let stated = meaning.measure.as_deref().filter(|m| measures::is_stated(m, field));
    let measure = measure_at(row, block.measure).or(stated).or(around.measure_for(field));
    let mut tally = Tally::default();
    for across in &block.units {
        let Some(period) = super::rows::period(sheet, &across.when, base.clone()) else { continue };
        let (unit, source, col) = (across.unit, source.clone(), across.col);
        let remarks = None;
        tally.part(sheet.answer(Answer {
            unit,
            field: index,
            period,
            source,
            row,
            col,
            measure,
            state: None,
            remarks,
        }));
    }
    // one column a unit: a column 合计 then is their sum
    let one_each = block.units.iter().all(|u| u.when == block.units[0].when);
    if let Some(cell) = block.sum.filter(|_| one_each && totals::is_summed(field)).and_then(|col| row.cell(col))
        && let Some(typed) = totals::read(Some(&cell.content), field, measure)
    {
        tally.total(say::Sum::All, typed, sheet.place(row, cell));
        sheet.findings.extend(tally.differing(|finding| finding.field(field.id.as_str())));
    }
}

/// Headings among the units that name none.
fn unknown_units(sheet: &mut Sheet<'_>, block: &Block) {
    let grid = sheet.grid;
    let (Some(first), Some(last)) = (block.units.first(), block.units.last()) else { return };
    let within = first.col..=last.col + 1;
    for header in &grid.rows[block.head.clone()] {
        for cell in header.cells.iter().filter(|c| c.anchor.is_none() && within.contains(&c.col)) {
            let Some(text) = heading_text(cell) else { continue };
            let known = sheet.desk.units.known(text).is_some()
                || crate::ingest::headings::period_of(text).is_some()
                || measures::is_known(path::bare(text));
            if !known && role_of(cell).is_none() && !words::is_total(&fold(text)) {
                let _ = sheet.unit(text, |s| s.place(header, cell));
            }
        }
    }
}

fn unknown_row(sheet: &mut Sheet<'_>, block: &Block, at: usize) {
    let row = &sheet.grid.rows[at];
    let Some(text) = text_at(row, block.field) else { return };
    let folded = fold(&text);
    let answers = block.units.iter().any(|u| row.cell(u.col).is_some_and(|c| c.anchor.is_none()));
    let heads = words::role(&folded).is_some()
        && block.units.iter().all(|u| row.cell(u.col).is_none_or(|c| !path::is_figure(c)));
    if answers && !heads && !words::is_footer(&row.first()) && !words::is_footer(&folded) && !words::is_total(&folded) {
        let clear = !block.labelled.not_clear.contains(&at);
        let meaning = if clear { say::NOT_READ } else { say::NOT_CLEAR };
        sheet.took((row.index, block.field), &text, TakenKind::Passed, meaning);
        sheet.unknown_field(&text, sheet.place_at(row.index, block.field));
    }
}

/// Says what the header, the columns and the rows were taken for.
fn explain(sheet: &mut Sheet<'_>, block: &Block) {
    let grid = sheet.grid;
    let head = &grid.rows[block.head.clone()];
    let Some(at) = head.last().map(|r| r.index) else { return };
    let first = head.first().map_or(at, |r| r.index);
    sheet.took((first, 0), "", TakenKind::Header, say::HEADER);
    let heading = |col: u32| path::joined(&path::down(grid, block.head.clone(), col));
    let kind = if block.is_panel() { TakenKind::Source } else { TakenKind::Field };
    let names = if block.is_panel() { say::BY_ASSESSORS } else { say::FIELDS };
    sheet.took((at, block.field), &heading(block.field), kind, names);
    for across in &block.units {
        let name = &sheet.desk.expected.register.units()[across.unit].name;
        let meaning = match &across.when {
            When::Now => name.clone(),
            When::Named(period) => format!("{name} {period}"),
            When::YearBefore => format!("{} {name}", say::BEFORE),
        };
        sheet.took((at, across.col), &heading(across.col), TakenKind::Unit, meaning);
    }
    if let Some(col) = block.sum {
        sheet.took((at, col), &heading(col), TakenKind::Check, say::SUM);
    }
    block.columns.explain(sheet, at, block.head.clone());
    for (at, meaning) in &block.labelled.rows {
        let row = &grid.rows[*at];
        let (kind, meaning) = super::describe(sheet.desk, meaning);
        let found = text_at(row, block.field).unwrap_or_default();
        sheet.took((row.index, block.field), &found, kind, meaning);
    }
}
