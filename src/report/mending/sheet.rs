//! A sheet as it was sent, made again: what stood where, merged regions, widths, and the marks on cells to mend.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_xlsxwriter::{
    DataValidation, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, IgnoreError, Note, Worksheet, XlsxError,
};

use crate::finding::Lang;
use crate::ingest::{Line, PictureSheet, Shows};

use super::super::columns::{fit, width};
use super::super::style::{Style, clip, pattern};
use super::super::text::words;
use super::{Mark, Marked};

/// Cells of a table's frame that are drawn even where nothing stands in them.
const MOST_FRAMED: usize = 200_000;
/// Merged regions that are drawn again.
const MOST_MERGED: usize = 5_000;
/// Cells of a sheet that bear a note; all of them are coloured and listed.
const MOST_NOTES: usize = 10_000;
/// Lists to choose from hold no more characters than this.
const LONGEST_LIST: usize = 255;
/// What a file counts into a column's width beside its characters: five pixels of seven to a character.
const PADDING: f64 = 5.0 / 7.0;
const COLUMNS: u32 = 16_384;
const ROWS: u32 = 1_048_576;

type At = (u32, u32);
type Own<'m, 'a> = BTreeMap<At, &'m Marked<'a>>;

pub(super) fn sheet(
    picture: &PictureSheet,
    marks: &Own<'_, '_>,
    style: &Style,
    lang: Lang,
    to: &mut Worksheet,
) -> Result<(), XlsxError> {
    to.set_name(&picture.title)?.set_hidden(picture.hidden);
    lines(picture, to)?;
    let table = Table::of(picture);
    let merges = merges(picture);
    let covered: HashMap<At, (At, At)> = merges.iter().map(|m| (m.0, *m)).collect();
    let shows: HashMap<At, &Shows> = picture.cells.iter().map(|c| ((c.row, c.col), &c.shows)).collect();
    for (first, last) in &merges {
        if let (Some((top, left)), Some((bottom, right))) = (short(*first), short(*last)) {
            to.merge_range(top, left, bottom, right, "", &look(style, &table, *first, marks, true))?;
        }
    }
    let mut inside: HashSet<At> = HashSet::new();
    for (first, last) in merges.iter().filter(|(first, last)| size(*first, *last) <= MOST_FRAMED) {
        inside.extend((first.0..=last.0).flat_map(|r| (first.1..=last.1).map(move |c| (r, c))));
    }
    for at in table.blanks(&shows).chain(marks.keys().copied().filter(|at| !shows.contains_key(at))) {
        if let Some((row, col)) = short(at).filter(|_| !inside.contains(&at) || marks.contains_key(&at)) {
            to.write_blank(row, col, &look(style, &table, at, marks, covered.contains_key(&at)))?;
        }
    }
    let mut texts = Vec::new();
    for cell in &picture.cells {
        let at = (cell.row, cell.col);
        let Some((row, col)) = short(at) else { continue };
        let format = look(style, &table, at, marks, covered.contains_key(&at));
        put(to, (row, col), &cell.shows, table.holds(at), format)?;
        if matches!(&cell.shows, Shows::Text(text) if text.starts_with(|c: char| c.is_ascii_digit())) {
            texts.push((row, col));
        }
    }
    for (row, col) in texts {
        to.ignore_error_range(row, col, row, col, IgnoreError::NumberStoredAsText)?;
    }
    for (at, marked) in marks.iter().take(MOST_NOTES) {
        notes(*at, marked, to)?;
    }
    to.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_footer(format!("&C{}", words(lang).page));
    Ok(())
}

/// A row and column as the writer takes them; none beyond the last.
fn short((row, col): At) -> Option<(u32, u16)> {
    let col = u16::try_from(col).ok().filter(|c| u32::from(*c) < COLUMNS)?;
    (row < ROWS).then_some((row, col))
}

fn size(first: At, last: At) -> usize {
    let side = |a: u32, b: u32| usize::try_from(b.saturating_sub(a)).unwrap_or(usize::MAX).saturating_add(1);
    side(first.0, last.0).saturating_mul(side(first.1, last.1))
}

