//! The units compared: the sorted numbers that a statistic over units is made from.

use std::collections::HashMap;

use crate::expr::{Compared, Partition, Stat};
use crate::number::{Exact, sqrt};
use crate::register::Unit;

/// Numbers in rising order.
#[derive(Clone, Debug, Default)]
pub struct Sorted {
    values: Vec<Exact>,
    sum: Exact,
}

impl Sorted {
    /// Sorts the values.
    pub fn new(mut values: Vec<Exact>) -> Self {
        values.sort_unstable();
        let sum = values.iter().sum();
        Self { values, sum }
    }

    /// Whether there is nobody to compare with.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// 1 + how many are larger.
    pub fn place(&self, x: &Exact) -> Exact {
        let not_larger = self.values.partition_point(|v| v <= x);
        Exact::from(self.values.len() - not_larger + 1)
    }

    /// How many are equal.
    pub fn equal(&self, x: &Exact) -> Exact {
        let from = self.values.partition_point(|v| v < x);
        let to = self.values.partition_point(|v| v <= x);
        Exact::from(to - from)
    }

    /// The mean; `None` of nothing.
    pub fn mean(&self) -> Option<Exact> {
        self.sum.checked_div(&Exact::from(self.values.len()))
    }

    /// The least.
    pub fn lowest(&self) -> Option<&Exact> {
        self.values.first()
    }

    /// A statistic that needs no unit of its own; `None` where there are too few numbers for it.
    pub fn stat(&self, stat: Stat) -> Option<Exact> {
        let n = self.values.len();
        match stat {
            Stat::Count => Some(Exact::from(n)),
            _ if n == 0 => None,
            Stat::Mean => self.mean(),
            Stat::Sum => Some(self.sum.clone()),
            Stat::Highest => self.values.last().cloned(),
            Stat::Lowest => self.values.first().cloned(),
            Stat::Median if n % 2 == 1 => Some(self.values[n / 2].clone()),
            Stat::Median => (&self.values[n / 2 - 1] + &self.values[n / 2]).checked_div(&Exact::from(2)),
            Stat::Stdev => {
                let mean = self.mean()?;
                let squares: Exact = self.values.iter().map(|v| v - &mean).map(|d| &d * &d).sum();
                sqrt(&squares.checked_div(&Exact::from(n - 1))?)
            }
            Stat::Rank | Stat::Ties => None,
        }
    }
}

/// Numbers in the sets of units that are compared with each other.
#[derive(Debug)]
pub struct Sets {
    compared: Compared,
    /// Of all units together.
    all: Sorted,
    /// By group or class.
    by_name: HashMap<String, Sorted>,
    nobody: Sorted,
}

impl Sets {
    /// Sorts each unit's number, where it has one, into its set.
    pub fn new(units: &[Unit], compared: Compared, numbers: Vec<Option<Exact>>) -> Self {
        let mut sets = Self { compared, all: Sorted::default(), by_name: HashMap::new(), nobody: Sorted::default() };
        if compared == Compared::All {
            sets.all = Sorted::new(numbers.into_iter().flatten().collect());
            return sets;
        }
        let mut named: HashMap<&str, Vec<Exact>> = HashMap::new();
        for (unit, number) in units.iter().zip(numbers) {
            if let Some(number) = number {
                named.entry(sets.name(unit)).or_default().push(number);
            }
        }
        sets.by_name = named.into_iter().map(|(name, numbers)| (name.to_owned(), Sorted::new(numbers))).collect();
        sets
    }

    /// The numbers that a unit is compared with.
    pub fn of(&self, unit: &Unit) -> &Sorted {
        match self.compared {
            Compared::All => &self.all,
            Compared::Group | Compared::Class => self.by_name.get(self.name(unit)).unwrap_or(&self.nobody),
        }
    }

    fn name<'u>(&self, unit: &'u Unit) -> &'u str {
        Partition::of(self.compared).map_or("", |by| unit.part(by))
    }
}

/// A population, and who is in it.
#[derive(Debug)]
pub struct Groups {
    /// Its numbers.
    pub sets: Sets,
    /// Whether each unit of the register is among those compared.
    pub compared: Vec<bool>,
}
