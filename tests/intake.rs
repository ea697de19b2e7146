//! What came back: which version of a return counts, who has returned what, and what was taken for what.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;

use support::{TempDir, example, files, rows, zhiheng};

const RUBRIC: &str = r#"
[rubric]
id = "small"
title = "小考核（示例）"
period = "2015"
full_marks = 10
subjects = "units"

[[source]]
id = "agency"
name = "主管部门"
[[source]]
id = "self"
name = "自评"

[[field]]
id = "经费"
name = "质量工作经费"
type = "decimal"
unit = "万元"
from = "self"
required = true
[[field]]
id = "会议"
name = "领导小组会议次数"
type = "integer"
from = "self"
[[field]]
id = "活动"
name = "开展质量月活动"
type = "bool"
from = "self"
[[field]]
id = "合格率"
name = "产品合格率"
type = "percent"
unit = "%"
from = "质监局"

[[indicator]]
id = "A1"
name = "经费"
marks = 4
value = "经费"
target = 100
score = { rule = "ratio" }
[[indicator]]
id = "A2"
name = "会议"
marks = 2
value = "会议"
target = 4
score = { rule = "ratio" }
[[indicator]]
id = "A3"
name = "活动"
marks = 1
score = { rule = "checklist", items = [{ field = "活动", marks = 1 }] }
[[indicator]]
id = "A4"
name = "合格率"
marks = 3
value = "合格率"
target = 95
score = { rule = "meet" }
"#;

const REGISTER: &str = "code,name,short\n1,甲县,甲\n2,乙县,乙\n3,丙县,丙\n";
const OUT: &str = "out/small";

/// An assessment folder in the making.
struct Folder {
    dir: Rc<TempDir>,
}

impl Folder {
    fn new() -> Self {
        let folder = Self { dir: Rc::new(tempfile::tempdir().unwrap()) };
        let settings = "[assessment]\ntitle = \"小\"\n\n[[scoring]]\nrubric = \"small.toml\"\nregister = \"units.csv\"\nreturns = [{ path = \"returns\", source = \"self\" }, { path = \"returns/agencies\", source = \"agency\" }]\n";
        fs::create_dir_all(folder.dir.path().join("returns/agencies")).unwrap();
        folder.file("small.toml", RUBRIC).file("units.csv", REGISTER).file("assessment.toml", settings)
    }

    fn file(self, path: &str, text: &str) -> Self {
        fs::write(self.dir.path().join(path), text).unwrap();
        self
    }

    /// A unit's form: the values of 经费, 会议 and 活动.
    fn form(self, name: &str, unit: &str, values: [&str; 3]) -> Self {
        let [money, meetings, month] = values;
        let text = format!(
            "填报单位：{unit},年度：2015\n指标,计量单位,本年值\n质量工作经费,万元,{money}\n领导小组会议次数,次,{meetings}\n开展质量月活动,,{month}\n"
        );
        self.file(&format!("returns/{name}"), &text)
    }

    fn settings(self, more: &str) -> Self {
        let path = self.dir.path().join("assessment.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}\n{more}")).unwrap();
        self
    }

    fn received(self, rows: &str) -> Self {
        self.file("received.csv", &format!("file,received,by\n{rows}"))
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn run(&self, command: &str) -> Came {
        let ran = zhiheng([command, self.path().to_str().unwrap()]);
        assert!(ran.code < 2, "{}{}", ran.out, ran.err);
        Came { ran, out: self.path().join(OUT), _dir: self.dir.clone() }
    }

    fn refused(&self) -> String {
        let ran = zhiheng(["ingest", self.path().to_str().unwrap()]);
        assert_eq!(ran.code, 2, "{}", ran.out);
        ran.err
    }
}

struct Came {
    ran: support::Ran,
    out: std::path::PathBuf,
    /// Keeps the folder.
    _dir: Rc<TempDir>,
}

type Row = BTreeMap<String, String>;

impl Came {
    fn findings(&self, code: &str) -> Vec<Row> {
        rows(&self.out.join("findings.csv")).into_iter().filter(|row| row["code"] == code).collect()
    }

