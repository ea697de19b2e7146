//! The order of evaluation: every node after what it depends on, and the cycles that make that impossible.

use crate::expr::{Form, NodeId, NodeRef, Population};
use crate::finding::{Code, Finding};

use super::document::Document;
use super::model::{Body, Node};
use super::scheme::Scheme;

/// Nodes in an order in which each can be scored; `None` where there is a cycle, which has then been reported.
pub(super) fn order(
    doc: &Document<'_>,
    scheme: &Scheme,
    nodes: &[Node],
    populations: &[Population],
) -> Option<Vec<NodeId>> {
    let needs: Vec<Vec<NodeId>> = nodes.iter().map(|node| needs(node, populations)).collect();
    let mut search =
        Search { needs: &needs, state: vec![State::New; nodes.len()], order: Vec::new(), path: Vec::new() };
    let mut cyclic = false;
    for id in 0..nodes.len() {
        if let Err(cycle) = search.visit(id) {
            let names: Vec<&str> = cycle.iter().map(|n| scheme.nodes[*n].id.value.as_str()).collect();
            doc.report(Finding::new(Code::Cycle).found(names.join(" → ")), &scheme.nodes[cycle[0]].id.span);
            cyclic = true;
            // what was on the way is done with, so that other cycles are found as well
            for open in std::mem::take(&mut search.path) {
                search.state[open] = State::Done;
            }
        }
    }
    (!cyclic).then_some(search.order)
}

/// The nodes whose scores a node is made from, its children first.
pub(super) fn needs(node: &Node, populations: &[Population]) -> Vec<NodeId> {
    let mut needs = node.children.clone();
    for form in forms(node) {
        references(form, populations, &mut needs);
    }
    needs
}

fn forms(node: &Node) -> Vec<&Form> {
    let mut forms: Vec<&Form> = node.marks.iter().chain(&node.applies).collect();
    match &node.body {
        Body::Section(section) => forms.extend(&section.formula),
        Body::Indicator(indicator) => {
            forms.extend(
                indicator
                    .value
                    .iter()
                    .chain(&indicator.target)
                    .chain(&indicator.cap)
                    .chain(indicator.path.iter().map(|path| &path.pace)),
            );
            forms.extend([&indicator.score, &indicator.floor]);
        }
    }
    forms
}

fn references(form: &Form, populations: &[Population], needs: &mut Vec<NodeId>) {
    let mut inner = Vec::new();
    form.walk(&mut |part| match part {
        Form::Score(NodeRef::Node(node)) | Form::Share(NodeRef::Node(node)) => needs.push(*node),
        Form::Units(_, population) => inner.push(*population),
        _ => {}
    });
    for population in inner {
        references(&populations[population].of, populations, needs);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

struct Search<'a> {
    needs: &'a [Vec<NodeId>],
    state: Vec<State>,
    order: Vec<NodeId>,
    path: Vec<NodeId>,
}

impl Search<'_> {
    fn visit(&mut self, id: NodeId) -> Result<(), Vec<NodeId>> {
        match self.state[id] {
            State::Done => return Ok(()),
            State::Open => {
                let from = self.path.iter().position(|n| *n == id).unwrap_or(0);
                let mut cycle = self.path[from..].to_vec();
                cycle.push(id);
                return Err(cycle);
            }
            State::New => {}
        }
        self.state[id] = State::Open;
        self.path.push(id);
        for next in &self.needs[id] {
            self.visit(*next)?;
        }
        self.path.pop();
        self.state[id] = State::Done;
        self.order.push(id);
        Ok(())
    }
}
