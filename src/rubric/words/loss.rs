//! What took marks, in words: the part of a rule that takes, and figures with their unit of measure.

use crate::expr::NodeId;
use crate::finding::Lang;
use crate::number::Exact;

use super::super::model::Rubric;
use super::super::rule::Rule;
use super::super::scheme::Scalar;
use super::rule::Said;
use super::speaker::{Speaker, indicator};
use super::{modifiers, sentence, standard_in_words};

/// Says the figures of one indicator in its unit of measure.
#[derive(Clone, Copy, Debug)]
pub struct Measure<'a> {
    rubric: &'a Rubric,
    lang: Lang,
    /// The unit of measure; empty where it has none.
    pub unit: &'a str,
    /// Whether lower values are better.
    pub lower_is_better: bool,
}

impl<'a> Measure<'a> {
    /// For this indicator; `None` for a section.
    #[must_use]
    pub fn of(rubric: &'a Rubric, node: NodeId, lang: Lang) -> Option<Self> {
        let node = &rubric.scheme.nodes[node];
        let body = indicator(node)?;
        let unit = Speaker::new(&rubric.scheme, lang).unit(node, body);
        Some(Self { rubric, lang, unit, lower_is_better: body.lower_is_better })
    }

    /// `98.2%`, `4 次`.
    #[must_use]
    pub fn amount(&self, x: &Exact) -> String {
        Speaker::new(&self.rubric.scheme, self.lang).amount(&x.display(PLACES), self.unit)
    }

    /// `1.8 个百分点`, `4 次`.
    #[must_use]
    pub fn distance(&self, x: &Exact) -> String {
        let shown: Exact = x.display(PLACES).parse().unwrap_or_default();
        Speaker::new(&self.rubric.scheme, self.lang).distance(&Scalar::Number(shown), self.unit)
    }
}

/// Decimals shown of a value.
const PLACES: i8 = 4;

/// How marks are lost at an indicator: of a deduction only what takes, of other rules the whole standard.
#[must_use]
pub fn loss_in_words(rubric: &Rubric, id: NodeId, lang: Lang) -> String {
    let node = &rubric.scheme.nodes[id];
    let Some(body) = indicator(node) else { return String::new() };
    let Some((rule @ Rule::Deduct { rate, partial, .. }, modifiers)) = &body.score else {
        return standard_in_words(rubric, id, lang);
    };
    let penalty = rubric.nodes[id].kind == super::super::scheme::Kind::Penalty;
    let speaker = Speaker { compared: body.compared, ..Speaker::new(&rubric.scheme, lang) };
    let mut said = Said::new(speaker, node, body, penalty);
    said.rate(rate, *partial);
    said.until(modifiers);
    modifiers::say(&mut said, rule, modifiers);
    sentence(&said.clauses, lang)
}
