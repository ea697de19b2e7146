//! Sheet 得分明细: units down, indicators across under their sections, with what was not scored from a value marked.

use rust_xlsxwriter::{ConditionalFormat3ColorScale, ConditionalFormatType, Format, Worksheet};

use crate::expr::NodeId;
use crate::register::Unit;
use crate::rubric::Rubric;
use crate::rubric::scheme::Kind;
use crate::score::{NodeResult, Note, State};

use super::live::{Live, Shown};
use super::ranking::common_marks;
use super::style::{Places, Style, cell, page};
use super::text::put;
use super::{Report, Unmade, columns};

/// Columns before the first indicator: place and unit.
const BEFORE: u16 = 2;
/// The first row of headings.
const TOP: u32 = 2;
const RANK_WIDTH: f64 = 6.0;
const INDICATOR_WIDTH: f64 = 7.8;
/// Printed so much smaller.
const SCALE: u16 = 68;
/// What a program adds to the width of a column.
const PADDING: f64 = 0.7;
/// Characters of column width that fit across a page at that scale.
const PAGE: f64 = 154.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Indicator(NodeId),
    Subtotal(NodeId),
    Total,
}

pub(super) fn sheet(
    report: &Report<'_>,
    live: Option<&Live>,
    style: &Style,
    sheet: &mut Worksheet,
) -> Result<(), Unmade> {
    let words = report.words();
    let rubric = report.rubric;
    let columns = columns(rubric);
    let depth = u32::try_from(rubric.nodes.iter().map(|n| n.level).max().unwrap_or(1)).unwrap_or(1);
    let first_row = TOP + depth;
    sheet.set_name(words.detail)?;
    sheet.write_string_with_format(
        0,
        0,
        report.title(),
        &style.title().set_align(rust_xlsxwriter::FormatAlign::Left).unset_text_wrap(),
    )?;
    sheet.set_row_height(0, 28)?;
    sheet.write_string_with_format(1, 0, words.legend.join(" "), &style.foot().unset_text_wrap())?;
    let breaks = breaks(rubric, &columns, unit_width(report));
    heads(report, style, sheet, (&columns, &breaks), depth)?;
    let order = report.outcome.ranking_order();
    let last_row = first_row + u32::try_from(order.len().max(1)).unwrap_or(1) - 1;
    for (row, unit) in (first_row..).zip(&order) {
        let total = &report.outcome.finals()[*unit];
        match (live.and_then(|live| live.own(Shown::Place, *unit)), &total.rank) {
            (Some(formula), _) => sheet.write_formula_with_format(row, 0, formula, &style.centred())?,
            (None, Some(rank)) => sheet.write_number_with_format(row, 0, cell(rank), &style.centred())?,
            (None, None) => sheet.write_string_with_format(row, 0, words.na_mark, &style.centred())?,
        };
        sheet.write_string_with_format(row, 1, report.register.units()[*unit].label(), &style.text().set_bold())?;
        for (at, column) in (BEFORE..).zip(&columns) {
            score(report, live, style, sheet, (row, at), *column, *unit)?;
        }
    }
    for (at, column) in (BEFORE..).zip(&columns) {
        if let Column::Indicator(node) = column {
            shade(report, sheet, *node, at, (first_row, last_row))?;
        }
    }
    sheet.set_freeze_panes(first_row, BEFORE)?;
    page(sheet, words);
    sheet.set_print_scale(SCALE).set_repeat_rows(TOP, first_row - 1)?.set_repeat_columns(0, BEFORE - 1)?;
    sheet.set_vertical_page_breaks(&breaks)?;
    // the space keeps a title that begins with a year from being read as a font size
    sheet.set_header(format!("&C&14 {}", report.title().replace('&', "&&")));
    let last = BEFORE + u16::try_from(columns.len()).unwrap_or(0) - 1;
    // beside the repeated columns, or every page would begin with a piece of it
    let mut foot = last_row;
    for line in words.legend.into_iter().chain(live.map(|_| words.live.about_detail)) {
        foot += 1;
        sheet.write_string_with_format(foot, BEFORE, line, &style.foot().unset_text_wrap())?;
    }
    sheet.set_print_area(TOP, 0, foot, last)?;
    Ok(())
}

/// Indicators in printed order, a subtotal after each top section, the total last.
fn columns(rubric: &Rubric) -> Vec<Column> {
    let mut columns = Vec::new();
    for top in &rubric.tops {
        let below: Vec<NodeId> = below(rubric, *top);
        columns.extend(below.into_iter().map(Column::Indicator));
        if rubric.indicator(*top).is_none() {
            columns.push(Column::Subtotal(*top));
        }
    }
    columns.push(Column::Total);
    columns
}

/// The indicators below a node, or itself.
fn below(rubric: &Rubric, node: NodeId) -> Vec<NodeId> {
    if rubric.indicator(node).is_some() {
        return vec![node];
    }
    rubric.nodes[node].children.iter().flat_map(|child| below(rubric, *child)).collect()
}

