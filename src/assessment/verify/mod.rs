//! Verifying (核验): everything recomputed from the inputs, and held against what is published and what the archive keeps.
//!
//! Nothing in the folder is written. What differs is said with its file, and where it can be with its cell and both texts.

mod cells;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::finding::{Code, Finding, Lang, Terminal};

use super::archive::{Archive, ArchivedFile, ArchivedRun, Reading, Verified};
use super::home::{KeptText, Role};
use super::run::{Job, Step, make};
use super::{Assessment, Failure, OUT, Options, Staging};
pub use cells::{CellDifference, Unlike};

/// How one side of an assessment stands to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// 一致.
    Agrees,
    /// 不一致.
    Differs,
    /// There is nothing to hold it against.
    Unknown,
}

impl Verdict {
    fn of(differs: bool) -> Self {
        if differs { Self::Differs } else { Self::Agrees }
    }
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// An input that is not what it was when the run was made.
    InputChanged,
    /// An input that the run did not have.
    InputNew,
    /// An input of the run that is no more.
    InputGone,
    /// An output that is not in its place.
    OutputGone,
    /// An output in its place that is neither what the run wrote nor what is computed now.
    OutputChanged,
    /// An output that is what the run wrote, but something else is computed now.
    ComputedDiffers,
    /// An output that is what is computed now, but the run wrote something else.
    RunDiffers,
    /// A file among the outputs that the run did not write.
    NotOurs,
}

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileDifference {
    /// Its path in the assessment folder.
    pub file: String,
    /// What became of it.
    pub became: Became,
    /// In which cells; where it has none, what else is unlike.
    pub unlike: Unlike,
}

/// What came of verifying.
#[derive(Clone, Debug, Serialize)]
pub struct VerifyReport {
    /// Title of the assessment.
    pub title: String,
    /// Language to speak in.
    pub lang: Lang,
    /// The run that is held against; `None` where there is no archive.
    pub run: Option<ArchivedRun>,
    /// Version of this program.
    pub program: &'static str,
    /// Whether the inputs are those of the run.
    pub inputs: Verdict,
    /// Whether the seals of the ledgers fit.
    pub ledger: Verdict,
    /// Whether the archive is whole.
    pub archive: Verdict,
    /// Whether what is published is what the run wrote and what is computed now.
    pub outputs: Verdict,
    /// How many inputs and outputs were held against each other.
    pub counts: [usize; 2],
    /// Files that differ, inputs first.
    pub files: Vec<FileDifference>,
    /// What is wrong with the archive.
    pub damage: Vec<String>,
    /// What is wrong with the ledgers, and rows that are not sealed, a line each.
    pub ledgers: Vec<String>,
}

impl VerifyReport {
    /// Whether anything disagrees.
    #[must_use]
    pub fn differs(&self) -> bool {
        [self.inputs, self.ledger, self.archive, self.outputs].contains(&Verdict::Differs)
    }
}

