//! Cells on their way out of a reader: straight into sheets, or from one process to another, an item at a time.

use std::io::{Read, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::finding::{Code, Finding, Place};
use crate::ingest::grid::{Content, Region};
use crate::observe::Date;

use super::budget::Budget;
use super::sheet::SheetBuilder;
use super::{Opened, Refusal};

/// Where a reader puts what it reads.
pub(super) trait Sink {
    /// A sheet begins.
    fn sheet(&mut self, name: &str, hidden: bool) -> Result<(), Refusal>;
    /// A cell of it.
    fn cell(&mut self, row: u32, col: u32, content: Content) -> Result<(), Refusal>;
    /// A merged region of it.
    fn merge(&mut self, region: Region) -> Result<(), Refusal>;
    /// The sheet cannot be read, or not to its end.
    fn broken(&mut self, error: &str) -> Result<(), Refusal>;
}

/// Sheets as they come.
pub(super) struct Sheets<'b> {
    opened: Opened,
    current: Option<(Arc<str>, bool, SheetBuilder)>,
    budget: &'b mut Budget,
}

impl<'b> Sheets<'b> {
    pub(super) fn new(kind: &'static str, budget: &'b mut Budget) -> Self {
        Self { opened: Opened { kind, ..Opened::default() }, current: None, budget }
    }

    pub(super) fn finish(mut self) -> Result<Opened, Refusal> {
        self.close()?;
        Ok(self.opened)
    }

    fn close(&mut self) -> Result<(), Refusal> {
        if let Some((name, hidden, sheet)) = self.current.take() {
            let mut grid = sheet.finish(&name, self.budget)?;
            grid.hidden = hidden;
            self.opened.grids.push(grid);
        }
        Ok(())
    }
}

impl Sink for Sheets<'_> {
    fn sheet(&mut self, name: &str, hidden: bool) -> Result<(), Refusal> {
        self.close()?;
        self.current = Some((name.into(), hidden, SheetBuilder::new()));
        Ok(())
    }

    fn cell(&mut self, row: u32, col: u32, content: Content) -> Result<(), Refusal> {
        self.budget.step()?;
        match &mut self.current {
            Some((_, _, sheet)) => sheet.add(row, col, content, self.budget),
            None => Ok(()),
        }
    }

    fn merge(&mut self, region: Region) -> Result<(), Refusal> {
        match &mut self.current {
            Some((_, _, sheet)) => sheet.merge(region, self.budget),
            None => Ok(()),
        }
    }

    fn broken(&mut self, error: &str) -> Result<(), Refusal> {
        let sheet = self.current.as_ref().map(|(name, ..)| name.clone()).unwrap_or_default();
        // what was read of it is not all of it, and half a table is no table
        self.current = None;
        let place = Place { sheet, ..Place::default() };
        self.opened.findings.push(Finding::new(Code::FileUnreadable).at(place).found(error));
        Ok(())
    }
}

/// One item on the way.
#[derive(Debug, Serialize, Deserialize)]
enum Item {
    /// A sheet: its name, whether it is hidden.
    S(String, bool),
    /// A cell: row, column, what it holds.
    C(u32, u32, Held),
    /// A merged region.
    M(Region),
    /// The sheet cannot be read.
    B(String),
    /// The file cannot be read: code, found, expected.
    R(String, String, String),
    /// That is all.
    E,
}

/// What a cell holds, on the way.
#[derive(Debug, Serialize, Deserialize)]
enum Held {
    T(Arc<str>),
    N(f64),
    P(f64),
    B(bool),
    D(String),
    E(Arc<str>),
}

impl From<Content> for Held {
    fn from(content: Content) -> Self {
        match content {
            Content::Text(text) => Self::T(text),
            Content::Number(x) => Self::N(x),
            Content::Percent(x) => Self::P(x),
            Content::Bool(b) => Self::B(b),
            Content::Day(day) => Self::D(day.to_string()),
            Content::Error(text) => Self::E(text),
        }
    }
}

impl Held {
    fn content(self) -> Option<Content> {
        Some(match self {
            Self::T(text) => Content::Text(text),
            Self::N(x) => Content::Number(x),
            Self::P(x) => Content::Percent(x),
            Self::B(b) => Content::Bool(b),
            Self::D(day) => Content::Day(Date::parse(&day)?),
            Self::E(text) => Content::Error(text),
        })
    }
}

