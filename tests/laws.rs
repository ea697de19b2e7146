//! Laws that hold whatever the rubric and whatever is reported.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that panics says what is wrong")]
#![allow(clippy::format_collect, clippy::format_push_string, reason = "tests are written to be read")]

#[allow(dead_code)] // shared with the tests of the language, which use the rest of it
#[path = "language/harness.rs"]
mod harness;

use std::fmt::Write as _;
use std::str::FromStr;

use harness::{Case, Scored, item, tree};
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::test_runner::Config;
use zhiheng::finding::Lang;
use zhiheng::number::{Exact, RoundMode, Rounding};

/// So many hundredths as text.
fn hundredths(n: i64) -> String {
    Exact::ratio(n, 100).unwrap().to_string()
}

/// `k` tenths of a number, as text.
fn scaled(number: &str, tenths: i64) -> String {
    (&number.parse::<Exact>().unwrap() * &Exact::ratio(tenths, 10).unwrap()).to_string()
}

/// A rubric with an indicator of every rule over the field `x`, all marks and numbers of marks taken `tenths` ÷ 10 times.
fn every_rule(tenths: i64) -> Case {
    let k = |number: &str| scaled(number, tenths);
    let rules = [
        "{ rule = \"meet\" }".to_owned(),
        format!("{{ rule = \"deduct\", per = 3, take = {}, floor = {} }}", k("0.7"), k("-2")),
        format!(
            "{{ rule = \"deduct\", per = 3, take = {}, partial = \"whole\", bonus = {{ per = 7, add = {}, cap = {} }} }}",
            k("0.7"),
            k("0.3"),
            k("2")
        ),
        format!(
            "{{ rule = \"deduct\", slopes = [{{ beyond = 0, per = 3, take = {} }}, {{ beyond = 10, per = 3, take = {} }}] }}",
            k("0.2"),
            k("0.5")
        ),
        format!(
            "{{ rule = \"bands\", bands = [{{ at_least = 80, marks = {} }}, {{ above = 30, marks = {} }}] }}",
            k("9.5"),
            k("3.3")
        ),
        "{ rule = \"ratio\" }".to_owned(),
        "{ rule = \"anchors\", points = [[20, 0.1], [50, 0.7], [90, 1]] }".to_owned(),
        "{ rule = \"efficacy\", worst = \"min\", best = \"max\", base = 0.4, span = 0.6 }".to_owned(),
        format!(
            "{{ rule = \"versus\", reference = \"mean\", par = {}, per = 7, take = {}, add = {} }}",
            k("5"),
            k("0.9"),
            k("0.4")
        ),
        format!(
            "{{ rule = \"rank\", table = [{}, {}, {}], then = {}, ties = \"mean\" }}",
            k("10"),
            k("8"),
            k("5"),
            k("1")
        ),
        format!("{{ rule = \"rank\", step = {}, scope = \"group\" }}", k("1.5")),
        format!("{{ rule = \"count\", each = {}, times = 2 }}", k("-0.05")),
        format!("{{ rule = \"given\", of = 100, cap = {} }}", k("8")),
        "{ rule = \"trajectory\", baseline = 10, from = \"2010\", to = \"2020\" }".to_owned(),
        "{ rule = \"formula\", marks = \"marks * clamp(x, 0, 100) / 100\" }".to_owned(),
    ];
    let policies =
        ["missing = \"zero\"", "missing = \"mean\"", "missing = \"worst\"\nna = \"mean\"", "na = \"zero\"", ""];
    let mut body = format!("[[section]]\nid = \"A\"\nmarks = {}\n", k("150"));
    for (i, rule) in rules.iter().enumerate() {
        let policy = policies[i % policies.len()];
        let _ = write!(
            body,
            "[[indicator]]\nid = \"I{i}\"\nunder = \"A\"\nmarks = {}\nvalue = \"x\"\ntarget = 70\n{policy}\nscore = {rule}\n",
            k("10")
        );
    }
    tree(&k("150"), &body)
}

const NODES: [&str; 17] =
    ["I0", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "I12", "I13", "I14", "A", "total"];

