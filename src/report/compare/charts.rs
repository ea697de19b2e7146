//! The charts of a comparison: ranks before and after as slopes, and totals moved as bars by cause. Their numbers stand to
//! the right of the tables.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartMarker, ChartMarkerType, ChartType, Color, Worksheet,
};

use crate::compare::UnitMoved;
use crate::number::Exact;
use crate::report::Unmade;
use crate::report::drawn::{filled, number, pale};
use crate::report::style::cell;
use crate::report::text::put;

use super::Book;

/// Units that can be told apart in a chart.
const MOST: usize = 30;
/// With more units than this the chart has a page of its own.
const BESIDE: usize = 6;
/// Causes that have a colour of their own.
const OWN: usize = 7;
/// The column where the numbers of a chart begin.
const DATA: u16 = 30;
/// Width of a chart in pixels.
const WIDE: u32 = 960;
/// Colours of causes, distinct in print; the last is that of the rest.
const COLORS: [u32; 8] = [0x3B_6FA0, 0xD9_8E5F, 0x7F_B069, 0x8E_7CC3, 0xE3_B23C, 0x5F_B3B3, 0xB5_6576, 0xA6_A6A6];
const ROSE: u32 = 0x4C_9F70;
const FELL: u32 = 0xC0_504D;
const STAYED: u32 = 0xA6_A6A6;

