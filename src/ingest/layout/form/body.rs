//! The rows and columns of a form by their tags.

use std::sync::Arc;

use crate::finding::{Code, Finding, Level};
use crate::ingest::axes::Axes;
use crate::ingest::cell::measures;
use crate::ingest::grid::{Content, Grid, Row};
use crate::ingest::layout::columns::{Columns, measure_at, role_of, text_at};
use crate::ingest::layout::{Around, heading_text, say};
use crate::ingest::sheet::{Answer, Sheet};
use crate::ingest::taken::TakenKind;
use crate::ingest::words::{self, Role};
use crate::observe::Remarks;
use crate::register::fold;
use crate::rubric::fingerprint::{Kind, Marker, Said, Tag};

use super::check::{self, Fits};

/// A column of values.
struct Values {
    col: u32,
    /// Id of the field in a matrix; empty where rows are fields.
    field: String,
    period: String,
}

/// A form by its tags.
pub(super) struct Body<'g> {
    rows: &'g [Row],
    kind: Kind,
    name: u32,
    measure: Option<u32>,
    values: Vec<Values>,
    said: Vec<(Said, String, u32)>,
    /// The tag of each row; `None` where it has none.
    tags: Vec<Option<Tag>>,
    /// Position of the headings.
    head: usize,
}

/// Position of the row of headings.
fn header(rows: &[Row]) -> Option<usize> {
    rows.iter().position(|row| tags(row).any(|(_, tag)| tag == Tag::Heads))
}

/// How many rows stand above the headings, by what these say where their tag is gone.
pub(super) fn above(rows: &[Row]) -> usize {
    let heads = |row: &Row| row.cells.iter().filter(|c| role_of(c).is_some()).count() >= 3;
    header(rows).or_else(|| rows.iter().position(heads)).unwrap_or(0)
}

fn tags(row: &Row) -> impl Iterator<Item = (u32, Tag)> {
    row.cells.iter().filter(|c| c.anchor.is_none()).filter_map(|c| match &c.content {
        Content::Text(text) => Tag::read(text).map(|tag| (c.col, tag)),
        _ => None,
    })
}

impl<'g> Body<'g> {
    /// `None` where tags were lost without which the form cannot be read by them.
    pub(super) fn of(rows: &'g [Row], marker: &Marker) -> Option<Self> {
        let mut body = Self {
            rows,
            kind: marker.kind,
            name: 0,
            measure: None,
            values: Vec::new(),
            said: Vec::new(),
            tags: vec![None; rows.len()],
            head: header(rows)?,
        };
        let mut name = None;
        for (row, own) in rows.iter().zip(&mut body.tags) {
            for (col, tag) in tags(row) {
                match tag {
                    Tag::Name => name = Some(col),
                    Tag::Measure => body.measure = Some(col),
                    Tag::Value { field, period } => body.values.push(Values { col, field, period }),
                    Tag::Said { what, field } => body.said.push((what, field, col)),
                    Tag::Heads | Tag::Subheads | Tag::Foot | Tag::Field(_) | Tag::Unit(_) => *own = Some(tag),
                }
            }
        }
        body.name = name?;
        let answered = body.tags.iter().any(|tag| matches!(tag, Some(Tag::Field(_) | Tag::Unit(_))));
        (answered && body.values.len() >= marker.columns && marker.columns > 0).then_some(body)
    }

    /// Whether anything stands in a column of values of this row.
    fn answers(&self, row: &Row) -> bool {
        self.values.iter().any(|v| row.cell(v.col).is_some_and(|c| c.anchor.is_none()))
    }

    /// Where the names, the units of measure and the remarks of its answers stand.
    pub(super) fn axes(&self, grid: &Grid) -> Axes {
        let role = |said: Said| match said {
            Said::Reason => Role::Reason,
            Said::By => Role::By,
            Said::Date => Role::Date,
            Said::Evidence => Role::Evidence,
        };
        let remarks = self.said.iter().map(|(said, _, col)| (role(*said), *col));
        let roles: Vec<(Role, u32)> = remarks.chain(self.measure.map(|col| (Role::Measure, col))).collect();
        Axes::new(grid, &self.rows[self.head + 1..], Some(self.rows[self.head].index), &[self.name], &roles)
    }

