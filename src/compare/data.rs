//! What was reported: the values that scoring takes, on either side, by unit, field and period.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::Place;
use crate::observe::{Observation, Reading};

use super::Side;
use super::changes::Pair;
use super::units::Units;
use super::years::Frames;

/// The fields of both sides in one list, and which of each side's fields they are.
#[derive(Debug)]
pub struct Fields {
    /// By side and index in its rubric: the index in the list.
    pub of: [Vec<usize>; 2],
    /// Whether both sides have the field.
    pub both: Vec<bool>,
}

impl Fields {
    /// By the ids of the list.
    pub fn new(sides: [&Side<'_>; 2], ids: &[&str]) -> Self {
        let index: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let of = sides.map(|side| {
            let fields = &side.input.rubric.scheme.fields;
            fields.iter().filter_map(|field| index.get(field.id.as_str()).copied()).collect::<Vec<_>>()
        });
        let known: [BTreeSet<usize>; 2] = of.each_ref().map(|of| of.iter().copied().collect());
        let both = (0..ids.len()).map(|at| known.iter().all(|known| known.contains(&at))).collect();
        Self { of, both }
    }
}

/// A value that is not what it was: the unit, the field and the period, and what either side takes.
pub struct Changed<'a> {
    /// The unit, as one of the pairs.
    pub unit: usize,
    /// The field, in the list of both sides.
    pub field: usize,
    /// The period, as the later side has it.
    pub period: Arc<str>,
    /// What is taken: nothing, one report, or those of several assessors.
    pub taken: [Vec<&'a Observation>; 2],
}

/// Every value of units and fields on both sides that scoring takes and that is not what it was, by field, unit and period.
/// Where it stands, and who said it, makes no difference.
pub fn changed<'a>(sides: [&Side<'a>; 2], units: &Units, fields: &Fields, frames: &Frames) -> Vec<Changed<'a>> {
    type Key = (usize, usize, Arc<str>);
    let mut taken: BTreeMap<Key, [Vec<&'a Observation>; 2]> = BTreeMap::new();
    for (at, side) in sides.into_iter().enumerate() {
        for (observation, used) in side.input.observations.iter().zip(side.input.used) {
            let (unit, field) = (units.of[at][observation.unit], fields.of[at][observation.field]);
            let period = frames.place(at, &observation.period, 1);
            if let Some(period) = period.filter(|_| *used && fields.both[field] && units.is_both(unit)) {
                taken.entry((field, unit, period)).or_default()[at].push(observation);
            }
        }
    }
    let mut found = Vec::new();
    for ((field, unit, period), mut taken) in taken {
        for all in &mut taken {
            all.sort_by(|a, b| a.source.cmp(&b.source));
        }
        if readings(&taken[0]) != readings(&taken[1]) {
            found.push(Changed { unit, field, period, taken });
        }
    }
    found
}

/// What was said, silence left out: nothing said and a blank are the same to scoring.
fn readings<'o>(taken: &[&'o Observation]) -> Vec<&'o Reading> {
    taken.iter().map(|o| &o.reading).filter(|reading| **reading != Reading::Missing).collect()
}

/// The reports of both sides as one list for a register of one side, each with when it is taken.
#[derive(Debug, Default)]
pub struct Pool {
    /// Units and fields by their index in that register and in the list of fields; places and remarks are gone.
    pub observations: Vec<Observation>,
    taken: Vec<Taken>,
}

/// When a report is taken.
#[derive(Clone, Copy, Debug)]
enum Taken {
    /// In any case: only one side has the field or the unit.
    Always,
    /// Where the data of this field are those of this side.
    From { field: usize, side: usize },
}

impl Pool {
    /// For the register of side `register`, units that it does not have being left out, and the period of side `frame`.
    pub fn new(pair: &Pair<'_>, register: usize, frame: usize) -> Self {
        let (units, fields) = (pair.units, pair.fields);
        let mut pool = Self::default();
        for (at, side) in pair.sides.into_iter().enumerate() {
            for (observation, _) in side.input.observations.iter().zip(side.input.used).filter(|(_, used)| **used) {
                let (unit, field) = (units.of[at][observation.unit], fields.of[at][observation.field]);
                let Some(index) = units.pairs[unit][register] else { continue };
                let Some(period) = pair.frames.place(at, &observation.period, frame) else { continue };
                let (place, remarks) = (Place::default(), None);
                pool.observations.push(Observation {
                    unit: index,
                    field,
                    period,
                    place,
                    remarks,
                    ..observation.clone()
                });
                let both = fields.both[field] && units.is_both(unit);
                pool.taken.push(if both { Taken::From { field, side: at } } else { Taken::Always });
            }
        }
        pool
    }

    /// Which are taken, `after` saying of which fields the data are those of the later side.
    pub fn used(&self, after: &[bool]) -> Vec<bool> {
        let is_taken = |taken: &Taken| match taken {
            Taken::Always => true,
            Taken::From { field, side } => usize::from(after[*field]) == *side,
        };
        self.taken.iter().map(is_taken).collect()
    }
}
