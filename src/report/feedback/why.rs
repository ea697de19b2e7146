//! Why marks were lost, in words: the value, how far it is off, what the rule takes for that, and what was done besides.

use crate::expr::NodeId;
use crate::number::Exact;
use crate::observe::Value;
use crate::report::Report;
use crate::report::text::{feedback, put};
use crate::rubric::rule::{Rate, Rule};
use crate::rubric::scheme::{Body, Kind};
use crate::rubric::words::{Measure, loss_in_words};
use crate::score::{ExplainLine, NodeResult, State, note_text};

/// Marks not had: full marks less the score; of a penalty what it took. `None` where nothing can be lost.
pub(in crate::report) fn lost(report: &Report<'_>, node: NodeId, result: &NodeResult) -> Option<Exact> {
    let score = match (&result.score, result.state) {
        (Some(score), _) => score.clone(),
        (None, State::NotApplicable) => return None,
        (None, _) => Exact::ZERO,
    };
    match report.rubric.nodes[node].kind {
        Kind::Normal | Kind::Memo => Some(&result.marks - &score),
        Kind::Penalty => Some(-score),
        Kind::Bonus => None,
    }
}

/// What there is to say about an indicator's score; `line` is its explanation.
pub(in crate::report) fn why(report: &Report<'_>, node: NodeId, result: &NodeResult, line: &ExplainLine) -> String {
    let words = feedback(report.lang);
    let kind = report.rubric.nodes[node].kind;
    let notes: Vec<String> =
        result.notes.iter().map(|n| note_text(n, report.rubric, &report.outcome.adjustments, report.lang)).collect();
    let lost = lost(report, node, result).filter(Exact::is_positive);
    let added = result.score.as_ref().filter(|score| kind == Kind::Bonus && score.is_positive());
    let mut said = Vec::new();
    let scored = result.state == State::Value;
    if scored && (lost.is_some() || added.is_some()) {
        said.extend(found(report, node, result));
        said.extend(Some(loss_in_words(report.rubric, node, report.lang)).filter(|s| !s.is_empty()));
        said.extend(not_met(report, node, line));
        said.extend(working(report, node, line, &notes));
    }
    let amount = |template: &str, x: &Exact| put(template, &[&x.display(4)]);
    match (kind, &lost, added) {
        (_, _, Some(added)) => said.push(amount(words.added, added)),
        (Kind::Penalty, Some(lost), _) => said.push(amount(words.taken, lost)),
        (_, Some(lost), _) => said.push(amount(words.lost, lost)),
        _ => {}
    }
    // a policy comes first: it says why there is no working
    if scored {
        said.extend(notes);
    } else {
        said.splice(0..0, notes);
    }
    said.join(report.words().and)
}

/// `98.2%，低于目标 1.8 个百分点`.
fn found(report: &Report<'_>, node: NodeId, result: &NodeResult) -> Option<String> {
    let words = feedback(report.lang);
    let measure = Measure::of(report.rubric, node, report.lang)?;
    if matches!(rule(report, node), Some(Rule::Checklist { .. } | Rule::Count { .. })) {
        return None; // how many there are says nothing without what they are
    }
    let value = match result.value.as_ref()? {
        Value::Number(value) => value,
        other => return Some(shown(report, other)),
    };
    let mut said = measure.amount(value);
    if let Some(target) = &result.target {
        let below = target - value;
        let gap = if measure.lower_is_better { -below } else { below };
        if gap.is_positive() {
            said.push_str(words.comma);
            said.push_str(&put(words.off_target[usize::from(measure.lower_is_better)], &[&measure.distance(&gap)]));
        }
    }
    Some(said)
}

/// A value as people read it.
pub(in crate::report) fn shown(report: &Report<'_>, value: &Value) -> String {
    match value {
        Value::Number(x) => x.display(4),
        Value::Bool(yes) => feedback(report.lang).yes_no[usize::from(!yes)].to_owned(),
        Value::Text(text) => text.to_string(),
        Value::Date(date) => date.to_string(),
    }
}

fn rule<'a>(report: &Report<'a>, node: NodeId) -> Option<&'a Rule> {
    match &report.rubric.scheme.nodes[node].body {
        Body::Indicator(body) => body.score.as_ref().map(|(rule, _)| rule),
        Body::Section(_) => None,
    }
}

/// The items of a checklist that were not met.
fn not_met(report: &Report<'_>, node: NodeId, line: &ExplainLine) -> Option<String> {
    let Rule::Checklist { .. } = rule(report, node)? else { return None };
    let missed = line.sources.iter().filter(|s| s.used && s.text == "0").map(|s| s.name.as_str());
    let missed: Vec<&str> = missed.collect();
    (!missed.is_empty()).then(|| put(feedback(report.lang).not_met, &[&missed.join(report.words().comma)]))
}

/// The working, where the rule in words does not already say how the figure comes about.
fn working(report: &Report<'_>, node: NodeId, line: &ExplainLine, notes: &[String]) -> Option<String> {
    let plain = match rule(report, node)? {
        Rule::Deduct { rate: Rate::Even { .. }, bonus: None, .. } => line.text.matches(" → ").count() < 2,
        Rule::Meet | Rule::Bands { .. } | Rule::Choice { .. } | Rule::Checklist { .. } | Rule::Given { .. } => true,
        _ => false,
    };
    let tail = notes.join(" → ");
    let text = line.text.strip_suffix(&tail).unwrap_or(&line.text).trim_end_matches(" → ");
    (!plain && text.contains('=')).then(|| put(feedback(report.lang).working, &[text]))
}
