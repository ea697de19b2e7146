//! What was taken for what, who has returned what, and what is wrong with it, in a few lines each.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use crate::assessment::FoundReport;
use crate::finding::Lang;
use crate::finding::text::fold_words;
use crate::ingest::{TakenFor, TakenKind};
use crate::report::intake::{Intake, SheetRow, Standing, says_taken};
use crate::report::text::intake_words;

use super::show::table;
use super::text::{Words, put};

/// How many groups of findings are printed.
const SHOWN: usize = 10;

/// Sheets that were read alike.
struct Alike<'a> {
    sheets: Vec<&'a SheetRow>,
}

/// A table with a line for sheets that were read alike: of one folder, name and layout, for one period and source. What was
/// read otherwise than its neighbours stands in a line of its own.
pub(super) fn table_of(sheets: &[SheetRow], words: &Words) -> String {
    if sheets.is_empty() {
        return String::new();
    }
    let mut groups = alike(sheets, |sheet| &sheet.sheet);
    if groups.len() > LINES {
        // sheets may be named by their units
        groups = alike(sheets, |_| "");
    }
    let mut rows = vec![words.taken_heads.map(str::to_owned).to_vec()];
    rows.extend(groups.iter().take(LINES).map(|group| group.row(words)));
    let rest = groups.len().saturating_sub(LINES);
    let rest = if rest > 0 { put(words.more_taken, &[&rest.to_string()]) + "\n" } else { String::new() };
    format!("{}\n{}{rest}", words.taken, table(&rows, &[6, 7, 8, 9]))
}

/// So many parts of a sheet are printed.
const PARTS: usize = 12;
/// So many readings are printed.
const READINGS: usize = 20;

/// What the parts of sheets were taken for, a line for sheets of which the same is to be said.
pub(super) fn parts_of(intake: &Intake, words: &Words) -> String {
    let mut at = HashMap::new();
    let mut lines: Vec<(String, Vec<&SheetRow>)> = Vec::new();
    let several = |sheet: &SheetRow| intake.sheets.iter().filter(|s| s.layout == sheet.layout).count() > 1;
    for reading in &intake.readings {
        let sheets: Vec<&SheetRow> = reading.sheets.iter().filter_map(|at| intake.sheets.get(*at)).collect();
        let Some(first) = sheets.first() else { continue };
        // the unit of one sheet says nothing of others
        let of_all = |part: &&TakenFor| part.kind != TakenKind::Unit || first.unit.is_empty() || !several(first);
        let guessed: Vec<String> = first.guessed().into_iter().filter(of_all).map(says_taken).collect();
        if guessed.is_empty() {
            continue;
        }
        let rest = guessed.len().saturating_sub(PARTS);
        let more = (rest > 0).then(|| put(words.more_parts, &[&rest.to_string()]));
        let parts = guessed.into_iter().take(PARTS).chain(more).collect::<Vec<_>>().join("; ");
        let next = lines.len();
        let index = *at.entry(parts.clone()).or_insert(next);
        if index == next {
            lines.push((parts, Vec::new()));
        }
        lines[index].1.extend(sheets);
    }
    if lines.is_empty() {
        return String::new();
    }
    let rest = lines.len().saturating_sub(READINGS);
    let more = if rest > 0 { put(words.more_taken, &[&rest.to_string()]) + "\n" } else { String::new() };
    let line = |(parts, sheets): &(String, Vec<&SheetRow>)| format!("  {}: {parts}\n", place_of(sheets, words));
    format!("{}\n{}{more}", words.parts, lines.iter().take(READINGS).map(line).collect::<String>())
}

/// The files of these sheets, with the name that all of them bear.
fn place_of(sheets: &[&SheetRow], words: &Words) -> String {
    let names: BTreeSet<&str> = sheets.iter().map(|s| s.sheet.as_str()).collect();
    let name = names.first().filter(|name| names.len() == 1 && !name.is_empty());
    let files = files_of(sheets, words);
    name.map_or_else(|| files.clone(), |name| format!("{files}!{name}"))
}

/// The one file of these sheets, or the folder of the first and how many files there are.
fn files_of(sheets: &[&SheetRow], words: &Words) -> String {
    let files: BTreeSet<&str> = sheets.iter().map(|s| s.file.as_str()).collect();
    match (files.len(), sheets.first()) {
        (_, None) => String::new(),
        (1, Some(first)) => first.file.clone(),
        (n, Some(first)) => {
            put(words.alike, &[first.file.rsplit_once('/').map_or(".", |(folder, _)| folder), &n.to_string()])
        }
    }
}