/// Writes items to another process.
pub(super) struct Writer<W>(pub W);

impl<W: Write> Writer<W> {
    fn put(&mut self, item: &Item) -> Result<(), Refusal> {
        // nobody listens any more: the other process has had enough
        let gone = |error: ciborium::ser::Error<std::io::Error>| {
            Refusal::from(Finding::new(Code::FileUnreadable).found(error.to_string()))
        };
        ciborium::into_writer(item, &mut self.0).map_err(gone)
    }

    /// The last item: all is well, or why not.
    pub(super) fn end(&mut self, ended: Result<(), Refusal>) -> Result<(), Refusal> {
        self.put(&match ended {
            Ok(()) => Item::E,
            Err(finding) => Item::R(finding.code.id().to_owned(), finding.found, finding.expected),
        })?;
        self.0.flush().map_err(|error| Finding::new(Code::FileUnreadable).found(error.to_string()).into())
    }
}

impl<W: Write> Sink for Writer<W> {
    fn sheet(&mut self, name: &str, hidden: bool) -> Result<(), Refusal> {
        self.put(&Item::S(name.to_owned(), hidden))
    }

    fn cell(&mut self, row: u32, col: u32, content: Content) -> Result<(), Refusal> {
        self.put(&Item::C(row, col, content.into()))
    }

    fn merge(&mut self, region: Region) -> Result<(), Refusal> {
        self.put(&Item::M(region))
    }

    fn broken(&mut self, error: &str) -> Result<(), Refusal> {
        self.put(&Item::B(error.to_owned()))
    }
}

/// Takes items from another process into the sink. `None` where they break off before their end.
pub(super) fn take(mut from: impl Read, sink: &mut dyn Sink) -> Option<Result<(), Refusal>> {
    loop {
        let put = match ciborium::from_reader::<Item, _>(&mut from).ok()? {
            Item::S(name, hidden) => sink.sheet(&name, hidden),
            Item::C(row, col, held) => sink.cell(row, col, held.content()?),
            Item::M(region) => sink.merge(region),
            Item::B(error) => sink.broken(&error),
            Item::R(code, found, expected) => {
                return Some(Err(Finding::new(Code::from_id(&code)?).found(found).expected(expected).into()));
            }
            Item::E => return Some(Ok(())),
        };
        if let Err(refusal) = put {
            return Some(Err(refusal));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Limits;

    fn written() -> Vec<u8> {
        let mut writer = Writer(Vec::new());
        writer.sheet("表", true).unwrap();
        let contents = [
            Content::Text("和田".into()),
            Content::Number(0.1),
            Content::Percent(0.985),
            Content::Bool(true),
            Content::Day(Date::new(2015, 12, 9).unwrap()),
            Content::Error("#REF!".into()),
        ];
        for (col, content) in (0..).zip(contents) {
            writer.cell(3, col, content).unwrap();
        }
        writer.merge(((3, 0), (4, 1))).unwrap();
        writer.end(Ok(())).unwrap();
        writer.0
    }

    #[test]
    fn what_is_written_is_what_is_taken() {
        let mut budget = Budget::new(Limits::default());
        let mut sheets = Sheets::new("xls", &mut budget);
        assert!(matches!(take(written().as_slice(), &mut sheets), Some(Ok(()))));
        let opened = sheets.finish().unwrap();
        let cells: Vec<String> = opened.grids[0].rows[0].cells.iter().map(|c| c.content.text().into_owned()).collect();
        assert_eq!(cells, ["和田", "0.1", "98.5%", "TRUE", "2015-12-09", "#REF!"]);
        assert!(opened.grids[0].hidden);
    }

    #[test]
    fn what_breaks_off_or_is_damaged_is_no_workbook() {
        let whole = written();
        let mut budget = Budget::new(Limits::default());
        for end in 0..whole.len() {
            let mut sheets = Sheets::new("xls", &mut budget);
            assert!(take(&whole[..end], &mut sheets).is_none(), "{end}");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x5A;
            let mut sheets = Sheets::new("xls", &mut budget);
            let _ = take(damaged.as_slice(), &mut sheets);
        }
    }
}
