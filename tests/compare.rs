//! Two results compared: what changed, who moved, and which change moved them by how much.

#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that panics says what is wrong")]
#![allow(clippy::format_collect, clippy::format_push_string, reason = "tests are written to be read")]

#[allow(dead_code)] // shared with the tests of the language, which use the rest of it
#[path = "language/harness.rs"]
mod harness;
mod support;

use std::collections::BTreeMap;

use harness::{Case, Scored, penalty, totals, tree};
use proptest::prelude::*;
use proptest::test_runner::Config;
use zhiheng::compare::{Change, Comparison, Kind, Presence, Side, Split, Together, UnitMoved, compare};
use zhiheng::finding::Lang;
use zhiheng::number::Exact;

fn side_of(scored: &Scored) -> Side<'_> {
    Side { label: "", input: scored.input(), outcome: &scored.outcome }
}

/// The second result against the first.
fn compared(before: &Scored, after: &Scored) -> Comparison {
    compare(&side_of(before), &side_of(after), Lang::Zh, &mut |_, _| {})
}

fn cases(before: Case, after: Case) -> Comparison {
    compared(&before.score(), &after.score())
}

fn exact(text: &str) -> Exact {
    match text.split_once('/') {
        Some((n, d)) => exact(n).checked_div(&exact(d)).unwrap(),
        None => text.parse().unwrap(),
    }
}

fn unit<'c>(comparison: &'c Comparison, code: &str) -> &'c UnitMoved {
    comparison.units.iter().find(|unit| unit.code == code).unwrap()
}

/// What a cause is, however it is listed: the kinds and ids of its changes.
fn key(comparison: &Comparison, cause: usize) -> String {
    let name = |at: &usize| format!("{:?} {}", comparison.changes[*at].kind, comparison.changes[*at].id);
    comparison.causes[cause].changes.iter().map(name).collect::<Vec<_>>().join(" + ")
}

/// The parts of a unit's total by cause, as exact text.
fn parts(comparison: &Comparison, code: &str) -> BTreeMap<String, String> {
    let parts = unit(comparison, code).score_parts.iter().flatten().enumerate();
    parts.map(|(cause, part)| (key(comparison, cause), part.to_exact_text())).collect()
}

fn ranks(comparison: &Comparison, code: &str) -> BTreeMap<String, String> {
    let parts = unit(comparison, code).rank_parts.iter().flatten().enumerate();
    parts.map(|(cause, part)| (key(comparison, cause), part.to_exact_text())).collect()
}

fn said<const N: usize>(parts: [(&str, &str); N]) -> BTreeMap<String, String> {
    parts.map(|(cause, part)| (cause.to_owned(), part.to_owned())).into()
}

/// A bonus item of so many marks, given as a share of a hundred, beside ten marks that everybody has.
fn bonus(marks: &str, data: &str) -> Case {
    let case = penalty(marks, "score = { rule = \"given\", of = 100, floor = 0, cap = \"marks\" }");
    // a bonus adds where a penalty takes
    case.swap("kind = \"penalty\"", "kind = \"bonus\"").data(data)
}

/// Indicators `A1`, `A2` … in a section, each the given share of its marks: the marks in this order, adding up to ten.
fn shares(marks: &[&str]) -> Case {
    let item = |(at, marks): (usize, &&str)| {
        let at = at + 1;
        format!(
            "[[indicator]]\nid = \"A{at}\"\nunder = \"A\"\nmarks = {marks}\nvalue = \"x{at}\"\n\
             score = {{ rule = \"given\", of = 100 }}\n"
        )
    };
    let items: Vec<String> = marks.iter().enumerate().map(item).collect();
    tree("10", &format!("[[section]]\nid = \"A\"\nmarks = 10\n{}", items.concat()))
}

#[test]
fn two_changes_that_work_on_each_other_share_what_they_do_together() {
    // 4 marks of 50: 2; with 6 marks 3; with 80 of 100 3.2; with both 4.8. Marks first does 1 and data then 1.8; data first
    // does 1.2 and marks then 1.6
    let found = cases(bonus("4", "x: U1 50, U2 100"), bonus("6", "x: U1 80, U2 100"));
    assert_eq!(parts(&found, "U1"), said([("Marks P1", "1.3"), ("Data x", "1.5")]));
    assert_eq!(parts(&found, "U2"), said([("Marks P1", "2"), ("Data x", "0")]));
    assert_eq!(found.method.value, Split::Shapley);
    assert_eq!((found.method.causes, found.method.scored), (2, 4));
}

