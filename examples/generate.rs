//! Writes an assessment of any size, returns and all, to measure with: `cargo run --release --example generate -- --help`.
//!
//! The same arguments write the same bytes. A share of the cells is as returns really are: figures typed as text, with their
//! unit, in full-width digits, with blanks around; cells left empty; now and then one that nobody can read.

#![allow(clippy::print_stderr, reason = "a program")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::{Parser, ValueEnum};
use fastrand::Rng;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

/// Writes an assessment of any size to measure with.
#[derive(Debug, Parser)]
struct Args {
    /// How many units; up to 2,850 they are the counties of 2015, beyond that their townships by number
    #[arg(long, default_value_t = 2_850)]
    units: usize,
    /// How many fields, each with one indicator
    #[arg(long, default_value_t = 60)]
    fields: usize,
    /// How the returns come
    #[arg(long, value_enum, default_value_t = Layout::Workbooks)]
    layout: Layout,
    /// Every hundredth of cells that is not simply a number
    #[arg(long, default_value_t = 3.0, value_name = "PERCENT")]
    mess: f64,
    /// What the figures are drawn from
    #[arg(long, default_value_t = 2_015)]
    seed: u64,
    /// The folder to write, which must not be there yet
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// One workbook a unit, a form with one indicator a line
    Workbooks,
    /// One workbook, a line a unit and a column an indicator
    Matrix,
    /// The same as text
    Csv,
}

/// Code and name of the counties of 2015 (GB/T 2260), the name with its prefecture's in front.
const COUNTIES: &str = include_str!("../benches/data/counties-2015.csv");

fn main() -> Result<()> {
    let args = Args::parse();
    ensure!(!args.out.exists(), "{} is there already: name a new folder", args.out.display());
    ensure!(args.units > 0 && args.fields > 0, "at least one unit and one field");
    let units = units(args.units)?;
    let fields = fields(args.fields);
    fs::create_dir_all(args.out.join("returns"))?;
    fs::create_dir_all(args.out.join("rubrics"))?;
    fs::write(args.out.join("assessment.toml"), ASSESSMENT)?;
    fs::write(args.out.join("rubrics/measured.toml"), rubric(&fields)?)?;
    fs::write(args.out.join("units.csv"), register(&units)?)?;
    let mut cells = Cells { rng: Rng::with_seed(args.seed), mess: args.mess / 100.0 };
    let returns = args.out.join("returns");
    match args.layout {
        Layout::Workbooks => workbooks(&returns, &units, &fields, &mut cells)?,
        Layout::Matrix => matrix(&returns.join("汇总表.xlsx"), &units, &fields, &mut cells)?,
        Layout::Csv => csv(&returns.join("汇总表.csv"), &units, &fields, &mut cells)?,
    }
    eprintln!("{}: {} units × {} fields", args.out.display(), units.len(), fields.len());
    Ok(())
}

const ASSESSMENT: &str = r#"[assessment]
title = "测速用考核（示例）"

[[scoring]]
rubric   = "measured"
register = "units.csv"
returns  = ["returns"]
"#;

struct Unit {
    code: String,
    name: String,
}

fn units(count: usize) -> Result<Vec<Unit>> {
    let mut counties = Vec::new();
    for line in COUNTIES.lines().skip(1) {
        let (code, name) = line.split_once(',').context("a line of the counties")?;
        counties.push((code, name));
    }
    let town = |n: usize| {
        let (code, name) = counties[n % counties.len()];
        match n / counties.len() {
            0 => Unit { code: code.to_owned(), name: name.to_owned() },
            round => Unit { code: format!("{code}{round:03}"), name: format!("{name}第{round}乡镇") },
        }
    };
    Ok((0..count).map(town).collect())
}

struct Field {
    id: String,
    name: String,
    unit: &'static str,
    rule: &'static str,
}

