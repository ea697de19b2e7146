//! Files of every kind: the same table in each gives the same observations, and what is no table, or is hostile, costs a
//! finding and no more than its share of memory. The files are made by other programs (`tests/files/make_formats.py`) or
//! here, where they would be too large to keep.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{root, rows};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const RUBRIC: &str = r#"
[rubric]
format = 1
id = "formats"
title = "格式"
version = "1"
period = "2015"
full_marks = 10
subjects = "prefectures"
lang = "zh"

[[field]]
id = "批次"
name = "监督抽查批次"
type = "integer"
unit = "批次"
from = "self"

[[field]]
id = "合格率"
name = "合格率"
type = "percent"
unit = "%"
from = "self"

[[field]]
id = "经费"
name = "质量工作经费"
type = "decimal"
unit = "万元"
from = "self"

[[field]]
id = "事故"
name = "是否发生事故"
type = "bool"
from = "self"

[[field]]
id = "日期"
name = "报送日期"
type = "date"
from = "self"

[[field]]
id = "规划"
name = "规划情况"
type = "choice"
choices = ["已纳入", "未纳入"]
from = "self"

[[section]]
id = "A"
name = "质量"
marks = 10

[[indicator]]
id = "A1"
under = "A"
name = "合格率"
marks = 10
value = "合格率"
unit = "%"
better = "higher"
score = { rule = "efficacy", worst = 0, best = 100 }
"#;

/// An assessment folder with these returns.
struct Folder(tempfile::TempDir);

/// What the program made of it.
struct Read {
    /// By file: `field period value cell`, in the order of the table.
    observations: BTreeMap<String, Vec<String>>,
    /// By file: the code and what was found.
    findings: BTreeMap<String, Vec<String>>,
    stderr: String,
}

impl Folder {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("returns")).unwrap();
        fs::write(dir.path().join("rubric.toml"), RUBRIC).unwrap();
        let settings = "[assessment]\ntitle = \"格式\"\n[[scoring]]\nrubric = \"rubric.toml\"\nregister = \"prefectures\"\n\
                        returns = [\"returns\"]\n";
        fs::write(dir.path().join("assessment.toml"), settings).unwrap();
        Self(dir)
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        fs::write(self.0.path().join("returns").join(name), bytes).unwrap();
        self
    }

    fn copy(self, name: &str) -> Self {
        let bytes = fs::read(files().join(name)).unwrap();
        let name = Path::new(name).file_name().unwrap().to_str().unwrap().to_owned();
        self.with(&name, bytes)
    }

    fn read(&self) -> Read {
        self.read_by(Command::new(env!("CARGO_BIN_EXE_zhiheng")).args(["ingest", self.dir()]))
    }

    fn dir(&self) -> &str {
        self.0.path().to_str().unwrap()
    }

    fn read_by(&self, command: &mut Command) -> Read {
        let done = command.env("LANG", "zh_CN.UTF-8").output().unwrap();
        let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(matches!(done.status.code(), Some(0 | 1)), "{:?}\n{stderr}", done.status);
        let out = self.0.path().join("out/formats");
        let mut read = Read { observations: BTreeMap::new(), findings: BTreeMap::new(), stderr };
        let file = |row: &BTreeMap<String, String>| row["file"].trim_start_matches("returns/").to_owned();
        for row in rows(&out.join("observations.csv")) {
            let line = format!("{} {} {} {}", row["field"], row["period"], row["value"], row["cell"]);
            read.observations.entry(file(&row)).or_default().push(line.replace("  ", " "));
        }
        for row in rows(&out.join("findings.csv")).iter().filter(|row| row["file"].starts_with("returns/")) {
            let line = format!("{} {}", row["code"], row["found"]);
            read.findings.entry(file(row)).or_default().push(line);
        }
        read
    }
}

fn files() -> PathBuf {
    root().join("tests/files")
}

/// The observations without their cells.
fn plain(observations: &[String]) -> Vec<String> {
    observations.iter().map(|o| o.rsplit_once(' ').unwrap().0.to_owned()).collect()
}

