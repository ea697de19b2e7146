//! The checked model: the scheme with every expression resolved and every rule lowered. This is what runs.

use crate::expr::{FieldId, Form, NodeId, NodeRef, Population};
use crate::number::{Exact, Rounding};

use super::fingerprint::RubricMark;
use super::layers::Layers;
use super::scheme::{Combine, Kind, MissingPolicy, NaPolicy, Scheme};

/// A rubric ready to score.
#[derive(Clone, Debug)]
pub struct Rubric {
    /// The scheme as written.
    pub scheme: Scheme,
    /// The texts that it was read from: its own, and below it those that it extends.
    pub layers: Layers,
    /// What the forms made from it are marked with.
    pub mark: RubricMark,
    /// Nodes, by the same index as in the scheme.
    pub nodes: Vec<Node>,
    /// Top nodes in order.
    pub tops: Vec<NodeId>,
    /// Every node after all that it depends on.
    pub order: Vec<NodeId>,
    /// What unit statistics are made from.
    pub populations: Vec<Population>,
    /// Conditions of the checks.
    pub checks: Vec<Form>,
    /// Vetoes with their conditions.
    pub vetoes: Vec<Veto>,
    /// The further conditions of the grades.
    pub also: Vec<Option<Form>>,
    /// Nodes that break ties.
    pub break_by: Vec<NodeRef>,
    /// How the totals of several periods are put together.
    pub periods: Option<Form>,
}

/// A node of the tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// The node above.
    pub parent: Option<NodeId>,
    /// The nodes below, in order.
    pub children: Vec<NodeId>,
    /// 1 for the top sections.
    pub level: usize,
    /// That of its top section.
    pub kind: Kind,
    /// Its marks for a unit; `None` where they are those of its children.
    pub marks: Option<Form>,
    /// Where it applies.
    pub applies: Option<Form>,
    /// What it is.
    pub body: Body,
}

/// What only sections, or only indicators, have.
#[derive(Clone, Debug)]
pub enum Body {
    /// A section.
    Section(Section),
    /// An indicator.
    Indicator(Box<Indicator>),
}

/// A section, ready to add up.
#[derive(Clone, Debug)]
pub struct Section {
    /// How its children are combined.
    pub combine: Combine,
    /// Its score, for `combine = "formula"`.
    pub formula: Option<Form>,
    /// The most that a bonus adds or a penalty takes.
    pub cap: Option<Exact>,
}

/// An indicator, its rule lowered.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Its value.
    pub value: Option<Form>,
    /// Its target.
    pub target: Option<Form>,
    /// Its marks, in terms of the above.
    pub score: Form,
    /// The least that it may give.
    pub floor: Form,
    /// The most that it may give.
    pub cap: Option<Form>,
    /// By what its value is weighted where all units are taken together.
    pub weight: Option<Form>,
    /// The path that its value is to take, for `trajectory`.
    pub path: Option<Path>,
    /// True where full marks are given whatever the value.
    pub exempt: Option<Form>,
    /// True where no marks are given whatever the value.
    pub void: Option<Form>,
    /// Where the value is missing.
    pub missing: MissingPolicy,
    /// Where it is not applicable.
    pub na: NaPolicy,
    /// The mean and the worst of its scores are of these units.
    pub compared: crate::expr::Compared,
    /// Rounding of its score.
    pub rounding: Option<Rounding>,
    /// The field whose marks need a reason.
    pub reason: Option<FieldId>,
    /// Every field that it reads, in order of first mention.
    pub inputs: Vec<FieldId>,
    /// What is taken where its value is missing, in place of its policy; `None` in a rubric as it is read.
    pub supposed: Option<Supposed>,
}

/// How everything missing is supposed to turn out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supposed {
    /// Every mark that the indicator can give, and nothing taken by a penalty.
    Best,
    /// Nothing, or all that a penalty can take.
    Worst,
}

/// A planned path (规划路径): a straight line from a baseline in one period to a target in another.
#[derive(Clone, Debug)]
pub struct Path {
    /// Where it begins.
    pub baseline: Form,
    /// Where it ends.
    pub target: Form,
    /// The periods of the two.
    pub ends: [String; 2],
    /// The period judged; the one scored where there is none.
    pub at: Option<String>,
    /// Progress over what was to be expected by then.
    pub pace: Form,
    /// How far the pace may be from 1 and still count as on the path (正常).
    pub normal: Exact,
}

