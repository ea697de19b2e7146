//! The instructions (填报说明): who fills what in, by when, what blanks and noughts mean; in a matrix each of its fields too.

use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

use crate::report::columns::{height, lines};
use crate::rubric::FieldType;
use crate::rubric::fingerprint::{Kind, Marker};

use super::super::text::put;
use super::check::wanted;
use super::page::{Page, span};

/// Widths of the columns: number, item, unit of measure, periods, how to fill it in, evidence.
const WIDTHS: [f64; 6] = [5.0, 30.0, 10.0, 14.0, 32.0, 20.0];
const LAST: u16 = 6;

pub(super) fn sheet(page: &Page<'_>, to: &mut Worksheet) -> Result<(), XlsxError> {
    to.set_name(page.words.about_sheet)?;
    for (col, width) in (1_u16..).zip(WIDTHS) {
        to.set_column_width(col, width)?;
    }
    let title = format!("{}{}{}", page.title(), page.words.dash, page.words.about_sheet);
    span(to, (1, 1, 1, LAST), &title, &page.style.title())?;
    let room: f64 = WIDTHS.iter().sum();
    to.set_row_height(1, height(lines(&title, room * 0.6), 16.0))?;
    let mut row = 2;
    let body = page.style.plain().set_font_size(11).set_align(FormatAlign::Left).set_text_wrap();
    let fill = page.fill(FieldType::Text).set_font_size(11);
    for (at, text) in said(page).iter().enumerate() {
        let deadline = *text == page.words.about.deadline;
        let format = if deadline { &fill } else { &body };
        to.write_string_with_format(row, 1, format!("{}.", at + 1), &body.clone().set_align(FormatAlign::Right))?;
        span(to, (row, 2, row, LAST), text, format)?;
        to.set_row_height(row, height(lines(text, (room - WIDTHS[0]) * 0.9), 11.0))?;
        row += 1;
    }
    if page.form.kind != Kind::Unit {
        row = fields(page, to, row + 1)?;
    }
    let marker = Marker { kind: Kind::About, ..super::marker(page.asking, page.form, 0) };
    page.mark(to, &marker)?;
    Page::protect(to);
    page.paper(to);
    to.set_portrait().set_print_fit_to_pages(1, 0).set_print_area(1, 1, row - 1, LAST)?;
    Ok(())
}

/// The instructions that concern this form.
fn said(page: &Page<'_>) -> Vec<String> {
    let (about, form) = (&page.words.about, page.form);
    let units = form.units.len().to_string();
    let periods = page.periods().iter().map(|p| page.period(p)).collect::<Vec<_>>().join(page.words.fill.comma);
    let who = match form.kind {
        Kind::Unit => put(about.unit, &[&form.reporter, &page.scored()]),
        Kind::Panel => put(about.panel, &[&units]),
        Kind::Matrix | Kind::About => put(about.matrix, &[&form.reporter, &units, &page.scored()]),
    };
    let mut said = vec![who, about.deadline.to_owned()];
    let scored = page.scored();
    if periods != scored {
        said.push(format!(
            "{}{}{periods}",
            page.words.heads.periods,
            if page.words.dash.is_empty() { "：" } else { ": " }
        ));
    }
    said.extend(about.lines.iter().map(|line| (*line).to_owned()));
    if form.items.iter().any(|item| item.reason) {
        said.push(about.reason.to_owned());
    }
    if form.items.iter().any(|item| item.vouch) {
        said.push(about.vouch.to_owned());
    }
    said
}

/// The fields of a matrix, whose headings have no room for what is wanted.
fn fields(page: &Page<'_>, to: &mut Worksheet, first: u32) -> Result<u32, XlsxError> {
    let heads = &page.words.heads;
    let evidence = (page.words.said)(crate::rubric::fingerprint::Said::Evidence);
    let titles = [heads.number, heads.field, heads.measure, heads.periods, heads.how, evidence];
    let head = page.style.head();
    for (col, title) in (1_u16..).zip(titles) {
        to.write_string_with_format(first, col, title, &head)?;
    }
    let mut row = first + 1;
    for (at, item) in page.form.items.iter().enumerate() {
        let field = page.field(item.field);
        let periods: Vec<String> = item.periods.iter().map(|p| page.period(p)).collect();
        let required =
            if field.required { format!("{}{}", page.words.fill.required, page.words.fill.and) } else { String::new() };
        let cells = [
            (at + 1).to_string(),
            field.name.clone(),
            page.measure(item.field).to_owned(),
            periods.join(page.words.fill.comma),
            format!("{required}{}", wanted(field, page.words)),
            item.evidence.clone(),
        ];
        let mut most = 1;
        for ((col, text), width) in (1_u16..).zip(&cells).zip(WIDTHS) {
            let format =
                if matches!(col, 1 | 3 | 4) { page.style.centred().set_text_wrap() } else { page.style.text() };
            to.write_string_with_format(row, col, text, &format.set_font_size(9))?;
            most = most.max(lines(text, width));
        }
        to.set_row_height(row, height(most, 9.5))?;
        row += 1;
    }
    Ok(row)
}
