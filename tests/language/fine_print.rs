//! The sentences of the contract that carry meaning, section by section; those of section 10 bear its words.

use crate::harness::{BASE_OF_TEN, Case, expression, item, penalty, plain, totals, tree};

/// Two indicators `A1` and `A2` of five marks each in section `A`.
fn two(first: &str, second: &str) -> Case {
    tree(
        "10",
        &format!(
            "[[section]]\nid = \"A\"\nmarks = 10\n\
             [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 5\nvalue = \"x\"\n{first}\n\
             [[indicator]]\nid = \"A2\"\nunder = \"A\"\nmarks = 5\nvalue = \"y\"\n{second}\n"
        ),
    )
}

const GIVEN: &str = "score = { rule = \"given\" }";

// ---- §2 rounding

#[test]
fn five_modes_round_halves_and_the_rest_each_in_its_way() {
    for (mode, marks) in [
        ("half_up", "U1 2.3, U2 2.4, U3 2.3, U4 -2.3, U5 -2.4, U6 -2.3"),
        ("half_even", "U1 2.2, U2 2.4, U3 2.3, U4 -2.2, U5 -2.4, U6 -2.3"),
        ("floor", "U1 2.2, U2 2.3, U3 2.2, U4 -2.3, U5 -2.4, U6 -2.3"),
        ("ceil", "U1 2.3, U2 2.4, U3 2.3, U4 -2.2, U5 -2.3, U6 -2.2"),
        ("truncate", "U1 2.2, U2 2.3, U3 2.2, U4 -2.2, U5 -2.3, U6 -2.2"),
    ] {
        item("10", &format!("score = {{ rule = \"formula\", marks = \"x\", floor = -10 }}\n[rounding]\nindicator = {{ places = 1, mode = \"{mode}\" }}"))
            .data("x: U1 2.25, U2 2.35, U3 2.26, U4 -2.25, U5 -2.35, U6 -2.26")
            .score()
            .gives("A1", marks);
    }
}

#[test]
fn whatever_is_not_named_stays_exact() {
    // 10 ÷ 3 twice: rounded nowhere but in the total
    two(
        "target = 3\nscore = { rule = \"ratio\" }",
        "target = 3\nscore = { rule = \"ratio\" }\n[rounding]\ntotal = { places = 2, mode = \"half_up\" }",
    )
    .data("x: U1 1; y: U1 1")
    .score()
    .gives("A1", "U1 1.6666666666666666667")
    .gives("A", "U1 3.3333333333333333333")
    .gives("total", "U1 3.33");
}

#[test]
fn sections_are_rounded_where_that_is_declared() {
    two(GIVEN, &format!("{GIVEN}\n[rounding]\nsection = {{ places = 0, mode = \"half_even\" }}"))
        .data("x: U1 1.2, U2 1.25; y: U1 1.3, U2 2.25")
        .score()
        .gives("A", "U1 2, U2 4")
        .gives("total", "U1 2, U2 4");
}

#[test]
fn rounding_a_number_that_does_not_end_is_decided_on_its_exact_value() {
    // a hair below 0.005: to 20 digits it reads 0.005, but it does not round up; and exactly 0.005 by way of thirds does
    let rounded = |marks: &str| {
        plain(
            "10",
            &format!(
                "score = {{ rule = \"formula\", marks = \"{marks}\", round = {{ places = 2, mode = \"half_up\" }} }}"
            ),
        )
        .data("y: U1 1")
        .score()
        .score_of("U1", "A1")
    };
    assert_eq!(rounded("0.005 - 1 / 3000000000000000000000000000"), "0");
    assert_eq!(rounded("0.005 + 1 / 3 - 1 / 3"), "0.01");
    assert_eq!(rounded("2.675"), "2.68");
    assert_eq!(rounded("1.005"), "1.01");
}

// ---- §2 ranking

#[test]
fn four_ways_to_number_ties() {
    for (ties, ranks) in [
        ("competition", "U1 1, U2 2, U3 2, U4 4"),
        ("dense", "U1 1, U2 2, U3 2, U4 3"),
        ("average", "U1 1, U2 2.5, U3 2.5, U4 4"),
        ("ordinal", "U1 1, U2 2, U3 3, U4 4"),
    ] {
        totals("100", &format!("[ranking]\nties = \"{ties}\"\n"))
            .data("x: U1 90, U2 80, U3 80, U4 70")
            .score()
            .ranks(ranks);
    }
}

#[test]
fn ordinal_follows_the_order_of_the_register() {
    totals("100", "[ranking]\nties = \"ordinal\"\n")
        .units("U3, U1, U2")
        .data("x: U1 80, U2 80, U3 80")
        .score()
        .ranks("U3 1, U1 2, U2 3");
}

#[test]
fn ranking_is_on_the_published_total_unless_told_to_be_on_the_exact_one() {
    let rounding = "[rounding]\ntotal = { places = 1, mode = \"half_up\" }\n";
    let data = "x: U1 80.04, U2 80.01, U3 79";
    totals("100", rounding).data(data).score().ranks("U1 1, U2 1, U3 3");
    totals("100", &format!("{rounding}[ranking]\non = \"exact\"\n")).data(data).score().ranks("U1 1, U2 2, U3 3");
}

#[test]
fn break_by_takes_the_higher_score_first_and_a_node_without_a_score_comes_last() {
    let case = |data: &str| {
        two(
            "na = \"rescale\"\nscore = { rule = \"given\" }",
            &format!("{GIVEN}\n[ranking]\nbreak_by = [\"A1\", \"A2\"]"),
        )
        .data(data)
        .score()
    };
    // all make 6: by A1 first
    case("x: U1 2, U2 4, U3 3; y: U1 4, U2 2, U3 3").ranks("U1 3, U2 1, U3 2");
    // U1 has only A2, 3 of 5 scaled to 6 of 10
    case("x: U1 －, U2 0, U3 0; y: U1 3, U2 5, U3 5").gives("total", "U1 6, U2 5, U3 5").ranks("U1 1, U2 2, U3 2");
    case("x: U1 －, U2 2, U3 1; y: U1 3, U2 4, U3 5").gives("total", "U1 6, U2 6, U3 6").ranks("U1 3, U2 1, U3 2");
}

#[test]
fn units_are_ranked_within_their_group_too() {
    totals("100", "[ranking]\nby_group = true\n")
        .units("U1 group=甲, U2 group=甲, U3 group=乙, U4 group=乙")
        .data("x: U1 90, U2 80, U3 85, U4 85")
        .score()
        .ranks("U1 1, U2 4, U3 2, U4 2")
        .group_ranks("U1 1, U2 2, U3 1, U4 1");
}

// ---- §2 grades

const GRADES: &str = "[[grade]]\nname = \"A\"\nat_least = 90\n[[grade]]\nname = \"B\"\nat_least = 80\n\
                      [[grade]]\nname = \"C\"\nat_least = 60\n[[grade]]\nname = \"D\"\n";

#[test]
fn grades_are_half_open_so_89_99_is_not_a() {
    totals("100", GRADES)
        .data("x: U1 90, U2 89.99, U3 80, U4 60, U5 59.99, U6 0")
        .score()
        .grades("U1 A, U2 B, U3 B, U4 C, U5 D, U6 D");
}

#[test]
fn grading_looks_at_the_published_total_unless_told_to_look_at_the_exact_one() {
    let rounding = "[rounding]\ntotal = { places = 1, mode = \"half_up\" }\n";
    totals("100", &format!("{GRADES}{rounding}")).data("x: U1 89.95").score().grades("U1 A");
    totals("100", &format!("{GRADES}{rounding}[grading]\non = \"exact\"\n")).data("x: U1 89.95").score().grades("U1 B");
}

#[test]
fn a_grade_may_ask_for_more_than_the_total() {
    two(
        GIVEN,
        &format!(
            "{GIVEN}\n[[grade]]\nname = \"优\"\nat_least = 8\nalso = \"score(A1) >= 4 and share(A2) >= 0.8\"\n\
             [[grade]]\nname = \"良\"\nat_least = 6\n[[grade]]\nname = \"差\"\n"
        ),
    )
    .data("x: U1 4, U2 3.5, U3 5; y: U1 4, U2 5, U3 3.9")
    .score()
    .grades("U1 优, U2 良, U3 良");
}

#[test]
fn also_knows_the_places() {
    // 后三位不得评优 … here the last one
    let grades = "[[grade]]\nname = \"优\"\nalso = \"place <= ranked - 1 and group_place <= group_ranked\"\n[[grade]]\nname = \"良\"\n";
    totals("100", &grades.replace("\nalso", "\nat_least = 0\nalso"))
        .data("x: U1 90, U2 80, U3 70")
        .score()
        .grades("U1 优, U2 优, U3 良");
    let grades =
        "[[grade]]\nname = \"优\"\nat_least = 0\nalso = \"group_place < group_ranked\"\n[[grade]]\nname = \"良\"\n";
    totals("100", grades)
        .units("U1 group=甲, U2 group=甲, U3 group=乙, U4 group=乙")
        .data("x: U1 90, U2 80, U3 70, U4 75")
        .score()
        .grades("U1 优, U2 良, U3 良, U4 优");
}

// ---- §3 observations

#[test]
fn missing_not_applicable_and_nought_are_three_things() {
    two("better = \"lower\"\ntarget = 2\nscore = { rule = \"meet\" }", GIVEN)
        .data("x: U1 0, U2 ?, U3 －; y: U1 4, U2 4, U3 4")
        .score()
        .gives("A1", "U1 5, U2 0, U3 无")
        .states("A1", "U1 value, U2 missing, U3 not_applicable")
        .gives("total", "U1 9, U2 4, U3 8");
}

#[test]
fn an_observation_that_does_not_count_is_not_looked_at() {
    item("10", GIVEN).data("~x/self: U1 9; x/site: U1 7").score().gives("A1", "U1 7");
}

#[test]
fn a_check_that_holds_is_a_finding_and_changes_no_score() {
    let check = "[[check]]\nwhen = \"合格 > 抽检\"\nsays = \"合格批次不能大于抽检批次\"\n\
                 [[check]]\nwhen = \"合格 / 抽检 < 0.5\"\nsays = \"合格率偏低\"\nlevel = \"warning\"\n";
    let scored = item(
        "10",
        &format!("value = \"合格\"\nscore = {{ rule = \"formula\", marks = \"合格 / 抽检 * 10\" }}\n{check}"),
    )
    .data("合格: U1 9, U2 12, U3 4, U4 3; 抽检: U1 10, U2 10, U3 10, U4 ?")
    .score();
    scored.gives("A1", "U1 9, U2 10, U3 4, U4 0").finds("check-failed", "U2, U3");
    let levels: Vec<_> = scored
        .outcome
        .findings
        .iter()
        .filter(|f| f.code.id() == "check-failed")
        .map(|f| format!("{:?}", f.level))
        .collect();
    assert_eq!(levels, ["Error", "Warning"]);
    let first = scored.outcome.findings.iter().find(|f| f.code.id() == "check-failed").unwrap();
    assert_eq!(first.hint, "合格批次不能大于抽检批次");
    assert_eq!(first.place.label(), "returns.xlsx!U2!C7");
}

