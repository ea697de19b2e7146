//! One scored period from observations to grades, in the order of work that the rubric language lays down.

use std::collections::HashMap;

use crate::expr::{NodeId, NodeRef, Partition};
use crate::finding::Finding;
use crate::number::Exact;
use crate::rubric::scheme::{Basis, Ties};
use crate::rubric::{Body, Effect, Rubric};

use super::Input;
use super::adjust::{Action, Adjustment};
use super::eval::{Cx, Fault};
use super::outcome::{NodeResult, Note, PeriodOutcome, State, Total, VetoHit};
use super::rank::{RankKey, ranks};
use super::run::Run;
use super::table::{Out, PeriodId, Table};
use super::veto::{Stage, deductions, judge};
use super::{grade, indicator, section};

/// What went wrong for a unit at a node.
pub struct NodeFault {
    /// The node.
    pub node: NodeId,
    /// The unit.
    pub unit: usize,
    /// What.
    pub fault: Fault,
}

/// A scored period together with what later steps need.
pub struct Scored {
    /// The results.
    pub outcome: PeriodOutcome,
    /// Findings of vetoes and adjustments.
    pub findings: Vec<Finding>,
    /// What went wrong while evaluating.
    pub faults: Vec<NodeFault>,
    /// The checks that failed: (unit, index of the check).
    pub checks: Vec<(usize, usize)>,
}

/// Scores one period.
pub fn score(input: &Input<'_>, table: &Table, period: PeriodId) -> Scored {
    let mut run = Run::new(input, table, period);
    let mut findings = Vec::new();
    let mut vetoes = judge(&run, Stage::Disqualify, &mut findings);
    run.disqualified = vetoes.iter().map(|hits| !hits.is_empty()).collect();
    join(&mut vetoes, judge(&run, Stage::Zero, &mut findings));
    let mut faults = Vec::new();
    for node in &input.rubric.order {
        let (mut results, wrong) = match &input.rubric.nodes[*node].body {
            Body::Indicator(model) => indicator::score(&run, *node, model),
            Body::Section(model) => section::score(&run, *node, model),
        };
        faults.extend(wrong.into_iter().map(|(unit, fault)| NodeFault { node: *node, unit, fault }));
        adjust_node(&run, *node, &mut results, &mut findings);
        zero(input, NodeRef::Node(*node), &vetoes, |unit, veto| {
            let result = &mut results[unit];
            if result.score.is_some() {
                result.score = Some(Exact::ZERO);
                result.notes.push(Note::Zeroed(veto));
            }
        });
        run.enter(*node, results);
    }
    join(&mut vetoes, judge(&run, Stage::Deduct, &mut findings));
    deductions(&run, &mut vetoes, &mut findings);
    let mut totals: Vec<Total> =
        (0..input.register.len()).map(|unit| total(&run, unit, &vetoes[unit], &mut findings)).collect();
    let keys = rank_totals(&run, &mut totals);
    finish(&run, &keys, &mut totals, &mut findings);
    let disqualified_or_unranked: Vec<bool> = totals.iter().map(|t| t.rank.is_none()).collect();
    let checks = failed_checks(&run);
    let mut nodes = run.into_results();
    rank_sections(input, &mut nodes, &disqualified_or_unranked);
    let outcome = PeriodOutcome { period: table.periods[period].clone(), nodes, totals };
    Scored { outcome, findings, faults, checks }
}

fn failed_checks(run: &Run<'_>) -> Vec<(usize, usize)> {
    let units = run.input.register.len();
    let mut failed = Vec::new();
    for (check, form) in run.input.rubric.checks.iter().enumerate() {
        failed.extend((0..units).filter(|unit| Cx::new(run, *unit, None).holds(form)).map(|unit| (unit, check)));
    }
    failed
}

/// Grades, grade vetoes and quotas, once the totals are ranked.
pub fn finish(run: &Run<'_>, keys: &[Option<RankKey>], totals: &mut [Total], findings: &mut Vec<Finding>) {
    run.rank(totals);
    grade::by_score(run, totals);
    let late = judge(run, Stage::Grade, findings);
    for (total, hits) in totals.iter_mut().zip(late) {
        total.vetoes.extend(hits);
    }
    grade::by_veto(run.input.rubric, totals);
    grade::by_quota(run.input.rubric, keys, totals);
}

