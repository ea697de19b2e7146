//! 质衡 (zhiheng, "quality, weighed"): an engine for performance assessments run on spreadsheets.
//!
//! The rooms, in the order in which an assessment walks through them: [`number`], [`finding`], [`expr`], [`rubric`],
//! [`register`], [`observe`], [`ingest`], [`score`], [`compare`], [`report`], [`assessment`]. Each imports only from rooms before it.
//! [`cli`] is the command line over them.
//!
//! Without the feature `scoring` the house ends at [`ingest`]: that is what the fuzz targets build, without the table
//! engine, the writer of workbooks and the command line.

// what only the later rooms call
#![cfg_attr(not(feature = "scoring"), allow(dead_code, unused_imports))]

#[cfg(feature = "scoring")]
pub mod assessment;
#[cfg(feature = "scoring")]
pub mod cli;
#[cfg(feature = "scoring")]
pub mod compare;
pub mod expr;
pub mod finding;
pub mod ingest;
pub mod number;
pub mod observe;
pub mod register;
#[cfg(feature = "scoring")]
pub mod report;
pub mod rubric;
#[cfg(feature = "scoring")]
pub mod score;
