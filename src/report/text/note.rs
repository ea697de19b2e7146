//! What there is to say about a score or a total, as a sentence.

use crate::finding::Lang;
use crate::number::Exact;
use crate::rubric::scheme::{self, Scalar};
use crate::rubric::{Effect, Rubric};
use crate::score::{Action, Adjustment, NodeResult, Note, Outcome, Total, note_text};

use super::{put, words};

/// What notes draw names from.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Names of nodes, vetoes and grades.
    pub rubric: &'a Rubric,
    /// The adjustments that notes refer to.
    pub outcome: &'a Outcome,
    /// Language.
    pub lang: Lang,
}

/// The notes on a node, in one line.
#[must_use]
pub fn notes(result: &NodeResult, names: Names<'_>) -> String {
    let said = result.notes.iter().map(|note| note_text(note, names.rubric, &names.outcome.adjustments, names.lang));
    said.collect::<Vec<_>>().join(words(names.lang).and)
}

fn veto_name(rubric: &Rubric, veto: usize) -> &str {
    rubric.scheme.vetoes.get(veto).map_or("", |v| v.name.as_str())
}

/// What an adjustment does: “A1 +1分”.
#[must_use]
pub fn adjustment(adjustment: &Adjustment, names: Names<'_>) -> String {
    action(&adjustment.action, names)
}

/// What an action does.
#[must_use]
pub fn action(action: &Action, names: Names<'_>) -> String {
    let words = words(names.lang);
    let rubric = names.rubric;
    match action {
        Action::Add(node, marks) => {
            let sign = if marks.is_negative() { "" } else { "+" };
            put(words.action[0], &[rubric.node_id(*node), &format!("{sign}{marks}")])
        }
        Action::Set(node, marks) => put(words.action[1], &[rubric.node_id(*node), &marks.to_string()]),
        Action::Value(field, text) => {
            let name = rubric.scheme.fields.get(*field).map_or("", |f| f.name.as_str());
            put(words.action[2], &[name, text])
        }
        Action::Veto(veto) => put(words.action[3], &[veto_name(rubric, *veto)]),
        Action::Lift(veto) => put(words.action[4], &[veto_name(rubric, *veto)]),
    }
}

/// What a veto does, in words.
#[must_use]
pub fn effects(rubric: &Rubric, veto: usize, deducted: Option<&Exact>, lang: Lang) -> String {
    let words = words(lang);
    let grade = |index: usize| rubric.scheme.grades.get(index).map_or("", |g| g.name.as_str()).to_owned();
    let written = rubric.scheme.vetoes.get(veto).map(|v| v.effect.as_slice()).unwrap_or_default();
    let as_written = || {
        written.iter().find_map(|e| match e {
            scheme::Effect::Deduct(Scalar::Number(n)) => Some(n.to_string()),
            scheme::Effect::Deduct(Scalar::Expr(at)) => Some(at.value.clone()),
            _ => None,
        })
    };
    let Some(veto) = rubric.vetoes.get(veto) else { return String::new() };
    let said = veto.effects.iter().map(|effect| match effect {
        Effect::Grade(index) => put(words.effect[0], &[&grade(*index)]),
        Effect::CapGrade(index) => put(words.effect[1], &[&grade(*index)]),
        Effect::Deduct(_) => {
            put(words.effect[2], &[&deducted.map_or_else(|| as_written().unwrap_or_default(), ToString::to_string)])
        }
        Effect::Zero(node) => put(words.effect[3], &[rubric.node_id(*node)]),
        Effect::Disqualify => words.effect[4].to_owned(),
    });
    said.collect::<Vec<_>>().join(words.comma)
}

/// Vetoes and remarks on a total, in one line.
#[must_use]
pub fn total_notes(total: &Total, unit: usize, names: Names<'_>) -> String {
    let words = words(names.lang);
    let rubric = names.rubric;
    let mut said = Vec::new();
    for hit in &total.vetoes {
        let effect = effects(rubric, hit.veto, hit.deducted.as_ref(), names.lang);
        said.push(put(words.veto, &[veto_name(rubric, hit.veto), &effect]));
    }
    if total.disqualified && total.vetoes.is_empty() {
        said.push(words.disqualified.to_owned());
    }
    if total.published.is_none() {
        said.push(if total.not_applicable {
            words.nothing_applies.to_owned()
        } else {
            put(words.not_ranked, &[&rejected(unit, names).join(words.comma)])
        });
    }
    if let (Some(by_score), Some(grade)) = (total.grade_by_score, total.grade)
        && by_score != grade
        && !total.vetoes.iter().any(|hit| lowers_grade(rubric, hit.veto))
    {
        let name = |index: usize| rubric.scheme.grades.get(index).map_or("", |g| g.name.as_str());
        said.push(put(words.quota_fell, &[name(by_score), name(grade)]));
    }
    let corrections = names.outcome.adjustments.iter().filter(|a| a.unit == unit).count();
    if corrections > 0 {
        said.push(put(words.corrections, &[&corrections.to_string()]));
    }
    said.join(words.and)
}

fn lowers_grade(rubric: &Rubric, veto: usize) -> bool {
    let effects = rubric.vetoes.get(veto).map(|v| v.effects.as_slice()).unwrap_or_default();
    effects.iter().any(|e| matches!(e, Effect::Grade(_) | Effect::CapGrade(_)))
}

/// The indicators whose missing values leave the unit unranked.
fn rejected(unit: usize, names: Names<'_>) -> Vec<&str> {
    let rubric = names.rubric;
    let rejected =
        |node: &usize| names.outcome.node(*node, unit).is_some_and(|result| result.notes.contains(&Note::Rejected));
    let nodes = rubric.printed_order().into_iter().filter(rejected);
    nodes.map(|node| rubric.scheme.nodes[node].name.as_str()).collect()
}
