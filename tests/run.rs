//! The main job: a folder of returns becomes scores, findings and a ranked workbook, and nothing in place is ever lost.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use support::{example, files, rows, zhiheng};

const PREFECTURES: &str = "out/midterm-2015-prefectures";
const AGENCIES: &str = "out/midterm-2015-agencies";

fn run(dir: &Path) -> support::Ran {
    zhiheng(["run", dir.to_str().unwrap()])
}

fn total(dir: &Path, rubric: &str, code: &str) -> BTreeMap<String, String> {
    let rows = rows(&dir.join(rubric).join("scores.csv"));
    rows.into_iter().find(|row| row["unit"] == code && row["node"] == "total").unwrap()
}

#[test]
fn the_example_ends_with_one_because_some_returns_are_wrong() {
    let (_guard, dir) = example("midterm-2015");
    let ran = run(&dir);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let made = files(&dir.join("out")).into_keys().filter(|path| !path.contains("/退回修改/"));
    let (single, made): (Vec<String>, Vec<String>) = made.partition(|name| name.contains("/反馈表/"));
    let expected = ["midterm-2015-agencies", "midterm-2015-prefectures"].iter().flat_map(|rubric| {
        ["findings.csv", "observations.csv", "returns.csv", "scores.csv", "反馈表.xlsx", "排名.xlsx"]
            .map(|name| format!("{rubric}/{name}"))
    });
    assert_eq!(made, expected.chain(["report.html".to_owned()]).collect::<Vec<_>>());
    assert_eq!(single.len(), 29 + 14, "a feedback workbook for every unit");
    assert!(ran.out.contains("名次") && ran.out.contains("乌鲁木齐市"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1B}'), "no colours in a pipe");
    assert!(ran.err.is_empty(), "no progress in a pipe: {}", ran.err);
}

#[test]
fn every_unit_is_ranked_and_vetoes_hold() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir);
    let rows = rows(&dir.join(PREFECTURES).join("scores.csv"));
    let totals: Vec<_> = rows.iter().filter(|row| row["node"] == "total").collect();
    assert_eq!(totals.len(), 14);
    assert!(totals.iter().all(|row| !row["rank"].is_empty() && !row["grade"].is_empty()));
    let bazhou = total(&dir, PREFECTURES, "652800");
    assert_eq!(bazhou["grade"], "D");
    assert!(bazhou["score"].parse::<f64>().unwrap() > 90.0);
    let changji = total(&dir, PREFECTURES, "652300");
    assert_eq!(changji["grade"], "C");
    let yili = total(&dir, PREFECTURES, "654000")["score"].parse::<f64>().unwrap();
    let tacheng = total(&dir, PREFECTURES, "654200")["score"].parse::<f64>().unwrap();
    assert!((89.5..90.0).contains(&yili) && (79.5..80.0).contains(&tacheng), "{yili} {tacheng}");
}

#[test]
fn a_quota_holds_the_best_grade_to_eight_agencies() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir);
    let rows = rows(&dir.join(AGENCIES).join("scores.csv"));
    let totals: Vec<_> = rows.iter().filter(|row| row["node"] == "total").collect();
    let over_90 = totals.iter().filter(|row| row["score"].parse::<f64>().unwrap() >= 90.0).count();
    let excellent = totals.iter().filter(|row| row["grade"] == "优秀").count();
    assert_eq!((totals.len(), over_90, excellent), (29, 13, 8));
}

/// Every row of the table “Wrong on purpose” in the example's README that stands in a cell.
#[test]
fn everything_wrong_on_purpose_is_found_at_its_cell() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir);
    let mut found = Vec::new();
    for rubric in [PREFECTURES, AGENCIES] {
        for row in rows(&dir.join(rubric).join("findings.csv")) {
            found.push((row["file"].clone(), row["cell"].clone(), row["level"].clone()));
        }
    }
    let at =
        |file: &str, cell: &str| found.iter().any(|(f, c, level)| f.ends_with(file) && c == cell && level != "note");
    for (file, cell) in [
        ("653200-和田地区.xlsx", "D6"),
        ("652700-博尔塔拉蒙古自治州.xlsx", "D8"),
        ("654000-伊犁哈萨克自治州.xlsx", "D15"),
        ("agencies/农业厅.xlsx", "B18"),
        ("agencies/住建厅.xlsx", "E12"),
        ("agencies/经信委.xlsx", "D17"),
        ("agencies/商务厅.xlsx", "A19"),
        ("agencies/林业厅.xlsx", "B12"),
        ("measures/gat-公安厅.xlsx", "D5"),
        ("measures/gat-公安厅.xlsx", "D6"),
        ("measures/lyj-旅游局.xlsx", "D9"),
    ] {
        assert!(at(file, cell), "{file} {cell} is not among {found:#?}");
    }
    let not_returned = rows(&dir.join(PREFECTURES).join("findings.csv"));
    let not_returned: Vec<_> = not_returned.iter().filter(|row| row["code"] == "not-returned").collect();
    assert_eq!(not_returned.len(), 1);
    assert_eq!(not_returned[0]["unit"], "克孜勒苏柯尔克孜自治州");
}

