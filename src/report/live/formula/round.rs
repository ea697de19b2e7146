//! Rounding in formulas, so that the noise of doubles never decides a digit.

use crate::number::{RoundMode, Rounding};

use super::Sx;

/// Decimals that a number of this size can carry in a double with a digit to spare.
pub fn steady(largest: f64) -> i32 {
    let mut digits = 1;
    let mut bound = 10.0;
    while bound <= largest && digits < 16 {
        digits += 1;
        bound *= 10.0;
    }
    (13 - digits).max(0)
}

/// `x` freed of noise: rounded far behind the last digit that counts.
pub fn calm(x: Sx, steady: i32) -> Sx {
    match x {
        // a whole number, or what is calm already
        Sx::Num(..) => x,
        Sx::Call("ROUND", ref args) if matches!(args.get(1), Some(Sx::Num(..))) => x,
        x => Sx::Call("ROUND", vec![x, Sx::int(steady)]),
    }
}

/// `x` rounded as declared. The inner rounding puts what is a tie but for noise on the tie.
pub fn rounded(x: Sx, rounding: Rounding, steady: i32) -> Sx {
    let places = i32::from(rounding.places);
    let inner = steady.max(places + 2);
    let places = Sx::int(places);
    let calm = |x: Sx| calm(x, inner);
    match rounding.mode {
        RoundMode::HalfUp => Sx::Call("ROUND", vec![calm(x), places]),
        RoundMode::Truncate => Sx::Call("ROUNDDOWN", vec![calm(x), places]),
        RoundMode::Floor => {
            let up = Sx::Call("ROUNDUP", vec![calm(x.clone()), places.clone()]);
            let down = Sx::Call("ROUNDDOWN", vec![calm(x.clone()), places]);
            x.op("<", Sx::int(0)).then(up, down)
        }
        RoundMode::Ceil => {
            let up = Sx::Call("ROUNDUP", vec![calm(x.clone()), places.clone()]);
            let down = Sx::Call("ROUNDDOWN", vec![calm(x.clone()), places]);
            x.op("<", Sx::int(0)).then(down, up)
        }
        RoundMode::HalfEven => {
            // twice the even half and what is left of it: 2.5 → 2, 3.5 → 4
            let scale = i32::from(rounding.places);
            let half = |x: Sx| {
                if scale == 0 {
                    x
                } else {
                    Sx::Call("ROUND", vec![x.op("*", power(scale)), Sx::int((inner - scale).max(2))])
                }
            };
            let scaled = if scale == 0 { calm(x.clone()) } else { half(x.clone()) };
            // on a tie ROUND goes away from zero; where that is odd, the even neighbour is one towards zero
            let near = Sx::Call("ROUND", vec![scaled.clone(), Sx::int(0)]);
            let tie = Sx::of("ABS", scaled.clone().op("-", Sx::of("INT", scaled.clone())))
                .op("=", Sx::Num(0.5, "0.5".into()));
            let even = Sx::int(2).op("*", Sx::Call("ROUND", vec![scaled.op("/", Sx::int(2)), Sx::int(0)]));
            let whole = tie.then(even, near);
            if scale == 0 { whole } else { Sx::Call("ROUND", vec![whole.op("/", power(scale)), places]) }
        }
    }
}

/// Ten to a power, as a number.
fn power(places: i32) -> Sx {
    if places >= 0 {
        let text = format!("1{}", "0".repeat(usize::try_from(places).unwrap_or(0)));
        Sx::Num(10_f64.powi(places), text.into())
    } else {
        let text = format!("0.{}1", "0".repeat(usize::try_from(-places - 1).unwrap_or(0)));
        Sx::Num(10_f64.powi(places), text.into())
    }
}

/// `x` rounded to so many decimals, halves away from zero, decided on its fifteen significant digits as spreadsheets do.
pub fn half_away(x: f64, places: i32) -> f64 {
    whole(x, places, f64::round, |below, rest| if rest >= 0.5 { below + 1.0 } else { below })
}

/// Towards zero.
pub fn towards_zero(x: f64, places: i32) -> f64 {
    whole(x, places, f64::trunc, |below, _| below)
}

/// Away from zero.
pub fn away_from_zero(x: f64, places: i32) -> f64 {
    let away = |x: f64| if x < 0.0 { x.floor() } else { x.ceil() };
    whole(x, places, away, |below, rest| if rest > 0.0 { below + 1.0 } else { below })
}

fn whole(x: f64, places: i32, plain: fn(f64) -> f64, decide: fn(f64, f64) -> f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let scaled = x.abs() * 10_f64.powi(places);
    if scaled >= 1e15 {
        return x;
    }
    // within noise of a whole number or of a half, the decimals of the number itself decide
    let twice = scaled * 2.0;
    let result = if (twice - twice.round()).abs() <= 1e-9 * scaled.max(1.0) {
        let text = format!("{:.14e}", x.abs());
        let snapped: f64 = shifted(&text, places);
        let below = snapped.floor();
        decide(below, snapped - below)
    } else {
        plain(scaled).abs()
    };
    let text = format!("{result:.0}e{}", -places);
    let value: f64 = text.parse().unwrap_or(x);
    if x < 0.0 { -value } else { value }
}

/// A number in scientific writing, times ten to a power, without going through a product of doubles.
fn shifted(text: &str, places: i32) -> f64 {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    format!("{mantissa}e{}", exponent + places).parse().unwrap_or(0.0)
}
