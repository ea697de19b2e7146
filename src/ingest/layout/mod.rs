//! Layouts (版式): which cells of a sheet answer which field for which unit.
//!
//! A layout is recognised by its headings and by what stands below them, never by fixed positions: rows and columns
//! are inserted, moved and deleted before a return comes back. A sheet may hold several tables, one below the other, of
//! one kind or of several. A form of ours is known by its fingerprint ([`form`]). What cannot be guessed is declared ([`hints`]), and what was taken for what is said.

mod columns;
mod crossed;
mod form;
mod headers;
mod hints;
mod labels;
mod long;
mod marks;
mod matrix;
mod origin;
mod path;
mod reader;
mod rows;
mod say;
mod single;
mod tables;
mod totals;
mod values;

use super::desk::Desk;
use super::taken::TakenKind;

use origin::{Taken, by_headings};
use path::{Meaning, What, When};
use reader::Around;
use tables::{Tables, Weigh};

pub(super) use form::{Pinned, all_left, is_only_here};
pub(super) use origin::{Origin, Passed, read};
pub(super) use say::SAME_AS_ABOVE;

/// Rows at the top in which a long table's header is looked for.
const HEAD_ROWS: usize = 60;

/// Whether the text of a cell is short enough to be a heading.
fn heading_text(cell: &super::grid::Cell) -> Option<&str> {
    match &cell.content {
        super::grid::Content::Text(text) if text.len() <= 400 => Some(text),
        _ => None,
    }
}

/// The field that a cell names.
fn field_of(desk: &Desk<'_>, cell: &super::grid::Cell) -> Option<super::names::NamedField> {
    heading_text(cell).and_then(|text| desk.fields.named(text))
}

/// What a heading or label was taken for: its field's name and period, or a key with them.
fn describe(desk: &Desk<'_>, meaning: &Meaning) -> (TakenKind, String) {
    let name = match meaning.what {
        What::Field(field) => &desk.expected.fields[field].name,
        What::Derived(derived) => &desk.expected.derived[derived].name,
    };
    let mut says = name.clone();
    if let Some(assessor) = &meaning.assessor {
        says = format!("{says} · {assessor}");
    }
    if let When::Named(period) = &meaning.when {
        says = format!("{says} {period}");
    }
    match (meaning.what, &meaning.when) {
        (What::Derived(_), _) => (TakenKind::Check, format!("{} {says}", say::RATE)),
        (What::Field(_), When::YearBefore) => (TakenKind::Field, format!("{} {says}", say::BEFORE)),
        (What::Field(_), _) => (TakenKind::Field, says),
    }
}