#[test]
fn marks_moved_within_a_section_are_split_by_hand_too() {
    // the total is 10 (M1 x1 + M2 x2) / (M1 + M2): 5.5 at first, 7.4 at last; 73/13, 40/7 and 6.5 with one change,
    // 5.8, 89/13 and 50/7 with two
    let found =
        cases(shares(&["5", "5"]).data("x1: U1 60; x2: U1 50"), shares(&["8", "2"]).data("x1: U1 80; x2: U1 50"));
    let third = |a: &str| exact(a).checked_div(&exact("3")).unwrap();
    let sixth = |a: &str| exact(a).checked_div(&exact("6")).unwrap();
    let data: Exact = [third("1"), sixth("16/13"), sixth("10/7"), third("1.6")].iter().sum();
    assert_eq!(data, exact("596/455"));
    assert_eq!(parts(&found, "U1")["Data x1"], "596/455");
    let whole: Exact = unit(&found, "U1").score_parts.iter().flatten().sum();
    assert_eq!(whole, exact("1.9"));
}

#[test]
fn data_of_one_unit_move_the_score_of_another_where_units_are_compared() {
    let ranked = |data: &str| {
        let item = "value = \"x\"\nscore = { rule = \"rank\", table = [10, 8, 6] }";
        harness::item("10", item).data(data)
    };
    let found = cases(ranked("x: U1 3, U2 2, U3 1"), ranked("x: U1 3, U2 5, U3 1"));
    assert_eq!(parts(&found, "U1"), said([("Data x", "-2")]));
    assert_eq!(parts(&found, "U2"), said([("Data x", "2")]));
    assert_eq!(parts(&found, "U3"), said([("Data x", "0")]));
    assert_eq!(found.cells.len(), 1, "only one value is another");
    assert_eq!(found.cells[0].values.each_ref().map(|v| v.text.as_str()), ["2", "5"]);
    assert_eq!(found.cells[0].values[1].place, "returns.xlsx!U2!C7");
    let pair = &found.exchanges.pairs[0];
    assert_eq!((found.units[pair.passed].code.as_str(), found.units[pair.behind].code.as_str()), ("U2", "U1"));
    assert_eq!(pair.gap, Some([exact("-2"), exact("2")]));
    assert_eq!((pair.parts.clone().unwrap(), pair.by), (vec![exact("4")], Some(0)));
}

#[test]
fn ranks_are_split_as_scores_are() {
    let case = |data: &str| totals("100", "").data(data);
    let before = case("x: U1 90, U2 80, U3 70").adjust("U1,A1,,add,-15,复核,办公室,");
    let after = case("x: U1 90, U2 80, U3 85");
    let found = cases(before, after);
    // without the correction U1 is first whatever U3 has; U3 passes both only while U1 is held down
    assert_eq!(ranks(&found, "U1"), said([("Data x", "0.5"), ("Adjustments A1", "-1.5")]));
    assert_eq!(ranks(&found, "U3"), said([("Data x", "-1.5"), ("Adjustments A1", "0.5")]));
    let whole: Exact = unit(&found, "U3").rank_parts.iter().flatten().sum();
    assert_eq!(Some(whole), unit(&found, "U3").rank_change());
}

#[test]
fn alike_changes_get_alike_parts_and_a_change_without_effect_gets_nothing() {
    let before = shares(&["3", "3", "4"]).data("x1: U1 40; x2: U1 40; x3: U1 50; y: U1 1");
    let after = shares(&["3", "3", "4"]).data("x1: U1 90; x2: U1 90; x3: U1 50; y: U1 9");
    let reads =
        "[[indicator]]\nid = \"M1\"\nunder = \"M\"\nmarks = 1\nvalue = \"y\"\nscore = { rule = \"given\", of = 10 }\n";
    let memo = format!("[[section]]\nid = \"M\"\nkind = \"memo\"\n{reads}");
    let found = cases(before.with(&memo), after.with(&memo));
    assert_eq!(parts(&found, "U1"), said([("Data x1", "1.5"), ("Data x2", "1.5"), ("Data y", "0")]));
    let dummy = found.causes.iter().find(|cause| cause.title.starts_with('y')).unwrap();
    assert_eq!((dummy.moved.clone(), dummy.units, dummy.ranks), (Exact::ZERO, 0, 0));
}

