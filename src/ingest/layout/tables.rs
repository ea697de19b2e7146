//! The tables of a sheet: which layouts are found on it, and which of them count.

use std::cmp::Reverse;
use std::ops::Range;

use crate::ingest::axes::Axes;
use crate::ingest::declared::LayoutKind;
use crate::ingest::desk::Desk;
use crate::ingest::grid::Grid;
use crate::ingest::words::say::{CROSSED, MATRIX, SINGLE};

use super::hints::Hints;
use super::{crossed, matrix, say, single};

/// Tables of one layout on a sheet.
pub(super) struct Tables<B> {
    pub blocks: Vec<B>,
}

impl<B> Default for Tables<B> {
    fn default() -> Self {
        Self { blocks: Vec::new() }
    }
}

/// How much of a sheet a table explains, and where it stands.
pub(super) trait Weigh {
    /// The cells that answer something.
    fn weight(&self) -> usize;
    /// Positions of the rows from its header to the last that answers something.
    fn core(&self) -> Range<usize>;
    /// Positions of the rows between the table before and its header.
    fn above(&self) -> Range<usize>;
    /// Where the names of its answers stand.
    fn axes(&self, grid: &Grid) -> Axes;
    /// Ends its body where another table begins.
    fn cut(&mut self, end: usize);
}

/// A table of any layout but the long one.
pub(super) enum Table {
    Matrix(matrix::Block),
    Crossed(crossed::Block),
    Single(single::Block),
}

impl Table {
    pub(super) fn weigh(&self) -> &dyn Weigh {
        match self {
            Self::Matrix(block) => block,
            Self::Crossed(block) => block,
            Self::Single(block) => block,
        }
    }

    fn cut(&mut self, end: usize) {
        match self {
            Self::Matrix(block) => block.cut(end),
            Self::Crossed(block) => block.cut(end),
            Self::Single(block) => block.cut(end),
        }
    }

    /// Whether its unit stands outside the table.
    pub(super) fn is_about_one(&self) -> bool {
        match self {
            Self::Matrix(block) => block.unit.is_none(),
            Self::Crossed(_) => false,
            Self::Single(_) => true,
        }
    }

    /// The key of what it was taken for.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::Matrix(block) if block.unit.is_none() => say::ACROSS,
            Self::Matrix(block) if block.is_panel() => say::PANEL,
            Self::Matrix(_) => MATRIX,
            Self::Crossed(block) if block.is_panel() => say::PANEL,
            Self::Crossed(_) => CROSSED,
            Self::Single(_) => SINGLE,
        }
    }
}

/// A form ends where other tables begin that hold all the rows it would answer from there on.
fn end_before(form: &mut single::Block, others: &[Range<usize>]) {
    let start = form.core().start;
    let mut ends: Vec<usize> = others.iter().map(|r| r.start).filter(|s| *s > start).collect();
    ends.sort_unstable();
    let within = |at: usize| others.iter().any(|r| r.contains(&at));
    let any_before = |end: usize| form.rows().any(|at| at < end);
    let end = ends.into_iter().find(|end| any_before(*end) && form.rows().filter(|at| at >= end).all(within));
    if let Some(end) = end {
        form.cut(end);
    }
}

/// The tables of a sheet, from the top: those of the layout that explains most, and of the others what stands apart from them.
pub(super) fn tables(grid: &Grid, desk: &Desk<'_>, hints: &Hints) -> Vec<Table> {
    let wants = |kind| hints.kind.is_none_or(|k| k == kind);
    let matrix = if wants(LayoutKind::Matrix) { matrix::recognise(grid, desk, hints) } else { Tables::default() };
    let crossed = if wants(LayoutKind::Crossed) { crossed::recognise(grid, desk, hints) } else { Tables::default() };
    let mut single = if wants(LayoutKind::Single) { single::recognise(grid, desk, hints) } else { Tables::default() };
    let others: Vec<Range<usize>> =
        matrix.blocks.iter().map(Weigh::core).chain(crossed.blocks.iter().map(Weigh::core)).collect();
    single.blocks.iter_mut().for_each(|block| end_before(block, &others));
    let mut all: Vec<Vec<Table>> = vec![
        matrix.blocks.into_iter().map(Table::Matrix).collect(),
        crossed.blocks.into_iter().map(Table::Crossed).collect(),
        single.blocks.into_iter().map(Table::Single).collect(),
    ];
    // of two that explain as much the earlier layout counts
    all.sort_by_key(|tables| Reverse(tables.iter().map(|t| t.weigh().weight()).sum::<usize>()));
    let mut found: Vec<Table> = Vec::new();
    for (rank, tables) in all.into_iter().enumerate() {
        let taken: Vec<Range<usize>> = found.iter().map(|t| t.weigh().core()).collect();
        let apart = |t: &Table| {
            let core = t.weigh().core();
            rank == 0 || !core.is_empty() && taken.iter().all(|r| core.end <= r.start || core.start >= r.end)
        };
        for mut table in tables {
            let own = table.weigh().core().start;
            if let Some(next) = taken.iter().map(|r| r.start).filter(|s| rank > 0 && *s > own).min() {
                table.cut(next);
            }
            if table.weigh().weight() > 0 && apart(&table) {
                found.push(table);
            }
        }
    }
    found.sort_by_key(|t| t.weigh().core().start);
    let starts: Vec<usize> = found.iter().map(|t| t.weigh().core().start).collect();
    for table in &mut found {
        let own = table.weigh().core().start;
        if let Some(end) = starts.iter().copied().filter(|s| *s > own).min() {
            table.cut(end);
        }
    }
    found
}
