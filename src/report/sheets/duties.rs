//! Sheet 责任分工: which unit answers for what, and what it has reported of it.

use rust_xlsxwriter::{Color, Format, Worksheet};

use crate::expr::{Form, NodeId};
use crate::report::style::{Style, clip, print};
use crate::report::table::{HEAD, head, rows};
use crate::report::text::sheets;
use crate::report::{Report, Unmade, columns};
use crate::rubric::scheme::Kind;
use crate::score::{Asked, State};

/// Units beside one another; more of them are for 得分明细.
const MOST: usize = 60;
const REPORTED: u32 = 0x00C6_EFCE;
const MISSING: u32 = 0x00FF_C7CE;
const NAME: f64 = 44.0;
const UNIT: f64 = 3.4;
const COUNT: f64 = 6.0;

/// Whether the rubric asks who answers for what, of units that fit beside one another.
pub(in crate::report) fn wanted(report: &Report<'_>) -> bool {
    (1..=MOST).contains(&report.register.len()) && !nodes(report).is_empty()
}

/// The number of indicators that apply to each unit by who it is and what it answers for; `None` where all have the same.
pub(in crate::report) fn tasks(report: &Report<'_>) -> Option<Vec<usize>> {
    let nodes = nodes(report);
    if nodes.is_empty() {
        return None;
    }
    let asked = Asked::new(report.rubric, report.register, report.responsibilities);
    let count = |unit: usize| nodes.iter().filter(|node| asked.may_apply(**node, unit)).count();
    let counts: Vec<usize> = (0..report.register.len()).map(count).collect();
    counts.windows(2).any(|pair| pair[0] != pair[1]).then_some(counts)
}

/// The indicators that a unit has for answering for a measure, in printed order.
fn nodes(report: &Report<'_>) -> Vec<NodeId> {
    let rubric = report.rubric;
    let asks = |node: NodeId| {
        let mut asks = false;
        if let Some(form) = &rubric.nodes[node].applies {
            form.walk(&mut |part| asks |= matches!(part, Form::Answers(_)));
        }
        asks
    };
    let with_parents = |node: &NodeId| {
        let mut at = Some(*node);
        while let Some(node) = at {
            if asks(node) {
                return true;
            }
            at = rubric.nodes[node].parent;
        }
        false
    };
    let is_task = |node: &NodeId| rubric.indicator(*node).is_some() && rubric.nodes[*node].kind == Kind::Normal;
    rubric.printed_order().into_iter().filter(|node| is_task(node) && with_parents(node)).collect()
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).duties;
    let [what, count, total] = words.heads;
    let nodes = nodes(report);
    let units = report.register.units();
    let last = u16::try_from(units.len()).unwrap_or(u16::MAX) + 1;
    to.set_name(words.name)?;
    head(style, to, words.name, words.says, last)?;
    to.set_column_width(0, NAME)?;
    to.set_column_range_width(1, last - 1, UNIT)?;
    to.set_column_width(last, COUNT)?;
    to.write_string_with_format(HEAD, 0, what, &style.head())?;
    let upright = style.small_head().set_rotation(270);
    let mut longest = 0;
    for (at, unit) in (1_u16..).zip(units) {
        longest = longest.max(unit.label().chars().count());
        to.write_string_with_format(HEAD, at, clip(unit.label()), &upright)?;
    }
    to.write_string_with_format(HEAD, last, count, &style.small_head())?;
    // upright letters stand one below the other
    to.set_row_height(HEAD, (f64::from(u32::try_from(longest).unwrap_or(8)) * 12.5).clamp(60.0, 220.0))?;
    let asked = Asked::new(report.rubric, report.register, report.responsibilities);
    let mut each = vec![0_u32; units.len()];
    for (row, node) in (HEAD + 1..).zip(&nodes) {
        let name = &report.rubric.scheme.nodes[*node].name;
        to.write_string_with_format(row, 0, clip(name), &style.text())?;
        let mut of_node = 0_u32;
        for (unit, at) in (0..units.len()).zip(1_u16..) {
            if !asked.may_apply(*node, unit) {
                to.write_blank(row, at, &style.centred())?;
                continue;
            }
            of_node += 1;
            each[unit] += 1;
            let (mark, format) = told(report, style, *node, unit);
            to.write_string_with_format(row, at, mark, &format)?;
        }
        to.write_number_with_format(row, last, of_node, &style.centred().set_bold())?;
        to.set_row_height(row, columns::height(columns::lines(name, NAME), 9.5).max(18.0))?;
    }
    let foot = HEAD + 1 + rows(nodes.len());
    to.write_string_with_format(foot, 0, total, &Style::subtotal(style.text()))?;
    for (at, tasks) in (1_u16..).zip(&each) {
        to.write_number_with_format(foot, at, *tasks, &Style::subtotal(style.centred()))?;
    }
    to.write_number_with_format(foot, last, each.iter().sum::<u32>(), &Style::subtotal(style.centred()))?;
    to.set_freeze_panes(HEAD + 1, 1)?;
    print(to, report.words(), (HEAD, HEAD))?;
    to.set_print_area(0, 0, foot, last)?;
    Ok(())
}

/// What a unit has said on an indicator that it has: reported, not yet, or that it does not apply.
fn told(report: &Report<'_>, style: &Style, node: NodeId, unit: usize) -> (&'static str, Format) {
    let ground = |colour: u32| style.centred().set_background_color(Color::RGB(colour));
    match report.outcome.node(node, unit).map(|result| result.state) {
        Some(State::Value) => ("●", ground(REPORTED)),
        Some(State::NotApplicable) => (report.words().na_mark, style.centred()),
        Some(State::Missing) | None => ("○", ground(MISSING)),
    }
}
