//! The form of one unit (自评填报表): a field a row, grouped by what it is asked for.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use crate::report::columns::{double, height, lines, width};
use crate::rubric::fingerprint::{Said, Tag};

use super::super::style::Style;
use super::super::text::put;
use super::check::{Checks, wanted};
use super::page::{Page, quarters, small, span};
use super::plan::Item;

/// Rows: the title, the unit, the headings; the hidden row is the first.
const TITLE: u32 = 1;
const LINE: u32 = 2;
const HEADS: u32 = 3;
const FIRST: u32 = 4;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Holds<'a> {
    Number,
    Part,
    Indicator,
    Field,
    Measure,
    Value(&'a str),
    How,
    Said(Said),
    Note,
}

struct Column<'a> {
    holds: Holds<'a>,
    width: f64,
    heading: String,
}

pub(super) fn sheet(page: &Page<'_>, to: &mut Worksheet) -> Result<(), XlsxError> {
    let columns = columns(page);
    let last = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    to.set_name(page.sheet_name())?;
    top(page, to, last)?;
    heads(page, to, &columns)?;
    let end = FIRST + small(page.form.items.len());
    let mut checks = Checks::new(page.words, end + 4, false);
    for (row, item) in (FIRST..).zip(&page.form.items) {
        item_row(page, to, &columns, row, item, &mut checks)?;
    }
    labels(page, to)?;
    let widths: Vec<f64> = columns.iter().map(|c| c.width).collect();
    let end = page.foot(to, end, &quarters(1, &widths), (1, last))?;
    let values = columns.iter().filter(|c| matches!(c.holds, Holds::Value(_))).count();
    page.mark(to, &super::marker(page.asking, page.form, values))?;
    Page::protect(to);
    page.paper(to);
    to.set_freeze_panes(FIRST, 0)?;
    to.set_print_fit_to_pages(1, 0).set_repeat_rows(HEADS, HEADS)?.set_print_area(TITLE, 1, end, last)?;
    let first = columns.iter().position(|c| matches!(c.holds, Holds::Value(_))).unwrap_or(0);
    let first = u16::try_from(first + 1).unwrap_or(1);
    to.set_selection(FIRST, first, FIRST, first)?;
    Ok(())
}

fn columns<'a>(page: &Page<'a>) -> Vec<Column<'a>> {
    let (words, items) = (page.words, &page.form.items);
    let heads = &words.heads;
    let column = |holds, width, heading: &str| Column { holds, width, heading: heading.to_owned() };
    let mut columns = vec![
        column(Holds::Number, 5.0, heads.number),
        column(Holds::Part, 14.0, heads.part),
        column(Holds::Indicator, 20.0, heads.indicator),
        column(Holds::Field, 27.0, heads.field),
        column(Holds::Measure, 9.0, heads.measure),
    ];
    // wide enough for the longest choice in two lines
    let longest = items.iter().flat_map(|item| &page.field(item.field).choices).map(|c| width(c)).max().unwrap_or(0);
    let value = double(longest.div_ceil(2).clamp(12, 20)) + 2.0;
    let periods = page.periods();
    columns.extend(
        periods.iter().map(|period| column(Holds::Value(period), value, &put(words.values, &[&page.period(period)]))),
    );
    columns.push(column(Holds::How, 28.0, heads.how));
    let mut said = Vec::new();
    if items.iter().any(|item| item.reason) {
        said.push((Said::Reason, 22.0));
    }
    if items.iter().any(|item| item.vouch) {
        said.extend([(Said::By, 10.0), (Said::Date, 12.0)]);
    }
    said.push((Said::Evidence, 20.0));
    columns.extend(said.into_iter().map(|(said, width)| column(Holds::Said(said), width, (words.said)(said))));
    columns.push(column(Holds::Note, 14.0, words.note));
    columns
}

fn top(page: &Page<'_>, to: &mut Worksheet, last: u16) -> Result<(), XlsxError> {
    span(to, (TITLE, 1, TITLE, last), &page.title(), &page.style.title())?;
    to.set_row_height(TITLE, 32)?;
    let middle = (last / 2).max(2);
    span(to, (LINE, 1, LINE, middle), &put(page.words.unit, &[&page.form.reporter]), &page.line())?;
    let right = page.line().set_align(FormatAlign::Right);
    span(to, (LINE, middle + 1, LINE, last), &put(page.words.period, &[&page.scored()]), &right)?;
    to.set_row_height(LINE, 22)?;
    Ok(())
}

