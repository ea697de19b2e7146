//! Settings of a trial (试算): what one would like to know without writing another rubric, laid over a rubric as read.
//!
//! A text of them has one a line: `--set KEY=VALUE` or `--drop ID`, either with `RUBRIC:` before the name. `KEY` is
//! `A1.marks` for a key of the entry with that id, `A1.score.per` for one deeper down, `rounding.total.places` for a table of
//! the rubric, `grade.A.at_least` for an entry by its name, `full_marks` for a key of `[rubric]`. A value is read as TOML,
//! else as text; without one the key is taken away.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Code, Finding, nearest};

use super::document::Document;
use super::layers::{BY_ID, Part, array_mut, drop_entry, table_mut, text_of};

/// How a line that sets something begins.
pub const SET: &str = "--set ";
/// How a line that drops something begins.
pub const DROP: &str = "--drop ";

/// A setting, by the bytes of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The rubric that it names, with the colon left out.
    pub rubric: Option<(String, Range<usize>)>,
    /// The names that lead to the key; of what is dropped only its own.
    pub path: Vec<(String, Range<usize>)>,
    /// The value as written; `None` where something is dropped.
    pub value: Option<(String, Range<usize>)>,
}

/// The settings of a text, line by line. What is no setting is the line itself, with its bytes.
pub fn settings(text: &str) -> impl Iterator<Item = Result<Setting, (String, Range<usize>)>> + '_ {
    let mut at = 0;
    text.split('\n').filter_map(move |line| {
        let start = at;
        at += line.len() + 1;
        (!line.trim().is_empty()).then(|| setting(line, start).ok_or((line.to_owned(), start..start + line.len())))
    })
}

fn setting(line: &str, start: usize) -> Option<Setting> {
    // the lines of other rubrics are blank, and so may be the beginning of one's own
    let body = line.trim_start();
    let indent = line.len() - body.len();
    if let Some(name) = body.strip_prefix(DROP) {
        let at = start + indent + DROP.len();
        let (rubric, name, at) = prefix(name, at);
        let name = trimmed(name, at);
        return Some(Setting { rubric, path: vec![name], value: None }).filter(|s| !s.path[0].0.is_empty());
    }
    let body = body.strip_prefix(SET)?;
    let at = start + indent + SET.len();
    let equals = outside_quotes(body, '=')?;
    let value = trimmed(&body[equals + 1..], at + equals + 1);
    let (rubric, key, key_at) = prefix(&body[..equals], at);
    let mut path = Vec::new();
    let (mut rest, mut from) = (key, key_at);
    while let Some(dot) = outside_quotes(rest, '.') {
        path.push(name(&rest[..dot], from));
        from += dot + 1;
        rest = &rest[dot + 1..];
    }
    path.push(name(rest, from));
    path.iter().all(|(name, _)| !name.is_empty()).then_some(Setting { rubric, path, value: Some(value) })
}

/// The rubric before the first colon, and what is behind it.
fn prefix(text: &str, at: usize) -> (Option<(String, Range<usize>)>, &str, usize) {
    match outside_quotes(text, ':') {
        Some(colon) => (Some(trimmed(&text[..colon], at)), &text[colon + 1..], at + colon + 1),
        None => (None, text, at),
    }
}

fn trimmed(text: &str, at: usize) -> (String, Range<usize>) {
    let body = text.trim();
    let start = at + text.len() - text.trim_start().len();
    (body.to_owned(), start..start + body.len())
}

/// A name of a path, without the quotes around it.
fn name(text: &str, at: usize) -> (String, Range<usize>) {
    let (text, span) = trimmed(text, at);
    let bare = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote)).map(str::to_owned);
    (bare.unwrap_or(text), span)
}

fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == wanted => return Some(at),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
    }
    None
}

/// The value of every line that sets something as `v=VALUE`, behind as many blanks as bring it to its place.
pub(super) fn values(text: &str, start: usize) -> Vec<String> {
    let set = settings(text).filter_map(|read| read.ok()?.value);
    // `v=` stands right before it, over the end of the key
    set.map(|(text, span)| format!("{}v={text}", " ".repeat((start + span.start).saturating_sub(2)))).collect()
}

/// Lays the settings over what stands below them.
pub(super) fn apply<'a>(doc: &Document<'_>, below: &mut DeTable<'a>, part: &Part, values: &'a [String]) {
    let text = &part.padded[part.start..];
    let mut values = values.iter();
    for read in settings(text) {
        match read.map(|setting| moved(setting, part.start)) {
            Ok(Setting { path, value: None, .. }) => drop(doc, below, &path[0]),
            Ok(Setting { path, value: Some((text, span)), .. }) => {
                let padded = values.next().map_or("", String::as_str);
                set(doc, below, &path, (!text.is_empty()).then(|| value(padded, text, span)));
            }
            Err((line, span)) => {
                let finding = Finding::new(Code::BadValue).found(line).expected("NODE.KEY=VALUE");
                doc.report(finding, &(span.start + part.start..span.end + part.start));
            }
        }
    }
}

/// A setting whose bytes count through the whole of the layers.
fn moved(mut setting: Setting, by: usize) -> Setting {
    let spans = setting.path.iter_mut().chain(&mut setting.value).map(|(_, span)| span);
    for span in spans {
        *span = span.start + by..span.end + by;
    }
    setting
}

