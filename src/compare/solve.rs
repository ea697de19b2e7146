//! From changes to causes: what is split, by which value, and what everything comes to for every choice.

use super::game::{Game, Standings};
use super::mend::{self, Groups, made};
use super::set::Set;
use super::split::{LIMIT, Plan, Tree};
use super::switch::Switch;
use super::value::{Kind, Split, Together};

/// Work that a comparison may take: choices times units times nodes. About two seconds on two cores.
const BUDGET: usize = 24_000_000;
/// However large the assessment, so many choices are scored.
const LEAST: usize = 64;

/// The movement, ready to be split.
pub struct Solved {
    /// What moved scores, each by its changes.
    pub causes: Vec<(Set, Option<Together>)>,
    /// What was scored, and what it counts.
    pub plan: Plan,
    /// What everything comes to for every choice of the plan.
    pub standings: Vec<Standings>,
    /// Which value.
    pub split: Split,
    /// The most causes that Shapley values would have been taken of.
    pub limit: usize,
}

/// How many choices may be scored for so many units and nodes.
pub fn affordable(units: usize, nodes: usize) -> usize {
    (BUDGET / (units.max(1) * (nodes + 10))).max(LEAST)
}

/// Finds the causes and scores what splitting needs. `ends` are the two sides as they stand: where scoring again does not
/// come to them, nothing is split.
pub fn solve(
    game: &Game<'_>,
    switches: &[Switch],
    affordable: usize,
    ends: [&Standings; 2],
    watch: &mut dyn FnMut(usize, usize),
) -> Solved {
    let limit = (0..=LIMIT).rev().find(|count| 1 << count <= affordable).unwrap_or(0);
    let mut groups = mend::settle(tied(switches, game.is_aligned()), |made| reads(game, made));
    loop {
        let (bundled, plan, split) = plan(&groups, switches, affordable, limit);
        let choices: Vec<Set> = plan.choices.iter().map(|choice| made(&bundled, choice)).collect();
        match game.score_all(&choices, watch) {
            Ok(standings) => {
                if meets(&plan, &standings, bundled.len(), ends) {
                    let causes = bundled.into_iter().map(|group| {
                        let together = together(&group, &groups, switches);
                        (group, together)
                    });
                    return Solved { causes: causes.collect(), plan, standings, split, limit };
                }
                // what cannot be scored again as it was is not taken apart
                return whole(switches, ends, limit);
            }
            Err(broken) => {
                let choice = (0..groups.len()).filter(|at| groups[*at].numbers().all(|one| broken.has(one))).collect();
                let before = groups.len();
                groups = mend::joined(groups, &choice, &mut |made| reads(game, made));
                if groups.len() == before {
                    return whole(switches, ends, limit);
                }
                groups = mend::settle(groups, |made| reads(game, made));
            }
        }
    }
}

/// Whether these changes, and no others, make a rubric.
fn reads(game: &Game<'_>, made: &Set) -> bool {
    game.rubric(&game.rubric_part(made)).is_some()
}

/// Every change for itself; but with a period scored that cannot be laid beside the other, all data and corrections are others.
fn tied(switches: &[Switch], aligned: bool) -> Groups {
    let period = !aligned && switches.iter().any(|s| s.kind == Kind::Periods);
    let is_tied = |s: &Switch| period && matches!(s.kind, Kind::Periods | Kind::Data | Kind::Adjustments);
    let tied: Set = switches.iter().enumerate().filter(|(_, s)| is_tied(s)).map(|(at, _)| at).collect();
    let alone = switches.iter().enumerate().filter(|(_, s)| !is_tied(s)).map(|(at, _)| std::iter::once(at).collect());
    Some(tied).filter(|tied| tied.len() > 0).into_iter().chain(alone).collect()
}

fn plan(groups: &Groups, switches: &[Switch], affordable: usize, limit: usize) -> (Groups, Plan, Split) {
    let count = groups.len();
    if count <= limit {
        let split = if count > 1 { Split::Shapley } else { Split::Whole };
        return (groups.clone(), Plan::shapley(count), split);
    }
    let first = |group: usize| &switches[groups[group].numbers().next().unwrap_or(0)];
    let border = |a: usize, b: usize| {
        let (a, b) = (first(a), first(b));
        if a.kind == b.kind { u8::from(a.section != b.section) } else { 2 }
    };
    let causes: Vec<usize> = (0..count).collect();
    let tree = Tree::of(&causes, &border).unwrap_or(Tree::Leaf(0));
    let pruned = |depth: usize| {
        let mut bundles = Vec::new();
        let tree = tree.pruned(depth, &mut bundles);
        (tree, bundles)
    };
    let (tree, bundles) =
        (0..=tree.depth()).rev().map(pruned).find(|(t, _)| t.cost() <= affordable).unwrap_or_else(|| pruned(1));
    let joined = bundles.iter().map(|bundle| made(groups, &bundle.iter().copied().collect())).collect();
    (joined, Plan::levels(&tree), Split::Levels)
}

/// Whether nothing and everything changed come to the two sides as they stand.
fn meets(plan: &Plan, standings: &[Standings], causes: usize, ends: [&Standings; 2]) -> bool {
    let all = Set::below(causes);
    let at = |choice: &Set| plan.choices.iter().position(|known| known == choice).and_then(|at| standings.get(at));
    at(&Set::default()) == Some(ends[0]) && at(&all) == Some(ends[1])
}

fn whole(switches: &[Switch], ends: [&Standings; 2], limit: usize) -> Solved {
    let causes = vec![(Set::below(switches.len()), Some(Together::Unclear))];
    let standings = ends.map(Clone::clone).to_vec();
    Solved { causes, plan: Plan::shapley(1), standings, split: Split::Whole, limit }
}

/// Why several changes are one cause.
fn together(group: &Set, groups: &Groups, switches: &[Switch]) -> Option<Together> {
    if group.len() < 2 {
        return None;
    }
    if !groups.contains(group) {
        return Some(Together::Many);
    }
    let period = group.numbers().any(|at| switches[at].kind == Kind::Periods);
    Some(if period { Together::Period } else { Together::Unreadable })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_changes_whole_branches_are_one() {
        let switch = |at: usize| Switch {
            kind: if at < 30 { Kind::Marks } else { Kind::Data },
            section: format!("S{}", at / 10),
            id: format!("A{at}"),
            written: Default::default(),
        };
        let switches: Vec<Switch> = (0..50).map(switch).collect();
        let groups: Groups = (0..50).map(|at| std::iter::once(at).collect()).collect();
        let (bundled, plan, split) = plan(&groups, &switches, 400, 8);
        assert_eq!(split, Split::Levels);
        assert!(
            plan.choices.len() <= 400 && (8..50).contains(&bundled.len()),
            "{} of {}",
            plan.choices.len(),
            bundled.len()
        );
        let all: Vec<usize> = bundled.iter().flat_map(|bundle| bundle.numbers().collect::<Vec<_>>()).collect();
        assert_eq!(all, (0..50).collect::<Vec<_>>());
        // no branch holds marks and data
        assert!(bundled.iter().all(|bundle| bundle.has(29) != bundle.has(30) || !bundle.has(29)));
        assert_eq!(together(&bundled[0], &groups, &switches).is_some(), bundled[0].len() > 1);
    }
}
