//! How a workbook looks: fonts, borders, colours, number formats and the set-up for print.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::number::Exact;
use crate::rubric::Rubric;

use super::text::Words;

/// Ink of headings.
const NAVY: u32 = 0x1F_3864;
/// Ground of headings.
const HEAD: u32 = 0xDC_E6F1;
/// Ground of subtotals.
const SUBTOTAL: u32 = 0xF2_F2F2;
/// Ink of what is said in passing.
const GREY: u32 = 0x59_5959;
/// Lines.
const LINE: u32 = 0xA6_A6A6;

/// Pale grounds for grades, from the best to the worst; they stay readable on a black-and-white printer.
const GRADE_GROUNDS: [u32; 5] = [0xC6_E7CE, 0xDD_EBF7, 0xFF_F2CC, 0xFC_E4D6, 0xF8_CBC6];
/// The same for a page, and the colour of what has no grade.
pub(super) const BARS: [&str; 6] = ["#4c9f70", "#5b8db8", "#e3b23c", "#e08a4f", "#c0504d", "#a6a6a6"];
/// Stronger colours of the same grades for bars.
const GRADE_BARS: [u32; 5] = [0x4C_9F70, 0x5B_8DB8, 0xE3_B23C, 0xE0_8A4F, 0xC0_504D];

/// The formats of a workbook.
#[derive(Debug)]
pub(super) struct Style {
    font: &'static str,
}

impl Style {
    pub(super) const fn new(font: &'static str) -> Self {
        Self { font }
    }

    /// Text without a frame.
    pub(super) fn plain(&self) -> Format {
        Format::new().set_font_name(self.font).set_font_size(10).set_align(FormatAlign::VerticalCenter)
    }

    /// The title of a sheet.
    pub(super) fn title(&self) -> Format {
        self.plain().set_font_size(16).set_bold().set_font_color(NAVY).set_align(FormatAlign::Center).set_text_wrap()
    }

    /// The line under a title.
    pub(super) fn subtitle(&self) -> Format {
        self.plain().set_font_color(GREY).set_align(FormatAlign::Center).set_text_wrap()
    }

    /// What is said at the foot of a table.
    pub(super) fn foot(&self) -> Format {
        self.plain().set_font_size(9).set_font_color(GREY).set_align(FormatAlign::Left).set_text_wrap()
    }

    /// The heading of a column.
    pub(super) fn head(&self) -> Format {
        self.framed()
            .set_bold()
            .set_font_color(NAVY)
            .set_background_color(HEAD)
            .set_align(FormatAlign::Center)
            .set_text_wrap()
    }

    /// A heading of a narrow column with a long name.
    pub(super) fn small_head(&self) -> Format {
        self.head().unset_bold().set_font_size(8)
    }

    /// A cell of a table.
    pub(super) fn framed(&self) -> Format {
        self.plain().set_border(FormatBorder::Thin).set_border_color(LINE)
    }

    /// A cell with text that may be long.
    pub(super) fn text(&self) -> Format {
        self.framed().set_align(FormatAlign::Left).set_text_wrap()
    }

    /// A cell with something short.
    pub(super) fn centred(&self) -> Format {
        self.framed().set_align(FormatAlign::Center)
    }

    /// A cell with a number of so many decimals.
    pub(super) fn number(&self, places: u8) -> Format {
        self.framed().set_align(FormatAlign::Right).set_num_format(pattern(places))
    }

    /// A number in the middle of a wide column.
    pub(super) fn centred_number(&self, places: u8) -> Format {
        self.centred().set_num_format(pattern(places))
    }

    /// A number that was arrived at in a way worth a mark.
    pub(super) fn marked(&self, places: u8, mark: &str) -> Format {
        self.number(places).set_italic().set_num_format(format!("{}\"{mark}\"", pattern(places)))
    }

    /// The ground of a subtotal.
    pub(super) fn subtotal(format: Format) -> Format {
        format.set_bold().set_background_color(SUBTOTAL)
    }
}

/// The number format with so many decimals.
pub(super) fn pattern(places: u8) -> String {
    if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(usize::from(places))) }
}

/// A format on the ground of a grade.
pub(super) fn graded(format: Format, grade: usize, of: usize) -> Format {
    format.set_background_color(Color::RGB(GRADE_GROUNDS[shade(grade, of)]))
}

/// The ground of a grade alone, for cells whose grade may change.
pub(super) fn grade_ground(grade: usize, of: usize) -> Format {
    Format::new().set_background_color(Color::RGB(GRADE_GROUNDS[shade(grade, of)]))
}

/// The colour of a grade's bar.
pub(super) fn bar(grade: usize, of: usize) -> Color {
    Color::RGB(GRADE_BARS[shade(grade, of)])
}

/// The colour of a bar without a grade.
pub(super) const fn no_grade() -> Color {
    Color::RGB(LINE)
}

/// Spreads the grades over the colours, the first and the last at the ends.
pub(super) fn shade(grade: usize, of: usize) -> usize {
    let last = GRADE_GROUNDS.len() - 1;
    if of < 2 { 0 } else { (grade * last / (of - 1)).min(last) }
}

/// Decimals shown: those declared for the total, and for indicators and sections those declared for them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    pub total: u8,
    pub section: u8,
    pub indicator: u8,
}

impl Places {
    pub(super) fn of(rubric: &Rubric) -> Self {
        let rounding = rubric.scheme.rounding;
        let small = rubric.scheme.head.full_marks <= Exact::from(10);
        let places = |r: Option<crate::number::Rounding>| r.map(|r| u8::try_from(r.places.clamp(0, 10)).unwrap_or(0));
        let total = places(rounding.total).unwrap_or(if small { 4 } else { 2 });
        let indicator = places(rounding.indicator).unwrap_or(total);
        let section = places(rounding.section).unwrap_or(total.max(indicator));
        Self { total, section, indicator }
    }
}

/// A4 across, as wide as the page, repeated heading rows, page numbers.
pub(super) fn print(sheet: &mut Worksheet, words: &Words, heads: (u32, u32)) -> Result<(), XlsxError> {
    page(sheet, words);
    sheet.set_print_fit_to_pages(1, 0).set_repeat_rows(heads.0, heads.1)?;
    Ok(())
}

/// A4 across with page numbers, at its own scale.
pub(super) fn page(sheet: &mut Worksheet, words: &Words) {
    sheet
        .set_paper_size(9)
        .set_landscape()
        .set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3)
        .set_print_center_horizontally(true)
        .set_screen_gridlines(false)
        .set_footer(format!("&C{}", words.page));
}

/// A number as a cell holds it.
pub(super) fn cell(x: &Exact) -> f64 {
    x.to_f64()
}

/// A number in words with exactly so many decimals, as cells show it.
pub(super) fn padded(x: &Exact, places: u8) -> String {
    let mut text = x.display(i8::try_from(places).unwrap_or(i8::MAX));
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let short = usize::from(places).saturating_sub(decimals);
    if short > 0 {
        if decimals == 0 {
            text.push('.');
        }
        text.push_str(&"0".repeat(short));
    }
    text
}

/// A text as a cell holds it: a spreadsheet takes no more than 32767 characters.
pub(super) fn clip(text: &str) -> String {
    if text.chars().count() <= 32_000 { text.to_owned() } else { text.chars().take(32_000).chain(['…']).collect() }
}
