//! What an indicator lacks where it is missing for a unit: which reports, of which period, are not there.

use std::sync::Arc;

use crate::expr::{FieldId, Form};
use crate::rubric::Indicator;

use super::table::{PeriodId, Table};

/// A report that is not there: its field, and its period where the rubric names another than the scored one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// The field.
    pub field: FieldId,
    /// The period that the rubric names.
    pub period: Option<Arc<str>>,
}

/// What the value, the target and the marks of an indicator read and do not find, each once, in the order of reading.
pub fn lacking(model: &Indicator, table: &Table, period: PeriodId, unit: usize) -> Vec<Lacking> {
    let mut look = Look { table, period, unit, found: Vec::new() };
    let parts = model
        .value
        .iter()
        .chain([&model.score])
        .chain(reads_target(&model.score).then_some(&model.target).into_iter().flatten());
    parts.for_each(|form| look.at(form));
    look.found
}

/// Whether the marks depend on the target.
fn reads_target(score: &Form) -> bool {
    let mut found = false;
    score.walk(&mut |part| found |= *part == Form::Own(crate::expr::Own::Target));
    found
}

struct Look<'t> {
    table: &'t Table,
    period: PeriodId,
    unit: usize,
    found: Vec<Lacking>,
}

impl Look<'_> {
    fn at(&mut self, form: &Form) {
        match form {
            Form::Field(field, None) | Form::Item(field) | Form::Panel { field, .. } => {
                if !self.table.is_given(*field, self.period, self.unit) {
                    self.add(*field, None);
                }
            }
            Form::Field(field, Some(period)) => {
                let known = self.table.period(period);
                if !known.is_some_and(|at| self.table.is_given(*field, at, self.unit)) {
                    self.add(*field, Some(period.as_ref().into()));
                }
            }
            Form::Over(_, field) => {
                if !(0..=self.period).any(|at| self.table.is_given(*field, at, self.unit)) {
                    self.add(*field, None);
                }
            }
            // what is looked back at is sought in every earlier period: none of them is the one that lacks it
            Form::Previous(_) | Form::Units(..) => {}
            other => other.children(&mut |child| self.at(child)),
        }
    }

    fn add(&mut self, field: FieldId, period: Option<Arc<str>>) {
        let lacking = Lacking { field, period };
        if !self.found.contains(&lacking) {
            self.found.push(lacking);
        }
    }
}
