//! The live sheets, written.

use rust_xlsxwriter::{Color, Format, Formula, Note, Workbook, Worksheet};

use crate::report::style::{Style, clip, page, pattern};
use crate::report::{Report, Unmade, columns};

use super::Live;
use super::formula::print::print;
use super::formula::{Cell, ColId};
use super::place::{BEFORE, FIRST, SINGLES, VALUE};
use super::plan::{Column, Look, Sheet, Typed};

/// Ground of cells that are typed in.
const INPUT: u32 = 0xFF_F9E5;
/// Ground of constants in place of formulas.
const CONSTANT: u32 = 0xF4_CCCC;
/// Sheets with many columns are printed so much smaller, and no smaller.
const SCALE: u16 = 68;
/// Decimals that a step on the way is shown with, as far as they are there.
const STEP: &str = "0.######";

/// Writes all of them.
pub fn sheets(report: &Report<'_>, live: &Live, style: &Style, book: &mut Workbook) -> Result<(), Unmade> {
    for (sheet, name) in &live.layout.sheets {
        let worksheet = book.add_worksheet();
        worksheet.set_name(name)?;
        worksheet.set_formula_result_default("");
        match sheet {
            Sheet::Settings | Sheet::Statistics => singles(report, live, style, *sheet, worksheet)?,
            Sheet::Data | Sheet::Scores(_) | Sheet::Unadjusted(_) => units(report, live, style, *sheet, worksheet)?,
        }
        page(worksheet, report.words());
        if matches!(sheet, Sheet::Settings | Sheet::Statistics) {
            worksheet.set_print_fit_to_pages(1, 0).set_repeat_rows(SINGLES - 1, SINGLES - 1)?;
        } else {
            worksheet.set_print_scale(SCALE).set_repeat_rows(2, FIRST - 1)?.set_repeat_columns(0, BEFORE - 1)?;
        }
    }
    Ok(())
}

/// A sheet with units down.
fn units(report: &Report<'_>, live: &Live, style: &Style, sheet: Sheet, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = report.words();
    let title = live.layout.sheets.iter().find(|(s, _)| *s == sheet).map_or("", |(_, name)| name.as_str());
    let remark = if sheet == Sheet::Data { words.live.about_data } else { words.live.about_scores };
    to.write_string_with_format(
        0,
        0,
        title,
        &style.title().set_align(rust_xlsxwriter::FormatAlign::Left).unset_text_wrap(),
    )?;
    to.write_string_with_format(1, 0, remark, &style.foot().unset_text_wrap())?;
    to.set_row_height(0, 28)?;
    for (at, text) in [(0, words.live.code), (1, words.unit)] {
        to.merge_range(2, at, FIRST - 1, at, text, &style.head())?;
    }
    let wide = columns::fit(report.register.units().iter().map(|u| u.name.as_str()), 10, 28);
    to.set_column_width(0, 10)?.set_column_width(1, wide)?;
    let (plain, bold) = (style.centred(), style.text().unset_text_wrap());
    for (row, unit) in (FIRST..).zip(report.register.units()) {
        to.write_string_with_format(row, 0, &unit.code, &plain)?;
        to.write_string_with_format(row, 1, &unit.name, &bold)?;
    }
    let mut lines = 1;
    for (column, (on, at)) in live.layout.columns.iter().enumerate() {
        if *on != sheet {
            continue;
        }
        let planned = &live.plan.columns[column];
        for (row, text) in (2_u32..).zip(&planned.heads) {
            let format = if row == 2 { style.small_head() } else { style.small_head().set_text_wrap() };
            to.write_string_with_format(row, *at, clip(text), &format)?;
        }
        let width: f64 = if matches!(planned.look, Look::Score(_)) { 9.5 } else { 10.5 };
        to.set_column_width(*at, width)?;
        lines = lines.max(columns::lines(&planned.heads[1], width * 1.2));
        fill(report, live, style, (sheet, column, *at), to)?;
        // steps on the way can be folded away
        if planned.look == Look::Step {
            to.set_column_width(*at, 9)?;
        }
    }
    to.set_row_height(3, columns::height(lines, 8.0).min(110.0))?;
    to.set_row_height(4, columns::height(2, 8.0))?;
    fold(live, sheet, to)?;
    to.set_freeze_panes(FIRST, BEFORE)?;
    Ok(())
}

/// Puts runs of steps into an outline, open.
fn fold(live: &Live, sheet: Sheet, to: &mut Worksheet) -> Result<(), Unmade> {
    let mut steps: Vec<u16> = Vec::new();
    for (column, (on, at)) in live.layout.columns.iter().enumerate() {
        if *on == sheet && live.plan.columns[column].look == Look::Step {
            steps.push(*at);
        }
    }
    steps.sort_unstable();
    let mut from = 0;
    while from < steps.len() {
        let run = steps[from..].windows(2).take_while(|pair| pair[1] == pair[0] + 1).count();
        to.group_columns(steps[from], steps[from + run])?;
        from += run + 1;
    }
    Ok(())
}

