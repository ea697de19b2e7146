//! Sheet 修改清单: what is to be mended, an item a row, each leading to its cell.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline, Url, Worksheet, XlsxError};

use crate::finding::Level;
use crate::finding::text::{expected, found, level_name};
use crate::ingest::list_of_mendings;

use super::super::columns::{double, height, lines};
use super::super::style::{Style, clip, print};
use super::super::text::{mending, put, words};
use super::{Mark, Mending, SendBack, Spot, sheet::ground};

const WIDTHS: [f64; 9] = [5.0, 6.0, 14.0, 21.0, 19.0, 16.0, 38.0, 17.0, 16.0];
/// The row of headings.
const HEAD: u32 = 4;
const LAST: u16 = 8;
const SIZE: f64 = 9.0;
/// Most links that a sheet may have; what is further down says its cell without leading to it.
const MOST_LINKS: usize = 65_000;
/// Most characters of an internal link that spreadsheets follow.
const LONGEST_LINK: usize = 2000;

pub(super) fn sheet(back: &SendBack<'_>, style: &Style, to: &mut Worksheet) -> Result<(), XlsxError> {
    to.set_name(list_of_mendings(back.lang).sheet)?;
    heading(back, style, to)?;
    let words = mending(back.lang);
    for ((col, heading), width) in (0_u16..).zip(words.heads).zip(WIDTHS) {
        to.write_string_with_format(HEAD, col, heading, &style.head())?.set_column_width(col, width)?;
    }
    to.set_row_height(HEAD, 22)?;
    for (row, (number, one)) in (HEAD + 1..).zip((1_usize..).zip(&back.mendings)) {
        item(back, style, (row, number), one, to)?;
    }
    let end = HEAD + u32::try_from(back.mendings.len()).unwrap_or(0);
    to.autofilter(HEAD, 0, end, LAST)?;
    if !back.sheets.is_empty() {
        legend(back, style, end + 2, to)?;
    }
    to.set_freeze_panes(HEAD + 1, 0)?;
    print(to, self::words(back.lang), (HEAD, HEAD))?;
    to.set_active(true);
    Ok(())
}

fn heading(back: &SendBack<'_>, style: &Style, to: &mut Worksheet) -> Result<(), XlsxError> {
    let words = mending(back.lang);
    to.merge_range(0, 0, 0, LAST, words.title, &style.title())?.set_row_height(0, 30)?;
    let plain = style.plain().set_text_wrap();
    let count = |level| back.mendings.iter().filter(|m| m.finding.level == level).count().to_string();
    let counts = put(words.counts, &[&count(Level::Error), &count(Level::Warning), &back.files.join("  ")]);
    let how = if back.sheets.is_empty() { words.how_bare } else { words.how };
    let rows = [
        (put(words.to, &[&back.to, back.title]), plain.clone().set_bold()),
        (counts, plain.clone()),
        (how.to_owned(), plain.set_font_color(0x00C0_0000)),
    ];
    let room = WIDTHS.iter().sum::<f64>();
    for (row, (text, format)) in (1_u32..).zip(&rows) {
        to.merge_range(row, 0, row, LAST, &clip(text), format)?;
        to.set_row_height(row, height(lines(text, room), 10.0))?;
    }
    Ok(())
}

