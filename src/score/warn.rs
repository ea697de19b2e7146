//! What scoring has to say besides scores: values that are missing, operations without a result, checks that failed.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::expr::{FieldId, NodeId};
use crate::finding::{Code, Finding, Level, Place};
use crate::number::Exact;
use crate::observe::{Observation, Reading};
use crate::rubric::Rubric;

use super::Input;
use super::behind::Behind;
use super::lacking::{Lacking, lacking};
use super::outcome::{Note, Outcome, PeriodOutcome, State};
use super::period::NodeFault;
use super::table::{PeriodId, Table};

/// What was noticed while a period was scored.
pub struct Noticed {
    /// The period.
    pub period: PeriodId,
    /// Operations without a result.
    pub faults: Vec<NodeFault>,
    /// Checks that failed: (unit, index of the check).
    pub checks: Vec<(usize, usize)>,
}

/// The observation that scoring took, found by field, period and unit; laid out only when first asked for.
pub struct Taken<'a> {
    input: &'a Input<'a>,
    index: OnceLock<HashMap<(FieldId, usize), Vec<usize>>>,
}

impl<'a> Taken<'a> {
    /// For these observations.
    pub fn new(input: &'a Input<'a>) -> Self {
        Self { input, index: OnceLock::new() }
    }

    /// All observations of a field for a unit in a period, with whether each was taken.
    pub fn all(&self, field: FieldId, period: &str, unit: usize) -> impl Iterator<Item = (&'a Observation, bool)> {
        let index = self.index.get_or_init(|| {
            let mut index: HashMap<(FieldId, usize), Vec<usize>> = HashMap::new();
            for (i, o) in self.input.observations.iter().enumerate() {
                index.entry((o.field, o.unit)).or_default().push(i);
            }
            index
        });
        let input = self.input;
        let found = index.get(&(field, unit)).cloned().unwrap_or_default();
        let period = period.to_owned();
        found
            .into_iter()
            .map(move |i| (&input.observations[i], input.used[i]))
            .filter(move |(o, _)| o.period.as_ref() == period)
    }

    /// The observation taken.
    pub fn one(&self, field: FieldId, period: &str, unit: usize) -> Option<&'a Observation> {
        self.all(field, period, unit).find(|(_, used)| *used).map(|(o, _)| o)
    }

    fn place(&self, fields: &[FieldId], period: &str, unit: usize) -> Place {
        let found = fields.iter().find_map(|field| self.one(*field, period, unit));
        found.map(|o| o.place.clone()).unwrap_or_default()
    }
}

/// All findings of scoring but those of vetoes and adjustments.
pub fn findings(input: &Input<'_>, table: &Table, outcome: &Outcome, noticed: &[Noticed]) -> Vec<Finding> {
    let taken = Taken::new(input);
    let mut findings = not_returned(input);
    let silent: Vec<String> = findings.iter().map(|f| f.unit.clone()).collect();
    let wanted = Wanted::new(input.rubric, outcome);
    for (at, (period, noticed)) in outcome.periods.iter().zip(noticed).enumerate() {
        let lacking = required(input, (&wanted, at), table, noticed.period, &taken);
        findings.extend(lacking.into_iter().filter(|f| !silent.contains(&f.unit)));
        findings.extend(missing(input, period, table, noticed.period, &taken));
        let behind = |unit| Behind { taken: &taken, periods: &table.periods, period: &period.period, unit };
        findings.extend(noticed.faults.iter().map(|fault| of_fault(input, fault, &behind(fault.unit))));
        findings.extend(noticed.checks.iter().map(|(unit, check)| of_check(input, *check, &behind(*unit))));
        findings.extend(reasons(input, period, &taken));
    }
    findings.extend(vetoes(input, outcome, &taken));
    findings.extend(edges(input, outcome));
    findings
}

