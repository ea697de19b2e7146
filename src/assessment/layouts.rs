//! `[[layout]]` of assessment.toml: what cannot be guessed of a returned sheet, read with the place of every key.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::finding::{Code, Finding, nearest};
use crate::ingest::{Answered, ColumnOrRow, Layout, LayoutKind, SheetIs, names_field};
use crate::register::Lookup;
use crate::rubric::document::{At, Document, Table, number};

use super::Scoring;

/// One `[[layout]]` as written, with the names in it that only the scorings can judge.
#[derive(Debug)]
pub(super) struct LayoutSettings {
    pub layout: Layout,
    unit: Option<At<String>>,
    source: Option<At<String>>,
    fields: Vec<At<String>>,
}

/// More columns than a sheet has.
const MOST_COLUMNS: u32 = 16_384;

/// Reads every entry; what is wrong is reported, and the rest is still read.
pub(super) fn read(root: &Table<'_, '_>) -> Vec<LayoutSettings> {
    let read: Vec<LayoutSettings> = root.tables("layout").into_iter().map(|table| entry(&table_of(table))).collect();
    for (at, one) in read.iter().enumerate() {
        if read[..at].iter().any(|other| overlap(&one.layout, &other.layout)) {
            let finding = Finding::new(Code::DuplicateId).found(one.layout.label());
            root.doc().report(finding, &one.layout.span);
        }
    }
    read
}

/// A table that reports what is left over when it goes.
struct Entry<'d, 'a> {
    table: Option<Table<'d, 'a>>,
    span: Range<usize>,
}

fn table_of<'d, 'a>(table: Table<'d, 'a>) -> Entry<'d, 'a> {
    let heading = table.doc().slice(&table.span).lines().next().map_or(0, str::len);
    let span = table.span.start..table.span.start + heading;
    Entry { table: Some(table), span }
}

/// Whether two entries are about the same rows of the same sheets.
fn overlap(a: &Layout, b: &Layout) -> bool {
    let extent = |l: &Layout| match (l.header, l.rows) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one),
        (Some((first, last)), Some((top, bottom))) => Some((first.min(top), last.max(bottom))),
    };
    let apart = match (extent(a), extent(b)) {
        (Some(a), Some(b)) => a.1 < b.0 || b.1 < a.0,
        _ => false,
    };
    a.file == b.file && a.sheet == b.sheet && !apart
}

fn entry(entry: &Entry<'_, '_>) -> LayoutSettings {
    let empty = LayoutSettings { layout: Layout::default(), unit: None, source: None, fields: Vec::new() };
    let Some(table) = &entry.table else { return empty };
    let mut fields = Vec::new();
    let kind = table.choice("kind", &LayoutKind::ALL);
    let (unit, source) = (table.string("unit"), table.string("source"));
    let layout = Layout {
        file: table.text("file").replace('\\', "/").trim_start_matches("./").to_owned(),
        sheet: sheet(table),
        kind,
        unit: unit.as_ref().map(|at| at.value.clone()),
        period: period(table),
        source: source.as_ref().map(|at| at.value.clone()),
        measure: table.string("measure").map(|at| at.value),
        header: rows(table, "header"),
        rows: rows(table, "rows"),
        units: line(table, "units"),
        fields: line(table, "fields"),
        values: columns(table, "values"),
        columns: answered(table, "columns", &mut fields, column),
        rows_are: answered(table, "rows_are", &mut fields, |text| text.parse().ok().and_then(from_one)),
        shared: false,
        place: table.doc().place(entry.span.start),
        span: entry.span.clone(),
    };
    if let (Some(header), Some(rows)) = (layout.header, layout.rows)
        && rows.0 <= header.1
        && let Some(value) = table.value("rows")
    {
        table.refuse(value, "rows below header");
    }
    LayoutSettings { layout, unit, source, fields }
}

impl Drop for Entry<'_, '_> {
    fn drop(&mut self) {
        if let Some(table) = self.table.take() {
            table.finish();
        }
    }
}