fn join(all: &mut [Vec<VetoHit>], more: Vec<Vec<VetoHit>>) {
    for (hits, more) in all.iter_mut().zip(more) {
        hits.extend(more);
    }
}

/// Calls `act(unit, veto)` for every veto that sets this node to nought.
fn zero(input: &Input<'_>, node: NodeRef, vetoes: &[Vec<VetoHit>], mut act: impl FnMut(usize, usize)) {
    for (unit, hits) in vetoes.iter().enumerate() {
        for hit in hits {
            if zeroes(input.rubric, hit.veto, node) {
                act(unit, hit.veto);
            }
        }
    }
}

/// Applies `add` and `set` to a node, in the order of the file; an indicator's score is then held between its bounds.
fn adjust_node(run: &Run<'_>, node: NodeId, results: &mut [NodeResult], findings: &mut Vec<Finding>) {
    let mut touched: Vec<usize> = Vec::new();
    for (index, adjustment) in here(run, NodeRef::Node(node)) {
        if apply(index, adjustment, &mut results[adjustment.unit]) {
            touched.push(adjustment.unit);
        } else {
            findings.push(no_score(run, index, &run.input.rubric.scheme.nodes[node].id.value));
        }
    }
    if let Some(model) = run.input.rubric.indicator(node) {
        touched.sort_unstable();
        touched.dedup();
        for unit in touched {
            let result = &mut results[unit];
            result.score = result.score.take().map(|score| indicator::hold(run, node, unit, model, score));
        }
    }
}

/// Applies an adjustment to a result; false where there is no score to apply it to.
fn apply(index: usize, adjustment: &Adjustment, result: &mut NodeResult) -> bool {
    let score = match (&adjustment.action, &result.score) {
        _ if result.marks.is_zero() => None,
        (Action::Set(_, score), _) => Some(score.clone()),
        (Action::Add(_, marks), Some(score)) => Some(score + marks),
        _ => None,
    };
    let Some(score) = score else { return false };
    result.score = Some(score);
    if matches!(adjustment.action, Action::Set(..)) {
        result.state = State::Value;
    }
    result.notes.push(Note::Adjusted(index));
    true
}

/// What [`score`] does to one unit's result after its rule: adjustments, bounds, and the vetoes that set it to nought.
pub fn adjust_one(run: &Run<'_>, node: NodeId, unit: usize, vetoes: &[VetoHit], result: &mut NodeResult) {
    let mut touched = false;
    for (index, adjustment) in here(run, NodeRef::Node(node)).filter(|(_, a)| a.unit == unit) {
        touched |= apply(index, adjustment, result);
    }
    if let Some(model) = run.input.rubric.indicator(node).filter(|_| touched) {
        result.score = result.score.take().map(|score| indicator::hold(run, node, unit, model, score));
    }
    for hit in vetoes.iter().filter(|hit| zeroes(run.input.rubric, hit.veto, NodeRef::Node(node))) {
        if result.score.is_some() {
            result.score = Some(Exact::ZERO);
            result.notes.push(Note::Zeroed(hit.veto));
        }
    }
}

/// Whether a veto sets this node to nought.
pub fn zeroes(rubric: &Rubric, veto: usize, node: NodeRef) -> bool {
    rubric.vetoes[veto].effects.iter().any(|e| matches!(e, Effect::Zero(target) if *target == node))
}

/// The adjustments of this period on a node, with their index.
fn here<'r>(run: &'r Run<'_>, node: NodeRef) -> impl Iterator<Item = (usize, &'r Adjustment)> {
    let period = &run.table.periods[run.period];
    run.input.adjustments.iter().enumerate().filter(move |(_, a)| {
        a.period == *period && matches!(&a.action, Action::Add(at, _) | Action::Set(at, _) if *at == node)
    })
}

fn no_score(run: &Run<'_>, index: usize, id: &str) -> Finding {
    let adjustment = &run.input.adjustments[index];
    let unit = &run.input.register.units()[adjustment.unit];
    Finding::new(crate::finding::Code::AdjustmentRefused)
        .unit(&unit.name)
        .field(id)
        .at(adjustment.place.clone())
        .found(id)
        .expected("@no-score")
}

