//! Layouts (版式): which cells of a sheet answer which field for which unit.
//!
//! A layout is recognised by its headings and by what stands below them, never by fixed positions: rows and columns
//! are inserted, moved and deleted before a return comes back. A sheet may hold several tables, one below the other.

mod columns;
mod crossed;
mod long;
mod matrix;
mod single;

use std::sync::Arc;

use super::grid::Grid;
use super::headings::period_of;
use super::lines::Lines;
use super::sheet::{Defaults, Desk, Sheet};
use super::words::say;

/// Rows at the top in which a long table's header is looked for.
const HEAD_ROWS: usize = 60;

/// What a sheet was taken for.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    /// The layout; `None` where there is none.
    pub layout: Option<&'static str>,
    /// The unit of a sheet that is about one.
    pub unit: Option<usize>,
    /// The period that holds where no column says otherwise.
    pub period: Arc<str>,
    /// The source that holds where no column says otherwise.
    pub source: Arc<str>,
    /// Whether the table was understood but its unit is named nowhere.
    pub unit_missing: bool,
}

/// What holds for a table as a whole.
#[derive(Clone, Debug)]
struct Around {
    lines: Lines,
    period: Arc<str>,
    source: Arc<str>,
    /// Whether the rubric declares that source.
    declared: bool,
    /// Whether a line above the table names the source, and where.
    source_line: Option<(String, (u32, u32))>,
}

/// Reads a sheet by whichever layout explains most of it.
pub(super) fn read(sheet: &mut Sheet<'_>, defaults: &Defaults, file_stem: &str) -> Taken {
    let (grid, desk) = (sheet.grid, sheet.desk);
    if let Some(plan) = long::recognise(grid, desk) {
        let around = around(sheet, defaults, Lines::around(grid, plan.header));
        long::read(sheet, &plan, &around);
        return Taken::of(say::LONG, &around);
    }
    let matrix = matrix::recognise(grid, desk);
    let single = single::recognise(grid, desk);
    let crossed = crossed::recognise(grid, desk);
    let weights = [matrix.weight(), crossed.weight(), single.weight()];
    let best = weights.iter().copied().max().unwrap_or(0);
    if best == 0 {
        let around = around(sheet, defaults, Lines::default());
        return Taken { layout: None, ..Taken::of(say::SKIPPED, &around) };
    }
    if weights[0] == best {
        let whole = around(sheet, defaults, Lines::around(grid, matrix.first_header()));
        for block in &matrix.blocks {
            let around = around_block(sheet, defaults, &whole, block.above.clone());
            matrix::read(sheet, block, &around);
        }
        Taken::of(say::MATRIX, &whole)
    } else if weights[1] == best {
        let whole = around(sheet, defaults, Lines::around(grid, crossed.first_header()));
        for block in &crossed.blocks {
            crossed::read(sheet, block, &whole);
        }
        Taken::of(say::CROSSED, &whole)
    } else {
        let whole = around(sheet, defaults, Lines::around(grid, single.first_header()));
        read_singles(sheet, defaults, file_stem, &single, &whole)
    }
}

/// Reads tables that are each about one unit.
fn read_singles(
    sheet: &mut Sheet<'_>,
    defaults: &Defaults,
    file_stem: &str,
    single: &Tables<single::Block>,
    whole: &Around,
) -> Taken {
    let mut taken = Taken::of(say::SINGLE, whole);
    for block in &single.blocks {
        let around = around_block(sheet, defaults, whole, block.above.clone());
        match unit_of(sheet, &around.lines, file_stem) {
            Ok(Some(unit)) => {
                taken.unit = Some(unit);
                single::read(sheet, block, &around, unit);
            }
            Ok(None) => taken.unit_missing = true,
            Err(()) => {}
        }
    }
    taken
}

impl Taken {
    fn of(layout: &'static str, around: &Around) -> Self {
        let (period, source) = (around.period.clone(), around.source.clone());
        Self { layout: Some(layout), unit: None, period, source, unit_missing: false }
    }
}

/// Tables of one layout on a sheet.
struct Tables<B> {
    blocks: Vec<B>,
}

/// How much of a sheet a table explains, and where it begins.
trait Weigh {
    /// The cells that answer something.
    fn weight(&self) -> usize;
    /// The position of its header.
    fn header(&self) -> usize;
}

impl<B: Weigh> Tables<B> {
    fn weight(&self) -> usize {
        self.blocks.iter().map(Weigh::weight).sum()
    }

    fn first_header(&self) -> usize {
        self.blocks.first().map_or(0, Weigh::header)
    }
}

fn around(sheet: &mut Sheet<'_>, defaults: &Defaults, lines: Lines) -> Around {
    // a line beats the sheet's own name, and that the entry in assessment.toml
    let named = lines.period.clone().or_else(|| period_of(&sheet.grid.name));
    let period = named.map_or_else(|| defaults.period.clone(), |p| sheet.shared(&p));
    let mut source = defaults.source.clone();
    let mut source_line = lines.source.clone();
    if let Some((text, _)) = &source_line
        && let Some(id) = super::names::source(text, sheet.desk.expected.sources)
    {
        source = id.into();
        source_line = None;
    }
    // 数据来源：统计年鉴 is a remark; only a source that the rubric declares is one here, or an assessor of a panel
    if sheet.desk.expected.fields.iter().all(|f| !f.panel) {
        source_line = None;
    }
    let declared = super::names::source(&source, sheet.desk.expected.sources).is_some();
    Around { lines, period, source, declared, source_line }
}

/// The lines right above one of several tables, and those of the sheet where these are silent.
fn around_block(sheet: &mut Sheet<'_>, defaults: &Defaults, whole: &Around, above: std::ops::Range<usize>) -> Around {
    let near = Lines::read(&sheet.grid.rows[above]);
    if near == Lines::default() {
        return whole.clone();
    }
    around(sheet, defaults, near.or(&whole.lines))
}

/// The unit of a table that is about one: by the line 填报单位, else the sheet's name, else the file's.
fn unit_of(sheet: &mut Sheet<'_>, lines: &Lines, file_stem: &str) -> Result<Option<usize>, ()> {
    if let Some((text, (row, col))) = &lines.unit {
        let unit = sheet.unit(text, |s| s.place_at(*row, *col)).ok_or(())?;
        sheet.differs(unit, text, (*row, *col), file_stem);
        return Ok(Some(unit));
    }
    let units = &sheet.desk.units;
    Ok(units.inside(&sheet.grid.name).or_else(|| units.inside(file_stem)))
}

/// How many rows at the top may hold a header.
fn first_rows(grid: &Grid) -> usize {
    grid.rows.len().min(HEAD_ROWS)
}

/// Whether the text of a cell is short enough to be a heading.
fn heading_text(cell: &super::grid::Cell) -> Option<&str> {
    match &cell.content {
        super::grid::Content::Text(text) if text.len() <= 400 => Some(text),
        _ => None,
    }
}

/// The field that a cell names.
fn field_of(desk: &Desk<'_>, cell: &super::grid::Cell) -> Option<super::names::NamedField> {
    heading_text(cell).and_then(|text| desk.fields.named(text))
}
