//! Work on single files, without an assessment folder: the engine on a table, and the check of a rubric.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::finding::{Code, Finding, Lang, any_error, nearest};
use crate::ingest::{Derived, ingest_table};
use crate::observe::{Receipts, VersionRule};
use crate::register::seeds;
use crate::report::{Intake, write_scores};
use crate::rubric::{Rubric, shipped};
use crate::score::{check_marks, read_ledger};

use super::load::{Lookout, in_time, rubric_lang};
use super::output::Staging;
use super::path::read_text;
use super::{Failure, Options, Scoring, SourceText};

/// The files that the engine alone works on.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// A path, or the id of a shipped rubric.
    pub rubric: String,
    /// A path, or the name of a shipped register.
    pub register: String,
    /// Observations.
    pub data: PathBuf,
    /// Adjustments.
    pub adjustments: Option<String>,
    /// Who answers for which measure; by default the plan's.
    pub responsibilities: Option<String>,
    /// Where the scores go.
    pub out: PathBuf,
    /// How the work is done.
    pub options: Options,
}

/// What is wrong with a rubric.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Everything wrong or odd.
    pub findings: Vec<Finding>,
    /// The rubric's text, for carets.
    pub sources: Vec<SourceText>,
    /// The language of the rubric.
    pub lang: Option<Lang>,
    /// Id, version and number of indicators; empty where the rubric could not be read.
    pub said: Option<(String, String, usize)>,
    /// The register that marks were checked against; none where the rubric's is not at hand.
    pub register: Option<String>,
}

/// A file, or something shipped under a name: its label and text.
pub(super) fn named(name: &str, shipped: Option<&'static str>, known: &[&str]) -> Result<(String, String), Finding> {
    if let Some(text) = shipped {
        return Ok((name.to_owned(), text.to_owned()));
    }
    let label = name.replace('\\', "/");
    match read_text(Path::new(name), &label) {
        Ok((text, _)) => Ok((label, text)),
        Err(finding) if finding.code == Code::FileMissing && !known.is_empty() => {
            let near = nearest(name, known.iter().copied()).map_or_else(|| known.join(" | "), str::to_owned);
            Err(finding.hint(near))
        }
        Err(finding) => Err(finding),
    }
}

/// Scores a table and writes the scores; returns everything wrong or doubtful, and the language of the rubric.
pub fn score_tables(tables: &Tables) -> Result<(Vec<Finding>, Lang), Failure> {
    let lookout = Lookout::anywhere();
    let scoring = prepare(tables, &lookout);
    let (mut findings, sources, spoken) = lookout.finish();
    let Some(mut scoring) = scoring.filter(|_| !any_error(&findings)) else {
        return Err(Failure { findings, sources, lang: tables.options.lang.or(spoken) });
    };
    let ingested = ingest_table(&tables.data, &scoring.expected());
    let unread = ingested.files.iter().all(|f| f.hash.is_empty()) && any_error(&ingested.findings);
    if unread {
        return Err(Failure { findings: ingested.findings, sources, lang: Some(scoring.lang) });
    }
    scoring.findings.append(&mut findings);
    let gathered = scoring.settle(ingested);
    let scored = scoring.score(gathered);
    // a table is nobody's return
    let intake = Intake::default();
    let (folder, name) = match (tables.out.parent(), tables.out.file_name()) {
        (Some(folder), Some(name)) if folder.as_os_str().is_empty() => (Path::new("."), name),
        (Some(folder), Some(name)) => (folder, name),
        _ => return Err(Finding::new(Code::OutputFailed).found(tables.out.display().to_string()).into()),
    };
    let mut staging = Staging::new(folder)?;
    staging.write(Path::new(name), |out: &mut dyn Write| write_scores(out, &scoring.report(&scored, &intake)))?;
    staging.publish()?;
    Ok((scored.gathered.findings, scoring.lang))
}

