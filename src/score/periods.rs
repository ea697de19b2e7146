//! All scored periods, and the total that puts them together (历年平均 × 50% + 期末 × 50%).

use crate::expr::{Each, Form, PeriodSpan};
use crate::number::Exact;

use super::Input;
use super::eval::Cx;
use super::outcome::{Outcome, Total};
use super::period::{finish, publish, rank_totals, score as score_period};
use super::population::Sorted;
use super::run::Run;
use super::table::{PeriodId, Table};
use super::warn::{self, Noticed};

/// Scores every period that the rubric scores, in the order of their names.
pub fn score(input: &Input<'_>) -> Outcome {
    let table = input.table();
    let (mut outcome, noticed) = scores(input, &table);
    let found = warn::findings(input, &table, &outcome, &noticed);
    outcome.findings.extend(found);
    outcome
}

/// The scores alone, and what was noticed on the way.
pub fn scores(input: &Input<'_>, table: &Table) -> (Outcome, Vec<Noticed>) {
    let mut periods: Vec<PeriodId> =
        input.rubric.scored_periods().iter().filter_map(|name| table.period(name)).collect();
    periods.sort_unstable();
    periods.dedup();
    let mut outcome = Outcome::default();
    let mut noticed = Vec::new();
    for period in &periods {
        let scored = score_period(input, table, *period);
        outcome.periods.push(scored.outcome);
        outcome.findings.extend(scored.findings);
        noticed.push(Noticed { period: *period, faults: scored.faults, checks: scored.checks });
    }
    if let (Some(form), Some(last)) = (&input.rubric.periods, periods.last()) {
        // the last period is laid out once more: conditions on nodes look at its scores
        let mut run = Run::new(input, table, *last);
        if let Some(scored) = outcome.periods.last() {
            run.disqualified = scored.totals.iter().map(|t| t.disqualified).collect();
            for (node, results) in scored.nodes.iter().enumerate() {
                run.enter(node, results.clone());
            }
        }
        let mut totals = combined(&run, &outcome, form);
        let keys = rank_totals(&run, &mut totals);
        finish(&run, &keys, &mut totals, &mut outcome.findings);
        for period in &mut outcome.periods {
            for total in &mut period.totals {
                (total.rank, total.grade, total.grade_by_score) = (None, None, None);
                total.rank_in = Each::default();
            }
        }
        outcome.combined = Some(totals);
    }
    (outcome, noticed)
}

fn combined(run: &Run<'_>, outcome: &Outcome, form: &Form) -> Vec<Total> {
    let Some((last, earlier)) = outcome.periods.split_last() else { return Vec::new() };
    (0..run.input.register.len())
        .map(|unit| {
            let earlier = earlier.iter().map(|p| p.totals[unit].published.clone());
            combine(run, form, unit, earlier, &last.totals[unit])
        })
        .collect()
}

/// A unit's totals of several periods put together: the published ones of earlier periods, and that of the last.
pub fn combine(
    run: &Run<'_>,
    form: &Form,
    unit: usize,
    earlier: impl Iterator<Item = Option<Exact>>,
    last: &Total,
) -> Total {
    let mut total = Total {
        disqualified: last.disqualified,
        not_applicable: last.not_applicable,
        // vetoes on the grade are judged anew, on the combined ranking
        vetoes: early_hits(run, last),
        adjusted: last.adjusted.clone(),
        ..Total::default()
    };
    let exact = last.published.as_ref().and_then(|last| {
        let earlier: Vec<Exact> = earlier.flatten().collect();
        let each = earlier.iter().chain([last]).cloned().collect();
        let filled = fill(form, &Sorted::new(each), &Sorted::new(earlier), last);
        Cx::new(run, unit, None).number(&filled).ok()
    });
    publish(run.input, &mut total, exact);
    total
}

/// The vetoes on a total that were judged before it was ranked.
pub fn early_hits(run: &Run<'_>, total: &Total) -> Vec<super::outcome::VetoHit> {
    let is_early = |veto: usize| super::veto::stage(&run.input.rubric.vetoes[veto]) != super::veto::Stage::Grade;
    total.vetoes.iter().filter(|hit| is_early(hit.veto)).cloned().collect()
}

/// The form with the unit's totals in it. A statistic of nothing stays as it is, which evaluates to missing.
fn fill(form: &Form, each: &Sorted, earlier: &Sorted, last: &Exact) -> Form {
    let again = |inner: &Form| Box::new(fill(inner, each, earlier, last));
    match form {
        Form::Last => Form::Num(last.clone()),
        Form::Periods(stat, span) => {
            let totals = if *span == PeriodSpan::Each { each } else { earlier };
            totals.stat(*stat).map_or_else(|| form.clone(), Form::Num)
        }
        Form::Neg(a) => Form::Neg(again(a)),
        Form::Not(a) => Form::Not(again(a)),
        Form::Arith(op, a, b) => Form::Arith(*op, again(a), again(b)),
        Form::Compare(op, a, b) => Form::Compare(*op, again(a), again(b)),
        Form::And(a, b) => Form::And(again(a), again(b)),
        Form::Or(a, b) => Form::Or(again(a), again(b)),
        Form::If(a, b, c) => Form::If(again(a), again(b), again(c)),
        Form::Call(func, args) => Form::Call(*func, args.iter().map(|arg| fill(arg, each, earlier, last)).collect()),
        other => other.clone(),
    }
}
