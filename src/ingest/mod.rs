//! Ingest (导入): a returned file of any kind → grid → layout → cells → observations and findings.
//!
//! Nothing else in the house opens a return. The way of a file: [`walk`] finds it, [`sniff`] says what it is,
//! [`container`] opens it as grids, [`layout`] says which cells answer what, [`cell`] reads them, and [`sheet`] takes
//! down the observations. The words of headings are in [`words`].

mod axes;
mod cell;
mod container;
mod declared;
mod derived;
mod desk;
mod file;
#[cfg(feature = "fuzz")]
#[doc(hidden)]
pub mod fuzz;
mod grid;
mod headings;
mod layout;
mod lines;
mod names;
mod picture;
mod scheme;
mod sheet;
mod sniff;
mod table;
mod taken;
mod text;
mod texts;
mod trail;
mod walk;
mod words;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::finding::{Code, Finding, Place, nearest};
use crate::observe::Observation;
use crate::register::Register;
use crate::rubric::fingerprint::RubricMark;
use crate::rubric::{Field, Source};

pub(crate) use cell::date::day as read_day;
pub use container::child::{Book, COMMAND as READ_WORKBOOK, serve};
pub use container::is_reading;
pub use declared::{Answered, ColumnOrRow, Layout, LayoutKind, SheetIs};
pub use derived::Derived;
pub use picture::{Line, Picture, PictureCell, PictureSheet, Shows, picture, unit_in_name};
pub use scheme::{CellMap, ImportedScheme, import_scheme};
pub use taken::{TakenFor, TakenKind};
pub(crate) use text::{decode, encode_like, table_rows};
pub use texts::{SheetTexts, parts, sheet_texts};
pub use words::{MendingList, list_of_mendings};

use desk::Terms;
use sheet::Defaults;

/// What the returns are read against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The rubric's fields; observations refer to them by index.
    pub fields: &'a [Field],
    /// The rubric's sources, the most authoritative first (empty: one source, `self`).
    pub sources: &'a [Source],
    /// The rubric's period, the default of a return that names none.
    pub period: &'a str,
    /// The units; observations refer to them by index.
    pub register: &'a Register,
    /// Figures that the engine works out, and that returns may state as well; none by default.
    pub derived: &'a [Derived],
    /// Layouts that the evaluator declared; none by default.
    pub layouts: &'a [Layout],
    /// What a file may take.
    pub limits: Limits,
    /// The rubric as forms are marked with it; without it no form is held against it.
    pub rubric: Option<&'a RubricMark>,
    /// Other rubrics that some of the same files are read for; none by default.
    pub siblings: &'a [Sibling],
}

/// Another rubric of the same assessment (同一考核的另一细则): a form of it is left to it, where it reads the file too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sibling {
    /// Its id.
    pub rubric: String,
    /// The files it reads, by their paths relative to the assessment folder.
    pub files: HashSet<String>,
}

impl<'a> Expected<'a> {
    /// With the usual limits.
    #[must_use]
    pub fn new(fields: &'a [Field], sources: &'a [Source], period: &'a str, register: &'a Register) -> Self {
        let limits = Limits::default();
        Self { fields, sources, period, register, derived: &[], layouts: &[], limits, rubric: None, siblings: &[] }
    }
}

/// What one returned file may take; more is a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file: u64,
    /// Bytes of memory.
    pub memory: u64,
    /// Seconds, from when its reading begins.
    pub seconds: u64,
    /// Where workbooks are read whose readers cannot stream.
    pub reader: Reader,
}

/// Where workbooks are read whose readers cannot stream: xls, WPS .et and xlsb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// In this process, one at a time and only small ones. What a reader takes there can only be counted.
    #[default]
    Here,
    /// In a process of their own, held to the limits by the system. Only the `zhiheng` program may say so: it is itself
    /// started again ([`serve`]).
    Child,
}

