//! A small assessment whose returns are all right, and the ways in which people get them wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

pub const RUBRIC: &str = r#"
[rubric]
format = 1
id = "mending"
title = "退回修改"
version = "1"
period = "2015"
full_marks = 100
subjects = "units"
lang = "zh"

[[source]]
id = "site"
name = "核查"
[[source]]
id = "agency"
name = "部门"
[[source]]
id = "self"
name = "自评"

[[field]]
id = "抽检批次"
name = "监督抽查批次"
type = "integer"
unit = "批次"
from = "self"
min = 1
max = 20000
required = true
[[field]]
id = "合格批次"
name = "抽查合格批次"
type = "integer"
unit = "批次"
from = "self"
min = 0
max = 20000
required = true
[[field]]
id = "经费"
name = "质量工作经费"
type = "decimal"
unit = "万元"
from = "self"
min = 0
required = true
[[field]]
id = "规划"
name = "规划制订情况"
type = "choice"
choices = ["已纳入", "未纳入"]
from = "self"
required = true
[[field]]
id = "质量月"
name = "开展质量月活动"
type = "bool"
from = "self"
[[field]]
id = "报送日期"
name = "自评报告报送日期"
type = "date"
from = "self"
[[field]]
id = "受检率"
name = "计量器具受检率"
type = "percent"
unit = "%"
from = "质监局"
min = 0
max = 100
required = true
[[field]]
id = "投诉"
name = "消费者投诉数"
type = "integer"
unit = "件"
from = "质监局"
min = 0
required = true
[[field]]
id = "核查评分"
name = "监管能力核查评分"
type = "decimal"
unit = "分"
from = "核查组"
min = 0
max = 100
required = true

[[check]]
when = "合格批次 > 抽检批次"
says = "合格批次不能大于抽检批次"
[[check]]
when = "经费 > previous(经费) * 3"
says = "经费较上年增长过快"
level = "warning"

[[section]]
id = "A"
name = "全部"
marks = 100
[[indicator]]
id = "A1"
under = "A"
name = "合格率"
marks = 20
value = "合格批次 / 抽检批次 * 100"
target = 90
score = { rule = "deduct", per = 1, take = 1 }
[[indicator]]
id = "A2"
under = "A"
name = "经费增长"
marks = 10
value = "经费 / previous(经费) * 100"
target = 100
score = { rule = "deduct", per = 10, take = 1 }
[[indicator]]
id = "A3"
under = "A"
name = "规划"
marks = 10
value = "规划"
score = { rule = "choice", levels = { "已纳入" = 1, "未纳入" = 0 } }
[[indicator]]
id = "A4"
under = "A"
name = "质量月"
marks = 10
score = { rule = "checklist", items = [{ field = "质量月", marks = 10 }] }
[[indicator]]
id = "A5"
under = "A"
name = "按时报送"
marks = 10
value = "days('2015-12-15', 报送日期)"
better = "lower"
target = 0
score = { rule = "deduct", per = 1, take = 1 }
[[indicator]]
id = "A6"
under = "A"
name = "受检率"
marks = 10
value = "受检率"
target = 90
score = { rule = "deduct", per = 1, take = 1 }
[[indicator]]
id = "A7"
under = "A"
name = "投诉"
marks = 10
value = "投诉"
better = "lower"
target = 10
score = { rule = "deduct", per = 10, take = 1 }
[[indicator]]
id = "A8"
under = "A"
name = "核查"
marks = 20
value = "核查评分"
score = { rule = "given", of = 100, reason = true }
"#;

pub const SETTINGS: &str = r#"
[assessment]
title = "退回修改"
[[scoring]]
rubric = "mending"
register = "units"
returns = [
  { path = "returns/self", source = "self" },
  { path = "returns/agency", source = "agency" },
  { path = "returns/site", source = "site" },
]
"#;

