//! The letter (催报通知) to one who owes something: a page to print and sign.

use std::collections::HashSet;

use rust_xlsxwriter::{FormatAlign, Url, Worksheet};

use crate::report::feedback::names::{clean, unlike};
use crate::report::style::{Style, clip, page};
use crate::report::text::{RemindWords, put};
use crate::report::{Unmade, columns};

use super::lines::{Line, lines};
use super::owed::{Addressee, Reminder, name_of};
use super::{MOST_LETTERS, Reminding};

/// Number, indicator, field, period, unit, what, evidence, place.
const WIDTHS: [f64; 8] = [4.5, 17.0, 20.0, 7.5, 18.0, 19.0, 14.0, 16.0];
/// The column of units, which a letter to a unit has no use for.
const UNITS: usize = 4;
/// So many lines are printed; findings.csv has the rest, which the letter says.
const MOST_LINES: usize = 400;

/// The names of the letters' sheets, for as many as there are letters.
pub(super) fn names(reminders: &[Reminder], words: &RemindWords) -> Vec<String> {
    // a spreadsheet program keeps the last name for itself
    let mut taken: HashSet<String> =
        [words.list.name, words.texts.name, "history"].into_iter().map(str::to_lowercase).collect();
    reminders.iter().take(MOST_LETTERS).map(|one| unlike(&mut taken, &clean(&one.to, 31), 31)).collect()
}

pub(super) fn sheet(
    reminding: &Reminding<'_>,
    one: &Reminder,
    name: &str,
    style: &Style,
    to: &mut Worksheet,
) -> Result<(), Unmade> {
    let mut letter = Letter::new(reminding, one, style, to);
    letter.to.set_name(name)?;
    for (at, width) in (0_u16..).zip(letter.widths.clone()) {
        letter.to.set_column_width(at, width)?;
    }
    letter.head()?;
    letter.table()?;
    letter.how()?;
    letter.signature()?;
    let (row, last) = (letter.row, letter.last);
    page(to, reminding.report.words());
    to.set_portrait().set_print_fit_to_pages(1, 0).set_print_area(0, 0, row - 1, last)?;
    let back = Url::new(format!("internal:'{}'!A1", reminding.words().list.name)).set_text(reminding.words().back);
    to.write_url(0, last + 1, back)?;
    Ok(())
}

struct Letter<'l, 'a> {
    reminding: &'l Reminding<'a>,
    one: &'l Reminder,
    style: &'l Style,
    to: &'l mut Worksheet,
    words: &'static RemindWords,
    widths: Vec<f64>,
    last: u16,
    row: u32,
}

impl<'l, 'a> Letter<'l, 'a> {
    fn new(reminding: &'l Reminding<'a>, one: &'l Reminder, style: &'l Style, to: &'l mut Worksheet) -> Self {
        let of_unit = one.kind == Addressee::Unit;
        let mut widths: Vec<f64> = WIDTHS.to_vec();
        if of_unit {
            // the others share its room
            let share = widths.remove(UNITS) / 3.0;
            for at in [UNITS - 3, UNITS - 2, UNITS] {
                widths[at] += share;
            }
        }
        let last = u16::try_from(widths.len() - 1).unwrap_or(u16::MAX);
        Self { reminding, one, style, to, words: reminding.words(), widths, last, row: 0 }
    }

    fn room(&self) -> f64 {
        self.widths.iter().sum()
    }

    /// A line over all columns, as high as its text.
    fn span(&mut self, text: &str, format: &rust_xlsxwriter::Format, size: f64) -> Result<(), Unmade> {
        self.to.merge_range(self.row, 0, self.row, self.last, &clip(text), format)?;
        // the font is larger than that by which columns are measured
        let high = columns::lines(text, self.room() * 10.0 / size * 0.95);
        self.to.set_row_height(self.row, columns::height(high, size))?;
        self.row += 1;
        Ok(())
    }

    fn head(&mut self) -> Result<(), Unmade> {
        let (report, words) = (self.reminding.report, self.words);
        self.span(words.title, &self.style.title().set_font_size(20), 20.0)?;
        self.span(&report.title(), &self.style.subtitle(), 10.0)?;
        let left = self.style.plain().set_font_size(12).set_align(FormatAlign::Left).set_text_wrap();
        self.span(&put(words.to, &[&self.one.to]), &left.clone().set_bold(), 12.0)?;
        let body = self.body();
        self.span(&body, &left.set_indent(1), 12.0)
    }

