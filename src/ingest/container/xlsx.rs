//! xlsx and xlsm: cells are streamed, so that what is read is what is there and never the box around it.

use std::io::Cursor;

use calamine::{CellErrorType, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::finding::{Code, Finding, Place};
use crate::ingest::grid::{Cell, Content, Grid, Region};
use crate::observe::Date;

use super::{Opened, Refusal, limits, too_many_cells};

/// Opens a workbook that has passed the safety check.
pub(super) fn open(bytes: &[u8]) -> Result<Opened, Refusal> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| refusal(&e))?;
    let sheets: Vec<_> = book.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet).cloned().collect();
    let mut opened = Opened { kind: "xlsx", ..Opened::default() };
    let mut left = limits::CELLS;
    for sheet in sheets {
        match read_sheet(&mut book, &sheet.name, &mut left) {
            Ok(mut grid) => {
                grid.hidden = sheet.visible != SheetVisible::Visible;
                opened.grids.push(grid);
            }
            Err(Trouble::TooMany) => return Err(too_many_cells().into()),
            Err(Trouble::Reader(XlsxError::NotAWorksheet(_))) => {}
            Err(Trouble::Reader(error)) => {
                let place = Place { sheet: sheet.name.as_str().into(), ..Place::default() };
                opened.findings.push(Finding::new(Code::FileUnreadable).at(place).found(error.to_string()));
            }
        }
    }
    Ok(opened)
}

enum Trouble {
    TooMany,
    Reader(XlsxError),
}

fn read_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut usize) -> Result<Grid, Trouble> {
    // a sheet without its list of merged regions is still a sheet
    let regions: Vec<Region> =
        book.merge_cells_by_sheet_name(name).unwrap_or_default().iter().map(|d| (d.start, d.end)).collect();
    let mut reader = book.worksheet_cells_reader(name).map_err(Trouble::Reader)?;
    let shows_percent: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|f| is_percent(&f.format_code)))
        .collect();
    let mut cells = Vec::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(Trouble::Reader)? {
        let percent = shows_percent.get(style).copied().unwrap_or(false);
        let (row, col) = cell.get_position();
        if let Some(content) = content(cell.get_value(), percent) {
            *left = left.checked_sub(1).ok_or(Trouble::TooMany)?;
            cells.push((row, Cell { col, anchor: None, content }));
        }
    }
    Ok(Grid::new(name, cells, &regions))
}

/// Whether a number format shows per cents: a `%` outside quotes and escapes, in the part for positive numbers.
fn is_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for c in format.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => return false,
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

fn content(value: &DataRef<'_>, percent: bool) -> Option<Content> {
    match value {
        DataRef::Empty => None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_content(text),
        DataRef::SharedString(text) => text_content(text),
        DataRef::Int(n) => Some(whole(*n, percent)),
        DataRef::Float(x) => Some(number(*x, percent)),
        DataRef::Bool(b) => Some(Content::Bool(*b)),
        DataRef::DateTime(when) => Some(day(when)),
        DataRef::Error(error) => Some(Content::Error(error_text(error).into())),
    }
}

/// Text, unless it is blank.
pub(super) fn text_content(text: &str) -> Option<Content> {
    let blank = text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}'));
    (!blank).then(|| Content::Text(text.into()))
}

/// A number as its format shows it.
pub(super) fn number(x: f64, percent: bool) -> Content {
    if percent { Content::Percent(x) } else { Content::Number(x) }
}

/// A whole number; one that a double does not hold stays text, digit by digit.
pub(super) fn whole(n: i64, percent: bool) -> Content {
    match i32::try_from(n) {
        Ok(small) => number(f64::from(small), percent),
        Err(_) => Content::Text(n.to_string().into()),
    }
}

/// A day; a time of day without a day, or a duration, is a number.
pub(super) fn day(when: &ExcelDateTime) -> Content {
    let (year, month, day, ..) = when.to_ymd_hms_milli();
    if when.is_datetime()
        && when.as_f64() >= 1.0
        && let Some(date) = Date::new(i32::from(year), u32::from(month), u32::from(day))
    {
        return Content::Day(date);
    }
    Content::Number(when.as_f64())
}

/// An error value as a spreadsheet shows it.
pub(super) fn error_text(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}

fn refusal(error: &XlsxError) -> Finding {
    match error {
        XlsxError::Password => Finding::new(Code::Encrypted),
        other => Finding::new(Code::FileUnreadable).found(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_formats_are_told_from_others() {
        for (format, expected) in
            [("0%", true), ("0.00%", true), ("0.0\"%\"", false), ("0\\%", false), ("General", false), ("0;0%", false)]
        {
            assert_eq!(is_percent(format), expected, "{format}");
        }
    }
}
