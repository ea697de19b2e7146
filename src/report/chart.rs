//! Sheet 总分图: totals as bars, coloured by grade.
//!
//! One series a grade, so that every spreadsheet program draws the legend and the colours; the numbers stand beside the
//! chart. A bar belongs to the series of its grade and is nought in all others, so colours follow when grades change.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartFont, ChartLegendPosition, Color, Formula, Worksheet,
};

use crate::rubric::Effect;

use super::drawn::{MOST_BARS, Now, Rows, filled, fonts, letters, number, pale, shown};
use super::live::{Live, Shown};
use super::style::{Places, Style, bar, no_grade, page, pattern};
use super::text::put;
use super::{Report, Unmade};

/// The column where the numbers begin.
const DATA: u16 = 16;

pub(super) fn sheet(
    report: &Report<'_>,
    live: Option<&Live>,
    style: &Style,
    sheet: &mut Worksheet,
) -> Result<(), Unmade> {
    let words = report.words();
    let units = shown(report);
    let all = report.outcome.finals().iter().filter(|t| t.published.is_some()).count();
    let title =
        if all > MOST_BARS { put(words.first_units, &[&MOST_BARS.to_string()]) } else { words.total.to_owned() };
    sheet.set_name(words.chart)?;
    sheet.set_formula_result_default("");
    sheet.merge_range(0, 0, 0, DATA - 2, &report.title(), &style.title())?;
    sheet.set_row_height(0, 32)?;
    let series = numbers(report, live, style, sheet, &units)?;
    if units.is_empty() {
        return Ok(());
    }
    let last = number(units.len()) + 1;
    let chart = chart(report, &title, &series, last);
    sheet.insert_chart(1, 0, &chart)?;
    page(sheet, words);
    let pixels = 130 + 26 * last;
    sheet.set_print_area(0, 0, pixels / 20 + 3, DATA - 2)?.set_print_fit_to_pages(1, 1);
    Ok(())
}

/// Writes the numbers: a unit a row; its total and grade, then a grade a column, and one more for those without a grade.
/// Gives the series that can have a bar, by grade.
fn numbers(
    report: &Report<'_>,
    live: Option<&Live>,
    style: &Style,
    sheet: &mut Worksheet,
    units: &[usize],
) -> Result<Vec<usize>, Unmade> {
    let words = report.words();
    let grades = &report.rubric.scheme.grades;
    let none = grades.len();
    let (total_at, grade_at, series_at) = (DATA + 1, DATA + 2, DATA + 3);
    let column = |series: usize| series_at + u16::try_from(series).unwrap_or(0);
    sheet.write_string_with_format(0, DATA, words.chart_data, &style.foot().unset_text_wrap())?;
    let spare = if grades.is_empty() { words.total } else { words.unranked };
    let names = grades.iter().map(|g| g.name.as_str()).chain([spare]);
    for (at, name) in (DATA..).zip([words.unit, words.total, words.grade].into_iter().chain(names)) {
        sheet.write_string_with_format(1, at, name, &style.small_head())?;
    }
    let finals = report.outcome.finals();
    let rows = Rows { report, live, style, units, first: 2, column: DATA, names: column(none) + 2 };
    rows.names(sheet)?;
    let places = Places::of(report.rubric).total;
    let small = style.number(places).set_font_size(8);
    rows.column(sheet, (total_at, Shown::Total), &small, |u| Now::Number(finals[u].published.clone()))?;
    let grade = |u: usize| finals[u].grade.map(|g| grades[g].name.clone()).unwrap_or_default();
    let centred = style.centred().set_font_size(8);
    rows.column(sheet, (grade_at, Shown::Grade), &centred, |u| Now::Text(grade(u)))?;
    // nought is not shown: the bar is another series'
    let bars = style.framed().set_font_size(8).set_num_format(quiet(places));
    for (row, unit) in (rows.first..).zip(units) {
        let (total, grade) =
            (format!("${}{}", letters(total_at), row + 1), format!("${}{}", letters(grade_at), row + 1));
        let own = finals[*unit].grade.unwrap_or(none);
        for series in 0..=none {
            let belongs = if grades.is_empty() {
                format!("ISNUMBER({total})")
            } else if series < none {
                format!("AND(ISNUMBER({total}),{grade}={}$2)", letters(column(series)))
            } else {
                format!("AND(ISNUMBER({total}),{grade}=\"\")")
            };
            let bar = finals[*unit].published.as_ref().filter(|_| own == series).map_or(0.0, super::style::cell);
            if live.is_none() {
                sheet.write_number_with_format(row, column(series), bar, &bars)?;
                continue;
            }
            let formula = Formula::new(format!("IF({belongs},{total},0)")).set_result(bar.to_string());
            sheet.write_formula_with_format(row, column(series), formula, &bars)?;
        }
    }
    let drops = report.rubric.vetoes.iter().flat_map(|v| &v.effects).any(|e| matches!(e, Effect::Disqualify));
    let now = |series: usize| units.iter().any(|u| finals[*u].grade.unwrap_or(none) == series);
    let can = |series: usize| now(series) || live.is_some() && (series < none || drops);
    Ok((0..=none).filter(|series| can(*series)).collect())
}

/// A number format that shows nothing where there is nought.
fn quiet(places: u8) -> String {
    let shown = pattern(places);
    format!("{shown};-{shown};")
}

fn chart(report: &Report<'_>, title: &str, series: &[usize], last: u32) -> Chart {
    let words = report.words();
    let grades = report.rubric.scheme.grades.len();
    let places = Places::of(report.rubric).total;
    let (font, title_font) = fonts(report);
    let mut chart = Chart::new_bar();
    for index in series {
        let column = DATA + 3 + u16::try_from(*index).unwrap_or(0);
        let color: Color = if *index < grades { bar(*index, grades) } else { no_grade() };
        let mut label = ChartDataLabel::new();
        label.show_value().set_num_format(quiet(places)).set_font(&font);
        chart
            .add_series()
            .set_name((words.chart, 1, column))
            .set_categories((words.chart, 2, DATA, last, DATA))
            .set_values((words.chart, 2, column, last, column))
            .set_format(&mut filled(color))
            .set_data_label(&label)
            .set_overlap(100)
            .set_gap(45);
    }
    chart.title().set_name(title).set_font(&title_font);
    // the axes of a bar chart are named by where they lie: units up the y axis, the best at the top
    chart.y_axis().set_font(&font).set_reverse().set_major_gridlines(false);
    chart.x_axis().set_font(&font).set_min(0).set_num_format("General").set_major_gridlines_line(&pale());
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
