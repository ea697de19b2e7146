//! Sheet 自评与核定差异: where a less authoritative source says something else than what was scored.

use std::collections::HashMap;

use rust_xlsxwriter::Worksheet;

use crate::observe::{Observation, Reading, Value};
use crate::report::style::Style;
use crate::report::table::{Column, Set, Shown, Table, sheet as table_sheet};
use crate::report::text::sheets;
use crate::report::{Report, Unmade};

use super::reading_text;

/// Whether several sources are compared at all.
pub(in crate::report) fn wanted(report: &Report<'_>) -> bool {
    report.rubric.scheme.sources.len() > 1
}

/// How many differences there are.
pub(in crate::report) fn rows(report: &Report<'_>) -> usize {
    differing(report).len()
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).differences;
    let sets = [
        (Set::Text, (8, 22)),
        (Set::Text, (14, 34)),
        (Set::Centred, (6, 9)),
        (Set::Centred, (8, 12)),
        (Set::Centred, (8, 20)),
        (Set::Centred, (8, 12)),
        (Set::Centred, (8, 20)),
        (Set::Centred, (7, 12)),
        (Set::Small, (24, 60)),
    ];
    let columns: Vec<Column> =
        words.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
    let mut table = Table { columns, rows: Vec::new(), none: words.none };
    let order = report.outcome.ranking_order();
    let mut place = vec![0; report.register.len()];
    order.iter().enumerate().for_each(|(at, unit)| place[*unit] = at);
    let mut differing = differing(report);
    differing.sort_by_key(|(said, _)| (place[said.unit], said.field, said.period.clone()));
    for (said, scored) in differing {
        let field = &report.rubric.scheme.fields[said.field];
        let na = report.words().na_mark;
        table.rows.push(vec![
            Shown::text(report.register.units()[said.unit].label()),
            Shown::text(if field.unit.is_empty() {
                field.name.clone()
            } else {
                format!("{}（{}）", field.name, field.unit)
            }),
            Shown::text(said.period.as_ref()),
            Shown::text(report.source_name(&said.source)),
            Shown::text(reading_text(&said.reading, na)),
            Shown::text(report.source_name(&scored.source)),
            Shown::text(reading_text(&scored.reading, na)),
            Shown::text(difference(&said.reading, &scored.reading)),
            Shown::text(format!("{}\n{}", said.place.label(), scored.place.label())),
        ]);
    }
    table_sheet(report.words(), style, to, (words.name, words.says), &table)
}

/// Observations that differ by more than the field's tolerance from the one that was scored in their place.
fn differing<'a>(report: &Report<'a>) -> Vec<(&'a Observation, &'a Observation)> {
    let fields = &report.rubric.scheme.fields;
    let used = |index: usize| report.used.get(index).copied().unwrap_or(false);
    let mut scored: HashMap<(usize, usize, &str), &Observation> = HashMap::new();
    for (_, o) in report.observations.iter().enumerate().filter(|(i, o)| used(*i) && !fields[o.field].panel) {
        scored.insert((o.unit, o.field, o.period.as_ref()), o);
    }
    let said = report.observations.iter().enumerate().filter(|(i, o)| !used(*i) && o.reading != Reading::Missing);
    said.filter_map(|(_, o)| {
        let winner = *scored.get(&(o.unit, o.field, o.period.as_ref()))?;
        let apart = match (&o.reading, &winner.reading) {
            (Reading::Value(Value::Number(a)), Reading::Value(Value::Number(b))) => {
                (a.clone() - b.clone()).abs() > fields[o.field].tolerance
            }
            (a, b) => a != b,
        };
        (winner.source != o.source && apart).then_some((o, winner))
    })
    .collect()
}

/// Scored less said, where both are numbers.
fn difference(said: &Reading, scored: &Reading) -> String {
    match (said, scored) {
        (Reading::Value(Value::Number(a)), Reading::Value(Value::Number(b))) => (b.clone() - a.clone()).display(4),
        _ => String::new(),
    }
}
