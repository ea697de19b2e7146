//! Returns about a period that no mark reads (年度不对): said once for a sheet.

use std::collections::HashSet;

use crate::finding::{Code, Finding};
use crate::observe::{Observation, Reading};
use crate::rubric::Rubric;

/// One finding for each sheet and period of which the rubric reads nothing, at the first cell that holds anything.
pub(super) fn unread<'o>(rubric: &Rubric, observations: impl Iterator<Item = &'o Observation>) -> Vec<Finding> {
    let read = rubric.periods_read();
    let mut seen = HashSet::new();
    let mut findings = Vec::new();
    for one in observations.filter(|o| o.reading != Reading::Missing && !read.reads(&o.period)) {
        if seen.insert((&one.place.file, &one.place.sheet, &one.period)) {
            let finding = Finding::new(Code::WrongPeriod).found(one.period.as_ref()).expected(read.label());
            findings.push(finding.at(one.place.clone()));
        }
    }
    findings
}
