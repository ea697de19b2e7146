//! Adding up: a section's score from its children, and the total from the top sections.

use rayon::prelude::*;

use crate::expr::NodeId;
use crate::number::{Exact, pow};
use crate::rubric::scheme::{Combine, Kind};
use crate::rubric::{Body, Section};

use super::eval::{Cx, Fault};
use super::outcome::{NodeResult, Note, State};
use super::run::Run;
use super::table::Out;

/// Scores a section for all units, up to its rounding.
pub fn score(run: &Run<'_>, node: NodeId, section: &Section) -> (Vec<NodeResult>, Vec<(usize, Fault)>) {
    run.prepare(node);
    let (mut results, mut wrong) = (Vec::new(), Vec::new());
    (0..run.input.register.len())
        .into_par_iter()
        .map(|unit| one(run, node, section, unit))
        .unzip_into_vecs(&mut results, &mut wrong);
    let wrong = wrong.into_iter().enumerate();
    let faults = wrong.flat_map(|(unit, faults)| faults.into_iter().map(move |fault| (unit, fault))).collect();
    (results, faults)
}

/// Scores a section for one unit.
pub fn one(run: &Run<'_>, node: NodeId, section: &Section, unit: usize) -> (NodeResult, Vec<Fault>) {
    let mut result = NodeResult {
        state: State::NotApplicable,
        marks: run.marks_of(node, unit),
        value: None,
        target: None,
        score: None,
        exact: None,
        rank: None,
        notes: Vec::new(),
    };
    if !run.applies(node, unit) {
        return (result, Vec::new());
    }
    let mut cx = Cx::new(run, unit, None);
    let combined = match (&section.formula, section.combine) {
        (Some(formula), Combine::Formula) => {
            cx.owner = Some(node);
            // a rejected child leaves the unit unranked whether or not the formula names it
            match children(run, node, unit) {
                Err(Out::Missing) => Err(Out::Missing),
                _ => cx.number(formula).map(|x| x.max(Exact::ZERO).min(result.marks.clone())),
            }
        }
        (_, combine) => combine_children(run, node, combine, unit, &mut result.notes),
    };
    match combined {
        Ok(score) => {
            result.state = State::Value;
            let score = capped(run, node, section, &score, &mut result.notes);
            let rounding = run.input.rubric.scheme.rounding.section;
            result.score = Some(rounding.map_or_else(|| score.clone(), |rounding| rounding.apply(&score)));
            result.exact = Some(score);
        }
        Err(Out::NotApplicable) => {}
        Err(_) => result.state = State::Missing,
    }
    (result, cx.faults)
}

/// A bonus adds no more, and a penalty takes no more, than its cap; a penalty never adds.
fn capped(run: &Run<'_>, node: NodeId, section: &Section, score: &Exact, notes: &mut Vec<Note>) -> Exact {
    let held = match run.input.rubric.nodes[node].kind {
        Kind::Bonus => section.cap.as_ref().map_or_else(|| score.clone(), |cap| score.clone().min(cap.clone())),
        Kind::Penalty => {
            let held = score.clone().min(Exact::ZERO);
            section.cap.as_ref().map_or_else(|| held.clone(), |cap| held.clone().max(-cap.clone()))
        }
        Kind::Normal | Kind::Memo => score.clone(),
    };
    if held != *score {
        notes.push(Note::Capped);
    }
    held
}

/// A child that has a score, with what combining needs to know of it.
struct Child {
    score: Exact,
    marks: Exact,
    weight: Exact,
}

/// The children with a score; the error is what stands in the way of the whole.
fn children(run: &Run<'_>, node: NodeId, unit: usize) -> Result<Vec<Child>, Out> {
    let mut present = Vec::new();
    for child in &run.input.rubric.nodes[node].children {
        let Some(result) = run.node(*child, unit) else { continue };
        match (&result.score, result.state) {
            (Some(score), _) => {
                let declared = run.input.rubric.scheme.nodes[*child].weight.clone();
                let weight = declared.unwrap_or_else(|| result.marks.clone());
                present.push(Child { score: score.clone(), marks: result.marks.clone(), weight });
            }
            (None, State::NotApplicable) => {}
            (None, _) => return Err(Out::Missing),
        }
    }
    if present.is_empty() { Err(Out::NotApplicable) } else { Ok(present) }
}

fn combine_children(
    run: &Run<'_>,
    node: NodeId,
    combine: Combine,
    unit: usize,
    notes: &mut Vec<Note>,
) -> Result<Exact, Out> {
    let present = children(run, node, unit)?;
    let marks = run.marks_of(node, unit);
    if combine == Combine::Sum {
        let sum: Exact = present.iter().map(|c| &c.score).sum();
        let kind = run.input.rubric.nodes[node].kind;
        if matches!(kind, Kind::Bonus | Kind::Penalty) || run.input.rubric.scheme.defaults.rescale_at_total {
            return Ok(sum);
        }
        let remaining: Exact = present.iter().map(|c| &c.marks).sum();
        return scale(&sum, &marks, &remaining, notes);
    }
    let shares: Option<Vec<(Exact, &Exact)>> =
        present.iter().map(|c| c.score.checked_div(&c.marks).map(|share| (share, &c.weight))).collect();
    let share = shares.and_then(|shares| combine_shares(combine, &shares)).ok_or(Out::Missing)?;
    Ok(&share * &marks)
}

