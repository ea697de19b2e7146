//! A table: headings, then a row for each `[[table]]`.

use crate::finding::{Code, Finding, Lang, nearest};
use crate::rubric::sheets::{Entry, Holds, Named, Shape, Sheet};
use crate::rubric::write::quote;

use super::super::grid::{Grid, Row};
use super::draft::{Draft, Spot, spot};
use super::value::value;

/// Headings stand among the first rows.
const HEADINGS_WITHIN: usize = 10;

/// A column that is understood.
type Column = (u32, &'static Entry);

/// A value read, with its key and cell.
struct Read {
    entry: &'static Entry,
    value: String,
    spot: Spot,
}

pub(super) fn read(sheet: &'static Sheet, grid: &Grid, lang: Lang, draft: &mut Draft) {
    let Some((at, columns)) = headings(sheet, grid, lang, draft) else {
        if !grid.rows.is_empty() {
            let expected: Vec<&str> = sheet.entries.iter().map(|e| e.name(lang)).collect();
            let place = draft.place(grid, None);
            draft.report(Finding::new(Code::LayoutUnknown).expected(expected.join(", ")).at(place));
        }
        return;
    };
    for row in &grid.rows[at + 1..] {
        stray(grid, row, &columns, &grid.rows[at], draft);
        let values = values(grid, row, &columns, lang, draft);
        if values.is_empty() {
            continue;
        }
        let cell = |(col, entry): &Column| (last(entry.key), entry.name(lang), draft.place_in(grid, row, *col));
        let cells = columns.iter().map(cell).collect();
        let table = table(sheet, &values, draft);
        draft.heading(&format!("[[{table}]]"), cells);
        write(&values, draft);
    }
}

/// `effect.grade` is asked for as `grade`.
fn last(key: &'static str) -> &'static str {
    key.rsplit('.').next().unwrap_or(key)
}

/// The row of headings and the columns that are understood; a heading that is not is reported.
fn headings(sheet: &'static Sheet, grid: &Grid, lang: Lang, draft: &mut Draft) -> Option<(usize, Vec<Column>)> {
    let entry =
        |text: &str| sheet.entries.iter().find(|e| e.zh == text.trim() || e.en.eq_ignore_ascii_case(text.trim()));
    let known = |row: &Row| row.cells.iter().filter(|c| entry(&c.content.text()).is_some()).count();
    let candidates = grid.rows.iter().take(HEADINGS_WITHIN).enumerate();
    let (at, row) = candidates.max_by_key(|(i, row)| (known(row), usize::MAX - i)).filter(|(_, row)| known(row) > 1)?;
    let mut columns: Vec<Column> = Vec::new();
    for cell in &row.cells {
        let text = cell.content.text();
        let place = draft.place_in(grid, row, cell.col);
        match entry(&text) {
            Some(entry) if columns.iter().any(|(_, e)| e.key == entry.key) => {
                draft.report(Finding::new(Code::DuplicateId).found(text.trim()).at(place));
            }
            Some(entry) => columns.push((cell.col, entry)),
            None => {
                let near = nearest(&text, sheet.entries.iter().map(|e| e.name(lang))).unwrap_or_default();
                draft.report(Finding::new(Code::UnknownKey).found(text.trim()).hint(near).at(place));
                draft.broken = true;
            }
        }
    }
    Some((at, columns))
}

/// Something in a column without a heading would be lost without a word.
fn stray(grid: &Grid, row: &Row, columns: &[Column], heads: &Row, draft: &mut Draft) {
    for cell in row.cells.iter().filter(|c| c.anchor.is_none()) {
        let headed = columns.iter().any(|(col, _)| *col == cell.col) || heads.cell(cell.col).is_some();
        if !headed {
            let place = draft.place_in(grid, row, cell.col);
            draft.report(Finding::new(Code::UnknownKey).found(cell.content.text()).at(place));
        }
    }
}

fn values(grid: &Grid, row: &Row, columns: &[Column], lang: Lang, draft: &mut Draft) -> Vec<Read> {
    let mut values = Vec::new();
    for (col, entry) in columns.iter().filter(|(_, e)| e.holds != Holds::Said) {
        let Some(cell) = row.cell(*col) else { continue };
        let (place, text) = (draft.place_in(grid, row, *col), cell.content.text());
        let read = match (entry.key, value(entry.holds, &cell.content)) {
            // an id has no blanks, so those around it were not meant
            ("id" | "under", Ok(_)) => Ok(quote(text.trim())),
            (_, read) => read,
        };
        match read {
            Ok(value) => values.push(Read { entry, value, spot: spot(place, &text, entry, lang) }),
            Err(error) => {
                let code = if entry.holds == Holds::Keys { Code::TomlSyntax } else { Code::CellError };
                draft.report(Finding::new(code).found(error).at(place));
                // what follows from a cell with its own finding is no news
                values.push(Read { entry, value: String::new(), spot: Spot::default() });
            }
        }
    }
    values
}

/// Which table a row is. In the tree a row that does not say is what its rule makes it.
fn table(sheet: &Sheet, values: &[Read], draft: &mut Draft) -> &'static str {
    if let Shape::Rows(table) = sheet.shape {
        return table;
    }
    let said = values.iter().find(|v| v.entry.key.is_empty());
    match said.map(|v| v.value.trim_matches('"')) {
        Some("section") => return "section",
        Some("indicator") => return "indicator",
        _ => {}
    }
    if let Some(Read { spot, .. }) = said.filter(|v| !v.spot.place.is_empty()) {
        let finding = Finding::new(Code::BadValue).found(&spot.text).expected(&spot.words);
        draft.report(finding.at(spot.place.clone()));
    }
    if values.iter().any(|v| v.entry.key == "rule") { "indicator" } else { "section" }
}

fn write(values: &[Read], draft: &mut Draft) {
    let plain = |key: &str| !matches!(key, "" | "rule" | "score" | "marks_for");
    for read in values.iter().filter(|v| plain(v.entry.key) && !v.value.is_empty()) {
        draft.line(read.entry.key, &read.value, read.spot.clone());
    }
    if let Some(classes) = values.iter().find(|v| v.entry.key == "marks_for" && !v.value.is_empty()) {
        draft.line("marks_for", &format!("{{ {} }}", classes.value), classes.spot.clone());
    }
    score(values, draft);
}

/// `score = { rule = …, keys }`: the rule at its cell, the rest at the cell of the keys.
fn score(values: &[Read], draft: &mut Draft) {
    let rule = values.iter().find(|v| v.entry.key == "rule");
    let keys = values.iter().find(|v| v.entry.key == "score");
    let Some(first) = rule.or(keys) else { return };
    let rest = keys.map_or(first.spot.clone(), |k| k.spot.clone());
    draft.part("score = { ", rest.clone());
    if let Some(rule) = rule.filter(|r| !r.value.is_empty()) {
        draft.part(&format!("rule = {}", rule.value), rule.spot.clone());
    }
    // which keys a rule may have cannot be said where the rule itself is not known
    let known = |r: &Read| matches!(r.entry.holds, Holds::Word(words) if words.iter().any(|w| r.value == quote(w.key)));
    if let Some(keys) = keys.filter(|k| !k.value.is_empty() && rule.is_none_or(known)) {
        draft.plain(if rule.is_some() { ", " } else { "" });
        draft.part(&keys.value, rest);
    }
    draft.plain(" }\n");
}