/// What a unit reports: hundredths, nothing, or not applicable.
fn report() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (0_i64..=12_000).prop_map(hundredths),
        2 => (0_i64..=12).prop_map(|n| hundredths(n * 1000)),
        1 => Just("?".to_owned()),
        1 => Just("－".to_owned()),
    ]
}

fn reports(case: Case, values: &[String], order: &[usize]) -> Case {
    let units: Vec<String> = order.iter().map(|i| format!("U{i} group={}", ["甲", "乙"][i % 2])).collect();
    let data: Vec<String> = values.iter().enumerate().map(|(i, v)| format!("U{i} {v}")).collect();
    case.units(&units.join(",")).data(&format!("x: {}", data.join(", ")))
}

fn scores(scored: &Scored, units: usize) -> Vec<Vec<Option<Exact>>> {
    (0..units).map(|u| NODES.iter().map(|node| scored.exact(&format!("U{u}"), node)).collect()).collect()
}

fn config(cases: u32) -> Config {
    // a failing case is written into the test by hand, where it can be read
    Config { cases, failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn units_in_another_order_have_the_same_marks_ranks_and_grades(
        (values, order) in prop::collection::vec(report(), 2..9).prop_flat_map(|values| {
            let order: Vec<usize> = (0..values.len()).collect();
            (Just(values), Just(order).prop_shuffle())
        }),
    ) {
        let grades = "[[grade]]\nname = \"优\"\nat_least = 70\nquota = 0.4\n[[grade]]\nname = \"良\"\nat_least = 50\n[[grade]]\nname = \"差\"\n";
        let straight: Vec<usize> = (0..values.len()).collect();
        let score = |order: &[usize]| reports(every_rule(10).with(grades), &values, order).score();
        let (one, other) = (score(&straight), score(&order));
        prop_assert_eq!(scores(&one, values.len()), scores(&other, values.len()));
        for unit in 0..values.len() {
            let unit = format!("U{unit}");
            prop_assert_eq!(one.standing(&unit), other.standing(&unit), "{}", unit);
        }
    }

    #[test]
    fn scaling_every_mark_scales_every_score(values in prop::collection::vec(report(), 1..8), tenths in 1_i64..60) {
        let order: Vec<usize> = (0..values.len()).collect();
        let one = scores(&reports(every_rule(10), &values, &order).score(), values.len());
        let other = scores(&reports(every_rule(tenths), &values, &order).score(), values.len());
        let k = Exact::ratio(tenths, 10).unwrap();
        let one: Vec<Vec<_>> = one.iter().map(|unit| unit.iter().map(|s| s.as_ref().map(|s| s * &k)).collect()).collect();
        for (unit, (one, other)) in one.iter().zip(&other).enumerate() {
            for ((node, one), other) in NODES.iter().zip(one).zip(other) {
                prop_assert_eq!(one, other, "{} of U{} with {}, marks {} tenths", node, unit, &values[unit], tenths);
            }
        }
    }

    #[test]
    fn every_score_lies_between_its_floor_and_its_cap(values in prop::collection::vec(report(), 1..8)) {
        let order: Vec<usize> = (0..values.len()).collect();
        let scored = reports(every_rule(10), &values, &order).score();
        for unit in 0..values.len() {
            for node in &NODES[..15] {
                let Some(score) = scored.exact(&format!("U{unit}"), node) else { continue };
                let (floor, cap) = match *node {
                    "I1" => (-2, 10),
                    "I2" => (0, 12),
                    "I12" => (0, 8),
                    _ => (0, 10),
                };
                prop_assert!(score >= Exact::from(floor) && score <= Exact::from(cap), "{} of U{} has {}", node, unit, score);
            }
        }
    }

    #[test]
    fn every_score_has_an_explanation_in_both_languages(values in prop::collection::vec(report(), 1..6)) {
        let order: Vec<usize> = (0..values.len()).collect();
        let scored = reports(every_rule(10), &values, &order).score();
        for unit in 0..values.len() {
            let unit = format!("U{unit}");
            for lang in [Lang::Zh, Lang::En] {
                for node in &NODES[..16] {
                    let text = scored.text_of(&unit, node, lang);
                    prop_assert!(!text.is_empty() || scored.exact(&unit, node).is_none(), "{} of {}", node, unit);
                    prop_assert!(!text.contains(['?', '{', '}', '-']), "{} of {}: {}", node, unit, text);
                }
            }
        }
    }

    #[test]
    fn published_parts_add_up(
        values in prop::collection::vec((0_i64..=1_000, 1_i64..=700), 1..6),
        places in 0_i64..4,
        mode in 0_usize..5,
    ) {
        // with indicators and sections rounded to the same places, and a total rounded no more finely, sums are exact
        let mode = RoundMode::ALL[mode].0;
        let rounding = format!("{{ places = {places}, mode = \"{mode}\" }}");
        let indicator = |id: &str, under: &str, field: &str| {
            format!("[[indicator]]\nid = \"{id}\"\nunder = \"{under}\"\nmarks = 10\nvalue = \"{field}\"\ntarget = \"t\"\nscore = {{ rule = \"ratio\" }}\n")
        };
        let body = format!(
            "[rounding]\nindicator = {rounding}\nsection = {rounding}\ntotal = {rounding}\n\
             [[section]]\nid = \"A\"\nmarks = 20\n{}{}[[section]]\nid = \"B\"\nmarks = 10\n{}",
            indicator("A1", "A", "x"), indicator("A2", "A", "y"), indicator("B1", "B", "x"),
        );
        let field = |name: &str, pick: &dyn Fn(&(i64, i64)) -> i64| {
            let values: Vec<String> = values.iter().enumerate().map(|(u, v)| format!("U{u} {}", hundredths(pick(v)))).collect();
            format!("{name}: {}", values.join(", "))
        };
        let data = [field("x", &|v| v.0), field("y", &|v| (v.0 * 7 + v.1) % 900), field("t", &|v| v.1)].join(";");
        let scored = tree("30", &body).data(&data).score();
        for unit in 0..values.len() {
            let published = |node: &str| scored.score_of(&format!("U{unit}"), node).parse::<Exact>().unwrap();
            prop_assert_eq!(published("A"), &published("A1") + &published("A2"));
            prop_assert_eq!(published("total"), &published("A") + &published("B"));
        }
    }
}

/// Each value's score under a rule of twenty marks, in the order of the values.
fn along(values: &[i64], body: &str) -> Vec<Exact> {
    let data: Vec<String> = values.iter().enumerate().map(|(i, v)| format!("U{i} {}", hundredths(*v))).collect();
    let scored = item("20", body).data(&format!("x: {}", data.join(", "))).score();
    (0..values.len()).map(|i| scored.exact(&format!("U{i}"), "A1").unwrap()).collect()
}

/// Sorted values from poor to good have scores from low to high.
fn rises(mut values: Vec<i64>, lower: bool, body: &str) -> Result<(), TestCaseError> {
    values.sort_unstable();
    if lower {
        values.reverse();
    }
    let better = if lower { "better = \"lower\"\n" } else { "" };
    let scores = along(&values, &format!("{better}{body}"));
    for (pair, scores) in values.windows(2).zip(scores.windows(2)) {
        prop_assert!(
            scores[0] <= scores[1],
            "{body}\n{} scores {}, but the better {} scores {}",
            hundredths(pair[0]),
            scores[0],
            hundredths(pair[1]),
            scores[1]
        );
    }
    Ok(())
}

fn values() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(1_i64..20_000, 2..12)
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn a_better_value_never_scores_less_under_deduct(
        values in values(), lower: bool, target in 1_i64..20_000, per in 1_i64..900, take in 0_i64..500, partial in 0..3_usize, bonus: bool,
    ) {
        let partial = ["prorata", "whole", "started"][partial];
        let bonus = if bonus { format!(", bonus = {{ of = \"completion\", per = 5, add = 1, cap = 6, partial = \"{partial}\" }}") } else { String::new() };
        let body = format!(
            "target = {}\nscore = {{ rule = \"deduct\", per = {}, take = {}, partial = \"{partial}\", floor = -50{bonus} }}",
            hundredths(target), hundredths(per), hundredths(take)
        );
        rises(values, lower, &body)?;
    }

    #[test]
    fn a_better_value_never_scores_less_under_marginal_slopes(
        values in values(), lower: bool, target in 1_i64..20_000, beyond in 0_i64..3_000, stretch in 1_i64..3_000, take in 0_i64..90, more in 0_i64..90, partial in 0..3_usize,
    ) {
        let partial = ["prorata", "whole", "started"][partial];
        let slope = |beyond: i64, take: i64| format!("{{ beyond = {}, per = 1.5, take = {} }}", hundredths(beyond), hundredths(take));
        let body = format!(
            "target = {}\nscore = {{ rule = \"deduct\", slopes = [{}, {}], partial = \"{partial}\", floor = -50 }}",
            hundredths(target), slope(beyond, take), slope(beyond + stretch, more)
        );
        rises(values, lower, &body)?;
    }

    #[test]
    fn a_better_value_never_scores_less_under_ratio(values in values(), lower: bool, target in 1_i64..20_000) {
        rises(values, lower, &format!("target = {}\nscore = {{ rule = \"ratio\", cap = 30 }}", hundredths(target)))?;
    }

    #[test]
    fn a_better_value_never_scores_less_under_efficacy(values in values(), lower: bool, low in 0_i64..9_000, width in 1_i64..9_000, base in 0_i64..=100) {
        let (worst, best) = if lower { (low + width, low) } else { (low, low + width) };
        let body = format!(
            "score = {{ rule = \"efficacy\", worst = {}, best = {}, base = {}, span = {} }}",
            hundredths(worst), hundredths(best), hundredths(base), hundredths(100 - base)
        );
        rises(values, lower, &body)?;
    }

    #[test]
    fn a_better_value_never_scores_less_under_rising_anchors_and_bands(
        values in values(), edges in prop::collection::btree_set(0_i64..20_000, 2..6), mut shares in prop::collection::vec(0_i64..=100, 6),
    ) {
        shares.sort_unstable();
        let points: Vec<String> = edges.iter().zip(&shares).map(|(x, y)| format!("[{}, {}]", hundredths(*x), hundredths(*y))).collect();
        rises(values.clone(), false, &format!("score = {{ rule = \"anchors\", points = [{}] }}", points.join(", ")))?;
        let mut bands: Vec<String> = edges.iter().zip(&shares).map(|(x, y)| format!("{{ at_least = {}, marks = {} }}", hundredths(*x), hundredths(20 * *y))).collect();
        bands.reverse();
        rises(values, false, &format!("score = {{ rule = \"bands\", bands = [{}] }}", bands.join(", ")))?;
    }

    #[test]
    fn a_better_value_never_scores_less_under_trajectory(values in values(), lower: bool, start in 0_i64..9_000, way in 1_i64..9_000, at in 2011..=2020) {
        let (from, to) = if lower { (start + way, start) } else { (start, start + way) };
        let body = format!(
            "target = {}\nscore = {{ rule = \"trajectory\", baseline = {}, from = \"2010\", to = \"2020\", at = \"{at}\" }}",
            hundredths(to), hundredths(from)
        );
        rises(values, lower, &body)?;
    }

    #[test]
    fn a_better_value_never_scores_less_under_rank_and_versus(values in values(), lower: bool) {
        rises(values.clone(), lower, "score = { rule = \"rank\", table = [20, 15, 11], then = 3, ties = \"mean\" }")?;
        rises(values.clone(), lower, "score = { rule = \"rank\", step = 1.5, floor = -50 }")?;
        rises(values, lower, "score = { rule = \"versus\", reference = \"median\", par = 9, per = 4, take = 2, add = 0.5, partial = \"whole\", floor = -50 }")?;
    }
}

