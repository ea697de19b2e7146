//! The rules (评分规则) as written. What each means is said once, in [`lower`](super::lower).

use crate::number::Exact;

use super::document::At;
use super::scheme::Scalar;

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

/// A rule with its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// 达标得分.
    Meet,
    /// 按差距扣分.
    Deduct {
        /// Step and marks for each, or stretches.
        rate: Rate,
        /// How a part of a step counts.
        partial: Partial,
        /// Reward for over-fulfilment.
        bonus: Option<OverBonus>,
    },
    /// 分档得分.
    Bands {
        /// What is looked at.
        of: Of,
        /// The bands in order.
        bands: Vec<Band>,
    },
    /// 按比例得分.
    Ratio,
    /// 插值得分.
    Anchors {
        /// (value, share) in rising order of the value.
        points: Vec<(Exact, Exact)>,
    },
    /// 功效系数法.
    Efficacy {
        /// Where the scale begins.
        worst: Bound,
        /// Where it ends.
        best: Bound,
        /// Share at the worst.
        base: Scalar,
        /// Share between worst and best.
        span: Scalar,
    },
    /// 比较得分.
    Versus {
        /// What it is compared with.
        reference: Reference,
        /// Marks at the reference.
        par: Option<Scalar>,
        /// Step.
        per: Scalar,
        /// Taken for each step worse.
        take: Scalar,
        /// Added for each step better.
        add: Scalar,
        /// How a part of a step counts.
        partial: Partial,
    },
    /// 按名次得分.
    Rank {
        /// Marks by position.
        positions: Positions,
        /// Whether equal values share the mean of their positions' marks; the ranking decides by default.
        ties_mean: Option<bool>,
    },
    /// 计次加减分.
    Count {
        /// Marks for each event, or for each event of a field.
        each: Each,
        /// Where it starts.
        start: Start,
        /// 0 from so many events on.
        zero_at: Option<Scalar>,
    },
    /// 等次得分.
    Choice {
        /// Level → share.
        levels: Vec<(String, Exact)>,
    },
    /// 清单得分.
    Checklist {
        /// The items.
        items: Vec<Item>,
    },
    /// 评定得分.
    Given {
        /// What the marks given are out of.
        of: Option<Scalar>,
        /// Whether a reason is asked for.
        reason: bool,
    },
    /// 专家评分.
    Panel {
        /// How many are left out at each end.
        drop: usize,
        /// What the marks given are out of.
        of: Option<Scalar>,
    },
    /// 进度得分.
    Trajectory {
        /// Where the path begins.
        baseline: Scalar,
        /// Where it ends; the indicator's target by default.
        target: Option<Scalar>,
        /// Period of the baseline.
        from: String,
        /// Period of the target.
        to: String,
        /// Period judged; the one scored by default.
        at: Option<String>,
    },
    /// 公式得分.
    Formula {
        /// The marks.
        marks: At<String>,
    },
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
