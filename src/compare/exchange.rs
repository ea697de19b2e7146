//! Who passed whom: pairs of units that stand the other way round.

use std::collections::BTreeSet;

use crate::number::Exact;

use super::moved::towards;
use super::value::{Exchange, Exchanges, UnitMoved};

/// Of so many units, and of the first so many of more, every pair is listed.
const FIRST: usize = 40;

/// The pairs of units that changed places, strictly on both sides. Of many units those that are neighbours in one of the
/// rankings, or both among the first in one of them; the others are counted.
pub fn exchanges(units: &[UnitMoved]) -> Exchanges {
    let ranked: Vec<(usize, [&Exact; 2])> =
        units.iter().enumerate().filter_map(|(at, u)| Some((at, [u.rank[0].as_ref()?, u.rank[1].as_ref()?]))).collect();
    let order = |side: usize| {
        let mut order: Vec<usize> = (0..ranked.len()).collect();
        order.sort_by(|a, b| ranked[*a].1[side].cmp(ranked[*b].1[side]));
        order
    };
    let orders = [order(0), order(1)];
    let mut looked_at: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut look = |a: usize, b: usize| {
        looked_at.insert((a.min(b), a.max(b)));
    };
    for order in &orders {
        order.windows(2).for_each(|two| look(two[0], two[1]));
        let first = &order[..order.len().min(FIRST)];
        for (at, one) in first.iter().enumerate() {
            first[at + 1..].iter().for_each(|other| look(*one, *other));
        }
    }
    let mut pairs: Vec<Exchange> = Vec::new();
    for (a, b) in looked_at {
        let ([a_was, a_is], [b_was, b_is]) = (ranked[a].1, ranked[b].1);
        if a_was > b_was && a_is < b_is {
            pairs.push(exchange(units, ranked[a].0, ranked[b].0));
        } else if b_was > a_was && b_is < a_is {
            pairs.push(exchange(units, ranked[b].0, ranked[a].0));
        }
    }
    pairs.sort_by_key(|pair| (pair.passed, pair.behind));
    let all = count(&ranked.iter().map(|(_, ranks)| *ranks).collect::<Vec<_>>());
    Exchanges { rest: all - pairs.len(), pairs }
}

fn exchange(units: &[UnitMoved], passed: usize, behind: usize) -> Exchange {
    let (a, b) = (&units[passed], &units[behind]);
    let gap = |side: usize| Some(a.total[side].as_ref()? - b.total[side].as_ref()?);
    let parts: Option<Vec<Exact>> =
        a.score_parts.as_ref().zip(b.score_parts.as_ref()).map(|(a, b)| a.iter().zip(b).map(|(a, b)| a - b).collect());
    Exchange {
        passed,
        behind,
        gap: gap(0).zip(gap(1)).map(|(was, is)| [was, is]),
        by: parts.as_ref().and_then(|parts| towards(parts, false)),
        parts,
    }
}

/// How many pairs changed places, strictly on both sides: counted while going through the one order, by what came before
/// in the other.
fn count(ranks: &[[&Exact; 2]]) -> usize {
    let mut later: Vec<&Exact> = ranks.iter().map(|ranks| ranks[1]).collect();
    later.sort();
    later.dedup();
    let place = |rank: &Exact| later.partition_point(|other| *other < rank);
    let mut sorted: Vec<(&Exact, usize)> = ranks.iter().map(|ranks| (ranks[0], place(ranks[1]))).collect();
    sorted.sort();
    // a tree of sums (Fenwick 1994) over the places of those that stood before
    let mut sums = vec![0_usize; later.len() + 1];
    let (mut entered, mut pairs) = (0, 0);
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        for (_, place) in tied {
            let (mut at, mut not_after) = (place + 1, 0);
            while at > 0 {
                not_after += sums[at];
                at &= at - 1;
            }
            pairs += entered - not_after;
        }
        for (_, place) in tied {
            let mut at = place + 1;
            while at < sums.len() {
                sums[at] += 1;
                at += at & at.wrapping_neg();
            }
        }
        entered += tied.len();
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_as_by_looking_at_each() {
        let mut seed = 7_usize;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for units in [0, 1, 2, 5, 40] {
            let ranks: Vec<[Exact; 2]> = (0..units).map(|_| [next(9), next(9)].map(Exact::from)).collect();
            let passes = |a: &[Exact; 2], b: &[Exact; 2]| a[0] > b[0] && a[1] < b[1];
            let each = ranks.iter().map(|a| ranks.iter().filter(|b| passes(a, b)).count()).sum::<usize>();
            let borrowed: Vec<[&Exact; 2]> = ranks.iter().map(<[Exact; 2]>::each_ref).collect();
            assert_eq!(count(&borrowed), each);
        }
    }
}
