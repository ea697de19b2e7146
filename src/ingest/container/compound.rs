//! Compound files ([MS-CFB]), as xls, old Word files and encrypted workbooks are: the streams at their root.
//!
//! Programs get the tables of such a file wrong in ways that Excel does not mind, so nothing is asked of them but that
//! the chain of a stream leads somewhere; a chain that runs in a circle ends where the file would.

/// What no sector's number is.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// The sectors of the table of sectors that the header names.
const IN_HEADER: usize = 109;
/// Streams shorter than this stand in the mini stream.
const MINI_BELOW: usize = 4096;
const MINI: usize = 64;
const ENTRY: usize = 128;

/// A compound file, opened.
#[derive(Debug)]
pub(in crate::ingest) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// By sector, the one that follows it.
    next: Vec<u32>,
    /// The streams and storages at the root.
    entries: Vec<Entry>,
    mini: Vec<u8>,
    mini_next: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: String,
    stream: bool,
    start: u32,
    length: usize,
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn size(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

impl<'b> Compound<'b> {
    /// Opens a file; `None` where there is no directory to be found in it.
    pub(in crate::ingest) fn open(bytes: &'b [u8]) -> Option<Self> {
        let sector = match bytes.get(30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file =
            Self { bytes, sector, next: Vec::new(), entries: Vec::new(), mini: Vec::new(), mini_next: Vec::new() };
        file.next = file.table()?;
        let directory = file.chain(long(bytes, 48)?, usize::MAX);
        let entries: Vec<&[u8]> = directory.chunks_exact(ENTRY).collect();
        let root = entries.first()?;
        file.mini = file.chain(long(root, 116)?, size(long(root, 120)?));
        let mini_table = file.chain(long(bytes, 60)?, usize::MAX);
        file.mini_next = longs(&mini_table).collect();
        file.entries = at_root(&entries, long(root, 76)?);
        Some(file)
    }

    /// The names at the root.
    pub(in crate::ingest) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// A stream at the root, whatever the case of its name.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|e| e.stream && e.name.eq_ignore_ascii_case(name))?;
        if entry.length >= MINI_BELOW {
            return Some(self.chain(entry.start, entry.length));
        }
        Some(follow(&self.mini, 0, MINI, &self.mini_next, entry.start, entry.length))
    }

    /// The table of sectors, from the header and the sectors that go on where the header ends.
    fn table(&self) -> Option<Vec<u32>> {
        let mut parts: Vec<u32> = longs(self.bytes.get(76..76 + IN_HEADER * 4)?).collect();
        let mut more = long(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector + 1;
        for _ in 0..most {
            let Some(sector) = self.at(more).filter(|_| more < NO_SECTOR) else { break };
            let named: Vec<u32> = longs(sector).collect();
            let (last, named) = named.split_last()?;
            parts.extend(named);
            more = *last;
        }
        let parts = parts.into_iter().filter(|n| *n < NO_SECTOR).take(most);
        Some(parts.filter_map(|n| self.at(n)).flat_map(longs).collect())
    }

    fn at(&self, number: u32) -> Option<&'b [u8]> {
        let start = size(number).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    fn chain(&self, start: u32, length: usize) -> Vec<u8> {
        follow(self.bytes, self.sector, self.sector, &self.next, start, length)
    }
}

/// The bytes of a chain of sectors of this size, the first of which begins behind a header.
fn follow(bytes: &[u8], header: usize, sector: usize, next: &[u32], start: u32, length: usize) -> Vec<u8> {
    let mut found = Vec::new();
    let mut number = start;
    let most = bytes.len() / sector + 1;
    for _ in 0..most {
        if number >= NO_SECTOR || found.len() >= length {
            break;
        }
        let Some(at) = size(number).checked_mul(sector).and_then(|n| n.checked_add(header)) else { break };
        let end = at.saturating_add(sector).min(bytes.len());
        let Some(part) = bytes.get(at..end) else { break };
        found.extend_from_slice(&part[..part.len().min(length - found.len())]);
        number = next.get(size(number)).copied().unwrap_or(u32::MAX);
    }
    found
}

/// The entries of the tree that hangs from the root, not those of the storages in it.
fn at_root(all: &[&[u8]], top: u32) -> Vec<Entry> {
    let mut seen = vec![false; all.len()];
    let mut todo = vec![top];
    let mut found = Vec::new();
    while let Some(number) = todo.pop() {
        let Some(entry) = all.get(size(number)).filter(|_| !std::mem::replace(&mut seen[size(number)], true)) else {
            continue;
        };
        todo.extend([68, 72].into_iter().filter_map(|at| long(entry, at)).filter(|n| size(*n) < all.len()));
        found.extend(self::entry(entry));
    }
    found
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let units: Vec<u16> = bytes.get(..64)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let name = String::from_utf16_lossy(units.split(|unit| *unit == 0).next().unwrap_or_default());
    Some(Entry { name, stream: *bytes.get(66)? == 2, start: long(bytes, 116)?, length: size(long(bytes, 120)?) })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    #[test]
    fn streams_come_out_as_another_program_put_them_in() {
        let long: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/short").unwrap().write_all(b"a few bytes").unwrap();
        file.create_stream("/Workbook").unwrap().write_all(&long).unwrap();
        file.create_storage("/inner").unwrap();
        file.create_stream("/inner/Book").unwrap().write_all(b"x").unwrap();
        file.flush().unwrap();
        let bytes = file.into_inner().into_inner();
        let file = Compound::open(&bytes).unwrap();
        assert_eq!(file.stream("short").as_deref(), Some(b"a few bytes".as_slice()));
        assert_eq!(file.stream("WORKBOOK"), Some(long));
        assert_eq!(file.stream("Book"), None, "what is further in is not at the root");
        let mut names: Vec<_> = file.names().collect();
        names.sort_unstable();
        assert_eq!(names, ["Workbook", "inner", "short"]);
    }

    #[test]
    fn circles_and_numbers_beyond_the_end_come_to_an_end() {
        let path = format!("{}/tests/files/formats/sheetjs.xls", env!("CARGO_MANIFEST_DIR"));
        let whole = std::fs::read(path).unwrap();
        for at in (0..whole.len()).step_by(3) {
            for byte in [0, 1, 0xFF] {
                let mut damaged = whole.clone();
                damaged[at] = byte;
                if let Some(file) = Compound::open(&damaged) {
                    let stream = file.stream("Workbook").unwrap_or_default();
                    assert!(stream.len() <= whole.len() + 4096);
                }
            }
        }
        assert!(Compound::open(&whole[..512]).is_none());
    }
}
