//! xls and WPS .et: the reader builds whole sheets, so this runs in a process of its own.

use std::io::Cursor;

use calamine::{Data, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError};

use crate::finding::{Code, Finding};
use crate::ingest::grid::Content;

use super::budget::Budget;
use super::wire::Sink;
use super::xlsx::{day, error_text, no_result, number, text_content, whole};
use super::{Refusal, biff};

/// Reads a workbook into the sink.
pub(super) fn read(bytes: &[u8], sink: &mut dyn Sink, budget: &mut Budget) -> Result<(), Refusal> {
    let seen = biff::look(bytes);
    let nothing = biff::Seen::default();
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Finding::new(Code::Encrypted),
        other => Finding::new(Code::FileUnreadable).found(other.to_string()),
    })?;
    let sheets: Vec<Sheet> = book.sheets_metadata().to_vec();
    for (index, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet) {
        sink.sheet(&sheet.name, sheet.visible != SheetVisible::Visible)?;
        let range = match book.worksheet_range(&sheet.name) {
            Ok(range) => range,
            Err(error) => {
                sink.broken(&error.to_string())?;
                continue;
            }
        };
        let formulas = book.worksheet_formula(&sheet.name).ok();
        let seen = seen.get(index).unwrap_or(&nothing);
        let (top, left) = range.start().unwrap_or_default();
        for (row, col, value) in range.used_cells() {
            budget.step()?;
            let (Ok(row), Ok(col)) = (u32::try_from(row), u32::try_from(col)) else { continue };
            let (row, col) = (top + row, left + col);
            let place = (u16::try_from(row).unwrap_or(u16::MAX), u16::try_from(col).unwrap_or(u16::MAX));
            let content = if seen.uncalculated.binary_search(&place).is_ok() {
                let formula = formulas.as_ref().and_then(|f| f.get_value((row, col)));
                Some(no_result(formula.map_or("", String::as_str)))
            } else {
                content(value, seen.percent.binary_search(&place).is_ok())
            };
            if let Some(content) = content {
                sink.cell(row, col, content)?;
            }
        }
        for region in book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default() {
            sink.merge((region.start, region.end))?;
        }
    }
    Ok(())
}

/// What a cell holds, as its format shows it.
fn content(value: &Data, percent: bool) -> Option<Content> {
    match value {
        Data::Empty => None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text_content(text),
        Data::Int(n) => Some(whole(*n, percent)),
        Data::Float(x) => Some(number(*x, percent)),
        Data::Bool(b) => Some(Content::Bool(*b)),
        Data::DateTime(when) => Some(day(when)),
        Data::Error(error) => Some(Content::Error(error_text(error).into())),
    }
}