    /// `unit field value file` of what is used.
    fn used(&self) -> Vec<String> {
        let used = rows(&self.out.join("observations.csv")).into_iter().filter(|row| row["used"] == "true");
        used.map(|r| format!("{} {} {} {}", r["unit"], r["field"], r["value"], r["file"])).collect()
    }

    fn returns(&self) -> BTreeMap<String, Row> {
        rows(&self.out.join("returns.csv")).into_iter().map(|row| (row["file"].clone(), row)).collect()
    }
}

/// Two versions of one return, named against the order in which they came.
fn two_versions() -> Folder {
    Folder::new().form("甲（修改版2）.csv", "甲县", ["80", "3", ""]).form("甲最终.csv", "甲县", ["70", "", "是"])
}

#[test]
fn the_version_that_came_last_counts_whole_and_the_other_is_set_aside_whole() {
    let came = two_versions()
        .received("returns\\甲（修改版2）.csv,2015/12/16 9:05,办公室\n./returns/甲最终.csv,2015-12-16 15:30,办公室\n")
        .run("run");
    // 会议 stands only in the version that is set aside: it counts for nothing
    let used = came.used();
    let own: Vec<_> = used.iter().filter(|u| u.starts_with("1 ")).collect();
    assert_eq!(own, ["1 经费 70 returns/甲最终.csv", "1 会议  returns/甲最终.csv", "1 活动 1 returns/甲最终.csv"]);
    assert!(came.findings("duplicate-observation").is_empty() && came.findings("versions-undecided").is_empty());
    let aside = came.findings("return-set-aside");
    assert_eq!(aside.len(), 1);
    assert_eq!((aside[0]["file"].as_str(), aside[0]["unit"].as_str()), ("returns/甲（修改版2）.csv", "甲县"));
    assert!(aside[0]["says"].contains("2015-12-16 09:05 < 2015-12-16 15:30"), "{}", aside[0]["says"]);
    let lacks = came.findings("version-lacks");
    assert_eq!(lacks.len(), 1);
    assert_eq!(lacks[0]["found"], "领导小组会议次数 (2015)");
    let returns = came.returns();
    assert_eq!(returns["returns/甲（修改版2）.csv"]["set_aside"], "returns/甲最终.csv");
    assert_eq!(returns["returns/甲（修改版2）.csv"]["used"], "0");
    assert_eq!(returns["returns/甲最终.csv"]["received"], "2015-12-16 15:30");
    assert_eq!(rows(&came.out.join("observations.csv")).len(), 6, "what is set aside stays in the table");
}

#[test]
fn without_two_different_dates_nothing_is_guessed_from_names() {
    for receipts in [
        "",
        "returns/甲最终.csv,2015-12-16,\n",
        "returns/甲最终.csv,2015-12-16,\nreturns/甲（修改版2）.csv,2015-12-16,\n",
        "returns/甲最终.csv,2015-12-16,\nreturns/甲（修改版2）.csv,2015-12-16 08:00,\n",
    ] {
        let came = two_versions().received(receipts).run("run");
        let undecided = came.findings("versions-undecided");
        assert_eq!(undecided.len(), 1, "{receipts}");
        assert_eq!(came.ran.code, 1);
        let says = &undecided[0]["says"];
        assert!(says.contains("甲最终.csv") && says.contains("甲（修改版2）.csv"), "{says}");
        assert!(came.findings("duplicate-observation").is_empty());
        // meanwhile the last by path, as a whole
        assert!(came.used().contains(&"1 经费 80 returns/甲（修改版2）.csv".to_owned()), "{:?}", came.used());
        assert_eq!(came.findings("return-set-aside").len(), 1);
    }
}

