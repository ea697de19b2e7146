//! What the settings name: rubrics, registers, responsibilities and adjustments, from the folder or as shipped.

use std::cell::RefCell;
use std::path::Path;

use crate::finding::{Code, Finding, Lang, Level, Place, any_error, nearest};
use crate::ingest::{Derived, ReturnsFrom};
use crate::observe::Receipts;
use crate::register::{Register, Responsibilities, Span, read_register, read_responsibilities, seeds};
use crate::report::InputFile;
use crate::rubric::document::{At, Document};
use crate::rubric::{Rubric, shipped};
use crate::score::{Ledger, check_marks, read_ledger};

use super::baseline;
use super::home::{AGENCIES, Home, KeptText, RESPONSIBILITIES, Role, SHIPPED};
use super::path::read_text;
use super::received::{RECEIVED, tidy};
use super::settings::{ScoringSettings, Settings};
use super::trial;
use super::{Options, Scoring, SourceText};

/// Looks for files in a folder and among what is shipped, and gathers what is wrong with them.
#[derive(Debug)]
pub(super) struct Lookout {
    home: Home,
    /// Texts that were read, for the archive.
    kept: RefCell<Vec<KeptText>>,
    findings: RefCell<Vec<Finding>>,
    sources: RefCell<Vec<SourceText>>,
    lang: RefCell<Option<Lang>>,
    /// Rubrics that others extend.
    below: RefCell<Vec<InputFile>>,
    /// Whether files may lie anywhere: there is no folder that they belong to.
    anywhere: bool,
}

impl Lookout {
    /// In this folder.
    pub fn new(dir: &Path) -> Self {
        Self::of(Home::Folder(dir.to_owned()))
    }

    /// Where the files of an assessment are.
    pub fn of(home: Home) -> Self {
        Self {
            home,
            kept: RefCell::default(),
            findings: RefCell::default(),
            sources: RefCell::default(),
            lang: RefCell::default(),
            below: RefCell::default(),
            anywhere: false,
        }
    }

    /// For files that belong to no assessment.
    pub fn anywhere() -> Self {
        Self { anywhere: true, ..Self::new(Path::new(".")) }
    }

    /// What was wrong, the texts that this points into, and the language of the first rubric.
    pub fn finish(self) -> (Vec<Finding>, Vec<SourceText>, Option<Lang>) {
        (self.findings.into_inner(), self.sources.into_inner(), self.lang.into_inner())
    }

    /// The texts read since the last call, of this scoring.
    pub fn take_kept(&self, scoring: Option<usize>) -> Vec<KeptText> {
        let of_it = |text: KeptText| KeptText { scoring, ..text };
        self.kept.take().into_iter().map(of_it).collect()
    }

    pub fn report(&self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.borrow_mut().extend(findings);
    }

    /// The folder's own `rubrics/ID.toml` first, so that a shipped rubric can be copied and changed; then the shipped one.
    pub(super) fn find_rubric(&self, role: Role, name: &str) -> Result<(String, String, InputFile), Finding> {
        let own = format!("rubrics/{name}.toml");
        if self.home.inside(&own).is_ok() {
            return self.read(role, &own);
        }
        if let Some(text) = self.home.shipped_rubric(name) {
            return Ok(self.shipped_file(role, &format!("rubrics/{name}.toml"), &text));
        }
        match self.home.inside(name) {
            Ok(_) => self.read(role, name),
            Err(finding) => {
                let known = shipped::ALL.map(|(id, _)| id);
                let near = nearest(name, known).map_or_else(|| known.join(" | "), str::to_owned);
                Err(if finding.code == Code::FileMissing { finding.hint(near) } else { finding })
            }
        }
    }

    /// The rubric that the one at `label` extends: beside it, else where rubrics are found.
    pub(super) fn find_below(&self, label: &str, name: &str) -> Result<(String, String, InputFile), Finding> {
        let sibling = |name: &str| Path::new(label).with_file_name(name).to_string_lossy().replace('\\', "/");
        for path in [sibling(&format!("{name}.toml")), sibling(name)] {
            if path == label {
                continue;
            }
            if !self.anywhere && self.home.inside(&path).is_ok() {
                return self.read(Role::Extended, &path);
            }
            if self.anywhere && Path::new(&path).is_file() {
                let (text, hash) = read_text(Path::new(&path), &path)?;
                return Ok((path.clone(), text, InputFile { path, hash }));
            }
        }
        // a folder's own rubrics/ID.toml may extend the shipped rubric that it takes the place of
        if Path::new(label).file_stem().is_some_and(|stem| stem == name)
            && let Some(text) = self.home.shipped_rubric(name)
        {
            let (path, text, input) = self.shipped_file(Role::Extended, &format!("rubrics/{name}.toml"), &text);
            return Ok((format!("{SHIPPED}{path}"), text, input));
        }
        self.find_rubric(Role::Extended, name)
    }

