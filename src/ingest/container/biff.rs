//! The records of an xls that its reader passes over: number formats, and formulas that were never calculated.

use super::compound::Compound;
use super::format::{is_percent, is_percent_builtin};

/// What was seen of one sheet; rows and columns from 0.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Cells whose number is shown in per cents, in order.
    pub percent: Vec<(u16, u16)>,
    /// Formulas whose nought was never calculated, in order.
    pub uncalculated: Vec<(u16, u16)>,
}

/// Looks through the records of a workbook: what was seen of each sheet, in the order of the sheets. Empty where the
/// file is too damaged for that.
pub(super) fn look(bytes: &[u8]) -> Vec<Seen> {
    let stream = Compound::open(bytes).and_then(|file| file.stream("Workbook").or_else(|| file.stream("Book")));
    let Some(stream) = stream else { return Vec::new() };
    let globals = Globals::of(&stream);
    globals.sheets.iter().map(|at| globals.sheet(stream.get(*at..).unwrap_or_default())).collect()
}

/// Types of records ([MS-XLS] 2.3).
mod record {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000A;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const MUL_RK: u16 = 0x00BD;
    pub const XF: u16 = 0x00E0;
    pub const NUMBER: u16 = 0x0203;
    pub const RK: u16 = 0x027E;
    pub const FORMAT: u16 = 0x041E;
    pub const BEGIN: u16 = 0x0809;
}

/// The version of BIFF that Excel 97 began with.
const BIFF8: u16 = 0x0600;

struct Records<'s>(&'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (word(self.0, 0)?, usize::from(word(self.0, 2)?));
        let data = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some((kind, data))
    }
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    let pair = data.get(at..at + 2)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}

/// What holds for all sheets.
#[derive(Debug, Default)]
struct Globals {
    /// By the number of a cell's style, whether it shows per cents.
    percent: Vec<bool>,
    /// Where the sheets begin.
    sheets: Vec<usize>,
}

impl Globals {
    fn of(stream: &[u8]) -> Self {
        let (mut styles, mut formats, mut sheets) = (Vec::new(), std::collections::HashMap::new(), Vec::new());
        let mut version = BIFF8;
        for (kind, data) in Records(stream) {
            match kind {
                record::BEGIN => version = word(data, 0).unwrap_or(BIFF8),
                record::FORMAT => {
                    if let (Some(number), Some(text)) = (word(data, 0), format_text(data, version)) {
                        formats.insert(number, is_percent(&text));
                    }
                }
                record::XF => styles.push(word(data, 2).unwrap_or(0)),
                record::BOUND_SHEET => {
                    let at = data.get(..4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
                    sheets.push(usize::try_from(at).unwrap_or(usize::MAX));
                }
                record::END => break,
                _ => {}
            }
        }
        let shown = |number: &u16| formats.get(number).copied().unwrap_or_else(|| is_percent_builtin(*number));
        Self { percent: styles.iter().map(shown).collect(), sheets }
    }

    fn sheet(&self, stream: &[u8]) -> Seen {
        let mut seen = Seen::default();
        let mut depth = 0_u32;
        let shows = |style: u16| self.percent.get(usize::from(style)).copied().unwrap_or(false);
        for (kind, data) in Records(stream) {
            match kind {
                record::BEGIN => depth += 1,
                record::END if depth <= 1 => break,
                record::END => depth -= 1,
                // a chart within the sheet has cells of its own
                _ if depth > 1 => {}
                record::NUMBER | record::RK | record::FORMULA => {
                    let (Some(row), Some(col), Some(style)) = (word(data, 0), word(data, 2), word(data, 4)) else {
                        continue;
                    };
                    if shows(style) {
                        seen.percent.push((row, col));
                    }
                    if kind == record::FORMULA && never_calculated(data) {
                        seen.uncalculated.push((row, col));
                    }
                }
                record::MUL_RK => {
                    let (Some(row), Some(first)) = (word(data, 0), word(data, 2)) else { continue };
                    let styles = data[4..].chunks_exact(6).filter_map(|cell| word(cell, 0));
                    let cells = (first..=u16::MAX).zip(styles);
                    seen.percent.extend(cells.filter(|(_, style)| shows(*style)).map(|(col, _)| (row, col)));
                }
                _ => {}
            }
        }
        seen.percent.sort_unstable();
        seen.uncalculated.sort_unstable();
        seen
    }
}

/// Programs that write formulas without calculating them keep a nought and ask for it to be calculated always and on
/// opening.
fn never_calculated(formula: &[u8]) -> bool {
    formula.get(6..14).is_some_and(|result| result.iter().all(|b| *b == 0))
        && word(formula, 14).is_some_and(|flags| flags & 3 == 3)
}

/// A number format as text; what is not ASCII in it does not matter here.
fn format_text(data: &[u8], version: u16) -> Option<String> {
    let narrow = |bytes: &[u8]| bytes.iter().map(|b| char::from(*b)).collect();
    if version < BIFF8 {
        return Some(narrow(data.get(3..)?));
    }
    let (wide, text) = (data.get(4)? & 1 == 1, data.get(5..)?);
    Some(if wide {
        text.chunks_exact(2)
            .filter_map(|pair| char::from_u32(u32::from(u16::from_le_bytes([pair[0], pair[1]]))))
            .collect()
    } else {
        narrow(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_formats_are_seen_whoever_wrote_the_file() {
        for name in ["xlwt.xls", "libreoffice.et", "sheetjs.xls"] {
            let path = format!("{}/tests/files/formats/{name}", env!("CARGO_MANIFEST_DIR"));
            let bytes = std::fs::read(path).unwrap();
            let seen = look(&bytes);
            assert_eq!(seen.first().map(|s| s.percent.as_slice()), Some([(4, 3), (4, 4)].as_slice()), "{name}");
        }
    }
}
