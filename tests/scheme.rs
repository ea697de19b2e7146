//! The scheme as people print it and edit it: in words, as a table, as a workbook and back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fmt::Write as _;
use std::io::Cursor;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use zhiheng::finding::{Finding, Lang, Level};
use zhiheng::ingest::import_scheme;
use zhiheng::report::scheme::{edited, printed};
use zhiheng::rubric::{self, Rubric, shipped, words, write};

use support::zhiheng;

const EVERY_KEY: &str = include_str!("rubrics/every-key.toml");

fn read(text: &str) -> Rubric {
    match rubric::read("r.toml", text) {
        Ok((rubric, _)) => rubric,
        Err(findings) => panic!("{}", said(&findings)),
    }
}

fn said(findings: &[Finding]) -> String {
    let line = |f: &Finding| format!("{} {} {}", f.code.id(), f.place.label(), f.says(Lang::En));
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The scheme's values without the places that they stand at.
fn values(rubric: &Rubric) -> String {
    let debug = format!("{:?}", rubric.scheme);
    let mut out = String::new();
    for (i, part) in debug.split("span: ").enumerate() {
        let rest = if i == 0 { part } else { part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.') };
        out.push_str(rest);
    }
    if let Some((before, after)) = out.split_once("field_spans: [") {
        let rest = after.split_once(']').map_or("", |(_, rest)| rest);
        out = format!("{before}{rest}");
    }
    // `kind` of a section carries its place as a bare range
    let mut kept = String::new();
    for (i, part) in out.split("kind: Some((").enumerate() {
        match (i, part.split_once("))")) {
            (0, _) | (_, None) => kept.push_str(part),
            (_, Some((kind, rest))) => {
                kept.push_str(kind.split(',').next().unwrap_or_default());
                kept.push_str(rest);
            }
        }
    }
    reduced(&kept)
}

/// Ratios in lowest terms: 10.50 and 10.5 are the same number.
fn reduced(debug: &str) -> String {
    let mut out = String::new();
    for (i, part) in debug.split("Small(").enumerate() {
        let ratio = part.split_once(')').and_then(|(ratio, rest)| {
            let (n, d) = ratio.split_once(", ")?;
            Some((n.parse::<i64>().ok()?, d.parse::<i64>().ok()?, rest))
        });
        match ratio {
            Some((n, d, rest)) if i > 0 => {
                let ratio = num_rational::Ratio::new(n, d);
                write!(out, "{ratio}{rest}").unwrap();
            }
            _ => out.push_str(part),
        }
    }
    out
}

/// Fails with the first place where two texts part.
fn assert_same(left: &str, right: &str, name: &str) {
    let at = left.bytes().zip(right.bytes()).take_while(|(a, b)| a == b).count();
    let part = |text: &str| {
        let start = (0..=at.saturating_sub(120)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        text[start..].chars().take(240).collect::<String>()
    };
    assert!(left == right, "{name}:\n…{}\n…{}", part(left), part(right));
}

/// Random rubrics, where python is at hand to make them.
fn random_rubrics(count: u32) -> Vec<(u32, String)> {
    let made = |seed: u32| {
        let dir = tempfile::tempdir().ok()?;
        let status = Command::new("python3")
            .args(["tests/oracle/generate.py", "--seed", &seed.to_string(), "--out"])
            .arg(dir.path())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .ok()?;
        let text = std::fs::read_to_string(dir.path().join("R.toml")).ok()?;
        status.success().then_some((seed, text))
    };
    (7_000..7_000 + count).filter_map(made).collect()
}

fn all_rubrics(random: u32) -> Vec<(String, Rubric)> {
    let shipped = shipped::ALL.iter().map(|(id, text)| ((*id).to_owned(), read(text)));
    let every = std::iter::once(("every-key".to_owned(), read(EVERY_KEY)));
    let random = random_rubrics(random).into_iter().map(|(seed, text)| (format!("seed {seed}"), read(&text)));
    shipped.chain(every).chain(random).collect()
}

#[test]
fn canonical_text_reads_back_as_the_same_scheme() {
    for (name, rubric) in all_rubrics(12) {
        let text = write::to_toml(&rubric.scheme);
        let back = read(&text);
        assert_same(&values(&back), &values(&rubric), &name);
        assert_same(&write::to_toml(&back.scheme), &text, &name);
    }
}

#[test]
fn a_rubric_comes_back_from_its_workbook_as_it_went() {
    for (name, rubric) in all_rubrics(12) {
        for lang in [Lang::Zh, Lang::En] {
            let bytes = edited(&rubric, lang).unwrap();
            let back = import_scheme("r.xlsx", &bytes, lang);
            let errors: Vec<Finding> = back.findings.iter().filter(|f| f.level == Level::Error).cloned().collect();
            let errors = said(&errors);
            let toml = back.toml().unwrap_or_default();
            let again = back.rubric.unwrap_or_else(|| panic!("{name}: {errors}"));
            assert_eq!(errors, "", "{name}");
            assert_same(&values(&again), &values(&rubric), &name);
            assert_same(&toml, &write::to_toml(&rubric.scheme), &name);
        }
    }
}

#[test]
fn the_same_rubric_gives_the_same_workbook() {
    let rubric = read(EVERY_KEY);
    assert_eq!(edited(&rubric, Lang::Zh).unwrap(), edited(&rubric, Lang::Zh).unwrap());
    assert_eq!(printed(&rubric, Lang::Zh).unwrap(), printed(&rubric, Lang::Zh).unwrap());
}

/// The workbook as a spreadsheet would save it after these cells were changed: (sheet, cell, text).
fn changed(bytes: &[u8], changes: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut from: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut to = Workbook::new();
    for name in from.sheet_names() {
        let sheet = to.add_worksheet();
        sheet.set_name(&name).unwrap();
        for (row, col, data) in from.worksheet_range(&name).unwrap().used_cells() {
            let (row, col) = (u32::try_from(row).unwrap(), u16::try_from(col).unwrap());
            match data {
                Data::Float(x) => sheet.write_number(row, col, *x).unwrap(),
                other => sheet.write_string(row, col, other.to_string()).unwrap(),
            };
        }
        for (_, cell, text) in changes.iter().filter(|(sheet, ..)| *sheet == name) {
            let (row, col) = position(cell);
            match text.parse::<f64>() {
                Ok(x) => sheet.write_number(row, col, x).unwrap(),
                Err(_) if text.is_empty() => sheet.write_blank(row, col, &rust_xlsxwriter::Format::new()).unwrap(),
                Err(_) => sheet.write_string(row, col, *text).unwrap(),
            };
        }
    }
    to.save_to_buffer().unwrap()
}

fn position(cell: &str) -> (u32, u16) {
    let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
    let col = cell[..digits].bytes().fold(0, |n, b| n * 26 + u16::from(b - b'A') + 1) - 1;
    (cell[digits..].parse::<u32>().unwrap() - 1, col)
}

fn mistakes(changes: &[(&str, &str, &str)]) -> Vec<String> {
    let (_, text) = shipped::ALL[0];
    let bytes = changed(&edited(&read(text), Lang::Zh).unwrap(), changes);
    let back = import_scheme("细则.xlsx", &bytes, Lang::Zh);
    let line = |f: &Finding| format!("{}!{} {} {}", f.place.sheet, f.place.cell, f.code.id(), f.says(Lang::Zh));
    back.findings.iter().map(line).collect()
}

#[test]
fn untouched_cells_rewritten_by_another_program_are_the_same_rubric() {
    assert_eq!(mistakes(&[]), Vec::<String>::new());
}

#[test]
fn a_mistake_is_reported_at_its_cell() {
    // (sheet, cell, what is typed there, the cell and code of the one finding, what it says)
    let cases = [
        ("指标", "R5", "per = 0.5, take 0.5", "R5 toml-syntax", "不是有效的 TOML"),
        ("指标", "R5", "per = 0.5", "R5 missing-key", "缺少必需的键“take”"),
        ("指标", "R4", "per = 1，take ＝ 0.5，partial = 'hole'", "R4 bad-value", "值“hole”不合要求"),
        ("指标", "Q4", "按差距扣粉", "Q4 bad-value", "应为达标得分 | 按差距扣分"),
        ("指标", "B4", "", "B4 missing-key", "缺少必需的键“编号”"),
        ("指标", "C4", "A9", "C4 unknown-name", "找不到名称“A9”"),
        ("指标", "A4", "指示", "A4 bad-value", "应为分项 | 指标"),
        ("指标", "O4", "高", "O4 bad-value", "应为越高越好 | 越低越好"),
        ("指标", "P3", "98", "P3 unknown-key", "不认识的键“目标值”"),
        ("指标", "P6", "九十八", "P6 unknown-name", "找不到名称“九十八”"),
        ("指标", "B1", "编 号", "B1 unknown-key", "最接近的是“编号”"),
        ("指标", "E4", "8 分", "E4 expression-syntax", "表达式有误"),
        ("指标", "AA3", "x", "AA3 unknown-key", "不认识的键“x”"),
        ("填报项", "F3", "八十", "F3 bad-value", "值“八十”不合要求"),
        ("填报项", "C3", "整", "C3 bad-value", "应为小数 | 整数"),
        ("基本信息", "B6", "一百", "B6 bad-value", "值“一百”不合要求"),
        ("基本信息", "A9", "依剧", "A9 unknown-key", "最接近的是“依据”"),
        ("基本信息", "B5", "", "B5 missing-key", "缺少必需的键“考核年度”"),
        ("等级", "B2", "九十", "B2 bad-value", "值“九十”不合要求"),
        ("等级", "C2", "30%", "C2 bad-value", "值“30%”不合要求"),
        ("否决", "D2", "E", "D2 unknown-name", "应为A | B | C | D"),
        ("否决", "C2", "区域 > 0", "C2 unknown-name", "最接近的是“区域性事件”"),
        ("校验", "A2", "合格批次 >", "A2 expression-syntax", "表达式有误"),
        ("来源", "A3", "", "A3 missing-key", "缺少必需的键“编号”"),
        ("期间", "A2", "x", "A2 unknown-key", "不认识的键“x”"),
    ];
    for (sheet, cell, text, place, says) in cases {
        let found = mistakes(&[(sheet, cell, text)]);
        let [only] = found.as_slice() else { panic!("{sheet}!{cell} {text}: {found:#?}") };
        assert!(only.starts_with(&format!("{sheet}!{place} ")), "{only}");
        assert!(only.contains(says), "{only}");
    }
}

#[test]
fn several_mistakes_are_reported_at_once() {
    let found = mistakes(&[("指标", "O4", "高"), ("填报项", "F3", "八十"), ("否决", "D2", "E")]);
    let cells: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(cells, ["填报项!F3", "指标!O4", "否决!D2"]);
}

#[test]
fn a_workbook_that_is_no_rubric_is_one_finding() {
    let mut other = Workbook::new();
    other.add_worksheet().write_string(0, 0, "x").unwrap();
    let back = import_scheme("其他.xlsx", &other.save_to_buffer().unwrap(), Lang::Zh);
    assert!(back.rubric.is_none());
    assert_eq!(back.findings.iter().map(|f| f.code.id()).collect::<Vec<_>>(), ["missing-key"]);
}

#[test]
fn the_scheme_is_shown_with_levels_marks_rules_sources_and_leads() {
    let ran = zhiheng(["rubric", "show", "midterm-2015-prefectures"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let out = ran.out.replace(['\n', ' '], "");
    for said in ["一级指标/二级指标/三级指标", "分值", "评分标准", "数据来源", "牵头部门", "农业厅", "达到目标值得满分"]
    {
        assert!(out.contains(said), "`{said}` is not in\n{}", ran.out);
    }
    let english = zhiheng(["rubric", "show", "midterm-2015-prefectures", "--lang", "en"]);
    assert!(english.out.contains("How it is marked"), "{}", english.out);
    let json = zhiheng(["--json", "rubric", "show", "hdi-2015"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json.out).unwrap()[0]["rule"].is_string());
}

#[test]
fn columns_line_up_under_chinese_text() {
    use unicode_width::UnicodeWidthStr;
    let (_, text) = shipped::ALL[0];
    let shown = words::print_scheme(&read(text), Lang::Zh, 110);
    let table = shown.lines().skip(3).take_while(|line| !line.is_empty());
    for line in table {
        assert!(line.width() <= 114, "{line}");
    }
}

#[test]
fn a_rubric_goes_to_a_workbook_and_back_by_the_commands() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (book, toml) = (path("细则.xlsx"), path("细则.toml"));
    assert_eq!(zhiheng(["rubric", "export", "midterm-2015-agencies", "--out", &book]).code, 0);
    let back = zhiheng(["rubric", "import", &book]);
    assert_eq!(back.code, 0, "{}", back.err);
    let (_, text) = shipped::ALL[1];
    assert_eq!(std::fs::read_to_string(&toml).unwrap(), write::to_toml(&read(text).scheme));
    assert_eq!(zhiheng(["rubric", "check", &toml]).code, 0);
    let page = path("打印.xlsx");
    assert_eq!(zhiheng(["rubric", "show", "midterm-2015-agencies", "--out", &page]).code, 0);
    assert!(Xlsx::new(Cursor::new(std::fs::read(page).unwrap())).unwrap().sheet_names().contains(&"指标体系".into()));
}

#[test]
fn an_import_with_mistakes_writes_nothing_and_names_the_cells() {
    let dir = tempfile::tempdir().unwrap();
    let book = dir.path().join("细则.xlsx");
    let (_, text) = shipped::ALL[0];
    // marks that no longer add up are found at the cell too
    let bytes = changed(&edited(&read(text), Lang::Zh).unwrap(), &[("指标", "E4", "9"), ("指标", "O6", "高")]);
    std::fs::write(&book, bytes).unwrap();
    let ran = zhiheng(["rubric", "import", book.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("指标!O6") && ran.err.contains("bad-value"), "{}", ran.err);
    assert!(ran.err.contains("指标!B3") && ran.err.contains("marks-do-not-add-up"), "{}", ran.err);
    assert!(!dir.path().join("细则.toml").exists());
}

/// Every rule, key and modifier in words. `ZHIHENG_UPDATE=1` writes the file again; read the difference before keeping it.
#[test]
fn every_key_is_said_in_both_languages() {
    let rubric = read(EVERY_KEY);
    let mut text = String::new();
    for (node, written) in rubric.scheme.nodes.iter().enumerate().filter(|(n, _)| rubric.indicator(*n).is_some()) {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| words::rule_in_words(&rubric, node, lang));
        write!(text, "{}\n  {zh}\n  {en}\n", written.id.value).unwrap();
    }
    for lang in [Lang::Zh, Lang::En] {
        write!(text, "\n{}\n", words::scheme_notes(&rubric, lang).join("\n")).unwrap();
    }
    let path = support::root().join("tests/rubrics/every-key.txt");
    if std::env::var_os("ZHIHENG_UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_same(&text, &std::fs::read_to_string(&path).unwrap(), "every-key.txt");
}

#[test]
fn words_leave_no_gaps_whatever_the_rubric() {
    for (name, rubric) in all_rubrics(25) {
        for (node, lang) in (0..rubric.nodes.len()).flat_map(|node| [(node, Lang::Zh), (node, Lang::En)]) {
            let text = words::rule_in_words(&rubric, node, lang);
            assert_eq!(text.is_empty(), rubric.indicator(node).is_none(), "{name}");
            for odd in ["{", "}", "  ", "；；", "，，", "的的", "（）", "()"] {
                assert!(!text.contains(odd), "{name}: {text}");
            }
        }
    }
}
