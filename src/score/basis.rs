//! On what an adjustment was decided (依据的细则): the definition of what it is about and what it replaced, so that a later run can
//! say that either is no longer so.

use std::fmt;

use crate::expr::NodeRef;
use crate::rubric::write::entries;
use crate::rubric::{Rubric, scheme};

use super::adjust::Action;

/// What stood when an adjustment was decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// Marks of the node.
    pub marks: String,
    /// Its target.
    pub target: String,
    /// The score or value that it replaces.
    pub was: String,
    /// The first digits of the BLAKE3 of the definition, names and remarks left out.
    pub def: String,
}

/// Keys of an entry that change no mark.
const REMARKS: [&str; 6] = ["name", "evidence", "lead", "aliases", "from", "under"];
const KEYS: [&str; 4] = ["marks", "target", "was", "def"];

impl Basis {
    /// That of what an action is about, as the rubric stands; what it replaces is not known here.
    #[must_use]
    pub fn of(rubric: &Rubric, action: &Action) -> Self {
        let scheme = &rubric.scheme;
        let (table, id) = match action {
            Action::Add(NodeRef::Total, _) | Action::Set(NodeRef::Total, _) => {
                let marks = scheme.head.full_marks.to_string();
                return Self { def: digits(&marks), marks, ..Self::default() };
            }
            Action::Add(NodeRef::Node(node), _) | Action::Set(NodeRef::Node(node), _) => {
                let at = &scheme.nodes[*node];
                let table = if matches!(at.body, scheme::Body::Indicator(_)) { "indicator" } else { "section" };
                (table, at.id.value.as_str())
            }
            Action::Value(field, _) => ("field", scheme.fields[*field].id.as_str()),
            Action::Veto(veto) | Action::Lift(veto) => ("veto", scheme.vetoes[*veto].id.value.as_str()),
        };
        let body = entries(scheme).into_iter().find(|((t, i), _)| t == table && i == id);
        let body = body.map(|(_, body)| body).unwrap_or_default();
        let pair = |line: &'_ str| line.split_once(" = ").map(|(key, value)| (key.to_owned(), value.to_owned()));
        let pairs: Vec<(String, String)> = body.lines().filter_map(pair).collect();
        let get = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.trim_matches('"').to_owned());
        let counts = pairs.iter().filter(|(key, _)| !REMARKS.contains(&key.as_str()));
        let text: Vec<String> = counts.map(|(key, value)| format!("{key} = {value}")).collect();
        Self {
            marks: get("marks").unwrap_or_default(),
            target: get("target").unwrap_or_default(),
            was: String::new(),
            def: digits(&text.join("\n")),
        }
    }

    /// Reads what [`Display`](fmt::Display) wrote; what is no such text is nothing.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut basis = Self::default();
        for part in text.split(';') {
            let (key, value) = part.split_once('=')?;
            let value = value.trim().replace('；', ";");
            match key.trim() {
                "marks" => basis.marks = value,
                "target" => basis.target = value,
                "was" => basis.was = value,
                "def" => basis.def = value,
                _ => return None,
            }
        }
        (!basis.def.is_empty()).then_some(basis)
    }

    /// What differs between the two, as words of findings: then and now. Nothing where the definition is the same.
    #[must_use]
    pub fn differs(&self, now: &Self) -> Option<(String, String)> {
        if self.def == now.def {
            return None;
        }
        let pairs = [("basis-marks", &self.marks, &now.marks), ("basis-target", &self.target, &now.target)];
        let known: Vec<_> = pairs.into_iter().filter(|(_, then, now)| then != now).collect();
        let pairs = if known.is_empty() { vec![("basis-rule", &self.def, &now.def)] } else { known };
        let none = |text: &str| if text.is_empty() { "－".to_owned() } else { text.to_owned() };
        let then: Vec<String> = pairs.iter().map(|(key, then, _)| format!("@{key} {}", none(then))).collect();
        let now: Vec<String> = pairs.iter().map(|(key, _, now)| format!("@{key} {}", none(now))).collect();
        Some((then.join("\n"), now.join("\n")))
    }

    /// What there is to say of it, as words of findings.
    #[must_use]
    pub fn words(&self) -> String {
        let pairs = [("basis-marks", &self.marks), ("basis-target", &self.target), ("basis-was", &self.was)];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(key, value)| format!("@{key} {value}")).collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = [&self.marks, &self.target, &self.was, &self.def];
        let said = KEYS.iter().zip(values).filter(|(_, value)| !value.is_empty());
        let said: Vec<String> = said.map(|(key, value)| format!("{key}={}", value.replace(';', "；"))).collect();
        f.write_str(&said.join("; "))
    }
}

fn digits(text: &str) -> String {
    // a letter in front: no spreadsheet program takes it for a number
    let hash = blake3::hash(text.as_bytes()).to_hex();
    format!("d{}", hash.chars().take(8).collect::<String>())
}
