//! Totals by section, on top of one another.

use rust_xlsxwriter::{Chart, ChartAxisLabelPosition, ChartLegendPosition, ChartType, Color, Worksheet};

use crate::report::Unmade;
use crate::report::drawn::{Now, Rows, filled, fonts, number, pale};
use crate::report::live::Shown;
use crate::report::style::Places;
use crate::report::text::sheets;

use super::{COLORS, DATA, Draw, WIDE, parts};

/// Puts the chart at the first row and its numbers at the second. Returns the row after its numbers.
pub(super) fn stacked(
    Draw { report, live, style }: Draw<'_>,
    to: &mut Worksheet,
    (at, data): (u32, u32),
    shown: &[usize],
) -> Result<u32, Unmade> {
    let words = sheets(report.lang);
    let name = words.charts.name;
    let parts = parts(report);
    let places = Places::of(report.rubric).section;
    to.write_string_with_format(data, DATA, report.words().chart_data, &style.foot().unset_text_wrap())?;
    for (col, part) in (DATA + 1..).zip(&parts) {
        to.write_string_with_format(data + 1, col, &report.rubric.scheme.nodes[*part].name, &style.small_head())?;
    }
    let after = DATA + 2 + u16::try_from(parts.len().max(super::AXES)).unwrap_or(0);
    let rows = Rows { report, live, style, units: shown, first: data + 2, column: DATA, names: after };
    rows.names(to)?;
    let small = style.number(places).set_font_size(8);
    for (col, part) in (DATA + 1..).zip(&parts) {
        let score = |unit: usize| Now::Number(report.outcome.node(*part, unit).and_then(|r| r.score.clone()));
        rows.column(to, (col, Shown::Node(*part)), &small, score)?;
    }
    let (first, last) = (rows.first, rows.last());
    let (small, title) = fonts(report);
    let mut chart = Chart::new(ChartType::BarStacked);
    for ((col, _), color) in (DATA + 1..).zip(&parts).zip(COLORS.iter().cycle()) {
        chart
            .add_series()
            .set_name((name, data + 1, col))
            .set_categories((name, first, DATA, last, DATA))
            .set_values((name, first, col, last, col))
            .set_format(&mut filled(Color::RGB(*color)))
            .set_gap(45);
    }
    chart.title().set_name(words.charts.stacked).set_font(&title);
    let mut names = small.clone();
    if height(number(shown.len())) == PAGE {
        names.set_size(6);
        chart.y_axis().set_label_interval(1);
    }
    chart.y_axis().set_font(&names).set_reverse().set_major_gridlines(false);
    chart.x_axis().set_font(&small).set_min(0).set_num_format("General").set_major_gridlines_line(&pale());
    chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
    chart.set_width(WIDE).set_height(height(number(shown.len())));
    to.insert_chart(at, 0, &chart)?;
    Ok(last + 3)
}

/// Pixels that a printed page has room for.
const PAGE: u32 = 940;

/// How high the chart of so many bars is: no higher than a page, which would cut it in two.
pub(super) const fn height(bars: u32) -> u32 {
    let wanted = 130 + 24 * bars;
    if wanted < PAGE { wanted } else { PAGE }
}
