//! The sheets beside the ranking, one file each: what they draw on is in [`Report`], what they say in `text/sheets`.

pub(super) mod apart;
pub(super) mod charts;
pub(super) mod cover;
pub(super) mod deductions;
pub(super) mod differences;
pub(super) mod duties;
pub(super) mod evidence;
pub(super) mod losses;
pub(super) mod own;
pub(super) mod progress;
pub(super) mod range;
pub(super) mod roll_up;
pub(super) mod sections;
pub(super) mod sources;
pub(super) mod stages;
pub(super) mod vetoes;

use crate::expr::NodeId;
use crate::number::Exact;
use crate::observe::{Reading, Value};
use crate::rubric::scheme::Kind;

use super::Report;

/// The marks that a unit lost on a node: those not given, or those taken off by a penalty; `None` where there is no score.
fn lost(report: &Report<'_>, node: NodeId, unit: usize) -> Option<Exact> {
    let result = report.outcome.node(node, unit)?;
    let score = result.score.as_ref()?;
    match report.rubric.nodes[node].kind {
        Kind::Normal => Some(result.marks.clone() - score.clone()),
        Kind::Penalty => Some(Exact::ZERO - score.clone()),
        Kind::Bonus | Kind::Memo => None,
    }
}

/// The indicators that marks can be lost on, in printed order.
fn losable(report: &Report<'_>) -> Vec<NodeId> {
    let rubric = report.rubric;
    let kind = |n: &NodeId| matches!(rubric.nodes[*n].kind, Kind::Normal | Kind::Penalty);
    rubric.printed_order().into_iter().filter(|n| rubric.indicator(*n).is_some()).filter(kind).collect()
}

/// The top section of a node, by name.
fn section_name<'a>(report: &Report<'a>, node: NodeId) -> &'a str {
    let mut at = node;
    while let Some(parent) = report.rubric.nodes[at].parent {
        at = parent;
    }
    &report.rubric.scheme.nodes[at].name
}

/// Decimals of values at most.
const PLACES: i8 = 4;

/// An indicator's value as people read it, with its unit of measure.
fn value_text(value: Option<&Value>) -> String {
    match value {
        Some(Value::Number(x)) => x.display(PLACES),
        Some(Value::Bool(yes)) => if *yes { "√" } else { "×" }.to_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// A reading as people read it.
fn reading_text(reading: &Reading, na: &str) -> String {
    match reading {
        Reading::Value(value) => value_text(Some(value)),
        Reading::Missing => String::new(),
        Reading::NotApplicable => na.to_owned(),
    }
}
