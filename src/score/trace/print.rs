//! Prints a form with the numbers of one evaluation in it, step by step.

use crate::expr::{ArithOp, Form, Func, Own, Slot, Words, operator};
use crate::finding::Lang;
use crate::number::Exact;
use crate::score::eval::Cx;
use crate::score::table::Out;
use crate::score::words;

use super::PLACES;

/// Prints a form with the numbers of one evaluation in it.
pub(super) struct Tracer<'r, 'a> {
    /// The evaluation.
    pub cx: Cx<'r, 'a>,
    /// The language of its words.
    pub lang: Lang,
    /// What was printed so far.
    pub steps: Vec<String>,
}

impl Tracer<'_, '_> {
    /// What the form did, step by step.
    pub fn steps(&mut self, form: &Form) {
        match form {
            Form::Let(slot, value, body) => {
                let out = self.cx.eval(value);
                if *slot == Slot::Base {
                    self.steps(value);
                } else if *slot == Slot::Position {
                    self.steps.push(words::position(&show(&out), self.lang));
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
    pub fn equation(&mut self, form: &Form) {
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
                let (mut left, mut right) = (self.text(a), self.text(b));
                let (x, y) = (self.cx.eval(a), self.cx.eval(b));
                if left == right && x != y {
                    // too close for the places shown: the figures in full
                    (left, right) = (in_full(&x), in_full(&y));
                }
                Some(format!("{left} {} {right}", op.sign()))
            }
            Form::And(a, b) if held => {
                let both: Vec<String> = [a, b].into_iter().filter_map(|part| self.condition(part, true)).collect();
                Some(both.join(words::and(self.lang)))
            }
            // not both: the first that does not hold
            Form::And(a, b) => {
                let failing = if self.cx.holds(a) { b } else { a };
                self.condition(failing, false)
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
pub(super) fn is_leaf(form: &Form) -> bool {
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
pub(super) fn figure(x: &Exact) -> String {
    x.display(PLACES).replace('-', "−")
}

fn in_full(out: &Out) -> String {
    match out {
        Out::Num(x) => x.to_string().replace('-', "−"),
        other => show(other),
    }
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
