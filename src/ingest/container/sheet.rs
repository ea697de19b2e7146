//! A sheet as it is being read: cells come in, in any order, and are counted; a grid comes out.

use std::sync::Arc;

use crate::ingest::grid::{Cell, Content, Grid, Region, Row};

use super::Refusal;
use super::budget::Budget;

/// What a cell takes in memory: 48 bytes where it stands, and [`MADE`] more.
const CELL: usize = 48 + MADE;
/// What is counted with every cell, as measured, for what its sheet is read by and what is made of it.
pub(in crate::ingest) const MADE: usize = 144;
/// What a row takes.
const ROW: usize = 96;
/// What a merged region takes.
const REGION: usize = 24;

/// The cells of one sheet so far.
#[derive(Debug, Default)]
pub(in crate::ingest) struct SheetBuilder {
    /// Rows as they came; sorted at the end where they came in another order.
    rows: Vec<Row>,
    ordered: bool,
    regions: Vec<Region>,
}

impl SheetBuilder {
    pub(in crate::ingest) fn new() -> Self {
        Self { ordered: true, ..Self::default() }
    }

    /// Adds a cell, from row and column 0. A later cell at the same place wins.
    pub(in crate::ingest) fn add(
        &mut self,
        row: u32,
        col: u32,
        content: Content,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        let text = match &content {
            Content::Text(text) | Content::Error(text) => text.len() + 24,
            _ => 0,
        };
        budget.take(CELL + text)?;
        let cell = Cell { col, anchor: None, content };
        if let Some(last) = self.rows.last_mut().filter(|last| last.index == row) {
            self.ordered &= last.cells.last().is_none_or(|c| c.col < col);
            last.cells.push(cell);
            return Ok(());
        }
        budget.take(ROW)?;
        if let Some(last) = self.rows.last_mut() {
            self.ordered &= last.index < row;
            last.cells.shrink_to_fit();
        }
        self.rows.push(Row { index: row, cells: vec![cell] });
        Ok(())
    }

    /// Adds a merged region, unless it is one cell.
    pub(in crate::ingest) fn merge(&mut self, region: Region, budget: &mut Budget) -> Result<(), Refusal> {
        if region.0 != region.1 {
            budget.take(REGION)?;
            self.regions.push(region);
        }
        Ok(())
    }

    /// The grid.
    pub(in crate::ingest) fn finish(self, name: &str, budget: &mut Budget) -> Result<Grid, Refusal> {
        let mut rows = self.rows;
        if !self.ordered {
            sort(&mut rows);
        }
        let mut grid = Grid::of_rows(&Arc::from(name), rows);
        grid.fill(&self.regions, &mut |filled| {
            budget.take(filled * CELL)?;
            budget.step()
        })?;
        grid.merges = self.regions;
        Ok(grid)
    }
}

/// Rows by rising number, each once, their cells by rising column, of several at one place the last.
fn sort(rows: &mut Vec<Row>) {
    rows.sort_by_key(|row| row.index);
    rows.dedup_by(|later, earlier| {
        let same = later.index == earlier.index;
        if same {
            earlier.cells.append(&mut later.cells);
        }
        same
    });
    for row in rows {
        row.cells.sort_by_key(|cell| cell.col);
        row.cells.dedup_by(|later, earlier| {
            let same = later.col == earlier.col;
            if same {
                std::mem::swap(later, earlier);
            }
            same
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Limits;

    #[test]
    fn cells_in_any_order_come_out_in_theirs() {
        let mut budget = Budget::new(Limits::default());
        let mut sheet = SheetBuilder::new();
        for (row, col, x) in [(3, 1, 1.0), (3, 0, 2.0), (1, 5, 3.0), (3, 1, 4.0), (1, 5, 5.0)] {
            sheet.add(row, col, Content::Number(x), &mut budget).unwrap();
        }
        let grid = sheet.finish("a", &mut budget).unwrap();
        let cells: Vec<_> =
            grid.rows.iter().flat_map(|r| r.cells.iter().map(|c| (r.index, c.col, c.content.clone()))).collect();
        let number = Content::Number;
        assert_eq!(cells, [(1, 5, number(5.0)), (3, 0, number(2.0)), (3, 1, number(4.0))]);
    }

    #[test]
    fn more_cells_than_the_memory_holds_are_refused() {
        let mut budget = Budget::new(Limits { memory: 8192, ..Limits::default() });
        let mut sheet = SheetBuilder::new();
        let refused = (0..200).find_map(|row| sheet.add(row, 0, Content::Bool(true), &mut budget).err());
        assert!(refused.is_some_and(|finding| finding.code == crate::finding::Code::TooLarge));
    }
}
