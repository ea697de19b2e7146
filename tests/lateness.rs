//! When a return came, by received.csv, is data that a rule can use.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;

use support::{TempDir, assessment, scores, zhiheng};

const RUBRIC: &str = r#"
[rubric]
format = 1
id = "one"
title = "一"
period = "2015"
full_marks = 10
subjects = "units"
[defaults]
missing = "zero"
[[source]]
id = "agency"
name = "部门"
[[source]]
id = "self"
name = "自评"
[[field]]
id = "率"
from = "self"
[[field]]
id = "收到日期"
type = "date"
from = "received"
[[indicator]]
id = "A1"
marks = 5
value = "率"
target = 100
score = { rule = "ratio" }
[[indicator]]
id = "A2"
name = "按时报送"
marks = 5
value = "max(0, days('2015-12-10', 收到日期))"
score = { rule = "formula", marks = "marks - 0.5 * value" }
"#;

/// Who gathers the results of an earlier run is not told twice when a return came: it came when it came there.
#[test]
fn a_gathered_result_brings_the_days_with_it() {
    let received = "file,received\nreturns/a.csv,2015-12-09\nreturns/b.csv,2015-12-14\n";
    let (_guard, there) = self::received(received, &[("a.csv", "东县,率,80\n"), ("b.csv", "西县,率,90\n")]);
    zhiheng(["run", &there]);
    let gathered = fs::read_to_string(format!("{there}/out/one/observations.csv")).unwrap();
    let files = [
        ("rubrics/one.toml", RUBRIC),
        ("units.csv", UNITS),
        ("returns/x/observations.csv", gathered.as_str()),
        ("returns/c.csv", "unit,field,value\n南县,率,70\n"),
        ("received.csv", "file,received\nreturns/x/observations.csv,2016-01-05\nreturns/c.csv,2015-12-12\n"),
    ];
    let (_guard, here) = assessment(&files);
    zhiheng(["run", &here]);
    assert_eq!(scores(&here, "A2"), ["1 5", "2 3", "3 4"]);
    let observations = fs::read_to_string(format!("{here}/out/one/observations.csv")).unwrap();
    assert_eq!(observations.lines().filter(|line| line.contains("收到日期")).count(), 3, "{observations}");
    let findings = fs::read_to_string(format!("{here}/out/one/findings.csv")).unwrap();
    assert!(!findings.contains("duplicate-observation") && !findings.contains("sources-disagree"), "{findings}");
    // gathered once more, they are still the same
    let (_guard, again) = assessment(&[
        ("rubrics/one.toml", RUBRIC),
        ("units.csv", UNITS),
        ("returns/observations.csv", observations.as_str()),
        ("received.csv", "file,received\nreturns/observations.csv,2016-02-01\n"),
    ]);
    zhiheng(["run", &again]);
    assert_eq!(scores(&again, "A2"), ["1 5", "2 3", "3 4"]);
}

const UNITS: &str = "code,name\n1,东县\n2,西县\n3,南县\n";

fn received(received: &str, returns: &[(&str, &str)]) -> (TempDir, String) {
    let texts: Vec<(String, String)> =
        returns.iter().map(|(name, rows)| (format!("returns/{name}"), format!("unit,field,value\n{rows}"))).collect();
    let mut files = vec![("rubrics/one.toml", RUBRIC), ("units.csv", UNITS), ("received.csv", received)];
    files.extend(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    assessment(&files)
}

#[test]
fn days_late_cost_marks_and_nobody_is_asked_when_they_sent_it() {
    let received = "file,received\nreturns/a.csv,2015-12-09\nreturns/b.csv,2015-12-14 09:30\n";
    let (_guard, dir) =
        self::received(received, &[("a.csv", "东县,率,80\n"), ("b.csv", "西县,率,90\n"), ("c.csv", "南县,率,70\n")]);
    zhiheng(["run", &dir]);
    // four days late at half a mark each; the third unit's receipt was not written down, so nothing can be said for it
    assert_eq!(scores(&dir, "A2"), ["1 5", "2 3", "3 0"]);
    let observations = fs::read_to_string(format!("{dir}/out/one/observations.csv")).unwrap();
    assert!(observations.contains("2,收到日期,2015,agency,2015-12-14,value,received.csv,,3:1"), "{observations}");
    let explained = zhiheng(["explain", &dir, "西县", "A2"]);
    assert!(explained.out.contains("received.csv"), "{}", explained.out);
    let returns = fs::read_to_string(format!("{dir}/out/one/returns.csv")).unwrap();
    assert!(!returns.lines().any(|line| line.starts_with("received.csv")), "{returns}");

    let forms = zhiheng(["template", &dir, "--json"]);
    assert_eq!(forms.code, 0);
    assert!(!forms.out.contains("received"), "{}", forms.out);
}

#[test]
fn a_return_mended_later_came_when_it_first_came_and_parts_when_the_last_came() {
    let received = "file,received\nreturns/a.csv,2015-12-09\nreturns/a2.csv,2015-12-20\nreturns/b.csv,2015-12-01\nreturns/c.csv,2015-12-12\n";
    let (_guard, dir) = self::received(
        received,
        &[
            ("a.csv", "东县,率,80\n"),
            ("a2.csv", "东县,率,85\n"),
            ("b.csv", "西县,率,90\n"),
            ("c.csv", "西县,率,\n南县,率,60\n"),
        ],
    );
    zhiheng(["run", &dir]);
    assert_eq!(scores(&dir, "A1")[0], "1 4.25");
    let late = scores(&dir, "A2");
    assert_eq!((late[0].as_str(), late[2].as_str()), ("1 5", "3 4"), "{late:?}");
}

#[test]
fn the_day_of_receipt_is_a_date() {
    let (_guard, dir) = received("file,received\n", &[]);
    let path = format!("{dir}/rubrics/one.toml");
    let wrong = fs::read_to_string(&path).unwrap().replace("type = \"date\"", "type = \"integer\"");
    fs::write(&path, wrong).unwrap();
    let ran = zhiheng(["run", &dir]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("from = \"received\""), "{}", ran.err);
}
