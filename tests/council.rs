//! A single unit assessed: the example of the State Council's assessment, its 自评表, what is owed, and by when.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fs;
use std::path::Path;

use calamine::{Reader, open_workbook_auto};
use support::{example, zhiheng};

const OUT: &str = "out/council-2015";

/// The rows of a sheet as text.
fn rows(book: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book = open_workbook_auto(book).unwrap();
    let sheet = book.worksheet_range(sheet).unwrap();
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn sheets(book: &Path) -> Vec<String> {
    open_workbook_auto(book).unwrap().sheet_names()
}

fn run(dir: &Path) {
    let ran = zhiheng(["run", dir.to_str().unwrap(), "--quiet"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
}

#[test]
fn a_single_unit_gets_a_self_assessment_and_no_ranking() {
    let (_guard, dir) = example("council-2015");
    fs::create_dir_all(dir.join(OUT)).unwrap();
    fs::write(dir.join(OUT).join("排名.xlsx"), "of a run with more units").unwrap();
    run(&dir);
    let book = dir.join(OUT).join("自评.xlsx");
    assert!(!dir.join(OUT).join("排名.xlsx").exists(), "what an earlier run called it goes");
    let names = sheets(&book);
    assert_eq!(names[..2], ["封面与说明", "自评表"]);
    for ranked in ["总排名", "分组排名", "单项排名", "总分图", "图表", "得分明细", "失分分析", "失分分析（按单位）"]
    {
        assert!(!names.contains(&ranked.to_owned()), "{ranked}");
        let cover = rows(&book, "封面与说明");
        let said = cover.iter().find(|row| row[0] == ranked).unwrap();
        assert!(said[1].contains("只考核一个单位"), "{}", said[1]);
    }
    let own = rows(&book, "自评表");
    let heads: Vec<String> = own[2].iter().map(|head| head.replace('\n', "")).collect();
    assert_eq!(
        heads,
        ["序号", "一级指标", "二级指标", "三级指标", "分值", "自评得分", "评分依据", "佐证材料", "责任单位", "备注"]
    );
    let of = |text: &str| own.iter().find(|row| row.iter().any(|cell| cell == text)).unwrap();
    // 8 − (90 − 1050 ÷ 1184 × 100) = 6.682…
    let first = of("产品质量国家监督抽查合格率");
    assert_eq!(first[4..6], ["8", "6.68"]);
    assert_eq!(
        first[6],
        "完成值88.6824%，目标90%\n规则：达到目标值得满分；每低 1 个百分点扣 1 分（按比例），扣完为止\n\
         计算：1050 ÷ 1184 × 100 = 88.682432 → (90 − 88.682432) ÷ 1 = 1.317568 → 8 − 1.317568 = 6.682432 → 修约 6.68"
    );
    assert_eq!(first[8], "质监局");
    let unreported = of("质量投入增长");
    assert_eq!(unreported[7], "未提供（应有：预算批复文件）");
    assert!(unreported[9].contains("数据未报：本级财政质量工作经费"), "{}", unreported[9]);
    assert_eq!(of("质量目标 小计")[4..6], ["40", "31.47"]);
    assert_eq!(of("合计")[4..6], ["100", "81.56"]);
    assert_eq!(of("等级")[5], "B");
}

#[test]
fn a_single_unit_has_no_rank_on_the_terminal_and_on_the_page_and_keeps_it_in_the_table() {
    let (_guard, dir) = example("council-2015");
    let ran = zhiheng(["run", dir.to_str().unwrap()]);
    let table: Vec<&str> = ran.out.lines().skip(2).take(2).collect();
    let words: Vec<Vec<&str>> = table.iter().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(words, [vec!["单位", "总分", "等级", "备注"], vec!["新疆维吾尔自治区", "81.56", "B"]], "{}", ran.out);
    let page = fs::read_to_string(dir.join("out/report.html")).unwrap();
    let body = page.split_once("<body>").unwrap().1;
    for compared in ["名次", "排名", "class=\"sortable\">", "点击表头", "s0-chart"] {
        assert!(!body.contains(compared), "{compared}");
    }
    assert!(body.contains("81.56") && body.contains("新疆维吾尔自治区"));
    let scores = support::rows(&dir.join(OUT).join("scores.csv"));
    assert_eq!(scores.iter().find(|row| row["node"] == "total").unwrap()["rank"], "1");
}

#[test]
fn what_is_owed_is_listed_with_who_owes_it_and_by_when() {
    let (_guard, dir) = example("council-2015");
    run(&dir);
    let book = dir.join(OUT).join("自评.xlsx");
    let owed = rows(&book, "佐证材料");
    assert_eq!(
        owed[2],
        ["一级指标", "指标", "应提供的佐证材料", "已提供", "出处", "尚缺", "由谁补报", "牵头单位", "截止日期"]
    );
    let of = |name: &str| owed.iter().find(|row| row[1] == name).unwrap()[2..].join(" | ");
    assert_eq!(
        of("生产性服务业顾客满意度"),
        "第三方测评报告 | 第三方测评报告（示例） | returns/经信委.xlsx!Sheet1!D6 |  |  | 经信委 | "
    );
    assert_eq!(of("消费者维权：投诉按期处结率"), "投诉举报统计 |  |  | 佐证材料未提供 | 工商局 | 工商局 | 2015-07-10");
    assert_eq!(
        of("质量投入增长"),
        "预算批复文件 |  |  | 数据未报：本级财政质量工作经费、上一考核年度本级财政质量工作经费\n佐证材料未提供 | 财政厅 | 财政厅 | 2015-07-10"
    );
    assert_eq!(of("V2 瞒报谎报，经核实的"), " |  |  | 数据未报：经核实的瞒报谎报次数 | 质监局 |  | 2015-07-10");
    let range = rows(&book, "得分区间");
    // 6 + 5 marks may come, and 4 may be taken
    assert_eq!(range[3][1..8].join(" "), "77.56 C 81.56 B 92.56 A 15");
    assert!(range[3][10].contains("最差为C") && range[3][10].contains("瞒报谎报"), "{}", range[3][10]);
}

#[test]
fn of_several_units_only_what_is_missing_is_listed() {
    let (_guard, dir) = example("council-2015");
    let units = "code,name,short\n650000,新疆维吾尔自治区,新疆\n640000,宁夏回族自治区,宁夏\n";
    fs::write(dir.join("two.csv"), units).unwrap();
    let settings = fs::read_to_string(dir.join("assessment.toml")).unwrap();
    fs::write(dir.join("assessment.toml"), settings.replace("\"region\"", "\"two\"")).unwrap();
    run(&dir);
    let book = dir.join(OUT).join("排名.xlsx");
    assert!(!sheets(&book).contains(&"自评表".to_owned()));
    let owed = rows(&book, "佐证材料");
    assert_eq!(owed[2][0], "单位");
    // what 宁夏 never sent is owed; what is there with its evidence is not listed
    let of = |unit: &str, name: &str| owed.iter().any(|row| row[0] == unit && row[2] == name);
    assert!(of("宁夏", "主要农产品质量安全抽检合格率"));
    assert!(!of("新疆", "主要农产品质量安全抽检合格率"));
}

#[test]
fn a_day_that_is_none_is_refused_at_its_place() {
    let (_guard, dir) = example("council-2015");
    let settings = fs::read_to_string(dir.join("assessment.toml")).unwrap();
    fs::write(dir.join("assessment.toml"), settings.replace("2015-07-10", "2015-06-31")).unwrap();
    let ran = zhiheng(["run", dir.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("bad-value") && ran.err.contains("2015-06-31"), "{}", ran.err);
}

#[test]
fn who_reports_on_the_only_unit_is_not_taken_for_it() {
    let (_guard, dir) = example("council-2015");
    fs::remove_dir_all(dir.join("returns")).unwrap();
    fs::create_dir_all(dir.join("returns/办公室")).unwrap();
    let table = |unit: &str, what: &str, value: &str| {
        format!("报送部门：{unit},,\n考核年度：2014.7-2015.6,,\n指标,数值,佐证材料\n{what},{value},报告\n")
    };
    let write = |name: &str, text: String| fs::write(dir.join("returns").join(name), text).unwrap();
    write("a.csv", table("自治区住房和城乡建设厅", "其他工程一次验收合格率", "98.5"));
    write("b.csv", "指标,数值\n采标率,81\n强制检定计量器具受检率,96\n".to_owned());
    write("c.csv", table("宁夏回族自治区", "口岸核心能力达标率", "100"));
    run(&dir);
    let scores = fs::read_to_string(dir.join(OUT).join("scores.csv")).unwrap();
    let score = |node: &str| {
        let line = scores.lines().find(|line| line.split(',').nth(1) == Some(node)).unwrap();
        line.split(',').nth(6).unwrap().to_owned()
    };
    assert_eq!((score("A22"), score("B31"), score("B32")), ("6".into(), "5".into(), "5".into()));
    // a name that is neither the unit's nor an agency's is asked about
    assert_eq!(score("B33"), "0");
    let findings = fs::read_to_string(dir.join(OUT).join("findings.csv")).unwrap();
    assert!(findings.contains("unknown-unit") && findings.contains("宁夏回族自治区"), "{findings}");
}
