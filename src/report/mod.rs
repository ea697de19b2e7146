//! Reports (报告): the ranked workbook and the plain tables beside it. Nothing else in the house knows a spreadsheet library.
//!
//! [`workbook`] makes one workbook of a scoring, one file here a sheet; [`write_scores`] and [`write_observations`] write the
//! tables. All take a [`Report`], say everything in the words of [`text`], and give the same bytes for the same input.

mod adjustments;
mod baseline;
mod chart;
mod columns;
pub mod compare;
mod contents;
mod detail;
mod drawn;
pub mod feedback;
mod findings;
pub mod form;
pub mod intake;
mod live;
pub mod mending;
mod method;
mod observations;
pub mod page;
mod ranking;
pub mod remind;
pub mod scheme;
mod scores;
mod sheets;
mod style;
mod table;
pub mod text;
mod trial;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::expr::NodeId;
use crate::finding::{Finding, Lang, Level};
use crate::observe::Observation;
use crate::register::{Register, Responsibilities};
use crate::rubric::Rubric;
use crate::rubric::scheme::Body;
use crate::score::{ExplainLine, Explanation, Input, Ledger, Outcome};

pub use baseline::{Baseline, Standing};
pub use contents::Room;
pub use intake::{Intake, write_returns};
use live::Live;
pub use observations::write_observations;
pub use scores::write_scores;
pub use sheets::range::{Bound, Open, Range};
pub use sheets::roll_up::{RolledUp, Rolling};
pub use sheets::stages::Stage;
use style::Style;
use text::{Names, Words, words};
pub use trial::TrialOf;

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
    /// Who has returned what.
    pub intake: &'a Intake,
    /// Where every unit's marks came from, by unit: worked out once for the sheets, the feedback and the page. Empty where
    /// there are too many to print.
    pub explanations: &'a [Explanation],
    /// The totals by stage; empty where there is only one.
    pub stages: &'a [Stage],
    /// What the totals would be if everything missing turned out best, and worst.
    pub range: &'a Range,
    /// The day by which everything is to be there, as `2015-08-31`; empty where nobody said.
    pub due: &'a str,
    /// What the units below add up to, against what units report of themselves; empty where that is not asked for.
    pub rolled: &'a [RolledUp],
    /// An earlier result to compare with.
    pub baseline: Option<&'a Baseline>,
    /// Every adjustment, whether it counts or not.
    pub ledgers: &'a [Ledger],
    /// The settings that this is a trial of; `None` for a result.
    pub trial: Option<&'a TrialOf>,
    /// How much the workbook holds.
    pub room: Room,
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

    /// What was scored.
    fn input(&self) -> Input<'a> {
        Input {
            rubric: self.rubric,
            register: self.register,
            responsibilities: self.responsibilities,
            observations: self.observations,
            used: self.used,
            adjustments: &self.outcome.adjustments,
        }
    }

    fn names(&self) -> Names<'a> {
        Names { rubric: self.rubric, outcome: self.outcome, lang: self.lang }
    }

    /// The title, saying that it is an example where the rubric is one.
    fn title(&self) -> String {
        let head = &self.rubric.scheme.head;
        let said = ["示例", "example", "Example"].iter().any(|word| head.title.contains(word));
        let mark = if self.trial.is_some() { text::trial(self.lang).mark } else { "" };
        let example = if head.illustrative && !said { self.words().example } else { "" };
        format!("{mark}{}{example}", head.title)
    }

    /// Whether a single unit is assessed: nothing is compared or ranked then.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.register.len() == 1
    }

    /// The file name of the workbook.
    #[must_use]
    pub fn workbook_name(&self) -> &'static str {
        if self.is_single() { text::ready(self.lang).workbook } else { self.words().workbook }
    }

    /// That this is a trial, and by which settings.
    pub(crate) fn trial_line(&self) -> Option<String> {
        self.trial.map(|trial| text::put(text::trial(self.lang).line, &[&trial.says(self.lang)]))
    }

    /// Period, full marks and number of units, for under the title.
    fn subtitle(&self) -> String {
        let head = &self.rubric.scheme.head;
        let periods = self.rubric.scored_periods().join(self.words().comma);
        let units = self.register.len().to_string();
        let mut line = text::put(self.words().subtitle, &[&periods, &head.full_marks.to_string(), &units]);
        if let Some(says) = self.trial_line() {
            line = format!("{line}\n{says}");
        }
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

    /// Whether it is known where marks came from.
    fn is_explained(&self) -> bool {
        self.explanations.len() == self.register.len()
    }

    /// How a unit's score on a node came about, in the last scored period.
    fn explained(&self, unit: usize, node: NodeId) -> Option<&'a ExplainLine> {
        let period = self.outcome.periods.last()?.period.as_ref();
        let id = self.rubric.scheme.nodes[node].id.value.as_str();
        self.explanations.get(unit)?.lines.iter().find(|line| line.node == id && line.period == period)
    }

    /// The observations that scoring took.
    fn used_observations(&self) -> impl Iterator<Item = &'a Observation> + use<'a> {
        self.observations.iter().zip(self.used).filter(|(_, used)| **used).map(|(o, _)| o)
    }

    /// The name of a source, or of an assessor.
    fn source_name<'n>(&self, id: &'n str) -> &'n str
    where
        'a: 'n,
    {
        let named = self.rubric.scheme.sources.iter().find(|s| s.id == id).map(|s| s.name.as_str());
        named.filter(|name| !name.is_empty()).unwrap_or(id)
    }

    /// A unit's grade as a cell.
    fn grade(&self, unit: usize) -> table::Shown {
        let grades = &self.rubric.scheme.grades;
        match self.outcome.finals().get(unit).and_then(|t| t.grade) {
            Some(grade) => table::Shown::Grade(grades[grade].name.clone(), grade, grades.len()),
            None => table::Shown::text(self.words().na_mark),
        }
    }

    /// The unit of measure of an indicator's value: its own, or that of the one field that it reads.
    fn measure(&self, node: NodeId) -> &'a str {
        let written = match &self.rubric.scheme.nodes[node].body {
            Body::Indicator(indicator) => indicator.unit.as_str(),
            Body::Section(_) => "",
        };
        match self.rubric.indicator(node).map(|i| i.inputs.as_slice()) {
            Some([only]) if written.is_empty() => &self.rubric.scheme.fields[*only].unit,
            _ => written,
        }
    }

    /// How many findings are errors, warnings and notes.
    fn counts(&self) -> [String; 3] {
        [Level::Error, Level::Warning, Level::Note]
            .map(|level| self.findings.iter().filter(|f| f.level == level).count().to_string())
    }
}