pub const UNITS: [(&str, &str); 3] = [("653200", "和田地区"), ("653100", "喀什地区"), ("654200", "塔城地区")];

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Val {
    Text(String),
    Number(f64),
    Percent(f64),
    Day(u16, u8, u8),
    Error(&'static str),
}

pub fn text(text: &str) -> Val {
    Val::Text(text.to_owned())
}

pub type Cells = BTreeMap<(u32, u32), Val>;

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tab {
    pub name: String,
    pub cells: Cells,
    pub merges: Vec<(u32, u16, u32, u16)>,
    pub hidden: bool,
}

/// One returned file.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// Its folder and name below `returns/`.
    pub path: String,
    /// The name of the workbook in which it goes back.
    pub back: String,
    pub tabs: Vec<Tab>,
}

fn tab(name: &str, rows: &[Vec<Val>]) -> Tab {
    let mut tab = Tab { name: name.to_owned(), ..Tab::default() };
    for (r, row) in (0..).zip(rows) {
        for (c, val) in (0..).zip(row) {
            if *val != text("") {
                tab.cells.insert((r, c), val.clone());
            }
        }
    }
    tab
}

/// Returns in which nothing is wrong. `seed` varies the figures.
pub fn right(seed: u32) -> Vec<Book> {
    let mut books: Vec<Book> = (0..).zip(UNITS).map(|(i, (code, name))| own(code, name, seed + i)).collect();
    books.push(matrix(seed));
    books.push(long(seed));
    books
}

/// The rows of a unit's own form: field, unit of measure, value.
fn own(code: &str, name: &str, seed: u32) -> Book {
    let figure = |n: u32| f64::from(n);
    let rows = [
        ("监督抽查批次", "批次", Val::Number(figure(400 + seed % 50))),
        ("抽查合格批次", "批次", Val::Number(figure(380 + seed % 20))),
        ("质量工作经费", "万元", Val::Number(figure(500 + seed % 70) / 10.0)),
        ("规划制订情况", "", text(if seed.is_multiple_of(2) { "已纳入" } else { "未纳入" })),
        ("开展质量月活动", "", text("是")),
        ("自评报告报送日期", "", Val::Day(2015, 12, 10)),
    ];
    let mut grid = vec![
        vec![text("质量工作自评表")],
        vec![text(&format!("填报单位：{name}"))],
        vec![text("年度：2015")],
        ["序号", "指标", "计量单位", "数值", "佐证材料"].map(text).to_vec(),
    ];
    for (n, (field, unit, value)) in (1_u32..).zip(rows) {
        grid.push(vec![Val::Number(f64::from(n)), text(field), text(unit), value, text("台账")]);
    }
    grid.push(vec![]);
    grid.push(vec![text("填表人：某")]);
    let mut now = tab("2015年", &grid);
    now.merges.push((0, 0, 0, 4));
    let before = tab(
        "2014年",
        &[
            vec![text(&format!("填报单位：{name}"))],
            vec![text("年度：2014")],
            ["指标", "数值"].map(text).to_vec(),
            vec![text("质量工作经费"), Val::Number(45.5)],
        ],
    );
    let lists = Tab { hidden: true, ..tab("选项", &[vec![text("已纳入")], vec![text("=SUM(A1)")]]) };
    Book {
        path: format!("self/{code}-{name}.xlsx"),
        back: format!("{code}-{name}.xlsx"),
        tabs: vec![now, before, lists],
    }
}

fn matrix(seed: u32) -> Book {
    let mut grid =
        vec![vec![text("部门数据报送表")], ["地州市", "计量器具受检率（%）", "消费者投诉数（件）"].map(text).to_vec()];
    for (i, (_, name)) in (0_u32..).zip(UNITS) {
        let rate = f64::from(900 + (seed + i) % 90) / 10.0;
        let rate = if i == 1 { Val::Percent(0.985) } else { Val::Number(rate) };
        grid.push(vec![text(name), rate, Val::Number(f64::from((seed + i) % 40))]);
    }
    let mut sheet = tab("汇总", &grid);
    sheet.merges.push((0, 0, 0, 2));
    Book { path: "agency/质监局.xlsx".into(), back: "质监局.xlsx".into(), tabs: vec![sheet] }
}

