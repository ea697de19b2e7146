//! `[[roll_up]]` of assessment.toml: what the units of one scoring add up to, against what the unit above them reports of
//! itself in another (上下级对照).

use std::collections::HashMap;

use crate::finding::{Code, Finding, Place, nearest};
use crate::number::Exact;
use crate::report::{RolledUp, Rolling};
use crate::rubric::document::{At, Document, Table};
use crate::rubric::{Field, FieldType};
use crate::score::{Action, Out, typed};

use super::{Gathered, Scoring};

/// One `[[roll_up]]` as written.
#[derive(Debug)]
pub(super) struct RollUpSettings {
    from: At<String>,
    into: At<String>,
    fields: Vec<At<String>>,
    how: Rolling,
    tolerance: Option<Exact>,
}

/// How the values of the units below become one.
const HOW: [(&str, Rolling); 2] = [("sum", Rolling::Sum), ("mean", Rolling::Mean)];

/// A roll-up whose names are known.
#[derive(Clone, Debug)]
pub struct RollUp {
    /// The scoring of the units below, by index.
    from: usize,
    /// The scoring of the units above, by index.
    into: usize,
    how: Rolling,
    /// The field below, the field above, and by how much they may be apart.
    fields: Vec<(usize, usize, Exact)>,
}

/// Reads every entry; what is wrong is reported, and the rest is still read.
pub(super) fn read(root: &Table<'_, '_>) -> Vec<RollUpSettings> {
    root.tables("roll_up").into_iter().filter_map(entry).collect()
}

fn entry(table: Table<'_, '_>) -> Option<RollUpSettings> {
    let (from, into) = (table.required("from"), table.required("into"));
    let how = table.choice("how", &HOW);
    if !table.has("fields") {
        table.lacks("fields");
    }
    let fields = table.strings("fields");
    let tolerance = table.number("tolerance");
    if let Some(at) = tolerance.as_ref().filter(|at| at.value < Exact::from(0_usize)) {
        let finding = Finding::new(Code::BadValue).found(table.doc().slice(&at.span)).expected("tolerance ≥ 0");
        table.doc().report(finding, &at.span);
    }
    let tolerance = tolerance.map(|at| at.value);
    table.finish();
    Some(RollUpSettings { from: from?, into: into?, fields, how: how.unwrap_or_default(), tolerance })
}

/// The roll-ups by the scorings and fields that they name; what is wrong with them is reported at its key.
pub(super) fn settle(doc: &Document<'_>, read: &[RollUpSettings], scorings: &[Scoring]) -> Vec<RollUp> {
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut settled = Vec::new();
    for one in read {
        let (Some(from), Some(into)) = (scoring(doc, &one.from, scorings), scoring(doc, &one.into, scorings)) else {
            continue;
        };
        if from >= into {
            // the units below are read first
            let expected = format!("[[scoring]] {} … [[scoring]] {}", one.from.value, one.into.value);
            doc.report(Finding::new(Code::BadValue).found(&one.into.value).expected(expected), &one.into.span);
            continue;
        }
        if !joined(&scorings[from], &scorings[into]) {
            let finding = Finding::new(Code::BadValue).found(&one.from.value).expected("parent = code");
            doc.report(finding, &one.from.span);
            continue;
        }
        let mut fields = Vec::new();
        for at in &one.fields {
            let (below, above) = (field(doc, at, &scorings[from]), field(doc, at, &scorings[into]));
            let (Some(below), Some(above)) = (below, above) else { continue };
            let (lower, upper) =
                (&scorings[from].rubric.scheme.fields[below], &scorings[into].rubric.scheme.fields[above]);
            if lower.unit != upper.unit {
                let finding = Finding::new(Code::BadValue).found(format!("{}（{}）", at.value, lower.unit));
                doc.report(finding.expected(format!("{}（{}）", at.value, upper.unit)), &at.span);
                continue;
            }
            if taken.contains(&(into, above)) {
                doc.report(Finding::new(Code::DuplicateId).found(&at.value), &at.span);
                continue;
            }
            taken.push((into, above));
            fields.push((below, above, one.tolerance.clone().unwrap_or_else(|| upper.tolerance.clone())));
        }
        settled.push(RollUp { from, into, how: one.how, fields });
    }
    settled
}

fn scoring(doc: &Document<'_>, at: &At<String>, scorings: &[Scoring]) -> Option<usize> {
    let ids = || scorings.iter().map(|s| s.rubric.scheme.head.id.as_str());
    let found = ids().position(|id| id == at.value);
    if found.is_none() {
        let near = nearest(&at.value, ids()).unwrap_or_default();
        doc.report(Finding::new(Code::UnknownName).found(&at.value).hint(near), &at.span);
    }
    found
}

/// Whether any unit below has a unit above.
fn joined(below: &Scoring, above: &Scoring) -> bool {
    let codes: Vec<&str> = above.register.units().iter().map(|u| u.code.as_str()).collect();
    below.register.units().iter().any(|u| codes.contains(&u.parent.as_str()))
}

/// A field that is a number.
fn field(doc: &Document<'_>, at: &At<String>, scoring: &Scoring) -> Option<usize> {
    let fields = &scoring.rubric.scheme.fields;
    let adds_up =
        |f: &Field| !f.panel && matches!(f.kind, FieldType::Decimal | FieldType::Integer | FieldType::Percent);
    let Some(found) = fields.iter().position(|f| f.id == at.value) else {
        let near = nearest(&at.value, fields.iter().map(|f| f.id.as_str())).unwrap_or_default();
        doc.report(Finding::new(Code::UnknownName).found(&at.value).hint(near), &at.span);
        return None;
    };
    if !adds_up(&fields[found]) {
        doc.report(Finding::new(Code::BadValue).found(&at.value).expected("integer | decimal | percent"), &at.span);
        return None;
    }
    Some(found)
}