#[test]
fn percent_holds_percentage_points() {
    tree(
        "10",
        "[[field]]\nid = \"合格率\"\ntype = \"percent\"\nunit = \"%\"\n[[section]]\nid = \"A\"\nmarks = 10\n\
         [[indicator]]\nid = \"合格率\"\nunder = \"A\"\nmarks = 10\ntarget = 98\nscore = { rule = \"meet\" }\n",
    )
    .data("合格率: U1 98.5, U2 0.985")
    .score()
    .gives("合格率", "U1 10, U2 0");
}

// ---- §4 the tree

#[test]
fn the_value_is_by_default_the_field_that_bears_the_indicators_id() {
    tree("10", "[[section]]\nid = \"A\"\nmarks = 10\n[[indicator]]\nid = \"_合格率2\"\nunder = \"A\"\nmarks = 10\nscore = { rule = \"given\" }")
        .data("_合格率2: U1 7.5")
        .score()
        .gives("_合格率2", "U1 7.5");
}

#[test]
fn a_target_filed_by_each_unit_is_a_field() {
    item("10", "target = \"备案目标\"\nscore = { rule = \"deduct\", per = 1, take = 1 }")
        .data("x: U1 88, U2 88; 备案目标: U1 90, U2 88")
        .score()
        .gives("A1", "U1 8, U2 10");
}

#[test]
fn sections_nest_to_any_depth() {
    tree(
        "10",
        r#"
        [[section]]
        id = "A"
        marks = 10
        [[section]]
        id = "AA"
        under = "A"
        marks = 6
        [[section]]
        id = "AAA"
        under = "AA"
        marks = 4
        [[indicator]]
        id = "I1"
        under = "AAA"
        marks = 4
        value = "x"
        score = { rule = "given" }
        [[indicator]]
        id = "I2"
        under = "AA"
        marks = 2
        value = "x"
        score = { rule = "given" }
        [[indicator]]
        id = "I3"
        under = "A"
        marks = 4
        value = "x"
        score = { rule = "given" }
        "#,
    )
    .data("x: U1 1.5")
    .score()
    .gives("AAA", "U1 1.5")
    .gives("AA", "U1 3")
    .gives("A", "U1 4.5")
    .gives("total", "U1 4.5");
}

#[test]
fn where_applies_is_false_the_indicator_is_not_applicable() {
    two("applies = \"group == '农业'\"\nscore = { rule = \"given\" }", GIVEN)
        .units("U1 group=农业, U2 group=工业")
        .data("x: U1 2, U2 2; y: U1 4, U2 4")
        .score()
        .gives("A1", "U1 2, U2 无")
        .states("A1", "U1 value, U2 not_applicable")
        // 4 of 5, scaled to 10
        .gives("total", "U1 6, U2 8")
        .noted("U2", "A1", "不适用，本项不计，其余标化")
        .noted("U2", "A", "标化 × 2");
}

#[test]
fn marks_for_gives_marks_by_class_and_falls_back_on_marks() {
    two(
        "marks_for = { \"一类\" = 8, \"二类\" = 4 }\nscore = { rule = \"formula\", marks = \"marks * x\" }",
        "marks_for = { \"一类\" = 2, \"二类\" = 6 }\nscore = { rule = \"formula\", marks = \"marks * y\" }",
    )
    .units("U1 class=一类, U2 class=二类, U3 class=三类, U4")
    .data("x: U1 0.5, U2 0.5, U3 0.5, U4 1; y: U1 1, U2 1, U3 1, U4 1")
    .score()
    .marks("A1", "U1 8, U2 4, U3 5, U4 5")
    .gives("A1", "U1 4, U2 2, U3 2.5, U4 5")
    .gives("total", "U1 6, U2 8, U3 7.5, U4 10");
}

// ---- §5 what is compared

#[test]
fn units_not_applicable_missing_or_disqualified_are_never_among_those_compared() {
    // 9, 8 and 1 count; of 100 (not applicable to its group), ? and 200 (disqualified) none does
    item(
        "10",
        "applies = \"group != '乙'\"\nscore = { rule = \"efficacy\", worst = \"min\", best = \"max\" }\n\
         [[veto]]\nid = \"V\"\nwhen = \"造假\"\neffect = { disqualify = true }",
    )
    .units("U1, U2, U3, U4 group=乙, U5, U6")
    .data("x: U1 9, U2 5, U3 1, U4 100, U5 ?, U6 200; 造假: U1 否, U2 否, U3 否, U4 否, U5 否, U6 是")
    .score()
    .gives("A1", "U1 10, U2 5, U3 0");
}

// ---- §6 adding up

/// A section of 100 marks over two indicators that give the shares `x` and `y`.
fn combined(combine: &str, weights: (&str, &str)) -> Case {
    let one = |id: &str, value: &str, weight: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\nunder = \"A\"\nmarks = 1\n{weight}\nvalue = \"{value}\"\n\
             score = {{ rule = \"formula\", marks = \"{value}\" }}\n"
        )
    };
    tree(
        "100",
        &format!(
            "[[section]]\nid = \"A\"\nmarks = 100\ncombine = \"{combine}\"\n{}{}",
            one("A1", "x", weights.0),
            one("A2", "y", weights.1)
        ),
    )
}

#[test]
fn other_combinations_work_on_shares_with_their_weights() {
    let weights = ("weight = 3", "weight = 1");
    let data = "x: U1 0.4; y: U1 0.8";
    // (3 × 0.4 + 0.8) ÷ 4 = 0.5
    combined("mean", weights).data(data).score().gives("A", "U1 50");
    // 4 ÷ (3 ÷ 0.4 + 1 ÷ 0.8) = 4 ÷ 8.75 = 16/35
    combined("harmonic", weights).data(data).score().gives("A", "U1 45.714285714285714286");
    combined("min", weights).data(data).score().gives("A", "U1 40");
    combined("max", weights).data(data).score().gives("A", "U1 80");
    // (0.4³ × 0.8)^¼ = 0.0512^¼ = 0.4 × 2^¼
    combined("geometric", weights).data(data).score().gives("A", "U1 47.568284600108842669");
    // √(0.4 × 0.9) = 0.6 exactly
    combined("geometric", ("", "")).data("x: U1 0.4; y: U1 0.9").score().gives("A", "U1 60");
}

#[test]
fn weights_are_the_marks_where_none_are_given() {
    tree(
        "100",
        "[[section]]\nid = \"A\"\nmarks = 100\ncombine = \"mean\"\n\
         [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 4\nvalue = \"x\"\nscore = { rule = \"given\" }\n\
         [[indicator]]\nid = \"A2\"\nunder = \"A\"\nmarks = 1\nvalue = \"y\"\nscore = { rule = \"given\" }\n",
    )
    // (4 × 0.5 + 1 × 1) ÷ 5 = 0.6
    .data("x: U1 2; y: U1 1")
    .score()
    .gives("total", "U1 60");
}

#[test]
fn children_that_are_not_applicable_leave_with_their_weights() {
    combined("mean", ("weight = 3", "weight = 1")).data("x: U1 －; y: U1 0.8").score().gives("A", "U1 80");
    combined("harmonic", ("weight = 3", "weight = 1")).data("x: U1 0.5; y: U1 －").score().gives("A", "U1 50");
}

#[test]
fn an_index_is_a_rubric_with_full_marks_of_one() {
    let dimension = |id: &str, value: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\nunder = \"HDI\"\nmarks = 1\nvalue = \"{value}\"\n\
             score = {{ rule = \"efficacy\", worst = 20, best = 85 }}\n"
        )
    };
    tree(
        "1",
        &format!(
            "[[section]]\nid = \"HDI\"\nmarks = 1\ncombine = \"geometric\"\n{}{}",
            dimension("H1", "x"),
            dimension("H2", "y")
        ),
    )
    // shares 16/65 and 49/65: √(16 × 49) ÷ 65 = 28/65
    .data("x: U1 36; y: U1 69")
    .score()
    .gives("total", "U1 0.43076923076923076923");
}

#[test]
fn a_section_with_no_child_left_is_not_applicable_itself() {
    tree(
        "20",
        &format!(
            "{BASE_OF_TEN}\n[[section]]\nid = \"A\"\nmarks = 10\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\n\
             value = \"x\"\nscore = {{ rule = \"given\" }}\n"
        ),
    )
    .data("x: U1 －, U2 4")
    .score()
    .states("A", "U1 not_applicable, U2 value")
    // 10 of 10, scaled to 20
    .gives("total", "U1 20, U2 14");
}

#[test]
fn a_memo_section_is_shown_and_counts_nowhere() {
    tree(
        "10",
        &format!(
            "{BASE_OF_TEN}\n[[section]]\nid = \"备查\"\nkind = \"memo\"\n[[indicator]]\nid = \"M1\"\nunder = \"备查\"\nmarks = 50\n\
             value = \"x\"\nmissing = \"reject\"\nscore = {{ rule = \"given\" }}\n"
        ),
    )
    .data("x: U1 44, U2 ?")
    .score()
    .gives("备查", "U1 44, U2 无")
    .gives("total", "U1 10, U2 10")
    .ranks("U1 1, U2 1");
}

#[test]
fn a_formula_section_is_made_of_its_childrens_scores_and_held_between_nought_and_its_marks() {
    let case = |formula: &str, data: &str| {
        tree(
            "100",
            &format!(
                "[[section]]\nid = \"A\"\nmarks = 100\ncombine = \"formula\"\nmarks_from = \"{formula}\"\n\
                 [[indicator]]\nid = \"期末\"\nunder = \"A\"\nmarks = 100\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n\
                 [[indicator]]\nid = \"历年\"\nunder = \"A\"\nmarks = 100\nvalue = \"y\"\nscore = {{ rule = \"given\" }}\n"
            ),
        )
        .data(data)
        .score()
    };
    case("score(期末) * 0.5 + score(历年) * 0.5", "x: U1 90; y: U1 85").gives("A", "U1 87.5");
    case("score(期末) + score(历年)", "x: U1 90; y: U1 85").gives("A", "U1 100");
    case("score(期末) - score(历年)", "x: U1 80; y: U1 85").gives("A", "U1 0");
    // not applicable if a child that it names is; a child that it does not name may be anything
    case("score(期末) + score(历年)", "x: U1 90; y: U1 －").states("A", "U1 not_applicable").gives("total", "U1 无");
    case("score(期末)", "x: U1 90; y: U1 －").gives("A", "U1 90");
}

