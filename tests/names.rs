//! Registers in time: one register serves assessments of several years in the names of each.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;

use support::{TempDir, assessment, scores, zhiheng};

const REGISTER: &str = "code,name,former,since,until\n\
    650400,吐鲁番市,吐鲁番地区@~2015-04-12|652100@~2015-04-12,,\n\
    650402,高昌区,吐鲁番市@~2015-04-12,,\n\
    659008,可克达拉市,,2015-03-18,\n\
    659099,旧垦区,,,2012-12-31\n";

/// An assessment of one year, with that year's return and the register above.
fn year(period: &str, rows: &str) -> (TempDir, String) {
    let rubric = format!(
        "[rubric]\nformat = 1\nid = \"one\"\ntitle = \"一\"\nperiod = \"{period}\"\nfull_marks = 10\nsubjects = \"units\"\n\
         [[field]]\nid = \"率\"\n[[indicator]]\nid = \"A1\"\nmarks = 10\nvalue = \"率\"\ntarget = 100\nscore = {{ rule = \"ratio\" }}\n"
    );
    let returned = format!("unit,field,value\n{rows}");
    assessment(&[("rubrics/one.toml", &rubric), ("units.csv", REGISTER), ("returns/a.csv", &returned)])
}

#[test]
fn old_names_and_codes_resolve_for_their_time() {
    let (_guard, dir) = year("2016", "吐鲁番市,率,50\n高昌区,率,60\n可克达拉市,率,70\n");
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    assert_eq!(scores(&dir, "total"), ["650400 5", "650402 6", "659008 7"]);

    // in 2014 the name was the county-level city's and is the prefecture's today: nobody is given the figure
    let (_guard, dir) = year("2014", "吐鲁番市,率,50\n650402,率,60\n");
    let ran = zhiheng(["run", &dir]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let findings = fs::read_to_string(format!("{dir}/out/one/findings.csv")).unwrap();
    assert!(
        findings.contains("ambiguous-unit") && findings.contains("650400") && findings.contains("650402"),
        "{findings}"
    );
    let (_guard, dir) = year("2014", "吐鲁番地区,率,50\n650402,率,60\n");
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    let (_guard, dir) = year("2014", "652100,率,50\n650402,率,60\n");
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    assert_eq!(scores(&dir, "total"), ["650400 5", "650402 6"]);
}

#[test]
fn units_not_yet_or_no_longer_there_are_left_out_and_said() {
    let (_guard, dir) = year("2012", "650400,率,50\n650402,率,60\n659099,率,80\n");
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    assert_eq!(scores(&dir, "total"), ["650400 5", "650402 6", "659099 8"]);
    let findings = fs::read_to_string(format!("{dir}/out/one/findings.csv")).unwrap();
    assert!(findings.contains("unit-not-in-period") && findings.contains("2015-03-18~"), "{findings}");
}

#[test]
fn an_earlier_result_under_an_old_code_is_joined() {
    let (_guard, dir) = year("2016", "650400,率,50\n650402,率,60\n659008,率,70\n");
    fs::write(format!("{dir}/2014.csv"), "unit,node,score,rank,grade,period\n652100,total,4,1,,2014\n").unwrap();
    let against = format!("{dir}/2014.csv");
    assert_eq!(zhiheng(["run", &dir, "--against", &against]).code, 0);
    // its one row would otherwise be nobody's, which is said
    let findings = fs::read_to_string(format!("{dir}/out/one/findings.csv")).unwrap();
    assert!(!findings.contains("bad-table"), "{findings}");
    fs::write(&against, "unit,node,score,rank,grade,period\n652199,total,4,1,,2014\n").unwrap();
    zhiheng(["run", &dir, "--against", &against]);
    let findings = fs::read_to_string(format!("{dir}/out/one/findings.csv")).unwrap();
    assert!(findings.contains("bad-table"), "{findings}");
}

#[test]
fn a_wrong_date_in_a_register_is_said_with_its_line() {
    let (_guard, dir) = year("2016", "");
    fs::write(format!("{dir}/units.csv"), "code,name,former,since\n1,甲,乙@2015,\n2,丙,,去年\n").unwrap();
    let ran = zhiheng(["run", &dir]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("units.csv!2") && ran.err.contains("units.csv!3") && ran.err.contains("去年"),
        "{}",
        ran.err
    );
}
