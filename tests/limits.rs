//! What a file may take is counted to the end: not only while it is opened, but while its tables are looked for and
//! while observations and findings are made of it.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

use std::fmt::Write as _;
use std::fs;

use rust_xlsxwriter::Workbook;
use zhiheng::finding::Code;
use zhiheng::ingest::{Expected, Ingested, Limits, ReturnsFrom, ingest};
use zhiheng::number::Exact;
use zhiheng::register::{Register, read_register, seeds};
use zhiheng::rubric::{Field, FieldType};

fn fields() -> Vec<Field> {
    ["抽检批次", "合格批次", "受检台数", "投诉件数", "培训人次"]
        .iter()
        .enumerate()
        .map(|(n, name)| field(n, name))
        .collect()
}

fn field(n: usize, name: &str) -> Field {
    Field {
        id: format!("f{n}"),
        name: name.to_owned(),
        kind: FieldType::Decimal,
        unit: String::new(),
        from: "self".into(),
        min: None,
        max: None,
        choices: Vec::new(),
        aliases: Vec::new(),
        required: false,
        tolerance: Exact::ZERO,
        panel: false,
    }
}

fn counties() -> Register {
    read_register("counties.csv", seeds::COUNTIES).unwrap()
}

fn read(name: &str, bytes: &[u8], limits: Limits) -> Ingested {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(name), bytes).unwrap();
    let (fields, register) = (fields(), counties());
    let expected = Expected { limits, ..Expected::new(&fields, &[], "2015", &register) };
    ingest(dir.path(), &[ReturnsFrom { path: ".".into(), ..ReturnsFrom::default() }], &expected)
}

fn book(fill: impl FnOnce(&mut dyn FnMut(&[&str]))) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut at = 0;
    fill(&mut |row: &[&str]| {
        for (col, text) in (0..).zip(row) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write(at, col, number).unwrap(),
                Err(_) => sheet.write(at, col, *text).unwrap(),
            };
        }
        at += 1;
    });
    book.save_to_buffer().unwrap()
}

/// Refused, and nothing else of it said or kept.
fn is_refused(read: &Ingested, code: Code) {
    let codes: Vec<Code> = read.findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, [code]);
    assert_eq!(&*read.findings[0].place.file, "a.csv");
    assert!(read.observations.is_empty() && read.files.len() == 1 && read.files[0].sheets.is_empty());
}

#[test]
fn a_table_of_strangers_that_takes_too_long_is_one_finding() {
    let mut rows = String::from("单位,抽检批次\n和田县,1\n");
    (0..100).for_each(|n| writeln!(rows, "没有的县{n},1").unwrap());
    is_refused(&read("a.csv", rows.as_bytes(), Limits { seconds: 0, ..Limits::default() }), Code::TooSlow);
    let usual = read("a.csv", rows.as_bytes(), Limits::default());
    assert_eq!((usual.observations.len(), usual.findings.len()), (1, 100));
}

#[test]
fn what_is_found_in_a_file_counts_against_its_memory() {
    let mut rows = String::from("单位,指标,数值\n");
    (0..2_000).for_each(|n| writeln!(rows, "和田县,抽检批次,大约{n}上下").unwrap());
    let limits = |memory| Limits { memory, ..Limits::default() };
    is_refused(&read("a.csv", rows.as_bytes(), limits(2 << 20)), Code::TooLarge);
    assert_eq!(read("a.csv", rows.as_bytes(), limits(16 << 20)).observations.len(), 2_000);
    // what goes back for mending is counted before it is made
    is_refused(&read("a.csv", rows.as_bytes(), limits(4 << 20)), Code::TooLarge);
    // the same cells fit where nothing is to be said of them
    let plain = rows.replace("大约", "").replace("上下", "");
    assert_eq!(read("a.csv", plain.as_bytes(), limits(2 << 20)).observations.len(), 2_000);
}

#[test]
fn what_is_not_there_counts_too() {
    // one row of names and one column of units: every blank between them is an observation
    let (register, names) = (counties(), fields());
    let head: Vec<&str> = (0..200).map(|n| names[n % 5].name.as_str()).collect();
    let mut rows = format!("单位,{}\n", head.join(","));
    for unit in register.units().iter().cycle().take(400) {
        writeln!(rows, "{}{},1", unit.name, ",".repeat(199)).unwrap();
    }
    let limits = |memory| Limits { memory, ..Limits::default() };
    is_refused(&read("a.csv", rows.as_bytes(), limits(4 << 20)), Code::TooLarge);
    assert_eq!(read("a.csv", rows.as_bytes(), limits(64 << 20)).observations.len(), 80_000);
}

#[test]
fn hundreds_of_tables_below_each_other_are_read_to_the_last() {
    let register = counties();
    let units: Vec<&str> = register.units().iter().map(|u| u.name.as_str()).take(4).collect();
    let names = fields();
    let fields_down = book(|row| {
        for section in 0..300 {
            row(&["统计表"]);
            row(&[&["指标"], &units[..]].concat());
            for field in &names {
                row(&[&field.name, &section.to_string(), "2", "3", "4"]);
            }
            row(&[]);
        }
    });
    assert_eq!(read("a.xlsx", &fields_down, Limits::default()).observations.len(), 300 * 5 * 4);
    let units_down = book(|row| {
        for section in 0..300 {
            row(&[&["单位"], &names.iter().map(|f| f.name.as_str()).collect::<Vec<_>>()[..]].concat());
            for unit in &units {
                row(&[unit, &section.to_string(), "2", "3", "4", "5"]);
            }
            row(&[]);
        }
    });
    assert_eq!(read("a.xlsx", &units_down, Limits::default()).observations.len(), 300 * 5 * 4);
}

#[test]
fn a_sheet_as_wide_as_sheets_can_be_is_read() {
    let head: Vec<String> = (0..16_382).map(|n| format!("项目{n}")).collect();
    let wide = book(|row| {
        row(&[&["单位"], &head.iter().map(String::as_str).collect::<Vec<_>>()[..], &["抽检批次"]].concat());
        row(&[&["和田县"][..], &vec!["7"; 16_383]].concat());
    });
    let read = read("a.xlsx", &wide, Limits::default());
    assert_eq!(read.observations.len(), 1);
    assert_eq!(&*read.observations[0].place.cell, "XFD2");
    assert_eq!(read.findings.iter().filter(|f| f.code == Code::UnknownField).count(), 16_382);
}
