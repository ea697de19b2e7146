//! A long table in CSV, streamed: millions of rows go by without the file ever standing in memory.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use csv::ByteRecord;
use rayon::prelude::*;

use crate::finding::{Code, Finding, Place};
use crate::observe::{Observation, Remarks};
use crate::register::fold;

use super::cell;
use super::derived::Typed;
use super::desk::Terms;
use super::headings::{Heading, period_of};
use super::names::{self, Strangers};
use super::sheet::Defaults;
use super::trail::Trail;
use super::words::{self, Role, say};
use super::{Ingested, ReadFile, ReadSheet};

/// Rows read before they are worked on side by side.
const BATCH: usize = 65_536;
/// Rows that one thread works on at a time.
const SHARE: usize = 2_048;

/// Reads the table, or `None` where it is not a long table in UTF-8 text: then it is read as any other return.
pub(super) fn read(path: &Path, label: &str, defaults: &Defaults, terms: &Terms<'_>) -> Option<Ingested> {
    let mut file = File::open(path).ok().filter(|f| f.metadata().is_ok_and(|m| m.is_file()))?;
    let mut head = vec![0; 65_536];
    let mut filled = 0;
    while filled < head.len() {
        match file.read(&mut head[filled..]).ok()? {
            0 => break,
            n => filled += n,
        }
    }
    head.truncate(filled);
    let first = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
    let line = std::str::from_utf8(first.split(|b| matches!(b, b'\n' | b'\r')).next()?).ok()?;
    let columns = Columns::of(line)?;
    let whole = io::Cursor::new(head).chain(file);
    Table { columns, label: label.into(), empty: "".into(), defaults, terms }.stream(whole)
}

/// Positions of the columns that matter.
#[derive(Debug)]
struct Columns {
    unit: usize,
    field: usize,
    value: usize,
    period: Option<usize>,
    source: Option<usize>,
    state: Option<usize>,
    measure: Option<usize>,
    /// Reason, by, date, evidence.
    remarks: [Option<usize>; 4],
    /// What an earlier run says of its observations.
    trail: Option<Trail<usize>>,
}

impl Columns {
    fn of(header: &str) -> Option<Self> {
        let roles: Vec<Option<Role>> = header
            .split(',')
            .map(|h| Heading::of(h.trim_matches('"')).names.first().and_then(|name| words::role(name)))
            .collect();
        let find = |role: Role| roles.iter().position(|r| *r == Some(role));
        Some(Self {
            unit: find(Role::Unit)?,
            field: find(Role::Field)?,
            value: find(Role::Value)?,
            period: find(Role::Period),
            source: find(Role::Source),
            state: find(Role::State),
            measure: find(Role::Measure),
            remarks: [Role::Reason, Role::By, Role::Date, Role::Evidence].map(find),
            trail: Trail::of(header.split(',').map(|h| h.trim_matches('"')).enumerate()),
        })
    }
}

/// The table being read.
struct Table<'a> {
    columns: Columns,
    label: Arc<str>,
    empty: Arc<str>,
    defaults: &'a Defaults,
    terms: &'a Terms<'a>,
}

/// What one thread made of its share of rows.
#[derive(Default)]
struct Share {
    observations: Vec<Observation>,
    findings: Vec<Finding>,
    typed: Vec<Typed>,
    strangers: Strangers,
    texts: HashMap<String, Arc<str>>,
    broken: bool,
}

/// Hashes what is read through it, and knows where its lines end.
struct Watched<R> {
    inner: R,
    hasher: blake3::Hasher,
    read: u64,
    /// Whether a quote was opened and, so far, not closed.
    quoted: bool,
    /// Where the lines end that the csv reader, which reads ahead, has not come to yet.
    ends: RefCell<VecDeque<u64>>,
    /// How many lines have ended before those.
    ended: Cell<u64>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..n]);
        self.quoted = buffer[..n].iter().fold(self.quoted, |open, b| open ^ (*b == b'"'));
        let ends = buffer[..n].iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(i, _)| i);
        let at = self.read;
        self.ends.get_mut().extend(ends.filter_map(|i| u64::try_from(i).ok()).map(|i| at + i));
        self.read += u64::try_from(n).unwrap_or(0);
        Ok(n)
    }
}

