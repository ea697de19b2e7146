//! xls (and WPS .et), xlsb and ods. Their readers build whole sheets, so one file is read at a time and large ones are refused.

use std::io::Cursor;
use std::sync::Mutex;

use calamine::{Data, DataRef, Ods, Range, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsb};

use crate::finding::{Code, Finding, Place};
use crate::ingest::grid::{Cell, Content, Grid, Region};
use crate::ingest::sniff::Kind;
use crate::ingest::words::say;

use super::xlsx::{day, error_text, number, text_content, whole};
use super::{Opened, Refusal, limits, too_many_cells};

/// Held while one of these readers works: each may take half a gigabyte for a sheet that is one cell at each corner.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Opens a workbook of one of the older kinds.
pub(super) fn open(bytes: &[u8], kind: Kind) -> Result<Opened, Refusal> {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    match kind {
        Kind::Xlsb => open_xlsb(bytes),
        Kind::Ods => open_ods(bytes),
        _ => open_xls(bytes),
    }
}

fn open_xls(bytes: &[u8]) -> Result<Opened, Refusal> {
    if bytes.len() > limits::XLS {
        let finding = Finding::new(Code::TooLarge).found(format!("{} {}", say::BYTES, bytes.len()));
        return Err(finding.expected(format!("{} {}", say::BYTES, limits::XLS)).into());
    }
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Finding::new(Code::Encrypted),
        other => Finding::new(Code::FileUnreadable).found(other.to_string()),
    })?;
    let mut opened = Opened { kind: "xls", ..Opened::default() };
    for sheet in worksheets(book.sheets_metadata()) {
        let regions: Vec<Region> =
            book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default().iter().map(|d| (d.start, d.end)).collect();
        take(&mut opened, &sheet, book.worksheet_range(&sheet.name), &regions);
    }
    Ok(opened)
}

fn open_ods(bytes: &[u8]) -> Result<Opened, Refusal> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::OdsError::Password => Finding::new(Code::Encrypted),
        other => Finding::new(Code::FileUnreadable).found(other.to_string()),
    })?;
    let mut opened = Opened { kind: "ods", ..Opened::default() };
    for sheet in worksheets(book.sheets_metadata()) {
        take(&mut opened, &sheet, book.worksheet_range(&sheet.name), &[]);
    }
    Ok(opened)
}

fn open_xlsb(bytes: &[u8]) -> Result<Opened, Refusal> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsbError::Password => Finding::new(Code::Encrypted),
        other => Finding::new(Code::FileUnreadable).found(other.to_string()),
    })?;
    let mut opened = Opened { kind: "xlsb", ..Opened::default() };
    let mut left = limits::CELLS;
    for sheet in worksheets(book.sheets_metadata()) {
        let mut cells = Vec::new();
        // streamed: the box around two far cells would not fit any memory
        let read = book.worksheet_cells_reader(&sheet.name).and_then(|mut reader| {
            while let Some(cell) = reader.next_cell()? {
                left = left.saturating_sub(1);
                if left == 0 {
                    break;
                }
                let (row, col) = cell.get_position();
                let value = match cell.get_value() {
                    DataRef::SharedString(text) => Data::String((*text).to_owned()),
                    other => Data::from(other.clone()),
                };
                cells.extend(content(&value).map(|content| (row, Cell { col, anchor: None, content })));
            }
            Ok(())
        });
        if left == 0 {
            return Err(too_many_cells().into());
        }
        match read {
            Ok(()) => add(&mut opened, &sheet, cells, &[]),
            Err(error) => unreadable(&mut opened, &sheet, error.to_string()),
        }
    }
    Ok(opened)
}

fn worksheets(sheets: &[Sheet]) -> Vec<Sheet> {
    sheets.iter().filter(|s| s.typ == SheetType::WorkSheet).cloned().collect()
}

fn take<E: std::fmt::Display>(opened: &mut Opened, sheet: &Sheet, range: Result<Range<Data>, E>, regions: &[Region]) {
    let range = match range {
        Ok(range) => range,
        Err(error) => return unreadable(opened, sheet, error.to_string()),
    };
    let (top, left) = range.start().unwrap_or_default();
    let mut cells = Vec::new();
    for (row, col, value) in range.used_cells() {
        if let (Some(content), Ok(row), Ok(col)) = (content(value), u32::try_from(row), u32::try_from(col)) {
            cells.push((top + row, Cell { col: left + col, anchor: None, content }));
        }
    }
    add(opened, sheet, cells, regions);
}

fn add(opened: &mut Opened, sheet: &Sheet, cells: Vec<(u32, Cell)>, regions: &[Region]) {
    let mut grid = Grid::new(&sheet.name, cells, regions);
    grid.hidden = sheet.visible != SheetVisible::Visible;
    opened.grids.push(grid);
}

fn unreadable(opened: &mut Opened, sheet: &Sheet, error: String) {
    let place = Place { sheet: sheet.name.as_str().into(), ..Place::default() };
    opened.findings.push(Finding::new(Code::FileUnreadable).at(place).found(error));
}

fn content(value: &Data) -> Option<Content> {
    match value {
        Data::Empty => None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text_content(text),
        Data::Int(n) => Some(whole(*n, false)),
        Data::Float(x) => Some(number(*x, false)),
        Data::Bool(b) => Some(Content::Bool(*b)),
        Data::DateTime(when) => Some(day(when)),
        Data::Error(error) => Some(Content::Error(error_text(error).into())),
    }
}
