//! What all sheets of forms share: titles, the fingerprint, what may be filled in, protection and print.

use rust_xlsxwriter::{Color, Format, FormatAlign, ProtectionOptions, Worksheet, XlsxError};

use crate::rubric::fingerprint::{Kind, Marker, Tag};
use crate::rubric::{Field, FieldType, years};

use super::super::style::{Style, clip};
use super::super::text::{FormWords, form_words, put, words};
use super::{Asking, Form};

/// Ground of what is filled in.
const YELLOW: u32 = 0xFF_F9E3;
/// Ground of what is not asked for.
const GREY: u32 = 0xE7_E6E6;

/// A form being written.
pub(super) struct Page<'a> {
    pub asking: &'a Asking<'a>,
    pub form: &'a Form,
    pub words: &'static FormWords,
    pub style: Style,
}

impl<'a> Page<'a> {
    pub(super) fn new(asking: &'a Asking<'a>, form: &'a Form) -> Self {
        let style = Style::new(words(asking.lang).font);
        Self { asking, form, words: form_words(asking.lang), style }
    }

    pub(super) fn field(&self, field: usize) -> &'a Field {
        &self.asking.rubric.scheme.fields[field]
    }

    /// The name of the sheet with the table.
    pub(super) const fn sheet_name(&self) -> &'static str {
        match self.form.kind {
            Kind::Unit => self.words.unit_sheet,
            Kind::Panel => self.words.panel_sheet,
            Kind::Matrix | Kind::About => self.words.matrix_sheet,
        }
    }

    /// The rubric's title and what kind of form it is.
    pub(super) fn title(&self) -> String {
        format!("{}{}{}", self.asking.rubric.scheme.head.title, self.words.dash, self.sheet_name())
    }

    /// A period as people write it: 2015年, 2015年3月.
    pub(super) fn period(&self, period: &str) -> String {
        match period.split_once('-') {
            _ if years(period).is_none() => period.to_owned(),
            Some((year, month)) => {
                let month = if self.words.month.contains('-') { month } else { month.trim_start_matches('0') };
                put(self.words.month, &[year, month])
            }
            None => put(self.words.year, &[period]),
        }
    }

    /// The rubric's scored periods.
    pub(super) fn scored(&self) -> String {
        let scored = self.asking.rubric.scored_periods();
        scored.iter().map(|p| self.period(p)).collect::<Vec<_>>().join(self.words.fill.comma)
    }

    /// The unit of measure of a field, as it is printed.
    pub(super) fn measure(&self, field: usize) -> &'a str {
        let field = self.field(field);
        if field.unit.is_empty() && field.kind == FieldType::Percent { "%" } else { &field.unit }
    }

    /// The periods of all that is asked for, the latest first.
    pub(super) fn periods(&self) -> Vec<&'a str> {
        let mut periods: Vec<&str> =
            self.form.items.iter().flat_map(|item| item.periods.iter().map(String::as_str)).collect();
        periods.sort_unstable();
        periods.dedup();
        periods.reverse();
        periods
    }

    /// A cell that is filled in. Percentage points are plain numbers: a format of per cents would take 98.5 for 9850 %.
    pub(super) fn fill(&self, kind: FieldType) -> Format {
        let format = self.style.centred().set_background_color(Color::RGB(YELLOW)).set_unlocked().set_text_wrap();
        match kind {
            FieldType::Decimal => format,
            FieldType::Integer => format.set_num_format("0"),
            FieldType::Percent => format.set_num_format("0.00"),
            FieldType::Date => format.set_num_format("yyyy-mm-dd"),
            FieldType::Bool | FieldType::Choice => format.set_num_format("@"),
            FieldType::Text => format.set_num_format("@").set_align(FormatAlign::Left),
        }
    }

    /// A cell for words beside a value.
    pub(super) fn remark(&self) -> Format {
        self.fill(FieldType::Text).set_font_size(9)
    }

    /// A cell that is not asked for.
    pub(super) fn shut(&self) -> Format {
        self.style.framed().set_background_color(Color::RGB(GREY))
    }

    /// A line above the table.
    pub(super) fn line(&self) -> Format {
        self.style.plain().set_font_size(11)
    }

    /// Marks the sheet twice, in its hidden row and in its hidden column: one of them survives the loss of the other.
    pub(super) fn mark(&self, to: &mut Worksheet, marker: &Marker) -> Result<(), XlsxError> {
        let text = marker.to_string();
        to.write_string_with_format(0, 1, &text, &self.hidden())?;
        to.write_string_with_format(1, 0, &text, &self.hidden())?;
        to.set_row_hidden(0)?.set_column_hidden(0)?;
        Ok(())
    }

    pub(super) fn tag(&self, to: &mut Worksheet, row: u32, col: u16, tag: &Tag) -> Result<(), XlsxError> {
        to.write_string_with_format(row, col, tag.to_string(), &self.hidden())?;
        Ok(())
    }

    /// Should it ever be shown, a fingerprint stays small and out of the way.
    fn hidden(&self) -> Format {
        self.style.plain().set_font_size(6).set_font_color(Color::RGB(0xA6_A6A6))
    }

    /// Protection without a password: a guard against slips, and no lock.
    pub(super) fn protect(to: &mut Worksheet) {
        let options = ProtectionOptions {
            format_cells: false,
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::new()
        };
        to.protect_with_options(&options);
    }

    /// Page set-up that both kinds of table share.
    pub(super) fn paper(&self, to: &mut Worksheet) {
        to.set_paper_size(9)
            .set_landscape()
            .set_margins(0.5, 0.5, 0.5, 0.6, 0.3, 0.3)
            .set_print_center_horizontally(true)
            .set_screen_gridlines(false)
            .set_footer(format!("&C{}", self.words.page));
    }

    /// Signatures and a note under the table; returns the last row. `spans` are the columns of the four signatures.
    pub(super) fn foot(
        &self,
        to: &mut Worksheet,
        row: u32,
        spans: &[(u16, u16)],
        (first, last): (u16, u16),
    ) -> Result<u32, XlsxError> {
        self.tag(to, row, 0, &Tag::Foot)?;
        let sign = self.style.plain().set_unlocked().set_align(FormatAlign::Left);
        for (text, (from, until)) in self.words.signatures.iter().zip(spans) {
            span(to, (row, *from, row, *until), text, &sign)?;
        }
        to.set_row_height(row, 24)?;
        self.tag(to, row + 1, 0, &Tag::Foot)?;
        span(to, (row + 1, first, row + 1, last), self.words.foot, &self.style.foot())?;
        to.set_row_height(row + 1, 18)?;
        Ok(row + 1)
    }
}

/// A text over several cells, or over one.
pub(super) fn span(
    to: &mut Worksheet,
    (top, left, bottom, right): (u32, u16, u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if top == bottom && left == right {
        to.write_string_with_format(top, left, clip(text), format)?;
    } else {
        to.merge_range(top, left, bottom, right, &clip(text), format)?;
    }
    Ok(())
}

/// Columns split into four stretches of about the same width, as far as there are so many.
pub(super) fn quarters(first: u16, widths: &[f64]) -> Vec<(u16, u16)> {
    let all: f64 = widths.iter().sum();
    let mut spans: Vec<(u16, u16)> = Vec::new();
    let (mut from, mut so_far, mut want) = (first, 0.0, all / 4.0);
    for (col, width) in (first..).zip(widths) {
        so_far += width;
        if so_far + width / 2.0 >= want && spans.len() < 3 {
            spans.push((from, col));
            from = col + 1;
            want += all / 4.0;
        }
    }
    let last = first + u16::try_from(widths.len()).unwrap_or(1) - 1;
    if from <= last {
        spans.push((from, last));
    }
    spans
}

/// A small number as a row.
pub(super) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
