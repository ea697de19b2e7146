//! Names in returns → units, fields and sources by index. Looked up often, so every known name is folded once.

pub(super) mod glance;
mod inside;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::finding::{Code, Finding, nearest};
use crate::register::{Lookup, Register, fold};
use crate::rubric::{Field, Source};

use super::headings::Heading;
use super::words;

/// Names of units.
#[derive(Debug)]
pub(super) struct UnitNames<'a> {
    register: &'a Register,
    /// Names as written, those that one unit alone bears: most cells need no folding.
    plain: HashMap<&'a str, usize>,
    /// Folded names by rank: code, official name, short name, alias; `None` where several units bear one.
    ranks: [HashMap<String, Option<usize>>; 4],
}

impl<'a> UnitNames<'a> {
    pub(super) fn new(register: &'a Register) -> Self {
        let mut ranks: [HashMap<String, Option<usize>>; 4] = Default::default();
        for (index, unit) in register.units().iter().enumerate() {
            let mut enter = |rank: usize, name: &str| {
                let folded = fold(name);
                if !folded.is_empty() {
                    let bearer = ranks[rank].entry(folded).or_insert(Some(index));
                    if *bearer != Some(index) {
                        *bearer = None;
                    }
                }
            };
            enter(0, &unit.code);
            enter(1, &unit.name);
            enter(2, &unit.short);
            unit.former.iter().for_each(|former| enter(1, &former.name));
            unit.aliases.iter().for_each(|alias| enter(3, alias));
        }
        let mut names = Self { register, plain: HashMap::new(), ranks };
        for unit in register.units() {
            for name in [&unit.code, &unit.name, &unit.short] {
                if let Known::One(index) = names.exactly(&fold(name)) {
                    names.plain.insert(name, index);
                }
            }
        }
        names
    }

    /// All that it knows, folded.
    pub(super) fn folded(&self) -> impl Iterator<Item = &str> {
        self.ranks.iter().flat_map(HashMap::keys).map(String::as_str)
    }

    fn exactly(&self, folded: &str) -> Known {
        match self.ranks.iter().find_map(|rank| rank.get(folded)) {
            Some(Some(unit)) => Known::One(*unit),
            Some(None) => Known::Several,
            None => Known::None,
        }
    }

    /// The unit that the text names, if exactly one does.
    pub(super) fn known(&self, text: &str) -> Option<usize> {
        if let Some(unit) = self.plain.get(text) {
            return Some(*unit);
        }
        match self.lookup(text) {
            Known::One(unit) => Some(unit),
            Known::Several | Known::None => None,
        }
    }

    fn lookup(&self, text: &str) -> Known {
        if text.len() > 300 {
            return Known::None;
        }
        let folded = fold(text);
        let numbered = Heading::of(text).names.into_iter().skip(1).filter(|n| !n.is_empty() && !folded.ends_with(')'));
        let forms = std::iter::once(folded.clone()).chain(numbered);
        for form in forms {
            let known = self.in_any_form(&form);
            if known != Known::None {
                return known;
            }
        }
        self.with_code(&folded)
    }

    /// A folded name, with or without a stamp, a body behind it, the region in front of it.
    fn in_any_form(&self, folded: &str) -> Known {
        let mut names = vec![folded];
        let mut at = 0;
        while let Some(name) = names.get(at).copied() {
            let known = self.exactly(name);
            if known != Known::None {
                return known;
            }
            for barer in [words::without_body(name), words::without_region(name), plain_code(name)] {
                names.extend(barer.filter(|barer| !names.contains(barer)));
            }
            at += 1;
        }
        Known::None
    }

