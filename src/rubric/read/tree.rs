//! `[[section]]` and `[[indicator]]`.

use crate::expr::Compared;
use crate::finding::{Code, Finding};
use crate::number::Exact;

use super::super::document::{Table, number};
use super::super::scheme::{Body, Combine, IndicatorBody, Kind, Node, Scalar, SectionBody};
use super::{MISSING, NA, fields, rules, scalar};

pub(super) const COMPARED: [(&str, Compared); 3] =
    [("all", Compared::All), ("group", Compared::Group), ("class", Compared::Class)];
const COMBINE: [(&str, Combine); 7] = [
    ("sum", Combine::Sum),
    ("mean", Combine::Mean),
    ("geometric", Combine::Geometric),
    ("harmonic", Combine::Harmonic),
    ("min", Combine::Min),
    ("max", Combine::Max),
    ("formula", Combine::Formula),
];
const KIND: [(&str, Kind); 4] =
    [("normal", Kind::Normal), ("bonus", Kind::Bonus), ("penalty", Kind::Penalty), ("memo", Kind::Memo)];

/// Sections and indicators in the order in which they stand in the file.
pub(super) fn nodes(root: &Table<'_, '_>) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for t in root.tables("section") {
        nodes.extend(node(&t, section));
        t.finish();
    }
    for t in root.tables("indicator") {
        nodes.extend(node(&t, indicator));
        t.finish();
    }
    nodes.sort_by_key(|n| n.id.span.start);
    nodes
}

fn node(t: &Table<'_, '_>, body: fn(&Table<'_, '_>) -> Body) -> Option<Node> {
    let id = t.required("id")?;
    fields::identifier(t, &id);
    let node = Node {
        under: t.string("under"),
        name: t.string("name").map_or_else(|| id.value.clone(), |at| at.value),
        marks: scalar(t, "marks"),
        marks_for: class_marks(t),
        weight: t.number("weight").map(|at| at.value),
        applies: t.string("applies"),
        body: body(t),
        span: t.span.clone(),
        id,
    };
    if let Some(Scalar::Number(marks)) = &node.marks
        && marks.is_negative()
    {
        t.doc().report(Finding::new(Code::BadValue).found(marks.to_string()).expected("≥ 0"), &node.id.span);
    }
    Some(node)
}

fn class_marks(t: &Table<'_, '_>) -> Vec<(String, Exact)> {
    t.entries("marks_for")
        .into_iter()
        .filter_map(|(class, value)| match number(value.get_ref()) {
            Some(marks) => Some((class.value, marks)),
            None => {
                t.refuse(value, "a number");
                None
            }
        })
        .collect()
}

fn section(t: &Table<'_, '_>) -> Body {
    let kind = t.choice("kind", &KIND).map(|kind| {
        let span = t.value("kind").map_or(0..0, toml::Spanned::span);
        (kind, span)
    });
    let combine = t.choice("combine", &COMBINE);
    let marks_from = t.string("marks_from");
    let combine = combine.unwrap_or(if marks_from.is_some() { Combine::Formula } else { Combine::Sum });
    if combine == Combine::Formula && marks_from.is_none() && !t.has("marks_from") {
        t.lacks("marks_from");
    }
    Body::Section(SectionBody { combine, kind, cap: t.number("cap").map(|at| at.value), marks_from })
}

fn indicator(t: &Table<'_, '_>) -> Body {
    let own = t.choice("scope", &COMPARED);
    let (score, compared) = match t.table("score") {
        Some(rule) => {
            let compared = rule.choice("scope", &COMPARED);
            let parsed = rules::rule(&rule);
            rule.finish();
            (parsed, compared)
        }
        None => {
            if !t.has("score") {
                t.lacks("score");
            }
            (None, None)
        }
    };
    Body::Indicator(Box::new(IndicatorBody {
        value: t.string("value"),
        unit: t.text("unit"),
        lower_is_better: t.choice("better", &[("higher", false), ("lower", true)]).unwrap_or(false),
        target: scalar(t, "target"),
        score,
        missing: t.choice("missing", &MISSING),
        na: t.choice("na", &NA),
        compared: compared.or(own).unwrap_or_default(),
        weigh_by: t.string("weigh_by"),
        evidence: t.text("evidence"),
        lead: t.text("lead"),
    }))
}
