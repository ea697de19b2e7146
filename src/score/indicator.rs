//! An indicator's score for every unit: value → rule → policy → rounding → adjustments → `zero` vetoes.

use rayon::prelude::*;

use crate::expr::{NodeId, Own};
use crate::number::Exact;
use crate::rubric::scheme::{Kind, MissingPolicy, NaPolicy};
use crate::rubric::{Indicator, Supposed};

use super::eval::{Cx, Fault};
use super::outcome::{NodeResult, Note, Pace, State};
use super::population::Sets;
use super::run::Run;
use super::table::Out;

/// A score that still waits for those of the other units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waits {
    No,
    ForMean,
    ForWorst,
}

/// What there is beside a result; most units have none of it.
struct Beside {
    faults: Vec<Fault>,
    waits: Waits,
}

/// A unit's result, and what went wrong on the way.
type Scored = (NodeResult, Option<Box<Beside>>);

/// Scores an indicator for all units, up to its rounding. The faults are by unit.
pub fn score(run: &Run<'_>, node: NodeId, indicator: &Indicator) -> (Vec<NodeResult>, Vec<(usize, Fault)>) {
    let units = run.input.register.len();
    run.prepare(node);
    let (mut results, mut beside) = (Vec::new(), Vec::new());
    (0..units).into_par_iter().map(|unit| one(run, node, indicator, unit)).unzip_into_vecs(&mut results, &mut beside);
    let waits: Vec<Waits> = beside.iter().map(|b| b.as_ref().map_or(Waits::No, |b| b.waits)).collect();
    if waits.iter().any(|w| *w != Waits::No) {
        compare(run, indicator, &mut results, &waits);
    }
    let faults = beside.into_iter().enumerate().filter_map(|(unit, b)| Some((unit, b?.faults)));
    let faults = faults.flat_map(|(unit, faults)| faults.into_iter().map(move |fault| (unit, fault))).collect();
    (results, faults)
}

fn scored(result: NodeResult, faults: Vec<Fault>, waits: Waits) -> Scored {
    let anything = !faults.is_empty() || waits != Waits::No;
    (result, anything.then(|| Box::new(Beside { faults, waits })))
}

/// Scores an indicator for one unit; `None` where the score hangs on those of the other units.
pub fn alone(run: &Run<'_>, node: NodeId, indicator: &Indicator, unit: usize) -> Option<NodeResult> {
    let (result, beside) = one(run, node, indicator, unit);
    beside.is_none_or(|beside| beside.waits == Waits::No).then_some(result)
}

fn one(run: &Run<'_>, node: NodeId, indicator: &Indicator, unit: usize) -> Scored {
    let marks = run.marks_of(node, unit);
    let mut result = NodeResult {
        state: State::NotApplicable,
        marks,
        value: None,
        target: None,
        score: None,
        exact: None,
        rank: None,
        notes: Vec::new(),
    };
    if result.marks.is_zero() {
        return (result, None);
    }
    let penalty = run.input.rubric.nodes[node].kind == Kind::Penalty;
    if !run.applies(node, unit) {
        let waits = not_applicable(&mut result, indicator, penalty);
        return scored(result, Vec::new(), waits);
    }
    let mut cx = Cx::new(run, unit, Some(node));
    if indicator.target.is_some() {
        result.target = cx.own(Own::Target).number().ok();
    }
    let value = indicator.value.as_ref().map(|_| cx.own(Own::Value));
    let marks = match &value {
        Some(value) if !value.is_value() => value.clone(),
        _ => cx.eval(&indicator.score),
    };
    result.value = value.and_then(|value| value.to_value());
    let waits = match marks.number() {
        Ok(marks) => {
            result.state = State::Value;
            if indicator.void.as_ref().is_some_and(|form| cx.holds(form)) {
                result.notes.push(Note::Void);
            } else if indicator.exempt.as_ref().is_some_and(|form| cx.holds(form)) {
                result.notes.push(Note::Exempt);
            }
            if let Some(path) = &indicator.path
                && let Ok(pace) = cx.number(&path.pace)
            {
                let verdict = Pace::of(&pace, &path.normal);
                result.notes.push(Note::Pace(pace, verdict));
            }
            settle(&mut result, indicator, marks);
            Waits::No
        }
        Err(Out::NotApplicable) => not_applicable(&mut result, indicator, penalty),
        Err(_) => missing(&mut cx, &mut result, indicator),
    };
    scored(result, cx.faults, waits)
}

/// Rounds the marks as declared and enters them.
fn settle(result: &mut NodeResult, indicator: &Indicator, marks: Exact) {
    result.score = Some(indicator.rounding.map_or_else(|| marks.clone(), |rounding| rounding.apply(&marks)));
    result.exact = Some(marks);
}

