//! The sheet of one unit, from its standing down to what was doubtful about its data.

use rust_xlsxwriter::{FormatAlign, Url, Worksheet};

use crate::finding::text::level_name;
use crate::finding::{Finding, Level, fold};
use crate::report::style::{clip, graded};
use crate::report::text::{adjustment, put};
use crate::report::{Unmade, columns, findings};
use crate::score::decided_text;

use super::{Context, chart, regain, table};

/// Widths of the columns.
pub(super) const WIDTHS: [f64; 11] = [22.0, 10.5, 9.0, 5.5, 6.5, 7.5, 6.5, 7.0, 7.0, 7.0, 44.0];
/// The columns that compare the unit with others.
const COMPARE: (u16, u16) = (7, 9);
/// The last column.
pub(super) const LAST: u16 = 10;

/// Writes the sheet; `index` is the sheet to lead back to.
pub(super) fn sheet(
    context: &Context<'_>,
    unit: usize,
    name: &str,
    index: Option<&str>,
    sheet: &mut Worksheet,
) -> Result<(), Unmade> {
    let report = context.report;
    sheet.set_name(name)?;
    for (at, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(at, width)?;
    }
    if report.is_single() {
        // nobody to compare with: no places, no means
        sheet.set_column_range_hidden(COMPARE.0, COMPARE.1)?;
    }
    let mut row = head(context, unit, sheet)?;
    if let Some(index) = index {
        let link = Url::new(format!("internal:'{index}'!A1")).set_text(context.words.back);
        sheet.write_url(0, LAST + 1, link)?;
    }
    row = strip(context, unit, row, sheet)?;
    if !report.is_single() {
        row += chart::chart(context, unit, name, row, sheet)?;
    }
    let heads = row;
    row = table::table(context, unit, row, sheet)?;
    row = regain::regain(context, unit, row + 1, sheet)?;
    row = adjustments(context, unit, row + 1, sheet)?;
    row = data(context, unit, row, sheet)?;
    sheet
        .set_paper_size(9)
        .set_portrait()
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_print_center_horizontally(true)
        .set_screen_gridlines(false)
        .set_footer(format!(
            "&L {}&C{}",
            clip(&report.register.units()[unit].name).replace('&', "&&"),
            report.words().page
        ))
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(heads, heads)?
        .set_print_area(0, 0, row.saturating_sub(1), LAST)?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// Title, unit and period; the row after them.
fn head(context: &Context<'_>, unit: usize, sheet: &mut Worksheet) -> Result<u32, Unmade> {
    let report = context.report;
    let title = format!("{}\n{}", report.title(), context.words.title);
    sheet.merge_range(0, 0, 0, LAST, &title, &context.style.title().set_font_size(14))?;
    sheet.set_row_height(0, 44)?;
    let named = &report.register.units()[unit];
    let period = report.rubric.scored_periods().join(report.words().comma);
    let mut about = put(context.words.about, &[&named.name, &period]);
    if report.rubric.scheme.head.illustrative {
        about = format!("{about}\n{}", report.words().example_line);
    }
    let format = context.style.subtitle().set_font_size(11).set_bold();
    sheet.merge_range(1, 0, 1, LAST, &clip(&about), &format)?;
    sheet.set_row_height(1, columns::height(about.lines().count(), 11.0))?;
    Ok(2)
}

/// Standing, and what there is to remark; the row after them.
fn strip(context: &Context<'_>, unit: usize, row: u32, sheet: &mut Worksheet) -> Result<u32, Unmade> {
    let report = context.report;
    let total = &report.outcome.finals()[unit];
    let strip = context.strip(unit);
    let spans: &[(u16, u16)] = match strip.len() {
        6 => &[(0, 0), (1, 2), (3, 4), (5, 6), (7, 9), (10, 10)],
        5 => &[(0, 0), (1, 2), (3, 5), (6, 9), (10, 10)],
        4 => &[(0, 0), (1, 4), (5, 9), (10, 10)],
        2 | 3 => &[(0, 2), (3, 9), (10, 10)],
        _ => &[(0, 10)],
    };
    let mut lines = 1;
    for ((from, to), (heading, text)) in spans.iter().zip(&strip) {
        let mut format = context.style.centred().set_bold().set_font_size(11).set_text_wrap();
        if let Some(grade) = total.grade.filter(|_| *heading == context.words.strip[2]) {
            format = graded(format, grade, report.rubric.scheme.grades.len());
        }
        let width = room(&WIDTHS[usize::from(*from)..=usize::from(*to)]);
        lines = lines.max(columns::lines(text, width * 0.9));
        for (line, text, format) in [(row, heading.as_str(), &context.style.head()), (row + 1, text.as_str(), &format)]
        {
            if from == to {
                sheet.write_string_with_format(line, *from, clip(text), format)?;
            } else {
                sheet.merge_range(line, *from, line, *to, &clip(text), format)?;
            }
        }
    }
    sheet.set_row_height(row, 20)?;
    sheet.set_row_height(row + 1, columns::height(lines, 11.0).max(26.0))?;
    let mut said = Vec::new();
    if report.outcome.combined.is_some() {
        said.extend(report.outcome.periods.iter().filter_map(|period| {
            let total = period.totals[unit].published.as_ref()?;
            Some(put(context.words.period_total, &[&period.period, &total.to_string()]))
        }));
    }
    said.extend(Some(report.remarks(unit)).filter(|r| !r.is_empty()));
    if said.is_empty() {
        return Ok(row + 2);
    }
    let said = said.join(report.words().and);
    sheet.merge_range(row + 2, 0, row + 2, LAST, &clip(&said), &context.style.text().set_bold())?;
    sheet.set_row_height(row + 2, columns::height(columns::lines(&said, room(&WIDTHS)), 10.0))?;
    Ok(row + 3)
}

/// Adjustments of the unit with their reasons; the row after them.
fn adjustments(context: &Context<'_>, unit: usize, row: u32, sheet: &mut Worksheet) -> Result<u32, Unmade> {
    let report = context.report;
    let own = report.outcome.adjustments.iter().filter(|a| a.unit == unit);
    let texts: Vec<String> = own
        .map(|a| {
            let done = adjustment(a, report.names());
            let evidence =
                if a.evidence.is_empty() { String::new() } else { format!("{}{}", context.words.comma, a.evidence) };
            let said = put(context.words.adjustment, &[&done, &a.reason, &a.by, &a.date, &evidence]);
            format!("{said}{}", decided_text(a, report.lang))
        })
        .collect();
    if texts.is_empty() {
        return Ok(row);
    }
    heading(context, row, context.words.adjustments, sheet)?;
    let mut at = row + 1;
    for text in texts {
        line(context, at, &text, sheet)?;
        at += 1;
    }
    Ok(at + 1)
}

/// What is wrong or doubtful about the unit's data; the row after it.
fn data(context: &Context<'_>, unit: usize, row: u32, sheet: &mut Worksheet) -> Result<u32, Unmade> {
    let report = context.report;
    let name = report.register.units()[unit].name.as_str();
    let mut own: Vec<&Finding> = context.findings.get(name).cloned().unwrap_or_default();
    own.sort_by_key(|f| f.level);
    let count = |level| own.iter().filter(|f| f.level == level).count().to_string();
    let counts = [Level::Error, Level::Warning, Level::Note].map(count);
    heading(context, row, &put(context.words.findings, &counts.each_ref().map(String::as_str)), sheet)?;
    let mut at = row + 1;
    if own.is_empty() {
        line(context, at, context.words.no_findings, sheet)?;
        return Ok(at + 1);
    }
    let spans = [(0, 0), (1, 2), (3, 7), (8, LAST)];
    let heads = context.words.finding_heads.map(str::to_owned);
    let own: Vec<Finding> = own.into_iter().cloned().collect();
    let mut folded = fold(&own, report.lang);
    folded.sort_by_key(|f| f.said.level);
    let rows = folded.iter().map(|alike| {
        [
            level_name(alike.said.level, report.lang).to_owned(),
            alike.list(|f| findings::field_name(report, &f.field), report.lang),
            alike.said.place.label(),
            alike.said.says(report.lang),
        ]
    });
    for (index, texts) in std::iter::once(heads).chain(rows).enumerate() {
        let format = if index == 0 { context.style.head() } else { context.style.text() }.set_font_size(8);
        let mut lines = 1;
        for ((from, to), text) in spans.into_iter().zip(&texts) {
            let width = room(&WIDTHS[usize::from(from)..=usize::from(to)]);
            lines = lines.max(columns::lines(text, width * 1.15));
            if from == to {
                sheet.write_string_with_format(at, from, clip(text), &format)?;
            } else {
                sheet.merge_range(at, from, at, to, &clip(text), &format)?;
            }
        }
        sheet.set_row_height(at, columns::height(lines, 8.0).max(16.0))?;
        at += 1;
    }
    Ok(at)
}

/// A heading across the sheet.
pub(super) fn heading(context: &Context<'_>, row: u32, text: &str, sheet: &mut Worksheet) -> Result<(), Unmade> {
    let format = context.style.head().set_align(FormatAlign::Left).set_font_size(11);
    sheet.merge_range(row, 0, row, LAST, text, &format)?;
    sheet.set_row_height(row, 22)?;
    Ok(())
}

/// A line across the sheet.
fn line(context: &Context<'_>, row: u32, text: &str, sheet: &mut Worksheet) -> Result<(), Unmade> {
    sheet.merge_range(row, 0, row, LAST, &clip(text), &context.style.text().set_font_size(9))?;
    sheet.set_row_height(row, columns::height(columns::lines(text, room(&WIDTHS)), 9.0))?;
    Ok(())
}

/// The width of columns together.
pub(super) fn room(widths: &[f64]) -> f64 {
    widths.iter().sum()
}

/// The same in pixels, as programs draw it: seven a character and five for padding.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // widths are small and positive
pub(super) fn pixels() -> u32 {
    WIDTHS.iter().map(|width| (width * 7.0) as u32 + 5).sum()
}
