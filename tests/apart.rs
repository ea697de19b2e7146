//! Units ranked apart: within their groups, and within their classes.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{TempDir, assessment, rows, zhiheng};

const UNITS: &str =
    "code,name,group,class\n1,甲,北,一类\n2,乙,北,二类\n3,丙,南,一类\n4,丁,南,二类\n5,戊,南,一类\n6,己,北,\n";
const RETURNS: &str = "unit,field,value\n1,x,90\n2,x,80\n3,x,90\n4,x,70\n5,x,60\n6,x,95\n";

/// A rubric that ranks so, and gives the better grade to whom this holds for.
fn rubric(ranking: &str, also: &str) -> String {
    format!(
        r#"[rubric]
format = 1
id = "one"
title = "一"
version = "1"
period = "2015"
full_marks = 100
subjects = "units"
[ranking]
{ranking}
[[grade]]
name = "A"
at_least = 0
also = "{also}"
[[grade]]
name = "B"
[[field]]
id = "x"
name = "x"
[[indicator]]
id = "I"
name = "I"
marks = 100
value = "x"
target = 100
score = {{ rule = "ratio" }}
"#
    )
}

fn run(ranking: &str, also: &str) -> (TempDir, String) {
    let rubric = rubric(ranking, also);
    let files = [("rubrics/one.toml", rubric.as_str()), ("units.csv", UNITS), ("returns/a.csv", RETURNS)];
    let (guard, dir) = assessment(&files);
    let ran = zhiheng(["run", &dir, "--quiet"]);
    assert!(ran.code < 2, "{}", ran.err);
    (guard, dir)
}

fn totals(dir: &str) -> Vec<BTreeMap<String, String>> {
    let all = rows(&Path::new(dir).join("out/one/scores.csv"));
    all.into_iter().filter(|row| row["node"] == "total").collect()
}

fn sheet(dir: &str, name: &str) -> Option<Vec<Vec<String>>> {
    let mut book: Xlsx<_> = open_workbook(Path::new(dir).join("out/one/排名.xlsx")).unwrap();
    let range = book.worksheet_range(name).ok()?;
    let said = |cell: &Data| cell.to_string();
    Some(range.rows().map(|row| row.iter().map(said).collect()).collect())
}

#[test]
fn groups_and_classes_are_ranked_apart_and_stand_in_columns_of_their_own() {
    let (_guard, dir) = run("by_group = true\nby_class = true", "true");
    let head = fs::read_to_string(format!("{dir}/out/one/scores.csv")).unwrap();
    assert!(head.lines().next().unwrap().ends_with(",period,group_rank,class_rank"), "{head}");
    let places: Vec<[String; 3]> =
        totals(&dir).iter().map(|t| ["rank", "group_rank", "class_rank"].map(|c| t[c].clone())).collect();
    // those without a class are a class of their own
    let expected =
        [["2", "2", "1"], ["4", "3", "1"], ["2", "1", "1"], ["5", "2", "2"], ["6", "3", "3"], ["1", "1", "1"]];
    assert_eq!(places, expected);
}

#[test]
fn a_rubric_that_ranks_by_class_alone_says_nothing_of_groups() {
    let (_guard, dir) = run("by_class = true", "true");
    let head = fs::read_to_string(format!("{dir}/out/one/scores.csv")).unwrap();
    assert!(head.lines().next().unwrap().ends_with(",period,class_rank"));
    assert!(sheet(&dir, "分组排名").is_none());
    let classes = sheet(&dir, "分类排名").unwrap();
    // the name of a class stands once, merged
    let said: Vec<String> = classes[3..].iter().map(|row| [0, 1, 2, 5].map(|at| row[at].as_str()).join(" ")).collect();
    assert_eq!(said, ["一类 1 甲 2", " 1 丙 2", " 3 戊 6", "二类 1 乙 4", " 2 丁 5", " 1 己 1"]);
    let ranking = sheet(&dir, "总排名").unwrap();
    assert_eq!(ranking[2][..4], ["名次", "单位", "类别", "类内\n名次"]);
    let page = fs::read_to_string(format!("{dir}/out/report.html")).unwrap();
    assert!(page.contains("类内名次") && !page.contains("组内名次"));
    let method = sheet(&dir, "方法").unwrap().concat().concat();
    assert!(method.contains("另在一类、二类内分类排名"), "{method}");
}

#[test]
fn a_grade_may_ask_for_the_place_in_the_class() {
    let (_guard, dir) = run("", "class_place == 1 and class_ranked > 1");
    let grades: Vec<String> = totals(&dir).iter().map(|t| t["grade"].clone()).collect();
    // 己 is first, but alone
    assert_eq!(grades, ["A", "A", "A", "B", "B", "B"]);
    assert!(sheet(&dir, "分类排名").is_none());
}

#[test]
fn ranking_by_class_survives_the_workbook_and_is_said_in_words() {
    let (_guard, dir) = run("by_class = true", "class_place <= class_ranked - 3");
    let (file, book, back) = (format!("{dir}/rubrics/one.toml"), format!("{dir}/r.xlsx"), format!("{dir}/r.toml"));
    let shown = zhiheng(["rubric", "show", &file]).out;
    assert!(shown.contains("各类另行排名") && shown.contains("类内名次"), "{shown}");
    assert_eq!(zhiheng(["rubric", "export", &file, "--out", &book]).code, 0);
    let ran = zhiheng(["rubric", "import", &book, "--out", &back]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = fs::read_to_string(back).unwrap();
    assert!(text.contains("by_class = true") && !text.contains("by_group"), "{text}");
}

#[test]
fn feedback_names_the_place_in_the_class() {
    let (_guard, dir) = run("by_group = true\nby_class = true", "true");
    let folder = fs::read_dir(format!("{dir}/out/one/反馈表")).unwrap();
    let path = folder.map(|f| f.unwrap().path()).find(|p| p.to_string_lossy().contains('戊')).unwrap();
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let name = book.sheet_names()[0].clone();
    let cells: Vec<String> = book.worksheet_range(&name).unwrap().rows().flatten().map(Data::to_string).collect();
    assert!(cells.iter().any(|c| c == "南 第3名 / 共3个\n一类 第3名 / 共3个"), "{cells:?}");
    // with full marks it would be the first of all, of its group and of its class
    assert!(cells.iter().any(|c| c == "3 → 1; 3 → 1"), "{cells:?}");
    assert!(cells.iter().any(|c| c == "组内；类内名次变化"));
}
