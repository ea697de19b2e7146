//! What can be regained (可提升空间): what full marks at an indicator would bring a unit, if all else stayed as it is.
//!
//! Nothing is estimated. The unit's result at the indicator is replaced by full marks; every node that hangs on it is scored
//! anew, with caps, rescaling, adjustments and vetoes; then total, rank and grade are made as scoring makes them, quotas
//! included. The other units keep their scores, so statistics over units (means, ranks of values) stay as they are.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::expr::{Each, Form, NodeId, NodeRef};
use crate::number::Exact;
use crate::rubric::Body;
use crate::rubric::scheme::Kind;

use super::grade;
use super::outcome::{NodeResult, PeriodOutcome, State, Total, VetoHit};
use super::period::{adjust_one, finish, rank_key, rank_totals, total, zeroes};
use super::periods::{combine, early_hits};
use super::rank::{Ladder, RankKey};
use super::review::Review;
use super::run::Run;
use super::veto::{Stage, deductions_of, judge_one, stage};
use super::{indicator, section};

/// An indicator at which a unit lost marks, and where it would stand with full marks there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regain {
    /// The indicator.
    pub node: NodeId,
    /// Full marks less its score; of a penalty, what it took.
    pub lost: Exact,
    /// The total, as published.
    pub total: Option<Exact>,
    /// By how much the published total would rise; `None` where there is none now or none then.
    pub gain: Option<Exact>,
    /// Place in the ranking.
    pub rank: Option<Exact>,
    /// Place within the unit's group, and within its class.
    pub rank_in: Each<Option<Exact>>,
    /// Grade, by index into the rubric's grades.
    pub grade: Option<usize>,
}

/// What would be, asked of one scoring. With several periods, it is asked of the last.
pub struct Regains<'r> {
    review: &'r Review<'r>,
    last: &'r PeriodOutcome,
    run: Run<'r>,
    dependents: Vec<Vec<NodeId>>,
    /// What units are ranked by now.
    keys: Vec<Option<RankKey>>,
    /// Grades now, before quotas.
    grades: Vec<Option<usize>>,
    /// Whether a grade hangs on where a unit, or another one, stands.
    standing_counts: bool,
    /// Totals that are not yet ranked; made when first asked for.
    unranked: OnceLock<Vec<Total>>,
}

/// Who is ranked now, all together and in each group and class.
struct Ladders<'k> {
    all: Ladder<'k>,
    parts: Each<HashMap<&'k str, Ladder<'k>>>,
}

/// Answers for any unit.
pub struct Prospects<'q> {
    regains: &'q Regains<'q>,
    ladders: Ladders<'q>,
}

impl<'r> Regains<'r> {
    /// Prepares for questions; `None` where nothing was scored.
    #[must_use]
    pub fn new(review: &'r Review<'r>) -> Option<Self> {
        let last = review.outcome.periods.last()?;
        let run = review.run(last)?;
        let rubric = review.input.rubric;
        let finals = review.outcome.finals();
        let keys = finals.iter().enumerate().map(|(unit, total)| rank_key(&run, unit, total)).collect();
        let mut before_quota: Vec<Total> = finals.to_vec();
        for total in &mut before_quota {
            total.grade = total.grade_by_score;
        }
        grade::by_veto(rubric, &mut before_quota);
        let grades = before_quota.iter().map(|total| total.grade).collect();
        let late = rubric.vetoes.iter().filter(|v| stage(v) == Stage::Grade).filter_map(|v| v.when.as_ref());
        let standing_counts = rubric.also.iter().flatten().chain(late).any(looks_at_standing);
        let dependents = rubric.dependents();
        Some(Self { review, last, run, dependents, keys, grades, standing_counts, unranked: OnceLock::new() })
    }

    /// Ready to answer.
    #[must_use]
    pub fn ask(&self) -> Prospects<'_> {
        let units = self.review.input.register.units();
        let parts = Each::make(|by| {
            let mut ladders = HashMap::new();
            for unit in units {
                let part = unit.part(by);
                ladders.entry(part).or_insert_with(|| Ladder::new(&self.keys, |u| units[u].part(by) == part));
            }
            ladders
        });
        Prospects { regains: self, ladders: Ladders { all: Ladder::new(&self.keys, |_| true), parts } }
    }

    /// The indicators that can bring something back: those that count, at which marks were lost for another reason than a
    /// veto that sets the indicator itself to nought.
    fn open(&self, unit: usize) -> Vec<(NodeId, Exact)> {
        let rubric = self.review.input.rubric;
        let vetoes = &self.last.totals[unit].vetoes;
        let lost = |node: NodeId| {
            let result = &self.last.nodes[node][unit];
            let full = match rubric.nodes[node].kind {
                Kind::Normal => result.marks.clone(),
                Kind::Penalty => Exact::ZERO,
                Kind::Bonus | Kind::Memo => return None,
            };
            let counts = rubric.indicator(node).is_some() && result.state != State::NotApplicable;
            let struck = || vetoes.iter().any(|hit| zeroes(rubric, hit.veto, NodeRef::Node(node)));
            let lost = &full - &result.score.clone().unwrap_or_default();
            (counts && lost.is_positive() && !struck()).then_some((node, lost))
        };
        rubric.printed_order().into_iter().filter_map(lost).collect()
    }

    /// The unit's total with full marks at the indicator, unranked; the run then holds what was supposed.
    fn suppose(&self, run: &mut Run<'_>, unit: usize, node: NodeId) -> Total {
        let rubric = self.review.input.rubric;
        run.as_it_was();
        let before = &self.last.totals[unit];
        let mut result = self.last.nodes[node][unit].clone();
        let full = if rubric.nodes[node].kind == Kind::Penalty { Exact::ZERO } else { result.marks.clone() };
        (result.state, result.score, result.exact) = (State::Value, Some(full.clone()), Some(full));
        run.suppose(node, result);
        for later in &self.dependents[node] {
            if let Some(result) = again(run, *later, unit, &before.vetoes) {
                run.suppose(*later, result);
            }
        }
        let mut vetoes: Vec<VetoHit> = early_hits(run, before)
            .into_iter()
            .filter(|hit| stage(&rubric.vetoes[hit.veto]) != Stage::Deduct)
            .collect();
        // what there is to say about vetoes was said when the unit was scored
        let mut said = Vec::new();
        vetoes.extend(judge_one(run, Stage::Deduct, unit, &mut said));
        deductions_of(run, unit, &mut vetoes, &mut said);
        let last = total(run, unit, &vetoes, &mut said);
        let Some(form) = &rubric.periods else { return last };
        let earlier = self.review.outcome.periods.iter().rev().skip(1).rev();
        combine(run, form, unit, earlier.map(|p| p.totals[unit].published.clone()), &last)
    }

    /// All totals, none of them ranked or judged by vetoes on the grade.
    fn unranked(&self) -> &[Total] {
        self.unranked.get_or_init(|| {
            let strip = |total: &Total| Total {
                vetoes: early_hits(&self.run, total),
                rank: None,
                rank_in: Each::default(),
                grade: None,
                grade_by_score: None,
                ..total.clone()
            };
            self.review.outcome.finals().iter().map(strip).collect()
        })
    }
}

