//! What a check of a rubric reports: each error by itself, at its exact characters, and all of them at once.

use crate::harness::{Case, item, plain, totals, tree};

const GIVEN: &str = "score = { rule = \"given\" }";
const X: &str = "x: U1 1; 抽检批次: U1 1; 方式: U1 抽查; 开工: U1 2015-03-01; 有规划: U1 是";

/// An item with an expression somewhere, the field `x` and some others declared.
fn with(body: &str) -> Case {
    item("10", body).data(X)
}

fn formula(expression: &str) -> Case {
    with(&format!("score = {{ rule = \"formula\", marks = \"{expression}\" }}"))
}

// ---- keys and values

#[test]
fn an_unknown_key_is_an_error_with_the_nearest_known_one() {
    with(&format!("«targte» = 90\n{GIVEN}")).refused_for("unknown-key", "targte", "target");
    with("target = 90\nscore = { rule = \"deduct\", per = 1, take = 1, «partail» = \"whole\" }").refused_for(
        "unknown-key",
        "partail",
        "partial",
    );
    with(&format!("{GIVEN}\n[rounding]\n«totals» = {{ places = 1 }}")).refused_for("unknown-key", "totals", "total");
    with(&format!("{GIVEN}\n[[«grades»]]\nname = \"A\"")).refused_for("unknown-key", "grades", "grade");
    with(GIVEN).head("«illustrativ» = true").refused_for("unknown-key", "illustrativ", "illustrative");
    with("score = { rule = \"bands\", bands = [{ at_least = 1, «mark» = 2, marks = 3 }] }").refused_for(
        "unknown-key",
        "mark",
        "marks",
    );
}

#[test]
fn a_word_outside_its_choices_is_an_error_with_the_nearest() {
    with(&format!("better = «\"lowest\"»\n{GIVEN}")).refused_for("bad-value", "lowest", "lower");
    with(&format!("{GIVEN}\n[rounding]\ntotal = {{ places = 1, mode = «\"halfup\"» }}")).refused_for(
        "bad-value",
        "halfup",
        "half_up",
    );
    with("score = { rule = «\"given_by\"» }").refused_for("bad-value", "given_by", "given");
    with(&format!("missing = «\"zeros\"»\n{GIVEN}")).refused_for("bad-value", "zeros", "zero");
    with(&format!("{GIVEN}\n[ranking]\nties = «\"averages\"»")).refused_for("bad-value", "averages", "average");
}

#[test]
fn numbers_out_of_reason_are_refused() {
    with("target = 9\nscore = { rule = \"deduct\", per = «0», take = 1 }").refused_for("bad-value", "0", "");
    with(&format!("target = «nan»\n{GIVEN}")).refused_for("bad-value", "nan", "");
    with(&format!("{GIVEN}\n[rounding]\ntotal = {{ places = «99» }}")).refused_for("bad-value", "99", "");
    assert_eq!(totals("0", "").data(X).reported(), ["bad-value 0"]);
    with(&format!("{GIVEN}\n[[grade]]\nname = \"A\"\nat_least = 90\nquota = «30»\n[[grade]]\nname = \"B\""))
        .refused_for("bad-value", "30", "");
}

#[test]
fn an_identifier_is_a_letter_or_underscore_followed_by_letters_digits_and_underscores() {
    let field = |id: &str| with(&format!("{GIVEN}\n[[field]]\nid = \"{id}\"\n"));
    for id in ["1a", "a-b", "合格率%", "a b", "", "and"] {
        assert_eq!(field(id).reported(), [format!("bad-value {id}")]);
    }
    for id in ["合格批次", "_a1", "Größe", "メートル"] {
        assert_eq!(field(id).reported(), [""; 0]);
    }
}