/// A unit's total with adjustments and vetoes, not yet ranked.
pub fn total(run: &Run<'_>, unit: usize, vetoes: &[VetoHit], findings: &mut Vec<Finding>) -> Total {
    let mut total = Total { disqualified: run.disqualified[unit], vetoes: vetoes.to_vec(), ..Total::default() };
    let mut exact = match section::total(run, unit) {
        Ok(exact) => Some(exact),
        Err(state) => {
            total.not_applicable = state == Out::NotApplicable;
            None
        }
    };
    for (index, adjustment) in here(run, NodeRef::Total).filter(|(_, a)| a.unit == unit) {
        exact = match (&adjustment.action, exact) {
            (Action::Set(_, score), _) => Some(score.clone()),
            (Action::Add(_, marks), Some(score)) => Some(&score + marks),
            (_, unchanged) => unchanged,
        };
        if exact.is_none() {
            findings.push(no_score(run, index, "total"));
        } else {
            total.adjusted.push(index);
        }
    }
    for hit in vetoes {
        if zeroes(run.input.rubric, hit.veto, NodeRef::Total) {
            exact = exact.map(|_| Exact::ZERO);
        }
    }
    for deducted in vetoes.iter().filter_map(|hit| hit.deducted.as_ref()) {
        exact = exact.map(|score| &score - deducted);
    }
    total.not_applicable &= exact.is_none();
    publish(run.input, &mut total, exact);
    total
}

/// Enters a total with its published figure.
pub fn publish(input: &Input<'_>, total: &mut Total, exact: Option<Exact>) {
    let rounding = input.rubric.scheme.rounding.total;
    total.published = exact.as_ref().map(|exact| rounding.map_or_else(|| exact.clone(), |r| r.apply(exact)));
    total.exact = exact;
}

/// Ranks the totals, breaking ties by the nodes named; gives what they were ranked by.
pub fn rank_totals(run: &Run<'_>, totals: &mut [Total]) -> Vec<Option<RankKey>> {
    let ranking = &run.input.rubric.scheme.ranking;
    let keys: Vec<Option<RankKey>> =
        totals.iter().enumerate().map(|(unit, total)| rank_key(run, unit, total)).collect();
    for (total, rank) in totals.iter_mut().zip(ranks(&keys, ranking.ties)) {
        total.rank = rank;
    }
    for by in Partition::ALL {
        rank_apart(run.input, by, &keys, totals, ranking.ties);
    }
    keys
}

/// What a unit is ranked by; `None` where it is not ranked.
pub fn rank_key(run: &Run<'_>, unit: usize, total: &Total) -> Option<RankKey> {
    let figure = match run.input.rubric.scheme.ranking.on {
        Basis::Published => total.published.clone(),
        Basis::Exact => total.exact.clone(),
    };
    let breakers = run.input.rubric.break_by.iter().map(|node| match node {
        NodeRef::Node(node) => run.node(*node, unit).and_then(|r| r.score.clone()),
        NodeRef::Total => total.published.clone(),
    });
    figure.filter(|_| !total.disqualified).map(|figure| (figure, breakers.collect()))
}

/// Ranks the units of every group or class among themselves.
fn rank_apart(input: &Input<'_>, by: Partition, keys: &[Option<RankKey>], totals: &mut [Total], ties: Ties) {
    let mut members: HashMap<&str, Vec<usize>> = HashMap::new();
    for (unit, found) in input.register.units().iter().enumerate() {
        members.entry(found.part(by)).or_default().push(unit);
    }
    for members in members.values() {
        let keys: Vec<Option<RankKey>> = members.iter().map(|unit| keys[*unit].clone()).collect();
        for (unit, rank) in members.iter().zip(ranks(&keys, ties)) {
            totals[*unit].rank_in[by] = rank;
        }
    }
}

/// Ranks every section among the ranked units, by its score as published.
fn rank_sections(input: &Input<'_>, nodes: &mut [Vec<NodeResult>], unranked: &[bool]) {
    for (node, results) in nodes.iter_mut().enumerate() {
        if matches!(input.rubric.nodes[node].body, Body::Indicator(_)) {
            continue;
        }
        let keys: Vec<Option<RankKey>> = results
            .iter()
            .zip(unranked)
            .map(|(r, unranked)| r.score.clone().filter(|_| !unranked).map(|score| (score, Vec::new())))
            .collect();
        for (result, rank) in results.iter_mut().zip(ranks(&keys, input.rubric.scheme.ranking.ties)) {
            result.rank = rank;
        }
    }
}