#[test]
fn what_no_rule_reads_and_what_is_only_worded_otherwise_cannot_move_anything() {
    let case = |name: &str, spare: &str| {
        let body = format!("[[field]]\nid = \"x\"\nname = \"{name}\"\nmax = 200\n");
        totals("100", "").with(&body).data(&format!("x: U1 90; 备注数: U1 {spare}"))
    };
    let found = cases(case("甲", "1"), case("乙", "2"));
    assert!(found.causes.is_empty(), "{:?}", found.causes);
    let kinds: Vec<(Kind, Option<usize>)> = found.changes.iter().map(|change| (change.kind, change.cause)).collect();
    // the field, and the indicator that names it as its source
    assert_eq!(kinds, [(Kind::Data, None), (Kind::Wording, None), (Kind::Wording, None)]);
    assert_eq!(found.method.value, Split::Whole);
}

#[test]
fn where_a_figure_came_from_is_no_change_and_a_blank_is_as_good_as_silence() {
    let before = totals("100", "").data("x: U1 90, U2 80; ~x/site: U1 90");
    let after = totals("100", "").data("x/site: U1 90; x: U2 80, U3 ?; ~x: U1 95");
    let found = cases(before.units("U1,U2,U3"), after.units("U1,U2,U3"));
    assert!(found.changes.is_empty() && found.cells.is_empty(), "{:?}", found.changes);
}

#[test]
fn changes_of_which_one_needs_the_other_are_one_cause() {
    // `meet` asks for a target that only the later rubric has
    let before = harness::item("10", "score = { rule = \"given\", of = 100 }").data("x: U1 60; y: U1 1");
    let after = harness::item("10", "target = 50\nscore = { rule = \"meet\" }").data("x: U1 60; y: U1 1");
    let found = cases(before, after);
    assert_eq!(parts(&found, "U1"), said([("Target A1 + Rule A1", "4")]));
    assert_eq!(found.causes[0].together, Some(Together::Unreadable));
}

#[test]
fn an_indicator_added_brings_its_data_and_a_section_added_its_indicators() {
    let extra = "[[section]]\nid = \"B\"\nmarks = 5\n[[indicator]]\nid = \"B1\"\nunder = \"B\"\nmarks = 5\nvalue = \"y\"\n\
                 score = { rule = \"given\", of = 100 }\n";
    let before = tree("10", &shares_body("10")).data("x1: U1 60");
    let after = tree("15", &format!("{}{extra}", shares_body("10"))).data("x1: U1 60; y: U1 80");
    let found = cases(before, after);
    let keys: Vec<String> = (0..found.causes.len()).map(|cause| key(&found, cause)).collect();
    assert_eq!(keys, ["FullMarks ", "Node B"]);
    assert_eq!(found.changes[1].said.iter().map(|s| s.of.as_str()).collect::<Vec<_>>(), ["B", "B1"]);
    // 6 of 10; 9 of 15 scaled up; with the section alone 10/15 of 10: by turns 3 and 1, or 4/6 … and the rest
    let whole: Exact = unit(&found, "U1").score_parts.iter().flatten().sum();
    assert_eq!(whole, exact("4"));
    let moved = &unit(&found, "U1").nodes;
    assert_eq!(moved.iter().map(|n| n.id.as_str()).collect::<Vec<_>>(), ["B", "B1"]);
    assert_eq!(moved[0].score, [None, Some(exact("4"))]);
}

fn shares_body(marks: &str) -> String {
    format!(
        "[[section]]\nid = \"A\"\nmarks = {marks}\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = {marks}\n\
         value = \"x1\"\nscore = {{ rule = \"given\", of = 100 }}\n"
    )
}

