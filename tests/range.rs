//! Sheet 得分区间: totals and grades if everything missing turned out worst, and if it turned out best.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::path::Path;

use calamine::{Reader, open_workbook_auto};
use support::{assessment, zhiheng};

const RUBRIC: &str = r#"
[rubric]
format = 1
id = "one"
title = "一"
period = "2015"
full_marks = 100
subjects = "units"
[[grade]]
name = "甲"
at_least = 90
[[grade]]
name = "乙"
at_least = 80
[[grade]]
name = "丙"
at_least = 60
[[grade]]
name = "丁"
[[field]]
id = "一率"
[[field]]
id = "二率"
[[field]]
id = "三率"
[[field]]
id = "四率"
[[field]]
id = "五率"
[[field]]
id = "获奖"
[[field]]
id = "通报"
[[field]]
id = "事件"
[[section]]
id = "A"
marks = 60
[[section]]
id = "A1"
under = "A"
marks = 40
[[indicator]]
id = "A11"
under = "A1"
name = "一"
marks = 30
value = "一率"
target = 100
score = { rule = "ratio" }
[[indicator]]
id = "A12"
under = "A1"
name = "二"
marks = 10
value = "二率"
target = 100
score = { rule = "ratio" }
[[indicator]]
id = "A2"
under = "A"
name = "三"
marks = 20
value = "三率"
target = 100
score = { rule = "ratio" }
missing = "mean"
[[section]]
id = "B"
marks = 40
[[indicator]]
id = "B1"
under = "B"
name = "四"
marks = 30
value = "四率"
target = 100
score = { rule = "ratio" }
[[indicator]]
id = "B2"
under = "B"
name = "五"
marks = 10
value = "五率"
target = 100
score = { rule = "ratio" }
[[section]]
id = "C"
kind = "bonus"
marks = 5
cap = 3
[[indicator]]
id = "C1"
under = "C"
name = "奖"
marks = 5
value = "获奖"
score = { rule = "count", each = 1 }
[[section]]
id = "D"
kind = "penalty"
marks = 5
cap = 4
[[indicator]]
id = "D1"
under = "D"
name = "罚"
marks = 5
value = "通报"
score = { rule = "count", each = -1 }
[[veto]]
id = "V1"
name = "大事件"
when = "事件 > 0"
effect = { grade = "丁" }
"#;

/// Runs the rubric on these rows of `unit,field,value` and gives the rows of the sheet, headings first.
fn range(rubric: &str, units: &str, rows: &str) -> Option<Vec<Vec<String>>> {
    let returned = format!("unit,field,value,state\n{rows}");
    let (_guard, dir) = assessment(&[("rubrics/one.toml", rubric), ("units.csv", units), ("returns/a.csv", &returned)]);
    let ran = zhiheng(["run", &dir]);
    assert!(ran.code < 2, "{}", ran.err);
    sheet(&Path::new(&dir).join("out/one/排名.xlsx"))
}

fn sheet(path: &Path) -> Option<Vec<Vec<String>>> {
    let mut book = open_workbook_auto(path).unwrap();
    let sheet = book.worksheet_range("得分区间").ok()?;
    Some(sheet.rows().skip(2).map(|row| row.iter().map(ToString::to_string).collect()).collect())
}

/// A unit's values for 一率 … 五率, 获奖, 通报, 事件; `""` is left out, `－` is not applicable.
fn unit(name: &str, values: [&str; 8]) -> String {
    let fields = ["一率", "二率", "三率", "四率", "五率", "获奖", "通报", "事件"];
    let rows = fields.iter().zip(values).filter(|(_, value)| !value.is_empty());
    rows.map(|(field, value)| match value {
        "－" => format!("{name},{field},,not_applicable\n"),
        value => format!("{name},{field},{value},value\n"),
    })
    .collect()
}

const UNITS: &str = "code,name\n1,东县\n2,西县\n3,南县\n4,北县\n";

#[test]
fn what_is_missing_is_supposed_worst_and_best() {
    let rows = [
        // 30 + 0 + 10 (the mean of the others) + 27 × 40/30, nothing added or taken
        unit("东县", ["100", "", "", "90", "－", "", "", "0"]),
        // nothing missing but what a veto asks for
        unit("西县", ["100", "100", "50", "100", "100", "0", "0", ""]),
        // a section whose other item does not apply
        unit("南县", ["100", "100", "50", "", "－", "0", "0", "0"]),
        // 30 + 10 + 10 + 24.6 × 40/30 = 82.8, a penalty unreported
        unit("北县", ["100", "100", "50", "82", "－", "0", "", "0"]),
    ]
    .concat();
    let rows = range(RUBRIC, UNITS, &rows).unwrap();
    assert_eq!(
        rows[0],
        [
            "单位",
            "最差",
            "等级",
            "现报",
            "等级",
            "最好",
            "等级",
            "相差",
            "未报指标（最少～最多得分）",
            "最近的等级线",
            "降等风险"
        ]
    );
    let of = |name: &str| rows.iter().find(|row| row[0] == name).unwrap().join(" | ");
    // worst 30 + 36 − 4; best 60 + 36 + 3: the sections' own caps hold
    assert_eq!(
        of("东县"),
        "东县 | 62 | 丙 | 76 | 丙 | 99 | 甲 | 37 | 二（0～10分）\n三（0～20分）\n奖（0～5分）\n罚（-5～0分） | 乙（80分）：还差4分 | 无；最好可为甲"
    );
    // 30 marks at stake stand for the whole section of 40
    assert_eq!(
        of("南县"),
        "南县 | 50 | 丁 | 50 | 丁 | 90 | 甲 | 40 | 四（0～30分） | 丙（60分）：还差10分 | 无；最好可为甲"
    );
    assert_eq!(
        of("北县"),
        "北县 | 78.8 | 丙 | 82.8 | 乙 | 82.8 | 乙 | 4 | 罚（-5～0分） | 乙（80分）：高出2.8分 | 有：最差为丙"
    );
    assert_eq!(
        of("西县"),
        "西县 | 90 | 甲 | 90 | 甲 | 90 | 甲 | 0 |  | 甲（90分）：高出0分 | 否决项“大事件”尚不能判断"
    );
}

#[test]
fn the_ends_are_the_bounds_that_the_rubric_gives_an_item() {
    // 限扣2分, and a reserve for doing more than was asked
    let rubric = RUBRIC
        .replacen("score = { rule = \"ratio\" }", "score = { rule = \"ratio\", floor = -2, cap = 33 }", 1)
        .replace("missing = \"mean\"", "missing = \"reject\"");
    let rows = unit("东县", ["", "100", "", "100", "100", "0", "0", "0"]);
    let rows = range(&rubric, "code,name\n1,东县\n2,西县\n", &rows).unwrap();
    let row = rows.iter().find(|row| row[0] == "东县").unwrap().join(" | ");
    // a unit that is rejected as it stands has a total at either end: −2 + 10 + 0 + 40, and 33 + 10 + 20 + 40
    assert_eq!(row, "东县 | 48 | 丁 | － | － | 103 | 甲 | 55 | 一（-2～33分）\n三（0～20分） | － | 无；最好可为甲");
}

#[test]
fn nothing_missing_leaves_the_sheet_out() {
    let rows = ["东县", "西县", "南县", "北县"]
        .map(|name| unit(name, ["100", "100", "50", "100", "－", "0", "0", "0"]))
        .concat();
    assert_eq!(range(RUBRIC, UNITS, &rows), None);
}
