//! Containers: a file's bytes → its sheets as grids. Nothing past here knows what kind of file it was.

mod legacy;
pub(super) mod safety;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::finding::{Code, Finding};

use super::grid::Grid;
use super::sniff::{Kind, sniff};
use super::text;
use super::words::say;

/// Limits that no honest return comes near.
pub(super) mod limits {
    /// Entries of a zip.
    pub const ENTRIES: usize = 10_000;
    /// Bytes of a zip's contents, unpacked.
    pub const UNPACKED: u64 = 1 << 30;
    /// Bytes of the shared strings, unpacked: all of them stand in memory at once.
    pub const STRINGS: u64 = 256 << 20;
    /// Unpacked over packed bytes, from [`RATIO_FROM`] unpacked bytes on.
    pub const RATIO: u64 = 250;
    /// Where the ratio begins to matter.
    pub const RATIO_FROM: u64 = 64 << 20;
    /// Cells that hold something, in one file.
    pub const CELLS: usize = 20_000_000;
    /// Bytes of an xls file: its reader cannot stream.
    pub const XLS: usize = 64 << 20;
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
pub(super) fn open(bytes: &[u8]) -> Result<Opened, Refusal> {
    let kind = sniff(bytes);
    let read = || match kind {
        Kind::Text => open_text(bytes),
        Kind::Xlsx => {
            safety::check(bytes)?;
            xlsx::open(bytes)
        }
        Kind::Xlsb | Kind::Ods => {
            safety::check(bytes)?;
            legacy::open(bytes, kind)
        }
        Kind::Xls => legacy::open(bytes, kind),
        Kind::Encrypted => Err(Finding::new(Code::Encrypted).into()),
        Kind::Empty => Err(Finding::new(Code::EmptyFile).into()),
        Kind::Other(what) => Err(Finding::new(Code::NotATable).found(what).into()),
        Kind::BrokenZip => Err(Finding::new(Code::FileUnreadable).found("zip").into()),
    };
    // the readers are other people's code, and a panic in one of them must cost one file and not the run
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(Finding::new(Code::FileUnreadable).found(say::CRASHED).into()))
}

fn open_text(bytes: &[u8]) -> Result<Opened, Refusal> {
    let decoded = text::decode(bytes).ok_or_else(|| Finding::new(Code::FileUnreadable).found(say::ENCODING))?;
    let grid = text::grid(&decoded.text, limits::CELLS).map_err(|_| too_many_cells())?;
    let mut findings = Vec::new();
    if decoded.encoding != "UTF-8" {
        findings.push(Finding::new(Code::EncodingChosen).found(decoded.encoding));
    }
    Ok(Opened { kind: "csv", encoding: decoded.encoding, grids: vec![grid], findings })
}

/// The finding for a file with more cells than allowed.
fn too_many_cells() -> Finding {
    let finding = Finding::new(Code::TooLarge).found(format!("{} > {}", say::CELLS, limits::CELLS));
    finding.expected(format!("{} {}", say::CELLS, limits::CELLS))
}