    fn find_register(&self, name: &str) -> Result<(String, String, InputFile), Finding> {
        let own = format!("{name}.csv");
        if self.home.inside(&own).is_ok() {
            return self.read(Role::Register, &own);
        }
        if let Some(text) = self.home.shipped_register(name) {
            return Ok(self.shipped_file(Role::Register, &format!("seeds/{name}.csv"), &text));
        }
        match self.home.inside(name) {
            Ok(_) => self.read(Role::Register, name),
            Err(finding) => {
                let near = nearest(name, seeds::REGISTERS).map_or_else(|| seeds::REGISTERS.join(" | "), str::to_owned);
                Err(if finding.code == Code::FileMissing { finding.hint(near) } else { finding })
            }
        }
    }

    /// Label, text and input of a file of the folder.
    fn read(&self, role: Role, path: &str) -> Result<(String, String, InputFile), Finding> {
        let (bytes, hash, text) = self.home.read(path)?;
        self.keep(role, &tidy(path), &hash, bytes);
        Ok((path.to_owned(), text, InputFile { path: path.to_owned(), hash }))
    }

    fn shipped_file(&self, role: Role, path: &str, text: &str) -> (String, String, InputFile) {
        let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
        let name = format!("{SHIPPED}{path}");
        self.keep(role, &name, &hash, text.into());
        (path.to_owned(), text.to_owned(), InputFile { path: name, hash })
    }

    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Keeps a text that was read for the archive.
    pub fn keep(&self, role: Role, path: &str, hash: &str, bytes: Vec<u8>) {
        let text = KeptText { role, scoring: None, path: path.to_owned(), hash: hash.to_owned(), bytes };
        self.kept.borrow_mut().push(text);
    }

    /// Reads the rubric in a text as far as it can be understood; findings go to the lookout, and any error among them
    /// keeps the rubric from being used.
    pub fn rubric(&self, label: &str, text: &str) -> Option<Rubric> {
        self.tried(label, text, None)
    }

    /// Keeps a text that findings may point into.
    pub(super) fn source(&self, label: &str, text: &str) {
        self.sources.borrow_mut().push(SourceText { path: label.to_owned(), text: text.to_owned() });
    }

    /// The same with the settings of a trial on top.
    fn tried(&self, label: &str, text: &str, settings: Option<&str>) -> Option<Rubric> {
        self.source(label, text);
        let mut lang = self.lang.borrow_mut();
        let find = |name: &str| {
            let (below, text, input) = self.find_below(label, name)?;
            self.source(&below, &text);
            self.below.borrow_mut().push(input);
            Ok((below, text))
        };
        let (rubric, findings) = match settings {
            Some(settings) => crate::rubric::examine_trial(label, text, &find, (trial::LABEL, settings)),
            None => crate::rubric::examine_with(label, text, &find),
        };
        lang.get_or_insert(match &rubric {
            Some(rubric) => rubric_lang(&rubric.scheme.head.lang),
            None => written_lang(text),
        });
        self.report(findings);
        rubric
    }

    /// Reads a register; findings go to the lookout.
    pub fn register(&self, label: &str, text: &str) -> Option<Register> {
        match read_register(label, text) {
            Ok(register) => Some(register),
            Err(findings) => {
                self.report(findings);
                None
            }
        }
    }

    /// Who answers for which measure: by the plan, or as a file says. Agencies are named as in the register scored, or as in
    /// the shipped register of agencies.
    pub fn responsibilities(&self, own: Option<(&str, &str)>, register: &Register) -> Option<Responsibilities> {
        let known = self.home.shipped_agencies();
        self.shipped_file(Role::Responsibilities, AGENCIES, &known);
        let agencies = read_register("agencies.csv", &known).ok()?;
        let Some((label, text)) = own else {
            let plan = self.home.shipped_responsibilities();
            self.shipped_file(Role::Responsibilities, RESPONSIBILITIES, &plan);
            return read_responsibilities("responsibilities.csv", &plan, &agencies).ok();
        };
        let read = read_responsibilities(label, text, register);
        match read.or_else(|_| read_responsibilities(label, text, &agencies)) {
            Ok(responsibilities) => Some(responsibilities),
            Err(findings) => {
                self.report(findings);
                None
            }
        }
    }
}

