//! The assessment folder (考核文件夹): what belongs together, where outputs go, and that nothing in place is ever lost.
//!
//! [`Assessment::open`] reads `assessment.toml` and all that it names; [`run`], [`ingest`] and [`report`] do the work and
//! write to `out/`; [`init`] makes a new folder and [`template()`] the forms to send out. What cannot be opened is a [`Failure`]: every problem at once, each with
//! its place.

mod adjust;
mod alone;
pub mod archive;
mod arrivals;
mod baseline;
mod compare;
mod draft;
mod explain;
mod home;
mod init;
mod layouts;
mod load;
mod mending;
mod output;
mod path;
mod pdf;
mod periods;
mod range;
mod received;
mod remind;
mod roll_up;
mod run;
mod scheme;
mod settings;
mod stages;
mod template;
mod trial;
mod verify;
mod versions;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::finding::{Code, Finding, Lang, any_error};
use crate::ingest::{Derived, Expected, Ingested, Layout, Limits, ReturnsFrom, Sibling};
use crate::observe::{Receipts, SetAside, VersionRule, resolve_except};
use crate::register::{Register, Responsibilities};
use crate::report::intake::{Intake, Returned};
use crate::report::{Baseline, InputFile, Range, Report, RolledUp, Room, Stage, TrialOf};
use crate::rubric::Rubric;
use crate::rubric::document::Document;
use crate::score::{Adjustment, Explanation, Input, Ledger, Outcome};

pub use adjust::{Decision, Deed, EventReport, LedgerReport, Proposal, adjust, ledgers};
pub use alone::{Checked, Tables, check_rubric, score_tables};
pub use compare::{Compared, LAST, Source, Unpaired, compare};
pub use draft::{Draft, draft_rubric};
pub use explain::{UnitExplained, explain};
use home::Home;
pub use home::{KeptText, Role};
pub use init::init;
use load::Lookout;
pub use output::{OUT, Published, Staging, mend};
pub use path::read_text;
pub use remind::{RemindReport, ScoringReminders, remind};
pub use roll_up::RollUp;
pub use run::{FoundReport, RankedUnit, RunReport, ScoringReport, Step, ingest, report, run};
pub use scheme::{SchemeFile, import_rubric, open_below, open_scheme};
pub use template::{MadeForm, ScoringForms, TemplateReport, template};
pub use trial::{Trial, TrialReport, TriedUnit, try_out};
pub use verify::{Became, CellDifference, FileDifference, Unlike, Verdict, VerifyReport, verify};
pub use versions::NamedVersion;

/// The file that makes a folder an assessment.
pub const SETTINGS: &str = "assessment.toml";

/// Above so many units nobody reads how each mark came about in a workbook; `zhiheng explain` says it of any.
pub const MOST_EXPLAINED: usize = 5_000;

/// How work on an assessment is done, whatever the folder says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Overrides the language of the rubrics.
    pub lang: Option<Lang>,
    /// What a returned file may take.
    pub limits: Limits,
    /// An earlier result to compare with, in place of the folder's own `baseline`.
    pub against: Option<PathBuf>,
    /// Earlier results as a run of the archive had them, by scoring, in place of the folder's own `baseline`.
    pub baselines: Vec<KeptText>,
    /// Whether workbooks are made as PDF too, by LibreOffice.
    pub pdf: bool,
    /// Who runs it, for the archive; by default the system's user.
    pub by: Option<String>,
    /// What is tried: empty for a result.
    pub trial: Trial,
    /// A rubric to score by in place of one of the folder's.
    pub instead: Option<Instead>,
}

/// A rubric in place of another.
#[derive(Clone, Debug)]
pub struct Instead {
    /// Id of the rubric that it replaces.
    pub of: String,
    /// What is scored by.
    pub rubric: Arc<Rubric>,
    /// The file that it came from.
    pub input: InputFile,
}

/// Why something was not done at all.
#[derive(Clone, Debug, Default)]
pub struct Failure {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// The texts that findings point into.
    pub sources: Vec<SourceText>,
    /// The language of the rubric concerned, as far as it could be made out.
    pub lang: Option<Lang>,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lang = self.lang.unwrap_or_default();
        let said: Vec<String> = self.findings.iter().map(|finding| finding.says(lang)).collect();
        f.write_str(&said.join("\n"))
    }
}

impl std::error::Error for Failure {}

impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        Self { findings: vec![finding], ..Self::default() }
    }
}

/// A text file that findings point into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// As findings name it.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// An assessment folder, opened.
#[derive(Debug)]
pub struct Assessment {
    /// The folder.
    pub dir: PathBuf,
    /// Its title.
    pub title: String,
    /// Its scorings in order.
    pub scorings: Vec<Scoring>,
    /// The settings and the rubrics, for findings that point into them.
    pub sources: Vec<SourceText>,
    /// What units of one scoring add up to, for those of another.
    pub roll_ups: Vec<RollUp>,
    /// Every text that went in, as it was read, for the archive.
    pub kept: Vec<KeptText>,
}

/// One `[[scoring]]`, ready to read returns.
#[derive(Debug)]
pub struct Scoring {
    /// The rubric.
    pub rubric: Rubric,
    /// The units.
    pub register: Register,
    /// Who answers for which measure.
    pub responsibilities: Responsibilities,
    /// Where returns are.
    pub returns: Vec<ReturnsFrom>,
    /// Accepted adjustments.
    pub adjustments: Vec<Adjustment>,
    /// The ledgers that they stand in, with those that do not count: its own first.
    pub ledgers: Vec<Ledger>,
    /// What is doubtful about all of these.
    pub findings: Vec<Finding>,
    /// The files that these came from.
    pub inputs: Vec<InputFile>,
    /// Language of its reports.
    pub lang: Lang,
    /// What a returned file may take.
    pub limits: Limits,
    /// Figures that the rubric works out and that returns may state as well.
    pub derived: Vec<Derived>,
    /// The layouts declared for its returns.
    pub layouts: Vec<Layout>,
    /// When each return came.
    pub receipts: Receipts,
    /// Which of several versions of a return holds.
    pub rule: VersionRule,
    /// Versions that hold because they are named.
    pub versions: Vec<NamedVersion>,
    /// An earlier result to compare with.
    pub baseline: Option<Baseline>,
    /// The day by which everything is to be there, as `2015-08-31`.
    pub due: Option<String>,
    /// The settings laid over the rubric; `None` outside a trial.
    pub trial: Option<TrialOf>,
    /// The other rubrics of the assessment, with the files that they read.
    pub siblings: Vec<Sibling>,
}

/// A scoring with its returns read.
#[derive(Debug)]
pub struct Gathered {
    /// What was read.
    pub ingested: Ingested,
    /// Which observations count.
    pub used: Vec<bool>,
    /// Which files are set aside for another version.
    pub aside: SetAside,
    /// Everything wrong or doubtful so far.
    pub findings: Vec<Finding>,
    /// Every file that went in.
    pub inputs: Vec<InputFile>,
    /// What the units below add up to, against what the units report of themselves.
    pub rolled: Vec<RolledUp>,
}

/// A scoring, scored.
#[derive(Debug)]
pub struct Scored {
    /// Its returns; the findings of scoring are among its findings.
    pub gathered: Gathered,
    /// Its scores.
    pub outcome: Outcome,
    /// Where every unit's marks came from; empty until [`Scoring::explain`] is asked, and above [`MOST_EXPLAINED`] units.
    pub explanations: Vec<Explanation>,
    /// The totals by stage, under the same limits.
    pub stages: Vec<Stage>,
    /// What is missing leaves open how much, under the same limits.
    pub range: Range,
}

impl Assessment {
    /// Opens a folder.
    pub fn open(dir: &Path, options: &Options) -> Result<Self, Failure> {
        Self::open_home(dir, Home::Folder(dir.to_owned()), options)
    }

