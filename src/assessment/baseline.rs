//! Where the earlier result lies that 较上次 is measured against: an assessment folder, its `out/`, or a `scores.csv`.

use std::path::{Path, PathBuf};

use crate::finding::{Code, Finding};
use crate::register::Register;
use crate::report::Baseline;

use super::OUT;
use super::path::read_text;

const SCORES: &str = "scores.csv";

/// Reads the earlier result at `path`, `label` naming it in findings. A folder of several results must hold one of the same
/// rubric; one that holds a single result may be of another, such as last year's.
pub(super) fn read(path: &Path, label: &str, rubric: &str, register: &Register) -> Result<Baseline, Finding> {
    let file = find(path, rubric).map_err(|known| {
        let finding = Finding::new(Code::FileMissing).found(format!("{label}/{OUT}/{rubric}/{SCORES}"));
        finding.hint(known.join(" | "))
    })?;
    let label = match file.strip_prefix(path) {
        Ok(rest) if !rest.as_os_str().is_empty() => format!("{label}/{}", rest.display()).replace('\\', "/"),
        _ => label.to_owned(),
    };
    let (text, hash) = read_text(&file, &label)?;
    Baseline::read(&label, hash, &text, register)
}

/// The file, or the results that are there instead.
fn find(path: &Path, rubric: &str) -> Result<PathBuf, Vec<String>> {
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
