//! `assessment.toml`: read with the place of every key, all errors at once.

use std::ops::Range;

use crate::finding::{Code, Finding, Level};
use crate::ingest::ReturnsFrom;
use crate::rubric::document::{At, Document, Table};

use super::layouts::LayoutSettings;

/// The settings as written.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub title: String,
    pub responsibilities: Option<At<String>>,
    pub scorings: Vec<ScoringSettings>,
    pub layouts: Vec<LayoutSettings>,
}

/// One `[[scoring]]` as written.
#[derive(Debug)]
pub(super) struct ScoringSettings {
    pub rubric: At<String>,
    /// The rubric's `subjects` where it is not given.
    pub register: Option<At<String>>,
    pub returns: Vec<(ReturnsFrom, Range<usize>)>,
    pub adjustments: Option<At<String>>,
}

pub(super) fn read(doc: &Document<'_>) -> Settings {
    let root = doc.parse();
    let table = Table::new(doc, root.get_ref(), root.span());
    let mut settings = Settings::default();
    if table.has("assessment") {
        if let Some(head) = table.table("assessment") {
            settings.title = head.text("title");
            settings.responsibilities = head.string("responsibilities");
            head.finish();
        }
    } else {
        doc.report(Finding::new(Code::MissingKey).expected("[assessment]"), &(0..0));
    }
    let scorings = table.tables("scoring");
    if !table.has("scoring") {
        doc.report(Finding::new(Code::MissingKey).expected("[[scoring]]"), &(0..0));
    }
    settings.scorings = scorings.into_iter().filter_map(scoring).collect();
    settings.layouts = super::layouts::read(&table);
    table.finish();
    settings
}

fn scoring(table: Table<'_, '_>) -> Option<ScoringSettings> {
    let rubric = table.required("rubric");
    let register = table.string("register");
    let adjustments = table.string("adjustments");
    if let Some(baseline) = table.string("baseline") {
        let finding = Finding::new(Code::RubricOdd).level(Level::Warning).field("baseline");
        table.doc().report(finding.found("`baseline` 尚未使用 / is not used yet"), &baseline.span);
    }
    if !table.has("returns") {
        table.lacks("returns");
    }
    let items = table.items("returns");
    let mut returns = Vec::new();
    for item in items {
        if let Some(path) = item.get_ref().as_str() {
            returns.push((ReturnsFrom { path: path.into(), ..ReturnsFrom::default() }, item.span()));
        } else if let Some(inner) = item.get_ref().as_table() {
            let inner = Table::new(table.doc(), inner, item.span());
            let path = inner.required("path");
            let source = inner.string("source").map(|at| at.value);
            let period = inner.string("period").map(|at| at.value);
            inner.finish();
            if let Some(path) = path {
                returns.push((ReturnsFrom { path: path.value.into(), source, period }, path.span));
            }
        } else {
            table.refuse(item, "\"…\" | { path = \"…\" }");
        }
    }
    table.finish();
    Some(ScoringSettings { rubric: rubric?, register, returns, adjustments })
}
