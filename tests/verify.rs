//! Verifying (核验): whether inputs, ledger, archive and what is published still agree, and if not, which cell.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use rusqlite::Connection;
use serde_json::Value;
use support::{assessment, files, zhiheng};

const RUBRIC: &str = r#"
[rubric]
format = 1
id = "one"
title = "一"
period = "2015"
full_marks = 20
subjects = "units"
[[field]]
id = "率"
[[field]]
id = "数"
[[indicator]]
id = "A1"
marks = 10
value = "率"
target = 90
score = { rule = "deduct", per = 1, take = 1 }
[[indicator]]
id = "A2"
marks = 10
value = "数"
target = 10
score = { rule = "ratio" }
"#;
const UNITS: &str = "code,name\n1,甲市\n2,乙市\n";
const DATA: &str = "unit,field,value\n1,率,87\n1,数,5\n2,率,90\n2,数,6\n";
const SETTINGS: &str = "[assessment]\ntitle = \"一\"\n[[scoring]]\nrubric = \"one\"\nregister = \"units\"\nreturns = [\"returns\"]\nadjustments = \"adjustments.csv\"\n";

/// A folder that has been run once, with a sealed ledger.
fn folder() -> (support::TempDir, String) {
    let (guard, dir) = assessment(&[
        ("assessment.toml", SETTINGS),
        ("rubrics/one.toml", RUBRIC),
        ("units.csv", UNITS),
        ("returns/data.csv", DATA),
    ]);
    for args in [
        "propose --unit 乙市 --node A2 --action add --amount 1 --reason 补交 --by 乙市 --date 2016-01-04",
        "accept R1 --by 领导小组 --reason 属实 --date 2016-01-05",
    ] {
        assert_eq!(zhiheng(["adjust", &dir].into_iter().chain(args.split(' '))).code, 0);
    }
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    (guard, dir)
}

/// What verifying comes to, and that it writes nothing.
fn verify(dir: &str, more: &[&str]) -> (i32, Value) {
    let before = files(Path::new(dir));
    let ran = zhiheng(["verify", dir, "--json"].into_iter().chain(more.iter().copied()));
    assert!(ran.code < 2, "{}", ran.err);
    assert_eq!(files(Path::new(dir)), before);
    (ran.code, serde_json::from_str(&ran.out).unwrap())
}

fn verdicts(report: &Value) -> [&str; 4] {
    ["inputs", "ledger", "archive", "outputs"].map(|part| report[part].as_str().unwrap())
}

/// What became of each file that differs.
fn became(report: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    report["files"].as_array().unwrap().iter().map(|file| (text(&file["file"]), text(&file["became"]))).collect()
}

fn of<'v>(report: &'v Value, name: &str) -> &'v Value {
    report["files"].as_array().unwrap().iter().find(|file| file["file"] == name).unwrap()
}

/// Changes a part of a workbook as another program's hand would.
fn edit(path: &str, change: impl Fn(&str, String) -> String) {
    let mut zip = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        parts.push((name, bytes));
    }
    let mut out = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in parts {
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        let bytes = String::from_utf8(bytes)
            .map_or_else(std::string::FromUtf8Error::into_bytes, |text| change(&name, text).into_bytes());
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap();
}

/// The sheet of the ranking, which stands behind the cover.
const RANKING: &str = "xl/worksheets/sheet2.xml";

#[test]
fn what_nobody_touched_agrees_in_every_part() {
    let (_guard, dir) = folder();
    let (code, report) = verify(&dir, &[]);
    assert_eq!((code, verdicts(&report)), (0, ["agrees"; 4]));
    assert_eq!(report["files"], serde_json::json!([]));
    let said = zhiheng(["verify", &dir, "--lang", "en"]);
    assert_eq!(said.code, 0, "what is said in another language is not computed in it: {}", said.out);
    assert!(said.out.contains("agree") && !said.out.contains("differ"), "{}", said.out);
    // a trial and what was restored lie beside the outputs and are none
    assert_eq!(zhiheng(["run", &dir, "--set", "A1.target=95"]).code, 0);
    assert_eq!(zhiheng(["restore", &dir, "1"]).code, 0);
    assert_eq!(verify(&dir, &["1"]).0, 0);
}

