//! Sheet 进度图: the actual course against the planned one for an indicator and a unit chosen in a list, and how far all units
//! together have come. What the charts draw are formulas that look the choice up on 目标进度.

use rust_xlsxwriter::{
    Chart, ChartEmptyCells, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker, ChartMarkerType,
    ChartSolidFill, ChartType, Color, DataValidation, Format, Formula, Worksheet,
};

use crate::number::Exact;
use crate::report::style::{Style, cell, page, pattern};
use crate::report::text::{ProgressWords, progress};
use crate::report::{Report, Unmade, columns, table as tables};
use crate::rubric::years;

use super::rows::{Block, Cell, Row, Rows, planned_at};
use super::table::{self, Columns};

/// Columns of the page; what the charts look up stands to the right of them.
const WIDE: u16 = 16;
const DATA: u16 = WIDE + 1;
/// Years or periods on the axis at most: the table below has a column for each.
const MOST: usize = 14;
const CHOICE: u32 = 2;
const CHART: u32 = 4;
const CHART_ROWS: u32 = 18;
const TABLE: u32 = CHART + CHART_ROWS + 1;
const REGION: u32 = TABLE + 6;
const BLUE: u32 = 0x3B_6FA0;
const ORANGE: u32 = 0xD9_8E5F;

/// Where the look-up stands, by row in the columns from `DATA` on.
const POINTER: u32 = 1;
const AXIS: u32 = 4;
const SERIES: u32 = 5;
const LISTS: u32 = 9;

pub(super) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = progress(report.lang);
    let rows = Rows::new(report);
    to.set_name(words.charts.name)?;
    // a formula that yields nothing says so
    to.set_formula_result_default("");
    tables::head(style, to, words.charts.name, words.charts.says, WIDE - 1)?;
    if rows.blocks.is_empty() {
        return Ok(());
    }
    let page_end = {
        let look = Look::new(words, &rows, style);
        look.lists(to)?;
        look.choice(to)?;
        look.series(to)?;
        look.table(to)?;
        let (small, title) = fonts(report);
        look.chart(to, (&small, &title))?;
        region(report, style, to, &rows, (&small, &title))?
    };
    page(to, report.words());
    to.set_print_area(0, 0, page_end, WIDE - 1)?.set_print_fit_to_pages(1, 0);
    to.set_page_breaks(&[REGION])?;
    Ok(())
}

fn fonts(report: &Report<'_>) -> (ChartFont, ChartFont) {
    let (mut small, mut title) = (ChartFont::new(), ChartFont::new());
    small.set_name(report.words().font).set_size(9);
    title.set_name(report.words().font).set_size(12).set_bold();
    (small, title)
}

/// What is looked up, and what stands there as the sheet is written.
struct Look<'r, 'a> {
    words: &'static ProgressWords,
    rows: &'r Rows<'a>,
    style: &'r Style,
    at: Columns,
    /// The periods of the axis.
    axis: Vec<String>,
    /// The block and the row shown at first.
    block: &'r Block<'a>,
    row: &'r Row,
}

impl<'r, 'a> Look<'r, 'a> {
    fn new(words: &'static ProgressWords, rows: &'r Rows<'a>, style: &'r Style) -> Self {
        let block = rows.blocks.iter().find(|b| b.path.is_some()).unwrap_or(&rows.blocks[0]);
        let row = &block.rows[block.rows.len() - 1];
        Self { words, rows, style, at: Columns::new(rows), axis: axis(rows), block, row }
    }

    /// A cell of the look-up, absolute.
    fn cell(row: u32, col: u16) -> String {
        format!("${}${}", rust_xlsxwriter::utility::column_number_to_name(col), row + 1)
    }

    /// The chosen row's cell of a column of 目标进度.
    fn picked(&self, col: u16) -> String {
        let letters = rust_xlsxwriter::utility::column_number_to_name(col);
        let last = table::FIRST + self.rows.blocks.iter().map(table::height).sum::<u32>();
        format!("INDEX('{}'!${letters}$1:${letters}${last},{})", self.words.name, Self::cell(POINTER, DATA))
    }

