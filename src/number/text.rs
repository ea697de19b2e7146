//! Decimals as text: read exactly, written exactly or to 20 significant digits.

use std::fmt;
use std::str::FromStr;

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use serde::{Serialize, Serializer};

use super::{Exact, Repr, RoundMode, Rounding};

/// Digits written for a number whose decimals do not end.
const SIGNIFICANT: i32 = 20;
/// A longer text is no figure that anyone reported.
const LONGEST: usize = 400;

/// The text is not a plain decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseError;

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal number")
    }
}

impl std::error::Error for ParseError {}

impl FromStr for Exact {
    type Err = ParseError;

    /// Reads `-12`, `0.985`, `.5`, `1.5e-3`; nothing else (no spaces, separators or signs of percentage).
    fn from_str(s: &str) -> Result<Self, ParseError> {
        if s.len() > LONGEST {
            return Err(ParseError);
        }
        let (mantissa, exponent) = match s.find(['e', 'E']) {
            Some(at) => (&s[..at], s[at + 1..].parse::<i32>().map_err(|_| ParseError)?),
            None => (s, 0),
        };
        let (negative, digits) = match mantissa.as_bytes().first() {
            Some(b'-') => (true, &mantissa[1..]),
            Some(b'+') => (false, &mantissa[1..]),
            _ => (false, mantissa),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) || exponent.abs() > 400 {
            return Err(ParseError);
        }
        let places = i32::try_from(fraction.len()).map_err(|_| ParseError)? - exponent;
        if let Some(small) = small_decimal(whole, fraction, places, negative) {
            return Ok(small);
        }
        let digits = UBig::from_str(&format!("{whole}{fraction}")).map_err(|_| ParseError)?;
        let n = if negative { -IBig::from(digits) } else { IBig::from(digits) };
        let scale = IBig::from(UBig::from(10_u8).pow(places.unsigned_abs() as usize));
        Ok(Self::from_big(if places > 0 { RBig::from_parts_signed(n, scale) } else { RBig::from(n * scale) }, false))
    }
}

fn small_decimal(whole: &str, fraction: &str, places: i32, negative: bool) -> Option<Exact> {
    let scale = 10_i64.checked_pow(u32::try_from(places).ok()?)?;
    let mut n = 0_i64;
    for b in whole.bytes().chain(fraction.bytes()) {
        n = n.checked_mul(10)?.checked_add(i64::from(b - b'0'))?;
    }
    Exact::small(i128::from(if negative { -n } else { n }), i128::from(scale))
}

impl Exact {
    /// Reads what [`to_exact_text`](Self::to_exact_text) wrote of a number that has a ratio.
    #[must_use]
    pub fn from_exact_text(text: &str) -> Option<Self> {
        let Some((n, d)) = text.split_once('/') else { return text.parse().ok() };
        let (n, d) = (IBig::from_str(n).ok()?, IBig::from_str(d).ok()?);
        (d != IBig::ZERO).then(|| Self::from_big(RBig::from_parts_signed(n, d), false))
    }
}

impl fmt::Display for Exact {
    /// Exact decimals where they end; 20 significant digits where they do not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Repr::Small(n, d) = &self.0
            && n % d.get() == 0
        {
            return write!(f, "{}", n / d.get());
        }
        if let Repr::Small(n, d) = &self.0
            && let Some(text) = small_text(*n, d.get())
        {
            return f.write_str(&text);
        }
        if self.is_irrational() {
            return f.write_str(&self.significant(SIGNIFICANT));
        }
        match terminating_places(&self.to_big()) {
            Some(places) => f.write_str(&self.fixed(places)),
            None => f.write_str(&self.significant(SIGNIFICANT)),
        }
    }
}

