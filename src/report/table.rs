//! A sheet that is one plain table: title, a line under it, headed columns, rows; printed across A4 with repeated headings.

use rust_xlsxwriter::{Format, FormatAlign, Url, Worksheet};

use crate::number::Exact;

use super::Unmade;
use super::columns;
use super::style::{Style, cell, clip, graded, print};
use super::text::Words;

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    /// Names and sentences.
    Text,
    /// Sentences in small print.
    Small,
    /// Something short, in the middle.
    Centred,
    /// A number of so many decimals.
    Number(u8),
    /// A ratio shown in per cent.
    Percent,
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub heading: String,
    pub set: Set,
    /// Its width in characters, fitted to what it holds between these bounds.
    pub bounds: (usize, usize),
    /// Whether neighbours that say the same are merged.
    pub merged: bool,
}

impl Column {
    pub(super) fn new(heading: &str, set: Set, bounds: (usize, usize)) -> Self {
        Self { heading: heading.to_owned(), set, bounds, merged: false }
    }
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Text(String),
    Number(Exact),
    /// A grade, by index of so many.
    Grade(String, usize, usize),
    /// A text that leads somewhere.
    Link {
        to: String,
        text: String,
    },
}

impl Shown {
    /// A number, or the mark for none.
    pub(super) fn number(x: Option<&Exact>, none: &str) -> Self {
        x.map_or_else(|| Self::Text(none.to_owned()), |x| Self::Number(x.clone()))
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// As it is measured for the width of a column.
    fn measured(&self, set: Set) -> String {
        match self {
            Self::Text(text) | Self::Grade(text, ..) | Self::Link { text, .. } => text.clone(),
            Self::Number(x) => match set {
                Set::Percent => "100.0%".to_owned(),
                Set::Number(places) => format!("{:.*}", usize::from(places), x.to_f64()),
                _ => x.to_string(),
            },
        }
    }
}

/// A table about to be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Shown>>,
    /// Said where there is no row.
    pub none: &'static str,
}

/// Links beyond this many on one sheet are texts: spreadsheet programs refuse more.
const MOST_LINKS: usize = 60_000;

/// Rows from which on widths are judged by the first of them.
const SAMPLE: usize = 5_000;

impl Table {
    /// Writes the table from `top` on: headings there, rows below. Returns the row after its last.
    pub(super) fn write(&self, style: &Style, sheet: &mut Worksheet, top: u32) -> Result<u32, Unmade> {
        let widths = self.widths();
        let mut lines = 1;
        for ((at, column), width) in (0_u16..).zip(&self.columns).zip(&widths) {
            sheet.write_string_with_format(top, at, &column.heading, &style.head())?;
            lines = lines.max(columns::lines(&column.heading, *width));
        }
        sheet.set_row_height(top, columns::height(lines, 10.0).max(22.0))?;
        let formats: Vec<Format> = self.columns.iter().map(|c| format(style, c.set)).collect();
        let mut linked = 0;
        for (row, cells) in (top + 1..).zip(&self.rows) {
            let mut high = 1;
            for (((at, shown), column), format) in (0_u16..).zip(cells).zip(&self.columns).zip(&formats) {
                if matches!(column.set, Set::Text | Set::Small) && !column.merged {
                    let wide = if column.set == Set::Small { 1.1 } else { 1.0 };
                    let width = widths[usize::from(at)] * wide;
                    high = high.max(columns::lines(&shown.measured(column.set), width));
                }
                write(style, sheet, (row, at), shown, format, &mut linked)?;
            }
            sheet.set_row_height(row, columns::height(high, 9.5).max(18.0))?;
        }
        let end = top + 1 + rows(self.rows.len());
        if self.rows.is_empty() {
            let last = u16::try_from(self.columns.len()).unwrap_or(1).max(2) - 1;
            sheet.merge_range(end, 0, end, last, self.none, &style.centred())?;
            sheet.set_row_height(end, 24)?;
            return Ok(end + 1);
        }
        for (at, column) in (0_u16..).zip(&self.columns).filter(|(_, c)| c.merged) {
            self.merge(style, sheet, (top + 1, at), column)?;
        }
        Ok(end)
    }

    /// Sets the widths of the columns.
    pub(super) fn set_widths(&self, sheet: &mut Worksheet) -> Result<(), Unmade> {
        for (at, width) in (0_u16..).zip(self.widths()) {
            sheet.set_column_width(at, width)?;
        }
        Ok(())
    }

