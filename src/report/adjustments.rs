//! Sheet 调整与复核: every adjustment of the ledger, with what it did to the score and how it stands.

use rust_xlsxwriter::Worksheet;

use crate::expr::NodeRef;
use crate::score::{Action, Event};

use super::style::{Places, Style};
use super::table::{Column, Set, Shown, Table, sheet as table_sheet};
use super::text::{LedgerWords, action, ledger as words};
use super::{Report, Unmade};

/// How many adjustments there are.
pub(super) fn rows(report: &Report<'_>) -> usize {
    report.ledgers.iter().map(|ledger| ledger.events.len()).sum()
}

pub(super) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = words(report.lang);
    let events: Vec<&Event> = report.ledgers.iter().flat_map(|ledger| &ledger.events).collect();
    // a ledger that is kept by hand has none of these
    let decided = events.iter().any(|e| !e.row.get("id").is_empty() || !e.row.get("decided_by").is_empty());
    let places = Places::of(report.rubric);
    let sets = [
        (Set::Text, (8, 22)),
        (Set::Centred, (6, 9)),
        (Set::Text, (10, 24)),
        (Set::Small, (12, 28)),
        (Set::Centred, (8, 12)),
        (Set::Number(places.indicator), (8, 9)),
        (Set::Number(places.indicator), (8, 9)),
        (Set::Number(places.total), (8, 9)),
        (Set::Number(places.total), (8, 9)),
        (Set::Small, (16, 34)),
        (Set::Small, (8, 16)),
        (Set::Centred, (10, 12)),
        (Set::Small, (8, 22)),
    ];
    let decision = [(Set::Small, (8, 16)), (Set::Centred, (10, 12)), (Set::Small, (10, 30)), (Set::Centred, (5, 10))];
    let last = [(Set::Small, (8, 40)), (Set::Small, (10, 22))];
    let sets = sets.into_iter().chain(decision.into_iter().filter(|_| decided)).chain(last);
    let heads = words.heads.iter().chain(words.decision.iter().filter(|_| decided)).chain(&words.last);
    let columns = heads.zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
    let rows = events.into_iter().map(|event| row(report, words, event, decided)).collect();
    let table = Table { columns, rows, none: "" };
    table_sheet(report.words(), style, to, (report.words().adjustments, words.says), &table)
}

fn row(report: &Report<'_>, words: &LedgerWords, event: &Event, decided: bool) -> Vec<Shown> {
    let own = |column: &str| Shown::text(event.row.get(column));
    let unit = event.unit.map_or(event.row.get("unit"), |unit| report.register.units()[unit].name.as_str());
    let period = match event.row.get("period") {
        "" => report.rubric.scheme.head.period.as_str(),
        period => period,
    };
    let what = event.action.as_ref().map_or_else(
        || [event.row.get("action"), event.row.get("amount")].join(" "),
        |does| action(does, report.names()),
    );
    let none = report.words().na_mark;
    let [before, after] = event.counts.and_then(|at| report.outcome.adjusted.get(at)).cloned().unwrap_or_default();
    let total = event.unit.filter(|_| event.counts.is_some()).and_then(|unit| total(report, unit, event));
    let (was, is) = total.map_or((None, None), |total| (total.unadjusted.clone(), total.published.clone()));
    let scores = [before, after, was, is].map(|score| Shown::number(score.as_ref(), none));
    let mut row = vec![
        Shown::text(unit),
        Shown::text(period),
        Shown::text(item(report, event)),
        Shown::text(what),
        Shown::text(words.standing(event)),
    ];
    row.extend(scores);
    row.extend(["reason", "by", "date", "evidence"].map(own));
    if decided {
        row.extend(["decided_by", "decided_on", "decision", "id"].map(own));
    }
    row.push(Shown::text(remark(report, event)));
    row.push(Shown::text(event.row.place.label()));
    row
}

/// The total of the period that an adjustment is about, or that which counts.
fn total<'a>(report: &Report<'a>, unit: usize, event: &Event) -> Option<&'a crate::score::Total> {
    let adjustment = event.counts.and_then(|at| report.outcome.adjustments.get(at))?;
    let period = report.outcome.periods.iter().find(|p| p.period == adjustment.period);
    period.map_or(report.outcome.finals(), |period| &period.totals).get(unit)
}

/// Why it does not count, or what has changed since it was decided.
fn remark(report: &Report<'_>, event: &Event) -> String {
    let here = |f: &&crate::finding::Finding| {
        f.code == crate::finding::Code::AdjustmentRedefined && f.place == event.row.place
    };
    let said = event.fault.iter().chain(report.findings.iter().filter(here));
    said.map(|finding| finding.says(report.lang)).collect::<Vec<_>>().join(report.words().and)
}

/// The name of what is adjusted; as it was written where there is no such thing.
fn item(report: &Report<'_>, event: &Event) -> String {
    let scheme = &report.rubric.scheme;
    match &event.action {
        Some(Action::Add(NodeRef::Node(node), _) | Action::Set(NodeRef::Node(node), _)) => {
            scheme.nodes[*node].name.clone()
        }
        Some(Action::Add(NodeRef::Total, _) | Action::Set(NodeRef::Total, _)) => report.words().total.to_owned(),
        Some(Action::Value(field, _)) => scheme.fields[*field].name.clone(),
        Some(Action::Veto(veto) | Action::Lift(veto)) => scheme.vetoes[*veto].name.clone(),
        None => event.row.get("node").to_owned(),
    }
}
