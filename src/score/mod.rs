//! Scoring (评分): observations and a rubric → every mark, total, rank and grade, exactly, with its trace.
//!
//! The order of work is that of the rubric language: vetoes that disqualify, then node by node (each after all that it
//! depends on) value → rule → policy → rounding → adjustments, then totals, ranks, grades, grade vetoes and quotas.

mod adjust;
mod asked;
mod behind;
mod check;
mod course;
mod eval;
mod grade;
mod indicator;
mod lacking;
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

pub use adjust::{Action, Adjustment, read_adjustments};
pub use asked::Asked;
pub use check::check_marks;
pub use course::{Course, Coursed, Courses, courses, point, running, share};
pub use outcome::{NodeResult, Note, Outcome, Pace, PeriodOutcome, State, Total, VetoHit};
pub use regain::{Prospects, Regain, Regains};
pub use review::Review;
pub use table::{Out, typed};
pub use trace::{ExplainLine, Explainer, Explanation, SourceLine, explain, explain_units};
pub use warn::{Wanted, is_about_returns};
pub use words::note as note_text;

use crate::observe::Observation;
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
    let unadjusted =
        if input.adjustments.is_empty() { None } else { Some(periods::score(&Input { adjustments: &[], ..*input })) };
    let before = unadjusted.as_ref().unwrap_or(&outcome);
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
    outcome.adjustments = input.adjustments.to_vec();
    outcome
}
