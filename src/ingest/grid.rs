//! The grid (网格): the cells of one sheet where they stand, whatever file they came from.
//!
//! Only cells that hold something are kept, with their absolute positions; merged regions are filled in, each filled
//! cell remembering its anchor. What a cell means is for `layout/` and `cell/` to say.

use std::borrow::Cow;
use std::sync::Arc;

use crate::number::Exact;
use crate::observe::Date;
use crate::register::fold;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// Text, as it was typed; the cells of a merged region share it.
    Text(Arc<str>),
    /// A number.
    Number(f64),
    /// A number whose format shows it as a percentage.
    Percent(f64),
    /// TRUE or FALSE.
    Bool(bool),
    /// A day.
    Day(Date),
    /// An error value such as `#REF!`.
    Error(Arc<str>),
}

impl Content {
    /// As a person reads it.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(x) => {
                Exact::from_double(*x).map_or_else(|| x.to_string(), |(exact, _)| exact.to_string()).into()
            }
            Self::Percent(x) => Exact::from_double(*x)
                .map_or_else(|| x.to_string(), |(exact, _)| format!("{}%", exact * Exact::from(100)))
                .into(),
            Self::Bool(true) => "TRUE".into(),
            Self::Bool(false) => "FALSE".into(),
            Self::Day(day) => day.to_string().into(),
        }
    }

    /// The text folded for comparison; empty for anything but text and plain numbers.
    pub(super) fn folded(&self) -> String {
        match self {
            Self::Text(text) => fold(text),
            Self::Number(_) => self.text().into_owned(),
            _ => String::new(),
        }
    }
}

/// One cell.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Its column, from 0.
    pub col: u32,
    /// Where the value stands if it was filled in from a merged region: (row, column), from 0.
    pub anchor: Option<(u32, u32)>,
    /// What it holds.
    pub content: Content,
}

/// One row that holds something.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its number in the sheet, from 0; in a text file, the line it begins on, from 0.
    pub index: u32,
    /// Its cells by rising column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in this column.
    pub(super) fn cell(&self, col: u32) -> Option<&Cell> {
        self.cells.binary_search_by_key(&col, |c| c.col).ok().map(|at| &self.cells[at])
    }

    /// The folded text of the first cell.
    pub(super) fn first(&self) -> String {
        self.cells.first().map(|c| c.content.folded()).unwrap_or_default()
    }
}

/// How cells are referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum References {
    /// `C7`.
    Letters,
    /// `line:column`.
    Lines,
}

impl References {
    /// The reference of a row and column, from 0.
    pub(super) fn of(self, row: u32, col: u32) -> String {
        match self {
            Self::Letters => format!("{}{}", letters(col), u64::from(row) + 1),
            Self::Lines => format!("{}:{}", u64::from(row) + 1, u64::from(col) + 1),
        }
    }
}

/// One sheet.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// Its name; empty where the file has no sheets.
    pub name: Arc<str>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// How its cells are referred to.
    pub references: References,
    /// The rows that hold something, by rising number.
    pub rows: Vec<Row>,
    /// Its merged regions.
    pub merges: Vec<Region>,
}

/// A merged region: first and last (row, column), from 0.
pub(super) type Region = ((u32, u32), (u32, u32));

impl Grid {
    /// A sheet of these rows, by rising number, their cells by rising column.
    pub(super) fn of_rows(name: &Arc<str>, rows: Vec<Row>) -> Self {
        Self { name: name.clone(), hidden: false, references: References::Letters, rows, merges: Vec::new() }
    }