impl<R> Watched<R> {
    fn new(inner: R) -> Self {
        let (ends, ended) = (RefCell::default(), Cell::new(0));
        Self { inner, hasher: blake3::Hasher::new(), read: 0, quoted: false, ends, ended }
    }

    /// The line, from 1, on which the record begins that was finished at byte `end`. The csv reader's own count stays
    /// behind after blank lines and after CRLF.
    fn line(&self, end: u64, record: &ByteRecord) -> u64 {
        let mut ends = self.ends.borrow_mut();
        let mut closing = 0;
        while let Some(at) = ends.front().copied().filter(|at| *at < end) {
            closing = u64::from(at + 1 == end);
            self.ended.set(self.ended.get() + 1);
            ends.pop_front();
        }
        let inside = record.as_slice().split(|b| *b == b'\n').count().saturating_sub(1);
        (self.ended.get() + 1).saturating_sub(closing + u64::try_from(inside).unwrap_or(0))
    }
}

impl Table<'_> {
    fn stream(&self, source: impl Read) -> Option<Ingested> {
        let mut watched = Watched::new(BufReader::with_capacity(1 << 20, source));
        let mut out = Ingested::default();
        {
            let mut csv = csv::ReaderBuilder::new().flexible(true).buffer_capacity(1 << 20).from_reader(&mut watched);
            csv.byte_headers().ok()?;
            let mut batch: Vec<(u64, ByteRecord)> = Vec::with_capacity(BATCH);
            let mut more = true;
            while more {
                batch.clear();
                while more && batch.len() < BATCH {
                    let mut record = ByteRecord::new();
                    match csv.read_byte_record(&mut record) {
                        Ok(true) => batch.push((csv.get_ref().line(csv.position().byte(), &record), record)),
                        Ok(false) => more = false,
                        Err(error) => {
                            let finding = Finding::new(Code::FileUnreadable).found(error.to_string());
                            out.findings.push(finding.at(Place::file(self.label.clone())));
                            more = false;
                        }
                    }
                }
                let shares: Vec<Share> = batch.par_chunks(SHARE).map(|rows| self.share(rows)).collect();
                for mut share in shares {
                    if share.broken {
                        return None; // not UTF-8 after all
                    }
                    out.observations.append(&mut share.observations);
                    out.findings.append(&mut share.findings);
                    out.typed.append(&mut share.typed);
                }
            }
        }
        if watched.quoted {
            return None; // rows may hide behind a quote that is never closed: it takes the whole text to say where
        }
        let sheet = ReadSheet {
            observations: out.observations.len(),
            layout: say::LONG.to_owned(),
            period: self.defaults.period.as_ref().to_owned(),
            source: self.defaults.source.as_ref().to_owned(),
            encoding: "UTF-8".to_owned(),
            ..ReadSheet::default()
        };
        out.files.push(ReadFile {
            path: self.label.as_ref().to_owned(),
            hash: watched.hasher.finalize().to_hex().to_string(),
            kind: "csv".to_owned(),
            sheets: vec![sheet],
        });
        Some(out)
    }

    fn share(&self, rows: &[(u64, ByteRecord)]) -> Share {
        let mut share = Share::default();
        share.observations.reserve(rows.len());
        for (line, row) in rows {
            if self.row(*line, row, &mut share).is_none() {
                share.broken = true;
                break;
            }
        }
        share
    }

    /// One row; `None` where it is not UTF-8.
    fn row(&self, line: u64, row: &ByteRecord, share: &mut Share) -> Option<()> {
        let text = |at: usize| std::str::from_utf8(row.get(at).unwrap_or_default()).ok();
        let optional = |at: Option<usize>| at.map_or(Some(""), text);
        let columns = &self.columns;
        let (unit, field, value) = (text(columns.unit)?, text(columns.field)?, text(columns.value)?);
        let (period, source, state) = (optional(columns.period)?, optional(columns.source)?, optional(columns.state)?);
        let measure = optional(columns.measure)?;
        if unit.trim().is_empty() && field.trim().is_empty() {
            return Some(());
        }
        let beside = |at: usize| text(at).unwrap_or_default();
        if columns.trail.is_some_and(|trail| trail.passes(beside)) {
            return Some(());
        }
        let origin = columns.trail.and_then(|trail| trail.origin(beside));
        let place = |at: usize| Place {
            file: self.label.clone(),
            sheet: self.empty.clone(),
            cell: format!("{line}:{}", at + 1).into(),
        };
        let Some(unit) = self.terms.units.known(unit) else {
            share.findings.push(share.strangers.unit(&self.terms.units, unit).at(place(columns.unit)));
            return Some(());
        };
        let known = self.terms.fields.by_id(field).or_else(|| self.terms.fields.named(field).map(|n| n.field));
        let Some(index) = known else {
            let typed = (field, value, period.trim(), source.trim());
            self.no_field(typed, unit, (place(columns.field), place(columns.value)), share);
            return Some(());
        };
        let Some(source) = self.source(source.trim(), index, share) else {
            let known: Vec<&str> = self.terms.expected.sources.iter().map(|s| s.id.as_str()).collect();
            let finding = Finding::new(Code::UnknownSource).found(source.trim()).expected(known.join("、"));
            let field = self.terms.expected.fields[index].id.as_str();
            share.findings.push(finding.field(field).at(place(columns.source.unwrap_or(columns.unit))));
            return Some(());
        };
        let period = self.period(period.trim(), share);
        let field = &self.terms.expected.fields[index];
        let measure = Some(measure).filter(|m| !m.trim().is_empty());
        let mut read = cell::read_text(value, field, measure);
        if !state.is_empty() && state != "value" || state == "value" && value.is_empty() {
            read = cell::with_state(state, read, value);
        }
        let place = place(columns.value);
        for remark in read.remarks {
            let unit = self.terms.expected.register.units()[unit].name.as_str();
            share.findings.push(remark.finding().at(place.clone()).unit(unit).field(field.id.as_str()));
        }
        let [reason, by, date, evidence] = columns.remarks.map(|at| optional(at).map(|t| t.trim().to_owned()));
        let remarks = Remarks { reason: reason?, by: by?, date: date?, evidence: evidence?, origin };
        let remarks = (remarks != Remarks::default()).then(|| Box::new(remarks));
        share.observations.push(Observation {
            unit,
            field: index,
            period,
            source,
            reading: read.reading,
            place,
            remarks,
        });
        Some(())
    }

    /// A name that no field bears: a figure that the engine works out is kept to be compared.
    fn no_field(
        &self,
        (name, value, period, source): (&str, &str, &str, &str),
        unit: usize,
        (named_at, place): (Place, Place),
        share: &mut Share,
    ) {
        let Some((derived, named)) = self.terms.derived.named(name) else {
            let finding = share.strangers.field(&self.terms.fields, name);
            share.findings.push(finding.at(named_at));
            return;
        };
        let folded = fold(value);
        if words::is_missing(&folded) || words::is_not_applicable(&folded) {
            return;
        }
        let period = match named {
            Some(period) if self.columns.period.is_none() => period.as_str().into(),
            _ => self.period(period, share),
        };
        let source =
            names::source(source, self.terms.expected.sources).map_or_else(|| self.defaults.source.clone(), Arc::from);
        share.typed.push(Typed { derived, unit, period, source, text: value.to_owned(), is_double: false, place });
    }

    fn source(&self, text: &str, field: usize, share: &mut Share) -> Option<Arc<str>> {
        if text.is_empty() || text == self.defaults.source.as_ref() {
            return Some(self.defaults.source.clone());
        }
        if let Some(known) = share.texts.get(text) {
            return Some(known.clone());
        }
        let panel = self.terms.expected.fields[field].panel;
        match names::source(text, self.terms.expected.sources) {
            Some(id) => {
                let id: Arc<str> = id.into();
                share.texts.insert(text.to_owned(), id.clone());
                Some(id)
            }
            // an assessor's name is no source of any other field, so it is not kept for the next row
            None => panel.then(|| text.into()),
        }
    }

    fn period(&self, text: &str, share: &mut Share) -> Arc<str> {
        if text.is_empty() || text == self.defaults.period.as_ref() {
            return self.defaults.period.clone();
        }
        let key = format!("\u{1}{text}");
        if let Some(known) = share.texts.get(&key) {
            return known.clone();
        }
        let folded = fold(text);
        let period: Arc<str> = period_of(&folded).unwrap_or_else(|| text.to_owned()).into();
        share.texts.insert(key, period.clone());
        period
    }
}
