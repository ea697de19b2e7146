//! A scoring laid out again, so that it can be asked where marks came from and what would be if one were otherwise.

use super::Input;
use super::outcome::{Outcome, PeriodOutcome};
use super::run::Run;
use super::table::Table;

/// What was scored and what came of it.
pub struct Review<'a> {
    /// What was scored.
    pub(super) input: Input<'a>,
    /// What came of it.
    pub(super) outcome: &'a Outcome,
    /// Its observations.
    pub(super) table: Table,
}

impl<'a> Review<'a> {
    /// Lays out a scoring; `outcome` is what [`score`](super::score) made of `input`.
    #[must_use]
    pub fn new(input: &Input<'a>, outcome: &'a Outcome) -> Self {
        Self { input: *input, outcome, table: input.table() }
    }

    /// A scored period with all its results, not yet ranked; `None` where nothing is known of the period.
    pub(super) fn run(&self, period: &PeriodOutcome) -> Option<Run<'_>> {
        let id = self.table.period(&period.period)?;
        let mut run = Run::new(&self.input, &self.table, id);
        run.disqualified = period.totals.iter().map(|t| t.disqualified).collect();
        for (node, results) in period.nodes.iter().enumerate() {
            run.enter(node, results.clone());
        }
        Some(run)
    }
}

impl std::fmt::Debug for Review<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Review").field("rubric", &self.input.rubric.scheme.head.id).finish_non_exhaustive()
    }
}
