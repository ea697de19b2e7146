//! What the program says and how it ends when something is not as it should be.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;

use support::{example, root, zhiheng};

#[test]
fn bad_usage_ends_with_two() {
    assert_eq!(zhiheng(["frobnicate"]).code, 2);
    assert_eq!(zhiheng(["run"]).code, 2);
    assert_eq!(zhiheng([]).code, 2);
    assert_eq!(zhiheng(["--help"]).code, 0);
    assert_eq!(zhiheng(["--version"]).code, 0);
}

#[test]
fn a_folder_without_settings_is_named() {
    let guard = tempfile::tempdir().unwrap();
    let ran = zhiheng(["run", guard.path().to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("file-missing") && ran.err.contains("assessment.toml"), "{}", ran.err);
    assert!(!guard.path().join("out").exists(), "nothing is made where nothing can be done");
}

#[test]
fn every_error_of_the_settings_is_reported_at_once_with_its_place() {
    let (_guard, dir) = example("midterm-2015");
    let path = dir.join("assessment.toml");
    let settings = fs::read_to_string(&path).unwrap();
    let settings = settings
        .replace("adjustments = \"adjustments.csv\"", "adjustmets = \"adjustments.csv\"")
        .replace("returns/site", "../site")
        .replace("returns/panel", "returns/pannel");
    fs::write(&path, settings).unwrap();
    let ran = zhiheng(["run", dir.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    for said in
        ["unknown-key", "adjustmets", "adjustments", "path-outside", "../site", "file-missing", "returns/pannel"]
    {
        assert!(ran.err.contains(said), "`{said}` is not in\n{}", ran.err);
    }
}

#[test]
fn a_bad_rubric_key_names_the_nearest_and_stands_at_its_line() {
    let guard = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root().join("rubrics/hdi-2015.toml")).unwrap();
    let path = guard.path().join("mine.toml");
    fs::write(&path, text.replacen("full_marks   = 1", "ful_marks    = 1", 1)).unwrap();
    let ran = zhiheng(["rubric", "check", path.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("unknown-key") && ran.err.contains("full_marks"), "{}", ran.err);
    assert!(ran.err.contains('^'), "a caret stands under it: {}", ran.err);
    assert!(ran.err.contains("missing-key"), "and what is now missing is reported too: {}", ran.err);
}

#[test]
fn shipped_rubrics_are_in_order() {
    for rubric in ["midterm-2015-prefectures", "midterm-2015-agencies", "council-2015", "hdi-2015"] {
        let ran = zhiheng(["rubric", "check", rubric]);
        assert_eq!(ran.code, 0, "{rubric}: {}", ran.err);
        assert!(ran.out.contains(rubric));
    }
}

#[test]
fn marks_that_do_not_add_up_are_refused() {
    let guard = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root().join("rubrics/midterm-2015-prefectures.toml")).unwrap();
    let path = guard.path().join("mine.toml");
    fs::write(&path, text.replacen("marks    = 8", "marks    = 9", 1)).unwrap();
    let ran = zhiheng(["rubric", "check", path.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("marks-do-not-add-up"), "{}", ran.err);
}

#[test]
fn explain_goes_down_to_the_cell() {
    let (_guard, dir) = example("midterm-2015");
    let ran = zhiheng(["explain", dir.to_str().unwrap(), "昌吉州", "A11"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("质监局.xlsx") && ran.out.contains("C9"), "{}", ran.out);
    assert!(ran.out.contains("未采用"), "the prefecture's own figure is shown as not used: {}", ran.out);
}

#[test]
fn an_unknown_unit_or_node_names_the_nearest() {
    let (_guard, dir) = example("midterm-2015");
    let dir = dir.to_str().unwrap();
    let ran = zhiheng(["explain", dir, "巴音郭楞自治州"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("unknown-unit") && ran.err.contains("巴音郭楞蒙古自治州"), "{}", ran.err);
    let ran = zhiheng(["explain", dir, "巴州", "A111"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("unknown-name") && ran.err.contains("A11"), "{}", ran.err);
}

#[test]
fn a_missing_table_is_not_done() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("s.csv");
    let out = out.to_str().unwrap();
    let ran = zhiheng(["score", "--rubric", "hdi-2015", "--register", "none.csv", "--data", "none.csv", "--out", out]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("none.csv"), "{}", ran.err);
    let countries = root().join("seeds/countries.csv");
    let countries = countries.to_str().unwrap();
    let ran = zhiheng(["score", "--rubric", "hdi-2015", "--register", countries, "--data", "none.csv", "--out", out]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("none.csv"), "{}", ran.err);
}

#[test]
fn init_makes_a_folder_that_opens_and_refuses_one_that_is_not_empty() {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path().join("mine");
    let path = dir.to_str().unwrap();
    assert_eq!(zhiheng(["init", path, "--from", "midterm-2015-prefectures"]).code, 0);
    assert!(dir.join("returns").is_dir() && dir.join("rubrics/midterm-2015-prefectures.toml").is_file());
    let ran = zhiheng(["run", path]);
    assert_eq!(ran.code, 1, "nothing came back yet, which is said: {}{}", ran.out, ran.err);
    let ran = zhiheng(["init", path, "--from", "midterm-2015-prefectures"]);
    assert_eq!(ran.code, 2);
    let near = zhiheng(["init", guard.path().join("b").to_str().unwrap(), "--from", "midterm-2015-prefecture"]);
    assert_eq!(near.code, 2);
    assert!(near.err.contains("midterm-2015-prefectures"), "{}", near.err);
}

#[test]
fn ingest_writes_what_came_back_and_no_scores() {
    let (_guard, dir) = example("midterm-2015");
    let ran = zhiheng(["ingest", dir.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let made = support::files(&dir.join("out/midterm-2015-agencies")).into_keys();
    let made: Vec<String> = made.filter(|path| !path.starts_with("退回修改/")).collect();
    assert_eq!(made, ["findings.csv", "observations.csv", "returns.csv", "回收情况.xlsx"]);
}

#[test]
fn json_is_json_and_quiet_is_quiet() {
    let (_guard, dir) = example("hdi-2015");
    let dir = dir.to_str().unwrap();
    let ran = zhiheng(["run", dir, "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["scorings"][0]["ranking"][0]["name"], "Norway");
    let ran = zhiheng(["run", dir, "--quiet"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn the_language_can_be_chosen() {
    let (_guard, dir) = example("hdi-2015");
    let dir = dir.to_str().unwrap();
    assert!(zhiheng(["run", dir]).out.contains("Rank"), "the rubric's language");
    assert!(zhiheng(["run", dir, "--lang", "zh"]).out.contains("名次"), "the one asked for");
}

#[test]
fn a_folder_made_from_any_shipped_rubric_runs() {
    for (id, _) in zhiheng::rubric::shipped::ALL {
        let guard = tempfile::tempdir().unwrap();
        let dir = guard.path().join("work");
        let dir = dir.to_str().unwrap();
        assert_eq!(zhiheng(["init", dir, "--from", id]).code, 0, "{id}");
        assert_eq!(zhiheng(["template", dir]).code, 0, "{id}");
        // nobody has returned anything yet, which is an error for some and never a failure
        let ran = zhiheng(["run", dir]);
        assert!(ran.code < 2, "{id}: {}", ran.err);
    }
}
