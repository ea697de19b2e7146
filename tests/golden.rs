//! Golden outputs: everything that a run of the shipped examples writes is what it was, byte for byte inside its package.
//!
//! `tests/golden/<case>/` keeps the tables whole where they are small, and `outputs.txt` with a line for every file and a
//! line for every sheet of the workbooks that people rank by, so that a change says which sheet it is. After a change that is
//! wanted: `ZHIHENG_UPDATE=1 cargo test --test golden`, and the difference of `tests/golden/` is read as part of the change.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot set itself up, or does not hold, should stop"
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use support::{example, files, root, zhiheng};

/// Tables up to so many bytes are kept whole.
const WHOLE: usize = 60_000;

fn is(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|e| e == extension)
}

fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

/// The parts of a package by name, unpacked: how tightly they are packed may hang on the machine.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn package(parts: &BTreeMap<String, Vec<u8>>) -> String {
    let mut all = Vec::new();
    for (name, content) in parts {
        all.extend([name.as_bytes(), b"\0", &content.len().to_le_bytes(), content].concat());
    }
    digest(&all)
}

/// What the cells of a sheet say: values as they are and formulas as they are written.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> (usize, String) {
    let mut said = String::new();
    let mut count = 0;
    let values = book.worksheet_range(name).unwrap();
    let start = values.start().unwrap_or_default();
    for (row, col, cell) in values.used_cells().filter(|(.., cell)| **cell != Data::Empty) {
        writeln!(said, "{},{} {cell:?}", start.0 as usize + row, start.1 as usize + col).unwrap();
        count += 1;
    }
    let formulas = book.worksheet_formula(name).unwrap();
    let start = formulas.start().unwrap_or_default();
    for (row, col, formula) in formulas.used_cells() {
        writeln!(said, "{},{} ={formula}", start.0 as usize + row, start.1 as usize + col).unwrap();
    }
    (count, digest(said.as_bytes()))
}

/// Everything of a sheet but its cells: widths, merges, colours by value, lists, set-up for print.
fn form(xml: &[u8]) -> String {
    let text = String::from_utf8_lossy(xml);
    let (before, rest) = text.split_once("<sheetData").unwrap_or((&text, ""));
    let after = rest.split_once("</sheetData>").map_or("", |(_, after)| after);
    digest(format!("{before}{after}").as_bytes())
}

/// One line a file; for a workbook at the top of a scoring also one line a sheet, and one for its charts.
fn lines(path: &str, bytes: &[u8], to: &mut BTreeMap<String, String>) {
    if !is(path, "xlsx") {
        let rows = String::from_utf8_lossy(bytes).lines().count();
        to.insert(path.to_owned(), format!("{} {rows} lines", digest(bytes)));
        return;
    }
    let parts = parts(bytes);
    to.insert(path.to_owned(), package(&parts));
    // feedback and mending: a file a unit says enough
    if path.matches('/').count() > 1 || path.contains("反馈表") || path.contains("feedback") {
        return;
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    to.insert(format!("{path}!in order"), book.sheet_names().join(" | "));
    for (at, name) in (1..).zip(book.sheet_names()) {
        let (count, said) = cells(&mut book, &name);
        let form = form(&parts[&format!("xl/worksheets/sheet{at}.xml")]);
        to.insert(format!("{path}!{name}"), format!("cells {said} ({count}) form {form}"));
    }
    let charts: Vec<u8> =
        parts.iter().filter(|(name, _)| name.starts_with("xl/charts/")).flat_map(|(_, c)| c.clone()).collect();
    to.insert(format!("{path}!charts"), digest(&charts));
}

fn golden(case: &str, name: &str, more: &[&str]) {
    let (_guard, dir) = example(name);
    let ran = zhiheng(["run", dir.to_str().unwrap(), "--quiet"].into_iter().chain(more.iter().copied()));
    assert!(ran.code < 2, "{}", ran.err);
    let made = files(&dir.join("out"));
    let mut now = BTreeMap::new();
    let mut tables = BTreeMap::new();
    for (path, bytes) in &made {
        lines(path, bytes, &mut now);
        if is(path, "csv") && bytes.len() <= WHOLE {
            tables.insert(path.replace('/', "-"), bytes.clone());
        }
    }
    let kept = root().join("tests/golden").join(case);
    let text: String = now.iter().fold(String::new(), |text, (what, is)| text + what + "\t" + is + "\n");
    if std::env::var_os("ZHIHENG_UPDATE").is_some() {
        let _ = fs::remove_dir_all(&kept);
        fs::create_dir_all(&kept).unwrap();
        fs::write(kept.join("outputs.txt"), text).unwrap();
        for (name, bytes) in tables {
            fs::write(kept.join(name), bytes).unwrap();
        }
        return;
    }
    let before = fs::read_to_string(kept.join("outputs.txt")).unwrap_or_default();
    let before: BTreeMap<String, String> = before
        .lines()
        .filter_map(|line| line.split_once('\t').map(|(what, is)| (what.to_owned(), is.to_owned())))
        .collect();
    let mut differ: Vec<String> = Vec::new();
    for what in before.keys().chain(now.keys().filter(|what| !before.contains_key(*what))) {
        match (before.get(what), now.get(what)) {
            (Some(_), None) => differ.push(format!("gone:    {what}")),
            (None, Some(_)) => differ.push(format!("new:     {what}")),
            (Some(a), Some(b)) if a != b => differ.push(format!("differs: {what}\n             {a}\n          -> {b}")),
            _ => {}
        }
    }
    for (name, bytes) in &tables {
        let Ok(kept) = fs::read(kept.join(name)) else { continue };
        let (kept, now) = (String::from_utf8_lossy(&kept), String::from_utf8_lossy(bytes));
        let line = kept.lines().zip(now.lines()).enumerate().find(|(_, (a, b))| a != b);
        differ.extend(line.map(|(at, (a, b))| format!("{name}, line {}:\n  {a}\n  {b}", at + 1)));
    }
    if differ.is_empty() {
        return;
    }
    let place = keep(case, &made);
    panic!(
        "{case}: {} outputs are not what they were\n{}\n\nThe new ones are in {}; tables can be compared with those in {}.\n\
         Where the change is wanted: ZHIHENG_UPDATE=1 cargo test --test golden",
        differ.len(),
        differ.join("\n"),
        place.display(),
        kept.display()
    );
}

/// Puts the outputs where they can be looked at.
fn keep(case: &str, made: &BTreeMap<String, Vec<u8>>) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden").join(case);
    let _ = fs::remove_dir_all(&place);
    for (path, bytes) in made {
        let path = place.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    place
}

#[test]
fn the_regional_example_is_what_it_was() {
    golden("midterm-2015", "midterm-2015", &[]);
}

#[test]
fn the_regional_example_in_english_is_what_it_was() {
    golden("midterm-2015-en", "midterm-2015", &["--lang", "en"]);
}

#[test]
fn the_assessment_of_the_region_itself_is_what_it_was() {
    golden("council-2015", "council-2015", &[]);
}

#[test]
fn the_index_of_countries_is_what_it_was() {
    golden("hdi-2015", "hdi-2015", &[]);
}

#[test]
fn the_counties_are_what_they_were() {
    golden("counties-2015", "counties-2015", &[]);
}
