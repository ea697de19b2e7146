//! Defects that were found once, and are kept from coming back: each names the sentence of the language that it broke, and
//! what came out instead before it was mended.

use crate::harness::{item, penalty, plain, totals, tree};

const GIVEN: &str = "score = { rule = \"given\" }";

fn formula(id: &str, marks: &str) -> String {
    format!(
        "[[indicator]]\nid = \"{id}\"\nunder = \"A\"\nmarks = 1\nscore = {{ rule = \"formula\", marks = \"{marks}\" }}\n"
    )
}

// ---- “`zhiheng rubric check` reports all errors at once.”

/// Got: only the first cycle; `order` gives up after it.
#[test]
fn two_cycles_are_both_reported() {
    let body = [("A1", "A2"), ("A2", "A1"), ("A3", "A4"), ("A4", "A3")]
        .map(|(id, other)| formula(id, &format!("score({other})")));
    let case = tree("4", &format!("[[section]]\nid = \"A\"\nmarks = 4\n{}", body.concat()));
    assert_eq!(case.reported(), ["cycle A1 → A2 → A1", "cycle A3 → A4 → A3"]);
}

/// Got: only `unknown-name 没有`; cycles are looked for only where nothing else is wrong.
#[test]
fn a_cycle_is_reported_beside_another_error() {
    let body = formula("A1", "score(A2)") + &formula("A2", "score(A1)") + &formula("A3", "没有");
    let case = tree("3", &format!("[[section]]\nid = \"A\"\nmarks = 3\n{body}"));
    assert_eq!(case.reported(), ["cycle A1 → A2 → A1", "unknown-name 没有"]);
}

/// Got: only `unknown-name 乙`; the rest of an indicator is passed over after its first error.
#[test]
fn several_errors_in_one_indicator_are_all_reported() {
    let case = item(
        "10",
        "value = \"甲 + 1\"\ntarget = \"乙 + 1\"\n\
         score = { rule = \"deduct\", per = \"丙\", take = \"丁\", exempt = \"戊 > 1\", floor = \"己\" }",
    );
    let wanted = ["甲", "乙", "丙", "丁", "戊", "己"].map(|name| format!("unknown-name {name}"));
    assert_eq!(case.reported(), wanted);
}

/// Got: only `bad-value givn`.
#[test]
fn a_misspelt_rule_does_not_hide_the_errors_of_its_indicator() {
    let case = item("10", "value = \"没有\"\nscore = { rule = \"givn\" }").data("x: U1 1");
    assert_eq!(case.reported(), ["unknown-name 没有", "bad-value givn"]);
}

/// “Every unknown key is an error”: `per` and `take` are none. Got: `unknown-key per`, `unknown-key take` as well.
#[test]
fn a_misspelt_rule_does_not_make_its_keys_unknown() {
    let case = item("10", "target = 9\nscore = { rule = \"deducts\", per = 1, take = 1 }").data("x: U1 1");
    assert_eq!(case.reported(), ["bad-value deducts"]);
}

/// Got: both are reported as the duplicate; sections, fields and sources report the second alone.
#[test]
fn the_second_of_two_vetoes_with_one_id_is_the_duplicate() {
    let veto = "[[veto]]\nid = \"V\"\neffect = { deduct = 1 }\n";
    assert_eq!(totals("10", &veto.repeat(2)).data("x: U1 1").reported(), ["duplicate-id V"]);
}

/// Got: nothing; a veto's `grade = "A"` then means the first.
#[test]
fn two_grades_with_one_name_are_an_error() {
    let grades = "[[grade]]\nname = \"A\"\nat_least = 9\n[[grade]]\nname = \"A\"\n";
    assert_eq!(totals("10", grades).data("x: U1 1").reported(), ["duplicate-id A"]);
}

/// Got: accepted, and missing for every unit. An unknown name is an error, and here there is no target.
#[test]
fn an_expression_cannot_name_a_target_that_there_is_none_of() {
    let case = item("10", "score = { rule = \"formula\", marks = \"value - target\" }").data("x: U1 1");
    assert!(!case.reported().is_empty());
}

