//! The ledger of adjustments and appeals (申诉复核): what is entered, what counts, what no longer applies, and what was changed.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Reader, open_workbook_auto};
use support::{assessment, rows, scores, zhiheng};

const RUBRIC: &str = r#"
[rubric]
format = 1
id = "one"
title = "一"
period = "2015"
full_marks = 20
subjects = "units"
[[field]]
id = "率"
name = "合格率"
[[field]]
id = "数"
[[indicator]]
id = "A1"
name = "合格"
marks = 10
value = "率"
target = 90
score = { rule = "deduct", per = 1, take = 1 }
[[indicator]]
id = "A2"
name = "数量"
marks = 10
value = "数"
target = 10
score = { rule = "ratio" }
"#;
const UNITS: &str = "code,name\n1,甲市\n2,乙市\n";
const DATA: &str = "unit,field,value\n1,率,87\n1,数,5\n2,率,90\n2,数,6\n";
const SETTINGS: &str = "[assessment]\ntitle = \"一\"\n[[scoring]]\nrubric = \"one\"\nregister = \"units\"\nreturns = [\"returns\"]\nadjustments = \"adjustments.csv\"\n";
/// As somebody may have begun by hand: the columns of the contract only, lines ended as on Windows.
const BY_HAND: &str =
    "\u{FEFF}unit,node,period,action,amount,reason,by,date\r\n甲市,A1,,add,1,\"复查,属实\",办公室,2016-01-08\r\n";

fn folder(ledger: Option<&str>) -> (support::TempDir, String) {
    let (guard, dir) = assessment(&[
        ("assessment.toml", SETTINGS),
        ("rubrics/one.toml", RUBRIC),
        ("units.csv", UNITS),
        ("returns/data.csv", DATA),
    ]);
    if let Some(text) = ledger {
        fs::write(format!("{dir}/adjustments.csv"), text).unwrap();
    }
    (guard, dir)
}

fn ledger(dir: &str) -> String {
    fs::read_to_string(format!("{dir}/adjustments.csv")).unwrap()
}

