//! §5: every rule, with every key and modifier, in both directions.

use crate::harness::{item, penalty, plain, tree};

// ---- meet

#[test]
fn meet_gives_all_at_the_target_and_nothing_short_of_it() {
    item("10", "target = 90\nscore = { rule = \"meet\" }")
        .data("x: U1 90, U2 89.99, U3 95.5")
        .score()
        .gives("A1", "U1 10, U2 0, U3 10");
}

#[test]
fn meet_where_lower_is_better() {
    item("10", "better = \"lower\"\ntarget = 500\nscore = { rule = \"meet\" }")
        .data("x: U1 500, U2 500.01, U3 0")
        .score()
        .gives("A1", "U1 10, U2 0, U3 10");
}

#[test]
fn meet_in_a_penalty_section_takes_nothing_or_all_marks() {
    penalty("4", "target = 90\nscore = { rule = \"meet\" }")
        .data("x: U1 90, U2 89")
        .score()
        .gives("P1", "U1 0, U2 -4")
        .gives("total", "U1 10, U2 6");
}

// ---- deduct

#[test]
fn deduct_takes_in_proportion_to_the_gap() {
    // 96 − 92.4 = 3.6 steps of 1 → 1.8 off; 16 steps would take 8, but nothing is taken below nought
    item("5", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5 }")
        .data("x: U1 98.5, U2 96, U3 92.4, U4 80")
        .score()
        .gives("A1", "U1 5, U2 5, U3 3.2, U4 0");
}

#[test]
fn deduct_where_lower_is_better() {
    // 73.5 − 70 = 3.5 → 1.75 off
    item("5", "better = \"lower\"\ntarget = 70\nscore = { rule = \"deduct\", per = 1, take = 0.5 }")
        .data("x: U1 60, U2 70, U3 73.5")
        .score()
        .gives("A1", "U1 5, U2 5, U3 3.25");
}

#[test]
fn deduct_by_whole_steps_passes_over_a_step_not_completed() {
    // n = ⌊3.6⌋ = 3 → 1.5 off; ⌊0.9⌋ = 0; exactly 3 → 1.5 off
    item("5", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5, partial = \"whole\" }")
        .data("x: U1 92.4, U2 95.1, U3 93")
        .score()
        .gives("A1", "U1 3.5, U2 5, U3 3.5");
}

#[test]
fn deduct_by_steps_started_counts_a_step_begun_as_whole() {
    // n = ⌈3.6⌉ = 4 → 2 off; ⌈0.1⌉ = 1 → 0.5 off; exactly 3 → 1.5 off
    item("5", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5, partial = \"started\" }")
        .data("x: U1 92.4, U2 95.9, U3 93")
        .score()
        .gives("A1", "U1 3, U2 4.5, U3 3.5");
}

#[test]
fn deduct_counts_steps_of_a_tenth_exactly() {
    // (1 − 0.7) ÷ 0.1 is 3, not the 2.999… of binary arithmetic
    item("5", "target = 1\nscore = { rule = \"deduct\", per = 0.1, take = 1, partial = \"whole\" }")
        .data("x: U1 0.7")
        .score()
        .gives("A1", "U1 2");
}

#[test]
fn deduct_takes_expressions_for_step_and_marks() {
    // a step is 80 ÷ 100 = 0.8, and takes 5 ÷ 10 = 0.5: (80 − 76) ÷ 0.8 = 5 steps → 2.5 off
    item("5", "target = 80\nscore = { rule = \"deduct\", per = \"target / 100\", take = \"marks / 10\" }")
        .data("x: U1 76")
        .score()
        .gives("A1", "U1 2.5");
}

#[test]
fn deduct_in_a_penalty_section_is_minus_what_is_taken() {
    // −0.5 × 3.6; 20 steps would take 10, held at −6
    penalty("6", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5 }")
        .data("x: U1 96, U2 92.4, U3 76")
        .score()
        .gives("P1", "U1 0, U2 -1.8, U3 -6")
        .gives("total", "U1 10, U2 8.2, U3 4");
}

const SLOPES: &str = "slopes = [{ beyond = 0, per = 1, take = 0.25 }, { beyond = 6, per = 1, take = 0.5 }]";

#[test]
fn marginal_slopes_take_each_stretch_at_its_own_rate() {
    // 4 × 0.25; exactly 6 × 0.25; 6 × 0.25 + 2 × 0.5
    item("5", &format!("target = 96\nscore = {{ rule = \"deduct\", {SLOPES}, slopes_mode = \"marginal\" }}"))
        .data("x: U1 92, U2 90, U3 88, U4 96")
        .score()
        .gives("A1", "U1 4, U2 3.5, U3 2.5, U4 5");
}