// ---- arithmetic

/// An expression over numbers.
#[derive(Clone, Debug)]
enum Tree {
    Number(String),
    Node(char, Box<Tree>, Box<Tree>),
}

/// Whole numbers and quotients: small, at the edges of a machine word, and far beyond.
fn leaf() -> impl Strategy<Value = Tree> {
    let edge = prop_oneof![
        Just(i64::MAX),
        Just(i64::MIN),
        Just(i64::MIN + 1),
        Just(3_037_000_500),
        Just(-3_037_000_500),
        Just(0),
        Just(1),
        Just(-1),
    ];
    let whole = prop_oneof![
        4 => (-1_000_i64..1_000).prop_map(|n| n.to_string()),
        2 => any::<i64>().prop_map(|n| n.to_string()),
        2 => edge.prop_map(|n| n.to_string()),
        1 => "-?[1-9][0-9]{25,60}".prop_map(String::from),
    ];
    prop_oneof![
        3 => whole.clone().prop_map(Tree::Number),
        1 => (whole, 2_i64..100_000).prop_map(|(n, d)| {
            Tree::Node('/', Box::new(Tree::Number(n)), Box::new(Tree::Number(d.to_string())))
        }),
    ]
}

fn tree_of_numbers() -> impl Strategy<Value = Tree> {
    leaf().prop_recursive(5, 24, 2, |inner| {
        (prop::sample::select(vec!['+', '-', '*', '/']), inner.clone(), inner)
            .prop_map(|(op, a, b)| Tree::Node(op, Box::new(a), Box::new(b)))
    })
}

