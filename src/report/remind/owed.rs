//! What whoever reports still owes: figures of which nothing is said or that could not be read, and evidence.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;

use crate::expr::{FieldId, NodeId};
use crate::finding::{Finding, Place};
use crate::ingest::unit_in_name;
use crate::observe::{Moment, Observation, Reading};
use crate::report::form::{Asking, Form, Item, plan};
use crate::report::sheets::evidence::{Given, body};
use crate::rubric::Reader;
use crate::rubric::fingerprint::Kind;
use crate::rubric::scheme;
use crate::score::{State, Wanted};

use super::Reminding;

/// What kind of body is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// A unit that reports on itself.
    Unit,
    /// Somebody who reports on all units.
    Agency,
    /// Assessors.
    Assessor,
}

impl Addressee {
    /// Every kind, in the order of their words.
    pub const ALL: [Self; 3] = [Self::Unit, Self::Agency, Self::Assessor];
}

/// Somebody who owes something.
#[derive(Clone, Debug, Serialize)]
pub struct Reminder {
    /// By name.
    pub to: String,
    /// What they are.
    pub kind: Addressee,
    /// The form that they were to fill in, as `template` names it.
    pub form: String,
    /// How many figures are wanted of them.
    pub asked: usize,
    /// How many of these were not reported.
    pub missing: usize,
    /// How many could not be read.
    pub unreadable: usize,
    /// For how many indicators evidence is missing.
    pub evidence: usize,
    /// Their files that count.
    pub files: Vec<String>,
    /// Files that by their names are theirs and from which nothing could be read.
    pub unread: Vec<String>,
    /// When the last of these came; empty where that was not written down.
    pub received: String,
    /// What they owe, in the order of the form.
    pub owed: Vec<Owed>,
}

/// One figure, or the evidence of one indicator.
#[derive(Clone, Debug, Serialize)]
pub struct Owed {
    /// The indicator, or the veto.
    pub indicator: String,
    /// The field with its unit of measure; empty where only evidence is owed.
    pub field: String,
    /// The period; empty where only evidence is owed.
    pub period: String,
    /// The unit that it is about, by index into the register.
    pub unit: usize,
    /// What is wrong.
    #[serde(flatten)]
    pub what: What,
    /// Where the cell is that it should stand in, or does; empty where there is none.
    pub place: String,
    /// The evidence that is missing besides.
    pub evidence: String,
}

/// Why something is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what", content = "says")]
pub enum What {
    /// Nothing is said.
    Missing,
    /// What is said could not be read; this is why.
    Unreadable(String),
    /// Evidence is missing.
    Evidence,
}

/// The best that somebody said of a figure: how good it is, and where.
type Best<'a> = HashMap<(FieldId, usize, &'a str), (u8, &'a Observation)>;

const VALUE: u8 = 3;
const NOT_APPLICABLE: u8 = 2;
const UNREADABLE: u8 = 1;
const BLANK: u8 = 0;

/// What was said, by units of themselves and by everyone else.
struct Said<'a> {
    own: Best<'a>,
    others: Best<'a>,
    /// Files in which a unit speaks of itself, and in which others speak of a field, with the source.
    own_files: HashMap<usize, BTreeSet<&'a Arc<str>>>,
    other_files: HashMap<FieldId, BTreeSet<(&'a str, &'a Arc<str>)>>,
    refused: HashMap<&'a Place, &'a Finding>,
}

impl<'a> Said<'a> {
    fn new(reminding: &Reminding<'a>) -> Self {
        let report = reminding.report;
        let refused = report.findings.iter().filter(|f| f.code.refuses_value()).map(|f| (&f.place, f)).collect();
        let mut said = Self {
            own: Best::new(),
            others: Best::new(),
            own_files: HashMap::new(),
            other_files: HashMap::new(),
            refused,
        };
        let scheme = &report.rubric.scheme;
        // where only one source is declared, it is everyone's
        let (own_source, told_apart) = (report.rubric.own_source(), scheme.sources.len() > 1);
        for o in report.observations.iter().filter(|o| !reminding.aside.is_out(o)) {
            let weight = match &o.reading {
                Reading::Value(_) => VALUE,
                Reading::NotApplicable => NOT_APPLICABLE,
                Reading::Missing if said.refused.contains_key(&o.place) => UNREADABLE,
                Reading::Missing => BLANK,
            };
            let is_own = o.source.as_ref() == own_source;
            if is_own || !told_apart {
                better(&mut said.own, o, weight);
                said.own_files.entry(o.unit).or_default().insert(&o.place.file);
            }
            if !is_own || !told_apart || scheme.fields[o.field].panel {
                better(&mut said.others, o, weight);
                said.other_files.entry(o.field).or_default().insert((o.source.as_ref(), &o.place.file));
            }
        }
        said
    }

