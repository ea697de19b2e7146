//! When a return came, by received.csv, is data that a rule can use.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;

use support::{TempDir, zhiheng};

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

fn assessment(received: &str, returns: &[(&str, &str)]) -> (TempDir, String) {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path();
    fs::create_dir_all(dir.join("rubrics")).unwrap();
    fs::create_dir_all(dir.join("returns")).unwrap();
    fs::write(dir.join("rubrics/one.toml"), RUBRIC).unwrap();
    fs::write(dir.join("units.csv"), "code,name\n1,东县\n2,西县\n3,南县\n").unwrap();
    fs::write(dir.join("received.csv"), received).unwrap();
    for (name, rows) in returns {
        fs::write(dir.join("returns").join(name), format!("unit,field,value\n{rows}")).unwrap();
    }
    fs::write(
        dir.join("assessment.toml"),
        "[assessment]\ntitle = \"一\"\n[[scoring]]\nrubric = \"one\"\nregister = \"units\"\nreturns = [\"returns\"]\n",
    )
    .unwrap();
    let path = dir.to_str().unwrap().to_owned();
    (guard, path)
}

fn scores(dir: &str, node: &str) -> Vec<String> {
    let text = fs::read_to_string(format!("{dir}/out/one/scores.csv")).unwrap();
    let rows = text.lines().map(|row| row.split(',').collect::<Vec<_>>()).filter(|row| row[1] == node);
    rows.map(|row| format!("{} {}", row[0], row[6])).collect()
}

#[test]
fn days_late_cost_marks_and_nobody_is_asked_when_they_sent_it() {
    let received = "file,received\nreturns/a.csv,2015-12-09\nreturns/b.csv,2015-12-14 09:30\n";
    let (_guard, dir) =
        assessment(received, &[("a.csv", "东县,率,80\n"), ("b.csv", "西县,率,90\n"), ("c.csv", "南县,率,70\n")]);
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
    let (_guard, dir) = assessment(
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
    let (_guard, dir) = assessment("file,received\n", &[]);
    let path = format!("{dir}/rubrics/one.toml");
    let wrong = fs::read_to_string(&path).unwrap().replace("type = \"date\"", "type = \"integer\"");
    fs::write(&path, wrong).unwrap();
    let ran = zhiheng(["run", &dir]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("from = \"received\""), "{}", ran.err);
}