impl Limits {
    /// The usual limits, raised in proportion for files of so many bytes; they are never lowered but for the size.
    #[must_use]
    pub fn for_files_of(bytes: u64) -> Self {
        let usual = Self::default();
        let times = bytes.div_ceil(usual.file).max(1);
        let raised = |limit: u64| limit.saturating_mul(times);
        Self { file: bytes, memory: raised(usual.memory), seconds: raised(usual.seconds), ..usual }
    }
}

impl Default for Limits {
    /// Files of 128 MB, 512 MB of memory, 10 seconds.
    fn default() -> Self {
        Self { file: 128 << 20, memory: 512 << 20, seconds: 10, reader: Reader::Here }
    }
}

/// One entry of `returns` in assessment.toml.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReturnsFrom {
    /// A file or folder, relative to the assessment folder.
    pub path: PathBuf,
    /// The source of what it holds, unless the file says otherwise.
    pub source: Option<String>,
    /// The period it is about, unless the file says otherwise.
    pub period: Option<String>,
    /// Files below it that are no returns, relative to the assessment folder and with `/` between the parts.
    pub except: Vec<String>,
}

/// All that came out of the returns.
#[derive(Clone, Debug, Default)]
pub struct Ingested {
    /// Every observation, in the order of files, sheets and cells.
    pub observations: Vec<Observation>,
    /// Everything wrong or doubtful.
    pub findings: Vec<Finding>,
    /// What was read, and what each sheet was taken for.
    pub files: Vec<ReadFile>,
    /// Declared layouts that a sheet was read by, by index.
    pub layouts_used: Vec<usize>,
    /// Figures that are compared when all returns are read.
    typed: Vec<derived::Typed>,
}

/// A returned file as it was understood.
#[derive(Clone, Debug, Default)]
pub struct ReadFile {
    /// Path relative to the assessment folder.
    pub path: String,
    /// BLAKE3 of its bytes, in hex; empty where they could not be had.
    pub hash: String,
    /// What it was found to be: `xlsx`, `xls`, `csv` …; empty where it holds no table.
    pub kind: String,
    /// Its sheets.
    pub sheets: Vec<ReadSheet>,
}

/// A sheet as it was understood.
#[derive(Clone, Debug, Default)]
pub struct ReadSheet {
    /// Its name; empty for files without sheets.
    pub name: String,
    /// How many observations it yielded.
    pub observations: usize,
    /// What it was taken for, as keys of [`word`](crate::finding::text::word), one a line; says so where it was not read.
    pub layout: String,
    /// The official name of the unit, where the sheet is about one.
    pub unit: String,
    /// The period that holds where no column or heading says otherwise.
    pub period: String,
    /// The source that holds where no column says otherwise.
    pub source: String,
    /// The encoding of a text file; empty otherwise.
    pub encoding: String,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// What its parts were taken for: headings, columns, rows, and what was passed over.
    pub taken: Vec<TakenFor>,
    /// Where the names of its answers stand.
    axes: Vec<axes::Axes>,
}

impl Ingested {
    fn add(&mut self, other: Self) {
        self.observations.extend(other.observations);
        self.findings.extend(other.findings);
        self.files.extend(other.files);
        self.layouts_used.extend(other.layouts_used);
        self.typed.extend(other.typed);
    }

    /// Compares what can only be compared when everything is read.
    fn compared(mut self, expected: &Expected<'_>) -> Self {
        let findings = derived::compare(&self.typed, &self.observations, expected);
        self.findings.extend(findings);
        self.typed = Vec::new();
        self.layouts_used.sort_unstable();
        self.layouts_used.dedup();
        self
    }
}

/// Reads every return below the given paths. A bad file is a finding, never the end of the run.
///
/// Files are read side by side; what comes out is in the order of their paths, whatever the machine.
#[must_use]
pub fn ingest(base: &Path, returns: &[ReturnsFrom], expected: &Expected<'_>) -> Ingested {
    ingest_watched(base, returns, expected, &mut |_, _| {})
}

