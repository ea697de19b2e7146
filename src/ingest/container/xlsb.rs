//! xlsb: Excel's binary workbook, its records streamed part by part ([MS-XLSB]).
//!
//! The library reader passes over the short forms of cells that some programs write, over errors of formulas, number
//! formats and merged regions; what it would leave out is read here.

use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};

use calamine::{ExcelDateTime, ExcelDateTimeType};
use zip::ZipArchive;

use crate::finding::{Code, Finding};
use crate::ingest::grid::Content;
use crate::ingest::words::say;

use super::Refusal;
use super::budget::Budget;
use super::format::{is_day, is_day_builtin, is_percent, is_percent_builtin};
use super::wire::Sink;
use super::xlsx::{day, text_content};
use super::xml::{Node, Xml};

/// Types of records ([MS-XLSB] 2.3).
mod record {
    pub const ROW: u32 = 0x0000;
    pub const RK: u32 = 0x0002;
    pub const ERROR: u32 = 0x0003;
    pub const BOOL: u32 = 0x0004;
    pub const REAL: u32 = 0x0005;
    pub const TEXT: u32 = 0x0006;
    pub const SHARED: u32 = 0x0007;
    pub const FORMULA_TEXT: u32 = 0x0008;
    pub const FORMULA_REAL: u32 = 0x0009;
    pub const FORMULA_BOOL: u32 = 0x000A;
    pub const FORMULA_ERROR: u32 = 0x000B;
    /// The short forms of blank, RK, error, bool, real, text and shared text: without a column, each is beside the last.
    pub const SHORT: std::ops::RangeInclusive<u32> = 0x000C..=0x0012;
    pub const STRING: u32 = 0x0013;
    pub const FORMAT: u32 = 0x002C;
    pub const STYLE: u32 = 0x002F;
    pub const RICH_TEXT: u32 = 0x003E;
    pub const SHEET_DATA_END: u32 = 0x0092;
    pub const WORKBOOK: u32 = 0x0099;
    pub const SHEET: u32 = 0x009C;
    pub const MERGED: u32 = 0x00B0;
    pub const STYLES: u32 = 0x0269;
    pub const STYLES_END: u32 = 0x026A;
}

/// Reads a workbook into the sink.
pub(super) fn read(bytes: &[u8], sink: &mut dyn Sink, budget: &mut Budget) -> Result<(), Refusal> {
    let unreadable = |why: String| Finding::new(Code::FileUnreadable).found(why);
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(error.to_string()))?;
    let names = archive.file_names().flatten().map(|n| (n.replace('\\', "/").to_ascii_lowercase(), n.to_string()));
    let names = names.collect();
    let mut book = Book { archive, names, strings: Vec::new(), shown: Vec::new(), old_days: false };
    let sheets = book.sheets(budget)?;
    book.styles(budget)?;
    book.strings(budget)?;
    for sheet in sheets {
        sink.sheet(&sheet.name, sheet.hidden)?;
        if !book.cells(&sheet.part, sink, budget)? {
            sink.broken(say::CUT)?;
        }
    }
    Ok(())
}

/// How a style shows a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Number,
    Percent,
    Day,
}

struct Sheet {
    name: String,
    hidden: bool,
    part: String,
}

struct Book<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Parts by their names in lower case.
    names: HashMap<String, String>,
    strings: Vec<String>,
    /// By the number of a cell's style.
    shown: Vec<Shown>,
    /// Days are counted from 1904.
    old_days: bool,
}

