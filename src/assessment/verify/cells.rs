//! In which cells two files differ.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::ingest::{Limits, SheetTexts, parts, sheet_texts};

/// So many cells of a file are named.
const NAMED: usize = 20;

/// A cell in which two files differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellDifference {
    /// The sheet; empty in a text.
    pub sheet: String,
    /// The cell: `C7`, in a text `line:column`.
    pub cell: String,
    /// In a text what stands over the column.
    pub heading: String,
    /// What stands in the file in its place; a formula begins with `=`.
    pub found: String,
    /// What stands in what it is held against.
    pub expected: String,
}

/// In what two files differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unlike {
    /// The first cells.
    pub cells: Vec<CellDifference>,
    /// How many there are.
    pub count: usize,
    /// Sheets that only the file in its place has, and sheets that it lacks.
    pub sheets: [Vec<String>; 2],
    /// Parts of the packed file that differ although no cell does: looks, page set-up, properties.
    pub parts: Vec<String>,
    /// The first line that differs, where the file has no cells.
    pub line: Option<usize>,
}

/// What differs from `there` in `here`.
pub fn unlike(here: &[u8], there: &[u8]) -> Unlike {
    let limits = Limits::default();
    let (Some(mine), Some(theirs)) = (sheet_texts(here, limits), sheet_texts(there, limits)) else {
        return Unlike { line: line(here, there), ..Unlike::default() };
    };
    let mut unlike = Unlike::default();
    let name = |sheet: &SheetTexts| sheet.name.clone();
    let missing = |of: &[SheetTexts], from: &[SheetTexts]| -> Vec<String> {
        of.iter().map(name).filter(|name| !from.iter().any(|sheet| sheet.name == *name)).collect()
    };
    unlike.sheets = [missing(&mine, &theirs), missing(&theirs, &mine)];
    for sheet in &mine {
        if let Some(other) = theirs.iter().find(|other| other.name == sheet.name) {
            compare(sheet, other, &mut unlike);
        }
    }
    if unlike.count == 0 && unlike.sheets.iter().all(Vec::is_empty) {
        match (parts(here), parts(there)) {
            (Some(mine), Some(theirs)) => unlike.parts = parts_apart(&mine, &theirs),
            _ => unlike.line = line(here, there),
        }
    }
    unlike
}

fn compare(here: &SheetTexts, there: &SheetTexts, unlike: &mut Unlike) {
    let all = here.cells.keys().chain(there.cells.keys()).chain(here.formulas.keys()).chain(there.formulas.keys());
    for at in all.copied().collect::<BTreeSet<_>>() {
        let value = |sheet: &SheetTexts| sheet.cells.get(&at).cloned().unwrap_or_default();
        let formula = |sheet: &SheetTexts| sheet.formulas.get(&at).map(|f| format!("={f}")).unwrap_or_default();
        let (same_value, same_formula) = (value(here) == value(there), formula(here) == formula(there));
        if same_value && same_formula {
            continue;
        }
        unlike.count += 1;
        if unlike.cells.len() < NAMED {
            // where a formula gave way to a figure, both are told
            let said = |sheet: &SheetTexts| match (formula(sheet), same_formula) {
                (formula, false) if !formula.is_empty() => format!("{} {formula}", value(sheet)),
                _ => value(sheet),
            };
            unlike.cells.push(CellDifference {
                sheet: here.name.clone(),
                cell: here.reference(at),
                heading: if at.0 == 0 { String::new() } else { here.heading(at.1).to_owned() },
                found: said(here),
                expected: said(there),
            });
        }
    }
}

fn parts_apart(mine: &BTreeMap<String, String>, theirs: &BTreeMap<String, String>) -> Vec<String> {
    let names: BTreeSet<&String> = mine.keys().chain(theirs.keys()).collect();
    names.into_iter().filter(|name| mine.get(*name) != theirs.get(*name)).cloned().collect()
}

/// The first line that differs, from one.
fn line(here: &[u8], there: &[u8]) -> Option<usize> {
    if std::str::from_utf8(here).is_err() {
        return None;
    }
    let same = here.split(|b| *b == b'\n').zip(there.split(|b| *b == b'\n')).take_while(|(a, b)| a == b).count();
    Some(same + 1)
}
