//! Sheet 目标进度: a band an indicator, below it a row a unit and the mean of all.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use crate::number::Exact;
use crate::report::style::{Places, Style, cell, clip, graded, print};
use crate::report::text::{ProgressWords, progress, put};
use crate::report::{Report, Unmade, columns, table as tables};
use crate::score::Pace;

use super::rows::{Block, Cell, Row, Rows};

/// Two rows of headings below the title and its line.
pub(super) const GROUPS: u32 = 2;
/// The first row below them.
pub(super) const FIRST: u32 = 4;

/// Where the columns stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    periods: u16,
}

impl Columns {
    pub(super) fn new(rows: &Rows<'_>) -> Self {
        Self { periods: u16::try_from(rows.periods.len()).unwrap_or(u16::MAX) }
    }

    pub(super) const BASELINE: u16 = 1;

    pub(super) const fn actual(period: u16) -> u16 {
        2 + period
    }

    pub(super) const fn planned(self, period: u16) -> u16 {
        2 + self.periods + period
    }

    /// Gap, pace, verdict, target, met, end, left, needed, so far, score: so many columns on.
    pub(super) const fn then(self, index: u16) -> u16 {
        2 + 2 * self.periods + index
    }

    const fn last(self) -> u16 {
        self.then(9)
    }
}

/// Rows from one band to the next.
pub(super) fn height(block: &Block<'_>) -> u32 {
    tables::rows(block.rows.len()) + 1
}

pub(super) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = progress(report.lang);
    let rows = Rows::new(report);
    let at = Columns::new(&rows);
    to.set_name(words.name)?;
    tables::head(style, to, words.name, words.says, at.last())?;
    heads(words, style, to, (&rows, at))?;
    widths(to, (&rows, at))?;
    let mut row = FIRST;
    for block in &rows.blocks {
        to.merge_range(row, 0, row, at.last(), &clip(&band(words, block)), &band_format(style))?;
        to.set_row_height(row, 21)?;
        for (line, figures) in (row + 1..).zip(&block.rows) {
            let is_mean = line == row + tables::rows(block.rows.len());
            write(report, style, to, (line, at), (block, figures, is_mean))?;
        }
        row += height(block);
    }
    if rows.blocks.is_empty() {
        to.merge_range(row, 0, row, at.last(), words.none, &style.centred())?;
        row += 1;
    }
    to.set_freeze_panes(FIRST, 1)?;
    print(to, report.words(), (GROUPS, GROUPS + 1))?;
    to.set_print_area(0, 0, row - 1, at.last())?;
    Ok(())
}

fn band_format(style: &Style) -> Format {
    style.head().set_align(FormatAlign::Left)
}

/// An indicator, what is better, and what is planned.
pub(super) fn band(words: &ProgressWords, block: &Block<'_>) -> String {
    let measure = if block.measure.is_empty() { String::new() } else { format!("（{}）", block.measure) };
    let mut parts =
        vec![format!("{}{measure}", block.name), words.better[usize::from(block.lower_is_better)].to_owned()];
    match block.path {
        Some(path) => {
            parts.push(put(words.path, &[&path.ends[0], &path.ends[1]]));
            let percent = (&path.normal * &Exact::from(100)).display(2);
            parts.push(if path.normal.is_zero() { words.exactly.to_owned() } else { put(words.normal, &[&percent]) });
        }
        None if block.has_target => parts.push(words.by_target.to_owned()),
        None => parts.push(words.no_target.to_owned()),
    }
    parts.extend(block.weighted.as_ref().map(|by| put(words.weighted_by, &[by])));
    parts.join("　")
}

