//! By which attribute units are ranked apart: their groups, their classes.

use std::ops::{Index, IndexMut};

use super::{Attribute, Compared};

/// An attribute of the register by whose values units are ranked apart (分组、分类排名).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Partition {
    /// By `group` (组别).
    Group,
    /// By `class` (类别).
    Class,
}

impl Partition {
    /// All there are, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Group, Self::Class];

    /// Its column in `scores.csv`.
    #[must_use]
    pub const fn rank_column(self) -> &'static str {
        match self {
            Self::Group => "group_rank",
            Self::Class => "class_rank",
        }
    }

    /// The attribute that divides the units.
    #[must_use]
    pub const fn attribute(self) -> Attribute {
        match self {
            Self::Group => Attribute::Group,
            Self::Class => Attribute::Class,
        }
    }

    /// That by which the units that a statistic compares are divided, unless it compares all.
    #[must_use]
    pub const fn of(compared: Compared) -> Option<Self> {
        match compared {
            Compared::All => None,
            Compared::Group => Some(Self::Group),
            Compared::Class => Some(Self::Class),
        }
    }
}

/// One thing for every partition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Each<T>([T; 2]);

impl<T> Each<T> {
    /// What there is for groups, and for classes.
    #[must_use]
    pub const fn new(group: T, class: T) -> Self {
        Self([group, class])
    }

    /// Made for one after the other.
    pub fn make(mut one: impl FnMut(Partition) -> T) -> Self {
        Self(Partition::ALL.map(&mut one))
    }
}

impl<T> Index<Partition> for Each<T> {
    type Output = T;

    fn index(&self, at: Partition) -> &T {
        let [group, class] = &self.0;
        match at {
            Partition::Group => group,
            Partition::Class => class,
        }
    }
}

impl<T> IndexMut<Partition> for Each<T> {
    fn index_mut(&mut self, at: Partition) -> &mut T {
        let [group, class] = &mut self.0;
        match at {
            Partition::Group => group,
            Partition::Class => class,
        }
    }
}