/// What was taken of a field in the rubric's own period, by unit: accepted corrections of values included.
struct Taken {
    values: Vec<Out>,
    places: HashMap<usize, Place>,
}

impl Taken {
    fn of(scoring: &Scoring, gathered: &Gathered, field: usize) -> Self {
        let scheme = &scoring.rubric.scheme;
        let mut taken = Self { values: vec![Out::Missing; scoring.register.len()], places: HashMap::new() };
        let observations = gathered.ingested.observations.iter().zip(&gathered.used);
        for (o, _) in observations.filter(|(o, used)| **used && o.field == field && *o.period == *scheme.head.period) {
            taken.values[o.unit] = Out::from(&o.reading);
            taken.places.insert(o.unit, o.place.clone());
        }
        for a in scoring.adjustments.iter().filter(|a| *a.period == *scheme.head.period) {
            if let Action::Value(corrected, text) = &a.action
                && *corrected == field
                && let Some(out) = typed(text, scheme.fields[field].kind)
            {
                taken.values[a.unit] = out;
                taken.places.insert(a.unit, a.place.clone());
            }
        }
        taken
    }
}

/// What the units of a scoring came to, kept until the scoring above is read.
#[derive(Debug)]
pub(super) struct Tally {
    roll_up: RollUp,
    title: String,
    /// By field of the roll-up, by code of the unit above.
    sums: Vec<HashMap<String, Below>>,
}

/// The units below one unit.
#[derive(Clone, Debug, Default)]
struct Below {
    values: Vec<Exact>,
    of: usize,
    missing: Vec<String>,
}

/// Adds up what the units of this scoring say, for every roll-up from it.
pub(super) fn tally(roll_ups: &[RollUp], index: usize, scoring: &Scoring, gathered: &Gathered) -> Vec<Tally> {
    let of_field = |field: usize| {
        let taken = Taken::of(scoring, gathered, field);
        let mut sums: HashMap<String, Below> = HashMap::new();
        for (unit, value) in scoring.register.units().iter().zip(taken.values) {
            let below = sums.entry(unit.parent.clone()).or_default();
            below.of += 1;
            match value {
                Out::Num(x) => below.values.push(x),
                // 不适用 is an answer: nothing to add
                Out::NotApplicable => {}
                _ => below.missing.push(unit.label().to_owned()),
            }
        }
        sums
    };
    let own = roll_ups.iter().filter(|r| r.from == index);
    own.map(|r| Tally {
        roll_up: r.clone(),
        title: scoring.rubric.scheme.head.title.clone(),
        sums: r.fields.iter().map(|(below, ..)| of_field(*below)).collect(),
    })
    .collect()
}

/// Holds what the units of this scoring report of themselves against the units below them. Where the two are apart, that is
/// a finding at the unit's own cell; where a unit below is silent, nothing can be said.
pub(super) fn compare(tallies: &[Tally], index: usize, scoring: &Scoring, gathered: &mut Gathered) {
    for tally in tallies.iter().filter(|t| t.roll_up.into == index) {
        let how = tally.roll_up.how;
        for ((_, field, tolerance), sums) in tally.roll_up.fields.iter().zip(&tally.sums) {
            let taken = Taken::of(scoring, gathered, *field);
            for (at, unit) in scoring.register.units().iter().enumerate() {
                let Some(below) = sums.get(&unit.code) else { continue };
                let parts = rolled(how, &below.values);
                let own = match &taken.values[at] {
                    Out::Num(x) => Some(x.clone()),
                    _ => None,
                };
                let whole = below.missing.is_empty();
                let apart = own.as_ref().zip(parts.as_ref()).filter(|_| whole);
                let differs = apart.map(|(own, parts)| (own.clone() - parts.clone()).abs() > *tolerance);
                if let (Some(true), Some(own), Some(parts)) = (differs, &own, &parts) {
                    let key = if how == Rolling::Sum { "@parts-sum" } else { "@parts-mean" };
                    let finding = Finding::new(Code::PartsDiffer).unit(&*unit.name);
                    let finding = finding.field(&*scoring.rubric.scheme.fields[*field].id).found(own.to_string());
                    let finding = finding.expected(parts.display(PLACES)).hint(format!("{key} {}", below.of));
                    gathered.findings.push(finding.at(taken.places.get(&at).cloned().unwrap_or_default()));
                }
                gathered.rolled.push(RolledUp {
                    unit: at,
                    field: *field,
                    from: tally.title.clone(),
                    how,
                    of: below.of,
                    missing: below.missing.clone(),
                    parts,
                    own,
                    differs,
                    place: taken.places.get(&at).map(Place::label).unwrap_or_default(),
                });
            }
        }
    }
}

/// Decimals of a mean as it is said.
const PLACES: i8 = 4;

fn rolled(how: Rolling, values: &[Exact]) -> Option<Exact> {
    if values.is_empty() {
        return None;
    }
    let sum: Exact = values.iter().sum();
    match how {
        Rolling::Sum => Some(sum),
        Rolling::Mean => sum.checked_div(&Exact::from(values.len())),
    }
}
