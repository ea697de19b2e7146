//! `[[source]]` and `[[field]]`.

use std::ops::Range;

use crate::finding::{Code, Finding, Level};
use crate::number::Exact;

use super::super::document::{At, Table};
use super::super::field::{Field, FieldType, Source};

pub(super) fn sources(root: &Table<'_, '_>) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for t in root.tables("source") {
        if let Some(id) = t.required("id") {
            if sources.iter().any(|s| s.id == id.value) {
                t.doc().report(Finding::new(Code::DuplicateId).found(&id.value), &id.span);
            }
            let name = t.string("name").map_or_else(|| id.value.clone(), |at| at.value);
            sources.push(Source { id: id.value, name });
        }
        t.finish();
    }
    sources
}

/// The fields, and the bytes of their ids.
pub(super) fn fields(root: &Table<'_, '_>) -> (Vec<Field>, Vec<Range<usize>>) {
    let mut fields: Vec<Field> = Vec::new();
    let mut spans = Vec::new();
    for t in root.tables("field") {
        if let Some(id) = t.required("id") {
            if fields.iter().any(|f| f.id == id.value) {
                t.doc().report(Finding::new(Code::DuplicateId).found(&id.value), &id.span);
            }
            spans.push(id.span.clone());
            fields.push(field(&t, id));
        }
        t.finish();
    }
    (fields, spans)
}

fn field(t: &Table<'_, '_>, id: At<String>) -> Field {
    identifier(t, &id);
    let span = id.span.clone();
    if matches!(id.value.as_str(), "value" | "target" | "marks") {
        // legal, but inside an indicator the word means the indicator's own
        let finding = Finding::new(Code::BadValue).level(Level::Warning).found(&id.value);
        t.doc().report(
            finding.expected("another id: in an indicator this word means its own value, target or marks"),
            &id.span,
        );
    }
    let kind = t.choice("type", &FieldType::ALL).unwrap_or(FieldType::Decimal);
    let (min, max) = (t.number("min"), t.number("max"));
    if let (Some(min), Some(max)) = (&min, &max)
        && min.value > max.value
    {
        t.doc().report(
            Finding::new(Code::BadValue).found(max.value.to_string()).expected(format!("≥ {}", min.value)),
            &max.span,
        );
    }
    let field = Field {
        name: t.string("name").map_or_else(|| id.value.clone(), |at| at.value),
        id: id.value,
        kind,
        unit: t.text("unit"),
        from: t.text("from"),
        min: min.map(|at| at.value),
        max: max.map(|at| at.value),
        choices: t.strings("choices").into_iter().map(|at| at.value).collect(),
        aliases: t.strings("aliases").into_iter().map(|at| at.value).collect(),
        required: t.bool("required").unwrap_or(false),
        tolerance: t.number("tolerance").map_or(Exact::ZERO, |at| at.value),
        panel: false,
    };
    if field.is_receipt() && field.kind != FieldType::Date {
        let finding =
            Finding::new(Code::BadValue).found(t.text("type")).expected("`type = \"date\"` with `from = \"received\"`");
        t.doc().report(finding, &span);
    }
    field
}

/// An id must be a name that expressions can use.
pub(super) fn identifier(t: &Table<'_, '_>, id: &At<String>) {
    let mut chars = id.value.chars();
    let fits =
        chars.next().is_some_and(|c| c.is_alphabetic() || c == '_') && chars.all(|c| c.is_alphanumeric() || c == '_');
    let reserved = matches!(id.value.as_str(), "and" | "or" | "not");
    if !fits || reserved {
        let finding =
            Finding::new(Code::BadValue).found(&id.value).expected("a letter or _, then letters, digits and _");
        t.doc().report(finding, &id.span);
    }
}