#[test]
fn what_must_be_there_is_asked_for() {
    let lacking = |body: &str, key: &str| {
        let text = with(body).text();
        let findings = zhiheng::rubric::read("case.toml", &text).err().unwrap_or_default();
        assert!(
            findings.iter().any(|f| f.code.id() == "missing-key" && f.expected == key),
            "{key}: {}",
            crate::harness::list(&findings)
        );
    };
    lacking("", "score");
    lacking("score = { per = 1 }", "rule");
    lacking("score = { rule = \"meet\" }", "target");
    lacking("score = { rule = \"ratio\" }", "target");
    lacking("score = { rule = \"bands\", of = \"gap\", bands = [] }", "target");
    lacking("target = 9\nscore = { rule = \"deduct\", take = 1 }", "per");
    lacking("target = 9\nscore = { rule = \"deduct\", per = 1 }", "take");
    lacking("score = { rule = \"anchors\" }", "points");
    lacking("score = { rule = \"efficacy\", worst = 1 }", "best");
    lacking("score = { rule = \"versus\" }", "reference");
    lacking("score = { rule = \"count\" }", "each");
    lacking("score = { rule = \"choice\" }", "levels");
    lacking("score = { rule = \"checklist\" }", "items");
    lacking("score = { rule = \"formula\" }", "marks");
    lacking("target = 9\nscore = { rule = \"trajectory\", from = \"2010\", to = \"2020\" }", "baseline");
    lacking("score = { rule = \"trajectory\", baseline = 1, from = \"2010\", to = \"2020\" }", "target");
    lacking(&format!("{GIVEN}\n[[grade]]\nname = \"A\"\n[[grade]]\nname = \"B\""), "at_least");
    lacking(&format!("{GIVEN}\n[rounding]\ntotal = {{ mode = \"floor\" }}"), "places");
    lacking(&format!("{GIVEN}\n[[veto]]\nid = \"V\"\nwhen = \"x > 1\""), "effect");
}

#[test]
fn a_missing_target_is_said_at_the_indicator() {
    tree("5", "[[section]]\nid = \"A\"\nmarks = 5\n[[indicator]]\nid = «\"A1\"»\nunder = \"A\"\nmarks = 5\nvalue = \"x\"\nscore = { rule = \"meet\" }")
        .data(X)
        .refused_for("missing-key", "A1", "");
}

#[test]
fn an_indicator_without_a_value_or_marks_is_refused() {
    plain("10", GIVEN).data(X).reported().iter().find(|r| *r == "missing-key A1").expect("no value");
    let body = "[[section]]\nid = \"A\"\nmarks = 5\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nvalue = \"x\"\nscore = { rule = \"given\" }";
    assert_eq!(tree("5", body).data(X).reported(), ["missing-key A1"]);
}

// ---- names

#[test]
fn an_unknown_name_in_an_expression_is_marked_at_its_characters() {
    with(&format!("value = \"x / «抽检批» * 100\"\n{GIVEN}")).refused_for("unknown-name", "抽检批", "抽检批次");
    with(&format!("target = \"«目标»\"\n{GIVEN}")).refused_for("unknown-name", "目标", "");
    formula("if(x > 1, marks, marks - «xx»)").refused_for("unknown-name", "xx", "x");
    with("score = { rule = \"given\", exempt = \"not «有规»\" }").refused_for("unknown-name", "有规", "有规划");
    with("score = { rule = \"given\", floor = \"«mark» - 5\" }").refused_for("unknown-name", "mark", "marks");
    with(&format!("applies = \"«grup» == '农业'\"\n{GIVEN}")).refused_for("unknown-name", "grup", "group");
    with(&format!("{GIVEN}\n[[check]]\nwhen = \"x > «抽检批1»\"")).refused_for("unknown-name", "抽检批1", "抽检批次");
    with(&format!("{GIVEN}\n[[veto]]\nid = \"V\"\nwhen = \"«抽检批1» > 0\"\neffect = {{ deduct = 1 }}")).refused_for(
        "unknown-name",
        "抽检批1",
        "抽检批次",
    );
    with(&format!(
        "{GIVEN}\n[[grade]]\nname = \"A\"\nat_least = 1\nalso = \"score(«A2») > 1\"\n[[grade]]\nname = \"B\""
    ))
    .refused_for("unknown-name", "A2", "A1");
}

#[test]
fn an_unknown_function_is_an_error_with_the_nearest() {
    formula("«rond»(x, 2)").refused_for("unknown-name", "rond", "round");
    formula("x + «maen»(x)").refused_for("unknown-name", "maen", "mean");
}

#[test]
fn a_node_is_not_a_number_until_its_score_is_asked_for() {
    with(&format!("{GIVEN}\n[[check]]\nwhen = \"«A1» > 0\"")).refused_for("unknown-name", "A1", "");
}