#[test]
fn whole_slopes_take_the_entire_gap_at_the_rate_of_the_stretch_it_ends_in() {
    // a gap of exactly 6 ends in the first stretch: 1.5 off; 6.5 × 0.5 = 3.25 off; 8 × 0.5 = 4 off
    item("5", &format!("target = 96\nscore = {{ rule = \"deduct\", {SLOPES}, slopes_mode = \"whole\" }}"))
        .data("x: U1 92, U2 90, U3 89.5, U4 88")
        .score()
        .gives("A1", "U1 4, U2 3.5, U3 1.75, U4 1");
}

#[test]
fn slopes_are_marginal_by_default_and_work_where_lower_is_better() {
    item("5", &format!("better = \"lower\"\ntarget = 50\nscore = {{ rule = \"deduct\", {SLOPES} }}"))
        .data("x: U1 58")
        .score()
        .gives("A1", "U1 2.5");
}

#[test]
fn slopes_take_nothing_up_to_the_first_beyond() {
    let slopes = "slopes = [{ beyond = 2, per = 1, take = 0.5 }]";
    // marginal: only what lies beyond 2 counts, 3.5 − 2 = 1.5 → 0.75 off
    item("5", &format!("target = 96\nscore = {{ rule = \"deduct\", {slopes} }}"))
        .data("x: U1 94.5, U2 94, U3 92.5")
        .score()
        .gives("A1", "U1 5, U2 5, U3 4.25");
    // whole: the entire 3.5 counts → 1.75 off
    item("5", &format!("target = 96\nscore = {{ rule = \"deduct\", {slopes}, slopes_mode = \"whole\" }}"))
        .data("x: U1 94.5, U2 94, U3 92.5")
        .score()
        .gives("A1", "U1 5, U2 5, U3 3.25");
}

#[test]
fn slopes_are_read_in_rising_beyond_however_they_are_written() {
    let slopes = "slopes = [{ beyond = 6, per = 1, take = 0.5 }, { beyond = 0, per = 1, take = 0.25 }]";
    item("5", &format!("target = 96\nscore = {{ rule = \"deduct\", {slopes} }}"))
        .data("x: U1 88")
        .score()
        .gives("A1", "U1 2.5");
}

// ---- deduct with bonus

#[test]
fn bonus_for_completion_counts_points_over_a_hundred() {
    // 250 of 200 is 125: 25 points over, 2.5 steps of 3; 400 is 200: 30 more, held at 9; 190 is 10 short
    let rule = "{ rule = \"deduct\", per = 10, take = 1, bonus = { of = \"completion\", per = 10, add = 3, cap = 9 } }";
    item("20", &format!("target = 200\nscore = {rule}"))
        .data("x: U1 200, U2 250, U3 400, U4 190")
        .score()
        .gives("A1", "U1 20, U2 27.5, U3 29, U4 19");
}

#[test]
fn bonus_for_the_gap_counts_its_own_units() {
    // 93 is 3 over: 1.5 more; 120 is 30 over: 15 more, held at 5
    let rule = "{ rule = \"deduct\", per = 1, take = 1, bonus = { per = 1, add = 0.5, cap = 5 } }";
    item("10", &format!("target = 90\nscore = {rule}"))
        .data("x: U1 93, U2 120, U3 88")
        .score()
        .gives("A1", "U1 11.5, U2 15, U3 8");
}

#[test]
fn bonus_where_lower_is_better() {
    // 64 against 80: 16 below; 80 ÷ 64 = 125 %: 25 points over
    item(
        "10",
        "better = \"lower\"\ntarget = 80\n\
         score = { rule = \"deduct\", per = 1, take = 1, bonus = { per = 4, add = 1, cap = 9 } }",
    )
    .data("x: U1 64")
    .score()
    .gives("A1", "U1 14");
    item(
        "10",
        "better = \"lower\"\ntarget = 80\n\
         score = { rule = \"deduct\", per = 1, take = 1, bonus = { of = \"completion\", per = 10, add = 1, cap = 9 } }",
    )
    .data("x: U1 64")
    .score()
    .gives("A1", "U1 12.5");
}