/// The register in the time that a rubric reads; units that do not exist then are left out, and said.
pub(super) fn in_time(label: &str, register: Register, rubric: &Rubric) -> (Register, Vec<Finding>) {
    let read = rubric.periods_read();
    let days = read.named.iter().map(|period| Span::of_period(period)).reduce(Span::with).unwrap_or_default();
    let days = if read.looks_back() { Span { since: None, ..days } } else { days };
    let (register, gone) = register.during(days);
    let said = gone.iter().map(|unit| {
        let finding = Finding::new(Code::UnitNotInPeriod).at(Place::file(label)).unit(unit.name.as_str());
        finding.found(&unit.name).expected(unit.exists.label())
    });
    (register, said.collect())
}

/// The language that a rubric names.
pub(super) fn rubric_lang(lang: &str) -> Lang {
    if lang == "en" { Lang::En } else { Lang::Zh }
}

/// The language that a rubric names, where the rubric cannot be read.
fn written_lang(text: &str) -> Lang {
    let mut lines = text.lines().filter_map(|line| line.split_once('=')).filter(|(key, _)| key.trim() == "lang");
    if lines.any(|(_, value)| value.trim().starts_with("\"en\"")) { Lang::En } else { Lang::Zh }
}

/// `received.csv`: what it says, what is wrong with it, and the file itself where there is one.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub receipts: Receipts,
    pub findings: Vec<Finding>,
    pub input: Option<InputFile>,
}

/// Reads `received.csv`, where there is one.
pub(super) fn received(lookout: &Lookout, returns: &[ReturnsFrom]) -> Result<Received, Finding> {
    let (_, text, input) = match lookout.read(Role::Received, RECEIVED) {
        Ok(found) => found,
        Err(finding) if finding.code == Code::FileMissing => return Ok(Received::default()),
        Err(finding) => return Err(finding),
    };
    let is_there = |path: &str| lookout.home.has_file(path);
    let known = || lookout.home.list(returns);
    let (receipts, findings) = super::received::read(&text, &is_there, &known);
    Ok(Received { receipts, findings, input: Some(input) })
}

/// Where the returns are, each path looked at.
fn returns(lookout: &Lookout, doc: &Document<'_>, one: &ScoringSettings) -> Vec<ReturnsFrom> {
    // what prefectures return is often one folder: their adjustments beside their observations
    let except: Vec<String> = one.adjustments.iter().map(|at| tidy(&at.value)).collect();
    let mut returns = Vec::new();
    for (from, span) in &one.returns {
        match lookout.home.returns(&from.path.to_string_lossy()) {
            Ok(_) => returns.push(ReturnsFrom { except: except.clone(), ..from.clone() }),
            Err(finding) => doc.report(finding, span),
        }
    }
    returns
}

