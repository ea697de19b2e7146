//! The exact evaluator: a form, a unit, a period → a number, a text, a truth, or one of the two states that are neither.
//!
//! It knows the form and nothing of rules. Missing and not applicable pass through every operation; where both meet, not
//! applicable wins. `and`, `or` and `if` evaluate only what they need.

mod functions;

use std::cmp::Ordering;

use crate::expr::{ArithOp, Attribute, CompareOp, FieldId, Form, NodeRef, Own, Slot, Standing};
use crate::finding::Code;
use crate::number::Exact;
use crate::rubric::years;

use crate::score::outcome::State;
use crate::score::run::Run;
use crate::score::table::{Out, PeriodId};

/// Something that went wrong while evaluating, to be said once for the unit and node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind.
    pub code: Code,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

/// One evaluation: a unit in a period, perhaps on behalf of an indicator.
pub struct Cx<'r, 'a> {
    /// The run it belongs to.
    pub run: &'r Run<'a>,
    /// The unit.
    pub unit: usize,
    /// The period looked at.
    pub period: PeriodId,
    /// The indicator, whose value, target and marks are at hand.
    pub owner: Option<usize>,
    /// Its value, once known.
    pub value: Option<Out>,
    /// Its target, once known.
    pub target: Option<Out>,
    /// The earlier period on which the value is judged, where a policy says so.
    pub judged_on: Option<PeriodId>,
    /// Intermediate results by name.
    pub frame: [Option<Out>; Slot::COUNT],
    /// What went wrong.
    pub faults: Vec<Fault>,
}

/// A number, or the state that stands in its way.
type Number = Result<Exact, Out>;

