//! What was taken for what: a row a sheet.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use crate::finding::text::word;
use crate::finding::{Lang, Level, Place, defuse};
use crate::ingest::{ReadFile, ReadSheet, TakenFor};
use crate::observe::{Observation, Reading};

use super::{Levels, Returned};

/// A sheet as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SheetRow {
    /// Path relative to the assessment folder.
    pub file: String,
    /// BLAKE3 of the file, in hex; empty where it could not be had.
    pub hash: String,
    /// What the file is: `xlsx`, `csv` …; empty where it holds no table.
    pub kind: String,
    /// The encoding of a text file; empty otherwise.
    pub encoding: String,
    /// Name of the sheet; empty for files without sheets.
    pub sheet: String,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// What it was taken for, in words.
    pub layout: String,
    /// The unit of a sheet that is about one.
    pub unit: String,
    /// How many units it says something of.
    pub units: usize,
    /// The periods of what was found in it, with `|` between; where nothing was, the one that would have held.
    pub period: String,
    /// The sources likewise.
    pub source: String,
    /// When it came; empty where that was not written down.
    pub received: String,
    /// Who took it in.
    pub by: String,
    /// Observations found.
    pub observations: usize,
    /// Those that say something.
    pub values: usize,
    /// Those that scoring took.
    pub used: usize,
    /// Findings in it; what was found of the file as a whole counts in its first row.
    #[serde(flatten)]
    pub found: Levels,
    /// The version that holds instead of it; empty where it counts itself.
    pub set_aside: String,
    /// What its parts were taken for, in words.
    pub taken: Vec<TakenFor>,
}

/// What is counted for a sheet.
#[derive(Clone, Default)]
struct Counts<'a> {
    units: BTreeSet<usize>,
    periods: BTreeSet<&'a str>,
    sources: BTreeSet<&'a str>,
    observations: usize,
    values: usize,
    used: usize,
    found: Levels,
}

