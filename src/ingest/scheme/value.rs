//! One cell → the TOML of a value.

use toml::de::DeTable;

use crate::number::Exact;
use crate::register::half_width;
use crate::rubric::sheets::{Holds, Word, YES_NO};
use crate::rubric::write::quote;

use super::super::grid::Content;

/// The value that a cell gives; an error where what it holds cannot even be put into a rubric.
pub(super) fn value(holds: Holds, content: &Content) -> Result<String, String> {
    let text = content.text();
    if let Content::Error(error) = content {
        return Err(error.to_string());
    }
    Ok(match holds {
        Holds::Text | Holds::Said => quote(&text),
        Holds::Number | Holds::Scalar => number(&text),
        Holds::Flag => flag(content, &text),
        Holds::List => list(&text)?,
        Holds::Word(words) => quote(word(words, text.trim()).map_or(text.trim(), |w| w.key)),
        Holds::ByClass | Holds::Keys => keys(&text)?,
    })
}

/// A number as it is, whatever its width; anything else as text, which the reader of rubrics then judges.
fn number(text: &str) -> String {
    // 30% is 0.3 to the spreadsheet and 30 to many who type it, so a cell shown as a percentage is not guessed at
    let narrow: String = text.trim().chars().map(half_width).collect();
    match narrow.parse::<Exact>() {
        Ok(n) => n.to_string(),
        Err(_) => quote(text),
    }
}

fn flag(content: &Content, text: &str) -> String {
    let set = match content {
        Content::Bool(set) => Some(*set),
        _ => YES_NO.iter().find(|w| is(w, text.trim())).map(|w| w.key == "true"),
    };
    set.map_or_else(|| quote(text), |set| set.to_string())
}

fn word(words: &'static [Word], text: &str) -> Option<&'static Word> {
    words.iter().find(|w| is(w, text))
}

fn is(word: &Word, text: &str) -> bool {
    [word.key, word.zh, word.en].iter().any(|name| name.eq_ignore_ascii_case(text))
}

/// `a|b|c`, or a list as a rubric writes it.
fn list(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.starts_with('[') {
        return checked(text, "x = ");
    }
    let items: Vec<String> = text.split(['|', '｜']).map(str::trim).filter(|i| !i.is_empty()).map(quote).collect();
    Ok(format!("[{}]", items.join(", ")))
}

/// The keys of a rule: what stands between the braces.
fn keys(text: &str) -> Result<String, String> {
    let text = text.trim().trim_end_matches([',', '，']);
    let flat = flatten(text);
    let braced = format!("{{ {flat} }}");
    checked(&braced, "x = ").map(|_| flat)
}

/// The text if it is TOML, or what is wrong with it.
fn checked(text: &str, before: &str) -> Result<String, String> {
    let (_, errors) = DeTable::parse_recoverable(&format!("{before}{text}\n"));
    match errors.first() {
        None => Ok(text.to_owned()),
        Some(error) => Err(error.message().to_owned()),
    }
}

/// Line breaks and full-width signs outside quotes as TOML has them: people type `，` and `＝` without noticing.
fn flatten(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted: Option<char> = None;
    let mut escaped = false;
    for c in text.chars() {
        let c = match quoted {
            Some(close) => {
                if c == close && !escaped {
                    quoted = None;
                }
                escaped = close == '"' && c == '\\' && !escaped;
                c
            }
            None => match half_width(c) {
                '\n' | '\r' | '\t' => ' ',
                open @ ('"' | '\'') => {
                    quoted = Some(open);
                    open
                }
                '、' => ',',
                other => other,
            },
        };
        out.push(c);
    }
    out
}
