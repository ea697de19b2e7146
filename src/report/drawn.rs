//! What charts share: their fonts and fills, and the numbers behind them, which follow the live core where there is one.
//!
//! The rows behind a chart are places in the list, not units: when the workbook is worked out anew, each row shows whoever
//! stands there then, as the ranking itself does.

use rust_xlsxwriter::{ChartFont, ChartFormat, ChartLine, ChartSolidFill, Color, Format, Formula, Worksheet};

use super::live::{Live, Shown};
use super::style::{Style, cell, clip};
use super::{Report, Unmade, columns};

/// More bars than this cannot be read on a page.
pub(super) const MOST_BARS: usize = 60;

/// Small print of axes, and the font of titles.
pub(super) fn fonts(report: &Report<'_>) -> (ChartFont, ChartFont) {
    let (mut small, mut title) = (ChartFont::new(), ChartFont::new());
    small.set_name(report.words().font).set_size(9);
    title.set_name(report.words().font).set_size(12).set_bold();
    (small, title)
}

pub(super) fn filled(color: impl Into<Color>) -> ChartFormat {
    let mut fill = ChartSolidFill::new();
    fill.set_color(color);
    let mut format = ChartFormat::new();
    format.set_solid_fill(&fill);
    format
}

/// The lines of a grid.
pub(super) fn pale() -> ChartLine {
    let mut pale = ChartLine::new();
    pale.set_color(Color::RGB(0xD9_D9D9)).set_width(0.5);
    pale
}

pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// `A`, `Z`, `AA` …
pub(super) fn letters(column: u16) -> String {
    rust_xlsxwriter::utility::column_number_to_name(column)
}

/// Names of units for charts, short where that tells them apart.
pub(super) fn labels(report: &Report<'_>) -> Vec<String> {
    let units = report.register.units();
    let mut count = std::collections::HashMap::new();
    for unit in units {
        *count.entry(unit.label()).or_insert(0) += 1;
    }
    let label = |unit: &crate::register::Unit| match count.get(unit.label()) {
        Some(1) => clip(unit.label()),
        _ => clip(&format!("{} {}", unit.name, unit.code)),
    };
    units.iter().map(label).collect()
}

/// The units with a total in the order of the list, as many as a chart has bars.
pub(super) fn shown(report: &Report<'_>) -> Vec<usize> {
    let finals = report.outcome.finals();
    let order = report.outcome.ranking_order().into_iter().filter(|u| finals[*u].published.is_some());
    order.take(MOST_BARS).collect()
}

/// The rows behind a chart: who stands at each place.
pub(super) struct Rows<'a> {
    pub report: &'a Report<'a>,
    pub live: Option<&'a Live>,
    pub style: &'a Style,
    /// Who stands there as of writing.
    pub units: &'a [usize],
    /// The row of the first.
    pub first: u32,
    /// The column of names.
    pub column: u16,
    /// The column of all units' names in the order of the register, from the first row on; where the core is live.
    pub names: u16,
}

impl Rows<'_> {
    /// The last row.
    pub fn last(&self) -> u32 {
        self.first + number(self.units.len()).max(1) - 1
    }

    /// Writes the names.
    pub fn names(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let labels = labels(self.report);
        let small = self.style.text().set_font_size(8);
        let wide = columns::fit(self.units.iter().map(|u| labels[*u].as_str()), 8, 20);
        to.set_column_width(self.column, wide)?;
        if self.live.is_some() {
            for (row, label) in (self.first..).zip(&labels) {
                to.write_string_with_format(row, self.names, label, &small)?;
            }
        }
        let end = self.first + number(labels.len());
        for (place, unit) in (0..).zip(self.units) {
            let row = self.first + place;
            match self.live {
                Some(live) => {
                    let names = format!("${0}${1}:${0}${end}", letters(self.names), self.first + 1);
                    let text = format!("INDEX({names},{})", live.who(place));
                    let formula = Formula::new(text).set_result(&labels[*unit]);
                    to.write_formula_with_format(row, self.column, formula, &small)?;
                }
                None => {
                    to.write_string_with_format(row, self.column, &labels[*unit], &small)?;
                }
            }
        }
        Ok(())
    }

    /// Writes a column of what the live core shows; without it, what `now` says of each unit.
    pub fn column(
        &self,
        to: &mut Worksheet,
        (column, shown): (u16, Shown),
        format: &Format,
        now: impl Fn(usize) -> Now,
    ) -> Result<(), Unmade> {
        for (place, unit) in (0..).zip(self.units) {
            let row = self.first + place;
            match (self.live.and_then(|live| live.picked(shown, place, (*unit, ""))), now(*unit)) {
                (Some(formula), _) => to.write_formula_with_format(row, column, formula, format)?,
                (None, Now::Number(Some(x))) => to.write_number_with_format(row, column, cell(&x), format)?,
                (None, Now::Text(text)) => to.write_string_with_format(row, column, text, format)?,
                (None, Now::Number(None)) => to.write_blank(row, column, format)?,
            };
        }
        Ok(())
    }
}

/// What there is as of writing.
pub(super) enum Now {
    Number(Option<crate::number::Exact>),
    Text(String),
}
