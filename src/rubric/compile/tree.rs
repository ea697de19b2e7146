//! The tree as written: who stands under whom, of which kind, and what bears which name.

use std::collections::HashMap;

use crate::expr::{Names, NodeId, Type};
use crate::finding::{Code, Finding, nearest};
use crate::rubric::FieldType;
use crate::rubric::document::{At, Document};
use crate::rubric::rule::Rule;
use crate::rubric::scheme::{self, Kind, Scheme};

/// The sources of a field that a panel rule reads are its assessors.
pub(super) fn mark_panels(scheme: &mut Scheme) {
    let mut read = Vec::new();
    for node in &scheme.nodes {
        if let scheme::Body::Indicator(indicator) = &node.body
            && let Some((Rule::Panel { .. }, _)) = &indicator.score
        {
            read.push(indicator.value.as_ref().map_or_else(|| node.id.value.clone(), |v| v.value.trim().to_owned()));
        }
    }
    for field in &mut scheme.fields {
        field.panel = read.contains(&field.id);
    }
}

pub(super) fn names(doc: &Document<'_>, scheme: &Scheme) -> Names {
    let mut names = Names::default();
    for (index, field) in scheme.fields.iter().enumerate() {
        let kind = match field.kind {
            FieldType::Decimal | FieldType::Integer | FieldType::Percent => Type::Number,
            FieldType::Bool => Type::Bool,
            FieldType::Choice | FieldType::Text => Type::Text,
            FieldType::Date => Type::Date,
        };
        names.fields.insert(field.id.clone(), (index, kind));
    }
    let mut ids: HashMap<String, NodeId> = HashMap::new();
    for (index, node) in scheme.nodes.iter().enumerate() {
        if ids.insert(node.id.value.clone(), index).is_some() || node.id.value == "total" {
            doc.report(Finding::new(Code::DuplicateId).found(&node.id.value), &node.id.span);
        }
    }
    names.nodes = ids;
    names
}

pub(super) fn unknown_node(names: &Names, id: &At<String>) -> Finding {
    let mut known: Vec<&str> = names.nodes.keys().map(String::as_str).collect();
    known.sort_unstable();
    Finding::new(Code::UnknownName).found(&id.value).hint(nearest(&id.value, known).unwrap_or_default())
}

pub(super) fn tree(doc: &Document<'_>, scheme: &Scheme, names: &Names) -> (Vec<Option<NodeId>>, Vec<Vec<NodeId>>) {
    let mut parents = vec![None; scheme.nodes.len()];
    let mut children = vec![Vec::new(); scheme.nodes.len()];
    for (id, node) in scheme.nodes.iter().enumerate() {
        let Some(under) = &node.under else { continue };
        match names.nodes.get(&under.value) {
            Some(parent) if matches!(scheme.nodes[*parent].body, scheme::Body::Section(_)) => {
                // walking up from the parent must not come back here
                let mut above = Some(*parent);
                while let Some(at) = above.filter(|at| *at != id) {
                    above = parents[at];
                }
                if above.is_some() {
                    doc.report(
                        Finding::new(Code::Cycle).found(format!("{} → {}", node.id.value, under.value)),
                        &under.span,
                    );
                } else {
                    parents[id] = Some(*parent);
                    children[*parent].push(id);
                }
            }
            Some(_) => {
                doc.report(Finding::new(Code::BadValue).found(&under.value).expected("[[section]]"), &under.span);
            }
            None => doc.report(unknown_node(names, under), &under.span),
        }
    }
    (parents, children)
}

/// A node's kind is that of its top section; `kind` further down is an error.
pub(super) fn kinds(doc: &Document<'_>, scheme: &Scheme, parents: &[Option<NodeId>]) -> Vec<Kind> {
    let own = |id: NodeId| match &scheme.nodes[id].body {
        scheme::Body::Section(section) => section.kind.clone(),
        scheme::Body::Indicator(_) => None,
    };
    (0..scheme.nodes.len())
        .map(|id| {
            let mut top = id;
            while let Some(parent) = parents[top] {
                top = parent;
            }
            let kind = own(top).map_or(Kind::Normal, |(kind, _)| kind);
            if top != id
                && let Some((inner, span)) = own(id)
                && inner != kind
            {
                doc.report(
                    Finding::new(Code::BadValue).found(doc.slice(&span)).expected("kind on top sections only"),
                    &span,
                );
            }
            kind
        })
        .collect()
}

pub(super) fn grades(doc: &Document<'_>, scheme: &Scheme) {
    let count = scheme.grades.len();
    for (index, grade) in scheme.grades.iter().enumerate() {
        if scheme.grades[..index].iter().any(|g| g.name == grade.name) {
            doc.report(Finding::new(Code::DuplicateId).found(&grade.name), &grade.span);
        }
        if grade.at_least.is_none() && index + 1 < count {
            doc.report(Finding::new(Code::MissingKey).expected("at_least").found(&grade.name), &grade.span);
        }
        let above = scheme.grades[..index].iter().rev().find_map(|g| g.at_least.as_ref());
        if let (Some(at_least), Some(above)) = (&grade.at_least, above)
            && at_least >= above
        {
            let finding = Finding::new(Code::BadValue).found(at_least.to_string()).expected(format!("< {above}"));
            doc.report(finding, &grade.span);
        }
    }
}
