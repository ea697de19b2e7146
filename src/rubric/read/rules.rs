//! `score = { rule = "…", … }`.

use crate::finding::{Code, Finding, nearest};
use crate::number::Exact;

use super::super::document::{Table, number};
use super::super::rule::{
    Band, Bound, Each, Item, Of, OverBonus, Partial, Positions, Rate, Reference, Rule, Slope, Start, Step,
};
use super::super::scheme::{Modifiers, Scalar};
use super::{rounding, scalar};

const PARTIAL: [(&str, Partial); 3] =
    [("prorata", Partial::Prorata), ("whole", Partial::Whole), ("started", Partial::Started)];
const NAMES: [&str; 16] = [
    "meet",
    "deduct",
    "bands",
    "ratio",
    "anchors",
    "efficacy",
    "versus",
    "rank",
    "count",
    "choice",
    "checklist",
    "given",
    "panel",
    "trajectory",
    "formula",
    "",
];

/// A rule and its modifiers; `None` where it cannot be understood (which has then been said).
pub(super) fn rule(t: &Table<'_, '_>) -> Option<(Rule, Modifiers)> {
    let name = t.required("rule")?;
    let modifiers = Modifiers {
        exempt: t.string("exempt"),
        void: t.string("void"),
        times: scalar(t, "times"),
        floor: scalar(t, "floor"),
        cap: scalar(t, "cap"),
        round: t.table("round").and_then(rounding),
    };
    let rule = match name.value.as_str() {
        "meet" => Some(Rule::Meet),
        "deduct" => deduct(t),
        "bands" => bands(t),
        "ratio" => Some(Rule::Ratio),
        "anchors" => anchors(t),
        "efficacy" => efficacy(t),
        "versus" => versus(t),
        "rank" => rank(t),
        "count" => count(t),
        "choice" => choice(t),
        "checklist" => checklist(t),
        "given" => Some(Rule::Given { of: scalar(t, "of"), reason: t.bool("reason").unwrap_or(false) }),
        "panel" => Some(Rule::Panel { drop: t.count("drop").unwrap_or(0), of: scalar(t, "of") }),
        "trajectory" => trajectory(t),
        "formula" => t.required("marks").map(|marks| Rule::Formula { marks }),
        other => {
            let finding = Finding::new(Code::BadValue)
                .found(other)
                .expected(NAMES[..15].join(" | "))
                .hint(nearest(other, NAMES[..15].iter().copied()).unwrap_or_default());
            t.doc().report(finding, &name.span);
            t.forgive();
            None
        }
    };
    rule.map(|rule| (rule, modifiers))
}

/// A key that must be there, as a number or an expression.
fn needed(t: &Table<'_, '_>, key: &'static str) -> Option<Scalar> {
    if !t.has(key) {
        t.lacks(key);
    }
    scalar(t, key)
}

fn or(value: Option<Scalar>, default: i64) -> Scalar {
    value.unwrap_or(Scalar::Number(Exact::from(default)))
}

fn partial(t: &Table<'_, '_>) -> Partial {
    t.choice("partial", &PARTIAL).unwrap_or_default()
}

/// A step must be a positive number; an expression is judged when it is evaluated.
fn step(t: &Table<'_, '_>, key: &'static str) {
    if let Some(value) = t.value(key)
        && let Some(n) = number(value.get_ref())
        && !n.is_positive()
    {
        t.refuse(value, "> 0");
    }
}

