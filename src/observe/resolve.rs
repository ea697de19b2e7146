//! Which source counts where several speak.
//!
//! Polars gathers the rows of each (unit, field, period); nearly every group is one row and is settled by that. Only
//! groups of several rows are looked at one by one, with exact comparisons.

use std::collections::HashMap;

use polars::prelude::{Column, DataFrame, IntoLazy, PolarsResult, col, len, lit};

use crate::finding::{Code, Finding};
use crate::register::Register;
use crate::rubric::{Field, Source};

use super::{Observation, Reading, Value};

/// What [`resolve`] found.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// For each observation, whether scoring takes it (for `panel` fields: every assessor's latest).
    pub used: Vec<bool>,
    /// Duplicates and disagreements.
    pub findings: Vec<Finding>,
}

/// Decides, for each (unit, field, period), which observation scoring takes.
///
/// The later of two rows by the same source stands; a blank in another file takes nothing back. Of several sources the most authoritative counts that gave a value
/// or said 不适用; a missing one never beats a value, and never disagrees with one.
#[must_use]
pub fn resolve(observations: &[Observation], fields: &[Field], sources: &[Source], register: &Register) -> Resolution {
    resolve_except(observations, |_| false, fields, sources, register)
}

/// [`resolve`], as if the observations that are out had never been made.
#[must_use]
pub fn resolve_except(
    observations: &[Observation],
    is_out: impl Fn(&Observation) -> bool,
    fields: &[Field],
    sources: &[Source],
    register: &Register,
) -> Resolution {
    let mut resolution = Resolution { used: vec![false; observations.len()], findings: Vec::new() };
    let rows: Vec<usize> = (0..observations.len()).filter(|row| !is_out(&observations[*row])).collect();
    let groups = match gather(observations, &rows) {
        Ok(groups) => groups,
        Err(error) => {
            resolution.findings.push(Finding::new(Code::BadTable).found(error.to_string()));
            return resolution;
        }
    };
    for row in groups.alone {
        resolution.used[index(row)] = true;
    }
    let ranks: HashMap<&str, usize> = sources.iter().enumerate().map(|(rank, s)| (s.id.as_str(), rank)).collect();
    let court = Court { observations, fields, sources, register, ranks };
    for rows in groups.together {
        let rows: Vec<usize> = rows.into_iter().map(index).collect();
        court.settle(&rows, &mut resolution);
    }
    resolution
}

/// Rows that stand alone, and groups of rows in the order of their first row.
struct Groups {
    alone: Vec<u32>,
    together: Vec<Vec<u32>>,
}

/// Polars counts rows in 32 bits; so does everything that goes into its frames.
fn row_number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn index(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

/// Groups these rows by unit, field and period, all of them as whole numbers.
fn gather(observations: &[Observation], rows: &[usize]) -> PolarsResult<Groups> {
    let mut periods: HashMap<&str, u32> = HashMap::new();
    let mut last: Option<(&str, u32)> = None;
    let period: Vec<u32> = rows
        .iter()
        .map(|row| &observations[*row])
        .map(|o| match last {
            // neighbours mostly share their period
            Some((text, number)) if text == o.period.as_ref() => number,
            _ => {
                let next = row_number(periods.len());
                let number = *periods.entry(o.period.as_ref()).or_insert(next);
                last = Some((o.period.as_ref(), number));
                number
            }
        })
        .collect();
    let numbers = |name: &str, of: &dyn Fn(&Observation) -> usize| {
        Column::new(name.into(), rows.iter().map(|row| row_number(of(&observations[*row]))).collect::<Vec<u32>>())
    };
    let numbered: Vec<u32> = rows.iter().copied().map(row_number).collect();
    let frame = DataFrame::new(
        rows.len(),
        vec![
            numbers("unit", &|o| o.unit),
            numbers("field", &|o| o.field),
            Column::new("period".into(), period),
            Column::new("row".into(), numbered),
        ],
    )?;
    let grouped = frame.lazy().group_by([col("unit"), col("field"), col("period")]).agg([
        col("row").min().alias("first"),
        len().alias("count"),
        col("row"),
    ]);
    let alone = grouped.clone().filter(col("count").eq(lit(1_u32))).select([col("first")]).collect()?;
    let together = grouped.filter(col("count").gt(lit(1_u32))).select([col("row")]).collect()?;
    let alone = alone.column("first")?.u32()?.into_no_null_iter().collect();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for rows in together.column("row")?.list()?.series_iter().flatten() {
        let mut rows: Vec<u32> = rows.u32()?.into_no_null_iter().collect();
        rows.sort_unstable();
        groups.push(rows);
    }
    groups.sort_unstable();
    Ok(Groups { alone, together: groups })
}

/// What a group is settled with.
struct Court<'a> {
    observations: &'a [Observation],
    fields: &'a [Field],
    sources: &'a [Source],
    register: &'a Register,
    ranks: HashMap<&'a str, usize>,
}