fn prepare(tables: &Tables, lookout: &Lookout) -> Option<Scoring> {
    let take = |found: Result<(String, String), Finding>| match found {
        Ok(found) => Some(found),
        Err(finding) => {
            lookout.report([finding]);
            None
        }
    };
    let ids = shipped::ALL.map(|(id, _)| id);
    let rubric = take(named(&tables.rubric, shipped::find(&tables.rubric), &ids));
    let rubric = rubric.and_then(|(label, text)| lookout.rubric(&label, &text));
    let register = take(named(&tables.register, seeds::register(&tables.register), &seeds::REGISTERS));
    let register = register.and_then(|(label, text)| lookout.register(&label, &text).map(|register| (label, register)));
    let optional = |path: &Option<String>| path.as_ref().map(|path| take(named(path, None, &[])));
    let adjustments = optional(&tables.adjustments);
    let responsibilities = optional(&tables.responsibilities);
    let (rubric, (label, register)) = (rubric?, register?);
    let (register, mut findings) = in_time(&label, register, &rubric);
    let own = match &responsibilities {
        Some(read) => Some(read.as_ref()?),
        None => None,
    };
    let responsibilities = lookout.responsibilities(own.map(|(l, t)| (l.as_str(), t.as_str())), &register)?;
    lookout.report(check_marks(&rubric, &register, &responsibilities));
    let ledger = match adjustments {
        Some(read) => {
            let (label, text) = read?;
            let ledger = read_ledger(&label, &text, &rubric, &register);
            findings.extend(ledger.findings.iter().cloned());
            Some(ledger)
        }
        None => None,
    };
    let adjustments = ledger.as_ref().map(|ledger| ledger.adjustments.clone()).unwrap_or_default();
    let lang = tables.options.lang.unwrap_or_else(|| rubric_lang(&rubric.scheme.head.lang));
    let (returns, inputs, limits) = (Vec::new(), Vec::new(), tables.options.limits);
    let (derived, layouts) = (Derived::of(&rubric), Vec::new());
    let (receipts, rule, versions) = (Receipts::default(), VersionRule::default(), Vec::new());
    Some(Scoring {
        rubric,
        register,
        responsibilities,
        returns,
        adjustments,
        ledgers: ledger.into_iter().collect(),
        findings,
        inputs,
        lang,
        limits,
        derived,
        layouts,
        receipts,
        rule,
        versions,
        baseline: None,
        due: None,
        trial: None,
        siblings: Vec::new(),
    })
}

/// Checks a rubric: all errors at once, and whether its marks add up for every unit of its register, where that is shipped
/// or stands beside the rubric.
pub fn check_rubric(file: &str) -> Result<Checked, Failure> {
    let ids = shipped::ALL.map(|(id, _)| id);
    let (label, text) = named(file, shipped::find(file), &ids)?;
    let lookout = Lookout::anywhere();
    let rubric = lookout.rubric(&label, &text);
    let register_name = rubric.as_ref().and_then(|rubric| {
        let (name, findings) = add_up(rubric, Path::new(file), &lookout)?;
        lookout.report(findings);
        Some(name)
    });
    let (findings, sources, lang) = lookout.finish();
    let said = rubric.filter(|_| !any_error(&findings)).map(|rubric| {
        let indicators = (0..rubric.nodes.len()).filter(|n| rubric.indicator(*n).is_some()).count();
        (rubric.scheme.head.id.clone(), rubric.scheme.head.version.clone(), indicators)
    });
    Ok(Checked { findings, sources, lang, said, register: register_name })
}

/// Adds the marks up for every unit of the rubric's register, where that is shipped or stands beside `file`: the register's
/// name, and what does not add up.
pub(super) fn add_up(rubric: &Rubric, file: &Path, lookout: &Lookout) -> Option<(String, Vec<Finding>)> {
    let subjects = rubric.scheme.head.subjects.as_str();
    let beside = beside(file, subjects);
    let register = match (&beside, seeds::register(subjects)) {
        (Some((label, text)), _) => lookout.register(label, text),
        (None, Some(text)) => lookout.register(&format!("{subjects}.csv"), text),
        (None, None) => None,
    }?;
    let responsibilities = lookout.responsibilities(None, &register)?;
    let name = beside.map_or_else(|| subjects.to_owned(), |(label, _)| label);
    Some((name, check_marks(rubric, &register, &responsibilities)))
}

/// The register `NAME.csv` in the rubric's folder or the one above.
fn beside(rubric: &Path, name: &str) -> Option<(String, String)> {
    let folder = rubric.parent()?;
    let places = [folder.to_owned(), folder.join("..")];
    places.iter().find_map(|place| {
        let path = place.join(format!("{name}.csv"));
        let label = path.display().to_string();
        read_text(&path, &label).ok().map(|(text, _)| (label, text))
    })
}
