//! Layouts that the evaluator declares (`[[layout]]` of assessment.toml): what cannot be guessed is settled here.

use std::ops::Range;

use crate::finding::{Finding, Place};

/// Which sheets an entry is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SheetIs {
    /// All of them.
    #[default]
    Any,
    /// Those whose name fits; `*` stands for anything.
    Named(String),
    /// The one at this place among the workbook's sheets, hidden ones included, from 1.
    Number(usize),
}

/// The kind of table that a sheet is declared to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutKind {
    /// One unit, fields down the rows.
    Single,
    /// Units down, fields across.
    Matrix,
    /// Fields down, units across.
    Crossed,
    /// One unit and one field a row.
    Long,
    /// Not read.
    Skip,
}

impl LayoutKind {
    /// Every kind with its name in assessment.toml.
    pub const ALL: [(&'static str, Self); 5] = [
        ("single", Self::Single),
        ("matrix", Self::Matrix),
        ("crossed", Self::Crossed),
        ("long", Self::Long),
        ("skip", Self::Skip),
    ];
}

/// A column or a row, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnOrRow {
    /// A column.
    Column(u32),
    /// A row.
    Row(u32),
}

/// What a column or row answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The field, by id, name or alias.
    pub field: String,
    /// The period, where it is not that of the table.
    pub period: Option<String>,
}

/// One `[[layout]]`. What is not said is still found by headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The files it is about, by their path in the assessment folder; `*` stands for anything, and nothing for all.
    pub file: String,
    /// The sheets it is about.
    pub sheet: SheetIs,
    /// The kind of table.
    pub kind: Option<LayoutKind>,
    /// The unit that the sheet is about.
    pub unit: Option<String>,
    /// The period that holds where no column or heading says otherwise.
    pub period: Option<String>,
    /// The source that holds where no column says otherwise.
    pub source: Option<String>,
    /// The unit of measure that holds where no heading says otherwise.
    pub measure: Option<String>,
    /// First and last row of the headings, from 0.
    pub header: Option<(u32, u32)>,
    /// First and last row of the table below them, from 0.
    pub rows: Option<(u32, u32)>,
    /// Where units stand: a column, or the row of a crossed table.
    pub units: Option<ColumnOrRow>,
    /// Where the names of fields stand: a column, or the row of a matrix.
    pub fields: Option<ColumnOrRow>,
    /// The columns of values.
    pub values: Vec<u32>,
    /// What columns answer; `None` is a column that is not read.
    pub columns: Vec<(u32, Option<Answered>)>,
    /// What rows answer; `None` is a row that is not read.
    pub rows_are: Vec<(u32, Option<Answered>)>,
    /// Whether several scorings have files that it is about, so that none of them alone can say that it is unused.
    pub shared: bool,
    /// Where it stands in assessment.toml.
    pub place: Place,
    /// Its bytes there.
    pub span: Range<usize>,
}

impl Layout {
    /// Whether it is about a file.
    #[must_use]
    pub fn is_about_file(&self, path: &str) -> bool {
        self.file.is_empty() || fits(&self.file, path)
    }

    /// Whether it is about a sheet of a file, by the sheet's name and its place from 1.
    #[must_use]
    pub fn is_about(&self, path: &str, sheet: &str, number: usize) -> bool {
        self.is_about_file(path)
            && match &self.sheet {
                SheetIs::Any => true,
                SheetIs::Named(name) => fits(name, sheet.trim()),
                SheetIs::Number(n) => *n == number,
            }
    }

    /// What it is about, in the words of assessment.toml.
    #[must_use]
    pub fn label(&self) -> String {
        let sheet = match &self.sheet {
            SheetIs::Any => String::new(),
            SheetIs::Named(name) => name.clone(),
            SheetIs::Number(n) => n.to_string(),
        };
        let file = if self.file.is_empty() { "*" } else { &self.file };
        if sheet.is_empty() { file.to_owned() } else { format!("{file} / {sheet}") }
    }

    /// A finding that points at it.
    #[must_use]
    pub fn point(&self, finding: Finding) -> Finding {
        finding.at(self.place.clone()).span(self.span.clone())
    }
}

/// Whether a text fits a pattern in which `*` stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text, expected) in [
            ("returns/a.csv", "returns/a.csv", true),
            ("returns/a.csv", "returns/a.csvx", false),
            ("returns/*", "returns/b/a.csv", true),
            ("*.csv", "returns/a.csv", true),
            ("*.csv", "returns/a.xlsx", false),
            ("returns/*/汇总*.xlsx", "returns/质监局/汇总2015.xlsx", true),
            ("a*a", "a", false),
            ("*", "", true),
            ("**", "x", true),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }
}