    fn small(&self) -> Format {
        self.style.text().set_font_size(8)
    }

    fn units(&self) -> Vec<&str> {
        let rows = &self.block.rows;
        let all = std::iter::once(self.words.charts.all);
        all.chain(rows[..rows.len() - 1].iter().map(|r| r.label.as_str())).collect()
    }

    /// The lists to choose from, and the ends of each indicator's path.
    fn lists(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        for (row, block) in (LISTS..).zip(&self.rows.blocks) {
            to.write_string_with_format(row, DATA, &block.name, &self.small())?;
            if let Some(path) = block.path {
                for (col, end) in (DATA + 1..).zip(&path.ends) {
                    if let Some(year) = years(end) {
                        to.write_number_with_format(row, col, cell(&year), &self.small())?;
                    }
                }
            }
        }
        for (row, unit) in (LISTS..).zip(self.units()) {
            to.write_string_with_format(row, DATA + 3, unit, &self.small())?;
        }
        to.set_column_width(DATA, 24)?;
        Ok(())
    }

    fn choice(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let chosen = self.style.centred().set_bold().set_background_color(Color::RGB(0xFF_F2CC));
        let lists = [(self.rows.blocks.len(), DATA), (self.units().len(), DATA + 3)];
        let first = [self.block.name.as_str(), self.words.charts.all];
        let places: [(u16, u16, u16); 2] = [(0, 1, 8), (10, 11, 14)];
        for (index, (label, from, till)) in places.into_iter().enumerate() {
            to.write_string_with_format(
                CHOICE,
                label,
                self.words.charts.choose[index],
                &self.style.plain().set_bold(),
            )?;
            to.merge_range(CHOICE, from, CHOICE, till, first[index], &chosen)?;
            let (count, col) = lists[index];
            let range = format!("={}:{}", Self::cell(LISTS, col), Self::cell(LISTS + tables::rows(count) - 1, col));
            let validation = DataValidation::new().allow_list_formula(Formula::new(range));
            to.add_data_validation(CHOICE, from, CHOICE, from, &validation)?;
        }
        to.set_row_height(CHOICE, 22)?;
        Ok(())
    }

    /// The row that is pointed at, the ends of its path, and the two series of the chart.
    fn series(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let count =
            |n: usize, col: u16| format!("{}:{}", Self::cell(LISTS, col), Self::cell(LISTS + tables::rows(n) - 1, col));
        let indicators = count(self.rows.blocks.len(), DATA);
        let units = count(self.units().len(), DATA + 3);
        let (indicator, unit) = (Self::cell(CHOICE, 1), Self::cell(CHOICE, 11));
        let nth = format!("MATCH({indicator},{indicators},0)");
        let high = table::height(self.block);
        // the mean is first in the list, and last in the block
        let below = format!("IF({unit}={},{},MATCH({unit},{units},0)-1)", Self::cell(LISTS, DATA + 3), high - 1);
        let pointer = format!("{}+({nth}-1)*{high}+{below}", table::FIRST + 1);
        let block = self.rows.blocks.iter().position(|b| std::ptr::eq(b, self.block)).unwrap_or(0);
        let row = table::FIRST + tables::rows(block) * high + high;
        self.formula(to, (POINTER, DATA), &pointer, &row.to_string())?;
        let ends = [1, 2].map(|n| format!("INDEX({},{nth})", count(self.rows.blocks.len(), DATA + n)));
        let known = self.block.path.map(|p| p.ends.clone().map(|e| years(&e).map_or(0.0, |y| cell(&y)).to_string()));
        for (index, end) in ends.iter().enumerate() {
            let result = known.as_ref().map_or("0", |k| k[index].as_str());
            self.formula(to, (POINTER, DATA + 1 + u16::try_from(index).unwrap_or(0)), end, result)?;
        }
        for (index, name) in self.words.charts.series.into_iter().enumerate() {
            to.write_string_with_format(SERIES + tables::rows(index), DATA, name, &self.small())?;
        }
        for (col, period) in (DATA + 1..).zip(&self.axis) {
            to.write_string_with_format(AXIS, col, period, &self.small())?;
            let [actual, planned] = self.texts(period);
            let [a, p] = self.values(period);
            let result = |x: &Option<Exact>| x.as_ref().map_or_else(|| "#N/A".to_owned(), |x| cell(x).to_string());
            self.formula(to, (SERIES, col), &actual, &result(&a))?;
            self.formula(to, (SERIES + 1, col), &planned, &result(&p))?;
        }
        Ok(())
    }

