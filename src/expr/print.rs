//! Operators as people write them, and what a printer of forms needs to know about binding.

use super::{ArithOp, CompareOp, Form};

/// The sign of an arithmetic operator.
#[must_use]
pub const fn operator(op: ArithOp) -> &'static str {
    match op {
        ArithOp::Add => "+",
        ArithOp::Sub => "−",
        ArithOp::Mul => "×",
        ArithOp::Div => "÷",
    }
}

/// The sign of a comparison, and of its opposite.
impl CompareOp {
    /// As people write it.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Eq => "=",
            Self::Ne => "≠",
            Self::Lt => "<",
            Self::Le => "≤",
            Self::Gt => ">",
            Self::Ge => "≥",
        }
    }

    /// The comparison that holds where this one does not.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Eq => Self::Ne,
            Self::Ne => Self::Eq,
            Self::Lt => Self::Ge,
            Self::Le => Self::Gt,
            Self::Gt => Self::Le,
            Self::Ge => Self::Lt,
        }
    }
}

/// How tightly a printed expression holds together: what binds less needs parentheses inside what binds more.
pub trait Words {
    /// 0 for conditions, 1 for sums, 2 for products, 3 for what stands alone.
    fn binding(&self) -> u8;
}

impl Words for Form {
    fn binding(&self) -> u8 {
        match self {
            Self::And(..) | Self::Or(..) | Self::Not(_) | Self::Compare(..) => 0,
            Self::Arith(ArithOp::Add | ArithOp::Sub, ..) | Self::Neg(_) => 1,
            Self::Arith(ArithOp::Mul | ArithOp::Div, ..) => 2,
            _ => 3,
        }
    }
}
