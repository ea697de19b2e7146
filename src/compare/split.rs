//! Splitting a movement over its causes, exactly.
//!
//! Both values used here are weighted sums of what everything comes to with some of the causes at work, so that a plan says
//! which choices are to be scored, and what each counts for every cause.
//!
//! The Shapley value (Shapley 1953) of a cause is the mean of what it does in its turn, over all orders in which the causes
//! could have come; it needs every one of the 2ⁿ choices. The level-structure value (Winter 1989; Owen's of 1977 is the one
//! of two levels) is the same mean over the orders in which the causes of each branch of a tree come one after the other.
//! With a tree that branches in two, n causes need about 2n² choices. Either adds up to the whole, gives nothing to a cause
//! that never does anything, and turns its sign where the sides are exchanged.

use std::collections::HashMap;

use crate::number::Exact;

use super::set::Set;

/// What is to be scored, and what it counts for every cause.
#[derive(Debug)]
pub struct Plan {
    /// Choices of causes.
    pub choices: Vec<Set>,
    /// For every cause, what each choice counts, by index, over a common divisor.
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    counts: Vec<(usize, i64)>,
    divisor: i64,
}

/// A tree of causes that branches in two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// A cause.
    Leaf(usize),
    /// Two branches.
    Fork(Box<Tree>, Box<Tree>),
}

/// The most causes that are split by Shapley values.
pub const LIMIT: usize = 12;

impl Plan {
    /// Shapley values of so many causes; at most [`LIMIT`].
    pub fn shapley(count: usize) -> Self {
        let mut book = Book::default();
        for choice in 0..1_usize << count {
            book.number((0..count).filter(|cause| choice >> cause & 1 == 1).collect());
        }
        // what a choice of s counts: s! (n − s − 1)! orders have just these before the cause
        let factorial = |n: usize| (1..=n).product::<usize>();
        let orders =
            |before: usize| i64::try_from(factorial(before) * factorial(count - before - 1)).unwrap_or(i64::MAX);
        let part = |cause: usize| {
            let count_of = |(at, choice): (usize, &Set)| match (choice.has(cause), choice.len()) {
                (true, size) => (at, orders(size - 1)),
                (false, size) => (at, -orders(size)),
            };
            let counts = book.choices.iter().enumerate().map(count_of).collect();
            Part { counts, divisor: i64::try_from(factorial(count)).unwrap_or(i64::MAX) }
        };
        let parts = (0..count).map(part).collect();
        Self { choices: book.choices, parts }
    }

    /// Level-structure values of the causes of this tree.
    pub fn levels(tree: &Tree) -> Self {
        let mut book = Book::default();
        let mut parts = Vec::new();
        walk(tree, vec![Set::default()], &mut book, &mut parts);
        parts.sort_by_key(|(cause, _)| *cause);
        Self { choices: book.choices, parts: parts.into_iter().map(|(_, part)| part).collect() }
    }

    /// What each cause does to a figure, given what the figure is for every choice; none where it is not there for one.
    pub fn split(&self, figures: &[Option<&Exact>]) -> Option<Vec<Exact>> {
        let figures: Vec<&Exact> = figures.iter().copied().collect::<Option<_>>()?;
        let (first, rest) = figures.split_first()?;
        if rest.iter().all(|figure| figure == first) {
            return Some(vec![Exact::ZERO; self.parts.len()]);
        }
        let part = |part: &Part| {
            let mut sum = Exact::ZERO;
            for (choice, count) in &part.counts {
                sum += &(figures[*choice] * &Exact::from(*count));
            }
            sum.checked_div(&Exact::from(part.divisor)).unwrap_or_default()
        };
        Some(self.parts.iter().map(part).collect())
    }
}

/// Choices, each once.
#[derive(Default)]
struct Book {
    choices: Vec<Set>,
    numbers: HashMap<Set, usize>,
}

