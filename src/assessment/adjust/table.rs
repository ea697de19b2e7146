//! The ledger's bytes, to which rows, columns and seals are added and nothing else is done.

use crate::finding::{Code, Finding, Place};
use crate::ingest::{decode, encode_like};
use crate::score::Ledger;
use crate::score::ledger::{COLUMNS, LedgerRow, line_of, seal};

use super::unwritten;

/// The ledger's bytes with a row behind them.
pub(super) fn appended(bytes: &[u8], ledger: &Ledger, row: &LedgerRow) -> Result<Vec<u8>, Finding> {
    let mut row = row.clone();
    let open = ledger.seals.open.iter().map(|at| &ledger.rows[*at]);
    let own = seal(&ledger.seals.last, open.chain([&row]));
    row.set("seal", &own);
    let mut table = Table::read(bytes, &ledger.file)?;
    table.add_columns(&COLUMNS);
    let cells: Vec<String> =
        table.header.iter().map(|name| crate::finding::defuse(row.get(name)).into_owned()).collect();
    table.add_row(&cells)
}

/// The ledger's bytes with a seal on its last row.
pub(super) fn sealed(bytes: &[u8], ledger: &Ledger) -> Result<Vec<u8>, Finding> {
    let Some(last) = ledger.rows.last().filter(|_| !ledger.seals.open.is_empty()) else { return Ok(bytes.to_vec()) };
    let own = seal(&ledger.seals.last, ledger.seals.open.iter().map(|at| &ledger.rows[*at]));
    let mut table = Table::read(bytes, &ledger.file)?;
    table.add_columns(&["seal"]);
    table.seal_row(last, &own)
}

/// The bytes of a table that rows are added to.
struct Table<'b> {
    file: &'b str,
    /// The bytes as they are, the heading with what was added to it.
    bytes: Vec<u8>,
    header: Vec<String>,
    end: &'static str,
}

impl<'b> Table<'b> {
    fn read(bytes: &[u8], file: &'b str) -> Result<Self, Finding> {
        let unreadable = || Finding::new(Code::FileUnreadable).at(Place::file(file)).found("UTF-8, GB18030?");
        if encode_like(bytes, "").is_none() {
            return Err(unreadable());
        }
        let text = decode(bytes).ok_or_else(unreadable)?.text;
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header = csv.headers().map_err(|_| unreadable())?.iter().map(|name| name.trim().to_owned()).collect();
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Ok(Self { file, bytes: bytes.to_vec(), header, end })
    }

    fn encoded(&self, text: &str) -> Vec<u8> {
        encode_like(&self.bytes, text).unwrap_or_default()
    }

    /// Puts the columns that are lacking behind those of the heading.
    fn add_columns(&mut self, columns: &[&str]) {
        let lacking: Vec<String> = columns
            .iter()
            .filter(|name| !self.header.iter().any(|h| h == *name))
            .map(|name| (*name).to_owned())
            .collect();
        if lacking.is_empty() {
            return;
        }
        let mut quoted = false;
        let ends = |byte: &u8| {
            quoted ^= *byte == b'"';
            !quoted && matches!(byte, b'\n' | b'\r')
        };
        let at = self.bytes.iter().position(ends).unwrap_or(self.bytes.len());
        let more = format!(",{}", lacking.join(","));
        self.bytes.splice(at..at, more.into_bytes());
        self.header.extend(lacking);
    }

    fn line(&self, cells: &[Vec<u8>]) -> Result<Vec<u8>, Finding> {
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        let written = csv.write_byte_record(&csv::ByteRecord::from(cells.to_vec()));
        let bytes = written.map_err(|e| e.to_string()).and_then(|()| csv.into_inner().map_err(|e| e.to_string()));
        let mut bytes = bytes.map_err(|why| unwritten(self.file, &why))?;
        bytes.pop();
        bytes.extend(self.end.as_bytes());
        Ok(bytes)
    }

    fn add_row(mut self, cells: &[String]) -> Result<Vec<u8>, Finding> {
        let cells: Vec<Vec<u8>> = cells.iter().map(|cell| self.encoded(cell)).collect();
        let line = self.line(&cells)?;
        if !self.bytes.ends_with(b"\n") {
            self.bytes.extend(self.end.as_bytes());
        }
        self.bytes.extend(line);
        Ok(self.bytes)
    }

    /// Puts a seal on the row that stands at this line.
    fn seal_row(self, row: &LedgerRow, seal: &str) -> Result<Vec<u8>, Finding> {
        let lost = || unwritten(self.file, &row.place.label());
        let mark = if self.bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let text = &self.bytes[mark..];
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(text);
        let records: Vec<csv::ByteRecord> = csv.byte_records().collect::<Result<_, _>>().map_err(|_| lost())?;
        let here = |record: &csv::ByteRecord| line_of(text, record.position());
        let index = records.iter().position(|record| here(record).1.to_string() == *row.place.cell).ok_or_else(lost)?;
        let (record, start) = (&records[index], here(&records[index]).0 + mark);
        let stop = records.get(index + 1).map_or(self.bytes.len(), |next| here(next).0 + mark);
        let mut cells: Vec<Vec<u8>> = record.iter().map(<[u8]>::to_vec).collect();
        cells.resize(self.header.len().max(cells.len()), Vec::new());
        let at = self.header.iter().position(|name| name == "seal").ok_or_else(lost)?;
        cells[at] = seal.as_bytes().to_vec();
        let line = self.line(&cells)?;
        let mut bytes = self.bytes;
        bytes.splice(start..stop, line);
        Ok(bytes)
    }
}
