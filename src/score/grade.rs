//! Grades (等级): by score and condition, lowered by vetoes, limited by quotas.

use crate::number::Exact;
use crate::rubric::scheme::Basis;
use crate::rubric::{Effect, Rubric};

use super::eval::Cx;
use super::outcome::Total;
use super::rank::{RankKey, better_first};
use super::run::Run;

/// Grades every ranked unit by its total and the grades' own conditions.
pub fn by_score(run: &Run<'_>, totals: &mut [Total]) {
    for (unit, total) in totals.iter_mut().enumerate() {
        if total.rank.is_some() {
            total.grade_by_score = of_total(run, unit, total);
            total.grade = total.grade_by_score;
        }
    }
}

/// The grade that a unit's total and the grades' own conditions give.
pub fn of_total(run: &Run<'_>, unit: usize, total: &Total) -> Option<usize> {
    let rubric = run.input.rubric;
    let figure = match rubric.scheme.grading {
        Basis::Published => total.published.as_ref()?,
        Basis::Exact => total.exact.as_ref()?,
    };
    rubric.scheme.grades.iter().enumerate().position(|(index, grade)| {
        let reached = grade.at_least.as_ref().is_none_or(|least| figure >= least);
        reached && rubric.also[index].as_ref().is_none_or(|also| Cx::new(run, unit, None).holds(also))
    })
}

/// Lowers grades to what the vetoes that hold leave; a veto never raises one.
pub fn by_veto(rubric: &Rubric, totals: &mut [Total]) {
    for total in totals {
        let limits =
            total.vetoes.iter().flat_map(|hit| &rubric.vetoes[hit.veto].effects).filter_map(|effect| match effect {
                Effect::Grade(grade) | Effect::CapGrade(grade) => Some(*grade),
                Effect::Deduct(_) | Effect::Zero(_) | Effect::Disqualify => None,
            });
        // grades are listed from the top, so the lowest has the largest index
        let lowest = limits.max();
        if let (Some(own), Some(limit)) = (total.grade, lowest) {
            total.grade = Some(own.max(limit));
        }
    }
}

/// Lets at most the quota of the ranked units keep a grade, best first; ties across the edge all fall.
pub fn by_quota(rubric: &Rubric, keys: &[Option<RankKey>], totals: &mut [Total]) {
    let ranked = totals.iter().filter(|t| t.rank.is_some()).count();
    let mut grades: Vec<Option<usize>> = totals.iter().map(|t| t.grade).collect();
    quotas(rubric, |unit| keys.get(unit)?.as_ref(), ranked, &mut grades);
    for (total, grade) in totals.iter_mut().zip(grades) {
        total.grade = grade;
    }
}

/// The same on grades alone, by unit; `key` is what a unit is ranked by, and `ranked` how many are.
pub fn quotas<'k>(
    rubric: &Rubric,
    key: impl Fn(usize) -> Option<&'k RankKey>,
    ranked: usize,
    grades: &mut [Option<usize>],
) {
    let ranked = Exact::from(ranked);
    let last = rubric.scheme.grades.len().saturating_sub(1);
    for (index, grade) in rubric.scheme.grades.iter().enumerate().take(last) {
        let Some(quota) = &grade.quota else { continue };
        let admitted = (quota * &ranked).floor().to_i64().and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
        let mut candidates: Vec<(usize, &RankKey)> = (0..grades.len())
            .filter(|unit| grades[*unit] == Some(index))
            .filter_map(|unit| Some((unit, key(unit)?)))
            .collect();
        if candidates.len() <= admitted {
            continue;
        }
        let (_, first_out, _) = candidates.select_nth_unstable_by(admitted, |a, b| better_first(a.1, b.1));
        let first_out = first_out.1;
        for (unit, key) in candidates {
            if better_first(key, first_out).is_ge() {
                grades[unit] = Some(index + 1);
            }
        }
    }
}
