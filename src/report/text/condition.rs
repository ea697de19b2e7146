//! A condition of the rubric as people read it: names for ids, signs for operators.

use crate::finding::Lang;
use crate::rubric::Rubric;

use super::{put, words};

/// `score(A) >= 32` as “质量目标”得分 ≥ 32. What has no name stays as written.
#[must_use]
pub fn condition(written: &str, rubric: &Rubric, lang: Lang) -> String {
    let words = words(lang);
    let mut out = String::new();
    let mut rest = written.trim();
    while let Some(first) = rest.chars().next() {
        if let Some((read, left)) = node_of(rest, rubric, lang) {
            out.push_str(&read);
            rest = left;
        } else if first.is_alphabetic() || first == '_' {
            let (name, left) = identifier(rest);
            let said = words.condition.iter().find(|(word, _)| *word == name).map(|(_, said)| *said);
            let field = || rubric.scheme.fields.iter().find(|f| f.id == name).map(|f| f.name.as_str());
            out.push_str(said.or_else(field).unwrap_or(name));
            rest = left;
        } else if first == '\'' || first == '"' {
            let end = rest[1..].find(first).map_or(rest.len(), |at| at + 2);
            out.push_str(rest[..end].trim_matches(first));
            rest = &rest[end..];
        } else if let Some((sign, said)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            out.push_str(said);
            rest = &rest[sign.len()..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

const SIGNS: [(&str, &str); 6] = [(">=", "≥"), ("<=", "≤"), ("!=", "≠"), ("==", "="), ("*", "×"), ("/", "÷")];

fn identifier(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    text.split_at(end)
}

/// `score(X)` or `share(X)`, and what follows.
fn node_of<'t>(text: &'t str, rubric: &Rubric, lang: Lang) -> Option<(String, &'t str)> {
    let words = words(lang);
    let (template, inner) = match (text.strip_prefix("score("), text.strip_prefix("share(")) {
        (Some(inner), _) => (words.score_of, inner),
        (None, Some(inner)) => (words.share_of, inner),
        (None, None) => return None,
    };
    let (id, left) = inner.split_once(')')?;
    let id = id.trim();
    let name = match rubric.scheme.nodes.iter().find(|n| n.id.value == id) {
        Some(node) => node.name.as_str(),
        None if id == "total" => words.total,
        None => return None,
    };
    Some((put(template, &[name]), left))
}