#[test]
fn a_changed_cell_of_the_published_workbook_is_named_with_both_texts() {
    let (_guard, dir) = folder();
    let book = format!("{dir}/out/one/排名.xlsx");
    // a figure in the ranking, typed over with another
    edit(&book, |name, xml| {
        if name != RANKING {
            return xml;
        }
        assert!(xml.contains("<v>17</v>"), "{xml}");
        xml.replacen("<v>17</v>", "<v>19</v>", 1)
    });
    let (code, report) = verify(&dir, &[]);
    assert_eq!((code, verdicts(&report)), (1, ["agrees", "agrees", "agrees", "differs"]));
    assert_eq!(became(&report), BTreeMap::from([("out/one/排名.xlsx".to_owned(), "output-changed".to_owned())]));
    let unlike = &of(&report, "out/one/排名.xlsx")["unlike"];
    assert_eq!(unlike["count"], 1);
    let cell = &unlike["cells"][0];
    assert_eq!(cell["sheet"], "总排名");
    assert!(
        cell["found"].as_str().unwrap().starts_with("19") && cell["expected"].as_str().unwrap().starts_with("17"),
        "{cell}"
    );
    let said = zhiheng(["verify", &dir]);
    assert!(said.out.contains(&format!("总排名!{}：现为 19", cell["cell"].as_str().unwrap())), "{}", said.out);
}

#[test]
fn a_formula_that_gave_way_to_a_figure_is_named_though_it_shows_the_same() {
    let (_guard, dir) = folder();
    let book = format!("{dir}/out/one/排名.xlsx");
    edit(&book, |name, xml| {
        let Some((start, end)) = xml.find("<f>").zip(xml.find("</f>")).filter(|_| name == RANKING) else { return xml };
        format!("{}{}", &xml[..start], &xml[end + 4..])
    });
    let (code, report) = verify(&dir, &[]);
    assert_eq!(code, 1);
    let unlike = &of(&report, "out/one/排名.xlsx")["unlike"];
    assert_eq!(unlike["count"], 1);
    assert!(unlike["cells"][0]["expected"].as_str().unwrap().contains('='), "{unlike}");
    assert!(!unlike["cells"][0]["found"].as_str().unwrap().contains('='), "{unlike}");
}

#[test]
fn looks_and_sheets_are_held_against_each_other_too() {
    let (_guard, dir) = folder();
    let book = format!("{dir}/out/one/排名.xlsx");
    edit(&book, |name, xml| {
        if name == RANKING { xml.replacen("orientation=\"landscape\"", "orientation=\"portrait\"", 1) } else { xml }
    });
    let (code, report) = verify(&dir, &[]);
    let unlike = &of(&report, "out/one/排名.xlsx")["unlike"];
    assert_eq!((code, &unlike["count"], &unlike["parts"]), (1, &serde_json::json!(0), &serde_json::json!([RANKING])));
    edit(
        &book,
        |name, xml| {
            if name == "xl/workbook.xml" { xml.replacen("name=\"总排名\"", "name=\"排名\"", 1) } else { xml }
        },
    );
    let (_, report) = verify(&dir, &[]);
    assert_eq!(of(&report, "out/one/排名.xlsx")["unlike"]["sheets"], serde_json::json!([["排名"], ["总排名"]]));
}