#[test]
fn the_same_table_in_every_kind_of_file_gives_the_same_observations() {
    let expected = [
        "批次 2015 594 D4",
        "批次 2014 590 E4",
        "合格率 2015 98.5 D5",
        "合格率 2014 97.254 E5",
        "经费 2015 820.5 D6",
        "经费 2014 E6",
        "事故 2015 1 D7",
        "事故 2014 0 E7",
        "日期 2015 2015-12-09 D8",
        "日期 2014 E8",
        "规划 2015 已纳入 D9",
        "规划 2014 E9",
    ];
    let mut folder = Folder::new();
    let mut names: Vec<String> = fs::read_dir(files().join("formats"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() > 20);
    for name in &names {
        folder = folder.copy(&format!("formats/{name}"));
    }
    let read = folder.read();
    for name in &names {
        let found = read.observations.get(name).cloned().unwrap_or_default();
        let lettered = !["csv", "txt", "tsv"].iter().any(|ending| name.ends_with(ending));
        if lettered {
            assert_eq!(found, expected, "{name}: {:?}", read.findings.get(name));
        } else {
            assert_eq!(plain(&found), plain(&expected.map(str::to_owned)), "{name}");
        }
        // nothing is doubted but how text was read, and that all of them are versions of one return
        for finding in read.findings.get(name).into_iter().flatten() {
            let known = [
                "encoding-chosen",
                "extension-differs",
                "read-with-note",
                "versions-undecided",
                "wrong-period",
                "return-set-aside",
            ];
            assert!(known.iter().any(|code| finding.starts_with(code)), "{name}: {finding}");
        }
    }
    let differs = |name: &str| read.findings.get(name).is_some_and(|f| f[0].starts_with("extension-differs"));
    for (name, expected) in
        [("web-gb2312.xls", true), ("sheetjs-2003.xls", true), ("libreoffice.et", false), ("openpyxl.xlsx", false)]
    {
        assert_eq!(differs(name), expected, "{name}: {:?}", read.findings.get(name));
    }
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // what does not matter for its packing need not be packed
        let packed = if bytes.len() > 40 << 20 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(packed)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook of these sheets (name and state, XML), with these shared strings and further parts.
fn workbook(sheets: &[(&str, &str)], strings: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    use std::fmt::Write as _;
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let top = format!(
        "<Relationships xmlns='{package}'><Relationship Id='r1' Type='{office}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    );
    let (mut list, mut links) = (String::new(), String::new());
    for (n, (name, _)) in sheets.iter().enumerate() {
        let n = n + 1;
        write!(list, "<sheet name={name} sheetId='{n}' r:id='s{n}'/>").unwrap();
        write!(links, "<Relationship Id='s{n}' Type='{office}/worksheet' Target='worksheets/sheet{n}.xml'/>").unwrap();
    }
    let book = format!("<workbook xmlns='{MAIN}' xmlns:r='{office}'><sheets>{list}</sheets></workbook>");
    let links = format!("<Relationships xmlns='{package}'>{links}</Relationships>");
    let numbered: Vec<(String, &[u8])> = sheets
        .iter()
        .enumerate()
        .map(|(n, (_, xml))| (format!("xl/worksheets/sheet{}.xml", n + 1), xml.as_bytes()))
        .collect();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("_rels/.rels", top.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
    ];
    parts.extend(numbered.iter().map(|(name, xml)| (name.as_str(), *xml)));
    if !strings.is_empty() {
        parts.push(("xl/sharedStrings.xml", strings.as_bytes()));
    }
    parts.extend(more);
    zipped(&parts)
}

fn sheet(rows: &str) -> String {
    format!("<worksheet xmlns='{MAIN}'><sheetData>{rows}</sheetData></worksheet>")
}

/// A cell of text.
fn text(place: &str, text: &str) -> String {
    format!("<c r='{place}' t='inlineStr'><is><t>{text}</t></is></c>")
}

/// The headings 地州市 and 合格率, a row of 和田 whose second cell is this, and one of 喀什 that is in order.
fn small(cell: &str) -> String {
    format!(
        "<row r='1'>{}{}</row><row r='2'>{}{cell}</row><row r='3'>{}<c r='B3'><v>97</v></c></row>",
        text("A1", "地州市"),
        text("B1", "合格率"),
        text("A2", "和田"),
        text("A3", "喀什")
    )
}

#[test]
fn values_are_what_they_look_like_in_a_cell() {
    let book = |cell: &str| workbook(&[("'表'", &sheet(&small(cell)))], "", &[]);
    let cases = [
        ("inline", "<c r='B2' t='inlineStr'><is><r><t>98</t></r><r><t>.5</t></r></is></c>", "98.5"),
        ("phonetic", "<c r='B2' t='inlineStr'><is><t>98.5</t><rPh sb='0' eb='1'><t>jiu</t></rPh></is></c>", "98.5"),
        ("cached", "<c r='B2'><f>197/2</f><v>98.5</v></c>", "98.5"),
        ("uncached", "<c r='B2'><f>197/2</f></c>", ""),
        ("empty", "<c r='B2'><f>197/2</f><v></v></c>", ""),
        ("error", "<c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c>", ""),
        ("nan", "<c r='B2'><v>NaN</v></c>", ""),
        ("endless", "<c r='B2'><v>1e999</v></c>", ""),
    ];
    let mut folder = Folder::new();
    for (name, cell, _) in cases {
        folder = folder.with(&format!("{name}.xlsx"), book(cell));
    }
    // what a program left to be calculated by the next one is no nought
    let left = sheet(&small("<c r='B2'><f>197/2</f><v>0</v></c>"));
    folder =
        folder.with("left.xlsx", recalculating(&left)).with("nought.xlsx", book("<c r='B2'><f>1-1</f><v>0</v></c>"));
    let read = folder.read();
    for (name, _, value) in cases.into_iter().chain([("left", "", ""), ("nought", "", "0")]) {
        let file = format!("{name}.xlsx");
        let found = &read.observations[&file];
        assert_eq!(found[0], format!("合格率 2015 {value} B2").replace("  ", " "), "{name}");
        assert_eq!(found[1], "合格率 2015 97 B3", "{name}");
        let said = read.findings.get(&file).is_some_and(|f| {
            f.iter().any(|f| !["duplicate-observation", "return-set-aside"].iter().any(|code| f.starts_with(code)))
        });
        assert_eq!(said, value.is_empty(), "{name}: {:?}", read.findings.get(&file));
    }
    assert!(read.findings["uncached.xlsx"][0].contains("=197/2"), "{:?}", read.findings["uncached.xlsx"]);
}

/// A workbook of one sheet that asks to be calculated when it is opened.
fn recalculating(sheet: &str) -> Vec<u8> {
    let whole = workbook(&[("'表'", sheet)], "", &[]);
    let mut archive = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
        let name = entry.name().unwrap().to_string();
        parts.push((name, text.replace("</workbook>", "<calcPr fullCalcOnLoad=\"1\"/></workbook>")));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zipped(&parts)
}

#[test]
fn what_is_no_table_says_what_it_is() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let compound = |stream: &str| {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream(format!("/{stream}")).unwrap().write_all(&wide(stream)).unwrap();
        file.into_inner().into_inner()
    };
    let manifest = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let whole = fs::read(files().join("formats/openpyxl.xlsx")).unwrap();
    let folder = Folder::new()
        .with("a.xls", compound("WordDocument"))
        .with("b.xlsx", compound("EncryptedPackage"))
        .with("c.xlsx", &whole[..whole.len() / 2])
        .with("d.xlsx", "")
        .with("e.xls", "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n")
        .with("f.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00")
        .with("g.ods", zipped(&[("mimetype", b"x"), ("content.xml", b"\x00\x01"), ("META-INF/manifest.xml", manifest)]))
        .with("h.xlsx", zipped(&[("a.xlsx", &whole)]))
        .with("i.xlsx", b"\xFF\xD8\xFF\xE0")
        .with("j.ofd", zipped(&[("OFD.xml", b"<a/>")]))
        .with("k.csv", b"a,b\n\0\0\0,c\n")
        .with("l.xls", "<html><body>没有表格</body></html>")
        .with("m.xls", "<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>")
        .with("n.csv", "地州市,合格率\n和田,98.5\n喀什,\"97\n塔城,96\n")
        .with("~$o.xlsx", "x")
        .with(".p.xlsx", "x");
    let read = folder.read();
    let found: Vec<String> = read.findings.iter().map(|(file, found)| format!("{file} {}", found[0])).collect();
    assert_eq!(
        found,
        [
            ".p.xlsx lock-file 隐藏文件",
            "a.xls not-a-table Word 文档",
            "b.xlsx encrypted ",
            "c.xlsx file-unreadable 文件不完整，中途截断",
            "d.xlsx empty-file ",
            "e.xls not-a-table 网页归档（MHTML）",
            "f.xls not-a-table Excel 4.0 或更早的旧格式",
            "g.ods encrypted ",
            "h.xlsx not-a-table 压缩包",
            "i.xlsx not-a-table 图片",
            "j.ofd not-a-table OFD 文件",
            "k.csv not-a-table 不认识的二进制文件",
            "l.xls not-a-table 网页（HTML）",
            "m.xls not-a-table 只有框架的网页（表格在附带的文件夹里）",
            "n.csv file-unreadable 这里的引号没有配对，其后的行无法分列",
            "~$o.xlsx lock-file 打开工作簿时留下的锁文件",
        ]
    );
    // what stands before the quotation mark is read
    assert_eq!(read.observations["n.csv"], ["合格率 2015 98.5 2:2"]);
}

#[test]
fn names_from_a_file_stay_names() {
    let odd = ["'=cmd|calc'", "'../../../escaped'", "'a&#27;[31mred'", "'&#10;b'"];
    let body = sheet(&text("A1", "监督抽查批次多少"));
    let sheets: Vec<(&str, &str)> = odd.iter().map(|name| (*name, body.as_str())).collect();
    let folder = Folder::new()
        .with("a.xlsx", workbook(&sheets, "", &[("../../../../tmp/escaped.txt", b"x"), ("/etc/escaped", b"x")]));
    let read = folder.read();
    assert_eq!(read.findings["a.xlsx"].len(), 4, "{:?}", read.findings);
    let csv = fs::read_to_string(folder.0.path().join("out/formats/findings.csv")).unwrap();
    assert!(csv.contains("'=cmd|calc") && !csv.contains(",=cmd"), "{csv}");
    assert!(!read.stderr.contains('\u{1B}'), "{}", read.stderr);
    assert!(!folder.0.path().join("../escaped").exists());
}

fn hostile() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let good = sheet(&small("<c r='B2'><v>98</v></c>"));
    let one = |xml: &str| workbook(&[("'表'", xml)], "", &[]);
    let laughs = "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;'>]>";
    let open_document = |content: &str| {
        zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
    };
    let merges: Vec<String> = (1..30_000).map(|n| format!("<mergeCell ref='A1:XFD{n}'/>")).collect();
    let merges = merges.concat();
    let many: Vec<(String, &[u8])> = (0..12_100).map(|n| (format!("xl/x{n}.xml"), b"".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let numbers: Vec<String> = (0..5_100).map(|n| format!("'s{n}'")).collect();
    let sheets: Vec<(&str, &str)> = numbers.iter().map(|n| (n.as_str(), good.as_str())).collect();
    let long = "x".repeat(53 << 20);
    let xls = fs::read(files().join("自评-xlwt.xls")).unwrap();
    let mut cycle = xls.clone();
    let table = 512 * (1 + u32::from_le_bytes(xls[76..80].try_into().unwrap()) as usize);
    for at in 0..128_u32 {
        cycle[table + at as usize * 4..][..4].copy_from_slice(&(at ^ 1).to_le_bytes());
    }
    let xlsb = fs::read(files().join("formats/sheetjs.xlsb")).unwrap();
    let mut parts = Vec::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(xlsb)).unwrap();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        let name = entry.name().unwrap().to_string();
        if name.contains("sheet1.bin") {
            // a record that claims a quarter of a gigabyte
            bytes.splice(0..0, [0x81, 0x01, 0xFF, 0xFF, 0xFF, 0x7F]);
        }
        parts.push((name, bytes));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    vec![
        ("box.xlsx", one(&sheet(&format!("{}<row r='1048576'>{}</row>", small("<c r='B2'><v>98</v></c>"), text("XFD1048576", "x")))), &[]),
        ("dimension.xlsx", one(&good.replace("<sheetData>", "<dimension ref='A1:XFD1048576'/><sheetData>")), &[]),
        ("overflow.xlsx", one(&good.replace("<sheetData>", "<dimension ref='A1:ZZZZZZZ99999999999'/><sheetData>")), &["file-unreadable"]),
        ("column.xlsx", one(&good.replace("r='B2'", "r='ZZZZZZZZZZZ2'")), &["file-unreadable"]),
        ("row.xlsx", one(&good.replace("r='B2'", "r='B99999999999'")), &["file-unreadable"]),
        ("claim.xlsx", workbook(&[("'表'", &good)], "<sst uniqueCount='4000000000'><si><t>a</t></si></sst>", &[]), &["too-large"]),
        ("ratio.xlsx", one(&sheet(&" ".repeat(20 << 20))), &["too-large"]),
        ("string.xlsx", workbook(&[("'表'", &good)], &format!("<sst><si><t>{long}</t></si></sst>"), &[]), &["too-large"]),
        ("inline.xlsx", workbook(&[("'表'", &sheet(&text("A1", &long)))], "", &[]), &["too-large"]),
        ("entries.xlsx", workbook(&[("'表'", &good)], "", &many), &["too-large"]),
        ("sheets.xlsx", workbook(&sheets, "", &[]), &["too-large"]),
        ("deep.xlsx", one(&sheet(&"<a>".repeat(100_000))), &["too-large"]),
        ("merges.xlsx", one(&good.replace("</sheetData>", &format!("</sheetData><mergeCells>{merges}</mergeCells>"))), &[]),
        ("laughs.xlsx", one(&format!("{laughs}{}", good.replace("和田", "&d;"))), &["file-unreadable"]),
        ("laughs.ods", open_document(&format!("{laughs}<table:table><table:table-row><table:table-cell><text:p>&d;</text:p></table:table-cell></table:table-row></table:table>")), &["file-unreadable"]),
        ("repeats.ods", open_document("<table:table><table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384' office:value-type='float' office:value='1'/></table:table-row></table:table>"), &["too-large"]),
        ("blanks.ods", open_document("<table:table><table:table-row table:number-rows-repeated='4294967295'><table:table-cell table:number-columns-repeated='4294967295'/></table:table-row></table:table>"), &["empty-file"]),
        ("deep.ods", open_document(&"<table:table>".repeat(100_000)), &["too-large"]),
        ("cut.xls", xls[..xls.len() / 2].to_vec(), &["file-unreadable"]),
        ("cycle.xls", cycle, &["file-unreadable", "too-slow", "too-large"]),
        ("far.xls", fs::read(files().join("远角-xlwt.xls")).unwrap(), &["too-large"]),
        ("record.xlsb", zipped(&parts), &["file-unreadable", "too-large"]),
        ("line.csv", "x".repeat(100 << 20).into_bytes(), &["too-large"]),
        ("quote.csv", format!("地州市,合格率\n和田,\"{long}").into_bytes(), &["file-unreadable"]),
        ("tables.xls", "<table><tr><td>x".repeat(5_000).into_bytes(), &["extension-differs"]),
        ("spans.xls", format!("<table>{}</table>", "<tr><td colspan=1000 rowspan=0>x".repeat(3_000)).into_bytes(), &["too-large"]),
        ("laughs.xls", format!("{laughs}<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet><Table><Row><Cell><Data>&d;</Data></Cell></Row></Table></Worksheet></Workbook>").into_bytes(), &["file-unreadable"]),
    ]
}

/// The system holds the program to 512 MB of data while it reads each of these; a program that asked for more would end.
#[cfg(target_os = "linux")]
#[test]
fn hostile_files_cost_a_finding_each_and_no_more_than_their_memory() {
    for (name, bytes, expected) in hostile() {
        let folder = Folder::new().with(name, bytes);
        let script = "ulimit -d 524288; exec \"$0\" --lang en ingest \"$1\"";
        eprintln!("{name}"); // shown where it fails
        let began = std::time::Instant::now();
        let read =
            folder.read_by(Command::new("bash").args(["-c", script, env!("CARGO_BIN_EXE_zhiheng"), folder.dir()]));
        // the limit is ten seconds; a machine that does other work besides is given more
        assert!(began.elapsed().as_secs() < 60, "{name} took {:?}", began.elapsed());
        let found = read.findings.get(name).cloned().unwrap_or_default();
        assert!(found.len() <= 8, "{name}: {} findings", found.len());
        let first = found.first().map(|f| f.split(' ').next().unwrap_or_default());
        if expected.is_empty() {
            let values = read.observations.get(name).map_or(&[][..], |o| o);
            assert!(values.iter().any(|o| o == "合格率 2015 98 B2"), "{name}: {values:?} {found:?}");
        } else {
            assert!(
                first.is_some_and(|code| expected.contains(&code) || code == "too-slow"),
                "{name}: {found:?}\n{}",
                read.stderr
            );
        }
        assert!(!read.stderr.contains("panicked"), "{name}: {}", read.stderr);
    }
}

#[test]
fn a_larger_limit_is_asked_for_and_given() {
    let mut rows = String::from("地州市,合格率\n和田,98.5\n");
    while rows.len() < 3 << 20 {
        rows.push_str(",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n");
    }
    let folder = Folder::new().with("a.csv", &rows);
    let by = |limit: &str| {
        folder.read_by(Command::new(env!("CARGO_BIN_EXE_zhiheng")).args(["ingest", folder.dir(), "--max-file", limit]))
    };
    let refused = by("1MB");
    assert!(refused.findings["a.csv"][0].starts_with("too-large"), "{:?}", refused.findings["a.csv"]);
    let says = fs::read_to_string(folder.0.path().join("out/formats/findings.csv")).unwrap();
    assert!(says.contains("--max-file"), "the finding says how to go on: {says}");
    assert_eq!(by("4MB").observations["a.csv"], ["合格率 2015 98.5 2:2"]);
}