/// Whether a code says what is wrong with the returns themselves, whatever is made of them.
#[must_use]
pub const fn is_about_returns(code: Code) -> bool {
    matches!(code, Code::NotReturned | Code::RequiredMissing | Code::CheckFailed | Code::ReasonMissing)
}

/// Which fields are wanted of which units: an indicator that reads the field applies to the unit.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    outcome: &'a Outcome,
    /// The indicators that read each field.
    readers: Vec<Vec<NodeId>>,
    /// Whether a field that no indicator reads is wanted all the same.
    otherwise: Vec<bool>,
}

impl<'a> Wanted<'a> {
    /// By the scores of this rubric.
    #[must_use]
    pub fn new(rubric: &Rubric, outcome: &'a Outcome) -> Self {
        let fields = rubric.scheme.fields.len();
        let mut readers = vec![Vec::new(); fields];
        for node in 0..rubric.nodes.len() {
            rubric.indicator(node).into_iter().flat_map(|m| &m.inputs).for_each(|field| readers[*field].push(node));
        }
        let mut otherwise: Vec<bool> = rubric.scheme.fields.iter().map(|f| f.required).collect();
        rubric.vetoes.iter().flat_map(|veto| &veto.inputs).for_each(|field| otherwise[*field] = true);
        Self { outcome, readers, otherwise }
    }

    /// Whether a field is wanted of a unit in a scored period, by index.
    #[must_use]
    pub fn is(&self, field: FieldId, period: usize, unit: usize) -> bool {
        let nodes = &self.outcome.periods[period].nodes;
        let applies = |node: &NodeId| nodes[*node][unit].state != State::NotApplicable;
        match self.readers[field].as_slice() {
            [] => self.otherwise[field],
            readers => readers.iter().any(applies),
        }
    }
}

/// Units from which nothing of their own came back, whatever others say of them.
fn not_returned(input: &Input<'_>) -> Vec<Finding> {
    let fields = &input.rubric.scheme.fields;
    let own: Vec<bool> = fields.iter().map(|f| f.from == "self").collect();
    let any_own = own.contains(&true);
    let own_source = input.rubric.own_source();
    let is_own = |o: &&Observation| own[o.field] && (fields[o.field].panel || o.source.as_ref() == own_source);
    let mut heard = vec![false; input.register.len()];
    for o in input.observations.iter().filter(|o| !any_own || is_own(o)) {
        heard[o.unit] = true;
    }
    if !heard.contains(&true) {
        return Vec::new();
    }
    let units = input.register.units().iter().zip(heard);
    units.filter(|(_, heard)| !heard).map(|(unit, _)| Finding::new(Code::NotReturned).unit(&unit.name)).collect()
}

