//! One unit against the mean; which one, the reader chooses.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLegendPosition, ChartLine, ChartType, Color, DataValidation, Formula, Worksheet,
};

use crate::expr::NodeId;
use crate::number::Exact;
use crate::report::Unmade;
use crate::report::drawn::{fonts, labels, letters, number, pale};
use crate::report::style::cell;
use crate::report::text::sheets;

use super::{DATA, Draw, WIDE};

/// Puts the choice and the chart at the first row and its numbers at the second. Returns the row after its numbers.
pub(super) fn radar(
    draw: Draw<'_>,
    to: &mut Worksheet,
    (at, data): (u32, u32),
    (axes, order): (&[NodeId], &[usize]),
) -> Result<u32, Unmade> {
    let Draw { report, style, .. } = draw;
    let words = &sheets(report.lang).charts;
    let (head, first) = (data + 4, data + 5);
    let last = first + number(order.len()) - 1;
    let labels = labels(report);
    let label = labels[order[0]].as_str();
    shares(draw, to, (head, axes), order)?;
    // the choice, beside the chart where it prints too
    let choice = at;
    to.write_string_with_format(choice, 0, words.choose, &style.plain().set_bold())?;
    let chosen = style.centred().set_bold().set_background_color(Color::RGB(0xFF_F2CC));
    to.merge_range(choice, 2, choice, 5, label, &chosen)?;
    let units = format!("${0}${1}:${0}${2}", letters(DATA), first + 1, last + 1);
    let validation = DataValidation::new().allow_list_formula(Formula::new(format!("={units}")));
    to.add_data_validation(choice, 2, choice, 2, &validation)?;
    let chosen = format!("$C${}", choice + 1);
    let small = style.text().set_font_size(8);
    let own = Formula::new(format!("={chosen}")).set_result(label);
    to.write_formula_with_format(data + 1, DATA, own, &small)?;
    to.write_string_with_format(data + 2, DATA, words.mean, &small)?;
    let percent = style.centred().set_num_format("0.0%").set_font_size(8);
    let share = |node: NodeId, unit: usize| report.outcome.node(node, unit).and_then(crate::score::NodeResult::share);
    let text = |x: Option<&Exact>| x.map_or_else(|| "0".to_owned(), |x| cell(x).to_string());
    for (col, node) in (DATA + 1..).zip(axes) {
        let range = format!("{0}${1}:{0}${2}", letters(col), first + 1, last + 1);
        let own = share(*node, order[0]);
        let formula = Formula::new(format!("=INDEX({range},MATCH({chosen},{units},0))")).set_result(text(own.as_ref()));
        to.write_formula_with_format(data + 1, col, formula, &percent)?;
        let shares: Vec<Exact> = order.iter().filter_map(|u| share(*node, *u)).collect();
        let mean = shares.iter().sum::<Exact>().checked_div(&Exact::from(shares.len()));
        let formula = format!("=IF(COUNT({range})=0,0,AVERAGE({range}))");
        let formula = Formula::new(formula).set_result(text(mean.as_ref()));
        to.write_formula_with_format(data + 2, col, formula, &percent)?;
    }
    let end = DATA + u16::try_from(axes.len()).unwrap_or(1);
    to.insert_chart(at + 2, 0, &chart(draw, (data, head), end))?;
    Ok(last + 3)
}

/// The table of shares: axes across, units down.
fn shares(
    Draw { report, live, style }: Draw<'_>,
    to: &mut Worksheet,
    (head, axes): (u32, &[NodeId]),
    order: &[usize],
) -> Result<(), Unmade> {
    let labels = labels(report);
    let percent = style.centred().set_num_format("0.0%").set_font_size(8);
    for (col, node) in (DATA + 1..).zip(axes) {
        to.write_string_with_format(head, col, &report.rubric.scheme.nodes[*node].name, &style.small_head())?;
    }
    let small = style.text().set_font_size(8);
    for (row, unit) in (head + 1..).zip(order) {
        to.write_string_with_format(row, DATA, &labels[*unit], &small)?;
        for (col, node) in (DATA + 1..).zip(axes) {
            let share = report.outcome.node(*node, *unit).and_then(crate::score::NodeResult::share);
            match (live.and_then(|live| live.share(*node, *unit, share.as_ref())), share) {
                (Some(formula), _) => to.write_formula_with_format(row, col, formula, &percent)?,
                (None, Some(share)) => to.write_number_with_format(row, col, cell(&share), &percent)?,
                (None, None) => continue,
            };
        }
    }
    Ok(())
}

fn chart(Draw { report, .. }: Draw<'_>, (data, head): (u32, u32), end: u16) -> Chart {
    let words = &sheets(report.lang).charts;
    let (small, title) = fonts(report);
    let mut chart = Chart::new(ChartType::RadarWithMarkers);
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
    chart.set_width(WIDE).set_height(520);
    chart
}