impl Court<'_> {
    /// Settles the rows, given in order, of one unit, field and period.
    fn settle(&self, rows: &[usize], resolution: &mut Resolution) {
        let latest = self.latest(rows, &mut resolution.findings);
        let Some(first) = latest.first() else { return };
        if self.fields.get(self.observations[*first].field).is_some_and(|f| f.panel) {
            for row in latest {
                resolution.used[row] = true;
            }
            return;
        }
        let mut by_authority = latest;
        by_authority.sort_by_key(|row| self.rank(*row));
        let spoke: Vec<usize> =
            by_authority.iter().copied().filter(|row| self.observations[*row].reading != Reading::Missing).collect();
        let Some(winner) = spoke.first().or(by_authority.first()).copied() else { return };
        resolution.used[winner] = true;
        if let Some(other) = self.dissenter(&spoke) {
            resolution.findings.push(self.disagreement(winner, other, &spoke));
        }
    }

    fn rank(&self, row: usize) -> usize {
        self.ranks.get(self.observations[row].source.as_ref()).copied().unwrap_or(usize::MAX)
    }

    /// The latest row of each source. What an earlier one said is lost, which is a finding where it said something.
    fn latest(&self, rows: &[usize], findings: &mut Vec<Finding>) -> Vec<usize> {
        let mut latest: Vec<usize> = Vec::with_capacity(rows.len());
        for row in rows {
            let now = &self.observations[*row];
            match latest.iter_mut().find(|seen| self.observations[**seen].source == now.source) {
                Some(seen) => {
                    let before = &self.observations[*seen];
                    // a form that completes another leaves blank what the other has answered
                    let completes = now.reading == Reading::Missing && now.place.file != before.place.file;
                    if completes && before.reading != Reading::Missing {
                        continue;
                    }
                    if before.reading != Reading::Missing {
                        let finding = self.about(Code::DuplicateObservation, *row).involving([before.place.clone()]);
                        findings.push(finding.found(shown(now)).expected(shown(before)));
                    }
                    *seen = *row;
                }
                None => latest.push(*row),
            }
        }
        latest
    }

    /// The least authoritative source that differs from another, by authority.
    fn dissenter(&self, spoke: &[usize]) -> Option<usize> {
        let tolerance = &self.fields.get(self.observations[*spoke.first()?].field)?.tolerance;
        let reading = |row: usize| &self.observations[row].reading;
        spoke.iter().enumerate().find_map(|(at, row)| {
            let differs = spoke[..at].iter().any(|above| match (reading(*above), reading(*row)) {
                (Reading::Value(Value::Number(a)), Reading::Value(Value::Number(b))) => {
                    (a.clone() - b.clone()).abs() > *tolerance
                }
                (a, b) => a != b,
            });
            differs.then_some(*row)
        })
    }

    /// The finding stands at the reading that has to be defended: the less authoritative one.
    fn disagreement(&self, winner: usize, other: usize, spoke: &[usize]) -> Finding {
        let said = |row: &usize| {
            let observation = &self.observations[*row];
            format!("{} {} ({})", self.source_name(*row), text(&observation.reading), observation.place.label())
        };
        let used = format!("{} {}", self.source_name(winner), text(&self.observations[winner].reading));
        let all: Vec<String> = spoke.iter().rev().map(said).collect();
        self.about(Code::SourcesDisagree, other).found(all.join(" / ")).expected(used)
    }

    fn source_name(&self, row: usize) -> &str {
        let id = &self.observations[row].source;
        let name = self.ranks.get(id.as_ref()).map(|rank| self.sources[*rank].name.as_str());
        name.filter(|n| !n.is_empty()).unwrap_or(id)
    }

    fn about(&self, code: Code, row: usize) -> Finding {
        let observation = &self.observations[row];
        let unit = self.register.units().get(observation.unit).map_or("", |u| u.name.as_str());
        let field = self.fields.get(observation.field).map_or("", |f| f.id.as_str());
        Finding::new(code).unit(unit).field(field).at(observation.place.clone())
    }
}