impl Book<'_> {
    /// What comes of each record of a part, until there is an answer of `false`. True where the part was there.
    fn each(
        &mut self,
        part: &str,
        budget: &mut Budget,
        mut take: impl FnMut(u32, &[u8], &mut Budget) -> Result<bool, Refusal>,
    ) -> Result<bool, Refusal> {
        let Some(name) = self.names.get(&part.to_ascii_lowercase()) else { return Ok(false) };
        let Ok(entry) = self.archive.by_name(name) else { return Ok(false) };
        let mut from = BufReader::new(entry);
        let mut data = Vec::new();
        while let Some(kind) = next_record(&mut from, &mut data) {
            budget.step()?;
            if !take(kind, &data, budget)? {
                break;
            }
        }
        Ok(true)
    }

    /// The worksheets in their order.
    fn sheets(&mut self, budget: &mut Budget) -> Result<Vec<Sheet>, Refusal> {
        let targets = self.targets(budget);
        let mut sheets = Vec::new();
        let mut old_days = false;
        let found = self.each("xl/workbook.bin", budget, |kind, data, _| {
            if kind == record::WORKBOOK {
                old_days = data.first().is_some_and(|flags| flags & 1 == 1);
            }
            if kind == record::SHEET
                && let Some((id, used)) = text(data, 8)
                && let Some((name, _)) = text(data, 8 + used)
                && let Some(part) = targets.get(&id).filter(|part| part.contains("worksheets/"))
            {
                sheets.push(Sheet { name, hidden: long(data, 0) != Some(0), part: part.clone() });
            }
            Ok(true)
        })?;
        self.old_days = old_days;
        if found { Ok(sheets) } else { Err(Finding::new(Code::FileUnreadable).found(say::CUT).into()) }
    }

    /// Parts by their ids, as the workbook refers to them.
    fn targets(&mut self, budget: &mut Budget) -> HashMap<String, String> {
        let mut targets = HashMap::new();
        let Some(name) = self.names.get("xl/_rels/workbook.bin.rels") else { return targets };
        let Ok(entry) = self.archive.by_name(name) else { return targets };
        let mut xml = Xml::new(BufReader::new(entry));
        while let Ok(Some(node)) = xml.next(budget) {
            if let Node::Open(tag) = node
                && let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target"))
            {
                targets.insert(id.to_owned(), format!("xl/{}", target.trim_start_matches("/xl/")));
            }
        }
        targets
    }

    fn styles(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        let mut formats = HashMap::new();
        let mut within = false;
        let mut shown = Vec::new();
        self.each("xl/styles.bin", budget, |kind, data, budget| {
            match kind {
                record::FORMAT => {
                    if let (Some(number), Some((format, _))) = (word(data, 0), text(data, 2)) {
                        formats.insert(number, shown_by(is_percent(&format), is_day(&format)));
                    }
                }
                record::STYLES => within = true,
                record::STYLES_END => within = false,
                record::STYLE if within => {
                    let number = word(data, 2).unwrap_or(0);
                    let builtin = shown_by(is_percent_builtin(number), is_day_builtin(number));
                    budget.take(size_of::<Shown>())?;
                    shown.push(formats.get(&number).copied().unwrap_or(builtin));
                }
                _ => {}
            }
            Ok(true)
        })?;
        self.shown = shown;
        Ok(())
    }

    fn strings(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        let mut strings = Vec::new();
        self.each("xl/sharedStrings.bin", budget, |kind, data, budget| {
            if kind == record::STRING {
                // what follows the text (runs of fonts, readings beside it) is no part of it
                let (string, _) = text(data, 1).unwrap_or_default();
                budget.take(string.len() + 48)?;
                strings.push(string);
            }
            Ok(true)
        })?;
        self.strings = strings;
        Ok(())
    }

    /// Gives the cells of a sheet to the sink. False where the sheet does not come to its end.
    fn cells(&mut self, part: &str, sink: &mut dyn Sink, budget: &mut Budget) -> Result<bool, Refusal> {
        let (strings, shown, old_days) =
            (std::mem::take(&mut self.strings), std::mem::take(&mut self.shown), self.old_days);
        let (mut row, mut next, mut ended) = (0, 0, false);
        self.each(part, budget, |kind, data, _| {
            match kind {
                record::ROW => {
                    row = long(data, 0).unwrap_or(row);
                    next = 0;
                }
                record::SHEET_DATA_END => ended = true,
                record::MERGED => {
                    if let (Some(top), Some(bottom), Some(left), Some(right)) =
                        (long(data, 0), long(data, 4), long(data, 8), long(data, 12))
                    {
                        sink.merge(((top, left), (bottom, right)))?;
                    }
                }
                _ if kind <= *record::SHORT.end() || kind == record::RICH_TEXT => {
                    let short = record::SHORT.contains(&kind);
                    let col = if short { Some(next) } else { long(data, 0) };
                    let at = if short { 0 } else { 4 };
                    let (Some(col), Some(style)) = (col, long(data, at)) else { return Ok(true) };
                    next = col.saturating_add(1);
                    let style = usize::try_from(style & 0x00FF_FFFF).unwrap_or(usize::MAX);
                    let shown = shown.get(style).copied().unwrap_or(Shown::Number);
                    let kind = if short { kind - record::SHORT.start() + 1 } else { kind };
                    let held = content(kind, data.get(at + 4..).unwrap_or_default(), &strings);
                    if let Some(held) = held {
                        sink.cell(row, col, as_shown(held, shown, old_days))?;
                    }
                }
                _ => {}
            }
            Ok(true)
        })?;
        self.strings = strings;
        self.shown = shown;
        Ok(ended)
    }
}

