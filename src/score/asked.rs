//! What a unit can be asked for: what the rubric reads of it, as far as that can be known before there is any data.

use std::collections::BTreeSet;

use crate::expr::{FieldId, Form, NodeId};
use crate::register::{Register, Responsibilities};
use crate::rubric::{Read, Reader, Rubric};

use super::Input;
use super::run::Run;
use super::table::Table;

/// For each unit, the fields and periods that its scores may need.
#[derive(Clone, Debug)]
pub struct Asked {
    by_unit: Vec<BTreeSet<(FieldId, String)>>,
    may_apply: Vec<Vec<bool>>,
}

impl Asked {
    /// Works it out. A field that only indicators read which, by register and responsibilities alone, do not apply to a
    /// unit is not asked of it; whatever hangs on data is. What nothing reads was declared to be reported, and is asked.
    #[must_use]
    pub fn new(rubric: &Rubric, register: &Register, responsibilities: &Responsibilities) -> Self {
        let input = Input { rubric, register, responsibilities, observations: &[], used: &[], adjustments: &[] };
        let scored = rubric.scored_periods();
        let table = Table::new(&rubric.scheme.fields, register.len(), &scored, &[], &[], &[]);
        let units = 0..register.len();
        let may_apply = match scored.first().and_then(|p| table.period(p)) {
            Some(period) => {
                let run = Run::new(&input, &table, period);
                units.map(|unit| (0..rubric.nodes.len()).map(|node| with_parents(&run, node, unit)).collect()).collect()
            }
            None => units.map(|_| vec![true; rubric.nodes.len()]).collect(),
        };
        let mut asked = Self { by_unit: Vec::new(), may_apply };
        let reads = rubric.reads();
        asked.by_unit = (0..register.len()).map(|unit| asked.of_unit(rubric, &reads, unit)).collect();
        asked
    }

    fn of_unit(&self, rubric: &Rubric, reads: &[Read], unit: usize) -> BTreeSet<(FieldId, String)> {
        let counts = |by: Reader| match by {
            Reader::Node(node) => self.may_apply(node, unit),
            Reader::Applies(node) => rubric.nodes[node].parent.is_none_or(|parent| self.may_apply(parent, unit)),
            Reader::Everyone => true,
            Reader::Check => false,
        };
        let mut found = BTreeSet::new();
        for field in 0..rubric.scheme.fields.len() {
            let own = || reads.iter().filter(|r| r.field == field);
            let needed = own().any(|r| counts(r.by));
            let passed_over = own().any(|r| r.by != Reader::Check);
            if !needed && passed_over {
                continue;
            }
            let periods = own().filter(|r| r.by == Reader::Check || counts(r.by)).map(|r| r.period.clone());
            found.extend(periods.map(|period| (field, period)));
            if own().next().is_none() {
                found.extend(rubric.scored_periods().iter().map(|p| (field, (*p).to_owned())));
            }
        }
        found
    }

    /// Whether the unit is asked for this field and period.
    #[must_use]
    pub fn is(&self, unit: usize, field: FieldId, period: &str) -> bool {
        self.by_unit.get(unit).is_some_and(|asked| asked.contains(&(field, period.to_owned())))
    }

    /// The periods for which the unit is asked for this field, the latest first.
    #[must_use]
    pub fn periods(&self, unit: usize, field: FieldId) -> Vec<&str> {
        let own = self.by_unit.get(unit).into_iter().flatten().filter(|(f, _)| *f == field);
        let mut periods: Vec<&str> = own.map(|(_, period)| period.as_str()).collect();
        periods.reverse();
        periods
    }

    /// Whether the node, and all above it, may apply to the unit.
    #[must_use]
    pub fn may_apply(&self, node: NodeId, unit: usize) -> bool {
        self.may_apply.get(unit).is_some_and(|nodes| nodes.get(node) == Some(&true))
    }
}

fn with_parents(run: &Run<'_>, node: NodeId, unit: usize) -> bool {
    let mut at = Some(node);
    while let Some(node) = at {
        let open = depends_on_data(run.input.rubric, node) && !run.marks_of(node, unit).is_zero();
        if !open && !run.applies(node, unit) {
            return false;
        }
        at = run.input.rubric.nodes[node].parent;
    }
    true
}

/// Whether a node's `applies` cannot be decided without data.
pub(super) fn depends_on_data(rubric: &Rubric, node: NodeId) -> bool {
    let mut depends = false;
    if let Some(form) = &rubric.nodes[node].applies {
        form.walk(&mut |part| {
            depends |= matches!(
                part,
                Form::Field(..)
                    | Form::Over(..)
                    | Form::Units(..)
                    | Form::Panel { .. }
                    | Form::Score(_)
                    | Form::Share(_)
            );
        });
    }
    depends
}
