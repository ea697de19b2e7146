//! The scheme as workbooks: one to print ([`printed`]) and one to edit ([`edited`]), which `ingest/` reads back.

mod cells;
mod edit;
mod page;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::finding::Lang;
use crate::rubric::Rubric;

pub(super) use page::sheet as printed_sheet;

use super::Unmade;

/// The scheme as people print it (评分细则): labels merged down the side, one indicator a row, A4 across.
pub fn printed(rubric: &Rubric, lang: Lang) -> Result<Vec<u8>, Unmade> {
    let mut book = new(rubric)?;
    page::sheet(rubric, lang, book.add_worksheet())?;
    Ok(book.save_to_buffer()?)
}

/// The rubric as a workbook that an evaluator edits in a spreadsheet; reading it back gives the same rubric.
pub fn edited(rubric: &Rubric, lang: Lang) -> Result<Vec<u8>, Unmade> {
    let mut book = new(rubric)?;
    edit::sheets(rubric, lang, &mut book)?;
    Ok(book.save_to_buffer()?)
}

/// A workbook with a fixed date: the same rubric gives the same bytes.
fn new(rubric: &Rubric) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2015, 1, 1)?;
    let author = concat!("zhiheng ", env!("CARGO_PKG_VERSION"));
    let title = &rubric.scheme.head.title;
    book.set_properties(&DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&created));
    Ok(book)
}
