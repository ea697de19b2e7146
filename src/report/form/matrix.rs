//! What one reporter says of all units (数据报送表): units down, its fields across, a column for each period.

use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

use crate::report::columns::{double, height, lines, width};
use crate::rubric::FieldType;
use crate::rubric::fingerprint::{Kind, Said, Tag};

use super::super::text::put;
use super::check::Checks;
use super::page::{Page, quarters, small, span};
use super::plan::Item;

const TITLE: u32 = 1;
const LINE: u32 = 2;
const NUMBER: f64 = 5.0;
/// Pixels of a page of A4 across at full scale.
const PAGE: f64 = 1026.0;
/// Below this scale a page cannot be read, and columns go on to another.
const SMALLEST: f64 = 0.62;
/// At least this scale is wanted where columns go over several pages.
const COMFORTABLE: f64 = 0.7;

/// What a column holds.
enum Holds<'a> {
    /// Values of an item for a period.
    Value(&'a Item, &'a str),
    /// What is said with the values of an item; of all of them, where there is none.
    Said(Said, Option<&'a Item>),
    Note,
}

struct Column<'a> {
    holds: Holds<'a>,
    width: f64,
}

/// Where things stand.
struct Plan<'a> {
    columns: Vec<Column<'a>>,
    name_width: f64,
    /// The row of headings, and whether a row of periods is under it.
    heads: u32,
    periods: bool,
    last: u16,
}

impl Plan<'_> {
    const fn first(&self) -> u32 {
        self.heads + if self.periods { 2 } else { 1 }
    }
}

/// The first column of what is filled in.
const FILLED: u16 = 3;

pub(super) fn sheet(page: &Page<'_>, to: &mut Worksheet) -> Result<(), XlsxError> {
    let plan = plan(page);
    to.set_name(page.sheet_name())?;
    heads(page, to, &plan)?;
    let first = plan.first();
    let units = &page.form.units;
    for (row, unit) in (first..).zip(units) {
        unit_row(page, to, &plan, row, *unit)?;
    }
    let end = first + small(units.len());
    let mut checks = Checks::new(page.words, end + 4, true);
    for (col, column) in (FILLED..).zip(&plan.columns) {
        if let Holds::Value(item, _) = column.holds {
            checks.put(to, page.field(item.field), (first, end - 1, col))?;
        }
    }
    let (pages, until) = pages(&plan);
    top(page, to, until)?;
    // not under the columns that every page repeats
    let widths: Vec<f64> = plan.columns.iter().map(|c| c.width).take(usize::from(until + 1 - FILLED)).collect();
    let end = page.foot(to, end, &quarters(FILLED, &widths), (FILLED, until))?;
    let values = plan.columns.iter().filter(|c| matches!(c.holds, Holds::Value(..))).count();
    page.mark(to, &super::marker(page.asking, page.form, values))?;
    Page::protect(to);
    page.paper(to);
    to.set_print_fit_to_pages(pages, 0);
    if pages > 1 {
        to.set_repeat_columns(1, FILLED - 1)?;
    }
    to.set_repeat_rows(plan.heads, first - 1)?.set_print_area(TITLE, 1, end, plan.last)?;
    to.set_freeze_panes(first, FILLED)?;
    to.set_selection(first, FILLED, first, FILLED)?;
    Ok(())
}