pub(super) fn rows(returned: &Returned<'_>) -> Vec<SheetRow> {
    let none = ReadSheet::default();
    let sheets: Vec<(&ReadFile, &ReadSheet)> = returned
        .files
        .iter()
        .flat_map(|file| {
            let none = file.sheets.is_empty().then_some(&none);
            file.sheets.iter().chain(none).map(move |sheet| (file, sheet))
        })
        .collect();
    let mut at: HashMap<(&str, &str), usize> = HashMap::new();
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (row, (file, sheet)) in sheets.iter().enumerate() {
        at.entry((&file.path, &sheet.name)).or_insert(row);
        first.entry(&file.path).or_insert(row);
    }
    let row_of = |file: &str, sheet: &str| at.get(&(file, sheet)).or_else(|| first.get(file)).copied();
    let mut counts = vec![Counts::default(); sheets.len()];
    let mut last: Option<(&Observation, usize)> = None;
    for (observation, used) in returned.observations.iter().zip(returned.used) {
        let Place { file, sheet, .. } = &observation.place;
        let before = last.filter(|(l, _)| Arc::ptr_eq(&l.place.file, file) && Arc::ptr_eq(&l.place.sheet, sheet));
        let Some(row) = before.map(|(_, row)| row).or_else(|| row_of(file, sheet)) else { continue };
        let count = &mut counts[row];
        count.observations += 1;
        // neighbours mostly share their unit, period and source
        if before.is_none_or(|(l, _)| l.unit != observation.unit) {
            count.units.insert(observation.unit);
        }
        if before.is_none_or(|(l, _)| !Arc::ptr_eq(&l.period, &observation.period)) {
            count.periods.insert(&observation.period);
        }
        if before.is_none_or(|(l, _)| !Arc::ptr_eq(&l.source, &observation.source)) {
            count.sources.insert(&observation.source);
        }
        count.values += usize::from(observation.reading != Reading::Missing);
        count.used += usize::from(*used);
        last = Some((observation, row));
    }
    for finding in returned.findings {
        if let Some(row) = row_of(&finding.place.file, &finding.place.sheet) {
            counts[row].found.add(finding.level);
        }
    }
    let row = |((file, sheet), counts): (&(&ReadFile, &ReadSheet), Counts<'_>)| row(returned, file, sheet, &counts);
    sheets.iter().zip(counts).map(row).collect()
}

fn row(returned: &Returned<'_>, file: &ReadFile, sheet: &ReadSheet, counts: &Counts<'_>) -> SheetRow {
    let receipt = returned.receipts.0.get(&file.path).cloned().unwrap_or_default();
    SheetRow {
        file: file.path.clone(),
        hash: file.hash.clone(),
        kind: file.kind.clone(),
        encoding: sheet.encoding.clone(),
        sheet: sheet.name.clone(),
        hidden: sheet.hidden,
        layout: word(&sheet.layout, returned.lang).into_owned(),
        unit: sheet.unit.clone(),
        units: counts.units.len(),
        period: listed(&counts.periods, &sheet.period),
        source: listed(&counts.sources, &sheet.source),
        received: receipt.at.map(|at| at.to_string()).unwrap_or_default(),
        by: receipt.by,
        observations: counts.observations,
        values: counts.values,
        used: counts.used,
        found: counts.found,
        set_aside: returned.aside.files.get(file.path.as_str()).map(ToString::to_string).unwrap_or_default(),
        taken: sheet.taken.iter().map(|part| worded(part, returned.lang)).collect(),
    }
}

fn worded(part: &TakenFor, lang: Lang) -> TakenFor {
    TakenFor { meaning: word(&part.meaning, lang).into_owned(), ..part.clone() }
}

/// Texts with `|` between, or the other where there are none; a long list is cut, and says how long it is.
fn listed(texts: &BTreeSet<&str>, or: &str) -> String {
    if texts.is_empty() {
        return or.to_owned();
    }
    let shown = texts.iter().take(NAMED).copied().collect::<Vec<_>>().join("|");
    if texts.len() > NAMED { format!("{shown}|… ({})", texts.len()) } else { shown }
}

/// So many periods or sources are named.
const NAMED: usize = 6;

const COLUMNS: [&str; 21] = [
    "file",
    "hash",
    "kind",
    "encoding",
    "sheet",
    "hidden",
    "layout",
    "unit",
    "units",
    "period",
    "source",
    "received",
    "by",
    "observations",
    "values",
    "used",
    "errors",
    "warnings",
    "notes",
    "set_aside",
    "taken",
];

/// Writes `file,hash,kind,encoding,sheet,hidden,layout,unit,units,period,source,received,by,observations,values,used,errors,
/// warnings,notes,set_aside,taken`, a row a sheet.
pub fn write_returns(out: impl Write, rows: &[SheetRow]) -> io::Result<()> {
    let mut out = out;
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS)?;
    for row in rows {
        let numbers = [row.observations, row.values, row.used, row.found.errors, row.found.warnings, row.found.notes];
        let numbers = numbers.map(|n| n.to_string());
        let hidden = if row.hidden { "true" } else { "false" };
        let units = row.units.to_string();
        let taken = row.all_taken();
        let texts: [&str; 13] = [
            &row.file,
            &row.hash,
            &row.kind,
            &row.encoding,
            &row.sheet,
            hidden,
            &row.layout,
            &row.unit,
            &units,
            &row.period,
            &row.source,
            &row.received,
            &row.by,
        ];
        let cells = texts.into_iter().chain(numbers.iter().map(String::as_str)).chain([row.set_aside.as_str(), &taken]);
        csv.write_record(cells.map(|cell| defuse(cell).into_owned()))?;
    }
    csv.flush()
}

impl SheetRow {
    /// The worst level of what was found in it.
    #[must_use]
    pub fn worst(&self) -> Option<Level> {
        match self.found {
            Levels { errors: 1.., .. } => Some(Level::Error),
            Levels { warnings: 1.., .. } => Some(Level::Warning),
            Levels { notes: 1.., .. } => Some(Level::Note),
            Levels { .. } => None,
        }
    }
}