    /// A name with its own code in front, behind, or in brackets: `653200和田地区`, `和田地区(653200)`.
    fn with_code(&self, folded: &str) -> Known {
        let is_code = |c: char| c.is_ascii_digit();
        let (code, name) = match folded.find(|c| !is_code(c)) {
            Some(0) => {
                let inner = folded.strip_suffix(')').unwrap_or(folded);
                let name = inner.trim_end_matches(is_code);
                (&inner[name.len()..], name.strip_suffix('(').unwrap_or(name))
            }
            Some(end) => (&folded[..end], folded[end..].trim_start_matches(['-', '_', '.', '、', ':'])),
            None => return Known::None,
        };
        // a serial number is no code, and a code of another unit is a contradiction
        match (self.in_any_form(code), self.in_any_form(name)) {
            (Known::One(a), Known::One(b)) if a == b => Known::One(a),
            _ => Known::None,
        }
    }

    /// What a text names that [`known`](Self::known) does not know, as a finding without its place.
    fn unknown(&self, text: &str, hints: bool) -> Finding {
        let units = self.register.units();
        let finding = match self.lookup(text) {
            Known::None if !hints => Finding::new(Code::UnknownUnit),
            _ => match self.register.find(text) {
                Lookup::Ambiguous(several) => {
                    let names = several.iter().map(|u| format!("{} ({})", units[*u].name, units[*u].code));
                    Finding::new(Code::AmbiguousUnit).expected(names.collect::<Vec<_>>().join("、"))
                }
                Lookup::Unknown(near) => Finding::new(Code::UnknownUnit).hint(near.unwrap_or_default()),
                Lookup::Unit(_) => Finding::new(Code::UnknownUnit),
            },
        };
        finding.found(text.trim())
    }

    /// The one unit that a file's or sheet's name is about, as far as it names one.
    pub(super) fn inside(&self, text: &str) -> Option<usize> {
        self.known(text).or_else(|| inside::unit(self, text))
    }
}

/// Names that nothing bears, each looked into once: the nearest name is found by comparing with every other.
#[derive(Debug, Default)]
pub(super) struct Strangers {
    units: HashMap<String, Finding>,
    fields: HashMap<String, Finding>,
}

/// So many strange names get a hint, per file; a file with more of them has another trouble.
const MOST_HINTS: usize = 100;

impl Strangers {
    /// The finding for a text that names no unit, or several.
    pub(super) fn unit(&mut self, names: &UnitNames<'_>, text: &str) -> Finding {
        if let Some(known) = self.units.get(text) {
            return known.clone();
        }
        let hints = self.units.len() < MOST_HINTS;
        let finding = names.unknown(text, hints);
        if hints {
            self.units.insert(text.to_owned(), finding.clone());
        }
        finding
    }

    /// The finding for a heading that names no field.
    pub(super) fn field(&mut self, names: &FieldNames<'_>, text: &str) -> Finding {
        if let Some(known) = self.fields.get(text) {
            return known.clone();
        }
        let hints = self.fields.len() < MOST_HINTS;
        let several = names.bearers(text);
        let finding = if several.len() > 1 {
            Finding::new(Code::AmbiguousField).expected(several.join("、"))
        } else {
            let hint = if hints { names.nearest(text).unwrap_or_default() } else { "" };
            Finding::new(Code::UnknownField).hint(hint)
        };
        let finding = finding.found(text.trim());
        if hints {
            self.fields.insert(text.to_owned(), finding.clone());
        }
        finding
    }
}

/// `653200.0`, as some programs write codes, and `653200000000`, the same code in the twelve digits of statistics.
fn plain_code(name: &str) -> Option<&str> {
    let code = name.strip_suffix(".0").or_else(|| name.strip_suffix("000000").filter(|_| name.len() == 12))?;
    code.bytes().all(|b| b.is_ascii_digit()).then_some(code)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    One(usize),
    Several,
    None,
}

/// A field as a heading names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedField {
    /// Index of the field.
    pub field: usize,
    /// The period in the heading.
    pub period: Option<String>,
    /// The unit of measure in the heading.
    pub measure: Option<String>,
}

/// Names of fields.
#[derive(Debug)]
pub(super) struct FieldNames<'a> {
    fields: &'a [Field],
    plain: HashMap<&'a str, usize>,
    /// Folded names by rank: id, name, alias, then names and aliases without what their own brackets say.
    ranks: [HashMap<String, Option<usize>>; 4],
}