fn plan<'a>(page: &Page<'a>) -> Plan<'a> {
    let units = page.asking.register.units();
    let mut columns = Vec::new();
    for item in &page.form.items {
        let value = value_width(page, item);
        columns.extend(item.periods.iter().map(|p| Column { holds: Holds::Value(item, p), width: value }));
        let mut said = |what, width| columns.push(Column { holds: Holds::Said(what, Some(item)), width });
        if item.reason {
            said(Said::Reason, 22.0);
        }
        if item.vouch {
            said(Said::By, 10.0);
            said(Said::Date, 12.0);
            said(Said::Evidence, 16.0);
        }
    }
    columns.push(Column { holds: Holds::Said(Said::Evidence, None), width: 18.0 });
    columns.push(Column { holds: Holds::Note, width: 14.0 });
    let now = page.asking.rubric.scheme.head.period.as_str();
    let periods = page.form.items.iter().any(|item| item.periods.len() != 1 || item.periods[0] != now);
    let longest = page.form.units.iter().map(|u| width(&units[*u].name)).max().unwrap_or(0);
    let last = FILLED - 1 + u16::try_from(columns.len()).unwrap_or(u16::MAX - FILLED);
    let heads = if page.form.kind == Kind::Panel { LINE + 2 } else { LINE + 1 };
    Plan { columns, name_width: double(longest.clamp(12, 34)) + 2.0, heads, periods, last }
}

/// Wide enough for the value, and for the heading in a few lines.
fn value_width(page: &Page<'_>, item: &Item) -> f64 {
    let field = page.field(item.field);
    let least = match field.kind {
        FieldType::Text => 20,
        FieldType::Choice => field.choices.iter().map(|c| width(c)).max().unwrap_or(0).div_ceil(2).clamp(10, 20),
        FieldType::Date => 11,
        _ => 10,
    };
    let heading = width(&field.name) + width(page.measure(item.field)) + 4;
    double(least.max(heading.div_ceil(4 * item.periods.len()).min(16))) + 1.5
}

fn top(page: &Page<'_>, to: &mut Worksheet, last: u16) -> Result<(), XlsxError> {
    span(to, (TITLE, 1, TITLE, last), &page.title(), &page.style.title())?;
    to.set_row_height(TITLE, 32)?;
    let middle = (last / 2).max(2);
    if !page.form.reporter.is_empty() {
        span(to, (LINE, 1, LINE, middle), &put(page.words.reporter, &[&page.form.reporter]), &page.line())?;
    }
    let right = page.line().set_align(FormatAlign::Right);
    if middle < last {
        span(to, (LINE, middle + 1, LINE, last), &put(page.words.period, &[&page.scored()]), &right)?;
    }
    to.set_row_height(LINE, 22)?;
    if page.form.kind == Kind::Panel {
        span(to, (LINE + 1, 1, LINE + 1, 2), page.words.assessor, &page.line().set_align(FormatAlign::Right))?;
        let name = page.fill(FieldType::Text);
        if last > FILLED + 1 {
            to.merge_range(LINE + 1, FILLED, LINE + 1, FILLED + 1, "", &name)?;
        } else {
            to.write_blank(LINE + 1, FILLED, &name)?;
        }
        to.set_row_height(LINE + 1, 24)?;
    }
    Ok(())
}

fn heads(page: &Page<'_>, to: &mut Worksheet, plan: &Plan<'_>) -> Result<(), XlsxError> {
    let (row, under) = (plan.heads, plan.first() - 1);
    let head = page.style.head();
    page.tag(to, row, 0, &Tag::Heads)?;
    if plan.periods {
        page.tag(to, under, 0, &Tag::Subheads)?;
    }
    page.tag(to, 0, 2, &Tag::Name)?;
    to.set_column_width(1, NUMBER)?.set_column_width(2, plan.name_width)?;
    span(to, (row, 1, under, 1), page.words.heads.number, &head)?;
    span(to, (row, 2, under, 2), page.words.heads.unit, &head)?;
    let mut most = 1;
    for (at, column) in plan.columns.iter().enumerate() {
        let col = FILLED + u16::try_from(at).unwrap_or(0);
        to.set_column_width(col, column.width)?;
        let field = |item: Option<&Item>| item.map(|i| page.field(i.field).id.clone()).unwrap_or_default();
        match &column.holds {
            Holds::Value(item, period) => {
                page.tag(to, 0, col, &Tag::Value { field: field(Some(item)), period: (*period).to_owned() })?;
                let heading = heading(page, item);
                if item.periods.first().map(String::as_str) == Some(period) {
                    let count = u16::try_from(item.periods.len()).unwrap_or(1);
                    span(to, (row, col, row, col + count - 1), &heading, &head)?;
                    most = most.max(lines(&heading, column.width * f64::from(count)));
                }
                if plan.periods {
                    to.write_string_with_format(under, col, page.period(period), &head)?;
                }
            }
            Holds::Said(what, item) => {
                page.tag(to, 0, col, &Tag::Said { what: *what, field: field(*item) })?;
                let heading = said_heading(page, *what, *item);
                most = most.max(lines(&heading, column.width));
                span(to, (row, col, under, col), &heading, &head)?;
            }
            Holds::Note => span(to, (row, col, under, col), page.words.note, &head)?,
        }
    }
    to.set_row_height(row, height(most, 10.0).max(30.0))?;
    if plan.periods {
        to.set_row_height(under, 20)?;
    }
    Ok(())
}