    /// What was said with the values of a field; what has a column of its own before what is for all.
    fn remarks(&self, row: &Row, field: &str) -> Option<Box<Remarks>> {
        let said = |wanted: Said| {
            let columns = || self.said.iter().filter(|(what, ..)| *what == wanted);
            let own = columns().find(|(_, of, _)| of == field);
            let column = own.or_else(|| columns().find(|(_, of, _)| of.is_empty()));
            column.and_then(|(.., col)| text_at(row, *col)).unwrap_or_default()
        };
        let remarks = Remarks {
            reason: said(Said::Reason),
            by: said(Said::By),
            date: said(Said::Date),
            evidence: said(Said::Evidence),
        };
        (remarks != Remarks::default()).then(|| Box::new(remarks))
    }

    /// The heading rows: the one tagged so, and a second one.
    fn headings(&self) -> impl Iterator<Item = (&'g Row, &Option<Tag>)> {
        self.rows.iter().zip(&self.tags).filter(|(_, tag)| matches!(tag, Some(Tag::Heads | Tag::Subheads)))
    }
}

/// A column that is read: its field in a matrix, the period, and the unit of measure in its heading.
struct Column {
    col: u32,
    field: Option<usize>,
    period: Arc<str>,
    measure: Option<String>,
}

/// Reads a form by its tags.
pub(super) fn read(sheet: &mut Sheet<'_>, body: &Body<'_>, around: &Around, unit: Option<usize>) {
    let columns: Vec<Column> = body.values.iter().filter_map(|values| column(sheet, body, values)).collect();
    explain(sheet, body, &columns);
    if body.kind == Kind::Panel && nobody(sheet, body, around) {
        return;
    }
    for (position, (row, tag)) in body.rows.iter().zip(&body.tags).enumerate() {
        match (tag, unit) {
            (Some(Tag::Field(id)), Some(unit)) => field_row(sheet, body, around, &columns, row, Some(id), unit),
            (Some(Tag::Unit(code)), None) => unit_row(sheet, body, around, &columns, row, Some(code)),
            // a row that was added under the headings is read by what it says itself
            (None, Some(unit)) if position > body.head && body.answers(row) => {
                field_row(sheet, body, around, &columns, row, None, unit);
            }
            (None, None) if position > body.head && body.answers(row) => {
                unit_row(sheet, body, around, &columns, row, None);
            }
            _ => {}
        }
    }
}

/// A column as it is to be read; `None` where its heading contradicts its tag, or its field is gone from the rubric.
fn column(sheet: &mut Sheet<'_>, body: &Body<'_>, values: &Values) -> Option<Column> {
    let desk = sheet.desk;
    let answers = |(row, tag): (&Row, &Option<Tag>)| {
        matches!(tag, Some(Tag::Field(_) | Tag::Unit(_)))
            && row.cell(values.col).is_some_and(|cell| cell.anchor.is_none())
    };
    let used = body.rows.iter().zip(&body.tags).any(answers);
    let mut measure = None;
    let field = if values.field.is_empty() { None } else { Some(matrix_field(sheet, body, values, used)?) };
    for (row, tag) in body.headings() {
        let Some(cell) = row.cell(values.col) else { continue };
        let text = cell.content.text();
        let (mut fits, mut expected) = (Fits::Same, values.period.as_str());
        if let (Some(field), Some(Tag::Heads)) = (field, tag) {
            fits = check::field(desk, field, &text);
            expected = &desk.expected.fields[field].name;
            measure = heading_text(cell).and_then(|t| desk.fields.named(t)).and_then(|named| named.measure);
        }
        if fits == Fits::Same && check::heading_period(desk, &text).is_some_and(|period| period != values.period) {
            (fits, expected) = (Fits::Other, &values.period);
        }
        if let Some(level) = fits.level().filter(|_| used) {
            let finding = Finding::new(Code::HeadingDiffers).level(level).found(text.trim()).expected(expected);
            let place = sheet.place(row, cell);
            sheet.findings.push(finding.at(place));
            if level == Level::Error {
                return None;
            }
        }
    }
    Some(Column { col: values.col, field, period: sheet.shared(&values.period), measure })
}

