use crate::number::{Exact, RoundMode, Rounding};

use super::eval::{Values, eval};
use super::print::{Places, print};
use super::round::{half_away, rounded, steady};
use super::{Cell, CellId, ColId, Sx};

/// A sheet with nothing on it.
struct Nothing;

impl Values for Nothing {
    fn column(&self, _: ColId) -> &[Cell] {
        &[]
    }

    fn cell(&self, _: CellId) -> &Cell {
        &Cell::Blank
    }

    fn cells(&self, _: CellId, _: CellId) -> &[Cell] {
        &[]
    }

    fn across(&self, from: ColId, to: ColId) -> std::ops::RangeInclusive<ColId> {
        from..=to
    }
}

impl Places for Nothing {
    fn column(&self, column: ColId) -> (String, String) {
        (String::new(), ["A", "B", "C"][column].to_owned())
    }

    fn rows(&self) -> (u32, u32) {
        (6, 9)
    }

    fn cell(&self, _: CellId) -> String {
        "'参数'!$D$4".to_owned()
    }

    fn cells(&self, _: CellId, _: CellId) -> String {
        "'参数'!$D$4:$D$5".to_owned()
    }
}

fn double(x: f64) -> Sx {
    Sx::Num(x, format!("{x:?}").into())
}

#[test]
fn a_tie_that_a_product_of_doubles_misses_is_still_a_tie() {
    // 1.15 × 2.3 is 2.645, as doubles 2.6449999999999996
    let product = double(1.15).op("*", double(2.3));
    let round = Rounding::new(2, RoundMode::HalfUp);
    assert_eq!(eval(&rounded(product, round, steady(2.645)), 0, &Nothing), Cell::Num(2.65));
}

#[test]
fn every_mode_rounds_as_the_engine_does_at_ties_and_beside_them() {
    // every tie, and what stands between
    for thousandths in (-1500_i64..1500).step_by(5).chain([1, 999, 1004, 1006, -1999]) {
        let exact = Exact::ratio(thousandths, 1000).unwrap_or_default();
        for places in 0..3 {
            for (_, mode) in RoundMode::ALL {
                let rounding = Rounding::new(places, mode);
                // the noise of a few operations on either side
                for noise in [0.0, 4e-15, -4e-15] {
                    let x = exact.to_f64() + noise;
                    let found = eval(&rounded(double(x).op("+", Sx::int(0)), rounding, steady(x.abs())), 0, &Nothing);
                    let wanted = rounding.apply(&exact).to_f64();
                    assert_eq!(found, Cell::Num(wanted), "{exact} {rounding:?} {noise}");
                }
            }
        }
    }
}

#[test]
fn halves_are_decided_on_the_decimals_that_a_program_shows() {
    for (x, places, wanted) in
        [(1.005, 2, 1.01), (2.675, 2, 2.68), (-0.5, 0, -1.0), (1234.5, -2, 1200.0), (0.285, 2, 0.29)]
    {
        assert_eq!(Cell::Num(half_away(x, places)), Cell::Num(wanted), "{x}");
    }
}

#[test]
fn brackets_stand_where_the_order_of_operations_needs_them() {
    let [a, b, c] = [0, 1, 2].map(Sx::Col);
    let printed = |sx: &Sx| print(sx, 7, &Nothing);
    assert_eq!(printed(&a.clone().op("-", b.clone().op("-", c.clone()))), "$A7-($B7-$C7)");
    assert_eq!(printed(&a.clone().op("-", b.clone()).op("-", c.clone())), "$A7-$B7-$C7");
    assert_eq!(printed(&a.clone().op("/", b.clone().op("*", c.clone()))), "$A7/($B7*$C7)");
    assert_eq!(printed(&a.clone().op("+", b.clone()).op("*", Sx::Neg(Box::new(c)))), "($A7+$B7)*(-$C7)");
    assert_eq!(printed(&Sx::Call("SUM", vec![Sx::Range(0), Sx::Upto(1)])), "SUM($A$6:$A$9,$B$6:$B7)");
    assert_eq!(printed(&Sx::text("说“\"”")), "\"说“\"\"”\"");
}

#[test]
fn numbers_that_no_double_text_holds_are_written_as_quotients() {
    let third = Exact::ratio(1, 3).unwrap_or_default();
    assert_eq!(print(&Sx::num(&third), 1, &Nothing), "1/3");
    assert_eq!(print(&Sx::num(&Exact::ratio(1, 8).unwrap_or_default()), 1, &Nothing), "0.125");
}
