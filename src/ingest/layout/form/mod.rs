//! Forms that were sent out (下发的填报表), known by the fingerprint in their hidden cells and read by it, wherever their rows
//! and columns now stand.
//!
//! A sheet may hold several forms, one below the other: each begins at a marker that differs from the one before. Where
//! the tags of rows or columns are gone, a form is read by its headings, but is still about the unit and period, and from
//! the source, that its marker names.

mod body;
mod check;
mod columns;
mod rows;

use std::ops::Range;
use std::sync::Arc;

use crate::finding::{Code, Finding, Level};
use crate::ingest::Sibling;
use crate::ingest::axes::Axes;
use crate::ingest::desk::Desk;
use crate::ingest::grid::{Cell, Content, Grid, Row};
use crate::ingest::lines::Lines;
use crate::ingest::sheet::{Defaults, Sheet};
use crate::ingest::taken::TakenKind;
use crate::ingest::words::say;
use crate::rubric::fingerprint::{Kind, Mangled, Marker, RubricMark, is_fingerprint};

use super::{Around, Taken, say as layout_say};

/// What a fingerprint decides for a table that is read by its headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Pinned {
    /// The unit, where the form is about one.
    pub unit: Option<usize>,
}

/// One form of a sheet.
struct Form {
    marker: Marker,
    /// Row and column of the marker.
    at: (u32, u32),
    /// Positions of its rows.
    rows: Range<usize>,
}

/// Reads the forms of a sheet; `None` where it holds none.
pub(super) fn read(sheet: &mut Sheet<'_>, defaults: &Defaults, file_stem: &str) -> Option<Taken> {
    let (forms, mangled) = forms(sheet.grid);
    for (text, at) in mangled {
        let finding = Finding::new(Code::ReadWithNote).found(text).expected(say::BY_HEADINGS);
        let place = sheet.place_at(at.0, at.1);
        sheet.findings.push(finding.hint(say::MANGLED).at(place));
    }
    let mut taken: Option<Taken> = None;
    for form in forms {
        let one = read_form(sheet, defaults, file_stem, &form);
        taken = Some(match taken {
            Some(first) if first.left => one,
            Some(first) if one.left => first,
            // several forms on a sheet: it is about one unit only if all are
            Some(first) => Taken { unit: first.unit.filter(|u| one.unit == Some(*u)), ..first },
            None => one,
        });
    }
    taken
}

/// A marker that can no longer be read, and its row and column.
type Damaged = (String, (u32, u32));

/// The forms of a grid, and the markers that can no longer be read.
fn forms(grid: &Grid) -> (Vec<Form>, Vec<Damaged>) {
    let mut forms: Vec<Form> = Vec::new();
    let mut mangled = Vec::new();
    for (position, row) in grid.rows.iter().enumerate() {
        for cell in row.cells.iter().filter(|c| c.anchor.is_none()) {
            let Content::Text(text) = &cell.content else { continue };
            match Marker::read(text) {
                Some(Ok(marker)) if forms.last().is_none_or(|form| form.marker != marker) => {
                    let start = if forms.is_empty() { 0 } else { position };
                    forms.push(Form { marker, at: (row.index, cell.col), rows: start..grid.rows.len() });
                }
                Some(Err(Mangled)) => mangled.push((text.trim().to_owned(), (row.index, cell.col))),
                _ => {}
            }
        }
    }
    let starts: Vec<usize> = forms.iter().skip(1).map(|form| form.rows.start).collect();
    for (form, end) in forms.iter_mut().zip(starts) {
        form.rows.end = end;
    }
    // what is left of a copy beside a good one is not worth a word
    if !forms.is_empty() {
        mangled.clear();
    }
    (forms, mangled)
}

fn read_form(sheet: &mut Sheet<'_>, defaults: &Defaults, file_stem: &str, form: &Form) -> Taken {
    let marker = &form.marker;
    let nothing = |phrase| Taken { layouts: vec![phrase], period: marker.period.as_str().into(), ..Taken::default() };
    if is_left(sheet.desk, &sheet.file, marker) {
        return Taken { left: true, ..nothing(say::FOREIGN) };
    }
    if !ours(sheet, form) {
        return nothing(say::FOREIGN);
    }
    if marker.kind == Kind::About {
        return nothing(say::ABOUT);
    }
    let around = around(sheet, defaults, form);
    let unit = match marker.kind {
        Kind::Unit => match check::unit(sheet, form, &around.lines, file_stem) {
            Some(unit) => Some(unit),
            None => return Taken { source: around.source, ..nothing(say::FORM) },
        },
        _ => None,
    };
    let (period, source) = (around.period.clone(), around.source.clone());
    let axes = match body::Body::of(&sheet.grid.rows[form.rows.clone()], marker) {
        Some(body) => {
            sheet.took(form.at, "", TakenKind::Header, layout_say::FINGERPRINT);
            rows::read(sheet, &body, &around, unit);
            vec![body.axes(sheet.grid).under(around.lines.unit.as_ref().map(|(_, at)| *at))]
        }
        None => {
            sheet.took(form.at, "", TakenKind::Header, layout_say::TAGS_GONE);
            by_headings(sheet, form, &around, unit, file_stem)
        }
    };
    Taken { layouts: vec![say::FORM], unit, period, source, axes, ..Taken::default() }
}

