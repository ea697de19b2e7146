//! `zhiheng remind`: who owes what, with letters to print and texts to send.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;
use support::{TempDir, assessment, example, files, zhiheng};

const UNITS: &str = "code,name,short,group\n1,甲市,甲,北\n2,乙市,乙,北\n3,丙市,丙,南\n";
const RUBRIC: &str = r#"[rubric]
format = 1
id = "one"
title = "考核"
version = "1"
period = "2015"
full_marks = 30
subjects = "units"
lang = "zh"
[[source]]
id = "agency"
name = "部门"
[[source]]
id = "self"
name = "自评"
[[field]]
id = "x"
name = "抽检批次"
unit = "批次"
from = "self"
[[field]]
id = "y"
name = "培训人数"
from = "self"
[[field]]
id = "z"
name = "监督抽查合格率"
from = "质监局"
[[indicator]]
id = "I"
name = "抽检"
marks = 10
value = "x"
target = 100
score = { rule = "ratio" }
evidence = "抽检台账"
[[indicator]]
id = "J"
name = "培训"
marks = 10
value = "y + 0 * previous(y)"
target = 100
score = { rule = "ratio" }
applies = "group == '北'"
[[indicator]]
id = "K"
name = "合格率"
marks = 10
value = "z"
target = 100
score = { rule = "ratio" }
"#;
/// 甲 has reported everything but last year's figure, 乙 something that cannot be read, 丙 nothing.
const SELF: &str = "单位,填报项,数值,年度,佐证材料\n甲,抽检批次,90,2015,台账一号\n甲,培训人数,50,2015,\n\
                    乙,抽检批次,约八九十,2015,\n乙,培训人数,60,2015,\n乙,培训人数,50,2014,\n";
const AGENCY: &str = "unit,field,value,source\n甲,z,95,agency\n";

fn folder(due: &str, more: &[(&str, &str)]) -> (TempDir, String) {
    let settings = format!(
        "[assessment]\ntitle = \"一\"\n[[scoring]]\nrubric = \"one\"\nregister = \"units\"\nreturns = [\"returns\"]\n{due}"
    );
    let mut all = vec![
        ("rubrics/one.toml", RUBRIC),
        ("units.csv", UNITS),
        ("returns/self.csv", SELF),
        ("returns/质监局.csv", AGENCY),
        ("assessment.toml", settings.as_str()),
    ];
    all.extend(more);
    assessment(&all)
}

