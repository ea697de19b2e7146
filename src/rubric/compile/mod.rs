//! [`Scheme`] → [`Rubric`]: names resolved, expressions compiled, rules lowered, order of evaluation found.

mod tree;

use std::ops::Range;

use crate::expr::{Allowed, Compared, FieldId, Form, Names, NodeId, NodeRef, Population, Scope, Type, check, parse};
use crate::finding::{Code, Finding, nearest};

use crate::rubric::document::{At, Document};
use crate::rubric::fingerprint::RubricMark;
use crate::rubric::indicator;
use crate::rubric::layers::Layers;
use crate::rubric::model::{Body, Effect, Node, Rubric, Section, Veto};
use crate::rubric::order;
use crate::rubric::scheme::{self, Combine, Kind, Scalar, Scheme};

/// What is being built, and where findings go.
pub(super) struct Builder<'d, 'a> {
    pub doc: &'d Document<'a>,
    pub scheme: &'d Scheme,
    pub names: Names,
    pub populations: Vec<Population>,
    pub kinds: Vec<Kind>,
    pub children: Vec<Vec<NodeId>>,
    pub parents: Vec<Option<NodeId>>,
}

/// Where an expression stands and what it must yield.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub allowed: Allowed,
    pub owner: Option<NodeId>,
    pub compared: Compared,
    pub everyone: bool,
}

/// Observations, scores and statistics, but nothing about an indicator at hand.
const PLAIN: Allowed =
    Allowed { fields: true, value: false, target: false, marks: false, scores: true, standing: false, periods: false };

pub(super) fn build(doc: &Document<'_>, mut scheme: Scheme, layers: &Layers) -> Option<Rubric> {
    tree::mark_panels(&mut scheme);
    let names = tree::names(doc, &scheme);
    let (parents, children) = tree::tree(doc, &scheme, &names);
    let kinds = tree::kinds(doc, &scheme, &parents);
    let mut b = Builder { doc, scheme: &scheme, names, populations: Vec::new(), kinds, children, parents };
    let nodes: Vec<Node> = (0..scheme.nodes.len()).map(|id| b.node(id).unwrap_or_else(|| b.placeholder(id))).collect();
    let checks: Vec<Option<Form>> = scheme.checks.iter().map(|c| b.condition(&c.when, plain_spot(PLAIN))).collect();
    let vetoes: Vec<Option<Veto>> = scheme.vetoes.iter().map(|v| b.veto(v)).collect();
    let also: Vec<Option<Option<Form>>> = scheme.grades.iter().map(|g| b.also(g)).collect();
    let periods = scheme.periods.as_ref().map(|p| b.periods(p));
    let break_by: Vec<Option<NodeRef>> = scheme.ranking.break_by.iter().map(|id| b.node_ref(id)).collect();
    tree::grades(doc, &scheme);
    let tops: Vec<NodeId> = (0..scheme.nodes.len()).filter(|id| b.parents[*id].is_none()).collect();
    if scheme.nodes.is_empty() {
        doc.report(Finding::new(Code::MissingKey).expected("[[section]], [[indicator]]"), &(0..0));
    }
    let populations = std::mem::take(&mut b.populations);
    let order = order::order(doc, &scheme, &nodes, &populations)?;
    let rubric = Rubric {
        layers: layers.clone(),
        mark: RubricMark::of(&scheme, layers.standing()),
        nodes,
        tops,
        order,
        populations,
        checks: checks.into_iter().flatten().collect(),
        vetoes: vetoes.into_iter().flatten().collect(),
        also: also.into_iter().map(Option::flatten).collect(),
        break_by: break_by.into_iter().flatten().collect(),
        periods: periods.flatten(),
        scheme,
    };
    Some(rubric)
}

const fn plain_spot(allowed: Allowed) -> Spot {
    Spot { allowed, owner: None, compared: Compared::All, everyone: false }
}

impl Builder<'_, '_> {
    /// Compiles an expression, with findings at the very characters concerned.
    pub fn compile(&mut self, at: &At<String>, spot: Spot) -> Option<(Form, Type)> {
        let ast = match parse(&at.value) {
            Ok(ast) => ast,
            Err(error) => {
                let span = self.inner_span(at, &error.span);
                self.doc
                    .report(Finding::new(Code::ExpressionSyntax).found(error.found).expected(error.expected), &span);
                return None;
            }
        };
        let mut problems = Vec::new();
        let mut scope = Scope {
            names: &self.names,
            allowed: spot.allowed,
            owner: spot.owner,
            compared: spot.compared,
            everyone: spot.everyone,
            populations: &mut self.populations,
        };
        let checked = check(&ast, &mut scope, &mut problems);
        for problem in &problems {
            let span = self.inner_span(at, &problem.span);
            let finding =
                Finding::new(problem.code).found(&problem.found).expected(&problem.expected).hint(&problem.hint);
            self.doc.report(finding, &span);
        }
        checked.filter(|_| problems.is_empty())
    }

