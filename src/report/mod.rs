//! Reports (报告): the ranked workbook and the plain tables beside it. Nothing else in the house knows a spreadsheet library.
//!
//! [`workbook`] makes one workbook of a scoring, one file here a sheet; [`write_scores`] and [`write_observations`] write the
//! tables. All take a [`Report`], say everything in the words of [`text`], and give the same bytes for the same input.

mod adjustments;
mod chart;
mod columns;
mod detail;
mod findings;
mod live;
mod method;
mod observations;
mod ranking;
pub mod scheme;
mod scores;
mod style;
pub mod text;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::finding::{Finding, Lang, Level};
use crate::observe::Observation;
use crate::register::{Register, Responsibilities};
use crate::rubric::Rubric;
use crate::score::Outcome;

pub use observations::write_observations;
pub use scores::write_scores;
use style::Style;
use text::{Names, Words, words};

/// Everything that reports on one scoring draw on.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The rubric that scored.
    pub rubric: &'a Rubric,
    /// The units scored.
    pub register: &'a Register,
    /// Who answers for which measure.
    pub responsibilities: &'a Responsibilities,
    /// Every observation found.
    pub observations: &'a [Observation],
    /// For each, whether scoring took it.
    pub used: &'a [bool],
    /// What scoring gave.
    pub outcome: &'a Outcome,
    /// Everything wrong or doubtful, of every step.
    pub findings: &'a [Finding],
    /// The files that went in.
    pub inputs: &'a [InputFile],
    /// Language.
    pub lang: Lang,
}

/// A file that went into a scoring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Its path in the assessment folder, or the name of a shipped file.
    pub path: String,
    /// BLAKE3 of its bytes, in hex.
    pub hash: String,
}

/// A workbook that could not be made, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmade(pub String);

impl From<XlsxError> for Unmade {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

impl<'a> Report<'a> {
    fn words(&self) -> &'static Words {
        words(self.lang)
    }

    fn names(&self) -> Names<'a> {
        Names { rubric: self.rubric, outcome: self.outcome, lang: self.lang }
    }

    /// The title, saying that it is an example where the rubric is one.
    fn title(&self) -> String {
        let head = &self.rubric.scheme.head;
        let said = ["示例", "example", "Example"].iter().any(|word| head.title.contains(word));
        if head.illustrative && !said { format!("{}{}", head.title, self.words().example) } else { head.title.clone() }
    }

    /// Period, full marks and number of units, for under the title.
    fn subtitle(&self) -> String {
        let head = &self.rubric.scheme.head;
        let periods = self.rubric.scored_periods().join(self.words().comma);
        let units = self.register.len().to_string();
        let mut line = text::put(self.words().subtitle, &[&periods, &head.full_marks.to_string(), &units]);
        if head.illustrative {
            line.push('\n');
            line.push_str(self.words().example_line);
        }
        line
    }

    /// Vetoes and remarks on a unit's total, in one line.
    #[must_use]
    pub fn remarks(&self, unit: usize) -> String {
        self.outcome.finals().get(unit).map(|total| text::total_notes(total, unit, self.names())).unwrap_or_default()
    }

    /// How many findings are errors, warnings and notes.
    fn counts(&self) -> [String; 3] {
        [Level::Error, Level::Warning, Level::Note]
            .map(|level| self.findings.iter().filter(|f| f.level == level).count().to_string())
    }
}

/// The workbook of one scoring.
pub fn workbook(report: &Report<'_>) -> Result<Vec<u8>, Unmade> {
    let mut book = Workbook::new();
    // the date of creation is fixed: the same input gives the same bytes
    let created = ExcelDateTime::from_ymd(2015, 1, 1)?;
    let author = concat!("zhiheng ", env!("CARGO_PKG_VERSION"));
    book.set_properties(
        &DocProperties::new().set_title(report.title()).set_author(author).set_creation_datetime(&created),
    );
    let style = Style::new(report.words().font);
    let live = live::Live::new(report);
    let live = live.as_ref();
    ranking::sheet(report, live, &style, book.add_worksheet())?;
    chart::sheet(report, &style, book.add_worksheet())?;
    detail::sheet(report, live, &style, book.add_worksheet())?;
    if !report.outcome.adjustments.is_empty() {
        adjustments::sheet(report, &style, book.add_worksheet())?;
    }
    findings::sheet(report, &style, book.add_worksheet())?;
    if let Some(live) = live {
        live::sheets(report, live, &style, &mut book)?;
    }
    method::sheet(report, live, &style, book.add_worksheet())?;
    Ok(book.save_to_buffer()?)
}
