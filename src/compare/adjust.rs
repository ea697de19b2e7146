//! Adjustments of both sides, by what they adjust.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::rubric::Rubric;
use crate::score::{Action, Adjustment};

use super::Side;
use super::units::Units;
use super::years::Frames;

/// What an adjustment adjusts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A field's value.
    Field(String),
    /// A section, an indicator or the total.
    Node(String),
    /// A veto.
    Veto(String),
}

impl Target {
    fn of(adjustment: &Adjustment, rubric: &Rubric) -> Self {
        match &adjustment.action {
            Action::Add(node, _) | Action::Set(node, _) => Self::Node(rubric.node_id(*node).to_owned()),
            Action::Value(field, _) => Self::Field(rubric.scheme.fields[*field].id.clone()),
            Action::Veto(veto) | Action::Lift(veto) => Self::Veto(rubric.scheme.vetoes[*veto].id.value.clone()),
        }
    }

    /// What it is, and its id.
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Field(id) => ("field", id),
            Self::Node(id) => ("node", id),
            Self::Veto(id) => ("veto", id),
        }
    }
}

/// One side's adjustments of one target, each with its unit as one of the pairs.
pub type Made<'a> = Vec<(usize, &'a Adjustment)>;

/// The adjustments of both sides by what they adjust, in the order of each file.
pub fn by_target<'a>(sides: [&Side<'a>; 2], units: &Units) -> BTreeMap<Target, [Made<'a>; 2]> {
    let mut all: BTreeMap<Target, [Made<'a>; 2]> = BTreeMap::new();
    for (at, side) in sides.into_iter().enumerate() {
        for adjustment in side.input.adjustments {
            let target = Target::of(adjustment, side.input.rubric);
            all.entry(target).or_default()[at].push((units.of[at][adjustment.unit], adjustment));
        }
    }
    all
}

/// Whether the two sides adjust a target differently, for units on both sides: by what, not why or by whom.
pub fn differ(made: &[Made<'_>; 2], units: &Units, frames: &Frames) -> bool {
    let [before, after] = [0, 1].map(|side| {
        let made = &made[side];
        let both = made.iter().filter(|(unit, _)| units.is_both(*unit));
        let mut does: Vec<_> =
            both.map(|(unit, a)| (*unit, frames.place(side, &a.period, 1), does(&a.action))).collect();
        does.sort_by_key(|(unit, ..)| *unit);
        does
    });
    before != after
}

/// What an adjustment does, as text that does not hang on the rubric.
pub fn does(action: &Action) -> (&'static str, String) {
    match action {
        Action::Add(_, marks) => ("add", marks.to_string()),
        Action::Set(_, marks) => ("set", marks.to_string()),
        Action::Value(_, text) => ("value", text.clone()),
        Action::Veto(_) => ("veto", String::new()),
        Action::Lift(_) => ("lift", String::new()),
    }
}

/// The adjustment of a unit, for a rubric put together from two; none where its target is not there.
pub fn moved(
    adjustment: &Adjustment,
    target: &Target,
    (unit, period): (usize, Arc<str>),
    rubric: &Rubric,
) -> Option<Adjustment> {
    let node = |id: &str| rubric.node(id);
    let action = match (&adjustment.action, target) {
        (Action::Add(_, marks), Target::Node(id)) => Action::Add(node(id)?, marks.clone()),
        (Action::Set(_, marks), Target::Node(id)) => Action::Set(node(id)?, marks.clone()),
        (Action::Value(_, text), Target::Field(id)) => {
            Action::Value(rubric.scheme.fields.iter().position(|field| field.id == *id)?, text.clone())
        }
        (Action::Veto(_), Target::Veto(id)) => Action::Veto(veto(rubric, id)?),
        (Action::Lift(_), Target::Veto(id)) => Action::Lift(veto(rubric, id)?),
        _ => return None,
    };
    Some(Adjustment { unit, period, action, ..adjustment.clone() })
}

fn veto(rubric: &Rubric, id: &str) -> Option<usize> {
    rubric.scheme.vetoes.iter().position(|veto| veto.id.value == *id)
}