#[test]
fn the_lower_of_two_totals_for_some_groups_is_min_chosen_by_applies() {
    // 评分结果为两类得分中较低分值
    let section = |id: &str, combine: &str, applies: &str| {
        format!(
            "[[section]]\nid = \"{id}\"\nmarks = 100\ncombine = \"{combine}\"\napplies = \"{applies}\"\n\
             [[indicator]]\nid = \"{id}1\"\nunder = \"{id}\"\nmarks = 100\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n\
             [[indicator]]\nid = \"{id}2\"\nunder = \"{id}\"\nmarks = 100\nvalue = \"y\"\nscore = {{ rule = \"given\" }}\n"
        )
    };
    let body = section("重点", "min", "group == '重点'")
        + &section("其他", "formula", "group != '重点'")
            .replace("combine = \"formula\"", "combine = \"formula\"\nmarks_from = \"score(其他1)\"");
    tree("100", &body)
        .units("U1 group=重点, U2 group=其他")
        .data("x: U1 90, U2 90; y: U1 70, U2 70")
        .score()
        .gives("total", "U1 70, U2 90");
}

// ---- §7 vetoes

const EVENT: &str = "[[veto]]\nid = \"V1\"\nname = \"区域性事件\"\nwhen = \"事件 > 0\"\n";

#[test]
fn a_veto_gives_a_grade_whatever_the_total() {
    totals("100", &format!("{GRADES}{EVENT}effect = {{ grade = \"D\" }}\n"))
        .data("x: U1 95, U2 95; 事件: U1 1, U2 0")
        .score()
        .gives("total", "U1 95, U2 95")
        .ranks("U1 1, U2 1")
        .grades("U1 D, U2 A")
        .finds("veto-fired", "U1");
}

#[test]
fn a_veto_caps_the_grade_and_raises_none() {
    totals("100", &format!("{GRADES}{EVENT}effect = {{ cap_grade = \"B\" }}\n"))
        .data("x: U1 95, U2 65; 事件: U1 1, U2 1")
        .score()
        .grades("U1 B, U2 C");
}

#[test]
fn a_veto_deducts_from_the_total() {
    totals("100", &format!("{EVENT}effect = {{ deduct = 30 }}\n"))
        .data("x: U1 95, U2 20, U3 80; 事件: U1 1, U2 1, U3 0")
        .score()
        .gives("A", "U1 95, U2 20, U3 80")
        .gives("total", "U1 65, U2 -10, U3 80")
        .ranks("U1 2, U2 3, U3 1");
}

#[test]
fn a_veto_sets_a_node_to_nought() {
    let veto = |node: &str| {
        two(GIVEN, &format!("{GIVEN}\n{EVENT}effect = {{ zero = \"{node}\" }}"))
            .data("x: U1 3; y: U1 4; 事件: U1 1")
            .score()
    };
    veto("A1").gives("A1", "U1 0").gives("A", "U1 4").gives("total", "U1 4").noted("U1", "A1", "否决归零：区域性事件");
    veto("A").gives("A1", "U1 3").gives("A", "U1 0").gives("total", "U1 0");
    veto("total").gives("A", "U1 7").gives("total", "U1 0");
}

#[test]
fn a_unit_that_is_disqualified_has_no_rank_and_no_grade_and_stays_on_every_sheet() {
    totals("100", &format!("{GRADES}{EVENT}effect = {{ disqualify = true }}\n"))
        .data("x: U1 95, U2 85; 事件: U1 1, U2 0")
        .score()
        .gives("total", "U1 95, U2 85")
        .gives("A1", "U1 95, U2 85")
        .ranks("U1 无, U2 1")
        .grades("U1 无, U2 B")
        .section_ranks("A", "U1 无, U2 1");
}

#[test]
fn a_veto_may_look_at_scores_and_places() {
    // 未完成目标即不得评优; 后一位不得评优
    let vetoes = "[[veto]]\nid = \"V1\"\nwhen = \"share(A1) < 1\"\neffect = { cap_grade = \"良\" }\n\
                  [[veto]]\nid = \"V2\"\nwhen = \"place > ranked - 1\"\neffect = { cap_grade = \"良\" }\n";
    two(
        "target = 4\nscore = { rule = \"meet\" }",
        &format!("{GIVEN}\n[[grade]]\nname = \"优\"\nat_least = 0\n[[grade]]\nname = \"良\"\n{vetoes}"),
    )
    .data("x: U1 4, U2 4, U3 3; y: U1 5, U2 3, U3 5")
    .score()
    .gives("total", "U1 10, U2 8, U3 5")
    .grades("U1 优, U2 优, U3 良");
}

#[test]
fn a_veto_that_deducts_may_look_at_scores() {
    let veto = "[[veto]]\nid = \"V1\"\nwhen = \"score(A1) < 3\"\neffect = { deduct = \"score(A2) / 2\" }\n";
    two(GIVEN, &format!("{GIVEN}\n{veto}")).data("x: U1 2, U2 3; y: U1 4, U2 4").score().gives("total", "U1 4, U2 7");
}

#[test]
fn a_veto_without_evidence_is_a_finding_where_evidence_is_asked() {
    let case = |data: &str| {
        totals("100", &format!("{EVENT}evidence = true\neffect = {{ deduct = 1 }}\n"))
            .data(data)
            .score()
            .found("veto-evidence")
            .join(",")
    };
    assert_eq!(case("x: U1 9, U2 9; 事件: U1 1 #通报, U2 1"), "U2");
    assert_eq!(case("x: U1 9, U2 9; 事件: U1 0, U2 1 #通报"), "");
}

#[test]
fn a_veto_whose_condition_is_missing_does_not_fire_and_is_a_finding() {
    totals("100", &format!("{GRADES}{EVENT}effect = {{ grade = \"D\" }}\n"))
        .data("x: U1 95, U2 95; 事件: U1 ?, U2 －")
        .score()
        .grades("U1 A, U2 A")
        .finds("veto-undecided", "U1");
}

#[test]
fn vetoes_together_the_lowest_grade_holds_and_deductions_add_up() {
    let vetoes = "[[veto]]\nid = \"V1\"\nwhen = \"事件 > 0\"\neffect = { cap_grade = \"C\", deduct = 5 }\n\
                  [[veto]]\nid = \"V2\"\nwhen = \"事件 > 1\"\neffect = { grade = \"B\", deduct = 2 }\n";
    totals("100", &format!("{GRADES}{vetoes}"))
        .data("x: U1 99, U2 99, U3 99; 事件: U1 0, U2 1, U3 2")
        .score()
        .gives("total", "U1 99, U2 94, U3 92")
        .grades("U1 A, U2 C, U3 C");
}

// ---- §7 adjustments

#[test]
fn an_adjustment_adds_sets_or_replaces_and_the_unadjusted_total_stays_beside() {
    let scored = two(GIVEN, GIVEN)
        .data("x: U1 3, U2 3, U3 3, U4 3; y: U1 4, U2 4, U3 4, U4 4")
        .adjust("U1,A1,2015,add,0.5,复核,考核办,2016-01-08")
        .adjust("U2,A1,,set,1,复核,考核办,2016-01-08")
        .adjust("U3,y,,value,2,数据更正,考核办,2016-01-08")
        .score();
    scored
        .gives("A1", "U1 3.5, U2 1, U3 3, U4 3")
        .gives("A2", "U1 4, U2 4, U3 2, U4 4")
        .gives("total", "U1 7.5, U2 5, U3 5, U4 7")
        .unadjusted("U1 7, U2 7, U3 7, U4 7")
        .noted("U1", "A1", "调整：复核 考核办 2016-01-08");
}

#[test]
fn an_adjustment_pronounces_or_lifts_a_veto() {
    totals("100", &format!("{GRADES}{EVENT}effect = {{ grade = \"D\" }}\n"))
        .data("x: U1 95, U2 95; 事件: U1 0, U2 1")
        .adjust("U1,V1,,veto,,查实,考核办,2016-01-08")
        .adjust("U2,V1,,lift,,复议,考核办,2016-01-08")
        .score()
        .grades("U1 D, U2 A");
}

#[test]
fn an_adjustment_without_reason_or_author_is_refused() {
    two(GIVEN, GIVEN)
        .data("x: U1 3, U2 3; y: U1 4, U2 4")
        .adjust("U1,A1,,add,1,,考核办,2016-01-08")
        .adjust("U2,A1,,add,1,复核,,2016-01-08")
        .score()
        .gives("total", "U1 7, U2 7")
        .finds("adjustment-refused", "U1, U2");
}

#[test]
fn only_accepted_or_empty_status_counts() {
    two(GIVEN, GIVEN)
        .data("x: U1 3, U2 3, U3 3; y: U1 4, U2 4, U3 4")
        .adjust("U1,A1,,add,1,复核,考核办,2016-01-08,accepted,会议纪要")
        .adjust("U2,A1,,add,1,复核,考核办,2016-01-08,proposed,")
        .adjust("U3,A1,,add,1,复核,考核办,2016-01-08,,")
        .score()
        .gives("total", "U1 8, U2 7, U3 8")
        .finds("adjustment-refused", "");
}

#[test]
fn an_adjustment_of_another_period_does_not_touch_this_one() {
    two(GIVEN, GIVEN)
        .data("x: U1 3; y: U1 4")
        .adjust("U1,A1,2014,add,1,复核,考核办,2016-01-08")
        .score()
        .gives("total", "U1 7");
}

#[test]
fn an_adjustment_of_a_node_that_there_is_none_of_is_refused() {
    two(GIVEN, GIVEN)
        .data("x: U1 3; y: U1 4")
        .adjust("U1,A9,,add,1,复核,考核办,2016-01-08")
        .adjust("U7,A1,,add,1,复核,考核办,2016-01-08")
        .adjust("U1,A1,,double,1,复核,考核办,2016-01-08")
        .adjust("U1,A1,,add,一分,复核,考核办,2016-01-08")
        .score()
        .gives("total", "U1 7")
        .finds("adjustment-refused", "U1, U7, U1, U1");
}

