//! The columns of a form (填报列): what each answers by its tag, and those that somebody added by what their headings say.

use std::sync::Arc;

use crate::finding::{Code, Finding, Level};
use crate::ingest::grid::Row;
use crate::ingest::headings::{Heading, year_before};
use crate::ingest::layout::columns::text_at;
use crate::ingest::layout::path::{self, Said, What, When};
use crate::ingest::layout::values::value_of;
use crate::ingest::layout::{Around, describe, heading_text, say};
use crate::ingest::sheet::Sheet;
use crate::ingest::taken::TakenKind;
use crate::ingest::words::{self, Role};
use crate::register::fold;
use crate::rubric::fingerprint::{Kind, Tag, is_fingerprint};

use super::body::{Body, Values};
use super::check::{self, Fits};

/// What a column answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// The field of each row.
    Rows,
    /// One field, by index.
    Field(usize),
    /// A figure that the engine works out, by index: compared, never scored.
    Derived(usize),
}

/// A column that is read, its period, and the unit of measure in its heading.
#[derive(Debug)]
pub(super) struct Column {
    pub col: u32,
    pub of: Of,
    pub period: Arc<str>,
    pub measure: Option<String>,
}

/// The columns of a form; what they were taken for is said.
pub(super) fn columns(sheet: &mut Sheet<'_>, body: &Body<'_>, around: &Around) -> Vec<Column> {
    let mut columns: Vec<Column> = body.values.iter().filter_map(|values| column(sheet, body, values)).collect();
    explain(sheet, body, &columns);
    for col in crate::ingest::layout::headers::columns(body.rows) {
        if !body.is_tagged(col) {
            columns.extend(added(sheet, body, around, &columns, col));
        }
    }
    columns
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
    let of = field.map_or(Of::Rows, Of::Field);
    Some(Column { col: values.col, of, period: sheet.shared(&values.period), measure })
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
        let (kind, meaning) = match column.of {
            Of::Field(field) => {
                (TakenKind::Field, format!("{} {}", sheet.desk.expected.fields[field].name, column.period))
            }
            Of::Rows | Of::Derived(_) => (TakenKind::Value, format!("{} {}", say::VALUES_OF, column.period)),
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

/// The headings over a column, from the top; a merged one counts once.
fn path(body: &Body<'_>, col: u32) -> Vec<String> {
    let mut path = Vec::new();
    let mut last = None;
    for (row, _) in body.headings() {
        let Some(cell) = row.cell(col) else { continue };
        let place = cell.anchor.unwrap_or((row.index, cell.col));
        if last.replace(place) != Some(place) {
            path.extend(path::part(cell).filter(|text| !is_fingerprint(text)));
        }
    }
    path
}

/// A column without a tag that somebody added, as its heading says; `None` where it answers nothing. That figures in it are
/// not read is a finding.
fn added(sheet: &mut Sheet<'_>, body: &Body<'_>, around: &Around, known: &[Column], col: u32) -> Option<Column> {
    let desk = sheet.desk;
    let path = path(body, col);
    let last = path.last()?;
    let answered = |(row, tag): (&Row, &Option<Tag>)| {
        matches!(tag, Some(Tag::Field(_) | Tag::Unit(_))) && row.cell(col).is_some_and(path::is_figure)
    };
    let figures = body.rows.iter().zip(&body.tags).any(answered);
    let taken = |of: Of, period: &str| known.iter().any(|c| c.of == of && *c.period == *period);
    let period = |when: &When| match when {
        When::Now => Some(around.period.to_string()),
        When::Named(period) => Some(period.clone()),
        When::YearBefore => year_before(&around.period),
    };
    let row = &body.rows[body.head];
    let found = path::joined(&path);
    match body.kind {
        Kind::Matrix => {
            if let Said::Means(meaning) = path::read(desk, &path) {
                let of = match meaning.what {
                    What::Field(field) => Of::Field(field),
                    What::Derived(derived) => Of::Derived(derived),
                };
                if let Some(period) = period(&meaning.when).filter(|period| !taken(of, period)) {
                    let (kind, says) = describe(desk, &meaning);
                    sheet.took((row.index, col), &found, kind, says);
                    return Some(Column { col, of, period: sheet.shared(&period), measure: meaning.measure });
                }
            }
        }
        Kind::Unit => {
            let value = value_of(&path, col).filter(|v| v.when != When::Now && v.assessor.is_none());
            if let Some(value) = value
                && let Some(period) = period(&value.when).filter(|period| !taken(Of::Rows, period))
            {
                sheet.took((row.index, col), &found, TakenKind::Value, value.says(false));
                return Some(Column { col, of: Of::Rows, period: sheet.shared(&period), measure: value.measure });
            }
        }
        Kind::Panel | Kind::About => {}
    }
    let role = Heading::of(last).names.iter().find_map(|name| words::role(name));
    let beside = role.is_some_and(|role| !matches!(role, Role::Value | Role::LastYear)) || words::is_total(&fold(last));
    if figures && !beside {
        sheet.took((row.index, col), &found, TakenKind::Passed, say::NOT_READ);
        let place = sheet.place_at(row.index, col);
        sheet.unknown_field(&found, place);
    }
    None
}
