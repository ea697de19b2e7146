//! Outputs of an earlier run that this one does not make again, and that would now say something else.

use std::fs;
use std::path::{Path, PathBuf};

use super::Staging;

impl Staging {
    /// What is to go from the folders to sweep or clear and from the workbooks to replace, by name.
    pub(super) fn stale(&self) -> Vec<PathBuf> {
        let mut stale = Vec::new();
        for folder in &self.swept {
            let workbooks = self.files_in(folder).filter(|(name, _)| name.to_lowercase().ends_with(".xlsx"));
            stale.extend(workbooks.map(|(_, path)| path));
        }
        for (folder, stem) in &self.replaced {
            stale.extend(self.files_in(folder).map(|(_, path)| path).filter(|path| is_part(path, stem)));
        }
        for folder in &self.cleared {
            self.outputs_below(folder, &mut stale);
        }
        stale.retain(|path| !self.files.contains(path));
        stale.sort();
        stale.dedup();
        stale
    }

    /// Files directly in a folder of outputs, by name and path relative to the outputs.
    fn files_in(&self, folder: &Path) -> impl Iterator<Item = (String, PathBuf)> {
        let entries = fs::read_dir(self.out.join(folder)).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
        let named =
            files.map(|entry| (entry.file_name().to_string_lossy().into_owned(), folder.join(entry.file_name())));
        // ~$ is the lock of a workbook that somebody has open
        named.filter(|(name, _)| !name.starts_with("~$"))
    }

    /// Outputs in a folder and all below it.
    fn outputs_below(&self, folder: &Path, found: &mut Vec<PathBuf>) {
        let made = |path: &Path| {
            path.extension().is_some_and(|e| ["xlsx", "csv", "html", "pdf"].iter().any(|kind| e == *kind))
        };
        found.extend(self.files_in(folder).map(|(_, path)| path).filter(|path| made(path)));
        for entry in fs::read_dir(self.out.join(folder)).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                self.outputs_below(&folder.join(entry.file_name()), found);
            }
        }
    }
}

/// Whether a file is the workbook of this stem, or a numbered part of it, or either as PDF.
fn is_part(path: &Path, stem: &str) -> bool {
    let made = path.extension().is_some_and(|e| e == "xlsx" || e == "pdf");
    let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let number = name.strip_prefix(stem).map(|rest| rest.strip_prefix('-').unwrap_or(rest));
    made && number.is_some_and(|n| name == stem || !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
}