fn ours(tree: &Tree) -> Option<Exact> {
    Some(match tree {
        Tree::Number(n) => n.parse().unwrap(),
        Tree::Node(op, a, b) => {
            let (a, b) = (ours(a)?, ours(b)?);
            match op {
                '+' => &a + &b,
                '-' => &a - &b,
                '*' => &a * &b,
                _ => a.checked_div(&b)?,
            }
        }
    })
}

fn theirs(tree: &Tree) -> Option<BigRational> {
    Some(match tree {
        Tree::Number(n) => BigRational::from_str(n).unwrap(),
        Tree::Node(op, a, b) => {
            let (a, b) = (theirs(a)?, theirs(b)?);
            match op {
                '+' => a + b,
                '-' => a - b,
                '*' => a * b,
                _ if b == rational("0") => return None,
                _ => a / b,
            }
        }
    })
}

fn rational(text: &str) -> BigRational {
    BigRational::from_str(text).unwrap()
}

/// Whether ours is exactly theirs: times the denominator it must be the numerator, digit for digit.
fn same(ours: &Exact, theirs: &BigRational) -> bool {
    let denominator: Exact = theirs.denom().to_string().parse().unwrap();
    (ours * &denominator).to_string() == theirs.numer().to_string()
}

fn power_of_ten(places: i8) -> BigRational {
    let digits = format!("1{}", "0".repeat(usize::from(places.unsigned_abs())));
    rational(&if places < 0 { format!("1/{digits}") } else { digits })
}