/// The node above `node` at this level, itself included.
fn ancestor(rubric: &Rubric, node: NodeId, level: usize) -> Option<NodeId> {
    let mut at = Some(node);
    while let Some(here) = at.filter(|n| rubric.nodes[*n].level > level) {
        at = rubric.nodes[here].parent;
    }
    at.filter(|n| rubric.nodes[*n].level == level)
}

/// Headings: a row for each level of sections, merged across what is below, and the indicators' own row.
fn heads(
    report: &Report<'_>,
    style: &Style,
    sheet: &mut Worksheet,
    (columns, breaks): (&[Column], &[u32]),
    depth: u32,
) -> Result<(), Unmade> {
    let words = report.words();
    let rubric = report.rubric;
    let bottom = TOP + depth - 1;
    span(sheet, (TOP, 0), (bottom, 0), words.rank, &style.head())?;
    span(sheet, (TOP, 1), (bottom, 1), words.unit, &style.head())?;
    sheet.set_column_width(0, RANK_WIDTH)?.set_column_width(1, unit_width(report))?;
    let mut lines = 1;
    for (at, column) in (BEFORE..).zip(columns) {
        let width = width(*column);
        sheet.set_column_width(at, width)?;
        match column {
            Column::Total => {
                // where several periods are put together, this is the total of the one that is shown
                let shown = report.outcome.periods.last().filter(|_| report.outcome.combined.is_some());
                let total = shown.map_or_else(|| words.total.to_owned(), |last| put(words.total_of, &[&last.period]));
                span(sheet, (TOP, at), (bottom, at), &total, &style.head())?;
            }
            Column::Subtotal(top) if depth == 1 => {
                span(sheet, (TOP, at), (bottom, at), &rubric.scheme.nodes[*top].name, &style.head())?;
            }
            Column::Subtotal(_) => span(sheet, (TOP + 1, at), (bottom, at), words.subtotal, &style.small_head())?,
            Column::Indicator(node) => {
                let heading = labelled(report, *node, "\n");
                lines = lines.max(columns::lines(&heading, width * 1.2));
                let row = TOP + u32::try_from(rubric.nodes[*node].level).unwrap_or(1) - 1;
                span(sheet, (row, at), (bottom, at), &heading, &style.small_head())?;
            }
        }
    }
    for level in 1..depth {
        let row = TOP + level - 1;
        let level = usize::try_from(level).unwrap_or(1);
        let mut start = 0;
        while start < columns.len() {
            let section = section_at(rubric, columns[start], level);
            // a heading does not reach over a page break: the next page says it again
            let broken = |at: usize| breaks.contains(&(u32::from(BEFORE) + u32::try_from(at).unwrap_or(0)));
            let same =
                |at: &usize| section_at(rubric, columns[*at], level) == section && (*at == start || !broken(*at));
            let run = (start..columns.len()).take_while(same).count().max(1);
            if let Some(section) = section {
                let from = BEFORE + u16::try_from(start).unwrap_or(0);
                let to = from + u16::try_from(run).unwrap_or(1) - 1;
                let format = if level == 1 { style.head() } else { style.head().set_font_size(9) };
                span(sheet, (row, from), (row, to), &labelled(report, section, ""), &format)?;
            }
            start += run;
        }
        sheet.set_row_height(row, 21)?;
    }
    sheet.set_row_height(bottom, columns::height(lines, 8.0))?;
    Ok(())
}

/// The section that a column stands under at this level, if it is not the column's own.
fn section_at(rubric: &Rubric, column: Column, level: usize) -> Option<NodeId> {
    match column {
        Column::Indicator(node) => ancestor(rubric, node, level).filter(|n| *n != node),
        Column::Subtotal(top) => (level == 1).then_some(top),
        Column::Total => None,
    }
}

fn labelled(report: &Report<'_>, node: NodeId, between: &str) -> String {
    let name = &report.rubric.scheme.nodes[node].name;
    match common_marks(report, node) {
        Some(marks) => format!("{name}{between}{}", put(report.words().marks, &[&marks.to_string()])),
        None => name.clone(),
    }
}

/// Writes a heading, merging where it spans more than a cell.
fn span(sheet: &mut Worksheet, from: (u32, u16), to: (u32, u16), text: &str, format: &Format) -> Result<(), Unmade> {
    if from == to {
        sheet.write_string_with_format(from.0, from.1, text, format)?;
    } else {
        sheet.merge_range(from.0, from.1, to.0, to.1, text, format)?;
    }
    Ok(())
}