#[test]
fn a_bonus_has_its_own_partial() {
    // 25 points over in steps of 10: 2.5, 2 or 3 steps
    for (partial, marks) in [("prorata", "27.5"), ("whole", "26"), ("started", "29")] {
        let bonus = format!("{{ of = \"completion\", per = 10, add = 3, cap = 9, partial = \"{partial}\" }}");
        item("20", &format!("target = 200\nscore = {{ rule = \"deduct\", per = 10, take = 1, bonus = {bonus} }}"))
            .data("x: U1 250")
            .score()
            .gives("A1", &format!("U1 {marks}"));
    }
    // `partial` of the rule is for what is taken: ⌊1.5⌋ × 2 off, but 1.5 × 2 on
    let rule = "{ rule = \"deduct\", per = 10, take = 2, partial = \"whole\", bonus = { per = 10, add = 2, cap = 9 } }";
    item("20", &format!("target = 200\nscore = {rule}")).data("x: U1 185, U2 215").score().gives("A1", "U1 18, U2 23");
}

#[test]
fn slopes_and_bonus_go_together() {
    item(
        "5",
        &format!("target = 96\nscore = {{ rule = \"deduct\", {SLOPES}, bonus = {{ per = 1, add = 1, cap = 2 }} }}"),
    )
    .data("x: U1 88, U2 97.5, U3 100")
    .score()
    .gives("A1", "U1 2.5, U2 6.5, U3 7");
}

// ---- bands

#[test]
fn bands_of_the_value_are_tried_in_order() {
    let bands = "[{ at_least = 10, marks = 5 }, { at_least = 5, marks = 2.5 }, { at_least = 3, marks = 1.25 }]";
    item("5", &format!("score = {{ rule = \"bands\", bands = {bands} }}"))
        .data("x: U1 10, U2 9.99, U3 5, U4 3, U5 2.99")
        .score()
        .gives("A1", "U1 5, U2 2.5, U3 2.5, U4 1.25, U5 0");
}

#[test]
fn bands_may_be_open_or_closed_at_either_end() {
    let bands =
        "[{ above = 10, marks = 5 }, { above = 5, at_most = 8, marks = 3 }, { at_least = 2, below = 4, marks = 1 }]";
    item("5", &format!("score = {{ rule = \"bands\", of = \"value\", bands = {bands} }}"))
        .data("x: U1 10.01, U2 10, U3 8, U4 5, U5 2, U6 3.99, U7 4")
        .score()
        .gives("A1", "U1 5, U2 0, U3 3, U4 0, U5 1, U6 1, U7 0");
}

#[test]
fn bands_of_completion() {
    let bands = "[{ at_least = 100, marks = 40 }, { at_least = 90, marks = 36 }, { at_least = 80, marks = 32 }]";
    // 45 ÷ 50 = 90 %
    item("40", &format!("target = 50\nscore = {{ rule = \"bands\", of = \"completion\", bands = {bands} }}"))
        .data("x: U1 50, U2 45, U3 44.9, U4 39")
        .score()
        .gives("A1", "U1 40, U2 36, U3 32, U4 0");
    // lower is better: 50 ÷ 62.5 = 80 %
    let body = format!(
        "better = \"lower\"\ntarget = 50\nscore = {{ rule = \"bands\", of = \"completion\", bands = {bands} }}"
    );
    item("40", &body).data("x: U1 50, U2 62.5, U3 63").score().gives("A1", "U1 40, U2 32, U3 0");
}

#[test]
fn bands_of_the_gap() {
    let bands = "[{ at_most = 0, marks = 5 }, { at_most = 2, marks = 3 }, { below = 4, marks = 1 }]";
    item("5", &format!("target = 90\nscore = {{ rule = \"bands\", of = \"gap\", bands = {bands} }}"))
        .data("x: U1 91, U2 88, U3 86.1, U4 86")
        .score()
        .gives("A1", "U1 5, U2 3, U3 1, U4 0");
    item(
        "5",
        &format!("better = \"lower\"\ntarget = 90\nscore = {{ rule = \"bands\", of = \"gap\", bands = {bands} }}"),
    )
    .data("x: U1 91, U2 94")
    .score()
    .gives("A1", "U1 3, U2 0");
}

#[test]
fn bands_take_expressions() {
    let bands =
        "[{ at_least = \"target\", marks = \"marks\" }, { at_least = \"target * 0.8\", marks = \"marks / 2\" }]";
    item("9", &format!("target = 50\nscore = {{ rule = \"bands\", bands = {bands} }}"))
        .data("x: U1 50, U2 40, U3 39.9")
        .score()
        .gives("A1", "U1 9, U2 4.5, U3 0");
}

