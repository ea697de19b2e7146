//! A trial run (试算): what would come of other marks, targets or indicators, without writing another rubric.
//!
//! Its outputs go to `out/trial/`, say on every sheet that they are a trial and by which settings, and never take the place
//! of a result. What it is compared with is the same folder scored without the settings.

use std::path::Path;

use serde::Serialize;

use crate::compare::Comparison;
use crate::finding::{Code, Finding, nearest};
use crate::report::text::trial as words;
use crate::report::{Baseline, Intake, TrialOf, write_scores};
use crate::rubric::document::Document;
use crate::rubric::trial::{DROP, SET, Setting, settings};
use crate::rubric::{Rubric, examine_with};

use super::compare::{compare_trial, stage};
use super::load::Lookout;
use super::run::{Job, RunReport, Step, make, put_in_place};
use super::settings::Settings;
use super::{Assessment, Failure, OUT, Options, RankedUnit, Role, Scoring, Staging};

/// What the settings are called in findings.
pub(super) const LABEL: &str = "trial";
/// The folder of trials below that of outputs.
pub(super) const FOLDER: &str = "trial";

/// What is tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// `A1.marks=10`, with `RUBRIC:` before it where several rubrics have the node.
    pub set: Vec<String>,
    /// What is dropped, by id, likewise.
    pub drop: Vec<String>,
    /// Whether feedback workbooks are made too.
    pub feedback: bool,
}

