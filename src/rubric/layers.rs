//! A rubric that extends another (`extends = "…"`): the other's text below, its own on top, read as one.
//!
//! Tables are laid over key by key; entries with an id over the entry with that id, key by key; `[[grade]]` and
//! `[[source]]`, whose order means something, replace the other's as a whole; `[[check]]` adds. What is to go is named in
//! `drop`, single keys of an entry in its `unset`. Every value keeps the place where it was written.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::finding::{Code, Finding, nearest};

use super::document::Document;
use super::trial;

/// The texts of a rubric, that of the lowest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layers {
    parts: Vec<Part>,
    /// All texts, one below the other: bytes count through them.
    pub(super) whole: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub file: String,
    /// Where its text begins in the whole.
    pub start: usize,
    /// Its text behind as many blanks: what is parsed from it has its place in the whole.
    pub padded: String,
    /// For the settings of a trial, which are no TOML: the value of each as TOML, likewise in its place in the whole.
    pub trial: Option<Vec<String>>,
}

/// Rubrics that extend rubrics that extend …: more than so many are a mistake.
const DEEPEST: usize = 8;

/// What finds the rubric that another extends: its label and text.
pub type Finder<'f> = &'f dyn Fn(&str) -> Result<(String, String), Finding>;

impl Layers {
    /// One text.
    #[must_use]
    pub fn one(file: &str, text: &str) -> Self {
        Self::of(vec![(file.to_owned(), text.to_owned())])
    }

    fn of(texts: Vec<(String, String)>) -> Self {
        let mut whole = String::new();
        let mut parts = Vec::with_capacity(texts.len());
        for (file, text) in texts {
            let start = whole.len();
            parts.push(Part { file, start, padded: format!("{}{text}", " ".repeat(start)), trial: None });
            whole.push_str(&text);
            whole.push('\n');
        }
        whole.pop();
        Self { parts, whole }
    }

    /// The text with those that it extends below it. What cannot be found is a finding at the key that names it, and the
    /// text is then taken as it stands.
    #[must_use]
    pub fn gather(file: &str, text: &str, find: Finder<'_>) -> (Self, Vec<Finding>) {
        let mut texts = vec![(file.to_owned(), text.to_owned())];
        while let Some((at, name)) = texts.first().and_then(|(_, text)| extends(text)) {
            let complain = |finding: Finding| {
                let doc_layers = Self::one(&texts[0].0, &texts[0].1);
                let doc = Document::layered(&doc_layers);
                doc.report(finding, &at);
                doc.into_findings()
            };
            let found = match find(&name) {
                Ok(found) => found,
                Err(finding) => {
                    let findings = complain(finding);
                    return (Self::of(texts), findings);
                }
            };
            if texts.len() >= DEEPEST || texts.iter().any(|(label, _)| *label == found.0) {
                let findings = complain(Finding::new(Code::Cycle).found(format!("{name} → {name}")));
                return (Self::of(texts), findings);
            }
            texts.insert(0, found);
        }
        (Self::of(texts), Vec::new())
    }

    /// With the settings of a trial on top, one a line.
    #[must_use]
    pub fn with_trial(mut self, file: &str, text: &str) -> Self {
        self.whole.push('\n');
        let start = self.whole.len();
        let padded = format!("{}{text}", " ".repeat(start));
        self.parts.push(Part { file: file.to_owned(), start, padded, trial: Some(trial::values(text, start)) });
        self.whole.push_str(text);
        self
    }

    /// All texts but the settings of a trial, one below the other.
    #[must_use]
    pub fn standing(&self) -> &str {
        let trial = self.parts.iter().find(|part| part.trial.is_some());
        trial.map_or(&self.whole, |part| &self.whole[..part.start - 1])
    }

    /// Label and text of each layer, the lowest first.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parts.iter().map(|part| (part.file.as_str(), &part.padded[part.start..]))
    }

    /// All texts, one below the other.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.whole
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The layer that a byte of the whole belongs to.
    pub(super) fn part_at(&self, at: usize) -> Option<&Part> {
        self.parts.iter().rev().find(|part| part.start <= at)
    }
}

/// The rubric that a text extends, and where it says so.
fn extends(text: &str) -> Option<(std::ops::Range<usize>, String)> {
    let (root, _) = DeTable::parse_recoverable(text);
    let head = root.get_ref().get("rubric")?.get_ref().as_table()?;
    let value = head.get("extends")?;
    Some((value.span(), value.get_ref().as_str()?.to_owned()))
}

/// Lists whose entries bear an id.
pub(super) const BY_ID: [&str; 4] = ["section", "indicator", "field", "veto"];
/// Lists that replace the other's as a whole.
const WHOLE: [&str; 2] = ["grade", "source"];

/// Lays `own` over `below`.
pub(super) fn lay<'a>(doc: &Document<'_>, below: &mut DeTable<'a>, own: DeTable<'a>) {
    let dropped = own.get("rubric").and_then(|head| head.get_ref().as_table()?.get("drop").cloned());
    if let Some(head) = below.get_mut("rubric").and_then(|head| table_mut(head)) {
        // each layer is itself: what it is called and what it drops is not handed on
        for key in ["extends", "drop", "id"] {
            head.remove(key);
        }
    }
    for (key, value) in own {
        let name = key.get_ref().to_string();
        let name = name.as_str();
        match below.get_mut(name) {
            Some(under) if BY_ID.contains(&name) => entries(doc, under, value),
            Some(under) if name == "check" => append(under, value),
            Some(under) if !WHOLE.contains(&name) => over(under, value),
            Some(under) => *under = value,
            None => {
                below.insert(key, value);
            }
        }
    }
    if let Some(items) = dropped.as_ref().and_then(|at| at.get_ref().as_array()) {
        for item in items {
            drop_entry(doc, below, item);
        }
    }
}

