//! Trials (试算): other marks, targets and indicators tried out without writing another rubric, and never taken for a result.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use calamine::{Reader, open_workbook_auto};
use support::{assessment, files, rows, zhiheng};

const RUBRIC: &str = r#"
[rubric]
format = 1
id = "one"
title = "一"
period = "2015"
full_marks = 100
subjects = "units"
[rounding]
total = { places = 1, mode = "half_even" }
[[grade]]
name = "甲"
at_least = 90
[[grade]]
name = "乙"
[[field]]
id = "率"
max = 100
[[field]]
id = "数"
[[section]]
id = "A"
marks = 60
[[indicator]]
id = "A1"
under = "A"
marks = 60
value = "率"
target = 90
score = { rule = "deduct", per = 1, take = 2 }
[[section]]
id = "B"
marks = 40
[[indicator]]
id = "B1"
under = "B"
marks = 30
value = "数"
target = 10
score = { rule = "ratio" }
[[indicator]]
id = "B2"
under = "B"
marks = 10
value = "数"
target = 5
score = { rule = "meet" }
[[veto]]
id = "V1"
when = "数 > 1000"
effect = { grade = "乙" }
"#;
const UNITS: &str = "code,name\n1,甲市\n2,乙市\n";
const DATA: &str = "unit,field,value\n1,率,85\n1,数,10\n2,率,90\n2,数,6\n";

fn folder() -> (support::TempDir, String) {
    assessment(&[("rubrics/one.toml", RUBRIC), ("units.csv", UNITS), ("returns/data.csv", DATA)])
}

/// The scores of a node in a trial.
fn tried(dir: &str, args: &[&str], node: &str) -> Vec<String> {
    let ran = zhiheng(["run", dir].into_iter().chain(args.iter().copied()));
    assert!(ran.code < 2, "{args:?}: {}", ran.err);
    let rows = rows(&Path::new(dir).join("out/trial/one/scores-trial.csv"));
    rows.iter().filter(|row| row["node"] == node).map(|row| row["score"].clone()).collect()
}

#[test]
fn settings_are_laid_over_the_rubric_at_any_depth() {
    let (_guard, dir) = folder();
    assert_eq!(tried(&dir, &["--set", "A1.target=95"], "A1"), ["40", "50"]);
    assert_eq!(tried(&dir, &["--set", "A1.score.take=1", "--set", "A1.target = 95"], "A1"), ["50", "55"]);
    // an expression is a text as it is, in quotes or not
    assert_eq!(tried(&dir, &["--set", "A1.target=率 + 3"], "A1"), ["54", "54"]);
    assert_eq!(tried(&dir, &["--set", "A1.target=\"率 + 3\""], "A1"), ["54", "54"]);
    assert_eq!(tried(&dir, &["--set", "A1.score={ rule = \"meet\" }"], "A1"), ["0", "60"]);
    // without its target the rule meet has nothing to meet: a key is taken away
    assert_eq!(tried(&dir, &["--set", "率.max=80"], "A1"), ["0", "0"], "values outside are not taken");
    assert_eq!(tried(&dir, &["--set", "率.max=80", "--set", "率.max="], "A1"), ["50", "60"]);
    assert_eq!(tried(&dir, &["--set", "rounding.total.places=0"], "total"), ["90", "88"]);
    // half_even still holds: 58.5 + 40 = 98.5
    assert_eq!(
        tried(&dir, &["--set", "rounding.total.places=0", "--drop", "B2", "--set", "A1.target=85.75"], "total")[0],
        "98"
    );
}

#[test]
fn what_is_dropped_goes_with_all_below_it_and_marks_need_not_add_up() {
    let (_guard, dir) = folder();
    assert_eq!(tried(&dir, &["--drop", "B"], "total"), ["83.3", "100"], "what remains is scaled to full marks");
    let ran = zhiheng(["run", &dir, "--drop", "B2", "--set", "A1.marks=50"]);
    assert_eq!(ran.code, 0, "a warning is no error: {}", ran.err);
    assert!(ran.out.contains("marks-do-not-add-up"), "{}", ran.out);
    let found = rows(&Path::new(&dir).join("out/trial/one/findings-trial.csv"));
    let uneven: Vec<_> = found.iter().filter(|row| row["code"] == "marks-do-not-add-up").collect();
    assert!(!uneven.is_empty() && uneven.iter().all(|row| row["level"] == "warning"));
    // the same in a rubric is refused
    fs::write(format!("{dir}/rubrics/one.toml"), RUBRIC.replace("marks = 60\nvalue", "marks = 50\nvalue")).unwrap();
    assert_eq!(zhiheng(["run", &dir]).code, 2);
}

