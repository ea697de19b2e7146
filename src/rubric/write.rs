//! [`Scheme`] → TOML, in one canonical form: the same scheme gives the same text, whatever its source looked like.
//!
//! What a key says by default is left out, so that two texts are equal exactly where two schemes are (comments aside).

mod names;
mod rule;

use std::fmt::Write as _;

use crate::expr::{Compared, Partition};
use crate::number::{Exact, RoundMode, Rounding};

use super::document::At;
use super::field::{Field, FieldType};
use super::scheme::{
    Basis, Body, Combine, Effect, IndicatorBody, MissingPolicy, NaPolicy, Node, Scalar, Scheme, SectionBody, Ties,
};

pub use names::{combine, compared, kind, missing, not_applicable, rule_name, ties};
pub use rule::{modifier_pairs, rule_pairs};

/// Key and value pairs of one table, in order, each value already TOML.
#[derive(Clone, Debug, Default)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Adds a pair; the key is quoted where TOML asks for it.
    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((key(name), value.into()));
    }

    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.push(name, quote(value));
        }
    }

    fn flag(&mut self, name: &str, value: bool) {
        if value {
            self.push(name, "true");
        }
    }

    fn number(&mut self, name: &str, value: Option<&Exact>) {
        if let Some(value) = value {
            self.push(name, value.to_string());
        }
    }

    fn scalar(&mut self, name: &str, value: Option<&Scalar>) {
        if let Some(value) = value {
            self.push(name, scalar(value));
        }
    }

    fn expr(&mut self, name: &str, value: Option<&At<String>>) {
        if let Some(value) = value {
            self.push(name, quote(&value.value));
        }
    }

    fn list<'t>(&mut self, name: &str, items: impl IntoIterator<Item = &'t str>) {
        let items: Vec<String> = items.into_iter().map(quote).collect();
        if !items.is_empty() {
            self.push(name, format!("[{}]", items.join(", ")));
        }
    }

    fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// `{ a = 1, b = 2 }`.
    #[must_use]
    pub fn inline(&self) -> String {
        if self.0.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", self.bare()) }
    }

    /// `a = 1, b = 2`.
    #[must_use]
    pub fn bare(&self) -> String {
        self.0.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ")
    }

    fn table(&self, heading: &str, out: &mut String) {
        if self.0.is_empty() {
            return;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        // writing to a string does not fail
        let _ = writeln!(out, "{heading}");
        for (key, value) in &self.0 {
            let _ = writeln!(out, "{key} = {value}");
        }
    }
}

/// The canonical text of a scheme.
#[must_use]
pub fn to_toml(scheme: &Scheme) -> String {
    let mut out = String::new();
    head(scheme).table("[rubric]", &mut out);
    defaults(scheme).table("[defaults]", &mut out);
    roundings(scheme).table("[rounding]", &mut out);
    ranking(scheme).table("[ranking]", &mut out);
    if scheme.grading == Basis::Exact {
        let mut pairs = Pairs::default();
        pairs.text("on", "exact");
        pairs.table("[grading]", &mut out);
    }
    for grade in &scheme.grades {
        let mut pairs = Pairs::default();
        pairs.push("name", quote(&grade.name));
        pairs.number("at_least", grade.at_least.as_ref());
        pairs.number("quota", grade.quota.as_ref());
        pairs.expr("also", grade.also.as_ref());
        pairs.table("[[grade]]", &mut out);
    }
    for source in &scheme.sources {
        let mut pairs = Pairs::default();
        pairs.push("id", quote(&source.id));
        pairs.push("name", quote(&source.name));
        pairs.table("[[source]]", &mut out);
    }
    for field in &scheme.fields {
        field_pairs(field).table("[[field]]", &mut out);
    }
    for check in &scheme.checks {
        let mut pairs = Pairs::default();
        pairs.expr("when", Some(&check.when));
        pairs.push("says", quote(&check.says));
        if !check.is_error {
            pairs.text("level", "warning");
        }
        pairs.table("[[check]]", &mut out);
    }
    for node in &scheme.nodes {
        let heading = if matches!(node.body, Body::Section(_)) { "[[section]]" } else { "[[indicator]]" };
        node_pairs(node).table(heading, &mut out);
    }
    for veto in &scheme.vetoes {
        let mut pairs = Pairs::default();
        pairs.push("id", quote(&veto.id.value));
        pairs.push("name", quote(&veto.name));
        pairs.expr("when", veto.when.as_ref());
        pairs.push("effect", effects(&veto.effect).inline());
        pairs.flag("evidence", veto.evidence);
        pairs.table("[[veto]]", &mut out);
    }
    if let Some(periods) = &scheme.periods {
        let mut pairs = Pairs::default();
        pairs.list("score", periods.score.iter().map(String::as_str));
        pairs.expr("total", Some(&periods.total));
        pairs.table("[periods]", &mut out);
    }
    out
}

