//! Who has returned what: units on themselves, and everyone else field by field.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use serde::Serialize;

use crate::finding::{Code, Finding, Level, Place};
use crate::observe::{Moment, Observation, Reading};
use crate::score::Wanted;

use super::{Cells, Levels, Returned, Standing};

/// What a unit has returned on itself.
#[derive(Clone, Debug, Serialize)]
pub struct UnitReturn {
    /// Its official name.
    pub unit: String,
    /// How far its return has got.
    pub standing: Standing,
    /// Its files that count, each with its sheets.
    pub files: Vec<(String, Vec<String>)>,
    /// Its files that are set aside for another version.
    pub set_aside: Vec<String>,
    /// When the last of its files came; empty where that was not written down.
    pub received: String,
    /// Who took them in.
    pub by: String,
    /// What is there of what is wanted.
    pub cells: Cells,
    /// Names of the fields of which nothing is said.
    pub missing: Vec<String>,
    /// Findings in its files.
    pub found: Levels,
}

/// What a body that is no unit, or a unit on others, has returned.
#[derive(Clone, Debug, Serialize)]
pub struct Reporter {
    /// As the rubric names it.
    pub name: String,
    /// How far its returns have got.
    pub standing: Standing,
    /// The files that its fields were found in.
    pub files: Vec<String>,
    /// When the last of them came; empty where that was not written down.
    pub received: String,
    /// Field by field.
    pub fields: Vec<FieldReturn>,
}

/// What has come in for a field.
#[derive(Clone, Debug, Serialize)]
pub struct FieldReturn {
    /// Its name.
    pub field: String,
    /// Units of which it is wanted, by scored period.
    pub cells: Cells,
    /// Labels of the units of which nothing is said.
    pub missing: Vec<String>,
}

/// What a cell that is wanted came to.
enum Cell {
    Answered,
    NotApplicable,
    Unreadable,
    Missing,
}

/// The best that was said of each field of each unit in each scored period: a value before 不适用, that before something
/// unreadable.
struct Said {
    fields: usize,
    units: usize,
    /// By period, field and unit.
    cells: Vec<u8>,
}

impl Said {
    fn new(returned: &Returned<'_>, counts: impl Fn(&Observation) -> bool) -> Self {
        let refused: HashSet<&Place> =
            returned.findings.iter().filter(|f| f.code.refuses_value()).map(|f| &f.place).collect();
        let periods: Vec<&str> = returned.outcome.periods.iter().map(|p| p.period.as_ref()).collect();
        let (fields, units) = (returned.rubric.scheme.fields.len(), returned.register.len());
        let mut said = Self { fields, units, cells: vec![0; periods.len() * fields * units] };
        for o in returned.observations.iter().filter(|o| counts(o)) {
            let weight = match &o.reading {
                Reading::Value(_) => 3,
                Reading::NotApplicable => 2,
                Reading::Missing if refused.contains(&o.place) => 1,
                Reading::Missing => 0,
            };
            if let Some(period) = periods.iter().position(|p| *p == o.period.as_ref()) {
                let at = said.at(period, o.field, o.unit);
                said.cells[at] = said.cells[at].max(weight);
            }
        }
        said
    }

    const fn at(&self, period: usize, field: usize, unit: usize) -> usize {
        (period * self.fields + field) * self.units + unit
    }

    fn of(&self, period: usize, field: usize, unit: usize) -> Cell {
        match self.cells[self.at(period, field, unit)] {
            3 => Cell::Answered,
            2 => Cell::NotApplicable,
            1 => Cell::Unreadable,
            _ => Cell::Missing,
        }
    }
}

impl Cells {
    fn add(&mut self, cell: &Cell) {
        self.wanted += 1;
        match cell {
            Cell::Answered => self.answered += 1,
            Cell::NotApplicable => self.not_applicable += 1,
            Cell::Unreadable => self.unreadable += 1,
            Cell::Missing => self.missing += 1,
        }
    }

    fn standing(&self, wrong: bool) -> Standing {
        if self.missing > 0 {
            Standing::Incomplete
        } else if wrong || self.unreadable > 0 {
            Standing::NeedsMending
        } else {
            Standing::Complete
        }
    }
}

