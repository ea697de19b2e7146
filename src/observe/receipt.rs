//! When a return came, as its receiver wrote it down; never taken from the times of files.

use std::collections::BTreeMap;

use super::Date;

/// A day, with a time of day where one was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// Hours, minutes and seconds.
    pub time: Option<[u8; 3]>,
}

impl Moment {
    /// Whether it is known to be later: two moments of one day of which one has no time cannot be told apart.
    #[must_use]
    pub fn is_after(self, other: Self) -> bool {
        match (self.time, other.time) {
            _ if self.day != other.day => self.day > other.day,
            (Some(mine), Some(theirs)) => mine > theirs,
            _ => false,
        }
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.day.fmt(f)?;
        match self.time {
            Some([h, m, 0]) => write!(f, " {h:02}:{m:02}"),
            Some([h, m, s]) => write!(f, " {h:02}:{m:02}:{s:02}"),
            None => Ok(()),
        }
    }
}

/// The receipt of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// When it came.
    pub at: Option<Moment>,
    /// Who took it in.
    pub by: String,
    /// The line that says so.
    pub line: usize,
}

/// Receipts by the path of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipts(pub BTreeMap<String, Receipt>);

impl Receipts {
    /// When a file came, where that was written down.
    #[must_use]
    pub fn at(&self, file: &str) -> Option<Moment> {
        self.0.get(file).and_then(|receipt| receipt.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_one_day_are_told_apart_by_two_times_only() {
        let at = |day: u32, time: Option<[u8; 3]>| Moment { day: Date::new(2015, 12, day).unwrap(), time };
        assert!(at(2, None).is_after(at(1, Some([23, 0, 0]))));
        assert!(at(1, Some([9, 30, 0])).is_after(at(1, Some([9, 29, 59]))));
        assert!(!at(1, Some([9, 30, 0])).is_after(at(1, None)) && !at(1, None).is_after(at(1, Some([9, 30, 0]))));
        assert!(!at(1, None).is_after(at(1, None)));
        assert_eq!(at(1, Some([9, 5, 0])).to_string(), "2015-12-01 09:05");
    }
}
