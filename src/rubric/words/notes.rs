//! What stands under a printed scheme: basis, grades, vetoes, ranking, rounding, defaults.

use crate::finding::Lang;

use super::super::model::Rubric;
use super::super::scheme::{Basis, Effect, GradeRule, Scheme, Ties, VetoRule};
use super::modifiers::{missing, not_applicable};
use super::speaker::{Speaker, counted};
use super::table::put;

/// The notes of a scheme in the order in which they are printed.
#[must_use]
pub fn scheme_notes(rubric: &Rubric, lang: Lang) -> Vec<String> {
    let scheme = &rubric.scheme;
    let s = Speaker::new(scheme, lang);
    let n = &s.w.note;
    let list = |items: Vec<String>| items.join(s.w.sentence.semicolon);
    let mut notes = Vec::new();
    if !scheme.head.basis.is_empty() {
        notes.push(put(n.basis, &[&list(scheme.head.basis.clone())]));
    }
    notes.push(put(n.period, &[&scheme.head.period]));
    notes.push(put(n.full_marks, &[&scheme.head.full_marks.to_string()]));
    if scheme.sources.len() > 1 {
        let names: Vec<&str> = scheme.sources.iter().map(|source| source.name.as_str()).collect();
        notes.push(put(n.sources, &[&names.join(s.w.sentence.names)]));
    }
    notes.push(put(n.missing, &[&missing(s, scheme.defaults.missing, false)]));
    notes.push(if scheme.defaults.rescale_at_total {
        n.rescale_total.to_owned()
    } else {
        put(n.na, &[&not_applicable(s, scheme.defaults.na, false)])
    });
    notes.extend(rounding(s));
    if scheme.head.cap_total {
        notes.push(n.cap_total.to_owned());
    }
    if let Some(periods) = &scheme.periods {
        let names: Vec<String> = periods.score.iter().map(|p| s.period(p)).collect();
        notes.push(put(n.periods, &[&names.join(s.w.sentence.names), &s.expr(&periods.total)]));
    }
    notes.push(put(n.ranking, &[&ranking(s, scheme)]));
    if !scheme.grades.is_empty() {
        let grades = scheme.grades.iter().map(|grade| grade_in_words(s, grade)).collect();
        notes.push(put(n.grades, &[&list(grades)]));
    }
    notes.extend(scheme.vetoes.iter().map(|veto| veto_in_words(s, veto)));
    notes.extend(scheme.checks.iter().map(|check| put(n.check, &[&check.says])));
    notes.into_iter().map(|note| super::sentence(&[note], lang)).collect()
}

fn rounding(s: Speaker<'_>) -> Option<String> {
    let (n, r) = (&s.w.note, s.scheme.rounding);
    let parts: Vec<String> = [(n.round_indicator, r.indicator), (n.round_section, r.section), (n.round_total, r.total)]
        .into_iter()
        .filter_map(|(template, rounding)| Some(s.rounding(template, rounding?)))
        .collect();
    (!parts.is_empty()).then(|| put(n.rounding, &[&parts.join(s.w.sentence.comma)]))
}

fn ranking(s: Speaker<'_>, scheme: &Scheme) -> String {
    let (n, ranking) = (&s.w.note, &scheme.ranking);
    let mut parts = vec![n.rank_on[usize::from(ranking.on == Basis::Exact)].to_owned()];
    parts.push(
        n.ties[match ranking.ties {
            Ties::Competition => 0,
            Ties::Dense => 1,
            Ties::Average => 2,
            Ties::Ordinal => 3,
        }]
        .to_owned(),
    );
    if !ranking.break_by.is_empty() {
        let names: Vec<String> = ranking.break_by.iter().map(|id| s.node_name(&id.value)).collect();
        parts.push(put(n.break_by, &[&names.join(s.w.sentence.names)]));
    }
    parts.extend(ranking.partitions().map(|by| n.apart[by].to_owned()));
    parts.join(s.w.sentence.comma)
}

fn grade_in_words(s: Speaker<'_>, grade: &GradeRule) -> String {
    let n = &s.w.note;
    let mut parts = vec![match &grade.at_least {
        Some(at_least) => {
            let marks = counted(&s.w.quantity.marks, at_least);
            put(n.grade_from, &[&grade.name, &marks])
        }
        None => put(n.grade_rest, &[&grade.name]),
    }];
    parts.extend(grade.also.as_ref().map(|also| put(n.also, &[&s.condition(also)])));
    parts.extend(grade.quota.as_ref().map(|quota| {
        let percent = (quota * &crate::number::Exact::from(100)).to_string();
        put(n.quota, &[&percent])
    }));
    parts.join(s.w.sentence.comma)
}

fn veto_in_words(s: Speaker<'_>, veto: &VetoRule) -> String {
    let n = &s.w.note;
    let effects: Vec<String> = veto
        .effect
        .iter()
        .map(|effect| match effect {
            Effect::Grade(grade) => put(n.effect_grade, &[&grade.value]),
            Effect::CapGrade(grade) => put(n.effect_cap, &[&grade.value]),
            Effect::Deduct(marks) => put(n.effect_deduct, &[&s.marks(marks)]),
            Effect::Zero(node) if node.value == "total" => put(n.effect_zero, &[s.w.expr.total]),
            Effect::Zero(node) => {
                let name = s.scheme.nodes.iter().find(|n| n.id.value == node.value);
                put(n.effect_zero, &[name.map_or(node.value.as_str(), |n| n.name.as_str())])
            }
            Effect::Disqualify => n.effect_disqualify.to_owned(),
        })
        .collect();
    let effects = effects.join(s.w.sentence.comma);
    let mut text = match &veto.when {
        Some(when) => put(n.veto, &[&veto.name, &s.condition(when), &effects]),
        None => put(n.veto_judged, &[&veto.name, &effects]),
    };
    if veto.evidence {
        text.push_str(n.evidence);
    }
    text
}