    /// What was asked for, what came, what is missing, and how it stands with the day.
    fn body(&self) -> String {
        let (report, words, one) = (self.reminding.report, self.words, self.one);
        let periods = report.rubric.scored_periods().join(report.words().comma);
        let by = if report.due.is_empty() { String::new() } else { put(words.by, &[report.due]) };
        let mut said = put(words.asked, &[&report.title(), &periods, &by, &one.asked.to_string()]);
        if let Some(day) = self.reminding.as_of {
            said.push_str(&put(words.until, &[&day.to_string()]));
        }
        let files = one.files.len() + one.unread.len();
        said.push_str(&match files {
            0 => words.body_nothing.to_owned(),
            many => put(words.body_came, &[&many.to_string()]),
        });
        if !one.unread.is_empty() {
            let names: Vec<&str> = one.unread.iter().map(|file| name_of(file)).collect();
            said.push_str(&put(words.body_unread, &[&names.join(report.words().comma)]));
        }
        let counts = words.counts.iter().zip([one.missing, one.unreadable, one.evidence]);
        let counts: Vec<String> =
            counts.filter(|(_, n)| *n > 0).map(|(template, n)| put(template, &[&n.to_string()])).collect();
        said.push_str(&put(words.lacks, &[&counts.join(report.words().comma)]));
        said.push_str(&match self.reminding.days_left() {
            None => words.urge.to_owned(),
            Some(left) => put(if left < 0 { words.urge_late } else { words.urge_days }, &[&self.reminding.standing()]),
        });
        said
    }

    fn table(&mut self) -> Result<(), Unmade> {
        let all = lines(self.reminding, self.one);
        let heads: Vec<&str> = self.words.heads.to_vec();
        let heads = self.without_units(heads);
        for (at, head) in (0_u16..).zip(&heads) {
            self.to.write_string_with_format(self.row, at, *head, &self.style.head())?;
        }
        self.to.set_row_height(self.row, 22)?;
        let top = self.row;
        self.row += 1;
        for (number, line) in (1_usize..).zip(all.iter().take(MOST_LINES)) {
            self.line(number, line)?;
        }
        self.to.set_repeat_rows(top, top)?;
        if all.len() > MOST_LINES {
            let more = put(self.words.more_lines, &[&(all.len() - MOST_LINES).to_string()]);
            self.span(&more, &self.style.foot(), 9.0)?;
        }
        Ok(())
    }

    fn without_units<T>(&self, mut cells: Vec<T>) -> Vec<T> {
        if self.one.kind == Addressee::Unit {
            cells.remove(UNITS);
        }
        cells
    }

    fn line(&mut self, number: usize, line: &Line) -> Result<(), Unmade> {
        let cells = vec![
            number.to_string(),
            line.indicator.clone(),
            line.field.clone(),
            line.period.clone(),
            line.units.clone(),
            line.what.clone(),
            line.evidence.clone(),
            line.place.clone(),
        ];
        let cells = self.without_units(cells);
        let mut high = 1;
        for ((at, text), width) in (0_u16..).zip(&cells).zip(&self.widths) {
            high = high.max(columns::lines(text, width * 1.1));
            let format = if at == 0 || at == 3 { self.style.centred() } else { self.style.text() };
            let format = format.set_text_wrap().set_font_size(9);
            if at == 0 {
                self.to.write_number_with_format(self.row, at, columns::double(number), &format)?;
            } else {
                self.to.write_string_with_format(self.row, at, clip(text), &format)?;
            }
        }
        self.to.set_row_height(self.row, columns::height(high, 9.0).max(18.0))?;
        self.row += 1;
        Ok(())
    }

    fn how(&mut self) -> Result<(), Unmade> {
        let left = self.style.plain().set_font_size(11).set_align(FormatAlign::Left).set_text_wrap();
        let (words, one) = (self.words, self.one);
        self.span(words.how, &left.clone().set_bold(), 11.0)?;
        let mut said = vec![put(words.fill, &[&one.form])];
        if one.unreadable > 0 {
            said.push(words.mend.to_owned());
        }
        if one.evidence > 0 {
            said.push(words.prove.to_owned());
        }
        said.push(words.blanks.to_owned());
        for (number, text) in (1..).zip(said) {
            self.span(&format!("{number}. {text}"), &left, 11.0)?;
        }
        Ok(())
    }

    /// Left for the office to fill in.
    fn signature(&mut self) -> Result<(), Unmade> {
        let right = self.style.plain().set_font_size(12).set_align(FormatAlign::Right);
        self.row += 1;
        for text in self.words.signature {
            self.span(text, &right, 13.0)?;
        }
        Ok(())
    }
}
