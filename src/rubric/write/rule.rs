//! Rules and modifiers as keys.

use crate::number::Exact;

use super::super::rule::{Band, Bound, Each, Of, OverBonus, Partial, Positions, Rate, Reference, Rule, Start, Step};
use super::super::scheme::{Modifiers, Scalar};
use super::{Pairs, class_marks, quote, round, scalar};

/// The keys of a rule, without its name and without modifiers.
#[must_use]
pub fn rule_pairs(rule: &Rule) -> Pairs {
    let mut pairs = Pairs::default();
    match rule {
        Rule::Meet | Rule::Ratio => {}
        Rule::Deduct { rate, partial, bonus } => deduct(rate, *partial, bonus.as_ref(), &mut pairs),
        Rule::Bands { of, bands } => {
            match of {
                Of::Value => {}
                Of::Completion => pairs.text("of", "completion"),
                Of::Gap => pairs.text("of", "gap"),
            }
            pairs.push("bands", array(bands.iter().map(|b| band(b).inline())));
        }
        Rule::Anchors { points } => pairs.push("points", array(points.iter().map(|(x, y)| format!("[{x}, {y}]")))),
        Rule::Efficacy { worst, best, base, span } => {
            pairs.push("worst", bound(worst));
            pairs.push("best", bound(best));
            pairs.scalar("base", unless(base, 0));
            pairs.scalar("span", unless(span, 1));
        }
        Rule::Versus { reference, par, per, take, add, partial } => {
            pairs.push("reference", self::reference(reference));
            pairs.scalar("par", par.as_ref());
            pairs.scalar("per", unless(per, 1));
            pairs.scalar("take", unless(take, 0));
            pairs.scalar("add", unless(add, 0));
            partial_pair(*partial, &mut pairs);
        }
        Rule::Rank { positions, ties_mean } => rank(positions, *ties_mean, &mut pairs),
        Rule::Count { each, start, zero_at } => {
            match each {
                Each::Value(each) => pairs.scalar("each", Some(each)),
                Each::Severity(fields) => {
                    let mut severity = Pairs::default();
                    for (field, marks) in fields {
                        severity.push(&field.value, marks.to_string());
                    }
                    pairs.push("severity", severity.inline());
                }
            }
            match start {
                Start::Default => {}
                Start::Marks => pairs.text("start", "marks"),
                Start::Scalar(start) => pairs.scalar("start", Some(start)),
            }
            pairs.scalar("zero_at", zero_at.as_ref());
        }
        Rule::Choice { levels } => pairs.push("levels", class_marks(levels).inline()),
        Rule::Checklist { items } => pairs.push(
            "items",
            array(items.iter().map(|item| {
                let mut pairs = Pairs::default();
                pairs.push("field", quote(&item.field.value));
                pairs.push("marks", item.marks.to_string());
                pairs.inline()
            })),
        ),
        Rule::Given { of, reason } => {
            pairs.scalar("of", of.as_ref());
            pairs.flag("reason", *reason);
        }
        Rule::Panel { drop, of } => {
            if *drop > 0 {
                pairs.push("drop", drop.to_string());
            }
            pairs.scalar("of", of.as_ref());
        }
        Rule::Trajectory { baseline, target, from, to, at, normal } => {
            pairs.scalar("baseline", Some(baseline));
            pairs.scalar("target", target.as_ref());
            pairs.text("from", from);
            pairs.text("to", to);
            pairs.text("at", at.as_deref().unwrap_or_default());
            pairs.number("normal", normal.as_ref());
        }
        Rule::Formula { marks } => pairs.expr("marks", Some(marks)),
    }
    pairs
}

/// The modifiers as they stand beside a rule's own keys.
#[must_use]
pub fn modifier_pairs(modifiers: &Modifiers) -> Pairs {
    let mut pairs = Pairs::default();
    pairs.expr("exempt", modifiers.exempt.as_ref());
    pairs.expr("void", modifiers.void.as_ref());
    pairs.scalar("times", modifiers.times.as_ref());
    pairs.scalar("floor", modifiers.floor.as_ref());
    pairs.scalar("cap", modifiers.cap.as_ref());
    if let Some(rounding) = modifiers.round {
        pairs.push("round", round(rounding));
    }
    pairs
}

fn deduct(rate: &Rate, partial: Partial, bonus: Option<&OverBonus>, pairs: &mut Pairs) {
    match rate {
        Rate::Even { per, take } => {
            pairs.scalar("per", Some(per));
            pairs.scalar("take", Some(take));
        }
        Rate::Slopes { slopes, whole } => {
            let slopes =
                slopes.iter().map(|s| format!("{{ beyond = {}, per = {}, take = {} }}", s.beyond, s.per, s.take));
            pairs.push("slopes", array(slopes));
            if *whole {
                pairs.text("slopes_mode", "whole");
            }
        }
    }
    partial_pair(partial, pairs);
    if let Some(bonus) = bonus {
        let mut inner = Pairs::default();
        inner.scalar("per", Some(&bonus.per));
        inner.scalar("add", Some(&bonus.add));
        inner.scalar("cap", bonus.cap.as_ref());
        if bonus.of_completion {
            inner.text("of", "completion");
        }
        partial_pair(bonus.partial, &mut inner);
        pairs.push("bonus", inner.inline());
    }
}

fn band(band: &Band) -> Pairs {
    let mut pairs = Pairs::default();
    pairs.scalar("at_least", band.at_least.as_ref());
    pairs.scalar("above", band.above.as_ref());
    pairs.scalar("at_most", band.at_most.as_ref());
    pairs.scalar("below", band.below.as_ref());
    pairs.scalar("marks", Some(&band.marks));
    pairs
}

fn rank(positions: &Positions, ties_mean: Option<bool>, pairs: &mut Pairs) {
    match positions {
        Positions::Table(table, then) => {
            pairs.push("table", array(table.iter().map(ToString::to_string)));
            pairs.scalar("then", unless(then, 0));
        }
        Positions::Steps { first, step } => {
            pairs.scalar("first", first.as_ref());
            match step {
                Step::Marks(step) => pairs.scalar("step", Some(step)),
                Step::Share(share) => pairs.scalar("step_share", Some(share)),
            }
        }
    }
    if let Some(mean) = ties_mean {
        pairs.text("ties", if mean { "mean" } else { "best" });
    }
}

fn partial_pair(partial: Partial, pairs: &mut Pairs) {
    match partial {
        Partial::Prorata => {}
        Partial::Whole => pairs.text("partial", "whole"),
        Partial::Started => pairs.text("partial", "started"),
    }
}

/// The scalar, unless it is this whole number.
fn unless(scalar: &Scalar, default: i64) -> Option<&Scalar> {
    Some(scalar).filter(|s| **s != Scalar::Number(Exact::from(default)))
}

fn bound(bound: &Bound) -> String {
    match bound {
        Bound::Lowest => quote("min"),
        Bound::Highest => quote("max"),
        Bound::Scalar(value) => scalar(value),
    }
}

fn reference(reference: &Reference) -> String {
    match reference {
        Reference::Previous => quote("previous"),
        Reference::Mean => quote("mean"),
        Reference::Median => quote("median"),
        Reference::Best => quote("best"),
        Reference::Scalar(value) => scalar(value),
    }
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
