use super::*;

fn x(s: &str) -> Exact {
    s.parse().unwrap()
}

#[test]
fn a_number_takes_two_words() {
    assert_eq!(size_of::<Exact>(), 16);
}

#[test]
fn a_third_three_times_is_one() {
    let third = Exact::ratio(1, 3).unwrap();
    assert_eq!(&third * &Exact::from(3), Exact::ONE);
    assert_eq!(third.to_string(), "0.33333333333333333333");
}

#[test]
fn halves_round_as_declared() {
    for (mode, expected) in [
        (RoundMode::HalfUp, ["2.68", "-2.68", "2.67", "0.01"]),
        (RoundMode::HalfEven, ["2.68", "-2.68", "2.66", "0"]),
        (RoundMode::Floor, ["2.67", "-2.68", "2.66", "0"]),
        (RoundMode::Ceil, ["2.68", "-2.67", "2.67", "0.01"]),
        (RoundMode::Truncate, ["2.67", "-2.67", "2.66", "0"]),
    ] {
        let rounded = ["2.675", "-2.675", "2.665", "0.005"].map(|s| Rounding::new(2, mode).apply(&x(s)).to_string());
        assert_eq!(rounded, expected.map(str::to_owned), "{mode:?}");
    }
    assert_eq!(Rounding::new(-1, RoundMode::HalfUp).apply(&x("15")).to_string(), "20");
}

#[test]
fn overflow_goes_to_big_integers_and_back() {
    let huge = x("9223372036854775807");
    let sum = &huge + &huge;
    assert_eq!(sum.to_string(), "18446744073709551614");
    assert_eq!(&sum - &huge, huge);
    assert_eq!((&huge * &huge).to_string(), "85070591730234615847396907784232501249");
    assert_eq!(-x("-9223372036854775808"), x("9223372036854775808"));
}

#[test]
fn roots_and_powers_are_exact_where_they_can_be() {
    assert_eq!(sqrt(&x("6.25")).unwrap(), x("2.5"));
    assert_eq!(pow(&x("8"), &Exact::ratio(2, 3).unwrap()).unwrap(), x("4"));
    assert_eq!(pow(&x("1.1"), &x("2")).unwrap(), x("1.21"));
    assert_eq!(log10(&x("0.001")).unwrap(), x("-3"));
    assert_eq!(ln(&Exact::ONE).unwrap(), Exact::ZERO);
    assert!(sqrt(&x("-1")).is_none() && ln(&Exact::ZERO).is_none() && pow(&Exact::ZERO, &x("-1")).is_none());
}

/// Digits of mpmath 1.3 at 60 digits.
#[test]
fn irrational_results_are_good_to_twenty_digits() {
    assert_eq!(ln(&x("2")).unwrap().to_string(), "0.69314718055994530942");
    assert_eq!(ln(&x("75000")).unwrap().to_string(), "11.225243392518447493");
    assert_eq!(sqrt(&x("2")).unwrap().to_string(), "1.4142135623730950488");
    assert_eq!(sqrt(&x("0.0000000002")).unwrap().to_string(), "0.000014142135623730950488");
    assert_eq!(log10(&x("2")).unwrap().to_string(), "0.30102999566398119521");
    assert_eq!(pow(&x("2"), &x("0.123456")).unwrap().to_string(), "1.0893412745952658801");
}

#[test]
fn decimals_print_as_they_are() {
    for s in ["0", "-0.5", "12.34", "100", "0.000001", "123456789012345678901234567890.5"] {
        assert_eq!(x(s).to_string(), s);
    }
    assert_eq!(Exact::ratio(2, 3).unwrap().to_string(), "0.66666666666666666667");
    assert_eq!(Exact::ratio(200, 3).unwrap().to_string(), "66.666666666666666667");
    assert_eq!(x("1.50").to_string(), "1.5");
    assert_eq!(x("1e3").to_string(), "1000");
    assert!("1,000".parse::<Exact>().is_err() && "".parse::<Exact>().is_err() && ".".parse::<Exact>().is_err());
}

#[test]
fn residue_of_binary_arithmetic_is_snapped() {
    assert_eq!(Exact::from_double(7.000_000_000_000_001).unwrap(), (x("7"), true));
    assert_eq!(Exact::from_double(0.1 + 0.2).unwrap(), (x("0.3"), true));
    assert_eq!(Exact::from_double(98.5).unwrap(), (x("98.5"), false));
    assert!(Exact::from_double(f64::NAN).is_none());
}

#[test]
fn a_ratio_comes_back_from_its_text_without_loss() {
    let third = Exact::ratio(1, 3).unwrap();
    let long: Exact = "123456789012345678901234567890.123".parse().unwrap();
    let seventh = long.checked_div(&Exact::from(7)).unwrap();
    for (x, text) in
        [(&third, Some("1/3")), (&Exact::ratio(-2, 8).unwrap(), Some("-0.25")), (&long, None), (&seventh, None)]
    {
        let written = x.to_exact_text();
        assert!(text.is_none_or(|text| text == written), "{written}");
        assert_eq!(Exact::from_exact_text(&written).as_ref(), Some(x), "{written}");
    }
    for bad in ["1/0", "a/b", "1/", ""] {
        assert_eq!(Exact::from_exact_text(bad), None);
    }
}