    fn formula(&self, to: &mut Worksheet, (row, col): (u32, u16), text: &str, result: &str) -> Result<(), Unmade> {
        to.write_formula_with_format(row, col, Formula::new(format!("={text}")).set_result(result), &self.small())?;
        Ok(())
    }

    /// The formulas of a period: a number, or #N/A, which a chart leaves out.
    fn texts(&self, period: &str) -> [String; 2] {
        let index = self.rows.periods.iter().position(|p| p == period).and_then(|i| u16::try_from(i).ok());
        let number = |text: &str| format!("IF(ISNUMBER({text}),{text},NA())");
        let [from, to] = [1, 2].map(|n| Self::cell(POINTER, DATA + n));
        let (baseline, end) = (self.picked(Columns::BASELINE), self.picked(self.at.then(5)));
        let reported = index.map_or_else(|| "NA()".to_owned(), |i| number(&self.picked(Columns::actual(i))));
        let target = index.map_or_else(|| "NA()".to_owned(), |i| number(&self.picked(self.at.planned(i))));
        let Some(year) = years(period).map(|y| cell(&y).to_string()) else { return [reported, target] };
        // a path has a value in the period that it begins in: its baseline
        let actual = match index {
            Some(_) => reported,
            None => format!("IF({from}={year},{},NA())", number(&baseline)),
        };
        let way = format!("{baseline}+({end}-{baseline})*({year}-{from})/({to}-{from})");
        let inside = format!("IF(AND({year}>={from},{year}<={to},ISNUMBER({baseline}),ISNUMBER({end})),{way},NA())");
        [actual, format!("IF({to}>0,{inside},{target})")]
    }

    /// What they come to as the sheet is written.
    fn values(&self, period: &str) -> [Option<Exact>; 2] {
        let index = self.rows.periods.iter().position(|p| p == period);
        let row = self.row;
        let begins = self.block.path.is_some_and(|path| path.ends[0] == period);
        let actual = match index {
            Some(index) => row.actual[index].number().cloned(),
            None => row.baseline.number().filter(|_| begins).cloned(),
        };
        let planned = match (self.block.path, years(period)) {
            (Some(_), Some(year)) => planned_at(self.block, row, &year),
            _ => index.and_then(|index| row.planned[index].number().cloned()),
        };
        [actual, planned]
    }

