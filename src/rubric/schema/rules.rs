//! `score`: one alternative for each rule.

use serde_json::{Value, json};

use super::super::sheets::labels;
use super::{Property, array, either, flag, number, numbers, object, period, positive, rounded, text, word};

/// One of the rules, each with its own keys and the modifiers.
pub(super) fn score() -> Value {
    let names: Vec<&str> = labels::RULES.iter().map(|w| w.key).collect();
    json!({
        "type": "object",
        "required": ["rule"],
        "properties": { "rule": { "enum": names } },
        "oneOf": labels::RULES.iter().map(|rule| alternative(rule.key, rule.zh)).collect::<Vec<_>>(),
    })
}

fn alternative(rule: &'static str, chinese: &str) -> Value {
    let (keys, required, any) = keys(rule);
    let mut properties: Vec<Property> = vec![("rule", json!({ "const": rule }))];
    properties.extend(keys);
    properties.extend(modifiers());
    let required: Vec<&str> = std::iter::once("rule").chain(required.iter().copied()).collect();
    let mut schema = object(&format!("{chinese}. See docs/rules/{rule}.md."), properties, &required);
    if !any.is_empty() {
        let any: Vec<Value> = any.iter().map(|keys| json!({ "required": keys })).collect();
        schema["anyOf"] = json!(any);
    }
    schema
}

fn modifiers() -> Vec<Property> {
    vec![
        ("exempt", text("免扣条件. Where true, full marks.")),
        ("void", text("不得分条件. Where true, no marks; stronger than exempt.")),
        ("times", either("倍数. A multiplier on what is taken or added.")),
        ("floor", either("最低得分. The least that the item gives.")),
        ("cap", either("最高得分. The most that the item gives.")),
        ("round", rounded("修约. In place of the rubric's rounding of indicators.")),
        ("scope", word(labels::SCOPES, "比较范围. Which units are compared.")),
    ]
}

/// The keys of a rule, those that must be there, and sets of which one must be.
type Keys = (Vec<Property>, &'static [&'static str], &'static [&'static [&'static str]]);

fn keys(rule: &str) -> Keys {
    match rule {
        "deduct" => (deduct(), &[], &[&["per", "take"], &["slopes"]]),
        "bands" => (
            vec![
                ("of", json!({ "enum": ["value", "completion", "gap"], "description": "What is looked at." })),
                ("bands", array(band(), "The bands in order; the first that holds counts.")),
            ],
            &["bands"],
            &[],
        ),
        "anchors" => (vec![("points", points())], &["points"], &[]),
        "efficacy" => (
            vec![
                ("worst", either("最差值. A number, an expression, \"min\" or \"max\".")),
                ("best", either("最优值. A number, an expression, \"min\" or \"max\".")),
                ("base", either("Share at the worst, 0 by default.")),
                ("span", either("Share between worst and best, 1 by default.")),
            ],
            &["worst", "best"],
            &[],
        ),
        "versus" => (
            vec![
                ("reference", either("基准. previous, mean, median, best, a number or an expression.")),
                ("par", either("Marks at the reference.")),
                ("per", step()),
                ("take", either("Taken for each step worse.")),
                ("add", either("Added for each step better.")),
                ("partial", partial()),
            ],
            &["reference"],
            &[],
        ),
        "rank" => (rank(), &[], &[&["table"], &["step"], &["step_share"]]),
        "count" => (
            vec![
                ("each", either("Marks for each event.")),
                ("severity", numbers("Marks for each event, by field.")),
                ("start", either("Where it starts: a number, or \"marks\".")),
                ("zero_at", either("No marks from so many events on.")),
            ],
            &[],
            &[&["each"], &["severity"]],
        ),
        "choice" => (vec![("levels", numbers("Share by level."))], &["levels"], &[]),
        "checklist" => (vec![("items", array(item(), "The items."))], &["items"], &[]),
        "given" => (
            vec![("of", either("What the marks are out of.")), ("reason", flag("Whether a reason is asked for."))],
            &[],
            &[],
        ),
        "panel" => (
            vec![
                ("drop", json!({ "type": "integer", "minimum": 0, "description": "Left out at each end." })),
                ("of", either("What the marks are out of.")),
            ],
            &[],
            &[],
        ),
        "trajectory" => (
            vec![
                ("baseline", either("Where the path begins.")),
                ("target", either("Where it ends; the indicator's target by default.")),
                ("from", period("Period of the baseline.")),
                ("to", period("Period of the target.")),
                ("at", period("Period judged; the one scored by default.")),
                (
                    "normal",
                    json!({ "type": "number", "minimum": 0, "exclusiveMaximum": 1, "description": "正常范围. How far from the path still counts as on it, as a share of the progress expected." }),
                ),
            ],
            &["baseline", "from", "to"],
            &[],
        ),
        "formula" => (vec![("marks", text("The marks, as an expression."))], &["marks"], &[]),
        _ => (Vec::new(), &[], &[]),
    }
}

fn partial() -> Value {
    json!({
        "enum": ["prorata", "whole", "started"],
        "description": "A part of a step: prorata 按比例 · whole 不足一步不计 · started 不足一步按一步计",
    })
}

/// A step: positive where it is a number.
fn step() -> Value {
    json!({ "type": ["number", "string"], "exclusiveMinimum": 0, "description": "A step; above 0." })
}

fn deduct() -> Vec<Property> {
    let slope = object(
        "A stretch of the gap.",
        vec![
            ("beyond", number("Where it begins.")),
            ("per", positive("A step.")),
            ("take", number("Marks for each step.")),
        ],
        &["beyond", "per", "take"],
    );
    let bonus = object(
        "超额加分. Reward for over-fulfilment.",
        vec![
            ("per", step()),
            ("add", either("Marks for each step.")),
            ("cap", either("The most that it adds.")),
            ("partial", partial()),
            (
                "of",
                json!({ "enum": ["gap", "completion"], "description": "In units of the gap, or points of completion." }),
            ),
        ],
        &["per", "add"],
    );
    vec![
        ("per", step()),
        ("take", either("Marks for each step.")),
        ("partial", partial()),
        ("slopes", array(slope, "Stretches with their own rates.")),
        (
            "slopes_mode",
            json!({ "enum": ["marginal", "whole"], "description": "Each stretch at its own rate, or the whole gap at that of the last." }),
        ),
        ("bonus", bonus),
    ]
}

fn band() -> Value {
    object(
        "A band.",
        vec![
            ("at_least", either("含. From here up.")),
            ("above", either("不含. Above this.")),
            ("at_most", either("含. Up to here.")),
            ("below", either("不含. Below this.")),
            ("marks", either("Its marks.")),
        ],
        &["marks"],
    )
}

fn points() -> Value {
    json!({
        "type": "array",
        "minItems": 1,
        "description": "[value, share] in any order.",
        "items": { "type": "array", "minItems": 2, "maxItems": 2, "items": { "type": "number" } },
    })
}

fn rank() -> Vec<Property> {
    vec![
        ("table", array(json!({ "type": "number" }), "Marks of the first positions.")),
        ("then", either("Marks of every position after them.")),
        ("first", either("Marks of the first position.")),
        ("step", either("Taken off for each place, in marks.")),
        ("step_share", either("Taken off for each place, as a share of the first's.")),
        ("ties", json!({ "enum": ["best", "mean"], "description": "What equal values get." })),
    ]
}

fn item() -> Value {
    object(
        "An item.",
        vec![("field", text("A yes-or-no field.")), ("marks", number("Its marks."))],
        &["field", "marks"],
    )
}
