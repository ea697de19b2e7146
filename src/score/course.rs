//! How indicators have moved (历年进展): what each came to period by period, and what was planned for each period.

use std::sync::Arc;

use crate::expr::{Form, NodeId, Own};
use crate::number::Exact;
use crate::rubric::{Indicator, Path, years};

use super::Input;
use super::eval::Cx;
use super::outcome::{Outcome, State};
use super::run::Run;
use super::table::{Out, PeriodId, Table};

/// The indicators that run over several periods.
#[derive(Clone, Debug, Default)]
pub struct Courses {
    /// The periods, in order: those scored, and those reported in between. The last is the one judged.
    pub periods: Vec<Arc<str>>,
    /// Each indicator that is on a planned path or scored in several periods, in printed order.
    pub indicators: Vec<Coursed>,
}

/// One indicator, by unit of the register.
#[derive(Clone, Debug)]
pub struct Coursed {
    /// The indicator.
    pub node: NodeId,
    /// Its units.
    pub units: Vec<Course>,
}

/// One unit's course on an indicator. What is missing is `None` or [`Out::Missing`], never nought.
#[derive(Clone, Debug)]
pub struct Course {
    /// Where the planned path begins.
    pub baseline: Option<Exact>,
    /// Where it ends.
    pub end: Option<Exact>,
    /// The indicator's own target in the period judged.
    pub target: Option<Exact>,
    /// What it came to, by period.
    pub actual: Vec<Out>,
    /// What was planned, by period: a point of the path, or the period's own target where there is no path.
    pub planned: Vec<Option<Exact>>,
    /// What was planned by the time that is judged.
    pub due: Option<Exact>,
    /// How much it counts where all units are taken together: what the rubric weights it by in the period judged, 1 where
    /// it weights by nothing.
    pub weight: Option<Exact>,
}

impl Course {
    /// What it came to in the period judged.
    #[must_use]
    pub fn now(&self) -> Option<&Exact> {
        match self.actual.last() {
            Some(Out::Num(x)) => Some(x),
            _ => None,
        }
    }
}

/// The point of a planned path after so many years; `None` before its beginning and after its end.
#[must_use]
pub fn point(path: &Path, baseline: &Exact, end: &Exact, at: &Exact) -> Option<Exact> {
    let share = share(path, at).filter(|share| !share.is_negative() && *share <= Exact::ONE)?;
    Some(baseline + &((end - baseline) * share))
}

/// The share of a planned path's time that has gone by.
#[must_use]
pub fn share(path: &Path, at: &Exact) -> Option<Exact> {
    let (from, to) = (years(&path.ends[0])?, years(&path.ends[1])?);
    (at - &from).checked_div(&(&to - &from))
}

/// The indicators on a planned path, and with several scored periods all that have a value.
#[must_use]
pub fn running(input: &Input<'_>, outcome: &Outcome) -> Vec<NodeId> {
    let several = outcome.periods.len() > 1;
    let runs = |i: &Indicator| i.path.is_some() || several && i.value.is_some();
    input.rubric.printed_order().into_iter().filter(|n| input.rubric.indicator(*n).is_some_and(runs)).collect()
}

/// Lays out how every such indicator has moved.
#[must_use]
pub fn courses(input: &Input<'_>, outcome: &Outcome) -> Courses {
    let table = input.table();
    let Some(last) = outcome.periods.last().and_then(|p| table.period(&p.period)) else { return Courses::default() };
    let nodes = running(input, outcome);
    let judged = Run::new(input, &table, last);
    let mut courses: Vec<Coursed> = nodes.iter().map(|node| begin(&judged, outcome, *node)).collect();
    let mut periods = Vec::new();
    let len = table.periods[last].len();
    for period in (0..=last).filter(|p| table.periods[*p].len() == len) {
        let found: Vec<Vec<(Out, Option<Exact>)>> =
            match outcome.periods.iter().position(|p| p.period == table.periods[period]) {
                Some(scored) => nodes.iter().map(|node| as_scored(outcome, scored, *node)).collect(),
                None => {
                    let found = looked_at(input, &table, period, &nodes);
                    // only what lies on the way to the period judged: a baseline has its own place
                    let said = found.iter().flatten().any(|(out, _)| out.is_value());
                    if !said || !on_the_way(input, &table.periods[period], &nodes) {
                        continue;
                    }
                    found
                }
            };
        periods.push(table.periods[period].clone());
        for (coursed, found) in courses.iter_mut().zip(found) {
            let path = input.rubric.indicator(coursed.node).and_then(|i| i.path.as_ref());
            for (course, (actual, target)) in coursed.units.iter_mut().zip(found) {
                let planned = match path {
                    Some(path) => years(&table.periods[period])
                        .and_then(|at| point(path, course.baseline.as_ref()?, course.end.as_ref()?, &at)),
                    None => target,
                };
                course.actual.push(actual);
                course.planned.push(planned);
            }
        }
    }
    for coursed in &mut courses {
        let path = input.rubric.indicator(coursed.node).and_then(|i| i.path.as_ref());
        for course in &mut coursed.units {
            course.due = match path.map(|path| (path, path.at.as_ref().and_then(|at| years(at)))) {
                Some((path, Some(at))) => {
                    course.baseline.as_ref().zip(course.end.as_ref()).and_then(|(b, e)| point(path, b, e, &at))
                }
                _ => course.planned.last().cloned().flatten(),
            };
        }
    }
    Courses { periods, indicators: courses }
}

