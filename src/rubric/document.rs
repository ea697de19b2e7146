//! Reading a TOML document with the place of every key and value, going on past errors.
//!
//! A [`Table`] remembers which keys it was asked for; what is left over when it is [finished](Table::finish) is unknown,
//! and is reported with the nearest key that would have been understood.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Code, Finding, Place, nearest};
use crate::number::Exact;

use super::layers::{Layers, lay};
use super::trial;

/// The findings of one document, each with its place.
#[derive(Debug)]
pub struct Document<'a> {
    file: &'a str,
    text: &'a str,
    /// The texts that it is made of, where it is made of several.
    layers: Option<&'a Layers>,
    findings: RefCell<Vec<Finding>>,
}

/// A value with the bytes that it stands at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the document.
    pub span: Range<usize>,
}

impl<'a> Document<'a> {
    /// A document read from `file`.
    #[must_use]
    pub fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, layers: None, findings: RefCell::default() }
    }

    /// A document of one text laid over others.
    #[must_use]
    pub fn layered(layers: &'a Layers) -> Self {
        let file = layers.parts().last().map_or("", |part| part.file.as_str());
        let layers = Some(layers).filter(|l| l.parts().len() > 1).map_or((None, layers), |l| (Some(l), l));
        Self { file, text: &layers.1.whole, layers: layers.0, findings: RefCell::default() }
    }

    /// Parses the text; what is not TOML is reported, and the rest is still read.
    #[must_use]
    pub fn parse(&self) -> Spanned<DeTable<'a>> {
        let Some(layers) = self.layers else { return self.parse_text(self.text) };
        let mut parts = layers.parts().iter();
        let mut whole = parts.next().map_or_else(|| self.parse_text(self.text), |part| self.parse_text(&part.padded));
        for part in parts {
            if let Some(values) = &part.trial {
                trial::apply(self, whole.get_mut(), part, values);
                continue;
            }
            let own = self.parse_text(&part.padded);
            lay(self, whole.get_mut(), own.into_inner());
        }
        whole
    }

    fn parse_text(&self, text: &'a str) -> Spanned<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            self.report(Finding::new(Code::TomlSyntax).found(error.message()), &error.span().unwrap_or(0..0));
        }
        table
    }

    /// Records a finding at these bytes.
    pub fn report(&self, finding: Finding, span: &Range<usize>) {
        let finding = finding.at(self.place(span.start)).span(span.clone());
        self.findings.borrow_mut().push(finding);
    }

    /// Whether anything so far is an error.
    #[must_use]
    pub fn any_error(&self) -> bool {
        crate::finding::any_error(&self.findings.borrow())
    }

    /// All findings, in the order of their places.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings.take();
        findings.sort_by_key(|f| f.span.as_ref().map_or(0, |s| s.start));
        // a text that is looked at from two sides is wrong once
        findings.dedup();
        for span in findings.iter_mut().filter_map(|f| f.span.as_mut()) {
            *span = self.own(span);
        }
        findings
    }

    /// The text as it stands at these bytes.
    #[must_use]
    pub fn slice(&self, span: &Range<usize>) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The file that a byte stands in, and where that begins.
    fn part(&self, at: usize) -> (&'a str, usize) {
        let part = self.layers.and_then(|layers| layers.part_at(at));
        part.map_or((self.file, 0), |part| (part.file.as_str(), part.start))
    }

    /// The same bytes, counted from the beginning of their own file.
    #[must_use]
    pub fn own(&self, span: &Range<usize>) -> Range<usize> {
        let (_, start) = self.part(span.start);
        span.start - start..span.end.saturating_sub(start)
    }

    /// Line and column, counted in characters from one.
    #[must_use]
    pub fn place(&self, at: usize) -> Place {
        let (file, start) = self.part(at);
        let before = self.text.get(start..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Place { file: file.into(), sheet: "".into(), cell: format!("{line}:{column}").into() }
    }
}

/// A table of the document.
pub struct Table<'d, 'a> {
    doc: &'d Document<'a>,
    keys: &'d DeTable<'a>,
    /// Its bytes.
    pub span: Range<usize>,
    /// Keys that were asked for.
    asked: RefCell<Vec<&'static str>>,
    forgiven: Cell<bool>,
}

impl<'d, 'a> Table<'d, 'a> {
    /// The table at these bytes.
    #[must_use]
    pub fn new(doc: &'d Document<'a>, table: &'d DeTable<'a>, span: Range<usize>) -> Self {
        Self { doc, keys: table, span, asked: RefCell::default(), forgiven: Cell::new(false) }
    }

    /// Its document.
    #[must_use]
    pub fn doc(&self) -> &'d Document<'a> {
        self.doc
    }

    /// The raw value of a key.
    pub fn value(&self, key: &'static str) -> Option<&'d Spanned<DeValue<'a>>> {
        if !self.asked.borrow().contains(&key) {
            self.asked.borrow_mut().push(key);
        }
        self.keys.get(key)
    }

    /// Whether the key is there.
    pub fn has(&self, key: &'static str) -> bool {
        self.value(key).is_some()
    }

    /// Reports a value that does not do.
    pub fn refuse(&self, value: &Spanned<DeValue<'a>>, expected: &str) {
        let finding = Finding::new(Code::BadValue).found(self.doc.slice(&value.span())).expected(expected);
        self.doc.report(finding, &value.span());
    }

