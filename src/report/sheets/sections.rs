//! Sheet 单项排名: each section ranked by its own score, side by side.

use rust_xlsxwriter::Worksheet;

use crate::expr::NodeId;
use crate::number::Exact;
use crate::report::ranking::headline;
use crate::report::style::{Places, Style, cell, print};
use crate::report::table::{head, rows};
use crate::report::text::sheets;
use crate::report::{Report, Unmade, columns};
use crate::rubric::scheme::Kind;

/// Sections beside one another: so many, or one more where that is all of them.
const ACROSS: usize = 3;
/// Columns of a section, and one between.
const WIDE: u16 = 5;
const WIDTHS: [f64; 5] = [6.0, 18.0, 9.0, 9.0, 2.0];
/// Two bands of so few units fit on a page.
const FEW: usize = 8;
/// The first row of the first sections.
const TOP: u32 = 3;

/// Whether any section is ranked.
pub(in crate::report) fn wanted(report: &Report<'_>) -> bool {
    !nodes(report).is_empty()
}

/// How many of so many sections stand beside one another.
fn across(sections: usize) -> usize {
    if sections == ACROSS + 1 { sections } else { sections.clamp(1, ACROSS) }
}

/// How many bands of sections stand below one another.
pub(in crate::report) fn bands(report: &Report<'_>) -> usize {
    nodes(report).len().div_ceil(across(nodes(report).len()))
}

/// The sections on the ranking that have ranks of their own.
fn nodes(report: &Report<'_>) -> Vec<NodeId> {
    let ranked = |node: &NodeId| {
        let results = report.outcome.periods.last().and_then(|p| p.nodes.get(*node));
        results.is_some_and(|results| results.iter().any(|r| r.rank.is_some()))
    };
    headline(report.rubric).into_iter().filter(ranked).collect()
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).sections;
    let nodes = nodes(report);
    let across = across(nodes.len());
    let last = WIDE * u16::try_from(across).unwrap_or(1) - 2;
    to.set_name(words.name)?;
    head(style, to, words.name, words.says, last)?;
    let name = columns::fit(report.register.units().iter().map(crate::register::Unit::label), 10, 24);
    for block in 0..u16::try_from(across).unwrap_or(1) {
        for (at, width) in (0_u16..).zip(WIDTHS) {
            to.set_column_width(block * WIDE + at, if at == 1 { name } else { width })?;
        }
    }
    let high = rows(report.register.len()) + 3;
    let mut end = TOP;
    let mut breaks = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let band = rows(at / across);
        if at > 0 && at % across == 0 {
            breaks.push(TOP + band * high);
        }
        let left = u16::try_from(at % across).unwrap_or(0) * WIDE;
        end = end.max(block(report, style, to, (TOP + band * high, left), *node)?);
    }
    to.set_freeze_panes(2, 0)?;
    print(to, report.words(), (0, 1))?;
    to.set_print_area(0, 0, end, last)?;
    if report.register.len() > FEW {
        to.set_page_breaks(&breaks)?;
    }
    Ok(())
}

/// One section: its name, headings and units by rank. Returns its last row.
fn block(
    report: &Report<'_>,
    style: &Style,
    to: &mut Worksheet,
    (top, left): (u32, u16),
    node: NodeId,
) -> Result<u32, Unmade> {
    let words = &sheets(report.lang).sections;
    let blank = report.words().na_mark;
    let title = crate::report::ranking::node_heading(report, node).replace('\n', " ");
    to.merge_range(top, left, top, left + 3, &title, &style.head())?;
    to.set_row_height(top, 24)?;
    for (at, heading) in (left..).zip(words.heads) {
        to.write_string_with_format(top + 1, at, heading, &style.small_head())?;
    }
    let places = Places::of(report.rubric).section;
    let result = |unit: usize| report.outcome.node(node, unit);
    let rank = |unit: usize| result(unit).and_then(|r| r.rank.clone());
    let mut order: Vec<usize> = (0..report.register.len()).collect();
    order.sort_by(|a, b| match (rank(*a), rank(*b)) {
        (Some(x), Some(y)) => x.cmp(&y),
        (x, y) => y.is_some().cmp(&x.is_some()),
    });
    let mut row = top + 1;
    for unit in order {
        row += 1;
        let place = rank(unit);
        let whole = place.as_ref().is_none_or(Exact::is_whole);
        let format = style.centred().set_num_format(if whole { "0" } else { "0.0" });
        match &place {
            Some(rank) => to.write_number_with_format(row, left, cell(rank), &format)?,
            None => to.write_string_with_format(row, left, blank, &format)?,
        };
        to.write_string_with_format(row, left + 1, report.register.units()[unit].label(), &style.text())?;
        match result(unit).and_then(|r| r.score.as_ref()) {
            Some(score) => to.write_number_with_format(row, left + 2, cell(score), &style.number(places))?,
            None => to.write_string_with_format(row, left + 2, blank, &style.centred())?,
        };
        let percent = style.centred().set_num_format("0.0%");
        let counted = report.rubric.nodes[node].kind == Kind::Normal;
        match result(unit).and_then(crate::score::NodeResult::share).filter(|_| counted) {
            Some(share) => to.write_number_with_format(row, left + 3, cell(&share), &percent)?,
            None => to.write_string_with_format(row, left + 3, blank, &style.centred())?,
        };
    }
    Ok(row)
}