impl<'r, 'a> Cx<'r, 'a> {
    /// Evaluation for a unit in the scored period.
    pub fn new(run: &'r Run<'a>, unit: usize, owner: Option<usize>) -> Self {
        Self {
            run,
            unit,
            period: run.period,
            owner,
            value: None,
            target: None,
            judged_on: None,
            frame: Default::default(),
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, code: Code, found: impl Into<String>, expected: impl Into<String>) -> Out {
        let fault = Fault { code, found: found.into(), expected: expected.into() };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
        Out::Missing
    }

    /// The intermediate result last given this name.
    pub fn slot(&self, slot: Slot) -> Out {
        self.frame[slot.index()].clone().unwrap_or(Out::Missing)
    }

    /// Names an intermediate result.
    pub fn set_slot(&mut self, slot: Slot, out: Out) {
        self.frame[slot.index()] = Some(out);
    }

    /// Evaluates a form as a number.
    pub fn number(&mut self, form: &Form) -> Number {
        self.eval(form).number()
    }

    /// Whether a condition holds; missing and not applicable count as false.
    pub fn holds(&mut self, form: &Form) -> bool {
        truth(&self.eval(form)) == Some(true)
    }

    /// Evaluates a form.
    pub fn eval(&mut self, form: &Form) -> Out {
        match form {
            Form::Num(x) => Out::Num(x.clone()),
            Form::Text(t) => Out::Text(t.clone()),
            Form::Bool(b) => Out::Bool(*b),
            Form::Date(d) => Out::Date(*d),
            Form::Field(field, None) => self.run.table.get(*field, self.period, self.unit),
            Form::Field(field, Some(period)) => self.at(*field, period),
            Form::Item(field) => self.run.table.get(*field, self.judged_on.unwrap_or(self.period), self.unit),
            Form::Attribute(attribute) => {
                let unit = &self.run.input.register.units()[self.unit];
                let text = match attribute {
                    Attribute::Group => &unit.group,
                    Attribute::Class => &unit.class,
                    Attribute::Code => &unit.code,
                };
                Out::Text(text.as_str().into())
            }
            Form::Answers(measure) => {
                let code = &self.run.input.register.units()[self.unit].code;
                Out::Bool(self.run.input.responsibilities.answers(code, measure))
            }
            Form::Score(node) => self.score(*node),
            Form::Share(node) => self.share(*node),
            Form::Own(own) => self.own(*own),
            Form::Standing(standing) => self.standing(*standing),
            Form::Neg(a) => lift(self.number(a).map(|x| -x)),
            Form::Not(a) => match self.eval(a) {
                Out::Bool(b) => Out::Bool(!b),
                other => state(other),
            },
            Form::Arith(op, a, b) => self.arith(*op, a, b),
            Form::Compare(op, a, b) => self.compare(*op, a, b),
            Form::And(a, b) => self.both(a, b, false),
            Form::Or(a, b) => self.both(a, b, true),
            Form::If(condition, then, otherwise) => match self.eval(condition) {
                Out::Bool(true) => self.eval(then),
                Out::Bool(false) => self.eval(otherwise),
                other => state(other),
            },
            Form::Call(func, args) => self.call(*func, args),
            Form::Holds(a) => Out::Bool(self.holds(a)),
            Form::Previous(a) => self.previous(a),
            Form::Over(stat, field) => self.over(*stat, *field),
            Form::Units(stat, population) => self.units(*stat, *population),
            Form::Panel { field, drop } => self.panel(*field, *drop),
            Form::Pick { index, list, beyond } => match self.number(index) {
                Ok(index) => match index.to_i64().and_then(|i| usize::try_from(i - 1).ok()).and_then(|i| list.get(i)) {
                    Some(x) => Out::Num(x.clone()),
                    None => self.eval(beyond),
                },
                Err(other) => other,
            },
            Form::Let(slot, value, body) => {
                let value = self.eval(value);
                let missing = value == Out::Missing;
                if value == Out::NotApplicable || (missing && *slot == Slot::Base) {
                    return value;
                }
                self.frame[slot.index()] = Some(value);
                if !missing {
                    return self.eval(body);
                }
                // another input of the rule may be not applicable, which wins over missing
                let faults = self.faults.len();
                let rest = self.eval(body);
                self.faults.truncate(faults);
                if rest == Out::NotApplicable { rest } else { Out::Missing }
            }
            Form::Var(slot) => self.slot(*slot),
            Form::Hold { score, floor, cap } => self.hold(score, floor.as_deref(), cap.as_deref()),
            Form::OutsideLevels(levels) => {
                let found = match self.own(Own::Value) {
                    Out::Text(text) => text.to_string(),
                    _ => String::new(),
                };
                self.fault(Code::ChoiceUnknown, found, levels.as_ref())
            }
            Form::ScoredYears => years(&self.run.table.periods[self.run.period]).map_or(Out::Missing, Out::Num),
            Form::Periods(..) | Form::Last => Out::Missing,
        }
    }

    /// The observation of a named period that is not later than the scored one, or lies inside it.
    fn at(&self, field: FieldId, period: &str) -> Out {
        let now: &str = &self.run.table.periods[self.period];
        let inside = period.strip_prefix(now).is_some_and(|rest| rest.starts_with('-'));
        if period > now && !inside {
            return Out::Missing;
        }
        self.run.table.period(period).map_or(Out::Missing, |period| self.run.table.get(field, period, self.unit))
    }

    fn score(&mut self, node: NodeRef) -> Out {
        match node {
            NodeRef::Node(node) => match self.run.node(node, self.unit) {
                Some(result) => match (&result.score, result.state) {
                    (Some(score), _) => Out::Num(score.clone()),
                    (None, State::NotApplicable) => Out::NotApplicable,
                    (None, _) => Out::Missing,
                },
                None => Out::Missing,
            },
            NodeRef::Total => self.run.places().map_or(Out::Missing, |places| places.total(self.unit)),
        }
    }

    fn share(&mut self, node: NodeRef) -> Out {
        let marks = match node {
            NodeRef::Node(node) => self.run.node(node, self.unit).map(|result| result.marks.clone()),
            NodeRef::Total => Some(self.run.input.rubric.scheme.head.full_marks.clone()),
        };
        match (self.score(node), marks) {
            (Out::Num(score), Some(marks)) => score.checked_div(&marks).map_or(Out::NotApplicable, Out::Num),
            (other, _) => other,
        }
    }

    /// The indicator's value, target or marks, worked out when first asked for.
    pub fn own(&mut self, own: Own) -> Out {
        let Some(owner) = self.owner else { return Out::Missing };
        let run = self.run;
        match own {
            Own::Marks => Out::Num(run.marks_of(owner, self.unit)),
            Own::Value => {
                if self.value.is_none() {
                    let form = run.input.rubric.indicator(owner).and_then(|i| i.value.as_ref());
                    self.value = Some(form.map_or(Out::Missing, |form| self.eval(form)));
                }
                self.value.clone().unwrap_or(Out::Missing)
            }
            Own::Target => {
                if self.target.is_none() {
                    let form = run.input.rubric.indicator(owner).and_then(|i| i.target.as_ref());
                    self.target = Some(form.map_or(Out::Missing, |form| self.eval(form)));
                }
                self.target.clone().unwrap_or(Out::Missing)
            }
        }
    }

    fn standing(&self, standing: Standing) -> Out {
        let Some(places) = self.run.places() else { return Out::Missing };
        let found = match standing {
            Standing::Place => places.rank[self.unit].clone(),
            Standing::PlaceIn(by) => places.rank_in[by][self.unit].clone(),
            Standing::Ranked => Some(Exact::from(places.ranked())),
            Standing::RankedIn(by) => Some(Exact::from(places.ranked_in(by, self.run.input.register, self.unit))),
        };
        found.map_or(Out::Missing, Out::Num)
    }

    fn pair(&mut self, a: &Form, b: &Form) -> Result<(Exact, Exact), Out> {
        match (self.number(a), self.number(b)) {
            (Ok(a), Ok(b)) => Ok((a, b)),
            (Err(Out::NotApplicable), _) | (_, Err(Out::NotApplicable)) => Err(Out::NotApplicable),
            _ => Err(Out::Missing),
        }
    }

    fn arith(&mut self, op: ArithOp, a: &Form, b: &Form) -> Out {
        let (a, b) = match self.pair(a, b) {
            Ok(pair) => pair,
            Err(state) => return state,
        };
        match op {
            ArithOp::Add => Out::Num(&a + &b),
            ArithOp::Sub => Out::Num(&a - &b),
            ArithOp::Mul => Out::Num(&a * &b),
            ArithOp::Div => match a.checked_div(&b) {
                Some(x) => Out::Num(x),
                None => self.fault(Code::DivisionByZero, format!("{} ÷ 0", a.display(6)), ""),
            },
        }
    }

    fn compare(&mut self, op: CompareOp, a: &Form, b: &Form) -> Out {
        let (a, b) = (self.eval(a), self.eval(b));
        if a == Out::NotApplicable || b == Out::NotApplicable {
            return Out::NotApplicable;
        }
        let order = match (a, b) {
            (Out::Missing, _) | (_, Out::Missing) => return Out::Missing,
            (Out::Text(a), Out::Text(b)) => a.cmp(&b),
            (Out::Date(a), Out::Date(b)) => a.cmp(&b),
            (a, b) => match (a.number(), b.number()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                _ => return Out::Missing,
            },
        };
        Out::Bool(match op {
            CompareOp::Eq => order == Ordering::Equal,
            CompareOp::Ne => order != Ordering::Equal,
            CompareOp::Lt => order == Ordering::Less,
            CompareOp::Le => order != Ordering::Greater,
            CompareOp::Gt => order == Ordering::Greater,
            CompareOp::Ge => order != Ordering::Less,
        })
    }

    /// `and` (decided by a false) and `or` (decided by a true).
    fn both(&mut self, a: &Form, b: &Form, decides: bool) -> Out {
        let left = self.eval(a);
        if truth(&left) == Some(decides) {
            return Out::Bool(decides);
        }
        let right = self.eval(b);
        if truth(&right) == Some(decides) {
            return Out::Bool(decides);
        }
        match (truth(&left), truth(&right)) {
            (Some(_), Some(_)) => Out::Bool(!decides),
            _ if left == Out::NotApplicable || right == Out::NotApplicable => Out::NotApplicable,
            _ => Out::Missing,
        }
    }

    fn hold(&mut self, score: &Form, floor: Option<&Form>, cap: Option<&Form>) -> Out {
        let score = self.number(score);
        let floor = floor.map(|form| self.number(form));
        let cap = cap.map(|form| self.number(form));
        let states = [Some(&score), floor.as_ref(), cap.as_ref()];
        if states.iter().flatten().any(|n| **n == Err(Out::NotApplicable)) {
            return Out::NotApplicable;
        }
        let mut held = match score {
            Ok(x) => x,
            Err(state) => return state,
        };
        match floor {
            Some(Ok(floor)) => held = held.max(floor),
            Some(Err(state)) => return state,
            None => {}
        }
        match cap {
            Some(Ok(cap)) => held = held.min(cap),
            Some(Err(state)) => return state,
            None => {}
        }
        Out::Num(held)
    }
}

/// A number as a result, or the state in its way.
pub fn lift(number: Number) -> Out {
    number.map_or_else(|state| state, Out::Num)
}

fn truth(out: &Out) -> Option<bool> {
    match out {
        Out::Bool(b) => Some(*b),
        _ => None,
    }
}

/// What stands in the way of a condition.
fn state(out: Out) -> Out {
    if out == Out::NotApplicable { out } else { Out::Missing }
}
