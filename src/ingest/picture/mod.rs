//! Pictures (原样): a returned file as it looks, for whoever makes it again — cells as they stood, merged regions, widths.
//!
//! Reading asks what a cell means; a picture only what is there. It is taken by opening the file once more, so that
//! nothing of it need be kept while thousands of returns are read.

mod look;

use std::path::Path;

use crate::observe::Date;
use crate::register::{Lookup, Register};

use super::grid::{Content, Grid, References};
use super::headings::period_of;
use super::names::UnitNames;
use super::{Expected, Limits};
use super::{container, file};

/// A file as it looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Its sheets in order; blank ones too.
    pub sheets: Vec<PictureSheet>,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PictureSheet {
    /// Its name as findings have it; empty where the file has no sheets.
    pub name: String,
    /// Its name in a workbook: the file's, where the file has no sheets.
    pub title: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Cells that hold something, by row and column from 0.
    pub cells: Vec<PictureCell>,
    /// Merged regions: first and last (row, column).
    pub merges: Vec<((u32, u32), (u32, u32))>,
    /// Columns that the file says something about; none where its kind keeps no widths.
    pub columns: Vec<Line>,
    /// Rows likewise.
    pub rows: Vec<Line>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureCell {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub col: u32,
    /// What it shows.
    pub shows: Shows,
}

/// What a cell shows; of a formula its last result.
#[derive(Clone, Debug, PartialEq)]
pub enum Shows {
    /// Text, which may look like a number or a formula.
    Text(String),
    /// A number.
    Number(f64),
    /// A number shown as a percentage with so many decimals.
    Percent(f64, usize),
    /// TRUE or FALSE.
    Bool(bool),
    /// A day.
    Day(Date),
    /// An error value such as `#REF!`.
    Error(String),
}

/// How columns or rows look, from `first` to `last` from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
    /// Width in characters, or height in points.
    pub size: Option<f64>,
    /// Whether they are hidden.
    pub hidden: bool,
}

/// The picture, and the workbook that is made of it, each take several times what the cells take: a file of which the
/// cells alone take more than this part of the limit is not drawn again.
const SHARE: u64 = 8;

/// A returned file as it looks, `label` being its path in the assessment folder; `None` where it cannot be opened
/// or is too large to be drawn again.
#[must_use]
pub fn picture(path: &Path, label: &str, expected: &Expected<'_>) -> Option<Picture> {
    let bytes = file::bytes_of(path, expected.limits).ok()?;
    let limits = Limits { memory: expected.limits.memory / SHARE, ..expected.limits };
    let opened = container::open(&bytes, limits).ok()?;
    let mut looks = if opened.kind == "xlsx" { look::of_workbook(&bytes) } else { Vec::new() };
    // the list of an earlier round is not what was reported
    let sheets = opened.grids.iter().filter(|grid| !file::is_list_of_mendings(grid)).map(|grid| {
        let at = looks.iter().position(|look| look.name == grid.name.as_ref());
        sheet(grid, at.map(|at| looks.swap_remove(at)), label)
    });
    let mut sheets: Vec<PictureSheet> = sheets.collect();
    for at in 1..sheets.len() {
        let taken = |title: &str| sheets[..at].iter().any(|s| s.title.to_lowercase() == title.to_lowercase());
        let title = &sheets[at].title;
        let numbered = |n: usize| legal(&format!("{}_{n}", title.chars().take(LONGEST - 4).collect::<String>()));
        let free = std::iter::once(title.clone()).chain((2..1000).map(numbered)).find(|t| !taken(t));
        if let Some(free) = free {
            sheets[at].title = free;
        }
    }
    Some(Picture { sheets })
}

/// The unit that a file's name names, where one does.
#[must_use]
pub fn unit_in_name(label: &str, register: &Register) -> Option<usize> {
    let stem = file::stem(label);
    UnitNames::new(register).inside(&stem).or_else(|| match register.find(&stem) {
        Lookup::Unit(unit) => Some(unit),
        Lookup::Ambiguous(_) | Lookup::Unknown(_) => None,
    })
}

fn sheet(grid: &Grid, look: Option<look::Look>, label: &str) -> PictureSheet {
    let look = look.unwrap_or_default();
    let cells = grid.rows.iter().flat_map(|row| {
        let own = row.cells.iter().filter(|c| c.anchor.is_none());
        own.map(|c| PictureCell { row: row.index, col: c.col, shows: shows(&c.content, grid.references) })
    });
    PictureSheet {
        name: grid.name.as_ref().to_owned(),
        title: if grid.name.is_empty() { title(&file::stem(label)) } else { legal(&grid.name) },
        hidden: grid.hidden,
        cells: cells.collect(),
        merges: grid.merges.clone(),
        columns: look.columns,
        rows: look.rows,
    }
}

/// Most characters of a sheet's name.
const LONGEST: usize = 31;

/// A name for the sheet of a file without sheets; one that would be read as a period has a mark in front.
fn title(stem: &str) -> String {
    if period_of(stem).is_some() { legal(&format!("_{stem}")) } else { legal(stem) }
}

/// A name that a workbook takes for a sheet: some kinds of file allow longer ones, and other characters.
fn legal(name: &str) -> String {
    let allowed = |c: char| {
        if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() { '_' } else { c }
    };
    let cut: String = name.chars().map(allowed).take(LONGEST).collect();
    let cut = cut.trim_matches('\'');
    if cut.trim().is_empty() { "_".to_owned() } else { cut.to_owned() }
}

fn shows(content: &Content, references: References) -> Shows {
    match content {
        // in a text file everything is text; a plain number reads the same as one, and can be added up
        Content::Text(text) if references == References::Lines => {
            plain(text).map_or_else(|| Shows::Text(text.to_string()), Shows::Number)
        }
        Content::Text(text) => Shows::Text(text.to_string()),
        Content::Number(x) => Shows::Number(*x),
        Content::Percent(x) => {
            let shown = content.text();
            let decimals = shown.trim_end_matches('%').split_once('.').map_or(0, |(_, d)| d.len().min(10));
            Shows::Percent(*x, decimals)
        }
        Content::Bool(b) => Shows::Bool(*b),
        Content::Day(day) => Shows::Day(*day),
        Content::Error(error) => Shows::Error(error.to_string()),
    }
}

/// The number whose usual text this is, digit for digit.
fn plain(text: &str) -> Option<f64> {
    let digits = text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let x: f64 = text.parse().ok().filter(|_| digits)?;
    (Content::Number(x).text() == text).then_some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_reads_the_same_becomes_a_number() {
        for (text, number) in [
            ("98.5", true),
            ("0", true),
            ("-3", true),
            ("653200", true),
            ("007", false),
            ("98.50", false),
            ("1,286", false),
            ("1e5", false),
            ("1234567890123456", false),
            ("－", false),
        ] {
            assert_eq!(plain(text).is_some(), number, "{text}");
        }
    }

    #[test]
    fn a_file_without_sheets_gives_its_name_to_one() {
        for (stem, name) in [("工商局", "工商局"), ("2014年", "_2014年"), ("a/b:c", "a_b_c"), ("''", "_")] {
            assert_eq!(title(stem), name);
        }
        assert_eq!(title(&"长".repeat(40)).chars().count(), LONGEST);
    }
}
