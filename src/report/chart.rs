//! Sheet 总分图: totals as bars, coloured by grade.
//!
//! One series a grade, so that every spreadsheet program draws the legend and the colours; the numbers stand beside the chart.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartSolidFill, Color, Worksheet,
};

use super::live::Live;
use super::style::{Places, Style, bar, cell, no_grade, page, pattern};
use super::text::put;
use super::{Report, Unmade, columns};

/// More bars than this cannot be read on a page.
const MOST: usize = 60;
/// The column where the numbers begin.
const DATA: u16 = 16;

pub(super) fn sheet(report: &Report<'_>, live: Option<&Live>, style: &Style, sheet: &mut Worksheet) -> Result<(), Unmade> {
    let words = report.words();
    let grades = &report.rubric.scheme.grades;
    let finals = report.outcome.finals();
    let order: Vec<usize> =
        report.outcome.ranking_order().into_iter().filter(|u| finals[*u].published.is_some()).collect();
    let shown = &order[..order.len().min(MOST)];
    let title = if order.len() > MOST { put(words.first_units, &[&MOST.to_string()]) } else { words.total.to_owned() };
    sheet.set_name(words.chart)?;
    sheet.merge_range(0, 0, 0, DATA - 2, &report.title(), &style.title())?;
    sheet.set_row_height(0, 32)?;

    // the numbers: a unit a row, a grade a column, and one more for those without a rank
    sheet.write_string_with_format(0, DATA, words.chart_data, &style.foot())?;
    sheet.write_string_with_format(1, DATA, words.unit, &style.small_head())?;
    let none = u16::try_from(grades.len()).unwrap_or(0);
    let names =
        grades.iter().map(|g| g.name.as_str()).chain([if grades.is_empty() { words.total } else { words.unranked }]);
    for (at, name) in (DATA + 1..).zip(names) {
        sheet.write_string_with_format(1, at, name, &style.small_head())?;
    }
    let places = Places::of(report.rubric).total;
    for (row, unit) in (2_u32..).zip(shown) {
        let total = &finals[*unit];
        sheet.write_string_with_format(
            row,
            DATA,
            report.register.units()[*unit].label(),
            &style.text().set_font_size(8),
        )?;
        let series = total.grade.map_or(none, |g| u16::try_from(g).unwrap_or(none));
        if let Some(published) = &total.published {
            let format = style.number(places).set_font_size(8);
            sheet.write_number_with_format(row, DATA + 1 + series, cell(published), &format)?;
        }
    }
    sheet.set_column_width(DATA, columns::fit(shown.iter().map(|u| report.register.units()[*u].label()), 8, 20))?;
    if shown.is_empty() {
        return Ok(());
    }
    let last = u32::try_from(shown.len()).unwrap_or(0) + 1;
    let chart = chart(report, &title, &present(report, shown), last);
    sheet.insert_chart(1, 0, &chart)?;
    page(sheet, words);
    let pixels = 130 + 26 * last;
    sheet.set_print_area(0, 0, pixels / 20 + 3, DATA - 2)?.set_print_fit_to_pages(1, 1);
    Ok(())
}

/// The series that have a bar: grades by index, the last one for units without a grade.
fn present(report: &Report<'_>, shown: &[usize]) -> Vec<usize> {
    let finals = report.outcome.finals();
    let none = report.rubric.scheme.grades.len();
    (0..=none).filter(|s| shown.iter().any(|u| finals[*u].grade.unwrap_or(none) == *s)).collect()
}

fn chart(report: &Report<'_>, title: &str, series: &[usize], last: u32) -> Chart {
    let words = report.words();
    let grades = report.rubric.scheme.grades.len();
    let places = Places::of(report.rubric).total;
    let mut font = ChartFont::new();
    font.set_name(words.font).set_size(9);
    let mut chart = Chart::new_bar();
    for index in series {
        let column = DATA + 1 + u16::try_from(*index).unwrap_or(0);
        let color: Color = if *index < grades { bar(*index, grades) } else { no_grade() };
        let mut label = ChartDataLabel::new();
        label.show_value().set_num_format(pattern(places)).set_font(&font);
        let mut fill = ChartSolidFill::new();
        fill.set_color(color);
        let mut format = ChartFormat::new();
        format.set_solid_fill(&fill);
        chart
            .add_series()
            .set_name((words.chart, 1, column))
            .set_categories((words.chart, 2, DATA, last, DATA))
            .set_values((words.chart, 2, column, last, column))
            .set_format(&mut format)
            .set_data_label(&label)
            .set_overlap(100)
            .set_gap(45);
    }
    let mut title_font = ChartFont::new();
    title_font.set_name(words.font).set_size(12).set_bold();
    chart.title().set_name(title).set_font(&title_font);
    // the axes of a bar chart are named by where they lie: units up the y axis, the best at the top
    chart.y_axis().set_font(&font).set_reverse().set_major_gridlines(false);
    let mut pale = ChartLine::new();
    pale.set_color(Color::RGB(0xD9_D9D9)).set_width(0.5);
    chart.x_axis().set_font(&font).set_min(0).set_num_format("General").set_major_gridlines_line(&pale);
    chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
    let mut legend_font = ChartFont::new();
    legend_font.set_name(words.font).set_size(10);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&legend_font);
    if grades == 0 {
        chart.legend().set_hidden();
    }
    chart.set_width(64 * u32::from(DATA - 1)).set_height(130 + 26 * last);
    chart
}
