//! xlsb: the reader gives values; formats, merged regions and the errors of formulas are looked up in the records.
//!
//! This runs in a process of its own: the reader believes what a record says of its own length.

use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};

use calamine::{Data, DataRef, Reader, Sheet, SheetType, SheetVisible, Xlsb, XlsbError};
use zip::ZipArchive;

use crate::finding::{Code, Finding};
use crate::ingest::grid::{Content, Region};

use super::Refusal;
use super::budget::Budget;
use super::format::{is_percent, is_percent_builtin};
use super::wire::Sink;
use super::xls::content;
use super::xml::{Node, Xml};

/// Reads a workbook into the sink.
pub(super) fn read(bytes: &[u8], sink: &mut dyn Sink, budget: &mut Budget) -> Result<(), Refusal> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsbError::Password => Finding::new(Code::Encrypted),
        other => Finding::new(Code::FileUnreadable).found(other.to_string()),
    })?;
    let mut parts = Parts::of(bytes, budget);
    let sheets: Vec<Sheet> = book.sheets_metadata().to_vec();
    for (index, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet) {
        sink.sheet(&sheet.name, sheet.visible != SheetVisible::Visible)?;
        let seen =
            parts.as_mut().and_then(|parts| parts.sheet(index, budget).transpose()).transpose()?.unwrap_or_default();
        if let Err(error) = cells(&mut book, &sheet.name, &seen, sink, budget)? {
            sink.broken(&error.to_string())?;
            continue;
        }
        for (row, col, error) in seen.errors {
            sink.cell(row, col, Content::Error(error.into()))?;
        }
        for region in seen.merged {
            sink.merge(region)?;
        }
    }
    Ok(())
}

type Book<'b> = Xlsb<Cursor<&'b [u8]>>;

/// Streams the cells: the box around two far cells would not fit any memory.
fn cells(
    book: &mut Book<'_>,
    name: &str,
    seen: &Seen,
    sink: &mut dyn Sink,
    budget: &mut Budget,
) -> Result<Result<(), XlsbError>, Refusal> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(error) => return Ok(Err(error)),
    };
    loop {
        budget.step()?;
        let cell = match reader.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Ok(Ok(())),
            Err(error) => return Ok(Err(error)),
        };
        let (row, col) = cell.get_position();
        let value = match cell.get_value() {
            DataRef::SharedString(text) => Data::String((*text).to_owned()),
            other => Data::from(other.clone()),
        };
        if let Some(content) = content(&value, seen.percent.binary_search(&(row, col)).is_ok()) {
            sink.cell(row, col, content)?;
        }
    }
}

/// What was seen of one sheet.
#[derive(Debug, Default)]
struct Seen {
    /// Cells shown in per cents, in order.
    percent: Vec<(u32, u32)>,
    /// Formulas whose result is an error, which the reader passes over.
    errors: Vec<(u32, u32, &'static str)>,
    merged: Vec<Region>,
}

/// Types of records ([MS-XLSB] 2.3).
mod record {
    pub const ROW: u32 = 0x0000;
    /// Cells that hold a number: RK, real, and the result of a formula.
    pub const NUMBERS: [u32; 3] = [0x0002, 0x0005, 0x0009];
    pub const FORMULA_ERROR: u32 = 0x000B;
    pub const FORMAT: u32 = 0x002C;
    pub const STYLE: u32 = 0x002F;
    pub const MERGED: u32 = 0x00B0;
    pub const SHEET: u32 = 0x009C;
    pub const STYLES: u32 = 0x0269;
    pub const STYLES_END: u32 = 0x026A;
}

/// The parts of the file that are looked through.
struct Parts<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Parts by their names in lower case.
    names: HashMap<String, String>,
    /// The part of each sheet.
    sheets: Vec<String>,
    /// By the number of a cell's style, whether it shows per cents.
    percent: Vec<bool>,
}

impl<'b> Parts<'b> {
    fn of(bytes: &'b [u8], budget: &mut Budget) -> Option<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let names = archive.file_names().flatten().map(|n| (n.replace('\\', "/").to_ascii_lowercase(), n.to_string()));
        let names = names.collect();
        let mut parts = Self { archive, names, sheets: Vec::new(), percent: Vec::new() };
        let targets = parts.targets(budget)?;
        parts
            .each("xl/workbook.bin", |kind, data| {
                if kind == record::SHEET
                    && let Some(id) = text(data, 8)
                {
                    parts_sheet(&targets, &id)
                } else {
                    None
                }
            })
            .into_iter()
            .for_each(|part| parts.sheets.push(part));
        parts.styles();
        Some(parts)
    }