/// The format of a column's cells.
fn format(style: &Style, look: Look) -> Format {
    match look {
        Look::Input(typed) => {
            let format = style.framed().set_background_color(Color::RGB(INPUT));
            match typed {
                Typed::Number => format.set_align(rust_xlsxwriter::FormatAlign::Right),
                Typed::Truth => format.set_align(rust_xlsxwriter::FormatAlign::Center),
                Typed::Text => format.set_num_format("@"),
                Typed::Date => format.set_num_format("yyyy-mm-dd"),
            }
        }
        Look::Step => {
            style.framed().set_font_size(9).set_align(rust_xlsxwriter::FormatAlign::Right).set_num_format(STEP)
        }
        Look::Score(places) => {
            style.framed().set_bold().set_align(rust_xlsxwriter::FormatAlign::Right).set_num_format(pattern(places))
        }
        Look::Whole | Look::Word => style.centred().set_bold(),
    }
}

fn fill(
    report: &Report<'_>,
    live: &Live,
    style: &Style,
    (sheet, column, at): (Sheet, ColId, u16),
    to: &mut Worksheet,
) -> Result<(), Unmade> {
    let planned: &Column = &live.plan.columns[column];
    let format = format(style, planned.look);
    let marked = format.clone().set_background_color(Color::RGB(CONSTANT)).set_italic();
    let places = live.layout.from(sheet);
    let mut constants = planned.constants.iter().copied().collect::<std::collections::HashMap<_, _>>();
    for (row, cell) in planned.cells.iter().enumerate() {
        let row_at = FIRST + u32::try_from(row).unwrap_or(0);
        if let Some(why) = constants.remove(&row) {
            plain(to, (row_at, at), cell, &marked)?;
            if planned.formula.is_some() {
                to.insert_note(row_at, at, &Note::new(super::why(report.words(), why)))?;
            }
            continue;
        }
        match &planned.formula {
            None => plain(to, (row_at, at), cell, &format)?,
            Some(formula) => {
                let text = print(formula, row_at + 1, &places);
                formula_cell(to, (row_at, at), text, formula.is_array(), &planned.shown(row), &format)?;
            }
        }
    }
    for (row, note) in &planned.notes {
        to.insert_note(FIRST + u32::try_from(*row).unwrap_or(0), at, &Note::new(clip(note)))?;
    }
    Ok(())
}

/// What is typed in, or a constant.
fn plain(to: &mut Worksheet, (row, at): (u32, u16), cell: &Cell, format: &Format) -> Result<(), Unmade> {
    match cell {
        Cell::Num(x) => to.write_number_with_format(row, at, *x, format)?,
        Cell::Text(text) => to.write_string_with_format(row, at, clip(text), format)?,
        Cell::Bool(_) | Cell::Blank | Cell::Error => to.write_blank(row, at, format)?,
    };
    Ok(())
}

/// A formula with its result.
fn formula_cell(
    to: &mut Worksheet,
    (row, at): (u32, u16),
    text: String,
    array: bool,
    cell: &Cell,
    format: &Format,
) -> Result<(), Unmade> {
    let formula = Formula::new(text).set_result(result(cell));
    if array {
        to.write_array_formula_with_format(row, at, row, at, formula, format)?;
    } else {
        to.write_formula_with_format(row, at, formula, format)?;
    }
    Ok(())
}

/// A result as the file holds it.
pub fn result(cell: &Cell) -> String {
    match cell {
        Cell::Num(x) => x.to_string(),
        Cell::Text(text) => text.to_string(),
        Cell::Bool(b) => b.to_string().to_uppercase(),
        Cell::Blank => String::new(),
        Cell::Error => "#VALUE!".to_owned(),
    }
}

/// A sheet of single cells.
fn singles(report: &Report<'_>, live: &Live, style: &Style, sheet: Sheet, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = report.words();
    let title = live.layout.sheets.iter().find(|(s, _)| *s == sheet).map_or("", |(_, name)| name.as_str());
    let remark = if sheet == Sheet::Settings { words.live.about_settings } else { words.live.about_statistics };
    to.write_string_with_format(
        0,
        0,
        title,
        &style.title().set_align(rust_xlsxwriter::FormatAlign::Left).unset_text_wrap(),
    )?;
    to.write_string_with_format(1, 0, remark, &style.foot().unset_text_wrap())?;
    to.set_row_height(0, 28)?;
    for (at, (text, width)) in (0_u16..).zip(words.live.single_heads.into_iter().zip([14.0, 40.0, 30.0, 14.0])) {
        to.write_string_with_format(SINGLES - 1, at, text, &style.head())?;
        to.set_column_width(at, width)?;
    }
    let places = live.layout.from(sheet);
    for (cell, (on, row)) in live.layout.singles.iter().enumerate() {
        if *on != sheet {
            continue;
        }
        let single = &live.plan.singles[cell];
        for (at, text) in (0_u16..).zip(&single.heads) {
            to.write_string_with_format(*row, at, clip(text), &style.text().set_font_size(9))?;
        }
        let format = format(style, single.look);
        let value = live.plan.value(cell);
        match &single.formula {
            None => plain(to, (*row, VALUE), value, &format)?,
            Some(formula) => {
                let text = print(formula, FIRST + 1, &places);
                formula_cell(to, (*row, VALUE), text, formula.is_array(), value, &format)?;
            }
        }
    }
    to.set_freeze_panes(SINGLES, 0)?;
    Ok(())
}
