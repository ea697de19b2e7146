//! Containers: a file's bytes → its sheets as grids. Nothing past here knows what kind of file it was.
//!
//! What can be streamed is streamed and counted ([`budget`]); what cannot is read in a process of its own ([`child`]),
//! whose end is one finding.

mod biff;
mod budget;
pub(in crate::ingest) mod child;
mod compound;
mod format;
mod html;
mod markup;
mod ods;
pub(super) mod safety;
mod sheet;
mod spreadsheet_xml;
mod wire;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::finding::{Code, Finding};

use super::Limits;
use super::grid::Grid;
use super::sniff::{Kind, sniff};
use super::text;
use super::words::say;

pub(super) use budget::{Budget, Watch, megabytes};
pub(super) use compound::Compound;
pub(super) use sheet::{MADE, SheetBuilder};

/// Limits that no honest return comes near.
pub(super) mod limits {
    /// Entries of a zip.
    pub const ENTRIES: usize = 12_000;
    /// Sheets of a workbook.
    pub const SHEETS: usize = 5_000;
    /// Cell styles of a workbook; Excel itself allows 65 490.
    pub const STYLES: u64 = 200_000;
    /// Unpacked over packed bytes, from [`RATIO_FROM`] unpacked bytes on.
    pub const RATIO: u64 = 250;
    /// Where the ratio begins to matter.
    pub const RATIO_FROM: u64 = 16 << 20;
}

/// A file, opened.
#[derive(Debug, Default)]
pub(super) struct Opened {
    /// `xlsx`, `csv` …
    pub kind: &'static str,
    /// The encoding of a text file; empty otherwise.
    pub encoding: &'static str,
    /// Its sheets.
    pub grids: Vec<Grid>,
    /// Sheets that could not be read.
    pub findings: Vec<Finding>,
}

/// Why a file cannot be opened: one finding, without its place.
pub(super) type Refusal = Box<Finding>;

/// Opens a file of any kind. What cannot be opened is one finding, which has no place yet.
pub(super) fn open(bytes: &[u8], limits: Limits) -> Result<Opened, Refusal> {
    open_within(bytes, &mut Budget::new(limits))
}

/// The same, within what is left of a budget; what the sheets take stays counted.
pub(super) fn open_within(bytes: &[u8], budget: &mut Budget) -> Result<Opened, Refusal> {
    READING.set(true);
    // the readers are other people's code, and a panic in one of them must cost one file and not the run
    let opened = catch_unwind(AssertUnwindSafe(|| open_as(bytes, sniff(bytes), budget)));
    READING.set(false);
    let opened = opened.unwrap_or_else(|_| Err(Finding::new(Code::FileUnreadable).found(say::CRASHED).into()))?;
    few_sheets(opened.grids.len())?;
    budget.give(bytes.len());
    Ok(opened)
}

/// The formulas of a workbook, by sheet and cell; none where it cannot be read.
pub(super) fn formulas(bytes: &[u8], limits: Limits) -> xlsx::Formulas {
    let mut budget = Budget::new(limits);
    READING.set(true);
    let read = catch_unwind(AssertUnwindSafe(|| {
        safety::check(bytes, false, &mut budget).ok().map(|_| xlsx::formulas(bytes, &mut budget))
    }));
    READING.set(false);
    read.ok().flatten().unwrap_or_default()
}

/// Refuses a workbook of more sheets than any return has.
fn few_sheets(count: usize) -> Result<(), Refusal> {
    if count <= limits::SHEETS {
        return Ok(());
    }
    let said = |n: usize| format!("{} {n}", say::SHEETS);
    Err(Finding::new(Code::TooLarge).found(said(count)).expected(said(limits::SHEETS)).into())
}

