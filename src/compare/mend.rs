//! Changes that only make sense together: a rubric with one and without the other cannot be read.

use std::collections::HashMap;

use super::set::Set;

/// Groups of changes, each a cause.
pub type Groups = Vec<Set>;

/// Joins the groups until every one alone, and all but every one, make a rubric. `reads` says whether changes of these
/// numbers do; all of them and none of them must.
pub fn settle(mut groups: Groups, mut reads: impl FnMut(&Set) -> bool) -> Groups {
    let mut known: HashMap<Set, bool> = HashMap::new();
    let mut reads = |made: &Set| *known.entry(made.clone()).or_insert_with(|| reads(made));
    while let Some(broken) = tests(groups.len()).find(|choice| !reads(&made(&groups, choice))) {
        let before = groups.len();
        groups = joined(groups, &broken, &mut reads);
        if groups.len() == before {
            break;
        }
    }
    groups
}

/// Every group alone, and all but every one.
fn tests(count: usize) -> impl Iterator<Item = Set> {
    let all = Set::below(count);
    (0..count).flat_map(move |group| [std::iter::once(group).collect(), all.without(group)])
}

/// The changes of these groups.
pub fn made(groups: &[Set], choice: &Set) -> Set {
    choice.numbers().fold(Set::default(), |made, group| made.with(&groups[group]))
}

/// Joins the fewest groups, looked for in a fixed order, so that this choice of them is no choice any more.
pub fn joined(groups: Groups, broken: &Set, reads: &mut impl FnMut(&Set) -> bool) -> Groups {
    // the least part of the choice that does not read …
    let mut least = broken.clone();
    for group in broken.numbers() {
        let fewer = least.without(group);
        if !reads(&made(&groups, &fewer)) {
            least = fewer;
        }
    }
    // … and the least that holds it and does
    let mut whole = Set::below(groups.len());
    for group in (0..groups.len()).filter(|group| !least.has(*group)) {
        let fewer = whole.without(group);
        if reads(&made(&groups, &fewer)) {
            whole = fewer;
        }
    }
    let one = made(&groups, &whole);
    let first = whole.numbers().next().unwrap_or(0);
    let kept = groups.into_iter().enumerate().filter(|(at, _)| !whole.has(*at) || *at == first);
    kept.map(|(at, group)| if at == first { one.clone() } else { group }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(count: usize, reads: impl FnMut(&Set) -> bool) -> Vec<Vec<usize>> {
        let groups = (0..count).map(|one| std::iter::once(one).collect()).collect();
        settle(groups, reads).iter().map(|group| group.numbers().collect()).collect()
    }

    #[test]
    fn changes_that_read_in_every_choice_stay_apart() {
        assert_eq!(settled(3, |_| true), [[0], [1], [2]]);
    }

    #[test]
    fn a_change_is_joined_to_the_one_that_it_needs_and_to_no_other() {
        // 2 names what only 0 brings
        assert_eq!(settled(4, |made| !made.has(2) || made.has(0)), [vec![0, 2], vec![1], vec![3]]);
    }

    #[test]
    fn three_that_need_each_other_are_one() {
        let together = |made: &Set| [0, 1, 3].map(|one| made.has(one)).windows(2).all(|two| two[0] == two[1]);
        assert_eq!(settled(5, together), [vec![0, 1, 3], vec![2], vec![4]]);
    }
}