/// Says what the rows and columns were taken for.
fn explain(sheet: &mut Sheet<'_>, body: &Body<'_>, columns: &[Column]) {
    let head = &body.rows[body.head];
    let heading = |col: u32| {
        let texts: Vec<String> = body.headings().filter_map(|(row, _)| text_at(row, col)).collect();
        texts.join(" / ")
    };
    let rows = body.tags.iter().filter(|tag| matches!(tag, Some(Tag::Field(_) | Tag::Unit(_)))).count();
    sheet.took((head.index, body.name), &heading(body.name), TakenKind::Header, format!("{} {rows}", say::ROWS));
    for column in columns {
        let (kind, meaning) = match column.field {
            Some(field) => (TakenKind::Field, format!("{} {}", sheet.desk.expected.fields[field].name, column.period)),
            None => (TakenKind::Value, format!("{} {}", say::VALUES_OF, column.period)),
        };
        sheet.took((head.index, column.col), &heading(column.col), kind, meaning);
    }
    if let Some(col) = body.measure {
        sheet.took((head.index, col), &heading(col), TakenKind::Measure, say::MEASURE);
    }
    for (.., col) in &body.said {
        sheet.took((head.index, *col), &heading(*col), TakenKind::Remark, say::REMARK);
    }
}

/// Says what a row without a tag was taken for.
fn took_row(sheet: &mut Sheet<'_>, body: &Body<'_>, row: &Row, kind: TakenKind, meaning: &str) {
    let found = text_at(row, body.name).unwrap_or_default();
    sheet.took((row.index, body.name), &found, kind, meaning);
}

/// The field of a column of a matrix; one whose id is gone from the rubric may still be there under its name.
fn matrix_field(sheet: &mut Sheet<'_>, body: &Body<'_>, values: &Values, used: bool) -> Option<usize> {
    let desk = sheet.desk;
    if let Some(field) = desk.fields.by_id(&values.field) {
        return Some(field);
    }
    let (row, _) = body.headings().find(|(_, tag)| **tag == Some(Tag::Heads))?;
    let text = text_at(row, values.col).unwrap_or_else(|| values.field.clone());
    let known = desk.fields.named(&text).map(|named| named.field);
    if known.is_none() && used {
        let place = sheet.place_at(row.index, values.col);
        sheet.unknown_field(&text, place);
    }
    known
}

/// Whether marks were given on a sheet of a panel by somebody who is named nowhere.
fn nobody(sheet: &mut Sheet<'_>, body: &Body<'_>, around: &Around) -> bool {
    let named = around.source_line.is_some() || !around.declared;
    let rows = body.rows.iter().zip(&body.tags).filter(|(_, tag)| matches!(tag, Some(Tag::Unit(_))));
    if named || !rows.into_iter().any(|(row, _)| body.answers(row)) {
        return false;
    }
    let row = &body.rows[body.head.saturating_sub(1)];
    let place = row.cells.first().map_or_else(|| sheet.place_at(row.index, 0), |cell| sheet.place(row, cell));
    let finding = Finding::new(Code::UnknownSource).found(words::say::NO_ASSESSOR);
    sheet.findings.push(finding.at(place));
    true
}

