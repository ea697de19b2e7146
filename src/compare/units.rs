//! Which unit of one side is which of the other: by the codes that they bear or bore.

use std::collections::{HashMap, HashSet};

use crate::register::Register;

/// The units of both sides: those of the later one in order, then those that are only in the earlier one.
#[derive(Debug)]
pub struct Units {
    /// Each unit's index in the two registers.
    pub pairs: Vec<[Option<usize>; 2]>,
    /// By side and index in its register: which of the pairs.
    pub of: [Vec<usize>; 2],
}

impl Units {
    /// Matches the units of two registers. Names do not match: one name can mean two units at two times.
    pub fn matched(before: &Register, after: &Register) -> Self {
        let mut taken = vec![false; before.len()];
        let mut pairs: Vec<[Option<usize>; 2]> = Vec::with_capacity(after.len());
        let mut codes: HashMap<&str, usize> = HashMap::new();
        for (old, unit) in before.units().iter().enumerate() {
            codes.entry(&unit.code).or_insert(old);
        }
        let bears: Vec<Option<usize>> = after.units().iter().map(|u| codes.get(u.code.as_str()).copied()).collect();
        // only where a code changed is its bearer looked for in time
        let known: HashSet<usize> = bears.iter().flatten().copied().collect();
        let lost = (0..before.len()).filter(|old| !known.contains(old));
        let became: HashMap<usize, usize> =
            lost.filter_map(|old| Some((after.by_any_code(&before.units()[old].code)?, old))).collect();
        for (index, unit) in after.units().iter().enumerate() {
            let bore = || became.get(&index).copied().or_else(|| before.by_any_code(&unit.code));
            let old = bears[index].or_else(bore).filter(|old| !taken[*old]);
            if let Some(old) = old {
                taken[old] = true;
            }
            pairs.push([old, Some(index)]);
        }
        pairs.extend((0..before.len()).filter(|old| !taken[*old]).map(|old| [Some(old), None]));
        let of = [0, 1].map(|side: usize| {
            let mut found: Vec<(usize, usize)> =
                pairs.iter().enumerate().filter_map(|(at, pair)| Some((pair[side]?, at))).collect();
            found.sort_unstable();
            found.into_iter().map(|(_, at)| at).collect()
        });
        Self { pairs, of }
    }

    /// Whether the unit is on both sides.
    pub fn is_both(&self, at: usize) -> bool {
        self.pairs[at].iter().all(Option::is_some)
    }

    /// The units on both sides, with their index in the later register.
    pub fn both(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.pairs.iter().enumerate().filter_map(|(at, pair)| Some((at, pair[0].and(pair[1])?)))
    }
}
