//! What was read from the returns, as text that loses nothing: every observation, and which counted; every return set aside.
//!
//! `observations.csv` is for people, who may change it; this is what scoring again starts from.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::expr::Date;
use crate::finding::Place;
use crate::number::Exact;
use crate::observe::{Observation, Reading, Remarks, SetAside, Value};
use crate::register::{Register, Unit};
use crate::rubric::Field;

/// An observation as a row.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Row<'a> {
    unit: &'a str,
    field: &'a str,
    period: &'a str,
    source: &'a str,
    kind: &'a str,
    value: std::borrow::Cow<'a, str>,
    file: &'a str,
    sheet: &'a str,
    cell: &'a str,
    used: u8,
    /// Whether anything was said with it, even if nothing of what follows.
    remarks: u8,
    reason: &'a str,
    by: &'a str,
    date: &'a str,
    evidence: &'a str,
    /// Whether it stood elsewhere before.
    moved: u8,
    from_file: &'a str,
    from_sheet: &'a str,
    from_cell: &'a str,
}

/// Writes every observation.
pub(super) fn write_observations(
    out: impl Write,
    observations: &[Observation],
    used: &[bool],
    fields: &[Field],
    register: &Register,
) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let none = Remarks::default();
    for (at, o) in observations.iter().enumerate() {
        let (kind, value) = match &o.reading {
            Reading::Value(Value::Number(x)) => ("number", x.to_exact_text()),
            Reading::Value(Value::Bool(b)) => ("bool", u8::from(*b).to_string()),
            Reading::Value(Value::Text(t)) => ("text", t.to_string()),
            Reading::Value(Value::Date(d)) => ("date", d.to_string()),
            Reading::Missing => ("missing", String::new()),
            Reading::NotApplicable => ("not_applicable", String::new()),
        };
        let said = o.remarks.as_deref().unwrap_or(&none);
        let row = Row {
            unit: &register.units()[o.unit].code,
            field: &fields[o.field].id,
            period: &o.period,
            source: &o.source,
            kind,
            value: value.into(),
            file: &o.place.file,
            sheet: &o.place.sheet,
            cell: &o.place.cell,
            used: used.get(at).copied().unwrap_or(false).into(),
            remarks: o.remarks.is_some().into(),
            reason: &said.reason,
            by: &said.by,
            date: &said.date,
            evidence: &said.evidence,
            moved: said.origin.is_some().into(),
            ..Row::default()
        };
        csv.serialize(match &said.origin {
            Some(from) => Row { from_file: &from.file, from_sheet: &from.sheet, from_cell: &from.cell, ..row },
            None => row,
        })?;
    }
    csv.flush()
}

/// Reads what [`write_observations`] wrote: every observation, and whether it counted. `None` where a row is not what it was.
pub(super) fn read_observations(
    text: &[u8],
    fields: &[Field],
    register: &Register,
) -> Option<(Vec<Observation>, Vec<bool>)> {
    let units: BTreeMap<&str, usize> =
        (0..).zip(register.units()).map(|(at, unit): (usize, &Unit)| (unit.code.as_str(), at)).collect();
    let known: BTreeMap<&str, usize> = fields.iter().enumerate().map(|(at, field)| (field.id.as_str(), at)).collect();
    let mut shared = Shared::default();
    let mut csv = csv::Reader::from_reader(text);
    let headers = csv.headers().ok()?.clone();
    let (mut observations, mut used) = (Vec::new(), Vec::new());
    let mut record = csv::StringRecord::new();
    while csv.read_record(&mut record).ok()? {
        let row: Row<'_> = record.deserialize(Some(&headers)).ok()?;
        let mut place =
            |file, sheet, cell| Place { file: shared.of(file), sheet: shared.of(sheet), cell: Arc::from(cell) };
        let at = place(row.file, row.sheet, row.cell);
        let origin = (row.moved == 1).then(|| place(row.from_file, row.from_sheet, row.from_cell));
        let remarks = (row.remarks == 1).then(|| {
            let [reason, by, date, evidence] = [row.reason, row.by, row.date, row.evidence].map(str::to_owned);
            Box::new(Remarks { reason, by, date, evidence, origin })
        });
        observations.push(Observation {
            unit: *units.get(row.unit)?,
            field: *known.get(row.field)?,
            period: shared.of(row.period),
            source: shared.of(row.source),
            reading: reading(row.kind, &row.value)?,
            place: at,
            remarks,
        });
        used.push(row.used == 1);
    }
    Some((observations, used))
}

fn reading(kind: &str, value: &str) -> Option<Reading> {
    Some(match kind {
        "number" => Reading::Value(Value::Number(Exact::from_exact_text(value)?)),
        "bool" => Reading::Value(Value::Bool(value == "1")),
        "text" => Reading::Value(Value::Text(value.into())),
        "date" => Reading::Value(Value::Date(Date::parse(value)?)),
        "missing" => Reading::Missing,
        "not_applicable" => Reading::NotApplicable,
        _ => return None,
    })
}

/// Texts that many rows share, each held once.
#[derive(Default)]
struct Shared(std::collections::HashSet<Arc<str>>);

impl Shared {
    fn of(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new: Arc<str> = text.into();
        self.0.insert(new.clone());
        new
    }
}

/// Writes which returns were set aside for which, and whether somebody has still to decide.
pub(super) fn write_set_aside(out: impl Write, aside: &SetAside) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["file", "instead", "undecided"])?;
    for (file, instead) in &aside.files {
        csv.write_record([file.as_ref(), instead.as_ref(), if aside.undecided.contains(file) { "1" } else { "0" }])?;
    }
    csv.flush()
}

/// Reads what [`write_set_aside`] wrote.
pub(super) fn read_set_aside(text: &[u8]) -> SetAside {
    let mut aside = SetAside::default();
    for record in csv::Reader::from_reader(text).records().flatten() {
        if let (Some(file), Some(instead)) = (record.get(0), record.get(1)) {
            if record.get(2) == Some("1") {
                aside.undecided.insert(file.into());
            }
            aside.files.insert(file.into(), instead.into());
        }
    }
    aside
}
