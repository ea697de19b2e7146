//! The declared rounding (修约): five modes, decided on the exact value.

use dashu_int::{IBig, UBig, ops::DivRemEuclid};
use dashu_ratio::RBig;
use serde::Serialize;

use super::{Exact, Repr};

/// How a half, and what is left over, is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundMode {
    /// 四舍五入: halves go away from zero, as a spreadsheet's `ROUND` does.
    HalfUp,
    /// 四舍六入五成双 (GB/T 8170): halves go to the even digit.
    HalfEven,
    /// Towards minus infinity.
    Floor,
    /// Towards plus infinity.
    Ceil,
    /// Towards zero (截尾).
    Truncate,
}

impl RoundMode {
    /// Every mode with its name in a rubric.
    pub const ALL: [(&'static str, Self); 5] = [
        ("half_up", Self::HalfUp),
        ("half_even", Self::HalfEven),
        ("floor", Self::Floor),
        ("ceil", Self::Ceil),
        ("truncate", Self::Truncate),
    ];
}

/// A number of decimal places and a mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rounding {
    /// Decimal places kept; negative ones round to tens, hundreds and so on.
    pub places: i8,
    /// What happens to the rest.
    pub mode: RoundMode,
}

impl Rounding {
    /// Rounding to `places` decimals.
    #[must_use]
    pub const fn new(places: i8, mode: RoundMode) -> Self {
        Self { places, mode }
    }

    /// The number rounded, decided once on its exact value (GB/T 8170 forbids rounding twice).
    #[must_use]
    pub fn apply(self, x: &Exact) -> Exact {
        if let Repr::Small(n, d) = &x.0
            && let Some(scale) = u32::try_from(self.places).ok().and_then(|places| 10_i64.checked_pow(places))
        {
            return match n.checked_mul(scale) {
                Some(scaled) => self.apply_words(scaled, d.get(), scale),
                None => self.apply_wide(i128::from(*n) * i128::from(scale), i128::from(d.get()), scale),
            };
        }
        self.apply_big(&x.to_big())
    }

    /// Rounds `scaled / d`, a number times `scale`, all in single words: the common case, several times as fast.
    fn apply_words(self, scaled: i64, d: i64, scale: i64) -> Exact {
        let (floor, rest) = (scaled.div_euclid(d), scaled.rem_euclid(d));
        let half = (i128::from(rest) * 2).cmp(&i128::from(d));
        let up = self.goes_up(rest == 0, half, floor < 0, floor & 1 == 0);
        Exact::from_wide(i128::from(floor) + i128::from(up), i128::from(scale))
    }

    fn apply_wide(self, scaled: i128, d: i128, scale: i64) -> Exact {
        let (floor, rest) = (scaled.div_euclid(d), scaled.rem_euclid(d));
        let up = self.goes_up(rest == 0, (2 * rest).cmp(&d), floor < 0, floor & 1 == 0);
        Exact::from_wide(floor + i128::from(up), i128::from(scale))
    }

    fn apply_big(self, x: &RBig) -> Exact {
        let scale = RBig::from(IBig::from(UBig::from(10_u8).pow(usize::from(self.places.unsigned_abs()))));
        let scaled = if self.places < 0 { x / &scale } else { x * &scale };
        let d = IBig::from(scaled.denominator().clone());
        let (floor, rest) = scaled.numerator().clone().div_rem_euclid(&d);
        let rest = IBig::from(rest);
        let half = (IBig::from(2) * &rest).cmp(&d);
        let even = (&floor % IBig::from(2)) == IBig::ZERO;
        let up = self.goes_up(rest == IBig::ZERO, half, floor < IBig::ZERO, even);
        let whole = RBig::from(floor + IBig::from(u8::from(up)));
        Exact::from_big(if self.places < 0 { whole * scale } else { whole / scale }, false)
    }

    /// Whether the whole number above is taken rather than the one below.
    fn goes_up(self, whole: bool, half: std::cmp::Ordering, negative: bool, even: bool) -> bool {
        use std::cmp::Ordering::{Equal, Greater};
        if whole {
            return false;
        }
        match self.mode {
            RoundMode::HalfUp => half == Greater || (half == Equal && !negative),
            RoundMode::HalfEven => half == Greater || (half == Equal && !even),
            RoundMode::Floor => false,
            RoundMode::Ceil => true,
            RoundMode::Truncate => negative,
        }
    }
}