// ---- ratio

#[test]
fn ratio_gives_the_share_of_the_target_up_to_full_marks() {
    item("15", "target = 150\nscore = { rule = \"ratio\" }")
        .data("x: U1 120, U2 150, U3 180, U4 0")
        .score()
        .gives("A1", "U1 12, U2 15, U3 15, U4 0");
}

#[test]
fn ratio_where_lower_is_better() {
    // 10 × 80 ÷ 100; 10 × 80 ÷ 64 = 12.5, held at 10
    item("10", "better = \"lower\"\ntarget = 80\nscore = { rule = \"ratio\" }")
        .data("x: U1 100, U2 64")
        .score()
        .gives("A1", "U1 8, U2 10");
}

#[test]
fn ratio_with_its_own_cap_and_floor() {
    item("15", "target = 150\nscore = { rule = \"ratio\", cap = \"marks * 1.2\", floor = 3 }")
        .data("x: U1 165, U2 300, U3 10")
        .score()
        .gives("A1", "U1 16.5, U2 18, U3 3");
}

#[test]
fn ratio_stays_exact() {
    // 10 × 2 ÷ 3, to 20 significant digits
    item("10", "target = 3\nscore = { rule = \"ratio\" }")
        .data("x: U1 2")
        .score()
        .gives("A1", "U1 6.6666666666666666667");
}

// ---- anchors

#[test]
fn anchors_are_joined_by_straight_lines_and_flat_outside() {
    // 70 lies half way from 60 to 80: 0.3; 85 half way from 80 to 90: 0.8
    item("10", "score = { rule = \"anchors\", points = [[60, 0], [80, 0.6], [90, 1]] }")
        .data("x: U1 50, U2 60, U3 70, U4 80, U5 85, U6 90, U7 99")
        .score()
        .gives("A1", "U1 0, U2 0, U3 3, U4 6, U5 8, U6 10, U7 10");
}

#[test]
fn anchors_may_fall() {
    item("10", "better = \"lower\"\nscore = { rule = \"anchors\", points = [[0, 1], [5, 0]] }")
        .data("x: U1 0, U2 2, U3 5, U4 7")
        .score()
        .gives("A1", "U1 10, U2 6, U3 0, U4 0");
}

// ---- efficacy

#[test]
fn efficacy_between_fixed_ends() {
    // 10 × (0.6 + 0.4 × (80 − 60) ÷ 40); outside the ends the coefficient is clamped
    item("10", "score = { rule = \"efficacy\", worst = 60, best = 100, base = 0.6, span = 0.4 }")
        .data("x: U1 80, U2 50, U3 110, U4 100")
        .score()
        .gives("A1", "U1 8, U2 6, U3 10, U4 10");
}

#[test]
fn efficacy_between_the_extremes_of_the_units_compared() {
    // (20 − 10) ÷ (40 − 10) = 1/3
    item("10", "score = { rule = \"efficacy\", worst = \"min\", best = \"max\" }")
        .data("x: U1 10, U2 20, U3 40")
        .score()
        .gives("A1", "U1 0, U2 3.3333333333333333333, U3 10");
}

#[test]
fn efficacy_where_lower_is_better_goes_from_max_to_min() {
    // (20 − 40) ÷ (10 − 40) = 2/3; 0.1 + 0.9 × 2/3 = 0.7
    item(
        "10",
        "better = \"lower\"\nscore = { rule = \"efficacy\", worst = \"max\", best = \"min\", base = 0.1, span = 0.9 }",
    )
    .data("x: U1 10, U2 20, U3 40")
    .score()
    .gives("A1", "U1 10, U2 7, U3 1");
}

#[test]
fn efficacy_takes_expressions_for_its_ends() {
    // mean 30: from 30 − 10 = 20 to the highest, 40
    item("10", "score = { rule = \"efficacy\", worst = \"mean(x) - 10\", best = \"highest(x)\" }")
        .data("x: U1 20, U2 30, U3 40")
        .score()
        .gives("A1", "U1 0, U2 5, U3 10");
}

#[test]
fn efficacy_of_equal_values_is_full() {
    item("10", "score = { rule = \"efficacy\", worst = \"min\", best = \"max\", base = 0.4, span = 0.6 }")
        .data("x: U1 7, U2 7")
        .score()
        .gives("A1", "U1 10, U2 10");
}

