//! Where a unit's marks came from, in every scoring that it is part of.

use std::path::Path;

use serde::Serialize;

use crate::expr::{NodeId, NodeRef};
use crate::finding::{Code, Finding, Lang, nearest};
use crate::register::Lookup;
use crate::rubric::Rubric;
use crate::score::Explanation;

use super::{Assessment, Failure, Options};

/// A unit's marks in one scoring, explained.
#[derive(Clone, Debug, Serialize)]
pub struct UnitExplained {
    /// Official name of the unit.
    pub unit: String,
    /// Id of the rubric.
    pub rubric: String,
    /// Title of the rubric.
    pub title: String,
    /// Language of the explanation.
    pub lang: Lang,
    /// Node by node.
    pub explanation: Explanation,
}

/// Explains a unit's total, or one node with all below it, in each scoring whose register has the unit and whose rubric has
/// the node.
pub fn explain(dir: &Path, unit: &str, node: Option<&str>, options: &Options) -> Result<Vec<UnitExplained>, Failure> {
    let assessment = Assessment::open(dir, options)?;
    let spoken = assessment.scorings.first().map(|s| s.lang);
    let fail = |finding: Finding| Failure { findings: vec![finding], lang: spoken, ..Failure::default() };
    let mut explained = Vec::new();
    let mut no_unit: Option<String> = None;
    let mut no_node = None;
    for scoring in &assessment.scorings {
        let unit = match scoring.register.find(unit) {
            Lookup::Unit(unit) => unit,
            Lookup::Ambiguous(several) => {
                let names: Vec<&str> = several.iter().map(|u| scoring.register.units()[*u].name.as_str()).collect();
                return Err(fail(Finding::new(Code::AmbiguousUnit).found(unit).expected(names.join(", "))));
            }
            Lookup::Unknown(near) => {
                no_unit = no_unit.or(near);
                continue;
            }
        };
        let at = match node.map(|name| find_node(&scoring.rubric, name)) {
            None => None,
            Some(Ok(at)) => at,
            Some(Err(finding)) => {
                no_node = Some(finding);
                continue;
            }
        };
        let scored = scoring.score(scoring.gather(dir, &mut |_, _| {}));
        let input = scoring.input(&scored.gathered);
        explained.push(UnitExplained {
            unit: scoring.register.units()[unit].name.clone(),
            rubric: scoring.rubric.scheme.head.id.clone(),
            title: scoring.rubric.scheme.head.title.clone(),
            lang: scoring.lang,
            explanation: crate::score::explain(&input, &scored.outcome, unit, at, scoring.lang),
        });
    }
    match (explained.is_empty(), no_node) {
        (false, _) => Ok(explained),
        (true, Some(finding)) => Err(fail(finding)),
        (true, None) => Err(fail(Finding::new(Code::UnknownUnit).found(unit).hint(no_unit.unwrap_or_default()))),
    }
}

/// A node by id, or by a name that only one bears; `None` for the total.
fn find_node(rubric: &Rubric, name: &str) -> Result<Option<NodeId>, Finding> {
    match rubric.node(name) {
        Some(NodeRef::Node(node)) => return Ok(Some(node)),
        Some(NodeRef::Total) => return Ok(None),
        None => {}
    }
    let nodes = &rubric.scheme.nodes;
    let mut named = nodes.iter().enumerate().filter(|(_, n)| n.name == name).map(|(index, _)| index);
    if let (Some(only), None) = (named.next(), named.next()) {
        return Ok(Some(only));
    }
    let known = nodes.iter().flat_map(|n| [n.id.value.as_str(), n.name.as_str()]);
    let ids: Vec<&str> = nodes.iter().map(|n| n.id.value.as_str()).collect();
    let near = nearest(name, known).unwrap_or_default();
    Err(Finding::new(Code::UnknownName).found(name).hint(near).expected(ids.join(" ")))
}
