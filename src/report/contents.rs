//! What the workbook holds: its sheets in order, which of them would be empty by nature and are left out, and which hold
//! more than a sheet can and stand in the tables beside the workbook instead. The cover says all of it.

use rust_xlsxwriter::Worksheet;

use crate::expr::Partition;

use super::live::{self, Live};
use super::style::Style;
use super::text::{self, SheetId, put};
use super::{Report, Unmade, adjustments, chart, detail, findings, intake, method, ranking, scheme, sheets, table};

/// How much a workbook holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Rows of a sheet, headings included: what the file format has.
    pub rows: usize,
    /// Units above which values stand in place of formulas, and 溯源 refers to observations.csv.
    pub units: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { rows: 1_048_576, units: 5_000 }
    }
}

/// Rows that a sheet may have beside those of its table: title, headings, notes.
const AROUND: usize = 16;

/// Sheets that compare units.
const COMPARE: [SheetId; 8] = [
    SheetId::Ranking,
    SheetId::Apart(Partition::Group),
    SheetId::Apart(Partition::Class),
    SheetId::Sections,
    SheetId::Totals,
    SheetId::Charts,
    SheetId::Losses,
    SheetId::Losers,
];
/// Sheets that say of several units what 自评表 says of one.
const IN_OWN: [SheetId; 1] = [SheetId::Detail];

const SCORES: &str = "scores.csv";
const OBSERVATIONS: &str = "observations.csv";
const FINDINGS: &str = "findings.csv";
const RETURNS: &str = "returns.csv";

