//! What goes back for mending (退回修改): one workbook for each unit whose returns have something to mend, and one for each
//! file of whoever reports on all units.
//!
//! Files of one unit that came in under the same entry of `returns` go back together, unless two of their sheets bear the
//! same name. A file that could not be opened goes back as a list that says what to do.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::finding::{Code, Finding, Level, Place};
use crate::ingest::{Picture, ReadFile, list_of_mendings, picture, unit_in_name};
use crate::report::mending::{Mending, SendBack, Spot, send_back};
use crate::report::text::{MendingWords, mending};
use crate::score::is_about_returns;

use super::{Gathered, Scoring, Staging};

/// What scoring finds that is wrong in the returns themselves: `ingest` says it too. A blank that an indicator needs is
/// among it where it stands in a cell of which nothing else is said.
pub(super) fn about_returns(scored: &[Finding], read: &[Finding]) -> Vec<Finding> {
    let wrong = |f: &&Finding| {
        is_about_returns(f.code)
            || matches!(f.code, Code::DivisionByZero | Code::OutOfDomain | Code::ChoiceUnknown | Code::VetoEvidence)
    };
    let mut found: Vec<Finding> = scored.iter().filter(wrong).cloned().collect();
    let said: HashSet<&Place> =
        read.iter().chain(&found).filter(|f| f.level != Level::Note).map(|f| &f.place).collect();
    let blank = |f: &&Finding| consequence(f.code) > 1 && !f.place.cell.is_empty() && !said.contains(&f.place);
    let blanks: Vec<Finding> = scored.iter().filter(blank).cloned().collect();
    found.extend(blanks);
    found
}

/// Whether it is for the evaluator to settle, though it stands in a return.
const fn is_for_evaluator(code: Code) -> bool {
    matches!(code, Code::VersionsUndecided | Code::ReturnSetAside | Code::ReceivedMissing | Code::LayoutUnused)
}

/// How far the finding only follows from another at the same cell; the smallest is said, the others are not repeated.
const fn consequence(code: Code) -> u8 {
    match code {
        Code::RequiredMissing => 1,
        Code::Rejected => 2,
        Code::VetoUndecided => 3,
        Code::ValueMissing => 4,
        _ => 0,
    }
}

/// The folder of the workbooks, relative to the folder of outputs.
pub(super) fn folder(scoring: &Scoring) -> PathBuf {
    Path::new(&scoring.rubric.scheme.head.id).join(mending(scoring.lang).folder)
}

/// Stages every workbook that goes back, lets those of an earlier run go, and says where they will be.
pub(super) fn stage(
    staging: &mut Staging,
    scoring: &Scoring,
    gathered: &Gathered,
    dir: &Path,
) -> Result<Vec<PathBuf>, Finding> {
    let folder = folder(scoring);
    for name in MendingWords::folders() {
        staging.sweep(&Path::new(&scoring.rubric.scheme.head.id).join(name));
    }
    let mut made = Vec::new();
    for group in groups(scoring, gathered, dir) {
        let name = group.name.clone();
        let bytes = group.workbook(scoring).map_err(|e| Finding::new(Code::OutputFailed).found(&name).hint(e.0))?;
        let path = folder.join(name);
        staging.write(&path, |out| out.write_all(&bytes))?;
        made.push(path);
    }
    Ok(made)
}

/// One file with what is to be mended in it.
struct Concerned<'a> {
    file: &'a ReadFile,
    /// The unit that it is about, where it is about one.
    unit: Option<usize>,
    entry: usize,
    findings: Vec<&'a Finding>,
    picture: Picture,
}

/// What goes into one workbook.
struct Group<'a> {
    name: String,
    to: String,
    unit: Option<usize>,
    entry: usize,
    files: Vec<Concerned<'a>>,
}

fn groups<'a>(scoring: &Scoring, gathered: &'a Gathered, dir: &Path) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for one in concerned(scoring, gathered, dir) {
        let fits =
            |g: &&mut Group<'_>| one.unit.is_some() && g.unit == one.unit && g.entry == one.entry && g.takes(&one);
        match groups.iter_mut().find(fits) {
            Some(group) => group.files.push(one),
            None => groups.push(Group::new(one, scoring)),
        }
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for group in &mut groups {
        let count = seen.entry(group.name.to_lowercase()).or_default();
        *count += 1;
        group.name =
            if *count == 1 { format!("{}.xlsx", group.name) } else { format!("{} ({count}).xlsx", group.name) };
    }
    groups
}