/// So many lines are printed.
const LINES: usize = 40;

/// Sheets that were read alike, in the order of their first.
fn alike<'a>(sheets: &'a [SheetRow], name: impl Fn(&'a SheetRow) -> &'a str) -> Vec<Alike<'a>> {
    let mut at = HashMap::new();
    let mut groups: Vec<Alike<'_>> = Vec::new();
    for sheet in sheets {
        let folder = sheet.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let texts = [folder, name(sheet), &sheet.layout, &sheet.period, &sheet.source, &sheet.kind];
        let key = (texts, sheet.unit.is_empty(), sheet.hidden, sheet.set_aside.is_empty(), sheet.observations == 0);
        let next = groups.len();
        let index = *at.entry(key).or_insert(next);
        if index == next {
            groups.push(Alike { sheets: Vec::new() });
        }
        groups[index].sheets.push(sheet);
    }
    groups
}

impl Alike<'_> {
    fn row(&self, words: &Words) -> Vec<String> {
        let first = self.sheets[0];
        let file = files_of(&self.sheets, words);
        let names: BTreeSet<&str> = self.sheets.iter().map(|s| s.sheet.as_str()).collect();
        let units: BTreeSet<&str> = self.sheets.iter().map(|s| s.unit.as_str()).collect();
        let counts = || self.sheets.iter().map(|s| s.units);
        let unit = match (units.len(), counts().min().unwrap_or(0), counts().max().unwrap_or(0)) {
            (1, ..) if !first.unit.is_empty() => first.unit.clone(),
            (1, _, 0) => String::new(),
            (1, least, most) if least == most => put(words.alike_units, &[&most.to_string()]),
            (1, least, most) => put(words.alike_units, &[&format!("{least}–{most}")]),
            (n, ..) => put(words.alike_units, &[&n.to_string()]),
        };
        let marks = [(first.hidden, words.hidden), (!first.set_aside.is_empty(), words.not_used)];
        let read_as = if first.layout.is_empty() { words.unread } else { first.layout.as_str() };
        let said = [read_as].into_iter().chain(marks.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word));
        let sum = |of: fn(&SheetRow) -> usize| self.sheets.iter().map(|s| of(s)).sum::<usize>().to_string();
        let plain = first.observations > 0;
        vec![
            file,
            if names.len() > 1 { put(words.sheets, &[&names.len().to_string()]) } else { first.sheet.clone() },
            said.collect::<Vec<_>>().join(" · "),
            unit,
            if plain { first.period.clone() } else { String::new() },
            if plain { first.source.clone() } else { String::new() },
            sum(|s| s.observations),
            sum(|s| s.values),
            sum(|s| s.found.errors),
            sum(|s| s.found.warnings),
        ]
    }
}

/// How many have returned what, in a line for the units and one for the others.
pub(super) fn standings(intake: &Intake, lang: Lang, words: &Words) -> String {
    let names = intake_words(lang);
    let line = |template: &str, standings: Vec<Standing>| {
        if standings.is_empty() {
            return String::new();
        }
        let counts = Standing::ALL.iter().enumerate().rev().filter_map(|(at, standing)| {
            let count = standings.iter().filter(|s| *s == standing).count();
            (count > 0).then(|| put(names.count, &[names.standings[at], &count.to_string()]))
        });
        let counts = counts.collect::<Vec<_>>().join(names.comma);
        put(template, &[&standings.len().to_string(), &counts]) + "\n"
    };
    let units = line(words.own_returns, intake.units.iter().map(|u| u.standing).collect());
    units + &line(words.other_returns, intake.reporters.iter().map(|r| r.standing).collect())
}

/// The first errors and warnings, each with all its places.
pub(super) fn problems(found: &[FoundReport], lang: Lang, words: &Words) -> String {
    if found.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", words.found);
    for one in found.iter().take(SHOWN) {
        let _ = writeln!(out, "  {}", one.line);
    }
    if found.len() > SHOWN {
        let _ = writeln!(out, "  {}", (fold_words(lang).rest)(found.len() - SHOWN));
    }
    out
}
