//! Exact numbers (精确数) and the declared rounding.
//!
//! Every mark, weight, target and reported figure is an [`Exact`]: a ratio of whole numbers, held in two machine
//! words while it fits and in big integers when it does not. Nothing here is a float: a million weighted totals in
//! `f64` put one in ten on the wrong hundredth.
//!
//! Not here: what a number means, or how a cell is read as one (`ingest/`).

mod arithmetic;
mod irrational;
mod round;
mod text;

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::num::NonZeroI64;

use dashu_int::IBig;
use dashu_ratio::RBig;

pub use irrational::{ln, log10, pow, sqrt};
pub use round::{RoundMode, Rounding};
pub use text::ParseError;

/// A number without rounding error.
///
/// Sums, differences, products and quotients are exact. Only [`ln`], [`sqrt`], [`log10`] and [`pow`] can leave the
/// rationals; what they return carries more than 50 significant digits and knows that it [is not
/// exact](Exact::is_irrational).
#[derive(Clone, Debug)]
pub struct Exact(Repr);

/// Two words in all: the zero that a denominator cannot be marks the big variant.
#[derive(Clone, Debug)]
enum Repr {
    /// `n / d`, `d > 0`, not necessarily in lowest terms: reduced only when it stops fitting.
    Small(i64, NonZeroI64),
    Big(Box<Big>),
}

#[derive(Clone, Debug)]
struct Big {
    ratio: RBig,
    irrational: bool,
}

const ONE: NonZeroI64 = match NonZeroI64::new(1) {
    Some(one) => one,
    None => NonZeroI64::MAX, // one is not nought
};

impl Exact {
    /// Nought.
    pub const ZERO: Self = Self(Repr::Small(0, ONE));
    /// One.
    pub const ONE: Self = Self(Repr::Small(1, ONE));

    /// The ratio `n / d`; `None` where `d` is nought.
    #[must_use]
    pub fn ratio(n: i64, d: i64) -> Option<Self> {
        (d != 0).then(|| Self::from_wide(i128::from(n), i128::from(d)))
    }

    /// `n / d` in whatever form holds it; `d` must not be nought.
    fn from_wide(n: i128, d: i128) -> Self {
        let (n, d) = if d < 0 { (-n, -d) } else { (n, d) };
        if let Some(small) = Self::small(n, d) {
            return small;
        }
        let g = gcd(n.unsigned_abs(), d.unsigned_abs());
        let (n, d) = match i128::try_from(g) {
            Ok(g) if g > 1 => (n / g, d / g),
            _ => (n, d),
        };
        Self::small(n, d).unwrap_or_else(|| {
            let ratio = RBig::from_parts_signed(IBig::from(n), IBig::from(d));
            Self(Repr::Big(Box::new(Big { ratio, irrational: false })))
        })
    }

    fn small(n: i128, d: i128) -> Option<Self> {
        let n = i64::try_from(n).ok()?;
        let d = NonZeroI64::new(i64::try_from(d).ok()?)?;
        Some(Self(Repr::Small(n, d)))
    }

    /// Wraps a big ratio, coming back to the small form where it fits and is exact.
    fn from_big(ratio: RBig, irrational: bool) -> Self {
        if !irrational || ratio.is_int() {
            let parts = (i64::try_from(ratio.numerator()), i64::try_from(ratio.denominator()));
            if let (Ok(n), Ok(d)) = parts
                && let Some(d) = NonZeroI64::new(d)
            {
                return Self(Repr::Small(n, d));
            }
        }
        Self(Repr::Big(Box::new(Big { ratio, irrational })))
    }

    fn to_big(&self) -> RBig {
        match &self.0 {
            Repr::Small(n, d) => RBig::from_parts_signed(IBig::from(*n), IBig::from(d.get())),
            Repr::Big(big) => big.ratio.clone(),
        }
    }

    /// Whether the number came from a logarithm, a root or a power and has no exact ratio.
    #[must_use]
    pub fn is_irrational(&self) -> bool {
        matches!(&self.0, Repr::Big(big) if big.irrational)
    }

    /// Whether it is nought.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small(0, _))
    }

    /// Whether it is below nought.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(n, _) => *n < 0,
            Repr::Big(big) => big.ratio < RBig::ZERO,
        }
    }

    /// Whether it is above nought.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        !self.is_zero() && !self.is_negative()
    }

    /// Whether it is a whole number.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Repr::Small(n, d) => n % d.get() == 0,
            Repr::Big(big) => big.ratio.is_int(),
        }
    }

    /// As a whole number that fits `i64`.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small(n, d) if n % d.get() == 0 => Some(n / d.get()),
            _ => None,
        }
    }

    /// The nearest double: for charts, colours and number cells only, never for a mark.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.significant(20).parse().unwrap_or(f64::NAN)
    }

    /// The smaller of two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if other < self { other } else { self }
    }

    /// The larger of two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        if other > self { other } else { self }
    }

    /// The greatest whole number not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        Rounding::new(0, RoundMode::Floor).apply(self)
    }

    /// The least whole number not below it.
    #[must_use]
    pub fn ceil(&self) -> Self {
        Rounding::new(0, RoundMode::Ceil).apply(self)
    }

    /// Its distance from nought.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { -self.clone() } else { self.clone() }
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(x), Ok(y)) = (u64::try_from(a), u64::try_from(b)) {
            let (mut x, mut y) = (x, y);
            while y != 0 {
                (x, y) = (y, x % y);
            }
            return u128::from(x);
        }
        (a, b) = (b, a % b);
    }
    a
}

impl From<i64> for Exact {
    fn from(n: i64) -> Self {
        Self(Repr::Small(n, ONE))
    }
}

impl From<i32> for Exact {
    fn from(n: i32) -> Self {
        Self::from(i64::from(n))
    }
}

impl From<usize> for Exact {
    fn from(n: usize) -> Self {
        i64::try_from(n).map_or_else(|_| Self::from_big(RBig::from(IBig::from(n)), false), Self::from)
    }
}

impl Default for Exact {
    fn default() -> Self {
        Self::ZERO
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) if b == d => a.cmp(c),
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                (i128::from(*a) * i128::from(d.get())).cmp(&(i128::from(*c) * i128::from(b.get())))
            }
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl Hash for Exact {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let big = self.to_big();
        big.numerator().hash(state);
        big.denominator().hash(state);
    }
}

#[cfg(test)]
mod tests;
