//! Folding: what is found again and again is said once, with its count and every place; nothing is left out unsaid.
//!
//! Findings are alike where level, code, what was found, what was expected and what is hinted are the same. Beyond that, many of
//! one code in one column of a sheet are folded whatever was found in each: more than a few notes, or a page full of anything.
//! What tells them apart is then shown in part, saying so; `findings.csv` has every one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::text::{self, FoldWords, fold_words};
use super::{Finding, Lang, Level, Place};

/// So many notes of one kind in one column are folded although what was found differs.
const NOTES: usize = 3;
/// So many errors or warnings of one kind in one column are.
const OTHERS: usize = 20;
/// So many files, units and texts are named before the rest is counted.
const NAMED: usize = 6;
/// So many cells.
const CELLS: usize = 40;

/// Findings that are alike, as one.
#[derive(Clone, Debug)]
pub struct Folded<'a> {
    /// All of them, in order.
    pub all: Vec<&'a Finding>,
    /// One finding that says what all say: its unit, field, found and place name those of all.
    pub said: Finding,
    /// The cells, as ranges where they stand side by side: `C5:C65, C70`; with sheet and file where these differ.
    pub cells: String,
}

impl Folded<'_> {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// What all say of something, each text once: the first few, and how many more.
    #[must_use]
    pub fn list(&self, of: impl Fn(&Finding) -> String, lang: Lang) -> String {
        let texts: Vec<String> = self.all.iter().map(|f| of(f)).collect();
        listed(texts.iter(), fold_words(lang))
    }
}

/// Folds findings; groups stand in the order of their first.
#[must_use]
pub fn fold(findings: &[Finding], lang: Lang) -> Vec<Folded<'_>> {
    let all: Vec<&Finding> = findings.iter().collect();
    let same = groups(all, |f| {
        let unlike = f.span.as_ref().map(|s| (f.place.clone(), s.start, s.end));
        (f.level, f.code, f.found.as_str(), f.expected.as_str(), f.hint.as_str(), unlike)
    });
    let mut columns: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, group) in same.iter().enumerate() {
        if let Some(column) = column(group) {
            columns.entry(column).or_default().push(at);
        }
    }
    let mut joined: Vec<Vec<&Finding>> = same.clone();
    for groups in columns.into_values() {
        let most = if same[groups[0]][0].level == Level::Note { NOTES } else { OTHERS };
        if groups.len() > most {
            let merged = groups.iter().flat_map(|at| same[*at].iter().copied()).collect();
            for at in &groups {
                joined[*at].clear();
            }
            joined[groups[0]] = merged;
        }
    }
    joined.into_iter().filter(|group| !group.is_empty()).map(|group| one(group, lang)).collect()
}

fn groups<'a, K: Eq + std::hash::Hash>(
    findings: Vec<&'a Finding>,
    key: impl Fn(&'a Finding) -> K,
) -> Vec<Vec<&'a Finding>> {
    let mut at: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let next = groups.len();
        let index = *at.entry(key(finding)).or_insert(next);
        if index == next {
            groups.push(Vec::new());
        }
        groups[index].push(finding);
    }
    groups
}

/// The column that findings which are alike stand in: level, code, field, file, sheet and hint. Notes on whole
/// files make a column of their own. None where they stand in several, or nowhere.
fn column<'a>(group: &[&'a Finding]) -> Option<(Level, super::Code, &'a str, &'a str, &'a str, &'a str)> {
    let first = group[0];
    let place = &first.place;
    if first.span.is_some() || place.file.is_empty() {
        return None;
    }
    let (level, code, field) = (first.level, first.code, first.field.as_str());
    if level == Level::Note && group.iter().all(|f| f.place.cell.is_empty() && f.field == field) {
        return Some((level, code, field, "", "", ""));
    }
    let same = |f: &&Finding| {
        !f.place.cell.is_empty() && f.field == field && f.place.file == place.file && f.place.sheet == place.sheet
    };
    group.iter().all(same).then_some((level, code, field, &place.file, &place.sheet, &first.hint))
}

fn one<'a>(all: Vec<&'a Finding>, lang: Lang) -> Folded<'a> {
    let first = all[0];
    let mut said = first.clone();
    if all.len() == 1 {
        return Folded { cells: first.place.cell.to_string(), said, all };
    }
    let words = fold_words(lang);
    let list = |of: &dyn Fn(&'a Finding) -> &'a str| listed(all.iter().map(|f| of(f)), words);
    said.unit = list(&|f| &f.unit);
    said.field = list(&|f| &f.field);
    // a word held by key keeps it where all have it: it is said later
    if all.iter().any(|f| f.found != first.found) {
        said.found = listed(all.iter().map(|f| text::found(f, lang)), words);
    }
    if all.iter().any(|f| f.expected != first.expected) {
        said.expected = listed(all.iter().map(|f| text::expected(f, lang)), words);
    }
    if all.iter().any(|f| f.hint != first.hint) {
        said.hint = listed(all.iter().map(|f| text::word(&f.hint, lang)), words);
    }
    said.place.file = list(&|f| &f.place.file).into();
    said.place.sheet = list(&|f| &f.place.sheet).into();
    let cells = cells(&all, words);
    said.place.cell = (words.places)(all.len(), &cells).into();
    Folded { all, said, cells }
}