/// Required fields without a value, for units to which an indicator that reads them applies.
fn required(
    input: &Input<'_>,
    (wanted, at): (&Wanted<'_>, usize),
    table: &Table,
    period: PeriodId,
    taken: &Taken<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (field, declared) in input.rubric.scheme.fields.iter().enumerate().filter(|(_, f)| f.required) {
        for (unit, named) in input.register.units().iter().enumerate() {
            if wanted.is(field, at, unit) && !table.is_given(field, period, unit) {
                let place = taken.place(&[field], &table.periods[period], unit);
                let finding = Finding::new(Code::RequiredMissing).unit(&named.name).field(&declared.id);
                findings.push(finding.at(place).expected(&declared.name));
            }
        }
    }
    findings
}

fn missing(
    input: &Input<'_>,
    outcome: &PeriodOutcome,
    table: &Table,
    period: PeriodId,
    taken: &Taken<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (node, results) in outcome.nodes.iter().enumerate() {
        let Some(model) = input.rubric.indicator(node) else { continue };
        for (unit, result) in results.iter().enumerate().filter(|(_, r)| r.state == State::Missing) {
            let policy = result.notes.iter().find_map(|note| match note {
                Note::MissingZero => Some("@zero"),
                Note::MissingMean => Some("@mean"),
                Note::MissingWorst => Some("@worst"),
                Note::Previous(_) => Some("@previous"),
                Note::Rejected => Some("@reject"),
                _ => None,
            });
            let lacking = lacking(model, table, period, unit);
            let called = |one: &Lacking| {
                let name = &input.rubric.scheme.fields[one.field].name;
                one.period.as_ref().map_or_else(|| name.clone(), |period| format!("{name}（{period}）"))
            };
            let names: Vec<String> = lacking.iter().map(called).collect();
            let scheme = &input.rubric.scheme.nodes[node];
            let found = if names.is_empty() { scheme.name.clone() } else { names.join("、") };
            // a rejected indicator leaves its unit unranked, unless it counts nowhere
            let rejected = result.score.is_none() && outcome.totals[unit].published.is_none();
            let code = if rejected { Code::Rejected } else { Code::ValueMissing };
            let policy = if result.score.is_none() && !rejected { Some("@not-counted") } else { policy };
            let finding = Finding::new(code).unit(&input.register.units()[unit].name).field(&scheme.id.value);
            let of = |one: &Lacking| taken.one(one.field, one.period.as_deref().unwrap_or(&outcome.period), unit);
            let places: Vec<Place> = lacking.iter().filter_map(of).map(|o| o.place.clone()).collect();
            let finding = finding.at(places.first().cloned().unwrap_or_default()).involving(places);
            findings.push(finding.found(found).expected(policy.unwrap_or_default()));
        }
    }
    findings
}

fn of_fault(input: &Input<'_>, fault: &NodeFault, behind: &Behind<'_, '_>) -> Finding {
    let inputs = input.rubric.indicator(fault.node).map(|model| model.inputs.as_slice()).unwrap_or_default();
    Finding::new(fault.fault.code)
        .unit(&input.register.units()[fault.unit].name)
        .field(&input.rubric.scheme.nodes[fault.node].id.value)
        .at(behind.taken.place(inputs, behind.period, fault.unit))
        .involving(behind.cells(inputs))
        .found(&fault.fault.found)
        .expected(&fault.fault.expected)
}

/// A failed check stands at every cell that it looks at: which of them is wrong only whoever reported them can say.
fn of_check(input: &Input<'_>, check: usize, behind: &Behind<'_, '_>) -> Finding {
    let (rule, fields) = (&input.rubric.scheme.checks[check], &input.rubric.scheme.fields);
    let reports = behind.reports(&input.rubric.checks[check]);
    let mut ids: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for report in &reports {
        let field = &fields[report.field];
        if !ids.contains(&field.id.as_str()) {
            ids.push(&field.id);
        }
        if let Reading::Value(value) = &report.reading {
            found.push(format!("{} = {value} [{}]", field.name, report.place.label()));
        }
    }
    let place = reports.first().map(|o| o.place.clone()).unwrap_or_default();
    Finding::new(Code::CheckFailed)
        .level(if rule.is_error { Level::Error } else { Level::Warning })
        .unit(&input.register.units()[behind.unit].name)
        .field(ids.join(" "))
        .at(place)
        .involving(reports.iter().map(|o| o.place.clone()))
        .found(found.join("；"))
        .hint(&rule.says)
}

/// Marks given without the reason that is asked for.
fn reasons(input: &Input<'_>, outcome: &PeriodOutcome, taken: &Taken<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (node, results) in outcome.nodes.iter().enumerate() {
        let Some(field) = input.rubric.indicator(node).and_then(|model| model.reason) else { continue };
        for (unit, _) in results.iter().enumerate().filter(|(_, r)| r.state == State::Value) {
            let given = taken.one(field, &outcome.period, unit);
            let reasoned = given.is_some_and(|o| o.remarks.as_ref().is_some_and(|r| !r.reason.trim().is_empty()));
            if let Some(o) = given.filter(|_| !reasoned) {
                let finding = Finding::new(Code::ReasonMissing).unit(&input.register.units()[unit].name);
                let found = results[unit].value.as_ref().map(ToString::to_string).unwrap_or_default();
                findings
                    .push(finding.field(&input.rubric.scheme.nodes[node].id.value).at(o.place.clone()).found(found));
            }
        }
    }
    findings
}

