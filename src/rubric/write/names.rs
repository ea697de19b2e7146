//! What choices are called in a rubric.

use crate::expr::Compared;

use super::super::rule::Rule;
use super::super::scheme::{Combine, Kind, MissingPolicy, NaPolicy, Ties};

/// The name of a rule in a rubric.
#[must_use]
pub const fn rule_name(rule: &Rule) -> &'static str {
    match rule {
        Rule::Meet => "meet",
        Rule::Deduct { .. } => "deduct",
        Rule::Bands { .. } => "bands",
        Rule::Ratio => "ratio",
        Rule::Anchors { .. } => "anchors",
        Rule::Efficacy { .. } => "efficacy",
        Rule::Versus { .. } => "versus",
        Rule::Rank { .. } => "rank",
        Rule::Count { .. } => "count",
        Rule::Choice { .. } => "choice",
        Rule::Checklist { .. } => "checklist",
        Rule::Given { .. } => "given",
        Rule::Panel { .. } => "panel",
        Rule::Trajectory { .. } => "trajectory",
        Rule::Formula { .. } => "formula",
    }
}

/// A policy's name in a rubric.
#[must_use]
pub const fn missing(policy: MissingPolicy) -> &'static str {
    match policy {
        MissingPolicy::Zero => "zero",
        MissingPolicy::Mean => "mean",
        MissingPolicy::Worst => "worst",
        MissingPolicy::Previous => "previous",
        MissingPolicy::Reject => "reject",
    }
}

/// A policy's name in a rubric.
#[must_use]
pub const fn not_applicable(policy: NaPolicy) -> &'static str {
    match policy {
        NaPolicy::Rescale => "rescale",
        NaPolicy::Full => "full",
        NaPolicy::Mean => "mean",
        NaPolicy::Zero => "zero",
    }
}

/// The name in a rubric of which units are compared.
#[must_use]
pub const fn compared(compared: Compared) -> &'static str {
    match compared {
        Compared::All => "all",
        Compared::Group => "group",
        Compared::Class => "class",
    }
}

/// A combination's name in a rubric.
#[must_use]
pub const fn combine(combine: Combine) -> &'static str {
    match combine {
        Combine::Sum => "sum",
        Combine::Mean => "mean",
        Combine::Geometric => "geometric",
        Combine::Harmonic => "harmonic",
        Combine::Min => "min",
        Combine::Max => "max",
        Combine::Formula => "formula",
    }
}

/// A kind's name in a rubric.
#[must_use]
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Normal => "normal",
        Kind::Bonus => "bonus",
        Kind::Penalty => "penalty",
        Kind::Memo => "memo",
    }
}

/// The name in a rubric of how ties are numbered.
#[must_use]
pub const fn ties(ties: Ties) -> &'static str {
    match ties {
        Ties::Competition => "competition",
        Ties::Dense => "dense",
        Ties::Average => "average",
        Ties::Ordinal => "ordinal",
    }
}