/// What is said, and with the values of which field where it is not for all.
fn said_heading(page: &Page<'_>, what: Said, item: Option<&Item>) -> String {
    let word = (page.words.said)(what);
    item.map_or_else(|| word.to_owned(), |item| in_brackets(page, word, &page.field(item.field).name))
}

/// The field's name with its unit of measure under it.
fn heading(page: &Page<'_>, item: &Item) -> String {
    let (name, measure) = (&page.field(item.field).name, page.measure(item.field));
    if measure.is_empty() { name.clone() } else { in_brackets(page, name, measure) }
}

fn in_brackets(page: &Page<'_>, text: &str, aside: &str) -> String {
    format!("{text}\n{}", put(page.words.aside, &[aside]))
}

fn unit_row(page: &Page<'_>, to: &mut Worksheet, plan: &Plan<'_>, row: u32, unit: usize) -> Result<(), XlsxError> {
    let named = &page.asking.register.units()[unit];
    page.tag(to, row, 0, &Tag::Unit(named.code.clone()))?;
    to.write_string_with_format(row, 1, (row - plan.first() + 1).to_string(), &page.style.centred())?;
    to.write_string_with_format(row, 2, &named.name, &page.style.text())?;
    for (col, column) in (FILLED..).zip(&plan.columns) {
        let asked = |item: &Item| item.periods.iter().any(|p| page.asking.asked.is(unit, item.field, p));
        let format = match &column.holds {
            Holds::Value(item, period) if page.asking.asked.is(unit, item.field, period) => {
                page.fill(page.field(item.field).kind)
            }
            Holds::Said(_, Some(item)) if asked(item) => page.remark(),
            Holds::Said(_, None) | Holds::Note => page.remark(),
            Holds::Value(..) | Holds::Said(..) => page.shut(),
        };
        to.write_blank(row, col, &format)?;
    }
    to.set_row_height(row, height(lines(&named.name, plan.name_width), 10.0).max(24.0))?;
    Ok(())
}

/// How many pages the table goes over from left to right, and the last column on the first of them. Where one page would be
/// too small to read, columns go on to another; programs find the breaks themselves, since they do not agree on widths.
fn pages(plan: &Plan<'_>) -> (u16, u16) {
    let pixels = |width: f64| width * 7.0 + 5.0;
    let kept = pixels(NUMBER) + pixels(plan.name_width);
    let rest: f64 = plan.columns.iter().map(|c| pixels(c.width)).sum();
    if (kept + rest) * SMALLEST <= PAGE {
        return (1, plan.last);
    }
    let mut count: u16 = 2;
    while (kept + rest / f64::from(count)) * COMFORTABLE > PAGE && count < 100 {
        count += 1;
    }
    // a title that ends well before the edge is not cut
    let room = rest / f64::from(count) * 0.95;
    let mut used = 0.0;
    let fitting = plan.columns.iter().take_while(|c| {
        used += pixels(c.width);
        used <= room
    });
    let fitting = u16::try_from(fitting.count()).unwrap_or(1).max(1);
    (count, FILLED - 1 + fitting)
}
