//! Sheet 佐证材料: what evidence each indicator asks for, what was given and where it is named, what is still missing, who
//! owes it and by when. Of a single unit every indicator; of several only where something is missing.

use std::collections::{HashMap, HashSet};

use rust_xlsxwriter::Worksheet;

use crate::expr::{FieldId, NodeId};
use crate::finding::{Code, Place};
use crate::observe::{Observation, Reading};
use crate::report::style::Style;
use crate::report::table::{Column, Set, Shown, Table, sheet as table_sheet};
use crate::report::text::{put, ready};
use crate::report::{Report, Unmade};
use crate::rubric::scheme::{Body, IndicatorBody, Kind};
use crate::score::State;

use super::section_name;
use super::sources::link;

/// The reports that count, in the last scored period, by unit and field.
pub(in crate::report) struct Given<'a> {
    report: &'a Report<'a>,
    reports: HashMap<(usize, FieldId), Vec<&'a Observation>>,
    /// Fields for which any unit names evidence.
    evidenced: HashSet<FieldId>,
}

/// What an indicator of a unit rests on.
#[derive(Default)]
pub(in crate::report) struct Basis<'a> {
    /// The evidence that the rubric asks for; empty where it asks for none, or where there is nothing to prove.
    pub asked: &'a str,
    /// The evidence named in the returns, with where it is named.
    pub given: Vec<(&'a str, &'a Place)>,
    /// The fields that nobody reported, where the indicator has no value.
    pub lacking: Vec<FieldId>,
    /// Whether there is no value although everything is reported.
    pub unworkable: bool,
}

impl Basis<'_> {
    /// Whether evidence is asked for and none was given.
    pub fn lacks_evidence(&self) -> bool {
        !self.asked.is_empty() && self.given.is_empty()
    }

    /// Whether anything is missing.
    pub fn lacks(&self) -> bool {
        self.lacks_evidence() || !self.lacking.is_empty() || self.unworkable
    }
}

impl<'a> Given<'a> {
    pub fn new(report: &'a Report<'a>) -> Self {
        let period = report.outcome.periods.last().map_or("", |period| period.period.as_ref());
        let now = |o: &Observation| {
            let rest = o.period.strip_prefix(period);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let mut reports: HashMap<(usize, FieldId), Vec<&Observation>> = HashMap::new();
        for o in report.used_observations().filter(|o| now(o)) {
            reports.entry((o.unit, o.field)).or_default().push(o);
        }
        let names = |o: &&Observation| o.remarks.as_ref().is_some_and(|remarks| !remarks.evidence.trim().is_empty());
        let evidenced = report.used_observations().filter(names).map(|o| o.field).collect();
        Self { report, reports, evidenced }
    }

    fn of(&self, unit: usize, field: FieldId) -> &[&'a Observation] {
        self.reports.get(&(unit, field)).map_or(&[], Vec::as_slice)
    }

    fn lacking(&self, unit: usize, fields: &[FieldId]) -> Vec<FieldId> {
        let silent = |field: &FieldId| self.of(unit, *field).iter().all(|o| o.reading == Reading::Missing);
        fields.iter().copied().filter(silent).collect()
    }

    /// What an indicator of a unit rests on; `None` where the indicator does not apply to it.
    pub fn basis(&self, node: NodeId, unit: usize) -> Option<Basis<'a>> {
        let rubric = self.report.rubric;
        let (model, body) = (rubric.indicator(node)?, body(self.report, node)?);
        let result = self.report.outcome.node(node, unit).filter(|r| r.state != State::NotApplicable)?;
        let beside = matches!(rubric.nodes[node].kind, Kind::Bonus | Kind::Penalty);
        // what adds nothing and takes nothing has nothing to prove
        let idle = beside && result.score.as_ref().is_none_or(crate::number::Exact::is_zero);
        let mut given: Vec<(&str, &Place)> = Vec::new();
        for o in model.inputs.iter().flat_map(|field| self.of(unit, *field)) {
            let evidence = o.remarks.as_ref().map_or("", |remarks| remarks.evidence.trim());
            if !evidence.is_empty() && !given.iter().any(|(known, _)| *known == evidence) {
                given.push((evidence, &o.place));
            }
        }
        let missing = result.state == State::Missing;
        let lacking = if missing { self.lacking(unit, &model.inputs) } else { Vec::new() };
        let unworkable = missing && lacking.is_empty();
        // where no unit names any, evidence is kept elsewhere, and everybody would stand here for everything
        let practised = self.report.is_single() || model.inputs.iter().any(|field| self.evidenced.contains(field));
        let asked = if idle && !missing || !practised { "" } else { body.evidence.as_str() };
        Some(Basis { asked, given, lacking, unworkable })
    }