/// Names as such schemes have them: what is looked at, and what is counted of it.
fn fields(count: usize) -> Vec<Field> {
    const OF: [&str; 20] = [
        "工业产品",
        "农产品",
        "食品",
        "药品",
        "特种设备",
        "建筑工程",
        "交通工程",
        "水利工程",
        "旅游服务",
        "物流服务",
        "金融服务",
        "医疗服务",
        "计量器具",
        "认证获证企业",
        "检验检测机构",
        "名牌产品",
        "地理标志产品",
        "出口商品",
        "消费品",
        "节能产品",
    ];
    const WHAT: [(&str, &str, &str); 6] = [
        ("监督抽查合格率", "%", r#"{ rule = "ratio" }"#),
        ("投诉举报按期办结率", "%", r#"{ rule = "anchors", points = [[0, 0], [50, 0.6], [100, 1]] }"#),
        (
            "监督检查覆盖率",
            "%",
            r#"{ rule = "bands", bands = [{ at_least = 90, marks = 1 }, { at_least = 60, marks = 0.6 }] }"#,
        ),
        ("万人质量事故件数", "件", r#"{ rule = "deduct", per = 10, take = 0.1 }"#),
        ("顾客满意度", "分", r#"{ rule = "efficacy", worst = "min", best = "max" }"#),
        ("标准制修订完成率", "%", r#"{ rule = "rank", first = 1, step = 0.0001 }"#),
    ];
    let one = |n: usize| {
        // neighbours differ in what they count: all six kinds of rule come even where there are few fields
        let (what, unit, rule) = WHAT[n % WHAT.len()];
        let of = OF[(n / WHAT.len()) % OF.len()];
        let name = match n / (WHAT.len() * OF.len()) {
            0 => format!("{of}{what}"),
            round => format!("{of}{what}（第{round}类）"),
        };
        Field { id: format!("F{n:03}"), name, unit, rule }
    };
    (0..count).map(one).collect()
}

fn rubric(fields: &[Field]) -> Result<String> {
    let mut text = format!(
        "[rubric]\nformat = 1\nid = \"measured\"\ntitle = \"测速用考核\"\nversion = \"1\"\nperiod = \"2015\"\nfull_marks = {}\n\
         subjects = \"units\"\nillustrative = true\n\n[rounding]\nindicator = {{ places = 2, mode = \"half_up\" }}\n\
         total = {{ places = 2, mode = \"half_up\" }}\n\n[[grade]]\nname = \"A\"\nat_least = {}\n[[grade]]\nname = \"B\"\n\n\
         [[source]]\nid = \"self\"\nname = \"自评\"\n",
        fields.len(),
        fields.len() * 3 / 4,
    );
    let sections = fields.len().div_ceil(10);
    for section in 0..sections {
        let marks = fields.len().min(section * 10 + 10) - section * 10;
        write!(text, "\n[[section]]\nid = \"S{section:02}\"\nname = \"第{}部分\"\nmarks = {marks}\n", section + 1)?;
    }
    for (n, Field { id, name, unit, rule }) in fields.iter().enumerate() {
        write!(
            text,
            "\n[[field]]\nid = \"{id}\"\nname = \"{name}\"\ntype = \"decimal\"\nunit = \"{unit}\"\nfrom = \"self\"\n"
        )?;
        let better = if *unit == "件" { "better = \"lower\"\n" } else { "" };
        write!(
            text,
            "\n[[indicator]]\nid = \"{id}\"\nname = \"{name}\"\nunder = \"S{:02}\"\nmarks = 1\ntarget = 90\n{better}score = {rule}\n",
            n / 10
        )?;
    }
    Ok(text)
}

fn register(units: &[Unit]) -> Result<String> {
    let mut text = String::from("code,name\n");
    for Unit { code, name } in units {
        writeln!(text, "{code},{name}")?;
    }
    Ok(text)
}

/// What stands in a cell.
enum Cell {
    Number(f64),
    Text(String),
    Empty,
}

struct Cells {
    rng: Rng,
    mess: f64,
}

impl Cells {
    /// A figure between 0 and 100 with two decimals, or what people make of it.
    fn next(&mut self, unit: &str) -> Cell {
        let hundredths = self.rng.u32(0..=10_000);
        let plain = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        if self.rng.f64() >= self.mess {
            return Cell::Number(f64::from(hundredths) / 100.0);
        }
        match self.rng.u8(0..20) {
            0..=5 => Cell::Text(plain),
            6..=9 => Cell::Text(format!("{plain}{unit}")),
            10..=12 => Cell::Text(plain.chars().map(wide).collect()),
            13..=14 => Cell::Text(format!(" {plain} ")),
            15..=17 => Cell::Empty,
            18 => Cell::Text("/".to_owned()),
            _ => Cell::Text(format!("约{}", hundredths / 100)),
        }
    }
}

/// A digit or point as Chinese input methods write it.
fn wide(c: char) -> char {
    char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c)
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Number(x) => sheet.write_number(row, column, x).map(drop),
        Cell::Text(text) => sheet.write_string(row, column, text).map(drop),
        Cell::Empty => Ok(()),
    }
}

fn workbooks(dir: &Path, units: &[Unit], fields: &[Field], cells: &mut Cells) -> Result<()> {
    for (n, unit) in units.iter().enumerate() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("自评表")?;
        sheet.write_string(0, 0, format!("{}2015年度质量工作自评表", unit.name))?;
        sheet.write_string(1, 0, format!("填报单位：{}", unit.name))?;
        for (column, heading) in (0..).zip(["序号", "指标", "计量单位", "数值", "备注"]) {
            sheet.write_string(2, column, heading)?;
        }
        for ((row, no), field) in (3..).zip(1_u32..).zip(fields) {
            sheet.write_number(row, 0, f64::from(no))?;
            sheet.write_string(row, 1, &field.name)?;
            sheet.write_string(row, 2, field.unit)?;
            put(sheet, row, 3, cells.next(field.unit))?;
        }
        book.save(dir.join(format!("{:05}-{}.xlsx", n + 1, unit.name)))?;
    }
    Ok(())
}

fn heading(field: &Field) -> String {
    format!("{}（{}）", field.name, field.unit)
}

fn matrix(file: &Path, units: &[Unit], fields: &[Field], cells: &mut Cells) -> Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("汇总表")?;
    sheet.write_string(0, 0, "单位")?;
    for (column, field) in (1..).zip(fields) {
        sheet.write_string(0, column, heading(field))?;
    }
    for (row, unit) in (1..).zip(units) {
        sheet.write_string(row, 0, &unit.name)?;
        for (column, field) in (1..).zip(fields) {
            put(sheet, row, column, cells.next(field.unit))?;
        }
    }
    book.save(file)?;
    Ok(())
}

fn csv(file: &Path, units: &[Unit], fields: &[Field], cells: &mut Cells) -> Result<()> {
    let mut out = std::io::BufWriter::new(fs::File::create(file)?);
    let headings: Vec<String> = fields.iter().map(heading).collect();
    writeln!(out, "单位,{}", headings.join(","))?;
    for unit in units {
        write!(out, "{}", unit.name)?;
        for field in fields {
            match cells.next(field.unit) {
                Cell::Number(x) => write!(out, ",{x}")?,
                Cell::Text(text) => write!(out, ",{text}")?,
                Cell::Empty => write!(out, ",")?,
            }
        }
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}