#[test]
fn a_version_can_be_named() {
    let receipts = "returns/甲最终.csv,2015-12-17,\nreturns/甲（修改版2）.csv,2015-12-16,\n";
    let came =
        two_versions().received(receipts).settings("[[version]]\nuse = \"returns\\\\甲（修改版2）.csv\"\n").run("run");
    assert!(came.used().contains(&"1 经费 80 returns/甲（修改版2）.csv".to_owned()));
    assert!(came.findings("return-set-aside")[0]["says"].contains("assessment.toml"));
    let refused = two_versions().received(receipts).settings("").file("x", "");
    let text = fs::read_to_string(refused.path().join("assessment.toml")).unwrap();
    let refuse = text.replace("title = \"小\"", "title = \"小\"\nversions = \"refuse\"");
    let came = refused.file("assessment.toml", &refuse).run("run");
    assert_eq!(came.findings("versions-undecided").len(), 1, "dates do not decide where they are told not to");
    let latest = refuse.replace("[[scoring]]", "[[scoring]]\nversions = \"latest\"");
    let came = two_versions().received(receipts).file("assessment.toml", &latest).run("run");
    assert!(came.findings("versions-undecided").is_empty(), "a scoring's own rule beats that of the assessment");
}

#[test]
fn every_fault_of_a_named_version_is_shown_at_its_key() {
    let err = two_versions()
        .settings("[[version]]\nuse = \"returns/甲最后.csv\"\n[[version]]\nuse = \"units.csv\"\n[[version]]\nuse = \"returns/甲最终.csv\"\ninstead_of = [\"returns/甲最终.csv\", \"../x\"]\n[[version]]\nused = \"x\"\n")
        .refused();
    for said in [
        "甲最后.csv",
        "returns/甲最终.csv",
        "units.csv",
        "use ≠ instead_of",
        "path-outside",
        "unknown-key",
        "missing-key",
    ] {
        assert!(err.contains(said), "`{said}` is not in\n{err}");
    }
    assert!(err.matches('^').count() >= 6, "{err}");
    let err = two_versions().settings("[[version]]\nuse = 3\n").refused();
    assert!(err.contains("bad-value"), "{err}");
    let folder = two_versions();
    let text = fs::read_to_string(folder.path().join("assessment.toml")).unwrap();
    let err =
        folder.file("assessment.toml", &text.replace("[[scoring]]", "[[scoring]]\nversions = \"last\"")).refused();
    assert!(err.contains("latest | refuse"), "{err}");
}

#[test]
fn a_choice_without_effect_is_said_and_instead_of_replaces_what_was_not_recognised() {
    let folder = || Folder::new().form("甲.csv", "甲县", ["80", "", ""]).form("甲补.csv", "甲县", ["", "3", "是"]);
    let came = folder().settings("[[version]]\nuse = \"returns/甲补.csv\"\n").run("run");
    let unused = came.findings("version-unused");
    assert_eq!((unused.len(), unused[0]["cell"].as_str()), (1, "10:7"));
    let came =
        folder().settings("[[version]]\nuse = \"returns/甲补.csv\"\ninstead_of = [\"returns/甲.csv\"]\n").run("run");
    assert!(came.findings("version-unused").is_empty());
    assert!(!came.used().iter().any(|u| u.ends_with("甲.csv")), "{:?}", came.used());
    assert_eq!(came.findings("version-lacks").len(), 1);
}

#[test]
fn forms_that_complete_each_other_are_no_versions_and_blanks_take_nothing_back() {
    let came =
        Folder::new().form("甲.csv", "甲县", ["80", "", ""]).form("甲补报.csv", "甲县", ["", "3", "是"]).run("run");
    assert!(came.findings("versions-undecided").is_empty() && came.findings("duplicate-observation").is_empty());
    let used = came.used();
    for taken in ["1 经费 80 returns/甲.csv", "1 会议 3 returns/甲补报.csv", "1 活动 1 returns/甲补报.csv"]
    {
        assert!(used.contains(&taken.to_owned()), "{used:?}");
    }
}

#[test]
fn a_summary_of_all_units_is_no_version_of_the_form_of_one() {
    let came = Folder::new()
        .form("1甲.csv", "甲县", ["80", "3", "是"])
        .form("2乙.csv", "乙县", ["60", "2", "否"])
        .file("returns/汇总.csv", "单位,质量工作经费,领导小组会议次数\n甲县,81,3\n乙县,60,2\n丙县,50,1\n")
        .run("run");
    assert!(came.findings("return-set-aside").is_empty(), "no return of 乙县 or 丙县 may be lost to that of 甲县");
    assert_eq!(came.findings("duplicate-observation").len(), 4);
    assert!(came.used().contains(&"1 活动 1 returns/1甲.csv".to_owned()));
}