#[test]
fn names_of_nodes_grades_and_fields_elsewhere_are_checked_too() {
    with(&format!(
        "{GIVEN}\n[[grade]]\nname = \"优秀\"\n[[veto]]\nid = \"V\"\nwhen = \"x > 0\"\neffect = {{ grade = «\"优良\"» }}"
    ))
    .refused_for("unknown-name", "优良", "优秀");
    with(&format!("{GIVEN}\n[[veto]]\nid = \"V\"\nwhen = \"x > 0\"\neffect = {{ zero = «\"A2\"» }}")).refused_for(
        "unknown-name",
        "A2",
        "A1",
    );
    with(&format!("{GIVEN}\n[ranking]\nbreak_by = [«\"A11\"»]")).refused_for("unknown-name", "A11", "A1");
    plain("10", "score = { rule = \"checklist\", items = [{ field = «\"有规\"», marks = 10 }] }").data(X).refused_for(
        "unknown-name",
        "有规",
        "有规划",
    );
    plain("10", "score = { rule = \"count\", severity = { «\"抽检批\"» = -1 } }").data(X).refused_for(
        "unknown-name",
        "抽检批",
        "抽检批次",
    );
    tree("10", "[[section]]\nid = \"A\"\nmarks = 10\n[[indicator]]\nid = \"A1\"\nunder = «\"总体\"»\nmarks = 10\nvalue = \"x\"\nscore = { rule = \"given\" }\n[[indicator]]\nid = \"A2\"\nunder = \"A\"\nmarks = 10\nvalue = \"x\"\nscore = { rule = \"given\" }")
        .data(X)
        .refused_for("unknown-name", "总体", "");
}

#[test]
fn names_stand_only_where_they_mean_something() {
    // the value is not known inside the value, nor the target inside the target, nor a place before there is one
    with(&format!("value = \"«value» + 1\"\n{GIVEN}")).refused_for("unknown-name", "value", "");
    with(&format!("target = \"«target» + 1\"\n{GIVEN}")).refused_for("unknown-name", "target", "");
    formula("«place»").refused_for("unknown-name", "place", "");
    // marks depend on the unit alone, not on what was reported
    tree("10", "[[section]]\nid = \"A\"\nmarks = 10\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = \"«x» * 2\"\nvalue = \"x\"\nscore = { rule = \"given\" }")
        .data(X)
        .refused_for("unknown-name", "x", "");
    // what disqualifies or sets to nought is judged before there are scores
    for effect in ["disqualify = true", "zero = \"A1\""] {
        with(&format!("{GIVEN}\n[[veto]]\nid = \"V\"\nwhen = \"score(«A1») < 5\"\neffect = {{ {effect} }}"))
            .refused_for("expression-type", "score(A1)", "");
    }
}

#[test]
fn an_id_used_twice_is_an_error() {
    let twice = "[[section]]\nid = \"A\"\nmarks = 10\n\
                 [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 5\nvalue = \"x\"\nscore = { rule = \"given\" }\n\
                 [[indicator]]\nid = «\"A1\"»\nunder = \"A\"\nmarks = 5\nvalue = \"x\"\nscore = { rule = \"given\" }\n";
    tree("10", twice).data(X).refused_for("duplicate-id", "A1", "");
    with(&format!("{GIVEN}\n[[field]]\nid = \"数\"\n[[field]]\nid = «\"数\"»")).refused_for("duplicate-id", "数", "");
    with(&format!("{GIVEN}\n[[source]]\nid = \"self\"\n[[source]]\nid = «\"self\"»")).refused_for(
        "duplicate-id",
        "self",
        "",
    );
    // the total is a node too
    tree("10", "[[section]]\nid = «\"total\"»\nmarks = 10\n[[indicator]]\nid = \"A1\"\nunder = \"total\"\nmarks = 10\nvalue = \"x\"\nscore = { rule = \"given\" }")
        .data(X)
        .refused_for("duplicate-id", "total", "");
}

// ---- types

#[test]
fn a_text_compared_with_a_number_is_an_error() {
    formula("if(«方式 > 3», 1, 0)").refused_for("expression-type", "text / number", "");
    formula("if(«x == '抽查'», 1, 0)").refused_for("expression-type", "number / text", "");
    formula("if(«方式 < '抽查'», 1, 0)").refused_for("expression-type", "text", "");
    formula("if(开工 < «'六月'», 1, 0)").refused_for("expression-type", "text", "");
}

