//! Long form (长表): one unit and one field a row, under headings for unit, field and value.

use crate::ingest::axes::Axes;
use crate::ingest::cell::measures;
use crate::ingest::grid::Grid;
use crate::ingest::sheet::{Answer, Desk, Sheet};
use crate::ingest::words::{self, Role};

use super::columns::{Columns, measure_at, text_at};
use super::{Around, first_rows};

/// A long table.
pub(super) struct Plan {
    /// Position of the header among the rows.
    pub header: usize,
    unit: u32,
    field: u32,
    value: u32,
    measure: Option<u32>,
    columns: Columns,
}

impl Plan {
    /// Where the names of its answers stand.
    pub fn axes(&self, grid: &Grid) -> Axes {
        Axes::new(grid, &grid.rows[self.header + 1..], None, &[self.unit, self.field], &self.columns.found)
    }
}

/// Finds a header with a unit, a field and a value. A column headed 单位 holds units only if units stand in it.
pub(super) fn recognise(grid: &Grid, desk: &Desk<'_>) -> Option<Plan> {
    (0..first_rows(grid)).find_map(|header| {
        let columns = Columns::of(&grid.rows[header], &[]);
        let field = columns.get(Role::Field)?;
        let value = best_value(&columns, grid, header)?;
        let below = || grid.rows[header + 1..].iter().take(50);
        let holds_units = |col: u32| below().any(|r| text_at(r, col).is_some_and(|t| desk.units.known(&t).is_some()));
        let loose = columns.get(Role::UnitOrMeasure);
        let named = columns.found.iter().filter(|(role, _)| *role == Role::Unit).map(|(_, col)| *col);
        let unit = named.clone().find(|c| holds_units(*c)).or_else(|| loose.filter(|c| holds_units(*c)));
        // 名称 beside 指标 may be anything; a heading counts without known units below it only in a plain long table
        let plain = || {
            named
                .clone()
                .next()
                .filter(|_| below().any(|r| text_at(r, field).is_some_and(|t| desk.fields.named(&t).is_some())))
        };
        let unit = unit.or_else(plain)?;
        let measure = columns.get(Role::Measure).or(loose.filter(|c| *c != unit));
        Some(Plan { header, unit, field, value, measure, columns })
    })
}

fn best_value(columns: &Columns, grid: &Grid, header: usize) -> Option<u32> {
    let row = &grid.rows[header];
    let rank = |col: u32| row.cell(col).map_or(usize::MAX, |c| words::value_rank(&c.content.folded()));
    columns.found.iter().filter(|(role, _)| *role == Role::Value).map(|(_, col)| *col).min_by_key(|col| rank(*col))
}

/// Reads the rows below the header.
pub(super) fn read(sheet: &mut Sheet<'_>, plan: &Plan, around: &Around) {
    let (grid, desk) = (sheet.grid, sheet.desk);
    for row in &grid.rows[plan.header + 1..] {
        let Some(unit_text) = text_at(row, plan.unit) else {
            skip_or_miss(sheet, row, plan);
            continue;
        };
        let folded = crate::register::fold(&unit_text);
        let Some(field_text) = text_at(row, plan.field) else { continue };
        if words::is_total(&folded) && desk.units.known(&unit_text).is_none() || words::is_footer(&folded) {
            continue;
        }
        let Some(unit) = sheet.unit(&unit_text, |s| s.place_at(row.index, plan.unit)) else { continue };
        let Some(named) = desk.fields.named(&field_text) else {
            if !words::is_total(&crate::register::fold(&field_text)) {
                sheet.unknown_field(&field_text, sheet.place_at(row.index, plan.field));
            }
            continue;
        };
        let field = &desk.expected.fields[named.field];
        let period = match &named.period {
            Some(period) if plan.columns.get(Role::Period).is_none() => sheet.shared(period),
            _ => plan.columns.period(sheet, row, around),
        };
        let Some(source) = plan.columns.source(sheet, row, around, named.field, plan.value) else { continue };
        let stated = named.measure.as_deref().filter(|m| measures::is_stated(m, field));
        let line = around.lines.measure.as_deref().filter(|m| measures::concerns(m, field));
        sheet.answer(Answer {
            unit,
            field: named.field,
            period,
            source,
            row,
            col: plan.value,
            measure: measure_at(row, plan.measure).or(stated).or(line),
            state: plan.columns.text(row, Role::State),
            remarks: plan.columns.remarks(row, plan.value),
        });
    }
}

/// A row without a unit is blank or a note, unless it answers a field: then the unit is missing.
fn skip_or_miss(sheet: &mut Sheet<'_>, row: &crate::ingest::grid::Row, plan: &Plan) {
    let answers = text_at(row, plan.field).is_some_and(|t| sheet.desk.fields.named(&t).is_some());
    if answers && row.cell(plan.value).is_some() {
        sheet.unit("", |s| s.place_at(row.index, plan.unit));
    }
}
