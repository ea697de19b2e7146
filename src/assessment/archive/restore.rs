//! Outputs of an archived run, put back on the disk as they were, byte for byte.

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};

use glob::Pattern;
use serde::Serialize;

use crate::assessment::home::Role;
use crate::assessment::{Failure, OUT, Staging};
use crate::finding::{Code, Finding, Place};

use super::read::nearest_path;
use super::{Archive, ArchivedFile};

/// What is to be restored.
#[derive(Clone, Debug, Default)]
pub struct Restoring {
    /// Where to; by default `out/restored/run-N`.
    pub to: Option<PathBuf>,
    /// Only these outputs: a path, a folder, or a pattern with `*` and `?`; all where there is none.
    pub only: Vec<String>,
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// The run.
    pub run: i64,
    /// The folder.
    pub folder: PathBuf,
    /// Files written.
    pub written: Vec<PathBuf>,
    /// Files that were there already, just so.
    pub same: Vec<PathBuf>,
}

impl Archive {
    /// Restores outputs of a run. What is there and differs is left, and nothing is written then.
    pub fn restore(&self, no: i64, wanted: &Restoring) -> Result<Restored, Failure> {
        let files: Vec<ArchivedFile> = self.files(no)?.into_iter().filter(|f| f.role == Role::Output).collect();
        let chosen = chosen(&files, &wanted.only)?;
        let folder =
            wanted.to.clone().unwrap_or_else(|| self.dir().join(OUT).join("restored").join(format!("run-{no}")));
        let mut restored = Restored { run: no, folder: folder.clone(), written: Vec::new(), same: Vec::new() };
        let (mut wrong, mut missing) = (Vec::new(), Vec::new());
        for file in chosen {
            // an archive from elsewhere may say anything
            if !Path::new(&file.path).components().all(|part| matches!(part, Component::Normal(_))) {
                return Err(Finding::new(Code::PathOutside).found(file.path.as_str()).into());
            }
            let target = folder.join(&file.path);
            match hash_of(&target) {
                None if fs::symlink_metadata(&target).is_err() => missing.push(file),
                Some(hash) if hash == file.hash => restored.same.push(target),
                _ => {
                    let label = target.display().to_string();
                    wrong.push(Finding::new(Code::RestoreDiffers).at(Place::file(label.as_str())).found(label));
                }
            }
        }
        if !wrong.is_empty() {
            return Err(Failure { findings: wrong, ..Failure::default() });
        }
        if missing.is_empty() {
            return Ok(restored);
        }
        let mut staging = Staging::new(&folder)?;
        for file in missing {
            // as everywhere, a file is in its place whole or not at all
            let mut found = Ok(());
            staging.write(Path::new(&file.path), |out| {
                let mut out = BufWriter::new(out);
                found = self.write(file, &mut out);
                out.flush()
            })?;
            found?;
        }
        restored.written = staging.publish()?;
        Ok(restored)
    }
}

/// The outputs that are meant; a pattern that means none is refused.
fn chosen<'a>(files: &'a [ArchivedFile], only: &[String]) -> Result<Vec<&'a ArchivedFile>, Failure> {
    let mut unmet = Vec::new();
    for pattern in only {
        let pattern = tidied(pattern);
        if !files.iter().any(|f| is_meant(&pattern, &f.path)) {
            let near = nearest_path(&pattern, files);
            unmet.push(Finding::new(Code::FileMissing).found(pattern).hint(near));
        }
    }
    if !unmet.is_empty() {
        return Err(Failure { findings: unmet, ..Failure::default() });
    }
    let meant = |f: &&ArchivedFile| only.is_empty() || only.iter().any(|p| is_meant(&tidied(p), &f.path));
    Ok(files.iter().filter(meant).collect())
}

fn tidied(pattern: &str) -> String {
    let pattern = pattern.replace('\\', "/");
    let pattern = pattern.strip_prefix("./").unwrap_or(&pattern);
    pattern.strip_prefix("out/").unwrap_or(pattern).trim_end_matches('/').to_owned()
}

/// Whether a path is meant: the path itself, a folder above it, its file name, or a pattern of either.
fn is_meant(pattern: &str, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let fits = |text: &str| Pattern::new(pattern).is_ok_and(|pattern| pattern.matches(text));
    !pattern.is_empty() && (Path::new(path).starts_with(pattern) || name == pattern || fits(path) || fits(name))
}

fn hash_of(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok().filter(|_| path.is_file())?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).ok()? {
            0 => return Some(hasher.finalize().to_hex().to_string()),
            read => hasher.update(&buffer[..read]),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_meant_by_path_folder_name_or_pattern() {
        let path = "midterm-2015-prefectures/反馈表/和田地区.xlsx";
        for (pattern, expected) in [
            ("midterm-2015-prefectures", true),
            ("midterm-2015-prefectures/反馈表", true),
            (path, true),
            ("和田地区.xlsx", true),
            ("*.xlsx", true),
            ("*/反馈表/*", true),
            ("和?地区.*", true),
            ("midterm", false),
            ("和田", false),
            ("*.csv", false),
            ("?", false),
            ("", false),
        ] {
            assert_eq!(is_meant(pattern, path), expected, "{pattern}");
        }
        assert_eq!(tidied(".\\out\\r\\a.csv"), "r/a.csv");
    }
}