/// Every unit with what it has returned on itself.
pub(super) fn units(returned: &Returned<'_>) -> Vec<UnitReturn> {
    let fields = &returned.rubric.scheme.fields;
    let own_fields: Vec<usize> = (0..fields.len()).filter(|f| fields[*f].from == "self").collect();
    if own_fields.is_empty() {
        return Vec::new();
    }
    let own_source = returned.rubric.own_source();
    let is_own =
        |o: &Observation| o.source.as_ref() == own_source || (fields[o.field].panel && fields[o.field].from == "self");
    let said = Said::new(returned, |o| is_own(o) && !returned.aside.is_out(o));
    let wanted = Wanted::new(returned.rubric, returned.outcome);
    let files = Files::new(returned, &is_own);
    let findings = Findings::new(returned);
    let one = |(unit, named): (usize, &crate::register::Unit)| {
        let mut cells = Cells::default();
        let mut missing = Vec::new();
        for (at, period) in returned.outcome.periods.iter().enumerate() {
            for field in own_fields.iter().copied() {
                let cell = said.of(at, field, unit);
                // an answer of 不适用 may be why nothing that reads the field applies
                if !matches!(cell, Cell::NotApplicable) && !wanted.is(field, at, unit) {
                    continue;
                }
                if let Cell::Missing = cell {
                    let name = &fields[field].name;
                    let several = returned.outcome.periods.len() > 1;
                    missing.push(if several { format!("{name} ({})", period.period) } else { name.clone() });
                }
                cells.add(&cell);
            }
        }
        let (set_aside, kept): (Vec<_>, Vec<_>) =
            files.of(unit).into_iter().partition(|(file, _)| returned.aside.files.contains_key(*file));
        let found = findings.levels(&named.name, kept.iter().map(|(file, _)| file.as_ref()), &files);
        let standing = if kept.is_empty() { Standing::NotReturned } else { cells.standing(found.errors > 0) };
        let texts =
            |sheets: &BTreeSet<Arc<str>>| sheets.iter().filter(|s| !s.is_empty()).map(ToString::to_string).collect();
        let (received, by) = received(returned, kept.iter().map(|(file, _)| file.as_ref()));
        UnitReturn {
            unit: named.name.clone(),
            standing,
            files: kept.iter().map(|(file, sheets)| (file.to_string(), texts(sheets))).collect(),
            set_aside: set_aside.iter().map(|(file, _)| file.to_string()).collect(),
            received,
            by,
            cells,
            missing,
            found,
        }
    };
    returned.register.units().iter().enumerate().map(one).collect()
}

/// Everyone else who reports.
pub(super) fn reporters(returned: &Returned<'_>) -> Vec<Reporter> {
    let scheme = &returned.rubric.scheme;
    // where only one source is declared, it is everyone's
    let own_source = returned.rubric.own_source();
    let told_apart = scheme.sources.len() > 1;
    let is_theirs = |o: &Observation| {
        let field = &scheme.fields[o.field];
        field.from != "self"
            && (field.panel || !told_apart || o.source.as_ref() != own_source)
            && !returned.aside.is_out(o)
    };
    let said = Said::new(returned, is_theirs);
    let errors: HashSet<&Place> =
        returned.findings.iter().filter(|f| f.level == Level::Error).map(|f| &f.place).collect();
    let mut files: Vec<Vec<&Arc<str>>> = vec![Vec::new(); scheme.fields.len()];
    let mut wrong = vec![false; scheme.fields.len()];
    for o in returned.observations.iter().filter(|o| is_theirs(o)) {
        if !files[o.field].last().is_some_and(|last| Arc::ptr_eq(last, &o.place.file)) {
            files[o.field].push(&o.place.file);
        }
        wrong[o.field] = wrong[o.field] || errors.contains(&o.place);
    }
    let wanted = Wanted::new(returned.rubric, returned.outcome);
    let mut names: Vec<&str> = Vec::new();
    let asked = scheme.fields.iter().filter(|f| !f.is_receipt());
    for from in asked.map(|f| f.from.as_str()).filter(|from| !from.is_empty() && *from != "self") {
        if !names.contains(&from) {
            names.push(from);
        }
    }
    let one = |name: &str| {
        let own: Vec<usize> = (0..scheme.fields.len()).filter(|f| scheme.fields[*f].from == name).collect();
        let fields: Vec<FieldReturn> = own.iter().map(|field| field_return(returned, &wanted, &said, *field)).collect();
        let files: BTreeSet<&str> = own.iter().flat_map(|f| &files[*f]).map(AsRef::as_ref).collect();
        let mut all = Cells::default();
        for field in &fields {
            all.join(field.cells);
        }
        let wrong = own.iter().any(|field| wrong[*field]);
        let standing = if files.is_empty() { Standing::NotReturned } else { all.standing(wrong) };
        let (received, _) = received(returned, files.iter().copied());
        let files = files.iter().map(ToString::to_string).collect();
        Reporter { name: name.to_owned(), standing, files, received, fields }
    };
    names.into_iter().map(one).collect()
}

impl Cells {
    fn join(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.answered += other.answered;
        self.not_applicable += other.not_applicable;
        self.unreadable += other.unreadable;
        self.missing += other.missing;
    }
}