#[test]
fn units_are_named_by_code_official_name_short_name_or_alias() {
    two(GIVEN, GIVEN)
        .units("U1 name=和田地区 short=和田 alias=和阗, U2 name=喀什地区")
        .data("x: U1 1; y: U1 1")
        .adjust("U1,A1,,add,0.1,复核,考核办,2016-01-08")
        .adjust("和田地区,A1,,add,0.2,复核,考核办,2016-01-08")
        .adjust("和田,A1,,add,0.4,复核,考核办,2016-01-08")
        .adjust("和 阗,A1,,add,0.8,复核,考核办,2016-01-08")
        .score()
        .gives("A1", "U1 2.5");
}

// ---- §7 several periods

fn years(total: &str, rest: &str) -> Case {
    totals("100", &format!("{rest}[periods]\nscore = [\"2013\", \"2014\", \"2015\"]\ntotal = \"{total}\"\n"))
}

#[test]
fn totals_of_several_periods_are_put_together() {
    years("mean(each) * 0.5 + last * 0.5", "[rounding]\ntotal = { places = 0, mode = \"half_up\" }\n")
        // published 80, 85 and 91: mean 85 1/3; half of it and half of 91: 88 1/6
        .data("x@2013: U1 80.4, U2 70; x@2014: U1 84.5, U2 70; x: U1 91, U2 95")
        .score()
        .gives("total", "U1 88, U2 87")
        .ranks("U1 1, U2 2");
}

#[test]
fn totals_of_periods_can_be_earlier_counted_and_compared() {
    let data = "x@2013: U1 80; x@2014: U1 86; x: U1 91";
    for (total, wanted) in [
        ("mean(earlier)", "83"),
        ("sum(each)", "257"),
        ("count(earlier)", "2"),
        ("highest(each) - lowest(each)", "11"),
        ("if(last > highest(earlier), last + 1, last)", "92"),
        ("round(mean(each), 1)", "85.7"),
    ] {
        years(total, "").data(data).score().gives("total", &format!("U1 {wanted}"));
    }
}

#[test]
fn a_period_that_could_not_be_scored_is_left_out_and_without_the_last_there_is_no_total() {
    let scored = tree(
        "100",
        "[defaults]\nmissing = \"reject\"\n[periods]\nscore = [\"2013\", \"2014\", \"2015\"]\ntotal = \"mean(each)\"\n\
         [[section]]\nid = \"A\"\nmarks = 100\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 100\nvalue = \"x\"\n\
         score = { rule = \"given\" }\n",
    )
    .data("x@2013: U1 80, U2 80; x@2014: U1 ?, U2 80; x: U1 90, U2 ?")
    .score();
    scored.gives("total", "U1 85, U2 无").ranks("U1 1, U2 无");
    assert_eq!(scored.total_in("U1", "2014"), "无");
    assert_eq!(scored.total_in("U2", "2013"), "80");
}

#[test]
fn grade_vetoes_of_the_last_period_hold_for_the_combined_total() {
    years("mean(each)", &format!("{GRADES}{EVENT}effect = {{ grade = \"D\" }}\n"))
        .data("x@2013: U1 95, U2 95; x@2014: U1 95, U2 95; x: U1 95, U2 95; 事件@2014: U1 0, U2 1; 事件: U1 1, U2 0")
        .score()
        .grades("U1 D, U2 A");
}

// ---- §8 expressions

/// What an expression comes to for a unit with these reports.
fn value_of(text: &str, data: &str) -> String {
    expression(text).data(data).score().score_of("U1", "A1")
}