fn item(
    back: &SendBack<'_>,
    style: &Style,
    (row, number): (u32, usize),
    one: &Mending<'_>,
    to: &mut Worksheet,
) -> Result<(), XlsxError> {
    let words = mending(back.lang);
    let finding = one.finding;
    let mark = if finding.level == Level::Error { Mark::Error } else { Mark::Warning };
    let found = without_files(&found(finding, back.lang), &back.files);
    let found =
        if found.is_empty() && one.at.is_some_and(|s| s.cell.is_some()) { words.blank.to_owned() } else { found };
    let remark = remark(back, one);
    let shown = one.at.map_or_else(|| place(one), |spot| label(back, spot));
    let expected = without_files(&expected(finding, back.lang), &back.files);
    let what = without_files(&finding.says(back.lang), &back.files);
    let texts = [
        number.to_string(),
        level_name(finding.level, back.lang).to_owned(),
        shown,
        one.item.clone(),
        found,
        expected,
        what,
        String::new(),
        remark,
    ];
    let small = style.text().set_font_size(SIZE);
    let mut most = 1;
    for ((col, text), width) in (0_u16..).zip(&texts).zip(WIDTHS) {
        most = most.max(lines(text, width * 1.1));
        let format = match col {
            0 => style.centred().set_font_size(SIZE),
            1 => ground(style.centred().set_font_size(SIZE), mark),
            2 => small.clone().set_font_color(0x0005_63C1),
            _ => small.clone(),
        };
        match (col, one.at) {
            (0, _) => {
                to.write_number_with_format(row, col, double(number), &format)?;
            }
            (2, Some(spot)) if number <= MOST_LINKS => link(back, (row, col), spot, text, &format, to)?,
            _ => {
                to.write_string_with_format(row, col, clip(text), &format)?;
            }
        }
    }
    to.set_row_height(row, height(most, SIZE))?;
    Ok(())
}

fn remark(back: &SendBack<'_>, one: &Mending<'_>) -> String {
    let words = mending(back.lang);
    let mut said = Vec::new();
    if one.times > 1 {
        said.push(put(words.times, &[&one.times.to_string()]));
    }
    if !one.involved.is_empty() {
        let cells: Vec<String> = one.involved.iter().map(|spot| short(back, one.at, *spot)).collect();
        said.push(put(words.involved, &[&cells.join(self::words(back.lang).comma)]));
    }
    said.join(self::words(back.lang).and)
}

fn link(
    back: &SendBack<'_>,
    (row, col): (u32, u16),
    spot: Spot,
    text: &str,
    format: &Format,
    to: &mut Worksheet,
) -> Result<(), XlsxError> {
    let (at, left) = spot.cell.unwrap_or((0, 0));
    let title = back.sheets[spot.sheet].title.replace('\'', "''");
    let target = format!("internal:'{title}'!{}", cell_name(at, left));
    if target.len() > LONGEST_LINK {
        to.write_string_with_format(row, col, text, format)?;
    } else {
        to.write_url_with_format(
            row,
            col,
            Url::new(target).set_text(text),
            &format.clone().set_underline(FormatUnderline::Single),
        )?;
    }
    Ok(())
}

/// Where the file itself, or a sheet that is not here, is meant.
fn place(one: &Mending<'_>) -> String {
    let place = &one.finding.place;
    let file = place.file.rsplit('/').next().unwrap_or_default();
    [file, place.sheet.as_ref(), place.cell.as_ref()]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join("!")
}

fn label(back: &SendBack<'_>, spot: Spot) -> String {
    let title = &back.sheets[spot.sheet].title;
    match spot.cell {
        Some((row, col)) => format!("{title}!{}", cell_name(row, col)),
        None => title.clone(),
    }
}

/// A cell's name, without its sheet where that is the item's own.
fn short(back: &SendBack<'_>, own: Option<Spot>, spot: Spot) -> String {
    match (own, spot.cell) {
        (Some(own), Some((row, col))) if own.sheet == spot.sheet => cell_name(row, col),
        _ => label(back, spot),
    }
}

fn cell_name(row: u32, col: u32) -> String {
    u16::try_from(col).map_or_else(|_| String::new(), |col| rust_xlsxwriter::utility::row_col_to_cell(row, col))
}

/// The text without the paths of the files that came from the sender.
pub(super) fn without_files(text: &str, files: &[String]) -> String {
    files.iter().fold(text.to_owned(), |text, file| text.replace(&format!("{file}!"), ""))
}

fn legend(back: &SendBack<'_>, style: &Style, row: u32, to: &mut Worksheet) -> Result<(), XlsxError> {
    let words = mending(back.lang);
    let marks = [Mark::Error, Mark::Warning, Mark::Involved];
    for (row, (mark, text)) in (row..).zip(marks.into_iter().zip(words.legend)) {
        let format = ground(style.framed().set_border(FormatBorder::Thin), mark);
        to.write_string_with_format(row, 2, "", &format)?;
        to.write_string_with_format(row, 3, text, &style.foot().set_align(FormatAlign::Left))?;
    }
    Ok(())
}
