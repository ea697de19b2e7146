//! Modifiers and policies in words.

use crate::expr::{ArithOp, Ast, AstKind, BinaryOp, parse};
use crate::number::Exact;

use super::super::rule::{Each, Rule};
use super::super::scheme::{IndicatorBody, MissingPolicy, Modifiers, NaPolicy, Node, Scalar};
use super::rule::Said;
use super::speaker::{Speaker, counted};
use super::table::put;

/// Times, floor, cap, exempt, void and rounding, after the rule itself.
pub(super) fn say(said: &mut Said<'_>, rule: &Rule, modifiers: &Modifiers) {
    if let Some(times) = &modifiers.times {
        let clause = multiplied(said, rule, times);
        said.say(clause);
    }
    if let Some(floor) = &modifiers.floor {
        let clause = floor_in_words(said, floor);
        said.say(clause);
    }
    if let Some(cap) = &modifiers.cap {
        let m = &said.speaker.w.modifier;
        said.say(match cap {
            Scalar::Number(_) => put(m.cap, &[&said.speaker.marks(cap)]),
            Scalar::Expr(at) => put(m.cap_of, &[&said.speaker.expr(at)]),
        });
    }
    let m = &said.speaker.w.modifier;
    if let Some(exempt) = &modifiers.exempt {
        let then = if said.penalty { m.exempt_penalty } else { m.exempt };
        said.say(put(said.speaker.w.sentence.when, &[&said.speaker.condition(exempt), then]));
    }
    if let Some(void) = &modifiers.void {
        said.say(put(said.speaker.w.sentence.when, &[&said.speaker.condition(void), m.void]));
    }
    if let Some(round) = modifiers.round {
        said.say(said.speaker.rounding(m.round, round));
    }
}

/// 发生在重要时段的，扣分加倍 where the multiplier is 1 but for a condition; otherwise what it is.
fn multiplied(said: &Said<'_>, rule: &Rule, times: &Scalar) -> String {
    let m = &said.speaker.w.modifier;
    let moved = m.moved[match rule {
        Rule::Meet | Rule::Deduct { bonus: None, .. } => 0,
        Rule::Count { each: Each::Value(Scalar::Number(n)), .. } if n.is_negative() => 0,
        Rule::Count { each: Each::Severity(fields), .. } if fields.iter().all(|(_, n)| n.is_negative()) => 0,
        Rule::Deduct { .. } | Rule::Versus { .. } | Rule::Count { .. } => 2,
        _ => 1,
    }];
    let by = |n: &Exact| match n.to_string().as_str() {
        "2" => put(m.doubled, &[moved]),
        "0.5" => put(m.halved, &[moved]),
        other => put(m.multiplied, &[moved, other]),
    };
    let Scalar::Expr(at) = times else {
        let Scalar::Number(n) = times else { return String::new() };
        return by(n);
    };
    if let Ok(Ast { kind: AstKind::Call(name, args), .. }) = parse(&at.value)
        && name == "if"
        && let [condition, Ast { kind: AstKind::Num(k), .. }, Ast { kind: AstKind::Num(one), .. }] = args.as_slice()
        && *one == Exact::ONE
    {
        let condition = super::super::document::At {
            value: at.value.get(condition.span.clone()).unwrap_or_default().to_owned(),
            span: 0..0,
        };
        if parse(&condition.value).is_ok() {
            return put(said.speaker.w.sentence.when, &[&said.speaker.condition(&condition), &by(k)]);
        }
    }
    put(m.multiplied, &[moved, &said.speaker.plain(times)])
}

/// 本项最多扣 5 分 for `marks - 5`; the least that the item gives otherwise.
fn floor_in_words(said: &Said<'_>, floor: &Scalar) -> String {
    let (m, speaker) = (&said.speaker.w.modifier, said.speaker);
    let taken = |n: &Exact| put(m.floor_taken, &[&counted(&speaker.w.quantity.marks, n)]);
    match floor {
        Scalar::Number(n) if said.penalty && n.is_negative() => taken(&n.abs()),
        Scalar::Number(n) if n.is_negative() => put(m.floor_negative, &[&speaker.marks(floor)]),
        Scalar::Number(n) if n.is_zero() => said.words.to_nought.to_owned(),
        Scalar::Number(_) => put(m.floor, &[&speaker.marks(floor)]),
        Scalar::Expr(at) => {
            if let Ok(Ast { kind: AstKind::Binary(BinaryOp::Arith(ArithOp::Sub), a, b), .. }) = parse(&at.value)
                && let (AstKind::Name(name), AstKind::Num(n)) = (&a.kind, &b.kind)
                && name == "marks"
                && !said.penalty
            {
                return taken(n);
            }
            put(m.floor_of, &[&speaker.expr(at)])
        }
    }
}

/// What an indicator says of gaps, and of the units to which it applies; nothing where the rubric's defaults hold.
pub(super) fn policies(speaker: Speaker<'_>, node: &Node, body: &IndicatorBody, penalty: bool) -> Vec<String> {
    let mut clauses = Vec::new();
    if let Some(applies) = &node.applies {
        clauses.push(put(speaker.w.policy.applies, &[&speaker.condition(applies)]));
    }
    clauses.extend(body.missing.map(|policy| missing(speaker, policy, penalty)));
    clauses.extend(body.na.map(|policy| not_applicable(speaker, policy, penalty)));
    clauses.extend(body.weigh_by.as_ref().map(|at| put(speaker.w.policy.weigh_by, &[&speaker.expr(at)])));
    clauses
}

pub(super) fn missing(speaker: Speaker<'_>, policy: MissingPolicy, penalty: bool) -> String {
    let p = &speaker.w.policy;
    if penalty && policy == MissingPolicy::Zero {
        return p.missing_penalty_zero.to_owned();
    }
    let template = p.missing[match policy {
        MissingPolicy::Zero => 0,
        MissingPolicy::Mean => 1,
        MissingPolicy::Worst => 2,
        MissingPolicy::Previous => 3,
        MissingPolicy::Reject => 4,
    }];
    put(template, &[speaker.units(), speaker.w.rule.previous[usize::from(!speaker.yearly())]])
}

pub(super) fn not_applicable(speaker: Speaker<'_>, policy: NaPolicy, penalty: bool) -> String {
    let p = &speaker.w.policy;
    if penalty && matches!(policy, NaPolicy::Full | NaPolicy::Zero | NaPolicy::Rescale) {
        return p.na_penalty_none.to_owned();
    }
    let template = p.na[match policy {
        NaPolicy::Rescale => 0,
        NaPolicy::Full => 1,
        NaPolicy::Mean => 2,
        NaPolicy::Zero => 3,
    }];
    put(template, &[speaker.units()])
}