    /// The same as people read it: the years across, and what follows from them.
    fn table(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let places = self.rows.blocks.iter().map(|b| b.places).max().unwrap_or(0);
        let head = self.style.head().set_font_size(9);
        let shown = self.style.centred_number(places).set_font_size(9);
        to.merge_range(TABLE, 0, TABLE, 1, "", &head)?;
        for (row, name) in (TABLE + 1..).zip(self.words.charts.series) {
            to.merge_range(row, 0, row, 1, name, &self.style.text().set_bold())?;
        }
        for (index, (col, period)) in (2..).zip(&self.axis).enumerate() {
            to.write_string_with_format(TABLE, col, period, &head)?;
            let values = self.values(period);
            let from = DATA + 1 + u16::try_from(index).unwrap_or(0);
            for (line, value) in (0_u32..).zip(values) {
                let source = Self::cell(SERIES + line, from);
                let result = value.map_or_else(String::new, |x| cell(&x).to_string());
                let text = Formula::new(format!("=IF(ISNUMBER({source}),{source},\"\")")).set_result(result);
                to.write_formula_with_format(TABLE + 1 + line, col, text, &shown)?;
            }
        }
        let figures =
            [self.at.then(0), self.at.then(2), self.at.then(5), self.at.then(6), self.at.then(7), self.at.then(8)];
        let now = [
            result(self.words, &self.row.gap),
            table::verdict(self.words, self.row.verdict).0.to_owned(),
            result(self.words, &self.row.end),
            result(self.words, &self.row.left),
            result(self.words, &self.row.needed),
            result(self.words, &self.row.so_far),
        ];
        let (mut from, widths) = (0_u16, [3, 2, 2, 3, 3, 3]);
        let shown = self.style.centred_number((places + 1).min(3)).set_font_size(9);
        for ((column, name), (wide, now)) in
            figures.into_iter().zip(self.words.charts.facts).zip(widths.into_iter().zip(now))
        {
            to.merge_range(TABLE + 4, from, TABLE + 4, from + wide - 1, name, &head)?;
            to.merge_range(TABLE + 5, from, TABLE + 5, from + wide - 1, "", &shown)?;
            let picked = self.picked(column);
            let text = Formula::new(format!("=IF(ISNUMBER({picked}),{picked},{picked}&\"\")")).set_result(now);
            to.write_formula_with_format(TABLE + 5, from, text, &shown)?;
            from += wide;
        }
        Ok(())
    }

    fn chart(&self, to: &mut Worksheet, (small, title): (&ChartFont, &ChartFont)) -> Result<(), Unmade> {
        let name = self.words.charts.name;
        let end = DATA + u16::try_from(self.axis.len()).unwrap_or(1);
        let mut chart = Chart::new(ChartType::Line);
        for (line, color, kind) in [(0, BLUE, ChartMarkerType::Circle), (1, ORANGE, ChartMarkerType::Diamond)] {
            let mut stroke = ChartLine::new();
            stroke.set_color(Color::RGB(color)).set_width(2.25);
            if line == 1 {
                stroke.set_dash_type(rust_xlsxwriter::ChartLineDashType::Dash);
            }
            let mut format = ChartFormat::new();
            format.set_line(&stroke);
            let mut marker = ChartMarker::new();
            marker.set_type(kind).set_size(6).set_format(&mut filled(color));
            chart
                .add_series()
                .set_name((name, SERIES + line, DATA))
                .set_categories((name, AXIS, DATA + 1, AXIS, end))
                .set_values((name, SERIES + line, DATA + 1, SERIES + line, end))
                .set_format(&mut format)
                .set_marker(&marker);
        }
        chart.title().set_name((name, CHOICE, 1)).set_font(title);
        chart.x_axis().set_font(small);
        chart.y_axis().set_font(small).set_num_format("General").set_major_gridlines_line(&pale());
        chart.legend().set_position(ChartLegendPosition::Bottom).set_font(small);
        // what is missing has no point; the line goes on past it, in every spreadsheet program alike
        chart.show_empty_cells_as(ChartEmptyCells::Connected);
        chart.set_width(64 * u32::from(WIDE)).set_height(20 * CHART_ROWS);
        to.insert_chart(CHART, 0, &chart)?;
        Ok(())
    }
}

/// A figure as the result of a formula that shows it.
fn result(words: &ProgressWords, shown: &Cell) -> String {
    match shown {
        Cell::Number(x) => cell(x).to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Missing => words.missing.to_owned(),
        Cell::Reached => words.reached.to_owned(),
        Cell::NotApplicable | Cell::Nothing => String::new(),
    }
}

