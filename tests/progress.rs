//! Sheets 目标进度 and 进度图: what was planned, what became of it, and what is left, held against figures worked out by hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{example, zhiheng};

const HEAD: &str = r#"
[rubric]
format = 1
id = "r"
title = "进度"
period = "2015"
full_marks = 100
subjects = "u.csv"
"#;

const FIELDS: &str = r#"
[[field]]
id = "率"
type = "decimal"
[[field]]
id = "损失"
type = "decimal"
[[field]]
id = "终期"
type = "decimal"
[[section]]
id = "A"
marks = 100
"#;

const PATHS: &str = r#"
[[indicator]]
id = "A1"
under = "A"
name = "普及率"
marks = 50
value = "率"
target = 31
score = { rule = "trajectory", baseline = 'at(率, "2010")', target = 'at(终期, "2010")', from = "2010", to = "2020", normal = 0.1 }
[[indicator]]
id = "A2"
under = "A"
name = "损失率"
marks = 50
value = "损失"
better = "lower"
score = { rule = "trajectory", baseline = 4, target = 2, from = "2010", to = "2020" }
"#;

/// The rows of a sheet, as text, from its first row on.
fn sheet(book: &Path, name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(book).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let (height, width) = range.end().map_or((0, 0), |(row, col)| (row + 1, col + 1));
    let cell = |row, col| match range.get_value((row, col)) {
        Some(Data::Empty) | None => String::new(),
        // as it is printed: doubles carry a little more
        Some(Data::Float(x)) => ((x * 1e9).round() / 1e9).to_string(),
        Some(other) => other.to_string(),
    };
    (0..height).map(|row| (0..width).map(|col| cell(row, col)).collect()).collect()
}

/// The workbook of this rubric on these figures.
fn run(rubric: &str, data: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("returns")).unwrap();
    fs::write(dir.path().join("r.toml"), rubric).unwrap();
    fs::write(dir.path().join("u.csv"), "code,name,short\n1,甲市,\n2,乙市,\n3,丙市,\n").unwrap();
    fs::write(dir.path().join("returns/d.csv"), format!("unit,field,period,value,state\n{data}")).unwrap();
    fs::write(
        dir.path().join("assessment.toml"),
        "[assessment]\ntitle = \"t\"\n[[scoring]]\nrubric = \"r.toml\"\nregister = \"u.csv\"\nreturns = [\"returns\"]\n",
    )
    .unwrap();
    let ran = zhiheng(["run", dir.path().to_str().unwrap(), "--quiet"]);
    assert!(ran.code < 2, "{}", ran.err);
    let book = dir.path().join("out/r/排名.xlsx");
    (dir, book)
}

/// The row of a unit below the band that begins so.
fn row<'s>(rows: &'s [Vec<String>], band: &str, unit: &str) -> &'s [String] {
    let from = rows.iter().position(|r| r[0].starts_with(band)).unwrap_or_else(|| panic!("{band}"));
    rows[from..].iter().find(|r| r[0] == unit).unwrap_or_else(|| panic!("{unit}"))
}

const DATA: &str = "\
甲市,率,2010,20,\n甲市,率,2013,26,\n甲市,率,2015,31.5,\n甲市,终期,2010,40,\n甲市,损失,2015,2.8,\n\
乙市,率,2010,20,\n乙市,率,2015,25,\n乙市,终期,2010,40,\n乙市,损失,2015,3.5,\n\
丙市,率,2010,10,\n丙市,率,2015,,\n丙市,终期,2010,30,\n丙市,损失,2015,,not_applicable\n";

#[test]
fn a_path_shows_what_was_planned_what_is_left_and_at_what_pace() {
    let (_dir, book) = run(&format!("{HEAD}{FIELDS}{PATHS}"), DATA);
    let rows = sheet(&book, "目标进度");
    assert_eq!(rows[3][2..6], ["2013", "2015", "2013", "2015"], "2010 is the baseline and has a column of its own");
    // 20 → 40 in ten years: 26 by 2013 and 30 by 2015; 31.5 is 57.5 % of the way where 50 % was due
    let got = row(&rows, "普及率", "甲市");
    assert_eq!(
        got[1..],
        ["20", "26", "31.5", "26", "30", "1.5", "1.15", "超前", "31", "达到", "40", "8.5", "1.7", "2.3", "50"]
    );
    let got = row(&rows, "普及率", "乙市");
    assert_eq!(
        got[1..],
        ["20", "缺", "25", "26", "30", "-5", "0.5", "滞后", "31", "未达到", "40", "15", "3", "1", "25"]
    );
    // lower is better: 4 → 2, due 3; the gap above 0 is the better one
    let got = row(&rows, "损失率", "甲市");
    assert_eq!(
        got[1..],
        ["4", "缺", "2.8", "3.4", "3", "0.2", "1.2", "超前", "", "", "2", "0.8", "-0.16", "-0.24", "50"]
    );
    let got = row(&rows, "损失率", "乙市");
    assert_eq!((got[6].as_str(), got[8].as_str(), got[12].as_str()), ("-0.5", "滞后", "1.5"));
}