/// Takes away the entry of this name; with a section goes all that stands under it.
fn drop(doc: &Document<'_>, below: &mut DeTable<'_>, (name, span): &(String, Range<usize>)) {
    let mut gone = vec![name.clone()];
    let mut index = 0;
    while let Some(parent) = gone.get(index).cloned() {
        for list in ["section", "indicator"] {
            let entries = below.get(list).and_then(|at| at.get_ref().as_array()).into_iter().flatten();
            let under =
                entries.filter(|entry| text_of(entry, "under") == Some(&parent)).filter_map(|e| text_of(e, "id"));
            gone.extend(under.map(str::to_owned));
        }
        index += 1;
    }
    for name in gone {
        drop_entry(doc, below, &Spanned::new(span.clone(), DeValue::String(Cow::Owned(name))));
    }
}

fn set<'a>(
    doc: &Document<'_>,
    below: &mut DeTable<'a>,
    path: &[(String, Range<usize>)],
    value: Option<Spanned<DeValue<'a>>>,
) {
    let Some((first, rest)) = path.split_first() else { return };
    for list in BY_ID {
        let Some(entries) = below.get_mut(list).and_then(|at| array_mut(at)) else { continue };
        let Some(entry) = entries.iter_mut().find(|entry| text_of(entry, "id") == Some(&first.0)) else { continue };
        let is_id = rest.first().is_some_and(|(key, _)| key == "id");
        match table_mut(entry).filter(|_| !rest.is_empty() && !is_id) {
            Some(table) => put(doc, table, rest, value),
            None => {
                let finding = Finding::new(Code::BadValue).found(&first.0).expected(format!("{}.KEY=VALUE", first.0));
                doc.report(finding, &first.1);
            }
        }
        return;
    }
    match (rest.is_empty(), below.get_mut("rubric").and_then(|head| table_mut(head))) {
        (true, Some(head)) => put(doc, head, path, value),
        _ => put(doc, below, path, value),
    }
}

/// The value in a text: TOML, else the text itself. It keeps its place.
fn value(padded: &str, text: String, span: Range<usize>) -> Spanned<DeValue<'_>> {
    let (mut table, errors) = DeTable::parse_recoverable(padded);
    let only = table.get_ref().len() == 1;
    match table.get_mut().remove("v") {
        Some(value) if errors.is_empty() && only && value.get_ref().as_datetime().is_none() => value,
        _ => Spanned::new(span, DeValue::String(Cow::Owned(text))),
    }
}

/// Puts a value where the path leads, or takes away what is there.
fn put<'a>(
    doc: &Document<'_>,
    table: &mut DeTable<'a>,
    path: &[(String, Range<usize>)],
    value: Option<Spanned<DeValue<'a>>>,
) {
    let Some(((name, span), rest)) = path.split_first() else { return };
    if rest.is_empty() {
        let known: Vec<String> = table.keys().map(|key| key.get_ref().to_string()).collect();
        let before = table.remove(name.as_str());
        match (before, value) {
            (_, Some(value)) => {
                table.insert(Spanned::new(span.clone(), Cow::Owned(name.clone())), value);
            }
            (None, None) => {
                let near = nearest(name, known.iter().map(String::as_str)).unwrap_or_default();
                doc.report(Finding::new(Code::UnknownName).found(name).expected(known.join(", ")).hint(near), span);
            }
            (Some(_), None) => {}
        }
        return;
    }
    if !table.contains_key(name.as_str()) {
        let empty = Spanned::new(span.clone(), DeValue::Table(DeTable::new()));
        table.insert(Spanned::new(span.clone(), Cow::Owned(name.clone())), empty);
    }
    match table.get_mut(name.as_str()).map(Spanned::get_mut) {
        Some(DeValue::Table(inner)) => put(doc, inner, rest, value),
        Some(DeValue::Array(items)) => {
            let (wanted, at) = &rest[0];
            let named = |item: &Spanned<DeValue<'_>>| {
                ["id", "name", "field"].iter().any(|key| text_of(item, key) == Some(wanted))
            };
            let known: Vec<String> =
                items.iter().filter_map(|i| text_of(i, "id").or(text_of(i, "name"))).map(str::to_owned).collect();
            let count = items.len();
            let numbered = wanted.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let index = items.iter().position(named).or(numbered.filter(|n| *n < count));
            match index.and_then(|index| items.get_mut(index)).and_then(|item| table_mut(item)) {
                Some(inner) if rest.len() > 1 => put(doc, inner, &rest[1..], value),
                _ => {
                    let near = nearest(wanted, known.iter().map(String::as_str)).unwrap_or_default();
                    let expected = if known.is_empty() { format!("1~{count}") } else { known.join(", ") };
                    doc.report(Finding::new(Code::UnknownName).found(wanted).expected(expected).hint(near), at);
                }
            }
        }
        _ => doc.report(Finding::new(Code::BadValue).found(name).expected(format!("{name}=VALUE")), span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_with_their_places() {
        let text = "--set A1.marks = 10\n\n--set 甲:\"合 格\".min=\n--drop 乙: B3\nnonsense";
        let read: Vec<_> = settings(text).collect();
        let first = read[0].as_ref().unwrap();
        assert_eq!(first.path, [("A1".to_owned(), 6..8), ("marks".to_owned(), 9..14)]);
        assert_eq!(first.value, Some(("10".to_owned(), 17..19)));
        let second = read[1].as_ref().unwrap();
        assert_eq!(second.rubric.as_ref().unwrap().0, "甲");
        assert_eq!(second.path[0].0, "合 格");
        assert_eq!(second.value.as_ref().unwrap().0, "");
        let third = read[2].as_ref().unwrap();
        assert_eq!((third.rubric.as_ref().unwrap().0.as_str(), third.path[0].0.as_str()), ("乙", "B3"));
        assert_eq!(&text[third.path[0].1.clone()], "B3");
        assert_eq!(third.value, None);
        assert_eq!(read[3], Err(("nonsense".to_owned(), text.len() - 8..text.len())));
    }
}