/// Rounding by its definition: the two neighbours at that place, and which of them the mode takes.
fn rounded(x: &BigRational, places: i8, mode: RoundMode) -> BigRational {
    let scale = power_of_ten(places);
    let scaled = x * &scale;
    let (below, above) = (scaled.floor(), scaled.ceil());
    let half = rational("1/2");
    let over = &scaled - &below;
    let zero = rational("0");
    let even = |n: &BigRational| (n / rational("2")).is_integer();
    let away = if scaled < zero { below.clone() } else { above.clone() };
    let whole = match mode {
        RoundMode::Floor => below,
        RoundMode::Ceil => above,
        RoundMode::Truncate => {
            if scaled < zero {
                above
            } else {
                below
            }
        }
        RoundMode::HalfUp if over == half => away,
        RoundMode::HalfEven if over == half => {
            if even(&below) {
                below
            } else {
                above
            }
        }
        RoundMode::HalfUp | RoundMode::HalfEven => {
            if over < half {
                below
            } else {
                above
            }
        }
    };
    whole / scale
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn arithmetic_is_that_of_another_implementation(tree in tree_of_numbers()) {
        match (ours(&tree), theirs(&tree)) {
            (Some(ours), Some(theirs)) => {
                prop_assert!(same(&ours, &theirs), "{:?}: ours {}, theirs {}", tree, ours, theirs);
                prop_assert_eq!(ours.is_zero(), theirs == rational("0"));
                prop_assert_eq!(ours.is_negative(), theirs < rational("0"));
                prop_assert_eq!(ours.is_whole(), theirs.is_integer());
                prop_assert!(same(&-ours, &-theirs));
            }
            (None, None) => {}
            (ours, theirs) => prop_assert!(false, "{:?}: ours {:?}, theirs {:?}", tree, ours, theirs),
        }
    }

    #[test]
    fn order_is_that_of_another_implementation(a in tree_of_numbers(), b in tree_of_numbers()) {
        if let (Some(x), Some(y), Some(p), Some(q)) = (ours(&a), ours(&b), theirs(&a), theirs(&b)) {
            prop_assert_eq!(x.cmp(&y), p.cmp(&q), "{} against {}", p, q);
            prop_assert_eq!(x == y, p == q);
            prop_assert!(same(&x.clone().min(y.clone()), &p.clone().min(q.clone())));
            prop_assert!(same(&x.max(y), &p.max(q)));
        }
    }

    #[test]
    fn five_modes_round_as_their_definitions_say(tree in tree_of_numbers(), places in -9_i8..=18) {
        if let (Some(ours), Some(theirs)) = (ours(&tree), theirs(&tree)) {
            for (name, mode) in RoundMode::ALL {
                let (got, wanted) = (Rounding::new(places, mode).apply(&ours), rounded(&theirs, places, mode));
                prop_assert!(same(&got, &wanted), "{} to {} places, {}: got {}, wanted {}", theirs, places, name, got, wanted);
            }
        }
    }

    #[test]
    fn five_modes_round_halves_and_their_neighbours(
        n in prop_oneof![-10_000_i64..10_000, any::<i64>()], places in -9_i8..=18, hair in -1_i64..=1,
    ) {
        // n and a half at the last place kept, or a hair to either side of it
        let shift = power_of_ten(places);
        let theirs = (rational(&n.to_string()) + rational("1/2") + rational(&format!("{hair}/1000000000000000000000"))) / &shift;
        let ours = theirs.numer().to_string().parse::<Exact>().unwrap();
        let ours = ours.checked_div(&theirs.denom().to_string().parse().unwrap()).unwrap();
        for (name, mode) in RoundMode::ALL {
            let (got, wanted) = (Rounding::new(places, mode).apply(&ours), rounded(&theirs, places, mode));
            prop_assert!(same(&got, &wanted), "{} to {} places, {}: got {}, wanted {}", theirs, places, name, got, wanted);
        }
    }

    #[test]
    fn floor_and_ceiling_are_rounding_to_whole_numbers(tree in tree_of_numbers()) {
        if let (Some(ours), Some(theirs)) = (ours(&tree), theirs(&tree)) {
            prop_assert!(same(&ours.floor(), &theirs.floor()));
            prop_assert!(same(&ours.ceil(), &theirs.ceil()));
        }
    }

    #[test]
    fn decimals_are_written_as_they_are_read(text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{0,20}[1-9])?") {
        let number: Exact = text.parse().unwrap();
        let wanted = if text == "-0" { "0" } else { &text };
        prop_assert_eq!(number.to_string(), wanted);
    }

    #[test]
    fn numbers_that_do_not_end_are_written_to_twenty_digits(n in 1_i64..1_000_000_000, d in 1_i64..100_000) {
        let number = Exact::ratio(n, 3 * d).unwrap();
        let text = number.to_string();
        let back: Exact = text.parse().unwrap();
        // either it ends and is exact, or it is off by at most half a unit of the twentieth digit
        let off = (&back - &number).abs();
        let digits = text.trim_start_matches(['0', '.']).bytes().filter(u8::is_ascii_digit).count();
        if !off.is_zero() {
            prop_assert!(digits <= 20, "{}", text);
            let relative = off.checked_div(&number).unwrap();
            prop_assert!(relative <= "5e-20".parse().unwrap(), "{} is off by {}", text, relative);
        }
    }
}
