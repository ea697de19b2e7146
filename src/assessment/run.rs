//! The main job: returns → scores → reports, for every scoring of an assessment.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use serde::Serialize;

use crate::finding::{Code, Finding, Folded, Lang, Level, Terminal, fold, write_csv};
use crate::report::text::{feedback as feedback_words, intake_words, ready, words};
use crate::report::{
    Intake, Report, TrialOf, Unmade, feedback, page, returns_workbook, workbook, write_observations, write_returns,
    write_scores,
};

use super::{Assessment, Failure, Gathered, OUT, Options, Scored, Scoring, Staging, TrialReport};
use super::{archive, mending, roll_up, trial};

/// What is being done, for whoever watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The folder is being opened.
    Opening,
    /// The returns of this rubric are being read: so many files of so many are done.
    Reading {
        /// The rubric.
        rubric: &'a str,
        /// Files read.
        done: usize,
        /// Files to read.
        total: usize,
    },
    /// This rubric is being scored.
    Scoring(&'a str),
    /// The outputs of this rubric are being made.
    Writing(&'a str),
    /// Two results by this rubric are being compared: so many scorings of so many are done.
    Comparing {
        /// The rubric.
        rubric: &'a str,
        /// Scorings done.
        done: usize,
        /// Scorings to do.
        total: usize,
    },
    /// Another run is putting its outputs into the folder, and takes long.
    Waiting,
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
    /// Its number in the archive, where it was archived.
    pub run: Option<i64>,
    /// What there is to say of the folder itself: outputs put back, an archive that could not be written.
    pub remarks: Vec<FoundReport>,
}

impl RunReport {
    /// Says of the run as a whole what was found.
    pub(super) fn remark(&mut self, findings: &[Finding], options: &Options) {
        let lang = options.lang.or_else(|| self.scorings.first().map(|one| one.lang)).unwrap_or_default();
        self.remarks = folded(findings, lang);
    }

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
    /// Errors and warnings, errors first; what is found again and again is said once.
    pub found: Vec<FoundReport>,
    /// Who has returned what, and what it was taken for.
    pub intake: Intake,
    /// What was written.
    pub files: Vec<PathBuf>,
    /// The workbooks to send back for mending.
    pub mending: Vec<PathBuf>,
    /// In a trial: its settings, and how they moved the units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial: Option<TrialReport>,
}

/// Findings that are alike.
#[derive(Clone, Debug, Serialize)]
pub struct FoundReport {
    /// Their level.
    pub level: Level,
    /// Their code.
    pub code: Code,
    /// How many there are.
    pub count: usize,
    /// All of them in a line: level, code, places, and what to do.
    pub line: String,
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
    work(dir, options, progress, &Job::run())
}

/// The workbooks only; as PDF too where that is asked for.
pub fn report(dir: &Path, options: &Options, progress: &mut dyn FnMut(Step<'_>)) -> Result<RunReport, Failure> {
    let job = Job { outputs: &[ranking_xlsx], ..SCORE };
    let mut report = work(dir, options, progress, &job)?;
    if options.pdf {
        super::pdf::add(dir, &mut report)?;
    }
    Ok(report)
}

/// The returns only: observations, who has returned what, and what is wrong with it.
pub fn ingest(dir: &Path, options: &Options, progress: &mut dyn FnMut(Step<'_>)) -> Result<RunReport, Failure> {
    let outputs: &[Output] = &[observations_csv, findings_csv, returns_csv, returns_xlsx];
    let job = Job {
        settle: Scoring::examine,
        explain: |_, _| {},
        ranking: |_, _| Vec::new(),
        outputs,
        books: |_, _, _| Ok(Vec::new()),
        part: |_, _| None,
        trial: false,
        archived: false,
    };
    work(dir, options, progress, &job)
}

/// What is done with each scoring.
pub(super) struct Job<'a> {
    /// What is made of the returns.
    settle: fn(&Scoring, Gathered) -> Scored,
    /// What is explained for the sheets that print it.
    explain: fn(&Scoring, &mut Scored),
    /// The ranking to show.
    ranking: fn(&Report<'_>, &Scored) -> Vec<RankedUnit>,
    /// What is written.
    outputs: &'a [Output],
    /// Workbooks whose number hangs on the units; gives what is to be named of them, relative to the folder of outputs.
    books: fn(&Report<'_>, &mut Staging, &Path) -> Result<Vec<PathBuf>, Finding>,
    /// The scoring's part of the page.
    part: fn(&Report<'_>, usize) -> Option<page::Part>,
    /// Whether the archive keeps it.
    archived: bool,
    /// Whether this is a trial: only scorings that something is tried on are scored, and nothing is sent back.
    trial: bool,
}

impl Job<'_> {
    /// The main job.
    pub(super) const fn run() -> Self {
        let outputs: &[Output] = &[scores_csv, observations_csv, findings_csv, returns_csv, ranking_xlsx];
        Job { outputs, archived: true, ..SCORE }
    }

    /// A trial, with feedback workbooks or without.
    pub(super) const fn trial(feedback: bool) -> Self {
        let outputs: &[Output] = &[scores_csv, observations_csv, findings_csv, returns_csv, ranking_xlsx];
        if feedback {
            return Job { outputs, trial: true, ..SCORE };
        }
        Job { outputs, books: |_, _, _| Ok(Vec::new()), trial: true, ..SCORE }
    }
}

/// What is done with each scoring that is scored; what is written besides is said by the command.
const SCORE: Job<'_> = Job {
    settle: Scoring::score,
    explain: Scoring::explain,
    ranking,
    outputs: &[],
    books: feedback_books,
    part: |report, index| Some(page::part(report, index)),
    trial: false,
    archived: false,
};

/// The page on all scorings.
const PAGE: &str = "report.html";

/// An output: its file name and its bytes.
type Output = fn(&Report<'_>) -> Result<(&'static str, Vec<u8>), Finding>;

fn work(
    dir: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Step<'_>),
    job: &Job<'_>,
) -> Result<RunReport, Failure> {
    progress(Step::Opening);
    let began = SystemTime::now();
    let assessment = Assessment::open(dir, options)?;
    work_on(dir, &assessment, (options, began), progress, job)
}

/// The work on an opened assessment.
pub(super) fn work_on(
    dir: &Path,
    assessment: &Assessment,
    (options, began): (&Options, SystemTime),
    progress: &mut dyn FnMut(Step<'_>),
    job: &Job<'_>,
) -> Result<RunReport, Failure> {
    let mut staging = Staging::of(dir)?;
    let (mut report, readings) = make(dir, assessment, progress, job, &mut staging)?;
    let findings = if job.archived {
        let run = archive::Run { assessment, readings: &readings, report: &report, options, began };
        let kept = archive::keep(&run, staging, progress)?;
        report.run = kept.no;
        kept.findings
    } else {
        put_in_place(staging, progress)?
    };
    report.remark(&findings, options);
    Ok(report)
}

/// Moves what was made into its place, when nobody else does; gives what was found there.
pub(super) fn put_in_place(mut staging: Staging, progress: &mut dyn FnMut(Step<'_>)) -> Result<Vec<Finding>, Failure> {
    staging.hold(&mut || progress(Step::Waiting))?;
    let findings = staging.take_findings();
    staging.publish()?;
    Ok(findings)
}

/// Makes everything that a job writes, and leaves it in the staging folder.
pub(super) fn make(
    dir: &Path,
    assessment: &Assessment,
    progress: &mut dyn FnMut(Step<'_>),
    job: &Job<'_>,
    staging: &mut Staging,
) -> Result<(RunReport, Vec<archive::Reading>), Failure> {
    let place = Path::new(if job.trial { trial::FOLDER } else { "" });
    let (mut scorings, mut readings) = (Vec::new(), Vec::new());
    let mut parts = Vec::new();
    let mut tallies = Vec::new();
    for (index, scoring) in assessment.scorings.iter().enumerate() {
        let rubric = scoring.rubric.scheme.head.id.as_str();
        let mut gathered = scoring.gather(dir, &mut |done, total| progress(Step::Reading { rubric, done, total }));
        roll_up::compare(&tallies, index, scoring, &mut gathered);
        tallies.extend(roll_up::tally(&assessment.roll_ups, index, scoring, &gathered));
        if job.trial && scoring.trial.is_none() {
            continue;
        }
        progress(Step::Scoring(rubric));
        let mut scored = (job.settle)(scoring, gathered);
        (job.explain)(scoring, &mut scored);
        progress(Step::Writing(rubric));
        let intake = scoring.intake(&scored);
        let report = scoring.report(&scored, &intake);
        let mut files = Vec::new();
        let folder = &place.join(rubric);
        let (made, books) = rayon::join(
            || job.outputs.par_iter().map(|output| output(&report)).collect::<Vec<_>>(),
            || (job.books)(&report, staging, folder),
        );
        for output in made {
            let (name, bytes) = output?;
            let path = folder.join(file_name(&report, name));
            staging.write(&path, |out| out.write_all(&bytes))?;
            files.push(dir.join(OUT).join(path));
        }
        files.extend(books?.into_iter().map(|path| dir.join(OUT).join(path)));
        parts.extend((job.part)(&report, index));
        let ranking = (job.ranking)(&report, &scored);
        let mending =
            if job.trial { Vec::new() } else { in_out(dir, mending::stage(staging, scoring, &scored.gathered, dir)?) };
        let found = folded(&scored.gathered.findings, scoring.lang);
        if job.archived {
            readings.push(archive::Reading::of(scoring, &scored, staging)?);
        }
        scorings.push(ScoringReport { ranking, found, intake, files, mending, ..summary(scoring, &scored.gathered) });
    }
    let mut page = None;
    if !parts.is_empty() {
        let lang = scorings.first().map(|one| one.lang).unwrap_or_default();
        let (title, name) = if job.trial {
            let mark = crate::report::text::trial(lang).mark;
            (format!("{mark}{}", assessment.title), TrialOf::file(PAGE, lang))
        } else {
            (assessment.title.clone(), PAGE.to_owned())
        };
        let html = page::page(&title, lang, &parts);
        let path = place.join(name);
        staging.write(&path, |out| out.write_all(html.as_bytes()))?;
        page = Some(dir.join(OUT).join(path));
    }
    if job.trial {
        staging.clear(place);
    }
    let report = RunReport { title: assessment.title.clone(), scorings, page, run: None, remarks: Vec::new() };
    Ok((report, readings))
}

/// The name of an output: in a trial it says so.
fn file_name(report: &Report<'_>, name: &str) -> String {
    if report.trial.is_some() { TrialOf::file(name, report.lang) } else { name.to_owned() }
}

fn in_out(dir: &Path, paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.into_iter().map(|path| dir.join(OUT).join(path)).collect()
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

fn returns_csv(report: &Report<'_>) -> Result<(&'static str, Vec<u8>), Finding> {
    let mut bytes = Vec::new();
    write_returns(&mut bytes, &report.intake.sheets).map_err(|e| unmade("returns.csv", &e))?;
    Ok(("returns.csv", bytes))
}

fn returns_xlsx(report: &Report<'_>) -> Result<(&'static str, Vec<u8>), Finding> {
    let name = intake_words(report.lang).workbook;
    let bytes = returns_workbook(report).map_err(|e| unmade(name, &e.0))?;
    Ok((name, bytes))
}

fn ranking_xlsx(report: &Report<'_>) -> Result<(&'static str, Vec<u8>), Finding> {
    let name = report.workbook_name();
    let bytes = workbook(report).map_err(|e| unmade(name, &e.0))?;
    Ok((name, bytes))
}

/// Writes the feedback workbooks; gives the joint ones and the folder of the rest.
fn feedback_books(report: &Report<'_>, staging: &mut Staging, folder: &Path) -> Result<Vec<PathBuf>, Finding> {
    let mut written: Vec<PathBuf> = Vec::new();
    // an earlier run may have spoken another language, had more units, or made PDFs, which would now say something else
    for lang in [Lang::Zh, Lang::En] {
        staging.sweep(&folder.join(feedback_words(lang).name));
        staging.replace(folder, feedback_words(lang).name);
        // one unit more or less and the workbook has another name
        for name in [words(lang).workbook, ready(lang).workbook] {
            let stem = Path::new(name).file_stem();
            staging.replace(folder, &stem.map(|s| s.to_string_lossy().into_owned()).unwrap_or_default());
        }
    }
    if report.register.len() > feedback::MOST_UNITS {
        return Ok(written);
    }
    feedback::write(report, |name, bytes| -> Result<(), Unwritten> {
        let last = name.file_name().map(|n| file_name(report, &n.to_string_lossy())).unwrap_or_default();
        let path = folder.join(name).with_file_name(last);
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
        found: Vec::new(),
        intake: Intake::default(),
        files: Vec::new(),
        mending: Vec::new(),
        trial: None,
    }
}

/// Errors and warnings, folded, errors first.
fn folded(findings: &[Finding], lang: Lang) -> Vec<FoundReport> {
    let mut folded = fold(findings, lang);
    folded.retain(|f| f.said.level != Level::Note);
    folded.sort_by_key(|f| f.said.level);
    let terminal = Terminal { lang, color: false, source: None };
    let one = |f: &Folded<'_>| FoundReport {
        level: f.said.level,
        code: f.said.code,
        count: f.count(),
        line: terminal.render(&f.said),
    };
    folded.iter().map(one).collect()
}

pub(super) fn ranking(report: &Report<'_>, scored: &Scored) -> Vec<RankedUnit> {
    let text = |x: Option<&crate::number::Exact>| x.map(ToString::to_string).unwrap_or_default();
    let one = |unit: usize| {
        let total = &scored.outcome.finals()[unit];
        let named = &report.register.units()[unit];
        RankedUnit {
            rank: text(total.rank.as_ref()),
            code: named.code.clone(),
            name: named.name.clone(),
            total: text(total.published.as_ref()),
            grade: total.grade.map(|g| report.rubric.scheme.grades[g].name.clone()).unwrap_or_default(),
            remarks: report.remarks(unit),
        }
    };
    scored.outcome.ranking_order().into_iter().map(one).collect()
}
