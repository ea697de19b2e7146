//! The main job: returns → scores → reports, for every scoring of an assessment.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::finding::{Code, Finding, Lang, Level, write_csv};
use crate::report::{Report, Unmade, feedback, page, text::words, workbook, write_observations, write_scores};

use super::{Assessment, Failure, Gathered, OUT, Options, Scored, Scoring, Staging};

/// What is being done, for whoever watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The folder is being opened.
    Opening,
    /// The returns of this rubric are being read.
    Reading(&'a str),
    /// This rubric is being scored.
    Scoring(&'a str),
    /// The outputs of this rubric are being made.
    Writing(&'a str),
}

/// What came of a run.
#[derive(Clone, Debug, Serialize)]
pub struct RunReport {
    /// Title of the assessment.
    pub title: String,
    /// One a scoring.
    pub scorings: Vec<ScoringReport>,
    /// The page on all of them, where one was written.
    pub page: Option<PathBuf>,
}

impl RunReport {
    /// Whether anything at error level was found.
    #[must_use]
    pub fn any_error(&self) -> bool {
        self.scorings.iter().any(|s| s.errors > 0)
    }
}

/// What came of one scoring.
#[derive(Clone, Debug, Serialize)]
pub struct ScoringReport {
    /// Id of the rubric.
    pub rubric: String,
    /// Title of the rubric.
    pub title: String,
    /// Language of its reports.
    pub lang: Lang,
    /// Whether its marks are examples.
    pub illustrative: bool,
    /// The units in ranking order; empty where nothing was scored.
    pub ranking: Vec<RankedUnit>,
    /// How many observations were found, and how many were taken.
    pub observations: [usize; 2],
    /// Findings at each level.
    pub errors: usize,
    /// Findings at each level.
    pub warnings: usize,
    /// Findings at each level.
    pub notes: usize,
    /// What was written.
    pub files: Vec<PathBuf>,
}

/// A unit as it stands in the ranking; decimals as exact text.
#[derive(Clone, Debug, Serialize)]
pub struct RankedUnit {
    /// Its rank, `""` where it has none.
    pub rank: String,
    /// Its code.
    pub code: String,
    /// Its official name.
    pub name: String,
    /// Its total as published, `""` where it has none.
    pub total: String,
    /// Its grade, `""` where it has none.
    pub grade: String,
    /// Vetoes and remarks.
    pub remarks: String,
}

/// Reads, scores and reports.
pub fn run(dir: &Path, options: &Options, progress: &mut dyn FnMut(Step<'_>)) -> Result<RunReport, Failure> {
    scored(dir, options, progress, &[scores_csv, observations_csv, findings_csv, ranking_xlsx])
}

/// The workbooks only.
pub fn report(dir: &Path, options: &Options, progress: &mut dyn FnMut(Step<'_>)) -> Result<RunReport, Failure> {
    scored(dir, options, progress, &[ranking_xlsx])
}

/// The returns only: observations and what is wrong with them.
pub fn ingest(dir: &Path, options: &Options, progress: &mut dyn FnMut(Step<'_>)) -> Result<RunReport, Failure> {
    progress(Step::Opening);
    let assessment = Assessment::open(dir, options)?;
    let mut staging = Staging::new(&dir.join(OUT))?;
    let mut scorings = Vec::new();
    for scoring in &assessment.scorings {
        let id = scoring.rubric.scheme.head.id.as_str();
        progress(Step::Reading(id));
        let gathered = scoring.gather(dir);
        progress(Step::Writing(id));
        let folder = Path::new(id);
        let used = &gathered.used;
        let observations = &gathered.ingested.observations;
        staging.write(&folder.join("observations.csv"), |out| {
            write_observations(out, observations, used, &scoring.rubric, &scoring.register)
        })?;
        staging.write(&folder.join("findings.csv"), |out| write_csv(out, &gathered.findings, scoring.lang))?;
        let mut one = summary(scoring, &gathered);
        one.files = ["observations.csv", "findings.csv"].map(|name| dir.join(OUT).join(folder).join(name)).to_vec();
        scorings.push(one);
    }
    staging.publish()?;
    Ok(RunReport { title: assessment.title, scorings, page: None })
}

/// The page on all scorings.
const PAGE: &str = "report.html";

/// An output: its file name and its bytes.
type Output = fn(&Report<'_>) -> Result<(&'static str, Vec<u8>), Finding>;

fn scored(
    dir: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Step<'_>),
    outputs: &[Output],
) -> Result<RunReport, Failure> {
    progress(Step::Opening);
    let assessment = Assessment::open(dir, options)?;
    let mut staging = Staging::new(&dir.join(OUT))?;
    let mut scorings = Vec::new();
    let mut parts = Vec::new();
    for (index, scoring) in assessment.scorings.iter().enumerate() {
        let id = scoring.rubric.scheme.head.id.as_str();
        progress(Step::Reading(id));
        let gathered = scoring.gather(dir);
        progress(Step::Scoring(id));
        let scored = scoring.score(gathered);
        progress(Step::Writing(id));
        let report = scoring.report(&scored);
        let mut one = summary(scoring, &scored.gathered);
        one.ranking = ranking(scoring, &scored);
        for output in outputs {
            let (name, bytes) = output(&report)?;
            let path = Path::new(id).join(name);
            staging.write(&path, |out| out.write_all(&bytes))?;
            one.files.push(dir.join(OUT).join(path));
        }
        one.files
            .extend(feedback_books(&report, &mut staging, Path::new(id))?.into_iter().map(|p| dir.join(OUT).join(p)));
        parts.push(page::part(&report, index));
        scorings.push(one);
    }
    let lang = scorings.first().map(|one| one.lang).unwrap_or_default();
    let page = page::page(&assessment.title, lang, &parts);
    staging.write(Path::new(PAGE), |out| out.write_all(page.as_bytes()))?;
    staging.publish()?;
    Ok(RunReport { title: assessment.title, scorings, page: Some(dir.join(OUT).join(PAGE)) })
}

fn scores_csv(report: &Report<'_>) -> Result<(&'static str, Vec<u8>), Finding> {
    let mut bytes = Vec::new();
    write_scores(&mut bytes, report).map_err(|e| unmade("scores.csv", &e))?;
    Ok(("scores.csv", bytes))
}

fn observations_csv(report: &Report<'_>) -> Result<(&'static str, Vec<u8>), Finding> {
    let mut bytes = Vec::new();
    write_observations(&mut bytes, report.observations, report.used, report.rubric, report.register)
        .map_err(|e| unmade("observations.csv", &e))?;
    Ok(("observations.csv", bytes))
}

fn findings_csv(report: &Report<'_>) -> Result<(&'static str, Vec<u8>), Finding> {
    let mut bytes = Vec::new();
    write_csv(&mut bytes, report.findings, report.lang).map_err(|e| unmade("findings.csv", &e))?;
    Ok(("findings.csv", bytes))
}

fn ranking_xlsx(report: &Report<'_>) -> Result<(&'static str, Vec<u8>), Finding> {
    let name = words(report.lang).workbook;
    let bytes = workbook(report).map_err(|e| unmade(name, &e.0))?;
    Ok((name, bytes))
}

/// Writes the feedback workbooks; gives the joint ones and the folder of the rest.
fn feedback_books(report: &Report<'_>, staging: &mut Staging, folder: &Path) -> Result<Vec<PathBuf>, Finding> {
    let mut written: Vec<PathBuf> = Vec::new();
    if report.register.len() > feedback::MOST_UNITS {
        return Ok(written);
    }
    feedback::write(report, |name, bytes| -> Result<(), Unwritten> {
        let path = folder.join(name);
        staging.write(&path, |out| out.write_all(bytes)).map_err(Unwritten)?;
        // of the many files for single units their folder is named
        let named = path.parent().filter(|parent| *parent != folder).map_or_else(|| path.clone(), Path::to_path_buf);
        if !written.contains(&named) {
            written.push(named);
        }
        Ok(())
    })
    .map_err(|e| e.0)?;
    Ok(written)
}

/// Why feedback was not written.
struct Unwritten(Finding);

impl From<Unmade> for Unwritten {
    fn from(why: Unmade) -> Self {
        Self(unmade("feedback", &why.0))
    }
}

fn unmade(name: &str, why: &impl ToString) -> Finding {
    Finding::new(Code::OutputFailed).found(name).hint(why.to_string())
}

fn summary(scoring: &Scoring, gathered: &Gathered) -> ScoringReport {
    let head = &scoring.rubric.scheme.head;
    let count = |level| gathered.findings.iter().filter(|f| f.level == level).count();
    ScoringReport {
        rubric: head.id.clone(),
        title: head.title.clone(),
        lang: scoring.lang,
        illustrative: head.illustrative,
        ranking: Vec::new(),
        observations: [gathered.ingested.observations.len(), gathered.used.iter().filter(|u| **u).count()],
        errors: count(Level::Error),
        warnings: count(Level::Warning),
        notes: count(Level::Note),
        files: Vec::new(),
    }
}

fn ranking(scoring: &Scoring, scored: &Scored) -> Vec<RankedUnit> {
    let report = scoring.report(scored);
    let text = |x: Option<&crate::number::Exact>| x.map(ToString::to_string).unwrap_or_default();
    let one = |unit: usize| {
        let total = &scored.outcome.finals()[unit];
        let named = &scoring.register.units()[unit];
        RankedUnit {
            rank: text(total.rank.as_ref()),
            code: named.code.clone(),
            name: named.name.clone(),
            total: text(total.published.as_ref()),
            grade: total.grade.map(|g| scoring.rubric.scheme.grades[g].name.clone()).unwrap_or_default(),
            remarks: report.remarks(unit),
        }
    };
    scored.outcome.ranking_order().into_iter().map(one).collect()
}
