//! The form itself: a tree in which every name is resolved, and small ways to build and walk it.

use std::sync::Arc;

use crate::number::Exact;

use super::{
    ArithOp, Attribute, CompareOp, Date, FieldId, Func, NodeRef, Own, PeriodSpan, PopulationId, Slot, Standing, Stat,
};

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
    /// The scored period as a number of years.
    ScoredYears,
    /// A total over the scored periods (`[periods] total`).
    Periods(Stat, PeriodSpan),
    /// The total of the last scored period.
    Last,
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
            | Self::ScoredYears
            | Self::Periods(..)
            | Self::Last => {}
        }
    }
}