/// The entries that bear an id in the canonical text: their table and id, and what stands in them.
#[must_use]
pub fn entries(scheme: &Scheme) -> Vec<((String, String), String)> {
    let text = to_toml(scheme);
    let mut entries: Vec<((String, String), String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if let Some(table) = line.strip_prefix("[[").and_then(|l| l.strip_suffix("]]")) {
            entries.push(((table.to_owned(), String::new()), String::new()));
            open = true;
        } else if line.starts_with('[') {
            open = false;
        } else if let Some(((_, id), body)) = entries.last_mut().filter(|_| open) {
            if let Some(quoted) = line.strip_prefix("id = ").filter(|_| body.is_empty()) {
                quoted.trim_matches('"').clone_into(id);
            } else if !line.is_empty() {
                if !body.is_empty() {
                    body.push('\n');
                }
                body.push_str(line);
            }
        }
    }
    // grades and checks have no id; the words of the scheme say what changed about them
    entries.retain(|((_, id), _)| !id.is_empty());
    entries
}

fn head(scheme: &Scheme) -> Pairs {
    let (head, mut pairs) = (&scheme.head, Pairs::default());
    pairs.push("format", "1");
    pairs.push("id", quote(&head.id));
    pairs.push("title", quote(&head.title));
    pairs.text("version", &head.version);
    pairs.push("period", quote(&head.period));
    pairs.push("full_marks", head.full_marks.to_string());
    pairs.text("subjects", &head.subjects);
    pairs.push("lang", quote(&head.lang));
    pairs.list("basis", head.basis.iter().map(String::as_str));
    pairs.flag("illustrative", head.illustrative);
    pairs.flag("cap_total", head.cap_total);
    pairs
}

fn defaults(scheme: &Scheme) -> Pairs {
    let (defaults, mut pairs) = (&scheme.defaults, Pairs::default());
    if defaults.missing != MissingPolicy::default() {
        pairs.text("missing", missing(defaults.missing));
    }
    if defaults.na != NaPolicy::default() {
        pairs.text("na", not_applicable(defaults.na));
    }
    if defaults.rescale_at_total {
        pairs.text("rescale_at", "total");
    }
    pairs
}

fn roundings(scheme: &Scheme) -> Pairs {
    let (r, mut pairs) = (scheme.rounding, Pairs::default());
    for (name, rounding) in [("indicator", r.indicator), ("section", r.section), ("total", r.total)] {
        if let Some(rounding) = rounding {
            pairs.push(name, round(rounding));
        }
    }
    pairs
}

fn ranking(scheme: &Scheme) -> Pairs {
    let (ranking, mut pairs) = (&scheme.ranking, Pairs::default());
    if ranking.on == Basis::Exact {
        pairs.text("on", "exact");
    }
    if ranking.ties != Ties::default() {
        pairs.text("ties", ties(ranking.ties));
    }
    pairs.list("break_by", ranking.break_by.iter().map(|id| id.value.as_str()));
    pairs.flag("by_group", ranking.apart[Partition::Group]);
    pairs.flag("by_class", ranking.apart[Partition::Class]);
    pairs
}

fn field_pairs(field: &Field) -> Pairs {
    let mut pairs = Pairs::default();
    pairs.push("id", quote(&field.id));
    pairs.push("name", quote(&field.name));
    let kind = FieldType::ALL.iter().find(|(_, kind)| *kind == field.kind).map_or("decimal", |(name, _)| *name);
    pairs.text("type", kind);
    pairs.text("unit", &field.unit);
    pairs.text("from", &field.from);
    pairs.number("min", field.min.as_ref());
    pairs.number("max", field.max.as_ref());
    pairs.list("choices", field.choices.iter().map(String::as_str));
    pairs.list("aliases", field.aliases.iter().map(String::as_str));
    pairs.flag("required", field.required);
    pairs.number("tolerance", Some(&field.tolerance).filter(|t| !t.is_zero()));
    pairs
}

