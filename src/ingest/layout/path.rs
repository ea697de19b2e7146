//! Headings over several rows, or beside each other (多级表头): what they mean together.
//!
//! A heading is read with those above it (or to its left), from the outermost to the last: `2014年 / 抽检 / 批次`. The name of
//! a field may be the last of them, or be spread over several; the others may give a period, a unit of measure, an assessor.

use std::ops::Range;

use crate::ingest::cell::measures;
use crate::ingest::desk::Desk;
use crate::ingest::grid::{Cell, Content, Grid, Row};
use crate::ingest::headings::{Heading, period_of};
use crate::ingest::words::{self, Role};
use crate::register::fold;

use super::say;

/// What a heading names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    /// A field, by index.
    Field(usize),
    /// A figure that the engine works out, by index: compared, never scored.
    Derived(usize),
}

/// When a column or row of values is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum When {
    /// The period of the table.
    Now,
    /// The year before it.
    YearBefore,
    /// The period in the heading.
    Named(String),
}

/// What a heading stands for, read with those around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub what: What,
    pub when: When,
    pub measure: Option<String>,
    /// The assessor, of a panel field.
    pub assessor: Option<String>,
    /// The headings around the name that are no part of it, folded.
    pub context: String,
}

impl Meaning {
    /// A field in the period of the table.
    pub(super) fn field(field: usize) -> Self {
        let (when, measure, assessor) = (When::Now, None, None);
        Self { what: What::Field(field), when, measure, assessor, context: String::new() }
    }

    /// Whether both answer the same.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.what == other.what && self.when == other.when && self.assessor == other.assessor
    }

    /// The field, where it is one.
    pub(super) fn as_field(&self) -> Option<usize> {
        match self.what {
            What::Field(field) => Some(field),
            What::Derived(_) => None,
        }
    }
}

/// What came of reading a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It names something.
    Means(Meaning),
    /// A field is named, and split by something that is not understood: 抽检批次 / 食品.
    Split,
    /// It names no field.
    Nothing,
}

/// A word of a heading that is neither period nor unit of measure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Plain,
    /// 本年, 完成值: says that values stand here.
    Value,
    /// 合计: what the others add up to.
    Sum,
    /// 批次: a unit of measure, where it is no part of the name.
    Measure,
    /// 备注, 来源 …: the column is about something else.
    Other,
}

/// The heading rows or columns taken apart.
#[derive(Default)]
struct Parts<'t> {
    words: Vec<(&'t str, Word)>,
    when: Option<When>,
}

impl<'t> Parts<'t> {
    fn of(desk: &Desk<'_>, path: &'t [String]) -> Self {
        let mut parts = Self::default();
        for text in path {
            if named(desk, text).is_some() {
                parts.words.push((text, Word::Plain));
            } else if let Some(period) = period_of(text) {
                parts.when = Some(When::Named(period));
            } else if measures::is_known(bare(text)) {
                parts.words.push((text, Word::Measure));
            } else {
                parts.word(text);
            }
        }
        parts
    }

    fn word(&mut self, text: &'t str) {
        let heading = Heading::of(text);
        let role = heading.names.iter().find_map(|n| words::role(n));
        let word = match role {
            Some(Role::LastYear) => {
                self.when = Some(When::YearBefore);
                return;
            }
            Some(Role::Value) => Word::Value,
            _ if heading.names.iter().any(|n| say::sum(n).is_some()) => Word::Sum,
            Some(_) => Word::Other,
            None => Word::Plain,
        };
        self.words.push((text, word));
    }
}