/// A rate of all units together is that of their bases, not the mean of their rates.
#[test]
fn the_mean_of_all_units_is_weighted_where_the_rubric_says_by_what() {
    let fields = format!("{FIELDS}[[field]]\nid = \"基数\"\nname = \"抽检数\"\n");
    let paths = PATHS.replacen("value = \"率\"", "value = \"率\"\nweigh_by = \"基数\"", 1);
    assert_ne!(paths, PATHS);
    let rubric = format!("{HEAD}{fields}{paths}");
    let (_dir, book) = run(&rubric, &format!("{DATA}甲市,基数,2015,300,\n乙市,基数,2015,100,\n甲市,基数,2013,1,\n"));
    let rows = sheet(&book, "目标进度");
    let band = rows.iter().find(|r| r[0].starts_with("普及率")).unwrap();
    assert!(band[0].contains("总体平均按本期“抽检数”加权"), "{}", band[0]);
    // (31.5 × 300 + 25 × 100) ÷ 400; the path of both is the same, so what was due is as well
    let mean = row(&rows, "普及率", "加权平均（2/3）");
    assert_eq!(
        (mean[3].as_str(), mean[5].as_str(), mean[6].as_str(), mean[8].as_str()),
        ("29.875", "30", "-0.125", "正常")
    );
    // the other indicator is not weighted
    assert_eq!(row(&rows, "损失率", "平均（2/2）")[3], "3.15");

    // without one weight there is no figure, and it is said whose
    let (_dir, book) = run(&rubric, &format!("{DATA}甲市,基数,2015,300,\n"));
    let rows = sheet(&book, "目标进度");
    let mean = row(&rows, "普及率", "加权平均：乙市没有权数，未计算");
    assert_eq!((mean[1].as_str(), mean[3].as_str(), mean[6].as_str(), mean[8].as_str()), ("缺", "缺", "缺", ""));
}

#[test]
fn what_is_missing_is_said_and_is_never_nought() {
    let (_dir, book) = run(&format!("{HEAD}{FIELDS}{PATHS}"), DATA);
    let rows = sheet(&book, "目标进度");
    let got = row(&rows, "普及率", "丙市");
    assert_eq!(got[1..9], ["10", "缺", "缺", "16", "20", "缺", "缺", ""], "the plan is known, the value is not");
    assert_eq!(got[10..15], ["", "30", "缺", "缺", "缺"]);
    let got = row(&rows, "损失率", "丙市");
    assert!(got[1..].iter().all(|cell| cell == "－" || cell.is_empty() || cell == "缺"), "{got:?}");
    assert_eq!(got[3], "－", "not applicable");
    // the mean is of the two that have a value: 28.25 against 30
    let mean = row(&rows, "普及率", "平均（2/3）");
    assert_eq!(
        (mean[3].as_str(), mean[5].as_str(), mean[6].as_str(), mean[8].as_str()),
        ("28.25", "30", "-1.75", "滞后")
    );
    let mean = row(&rows, "损失率", "平均（2/2）");
    assert_eq!((mean[3].as_str(), mean[8].as_str()), ("3.15", "滞后"));
}

#[test]
fn within_the_rubrics_own_margin_a_unit_is_on_the_path() {
    // 31 of 20 → 40 is a pace of 1.1: the margin of 0.1 includes it, and 31.02 lies beyond
    let data = |x: &str| DATA.replace("31.5", x);
    for (value, verdict) in [("31", "正常"), ("31.02", "超前"), ("29", "正常"), ("28.98", "滞后")] {
        let (_dir, book) = run(&format!("{HEAD}{FIELDS}{PATHS}"), &data(value));
        assert_eq!(row(&sheet(&book, "目标进度"), "普及率", "甲市")[8], verdict, "{value}");
    }
    // said in explanations too
    let (dir, _) = run(&format!("{HEAD}{FIELDS}{PATHS}"), &data("31"));
    let said = zhiheng(["explain", dir.path().to_str().unwrap(), "甲市", "A1"]).out;
    assert!(said.contains("正常"), "{said}");
}

#[test]
fn a_target_that_is_reached_asks_for_no_more() {
    let (_dir, book) = run(&format!("{HEAD}{FIELDS}{PATHS}"), &DATA.replace("31.5", "41"));
    let got = row(&sheet(&book, "目标进度"), "普及率", "甲市").to_vec();
    assert_eq!((got[12].as_str(), got[13].as_str()), ("已达到", ""));
}

