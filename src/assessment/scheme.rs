//! Rubrics for people: shown, written to a workbook, and read back from one.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::finding::{Code, Finding, Lang, any_error};
use crate::ingest::import_scheme;
use crate::report::scheme::{edited, printed};
use crate::rubric::{Rubric, shipped};

use super::Failure;
use super::alone::{add_up, named};
use super::load::{Lookout, rubric_lang};
use super::output::Staging;

/// A rubric that can be used, with the language to show it in.
#[derive(Debug)]
pub struct SchemeFile {
    /// The rubric.
    pub rubric: Rubric,
    /// The language asked for, else the rubric's own.
    pub lang: Lang,
    /// Warnings.
    pub findings: Vec<Finding>,
}

/// Reads a rubric: a file, or a shipped one by its id.
pub fn open_scheme(file: &str, lang: Option<Lang>) -> Result<SchemeFile, Failure> {
    let ids = shipped::ALL.map(|(id, _)| id);
    let (label, text) = named(file, shipped::find(file), &ids)?;
    let lookout = Lookout::anywhere();
    let rubric = lookout.rubric(&label, &text);
    finish(rubric, lookout, lang)
}

fn finish(rubric: Option<Rubric>, lookout: Lookout, lang: Option<Lang>) -> Result<SchemeFile, Failure> {
    let (findings, sources, spoken) = lookout.finish();
    match rubric {
        Some(rubric) if !any_error(&findings) => {
            let lang = lang.unwrap_or_else(|| rubric_lang(&rubric.scheme.head.lang));
            Ok(SchemeFile { rubric, lang, findings })
        }
        _ => Err(Failure { findings, sources, lang: lang.or(spoken) }),
    }
}

/// The rubric that this one extends, itself as a rubric.
pub fn open_below(rubric: &Rubric, lang: Option<Lang>) -> Result<SchemeFile, Failure> {
    let texts: Vec<(&str, &str)> = rubric.layers.texts().collect();
    let [.., (label, text), _] = texts.as_slice() else {
        let id = rubric.scheme.head.id.as_str();
        return Err(Finding::new(Code::MissingKey).field(id).expected("extends").found("[rubric]").into());
    };
    let lookout = Lookout::anywhere();
    let below = lookout.rubric(label, text);
    finish(below, lookout, lang)
}

impl SchemeFile {
    /// Writes the scheme as people print it.
    pub fn write_printed(&self, out: &Path) -> Result<(), Failure> {
        let book = printed(&self.rubric, self.lang);
        write(out, &book.map_err(|unmade| unmade_finding(out, &unmade.0))?)
    }

    /// Writes the workbook in which the rubric can be edited.
    pub fn write_edited(&self, out: &Path) -> Result<(), Failure> {
        let book = edited(&self.rubric, self.lang);
        write(out, &book.map_err(|unmade| unmade_finding(out, &unmade.0))?)
    }
}

/// Reads a workbook of a rubric and writes the rubric that it holds; returns warnings. With any error, which stands at its
/// cell, nothing is written.
///
/// Without `out` the rubric goes beside the workbook under its name, but never over a rubric that is there already: its
/// comments would be lost.
pub fn import_rubric(
    workbook: &Path,
    out: Option<&Path>,
    lang: Option<Lang>,
) -> Result<(PathBuf, Vec<Finding>), Failure> {
    let out = match out {
        Some(out) => out.to_owned(),
        None => beside(workbook)?,
    };
    let findings = import_to(workbook, &out, lang)?;
    Ok((out, findings))
}

fn beside(workbook: &Path) -> Result<PathBuf, Failure> {
    let out = workbook.with_extension("toml");
    if out.exists() {
        let found = out.display().to_string();
        return Err(Finding::new(Code::OutputFailed).found(found).hint("--out FILE").into());
    }
    Ok(out)
}

fn import_to(workbook: &Path, out: &Path, lang: Option<Lang>) -> Result<Vec<Finding>, Failure> {
    let label = workbook.display().to_string().replace('\\', "/");
    let bytes = std::fs::read(workbook).map_err(|error| {
        let missing = error.kind() == std::io::ErrorKind::NotFound;
        let code = if missing { Code::FileMissing } else { Code::FileUnreadable };
        let found = if missing { label.clone() } else { error.to_string() };
        Finding::new(code).found(found).at(crate::finding::Place::file(label.as_str()))
    })?;
    let mut imported = import_scheme(&label, &bytes, lang.unwrap_or_default());
    let lookout = Lookout::anywhere();
    if let Some(rubric) = &imported.rubric
        && let Some((_, wrong)) = add_up(rubric, out, &lookout)
    {
        imported.findings.extend(wrong.into_iter().filter_map(|f| imported.cells.place(f)));
    }
    let (findings, sources, _) = lookout.finish();
    imported.findings.extend(findings);
    let spoken = lang.or_else(|| imported.rubric.as_ref().map(|r| rubric_lang(&r.scheme.head.lang)));
    match imported.toml() {
        Some(toml) => {
            write(out, toml.as_bytes())?;
            Ok(imported.findings)
        }
        None => Err(Failure { findings: imported.findings, sources, lang: spoken }),
    }
}

/// Writes one file so that nothing in its place is ever half written.
fn write(out: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let (Some(folder), Some(name)) = (out.parent(), out.file_name()) else {
        return Err(Finding::new(Code::OutputFailed).found(out.display().to_string()).into());
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut staging = Staging::new(folder)?;
    staging.write(Path::new(name), |file: &mut dyn Write| file.write_all(bytes))?;
    staging.publish()?;
    Ok(())
}

fn unmade_finding(out: &Path, why: &str) -> Failure {
    Finding::new(Code::OutputFailed).found(out.display().to_string()).hint(why).into()
}