/// Merged regions of more than one cell; of two that overlap the first, and no more than a page would show: the writer
/// enters every cell of them.
fn merges(picture: &PictureSheet) -> Vec<(At, At)> {
    let mut kept: Vec<(At, At)> = Vec::new();
    let mut area = 0_usize;
    for (first, last) in &picture.merges {
        let overlaps = |(a, b): &(At, At)| first.0 <= b.0 && a.0 <= last.0 && first.1 <= b.1 && a.1 <= last.1;
        let sound = first.0 <= last.0 && first.1 <= last.1 && first != last;
        let room = kept.len() < MOST_MERGED && area.saturating_add(size(*first, *last)) <= MOST_FRAMED;
        if sound && room && short(*first).and(short(*last)).is_some() && !kept.iter().any(overlaps) {
            area += size(*first, *last);
            kept.push((*first, *last));
        }
    }
    kept
}

/// Widths, heights and what is hidden; where the file keeps no widths, columns are as wide as what stands in them.
fn lines(picture: &PictureSheet, to: &mut Worksheet) -> Result<(), XlsxError> {
    if picture.columns.is_empty() {
        let mut by_column: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        let merged: HashSet<At> = picture.merges.iter().map(|(first, _)| *first).collect();
        for cell in picture.cells.iter().filter(|c| !merged.contains(&(c.row, c.col))) {
            if let Shows::Text(text) = &cell.shows {
                by_column.entry(cell.col).or_default().push(text);
            }
        }
        for (col, texts) in by_column {
            // a line above the table or below it runs on over its neighbours
            let usual = texts.iter().copied().filter(|t| width(t) <= 50);
            if let Some((_, col)) = short((0, col)) {
                to.set_column_width(col, fit(usual, 8, 40))?;
            }
        }
    }
    for Line { first, last, size, hidden } in &picture.columns {
        let (Some((_, first)), Some((_, last))) = (short((0, *first)), short((0, *last))) else { continue };
        if first > last {
            continue;
        }
        if let Some(size) = size {
            to.set_column_range_width(first, last, (size - PADDING).max(0.0))?;
        }
        if *hidden {
            to.set_column_range_hidden(first, last)?;
        }
    }
    for Line { first, size, hidden, .. } in picture.rows.iter().filter(|r| r.first < ROWS) {
        if let Some(size) = size {
            to.set_row_height(*first, *size)?;
        }
        if *hidden {
            to.set_row_hidden(*first)?;
        }
    }
    Ok(())
}

/// The part of a sheet that is drawn as a table: from the first row with many cells to the last one.
struct Table {
    rows: Option<(u32, u32)>,
    columns: (u32, u32),
    /// The first row that holds something to be seen.
    top: u32,
}

impl Table {
    fn of(picture: &PictureSheet) -> Self {
        let mut counts: BTreeMap<u32, (usize, u32, u32)> = BTreeMap::new();
        let hides = |lines: &[Line], at: u32| lines.iter().any(|l| l.hidden && (l.first..=l.last).contains(&at));
        let hidden: HashSet<u32> = picture.rows.iter().filter(|r| r.hidden).map(|r| r.first).collect();
        let seen = picture.cells.iter().filter(|c| !hidden.contains(&c.row) && !hides(&picture.columns, c.col));
        for cell in seen {
            let (count, first, last) = counts.entry(cell.row).or_insert((0, cell.col, cell.col));
            (*count, *first, *last) = (*count + 1, (*first).min(cell.col), (*last).max(cell.col));
        }
        let most = counts.values().map(|(count, ..)| *count).max().unwrap_or(0);
        let wide = |count: usize| count >= most.min(3) && count > 1;
        let mut rows = counts.iter().filter(|(_, (count, ..))| wide(*count));
        let first = rows.next();
        let columns = first.map_or((1, 0), |(_, (_, first, last))| (*first, *last));
        let last = rows.next_back().or(first).map(|(row, _)| *row);
        let top = counts.keys().next().copied().unwrap_or(0);
        Self { rows: first.map(|(row, _)| *row).zip(last), columns, top }
    }

    fn holds(&self, (row, col): At) -> bool {
        self.rows.is_some_and(|(first, last)| (first..=last).contains(&row))
            && (self.columns.0..=self.columns.1).contains(&col)
    }

    fn is_head(&self, (row, _): At) -> bool {
        self.rows.is_some_and(|(first, _)| row == first)
    }