#[test]
fn efficacy_compares_within_the_scope() {
    let units = "U1 group=甲 class=一类, U2 group=甲 class=二类, U3 group=乙 class=一类, U4 group=乙 class=二类";
    let data = "x: U1 0, U2 10, U3 20, U4 60";
    for (scope, marks) in [
        ("all", "U1 0, U2 1, U3 2, U4 6"),   // 0 … 60
        ("group", "U1 0, U2 6, U3 0, U4 6"), // 0 … 10 and 20 … 60
        ("class", "U1 0, U2 0, U3 6, U4 6"), // 0 … 20 and 10 … 60
    ] {
        item("6", &format!("score = {{ rule = \"efficacy\", worst = \"min\", best = \"max\", scope = \"{scope}\" }}"))
            .units(units)
            .data(data)
            .score()
            .gives("A1", marks);
    }
}

// ---- versus

#[test]
fn versus_last_year() {
    // level: 15; 1 down: 7.5 off; 2.5 up: 2.5 on; 15 up: held at 25
    item("15", "score = { rule = \"versus\", reference = \"previous\", per = 1, take = 7.5, add = 1, cap = 25 }")
        .data("x@2014: U1 90, U2 90, U3 90, U4 90; x: U1 90, U2 89, U3 92.5, U4 105")
        .score()
        .gives("A1", "U1 15, U2 7.5, U3 17.5, U4 25");
}

#[test]
fn versus_the_mean_where_lower_is_better() {
    // mean of 40, 44 and 45 is 43: 1 over → 0.5 off, 2 over → 1 off
    item("2", "better = \"lower\"\nscore = { rule = \"versus\", reference = \"mean\", per = 1, take = 0.5 }")
        .data("x: U1 40, U2 44, U3 45")
        .score()
        .gives("A1", "U1 2, U2 1.5, U3 1");
}

#[test]
fn versus_the_median_with_a_par_of_its_own() {
    // median 20: 10 below → 1 off; 40 above → 4 × 0.5 on
    item("10", "score = { rule = \"versus\", reference = \"median\", par = 5, per = 10, take = 1, add = 0.5 }")
        .data("x: U1 10, U2 20, U3 60")
        .score()
        .gives("A1", "U1 4, U2 5, U3 7");
}

#[test]
fn versus_the_best() {
    item("10", "score = { rule = \"versus\", reference = \"best\", per = 10, take = 1 }")
        .data("x: U1 10, U2 45, U3 60")
        .score()
        .gives("A1", "U1 5, U2 8.5, U3 10");
    item("10", "better = \"lower\"\nscore = { rule = \"versus\", reference = \"best\", per = 10, take = 1 }")
        .data("x: U1 10, U2 45, U3 60")
        .score()
        .gives("A1", "U1 10, U2 6.5, U3 5");
}

#[test]
fn versus_an_expression_counts_parts_of_steps_both_ways() {
    // 65 and 35 against 50, in steps of 10: 1.5 steps either way
    for (partial, marks) in [("prorata", "U1 6.5, U2 2"), ("whole", "U1 6, U2 3"), ("started", "U1 7, U2 1")] {
        let rule = format!(
            "{{ rule = \"versus\", reference = \"基准 * 2\", par = 5, per = 10, take = 2, add = 1, partial = \"{partial}\" }}"
        );
        item("10", &format!("score = {rule}")).data("x: U1 65, U2 35; 基准: U1 25, U2 25").score().gives("A1", marks);
    }
}

#[test]
fn versus_compares_within_the_scope() {
    // means 15 and 50
    item(
        "10",
        "score = { rule = \"versus\", reference = \"mean\", par = 5, per = 5, take = 1, add = 1, scope = \"group\" }",
    )
    .units("U1 group=甲, U2 group=甲, U3 group=乙, U4 group=乙")
    .data("x: U1 10, U2 20, U3 45, U4 55")
    .score()
    .gives("A1", "U1 4, U2 6, U3 4, U4 6");
}

#[test]
fn versus_in_a_penalty_section_starts_from_nought() {
    penalty("5", "score = { rule = \"versus\", reference = \"previous\", per = 1, take = 2, add = 1 }")
        .data("x@2014: U1 90, U2 90, U3 90; x: U1 90, U2 89, U3 95")
        .score()
        .gives("P1", "U1 0, U2 -2, U3 0");
}

// ---- rank

