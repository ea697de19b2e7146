//! How a run is named: `3`, `last`, `-1` (the last), `-2`; with its folder `midterm-2015@3`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::finding::{Code, Finding, Place};

use super::{Archive, FILE};

/// A run of an archive, as it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunName {
    /// By its number.
    Number(i64),
    /// Counted from the end, 1 being the last.
    FromEnd(u32),
}

impl FromStr for RunName {
    type Err = Finding;

    fn from_str(text: &str) -> Result<Self, Finding> {
        let unknown = || Finding::new(Code::RunUnknown).found(text);
        match text.trim() {
            "last" => Ok(Self::FromEnd(1)),
            digits if digits.starts_with(|c: char| c.is_ascii_digit()) => {
                digits.parse().map(Self::Number).map_err(|_| unknown())
            }
            back => {
                let back = back.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                let back = back.and_then(|rest| rest.parse().ok()).filter(|n| *n > 0);
                back.map(Self::FromEnd).ok_or_else(unknown)
            }
        }
    }
}

impl fmt::Display for RunName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(no) => no.fmt(f),
            Self::FromEnd(1) => f.write_str("last"),
            Self::FromEnd(back) => write!(f, "-{back}"),
        }
    }
}

/// A run and the folder that it is of: `DIR@3`, `DIR@last`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOf {
    /// The assessment folder.
    pub dir: PathBuf,
    /// The run.
    pub run: RunName,
}

impl RunOf {
    /// Reads `DIR@RUN`, and `RUN` alone where a folder is given that it is then of. What is there as a file or folder of that
    /// very name is no run.
    #[must_use]
    pub fn read(text: &str, within: Option<&Path>) -> Option<Self> {
        if Path::new(text).exists() {
            return None;
        }
        if let Some((dir, run)) = text.rsplit_once('@')
            && let Ok(run) = run.parse()
        {
            let dir = if dir.is_empty() { within? } else { Path::new(dir) };
            return Some(Self { dir: dir.to_owned(), run });
        }
        Some(Self { dir: within?.to_owned(), run: text.parse().ok()? })
    }
}

impl Archive {
    /// The number of a run as it is named; one that is not there is refused with those that are.
    pub fn named(&self, text: &str) -> Result<i64, Finding> {
        match text.parse() {
            Ok(name) => self.number(name),
            Err(_) => Err(unknown(text, &self.numbers()?)),
        }
    }

    /// The number of a run.
    pub fn number(&self, name: RunName) -> Result<i64, Finding> {
        let numbers = self.numbers()?;
        let found = match name {
            RunName::Number(no) => numbers.contains(&no).then_some(no),
            RunName::FromEnd(back) => numbers.iter().rev().nth((back as usize).saturating_sub(1)).copied(),
        };
        found.ok_or_else(|| unknown(&name.to_string(), &numbers))
    }
}

fn unknown(name: &str, numbers: &[i64]) -> Finding {
    let held = match numbers {
        [] => String::new(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first}–{last}"),
    };
    Finding::new(Code::RunUnknown).at(Place::file(FILE)).found(name).expected(held)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_named_by_number_and_from_the_end() {
        for (text, expected) in [
            ("3", Some(RunName::Number(3))),
            (" 12 ", Some(RunName::Number(12))),
            ("last", Some(RunName::FromEnd(1))),
            ("-1", Some(RunName::FromEnd(1))),
            ("-20", Some(RunName::FromEnd(20))),
            ("-0", None),
            ("--1", None),
            ("-+1", None),
            ("+3", None),
            ("3a", None),
            ("first", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(text.parse::<RunName>().ok(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_run_of_a_folder_stands_behind_its_last_at_sign() {
        let of = |dir: &str, run| Some(RunOf { dir: dir.into(), run });
        let here = Path::new("here");
        assert_eq!(RunOf::read("a@b@3", None), of("a@b", RunName::Number(3)));
        assert_eq!(RunOf::read("a@last", None), of("a", RunName::FromEnd(1)));
        assert_eq!(RunOf::read("a@-2", None), of("a", RunName::FromEnd(2)));
        assert_eq!(RunOf::read("a@b", None), None);
        assert_eq!(RunOf::read("3", None), None);
        assert_eq!(RunOf::read("3", Some(here)), of("here", RunName::Number(3)));
        assert_eq!(RunOf::read("@3", Some(here)), of("here", RunName::Number(3)));
        // a file of that very name wins
        assert_eq!(RunOf::read("Cargo.toml", Some(here)), None);
    }
}
