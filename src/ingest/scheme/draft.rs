//! The text put together from the cells, with the cell of every part.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use crate::finding::{Code, Finding, Lang, Place};
use crate::rubric::sheets::{Entry, Holds, Named, YES_NO};

use super::super::grid::{Grid, Row};

/// A cell as findings name it, and what it says.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
    pub place: Place,
    pub text: String,
    /// The words that would do there.
    pub words: String,
    /// Key and heading.
    pub heading: (&'static str, &'static str),
}

/// A key that a table may have: the key, its heading, its cell.
pub(super) type KeyCell = (&'static str, &'static str, Place);

/// From the text of a rubric to the cells that it was put together from.
#[derive(Clone, Debug, Default)]
pub struct CellMap {
    label: Arc<str>,
    /// In the order of the text.
    parts: Vec<(Range<usize>, Spot)>,
    /// Headings of tables: where the row begins, and the cell of each key that it may have.
    rows: Vec<(Range<usize>, Vec<KeyCell>)>,
}

impl CellMap {
    /// The finding at its cell instead of its place in the text; none where the cell has its own finding already.
    #[must_use]
    pub fn place(&self, mut finding: Finding) -> Option<Finding> {
        let Some(span) = finding.span.take().filter(|span| !span.is_empty()) else {
            finding.place = Place::file(self.label.clone());
            return Some(finding);
        };
        let cell = self.key_cell(&span, &finding.expected);
        let lacking = finding.code == Code::MissingKey && cell.is_some_and(|(key, ..)| *key == finding.expected);
        if let Some(spot) = self.spot(&span).filter(|_| !lacking) {
            spot.reword(&mut finding);
            finding.place = spot.place.clone();
            return (!spot.place.is_empty()).then_some(finding);
        }
        if let Some((_, heading, _)) = cell.filter(|_| lacking) {
            (*heading).clone_into(&mut finding.expected);
            finding.found.clear();
        }
        finding.place = cell.map_or_else(|| Place::file(self.label.clone()), |(.., place)| place.clone());
        Some(finding)
    }

    fn spot(&self, span: &Range<usize>) -> Option<&Spot> {
        let at = self.parts.partition_point(|(range, _)| range.start <= span.start);
        let (range, spot) = self.parts.get(at.checked_sub(1)?)?;
        (span.start < range.end).then_some(spot)
    }

    /// The cell of the key that a table lacks, or the first of its row.
    fn key_cell(&self, span: &Range<usize>, expected: &str) -> Option<&KeyCell> {
        let at = self.rows.partition_point(|(range, _)| range.start <= span.start);
        let (_, cells) = self.rows.get(at.checked_sub(1)?)?;
        let named = cells.iter().find(|(key, ..)| *key == expected);
        named.or(cells.iter().find(|(key, ..)| *key == "id")).or(cells.first())
    }
}

impl Spot {
    /// Says it with the workbook's headings and words instead of those of the text.
    fn reword(&self, finding: &mut Finding) {
        let (key, heading) = self.heading;
        match finding.code {
            Code::BadValue => {
                if !self.text.is_empty() && finding.found.starts_with('"') {
                    finding.found.clone_from(&self.text);
                }
                if !self.words.is_empty() {
                    finding.expected.clone_from(&self.words);
                }
            }
            Code::UnknownKey if finding.found == key => {
                heading.clone_into(&mut finding.found);
                finding.expected.clear();
                finding.hint.clear();
            }
            _ => {}
        }
    }
}

/// Leaves out what only follows from another finding: a key that a cell was to give and could not, and the other keys
/// of a row that has no id.
pub(super) fn without_consequences(findings: Vec<Finding>) -> Vec<Finding> {
    let row = |place: &Place| place.cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).to_owned();
    let same_row = |a: &Place, b: &Place| a.sheet == b.sheet && row(a) == row(b);
    let follows = |f: &Finding| match f.code {
        Code::MissingKey => findings.iter().any(|o| o.code != Code::MissingKey && o.place == f.place),
        Code::UnknownKey => findings.iter().any(|o| o.code == Code::MissingKey && same_row(&o.place, &f.place)),
        _ => false,
    };
    let kept: Vec<bool> = findings.iter().map(|f| f.place.cell.is_empty() || !follows(f)).collect();
    findings.into_iter().zip(kept).filter_map(|(f, kept)| kept.then_some(f)).collect()
}

/// The text as it grows.
pub(super) struct Draft {
    file: Arc<str>,
    text: String,
    map: CellMap,
    findings: Vec<Finding>,
    /// Whether a heading was not understood, so that what is missing below it says nothing.
    pub broken: bool,
}

impl Draft {
    pub fn new(label: &str) -> Self {
        let map = CellMap { label: label.into(), ..CellMap::default() };
        Self { file: label.into(), text: String::new(), map, findings: Vec::new(), broken: false }
    }

    pub fn finish(self) -> (String, CellMap, Vec<Finding>) {
        (self.text, self.map, self.findings)
    }

    pub fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The place of a cell, empty or not; of the sheet without one.
    pub fn place(&self, grid: &Grid, cell: Option<(u32, u32)>) -> Place {
        let cell = cell.map(|(row, col)| grid.reference_at(row, col)).unwrap_or_default();
        Place { file: self.file.clone(), sheet: grid.name.clone(), cell: cell.into() }
    }

    /// The place of a key's cell in a row: of its anchor where it is merged with others.
    pub fn place_in(&self, grid: &Grid, row: &Row, col: u32) -> Place {
        match row.cell(col) {
            Some(cell) => Place { cell: grid.reference(row, cell).into(), ..self.place(grid, None) },
            None => self.place(grid, Some((row.index, col))),
        }
    }

    /// A heading such as `[[field]]`, with the cells of its row.
    pub fn heading(&mut self, heading: &str, cells: Vec<KeyCell>) {
        let start = self.text.len();
        // writing to a string does not fail
        let _ = writeln!(self.text, "{heading}");
        self.map.rows.push((start..self.text.len(), cells));
    }

    /// Text that stands at no cell.
    pub fn plain(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Text that stands at a cell.
    pub fn part(&mut self, text: &str, spot: Spot) {
        let start = self.text.len();
        self.text.push_str(text);
        self.map.parts.push((start..self.text.len(), spot));
    }

    /// A whole line: `key = value`.
    pub fn line(&mut self, key: &str, value: &str, spot: Spot) {
        let line = format!("{key} = {value}");
        self.part(&line, spot);
        self.text.push('\n');
    }
}

/// A cell with what findings about it need.
pub(super) fn spot(place: Place, text: &str, entry: &Entry, lang: Lang) -> Spot {
    let words = match entry.holds {
        Holds::Word(words) => words.iter().map(|w| w.name(lang)).collect::<Vec<_>>().join(" | "),
        Holds::Flag => YES_NO.map(|w| w.name(lang)).join(" | "),
        _ => String::new(),
    };
    Spot { place, text: text.to_owned(), words, heading: (entry.key, entry.name(lang)) }
}