/// A row that answers one field for the unit of the form.
fn field_row(
    sheet: &mut Sheet<'_>,
    body: &Body<'_>,
    around: &Around,
    columns: &[Column],
    row: &Row,
    tag: Option<&String>,
    unit: usize,
) {
    let desk = sheet.desk;
    let visible = text_at(row, body.name).unwrap_or_default();
    let place = |s: &Sheet<'_>| s.place_at(row.index, body.name);
    let field = match tag.map(|id| desk.fields.by_id(id)) {
        Some(Some(field)) => {
            if !fits(sheet, body, row, check::field(desk, field, &visible), &visible, &desk.expected.fields[field].name)
            {
                return;
            }
            field
        }
        // gone from the rubric, or added by hand: what people read decides
        missing => match desk.fields.named(&visible) {
            Some(named) => {
                took_row(sheet, body, row, TakenKind::Field, &desk.expected.fields[named.field].name);
                named.field
            }
            None => {
                let text = if visible.is_empty() { tag.cloned().unwrap_or_default() } else { visible };
                let passed = missing.is_none() && passes(row, &text);
                if body.answers(row) && !passed && !text.is_empty() {
                    let place = place(sheet);
                    sheet.unknown_field(&text, place);
                }
                return;
            }
        },
    };
    let id = desk.expected.fields[field].id.as_str();
    for column in columns {
        let Some(source) = Columns::default().source(sheet, row, around, field, column.col) else { continue };
        sheet.answer(Answer {
            unit,
            field,
            period: column.period.clone(),
            source,
            row,
            col: column.col,
            measure: measure_at(row, body.measure),
            state: None,
            remarks: body.remarks(row, id),
        });
    }
}

/// A row that answers every field of a matrix for one unit.
fn unit_row(
    sheet: &mut Sheet<'_>,
    body: &Body<'_>,
    around: &Around,
    columns: &[Column],
    row: &Row,
    tag: Option<&String>,
) {
    let desk = sheet.desk;
    let visible = text_at(row, body.name).unwrap_or_default();
    let unit = match tag.and_then(|code| desk.units.known(code)) {
        Some(unit) => {
            let name = &desk.expected.register.units()[unit].name;
            if !fits(sheet, body, row, check::unit_name(desk, unit, &visible), &visible, name) {
                return;
            }
            unit
        }
        None => {
            let text = if visible.is_empty() { tag.cloned().unwrap_or_default() } else { visible };
            if !body.answers(row) || tag.is_none() && passes(row, &text) || text.is_empty() {
                return;
            }
            let Some(unit) = sheet.unit(&text, |s| s.place_at(row.index, body.name)) else { return };
            took_row(sheet, body, row, TakenKind::Unit, &desk.expected.register.units()[unit].name);
            unit
        }
    };
    for column in columns {
        let Some(field) = column.field else { continue };
        let Some(source) = Columns::default().source(sheet, row, around, field, column.col) else { continue };
        let own = &desk.expected.fields[field];
        sheet.answer(Answer {
            unit,
            field,
            period: column.period.clone(),
            source,
            row,
            col: column.col,
            measure: column.measure.as_deref().filter(|m| measures::is_stated(m, own)),
            state: None,
            remarks: body.remarks(row, &own.id),
        });
    }
}

/// Whether an answered row may be read by its tag; that it says something else is a finding.
fn fits(sheet: &mut Sheet<'_>, body: &Body<'_>, row: &Row, fits: Fits, visible: &str, name: &str) -> bool {
    let Some(level) = fits.level() else { return true };
    if body.answers(row) {
        let finding = Finding::new(Code::HeadingDiffers).level(level).found(visible).expected(name);
        let place = sheet.place_at(row.index, body.name);
        sheet.findings.push(finding.at(place));
    }
    level != Level::Error
}

/// Totals, signatures and notes among rows without a tag.
fn passes(row: &Row, text: &str) -> bool {
    let folded = fold(text);
    let (first, role) = (row.first(), words::role(&folded).is_some());
    words::is_footer(&first) || words::is_footer(&folded) || words::is_total(&folded) || words::is_total(&first) || role
}
