//! Calendar dates, and the whole days and months between them.

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// The day with these numbers, if the calendar has it.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Reads `2015-06-30`; nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |s: &str, n: usize| s.len() <= n && !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Days from this date to `other`; negative when `other` is earlier.
    #[must_use]
    pub fn days_to(self, other: Self) -> i64 {
        (other.0 - self.0).num_days()
    }

    /// Whole months from this date to `other`, as a spreadsheet's `DATEDIF(a, b, "m")` counts them: a month is whole
    /// when the day of the month has been reached. Negative when `other` is earlier.
    #[must_use]
    pub fn months_to(self, other: Self) -> i64 {
        if other < self {
            return -other.months_to(self);
        }
        let (a, b) = (self.0, other.0);
        let months = i64::from(b.year() - a.year()) * 12 + i64::from(b.month()) - i64::from(a.month());
        if b.day() >= a.day() { months } else { months - 1 }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}