/// Whether a condition looks at totals or places.
fn looks_at_standing(form: &Form) -> bool {
    let mut looks = false;
    form.walk(&mut |part| {
        looks |= matches!(part, Form::Standing(_) | Form::Score(NodeRef::Total) | Form::Share(NodeRef::Total));
    });
    looks
}

/// A node's result for one unit on what is now supposed; `None` where it stays as it was.
fn again(run: &Run<'_>, node: NodeId, unit: usize, vetoes: &[VetoHit]) -> Option<NodeResult> {
    let mut result = match &run.input.rubric.nodes[node].body {
        Body::Indicator(model) => indicator::alone(run, node, model, unit)?,
        Body::Section(model) => section::one(run, node, model, unit).0,
    };
    adjust_one(run, node, unit, vetoes, &mut result);
    Some(result)
}

impl Prospects<'_> {
    /// The indicators at which the unit could regain most, at most `count` of them: by what full marks would add to its
    /// total, then by the marks lost, then in printed order.
    #[must_use]
    pub fn most(&self, unit: usize, count: usize) -> Vec<Regain> {
        let regains = self.regains;
        let before = &regains.review.outcome.finals()[unit];
        let mut run = Run::supposing(&regains.run, unit);
        let mut open: Vec<(NodeId, Exact, Total)> = regains
            .open(unit)
            .into_iter()
            .map(|(node, lost)| {
                let total = regains.suppose(&mut run, unit, node);
                (node, lost, total)
            })
            .collect();
        open.sort_by(|a, b| b.2.exact.cmp(&a.2.exact).then_with(|| b.1.cmp(&a.1)));
        open.truncate(count);
        let mut most = Vec::new();
        for (node, lost, _) in open {
            let total = regains.suppose(&mut run, unit, node);
            let total = self.stand(&run, unit, total);
            let gain = total.published.as_ref().zip(before.published.as_ref()).map(|(then, now)| then - now);
            let Total { published, rank, rank_in, grade, .. } = total;
            most.push(Regain { node, lost, total: published, gain, rank, rank_in, grade });
        }
        most
    }

    /// Ranks and grades a total among those of the others.
    fn stand(&self, run: &Run<'_>, unit: usize, total: Total) -> Total {
        if self.regains.standing_counts { self.in_full(run, unit, total) } else { self.alone(run, unit, total) }
    }

    /// Everybody ranked and graded anew: where a grade hangs on standings, any unit's may change.
    fn in_full(&self, run: &Run<'_>, unit: usize, total: Total) -> Total {
        let mut totals = self.regains.unranked().to_vec();
        totals[unit] = total;
        let keys = rank_totals(run, &mut totals);
        finish(run, &keys, &mut totals, &mut Vec::new());
        totals.swap_remove(unit)
    }

    /// The same for the unit alone: the others' grades change by quotas only.
    fn alone(&self, run: &Run<'_>, unit: usize, mut total: Total) -> Total {
        let input = run.input;
        let (rubric, ties) = (input.rubric, input.rubric.scheme.ranking.ties);
        let Some(key) = rank_key(run, unit, &total) else { return total };
        total.rank = self.ladders.all.rank(unit, &key, ties);
        total.rank_in = Each::make(|by| {
            let part = self.ladders.parts[by].get(input.register.units()[unit].part(by));
            part.and_then(|ladder| ladder.rank(unit, &key, ties))
        });
        total.grade_by_score = grade::of_total(run, unit, &total);
        total.grade = total.grade_by_score;
        total.vetoes.extend(judge_one(run, Stage::Grade, unit, &mut Vec::new()));
        grade::by_veto(rubric, std::slice::from_mut(&mut total));
        if rubric.scheme.grades.iter().any(|grade| grade.quota.is_some()) {
            let mut grades = self.regains.grades.clone();
            grades[unit] = total.grade;
            let newly = self.regains.keys[unit].is_none();
            let ranked = self.ladders.all.len() + usize::from(newly);
            let keys = &self.regains.keys;
            grade::quotas(rubric, |u| if u == unit { Some(&key) } else { keys[u].as_ref() }, ranked, &mut grades);
            total.grade = grades[unit];
        }
        total
    }
}
