//! `[[roll_up]]`: what counties add up to, against what their prefectures report of themselves. The figures are worked by hand.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Reader, Xlsx};
use support::{TempDir, zhiheng};

fn rubric(id: &str, subjects: &str, unit: &str) -> String {
    format!(
        "[rubric]\nid = \"{id}\"\ntitle = \"{id}\"\nperiod = \"2015\"\nfull_marks = 10\nsubjects = \"{subjects}\"\n\
         [[field]]\nid = \"batches\"\nname = \"抽检批次\"\ntype = \"integer\"\nunit = \"{unit}\"\n\
         [[field]]\nid = \"rate\"\nname = \"普及率\"\ntype = \"decimal\"\n\
         [[field]]\nid = \"plan\"\nname = \"规划\"\ntype = \"bool\"\n\
         [[section]]\nid = \"S\"\nname = \"S\"\nmarks = 10\n\
         [[indicator]]\nid = \"A\"\nunder = \"S\"\nname = \"A\"\nmarks = 10\nvalue = \"if(plan, batches, rate)\"\n\
         better = \"higher\"\ntarget = 10\nscore = {{ rule = \"ratio\" }}\n"
    )
}

const ABOVE: &str = "code,name,short,aliases,kind,group,class,parent\nP1,甲州,,,,,,R\nP2,乙州,,,,,,R\nP3,丙州,,,,,,R\n";
const BELOW: &str = "code,name,short,aliases,kind,group,class,parent\nC1,子县,,,,,,P1\nC2,丑县,,,,,,P1\nC3,寅县,,,,,,P1\n\
                     C4,卯县,,,,,,P2\nC5,辰县,,,,,,P2\n";

/// 甲: 10 + 20 + 不适用 = 30, the mean of 1, 2 and 2.5 is 11/6; 乙: 卯 says 7, 辰 is silent.
const COUNTIES: &str = "unit,field,value,state\nC1,batches,10,\nC2,batches,20,\nC3,batches,,not_applicable\n\
                        C1,rate,1,\nC2,rate,2,\nC3,rate,2.5,\nC4,batches,7,\nC5,batches,,missing\nC4,rate,3,\nC5,rate,4,\n";

const ROLL_UPS: &str = "[[roll_up]]\nfrom = \"below\"\ninto = \"above\"\nfields = [\"batches\"]\nhow = \"sum\"\n\
                        [[roll_up]]\nfrom = \"below\"\ninto = \"above\"\nfields = [\"rate\"]\nhow = \"mean\"\ntolerance = 0.2\n";

fn folder(prefectures: &str, roll_ups: &str, unit: &str) -> TempDir {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path();
    let scoring = |id: &str| {
        format!("[[scoring]]\nrubric = \"{id}.toml\"\nregister = \"{id}-units.csv\"\nreturns = [\"{id}.csv\"]\n")
    };
    let settings = format!("[assessment]\ntitle = \"x\"\n{}{}{roll_ups}", scoring("below"), scoring("above"));
    for (name, text) in [
        ("assessment.toml", settings.as_str()),
        ("below.toml", &rubric("below", "counties", "批次")),
        ("above.toml", &rubric("above", "prefectures", unit)),
        ("below-units.csv", BELOW),
        ("above-units.csv", ABOVE),
        ("below.csv", COUNTIES),
        ("above.csv", prefectures),
    ] {
        fs::write(dir.join(name), text).unwrap();
    }
    guard
}

/// The rows of the sheet below its headings.
fn sheet(dir: &Path, file: &str, name: &str) -> Vec<Vec<String>> {
    let bytes = fs::read(dir.join("out/above").join(file)).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
    rows.skip_while(|row| row.iter().filter(|c| !c.is_empty()).count() < 5).skip(1).collect()
}

fn findings(dir: &Path) -> Vec<String> {
    let text = fs::read_to_string(dir.join("out/above/findings.csv")).unwrap();
    text.lines().filter(|line| line.contains("parts-differ")).map(str::to_owned).collect()
}