#[test]
fn several_periods_are_shown_against_their_own_targets_or_without() {
    let periods = "[periods]\nscore = [\"2014\", \"2015\"]\ntotal = \"mean(each)\"\n";
    let plain = r#"
[[indicator]]
id = "A1"
under = "A"
name = "有目标"
marks = 60
value = "率"
target = "终期"
score = { rule = "ratio" }
[[indicator]]
id = "A2"
under = "A"
name = "无目标"
marks = 40
value = "损失"
score = { rule = "efficacy", worst = "min", best = "max" }
"#;
    let data = "甲市,率,2014,8,\n甲市,终期,2014,10,\n甲市,率,2015,12,\n甲市,终期,2015,11,\n甲市,损失,2014,1,\n甲市,损失,2015,3,\n\
                乙市,率,2014,9,\n乙市,终期,2014,9,\n乙市,率,2015,9,\n乙市,损失,2014,2,\n乙市,损失,2015,2,\n丙市,损失,2015,1,\n";
    let (_dir, book) = run(&format!("{HEAD}{periods}{FIELDS}{plain}"), data);
    let rows = sheet(&book, "目标进度");
    let got = row(&rows, "有目标", "甲市");
    assert_eq!(got[1..12], ["", "8", "12", "10", "11", "1", "", "", "11", "达到", ""]);
    let got = row(&rows, "有目标", "乙市");
    assert_eq!(got[1..11], ["", "9", "9", "9", "缺", "缺", "", "", "缺", ""]);
    let got = row(&rows, "无目标", "甲市");
    assert_eq!(got[1..12], ["", "1", "3", "", "", "", "", "", "", "", ""]);
    assert!(sheet(&book, "进度图").len() > 10);
}

#[test]
fn one_period_without_a_path_has_no_such_sheet() {
    let plain = "[[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 100\nvalue = \"率\"\nscore = { rule = \"ratio\" }\ntarget = 1\n";
    let (_dir, book) = run(&format!("{HEAD}{FIELDS}{plain}"), "甲市,率,2015,1,\n");
    let book: Xlsx<_> = open_workbook(&book).unwrap();
    assert!(!book.sheet_names().iter().any(|n| n == "目标进度" || n == "进度图"));
}

#[test]
fn the_chart_looks_its_figures_up_on_the_sheet() {
    let (_dir, path) = run(&format!("{HEAD}{FIELDS}{PATHS}"), DATA);
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let formulas = book.worksheet_formula("进度图").unwrap();
    let looks = formulas.used_cells().filter(|(_, _, f)| f.contains("目标进度")).count();
    assert!(looks > 20, "{looks}");
    let rows = sheet(&path, "进度图");
    let line = |name: &str| rows.iter().find(|r| r[0] == name).unwrap().clone();
    // 2010 … 2020: the mean of the two that can be compared, and its path
    assert_eq!(line("完成值")[2..13], ["20", "", "", "26", "", "28.25", "", "", "", "", ""]);
    assert_eq!(line("计划值")[2..13], ["20", "22", "24", "26", "28", "30", "32", "34", "36", "38", "40"]);
}

#[test]
fn the_cover_says_who_moved_and_the_example_is_whole() {
    let (_guard, dir) = example("outline-2015");
    let ran = zhiheng(["run", dir.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let book = dir.join("out/outline-2015-prefectures/排名.xlsx");
    let cover = sheet(&book, "封面与说明");
    let moved = &cover.iter().find(|r| r[0] == "名次变化").unwrap()[1];
    assert!(moved.contains("上升最多") && moved.contains("下降最多") && moved.contains('→'), "{moved}");
    let rows = sheet(&book, "目标进度");
    // the same figures as in scores.csv, where the engine put them
    let scores = support::rows(&dir.join("out/outline-2015-prefectures/scores.csv"));
    let mine = scores.iter().find(|r| r["unit"] == "653200" && r["node"] == "A41" && r["period"] == "2012").unwrap();
    assert_eq!(row(&rows, "农业标准化生产普及率", "和田")[3], mine["value"]);
    assert_eq!(row(&rows, "农业标准化生产普及率", "和田")[4], "缺", "约20 is no figure");
    assert_eq!(row(&rows, "农业标准化生产普及率", "克拉玛依")[4], "－");
}

#[test]
fn what_a_missing_baseline_lacks_is_named_with_its_period() {
    let (_guard, dir) = example("outline-2015");
    zhiheng(["run", dir.to_str().unwrap()]);
    let found = support::rows(&dir.join("out/outline-2015-prefectures/findings.csv"));
    let aksu = found.iter().find(|r| r["code"] == "value-missing" && r["unit"] == "阿克苏地区").unwrap();
    assert_eq!(aksu["found"], "主要工业产品质量损失率（2010）");
}