#[test]
fn a_unit_without_a_total_half_way_keeps_its_ends_and_is_not_split() {
    let case = |policy: &str, data: &str| {
        harness::item("10", &format!("missing = \"{policy}\"\nscore = {{ rule = \"given\", of = 100 }}")).data(data)
    };
    // missing, rejected only by the later rubric, which has the value
    let found = cases(case("zero", "x: U1 ?, U2 50"), case("reject", "x: U1 70, U2 50"));
    let moved = unit(&found, "U1");
    assert_eq!(moved.total, [Some(Exact::ZERO), Some(exact("7"))]);
    assert!(moved.score_parts.is_none() && moved.rank_parts.is_none());
    assert!(unit(&found, "U2").score_parts.is_some());
    assert_eq!(found.method.unsplit, 1);
    assert!(found.method.words.contains("有 1 个单位"), "{}", found.method.words);
    assert!(found.exchanges.pairs[0].parts.is_none() && found.exchanges.pairs[0].gap.is_some());
}

#[test]
fn units_that_come_and_go_are_a_change_of_the_register() {
    let case = |units: &str, data: &str| {
        let item = "score = { rule = \"rank\", table = [10, 8, 6] }";
        harness::item("10", item).units(units).data(data)
    };
    let found = cases(case("U1,U2,U3", "x: U1 3, U2 2, U3 5"), case("U1,U2,U4", "x: U1 3, U2 2, U4 1"));
    assert_eq!(parts(&found, "U1"), said([("Register ", "2")]));
    let presence = |code: &str| unit(&found, code).presence;
    assert_eq!(["U1", "U3", "U4"].map(presence), [Presence::Both, Presence::Gone, Presence::New]);
    assert_eq!(unit(&found, "U4").total, [None, Some(exact("6"))]);
    assert!(unit(&found, "U4").score_parts.is_none());
    assert_eq!(found.method.unsplit, 0, "a unit that is new is not one that could have been split");
    let change = &found.changes[0];
    assert_eq!((change.said[0].after.as_str(), change.said[1].before.as_str()), ("U4", "U3"));
}

#[test]
fn who_answers_for_what_is_a_change_of_its_own() {
    let case = || {
        let body = "[[section]]\nid = \"A\"\nmarks = 10\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\n\
                    score = { rule = \"formula\", marks = \"if(answers(\\\"（一）\\\"), 10, 4)\" }\n";
        tree("10", body).units("U1 group=甲,U2 group=甲").data("x: U1 1")
    };
    let found = cases(case().answers("（一）", "U1"), case().answers("（一）", "U2"));
    assert_eq!(parts(&found, "U1"), said([("Responsibilities ", "-6")]));
    assert_eq!(parts(&found, "U2"), said([("Responsibilities ", "6")]));
    assert_eq!(found.exchanges.pairs.len(), 1);
}

#[test]
fn a_grade_that_changed_names_the_change_that_did_most_for_it() {
    let grades = |least: &str| format!("[[grade]]\nname = \"优\"\nat_least = {least}\n[[grade]]\nname = \"良\"\n");
    let found = cases(
        totals("100", &grades("90")).data("x: U1 85, U2 95"),
        totals("100", &grades("85")).data("x: U1 86, U2 95"),
    );
    assert_eq!(unit(&found, "U1").grade, [Some("良".to_owned()), Some("优".to_owned())]);
    let by = unit(&found, "U1").grade_by.unwrap();
    assert_eq!(key(&found, by), "Grades ");
    assert!(unit(&found, "U2").grade_by.is_none());
    assert_eq!(parts(&found, "U1"), said([("Grades ", "0"), ("Data x", "1")]));
    let said = &found.changes[0].said[0];
    assert!(said.before.contains("90") && said.after.contains("85"), "{said:?}");
}

