//! What the keys of rules hold.

use crate::number::Exact;

use super::super::document::At;
use super::super::scheme::Scalar;

/// How a part of a step counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Partial {
    /// In proportion (按比例).
    #[default]
    Prorata,
    /// Only whole steps count (不足一步不计).
    Whole,
    /// A step begun counts whole (不足一步按一步计).
    Started,
}

/// What a band or a bonus looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// The value itself.
    #[default]
    Value,
    /// v/t × 100, or t/v × 100 where lower is better.
    Completion,
    /// The gap to the target.
    Gap,
}

/// One stretch of a gap, with its own rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slope {
    /// Where it begins.
    pub beyond: Exact,
    /// Step.
    pub per: Exact,
    /// Marks for each step.
    pub take: Exact,
}

/// Reward for over-fulfilment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverBonus {
    /// Step.
    pub per: Scalar,
    /// Marks for each step.
    pub add: Scalar,
    /// The most that it adds.
    pub cap: Option<Scalar>,
    /// How a part of a step counts.
    pub partial: Partial,
    /// In points of completion rather than in units of the gap.
    pub of_completion: bool,
}

/// One band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// `at_least`.
    pub at_least: Option<Scalar>,
    /// `above`.
    pub above: Option<Scalar>,
    /// `at_most`.
    pub at_most: Option<Scalar>,
    /// `below`.
    pub below: Option<Scalar>,
    /// The marks that it gives.
    pub marks: Scalar,
}

/// An end of the scale of `efficacy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A number or an expression.
    Scalar(Scalar),
    /// The least value of the units compared.
    Lowest,
    /// The greatest value of the units compared.
    Highest,
}

/// What `versus` compares with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The last earlier period.
    Previous,
    /// The mean of the units compared.
    Mean,
    /// Their median.
    Median,
    /// The best of them.
    Best,
    /// A number or an expression.
    Scalar(Scalar),
}

/// Marks by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Positions {
    /// A table, and what follows its end.
    Table(Vec<Exact>, Scalar),
    /// So many for the first, less by a step for each place.
    Steps {
        /// For the first; the indicator's marks by default.
        first: Option<Scalar>,
        /// The step.
        step: Step,
    },
}

/// The step from one position to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// In marks.
    Marks(Scalar),
    /// As a share of the first position's marks.
    Share(Scalar),
}

/// One item of a checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// A yes-or-no field.
    pub field: At<String>,
    /// Its marks.
    pub marks: Exact,
}

/// Where `count` starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// As the direction of the counts suggests.
    Default,
    /// At the marks.
    Marks,
    /// At this.
    Scalar(Scalar),
}

/// The rate of `deduct`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rate {
    /// One rate for the whole gap.
    Even {
        /// Step.
        per: Scalar,
        /// Marks for each.
        take: Scalar,
    },
    /// Stretches of the gap.
    Slopes {
        /// In rising order.
        slopes: Vec<Slope>,
        /// Whether the whole gap goes at the rate of the stretch that it ends in.
        whole: bool,
    },
}

/// What `count` counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Each {
    /// The indicator's value, at so many marks each.
    Value(Scalar),
    /// Fields by severity.
    Severity(Vec<(At<String>, Exact)>),
}
