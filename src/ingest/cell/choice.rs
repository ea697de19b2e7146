//! Choices, and yes or no: as a word, or as a list of words with one of them ticked.

use crate::finding::Code;
use crate::ingest::headings::without_numbering;
use crate::ingest::words;
use crate::observe::Value;
use crate::register::fold;
use crate::rubric::Field;

use super::{Content, Read, Remark, say, wanted};

/// The choice that a folded text is.
pub(super) fn matches<'a>(folded: &str, field: &'a Field) -> Option<&'a str> {
    field.choices.iter().find(|c| fold(c) == folded).map(String::as_str)
}

/// One of the field's choices; nothing near one is taken for it.
pub(super) fn choice(text: &str, field: &Field) -> Read {
    let folded = fold(text);
    if let Some(choice) = matches(&folded, field) {
        return Read::plain(Value::Text(choice.into()));
    }
    let shown = text.trim();
    let labels: Vec<String> = field.choices.iter().map(|c| fold(c)).collect();
    match ticked(&folded, &labels) {
        Some(Ok(at)) => return noted(Value::Text(field.choices[at].as_str().into()), shown, say::TICKED),
        Some(Err(())) => return refused(shown, field, say::NOT_ONE_TICK),
        None => {}
    }
    match barer(&folded).find_map(|bare| matches(bare, field)) {
        Some(choice) => noted(Value::Text(choice.into()), shown, say::MARKS_AROUND),
        None => refused(shown, field, words::why_no_value(&folded)),
    }
}

/// Yes or no in words or marks; `None` where the text is neither.
pub(super) fn yes_or_no(text: &str, folded: &str, field: &Field) -> Option<Read> {
    if let Some(yes) = words::yes_or_no(folded) {
        return Some(Read::plain(Value::Bool(yes)));
    }
    let shown = text.trim();
    for (yes, no) in [("是", "否"), ("有", "无")] {
        match ticked(folded, &[yes.to_owned(), no.to_owned()]) {
            Some(Ok(at)) => return Some(noted(Value::Bool(at == 0), shown, say::TICKED)),
            Some(Err(())) => {
                return Some(Read::refused(
                    Remark::new(Code::UnreadableValue, shown, wanted(field)).hint(say::NOT_ONE_TICK),
                ));
            }
            None => {}
        }
    }
    let yes = words::yes_or_no(without_stop(folded)).filter(|_| without_stop(folded) != folded)?;
    Some(noted(Value::Bool(yes), shown, say::LAST_STOP))
}

/// Yes or no in a cell that is not text.
pub(super) fn yes_or_no_content(content: &Content, field: &Field) -> Read {
    match content {
        Content::Bool(yes) => Read::plain(Value::Bool(*yes)),
        Content::Number(x) if x.to_bits() == 1.0_f64.to_bits() => Read::plain(Value::Bool(true)),
        Content::Number(x) if x.abs().to_bits() == 0 => Read::plain(Value::Bool(false)),
        _ => Read::unreadable(&content.text(), field),
    }
}

fn noted(value: Value, shown: &str, why: &str) -> Read {
    let said = match &value {
        Value::Bool(true) => say::YES.to_owned(),
        Value::Bool(false) => say::NO.to_owned(),
        other => other.to_string(),
    };
    Read::plain(value).with(Remark::new(Code::ReadWithNote, shown, said).hint(why))
}

fn refused(shown: &str, field: &Field, why: &str) -> Read {
    Read::refused(Remark::new(Code::ChoiceUnknown, shown, wanted(field)).hint(why))
}

fn without_stop(folded: &str) -> &str {
    folded.trim_end_matches(['。', '.', ';', ',', '、', '!'])
}

/// The text without quotes, a last stop, or numbering: `A.已完成`, `1、已完成`, `“已完成”。`
fn barer(folded: &str) -> impl Iterator<Item = &str> {
    let plain = without_stop(folded);
    let plain = [('"', '"'), ('“', '”'), ('\'', '\''), ('【', '】'), ('[', ']')]
        .iter()
        .find_map(|(open, close)| plain.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(plain);
    [Some(plain), without_numbering(plain), without_letter(plain)].into_iter().flatten()
}

/// `a.已完成`, `(b)推进中`: without the letter.
fn without_letter(folded: &str) -> Option<&str> {
    let inner = folded.strip_prefix('(').unwrap_or(folded);
    let rest = inner.strip_prefix(|c: char| c.is_ascii_lowercase())?;
    let marks: &[char] = if inner.len() < folded.len() { &[')'] } else { &['.', '、', ')', ':', '-'] };
    rest.strip_prefix(marks).filter(|rest| !rest.is_empty())
}

/// What stands in a list of labels with boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Mark(bool),
    Label(usize),
}

/// `☑是 □否`, `是√ 否×`: the one label that is ticked. `None` where the text is no such list; an error where none of it is
/// ticked, or more than one. Every label must have its own mark, all in front or all behind: 是√否 could be either.
fn ticked(folded: &str, labels: &[String]) -> Option<Result<usize, ()>> {
    let mut pieces = Vec::new();
    let mut rest = folded;
    while let Some(c) = rest.chars().next() {
        if let Some(mark) = words::tick(c) {
            pieces.push(Piece::Mark(mark));
            rest = &rest[c.len_utf8()..];
        } else if matches!(c, '/' | ',' | ';' | '、' | '(' | ')' | '[' | ']') {
            rest = &rest[c.len_utf8()..];
        } else {
            let known = labels.iter().enumerate().filter(|(_, l)| !l.is_empty() && rest.starts_with(l.as_str()));
            let (at, label) = known.max_by_key(|(_, l)| l.len())?;
            pieces.push(Piece::Label(at));
            rest = &rest[label.len()..];
        }
    }
    let pairs = pieces.chunks_exact(2).map(|pair| match pair {
        [Piece::Mark(mark), Piece::Label(at)] => Some((true, *mark, *at)),
        [Piece::Label(at), Piece::Mark(mark)] => Some((false, *mark, *at)),
        _ => None,
    });
    let pairs: Vec<(bool, bool, usize)> = pairs.collect::<Option<_>>()?;
    let alike = pairs.iter().all(|p| p.0 == pairs[0].0);
    if pairs.is_empty() || pieces.len() % 2 != 0 || !alike {
        return None;
    }
    let mut chosen = pairs.iter().filter(|p| p.1).map(|p| p.2);
    Some(match (chosen.next(), chosen.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(()),
    })
}