    /// Who reports these fields, each once.
    pub fn reporters(&self, unit: usize, fields: &[FieldId]) -> Vec<&'a str> {
        let mut named: Vec<&str> = Vec::new();
        for field in fields {
            let name = match self.report.rubric.scheme.fields[*field].from.as_str() {
                "self" => self.report.register.units()[unit].label(),
                "received" => "",
                other => other,
            };
            if !name.is_empty() && !named.contains(&name) {
                named.push(name);
            }
        }
        named
    }
}

/// What only indicators have.
pub(in crate::report) fn body<'a>(report: &Report<'a>, node: NodeId) -> Option<&'a IndicatorBody> {
    match &report.rubric.scheme.nodes[node].body {
        Body::Indicator(body) => Some(body),
        Body::Section(_) => None,
    }
}

/// What is missing, in words.
pub(in crate::report) fn missing_text(report: &Report<'_>, basis: &Basis<'_>) -> String {
    let words = ready(report.lang);
    let fields = &report.rubric.scheme.fields;
    let mut said = Vec::new();
    if !basis.lacking.is_empty() {
        let names: Vec<&str> = basis.lacking.iter().map(|field| fields[*field].name.as_str()).collect();
        said.push(put(words.unreported, &[&names.join(report.words().comma)]));
    }
    if basis.unworkable {
        said.push(words.unworkable.to_owned());
    }
    if basis.lacks_evidence() {
        said.push(words.no_evidence.to_owned());
    }
    said.join("\n")
}

/// How many rows there are; `None` where there is nothing to list.
pub(in crate::report) fn rows(report: &Report<'_>) -> Option<usize> {
    let asks = |node: NodeId| body(report, node).is_some_and(|body| !body.evidence.is_empty());
    let rows = listed(report, &Given::new(report)).len() + undecided(report).len();
    (rows > 0 || report.is_single() && (0..report.rubric.nodes.len()).any(asks)).then_some(rows)
}

/// The indicators that are listed, by unit in the order of the ranking.
fn listed<'a>(report: &'a Report<'a>, given: &Given<'a>) -> Vec<(usize, NodeId, Basis<'a>)> {
    let nodes = report.rubric.printed_order();
    let single = report.is_single();
    let mut listed = Vec::new();
    for unit in report.outcome.ranking_order() {
        for node in nodes.iter().copied().filter(|node| report.rubric.nodes[*node].kind != Kind::Memo) {
            let basis = given.basis(node, unit).filter(|basis| single || basis.lacks());
            listed.extend(basis.map(|basis| (unit, node, basis)));
        }
    }
    listed
}