fn deduct(t: &Table<'_, '_>) -> Option<Rule> {
    let rate = if t.has("slopes") {
        let mut slopes: Vec<Slope> = t.tables("slopes").into_iter().filter_map(slope).collect();
        slopes.sort_by(|a, b| a.beyond.cmp(&b.beyond));
        let whole = t.choice("slopes_mode", &[("marginal", false), ("whole", true)]).unwrap_or(false);
        Some(Rate::Slopes { slopes, whole })
    } else {
        step(t, "per");
        match (needed(t, "per"), needed(t, "take")) {
            (Some(per), Some(take)) => Some(Rate::Even { per, take }),
            _ => None,
        }
    };
    let bonus = t.table("bonus").map(|b| {
        step(&b, "per");
        let (per, add) = (needed(&b, "per"), needed(&b, "add"));
        let read = OverBonus {
            per: or(per, 1),
            add: or(add, 0),
            cap: scalar(&b, "cap"),
            partial: partial(&b),
            of_completion: b.choice("of", &[("gap", false), ("completion", true)]).unwrap_or(false),
        };
        b.finish();
        read
    });
    let partial = partial(t);
    rate.map(|rate| Rule::Deduct { rate, partial, bonus })
}

fn slope(t: Table<'_, '_>) -> Option<Slope> {
    let plain = |key: &'static str| {
        if !t.has(key) {
            t.lacks(key);
        }
        t.number(key).map(|at| at.value)
    };
    let (beyond, per, take) = (plain("beyond"), plain("per"), plain("take"));
    step(&t, "per");
    t.finish();
    Some(Slope { beyond: beyond?, per: per?, take: take? })
}

fn bands(t: &Table<'_, '_>) -> Option<Rule> {
    let of =
        t.choice("of", &[("value", Of::Value), ("completion", Of::Completion), ("gap", Of::Gap)]).unwrap_or_default();
    if !t.has("bands") {
        t.lacks("bands");
        return None;
    }
    let bands = t
        .tables("bands")
        .into_iter()
        .filter_map(|b| {
            let marks = needed(&b, "marks");
            let band = marks.map(|marks| Band {
                at_least: scalar(&b, "at_least"),
                above: scalar(&b, "above"),
                at_most: scalar(&b, "at_most"),
                below: scalar(&b, "below"),
                marks,
            });
            b.finish();
            band
        })
        .collect();
    Some(Rule::Bands { of, bands })
}

fn anchors(t: &Table<'_, '_>) -> Option<Rule> {
    if !t.has("points") {
        t.lacks("points");
    }
    let mut points = Vec::new();
    for item in t.items("points") {
        let pair: Option<Vec<Exact>> =
            item.get_ref().as_array().map(|a| a.iter().filter_map(|n| number(n.get_ref())).collect());
        match pair.as_deref() {
            Some([x, y]) => points.push((x.clone(), y.clone())),
            _ => t.refuse(item, "[value, share]"),
        }
    }
    points.sort_by(|a, b| a.0.cmp(&b.0));
    if let Some(twice) = points.windows(2).find(|pair| pair[0].0 == pair[1].0)
        && let Some(value) = t.value("points")
    {
        let finding = Finding::new(Code::BadValue).found(twice[0].0.to_string()).expected("each value once");
        t.doc().report(finding, &value.span());
    }
    (!points.is_empty()).then_some(Rule::Anchors { points })
}

fn efficacy(t: &Table<'_, '_>) -> Option<Rule> {
    let bound = |key: &'static str| match t.value(key).and_then(|v| v.get_ref().as_str()) {
        Some("min") => Some(Bound::Lowest),
        Some("max") => Some(Bound::Highest),
        _ => needed(t, key).map(Bound::Scalar),
    };
    let (worst, best) = (bound("worst"), bound("best"));
    let (base, span) = (or(scalar(t, "base"), 0), or(scalar(t, "span"), 1));
    Some(Rule::Efficacy { worst: worst?, best: best?, base, span })
}

fn versus(t: &Table<'_, '_>) -> Option<Rule> {
    let reference = match t.value("reference").and_then(|v| v.get_ref().as_str()) {
        Some("previous") => Some(Reference::Previous),
        Some("mean") => Some(Reference::Mean),
        Some("median") => Some(Reference::Median),
        Some("best") => Some(Reference::Best),
        _ => needed(t, "reference").map(Reference::Scalar),
    };
    step(t, "per");
    let rule = Rule::Versus {
        reference: reference.clone()?,
        par: scalar(t, "par"),
        per: or(scalar(t, "per"), 1),
        take: or(scalar(t, "take"), 0),
        add: or(scalar(t, "add"), 0),
        partial: partial(t),
    };
    Some(rule)
}

