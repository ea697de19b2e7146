//! The live core of the workbook: what is a formula, and when none is written.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

use std::fs;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};

type Book = Xlsx<std::io::BufReader<fs::File>>;

fn run(dir: &Path) {
    let done = Command::new(env!("CARGO_BIN_EXE_zhiheng")).arg("run").arg(dir).arg("--quiet").output().unwrap();
    assert!(matches!(done.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&done.stderr));
}

fn book(dir: &Path, rubric: &str) -> Book {
    open_workbook(dir.join("out").join(rubric).join("排名.xlsx")).unwrap()
}

/// A small assessment: one field, one indicator, so many units that report this value each.
fn assessment(units: usize, value: impl Fn(usize) -> String) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| fs::write(dir.path().join(name), text).unwrap();
    fs::create_dir(dir.path().join("returns")).unwrap();
    write(
        "R.toml",
        r#"[rubric]
format = 1
id = "small"
title = "示例"
version = "1.0.0"
period = "2015"
full_marks = 10
subjects = "U"
lang = "zh"

[rounding]
indicator = { places = 2, mode = "half_up" }

[[field]]
id = "合格率"
name = "合格率"
type = "percent"

[[section]]
id = "A"
name = "质量"
marks = 10

[[indicator]]
id = "A1"
under = "A"
name = "合格率"
marks = 10
value = "合格率"
target = 90
score = { rule = "deduct", per = 3, take = 0.5 }
"#
        .to_owned(),
    );
    write(
        "assessment.toml",
        "[assessment]\ntitle = \"示例\"\n[[scoring]]\nrubric = \"R.toml\"\nregister = \"U.csv\"\nreturns = [\"returns\"]\n"
            .to_owned(),
    );
    let rows = |head: &str, row: &dyn Fn(usize) -> String| {
        (0..units).fold(format!("{head}\n"), |text, unit| text + &row(unit) + "\n")
    };
    write("U.csv", rows("code,name", &|unit| format!("U{unit},单位{unit}")));
    write("returns/D.csv", rows("unit,field,value", &|unit| format!("U{unit},合格率,{}", value(unit))));
    dir
}

/// The formulas under a heading of 计算.
fn formulas(book: &mut Book, what: &str) -> Vec<String> {
    let cells = book.worksheet_range("计算").unwrap();
    let formulas = book.worksheet_formula("计算").unwrap();
    let column =
        (0..cells.width()).find(|c| cells.get((4, *c)).is_some_and(|d| *d == Data::String(what.to_owned()))).unwrap();
    let last = u32::try_from(cells.height()).unwrap();
    let column = u32::try_from(column).unwrap();
    (5..last).map(|row| formulas.get_value((row, column)).cloned().unwrap_or_default()).collect()
}

#[test]
fn a_score_is_a_formula_over_what_was_reported_with_the_exact_result() {
    let dir = assessment(3, |unit| ["95", "89.5", ""][unit].to_owned());
    run(dir.path());
    let mut book = book(dir.path(), "small");
    let unrounded = formulas(&mut book, "修约前");
    assert!(unrounded.iter().all(|f| f.contains("'原始数据'!") && f.contains("'参数'!")), "{unrounded:?}");
    let scores = formulas(&mut book, "得分");
    assert!(scores.iter().all(|f| f.contains("ROUND(ROUND(")), "{scores:?}");
    let ranking = book.worksheet_range("总排名").unwrap();
    let total = |row: u32| ranking.get_value((row, 3)).cloned();
    // half a point short of 90 at half a mark for every three points: 9.91666… and the missing one nought
    assert_eq!([total(3), total(4), total(5)], [10.0, 9.92, 0.0].map(|x| Some(Data::Float(x))));
}

#[test]
fn above_five_thousand_units_values_stand_in_place_of_formulas() {
    let dir = assessment(5001, |unit| (60 + unit % 40).to_string());
    run(dir.path());
    let mut book = book(dir.path(), "small");
    assert!(!book.sheet_names().contains(&"计算".to_owned()));
    assert!(book.worksheet_formula("总排名").unwrap().used_cells().next().is_none());
    let method = book.worksheet_range("方法").unwrap();
    let said = method.used_cells().any(|(_, _, cell)| cell.to_string().contains("只列数值"));
    assert!(said, "方法 says nothing of it");
}
