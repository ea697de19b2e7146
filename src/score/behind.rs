//! The cells behind an expression: which reports of a unit it looks at, in whichever period.

use std::sync::Arc;

use crate::expr::{FieldId, Form};
use crate::finding::Place;
use crate::observe::{Observation, Reading};

use super::warn::Taken;

/// A unit in a period, and where its reports are.
pub struct Behind<'t, 'a> {
    /// What scoring took.
    pub taken: &'t Taken<'a>,
    /// Every period, in order.
    pub periods: &'t [Arc<str>],
    /// The period in which the expression is read.
    pub period: &'t str,
    /// The unit.
    pub unit: usize,
}

impl<'a> Behind<'_, 'a> {
    /// The reports that the form reads, each once, in the order in which it names them.
    pub fn reports(&self, form: &Form) -> Vec<&'a Observation> {
        let mut found = Vec::new();
        self.gather(form, &mut found);
        found
    }

    /// The cells of these fields in the period.
    pub fn cells(&self, fields: &[FieldId]) -> Vec<Place> {
        fields.iter().filter_map(|f| self.taken.one(*f, self.period, self.unit)).map(|o| o.place.clone()).collect()
    }

    fn gather(&self, form: &Form, found: &mut Vec<&'a Observation>) {
        let mut keep = |seen: Option<&'a Observation>| {
            found.extend(seen.filter(|o| !found.iter().any(|known| std::ptr::eq(*known, *o))));
        };
        match form {
            Form::Field(field, None) | Form::Item(field) => keep(self.taken.one(*field, self.period, self.unit)),
            Form::Field(field, Some(period)) => keep(self.taken.one(*field, period, self.unit)),
            Form::Panel { field, .. } => {
                self.taken
                    .all(*field, self.period, self.unit)
                    .filter(|(_, used)| *used)
                    .for_each(|(o, _)| keep(Some(o)));
            }
            Form::Over(_, field) => {
                self.up_to().for_each(|period| keep(self.taken.one(*field, period, self.unit)));
            }
            Form::Previous(inner) => {
                let earlier = self.up_to().filter(|p| *p != self.period);
                let read = |period| Behind { period, ..*self }.reports(inner);
                let says = |o: &&Observation| matches!(o.reading, Reading::Value(_));
                let last = earlier.map(read).filter(|reports| reports.iter().any(says)).last();
                last.into_iter().flatten().for_each(|o| keep(Some(o)));
            }
            other => other.children(&mut |child| self.gather(child, found)),
        }
    }

    /// Periods up to this one whose names are as long, in order.
    fn up_to(&self) -> impl Iterator<Item = &str> {
        let (now, len) = (self.period, self.period.len());
        self.periods.iter().map(AsRef::as_ref).filter(move |p: &&str| p.len() == len && *p <= now)
    }
}
