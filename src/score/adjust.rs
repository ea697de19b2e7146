//! Adjustments (调整): reviewed corrections, each with a reason and an author. `adjustments.csv` is read here.

use std::sync::Arc;

use crate::expr::{FieldId, NodeRef};
use crate::finding::{Code, Finding, Place, nearest};
use crate::number::Exact;
use crate::register::{Lookup, Register};
use crate::rubric::Rubric;

use super::basis::Basis;
use super::ledger::{self, LedgerRow, Seals, Standing};

/// What an adjustment does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Adds marks to a node, or takes them off.
    Add(NodeRef, Exact),
    /// Sets a node's score.
    Set(NodeRef, Exact),
    /// Replaces an observation by what the text says.
    Value(FieldId, String),
    /// Pronounces a veto, by index.
    Veto(usize),
    /// Lifts a veto, by index.
    Lift(usize),
}

/// An accepted adjustment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// The unit, by index.
    pub unit: usize,
    /// The period it is about.
    pub period: Arc<str>,
    /// What it does.
    pub action: Action,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub date: String,
    /// On what evidence.
    pub evidence: String,
    /// Its id in the ledger; empty where it has none.
    pub id: String,
    /// Who accepted it, where that is said.
    pub decided_by: String,
    /// When.
    pub decided_on: String,
    /// Why.
    pub decision: String,
    /// What it replaced when it was decided; empty where that is not known.
    pub was: String,
    /// Where it stands.
    pub place: Place,
}

impl Adjustment {
    /// One of which nothing else is known.
    #[must_use]
    pub fn plain(unit: usize, period: &str, action: Action) -> Self {
        let none = String::new;
        Self {
            unit,
            period: period.into(),
            action,
            reason: none(),
            by: none(),
            date: none(),
            evidence: none(),
            id: none(),
            decided_by: none(),
            decided_on: none(),
            decision: none(),
            was: none(),
            place: Place::default(),
        }
    }
}

/// An adjustment of the ledger, whether it counts or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its last row, filled up from those before.
    pub row: LedgerRow,
    /// The line of its first row.
    pub first: Place,
    /// How many rows tell its course.
    pub rows: usize,
    /// How it stands.
    pub standing: Standing,
    /// The unit, by index, where the register has it.
    pub unit: Option<usize>,
    /// What it does, or would do; `None` where that cannot be.
    pub action: Option<Action>,
    /// What it counts as, by index into the accepted adjustments.
    pub counts: Option<usize>,
    /// Why it does not count although it was accepted.
    pub fault: Option<Finding>,
    /// What was decided on and is no longer so, as it was and as it is.
    pub redefined: Option<(String, String)>,
}

/// What a ledger says.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The file.
    pub file: String,
    /// Every row.
    pub rows: Vec<LedgerRow>,
    /// Every adjustment, in the order of their last rows.
    pub events: Vec<Event>,
    /// Those that count.
    pub adjustments: Vec<Adjustment>,
    /// What the seals say.
    pub seals: Seals,
    /// What is refused, one for each adjustment, and what is doubtful.
    pub findings: Vec<Finding>,
}

impl Ledger {
    /// Counts the accepted adjustments on from those of the ledgers before it.
    pub fn counted_after(&mut self, before: usize) {
        for event in &mut self.events {
            event.counts = event.counts.map(|at| at + before);
        }
    }
}

/// Reads `unit,node,period,action,amount,reason,by,date[,status,evidence]` and the further columns of a ledger. What is
/// refused is a finding, one for each row; rows whose status is neither empty nor `accepted` do not count.
#[must_use]
pub fn read_adjustments(
    file: &str,
    text: &str,
    rubric: &Rubric,
    register: &Register,
) -> (Vec<Adjustment>, Vec<Finding>) {
    let ledger = read_ledger(file, text, rubric, register);
    (ledger.adjustments, ledger.findings)
}

/// Reads a ledger: every adjustment with how it stands, those that count, and whether the seals fit.
#[must_use]
pub fn read_ledger(file: &str, text: &str, rubric: &Rubric, register: &Register) -> Ledger {
    let mut ledger = Ledger { file: file.to_owned(), ..Ledger::default() };
    match ledger::rows(file, text) {
        Ok((rows, findings)) => (ledger.rows, ledger.findings) = (rows, findings),
        Err(findings) => {
            ledger.findings = findings;
            return ledger;
        }
    }
    for course in ledger::courses(&ledger.rows) {
        let event = event(&ledger.rows, &course, rubric, register, &mut ledger.adjustments);
        ledger.findings.extend(event.fault.clone());
        ledger.findings.extend(event.redefined.as_ref().map(|(then, now)| {
            let finding =
                Finding::new(Code::AdjustmentRedefined).unit(event.row.get("unit")).field(event.row.get("node"));
            finding.at(event.row.place.clone()).expected(then).found(now)
        }));
        ledger.events.push(event);
    }
    ledger.seals = ledger::seals(&ledger.rows);
    ledger.findings.extend(ledger.seals.broken.iter().cloned());
    let open = ledger.seals.open.first().filter(|_| !ledger.seals.last.is_empty());
    ledger.findings.extend(open.map(|first| {
        let finding = Finding::new(Code::LedgerUnsealed).at(ledger.rows[*first].place.clone());
        finding.found(ledger.seals.open.len().to_string())
    }));
    ledger
}

