//! 质衡 (zhiheng, "quality, weighed"): an engine for performance assessments run on spreadsheets.
//!
//! The rooms, in the order in which an assessment walks through them: [`number`], [`finding`], [`expr`], [`rubric`],
//! [`register`], [`observe`], [`ingest`], [`score`], [`report`], [`assessment`]. Each imports only from rooms before it.
//! [`cli`] is the command line over them.

pub mod assessment;
pub mod cli;
pub mod expr;
pub mod finding;
pub mod ingest;
pub mod number;
pub mod observe;
pub mod register;
pub mod report;
pub mod rubric;
pub mod score;
