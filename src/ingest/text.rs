//! Text files: their encoding, their delimiter, their rows.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::container::{Budget, Refusal, SheetBuilder};
use super::grid::{Content, Grid, References, Row};

/// Decoded text and the encoding it was in.
pub(crate) struct Decoded {
    /// The text, without a byte-order mark.
    pub text: String,
    /// `UTF-8`, `UTF-16` or `GB18030`.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests tell the encodings apart by it"))]
    pub encoding: &'static str,
}

/// Decodes strictly: a byte-order mark first, then UTF-8, then GB18030. `None` where none fits; nothing is replaced.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded> {
    view(bytes).map(|(text, encoding)| Decoded { text: text.into_owned(), encoding })
}

/// A text in the encoding of these bytes, to stand behind them; `None` for UTF-16 and for what cannot be decoded.
pub(crate) fn encode_like(bytes: &[u8], text: &str) -> Option<Vec<u8>> {
    match view(bytes)?.1 {
        "UTF-8" => Some(text.as_bytes().to_vec()),
        "GB18030" => Some(GB18030.encode(text).0.into_owned()),
        _ => None,
    }
}

/// The same, without a copy where the bytes are UTF-8 already.
pub(super) fn view(bytes: &[u8]) -> Option<(Cow<'_, str>, &'static str)> {
    if let Some(body) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return Some((std::str::from_utf8(body).ok()?.into(), "UTF-8"));
    }
    for (mark, encoding) in [([0xFF, 0xFE], UTF_16LE), ([0xFE, 0xFF], UTF_16BE)] {
        if let Some(body) = bytes.strip_prefix(&mark) {
            return Some((encoding.decode_without_bom_handling_and_without_replacement(body)?, "UTF-16"));
        }
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Some((encoding.decode_without_bom_handling_and_without_replacement(bytes)?, "UTF-16"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((text.into(), "UTF-8"));
    }
    Some((GB18030.decode_without_bom_handling_and_without_replacement(bytes)?, "GB18030"))
}

/// UTF-16 without its mark: an ASCII character, as every table has, leaves a nought on one side of it; few characters (　, 一)
/// leave one on the other.
pub(super) fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let noughts = |side: usize| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let wide = match (noughts(0), noughts(1)) {
        (even, odd) if odd > 2 * even => UTF_16LE,
        (even, odd) if even > 2 * odd => UTF_16BE,
        _ => return None,
    };
    let even = bytes.len().is_multiple_of(2);
    let text = wide.decode_without_bom_handling_and_without_replacement(&head[..head.len() & !1]);
    let plain = |text: &str| !text.contains('\0') && text.contains([',', '\t', ';', '|', '\n']);
    (even && text.is_some_and(|text| plain(&text))).then_some(wide)
}

/// Decodes markup: by what the text says of itself where that fits, else as any other text.
pub(super) fn view_markup(bytes: &[u8]) -> Option<(Cow<'_, str>, &'static str)> {
    let Some((text, encoding)) = view(bytes) else {
        return declared(bytes).and_then(|declared| declared_view(bytes, declared));
    };
    // Chinese in UTF-8 is never taken for anything else, whatever the page says of itself
    if encoding == "UTF-16" || text.is_ascii() || encoding == "UTF-8" && text.chars().any(|c| c >= '\u{2E80}') {
        return Some((text, encoding));
    }
    let other = declared(bytes).filter(|declared| *declared != UTF_8);
    Some(other.and_then(|declared| declared_view(bytes, declared)).unwrap_or((text, encoding)))
}

fn declared_view<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Option<(Cow<'b, str>, &'static str)> {
    let name = if encoding == GBK { GB18030.name() } else { encoding.name() };
    Some((
        encoding.decode_without_bom_handling_and_without_replacement(bytes)?,
        if name == "gb18030" { "GB18030" } else { name },
    ))
}

/// The encoding that a page or an XML document says it is in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]).to_ascii_lowercase();
    let after =
        |mark: &str| head.split_once(mark).map(|(_, rest)| rest.trim_start_matches([' ', '=', '"', '\'']).to_owned());
    let rest = after("charset").or_else(|| after("encoding"))?;
    let label: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    Encoding::for_label(label.as_bytes())
}

/// The delimiter that the first lines use most; a comma where they use none.
pub(super) fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0), (b'|', 0)];
    let mut quoted = false;
    for b in text.bytes().take(16_384) {
        match b {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(d, _)| *d == b).for_each(|(_, n)| *n += 1),
        }
    }
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(d, n)| if *n == 0 { b',' } else { *d })
}