fn field_return(returned: &Returned<'_>, wanted: &Wanted<'_>, said: &Said, field: usize) -> FieldReturn {
    let mut cells = Cells::default();
    let mut missing = Vec::new();
    let several = returned.outcome.periods.len() > 1;
    for (at, period) in returned.outcome.periods.iter().enumerate() {
        for (unit, named) in returned.register.units().iter().enumerate() {
            let cell = said.of(at, field, unit);
            if !matches!(cell, Cell::NotApplicable) && !wanted.is(field, at, unit) {
                continue;
            }
            if let Cell::Missing = cell {
                let label = named.label();
                missing.push(if several { format!("{label} ({})", period.period) } else { label.to_owned() });
            }
            cells.add(&cell);
        }
    }
    FieldReturn { field: returned.rubric.scheme.fields[field].name.clone(), cells, missing }
}

/// The last day on which one of these files came, and who took them in.
fn received<'f>(returned: &Returned<'_>, files: impl Iterator<Item = &'f str>) -> (String, String) {
    let receipts: Vec<_> = files.filter_map(|f| returned.receipts.0.get(f)).collect();
    let later = |last: Option<Moment>, at: Moment| match last {
        Some(last) if !at.is_after(last) => Some(last),
        _ => Some(at),
    };
    let last = receipts.iter().filter_map(|r| r.at).fold(None, later);
    let by: BTreeSet<&str> = receipts.iter().map(|r| r.by.as_str()).filter(|by| !by.is_empty()).collect();
    (last.map(|at| at.to_string()).unwrap_or_default(), by.into_iter().collect::<Vec<_>>().join(" / "))
}

/// The files in which units speak of themselves.
struct Files {
    of: HashMap<usize, BTreeMap<Arc<str>, BTreeSet<Arc<str>>>>,
    /// Files that are about several units.
    shared: HashSet<Arc<str>>,
}

impl Files {
    fn new(returned: &Returned<'_>, is_own: &impl Fn(&Observation) -> bool) -> Self {
        let mut of: HashMap<usize, BTreeMap<Arc<str>, BTreeSet<Arc<str>>>> = HashMap::new();
        let mut about: HashMap<Arc<str>, usize> = HashMap::new();
        let mut shared = HashSet::new();
        let mut last: Option<&Observation> = None;
        for o in returned.observations {
            // neighbours mostly are about one unit, in one sheet
            let same = |l: &Observation| {
                let places = [(&l.place.file, &o.place.file), (&l.place.sheet, &o.place.sheet), (&l.source, &o.source)];
                l.unit == o.unit && places.iter().all(|(a, b)| Arc::ptr_eq(a, b)) && is_own(l) == is_own(o)
            };
            if last.is_some_and(same) {
                continue;
            }
            last = Some(o);
            if *about.entry(o.place.file.clone()).or_insert(o.unit) != o.unit {
                shared.insert(o.place.file.clone());
            }
            if is_own(o) {
                let files = of.entry(o.unit).or_default();
                files.entry(o.place.file.clone()).or_default().insert(o.place.sheet.clone());
            }
        }
        Self { of, shared }
    }

    fn of(&self, unit: usize) -> Vec<(&Arc<str>, &BTreeSet<Arc<str>>)> {
        self.of.get(&unit).into_iter().flatten().collect()
    }
}

/// How many findings stand in each file, and of those how many are about each unit. What is missing is counted by cells.
struct Findings<'a> {
    by_file: HashMap<&'a str, Levels>,
    by_unit: HashMap<(&'a str, &'a str), Levels>,
}

impl<'a> Findings<'a> {
    fn new(returned: &Returned<'a>) -> Self {
        let (mut by_file, mut by_unit) = (HashMap::<_, Levels>::new(), HashMap::<_, Levels>::new());
        let counted = |f: &&Finding| !matches!(f.code, Code::RequiredMissing | Code::ValueMissing | Code::Rejected);
        for finding in returned.findings.iter().filter(counted) {
            let file: &str = &finding.place.file;
            by_file.entry(file).or_default().add(finding.level);
            by_unit.entry((file, finding.unit.as_str())).or_default().add(finding.level);
        }
        Self { by_file, by_unit }
    }

    /// Those in these files; in a file about several units, those about this one.
    fn levels<'f>(&self, unit: &str, files: impl Iterator<Item = &'f str>, all: &Files) -> Levels {
        let mut levels = Levels::default();
        for file in files {
            let here = if all.shared.contains(file) { self.by_unit.get(&(file, unit)) } else { self.by_file.get(file) };
            let here = here.copied().unwrap_or_default();
            levels.errors += here.errors;
            levels.warnings += here.warnings;
            levels.notes += here.notes;
        }
        levels
    }
}