    /// Bytes of the document for bytes of an expression's text: exact unless the text is written with escapes.
    fn inner_span(&self, at: &At<String>, inner: &Range<usize>) -> Range<usize> {
        match self.doc.slice(&at.span).find(&at.value) {
            Some(offset) if !at.value.is_empty() => {
                let start = at.span.start + offset;
                start + inner.start..(start + inner.end).max(start + inner.start + 1).min(at.span.end)
            }
            _ => at.span.clone(),
        }
    }

    fn of_type(&mut self, at: &At<String>, spot: Spot, wanted: Type, expected: &str) -> Option<Form> {
        let (form, kind) = self.compile(at, spot)?;
        let fits = kind == wanted || (wanted == Type::Number && kind == Type::Bool);
        if !fits {
            self.doc.report(Finding::new(Code::ExpressionType).found(&at.value).expected(expected), &at.span);
        }
        fits.then_some(form)
    }

    /// An expression that is true or false.
    pub fn condition(&mut self, at: &At<String>, spot: Spot) -> Option<Form> {
        self.of_type(at, spot, Type::Bool, "condition (such as `x > 0`)")
    }

    /// An expression that is a number.
    pub fn numeric(&mut self, at: &At<String>, spot: Spot) -> Option<Form> {
        self.of_type(at, spot, Type::Number, "number")
    }

    /// A number or an expression that is one.
    pub fn scalar(&mut self, scalar: &Scalar, spot: Spot) -> Option<Form> {
        match scalar {
            Scalar::Number(n) => Some(Form::Num(n.clone())),
            Scalar::Expr(at) => self.numeric(at, spot),
        }
    }

    fn node(&mut self, id: NodeId) -> Option<Node> {
        let scheme = self.scheme;
        let node = &scheme.nodes[id];
        let marks = self.marks(id);
        let compared = match &node.body {
            scheme::Body::Indicator(body) => body.compared,
            scheme::Body::Section(_) => Compared::All,
        };
        let spot = Spot { compared, ..plain_spot(PLAIN) };
        let applies = node.applies.as_ref().map(|at| self.condition(at, spot));
        let body = match &node.body {
            scheme::Body::Section(section) => {
                if self.children[id].is_empty() && section.combine != Combine::Formula {
                    let finding =
                        Finding::new(Code::RubricOdd).level(crate::finding::Level::Error).field(&node.id.value);
                    self.doc.report(finding.found(format!("{}: 没有下级指标 / no children", node.name)), &node.id.span);
                }
                let formula = section.marks_from.as_ref().filter(|_| section.combine == Combine::Formula);
                let allowed = Allowed { marks: true, ..PLAIN };
                let formula = match formula {
                    Some(at) => Some(self.numeric(at, plain_spot(allowed))?),
                    None => None,
                };
                Body::Section(Section { combine: section.combine, formula, cap: section.cap.clone() })
            }
            scheme::Body::Indicator(body) => Body::Indicator(Box::new(indicator::build(self, id, body.as_ref())?)),
        };
        let mut level = 1;
        let mut above = self.parents[id];
        while let Some(parent) = above {
            level += 1;
            above = self.parents[parent];
        }
        Some(Node {
            parent: self.parents[id],
            children: self.children[id].clone(),
            level,
            kind: self.kinds[id],
            marks: marks?,
            applies: match applies {
                Some(applies) => Some(applies?),
                None => None,
            },
            body,
        })
    }

    /// Stands for a node with an error, so that the rest can still be looked at.
    fn placeholder(&self, id: NodeId) -> Node {
        let scheme = &self.scheme.nodes[id];
        let marks = match &scheme.marks {
            Some(Scalar::Number(marks)) if scheme.marks_for.is_empty() => Some(Form::Num(marks.clone())),
            _ => None,
        };
        let section = Section { combine: Combine::Formula, formula: None, cap: None };
        let (parent, children) = (self.parents[id], self.children[id].clone());
        Node { parent, children, level: 1, kind: self.kinds[id], marks, applies: None, body: Body::Section(section) }
    }

    /// The marks for a unit: by class where the rubric says so. The outer option is `None` where there is a finding.
    #[allow(clippy::option_option)] // “has a finding” and “has no marks of its own” are different things here
    fn marks(&mut self, id: NodeId) -> Option<Option<Form>> {
        let scheme = self.scheme;
        let node = &scheme.nodes[id];
        let allowed = Allowed { fields: false, scores: false, ..PLAIN };
        let own = match &node.marks {
            Some(scalar) => Some(self.scalar(scalar, plain_spot(allowed))?),
            None => None,
        };
        let is_section = matches!(node.body, scheme::Body::Section(_));
        if own.is_none() && node.marks_for.is_empty() {
            let on_shares = self.parents[id].is_some_and(|parent| match &scheme.nodes[parent].body {
                scheme::Body::Section(section) => section.combine != Combine::Sum,
                scheme::Body::Indicator(_) => false,
            });
            if is_section {
                return Some(None);
            }
            if on_shares {
                return Some(Some(Form::int(1)));
            }
            let finding = Finding::new(Code::MissingKey).expected("marks").found(&node.id.value);
            self.doc.report(finding, &node.id.span);
            return None;
        }
        let otherwise = own.unwrap_or_else(|| Form::int(0));
        let by_class = node.marks_for.iter().rev().fold(otherwise, |rest, (class, marks)| {
            let class = Form::Text(class.as_str().into());
            let is = Form::Attribute(crate::expr::Attribute::Class).compare(crate::expr::CompareOp::Eq, class);
            is.then(Form::Num(marks.clone()), rest)
        });
        Some(Some(by_class))
    }

