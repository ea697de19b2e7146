//! A rubric drafted from a table of measures passes the check, asks everybody for their own measures, and scores.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;

use support::zhiheng;

#[test]
fn a_draft_from_the_plan_is_sound_and_makes_a_folder_that_runs() {
    let guard = tempfile::tempdir().unwrap();
    let path = |name: &str| guard.path().join(name).to_str().unwrap().to_owned();
    let rubric = path("draft.toml");
    let made = zhiheng(["rubric", "new", "--from-measures", "--id", "draft", "--out", &rubric]);
    assert_eq!(made.code, 0, "{}", made.err);
    let checked = zhiheng(["rubric", "check", &rubric]);
    assert_eq!((checked.code, checked.out.contains("18 个指标")), (0, true), "{}{}", checked.out, checked.err);

    let work = path("work");
    assert_eq!(zhiheng(["init", &work, "--from", &rubric]).code, 0);
    fs::write(format!("{work}/returns/a.csv"), "unit,field,value\n粮食局,M01,已完成\n质监局,M01,基本完成\n").unwrap();
    assert_eq!(zhiheng(["run", &work]).code, 1);
    let scores = fs::read_to_string(format!("{work}/out/draft/scores.csv")).unwrap();
    let row = |unit: &str, node: &str| {
        let start = format!("{unit},{node},");
        scores.lines().find(|line| line.starts_with(&start)).map(str::to_owned).unwrap_or_default()
    };
    assert!(row("lsj", "M01").contains(",6,1,value,"), "{}", row("lsj", "M01"));
    assert!(row("lsj", "M02").contains("not_applicable"), "{}", row("lsj", "M02"));
    assert!(row("zjj", "M01").contains("4.8"), "{}", row("zjj", "M01"));
}

#[test]
fn a_draft_of_other_measures_says_what_is_wrong_with_their_table_and_never_overwrites() {
    let guard = tempfile::tempdir().unwrap();
    let path = |name: &str| guard.path().join(name).to_str().unwrap().to_owned();
    let (measures, out) = (path("measures.csv"), path("own.toml"));
    let new = || {
        zhiheng([
            "rubric",
            "new",
            "--from-measures",
            &measures,
            "--subjects",
            "prefectures",
            "--id",
            "own",
            "--out",
            &out,
        ])
    };
    fs::write(&measures, "no,part,title\n1,甲,修路\n1,甲,架桥\n,乙,种树\n").unwrap();
    let wrong = new();
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("measures.csv!3") && wrong.err.contains("measures.csv!4"), "{}", wrong.err);
    assert!(!fs::exists(&out).unwrap());

    fs::write(&measures, "no,part,title\n1,甲,\"修“路”和'桥'\"\n2,乙,种树\n3,甲,= 架桥\n").unwrap();
    assert_eq!(new().code, 0);
    let text = fs::read_to_string(&out).unwrap();
    assert_eq!(zhiheng(["rubric", "check", &out]).code, 0);
    assert!(!text.contains("applies"));
    assert_eq!(new().code, 2);
    assert_eq!(fs::read_to_string(&out).unwrap(), text);
}