/// Everything of one `[[scoring]]`; `None` where something is wrong, which has then been reported.
pub(super) fn scoring(
    lookout: &Lookout,
    doc: &Document<'_>,
    settings: &Settings,
    one: &ScoringSettings,
    (options, tried): (&Options, Option<&str>),
) -> Option<Scoring> {
    // each part is looked at whatever became of the others, so that everything wrong is reported at once
    let pointed = |at: &At<String>, found: Result<(String, String, InputFile), Finding>| match found {
        Ok(found) => Some(found),
        Err(finding) => {
            doc.report(finding, &at.span);
            None
        }
    };
    let mut inputs = Vec::new();
    let mut keep = |found: Option<(String, String, InputFile)>| {
        found.map(|(label, text, input)| {
            inputs.push(input);
            (label, text)
        })
    };
    let rubric = keep(pointed(&one.rubric, lookout.find_rubric(Role::Rubric, &one.rubric.value)));
    let rubric = rubric.and_then(|(label, text)| lookout.tried(&label, &text, tried));
    let register = match (&one.register, &rubric) {
        (Some(at), _) => keep(pointed(at, lookout.find_register(&at.value))),
        (None, Some(rubric)) => keep(pointed(&one.rubric, lookout.find_register(&rubric.scheme.head.subjects))),
        (None, None) => None,
    };
    let register = register.and_then(|(label, text)| lookout.register(&label, &text).map(|register| (label, register)));
    let adjustments: Vec<Option<(String, String)>> =
        one.adjustments.iter().map(|at| keep(pointed(at, lookout.read(Role::Adjustments, &at.value)))).collect();
    let own = |at: &At<String>| lookout.read(Role::Responsibilities, &at.value);
    let responsibilities = settings.responsibilities.as_ref().map(|at| keep(pointed(at, own(at))));
    let returns = returns(lookout, doc, one);
    let (mut rubric, (label, register)) = (rubric?, register?);
    if let Some(instead) = options.instead.as_ref().filter(|instead| instead.of == rubric.scheme.head.id) {
        rubric = Rubric::clone(&instead.rubric);
        inputs.insert(0, instead.input.clone());
    }
    let (register, gone) = in_time(&label, register, &rubric);
    if !safe_folder(&rubric.scheme.head.id) {
        doc.report(
            Finding::new(Code::BadValue).found(&rubric.scheme.head.id).expected("a plain name"),
            &one.rubric.span,
        );
    }
    let own = match &responsibilities {
        Some(read) => Some(read.as_ref()?),
        None => None,
    };
    let responsibilities = lookout.responsibilities(own.map(|(l, t)| (l.as_str(), t.as_str())), &register)?;
    let wrong = check_marks(&rubric, &register, &responsibilities);
    // what is tried need not be whole
    let level = |finding: Finding| if tried.is_some() { finding.level(Level::Warning) } else { finding };
    let wrong: Vec<Finding> = wrong.into_iter().map(level).collect();
    if any_error(&wrong) {
        lookout.report(wrong);
        return None;
    }
    let mut findings = wrong;
    findings.extend(gone);
    inputs.append(&mut lookout.below.take());
    let ledgers = read_ledgers(&adjustments.into_iter().collect::<Option<Vec<_>>>()?, &rubric, &register);
    let adjustments = ledgers.iter().flat_map(|ledger| ledger.adjustments.iter().cloned()).collect();
    findings.extend(ledgers.iter().flat_map(|ledger| ledger.findings.iter().cloned()));
    let lang = options.lang.unwrap_or_else(|| rubric_lang(&rubric.scheme.head.lang));
    let limits = options.limits;
    let (derived, layouts) = (Derived::of(&rubric), Vec::new());
    let rule = one.versions.unwrap_or(settings.versions);
    let (versions, receipts) = (Vec::new(), Receipts::default());
    let index = settings.scorings.iter().position(|other| std::ptr::eq(other, one)).unwrap_or(0);
    let baseline = baseline::earlier(lookout, doc, (index, one), options, (&rubric, &register));
    inputs.extend(baseline.iter().map(|b| InputFile { path: b.label.clone(), hash: b.hash.clone() }));
    let trial = tried.map(trial::of);
    let said = trial.as_ref().map(|trial| Finding::new(Code::TrialRun).found(trial.says(lang)));
    findings.splice(0..0, said);
    Some(Scoring {
        rubric,
        register,
        responsibilities,
        returns,
        adjustments,
        ledgers,
        findings,
        inputs,
        lang,
        limits,
        derived,
        layouts,
        receipts,
        rule,
        versions,
        baseline,
        due: one.due.clone(),
        trial,
        siblings: Vec::new(),
    })
}

/// The ledgers of these labels and texts; what counts in one is numbered on from those before it.
fn read_ledgers(texts: &[(String, String)], rubric: &Rubric, register: &Register) -> Vec<Ledger> {
    let mut counted = 0;
    let mut read = |(label, text): &(String, String)| {
        let mut ledger = read_ledger(label, text, rubric, register);
        ledger.counted_after(counted);
        counted += ledger.adjustments.len();
        ledger
    };
    texts.iter().map(&mut read).collect()
}

/// Outputs go to a folder named by the rubric: two scorings by one rubric would overwrite each other.
pub(super) fn no_twins(doc: &Document<'_>, settings: &Settings, scorings: &[Scoring]) {
    for (index, scoring) in scorings.iter().enumerate() {
        let id = &scoring.rubric.scheme.head.id;
        if scorings[..index].iter().any(|other| other.rubric.scheme.head.id.eq_ignore_ascii_case(id)) {
            let span = settings.scorings.get(index).map_or(0..0, |s| s.rubric.span.clone());
            doc.report(Finding::new(Code::DuplicateId).found(id), &span);
        }
    }
}

/// Whether an id can name a folder on every system.
fn safe_folder(id: &str) -> bool {
    !id.is_empty()
        && !id.starts_with('.')
        && !id.ends_with(['.', ' '])
        && !id.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|'])
        && !id.chars().any(char::is_control)
}
