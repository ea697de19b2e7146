//! Sheet 分阶段得分: totals by what a unit said itself, by what was checked, and in the end.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use calamine::{Reader, open_workbook_auto};
use support::{assessment, zhiheng};

const RUBRIC: &str = r#"
[rubric]
format = 1
id = "one"
title = "一"
period = "2015"
full_marks = 10
subjects = "units"
[[source]]
id = "site"
name = "核查"
[[source]]
id = "self"
name = "自评"
[[field]]
id = "率"
tolerance = 100
[[field]]
id = "数"
[[indicator]]
id = "A1"
marks = 5
value = "率"
target = 100
score = { rule = "ratio" }
[[indicator]]
id = "A2"
marks = 5
value = "数"
target = 10
score = { rule = "ratio" }
"#;

#[test]
fn each_stage_believes_its_source_wherever_it_spoke() {
    // the check covers one unit only, and one field more is the check's alone
    let rows = "unit,field,value,source\n东县,率,100,self\n东县,率,60,site\n西县,率,90,self\n东县,数,10,site\n西县,数,10,site\n";
    let settings = "[assessment]\ntitle = \"一\"\n[[scoring]]\nrubric = \"one\"\nregister = \"units\"\nreturns = [\"returns\"]\nadjustments = \"adjustments.csv\"\n";
    let adjustments = "unit,node,period,action,amount,reason,by,date\n西县,total,,add,-1,误报,办公室,2016-01-05\n";
    let (_guard, dir) = assessment(&[
        ("rubrics/one.toml", RUBRIC),
        ("units.csv", "code,name\n1,东县\n2,西县\n"),
        ("returns/a.csv", rows),
        ("adjustments.csv", adjustments),
        ("assessment.toml", settings),
    ]);
    let ran = zhiheng(["run", &dir]);
    assert!(ran.code < 2, "{}", ran.err);
    let mut book = open_workbook_auto(format!("{dir}/out/one/排名.xlsx")).unwrap();
    let sheet = book.worksheet_range("分阶段得分").unwrap();
    let rows: Vec<Vec<String>> =
        sheet.rows().skip(2).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows[0], ["单位", "按自评", "名次", "按核查", "名次", "其中复核调整", "最终得分", "名次", "最终较自评"]);
    assert_eq!(rows[1], ["西县", "9.5", "2", "9.5", "1", "-1", "8.5", "1", "-1"]);
    assert_eq!(rows[2], ["东县", "10", "1", "8", "2", "0", "8", "2", "-2"]);
}
