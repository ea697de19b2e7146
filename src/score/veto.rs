//! Vetoes (否决项): who they hold for, and when in the order of work each is judged.

use crate::finding::{Code, Finding};
use crate::rubric::{Effect, Veto};

use super::adjust::Action;
use super::eval::Cx;
use super::outcome::VetoHit;
use super::run::Run;
use super::table::Out;

/// When a veto is judged: as early as its effect needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Disqualifies: before anything is compared.
    Disqualify,
    /// Sets a node to nought: before adding up.
    Zero,
    /// Takes marks off the total: before its rounding.
    Deduct,
    /// Bears on the grade: after ranking.
    Grade,
}

/// The stage at which a veto is judged: that of its earliest effect.
pub fn stage(veto: &Veto) -> Stage {
    let has = |wanted: fn(&Effect) -> bool| veto.effects.iter().any(wanted);
    if has(|e| matches!(e, Effect::Disqualify)) {
        Stage::Disqualify
    } else if has(|e| matches!(e, Effect::Zero(_))) {
        Stage::Zero
    } else if has(|e| matches!(e, Effect::Deduct(_))) {
        Stage::Deduct
    } else {
        Stage::Grade
    }
}

/// Judges all vetoes of a stage for all units.
pub fn judge(run: &Run<'_>, at: Stage, findings: &mut Vec<Finding>) -> Vec<Vec<VetoHit>> {
    let units = run.input.register.len();
    let mut hits = vec![Vec::new(); units];
    for (index, veto) in run.input.rubric.vetoes.iter().enumerate().filter(|(_, v)| stage(v) == at) {
        for (unit, hits) in hits.iter_mut().enumerate() {
            hits.extend(one(run, index, veto, unit, findings));
        }
    }
    hits
}

/// Judges all vetoes of a stage for one unit.
pub fn judge_one(run: &Run<'_>, at: Stage, unit: usize, findings: &mut Vec<Finding>) -> Vec<VetoHit> {
    let of_stage = run.input.rubric.vetoes.iter().enumerate().filter(|(_, v)| stage(v) == at);
    of_stage.filter_map(|(index, veto)| one(run, index, veto, unit, findings)).collect()
}

fn one(run: &Run<'_>, index: usize, veto: &Veto, unit: usize, findings: &mut Vec<Finding>) -> Option<VetoHit> {
    let period = &run.table.periods[run.period];
    let pronounced = run.input.adjustments.iter().enumerate().rev().find_map(|(i, a)| {
        let here = a.unit == unit && a.period == *period;
        match a.action {
            Action::Veto(v) if here && v == index => Some((i, true)),
            Action::Lift(v) if here && v == index => Some((i, false)),
            _ => None,
        }
    });
    let mut cx = Cx::new(run, unit, None);
    let (fires, by_adjustment) = match (pronounced, &veto.when) {
        (Some((i, fires)), _) => (fires, Some(i)),
        (None, Some(when)) => match cx.eval(when) {
            Out::Bool(fires) => (fires, None),
            Out::NotApplicable => (false, None),
            _ => {
                let rule = &run.input.rubric.scheme.vetoes[index];
                let name = &run.input.register.units()[unit].name;
                let missing = veto.inputs.iter().find(|f| run.table.get(**f, run.period, unit) == Out::Missing);
                let field = missing.map_or(&rule.id.value, |f| &run.input.rubric.scheme.fields[*f].id);
                findings.push(Finding::new(Code::VetoUndecided).unit(name).field(field).found(&rule.name));
                (false, None)
            }
        },
        (None, None) => (false, None),
    };
    if !fires {
        return None;
    }
    Some(VetoHit { veto: index, deducted: None, by_adjustment })
}

/// Works out what the vetoes that hold take off the total, once all nodes are scored.
pub fn deductions(run: &Run<'_>, hits: &mut [Vec<VetoHit>], findings: &mut Vec<Finding>) {
    for (unit, hits) in hits.iter_mut().enumerate() {
        deductions_of(run, unit, hits, findings);
    }
}

/// The same for one unit.
pub fn deductions_of(run: &Run<'_>, unit: usize, hits: &mut [VetoHit], findings: &mut Vec<Finding>) {
    for hit in hits {
        for effect in &run.input.rubric.vetoes[hit.veto].effects {
            let Effect::Deduct(form) = effect else { continue };
            hit.deducted = Cx::new(run, unit, None).number(form).ok();
            if hit.deducted.is_none() {
                let rule = &run.input.rubric.scheme.vetoes[hit.veto];
                let name = &run.input.register.units()[unit].name;
                findings.push(Finding::new(Code::VetoUndecided).unit(name).field(&rule.id.value).found(&rule.name));
            }
        }
    }
}
