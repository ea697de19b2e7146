//! Sheet 图表: what totals are made of, one unit against the mean, and how totals are spread; native charts that print.
//!
//! The numbers behind the charts stand to their right. The radar follows the unit chosen in a drop-down list.

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, Color, DataValidation, Formula,
    Worksheet,
};

use crate::expr::NodeId;
use crate::number::{Exact, RoundMode, Rounding};
use crate::report::live::Live;
use crate::report::ranking::headline;
use crate::report::style::{Places, Style, cell, page};
use crate::report::text::sheets;
use crate::report::{Report, Unmade, columns};
use crate::rubric::scheme::Kind;

/// Bars on a page.
const MOST: usize = 60;
/// The column where the numbers begin.
const DATA: u16 = 20;
/// Bins of the distribution, about.
const BINS: usize = 10;
/// Axes of a radar that can still be read.
const AXES: usize = 24;
/// Colours of sections, distinct in print.
const COLORS: [u32; 8] = [0x3B_6FA0, 0x7F_B069, 0xE3_B23C, 0x8E_7CC3, 0xD9_8E5F, 0x5F_B3B3, 0xB5_6576, 0x8A_8D91];

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

pub(in crate::report) fn sheet(report: &Report<'_>, live: Option<&Live>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).charts;
    let finals = report.outcome.finals();
    let order: Vec<usize> =
        report.outcome.ranking_order().into_iter().filter(|u| finals[*u].published.is_some()).collect();
    to.set_name(words.name)?;
    to.merge_range(0, 0, 0, DATA - 2, &report.title(), &style.title())?;
    to.set_row_height(0, 32)?;
    let mut pages = Vec::new();
    let mut row = 2;
    let mut data = 2;
    let shown = &order[..order.len().min(MOST)];
    data = stacked(report, style, to, (row, data), shown)?;
    row += chart_rows(24 * u32::try_from(shown.len()).unwrap_or(0) + 130) + 1;
    pages.push(row);
    let axes = axes(report);
    if axes.len() >= 3 {
        data = radar(report, style, to, (row, data), (&axes, &order))?;
        row += chart_rows(520) + 3;
        pages.push(row);
    }
    spread(report, style, to, (row, data), &order)?;
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

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn fonts(report: &Report<'_>) -> (ChartFont, ChartFont) {
    let (mut small, mut title) = (ChartFont::new(), ChartFont::new());
    small.set_name(report.words().font).set_size(9);
    title.set_name(report.words().font).set_size(12).set_bold();
    (small, title)
}

fn filled(color: u32) -> ChartFormat {
    let mut fill = ChartSolidFill::new();
    fill.set_color(Color::RGB(color));
    let mut format = ChartFormat::new();
    format.set_solid_fill(&fill);
    format
}

fn pale() -> ChartLine {
    let mut pale = ChartLine::new();
    pale.set_color(Color::RGB(0xD9_D9D9)).set_width(0.5);
    pale
}

/// Totals by section, on top of one another. Returns the row after its numbers.
fn stacked(
    report: &Report<'_>,
    style: &Style,
    to: &mut Worksheet,
    (at, data): (u32, u32),
    shown: &[usize],
) -> Result<u32, Unmade> {
    let words = sheets(report.lang);
    let name = words.charts.name;
    let parts = parts(report);
    let places = Places::of(report.rubric).section;
    to.write_string_with_format(data, DATA, report.words().chart_data, &style.foot())?;
    for (col, part) in (DATA + 1..).zip(&parts) {
        to.write_string_with_format(data + 1, col, &report.rubric.scheme.nodes[*part].name, &style.small_head())?;
    }
    let first = data + 2;
    for (row, unit) in (first..).zip(shown) {
        to.write_string_with_format(row, DATA, report.register.units()[*unit].label(), &style.text().set_font_size(8))?;
        for (col, part) in (DATA + 1..).zip(&parts) {
            if let Some(score) = report.outcome.node(*part, *unit).and_then(|r| r.score.as_ref()) {
                to.write_number_with_format(row, col, cell(score), &style.number(places).set_font_size(8))?;
            }
        }
    }
    let last = first + number(shown.len()) - 1;
    to.set_column_width(DATA, columns::fit(shown.iter().map(|u| report.register.units()[*u].label()), 8, 20))?;
    let (small, title) = fonts(report);
    let mut chart = Chart::new(rust_xlsxwriter::ChartType::BarStacked);
    for ((col, _), color) in (DATA + 1..).zip(&parts).zip(COLORS.iter().cycle()) {
        chart
            .add_series()
            .set_name((name, data + 1, col))
            .set_categories((name, first, DATA, last, DATA))
            .set_values((name, first, col, last, col))
            .set_format(&mut filled(*color))
            .set_gap(45);
    }
    chart.title().set_name(words.charts.stacked).set_font(&title);
    chart.y_axis().set_font(&small).set_reverse().set_major_gridlines(false);
    chart.x_axis().set_font(&small).set_min(0).set_num_format("General").set_major_gridlines_line(&pale());
    chart.x_axis().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::High);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
    chart.set_width(64 * u32::from(DATA - 1)).set_height(130 + 24 * number(shown.len()));
    to.insert_chart(at, 0, &chart)?;
    Ok(last + 3)
}