/// Reads a heading, from the outermost to the last.
pub(super) fn read(desk: &Desk<'_>, path: &[String]) -> Said {
    let parts = Parts::of(desk, path);
    let Some((first, last, found)) = find(desk, &parts.words) else { return Said::Nothing };
    let unused = || parts.words[..first].iter().chain(&parts.words[last + 1..]);
    let stated = unused().rfind(|(_, word)| *word == Word::Measure).map(|(text, _)| bare(text).to_owned());
    let beyond = parts.words[last + 1..].iter().filter(|(_, word)| !matches!(word, Word::Value | Word::Measure));
    let beyond: Vec<(&str, Word)> = beyond.copied().collect();
    if beyond.iter().any(|(_, word)| *word == Word::Other) {
        return Said::Nothing;
    }
    let panel = matches!(found.what, What::Field(f) if desk.expected.fields[f].panel);
    let assessor = match beyond[..] {
        [] => None,
        [(_, Word::Sum)] if !panel => None,
        [(text, Word::Plain)] if panel => Some(text.trim().to_owned()),
        [(_, Word::Sum)] => return Said::Nothing,
        _ => return Said::Split,
    };
    let around = || parts.words.iter().filter(|(t, _)| named(desk, t).is_none()).map(|(t, _)| Heading::of(t));
    let when =
        found.period.map(When::Named).or(parts.when).or_else(|| around().find_map(|h| h.period).map(When::Named));
    let said = || around().filter_map(|h| h.measure).find(|m| measures::is_known(m));
    let measure = found.measure.or(stated).or_else(said);
    // running numbers tell nothing apart
    let counts = |text: &str| barest(text).chars().all(|c| c.is_ascii_digit() || c == '.');
    let plain = parts.words[..first].iter().filter(|(text, word)| *word == Word::Plain && !counts(text));
    let context = plain.map(|(text, _)| fold(text)).collect::<Vec<_>>().join("/");
    Said::Means(Meaning { what: found.what, when: when.unwrap_or(When::Now), measure, assessor, context })
}

/// Something named, with what its own heading says of period and unit of measure.
struct Found {
    what: What,
    period: Option<String>,
    measure: Option<String>,
}

fn named(desk: &Desk<'_>, text: &str) -> Option<Found> {
    if let Some(field) = desk.fields.named(text) {
        return Some(Found { what: What::Field(field.field), period: field.period, measure: field.measure });
    }
    let (index, period) = desk.derived.named(text)?;
    Some(Found { what: What::Derived(index), period, measure: None })
}

/// The last word that names something, and what: with the words before it where the name is spread, else alone. Gives the
/// first and the last word of the name.
fn find(desk: &Desk<'_>, words: &[(&str, Word)]) -> Option<(usize, usize, Found)> {
    let bare: Vec<String> = match words {
        [] | [_] => Vec::new(),
        several => several.iter().map(|(text, _)| barest(text)).collect(),
    };
    (0..words.len()).rev().find_map(|last| {
        let text = words[last].0;
        let spread = (0..last).find_map(|from| {
            let whole: String = bare[from..last].iter().map(String::as_str).chain([text]).collect();
            let apart = || format!("{}{text}", bare[from]);
            let found = named(desk, &whole).or_else(|| (from + 1 < last).then(apart).and_then(|t| named(desk, &t)));
            found.map(|found| (from, last, found))
        });
        spread.or_else(|| named(desk, text).map(|found| (last, last, found)))
    })
}

fn barest(text: &str) -> String {
    Heading::of(text).names.pop().unwrap_or_default()
}

/// Without brackets around.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim().trim_matches(['(', ')', '（', '）']);
    text.strip_prefix("单位：").or_else(|| text.strip_prefix("单位:")).unwrap_or(text)
}

/// Whether the cell holds a figure: a number that is no year, whether typed as one or as text.
pub(super) fn is_figure(cell: &Cell) -> bool {
    match &cell.content {
        Content::Text(text) => {
            let folded = fold(text);
            let digits = folded.trim_end_matches('%').replace(',', "");
            !digits.is_empty() && digits.parse::<f64>().is_ok() && period_of(&folded).is_none()
        }
        Content::Number(_) => period_of(&cell.content.text()).is_none(),
        _ => true,
    }
}

/// The text of a cell that may be part of a heading.
pub(super) fn part(cell: &Cell) -> Option<String> {
    match &cell.content {
        Content::Text(text) if text.len() <= 400 => Some(text.trim().to_owned()),
        Content::Number(_) => Some(cell.content.text().into_owned()).filter(|t| period_of(t).is_some()),
        _ => None,
    }
}

