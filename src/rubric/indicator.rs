//! An indicator as written → its value, target and lowered rule.

use crate::expr::{Allowed, FieldId, Form, NodeId, Own, Population, PopulationId, Scope, Slot, Type};
use crate::finding::{Code, Finding};
use crate::number::Exact;

use super::compile::{Builder, Spot, inputs};
use super::document::At;
use super::lower::{Context, lower};
use super::model::{Indicator, years};
use super::rule::{Each, Rule};
use super::scheme::{IndicatorBody, Kind, Modifiers, Scalar, Ties};

struct Lowering<'b, 'd, 'a> {
    builder: &'b mut Builder<'d, 'a>,
    id: NodeId,
    body: &'b IndicatorBody,
    value: Option<Form>,
    spot: Spot,
}

const OWN: Allowed =
    Allowed { fields: true, value: true, target: true, marks: true, scores: true, standing: false, periods: false };

pub(super) fn build(b: &mut Builder<'_, '_>, id: NodeId, body: &IndicatorBody) -> Option<Indicator> {
    let Some((rule, modifiers)) = body.score.as_ref() else {
        // the rule cannot be understood; what stands beside it is still looked at
        let spot = Spot { allowed: OWN, owner: Some(id), compared: body.compared, everyone: false };
        let allowed = Allowed { target: false, value: false, ..OWN };
        let _ = body.target.as_ref().map(|scalar| b.scalar(scalar, Spot { allowed, ..spot }));
        let _ = body.value.as_ref().map(|at| b.compile(at, Spot { allowed, ..spot }));
        return None;
    };
    let has_target = body.target.is_some();
    let allowed = Allowed { target: false, value: false, ..OWN };
    let spot = Spot { allowed, owner: Some(id), compared: body.compared, everyone: false };
    // a part with an error is put down as nought, so that errors in the other parts are found as well
    let target = body.target.as_ref().map(|scalar| b.scalar(scalar, spot).unwrap_or_else(|| Form::int(0)));
    let weight = body.weigh_by.as_ref().and_then(|at| weight(b, at, spot));
    let value_spot = Spot { allowed: Allowed { value: false, target: has_target, ..OWN }, ..spot };
    let value = value(b, id, body, rule, value_spot).unwrap_or_else(|| Some(Form::int(0)));
    if needs_target(rule) && target.is_none() {
        let finding = Finding::new(Code::MissingKey).expected("target").found(&b.scheme.nodes[id].id.value);
        b.doc.report(finding, &b.scheme.nodes[id].id.span);
    }
    let penalty = b.kinds[id] == Kind::Penalty;
    let spot = Spot { allowed: Allowed { target: has_target, value: value.is_some(), ..OWN }, ..spot };
    let mut cx = Lowering { builder: b, id, body, value: value.clone(), spot };
    let lowered = lower(rule, &mut cx)?;
    let Modified { floor, cap, score, exempt, void } =
        modify(&mut cx, modifiers, lowered.marks, lowered.start, lowered.cap, penalty)?;
    let reason = match (rule, &value) {
        (Rule::Given { reason: true, .. }, Some(Form::Field(field, _))) => Some(*field),
        _ => None,
    };
    let mut forms: Vec<&Form> = value.iter().chain(&target).collect();
    forms.push(&score);
    let inputs = inputs(&forms, &b.populations);
    Some(Indicator {
        value,
        target,
        score,
        floor,
        cap,
        weight,
        path: lowered.path,
        exempt,
        void,
        missing: body.missing.unwrap_or(b.scheme.defaults.missing),
        na: body.na.unwrap_or(b.scheme.defaults.na),
        compared: body.compared,
        rounding: modifiers.round.or(b.scheme.rounding.indicator),
        reason,
        inputs,
        supposed: None,
    })
}

/// A weight: a number that hangs on the unit's own data.
fn weight(b: &mut Builder<'_, '_>, at: &At<String>, spot: Spot) -> Option<Form> {
    let allowed = Allowed { scores: false, ..spot.allowed };
    let (form, kind) = b.compile(at, Spot { allowed, ..spot })?;
    if kind != Type::Number {
        b.doc.report(Finding::new(Code::ExpressionType).found(&at.value).expected("number"), &at.span);
        return None;
    }
    Some(form)
}

