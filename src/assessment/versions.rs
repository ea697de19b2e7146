//! Versions named in assessment.toml, and which of the returns that were read are set aside.

use std::collections::HashSet;
use std::path::Path;

use crate::finding::{Code, Finding, Level, Place, nearest};
use crate::ingest::{Ingested, ReturnsFrom};
use crate::observe::{SetAside, VersionChoice, Versions};
use crate::rubric::document::{At, Document};

use super::Scoring;
use super::home::Home;
use super::received::tidy;
use super::settings::{ChoiceSettings, Settings};

/// A version that assessment.toml names, and where.
#[derive(Clone, Debug)]
pub struct NamedVersion {
    /// The choice.
    pub choice: VersionChoice,
    /// Where it stands.
    pub place: Place,
}

/// The choices of assessment.toml; what is wrong with them is reported at its key.
pub(super) fn named(doc: &Document<'_>, settings: &Settings, home: &Home) -> Vec<NamedVersion> {
    let returns: Vec<ReturnsFrom> =
        settings.scorings.iter().flat_map(|s| s.returns.iter().map(|(from, _)| from.clone())).collect();
    let check = Check { doc, home, returns };
    let mut chosen: Vec<String> = Vec::new();
    for ChoiceSettings { file, instead_of } in &settings.choices {
        for at in std::iter::once(file).chain(instead_of) {
            check.path(at);
        }
        let path = tidy(&file.value);
        if chosen.contains(&path) {
            doc.report(Finding::new(Code::DuplicateId).found(&file.value), &file.span);
        }
        chosen.push(path);
    }
    for at in settings.choices.iter().flat_map(|c| &c.instead_of) {
        // a file cannot hold and be replaced
        if chosen.contains(&tidy(&at.value)) {
            doc.report(Finding::new(Code::BadValue).found(&at.value).expected("use ≠ instead_of"), &at.span);
        }
    }
    let tidied = |choice: &ChoiceSettings| NamedVersion {
        choice: VersionChoice {
            file: tidy(&choice.file.value),
            instead_of: choice.instead_of.iter().map(|at| tidy(&at.value)).collect(),
        },
        place: doc.place(choice.file.span.start),
    };
    settings.choices.iter().map(tidied).collect()
}

struct Check<'a> {
    doc: &'a Document<'a>,
    home: &'a Home,
    returns: Vec<ReturnsFrom>,
}

impl Check<'_> {
    /// Reports a path that is not among the returns.
    fn path(&self, at: &At<String>) {
        let path = tidy(&at.value);
        match self.home.inside(&path) {
            Err(finding) if finding.code == Code::FileMissing => {
                let known = self.home.list(&self.returns);
                let near = nearest(&path, known.iter().map(String::as_str)).unwrap_or_default();
                self.doc.report(Finding::new(Code::FileMissing).found(&at.value).hint(near), &at.span);
            }
            Err(finding) => self.doc.report(finding, &at.span),
            Ok(_) => {
                let below = |from: &ReturnsFrom| Path::new(&path).starts_with(tidy(&from.path.to_string_lossy()));
                if !self.returns.iter().any(below) {
                    let known: Vec<String> = self.returns.iter().map(|f| tidy(&f.path.to_string_lossy())).collect();
                    let finding = Finding::new(Code::BadValue).found(&at.value).expected(known.join(" | "));
                    self.doc.report(finding, &at.span);
                }
            }
        }
    }
}

impl Scoring {
    /// Which of the returns that were read are set aside for another version. What was found in one that is set aside for good
    /// needs no mending and becomes a note.
    pub(super) fn set_aside(&self, ingested: &mut Ingested) -> SetAside {
        let refused: HashSet<&Place> =
            ingested.findings.iter().filter(|f| f.code.refuses_value()).map(|f| &f.place).collect();
        let choices: Vec<VersionChoice> = self.versions.iter().map(|named| named.choice.clone()).collect();
        let versions = Versions {
            fields: &self.rubric.scheme.fields,
            register: &self.register,
            receipts: &self.receipts,
            rule: self.rule,
            choices: &choices,
        };
        let mut aside = versions.settle(&ingested.observations, &|place| refused.contains(place));
        for (named, chose) in self.versions.iter().zip(&aside.chose) {
            let read = ingested.files.iter().any(|f| f.path == named.choice.file);
            if read && !chose {
                let finding = Finding::new(Code::VersionUnused).at(named.place.clone());
                aside.findings.push(finding.found(&named.choice.file));
            }
        }
        for finding in &mut ingested.findings {
            let file = &finding.place.file;
            if aside.files.contains_key(file) && !aside.undecided.contains(file) {
                finding.level = Level::Note;
            }
        }
        aside
    }
}
