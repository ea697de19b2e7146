//! Explanations, word for word: the form with the unit's numbers in it, in both languages.

use crate::harness::{item, penalty, plain, tree};

const GIVEN: &str = "score = { rule = \"given\" }";

#[test]
fn a_target_reached() {
    item("5", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5 }")
        .data("x: U1 98.5")
        .score()
        .explains("U1", "A1", "98.5 ≥ 96 → 满分 5")
        .explains_en("U1", "A1", "98.5 ≥ 96 → full marks 5");
}

#[test]
fn a_gap_and_what_it_takes() {
    item("5", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5 }")
        .data("x: U1 92.4, U2 80")
        .score()
        .explains("U1", "A1", "(96 − 92.4) ÷ 1 × 0.5 = 1.8 → 5 − 1.8 = 3.2")
        .explains("U2", "A1", "(96 − 80) ÷ 1 × 0.5 = 8 → 5 − 8 = −3 → 不低于 0")
        .explains_en("U2", "A1", "(96 − 80) ÷ 1 × 0.5 = 8 → 5 − 8 = −3 → at least 0");
}

#[test]
fn the_value_is_worked_out_first_where_it_is_an_expression() {
    item("5", "value = \"合格 / 抽检 * 100\"\ntarget = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5 }")
        .data("合格: U1 462; 抽检: U1 500")
        .score()
        .explains("U1", "A1", "462 ÷ 500 × 100 = 92.4 → (96 − 92.4) ÷ 1 × 0.5 = 1.8 → 5 − 1.8 = 3.2");
}

#[test]
fn lower_is_better_and_steps_are_whole() {
    item(
        "5",
        "better = \"lower\"\ntarget = 70\nscore = { rule = \"deduct\", per = 2, take = 0.5, partial = \"whole\" }",
    )
    .data("x: U1 73.5, U2 60")
    .score()
    .explains("U1", "A1", "⌊(73.5 − 70) ÷ 2⌋ × 0.5 = 0.5 → 5 − 0.5 = 4.5")
    .explains("U2", "A1", "60 ≤ 70 → 满分 5");
    item("5", "target = 70\nscore = { rule = \"deduct\", per = 2, take = 0.5, partial = \"started\" }")
        .data("x: U1 66.5")
        .score()
        .explains("U1", "A1", "⌈(70 − 66.5) ÷ 2⌉ × 0.5 = 1 → 5 − 1 = 4");
}

#[test]
fn meet_says_which_side_of_the_target() {
    item("5", "target = 96\nscore = { rule = \"meet\" }")
        .data("x: U1 98.5, U2 92.4")
        .score()
        .explains("U1", "A1", "98.5 ≥ 96 → 满分 5")
        .explains("U2", "A1", "92.4 < 96 → 0");
    item("5", "better = \"lower\"\ntarget = 96\nscore = { rule = \"meet\" }").data("x: U1 98.5").score().explains(
        "U1",
        "A1",
        "98.5 > 96 → 0",
    );
}

#[test]
fn the_band_that_holds() {
    let bands = "[{ at_least = 10, marks = 5 }, { at_least = 5, below = 9, marks = 2.5 }]";
    item("5", &format!("score = {{ rule = \"bands\", bands = {bands} }}"))
        .data("x: U1 12, U2 7")
        .score()
        .explains("U1", "A1", "12 ≥ 10 → 5")
        .explains("U2", "A1", "7 ≥ 5 且 7 < 9 → 2.5")
        .explains_en("U2", "A1", "7 ≥ 5 and 7 < 9 → 2.5");
}

#[test]
fn completion_is_worked_out_before_its_band() {
    let bands = "[{ at_least = 100, marks = 5 }, { at_least = 80, marks = 2.5 }]";
    item("5", &format!("target = 50\nscore = {{ rule = \"bands\", of = \"completion\", bands = {bands} }}"))
        .data("x: U1 45")
        .score()
        .explains("U1", "A1", "45 ÷ 50 × 100 = 90 → 90 ≥ 80 → 2.5");
}