impl Book {
    fn number(&mut self, choice: Set) -> usize {
        if let Some(known) = self.numbers.get(&choice) {
            return *known;
        }
        self.numbers.insert(choice.clone(), self.choices.len());
        self.choices.push(choice);
        self.choices.len() - 1
    }
}

/// Every cause below, `before` being what may have come before this branch, each as likely as the others.
fn walk(tree: &Tree, before: Vec<Set>, book: &mut Book, parts: &mut Vec<(usize, Part)>) {
    match tree {
        Tree::Leaf(cause) => {
            let divisor = i64::try_from(before.len()).unwrap_or(i64::MAX);
            let mut counts = Vec::with_capacity(2 * before.len());
            for choice in before {
                let mut with = choice.clone();
                with.put(*cause);
                counts.push((book.number(with), 1));
                counts.push((book.number(choice), -1));
            }
            parts.push((*cause, Part { counts, divisor }));
        }
        Tree::Fork(left, right) => {
            let after = |branch: &Tree| {
                let whole: Set = branch.leaves().into_iter().collect();
                before.iter().cloned().chain(before.iter().map(|choice| choice.with(&whole))).collect::<Vec<_>>()
            };
            let (before_left, before_right) = (after(right), after(left));
            walk(left, before_left, book, parts);
            walk(right, before_right, book, parts);
        }
    }
}

impl Tree {
    /// The tree of causes in a fixed order, halved again and again, as near the middle as a border allows: `border` says how
    /// deep the one between a cause and the next is (the greater, the better to cut there).
    pub fn of(causes: &[usize], border: &impl Fn(usize, usize) -> u8) -> Option<Self> {
        match causes {
            [] => None,
            [only] => Some(Self::Leaf(*only)),
            _ => {
                let (left, right) = causes.split_at(cut(causes, border));
                Some(Self::Fork(Box::new(Self::of(left, border)?), Box::new(Self::of(right, border)?)))
            }
        }
    }

    /// The causes below, from left to right.
    pub fn leaves(&self) -> Vec<usize> {
        match self {
            Self::Leaf(cause) => vec![*cause],
            Self::Fork(left, right) => [left.leaves(), right.leaves()].concat(),
        }
    }

    /// The tree with whole branches in place of what stands more than so many forks from the top; what each leaf of it then
    /// stands for goes to `bundles`, in order.
    pub fn pruned(&self, depth: usize, bundles: &mut Vec<Vec<usize>>) -> Self {
        match self {
            Self::Fork(left, right) if depth > 0 => {
                let left = left.pruned(depth - 1, bundles);
                Self::Fork(Box::new(left), Box::new(right.pruned(depth - 1, bundles)))
            }
            _ => {
                bundles.push(self.leaves());
                Self::Leaf(bundles.len() - 1)
            }
        }
    }

    /// Forks from the top to the farthest cause.
    pub fn depth(&self) -> usize {
        match self {
            Self::Leaf(_) => 0,
            Self::Fork(left, right) => 1 + left.depth().max(right.depth()),
        }
    }

    /// About how many choices its values need: two for every order of what stands beside the way to each cause.
    pub fn cost(&self) -> usize {
        match self {
            Self::Leaf(_) => 2,
            Self::Fork(left, right) => 2 * (left.cost() + right.cost()),
        }
    }
}

