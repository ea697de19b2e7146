//! Versions of one return (同一份报送的多个版本): which files answer the same questions, and which of them holds.
//!
//! Two files are versions of one return where they answer largely the same: at least half of what the one with fewer answers
//! answers — each an answer for a (unit, field, period, source) — the other answers too, and more than half of the units of
//! the one about more units are in both. So a summary of many units is no version of the form of one, and forms that
//! complement each other are none of each other. Versions of versions belong together. What a file is called decides nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::slice::ParallelSliceMut;

use crate::finding::{Code, Finding, Place};
use crate::register::Register;
use crate::rubric::Field;

use super::{Observation, Reading, Receipts};

/// Which of several versions holds where none is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VersionRule {
    /// The one that came last.
    #[default]
    Latest,
    /// None: each has to be named.
    Refuse,
}

/// A version that the settings name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionChoice {
    /// The file that holds.
    pub file: String,
    /// Files that it replaces, whatever they answer.
    pub instead_of: Vec<String>,
}

/// What versions are told apart by.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'a> {
    /// The rubric's fields.
    pub fields: &'a [Field],
    /// The units.
    pub register: &'a Register,
    /// When each return came.
    pub receipts: &'a Receipts,
    /// What decides.
    pub rule: VersionRule,
    /// What was decided by name.
    pub choices: &'a [VersionChoice],
}

/// Which files do not count.
#[derive(Clone, Debug, Default)]
pub struct SetAside {
    /// A file that is set aside, and the one that holds instead.
    pub files: BTreeMap<Arc<str>, Arc<str>>,
    /// Those of them that are set aside only until somebody decides.
    pub undecided: BTreeSet<Arc<str>>,
    /// What there is to say about it.
    pub findings: Vec<Finding>,
    /// Which choices chose something, in their order.
    pub chose: Vec<bool>,
}

/// (unit, field, period, source), the last two by number.
type Key = [u32; 4];

/// The files in the order of their first observation, and what each answers.
struct Answers<'a> {
    observations: &'a [Observation],
    files: Vec<Arc<str>>,
    by_name: HashMap<Arc<str>, u32>,
    /// The units that each file is about.
    units: Vec<BTreeSet<usize>>,
    /// (key, file, row) of every answer, in order; of two answers of a file to one key the later row.
    rows: Vec<(Key, u32, u32)>,
    /// The rows of each file, by index into `rows`.
    own: Vec<Vec<u32>>,
}

impl SetAside {
    /// Whether an observation does not count.
    #[must_use]
    pub fn is_out(&self, observation: &Observation) -> bool {
        !self.files.is_empty() && self.files.contains_key(&observation.place.file)
    }
}