#[allow(clippy::too_many_arguments)] // what is drawn on, and where
fn score(
    report: &Report<'_>,
    live: Option<&Live>,
    style: &Style,
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    column: Column,
    unit: usize,
) -> Result<(), Unmade> {
    let words = report.words();
    let places = Places::of(report.rubric);
    let result = |node| report.outcome.node(node, unit);
    let (x, format) = match column {
        Column::Total => {
            let last = report.outcome.periods.last().map(|p| &p.totals[unit]);
            (last.and_then(|t| t.published.as_ref()), Style::subtotal(style.number(places.total)))
        }
        Column::Subtotal(node) => {
            (result(node).and_then(|r| r.score.as_ref()), Style::subtotal(style.number(places.section)))
        }
        Column::Indicator(node) => {
            let result = result(node);
            let mark = result.and_then(|r| mark(r, words));
            let format = match mark {
                Some(mark) => style.marked(places.indicator, mark),
                None => style.number(places.indicator),
            };
            (result.and_then(|r| r.score.as_ref()), format.set_font_size(9))
        }
    };
    let shown = match column {
        // of several periods the last one stands here, as its indicators do
        Column::Total => Shown::Period(report.outcome.periods.len() - 1),
        Column::Subtotal(node) | Column::Indicator(node) => Shown::Node(node),
    };
    if let Some(formula) = live.and_then(|live| live.own(shown, unit)) {
        let format = if x.is_some() { format } else { style.centred() };
        sheet.write_formula_with_format(row, at, formula, &format)?;
        return Ok(());
    }
    match x {
        Some(x) => sheet.write_number_with_format(row, at, cell(x), &format)?,
        None => {
            let missing =
                matches!(column, Column::Indicator(n) if result(n).is_some_and(|r| r.state == State::Missing));
            let text = if missing { words.missing_mark } else { words.na_mark };
            sheet.write_string_with_format(row, at, text, &style.centred())?
        }
    };
    Ok(())
}

/// What is put behind a score that was not simply made from its value.
fn mark<'w>(result: &NodeResult, words: &'w super::Words) -> Option<&'w str> {
    if result.notes.iter().any(|note| matches!(note, Note::Adjusted(_))) {
        return Some(words.adjusted_mark);
    }
    match result.state {
        State::Value => None,
        State::Missing => Some(words.missing_mark),
        State::NotApplicable => Some(words.na_mark),
    }
}

/// Shades a column by the share of the marks: what is far from full stands out.
fn shade(report: &Report<'_>, sheet: &mut Worksheet, node: NodeId, at: u16, rows: (u32, u32)) -> Result<(), Unmade> {
    let Some(marks) = common_marks(report, node) else { return Ok(()) };
    let marks = cell(&marks);
    let (low, middle, high) = match report.rubric.nodes[node].kind {
        Kind::Normal | Kind::Memo => (0.0, marks * 0.8, marks),
        Kind::Penalty => (-marks, -marks * 0.5, 0.0),
        Kind::Bonus => return Ok(()),
    };
    let scale = ConditionalFormat3ColorScale::new()
        .set_minimum(ConditionalFormatType::Number, low)
        .set_midpoint(ConditionalFormatType::Number, middle)
        .set_maximum(ConditionalFormatType::Number, high)
        .set_minimum_color("F4B6A6")
        .set_midpoint_color("FFF8E5")
        .set_maximum_color("E3F1DE");
    sheet.add_conditional_format(rows.0, at, rows.1, at, &scale)?;
    Ok(())
}

/// Page breaks between sections, so that no page is wider than the paper; inside one only where it is wider by itself.
fn breaks(rubric: &Rubric, columns: &[Column], units: f64) -> Vec<u32> {
    let group = |column: Column| match column {
        Column::Indicator(node) => {
            ancestor(rubric, node, 2).filter(|n| rubric.indicator(*n).is_none()).or(rubric.nodes[node].parent)
        }
        // a subtotal stays with what stands before it
        Column::Subtotal(_) | Column::Total => None,
    };
    let room = PAGE - RANK_WIDTH - units - 2.0 * PADDING;
    let mut breaks = Vec::new();
    let mut used = 0.0;
    for (index, column) in columns.iter().enumerate() {
        let here = group(*column);
        let begins = here.is_some() && (index == 0 || group(columns[index - 1]) != here);
        let rest = columns[index..].iter().enumerate();
        let together = rest.take_while(|(at, c)| group(**c) == here || *at > 0 && group(**c).is_none());
        let whole: f64 = together.map(|(_, c)| width(*c) + PADDING).sum();
        let own = width(*column) + PADDING;
        if used > 0.0 && (used + own > room || begins && used + whole > room && whole <= room) {
            breaks.push(u32::from(BEFORE) + u32::try_from(index).unwrap_or(0));
            used = 0.0;
        }
        used += own;
    }
    breaks
}

fn unit_width(report: &Report<'_>) -> f64 {
    columns::fit(report.register.units().iter().map(Unit::label), 8, 24)
}

fn width(column: Column) -> f64 {
    if let Column::Indicator(_) = column { INDICATOR_WIDTH } else { 9.5 }
}
