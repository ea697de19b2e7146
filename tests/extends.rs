//! A rubric that extends another: what is inherited, changed, added and dropped, and where its mistakes are said to stand.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;

use support::zhiheng;
use zhiheng::finding::{Code, Finding};
use zhiheng::rubric::{Rubric, examine_with};

const BASE: &str = r#"
[rubric]
format = 1
id = "base"
title = "底本"
period = "2015"
full_marks = 100
subjects = "prefectures"
[rounding]
indicator = { places = 2, mode = "half_up" }
total = { places = 2, mode = "half_up" }
[[grade]]
name = "A"
at_least = 90
[[grade]]
name = "B"
[[field]]
id = "率"
name = "合格率"
type = "percent"
max = 100
[[field]]
id = "数"
type = "integer"
[[check]]
when = "数 < 0"
says = "不能为负"
[[section]]
id = "A"
marks = 60
[[indicator]]
id = "A1"
under = "A"
name = "合格率"
marks = 40
value = "率"
target = 90
score = { rule = "deduct", per = 1, take = 2 }
[[indicator]]
id = "A2"
under = "A"
marks = 20
value = "数"
target = 10
score = { rule = "ratio" }
[[section]]
id = "B"
marks = 40
[[indicator]]
id = "B1"
under = "B"
marks = 40
value = "数"
target = 5
score = { rule = "meet" }
[[veto]]
id = "V1"
when = "数 > 1000"
effect = { grade = "B" }
"#;

fn extend(own: &str) -> (Option<Rubric>, Vec<Finding>) {
    examine_with("own.toml", own, &|name| match name {
        "base" => Ok(("base.toml".to_owned(), BASE.to_owned())),
        "loop" => Ok(("loop.toml".to_owned(), "[rubric]\nextends = \"loop2\"\n".to_owned())),
        "loop2" => Ok(("loop2.toml".to_owned(), "[rubric]\nextends = \"loop\"\n".to_owned())),
        other => Err(Finding::new(Code::UnknownName).found(other)),
    })
}

fn said(findings: &[Finding]) -> Vec<(Code, String, String)> {
    findings.iter().map(|f| (f.code, f.place.label(), f.found.clone())).collect()
}

#[test]
fn what_is_not_said_is_inherited_and_what_is_said_stands() {
    let (rubric, findings) = extend(
        r#"
[rubric]
extends = "base"
id = "county"
title = "县市"
drop = ["B1", "V1", "不能为负"]
[rounding]
total = { places = 0, mode = "half_up" }
[[grade]]
name = "优"
at_least = 85
[[grade]]
name = "良"
[[indicator]]
id = "A1"
target = 95
[[indicator]]
id = "A2"
unset = ["target"]
score = { rule = "given" }
[[indicator]]
id = "B9"
under = "B"
name = "新增"
marks = 40
value = "率"
target = 80
score = { rule = "meet" }
"#,
    );
    assert_eq!(said(&findings), []);
    let rubric = rubric.unwrap();
    let scheme = &rubric.scheme;
    assert_eq!(
        (scheme.head.id.as_str(), scheme.head.title.as_str(), scheme.head.period.as_str()),
        ("county", "县市", "2015")
    );
    let ids: Vec<&str> = scheme.nodes.iter().map(|n| n.id.value.as_str()).collect();
    assert_eq!(ids, ["A", "A1", "A2", "B", "B9"]);
    assert_eq!(scheme.grades.iter().map(|g| g.name.as_str()).collect::<Vec<_>>(), ["优", "良"]);
    assert!(scheme.checks.is_empty() && scheme.vetoes.is_empty());
    assert_eq!((scheme.rounding.indicator.unwrap().places, scheme.rounding.total.unwrap().places), (2, 0));
    let target = |id: &str| {
        let node = scheme.nodes.iter().find(|n| n.id.value == id).unwrap();
        let zhiheng::rubric::scheme::Body::Indicator(body) = &node.body else { panic!("{id}") };
        body.target.clone().map(|t| format!("{t:?}"))
    };
    assert!(target("A1").unwrap().contains("95") && target("A2").is_none());
    assert_eq!(scheme.nodes[1].name, "合格率");
}

#[test]
fn mistakes_stand_in_the_file_that_made_them() {
    let own = "[rubric]\nextends = \"base\"\nid = \"c\"\ntitle = \"c\"\ndrop = [\"B7\"]\n\n[[indicator]]\nid = \"A1\"\ntagret = 95\nvalue = \"没有\"\n";
    let (_, findings) = extend(own);
    assert_eq!(
        said(&findings),
        [
            (Code::UnknownName, "own.toml!5:9".to_owned(), "B7".to_owned()),
            (Code::UnknownKey, "own.toml!9:1".to_owned(), "tagret".to_owned()),
            (Code::UnknownName, "own.toml!10:10".to_owned(), "没有".to_owned()),
        ]
    );
    for finding in &findings {
        let span = finding.span.clone().unwrap();
        assert!(own[span].contains(&finding.found), "{finding:?}");
    }
}

