//! Reminders (催报): who owes what and by when. One workbook a scoring: the list of all who owe something, a text for each to
//! paste into a message, and a page for each to print and send.
//!
//! What is owed is worked out once ([`reminders`]); the list, the texts, the letters and the terminal show the same.

mod letter;
mod lines;
mod list;
mod owed;

use rust_xlsxwriter::Workbook;

use crate::finding::Lang;
use crate::observe::{Date, Receipts, SetAside};
use crate::register::Register;
use crate::score::Asked;

use super::style::Style;
use super::text::{RemindWords, put, remind};
use super::{Report, Unmade, new_book};

pub use owed::{Addressee, Owed, Reminder, What, reminders};

/// So many letters a workbook has; whoever comes after stands on the list alone, which says so.
pub const MOST_LETTERS: usize = 500;

/// What reminders are worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Reminding<'a> {
    /// The scoring as far as it has got.
    pub report: &'a Report<'a>,
    /// What each unit is asked for.
    pub asked: &'a Asked,
    /// The names of agencies that fields are reported by.
    pub agencies: &'a Register,
    /// Files that are set aside for another version.
    pub aside: &'a SetAside,
    /// When each return came.
    pub receipts: &'a Receipts,
    /// The day that days are counted to; without it none are counted.
    pub as_of: Option<Date>,
}

impl Reminding<'_> {
    fn words(&self) -> &'static RemindWords {
        remind(self.report.lang)
    }

    /// The day by which everything is to be there.
    fn due(&self) -> Option<Date> {
        Date::parse(self.report.due)
    }

    /// Days from the day looked at to that on which everything is due; negative when it is past.
    #[must_use]
    pub fn days_left(&self) -> Option<i64> {
        Some(self.as_of?.days_to(self.due()?))
    }

    /// How it stands with the day, in words; empty where no days are counted.
    fn standing(&self) -> String {
        days(self.days_left(), self.report.lang)
    }

    fn style(&self) -> Style {
        Style::new(self.report.words().font)
    }

    const fn lang(&self) -> Lang {
        self.report.lang
    }
}

/// So many days left, or so many past, in words; empty where none are counted.
#[must_use]
pub fn days(left: Option<i64>, lang: Lang) -> String {
    let words = remind(lang);
    match left {
        None => String::new(),
        Some(0) => words.today.to_owned(),
        Some(left @ 1..) => put(words.left, &[&left.to_string()]),
        Some(past) => put(words.over, &[&past.unsigned_abs().to_string()]),
    }
}

/// The workbook of reminders; asked for only where something is owed.
pub fn workbook(reminding: &Reminding<'_>, reminders: &[Reminder]) -> Result<Vec<u8>, Unmade> {
    let mut book: Workbook = new_book(reminding.report)?;
    let style = reminding.style();
    let sheets = letter::names(reminders, reminding.words());
    list::sheet(reminding, reminders, &sheets, &style, book.add_worksheet())?;
    list::texts(reminding, reminders, &style, book.add_worksheet())?;
    for (reminder, name) in reminders.iter().zip(&sheets) {
        letter::sheet(reminding, reminder, name, &style, book.add_worksheet())?;
    }
    Ok(book.save_to_buffer()?)
}
