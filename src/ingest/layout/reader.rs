//! One sheet read by its tables, with what holds for each as a whole: unit, period, source, unit of measure.

use std::ops::Range;
use std::sync::Arc;

use crate::ingest::cell::measures;
use crate::ingest::declared::LayoutKind;
use crate::ingest::desk::Desk;
use crate::ingest::grid::Grid;
use crate::ingest::headings::period_of;
use crate::ingest::lines::Lines;
use crate::ingest::names;
use crate::ingest::sheet::{Defaults, Sheet};
use crate::ingest::taken::TakenKind;
use crate::ingest::words::{self, Role};
use crate::register::fold;
use crate::rubric::Field;

use super::hints::Hints;
use super::origin::Taken;
use super::tables::{Table, tables};
use super::{HEAD_ROWS, crossed, heading_text, long, rows, say, single};

/// What holds for a table as a whole.
#[derive(Clone, Debug)]
pub(super) struct Around {
    pub lines: Lines,
    pub period: Arc<str>,
    pub source: Arc<str>,
    /// Whether the rubric declares that source.
    pub declared: bool,
    /// Whether a line above the table names the source, and where.
    pub source_line: Option<(String, (u32, u32))>,
}

impl Around {
    /// The unit of measure of a line above the table, where it can be meant for the field. A line may name several, one for
    /// each kind of figure.
    pub(super) fn measure_for(&self, field: &Field) -> Option<&str> {
        let said = self.lines.measure.as_deref()?;
        let parts = said.split(['、', '，', ',', '；', ';', ' ', '\u{3000}']).map(str::trim);
        let mut fitting = parts.filter(|p| !p.is_empty() && measures::concerns(p, field));
        let first = fitting.next()?;
        // 单位：万元、亿元 leaves open which of them is meant
        fitting.next().is_none().then_some(first)
    }
}

/// What was declared to hold for a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub unit: Option<usize>,
    pub period: Option<String>,
    pub measure: Option<String>,
}

/// A sheet with what holds for it.
pub(super) struct Reader<'s, 'a> {
    pub sheet: &'s mut Sheet<'a>,
    pub defaults: &'s Defaults,
    pub stem: &'s str,
    pub said: Said,
}

impl Reader<'_, '_> {
    pub(super) fn read(&mut self, hints: &Hints) -> Taken {
        let (grid, desk) = (self.sheet.grid, self.sheet.desk);
        let long = hints.kind.is_none_or(|k| k == LayoutKind::Long);
        if long && let Some(plan) = long::recognise(grid, desk, hints) {
            let around = self.around(Lines::around(grid, plan.header));
            self.explain(&around);
            long::read(self.sheet, &plan, &around);
            return Taken { axes: vec![plan.axes(grid)], ..taken(vec![words::say::LONG], &around) };
        }
        let tables = tables(grid, desk, hints);
        let Some(first) = tables.first() else {
            let around = self.around(Lines::default());
            return taken(Vec::new(), &around);
        };
        let whole = self.around(Lines::around(grid, first.weigh().core().start));
        self.explain(&whole);
        let mut taken = taken(tables.iter().map(Table::key).collect(), &whole);
        let mut pages = rows::Pages::default();
        for table in &tables {
            self.table(table, &whole, &mut taken, &mut pages);
        }
        taken
    }

    fn table(&mut self, table: &Table, whole: &Around, taken: &mut Taken, pages: &mut rows::Pages) {
        let (grid, desk) = (self.sheet.grid, self.sheet.desk);
        let above = table.weigh().above();
        let around = self.around_block(whole, above.clone());
        let line = around.lines.unit.as_ref().map(|(_, at)| *at).filter(|_| table.is_about_one());
        taken.axes.push(table.weigh().axes(grid).under(line));
        match table {
            Table::Crossed(block) => crossed::read(self.sheet, block, &around),
            Table::Matrix(block) if block.unit.is_some() => rows::read(self.sheet, block, &around, None, pages),
            Table::Matrix(block) => match self.unit(&around, above) {
                Ok(Some(unit)) => {
                    taken.unit = Some(unit);
                    rows::read(self.sheet, block, &around, Some(unit), pages);
                }
                Ok(None) => taken.unit_missing = true,
                Err(()) => {}
            },
            Table::Single(block) => match self.unit(&around, above) {
                Ok(unit) if unit.is_some() || block.has_banners(grid, desk) => {
                    taken.unit = unit.or(taken.unit);
                    taken.unit_missing |= single::read(self.sheet, block, &around, unit);
                }
                Ok(_) => taken.unit_missing = true,
                Err(()) => {}
            },
        }
    }