/// `zhiheng adjust DIR WHAT …`, which must do.
fn adjust(dir: &str, what: &str) -> serde_json::Value {
    let ran = zhiheng(["adjust", dir].into_iter().chain(what.split(' ')).chain(["--json"]));
    assert_eq!(ran.code, 0, "{what}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

const PROPOSE: &str =
    "propose --unit 乙市 --node A2 --action set --amount 9 --reason 补交 --by 乙市 --evidence 来函 --date 2016/1/4";
const ACCEPT: &str = "accept R1 --by 领导小组 --reason 属实 --date 2016-01-09";

/// Codes and fields of what a run finds in the ledger.
fn found(dir: &str) -> Vec<BTreeMap<String, String>> {
    let all = rows(&Path::new(dir).join("out/one/findings.csv"));
    all.into_iter().filter(|row| row["file"] == "adjustments.csv").collect()
}

#[test]
fn only_what_is_accepted_counts_and_what_was_there_stays_byte_for_byte() {
    let (_guard, dir) = folder(Some(BY_HAND));
    let entered = adjust(&dir, PROPOSE);
    assert_eq!(entered["written"], "R1");
    let text = ledger(&dir);
    let (heading, rest) = text.split_once("\r\n").unwrap();
    assert!(
        heading.starts_with("\u{FEFF}unit,node,period,action,amount,reason,by,date,status,evidence,id,"),
        "{heading}"
    );
    assert!(rest.starts_with(BY_HAND.split_once("\r\n").unwrap().1), "{rest}");
    assert!(
        rest.ends_with("\r\n") && rest.contains("\r\n乙市,A2,2015,set,9,补交,乙市,2016-01-04,proposed,来函,R1,,,,"),
        "{rest}"
    );
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    assert_eq!(scores(&dir, "A2"), ["1 5", "2 6"]);
    adjust(&dir, ACCEPT);
    assert!(ledger(&dir).starts_with(&text));
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    assert_eq!(scores(&dir, "A2"), ["1 5", "2 9"]);
    assert_eq!(scores(&dir, "A1"), ["1 8", "2 10"], "what was written by hand counts as ever");
    adjust(&dir, "withdraw R1 --by 乙市 --reason 有误 --date 2016-01-10");
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    assert_eq!(scores(&dir, "A2"), ["1 5", "2 6"]);
    let listed = &adjust(&dir, "list")[0];
    assert_eq!(listed["events"].as_array().unwrap().len(), 2);
    assert_eq!(listed["events"][1]["standing"], "撤回");
    assert_eq!((&listed["rows"], &listed["broken"]), (&serde_json::json!([4, 0]), &serde_json::json!(0)));
}

#[test]
fn a_ledger_that_is_not_there_yet_begins_with_the_first_proposal() {
    let (_guard, dir) = folder(None);
    assert_eq!(zhiheng(["adjust", &dir, "list"]).code, 2);
    let refused = zhiheng([
        "adjust", &dir, "propose", "--unit", "丙市", "--node", "A1", "--action", "add", "--amount", "1", "--reason",
        "x", "--by", "y",
    ]);
    assert_eq!(refused.code, 2);
    assert!(!Path::new(&dir).join("adjustments.csv").exists(), "nothing is left of what was refused");
    adjust(&dir, PROPOSE);
    let text = ledger(&dir);
    assert!(text.starts_with("\u{FEFF}unit,node,period,action,amount,reason,by,date,status,evidence,id,decided_by,decided_on,decision,basis,seal\r\n"));
    assert_eq!(text.lines().count(), 2);
}

#[test]
fn what_reading_would_refuse_is_refused_before_it_is_written() {
    let (_guard, dir) = folder(Some(BY_HAND));
    adjust(&dir, PROPOSE);
    let before = ledger(&dir);
    let propose = |change: (&str, &str)| {
        let mut args: Vec<&str> = PROPOSE.split(' ').collect();
        let at = args.iter().position(|a| *a == change.0).unwrap();
        args[at + 1] = change.1;
        zhiheng(["adjust", dir.as_str()].into_iter().chain(args))
    };
    for (change, said) in [
        (("--unit", "丙市"), "丙市"),
        (("--node", "A3"), "A2"),
        (("--amount", "许多"), "许多"),
        (("--reason", ""), "reason"),
        (("--by", " "), "by"),
        (("--date", "昨天"), "2015-08-31"),
    ] {
        let ran = propose(change);
        assert_eq!(ran.code, 2, "{change:?}");
        assert!(ran.err.contains(said), "{change:?}: {}", ran.err);
    }
    for (args, said) in [
        ("accept R2 --by x --reason y", "R1"),
        ("refuse R1 --by x --reason ", "reason"),
        ("accept R1 --by x --reason y --amount 许多", "许多"),
    ] {
        let ran = zhiheng(["adjust", &dir].into_iter().chain(args.split(' ')));
        assert_eq!(ran.code, 2, "{args}");
        assert!(ran.err.contains(said), "{args}: {}", ran.err);
    }
    assert_eq!(ledger(&dir), before);
    adjust(&dir, ACCEPT);
    assert_eq!(
        zhiheng(["adjust", &dir, "refuse", "R1", "--by", "x", "--reason", "y"]).code,
        0,
        "a decision may be reversed"
    );
    assert_eq!(zhiheng(["adjust", &dir, "withdraw", "R1", "--by", "x", "--reason", "y"]).code, 0);
    let again = zhiheng(["adjust", &dir, "accept", "R1", "--by", "x", "--reason", "y"]);
    assert!(again.code == 2 && again.err.contains("withdrawn → accepted"), "{}", again.err);
}

#[test]
fn a_rerun_after_the_rubric_changed_says_which_adjustments_no_longer_apply() {
    let (_guard, dir) = folder(Some(BY_HAND));
    adjust(&dir, PROPOSE);
    adjust(&dir, ACCEPT);
    let rubric = |text: String| fs::write(format!("{dir}/rubrics/one.toml"), text).unwrap();
    let changed = |from: &str, to: &str| {
        rubric(RUBRIC.replace(from, to));
        assert!(zhiheng(["run", &dir]).code < 2);
        found(&dir).iter().map(|row| (row["code"].clone(), row["says"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(changed("name = \"数量\"", "name = \"数目\""), [], "a name changes no mark");
    // more marks for the one, less for the other
    rubric(
        RUBRIC
            .replacen("marks = 10", "marks = 15", 1)
            .replace("marks = 10\nvalue = \"数\"", "marks = 5\nvalue = \"数\""),
    );
    assert!(zhiheng(["run", &dir]).code < 2);
    let said = found(&dir);
    assert_eq!(said.len(), 1);
    assert_eq!((said[0]["code"].as_str(), said[0]["level"].as_str()), ("adjustment-redefined", "warning"));
    assert!(said[0]["says"].contains("分值 10") && said[0]["says"].contains("分值 5"), "{}", said[0]["says"]);
    let target = changed("target = 10\n", "target = 12\n");
    assert!(target.len() == 1 && target[0].1.contains("目标 10") && target[0].1.contains("目标 12"), "{target:?}");
    let rule = changed("rule = \"ratio\"", "rule = \"meet\"");
    assert!(rule.len() == 1 && rule[0].1.contains("另一种算法"), "{rule:?}");
    // gone altogether: an error, and it stays in the list and on the sheet
    let gone = changed("id = \"A2\"", "id = \"B2\"");
    assert_eq!(gone[0].0, "adjustment-gone");
    assert!(gone[0].1.contains("A2") && gone[0].1.contains("R1") && gone[0].1.contains("分值 10"), "{gone:?}");
    assert_eq!(zhiheng(["run", &dir]).code, 1);
    let sheet = sheet(&dir);
    let last = sheet.last().unwrap();
    assert!(last.contains(&"不再适用".to_owned()) && last.contains(&"A2".to_owned()), "{last:?}");
    let listed = zhiheng(["adjust", &dir, "list"]);
    assert!(listed.code == 1 && listed.out.contains("不再适用"), "{}", listed.out);
}

#[test]
fn what_an_adjustment_replaced_is_remembered() {
    let (_guard, dir) = folder(Some(BY_HAND));
    adjust(&dir, PROPOSE);
    adjust(&dir, "propose --unit 甲市 --node 率 --action value --amount 89 --reason 更正 --by 甲市 --date 2016-01-04");
    adjust(&dir, ACCEPT);
    adjust(&dir, "accept R2 --by 领导小组 --reason 属实 --date 2016-01-09");
    assert!(ledger(&dir).contains("was=6") && ledger(&dir).contains("was=87"));
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    assert!(found(&dir).is_empty());
    fs::write(format!("{dir}/returns/data.csv"), DATA.replace("1,率,87", "1,率,88").replace("2,数,6", "2,数,7"))
        .unwrap();
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    let said: Vec<String> = found(&dir).into_iter().map(|row| row["says"].clone()).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().any(|s| s.contains("被代替的是 6") && s.contains("被代替的是 7")), "{said:?}");
    assert!(said.iter().any(|s| s.contains("被代替的是 87") && s.contains("被代替的是 88")), "{said:?}");
    // accepted again on what there is now
    adjust(&dir, "accept R1 --by 领导小组 --reason 复核仍属实 --date 2016-01-12");
    adjust(&dir, "accept R2 --by 领导小组 --reason 复核仍属实 --date 2016-01-12");
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    assert!(found(&dir).is_empty());
}

/// The sheet of adjustments, row by row.
fn sheet(dir: &str) -> Vec<Vec<String>> {
    let mut book = open_workbook_auto(format!("{dir}/out/one/排名.xlsx")).unwrap();
    let range = book.worksheet_range("调整与复核").unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn the_sheet_lists_every_adjustment_with_scores_before_and_after() {
    let (_guard, dir) = folder(Some(BY_HAND));
    adjust(&dir, PROPOSE);
    adjust(&dir, "propose --unit 甲市 --node A2 --action add --amount 1 --reason 申诉 --by 甲市 --date 2016-01-05");
    adjust(&dir, "propose --unit 甲市 --node 数 --action value --amount 8 --reason 更正 --by 甲市 --date 2016-01-05");
    adjust(&dir, ACCEPT);
    adjust(&dir, "refuse R2 --by 领导小组 --reason 无依据 --date 2016-01-09");
    assert_eq!(zhiheng(["run", &dir]).code, 0);
    let sheet = sheet(&dir);
    let heads = &sheet[2];
    let at = |head: &str| heads.iter().position(|h| h.replace('\n', "") == head).unwrap();
    let cells = |row: &[String]| -> Vec<String> {
        ["单位", "处理", "该项未调整", "该项调整后", "总分未调整", "总分调整后", "决定人", "决定意见", "编号"]
            .map(|h| row[at(h)].clone())
            .to_vec()
    };
    let body: Vec<Vec<String>> = sheet[3..].iter().map(|row| cells(row)).collect();
    assert_eq!(body[0], ["甲市", "采纳", "7", "8", "12", "13", "", "", ""]);
    assert_eq!(body[1], ["甲市", "待定", "－", "－", "－", "－", "", "", "R3"]);
    assert_eq!(body[2], ["乙市", "采纳", "6", "9", "16", "19", "领导小组", "属实", "R1"]);
    assert_eq!(body[3], ["甲市", "不予采纳", "－", "－", "－", "－", "领导小组", "无依据", "R2"]);
    let explained = zhiheng(["explain", &dir, "乙市", "A2"]);
    assert!(explained.out.contains("采纳：领导小组 2016-01-09 属实"), "{}", explained.out);
}

#[test]
fn a_changed_ledger_is_noticed_at_the_row_and_scored_all_the_same() {
    let (_guard, dir) = folder(Some(BY_HAND));
    adjust(&dir, PROPOSE);
    adjust(&dir, ACCEPT);
    adjust(&dir, "propose --unit 甲市 --node A2 --action add --amount 1 --reason 申诉 --by 甲市 --date 2016-01-05");
    let whole = ledger(&dir);
    let with = |text: String| {
        fs::write(format!("{dir}/adjustments.csv"), text).unwrap();
        let ran = zhiheng(["run", &dir]);
        (
            ran.code,
            found(&dir)
                .into_iter()
                .map(|row| (row["code"].clone(), row["cell"].clone(), row["says"].clone()))
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(with(whole.clone()), (0, vec![]));
    // the row written by hand is covered by the seal behind it
    let (code, said) = with(whole.replace("甲市,A1,,add,1,", "甲市,A1,,add,2,"));
    assert_eq!((code, said.len(), said[0].0.as_str(), said[0].1.as_str()), (1, 1, "ledger-broken", "3"));
    assert!(said[0].2.contains("第 2–3 行"), "{}", said[0].2);
    assert_eq!(scores(&dir, "A1")[0], "1 9");
    let (_, said) = with(whole.replace("set,9,补交,乙市,2016-01-04,accepted", "set,10,补交,乙市,2016-01-04,accepted"));
    assert_eq!((said.len(), said[0].1.as_str()), (1, "4"));
    // a row taken out
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let (code, said) = with([&lines[..3], &lines[4..]].concat().concat());
    assert_eq!((code, said[0].0.as_str(), said[0].1.as_str()), (1, "ledger-broken", "4"));
    // a row put in between
    let inserted = "甲市,A2,,add,3,没有的事,某人,2016-01-08\r\n";
    let (_, said) = with([lines[..3].concat(), inserted.to_owned(), lines[3..].concat()].concat());
    assert_eq!((said.len(), said[0].1.as_str()), (1, "4"));
    assert!(said[0].2.contains("第 4 行是后来插进去的"), "{}", said[0].2);
    // a row put behind is a note until it is sealed
    let (code, said) = with(format!("{whole}{inserted}"));
    assert_eq!((code, said.len(), said[0].0.as_str(), said[0].1.as_str()), (0, 1, "ledger-unsealed", "6"));
    let before = ledger(&dir);
    adjust(&dir, "seal");
    let after = ledger(&dir);
    assert_eq!(after.lines().count(), before.lines().count());
    assert!(after.starts_with(&whole), "only the last row changes");
    let (code, said) = with(after.clone());
    assert_eq!((code, said), (0, vec![]));
    assert_eq!(with(after.replace("没有的事", "有的事")).1.len(), 1);
}

/// The table as a spreadsheet program may write it again.
fn rewritten(text: &str, quoted: bool, date: impl Fn(&str) -> Option<String>) -> String {
    let mut csv = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let records: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    let width = records.iter().map(csv::StringRecord::len).max().unwrap();
    let style = if quoted { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
    let mut out = csv::WriterBuilder::new().quote_style(style).from_writer(Vec::new());
    for record in records {
        let cells =
            (0..width).map(|at| record.get(at).unwrap_or_default()).map(|c| date(c).unwrap_or_else(|| c.to_owned()));
        out.write_record(cells.collect::<Vec<_>>()).unwrap();
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

#[test]
fn saving_the_ledger_in_a_spreadsheet_program_breaks_no_seal() {
    let (_guard, dir) = folder(Some(BY_HAND));
    adjust(&dir, PROPOSE);
    adjust(&dir, ACCEPT);
    adjust(
        &dir,
        "propose --unit 甲市 --node A2 --action add --amount -1.50 --reason =算错了 --by 甲市 --date 2015-08-31 --id 007",
    );
    let whole = ledger(&dir);
    assert!(whole.contains("'=算错了"), "a text that begins like a formula stays a text");
    let slashes = |cell: &str| {
        let (year, rest) = cell.split_once('-').filter(|(y, _)| y.len() == 4)?;
        let (month, day) = rest.split_once('-')?;
        Some(format!("{year}/{}/{}", month.trim_start_matches('0'), day.trim_start_matches('0')))
    };
    let excel = rewritten(&whole, false, |cell| {
        slashes(cell)
            .or_else(|| (cell == "-1.50").then(|| "-1.5".into()))
            .or_else(|| (cell == "007").then(|| "7".into()))
    });
    assert!(excel.contains("2015/8/31") && excel.contains(",-1.5,") && excel.contains(",7,"), "{excel}");
    let (gb, ..) = encoding_rs::GB18030.encode(&excel);
    for bytes in [
        excel.clone().into_bytes(),
        format!("\u{FEFF}{excel}").into_bytes(),
        rewritten(&whole, true, |_| None).into_bytes(),
        gb.to_vec(),
    ] {
        fs::write(format!("{dir}/adjustments.csv"), &bytes).unwrap();
        let ran = zhiheng(["run", &dir]);
        assert_eq!((ran.code, found(&dir)), (0, vec![]), "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(scores(&dir, "A2"), ["1 5", "2 9"]);
        // and it is written on in the encoding that it has now
        adjust(&dir, "refuse R1 --by 领导小组 --reason 重议 --date 2016-02-01");
        let after = fs::read(format!("{dir}/adjustments.csv")).unwrap();
        assert!(after.starts_with(&bytes));
        assert_eq!(zhiheng(["run", &dir]).code, 0);
        assert_eq!((found(&dir), scores(&dir, "A2")), (vec![], vec!["1 5".to_owned(), "2 6".to_owned()]));
    }
}

#[test]
fn with_several_ledgers_the_scoring_is_named_unless_the_id_tells() {
    let (_guard, dir) = folder(Some(BY_HAND));
    fs::write(format!("{dir}/rubrics/two.toml"), RUBRIC.replace("id = \"one\"", "id = \"two\"")).unwrap();
    let second = SETTINGS
        .split_once("[[scoring]]")
        .unwrap()
        .1
        .replace("\"one\"", "\"two\"")
        .replace("adjustments.csv", "second.csv");
    fs::write(format!("{dir}/assessment.toml"), format!("{SETTINGS}[[scoring]]{second}")).unwrap();
    fs::write(format!("{dir}/second.csv"), BY_HAND).unwrap();
    let ran = zhiheng(["adjust", &dir].into_iter().chain(PROPOSE.split(' ')));
    assert!(ran.code == 2 && ran.err.contains("--scoring one | two"), "{}", ran.err);
    adjust(&dir, &format!("{PROPOSE} --scoring two"));
    assert_eq!(ledger(&dir), BY_HAND);
    adjust(&dir, ACCEPT);
    assert_eq!(fs::read_to_string(format!("{dir}/second.csv")).unwrap().lines().count(), 4);
    assert_eq!(adjust(&dir, "list").as_array().unwrap().len(), 2);
    assert_eq!(zhiheng(["adjust", &dir, "list", "--scoring", "tow"]).code, 2);
    assert!(zhiheng(["adjust", &dir, "list", "--lang", "en"]).out.contains("accepted"));
}
