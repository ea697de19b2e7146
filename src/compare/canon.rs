//! What scoring reads of a scheme, as keys and values of its canonical text: two sides are compared by it.

use std::collections::BTreeMap;

use crate::rubric::scheme::{Body, Scheme};
use crate::rubric::write::to_toml;

/// Keys and values of one table, as they are written.
pub type Keys = BTreeMap<String, String>;

/// The canonical text of a scheme, taken apart.
#[derive(Debug, Default)]
pub struct Canon {
    /// `[table]` → its keys.
    pub tables: BTreeMap<String, Keys>,
    /// `[[table]]` entries in order: the table, the id (or the number of an entry without one) and its keys.
    pub entries: Vec<(String, String, Keys)>,
}

impl Canon {
    /// Takes a scheme's text apart.
    pub fn of(scheme: &Scheme) -> Self {
        let mut canon = Self::default();
        let mut open: Option<String> = None;
        for line in to_toml(scheme).lines() {
            if let Some(table) = line.strip_prefix("[[").and_then(|l| l.strip_suffix("]]")) {
                let number = canon.entries.len().to_string();
                canon.entries.push((table.to_owned(), number, Keys::new()));
                open = None;
            } else if let Some(table) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                open = Some(table.to_owned());
            } else if let Some((key, value)) = line.split_once(" = ") {
                let (key, value) = (key.to_owned(), value.to_owned());
                match (&open, canon.entries.last_mut()) {
                    (Some(table), _) => drop(canon.tables.entry(table.clone()).or_default().insert(key, value)),
                    (None, Some((_, id, _))) if key == "id" => value.trim_matches('"').clone_into(id),
                    (None, Some((.., keys))) => drop(keys.insert(key, value)),
                    (None, None) => {}
                }
            }
        }
        canon
    }

    /// The entry of a table with this id.
    pub fn entry(&self, tables: &[&str], id: &str) -> Option<&Keys> {
        let found = self.entries.iter().find(|(table, own, _)| own == id && tables.contains(&table.as_str()));
        found.map(|(.., keys)| keys)
    }

    /// A table's value of a key; empty where it says nothing.
    pub fn value(&self, table: &str, key: &str) -> &str {
        self.tables.get(table).and_then(|keys| keys.get(key)).map_or("", String::as_str)
    }

    /// The keys of a table, a line each.
    pub fn table(&self, table: &str) -> String {
        self.tables.get(table).map(lines).unwrap_or_default()
    }

    /// All entries of a table, a line each.
    pub fn list(&self, table: &str) -> String {
        let own = self.entries.iter().filter(|(own, ..)| own == table);
        own.map(|(.., keys)| lines(keys).replace('\n', ", ")).collect::<Vec<_>>().join("\n")
    }
}

/// `key = value`, a line each.
pub fn lines(keys: &Keys) -> String {
    keys.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join("\n")
}

/// A scheme without everything that scoring does not look at: names, wording, sources, bounds of fields, checks. Two schemes
/// that are equal without it score alike.
pub fn bare(scheme: &Scheme) -> Scheme {
    let mut bare = scheme.clone();
    let head = &mut bare.head;
    for text in [&mut head.id, &mut head.title, &mut head.version, &mut head.subjects, &mut head.lang] {
        text.clear();
    }
    head.basis.clear();
    head.illustrative = false;
    bare.sources.clear();
    bare.checks.clear();
    for field in &mut bare.fields {
        field.name.clone_from(&field.id);
        for text in [&mut field.unit, &mut field.from] {
            text.clear();
        }
        (field.min, field.max, field.required) = (None, None, false);
        field.tolerance = crate::number::Exact::ZERO;
        field.choices.clear();
        field.aliases.clear();
    }
    for node in &mut bare.nodes {
        node.name.clone_from(&node.id.value);
        if let Body::Indicator(indicator) = &mut node.body {
            for text in [&mut indicator.unit, &mut indicator.evidence, &mut indicator.lead] {
                text.clear();
            }
        }
    }
    for veto in &mut bare.vetoes {
        veto.name.clone_from(&veto.id.value);
        veto.evidence = false;
    }
    bare
}