fn heads(
    words: &ProgressWords,
    style: &Style,
    to: &mut Worksheet,
    (rows, at): (&Rows<'_>, Columns),
) -> Result<(), Unmade> {
    let head = style.head().set_font_size(9);
    let [unit, baseline, score] = words.heads;
    for (col, text) in [(0, unit), (Columns::BASELINE, baseline), (at.last(), score)] {
        to.merge_range(GROUPS, col, GROUPS + 1, col, text, &head)?;
    }
    let periods: Vec<String> = rows.periods.iter().map(|p| put(words.period, &[p])).collect();
    let periods: Vec<&str> = periods.iter().map(String::as_str).collect();
    let groups: [(u16, &[&str]); 6] = [
        (Columns::actual(0), &periods),
        (at.planned(0), &periods),
        (at.then(0), &words.now),
        (at.then(3), &words.own),
        (at.then(5), &words.end),
        (at.then(7), &words.yearly),
    ];
    for ((from, heads), name) in groups.into_iter().zip(words.groups) {
        let wide = u16::try_from(heads.len()).unwrap_or(1);
        if wide > 1 {
            to.merge_range(GROUPS, from, GROUPS, from + wide - 1, name, &head)?;
        } else {
            to.write_string_with_format(GROUPS, from, name, &head)?;
        }
        for (col, text) in (from..).zip(heads) {
            to.write_string_with_format(GROUPS + 1, col, *text, &head)?;
        }
    }
    to.set_row_height(GROUPS, 20)?;
    to.set_row_height(GROUPS + 1, 30)?;
    Ok(())
}

fn widths(to: &mut Worksheet, (rows, at): (&Rows<'_>, Columns)) -> Result<(), Unmade> {
    let labels = rows.blocks.iter().flat_map(|b| &b.rows).take(5_000).map(|r| r.label.as_str());
    to.set_column_width(0, columns::fit(labels, 8, 18))?;
    for col in 1..=at.last() {
        to.set_column_width(col, 7.6)?;
    }
    Ok(())
}

fn write(
    report: &Report<'_>,
    style: &Style,
    to: &mut Worksheet,
    (line, at): (u32, Columns),
    (block, row, is_mean): (&Block<'_>, &Row, bool),
) -> Result<(), Unmade> {
    let words = progress(report.lang);
    let ground = |format: Format| if is_mean { Style::subtotal(format) } else { format };
    let small = |places: u8| ground(style.number(places).set_font_size(9));
    let plain = ground(style.centred().set_font_size(9));
    // what is worked out from values has a decimal more than they have
    let (own, made) = (block.places, (block.places + 1).min(3));
    to.set_row_height(line, 18)?;
    to.write_string_with_format(line, 0, &row.label, &ground(style.text()))?;
    let mut figure = |col: u16, shown: &Cell, format: &Format| -> Result<(), Unmade> {
        match shown {
            Cell::Number(x) => to.write_number_with_format(line, col, cell(x), format)?,
            Cell::Text(text) => to.write_string_with_format(line, col, clip(text), &plain)?,
            Cell::Missing => to.write_string_with_format(line, col, words.missing, &plain.clone().set_italic())?,
            Cell::NotApplicable => to.write_string_with_format(line, col, report.words().na_mark, &plain)?,
            Cell::Reached => to.write_string_with_format(line, col, words.reached, &plain)?,
            Cell::Nothing => to.write_blank(line, col, &plain)?,
        };
        Ok(())
    };
    let mean_places = if is_mean { own.max(1) } else { own };
    figure(Columns::BASELINE, &row.baseline, &small(mean_places))?;
    for (period, shown) in (0_u16..).zip(&row.actual) {
        figure(Columns::actual(period), shown, &small(mean_places))?;
    }
    for (period, shown) in (0_u16..).zip(&row.planned) {
        figure(at.planned(period), shown, &small(if block.path.is_some() { made } else { mean_places }))?;
    }
    figure(at.then(0), &row.gap, &signed(&small(made), made))?;
    figure(at.then(1), &row.pace, &small(0).set_num_format("0.0%"))?;
    figure(at.then(3), &row.target, &small(mean_places))?;
    figure(at.then(5), &row.end, &small(mean_places))?;
    figure(at.then(6), &row.left, &small(made))?;
    figure(at.then(7), &row.needed, &signed(&small(made), made))?;
    figure(at.then(8), &row.so_far, &signed(&small(made), made))?;
    figure(at.last(), &row.score, &small(Places::of(report.rubric).indicator))?;
    let (verdict, shade) = verdict(words, row.verdict);
    let coloured = |shade: Option<usize>| shade.map_or_else(|| plain.clone(), |shade| graded(plain.clone(), shade, 3));
    to.write_string_with_format(line, at.then(2), verdict, &coloured(shade))?;
    let met = row.met.map_or("", |met| words.met[usize::from(!met)]);
    to.write_string_with_format(line, at.then(4), met, &coloured(row.met.map(|met| if met { 0 } else { 2 })))?;
    Ok(())
}

/// A number with its sign.
fn signed(format: &Format, places: u8) -> Format {
    let shown = crate::report::style::pattern(places);
    format.clone().set_num_format(format!("+{shown};-{shown};{shown}"))
}

/// A verdict in words, and the ground it stands on.
pub(super) fn verdict(words: &ProgressWords, pace: Option<Pace>) -> (&'static str, Option<usize>) {
    match pace {
        Some(Pace::Ahead) => (words.pace[0], Some(0)),
        Some(Pace::OnPath) => (words.pace[1], Some(1)),
        Some(Pace::Behind) => (words.pace[2], Some(2)),
        None => ("", None),
    }
}
