//! What comes out of returned files: ours, and files that other programs wrote (`tests/files/make.py`).
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use zhiheng::finding::{Code, Finding, Lang, Level, text};
use zhiheng::ingest::{Expected, Ingested, ReturnsFrom, ingest, ingest_table};
use zhiheng::number::Exact;
use zhiheng::observe::{Observation, Reading, Receipts, VersionRule, Versions, resolve};
use zhiheng::register::{Register, Unit, read_register, seeds};
use zhiheng::rubric::{Field, FieldType, Source};

fn field(id: &str, name: &str, kind: FieldType, unit: &str) -> Field {
    Field {
        id: id.into(),
        name: name.into(),
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
    let number = |n: i32| Some(Exact::from(n));
    vec![
        Field {
            aliases: vec!["抽样批次".into()], ..field("抽检批次", "监督抽查批次", FieldType::Integer, "批次")
        },
        Field { min: number(0), max: number(100), ..field("合格率", "合格率", FieldType::Percent, "%") },
        field("经费", "质量工作经费", FieldType::Decimal, "万元"),
        field("事故", "是否发生事故", FieldType::Bool, ""),
        field("报送日期", "报送日期", FieldType::Date, ""),
        Field {
            choices: vec!["已纳入".into(), "未纳入".into()],
            ..field("规划情况", "规划情况", FieldType::Choice, "")
        },
        Field { panel: true, ..field("专家评分", "专家评分", FieldType::Decimal, "分") },
        field("普及率目标", "普及率2020年目标", FieldType::Percent, "%"),
    ]
}

fn sources() -> Vec<Source> {
    let source = |id: &str, name: &str| Source { id: id.into(), name: name.into() };
    vec![source("site", "实地核查"), source("agency", "主管部门"), source("self", "自评")]
}

struct Case {
    dir: tempfile::TempDir,
    fields: Vec<Field>,
    register: Register,
}

/// What came out, with observations and findings in one line each.
struct Outcome {
    ingested: Ingested,
    observations: Vec<String>,
    findings: Vec<String>,
}

impl Case {
    fn new() -> Self {
        let register = read_register("prefectures.csv", seeds::PREFECTURES).unwrap();
        Self { dir: tempfile::tempdir().unwrap(), fields: fields(), register }
    }

    fn text(self, name: &str, text: &str) -> Self {
        self.bytes(name, text.as_bytes())
    }

    fn bytes(self, name: &str, bytes: &[u8]) -> Self {
        let path = self.dir.path().join("returns").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn book(self, name: &str, fill: impl FnOnce(&mut Workbook)) -> Self {
        let mut book = Workbook::new();
        fill(&mut book);
        let bytes = book.save_to_buffer().unwrap();
        self.bytes(name, &bytes)
    }

    fn file(self, name: &str) -> Self {
        let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap();
        self.bytes(name, &bytes)
    }

    fn run(&self) -> Outcome {
        self.run_from(&[ReturnsFrom { path: "returns".into(), ..ReturnsFrom::default() }])
    }

    fn run_from(&self, from: &[ReturnsFrom]) -> Outcome {
        let sources = sources();
        let expected = Expected::new(&self.fields, &sources, "2015", &self.register);
        self.outcome(ingest(self.dir.path(), from, &expected))
    }

    fn table(&self, name: &str) -> Outcome {
        let sources = sources();
        let expected = Expected::new(&self.fields, &sources, "2015", &self.register);
        self.outcome(ingest_table(&self.dir.path().join("returns").join(name), &expected))
    }

    fn outcome(&self, ingested: Ingested) -> Outcome {
        let observations = ingested
            .observations
            .iter()
            .map(|o| {
                let reading = match &o.reading {
                    Reading::Value(value) => value.to_string(),
                    other => other.state().to_owned(),
                };
                let (unit, field) = (self.register.units()[o.unit].label(), &self.fields[o.field].id);
                format!("{unit} {field} {} {} {reading} {}", o.period, o.source, o.place.cell)
            })
            .collect();
        let findings = ingested.findings.iter().map(line).collect();
        Outcome { ingested, observations, findings }
    }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}

fn line(finding: &Finding) -> String {
    let place = [&finding.place.sheet, &finding.place.cell].map(ToString::to_string).join("!");
    let found = text::found(finding, Lang::Zh);
    let parts = [finding.code.id(), place.trim_matches('!'), &found];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

fn rows(sheet: &mut Worksheet, rows: &[&[&str]]) {
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

#[test]
fn a_long_table_is_read_with_its_states_sources_and_remarks() {
    let case = Case::new().text(
        "核查.csv",
        "unit,field,period,source,value,state,reason,by\n\
         653200,抽检批次,2015,site,594,value,查实,第一组\n\
         和田,合格率,2014,,97.2,,,\n\
         喀什地区,合格率,,agency,,not_applicable,,\n\
         喀什,合格率,,,,,,\n\
         石河子市,合格率,,,1,,,\n\
         喀什,合格绿,,,1,,,\n\
         喀什,合格率,,expert,1,,,\n\
         喀什,专家评分,,专家甲,88,,,\n",
    );
    for out in [case.run(), case.table("核查.csv")] {
        assert_eq!(
            out.observations,
            [
                "和田 抽检批次 2015 site 594 2:5",
                "和田 合格率 2014 self 97.2 3:5",
                "喀什 合格率 2015 agency not_applicable 4:5",
                "喀什 合格率 2015 self missing 5:5",
                "喀什 专家评分 2015 专家甲 88 9:5",
            ]
        );
        let remarks = out.ingested.observations[0].remarks.as_ref().unwrap();
        assert_eq!((remarks.reason.as_str(), remarks.by.as_str()), ("查实", "第一组"));
        assert_eq!(
            out.findings,
            ["unknown-unit 6:1 石河子市", "unknown-field 7:2 合格绿", "unknown-source 8:4 expert"]
        );
        assert_eq!(out.ingested.findings[1].hint, "合格率");
    }
}

#[test]
fn a_long_table_may_have_chinese_headings() {
    let case = Case::new().text(
        "表.csv",
        "\u{FEFF}单位,填报项,年度,数值,状态,理由,认定人,日期,依据\n和田,合格率,2014年,98.5,有值,r,b,2015.1.1,e\n喀什,合格率,2015,,不适用,,,,\n",
    );
    assert_eq!(case.run().observations, ["和田 合格率 2014 self 98.5 2:4", "喀什 合格率 2015 self not_applicable 3:4"]);
}

#[test]
fn units_by_fields_are_read_wherever_they_stand() {
    let case = Case::new().book("a.xlsx", |book| {
        let percent = Format::new().set_num_format("0.0%");
        let sheet = book.add_worksheet().set_name("2014年").unwrap();
        rows(
            sheet,
            &[
                &[],
                &["", "部门数据报送表"],
                &["", "填报单位：自治区质监局"],
                &["", "序号", "地州市", "合格率（%）", "抽样批次(批次)", "质量工作经费（元）", "合格批次"],
                &["", "1", "和田地区", "", "594", "5000", "7"],
                &["", "2", "喀  什", "90.7", "12.5", "", ""],
                &["", "", "合计", "98", "1200", "", ""],
                &["", "", "石河子市", "98", "", "", ""],
                &["", "注：本表由某部门填报", "", "", "", ""],
            ],
        );
        sheet.write_number_with_format(4, 3, 0.985, &percent).unwrap();
    });
    let out = case.run();
    assert_eq!(
        out.observations,
        [
            "和田 合格率 2014 self 98.5 D5",
            "和田 抽检批次 2014 self 594 E5",
            "和田 经费 2014 self 0.5 F5",
            "喀什 合格率 2014 self 90.7 D6",
            "喀什 抽检批次 2014 self missing E6",
            "喀什 经费 2014 self missing F6",
        ]
    );
    assert_eq!(
        out.findings,
        [
            "unknown-field 2014年!G4 合格批次",
            "unit-converted 2014年!F5 5000 元",
            "unreadable-value 2014年!E6 12.5",
            "unknown-unit 2014年!C8 石河子市",
        ]
    );
}

#[test]
fn fields_by_units_are_read_too() {
    let case =
        Case::new().text("a.csv", "指标,计量单位,和田地区,喀什地区\n质量工作经费,元,50000,60000\n合格率,%,98.5,－\n");
    assert_eq!(
        case.run().observations,
        [
            "和田 经费 2015 self 5 2:3",
            "喀什 经费 2015 self 6 2:4",
            "和田 合格率 2015 self 98.5 3:3",
            "喀什 合格率 2015 self not_applicable 3:4",
        ]
    );
}

#[test]
fn a_unit_is_found_in_its_line_its_sheet_or_its_file() {
    let table: &[&[&str]] = &[&["序号", "指标", "数值"], &["1", "1、合格率（%）", "98.5"]];
    let line: &[&[&str]] = &[&["填报单位：", "博州人民政府"], &["指标", "数值"], &["合格率", "97"]];
    let nobody: &[&[&str]] = &[&["指标", "数值"], &["合格率", "97"]];
    let case = Case::new()
        .book("1-line.xlsx", |book| rows(book.add_worksheet(), line))
        .book("2-sheet.xlsx", |book| rows(book.add_worksheet().set_name("喀什地区").unwrap(), table))
        .book("652200-哈密地区.xlsx", |book| rows(book.add_worksheet(), table))
        .book("汇总.xlsx", |book| rows(book.add_worksheet(), nobody));
    let out = case.run();
    assert_eq!(
        out.observations,
        ["博州 合格率 2015 self 97 B3", "喀什 合格率 2015 self 98.5 C2", "哈密 合格率 2015 self 98.5 C2"]
    );
    assert_eq!(out.findings, ["layout-unknown Sheet1 找不到填报单位"]);
    assert_eq!(out.ingested.files[1].sheets[0].unit, "喀什地区");
}

#[test]
fn a_line_beats_the_name_of_its_file_and_says_so() {
    let table = "填报单位：和田地区\n指标,数值\n合格率,97\n";
    let case = Case::new()
        .text("喀什地区.csv", table)
        .text("和田市.csv", "指标,数值\n合格率,97\n")
        .text("和田地区.csv", table)
        .text("汇总.csv", table);
    let out = case.run();
    assert_eq!(out.observations, ["和田 合格率 2015 self 97 3:2"; 3]);
    assert_eq!(out.findings, ["layout-unknown 找不到填报单位", "unit-differs 1:1 和田地区"]);
    let finding = &out.ingested.findings[1];
    assert_eq!((finding.level, finding.expected.as_str()), (Level::Warning, "喀什地区"));
    assert!(finding.says(Lang::Zh).contains("文件名却是“喀什地区”"), "{}", finding.says(Lang::Zh));
    assert!(finding.says(Lang::En).contains("the file's name"), "{}", finding.says(Lang::En));
}

#[test]
fn years_in_headings_and_lines_beat_the_entry() {
    let case = Case::new()
        .text("a.csv", "填报单位：和田地区\n指标,2013年,2014年\n合格率,97,98\n")
        .text("b.csv", "考核年度：2012\n填报单位：喀什\n指标,上年值,本年值\n合格率,95,96\n")
        .text("c.csv", "地州市,来源,合格率（2011年）,合格率\n塔城,主管部门,91,92\n");
    let from = [ReturnsFrom {
        path: "returns".into(),
        source: Some("site".into()),
        period: Some("2010".into()),
        ..ReturnsFrom::default()
    }];
    let out = case.run_from(&from);
    assert_eq!(
        out.observations,
        [
            "和田 合格率 2013 site 97 3:2",
            "和田 合格率 2014 site 98 3:3",
            "喀什 合格率 2011 site 95 4:2",
            "喀什 合格率 2012 site 96 4:3",
            "塔城 合格率 2011 agency 91 2:3",
            "塔城 合格率 2010 agency 92 2:4",
        ]
    );
}

#[test]
fn several_tables_on_one_sheet_each_keep_their_unit() {
    let case = Case::new().text(
        "a.csv",
        "县市汇编\n填报单位：和田地区\n指标,数值\n合格率,98\n监督抽查批次,10\n填表人：某\n填报单位：喀什地区\n指标,数值\n合格率,97\n",
    );
    assert_eq!(
        case.run().observations,
        ["和田 合格率 2015 self 98 4:2", "和田 抽检批次 2015 self 10 5:2", "喀什 合格率 2015 self 97 9:2"]
    );
}

#[test]
fn a_year_that_belongs_to_the_name_of_a_field_is_no_period() {
    let case = Case::new().text("a.csv", "地州市,普及率2020年目标（%）\n和田,45\n");
    assert_eq!(case.run().observations, ["和田 普及率目标 2015 self 45 2:2"]);
}

#[test]
fn what_cannot_be_read_is_a_finding_with_its_unit_field_and_cell() {
    let case = Case::new().text(
        "a.csv",
        "地州市,合格率,经费,事故,规划情况,报送日期\n和田,≥96,约98,基本没有,基本纳入,2015年12月\n喀什,977,820吨,,,\n",
    );
    let out = case.run();
    assert_eq!(
        out.findings,
        [
            "unreadable-value 2:2 ≥96",
            "unreadable-value 2:3 约98",
            "unreadable-value 2:4 基本没有",
            "choice-unknown 2:5 基本纳入",
            "unreadable-value 2:6 2015年12月",
            "out-of-range 3:2 977",
            "unit-of-measure 3:3 820吨",
        ]
    );
    assert!(out.observations.iter().all(|o| o.contains(" missing ")));
    let finding = &out.ingested.findings[3];
    assert_eq!((finding.unit.as_str(), finding.field.as_str()), ("和田地区", "规划情况"));
    assert_eq!(finding.expected, "已纳入、未纳入");
    assert_eq!(finding.place.file.as_ref(), "returns/a.csv");
}

#[test]
fn a_percentage_that_looks_like_a_ratio_is_doubted() {
    let out = Case::new().text("a.csv", "地州市,合格率\n和田,0.985\n").run();
    assert_eq!(out.observations, ["和田 合格率 2015 self 0.985 2:2"]);
    assert_eq!((out.ingested.findings[0].code, out.ingested.findings[0].level), (Code::ReadWithNote, Level::Warning));
}

#[test]
fn files_of_other_programs_are_read() {
    let expected = [
        "和田 抽检批次 2015 self 594 D4",
        "和田 抽检批次 2014 self 590 E4",
        "和田 合格率 2015 self 98.5 D5",
        "和田 合格率 2014 self 97.2 E5",
        "和田 经费 2015 self 820 D6",
        "和田 经费 2014 self missing E6",
        "和田 事故 2015 self 1 D7",
        "和田 事故 2014 self 0 E7",
        "和田 报送日期 2015 self 2015-12-09 D8",
        "和田 报送日期 2014 self missing E8",
        "和田 规划情况 2015 self 已纳入 D9",
        "和田 规划情况 2014 self missing E9",
    ];
    let out = Case::new().file("自评-openpyxl.xlsx").run();
    assert_eq!(out.observations, expected);
    assert_eq!(
        out.findings,
        [
            "read-with-note 自评表!E5 97.2%",
            "unit-converted 自评表!D6 0.082 亿元",
            "sheet-skipped 旧数据 隐藏的工作表",
            "sheet-skipped 填报说明 其中没有指标数据",
        ]
    );
    // this one has no percent format, so 0.985 stays what it is, and is doubted
    let out = Case::new().file("自评-xlwt.xls").run();
    assert_eq!(out.observations[2], "和田 合格率 2015 self 0.985 D5");
    assert_eq!(out.observations[3..], expected[3..]);

    let out = Case::new().file("汇总-openpyxl.xlsx").run();
    assert_eq!(
        out.observations,
        [
            "和田 抽检批次 2014 self 590 C4",
            "和田 抽检批次 2015 self 594 D4",
            "和田 合格率 2014 self 97.2 E4",
            "和田 合格率 2015 self 98.5 F4",
            "喀什 抽检批次 2014 self 700 C5",
            "喀什 抽检批次 2015 self missing D5",
            "喀什 合格率 2014 self not_applicable E5",
            "喀什 合格率 2015 self missing F5",
        ]
    );
    assert_eq!(out.findings, ["cell-error 汇总!D5 #REF!"]);

    let out = Case::new().file("汇总-odfpy.ods").run();
    assert_eq!(out.observations.len(), 4);
    assert_eq!(out.observations[3], "喀什 合格率 2015 self 90.7 C3");

    let out = Case::new().file("远角.xlsx").run();
    assert_eq!(out.observations, ["和田 合格率 2015 self 98.5 B2"]);
}

#[test]
fn text_files_are_read_in_the_encoding_they_are_in() {
    let out = Case::new().file("汇总-gbk.csv").run();
    assert_eq!(
        out.observations,
        [
            "和田 抽检批次 2014 self 590 2:3",
            "和田 合格率 2014 self 97.2 2:4",
            "和田 抽检批次 2015 self 1594 3:3",
            "和田 合格率 2015 self 98.5 3:4",
            "喀什 抽检批次 2015 self 797 5:3",
            "喀什 合格率 2015 self 90.7 5:4",
        ]
    );
    assert_eq!(out.findings, ["encoding-chosen GB18030", "read-with-note 5:4 ９０．７"]);
    assert_eq!(out.ingested.files[0].sheets[0].encoding, "GB18030");
    let out = Case::new().file("汇总-utf16.txt").run();
    assert_eq!(out.observations.len(), 2);
    assert_eq!(out.findings, ["encoding-chosen UTF-16"]);
}

#[test]
fn a_bad_file_is_a_finding_and_the_others_are_read() {
    let mut encrypted = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let case = Case::new()
        .bytes("a.xlsx", &encrypted)
        .text("b.xlsx", "")
        .text("c.xls", "%PDF-1.7")
        .bytes("d.xlsx", b"PK\x03\x04broken")
        .bytes("e.csv", b"a,\xFF\xFF\xFF")
        .text("~$f.xlsx", "lock")
        .file("网页.xls")
        .file("文档.docx")
        .file("虚报.xlsx")
        .text("g.csv", "这里什么都没有\n只有文字\n")
        .text("z.csv", "地州市,合格率\n和田,98.5\n");
    let out = case.run();
    assert_eq!(out.observations, ["和田 合格率 2015 self 98.5 2:2"]);
    let found: Vec<String> = out
        .ingested
        .findings
        .iter()
        .map(|f| {
            let found = text::found(f, Lang::Zh);
            format!("{} {} {found}", f.place.file.trim_start_matches("returns/"), f.code.id())
        })
        .collect();
    assert_eq!(
        found,
        [
            "~$f.xlsx lock-file 打开工作簿时留下的锁文件",
            "a.xlsx encrypted ",
            "b.xlsx empty-file ",
            "c.xls not-a-table PDF 文件",
            "d.xlsx file-unreadable 文件不完整，中途截断",
            "e.csv file-unreadable 既不是 UTF-8，也不是 GB18030",
            "g.csv layout-unknown 其中没有指标数据",
            "文档.docx not-a-table Word 文档",
            "网页.xls extension-differs 网页（HTML）",
            "网页.xls layout-unknown 其中没有指标数据",
            "虚报.xlsx too-large 声明的字符串个数与内容不符",
        ]
    );
    // a file that came is listed, whatever was in it
    assert_eq!(out.ingested.files.len(), 10);
    for finding in &out.ingested.findings {
        let says = finding.says(Lang::En);
        assert!(!says.contains(['{', '@']) && !says.chars().any(is_chinese), "{says}");
    }
}

#[test]
fn sources_that_the_rubric_does_not_declare_are_refused_once_for_an_entry() {
    let mut case = Case::new().text("a.csv", "地州市,合格率,抽检批次\n和田,98.5,3\n");
    case.fields.retain(|f| !f.panel);
    let from = [ReturnsFrom { path: "returns".into(), source: Some("agencies".into()), ..ReturnsFrom::default() }];
    let out = case.run_from(&from);
    assert_eq!(out.observations, Vec::<String>::new());
    assert_eq!(out.findings, ["unknown-source agencies"]);
    assert_eq!(out.ingested.findings[0].hint, "agency");
}

#[test]
fn what_was_read_is_resolved_by_authority() {
    let case = Case::new()
        .text("a.csv", "地州市,来源,合格率\n和田,自评,98.5\n和田,主管部门,97.2\n")
        .text("b.csv", "unit,field,value\n和田,抽检批次,5\n和田,抽检批次,6\n");
    let out = case.run();
    let resolution = resolve(&out.ingested.observations, &case.fields, &sources(), &case.register);
    assert_eq!(resolution.used, [false, true, false, true]);
    let codes: Vec<_> = resolution.findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, [Code::SourcesDisagree, Code::DuplicateObservation]);
}

/// One form as openpyxl and as xlwt write it: one return, sent twice.
#[test]
fn one_return_in_two_formats_is_two_versions_of_it() {
    let case = Case::new().file("自评-openpyxl.xlsx").file("自评-xlwt.xls");
    let out = case.run();
    let receipts = Receipts::default();
    let settle = |observations: &[Observation]| {
        let (rule, choices) = (VersionRule::Latest, &[]);
        Versions { fields: &case.fields, register: &case.register, receipts: &receipts, rule, choices }
            .settle(observations, &|_| false)
    };
    let aside = settle(&out.ingested.observations);
    let files: Vec<_> = aside.files.iter().map(|(file, holder)| (file.as_ref(), holder.as_ref())).collect();
    assert_eq!(files, [("returns/自评-openpyxl.xlsx", "returns/自评-xlwt.xls")]);
    let alone = Case::new().file("自评-openpyxl.xlsx").file("汇总-openpyxl.xlsx").run();
    assert!(settle(&alone.ingested.observations).files.is_empty(), "a table of all units is no version of a form");
}

#[test]
fn columns_beside_the_values_are_not_taken_for_what_they_are_called() {
    let case = Case::new().text(
        "和田.csv",
        "2015年自评表\n一级指标,指标,数值,分值,数据来源,状态,佐证材料,责任单位\n\
         质量水平,合格率,98.5,8,统计年鉴2014,已核,单位：某检测公司,质监局\n\
         ,监督抽查批次,594,4,质监局台账,,,质监局\n,质量工作经费,820,4,,,,\n小计,,1512.5,,,,,\n,满意度,80,,,,,\n",
    );
    let out = case.run();
    assert_eq!(
        out.observations,
        ["和田 合格率 2015 self 98.5 3:3", "和田 抽检批次 2015 self 594 4:3", "和田 经费 2015 self 820 5:3"]
    );
    assert_eq!(out.findings, ["unknown-field 7:2 满意度"]);
    assert_eq!(out.ingested.observations[0].remarks.as_ref().unwrap().evidence, "单位：某检测公司");
}

#[test]
fn headings_over_several_rows_and_repeated_headings_are_one_table() {
    let case = Case::new().book("a.xlsx", |book| {
        let plain = Format::new();
        let sheet = book.add_worksheet();
        for (col, text) in [(0, "地州市"), (1, "合格率"), (2, "满意度")] {
            sheet.merge_range(0, col, 2, col, text, &plain).unwrap();
        }
        for (row, unit, value, other) in [(3, "和田", 98.0, 1.0), (4, "喀什", 97.0, 2.0), (6, "塔城", 96.0, 3.0)]
        {
            sheet.write_string(row, 0, unit).unwrap();
            sheet.write_number(row, 1, value).unwrap();
            sheet.write_number(row, 2, other).unwrap();
        }
        sheet.write_string(5, 0, "地州市").unwrap();
        sheet.write_string(5, 1, "合格率（%）").unwrap();
    });
    let out = case.run();
    assert_eq!(
        out.observations,
        ["和田 合格率 2015 self 98 B4", "喀什 合格率 2015 self 97 B5", "塔城 合格率 2015 self 96 B7"]
    );
    assert_eq!(out.findings, ["unknown-field Sheet1!C1 满意度"]);
}

#[test]
fn damaged_files_never_end_the_run() {
    // a small generator of our own: the damage must be the same on every run
    let mut seed: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % u64::try_from(below).unwrap()).unwrap()
    };
    let names =
        ["自评-openpyxl.xlsx", "汇总-openpyxl.xlsx", "自评-xlwt.xls", "汇总-odfpy.ods", "汇总-gbk.csv", "虚报.xlsx"];
    let mut case = Case::new();
    for name in names {
        let whole = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap();
        for round in 0..40 {
            let mut bytes = whole.clone();
            for _ in 0..=next(12) {
                let at = next(bytes.len());
                bytes[at] = u8::try_from(next(256)).unwrap();
            }
            bytes.truncate(whole.len() - if round % 4 == 0 { next(whole.len()) } else { 0 });
            case = case.bytes(&format!("{round}-{name}"), &bytes);
        }
    }
    let out = case.run();
    assert_eq!(out.ingested.files.len(), names.len() * 40);
}

#[test]
fn a_name_that_two_units_bear_is_given_to_neither() {
    let unit = |code: &str, name: &str| Unit {
        code: code.into(),
        name: name.into(),
        aliases: vec!["新区".into()],
        ..Unit::default()
    };
    let mut case = Case::new().text("a.csv", "单位,合格率\n甲市新区,98\n新区,97\n");
    case.register = Register::new(vec![unit("1", "甲市新区"), unit("2", "乙市新区")]);
    let out = case.run();
    assert_eq!(out.observations.len(), 1);
    assert_eq!(out.findings, ["ambiguous-unit 3:1 新区"]);
    assert_eq!(out.ingested.findings[0].expected, "甲市新区 (1)、乙市新区 (2)");
}