const fn shown_by(percent: bool, day: bool) -> Shown {
    if percent {
        Shown::Percent
    } else if day {
        Shown::Day
    } else {
        Shown::Number
    }
}

/// What a cell of the long form holds, from behind its style.
fn content(kind: u32, data: &[u8], strings: &[String]) -> Option<Content> {
    match kind {
        record::RK => rk(long(data, 0)?).map(Content::Number),
        record::REAL | record::FORMULA_REAL => {
            Some(Content::Number(f64::from_le_bytes(data.get(..8)?.try_into().ok()?)))
        }
        record::BOOL | record::FORMULA_BOOL => Some(Content::Bool(*data.first()? != 0)),
        record::ERROR | record::FORMULA_ERROR => Some(Content::Error(error_text(*data.first()?).into())),
        record::TEXT | record::FORMULA_TEXT => text_content(&text(data, 0)?.0),
        record::RICH_TEXT => text_content(&text(data, 1)?.0),
        record::SHARED => text_content(strings.get(usize::try_from(long(data, 0)?).ok()?)?),
        _ => None,
    }
}

/// A number packed into thirty bits: a whole number, or the upper half of a double; a hundredth of either.
fn rk(packed: u32) -> Option<f64> {
    let number = if packed & 2 == 2 {
        f64::from(i32::from_le_bytes(packed.to_le_bytes()) >> 2)
    } else {
        f64::from_bits(u64::from(packed & !3) << 32)
    };
    let number = if packed & 1 == 1 { number / 100.0 } else { number };
    number.is_finite().then_some(number)
}

fn as_shown(held: Content, shown: Shown, old_days: bool) -> Content {
    match (held, shown) {
        (Content::Number(x), Shown::Percent) => Content::Percent(x),
        (Content::Number(x), Shown::Day) => day(&ExcelDateTime::new(x, ExcelDateTimeType::DateTime, old_days)),
        (held, _) => held,
    }
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

/// A text with its length before it, and the bytes that both take. A length of all ones means that there is none.
fn text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let length = usize::try_from(long(data, at).filter(|n| *n != u32::MAX)?).ok()?;
    let end = length.checked_mul(2)?.checked_add(at + 4)?;
    let bytes = data.get(at + 4..end)?;
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some((String::from_utf16_lossy(&units), 4 + bytes.len()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_unpacked() {
        // ([MS-XLSB] 2.5.122): whole, whole over a hundred, double, double over a hundred
        let double = |x: f64| u32::try_from(x.to_bits() >> 32).unwrap();
        let whole = |n: i32| u32::from_le_bytes((n << 2).to_le_bytes());
        assert_eq!(rk(whole(594) | 2), Some(594.0));
        assert_eq!(rk(whole(-9850) | 3), Some(-98.5));
        assert_eq!(rk(double(820.5)), Some(820.5));
        assert_eq!(rk(double(12345.0) | 1), Some(123.45));
    }
}