#[test]
fn rank_by_table_and_what_follows_its_end() {
    item("60", "score = { rule = \"rank\", table = [60, 57, 54] }")
        .data("x: U1 9, U2 8, U3 7, U4 6")
        .score()
        .gives("A1", "U1 60, U2 57, U3 54, U4 0");
    item("60", "score = { rule = \"rank\", table = [60, 57, 54], then = 50 }")
        .data("x: U1 6, U2 7, U3 8, U4 9")
        .score()
        .gives("A1", "U1 50, U2 54, U3 57, U4 60");
}

#[test]
fn rank_by_steps() {
    item("10", "score = { rule = \"rank\", step = 0.5 }")
        .data("x: U1 9, U2 8, U3 7")
        .score()
        .gives("A1", "U1 10, U2 9.5, U3 9");
    item("20", "score = { rule = \"rank\", first = 15, step = 2 }")
        .data("x: U1 9, U2 8, U3 7")
        .score()
        .gives("A1", "U1 15, U2 13, U3 11");
}

#[test]
fn rank_by_a_share_of_the_first() {
    item("30", "score = { rule = \"rank\", first = 30, step_share = 0.05 }")
        .data("x: U1 9, U2 8, U3 7")
        .score()
        .gives("A1", "U1 30, U2 28.5, U3 27");
}

#[test]
fn rank_where_lower_is_better_puts_the_lowest_first() {
    item("10", "better = \"lower\"\nscore = { rule = \"rank\", table = [10, 8, 6] }")
        .data("x: U1 30, U2 10, U3 20")
        .score()
        .gives("A1", "U1 6, U2 10, U3 8");
}

#[test]
fn equal_values_share_the_best_marks_or_the_mean() {
    let data = "x: U1 9, U2 8, U3 8, U4 7";
    // positions 2 and 3: 8, or (8 + 6) ÷ 2
    let table = |ties: &str| format!("score = {{ rule = \"rank\", table = [10, 8, 6, 4]{ties} }}");
    item("10", &table("")).data(data).score().gives("A1", "U1 10, U2 8, U3 8, U4 4");
    item("10", &table(", ties = \"best\"")).data(data).score().gives("A1", "U1 10, U2 8, U3 8, U4 4");
    item("10", &table(", ties = \"mean\"")).data(data).score().gives("A1", "U1 10, U2 7, U3 7, U4 4");
    // steps of 2: (8 + 6) ÷ 2
    item("10", "score = { rule = \"rank\", step = 2, ties = \"mean\" }")
        .data(data)
        .score()
        .gives("A1", "U1 10, U2 7, U3 7, U4 4");
    // a tie across the end of the table: (8 + 1) ÷ 2
    item("10", "score = { rule = \"rank\", table = [10, 8], then = 1, ties = \"mean\" }")
        .data(data)
        .score()
        .gives("A1", "U1 10, U2 4.5, U3 4.5, U4 1");
}

#[test]
fn rank_compares_within_the_scope() {
    item("10", "score = { rule = \"rank\", table = [10, 5], scope = \"class\" }")
        .units("U1 class=一类, U2 class=一类, U3 class=二类")
        .data("x: U1 9, U2 8, U3 1")
        .score()
        .gives("A1", "U1 10, U2 5, U3 10");
}

// ---- count

#[test]
fn count_takes_for_each_event_from_full_marks() {
    item("10", "score = { rule = \"count\", each = -2 }")
        .data("x: U1 0, U2 3, U3 6")
        .score()
        .gives("A1", "U1 10, U2 4, U3 0");
}

#[test]
fn count_adds_for_each_event_from_nought() {
    item("10", "score = { rule = \"count\", each = 2 }")
        .data("x: U1 0, U2 3, U3 6")
        .score()
        .gives("A1", "U1 0, U2 6, U3 10");
}

#[test]
fn count_by_severity() {
    // 30 − 5 − 10; the value is the number of events
    plain("30", "score = { rule = \"count\", severity = { \"黄牌\" = -5, \"红牌\" = -10 } }")
        .data("黄牌: U1 1, U2 0, U3 4; 红牌: U1 1, U2 0, U3 2")
        .score()
        .gives("A1", "U1 15, U2 30, U3 0")
        .values("A1", "U1 2, U2 0, U3 6");
}

