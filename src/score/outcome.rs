//! What scoring yields: every node's score for every unit, the totals, and what was done to get there.

use std::sync::Arc;

use crate::expr::{Each, NodeId};
use crate::finding::Finding;
use crate::number::Exact;
use crate::observe::Value;

use super::adjust::Adjustment;

/// Whether a node has a score of its own making.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Scored from its value.
    Value,
    /// Its value is missing; a policy decided its score, or left it without.
    Missing,
    /// It is not applicable; a policy decided its score, or it left its section.
    NotApplicable,
}

impl State {
    /// Its name in `scores.csv`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Missing => "missing",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// Where a unit is on its planned path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// 超前.
    Ahead,
    /// 正常.
    OnPath,
    /// 滞后.
    Behind,
}

impl Pace {
    /// By progress over expectation, of which so much from 1 is still on the path.
    #[must_use]
    pub fn of(pace: &Exact, normal: &Exact) -> Self {
        match pace - &Exact::ONE {
            off if off.abs() <= *normal => Self::OnPath,
            off if off.is_negative() => Self::Behind,
            _ => Self::Ahead,
        }
    }
}

/// Something worth saying about a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The value was missing; nought was given.
    MissingZero,
    /// The value was missing; the mean score of the units compared was given.
    MissingMean,
    /// The value was missing; the worst score of the units compared was given.
    MissingWorst,
    /// The value was missing; that of this earlier period was used.
    Previous(Arc<str>),
    /// The value was missing; the unit is not ranked.
    Rejected,
    /// Not applicable; the other children of the section are scaled up.
    Rescaled,
    /// Not applicable; full marks were given.
    NaFull,
    /// Not applicable; the mean score of the units compared was given.
    NaMean,
    /// Not applicable; nought was given.
    NaZero,
    /// Full marks by exemption.
    Exempt,
    /// No marks, by a void condition.
    Void,
    /// Progress over expectation on a planned path, and what is said of it.
    Pace(Exact, Pace),
    /// An accepted adjustment changed it; the index is into [`Outcome::adjustments`].
    Adjusted(usize),
    /// A veto set it to nought; the index is into the rubric's vetoes.
    Zeroed(usize),
    /// It was held at the section's cap.
    Capped,
    /// Children that are not applicable left; the rest counts this many times.
    Scaled(Exact),
}

/// A node's score for one unit in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeResult {
    /// Whether it was scored from its value.
    pub state: State,
    /// Its marks for the unit.
    pub marks: Exact,
    /// The indicator's value.
    pub value: Option<Value>,
    /// The indicator's target.
    pub target: Option<Exact>,
    /// Its score, rounded as declared and adjusted.
    pub score: Option<Exact>,
    /// Its score before rounding and adjustments.
    pub exact: Option<Exact>,
    /// Rank of a section's score among the ranked units.
    pub rank: Option<Exact>,
    /// What there is to say.
    pub notes: Vec<Note>,
}

impl NodeResult {
    /// Score over marks.
    #[must_use]
    pub fn share(&self) -> Option<Exact> {
        self.score.as_ref()?.checked_div(&self.marks)
    }
}

/// A veto that holds for a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VetoHit {
    /// Index into the rubric's vetoes.
    pub veto: usize,
    /// The marks that it takes, if it does.
    pub deducted: Option<Exact>,
    /// The adjustment that pronounced it, if its condition did not.
    pub by_adjustment: Option<usize>,
}

/// A unit's total in one period, or of all periods together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Before rounding; `None` where a node was rejected or nothing applies.
    pub exact: Option<Exact>,
    /// As published.
    pub published: Option<Exact>,
    /// As published, had there been no adjustments.
    pub unadjusted: Option<Exact>,
    /// Whether it is `None` because nothing applies to the unit.
    pub not_applicable: bool,
    /// Whether a veto disqualifies the unit.
    pub disqualified: bool,
    /// Place in the ranking.
    pub rank: Option<Exact>,
    /// Place within the unit's group, and within its class.
    pub rank_in: Each<Option<Exact>>,
    /// Grade, by index into the rubric's grades.
    pub grade: Option<usize>,
    /// Grade by total and conditions alone, before vetoes and quotas.
    pub grade_by_score: Option<usize>,
    /// Vetoes that hold.
    pub vetoes: Vec<VetoHit>,
    /// Adjustments made to the total, by index.
    pub adjusted: Vec<usize>,
}

/// The scores of one period.
#[derive(Clone, Debug, Default)]
pub struct PeriodOutcome {
    /// The period.
    pub period: Arc<str>,
    /// By node, then by unit of the register.
    pub nodes: Vec<Vec<NodeResult>>,
    /// By unit of the register.
    pub totals: Vec<Total>,
}

/// All that scoring yields.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The scored periods in order; the last is the one whose nodes reports show first.
    pub periods: Vec<PeriodOutcome>,
    /// With `[periods]`, the totals of all periods put together, by unit; they alone carry the final rank and grade.
    pub combined: Option<Vec<Total>>,
    /// Everything doubtful that scoring noticed.
    pub findings: Vec<Finding>,
    /// The accepted adjustments, in the order of the file.
    pub adjustments: Vec<Adjustment>,
    /// For each, the score of what it is about without any adjustments and with them; of a correction that of the one
    /// indicator that reads it.
    pub adjusted: Vec<[Option<Exact>; 2]>,
}

impl Outcome {
    /// The totals that count: combined ones where there are several periods.
    #[must_use]
    pub fn finals(&self) -> &[Total] {
        match (&self.combined, self.periods.last()) {
            (Some(combined), _) => combined,
            (None, Some(last)) => &last.totals,
            (None, None) => &[],
        }
    }

    /// A node's result for a unit in the last scored period.
    #[must_use]
    pub fn node(&self, node: NodeId, unit: usize) -> Option<&NodeResult> {
        self.periods.last()?.nodes.get(node)?.get(unit)
    }

    /// Units in the order of the final ranking, unranked ones after the ranked, ties in the order of the register.
    #[must_use]
    pub fn ranking_order(&self) -> Vec<usize> {
        let finals = self.finals();
        let mut order: Vec<usize> = (0..finals.len()).collect();
        order.sort_by(|a, b| match (&finals[*a].rank, &finals[*b].rank) {
            (Some(x), Some(y)) => x.cmp(y),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => finals[*b].published.cmp(&finals[*a].published),
        });
        order
    }
}