/// Counts lines. The csv reader's own count stays behind after blank lines and after CRLF.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    /// Lines ended before `at`.
    ended: usize,
}

impl Lines<'_> {
    /// The line, from 0, on which the record begins that the reader looks for from byte `from` on: it passes over line
    /// ends, and no other bytes, before a record. Counted from the front, because a quote that is never closed runs to
    /// the end of the file.
    fn of_record(&mut self, from: usize) -> usize {
        let from = from.min(self.text.len());
        let blank = self.text[from..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let begin = from + blank;
        self.ended += (self.at..begin).filter(|i| self.ends_line(*i)).count();
        self.at = begin;
        self.ended
    }

    fn ends_line(&self, at: usize) -> bool {
        let lone = self.text[at] == b'\r' && self.text.get(at + 1) != Some(&b'\n');
        self.text[at] == b'\n' || lone
    }
}

/// Bytes of one field; a spreadsheet's cell holds 32 767 characters.
const LONGEST: usize = 4 << 20;

/// What is wrong with a delimited text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Odd {
    /// A field longer than any cell.
    Long,
    /// A quotation mark that is never closed: where its record begins, and where it stands.
    Open { record: usize, quote: usize },
}

/// Looks through the fields as the reader will take them.
fn survey(text: &[u8], delimiter: u8) -> Result<(), Odd> {
    let (mut record, mut at) = (0, 0);
    while at < text.len() {
        let start = at;
        if text[at] == b'"' {
            at += 1;
            loop {
                match memchr::memchr(b'"', &text[at..]) {
                    None => return Err(Odd::Open { record, quote: start }),
                    Some(n) if text.get(at + n + 1) == Some(&b'"') => at += n + 2,
                    Some(n) => {
                        at += n + 1;
                        break;
                    }
                }
            }
        }
        at += memchr::memchr3(delimiter, b'\n', b'\r', &text[at..]).unwrap_or(text.len() - at);
        if at - start > LONGEST {
            return Err(Odd::Long);
        }
        if text.get(at).is_some_and(|b| *b != delimiter) {
            record = at + 1;
        }
        at += 1;
    }
    Ok(())
}

/// A delimited text, read.
pub(super) struct Delimited {
    /// Its rows.
    pub grid: Grid,
    /// Where a quotation mark stands that is never closed, as a cell reference; the rows from there on are not read.
    pub open_quote: Option<String>,
}

/// The rows of a delimited text. Lines keep their numbers, quoted line breaks included.
pub(super) fn delimited(text: &str, budget: &mut Budget) -> Result<Delimited, Refusal> {
    let delimiter = delimiter(text);
    let (text, quote) = match survey(text.as_bytes(), delimiter) {
        Ok(()) => (text, None),
        Err(Odd::Long) => return Err(budget.too_large()),
        Err(Odd::Open { record, quote }) => (&text[..record], Some((&text[..quote], &text[record..quote]))),
    };
    let mut csv =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut sheet = SheetBuilder::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, ended: 0 };
    loop {
        budget.step()?;
        let from = usize::try_from(csv.position().byte()).unwrap_or(usize::MAX);
        if !csv.read_record(&mut record).unwrap_or(false) {
            break;
        }
        let line = u32::try_from(lines.of_record(from)).unwrap_or(u32::MAX);
        for (col, text) in (0..).zip(&record).filter(|(_, text)| !text.trim().is_empty()) {
            budget.step()?;
            sheet.add(line, col, Content::Text(text.into()), budget)?;
        }
    }
    let mut grid = sheet.finish("", budget)?;
    grid.references = References::Lines;
    let open_quote = quote.map(|(before, own)| {
        let mut lines = Lines { text: before.as_bytes(), at: 0, ended: 0 };
        let line = lines.of_record(before.len());
        let col = own.bytes().filter(|b| *b == delimiter).count();
        grid.reference_at(u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(col).unwrap_or(u32::MAX))
    });
    Ok(Delimited { grid, open_quote })
}

/// The rows of a small text, as tests write it.
#[cfg(test)]
pub(super) fn grid(text: &str, _most_cells: usize) -> Result<Grid, Refusal> {
    let mut budget = Budget::new(super::Limits::default());
    delimited(text, &mut budget).map(|read| read.grid)
}

