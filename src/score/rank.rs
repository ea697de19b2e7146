//! Ranks (名次): positions from the best down, ties numbered as declared.

use std::cmp::Ordering;

use crate::number::Exact;
use crate::rubric::scheme::Ties;

/// What a unit is ranked by: its score, then the scores that break ties, higher first; one without a score comes last.
pub type RankKey = (Exact, Vec<Option<Exact>>);

/// Better first. `Option`'s own order puts a unit without a score below every score.
pub fn better_first(a: &RankKey, b: &RankKey) -> Ordering {
    b.0.cmp(&a.0).then_with(|| b.1.cmp(&a.1))
}

/// The rank of every unit that has a key; units are in the order of the register.
pub fn ranks(keys: &[Option<RankKey>], ties: Ties) -> Vec<Option<Exact>> {
    let mut order: Vec<(usize, &RankKey)> =
        keys.iter().enumerate().filter_map(|(u, k)| Some((u, k.as_ref()?))).collect();
    // a stable sort, so that ties stay in the order of the register
    order.sort_by(|a, b| better_first(a.1, b.1));
    let mut numbers = vec![None; keys.len()];
    let (mut from, mut distinct) = (0, 0);
    while from < order.len() {
        let sharing =
            order[from..].iter().take_while(|(_, key)| better_first(order[from].1, key) == Ordering::Equal).count();
        distinct += 1;
        for (offset, (unit, _)) in order[from..from + sharing].iter().enumerate() {
            numbers[*unit] = match ties {
                Ties::Competition => Some(Exact::from(from + 1)),
                Ties::Dense => Some(Exact::from(distinct)),
                // positions from+1 … from+tied: their mean is the middle
                Ties::Average => Exact::from(2 * from + sharing + 1).checked_div(&Exact::from(2)),
                Ties::Ordinal => Some(Exact::from(from + offset + 1)),
            };
        }
        from += sharing;
    }
    numbers
}

/// Ranked units in order, so that the place of one that would move is found without ranking all anew.
pub struct Ladder<'k> {
    keys: &'k [Option<RankKey>],
    /// The best first, equal ones in the order of the register.
    order: Vec<usize>,
}

impl<'k> Ladder<'k> {
    /// The units among these that have a key.
    pub fn new(keys: &'k [Option<RankKey>], members: impl Fn(usize) -> bool) -> Self {
        let mut order: Vec<usize> = (0..keys.len()).filter(|u| keys[*u].is_some() && members(*u)).collect();
        order.sort_by(|a, b| Self::compare(keys, *a, keys[*b].as_ref()));
        Self { keys, order }
    }

    fn compare(keys: &[Option<RankKey>], unit: usize, key: Option<&RankKey>) -> Ordering {
        match (&keys[unit], key) {
            (Some(a), Some(b)) => better_first(a, b),
            // none such is on the ladder
            (a, b) => a.is_none().cmp(&b.is_none()),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// The rank that a unit would have if it were ranked by `key` and the others stayed: what [`ranks`] would give.
    pub fn rank(&self, unit: usize, key: &RankKey, ties: Ties) -> Option<Exact> {
        let from = self.order.partition_point(|u| Self::compare(self.keys, *u, Some(key)) == Ordering::Less);
        let to = self.order.partition_point(|u| Self::compare(self.keys, *u, Some(key)) != Ordering::Greater);
        let others = |slice: &[usize]| slice.iter().filter(|u| **u != unit).count();
        let (better, equal) = (others(&self.order[..from]), others(&self.order[from..to]));
        match ties {
            Ties::Competition => Some(Exact::from(better + 1)),
            // positions better+1 … better+equal+1: their mean is the middle
            Ties::Average => Exact::from(2 * better + equal + 2).checked_div(&Exact::from(2)),
            Ties::Ordinal => {
                let before = self.order[from..to].iter().filter(|u| **u < unit).count();
                Some(Exact::from(better + before + 1))
            }
            Ties::Dense => {
                let above: Vec<usize> = self.order[..from].iter().copied().filter(|u| *u != unit).collect();
                let steps = above.windows(2).filter(|w| self.keys[w[0]] != self.keys[w[1]]).count();
                Some(Exact::from(steps + usize::from(!above.is_empty()) + 1))
            }
        }
    }
}
