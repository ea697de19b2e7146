//! Comparing (对比): where the two sides come from, and which scoring of the one belongs to which of the other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::compare::{Comparison, Side};
use crate::finding::{Code, Finding, Lang, Level, Place};
use crate::report::InputFile;
use crate::report::compare::{comparison_name, comparison_workbook, write_changes};
use crate::rubric::{Rubric, shipped};

use super::alone::named;
use super::archive::Archive;
use super::roll_up;
use super::scheme::open_scheme;
use super::{Assessment, Failure, Instead, OUT, Options, Scored, Scoring, Staging, Step, Trial};

/// Where a side of a comparison comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An assessment folder as it stands.
    Folder(PathBuf),
    /// A run of the archive: the folder, and the run by number or name.
    Run(PathBuf, String),
    /// A rubric, by file or as shipped: everything else is as on the other side.
    Rubric(String),
}

impl Source {
    /// Reads `DIR`, `DIR@RUN`, `FILE.toml` or the id of a shipped rubric.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let path = Path::new(text);
        if path.is_dir() {
            return Self::Folder(path.to_owned());
        }
        if let Some((dir, run)) = text.rsplit_once('@')
            && Path::new(dir).is_dir()
        {
            return Self::Run(PathBuf::from(dir), run.to_owned());
        }
        // a folder that is not there is missed as a folder
        let file = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) || path.is_file();
        if file || shipped::find(text).is_some() || !text.contains(['/', '\\']) {
            Self::Rubric(text.to_owned())
        } else {
            Self::Folder(path.to_owned())
        }
    }

    fn dir(&self) -> Option<&Path> {
        match self {
            Self::Folder(dir) | Self::Run(dir, _) => Some(dir),
            Self::Rubric(_) => None,
        }
    }
}

/// What came of comparing.
#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    /// One for every scoring that both sides have.
    pub comparisons: Vec<Comparison>,
    /// Scorings that only one side has.
    pub unpaired: Vec<Unpaired>,
    /// Findings at error level on either side.
    pub errors: usize,
    /// What was written.
    pub files: Vec<PathBuf>,
}

/// A scoring that only one side has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unpaired {
    /// The side.
    pub label: String,
    /// Id of its rubric.
    pub rubric: String,
    /// Title of its rubric.
    pub title: String,
}

/// A side, scored.
struct Loaded {
    label: String,
    scorings: Vec<(Scoring, Scored)>,
    /// Findings at error level, one a scoring.
    errors: Vec<usize>,
}

