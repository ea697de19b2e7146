//! The totals if everything missing turned out best, and if it turned out worst: scored again, the policies for what is
//! missing set aside.

use crate::report::Range;
use crate::rubric::Supposed;
use crate::score::{Input, Outcome, State, score};

use super::{Gathered, Scoring};

impl Scoring {
    /// The range that what is missing leaves open; empty where nothing is missing.
    pub(super) fn range(&self, gathered: &Gathered, outcome: &Outcome) -> Range {
        let indicators = |node: usize| self.rubric.indicator(node).is_some();
        let open = outcome.periods.iter().any(|period| {
            let mut nodes = period.nodes.iter().enumerate().filter(|(node, _)| indicators(*node));
            nodes.any(|(_, results)| results.iter().any(|result| result.state == State::Missing))
        });
        if !open {
            return Range::default();
        }
        let again = |supposed| {
            let rubric = self.rubric.supposing(supposed);
            score(&Input { rubric: &rubric, ..self.input(gathered) })
        };
        Range::new(&self.rubric, outcome, &again(Supposed::Worst), &again(Supposed::Best))
    }
}