#[test]
fn a_choice_or_text_can_only_be_compared_or_looked_up() {
    formula("«方式» + 1").refused_for("expression-type", "text", "");
    formula("-«方式»").refused_for("expression-type", "text", "");
    formula("max(1, «方式»)").refused_for("expression-type", "text", "");
    formula("mean(«方式»)").refused_for("expression-type", "text", "");
    formula("over(mean, «方式»)").refused_for("expression-type", "text", "");
    formula("1 - «开工»").refused_for("expression-type", "date", "");
}

#[test]
fn a_condition_is_asked_for_where_one_is_needed() {
    formula("if(«x», 1, 0)").refused_for("expression-type", "number", "");
    formula("if(«x» and x > 1, 1, 0)").refused_for("expression-type", "number", "");
    formula("if(x > 1 or not «方式», 1, 0)").refused_for("expression-type", "text", "");
    with(&format!("applies = «\"x\"»\n{GIVEN}")).refused_for("expression-type", "x", "");
    with(&format!("{GIVEN}\n[[check]]\nwhen = «\"x + 1\"»")).refused_for("expression-type", "x + 1", "");
    formula("«if(x > 1, 2, '二')»").refused_for("expression-type", "number / text", "");
}

#[test]
fn a_rule_asks_for_a_value_of_its_kind() {
    with(&format!("value = «\"方式\"»\n{GIVEN}")).refused_for("expression-type", "方式", "");
    with("value = «\"x\"»\nscore = { rule = \"choice\", levels = { a = 1 } }").refused_for("expression-type", "x", "");
    with("value = «\"x + 1\"»\nscore = { rule = \"panel\" }").refused_for("expression-type", "x + 1", "");
    plain("10", "score = { rule = \"checklist\", items = [{ field = «\"方式\"», marks = 10 }] }").data(X).refused_for(
        "expression-type",
        "方式",
        "",
    );
}

#[test]
fn a_wrong_number_of_arguments_is_an_error() {
    formula("«clamp(x, 1)»").refused_for("expression-type", "2", "");
    formula("1 + «abs()»").refused_for("expression-type", "0", "");
    formula("«round(x, 1, 2)»").refused_for("expression-type", "3", "");
    formula("«if(x > 1, 2)»").refused_for("expression-type", "2", "");
    formula("«mean(x, x)»").refused_for("expression-type", "2", "");
    formula("«days(开工)»").refused_for("expression-type", "1", "");
    formula("«previous()»").refused_for("expression-type", "0", "");
}

#[test]
fn a_statistic_over_the_units_cannot_stand_inside_another() {
    formula("mean(x - «mean(x)»)").refused_for("expression-type", "a statistic over the units inside another", "");
    formula("rank(if(x > «highest(x)», 1, 0))").refused_for(
        "expression-type",
        "a statistic over the units inside another",
        "",
    );
}

#[test]
fn an_expression_that_cannot_be_read_is_marked_where_it_goes_wrong() {
    formula("x + «)»").refused_for("expression-syntax", ")", "");
    formula("(x + 1 «x»").refused_for("expression-syntax", "x", "");
    formula("1 < x «<» 3").refused_for("expression-syntax", "<", "");
    formula("x «&» 1").refused_for("expression-syntax", "&", "");
    formula("x == «'抽查»").refused_for("expression-syntax", "'抽查", "");
}

#[test]
fn periods_know_only_totals() {
    totals("100", "[periods]\nscore = [\"2014\", \"2015\"]\ntotal = \"mean(each) + «x»\"\n").data(X).refused_for(
        "unknown-name",
        "x",
        "",
    );
    totals("100", "[periods]\nscore = [\"2014\", \"2015\"]\ntotal = \"«mean(last)»\"\n").data(X).refused_for(
        "expression-type",
        "mean",
        "",
    );
}

// ---- the tree

#[test]
fn a_score_that_depends_on_itself_is_a_cycle() {
    let two = |first: &str, second: &str| {
        tree(
            "10",
            &format!(
                "[[section]]\nid = \"A\"\nmarks = 10\n\
                 [[indicator]]\nid = «\"A1\"»\nunder = \"A\"\nmarks = 5\nscore = {{ rule = \"formula\", marks = \"{first}\" }}\n\
                 [[indicator]]\nid = \"A2\"\nunder = \"A\"\nmarks = 5\nscore = {{ rule = \"formula\", marks = \"{second}\" }}\n"
            ),
        )
        .data(X)
    };
    two("score(A2)", "score(A1)").refused_for("cycle", "A1 → A2 → A1", "");
    two("share(A1) + 1", "1").refused_for("cycle", "A1 → A1", "");
    // a statistic over the scores of all units goes round as well
    two("mean(score(A2))", "score(A1)").refused_for("cycle", "A1 → A2 → A1", "");
}

