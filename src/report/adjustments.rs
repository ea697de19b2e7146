//! Sheet 调整与复核: every accepted correction, with its reason and author.

use rust_xlsxwriter::Worksheet;

use super::style::{Style, clip, print};
use super::text::adjustment;
use super::{Report, Unmade, columns};

const WIDTHS: [f64; 9] = [22.0, 9.0, 22.0, 28.0, 36.0, 16.0, 12.0, 22.0, 20.0];

pub(super) fn sheet(report: &Report<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), Unmade> {
    let words = report.words();
    let last = 8;
    sheet.set_name(words.adjustments)?;
    sheet.merge_range(0, 0, 0, last, words.adjustments, &style.title())?;
    sheet.set_row_height(0, 30)?;
    for ((at, heading), width) in (0_u16..).zip(words.adjustment_heads).zip(WIDTHS) {
        sheet.write_string_with_format(1, at, heading, &style.head())?;
        sheet.set_column_width(at, width)?;
    }
    sheet.set_row_height(1, 22)?;
    for (row, a) in (2_u32..).zip(&report.outcome.adjustments) {
        let cells = [
            report.register.units()[a.unit].name.clone(),
            a.period.to_string(),
            item(report, a),
            adjustment(a, report.names()),
            a.reason.clone(),
            a.by.clone(),
            a.date.clone(),
            a.evidence.clone(),
            a.place.label(),
        ];
        let mut lines = 1;
        for ((at, text), width) in (0_u16..).zip(cells).zip(WIDTHS) {
            lines = lines.max(columns::lines(&text, width * 1.1));
            sheet.write_string_with_format(row, at, clip(&text), &style.text().set_font_size(9))?;
        }
        sheet.set_row_height(row, columns::height(lines, 9.0).max(20.0))?;
    }
    sheet.set_freeze_panes(2, 1)?;
    print(sheet, words, (0, 1))?;
    Ok(())
}

/// The name of what is adjusted.
fn item(report: &Report<'_>, a: &crate::score::Adjustment) -> String {
    use crate::expr::NodeRef;
    use crate::score::Action;
    let scheme = &report.rubric.scheme;
    match &a.action {
        Action::Add(NodeRef::Node(node), _) | Action::Set(NodeRef::Node(node), _) => scheme.nodes[*node].name.clone(),
        Action::Add(NodeRef::Total, _) | Action::Set(NodeRef::Total, _) => report.words().total.to_owned(),
        Action::Value(field, _) => scheme.fields[*field].name.clone(),
        Action::Veto(veto) | Action::Lift(veto) => scheme.vetoes[*veto].name.clone(),
    }
}
