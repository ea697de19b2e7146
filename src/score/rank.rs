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