/// [`ingest`], telling `watch` how many files of how many are read; it is called on the caller's own thread.
#[must_use]
pub fn ingest_watched(
    base: &Path,
    returns: &[ReturnsFrom],
    expected: &Expected<'_>,
    watch: &mut dyn FnMut(usize, usize),
) -> Ingested {
    let terms = Terms::new(expected);
    let (found, findings) = walk::walk(base, returns);
    let mut all = Ingested { findings, ..Ingested::default() };
    let defaults: Vec<Defaults> = returns.iter().map(|from| defaults(from, &terms, &mut all.findings)).collect();
    let read = |file: &walk::Found| file::read(&file.path, &file.label, &defaults[file.entry], &terms);
    for one in side_by_side(&found, read, watch) {
        all.add(one);
    }
    all.compared(expected)
}

/// Whether a name, an id or an alias among these fields is meant by the text.
#[must_use]
pub fn names_field(fields: &[Field], text: &str) -> bool {
    names::FieldNames::new(fields).named(text).is_some()
}

/// Reads files on all cores, and gives back what was read in their order.
fn side_by_side<F: Sync>(
    files: &[F],
    read: impl Fn(&F) -> Ingested + Send + Sync,
    watch: &mut dyn FnMut(usize, usize),
) -> Vec<Ingested> {
    watch(0, files.len());
    let (done, dones) = std::sync::mpsc::channel();
    let read_all = move || -> Vec<Ingested> {
        let one = |done: &mut std::sync::mpsc::Sender<()>, file| {
            let read = read(file);
            // nobody may be listening any more, which is no matter
            let _ = done.send(());
            read
        };
        files.par_iter().map_with(done, one).collect()
    };
    std::thread::scope(|scope| {
        let reading = scope.spawn(read_all);
        for (count, ()) in dones.iter().enumerate() {
            watch(count + 1, files.len());
        }
        reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The paths of all files below these, as findings name them.
pub(crate) fn list(base: &Path, returns: &[ReturnsFrom]) -> Vec<String> {
    walk::walk(base, returns).0.into_iter().map(|found| found.label).collect()
}

/// What an entry of `returns` says of its files.
fn defaults(from: &ReturnsFrom, terms: &Terms<'_>, findings: &mut Vec<Finding>) -> Defaults {
    let expected = terms.expected;
    let period = from.period.as_deref().unwrap_or(expected.period).into();
    let Some(named) = &from.source else {
        return Defaults { source: terms.default_source().into(), period, pinned: None };
    };
    if let Some(id) = names::source(named, expected.sources) {
        return Defaults { source: id.into(), period, pinned: None };
    }
    // an unknown source is found out once, here; where there are panels it may be an assessor, and each cell decides
    if expected.fields.iter().all(|f| !f.panel) {
        let known: Vec<&str> = expected.sources.iter().map(|s| s.id.as_str()).collect();
        let near = nearest(named, known.iter().copied()).unwrap_or_default();
        let finding = Finding::new(Code::UnknownSource).found(named.as_str()).expected(known.join("、")).hint(near);
        findings.push(finding.at(Place::file(walk::label(&from.path))));
    }
    Defaults { source: named.as_str().into(), period, pinned: None }
}

/// Reads one table, as `zhiheng score --data` takes it: the long form (`unit,field,period,source,value,state,…`), or
/// units down and fields across.
///
/// A long table in CSV is streamed, so that its size is bounded by what its observations take.
#[must_use]
pub fn ingest_table(path: &Path, expected: &Expected<'_>) -> Ingested {
    let terms = Terms::new(expected);
    let label = path.to_string_lossy().replace('\\', "/");
    let defaults = Defaults { source: terms.default_source().into(), period: expected.period.into(), pinned: None };
    let read = table::read(path, &label, &defaults, &terms);
    read.unwrap_or_else(|| file::read(path, &label, &defaults, &terms)).compared(expected)
}