    /// Opens a folder whose files are looked for in its home.
    fn open_home(dir: &Path, home: Home, options: &Options) -> Result<Self, Failure> {
        let (bytes, hash, text) = home.read(SETTINGS)?;
        let doc = Document::new(SETTINGS, &text);
        let settings = settings::read(&doc);
        let lookout = Lookout::of(home);
        lookout.keep(Role::Settings, SETTINGS, &hash, bytes);
        let mut kept = lookout.take_kept(None);
        let lang = options.lang;
        let mut scorings = Vec::new();
        let tried = trial::deal(&lookout, &settings, &options.trial);
        for (index, (one, tried)) in settings.scorings.iter().zip(&tried).enumerate() {
            scorings.extend(load::scoring(&lookout, &doc, &settings, one, (options, tried.as_deref())));
            kept.extend(lookout.take_kept(Some(index)));
        }
        let several = scorings.len() > 1 || !settings.layouts.is_empty();
        let list = |s: &Scoring| lookout.home().list(&s.returns);
        let files: Vec<Vec<String>> = if several { scorings.iter().map(list).collect() } else { Vec::new() };
        introduce(&mut scorings, &files);
        if scorings.len() == settings.scorings.len() && !settings.layouts.is_empty() {
            layouts::settle(&doc, &settings.layouts, &files, &mut scorings);
        }
        let loaded = scorings.len() == settings.scorings.len();
        let roll_ups = if loaded { roll_up::settle(&doc, &settings.roll_ups, &scorings) } else { Vec::new() };
        for scoring in &mut scorings {
            scoring.inputs.insert(0, InputFile { path: SETTINGS.to_owned(), hash: hash.clone() });
        }
        load::no_twins(&doc, &settings, &scorings);
        let versions = versions::named(&doc, &settings, lookout.home());
        receive(&lookout, &mut scorings, &versions)?;
        kept.extend(lookout.take_kept(None));
        let mut sources = vec![SourceText { path: SETTINGS.to_owned(), text: text.clone() }];
        let (findings, rubrics, spoken) = lookout.finish();
        sources.extend(rubrics);
        let findings: Vec<Finding> = doc.into_findings().into_iter().chain(findings).collect();
        if any_error(&findings) || scorings.is_empty() {
            return Err(Failure { findings, sources, lang: lang.or(spoken) });
        }
        if let Some(first) = scorings.first_mut() {
            first.findings.splice(0..0, findings);
        }
        Ok(Self { dir: dir.to_owned(), title: settings.title, scorings, sources, roll_ups, kept })
    }
}

/// Tells every scoring of the others, by the files that each reads.
fn introduce(scorings: &mut [Scoring], files: &[Vec<String>]) {
    let ids: Vec<String> = scorings.iter().map(|s| s.rubric.scheme.head.id.clone()).collect();
    let all: Vec<Sibling> = ids
        .into_iter()
        .zip(files)
        .map(|(rubric, files)| Sibling { rubric, files: files.iter().cloned().collect() })
        .collect();
    for scoring in scorings {
        let id = &scoring.rubric.scheme.head.id;
        scoring.siblings = all.iter().filter(|other| other.rubric != *id).cloned().collect();
    }
}

/// Tells every scoring when returns came and which versions were named. What is wrong with received.csv is said once, by the
/// first scoring.
fn receive(lookout: &Lookout, scorings: &mut [Scoring], versions: &[NamedVersion]) -> Result<(), Finding> {
    let returns: Vec<ReturnsFrom> = scorings.iter().flat_map(|s| s.returns.iter().cloned()).collect();
    let received = load::received(lookout, &returns)?;
    for scoring in scorings.iter_mut() {
        scoring.versions = versions.to_vec();
        scoring.receipts = received.receipts.clone();
        scoring.inputs.extend(received.input.clone());
    }
    if let Some(first) = scorings.first_mut() {
        first.findings.extend(received.findings);
    }
    Ok(())
}