fn event(
    rows: &[LedgerRow],
    course: &[usize],
    rubric: &Rubric,
    register: &Register,
    accepted: &mut Vec<Adjustment>,
) -> Event {
    let row = ledger::standing_row(rows, course);
    let standing = Standing::of(row.get("status"));
    let unit = match register.find(row.get("unit")) {
        Lookup::Unit(unit) => Some(unit),
        Lookup::Ambiguous(_) | Lookup::Unknown(_) => None,
    };
    let first = rows[course[0]].place.clone();
    let read = read_row(&row, rubric, register);
    let action = read.as_ref().ok().map(|(_, _, action)| action.clone());
    let (counts, fault, redefined) = (None, None, None);
    let mut event = Event { first, rows: course.len(), standing, unit, action, counts, fault, redefined, row };
    if event.standing != Standing::Accepted {
        return event;
    }
    let row = &event.row;
    let basis = Basis::read(row.get("basis"));
    match read {
        Ok((unit, period, action)) => {
            event.counts = Some(accepted.len());
            event.redefined = basis.as_ref().and_then(|then| then.differs(&Basis::of(rubric, &action)));
            let own = |column: &str| row.get(column).to_owned();
            accepted.push(Adjustment {
                unit,
                period: period.into(),
                action,
                reason: own("reason"),
                by: own("by"),
                date: own("date"),
                evidence: own("evidence"),
                id: own("id"),
                decided_by: own("decided_by"),
                decided_on: own("decided_on"),
                decision: own("decision"),
                // what it replaced is not asked after where the whole is defined otherwise
                was: basis.filter(|_| event.redefined.is_none()).map(|basis| basis.was).unwrap_or_default(),
                place: row.place.clone(),
            });
        }
        Err((found, expected)) => {
            let finding = |code| Finding::new(code).unit(row.get("unit")).field(row.get("node")).at(row.place.clone());
            // it was decided once: then the rubric had what it is about
            event.fault = Some(match basis {
                Some(basis) => finding(Code::AdjustmentGone).found(found).expected(basis.words()).hint(row.get("id")),
                None => finding(Code::AdjustmentRefused).found(found).expected(expected),
            });
        }
    }
    event
}

/// What a row asks for: the unit, the period and the action; the error is what was found and what was expected.
pub fn read_row(
    row: &LedgerRow,
    rubric: &Rubric,
    register: &Register,
) -> Result<(usize, String, Action), (String, String)> {
    self::row(&|column: &str| row.get(column), rubric, register)
}

/// One row; the error is what was found and what was expected.
fn row<'a>(
    cell: &impl Fn(&str) -> &'a str,
    rubric: &Rubric,
    register: &Register,
) -> Result<(usize, String, Action), (String, String)> {
    let refuse = |found: String, expected: &str| Err((found, expected.to_owned()));
    let unit = match register.find(cell("unit")) {
        Lookup::Unit(unit) => unit,
        Lookup::Ambiguous(several) => {
            let names: Vec<&str> = several.iter().map(|u| register.units()[*u].name.as_str()).collect();
            return refuse(cell("unit").to_owned(), &names.join(" / "));
        }
        Lookup::Unknown(near) => return refuse(cell("unit").to_owned(), &near.unwrap_or_else(|| "unit".to_owned())),
    };
    for key in ["reason", "by"] {
        if cell(key).is_empty() {
            return refuse(format!("`{key}` = \"\""), key);
        }
    }
    let period = match cell("period") {
        "" => rubric.scheme.head.period.clone(),
        // a program that keeps years as decimals writes 2015.0
        period => period.strip_suffix(".0").unwrap_or(period).to_owned(),
    };
    let name = cell("node");
    let amount = || cell("amount").parse::<Exact>().map_err(|_| (cell("amount").to_owned(), "a number".to_owned()));
    let node = || {
        let known = rubric.scheme.nodes.iter().map(|n| n.id.value.as_str()).chain(["total"]);
        let near = nearest(name, known).unwrap_or("node").to_owned();
        rubric.node(name).ok_or_else(|| (name.to_owned(), near))
    };
    let veto = || {
        let known: Vec<&str> = rubric.scheme.vetoes.iter().map(|v| v.id.value.as_str()).collect();
        known.iter().position(|id| *id == name).ok_or_else(|| (name.to_owned(), known.join(" | ")))
    };
    let action = match cell("action") {
        "add" => Action::Add(node()?, amount()?),
        "set" => Action::Set(node()?, amount()?),
        "value" => {
            let fields = &rubric.scheme.fields;
            let field = fields.iter().position(|f| f.id == name).ok_or_else(|| {
                let near = nearest(name, fields.iter().map(|f| f.id.as_str())).unwrap_or("field");
                (name.to_owned(), near.to_owned())
            })?;
            if super::table::typed(cell("amount"), fields[field].kind).is_none() {
                return refuse(
                    format!("{name} = {}", cell("amount")),
                    &format!("{:?}", fields[field].kind).to_lowercase(),
                );
            }
            Action::Value(field, cell("amount").to_owned())
        }
        "veto" => Action::Veto(veto()?),
        "lift" => Action::Lift(veto()?),
        other => return refuse(other.to_owned(), "add | set | value | veto | lift"),
    };
    let scored = rubric.scored_periods();
    if !matches!(action, Action::Value(..)) && !scored.contains(&period.as_str()) {
        return refuse(period, &scored.join(" | "));
    }
    Ok((unit, period, action))
}