/// Texts that differ, each once: the first few, and how many more.
fn listed<T: AsRef<str>>(texts: impl Iterator<Item = T>, words: &FoldWords) -> String {
    let mut seen = HashSet::new();
    let mut shown: Vec<String> = Vec::new();
    for text in texts.filter(|t| !t.as_ref().is_empty()) {
        if seen.insert(text.as_ref().to_owned()) && shown.len() < NAMED {
            shown.push(text.as_ref().to_owned());
        }
    }
    let joined = shown.join(words.comma);
    if seen.len() > shown.len() { (words.more)(&joined, seen.len()) } else { joined }
}

/// The cells of all, with what is needed to tell the sheets and files apart.
fn cells(all: &[&Finding], words: &FoldWords) -> String {
    let mut sheets: BTreeMap<(Arc<str>, Arc<str>), Vec<&str>> = BTreeMap::new();
    for place in all.iter().map(|f| &f.place).filter(|p| !p.cell.is_empty()) {
        sheets.entry((place.file.clone(), place.sheet.clone())).or_default().push(&place.cell);
    }
    let files: std::collections::BTreeSet<_> = sheets.keys().map(|(file, _)| file.clone()).collect();
    let single = sheets.len() == 1;
    let mut parts: Vec<String> = Vec::new();
    let mut alike: Vec<(String, Vec<Place>)> = Vec::new();
    for ((file, sheet), cells) in sheets {
        let ranges = ranges(&cells);
        if single {
            parts.extend(ranges);
            continue;
        }
        // the same cells of many files are named once
        let said = ranges.join(words.comma);
        let place = Place { file, sheet, cell: "".into() };
        match alike.iter_mut().find(|(known, _)| *known == said) {
            Some((_, places)) => places.push(place),
            None => alike.push((said, vec![place])),
        }
    }
    for (said, places) in alike {
        let label = |p: &Place| if files.len() > 1 { p.label() } else { p.sheet.to_string() };
        let labels: Vec<String> = places.iter().map(label).collect();
        parts.push(format!("{}!{said}", listed(labels.iter(), words)));
    }
    let more = parts.len().saturating_sub(CELLS);
    let count = parts.len();
    parts.truncate(CELLS);
    let shown = parts.join(words.comma);
    if more > 0 { (words.more)(&shown, count) } else { shown }
}

/// Cells side by side as ranges: `C5:C65`, `B5:D20`; cells of text files as `5:2–9:2`.
fn ranges(cells: &[&str]) -> Vec<String> {
    let mut read: Vec<(u32, u32, bool)> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for cell in cells {
        match position(cell) {
            Some(at) => read.push(at),
            None => others.push((*cell).to_owned()),
        }
    }
    read.sort_unstable();
    read.dedup();
    // runs down a column
    let mut runs: Vec<Block> = Vec::new();
    for (col, row, lettered) in read {
        match runs.last_mut() {
            Some(run) if run.right == col && run.bottom + 1 == row && run.lettered == lettered => run.bottom = row,
            _ => runs.push(Block { left: col, right: col, top: row, bottom: row, lettered }),
        }
    }
    // runs of the same rows in neighbouring columns
    let mut blocks: Vec<Block> = Vec::new();
    for run in runs {
        let same = |b: &&mut Block| {
            (b.top, b.bottom, b.lettered) == (run.top, run.bottom, run.lettered) && b.right + 1 == run.left
        };
        match blocks.iter_mut().find(same) {
            Some(block) => block.right = run.left,
            None => blocks.push(run),
        }
    }
    others.sort();
    others.dedup();
    blocks.iter().map(Block::label).chain(others).collect()
}

/// Cells in a rectangle, counted from one.
struct Block {
    left: u32,
    right: u32,
    top: u32,
    bottom: u32,
    /// Whether columns have letters; else cells are `line:column`.
    lettered: bool,
}

impl Block {
    fn label(&self) -> String {
        let corner =
            |col: u32, row: u32| if self.lettered { format!("{}{row}", letters(col)) } else { format!("{row}:{col}") };
        let (first, last) = (corner(self.left, self.top), corner(self.right, self.bottom));
        match self.lettered {
            _ if first == last => first,
            true => format!("{first}:{last}"),
            false => format!("{first}–{last}"),
        }
    }
}

/// Column and row of `C7` or `7:3`, from one, and whether the column had letters.
fn position(cell: &str) -> Option<(u32, u32, bool)> {
    if let Some((line, column)) = cell.split_once(':') {
        return Some((column.parse().ok()?, line.parse().ok()?, false));
    }
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = cell.split_at(digits);
    if column.is_empty() || column.len() > 3 || !column.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let column = column.bytes().fold(0_u32, |n, b| n * 26 + u32::from(b - b'A') + 1);
    Some((column, row.parse().ok()?, true))
}

