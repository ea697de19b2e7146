//! `assessment.toml`: read with the place of every key, all errors at once.

use std::ops::Range;

use crate::expr::Date;
use crate::finding::{Code, Finding};
use crate::ingest::ReturnsFrom;
use crate::observe::VersionRule;
use crate::rubric::document::{At, Document, Table};

use super::layouts::LayoutSettings;
use super::received::tidy;
use super::roll_up::RollUpSettings;

/// The settings as written.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub title: String,
    pub responsibilities: Option<At<String>>,
    pub scorings: Vec<ScoringSettings>,
    pub layouts: Vec<LayoutSettings>,
    /// Which version holds where nothing is named and the scoring does not say.
    pub versions: VersionRule,
    pub choices: Vec<ChoiceSettings>,
    pub roll_ups: Vec<RollUpSettings>,
}

/// One `[[version]]` as written.
#[derive(Debug)]
pub(super) struct ChoiceSettings {
    pub file: At<String>,
    pub instead_of: Vec<At<String>>,
}

/// How versions are decided, by name.
const VERSIONS: [(&str, VersionRule); 2] = [("latest", VersionRule::Latest), ("refuse", VersionRule::Refuse)];

/// One `[[scoring]]` as written.
#[derive(Debug)]
pub(super) struct ScoringSettings {
    pub rubric: At<String>,
    /// The rubric's `subjects` where it is not given.
    pub register: Option<At<String>>,
    pub returns: Vec<(ReturnsFrom, Range<usize>)>,
    /// Files of adjustments: one, or those that several parts of an assessment have kept.
    pub adjustments: Vec<At<String>>,
    pub versions: Option<VersionRule>,
    /// An earlier result to compare with.
    pub baseline: Option<At<String>>,
    /// The day by which returns and evidence are to be there.
    pub due: Option<String>,
}

pub(super) fn read(doc: &Document<'_>) -> Settings {
    let root = doc.parse();
    let table = Table::new(doc, root.get_ref(), root.span());
    let mut settings = Settings::default();
    if table.has("assessment") {
        if let Some(head) = table.table("assessment") {
            settings.title = head.text("title");
            settings.responsibilities = head.string("responsibilities");
            settings.versions = head.choice("versions", &VERSIONS).unwrap_or_default();
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
    settings.choices = table.tables("version").into_iter().filter_map(choice).collect();
    settings.roll_ups = super::roll_up::read(&table);
    table.finish();
    settings
}

fn choice(table: Table<'_, '_>) -> Option<ChoiceSettings> {
    let file = table.required("use");
    let instead_of = table.strings("instead_of");
    table.finish();
    Some(ChoiceSettings { file: file?, instead_of })
}

/// A date as `2015-08-31`; anything else is refused.
fn day(doc: &Document<'_>, at: &At<String>) -> Option<String> {
    let date = Date::parse(at.value.trim());
    if date.is_none() {
        doc.report(Finding::new(Code::BadValue).found(&at.value).expected("2015-08-31"), &at.span);
    }
    date.map(|date| date.to_string())
}

/// One path, or a list of them, each once.
fn adjustments(table: &Table<'_, '_>) -> Vec<At<String>> {
    let is_one = table.value("adjustments").is_none_or(|value| value.get_ref().as_str().is_some());
    if is_one {
        return table.string("adjustments").into_iter().collect();
    }
    let mut paths: Vec<At<String>> = Vec::new();
    for path in table.strings("adjustments") {
        let same = |known: &At<String>| tidy(&known.value) == tidy(&path.value);
        if paths.iter().any(same) {
            let finding = Finding::new(Code::BadValue).found(&path.value).expected("each file once");
            table.doc().report(finding, &path.span);
        } else {
            paths.push(path);
        }
    }
    paths
}

fn scoring(table: Table<'_, '_>) -> Option<ScoringSettings> {
    let rubric = table.required("rubric");
    let register = table.string("register");
    let adjustments = adjustments(&table);
    let versions = table.choice("versions", &VERSIONS);
    let baseline = table.string("baseline");
    let due = table.string("due").and_then(|at| day(table.doc(), &at));
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
                returns.push((ReturnsFrom { path: path.value.into(), source, period, except: Vec::new() }, path.span));
            }
        } else {
            table.refuse(item, "\"…\" | { path = \"…\" }");
        }
    }
    table.finish();
    Some(ScoringSettings { rubric: rubric?, register, returns, adjustments, versions, baseline, due })
}
