//! One unit, fields down the rows (一个单位，指标在行): what a unit sends about itself. Labels and values may stand in pairs beside
//! each other, and a row that only names a unit begins that unit's part.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::ingest::axes::Axes;
use crate::ingest::cell::measures;
use crate::ingest::desk::Desk;
use crate::ingest::grid::{Grid, Row};
use crate::ingest::headings::Heading;
use crate::ingest::sheet::{Answer, Sheet};
use crate::ingest::taken::TakenKind;
use crate::ingest::words::{self, Role};
use crate::register::fold;

use super::columns::{Columns, measure_at, role_of, text_at};
use super::hints::Hints;
use super::labels::{self, Labelled};
use super::path::{self, Meaning, What, When};
use super::values::{Value, head_end, unheaded, value_columns, value_of};
use super::{Around, Tables, Weigh, marks, say};

/// One table.
pub(super) struct Block {
    /// Positions of the rows above the header, back to the table before.
    pub above: Range<usize>,
    /// Positions of the header's rows; empty where there is none.
    head: Range<usize>,
    body: Range<usize>,
    field: u32,
    values: Vec<Value>,
    measure: Option<u32>,
    columns: Columns,
    labelled: Labelled,
    end: usize,
}

impl Weigh for Block {
    fn weight(&self) -> usize {
        self.labelled.rows.len() * self.values.len()
    }

