//! The rubric language, held to its contract: every rule, every line of the fine print, the shapes of real schemes,
//! what a check of a rubric reports, and the words of an explanation.
//!
//! Marks are worked out by hand from the contract; the working stands beside each expectation.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that panics says what is wrong")]
#![allow(clippy::format_collect, clippy::format_push_string, reason = "tests are written to be read")]
#![allow(clippy::too_many_lines)]

mod defects;
mod errors;
mod fine_print;
#[allow(dead_code)] // tests/laws.rs uses the rest
mod harness;
mod regain;
mod rules;
mod shapes;
mod traces;
