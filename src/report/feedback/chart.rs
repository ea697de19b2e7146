//! The share of marks by section beside the mean of all units, as bars that differ in black and white too.

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, Color, Worksheet,
};

use crate::expr::NodeId;
use crate::number::Exact;
use crate::report::Unmade;
use crate::report::ranking::headline;
use crate::report::style::cell;
use crate::rubric::Rubric;
use crate::rubric::scheme::Kind;
use crate::score::NodeResult;

use super::Context;
use super::sheet::{LAST, pixels};

/// The column where the numbers of the chart begin, right of what is printed.
const DATA: u16 = LAST + 3;

/// Rows of the usual height that the chart takes.
pub(super) const ROWS: u32 = 9;
/// The height of such a row in points.
pub(super) const ROW: f64 = 18.0;

/// The sections compared: those of the ranking, or, where these are fewer than three, what is below them.
fn compared(rubric: &Rubric) -> Vec<NodeId> {
    let top: Vec<NodeId> =
        headline(rubric).into_iter().filter(|node| rubric.nodes[*node].kind == Kind::Normal).collect();
    let children = |node: &NodeId| rubric.nodes[*node].children.clone();
    let below: Vec<NodeId> = top.iter().flat_map(children).collect();
    let sections = !below.is_empty() && below.iter().all(|node| rubric.indicator(*node).is_none());
    if top.len() < 3 && sections { below } else { top }
}

/// Draws the chart from this row on; gives how many rows it takes: none where there is nothing to compare.
pub(super) fn chart(
    context: &Context<'_>,
    unit: usize,
    name: &str,
    row: u32,
    sheet: &mut Worksheet,
) -> Result<u32, Unmade> {
    let report = context.report;
    let share = |node: NodeId| report.outcome.node(node, unit).and_then(NodeResult::share);
    let sections: Vec<(NodeId, Exact)> =
        compared(report.rubric).into_iter().filter_map(|node| Some((node, share(node)?))).collect();
    if sections.is_empty() {
        return Ok(0);
    }
    let [title, own, mean] = context.words.chart;
    let small = context.style.plain().set_font_size(8);
    let percent = small.clone().set_num_format("0.0");
    let hundred = Exact::from(100);
    for (at, text) in (DATA..).zip([report.words().chart_data, own, mean]) {
        sheet.write_string_with_format(row, at, text, &small)?;
    }
    for (line, (node, share)) in (row + 1..).zip(&sections) {
        sheet.write_string_with_format(line, DATA, &report.rubric.scheme.nodes[*node].name, &small)?;
        sheet.write_number_with_format(line, DATA + 1, cell(&(share * &hundred)), &percent)?;
        if let Some(mean) = &context.peers[*node].share {
            sheet.write_number_with_format(line, DATA + 2, cell(&(mean * &hundred)), &percent)?;
        }
    }
    let last = row + u32::try_from(sections.len()).unwrap_or(1);
    let mut font = ChartFont::new();
    font.set_name(report.words().font).set_size(8);
    let mut bold = ChartFont::new();
    bold.set_name(report.words().font).set_size(10).set_bold();
    let mut chart = Chart::new_column();
    // dark and pale: told apart on a black-and-white printer
    for (column, color) in [(DATA + 1, 0x1F_3864), (DATA + 2, 0xC9_D3E3)] {
        let mut fill = ChartSolidFill::new();
        fill.set_color(Color::RGB(color));
        let mut line = ChartLine::new();
        line.set_color(Color::RGB(0x59_5959)).set_width(0.5);
        let mut format = ChartFormat::new();
        format.set_solid_fill(&fill).set_border(&line);
        chart
            .add_series()
            .set_name((name, row, column))
            .set_categories((name, row + 1, DATA, last, DATA))
            .set_values((name, row + 1, column, last, column))
            .set_format(&mut format)
            .set_gap(80);
    }
    let mut pale = ChartLine::new();
    pale.set_color(Color::RGB(0xD9_D9D9)).set_width(0.5);
    chart.title().set_name(title).set_font(&bold);
    chart.x_axis().set_font(&font);
    chart.y_axis().set_font(&font).set_min(0).set_max(100).set_num_format("0").set_major_gridlines_line(&pale);
    chart.legend().set_position(ChartLegendPosition::Right).set_font(&font);
    // points to pixels: 4 to 3; a little less than the rows, so that the frame stays inside
    chart.set_width(pixels() - 8).set_height(ROWS * 24 - 8);
    sheet.insert_chart_with_offset(row, 0, &chart, 4, 4)?;
    for line in row..row + ROWS.max(last + 1 - row) {
        sheet.set_row_height(line, ROW)?;
    }
    Ok(ROWS.max(last + 1 - row))
}