fn long(seed: u32) -> Book {
    let mut grid = vec![["单位", "填报项", "年度", "来源", "数值", "状态", "理由"].map(text).to_vec()];
    for (i, (code, _)) in (0_u32..).zip(UNITS) {
        let value = Val::Number(f64::from(60 + (seed + i) % 40));
        let row = [text(code), text("核查评分"), text("2015"), text("核查"), value, text("有值"), text("制度健全")];
        grid.push(row.to_vec());
    }
    Book { path: "site/核查记录.xlsx".into(), back: "核查记录.xlsx".into(), tabs: vec![tab("核查", &grid)] }
}

/// Writes the folder anew: settings, rubric, register, returns.
pub fn set_up(dir: &Path, books: &[Book]) {
    let register: Vec<String> = UNITS.iter().map(|(code, name)| format!("{code},{name},")).collect();
    let files = [
        ("assessment.toml", SETTINGS.to_owned()),
        ("rubrics/mending.toml", RUBRIC.to_owned()),
        ("units.csv", format!("code,name,short\n{}\n", register.join("\n"))),
    ];
    for (path, text) in files {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for book in books {
        let path = file(dir, book);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes(&book.tabs)).unwrap();
    }
}

pub fn file(dir: &Path, book: &Book) -> PathBuf {
    dir.join("returns").join(&book.path)
}

