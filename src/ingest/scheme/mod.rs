//! The editable workbook of a rubric, read back: cells → TOML → rubric, every finding at the cell that it is about.
//!
//! The workbook is first put together as the text of a rubric, so that one reader decides what is right; a map from that
//! text to the cells then takes each finding back to where the evaluator can mend it.

mod draft;
mod pairs;
mod rows;
mod value;

use crate::finding::{Code, Finding, Lang, Place, any_error, nearest};
use crate::rubric::sheets::{Named, SHEETS, Shape, Sheet};
use crate::rubric::{self, Rubric, write};

use super::container::open;
use super::grid::Grid;
pub use draft::CellMap;
use draft::{Draft, without_consequences};

/// What became of a workbook.
#[derive(Debug)]
pub struct ImportedScheme {
    /// The rubric as far as it could be understood; with any finding at error level it must not be used.
    pub rubric: Option<Rubric>,
    /// Everything wrong or doubtful, at its cell.
    pub findings: Vec<Finding>,
    /// Where each part of the rubric stands in the workbook.
    pub cells: CellMap,
}

impl ImportedScheme {
    /// The rubric's canonical text, where nothing at error level was found.
    #[must_use]
    pub fn toml(&self) -> Option<String> {
        let sound = self.rubric.as_ref().filter(|_| !any_error(&self.findings));
        sound.map(|rubric| write::to_toml(&rubric.scheme))
    }
}

/// Reads the workbook of a rubric. `label` names the file in findings.
#[must_use]
pub fn import_scheme(label: &str, bytes: &[u8], lang: Lang) -> ImportedScheme {
    let failed = |finding: Finding| ImportedScheme {
        rubric: None,
        findings: vec![finding.at(Place::file(label))],
        cells: CellMap::default(),
    };
    let opened = match open(bytes) {
        Ok(opened) => opened,
        Err(finding) => return failed(*finding),
    };
    let mut draft = Draft::new(label);
    let known = named(&opened.grids, &mut draft);
    if !known.iter().any(|(sheet, ..)| sheet.shape == Shape::Tree) {
        let names: Vec<&str> = SHEETS.iter().flat_map(|s| [s.zh, s.en]).collect();
        return failed(Finding::new(Code::MissingKey).expected(SHEETS[5].name(lang)).found(names.join(", ")));
    }
    for (sheet, grid, tongue) in known {
        match sheet.shape {
            Shape::Pairs => pairs::read(sheet, grid, tongue, &mut draft),
            Shape::Rows(_) | Shape::Tree => rows::read(sheet, grid, tongue, &mut draft),
        }
    }
    let broken = draft.broken;
    let (text, cells, mut findings) = draft.finish();
    // where a heading was not understood, all that is missing below it would only repeat that
    let (rubric, more) = if broken { (None, Vec::new()) } else { rubric::examine(label, &text) };
    findings.extend(more.into_iter().filter_map(|f| cells.place(f)));
    ImportedScheme { rubric, findings: without_consequences(findings), cells }
}

/// The sheets that are known by their names, each once, in their own order; the others are passed over with a note.
fn named<'g>(grids: &'g [Grid], draft: &mut Draft) -> Vec<(&'static Sheet, &'g Grid, Lang)> {
    let mut known: Vec<(usize, &'static Sheet, &'g Grid, Lang)> = Vec::new();
    for grid in grids {
        let name = grid.name.trim();
        let tongue = |s: &Sheet| {
            if s.zh == name { Some(Lang::Zh) } else { s.en.eq_ignore_ascii_case(name).then_some(Lang::En) }
        };
        match SHEETS.iter().enumerate().find_map(|(i, s)| tongue(s).map(|lang| (i, s, lang))) {
            Some((i, sheet, lang)) => known.push((i, sheet, grid, lang)),
            None if grid.rows.is_empty() => {}
            None => {
                let names = SHEETS.iter().flat_map(|s| [s.zh, s.en]);
                let near = nearest(name, names).unwrap_or_default();
                let place = draft.place(grid, None);
                draft.report(Finding::new(Code::SheetSkipped).found(name).hint(near).at(place));
            }
        }
    }
    known.sort_by_key(|(i, ..)| *i);
    known.into_iter().map(|(_, sheet, grid, lang)| (sheet, grid, lang)).collect()
}