/// Compares two results and writes what came of it to `out`, by default `out/compare/` of the later side's folder, or of the
/// earlier one's where the later side is a rubric.
pub fn compare(
    sources: [&Source; 2],
    out: Option<&Path>,
    options: &Options,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<Compared, Failure> {
    let [before, after] = sources;
    let Some(home) = after.dir().or_else(|| before.dir()) else {
        let found = sources.map(label).join(" ");
        return Err(Finding::new(Code::FileMissing).found(found).hint("zhiheng compare DIR RUBRIC").into());
    };
    progress(Step::Opening);
    let sides = match (before, after) {
        (Source::Rubric(_), _) => {
            let other = load(after, options, progress)?;
            [by_rubric(before, after, &other, options, progress)?, other]
        }
        (_, Source::Rubric(_)) => {
            let other = load(before, options, progress)?;
            let by_rubric = by_rubric(after, before, &other, options, progress)?;
            [other, by_rubric]
        }
        _ => [load(before, options, progress)?, load(after, options, progress)?],
    };
    let pairs = pairs(&sides);
    let unpaired = unpaired(sources, &sides, &pairs);
    let mut compared = Compared { comparisons: Vec::new(), unpaired, errors: 0, files: Vec::new() };
    for pair in pairs {
        compared.comparisons.push(compare_pair(&sides, pair, options, progress));
        compared.errors += sides[0].errors[pair.0] + sides[1].errors[pair.1];
    }
    let folder = out.map_or_else(|| home.join(OUT).join(COMPARE), Path::to_owned);
    compared.files = write(&compared.comparisons, &folder)?;
    Ok(compared)
}

fn compare_pair(
    sides: &[Loaded; 2],
    (a, b): (usize, usize),
    options: &Options,
    progress: &mut dyn FnMut(Step<'_>),
) -> Comparison {
    let [(was, before), (is, after)] = [&sides[0].scorings[a], &sides[1].scorings[b]];
    let rubric = is.rubric.scheme.head.id.as_str();
    let before = Side { label: &sides[0].label, input: was.input(&before.gathered), outcome: &before.outcome };
    let after = Side { label: &sides[1].label, input: is.input(&after.gathered), outcome: &after.outcome };
    let lang = options.lang.unwrap_or(is.lang);
    crate::compare::compare(&before, &after, lang, &mut |done, total| {
        progress(Step::Comparing { rubric, done, total });
    })
}

/// What a trial, called `label`, changes against the last run of the folder's archive, or against the folder as it stands
/// where it has none: one comparison for every scoring that something is tried on.
pub(super) fn compare_trial(
    dir: &Path,
    label: &str,
    options: &Options,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<Vec<Comparison>, Failure> {
    let last = Source::Run(dir.to_owned(), LAST.to_owned());
    let before = match load(&last, options, progress) {
        Ok(loaded) => loaded,
        // no archive, or one that cannot be read: what is tried can be seen without it
        Err(_) => {
            let plain = Options { trial: Trial::default(), ..options.clone() };
            load(&Source::Folder(dir.to_owned()), &plain, progress)?
        }
    };
    let sides = [before, score(label.to_owned(), dir, options, progress)?];
    let tried = |(_, b): &(usize, usize)| sides[1].scorings[*b].0.trial.is_some();
    let pairs: Vec<(usize, usize)> = pairs(&sides).into_iter().filter(tried).collect();
    Ok(pairs.into_iter().map(|pair| compare_pair(&sides, pair, options, progress)).collect())
}

/// The last run of an archive.
pub const LAST: &str = "last";

/// The folder of comparisons among the outputs.
const COMPARE: &str = "compare";

fn label(source: &Source) -> String {
    match source {
        Source::Folder(dir) => dir.display().to_string(),
        Source::Run(dir, run) => format!("{}@{run}", dir.display()),
        Source::Rubric(rubric) => rubric.clone(),
    }
}

fn load(source: &Source, options: &Options, progress: &mut dyn FnMut(Step<'_>)) -> Result<Loaded, Failure> {
    match source {
        Source::Folder(dir) => score(label(source), dir, options, progress),
        Source::Run(dir, run) => archived(dir, run, None),
        Source::Rubric(rubric) => Err(Finding::new(Code::FileMissing).found(rubric).into()),
    }
}

/// Reads and scores a folder as it stands.
fn score(label: String, dir: &Path, options: &Options, progress: &mut dyn FnMut(Step<'_>)) -> Result<Loaded, Failure> {
    let assessment = Assessment::open(dir, options)?;
    let mut scorings = Vec::new();
    let mut tallies = Vec::new();
    for (index, scoring) in assessment.scorings.into_iter().enumerate() {
        let rubric = scoring.rubric.scheme.head.id.clone();
        let rubric = rubric.as_str();
        let mut gathered = scoring.gather(dir, &mut |done, total| progress(Step::Reading { rubric, done, total }));
        roll_up::compare(&tallies, index, &scoring, &mut gathered);
        tallies.extend(roll_up::tally(&assessment.roll_ups, index, &scoring, &gathered));
        progress(Step::Scoring(rubric));
        let scored = scoring.score(gathered);
        scorings.push((scoring, scored));
    }
    let errors = scorings.iter().map(|(_, scored)| at_error_level(&scored.gathered.findings)).collect();
    Ok(Loaded { label, scorings, errors })
}

fn at_error_level(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.level == Level::Error).count()
}

/// Scores a run of the archive again, by its own rubrics or with another in place of one.
fn archived(dir: &Path, run: &str, instead: Option<Instead>) -> Result<Loaded, Failure> {
    let archive = Archive::open(dir)?;
    let no = archive.named(run)?;
    let again = match instead {
        Some(instead) => archive.again_by(no, instead)?,
        None => archive.again(no)?,
    };
    let label = format!("{}@{no}", dir.display());
    let errors =
        again.run.scorings.iter().map(|scoring| usize::try_from(scoring.errors).unwrap_or(usize::MAX)).collect();
    let scorings = again.assessment.scorings.into_iter().zip(again.gathered).map(|(scoring, gathered)| {
        let scored = scoring.score(gathered);
        (scoring, scored)
    });
    Ok(Loaded { label, scorings: scorings.collect(), errors })
}

/// The other side's folder, its returns read and scored by this rubric.
fn by_rubric(
    source: &Source,
    other: &Source,
    scored: &Loaded,
    options: &Options,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<Loaded, Failure> {
    let (Source::Rubric(file), Some(dir)) = (source, other.dir()) else {
        return Err(Finding::new(Code::FileMissing).found(label(source)).into());
    };
    let opened = open_scheme(file, options.lang)?;
    let rubrics: Vec<&Rubric> = scored.scorings.iter().map(|(scoring, _)| &scoring.rubric).collect();
    let head = &opened.rubric.scheme.head;
    let Some(of) = replaced(&opened.rubric, &rubrics) else {
        let known: Vec<&str> = rubrics.iter().map(|rubric| rubric.scheme.head.id.as_str()).collect();
        let finding = Finding::new(Code::UnknownName).at(Place::file(file.as_str())).found(&head.id);
        return Err(finding.expected(known.join(" | ")).into());
    };
    let (path, text) = named(file, shipped::find(file), &[])?;
    let input = InputFile { path, hash: blake3::hash(text.as_bytes()).to_hex().to_string() };
    let id = head.id.clone();
    let instead = Instead { of: of.scheme.head.id.clone(), rubric: Arc::new(opened.rubric), input };
    let mut loaded = match other {
        Source::Run(dir, run) => archived(dir, run, Some(instead))?,
        _ => score(file.clone(), dir, &Options { instead: Some(instead), ..options.clone() }, progress)?,
    };
    loaded.label.clone_from(file);
    let at = loaded.scorings.iter().position(|(scoring, _)| scoring.rubric.scheme.head.id == id);
    loaded.scorings = at.map(|at| loaded.scorings.swap_remove(at)).into_iter().collect();
    loaded.errors = at.map(|at| loaded.errors[at]).into_iter().collect();
    Ok(loaded)
}

/// The rubric that another takes the place of: the one with its id, else the only one, else the only one for the same units.
fn replaced<'r>(rubric: &Rubric, rubrics: &[&'r Rubric]) -> Option<&'r Rubric> {
    let head = &rubric.scheme.head;
    let only = |found: Vec<&'r Rubric>| if let [only] = found.as_slice() { Some(*only) } else { None };
    let same = rubrics.iter().find(|r| r.scheme.head.id == head.id).copied();
    let alike = |r: &&&Rubric| r.scheme.head.subjects == head.subjects;
    same.or_else(|| only(rubrics.to_vec())).or_else(|| only(rubrics.iter().filter(alike).copied().collect()))
}

/// The scorings that belong together: by the rubric's id, else by being the only ones left, else by whom they score.
fn pairs(sides: &[Loaded; 2]) -> Vec<(usize, usize)> {
    let head = |side: usize, at: usize| &sides[side].scorings[at].0.rubric.scheme.head;
    let mut left: [Vec<usize>; 2] = sides.each_ref().map(|side| (0..side.scorings.len()).collect());
    let mut pairs = Vec::new();
    for by_id in [true, false] {
        for a in left[0].clone() {
            let same = |b: &&usize| {
                let (was, is) = (head(0, a), head(1, **b));
                if by_id { was.id == is.id } else { was.subjects == is.subjects }
            };
            let found: Vec<usize> = left[1].iter().filter(same).copied().collect();
            let alone =
                by_id || left[0].iter().filter(|other| head(0, **other).subjects == head(0, a).subjects).count() == 1;
            if let ([b], true) = (found.as_slice(), alone) {
                pairs.push((a, *b));
                left[0].retain(|one| *one != a);
                left[1].retain(|one| one != b);
            }
        }
    }
    if let ([a], [b]) = (left[0].as_slice(), left[1].as_slice()) {
        pairs.push((*a, *b));
    }
    pairs.sort_unstable_by_key(|(_, b)| *b);
    pairs
}

/// The scorings of whole folders that found no counterpart. A rubric stands for one scoring only.
fn unpaired(sources: [&Source; 2], sides: &[Loaded; 2], pairs: &[(usize, usize)]) -> Vec<Unpaired> {
    if sources.iter().any(|source| matches!(source, Source::Rubric(_))) {
        return Vec::new();
    }
    let alone = |side: usize, at: usize| !pairs.iter().any(|(a, b)| [*a, *b][side] == at);
    let mut found = Vec::new();
    for (side, loaded) in sides.iter().enumerate() {
        for (_, (scoring, _)) in loaded.scorings.iter().enumerate().filter(|(at, _)| alone(side, *at)) {
            let head = &scoring.rubric.scheme.head;
            found.push(Unpaired { label: loaded.label.clone(), rubric: head.id.clone(), title: head.title.clone() });
        }
    }
    found
}

/// Writes every comparison to a folder of its own, named by the rubric.
fn write(comparisons: &[Comparison], folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut staging = Staging::new(folder)?;
    stage(&mut staging, comparisons, Path::new(""), &|name, _| name.to_owned())?;
    Ok(staging.publish()?)
}

/// Makes every comparison in a folder of its own, named by the rubric; `named` gives its files their names.
pub(super) fn stage(
    staging: &mut Staging,
    comparisons: &[Comparison],
    place: &Path,
    named: &dyn Fn(&str, Lang) -> String,
) -> Result<Vec<PathBuf>, Finding> {
    let mut files = Vec::new();
    for comparison in comparisons {
        let own = place.join(&comparison.sides[1].rubric);
        let [table, name] = [CHANGES, comparison_name(comparison.lang)].map(|name| named(name, comparison.lang));
        staging.write(&own.join(&table), |out| write_changes(out, comparison))?;
        let unmade = |why: String| Finding::new(Code::OutputFailed).found(&name).hint(why);
        let bytes = comparison_workbook(comparison).map_err(|why| unmade(why.0))?;
        staging.write(&own.join(&name), |out| out.write_all(&bytes))?;
        files.extend([own.join(table), own.join(name)]);
    }
    Ok(files)
}

/// The table of what every change did to every unit.
const CHANGES: &str = "changes.csv";