impl Versions<'_> {
    /// Settles which files hold. An observation is an answer where it says something, or where `attempted` says that it was
    /// meant to.
    #[must_use]
    pub fn settle(&self, observations: &[Observation], attempted: &dyn Fn(&Place) -> bool) -> SetAside {
        let mut aside = SetAside { chose: vec![false; self.choices.len()], ..SetAside::default() };
        let Some(answers) = Answers::of(observations, attempted) else { return aside };
        let mut groups = answers.groups();
        self.named(&answers, &mut groups, &mut aside);
        for group in groups.iter().filter(|g| g.len() > 1) {
            self.decide(&answers, group, &mut aside);
        }
        aside
    }

    /// Files that a choice replaces by name join the group of the file that replaces them.
    fn named(&self, answers: &Answers<'_>, groups: &mut Vec<Vec<usize>>, aside: &mut SetAside) {
        for (choice, chose) in self.choices.iter().zip(&mut aside.chose) {
            let Some(file) = answers.file(&choice.file) else { continue };
            for replaced in choice.instead_of.iter().filter_map(|f| answers.file(f)) {
                *chose = true;
                let of = |groups: &[Vec<usize>], file| groups.iter().position(|g: &Vec<usize>| g.contains(&file));
                let (Some(here), Some(there)) = (of(groups, file), of(groups, replaced)) else { continue };
                if here != there {
                    groups[there].retain(|f| *f != replaced);
                    groups[here].push(replaced);
                    groups[here].sort_unstable();
                }
            }
        }
        groups.retain(|g| !g.is_empty());
    }

    fn decide(&self, answers: &Answers<'_>, group: &[usize], aside: &mut SetAside) {
        let named: Vec<usize> = (0..self.choices.len())
            .filter(|c| answers.file(&self.choices[*c].file).is_some_and(|f| group.contains(&f)))
            .collect();
        for choice in &named {
            aside.chose[*choice] = true;
        }
        let last = group.iter().copied().max_by_key(|f| &answers.files[*f]);
        let Some(last) = last else { return };
        let (holds, why) = match named.as_slice() {
            [one] => (answers.file(&self.choices[*one].file).unwrap_or(last), Some("@named")),
            [] if answers.say_the_same(group, last) => (last, Some("@same")),
            [] if self.rule == VersionRule::Latest => match self.latest(answers, group) {
                Some(latest) => (latest, Some("")),
                None => (last, None),
            },
            // none is named, or several are
            _ => (last, None),
        };
        let unit = self.unit(answers, group);
        if why.is_none() {
            let all: Vec<String> = group.iter().map(|f| self.with_receipt(&answers.files[*f])).collect();
            let finding =
                Finding::new(Code::VersionsUndecided).unit(&unit).at(Place::file(answers.files[holds].clone()));
            aside.findings.push(finding.found(all.join(" / ")).expected(answers.files[holds].as_ref()));
        }
        for file in group.iter().copied().filter(|f| *f != holds) {
            let (file, holder) = (&answers.files[file], &answers.files[holds]);
            let hint = match (why, self.receipts.at(file), self.receipts.at(holder)) {
                (Some(""), Some(before), Some(after)) => format!("{before} < {after}"),
                (why, _, _) => why.unwrap_or("@undecided").to_owned(),
            };
            let finding = Finding::new(Code::ReturnSetAside).unit(&unit).at(Place::file(file.clone()));
            aside.findings.push(finding.expected(holder.as_ref()).hint(hint));
            aside.files.insert(file.clone(), holder.clone());
            if why.is_none() {
                aside.undecided.insert(file.clone());
            }
        }
        aside.findings.extend(self.lost(answers, group, holds, unit));
    }

    /// The file that came after every other; none where that is not known.
    fn latest(&self, answers: &Answers<'_>, group: &[usize]) -> Option<usize> {
        let at = |file: usize| self.receipts.at(&answers.files[file]);
        group.iter().copied().find(|file| {
            let Some(mine) = at(*file) else { return false };
            group.iter().filter(|other| *other != file).all(|other| at(*other).is_some_and(|at| mine.is_after(at)))
        })
    }

    /// The unit that all are about, where it is one.
    fn unit(&self, answers: &Answers<'_>, group: &[usize]) -> String {
        let units: BTreeSet<usize> = group.iter().flat_map(|f| answers.units[*f].iter().copied()).collect();
        match (units.first(), units.len()) {
            (Some(unit), 1) => self.register.units()[*unit].name.clone(),
            _ => String::new(),
        }
    }

    fn with_receipt(&self, file: &str) -> String {
        self.receipts.at(file).map_or_else(|| format!("{file} (?)"), |at| format!("{file} ({at})"))
    }

    /// What files that are set aside answer and the one that holds does not.
    fn lost(&self, answers: &Answers<'_>, group: &[usize], holds: usize, unit: String) -> Option<Finding> {
        let here = answers.by_file(holds);
        let mut lost: BTreeMap<(usize, Arc<str>), BTreeSet<usize>> = BTreeMap::new();
        let mut had: BTreeSet<&str> = BTreeSet::new();
        for file in group.iter().copied().filter(|f| *f != holds) {
            for (key, row) in answers.by_file(file) {
                let observation = &answers.observations[row];
                if !here.contains_key(&key) && observation.reading != Reading::Missing {
                    lost.entry((observation.field, observation.period.clone())).or_default().insert(observation.unit);
                    had.insert(&answers.files[file]);
                }
            }
        }
        if lost.is_empty() {
            return None;
        }
        let said: Vec<String> = lost
            .iter()
            .map(|((field, period), units)| {
                let name = self.fields.get(*field).map_or("", |f| f.name.as_str());
                let units: Vec<&str> = units.iter().map(|u| self.register.units()[*u].name.as_str()).collect();
                if unit.is_empty() {
                    format!("{name} ({period}): {}", units.join(", "))
                } else {
                    format!("{name} ({period})")
                }
            })
            .collect();
        let had: Vec<&str> = had.into_iter().collect();
        let finding = Finding::new(Code::VersionLacks).unit(unit).at(Place::file(answers.files[holds].clone()));
        Some(finding.found(said.join(" / ")).expected(had.join(" / ")))
    }
}