/// Keys over keys; anything that is no table replaces what was there.
fn over<'a>(under: &mut Spanned<DeValue<'a>>, own: Spanned<DeValue<'a>>) {
    if !matches!(under.get_ref(), DeValue::Table(_)) || !matches!(own.get_ref(), DeValue::Table(_)) {
        *under = own;
        return;
    }
    let (Some(under), DeValue::Table(own)) = (table_mut(under), own.into_inner()) else { return };
    for (key, value) in own {
        let name = key.get_ref().to_string();
        under.remove(name.as_str());
        under.insert(key, value);
    }
}

/// Entries over those with their ids; new ones behind.
fn entries<'a>(doc: &Document<'_>, under: &mut Spanned<DeValue<'a>>, own: Spanned<DeValue<'a>>) {
    if !matches!(under.get_ref(), DeValue::Array(_)) || !matches!(own.get_ref(), DeValue::Array(_)) {
        *under = own;
        return;
    }
    let (DeValue::Array(under), DeValue::Array(own)) = (under.get_mut(), own.into_inner()) else { return };
    for item in own {
        let known = id(&item).and_then(|id| under.iter_mut().find(|u| self::id(u) == Some(id)));
        match known {
            Some(known) => entry(doc, known, item),
            None => under.push(item),
        }
    }
}

/// One entry over another: its keys, but for the id, whose place says where it stands in order; `unset` takes keys away.
fn entry<'a>(doc: &Document<'_>, under: &mut Spanned<DeValue<'a>>, own: Spanned<DeValue<'a>>) {
    let (Some(under), DeValue::Table(own)) = (table_mut(under), own.into_inner()) else { return };
    for (key, value) in own {
        let name = key.get_ref().to_string();
        if name == "id" {
            continue;
        }
        if name == "unset" && value.get_ref().is_array() {
            take_away(doc, under, &value);
            continue;
        }
        under.remove(name.as_str());
        under.insert(key, value);
    }
}

/// Takes keys away from an entry; one that it does not have is a finding.
fn take_away(doc: &Document<'_>, under: &mut DeTable<'_>, keys: &Spanned<DeValue<'_>>) {
    for item in keys.get_ref().as_array().into_iter().flatten() {
        let name = item.get_ref().as_str().unwrap_or_default();
        if name == "id" || under.remove(name).is_none() {
            let known: Vec<&str> = under.keys().map(|key| key.get_ref().as_ref()).collect();
            let near = nearest(name, known.iter().copied()).unwrap_or_default();
            doc.report(Finding::new(Code::UnknownName).found(name).expected(known.join(", ")).hint(near), &item.span());
        }
    }
}

fn append<'a>(under: &mut Spanned<DeValue<'a>>, own: Spanned<DeValue<'a>>) {
    match (under.get_mut(), own.into_inner()) {
        (DeValue::Array(under), DeValue::Array(own)) => own.into_iter().for_each(|item| under.push(item)),
        (under, own) => *under = own,
    }
}

/// Takes away the entry with this id, or the check that says this.
pub(super) fn drop_entry(doc: &Document<'_>, below: &mut DeTable<'_>, item: &Spanned<DeValue<'_>>) {
    let Some(name) = item.get_ref().as_str() else { return };
    let mut known: Vec<String> = Vec::new();
    for (list, key) in BY_ID.map(|list| (list, "id")).into_iter().chain([("check", "says")]) {
        let Some(entries) = below.get_mut(list).and_then(|at| array_mut(at)) else { continue };
        if entries.iter().any(|entry| text_of(entry, key) == Some(name)) {
            let all = std::mem::replace(entries, DeArray::new());
            *entries = all.into_iter().filter(|entry| text_of(entry, key) != Some(name)).collect();
            return;
        }
        known.extend(entries.iter().filter_map(|entry| text_of(entry, key)).map(str::to_owned));
    }
    let near = nearest(name, known.iter().map(String::as_str)).unwrap_or_default();
    doc.report(Finding::new(Code::UnknownName).found(name).hint(near), &item.span());
}

fn id<'v>(entry: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
    text_of(entry, "id")
}

pub(super) fn text_of<'v>(entry: &'v Spanned<DeValue<'_>>, key: &str) -> Option<&'v str> {
    entry.get_ref().as_table()?.get(key)?.get_ref().as_str()
}

pub(super) fn table_mut<'v, 'a>(value: &'v mut Spanned<DeValue<'a>>) -> Option<&'v mut DeTable<'a>> {
    match value.get_mut() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

pub(super) fn array_mut<'v, 'a>(value: &'v mut Spanned<DeValue<'a>>) -> Option<&'v mut DeArray<'a>> {
    match value.get_mut() {
        DeValue::Array(array) => Some(array),
        _ => None,
    }
}