#[test]
fn arithmetic_binds_as_usual() {
    for (text, wanted) in [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("100 / 4 / 5", "5"),
        ("-2 * 3 + 10", "4"),
        ("2 - -3", "5"),
        ("（1 + 2）× 3 ÷ 2", "4.5"),
        ("1.5e3 + .5", "1500.5"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3 * 3", "1"),
    ] {
        assert_eq!(value_of(text, "x: U1 1"), wanted, "{text}");
    }
}

#[test]
fn functions_do_what_they_are_called() {
    for (text, wanted) in [
        ("min(3, x, 8)", "3"),
        ("max(3, x, 8)", "8"),
        ("abs(x - 12)", "7"),
        ("floor(-x / 2)", "-3"),
        ("ceil(x / 2)", "3"),
        ("round(x / 3, 2)", "1.67"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(1250, -2)", "1300"),
        ("clamp(x, 0, 4)", "4"),
        ("clamp(-x, 0, 4)", "0"),
        ("sqrt(x + 4)", "3"),
        ("pow(x, 3)", "125"),
        ("pow(4, 0.5) + pow(2, -2)", "2.25"),
        ("log10(1000)", "3"),
        ("ln(1)", "0"),
        ("if(x > 4, 1, 2)", "1"),
    ] {
        assert_eq!(value_of(text, "x: U1 5"), wanted, "{text}");
    }
}

#[test]
fn ln_sqrt_and_pow_are_good_to_twenty_digits() {
    for (text, wanted) in [
        ("ln(2)", "0.69314718055994530942"),
        ("ln(x)", "2.3025850929940456840"),
        ("sqrt(2)", "1.4142135623730950488"),
        ("sqrt(x)", "3.1622776601683793320"),
        ("pow(2, 0.3)", "1.2311444133449162845"),
        ("pow(0.5, 1 / 3)", "0.79370052598409973738"),
        ("log10(2)", "0.30102999566398119521"),
        ("ln(2) * 1000", "693.14718055994530942"),
    ] {
        let got = value_of(text, "x: U1 10");
        assert_eq!(got.trim_end_matches('0'), wanted.trim_end_matches('0'), "{text}");
    }
}

#[test]
fn comparisons_and_conditions() {
    for (condition, holds) in [
        ("x == 5", true),
        ("x = 5", true),
        ("x != 5", false),
        ("x <> 5", false),
        ("x ≠ 4", true),
        ("x >= 5 and x <= 5", true),
        ("x ≥ 5 and x ≤ 5", true),
        ("x < 5 or x > 4", true),
        ("not x > 4", false),
        ("not (x > 4) or 有规划", true),
        ("有规划 and x > 4", true),
        ("有规划 == 1", true),
        ("方式 == '抽查'", true),
        ("方式 != “抽查”", false),
        ("开工 < '2015-06-30'", true),
    ] {
        let got =
            value_of(&format!("if({condition}, 1, 0)"), "x: U1 5; 有规划: U1 是; 方式: U1 抽查; 开工: U1 2015-03-01");
        assert_eq!(got, if holds { "1" } else { "0" }, "{condition}");
    }
}

#[test]
fn days_and_months_are_whole_ones_from_date_to_date() {
    for (text, wanted) in [
        ("days(a, b)", "121"),
        ("days(b, a)", "-121"),
        ("months(a, b)", "3"),
        ("months(a, '2015-07-01')", "4"),
        ("months(b, a)", "-3"),
        ("days('2016-02-28', '2016-03-01')", "2"),
    ] {
        assert_eq!(value_of(text, "a: U1 2015-03-01; b: U1 2015-06-30"), wanted, "{text}");
    }
}

#[test]
fn fields_of_other_periods() {
    let data = "x@2011: U1 10; x@2013: U1 30; x@2014: U1 ?; x: U1 50; x@2016: U1 70; x@2015-03: U1 7; x@2014-12: U1 9; x@2016-01: U1 8";
    for (text, wanted) in [
        ("at(x, '2011')", "10"),
        ("at(x, 2011)", "10"),
        ("at(x, '2015')", "50"),
        // those inside the scored period, and up to it
        ("at(x, '2015-03')", "7"),
        ("at(x, '2014-12')", "9"),
        // the last one that has a value; only names as long as the scored one's
        ("previous(x)", "30"),
        // 10, 30 and 50: none later, none shorter or longer
        ("over(mean, x)", "30"),
        ("over(count, x)", "3"),
        ("over(highest, x) - over(lowest, x)", "40"),
        ("over(sum, x)", "90"),
        ("over(median, x)", "30"),
        ("over(stdev, x)", "20"),
    ] {
        assert_eq!(value_of(text, data), wanted, "{text}");
    }
    for text in ["at(x, '2016')", "at(x, '2016-01')", "at(x, '2012')"] {
        expression(text).data(data).score().states("A1", "U1 missing");
    }
}

#[test]
fn statistics_over_the_units_compared() {
    let data = "x: U1 10, U2 20, U3 60, U4 ?";
    for (text, wanted) in [
        ("mean(x)", "30"),
        ("median(x)", "20"),
        ("sum(x)", "90"),
        ("count(x)", "3"),
        ("highest(x)", "60"),
        ("lowest(x)", "10"),
        ("rank(x)", "3"),
        ("rank(-x)", "1"),
        ("mean(x * 2) - x", "50"),
    ] {
        let got = value_of(text, data);
        assert_eq!(got, wanted, "{text}");
    }
}

#[test]
fn stdev_is_over_n_minus_one() {
    // 1 and 3: √(2 ÷ 1); 2, 4 and 6: √(8 ÷ 2) = 2
    assert_eq!(value_of("stdev(x)", "x: U1 1, U2 3"), "1.4142135623730950488");
    assert_eq!(value_of("stdev(x)", "x: U1 2, U2 4, U3 6"), "2");
}

#[test]
fn attributes_and_answers() {
    let case = |text: &str| {
        expression(text)
            .units("U1 group=甲 class=一类")
            .data("x: U1 1")
            .answers("（五）", "U1")
            .score()
            .score_of("U1", "A1")
    };
    assert_eq!(case("if(group == '甲' and class == '一类' and code == 'U1', 1, 0)"), "1");
    assert_eq!(case("if(answers('（五）'), 1, 0)"), "1");
    assert_eq!(case("if(answers('（六）'), 1, 0)"), "0");
}

#[test]
fn a_missing_input_makes_the_result_missing_and_one_not_applicable_makes_it_so() {
    expression("x + y").data("x: U1 1, U2 1, U3 ?; y: U1 ?, U2 －, U3 －").score().states(
        "A1",
        // not applicable wins over missing
        "U1 missing, U2 not_applicable, U3 not_applicable",
    );
}

#[test]
fn division_by_zero_is_a_finding_and_makes_the_value_missing() {
    item("10", "value = \"合格 / 抽检 * 100\"\ntarget = 90\nscore = { rule = \"meet\" }")
        .data("合格: U1 9, U2 0; 抽检: U1 10, U2 0")
        .score()
        .gives("A1", "U1 10, U2 0")
        .states("A1", "U1 value, U2 missing")
        .finds("division-by-zero", "U2");
}

#[test]
fn a_function_outside_its_domain_is_a_finding_and_missing() {
    for text in ["ln(x)", "sqrt(x - 1)", "log10(x)", "pow(x, -1)"] {
        expression(text).data("x: U1 0").score().states("A1", "U1 missing").finds("out-of-domain", "U1");
    }
}

#[test]
fn if_and_and_or_evaluate_only_what_they_need() {
    for text in ["if(x > 0, 1, 1 / 0)", "if(x > 0 or 1 / 0 > 1, 1, 0)", "if(x < 0 and 1 / 0 > 1, 0, 1)"] {
        expression(text).data("x: U1 5").score().gives("A1", "U1 1").finds("division-by-zero", "");
    }
    for text in
        ["if(x > 0, 1, y)", "if(y > 0 or x > 0, 1, 0)", "if(y > 0 and x < 0, 0, 1)", "if(x < 0 and y > 0, 0, 1)"]
    {
        expression(text).data("x: U1 5; y: U1 ?").score().gives("A1", "U1 1");
        expression(text).data("x: U1 5; y: U1 －").score().gives("A1", "U1 1");
    }
    // undecided either way
    expression("if(y > 0 and x > 0, 1, 0)").data("x: U1 5; y: U1 ?").score().states("A1", "U1 missing");
    expression("if(y > 0 or x < 0, 1, 0)").data("x: U1 5; y: U1 －").score().states("A1", "U1 not_applicable");
}

#[test]
fn a_missing_check_exempt_or_also_counts_as_false() {
    item(
        "10",
        "target = 90\nscore = { rule = \"meet\", exempt = \"免检 > 0\", void = \"瞒报 > 0\" }\n\
         [[grade]]\nname = \"优\"\nat_least = 0\nalso = \"免检 > 0\"\n[[grade]]\nname = \"良\"\n\
         [[check]]\nwhen = \"免检 > 5\"\nsays = \"免检次数\"",
    )
    .data("x: U1 80, U2 95; 免检: U1 ?, U2 －; 瞒报: U1 ?, U2 －")
    .score()
    .gives("A1", "U1 0, U2 10")
    .grades("U1 良, U2 良")
    .finds("check-failed", "");
}

#[test]
fn score_and_share_of_other_nodes() {
    two("score = { rule = \"given\" }", "score = { rule = \"formula\", marks = \"score(A1) + share(A1) * y\" }")
        .data("x: U1 2, U2 －, U3 ?; y: U1 5, U2 5, U3 5")
        .score()
        // 2 + 2/5 × 5; not applicable without it; a node scored by policy has a score
        .gives("A2", "U1 4, U2 无, U3 0")
        .states("A2", "U1 value, U2 not_applicable, U3 value");
    two("missing = \"reject\"\nscore = { rule = \"given\" }", "score = { rule = \"formula\", marks = \"score(A1)\" }")
        .data("x: U1 ?; y: U1 5")
        .score()
        .states("A2", "U1 missing");
}

// ---- §10, in its order

#[test]
fn adjustments_come_after_the_rounding_of_the_indicator_and_are_held_again_between_floor_and_cap() {
    let case = |adjustment: &str| {
        two(
            "target = 3\nscore = { rule = \"ratio\" }\n",
            &format!("{GIVEN}\n[rounding]\nindicator = {{ places = 2, mode = \"half_up\" }}"),
        )
        .data("x: U1 2; y: U1 0")
        .adjust(&format!("U1,A1,,{adjustment},复核,考核办,2016-01-08"))
        .score()
        .score_of("U1", "A1")
    };
    // 3.333… → 3.33, and what is added is not rounded again
    assert_eq!(case("add,0.005"), "3.335");
    assert_eq!(case("set,1.2345"), "1.2345");
    assert_eq!(case("add,2"), "5");
    assert_eq!(case("add,-9"), "0");
    assert_eq!(case("set,7"), "5");
}

#[test]
fn adjustments_on_sections_and_the_total_are_not_held_between_bounds() {
    let case = |node: &str, adjustment: &str| {
        two(GIVEN, GIVEN)
            .data("x: U1 4; y: U1 4")
            .adjust(&format!("U1,{node},,{adjustment},复核,考核办,2016-01-08"))
            .score()
            .score_of("U1", "total")
    };
    assert_eq!(case("A", "add,5"), "13");
    assert_eq!(case("A", "set,-1"), "-1");
    assert_eq!(case("total", "add,5.5"), "13.5");
    assert_eq!(case("total", "set,99"), "99");
}

#[test]
fn veto_deductions_come_before_the_rounding_of_the_total() {
    // 89.6 − 0.5 = 89.1 → 89, not 89 − 0.5
    totals(
        "100",
        &format!("[rounding]\ntotal = {{ places = 0, mode = \"floor\" }}\n{EVENT}effect = {{ deduct = 0.5 }}\n"),
    )
    .data("x: U1 89.6; 事件: U1 1")
    .score()
    .gives("total", "U1 89");
}

#[test]
fn the_rules_marks_are_multiplied_before_they_are_held() {
    // 10 − 2 × 8 is held at −5; holding first would leave 10 − 2 × 5
    item("10", "target = 90\nscore = { rule = \"deduct\", per = 1, take = 1, times = 2, floor = -5 }")
        .data("x: U1 82, U2 85")
        .score()
        .gives("A1", "U1 -5, U2 0");
}

#[test]
fn in_a_penalty_section_the_marks_are_the_most_that_can_be_taken() {
    penalty("5", "score = { rule = \"formula\", marks = \"x\" }")
        .data("x: U1 -9, U2 -3, U3 2")
        .score()
        .gives("P1", "U1 -5, U2 -3, U3 0");
    // full and exempt take nothing
    penalty("5", "na = \"full\"\nscore = { rule = \"count\", each = -1, exempt = \"x > 8\" }")
        .data("x: U1 －, U2 9, U3 2")
        .score()
        .gives("P1", "U1 0, U2 0, U3 -2");
}

#[test]
fn a_penalty_sections_cap_is_the_most_that_is_taken() {
    tree(
        "10",
        &format!(
            "{BASE_OF_TEN}\n[[section]]\nid = \"P\"\nkind = \"penalty\"\ncap = 6\n\
             [[indicator]]\nid = \"P1\"\nunder = \"P\"\nmarks = 5\nvalue = \"x\"\nscore = {{ rule = \"count\", each = -1 }}\n\
             [[indicator]]\nid = \"P2\"\nunder = \"P\"\nmarks = 5\nvalue = \"y\"\nscore = {{ rule = \"count\", each = -1 }}\n"
        ),
    )
    .data("x: U1 4, U2 1; y: U1 4, U2 2")
    .score()
    .gives("P", "U1 -6, U2 -3")
    .gives("total", "U1 4, U2 7")
    .noted("U1", "P", "按上限计");
}

const BONUS: &str = "\n[[section]]\nid = \"加分\"\nkind = \"bonus\"\ncap = 3\n\
                     [[indicator]]\nid = \"J1\"\nunder = \"加分\"\nmarks = 5\nvalue = \"x\"\nscore = { rule = \"given\" }\n";

#[test]
fn the_total_is_not_cut_at_full_marks_unless_cap_total_says_so() {
    let body = format!("{BASE_OF_TEN}{BONUS}");
    tree("10", &body).data("x: U1 2, U2 5").score().gives("加分", "U1 2, U2 3").gives("total", "U1 12, U2 13");
    tree("10", &body).head("cap_total = true").data("x: U1 2, U2 5").score().gives("total", "U1 10, U2 10");
}

#[test]
fn bonus_and_penalty_sections_are_never_rescaled() {
    let second =
        "[[indicator]]\nid = \"J2\"\nunder = \"加分\"\nmarks = 5\nvalue = \"y\"\nscore = { rule = \"given\" }\n";
    tree("10", &format!("{BASE_OF_TEN}{}{second}", BONUS.replace("cap = 3\n", "")))
        .data("x: U1 2; y: U1 －")
        .score()
        .gives("加分", "U1 2")
        .gives("total", "U1 12");
    tree(
        "10",
        &format!(
            "{BASE_OF_TEN}{}{}",
            BONUS.replace("bonus", "penalty").replace("cap = 3\n", "").replace("given\"", "formula\", marks = \"-x\""),
            second.replace("given\"", "formula\", marks = \"-y\"")
        ),
    )
    .data("x: U1 2; y: U1 －")
    .score()
    .gives("total", "U1 8");
}

/// Four units, the first without a value: by bands, so that the mean of scores is not the score of the mean.
fn policy(policy: &str) -> crate::harness::Scored {
    item(
        "10",
        &format!(
            "{policy}\nscore = {{ rule = \"bands\", bands = [{{ at_least = 90, marks = 10 }}, {{ at_least = 60, marks = 5 }}] }}"
        ),
    )
    .data("x: U1 ?, U2 95, U3 61, U4 0; x@2013: U1 91; x@2014: U1 ?")
    .score()
}

#[test]
fn policy_zero_is_the_default_and_gives_nought() {
    policy("")
        .gives("A1", "U1 0")
        .states("A1", "U1 missing")
        .noted("U1", "A1", "未填，记 0 分")
        .finds("value-missing", "U1");
    policy("missing = \"zero\"").gives("A1", "U1 0");
}

#[test]
fn policies_mean_and_worst_are_of_the_scores_of_the_units_compared() {
    // scores 10, 5 and 0; the mean value 52 would have scored 0
    policy("missing = \"mean\"").gives("A1", "U1 5").noted("U1", "A1", "未填，按可比单位平均分计");
    policy("missing = \"worst\"").gives("A1", "U1 0");
    item("10", "missing = \"worst\"\nscore = { rule = \"given\", scope = \"group\" }")
        .units("U1 group=甲, U2 group=甲, U3 group=甲, U4 group=乙")
        .data("x: U1 ?, U2 7, U3 4, U4 1")
        .score()
        .gives("A1", "U1 4");
}

#[test]
fn policy_previous_uses_the_last_earlier_periods_value() {
    policy("missing = \"previous\"").gives("A1", "U1 10").states("A1", "U1 missing").noted(
        "U1",
        "A1",
        "未填，用 2013 的数值",
    );
}

#[test]
fn policy_reject_leaves_the_unit_unranked_its_total_missing_and_says_so() {
    policy("missing = \"reject\"")
        .gives("A1", "U1 无, U2 10")
        .gives("A", "U1 无, U2 10")
        .gives("total", "U1 无, U2 10")
        .states("A", "U1 missing")
        .ranks("U1 无, U2 1, U3 2, U4 3")
        .finds("rejected", "U1");
}

#[test]
fn mean_and_worst_with_nobody_to_compare_with_give_nought() {
    for policy in ["mean", "worst"] {
        item("10", &format!("missing = \"{policy}\"\nscore = {{ rule = \"given\" }}"))
            .data("x: U1 ?, U2 ?")
            .score()
            .gives("A1", "U1 0, U2 0");
    }
}

#[test]
fn not_applicable_policies() {
    let case = |na: &str| {
        two(&format!("na = \"{na}\"\nscore = {{ rule = \"given\" }}"), GIVEN)
            .data("x: U1 －, U2 2, U3 4; y: U1 4, U2 4, U3 4")
            .score()
    };
    case("rescale").gives("A1", "U1 无").gives("total", "U1 8");
    case("full").gives("A1", "U1 5").gives("total", "U1 9").states("A1", "U1 not_applicable");
    case("mean").gives("A1", "U1 3").gives("total", "U1 7");
    case("zero").gives("A1", "U1 0").gives("total", "U1 4");
}

#[test]
fn defaults_are_policies_for_indicators_that_do_not_say() {
    let case = |own: &str| {
        two(
            &format!("{own}\nscore = {{ rule = \"given\" }}"),
            &format!("{GIVEN}\n[defaults]\nmissing = \"worst\"\nna = \"full\""),
        )
        .data("x: U1 ?, U2 3, U3 －; y: U1 0, U2 0, U3 0")
        .score()
    };
    case("").gives("A1", "U1 3, U2 3, U3 5");
    case("missing = \"zero\"\nna = \"zero\"").gives("A1", "U1 0, U2 3, U3 0");
}

#[test]
fn an_indicator_that_needs_several_fields_is_missing_if_any_is_and_not_applicable_if_any_is() {
    item("10", "value = \"a / b * 10\"\nscore = { rule = \"given\" }")
        .data("a: U1 1, U2 ?, U3 1, U4 －, U5 －; b: U1 2, U2 2, U3 ?, U4 2, U5 ?")
        .score()
        .states("A1", "U1 value, U2 missing, U3 missing, U4 not_applicable, U5 not_applicable");
    plain(
        "3",
        "score = { rule = \"checklist\", items = [{ field = \"a\", marks = 1 }, { field = \"b\", marks = 2 }] }",
    )
    .data("a: U1 是, U2 是, U3 是; b: U1 否, U2 ?, U3 －")
    .score()
    .states("A1", "U1 value, U2 missing, U3 not_applicable");
    plain("9", "score = { rule = \"count\", severity = { a = -1, b = -2 } }")
        .data("a: U1 1, U2 1, U3 1; b: U1 1, U2 ?, U3 －")
        .score()
        .states("A1", "U1 value, U2 missing, U3 not_applicable");
}

#[test]
fn a_bool_is_one_or_nought_in_arithmetic() {
    assert_eq!(value_of("有规划 * 3 + 有机构 * 4", "有规划: U1 是; 有机构: U1 否"), "3");
    assert_eq!(value_of("有规划 + (x > 4)", "有规划: U1 是; x: U1 5"), "2");
}

#[test]
fn ties_of_the_rule_rank_share_the_mean_by_default_where_ranking_ties_are_average() {
    let data = "x: U1 9, U2 8, U3 8, U4 7";
    let rule = "score = { rule = \"rank\", table = [10, 8, 6, 4] }\n[ranking]\nties = ";
    item("10", &format!("{rule}\"average\"")).data(data).score().gives("A1", "U1 10, U2 7, U3 7, U4 4");
    item("10", &format!("{rule}\"dense\"")).data(data).score().gives("A1", "U1 10, U2 8, U3 8, U4 4");
}

#[test]
fn with_marginal_slopes_each_stretch_is_rounded_by_partial_on_its_own() {
    let case = |partial: &str, data: &str| {
        let slopes = "[{ beyond = 0, per = 2, take = 0.25 }, { beyond = 5, per = 2, take = 0.5 }]";
        item("5", &format!("target = 96\nscore = {{ rule = \"deduct\", slopes = {slopes}, partial = \"{partial}\" }}"))
            .data(data)
            .score()
            .score_of("U1", "A1")
    };
    // a gap of 8: 5 ÷ 2 = 2.5 steps of 0.25, then 3 ÷ 2 = 1.5 steps of 0.5
    assert_eq!(case("prorata", "x: U1 88"), "3.625");
    assert_eq!(case("whole", "x: U1 88"), "4");
    assert_eq!(case("started", "x: U1 88"), "3.25");
}

#[test]
fn whole_slopes_count_the_steps_of_the_entire_gap() {
    let case = |partial: &str| {
        let slopes = "[{ beyond = 0, per = 2, take = 0.25 }, { beyond = 5, per = 2, take = 0.5 }]";
        item("5", &format!("target = 96\nscore = {{ rule = \"deduct\", slopes = {slopes}, slopes_mode = \"whole\", partial = \"{partial}\" }}"))
            .data("x: U1 89")
            .score()
            .score_of("U1", "A1")
    };
    // a gap of 7: 3.5 steps of 0.5
    assert_eq!(case("prorata"), "3.25");
    assert_eq!(case("whole"), "3.5");
    assert_eq!(case("started"), "3");
}

#[test]
fn panel_reads_one_observation_for_each_assessor_and_drops_nobody_where_that_would_leave_none() {
    let case = |data: &str| item("10", "score = { rule = \"panel\", drop = 1 }").data(data).score();
    case("x/甲: U1 6; x/乙: U1 9").gives("A1", "U1 7.5");
    case("x/甲: U1 6; x/乙: U1 9; x/丙: U1 7").gives("A1", "U1 7");
    case("x/甲: U1 6; x/乙: U1 ?; x/丙: U1 7").gives("A1", "U1 6.5");
    case("x/甲: U1 ?; x/乙: U1 ?").states("A1", "U1 missing");
}

// ---- §10 quotas

fn quota(share: &str, more: &str) -> Case {
    totals(
        "100",
        &format!(
            "[[grade]]\nname = \"A\"\nat_least = 80\nquota = {share}\n[[grade]]\nname = \"B\"\nat_least = 60\n{more}\
             [[grade]]\nname = \"C\"\n"
        ),
    )
}

#[test]
fn a_quota_admits_the_floor_of_share_times_ranked_units() {
    let data = "x: U1 99, U2 98, U3 97, U4 96, U5 95, U6 70, U7 70, U8 70, U9 50, U10 50";
    quota("0.3", "").data(data).score().grades("U1 A, U2 A, U3 A, U4 B, U5 B, U6 B, U9 C");
    // ⌊2.9⌋
    quota("0.29", "").data(data).score().grades("U1 A, U2 A, U3 B, U4 B");
    quota("0.05", "").data(data).score().grades("U1 B, U2 B");
    // fewer than the quota admits
    quota("0.9", "").data(data).score().grades("U1 A, U5 A, U6 B");
}

#[test]
fn units_tied_across_the_edge_of_a_quota_all_fall() {
    quota("0.3", "")
        .data("x: U1 99, U2 98, U3 97, U4 97, U5 95, U6 70, U7 70, U8 70, U9 50, U10 50")
        .score()
        .grades("U1 A, U2 A, U3 B, U4 B, U5 B");
    // a tie that break_by settles is none
    two(GIVEN, &format!("{GIVEN}\n[ranking]\nbreak_by = [\"A1\"]\n[[grade]]\nname = \"A\"\nat_least = 5\nquota = 0.5\n[[grade]]\nname = \"B\"\n"))
        .data("x: U1 3, U2 4; y: U1 5, U2 4")
        .score()
        .grades("U1 B, U2 A");
}

#[test]
fn those_who_fall_compete_within_the_quota_of_the_next_grade() {
    // of 10 units 3 may be A and 3 may be B: two fall from A; of B's five the best three stay
    quota("0.3", "quota = 0.3\n")
        .data("x: U1 99, U2 98, U3 97, U4 96, U5 95, U6 79, U7 78, U8 77, U9 50, U10 50")
        .score()
        .grades("U1 A, U3 A, U4 B, U5 B, U6 B, U7 C, U8 C, U9 C");
}

#[test]
fn a_unit_that_a_veto_holds_below_a_grade_takes_no_place_in_its_quota() {
    // two of four may be A; U1 is held at B, so U2 and U3 are
    quota("0.5", "")
        .data("x: U1 99, U2 98, U3 97, U4 96; 事件: U1 1, U2 0, U3 0, U4 0")
        .veto("cap_grade = \"B\"")
        .score()
        .grades("U1 B, U2 A, U3 A, U4 B");
}

#[test]
fn a_quota_counts_all_ranked_units_and_only_those() {
    // five units, one disqualified: ⌊0.5 × 4⌋ = 2
    quota("0.5", "")
        .data("x: U1 99, U2 98, U3 97, U4 50, U5 40; 事件: U1 1, U2 0, U3 0, U4 0, U5 0")
        .veto("disqualify = true")
        .score()
        .ranks("U1 无, U2 1")
        .grades("U1 无, U2 A, U3 A, U4 C");
}

// ---- §10, continued

#[test]
fn by_default_ranking_is_published_and_competition_with_no_break_by_and_nothing_is_rounded() {
    two(GIVEN, GIVEN)
        .data("x: U1 3.12345, U2 4.12345, U3 1; y: U1 4, U2 3, U3 1")
        .score()
        .gives("total", "U1 7.12345, U2 7.12345, U3 2")
        .ranks("U1 1, U2 1, U3 3");
}

#[test]
fn numbers_that_do_not_end_are_written_to_twenty_significant_digits() {
    assert_eq!(value_of("200 / 3", "x: U1 1"), "66.666666666666666667");
    assert_eq!(value_of("-1 / 700", "x: U1 1"), "-0.0014285714285714285714");
    // what ends is written in full
    assert_eq!(value_of("1 / 1048576 + 123456", "x: U1 1"), "123456.00000095367431640625");
}

#[test]
fn exempt_ends_the_calculation_with_the_marks_neither_multiplied_nor_held() {
    item("5", "target = 90\nscore = { rule = \"meet\", exempt = \"免检\", times = 2, cap = 3 }")
        .data("x: U1 0, U2 99; 免检: U1 是, U2 否")
        .score()
        .gives("A1", "U1 5, U2 3");
    penalty("5", "target = 90\nscore = { rule = \"meet\", exempt = \"免检\", cap = -1 }")
        .data("x: U1 0, U2 99; 免检: U1 是, U2 否")
        .score()
        .gives("P1", "U1 0, U2 -1");
}

#[test]
fn void_is_stronger_than_exempt() {
    item("5", "target = 90\nscore = { rule = \"meet\", exempt = \"免检\", void = \"瞒报\" }")
        .data("x: U1 99, U2 0; 免检: U1 是, U2 是; 瞒报: U1 是, U2 否")
        .score()
        .gives("A1", "U1 0, U2 5");
}

#[test]
fn times_multiplies_from_where_the_rule_starts() {
    let marks = |rule: &str, data: &str| item("10", rule).data(data).score().score_of("U1", "A1");
    // meet and deduct: from M. Half of the 10 lost; twice the 3 taken
    assert_eq!(marks("target = 90\nscore = { rule = \"meet\", times = 0.5 }", "x: U1 80"), "5");
    assert_eq!(marks("target = 90\nscore = { rule = \"deduct\", per = 1, take = 1, times = 2 }", "x: U1 87"), "4");
    // versus: from par. 5 + 2 × 1, 5 − 2 × 2
    let versus = "score = { rule = \"versus\", reference = 50, par = 5, per = 10, take = 2, add = 1, times = 2 }";
    assert_eq!(marks(versus, "x: U1 60"), "7");
    assert_eq!(marks(versus, "x: U1 40"), "1");
    // count: from start. 10 − 2 × 3; 4 + 2 × 3 × 0.5
    assert_eq!(marks("score = { rule = \"count\", each = -1, times = 2 }", "x: U1 3"), "4");
    assert_eq!(marks("score = { rule = \"count\", each = 0.5, start = 4, times = 2 }", "x: U1 3"), "7");
    // elsewhere: from nought. 2 × 4, a quarter of 6
    assert_eq!(marks("score = { rule = \"given\", times = 2 }", "x: U1 4"), "8");
    assert_eq!(marks("target = 10\nscore = { rule = \"ratio\", times = 0.25 }", "x: U1 6"), "1.5");
    // in a penalty section meet and deduct start from nought
    penalty("10", "target = 90\nscore = { rule = \"deduct\", per = 1, take = 1, times = 2 }")
        .data("x: U1 87")
        .score()
        .gives("P1", "U1 -6");
}

#[test]
fn start_of_count_is_the_marks_only_where_every_count_takes_away() {
    let start = |severity: &str| {
        plain("10", &format!("score = {{ rule = \"count\", severity = {{ {severity} }} }}"))
            .data("a: U1 0; b: U1 0")
            .score()
            .score_of("U1", "A1")
    };
    assert_eq!(start("a = -1, b = -2"), "10");
    assert_eq!(start("a = -1, b = 2"), "0");
    assert_eq!(start("a = 1, b = 2"), "0");
}

#[test]
fn an_applies_that_is_missing_counts_as_true() {
    item("10", "applies = \"有任务 > 0\"\nscore = { rule = \"given\" }")
        .data("x: U1 4, U2 4, U3 4; 有任务: U1 ?, U2 0, U3 1")
        .score()
        .states("A1", "U1 value, U2 not_applicable, U3 value");
}

#[test]
fn a_choice_outside_its_levels_is_a_finding_and_missing() {
    item("10", "missing = \"mean\"\nscore = { rule = \"choice\", levels = { \"好\" = 1, \"差\" = 0.2 } }")
        .data("x: U1 很好, U2 好, U3 差")
        .score()
        .gives("A1", "U1 6, U2 10, U3 2")
        .states("A1", "U1 missing, U2 value")
        .finds("choice-unknown", "U1");
}

#[test]
fn a_division_by_zero_inside_a_rule_is_a_finding_and_missing() {
    item("10", "target = \"目标\"\nscore = { rule = \"ratio\" }")
        .data("x: U1 5, U2 5; 目标: U1 0, U2 10")
        .score()
        .states("A1", "U1 missing, U2 value")
        .gives("A1", "U1 0, U2 5")
        .finds("division-by-zero", "U1");
    item("10", "better = \"lower\"\ntarget = 5\nscore = { rule = \"ratio\" }")
        .data("x: U1 0")
        .score()
        .states("A1", "U1 missing")
        .finds("division-by-zero", "U1");
}

#[test]
fn previous_evaluates_the_value_expression_on_the_last_earlier_period_in_which_it_can_be() {
    // 2014 has no batches, so 2013 is compared with: 80 %; 90 % now is 10 points up
    item("10", "value = \"合格 / 抽检 * 100\"\nscore = { rule = \"versus\", reference = \"previous\", par = 5, per = 10, take = 1, add = 1 }")
        .data("合格@2013: U1 8; 抽检@2013: U1 10; 合格@2014: U1 0; 抽检@2014: U1 0; 合格: U1 9; 抽检: U1 10")
        .score()
        .gives("A1", "U1 6");
    // never reported before: missing
    item("10", "score = { rule = \"versus\", reference = \"previous\", par = 5, take = 1 }")
        .data("x: U1 9; x@2016: U1 9; x@2014-12: U1 9")
        .score()
        .states("A1", "U1 missing");
}

#[test]
fn anchors_are_read_in_rising_order() {
    item("10", "score = { rule = \"anchors\", points = [[90, 1], [60, 0], [80, 0.6]] }")
        .data("x: U1 70")
        .score()
        .gives("A1", "U1 3");
}

#[test]
fn a_target_that_is_missing_or_not_applicable_makes_the_indicator_so() {
    item("10", "missing = \"zero\"\nna = \"full\"\ntarget = \"目标\"\nscore = { rule = \"meet\" }")
        .data("x: U1 9, U2 9, U3 9; 目标: U1 8, U2 ?, U3 －")
        .score()
        .states("A1", "U1 value, U2 missing, U3 not_applicable")
        .gives("A1", "U1 10, U2 0, U3 10");
}

#[test]
fn another_input_of_a_rule_that_is_missing_makes_the_indicator_so() {
    for (rule, missing) in [
        ("{ rule = \"deduct\", per = 1, take = \"扣分\" }", "U1 missing"),
        ("{ rule = \"versus\", reference = \"扣分\", take = 1 }", "U1 missing"),
        ("{ rule = \"efficacy\", worst = 0, best = \"扣分\" }", "U1 missing"),
        ("{ rule = \"given\", floor = \"扣分\" }", "U1 missing"),
        ("{ rule = \"given\", times = \"扣分\" }", "U1 missing"),
        ("{ rule = \"count\", each = \"扣分\" }", "U1 missing"),
    ] {
        item("10", &format!("target = 9\nscore = {rule}")).data("x: U1 5; 扣分: U1 ?").score().states("A1", missing);
        item("10", &format!("target = 9\nscore = {rule}"))
            .data("x: U1 5; 扣分: U1 －")
            .score()
            .states("A1", "U1 not_applicable");
    }
}

#[test]
fn a_unit_not_among_those_compared_is_placed_where_its_value_would_stand() {
    // U4 is disqualified: its 8 would stand second; U2 stays second, U3 third
    item("10", "score = { rule = \"rank\", table = [10, 8, 6] }\n[[veto]]\nid = \"V\"\nwhen = \"造假\"\neffect = { disqualify = true }")
        .data("x: U1 9, U2 7, U3 6, U4 8; 造假: U1 否, U2 否, U3 否, U4 是")
        .score()
        .gives("A1", "U1 10, U2 8, U3 6, U4 8");
    // U4 is judged on last year's 8
    item("10", "missing = \"previous\"\nscore = { rule = \"rank\", table = [10, 8, 6] }")
        .data("x: U1 9, U2 7, U3 6, U4 ?; x@2014: U1 1, U2 1, U3 1, U4 8")
        .score()
        .gives("A1", "U1 10, U2 8, U3 6, U4 8");
}

#[test]
fn with_nobody_to_compare_with_a_comparing_rule_is_missing() {
    for rule in [
        "{ rule = \"rank\", table = [10] }",
        "{ rule = \"efficacy\", worst = \"min\", best = \"max\" }",
        "{ rule = \"versus\", reference = \"mean\", take = 1 }",
    ] {
        item("10", &format!("score = {rule}\n[[veto]]\nid = \"V\"\nwhen = \"造假\"\neffect = {{ disqualify = true }}"))
            .data("x: U1 9; 造假: U1 是")
            .score()
            .states("A1", "U1 missing");
    }
}

#[test]
fn marks_may_be_an_expression_over_unit_attributes_and_marks_of_nought_mean_not_applicable() {
    let one = |id: &str, marks: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\nunder = \"A\"\nmarks = \"{marks}\"\nvalue = \"x\"\nscore = {{ rule = \"formula\", marks = \"marks * x\" }}\n"
        )
    };
    tree(
        "10",
        &format!(
            "[[section]]\nid = \"A\"\nmarks = 10\n{}{}",
            one("采暖", "if(group == '北方', 4, 0)"),
            one("其他", "if(group == '北方', 6, 10)")
        ),
    )
    .units("U1 group=北方, U2 group=南方")
    .data("x: U1 0.5, U2 0.5")
    .score()
    .marks("采暖", "U1 4, U2 0")
    .states("采暖", "U1 value, U2 not_applicable")
    .gives("采暖", "U1 2, U2 无")
    .gives("total", "U1 5, U2 5");
}