#[test]
fn a_ratio_held_at_its_cap_and_one_rounded() {
    item("5", "target = 3\nscore = { rule = \"ratio\", round = { places = 2, mode = \"half_up\" } }")
        .data("x: U1 2, U2 4")
        .score()
        .explains("U1", "A1", "5 × 2 ÷ 3 = 3.333333 → 修约 3.33")
        .explains_en("U1", "A1", "5 × 2 ÷ 3 = 3.333333 → rounded 3.33")
        .explains("U2", "A1", "5 × 4 ÷ 3 = 6.666667 → 不高于 5");
}

#[test]
fn efficacy_versus_and_trajectory() {
    item("5", "score = { rule = \"efficacy\", worst = \"min\", best = \"max\", base = 0.4, span = 0.6 }")
        .data("x: U1 50, U2 70, U3 90")
        .score()
        .explains("U2", "A1", "5 × (0.4 + 0.6 × clamp((70 − 50) ÷ (90 − 50), 0, 1)) = 3.5");
    item("5", "score = { rule = \"versus\", reference = \"mean\", per = 10, take = 1, add = 2, cap = 9 }")
        .data("x: U1 50, U2 70, U3 90")
        .score()
        .explains("U1", "A1", "(70 − 50) ÷ 10 = 2 → 5 − 2 = 3")
        .explains("U3", "A1", "90 ≥ 70 → (90 − 70) ÷ 10 × 2 = 4 → 5 + 4 = 9");
    item("10", "target = 200\nscore = { rule = \"trajectory\", baseline = 100, from = \"2010\", to = \"2020\" }")
        .data("x: U1 125")
        .score()
        .explains(
            "U1",
            "A1",
            "(125 − 100) ÷ (200 − 100) ÷ ((2015 − 2010) ÷ 10) = 0.5 → 10 × clamp(0.5, 0, 1) = 5 → 进度滞后",
        )
        .explains_en(
            "U1",
            "A1",
            "(125 − 100) ÷ (200 − 100) ÷ ((2015 − 2010) ÷ 10) = 0.5 → 10 × clamp(0.5, 0, 1) = 5 → behind the path",
        );
}

#[test]
fn slopes_and_bonus() {
    let slopes = "slopes = [{ beyond = 0, per = 1, take = 0.25 }, { beyond = 6, per = 1, take = 0.5 }]";
    item("5", &format!("target = 96\nscore = {{ rule = \"deduct\", {slopes} }}"))
        .data("x: U1 92, U2 88")
        .score()
        // a stretch that was not reached is not mentioned
        .explains("U1", "A1", "min(4, 6) ÷ 1 × 0.25 = 1 → 5 − 1 = 4")
        .explains("U2", "A1", "min(8, 6) ÷ 1 × 0.25 + (8 − 6) ÷ 1 × 0.5 = 2.5 → 5 − 2.5 = 2.5");
    item(
        "20",
        "target = 200\nscore = { rule = \"deduct\", per = 10, take = 1, bonus = { per = 10, add = 3, cap = 9 } }",
    )
    .data("x: U1 215")
    .score()
    .explains("U1", "A1", "215 ≥ 200 → min((215 − 200) ÷ 10 × 3, 9) = 4.5 → 20 + 4.5 = 24.5");
}

