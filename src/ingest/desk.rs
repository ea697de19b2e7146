//! What returns are read against: the names of a run, and for each file at hand a desk with what it may still take.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;

use crate::finding::Finding;
use crate::register::{Lookup, Register, fold, read_register, seeds};

use super::Expected;
use super::container::Watch;
use super::derived::DerivedNames;
use super::names::glance::Glance;
use super::names::{FieldNames, NamedField, Strangers, UnitNames};

/// What every file of a run is read against.
pub(super) struct Terms<'a> {
    /// The rubric's side.
    pub expected: &'a Expected<'a>,
    /// Names of its units.
    pub units: UnitNames<'a>,
    /// Names of its fields.
    pub fields: FieldNames<'a>,
    /// Names of the figures that are worked out from them.
    pub derived: DerivedNames,
    /// The register of agencies that may report on a single unit; `None` where several are assessed.
    agencies: Option<Register>,
    /// Whether any name of a unit, of a field, of such a figure may stand in a text.
    glances: [Glance; 3],
}

impl<'a> Terms<'a> {
    pub(super) fn new(expected: &'a Expected<'a>) -> Self {
        let (units, fields) = (UnitNames::new(expected.register), FieldNames::new(expected.fields));
        let derived = DerivedNames::new(expected.derived);
        let glances = [Glance::of(units.folded()), Glance::of(fields.folded()), Glance::of(derived.folded())];
        let single = expected.register.len() == 1;
        let agencies = single.then(|| read_register("agencies.csv", seeds::AGENCIES).ok()).flatten();
        Self { expected, units, fields, derived, agencies, glances }
    }

    /// The source of what names none: the least authoritative.
    pub(super) fn default_source(&self) -> &'a str {
        self.expected.sources.last().map_or("self", |s| s.id.as_str())
    }
}

/// What one file is read against: the terms of the run, and what the file may still take.
///
/// Once it has taken more, every name is unknown and the layouts come to an end; what they found by then is thrown away,
/// and the file is one finding ([`Watch::refusal`]).
pub(super) struct Desk<'a> {
    /// The rubric's side.
    pub expected: &'a Expected<'a>,
    /// Names of its units.
    pub units: Known<'a, UnitNames<'a>, usize>,
    /// Names of its fields.
    pub fields: Known<'a, FieldNames<'a>, NamedField>,
    /// Names of the figures that are worked out from them.
    pub derived: Known<'a, DerivedNames, (usize, Option<String>)>,
    agencies: Option<&'a Register>,
    strangers: RefCell<Strangers>,
    watch: &'a Watch,
}

impl<'a> Desk<'a> {
    pub(super) fn new(terms: &'a Terms<'a>, watch: &'a Watch) -> Self {
        Self {
            expected: terms.expected,
            units: Known::new(&terms.units, &terms.glances[0], watch),
            fields: Known::new(&terms.fields, &terms.glances[1], watch),
            derived: Known::new(&terms.derived, &terms.glances[2], watch),
            agencies: terms.agencies.as_ref(),
            strangers: RefCell::default(),
            watch,
        }
    }

    /// The unit assessed, where there is only one.
    pub(super) fn only_unit(&self) -> Option<usize> {
        (self.expected.register.len() == 1).then_some(0)
    }

    /// Whether a text names who reports on the only unit: an agency that a field is asked from, or a known one.
    pub(super) fn is_reporter(&self, text: &str) -> bool {
        let folded = fold(text);
        let asked = |from: &str| !matches!(from, "" | "self" | "received") && folded.contains(&fold(from));
        self.expected.fields.iter().any(|field| asked(&field.from))
            || self.agencies.is_some_and(|agencies| matches!(agencies.find(text), Lookup::Unit(_)))
    }

    /// Counts a step of the work; whether there is time for more.
    pub(super) fn goes_on(&self) -> bool {
        self.watch.step()
    }

    /// The finding, without its place, for a text that names no unit or several.
    pub(super) fn strange_unit(&self, text: &str) -> Finding {
        self.watch.look();
        self.strangers.borrow_mut().unit(&self.units, text)
    }

    /// The finding, without its place, for a heading that names no field or several.
    pub(super) fn strange_field(&self, text: &str) -> Finding {
        self.watch.look();
        self.strangers.borrow_mut().field(&self.fields, text)
    }

    /// Counts memory that is held until the run is done.
    pub(super) fn holds(&self, bytes: usize) {
        self.watch.take(bytes);
    }
}

/// Texts looked up in a file are kept, so many at a time: the same names come again on every row and sheet.
const MOST_KEPT: usize = 20_000;
/// Longer texts are not kept.
const LONGEST_KEPT: usize = 400;

/// Names as one file meets them: each text is looked up once.
pub(super) struct Known<'a, N, T> {
    names: &'a N,
    glance: &'a Glance,
    watch: &'a Watch,
    seen: RefCell<HashMap<Box<str>, Option<T>>>,
}

impl<'a, N, T: Clone> Known<'a, N, T> {
    fn new(names: &'a N, glance: &'a Glance, watch: &'a Watch) -> Self {
        Self { names, glance, watch, seen: RefCell::default() }
    }

    fn once(&self, text: &str, look: impl FnOnce(&N) -> Option<T>) -> Option<T> {
        if !self.watch.step() || !self.glance.may_name(text) {
            return None;
        }
        if let Some(known) = self.seen.borrow().get(text) {
            return known.clone();
        }
        let found = look(self.names);
        let mut seen = self.seen.borrow_mut();
        if text.len() <= LONGEST_KEPT {
            if seen.len() >= MOST_KEPT {
                seen.clear();
            }
            seen.insert(text.into(), found.clone());
        }
        found
    }
}

impl<N, T> Deref for Known<'_, N, T> {
    type Target = N;

    fn deref(&self) -> &N {
        self.names
    }
}

impl<'a> Known<'a, UnitNames<'a>, usize> {
    /// The unit that the text names, if exactly one does.
    pub(super) fn known(&self, text: &str) -> Option<usize> {
        self.once(text, |names| names.known(text))
    }
}

impl<'a> Known<'a, FieldNames<'a>, NamedField> {
    /// The field that a heading names.
    pub(super) fn named(&self, text: &str) -> Option<NamedField> {
        self.once(text, |names| names.named(text))
    }

    /// The nearest known name; it is compared with every one.
    pub(super) fn nearest(&self, text: &str) -> Option<&'a str> {
        if self.watch.look() { self.names.nearest(text) } else { None }
    }
}

impl Known<'_, DerivedNames, (usize, Option<String>)> {
    /// The figure that a heading names, with the period in the heading.
    pub(super) fn named(&self, text: &str) -> Option<(usize, Option<String>)> {
        self.once(text, |names| names.named(text))
    }
}
