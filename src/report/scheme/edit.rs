//! The editable workbook: a sheet for each part of a rubric, lists to choose from, and what to write as notes on headings.

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError};

use crate::finding::Lang;
use crate::number::Exact;
use crate::rubric::Rubric;
use crate::rubric::sheets::{Entry, Holds, Named, SHEETS, Shape, Sheet, YES_NO, pair_headings};
use crate::rubric::words::columns;

use super::super::style::Style;
use super::super::style::{cell as double, clip};
use super::cells::{Cell, rows};

/// Rows below the last one in which lists to choose from are offered too.
const SPARE: u32 = 200;

pub(super) fn sheets(rubric: &Rubric, lang: Lang, book: &mut Workbook) -> Result<(), XlsxError> {
    let style = Style::new(columns(rubric, lang).font);
    for sheet in &SHEETS {
        let worksheet = book.add_worksheet();
        worksheet.set_name(sheet.name(lang))?;
        match sheet.shape {
            Shape::Pairs => pairs(rubric, sheet, lang, &style, worksheet)?,
            Shape::Rows(_) | Shape::Tree => table(rubric, sheet, lang, &style, worksheet)?,
        }
        worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        worksheet.set_freeze_panes(1, if sheet.shape == Shape::Tree { 4 } else { 1 })?;
        worksheet.set_repeat_rows(0, 0)?;
    }
    Ok(())
}

fn pairs(rubric: &Rubric, sheet: &Sheet, lang: Lang, style: &Style, to: &mut Worksheet) -> Result<(), XlsxError> {
    for (col, (heading, width)) in (0_u16..).zip(pair_headings(lang).into_iter().zip([24.0, 60.0, 48.0])) {
        to.write_string_with_format(0, col, heading, &style.head())?.set_column_width(col, width)?;
    }
    for (row, cells) in (1_u32..).zip(rows(rubric, sheet, lang)) {
        let entry = sheet.entries.iter().find(|e| cells.first() == Some(&Cell::Text(e.name(lang).to_owned())));
        for (col, cell) in (0_u16..).zip(&cells) {
            let format = match col {
                1 => style.text().set_num_format("@"),
                2 => style.foot(),
                _ => style.text(),
            };
            put(to, row, col, cell, &format)?;
        }
        if let Some(entry) = entry {
            choices(to, entry, lang, (row, row), 1)?;
        }
    }
    Ok(())
}

fn table(rubric: &Rubric, sheet: &Sheet, lang: Lang, style: &Style, to: &mut Worksheet) -> Result<(), XlsxError> {
    let rows = rows(rubric, sheet, lang);
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX - SPARE) + SPARE;
    for (col, entry) in (0_u16..).zip(sheet.entries) {
        to.write_string_with_format(0, col, entry.name(lang), &style.head())?;
        to.set_column_width(col, f64::from(entry.width))?;
        // what is typed into a column of text stays text: a period, an id such as 1E5
        if entry.holds == Holds::Text {
            to.set_column_format(col, &Format::new().set_num_format("@"))?;
        }
        if !entry.about(lang).is_empty() {
            to.insert_note(0, col, &Note::new(entry.about(lang)).add_author_prefix(false))?;
        }
        choices(to, entry, lang, (1, last), col)?;
    }
    to.set_row_height(0, 32)?;
    let rule = sheet.entries.iter().position(|e| e.key == "rule");
    let (text, said) = (style.text(), style.text().set_font_color(0x0059_5959));
    let section = |format: &Format, is: bool| if is { Style::subtotal(format.clone()) } else { format.clone() };
    for (row, cells) in (1_u32..).zip(&rows) {
        let heading = rule.is_some_and(|at| cells[at] == Cell::Empty);
        for ((col, entry), cell) in (0_u16..).zip(sheet.entries).zip(cells) {
            let format = match entry.holds {
                Holds::Said => said.clone(),
                Holds::Text => text.clone().set_num_format("@"),
                Holds::Number | Holds::Scalar => text.clone().set_align(FormatAlign::Right),
                _ => text.clone(),
            };
            put(to, row, col, cell, &section(&format, heading))?;
        }
    }
    Ok(())
}

/// A number goes out as a number where a spreadsheet holds it exactly, and as text where it does not.
fn put(to: &mut Worksheet, row: u32, col: u16, cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => to.write_blank(row, col, format)?,
        Cell::Text(text) => to.write_string_with_format(row, col, clip(text), format)?,
        Cell::Number(n) if held(n) => {
            to.write_number_with_format(row, col, double(n), &format.clone().set_num_format("General"))?
        }
        Cell::Number(n) => to.write_string_with_format(row, col, n.to_string(), format)?,
    };
    Ok(())
}

/// Whether a double, read back by its shortest text, is this very number.
fn held(n: &Exact) -> bool {
    n.to_string().len() <= 15 && Exact::from_double(n.to_f64()).is_some_and(|(back, _)| back == *n)
}

/// A list to choose from where only certain words are understood.
fn choices(to: &mut Worksheet, entry: &Entry, lang: Lang, rows: (u32, u32), col: u16) -> Result<(), XlsxError> {
    let words: Vec<&str> = match entry.holds {
        Holds::Word(words) => words.iter().map(|w| w.name(lang)).collect(),
        Holds::Flag => YES_NO.iter().map(|w| w.name(lang)).collect(),
        _ => return Ok(()),
    };
    let list = DataValidation::new().allow_list_strings(&words)?.ignore_blank(true);
    to.add_data_validation(rows.0, col, rows.1, col, &list)?;
    Ok(())
}