#[test]
fn count_starts_where_it_is_told() {
    item("10", "score = { rule = \"count\", each = 1, start = 5 }")
        .data("x: U1 0, U2 3, U3 8")
        .score()
        .gives("A1", "U1 5, U2 8, U3 10");
    // 10 + 2 × 1 − 3 × 2
    let severity = "severity = { \"表扬\" = 2, \"批评\" = -3 }";
    plain("10", &format!("score = {{ rule = \"count\", {severity}, start = \"marks\" }}"))
        .data("表扬: U1 1; 批评: U1 2")
        .score()
        .gives("A1", "U1 6");
    plain("10", &format!("score = {{ rule = \"count\", {severity} }}"))
        .data("表扬: U1 4; 批评: U1 1")
        .score()
        .gives("A1", "U1 5");
}

#[test]
fn count_gives_nothing_from_so_many_events_on() {
    item("2", "score = { rule = \"count\", each = -0.5, zero_at = 2 }")
        .data("x: U1 0, U2 1, U3 2, U4 3")
        .score()
        .gives("A1", "U1 2, U2 1.5, U3 0, U4 0");
}

#[test]
fn zero_at_compares_the_number_of_events_of_every_severity() {
    plain("10", "score = { rule = \"count\", severity = { \"黄牌\" = -1, \"红牌\" = -2 }, zero_at = 3 }")
        .data("黄牌: U1 1, U2 2; 红牌: U1 1, U2 1")
        .score()
        .gives("A1", "U1 7, U2 0");
}

#[test]
fn count_in_a_penalty_section_starts_from_nought() {
    penalty("5", "score = { rule = \"count\", each = -2 }")
        .data("x: U1 0, U2 2, U3 3")
        .score()
        .gives("P1", "U1 0, U2 -4, U3 -5")
        .gives("total", "U1 10, U2 6, U3 5");
}

// ---- choice, checklist, given, panel

#[test]
fn choice_gives_the_share_of_its_level() {
    item("8", "score = { rule = \"choice\", levels = { \"已完成\" = 1, \"推进中\" = 0.5, \"未开展\" = 0 } }")
        .data("x: U1 已完成, U2 推进中, U3 未开展")
        .score()
        .gives("A1", "U1 8, U2 4, U3 0");
}

#[test]
fn checklist_adds_up_the_items_that_are_true() {
    let items =
        "[{ field = \"有规划\", marks = 1 }, { field = \"有机构\", marks = 1.5 }, { field = \"有经费\", marks = 2.5 }]";
    plain("5", &format!("score = {{ rule = \"checklist\", items = {items} }}"))
        .data("有规划: U1 是, U2 是, U3 否; 有机构: U1 是, U2 否, U3 否; 有经费: U1 是, U2 是, U3 否")
        .score()
        .gives("A1", "U1 5, U2 3.5, U3 0")
        .values("A1", "U1 3, U2 2, U3 0");
}

#[test]
fn given_scales_from_what_it_is_out_of() {
    item("20", "score = { rule = \"given\", of = 100 }").data("x: U1 85, U2 100").score().gives("A1", "U1 17, U2 20");
    // out of the marks by default, and never more than they are
    item("20", "score = { rule = \"given\" }").data("x: U1 17.5, U2 25").score().gives("A1", "U1 17.5, U2 20");
}

#[test]
fn given_without_a_reason_where_one_is_asked_is_a_finding() {
    item("20", "score = { rule = \"given\", reason = true }")
        .data("x: U1 17 #资料齐全, U2 15")
        .score()
        .gives("A1", "U1 17, U2 15")
        .finds("reason-missing", "U2");
    item("20", "score = { rule = \"given\" }").data("x: U1 17").score().finds("reason-missing", "");
}

#[test]
fn panel_drops_from_each_end_and_takes_the_mean() {
    // 70 and 95 go; (80 + 85 + 90) ÷ 3 = 85 of 100
    item("10", "score = { rule = \"panel\", drop = 1, of = 100 }")
        .data("x/甲: U1 80; x/乙: U1 90; x/丙: U1 95; x/丁: U1 70; x/戊: U1 85")
        .score()
        .gives("A1", "U1 8.5")
        .values("A1", "U1 85");
    // nobody is dropped unless told so, and the marks are out of M
    item("10", "score = { rule = \"panel\" }").data("x/甲: U1 8; x/乙: U1 9").score().gives("A1", "U1 8.5");
}

// ---- trajectory

const PATH: &str = "{ rule = \"trajectory\", baseline = 100, from = \"2010\", to = \"2020\" }";

