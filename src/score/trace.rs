//! Explanations (溯源): the form with the unit's numbers in it, printed for people, and the cells that the numbers came from.

use crate::expr::{ArithOp, FieldId, Form, Func, NodeId, Own, Slot, Words, operator};
use crate::finding::{Lang, Place};
use crate::number::Exact;
use crate::observe::Reading;
use crate::rubric::Body;
use crate::rubric::scheme::Combine;

use super::Input;
use super::eval::Cx;
use super::outcome::{Outcome, PeriodOutcome, State};
use super::run::{Places, Run};
use super::table::{Out, Table};
use super::warn::Taken;
use super::words;

/// Decimals shown in a trace; the figures themselves are exact.
const PLACES: i8 = 6;

/// Where a unit's marks came from, node by node.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// One line a node, depth first; the total first where the whole is explained.
    pub lines: Vec<ExplainLine>,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ExplainLine {
    /// 0 for the total.
    pub depth: usize,
    /// Id.
    pub node: String,
    /// Name.
    pub name: String,
    /// The period it is about.
    pub period: String,
    /// Score, `""` where there is none.
    pub score: String,
    /// Marks for the unit.
    pub marks: String,
    /// How the score came about: `98.5 ≥ 96 → 满分 5`.
    pub text: String,
    /// What was reported, by whom, in which cell.
    pub sources: Vec<SourceLine>,
}

/// One observation behind a node.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SourceLine {
    /// Field id.
    pub field: String,
    /// Field name.
    pub name: String,
    /// Period.
    pub period: String,
    /// Name of the source.
    pub source: String,
    /// The value or state.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// Whether scoring took it.
    pub used: bool,
}

/// Explains a unit's total, or one node with all below it, in every scored period.
#[must_use]
pub fn explain(input: &Input<'_>, outcome: &Outcome, unit: usize, node: Option<NodeId>, lang: Lang) -> Explanation {
    let table = input.table();
    let taken = Taken::new(input);
    let mut lines = Vec::new();
    if let (None, Some(combined)) = (node, &outcome.combined) {
        lines.push(total_line(input, outcome, &combined[unit], "", lang));
    }
    for period in &outcome.periods {
        let Some(id) = table.period(&period.period) else { continue };
        let mut run = Run::new(input, &table, id);
        run.disqualified = period.totals.iter().map(|t| t.disqualified).collect();
        for (node, results) in period.nodes.iter().enumerate() {
            run.enter(node, results.clone());
        }
        let places = Places::new(&period.totals);
        let scene = Scene { input, table: &table, taken: &taken, run: &run, period, places: &places, unit, lang };
        if node.is_none() {
            lines.push(total_line(input, outcome, &period.totals[unit], &period.period, lang));
        }
        let below = |at: NodeId| {
            let mut above = Some(at);
            while let Some(id) = above {
                if Some(id) == node {
                    return true;
                }
                above = input.rubric.nodes[id].parent;
            }
            node.is_none()
        };
        lines.extend(input.rubric.printed_order().into_iter().filter(|at| below(*at)).map(|at| scene.line(at)));
    }
    Explanation { lines }
}

fn total_line(
    input: &Input<'_>,
    outcome: &Outcome,
    total: &super::outcome::Total,
    period: &str,
    lang: Lang,
) -> ExplainLine {
    ExplainLine {
        depth: 0,
        node: "total".to_owned(),
        name: words::total(lang).to_owned(),
        period: period.to_owned(),
        score: total.published.as_ref().map(ToString::to_string).unwrap_or_default(),
        marks: input.rubric.scheme.head.full_marks.to_string(),
        text: words::total_text(input.rubric, &outcome.adjustments, total, lang),
        sources: Vec::new(),
    }
}

struct Scene<'s, 'a> {
    input: &'s Input<'a>,
    table: &'s Table,
    taken: &'s Taken<'s>,
    run: &'s Run<'s>,
    period: &'s PeriodOutcome,
    places: &'s Places,
    unit: usize,
    lang: Lang,
}