#[test]
fn a_section_and_its_child_may_not_wait_for_each_other() {
    tree("10", "[[section]]\nid = «\"A\"»\nmarks = 10\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\nscore = { rule = \"formula\", marks = \"score(A) / 2\" }")
        .data(X)
        .refused_for("cycle", "A → A1 → A", "");
    tree("10", "[[section]]\nid = \"A\"\nmarks = 10\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\nscore = { rule = \"formula\", marks = \"score(«total») / 2\" }")
        .data(X)
        .refused_for("expression-type", "score(total)", "");
    tree("10", "[[section]]\nid = \"A\"\nunder = \"B\"\nmarks = 10\n[[section]]\nid = \"B\"\nunder = «\"A\"»\nmarks = 10\n[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 10\nvalue = \"x\"\nscore = { rule = \"given\" }")
        .data(X)
        .refused_for("cycle", "B → A", "");
}

#[test]
fn kind_stands_on_top_sections_only() {
    tree("10", "[[section]]\nid = \"A\"\nmarks = 10\n[[section]]\nid = \"B\"\nunder = \"A\"\nmarks = 10\nkind = «\"bonus\"»\n[[indicator]]\nid = \"A1\"\nunder = \"B\"\nmarks = 10\nvalue = \"x\"\nscore = { rule = \"given\" }")
        .data(X)
        .refused_for("bad-value", "\"bonus\"", "");
}

#[test]
fn grades_go_down() {
    let grades = |second: &str| {
        format!(
            "{GIVEN}\n[[grade]]\nname = \"A\"\nat_least = 80\n[[grade]]\nname = «\"B\"»\nat_least = {second}\n[[grade]]\nname = \"C\""
        )
    };
    with(&grades("90")).refused_for("bad-value", "90", "");
    with(&grades("80")).refused_for("bad-value", "80", "");
}

// ---- marks that do not add up

fn three(marks: [&str; 3], more: &str) -> Case {
    let [a, b, c] = marks;
    tree(
        "10",
        &format!(
            "[[section]]\nid = \"A\"\nmarks = 10\n{}{}{}",
            format_args!("[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = {a}\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n"),
            format_args!("[[indicator]]\nid = \"A2\"\nunder = \"A\"\nmarks = {b}\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n{more}\n"),
            format_args!("[[indicator]]\nid = \"A3\"\nunder = \"A\"\nmarks = {c}\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n"),
        ),
    )
    .data(X)
}

#[test]
fn the_marks_of_a_sum_sections_children_must_add_up_to_its_own() {
    assert_eq!(three(["5", "3", "2"], "").units("U1").sums(), [""; 0]);
    assert_eq!(three(["5", "3", "1.9"], "").units("U1").sums(), ["A 9.9 10 U1"]);
    assert_eq!(three(["0.1", "0.2", "9.7"], "").units("U1").sums(), [""; 0]);
}

#[test]
fn marks_must_add_up_for_every_class() {
    let case = |first: &str| {
        three(["5", "3", "2"], &format!("marks_for = {{ \"一类\" = {first}, \"二类\" = 3 }}"))
            .units("U1 class=二类, U2 class=一类")
            .sums()
    };
    assert_eq!(case("3"), [""; 0]);
    assert_eq!(case("4"), ["A 11 10 U2"]);
}

#[test]
fn items_of_their_own_for_each_class_add_up_where_they_apply() {
    // 通用项 4 + 履职差异项 6
    let own = |id: &str, class: &str, marks: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\nunder = \"A\"\nmarks = {marks}\nvalue = \"x\"\napplies = \"class == '{class}'\"\nscore = {{ rule = \"given\" }}\n"
        )
    };
    let case = |second: &str| {
        tree(
            "10",
            &format!(
                "[[section]]\nid = \"A\"\nmarks = 10\n[[indicator]]\nid = \"通用\"\nunder = \"A\"\nmarks = 4\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n{}{}",
                own("B1", "一类", "6"),
                own("B2", "二类", second)
            ),
        )
        .data(X)
        .units("U1 class=一类, U2 class=二类")
        .sums()
    };
    assert_eq!(case("6"), [""; 0]);
    assert_eq!(case("5"), ["A 9 10 U2"]);
}