fn heads(page: &Page<'_>, to: &mut Worksheet, columns: &[Column<'_>]) -> Result<(), XlsxError> {
    page.tag(to, HEADS, 0, &Tag::Heads)?;
    for (col, column) in (1_u16..).zip(columns) {
        to.write_string_with_format(HEADS, col, &column.heading, &page.style.head())?;
        to.set_column_width(col, column.width)?;
        let tag = match &column.holds {
            Holds::Field => Tag::Name,
            Holds::Measure => Tag::Measure,
            Holds::Value(period) => Tag::Value { field: String::new(), period: (*period).to_owned() },
            Holds::Said(what) => Tag::Said { what: *what, field: String::new() },
            _ => continue,
        };
        page.tag(to, 0, col, &tag)?;
    }
    to.set_row_height(HEADS, 30)?;
    Ok(())
}

fn item_row(
    page: &Page<'_>,
    to: &mut Worksheet,
    columns: &[Column<'_>],
    row: u32,
    item: &Item,
    checks: &mut Checks<'_>,
) -> Result<(), XlsxError> {
    let field = page.field(item.field);
    page.tag(to, row, 0, &Tag::Field(field.id.clone()))?;
    let (text, small_text) = (page.style.text(), page.style.text().set_font_size(9));
    let mut most = 1;
    for (col, column) in (1_u16..).zip(columns) {
        let (said, format): (String, Format) = match &column.holds {
            Holds::Number => ((row - FIRST + 1).to_string(), page.style.centred()),
            // merged down the side afterwards
            Holds::Part | Holds::Indicator => continue,
            Holds::Field => (field.name.clone(), text.clone()),
            Holds::Measure => (page.measure(item.field).to_owned(), page.style.centred()),
            Holds::How => (how(page, item), small_text.clone()),
            Holds::Value(period) => {
                let asked = item.periods.iter().any(|p| p == period);
                if asked {
                    checks.put(to, field, (row, row, col))?;
                }
                let format = if asked { page.fill(field.kind) } else { page.shut() };
                to.write_blank(row, col, &format)?;
                continue;
            }
            Holds::Said(what) => {
                let asked = match what {
                    Said::Reason => item.reason,
                    Said::By | Said::Date => item.vouch,
                    Said::Evidence => true,
                };
                to.write_blank(row, col, &if asked { page.remark() } else { page.shut() })?;
                continue;
            }
            Holds::Note => {
                to.write_blank(row, col, &page.remark())?;
                continue;
            }
        };
        // small print takes less room
        let small = column.holds == Holds::How;
        most = most.max(lines(&said, if small { column.width * 1.15 } else { column.width }));
        to.write_string_with_format(row, col, &said, &format)?;
    }
    to.set_row_height(row, height(most.max(needed(page, item)), 10.0).max(24.0))?;
    Ok(())
}

/// What is wanted, whether it must be there, and what evidence goes with it.
fn how(page: &Page<'_>, item: &Item) -> String {
    let (field, fill) = (page.field(item.field), &page.words.fill);
    let mut parts = Vec::new();
    if field.required {
        parts.push(fill.required.to_owned());
    }
    parts.push(wanted(field, page.words));
    let mut text = parts.join(fill.and);
    if !item.evidence.is_empty() {
        text.push('\n');
        text.push_str(&put(fill.evidence, &[&item.evidence]));
    }
    text
}

/// Lines that the label of the item's indicator needs in each of the rows that it spans.
fn needed(page: &Page<'_>, item: &Item) -> usize {
    let rows = |same: &dyn Fn(&Item) -> bool| page.form.items.iter().filter(|i| same(i)).count().max(1);
    let own = rows(&|i| i.indicator == item.indicator && i.part == item.part);
    let part = rows(&|i| i.part == item.part);
    lines(&item.indicator, 20.0).div_ceil(own).max(lines(&item.part, 14.0).div_ceil(part))
}

/// Parts and indicators merged down the side.
fn labels(page: &Page<'_>, to: &mut Worksheet) -> Result<(), XlsxError> {
    let items = &page.form.items;
    let part = Style::subtotal(page.style.centred().set_text_wrap());
    let indicator = page.style.text();
    let runs = |same: &dyn Fn(&Item, &Item) -> bool| -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        let mut start = 0;
        while start < items.len() {
            let end = start + items[start..].iter().take_while(|i| same(&items[start], i)).count() - 1;
            runs.push((start, end));
            start = end + 1;
        }
        runs
    };
    for (start, end) in runs(&|a, b| a.part == b.part) {
        span(to, (FIRST + small(start), 2, FIRST + small(end), 2), &items[start].part, &part)?;
    }
    for (start, end) in runs(&|a, b| a.part == b.part && a.indicator == b.indicator) {
        span(to, (FIRST + small(start), 3, FIRST + small(end), 3), &items[start].indicator, &indicator)?;
    }
    Ok(())
}