impl Book<'_> {
    fn fonts(&self) -> (ChartFont, ChartFont) {
        let (mut small, mut title) = (ChartFont::new(), ChartFont::new());
        small.set_name(self.words.font).set_size(9);
        title.set_name(self.words.font).set_size(12).set_bold();
        (small, title)
    }

    /// The units drawn: all, or those that moved most, in the order of the ranking; and what is put behind the title.
    fn drawn(&self, moved: impl Fn(&UnitMoved) -> Option<Exact>) -> (Vec<&UnitMoved>, String) {
        let mut units: Vec<(usize, &UnitMoved, Exact)> =
            self.one.units.iter().enumerate().filter_map(|(at, unit)| Some((at, unit, moved(unit)?.abs()))).collect();
        let all = units.len() <= MOST;
        units.sort_by(|(i, _, a), (j, _, b)| b.cmp(a).then(i.cmp(j)));
        units.truncate(MOST);
        units.sort_by_key(|(at, ..)| *at);
        let said = if all { String::new() } else { put(self.says.drawn, &[&MOST.to_string()]) };
        (units.into_iter().map(|(_, unit, _)| unit).collect(), said)
    }

    /// Ranks before and after, a line for each unit.
    pub(super) fn slopes(&self, to: &mut Worksheet, row: u32) -> Result<(), Unmade> {
        let name = self.says.moves.name;
        let (units, said) = self.drawn(UnitMoved::rank_change);
        if units.is_empty() {
            return Ok(());
        }
        let small = self.style().number(0).set_font_size(8);
        for (at, side) in (DATA + 1..).zip(self.says.sides) {
            to.write_string_with_format(0, at, side, &self.style().small_head())?;
        }
        let (font, title) = self.fonts();
        let mut chart = Chart::new(ChartType::Line);
        for (line, unit) in (1..).zip(&units) {
            to.write_string_with_format(line, DATA, &unit.name, &self.style().text().set_font_size(8))?;
            for (at, rank) in (DATA + 1..).zip(unit.rank.iter().flatten()) {
                to.write_number_with_format(line, at, cell(rank), &small)?;
            }
            let color = match unit.rank_change() {
                Some(change) if change.is_negative() => ROSE,
                Some(change) if change.is_positive() => FELL,
                _ => STAYED,
            };
            let mut stroke = ChartLine::new();
            stroke.set_color(Color::RGB(color)).set_width(if color == STAYED { 1.25 } else { 2.25 });
            let mut format = ChartFormat::new();
            format.set_line(&stroke);
            let mut marker = ChartMarker::new();
            marker.set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut filled(Color::RGB(color)));
            let mut label = ChartDataLabel::new();
            label.show_value().set_position(ChartDataLabelPosition::Right).set_font(&font);
            // the name stands at the right end alone
            let mut hidden = ChartDataLabel::new();
            hidden.set_hidden();
            let mut named = ChartDataLabel::new();
            named.set_value(unit.name.as_str()).set_font(&font);
            chart
                .add_series()
                .set_name((name, line, DATA))
                .set_categories((name, 0, DATA + 1, 0, DATA + 2))
                .set_values((name, line, DATA + 1, line, DATA + 2))
                .set_format(&mut format)
                .set_marker(&marker)
                .set_data_label(&label)
                .set_custom_data_labels(&[hidden, named]);
        }
        chart.title().set_name(&format!("{}{said}", self.says.charts[0])).set_font(&title);
        chart.y_axis().set_reverse().set_min(1).set_font(&font).set_num_format("0").set_major_gridlines_line(&pale());
        let ranks = units.iter().flat_map(|unit| unit.rank.iter().flatten());
        let last = ranks.max().map_or(1.0, |rank| cell(&rank.ceil())).max(2.0);
        chart.y_axis().set_max(last).set_major_unit((last / 30.0).ceil());
        // with the best on top, the other axis would cross at the top as well
        chart.x_axis().set_font(&font).set_label_position(ChartAxisLabelPosition::High);
        chart.legend().set_hidden();
        chart.set_width(WIDE).set_height(160 + 24 * number(units.len()));
        to.insert_chart(row, 0, &chart)?;
        // 20 pixels a row
        to.set_page_breaks(&[row])?;
        to.set_print_area(0, 0, row + 9 + (24 * number(units.len())).div_ceil(20), 9)?;
        Ok(())
    }

    /// Totals moved, by cause. Gives the last row that the chart reaches.
    pub(super) fn bars(&self, to: &mut Worksheet, row: u32, wide: u16) -> Result<Option<u32>, Unmade> {
        let name = self.says.split.name;
        let (units, said) = self.drawn(|unit| unit.score_parts.as_ref().and_then(|_| unit.score_change()));
        if units.is_empty() || self.one.causes.is_empty() {
            return Ok(None);
        }
        let data = DATA.max(wide + 2);
        let mut order: Vec<usize> = (0..self.one.causes.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(&self.one.causes[*at].moved));
        let own = if order.len() > OWN + 1 { OWN } else { order.len() };
        let (own, rest) = order.split_at(own);
        let mut heads: Vec<String> =
            own.iter().map(|at| format!("{} {}", Self::number(*at), self.one.causes[*at].title)).collect();
        heads.extend((!rest.is_empty()).then(|| put(self.says.rest, &[&rest.len().to_string()])));
        for (at, head) in (data + 1..).zip(&heads) {
            to.write_string_with_format(0, at, head, &self.style().small_head())?;
        }
        let small = self.style().number(self.places).set_font_size(8);
        for (line, unit) in (1..).zip(&units) {
            to.write_string_with_format(line, data, &unit.name, &self.style().text().set_font_size(8))?;
            let parts = self.printed(unit).unwrap_or_default();
            let sum = |causes: &[usize]| causes.iter().map(|at| &parts[*at]).sum::<Exact>();
            let mut bars: Vec<Exact> = own.iter().map(|at| parts[*at].clone()).collect();
            bars.extend((!rest.is_empty()).then(|| sum(rest)));
            for (at, bar) in (data + 1..).zip(&bars) {
                to.write_number_with_format(line, at, cell(bar), &small)?;
            }
        }
        let (font, title) = self.fonts();
        let last = number(units.len());
        let mut chart = Chart::new(ChartType::BarStacked);
        for ((at, _), color) in (data + 1..).zip(&heads).zip(COLORS) {
            chart
                .add_series()
                .set_name((name, 0, at))
                .set_categories((name, 1, data, last, data))
                .set_values((name, 1, at, last, at))
                .set_format(&mut filled(Color::RGB(color)))
                .set_overlap(100)
                .set_gap(45);
        }
        chart.title().set_name(&format!("{}{said}", self.says.charts[1])).set_font(&title);
        chart.y_axis().set_font(&font).set_reverse().set_major_gridlines(false);
        chart.y_axis().set_label_position(ChartAxisLabelPosition::Low);
        chart.x_axis().set_font(&font).set_num_format("General").set_major_gridlines_line(&pale());
        chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
        chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
        let high = 170 + 24 * last + 18 * number(heads.len().div_ceil(2));
        chart.set_width(WIDE).set_height(high);
        to.insert_chart(row, 0, &chart)?;
        if units.len() > BESIDE {
            to.set_page_breaks(&[row])?;
        }
        Ok(Some(row + high.div_ceil(20)))
    }
}
