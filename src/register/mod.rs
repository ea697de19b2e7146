//! Registers (名册): the units assessed, the agencies that report, and who answers for which measure.
//!
//! A register is a small table; the ones that the plan yields are compiled in ([`seeds`]) and any can be given as a file.
//! Names in returned files are resolved here: by code, official name, short name or alias, with spaces and full-width
//! forms folded first. A name that two units bear is never guessed.

pub mod seeds;
mod table;
mod time;

use std::collections::{HashMap, HashSet};

pub use table::{read_measures, read_register, read_responsibilities};
pub use time::{Former, Span};

use crate::expr::Partition;

/// One unit (被考核单位) or agency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Division code or our own stable code.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Usual short name.
    pub short: String,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// What it is: 地级市, 地区, 县 …
    pub kind: String,
    /// The group it is ranked in.
    pub group: String,
    /// The class whose marks apply to it.
    pub class: String,
    /// Code of the unit above it.
    pub parent: String,
    /// Names and codes that it bore for a time.
    pub former: Vec<Former>,
    /// When it exists.
    pub exists: Span,
}

impl Unit {
    /// Its official name, short name, aliases and former names.
    fn names(&self) -> impl Iterator<Item = &str> {
        let former = self.former.iter().map(|former| &former.name);
        [&self.name, &self.short].into_iter().chain(&self.aliases).chain(former).map(String::as_str)
    }

    /// The group or class that it is ranked in; empty where the register names none.
    #[must_use]
    pub fn part(&self, by: Partition) -> &str {
        match by {
            Partition::Group => &self.group,
            Partition::Class => &self.class,
        }
    }

    /// The name for tables: short where there is one.
    #[must_use]
    pub fn label(&self) -> &str {
        if self.short.is_empty() { &self.name } else { &self.short }
    }
}

/// What a name resolves to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// Exactly this unit, by index.
    Unit(usize),
    /// Several units bear the name.
    Ambiguous(Vec<usize>),
    /// None does; the nearest known name, if one is near.
    Unknown(Option<String>),
}

/// An ordered list of units; the order is that of the file and settles `ordinal` ranks.
#[derive(Clone, Debug, Default)]
pub struct Register {
    units: Vec<Unit>,
    /// Folded name → units bearing it, for codes, names (of now and before), short names and aliases in that order of precedence.
    names: [HashMap<String, Vec<usize>>; 4],
}

impl Register {
    /// A register of these units.
    #[must_use]
    pub fn new(units: Vec<Unit>) -> Self {
        let mut names: [HashMap<String, Vec<usize>>; 4] = Default::default();
        for (index, unit) in units.iter().enumerate() {
            let mut enter = |rank: usize, name: &str| {
                let folded = fold(name);
                if !folded.is_empty() {
                    let bearers = names[rank].entry(folded).or_default();
                    if bearers.last() != Some(&index) {
                        bearers.push(index);
                    }
                }
            };
            enter(0, &unit.code);
            enter(1, &unit.name);
            enter(2, &unit.short);
            for former in &unit.former {
                enter(1, &former.name);
            }
            for alias in &unit.aliases {
                enter(3, alias);
            }
        }
        Self { units, names }
    }

    /// The units in order.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The groups or classes that units are in, in the order of the file; an empty name stands for those without one.
    #[must_use]
    pub fn parts(&self, by: Partition) -> Vec<&str> {
        let mut seen = HashSet::new();
        self.units.iter().map(|unit| unit.part(by)).filter(|part| seen.insert(*part)).collect()
    }

    /// How many units.
    #[must_use]
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The unit that bears this name; a code beats an official name of now or before, that a short name, that an alias.
    #[must_use]
    pub fn find(&self, name: &str) -> Lookup {
        let folded = fold(name);
        for names in &self.names {
            match names.get(&folded).map(Vec::as_slice) {
                Some([one]) => return Lookup::Unit(*one),
                Some(several) => return Lookup::Ambiguous(several.to_vec()),
                None => {}
            }
        }
        let known = self.units.iter().flat_map(Unit::names).filter(|n| !n.is_empty());
        let near = crate::finding::nearest(name.trim(), known);
        // said by its official name: a near miss is for a person to look at
        let bearer = near.and_then(|near| self.units.iter().find(|u| u.names().any(|n| n == near)));
        Lookup::Unknown(bearer.map(|unit| unit.name.clone()))
    }
}

/// Folds what differs without meaning: spaces of every kind, full-width forms, letter case.
#[must_use]
pub fn fold(name: &str) -> String {
    name.chars().filter(|c| !is_blank(*c)).map(half_width).flat_map(char::to_lowercase).collect()
}

/// A space of any kind, or a mark that nobody sees: zero-width ones, marks of writing direction, the soft hyphen.
#[must_use]
pub fn is_blank(c: char) -> bool {
    let unseen = matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}');
    c.is_whitespace() || unseen || matches!(c, '\u{AD}' | '\u{FEFF}')
}

/// A full-width ASCII form (U+FF01–FF5E) as its half-width one; anything else as it is (not NFKC, which turns ① into 1).
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// One measure (措施) of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its number, as responsibilities name it: （一）.
    pub no: String,
    /// The part of the plan that it stands in.
    pub part: String,
    /// Its title.
    pub title: String,
}

/// Which measures a unit answers for (责任分工): `answers("（五）")` asks here.
#[derive(Clone, Debug, Default)]
pub struct Responsibilities {
    by_unit: HashMap<String, Vec<String>>,
}

impl Responsibilities {
    /// From (measure, agency code) pairs.
    #[must_use]
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut by_unit: HashMap<String, Vec<String>> = HashMap::new();
        for (measure, agency) in pairs {
            by_unit.entry(agency).or_default().push(fold(&measure));
        }
        Self { by_unit }
    }

    /// The measures that the unit with this code answers for, in order, each once.
    #[must_use]
    pub fn of(&self, code: &str) -> Vec<&str> {
        let mut measures: Vec<&str> = self.by_unit.get(code).into_iter().flatten().map(String::as_str).collect();
        measures.sort_unstable();
        measures.dedup();
        measures
    }

    /// Whether the unit with this code answers for the measure.
    #[must_use]
    pub fn answers(&self, code: &str, measure: &str) -> bool {
        self.by_unit.get(code).is_some_and(|measures| measures.contains(&fold(measure)))
    }
}