impl Scene<'_, '_> {
    fn line(&self, node: NodeId) -> ExplainLine {
        let (model, scheme) = (&self.input.rubric.nodes[node], &self.input.rubric.scheme.nodes[node]);
        let result = &self.period.nodes[node][self.unit];
        let mut parts = Vec::new();
        let mut sources = Vec::new();
        match &model.body {
            Body::Indicator(indicator) => {
                let cx = Cx { places: Some(self.places), ..Cx::new(self.run, self.unit, Some(node)) };
                let mut tracer = Tracer { cx, lang: self.lang, steps: Vec::new() };
                if result.state == State::Value {
                    if let Some(value) = indicator.value.as_ref().filter(|v| !is_leaf(v)) {
                        tracer.equation(value);
                    }
                    tracer.steps(&indicator.score);
                } else if let Some(super::Note::Previous(_)) = result.notes.first()
                    && let Some((value, on)) = indicator.value.as_ref().and_then(|form| tracer.cx.earlier(form))
                {
                    (tracer.cx.value, tracer.cx.judged_on) = (Some(value), Some(on));
                    tracer.steps(&indicator.score);
                }
                parts = tracer.steps;
                for field in &indicator.inputs {
                    sources.extend(self.sources(*field));
                }
                if let (Some(exact), Some(rounding)) = (&result.exact, indicator.rounding)
                    && rounding.apply(exact) != *exact
                {
                    parts.push(words::rounded(&rounding.apply(exact), self.lang));
                }
            }
            Body::Section(section) => parts.extend(self.combined(node, section.combine)),
        }
        parts.extend(
            result
                .notes
                .iter()
                .map(|note| words::note(note, self.input.rubric, self.input.adjustments_list(), self.lang)),
        );
        ExplainLine {
            depth: model.level,
            node: scheme.id.value.clone(),
            name: scheme.name.clone(),
            period: self.period.period.to_string(),
            score: result.score.as_ref().map(ToString::to_string).unwrap_or_default(),
            marks: result.marks.to_string(),
            text: parts.join(" → "),
            sources,
        }
    }

    /// `32.5 + 18 = 50.5` for sums; the name of the combination otherwise.
    fn combined(&self, node: NodeId, combine: Combine) -> Option<String> {
        let result = &self.period.nodes[node][self.unit];
        let scores: Vec<String> = self.input.rubric.nodes[node]
            .children
            .iter()
            .filter_map(|child| self.period.nodes[*child][self.unit].score.as_ref())
            .map(figure)
            .collect();
        let score = figure(result.exact.as_ref()?);
        Some(match combine {
            Combine::Sum => format!("{} = {}", scores.join(" + ").replace("+ −", "− "), figure(&self.sum(node)?)),
            Combine::Formula => score,
            other => format!("{}({}) = {score}", words::combine(other, self.lang), scores.join(", ")),
        })
    }

    fn sum(&self, node: NodeId) -> Option<Exact> {
        let children = &self.input.rubric.nodes[node].children;
        let scores = children.iter().filter_map(|child| self.period.nodes[*child][self.unit].score.as_ref());
        (!children.is_empty()).then(|| scores.sum())
    }

    /// Every observation of a field for the unit, in every period that there is one of.
    fn sources(&self, field: FieldId) -> Vec<SourceLine> {
        let declared = &self.input.rubric.scheme.fields[field];
        let now = &self.period.period;
        let periods = self.table.periods.iter().filter(|p| p.as_ref() <= now.as_ref() || p.starts_with(now.as_ref()));
        periods
            .flat_map(|period| self.taken.all(field, period, self.unit))
            .map(|(o, used)| SourceLine {
                field: declared.id.clone(),
                name: declared.name.clone(),
                period: o.period.to_string(),
                source: self.source_name(&o.source),
                text: match &o.reading {
                    Reading::Value(value) => format!("{value}{}", declared.unit),
                    state => words::state(state, self.lang).to_owned(),
                },
                place: o.place.clone(),
                used,
            })
            .collect()
    }

    fn source_name(&self, id: &str) -> String {
        let declared = self.input.rubric.scheme.sources.iter().find(|s| s.id == id);
        declared.map_or_else(|| id.to_owned(), |s| s.name.clone())
    }
}

impl<'a> Input<'a> {
    fn adjustments_list(&self) -> &'a [super::Adjustment] {
        self.adjustments
    }
}

/// Prints a form with the numbers of one evaluation in it.
struct Tracer<'r, 'a> {
    cx: Cx<'r, 'a>,
    lang: Lang,
    steps: Vec<String>,
}

impl Tracer<'_, '_> {
    /// What the form did, step by step.
    fn steps(&mut self, form: &Form) {
        match form {
            Form::Let(slot, value, body) => {
                let out = self.cx.eval(value);
                if *slot == Slot::Base {
                    self.steps(value);
                } else if !is_leaf(value) {
                    self.equation(value);
                }
                self.cx.set_slot(*slot, out);
                self.steps(body);
            }
            Form::If(condition, then, otherwise) => {
                let held = self.cx.holds(condition);
                let branch = if held { then } else { otherwise };
                if held || is_leaf(branch) {
                    let text = self.condition(condition, held);
                    self.steps.extend(text);
                }
                self.steps(branch);
            }
            Form::Hold { score, floor, cap } => {
                if !matches!(**score, Form::Var(Slot::Base)) {
                    self.equation(score);
                }
                let (before, after) = (self.cx.eval(score), self.cx.eval(form));
                if before != after {
                    let above = cap.as_ref().is_some_and(|cap| self.cx.eval(cap) == after);
                    let bound = show(&after);
                    self.steps.push(if above || floor.is_none() {
                        words::at_most(&bound, self.lang)
                    } else {
                        words::at_least(&bound, self.lang)
                    });
                }
            }
            Form::Own(Own::Marks) => {
                let marks = show(&self.cx.eval(form));
                self.steps.push(words::full(&marks, self.lang));
            }
            Form::Var(Slot::Base) => {}
            _ if is_leaf(form) => {
                let text = show(&self.cx.eval(form));
                self.steps.push(text);
            }
            _ => self.equation(form),
        }
    }