#[test]
fn events_levels_and_marks_given() {
    item("5", "score = { rule = \"count\", each = -2 }")
        .data("x: U1 1, U2 4")
        .score()
        .explains("U1", "A1", "5 + 1 × −2 = 3")
        .explains("U2", "A1", "5 + 4 × −2 = −3 → 不低于 0");
    plain("30", "score = { rule = \"count\", severity = { \"黄牌\" = -5, \"红牌\" = -10 }, zero_at = 4 }")
        .data("黄牌: U1 1, U2 3; 红牌: U1 1, U2 2")
        .score()
        .explains("U1", "A1", "1 + 1 = 2 → 30 + 1 × −5 + 1 × −10 = 15")
        .explains("U2", "A1", "3 + 2 = 5 → 5 ≥ 4 → 0");
    item("5", "score = { rule = \"choice\", levels = { \"已完成\" = 1, \"推进中\" = 0.5 } }")
        .data("x: U1 已完成, U2 推进中")
        .score()
        .explains("U1", "A1", "已完成 → 满分 5")
        .explains("U2", "A1", "推进中 → 5 × 0.5 = 2.5");
    item("20", "score = { rule = \"given\", of = 100 }").data("x: U1 85").score().explains(
        "U1",
        "A1",
        "20 × 85 ÷ 100 = 17",
    );
}

#[test]
fn modifiers_say_what_they_did() {
    item("5", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5, times = 2 }")
        .data("x: U1 94")
        .score()
        .explains("U1", "A1", "(96 − 94) ÷ 1 × 0.5 = 1 → 5 − 1 = 4 → 5 + 2 × (4 − 5) = 3");
    item("5", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5, floor = \"marks - 2\" }")
        .data("x: U1 80")
        .score()
        .explains("U1", "A1", "(96 − 80) ÷ 1 × 0.5 = 8 → 5 − 8 = −3 → 不低于 3");
    item("5", "target = 96\nscore = { rule = \"meet\", exempt = \"免检\", void = \"瞒报\" }")
        .data("x: U1 9, U2 98; 免检: U1 是, U2 否; 瞒报: U1 否, U2 是")
        .score()
        .explains("U1", "A1", "9 < 96 → 0 → 满分 5 → 符合免扣条件，记满分")
        .explains_en("U1", "A1", "9 < 96 → 0 → full marks 5 → exempt: full marks")
        .explains("U2", "A1", "98 ≥ 96 → 满分 5 → 0 → 此项不得分");
    penalty("4", "score = { rule = \"count\", each = -1 }").data("x: U1 9").score().explains(
        "U1",
        "P1",
        "9 × −1 = −9 → 不低于 −4",
    );
}

#[test]
fn a_formula_with_its_numbers_in_it() {
    item("10", "target = 4\nscore = { rule = \"formula\", marks = \"marks - 2 * max(value - target, 0)\" }")
        .data("x: U1 6.5, U2 20")
        .score()
        .explains("U1", "A1", "10 − 2 × max(6.5 − 4, 0) = 5")
        .explains("U2", "A1", "10 − 2 × max(20 − 4, 0) = −22 → 不低于 0");
    item("10", "score = { rule = \"formula\", marks = \"if(x > 3 and x < 9, x * 2, 1)\" }")
        .data("x: U1 4")
        .score()
        .explains("U1", "A1", "4 > 3 且 4 < 9 → 4 × 2 = 8");
    // brackets stand where the reader would otherwise work out something else, and only there
    item("10", "score = { rule = \"formula\", marks = \"x - (3 - y) - (x / (y * 4))\" }")
        .data("x: U1 4; y: U1 2")
        .score()
        .explains("U1", "A1", "4 − (3 − 2) − 4 ÷ (2 × 4) = 2.5");
}

#[test]
fn policies_in_words() {
    let rule = "target = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5 }";
    item("5", rule)
        .data("x: U1 ?, U2 －")
        .score()
        .explains("U1", "A1", "未填，记 0 分")
        .explains_en("U1", "A1", "missing: 0 marks")
        .explains("U2", "A1", "不适用，本项不计，其余标化")
        .explains_en("U2", "A1", "not applicable: left out, the rest scaled up");
    item("5", &format!("missing = \"previous\"\n{rule}"))
        .data("x@2014: U1 94; x: U1 ?")
        .score()
        .explains("U1", "A1", "(96 − 94) ÷ 1 × 0.5 = 1 → 5 − 1 = 4 → 未填，用 2014 的数值")
        .explains_en("U1", "A1", "(96 − 94) ÷ 1 × 0.5 = 1 → 5 − 1 = 4 → missing: value of 2014 used");
}

