//! Text files: their encoding, their delimiter, their rows.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::grid::{Cell, Content, Grid, References, Row};

/// Decoded text and the encoding it was in.
pub(crate) struct Decoded {
    /// The text, without a byte-order mark.
    pub text: String,
    /// `UTF-8`, `UTF-16` or `GB18030`.
    pub encoding: &'static str,
}

/// Decodes strictly: a byte-order mark first, then UTF-8, then GB18030. `None` where none fits; nothing is replaced.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let done = |text: String, encoding| Some(Decoded { text, encoding });
    if let Some(body) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return done(String::from_utf8(body.to_vec()).ok()?, "UTF-8");
    }
    for (mark, encoding) in [([0xFF, 0xFE], UTF_16LE), ([0xFE, 0xFF], UTF_16BE)] {
        if let Some(body) = bytes.strip_prefix(&mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(body)?;
            return done(text.into_owned(), "UTF-16");
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return done(text.to_owned(), "UTF-8");
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    done(text.into_owned(), "GB18030")
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

/// More cells than allowed.
#[derive(Debug)]
pub(super) struct TooMany;

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

/// The rows of a delimited text. Lines keep their numbers, quoted line breaks included.
pub(super) fn grid(text: &str, most_cells: usize) -> Result<Grid, TooMany> {
    let mut csv = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    let mut cells_in_all = 0;
    let mut lines = Lines { text: text.as_bytes(), at: 0, ended: 0 };
    loop {
        let from = usize::try_from(csv.position().byte()).unwrap_or(usize::MAX);
        if !csv.read_record(&mut record).unwrap_or(false) {
            break;
        }
        let line = lines.of_record(from);
        let cells: Vec<Cell> = record
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.trim().is_empty())
            .filter_map(|(col, text)| {
                let col = u32::try_from(col).ok()?;
                Some(Cell { col, anchor: None, content: Content::Text(text.into()) })
            })
            .collect();
        cells_in_all += cells.len();
        if cells_in_all > most_cells {
            return Err(TooMany);
        }
        if !cells.is_empty() {
            rows.push(Row { index: u32::try_from(line).unwrap_or(u32::MAX), cells });
        }
    }
    Ok(Grid { name: "".into(), hidden: false, references: References::Lines, rows, merges: Vec::new() })
}

/// The rows of a delimited text that is no return: the line of each, and its cells with their columns, counted from one.
pub(crate) fn table_rows(text: &str) -> Vec<(usize, Vec<(usize, String)>)> {
    let whole = |n: u32| usize::try_from(n).unwrap_or(usize::MAX).saturating_add(1);
    let rows = grid(text, usize::MAX).map(|grid| grid.rows).unwrap_or_default();
    let cells = |row: &Row| row.cells.iter().map(|c| (whole(c.col), c.content.text().trim().to_owned())).collect();
    rows.iter().map(|row| (whole(row.index), cells(row))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn rows_keep_their_lines_and_delimiters_are_found() {
        let grid = grid("标题\n\n\"a;\nb\"\t2\nc\t3\n", 10).unwrap();
        let lines: Vec<_> = grid.rows.iter().map(|r| r.index).collect();
        assert_eq!(lines, [0, 2, 4]);
        for text in ["a,b\nc,d\n\n\ne,f\n\"g\nh\",i\nj,k", "a,b\r\nc,d\r\n\r\n\r\ne,f\r\n\"g\r\nh\",i\r\nj,k"] {
            for text in [text.to_owned(), format!("{text}\n"), format!("{text}\r\n")] {
                let lines: Vec<_> = super::grid(&text, 100).unwrap().rows.iter().map(|r| r.index).collect();
                assert_eq!(lines, [0, 1, 4, 5, 7], "{text:?}");
            }
        }
        assert_eq!(grid.reference(&grid.rows[2], &grid.rows[2].cells[1]), "5:2");
        let open = super::grid("a,b\r\nc,d\r\n\r.\n\"g\r\n\"\",1\r\n", 100).unwrap();
        assert_eq!(open.rows.iter().map(|r| r.index).collect::<Vec<_>>(), [0, 1, 3, 4], "an open quote");
        assert_eq!(delimiter("a;b;c\n1,5;2;3"), b';');
        assert_eq!(delimiter("abc"), b',');
        assert!(super::grid("a,b,c", 2).is_err());
    }
}
