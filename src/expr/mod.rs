//! The expression form (算式): the one small language that every rule, target, veto and check becomes.
//!
//! [`parse`](parse()) reads what a rubric writes, [`check`] gives names their meaning and types, and the result is a [`Form`]: the
//! tree that the engine evaluates, the explanation prints with a unit's numbers in it, and a workbook can write as a live
//! formula. No back end knows a rule by name.

mod check;
mod date;
mod form;
mod parse;
mod partition;
mod parts;
mod print;

pub use check::{Allowed, Names, Problem, Scope, Type, check};
pub use date::Date;
pub use form::Form;
pub use parse::{Ast, AstKind, BinaryOp, SyntaxError, parse};
pub use partition::{Each, Partition};
pub use parts::{
    ArithOp, Attribute, CompareOp, Compared, FieldId, Func, NodeId, NodeRef, Own, PeriodSpan, Population, PopulationId,
    Slot, Standing, Stat,
};
pub use print::{Words, operator};
