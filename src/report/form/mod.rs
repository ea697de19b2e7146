//! The forms to send out (下发的填报表): a workbook for every unit on what it reports itself, and one for every other reporter,
//! with units down and its fields across. [`plan()`] says which there are, [`workbook`] makes one.
//!
//! Each sheet carries a [fingerprint](crate::rubric::fingerprint) in a hidden row and a hidden column, by which `ingest/`
//! knows it when it comes back.

mod about;
mod check;
mod matrix;
mod page;
mod plan;
mod unit;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::finding::Lang;
use crate::register::Register;
use crate::rubric::Rubric;
use crate::rubric::fingerprint::{Kind, Marker};
use crate::score::Asked;

use super::Unmade;

pub use plan::{Form, Item, plan};

/// What forms are made from.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The rubric.
    pub rubric: &'a Rubric,
    /// The units scored.
    pub register: &'a Register,
    /// What each unit is asked for.
    pub asked: &'a Asked,
    /// The names of agencies that fields are reported by.
    pub agencies: &'a Register,
    /// Language.
    pub lang: Lang,
}

/// The workbook of a form: the table to fill in, and a sheet of instructions.
pub fn workbook(asking: &Asking<'_>, form: &Form) -> Result<Vec<u8>, Unmade> {
    let mut book = Workbook::new();
    // the date of creation is fixed: the same input gives the same bytes
    let created = ExcelDateTime::from_ymd(2015, 1, 1)?;
    let author = concat!("zhiheng ", env!("CARGO_PKG_VERSION"));
    let page = page::Page::new(asking, form);
    book.set_properties(
        &DocProperties::new().set_title(page.title()).set_author(author).set_creation_datetime(&created),
    );
    match form.kind {
        Kind::Unit => unit::sheet(&page, book.add_worksheet())?,
        Kind::Matrix | Kind::Panel | Kind::About => matrix::sheet(&page, book.add_worksheet())?,
    }
    about::sheet(&page, book.add_worksheet())?;
    Ok(book.save_to_buffer()?)
}

/// The marker of a form's table.
fn marker(asking: &Asking<'_>, form: &Form, columns: usize) -> Marker {
    let units = asking.register.units();
    Marker {
        kind: form.kind,
        rubric: asking.rubric.mark.clone(),
        unit: form.unit.map(|unit| units[unit].code.clone()).unwrap_or_default(),
        period: asking.rubric.scheme.head.period.clone(),
        source: form.source.clone(),
        columns,
    }
}