type Plain = fn(&Report<'_>, &Style, &mut Worksheet) -> Result<(), Unmade>;
type WithLive = fn(&Report<'_>, Option<&Live>, &Style, &mut Worksheet) -> Result<(), Unmade>;

/// What becomes of a sheet.
#[derive(Clone)]
pub(super) enum Content {
    /// Written by itself.
    Plain(Plain),
    /// Written referring to the live core, where there is one.
    Live(WithLive),
    /// The sheets of the live core.
    Core,
    /// A sheet that says only where its rows are instead.
    Elsewhere(String),
    /// Not there, and why.
    LeftOut(&'static str),
}

/// A sheet behind the cover.
#[derive(Clone)]
pub(super) struct Entry {
    pub id: SheetId,
    pub name: &'static str,
    pub content: Content,
}

/// The sheets behind the cover, in order; `live` is whether there is a live core.
pub(super) fn contents(report: &Report<'_>, live: bool) -> Vec<Entry> {
    let words = report.words();
    let said = text::sheets(report.lang);
    let units = report.register.len();
    let mut list = List { report, entries: Vec::new() };
    let bands = sheets::sections::bands(report);
    let (of_units, scores) = (Some(units), SCORES);
    if sheets::own::wanted(report) {
        let name = text::ready(report.lang).own.name;
        list.add(SheetId::Own, name, Content::Live(sheets::own::sheet), (Some(0), scores));
    }
    list.add(SheetId::Ranking, words.ranking, Content::Live(ranking::sheet), (of_units, scores));
    for (by, sheet) in [(Partition::Group, sheets::apart::groups as Plain), (Partition::Class, sheets::apart::classes)]
    {
        // of classes nobody asks why they are not there, unless the rubric ranks by them
        if by == Partition::Group || report.rubric.scheme.ranking.apart[by] {
            let rows = sheets::apart::wanted(report, by).then_some(units);
            list.add(SheetId::Apart(by), said.apart[by].name, Content::Plain(sheet), (rows, scores));
        }
    }
    let sections = sheets::sections::wanted(report).then_some(bands * (units + 3));
    list.add(SheetId::Sections, said.sections.name, Content::Plain(sheets::sections::sheet), (sections, scores));
    list.add(SheetId::Totals, words.chart, Content::Live(chart::sheet), (Some(0), scores));
    let charts = sheets::charts::wanted(report).then_some(0);
    list.add(SheetId::Charts, said.charts.name, Content::Live(sheets::charts::sheet), (charts, scores));
    list.add(SheetId::Detail, words.detail, Content::Live(detail::sheet), (of_units, scores));
    list.add(SheetId::Losses, said.losses.name, Content::Plain(sheets::losses::sheet), (Some(0), scores));
    list.add(SheetId::Losers, said.losers.name, Content::Plain(sheets::losses::units), (of_units, scores));
    let duties = sheets::duties::wanted(report).then_some(0);
    list.add(SheetId::Duties, said.duties.name, Content::Plain(sheets::duties::sheet), (duties, scores));
    let deductions = Some(sheets::deductions::rows(report));
    list.add(
        SheetId::Deductions,
        said.deductions.name,
        Content::Plain(sheets::deductions::sheet),
        (deductions, scores),
    );
    let differences = sheets::differences::wanted(report).then(|| sheets::differences::rows(report));
    list.add(
        SheetId::Differences,
        said.differences.name,
        Content::Plain(sheets::differences::sheet),
        (differences, OBSERVATIONS),
    );
    let stages = sheets::stages::wanted(report).then(|| report.register.len());
    list.add(SheetId::Stages, said.stages.name, Content::Plain(sheets::stages::sheet), (stages, scores));
    let name = text::ready(report.lang).range.name;
    list.add(SheetId::Range, name, Content::Plain(sheets::range::sheet), (sheets::range::rows(report), scores));
    let name = text::ready(report.lang).evidence.name;
    list.add_observed(SheetId::Evidence, name, sheets::evidence::sheet, sheets::evidence::rows);
    // nobody asks why it is not there
    if sheets::roll_up::wanted(report) {
        let (name, rows) = (text::roll_up(report.lang).name, Some(report.rolled.len()));
        list.add(SheetId::RollUp, name, Content::Plain(sheets::roll_up::sheet), (rows, OBSERVATIONS));
    }
    let vetoes = sheets::vetoes::wanted(report).then(|| sheets::vetoes::rows(report));
    list.add(SheetId::Vetoes, said.vetoes.name, Content::Plain(sheets::vetoes::sheet), (vetoes, scores));
    let adjusted = Some(adjustments::rows(report)).filter(|n| *n > 0);
    list.add(SheetId::Adjustments, words.adjustments, Content::Plain(adjustments::sheet), (adjusted, scores));
    let progress = sheets::progress::rows(report);
    let names = text::progress(report.lang);
    list.add(SheetId::Progress, names.name, Content::Plain(sheets::progress::sheet), (progress, scores));
    // the charts look their figures up there
    list.add(SheetId::Courses, names.charts.name, Content::Plain(sheets::progress::charts), (progress, scores));
    let found = Some(findings::rows(report));
    list.add(SheetId::Findings, words.findings, Content::Plain(findings::sheet), (found, FINDINGS));
    let returned = Some(report.intake.units.len() + report.intake.sheets.len());
    let name = text::intake_words(report.lang).sheet;
    list.add(SheetId::Intake, name, Content::Plain(intake::sheet), (returned, RETURNS));
    let name = crate::rubric::words::columns(report.rubric, report.lang).sheet;
    list.add(SheetId::Scheme, name, Content::Plain(scheme_sheet), (Some(0), scores));
    let used = |report: &Report<'_>| Some(report.used_observations().count());
    list.add_observed(SheetId::Sources, said.sources.name, sheets::sources::sheet, used);
    list.add(SheetId::Method, words.method, Content::Live(method::sheet), (Some(0), scores));
    list.add(SheetId::Data, words.live.data, Content::Core, (live.then_some(0), scores));
    list.entries
}

struct List<'a> {
    report: &'a Report<'a>,
    entries: Vec<Entry>,
}

impl List<'_> {
    /// Adds a sheet of so many rows; `None` where it would be empty by nature.
    fn add(&mut self, id: SheetId, name: &'static str, content: Content, (rows, csv): (Option<usize>, &str)) {
        let words = &text::sheets(self.report.lang).cover;
        let most = self.report.room.rows.saturating_sub(AROUND);
        let content = match rows {
            _ if self.report.is_single() && COMPARE.contains(&id) => {
                Content::LeftOut(text::ready(self.report.lang).alone)
            }
            _ if self.report.is_single() && IN_OWN.contains(&id) => {
                Content::LeftOut(text::ready(self.report.lang).in_own)
            }
            None => {
                let why = words.left_out.iter().find(|(known, _)| *known == id).map_or("", |(_, why)| why);
                Content::LeftOut(why)
            }
            Some(rows) if rows > most => {
                let counts = [rows.to_string(), self.report.room.rows.to_string()];
                Content::Elsewhere(put(words.too_many_rows, &[&counts[0], &counts[1], csv]))
            }
            Some(_) => content,
        };
        self.entries.push(Entry { id, name, content });
    }

    /// Adds a sheet that has a row for most observations: where there are too many units it says where they are.
    fn add_observed(
        &mut self,
        id: SheetId,
        name: &'static str,
        sheet: Plain,
        rows: impl Fn(&Report<'_>) -> Option<usize>,
    ) {
        let room = self.report.room.units;
        if self.report.register.len() > room {
            let words = &text::sheets(self.report.lang).cover;
            let says = put(words.too_many_units, &[&room.to_string(), OBSERVATIONS]);
            self.entries.push(Entry { id, name, content: Content::Elsewhere(says) });
        } else {
            self.add(id, name, Content::Plain(sheet), (rows(self.report), OBSERVATIONS));
        }
    }
}

/// A sheet that says only where its rows are.
pub(super) fn elsewhere(
    report: &Report<'_>,
    style: &Style,
    to: &mut Worksheet,
    (name, says): (&str, &str),
) -> Result<(), Unmade> {
    to.set_name(name)?;
    to.set_column_width(0, 60)?.set_column_width(1, 60)?;
    table::head(style, to, name, &report.title(), 1)?;
    to.merge_range(2, 0, 2, 1, says, &style.centred().set_text_wrap())?;
    to.set_row_height(2, 40)?;
    super::style::print(to, report.words(), (0, 1))?;
    Ok(())
}

/// The sheets as the cover lists them: name, what is said of it where that is not what is on it, and whether it is there.
pub(super) fn listed(entries: &[Entry], live: Option<&Live>) -> Vec<Listed> {
    let mut listed = Vec::new();
    for entry in entries {
        let name = entry.name.to_owned();
        match (&entry.content, live) {
            (Content::Core, Some(live)) => {
                listed.extend(live.sheets().into_iter().map(|(id, name)| Listed { id, name, says: None, made: true }));
            }
            (Content::Elsewhere(says), _) => {
                listed.push(Listed { id: entry.id, name, says: Some(says.clone()), made: true });
            }
            (Content::LeftOut(why), _) => {
                listed.push(Listed { id: entry.id, name, says: Some((*why).to_owned()), made: false });
            }
            _ => listed.push(Listed { id: entry.id, name, says: None, made: true }),
        }
    }
    listed
}

/// A sheet as the cover lists it.
pub(super) struct Listed {
    pub id: SheetId,
    pub name: String,
    /// Said in place of what is on it.
    pub says: Option<String>,
    /// Whether the sheet is there.
    pub made: bool,
}

/// Writes the sheets behind the cover.
pub(super) fn write(
    report: &Report<'_>,
    entries: Vec<Entry>,
    live: Option<&Live>,
    style: &Style,
    book: &mut rust_xlsxwriter::Workbook,
) -> Result<(), Unmade> {
    for entry in entries {
        match (entry.content, live) {
            (Content::Plain(write), _) => write(report, style, book.add_worksheet())?,
            (Content::Live(write), live) => write(report, live, style, book.add_worksheet())?,
            (Content::Core, Some(live)) => live::sheets(report, live, style, book)?,
            (Content::Elsewhere(says), _) => elsewhere(report, style, book.add_worksheet(), (entry.name, &says))?,
            (Content::Core, None) | (Content::LeftOut(_), _) => {}
        }
    }
    Ok(())
}

fn scheme_sheet(report: &Report<'_>, _: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    Ok(scheme::printed_sheet(report.rubric, report.lang, to)?)
}