#[test]
fn with_rescale_at_total_sections_add_plainly_and_the_total_is_scaled() {
    let case = |defaults: &str| {
        tree(
            "20",
            &format!(
                "{defaults}{BASE_OF_TEN}\n[[section]]\nid = \"A\"\nmarks = 10\n\
                 [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 4\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n\
                 [[indicator]]\nid = \"A2\"\nunder = \"A\"\nmarks = 6\nvalue = \"y\"\nscore = {{ rule = \"given\" }}\n"
            ),
        )
        .data("x: U1 －; y: U1 3")
        .score()
    };
    // level by level: 3 of 6 is 5 of 10, and 10 + 5
    case("").gives("A", "U1 5").gives("total", "U1 15");
    // 标化分: 10 + 3 of 16, out of 20
    case("[defaults]\nrescale_at = \"total\"\n").gives("A", "U1 3").gives("total", "U1 16.25");
}

#[test]
fn sections_inside_a_bonus_or_penalty_section_take_over_its_kind() {
    tree(
        "10",
        &format!(
            "{BASE_OF_TEN}\n[[section]]\nid = \"P\"\nkind = \"penalty\"\n[[section]]\nid = \"PP\"\nunder = \"P\"\n\
             [[indicator]]\nid = \"P1\"\nunder = \"PP\"\nmarks = 5\nvalue = \"x\"\nscore = {{ rule = \"count\", each = -1 }}\n"
        ),
    )
    .data("x: U1 3")
    .score()
    .gives("P1", "U1 -3")
    .gives("PP", "U1 -3")
    .gives("total", "U1 7");
}