impl<'a> Answers<'a> {
    /// `None` where there are not two files.
    fn of(observations: &'a [Observation], attempted: &dyn Fn(&Place) -> bool) -> Option<Self> {
        let first = observations.first()?;
        if observations.iter().all(|o| Arc::ptr_eq(&o.place.file, &first.place.file)) {
            return None;
        }
        let mut files = Numbers::default();
        let mut periods = Numbers::default();
        let mut sources = Numbers::default();
        let mut units: Vec<BTreeSet<usize>> = Vec::new();
        let mut rows = Vec::new();
        for (row, o) in observations.iter().enumerate() {
            let file = files.of(&o.place.file);
            if units.len() < files.names.len() {
                units.push(BTreeSet::new());
            }
            units[index(file)].insert(o.unit);
            if o.reading != Reading::Missing || attempted(&o.place) {
                let key = [number(o.unit), number(o.field), periods.of(&o.period), sources.of(&o.source)];
                rows.push((key, file, number(row)));
            }
        }
        rows.par_sort_unstable();
        // the later row of a file stands
        rows.reverse();
        rows.dedup_by_key(|(key, file, _)| (*key, *file));
        rows.reverse();
        let mut own = vec![Vec::new(); files.names.len()];
        rows.iter().enumerate().for_each(|(at, (_, file, _))| own[index(*file)].push(number(at)));
        Some(Self { observations, files: files.names, by_name: files.known, units, rows, own })
    }

    fn file(&self, path: &str) -> Option<usize> {
        self.by_name.get(path).copied().map(index)
    }

    /// What a file answers: the row by its key.
    fn by_file(&self, file: usize) -> BTreeMap<Key, usize> {
        let own = self.own[file].iter().map(|at| &self.rows[index(*at)]);
        own.map(|(key, _, row)| (*key, index(*row))).collect()
    }

    /// Whether all say what one of them says.
    fn say_the_same(&self, group: &[usize], one: usize) -> bool {
        let said = |file: usize| -> Vec<_> {
            let rows = self.by_file(file).into_iter();
            // where a figure stood before says nothing of the figure
            rows.map(|(key, row)| {
                let o = &self.observations[row];
                (key, &o.reading, o.remarks.as_ref().map(|r| [&r.reason, &r.by, &r.date, &r.evidence]))
            })
            .collect()
        };
        let of_one = said(one);
        group.iter().all(|file| *file == one || said(*file) == of_one)
    }

    /// Files that belong together, in the order of their first; a file on its own is a group.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for same in self.rows.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            for (at, (_, a, _)) in same.iter().enumerate() {
                for (_, b, _) in &same[at + 1..] {
                    *shared.entry((index(*a), index(*b))).or_default() += 1;
                }
            }
        }
        let mut above: Vec<usize> = (0..self.files.len()).collect();
        for ((a, b), shared) in shared {
            if self.are_versions(a, b, shared) {
                let (a, b) = (first_of(&above, a), first_of(&above, b));
                above[a.max(b)] = a.min(b);
            }
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        (0..above.len()).for_each(|file| groups.entry(first_of(&above, file)).or_default().push(file));
        groups.into_values().collect()
    }

    fn are_versions(&self, a: usize, b: usize, shared: usize) -> bool {
        let fewer = self.own[a].len().min(self.own[b].len());
        let units = self.units[a].len().max(self.units[b].len());
        let both = self.units[a].intersection(&self.units[b]).count();
        2 * shared >= fewer && 2 * both > units
    }
}

/// The first file of the group that a file belongs to.
fn first_of(above: &[usize], mut file: usize) -> usize {
    while above[file] != file {
        file = above[file];
    }
    file
}

/// Texts by number, in the order in which they are first met.
#[derive(Default)]
struct Numbers {
    names: Vec<Arc<str>>,
    known: HashMap<Arc<str>, u32>,
    last: Option<(Arc<str>, u32)>,
}

impl Numbers {
    fn of(&mut self, name: &Arc<str>) -> u32 {
        // neighbours mostly share their name
        if let Some((last, known)) = &self.last
            && Arc::ptr_eq(last, name)
        {
            return *known;
        }
        let next = number(self.names.len());
        let known = *self.known.entry(name.clone()).or_insert_with(|| {
            self.names.push(name.clone());
            next
        });
        self.last = Some((name.clone(), known));
        known
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