    /// Its empty cells.
    fn blanks(&self, shows: &HashMap<At, &Shows>) -> impl Iterator<Item = At> {
        let area = self.rows.map_or(0, |(first, last)| size((first, self.columns.0), (last, self.columns.1)));
        let rows = self.rows.filter(|_| area <= MOST_FRAMED).map_or(1..1, |(first, last)| first..last + 1);
        let columns = self.columns;
        rows.flat_map(move |row| (columns.0..=columns.1).map(move |col| (row, col)))
            .filter(|at| !shows.contains_key(at))
    }
}

fn look(style: &Style, table: &Table, at: At, marks: &Own<'_, '_>, merged: bool) -> Format {
    let plain = match (table.holds(at), table.is_head(at)) {
        (true, true) => style.head(),
        (true, false) => style.framed(),
        (false, _) if merged && at.0 == table.top => style.title().set_font_size(14),
        (false, _) => style.plain(),
    };
    match marks.get(&at) {
        Some(marked) => ground(plain, marked.mark),
        None => plain,
    }
}

/// The colour of a mark, with a border that tells the levels apart on a black-and-white printer too.
pub(super) fn ground(format: Format, mark: Mark) -> Format {
    let (color, border, line) = match mark {
        Mark::Error => (0x00F8_CBC6, FormatBorder::Medium, 0x00C0_0000),
        Mark::Warning => (0x00FF_F2CC, FormatBorder::MediumDashed, 0x00BF_8F00),
        Mark::Involved => (0x00E2_EFDA, FormatBorder::Dotted, 0x0037_5623),
    };
    format.set_background_color(color).set_border(border).set_border_color(line)
}

/// Writes what a cell shows. Text stays text whatever it looks like.
fn put(
    to: &mut Worksheet,
    (row, col): (u32, u16),
    shows: &Shows,
    in_table: bool,
    format: Format,
) -> Result<(), XlsxError> {
    let right = |format: Format| format.set_align(FormatAlign::Right);
    match shows {
        Shows::Text(text) => {
            let format = if in_table || text.contains('\n') { format.set_text_wrap() } else { format };
            to.write_string_with_format(row, col, clip(text), &format)?;
        }
        Shows::Number(x) => {
            to.write_number_with_format(row, col, *x, &format)?;
        }
        Shows::Percent(x, places) => {
            let places = format!("{}%", pattern(u8::try_from(*places).unwrap_or(0)));
            to.write_number_with_format(row, col, *x, &format.set_num_format(places))?;
        }
        Shows::Bool(b) => {
            to.write_boolean_with_format(row, col, *b, &format)?;
        }
        Shows::Day(day) => match ExcelDateTime::parse_from_str(&day.to_string()) {
            Ok(date) => {
                to.write_datetime_with_format(row, col, &date, &right(format).set_num_format("yyyy-mm-dd"))?;
            }
            // before 1900 a spreadsheet has no dates
            Err(_) => {
                to.write_string_with_format(row, col, day.to_string(), &format)?;
            }
        },
        // a cell has an error value only as the result of a formula; the error itself is one
        Shows::Error(error) => {
            let formula = Formula::new(error).set_result(error);
            to.write_formula_with_format(row, col, formula, &format)?;
        }
    }
    Ok(())
}

/// What is wrong, on hovering; and the words that would do, where there are but a few.
fn notes(at: At, marked: &Marked<'_>, to: &mut Worksheet) -> Result<(), XlsxError> {
    let Some((row, col)) = short(at) else { return Ok(()) };
    let text: String = clip(&marked.notes.join("\n"));
    let lines: usize = text.lines().map(|line| width(line).div_ceil(38).max(1)).sum();
    let height = u32::try_from(lines.min(30)).unwrap_or(30) * 17 + 16;
    let note = Note::new(text).add_author_prefix(false).set_width(280).set_height(height).set_font_size(9);
    to.insert_note(row, col, &note)?;
    let length: usize = marked.choices.iter().map(|c| c.chars().count() + 1).sum();
    let plain = marked.choices.iter().all(|c| !c.contains(',') && !c.is_empty());
    if !marked.choices.is_empty() && plain && length <= LONGEST_LIST {
        let list = DataValidation::new().allow_list_strings(marked.choices)?.ignore_blank(true);
        // other words are let through: 不适用 is an answer too
        to.add_data_validation(row, col, row, col, &list.show_error_message(false))?;
    }
    Ok(())
}