#[test]
fn a_penalty_sections_score_is_never_above_nought() {
    tree(
        "10",
        &format!(
            "{BASE_OF_TEN}\n[[section]]\nid = \"P\"\nkind = \"penalty\"\n\
             [[indicator]]\nid = \"P1\"\nunder = \"P\"\nmarks = 5\nvalue = \"x\"\nscore = {{ rule = \"count\", each = 1, cap = 5 }}\n"
        ),
    )
    .data("x: U1 3")
    .score()
    .gives("P1", "U1 3")
    .gives("P", "U1 0")
    .gives("total", "U1 10");
}

#[test]
fn veto_zero_acts_after_the_nodes_adjustments_and_before_adding_up() {
    two(GIVEN, &format!("{GIVEN}\n{EVENT}effect = {{ zero = \"A1\" }}"))
        .data("x: U1 3; y: U1 4; 事件: U1 1")
        .adjust("U1,A1,,add,2,复核,考核办,2016-01-08")
        .score()
        .gives("A1", "U1 0")
        .gives("total", "U1 4");
}

#[test]
fn periods_are_ordered_as_text() {
    item("10", "score = { rule = \"given\", times = \"previous(x)\" }")
        .data("x@2009: U1 3; x@2010: U1 2; x: U1 4")
        .score()
        .gives("A1", "U1 8");
}

