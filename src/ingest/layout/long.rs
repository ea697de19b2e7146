//! Long form (长表): one unit and one field a row, under headings for unit, field and value.

use std::collections::HashSet;
use std::ops::Range;

use crate::finding::Place;
use crate::ingest::axes::Axes;
use crate::ingest::cell::measures;
use crate::ingest::desk::Desk;
use crate::ingest::grid::{Grid, Row};
use crate::ingest::sheet::{Answer, Sheet};
use crate::ingest::taken::TakenKind;
use crate::ingest::trail::Trail;
use crate::ingest::words::{self, Role};
use crate::observe::Remarks;
use crate::register::fold;

use super::columns::{Columns, measure_at, text_at};
use super::hints::Hints;
use super::{Around, HEAD_ROWS, say};

/// A long table.
pub(super) struct Plan {
    /// Position of the header among the rows; the body's own first where there is none.
    pub header: usize,
    body: Range<usize>,
    unit: u32,
    field: u32,
    value: u32,
    measure: Option<u32>,
    columns: Columns,
    trail: Option<Trail<u32>>,
}

impl Plan {
    /// Where the names of its answers stand.
    pub fn axes(&self, grid: &Grid) -> Axes {
        Axes::new(grid, &grid.rows[self.body.clone()], None, &[self.unit, self.field], &self.columns.found)
    }
}

/// Finds a header with a unit, a field and a value. A column headed 单位 holds units only if units stand in it.
pub(super) fn recognise(grid: &Grid, desk: &Desk<'_>, hints: &Hints) -> Option<Plan> {
    if let (Some(unit), Some(field), [value, ..]) = (hints.unit_column, hints.field_column, &hints.values[..]) {
        let head = hints.header.clone().unwrap_or(0..0);
        let columns = Columns::over(grid, head.clone(), &[unit, field, *value]);
        let body = hints.body.clone().unwrap_or(head.end..grid.rows.len());
        let measure = columns.get(Role::Measure);
        let trail = grid.rows.get(head.start).and_then(trail);
        return Some(Plan { header: head.start, body, unit, field, value: *value, measure, columns, trail });
    }
    hints.search(0..grid.rows.len().min(HEAD_ROWS)).find_map(|header| {
        let columns = Columns::of(&grid.rows[header], &[]);
        let field = hints.field_column.or_else(|| columns.get(Role::Field))?;
        let value = hints.values.first().copied().or_else(|| best_value(&columns, grid, header))?;
        let below = || grid.rows[header + 1..].iter().take(50);
        let holds_units = |col: u32| below().any(|r| text_at(r, col).is_some_and(|t| desk.units.known(&t).is_some()));
        let loose = columns.get(Role::UnitOrMeasure);
        let named = columns.all(Role::Unit);
        let unit = hints.unit_column.or_else(|| named.iter().copied().find(|c| holds_units(*c)));
        let unit = unit.or_else(|| loose.filter(|c| holds_units(*c)));
        // 名称 beside 指标 may be anything; a heading counts without known units below it only in a plain long table
        let plain = || {
            let fields = || below().any(|r| text_at(r, field).is_some_and(|t| desk.fields.named(&t).is_some()));
            named.first().copied().filter(|_| fields())
        };
        let unit = unit.or_else(plain)?;
        let measure = columns.get(Role::Measure).or(loose.filter(|c| *c != unit));
        let body = hints.start(header + 1)..hints.end(grid);
        let trail = trail(&grid.rows[header]);
        Some(Plan { header, body, unit, field, value, measure, columns, trail })
    })
}

/// The columns that an earlier run wrote beside its observations.
fn trail(header: &Row) -> Option<Trail<u32>> {
    Trail::of(header.cells.iter().map(|c| (c.col, c.content.text())))
}

fn best_value(columns: &Columns, grid: &Grid, header: usize) -> Option<u32> {
    let row = &grid.rows[header];
    let rank = |col: u32| row.cell(col).map_or(usize::MAX, |c| words::value_rank(&c.content.folded()));
    columns.all(Role::Value).into_iter().min_by_key(|col| rank(*col))
}

/// Whose rows are being read.
#[derive(Default)]
struct Run {
    last: Option<usize>,
    /// What the last unit's rows answered: field, period, source.
    seen: HashSet<(usize, String, String)>,
    blank: bool,
}

/// Reads the rows below the header.
pub(super) fn read(sheet: &mut Sheet<'_>, plan: &Plan, around: &Around) {
    explain(sheet, plan);
    let mut run = Run::default();
    let grid = sheet.grid;
    for at in plan.body.clone() {
        if !sheet.desk.goes_on() {
            return;
        }
        read_row(sheet, plan, around, &grid.rows[at], &mut run);
    }
}