/// The rows of a delimited text that is no return: the line of each, and its cells with their columns, counted from one.
pub(crate) fn table_rows(text: &str) -> Vec<(usize, Vec<(usize, String)>)> {
    let whole = |n: u32| usize::try_from(n).unwrap_or(usize::MAX).saturating_add(1);
    let mut budget = Budget::new(super::Limits::default());
    let rows = delimited(text, &mut budget).map(|read| read.grid.rows).unwrap_or_default();
    let cells = |row: &Row| row.cells.iter().map(|c| (whole(c.col), c.content.text().trim().to_owned())).collect();
    rows.iter().map(|row| (whole(row.index), cells(row))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Limits;

    /// Bytes; the text and its encoding.
    type Case<'a> = (&'a [u8], Option<(&'a str, &'a str)>);

    #[test]
    fn encodings_are_told_apart_strictly() {
        let gb = GB18030.encode("地州市,值").0.into_owned();
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("地州市\t值".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let cases: [Case<'_>; 6] = [
            ("地州市,值".as_bytes(), Some(("地州市,值", "UTF-8"))),
            ("\u{FEFF}地州市".as_bytes(), Some(("地州市", "UTF-8"))),
            (&gb, Some(("地州市,值", "GB18030"))),
            (&wide, Some(("地州市\t值", "UTF-16"))),
            (b"a,\xFF\xFF", None),
            (b"plain", Some(("plain", "UTF-8"))),
        ];
        for (bytes, expected) in cases {
            let found = decode(bytes).map(|d| (d.text, d.encoding));
            assert_eq!(found, expected.map(|(t, e)| (t.to_owned(), e)));
        }
    }

    fn read(text: &str) -> Delimited {
        delimited(text, &mut Budget::new(Limits::default())).unwrap()
    }

    #[test]
    fn utf_16_is_known_without_its_mark() {
        let wide: Vec<u8> = "地州市\t值\n和田\t1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide).map(|d| d.encoding), Some("UTF-16"));
        let wide: Vec<u8> = "地州市,值\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&wide).map(|d| d.text), Some("地州市,值\n".to_owned()));
        assert!(unmarked_utf16(b"a,b\0c").is_none());
        assert!(unmarked_utf16(b"plain,text\n").is_none());
    }

    #[test]
    fn markup_says_its_encoding_and_is_believed_where_that_fits() {
        let gb = GB18030.encode("<meta charset=gb2312><td>地州市").0.into_owned();
        assert_eq!(view_markup(&gb).map(|(t, e)| (t.ends_with("地州市"), e)), Some((true, "GB18030")));
        let lying = "<meta charset=gb2312><td>地州市，地市".as_bytes();
        assert_eq!(view_markup(lying).map(|(t, e)| (t.ends_with("地市"), e)), Some((true, "UTF-8")));
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xE9</a>";
        assert!(view_markup(latin).is_some_and(|(t, _)| t.contains("caf\u{E9}")));
    }

    #[test]
    fn rows_keep_their_lines_and_delimiters_are_found() {
        let grid = read("标题\n\n\"a;\nb\"\t2\nc\t3\n").grid;
        let lines: Vec<_> = grid.rows.iter().map(|r| r.index).collect();
        assert_eq!(lines, [0, 2, 4]);
        for text in ["a,b\nc,d\n\n\ne,f\n\"g\nh\",i\nj,k", "a,b\r\nc,d\r\n\r\n\r\ne,f\r\n\"g\r\nh\",i\r\nj,k"] {
            for text in [text.to_owned(), format!("{text}\n"), format!("{text}\r\n")] {
                let lines: Vec<_> = read(&text).grid.rows.iter().map(|r| r.index).collect();
                assert_eq!(lines, [0, 1, 4, 5, 7], "{text:?}");
            }
        }
        assert_eq!(grid.reference(&grid.rows[2], &grid.rows[2].cells[1]), "5:2");
        let open = super::grid("a,b\r\nc,d\r\n\r.\n\"g\r\n\"\",1\r\n", 100).unwrap();
        assert_eq!(open.rows.iter().map(|r| r.index).collect::<Vec<_>>(), [0, 1, 3], "an open quote ends what is read");
        assert_eq!(delimiter("a;b;c\n1,5;2;3"), b';');
        assert_eq!(delimiter("abc"), b',');
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_swallows_nothing_unsaid() {
        let odd = read("a,b\n\"c\nd\",e\nf,g \"5\" h\ni,\"j\nk,l\n");
        assert_eq!(odd.open_quote.as_deref(), Some("5:2"));
        assert_eq!(odd.grid.rows.iter().map(|r| r.index).collect::<Vec<_>>(), [0, 1, 3]);
        assert_eq!(read("a,\"b\"\"c\"\n\"\",d").open_quote, None);
        assert_eq!(read("\"a").open_quote.as_deref(), Some("1:1"));
    }
}