/// The period: `"2014"` or `2014`.
fn period(table: &Table<'_, '_>) -> Option<String> {
    let value = table.value("period")?;
    match number(value.get_ref()) {
        Some(year) => Some(year.to_string()),
        None => table.string("period").map(|at| at.value),
    }
}

fn sheet(table: &Table<'_, '_>) -> SheetIs {
    let Some(value) = table.value("sheet") else { return SheetIs::Any };
    if let Some(name) = value.get_ref().as_str() {
        return if name == "*" { SheetIs::Any } else { SheetIs::Named(name.trim().to_owned()) };
    }
    match whole(value) {
        Some(n) if n > 0 => SheetIs::Number(usize::try_from(n).unwrap_or(usize::MAX)),
        _ => {
            table.refuse(value, "\"…\" | 1, 2, …");
            SheetIs::Any
        }
    }
}

fn whole(value: &Spanned<DeValue<'_>>) -> Option<u32> {
    number(value.get_ref()).and_then(|n| n.to_i64()).and_then(|n| u32::try_from(n).ok())
}

/// A row of a sheet, counted from 1, as one counted from 0.
fn from_one(row: u32) -> Option<u32> {
    row.checked_sub(1).filter(|r| *r < 1_048_576)
}

/// `3` or `[3, 4]`.
fn rows(table: &Table<'_, '_>, key: &'static str) -> Option<(u32, u32)> {
    let value = table.value(key)?;
    let one = |v: &Spanned<DeValue<'_>>| whole(v).and_then(from_one);
    let read = match value.get_ref().as_array() {
        Some(array) => {
            let mut items = array.iter().map(one);
            match (items.next(), items.next(), items.next()) {
                (Some(first), Some(last), None) => first.zip(last).filter(|(first, last)| first <= last),
                _ => None,
            }
        }
        None => one(value).map(|row| (row, row)),
    };
    if read.is_none() {
        table.refuse(value, "3 | [3, 4]");
    }
    read
}

/// `C` as a column from 0.
fn column(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.is_empty() || text.len() > 3 || !text.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let letters = text.bytes().map(|b| u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let number = letters.fold(0, |all, letter| all * 26 + letter);
    (number <= MOST_COLUMNS).then(|| number - 1)
}

/// A column's letters or a row's number.
fn line(table: &Table<'_, '_>, key: &'static str) -> Option<ColumnOrRow> {
    let value = table.value(key)?;
    let read = match value.get_ref().as_str() {
        Some(text) => column(text).map(ColumnOrRow::Column),
        None => whole(value).and_then(from_one).map(ColumnOrRow::Row),
    };
    if read.is_none() {
        table.refuse(value, "\"C\" | 3");
    }
    read
}

/// `"C"` or `["C", "D"]`.
fn columns(table: &Table<'_, '_>, key: &'static str) -> Vec<u32> {
    let Some(value) = table.value(key) else { return Vec::new() };
    let one = |v: &Spanned<DeValue<'_>>| {
        let read = v.get_ref().as_str().and_then(column);
        if read.is_none() {
            table.refuse(v, "\"C\"");
        }
        read
    };
    match value.get_ref().as_array() {
        Some(array) => array.iter().filter_map(one).collect(),
        None => one(value).into_iter().collect(),
    }
}

/// `{ C = "抽检批次", D = "合格批次@2014", E = "-" }`.
fn answered(
    table: &Table<'_, '_>,
    key: &'static str,
    fields: &mut Vec<At<String>>,
    place: impl Fn(&str) -> Option<u32>,
) -> Vec<(u32, Option<Answered>)> {
    let mut found: Vec<(u32, Option<Answered>)> = Vec::new();
    for (name, value) in table.entries(key) {
        let Some(at) = place(&name.value) else {
            let expected = if key == "columns" { "A, B, …, XFD" } else { "1, 2, …" };
            table.doc().report(Finding::new(Code::BadValue).found(&name.value).expected(expected), &name.span);
            continue;
        };
        if found.iter().any(|(other, _)| *other == at) {
            table.doc().report(Finding::new(Code::DuplicateId).found(&name.value), &name.span);
            continue;
        }
        let Some(text) = value.get_ref().as_str() else {
            table.refuse(value, "\"…\" | \"-\"");
            continue;
        };
        if text.trim() == "-" {
            found.push((at, None));
            continue;
        }
        let (field, period) = match text.rsplit_once('@') {
            Some((field, period)) => (field.trim(), Some(period.trim().to_owned())),
            None => (text.trim(), None),
        };
        fields.push(At { value: field.to_owned(), span: value.span() });
        found.push((at, Some(Answered { field: field.to_owned(), period })));
    }
    found
}