#[test]
fn a_key_that_is_not_there_cannot_be_unset() {
    let own = "[rubric]\nextends = \"base\"\nid = \"c\"\ntitle = \"c\"\n[[indicator]]\nid = \"A1\"\nunset = [\"targte\", \"id\"]\n";
    let (_, findings) = extend(own);
    assert_eq!(
        said(&findings),
        [
            (Code::UnknownName, "own.toml!7:10".to_owned(), "targte".to_owned()),
            (Code::UnknownName, "own.toml!7:20".to_owned(), "id".to_owned()),
        ]
    );
    assert_eq!(findings[0].hint, "target");
}

#[test]
fn marks_that_no_longer_add_up_are_found() {
    let own = "[rubric]\nextends = \"base\"\nid = \"c\"\ntitle = \"c\"\n[[indicator]]\nid = \"A1\"\nmarks = 30\n";
    let (rubric, findings) = extend(own);
    assert_eq!(said(&findings), []);
    let register = zhiheng::register::read_register("p.csv", zhiheng::register::seeds::PREFECTURES).unwrap();
    let agencies = zhiheng::register::read_register("a.csv", zhiheng::register::seeds::AGENCIES).unwrap();
    let duties =
        zhiheng::register::read_responsibilities("r.csv", zhiheng::register::seeds::RESPONSIBILITIES, &agencies)
            .unwrap();
    let wrong = zhiheng::score::check_marks(&rubric.unwrap(), &register, &duties);
    assert_eq!(said(&wrong), [(Code::MarksDoNotAddUp, "base.toml!29:6".to_owned(), "50".to_owned())]);
    assert_eq!(&BASE[wrong[0].span.clone().unwrap()], "\"A\"");
}

#[test]
fn a_rubric_that_cannot_be_found_or_extends_itself_is_one_finding() {
    let (rubric, findings) = extend("[rubric]\nextends = \"gone\"\nid = \"c\"\ntitle = \"c\"\n");
    assert!(rubric.is_none());
    assert_eq!(said(&findings), [(Code::UnknownName, "own.toml!2:11".to_owned(), "gone".to_owned())]);
    let (rubric, findings) = extend("[rubric]\nextends = \"loop\"\nid = \"c\"\ntitle = \"c\"\n");
    assert!(rubric.is_none());
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::Cycle]);
}

#[test]
fn every_rubric_has_an_id_of_its_own() {
    let (_, findings) = extend("[rubric]\nextends = \"base\"\ntitle = \"c\"\n");
    assert_eq!(findings.iter().map(|f| (f.code, f.expected.as_str())).collect::<Vec<_>>(), [(Code::MissingKey, "id")]);
}

#[test]
fn the_command_line_finds_what_lies_beside_and_what_is_shipped() {
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("own.toml");
    fs::write(dir.path().join("base.toml"), BASE).unwrap();
    fs::write(&own, "[rubric]\nextends = \"base\"\nid = \"c\"\ntitle = \"c\"\n").unwrap();
    let ran = zhiheng(["rubric", "check", own.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let shipped = "[rubric]\nextends = \"midterm-2015-prefectures\"\nid = \"c\"\ntitle = \"c\"\n[[indicator]]\nid = \"A11\"\nname = \"另名\"\n";
    fs::write(&own, shipped).unwrap();
    let ran = zhiheng(["rubric", "check", own.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn the_difference_is_said_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("own.toml");
    fs::write(dir.path().join("base.toml"), BASE).unwrap();
    let text = "[rubric]\nextends = \"base\"\nid = \"c\"\ntitle = \"c\"\ndrop = [\"V1\"]\n[[indicator]]\nid = \"A1\"\ntarget = 95\n[[field]]\nid = \"数\"\nmax = 9\n";
    fs::write(&own, text).unwrap();
    let ran = zhiheng(["rubric", "diff", own.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in ["修改 A1 · 合格率 · 目标值\n  - 90%\n  + 95%", "max = 9", "删除"] {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
    let base = dir.path().join("base.toml");
    let same = zhiheng(["rubric", "diff", base.to_str().unwrap(), base.to_str().unwrap()]);
    assert!(same.out.contains("没有差别"), "{}", same.out);
    let back = zhiheng(["rubric", "diff", own.to_str().unwrap(), base.to_str().unwrap(), "--lang", "en", "--json"]);
    assert!(back.out.contains("\"what\": \"added\""), "{}", back.out);
    assert_eq!(zhiheng(["rubric", "diff", base.to_str().unwrap()]).code, 2);
}

#[test]
fn the_folders_own_rubric_may_extend_the_shipped_one_whose_place_it_takes() {
    let (_guard, dir) = support::example("midterm-2015");
    let name = "midterm-2015-prefectures.toml";
    fs::create_dir_all(dir.join("rubrics")).unwrap();
    fs::copy(dir.join("revised").join(name), dir.join("rubrics").join(name)).unwrap();
    for command in ["run", "run", "history"] {
        let ran = zhiheng([command, dir.to_str().unwrap()]);
        assert!(ran.code < 2, "{}", ran.err);
    }
    let scores = fs::read_to_string(dir.join("out/midterm-2015-prefectures/scores.csv")).unwrap();
    assert!(scores.contains("654200,total,0,100,,,80.25,"), "the revised scheme is what counts");
    // and from what was kept of it the same is scored again
    let ran = zhiheng(["compare", dir.to_str().unwrap()]);
    assert!(ran.code < 2 && ran.out.contains('1'), "{}", ran.err);
    let verified = zhiheng(["verify", dir.to_str().unwrap()]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}
