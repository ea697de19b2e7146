//! A spreadsheet formula as a tree: what a cell says, before it is known where the cells it speaks of will stand.
//!
//! [`Sx`] is built by the translation, worked out in doubles by [`eval`] as a spreadsheet would, and printed by [`print`].

pub mod eval;
pub mod print;
pub mod round;

use std::sync::Arc;

use crate::number::Exact;

/// Index of a column of units in the workbook's plan.
pub type ColId = usize;
/// Index of a single cell (a mark, a target, a statistic) in the workbook's plan.
pub type CellId = usize;

/// A call is given at most so many arguments.
const MOST_ARGUMENTS: usize = 200;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A number, or a date as its number.
    Num(f64),
    /// A text; the two states are texts as well.
    Text(Arc<str>),
    /// A truth: never kept in a cell, only on the way.
    Bool(bool),
    /// `#DIV/0!` and its like.
    Error,
}

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Sx {
    /// A number, with the text that says it exactly.
    Num(f64, Arc<str>),
    /// A text.
    Text(Arc<str>),
    /// A truth.
    Bool(bool),
    /// The cell of a column in the same row.
    Col(ColId),
    /// All cells of a column.
    Range(ColId),
    /// The cells of a column from the first row down to the same row.
    Upto(ColId),
    /// The cells of neighbouring columns in the same row.
    Across(ColId, ColId),
    /// A single cell.
    Cell(CellId),
    /// A stretch of single cells that stand below each other.
    Cells(CellId, CellId),
    /// The numbers of a column in the rows where another column holds this number; only inside a statistic.
    Masked(ColId, ColId, i32),
    /// An operation between two.
    Op(&'static str, Box<Self>, Box<Self>),
    /// Minus.
    Neg(Box<Self>),
    /// A function.
    Call(&'static str, Vec<Self>),
}

impl Sx {
    /// A small whole number.
    pub fn int(n: i32) -> Self {
        Self::Num(f64::from(n), n.to_string().into())
    }

    /// An exact number: as decimals where they end within fifteen digits, otherwise as a quotient or its nearest double.
    pub fn num(x: &Exact) -> Self {
        let text = x.to_string();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let double = x.to_f64();
        if digits <= 15 {
            return Self::Num(double, text.into());
        }
        if let Some((n, d)) = quotient(x) {
            return Self::int_pair(n).op("/", Self::int_pair(d));
        }
        Self::Num(double, format!("{double:?}").into())
    }

    #[allow(clippy::cast_precision_loss)] // both parts have at most fifteen digits
    fn int_pair(n: i64) -> Self {
        Self::Num(n as f64, n.to_string().into())
    }

    /// A text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// `self op other`.
    pub fn op(self, op: &'static str, other: Self) -> Self {
        Self::Op(op, Box::new(self), Box::new(other))
    }

    /// `IF(self, then, otherwise)`.
    pub fn then(self, then: Self, otherwise: Self) -> Self {
        match self {
            Self::Bool(true) => then,
            Self::Bool(false) => otherwise,
            condition => Self::Call("IF", vec![condition, then, otherwise]),
        }
    }

    /// A function of one argument.
    pub fn of(name: &'static str, argument: Self) -> Self {
        Self::Call(name, vec![argument])
    }

    /// All of these hold.
    pub fn all(mut parts: Vec<Self>) -> Self {
        parts.retain(|p| *p != Self::Bool(true));
        match parts.len() {
            0 => Self::Bool(true),
            1 => parts.swap_remove(0),
            _ => Self::joined("AND", parts),
        }
    }

    /// Any of these holds.
    pub fn any(mut parts: Vec<Self>) -> Self {
        parts.retain(|p| *p != Self::Bool(false));
        match parts.len() {
            0 => Self::Bool(false),
            1 => parts.swap_remove(0),
            _ => Self::joined("OR", parts),
        }
    }

    /// A function of so many arguments as there are: a call takes at most 255, so many are joined in parts.
    fn joined(name: &'static str, parts: Vec<Self>) -> Self {
        if parts.len() <= MOST_ARGUMENTS {
            return Self::Call(name, parts);
        }
        let calls = parts.chunks(MOST_ARGUMENTS).map(|part| Self::Call(name, part.to_vec())).collect();
        Self::joined(name, calls)
    }

    /// Not so.
    pub fn not(self) -> Self {
        match self {
            Self::Bool(b) => Self::Bool(!b),
            other => Self::of("NOT", other),
        }
    }

    /// The sum of these.
    pub fn sum(parts: Vec<Self>) -> Self {
        parts.into_iter().reduce(|a, b| a.op("+", b)).unwrap_or_else(|| Self::int(0))
    }

    /// Whether it is this whole number.
    #[allow(clippy::float_cmp)] // a whole number written out
    pub fn is(&self, n: i32) -> bool {
        matches!(self, Self::Num(x, _) if *x == f64::from(n))
    }

    /// How many parts it has: a measure of its length.
    pub fn size(&self) -> usize {
        match self {
            Self::Op(_, a, b) => 1 + a.size() + b.size(),
            Self::Neg(a) => 1 + a.size(),
            Self::Call(_, args) => 1 + args.iter().map(Self::size).sum::<usize>(),
            Self::Masked(..) => 4,
            Self::Text(text) => 1 + text.len() / 30,
            _ => 1,
        }
    }

    /// How deep its functions stand in each other.
    pub fn depth(&self) -> usize {
        match self {
            Self::Op(_, a, b) => a.depth().max(b.depth()),
            Self::Neg(a) => a.depth(),
            Self::Call(_, args) => 1 + args.iter().map(Self::depth).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// Whether it must be entered as an array formula.
    pub fn is_array(&self) -> bool {
        match self {
            Self::Op(_, a, b) => a.is_array() || b.is_array(),
            Self::Neg(a) => a.is_array(),
            Self::Call(_, args) => args.iter().any(Self::is_array),
            Self::Masked(..) => true,
            _ => false,
        }
    }
}

/// A ratio in lowest terms, where both parts have at most fifteen digits.
fn quotient(x: &Exact) -> Option<(i64, i64)> {
    const MOST: i64 = 999_999_999_999_999;
    if x.is_irrational() {
        return None;
    }
    // the denominators that assessments meet are small: months of a year, thirds and sevenths
    (1..=5040).find_map(|d| {
        let n = (x * &Exact::from(d)).to_i64()?;
        (n.abs() <= MOST).then_some((n, d))
    })
}

#[cfg(test)]
mod tests;