/// Reports names that no scoring knows, and gives each scoring the entries that are about its returns. An entry that is
/// about no returned file is a warning.
pub(super) fn settle(doc: &Document<'_>, read: &[LayoutSettings], files: &[Vec<String>], scorings: &mut [Scoring]) {
    for one in read {
        one.check(doc, scorings);
        let about = |files: &Vec<String>| files.iter().any(|f| one.layout.is_about_file(f));
        let scorings_about = files.iter().filter(|f| about(f)).count();
        let layout = Layout { shared: scorings_about > 1, ..one.layout.clone() };
        for (scoring, _) in scorings.iter_mut().zip(files).filter(|(_, files)| about(files)) {
            scoring.layouts.push(layout.clone());
        }
        if scorings_about == 0 {
            let all = files.iter().flatten().map(String::as_str);
            let near = nearest(&one.layout.file, all).unwrap_or_default();
            doc.report(Finding::new(Code::LayoutUnused).found(one.layout.label()).hint(near), &one.layout.span);
        }
    }
}

impl LayoutSettings {
    fn check(&self, doc: &Document<'_>, scorings: &[Scoring]) {
        if scorings.is_empty() {
            return;
        }
        if let Some(unit) = &self.unit {
            let found = scorings.iter().map(|s| s.register.find(&unit.value));
            let near: Vec<Lookup> = found.collect();
            if !near.iter().any(|l| matches!(l, Lookup::Unit(_))) {
                let hint = near.into_iter().find_map(|l| match l {
                    Lookup::Unknown(near) => near,
                    _ => None,
                });
                let finding = Finding::new(Code::UnknownName).found(&unit.value).hint(hint.unwrap_or_default());
                doc.report(finding, &unit.span);
            }
        }
        for field in &self.fields {
            if scorings.iter().any(|s| names_field(&s.rubric.scheme.fields, &field.value)) {
                continue;
            }
            let fields = scorings.iter().flat_map(|s| &s.rubric.scheme.fields);
            let names = fields.flat_map(|f| [f.id.as_str(), f.name.as_str()]).filter(|n| !n.is_empty());
            let near = nearest(&field.value, names).unwrap_or_default();
            doc.report(Finding::new(Code::UnknownName).found(&field.value).hint(near), &field.span);
        }
        if let Some(source) = &self.source {
            let declared =
                |s: &Scoring| s.rubric.scheme.sources.iter().any(|d| [&d.id, &d.name].contains(&&source.value));
            let panel = |s: &Scoring| s.rubric.scheme.fields.iter().any(|f| f.panel);
            let alone = |s: &Scoring| s.rubric.scheme.sources.is_empty() && source.value == "self";
            if !scorings.iter().any(|s| declared(s) || panel(s) || alone(s)) {
                let known = scorings.iter().flat_map(|s| &s.rubric.scheme.sources).map(|d| d.id.as_str());
                let near = nearest(&source.value, known).unwrap_or_default();
                doc.report(Finding::new(Code::UnknownName).found(&source.value).hint(near), &source.span);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_by_letters() {
        for (text, expected) in
            [("A", Some(0)), ("c", Some(2)), ("AA", Some(26)), ("XFD", Some(16_383)), ("XFE", None), ("3", None)]
        {
            assert_eq!(column(text), expected, "{text}");
        }
    }
}