fn letters(mut column: u32) -> String {
    let mut out = Vec::new();
    while column > 0 {
        let letter = u8::try_from((column - 1) % 26).unwrap_or_default();
        out.push(char::from(b'A' + letter));
        column = (column - 1) / 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;

    fn at(file: &str, cell: &str) -> Place {
        Place::cell(&file.into(), &"表1".into(), cell)
    }

    #[test]
    fn cells_side_by_side_become_ranges() {
        for (cells, expected) in [
            (vec!["C5"], "C5"),
            (vec!["C7", "C5", "C6", "C9"], "C5:C7 C9"),
            (vec!["B5", "C5", "D5"], "B5:D5"),
            (vec!["B5", "C5", "B6", "C6"], "B5:C6"),
            (vec!["Z1", "AA1", "AB1"], "Z1:AB1"),
            (vec!["5:2", "6:2", "8:2"], "5:2–6:2 8:2"),
            (vec!["C5", "12"], "C5 12"),
        ] {
            assert_eq!(ranges(&cells).join(" "), expected, "{cells:?}");
        }
        let column: Vec<String> = (5..=65).map(|row| format!("C{row}")).collect();
        assert_eq!(ranges(&column.iter().map(String::as_str).collect::<Vec<_>>()), ["C5:C65"]);
    }

    #[test]
    fn one_stranger_on_sixty_rows_is_said_once() {
        let findings: Vec<Finding> = (5..=64)
            .map(|row| Finding::new(Code::UnknownUnit).found("石河子市").at(at("a.xlsx", &format!("A{row}"))))
            .collect();
        let folded = fold(&findings, Lang::Zh);
        assert_eq!(folded.len(), 1);
        assert_eq!((folded[0].count(), folded[0].cells.as_str()), (60, "A5:A64"));
        assert_eq!(&*folded[0].said.place.cell, "共 60 处：A5:A64");
        assert_eq!(folded[0].said.says(Lang::Zh), findings[0].says(Lang::Zh));
    }

    #[test]
    fn what_differs_is_kept_apart_until_it_fills_a_page() {
        let of = |code, rows: u32| -> Vec<Finding> {
            let one =
                |row: u32| Finding::new(code).field("x").found(row.to_string()).at(at("a.xlsx", &format!("C{row}")));
            (1..=rows).map(one).collect()
        };
        assert_eq!(fold(&of(Code::OutOfRange, 20), Lang::Zh).len(), 20);
        let page = of(Code::OutOfRange, 21);
        let folded = fold(&page, Lang::Zh);
        assert_eq!(folded.len(), 1);
        assert_eq!(folded[0].said.found, "1、2、3、4、5、6 等 21 个");
        assert_eq!(fold(&of(Code::ReadWithNote, 3), Lang::En).len(), 3);
        assert_eq!(fold(&of(Code::ReadWithNote, 4), Lang::En)[0].cells, "C1:C4");
    }

    #[test]
    fn the_same_cell_of_many_files_is_named_once() {
        let findings: Vec<Finding> =
            (0..3).map(|n| Finding::new(Code::CellError).found("#REF!").at(at(&format!("{n}.xlsx"), "D5"))).collect();
        let folded = fold(&findings, Lang::En);
        assert_eq!(folded[0].cells, "0.xlsx!表1, 1.xlsx!表1, 2.xlsx!表1!D5");
        assert_eq!(&*folded[0].said.place.file, "0.xlsx, 1.xlsx, 2.xlsx");
        let units: Vec<Finding> = ["甲", "乙"].map(|u| Finding::new(Code::NotReturned).unit(u)).to_vec();
        assert_eq!(fold(&units, Lang::Zh)[0].said.says(Lang::Zh), "“甲、乙”没有报送任何数据。请催报。");
    }

    #[test]
    fn notes_on_whole_files_are_folded_too() {
        let aside = |n: usize| {
            let place = Place::file(format!("{n}.xlsx"));
            Finding::new(Code::ReturnSetAside).at(place).expected(format!("{n}-2.xlsx")).hint("@same")
        };
        let findings: Vec<Finding> = (0..9).map(aside).collect();
        let folded = fold(&findings, Lang::Zh);
        assert_eq!(folded.len(), 1);
        assert_eq!(&*folded[0].said.place.cell, "共 9 处");
        let says = folded[0].said.says(Lang::Zh);
        assert!(says.contains("5-2.xlsx 等 9 个") && says.contains("（内容相同）"), "{says}");
        assert_eq!(fold(&findings[..3], Lang::Zh).len(), 3);
    }

    #[test]
    fn errors_of_a_rubric_keep_their_own_carets() {
        let findings = [3, 9].map(|at| Finding::new(Code::UnknownKey).found("mark").span(at..at + 4));
        assert_eq!(fold(&findings, Lang::Zh).len(), 2);
    }
}
