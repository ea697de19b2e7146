//! Sheet 否决与加减分: vetoes, bonuses and penalties, each with what it rests on.

use rust_xlsxwriter::Worksheet;

use crate::expr::{FieldId, NodeId};
use crate::number::Exact;
use crate::observe::{Observation, Remarks};
use crate::report::style::Style;
use crate::report::table::{Column, Set, Shown, Table, sheet as table_sheet};
use crate::report::text::{effects, notes, sheets};
use crate::report::{Report, Unmade};
use crate::rubric::scheme::Kind;

/// Whether the rubric has any of these.
pub(in crate::report) fn wanted(report: &Report<'_>) -> bool {
    let rubric = report.rubric;
    !rubric.vetoes.is_empty()
        || rubric.tops.iter().any(|n| matches!(rubric.nodes[*n].kind, Kind::Bonus | Kind::Penalty))
}

/// How many rows there are.
pub(in crate::report) fn rows(report: &Report<'_>) -> usize {
    let nodes = beside(report);
    let of = |unit: usize| {
        let marked = nodes.iter().filter(|(node, _)| given(report, *node, unit).is_some()).count();
        report.outcome.finals()[unit].vetoes.len() + marked
    };
    (0..report.register.len()).map(of).sum()
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).vetoes;
    let sets = [
        (Set::Text, (8, 22)),
        (Set::Centred, (6, 8)),
        (Set::Text, (14, 34)),
        (Set::Centred, (10, 24)),
        (Set::Small, (20, 44)),
        (Set::Small, (8, 20)),
        (Set::Centred, (8, 12)),
        (Set::Small, (20, 46)),
    ];
    let columns: Vec<Column> =
        words.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
    let mut table = Table { columns, rows: Vec::new(), none: words.none };
    let (spoken, nodes) = (spoken(report), beside(report));
    for unit in report.outcome.ranking_order() {
        vetoes(report, &spoken, unit, &mut table);
        marks(report, &spoken, unit, &nodes, &mut table);
    }
    table_sheet(report.words(), style, to, (words.name, words.says), &table)
}

fn vetoes(report: &Report<'_>, spoken: &Spoken<'_>, unit: usize, table: &mut Table) {
    let kinds = &sheets(report.lang).veto_kinds;
    for hit in &report.outcome.finals()[unit].vetoes {
        let veto = &report.rubric.scheme.vetoes[hit.veto];
        let effect = effects(report.rubric, hit.veto, hit.deducted.as_ref(), report.lang);
        let (said, place) = match hit.by_adjustment.and_then(|index| report.outcome.adjustments.get(index)) {
            Some(a) => {
                let (reason, by) = (a.reason.clone(), a.by.clone());
                (
                    Remarks { reason, by, date: a.date.clone(), evidence: a.evidence.clone(), origin: None },
                    a.place.label(),
                )
            }
            None => said(report, spoken, unit, &report.rubric.vetoes[hit.veto].inputs),
        };
        push(report, unit, [kinds[0], &format!("{} {}", veto.id.value, veto.name), &effect], (said, place), table);
    }
}

/// The indicators of bonuses and penalties, with whether they are penalties.
fn beside(report: &Report<'_>) -> Vec<(NodeId, bool)> {
    let rubric = report.rubric;
    let kind = |node: NodeId| match rubric.nodes[node].kind {
        Kind::Bonus => Some((node, false)),
        Kind::Penalty => Some((node, true)),
        Kind::Normal | Kind::Memo => None,
    };
    rubric.printed_order().into_iter().filter(|n| rubric.indicator(*n).is_some()).filter_map(kind).collect()
}

/// What a bonus or penalty gave or took.
fn given<'a>(report: &Report<'a>, node: NodeId, unit: usize) -> Option<&'a Exact> {
    report.outcome.node(node, unit)?.score.as_ref().filter(|s| !s.is_zero())
}

/// Bonuses and penalties that gave or took something.
fn marks(report: &Report<'_>, spoken: &Spoken<'_>, unit: usize, nodes: &[(NodeId, bool)], table: &mut Table) {
    let kinds = &sheets(report.lang).veto_kinds;
    let rubric = report.rubric;
    for (node, penalty) in nodes.iter().copied() {
        let (Some(indicator), Some(score)) = (rubric.indicator(node), given(report, node, unit)) else { continue };
        let kind = kinds[1 + usize::from(penalty)];
        let sign = if score.is_negative() { "" } else { "+" };
        let (mut said, place) = said(report, spoken, unit, &indicator.inputs);
        if said.reason.is_empty() {
            said.reason = reason(report, node, unit);
        }
        let name = format!("{} {}", rubric.node_id(crate::expr::NodeRef::Node(node)), rubric.scheme.nodes[node].name);
        push(report, unit, [kind, &name, &format!("{sign}{score}")], (said, place), table);
    }
}

/// How the score came about, where nobody gave a reason.
fn reason(report: &Report<'_>, node: NodeId, unit: usize) -> String {
    match report.explained(unit, node) {
        Some(line) => line.text.clone(),
        None => report.outcome.node(node, unit).map(|r| notes(r, report.names())).unwrap_or_default(),
    }
}

fn push(report: &Report<'_>, unit: usize, texts: [&str; 3], (said, place): (Remarks, String), table: &mut Table) {
    let [kind, item, outcome] = texts;
    let evidence = [said.evidence, place].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n");
    let mut row = vec![Shown::text(report.register.units()[unit].label())];
    row.extend([kind, item, outcome].map(Shown::text));
    row.extend([said.reason, said.by, said.date, evidence].map(Shown::Text));
    table.rows.push(row);
}

/// The scored observations of the rubric's period, by unit.
type Spoken<'a> = Vec<Vec<&'a Observation>>;

fn spoken<'a>(report: &Report<'a>) -> Spoken<'a> {
    let period = report.rubric.scheme.head.period.as_str();
    let mut spoken = vec![Vec::new(); report.register.len()];
    for o in report.used_observations().filter(|o| o.period.as_ref() == period) {
        spoken[o.unit].push(o);
    }
    spoken
}

/// What was said with the scored observations of these fields, and where they stand.
fn said(report: &Report<'_>, spoken: &Spoken<'_>, unit: usize, fields: &[FieldId]) -> (Remarks, String) {
    let mut all = Remarks::default();
    let mut places: Vec<String> = Vec::new();
    for o in spoken[unit].iter().filter(|o| fields.contains(&o.field)) {
        places.push(o.place.label());
        let Some(remarks) = &o.remarks else { continue };
        for (to, from) in [
            (&mut all.reason, &remarks.reason),
            (&mut all.by, &remarks.by),
            (&mut all.date, &remarks.date),
            (&mut all.evidence, &remarks.evidence),
        ] {
            if !from.is_empty() && !to.contains(from.as_str()) {
                if !to.is_empty() {
                    to.push_str(report.words().and);
                }
                to.push_str(from);
            }
        }
    }
    (all, places.join("\n"))
}