    /// Fills merged regions, within the rows and columns that hold something. `step` is told for every row of a
    /// region how many cells were filled in, and may refuse the sheet: it is filled wholly or not read.
    pub(super) fn fill<E>(
        &mut self,
        regions: &[Region],
        step: &mut dyn FnMut(usize) -> Result<(), E>,
    ) -> Result<(), E> {
        let widest = self.rows.iter().filter_map(|r| r.cells.last()).map(|c| c.col).max().unwrap_or(0);
        let mut filled: Vec<(usize, Cell)> = Vec::new();
        for &((top, left), (bottom, right)) in regions {
            let Ok(first) = self.rows.binary_search_by_key(&top, |r| r.index) else { continue };
            let Some(content) = self.rows[first].cell(left).map(|c| c.content.clone()) else { continue };
            for (at, row) in self.rows.iter().enumerate().skip(first).take_while(|(_, r)| r.index <= bottom) {
                let before = filled.len();
                for col in (left..=right.min(widest)).filter(|col| row.cell(*col).is_none()) {
                    filled.push((at, Cell { col, anchor: Some((top, left)), content: content.clone() }));
                }
                step(filled.len() - before)?;
            }
        }
        filled.sort_by_key(|(at, cell)| (*at, cell.col));
        filled.dedup_by_key(|(at, cell)| (*at, cell.col));
        let mut touched = None;
        for (at, cell) in filled {
            if let Some(before) = touched.replace(at).filter(|before| *before != at) {
                self.rows[before].cells.sort_by_key(|c| c.col);
            }
            self.rows[at].cells.push(cell);
        }
        if let Some(last) = touched {
            self.rows[last].cells.sort_by_key(|c| c.col);
        }
        Ok(())
    }

    /// The reference of a cell, of its anchor where it was filled in.
    pub(super) fn reference(&self, row: &Row, cell: &Cell) -> String {
        let (index, col) = cell.anchor.unwrap_or((row.index, cell.col));
        self.reference_at(index, col)
    }

    /// The reference of a place, empty or not.
    pub(super) fn reference_at(&self, index: u32, col: u32) -> String {
        self.references.of(index, col)
    }
}

/// `A`, `Z`, `AA` … for columns from 0.
fn letters(col: u32) -> String {
    let mut out = Vec::new();
    let mut n = col;
    loop {
        out.push(char::from(b'A' + u8::try_from(n % 26).unwrap_or(0)));
        if n < 26 {
            break;
        }
        n = n / 26 - 1;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(col: u32, text: &str) -> Cell {
        Cell { col, anchor: None, content: Content::Text(text.into()) }
    }

    #[test]
    fn columns_have_letters() {
        for (col, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(letters(col), name);
        }
    }

    #[test]
    fn merged_regions_are_filled_with_their_anchor() {
        let row = |index, cells| Row { index, cells };
        let rows = vec![row(4, vec![text(0, "和田"), text(1, "a")]), row(5, vec![text(1, "b")])];
        let mut grid = Grid::of_rows(&"表1".into(), rows);
        grid.fill(&[((4, 0), (5, 0)), ((90, 0), (1_000_000, 16_000))], &mut |_| Ok::<_, ()>(())).unwrap();
        let cell = grid.rows[1].cell(0).unwrap();
        assert_eq!(cell.content, Content::Text("和田".into()));
        assert_eq!(grid.reference(&grid.rows[1], cell), "A5");
        assert_eq!(grid.reference(&grid.rows[1], grid.rows[1].cell(1).unwrap()), "B6");
    }

    #[test]
    fn a_region_is_filled_to_its_last_cell_or_refused() {
        let rows = (0..600).map(|index| Row { index, cells: vec![text(0, "和田"), text(600, "a")] }).collect();
        let grid = Grid::of_rows(&"表1".into(), rows);
        let regions: Vec<Region> = (0..600).map(|row| ((row, 0), (row, 599))).collect();
        let mut whole = grid.clone();
        whole.fill(&regions, &mut |_| Ok::<_, ()>(())).unwrap();
        assert_eq!(whole.rows.iter().map(|r| r.cells.len()).sum::<usize>(), 600 * 601);
        let mut left = 200_000_usize;
        let mut step = |filled| left.checked_sub(filled).map(|rest| left = rest).ok_or(());
        assert_eq!(grid.clone().fill(&regions, &mut step), Err(()));
    }
}