    fn of(&self, kind: Kind) -> &Best<'a> {
        if kind == Kind::Unit { &self.own } else { &self.others }
    }

    /// The files of whoever was to fill in this form.
    fn files(&self, form: &Form) -> BTreeSet<&'a Arc<str>> {
        match form.unit {
            Some(unit) => self.own_files.get(&unit).cloned().unwrap_or_default(),
            // what somebody else has checked is not theirs
            None => {
                let all = form.items.iter().filter_map(|item| self.other_files.get(&item.field)).flatten();
                let theirs = all.filter(|(source, _)| form.source.is_empty() || *source == form.source);
                theirs.map(|(_, file)| *file).collect()
            }
        }
    }
}

fn better<'a>(best: &mut Best<'a>, o: &'a Observation, weight: u8) {
    let known = best.entry((o.field, o.unit, o.period.as_ref())).or_insert((weight, o));
    if weight > known.0 {
        *known = (weight, o);
    }
}

/// Who owes what: units in the order of the register, then everyone else in the order of the rubric's fields.
#[must_use]
pub fn reminders(reminding: &Reminding<'_>) -> Vec<Reminder> {
    let report = reminding.report;
    let asking = Asking {
        rubric: report.rubric,
        register: report.register,
        asked: reminding.asked,
        agencies: reminding.agencies,
        lang: report.lang,
    };
    let forms = plan(&asking);
    let books = Books::new(reminding);
    let evidence = books.evidence(&forms);
    let all = forms.iter().zip(evidence).map(|(form, evidence)| books.reminder(form, &evidence));
    all.filter(|reminder| !reminder.owed.is_empty()).collect()
}

/// Files from which nothing could be read, unless another version holds, with the unit that their names name.
fn unread<'a>(reminding: &Reminding<'a>) -> Vec<(&'a str, Option<usize>)> {
    let report = reminding.report;
    let mut files: Vec<&str> = Vec::new();
    for at in &report.intake.nobodys {
        let sheet = &report.intake.sheets[*at];
        if sheet.set_aside.is_empty() && files.last() != Some(&sheet.file.as_str()) {
            files.push(&sheet.file);
        }
    }
    files.into_iter().map(|file| (file, unit_in_name(file, report.register))).collect()
}

/// The name of a file without its folders.
pub(super) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// What is looked up while reminders are made.
struct Books<'a> {
    reminding: &'a Reminding<'a>,
    said: Said<'a>,
    wanted: Wanted<'a>,
    /// The indicators that read a field of a period.
    readers: HashMap<(FieldId, String), Vec<NodeId>>,
    /// Files from which nothing could be read, with the unit that their names name.
    unread: Vec<(&'a str, Option<usize>)>,
}

impl<'a> Books<'a> {
    fn new(reminding: &'a Reminding<'a>) -> Self {
        let report = reminding.report;
        let mut readers: HashMap<_, Vec<NodeId>> = HashMap::new();
        for read in report.rubric.reads() {
            if let Reader::Node(node) = read.by {
                readers.entry((read.field, read.period)).or_default().push(node);
            }
        }
        let wanted = Wanted::new(report.rubric, report.outcome);
        Self { reminding, said: Said::new(reminding), wanted, readers, unread: unread(reminding) }
    }

    /// Whether a figure is wanted of a unit: in a scored period where an indicator that reads it applies, in any other
    /// period where one has no value without it.
    fn is_wanted(&self, field: FieldId, period: &str, unit: usize) -> bool {
        let outcome = self.reminding.report.outcome;
        if let Some(at) = outcome.periods.iter().position(|p| p.period.as_ref() == period) {
            return self.wanted.is(field, at, unit);
        }
        let missing =
            |node: &NodeId| outcome.periods.iter().any(|period| period.nodes[*node][unit].state == State::Missing);
        self.readers.get(&(field, period.to_owned())).is_some_and(|nodes| nodes.iter().any(missing))
    }

    /// For each form the indicators of which evidence is missing, with the unit.
    fn evidence(&self, forms: &[Form]) -> Vec<BTreeSet<(usize, NodeId)>> {
        let report = self.reminding.report;
        let mut found = vec![BTreeSet::new(); forms.len()];
        let mut of_unit: HashMap<(usize, FieldId), usize> = HashMap::new();
        let mut of_field: HashMap<FieldId, usize> = HashMap::new();
        for (at, form) in forms.iter().enumerate() {
            for item in &form.items {
                match form.unit {
                    Some(unit) => of_unit.insert((unit, item.field), at),
                    None => of_field.insert(item.field, at),
                };
            }
        }
        let given = Given::new(report);
        let counts = |node: &NodeId| report.rubric.nodes[*node].kind != scheme::Kind::Memo;
        let nodes: Vec<NodeId> = report.rubric.printed_order().into_iter().filter(counts).collect();
        for unit in 0..report.register.len() {
            for node in &nodes {
                if !given.basis(*node, unit).is_some_and(|basis| basis.lacks_evidence()) {
                    continue;
                }
                let inputs = report.rubric.indicator(*node).map(|model| model.inputs.as_slice()).unwrap_or_default();
                let owing = inputs.iter().filter_map(|f| of_unit.get(&(unit, *f)).or_else(|| of_field.get(f)));
                for form in owing.copied().collect::<BTreeSet<_>>() {
                    found[form].insert((unit, *node));
                }
            }
        }
        found
    }