fn read_row(sheet: &mut Sheet<'_>, plan: &Plan, around: &Around, row: &Row, run: &mut Run) {
    let desk = sheet.desk;
    let unit_text = text_at(row, plan.unit).unwrap_or_default();
    let folded = fold(&unit_text);
    let Some(field_text) = text_at(row, plan.field) else { return };
    let beside = |col: u32| text_at(row, col).unwrap_or_default();
    if plan.trail.is_some_and(|trail| trail.passes(beside)) {
        return;
    }
    if words::is_footer(&folded) || words::is_footer(&row.first()) {
        return;
    }
    let known = desk.units.known(&unit_text);
    let total = words::is_total(&folded) && known.is_none() || words::is_total(&fold(&field_text));
    let repeated = words::role(&folded).is_some() && words::role(&fold(&field_text)) == Some(Role::Field);
    if total || repeated {
        let meaning = if repeated { say::REPEATED } else { say::NOT_READ };
        sheet.took((row.index, plan.unit), &unit_text, TakenKind::Passed, meaning);
        run.last = None;
        return;
    }
    let field = desk.fields.named(&field_text);
    let key = field.as_ref().map(|f| {
        let said = |role| plan.columns.text(row, role).unwrap_or_default();
        (f.field, said(Role::Period), said(Role::Source))
    });
    let unit = match known {
        Some(unit) => {
            run.seen.clear();
            run.blank = false;
            run.last = Some(unit);
            run.seen.extend(key);
            unit
        }
        None if unit_text.is_empty() => match same_as_above(sheet, plan, row, run, key) {
            Some(unit) => unit,
            None => return,
        },
        None => {
            run.last = None;
            let _ = sheet.unit(&unit_text, |s| s.place_at(row.index, plan.unit));
            return;
        }
    };
    let Some(named) = field else {
        unknown_field(sheet, plan, around, (row, &field_text), unit);
        return;
    };
    let field = &desk.expected.fields[named.field];
    let period = match &named.period {
        Some(period) if plan.columns.get(Role::Period).is_none() => sheet.shared(period),
        _ => plan.columns.period(sheet, row, around),
    };
    let Some(source) = plan.columns.source(sheet, row, around, named.field, plan.value) else { return };
    let stated = named.measure.as_deref().filter(|m| measures::is_stated(m, field));
    sheet.answer(Answer {
        unit,
        field: named.field,
        period,
        source,
        row,
        col: plan.value,
        measure: measure_at(row, plan.measure).or(stated).or(around.measure_for(field)),
        state: plan.columns.text(row, Role::State),
        remarks: with_origin(plan.columns.remarks(row, plan.value), plan.trail.and_then(|t| t.origin(beside))),
    });
}

fn with_origin(remarks: Option<Box<Remarks>>, origin: Option<Place>) -> Option<Box<Remarks>> {
    let Some(origin) = origin else { return remarks };
    let mut remarks = remarks.unwrap_or_default();
    remarks.origin = Some(origin);
    Some(remarks)
}

/// The unit of a row whose own is blank: that above, as long as its rows answer one field after the other. A row without a
/// unit that answers nothing is blank or a note; else the unit is missing.
fn same_as_above(
    sheet: &mut Sheet<'_>,
    plan: &Plan,
    row: &Row,
    run: &mut Run,
    key: Option<(usize, String, String)>,
) -> Option<usize> {
    let key = key?;
    row.cell(plan.value)?;
    if let Some(unit) = run.last
        && run.seen.insert(key)
    {
        if !std::mem::replace(&mut run.blank, true) {
            sheet.note_same_unit(unit, row.index, plan.unit);
            sheet.took((row.index, plan.unit), "", TakenKind::Unit, say::SAME_AS_ABOVE);
        }
        return Some(unit);
    }
    run.last = None;
    sheet.unit("", |s| s.place_at(row.index, plan.unit))
}

/// A name that no field bears: a figure that the engine works out is kept to be compared.
fn unknown_field(sheet: &mut Sheet<'_>, plan: &Plan, around: &Around, row: (&Row, &str), unit: usize) {
    let (row, text) = row;
    match sheet.desk.derived.named(text) {
        Some((derived, named)) => {
            let period = match named {
                Some(period) if plan.columns.get(Role::Period).is_none() => sheet.shared(&period),
                _ => plan.columns.period(sheet, row, around),
            };
            sheet.keep_typed(derived, unit, (period, around.source.clone()), row, plan.value);
        }
        None => sheet.unknown_field(text, sheet.place_at(row.index, plan.field)),
    }
}

fn explain(sheet: &mut Sheet<'_>, plan: &Plan) {
    let Some(row) = sheet.grid.rows.get(plan.header) else { return };
    let parts = [
        (plan.unit, TakenKind::Unit, say::UNITS),
        (plan.field, TakenKind::Field, say::FIELDS),
        (plan.value, TakenKind::Value, say::VALUES),
    ];
    sheet.took((row.index, row.cells.first().map_or(0, |c| c.col)), "", TakenKind::Header, say::HEADER);
    for (col, kind, phrase) in parts {
        sheet.took((row.index, col), &text_at(row, col).unwrap_or_default(), kind, phrase);
    }
    let at = plan.header..plan.header + 1;
    plan.columns.clone().without(&[plan.unit, plan.field, plan.value]).explain(sheet, row.index, at);
}