#[test]
fn sums_and_means_stand_beside_what_is_reported_and_what_differs_is_found_at_its_cell() {
    // 甲: 31 against 30; 1.9 against 1.8333, within 0.2. 乙: nothing can be said of 9; 3.8 against 3.5, beyond 0.2
    let own = "unit,field,value\nP1,batches,31\nP1,rate,1.9\nP2,batches,9\nP2,rate,3.8\nP3,batches,5\n";
    let guard = folder(own, ROLL_UPS, "批次");
    let dir = guard.path();
    let ran = zhiheng(["run", dir.to_str().unwrap(), "--quiet"]);
    assert!(ran.code < 2, "{}", ran.err);
    let rows = sheet(dir, "排名.xlsx", "上下级对照");
    let cells: Vec<Vec<&str>> = rows.iter().map(|row| row[1..9].iter().map(String::as_str).collect()).collect();
    assert_eq!(
        cells[..4],
        [
            ["抽检批次（批次）", "合计", "3／3", "30", "31", "1", "不一致", ""],
            ["普及率", "平均", "3／3", "1.8333", "1.9", "0.0667", "一致", ""],
            ["抽检批次（批次）", "合计", "1／2", "7", "9", "－", "不完整", "辰县"],
            ["普及率", "平均", "2／2", "3.5", "3.8", "0.3", "不一致", ""],
        ]
    );
    // 丙 has no counties in the register
    assert_eq!(cells.len(), 4);
    let found = findings(dir);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("warning,parts-differ,甲州,batches,above.csv,,2:3,31,30,"), "{}", found[0]);
    assert!(found[0].contains("所辖 3 个单位的合计为 30"), "{}", found[0]);
    assert!(found[1].starts_with("warning,parts-differ,乙州,rate,above.csv,,5:3,3.8,3.5,"), "{}", found[1]);

    let ran = zhiheng(["run", dir.to_str().unwrap(), "--quiet", "--lang", "en"]);
    assert!(ran.code < 2, "{}", ran.err);
    assert_eq!(sheet(dir, "ranking.xlsx", "Units below")[3][7], "differs");
    assert!(findings(dir)[1].contains("the mean of the 2 units below it is 3.5"), "{:?}", findings(dir));
}

#[test]
fn an_accepted_correction_of_a_value_below_is_in_the_sum() {
    let guard = folder("unit,field,value\nP1,batches,31\n", ROLL_UPS, "批次");
    let dir = guard.path();
    let settings = fs::read_to_string(dir.join("assessment.toml")).unwrap();
    let settings =
        settings.replacen("returns = [\"below.csv\"]", "returns = [\"below.csv\"]\nadjustments = \"a.csv\"", 1);
    fs::write(dir.join("assessment.toml"), settings).unwrap();
    fs::write(
        dir.join("a.csv"),
        "unit,node,period,action,amount,reason,by,date\nC1,batches,2015,value,11,更正,办公室,2015-12-01\n",
    )
    .unwrap();
    let ran = zhiheng(["run", dir.to_str().unwrap(), "--quiet"]);
    assert!(ran.code < 2, "{}", ran.err);
    assert_eq!(findings(dir), [""; 0]);
}

#[test]
fn without_a_roll_up_there_is_no_sheet() {
    let guard = folder("unit,field,value\nP1,batches,31\n", "", "批次");
    let ran = zhiheng(["run", guard.path().to_str().unwrap(), "--quiet"]);
    assert!(ran.code < 2, "{}", ran.err);
    let bytes = fs::read(guard.path().join("out/above/排名.xlsx")).unwrap();
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert!(!book.sheet_names().contains(&"上下级对照".to_owned()));
}

#[test]
fn what_is_wrong_with_a_roll_up_is_said_at_its_line_and_column() {
    // (entry, unit of measure above, code, line:column)
    let entry =
        |from: &str, into: &str, rest: &str| format!("[[roll_up]]\nfrom = \"{from}\"\ninto = \"{into}\"\n{rest}\n");
    let cases = [
        (entry("belo", "above", "fields = [\"rate\"]"), "批次", "unknown-name", "12:8"),
        (entry("below", "abov", "fields = [\"rate\"]"), "批次", "unknown-name", "13:8"),
        (entry("above", "below", "fields = [\"rate\"]"), "批次", "bad-value", "13:8"),
        (entry("below", "above", "fields = [\"rat\"]"), "批次", "unknown-name", "14:11"),
        (entry("below", "above", "fields = [\"plan\"]"), "批次", "bad-value", "14:11"),
        (entry("below", "above", "fields = [\"rate\", \"batches\"]"), "万批次", "bad-value", "14:19"),
        (entry("below", "above", "fields = [\"rate\", \"rate\"]"), "批次", "duplicate-id", "14:19"),
        (entry("below", "above", "fields = [\"rate\"]\nhow = \"total\""), "批次", "bad-value", "15:7"),
        (entry("below", "above", "fields = [\"rate\"]\ntolerance = -1"), "批次", "bad-value", "15:13"),
        (entry("below", "above", ""), "批次", "missing-key", "11:1"),
        (entry("below", "above", "fields = [\"rate\"]\nby = \"parent\""), "批次", "unknown-key", "15:1"),
    ];
    for (roll_up, unit, code, at) in cases {
        let guard = folder("unit,field,value\nP1,batches,31\n", &roll_up, unit);
        let ran = zhiheng(["run", guard.path().to_str().unwrap(), "--quiet"]);
        assert_eq!(ran.code, 2, "{roll_up}\n{}", ran.err);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(
            said.contains(&format!("[{code}]")) && said.contains(&format!("assessment.toml:{at}\n")),
            "{roll_up}\n{said}"
        );
    }
}