    /// Parts by their ids, as the workbook refers to them.
    fn targets(&mut self, budget: &mut Budget) -> Option<HashMap<String, String>> {
        let name = self.names.get("xl/_rels/workbook.bin.rels")?.clone();
        let mut xml = Xml::new(BufReader::new(self.archive.by_name(&name).ok()?));
        let mut targets = HashMap::new();
        while let Ok(Some(node)) = xml.next(budget) {
            if let Node::Open(tag) = node
                && let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target"))
            {
                targets.insert(id.to_owned(), format!("xl/{}", target.trim_start_matches("/xl/")));
            }
        }
        Some(targets)
    }

    fn styles(&mut self) {
        let mut formats = HashMap::new();
        let mut within = false;
        self.percent = self.each("xl/styles.bin", |kind, data| {
            match kind {
                record::FORMAT => {
                    if let (Some(number), Some(text)) = (word(data, 0), text(data, 2)) {
                        formats.insert(number, is_percent(&text));
                    }
                }
                record::STYLES => within = true,
                record::STYLES_END => within = false,
                record::STYLE if within => {
                    let number = word(data, 2).unwrap_or(0);
                    return Some(formats.get(&number).copied().unwrap_or_else(|| is_percent_builtin(number)));
                }
                _ => {}
            }
            None
        });
    }

    /// What can be seen of a sheet; `None` where it cannot be found.
    fn sheet(&mut self, index: usize, budget: &mut Budget) -> Result<Option<Seen>, Refusal> {
        let Some(part) = self.sheets.get(index).cloned() else { return Ok(None) };
        let percent = std::mem::take(&mut self.percent);
        let mut seen = Seen::default();
        let mut row = 0;
        let mut stopped = Ok(());
        self.each(&part, |kind, data| {
            if stopped.is_err() {
                return None::<()>;
            }
            stopped = budget.step();
            let cell = || Some((row, long(data, 0)?, long(data, 4)? & 0x00FF_FFFF));
            match kind {
                record::ROW => row = long(data, 0)?,
                record::FORMULA_ERROR => {
                    let (row, col, _) = cell()?;
                    seen.errors.push((row, col, error_text(*data.get(8)?)));
                }
                record::MERGED => {
                    let [top, bottom, left, right] = [long(data, 0)?, long(data, 4)?, long(data, 8)?, long(data, 12)?];
                    seen.merged.push(((top, left), (bottom, right)));
                }
                kind if record::NUMBERS.contains(&kind) => {
                    let (row, col, style) = cell()?;
                    if percent.get(usize::try_from(style).ok()?).copied()? {
                        seen.percent.push((row, col));
                    }
                }
                _ => {}
            }
            None
        });
        self.percent = percent;
        stopped?;
        seen.percent.sort_unstable();
        Ok(Some(seen))
    }

    /// What comes of each record of a part, as far as the part can be read.
    fn each<T>(&mut self, part: &str, mut of: impl FnMut(u32, &[u8]) -> Option<T>) -> Vec<T> {
        let name = self.names.get(&part.to_ascii_lowercase()).cloned().unwrap_or_default();
        let Ok(entry) = self.archive.by_name(&name) else { return Vec::new() };
        let mut from = BufReader::new(entry);
        let mut data = Vec::new();
        let mut all = Vec::new();
        while let Some(kind) = next_record(&mut from, &mut data) {
            all.extend(of(kind, &data));
        }
        all
    }
}

/// The part of a sheet, by the id that the workbook has for it.
fn parts_sheet(targets: &HashMap<String, String>, id: &str) -> Option<String> {
    (!id.is_empty()).then(|| targets.get(id).cloned().unwrap_or_default())
}

/// The next record: its type, and its bytes in `data`.
fn next_record(from: &mut impl Read, data: &mut Vec<u8>) -> Option<u32> {
    let kind = variable(from, 2)?;
    let length = variable(from, 4)?;
    data.clear();
    let read = from.take(u64::from(length)).read_to_end(data).ok()?;
    (read == usize::try_from(length).ok()?).then_some(kind)
}

/// A number of up to so many bytes, seven bits each, the lowest first.
fn variable(from: &mut impl Read, most: u32) -> Option<u32> {
    let mut number = 0;
    for at in 0..most {
        let mut byte = [0];
        from.read_exact(&mut byte).ok()?;
        number |= u32::from(byte[0] & 0x7F) << (7 * at);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    let pair = data.get(at..at + 2)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    let four = data.get(at..at + 4)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// A text with its length before it; empty where there is none.
fn text(data: &[u8], at: usize) -> Option<String> {
    let length = usize::try_from(long(data, at)?).ok().filter(|n| *n < 1 << 16).unwrap_or(0);
    let bytes = data.get(at + 4..at + 4 + length * 2)?;
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#VALUE!",
    }
}