/// The value: as written, or the field with the indicator's id, or what the rule itself counts.
#[allow(clippy::option_option)] // the outer `None` is a finding, the inner an indicator that needs no value
fn value(b: &mut Builder<'_, '_>, id: NodeId, body: &IndicatorBody, rule: &Rule, spot: Spot) -> Option<Option<Form>> {
    let node = &b.scheme.nodes[id];
    let at = match &body.value {
        Some(at) => at.clone(),
        None if b.names.fields.contains_key(&node.id.value) => node.id.clone(),
        None => return default_value(b, id, rule),
    };
    if let (Rule::Count { each: Each::Severity(_), .. }, None) = (rule, &body.value) {
        return default_value(b, id, rule);
    }
    let (form, kind) = b.compile(&at, spot)?;
    if let Rule::Panel { drop, .. } = rule {
        if let Form::Field(field, None) = form {
            return Some(Some(Form::Panel { field, drop: *drop }));
        }
        b.doc.report(Finding::new(Code::ExpressionType).found(&at.value).expected("the id of a field"), &at.span);
        return None;
    }
    let wanted = if matches!(rule, Rule::Choice { .. }) { Type::Text } else { Type::Number };
    let uses_value = !matches!(rule, Rule::Formula { .. } | Rule::Checklist { .. });
    if kind != wanted && !(wanted == Type::Number && kind == Type::Bool) && uses_value {
        let expected = if wanted == Type::Text { "a choice or text" } else { "number" };
        b.doc.report(Finding::new(Code::ExpressionType).found(&at.value).expected(expected), &at.span);
        return None;
    }
    Some(Some(form))
}

#[allow(clippy::option_option)] // as above
fn default_value(b: &mut Builder<'_, '_>, id: NodeId, rule: &Rule) -> Option<Option<Form>> {
    match rule {
        Rule::Formula { .. } => Some(None),
        Rule::Checklist { items } => {
            let fields: Option<Vec<FieldId>> = items.iter().map(|item| field(b, &item.field)).collect();
            Some(Some(sum(fields?)))
        }
        Rule::Count { each: Each::Severity(fields), .. } => {
            let fields: Option<Vec<FieldId>> = fields.iter().map(|(at, _)| field(b, at)).collect();
            Some(Some(sum(fields?)))
        }
        _ => {
            let node = &b.scheme.nodes[id];
            let finding = Finding::new(Code::MissingKey).expected("value").found(&node.id.value);
            b.doc.report(finding, &node.id.span);
            None
        }
    }
}

fn sum(fields: Vec<FieldId>) -> Form {
    fields.into_iter().fold(Form::int(0), |sum, field| sum.plus(Form::Field(field, None)))
}

fn field(b: &Builder<'_, '_>, at: &At<String>) -> Option<FieldId> {
    match b.names.fields.get(&at.value) {
        Some((field, Type::Number | Type::Bool)) => Some(*field),
        Some(_) => {
            let finding = Finding::new(Code::ExpressionType).found(&at.value).expected("a number, or yes and no");
            b.doc.report(finding, &at.span);
            None
        }
        None => {
            let mut known: Vec<&str> = b.names.fields.keys().map(String::as_str).collect();
            known.sort_unstable();
            let hint = crate::finding::nearest(&at.value, known).unwrap_or_default();
            b.doc.report(Finding::new(Code::UnknownName).found(&at.value).hint(hint), &at.span);
            None
        }
    }
}

fn needs_target(rule: &Rule) -> bool {
    use super::rule::Of;
    match rule {
        Rule::Meet | Rule::Deduct { .. } | Rule::Ratio => true,
        Rule::Bands { of, .. } => *of != Of::Value,
        Rule::Trajectory { target, .. } => target.is_none(),
        _ => false,
    }
}

