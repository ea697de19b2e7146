//! Logarithms, roots and powers: exact where the result is a ratio, otherwise good to more than 50 digits.

use std::cmp::Ordering;

use dashu_float::{FBig, round::mode::HalfEven};
use dashu_int::{IBig, UBig, ops::UnsignedAbs};
use dashu_ratio::RBig;

use super::Exact;

/// Bits carried through a logarithm or an exponential: some 60 decimal digits.
const BITS: usize = 200;
/// Decimal digits carried by a root.
const DIGITS: usize = 60;
/// The largest whole exponent, and the largest root, that is worked out in whole numbers.
const WHOLE_POWER: i64 = 4096;
/// Beyond this many bits a number is no figure of an assessment; the result is refused, not approximated.
const MOST_BITS: usize = 1 << 18;

type Float = FBig<HalfEven, 2>;

/// The natural logarithm; `None` at or below nought.
#[must_use]
pub fn ln(x: &Exact) -> Option<Exact> {
    if !x.is_positive() {
        return None;
    }
    if *x == Exact::ONE {
        return Some(Exact::ZERO);
    }
    Some(from_float(&to_float(&x.to_big()).ln()))
}

/// The logarithm to base ten, exact for powers of ten; `None` at or below nought.
#[must_use]
pub fn log10(x: &Exact) -> Option<Exact> {
    let natural = ln(x)?;
    let quotient = natural.checked_div(&ln(&Exact::from(10))?)?;
    let near = super::Rounding::new(0, super::RoundMode::HalfUp).apply(&quotient);
    match near.to_i64() {
        Some(n) if n.abs() <= 400 && whole_power(&Exact::from(10), n).as_ref() == Some(x) => Some(near),
        _ => Some(quotient),
    }
}

/// The square root, exact for squares of ratios; `None` below nought.
#[must_use]
pub fn sqrt(x: &Exact) -> Option<Exact> {
    root(x, 2)
}

/// `x` to the power `y`; `None` where no real number is the answer (a root of a negative number, nought to a
/// negative power) or where it would be beyond all measure.
#[must_use]
pub fn pow(x: &Exact, y: &Exact) -> Option<Exact> {
    if let Some(n) = y.to_i64()
        && n.abs() <= WHOLE_POWER
    {
        return whole_power(x, n);
    }
    if x.is_zero() {
        return y.is_positive().then_some(Exact::ZERO);
    }
    if x.is_negative() {
        return None;
    }
    if *x == Exact::ONE {
        return Some(Exact::ONE);
    }
    if let Some((p, q)) = small_fraction(y)
        && let Some(power) = whole_power(x, p)
    {
        return root(&power, q);
    }
    let exponent = &ln(x)? * y;
    // e^±10000 has some 4300 digits; a share or a mark is never there
    if exponent.abs() > Exact::from(10_000) {
        return None;
    }
    Some(from_float(&to_float(&exponent.to_big()).exp()))
}

/// `p / q` in lowest terms where both are small enough to work in whole numbers.
fn small_fraction(y: &Exact) -> Option<(i64, usize)> {
    if y.is_irrational() {
        return None;
    }
    let ratio = y.to_big();
    let p = i64::try_from(ratio.numerator()).ok()?;
    let q = usize::try_from(ratio.denominator()).ok()?;
    (p.abs() <= 64 && q <= 64).then_some((p, q))
}

fn whole_power(x: &Exact, n: i64) -> Option<Exact> {
    if n == 0 {
        return Some(Exact::ONE);
    }
    if x.is_zero() {
        return (n > 0).then_some(Exact::ZERO);
    }
    let big = x.to_big();
    let power = usize::try_from(n.unsigned_abs()).ok()?;
    let bits = bit_len(&big.numerator().clone().unsigned_abs()).max(bit_len(big.denominator()));
    if bits.saturating_mul(power) > MOST_BITS {
        return None;
    }
    let raised = RBig::from_parts_signed(big.numerator().pow(power), IBig::from(big.denominator().pow(power)));
    Some(Exact::from_big(if n < 0 { RBig::ONE / raised } else { raised }, x.is_irrational()))
}

fn bit_len(x: &UBig) -> usize {
    use dashu_int::ops::BitTest;
    x.bit_len()
}

/// The `n`-th root of a number that is not negative.
fn root(x: &Exact, n: usize) -> Option<Exact> {
    if x.is_negative() {
        return None;
    }
    if x.is_zero() {
        return Some(Exact::ZERO);
    }
    let big = x.to_big();
    let (num, den) = (big.numerator().clone().unsigned_abs(), big.denominator().clone());
    let (num_root, den_root) = (num.nth_root(n), den.nth_root(n));
    if num_root.pow(n).cmp(&num) == Ordering::Equal && den_root.pow(n).cmp(&den) == Ordering::Equal {
        return Some(Exact::from_big(RBig::from_parts(IBig::from(num_root), den_root), x.is_irrational()));
    }
    // the root of num·10^(n·k) / den is the root sought, times 10^k; k leaves DIGITS digits even of a tiny number
    let small = (bit_len(&den).saturating_sub(bit_len(&num))) / (3 * n);
    let k = DIGITS + small + 1;
    let scaled = num * UBig::from(10_u8).pow(n * k) / den;
    let root = scaled.nth_root(n);
    Some(Exact::from_big(RBig::from_parts(IBig::from(root), UBig::from(10_u8).pow(k)), true))
}

fn to_float(x: &RBig) -> Float {
    let part = |n: IBig| Float::from(n).with_precision(BITS).value();
    part(x.numerator().clone()) / part(IBig::from(x.denominator().clone()))
}

fn from_float(x: &Float) -> Exact {
    let (significand, exponent) = (x.repr().significand().clone(), x.repr().exponent());
    let power = UBig::ONE << exponent.unsigned_abs();
    let ratio =
        if exponent < 0 { RBig::from_parts(significand, power) } else { RBig::from(significand * IBig::from(power)) };
    Exact::from_big(ratio, true)
}
