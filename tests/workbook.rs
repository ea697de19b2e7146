//! The ranked workbook: which sheets it has, and that what they say is what was scored.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{example, files, rows, zhiheng};

const PREFECTURES: &str = "out/midterm-2015-prefectures";

fn book(path: &Path) -> Xlsx<std::io::BufReader<fs::File>> {
    open_workbook(path).unwrap()
}

/// The rows of a sheet, as text, from its first row on.
fn sheet(book: &mut Xlsx<std::io::BufReader<fs::File>>, name: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(name).unwrap();
    let (height, width) = range.end().map_or((0, 0), |(row, col)| (row + 1, col + 1));
    let cell = |row, col| match range.get_value((row, col)) {
        Some(Data::Empty) | None => String::new(),
        Some(other) => other.to_string(),
    };
    (0..height).map(|row| (0..width).map(|col| cell(row, col)).collect()).collect()
}

fn run(dir: &Path, more: &[&str]) -> support::Ran {
    zhiheng(["run", dir.to_str().unwrap()].into_iter().chain(more.iter().copied()))
}

#[test]
fn the_cover_lists_every_other_sheet() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir, &[]);
    let mut book = book(&dir.join(PREFECTURES).join("排名.xlsx"));
    let names = book.sheet_names();
    assert_eq!(names[0], "封面与说明");
    let cover = sheet(&mut book, "封面与说明");
    for name in &names[1..] {
        let row = cover.iter().find(|row| row[0] == *name).unwrap_or_else(|| panic!("{name} is not on the cover"));
        assert!(!row[1].is_empty(), "nothing is said of {name}");
    }
}

#[test]
fn what_was_lost_adds_up_to_what_is_missing_from_full_marks() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir, &[]);
    let mut book = book(&dir.join(PREFECTURES).join("排名.xlsx"));
    let lost = |row: &Vec<String>, at: usize| row[at].parse::<f64>().unwrap();
    let by_indicator: f64 = sheet(&mut book, "失分分析")[3..].iter().map(|row| lost(row, 9)).sum();
    let by_unit: f64 = sheet(&mut book, "失分分析（按单位）")[3..].iter().map(|row| lost(row, 2)).sum();
    let details: f64 = sheet(&mut book, "扣分明细")[3..].iter().map(|row| lost(row, 7)).sum();
    assert!(
        (by_indicator - by_unit).abs() < 1e-6 && (by_unit - details).abs() < 1e-6,
        "{by_indicator} {by_unit} {details}"
    );
    assert!(by_unit > 100.0);
}

#[test]
fn groups_and_sections_are_ranked_as_scored() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir, &[]);
    let mut book = book(&dir.join(PREFECTURES).join("排名.xlsx"));
    let scores = rows(&dir.join(PREFECTURES).join("scores.csv"));
    let total = |name: &str| {
        let code =
            rows(&support::root().join("seeds/prefectures.csv")).into_iter().find(|r| r["name"] == name).unwrap();
        scores.iter().find(|r| r["unit"] == code["code"] && r["node"] == "total").unwrap().clone()
    };
    let groups = sheet(&mut book, "分组排名");
    assert_eq!(groups.len(), 3 + 14);
    for row in &groups[3..] {
        let total = total(&row[2]);
        assert_eq!((&row[1], &row[5], &row[6]), (&total["group_rank"], &total["rank"], &total["grade"]), "{row:?}");
    }
    let sections = sheet(&mut book, "单项排名");
    assert_eq!(sections[3][0], "质量目标 （40分）");
    let best = scores.iter().find(|r| r["node"] == "A" && r["rank"] == "1").unwrap();
    let exact = |text: &str| text.parse::<zhiheng::number::Exact>().unwrap();
    assert_eq!(exact(&sections[5][2]), exact(&best["score"]));
}

#[test]
fn an_earlier_result_is_compared_with_and_is_never_the_folders_own_output() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir, &[]);
    let last = dir.join("last");
    fs::create_dir(&last).unwrap();
    fs::copy(dir.join(PREFECTURES).join("scores.csv"), last.join("scores.csv")).unwrap();
    // without the corrections 阿勒泰 falls from the fourth place to the seventh
    let settings = fs::read_to_string(dir.join("assessment.toml")).unwrap();
    let against = |path: &str| settings.replace("adjustments = \"adjustments.csv\"", &format!("baseline = \"{path}\""));
    fs::write(dir.join("assessment.toml"), against("last")).unwrap();
    assert_eq!(run(&dir, &[]).code, 1);
    let mut book = book(&dir.join(PREFECTURES).join("排名.xlsx"));
    let ranking = sheet(&mut book, "总排名");
    let at = |name: &str| ranking[2].iter().position(|h| h.replace('\n', "") == name).unwrap();
    let row = ranking.iter().find(|row| row[1] == "阿勒泰地区").unwrap();
    assert_eq!((row[0].as_str(), row[at("上次名次")].as_str(), row[at("名次变化")].as_str()), ("7", "4", "-3"));
    assert_eq!(row[at("总分变化")], "-5");

    let before = files(&dir.join("out"));
    fs::write(dir.join("assessment.toml"), against("out")).unwrap();
    let refused = run(&dir, &[]);
    assert_eq!(refused.code, 2, "{}", refused.out);
    assert!(refused.err.contains("assessment.toml") && refused.err.contains("out"), "{}", refused.err);
    fs::write(dir.join("assessment.toml"), against("nowhere")).unwrap();
    let missing = run(&dir, &[]);
    assert!(missing.code == 2 && missing.err.contains("nowhere"), "{}", missing.err);
    assert_eq!(before, files(&dir.join("out")));
    // asked for on the command line, any folder will do
    fs::write(dir.join("assessment.toml"), settings).unwrap();
    assert_eq!(
        run(&dir, &["--against", last.to_str().unwrap()]).code,
        1,
        "the agencies were not part of it: a warning"
    );
}
