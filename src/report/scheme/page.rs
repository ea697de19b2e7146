//! The printed scheme: 一级, 二级, 三级指标 merged down the side, the rule in words, and the notes under it.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use crate::finding::Lang;
use crate::rubric::Rubric;
use crate::rubric::words::{Columns, Label, SchemeRow, columns, scheme_notes, scheme_rows};

use super::super::columns::{height, lines};
use super::super::style::{Style, clip};

/// Widths of the columns after the labels: marks, rule, target, source, evidence, lead, gaps.
const WIDTHS: [f64; 7] = [7.0, 46.0, 13.0, 16.0, 14.0, 11.0, 16.0];
/// Width of a column of sections; that of the indicators is wider.
const SECTION: f64 = 11.0;
const INDICATOR: f64 = 20.0;
const SIZE: f64 = 9.0;

pub(in crate::report) fn sheet(rubric: &Rubric, lang: Lang, to: &mut Worksheet) -> Result<(), XlsxError> {
    let (heads, rows) = (columns(rubric, lang), scheme_rows(rubric, lang));
    let style = Style::new(heads.font);
    let depth = u16::try_from(heads.levels.len()).unwrap_or(u16::MAX).max(1);
    let last = depth + 6;
    to.set_name(heads.sheet)?;
    title(rubric, &heads, &style, last, to)?;
    headings(&heads, &style, depth, to)?;
    let first = 3;
    let body = style.text().set_font_size(SIZE);
    for (row, data) in (first..).zip(&rows) {
        let texts = [&data.marks, &data.rule, &data.target, &data.source, &data.evidence, &data.lead, &data.policies];
        let mut most = 1;
        for ((col, text), width) in (depth..).zip(texts).zip(WIDTHS) {
            let format = if col == depth || col + 1 == last {
                body.clone().set_align(FormatAlign::Center)
            } else {
                body.clone()
            };
            to.write_string_with_format(row, col, clip(text), &format)?;
            most = most.max(lines(text, width));
        }
        most = most.max(name_lines(data, depth));
        to.set_row_height(row, height(most, SIZE))?;
    }
    labels(&rows, &style, (first, depth), to)?;
    let end = notes(rubric, lang, &style, first + u32::try_from(rows.len()).unwrap_or(0), last, to)?;
    to.set_freeze_panes(first, depth)?;
    to.set_paper_size(9)
        .set_landscape()
        .set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3)
        .set_print_center_horizontally(true)
        .set_screen_gridlines(false)
        .set_footer(format!("&C{}", heads.page))
        .set_print_fit_to_pages(1, 0);
    to.set_repeat_rows(2, 2)?.set_print_area(0, 0, end, last)?;
    Ok(())
}

fn title(rubric: &Rubric, heads: &Columns, style: &Style, last: u16, to: &mut Worksheet) -> Result<(), XlsxError> {
    let head = &rubric.scheme.head;
    to.merge_range(0, 0, 0, last, &head.title, &style.title())?.set_row_height(0, 32)?;
    let mut line = vec![head.id.clone(), head.version.clone(), head.period.clone()];
    if head.illustrative {
        line.push(heads.example.to_owned());
    }
    line.retain(|part| !part.is_empty());
    to.merge_range(1, 0, 1, last, &line.join("　"), &style.subtitle())?.set_row_height(1, 18)?;
    Ok(())
}

fn headings(heads: &Columns, style: &Style, depth: u16, to: &mut Worksheet) -> Result<(), XlsxError> {
    for (col, level) in (0..depth).zip(&heads.levels) {
        let width = if col + 1 == depth { INDICATOR } else { SECTION };
        to.write_string_with_format(2, col, level, &style.head())?.set_column_width(col, width)?;
    }
    let rest = [heads.marks, heads.rule, heads.target, heads.source, heads.evidence, heads.lead, heads.policies];
    for ((col, heading), width) in (depth..).zip(rest).zip(WIDTHS) {
        to.write_string_with_format(2, col, heading, &style.head())?.set_column_width(col, width)?;
    }
    to.set_row_height(2, 24)?;
    Ok(())
}

/// Lines that an indicator's name takes in the columns that it spans.
fn name_lines(row: &SchemeRow, depth: u16) -> usize {
    let Some(label) = row.labels.last() else { return 1 };
    let level = u16::try_from(row.labels.len()).unwrap_or(depth);
    lines(&label.name, INDICATOR + SECTION * f64::from(depth.saturating_sub(level)))
}

/// Sections merged over the rows of their indicators, with their marks; an indicator over the levels that it lacks.
fn labels(rows: &[SchemeRow], style: &Style, (first, depth): (u32, u16), to: &mut Worksheet) -> Result<(), XlsxError> {
    let section = Style::subtotal(style.centred().set_text_wrap().set_font_size(SIZE));
    let indicator = style.text().set_font_size(SIZE);
    for level in 0..usize::from(depth) {
        let column = u16::try_from(level).unwrap_or(depth);
        let mut start = 0;
        while start < rows.len() {
            let Some(label) = rows[start].labels.get(level) else {
                start += 1;
                continue;
            };
            let same = |row: &SchemeRow| row.labels.get(level).map(|l| l.node) == Some(label.node);
            let end = start + rows[start..].iter().take_while(|row| same(row)).count() - 1;
            let (top, bottom) = (first + small(start), first + small(end));
            if rows[start].labels.len() == level + 1 {
                span(to, (top, column, top, depth - 1), &label.name, &indicator)?;
            } else {
                span(to, (top, column, bottom, column), &section_label(label), &section)?;
            }
            start = end + 1;
        }
    }
    Ok(())
}

/// 质量目标, with its marks and what is particular about it below.
fn section_label(label: &Label) -> String {
    let marks = if label.marks.is_empty() { String::new() } else { format!("\n（{}）", label.marks) };
    let remark = if label.remark.is_empty() { String::new() } else { format!("\n{}", label.remark) };
    format!("{}{marks}{remark}", label.name)
}

fn span(
    to: &mut Worksheet,
    (top, left, bottom, right): (u32, u16, u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if top == bottom && left == right {
        to.write_string_with_format(top, left, clip(text), format)?;
    } else {
        to.merge_range(top, left, bottom, right, &clip(text), format)?;
    }
    Ok(())
}

fn notes(
    rubric: &Rubric,
    lang: Lang,
    style: &Style,
    row: u32,
    last: u16,
    to: &mut Worksheet,
) -> Result<u32, XlsxError> {
    let heads = columns(rubric, lang);
    let room = WIDTHS.iter().sum::<f64>() + INDICATOR + SECTION * f64::from(last.saturating_sub(7));
    let format = style.foot();
    to.merge_range(row, 0, row, last, heads.notes, &format.clone().set_bold())?;
    let mut end = row;
    for (i, note) in scheme_notes(rubric, lang).iter().enumerate() {
        end += 1;
        let text = format!("{}. {note}", i + 1);
        to.merge_range(end, 0, end, last, &clip(&text), &format)?;
        to.set_row_height(end, height(lines(&text, room), SIZE))?;
    }
    Ok(end)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