/// The periods on the axis: every year of the paths where all of it is in years and has room, else those reported.
fn axis(rows: &Rows<'_>) -> Vec<String> {
    let ends = rows.blocks.iter().filter_map(|b| b.path).flat_map(|path| path.ends.iter());
    let all: Option<Vec<i64>> =
        ends.chain(&rows.periods).map(|p| years(p).filter(|_| p.len() == 4).and_then(|y| y.to_i64())).collect();
    let reported = || rows.periods[rows.periods.len().saturating_sub(MOST)..].to_vec();
    let Some(all) = all else { return reported() };
    let (Some(first), Some(last)) = (all.iter().min(), all.iter().max()) else { return reported() };
    if usize::try_from(last - first).map_or(true, |n| n >= MOST) {
        return reported();
    }
    (*first..=*last).map(|year| year.to_string()).collect()
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

/// How far all units together have come, indicator by indicator. Returns the last row.
fn region(
    report: &Report<'_>,
    style: &Style,
    to: &mut Worksheet,
    rows: &Rows<'_>,
    (small, title): (&ChartFont, &ChartFont),
) -> Result<u32, Unmade> {
    let words = progress(report.lang);
    let paths: Vec<&Block<'_>> = rows.blocks.iter().filter(|b| b.path.is_some()).collect();
    if paths.is_empty() {
        return Ok(REGION - 1);
    }
    let name = words.charts.name;
    let chart_rows = 6 + 2 * tables::rows(paths.len().min(20));
    let top = REGION + chart_rows + 1;
    let head = style.head().set_font_size(9);
    // the name over five columns, every other figure in one
    let spans = |index: u16| if index == 0 { (0, 4) } else { (index + 4, index + 4) };
    for (index, text) in (0_u16..).zip(words.charts.heads) {
        match spans(index) {
            (from, till) if from < till => {
                to.merge_range(top, from, top, till, text, &head)?;
            }
            (from, _) => {
                to.write_string_with_format(top, from, text, &head)?;
            }
        }
    }
    to.set_row_height(top, 30)?;
    for (row, block) in (top + 1..).zip(&paths) {
        let mean = &block.rows[block.rows.len() - 1];
        to.merge_range(row, 0, row, 4, &block.name, &style.text())?;
        to.set_row_height(row, columns::height(1, 10.0).max(19.0))?;
        to.write_string_with_format(row, 5, block.measure, &style.centred().set_font_size(9))?;
        let whole = style.centred_number(0);
        to.write_number_with_format(row, 6, columns::double(block.counted[0]), &whole)?;
        let number = style.centred().set_num_format(pattern(block.places.max(1)));
        for (col, shown) in (7..).zip([&mean.baseline, mean.actual.last().unwrap_or(&Cell::Missing), &mean.end]) {
            match shown.number() {
                Some(x) => to.write_number_with_format(row, col, cell(x), &number)?,
                None => to.write_string_with_format(row, col, words.missing, &style.centred().set_italic())?,
            };
        }
        let percent = style.centred().set_num_format("0.0%");
        for (col, share) in (10..).zip(&block.way) {
            match share {
                Some(x) => to.write_number_with_format(row, col, cell(x), &percent)?,
                None => to.write_string_with_format(row, col, words.missing, &style.centred().set_italic())?,
            };
        }
        for (col, count) in (12..).zip(block.verdicts) {
            to.write_number_with_format(row, col, columns::double(count), &whole)?;
        }
    }
    let last = top + tables::rows(paths.len());
    to.merge_range(last + 1, 0, last + 1, WIDE - 1, words.charts.region_says, &style.foot())?;
    let mut chart = Chart::new_bar();
    for ((col, color), series) in [(10, 0xB8_BEC6), (11, BLUE)].into_iter().zip(words.charts.way) {
        chart
            .add_series()
            .set_name(series)
            .set_categories((name, top + 1, 0, last, 0))
            .set_values((name, top + 1, col, last, col))
            .set_format(&mut filled(color))
            .set_gap(60);
    }
    chart.title().set_name(words.charts.region).set_font(title);
    chart.y_axis().set_font(small).set_reverse().set_major_gridlines(false);
    chart.x_axis().set_font(small).set_min(0).set_num_format("0%").set_major_gridlines_line(&pale());
    chart.x_axis().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::High);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(small);
    chart.set_width(64 * u32::from(WIDE)).set_height(20 * chart_rows);
    to.insert_chart(REGION, 0, &chart)?;
    Ok(last + 1)
}
