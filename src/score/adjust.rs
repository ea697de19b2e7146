//! Adjustments (调整): reviewed corrections, each with a reason and an author. `adjustments.csv` is read here.

use std::sync::Arc;

use crate::expr::{FieldId, NodeRef};
use crate::finding::{Code, Finding, Place, nearest};
use crate::number::Exact;
use crate::register::{Lookup, Register};
use crate::rubric::Rubric;

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
    /// Where it stands.
    pub place: Place,
}

/// Reads `unit,node,period,action,amount,reason,by,date[,status,evidence]`. What is refused is a finding, one for each row;
/// rows whose status is neither empty nor `accepted` are passed over.
#[must_use]
pub fn read_adjustments(
    file: &str,
    text: &str,
    rubric: &Rubric,
    register: &Register,
) -> (Vec<Adjustment>, Vec<Finding>) {
    let mut accepted = Vec::new();
    let mut findings = Vec::new();
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let header = csv.headers().cloned().unwrap_or_default();
    for name in ["unit", "node", "action", "reason", "by"] {
        if !header.iter().any(|h| h.trim() == name) {
            let finding =
                Finding::new(Code::BadTable).at(Place::file(file)).found(header.iter().collect::<Vec<_>>().join(","));
            findings.push(finding.expected(format!("`{name}`: unit,node,period,action,amount,reason,by,date")));
        }
    }
    if !findings.is_empty() {
        return (accepted, findings);
    }
    for record in csv.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                findings.push(Finding::new(Code::BadTable).at(Place::file(file)).found(error.to_string()));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let place = Place { file: file.into(), sheet: "".into(), cell: line.to_string().into() };
        let cell = |name: &str| {
            let column = header.iter().position(|h| h.trim() == name);
            column.and_then(|c| record.get(c)).unwrap_or_default().trim()
        };
        if record.iter().all(|c| c.trim().is_empty()) || !matches!(cell("status"), "" | "accepted") {
            continue;
        }
        match row(&cell, rubric, register) {
            Ok((unit, period, action)) => accepted.push(Adjustment {
                unit,
                period: period.into(),
                action,
                reason: cell("reason").to_owned(),
                by: cell("by").to_owned(),
                date: cell("date").to_owned(),
                evidence: cell("evidence").to_owned(),
                place,
            }),
            Err((found, expected)) => {
                let finding = Finding::new(Code::AdjustmentRefused).unit(cell("unit")).field(cell("node"));
                findings.push(finding.at(place).found(found).expected(expected));
            }
        }
    }
    (accepted, findings)
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
        period => period.to_owned(),
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