fn rank(t: &Table<'_, '_>) -> Option<Rule> {
    let ties_mean = t.choice("ties", &[("best", false), ("mean", true)]);
    let positions = if t.has("table") {
        let mut table = Vec::new();
        for item in t.items("table") {
            match number(item.get_ref()) {
                Some(n) => table.push(n),
                None => t.refuse(item, "a number"),
            }
        }
        Positions::Table(table, or(scalar(t, "then"), 0))
    } else {
        let first = scalar(t, "first");
        let step = match (scalar(t, "step"), scalar(t, "step_share")) {
            (Some(step), _) => Step::Marks(step),
            (None, Some(share)) => Step::Share(share),
            (None, None) => {
                t.lacks("table | step | step_share");
                return None;
            }
        };
        Positions::Steps { first, step }
    };
    Some(Rule::Rank { positions, ties_mean })
}

fn count(t: &Table<'_, '_>) -> Option<Rule> {
    let each = if t.has("severity") {
        let mut severity = Vec::new();
        for (field, value) in t.entries("severity") {
            match number(value.get_ref()) {
                Some(marks) => severity.push((field, marks)),
                None => t.refuse(value, "a number"),
            }
        }
        Each::Severity(severity)
    } else {
        Each::Value(needed(t, "each")?)
    };
    let start = match t.value("start").and_then(|v| v.get_ref().as_str()) {
        Some("marks") => Start::Marks,
        _ => scalar(t, "start").map_or(Start::Default, Start::Scalar),
    };
    Some(Rule::Count { each, start, zero_at: scalar(t, "zero_at") })
}

fn choice(t: &Table<'_, '_>) -> Option<Rule> {
    if !t.has("levels") {
        t.lacks("levels");
    }
    let mut levels = Vec::new();
    for (level, value) in t.entries("levels") {
        match number(value.get_ref()) {
            Some(share) => levels.push((level.value, share)),
            None => t.refuse(value, "a number"),
        }
    }
    (!levels.is_empty()).then_some(Rule::Choice { levels })
}

fn checklist(t: &Table<'_, '_>) -> Option<Rule> {
    if !t.has("items") {
        t.lacks("items");
    }
    let items: Vec<Item> = t
        .tables("items")
        .into_iter()
        .filter_map(|item| {
            let field = item.required("field");
            let marks = item.number("marks");
            if marks.is_none() && !item.has("marks") {
                item.lacks("marks");
            }
            item.finish();
            Some(Item { field: field?, marks: marks?.value })
        })
        .collect();
    (!items.is_empty()).then_some(Rule::Checklist { items })
}

fn trajectory(t: &Table<'_, '_>) -> Option<Rule> {
    let baseline = needed(t, "baseline");
    let target = scalar(t, "target");
    let period = |key: &'static str| super::period_text(t, key);
    let (from, to, at) = (period("from"), period("to"), period("at"));
    for (key, value) in [("from", &from), ("to", &to)] {
        if value.is_empty() && !t.has(key) {
            t.lacks(key);
        }
    }
    let normal = t.number("normal").filter(|normal| {
        let fits = normal.value >= Exact::ZERO && normal.value < Exact::ONE;
        if !fits {
            let finding = Finding::new(Code::BadValue).found(normal.value.to_string()).expected("0 ≤ … < 1");
            t.doc().report(finding, &normal.span);
        }
        fits
    });
    let at = (!at.is_empty()).then_some(at);
    Some(Rule::Trajectory { baseline: baseline?, target, from, to, at, normal: normal.map(|n| n.value) })
}