/// Vetoes that cannot be judged: the unit by name, and the veto by index.
fn undecided(report: &Report<'_>) -> Vec<(usize, usize)> {
    let found = report.findings.iter().filter(|f| f.code == Code::VetoUndecided);
    let mut vetoes: Vec<(usize, usize)> = found
        .filter_map(|f| {
            let unit = report.register.units().iter().position(|unit| unit.name == f.unit)?;
            let veto = report.rubric.scheme.vetoes.iter().position(|veto| veto.name == f.found)?;
            Some((unit, veto))
        })
        .collect();
    vetoes.sort_unstable();
    vetoes.dedup();
    vetoes
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = ready(report.lang);
    let sets = [
        (Set::Text, (8, 22)),
        (Set::Text, (8, 16)),
        (Set::Text, (16, 32)),
        (Set::Small, (12, 24)),
        (Set::Small, (12, 34)),
        (Set::Small, (12, 34)),
        (Set::Small, (14, 32)),
        (Set::Centred, (8, 14)),
        (Set::Centred, (8, 14)),
        (Set::Centred, (10, 11)),
    ];
    let single = report.is_single();
    let columns = words.evidence.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds));
    let columns = columns.skip(usize::from(single)).collect();
    let given = Given::new(report);
    let mut rows: Vec<Vec<Shown>> =
        listed(report, &given).iter().map(|(unit, node, basis)| row(report, &given, (*unit, *node), basis)).collect();
    rows.extend(undecided(report).into_iter().map(|(unit, veto)| veto_row(report, &given, unit, veto)));
    if single {
        for row in &mut rows {
            row.remove(0);
        }
    }
    let table = Table { columns, rows, none: words.evidence.none };
    let says = if single { words.evidence_of_one } else { words.evidence.says };
    table_sheet(report.words(), style, to, (words.evidence.name, says), &table)
}

fn row(report: &Report<'_>, given: &Given<'_>, (unit, node): (usize, NodeId), basis: &Basis<'_>) -> Vec<Shown> {
    let comma = report.words().comma;
    let scheme = &report.rubric.scheme.nodes[node];
    let inputs = report.rubric.indicator(node).map(|model| model.inputs.as_slice()).unwrap_or_default();
    let evidence: Vec<&str> = basis.given.iter().map(|(evidence, _)| *evidence).collect();
    // evidence is owed by whoever reports the figures, missing figures by whoever reports these
    let owing = if basis.lacks_evidence() { inputs } else { &basis.lacking };
    let lead = body(report, node).map_or("", |body| body.lead.as_str());
    vec![
        Shown::text(report.register.units()[unit].label()),
        Shown::text(section_name(report, node)),
        Shown::text(&scheme.name),
        Shown::text(basis.asked),
        Shown::text(evidence.join("\n")),
        places(&basis.given),
        Shown::text(missing_text(report, basis)),
        Shown::text(given.reporters(unit, owing).join(comma)),
        Shown::text(lead),
        Shown::text(if basis.lacks() { report.due } else { "" }),
    ]
}

fn veto_row(report: &Report<'_>, given: &Given<'_>, unit: usize, veto: usize) -> Vec<Shown> {
    let (words, comma) = (ready(report.lang), report.words().comma);
    let (rule, inputs) = (&report.rubric.scheme.vetoes[veto], &report.rubric.vetoes[veto].inputs);
    let lacking = given.lacking(unit, inputs);
    let basis = Basis { unworkable: lacking.is_empty(), lacking, ..Basis::default() };
    vec![
        Shown::text(report.register.units()[unit].label()),
        Shown::text(words.veto),
        Shown::text(format!("{} {}", rule.id.value, rule.name)),
        Shown::text(""),
        Shown::text(""),
        Shown::text(""),
        Shown::text(missing_text(report, &basis)),
        Shown::text(given.reporters(unit, &basis.lacking).join(comma)),
        Shown::text(""),
        Shown::text(report.due),
    ]
}

/// Where evidence is named; a click leads to the first.
fn places(given: &[(&str, &Place)]) -> Shown {
    let labels: Vec<String> = given.iter().map(|(_, place)| place.label()).collect();
    match given.first() {
        Some((_, place)) if !place.file.is_empty() => {
            Shown::Link { to: link(&place.file, &place.sheet, &place.cell), text: labels.join("\n") }
        }
        _ => Shown::text(labels.join("\n")),
    }
}
