//! How all units did at every node: where each stands, the mean and the best.

use crate::expr::NodeId;
use crate::number::Exact;
use crate::report::Report;
use crate::score::State;

/// The units to which one node applies.
#[derive(Debug, Default)]
pub(super) struct Peers {
    /// Scores from the best down.
    scores: Vec<Exact>,
    /// Their mean; `None` of nobody.
    pub mean: Option<Exact>,
    /// Their mean share of the marks; `None` of nobody.
    pub share: Option<Exact>,
}

impl Peers {
    /// Of every node, in the last scored period.
    pub fn of(report: &Report<'_>) -> Vec<Self> {
        let Some(last) = report.outcome.periods.last() else { return Vec::new() };
        let one = |node: NodeId| {
            let counted = last.nodes[node].iter().filter(|r| r.state != State::NotApplicable);
            let (mut scores, mut shares) = (Vec::new(), Vec::new());
            for result in counted {
                scores.extend(result.score.clone());
                shares.extend(result.share());
            }
            scores.sort_unstable_by(|a, b| b.cmp(a));
            let mean = |of: &[Exact]| of.iter().sum::<Exact>().checked_div(&Exact::from(of.len()));
            Self { mean: mean(&scores), share: mean(&shares), scores }
        };
        (0..report.rubric.nodes.len()).map(one).collect()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.scores.len()
    }

    /// The best score.
    pub fn best(&self) -> Option<&Exact> {
        self.scores.first()
    }

    /// 1 + how many did better.
    pub fn rank(&self, score: &Exact) -> usize {
        self.scores.partition_point(|other| other > score) + 1
    }
}
