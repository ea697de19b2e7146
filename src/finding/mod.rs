//! Findings (问题): one value for everything that is wrong or doubtful, wherever it is noticed.
//!
//! A finding has a stable [`Code`], a [`Level`], the [`Place`] it was found at, what was found and what was expected.
//! It knows nothing of how it is shown: the sentences live in [`text`], one table per language, and the terminal, CSV,
//! JSON and workbook renderers all read the same value.

mod fold;
mod render;
pub mod text;

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

pub use fold::{Folded, fold};
pub use render::{Terminal, defuse, write_csv};
pub use text::{Code, Lang};

/// How much a finding weighs. An error changes the exit code; nothing stops a run but a rubric that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 错误: something that bears on a mark is wrong and must be mended or decided.
    Error,
    /// 警告: legal but doubtful.
    Warning,
    /// 说明: read with a note; nothing to mend.
    Note,
}

/// Where something stands: a file as the evaluator knows it, a sheet, a cell (`C7`) or, in a text file, `line:column`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// Path relative to the assessment folder.
    pub file: Arc<str>,
    /// Sheet name; empty for files without sheets.
    pub sheet: Arc<str>,
    /// Cell reference such as `C7`, or `line:column`; empty for the sheet or the file as a whole.
    pub cell: Arc<str>,
}

impl Place {
    /// A whole file.
    #[must_use]
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// One cell of a sheet.
    #[must_use]
    pub fn cell(file: &Arc<str>, sheet: &Arc<str>, cell: impl Into<Arc<str>>) -> Self {
        Self { file: file.clone(), sheet: sheet.clone(), cell: cell.into() }
    }

    /// `file!sheet!cell`, without the parts that are empty.
    #[must_use]
    pub fn label(&self) -> String {
        [&self.file, &self.sheet, &self.cell]
            .iter()
            .filter(|s| !s.is_empty())
            .map(AsRef::as_ref)
            .collect::<Vec<_>>()
            .join("!")
    }

    /// Row and column of the cell, from 0; `None` where no cell is named.
    #[must_use]
    pub fn position(&self) -> Option<(u32, u32)> {
        if let Some((line, column)) = self.cell.split_once(':') {
            let from_one = |text: &str| text.parse::<u32>().ok()?.checked_sub(1);
            return Some((from_one(line)?, from_one(column)?));
        }
        let letters = self.cell.len() - self.cell.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
        let (letters, row) = self.cell.split_at(letters);
        let column = letters
            .bytes()
            .try_fold(0_u32, |sum, letter| sum.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1));
        Some((row.parse::<u32>().ok()?.checked_sub(1)?, column?.checked_sub(1)?))
    }

    /// Whether it names nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.file.is_empty() && self.sheet.is_empty() && self.cell.is_empty()
    }
}

/// One thing that is wrong or doubtful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its stable code.
    pub code: Code,
    /// Its weight: the code's own unless a rubric's `check` says otherwise.
    pub level: Level,
    /// The unit concerned, by its official name; empty where none is.
    pub unit: String,
    /// The field, indicator or node concerned, by id.
    pub field: String,
    /// Where.
    pub place: Place,
    /// Other cells that play a part: what is wrong may stand in one of them instead.
    pub involved: Vec<Place>,
    /// What was found, in its original words.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// A word of the writer of the rubric (a check's `says`), or the nearest known name.
    pub hint: String,
    /// The bytes of the rubric or settings file concerned, for the caret.
    pub span: Option<Range<usize>>,
}

impl Finding {
    /// A finding of this code and its usual level.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            level: code.level(),
            unit: String::new(),
            field: String::new(),
            place: Place::default(),
            involved: Vec::new(),
            found: String::new(),
            expected: String::new(),
            hint: String::new(),
            span: None,
        }
    }

    /// At another level than the code's own.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// About this unit.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// About this field or node.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = field.into();
        self
    }

    /// At this place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// With these other cells playing a part; its own place and those it has already are left out.
    #[must_use]
    pub fn involving(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        for place in places {
            if !place.is_empty() && place != self.place && !self.involved.contains(&place) {
                self.involved.push(place);
            }
        }
        self
    }

    /// At these bytes of a text file.
    #[must_use]
    pub fn span(mut self, span: Range<usize>) -> Self {
        self.span = Some(span);
        self
    }

    /// What was found.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = found.into();
        self
    }

    /// What was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// More to say: the nearest known name, or the rubric's own words.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The whole sentence, with what to do about it.
    #[must_use]
    pub fn says(&self, lang: Lang) -> String {
        text::sentence(self, lang)
    }
}

/// Whether any finding is an error.
#[must_use]
pub fn any_error(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.level == Level::Error)
}

/// The known name nearest to `wanted`, where one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |s: &str| s.to_lowercase();
    let wanted_folded = fold(wanted);
    known
        .into_iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(&wanted_folded, &fold(name)), name))
        .filter(|(score, name)| *score >= 0.5 || (name.contains(wanted) || wanted.contains(name)) && !name.is_empty())
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_positions_however_they_are_written() {
        let at = |cell: &str| Place { cell: cell.into(), ..Place::default() }.position();
        for (cell, expected) in [
            ("A1", Some((0, 0))),
            ("D17", Some((16, 3))),
            ("AA3", Some((2, 26))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("38:5", Some((37, 4))),
            ("", None),
            ("D", None),
            ("7", None),
            ("D0", None),
            ("0:1", None),
            ("ZZZZZZZZZZ1", None),
        ] {
            assert_eq!(at(cell), expected, "{cell}");
        }
    }
}