#[test]
fn a_changed_table_is_named_by_line_and_column() {
    let (_guard, dir) = folder();
    let path = format!("{dir}/out/one/scores.csv");
    let text = fs::read_to_string(&path).unwrap();
    let line = text.lines().position(|line| line.starts_with("2,A2,")).unwrap() + 1;
    fs::write(&path, text.replace("2,A2,1,10,6,10,7,", "2,A2,1,10,6,10,9,")).unwrap();
    let (code, report) = verify(&dir, &[]);
    assert_eq!(code, 1);
    let cell = &of(&report, "out/one/scores.csv")["unlike"]["cells"][0];
    let cell = ["cell", "heading", "found", "expected"].map(|key| cell[key].as_str().unwrap());
    assert_eq!(cell, [format!("{line}:7").as_str(), "score", "9", "7"]);
}

#[test]
fn a_changed_return_shows_in_inputs_and_in_what_is_computed() {
    let (_guard, dir) = folder();
    fs::write(format!("{dir}/returns/data.csv"), DATA.replace("2,数,6", "2,数,8")).unwrap();
    let (code, report) = verify(&dir, &[]);
    assert_eq!((code, verdicts(&report)), (1, ["differs", "agrees", "agrees", "differs"]));
    let became = became(&report);
    assert_eq!(became["returns/data.csv"], "input-changed");
    assert_eq!(became["out/one/scores.csv"], "computed-differs", "what is published is what the run wrote");
    // and as it was again
    fs::write(format!("{dir}/returns/data.csv"), DATA).unwrap();
    assert_eq!(verify(&dir, &[]).0, 0);
    fs::write(format!("{dir}/returns/more.csv"), "unit,field,value\n1,数,7\n").unwrap();
    assert_eq!(self::became(&verify(&dir, &[]).1)["returns/more.csv"], "input-new");
    fs::remove_file(format!("{dir}/returns/more.csv")).unwrap();
    fs::remove_file(format!("{dir}/returns/data.csv")).unwrap();
    assert_eq!(self::became(&verify(&dir, &[]).1)["returns/data.csv"], "input-gone");
}

#[test]
fn a_changed_rubric_is_named_by_its_line() {
    let (_guard, dir) = folder();
    fs::write(format!("{dir}/rubrics/one.toml"), RUBRIC.replace("target = 90", "target = 91")).unwrap();
    let (_, report) = verify(&dir, &[]);
    let file = of(&report, "rubrics/one.toml");
    assert_eq!(file["became"], "input-changed");
    let line = RUBRIC.lines().position(|line| line == "target = 90").unwrap() + 1;
    let cell = &file["unlike"]["cells"][0];
    assert!(cell["cell"].as_str().unwrap().starts_with(&format!("{line}:")), "{file}");
}