/// Recomputes everything and holds it against what is published and against a run of the archive: the one named, else the
/// last. Without an archive what is published is held against what is computed now.
///
/// # Errors
/// A folder that cannot be scored, and a run that is named but not there.
pub fn verify(
    dir: &Path,
    run: Option<&str>,
    options: &Options,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<VerifyReport, Failure> {
    progress(Step::Opening);
    let archive = match Archive::open(dir) {
        Ok(archive) => Some(archive),
        Err(finding) if finding.code == Code::ArchiveMissing && run.is_none() => None,
        Err(finding) => return Err(finding.into()),
    };
    let kept = archive.as_ref().map(|archive| Kept::open(archive, run)).transpose()?;
    // in the language of the run: that asked for is the one to speak in
    let lang = kept.as_ref().map_or(options.lang, |kept| kept.run.lang);
    let options = Options { lang, ..options.clone() };
    let mut assessment = Assessment::open(dir, &options)?;
    let baselines = kept.as_ref().map(|kept| kept.baselines(&assessment)).transpose()?.unwrap_or_default();
    if !baselines.is_empty() {
        assessment = Assessment::open(dir, &Options { baselines, ..options })?;
    }
    let tmp = tempfile::tempdir().map_err(|e| Finding::new(Code::OutputFailed).found("tmp").hint(e.to_string()))?;
    let mut staging = Staging::new(tmp.path())?;
    let (_, readings) = make(dir, &assessment, progress, &Job::run(), &mut staging)?;
    let computed: BTreeMap<String, Vec<u8>> = staging
        .made()
        .filter_map(|(path, at)| Some((path.to_string_lossy().replace('\\', "/"), fs::read(at).ok()?)))
        .collect();
    let inputs = inputs_of(&assessment, &readings);
    let mut files = kept.as_ref().map(|kept| kept.inputs(&inputs, &assessment)).unwrap_or_default();
    let known = if kept.is_some() { Verdict::of(!files.is_empty()) } else { Verdict::Unknown };
    let outputs = outputs(dir, &computed, kept.as_ref());
    let differs = outputs.iter().any(|file| file.became != Became::NotOurs);
    files.extend(outputs);
    let (ledger, ledgers) = ledgers(&assessment);
    let mut damage = kept.as_ref().map(|kept| kept.whole.database.clone()).unwrap_or_default();
    damage.extend(kept.iter().flat_map(Kept::damaged));
    Ok(VerifyReport {
        title: assessment.title.clone(),
        lang: lang.or(assessment.scorings.first().map(|scoring| scoring.lang)).unwrap_or_default(),
        program: env!("CARGO_PKG_VERSION"),
        inputs: known,
        ledger,
        archive: kept.as_ref().map_or(Verdict::Unknown, |kept| Verdict::of(!kept.whole.is_whole())),
        outputs: Verdict::of(differs),
        counts: [inputs.len(), computed.len()],
        files,
        damage,
        ledgers,
        run: kept.map(|kept| kept.run),
    })
}

/// A run as the archive keeps it.
struct Kept<'a> {
    archive: &'a Archive,
    run: ArchivedRun,
    files: Vec<ArchivedFile>,
    whole: Verified,
}

/// What an input is to whom: role, scoring, path.
type Part = (Role, Option<usize>, String);

impl<'a> Kept<'a> {
    fn open(archive: &'a Archive, run: Option<&str>) -> Result<Self, Finding> {
        let no = archive.named(run.unwrap_or("last"))?;
        Ok(Self { archive, run: archive.run(no)?, files: archive.files(no)?, whole: archive.verify()? })
    }

    /// The earlier results that the run was measured against by wish, which the settings do not name.
    fn baselines(&self, assessment: &Assessment) -> Result<Vec<KeptText>, Finding> {
        let asked = |file: &&ArchivedFile| {
            let own = file.scoring.and_then(|at| assessment.scorings.get(at)?.baseline.as_ref());
            file.role == Role::Baseline && own.is_none_or(|own| own.label != file.path)
        };
        let text = |file: &ArchivedFile| {
            let bytes = self.archive.bytes(file)?;
            let (path, hash) = (file.path.clone(), file.hash.clone());
            Ok(KeptText { role: file.role, scoring: file.scoring, path, hash, bytes })
        };
        self.files.iter().filter(asked).map(text).collect()
    }

    /// Files of the run whose kept bytes are not what they were, by path; contents of other runs by their hash.
    fn damaged(&self) -> Vec<String> {
        let named = |hash: &String| {
            let file = self.files.iter().find(|file| file.hash == *hash);
            file.map_or_else(|| hash.clone(), |file| file.path.clone())
        };
        self.whole.contents.iter().map(named).collect()
    }

    /// The inputs that are not those of the run.
    fn inputs(&self, now: &BTreeMap<Part, String>, assessment: &Assessment) -> Vec<FileDifference> {
        let is_input = |file: &&ArchivedFile| !matches!(file.role, Role::Output | Role::Observations | Role::SetAside);
        let then: BTreeMap<Part, &ArchivedFile> =
            self.files.iter().filter(is_input).map(|f| ((f.role, f.scoring, f.path.clone()), f)).collect();
        let mut found: BTreeMap<String, FileDifference> = BTreeMap::new();
        for part in then.keys().chain(now.keys()).collect::<BTreeSet<_>>() {
            let became = match (then.get(part), now.get(part)) {
                (Some(was), Some(hash)) if was.hash == *hash => continue,
                (Some(_), Some(_)) => Became::InputChanged,
                (None, Some(_)) => Became::InputNew,
                (_, None) => Became::InputGone,
            };
            let unlike = match then.get(part).filter(|was| was.kept && became == Became::InputChanged) {
                Some(was) => {
                    let text = assessment.kept.iter().find(|text| text.path == part.2 && text.role == part.0);
                    let bytes = self.archive.bytes(was).unwrap_or_default();
                    text.map(|text| cells::unlike(&text.bytes, &bytes)).unwrap_or_default()
                }
                None => Unlike::default(),
            };
            let file = part.2.clone();
            found.entry(file.clone()).or_insert(FileDifference { file, became, unlike });
        }
        found.into_values().collect()
    }
}