fn node_pairs(node: &Node) -> Pairs {
    let mut pairs = Pairs::default();
    pairs.push("id", quote(&node.id.value));
    pairs.expr("under", node.under.as_ref());
    pairs.push("name", quote(&node.name));
    pairs.scalar("marks", node.marks.as_ref());
    if !node.marks_for.is_empty() {
        pairs.push("marks_for", class_marks(&node.marks_for).inline());
    }
    pairs.number("weight", node.weight.as_ref());
    pairs.expr("applies", node.applies.as_ref());
    match &node.body {
        Body::Section(section) => section_pairs(section, &mut pairs),
        Body::Indicator(indicator) => indicator_pairs(indicator, &mut pairs),
    }
    pairs
}

/// Marks by class.
#[must_use]
pub fn class_marks(marks: &[(String, Exact)]) -> Pairs {
    let mut pairs = Pairs::default();
    for (class, n) in marks {
        pairs.push(class, n.to_string());
    }
    pairs
}

fn section_pairs(section: &SectionBody, pairs: &mut Pairs) {
    if let Some((kind, _)) = &section.kind {
        pairs.text("kind", self::kind(*kind));
    }
    pairs.number("cap", section.cap.as_ref());
    let implied = if section.marks_from.is_some() { Combine::Formula } else { Combine::Sum };
    if section.combine != implied {
        pairs.text("combine", combine(section.combine));
    }
    pairs.expr("marks_from", section.marks_from.as_ref());
}

fn indicator_pairs(indicator: &IndicatorBody, pairs: &mut Pairs) {
    pairs.expr("value", indicator.value.as_ref());
    pairs.text("unit", &indicator.unit);
    if indicator.lower_is_better {
        pairs.text("better", "lower");
    }
    pairs.scalar("target", indicator.target.as_ref());
    if let Some((rule, modifiers)) = &indicator.score {
        let mut score = Pairs::default();
        score.text("rule", rule_name(rule));
        score.extend(rule_pairs(rule));
        score.extend(modifier_pairs(modifiers));
        if indicator.compared != Compared::All {
            score.text("scope", compared(indicator.compared));
        }
        pairs.push("score", score.inline());
    }
    if let Some(policy) = indicator.missing {
        pairs.text("missing", missing(policy));
    }
    if let Some(policy) = indicator.na {
        pairs.text("na", not_applicable(policy));
    }
    pairs.expr("weigh_by", indicator.weigh_by.as_ref());
    pairs.text("evidence", &indicator.evidence);
    pairs.text("lead", &indicator.lead);
}

/// What a veto does.
#[must_use]
pub fn effects(effects: &[Effect]) -> Pairs {
    let mut pairs = Pairs::default();
    for effect in effects {
        match effect {
            Effect::Grade(grade) => pairs.expr("grade", Some(grade)),
            Effect::CapGrade(grade) => pairs.expr("cap_grade", Some(grade)),
            Effect::Deduct(marks) => pairs.scalar("deduct", Some(marks)),
            Effect::Zero(node) => pairs.expr("zero", Some(node)),
            Effect::Disqualify => pairs.flag("disqualify", true),
        }
    }
    pairs
}

fn scalar(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Number(n) => n.to_string(),
        Scalar::Expr(at) => quote(&at.value),
    }
}

fn round(rounding: Rounding) -> String {
    let mut pairs = Pairs::default();
    pairs.push("places", rounding.places.to_string());
    if rounding.mode != RoundMode::HalfUp {
        let mode = RoundMode::ALL.iter().find(|(_, m)| *m == rounding.mode).map_or("half_up", |(name, _)| *name);
        pairs.text("mode", mode);
    }
    pairs.inline()
}

/// A TOML key: bare where that is allowed.
#[must_use]
pub fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { name.to_owned() } else { quote(name) }
}

/// A TOML text in quotes.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