/// The headings of a column in these rows, from the top; a merged one counts once.
///
/// In a table without merged cells (a text file) a heading holds for the blank cells to its right that have something below.
pub(super) fn down(grid: &Grid, rows: Range<usize>, col: u32) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    let mut last: Option<(u32, u32)> = None;
    for at in rows.clone() {
        let row = &grid.rows[at];
        let below = || grid.rows[at + 1..rows.end].iter();
        let cell = match row.cell(col) {
            Some(cell) => Some(cell),
            None if below().any(|r| own(r, col)) => spread_from(row, col, |c| below().any(|r| own(r, c))),
            None => None,
        };
        let Some(cell) = cell else { continue };
        let place = cell.anchor.unwrap_or((row.index, cell.col));
        if last != Some(place)
            && let Some(text) = part(cell)
        {
            path.push(text);
        }
        last = Some(place);
    }
    path
}

fn own(row: &Row, col: u32) -> bool {
    row.cell(col).is_some_and(|c| c.anchor.is_none())
}

/// The heading to the left of a blank cell, where it heads several columns.
fn spread_from(row: &Row, col: u32, heads_more: impl Fn(u32) -> bool) -> Option<&Cell> {
    if row.cells.iter().any(|c| c.anchor.is_some()) {
        return None;
    }
    let left = row.cells.iter().rev().find(|c| c.col < col)?;
    heads_more(left.col).then_some(left)
}

/// The rows above a header that belong to it: up to three of headings, none of titles, lines or figures.
pub(super) fn top(grid: &Grid, at: usize, floor: usize) -> usize {
    let belongs = |at: usize| {
        let row = &grid.rows[at];
        if row.cells.iter().any(|c| c.anchor.is_none() && is_figure(c)) {
            return false;
        }
        let mut texts: Vec<String> = row.cells.iter().filter(|c| c.anchor.is_none()).filter_map(part).collect();
        texts.dedup();
        let periods = !texts.is_empty() && texts.iter().all(|t| period_of(t).is_some());
        let several = texts.len() > 1 || periods;
        let lines = texts.iter().any(|t| t.contains([':', '：']) && t.chars().count() > 4);
        several && !lines
    };
    let mut top = at;
    while top > floor && at - top < 3 && grid.rows[at].index - grid.rows[top - 1].index <= 4 && belongs(top - 1) {
        top -= 1;
    }
    top
}

/// The labels of a row in these columns, from the left; one merged over several columns counts once. A label holds for the
/// blank cells below it, up to the next, where the row has a label further right.
pub(super) fn across(grid: &Grid, rows: Range<usize>, at: usize, cols: &[u32]) -> Vec<String> {
    let row = &grid.rows[at];
    let mut path: Vec<String> = Vec::new();
    let mut last: Option<(u32, u32)> = None;
    for (n, col) in cols.iter().enumerate() {
        let cell = match row.cell(*col) {
            Some(cell) => Some((row, cell)),
            None if cols[n + 1..].iter().any(|c| row.cell(*c).is_some()) => {
                let above = grid.rows[rows.start..at].iter().rev().take(60);
                above.map(|r| (r, r.cell(*col))).find_map(|(r, c)| c.map(|c| (r, c)))
            }
            None => None,
        };
        let Some((row, cell)) = cell else { continue };
        let place = cell.anchor.unwrap_or((row.index, cell.col));
        if last != Some(place)
            && let Some(text) = part(cell)
        {
            path.push(text);
        }
        last = Some(place);
    }
    path
}

/// Whether the last of the headings is part of the name, and not a word beside it.
pub(super) fn uses_last(desk: &Desk<'_>, path: &[String], meaning: &Meaning) -> bool {
    let Some((_, above)) = path.split_last() else { return false };
    meaning.assessor.is_none() && !matches!(read(desk, above), Said::Means(m) if m.what == meaning.what)
}

/// Headings joined for people.
pub(super) fn joined(path: &[String]) -> String {
    path.join(" / ")
}
