//! The expression form (算式): the one small language that every rule, target, veto and check becomes.
//!
//! [`parse`](parse()) reads what a rubric writes, [`check`] gives names their meaning and types, and the result is a [`Form`]: the
//! tree that the engine evaluates, the explanation prints with a unit's numbers in it, and a workbook can write as a live
//! formula. No back end knows a rule by name.

mod check;
mod date;
mod parse;
mod print;

use std::sync::Arc;

use crate::number::Exact;

pub use check::{Allowed, Names, Problem, Scope, Type, check};
pub use date::Date;
pub use parse::{Ast, AstKind, BinaryOp, SyntaxError, parse};
pub use print::{Words, operator};

/// Index of a field in the rubric.
pub type FieldId = usize;
/// Index of a node in the rubric's tree.
pub type NodeId = usize;

/// An expression with every name resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A number.
    Num(Exact),
    /// A text.
    Text(Arc<str>),
    /// True or false.
    Bool(bool),
    /// A date.
    Date(Date),
    /// The unit's observation of a field in the scored period, or in a named one.
    Field(FieldId, Option<Arc<str>>),
    /// A field that is part of the indicator's value (an item of a checklist, a count by severity): read in the period
    /// on which the value is judged.
    Item(FieldId),
    /// An attribute of the unit.
    Attribute(Attribute),
    /// Whether the unit answers for a measure.
    Answers(Arc<str>),
    /// The score of another node.
    Score(NodeRef),
    /// The score of another node over its marks.
    Share(NodeRef),
    /// Something about the indicator at hand.
    Own(Own),
    /// A standing in the final ranking.
    Standing(Standing),
    /// Minus.
    Neg(Box<Self>),
    /// Logical not.
    Not(Box<Self>),
    /// Arithmetic.
    Arith(ArithOp, Box<Self>, Box<Self>),
    /// A comparison of numbers, dates or texts.
    Compare(CompareOp, Box<Self>, Box<Self>),
    /// True where all are; decided from left to right.
    And(Box<Self>, Box<Self>),
    /// True where any is; decided from left to right.
    Or(Box<Self>, Box<Self>),
    /// `if(condition, then, otherwise)`; only the branch taken is evaluated.
    If(Box<Self>, Box<Self>, Box<Self>),
    /// A function of its arguments.
    Call(Func, Vec<Self>),
    /// True where the argument is true; false where it is false, missing or not applicable.
    Holds(Box<Self>),
    /// The value on the last earlier period in which it can be evaluated.
    Previous(Box<Self>),
    /// A statistic of a field over the periods reported, up to the scored one.
    Over(Stat, FieldId),
    /// A statistic over the units compared.
    Units(Stat, PopulationId),
    /// The trimmed mean of the assessors' marks.
    Panel {
        /// The field that holds them.
        field: FieldId,
        /// How many are left out at each end.
        drop: usize,
    },
    /// The `index`-th of a list, counted from one; `beyond` after its end.
    Pick {
        /// Position.
        index: Box<Self>,
        /// The list.
        list: Arc<[Exact]>,
        /// What follows its end.
        beyond: Box<Self>,
    },
    /// Names an intermediate result; missing or not applicable where it is.
    Let(Slot, Box<Self>, Box<Self>),
    /// An intermediate result named before.
    Var(Slot),
    /// A score held between bounds.
    Hold {
        /// The score.
        score: Box<Self>,
        /// The least that it may be.
        floor: Option<Box<Self>>,
        /// The most that it may be; `None` where nothing limits it.
        cap: Option<Box<Self>>,
    },
    /// A text outside the levels of a choice: missing, with a finding that lists them.
    OutsideLevels(Arc<str>),
    /// A total over the scored periods (`[periods] total`).
    Periods(Stat, PeriodSpan),
    /// The total of the last scored period.
    Last,
}

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
    /// 组内名次.
    GroupPlace,
    /// How many units of its group are ranked.
    GroupRanked,
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

impl Form {
    /// A whole number.
    #[must_use]
    pub fn int(n: i64) -> Self {
        Self::Num(Exact::from(n))
    }

    /// `self op other`.
    #[must_use]
    pub fn arith(self, op: ArithOp, other: Self) -> Self {
        Self::Arith(op, Box::new(self), Box::new(other))
    }

    /// `self + other`, dropping noughts.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Num(a), _) if a.is_zero() => other,
            (_, Self::Num(b)) if b.is_zero() => self,
            _ => self.arith(ArithOp::Add, other),
        }
    }

    /// `self − other`; nought minus something is its negative.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        match (&self, &other) {
            (_, Self::Num(b)) if b.is_zero() => self,
            (Self::Num(a), _) if a.is_zero() => Self::Neg(Box::new(other)),
            _ => self.arith(ArithOp::Sub, other),
        }
    }

    /// `self × other`, dropping ones.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Num(a), _) if *a == Exact::ONE => other,
            (_, Self::Num(b)) if *b == Exact::ONE => self,
            _ => self.arith(ArithOp::Mul, other),
        }
    }

    /// `self ÷ other`.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        self.arith(ArithOp::Div, other)
    }

    /// A comparison.
    #[must_use]
    pub fn compare(self, op: CompareOp, other: Self) -> Self {
        Self::Compare(op, Box::new(self), Box::new(other))
    }

    /// `if(self, then, otherwise)`.
    #[must_use]
    pub fn then(self, then: Self, otherwise: Self) -> Self {
        Self::If(Box::new(self), Box::new(then), Box::new(otherwise))
    }

    /// `let slot = self in body`.
    #[must_use]
    pub fn named(self, slot: Slot, body: Self) -> Self {
        Self::Let(slot, Box::new(self), Box::new(body))
    }

    /// Calls `visit` on this form and all below it.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        self.children(&mut |child| child.walk(visit));
    }

    /// Calls `visit` on the forms directly below.
    pub fn children<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match self {
            Self::Neg(a) | Self::Not(a) | Self::Holds(a) | Self::Previous(a) => visit(a),
            Self::Arith(_, a, b) | Self::Compare(_, a, b) | Self::And(a, b) | Self::Or(a, b) | Self::Let(_, a, b) => {
                visit(a);
                visit(b);
            }
            Self::If(a, b, c) => {
                visit(a);
                visit(b);
                visit(c);
            }
            Self::Call(_, args) => args.iter().for_each(visit),
            Self::Pick { index, beyond, .. } => {
                visit(index);
                visit(beyond);
            }
            Self::Hold { score, floor, cap } => {
                visit(score);
                [floor, cap].into_iter().flatten().for_each(|bound| visit(bound));
            }
            Self::Num(_)
            | Self::Text(_)
            | Self::Bool(_)
            | Self::Date(_)
            | Self::Field(..)
            | Self::Item(_)
            | Self::Attribute(_)
            | Self::Answers(_)
            | Self::Score(_)
            | Self::Share(_)
            | Self::Own(_)
            | Self::Standing(_)
            | Self::Over(..)
            | Self::Units(..)
            | Self::Panel { .. }
            | Self::Var(_)
            | Self::OutsideLevels(_)
            | Self::Periods(..)
            | Self::Last => {}
        }
    }
}
