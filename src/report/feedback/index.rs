//! The first sheet of a joint workbook: every unit with a link to its sheet.

use rust_xlsxwriter::{Url, Worksheet};

use crate::report::style::{Places, cell, clip, graded, print};
use crate::report::text::put;
use crate::report::{Unmade, columns};

use super::{Context, UNITS_A_BOOK};

pub(super) fn sheet(
    context: &Context<'_>,
    units: &[usize],
    names: &[String],
    (part, of): (usize, usize),
    sheet: &mut Worksheet,
) -> Result<(), Unmade> {
    let (report, style) = (context.report, &context.style);
    let words = report.words();
    let grades = &report.rubric.scheme.grades;
    let last = if grades.is_empty() { 2 } else { 3 };
    sheet.set_name(context.words.index)?;
    let title = format!("{}\n{}", report.title(), context.words.title);
    sheet.merge_range(0, 0, 0, last, &title, &style.title())?;
    sheet.set_row_height(0, 52)?;
    let mut about = report.subtitle();
    if of > 1 {
        let counts = [of, part, units.len(), UNITS_A_BOOK].map(|n| n.to_string());
        about = format!("{about}\n{}", put(context.words.part, &counts.each_ref().map(String::as_str)));
    }
    sheet.merge_range(1, 0, 1, last, &about, &style.subtitle())?;
    sheet.set_row_height(1, columns::height(about.lines().count() + 1, 10.0))?;
    let heads = [words.rank, words.unit, words.total, words.grade];
    for ((at, heading), width) in (0..=last).zip(heads).zip([8.0, 56.0, 12.0, 12.0]) {
        sheet.write_string_with_format(2, at, heading, &style.head())?;
        sheet.set_column_width(at, width)?;
    }
    let number = style.centred_number(Places::of(report.rubric).total);
    for ((row, unit), name) in (3_u32..).zip(units).zip(names) {
        let total = &report.outcome.finals()[*unit];
        match &total.rank {
            Some(rank) => sheet.write_number_with_format(row, 0, cell(rank), &style.centred())?,
            None => sheet.write_string_with_format(row, 0, words.na_mark, &style.centred())?,
        };
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(clip(&report.register.units()[*unit].name));
        let linked = style.text().set_font_color(0x05_63C1).set_underline(rust_xlsxwriter::FormatUnderline::Single);
        sheet.write_url_with_format(row, 1, link, &linked)?;
        match &total.published {
            Some(published) => sheet.write_number_with_format(row, 2, cell(published), &number)?,
            None => sheet.write_string_with_format(row, 2, words.na_mark, &style.centred())?,
        };
        if !grades.is_empty() {
            let format = match total.grade {
                Some(grade) => graded(style.centred(), grade, grades.len()),
                None => style.centred(),
            };
            let grade = total.grade.map_or("", |g| grades[g].name.as_str());
            sheet.write_string_with_format(row, 3, grade, &format)?;
        }
    }
    sheet.set_freeze_panes(3, 0)?;
    print(sheet, words, (2, 2))?;
    sheet.set_portrait();
    Ok(())
}