/// The workbook of the returns alone: who has returned what, and what is wrong with it.
pub fn returns_workbook(report: &Report<'_>) -> Result<Vec<u8>, Unmade> {
    let mut book = new_book(report)?;
    let style = Style::new(report.words().font);
    intake::sheet(report, &style, book.add_worksheet())?;
    findings::sheet(report, &style, book.add_worksheet())?;
    trial::mark(report, &mut book, &[])?;
    Ok(book.save_to_buffer()?)
}

/// The workbook of one scoring.
pub fn workbook(report: &Report<'_>) -> Result<Vec<u8>, Unmade> {
    let mut book = new_book(report)?;
    let style = Style::new(report.words().font);
    let live = Live::new(report);
    let live = live.as_ref();
    let entries = contents::contents(report, live.is_some());
    sheets::cover::sheet(report, &style, book.add_worksheet(), &contents::listed(&entries, live))?;
    contents::write(report, entries, live, &style, &mut book)?;
    let narrow: Vec<String> = live.iter().flat_map(|live| live.sheets()).map(|(_, name)| name).collect();
    trial::mark(report, &mut book, &narrow)?;
    Ok(book.save_to_buffer()?)
}

/// An empty workbook with its properties.
fn new_book(report: &Report<'_>) -> Result<Workbook, Unmade> {
    let mut book = Workbook::new();
    // the date of creation is fixed: the same input gives the same bytes
    let created = ExcelDateTime::from_ymd(2015, 1, 1)?;
    let author = concat!("zhiheng ", env!("CARGO_PKG_VERSION"));
    book.set_properties(
        &DocProperties::new().set_title(report.title()).set_author(author).set_creation_datetime(&created),
    );
    Ok(book)
}
