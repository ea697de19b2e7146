//! Widths, heights and what is hidden in an xlsx workbook: what the reader of its cells does not tell.
//!
//! The bytes have passed the safety check by the time they come here. Whatever cannot be made out is left out.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::Line;

/// What is kept of one sheet; more rows than this with a look of their own are somebody's joke.
const MOST_LINES: usize = 100_000;

/// How a sheet looks.
#[derive(Debug, Default)]
pub(super) struct Look {
    pub name: String,
    pub columns: Vec<Line>,
    pub rows: Vec<Line>,
}

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// The looks of a workbook's sheets.
pub(super) fn of_workbook(bytes: &[u8]) -> Vec<Look> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let parts: Vec<String> = archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
    let targets = targets(&mut archive, &parts);
    let mut looks = Vec::new();
    for (name, relation) in sheets(&mut archive, &parts) {
        let Some((_, target)) = targets.iter().find(|(id, _)| *id == relation) else { continue };
        let mut look = Look { name, ..Look::default() };
        each(&mut archive, &parts, target, |tag, element| match tag {
            "col" => look.columns.extend(column(element)),
            "row" if look.rows.len() < MOST_LINES => look.rows.extend(row(element)),
            _ => {}
        });
        looks.push(look);
    }
    looks
}

/// Name and relation of every sheet.
fn sheets(archive: &mut Archive<'_>, parts: &[String]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    each(archive, parts, "xl/workbook.xml", |tag, element| {
        if tag == "sheet" {
            found.extend(attribute(element, "name").zip(attribute(element, "id")));
        }
    });
    found
}

/// Relation and part of everything that the workbook refers to.
fn targets(archive: &mut Archive<'_>, parts: &[String]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    each(archive, parts, "xl/_rels/workbook.xml.rels", |tag, element| {
        if tag == "Relationship"
            && let Some((id, target)) = attribute(element, "Id").zip(attribute(element, "Target"))
        {
            let part = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("xl/{target}"),
            };
            found.push((id, part));
        }
    });
    found
}

/// Calls `visit` with every element of a part, by its name without prefix. Some programs write `\` and other letter cases.
fn each(archive: &mut Archive<'_>, parts: &[String], part: &str, mut visit: impl FnMut(&str, &BytesStart<'_>)) {
    let like = |name: &&String| name.replace('\\', "/").trim_start_matches('/').eq_ignore_ascii_case(part);
    let Some(name) = parts.iter().find(like) else { return };
    let Ok(entry) = archive.by_name(name) else { return };
    let mut reader = Reader::from_reader(BufReader::new(entry.take(crate::ingest::container::limits::UNPACKED)));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => visit(element.local_name().as_ref(), &element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

fn column(element: &BytesStart<'_>) -> Option<Line> {
    let number = |name| attribute(element, name)?.parse::<u32>().ok()?.checked_sub(1);
    let size = attribute(element, "width").and_then(|w| w.parse().ok()).filter(|w: &f64| (0.0..=255.0).contains(w));
    let last = number("max")?.min(16_383);
    Some(Line { first: number("min")?, last, size, hidden: is_set(element, "hidden") })
}

/// A row that is hidden or was given a height.
fn row(element: &BytesStart<'_>) -> Option<Line> {
    let hidden = is_set(element, "hidden");
    let given = is_set(element, "customHeight");
    let size = attribute(element, "ht").filter(|_| given).and_then(|h| h.parse().ok());
    let size = size.filter(|h: &f64| (0.0..=409.0).contains(h));
    let at = attribute(element, "r")?.parse::<u32>().ok()?.checked_sub(1)?;
    (hidden || size.is_some()).then_some(Line { first: at, last: at, size, hidden })
}

fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|v| v == "1" || v == "true")
}

/// An attribute by its name without prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
}
