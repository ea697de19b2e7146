//! Where the earlier result lies that 较上次 is measured against: an assessment folder, its `out/`, a `scores.csv`, or a run of
//! an archive.

use std::path::{Path, PathBuf};

use crate::finding::{Code, Finding, Level, Place};
use crate::register::Register;
use crate::report::Baseline;
use crate::rubric::Rubric;
use crate::rubric::document::Document;

use super::archive::{Archive, FILE, RunName, RunOf};
use super::home::{Home, KeptText, Role};
use super::load::Lookout;
use super::path::{decoded, read_bytes};
use super::settings::ScoringSettings;
use super::{OUT, Options};

const SCORES: &str = "scores.csv";

/// A `scores.csv`, wherever it was found.
struct Found {
    label: String,
    hash: String,
    bytes: Vec<u8>,
}

/// The earlier result that a scoring is compared with: the one asked for, else the folder's own; of an archived run the one of
/// then. `index` is the scoring's place among all.
pub(super) fn earlier(
    lookout: &Lookout,
    doc: &Document<'_>,
    (index, one): (usize, &ScoringSettings),
    options: &Options,
    (rubric, register): (&Rubric, &Register),
) -> Option<Baseline> {
    let id = rubric.scheme.head.id.as_str();
    // by another rubric nothing is measured against the folder's own baseline
    let at = one.baseline.as_ref().filter(|_| options.instead.is_none());
    let kept = |kept: &KeptText| Found { label: kept.path.clone(), hash: kept.hash.clone(), bytes: kept.bytes.clone() };
    let of_run = options.baselines.iter().find(|text| text.scoring == Some(index)).map(kept);
    let (found, by_option) = match (lookout.home(), of_run, &options.against, at) {
        (Home::Archived(_), ..) => (Ok(kept(lookout.home().archived_baseline(index)?)), true),
        (_, Some(of_run), ..) => (Ok(of_run), true),
        (Home::Folder(dir), None, Some(path), _) => {
            let text = path.to_string_lossy().replace('\\', "/");
            (
                RunOf::read(&text, Some(dir))
                    .map_or_else(|| find(path, text.trim_end_matches('/'), id), |run| archived(&run, id)),
                true,
            )
        }
        (Home::Folder(dir), None, None, Some(at)) => (settled(lookout, dir, &at.value, id), false),
        (Home::Folder(_), None, None, None) => return None,
    };
    let read = found.and_then(|found| {
        let text = decoded(&found.bytes, &found.label)?;
        lookout.keep(Role::Baseline, &found.label, &found.hash, found.bytes);
        Baseline::read(&found.label, found.hash, &text, register)
    });
    match (read, at) {
        (Ok(baseline), _) if baseline.is_empty() => {
            let codes: Vec<&str> = register.units().iter().take(3).map(|u| u.code.as_str()).collect();
            let finding = Finding::new(Code::BadTable).level(Level::Warning).at(Place::file(baseline.label.as_str()));
            lookout.report([finding.found("unit").expected(codes.join(", "))]);
            None
        }
        (Ok(baseline), _) => Some(baseline),
        (Err(finding), Some(at)) if !by_option => {
            doc.report(finding, &at.span);
            None
        }
        (Err(finding), _) => {
            lookout.report([finding]);
            None
        }
    }
}

/// The earlier result that the settings name: a path of the folder, or a run of its archive by number.
fn settled(lookout: &Lookout, dir: &Path, value: &str, rubric: &str) -> Result<Found, Finding> {
    let label = value.trim_end_matches('/');
    let there = lookout.home().inside(value);
    let run: Option<RunName> = label.strip_prefix('@').unwrap_or(label).parse().ok().filter(|_| there.is_err());
    match run {
        // without its archive an assessment is scored all the same
        Some(run @ RunName::Number(_)) => {
            archived(&RunOf { dir: dir.to_owned(), run }, rubric).map_err(|finding| finding.level(Level::Warning))
        }
        // what a run writes must not depend on what ran before it
        Some(RunName::FromEnd(_)) => Err(Finding::new(Code::BadValue).found(label).expected("3")),
        None if Path::new(label).starts_with(OUT) => {
            Err(Finding::new(Code::BadValue).found(label).expected("a folder or file beside out/"))
        }
        None => there.and_then(|path| find(&path, label, rubric)),
    }
}

/// The scores that a run of an archive wrote.
fn archived(run: &RunOf, rubric: &str) -> Result<Found, Finding> {
    let archive = Archive::open(&run.dir)?;
    let no = archive.number(run.run)?;
    let files = archive.files(no)?;
    let tables = || files.iter().filter(|f| f.role == Role::Output && f.path.ends_with(&format!("/{SCORES}")));
    let own = tables().find(|f| f.path == format!("{rubric}/{SCORES}"));
    // a run of a single result may be of another rubric, such as last year's
    let only = || tables().next().filter(|_| tables().count() == 1);
    let Some(file) = own.or_else(only) else {
        let known: Vec<&str> = tables().map(|f| f.path.as_str()).collect();
        let finding = Finding::new(Code::FileMissing).found(format!("{FILE}@{no}/{rubric}/{SCORES}"));
        return Err(finding.hint(known.join(" | ")));
    };
    Ok(Found { label: format!("{FILE}@{no}/{}", file.path), hash: file.hash.clone(), bytes: archive.bytes(file)? })
}

/// Finds the earlier result at `path`, `label` naming it in findings. A folder of several results must hold one of the same
/// rubric; one that holds a single result may be of another, such as last year's.
fn find(path: &Path, label: &str, rubric: &str) -> Result<Found, Finding> {
    let file = file_at(path, rubric).map_err(|known| {
        let finding = Finding::new(Code::FileMissing).found(format!("{label}/{OUT}/{rubric}/{SCORES}"));
        finding.hint(known.join(" | "))
    })?;
    let label = match file.strip_prefix(path) {
        Ok(rest) if !rest.as_os_str().is_empty() => format!("{label}/{}", rest.display()).replace('\\', "/"),
        _ => label.to_owned(),
    };
    let (bytes, hash, _) = read_bytes(&file, &label)?;
    Ok(Found { label, hash, bytes })
}

/// The file, or the results that are there instead.
fn file_at(path: &Path, rubric: &str) -> Result<PathBuf, Vec<String>> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    for folder in [path.join(OUT), path.to_owned()] {
        for file in [folder.join(rubric).join(SCORES), folder.join(SCORES)] {
            if file.is_file() {
                return Ok(file);
            }
        }
        let mut others: Vec<PathBuf> = std::fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path().join(SCORES))
            .filter(|file| file.is_file())
            .collect();
        others.sort();
        match others.as_slice() {
            [] => {}
            [only] => return Ok(only.clone()),
            several => return Err(several.iter().map(|file| file.display().to_string()).collect()),
        }
    }
    Err(Vec::new())
}