    /// Reports a key that must be there.
    pub fn lacks(&self, key: &str) {
        // the caret goes under the table's heading line, not under all of its body
        let heading = self.doc.slice(&self.span);
        let end = self.span.start + heading.find('\n').unwrap_or(heading.len());
        self.doc.report(
            Finding::new(Code::MissingKey).expected(key).found(heading.lines().next().unwrap_or_default()),
            &(self.span.start..end),
        );
    }

    /// A text.
    pub fn string(&self, key: &'static str) -> Option<At<String>> {
        let value = self.value(key)?;
        if let Some(text) = value.get_ref().as_str() {
            return Some(At { value: text.to_owned(), span: value.span() });
        }
        self.refuse(value, "\"…\"");
        None
    }

    /// A text that must be there.
    pub fn required(&self, key: &'static str) -> Option<At<String>> {
        if !self.has(key) {
            self.lacks(key);
        }
        self.string(key)
    }

    /// A text, or nothing.
    pub fn text(&self, key: &'static str) -> String {
        self.string(key).map(|at| at.value).unwrap_or_default()
    }

    /// A yes or no.
    pub fn bool(&self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let read = value.get_ref().as_bool();
        if read.is_none() {
            self.refuse(value, "true / false");
        }
        read
    }

    /// A number, exactly as written.
    pub fn number(&self, key: &'static str) -> Option<At<Exact>> {
        let value = self.value(key)?;
        match number(value.get_ref()) {
            Some(read) => Some(At { value: read, span: value.span() }),
            None => {
                self.refuse(value, "a number");
                None
            }
        }
    }

    /// A whole number that is not negative.
    pub fn count(&self, key: &'static str) -> Option<usize> {
        let value = self.value(key)?;
        let read = number(value.get_ref()).and_then(|n| n.to_i64()).and_then(|n| usize::try_from(n).ok());
        if read.is_none() {
            self.refuse(value, "0, 1, 2, …");
        }
        read
    }

    /// One of a list of words.
    pub fn choice<T: Copy>(&self, key: &'static str, table: &[(&'static str, T)]) -> Option<T> {
        let at = self.string(key)?;
        let found = table.iter().find(|(word, _)| *word == at.value).map(|(_, t)| *t);
        if found.is_none() {
            let words: Vec<&str> = table.iter().map(|(word, _)| *word).collect();
            let finding = Finding::new(Code::BadValue)
                .found(&at.value)
                .expected(words.join(" | "))
                .hint(nearest(&at.value, words.iter().copied()).unwrap_or_default());
            self.doc.report(finding, &at.span);
        }
        found
    }

    /// A list of texts.
    pub fn strings(&self, key: &'static str) -> Vec<At<String>> {
        self.items(key)
            .iter()
            .filter_map(|item| match item.get_ref().as_str() {
                Some(text) => Some(At { value: text.to_owned(), span: item.span() }),
                None => {
                    self.refuse(item, "\"…\"");
                    None
                }
            })
            .collect()
    }

    /// The items of a list.
    pub fn items(&self, key: &'static str) -> Vec<&'d Spanned<DeValue<'a>>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        if let Some(array) = value.get_ref().as_array() {
            return array.iter().collect();
        }
        self.refuse(value, "[…]");
        Vec::new()
    }

    /// A table.
    pub fn table(&self, key: &'static str) -> Option<Self> {
        let value = self.value(key)?;
        if let Some(table) = value.get_ref().as_table() {
            return Some(Table::new(self.doc, table, value.span()));
        }
        self.refuse(value, "{ … }");
        None
    }

    /// A list of tables.
    pub fn tables(&self, key: &'static str) -> Vec<Self> {
        self.items(key)
            .into_iter()
            .filter_map(|item| match item.get_ref().as_table() {
                Some(table) => Some(Table::new(self.doc, table, item.span())),
                None => {
                    self.refuse(item, "{ … }");
                    None
                }
            })
            .collect()
    }

    /// The entries of a table whose keys are free.
    pub fn entries(&self, key: &'static str) -> Vec<(At<String>, &'d Spanned<DeValue<'a>>)> {
        self.table(key).map(|table| table.free_entries()).unwrap_or_default()
    }

    fn free_entries(&self) -> Vec<(At<String>, &'d Spanned<DeValue<'a>>)> {
        self.keys
            .iter()
            .map(|(key, value)| (At { value: key.get_ref().to_string(), span: key.span() }, value))
            .collect()
    }

    /// Forgets the keys that were never asked for: what they mean hangs on a word that is itself wrong.
    pub fn forgive(&self) {
        self.forgiven.set(true);
    }

    /// Reports every key that was never asked for.
    pub fn finish(self) {
        if self.forgiven.get() {
            return;
        }
        let asked = self.asked.into_inner();
        for (key, _) in self.keys {
            let name: &str = key.get_ref();
            if !asked.contains(&name) {
                let mut known = asked.clone();
                known.sort_unstable();
                let finding = Finding::new(Code::UnknownKey)
                    .found(name)
                    .expected(known.join(", "))
                    .hint(nearest(name, asked.iter().copied()).unwrap_or_default());
                self.doc.report(finding, &key.span());
            }
        }
    }
}

/// A TOML number without a detour over floats; `None` for anything else, infinities and hexadecimals included.
#[must_use]
pub fn number(value: &DeValue<'_>) -> Option<Exact> {
    match value {
        DeValue::Integer(n) if n.radix() == 10 => n.as_str().replace('_', "").parse().ok(),
        DeValue::Float(n) => n.as_str().replace('_', "").parse().ok(),
        _ => None,
    }
}
