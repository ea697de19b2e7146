//! What has to be mended goes back as a workbook; mended at the cells that it names and at no other, nothing is left.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up should stop")]

#[path = "../support/mod.rs"]
mod support;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, SheetVisible, Xlsx};
use proptest::prelude::*;
use zhiheng::assessment::{Options, ingest, run};
use zhiheng::finding::Lang;
use zhiheng::ingest::{Expected, Picture, picture};
use zhiheng::report::mending::{SendBack, send_back};

use world::{Book, Tab, UNITS, Val, bytes, file, right, set_up, ways};

const OUT: &str = "out/mending";

type Row = BTreeMap<String, String>;

fn back(dir: &Path) -> std::path::PathBuf {
    dir.join(OUT).join("退回修改")
}

/// What `ingest` finds that is no note.
fn ingested(dir: &Path) -> Vec<Row> {
    ingest(dir, &Options::default(), &mut |_| {}).unwrap();
    doubtful(dir)
}

/// What `run` finds that is no note.
fn scored(dir: &Path) -> Vec<Row> {
    run(dir, &Options::default(), &mut |_| {}).unwrap();
    doubtful(dir)
}

fn doubtful(dir: &Path) -> Vec<Row> {
    let rows = support::rows(&dir.join(OUT).join("findings.csv"));
    rows.into_iter().filter(|row| row["level"] != "note").collect()
}

fn says(rows: &[Row]) -> Vec<String> {
    let one = |r: &Row| ["code", "unit", "field", "file", "sheet", "cell", "found"].map(|k| r[k].clone()).join(" | ");
    rows.iter().map(one).collect()
}

/// A workbook that came back, by its own words.
struct Returned {
    tabs: Vec<Tab>,
    /// Cells that the list names: (sheet, row, column).
    named: BTreeSet<(String, u32, u32)>,
    /// The rows of the list.
    list: Vec<Vec<String>>,
}