/// Every file with something to mend, in the order in which files were read.
fn concerned<'a>(scoring: &Scoring, gathered: &'a Gathered, dir: &Path) -> Vec<Concerned<'a>> {
    let files = &gathered.ingested.files;
    let at: BTreeMap<&str, usize> = files.iter().enumerate().map(|(i, f)| (f.path.as_str(), i)).collect();
    let units: Vec<Option<usize>> = files.iter().map(|f| unit_of(f, scoring)).collect();
    let mut findings: BTreeMap<usize, Vec<&'a Finding>> = BTreeMap::new();
    let mut reporters = None;
    let wrong = gathered.findings.iter().filter(|f| f.level != Level::Note && !is_for_evaluator(f.code));
    for finding in wrong {
        let places = std::iter::once(&finding.place).chain(&finding.involved);
        let mut named: Vec<usize> = places.filter_map(|p| at.get(p.file.as_ref()).copied()).collect();
        if named.is_empty() && finding.code == Code::RequiredMissing {
            named.extend(reporters.get_or_insert_with(|| Reporters::new(scoring, gathered, &units, &at)).of(finding));
        }
        named.sort_unstable();
        named.dedup();
        for file in named {
            findings.entry(file).or_default().push(finding);
        }
    }
    let expected = scoring.expected();
    let one = |(file, findings): (usize, Vec<&'a Finding>)| {
        let (unit, file) = (units[file], &files[file]);
        let mut picture = picture(&dir.join(&file.path), &file.path, &expected).unwrap_or_default();
        for sheet in &mut picture.sheets {
            if list_of_mendings(scoring.lang).sheet.eq_ignore_ascii_case(&sheet.title) {
                sheet.title.push('_');
            }
        }
        Concerned { file, unit, entry: entry_of(scoring, &file.path), findings, picture }
    };
    findings.into_iter().map(one).collect()
}

/// The unit that all sheets of a file are about; of a file from which nothing was read the one in its name.
fn unit_of(file: &ReadFile, scoring: &Scoring) -> Option<usize> {
    if file.sheets.iter().all(|s| s.observations == 0) {
        return unit_in_name(&file.path, &scoring.register);
    }
    let mut named = file.sheets.iter().filter(|s| s.observations > 0).map(|s| s.unit.as_str());
    let first = named.next().filter(|name| !name.is_empty())?;
    let same = named.all(|name| name == first);
    let unit = scoring.register.units().iter().position(|u| u.name == first);
    unit.filter(|_| same)
}

/// The entry of `returns` that names the file most closely.
fn entry_of(scoring: &Scoring, label: &str) -> usize {
    let named =
        scoring.returns.iter().enumerate().filter(|(_, from)| Path::new(label).starts_with(without_dots(&from.path)));
    named.max_by_key(|(_, from)| without_dots(&from.path).components().count()).map_or(0, |(entry, _)| entry)
}

fn without_dots(path: &Path) -> PathBuf {
    path.components().filter(|c| !matches!(c, std::path::Component::CurDir)).collect()
}

/// The files in which required values that stand nowhere should have stood: the unit's own for what it reports itself, the
/// one that reports the field on the others for the rest.
struct Reporters<'a> {
    /// By field: whether a unit reports it itself, and the file that it was reported in, where that is one.
    fields: HashMap<&'a str, (bool, Option<usize>)>,
    /// By unit: its own file.
    units: HashMap<&'a str, usize>,
}

