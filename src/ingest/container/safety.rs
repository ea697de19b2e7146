//! A look into a zip before any reader opens it: bombs are refused here, because a reader that runs out of memory takes
//! the whole run with it.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use crate::finding::{Code, Finding};
use crate::ingest::words::say;

use super::budget::{Budget, megabytes};
use super::markup::Look;
use super::{Refusal, limits};

/// Bytes unpacked at a time.
const CHUNK: usize = 64 << 10;
/// The least that an entry of the shared strings takes: `<si/>`.
const SHORTEST_STRING: u64 = 5;

/// What a workbook holds, seen while it was looked through.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ingest) struct Seen {
    /// A sheet holds formulas.
    pub formulas: bool,
    /// The workbook asks to be calculated when it is opened, so that what it keeps as results may never have been any.
    pub recalculates: bool,
}

/// Refuses a zip that unpacks to more than any return holds, or that claims more than it holds.
///
/// Declared sizes may lie, so every part is unpacked once, into nothing.
pub(in crate::ingest) fn check(bytes: &[u8], open_document: bool, budget: &mut Budget) -> Result<Seen, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| unreadable(&e))?;
    if archive.len() > limits::ENTRIES {
        let said = |n: usize| format!("{} {n}", say::ENTRIES);
        return Err(too_large(said(archive.len()), said(limits::ENTRIES)));
    }
    let most = budget.limits().memory.saturating_mul(2);
    let mut whole = Whole { packed: u64::try_from(bytes.len()).unwrap_or(u64::MAX).max(1), unpacked: 0, most };
    let mut seen = Seen::default();
    for index in 0..archive.len() {
        // a part that does not open or unpack is for the reader to complain of
        let Ok(entry) = archive.by_index(index) else { continue };
        let name = entry.name().map(|n| n.replace('\\', "/").to_ascii_lowercase()).unwrap_or_default();
        Part::of(&name, open_document).look(entry, &mut whole, &mut seen, budget)?;
    }
    Ok(seen)
}

/// All the parts so far.
struct Whole {
    packed: u64,
    unpacked: u64,
    most: u64,
}

/// What a part is, by its name, and so how it will be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Streamed, but for its list of merged regions. So are parts that are never read, such as pictures.
    Streamed,
    /// Held in memory, every string on its own.
    Strings,
    /// Held in memory, every style on its own.
    Styles,
    /// Held in memory.
    Other,
}

impl Part {
    fn of(name: &str, open_document: bool) -> Self {
        let name = name.trim_start_matches('/');
        let file = name.rsplit('/').next().unwrap_or(name);
        let streamed = ["sheet", "media/", "drawing", "printersettings", "embeddings/", "externallinks/", "pictures/"];
        if open_document && matches!(name, "content.xml" | "styles.xml") {
            Self::Streamed
        } else if file.starts_with("sharedstrings.") {
            Self::Strings
        } else if file.starts_with("styles.") {
            Self::Styles
        } else if !name.contains("_rels/") && streamed.iter().any(|part| name.contains(part)) {
            Self::Streamed
        } else {
            Self::Other
        }
    }

