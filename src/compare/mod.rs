//! Comparing (对比): two results → what changed, who moved, and which change moved them by how much.
//!
//! Two [sides](Side) are a rubric, a register, data and adjustments each, with what scoring made of them. What differs is
//! taken apart into changes. Everything is scored again with some of the changes made and the others not, and the movement
//! of every unit is split over them exactly: the parts add up to the whole, a change without effect gets nothing, and the
//! order in which changes are listed makes no difference.
//!
//! Not here: where sides come from (`assessment/`), and how a comparison is printed (`report/`, `cli/`).

mod value;

pub use value::{
    Cause, CellChanged, CellValue, Change, Comparison, Exchange, Exchanges, Kind, Method, NodeMoved, Presence, Said,
    SideSaid, Split, Together, UnitMoved,
};
