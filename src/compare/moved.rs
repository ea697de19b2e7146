//! What became of every unit.

use std::collections::BTreeMap;

use crate::number::Exact;
use crate::rubric::Rubric;
use crate::score::{NodeResult, Total};

use super::changes::Pair;
use super::game::Standings;
use super::solve::Solved;
use super::value::{NodeMoved, Presence, UnitMoved};

/// Every unit of either side: in the order of the ranking as it is, then those that are gone.
pub fn units(pair: &Pair<'_>, solved: &Solved) -> Vec<UnitMoved> {
    let [before, after] = pair.sides;
    let now = after.outcome.ranking_order().into_iter().map(|at| pair.units.of[1][at]);
    let gone = before.outcome.ranking_order().into_iter().map(|at| pair.units.of[0][at]);
    let gone = gone.filter(|at| pair.units.pairs[*at][1].is_none());
    // the units on both sides in the order in which standings have them
    let numbers: BTreeMap<usize, usize> =
        pair.units.both().enumerate().map(|(number, (unit, _))| (unit, number)).collect();
    now.chain(gone).map(|at| unit(pair, solved, at, numbers.get(&at).copied())).collect()
}

fn unit(pair: &Pair<'_>, solved: &Solved, at: usize, number: Option<usize>) -> UnitMoved {
    let indices = pair.units.pairs[at];
    let side_of = |side: usize| indices[side].and_then(|index| pair.sides[side].outcome.finals().get(index));
    let totals = [side_of(0), side_of(1)];
    let of = |pick: fn(&Total) -> Option<Exact>| totals.map(|total| total.and_then(pick));
    let grade = |side: usize| {
        let grades = &pair.sides[side].input.rubric.scheme.grades;
        totals[side].and_then(|total| total.grade).and_then(|grade| grades.get(grade)).map(|grade| grade.name.clone())
    };
    let split = |pick: fn(&Standings) -> &Vec<Option<Exact>>| {
        let number = number?;
        let figures: Vec<Option<&Exact>> = solved.standings.iter().map(|s| pick(s)[number].as_ref()).collect();
        solved.plan.split(&figures)
    };
    let grade = [grade(0), grade(1)];
    let grade_by = (grade[0] != grade[1]).then(|| most_responsible(&split(|s| &s.grade)?)).flatten();
    let named = indices[1].map(|index| (1, index)).or(indices[0].map(|index| (0, index)));
    let unit = named.map(|(side, index)| &pair.sides[side].input.register.units()[index]);
    UnitMoved {
        code: unit.map(|unit| unit.code.clone()).unwrap_or_default(),
        name: pair.name(at).to_owned(),
        official: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
        presence: match indices {
            [Some(_), Some(_)] => Presence::Both,
            [None, _] => Presence::New,
            [_, None] => Presence::Gone,
        },
        total: of(|total| total.published.clone()),
        rank: of(|total| total.rank.clone()),
        grade,
        score_parts: split(|s| &s.total),
        rank_parts: split(|s| &s.rank),
        grade_by,
        nodes: number.map(|_| nodes(pair, indices)).unwrap_or_default(),
    }
}

/// The cause that did most of a movement, in the direction that it took.
fn most_responsible(parts: &[Exact]) -> Option<usize> {
    let whole: Exact = parts.iter().sum();
    towards(parts, whole.is_negative())
}

/// The cause with the greatest part, upwards or downwards; the first of equals.
pub fn towards(parts: &[Exact], down: bool) -> Option<usize> {
    let sized = parts.iter().enumerate().map(|(cause, part)| (cause, if down { -part.clone() } else { part.clone() }));
    let best = sized.filter(|(_, part)| part.is_positive());
    best.max_by(|(i, a), (j, b)| a.cmp(b).then(j.cmp(i))).map(|(cause, _)| cause)
}

/// Sections and indicators whose score is not what it was, in the last scored period.
fn nodes(pair: &Pair<'_>, indices: [Option<usize>; 2]) -> Vec<NodeMoved> {
    let rubrics: [&Rubric; 2] = pair.sides.map(|side| side.input.rubric);
    let position = |side: usize, id: &str| rubrics[side].scheme.nodes.iter().position(|node| node.id.value == id);
    let later = rubrics[1].printed_order().into_iter().map(|node| (1, node));
    let earlier = rubrics[0].printed_order().into_iter().map(|node| (0, node));
    let earlier = earlier.filter(|(_, node)| position(1, &rubrics[0].scheme.nodes[*node].id.value).is_none());
    let mut moved = Vec::new();
    for (side, node) in later.chain(earlier) {
        let written = &rubrics[side].scheme.nodes[node];
        let result = |of: usize| -> Option<&NodeResult> {
            let node = if of == side { Some(node) } else { position(of, &written.id.value) }?;
            pair.sides[of].outcome.node(node, indices[of]?)
        };
        let results = [result(0), result(1)];
        let score = results.map(|r| r.and_then(|r| r.score.clone()));
        if score[0] != score[1] {
            moved.push(NodeMoved {
                id: written.id.value.clone(),
                name: written.name.clone(),
                level: rubrics[side].nodes[node].level,
                section: rubrics[side].indicator(node).is_none(),
                marks: results.map(|r| r.map(|r| r.marks.clone())),
                score,
            });
        }
    }
    moved
}