thread_local! {
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is within another people's reader, whose panic becomes a finding and need not be printed.
#[must_use]
pub fn is_reading() -> bool {
    READING.get()
}

fn open_as(bytes: &[u8], kind: Kind, budget: &mut Budget) -> Result<Opened, Refusal> {
    budget.take(bytes.len())?;
    match kind {
        Kind::Text => open_text(bytes, budget),
        Kind::Html => {
            let (text, encoding) = markup(bytes, budget)?;
            Ok(Opened { encoding, ..html::open(&text, budget)? })
        }
        Kind::SpreadsheetXml => spreadsheet_xml::open(&markup(bytes, budget)?.0, budget),
        Kind::FlatOds => ods::open_flat(markup(bytes, budget)?.0.as_bytes(), "ods", budget),
        Kind::Xlsx => {
            let seen = safety::check(bytes, false, budget)?;
            xlsx::open(bytes, seen, budget)
        }
        Kind::Ods => {
            safety::check(bytes, true, budget)?;
            ods::open(bytes, budget)
        }
        Kind::Xlsb => {
            safety::check(bytes, false, budget)?;
            child::open(bytes, child::Book::Xlsb, budget)
        }
        Kind::Xls => child::open(bytes, child::Book::Xls, budget),
        Kind::Encrypted => Err(Finding::new(Code::Encrypted).into()),
        Kind::Empty => Err(Finding::new(Code::EmptyFile).into()),
        Kind::Other(what) => Err(not_a_table(what)),
        Kind::Broken => Err(Finding::new(Code::FileUnreadable).found(say::CUT).into()),
    }
}

/// The finding for a file that holds no table, with what to do about it.
fn not_a_table(what: &'static str) -> Refusal {
    let remedy = if what == say::ARCHIVE {
        say::UNPACK
    } else if [say::PDF, say::IMAGE, say::OFD, say::BINARY, say::MAIL].contains(&what) {
        say::SEND_TABLE
    } else {
        say::SAVE_AS
    };
    Finding::new(Code::NotATable).found(what).hint(remedy).into()
}

type Text<'b> = (std::borrow::Cow<'b, str>, &'static str);

/// Markup as text; a copy of it is counted.
fn markup<'b>(bytes: &'b [u8], budget: &mut Budget) -> Result<Text<'b>, Refusal> {
    let decoded = text::view_markup(bytes).ok_or_else(undecoded)?;
    counted(decoded, budget)
}

fn counted<'b>(decoded: Text<'b>, budget: &mut Budget) -> Result<Text<'b>, Refusal> {
    if let std::borrow::Cow::Owned(text) = &decoded.0 {
        budget.take(text.capacity())?;
    }
    Ok(decoded)
}

fn undecoded() -> Refusal {
    Finding::new(Code::FileUnreadable).found(say::ENCODING).into()
}

fn open_text(bytes: &[u8], budget: &mut Budget) -> Result<Opened, Refusal> {
    let decoded = text::view(bytes).ok_or_else(undecoded)?;
    let (text, encoding) = counted(decoded, budget)?;
    let read = text::delimited(&text, budget)?;
    let mut findings = Vec::new();
    if encoding != "UTF-8" {
        findings.push(Finding::new(Code::EncodingChosen).found(encoding));
    }
    if let Some(cell) = read.open_quote {
        let place = crate::finding::Place { cell: cell.into(), ..Default::default() };
        findings.push(Finding::new(Code::FileUnreadable).at(place).found(say::OPEN_QUOTE));
    }
    Ok(Opened { kind: "csv", encoding, grids: vec![read.grid], findings })
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::time::Instant;

    use super::*;

    /// Reads every file named in the file `ZHIHENG_READ`, one a line, and writes what it held to `ZHIHENG_SEEN` as JSON
    /// lines; `.ci/check_readers.py` holds that against other programs' readers.
    #[test]
    #[ignore = "for .ci/check_readers.py"]
    fn says_what_files_hold() {
        let list = std::fs::read_to_string(std::env::var("ZHIHENG_READ").unwrap()).unwrap();
        let mut out = std::fs::File::create(std::env::var("ZHIHENG_SEEN").unwrap()).unwrap();
        for path in list.lines() {
            let bytes = std::fs::read(path).unwrap();
            let began = Instant::now();
            let opened = open(&bytes, Limits::default());
            let millis = began.elapsed().as_millis();
            let said = |f: &Finding| format!("{} {}", f.code.id(), f.found);
            let line = match &opened {
                Err(refusal) => serde_json::json!({ "path": path, "millis": millis, "refused": said(refusal) }),
                Ok(opened) => serde_json::json!({
                    "path": path, "millis": millis, "kind": opened.kind, "encoding": opened.encoding,
                    "findings": opened.findings.iter().map(said).collect::<Vec<_>>(),
                    "sheets": opened.grids.iter().map(sheet).collect::<Vec<_>>(),
                }),
            };
            writeln!(out, "{line}").unwrap();
        }
    }

    fn sheet(grid: &Grid) -> serde_json::Value {
        let own = |row: &super::super::grid::Row| {
            let cells = row.cells.iter().filter(|c| c.anchor.is_none());
            let index = row.index;
            cells.map(|c| serde_json::json!([index, c.col, format!("{:?}", c.content)])).collect::<Vec<_>>()
        };
        let cells: Vec<_> = grid.rows.iter().flat_map(own).collect();
        serde_json::json!({ "name": &*grid.name, "hidden": grid.hidden, "cells": cells })
    }
}
