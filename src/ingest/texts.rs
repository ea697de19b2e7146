//! What stands in a file, cell by cell, to hold one file against another: nothing is understood, nothing is left out.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::grid::References;
use super::{Limits, container};

/// The cells of one sheet; of a text file its only one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetTexts {
    /// Its name; empty where the file has no sheets.
    pub name: String,
    /// What cells show, by row and column from 0.
    pub cells: BTreeMap<(u32, u32), String>,
    /// The formulas behind them.
    pub formulas: BTreeMap<(u32, u32), String>,
    /// Whether cells are lines and columns of a text.
    pub lines: bool,
}

impl SheetTexts {
    /// `C7`, or `5:3` in a text.
    #[must_use]
    pub fn reference(&self, (row, col): (u32, u32)) -> String {
        if self.lines { References::Lines.of(row, col) } else { References::Letters.of(row, col) }
    }

    /// What stands in the first row over a column of a text; empty in a workbook.
    #[must_use]
    pub fn heading(&self, col: u32) -> &str {
        if self.lines { self.cells.get(&(0, col)).map_or("", String::as_str) } else { "" }
    }
}

/// Every sheet with its cells and formulas; `None` where the file cannot be read or is too large.
#[must_use]
pub fn sheet_texts(bytes: &[u8], limits: Limits) -> Option<Vec<SheetTexts>> {
    let opened = container::open(bytes, limits).ok()?;
    let mut formulas = if opened.kind == "xlsx" { container::formulas(bytes, limits) } else { BTreeMap::new() };
    let lines = opened.kind == "csv";
    let sheet = |grid: &super::grid::Grid| {
        let own = |row: &super::grid::Row| {
            let index = row.index;
            let cells = row.cells.iter().filter(|cell| cell.anchor.is_none());
            cells.map(|cell| ((index, cell.col), cell.content.text().into_owned())).collect::<Vec<_>>()
        };
        SheetTexts {
            name: grid.name.to_string(),
            cells: grid.rows.iter().flat_map(own).collect(),
            formulas: formulas.remove(grid.name.as_ref()).unwrap_or_default(),
            lines,
        }
    };
    Some(opened.grids.iter().map(sheet).collect())
}

/// The parts of a packed workbook with the BLAKE3 of each; `None` where it is no such file.
#[must_use]
pub fn parts(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut hasher = blake3::Hasher::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match entry.read(&mut buffer).ok()? {
                0 => break,
                read => hasher.update(&buffer[..read]),
            };
        }
        parts.insert(name, hasher.finalize().to_hex().to_string());
    }
    Some(parts)
}