/// A veto, resolved.
#[derive(Clone, Debug)]
pub struct Veto {
    /// Its condition; `None` where only an adjustment can pronounce it.
    pub when: Option<Form>,
    /// What it does.
    pub effects: Vec<Effect>,
    /// The fields that its condition reads.
    pub inputs: Vec<FieldId>,
}

/// What a veto does.
#[derive(Clone, Debug)]
pub enum Effect {
    /// This grade, by index.
    Grade(usize),
    /// No better grade than this, by index.
    CapGrade(usize),
    /// Marks off the total.
    Deduct(Form),
    /// The node's score becomes nought.
    Zero(NodeRef),
    /// Neither rank nor grade.
    Disqualify,
}

impl Rubric {
    /// The indicator at this node, if it is one.
    #[must_use]
    pub fn indicator(&self, node: NodeId) -> Option<&Indicator> {
        match &self.nodes[node].body {
            Body::Indicator(indicator) => Some(indicator.as_ref()),
            Body::Section(_) => None,
        }
    }

    /// The same rubric with everything missing supposed to turn out in one way, whatever its policies say.
    #[must_use]
    pub fn supposing(&self, supposed: Supposed) -> Self {
        let mut rubric = self.clone();
        for node in &mut rubric.nodes {
            if let Body::Indicator(indicator) = &mut node.body {
                indicator.supposed = Some(supposed);
            }
        }
        rubric
    }

    /// The periods scored: one, unless `[periods]` names several.
    #[must_use]
    pub fn scored_periods(&self) -> Vec<&str> {
        match &self.scheme.periods {
            Some(periods) => periods.score.iter().map(String::as_str).collect(),
            None => vec![self.scheme.head.period.as_str()],
        }
    }

    /// The source of what units say of themselves: `self`, or the least authoritative where that is not declared.
    #[must_use]
    pub fn own_source(&self) -> &str {
        let sources = &self.scheme.sources;
        let own = sources.iter().find(|s| s.id == "self").or(sources.last());
        own.map_or("self", |s| s.id.as_str())
    }

    /// The node with this id, or the total.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<NodeRef> {
        self.scheme
            .nodes
            .iter()
            .position(|n| n.id.value == id)
            .map(NodeRef::Node)
            .or_else(|| (id == "total").then_some(NodeRef::Total))
    }

    /// The id of a node.
    #[must_use]
    pub fn node_id(&self, node: NodeRef) -> &str {
        match node {
            NodeRef::Node(node) => &self.scheme.nodes[node].id.value,
            NodeRef::Total => "total",
        }
    }

    /// For every node, the nodes whose scores hang on its own, itself left out, in the order of evaluation.
    #[must_use]
    pub fn dependents(&self) -> Vec<Vec<NodeId>> {
        let needs: Vec<Vec<NodeId>> =
            self.nodes.iter().map(|node| super::order::needs(node, &self.populations)).collect();
        let of = |node: NodeId| {
            let mut touched = vec![false; self.nodes.len()];
            touched[node] = true;
            let mut found = Vec::new();
            for later in self.order.iter().copied().filter(|n| *n != node) {
                if needs[later].iter().any(|need| touched[*need]) {
                    touched[later] = true;
                    found.push(later);
                }
            }
            found
        };
        (0..self.nodes.len()).map(of).collect()
    }

    /// Every node, depth first in the order of the file: the order in which people print the scheme.
    #[must_use]
    pub fn printed_order(&self) -> Vec<NodeId> {
        fn visit(rubric: &Rubric, node: NodeId, out: &mut Vec<NodeId>) {
            out.push(node);
            for child in &rubric.nodes[node].children {
                visit(rubric, *child, out);
            }
        }
        let mut out = Vec::with_capacity(self.nodes.len());
        for top in &self.tops {
            visit(self, *top, &mut out);
        }
        out
    }
}

/// A period as a number of years: `2015`, or `2015-03` as two twelfths after the beginning of 2015.
#[must_use]
pub fn years(period: &str) -> Option<Exact> {
    let (year, month) = match period.split_once('-') {
        Some((year, month)) => (year, Some(month)),
        None => (period, None),
    };
    let year: Exact = Some(year).filter(|y| y.len() == 4).and_then(|y| y.parse().ok())?;
    let Some(month) = month else { return Some(year) };
    let month: i64 = month.parse().ok().filter(|m| (1..=12).contains(m))?;
    Some(&year + &Exact::ratio(month - 1, 12)?)
}
