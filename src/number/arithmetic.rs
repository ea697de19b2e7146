//! The four operations: two words where they suffice, big integers where they do not. None overflows.

use std::num::NonZeroI64;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

use super::{Exact, Repr};

impl Exact {
    fn both_big(&self, other: &Self, op: impl Fn(&dashu_ratio::RBig, &dashu_ratio::RBig) -> dashu_ratio::RBig) -> Self {
        let irrational = self.is_irrational() || other.is_irrational();
        Self::from_big(op(&self.to_big(), &other.to_big()), irrational)
    }

    /// The quotient; `None` where the divisor is nought.
    #[must_use]
    pub fn checked_div(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        Some(match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                Self::from_wide(i128::from(*a) * i128::from(d.get()), i128::from(b.get()) * i128::from(*c))
            }
            _ => self.both_big(other, |a, b| a / b),
        })
    }
}

impl Add for &Exact {
    type Output = Exact;
    fn add(self, other: Self) -> Exact {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                if b == d
                    && let Some(sum) = a.checked_add(*c)
                {
                    return Exact(Repr::Small(sum, *b));
                }
                let (a, b, c, d) = (i128::from(*a), i128::from(b.get()), i128::from(*c), i128::from(d.get()));
                if b == d {
                    return Exact::from_wide(a + c, b);
                }
                // |a|,|c| ≤ 2⁶³ and b,d < 2⁶³, so each product is at most 2¹²⁶ and their sum fits
                Exact::from_wide(a * d + c * b, b * d)
            }
            _ => self.both_big(other, |a, b| a + b),
        }
    }
}

impl Neg for Exact {
    type Output = Self;
    fn neg(self) -> Self {
        match self.0 {
            Repr::Small(n, d) => n
                .checked_neg()
                .map_or_else(|| Self::from_wide(-i128::from(n), i128::from(d.get())), |n| Self(Repr::Small(n, d))),
            Repr::Big(big) => Self::from_big(-big.ratio, big.irrational),
        }
    }
}

impl Sub for &Exact {
    type Output = Exact;
    fn sub(self, other: Self) -> Exact {
        self + &-other.clone()
    }
}

impl Mul for &Exact {
    type Output = Exact;
    fn mul(self, other: Self) -> Exact {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                if let (Some(n), Some(d)) = (a.checked_mul(*c), b.get().checked_mul(d.get()).and_then(NonZeroI64::new))
                {
                    return Exact(Repr::Small(n, d));
                }
                Exact::from_wide(i128::from(*a) * i128::from(*c), i128::from(b.get()) * i128::from(d.get()))
            }
            _ if self.is_zero() || other.is_zero() => Exact::ZERO,
            _ => self.both_big(other, |a, b| a * b),
        }
    }
}

macro_rules! owned {
    ($op:ident, $method:ident) => {
        impl $op for Exact {
            type Output = Exact;
            fn $method(self, other: Self) -> Exact {
                (&self).$method(&other)
            }
        }
    };
}
owned!(Add, add);
owned!(Sub, sub);
owned!(Mul, mul);

impl Div for Exact {
    type Output = Option<Self>;
    fn div(self, other: Self) -> Option<Self> {
        self.checked_div(&other)
    }
}

impl AddAssign<&Self> for Exact {
    fn add_assign(&mut self, other: &Self) {
        *self = &*self + other;
    }
}

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |a, b| &a + &b)
    }
}

impl<'a> std::iter::Sum<&'a Self> for Exact {
    fn sum<I: Iterator<Item = &'a Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |a, b| &a + b)
    }
}