/// `sum × marks ÷ remaining`; nothing remains where every child's marks are nought.
fn scale(sum: &Exact, marks: &Exact, remaining: &Exact, notes: &mut Vec<Note>) -> Result<Exact, Out> {
    if marks == remaining {
        return Ok(sum.clone());
    }
    let factor = marks.checked_div(remaining).ok_or(Out::NotApplicable)?;
    notes.push(Note::Scaled(factor.clone()));
    Ok(sum * &factor)
}

/// The combined share; `None` where it does not exist (a negative share under a root).
fn combine_shares(combine: Combine, shares: &[(Exact, &Exact)]) -> Option<Exact> {
    let weights: Exact = shares.iter().map(|(_, w)| *w).sum();
    let negative = || shares.iter().any(|(share, _)| share.is_negative());
    let zero = || shares.iter().any(|(share, _)| share.is_zero());
    match combine {
        Combine::Min => shares.iter().map(|(share, _)| share.clone()).min(),
        Combine::Max => shares.iter().map(|(share, _)| share.clone()).max(),
        Combine::Geometric | Combine::Harmonic if negative() => None,
        Combine::Geometric | Combine::Harmonic if zero() => Some(Exact::ZERO),
        Combine::Geometric => geometric(shares, &weights),
        Combine::Harmonic => {
            let mut sum = Exact::ZERO;
            for (share, weight) in shares {
                sum += &weight.checked_div(share)?;
            }
            weights.checked_div(&sum)
        }
        Combine::Mean | Combine::Sum | Combine::Formula => {
            shares.iter().map(|(share, weight)| share * weight).sum::<Exact>().checked_div(&weights)
        }
    }
}

/// One power of a product where the weights are small whole multiples of each other, so that a perfect power stays exact.
fn geometric(shares: &[(Exact, &Exact)], weights: &Exact) -> Option<Exact> {
    if weights.is_zero() {
        return None;
    }
    let unit = shares.iter().map(|(_, w)| (*w).clone()).filter(Exact::is_positive).min()?;
    let multiples: Option<Vec<i64>> =
        shares.iter().map(|(_, w)| w.checked_div(&unit)?.to_i64().filter(|n| (0..=64).contains(n))).collect();
    let Some(multiples) = multiples else {
        let mut product = Exact::ONE;
        for (share, weight) in shares {
            product = &product * &pow(share, &weight.checked_div(weights)?)?;
        }
        return Some(product);
    };
    let mut product = Exact::ONE;
    for ((share, _), n) in shares.iter().zip(&multiples) {
        product = &product * &pow(share, &Exact::from(*n))?;
    }
    pow(&product, &Exact::ONE.checked_div(&Exact::from(multiples.iter().sum::<i64>()))?)
}

/// The total of a unit before adjustments and deductions.
pub fn total(run: &Run<'_>, unit: usize) -> Result<Exact, Out> {
    let rubric = run.input.rubric;
    let (mut sum, mut extra, mut marks) = (Exact::ZERO, Exact::ZERO, Exact::ZERO);
    let mut any = false;
    for top in &rubric.tops {
        let Some(result) = run.node(*top, unit) else { continue };
        let kind = rubric.nodes[*top].kind;
        match (&result.score, result.state, kind) {
            (_, _, Kind::Memo) | (None, State::NotApplicable, _) => {}
            (None, ..) => return Err(Out::Missing),
            (Some(score), _, Kind::Bonus | Kind::Penalty) => extra += score,
            (Some(score), _, Kind::Normal) => {
                any = true;
                sum += score;
                marks += &if rubric.scheme.defaults.rescale_at_total {
                    applicable(run, *top, unit)
                } else {
                    result.marks.clone()
                };
            }
        }
    }
    if !any {
        return Err(Out::NotApplicable);
    }
    let full = &rubric.scheme.head.full_marks;
    let sum = if marks == *full { sum } else { &sum * &full.checked_div(&marks).ok_or(Out::NotApplicable)? };
    let total = &sum + &extra;
    Ok(if rubric.scheme.head.cap_total { total.min(full.clone()) } else { total })
}

/// The marks below a node that apply to the unit: of sums those of their children, of the rest their own.
fn applicable(run: &Run<'_>, node: NodeId, unit: usize) -> Exact {
    let Some(result) = run.node(node, unit).filter(|r| r.score.is_some()) else { return Exact::ZERO };
    match &run.input.rubric.nodes[node].body {
        Body::Section(section) if section.combine == Combine::Sum => {
            let below =
                run.input.rubric.nodes[node].children.iter().map(|child| applicable(run, *child, unit)).sum::<Exact>();
            // a section without any child left can still have been given a score
            if below.is_zero() { result.marks.clone() } else { below }
        }
        Body::Section(_) | Body::Indicator(_) => result.marks.clone(),
    }
}
