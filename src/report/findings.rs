//! Sheet 数据问题: everything wrong or doubtful, at its cell, errors first; what is found again and again is said once, with
//! its count and every place.

use rust_xlsxwriter::{Color, Worksheet};

use crate::finding::text::{expected, found, level_name};
use crate::finding::{Folded, Level, fold};

use super::style::{Style, clip, print};
use super::text::put;
use super::{Report, Unmade, columns};

const WIDTHS: [f64; 10] = [6.0, 15.0, 14.0, 18.0, 24.0, 8.0, 7.0, 24.0, 16.0, 44.0];
/// The row of headings.
const HEAD: u32 = 2;

/// How many rows there are, findings that are alike being one.
pub(super) fn rows(report: &Report<'_>) -> usize {
    if report.findings.len() + 16 < report.room.rows {
        report.findings.len()
    } else {
        fold(report.findings, report.lang).len()
    }
}

pub(super) fn sheet(report: &Report<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), Unmade> {
    let words = report.words();
    sheet.set_name(words.findings)?;
    let last = 9;
    sheet.merge_range(0, 0, 0, last, words.findings, &style.title())?;
    sheet.set_row_height(0, 30)?;
    let [errors, warnings, notes] = report.counts();
    let counts = put(words.counts, &[&errors, &warnings, &notes]);
    sheet.merge_range(1, 0, 1, last, &counts, &style.subtitle())?;
    for ((at, heading), width) in (0_u16..).zip(words.finding_heads).zip(WIDTHS) {
        sheet.write_string_with_format(HEAD, at, heading, &style.head())?;
        sheet.set_column_width(at, width)?;
    }
    sheet.set_row_height(HEAD, 22)?;
    let mut sorted = fold(report.findings, report.lang);
    sorted.sort_by_key(|folded| folded.said.level);
    for (row, folded) in (HEAD + 1..).zip(&sorted) {
        let mut lines = 1;
        for ((at, text), width) in (0_u16..).zip(cells(report, folded)).zip(WIDTHS) {
            // small print: a tenth more than at full size goes on a line
            lines = lines.max(columns::lines(&text, width * 1.1));
            let format = match (at, folded.said.level) {
                (0, Level::Error) => style.centred().set_bold().set_background_color(Color::RGB(0xF8_CBC6)),
                (0, Level::Warning) => style.centred().set_background_color(Color::RGB(0xFF_F2CC)),
                (0, Level::Note) => style.centred(),
                _ => style.text().set_font_size(9),
            };
            sheet.write_string_with_format(row, at, clip(&text), &format)?;
        }
        sheet.set_row_height(row, columns::height(lines, 9.0))?;
    }
    let end = HEAD + u32::try_from(sorted.len()).unwrap_or(u32::MAX - HEAD);
    if sorted.is_empty() {
        sheet.merge_range(HEAD + 1, 0, HEAD + 1, last, words.no_findings, &style.centred())?;
    } else {
        sheet.autofilter(HEAD, 0, end, last)?;
    }
    sheet.set_freeze_panes(HEAD + 1, 0)?;
    print(sheet, words, (HEAD, HEAD))?;
    Ok(())
}

fn cells(report: &Report<'_>, folded: &Folded<'_>) -> [String; 10] {
    let lang = report.lang;
    let finding = &folded.said;
    [
        level_name(finding.level, lang).to_owned(),
        finding.code.id().to_owned(),
        finding.unit.clone(),
        folded.list(|f| field_name(report, &f.field), lang),
        finding.place.file.to_string(),
        finding.place.sheet.to_string(),
        finding.place.cell.to_string(),
        found(finding, lang).into_owned(),
        expected(finding, lang).into_owned(),
        finding.says(lang),
    ]
}

/// The name of a field or node for people, with its id where they differ.
pub(super) fn field_name(report: &Report<'_>, id: &str) -> String {
    let scheme = &report.rubric.scheme;
    if let Some(node) = scheme.nodes.iter().find(|n| n.id.value == id) {
        return if node.name == id { id.to_owned() } else { format!("{id} {}", node.name) };
    }
    if let Some(veto) = scheme.vetoes.iter().find(|v| v.id.value == id) {
        return format!("{id} {}", veto.name);
    }
    if id == "total" {
        return report.words().total.to_owned();
    }
    scheme.fields.iter().find(|f| f.id == id).map_or_else(|| id.to_owned(), |f| f.name.clone())
}
