//! xlsx and xlsm: cells are streamed, so that what is read is what is there and never the box around it.

use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;

use calamine::{CellErrorType, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::finding::{Code, Finding, Place};
use crate::ingest::grid::{Content, Grid, Region};
use crate::observe::Date;

use super::budget::Budget;
use super::format::is_percent;
use super::safety::Seen;
use super::sheet::SheetBuilder;
use super::{Opened, Refusal, few_sheets};

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Opens a workbook that has passed the safety check.
pub(super) fn open(bytes: &[u8], seen: Seen, budget: &mut Budget) -> Result<Opened, Refusal> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| refusal(&e))?;
    let sheets: Vec<_> = book.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet).cloned().collect();
    few_sheets(sheets.len())?;
    let mut opened = Opened { kind: "xlsx", ..Opened::default() };
    for sheet in sheets {
        budget.look()?;
        match read_sheet(&mut book, &sheet.name, seen, budget) {
            Ok(mut grid) => {
                grid.hidden = sheet.visible != SheetVisible::Visible;
                opened.grids.push(grid);
            }
            Err(Trouble::Stop(refusal)) => return Err(refusal),
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
    Stop(Refusal),
    Reader(XlsxError),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Stop(refusal)
    }
}

impl From<XlsxError> for Trouble {
    fn from(error: XlsxError) -> Self {
        Self::Reader(error)
    }
}

fn read_sheet(book: &mut Book<'_>, name: &str, seen: Seen, budget: &mut Budget) -> Result<Grid, Trouble> {
    // a sheet without its list of merged regions is still a sheet
    let regions: Vec<Region> =
        book.merge_cells_by_sheet_name(name).unwrap_or_default().iter().map(|d| (d.start, d.end)).collect();
    let mut uncalculated = if seen.formulas { uncalculated(book, name, seen, budget)? } else { HashMap::new() };
    let mut reader = book.worksheet_cells_reader(name)?;
    let shows_percent: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|f| is_percent(&f.format_code)))
        .collect();
    let mut sheet = SheetBuilder::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        budget.step()?;
        let percent = shows_percent.get(style).copied().unwrap_or(false);
        let (row, col) = cell.get_position();
        let content = match uncalculated.remove(&(row, col)) {
            Some(formula) => Some(no_result(&formula)),
            None => content(cell.get_value(), percent),
        };
        if let Some(content) = content {
            sheet.add(row, col, content, budget)?;
        }
    }
    for region in regions {
        sheet.merge(region, budget)?;
    }
    Ok(sheet.finish(name, budget)?)
}

/// Formulas that have no result: none is kept, or a nought is kept by a program that left the calculating to the next
/// one. Nought would be a value that nobody reported.
fn uncalculated(
    book: &mut Book<'_>,
    name: &str,
    seen: Seen,
    budget: &mut Budget,
) -> Result<HashMap<(u32, u32), String>, Trouble> {
    let mut found = HashMap::new();
    let mut reader = book.worksheet_cells_reader(name)?;
    // a formula that cannot be read ends this; its value can still be read
    while let Ok(Some(cell)) = reader.next_cell_with_formula_metadata() {
        budget.step()?;
        let Some(formula) = cell.formula else { continue };
        let none = match cell.value {
            DataRef::Empty => true,
            DataRef::Float(x) => seen.recalculates && x == 0.0,
            DataRef::Int(n) => seen.recalculates && n == 0,
            _ => false,
        };
        if none {
            let text = match formula {
                calamine::XlsxFormulaMetadata::Normal { formula }
                | calamine::XlsxFormulaMetadata::Shared { formula, .. } => formula,
                _ => String::new(),
            };
            budget.take(text.len() + 64)?;
            found.insert(cell.pos, text);
        }
    }
    Ok(found)
}

/// Formulas by sheet and cell.
pub(in crate::ingest) type Formulas = BTreeMap<String, BTreeMap<(u32, u32), String>>;

/// The formulas of a workbook that has passed the safety check, as far as they can be read.
pub(super) fn formulas(bytes: &[u8], budget: &mut Budget) -> Formulas {
    let mut found = Formulas::new();
    let Ok(mut book) = Xlsx::new(Cursor::new(bytes)) else { return found };
    let names: Vec<String> = book.sheets_metadata().iter().map(|sheet| sheet.name.clone()).collect();
    for name in names {
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        let own = found.entry(name).or_default();
        while let Ok(Some(cell)) = reader.next_cell_with_formula_metadata() {
            if budget.step().is_err() {
                return found;
            }
            let Some(
                calamine::XlsxFormulaMetadata::Normal { formula }
                | calamine::XlsxFormulaMetadata::Shared { formula, .. },
            ) = cell.formula
            else {
                continue;
            };
            own.insert(cell.pos, formula);
        }
    }
    found
}

/// A cell whose formula has no result: the formula stands for the error that it is.
pub(super) fn no_result(formula: &str) -> Content {
    let shown: String = formula.chars().take(60).collect();
    Content::Error(format!("={}", if shown.is_empty() { "…" } else { &shown }).into())
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

fn refusal(error: &XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Finding::new(Code::Encrypted),
        other => Finding::new(Code::FileUnreadable).found(other.to_string()),
    }
    .into()
}
