//! 质衡 (zhiheng, "quality, weighed"): an engine for performance assessments run on spreadsheets.
//!
//! The rooms, in the order an assessment walks through them; each imports only from those above it.

pub mod finding;
pub mod ingest;
pub mod number;
pub mod observe;
pub mod register;
pub mod rubric;