/// Scores, findings, workbooks, feedback, what goes back for mending and the page: from the same files, copied in
/// another order, by another number of threads, and a second time over what is there.
#[test]
fn a_second_run_gives_the_same_bytes() {
    let (_guard, dir) = example("midterm-2015");
    let other = tempfile::tempdir().unwrap();
    let backwards = other.path().join("midterm-2015");
    for (path, bytes) in files(&dir).iter().rev() {
        let to = backwards.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
    let made = |dir: &Path, threads: &str| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_zhiheng"));
        let done = program.arg("run").arg(dir).env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert_eq!(done.status.code(), Some(1));
        files(&dir.join("out"))
    };
    let first = made(&dir, "1");
    for part in ["/反馈表/", "/退回修改/", "/findings.csv", "report.html"] {
        assert!(first.keys().any(|path| path.contains(part)), "{part}");
    }
    for (dir, threads) in [(&backwards, "8"), (&backwards, "3")] {
        let again = made(dir, threads);
        let differ: Vec<&String> =
            first.keys().chain(again.keys()).filter(|p| first.get(*p) != again.get(*p)).collect();
        assert!(differ.is_empty(), "{threads} threads: {differ:?}");
    }
}

#[test]
fn earlier_outputs_stay_when_the_settings_are_wrong() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir);
    let before = files(&dir.join("out"));
    let settings = fs::read_to_string(dir.join("assessment.toml")).unwrap();
    fs::write(dir.join("assessment.toml"), settings.replace("midterm-2015-agencies", "midterm-2015-agency")).unwrap();
    let ran = run(&dir);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("midterm-2015-agencies"), "the nearest rubric is named: {}", ran.err);
    assert!(before == files(&dir.join("out")));
}

#[test]
fn earlier_outputs_stay_when_one_cannot_be_replaced() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir);
    let before = files(&dir.join(PREFECTURES));
    // a folder where the second scoring's table belongs; without adjustments the first scoring's would change
    let blocked = dir.join(AGENCIES).join("scores.csv");
    fs::remove_file(&blocked).unwrap();
    fs::create_dir(&blocked).unwrap();
    fs::write(dir.join("adjustments.csv"), "unit,node,period,action,amount,reason,by,date\n").unwrap();
    let ran = run(&dir);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("output-failed") && ran.err.contains("scores.csv"), "{}", ran.err);
    assert!(before == files(&dir.join(PREFECTURES)), "what had been moved is put back");
    fs::remove_dir(&blocked).unwrap();
    assert_eq!(run(&dir).code, 1);
    assert!(before != files(&dir.join(PREFECTURES)));
    let left = fs::read_dir(dir.join("out")).unwrap().count();
    assert_eq!(left, 4, "two scorings, the page and the lock: no staging folder and no journal is left");
}

#[test]
fn text_from_outside_is_never_a_formula() {
    let (_guard, dir) = example("midterm-2015");
    let path = dir.join("adjustments.csv");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("乌鲁木齐市,B12,2015,add,0.1,=1+1,@someone,2015-12-29,accepted,+evidence\n");
    fs::write(&path, text).unwrap();
    run(&dir);
    let scores = rows(&dir.join(PREFECTURES).join("scores.csv"));
    let risky = |cell: &String| cell.starts_with(['=', '+', '@']);
    assert!(!scores.iter().any(|row| row.values().any(risky)));
}

#[test]
fn observations_can_be_read_again_as_a_return() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir);
    let out = dir.join(PREFECTURES);
    let again = dir.join("again.csv");
    let args = ["score", "--rubric", "midterm-2015-prefectures", "--register", "prefectures", "--data"];
    let adjustments = dir.join("adjustments.csv");
    let data = out.join("observations.csv");
    let rest =
        [data.to_str().unwrap(), "--adjustments", adjustments.to_str().unwrap(), "--out", again.to_str().unwrap()];
    let ran = zhiheng(args.into_iter().chain(rest));
    assert!(ran.code < 2, "{}", ran.err);
    let marks = |path: &Path| -> Vec<(String, String, String)> {
        rows(path).into_iter().map(|r| (r["unit"].clone(), r["node"].clone(), r["score"].clone())).collect()
    };
    assert_eq!(marks(&out.join("scores.csv")), marks(&again));
}

/// What `score --data` says of a table.
fn score_table(text: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let (data, out) = (dir.path().join("data.csv"), dir.path().join("scores.csv"));
    fs::write(&data, text).unwrap();
    let args = ["score", "--rubric", "midterm-2015-prefectures", "--register", "prefectures", "--data"];
    let ran = zhiheng(args.into_iter().chain([data.to_str().unwrap(), "--out", out.to_str().unwrap()]));
    assert!(ran.code < 2, "{}", ran.err);
    ran.out + &ran.err
}

#[test]
fn a_table_that_is_scored_is_held_to_its_typed_rates_and_its_quotes() {
    let head = "unit,field,value,source\n和田,抽检批次,200,agency\n和田,合格批次,190,agency\n";
    let rate = |typed: &str| score_table(&format!("{head}和田,制造业产品质量监督抽查合格率,{typed},agency\n"));
    assert!(!rate("95").contains("rate-differs") && !rate("95").contains("unknown-field"));
    assert!(rate("96").contains("[rate-differs]"), "{}", rate("96"));
    // rows after a quote that is never closed are not lost in silence
    let quotes = |more: &str| score_table(&format!("{head}{more}喀什,抽检批次,100,agency\n喀什,合格批次,90,agency\n"));
    assert!(!quotes("和田,\"质量奖企业数\",1,agency\n").contains("file-unreadable"));
    assert!(quotes("和田,质量奖企业数,\"1,agency\n").contains("[file-unreadable]"));
}