    /// `(96 − 92.4) ÷ 1 × 0.5 = 1.8`.
    fn equation(&mut self, form: &Form) {
        let (text, out) = (self.text(form), self.cx.eval(form));
        self.steps.push(format!("{text} = {}", show(&out)));
    }

    /// The condition that decided, as it held: its opposite where it did not.
    fn condition(&mut self, form: &Form, held: bool) -> Option<String> {
        match form {
            Form::Compare(op, a, b) => {
                let op = if held { *op } else { op.opposite() };
                if matches!(**b, Form::Text(_)) {
                    return held.then(|| self.text(a));
                }
                Some(format!("{} {} {}", self.text(a), op.sign(), self.text(b)))
            }
            Form::And(a, b) if held => {
                let both: Vec<String> = [a, b].into_iter().filter_map(|part| self.condition(part, true)).collect();
                Some(both.join(words::and(self.lang)))
            }
            _ => None,
        }
    }

    fn text(&mut self, form: &Form) -> String {
        match form {
            // stretches of a gap that were not reached add nothing
            Form::Arith(ArithOp::Add, a, b) if self.is_nought(b) => self.text(a),
            Form::Arith(ArithOp::Add, a, b) if self.is_nought(a) => self.text(b),
            Form::Arith(op, a, b) => {
                let binding = form.binding();
                let left = self.wrapped(a, binding, 0);
                // a − (b + c), a ÷ (b × c): the right side of what does not commute needs a tighter hold
                let stricter = u8::from(matches!(op, ArithOp::Sub | ArithOp::Div));
                let right = self.wrapped(b, binding, stricter);
                format!("{left} {} {right}", operator(*op))
            }
            Form::Neg(a) => format!("−{}", self.wrapped(a, 3, 0)),
            Form::Call(Func::Floor, args) => format!("⌊{}⌋", self.list(args)),
            Form::Call(Func::Ceil, args) => format!("⌈{}⌉", self.list(args)),
            Form::Call(func, args) => {
                let name = Func::ALL.iter().find(|(_, f, ..)| f == func).map_or("", |(name, ..)| *name);
                format!("{name}({})", self.list(args))
            }
            Form::If(condition, then, otherwise) => {
                if self.cx.holds(condition) {
                    self.text(then)
                } else {
                    self.text(otherwise)
                }
            }
            Form::Let(slot, value, body) => {
                let out = self.cx.eval(value);
                self.cx.set_slot(*slot, out);
                self.text(body)
            }
            Form::Compare(op, a, b) => format!("{} {} {}", self.text(a), op.sign(), self.text(b)),
            // a yes counts one where numbers are worked with
            _ => show(&match self.cx.eval(form) {
                Out::Bool(yes) => Out::Num(Exact::from(i32::from(yes))),
                other => other,
            }),
        }
    }

    fn list(&mut self, args: &[Form]) -> String {
        let texts: Vec<String> = args.iter().map(|arg| self.text(arg)).collect();
        texts.join(", ")
    }

    /// Whether a branch comes to a plain nought.
    fn is_nought(&mut self, form: &Form) -> bool {
        matches!(form, Form::If(..)) && self.cx.eval(form) == Out::Num(Exact::ZERO)
    }

    fn wrapped(&mut self, form: &Form, binding: u8, stricter: u8) -> String {
        let text = self.text(form);
        let taken = match form {
            Form::If(condition, then, otherwise) => {
                if self.cx.holds(condition) {
                    then
                } else {
                    otherwise
                }
            }
            other => other,
        };
        if taken.binding() < binding + stricter || text.starts_with('−') && stricter > 0 {
            format!("({text})")
        } else {
            text
        }
    }
}

/// Whether a form is a single figure, which needs no working.
fn is_leaf(form: &Form) -> bool {
    match form {
        Form::Num(_)
        | Form::Text(_)
        | Form::Bool(_)
        | Form::Date(_)
        | Form::Field(..)
        | Form::Item(_)
        | Form::Attribute(_)
        | Form::Answers(_)
        | Form::Score(_)
        | Form::Share(_)
        | Form::Own(_)
        | Form::Standing(_)
        | Form::Over(..)
        | Form::Units(..)
        | Form::Panel { .. }
        | Form::Var(_)
        | Form::Pick { .. }
        | Form::Previous(_) => true,
        Form::Neg(a) => is_leaf(a),
        _ => false,
    }
}

/// A figure with a proper minus sign.
fn figure(x: &Exact) -> String {
    x.display(PLACES).replace('-', "−")
}

fn show(out: &Out) -> String {
    match out {
        Out::Num(x) => figure(x),
        Out::Text(t) => t.to_string(),
        Out::Bool(b) => if *b { "√" } else { "×" }.to_owned(),
        Out::Date(d) => d.to_string(),
        Out::Missing => "?".to_owned(),
        Out::NotApplicable => "－".to_owned(),
    }
}
