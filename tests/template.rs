//! The forms that are sent out, and what is read from them when they come back (`.ci/check_templates.py` fills them in with
//! other programs).
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use support::{TempDir, files, root, zhiheng};
use zhiheng::assessment::{Assessment, Gathered, Options};
use zhiheng::finding::Level;

/// An assessment by one shipped rubric, with its forms made and nothing returned.
struct Case {
    _guard: TempDir,
    dir: PathBuf,
    rubric: &'static str,
}

impl Case {
    /// For some of the register's units: making forms takes most of a test's time.
    fn new(rubric: &'static str) -> Self {
        Self::of(rubric, |code| ["650100", "653100", "653200", "654200", "czt", "zjj"].contains(&code))
    }

    fn whole(rubric: &'static str) -> Self {
        Self::of(rubric, |_| true)
    }

    fn of(rubric: &'static str, keeps: impl Fn(&str) -> bool) -> Self {
        let guard = tempfile::tempdir().unwrap();
        let dir = guard.path().join("a");
        let ran = zhiheng(["init", dir.to_str().unwrap(), "--from", rubric]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let register = dir.join(format!("{}.csv", rubric.rsplit('-').next().unwrap()));
        let text = fs::read_to_string(&register).unwrap();
        let kept = text.lines().enumerate().filter(|(at, l)| *at == 0 || keeps(l.split(',').next().unwrap()));
        fs::write(register, kept.map(|(_, line)| line).collect::<Vec<_>>().join("\n")).unwrap();
        let case = Self { _guard: guard, dir, rubric };
        case.template();
        case
    }

    fn template(&self) {
        let ran = zhiheng(["template", self.dir.to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }

    fn forms(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.dir.join("out").join(self.rubric).join("填报表"))
    }

    fn form(&self, name: &str) -> Form {
        Form::open(&self.forms()[name])
    }

    fn returned(&self, name: &str, bytes: &[u8]) {
        fs::write(self.dir.join("returns").join(name), bytes).unwrap();
    }

    /// The rubric of the folder with one text replaced.
    fn rewrite(&self, from: &str, to: &str) {
        let path = self.dir.join("rubrics").join(format!("{}.toml", self.rubric));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    fn read(&self) -> Read_ {
        Read_::of(&self.dir)
    }
}

/// What was read, a line each.
struct Read_ {
    gathered: Gathered,
    values: Vec<String>,
    missing: usize,
    /// Level and code of what stands in a returned file.
    findings: Vec<String>,
}

impl Read_ {
    fn of(dir: &Path) -> Self {
        Self::scoring(dir, 0)
    }

    fn scoring(dir: &Path, index: usize) -> Self {
        let assessment = Assessment::open(dir, &Options::default()).unwrap();
        let scoring = &assessment.scorings[index];
        let gathered = scoring.gather(dir, &mut |_, _| {});
        let (units, fields) = (scoring.register.units(), &scoring.rubric.scheme.fields);
        let (mut values, mut missing) = (Vec::new(), 0);
        for o in &gathered.ingested.observations {
            let said = match &o.reading {
                zhiheng::observe::Reading::Value(value) => value.to_string(),
                zhiheng::observe::Reading::NotApplicable => "n/a".to_owned(),
                zhiheng::observe::Reading::Missing => {
                    missing += 1;
                    continue;
                }
            };
            let remarks = o
                .remarks
                .as_ref()
                .map_or(String::new(), |r| format!(" [{}|{}|{}|{}]", r.reason, r.by, r.date, r.evidence));
            let unit = units[o.unit].label();
            values.push(format!("{unit} {} {} {} {said}{remarks}", fields[o.field].id, o.period, o.source));
        }
        let findings = gathered.findings.iter().filter(|f| f.place.file.starts_with("returns"));
        let level = |level| match level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        };
        let findings = findings.map(|f| format!("{} {}", level(f.level), f.code.id())).collect();
        Self { gathered, values, missing, findings }
    }

    fn layouts(&self) -> Vec<&str> {
        self.gathered.ingested.files.iter().flat_map(|f| &f.sheets).map(|s| s.layout.as_str()).collect()
    }
}

/// A form whose cells are filled in by changing the XML of its first sheet.
struct Form {
    parts: Vec<(String, Vec<u8>)>,
    cells: BTreeMap<(u32, u32), String>,
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

impl Form {
    fn open(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let parts = (0..archive.len())
            .map(|i| {
                let mut part = archive.by_index(i).unwrap();
                let mut bytes = Vec::new();
                part.read_to_end(&mut bytes).unwrap();
                (part.name().unwrap().to_string(), bytes)
            })
            .collect();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let start = range.start().unwrap();
        let cells = range
            .used_cells()
            .map(|(row, col, value)| {
                let at = (start.0 + u32::try_from(row).unwrap(), start.1 + u32::try_from(col).unwrap());
                (
                    at,
                    match value {
                        Data::String(text) => text.clone(),
                        other => other.to_string(),
                    },
                )
            })
            .collect();
        Self { parts, cells }
    }

    /// Row or column of the cell with this text.
    fn at(&self, text: &str) -> (u32, u32) {
        *self.cells.iter().find(|(_, t)| *t == text).unwrap_or_else(|| unreachable!("no {text}")).0
    }

    fn part(&mut self, name: &str) -> &mut Vec<u8> {
        &mut self.parts.iter_mut().find(|(n, _)| n == name).unwrap().1
    }

    /// Fills in the cell in the row of one tag and the column of another.
    fn fill(self, row: &str, column: &str, value: &str) -> Self {
        let at = (self.at(&format!("zhiheng:{row}")).0, self.at(&format!("zhiheng:{column}")).1);
        self.put(at, value)
    }

    fn put(mut self, (row, col): (u32, u32), value: &str) -> Self {
        let letter = char::from(b'A' + u8::try_from(col).unwrap());
        let cell = format!("<c r=\"{letter}{}\" s=\"", row + 1);
        let sheet = self.part(SHEET);
        let text = String::from_utf8(sheet.clone()).unwrap();
        let start = text.find(&cell).unwrap() + cell.len();
        let end = start + text[start..].find("\"/>").unwrap();
        let style = &text[start..end];
        assert!(style.bytes().all(|b| b.is_ascii_digit()), "the cell is empty: {style}");
        let held = match value.parse::<f64>() {
            Ok(_) => format!("\"><v>{value}</v></c>"),
            Err(_) => format!("\" t=\"inlineStr\"><is><t>{value}</t></is></c>"),
        };
        *sheet = format!("{}{style}{held}{}", &text[..start], &text[end + 3..]).into_bytes();
        self
    }

    /// Replaces a text wherever it stands.
    fn retype(mut self, from: &str, to: &str) -> Self {
        let strings = self.part(STRINGS);
        let text = String::from_utf8(strings.clone()).unwrap();
        assert!(text.contains(from), "{from}");
        *strings = text.replace(from, to).into_bytes();
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.parts {
            out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(bytes).unwrap();
        }
        out.finish().unwrap().into_inner()
    }
}

const PREFECTURES: &str = "midterm-2015-prefectures";
const HOTAN: &str = "653200-和田地区.xlsx";

/// The form of 和田, filled in with three values.
fn hotan(case: &Case) -> Form {
    case.form(HOTAN)
        .fill("field=领导小组会议次数", "value=@2015", "4")
        .fill("field=质量工作经费", "value=@2014", "320.5")
        .fill("field=质量规划情况", "value=@2015", "未纳入")
}

const FILLED: [&str; 3] =
    ["和田 质量规划情况 2015 self 未纳入", "和田 领导小组会议次数 2015 self 4", "和田 质量工作经费 2014 self 320.5"];

#[test]
fn a_form_gives_what_was_filled_in_and_nothing_else() {
    let case = Case::new(PREFECTURES);
    let form =
        hotan(&case).fill("field=质量月活动", "value=@2015", "是").fill("field=质量月活动", "evidence=", "总结.pdf");
    case.returned("随便起的名字.xlsx", &form.fill("field=QC小组活动", "value=@2015", "－").bytes());
    let read = case.read();
    let mut expected: Vec<String> = FILLED.map(str::to_owned).to_vec();
    expected.push("和田 质量月活动 2015 self 1 [|||总结.pdf]".to_owned());
    expected.push("和田 QC小组活动 2015 self n/a".to_owned());
    assert_eq!(read.values, expected);
    assert_eq!(read.findings, [""; 0]);
    assert_eq!(read.layouts(), ["@layout-form", "@layout-about"]);
    let sheet = &read.gathered.ingested.files[0].sheets[0];
    assert_eq!((sheet.unit.as_str(), sheet.period.as_str(), sheet.source.as_str()), ("和田地区", "2015", "self"));
    let taken: Vec<(&str, &str)> = sheet.taken.iter().map(|t| (t.found.as_str(), t.meaning.as_str())).collect();
    assert_eq!(taken[0], ("", "@taken-fingerprint"));
    assert!(taken.contains(&("2014年填报值", "@taken-values-of 2014")), "{taken:?}");
    assert!(taken.contains(&("计量单位", "@taken-measure")), "{taken:?}");
}

#[test]
fn empty_forms_say_nothing_and_raise_nothing() {
    for rubric in [PREFECTURES, "midterm-2015-agencies"] {
        let case = Case::whole(rubric);
        for (name, bytes) in case.forms() {
            case.returned(&name, &bytes);
        }
        let read = case.read();
        assert_eq!((read.values, read.findings), (vec![], vec![]), "{rubric}");
        assert!(read.missing > 100, "{rubric}: {}", read.missing);
    }
}

#[test]
fn forms_are_the_same_to_the_byte_when_made_again() {
    let case = Case::whole(PREFECTURES);
    let before = case.forms();
    case.template();
    assert_eq!(before.len(), 25);
    assert!(before == case.forms());
}

#[test]
fn a_unit_is_asked_only_for_what_may_apply_to_it() {
    let case = Case::whole("midterm-2015-agencies");
    let mut asked: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let text = fs::read_to_string(root().join("seeds/responsibilities.csv")).unwrap();
    let numbers = "（一） （二） （三） （四） （五） （六） （七） （八） （九） （十） （十一） （十二） （十三） （十四） （十五） （十六） （十七） （十八）";
    for row in text.trim_start_matches('\u{FEFF}').lines().skip(1) {
        let mut cells = row.split(',');
        let (measure, agency) = (cells.next().unwrap(), cells.next().unwrap());
        let number = numbers.split(' ').position(|n| n == measure).unwrap() + 1;
        // the office itself gives the marks of the fourteenth
        if number != 14 {
            asked.entry(agency.to_owned()).or_default().push(format!("zhiheng:field=M{number:02}"));
        }
    }
    let mut found = BTreeMap::new();
    for (name, bytes) in case.forms() {
        let Some((code, _)) = name.split_once('-') else { continue };
        let cells = Form::open(&bytes).cells;
        let mut fields: Vec<String> = cells.into_values().filter(|t| t.starts_with("zhiheng:field=")).collect();
        fields.sort();
        found.insert(code.to_owned(), fields);
    }
    for fields in asked.values_mut() {
        fields.sort();
    }
    assert_eq!(found, asked);
}

#[test]
fn a_matrix_lists_the_units_that_its_fields_may_apply_to() {
    let case = Case::whole(PREFECTURES);
    let units = |name: &str| case.form(name).cells.values().filter(|t| t.starts_with("zhiheng:unit=")).count();
    // orchards are asked for in the south and the east only
    assert_eq!((units("林业厅.xlsx"), units("农业厅.xlsx")), (7, 14));
}

#[test]
fn a_matrix_comes_back_with_its_source_periods_and_reasons() {
    let case = Case::new(PREFECTURES);
    let form = case.form("农业厅.xlsx").fill("unit=653200", "value=农业标准化普及率@2010", "12.5").fill(
        "unit=653100",
        "value=农业标准化普及率@2015",
        "40",
    );
    case.returned("a.xlsx", &form.bytes());
    let form = case
        .form("质监局.xlsx")
        .fill("unit=650100", "value=监管能力核查评分@2015", "88")
        .fill("unit=650100", "reason=监管能力核查评分", "现场核查")
        .fill("unit=650100", "value=抽检批次@2015", "1200");
    case.returned("b.xlsx", &form.bytes());
    let read = case.read();
    let expected = [
        "喀什 农业标准化普及率 2015 agency 40",
        "和田 农业标准化普及率 2010 agency 12.5",
        "乌鲁木齐 抽检批次 2015 agency 1200",
        "乌鲁木齐 监管能力核查评分 2015 agency 88 [现场核查|||]",
    ];
    assert_eq!(read.values, expected);
    assert_eq!(read.findings, [""; 0]);
}

#[test]
fn assessors_are_told_apart_by_their_names_and_must_give_them() {
    let case = Case::new(PREFECTURES);
    let form = || {
        let form = case.form("质监局-专家评分表.xlsx").fill("unit=653200", "value=检验检测能力评分@2015", "91");
        let (row, col) = form.at("专家姓名：");
        (form, (row, col + 2))
    };
    for name in ["王专家", "李专家"] {
        let (form, at) = form();
        case.returned(&format!("{name}.xlsx"), &form.put(at, name).bytes());
    }
    let read = case.read();
    let expected = ["和田 检验检测能力评分 2015 李专家 91", "和田 检验检测能力评分 2015 王专家 91"];
    let mut values = read.values;
    values.sort();
    assert_eq!((values, read.findings), (expected.map(str::to_owned).to_vec(), vec![]));
    case.returned("无名.xlsx", &form().0.bytes());
    let read = case.read();
    assert_eq!((read.values.len(), read.findings), (2, vec!["error unknown-source".to_owned()]));
}

#[test]
fn without_its_tags_a_form_is_read_by_its_headings_and_still_by_its_marker() {
    let case = Case::new(PREFECTURES);
    let form = hotan(&case).retype("zhiheng:value=", "x").retype("填报单位：和田地区", "填报单位：");
    case.returned("表.xlsx", &form.bytes());
    let form = case.form("农业厅.xlsx").fill("unit=653200", "value=农业标准化普及率@2010", "12.5");
    case.returned("表2.xlsx", &form.retype("zhiheng:value=", "x").bytes());
    let read = case.read();
    let mut expected: Vec<String> = FILLED.map(str::to_owned).to_vec();
    expected.push("和田 农业标准化普及率 2010 agency 12.5".to_owned());
    assert_eq!(read.values, expected);
    assert_eq!(read.findings, [""; 0]);
}

#[test]
fn a_damaged_marker_is_noticed_and_the_form_read_by_its_headings() {
    let case = Case::new(PREFECTURES);
    case.returned("表.xlsx", &hotan(&case).retype(";unit=653200", ";unit=653100").bytes());
    let read = case.read();
    assert_eq!(read.values, FILLED);
    let damaged = read.findings.iter().filter(|f| *f == "note read-with-note").count();
    assert_eq!(damaged, 4, "both copies on both sheets: {:?}", read.findings);
    assert!(read.findings.iter().all(|f| f.starts_with("note")), "{:?}", read.findings);
}

#[test]
fn a_form_of_an_earlier_rubric_is_read_and_its_age_said() {
    let case = Case::new(PREFECTURES);
    case.returned("表.xlsx", &hotan(&case).bytes());
    // other words elsewhere: the questions are the same
    case.rewrite("# 各地备案目标", "# 各地自行备案的目标");
    let read = case.read();
    assert_eq!((read.values.len(), read.findings), (3, vec!["note template-stale".to_owned()]));
    // a question less, and one with another unit of measure
    case.rewrite("version      = \"1.0.0\"", "version      = \"1.1.0\"");
    case.rewrite("unit      = \"万元\"\nfrom      = \"self\"", "unit      = \"亿元\"\nfrom      = \"self\"");
    let read = case.read();
    assert_eq!(read.values[2], "和田 质量工作经费 2014 self 0.03205");
    assert_eq!(read.findings, ["warning template-stale", "note unit-converted"]);
}

#[test]
fn a_form_of_another_rubric_is_not_read() {
    let case = Case::new(PREFECTURES);
    let form = Case::new("midterm-2015-agencies").form("质监局.xlsx");
    case.returned("表.xlsx", &form.fill("unit=czt", "value=迟报次数@2015", "3").bytes());
    let read = case.read();
    assert_eq!((read.values, read.missing), (vec![], 0));
    assert_eq!(read.findings, ["error template-foreign", "error template-foreign"]);
}

#[test]
fn a_form_is_left_to_the_scoring_of_the_same_folder_that_it_belongs_to() {
    let case = Case::new(PREFECTURES);
    let settings = case.dir.join("assessment.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let with = |returns: &str| {
        let second = "[[scoring]]\nrubric = \"midterm-2015-agencies\"\nregister = \"agencies\"\n";
        fs::write(&settings, format!("{text}\n{second}returns = [\"{returns}\"]\n")).unwrap();
    };
    with("returns");
    let own = hotan(&case);
    let agencies = Case::new("midterm-2015-agencies").form("质监局.xlsx").fill("unit=czt", "value=迟报次数@2015", "3");
    case.returned("和田.xlsx", &own.bytes());
    case.returned("质监局.xlsx", &agencies.bytes());
    let (first, second) = (Read_::scoring(&case.dir, 0), Read_::scoring(&case.dir, 1));
    assert_eq!((first.values.len(), &first.findings), (3, &vec![]));
    assert_eq!(second.values.len(), 1, "{:?}", second.values);
    assert_eq!(second.findings, [""; 0]);
    let read_by = |read: &Read_| read.gathered.ingested.files.iter().map(|f| f.path.clone()).collect::<Vec<_>>();
    assert_eq!(
        (read_by(&first), read_by(&second)),
        (vec!["returns/和田.xlsx".to_owned()], vec!["returns/质监局.xlsx".to_owned()])
    );
    // it reads the folder no longer: nobody would notice the form, so it is said
    fs::create_dir(case.dir.join("elsewhere")).unwrap();
    with("elsewhere");
    let first = Read_::scoring(&case.dir, 0);
    assert_eq!(first.findings, ["error template-foreign", "error template-foreign"]);
    // a form of no scoring at all is foreign to each
    with("returns");
    let other = case.dir.join("other");
    let rubric = root().join("tests/rubrics/every-key.toml");
    assert_eq!(zhiheng(["init", other.to_str().unwrap(), "--from", rubric.to_str().unwrap()]).code, 0);
    assert_eq!(zhiheng(["template", other.to_str().unwrap()]).code, 0);
    let (name, bytes) = files(&other.join("out/every-key/填报表")).into_iter().next().unwrap();
    case.returned(&name, &bytes);
    for index in [0, 1] {
        let read = Read_::scoring(&case.dir, index);
        let foreign = read.findings.iter().filter(|f| *f == "error template-foreign").count();
        assert_eq!(foreign, read.findings.len(), "{:?}", read.findings);
        assert!(foreign > 0);
    }
}

#[test]
fn sheets_for_two_scorings_in_one_workbook_are_each_read_by_their_own() {
    let case = Case::new(PREFECTURES);
    let settings = case.dir.join("assessment.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let second = "[[scoring]]\nrubric = \"midterm-2015-agencies\"\nregister = \"agencies\"\nreturns = [\"returns\"]\n";
    fs::write(&settings, format!("{text}\n{second}")).unwrap();
    let agencies = Case::new("midterm-2015-agencies").form("质监局.xlsx").fill("unit=czt", "value=迟报次数@2015", "3");
    let mut book = Workbook::new();
    for form in [hotan(&case), agencies] {
        copy(&form, &mut book);
    }
    case.returned("两张表.xlsx", &book.save_to_buffer().unwrap());
    for (index, values) in [(0, 3), (1, 1)] {
        let read = Read_::scoring(&case.dir, index);
        assert_eq!((read.values.len(), read.findings), (values, vec![]));
        assert_eq!(read.gathered.ingested.files[0].sheets.len(), 1);
    }
}

/// A sheet with the cells of a filled-in form.
fn copy<'b>(form: &Form, book: &'b mut Workbook) -> &'b mut rust_xlsxwriter::Worksheet {
    let sheet = book.add_worksheet();
    for ((row, col), text) in &Form::open(&form.bytes()).cells {
        sheet.write_string(*row, u16::try_from(*col).unwrap(), text).unwrap();
    }
    sheet
}

#[test]
fn a_form_whose_sheet_was_hidden_is_read_and_that_is_said() {
    let case = Case::new(PREFECTURES);
    let mut book = Workbook::new();
    book.add_worksheet().set_name("封面").unwrap().write_string(0, 0, "和田地区上报材料").unwrap();
    copy(&hotan(&case), &mut book).set_hidden(true);
    case.returned("表.xlsx", &book.save_to_buffer().unwrap());
    let read = case.read();
    assert_eq!(read.values, FILLED);
    assert_eq!(read.findings, ["note read-with-note", "note sheet-skipped"]);
    // a copy that somebody kept beside the one to be seen does not count
    let mut book = Workbook::new();
    copy(&hotan(&case), &mut book);
    let old = case.form(HOTAN).fill("field=领导小组会议次数", "value=@2015", "9");
    copy(&old, &mut book).set_hidden(true);
    case.returned("表.xlsx", &book.save_to_buffer().unwrap());
    let read = case.read();
    assert_eq!(
        (read.values, read.findings),
        (FILLED.map(str::to_owned).to_vec(), vec!["note sheet-skipped".to_owned()])
    );
}

#[test]
fn a_declared_layout_holds_before_the_fingerprint() {
    let case = Case::new(PREFECTURES);
    let form = hotan(&case);
    let settings = case.dir.join("assessment.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let declare = |layout: &str| fs::write(&settings, format!("{text}\n[[layout]]\n{layout}\n")).unwrap();
    fs::create_dir(case.dir.join("returns/南疆")).unwrap();
    case.returned("南疆/和田补报.xlsx", &form.bytes());
    let sheet = "自评填报表";
    // filled in on the neighbour's form, as the evaluator was told
    declare(&format!("file = \"returns/南疆/*.xlsx\"\nsheet = \"{sheet}\"\nunit = \"喀什地区\"\nsource = \"site\""));
    let read = case.read();
    let expected = FILLED.map(|line| line.replace("和田", "喀什").replace("self", "site"));
    assert_eq!(read.values, expected);
    assert_eq!(read.gathered.ingested.layouts_used, [0]);
    assert_eq!(read.layouts(), ["@layout-single\n@layout-declared", "@layout-about"]);
    // some other folder's: the fingerprint holds, and that nothing matches is said
    declare("file = \"returns/北疆/*.xlsx\"\nunit = \"喀什地区\"");
    let read = case.read();
    assert_eq!(read.values, FILLED);
    assert!(read.gathered.findings.iter().any(|f| f.code.id() == "layout-unused"));
    // not to be read at all
    declare(&format!("file = \"*补报*\"\nsheet = \"{sheet}\"\nkind = \"skip\""));
    let read = case.read();
    assert_eq!((read.values, read.missing), (vec![], 0));
}

#[test]
fn a_form_that_names_another_unit_is_nobodys() {
    let case = Case::new(PREFECTURES);
    case.returned("表.xlsx", &hotan(&case).retype("填报单位：和田地区", "填报单位：喀什地区").bytes());
    let read = case.read();
    assert_eq!((read.values, read.missing), (vec![], 0));
    assert_eq!(read.findings, ["error unit-differs"]);
    let finding = read.gathered.findings.iter().find(|f| f.code.id() == "unit-differs").unwrap();
    assert_eq!((finding.found.as_str(), finding.expected.as_str()), ("喀什地区", "和田地区"));
    // something that is no unit contradicts nothing, but is worth a look
    case.returned("表.xlsx", &hotan(&case).retype("填报单位：和田地区", "填报单位：质量办").bytes());
    let read = case.read();
    assert_eq!((read.values.len(), read.findings), (3, vec!["warning unit-differs".to_owned()]));
}

#[test]
fn a_file_named_for_another_unit_is_read_by_its_fingerprint_and_noticed() {
    let case = Case::new(PREFECTURES);
    case.returned("653100-喀什地区.xlsx", &hotan(&case).bytes());
    let read = case.read();
    assert_eq!(read.values, FILLED);
    assert_eq!(read.findings, ["warning unit-differs"]);
}

#[test]
fn a_name_that_contradicts_its_tag_is_never_followed_in_silence() {
    let case = Case::new(PREFECTURES);
    // the name of another field: whose value it is cannot be known
    let form = hotan(&case).retype("<t>质量工作领导小组会议次数</t>", "<t>所辖县市区总数</t>");
    case.returned("表.xlsx", &form.bytes());
    let read = case.read();
    assert_eq!(
        (read.values.as_slice(), read.findings),
        (&[FILLED[0].to_owned(), FILLED[2].to_owned()][..], vec!["error heading-differs".to_owned()])
    );
    // a name that nothing bears: read, and said
    let form = hotan(&case).retype("<t>质量工作领导小组会议次数</t>", "<t>开会情况</t>");
    case.returned("表.xlsx", &form.bytes());
    let read = case.read();
    assert_eq!((read.values.len(), read.findings), (3, vec!["warning heading-differs".to_owned()]));
    // a column of another year
    let form = hotan(&case).retype("<t>2014年填报值</t>", "<t>2013年填报值</t>");
    case.returned("表.xlsx", &form.bytes());
    let read = case.read();
    assert_eq!((read.values.len(), read.findings), (2, vec!["error heading-differs".to_owned()]));
    // a matrix with a unit and a field retyped
    fs::remove_file(case.dir.join("returns/表.xlsx")).unwrap();
    let form = case
        .form("农业厅.xlsx")
        .fill("unit=653200", "value=农产品合格率@2015", "97")
        .fill("unit=653100", "value=农产品合格率@2015", "96")
        .fill("unit=653100", "value=农产品目标@2015", "95");
    let form =
        form.retype("<t>和田地区</t>", "<t>塔城地区</t>").retype("农产品监测合格率备案目标", "农业标准化生产普及率");
    case.returned("农业厅.xlsx", &form.bytes());
    let read = case.read();
    assert_eq!(read.values, ["喀什 农产品合格率 2015 agency 96"]);
    assert_eq!(read.findings, ["error heading-differs", "error heading-differs"]);
}

#[test]
fn forms_copied_below_each_other_onto_one_sheet_are_each_read() {
    let case = Case::new(PREFECTURES);
    let second = case.form("653100-喀什地区.xlsx").fill("field=县市区总数", "value=@2015", "12");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut top = 3;
    for form in [hotan(&case), second] {
        let cells = Form::open(&form.bytes()).cells;
        for ((row, col), text) in &cells {
            // everything a column to the right, and the first form not at the top
            sheet.write_string(top + row, u16::try_from(*col).unwrap() + 1, text).unwrap();
        }
        top += cells.keys().map(|(row, _)| row).max().unwrap() + 2;
    }
    case.returned("汇总.xlsx", &book.save_to_buffer().unwrap());
    let read = case.read();
    let mut expected: Vec<String> = FILLED.map(str::to_owned).to_vec();
    expected.push("喀什 县市区总数 2015 self 12".to_owned());
    assert_eq!((read.values, read.findings), (expected, vec![]));
}

#[test]
fn rows_that_were_added_are_read_by_what_they_say() {
    let case = Case::new(PREFECTURES);
    let form = case.form("林业厅.xlsx");
    let (row, name) = (form.at("zhiheng:unit=653200").0, form.at("zhiheng:name=").1);
    let area = form.at("zhiheng:value=生态果园面积@2015").1;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for ((at, col), text) in &form.cells {
        let at = if *at > row { at + 3 } else { *at };
        sheet.write_string(at, u16::try_from(*col).unwrap(), text).unwrap();
    }
    for (offset, unit) in ["塔城地区", "某农场", "合计"].iter().enumerate() {
        let at = row + 1 + u32::try_from(offset).unwrap();
        sheet.write_string(at, u16::try_from(name).unwrap(), *unit).unwrap();
        sheet.write_number(at, u16::try_from(area).unwrap(), 5.0).unwrap();
    }
    case.returned("林业厅.xlsx", &book.save_to_buffer().unwrap());
    let read = case.read();
    assert_eq!(read.values, ["塔城 生态果园面积 2015 agency 5"]);
    assert_eq!(read.findings, ["error unknown-unit"]);
}

#[test]
fn typed_sums_and_rates_of_a_form_are_compared_and_never_scored() {
    let case = Case::new(PREFECTURES);
    let mut form = case.form("质监局.xlsx");
    for (unit, checked, good) in [("650100", "100", "90"), ("653200", "200", "190")] {
        let row = format!("unit={unit}");
        form = form.fill(&row, "value=抽检批次@2015", checked).fill(&row, "value=合格批次@2015", good);
    }
    let heads = form.at("zhiheng:heads=").0;
    let last = form.at("zhiheng:unit=654200").0;
    let column = |tag: &str| form.at(&format!("zhiheng:value={tag}@2015")).1;
    let beyond = form.cells.keys().map(|(_, col)| *col).max().unwrap() + 1;
    let (first, second) = (form.at("zhiheng:unit=650100").0, form.at("zhiheng:unit=653200").0);
    let added = [
        // a column for the rate, right in the first row and wrong in the second
        (heads, beyond, "制造业产品质量监督抽查合格率（%）"),
        (first, beyond, "90"),
        (second, beyond, "96"),
        // a row of sums, right in the first column and wrong in the second
        (last + 1, form.at("zhiheng:name=").1, "合计"),
        (last + 1, column("抽检批次"), "300"),
        (last + 1, column("合格批次"), "290"),
        // a column that the form did not ask for, and one that nobody knows
        (heads, beyond + 1, "游客满意度（2014年）"),
        (second, beyond + 1, "88"),
        (heads, beyond + 2, "核对数"),
        (second, beyond + 2, "7"),
    ];
    let write = |added: &[(u32, u32, &str)]| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let cells = Form::open(&form.bytes()).cells;
        let down = |row: u32| if row > last { row + 1 } else { row };
        let cells = cells.iter().map(|((row, col), text)| (down(*row), *col, text.as_str()));
        for (row, col, text) in cells.chain(added.iter().copied()) {
            sheet.write_string(row, u16::try_from(col).unwrap(), text).unwrap();
        }
        case.returned("质监局.xlsx", &book.save_to_buffer().unwrap());
        case.read()
    };
    let read = write(&added);
    let values = [
        "乌鲁木齐 抽检批次 2015 agency 100",
        "乌鲁木齐 合格批次 2015 agency 90",
        "和田 抽检批次 2015 agency 200",
        "和田 合格批次 2015 agency 190",
        "和田 游客满意度 2014 agency 88",
    ];
    assert_eq!(read.values, values);
    let said = |code: &str| {
        let found = read.gathered.findings.iter().filter(|f| f.code.id() == code);
        found.map(|f| format!("{} {} {}", f.field, f.found, f.expected)).collect::<Vec<_>>()
    };
    assert_eq!(said("total-differs"), ["合格批次 290 280"]);
    assert_eq!(said("rate-differs"), ["A11 96 95"]);
    assert_eq!(said("unknown-field").len(), 1, "{:?}", read.findings);
    let codes: Vec<&str> = read.findings.iter().filter_map(|f| f.split_once(' ')).map(|(_, code)| code).collect();
    assert_eq!(codes.len(), 3 + codes.iter().filter(|c| **c == "period-unread").count(), "{codes:?}");
}

#[test]
fn a_year_that_somebody_added_to_a_form_is_read_as_its_heading_says() {
    let case = Case::new(PREFECTURES);
    let form = hotan(&case);
    let mut book = Workbook::new();
    let sheet = copy(&form, &mut book);
    let (heads, row) = (form.at("zhiheng:heads=").0, form.at("zhiheng:field=质量工作经费").0);
    let beyond = u16::try_from(form.cells.keys().map(|(_, col)| *col).max().unwrap()).unwrap() + 1;
    sheet.write_string(heads, beyond, "2013年填报值").unwrap();
    sheet.write_string(row, beyond, "280万元").unwrap();
    // the same year once more: which of both is meant is not guessed
    sheet.write_string(heads, beyond + 1, "2014年实际").unwrap();
    sheet.write_number(row, beyond + 1, 999).unwrap();
    case.returned("表.xlsx", &book.save_to_buffer().unwrap());
    let read = case.read();
    let mut expected: Vec<String> = FILLED.map(str::to_owned).to_vec();
    expected.push("和田 质量工作经费 2013 self 280".to_owned());
    assert_eq!(read.values, expected);
    assert!(read.findings.iter().any(|f| f.ends_with(" unknown-field")), "{:?}", read.findings);
}

#[test]
fn a_rubric_of_every_key_has_forms_for_each_of_its_periods() {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path().join("a");
    let rubric = root().join("tests/rubrics/every-key.toml");
    let ran = zhiheng(["init", dir.to_str().unwrap(), "--from", rubric.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran = zhiheng(["template", dir.to_str().unwrap(), "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let forms = report["scorings"][0]["forms"].as_array().unwrap();
    let kinds = |kind: &str| forms.iter().filter(|f| f["kind"] == kind).count();
    assert_eq!((kinds("unit"), kinds("agency"), kinds("assessor")), (14, 1, 1));
    let form = Form::open(&fs::read(forms[0]["file"].as_str().unwrap()).unwrap());
    let tags: Vec<&str> = form.cells.values().filter_map(|t| t.strip_prefix("zhiheng:value=@")).collect();
    // scored, the one before the first of them, the baseline of the trajectory
    assert_eq!(tags, ["2015", "2014", "2013", "2010"]);
    assert!(form.cells.values().any(|t| t == "zhiheng:reason="), "marks with a reason have a column for it");
}
