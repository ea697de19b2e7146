//! The scheme as rows: one an indicator, with the names of the sections above it.

use serde::Serialize;

use crate::expr::NodeId;
use crate::finding::Lang;

use super::super::field::Field;
use super::super::model::Rubric;
use super::super::scheme::{Body, Combine, Kind, Node, Scalar};
use super::speaker::{Speaker, indicator};
use super::table::put;
use super::{clauses, sentence};

/// A section or an indicator as it is labelled down the side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// The node.
    pub node: NodeId,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its marks, by class where they differ; empty where it has none of its own.
    pub marks: String,
    /// How a section combines what is below it, and what it does to the total; empty for a plain sum.
    pub remark: String,
}

/// One indicator (指标) as people print it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SchemeRow {
    /// 一级, 二级, 三级指标 …: the sections from the top, then the indicator itself.
    pub labels: Vec<Label>,
    /// The indicator's id.
    pub id: String,
    /// 分值, by class where it differs.
    pub marks: String,
    /// 评分标准: the rule and its modifiers in words.
    pub rule: String,
    /// 目标值.
    pub target: String,
    /// 数据来源: who reports what.
    pub source: String,
    /// 佐证材料.
    pub evidence: String,
    /// 牵头部门.
    pub lead: String,
    /// Where it applies, and what holds for gaps, as far as the indicator says so itself.
    pub policies: String,
}

/// Every indicator in the order of the tree. A section without any has a row of its own.
#[must_use]
pub fn scheme_rows(rubric: &Rubric, lang: Lang) -> Vec<SchemeRow> {
    let speaker = Speaker::new(&rubric.scheme, lang);
    rubric
        .printed_order()
        .into_iter()
        .filter(|id| rubric.nodes[*id].children.is_empty())
        .map(|id| row(rubric, speaker, id, lang))
        .collect()
}

fn row(rubric: &Rubric, speaker: Speaker<'_>, id: NodeId, lang: Lang) -> SchemeRow {
    let mut path = vec![id];
    while let Some(parent) = path.last().and_then(|at| rubric.nodes[*at].parent) {
        path.push(parent);
    }
    path.reverse();
    let labels: Vec<Label> = path.iter().map(|at| label(rubric, speaker, *at)).collect();
    let node = &rubric.scheme.nodes[id];
    let (mut rule, policies) = clauses(rubric, id, lang);
    let mut row = SchemeRow {
        id: node.id.value.clone(),
        marks: marks(speaker, node),
        rule: String::new(),
        target: String::new(),
        source: String::new(),
        evidence: String::new(),
        lead: String::new(),
        policies: sentence(&policies, lang),
        labels,
    };
    match indicator(node) {
        Some(body) => {
            let unit = speaker.unit(node, body);
            row.target = body.target.as_ref().map(|t| speaker.measure(t, unit)).unwrap_or_default();
            row.source = sources(speaker, &speaker.fields_read(node, body));
            row.evidence.clone_from(&body.evidence);
            row.lead.clone_from(&body.lead);
        }
        None => rule.extend(row.labels.last().map(|l| l.remark.clone())),
    }
    row.rule = sentence(&rule, lang);
    row
}

/// Who reports the fields read: `质监局：抽检批次、合格批次`; only who, where one field bears the value.
fn sources(speaker: Speaker<'_>, fields: &[&Field]) -> String {
    let s = &speaker.w.sentence;
    let from = |field: &Field| match field.from.as_str() {
        "self" => speaker.w.column.self_report.to_owned(),
        _ if field.is_receipt() => speaker.w.column.receipt.to_owned(),
        other => other.to_owned(),
    };
    let mut by: Vec<(String, Vec<&str>)> = Vec::new();
    for field in fields {
        let who = from(field);
        match by.iter_mut().find(|(known, _)| *known == who) {
            Some((_, names)) => names.push(&field.name),
            None => by.push((who, vec![&field.name])),
        }
    }
    let lines: Vec<String> = by
        .iter()
        .map(|(who, names)| match (who.as_str(), fields.len()) {
            ("", _) => names.join(s.names),
            (who, 1) => who.to_owned(),
            (who, _) => format!("{who}{}{}", s.colon, names.join(s.names)),
        })
        .collect();
    lines.join(s.semicolon)
}

fn label(rubric: &Rubric, speaker: Speaker<'_>, id: NodeId) -> Label {
    let node = &rubric.scheme.nodes[id];
    Label {
        node: id,
        id: node.id.value.clone(),
        name: node.name.clone(),
        marks: marks(speaker, node),
        remark: remark(rubric, speaker, id),
    }
}

/// `8`; `8，二类：4` where a class differs.
fn marks(speaker: Speaker<'_>, node: &Node) -> String {
    let own = node.marks.as_ref().map(|marks| match marks {
        Scalar::Number(n) => n.to_string(),
        Scalar::Expr(at) => speaker.expr(at),
    });
    let classes = node.marks_for.iter().map(|(class, n)| put(speaker.w.column.by_class, &[class, &n.to_string()]));
    own.into_iter().chain(classes).collect::<Vec<_>>().join(speaker.w.sentence.comma)
}

/// What is particular about a section: how it combines, what it does to the total, where it applies, its weight.
fn remark(rubric: &Rubric, speaker: Speaker<'_>, id: NodeId) -> String {
    let (node, n) = (&rubric.scheme.nodes[id], &speaker.w.note);
    let mut parts = Vec::new();
    if let Body::Section(section) = &node.body {
        let top = rubric.nodes[id].parent.is_none();
        let cap = section.cap.as_ref().map(|cap| speaker.marks(&Scalar::Number(cap.clone())));
        match (rubric.nodes[id].kind, cap) {
            (Kind::Bonus, Some(cap)) => parts.push(put(n.kind_bonus_cap, &[&cap])),
            (Kind::Bonus, None) if top => parts.push(n.kind_bonus.to_owned()),
            (Kind::Penalty, Some(cap)) => parts.push(put(n.kind_penalty_cap, &[&cap])),
            (Kind::Penalty, None) if top => parts.push(n.kind_penalty.to_owned()),
            (Kind::Memo, _) if top => parts.push(n.kind_memo.to_owned()),
            _ => {}
        }
        let formula = section.marks_from.as_ref().map(|at| speaker.expr(at)).unwrap_or_default();
        let how = n.combine[match section.combine {
            Combine::Sum => 0,
            Combine::Mean => 1,
            Combine::Geometric => 2,
            Combine::Harmonic => 3,
            Combine::Min => 4,
            Combine::Max => 5,
            Combine::Formula => 6,
        }];
        if !how.is_empty() {
            parts.push(put(how, &[&formula]));
        }
        parts.extend(node.applies.as_ref().map(|at| put(speaker.w.policy.applies, &[&speaker.condition(at)])));
    }
    parts.extend(node.weight.as_ref().map(|w| put(n.weight, &[&w.to_string()])));
    parts.join(speaker.w.sentence.comma)
}
