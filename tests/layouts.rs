//! Layouts of returned sheets: what is found by headings, what is declared, what is only compared, and what was taken for what.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fmt::Write as _;
use std::fs;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use zhiheng::expr::{ArithOp, Form};
use zhiheng::finding::text::{expected as said_expected, found as said_found, word};
use zhiheng::finding::{Finding, Lang};
use zhiheng::ingest::{
    Answered, ColumnOrRow, Derived, Expected, Ingested, Layout, LayoutKind, ReturnsFrom, SheetIs, TakenKind, ingest,
};
use zhiheng::number::Exact;
use zhiheng::observe::Reading;
use zhiheng::register::{Register, read_register, seeds};
use zhiheng::rubric::{Field, FieldType, Source};

fn field(id: &str, kind: FieldType, unit: &str) -> Field {
    Field {
        id: id.into(),
        name: id.into(),
        kind,
        unit: unit.into(),
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

fn fields() -> Vec<Field> {
    vec![
        field("抽检批次", FieldType::Integer, "批次"),
        field("合格批次", FieldType::Integer, "批次"),
        field("经费", FieldType::Decimal, "万元"),
        field("满意度", FieldType::Percent, "%"),
        Field { panel: true, ..field("能力评分", FieldType::Decimal, "分") },
        Field { choices: vec!["已纳入".into(), "未纳入".into()], ..field("规划情况", FieldType::Choice, "") },
    ]
}

/// 抽检合格率 = 合格批次 / 抽检批次 * 100.
fn rate() -> Derived {
    let ratio = Form::Arith(ArithOp::Div, Box::new(Form::Field(1, None)), Box::new(Form::Field(0, None)));
    let form = Form::Arith(ArithOp::Mul, Box::new(ratio), Box::new(Form::Num(Exact::from(100))));
    let formula = "合格批次 / 抽检批次 * 100".to_owned();
    Derived { id: "A1".into(), name: "抽检合格率".into(), form, formula }
}

struct Case {
    dir: tempfile::TempDir,
    fields: Vec<Field>,
    register: Register,
    derived: Vec<Derived>,
    layouts: Vec<Layout>,
}

struct Outcome {
    ingested: Ingested,
    observations: Vec<String>,
    findings: Vec<String>,
}

impl Case {
    fn new() -> Self {
        let register = read_register("prefectures.csv", seeds::PREFECTURES).unwrap();
        let dir = tempfile::tempdir().unwrap();
        Self { dir, fields: fields(), register, derived: vec![rate()], layouts: Vec::new() }
    }

    fn bytes(self, name: &str, bytes: &[u8]) -> Self {
        let path = self.dir.path().join("returns").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn text(self, text: &str) -> Self {
        self.bytes("a.csv", text.as_bytes())
    }

    fn book(self, name: &str, fill: impl FnOnce(&mut Workbook)) -> Self {
        let mut book = Workbook::new();
        fill(&mut book);
        let bytes = book.save_to_buffer().unwrap();
        self.bytes(name, &bytes)
    }

    fn file(self, name: &str) -> Self {
        let bytes = fs::read(support::root().join("tests/files").join(name)).unwrap();
        self.bytes(name, &bytes)
    }

    fn layout(mut self, layout: Layout) -> Self {
        self.layouts.push(layout);
        self
    }

    fn run(&self) -> Outcome {
        let source = |id: &str, name: &str| Source { id: id.into(), name: name.into() };
        let sources = [source("agency", "主管部门"), source("self", "自评")];
        let plain = Expected::new(&self.fields, &sources, "2015", &self.register);
        let expected = Expected { derived: &self.derived, layouts: &self.layouts, ..plain };
        let from = ReturnsFrom { path: "returns".into(), ..ReturnsFrom::default() };
        let ingested = ingest(self.dir.path(), &[from], &expected);
        let one = |o: &zhiheng::observe::Observation| {
            let reading = match &o.reading {
                Reading::Value(value) => value.to_string(),
                other => other.state().to_owned(),
            };
            let (unit, field) = (self.register.units()[o.unit].label(), &self.fields[o.field].id);
            let source = if o.source.as_ref() == "self" { String::new() } else { format!(" {}", o.source) };
            format!("{unit} {field} {}{source} {reading} {}", o.period, o.place.cell)
        };
        let observations = ingested.observations.iter().map(one).collect();
        let findings = ingested.findings.iter().map(line).collect();
        Outcome { ingested, observations, findings }
    }
}

impl Outcome {
    /// What was taken for what on the first sheet: `at found → meaning`.
    fn taken(&self) -> Vec<String> {
        let sheet = &self.ingested.files[0].sheets[0];
        let say = |text: &str| word(text, Lang::Zh).into_owned();
        let one = |t: &zhiheng::ingest::TakenFor| format!("{} {} → {}", t.at, t.found, say(&t.meaning));
        sheet.taken.iter().map(|t| one(t).trim().to_owned()).collect()
    }

    fn layout(&self) -> String {
        word(&self.ingested.files[0].sheets[0].layout, Lang::Zh).into_owned()
    }
}

fn line(finding: &Finding) -> String {
    let (found, expected) = (said_found(finding, Lang::Zh), said_expected(finding, Lang::Zh));
    let parts = [finding.code.id(), &finding.place.cell, &found, &expected];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Writes cells; a text that begins with `A1:B2=` is merged over that region.
fn cells(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (r, row) in (0..).zip(rows) {
        for (c, text) in (0..).zip(*row) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(r, c, number).unwrap(),
                Err(_) if text.is_empty() => continue,
                Err(_) => sheet.write_string(r, c, *text).unwrap(),
            };
        }
    }
}

fn merge(sheet: &mut Worksheet, regions: &[(u32, u16, u32, u16, &str)]) {
    for (top, left, bottom, right, text) in regions {
        sheet.merge_range(*top, *left, *bottom, *right, text, &Format::new()).unwrap();
    }
}

#[test]
fn a_name_spread_over_three_rows_of_merged_headings_is_read_whole() {
    let case = Case::new().book("a.xlsx", |book| {
        let sheet = book.add_worksheet();
        merge(
            sheet,
            &[
                (0, 0, 0, 5, "2015年质量工作统计表"),
                (1, 0, 3, 0, "地州市"),
                (1, 1, 1, 4, "产品质量"),
                (2, 1, 2, 2, "抽检"),
                (2, 3, 2, 4, "合格"),
                (1, 5, 3, 5, "备注"),
            ],
        );
        for (col, text) in [(1, "批次（2014年）"), (2, "批次（2015年）"), (3, "批次（2014年）"), (4, "批次（2015年）")]
        {
            sheet.write_string(3, col, text).unwrap();
        }
        sheet.write_string(4, 0, "和田").unwrap();
        for (col, value) in [(1, 590.0), (2, 594.0), (3, 580.0), (4, 590.0)] {
            sheet.write_number(4, col, value).unwrap();
        }
    });
    let out = case.run();
    assert_eq!(
        out.observations,
        [
            "和田 抽检批次 2014 590 B5",
            "和田 抽检批次 2015 594 C5",
            "和田 合格批次 2014 580 D5",
            "和田 合格批次 2015 590 E5"
        ]
    );
    assert_eq!(out.findings, Vec::<String>::new());
    assert_eq!(
        out.taken(),
        [
            "A2 2–4 → 表头",
            "A4 地州市 → 单位",
            "B4 产品质量 / 抽检 / 批次（2014年） → 抽检批次 2014",
            "C4 产品质量 / 抽检 / 批次（2015年） → 抽检批次 2015",
            "D4 产品质量 / 合格 / 批次（2014年） → 合格批次 2014",
            "E4 产品质量 / 合格 / 批次（2015年） → 合格批次 2015",
            "F4 备注 → 没有读取",
        ]
    );
}

#[test]
fn sheets_of_another_program_are_read_with_their_merged_headings_and_labels() {
    let out = Case::new().file("多级表头-openpyxl.xlsx").run();
    let units: Vec<&str> = out.observations.iter().map(|o| o.split(' ').next().unwrap()).collect();
    assert_eq!(units, ["乌鲁木齐", "克拉玛依", "喀什", "和田"].map(|u| [u; 4]).concat());
    assert_eq!(
        out.observations[12..],
        [
            "和田 抽检批次 2014 590 C10",
            "和田 抽检批次 2015 594 D10",
            "和田 合格批次 2014 580 E10",
            "和田 合格批次 2015 590 F10",
        ]
    );
    // hidden rows and columns are read like any other, and what was typed is compared
    assert_eq!(out.findings, ["total-differs F12 2176 2175", "rate-differs H9 91.5 91.43"]);
    let out = Case::new().file("两级标题-openpyxl.xlsx").run();
    assert_eq!(
        out.observations,
        [
            "和田 抽检批次 2014 590 E4",
            "和田 抽检批次 2015 594 G4",
            "和田 合格批次 2014 580 E5",
            "和田 合格批次 2015 590 G5",
            "和田 经费 2014 810 E6",
            "和田 经费 2015 830 G6",
        ]
    );
    assert_eq!(out.findings, Vec::<String>::new());
}

#[test]
fn headings_over_several_rows_of_a_text_file_hold_for_the_blanks_to_their_right() {
    let case = Case::new().text(
        "地州市,2014年,,2015年,\n,抽检批次,满意度,抽检批次,满意度\n,批次,%,批次,%\n甲,1,2,3,4\n和田,590,97,594,98\n喀什,1,2,3,4\n",
    );
    assert_eq!(
        case.run().observations,
        [
            "和田 抽检批次 2014 590 5:2",
            "和田 满意度 2014 97 5:3",
            "和田 抽检批次 2015 594 5:4",
            "和田 满意度 2015 98 5:5",
            "喀什 抽检批次 2014 1 6:2",
            "喀什 满意度 2014 2 6:3",
            "喀什 抽检批次 2015 3 6:4",
            "喀什 满意度 2015 4 6:5",
        ]
    );
}

#[test]
fn a_field_split_by_what_is_not_known_is_not_read_as_the_field() {
    let case = Case::new().text("地州市,抽检批次,,,经费\n,食品,药品,合计,\n和田,1,2,3,5\n");
    let out = case.run();
    assert_eq!(out.observations, ["和田 抽检批次 2015 3 3:4", "和田 经费 2015 5 3:5"]);
    assert_eq!(out.findings, ["unknown-field 2:2 抽检批次 / 食品", "unknown-field 2:3 抽检批次 / 药品"]);
}

#[test]
fn the_same_name_under_two_headings_is_neither() {
    let out = Case::new().text("地州市,农产品,食品,经费\n,满意度,满意度,\n和田,1,2,5\n").run();
    assert_eq!(out.observations, ["和田 经费 2015 5 3:4"]);
    assert_eq!(out.findings, ["unknown-field 2:2 农产品 / 满意度", "unknown-field 2:3 食品 / 满意度"]);
    assert!(out.taken().contains(&"2:2 农产品 / 满意度 → 含义不唯一，没有读取".to_owned()));
}

#[test]
fn units_of_measure_stand_in_headings_below_them_or_in_a_line() {
    let heading = "地州市,经费（亿元）\n和田,0.5\n";
    let below = "地州市,经费,抽检批次\n,（亿元）,（批次）\n和田,0.5,7\n";
    let line = "某某表,,\n,,单位：亿元、批次\n地州市,经费,抽检批次\n和田,0.5,7\n";
    let amount = |text: &str| Case::new().text(text).run().observations[0].split(' ').nth(3).unwrap().to_owned();
    assert_eq!([amount(heading), amount(below), amount(line)], ["5000", "5000", "5000"]);
    let out = Case::new().text(line).run();
    assert_eq!(out.observations[1], "和田 抽检批次 2015 7 4:3");
    assert_eq!(out.findings, ["unit-converted 4:2 0.5 亿元 5000 万元"]);
}

#[test]
fn labels_down_the_side_complete_each_other_merged_or_blank() {
    let text =
        "填报单位：和田地区\n一级指标,二级指标,三级指标,数值\n产品质量,抽检,批次,594\n,合格,批次,590\n保障,经费,,820\n";
    let out = Case::new().text(text).run();
    assert_eq!(
        out.observations,
        ["和田 抽检批次 2015 594 3:4", "和田 合格批次 2015 590 4:4", "和田 经费 2015 820 5:4"]
    );
    let merged = Case::new().book("和田.xlsx", |book| {
        let sheet = book.add_worksheet();
        cells(
            sheet,
            &[
                &["序号", "一级指标", "二级指标", "2014年", "2015年", "备注"],
                &["1", "", "抽检批次", "590", "594", ""],
                &["2", "", "合格批次", "580", "590", "见附件"],
                &["3", "保障", "经费（万元）", "800", "820", ""],
                &["填表人：某", "", "", "", "审核人：某", ""],
            ],
        );
        merge(sheet, &[(1, 1, 2, 1, "产品质量")]);
    });
    let out = merged.run();
    assert_eq!(out.observations.len(), 6);
    assert_eq!(out.observations[5], "和田 经费 2015 820 E4");
    assert_eq!(out.findings, Vec::<String>::new());
}

#[test]
fn a_blank_unit_is_that_above_only_where_the_rows_tell_it() {
    let long = "单位名称,指标,数值\n和田,抽检批次,5\n,合格批次,4\n喀什,抽检批次,7\n,抽检批次,8\n合计,抽检批次,12\n,合格批次,4\n";
    let out = Case::new().bytes("a.csv", long.replace(',', "\t").as_bytes()).run();
    assert_eq!(out.observations, ["和田 抽检批次 2015 5 2:3", "和田 合格批次 2015 4 3:3", "喀什 抽检批次 2015 7 4:3"]);
    assert_eq!(out.findings, ["read-with-note 3:1 和田地区", "unknown-unit 5:1", "unknown-unit 7:1"]);
    let periods = "地州市,年度,抽检批次\n和田,2014,1\n,2015,2\n喀什,2014,3\n,2014,4\n";
    let out = Case::new().text(periods).run();
    assert_eq!(out.observations, ["和田 抽检批次 2014 1 2:3", "和田 抽检批次 2015 2 3:3", "喀什 抽检批次 2014 3 4:3"]);
    assert_eq!(out.findings, ["read-with-note 3:1 和田地区", "unknown-unit 5:1"]);
    let plain = Case::new().text("地州市,抽检批次\n和田,1\n,2\n").run();
    assert_eq!(plain.findings, ["unknown-unit 3:1"]);
}

#[test]
fn several_units_stand_on_one_sheet_in_blocks_under_titles_or_banners() {
    let titles = "和田地区2015年自评表\n指标,数值\n抽检批次,1\n经费,2\n填表人：某\n\n喀什地区2015年自评表\n指标,数值\n抽检批次,3\n经费,4\n";
    let banners = "指标,数值\n一、和田地区,\n抽检批次,1\n经费,2\n二、喀什地区,\n抽检批次,3\n经费,4\n";
    for text in [titles, banners] {
        let out = Case::new().text(text).run();
        let said: Vec<String> = out.observations.iter().map(|o| o.rsplit_once(' ').unwrap().0.to_owned()).collect();
        assert_eq!(
            said,
            ["和田 抽检批次 2015 1", "和田 经费 2015 2", "喀什 抽检批次 2015 3", "喀什 经费 2015 4"],
            "{text}"
        );
        assert_eq!(out.findings, Vec::<String>::new());
    }
    let book = Case::new().book("汇编.xlsx", |book| {
        for (name, value) in [("和田地区", "1"), ("喀什地区", "2"), ("塔城", "3")] {
            cells(book.add_worksheet().set_name(name).unwrap(), &[&["指标", "数值"], &["经费", value]]);
        }
    });
    assert_eq!(book.run().observations, ["和田 经费 2015 1 B2", "喀什 经费 2015 2 B2", "塔城 经费 2015 3 B2"]);
}

#[test]
fn a_sheet_named_for_one_unit_and_filled_in_by_another_is_found_out() {
    let case = Case::new().book("a.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("喀什地区").unwrap();
        cells(sheet, &[&["填报单位：和田地区"], &["指标", "数值"], &["经费", "1"]]);
    });
    let out = case.run();
    assert_eq!(out.observations, ["和田 经费 2015 1 B3"]);
    assert_eq!(out.findings, ["unit-differs A1 和田地区 喀什地区"]);
}

#[test]
fn tables_of_different_layouts_stand_on_one_sheet() {
    let text = "填报单位：和田地区\n指标,数值\n抽检批次,1\n经费,2\n\n下表由主管部门填报\n地州市,满意度\n喀什,90\n塔城,80\n\n指标,阿勒泰,哈密\n合格批次,5,6\n";
    let out = Case::new().text(text).run();
    assert_eq!(
        out.observations,
        [
            "和田 抽检批次 2015 1 3:2",
            "和田 经费 2015 2 4:2",
            "喀什 满意度 2015 90 8:2",
            "塔城 满意度 2015 80 9:2",
            "阿勒泰 合格批次 2015 5 12:2",
            "哈密 合格批次 2015 6 12:3",
        ]
    );
    assert_eq!(out.findings, Vec::<String>::new());
    assert_eq!(out.layout(), "一个单位，指标在行；单位在行、指标在列；指标在行、单位在列");
}

#[test]
fn units_across_may_have_periods_below_them_or_above() {
    let below =
        "指标,单位,和田,,喀什,,合计\n,,2014年,2015年,2014年,2015年,\n抽检批次,批次,1,2,3,4,10\n满意度,%,5,6,7,8,\n";
    let above = "指标,单位,2014年,,2015年,\n,,和田,喀什,和田,喀什\n抽检批次,批次,1,3,2,4\n满意度,%,5,7,6,8\n";
    for text in [below, above] {
        let out = Case::new().text(text).run();
        let mut said: Vec<String> = out.observations.iter().map(|o| o.rsplit_once(' ').unwrap().0.to_owned()).collect();
        said.sort();
        let expected = [
            "和田 抽检批次 2014 1",
            "和田 抽检批次 2015 2",
            "喀什 抽检批次 2014 3",
            "喀什 抽检批次 2015 4",
            "和田 满意度 2014 5",
            "和田 满意度 2015 6",
            "喀什 满意度 2014 7",
            "喀什 满意度 2015 8",
        ];
        let mut expected: Vec<String> = expected.map(str::to_owned).to_vec();
        expected.sort();
        assert_eq!(said, expected, "{text}");
        assert_eq!(out.findings, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn assessors_stand_across_or_down_in_a_panels_sheet() {
    let numbered = "能力评分表\n序号,地州市,评委1,评委2,评委3,平均分\n1,和田,88,90,92,90\n2,喀什,70,71,,70.5\n";
    let named = "检验检测能力评分汇总\n地州市,张三,李四,王五\n和田,88,90,92\n喀什,70,71,\n";
    let merged = "地州市,能力评分,,,抽检批次\n,张三,李四,王五,\n和田,88,90,92,5\n喀什,70,71,,6\n";
    let down = "能力评分\n评委,和田,喀什\n张三,88,70\n李四,90,71\n王五,92,\n";
    for text in [numbered, named, merged, down] {
        let out = Case::new().text(text).run();
        let marks: Vec<&String> = out.observations.iter().filter(|o| o.contains("能力评分")).collect();
        assert_eq!(marks.len(), 6, "{text} {:?} {:?}", out.observations, out.findings);
        let count = |unit: &str, reading: &str| {
            marks.iter().filter(|o| o.starts_with(unit) && o.contains(&format!(" {reading} "))).count()
        };
        let found = [count("和田", "88"), count("和田", "92"), count("喀什", "71"), count("喀什", "missing")];
        assert_eq!(found, [1, 1, 1, 1], "{text}");
        assert_eq!(out.findings, Vec::<String>::new(), "{text}");
    }
    let out = Case::new().text(named).run();
    assert_eq!(out.observations[1], "和田 能力评分 2015 李四 90 3:3");
    assert_eq!(out.layout(), "单位 × 评委");
    assert!(out.taken().contains(&"2:3 李四 → 能力评分 · 李四".to_owned()));
    // a title that marks nothing known leaves names unread
    let out = Case::new().text("服务态度测评\n地州市,张三,李四\n和田,88,90\n").run();
    assert_eq!((out.observations.len(), out.findings.len()), (0, 1));
}

#[test]
fn labels_and_values_stand_in_pairs_across() {
    let headed = "填报单位：和田地区,,,,\n指标,数值,,指标,数值\n抽检批次,594,,合格批次,590\n经费,820,,满意度,98\n";
    let plain = "单位名称,和田地区,填报人,某某\n抽检批次,594,合格批次,590\n经费（万元）,820,满意度,98\n";
    for text in [headed, plain] {
        let out = Case::new().text(text).run();
        let mut said: Vec<String> = out.observations.iter().map(|o| o.rsplit_once(' ').unwrap().0.to_owned()).collect();
        said.sort();
        let mut expected =
            ["和田 合格批次 2015 590", "和田 抽检批次 2015 594", "和田 满意度 2015 98", "和田 经费 2015 820"];
        expected.sort_unstable();
        assert_eq!(said, expected, "{text}");
        assert_eq!(out.findings, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn answers_that_read_like_names_of_fields_are_no_labels() {
    let mut case = Case::new();
    case.fields.push(Field { name: "是否做到".into(), ..field("是", FieldType::Bool, "") });
    case.fields.push(Field { name: "是否上报".into(), ..field("有", FieldType::Bool, "") });
    let text = "填报单位：和田地区,,,,,\n指标,计量单位,2015年填报值,2014年填报值,填报要求,佐证材料\n\
        抽检批次,批次,594,580,填整数,\n\
        是否做到,,是,是,填“是”或“否”,有\n\
        是否上报,,是,否,填“是”或“否”,是\n\
        规划情况,,已纳入,未纳入,从下拉列表中选择,抽检批次\n";
    let out = case.text(text).run();
    let expected = [
        "和田 抽检批次 2015 594 3:3",
        "和田 抽检批次 2014 580 3:4",
        "和田 是 2015 1 4:3",
        "和田 是 2014 1 4:4",
        "和田 有 2015 1 5:3",
        "和田 有 2014 0 5:4",
        "和田 规划情况 2015 已纳入 6:3",
        "和田 规划情况 2014 未纳入 6:4",
    ];
    assert_eq!(out.observations, expected);
    assert_eq!(out.findings, Vec::<String>::new());
    // all answers alike, in more rows than there are labels
    let mut case = Case::new();
    case.fields.push(Field { name: "是否做到".into(), ..field("是", FieldType::Bool, "") });
    let text = "填报单位：和田地区,,\n指标,填报值,其他\n是否做到,是,是\n经费,8,是\n另一项,是,是\n";
    let out = case.text(text).run();
    assert_eq!(out.observations, ["和田 是 2015 1 3:2", "和田 经费 2015 8 4:2"]);
}

#[test]
fn a_form_may_go_across_or_year_by_year() {
    let across = "填报单位：和田地区\n抽检批次,合格批次,经费\n594,590,820\n填表人：某\n";
    let out = Case::new().text(across).run();
    assert_eq!(
        out.observations,
        ["和田 抽检批次 2015 594 3:1", "和田 合格批次 2015 590 3:2", "和田 经费 2015 820 3:3"]
    );
    let years = "填报单位：和田地区\n年份,抽检批次,合格批次\n2013年,1,2\n2014年,3,4\n2015年,5,6\n";
    let out = Case::new().text(years).run();
    assert_eq!(out.observations.len(), 6);
    assert_eq!(out.observations[0], "和田 抽检批次 2013 1 3:2");
    assert_eq!(out.layout(), "一个单位，指标在列");
}

#[test]
fn a_column_of_values_needs_no_heading_where_it_is_the_only_one() {
    let out =
        Case::new().text("填报单位：和田地区,,\n序号,指标,计量单位,\n1,抽检批次,批次,594\n2,经费,亿元,0.5\n").run();
    assert_eq!(out.observations, ["和田 抽检批次 2015 594 3:4", "和田 经费 2015 5000 4:4"]);
    assert!(out.taken().contains(&"2:4  → 数值（没有表头）".to_owned()), "{:?}", out.taken());
}

#[test]
fn pages_subtotals_ranks_and_empty_columns_disturb_nothing() {
    let text = "2015年统计表,,,,,\n序号,地州市,,抽检批次,排名,经费\n1,和田,,10,2,1.5\n2,喀什,,20,1,2.5\n,南疆小计,,30,,4\n\
                序号,地州市,,抽检批次,排名,经费\n3,塔城,,5,3,1\n,,,,,\n4,阿勒泰,,7,4,2\n小计,,,12,,3\n全区,,,42,,7\n注：数据截至12月底,,,,,\n填表人：某,,,,审核人：某,\n";
    let out = Case::new().text(text).run();
    assert_eq!(
        out.observations,
        [
            "和田 抽检批次 2015 10 3:4",
            "和田 经费 2015 1.5 3:6",
            "喀什 抽检批次 2015 20 4:4",
            "喀什 经费 2015 2.5 4:6",
            "塔城 抽检批次 2015 5 7:4",
            "塔城 经费 2015 1 7:6",
            "阿勒泰 抽检批次 2015 7 9:4",
            "阿勒泰 经费 2015 2 9:6",
        ]
    );
    assert_eq!(out.findings, Vec::<String>::new());
}

#[test]
fn a_typed_total_that_is_not_the_sum_is_found_and_a_right_one_is_not() {
    let cases = [
        ("地州市,抽检批次,满意度\n和田,10,90\n喀什,20,80\n合计,31,85\n", vec!["total-differs 4:2 31 30"]),
        ("地州市,抽检批次\n和田,10\n喀什,20\n合计,30\n", vec![]),
        // what is blank adds nothing; what cannot be read leaves the sum open
        ("地州市,抽检批次\n和田,10\n喀什,\n合计,10\n", vec![]),
        ("地州市,抽检批次\n和田,10\n喀什,约20\n合计,31\n", vec!["unreadable-value 3:2 约20 整数"]),
        // a total at the top, and none where averages are said
        ("地州市,抽检批次\n全区,31\n和田,10\n喀什,20\n", vec!["total-differs 2:2 31 30"]),
        ("地州市,抽检批次\n和田,10\n喀什,20\n平均,15\n", vec![]),
        // units of measure are converted before they are added
        (
            "地州市,经费（亿元）\n和田,0.1\n喀什,0.2\n合计,0.4\n",
            vec![
                "unit-converted 2:2 0.1 亿元 1000 万元",
                "unit-converted 3:2 0.2 亿元 2000 万元",
                "total-differs 4:2 4000 3000",
            ],
        ),
        // subtotals cover their part, the total all
        ("地州市,抽检批次\n和田,10\n南疆小计,10\n塔城,5\n北疆小计,6\n合计,15\n", vec!["total-differs 5:2 6 5"]),
        // a second page
        ("地州市,抽检批次\n和田,10\n地州市,抽检批次\n塔城,5\n合计,15\n", vec![]),
        // units across
        ("指标,和田,喀什,合计\n抽检批次,10,20,31\n满意度,90,80,85\n", vec!["total-differs 2:4 31 30"]),
        // marks of a form
        ("填报单位：和田\n指标,数值,自评得分\n抽检批次,10,5\n经费,20,6\n合计,,12\n", vec!["total-differs 5:3 12 11"]),
        ("填报单位：和田\n指标,数值,自评得分\n抽检批次,10,5\n经费,20,6\n合计,,11\n", vec![]),
    ];
    for (text, expected) in cases {
        let out = Case::new().text(text).run();
        assert_eq!(out.findings, expected, "{text}");
    }
}

#[test]
fn a_typed_rate_is_compared_with_its_parts_to_the_places_typed() {
    let cases = [
        (
            "地州市,抽检批次,合格批次,抽检合格率（%）\n和田,82,80,97.56\n喀什,82,80,97.57\n塔城,82,80,\n哈密,82,,97\n",
            vec!["rate-differs 3:4 97.57 97.56"],
        ),
        (
            "填报单位：和田\n指标,2014年,2015年\n抽检批次,82,100\n合格批次,80,99\nA1,97.6%,98%\n",
            vec!["rate-differs 5:3 98% 99"],
        ),
        (
            "单位名称\t指标\t数值\n和田\t抽检批次\t82\n和田\t合格批次\t80\n和田\t抽检合格率\t0.9756\n",
            vec!["rate-differs 4:3 0.9756 97.561"],
        ),
        ("指标,和田,喀什\n抽检批次,82,10\n合格批次,80,9\n抽检合格率,97.6,91\n", vec!["rate-differs 4:3 91 90"]),
    ];
    for (text, expected) in &cases {
        let out = Case::new().text(text).run();
        assert_eq!(out.findings, *expected, "{text}");
    }
    let out = Case::new().text(cases[0].0).run();
    let finding = &out.ingested.findings[0];
    assert_eq!((finding.hint.as_str(), finding.unit.as_str()), ("合格批次 / 抽检批次 * 100", "喀什地区"));
    assert!(out.taken().contains(&"1:4 抽检合格率（%） → 抽检合格率（只用于核对，评分按计算值）".to_owned()));
}

#[test]
fn a_rate_is_compared_with_what_the_same_source_sent_elsewhere() {
    let case = Case::new()
        .bytes("a.csv", "地州市,抽检批次,合格批次\n和田,82,80\n".as_bytes())
        .bytes("b.csv", "地州市,经费,抽检合格率\n和田,1,90\n喀什,1,90\n".as_bytes());
    assert_eq!(case.run().findings, ["rate-differs 2:3 90 97.56"]);
}

#[test]
fn unknown_headings_over_values_are_always_said() {
    let cases = [
        ("地州市,抽检批次,不良率\n和田,1,2\n", "unknown-field 1:3 不良率"),
        ("地州市,抽检批次,2014年\n和田,1,2\n", "unknown-field 1:3 2014年"),
        ("指标,和田,喀什\n抽检批次,1,2\n不良率,1,2\n", "unknown-field 3:1 不良率"),
        ("填报单位：和田\n指标,数值\n抽检批次,1\n不良率,2\n", "unknown-field 4:1 不良率"),
        ("填报单位：和田\n指标,数值,核实数\n抽检批次,1,2\n", "unknown-field 2:3 核实数"),
        ("指标,和田,喀什,石河子\n抽检批次,1,2,3\n", "unknown-unit 1:4 石河子"),
    ];
    for (text, expected) in cases {
        let out = Case::new().text(text).run();
        assert_eq!(out.findings, [expected], "{text}");
    }
    // a form about our fields that no layout explains is an error
    let out = Case::new().text("抽检批次\n合格批次\n经费\n").run();
    assert_eq!(out.findings, ["layout-unknown 其中没有指标数据"]);
}

fn declared(file: &str) -> Layout {
    Layout { file: file.into(), ..Layout::default() }
}

fn answered(field: &str, period: &str) -> Answered {
    Answered { field: field.into(), period: Some(period.to_owned()).filter(|p| !p.is_empty()) }
}

#[test]
fn a_declared_layout_settles_what_cannot_be_guessed() {
    let text = "表,,,,\n某,一,二,三,四\n和田,1,2,3,4\n喀什,5,6,7,8\n合计,6,8,10,12\n";
    let layout = Layout {
        kind: Some(LayoutKind::Matrix),
        header: Some((1, 1)),
        units: Some(ColumnOrRow::Column(0)),
        columns: vec![(1, Some(answered("抽检批次", ""))), (2, Some(answered("抽检批次", "2014"))), (3, None)],
        ..declared("returns/*.csv")
    };
    let out = Case::new().text(text).layout(layout.clone()).run();
    assert_eq!(
        out.observations,
        [
            "和田 抽检批次 2015 1 3:2",
            "和田 抽检批次 2014 2 3:3",
            "喀什 抽检批次 2015 5 4:2",
            "喀什 抽检批次 2014 6 4:3",
        ]
    );
    assert_eq!(out.layout(), "单位在行、指标在列；assessment.toml 指定");
    assert_eq!(out.ingested.layouts_used, [0]);
    // rows that are given end the table, a period and measure hold for all of it
    let layout = Layout {
        rows: Some((2, 2)),
        header: None,
        period: Some("2013".into()),
        source: Some("agency".into()),
        columns: vec![(1, Some(answered("经费", "")))],
        measure: Some("亿元".into()),
        ..layout
    };
    let out = Case::new().text(text).layout(layout).run();
    assert_eq!(out.observations, ["和田 经费 2013 agency 10000 3:2"]);
    let out = Case::new().text(text).layout(declared("returns/b.csv")).run();
    assert_eq!(out.ingested.layouts_used, Vec::<usize>::new());
}

#[test]
fn forms_and_crossed_and_long_tables_can_be_declared() {
    let single = Layout {
        kind: Some(LayoutKind::Single),
        unit: Some("和田".into()),
        values: vec![2],
        rows_are: vec![(1, Some(answered("抽检批次", ""))), (2, Some(answered("经费", "2014")))],
        ..declared("")
    };
    let out = Case::new().text("甲,乙,丙\n一,1,10\n二,2,20\n三,3,30\n").layout(single).run();
    assert_eq!(out.observations, ["和田 抽检批次 2015 10 2:3", "和田 经费 2014 20 3:3"]);
    let crossed = Layout {
        kind: Some(LayoutKind::Crossed),
        units: Some(ColumnOrRow::Row(1)),
        fields: Some(ColumnOrRow::Column(0)),
        ..declared("")
    };
    let out = Case::new().text("某表,\n,和田\n抽检批次,7\n经费,8\n").layout(crossed).run();
    assert_eq!(out.observations, ["和田 抽检批次 2015 7 3:2", "和田 经费 2015 8 4:2"]);
    let long = Layout {
        kind: Some(LayoutKind::Long),
        units: Some(ColumnOrRow::Column(2)),
        fields: Some(ColumnOrRow::Column(0)),
        values: vec![1],
        ..declared("")
    };
    let out = Case::new().text("抽检批次,5,和田\n经费,6,喀什\n").layout(long).run();
    assert_eq!(out.observations, ["和田 抽检批次 2015 5 1:2", "喀什 经费 2015 6 2:2"]);
}

#[test]
fn a_sheet_is_skipped_or_found_unfit_as_declared() {
    let book = |case: Case| {
        case.book("a.xlsx", |book| {
            cells(book.add_worksheet().set_name("旧").unwrap(), &[&["地州市", "经费"], &["和田", "1"]]);
            cells(book.add_worksheet().set_name("新").unwrap(), &[&["地州市", "经费"], &["和田", "2"]]);
        })
    };
    let skip = Layout { kind: Some(LayoutKind::Skip), sheet: SheetIs::Named("旧*".into()), ..Layout::default() };
    let out = book(Case::new()).layout(skip).run();
    assert_eq!(out.observations, ["和田 经费 2015 2 B2"]);
    assert_eq!(out.findings, ["sheet-skipped assessment.toml 指定不读"]);
    let unfit = Layout { kind: Some(LayoutKind::Crossed), sheet: SheetIs::Number(2), ..Layout::default() };
    let out = book(Case::new()).layout(unfit).run();
    assert_eq!(out.observations, ["和田 经费 2015 1 B2"]);
    assert_eq!(out.findings, ["layout-unknown assessment.toml 的 [[layout]] 与表不符：按它找不到数据"]);
}

#[test]
fn what_was_taken_has_a_kind_for_every_part() {
    let out = Case::new().text("单位：亿元,,,\n地州市,年度,来源,经费,理由\n和田,2014,自评,1,r\n合计,,,1,\n").run();
    let kinds: Vec<TakenKind> = out.ingested.files[0].sheets[0].taken.iter().map(|t| t.kind).collect();
    let expected = [
        TakenKind::Measure,
        TakenKind::Header,
        TakenKind::Unit,
        TakenKind::Field,
        TakenKind::Period,
        TakenKind::Source,
        TakenKind::Remark,
        TakenKind::Check,
    ];
    assert_eq!(kinds, expected);
}

// ---------------------------------------------------------------- assessment.toml

/// A folder with one matrix of two units, and what `zhiheng ingest` says of it.
fn ingest_with(settings: &str) -> (support::Ran, Vec<std::collections::BTreeMap<String, String>>) {
    let dir = tempfile::tempdir().unwrap();
    let head = "[assessment]\ntitle = \"t\"\n[[scoring]]\nrubric = \"midterm-2015-prefectures\"\nregister = \"prefectures\"\n\
                returns = [\"returns\"]\n";
    fs::write(dir.path().join("assessment.toml"), format!("{head}{settings}")).unwrap();
    fs::create_dir(dir.path().join("returns")).unwrap();
    fs::write(dir.path().join("returns/a.csv"), "某,甲,乙\n和田,594,590\n喀什,797,700\n").unwrap();
    let ran = support::zhiheng(["ingest", dir.path().to_str().unwrap()]);
    let findings = dir.path().join("out/midterm-2015-prefectures/findings.csv");
    let rows = if findings.exists() { support::rows(&findings) } else { Vec::new() };
    (ran, rows)
}

fn codes(rows: &[std::collections::BTreeMap<String, String>]) -> Vec<String> {
    let returned = ["layout-unknown", "layout-unused", "wrong-period", "unknown-field"];
    rows.iter().filter(|r| returned.contains(&r["code"].as_str())).map(|r| r["code"].clone()).collect()
}

#[test]
fn a_layout_of_assessment_toml_reads_what_no_heading_names() {
    assert_eq!(codes(&ingest_with("").1), ["layout-unknown"]);
    let (ran, rows) = ingest_with(
        "[[layout]]\nfile = \"returns/*.csv\"\nsheet = 1\nkind = \"matrix\"\nunits = \"A\"\n\
         columns = { B = \"抽检批次\", C = \"合格批次@2014\" }\n",
    );
    assert_eq!(codes(&rows), Vec::<String>::new(), "{}", ran.err);
    assert!(ran.out.contains('4'), "{}", ran.out);
}

#[test]
fn everything_wrong_in_layouts_is_said_at_once_with_its_place() {
    let (ran, _) = ingest_with(
        "[[layout]]\nfile = \"returns/a.csv\"\nkind = \"matrx\"\nunit = \"和田市区\"\nunits = \"A1\"\nrow = 3\n\
         header = [3, 1]\ncolumns = { B = \"抽检批\", 7 = \"合格批次\" }\n[[layout]]\nfile = \"returns/a.csv\"\n",
    );
    assert_eq!(ran.code, 2);
    let expected = ["matrx", "matrix", "\"A1\"", "row", "[3, 1]", "抽检批", "和田市区", "^"]
        .iter()
        .filter(|t| !ran.err.contains(**t));
    assert_eq!(expected.collect::<Vec<_>>(), Vec::<&&str>::new(), "{}", ran.err);
    let errors = ran.err.matches("assessment.toml:").count();
    assert!(errors >= 7, "{errors} {}", ran.err);
}

#[test]
fn a_layout_that_nothing_matches_is_a_warning() {
    let (_, rows) = ingest_with("[[layout]]\nfile = \"returns/b.csv\"\n");
    assert_eq!(codes(&rows), ["layout-unused", "layout-unknown"]);
    let (_, rows) = ingest_with("[[layout]]\nfile = \"returns/a.csv\"\nsheet = \"汇总\"\n");
    assert_eq!(codes(&rows), ["layout-unknown", "layout-unused"]);
}

#[test]
fn a_period_that_no_mark_reads_is_said_once_for_a_sheet() {
    let settings = |period: &str| {
        format!(
            "[[layout]]\nkind = \"matrix\"\nperiod = {period}\ncolumns = {{ B = \"抽检批次\", C = \"合格批次\" }}\n"
        )
    };
    assert_eq!(codes(&ingest_with(&settings("2015")).1), Vec::<String>::new());
    let (_, rows) = ingest_with(&settings("\"2016\""));
    assert_eq!(codes(&rows), ["wrong-period"]);
    let finding = rows.iter().find(|r| r["code"] == "wrong-period").unwrap();
    assert_eq!((finding["found"].as_str(), finding["cell"].as_str()), ("2016", "2:2"));
}

#[test]
fn the_layouts_of_the_guides_are_understood() {
    for guide in ["docs/zh/layouts.md", "docs/en/layouts.md"] {
        let text = fs::read_to_string(support::root().join(guide)).unwrap();
        let block = text.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let (ran, rows) = ingest_with(block);
        assert_eq!(codes(&rows), ["layout-unused", "layout-unused", "layout-unknown"], "{guide} {}", ran.err);
    }
}

// ---------------------------------------------------------------- laws

/// Values of units × fields, `None` where nothing was filled in.
type Values = Vec<Vec<Option<u32>>>;

const UNITS: [&str; 6] = ["和田", "喀什", "塔城", "阿勒泰", "哈密", "吐鲁番"];
const FIELDS: [&str; 3] = ["抽检批次", "合格批次", "经费"];

fn values() -> impl Strategy<Value = Values> {
    (2..=6_usize, 2..=3_usize).prop_flat_map(|(units, fields)| {
        proptest::collection::vec(
            proptest::collection::vec(proptest::option::weighted(0.9, 1_u32..100_000), fields),
            units,
        )
    })
}

/// How a sheet is dressed up: titles above, a column of numbers, empty columns, notes below, a blank row before the body.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is one way in which a sheet is dressed up")]
struct Dress {
    titles: usize,
    numbered: bool,
    gap: bool,
    remark: bool,
    notes: bool,
    measures: bool,
    years: bool,
}

fn dress() -> impl Strategy<Value = Dress> {
    (0..4_usize, any::<[bool; 6]>()).prop_map(|(titles, [numbered, gap, remark, notes, measures, years])| Dress {
        titles,
        numbered,
        gap,
        remark,
        notes,
        measures,
        years,
    })
}

fn text(value: Option<u32>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn titles(dress: &Dress) -> String {
    let lines = ["2015年度质量工作统计表,,,\n", "（自治区汇总）\n", "填报时间：2015年12月30日,,联系人：某某\n"];
    lines[..dress.titles.min(3)].concat()
}

fn notes(dress: &Dress) -> &'static str {
    if dress.notes { "注：本表数据截至年底,,\n填表人：某某,,审核人：某某\n" } else { "" }
}

fn unit_of(field: usize) -> &'static str {
    if FIELDS[field] == "经费" { "万元" } else { "批次" }
}

fn matrix(values: &Values, dress: &Dress) -> String {
    let mut out = titles(dress);
    let lead = |n: &str| if dress.numbered { format!("{n},") } else { String::new() };
    let gap = if dress.gap { "," } else { "" };
    let tail = |t: &str| if dress.remark { format!(",{t}") } else { String::new() };
    let fields = values[0].len();
    if dress.years {
        writeln!(out, "{}地州市,{gap}{}{}", lead("序号"), ["2015年", "", ""][..fields].join(","), tail("备注"))
            .unwrap();
    }
    let names: Vec<String> = (0..fields)
        .map(|f| if dress.measures { format!("{}（{}）", FIELDS[f], unit_of(f)) } else { FIELDS[f].to_owned() })
        .collect();
    let (number, unit, remark) = if dress.years { ("", "", "") } else { ("序号", "地州市", "备注") };
    writeln!(out, "{}{unit},{gap}{}{}", lead(number), names.join(","), tail(remark)).unwrap();
    for (n, row) in values.iter().enumerate() {
        let row: Vec<String> = row.iter().map(|v| text(*v)).collect();
        writeln!(out, "{}{},{gap}{}{}", lead(&(n + 1).to_string()), UNITS[n], row.join(","), tail("某")).unwrap();
    }
    out + notes(dress)
}

fn crossed(values: &Values, dress: &Dress) -> String {
    let mut out = titles(dress);
    let lead = |n: &str| if dress.numbered { format!("{n},") } else { String::new() };
    let measure = |m: &str| if dress.measures { format!("{m},") } else { String::new() };
    writeln!(out, "{}指标,{}{}", lead("序号"), measure("计量单位"), UNITS[..values.len()].join(",")).unwrap();
    for field in 0..values[0].len() {
        let row: Vec<String> = values.iter().map(|row| text(row[field])).collect();
        writeln!(out, "{}{},{}{}", lead("1"), FIELDS[field], measure(unit_of(field)), row.join(",")).unwrap();
    }
    out + notes(dress)
}

fn singles(values: &Values, dress: &Dress) -> String {
    let mut out = String::new();
    let lead = |n: &str| if dress.numbered { format!("{n},") } else { String::new() };
    let measure = |m: &str| if dress.measures { format!("{m},") } else { String::new() };
    let tail = |t: &str| if dress.remark { format!(",{t}") } else { String::new() };
    for (n, row) in values.iter().enumerate() {
        out += &titles(dress);
        writeln!(out, "填报单位：{}", UNITS[n]).unwrap();
        writeln!(
            out,
            "{}指标,{}{}{}",
            lead("序号"),
            measure("计量单位"),
            if dress.years { "2015年" } else { "数值" },
            tail("备注")
        )
        .unwrap();
        for (f, value) in row.iter().enumerate() {
            writeln!(out, "{}{},{}{}{}", lead("1"), FIELDS[f], measure(unit_of(f)), text(*value), tail("某")).unwrap();
        }
        out += notes(dress);
    }
    out
}

fn long(values: &Values, dress: &Dress) -> String {
    let mut out = titles(dress);
    out += if dress.years { "地州市\t指标\t年度\t数值\n" } else { "地州市\t指标\t数值\n" };
    for (n, row) in values.iter().enumerate() {
        for (f, value) in row.iter().enumerate() {
            let unit = if f > 0 && dress.gap && value.is_some() { "" } else { UNITS[n] };
            let year = if dress.years { "2015年\t" } else { "" };
            writeln!(out, "{unit}\t{}\t{year}{}", FIELDS[f], text(*value)).unwrap();
        }
    }
    out.replace(',', "\t") + &notes(dress).replace(',', "\t")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_laid_out_is_read_back_exactly(values in values(), dress in dress()) {
        let mut expected: Vec<String> = Vec::new();
        for (n, row) in values.iter().enumerate() {
            for (f, value) in row.iter().enumerate() {
                let reading = value.map_or_else(|| "missing".to_owned(), |v| v.to_string());
                expected.push(format!("{} {} 2015 {reading}", UNITS[n], FIELDS[f]));
            }
        }
        expected.sort();
        for (name, sheet) in
            [("matrix", matrix(&values, &dress)), ("crossed", crossed(&values, &dress)), ("single", singles(&values, &dress)), ("long", long(&values, &dress))]
        {
            let out = Case::new().text(&sheet).run();
            let mut found: Vec<String> =
                out.observations.iter().map(|o| o.rsplit_once(' ').unwrap().0.to_owned()).collect();
            found.sort();
            prop_assert_eq!(&found, &expected, "{}\n{}\n{:?}", name, sheet, out.findings);
            let bad: Vec<&String> = out.findings.iter().filter(|f| !f.starts_with("read-with-note")).collect();
            prop_assert!(bad.is_empty(), "{}\n{}\n{:?}", name, sheet, bad);
        }
    }

    #[test]
    fn noise_never_panics_and_never_answers_for_no_unit(
        cells in proptest::collection::vec(
            proptest::collection::vec(0..24_usize, 0..7),
            0..14,
        ),
        merges in proptest::collection::vec((0..12_u32, 0..6_u16, 1..3_u32, 1..3_u16), 0..4),
    ) {
        let words = [
            "", "", "", "和田", "喀什", "抽检批次", "合格批次", "经费（万元）", "抽检", "批次", "2014年", "2015年", "指标", "数值",
            "地州市", "单位", "合计", "12", "97.5%", "—", "评委1", "能力评分", "抽检合格率", "填报单位：塔城",
        ];
        let case = Case::new().book("a.xlsx", |book| {
            let sheet = book.add_worksheet();
            let mut taken: Vec<(u32, u16, u32, u16)> = Vec::new();
            for (row, col, tall, wide) in &merges {
                let (last_row, last_col) = (row + tall, col + wide);
                let apart = |t: &(u32, u16, u32, u16)| *row > t.2 || last_row < t.0 || *col > t.3 || last_col < t.1;
                if taken.iter().all(apart) {
                    taken.push((*row, *col, last_row, last_col));
                    let word = words[usize::try_from(row * 7 + u32::from(*col)).unwrap() % words.len()];
                    sheet.merge_range(*row, *col, last_row, last_col, word, &Format::new()).unwrap();
                }
            }
            for (r, row) in (0..).zip(&cells) {
                for (c, word) in (0..).zip(row) {
                    let inside = taken.iter().any(|t| (t.0..=t.2).contains(&r) && (t.1..=t.3).contains(&c));
                    if !inside && !words[*word].is_empty() {
                        sheet.write_string(r, c, words[*word]).unwrap();
                    }
                }
            }
        });
        let out = case.run();
        // what is read stands in a cell of the sheet, and the same bytes give the same answers
        prop_assert!(out.ingested.observations.iter().all(|o| !o.place.cell.is_empty()));
        prop_assert_eq!(case.run().observations, out.observations);
    }
}
