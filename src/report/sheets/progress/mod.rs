//! Sheets 目标进度 and 进度图: values period by period against what was planned, where the end is still far, and at what pace
//! it would be reached. There where several periods are scored, or an indicator is on a planned path.
//!
//! `rows` works the figures out, `table` and `charts` print them.

mod charts;
mod rows;
mod table;

use rust_xlsxwriter::Worksheet;

use crate::report::style::Style;
use crate::report::{Report, Unmade};
use crate::score::running;

/// How many rows there are: for every indicator a band, the units and their mean; `None` where none runs over periods.
pub(in crate::report) fn rows(report: &Report<'_>) -> Option<usize> {
    let running = running(&report.input(), report.outcome).len();
    (running > 0).then(|| running * (report.register.len() + 2))
}

/// Sheet 目标进度.
pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    table::sheet(report, style, to)
}

/// Sheet 进度图.
pub(in crate::report) fn charts(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    charts::sheet(report, style, to)
}