/// Whether a form is of another rubric of the assessment that reads the file too.
fn is_left(desk: &Desk<'_>, file: &str, marker: &Marker) -> bool {
    let own = desk.expected.rubric.is_some_and(|now| now.id == marker.rubric.id);
    let reads = |s: &Sibling| s.rubric == marker.rubric.id && s.files.contains(file);
    !own && desk.expected.siblings.iter().any(reads)
}

/// Whether every form of a sheet is left to other rubrics; a sheet without forms is not.
pub(in crate::ingest) fn all_left(desk: &Desk<'_>, file: &str, grid: &Grid) -> bool {
    if desk.expected.siblings.is_empty() {
        return false;
    }
    let (forms, _) = forms(grid);
    !forms.is_empty() && forms.iter().all(|form| is_left(desk, file, &form.marker))
}

/// Whether a sheet holds a form that is filled in, and those of `others` do not hold the same.
pub(in crate::ingest) fn is_only_here<'g>(grid: &Grid, mut others: impl Iterator<Item = &'g Grid>) -> bool {
    let filled = |grid: &Grid| -> Vec<Marker> {
        forms(grid).0.into_iter().map(|form| form.marker).filter(|marker| marker.kind != Kind::About).collect()
    };
    let own = filled(grid);
    !own.is_empty() && !others.any(|other| filled(other).iter().any(|marker| own.contains(marker)))
}

/// Whether the form is of the rubric at hand; of an earlier version of it, that is said.
fn ours(sheet: &mut Sheet<'_>, form: &Form) -> bool {
    let Some(now) = sheet.desk.expected.rubric else { return true };
    let then = &form.marker.rubric;
    let place = sheet.place_at(form.at.0, form.at.1);
    if then.id != now.id {
        let finding = Finding::new(Code::TemplateForeign).found(then.id.as_str()).expected(now.id.as_str());
        sheet.findings.push(finding.at(place));
        return false;
    }
    // instructions hold no answers
    if then != now && form.marker.kind != Kind::About {
        let said = |mark: &RubricMark| format!("{} ({})", mark.version, mark.hash);
        // other marks or targets, but the same questions: what was filled in means what it meant
        let same = then.version == now.version && then.asks == now.asks;
        let level = if same { Level::Note } else { Code::TemplateStale.level() };
        let finding = Finding::new(Code::TemplateStale).level(level).found(said(then)).expected(said(now));
        sheet.findings.push(finding.at(place));
    }
    true
}

/// Period and source of a form: its fingerprint's; the source of one that leaves it open is that of the entry in
/// assessment.toml, and in a panel the assessor named on it.
fn around(sheet: &mut Sheet<'_>, defaults: &Defaults, form: &Form) -> Around {
    let marker = &form.marker;
    let rows = &sheet.grid.rows[form.rows.clone()];
    let lines = Lines::read(&rows[..body::above(rows)]);
    let sources = sheet.desk.expected.sources;
    let source: Arc<str> = match crate::ingest::names::source(&marker.source, sources) {
        Some(id) => id.into(),
        None => defaults.source.clone(),
    };
    let declared = crate::ingest::names::source(&source, sources).is_some();
    let source_line = lines.source.clone().filter(|_| marker.kind == Kind::Panel);
    Around { lines, period: sheet.shared(&marker.period), source, declared, source_line }
}

/// Reads a form whose tags are gone by its headings, with the unit, period and source of its marker; says where its names are.
fn by_headings(sheet: &mut Sheet<'_>, form: &Form, around: &Around, unit: Option<usize>, file_stem: &str) -> Vec<Axes> {
    let rows: Vec<Row> = sheet.grid.rows[form.rows.clone()].iter().filter_map(without_tags).collect();
    sheet.desk.holds(rows.iter().map(|r| r.cells.len() * size_of::<Cell>()).sum());
    let of = sheet.grid;
    let (name, merges) = (of.name.clone(), of.merges.clone());
    let grid = Grid { name, hidden: of.hidden, references: of.references, rows, merges };
    let pinned = Some(Pinned { unit });
    let defaults = Defaults { source: around.source.clone(), period: around.period.clone(), pinned };
    let mut inner = Sheet::new(sheet.desk, &grid, &sheet.file);
    let taken = super::by_headings(&mut inner, &defaults, file_stem);
    let unread = taken.layouts.is_empty();
    sheet.absorb(inner.yielded());
    if unread {
        let place = sheet.place_at(form.at.0, form.at.1);
        let finding = Finding::new(Code::LayoutUnknown).found(say::TAGS_GONE);
        sheet.findings.push(finding.at(place));
    }
    taken.axes
}

fn without_tags(row: &Row) -> Option<Row> {
    let cells: Vec<Cell> = row.cells.iter().filter(|c| !is_fingerprint(&c.content.text())).cloned().collect();
    (!cells.is_empty()).then_some(Row { index: row.index, cells })
}

/// The sheet without its fingerprint, where it has one.
pub(super) fn untagged(grid: &Grid) -> Option<Grid> {
    let tagged = |row: &Row| row.cells.iter().any(|c| is_fingerprint(&c.content.text()));
    grid.rows.iter().any(tagged).then(|| {
        let rows = grid.rows.iter().filter_map(without_tags).collect();
        Grid { rows, ..grid.clone() }
    })
}