    fn look(
        self,
        mut entry: impl Read,
        whole: &mut Whole,
        seen: &mut Seen,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        let mut most = if self == Self::Streamed { whole.most } else { budget.part() };
        let mut chunk = vec![0; CHUNK];
        let mut size: u64 = 0;
        let mut marks = Marks::default();
        let mut markup = None;
        loop {
            budget.look()?;
            let n = match entry.read(&mut chunk) {
                Ok(0) | Err(_) => break,
                Ok(n) => n,
            };
            let length = u64::try_from(n).unwrap_or(0);
            size += length;
            whole.unpacked += length;
            if size > most || whole.unpacked > whole.most {
                let found = format!("{} > {}", say::UNPACKED, megabytes(most));
                return Err(too_large(found, megabytes(most)));
            }
            if whole.unpacked > limits::RATIO_FROM && whole.unpacked / whole.packed > limits::RATIO {
                return Err(too_large(say::RATIO.to_owned(), String::new()));
            }
            if size == length {
                // UTF-16 hides from this look how long a piece is
                if matches!(chunk[..n], [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [b'<', 0, ..] | [0, b'<', ..]) {
                    most = budget.part();
                }
                let text = chunk[..n].trim_ascii_start();
                markup = (text.starts_with(b"<") || text.starts_with(b"\xEF\xBB\xBF")).then(Look::default);
            }
            if let Some(look) = &mut markup {
                look.along(&chunk[..n]);
                if look.deep {
                    return Err(too_large(say::DEEP.to_owned(), String::new()));
                }
                if look.longest > budget.part() {
                    return Err(budget.too_large());
                }
            }
            marks.look(self, &chunk[..n], seen);
            if marks.styles > limits::STYLES {
                return Err(too_large(format!("{} {}", say::STYLES, marks.styles), limits::STYLES.to_string()));
            }
        }
        if self == Self::Strings && claim(&marks.head).is_some_and(|n| n > size / SHORTEST_STRING + 64) {
            return Err(too_large(say::CLAIM.to_owned(), String::new()));
        }
        let held = match self {
            // a string of its own takes some fifty bytes more than its text
            Self::Strings => size * 2 + marks.strings * 48,
            Self::Streamed => marks.merged * 16,
            Self::Styles => size * 2 + marks.styles * 512,
            Self::Other => size,
        };
        budget.take(usize::try_from(held).unwrap_or(usize::MAX))
    }
}

/// What was counted in a part. A mark cut in two between chunks is missed, which limits of this size do not mind.
#[derive(Debug, Default)]
struct Marks {
    strings: u64,
    merged: u64,
    styles: u64,
    /// The beginning of the shared strings, up to the first of them.
    head: Vec<u8>,
}

impl Marks {
    fn look(&mut self, part: Part, bytes: &[u8], seen: &mut Seen) {
        let count = |what: &[u8]| u64::try_from(memmem::find_iter(bytes, what).count()).unwrap_or(u64::MAX);
        let any = |all: &[&[u8]]| all.iter().any(|what| memmem::find(bytes, what).is_some());
        match part {
            Part::Strings => {
                if self.strings == 0 {
                    self.head.extend_from_slice(bytes);
                }
                self.strings += count(b"<si") + count(b":si");
            }
            Part::Streamed => {
                self.merged += count(b"mergeCell ");
                seen.formulas |= any(&[b"<f>", b"<f ", b":f>", b":f "]);
            }
            Part::Styles => self.styles += count(b"<xf") + count(b":xf"),
            Part::Other => seen.recalculates |= any(&[b"fullCalcOnLoad=\"1\"", b"fullCalcOnLoad=\"true\""]),
        }
    }
}

/// The count of shared strings that these bytes claim; readers reserve memory for it.
fn claim(bytes: &[u8]) -> Option<u64> {
    let name = b"uniqueCount";
    let value = |at: usize| {
        let rest = &bytes[at + name.len()..];
        let start = rest.iter().position(|b| !b" =\"'\t\r\n+".contains(b))?;
        let digits = rest[start..].iter().take_while(|b| b.is_ascii_digit());
        let number = digits.clone().fold(0_u64, |n, d| n.saturating_mul(10).saturating_add(u64::from(d - b'0')));
        digits.clone().next().map(|_| number)
    };
    memmem::find_iter(bytes, name).filter_map(value).max()
}

fn unreadable(error: &zip::result::ZipError) -> Refusal {
    Finding::new(Code::FileUnreadable).found(error.to_string()).into()
}

fn too_large(found: String, expected: String) -> Refusal {
    Finding::new(Code::TooLarge).found(found).expected(expected).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_seen_however_it_is_written() {
        assert_eq!(claim(br#"<sst count="3" uniqueCount="4000000000"><si/></sst>"#), Some(4_000_000_000));
        assert_eq!(claim(b"<sst uniqueCount = '99999999999999999999999'>"), Some(u64::MAX));
        assert_eq!(claim(br#"<sst count="50000" uniqueCount="2"><si><t>a</t></si><si/></sst>"#), Some(2));
        assert_eq!(claim(b"<sst>"), None);
    }

    #[test]
    fn parts_are_known_by_their_names() {
        for (name, part) in [
            ("xl/sharedstrings.xml", Part::Strings),
            ("xl/worksheets/sheet1.xml", Part::Streamed),
            ("xl/worksheets/_rels/sheet1.xml.rels", Part::Other),
            ("xl/styles.xml", Part::Styles),
            ("styles.xml", Part::Styles),
            ("xl/media/image1.png", Part::Streamed),
            ("xl/workbook.xml", Part::Other),
        ] {
            assert_eq!(Part::of(name, false), part, "{name}");
        }
        assert_eq!(Part::of("content.xml", true), Part::Streamed);
    }
}