#[test]
fn full_marks_may_be_any_positive_number() {
    for full in ["1", "100", "800", "1000", "12.5"] {
        item(full, "target = 2\nscore = { rule = \"ratio\" }")
            .data("x: U1 2")
            .score()
            .gives("total", &format!("U1 {full}"));
    }
}

// ---- what follows from the above where two rules meet

#[test]
fn an_adjustment_can_give_a_score_to_what_had_none_but_cannot_add_to_it() {
    let case = |adjustment: &str| {
        item("10", "missing = \"reject\"\nscore = { rule = \"given\" }")
            .data("x: U1 ?, U2 3")
            .adjust(&format!("U1,{adjustment},复核,考核办,2016-01-08"))
            .score()
    };
    case("A1,,set,5").states("A1", "U1 value").gives("total", "U1 5").ranks("U1 1, U2 2");
    case("total,,set,5").gives("A", "U1 无").gives("total", "U1 5").ranks("U1 1, U2 2");
    case("A1,,add,5").gives("A1", "U1 无").gives("total", "U1 无").finds("adjustment-refused", "U1");
}

#[test]
fn several_adjustments_of_a_node_are_made_in_their_order() {
    two(GIVEN, GIVEN)
        .data("x: U1 3, U2 3; y: U1 0, U2 0")
        .adjust("U1,A1,,add,1,复核,考核办,2016-01-08")
        .adjust("U1,A1,,set,2,复核,考核办,2016-01-08")
        .adjust("U2,A1,,set,2,复核,考核办,2016-01-08")
        .adjust("U2,A1,,add,1,复核,考核办,2016-01-08")
        .score()
        .gives("A1", "U1 2, U2 3");
}

#[test]
fn an_adjustment_may_say_not_applicable_and_stands_for_all_assessors() {
    item("10", "na = \"full\"\nscore = { rule = \"given\" }")
        .data("x: U1 5")
        .adjust("U1,x,,value,不适用,复核,考核办,2016-01-08")
        .score()
        .gives("A1", "U1 10");
    item("10", "score = { rule = \"panel\" }")
        .data("x/甲: U1 6; x/乙: U1 8")
        .adjust("U1,x,,value,9,复核,考核办,2016-01-08")
        .score()
        .gives("A1", "U1 9");
}

#[test]
fn a_value_that_is_adjusted_changes_what_the_others_are_compared_with() {
    item("10", "score = { rule = \"rank\", table = [10, 5] }")
        .data("x: U1 9, U2 8")
        .adjust("U2,x,,value,10,复核,考核办,2016-01-08")
        .score()
        .gives("A1", "U1 5, U2 10")
        .unadjusted("U1 10, U2 5");
}

#[test]
fn a_lifted_veto_stays_in_the_unadjusted_total() {
    totals("100", "")
        .data("x: U1 9; 事件: U1 1")
        .veto("deduct = 5")
        .adjust("U1,V,,lift,,复议,考核办,2016-01-08")
        .score()
        .gives("total", "U1 9")
        .unadjusted("U1 4");
    // what is decided by hand needs no value
    totals("100", "")
        .data("x: U1 9; 事件: U1 ?")
        .veto("deduct = 5")
        .adjust("U1,V,,lift,,复议,考核办,2016-01-08")
        .score()
        .finds("veto-undecided", "");
}

#[test]
fn a_total_set_to_nought_by_a_veto_can_fall_below_it_by_another() {
    let vetoes = "[[veto]]\nid = \"V1\"\nwhen = \"事件 > 0\"\neffect = { zero = \"total\" }\n\
                  [[veto]]\nid = \"V2\"\nwhen = \"事件 > 1\"\neffect = { deduct = 3 }\n";
    totals("100", vetoes).data("x: U1 90, U2 90; 事件: U1 1, U2 2").score().gives("total", "U1 0, U2 -3");
}

#[test]
fn an_adjusted_total_of_an_earlier_period_counts_in_the_combined_one() {
    totals("100", "[periods]\nscore = [\"2014\", \"2015\"]\ntotal = \"mean(each)\"\n")
        .data("x@2014: U1 80; x: U1 90")
        .adjust("U1,total,2014,add,4,复核,考核办,2016-01-08")
        .score()
        .gives("total", "U1 87")
        .unadjusted("U1 85");
}

#[test]
fn a_rejected_indicator_in_a_section_that_does_not_apply_rejects_nobody() {
    tree(
        "20",
        &format!(
            "{BASE_OF_TEN}\n[[section]]\nid = \"A\"\nmarks = 10\napplies = \"group == '甲'\"\n\
             [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\nvalue = \"x\"\nmissing = \"reject\"\nscore = {{ rule = \"given\" }}\n"
        ),
    )
    .units("U1 group=甲, U2 group=乙")
    .data("x: U1 ?, U2 ?")
    .score()
    .gives("total", "U1 无, U2 20")
    .ranks("U1 无, U2 1");
}

#[test]
fn ties_across_a_quota_fall_even_where_ranks_are_ordinal() {
    totals(
        "100",
        "[ranking]\nties = \"ordinal\"\n[[grade]]\nname = \"A\"\nat_least = 0\nquota = 0.5\n[[grade]]\nname = \"B\"\n",
    )
    .data("x: U1 9, U2 9")
    .score()
    .ranks("U1 1, U2 2")
    .grades("U1 B, U2 B");
}

#[test]
fn a_total_below_every_grade_has_none() {
    totals("100", "[[grade]]\nname = \"A\"\nat_least = 90\n[[grade]]\nname = \"B\"\nat_least = 80\n")
        .data("x: U1 85, U2 79")
        .score()
        .grades("U1 B, U2 无");
}

#[test]
fn what_disqualifies_is_judged_by_statistics_over_everyone() {
    // the mean of 3 and 1 is 2; without U1 it would be 1
    totals("100", "[[veto]]\nid = \"V\"\nwhen = \"事件 > mean(事件)\"\neffect = { disqualify = true }\n")
        .data("x: U1 90, U2 90; 事件: U1 3, U2 1")
        .score()
        .ranks("U1 无, U2 1");
}

#[test]
fn sections_are_ranked_among_the_ranked_units_that_have_a_score_there() {
    tree(
        "20",
        &format!(
            "{BASE_OF_TEN}\n[[section]]\nid = \"A\"\nmarks = 10\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\n\
             value = \"x\"\nscore = {{ rule = \"given\" }}\n"
        ),
    )
    .data("x: U1 5, U2 6, U3 －, U4 6")
    .score()
    .section_ranks("A", "U1 3, U2 1, U3 无, U4 1")
    .section_ranks("B", "U1 1, U2 1, U3 1, U4 1");
}

#[test]
fn a_value_judged_on_an_earlier_period_is_compared_with_the_reference_of_the_scored_one() {
    item(
        "10",
        "missing = \"previous\"\nscore = { rule = \"versus\", reference = \"previous\", par = 5, take = 1, add = 1 }",
    )
    .data("x@2013: U1 5; x@2014: U1 7; x: U1 ?")
    .score()
    .gives("A1", "U1 5");
}

// ---- findings beside the marks

/// Half a mark out of a hundred: at 89.6 a unit is said to be near the edge of 90, at 89.4 it is not.
#[test]
fn a_total_right_beside_the_edge_of_a_grade_is_said_to_be_there() {
    let grades = "[[grade]]\nname = \"A\"\nat_least = 90\n[[grade]]\nname = \"B\"\n";
    totals("100", grades).data("x: U1 89.6, U2 89.4, U3 90.5, U4 90.2").score().finds("near-grade-edge", "U1, U4");
}

/// 1.4 and 2.4 are printed as 1 and 2, and their sum, 3.8, as 4.
#[test]
fn printed_parts_that_do_not_add_up_to_the_printed_total_are_said() {
    let section = |id: &str, field: &str| {
        format!(
            "[[section]]\nid = \"{id}\"\nmarks = 10\n[[indicator]]\nid = \"{id}1\"\nunder = \"{id}\"\nmarks = 10\n\
             value = \"{field}\"\nscore = {{ rule = \"given\" }}\n"
        )
    };
    let rounding = "[rounding]\ntotal = { places = 0, mode = \"half_up\" }\n";
    tree("20", &format!("{}{}{rounding}", section("A", "x"), section("B", "y")))
        .data("x: U1 1.4, U2 1.4; y: U1 2.4, U2 2")
        .score()
        .finds("parts-do-not-add-up", "U1");
}

/// Indicators that stand in no section are parts of the total like sections.
#[test]
fn indicators_without_a_section_add_up_like_sections() {
    let alone = |id: &str, field: &str| {
        format!("[[indicator]]\nid = \"{id}\"\nmarks = 10\nvalue = \"{field}\"\nscore = {{ rule = \"given\" }}\n")
    };
    let rounding = "[rounding]\ntotal = { places = 0, mode = \"half_up\" }\n";
    tree("20", &format!("{}{}{rounding}", alone("A", "x"), alone("B", "y")))
        .data("x: U1 1.4, U2 1.4; y: U1 2.4, U2 2")
        .score()
        .finds("parts-do-not-add-up", "U1");
}

/// A section without anything in it can give no marks.
#[test]
fn a_section_with_nothing_in_it_is_refused() {
    let empty = "[[section]]\nid = \"B\"\nmarks = 10\n";
    let case = tree(
        "20",
        &format!(
            "[[section]]\nid = \"A\"\nmarks = 10\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n{empty}"
        ),
    );
    let reported = case.data("x: U1 5").reported();
    assert!(reported.iter().any(|said| said.starts_with("rubric-odd")), "{reported:?}");
}