#[test]
fn sections_totals_adjustments_and_vetoes() {
    let two = |rest: &str| {
        tree(
            "10",
            &format!(
                "{rest}[[section]]\nid = \"A\"\nmarks = 10\n\
                 [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 4\nvalue = \"x\"\n{GIVEN}\n\
                 [[indicator]]\nid = \"A2\"\nunder = \"A\"\nmarks = 6\nvalue = \"y\"\n{GIVEN}\n"
            ),
        )
    };
    two("").data("x: U1 3.5; y: U1 4").score().explains("U1", "A", "3.5 + 4 = 7.5");
    two("[rounding]\ntotal = { places = 1, mode = \"half_up\" }\n")
        .data("x: U1 3.55; y: U1 4")
        .score()
        .explains("U1", "total", "7.55");
    let adjusted = two("").data("x: U1 3.5; y: U1 4").adjust("U1,A1,,add,0.25,复核,考核办,2016-01-08").score();
    adjusted
        .explains("U1", "A1", "3.5 → 调整：复核 考核办 2016-01-08")
        .explains_en("U1", "A1", "3.5 → adjusted: 复核 考核办 2016-01-08")
        .explains("U1", "total", "未调整总分 7.5");
    two("")
        .data("x: U1 3.5; y: U1 4; 事件: U1 1")
        .veto("deduct = 2")
        .score()
        .explains("U1", "total", "否决：V −2")
        .explains_en("U1", "total", "veto: V −2");
    // a child that is not applicable leaves; the rest counts 10 ÷ 6 times
    two("").data("x: U1 －; y: U1 3").score().gives("A", "U1 5").noted("U1", "A", "标化 × 1.6667");
}

#[test]
fn other_combinations_are_named() {
    for (combine, zh, en) in [
        ("mean", "加权平均(1, 6) = 7", "weighted mean(1, 6) = 7"),
        ("geometric", "几何平均(1, 6) = 5.743492", "geometric mean(1, 6) = 5.743492"),
        ("harmonic", "调和平均(1, 6) = 4.545455", "harmonic mean(1, 6) = 4.545455"),
        ("min", "最低(1, 6) = 2.5", "least(1, 6) = 2.5"),
        ("max", "最高(1, 6) = 10", "greatest(1, 6) = 10"),
    ] {
        tree(
            "10",
            &format!(
                "[[section]]\nid = \"A\"\nmarks = 10\ncombine = \"{combine}\"\n\
                 [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 4\nvalue = \"x\"\n{GIVEN}\n\
                 [[indicator]]\nid = \"A2\"\nunder = \"A\"\nmarks = 6\nvalue = \"y\"\n{GIVEN}\n"
            ),
        )
        .data("x: U1 1; y: U1 6")
        .score()
        .explains("U1", "A", zh)
        .explains_en("U1", "A", en);
    }
}

#[test]
fn an_explanation_names_the_cells_and_sources_behind_a_score() {
    let scored = item(
        "5",
        &format!("{GIVEN}\n[[source]]\nid = \"site\"\nname = \"实地核查\"\n[[source]]\nid = \"self\"\nname = \"自评\""),
    )
    .data("x/site: U1 3; ~x/self: U1 4.5; x@2014/site: U1 2; x@2016/site: U1 1")
    .score();
    assert_eq!(
        scored.sources_of("U1", "A1"),
        [
            "x 2014 实地核查 2 returns.xlsx!U1!C7 true",
            "x 2015 实地核查 3 returns.xlsx!U1!C7 true",
            "x 2015 自评 4.5 returns.xlsx!U1!C7 false"
        ]
    );
}