#[test]
fn the_top_sections_must_add_up_to_full_marks_without_bonus_penalty_and_memo() {
    let section = |id: &str, kind: &str| {
        format!(
            "[[section]]\nid = \"{id}\"\nmarks = 10\n{kind}\n[[indicator]]\nid = \"{id}1\"\nunder = \"{id}\"\nmarks = 10\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n"
        )
    };
    let extra = section("B", "kind = \"bonus\"\ncap = 5")
        + &section("C", "kind = \"penalty\"")
        + &section("D", "kind = \"memo\"");
    assert_eq!(tree("10", &(section("A", "") + &extra)).data(X).units("U1").sums(), [""; 0]);
    assert_eq!(tree("20", &(section("A", "") + &extra)).data(X).units("U1").sums(), ["total 10 20 U1"]);
}

// ---- all at once

#[test]
fn all_errors_are_reported_at_once_in_the_order_of_their_places() {
    let case = tree(
        "10",
        r#"
        [rounding]
        total = { places = 1, mode = "half" }
        [[grade]]
        name = "优"
        [[field]]
        id = "x"
        typ = "decimal"
        [[field]]
        id = "方式"
        type = "text"
        [[section]]
        id = "A"
        marks = 10
        [[indicator]]
        id = "A1"
        under = "A"
        marks = 5
        value = "y * 2"
        score = { rule = "given" }
        [[indicator]]
        id = "A1"
        under = "A"
        marks = 5
        value = "方式 + 1"
        score = { rule = "given" }
        [[indicator]]
        id = "A2"
        under = "A"
        marks = 5
        value = "x"
        score = { rule = "meet" }
        [[indicator]]
        id = "A3"
        under = "A"
        marks = 5
        value = "clamp(x, 2)"
        score = { rule = "ratioo" }
        [[indicator]]
        id = "A4"
        under = "A"
        marks = 5
        value = "x +"
        score = { rule = "given" }
        [[veto]]
        id = "V"
        when = "x > '一'"
        effect = { grade = "劣" }
        "#,
    );
    let text = case.text();
    let findings = zhiheng::rubric::read("case.toml", &text).err().unwrap();
    let places: Vec<usize> = findings.iter().map(|f| f.span.clone().unwrap().start).collect();
    assert!(places.is_sorted(), "{}", crate::harness::list(&findings));
    let got: Vec<String> = findings.iter().map(|f| format!("{} {}", f.code.id(), f.found)).collect();
    assert_eq!(
        got,
        [
            "bad-value half",
            "unknown-key typ",
            "unknown-name y",
            "duplicate-id A1",
            "expression-type text",
            "missing-key A2",
            "expression-type 2",
            "bad-value ratioo",
            "expression-syntax x +",
            "expression-type number / text",
            "unknown-name 劣",
        ],
        "{}",
        crate::harness::list(&findings)
    );
}

#[test]
fn what_is_not_toml_is_said_with_its_place_and_the_rest_is_still_read() {
    let case = with(&format!("targte = 90\n{GIVEN}\n[[grade]]\nname = \n"));
    let reported = case.reported();
    assert!(reported.iter().any(|r| r.starts_with("toml-syntax")), "{reported:?}");
    assert!(reported.iter().any(|r| r == "unknown-key targte"), "{reported:?}");
}

#[test]
fn an_error_says_what_to_do_in_either_language() {
    let text = with(&format!("targte = 90\n{GIVEN}")).text();
    let findings = zhiheng::rubric::read("case.toml", &text).err().unwrap();
    let says = |lang| findings[0].says(lang);
    let (zh, en) = (says(zhiheng::finding::Lang::Zh), says(zhiheng::finding::Lang::En));
    assert!(zh.starts_with("不认识的键“targte”，最接近的是“target”。可用的键：") && zh.contains("target, "), "{zh}");
    assert!(en.starts_with("unknown key 'targte'; did you mean 'target'?") && en.contains("Known here: "), "{en}");
}

#[test]
fn an_expression_nested_beyond_reason_is_refused() {
    for expression in [format!("{}x{}", "(".repeat(3000), ")".repeat(3000)), format!("{}x", "- ".repeat(3000))] {
        let reported = with(&format!("value = \"{expression}\"\n{GIVEN}")).reported();
        assert!(reported.len() == 1 && reported[0].starts_with("expression-syntax"), "{reported:?}");
    }
}
