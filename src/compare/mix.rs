//! A rubric with some of the changes made and the others not, put together from two.

use crate::rubric::scheme::{Body, Node, Scheme};

use super::switch::{self, Switch};
use super::value::Kind;

/// The two schemes, bare, with one list of fields.
#[derive(Debug)]
pub struct Mix {
    schemes: [Scheme; 2],
    /// The nodes of both in one order, each with what decides whether it is there: the node that it comes and goes with.
    nodes: Vec<Mixed>,
}

/// A node of either side.
#[derive(Debug)]
struct Mixed {
    /// Its index in each of the schemes.
    at: [Option<usize>; 2],
    /// Where it is only on one side: the id of the node that it comes and goes with.
    root: Option<String>,
}

impl Mix {
    /// From two bare schemes.
    pub fn new(mut schemes: [Scheme; 2]) -> Self {
        let fields = union(&schemes[1].fields, &schemes[0].fields, |field| field.id.clone());
        for scheme in &mut schemes {
            let old = std::mem::take(&mut scheme.fields);
            let own = |id: &str| old.iter().find(|field| field.id == id).cloned();
            scheme.fields = fields.iter().map(|field| own(&field.id).unwrap_or_else(|| field.clone())).collect();
            scheme.field_spans = vec![0..0; scheme.fields.len()];
        }
        let nodes = nodes([&schemes[0], &schemes[1]]);
        Self { schemes, nodes }
    }

    /// The ids of the fields, in the order of every mixed scheme.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.schemes[1].fields.iter().map(|field| field.id.as_str())
    }

    /// Whether a field is defined differently on the two sides.
    pub fn differs(&self, field: usize) -> bool {
        let [a, b] = self.schemes.each_ref().map(|scheme| &scheme.fields[field]);
        (a.kind, a.panel) != (b.kind, b.panel)
    }

    /// The scheme with those changes made for which `is_made` says so.
    pub fn scheme(&self, is_made: impl Fn(Kind, &str) -> bool) -> Scheme {
        let [before, after] = &self.schemes;
        let side = |kind: Kind, id: &str| if is_made(kind, id) { after } else { before };
        let whole = |kind: Kind| side(kind, "");
        let mut head = before.head.clone();
        let (full, periods) = (whole(Kind::FullMarks), whole(Kind::Periods));
        head.full_marks.clone_from(&full.head.full_marks);
        head.cap_total = full.head.cap_total;
        head.period.clone_from(&periods.head.period);
        let graded = whole(Kind::Grades);
        let fields = before.fields.iter().zip(&after.fields);
        let fields = fields.map(|(a, b)| if is_made(Kind::Data, &a.id) { b.clone() } else { a.clone() }).collect();
        let vetoes =
            union(&after.vetoes, &before.vetoes, |veto| veto.id.value.clone()).into_iter().filter_map(|veto| {
                let own = side(Kind::Veto, &veto.id.value).vetoes.iter().find(|own| own.id.value == veto.id.value);
                own.cloned()
            });
        Scheme {
            head,
            rounding: whole(Kind::Rounding).rounding,
            ranking: whole(Kind::Ranking).ranking.clone(),
            grading: graded.grading,
            defaults: whole(Kind::Defaults).defaults,
            grades: graded.grades.clone(),
            sources: Vec::new(),
            fields,
            field_spans: before.field_spans.clone(),
            checks: Vec::new(),
            nodes: self.mixed_nodes(&is_made),
            vetoes: vetoes.collect(),
            periods: periods.periods.clone(),
        }
    }

    fn mixed_nodes(&self, is_made: &impl Fn(Kind, &str) -> bool) -> Vec<Node> {
        let node = |side: usize, at: usize| &self.schemes[side].nodes[at];
        let one = |mixed: &Mixed| match (mixed.at, &mixed.root) {
            ([Some(before), Some(after)], None) => Some(overlaid(node(0, before), node(1, after), is_made)),
            ([Some(before), None], Some(root)) => (!is_made(Kind::Node, root)).then(|| node(0, before).clone()),
            ([None, Some(after)], Some(root)) => is_made(Kind::Node, root).then(|| node(1, after).clone()),
            _ => None,
        };
        self.nodes.iter().filter_map(one).collect()
    }
}

/// A node with those of its keys that are changed.
fn overlaid(before: &Node, after: &Node, is_made: &impl Fn(Kind, &str) -> bool) -> Node {
    let made = |kind: Kind| is_made(kind, &before.id.value);
    let pick = |kind: Kind| if made(kind) { after } else { before };
    let mut node = before.clone();
    node.under.clone_from(&pick(Kind::Place).under);
    let marks = pick(Kind::Marks);
    node.marks.clone_from(&marks.marks);
    node.marks_for.clone_from(&marks.marks_for);
    node.weight.clone_from(&pick(Kind::Weight).weight);
    node.applies.clone_from(&pick(Kind::Applies).applies);
    match (&mut node.body, &after.body) {
        (Body::Section(own), Body::Section(other)) if made(Kind::Combine) => own.clone_from(other),
        (Body::Indicator(own), Body::Indicator(other)) => {
            if made(Kind::Value) {
                own.value.clone_from(&other.value);
            }
            if made(Kind::Target) {
                own.target.clone_from(&other.target);
            }
            if made(Kind::Rule) {
                own.lower_is_better = other.lower_is_better;
                own.score.clone_from(&other.score);
                own.compared = other.compared;
            }
            if made(Kind::Policies) {
                (own.missing, own.na) = (other.missing, other.na);
            }
        }
        _ => {}
    }
    node
}

/// The nodes of the later scheme in order; those that are only in the earlier one stand behind the one before them there.
fn nodes(schemes: [&Scheme; 2]) -> Vec<Mixed> {
    let position = |side: usize, id: &str| schemes[side].nodes.iter().position(|node| node.id.value == id);
    let mut mixed: Vec<Mixed> = Vec::new();
    for (at, node) in schemes[1].nodes.iter().enumerate() {
        let id = node.id.value.as_str();
        let alone = switch::is_one_sided(schemes, 1, id);
        let root = alone.then(|| switch::root(schemes, 1, id));
        mixed.push(Mixed { at: [position(0, id).filter(|_| !alone), Some(at)], root });
    }
    let mut behind = 0;
    for (at, node) in schemes[0].nodes.iter().enumerate() {
        let id = node.id.value.as_str();
        if let Some(known) = mixed.iter().position(|m| m.at[0] == Some(at)) {
            behind = known + 1;
            continue;
        }
        mixed.insert(behind, Mixed { at: [Some(at), None], root: Some(switch::root(schemes, 0, id)) });
        behind += 1;
    }
    mixed
}

/// All of the first list, then those of the second whose key is not among them.
fn union<T: Clone>(first: &[T], second: &[T], key: impl Fn(&T) -> String) -> Vec<T> {
    let known: std::collections::BTreeSet<String> = first.iter().map(&key).collect();
    first.iter().chain(second.iter().filter(|item| !known.contains(&key(item)))).cloned().collect()
}

/// Whether a change is of the rubric itself, so that another choice of such changes is another rubric.
pub fn is_of_rubric(switch: &Switch) -> bool {
    !matches!(switch.kind, Kind::Adjustments | Kind::Register | Kind::Responsibilities | Kind::Wording)
}