impl Trial {
    /// Whether nothing is tried.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.drop.is_empty()
    }

    /// The settings, one a line.
    pub(super) fn text(&self) -> String {
        let line = |begin: &str, said: &String| format!("{begin}{}", said.replace(['\n', '\r'], " "));
        let lines = self.set.iter().map(|said| line(SET, said)).chain(self.drop.iter().map(|said| line(DROP, said)));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// How a trial moved the units of one scoring.
#[derive(Clone, Debug, Serialize)]
pub struct TrialReport {
    /// The settings, as they were given.
    pub settings: Vec<String>,
    /// The units in the ranking order of the trial.
    pub units: Vec<TriedUnit>,
    /// What moved since the last run, or from the folder as it stands where none is kept.
    pub comparison: Option<Comparison>,
}

/// A unit without the settings and with them; decimals as exact text, `""` where there is none.
#[derive(Clone, Debug, Serialize)]
pub struct TriedUnit {
    /// Its code.
    pub code: String,
    /// Its official name.
    pub name: String,
    /// Its rank before and after.
    pub rank: [String; 2],
    /// Its total before and after.
    pub total: [String; 2],
    /// Its grade before and after.
    pub grade: [String; 2],
}

/// Reads, scores and reports with the settings of `options.trial` laid over the rubrics.
///
/// # Errors
/// Settings that name nothing, or that several rubrics have; whatever keeps a run from being done.
pub fn try_out(dir: &Path, options: &Options, progress: &mut dyn FnMut(Step<'_>)) -> Result<RunReport, Failure> {
    progress(Step::Opening);
    let plain = Options { trial: Trial::default(), ..options.clone() };
    let standing = Assessment::open(dir, &plain)?;
    let mut assessment = Assessment::open(dir, options)?;
    let mut before = Vec::new();
    for (scoring, without) in assessment.scorings.iter_mut().zip(&standing.scorings) {
        if scoring.trial.is_some() {
            let (baseline, ranking) = scored_without(without, dir)?;
            scoring.baseline = Some(baseline);
            before.push(ranking);
        }
    }
    let mut staging = Staging::of(dir)?;
    let (mut report, _) = make(dir, &assessment, progress, &Job::trial(options.trial.feedback), &mut staging)?;
    let lang = options.lang.or_else(|| assessment.scorings.first().map(|one| one.lang)).unwrap_or_default();
    let all = TrialOf { set: options.trial.set.clone(), drop: options.trial.drop.clone() };
    let label = format!("{}{}", words(lang).mark, all.says(lang));
    let comparisons = compare_trial(dir, &label, options, progress)?;
    for (scoring, before) in report.scorings.iter_mut().zip(before) {
        let tried = assessment.scorings.iter().find(|s| s.rubric.scheme.head.id == scoring.rubric);
        let tried = tried.and_then(|s| s.trial.as_ref());
        let units = compared(&before, &scoring.ranking);
        let here = |one: &&Comparison| one.sides[1].rubric == scoring.rubric;
        let found: Vec<Comparison> = comparisons.iter().filter(here).cloned().collect();
        let named = stage(&mut staging, &found, Path::new(FOLDER), &TrialOf::file)?;
        scoring.files.extend(named.into_iter().map(|path| dir.join(OUT).join(path)));
        let settings = tried.map(TrialOf::settings).unwrap_or_default();
        scoring.trial = Some(TrialReport { settings, units, comparison: found.into_iter().next() });
    }
    let findings = put_in_place(staging, progress)?;
    report.remark(&findings, options);
    Ok(report)
}

/// The scoring without the settings: to compare with in the workbook, and on the terminal.
fn scored_without(scoring: &Scoring, dir: &Path) -> Result<(Baseline, Vec<RankedUnit>), Failure> {
    let scored = scoring.score(scoring.gather(dir, &mut |_, _| {}));
    let intake = Intake::default();
    let report = scoring.report(&scored, &intake);
    let mut bytes = Vec::new();
    write_scores(&mut bytes, &report)
        .map_err(|e| Finding::new(Code::OutputFailed).found("scores.csv").hint(e.to_string()))?;
    let hash = blake3::hash(&bytes).to_hex().to_string();
    let label = crate::report::text::trial(scoring.lang).without;
    let baseline = Baseline::read(label, hash, &String::from_utf8_lossy(&bytes), &scoring.register)?;
    Ok((baseline, super::run::ranking(&report, &scored)))
}

fn compared(before: &[RankedUnit], after: &[RankedUnit]) -> Vec<TriedUnit> {
    let one = |unit: &RankedUnit| {
        let was = before.iter().find(|other| other.code == unit.code);
        let pair = |of: fn(&RankedUnit) -> &String| [was.map(of).cloned().unwrap_or_default(), of(unit).clone()];
        TriedUnit {
            code: unit.code.clone(),
            name: unit.name.clone(),
            rank: pair(|u| &u.rank),
            total: pair(|u| &u.total),
            grade: pair(|u| &u.grade),
        }
    };
    after.iter().map(one).collect()
}

/// Tables of a rubric that a setting may name.
const HEADS: [&str; 7] = ["rubric", "rounding", "ranking", "grading", "grade", "defaults", "periods"];

/// The settings of each scoring, in its place in the text of all of them; `None` where none is about it. What is about
/// none, or about several without saying so, is reported.
pub(super) fn deal(lookout: &Lookout, settings_of: &Settings, trial: &Trial) -> Vec<Option<String>> {
    if trial.is_empty() {
        return vec![None; settings_of.scorings.len()];
    }
    let text = trial.text();
    let rubrics: Vec<Option<Rubric>> =
        settings_of.scorings.iter().map(|one| lookout.look_up(&one.rubric.value)).collect();
    let mut dealt: Vec<Option<String>> = vec![None; rubrics.len()];
    let doc = Document::new(LABEL, &text);
    for read in settings(&text) {
        let setting = match read {
            Ok(setting) => setting,
            Err((line, span)) => {
                doc.report(Finding::new(Code::BadValue).found(line).expected("NODE.KEY=VALUE"), &span);
                continue;
            }
        };
        match address(&setting, &rubrics) {
            Ok(index) => {
                let own = dealt[index].get_or_insert_with(|| blank(&text));
                let line = line_of(&text, setting.path[0].1.start);
                // the rubric's own name is no part of the setting
                let prefix = setting.rubric.as_ref().map(|(_, span)| span.start..span.end);
                let from =
                    prefix.and_then(|span| text[span.end..].find(':').map(|colon| span.start..span.end + colon + 1));
                own.replace_range(line.clone(), &text[line]);
                if let Some(prefix) = from {
                    own.replace_range(prefix.clone(), &" ".repeat(prefix.len()));
                }
            }
            Err((finding, span)) => doc.report(finding, &span),
        }
    }
    lookout.report(doc.into_findings());
    lookout.source(LABEL, &text);
    dealt
}

/// The settings of one scoring, as reports say them.
pub(super) fn of(text: &str) -> TrialOf {
    let lines = |begin: &str| {
        text.lines()
            .filter_map(|line| line.trim().strip_prefix(begin.trim()))
            .map(|said| said.trim().to_owned())
            .collect()
    };
    TrialOf { set: lines(SET), drop: lines(DROP) }
}

/// Blanks in place of everything but the ends of lines.
fn blank(text: &str) -> String {
    text.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect()
}

fn line_of(text: &str, at: usize) -> std::ops::Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// The one rubric that a setting is about.
fn address(setting: &Setting, rubrics: &[Option<Rubric>]) -> Result<usize, (Finding, std::ops::Range<usize>)> {
    let id = |rubric: &Rubric| rubric.scheme.head.id.clone();
    let (name, span) = &setting.path[0];
    let mut among: Vec<usize> = (0..rubrics.len()).filter(|index| rubrics[*index].is_some()).collect();
    if let Some((named, span)) = &setting.rubric {
        among.retain(|index| rubrics[*index].as_ref().is_some_and(|rubric| id(rubric) == *named));
        if among.is_empty() {
            let known: Vec<String> = rubrics.iter().flatten().map(id).collect();
            let near = nearest(named, known.iter().map(String::as_str)).unwrap_or_default();
            let finding = Finding::new(Code::UnknownName).found(named).expected(known.join(", ")).hint(near);
            return Err((finding, span.clone()));
        }
    }
    let known: Vec<(usize, Vec<&str>)> =
        among.iter().filter_map(|index| Some((*index, names(rubrics[*index].as_ref()?, setting)))).collect();
    let having: Vec<usize> =
        known.iter().filter(|(_, names)| names.contains(&name.as_str())).map(|(i, _)| *i).collect();
    let general = setting.value.is_some() && (setting.path.len() == 1 || HEADS.contains(&name.as_str()));
    let having = if having.is_empty() && general { among } else { having };
    match having.as_slice() {
        [only] => Ok(*only),
        [] => {
            let all = known.iter().flat_map(|(_, names)| names.iter().copied());
            let near = nearest(name, all).unwrap_or_default();
            Err((Finding::new(Code::UnknownName).found(name).hint(near), span.clone()))
        }
        several => {
            let ids = several.iter().filter_map(|index| rubrics[*index].as_ref());
            let ids: Vec<String> = ids.map(|rubric| format!("{}:{name}", id(rubric))).collect();
            Err((Finding::new(Code::AmbiguousSetting).found(name).expected(ids.join(", ")), span.clone()))
        }
    }
}

/// What a setting may name in a rubric.
fn names<'r>(rubric: &'r Rubric, setting: &Setting) -> Vec<&'r str> {
    let scheme = &rubric.scheme;
    let nodes = scheme.nodes.iter().map(|n| n.id.value.as_str());
    let fields = scheme.fields.iter().map(|f| f.id.as_str());
    let vetoes = scheme.vetoes.iter().map(|v| v.id.value.as_str());
    let checks = scheme.checks.iter().filter(|_| setting.value.is_none()).map(|c| c.says.as_str());
    nodes.chain(fields).chain(vetoes).chain(checks).collect()
}

impl Lookout {
    /// A rubric as it stands, without a word on what is wrong with it: that is said when it is read to be used.
    fn look_up(&self, name: &str) -> Option<Rubric> {
        let (label, text, _) = self.find_rubric(Role::Rubric, name).ok()?;
        examine_with(&label, &text, &|name| self.find_below(&label, name).map(|(label, text, _)| (label, text))).0
    }
}
