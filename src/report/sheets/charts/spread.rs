//! How totals are spread: the number of units in each step.

use rust_xlsxwriter::{Chart, Color, Formula, Worksheet};

use crate::number::{Exact, RoundMode, Rounding};
use crate::report::drawn::{filled, fonts, letters, number, pale};
use crate::report::live::Shown;
use crate::report::style::cell;
use crate::report::text::sheets;
use crate::report::{Unmade, columns};

use super::{COLORS, DATA, Draw, WIDE};

/// Steps of the distribution, about.
const BINS: usize = 10;

/// Puts the chart at the first row and its numbers at the second.
pub(super) fn spread(
    Draw { report, live, style }: Draw<'_>,
    to: &mut Worksheet,
    (at, data): (u32, u32),
    order: &[usize],
) -> Result<(), Unmade> {
    let words = &sheets(report.lang).charts;
    let totals: Vec<&Exact> = order.iter().filter_map(|u| report.outcome.finals()[*u].published.as_ref()).collect();
    let Some(step) = step(&totals) else { return Ok(()) };
    let bins = bins(&totals, &step);
    let small = style.centred().set_font_size(8);
    let [count_at, from_at] = [DATA + 1, DATA + 2];
    to.write_string_with_format(data, count_at, words.count, &style.small_head())?;
    to.write_string_with_format(data, from_at, words.from, &style.small_head())?;
    let totals_at = live.and_then(|live| live.range(Shown::Total));
    let size = step.to_string();
    for (index, (from, till, count)) in bins.iter().enumerate() {
        let row = data + 1 + number(index);
        let label = format!("[{from}, {till})");
        let Some(totals) = &totals_at else {
            to.write_string_with_format(row, DATA, label, &style.text().set_font_size(8))?;
            to.write_number_with_format(row, count_at, number(*count), &small)?;
            to.write_number_with_format(row, from_at, cell(from), &small)?;
            continue;
        };
        // the first step follows the lowest total; what lies above the last one is counted in it, and it says so
        let own = format!("{}{}", letters(from_at), row + 1);
        let begins = if index == 0 {
            format!("IF(COUNT({totals})=0,0,ROUND(INT(ROUND(MIN({totals})/{size},6))*{size},6))")
        } else {
            format!("ROUND({}{}+{size},6)", letters(from_at), row)
        };
        let formula = Formula::new(begins).set_result(cell(from).to_string());
        to.write_formula_with_format(row, from_at, formula, &small)?;
        let till = format!("ROUND({own}+{size},6)");
        let closed = format!("\"[\"&{own}&\", \"&{till}&\")\"");
        let within = format!("COUNTIFS({totals},\">=\"&{own},{totals},\"<\"&{till})");
        let (text, counted) = if index + 1 == bins.len() {
            let beyond = format!("AND(COUNT({totals})>0,MAX({totals})>={till})");
            (format!("IF({beyond},\"≥\"&{own},{closed})"), format!("COUNTIFS({totals},\">=\"&{own})"))
        } else {
            (closed, within)
        };
        let format = style.text().set_font_size(8);
        to.write_formula_with_format(row, DATA, Formula::new(text).set_result(label), &format)?;
        to.write_formula_with_format(row, count_at, Formula::new(counted).set_result(count.to_string()), &small)?;
    }
    let (first, last) = (data + 1, data + number(bins.len()));
    let (small, title) = fonts(report);
    let mut chart = Chart::new_column();
    chart
        .add_series()
        .set_name((words.name, data, count_at))
        .set_categories((words.name, first, DATA, last, DATA))
        .set_values((words.name, first, count_at, last, count_at))
        .set_format(&mut filled(Color::RGB(COLORS[0])))
        .set_gap(8);
    chart.title().set_name(words.spread).set_font(&title);
    chart.x_axis().set_font(&small);
    chart.y_axis().set_font(&small).set_min(0).set_major_unit(step_of(&bins)).set_major_gridlines_line(&pale());
    chart.legend().set_hidden();
    chart.set_width(WIDE).set_height(400);
    to.insert_chart(at, 0, &chart)?;
    Ok(())
}

/// Whole steps on the axis of counts.
fn step_of(bins: &[(Exact, Exact, usize)]) -> f64 {
    let most = bins.iter().map(|(_, _, n)| *n).max().unwrap_or(1);
    columns::double(most.div_ceil(8).max(1))
}

/// A step of 1, 2 or 5 times a power of ten that divides the totals into about so many.
fn step(totals: &[&Exact]) -> Option<Exact> {
    let (least, most) = (totals.iter().min()?, totals.iter().max()?);
    let range = (*most).clone() - (*least).clone();
    let steps =
        ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "50", "100", "200", "500", "1000"];
    let wide = |step: &Exact| range.checked_div(step).is_some_and(|n| n <= Exact::from(BINS));
    steps.iter().filter_map(|s| s.parse::<Exact>().ok()).find(wide)
}

/// Steps from the lowest to the highest, and how many fall into each.
fn bins(totals: &[&Exact], step: &Exact) -> Vec<(Exact, Exact, usize)> {
    let (Some(least), Some(most)) = (totals.iter().min(), totals.iter().max()) else { return Vec::new() };
    let floor = Rounding { places: 0, mode: RoundMode::Floor };
    let Some(mut from) = least.checked_div(step).map(|n| floor.apply(&n) * step.clone()) else { return Vec::new() };
    let mut bins = Vec::new();
    while from <= **most {
        let till = from.clone() + step.clone();
        let count = totals.iter().filter(|t| ***t >= from && ***t < till).count();
        bins.push((from, till.clone(), count));
        from = till;
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binned(totals: &[&Exact]) -> Vec<(Exact, Exact, usize)> {
        step(totals).map(|step| bins(totals, &step)).unwrap_or_default()
    }

    #[test]
    fn bins_hold_every_total_once() {
        let totals: Vec<Exact> = ["78.9", "80", "92.5", "92.49", "60.01"].iter().map(|t| t.parse().unwrap()).collect();
        let bins = binned(&totals.iter().collect::<Vec<_>>());
        assert_eq!(bins.iter().map(|(_, _, n)| n).sum::<usize>(), totals.len());
        assert_eq!((bins[0].0.to_string(), bins[0].1.to_string()), ("60".to_owned(), "65".to_owned()));
        let alone = ["50".parse().unwrap()];
        assert_eq!(binned(&alone.iter().collect::<Vec<_>>()).len(), 1);
        assert!(binned(&[]).is_empty());
    }
}