/// The sheets as a workbook.
pub fn bytes(tabs: &[Tab]) -> Vec<u8> {
    let mut book = Workbook::new();
    let plain = Format::new();
    let percent = Format::new().set_num_format("0.0%");
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for tab in tabs {
        let sheet = book.add_worksheet().set_name(&tab.name).unwrap();
        sheet.set_hidden(tab.hidden);
        for (top, left, bottom, right) in &tab.merges {
            sheet.merge_range(*top, *left, *bottom, *right, "", &plain).unwrap();
        }
        for ((row, col), val) in &tab.cells {
            let (row, col) = (*row, u16::try_from(*col).unwrap());
            match val {
                Val::Text(text) => sheet.write_string(row, col, text).unwrap(),
                Val::Number(x) => sheet.write_number(row, col, *x).unwrap(),
                Val::Percent(x) => sheet.write_number_with_format(row, col, *x, &percent).unwrap(),
                Val::Day(y, m, d) => {
                    let date = ExcelDateTime::from_ymd(*y, *m, *d).unwrap();
                    sheet.write_datetime_with_format(row, col, &date, &day).unwrap()
                }
                Val::Error(error) => sheet.write_formula(row, col, Formula::new(*error).set_result(*error)).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// A way to get a return wrong: which book, and what happens in its first sheet. `pick` chooses among alike cells.
pub type Damage = fn(&mut Tab, usize);

/// Ways of getting a unit's own form wrong.
pub const OWN: &[(&str, Damage)] = &[
    ("text for a number", |t, n| put(t, (4 + row(n, 3), 3), text(["待核", "约90", "≥96", "3-5"][n % 4]))),
    ("out of range", |t, n| put(t, (4 + row(n, 2), 3), Val::Number(if n % 2 == 0 { -1.0 } else { 20_001.0 }))),
    ("not whole", |t, n| put(t, (4 + row(n, 2), 3), Val::Number(12.5))),
    ("another choice", |t, _| put(t, (7, 3), text("基本纳入"))),
    ("not yes or no", |t, _| put(t, (8, 3), text("基本是"))),
    ("no date", |t, n| put(t, (9, 3), [text("2015年12月"), Val::Number(45_000.0), text("十二月")][n % 3].clone())),
    ("blank", |t, n| {
        t.cells.remove(&(4 + row(n, 6), 3));
    }),
    ("error value", |t, n| put(t, (4 + row(n, 6), 3), Val::Error(["#REF!", "#DIV/0!", "#N/A"][n % 3]))),
    ("unknown unit in the line", |t, _| put(t, (1, 0), text("填报单位：石河子市"))),
    ("unknown item", |t, n| put(t, (4 + row(n, 6), 1), text("满意度"))),
    ("an item a second time", |t, n| {
        let from = 4 + row(n, 5);
        let name = t.cells[&(from, 1)].clone();
        put(t, (from + 1, 1), name);
    }),
    ("a row added again", |t, _| {
        for col in 0..5 {
            if let Some(val) = t.cells.get(&(4, col)).cloned() {
                put(t, (10, col), val);
            }
        }
    }),
    ("a check fails", |t, _| put(t, (5, 3), Val::Number(500.0))),
    ("a check against the year before fails", |t, _| put(t, (6, 3), Val::Number(999.0))),
    ("division by nought", |t, _| put(t, (4, 3), Val::Number(0.0))),
    ("unit of measure", |t, n| put(t, (6, 2), text(["吨", "小时"][n % 2]))),
    ("unit of measure behind the figure", |t, _| put(t, (6, 3), text("50吨"))),
];

/// Ways of getting a table about all units wrong.
pub const MATRIX: &[(&str, Damage)] = &[
    ("text for a number", |t, n| put(t, (2 + row(n, 3), 1), text("待核"))),
    ("out of range", |t, n| put(t, (2 + row(n, 3), 1), Val::Number(977.0))),
    ("a ratio for a percentage", |t, n| put(t, (2 + row(n, 3), 1), Val::Number(0.97))),
    ("blank", |t, n| {
        t.cells.remove(&(2 + row(n, 3), 2));
    }),
    ("error value", |t, n| put(t, (2 + row(n, 3), 2), Val::Error("#DIV/0!"))),
    ("unknown unit", |t, n| put(t, (2 + row(n, 3), 0), text("石河子市"))),
    ("another unit", |t, n| {
        let name = UNITS[(n + 1) % 3].1;
        put(t, (2 + row(n, 3), 0), text(name));
    }),
    ("unknown heading", |t, n| put(t, (1, 1 + row(n, 2)), text("满意度"))),
    ("a total that is not the sum", |t, n| {
        put(t, (5, 0), text(["合计", "总计", "全区合计"][n % 3]));
        put(t, (5, 2), Val::Number(100_000.0));
    }),
    ("unit of measure in the heading", |t, _| put(t, (1, 2), text("消费者投诉数（吨）"))),
    ("a row added again", |t, n| {
        let from = 2 + row(n, 3);
        for col in 0..3 {
            let val = t.cells[&(from, col)].clone();
            put(t, (5, col), val);
        }
    }),
];

/// Ways of getting a long table wrong.
pub const LONG: &[(&str, Damage)] = &[
    ("text for a number", |t, n| put(t, (1 + row(n, 3), 4), text("优"))),
    ("out of range", |t, n| put(t, (1 + row(n, 3), 4), Val::Number(101.0))),
    ("unknown unit", |t, n| put(t, (1 + row(n, 3), 0), text("999999"))),
    ("another unit", |t, n| put(t, (1 + row(n, 3), 0), text(UNITS[(n + 1) % 3].0))),
    ("unknown item", |t, n| put(t, (1 + row(n, 3), 1), text("满意度"))),
    ("unknown source", |t, n| put(t, (1 + row(n, 3), 3), text("报纸"))),
    ("no reason", |t, n| {
        t.cells.remove(&(1 + row(n, 3), 6));
    }),
    ("state against the value", |t, n| put(t, (1 + row(n, 3), 5), text(["不适用", "未填"][n % 2]))),
    ("blank against the state", |t, n| {
        t.cells.remove(&(1 + row(n, 3), 4));
    }),
];

fn row(n: usize, of: usize) -> u32 {
    u32::try_from(n / 4 % of).unwrap()
}

fn put(tab: &mut Tab, at: (u32, u32), val: Val) {
    tab.cells.insert(at, val);
}

/// The ways for a book.
pub fn ways(book: &Book) -> &'static [(&'static str, Damage)] {
    match book.path.split('/').next() {
        Some("self") => OWN,
        Some("agency") => MATRIX,
        _ => LONG,
    }
}
