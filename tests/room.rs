//! What a workbook does not hold: sheets left out, sheets with too many rows, and too many units; it says so each time.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use calamine::{Reader, Xlsx};
use support::{example, files, zhiheng};
use zhiheng::assessment::{Assessment, Options};
use zhiheng::report::{Room, workbook};

type Sheets = BTreeMap<String, Vec<Vec<String>>>;

/// The sheets of the first scoring's workbook where it has only so much room.
fn made(dir: &Path, room: Room) -> Sheets {
    let assessment = Assessment::open(dir, &Options::default()).unwrap();
    let scoring = &assessment.scorings[0];
    let mut scored = scoring.score(scoring.gather(dir, &mut |_, _| {}));
    scoring.explain(&mut scored);
    let intake = scoring.intake(&scored);
    let mut report = scoring.report(&scored, &intake);
    report.room = room;
    let bytes = workbook(&report).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut sheets = Sheets::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        sheets.insert(name, rows);
    }
    sheets
}

fn cover<'a>(sheets: &'a Sheets, name: &str) -> &'a str {
    sheets["封面与说明"].iter().find(|row| row[0] == name).map_or("", |row| row[1].as_str())
}

#[test]
fn a_table_with_more_rows_than_a_sheet_is_left_to_its_csv_and_the_workbook_says_so() {
    let (_guard, dir) = example("midterm-2015");
    let whole = made(&dir, Room::default());
    let (losses, sources) = (whole["扣分明细"].len() - 3, whole["溯源"].len() - 3);
    assert!(losses > 200 && sources > losses, "{losses} {sources}");
    // a sheet that has room for the losses, and not for the figures
    let tight = made(&dir, Room { rows: losses + 16, ..Room::default() });
    assert_eq!(tight["扣分明细"].len(), losses + 3, "what fits is listed");
    let said = tight["溯源"].iter().flatten().find(|cell| cell.contains("observations.csv")).unwrap();
    assert!(said.contains(&sources.to_string()) && tight["溯源"].len() == 3, "{said}");
    assert_eq!(cover(&tight, "溯源"), said);
    let tighter = made(&dir, Room { rows: losses + 15, ..Room::default() });
    assert!(tighter["扣分明细"].len() == 3 && cover(&tighter, "扣分明细").contains("scores.csv"));
    // too few rows for the units themselves: every sheet of units refers to its table
    let none = made(&dir, Room { rows: 20, ..Room::default() });
    for name in ["总排名", "得分明细", "分组排名", "失分分析（按单位）"] {
        assert!(none[name].len() == 3 && cover(&none, name).contains("scores.csv"), "{name}");
    }
}

#[test]
fn above_the_stated_number_of_units_sources_are_in_the_table_and_values_take_the_place_of_formulas() {
    let (_guard, dir) = example("midterm-2015");
    let many = made(&dir, Room { units: 13, ..Room::default() });
    assert!(many["溯源"].iter().flatten().any(|cell| cell.contains("13") && cell.contains("observations.csv")));
    assert!(!many.contains_key("原始数据") && !many.contains_key("计算"));
    assert!(cover(&many, "原始数据").contains("只列数值"), "{}", cover(&many, "原始数据"));
    let whole = made(&dir, Room { units: 14, ..Room::default() });
    assert!(whole.contains_key("原始数据") && whole["溯源"].len() > 100);
    // the exact figures stand in the file either way
    let told = |sheets: &Sheets| sheets["总排名"].iter().map(|row| row[..12].to_vec()).take(17).collect::<Vec<_>>();
    assert_eq!(told(&many), told(&whole), "the ranking says the same");
}

#[test]
fn the_cover_says_which_sheets_are_left_out_and_why() {
    let (_guard, dir) = example("hdi-2015");
    let sheets = made(&dir, Room::default());
    let cover = &sheets["Cover"];
    for name in ["Vetoes and bonuses", "Adjustments", "Self against verified"] {
        assert!(!sheets.contains_key(name));
        let row = cover.iter().find(|row| row[0] == name).unwrap_or_else(|| panic!("{name} is not on the cover"));
        assert!(row[1].starts_with("left out: ") && row[1].len() > 20, "{row:?}");
    }
}

#[test]
fn above_five_thousand_units_no_workbook_is_made_for_each() {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path();
    let rubric = "[rubric]\nformat = 1\nid = \"small\"\ntitle = \"小\"\nversion = \"1\"\nperiod = \"2015\"\nfull_marks = 10\n\
                  subjects = \"units\"\n[[field]]\nid = \"x\"\nname = \"x\"\ntype = \"decimal\"\n\
                  [[section]]\nid = \"S\"\nmarks = 10\n[[indicator]]\nid = \"I\"\nunder = \"S\"\nmarks = 10\n\
                  value = \"x\"\ntarget = 10\nscore = { rule = \"ratio\" }\n";
    let settings = "[assessment]\ntitle = \"小\"\n[[scoring]]\nrubric = \"small.toml\"\nregister = \"units.csv\"\nreturns = [\"data.csv\"]\n";
    let rows = |head: &str, row: &dyn Fn(usize) -> String| {
        (0..5001).fold(format!("{head}\n"), |text, unit| text + &row(unit) + "\n")
    };
    let units = rows("code,name,short,aliases,kind,group,class,parent", &|u| format!("u{u},单位{u},,,,,,"));
    let data = rows("unit,field,value", &|u| format!("u{u},x,{}", u % 10));
    for (name, text) in [
        ("small.toml", rubric),
        ("assessment.toml", settings),
        ("units.csv", units.as_str()),
        ("data.csv", data.as_str()),
    ] {
        std::fs::write(dir.join(name), text).unwrap();
    }
    let ran = zhiheng(["run", dir.to_str().unwrap(), "--quiet"]);
    assert!(ran.code < 2, "{}", ran.err);
    let names: Vec<String> = files(&dir.join("out/small")).into_keys().collect();
    assert!(names.contains(&"排名.xlsx".to_owned()) && !names.iter().any(|n| n.contains("反馈表")), "{names:?}");
}