#[test]
fn a_trial_leaves_the_result_alone_and_the_next_trial_clears_it_away() {
    let (_guard, dir) = folder();
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    let out = Path::new(&dir).join("out");
    let before = files(&out);
    assert_eq!(zhiheng(["run", &dir, "--set", "A1.target=95", "--feedback"]).code, 0);
    let made: BTreeSet<String> = files(&out).into_keys().filter(|name| name.starts_with("trial/")).collect();
    assert!(made.iter().any(|name| name.contains("反馈表/") && name.ends_with("-试算.xlsx")), "{made:?}");
    assert!(made.iter().all(|name| name.contains("-试算.") || name.contains("-trial.")), "{made:?}");
    fs::write(out.join("trial/notes.txt"), "mine").unwrap();
    assert_eq!(zhiheng(["run", &dir, "--drop", "B2"]).code, 0);
    let after = files(&out);
    assert!(!after.keys().any(|name| name.contains("trial/one/反馈表")), "feedback only where it is asked for");
    assert!(after.contains_key("trial/notes.txt"));
    for (name, bytes) in &before {
        assert_eq!(after.get(name), Some(bytes), "{name}");
    }
    // the same trial gives the same bytes
    assert_eq!(zhiheng(["run", &dir, "--drop", "B2"]).code, 0);
    assert_eq!(files(&out), after);
}

#[test]
fn everything_made_says_that_it_is_a_trial_and_by_which_settings() {
    let (_guard, dir) = folder();
    assert_eq!(zhiheng(["run", &dir, "--set", "A1.target=95", "--drop", "B2"]).code, 0);
    let out = Path::new(&dir).join("out/trial");
    let said = "A1.target=95；去掉 B2";
    let path = out.join("one/排名-试算.xlsx");
    let mut book = open_workbook_auto(&path).unwrap();
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).unwrap();
        let title = sheet.get_value((0, 0)).unwrap().to_string();
        assert!(title.contains("试算") && title.contains(said), "{name}: {title}");
    }
    let mut zip = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
    let sheets: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in sheets.into_iter().filter(|name| name.starts_with("xl/worksheets/sheet")) {
        let xml = std::io::read_to_string(zip.by_name(&name).unwrap()).unwrap();
        assert!(xml.contains("<oddHeader>&amp;C试算") && xml.contains(said), "{name}");
    }
    let page = fs::read_to_string(out.join("report-trial.html")).unwrap();
    assert!(page.contains(said) && page.contains("<title>【试算】"));
    let totals = rows(&out.join("one/scores-trial.csv"));
    assert!(totals.iter().filter(|row| row["node"] == "total").all(|row| row["note"].contains(said)));
    let found = rows(&out.join("one/findings-trial.csv"));
    assert_eq!((found[0]["code"].as_str(), found[0]["found"].as_str()), ("trial-run", said));
}