impl Scoring {
    /// What returns are read against.
    #[must_use]
    pub fn expected(&self) -> Expected<'_> {
        let scheme = &self.rubric.scheme;
        Expected {
            fields: &scheme.fields,
            sources: &scheme.sources,
            period: &scheme.head.period,
            register: &self.register,
            derived: &self.derived,
            layouts: &self.layouts,
            limits: self.limits,
            rubric: Some(&self.rubric.mark),
            siblings: &self.siblings,
        }
    }

    /// Reads the returns and settles which observations count; `watch` is told how many files of how many are read.
    #[must_use]
    pub fn gather(&self, dir: &Path, watch: &mut dyn FnMut(usize, usize)) -> Gathered {
        let mut ingested = crate::ingest::ingest_watched(dir, &self.returns, &self.expected(), watch);
        let unused =
            self.layouts.iter().enumerate().filter(|(index, l)| !l.shared && !ingested.layouts_used.contains(index));
        let unused = unused.map(|(_, l)| l.point(Finding::new(Code::LayoutUnused).found(l.label())));
        ingested.findings.extend(unused.collect::<Vec<_>>());
        self.settle(ingested)
    }

    /// Settles which of these observations count.
    #[must_use]
    pub fn settle(&self, mut ingested: Ingested) -> Gathered {
        let scheme = &self.rubric.scheme;
        let mut aside = self.set_aside(&mut ingested);
        let arrivals = self.arrivals(&ingested, &aside);
        ingested.observations.extend(arrivals);
        let resolution = resolve_except(
            &ingested.observations,
            |o| aside.is_out(o),
            &scheme.fields,
            &scheme.sources,
            &self.register,
        );
        let mut findings = self.findings.clone();
        findings.append(&mut ingested.findings);
        findings.append(&mut aside.findings);
        findings.extend(resolution.findings.into_iter().map(|f| ingested.sharpened(f)));
        findings.extend(periods::unread(&self.rubric, ingested.observations.iter().filter(|o| !aside.is_out(o))));
        let read = ingested
            .files
            .iter()
            .filter(|f| !f.hash.is_empty())
            .map(|f| InputFile { path: f.path.clone(), hash: f.hash.clone() });
        let inputs = self.inputs.iter().cloned().chain(read).collect();
        Gathered { ingested, used: resolution.used, aside, findings, inputs, rolled: Vec::new() }
    }

    /// What is scored.
    #[must_use]
    pub fn input<'a>(&'a self, gathered: &'a Gathered) -> Input<'a> {
        Input {
            rubric: &self.rubric,
            register: &self.register,
            responsibilities: &self.responsibilities,
            observations: &gathered.ingested.observations,
            used: &gathered.used,
            adjustments: &self.adjustments,
        }
    }

    /// Scores what was gathered.
    #[must_use]
    pub fn score(&self, mut gathered: Gathered) -> Scored {
        let mut outcome = crate::score::score(&self.input(&gathered));
        let found = std::mem::take(&mut outcome.findings).into_iter().map(|f| gathered.ingested.sharpened(f));
        gathered.findings.extend(found);
        Scored { gathered, outcome, explanations: Vec::new(), stages: Vec::new(), range: Range::default() }
    }

    /// Explains every unit's marks, for the sheets that print them.
    pub fn explain(&self, scored: &mut Scored) {
        let units: Vec<usize> = (0..self.register.len()).collect();
        if units.len() <= MOST_EXPLAINED {
            let input = self.input(&scored.gathered);
            scored.stages = self.stages(&scored.gathered);
            scored.range = self.range(&scored.gathered, &scored.outcome);
            scored.explanations = crate::score::explain_units(&input, &scored.outcome, &units, None, self.lang);
        }
    }

    /// Scores what was gathered only to say what it says of the returns: what did not come back, what is missing in it, and
    /// which checks fail.
    #[must_use]
    pub fn examine(&self, mut gathered: Gathered) -> Scored {
        let outcome = crate::score::score(&self.input(&gathered));
        let found = mending::about_returns(&outcome.findings, &gathered.findings);
        gathered.findings.extend(found.into_iter().map(|f| gathered.ingested.sharpened(f)));
        Scored { gathered, outcome, explanations: Vec::new(), stages: Vec::new(), range: Range::default() }
    }

    /// Who has returned what.
    #[must_use]
    pub fn intake(&self, Scored { gathered, outcome, .. }: &Scored) -> Intake {
        Intake::new(&Returned {
            rubric: &self.rubric,
            register: &self.register,
            files: &gathered.ingested.files,
            observations: &gathered.ingested.observations,
            used: &gathered.used,
            aside: &gathered.aside,
            receipts: &self.receipts,
            findings: &gathered.findings,
            outcome,
            lang: self.lang,
        })
    }

    /// What reports draw on.
    #[must_use]
    pub fn report<'a>(&'a self, scored: &'a Scored, intake: &'a Intake) -> Report<'a> {
        Report {
            explanations: &scored.explanations,
            stages: &scored.stages,
            range: &scored.range,
            due: self.due.as_deref().unwrap_or_default(),
            rubric: &self.rubric,
            register: &self.register,
            responsibilities: &self.responsibilities,
            observations: &scored.gathered.ingested.observations,
            used: &scored.gathered.used,
            outcome: &scored.outcome,
            findings: &scored.gathered.findings,
            inputs: &scored.gathered.inputs,
            intake,
            rolled: &scored.gathered.rolled,
            baseline: self.baseline.as_ref(),
            trial: self.trial.as_ref(),
            ledgers: &self.ledgers,
            room: Room::default(),
            lang: self.lang,
        }
    }
}