fn not_applicable(result: &mut NodeResult, indicator: &Indicator, penalty: bool) -> Waits {
    result.state = State::NotApplicable;
    match indicator.na {
        NaPolicy::Rescale => result.notes.push(Note::Rescaled),
        NaPolicy::Full => {
            result.notes.push(Note::NaFull);
            let full = if penalty { Exact::ZERO } else { result.marks.clone() };
            settle(result, indicator, full);
        }
        NaPolicy::Zero => {
            result.notes.push(Note::NaZero);
            settle(result, indicator, Exact::ZERO);
        }
        NaPolicy::Mean => {
            result.notes.push(Note::NaMean);
            return Waits::ForMean;
        }
    }
    Waits::No
}

fn missing(cx: &mut Cx<'_, '_>, result: &mut NodeResult, indicator: &Indicator) -> Waits {
    result.state = State::Missing;
    if let Some(supposed) = indicator.supposed {
        let marks = extreme(cx, &result.marks, indicator, supposed);
        settle(result, indicator, marks);
        return Waits::No;
    }
    match indicator.missing {
        MissingPolicy::Zero => {
            result.notes.push(Note::MissingZero);
            settle(result, indicator, Exact::ZERO);
        }
        MissingPolicy::Reject => result.notes.push(Note::Rejected),
        MissingPolicy::Mean => {
            result.notes.push(Note::MissingMean);
            return Waits::ForMean;
        }
        MissingPolicy::Worst => {
            result.notes.push(Note::MissingWorst);
            return Waits::ForWorst;
        }
        MissingPolicy::Previous => {
            let earlier = indicator.value.as_ref().and_then(|form| cx.earlier(form));
            let marks = earlier.and_then(|(value, period)| {
                let mut again =
                    Cx { value: Some(value), judged_on: Some(period), ..Cx::new(cx.run, cx.unit, cx.owner) };
                let marks = again.number(&indicator.score).ok()?;
                Some((marks, cx.run.table.periods[period].clone()))
            });
            match marks {
                Some((marks, period)) => {
                    result.notes.push(Note::Previous(period));
                    settle(result, indicator, marks);
                }
                None => {
                    result.notes.push(Note::MissingZero);
                    settle(result, indicator, Exact::ZERO);
                }
            }
        }
    }
    Waits::No
}

/// The most or the least that an indicator without a value may come to: its own bounds, and what `exempt` or nothing at all
/// would give. A bound that cannot be evaluated is the usual one.
fn extreme(cx: &mut Cx<'_, '_>, marks: &Exact, indicator: &Indicator, supposed: Supposed) -> Exact {
    let penalty = cx.owner.is_some_and(|node| cx.run.input.rubric.nodes[node].kind == Kind::Penalty);
    let full = if penalty { Exact::ZERO } else { marks.clone() };
    match supposed {
        Supposed::Best => {
            let most = indicator.cap.as_ref().and_then(|cap| cx.number(cap).ok()).unwrap_or_else(|| full.clone());
            if indicator.exempt.is_some() { most.max(full) } else { most.max(Exact::ZERO) }
        }
        Supposed::Worst => {
            let usual = || if penalty { -marks.clone() } else { Exact::ZERO };
            cx.number(&indicator.floor).unwrap_or_else(|_| usual()).min(Exact::ZERO)
        }
    }
}

/// Fills in the mean or the worst of the scores of the units compared: those scored from a value of their own.
fn compare(run: &Run<'_>, indicator: &Indicator, results: &mut [NodeResult], waits: &[Waits]) {
    let units = run.input.register.units();
    let own = results
        .iter()
        .enumerate()
        .map(|(unit, result)| result.score.clone().filter(|_| result.state == State::Value && !run.disqualified[unit]));
    let sets = Sets::new(units, indicator.compared, own.collect());
    for ((result, waits), unit) in results.iter_mut().zip(waits).zip(units) {
        let set = sets.of(unit);
        let marks = match waits {
            Waits::No => continue,
            Waits::ForMean => set.mean(),
            Waits::ForWorst => set.lowest().cloned(),
        };
        settle(result, indicator, marks.unwrap_or_default());
    }
}

/// Holds an adjusted score between the indicator's bounds; a bound that cannot be evaluated does not hold.
pub fn hold(run: &Run<'_>, node: NodeId, unit: usize, indicator: &Indicator, score: Exact) -> Exact {
    let mut cx = Cx::new(run, unit, Some(node));
    let floor = cx.number(&indicator.floor).ok();
    let cap = indicator.cap.as_ref().and_then(|cap| cx.number(cap).ok());
    let score = floor.map_or(score.clone(), |floor| score.max(floor));
    cap.map_or(score.clone(), |cap| score.min(cap))
}