    fn node_ref(&mut self, id: &At<String>) -> Option<NodeRef> {
        match self.names.nodes.get(&id.value) {
            Some(node) => Some(NodeRef::Node(*node)),
            None if id.value == "total" => Some(NodeRef::Total),
            None => {
                self.doc.report(tree::unknown_node(&self.names, id), &id.span);
                None
            }
        }
    }

    fn grade(&self, name: &At<String>) -> Option<usize> {
        let found = self.scheme.grades.iter().position(|g| g.name == name.value);
        if found.is_none() {
            let known: Vec<&str> = self.scheme.grades.iter().map(|g| g.name.as_str()).collect();
            let hint = nearest(&name.value, known.iter().copied()).unwrap_or_default();
            let finding = Finding::new(Code::UnknownName).found(&name.value).expected(known.join(" | ")).hint(hint);
            self.doc.report(finding, &name.span);
        }
        found
    }

    fn veto(&mut self, veto: &scheme::VetoRule) -> Option<Veto> {
        let effects: Vec<Option<Effect>> = veto.effect.iter().map(|effect| self.effect(effect)).collect();
        let acts_early = veto.effect.iter().any(|e| matches!(e, scheme::Effect::Zero(_) | scheme::Effect::Disqualify));
        let on_grade = veto.effect.iter().all(|e| matches!(e, scheme::Effect::Grade(_) | scheme::Effect::CapGrade(_)));
        let spot = Spot {
            allowed: Allowed { scores: !acts_early, standing: on_grade && !acts_early, ..PLAIN },
            owner: None,
            compared: Compared::All,
            everyone: veto.effect.contains(&scheme::Effect::Disqualify),
        };
        let when = match &veto.when {
            Some(at) => Some(self.condition(at, spot)?),
            None => None,
        };
        let first = self.scheme.vetoes.iter().find(|v| v.id.value == veto.id.value);
        if first.is_some_and(|first| first.id.span != veto.id.span) {
            self.doc.report(Finding::new(Code::DuplicateId).found(&veto.id.value), &veto.id.span);
        }
        let inputs = when.iter().flat_map(|form| inputs(&[form], &self.populations)).collect();
        Some(Veto { when, effects: effects.into_iter().collect::<Option<_>>()?, inputs })
    }

    fn effect(&mut self, effect: &scheme::Effect) -> Option<Effect> {
        Some(match effect {
            scheme::Effect::Grade(name) => Effect::Grade(self.grade(name)?),
            scheme::Effect::CapGrade(name) => Effect::CapGrade(self.grade(name)?),
            scheme::Effect::Deduct(scalar) => Effect::Deduct(self.scalar(scalar, plain_spot(PLAIN))?),
            scheme::Effect::Zero(node) => Effect::Zero(self.node_ref(node)?),
            scheme::Effect::Disqualify => Effect::Disqualify,
        })
    }

    #[allow(clippy::option_option)] // as in `marks`
    fn also(&mut self, grade: &scheme::GradeRule) -> Option<Option<Form>> {
        let allowed = Allowed { standing: true, ..PLAIN };
        match &grade.also {
            Some(at) => Some(Some(self.condition(at, plain_spot(allowed))?)),
            None => Some(None),
        }
    }

    fn periods(&mut self, periods: &scheme::PeriodsRule) -> Option<Form> {
        let allowed = Allowed { periods: true, ..Allowed::default() };
        self.numeric(&periods.total, plain_spot(allowed))
    }
}

/// The fields that forms read, in order of first mention.
pub(super) fn inputs(forms: &[&Form], populations: &[Population]) -> Vec<FieldId> {
    let mut found = Vec::new();
    for form in forms {
        form.walk(&mut |part| match part {
            Form::Field(field, _) | Form::Item(field) | Form::Over(_, field) | Form::Panel { field, .. }
                if !found.contains(field) =>
            {
                found.push(*field);
            }
            Form::Units(_, population) => {
                for field in inputs(&[&populations[*population].of], populations) {
                    if !found.contains(&field) {
                        found.push(field);
                    }
                }
            }
            _ => {}
        });
    }
    found
}