#[test]
fn two_years_stand_side_by_side_and_base_years_stay() {
    let case = |year: &str, data: &str| {
        let items = "[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 5\nvalue = \"x - previous(x)\"\nscore = { rule = \"given\", of = 10 }\n\
                     [[indicator]]\nid = \"A2\"\nunder = \"A\"\nmarks = 5\nvalue = \"y\"\nscore = { rule = \"trajectory\", baseline = 'at(y, \"2010\")', target = 100, from = \"2010\", to = \"2020\" }\n";
        let case = tree("10", &format!("[[section]]\nid = \"A\"\nmarks = 10\n{items}")).data(data);
        case.swap("period = \"2015\"", &format!("period = \"{year}\""))
    };
    let before = case("2014", "x@2013: U1 50; x@2014: U1 54; y@2010: U1 60; y@2014: U1 72");
    let after = case("2015", "x@2014: U1 54; x@2015: U1 60; y@2010: U1 60; y@2015: U1 74");
    let found = cases(before, after);
    // 4 → 6 of 10 is one mark more. 12 of 40 where 4/10 were due, 14 where 5/10 are: 3.75 → 3.5; the year alone takes 0.75
    // and the data then bring 0.5; the data alone bring 0.625, and the year then takes 0.875
    assert_eq!(parts(&found, "U1"), said([("Periods ", "-0.8125"), ("Data x", "1"), ("Data y", "0.5625")]));
    let periods: Vec<&str> = found.cells.iter().map(|cell| cell.period.as_str()).collect();
    assert_eq!(periods, ["2013 → 2014", "2014 → 2015", "2014 → 2015"]);
    assert!(found.causes.iter().all(|cause| cause.together.is_none()));
}

#[test]
fn with_periods_that_do_not_stand_side_by_side_all_data_are_others_and_that_is_said() {
    let before = totals("100", "").data("x: U1 60");
    let after = before.clone().swap("period = \"2015\"", "period = \"十三五\"").instead("x", "U1", "80");
    let found = cases(before, after);
    assert_eq!(parts(&found, "U1"), said([("Periods  + Data x", "20")]));
    assert_eq!(found.causes[0].together, Some(Together::Period));
}

/// Ten marks over so many indicators, each changed by its data; with the rule of the first changed too.
fn many(count: usize, data: &str, rule: &str) -> Case {
    let marks = vec!["1"; count];
    let body = shares(&marks).data(&(1..=count).map(|at| format!("x{at}: {data}")).collect::<Vec<_>>().join("; "));
    body.swap("marks = 10\n[[", &format!("marks = {count}\n[["))
        .full(&count.to_string())
        .swap("value = \"x1\"\nscore = { rule = \"given\", of = 100 }", &format!("value = \"x1\"\nscore = {rule}"))
}

#[test]
fn beyond_the_limit_levels_split_exactly_too() {
    let before = many(17, "U1 60, U2 30", "{ rule = \"given\", of = 100 }");
    let after = many(17, "U1 80, U2 45", "{ rule = \"given\", of = 50 }");
    let found = cases(before, after);
    assert_eq!(found.method.value, Split::Levels);
    assert_eq!(found.method.causes, 18);
    // what does not work on anything else gets what it does
    assert_eq!(parts(&found, "U1")["Data x9"], "0.2");
    // 0.6 → 1 (held at the marks): of 50 alone it does 0.4 and data then nothing; data alone 0.2 and the rule then 0.2
    let own = parts(&found, "U1");
    assert_eq!((own["Rule A1"].as_str(), own["Data x1"].as_str()), ("0.3", "0.1"));
    for unit in &found.units {
        let whole: Exact = unit.score_parts.iter().flatten().sum();
        assert_eq!(Some(whole), unit.score_change());
    }
}

/// A side of four indicators of several rules, three units, a veto and rounding, from small numbers.
fn side(seed: &[u8; 16], reversed: bool) -> Case {
    let n = |at: usize, of: u8| i64::from(seed[at] % of);
    let marks = [2 + n(0, 3), 2 + n(1, 3), 3 + n(2, 2)];
    let last = 15 - marks.iter().sum::<i64>();
    let mut items = [
        format!(
            "id = \"A1\"\nmarks = {}\nvalue = \"x1\"\ntarget = {}\nscore = {{ rule = \"deduct\", per = 5, take = 0.3 }}",
            marks[0],
            60 + 10 * n(3, 3)
        ),
        format!(
            "id = \"A2\"\nmarks = {}\nvalue = \"x2\"\nscore = {{ rule = \"rank\", step = 0.{} }}",
            marks[1],
            3 + n(4, 3)
        ),
        format!(
            "id = \"A3\"\nmarks = {}\nvalue = \"x1 * x2 / 100\"\nscore = {{ rule = \"efficacy\", worst = \"min\", best = \"max\" }}",
            marks[2]
        ),
        format!(
            "id = \"A4\"\nmarks = {last}\nvalue = \"x3\"\nmissing = \"{}\"\nscore = {{ rule = \"given\", of = 100 }}",
            ["zero", "mean"][usize::from(seed[5] % 2)]
        ),
    ];
    let unit = |from: usize| {
        let value = |at: usize| 30 + n(from + at, 8) * 10;
        format!("U1 {}, U2 {}, U3 {}", value(0), value(1), value(2))
    };
    let mut data = [format!("x1: {}", unit(6)), format!("x2: {}", unit(9)), format!("x3: {}", unit(12))];
    if reversed {
        items.reverse();
        data.reverse();
    }
    let items: Vec<String> = items.iter().map(|item| format!("[[indicator]]\nunder = \"A\"\n{item}\n")).collect();
    let body = format!(
        "[rounding]\ntotal = {{ places = {} }}\n[[section]]\nid = \"A\"\nmarks = 15\n{}",
        n(15, 2) + 1,
        items.concat()
    );
    tree("15", &body).units("U1 group=甲,U2 group=甲,U3 group=乙").data(&data.join("; "))
}