/// Got: accepted, and missing for every unit.
#[test]
fn an_expression_cannot_name_a_value_that_there_is_none_of() {
    let case = plain("10", "score = { rule = \"formula\", marks = \"value * 2\" }").data("x: U1 1");
    assert!(!case.reported().is_empty());
}

/// “fields of the unit by id”. Got: `marks` is the indicator's marks (10), and the field cannot be reached; nothing is said.
#[test]
fn a_field_named_as_a_word_of_the_language_is_refused_or_read() {
    let case = tree(
        "10",
        "[[section]]\nid = \"A\"\nmarks = 10\n\
         [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\nvalue = \"marks\"\nscore = { rule = \"given\" }",
    )
    .data("marks: U1 3");
    assert!(!case.reported().is_empty() || case.score().score_of("U1", "A1") == "3");
}

/// Got: the stack overflows and the process aborts (3000 terms on a 2 MiB stack, unoptimised). Depth is limited for
/// parentheses, but a chain makes a tree as deep as it is long.
#[test]
fn a_long_sum_does_not_overflow_the_stack() {
    let sum = vec!["x"; 3000].join(" + ");
    let reported = item("10", &format!("value = \"{sum}\"\n{GIVEN}")).data("x: U1 0.001").reported();
    assert!(reported.len() <= 1);
}

// ---- scores

/// “In a `penalty` section …: `floor` defaults to −M and `cap` to 0”. Got: 2, as the bonus raises the cap to 3.
#[test]
fn a_bonus_does_not_lift_an_item_of_a_penalty_section_above_nought() {
    penalty(
        "5",
        "target = 90\nscore = { rule = \"deduct\", per = 1, take = 1, bonus = { per = 1, add = 1, cap = 3 } }",
    )
    .data("x: U1 92")
    .score()
    .gives("P1", "U1 0");
}

/// “expected = (at−from)/(to−from)”, `at` by default the period scored. Got: 4 for 2012, as the expectation is that of the
/// rubric's period 2015 in every period that `[periods]` scores: 0.2 ÷ 0.5 instead of 0.2 ÷ 0.2.
#[test]
fn a_trajectory_expects_of_each_scored_period_what_was_due_by_then() {
    let scored = tree(
        "10",
        "[periods]\nscore = [\"2012\", \"2015\"]\ntotal = \"last\"\n[[section]]\nid = \"A\"\nmarks = 10\n\
         [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\nvalue = \"x\"\ntarget = 200\n\
         score = { rule = \"trajectory\", baseline = 100, from = \"2010\", to = \"2020\" }\n",
    )
    .data("x@2012: U1 120; x: U1 150")
    .score();
    assert_eq!(scored.total_in("U1", "2015"), "10");
    assert_eq!(scored.total_in("U1", "2012"), "10");
}

/// “`when` may use `score(node)` … unless its effect is `zero` or `disqualify`” speaks of `when`, not of the marks that
/// are deducted. Got: 4; the veto is judged before there are scores, `score(A2) / 2` is missing, nothing is deducted, and
/// nothing is said.
#[test]
fn a_veto_that_sets_to_nought_can_deduct_by_a_score_too() {
    let given = |id: &str| format!("[[indicator]]\nid = \"{id}\"\nunder = \"A\"\nmarks = 5\nvalue = \"x\"\n{GIVEN}\n");
    let veto = "[[veto]]\nid = \"V1\"\nwhen = \"事件 > 0\"\neffect = { zero = \"A1\", deduct = \"score(A2) / 2\" }\n";
    tree("10", &format!("[[section]]\nid = \"A\"\nmarks = 10\n{}{}{veto}", given("A1"), given("A2")))
        .data("x: U1 4; 事件: U1 1")
        .score()
        .gives("total", "U1 2");
}

/// “in `also` …: mean … of an expression; `score(node)`”, and `total` is a node. Got: the mean is missing, nobody gets A.
#[test]
fn also_can_compare_a_total_with_the_mean_of_totals() {
    let grades = "[[grade]]\nname = \"A\"\nat_least = 0\nalso = \"score(total) > mean(score(total))\"\n[[grade]]\nname = \"B\"\n";
    totals("100", grades).data("x: U1 90, U2 70").score().grades("U1 A, U2 B");
}