/// Vetoes that hold, and those that hold without anyone who found them.
fn vetoes(input: &Input<'_>, outcome: &Outcome, taken: &Taken<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(last) = outcome.periods.last() else { return findings };
    for (unit, total) in outcome.finals().iter().enumerate() {
        for hit in &total.vetoes {
            let (rule, model) = (&input.rubric.scheme.vetoes[hit.veto], &input.rubric.vetoes[hit.veto]);
            let name = &input.register.units()[unit].name;
            let place = match hit.by_adjustment {
                Some(adjustment) => input.adjustments[adjustment].place.clone(),
                None => taken.place(&model.inputs, &last.period, unit),
            };
            let fired =
                Finding::new(Code::VetoFired).unit(name).field(&rule.id.value).at(place.clone()).found(&rule.name);
            findings.push(fired.expected(rule.when.as_ref().map(|w| w.value.clone()).unwrap_or_default()));
            let vouched = hit.by_adjustment.is_some()
                || model.inputs.iter().filter_map(|f| taken.one(*f, &last.period, unit)).any(|o| {
                    o.remarks
                        .as_ref()
                        .is_some_and(|r| !r.by.is_empty() && (!r.evidence.is_empty() || !r.reason.is_empty()))
                });
            if rule.evidence && !vouched {
                findings.push(
                    Finding::new(Code::VetoEvidence).unit(name).field(&rule.id.value).at(place).found(&rule.name),
                );
            }
        }
    }
    findings
}

/// Totals within half a mark of a grade's edge, and published parts that rounding keeps from adding up.
fn edges(input: &Input<'_>, outcome: &Outcome) -> Vec<Finding> {
    let mut findings = Vec::new();
    let half = Exact::ratio(1, 2).unwrap_or_default();
    let scheme = &input.rubric.scheme;
    // half a mark out of a hundred: the same closeness whatever the full marks
    let close = (&half * &scheme.head.full_marks).checked_div(&Exact::from(100)).unwrap_or_default();
    for (unit, total) in outcome.finals().iter().enumerate() {
        let Some(published) = total.published.as_ref().filter(|_| total.rank.is_some()) else { continue };
        let name = &input.register.units()[unit].name;
        for edge in scheme.grades.iter().filter_map(|g| g.at_least.as_ref()) {
            if (published - edge).abs() < close {
                let finding = Finding::new(Code::NearGradeEdge).unit(name).field("total").found(published.to_string());
                findings.push(finding.expected(edge.to_string()));
            }
        }
        if outcome.combined.is_none() {
            findings.extend(parts(input, outcome, unit, published));
        }
    }
    findings
}

fn parts(input: &Input<'_>, outcome: &Outcome, unit: usize, published: &Exact) -> Option<Finding> {
    let total = &outcome.finals()[unit];
    let rounded = input.rubric.scheme.rounding.total?;
    if !total.vetoes.is_empty() || !total.adjusted.is_empty() {
        return None;
    }
    let last = outcome.periods.last()?;
    let mut sum = Exact::ZERO;
    for top in &input.rubric.tops {
        let node = &input.rubric.nodes[*top];
        let counts = node.kind != crate::rubric::scheme::Kind::Memo;
        let result = &last.nodes[*top][unit];
        match (&result.score, result.state) {
            (Some(score), _) if counts => sum += &rounded.apply(score),
            (None, State::NotApplicable) => return None, // rescaled at the total: the parts are not meant to add up
            _ => {}
        }
    }
    if sum == *published || input.rubric.scheme.defaults.rescale_at_total {
        return None;
    }
    let unit = &input.register.units()[unit].name;
    let finding = Finding::new(Code::PartsDoNotAddUp).unit(unit).field("total").found(sum.to_string());
    Some(finding.expected(published.to_string()))
}
