//! What differs from one run to the next: inputs by their hashes, the program, and whether the outputs are the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assessment::home::Role;
use crate::finding::Finding;

use super::{Archive, ArchivedFile, ArchivedRun};

/// What changed among the files of one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The role.
    pub role: Role,
    /// Files that were there before and hold something else.
    pub changed: Vec<String>,
    /// Files that were not there before.
    pub new: Vec<String>,
    /// Files that are there no more.
    pub gone: Vec<String>,
}

/// Whether a run wrote what the one before it wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outputs {
    /// There was none before it.
    First,
    /// The same, to the byte.
    Same,
    /// Something else.
    Different,
}

/// A run in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryEntry {
    /// The run.
    pub run: ArchivedRun,
    /// Who stood first, by scoring.
    pub first: Vec<Vec<String>>,
    /// What went in otherwise than before, by role; empty for the first run.
    pub changed: Vec<Changed>,
    /// The version of the program before, where it was another.
    pub program_before: Option<String>,
    /// Whether another language was asked for than before.
    pub lang_changed: bool,
    /// What came out.
    pub outputs: Outputs,
}

impl Archive {
    /// Every run, the first first, with what differs from the one before it.
    pub fn history(&self) -> Result<Vec<HistoryEntry>, Finding> {
        let mut before: Option<(ArchivedRun, Vec<ArchivedFile>)> = None;
        let mut history = Vec::new();
        for run in self.runs()? {
            let files = self.files(run.no)?;
            history.push(self.entry(&run, &files, before.as_ref())?);
            before = Some((run, files));
        }
        Ok(history)
    }

    /// A run with what differs from the one before it.
    pub fn entry_of(&self, no: i64) -> Result<HistoryEntry, Finding> {
        let before = self.numbers()?.into_iter().rfind(|other| *other < no);
        let before = before.map(|no| Ok::<_, Finding>((self.run(no)?, self.files(no)?))).transpose()?;
        self.entry(&self.run(no)?, &self.files(no)?, before.as_ref())
    }

    fn entry(
        &self,
        run: &ArchivedRun,
        files: &[ArchivedFile],
        before: Option<&(ArchivedRun, Vec<ArchivedFile>)>,
    ) -> Result<HistoryEntry, Finding> {
        let mut first = Vec::new();
        for seq in 0..run.scorings.len() {
            let standings = self.standings(run.no, seq)?;
            // tied first places may be numbered 1, or 1.5
            let top =
                standings.first().map(|s| s.rank.clone()).filter(|rank| !rank.is_empty()).unwrap_or_else(|| "1".into());
            let best = standings.into_iter().take_while(|s| s.rank == top);
            first.push(best.map(|s| s.name).collect());
        }
        let (mut changed, mut outputs) = (Vec::new(), Outputs::First);
        let (mut program_before, mut lang_changed) = (None, false);
        if let Some((earlier, files_before)) = before {
            changed = differ(files_before, files);
            let differs = changed.iter().any(|c| c.role == Role::Output);
            outputs = if differs { Outputs::Different } else { Outputs::Same };
            changed.retain(|c| !matches!(c.role, Role::Output | Role::Observations | Role::SetAside));
            program_before = Some(earlier.program.clone()).filter(|program| *program != run.program);
            lang_changed = earlier.lang != run.lang;
        }
        Ok(HistoryEntry { run: run.clone(), first, changed, program_before, lang_changed, outputs })
    }
}

/// What differs between the files of two runs, by role.
fn differ(before: &[ArchivedFile], after: &[ArchivedFile]) -> Vec<Changed> {
    // a file that several scorings read is one file
    let known = |files: &[ArchivedFile]| -> BTreeMap<(Role, String), BTreeSet<String>> {
        let mut known: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for file in files {
            let path = match file.role {
                // their paths say what they are, not whose
                Role::Observations | Role::SetAside => format!("{:?}", file.scoring),
                _ => file.path.clone(),
            };
            known.entry((file.role, path)).or_default().insert(file.hash.clone());
        }
        known
    };
    let (before, after) = (known(before), known(after));
    let mut by_role: BTreeMap<Role, Changed> = BTreeMap::new();
    let mut note = |role: Role, put: &dyn Fn(&mut Changed)| {
        let none = || Changed { role, changed: Vec::new(), new: Vec::new(), gone: Vec::new() };
        put(by_role.entry(role).or_insert_with(none));
    };
    for ((role, path), hashes) in &after {
        match before.get(&(*role, path.clone())) {
            None => note(*role, &|c| c.new.push(path.clone())),
            Some(others) if others != hashes => note(*role, &|c| c.changed.push(path.clone())),
            Some(_) => {}
        }
    }
    for (role, path) in before.keys().filter(|key| !after.contains_key(*key)) {
        note(*role, &|c| c.gone.push(path.clone()));
    }
    by_role.into_values().collect()
}
