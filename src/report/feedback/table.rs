//! Every indicator under its sections: value, target, marks, what was lost and why, and how the peers did.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use crate::expr::NodeId;
use crate::number::Exact;
use crate::observe::Value;
use crate::report::style::{Places, Style, cell, clip, pattern};
use crate::report::text::notes;
use crate::report::{Unmade, columns};
use crate::rubric::scheme::Kind;
use crate::rubric::words::Measure;
use crate::score::{ExplainLine, NodeResult};

use super::Context;
use super::sheet::{LAST, WIDTHS};
use super::why::{lost, shown, why};

/// Writes the table from this row on; gives the row after it.
pub(super) fn table(context: &Context<'_>, unit: usize, row: u32, sheet: &mut Worksheet) -> Result<u32, Unmade> {
    let report = context.report;
    for (at, heading) in (0_u16..).zip(context.words.heads) {
        sheet.write_string_with_format(row, at, heading, &context.style.head().set_font_size(9))?;
    }
    sheet.set_row_height(row, columns::height(2, 9.0))?;
    let Some(period) = report.outcome.periods.last() else { return Ok(row + 1) };
    let explained = &report.explanations[unit];
    // the last period's lines come last, in printed order, each once
    let nodes = report.rubric.printed_order();
    let lines = &explained.lines[explained.lines.len().saturating_sub(nodes.len())..];
    let mut at = row + 1;
    for (node, line) in nodes.into_iter().zip(lines) {
        let result = &period.nodes[node][unit];
        let row = Row { context, node, result, line, at };
        row.write(sheet)?;
        at += 1;
    }
    if report.is_single() {
        return Ok(at);
    }
    let foot = &context.style.foot();
    sheet.merge_range(at, 0, at, LAST, context.words.legend, foot)?;
    Ok(at + 1)
}

struct Row<'c> {
    context: &'c Context<'c>,
    node: NodeId,
    result: &'c NodeResult,
    line: &'c ExplainLine,
    at: u32,
}

impl Row<'_> {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), Unmade> {
        let Self { context, node, result, at, .. } = self;
        let report = context.report;
        let model = &report.rubric.nodes[*node];
        let section = report.rubric.indicator(*node).is_none();
        let places = Places::of(report.rubric);
        let shown_places = if section { places.section } else { places.indicator };
        let dress = |format: Format| {
            let format = format.set_font_size(9);
            if section { Style::subtotal(format) } else { format }
        };
        let indent = u8::try_from(model.level.saturating_sub(1).min(4)).unwrap_or(0);
        let name = &report.rubric.scheme.nodes[*node].name;
        let named = dress(context.style.text()).set_indent(indent);
        sheet.write_string_with_format(*at, 0, clip(name), &named)?;
        let dash = dress(context.style.centred());
        let mut number = |column: u16, x: Option<&Exact>, pattern: &str| -> Result<(), Unmade> {
            match x {
                Some(x) => {
                    let format = dress(context.style.framed().set_align(FormatAlign::Right)).set_num_format(pattern);
                    sheet.write_number_with_format(*at, column, cell(x), &format)?
                }
                None => sheet.write_string_with_format(*at, column, report.words().na_mark, &dash)?,
            };
            Ok(())
        };
        let scored = pattern(shown_places);
        let peers = &context.peers[*node];
        number(3, Some(&result.marks), "General")?;
        number(4, result.score.as_ref(), &scored)?;
        let share = result.share().filter(|_| matches!(model.kind, Kind::Normal | Kind::Memo));
        number(5, share.as_ref(), "0.0%")?;
        number(6, lost(report, *node, result).as_ref(), &scored)?;
        let score = result.score.as_ref().filter(|_| result.state != crate::score::State::NotApplicable);
        let rank = score.map(|score| Exact::from(peers.rank(score)));
        number(7, rank.as_ref(), &format!("0\"/{}\"", peers.count()))?;
        number(8, peers.mean.as_ref(), &pattern(shown_places.max(2)))?;
        number(9, peers.best(), &scored)?;
        let measure = Measure::of(report.rubric, *node, report.lang);
        let unit = measure.map_or("", |m| m.unit);
        match &result.value {
            Some(Value::Number(x)) => number(1, Some(x), &with_unit(x, unit))?,
            Some(other) => {
                let format = dress(context.style.centred()).set_text_wrap();
                sheet.write_string_with_format(*at, 1, clip(&shown(report, other)), &format)?;
            }
            None => {
                sheet.write_string_with_format(*at, 1, if section { "" } else { report.words().na_mark }, &dash)?;
            }
        }
        match &result.target {
            Some(x) => {
                let format = dress(context.style.framed().set_align(FormatAlign::Right));
                sheet.write_number_with_format(*at, 2, cell(x), &format.set_num_format(with_unit(x, unit)))?;
            }
            None => {
                sheet.write_string_with_format(*at, 2, "", &dash)?;
            }
        }
        let text = if section { notes(result, report.names()) } else { why(report, *node, result, self.line) };
        let format = if section { dress(context.style.text()).unset_bold() } else { dress(context.style.text()) };
        sheet.write_string_with_format(*at, LAST, clip(&text), &format.set_font_size(9))?;
        // small print: more goes on a line
        let lines = columns::lines(&text, WIDTHS[usize::from(LAST)] * 1.1)
            .max(columns::lines(name, WIDTHS[0] - f64::from(indent)));
        sheet.set_row_height(*at, columns::height(lines, 9.0).max(18.0))?;
        Ok(())
    }
}

/// A number format with as many decimals as the number has, up to four, and the unit of measure behind it.
fn with_unit(x: &Exact, unit: &str) -> String {
    let decimals = x.display(4).split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let digits = pattern(u8::try_from(decimals).unwrap_or(4));
    let unit: String = unit.chars().filter(|c| !c.is_control() && *c != '"').take(20).collect();
    if unit.is_empty() { digits } else { format!("{digits}\"{unit}\"") }
}