proptest! {
    #![proptest_config(Config { cases: 12, ..Config::default() })]

    #[test]
    fn parts_add_up_turn_with_the_sides_and_do_not_hang_on_the_listing(a in any::<[u8; 16]>(), b in any::<[u8; 16]>()) {
        let (before, after) = (side(&a, false).score(), side(&b, false).score());
        let there = compared(&before, &after);
        let back = compared(&after, &before);
        let listed = compared(&side(&a, true).score(), &side(&b, true).score());
        prop_assert_eq!(there.causes.len(), there.method.causes);
        for code in ["U1", "U2", "U3"] {
            let moved = unit(&there, code);
            let sum = |parts: &Option<Vec<Exact>>| parts.as_ref().map(|parts| parts.iter().sum::<Exact>());
            prop_assert_eq!(sum(&moved.score_parts), moved.score_change());
            prop_assert_eq!(sum(&moved.rank_parts), moved.rank_change());
            let negated = |comparison: &Comparison| -> BTreeMap<String, Exact> {
                let parts = unit(comparison, code).score_parts.iter().flatten().enumerate();
                parts.map(|(cause, part)| (key(comparison, cause), -part.clone())).collect()
            };
            let own: BTreeMap<String, Exact> = negated(&there).into_iter().map(|(key, part)| (key, -part)).collect();
            prop_assert_eq!(&own, &negated(&back));
            prop_assert_eq!(parts(&there, code), parts(&listed, code));
            prop_assert_eq!(ranks(&there, code), ranks(&listed, code));
        }
        for pair in &there.exchanges.pairs {
            let gap = pair.gap.clone().unwrap();
            prop_assert_eq!(pair.parts.iter().flatten().sum::<Exact>(), &gap[1] - &gap[0]);
        }
    }
}

#[test]
fn changes_are_told_in_words_of_both_languages() {
    let before =
        harness::item("10", "target = 90\nscore = { rule = \"deduct\", per = 1, take = 0.5 }").data("x: U1 60");
    let after = harness::item("10", "target = 95\nscore = { rule = \"deduct\", per = 1, take = 0.5 }").data("x: U1 60");
    let (before, after) = (before.score(), after.score());
    let told =
        |lang: Lang| -> Vec<Change> { compare(&side_of(&before), &side_of(&after), lang, &mut |_, _| {}).changes };
    for (lang, title, of) in [(Lang::Zh, "A1 · 目标值", "目标值"), (Lang::En, "A1 · target", "Target")] {
        let changes = told(lang);
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert_eq!(changes[0].title, title);
        let said = &changes[0].said[0];
        assert_eq!((said.of.as_str(), said.before.as_str(), said.after.as_str()), (of, "90", "95"));
    }
}

const REVISED: &str = "examples/midterm-2015/revised/midterm-2015-prefectures.toml";