/// Got: the total is never known to a check, which is accepted and never fails.
#[test]
fn a_check_on_the_total_is_judged_or_refused() {
    let case = totals("100", "[[check]]\nwhen = \"score(total) > 80\"\nsays = \"高于 80\"\n").data("x: U1 90, U2 70");
    assert!(!case.reported().is_empty() || case.score().found("check-failed") == ["U1"]);
}

/// A deduction from the total that depends on the total is a cycle. Got: accepted, and undecided for every unit.
#[test]
fn a_deduction_cannot_depend_on_the_total_that_it_changes() {
    let veto = "[[veto]]\nid = \"V\"\nwhen = \"score(total) > 80\"\neffect = { deduct = 5 }\n";
    assert!(!totals("100", veto).data("x: U1 90").reported().is_empty());
}

// ---- what is said

/// The veto holds but its deduction cannot be worked out. Got: nothing is deducted and nothing said.
#[test]
fn a_deduction_that_cannot_be_worked_out_is_a_finding() {
    totals("100", "[[veto]]\nid = \"V1\"\nwhen = \"事件 > 0\"\neffect = { deduct = \"y\" }\n")
        .data("x: U1 9; 事件: U1 1; y: U1 ?")
        .score()
        .gives("total", "U1 9")
        .finds("veto-undecided", "U1");
}

/// As for every other node (`@no-score`). Got: passed over in silence, and the adjustment stands among those made.
#[test]
fn adding_to_a_total_that_there_is_none_of_is_refused() {
    item("10", "missing = \"reject\"\nscore = { rule = \"given\" }")
        .data("x: U1 ?, U2 3")
        .adjust("U1,total,,add,5,复核,考核办,2016-01-08")
        .score()
        .gives("total", "U1 无")
        .finds("adjustment-refused", "U1");
}

/// “`value` (replaces an observation…)”. Got: an amount that is no value of the field is passed over in silence.
#[test]
fn a_value_that_cannot_be_read_is_refused() {
    item("10", GIVEN)
        .data("x: U1 1")
        .adjust("U1,x,,value,很多,复核,考核办,2016-01-08")
        .score()
        .gives("total", "U1 1")
        .finds("adjustment-refused", "U1");
}

/// Got: an adjustment of marks in a period that is not scored (a slip of the pen) is passed over in silence.
#[test]
fn marks_adjusted_in_a_period_that_is_not_scored_are_refused() {
    totals("100", "")
        .data("x: U1 90")
        .adjust("U1,A1,2051,add,4,复核,考核办,2016-01-08")
        .score()
        .finds("adjustment-refused", "U1");
}

/// “`reject` leaves the unit unranked … and says so.” Got: it is said of a unit that is ranked, the section not being
/// applicable to it (and likewise in a memo section).
#[test]
fn a_unit_that_is_ranked_is_not_said_to_be_rejected() {
    let section = |head: &str| {
        format!(
            "[[section]]\nid = \"B\"\nmarks = 10\n[[indicator]]\nid = \"B1\"\nunder = \"B\"\nmarks = 10\nvalue = \"x\"\n{GIVEN}\n\
             [[section]]\nid = \"A\"\nmarks = 10\n{head}\n\
             [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\nvalue = \"y\"\nmissing = \"reject\"\n{GIVEN}\n"
        )
    };
    for (full, head) in [("20", "applies = \"group == '甲'\""), ("10", "kind = \"memo\"")] {
        tree(full, &section(head))
            .units("U1 group=乙")
            .data("x: U1 5; y: U1 ?")
            .score()
            .ranks("U1 1")
            .finds("rejected", "");
    }
}

/// An explanation that contradicts itself: figures are cut to six places before they are set beside each other.
/// Got: `90 < 90 → 0`.
#[test]
fn figures_that_differ_are_shown_to_differ() {
    item("10", "target = 90\nscore = { rule = \"meet\" }").data("x: U1 89.99999999").score().explains(
        "U1",
        "A1",
        "89.99999999 < 90 → 0",
    );
}