#[test]
fn a_tampered_ledger_breaks_its_seal_and_differs_from_the_run() {
    let (_guard, dir) = folder();
    let path = format!("{dir}/adjustments.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("add,1,补交,乙市,2016-01-04,accepted", "add,3,补交,乙市,2016-01-04,accepted"))
        .unwrap();
    let (code, report) = verify(&dir, &[]);
    assert_eq!((code, verdicts(&report)), (1, ["differs", "differs", "agrees", "differs"]));
    assert_eq!(report["ledgers"].as_array().unwrap().len(), 1);
    let cell = &of(&report, "adjustments.csv")["unlike"]["cells"][0];
    assert_eq!(["heading", "found", "expected"].map(|key| cell[key].as_str().unwrap()), ["amount", "3", "1"]);
    // the last row cut off: no seal can show it, the run can
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    fs::write(&path, lines[..lines.len() - 1].concat()).unwrap();
    let (code, report) = verify(&dir, &[]);
    assert_eq!((code, verdicts(&report)), (1, ["differs", "agrees", "agrees", "differs"]));
}

#[test]
fn a_tampered_archive_is_told_from_tampered_outputs() {
    let (_guard, dir) = folder();
    let db = Connection::open(format!("{dir}/history.sqlite")).unwrap();
    let sql = "UPDATE piece SET bytes = randomblob(length(bytes)) WHERE content = \
               (SELECT content FROM file WHERE role = 'output' AND path = 'one/排名.xlsx')";
    assert!(db.execute(sql, []).unwrap() > 0);
    drop(db);
    let (code, report) = verify(&dir, &[]);
    assert_eq!((code, verdicts(&report)), (1, ["agrees", "agrees", "differs", "agrees"]));
    assert_eq!(report["damage"], serde_json::json!(["one/排名.xlsx"]));
    // somebody who knows the archive changes the hash that it holds of what is published
    let (_guard, dir) = folder();
    let db = Connection::open(format!("{dir}/history.sqlite")).unwrap();
    let sql = "UPDATE content SET hash = ?1 WHERE id = (SELECT content FROM file WHERE path = 'one/scores.csv')";
    assert_eq!(db.execute(sql, ["0".repeat(64)]).unwrap(), 1);
    drop(db);
    let (code, report) = verify(&dir, &[]);
    assert_eq!((code, became(&report)["out/one/scores.csv"].as_str()), (1, "run-differs"));
    assert_eq!(report["archive"], "differs");
}

#[test]
fn outputs_that_are_gone_or_not_of_the_run_are_named() {
    let (_guard, dir) = folder();
    fs::write(format!("{dir}/out/one/排名-最终.xlsx"), "mine").unwrap();
    let (code, report) = verify(&dir, &[]);
    assert_eq!(
        (code, became(&report)["out/one/排名-最终.xlsx"].as_str()),
        (0, "not-ours"),
        "it is named, and contradicts nothing"
    );
    fs::remove_file(format!("{dir}/out/one/反馈表.xlsx")).unwrap();
    let (code, report) = verify(&dir, &[]);
    assert_eq!((code, became(&report)["out/one/反馈表.xlsx"].as_str()), (1, "output-gone"));
}

#[test]
fn runs_are_named_and_without_an_archive_there_is_still_the_computation() {
    let (_guard, dir) = folder();
    fs::write(format!("{dir}/returns/data.csv"), DATA.replace("2,数,6", "2,数,8")).unwrap();
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    assert_eq!(verify(&dir, &[]).0, 0);
    let (code, report) = verify(&dir, &["1"]);
    assert_eq!((code, report["run"]["no"].as_i64()), (1, Some(1)));
    assert_eq!(became(&report)["out/one/scores.csv"], "run-differs");
    assert_eq!(verify(&dir, &["-2"]).1["run"]["no"], 1);
    assert_eq!(zhiheng(["verify", &dir, "9"]).code, 2);
    // another program made the run
    let db = Connection::open(format!("{dir}/history.sqlite")).unwrap();
    db.execute("UPDATE run SET program = '0.0.9'", []).unwrap();
    drop(db);
    assert!(zhiheng(["verify", &dir]).out.contains("程序 0.0.9，现在是"));
    fs::remove_file(format!("{dir}/history.sqlite")).unwrap();
    let (code, report) = verify(&dir, &[]);
    assert_eq!((code, verdicts(&report)), (0, ["unknown", "agrees", "unknown", "agrees"]));
    fs::write(format!("{dir}/out/one/returns.csv"), "x").unwrap();
    assert_eq!(verify(&dir, &[]).0, 1);
    assert_eq!(zhiheng(["verify", &dir, "last"]).code, 2);
}

#[test]
fn what_a_run_was_measured_against_by_wish_is_known_from_the_run() {
    let (_guard, dir) = folder();
    // an earlier result that lies anywhere, and is no more when the run is verified
    let earlier = tempfile::tempdir().unwrap();
    let scores = earlier.path().join("scores.csv");
    fs::copy(format!("{dir}/out/one/scores.csv"), &scores).unwrap();
    assert_eq!(zhiheng(["run", &dir, "--against", scores.to_str().unwrap()]).code, 0);
    drop(earlier);
    let (code, report) = verify(&dir, &[]);
    assert_eq!((code, verdicts(&report)), (0, ["agrees"; 4]), "{report}");
    // the run before it was measured against nothing
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    assert_eq!(verify(&dir, &[]).0, 0);
}