#[test]
fn the_revised_scheme_of_the_example_is_compared_with_the_folder_as_it_stands() {
    let out = support::TempDir::new().unwrap();
    let to = out.path().to_str().unwrap();
    let ran = support::zhiheng(["compare", "examples/midterm-2015", REVISED, "--out", to]);
    // the returns of the example are wrong on purpose
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("塔城 超过 博州，差距 -1.84 → +0.08，主要因为 [1]（+1.4958）"), "{}", ran.out);
    assert!(ran.out.contains("C → B") && ran.out.contains("95% → 98%"), "{}", ran.out);
    let folder = out.path().join("midterm-2015-prefectures");
    let names: Vec<String> = support::files(&folder).into_keys().collect();
    assert_eq!(names, ["changes.csv", "结果对比.xlsx"]);
    let rows = support::rows(&folder.join("changes.csv"));
    for code in ["650100", "654200", "652700"] {
        let own = || rows.iter().filter(|row| row["unit"] == code);
        let number = |text: &str| text.parse::<Exact>().unwrap();
        let whole = own().find(|row| row["kind"] == "total").map(|row| number(&row["score"])).unwrap();
        let causes = own().filter(|row| !["total", "rank", "grade", "score"].contains(&row["kind"].as_str()));
        let sum: Exact = causes.map(|row| number(&row["score"])).sum();
        // parts that do not end are written to twenty digits
        assert!((&whole - &sum).abs() < exact("0.000000000001"), "{code}: {whole} {sum}");
    }
}

#[test]
fn what_the_workbook_prints_adds_up_to_the_printed_change() {
    use calamine::{Data, Reader};
    let out = support::TempDir::new().unwrap();
    support::zhiheng(["compare", "examples/midterm-2015", REVISED, "--quiet", "--out", out.path().to_str().unwrap()]);
    let path = out.path().join("midterm-2015-prefectures/结果对比.xlsx");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    assert_eq!(book.sheet_names(), ["摘要", "改动", "名次变动", "分解", "互换", "得分变动", "数据改动", "方法"]);
    let sheet = book.worksheet_range("分解").unwrap();
    let formulas = book.worksheet_formula("分解").unwrap();
    // 单位, 原总分, 现总分, six causes, 合计, 核对; below the units what each cause moved in all
    let cell = |row: u32, col: u32| match sheet.get_value((row, col)) {
        Some(Data::Float(x)) => Exact::from_double(*x).unwrap().0,
        Some(Data::Int(n)) => Exact::from(*n),
        other => panic!("({row}, {col}): {other:?}"),
    };
    for row in 3..=17 {
        let parts: Exact = (3..9).map(|col| cell(row, col)).sum();
        assert_eq!(parts, &cell(row, 2) - &cell(row, 1), "row {row}");
        assert_eq!(parts, cell(row, 9), "row {row}");
    }
    assert_eq!(formulas.get_value((3, 9)).unwrap(), "ROUND(SUM(D4:I4),4)");
    assert_eq!(formulas.get_value((3, 10)).unwrap(), "ROUND(C4-B4-J4,4)");
}

#[test]
fn as_json_parts_add_up_exactly_and_the_bytes_are_the_same_whatever_the_threads() {
    let run = |threads: &str| {
        let out = support::TempDir::new().unwrap();
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_zhiheng"))
            .args(["compare", REVISED, "examples/midterm-2015", "--json", "--lang", "en", "--out"])
            .arg(out.path())
            .current_dir(support::root())
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        let text = String::from_utf8(done.stdout).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        (json["comparisons"].clone(), support::files(out.path()))
    };
    let ((one, files), (other, others)) = (run("1"), run("3"));
    assert!(one == other && files == others);
    assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>().len(), 2);
    assert!(files.contains_key("midterm-2015-prefectures/comparison.xlsx"));
    for unit in one[0]["units"].as_array().unwrap() {
        let number = |value: &serde_json::Value| exact(value.as_str().unwrap());
        let sum: Exact = unit["score_parts"].as_array().unwrap().iter().map(number).sum();
        assert_eq!(sum, &number(&unit["total"][1]) - &number(&unit["total"][0]));
    }
}