fn json(args: &[&str]) -> Value {
    let ran = zhiheng(["--json", "remind"].into_iter().chain(args.iter().copied()));
    assert!(ran.code < 2, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

/// Each who owes: name, form, and what of which unit.
fn owed(report: &Value) -> String {
    let scoring = &report["scorings"][0];
    let mut said = String::new();
    for one in scoring["reminders"].as_array().unwrap() {
        let items: Vec<String> = one["owed"].as_array().unwrap().iter().map(|o| item(scoring, o)).collect();
        let counts = ["asked", "missing", "unreadable", "evidence"].map(|key| one[key].to_string()).join("/");
        writeln!(said, "{} {counts} {}: {}", text(&one["to"]), text(&one["form"]), items.join("; ")).unwrap();
    }
    said
}

fn item(scoring: &Value, owed: &Value) -> String {
    let unit = text(&scoring["units"][usize::try_from(owed["unit"].as_u64().unwrap()).unwrap()]);
    [unit, text(&owed["field"]), text(&owed["period"]), text(&owed["what"]), text(&owed["evidence"])].join(" ")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn sheets(dir: &str) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = open_workbook(Path::new(dir).join("out/one/催报通知.xlsx")).unwrap();
    let names = book.sheet_names();
    let one = |name: String| {
        let range = book.worksheet_range(&name).unwrap();
        let rows = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
        (name, rows)
    };
    names.into_iter().map(one).collect()
}

#[test]
fn whoever_owes_something_is_named_with_what_and_by_which_form() {
    let (_guard, dir) = folder("due = \"2015-08-10\"\n", &[]);
    let report = json(&[&dir]);
    let expected = "\
甲市 3/1/0/0 1-甲市.xlsx: 甲市 培训人数 2014 missing \n\
乙市 2/0/1/1 2-乙市.xlsx: 乙市 抽检批次（批次） 2015 unreadable 抽检台账\n\
丙市 1/1/0/1 3-丙市.xlsx: 丙市 抽检批次（批次） 2015 missing 抽检台账\n\
质监局 3/2/0/0 质监局.xlsx: 乙市 监督抽查合格率 2015 missing ; 丙市 监督抽查合格率 2015 missing \n";
    assert_eq!(owed(&report), expected);
    let unreadable = &report["scorings"][0]["reminders"][1]["owed"][0];
    assert!(text(&unreadable["says"]).contains("约八九十"), "{unreadable}");
    assert_eq!(text(&unreadable["place"]), "returns/self.csv!4:3");
}

#[test]
fn the_form_named_is_the_one_that_template_makes() {
    let (_guard, dir) = folder("", &[]);
    let report = json(&[&dir]);
    assert!(zhiheng(["template", &dir]).code == 0);
    for one in report["scorings"][0]["reminders"].as_array().unwrap() {
        assert!(Path::new(&dir).join("out/one/填报表").join(text(&one["form"])).is_file(), "{one}");
    }
}

#[test]
fn days_are_counted_to_the_day_given_and_not_to_any_other() {
    let (_guard, dir) = folder("due = \"2015-08-10\"\n", &[]);
    for (day, left, says) in
        [("2015-08-07", 3, "还有3天"), ("2015-08-10", 0, "今天到期"), ("2015-08-20", -10, "逾期10天")]
    {
        let report = json(&[&dir, "--as-of", day]);
        assert_eq!(report["scorings"][0]["days_left"], left);
        let list = &sheets(&dir)[0].1;
        assert_eq!(list[3][8], "2015-08-10");
        assert_eq!(list[3][9], says);
    }
    let report = json(&[&dir]);
    assert!(report["scorings"][0]["days_left"].is_null());
    let list = &sheets(&dir)[0].1;
    assert!(!list[2].contains(&"期限情况".to_owned()), "{:?}", list[2]);
    let once = files(&Path::new(&dir).join("out"));
    json(&[&dir]);
    assert!(once == files(&Path::new(&dir).join("out")));
    let ran = zhiheng(["remind", &dir, "--as-of", "8月20日"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
}

#[test]
fn each_has_a_letter_to_print_and_a_text_of_one_line() {
    let (_guard, dir) = folder("due = \"2015-08-10\"\n", &[]);
    assert_eq!(zhiheng(["remind", &dir, "--as-of", "2015-08-20"]).code, 1);
    let sheets = sheets(&dir);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["催报清单", "催报文本", "甲市", "乙市", "丙市", "质监局"]);
    let letter = |at: usize| sheets[at].1.concat().join("|");
    assert!(letter(4).contains("没有收到贵单位的报送材料") && letter(4).contains("请贵单位于2015-08-10前报送"));
    assert!(letter(4).contains("现已逾期10天，请立即报送"), "{}", letter(4));
    assert!(letter(3).contains("约八九十") && letter(3).contains("self.csv!4:3") && letter(3).contains("3. "));
    // what is missing of several units is one line
    assert!(letter(5).contains("|乙、丙|未报|"), "{}", letter(5));
    for row in &sheets[1].1[3..] {
        assert!(row[1].starts_with("【催报】") && !row[1].contains('\n'), "{row:?}");
    }
    assert!(sheets[1].1[5][1].contains("至今没有收到"));
}

#[test]
fn a_file_that_came_and_could_not_be_read_is_not_called_missing() {
    let (_guard, dir) = folder("", &[("returns/丙市.xlsx", "no workbook")]);
    let report = json(&[&dir]);
    assert_eq!(report["scorings"][0]["reminders"][2]["unread"][0], "returns/丙市.xlsx");
    let sheets = sheets(&dir);
    assert!(sheets[0].1.concat().join("|").contains("丙市.xlsx（没有读出数据）"));
    assert!(sheets[4].1.concat().join("|").contains("其中“丙市.xlsx”没有读出数据"));
}

#[test]
fn where_nothing_is_owed_no_workbook_is_made_and_an_old_one_goes() {
    let (_guard, dir) = folder("", &[]);
    zhiheng(["remind", &dir]);
    let book = Path::new(&dir).join("out/one/催报通知.xlsx");
    assert!(book.is_file());
    let all = "unit,field,value,period,source,evidence\n甲,x,90,2015,self,一\n甲,y,1,2015,self,\n甲,y,1,2014,self,\n甲,z,1,2015,agency,\n\
               乙,x,90,2015,self,二\n乙,y,1,2015,self,\n乙,y,1,2014,self,\n乙,z,1,2015,agency,\n丙,x,90,2015,self,三\n丙,z,1,2015,agency,\n";
    fs::write(Path::new(&dir).join("returns/self.csv"), all).unwrap();
    fs::remove_file(Path::new(&dir).join("returns/质监局.csv")).unwrap();
    let ran = zhiheng(["remind", &dir]);
    assert_eq!((ran.code, ran.out.contains("没有要催报的")), (0, true), "{}{}", ran.out, ran.err);
    assert!(!book.exists());
}

#[test]
fn of_very_many_all_stand_on_the_list_and_the_first_have_letters() {
    let mut units = "code,name\n".to_owned();
    for at in 0..600 {
        writeln!(units, "{at:03},单位{at:03}").unwrap();
    }
    let rubric = RUBRIC.replace("applies = \"group == '北'\"\n", "");
    let files = [
        ("rubrics/one.toml", rubric.as_str()),
        ("units.csv", &units),
        ("returns/a.csv", "unit,field,value\n单位000,x,1\n"),
    ];
    let (_guard, dir) = assessment(&files);
    let ran = zhiheng(["remind", &dir, "--lang", "en"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let mut book: Xlsx<_> = open_workbook(Path::new(&dir).join("out/one/reminders.xlsx")).unwrap();
    assert_eq!(book.sheet_names().len(), 502);
    let list = book.worksheet_range("Reminders").unwrap();
    assert_eq!(list.height(), 3 + 601);
    assert!(list.get_value((1, 0)).unwrap().to_string().contains("letters for the first 500 only"));
    // what nobody has reported of any unit is one line
    let texts = book.worksheet_range("Texts").unwrap();
    assert_eq!(texts.height(), 3 + 601);
}

/// A record of the office that checked is no return of the agency that reports.
#[test]
fn what_somebody_else_checked_is_not_taken_for_a_return() {
    let (_guard, dir) = example("council-2015");
    let report = json(&[dir.to_str().unwrap(), "--as-of", "2015-07-01"]);
    let reminders = report["scorings"][0]["reminders"].as_array().unwrap();
    let one = reminders.iter().find(|one| text(&one["to"]) == "质监局").unwrap();
    let files: Vec<&str> = one["files"].as_array().unwrap().iter().map(text).collect();
    assert_eq!(files, ["returns/质监局.xlsx"]);
    assert_eq!(report["scorings"][0]["days_left"], 9);
}