    /// Merges runs of rows that say the same in this and every merged column before it.
    fn merge(
        &self,
        style: &Style,
        sheet: &mut Worksheet,
        (top, at): (u32, u16),
        column: &Column,
    ) -> Result<(), Unmade> {
        let index = usize::from(at);
        let before = |row: &[Shown]| -> Vec<Shown> {
            row.iter().zip(&self.columns).take(index + 1).filter(|(_, c)| c.merged).map(|(s, _)| s.clone()).collect()
        };
        let mut start = 0;
        while start < self.rows.len() {
            let key = before(&self.rows[start]);
            let run = self.rows[start..].iter().take_while(|row| before(row) == key).count().max(1);
            if run > 1 {
                let text = self.rows[start][index].measured(column.set);
                let format = format(style, column.set).set_text_wrap();
                sheet.merge_range(top + rows(start), at, top + rows(start + run) - 1, at, &clip(&text), &format)?;
            }
            start += run;
        }
        Ok(())
    }

    fn widths(&self) -> Vec<f64> {
        let fit = |(at, column): (usize, &Column)| {
            let shown = self.rows.iter().take(SAMPLE).filter_map(|row| row.get(at)).map(|s| s.measured(column.set));
            let texts: Vec<String> = shown.collect();
            let heading = column.heading.lines().map(str::to_owned);
            let (least, most) = column.bounds;
            let all: Vec<String> = texts.into_iter().chain(heading).collect();
            columns::fit(all.iter().map(String::as_str), least, most)
        };
        self.columns.iter().enumerate().map(fit).collect()
    }
}

/// A sheet with one table: title, line, headings, rows.
pub(super) fn sheet(
    words: &Words,
    style: &Style,
    to: &mut Worksheet,
    (name, says): (&str, &str),
    table: &Table,
) -> Result<(), Unmade> {
    let last = u16::try_from(table.columns.len()).unwrap_or(1).max(2) - 1;
    to.set_name(name)?;
    head(style, to, name, says, last)?;
    table.set_widths(to)?;
    let end = table.write(style, to, HEAD)?;
    let merged = table.columns.iter().any(|c| c.merged);
    if !table.rows.is_empty() && !merged {
        to.autofilter(HEAD, 0, end - 1, last)?;
    }
    to.set_freeze_panes(HEAD + 1, 1)?;
    print(to, words, (HEAD, HEAD))?;
    to.set_print_area(0, 0, end - 1, last)?;
    Ok(())
}

/// The row of headings of such a sheet.
pub(super) const HEAD: u32 = 2;

/// The title of a sheet and the line under it, over so many columns.
pub(super) fn head(style: &Style, to: &mut Worksheet, title: &str, says: &str, last: u16) -> Result<(), Unmade> {
    to.merge_range(0, 0, 0, last, title, &style.title())?;
    to.set_row_height(0, 30)?;
    to.merge_range(1, 0, 1, last, says, &style.subtitle())?;
    to.set_row_height(1, 18)?;
    Ok(())
}

fn format(style: &Style, set: Set) -> Format {
    match set {
        Set::Text => style.text(),
        Set::Small => style.text().set_font_size(9),
        Set::Centred => style.centred(),
        Set::Number(places) => style.number(places),
        Set::Percent => style.framed().set_align(FormatAlign::Right).set_num_format("0.0%"),
    }
}

fn write(
    style: &Style,
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    shown: &Shown,
    format: &Format,
    linked: &mut usize,
) -> Result<(), Unmade> {
    match shown {
        Shown::Text(text) => sheet.write_string_with_format(row, at, clip(text), format)?,
        Shown::Number(x) => sheet.write_number_with_format(row, at, cell(x), format)?,
        Shown::Grade(name, grade, of) => {
            sheet.write_string_with_format(row, at, name, &graded(style.centred().set_bold(), *grade, *of))?
        }
        Shown::Link { to, text } => {
            *linked += 1;
            let url = Url::new(to.as_str()).set_text(clip(text));
            let blue = format.clone().set_font_color(LINK);
            if *linked > MOST_LINKS || sheet.write_url_with_format(row, at, &url, &blue).is_err() {
                sheet.write_string_with_format(row, at, clip(text), format)?;
            }
            sheet
        }
    };
    Ok(())
}

/// Ink of links.
const LINK: u32 = 0x1F_4E9E;

/// A count of rows as the writer takes it.
pub(super) fn rows(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The format that shows a number of so many decimals in the middle, for ranks that may be halves.
pub(super) fn rank_set(ranks: &[Option<&Exact>]) -> Set {
    let whole = ranks.iter().flatten().all(|x| x.is_whole());
    Set::Number(u8::from(!whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_shown_as_declared() {
        let number = Shown::Number("98.5".parse().unwrap());
        assert_eq!(number.measured(Set::Number(2)), "98.50");
    }
}
