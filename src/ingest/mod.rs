//! Ingest (导入): a returned file of any kind → grid → layout → cells → observations and findings.
//!
//! Nothing else in the house opens a return.

use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::observe::Observation;
use crate::register::Register;
use crate::rubric::{Field, Source};

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
}

/// A returned file as it was understood.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// Path relative to the assessment folder.
    pub path: String,
    /// BLAKE3 of its bytes, in hex.
    pub hash: String,
    /// Its sheets.
    pub sheets: Vec<ReadSheet>,
}

/// A sheet as it was understood.
#[derive(Clone, Debug)]
pub struct ReadSheet {
    /// Its name; empty for files without sheets.
    pub name: String,
    /// How many observations it yielded.
    pub observations: usize,
}

/// Reads every return below the given paths. A bad file is a finding, never the end of the run.
#[must_use]
pub fn ingest(base: &Path, returns: &[ReturnsFrom], expected: &Expected<'_>) -> Ingested {
    let _ = (base, returns, expected);
    Ingested::default()
}

/// Reads one table in the long form (`unit,field,period,source,value,state,…`), as `zhiheng score --data` takes it.
#[must_use]
pub fn ingest_table(path: &Path, expected: &Expected<'_>) -> Ingested {
    let _ = (path, expected);
    Ingested::default()
}