#[test]
fn trajectory_compares_progress_with_the_time_gone_by() {
    // in 2015 half the way is due: 150 has gone 0.5 of it, 125 a quarter
    item("10", &format!("target = 200\nscore = {PATH}"))
        .data("x: U1 150, U2 125, U3 180, U4 90")
        .score()
        .gives("A1", "U1 10, U2 5, U3 10, U4 0")
        .noted("U1", "A1", "进度正常")
        .noted("U2", "A1", "进度滞后")
        .noted("U3", "A1", "进度超前")
        .noted("U4", "A1", "进度滞后");
}

#[test]
fn trajectory_goes_down_where_lower_is_better() {
    // from 100 to 80: 95 has gone a quarter of the way, half is due
    item("10", &format!("better = \"lower\"\ntarget = 80\nscore = {PATH}"))
        .data("x: U1 90, U2 95, U3 105")
        .score()
        .gives("A1", "U1 10, U2 5, U3 0");
}

#[test]
fn trajectory_with_its_own_target_baseline_and_date() {
    // by July 2015, 6 of the 12 months from January 2015 to January 2016: (130 − 120) ÷ (160 − 120) over 0.5 = 0.5
    let rule = "{ rule = \"trajectory\", baseline = \"at(x, '2014')\", target = 160, \
                from = \"2015-01\", to = \"2016-01\", at = \"2015-07\" }";
    item("10", &format!("score = {rule}")).data("x@2014: U1 120; x: U1 130").score().gives("A1", "U1 5");
}

// ---- formula

#[test]
fn formula_is_as_written() {
    item("10", "target = 4\nscore = { rule = \"formula\", marks = \"marks - 2 * max(value - target, 0)\" }")
        .data("x: U1 3, U2 6.5, U3 20")
        .score()
        .gives("A1", "U1 10, U2 5, U3 0");
}

// ---- modifiers

#[test]
fn exempt_gives_full_marks() {
    item("5", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 0.5, exempt = \"value > mean(x) + 5\" }")
        // mean 90: 95.1 lies more than 5 above it
        .data("x: U1 95.1, U2 93, U3 81.9")
        .score()
        .gives("A1", "U1 5, U2 3.5, U3 0")
        .noted("U1", "A1", "符合免扣条件，记满分");
}

#[test]
fn void_gives_nothing() {
    item("5", "target = 96\nscore = { rule = \"meet\", void = \"瞒报\" }")
        .data("x: U1 99, U2 99; 瞒报: U1 是, U2 否")
        .score()
        .gives("A1", "U1 0, U2 5")
        .noted("U1", "A1", "此项不得分");
}

#[test]
fn times_multiplies_what_is_taken() {
    // 3 off, doubled
    item("10", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 1, times = \"if(安保期间, 2, 1)\" }")
        .data("x: U1 93, U2 93; 安保期间: U1 是, U2 否")
        .score()
        .gives("A1", "U1 4, U2 7");
}

#[test]
fn floor_limits_what_is_taken_and_may_lie_below_nought() {
    // 本项限扣5分
    item("10", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 1, floor = \"marks - 5\" }")
        .data("x: U1 80, U2 93")
        .score()
        .gives("A1", "U1 5, U2 7");
    item("1.5", "target = 96\nscore = { rule = \"deduct\", per = 1, take = 1, floor = -0.5 }")
        .data("x: U1 80, U2 94.75")
        .score()
        .gives("A1", "U1 -0.5, U2 0.25");
}

#[test]
fn cap_may_lie_above_or_below_the_marks() {
    for (cap, marks) in [("12", "U1 12, U2 9"), ("6", "U1 6, U2 6")] {
        item("10", &format!("score = {{ rule = \"count\", each = 3, cap = {cap} }}"))
            .data("x: U1 5, U2 3")
            .score()
            .gives("A1", marks);
    }
}

#[test]
fn round_on_a_rule_replaces_the_rounding_of_indicators() {
    // 10 ÷ 3 × … = 6.666…: two places half up by the rubric, one place downwards by the item
    tree(
        "20",
        r#"
        [rounding]
        indicator = { places = 2, mode = "half_up" }
        [[section]]
        id = "A"
        marks = 20
        [[indicator]]
        id = "A1"
        under = "A"
        marks = 10
        value = "x"
        target = 3
        score = { rule = "ratio" }
        [[indicator]]
        id = "A2"
        under = "A"
        marks = 10
        value = "x"
        target = 3
        score = { rule = "ratio", round = { places = 1, mode = "floor" } }
        "#,
    )
    .data("x: U1 2")
    .score()
    .gives("A1", "U1 6.67")
    .gives("A2", "U1 6.6")
    .gives("total", "U1 13.27");
}
