//! The scheme in words (评分标准): every rule put as a marking scheme puts it, and the scheme as rows that people print.
//!
//! The words are made from the rule itself, so that what is printed is what is scored. One table of words a language.

mod bands;
mod en;
mod events;
mod loss;
mod modifiers;
mod notes;
mod print;
mod rows;
mod rule;
mod speaker;
mod table;
mod zh;

use crate::expr::NodeId;
use crate::finding::Lang;

use super::model::Rubric;
use super::scheme::Kind;
use rule::Said;
use speaker::{Speaker, indicator};

pub use self::columns::{Columns, columns};
pub use loss::{Measure, loss_in_words};
pub use notes::scheme_notes;
pub use print::print_scheme;
pub use rows::{Label, SchemeRow, scheme_rows};

mod columns;

/// How an indicator is marked, in words: its rule, its modifiers and the policies that it sets itself. Empty for a section.
#[must_use]
pub fn rule_in_words(rubric: &Rubric, node: NodeId, lang: Lang) -> String {
    let (mut clauses, policies) = clauses(rubric, node, lang);
    clauses.extend(policies);
    sentence(&clauses, lang)
}

/// The same without policies: the rule and its modifiers (评分标准).
#[must_use]
pub fn standard_in_words(rubric: &Rubric, node: NodeId, lang: Lang) -> String {
    sentence(&clauses(rubric, node, lang).0, lang)
}

/// The clauses of the rule, and those of the policies.
fn clauses(rubric: &Rubric, id: NodeId, lang: Lang) -> (Vec<String>, Vec<String>) {
    let node = &rubric.scheme.nodes[id];
    let Some(body) = indicator(node) else { return (Vec::new(), Vec::new()) };
    let penalty = rubric.nodes[id].kind == Kind::Penalty;
    let speaker = Speaker { compared: body.compared, ..Speaker::new(&rubric.scheme, lang) };
    let mut said = Said::new(speaker, node, body, penalty);
    if let Some((rule, modifiers)) = &body.score {
        said.rule(rule, modifiers);
        modifiers::say(&mut said, rule, modifiers);
    }
    (said.clauses, modifiers::policies(speaker, node, body, penalty))
}

/// Clauses joined; in English with a capital at the front.
fn sentence(clauses: &[String], lang: Lang) -> String {
    let text = clauses.join(table::words(lang).sentence.semicolon);
    let mut chars = text.chars();
    match (lang, chars.next()) {
        (Lang::En, Some(first)) => first.to_uppercase().chain(chars).collect(),
        _ => text,
    }
}