/// Where to cut: at the deepest border within the middle third, the one nearest the middle.
fn cut(causes: &[usize], border: &impl Fn(usize, usize) -> u8) -> usize {
    let count = causes.len();
    let third = count / 3;
    let places = third.max(1)..=(count - third).min(count - 1);
    let best = places.max_by_key(|at| {
        let off = (2 * at).abs_diff(count);
        (border(causes[at - 1], causes[*at]), std::cmp::Reverse(off), std::cmp::Reverse(*at))
    });
    best.unwrap_or(count / 2)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a test that panics says what is wrong")]
    use super::*;

    /// What each of the causes gets of a figure that every choice has.
    fn split(plan: &Plan, figure: impl Fn(&Set) -> i64) -> Vec<String> {
        let figures: Vec<Exact> = plan.choices.iter().map(|choice| Exact::from(figure(choice))).collect();
        let parts = plan.split(&figures.iter().map(Some).collect::<Vec<_>>());
        parts.iter().flatten().map(Exact::to_exact_text).collect()
    }

    fn tree(count: usize) -> Tree {
        Tree::of(&(0..count).collect::<Vec<_>>(), &|_, _| 0).unwrap_or(Tree::Leaf(0))
    }

    #[test]
    fn what_only_happens_when_all_are_there_is_shared_alike() {
        let needs = |choice: &Set| if [0, 2, 3].iter().all(|cause| choice.has(*cause)) { 6 } else { 0 };
        assert_eq!(split(&Plan::shapley(4), needs), ["2", "0", "2", "2"]);
        // halves of four: 0 and 1, 2 and 3; the branch of 2 and 3 counts as one against 0
        assert_eq!(split(&Plan::levels(&tree(4)), needs), ["3", "0", "1.5", "1.5"]);
    }

    #[test]
    fn the_glove_game_has_its_known_value() {
        // one left glove, two right ones: a pair is worth 1 (Shapley 1953's kind of game: 2/3, 1/6, 1/6)
        let pair = |choice: &Set| i64::from(choice.has(0) && (choice.has(1) || choice.has(2)));
        assert_eq!(split(&Plan::shapley(3), pair), ["2/3", "1/6", "1/6"]);
    }

    #[test]
    fn levels_of_two_are_owens_value() {
        // a pair is 2 with 0 or 1, which stay together: 0 1 2, 1 0 2, 2 0 1 and 2 1 0 are the orders
        let pair = |choice: &Set| i64::from(choice.has(2) && (choice.has(0) || choice.has(1)));
        let fork = |a, b| Tree::Fork(Box::new(a), Box::new(b));
        let tree = fork(fork(Tree::Leaf(0), Tree::Leaf(1)), Tree::Leaf(2));
        // 2 last: it brings 1. 2 first: the first of 0 and 1 brings 1
        assert_eq!(split(&Plan::levels(&tree), pair), ["0.25", "0.25", "0.5"]);
    }

    #[test]
    fn both_add_up_to_the_whole() {
        let odd =
            |choice: &Set| choice.numbers().fold(5_i64, |x, n| (x * 31 + i64::try_from(n).unwrap_or(0) * 17) % 101);
        for count in 1..9 {
            for plan in [Plan::shapley(count), Plan::levels(&tree(count))] {
                let figures: Vec<Exact> = plan.choices.iter().map(|choice| Exact::from(odd(choice))).collect();
                let sum: Exact = plan.split(&figures.iter().map(Some).collect::<Vec<_>>()).iter().flatten().sum();
                assert_eq!(sum, Exact::from(odd(&Set::below(count)) - odd(&Set::default())));
            }
        }
    }

    #[test]
    fn a_figure_that_is_not_there_for_every_choice_is_not_split() {
        let one = Exact::ONE;
        assert_eq!(Plan::shapley(1).split(&[Some(&one), None]), None);
    }

    #[test]
    fn trees_are_cut_at_borders_near_the_middle_and_need_few_choices() {
        // 0 to 3 of one kind, 4 to 9 of another
        let kinds = |a: usize, b: usize| u8::from((a < 4) != (b < 4));
        let Some(Tree::Fork(left, _)) = Tree::of(&(0..10).collect::<Vec<_>>(), &kinds) else { panic!("no fork") };
        assert_eq!(left.leaves(), [0, 1, 2, 3]);
        let plan = Plan::levels(&tree(32));
        assert!(plan.choices.len() <= 2 * 32 * 32 && tree(32).cost() == 2 * 32 * 32, "{}", plan.choices.len());
        let mut bundles = Vec::new();
        tree(10).pruned(2, &mut bundles);
        assert_eq!(bundles.concat(), (0..10).collect::<Vec<_>>());
        assert_eq!(bundles.len(), 4);
    }
}