#[test]
fn sources_never_take_each_other_for_versions() {
    let came = Folder::new()
        .form("甲.csv", "甲县", ["80", "3", "是"])
        .form("agencies/甲.csv", "甲县", ["80", "3", "否"])
        .run("run");
    assert!(came.findings("return-set-aside").is_empty());
    assert_eq!(came.findings("sources-disagree").len(), 1);
}

#[test]
fn three_copies_of_the_same_need_no_decision() {
    let came = Folder::new()
        .form("甲.csv", "甲县", ["80", "3", "是"])
        .form("甲(1).csv", "甲县", ["80", "3", "是"])
        .form("甲 - 副本.csv", "甲县", ["80", "3", "是"])
        .run("run");
    assert!(came.findings("versions-undecided").is_empty());
    let aside = came.findings("return-set-aside");
    assert_eq!(aside.len(), 2);
    assert!(aside.iter().all(|f| f["says"].contains("内容相同")));
}

#[test]
fn versions_of_versions_belong_together() {
    // the first and the last share one answer of three, each shares two with the one between
    let came = Folder::new()
        .form("1.csv", "甲县", ["80", "3", ""])
        .form("2.csv", "甲县", ["81", "4", "是"])
        .form("3.csv", "甲县", ["", "5", "是"])
        .received("returns/1.csv,2015-12-01,\nreturns/2.csv,2015-12-03,\nreturns/3.csv,2015-12-02,\n")
        .run("run");
    assert_eq!(came.findings("return-set-aside").len(), 2);
    assert!(came.used().contains(&"1 会议 4 returns/2.csv".to_owned()));
}

#[test]
fn what_is_wrong_in_a_version_that_is_set_aside_needs_no_mending() {
    let folder = || {
        Folder::new()
            .form("a.csv", "甲县", ["约80", "3", "是"])
            .form("b.csv", "甲县", ["80", "3", "是"])
            .file("returns/agencies/质监局.csv", "单位,产品合格率\n甲县,98\n乙县,97\n丙县,96\n")
    };
    let decided = folder().received("returns/a.csv,2015-12-01,\nreturns/b.csv,2015-12-02,\n").run("ingest");
    assert_eq!(decided.findings("unreadable-value")[0]["level"], "note");
    let open = folder().run("ingest");
    assert_eq!(open.findings("unreadable-value")[0]["level"], "error", "while it is open, it may be the one to mend");
}

#[test]
fn faults_of_received_csv_stand_at_their_line_and_column() {
    let came = Folder::new()
        .form("甲.csv", "甲县", ["80", "3", "是"])
        .received("returns/甲.csv,十二月,\nreturns/甲县.csv,2015-12-01,\nreturns/甲.csv,2015-12-02,\n")
        .run("ingest");
    let at =
        |code: &str| came.findings(code).iter().map(|f| format!("{}!{}", f["file"], f["cell"])).collect::<Vec<_>>();
    assert_eq!(at("bad-table"), ["received.csv!2:2"]);
    assert_eq!(at("duplicate-id"), ["received.csv!4:1"]);
    assert_eq!(at("received-missing"), ["received.csv!3:1"]);
    assert!(came.findings("received-missing")[0]["says"].contains("returns/甲.csv"), "the nearest is named");
}

