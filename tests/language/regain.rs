//! What can be regained: every claim is held against the engine itself on data in which the indicator has full marks.

use proptest::prelude::*;
use proptest::sample::select;

use crate::harness::{Case, Scored, tree};

const UNITS: [&str; 7] = ["U1", "U2", "U3", "U4", "U5", "U6", "U7"];

/// Two sections, one with two levels; a bonus, a penalty and a memo.
const TREE: &str = r#"
[[section]]
id = "A"
marks = 16
[[section]]
id = "A9"
under = "A"
marks = 6
[[indicator]]
id = "A1"
under = "A"
marks = 10
score = { rule = "given" }
[[indicator]]
id = "A2"
under = "A9"
marks = 4
score = { rule = "given" }
[[indicator]]
id = "A3"
under = "A9"
marks = 2
score = { rule = "given" }
[[section]]
id = "B"
marks = 4
[[indicator]]
id = "B1"
under = "B"
marks = 4
score = { rule = "given" }
[[section]]
id = "C"
kind = "bonus"
cap = 2
[[indicator]]
id = "C1"
under = "C"
marks = 3
score = { rule = "formula", marks = "if(score(A) >= 14, 1, 0) + x" , floor = 0 }
value = "x"
[[section]]
id = "M"
kind = "memo"
[[indicator]]
id = "M1"
under = "M"
marks = 5
score = { rule = "given" }
"#;

/// What full marks at the indicator really give: total, rank, rank in the group and grade.
fn really(case: &Case, unit: &str, node: &str) -> Scored {
    let marks = if node.starts_with('P') { "0" } else { ["10", "4", "2", "4"][at(node)] };
    case.clone().instead(node, unit, marks).score()
}

fn at(node: &str) -> usize {
    ["A1", "A2", "A3", "B1"].iter().position(|n| *n == node).unwrap()
}

#[track_caller]
fn all_true(case: &Case) {
    let now = case.clone().score();
    for unit in UNITS {
        let claims = now.regains(unit, 99);
        for (node, claim) in &claims {
            let then = really(case, unit, node);
            let told = (claim.rank.clone(), claim.rank_in.clone(), claim.grade);
            assert_eq!(told, then.standing(unit), "{node} of {unit}\n{}", case.text());
            let total = claim.total.as_ref().map_or_else(|| "无".to_owned(), ToString::to_string);
            assert_eq!(total, then.score_of(unit, "total"), "{node} of {unit}\n{}", case.text());
        }
        let gains: Vec<_> = claims.iter().map(|(_, claim)| claim.total.clone()).collect();
        assert!(gains.is_sorted_by(|a, b| a >= b), "the most first: {gains:?}");
    }
}

fn values(most: u32) -> impl Strategy<Value = Vec<String>> {
    // halves, so that ties are frequent; a few that are missing or not applicable
    let one = prop_oneof![
        12 => (0..=2 * most).prop_map(|n| format!("{}", f64::from(n) / 2.0)),
        1 => Just("?".to_owned()),
        1 => Just("－".to_owned()),
    ];
    proptest::collection::vec(one, UNITS.len())
}

fn data(field: &str, values: &[String]) -> String {
    let each: Vec<String> = UNITS.iter().zip(values).map(|(unit, value)| format!("{unit} {value}")).collect();
    format!("{field}: {}", each.join(", "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_to_follow_does_follow(
        a1 in values(10), a2 in values(4), a3 in values(2), b1 in values(4), x in values(1), m1 in values(5), p1 in values(2),
        events in proptest::collection::vec(prop_oneof![4 => Just("0"), 1 => Just("1")], UNITS.len()),
        ties in select(vec!["competition", "dense", "average", "ordinal"]),
        on in select(vec!["published", "exact"]),
        missing in select(vec!["zero", "reject"]),
        na in select(vec!["section", "total"]),
        places in select(vec!["0", "1", "2"]),
        quota in select(vec!["", "quota = 0.3", "quota = 0.5"]),
        also in select(vec!["", "also = \"score(A) >= 10\"", "also = \"place <= 3\"", "also = \"score(total) > 12 and group_place <= 2\""]),
        effect in select(vec!["deduct = 3", "cap_grade = \"乙\"", "zero = \"A9\"", "zero = \"total\"", "disqualify = true"]),
        breaks in select(vec!["", "break_by = [\"A\", \"B1\"]"]),
        combine in select(vec!["", "combine = \"mean\"", "combine = \"min\""]),
    ) {
        let section = format!("[[section]]\nid = \"A9\"\nunder = \"A\"\nmarks = 6\n{combine}");
        let body = TREE.replace("[[section]]\nid = \"A9\"\nunder = \"A\"\nmarks = 6", &section);
        let tables = format!(
            "[defaults]\nmissing = \"{missing}\"\nna = \"rescale\"\nrescale_at = \"{na}\"\n\
             [rounding]\ntotal = {{ places = {places} }}\n\
             [ranking]\nties = \"{ties}\"\non = \"{on}\"\nby_group = true\n{breaks}\n\
             [[grade]]\nname = \"甲\"\nat_least = 12\n{quota}\n{also}\n\
             [[grade]]\nname = \"乙\"\nat_least = 8\n{quota}\n[[grade]]\nname = \"丙\"\n"
        );
        let penalty = "[[section]]\nid = \"P\"\nkind = \"penalty\"\ncap = 1.5\n[[indicator]]\nid = \"P1\"\n\
                       under = \"P\"\nmarks = 2\nscore = { rule = \"formula\", marks = \"-P1\" }\n";
        let case = tree("20", &format!("{body}{penalty}"))
            .with(&tables)
            .head("cap_total = true")
            .units("U1 group=甲, U2 group=乙, U3 group=甲, U4 group=乙, U5 group=甲, U6 group=甲, U7 group=乙")
            .veto(effect)
            .data(&data("A1", &a1)).data(&data("A2", &a2)).data(&data("A3", &a3)).data(&data("B1", &b1))
            .data(&data("x", &x)).data(&data("M1", &m1)).data(&data("P1", &p1))
            .data(&data("事件", &events.iter().map(|e| (*e).to_owned()).collect::<Vec<_>>()))
            .adjust("U3,A,2015,add,-1,复核,考核办,2016-01-08")
            .adjust("U4,total,2015,add,1,复核,考核办,2016-01-08");
        all_true(&case);
    }
}
