//! The rows of what is proposed and decided.

use std::path::Path;

use crate::assessment::Scoring;
use crate::finding::{Code, Finding, Place, nearest};
use crate::score::ledger::{LedgerRow, Standing, date};
use crate::score::{Action, Adjustment, Basis, Event, Ledger, NONE, observed, read_row};

use super::{Decision, Proposal};

/// The row of a proposal.
pub(super) fn proposed(
    dir: &Path,
    scoring: &Scoring,
    ledger: &Ledger,
    proposal: &Proposal,
) -> Result<LedgerRow, Finding> {
    let mut row = LedgerRow::default();
    row.place = Place::file(ledger.file.as_str());
    let ids = || ledger.rows.iter().map(|row| row.get("id"));
    let next = || {
        let taken = ids().filter_map(|id| id.strip_prefix('R')?.parse::<u64>().ok()).max().unwrap_or(0);
        format!("R{}", taken + 1)
    };
    let id = if proposal.id.is_empty() { next() } else { proposal.id.clone() };
    if ids().any(|known| known == id) {
        return Err(Finding::new(Code::DuplicateId).at(row.place).found(id));
    }
    let cells = [
        ("unit", &proposal.unit),
        ("node", &proposal.node),
        ("period", &proposal.period),
        ("action", &proposal.action),
        ("amount", &proposal.amount),
        ("reason", &proposal.reason),
        ("by", &proposal.by),
        ("evidence", &proposal.evidence),
        ("id", &id),
    ];
    for (column, text) in cells {
        row.set(column, text);
    }
    row.set("date", &day(&proposal.date)?);
    row.set("status", Standing::Proposed.word());
    let action = check(scoring, &row)?;
    if let Ok((unit, period, _)) = read_row(&row, &scoring.rubric, &scoring.register) {
        // the official name, by which people know the unit; a period that stays when the rubric's is another
        row.set("unit", &scoring.register.units()[unit].name);
        row.set("period", &period);
    }
    row.set("basis", &basis(dir, scoring, &row, &action).to_string());
    Ok(row)
}

/// What the row asks for; what reading would refuse is refused here.
fn check(scoring: &Scoring, row: &LedgerRow) -> Result<Action, Finding> {
    let read = read_row(row, &scoring.rubric, &scoring.register);
    read.map(|(_, _, action)| action).map_err(|(found, expected)| {
        let finding = Finding::new(Code::AdjustmentRefused).unit(row.get("unit")).field(row.get("node"));
        finding.at(row.place.clone()).found(found).expected(expected)
    })
}

fn day(text: &str) -> Result<String, Finding> {
    let wrong = || Finding::new(Code::BadValue).found(text).expected("2015-08-31");
    date(text).map(|date| date.to_string()).ok_or_else(wrong)
}

/// The row of a decision.
pub(super) fn decided(
    dir: &Path,
    scoring: &Scoring,
    ledger: &Ledger,
    decision: &Decision,
) -> Result<LedgerRow, Finding> {
    let place = Place::file(ledger.file.as_str());
    let known = || ledger.events.iter().map(|event| event.row.get("id")).filter(|id| !id.is_empty());
    let Some(event) = ledger.events.iter().find(|e| !decision.id.is_empty() && e.row.get("id") == decision.id) else {
        let near = nearest(&decision.id, known()).unwrap_or_default();
        let ids: Vec<&str> = known().collect();
        return Err(Finding::new(Code::UnknownName).at(place).found(&decision.id).expected(ids.join(", ")).hint(near));
    };
    let refused = |found: &str, expected: &str| {
        let finding = Finding::new(Code::AdjustmentRefused).at(event.row.place.clone());
        finding.unit(event.row.get("unit")).field(event.row.get("node")).found(found).expected(expected)
    };
    let stays =
        event.standing == decision.standing && !(decision.standing == Standing::Accepted && changes(event, decision));
    if event.standing == Standing::Withdrawn || stays {
        return Err(refused(&format!("{} → {}", event.standing.word(), decision.standing.word()), "@other-standing"));
    }
    for (key, text) in [("by", &decision.by), ("reason", &decision.reason)] {
        if text.trim().is_empty() {
            return Err(refused(&format!("--{key} \"\""), key));
        }
    }
    let mut row = event.row.clone();
    row.place = place;
    let others = [("amount", &decision.amount), ("evidence", &decision.evidence)];
    for (column, text) in others.into_iter().filter(|(_, text)| !text.is_empty()) {
        row.set(column, text);
    }
    row.set("decided_by", &decision.by);
    row.set("decided_on", &day(&decision.date)?);
    row.set("decision", &decision.reason);
    row.set("status", decision.standing.word());
    row.set("seal", "");
    if decision.standing == Standing::Accepted {
        let action = check(scoring, &row)?;
        row.set("basis", &basis(dir, scoring, &row, &action).to_string());
    }
    Ok(row)
}

/// Whether accepting again says anything new: another amount, or the same on what there is now.
fn changes(event: &Event, decision: &Decision) -> bool {
    !decision.amount.is_empty() || event.redefined.is_some() || event.row.get("basis").contains("was=")
}

/// What a decision rests on: the definition as it stands, and what is replaced.
fn basis(dir: &Path, scoring: &Scoring, row: &LedgerRow, action: &Action) -> Basis {
    let mut basis = Basis::of(&scoring.rubric, action);
    if !matches!(action, Action::Set(..) | Action::Value(..)) {
        return basis;
    }
    let gathered = scoring.gather(dir, &mut |_, _| {});
    let Ok((unit, period, _)) = read_row(row, &scoring.rubric, &scoring.register) else { return basis };
    let adjustment = Adjustment::plain(unit, &period, action.clone());
    let input = crate::score::Input { adjustments: std::slice::from_ref(&adjustment), ..scoring.input(&gathered) };
    let was = match action {
        Action::Value(field, _) => observed(&input, &adjustment, *field),
        _ => crate::score::score(&input)
            .adjusted
            .first()
            .and_then(|[before, _]| before.as_ref().map(ToString::to_string)),
    };
    basis.was = was.unwrap_or_else(|| NONE.to_owned());
    basis
}