    fn around(&mut self, mut lines: Lines) -> Around {
        let sheet = &mut *self.sheet;
        if self.defaults.pinned.is_some() {
            let declared = names::source(&self.defaults.source, sheet.desk.expected.sources).is_some();
            let source_line = lines.source.clone();
            let (period, source) = (self.defaults.period.clone(), self.defaults.source.clone());
            return Around { lines, period, source, declared, source_line };
        }
        lines.period = self.said.period.clone().or(lines.period);
        lines.measure = self.said.measure.clone().or(lines.measure);
        // a line beats the sheet's own name, and that the entry in assessment.toml
        let named = lines.period.clone().or_else(|| period_of(&sheet.grid.name));
        let period = named.map_or_else(|| self.defaults.period.clone(), |p| sheet.shared(&p));
        let mut source = self.defaults.source.clone();
        let mut source_line = lines.source.clone();
        if let Some((text, _)) = &source_line
            && let Some(id) = names::source(text, sheet.desk.expected.sources)
        {
            source = id.into();
            source_line = None;
        }
        // 数据来源：统计年鉴 is a remark; only a source that the rubric declares is one here, or an assessor of a panel
        if sheet.desk.expected.fields.iter().all(|f| !f.panel) {
            source_line = None;
        }
        let declared = names::source(&source, sheet.desk.expected.sources).is_some();
        Around { lines, period, source, declared, source_line }
    }

    /// The lines right above one of several tables, and those of the sheet where these are silent.
    fn around_block(&mut self, whole: &Around, above: Range<usize>) -> Around {
        let near = Lines::read(&self.sheet.grid.rows[above]);
        if near == Lines::default() {
            return whole.clone();
        }
        self.around(near.or(&whole.lines))
    }

    /// Says what the lines around the tables were taken for.
    fn explain(&mut self, around: &Around) {
        let lines = &around.lines;
        if let Some(period) = &lines.period {
            self.sheet.took_whole(period, TakenKind::Period, say::PERIOD);
        }
        if let Some(measure) = &lines.measure {
            self.sheet.took_whole(measure, TakenKind::Measure, say::MEASURE);
        }
        if let Some((source, at)) = &lines.source {
            let known = names::source(source, self.sheet.desk.expected.sources).is_some();
            let meaning = if known || around.source_line.is_some() { say::SOURCE } else { say::NOT_READ };
            self.sheet.took(*at, source, TakenKind::Source, meaning);
        }
    }

    /// The unit of a table that is about one: as declared, by the line 填报单位, by a cell 单位名称 with the name beside it, by a
    /// title, else by the sheet's name or the file's.
    fn unit(&mut self, around: &Around, above: Range<usize>) -> Result<Option<usize>, ()> {
        let sheet = &mut *self.sheet;
        let desk = sheet.desk;
        let pinned = self.said.unit.or(self.defaults.pinned.and_then(|pinned| pinned.unit));
        if pinned.is_some() {
            return Ok(pinned);
        }
        let by_name = desk.units.inside(&sheet.grid.name);
        let stated = match &around.lines.unit {
            // 填报单位：发改委 says who fills in; what is filled in is about the only unit that there is
            Some((text, at))
                if desk.only_unit().is_some() && desk.is_reporter(text) && desk.units.known(text).is_none() =>
            {
                sheet.took(*at, text, TakenKind::Source, say::REPORTER);
                return Ok(desk.only_unit());
            }
            Some((text, (row, col))) => {
                let unit = sheet.unit(text, |s| s.place_at(*row, *col)).ok_or(())?;
                Some((unit, text.clone(), (*row, *col)))
            }
            None => beside_label(sheet.grid, desk, above.clone()).or_else(|| title(sheet.grid, desk, above)),
        };
        let Some((unit, text, at)) = stated else {
            return Ok(by_name.or_else(|| desk.units.inside(self.stem)).or_else(|| desk.only_unit()));
        };
        sheet.took(at, &text, TakenKind::Unit, desk.expected.register.units()[unit].name.clone());
        sheet.differs(unit, &text, at, self.stem);
        Ok(Some(unit))
    }
}

fn taken(layouts: Vec<&'static str>, around: &Around) -> Taken {
    let (period, source) = (around.period.clone(), around.source.clone());
    Taken { layouts, period, source, ..Taken::default() }
}

/// A unit, the text that names it, and where that stands.
type Named = (usize, String, (u32, u32));

/// 单位名称 | 和田地区 in the cells of a form.
fn beside_label(grid: &Grid, desk: &Desk<'_>, above: Range<usize>) -> Option<Named> {
    let last = (above.start + HEAD_ROWS).max(above.end).min(grid.rows.len());
    grid.rows[above.start..last].iter().find_map(|row| {
        let own: Vec<_> = row.cells.iter().filter(|c| c.anchor.is_none()).collect();
        own.windows(2).find_map(|pair| {
            let label = heading_text(pair[0]).map(fold).and_then(|t| words::label(&t));
            let text = heading_text(pair[1]).filter(|_| label == Some(Role::Unit))?;
            desk.units.known(text).map(|unit| (unit, text.trim().to_owned(), (row.index, pair[1].col)))
        })
    })
}

/// The one unit that a title above a table names.
fn title(grid: &Grid, desk: &Desk<'_>, above: Range<usize>) -> Option<Named> {
    grid.rows[above].iter().rev().find_map(|row| {
        let mut own = row.cells.iter().filter(|c| c.anchor.is_none());
        let (cell, None) = (own.next()?, own.next()) else { return None };
        let text = heading_text(cell).filter(|t| t.chars().count() <= 40)?;
        desk.units.inside(text).map(|unit| (unit, text.trim().to_owned(), (row.index, cell.col)))
    })
}