fn read(path: &Path) -> Returned {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let sheets = book.sheets_metadata().to_vec();
    let mut returned = Returned { tabs: Vec::new(), named: BTreeSet::new(), list: Vec::new() };
    for sheet in &sheets {
        let range = book.worksheet_range(&sheet.name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let mut tab =
            Tab { name: sheet.name.clone(), hidden: sheet.visible != SheetVisible::Visible, ..Tab::default() };
        for (row, col, value) in range.used_cells() {
            let at = (top + u32::try_from(row).unwrap(), left + u32::try_from(col).unwrap());
            let val = match value {
                Data::String(text) if text.is_empty() => continue,
                Data::String(text) => Val::Text(text.clone()),
                Data::Float(x) => Val::Number(*x),
                Data::DateTime(when) => {
                    let (year, month, day, ..) = when.to_ymd_hms_milli();
                    Val::Day(year, month, day)
                }
                Data::Error(error) => Val::Error(match error {
                    calamine::CellErrorType::Ref => "#REF!",
                    calamine::CellErrorType::NA => "#N/A",
                    _ => "#DIV/0!",
                }),
                other => panic!("{other:?}"),
            };
            tab.cells.insert(at, val);
        }
        for merged in book.merge_cells_by_sheet_name(&sheet.name).unwrap() {
            let col = |c| u16::try_from(c).unwrap();
            tab.merges.push((merged.start.0, col(merged.start.1), merged.end.0, col(merged.end.1)));
        }
        if sheet.name == "修改清单" {
            list(&tab, &mut returned);
        }
        returned.tabs.push(tab);
    }
    returned
}

fn list(tab: &Tab, returned: &mut Returned) {
    let shown = |at: (u32, u32)| match tab.cells.get(&at) {
        Some(Val::Text(text)) => text.clone(),
        Some(Val::Number(x)) => x.to_string(),
        _ => String::new(),
    };
    for row in (5..).take_while(|row| !shown((*row, 1)).is_empty()) {
        let cells: Vec<String> = (0..9).map(|col| shown((row, col))).collect();
        let (sheet, own) = cells[2].split_once('!').unwrap_or((&cells[2], ""));
        let more = cells[8].split("有关单元格：").nth(1).unwrap_or_default();
        for cell in [own].into_iter().chain(more.split(['、', '；'])).filter(|c| !c.is_empty()) {
            let (sheet, cell) = cell.split_once('!').unwrap_or((sheet, cell));
            let place = zhiheng::finding::Place { cell: cell.into(), ..zhiheng::finding::Place::default() };
            let (r, c) = place.position().unwrap_or_else(|| panic!("{cell} in {cells:?}"));
            returned.named.insert((sheet.to_owned(), r, c));
        }
        returned.list.push(cells);
    }
}

/// The workbook with what is right at the cells that it names, saved again.
fn mended(returned: &Returned, right: &Book, wrong: &Book) -> Vec<u8> {
    let mut tabs = returned.tabs.clone();
    for tab in &mut tabs {
        let Some(good) = right.tabs.iter().find(|t| t.name == tab.name) else { continue };
        let bad = wrong.tabs.iter().find(|t| t.name == tab.name).unwrap();
        for (at, val) in &mut tab.cells {
            if let Some(Val::Percent(x)) = bad.cells.get(at) {
                *val = Val::Percent(*x);
            }
        }
        for (_, row, col) in returned.named.iter().filter(|(sheet, ..)| *sheet == tab.name) {
            match good.cells.get(&(*row, *col)) {
                Some(val) => tab.cells.insert((*row, *col), val.clone()),
                None => tab.cells.remove(&(*row, *col)),
            };
        }
    }
    bytes(&tabs)
}

/// One trial: damage, send back, mend where told, and see that nothing is left.
fn trial(seed: u32, damages: &[(usize, usize, usize)]) -> Result<(), TestCaseError> {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path();
    let right = right(seed);
    let mut wrong = right.clone();
    let mut done = Vec::new();
    for (book, way, pick) in damages {
        let count = wrong.len();
        let book = &mut wrong[book % count];
        let ways = ways(book);
        let (name, damage) = ways[way % ways.len()];
        damage(&mut book.tabs[0], *pick);
        done.push(format!("{}: {name} {pick}", book.path));
    }
    set_up(dir, &wrong);
    // of several faults one may hide another: below a line with an unknown unit nothing is read
    let rounds = damages.len().min(3);
    for round in 0..rounds {
        let found = ingested(dir);
        if found.is_empty() {
            break;
        }
        let workbooks: Vec<_> = right.iter().filter(|b| back(dir).join(&b.back).exists()).collect();
        prop_assert!(!workbooks.is_empty(), "{done:?} round {round}: nothing goes back, but {:#?}", says(&found));
        for good in workbooks {
            let bad = wrong.iter().find(|b| b.path == good.path).unwrap();
            let returned = read(&back(dir).join(&good.back));
            if round == 0 {
                rebuilt(&returned, bad)?;
            }
            fs::write(file(dir, good), mended(&returned, good, bad)).unwrap();
        }
    }
    let left = scored(dir);
    prop_assert!(left.is_empty(), "{done:?} leave {:#?}", says(&left));
    prop_assert!(!back(dir).exists(), "nothing goes back where nothing is wrong");
    Ok(())
}

/// What goes back is what came: every sheet in order, every cell, merged and hidden alike.
fn rebuilt(returned: &Returned, sent: &Book) -> Result<(), TestCaseError> {
    prop_assert_eq!(&returned.tabs[0].name, "修改清单");
    prop_assert_eq!(returned.tabs.len(), sent.tabs.len() + 1);
    for (now, then) in returned.tabs[1..].iter().zip(&sent.tabs) {
        let plain: world::Cells = then
            .cells
            .iter()
            .map(|(at, val)| (*at, if let Val::Percent(x) = val { Val::Number(*x) } else { val.clone() }))
            .collect();
        prop_assert_eq!(&now.cells, &plain);
        prop_assert_eq!((&now.name, now.hidden, &now.merges), (&then.name, then.hidden, &then.merges));
    }
    Ok(())
}

#[test]
fn returns_without_a_fault_do_not_go_back() {
    let guard = tempfile::tempdir().unwrap();
    for seed in [0, 7] {
        set_up(guard.path(), &right(seed));
        assert_eq!(says(&ingested(guard.path())), Vec::<String>::new());
        assert_eq!(says(&scored(guard.path())), Vec::<String>::new());
        assert!(!back(guard.path()).exists());
    }
}

#[test]
fn each_way_to_get_a_return_wrong_is_mended_at_the_cells_named() {
    let mut wrong = Vec::new();
    for (book, sent) in right(3).iter().enumerate().skip(2) {
        for (way, (name, _)) in ways(sent).iter().enumerate() {
            if let Err(error) = trial(3, &[(book, way, 4 * way + book)]) {
                wrong.push(format!("{name}: {error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The example sends back tables of every layout, one of them from CSV in GB18030 and two in the long form.
#[test]
fn what_goes_back_unmended_reads_the_same() {
    let (_guard, dir) = support::example("midterm-2015");
    let read = |dir: &Path| {
        ingest(dir, &Options::default(), &mut |_| {}).unwrap();
        let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
        for rubric in ["midterm-2015-prefectures", "midterm-2015-agencies"] {
            let rows = |name: &str| support::rows(&dir.join("out").join(rubric).join(name));
            let keys =
                ["unit", "field", "period", "source", "value", "state", "reason", "by", "date", "evidence", "used"];
            seen.extend(rows("observations.csv").iter().map(|r| keys.map(|k| r.get(k).cloned().unwrap_or_default())));
            let at = |r: &Row| {
                let place = zhiheng::finding::Place { cell: r["cell"].as_str().into(), ..Default::default() };
                (r["code"].clone(), r["unit"].clone(), r["field"].clone(), place.position())
            };
            // a workbook is in no encoding, and bears another name than the file that received.csv registers
            let same = |r: &&Row| !["encoding-chosen", "received-missing"].contains(&r["code"].as_str());
            found.extend(rows("findings.csv").iter().filter(same).map(at));
        }
        (seen, found)
    };
    let before = read(&dir);
    let workbooks = || support::files(&dir.join("out")).into_iter().filter(|(path, _)| path.contains("/退回修改/"));
    let of_ingest: Vec<_> = workbooks().collect();
    run(&dir, &Options::default(), &mut |_| {}).unwrap();
    assert!(of_ingest == workbooks().collect::<Vec<_>>(), "`run` sends back the same as `ingest`");
    let mut put_back = 0;
    for (rubric, folders) in [
        ("midterm-2015-prefectures", &["prefectures", "agencies", "site", "panel"][..]),
        ("midterm-2015-agencies", &["measures", "office"][..]),
    ] {
        let back = dir.join("out").join(rubric).join("退回修改");
        for (name, bytes) in support::files(&back) {
            let stem = name.trim_end_matches(".xlsx");
            let code = stem.split('-').next().unwrap();
            for folder in folders {
                let folder = dir.join("returns").join(folder);
                for old in fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()) {
                    let old_stem = old.file_stem().unwrap().to_string_lossy().into_owned();
                    if old_stem == stem || old_stem.split('-').next() == Some(code) && stem.contains('-') {
                        fs::remove_file(&old).unwrap();
                        fs::write(folder.join(&name), &bytes).unwrap();
                        put_back += 1;
                    }
                }
            }
        }
    }
    assert_eq!(put_back, 15);
    let after = read(&dir);
    assert_eq!(before.0, after.0);
    assert_eq!(before.1, after.1);
}

/// Forms are known by what stands in a hidden row and column: that goes back with them.
#[test]
fn forms_that_go_back_are_known_as_forms_again() {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path();
    set_up(dir, &[]);
    for folder in ["self", "agency", "site"] {
        fs::create_dir_all(dir.join("returns").join(folder)).unwrap();
    }
    let made = support::zhiheng(["template", dir.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
    for (name, bytes) in support::files(&dir.join(OUT).join("填报表")) {
        let folder = if name.starts_with(|c: char| c.is_ascii_digit()) { "self" } else { "agency" };
        fs::write(dir.join("returns").join(folder).join(name), bytes).unwrap();
    }
    let read = || {
        let found: BTreeSet<String> = says(&ingested(dir)).into_iter().collect();
        let sheets: Vec<_> = support::rows(&dir.join(OUT).join("returns.csv"))
            .into_iter()
            .filter(|r| r["sheet"] != "修改清单")
            .map(|r| ["file", "sheet", "layout", "unit", "period", "source", "observations"].map(|k| r[k].clone()))
            .collect();
        (found, sheets)
    };
    let before = read();
    assert!(before.1.iter().filter(|s| s[2] == "下发的填报表").count() >= UNITS.len(), "{:?}", before.1);
    let blank = before.0.iter().filter(|f| f.starts_with("required-missing"));
    assert!(blank.count() > UNITS.len());
    let mut put_back = 0;
    for (name, bytes) in support::files(&back(dir)) {
        for folder in ["self", "agency"] {
            let path = dir.join("returns").join(folder).join(&name);
            if path.exists() {
                fs::write(path, &bytes).unwrap();
                put_back += 1;
            }
        }
    }
    assert!(put_back >= UNITS.len(), "{put_back}");
    assert_eq!(before, read());
}

#[test]
fn files_of_other_programs_are_made_again_as_they_are() {
    let folder = support::root().join("tests/files");
    let mut seen = 0;
    for name in ["自评-openpyxl.xlsx", "汇总-openpyxl.xlsx", "自评-xlwt.xls", "汇总-odfpy.ods", "汇总-gbk.csv"]
    {
        let (before, after) = again(&folder.join(name));
        assert!(!before.sheets.is_empty());
        for (old, new) in before.sheets.iter().zip(&after.sheets) {
            assert_eq!((&old.title, old.hidden, &old.merges), (&new.name, new.hidden, &new.merges), "{name}");
            assert_eq!(old.cells, new.cells, "{name} {}", old.title);
            seen += old.cells.len();
        }
        assert_eq!(before.sheets.len(), after.sheets.len());
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn widths_heights_and_what_is_hidden_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(2, 1, "=1+1").unwrap();
    sheet.set_column_width(0, 20).unwrap().set_column_range_width(1, 3, 8.43).unwrap();
    sheet.set_column_hidden(4).unwrap().set_row_hidden(0).unwrap().set_row_height(2, 30).unwrap();
    let path = dir.path().join("a.xlsx");
    book.save(&path).unwrap();
    let (before, after) = again(&path);
    assert!(before.sheets[0].columns.iter().any(|c| c.hidden && c.first == 4));
    assert!(before.sheets[0].rows.iter().any(|r| r.hidden && r.first == 0));
    assert!(before.sheets[0].rows.iter().any(|r| r.size == Some(30.0) && r.first == 2));
    assert_eq!(before.sheets[0].columns, after.sheets[0].columns);
    assert_eq!(before.sheets[0].rows, after.sheets[0].rows);
    assert_eq!(before.sheets[0].cells, after.sheets[0].cells);
}

/// A file as it looks, and as the workbook made of it looks.
fn again(path: &Path) -> (Picture, Picture) {
    let register = zhiheng::register::Register::new(Vec::new());
    let expected = Expected::new(&[], &[], "2015", &register);
    let before = picture(path, &path.to_string_lossy(), &expected).unwrap();
    let back = SendBack {
        to: "某".into(),
        title: "考核",
        files: vec!["a".into()],
        sheets: before.sheets.iter().collect(),
        mendings: Vec::new(),
        lang: Lang::Zh,
    };
    let dir = tempfile::tempdir().unwrap();
    let made = dir.path().join("back.xlsx");
    fs::write(&made, send_back(&back).unwrap()).unwrap();
    // the list is left out of what is seen again
    let after = picture(&made, "back.xlsx", &expected).unwrap();
    (before, after)
}

#[test]
fn a_file_that_cannot_be_opened_goes_back_as_a_list_of_what_to_do() {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path();
    let books = right(1);
    set_up(dir, &books);
    fs::write(file(dir, &books[0]), "%PDF-1.7").unwrap();
    fs::write(dir.join("returns/self/无名.xlsx"), "PK\u{3}\u{4}broken").unwrap();
    ingested(dir);
    let made: Vec<String> = support::files(&back(dir)).into_keys().collect();
    assert_eq!(made, [books[0].back.as_str(), "无名.xlsx"]);
    for name in &made {
        let returned = read(&back(dir).join(name));
        assert_eq!(returned.tabs.len(), 1);
        assert!(returned.list[0][2].contains(".xlsx") && !returned.list[0][6].is_empty(), "{:?}", returned.list);
    }
    // the list alone is no return
    fs::copy(back(dir).join(&made[0]), file(dir, &books[0])).unwrap();
    let codes: Vec<String> = ingested(dir).into_iter().map(|r| r["code"].clone()).collect();
    assert!(codes.contains(&"layout-unknown".to_owned()), "{codes:?}");
}

#[test]
fn two_files_of_one_unit_go_back_together_unless_their_sheets_clash() {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path();
    let mut books = right(1);
    books[0].tabs[0].cells.insert((4, 3), world::text("待核"));
    let second = books[0].tabs.remove(1);
    let mut annex = Book { path: "self/653200-附表.xlsx".into(), back: String::new(), tabs: vec![second] };
    annex.tabs[0].cells.insert((3, 1), world::text("约45"));
    books.push(annex);
    set_up(dir, &books);
    ingested(dir);
    assert_eq!(support::files(&back(dir)).len(), 1);
    let returned = read(&back(dir).join(&books[0].back));
    let names: Vec<&str> = returned.tabs.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["修改清单", "2015年", "选项", "2014年"]);
    assert_eq!(returned.named.len(), 2, "{:?}", returned.list);
    books[5].tabs[0].name = "2015年".into();
    set_up(dir, &books);
    ingested(dir);
    let made: Vec<String> = support::files(&back(dir)).into_keys().collect();
    assert_eq!(made, ["653200-和田地区 (2).xlsx", "653200-和田地区.xlsx"]);
}

#[test]
fn what_is_written_on_the_list_and_not_into_the_cell_is_said() {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path();
    let mut books = right(1);
    books[0].tabs[0].cells.insert((4, 3), world::text("待核"));
    set_up(dir, &books);
    ingested(dir);
    let mut returned = read(&back(dir).join(&books[0].back));
    returned.tabs[0].cells.insert((5, 7), Val::Number(412.0));
    fs::write(file(dir, &books[0]), bytes(&returned.tabs)).unwrap();
    ingested(dir);
    let rows = support::rows(&dir.join(OUT).join("findings.csv"));
    let said = rows.iter().find(|r| r["sheet"] == "修改清单").unwrap();
    assert_eq!((said["code"].as_str(), said["level"].as_str(), said["cell"].as_str()), ("sheet-skipped", "note", "H6"));
    assert!(rows.iter().any(|r| r["cell"] == "D5" && r["code"] == "unreadable-value"));
    let names: Vec<String> = read(&back(dir).join(&books[0].back)).tabs.into_iter().map(|t| t.name).collect();
    assert_eq!(names, ["修改清单", "2015年", "2014年", "选项"], "one list, that of this round");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_wrong_is_mended_at_the_cells_named(
        seed in 0_u32..1000,
        damages in prop::collection::vec((0_usize..5, 0_usize..64, 0_usize..64), 1..6),
    ) {
        trial(seed, &damages)?;
    }
}