/// One unit against the mean; which one, the reader chooses.
fn radar(
    report: &Report<'_>,
    style: &Style,
    to: &mut Worksheet,
    (at, data): (u32, u32),
    (axes, order): (&[NodeId], &[usize]),
) -> Result<u32, Unmade> {
    let words = &sheets(report.lang).charts;
    let percent = style.centred().set_num_format("0.0%").set_font_size(8);
    let share = |node: NodeId, unit: usize| report.outcome.node(node, unit).and_then(crate::score::NodeResult::share);
    // the table of shares: axes across, units down, the mean last
    let (head, first) = (data + 4, data + 5);
    let last = first + number(order.len()) - 1;
    for (col, node) in (DATA + 1..).zip(axes) {
        to.write_string_with_format(head, col, &report.rubric.scheme.nodes[*node].name, &style.small_head())?;
    }
    for (row, unit) in (first..).zip(order) {
        to.write_string_with_format(row, DATA, report.register.units()[*unit].label(), &style.text().set_font_size(8))?;
        for (col, node) in (DATA + 1..).zip(axes) {
            if let Some(share) = share(*node, *unit) {
                to.write_number_with_format(row, col, cell(&share), &percent)?;
            }
        }
    }
    let label = report.register.units()[order[0]].label();
    // the choice, beside the chart where it prints too
    let choice_row = at;
    to.write_string_with_format(choice_row, 0, words.choose, &style.plain().set_bold())?;
    let chosen = style.centred().set_bold().set_background_color(Color::RGB(0xFF_F2CC));
    to.merge_range(choice_row, 2, choice_row, 5, label, &chosen)?;
    let choices = Formula::new(format!("=${0}${1}:${0}${2}", column(DATA), first + 1, last + 1));
    let validation = DataValidation::new().allow_list_formula(choices);
    to.add_data_validation(choice_row, 2, choice_row, 2, &validation)?;
    let chosen_cell = format!("$C${}", choice_row + 1);
    to.write_formula_with_format(
        data + 1,
        DATA,
        Formula::new(format!("={chosen_cell}")).set_result(label),
        &style.text().set_font_size(8),
    )?;
    to.write_string_with_format(data + 2, DATA, words.mean, &style.text().set_font_size(8))?;
    for (col, node) in (DATA + 1..).zip(axes) {
        let letter = column(col);
        let range = format!("{letter}${}:{letter}${}", first + 1, last + 1);
        let units = format!("${0}${1}:${0}${2}", column(DATA), first + 1, last + 1);
        let own = share(*node, order[0]);
        let formula = Formula::new(format!("=INDEX({range},MATCH({chosen_cell},{units},0))"))
            .set_result(own.as_ref().map_or_else(|| "0".to_owned(), |x| cell(x).to_string()));
        to.write_formula_with_format(data + 1, col, formula, &percent)?;
        let shares: Vec<Exact> = order.iter().filter_map(|u| share(*node, *u)).collect();
        let mean = shares.iter().sum::<Exact>().checked_div(&Exact::from(shares.len())).unwrap_or_default();
        let formula = Formula::new(format!("=AVERAGE({range})")).set_result(cell(&mean).to_string());
        to.write_formula_with_format(data + 2, col, formula, &percent)?;
    }
    let (small, title) = fonts(report);
    let mut chart = Chart::new(rust_xlsxwriter::ChartType::RadarWithMarkers);
    let end = DATA + u16::try_from(axes.len()).unwrap_or(1);
    for (row, color, width) in [(data + 1, 0xC0_504D, 2.25), (data + 2, 0x8A_8D91, 1.5)] {
        let mut line = ChartLine::new();
        line.set_color(Color::RGB(color)).set_width(width);
        let mut format = ChartFormat::new();
        format.set_line(&line);
        chart
            .add_series()
            .set_name((words.name, row, DATA))
            .set_categories((words.name, head, DATA + 1, head, end))
            .set_values((words.name, row, DATA + 1, row, end))
            .set_format(&mut format);
    }
    chart.title().set_name(words.radar).set_font(&title);
    chart.y_axis().set_min(0).set_max(1).set_num_format("0%").set_font(&small).set_major_gridlines_line(&pale());
    chart.x_axis().set_font(&small);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
    chart.set_width(64 * u32::from(DATA - 1)).set_height(520);
    to.insert_chart(at + 2, 0, &chart)?;
    Ok(last + 3)
}