fn shown(observation: &Observation) -> String {
    format!("{} ({})", text(&observation.reading), observation.place.label())
}

/// The value; － and （未填） as forms have them.
fn text(reading: &Reading) -> String {
    match reading {
        Reading::Value(value) => value.to_string(),
        Reading::Missing => "（ ）".to_owned(),
        Reading::NotApplicable => "－".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Place;
    use crate::number::Exact;
    use crate::register::Unit;
    use crate::rubric::FieldType;

    fn field(id: &str) -> Field {
        Field {
            id: id.into(),
            name: id.into(),
            kind: FieldType::Decimal,
            unit: String::new(),
            from: "self".into(),
            min: None,
            max: None,
            choices: Vec::new(),
            aliases: Vec::new(),
            required: false,
            tolerance: Exact::ratio(1, 10).unwrap(),
            panel: false,
        }
    }

    fn observation(field: usize, source: &str, reading: &str, cell: &str) -> Observation {
        let reading = match reading {
            "" => Reading::Missing,
            "－" => Reading::NotApplicable,
            number => Reading::Value(Value::Number(number.parse().unwrap())),
        };
        let place = Place::cell(&"a.xlsx".into(), &"表1".into(), cell);
        Observation { unit: 0, field, period: "2015".into(), source: source.into(), reading, place, remarks: None }
    }

    fn run(observations: &[Observation]) -> Resolution {
        let unit = Unit { code: "653200".into(), name: "和田地区".into(), ..Unit::default() };
        let fields = [field("a"), Field { panel: true, ..field("b") }];
        let source = |id: &str, name: &str| Source { id: id.into(), name: name.into() };
        let sources = [source("agency", "主管部门"), source("self", "自评")];
        resolve(observations, &fields, &sources, &Register::new(vec![unit]))
    }

    #[test]
    fn the_most_authoritative_source_that_spoke_is_used() {
        // (source, reading) in order of rows; which are used; codes found
        type Case = (&'static [(&'static str, &'static str)], &'static [bool], &'static [Code]);
        let cases: [Case; 9] = [
            (&[("self", "98.5")], &[true], &[]),
            (&[("self", "98.5"), ("agency", "98.5")], &[false, true], &[]),
            (&[("self", "98.5"), ("agency", "98.6")], &[false, true], &[]),
            (&[("self", "98.5"), ("agency", "97.2")], &[false, true], &[Code::SourcesDisagree]),
            (&[("self", "98.5"), ("agency", "")], &[true, false], &[]),
            (&[("self", "98.5"), ("agency", "－")], &[false, true], &[Code::SourcesDisagree]),
            (&[("self", ""), ("agency", "")], &[false, true], &[]),
            (&[("self", "98"), ("self", "97")], &[false, true], &[Code::DuplicateObservation]),
            (&[("self", ""), ("self", "97"), ("self", "")], &[false, false, true], &[Code::DuplicateObservation]),
        ];
        for (rows, used, codes) in cases {
            let rows: Vec<_> = rows.iter().map(|(source, reading)| observation(0, source, reading, "C7")).collect();
            let resolution = run(&rows);
            assert_eq!(resolution.used, used, "{rows:?}");
            assert_eq!(resolution.findings.iter().map(|f| f.code).collect::<Vec<_>>(), codes, "{rows:?}");
        }
    }

    #[test]
    fn a_disagreement_names_every_source_and_what_was_used() {
        let resolution = run(&[observation(0, "self", "98.5", "C7"), observation(0, "agency", "97.2", "D9")]);
        let finding = &resolution.findings[0];
        assert_eq!(finding.found, "自评 98.5 (a.xlsx!表1!C7) / 主管部门 97.2 (a.xlsx!表1!D9)");
        assert_eq!(finding.expected, "主管部门 97.2");
        assert_eq!((finding.unit.as_str(), finding.field.as_str()), ("和田地区", "a"));
        assert_eq!(finding.place.label(), "a.xlsx!表1!C7");
    }

    #[test]
    fn assessors_never_disagree_and_each_counts_once() {
        let rows = [
            observation(1, "专家甲", "90", "A1"),
            observation(1, "专家乙", "60", "A2"),
            observation(1, "专家甲", "91", "A3"),
        ];
        let resolution = run(&rows);
        assert_eq!(resolution.used, [false, true, true]);
        assert_eq!(resolution.findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::DuplicateObservation]);
    }
}
