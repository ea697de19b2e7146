//! Reports (报告): the ranked workbook and the plain tables beside it. Nothing else in the house knows a spreadsheet library.
//!
//! [`workbook`] makes one workbook of a scoring, one file here a sheet; [`write_scores`] and [`write_observations`] write the
//! tables. All take a [`Report`], say everything in the words of [`text`], and give the same bytes for the same input.

mod adjustments;
mod baseline;
mod chart;
mod columns;
mod detail;
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
pub mod scheme;
mod scores;
mod sheets;
mod style;
mod table;
pub mod text;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::expr::NodeId;
use crate::finding::{Finding, Lang, Level};
use crate::observe::Observation;
use crate::register::{Register, Responsibilities};
use crate::rubric::Rubric;
use crate::rubric::scheme::Body;
use crate::score::{ExplainLine, Explanation, Input, Outcome};

pub use baseline::{Baseline, Standing};
pub use intake::{Intake, write_returns};
use live::Live;
pub use observations::write_observations;
pub use scores::write_scores;
use style::Style;
use text::{Names, SheetId, Words, words};

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
    /// Where every unit's marks came from, by unit; empty where there are too many to print.
    pub explanations: &'a [Explanation],
    /// An earlier result to compare with.
    pub baseline: Option<&'a Baseline>,
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
    Ok(book.save_to_buffer()?)
}

/// The workbook of one scoring.
pub fn workbook(report: &Report<'_>) -> Result<Vec<u8>, Unmade> {
    let mut book = new_book(report)?;
    let style = Style::new(report.words().font);
    let live = Live::new(report);
    let live = live.as_ref();
    let listed = sheets(report, live.is_some());
    let mut names: Vec<(SheetId, String)> = Vec::new();
    for (id, name, sheet) in &listed {
        match (sheet, live) {
            (Sheet::Core, Some(live)) => names.extend(live.sheets()),
            _ => names.push((*id, (*name).to_owned())),
        }
    }
    sheets::cover::sheet(report, &style, book.add_worksheet(), &names)?;
    for (_, _, write) in listed {
        match (write, live) {
            (Sheet::Plain(write), _) => write(report, &style, book.add_worksheet())?,
            (Sheet::Live(write), live) => write(report, live, &style, book.add_worksheet())?,
            (Sheet::Core, Some(live)) => live::sheets(report, live, &style, &mut book)?,
            (Sheet::Core, None) => {}
        }
    }
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

/// What writes a sheet.
#[derive(Clone, Copy)]
enum Sheet {
    /// By itself.
    Plain(fn(&Report<'_>, &Style, &mut Worksheet) -> Result<(), Unmade>),
    /// Referring to the live core, where there is one.
    Live(fn(&Report<'_>, Option<&Live>, &Style, &mut Worksheet) -> Result<(), Unmade>),
    /// The sheets of the live core.
    Core,
}

/// The sheets behind the cover, in order, with their names; those that would be empty by nature are left out.
fn sheets(report: &Report<'_>, live: bool) -> Vec<(SheetId, &'static str, Sheet)> {
    let words = report.words();
    let said = text::sheets(report.lang);
    let mut sheets: Vec<(SheetId, &'static str, Sheet)> =
        vec![(SheetId::Ranking, words.ranking, Sheet::Live(ranking::sheet))];
    let mut add = |wanted: bool, id: SheetId, name: &'static str, sheet: Sheet| {
        if wanted {
            sheets.push((id, name, sheet));
        }
    };
    add(sheets::groups::wanted(report), SheetId::Groups, said.groups.name, Sheet::Plain(sheets::groups::sheet));
    add(sheets::sections::wanted(report), SheetId::Sections, said.sections.name, Sheet::Plain(sheets::sections::sheet));
    add(true, SheetId::Totals, words.chart, Sheet::Plain(chart::sheet));
    add(sheets::charts::wanted(report), SheetId::Charts, said.charts.name, Sheet::Plain(sheets::charts::sheet));
    add(true, SheetId::Detail, words.detail, Sheet::Live(detail::sheet));
    add(true, SheetId::Losses, said.losses.name, Sheet::Plain(sheets::losses::sheet));
    add(true, SheetId::Losers, said.losers.name, Sheet::Plain(sheets::losses::units));
    add(true, SheetId::Deductions, said.deductions.name, Sheet::Plain(sheets::deductions::sheet));
    add(
        sheets::differences::wanted(report),
        SheetId::Differences,
        said.differences.name,
        Sheet::Plain(sheets::differences::sheet),
    );
    add(sheets::vetoes::wanted(report), SheetId::Vetoes, said.vetoes.name, Sheet::Plain(sheets::vetoes::sheet));
    let adjusted = !report.outcome.adjustments.is_empty();
    add(adjusted, SheetId::Adjustments, words.adjustments, Sheet::Plain(adjustments::sheet));
    let running = sheets::progress::wanted(report);
    let progress = text::progress(report.lang);
    add(running, SheetId::Progress, progress.name, Sheet::Plain(sheets::progress::sheet));
    add(running, SheetId::Courses, progress.charts.name, Sheet::Plain(sheets::progress::charts));
    add(true, SheetId::Findings, words.findings, Sheet::Plain(findings::sheet));
    add(true, SheetId::Intake, text::intake_words(report.lang).sheet, Sheet::Plain(intake::sheet));
    add(
        true,
        SheetId::Scheme,
        crate::rubric::words::columns(report.rubric, report.lang).sheet,
        Sheet::Plain(scheme_sheet),
    );
    add(live, SheetId::Data, words.live.data, Sheet::Core);
    add(true, SheetId::Sources, said.sources.name, Sheet::Plain(sheets::sources::sheet));
    add(true, SheetId::Method, words.method, Sheet::Live(method::sheet));
    sheets
}

fn scheme_sheet(report: &Report<'_>, _: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    Ok(scheme::printed_sheet(report.rubric, report.lang, to)?)
}