/// What goes into scoring now, by part, with the hash of each.
fn inputs_of(assessment: &Assessment, readings: &[Reading]) -> BTreeMap<Part, String> {
    let texts = assessment.kept.iter().map(|t| ((t.role, t.scoring, t.path.clone()), t.hash.clone()));
    let returns = readings.iter().enumerate().flat_map(|(index, reading)| {
        reading.returns().iter().map(move |(path, hash)| ((Role::Return, Some(index), path.clone()), hash.clone()))
    });
    texts.chain(returns).collect()
}

/// Folders among the outputs that hold no outputs of a run, and what the program leaves there for itself.
fn passed_over(path: &str) -> bool {
    let mut names = path.split('/');
    let first = names.next().unwrap_or_default();
    let of_their_own = matches!(first, super::trial::FOLDER | "restored" | "compare") && path.contains('/');
    of_their_own || path.split('/').any(|name| name.starts_with('.') || name.starts_with("~$"))
}

/// What is published, what is computed now and what the run wrote, file by file.
fn outputs(dir: &Path, computed: &BTreeMap<String, Vec<u8>>, kept: Option<&Kept<'_>>) -> Vec<FileDifference> {
    let out = dir.join(OUT);
    let written = kept.iter().flat_map(|kept| kept.files.iter()).filter(|file| file.role == Role::Output);
    let written: BTreeMap<&str, &ArchivedFile> = written.map(|file| (file.path.as_str(), file)).collect();
    let mut found = Vec::new();
    let names: BTreeSet<&str> = computed.keys().map(String::as_str).chain(written.keys().copied()).collect();
    for name in &names {
        let published = fs::read(out.join(name)).ok();
        let (now, then) = (computed.get(*name), written.get(name));
        let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
        let is_then = |bytes: &[u8]| then.is_some_and(|then| hash(bytes) == then.hash);
        let is_now = |bytes: &[u8]| now.is_some_and(|now| now == bytes);
        let became = match &published {
            None => Some(Became::OutputGone),
            Some(bytes) if is_now(bytes) && (kept.is_none() || is_then(bytes)) => None,
            Some(bytes) if is_now(bytes) => Some(Became::RunDiffers),
            Some(bytes) if is_then(bytes) => Some(Became::ComputedDiffers),
            Some(_) => Some(Became::OutputChanged),
        };
        let Some(became) = became else { continue };
        let of_run = || {
            let file = then.filter(|then| then.kept)?;
            kept.and_then(|kept| kept.archive.bytes(file).ok())
        };
        let unlike = match (&published, became) {
            (Some(here), Became::ComputedDiffers) => now.map(|now| cells::unlike(here, now)),
            // what was published is what the run wrote; without an archive, what is computed now
            (Some(here), _) => of_run().or_else(|| now.cloned()).map(|other| cells::unlike(here, &other)),
            (None, _) => None,
        };
        let file = format!("{OUT}/{name}");
        found.push(FileDifference { file, became, unlike: unlike.unwrap_or_default() });
    }
    for name in listed(&out) {
        if !names.contains(name.as_str()) && !passed_over(&name) {
            let file = format!("{OUT}/{name}");
            found.push(FileDifference { file, became: Became::NotOurs, unlike: Unlike::default() });
        }
    }
    found
}

/// Every file below a folder, by its path in it.
fn listed(out: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![out.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(out) {
                found.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// Whether the seals of every ledger fit, and what there is to say of them.
fn ledgers(assessment: &Assessment) -> (Verdict, Vec<String>) {
    let mut said = Vec::new();
    let (mut sealed, mut broken) = (false, false);
    let with = assessment.scorings.iter().flat_map(|s| s.ledgers.iter().map(move |ledger| (s, ledger)));
    for (scoring, ledger) in with {
        sealed |= !ledger.seals.last.is_empty();
        broken |= !ledger.seals.broken.is_empty();
        let about = |f: &&Finding| matches!(f.code, Code::LedgerBroken | Code::LedgerUnsealed);
        let terminal = Terminal { lang: scoring.lang, color: false, source: None };
        said.extend(ledger.findings.iter().filter(about).map(|finding| terminal.render(finding)));
    }
    let verdict = if sealed || broken { Verdict::of(broken) } else { Verdict::Unknown };
    (verdict, said)
}