#[test]
fn received_csv_may_be_in_gb18030_and_goes_into_the_inputs() {
    let folder = two_versions();
    let text =
        "file,received,by\nreturns/甲（修改版2）.csv,2015年12月16日,办公室\nreturns/甲最终.csv,2015年12月17日,办公室\n";
    let bytes = encoding_rs::GB18030.encode(text).0.into_owned();
    fs::write(folder.path().join("received.csv"), &bytes).unwrap();
    let came = folder.run("run");
    assert!(came.used().contains(&"1 经费 70 returns/甲最终.csv".to_owned()));
    assert_eq!(came.returns()["returns/甲最终.csv"]["by"], "办公室");
    let json = zhiheng(["run", folder.path().to_str().unwrap(), "--json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let unit = &json["scorings"][0]["intake"]["units"][0];
    assert_eq!((unit["unit"].as_str(), unit["standing"].as_str()), (Some("甲县"), Some("incomplete")));
    assert_eq!(unit["set_aside"][0], "returns/甲（修改版2）.csv");
}

#[test]
fn every_unit_and_reporter_stands_where_it_does() {
    let folder = Folder::new()
        .form("甲.csv", "甲县", ["80", "3", "是"])
        .form("乙.csv", "乙县", ["约60", "2", "不适用"])
        .file("returns/agencies/质监局.csv", "单位,产品合格率\n甲县,98\n乙县,\n");
    let json = zhiheng(["ingest", folder.path().to_str().unwrap(), "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let intake = &json["scorings"][0]["intake"];
    let standings: Vec<_> =
        intake["units"].as_array().unwrap().iter().map(|u| u["standing"].as_str().unwrap()).collect();
    assert_eq!(standings, ["complete", "needs_mending", "not_returned"]);
    let cells = &intake["units"][1]["cells"];
    let counts = ["wanted", "answered", "not_applicable", "unreadable", "missing"].map(|n| cells[n].as_u64().unwrap());
    assert_eq!(counts, [3, 1, 1, 1, 0]);
    let reporter = &intake["reporters"][0];
    assert_eq!((reporter["name"].as_str(), reporter["standing"].as_str()), (Some("质监局"), Some("incomplete")));
    assert_eq!(reporter["fields"][0]["missing"], serde_json::json!(["乙", "丙"]));
    assert_eq!(reporter["files"], serde_json::json!(["returns/agencies/质监局.csv"]));
}

#[test]
fn ingest_says_what_is_missing_once_and_run_no_more_often() {
    let folder = Folder::new().form("甲.csv", "甲县", ["", "3", "是"]).form("乙.csv", "乙县", ["9", "2", "是"]);
    for command in ["ingest", "run"] {
        let came = folder.run(command);
        assert_eq!(came.findings("not-returned").len(), 1, "{command}");
        assert_eq!(came.findings("not-returned")[0]["unit"], "丙县");
        assert_eq!(came.findings("required-missing").len(), 1, "{command}");
        assert_eq!(came.findings("value-missing").is_empty(), command == "ingest");
    }
}

#[test]
fn what_others_say_of_a_unit_is_no_return_of_its_own() {
    let folder =
        Folder::new().form("甲.csv", "甲县", ["80", "3", "是"]).form("agencies/丙.csv", "丙县", ["80", "3", "是"]);
    let silent: Vec<String> = folder.run("run").findings("not-returned").iter().map(|f| f["unit"].clone()).collect();
    assert_eq!(silent, ["乙县", "丙县"]);
}

#[test]
fn sheets_read_alike_share_a_line_and_an_odd_one_stands_alone() {
    let (_guard, dir) = example("midterm-2015");
    let odd = "填报单位：和田地区,年度：2013\n指标,本年值\n质量工作经费,9\n";
    fs::write(dir.join("returns/prefectures/和田补.csv"), odd).unwrap();
    let ran = zhiheng(["ingest", dir.to_str().unwrap()]);
    assert!(ran.out.contains("returns/prefectures/（13 个文件）"), "{}", ran.out);
    let line = ran.out.lines().find(|l| l.contains("和田补.csv")).unwrap();
    assert!(line.contains("和田地区") && line.contains("2013") && line.contains("一个单位，指标在行"), "{line}");
    assert!(ran.out.contains("应报单位 14 个：") && ran.out.contains("报送部门 10 个："), "{}", ran.out);
}

#[test]
fn what_was_taken_for_what_is_said_on_screen_in_the_table_and_in_the_workbook() {
    let folder = Folder::new().form("甲.csv", "甲县", ["80", "3", "是"]).form("乙.csv", "乙县", ["70", "2", "否"]);
    // another order of rows, and a heading that is nearly a field's
    let odd = "填报单位：丙县\n项目,完成值\n1．质量工作经费（亿元）,0.5\n合格率,98\n";
    let came = folder.file("returns/丙.csv", odd).run("ingest");
    let returns = came.returns();
    let taken = |file: &str| returns[file]["taken"].clone();
    assert!(taken("returns/甲.csv").contains("2:3 本年值 → 数值"), "{}", taken("returns/甲.csv"));
    assert!(taken("returns/甲.csv").contains("3:1 质量工作经费 → 质量工作经费"), "{}", taken("returns/甲.csv"));
    assert!(taken("returns/丙.csv").contains("4:1 合格率 → 产品合格率"), "{}", taken("returns/丙.csv"));
    // on screen, sheets read alike are one line, and what bears its own name is left out
    let lines: Vec<&str> = came.ran.out.lines().filter(|l| l.contains(" → ")).collect();
    assert_eq!(lines.len(), 2, "{}", came.ran.out);
    let of = |text: &str| *lines.iter().find(|l| l.contains(text)).unwrap();
    assert!(of("2 个文件").contains("2:3 本年值 → 数值") && !of("2 个文件").contains("质量工作经费"), "{lines:?}");
    assert!(of("丙.csv").contains("3:1 1．质量工作经费（亿元） → 质量工作经费"), "{lines:?}");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(came.out.join("回收情况.xlsx")).unwrap();
    let range = calamine::Reader::worksheet_range(&mut book, "回收情况").unwrap();
    let texts: Vec<String> = range.used_cells().map(|(.., cell)| cell.to_string()).collect();
    assert!(texts.iter().any(|t| t.contains("4:1 合格率 → 产品合格率")), "{texts:?}");
}

#[test]
fn one_stranger_on_sixty_rows_is_one_line_on_screen_and_sixty_in_the_table() {
    use std::fmt::Write as _;
    let mut text = "单位,指标,数值\n甲县,经费,80\n".to_owned();
    for n in 0..60 {
        writeln!(text, "石河子,会议,{n}").unwrap();
    }
    let came = Folder::new().file("returns/long.csv", &text).run("run");
    assert_eq!(came.findings("unknown-unit").len(), 60);
    let said: Vec<&str> = came.ran.out.lines().filter(|l| l.contains("[unknown-unit]")).collect();
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("共 60 处：3:1–62:1"), "{}", said[0]);
}

#[test]
fn files_that_gave_nothing_are_listed_with_the_reason() {
    let folder = Folder::new().form("甲.csv", "甲县", ["80", "3", "是"]);
    fs::write(folder.path().join("returns/说明.docx"), b"PK\x03\x04nothing").unwrap();
    fs::write(folder.path().join("returns/空.csv"), b"").unwrap();
    let came = folder.run("ingest");
    let returns = came.returns();
    assert_eq!(returns["returns/空.csv"]["errors"], "1");
    assert!(!returns["returns/说明.docx"]["hash"].is_empty());
    let json = zhiheng(["ingest", folder.path().to_str().unwrap(), "--json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["scorings"][0]["intake"]["nobodys"].as_array().unwrap().len(), 2);
}

/// Files made in another order, read by another number of threads.
#[test]
fn the_outcome_is_the_same_whatever_the_order_and_the_threads() {
    let mut names: Vec<String> = (0..24).map(|n| format!("{n:02}.csv")).collect();
    let mut seen: Option<BTreeMap<String, Vec<u8>>> = None;
    for (turn, threads) in ["1", "2", "8", "3"].iter().enumerate() {
        names.rotate_left(turn * 7);
        if turn % 2 == 1 {
            names.reverse();
        }
        let mut folder = Folder::new();
        for name in &names {
            let n: usize = name[..2].parse().unwrap();
            let unit = ["甲县", "乙县", "丙县"][n % 3];
            folder = folder.form(name, unit, [&n.to_string(), "3", if n.is_multiple_of(2) { "" } else { "是" }]);
        }
        let done = Command::new(env!("CARGO_BIN_EXE_zhiheng"))
            .args(["run", folder.path().to_str().unwrap()])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert_eq!(done.status.code(), Some(1));
        let made = files(&folder.path().join("out"));
        assert!(!made.is_empty());
        match &seen {
            Some(first) => assert!(*first == made, "{threads} threads give another outcome"),
            None => seen = Some(made),
        }
    }
}