impl<'a> Reporters<'a> {
    fn new(scoring: &'a Scoring, gathered: &Gathered, units: &[Option<usize>], files: &BTreeMap<&str, usize>) -> Self {
        let fields = &scoring.rubric.scheme.fields;
        // of each field the file that speaks of it, and whether another does too
        let mut speaks: Vec<(Option<usize>, bool)> = vec![(None, false); fields.len()];
        for o in &gathered.ingested.observations {
            let file = files.get(o.place.file.as_ref()).copied();
            let (first, several) = &mut speaks[o.field];
            match first {
                None => *first = file,
                Some(_) => *several |= *first != file,
            }
        }
        let only = speaks.into_iter().map(|(first, several)| first.filter(|_| !several));
        let by_field = fields.iter().zip(only).map(|(f, file)| (f.id.as_str(), (f.from == "self", file)));
        let own = units
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(file, unit)| Some((scoring.register.units().get((*unit)?)?.name.as_str(), file)));
        Self { fields: by_field.collect(), units: own.collect() }
    }

    fn of(&self, finding: &Finding) -> Option<usize> {
        let (own, file) = *self.fields.get(finding.field.as_str())?;
        if own { self.units.get(finding.unit.as_str()).copied() } else { file }
    }
}

impl<'a> Group<'a> {
    fn new(one: Concerned<'a>, scoring: &Scoring) -> Self {
        let stem = stem(&one.file.path);
        let (name, to) = match one.unit.map(|unit| &scoring.register.units()[unit]) {
            Some(unit) if unit.code.is_empty() => (unit.name.clone(), unit.name.clone()),
            Some(unit) => (format!("{}-{}", unit.code, unit.name), unit.name.clone()),
            None => (stem.clone(), stem),
        };
        Self { name: file_name(&name), to, unit: one.unit, entry: one.entry, files: vec![one] }
    }

    /// Whether the sheets of a file can stand beside those that are here.
    fn takes(&self, one: &Concerned<'_>) -> bool {
        let here = || self.files.iter().flat_map(|f| &f.picture.sheets);
        one.picture.sheets.iter().all(|new| !here().any(|old| old.title.to_lowercase() == new.title.to_lowercase()))
    }

    /// The workbook; where the sheets cannot be made again, the list alone.
    fn workbook(&self, scoring: &Scoring) -> Result<Vec<u8>, crate::report::Unmade> {
        send_back(&self.sent(scoring, true)).or_else(|_| send_back(&self.sent(scoring, false)))
    }

    fn sent<'s>(&'s self, scoring: &'s Scoring, with_sheets: bool) -> SendBack<'s> {
        let pictures = self.files.iter().filter(|_| with_sheets).map(|f| (f.file.path.as_str(), &f.picture.sheets));
        let sheets: Vec<_> = pictures.flat_map(|(file, sheets)| sheets.iter().map(move |s| (file, s))).collect();
        let finder = Finder { sheets: &sheets, group: self };
        let mut mendings: Vec<Mending<'_>> = Vec::new();
        let mut seen = HashSet::new();
        let mut known: HashMap<Key<'_>, usize> = HashMap::new();
        for one in &self.files {
            // what stands at cells of two of the files is listed once
            let fresh = without_consequences(&one.findings).into_iter().filter(|f| seen.insert(std::ptr::from_ref(*f)));
            for finding in fresh.collect::<Vec<_>>() {
                let key = (finding.code, &finding.place, finding.hint.as_str());
                match known.get(&key) {
                    Some(at) if !finding.place.cell.is_empty() => finder.again(&mut mendings[*at], finding),
                    _ => {
                        known.insert(key, mendings.len());
                        mendings.push(finder.mending(one, finding, scoring));
                    }
                }
            }
        }
        mendings.sort_by_key(|m| (m.at.is_some(), m.at, m.finding.level));
        SendBack {
            to: self.to.clone(),
            title: &scoring.rubric.scheme.head.title,
            files: self.files.iter().map(|f| f.file.path.clone()).collect(),
            sheets: sheets.into_iter().map(|(_, sheet)| sheet).collect(),
            mendings,
            lang: scoring.lang,
        }
    }
}

/// What makes two findings the same to whoever mends.
type Key<'f> = (Code, &'f Place, &'f str);

/// Finds places among the sheets of a workbook.
struct Finder<'g, 's, 'a> {
    sheets: &'g [(&'s str, &'s crate::ingest::PictureSheet)],
    group: &'g Group<'a>,
}

impl<'s, 'a: 's> Finder<'_, 's, 'a> {
    /// The same once more at the same cell.
    fn again(&self, known: &mut Mending<'_>, finding: &Finding) {
        known.times += 1;
        for spot in finding.involved.iter().filter_map(|p| self.spot(p)) {
            if !known.involved.contains(&spot) && known.at != Some(spot) {
                known.involved.push(spot);
            }
        }
    }