/// How totals are spread: the number of units in each step.
fn spread(
    report: &Report<'_>,
    style: &Style,
    to: &mut Worksheet,
    (at, data): (u32, u32),
    order: &[usize],
) -> Result<(), Unmade> {
    let words = &sheets(report.lang).charts;
    let totals: Vec<&Exact> = order.iter().filter_map(|u| report.outcome.finals()[*u].published.as_ref()).collect();
    let bins = bins(&totals);
    to.write_string_with_format(data, DATA + 1, words.count, &style.small_head())?;
    for (row, (from, till, count)) in (data + 1..).zip(&bins) {
        to.write_string_with_format(row, DATA, format!("[{from}, {till})"), &style.text().set_font_size(8))?;
        let count = u32::try_from(*count).unwrap_or(u32::MAX);
        to.write_number_with_format(row, DATA + 1, count, &style.centred().set_font_size(8))?;
    }
    let (first, last) = (data + 1, data + number(bins.len()));
    let (small, title) = fonts(report);
    let mut chart = Chart::new_column();
    chart
        .add_series()
        .set_name((words.name, data, DATA + 1))
        .set_categories((words.name, first, DATA, last, DATA))
        .set_values((words.name, first, DATA + 1, last, DATA + 1))
        .set_format(&mut filled(COLORS[0]))
        .set_gap(8);
    chart.title().set_name(words.spread).set_font(&title);
    chart.x_axis().set_font(&small);
    chart.y_axis().set_font(&small).set_min(0).set_major_unit(step_of(&bins)).set_major_gridlines_line(&pale());
    chart.legend().set_hidden();
    chart.set_width(64 * u32::from(DATA - 1)).set_height(400);
    to.insert_chart(at, 0, &chart)?;
    Ok(())
}

/// Whole steps on the axis of counts.
fn step_of(bins: &[(Exact, Exact, usize)]) -> f64 {
    let most = bins.iter().map(|(_, _, n)| *n).max().unwrap_or(1);
    columns::double(most.div_ceil(8).max(1))
}

/// Steps of 1, 2 or 5 times a power of ten from the lowest to the highest, and how many fall into each.
fn bins(totals: &[&Exact]) -> Vec<(Exact, Exact, usize)> {
    let (Some(least), Some(most)) = (totals.iter().min(), totals.iter().max()) else { return Vec::new() };
    let range = (*most).clone() - (*least).clone();
    let steps =
        ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "50", "100", "200", "500", "1000"];
    let parsed = steps.iter().filter_map(|s| s.parse::<Exact>().ok());
    let wide = |step: &Exact| range.checked_div(step).is_some_and(|n| n <= Exact::from(BINS));
    let Some(step) = parsed.into_iter().find(wide) else { return Vec::new() };
    let floor = Rounding { places: 0, mode: RoundMode::Floor };
    let Some(mut from) = least.checked_div(&step).map(|n| floor.apply(&n) * step.clone()) else { return Vec::new() };
    let mut bins = Vec::new();
    while from <= **most {
        let till = from.clone() + step.clone();
        let count = totals.iter().filter(|t| ***t >= from && ***t < till).count();
        bins.push((from, till.clone(), count));
        from = till;
    }
    bins
}

/// `A`, `Z`, `AA` …
fn column(col: u16) -> String {
    rust_xlsxwriter::utility::column_number_to_name(col)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_hold_every_total_once() {
        let totals: Vec<Exact> = ["78.9", "80", "92.5", "92.49", "60.01"].iter().map(|t| t.parse().unwrap()).collect();
        let bins = bins(&totals.iter().collect::<Vec<_>>());
        assert_eq!(bins.iter().map(|(_, _, n)| n).sum::<usize>(), totals.len());
        assert_eq!((bins[0].0.to_string(), bins[0].1.to_string()), ("60".to_owned(), "65".to_owned()));
        let alone = ["50".parse().unwrap()];
        assert_eq!(super::bins(&alone.iter().collect::<Vec<_>>()).len(), 1);
        assert!(super::bins(&[]).is_empty());
    }
}
