//! What differs between two rubrics, change by change: every change can be made or not made on its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::rubric::Rubric;
use crate::rubric::scheme::{Body, Node, Scheme};

use super::canon::{Canon, Keys, lines};
use super::value::Kind;

/// One change that can be made or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// What it is of.
    pub kind: Kind,
    /// Id of the top section that it stands in, for nodes; of the kind of target, for adjustments; else empty.
    pub section: String,
    /// Id of the node, field or veto; empty for what concerns the whole.
    pub id: String,
    /// As it was and is, where the printed scheme has no words for it.
    pub written: [String; 2],
}

/// Keys of a section or an indicator, by what they say.
const NODE_KEYS: [(Kind, &[&str]); 9] = [
    (Kind::Place, &["under"]),
    (Kind::Marks, &["marks", "marks_for"]),
    (Kind::Weight, &["weight"]),
    (Kind::Combine, &["kind", "cap", "combine", "marks_from"]),
    (Kind::Applies, &["applies"]),
    (Kind::Value, &["value"]),
    (Kind::Target, &["target"]),
    (Kind::Rule, &["better", "score"]),
    (Kind::Policies, &["missing", "na"]),
];
const NODES: [&str; 2] = ["section", "indicator"];

/// Everything that two rubrics, [bare](super::canon::bare), say differently.
pub fn of_rubrics(rubrics: [&Rubric; 2], canons: &[Canon; 2]) -> Vec<Switch> {
    let mut found = of_tables(canons);
    let tops = rubrics.map(top_sections);
    let section = |id: &str| tops.iter().rev().find_map(|top| top.get(id)).cloned().unwrap_or_default();
    for one in of_nodes(rubrics.map(|rubric| &rubric.scheme), canons) {
        found.push(Switch { section: section(&one.id), ..one });
    }
    found.extend(of_entries(canons, "veto", Kind::Veto));
    found
}

/// The id of every node's top section.
fn top_sections(rubric: &Rubric) -> BTreeMap<&str, String> {
    let id = |node: usize| rubric.scheme.nodes[node].id.value.as_str();
    let top = |mut node: usize| {
        while let Some(parent) = rubric.nodes[node].parent {
            node = parent;
        }
        id(node).to_owned()
    };
    (0..rubric.nodes.len()).map(|node| (id(node), top(node))).collect()
}

fn whole(kind: Kind, written: [String; 2]) -> Option<Switch> {
    let differs = written[0] != written[1];
    differs.then(|| Switch { kind, section: String::new(), id: String::new(), written })
}

fn of_tables(canons: &[Canon; 2]) -> Vec<Switch> {
    let head = |keys: &[&str]| {
        canons.each_ref().map(|canon| {
            let said = keys.iter().map(|key| (*key, canon.value("rubric", key)));
            let said: Vec<String> =
                said.filter(|(_, v)| !v.is_empty()).map(|(key, v)| format!("{key} = {v}")).collect();
            said.join("\n")
        })
    };
    let both = |of: &dyn Fn(&Canon) -> String| canons.each_ref().map(of);
    let [before, after] = head(&["period"]);
    let [was, is] = both(&|canon| canon.table("periods"));
    let joined = |a: String, b: String| [a, b].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n");
    let graded = both(&|canon| joined(canon.list("grade"), canon.table("grading")));
    [
        whole(Kind::FullMarks, head(&["full_marks", "cap_total"])),
        whole(Kind::Periods, [joined(before, was), joined(after, is)]),
        whole(Kind::Defaults, both(&|canon| canon.table("defaults"))),
        whole(Kind::Rounding, both(&|canon| canon.table("rounding"))),
        whole(Kind::Ranking, both(&|canon| canon.table("ranking"))),
        whole(Kind::Grades, graded),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Entries of a table by id, whatever of them differs.
fn of_entries(canons: &[Canon; 2], table: &str, kind: Kind) -> Vec<Switch> {
    let ids: BTreeSet<&String> =
        canons.iter().flat_map(|c| &c.entries).filter(|(own, ..)| own == table).map(|(_, id, _)| id).collect();
    let text = |canon: &Canon, id: &str| canon.entry(&[table], id).map(lines).unwrap_or_default();
    let one = |id: &String| {
        whole(kind, canons.each_ref().map(|canon| text(canon, id))).map(|s| Switch { id: id.clone(), ..s })
    };
    ids.into_iter().filter_map(one).collect()
}

fn of_nodes(schemes: [&Scheme; 2], canons: &[Canon; 2]) -> Vec<Switch> {
    let mut found = Vec::new();
    for (side, scheme) in schemes.into_iter().enumerate() {
        for node in &scheme.nodes {
            let id = node.id.value.as_str();
            if !one_sided(schemes, side, node) {
                // a node of both sides is looked at once
                let keys = (side == 0).then(|| of_node(id, canons));
                found.extend(keys.into_iter().flatten());
                continue;
            }
            // what is only on one side comes and goes with the highest section that is
            if node.under.as_ref().is_some_and(|under| is_one_sided(schemes, side, &under.value)) {
                continue;
            }
            let own = canons[side].entry(&NODES, id).map(lines).unwrap_or_default();
            // a section that became an indicator of the same id is one change
            let known = found.iter().position(|s: &Switch| s.kind == Kind::Node && s.id == id);
            let known = known.unwrap_or_else(|| {
                let switch =
                    Switch { kind: Kind::Node, section: String::new(), id: id.to_owned(), written: Default::default() };
                found.push(switch);
                found.len() - 1
            });
            found[known].written[side] = own;
        }
    }
    found
}

fn of_node<'c>(id: &'c str, canons: &'c [Canon; 2]) -> impl Iterator<Item = Switch> + use<'c> {
    let keys = canons.each_ref().map(|canon| canon.entry(&NODES, id).cloned().unwrap_or_default());
    NODE_KEYS.into_iter().filter_map(move |(kind, names)| {
        let own = |keys: &Keys| {
            let own = keys.iter().filter(|(key, _)| names.contains(&key.as_str()));
            lines(&own.map(|(key, value)| (key.clone(), value.clone())).collect())
        };
        whole(kind, keys.each_ref().map(own)).map(|s| Switch { id: id.to_owned(), ..s })
    })
}

/// Whether a node of one side has no counterpart of its own kind, section or indicator, on the other.
fn one_sided(schemes: [&Scheme; 2], side: usize, node: &Node) -> bool {
    let same = |other: &&Node| other.id.value == node.id.value;
    let alike = |other: &Node| matches!(other.body, Body::Section(_)) == matches!(node.body, Body::Section(_));
    !schemes[1 - side].nodes.iter().find(same).is_some_and(alike)
}

/// The same by id.
pub fn is_one_sided(schemes: [&Scheme; 2], side: usize, id: &str) -> bool {
    let node = schemes[side].nodes.iter().find(|node| node.id.value == id);
    node.is_some_and(|node| one_sided(schemes, side, node))
}

/// The node whose [`Switch`] a one-sided node comes and goes with.
pub fn root(schemes: [&Scheme; 2], side: usize, id: &str) -> String {
    let mut at = id;
    // a tree is not deeper than it has nodes
    for _ in &schemes[side].nodes {
        let node = schemes[side].nodes.iter().find(|node| node.id.value == at);
        match node.and_then(|node| node.under.as_ref()).filter(|under| is_one_sided(schemes, side, &under.value)) {
            Some(under) => at = &under.value,
            None => break,
        }
    }
    at.to_owned()
}