/// What the modifiers make of a rule's marks.
struct Modified {
    floor: Form,
    cap: Option<Form>,
    score: Form,
    exempt: Option<Form>,
    void: Option<Form>,
}

/// Void, exempt, times, floor and cap around what the rule gives.
fn modify(
    cx: &mut Lowering<'_, '_, '_>,
    modifiers: &Modifiers,
    marks: Form,
    start: Form,
    default_cap: Option<Form>,
    penalty: bool,
) -> Option<Modified> {
    let own_marks = Form::Own(Own::Marks);
    let floor = match &modifiers.floor {
        Some(scalar) => cx.scalar(scalar)?,
        None if penalty => Form::Neg(Box::new(own_marks.clone())),
        None => Form::int(0),
    };
    let cap = match &modifiers.cap {
        Some(scalar) => Some(cx.scalar(scalar)?),
        None => default_cap,
    };
    let base = || Form::Var(Slot::Base);
    let moved = match &modifiers.times {
        None => base(),
        Some(times) => {
            let times = cx.scalar(times)?;
            start.clone().plus(times.times(base().minus(start)))
        }
    };
    let mut score =
        Form::Hold { score: Box::new(moved), floor: Some(Box::new(floor.clone())), cap: cap.clone().map(Box::new) };
    let spot = cx.spot;
    let mut condition = |at: &Option<At<String>>| match at {
        Some(at) => cx.builder.condition(at, spot).map(|form| Form::Holds(Box::new(form))),
        None => None,
    };
    let (exempt, void) = (condition(&modifiers.exempt), condition(&modifiers.void));
    if let Some(exempt) = &exempt {
        let full = if penalty { Form::int(0) } else { own_marks };
        score = exempt.clone().then(full, score);
    }
    if let Some(void) = &void {
        score = void.clone().then(Form::int(0), score);
    }
    Some(Modified { floor, cap, score: marks.named(Slot::Base, score), exempt, void })
}

impl Context for Lowering<'_, '_, '_> {
    // findings are on their way already: nought stands for a part with an error, so that the others are looked at too
    fn scalar(&mut self, scalar: &Scalar) -> Option<Form> {
        Some(self.builder.scalar(scalar, self.spot).unwrap_or_else(|| Form::int(0)))
    }

    fn formula(&mut self, text: &At<String>) -> Option<Form> {
        Some(self.builder.numeric(text, self.spot).unwrap_or_else(|| Form::int(0)))
    }

    fn values(&mut self, negated: bool) -> Option<PopulationId> {
        let value = self.value.clone()?;
        let of = if negated { Form::Neg(Box::new(value)) } else { value };
        let mut scope = Scope {
            names: &self.builder.names,
            allowed: OWN,
            owner: Some(self.id),
            compared: self.body.compared,
            everyone: false,
            populations: &mut self.builder.populations,
        };
        Some(scope.enter(Population {
            of,
            compared: self.body.compared,
            owner: Some(self.id),
            own_value: Some(negated),
            everyone: false,
        }))
    }

    fn value(&self) -> Option<Form> {
        self.value.clone()
    }

    fn field(&mut self, id: &At<String>) -> Option<FieldId> {
        field(self.builder, id)
    }

    fn years(&mut self, period: &str) -> Option<Exact> {
        let read = years(period);
        if read.is_none() {
            let finding = Finding::new(Code::BadValue).found(period).expected("2015, 2015-06");
            self.builder.doc.report(finding, &self.builder.scheme.nodes[self.id].id.span);
        }
        read
    }

    fn lower_is_better(&self) -> bool {
        self.body.lower_is_better
    }

    fn penalty(&self) -> bool {
        self.builder.kinds[self.id] == Kind::Penalty
    }

    fn ties_average(&self) -> bool {
        self.builder.scheme.ranking.ties == Ties::Average
    }

    fn scored_periods(&self) -> Vec<String> {
        match &self.builder.scheme.periods {
            Some(periods) => periods.score.clone(),
            None => vec![self.builder.scheme.head.period.clone()],
        }
    }
}