#[test]
fn a_folder_against_itself_has_no_change_and_scorings_of_one_side_are_named() {
    let units = "code,name,short,aliases,kind,group,class,parent\nU1,甲县,,,,,,\nU2,乙县,,,,,,\n";
    let rubric = totals("100", "").data("x: U1 1").text();
    let files = [
        ("units.csv", units),
        ("rubrics/one.toml", rubric.as_str()),
        ("returns/a.csv", "unit,field,value\nU1,x,90\nU2,x,80\n"),
    ];
    let (_guard, dir) = support::assessment(&files);
    let (_other, twin) = support::assessment(&files);
    let same = support::zhiheng(["compare", &dir, &twin]);
    assert_eq!(same.code, 0, "{}", same.err);
    assert!(same.out.contains("没有改动。") && same.out.contains("没有名次互换。"), "{}", same.out);
    assert!(std::path::Path::new(&twin).join("out/compare/case/changes.csv").is_file());
    std::fs::write(format!("{twin}/returns/a.csv"), "unit,field,value\nU1,x,70\nU2,x,80\n").unwrap();
    let moved = support::zhiheng(["compare", &dir, &twin]);
    assert!(moved.out.contains("甲县 90 → 甲县 70") && moved.out.contains("乙县 超过 甲县"), "{}", moved.out);
    let two = "[[scoring]]\nrubric = \"two\"\nregister = \"units\"\nreturns = [\"returns\"]\n";
    let settings = std::fs::read_to_string(format!("{twin}/assessment.toml")).unwrap();
    std::fs::write(format!("{twin}/assessment.toml"), format!("{settings}{two}")).unwrap();
    std::fs::write(format!("{twin}/rubrics/two.toml"), rubric.replace("\"case\"", "\"two\"")).unwrap();
    let more = support::zhiheng(["compare", &dir, &twin]);
    assert!(more.out.contains("只有一方有的评分") && more.out.contains("（two）"), "{}", more.out);
}

#[test]
fn runs_of_the_archive_are_compared_with_each_other_with_the_folder_and_by_another_rubric() {
    let units = "code,name,short,aliases,kind,group,class,parent\nU1,甲县,,,,,,\nU2,乙县,,,,,,\n";
    let rubric = totals("100", "").data("x: U1 1").text();
    let data = |value: &str| format!("unit,field,value\nU1,x,{value}\nU2,x,80\n");
    let (_guard, dir) =
        support::assessment(&[("units.csv", units), ("rubrics/one.toml", &rubric), ("returns/a.csv", &data("90"))]);
    let run = |value: &str| {
        std::fs::write(format!("{dir}/returns/a.csv"), data(value)).unwrap();
        assert_eq!(support::zhiheng(["run", &dir]).code, 0);
    };
    run("90");
    run("70");
    std::fs::write(format!("{dir}/returns/a.csv"), data("50")).unwrap();
    let halved = format!("{dir}/half.toml");
    std::fs::write(&halved, rubric.replace("rule = \"given\"", "rule = \"given\", of = 200")).unwrap();
    let [first, second] = [1, 2].map(|no| format!("{dir}@{no}"));
    for (args, said) in [
        (vec![first.as_str(), second.as_str()], "90 → 70"),
        (vec![&first, "--quiet", "--json"], "\"50\""),
        (vec![&first], "90 → 50"),
        (vec![&dir], "70 → 50"),
        (vec![&second, &dir], "70 → 50"),
        (vec![&first, &halved], "90 → 45"),
        (vec![&halved, &first], "45 → 90"),
        (vec![&dir, &halved], "50 → 25"),
    ] {
        let ran = support::zhiheng(std::iter::once("compare").chain(args.iter().copied()));
        assert_eq!(ran.code, 0, "{args:?}\n{}", ran.err);
        assert!(ran.out.contains(said), "{args:?}\n{}", ran.out);
    }
    // what was compared by the way is no run
    assert!(support::zhiheng(["compare", &format!("{dir}@3"), &dir]).err.contains("run-unknown"));
}

#[test]
fn what_cannot_be_compared_is_said_and_nothing_is_done() {
    let run = |args: [&str; 2]| support::zhiheng(["compare", args[0], args[1]]);
    for (args, said) in [
        (["no/such/folder", REVISED], "file-missing"),
        ([REVISED, REVISED], "file-missing"),
        (["examples/midterm-2015", "no-such-rubric"], "file-missing"),
        (["examples/midterm-2015@3", "examples/midterm-2015"], "archive-missing"),
        (["examples/midterm-2015", "hdi-2015"], "unknown-name"),
    ] {
        let ran = run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
}
