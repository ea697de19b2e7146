//! What forms are made of: operators, functions, statistics, references and the populations of statistics.

use super::{Form, Partition};

/// Index of a field in the rubric.
pub type FieldId = usize;
/// Index of a node in the rubric's tree.
pub type NodeId = usize;

/// A node, or the total that all top sections make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeRef {
    /// A section or an indicator.
    Node(NodeId),
    /// 总分.
    Total,
}

/// An attribute of the unit from the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// The group in which it is ranked.
    Group,
    /// The class that decides its marks.
    Class,
    /// Its code.
    Code,
}

/// What an indicator's own expressions may refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// Its value.
    Value,
    /// Its target.
    Target,
    /// Its marks for the unit.
    Marks,
}

/// Standing in the final ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 名次.
    Place,
    /// How many units are ranked.
    Ranked,
    /// 组内名次、类内名次.
    PlaceIn(Partition),
    /// How many units of its group or class are ranked.
    RankedIn(Partition),
}

/// An operation on numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithOp {
    /// Plus.
    Add,
    /// Minus.
    Sub,
    /// Times.
    Mul,
    /// Divided by; by nought it is missing, with a finding.
    Div,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
}

/// A function of plain arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Func {
    /// The least of its arguments.
    Min,
    /// The greatest of its arguments.
    Max,
    /// Distance from nought.
    Abs,
    /// Greatest whole number not above.
    Floor,
    /// Least whole number not below.
    Ceil,
    /// `round(x, places)`, half away from zero.
    Round,
    /// `clamp(x, low, high)`.
    Clamp,
    /// Natural logarithm.
    Ln,
    /// Logarithm to base ten.
    Log10,
    /// Square root.
    Sqrt,
    /// Power.
    Pow,
    /// Whole days from the first date to the second.
    Days,
    /// Whole months from the first date to the second.
    Months,
}

impl Func {
    /// Name, least and greatest number of arguments.
    pub const ALL: [(&'static str, Self, usize, usize); 13] = [
        ("min", Self::Min, 1, usize::MAX),
        ("max", Self::Max, 1, usize::MAX),
        ("abs", Self::Abs, 1, 1),
        ("floor", Self::Floor, 1, 1),
        ("ceil", Self::Ceil, 1, 1),
        ("round", Self::Round, 1, 2),
        ("clamp", Self::Clamp, 3, 3),
        ("ln", Self::Ln, 1, 1),
        ("log10", Self::Log10, 1, 1),
        ("sqrt", Self::Sqrt, 1, 1),
        ("pow", Self::Pow, 2, 2),
        ("days", Self::Days, 2, 2),
        ("months", Self::Months, 2, 2),
    ];
}

/// A statistic of a set of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stat {
    /// Arithmetic mean.
    Mean,
    /// Median; the mean of the middle two.
    Median,
    /// Standard deviation over n − 1.
    Stdev,
    /// Sum.
    Sum,
    /// How many.
    Count,
    /// The largest.
    Highest,
    /// The smallest.
    Lowest,
    /// The unit's position, 1 for the largest; equal values share the better one.
    Rank,
    /// How many share the unit's value, itself included.
    Ties,
}

impl Stat {
    /// The names that expressions use.
    pub const ALL: [(&'static str, Self); 8] = [
        ("mean", Self::Mean),
        ("median", Self::Median),
        ("stdev", Self::Stdev),
        ("sum", Self::Sum),
        ("count", Self::Count),
        ("highest", Self::Highest),
        ("lowest", Self::Lowest),
        ("rank", Self::Rank),
    ];
}

/// Which scored periods' totals are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodSpan {
    /// All that could be scored.
    Each,
    /// All but the last.
    Earlier,
}

/// Which units are compared with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Compared {
    /// All of the register.
    #[default]
    All,
    /// Those of the unit's group.
    Group,
    /// Those of the unit's class.
    Class,
}

/// Index of a [`Population`] in the rubric.
pub type PopulationId = usize;

/// The numbers that a unit statistic is made from: one expression over the units compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// What is evaluated for each unit.
    pub of: Form,
    /// Which units are compared.
    pub compared: Compared,
    /// The indicator it belongs to: units to which that does not apply are left out.
    pub owner: Option<NodeId>,
    /// Set where it is the owner's own value (`false`) or its negative (`true`).
    pub own_value: Option<bool>,
    /// Whether disqualified units count too (in the `when` of a veto that disqualifies).
    pub everyone: bool,
}

/// A named intermediate result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// What the rule gives before modifiers (规则得分).
    Base,
    /// What a value is compared with (参照值).
    Reference,
    /// The gap to the target (差距).
    Gap,
    /// Marks taken (扣分).
    Taken,
    /// Marks added (加分).
    Added,
    /// Position among the units compared (位次).
    Position,
    /// How many share it (并列数).
    Tied,
    /// Progress over expectation (进度比).
    Progress,
    /// Completion in per cent (完成率).
    Completion,
    /// The lower end of a scale (最差值).
    Worst,
    /// The upper end of a scale (最优值).
    Best,
}

impl Slot {
    /// How many there are: the size of an evaluator's frame.
    pub const COUNT: usize = 11;

    /// Its place in the frame.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}
