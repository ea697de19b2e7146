//! Layouts (版式): which cells of a sheet answer which field for which unit.
//!
//! A layout is recognised by its headings and by what stands below them, never by fixed positions: rows and columns
//! are inserted, moved and deleted before a return comes back. A sheet may hold several tables, one below the other, of
//! one kind or of several. What cannot be guessed is declared ([`hints`]), and what was taken for what is said.

mod columns;
mod crossed;
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

use crate::finding::Lang;

use super::sheet::Desk;
use super::taken::TakenKind;

use path::{Meaning, What, When};
use reader::Around;
use tables::{Tables, Weigh};

pub(super) use origin::{Origin, Passed, read};

/// Rows at the top in which a long table's header is looked for.
const HEAD_ROWS: usize = 60;

/// What a blank cell in the column of units was taken for.
pub(super) const fn same_as_above(lang: Lang) -> &'static str {
    say::SAME_AS_ABOVE.of(lang)
}

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

/// What a heading or label was taken for, in words.
fn describe(desk: &Desk<'_>, meaning: &Meaning) -> (TakenKind, String) {
    let lang = desk.lang;
    let (kind, mut says) = match meaning.what {
        What::Field(field) => (TakenKind::Field, desk.expected.fields[field].name.clone()),
        What::Derived(derived) => {
            (TakenKind::Check, format!("{} {}", desk.expected.derived[derived].name, say::RATE.of(lang)))
        }
    };
    match &meaning.when {
        When::Now => {}
        When::Named(period) => says = format!("{says} {period}"),
        When::YearBefore => says = format!("{says} {}", say::YEAR_BEFORE.of(lang)),
    }
    if let Some(assessor) = &meaning.assessor {
        says = format!("{says} {} {assessor}", say::ASSESSOR.of(lang));
    }
    (kind, says)
}