#[test]
fn a_trial_is_compared_with_the_folder_as_it_stands() {
    let (_guard, dir) = folder();
    let ran = zhiheng(["run", &dir, "--set", "A1.target=95", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let trial = &report["scorings"][0]["trial"];
    assert_eq!(trial["settings"][0], "--set A1.target=95");
    // without: 50 + 30 + 10 and 60 + 18 + 10; with: 40 + 40 and 50 + 28
    let units: Vec<_> = trial["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|u| (u["code"].clone(), u["total"].clone(), u["grade"].clone()))
        .collect();
    let expect = |code: &str, total: [&str; 2], grade: [&str; 2]| {
        let text = |pair: [&str; 2]| serde_json::json!(pair);
        (serde_json::json!(code), text(total), text(grade))
    };
    assert_eq!(units, [expect("1", ["90", "80"], ["甲", "乙"]), expect("2", ["88", "78"], ["乙", "乙"])]);
    assert!(zhiheng(["run", &dir, "--set", "A1.target=95"]).out.contains("90 → 80"));
    assert!(zhiheng(["run", &dir, "--set", "grade.甲.at_least=90.5"]).out.contains("甲 → 乙"));
}

#[test]
fn what_cannot_be_set_is_said_at_the_setting() {
    let (_guard, dir) = folder();
    for (args, code, said, at) in [
        (["--set", "A9.marks=1"], "unknown-name", "A1", "1:7"),
        (["--set", "A1.mark=1"], "unknown-key", "marks", "1:10"),
        (["--set", "A1.score.tak=1"], "unknown-key", "take", "1:16"),
        (["--set", "A1=1"], "bad-value", "A1.KEY=VALUE", "1:7"),
        (["--set", "A1.id=A2"], "bad-value", "A1.KEY=VALUE", "1:7"),
        (["--set", "ful_marks=1"], "unknown-key", "full_marks", "1:7"),
        (["--set", "A1.marks=abc"], "unknown-name", "abc", "1:16"),
        (["--set", "A1.better=up"], "bad-value", "higher", "1:17"),
        (["--set", "A1.weight="], "unknown-name", "weight", "1:10"),
        (["--set", "nothing"], "bad-value", "NODE.KEY=VALUE", "1:1"),
        (["--set", "grade.丙.at_least=1"], "unknown-name", "甲, 乙", "1:13"),
        (["--set", "two:A1.marks=1"], "unknown-name", "one", "1:7"),
        (["--drop", "V2"], "unknown-name", "V1", "1:8"),
    ] {
        let ran = zhiheng(["run", &dir].into_iter().chain(args));
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(
            ran.err.contains(code) && ran.err.contains(said) && ran.err.contains(&format!("trial:{at}")),
            "{args:?}: {}",
            ran.err
        );
        assert!(!Path::new(&dir).join("out/trial").exists());
    }
}

#[test]
fn with_several_rubrics_a_setting_goes_to_the_one_that_has_the_node() {
    let (_guard, dir) = folder();
    let two = RUBRIC.replace("id = \"one\"", "id = \"two\"").replace("\"B2\"", "\"B3\"");
    fs::write(format!("{dir}/rubrics/two.toml"), two).unwrap();
    let mut settings = fs::read_to_string(format!("{dir}/assessment.toml")).unwrap();
    settings.push_str("[[scoring]]\nrubric = \"two\"\nregister = \"units\"\nreturns = [\"returns\"]\n");
    fs::write(format!("{dir}/assessment.toml"), settings).unwrap();
    let trial = Path::new(&dir).join("out/trial");
    assert_eq!(zhiheng(["run", &dir, "--drop", "B3"]).code, 0);
    assert!(trial.join("two/scores-trial.csv").is_file() && !trial.join("one").exists());
    assert_eq!(tried(&dir, &["--set", "one:A1.target=95"], "A1"), ["40", "50"]);
    assert!(!trial.join("two").exists(), "cleared away");
    for setting in ["A1.target=95", "full_marks=110"] {
        let ran = zhiheng(["run", &dir, "--set", setting]);
        assert_eq!(ran.code, 2);
        let name = setting.split(['.', '=']).next().unwrap();
        assert!(
            ran.err.contains("ambiguous-setting") && ran.err.contains(&format!("one:{name}, two:{name}")),
            "{}",
            ran.err
        );
    }
}

#[test]
fn forms_that_were_sent_out_are_read_in_a_trial_as_ever() {
    let (_guard, dir) = support::example("council-2015");
    let dir = dir.to_str().unwrap();
    let stale = |name: &str| {
        let text = fs::read_to_string(Path::new(dir).join(name)).unwrap();
        text.matches("template-stale").count()
    };
    assert!(zhiheng(["run", dir]).code < 2);
    let id = fs::read_dir(Path::new(dir).join("out")).unwrap().map(|e| e.unwrap()).find(|e| e.path().is_dir()).unwrap();
    let id = id.file_name().to_string_lossy().into_owned();
    let total = "rounding.total.places=1";
    assert!(zhiheng(["run", dir, "--set", total]).code < 2);
    assert_eq!(stale(&format!("out/{id}/findings.csv")), stale(&format!("out/trial/{id}/findings-trial.csv")));
}