/// Whether a period that is not scored lies behind the beginning of some path.
fn on_the_way(input: &Input<'_>, period: &str, nodes: &[NodeId]) -> bool {
    let begins = |node: &NodeId| years(&input.rubric.indicator(*node)?.path.as_ref()?.ends[0]);
    let Some(at) = years(period) else { return false };
    nodes.iter().filter_map(begins).any(|from| from < at)
}

/// The ends of the path, and the target in the period judged.
fn begin(run: &Run<'_>, outcome: &Outcome, node: NodeId) -> Coursed {
    run.prepare(node);
    let indicator = run.input.rubric.indicator(node);
    let path = indicator.and_then(|i| i.path.as_ref());
    let one = |unit: usize| {
        let scored = outcome.node(node, unit);
        let applies = scored.is_some_and(|r| r.state != State::NotApplicable);
        let number = |form: &Form| Cx::new(run, unit, Some(node)).number(form).ok().filter(|_| applies);
        Course {
            baseline: path.and_then(|path| number(&path.baseline)),
            end: path.and_then(|path| number(&path.target)),
            target: scored.and_then(|r| r.target.clone()).filter(|_| applies),
            actual: Vec::new(),
            planned: Vec::new(),
            due: None,
            weight: match indicator.and_then(|i| i.weight.as_ref()) {
                Some(form) => number(form),
                None => Some(Exact::ONE),
            },
        }
    };
    Coursed { node, units: (0..run.input.register.len()).map(one).collect() }
}

/// What an indicator came to in a scored period, and its target.
fn as_scored(outcome: &Outcome, scored: usize, node: NodeId) -> Vec<(Out, Option<Exact>)> {
    let results = &outcome.periods[scored].nodes[node];
    let one = |r: &super::NodeResult| {
        let actual = match (&r.value, r.state) {
            (Some(crate::observe::Value::Number(x)), _) => Out::Num(x.clone()),
            (Some(crate::observe::Value::Bool(b)), _) => Out::Bool(*b),
            (Some(crate::observe::Value::Text(t)), _) => Out::Text(t.clone()),
            (Some(crate::observe::Value::Date(d)), _) => Out::Date(*d),
            (None, State::NotApplicable) => Out::NotApplicable,
            (None, _) => Out::Missing,
        };
        let target = r.target.clone().filter(|_| r.state != State::NotApplicable);
        (actual, target)
    };
    results.iter().map(one).collect()
}

/// The same in a period that is not scored.
fn looked_at(input: &Input<'_>, table: &Table, period: PeriodId, nodes: &[NodeId]) -> Vec<Vec<(Out, Option<Exact>)>> {
    let run = Run::new(input, table, period);
    let of = |node: NodeId, unit: usize| {
        if !run.applies(node, unit) {
            return (Out::NotApplicable, None);
        }
        let mut cx = Cx::new(&run, unit, Some(node));
        let actual = cx.own(Own::Value);
        let has_target = input.rubric.indicator(node).is_some_and(|i| i.target.is_some());
        (actual, if has_target { cx.own(Own::Target).number().ok() } else { None })
    };
    let all = |node: &NodeId| {
        run.prepare(*node);
        (0..input.register.len()).map(|unit| of(*node, unit)).collect()
    };
    nodes.iter().map(all).collect()
}