/// `n / d` where its decimals end and everything fits in machine words; `None` sends it the long way round.
fn small_text(n: i64, d: i64) -> Option<String> {
    let sign = if n < 0 { "-" } else { "" };
    let g = super::gcd(u128::from(n.unsigned_abs()), u128::from(d.unsigned_abs()));
    let (n, d) = (u128::from(n.unsigned_abs()) / g, u64::try_from(u128::from(d.unsigned_abs()) / g).ok()?);
    let mut rest = d;
    let mut count = |p: u64| {
        let mut n = 0_u32;
        while rest.is_multiple_of(p) {
            rest /= p;
            n += 1;
        }
        n
    };
    let places = count(2).max(count(5));
    if rest != 1 {
        return None;
    }
    let scaled = n.checked_mul(10_u128.checked_pow(places)? / u128::from(d))?;
    let digits = format!("{scaled:0>width$}", width = places as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places as usize);
    Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

/// The number of decimals of a ratio in lowest terms whose denominator is made of twos and fives.
fn terminating_places(x: &RBig) -> Option<i32> {
    let mut d = x.denominator().clone();
    let count = |d: &mut UBig, p: u8| {
        let p = UBig::from(p);
        let mut n = 0;
        while (&*d % &p) == UBig::ZERO {
            *d = &*d / &p;
            n += 1;
        }
        n
    };
    let places = count(&mut d, 2).max(count(&mut d, 5));
    (d == UBig::ONE && places <= 1000).then_some(places)
}

impl Serialize for Exact {
    /// As [exact text](Exact::to_exact_text).
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_exact_text())
    }
}

impl Exact {
    /// Without loss: its decimals where they end, else `1/3` in lowest terms. A number that has no ratio is written to 20
    /// significant digits.
    #[must_use]
    pub fn to_exact_text(&self) -> String {
        let decimal = self.to_string();
        if self.is_irrational() || decimal.parse::<Self>().is_ok_and(|read| read == *self) {
            return decimal;
        }
        let big = self.to_big();
        format!("{}/{}", big.numerator(), big.denominator())
    }

    /// With all of `places` decimals, cut where there are more (callers round first, or know that it ends).
    fn fixed(&self, places: i32) -> String {
        let big = self.to_big();
        let scale = UBig::from(10_u8).pow(places.unsigned_abs() as usize);
        let scaled = if places < 0 { big / RBig::from(scale) } else { big * RBig::from(scale) };
        let negative = scaled < RBig::ZERO;
        let whole = scaled.trunc().to_string();
        let digits = whole.trim_start_matches('-');
        let sign = if negative && digits.bytes().any(|b| b != b'0') { "-" } else { "" };
        if places <= 0 {
            return format!("{sign}{digits}{}", "0".repeat(places.unsigned_abs() as usize));
        }
        let places = places.unsigned_abs() as usize;
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// Rounded half away from zero to `digits` significant digits.
    pub(super) fn significant(&self, digits: i32) -> String {
        if self.is_zero() {
            return "0".to_owned();
        }
        let places = digits - 1 - self.magnitude();
        self.rounded_to(places).fixed(places)
    }

    /// The power of ten of the first digit.
    fn magnitude(&self) -> i32 {
        let big = self.to_big();
        let len = |x: String| i32::try_from(x.trim_start_matches('-').len()).unwrap_or(i32::MAX);
        let guess = len(big.numerator().to_string()) - len(big.denominator().to_string());
        let power = |e: i32| {
            let ten = RBig::from(UBig::from(10_u8).pow(e.unsigned_abs() as usize));
            if e < 0 { RBig::ONE / ten } else { ten }
        };
        let size = if big < RBig::ZERO { -big } else { big };
        if size < power(guess) { guess - 1 } else { guess }
    }

    fn rounded_to(&self, places: i32) -> Self {
        match i8::try_from(places) {
            Ok(places) => Rounding::new(places, RoundMode::HalfUp).apply(self),
            Err(_) => self.clone(),
        }
    }

    /// For people: at most `places` decimals, trailing noughts gone, half away from zero.
    #[must_use]
    pub fn display(&self, places: i8) -> String {
        Rounding::new(places, RoundMode::HalfUp).apply(self).fixed(i32::from(places))
    }

    /// The decimal that a spreadsheet's double stands for: its shortest text, with the residue of binary
    /// arithmetic (7.000000000000001) snapped to 15 significant digits. The flag says that it was snapped.
    ///
    /// `None` for infinities and not-a-number.
    #[must_use]
    pub fn from_double(x: f64) -> Option<(Self, bool)> {
        if !x.is_finite() {
            return None;
        }
        let shortest: Self = format!("{x:e}").parse().ok()?;
        let digits = format!("{x:e}").bytes().take_while(|b| *b != b'e').filter(u8::is_ascii_digit).count();
        if digits <= 15 {
            return Some((shortest, false));
        }
        let snapped: Self = shortest.significant(15).parse().ok()?;
        // 16 or 17 honest digits are rare; residue shows as a run of 0s or 9s, which snapping makes much shorter
        let short = snapped.significant(15).bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
        let kept = short.len() - short.iter().rev().take_while(|b| **b == b'0').count();
        if kept <= 12 { Some((snapped, true)) } else { Some((shortest, false)) }
    }
}
