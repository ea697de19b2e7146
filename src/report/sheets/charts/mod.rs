//! Sheet 图表: what totals are made of, one unit against the mean, and how totals are spread; native charts that print.
//!
//! The numbers behind the charts stand to their right, and follow the live core where there is one. The radar follows the
//! unit chosen in a drop-down list.

mod radar;
mod spread;
mod stacked;

use rust_xlsxwriter::Worksheet;

use crate::expr::NodeId;
use crate::report::drawn::{number, shown};
use crate::report::live::Live;
use crate::report::ranking::{adds_up, headline};
use crate::report::style::{Style, page};
use crate::report::text::sheets;
use crate::report::{Report, Unmade};
use crate::rubric::scheme::Kind;

/// The column where the numbers begin.
const DATA: u16 = 20;
/// Width of a chart in pixels: up to the column before the numbers.
const WIDE: u32 = 64 * (DATA as u32 - 1);
/// Axes of a radar that can still be read.
const AXES: usize = 24;
/// Colours of sections, distinct in print.
const COLORS: [u32; 8] = [0x3B_6FA0, 0x7F_B069, 0xE3_B23C, 0x8E_7CC3, 0xD9_8E5F, 0x5F_B3B3, 0xB5_6576, 0x8A_8D91];

/// What every chart of the sheet draws on.
#[derive(Clone, Copy)]
struct Draw<'a> {
    report: &'a Report<'a>,
    live: Option<&'a Live>,
    style: &'a Style,
}

/// Whether there is anything to draw.
pub(in crate::report) fn wanted(report: &Report<'_>) -> bool {
    report.outcome.finals().iter().any(|t| t.published.is_some()) && parts(report).len() > 1
}

/// The sections that add up to the total.
fn parts(report: &Report<'_>) -> Vec<NodeId> {
    let kinds = [Kind::Normal, Kind::Bonus];
    headline(report.rubric).into_iter().filter(|n| kinds.contains(&report.rubric.nodes[*n].kind)).collect()
}

/// The axes of the radar: sections two levels down where these are few enough, else the top ones.
fn axes(report: &Report<'_>) -> Vec<NodeId> {
    let rubric = report.rubric;
    let parts: Vec<NodeId> = parts(report).into_iter().filter(|n| rubric.nodes[*n].kind == Kind::Normal).collect();
    let below: Vec<NodeId> = parts
        .iter()
        .flat_map(|n| if rubric.nodes[*n].children.is_empty() { vec![*n] } else { rubric.nodes[*n].children.clone() })
        .collect();
    if (3..=AXES).contains(&below.len()) { below } else { parts }
}

pub(in crate::report) fn sheet(
    report: &Report<'_>,
    live: Option<&Live>,
    style: &Style,
    to: &mut Worksheet,
) -> Result<(), Unmade> {
    let words = &sheets(report.lang).charts;
    let finals = report.outcome.finals();
    let order: Vec<usize> =
        report.outcome.ranking_order().into_iter().filter(|u| finals[*u].published.is_some()).collect();
    to.set_name(words.name)?;
    to.set_formula_result_default("");
    to.merge_range(0, 0, 0, DATA - 2, &report.title(), &style.title())?;
    to.set_row_height(0, 32)?;
    let draw = Draw { report, live, style };
    let mut pages = Vec::new();
    let (mut row, mut data) = (2, 2);
    // what is put together otherwise is no pile
    if adds_up(report.rubric) {
        let bars = shown(report);
        data = stacked::stacked(draw, to, (row, data), &bars)?;
        row += chart_rows(stacked::height(number(bars.len()))) + 1;
        pages.push(row);
    }
    let axes = axes(report);
    // above so many units nobody chooses from a list
    if axes.len() >= 3 && order.len() <= report.room.units {
        data = radar::radar(draw, to, (row, data), (&axes, &order))?;
        row += chart_rows(520) + 3;
        pages.push(row);
    }
    spread::spread(draw, to, (row, data), &order)?;
    row += chart_rows(400) + 1;
    page(to, report.words());
    to.set_print_area(0, 0, row, DATA - 2)?.set_print_fit_to_pages(1, 0);
    to.set_page_breaks(&pages)?;
    Ok(())
}

/// Rows that so many pixels take.
const fn chart_rows(pixels: u32) -> u32 {
    pixels.div_ceil(20)
}