    fn reminder(&self, form: &Form, evidence: &BTreeSet<(usize, NodeId)>) -> Reminder {
        let mut owed = Vec::new();
        let (mut asked, mut missing, mut unreadable) = (0, 0, 0);
        let best = self.said.of(form.kind);
        for item in &form.items {
            for period in &item.periods {
                for unit in form.units.iter().copied() {
                    let is_asked = self.reminding.asked.is(unit, item.field, period);
                    if !is_asked || !self.is_wanted(item.field, period, unit) {
                        continue;
                    }
                    asked += 1;
                    let found = best.get(&(item.field, unit, period.as_str()));
                    let what = match found {
                        Some((VALUE | NOT_APPLICABLE, _)) => continue,
                        Some((UNREADABLE, o)) => {
                            unreadable += 1;
                            let why = self.said.refused.get(&o.place);
                            What::Unreadable(why.map(|f| f.says(self.reminding.lang())).unwrap_or_default())
                        }
                        _ => {
                            missing += 1;
                            What::Missing
                        }
                    };
                    let place = found.map(|(_, o)| o.place.label()).unwrap_or_default();
                    let proof = item.node.filter(|node| evidence.contains(&(unit, *node)));
                    owed.push(Owed { what, place, ..self.owed(item, period, unit, proof) });
                }
            }
        }
        let told: BTreeSet<(usize, &str)> = owed.iter().map(|o| (o.unit, o.indicator.as_str())).collect();
        let beside: Vec<Owed> = evidence
            .iter()
            .filter(|(unit, node)| !told.contains(&(*unit, self.name(*node))))
            .map(|(unit, node)| Owed {
                indicator: self.name(*node).to_owned(),
                field: String::new(),
                period: String::new(),
                unit: *unit,
                what: What::Evidence,
                place: String::new(),
                evidence: self.asks(*node),
            })
            .collect();
        owed.extend(beside);
        let files = self.said.files(form);
        let unread = self.unread.iter().filter(|(file, unit)| match form.unit {
            Some(own) => *unit == Some(own),
            None => unit.is_none() && !form.reporter.is_empty() && name_of(file).contains(&form.reporter),
        });
        let unread: Vec<&str> = unread.map(|(file, _)| *file).collect();
        let (kind, to) = addressee(form);
        Reminder {
            to,
            kind,
            form: form.file.clone(),
            asked,
            missing,
            unreadable,
            evidence: evidence.len(),
            received: self.received(files.iter().map(AsRef::as_ref).chain(unread.iter().copied())),
            unread: unread.into_iter().map(str::to_owned).collect(),
            files: files.into_iter().map(ToString::to_string).collect(),
            owed,
        }
    }

    fn owed(&self, item: &Item, period: &str, unit: usize, proof: Option<NodeId>) -> Owed {
        let field = &self.reminding.report.rubric.scheme.fields[item.field];
        let measure = &field.unit;
        let name = if measure.is_empty() { field.name.clone() } else { format!("{}（{measure}）", field.name) };
        Owed {
            indicator: item.indicator.clone(),
            field: name,
            period: period.to_owned(),
            unit,
            what: What::Missing,
            place: String::new(),
            evidence: proof.map(|node| self.asks(node)).unwrap_or_default(),
        }
    }

    fn name(&self, node: NodeId) -> &'a str {
        let node = &self.reminding.report.rubric.scheme.nodes[node];
        if node.name.is_empty() { &node.id.value } else { &node.name }
    }

    /// The evidence that an indicator asks for.
    fn asks(&self, node: NodeId) -> String {
        body(self.reminding.report, node).map(|body| body.evidence.clone()).unwrap_or_default()
    }

    /// When the last of these files came.
    fn received<'f>(&self, files: impl Iterator<Item = &'f str>) -> String {
        let later = |last: Option<Moment>, at: Moment| match last {
            Some(last) if !at.is_after(last) => Some(last),
            _ => Some(at),
        };
        let last = files.filter_map(|file| self.reminding.receipts.at(file)).fold(None, later);
        last.map(|at| at.to_string()).unwrap_or_default()
    }
}

fn addressee(form: &Form) -> (Addressee, String) {
    match form.kind {
        Kind::Unit => (Addressee::Unit, form.reporter.clone()),
        // assessors of their own have no name but that of their form
        Kind::Panel if form.reporter.is_empty() => {
            (Addressee::Assessor, form.file.trim_end_matches(".xlsx").to_owned())
        }
        Kind::Panel => (Addressee::Assessor, form.reporter.clone()),
        Kind::Matrix | Kind::About => (Addressee::Agency, form.reporter.clone()),
    }
}