    fn core(&self) -> Range<usize> {
        self.above.end..self.end
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

/// A column of labels with the columns to its right, up to the next of such.
#[derive(Clone, Copy)]
struct Part {
    from: u32,
    field: u32,
    until: u32,
}

/// Finds the column that names most fields, and the columns of values beside it; then others such, in pairs.
pub(super) fn recognise(grid: &Grid, desk: &Desk<'_>, hints: &Hints) -> Tables<Block> {
    let naming = labels::naming(grid, desk);
    // answers may read like names (是, 有 …), but they repeat themselves
    let distinct = |col: u32, rows: &[usize]| {
        rows.iter().filter_map(|at| grid.rows[*at].cell(col)).map(|c| c.content.folded()).collect::<BTreeSet<_>>().len()
    };
    let weight = |(col, rows): &(&u32, &Vec<usize>)| (distinct(**col, rows), rows.len(), u32::MAX - **col);
    let most = naming.iter().max_by_key(weight).map(|(col, _)| *col);
    let declared = hints.field_column.or_else(|| (!hints.rows_are.is_empty()).then_some(most.unwrap_or(0)));
    let Some(main) = declared.or(most) else { return Tables { blocks: Vec::new() } };
    let names = |col: u32| naming.get(&col).map_or(&[][..], Vec::as_slice);
    let whole = Part { from: 0, field: main, until: u32::MAX };
    if hints.kind.is_some() || hints.field_column.is_some() {
        return Tables { blocks: blocks(grid, desk, whole, names(main), hints) };
    }
    let of_main = blocks(grid, desk, whole, names(main), hints);
    // from the right: a column of labels ends the part to its left only where it has values itself
    let mut parts: Vec<(Part, Vec<Block>)> = Vec::new();
    let mut until = u32::MAX;
    for (col, rows) in naming.iter().rev() {
        // what stands under 填报值 or 佐证材料 is said, and names nothing, whatever it reads like
        if *col != main && of_main.iter().any(|b| b.heads_otherwise(grid, *col)) {
            continue;
        }
        let part = Part { from: *col, field: *col, until };
        let found = blocks(grid, desk, part, rows, hints);
        let answers = |b: &Block| b.values.iter().any(|v| v.col > *col && b.holds(grid, v.col));
        if *col == main || found.iter().all(|b| b.is_pair(grid)) && found.iter().any(answers) {
            parts.push((part, found));
            until = *col;
        }
    }
    if parts.len() < 2 {
        return Tables { blocks: of_main };
    }
    let mut all = Vec::new();
    let mut from = 0;
    for (part, _) in parts.iter().rev() {
        all.extend(blocks(grid, desk, Part { from, ..*part }, names(part.field), hints));
        from = part.until;
    }
    all.sort_by_key(|b| (b.above.end, b.field));
    Tables { blocks: all }
}

fn blocks(grid: &Grid, desk: &Desk<'_>, part: Part, names: &[usize], hints: &Hints) -> Vec<Block> {
    let headers = match &hints.header {
        Some(header) => vec![header.start],
        None => headers(grid, desk, part, names, hints),
    };
    if headers.is_empty() {
        return without_header(grid, desk, part, names, hints).into_iter().collect();
    }
    let mut found = Vec::new();
    for (n, header) in headers.iter().enumerate() {
        let end = headers.get(n + 1).copied().unwrap_or_else(|| hints.end(grid));
        let before = names.iter().rev().find(|i| *i < header);
        let above = if n == 0 { 0 } else { before.map_or(0, |i| i + 1) }..*header;
        let head = match &hints.header {
            Some(header) => header.clone(),
            None => *header..head_end(grid, *header, part.field),
        };
        let body = hints.start(head.end)..end.max(head.end);
        let mut values = declared_values(grid, &head, hints);
        if values.is_empty() {
            values = value_columns(grid, head.clone(), part.field, part.from..part.until);
        }
        if values.is_empty() {
            values.extend(unheaded(grid, head.clone(), part.field, part.until, names));
        }
        let taken: Vec<u32> = values.iter().map(|v| v.col).collect();
        let mut columns = Columns::over(grid, head.clone(), &taken);
        columns.limit(part.from, part.until);
        columns.keep_meant(&grid.rows[body.clone()], desk);
        let measure = columns.get(Role::Measure).or_else(|| columns.get(Role::UnitOrMeasure));
        let labelled = Labelled::default();
        let mut block =
            Block { above, head, end: body.end, body, field: part.field, values, measure, columns, labelled };
        block.label(grid, desk, part, hints);
        found.push(block);
    }
    found
}

fn declared_values(grid: &Grid, head: &Range<usize>, hints: &Hints) -> Vec<Value> {
    let named = value_columns(grid, head.clone(), u32::MAX, 0..u32::MAX);
    let one = |col: &u32| named.iter().find(|v| v.col == *col).cloned().unwrap_or_else(|| Value::now(*col));
    hints.values.iter().map(one).collect()
}

/// Rows above fields whose cells head columns of values. Between two fields there is none unless a new table begins.
fn headers(grid: &Grid, desk: &Desk<'_>, part: Part, names: &[usize], hints: &Hints) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut from = 0;
    for name in names {
        if !desk.goes_on() {
            break;
        }
        if !hints.body.as_ref().is_none_or(|b| b.contains(name)) {
            continue;
        }
        let header = (from..*name).rev().take(12).find(|i| desk.goes_on() && is_header(grid, *i, part, names));
        let header = header.map(|at| head_start(grid, at, part.field));
        found.extend(header.filter(|h| !found.contains(h)));
        from = name + 1;
    }
    found
}

/// The first of a header's rows: where its heading over the labels is merged, that begins it.
fn head_start(grid: &Grid, at: usize, field: u32) -> usize {
    let top = grid.rows[at].cell(field).and_then(|c| c.anchor).map(|(row, _)| row);
    top.map_or(at, |top| grid.rows.partition_point(|r| r.index < top).min(at))
}

fn is_header(grid: &Grid, at: usize, part: Part, names: &[usize]) -> bool {
    let row = &grid.rows[at];
    let Some(cell) = row.cell(part.field).filter(|_| row.cells.len() > 1) else {
        // 指标 alone over labels and values
        return false;
    };
    let role = role_of(cell);
    if matches!(role, Some(Role::Unit | Role::Value)) {
        return false;
    }
    let within = part.from..part.until;
    !value_columns(grid, at..at + 1, part.field, within.clone()).is_empty()
        || role == Some(Role::Field)
            && (!value_columns(grid, at..head_end(grid, at, part.field), part.field, within).is_empty()
                || unheaded(grid, at..at + 1, part.field, part.until, names).is_some())
}

/// Two columns and no header: the names of fields, and one column of values to their right (and one of units of measure).
fn without_header(grid: &Grid, desk: &Desk<'_>, part: Part, names: &[usize], hints: &Hints) -> Option<Block> {
    let declared = hints.rows_are.iter().map(|(index, _)| grid.rows.partition_point(|r| r.index < *index));
    let rows = || names.iter().copied().filter(|at| hints.body.as_ref().is_none_or(|b| b.contains(at)));
    let body = match &hints.body {
        Some(body) => body.clone(),
        None => rows().chain(declared.clone()).min()?..rows().chain(declared).max()? + 1,
    };
    let body = body.start.min(grid.rows.len())..body.end.min(grid.rows.len());
    let mut right: Vec<u32> = grid.rows[body.clone()]
        .iter()
        .enumerate()
        .filter(|(n, r)| names.contains(&(body.start + n)) || hints.row(r.index).is_some())
        .flat_map(|(_, r)| r.cells.iter())
        .map(|c| c.col)
        .filter(|c| *c > part.field && *c < part.until)
        .collect();
    right.sort_unstable();
    right.dedup();
    let is_measure = |col: u32| {
        let mut said = rows().filter_map(|at| text_at(&grid.rows[at], col)).peekable();
        said.peek().is_some() && said.all(|t| measures::is_known(&t))
    };
    let (value, measure) = match (&hints.values[..], &right[..]) {
        ([value, ..], _) | ([], [value]) => (*value, None),
        ([], [a, b]) if is_measure(*a) => (*b, Some(*a)),
        ([], [a, b]) if is_measure(*b) => (*a, Some(*b)),
        _ => return None,
    };
    let values = if hints.values.is_empty() { vec![Value::now(value)] } else { declared_values(grid, &(0..0), hints) };
    let (above, head) = (0..body.start, body.start..body.start);
    let (columns, labelled) = (Columns::default(), Labelled::default());
    let mut block = Block { above, head, end: body.end, body, field: part.field, values, measure, columns, labelled };
    block.label(grid, desk, part, hints);
    Some(block)
}

impl Block {
    /// Reads the labels of its rows.
    fn label(&mut self, grid: &Grid, desk: &Desk<'_>, part: Part, hints: &Hints) {
        let left = |col: &u32| *col == self.field || !self.columns.holds(*col) && !self.heads_number(grid, *col);
        let cols: Vec<u32> = labels::columns(part.from, self.field).into_iter().filter(left).collect();
        let banners: Vec<usize> = self.body.clone().filter(|at| banner(&grid.rows[*at], desk).is_some()).collect();
        let stamp = |row: &Row, at: usize| {
            let section = banners.partition_point(|b| *b <= at);
            let said = |role| self.columns.text(row, role).unwrap_or_default();
            format!("{section} {} {}", said(Role::Period), said(Role::Source))
        };
        self.labelled = labels::labelled(grid, desk, self.body.clone(), &cols, hints, stamp);
        self.end = self.labelled.rows.keys().max().map_or(self.body.start, |at| at + 1);
    }

    /// Whether a column to the left only counts the rows.
    fn heads_number(&self, grid: &Grid, col: u32) -> bool {
        let heading = grid.rows[self.head.clone()].iter().rev().find_map(|r| text_at(r, col)).map(|t| fold(&t));
        heading.is_some_and(|h| matches!(h.as_str(), "序号" | "编号" | "no" | "no." | "#"))
    }

    /// Positions of the rows that answer something.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> {
        self.labelled.rows.keys().copied()
    }

    fn holds(&self, grid: &Grid, col: u32) -> bool {
        self.labelled.rows.keys().any(|at| grid.rows[*at].cell(col).is_some_and(|c| c.anchor.is_none()))
    }

    /// Whether its header says of a column that something else than labels stands there.
    fn heads_otherwise(&self, grid: &Grid, col: u32) -> bool {
        let path = path::down(grid, self.head.clone(), col);
        let role = || path.last().and_then(|last| Heading::of(last).names.iter().find_map(|name| words::role(name)));
        self.values.iter().any(|v| v.col == col)
            || value_of(&path, col).is_some()
            || role().is_some_and(|role| role != Role::Field)
    }

    /// Whether its labels are headed as such, or stand in a form without headings.
    fn is_pair(&self, grid: &Grid) -> bool {
        let heading = grid.rows[self.head.clone()].first().and_then(|r| r.cell(self.field));
        self.head.is_empty() || heading.and_then(role_of) == Some(Role::Field)
    }

    /// Whether a row of it names the unit that the rows below are about.
    pub(super) fn has_banners(&self, grid: &Grid, desk: &Desk<'_>) -> bool {
        self.body.clone().any(|at| banner(&grid.rows[at], desk).is_some())
    }
}

/// The unit that a row names, where it says nothing else.
fn banner(row: &Row, desk: &Desk<'_>) -> Option<usize> {
    let mut own = row.cells.iter().filter(|c| c.anchor.is_none());
    let (Some(cell), None) = (own.next(), own.next()) else { return None };
    super::heading_text(cell).and_then(|text| desk.units.known(text))
}

/// Reads one table for its unit, or for the units that its rows name. Whether answers stood there for no unit.
pub(super) fn read(sheet: &mut Sheet<'_>, block: &Block, around: &Around, unit: Option<usize>) -> bool {
    explain(sheet, block);
    let (grid, desk) = (sheet.grid, sheet.desk);
    let mut unit = unit;
    let mut nobody = false;
    for at in block.body.clone() {
        if !desk.goes_on() {
            break;
        }
        let row = &grid.rows[at];
        if let Some(named) = banner(row, desk) {
            let col = row.cells.first().map_or(0, |c| c.col);
            sheet.took(
                (row.index, col),
                &row.first(),
                TakenKind::Unit,
                desk.expected.register.units()[named].name.clone(),
            );
            unit = Some(named);
        } else if let Some(meaning) = block.labelled.rows.get(&at) {
            match unit {
                Some(unit) => read_row(sheet, block, around, (row, meaning), unit),
                None => nobody = true,
            }
        } else {
            unknown_row(sheet, block, at);
        }
    }
    marks::check(sheet, block.head.clone(), block.body.clone());
    nobody
}

fn read_row(sheet: &mut Sheet<'_>, block: &Block, around: &Around, row: (&Row, &Meaning), unit: usize) {
    let (row, meaning) = row;
    for value in &block.values {
        let base = block.columns.period(sheet, row, around);
        let Some(base) = super::rows::period(sheet, &meaning.when, base) else { continue };
        let Some(period) = super::rows::period(sheet, &value.when, base) else { continue };
        let index = match meaning.what {
            What::Field(field) => field,
            What::Derived(derived) => {
                sheet.keep_typed(derived, unit, (period, around.source.clone()), row, value.col);
                continue;
            }
        };
        let field = &sheet.desk.expected.fields[index];
        let source = match value.assessor.as_ref().or(meaning.assessor.as_ref()) {
            Some(assessor) => sheet.source(assessor, index, |s| s.place_at(row.index, value.col)),
            None => block.columns.source(sheet, row, around, index, value.col),
        };
        let Some(source) = source else { continue };
        let stated = |m: &&str| measures::is_stated(m, field);
        let measure = measure_at(row, block.measure)
            .or(meaning.measure.as_deref().filter(stated))
            .or(value.measure.as_deref().filter(stated))
            .or(around.measure_for(field));
        let state = block.columns.text(row, Role::State);
        let remarks = block.columns.remarks(row, value.col);
        sheet.answer(Answer { unit, field: index, period, source, row, col: value.col, measure, state, remarks });
    }
}

/// A row with a value whose name no field bears. Rows without a value are headings of parts, notes, signatures.
fn unknown_row(sheet: &mut Sheet<'_>, block: &Block, at: usize) {
    let row = &sheet.grid.rows[at];
    let own = |col: u32| row.cell(col).is_some_and(|c| c.anchor.is_none());
    let labels = row.cells.iter().rev().filter(|c| c.col <= block.field && own(c.col) && !path::is_figure(c));
    let Some((text, col)) = labels.map(|c| (c.content.text().trim().to_owned(), c.col)).next() else { return };
    let folded = fold(&text);
    let answers = block.values.iter().any(|v| own(v.col));
    let note = words::is_footer(&row.first()) || words::is_footer(&folded) || words::is_total(&folded);
    if answers && !note && words::role(&folded).is_none() {
        let clear = !block.labelled.not_clear.contains(&at);
        let meaning = if clear { say::NOT_READ } else { say::NOT_CLEAR };
        sheet.took((row.index, col), &text, TakenKind::Passed, meaning);
        sheet.unknown_field(&text, sheet.place_at(row.index, col));
    }
}

/// Says what the header, the columns and the rows were taken for.
fn explain(sheet: &mut Sheet<'_>, block: &Block) {
    let grid = sheet.grid;
    let head = &grid.rows[block.head.clone()];
    let first = grid.rows.get(block.body.start).map_or(0, |r| r.index);
    let at = head.last().map_or(first, |r| r.index);
    if let Some(top) = head.first() {
        sheet.took((top.index, top.cells.first().map_or(0, |c| c.col)), "", TakenKind::Header, say::HEADER);
    }
    let heading = |col: u32| path::joined(&path::down(grid, block.head.clone(), col));
    sheet.took((at, block.field), &heading(block.field), TakenKind::Field, say::FIELDS);
    for value in &block.values {
        let heading = heading(value.col);
        sheet.took((at, value.col), &heading, TakenKind::Value, value.says(heading.is_empty()));
    }
    block.columns.explain(sheet, at, block.head.clone());
    for (at, meaning) in &block.labelled.rows {
        let row = &grid.rows[*at];
        let (kind, meaning) = super::describe(sheet.desk, meaning);
        let found = text_at(row, block.field).unwrap_or_default();
        sheet.took((row.index, block.field), &found, kind, meaning);
    }
    passed_columns(sheet, block);
}

/// Columns of figures beside the labels whose heading says nothing that is known.
fn passed_columns(sheet: &mut Sheet<'_>, block: &Block) {
    let grid = sheet.grid;
    let Some(row) = grid.rows[block.head.clone()].last() else { return };
    for cell in row.cells.iter().filter(|c| c.col > block.field) {
        let known = block.values.iter().any(|v| v.col == cell.col) || block.columns.holds(cell.col);
        let Some(text) = super::heading_text(cell).filter(|_| !known) else { continue };
        let figures = block.labelled.rows.keys().any(|at| grid.rows[*at].cell(cell.col).is_some_and(path::is_figure));
        let role = Heading::of(text).names.iter().find_map(|n| words::role(n));
        if figures && cell.anchor.is_none() {
            sheet.took((row.index, cell.col), text, TakenKind::Passed, say::NOT_READ);
            if role.is_none() && block.values.iter().all(|v| v.when == When::Now) {
                sheet.unknown_field(text, sheet.place(row, cell));
            }
        }
    }
}
