//! `observations.csv`: every observation found, in the long form that is also accepted as a return.

use std::io::{self, Write};

use crate::finding::defuse;
use crate::observe::{Observation, Reading, Remarks};
use crate::register::Register;
use crate::rubric::Rubric;

const COLUMNS: [&str; 14] = [
    "unit", "field", "period", "source", "value", "state", "file", "sheet", "cell", "reason", "by", "date", "evidence",
    "used",
];

/// Writes `unit,field,period,source,value,state,file,sheet,cell,reason,by,date,evidence,used`; units by code, fields by id,
/// `used` true for the observations that scoring took.
pub fn write_observations(
    out: impl Write,
    observations: &[Observation],
    used: &[bool],
    rubric: &Rubric,
    register: &Register,
) -> io::Result<()> {
    let mut out = out;
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS)?;
    let none = Remarks::default();
    for (index, o) in observations.iter().enumerate() {
        let value = match &o.reading {
            Reading::Value(value) => value.to_string(),
            Reading::Missing | Reading::NotApplicable => String::new(),
        };
        let remarks = o.remarks.as_deref().unwrap_or(&none);
        let used = if used.get(index).copied().unwrap_or(false) { "true" } else { "false" };
        let row = [
            register.units()[o.unit].code.as_str(),
            rubric.scheme.fields[o.field].id.as_str(),
            &o.period,
            &o.source,
            &value,
            o.reading.state(),
            &o.place.file,
            &o.place.sheet,
            &o.place.cell,
            &remarks.reason,
            &remarks.by,
            &remarks.date,
            &remarks.evidence,
            used,
        ];
        csv.write_record(row.map(|cell| defuse(cell).into_owned()))?;
    }
    csv.flush()
}