impl<'a> FieldNames<'a> {
    pub(super) fn new(fields: &'a [Field]) -> Self {
        let mut ranks: [HashMap<String, Option<usize>>; 4] = Default::default();
        let mut plain = HashMap::new();
        for (index, field) in fields.iter().enumerate() {
            let mut enter = |rank: usize, folded: String| {
                if !folded.is_empty() {
                    let bearer = ranks[rank].entry(folded).or_insert(Some(index));
                    if *bearer != Some(index) {
                        *bearer = None;
                    }
                }
            };
            enter(0, fold(&field.id));
            enter(1, fold(&field.name));
            field.aliases.iter().for_each(|alias| enter(2, fold(alias)));
            for name in [&field.name].into_iter().chain(&field.aliases) {
                let heading = Heading::of(name);
                if heading.period.is_none() {
                    heading.names.into_iter().skip(1).for_each(|bare| enter(3, bare));
                }
            }
            plain.insert(field.id.as_str(), index);
        }
        Self { fields, plain, ranks }
    }

    /// All that it knows, folded.
    pub(super) fn folded(&self) -> impl Iterator<Item = &str> {
        self.ranks.iter().flat_map(HashMap::keys).map(String::as_str)
    }

    fn exactly(&self, folded: &str) -> Option<usize> {
        self.ranks.iter().find_map(|rank| rank.get(folded)).copied().flatten()
    }

    /// The fields that all bear the name of a heading, with their ids.
    fn bearers(&self, text: &str) -> Vec<String> {
        let heading = Heading::of(text);
        let bears = |field: &&Field| {
            let own = [&field.id, &field.name].into_iter().chain(&field.aliases);
            own.flat_map(|name| Heading::of(name).names).any(|name| heading.names.contains(&name))
        };
        let several = heading.names.iter().any(|name| self.ranks.iter().any(|rank| rank.get(name) == Some(&None)));
        let said = |f: &Field| if f.id == f.name { f.id.clone() } else { format!("{} ({})", f.name, f.id) };
        if several { self.fields.iter().filter(bears).map(said).collect() } else { Vec::new() }
    }

    /// The field whose id this is, without any folding.
    pub(super) fn by_id(&self, id: &str) -> Option<usize> {
        self.plain.get(id).copied()
    }

    /// The field that a heading names.
    pub(super) fn named(&self, text: &str) -> Option<NamedField> {
        if let Some(field) = self.by_id(text) {
            return Some(NamedField { field, period: None, measure: None });
        }
        let heading = Heading::of(text);
        let (depth, field) = heading.names.iter().enumerate().find_map(|(i, n)| self.exactly(n).map(|f| (i, f)))?;
        // what is in the name itself says nothing beside it: 2020年目标 is no period of the field that bears it
        let said = depth > 0;
        Some(NamedField { field, period: heading.period.filter(|_| said), measure: heading.measure.filter(|_| said) })
    }

    /// The nearest known name.
    pub(super) fn nearest(&self, text: &str) -> Option<&'a str> {
        let bare = Heading::of(text).names.pop().unwrap_or_default();
        let known = self
            .fields
            .iter()
            .flat_map(|f| [f.name.as_str(), f.id.as_str()].into_iter().chain(f.aliases.iter().map(String::as_str)));
        nearest(&bare, known.filter(|n| !n.is_empty()))
    }
}

/// The id of the source that the text names, by id or name.
pub(super) fn source<'a>(text: &str, sources: &'a [Source]) -> Option<&'a str> {
    let folded = fold(text);
    if sources.is_empty() && matches!(folded.as_str(), "self" | "自评") {
        return Some("self");
    }
    let by_id = sources.iter().find(|s| fold(&s.id) == folded);
    by_id.or_else(|| sources.iter().find(|s| fold(&s.name) == folded)).map(|s| s.id.as_str())
}