    fn mending(&self, one: &Concerned<'_>, finding: &'s Finding, scoring: &'s Scoring) -> Mending<'s> {
        let cells: Vec<Spot> = finding.involved.iter().filter_map(|p| self.spot(p)).collect();
        // a check that stands in another's file first: here its cell of this file is the one to look at
        let at = self.spot(&finding.place).or_else(|| cells.first().copied()).or_else(|| self.sheet_of(one, scoring));
        let involved = cells.into_iter().filter(|spot| Some(*spot) != at).collect();
        let choices = match finding.code {
            Code::ChoiceUnknown => scoring.rubric.scheme.fields.iter().find(|f| f.id == finding.field),
            _ => None,
        };
        let choices = choices.map_or(&[][..], |f| f.choices.as_slice());
        Mending { finding, times: 1, item: self.item(finding, scoring), at, involved, choices }
    }

    fn spot(&self, place: &Place) -> Option<Spot> {
        let sheet =
            self.sheets.iter().position(|(file, s)| *file == place.file.as_ref() && s.name == place.sheet.as_ref())?;
        let anchor = |(row, col): (u32, u32)| {
            let regions = &self.sheets[sheet].1.merges;
            let inside = regions.iter().find(|(a, b)| (a.0..=b.0).contains(&row) && (a.1..=b.1).contains(&col));
            inside.map_or((row, col), |(first, _)| *first)
        };
        Some(Spot { sheet, cell: place.position().map(anchor) })
    }

    /// The sheet of a file in which what is missing should stand: the first from which anything was read.
    fn sheet_of(&self, one: &Concerned<'_>, scoring: &Scoring) -> Option<Spot> {
        let period = &scoring.rubric.scheme.head.period;
        let read = || one.file.sheets.iter().filter(|s| s.observations > 0);
        let name = &read().find(|s| s.period == *period).or_else(|| read().next())?.name;
        let sheet = self.sheets.iter().position(|(file, s)| *file == one.file.path && s.name == *name)?;
        Some(Spot { sheet, cell: None })
    }

    /// What it is about, for people: the fields, or the indicator; with the unit, where the table is about several.
    fn item(&self, finding: &Finding, scoring: &Scoring) -> String {
        let scheme = &scoring.rubric.scheme;
        let name = |id: &str| {
            let field = scheme.fields.iter().find(|f| f.id == id).map(|f| f.name.as_str());
            let node = || scheme.nodes.iter().find(|n| n.id.value == id).map(|n| n.name.as_str());
            let veto = || scheme.vetoes.iter().find(|v| v.id.value == id).map(|v| v.name.as_str());
            field.or_else(node).or_else(veto).unwrap_or(id).to_owned()
        };
        let comma = crate::report::text::words(scoring.lang).comma;
        let fields = finding.field.split(' ').filter(|id| !id.is_empty()).map(name).collect::<Vec<_>>().join(comma);
        let unit = if self.group.unit.is_none() { finding.unit.as_str() } else { "" };
        [unit, &fields].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
    }
}

/// Without what only follows from something else at the same cell.
fn without_consequences<'f>(findings: &[&'f Finding]) -> Vec<&'f Finding> {
    let mut least: HashMap<&Place, u8> = HashMap::new();
    for finding in findings {
        let rank = least.entry(&finding.place).or_insert(u8::MAX);
        *rank = (*rank).min(consequence(finding.code));
    }
    let keeps = |f: &&&Finding| f.place.cell.is_empty() || least.get(&f.place) == Some(&consequence(f.code));
    findings.iter().filter(keeps).copied().collect()
}

fn stem(label: &str) -> String {
    let name = label.rsplit('/').next().unwrap_or(label);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// A name that every system takes for a file.
fn file_name(name: &str) -> String {
    let allowed = |c: char| {
        if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c }
    };
    let name: String = name.chars().map(allowed).take(80).collect();
    let name = name.trim().trim_start_matches(['.', '~']).trim_end_matches('.').trim();
    if name.is_empty() { "_".to_owned() } else { name.to_owned() }
}
