//! Sets of small numbers: which changes are made.

/// A set of numbers, most of them below 64.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Set(Vec<u64>);

impl Set {
    /// The numbers below `count`.
    pub fn below(count: usize) -> Self {
        (0..count).collect()
    }

    /// Whether the number is in it.
    pub fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Puts the number in.
    pub fn put(&mut self, number: usize) {
        if self.0.len() <= number / 64 {
            self.0.resize(number / 64 + 1, 0);
        }
        self.0[number / 64] |= 1 << (number % 64);
    }

    /// Takes the number out.
    pub fn take(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word &= !(1 << (number % 64));
        }
        // equal sets have equal words
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// The same set with these numbers in it.
    pub fn with(&self, more: &Self) -> Self {
        let mut all = self.clone();
        more.numbers().for_each(|number| all.put(number));
        all
    }

    /// The same set without this number.
    pub fn without(&self, number: usize) -> Self {
        let mut rest = self.clone();
        rest.take(number);
        rest
    }

    /// What is in both.
    pub fn common(&self, other: &Self) -> Self {
        self.numbers().filter(|number| other.has(*number)).collect()
    }

    /// The numbers in it, rising.
    pub fn numbers(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.len() * 64).filter(|number| self.has(*number))
    }

    /// How many numbers are in it.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}

impl FromIterator<usize> for Set {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut set = Self::default();
        numbers.into_iter().for_each(|number| set.put(number));
        set
    }
}
