//! Scoring (评分): observations and a rubric → every mark, total, rank and grade, exactly, with its trace.
//!
//! The order of work is that of the rubric language: vetoes that disqualify, then node by node (each after all that it
//! depends on) value → rule → policy → rounding → adjustments, then totals, ranks, grades, grade vetoes and quotas.

mod adjust;
mod asked;
mod basis;
mod behind;
mod check;
mod course;
mod eval;
mod grade;
mod indicator;
mod lacking;
pub mod ledger;
mod outcome;
mod period;
mod periods;
mod population;
mod rank;
mod regain;
mod review;
mod run;
mod section;
mod table;
mod trace;
mod veto;
mod warn;
mod words;

pub use adjust::{Action, Adjustment, Event, Ledger, read_adjustments, read_ledger, read_row};
pub use asked::Asked;
pub use basis::Basis;
pub use check::check_marks;
pub use course::{Course, Coursed, Courses, courses, point, running, share};
pub use outcome::{NodeResult, Note, Outcome, Pace, PeriodOutcome, State, Total, VetoHit};
pub use regain::{Prospects, Regain, Regains};
pub use review::Review;
pub use table::{Out, typed};
pub use trace::{ExplainLine, Explainer, Explanation, SourceLine, explain, explain_units};
pub use warn::{Wanted, is_about_returns};
pub use words::{decided as decided_text, note as note_text};

use crate::expr::{FieldId, NodeRef};
use crate::finding::{Code, Finding};
use crate::number::Exact;
use crate::observe::{Observation, Reading};
use crate::register::{Register, Responsibilities};
use crate::rubric::Rubric;

use table::Table;

/// What is scored.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// By what.
    pub rubric: &'a Rubric,
    /// The units.
    pub register: &'a Register,
    /// Who answers for which measure.
    pub responsibilities: &'a Responsibilities,
    /// What was reported.
    pub observations: &'a [Observation],
    /// Which observations count, as [`resolve`](crate::observe::resolve) decided.
    pub used: &'a [bool],
    /// Accepted adjustments.
    pub adjustments: &'a [Adjustment],
}

impl Input<'_> {
    fn table(&self) -> Table {
        let fields = &self.rubric.scheme.fields;
        let scored = self.rubric.scored_periods();
        Table::new(fields, self.register.len(), &scored, self.observations, self.used, self.adjustments)
    }
}

/// Scores everything and says nothing: no findings, no unadjusted totals. For whoever scores again and again.
#[must_use]
pub fn score_silently(input: &Input<'_>) -> Outcome {
    periods::scores(input, &input.table()).0
}

/// Scores everything. What was adjusted is scored without adjustments too, so that the unadjusted total stays beside.
#[must_use]
pub fn score(input: &Input<'_>) -> Outcome {
    let mut outcome = periods::score(input);
    let before_nodes =
        if input.adjustments.is_empty() { None } else { Some(periods::score(&Input { adjustments: &[], ..*input })) };
    let before = before_nodes.as_ref().unwrap_or(&outcome);
    let published = |totals: &[Total]| totals.iter().map(|t| t.published.clone()).collect::<Vec<_>>();
    let by_period: Vec<Vec<_>> = before.periods.iter().map(|p| published(&p.totals)).collect();
    let combined = before.combined.as_deref().map(published);
    for (period, before) in outcome.periods.iter_mut().zip(by_period) {
        for (total, before) in period.totals.iter_mut().zip(before) {
            total.unadjusted = before;
        }
    }
    for (total, before) in outcome.combined.iter_mut().flatten().zip(combined.into_iter().flatten()) {
        total.unadjusted = before;
    }
    outcome.adjusted =
        input.adjustments.iter().map(|a| beside(input.rubric, before_nodes.as_ref(), &outcome, a)).collect();
    outcome.adjustments = input.adjustments.to_vec();
    let replaced = replaced(input, &outcome);
    outcome.findings.extend(replaced);
    outcome
}

/// The score of what an adjustment is about, without any adjustments and with them.
fn beside(rubric: &Rubric, without: Option<&Outcome>, with: &Outcome, adjustment: &Adjustment) -> [Option<Exact>; 2] {
    let node = match &adjustment.action {
        Action::Add(node, _) | Action::Set(node, _) => Some(*node),
        Action::Value(field, _) => {
            let reads = |node: &usize| rubric.indicator(*node).is_some_and(|i| i.inputs.contains(field));
            let mut readers = (0..rubric.nodes.len()).filter(reads);
            // the one indicator that reads the field
            readers.next().filter(|_| readers.next().is_none()).map(NodeRef::Node)
        }
        Action::Veto(_) | Action::Lift(_) => None,
    };
    let score = |outcome: &Outcome| {
        let period = outcome.periods.iter().find(|p| p.period == adjustment.period).or(outcome.periods.last())?;
        match node? {
            NodeRef::Node(node) => period.nodes.get(node)?.get(adjustment.unit)?.score.clone(),
            NodeRef::Total => period.totals.get(adjustment.unit)?.published.clone(),
        }
    };
    [without.and_then(score), score(with)]
}

/// Adjustments that replace something else than when they were decided.
fn replaced(input: &Input<'_>, outcome: &Outcome) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (adjustment, [before, _]) in input.adjustments.iter().zip(&outcome.adjusted) {
        if adjustment.was.is_empty() {
            continue;
        }
        let now = match &adjustment.action {
            Action::Set(..) => before.as_ref().map(ToString::to_string),
            Action::Value(field, _) => observed(input, adjustment, *field),
            Action::Add(..) | Action::Veto(_) | Action::Lift(_) => continue,
        };
        let now = now.unwrap_or_else(|| NONE.to_owned());
        let same = |x: &str| x.parse::<Exact>().map_or_else(|_| x.to_owned(), |x| x.to_string());
        if same(&now) != same(&adjustment.was) {
            let unit = &input.register.units()[adjustment.unit].name;
            let finding = Finding::new(Code::AdjustmentRedefined).unit(unit).at(adjustment.place.clone());
            let said = |text: &str| format!("@basis-was {text}");
            findings.push(finding.expected(said(&adjustment.was)).found(said(&now)));
        }
    }
    findings
}

/// What stands for a score or a value that there is none of.
pub const NONE: &str = "－";

/// The value that a correction takes the place of.
#[must_use]
pub fn observed(input: &Input<'_>, adjustment: &Adjustment, field: FieldId) -> Option<String> {
    let mut used = input.observations.iter().zip(input.used).filter(|(_, used)| **used).map(|(o, _)| o);
    let found = used.find(|o| o.unit == adjustment.unit && o.field == field && o.period == adjustment.period)?;
    match &found.reading {
        Reading::Value(value) => Some(value.to_string()),
        Reading::Missing | Reading::NotApplicable => None,
    }
}
