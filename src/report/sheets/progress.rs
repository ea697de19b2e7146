//! Sheet 目标进度: values period by period against their targets; filled where several periods or trajectories are scored.

use std::collections::{BTreeSet, HashMap};

use rust_xlsxwriter::Worksheet;

use crate::expr::NodeId;
use crate::number::Exact;
use crate::observe::Observation;
use crate::report::style::{Places, Style};
use crate::report::table::{Column, Set, Shown, Table, sheet as table_sheet};
use crate::report::text::sheets;
use crate::report::{Report, Unmade};
use crate::score::Note;

use super::value_text;

/// The indicators that run over several periods: on a trajectory, or scored in each.
fn running(report: &Report<'_>) -> Vec<NodeId> {
    let rubric = report.rubric;
    let several = report.outcome.periods.len() > 1;
    let paced = |n: &NodeId| rubric.indicator(*n).is_some_and(|i| i.pace.is_some() || several && i.value.is_some());
    rubric.printed_order().into_iter().filter(paced).collect()
}

/// Whether there is anything to show.
pub(in crate::report) fn wanted(report: &Report<'_>) -> bool {
    !running(report).is_empty()
}

/// How many rows there are: an indicator and a unit each.
pub(in crate::report) fn rows(report: &Report<'_>) -> usize {
    running(report).len() * report.register.len()
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).progress;
    let nodes = running(report);
    let periods = periods(report, &nodes);
    let places = Places::of(report.rubric).indicator;
    let [indicator, unit, measure, target, score] = words.sheet.heads;
    let mut columns = vec![
        Column::new(indicator, Set::Text, (14, 34)).merged(),
        Column::new(unit, Set::Text, (8, 22)),
        Column::new(measure, Set::Centred, (6, 9)),
        Column::new(target, Set::Centred, (6, 12)),
    ];
    for period in &periods {
        let heading = crate::report::text::put(words.actual, &[period]);
        columns.push(Column::new(&heading, Set::Centred, (8, 12)));
    }
    columns.extend([
        Column::new(words.after[0], Set::Percent, (8, 9)),
        Column::new(words.after[1], Set::Centred, (6, 12)),
        Column::new(score, Set::Number(places), (8, 10)),
    ]);
    let mut table = Table { columns, rows: Vec::new(), none: words.sheet.none };
    let said: Said<'_> = report.used_observations().map(|o| ((o.unit, o.field, o.period.as_ref()), o)).collect();
    for node in nodes {
        for unit in report.outcome.ranking_order() {
            table.rows.push(row(report, &said, (node, unit), &periods));
        }
    }
    table_sheet(report.words(), style, to, (words.sheet.name, words.sheet.says), &table)
}

/// What was scored, by unit, field and period.
type Said<'a> = HashMap<(usize, usize, &'a str), &'a Observation>;

fn row(report: &Report<'_>, said: &Said<'_>, (node, unit): (NodeId, usize), periods: &[String]) -> Vec<Shown> {
    let words = &sheets(report.lang).progress;
    let blank = report.words().na_mark;
    let written = &report.rubric.scheme.nodes[node];
    let result = report.outcome.node(node, unit);
    let pace = result.and_then(|r| {
        r.notes.iter().find_map(|note| match note {
            Note::Pace(pace) => Some(pace),
            _ => None,
        })
    });
    let verdict = pace.map_or("", |pace| match pace.cmp(&Exact::ONE) {
        std::cmp::Ordering::Greater => words.pace[0],
        std::cmp::Ordering::Equal => words.pace[1],
        std::cmp::Ordering::Less => words.pace[2],
    });
    let mut row = vec![
        Shown::text(&written.name),
        Shown::text(report.register.units()[unit].label()),
        Shown::text(report.measure(node)),
        Shown::text(result.and_then(|r| r.target.as_ref()).map(|t| t.display(4)).unwrap_or_default()),
    ];
    row.extend(periods.iter().map(|period| Shown::text(actual(report, said, (node, unit), period))));
    row.extend([
        pace.map_or(Shown::Nothing, |p| Shown::Number(p.clone())),
        Shown::text(verdict),
        Shown::number(result.and_then(|r| r.score.as_ref()), blank),
    ]);
    row
}

/// The indicator's value in a period: as scored then, else what was reported of the one field that it reads.
fn actual(report: &Report<'_>, said: &Said<'_>, (node, unit): (NodeId, usize), period: &str) -> String {
    let scored = report.outcome.periods.iter().find(|p| p.period.as_ref() == period);
    if let Some(result) = scored.and_then(|p| p.nodes.get(node)).and_then(|r| r.get(unit)) {
        return value_text(result.value.as_ref());
    }
    let Some(field) = field(report, node) else { return String::new() };
    let said = said.get(&(unit, field, period));
    said.map(|o| super::reading_text(&o.reading, report.words().na_mark)).unwrap_or_default()
}

/// The field that an indicator is, where it is one field as it stands.
fn field(report: &Report<'_>, node: NodeId) -> Option<usize> {
    match report.rubric.indicator(node)?.inputs.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Every period that was scored, or reported for a single field on a trajectory, in order.
fn periods(report: &Report<'_>, nodes: &[NodeId]) -> Vec<String> {
    let mut periods: BTreeSet<String> = report.outcome.periods.iter().map(|p| p.period.to_string()).collect();
    let fields: BTreeSet<usize> = nodes.iter().filter_map(|n| field(report, *n)).collect();
    let reported = report.used_observations().filter(|o| fields.contains(&o.field));
    periods.extend(reported.map(|o| o.period.to_string()));
    periods.into_iter().collect()
}
