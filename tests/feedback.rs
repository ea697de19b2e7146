//! Feedback workbooks: their figures are those of the scores, and what they say would follow does follow.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{example, files, rows, zhiheng};
use zhiheng::assessment::{Assessment, Options};
use zhiheng::expr::NodeRef;
use zhiheng::observe::{Observation, Reading, Value};
use zhiheng::score::{Regains, Review, score};

const PREFECTURES: &str = "out/midterm-2015-prefectures";

fn run(dir: &Path) {
    let ran = zhiheng(["run", dir.to_str().unwrap(), "--quiet"]);
    assert!(ran.code < 2, "{}", ran.err);
}

/// The cells of a sheet as text, row by row from the first.
fn grid(book: &Path, sheet: usize) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(book).unwrap();
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

fn near(cell: &str, exact: &str) -> bool {
    let (Ok(a), Ok(b)) = (cell.parse::<f64>(), exact.parse::<f64>()) else { return cell == exact };
    (a - b).abs() < 1e-9
}

#[test]
fn every_figure_of_a_sheet_is_that_of_the_scores() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir);
    let scores = rows(&dir.join(PREFECTURES).join("scores.csv"));
    let mut by_node: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for row in scores.iter().filter(|row| row["state"] != "not_applicable" && !row["score"].is_empty()) {
        by_node.entry(&row["node"]).or_default().push(row["score"].parse().unwrap());
    }
    let folder = dir.join(PREFECTURES).join("反馈表");
    let mut compared = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let code = path.file_name().unwrap().to_str().unwrap().split('-').next().unwrap().to_owned();
        let grid = grid(&path, 0);
        let mine: Vec<_> = scores.iter().filter(|row| row["unit"] == code).collect();
        let (total, nodes) = mine.split_first().unwrap();
        let strip = &grid[3];
        assert!(strip[0].contains(&format!("第{}名 / 共14个", total["rank"])), "{strip:?}");
        assert!(strip.contains(&format!("{} / 100分", total["score"])), "{strip:?}");
        assert!(strip.contains(&total["grade"]), "{strip:?}");
        let head = grid.iter().position(|row| row[0] == "指标").unwrap();
        for (row, node) in grid[head + 1..].iter().zip(nodes) {
            let at = |column: usize, exact: &str| {
                assert!(
                    near(&row[column], exact),
                    "{code} {} column {column}: {} is not {exact}",
                    node["node"],
                    row[column]
                );
            };
            at(3, &node["marks"]);
            at(4, if node["score"].is_empty() { "－" } else { &node["score"] });
            if node["state"] == "not_applicable" {
                continue;
            }
            let score: f64 = node["score"].parse().unwrap();
            let peers = &by_node[node["node"].as_str()];
            let rank = peers.iter().filter(|other| **other > score).count() + 1;
            at(7, &rank.to_string());
            assert!(
                (row[8].parse::<f64>().unwrap()
                    - peers.iter().sum::<f64>() / f64::from(u32::try_from(peers.len()).unwrap()))
                .abs()
                    < 1e-9
            );
            at(9, &peers.iter().copied().fold(f64::MIN, f64::max).to_string());
            if node["node"].starts_with(['A', 'B']) {
                let lost = node["marks"].parse::<f64>().unwrap() - score;
                assert!((row[6].parse::<f64>().unwrap() - lost).abs() < 1e-9, "{row:?}");
                let indicator =
                    !nodes.iter().any(|n| n["node"] != node["node"] && n["node"].starts_with(&node["node"]));
                assert!(!indicator || lost <= 0.0 || row[10].contains('失'), "why marks were lost is said: {row:?}");
            }
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn why_marks_were_lost_is_said_in_plain_words() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir);
    let of = |code: &str, indicator: &str| {
        let folder = dir.join(PREFECTURES).join("反馈表");
        let file = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        let file = file.into_iter().find(|p| p.file_name().unwrap().to_str().unwrap().starts_with(code)).unwrap();
        let row = grid(&file, 0).into_iter().find(|row| row[0] == indicator).unwrap();
        row[10].clone()
    };
    assert_eq!(of("652700", "质量违法案件按期办结率").split('；').next().unwrap(), "91.358%，低于目标3.642 个百分点");
    assert!(of("652700", "游客满意度").starts_with("未填，用 2014 的数值"));
    assert!(of("652700", "群众性质量活动").contains("未做到：开展QC小组活动"));
    assert!(of("652700", "特色林果生态健康果园试点").contains("不适用"));
    assert!(of("653000", "质量工作协调机制运行").starts_with("未填，记 0 分"));
}

#[test]
fn the_joint_workbook_has_every_sheet_behind_its_index() {
    let (_guard, dir) = example("midterm-2015");
    run(&dir);
    let path = dir.join(PREFECTURES).join("反馈表.xlsx");
    let book: Xlsx<_> = open_workbook(&path).unwrap();
    let names = book.sheet_names();
    assert_eq!(names.len(), 15);
    assert_eq!(names[0], "目录");
    let index = grid(&path, 0);
    let first = index.iter().position(|row| row[0] == "名次").unwrap() + 1;
    assert_eq!(index[first][1], "乌鲁木齐市");
    let alone = dir.join(PREFECTURES).join("反馈表").join("650100-乌鲁木齐市.xlsx");
    let drop_link = |mut grid: Vec<Vec<String>>| {
        for row in &mut grid {
            row.truncate(11);
        }
        grid
    };
    assert_eq!(drop_link(grid(&path, 1)), drop_link(grid(&alone, 0)));
}

/// A value for each indicator that gives full marks whatever the other units have.
const FULL: [(&str, &str, &str); 8] = [
    ("A12", "主要农产品质量安全监测合格率", "100"),
    ("A13", "食品安全监督抽检合格率", "98"),
    ("A22", "其他工程一次验收合格率", "98"),
    ("A31", "生产性服务业顾客满意度", "80"),
    ("B12", "质量工作领导小组会议次数", "4"),
    ("B21", "质量监管能力和制度建设核查评分", "100"),
    ("B28", "工程质量终身责任承诺书签署率", "100"),
    ("D2", "质量问题被自治区级通报次数", "0"),
];

#[test]
fn a_unit_stands_where_its_sheet_says_once_the_data_really_are_so() {
    let (_guard, dir) = example("midterm-2015");
    let assessment = Assessment::open(&dir, &Options::default()).unwrap();
    let scoring = &assessment.scorings[0];
    let now = scoring.score(scoring.gather(&dir, &mut |_, _| {}));
    let input = scoring.input(&now.gathered);
    let review = Review::new(&input, &now.outcome);
    let regains = Regains::new(&review).unwrap();
    let asked = regains.ask();
    let mut other = scoring.gather(&dir, &mut |_, _| {});
    let (mut held, mut moved, mut regraded) = (0, 0, 0);
    for unit in 0..scoring.register.len() {
        for claim in asked.most(unit, 99) {
            let id = scoring.rubric.node_id(NodeRef::Node(claim.node));
            let Some((_, name, full)) = FULL.iter().find(|(node, ..)| *node == id) else { continue };
            let field = scoring.rubric.scheme.fields.iter().position(|f| f.name == *name).unwrap();
            let is_it = |o: &Observation| o.unit == unit && o.field == field && o.period.as_ref() == "2015";
            let observations = &mut other.ingested.observations;
            let Some(at) = (0..observations.len()).find(|i| other.used[*i] && is_it(&observations[*i])) else {
                continue;
            };
            let full = Reading::Value(Value::Number(full.parse().unwrap()));
            let before_it = std::mem::replace(&mut observations[at].reading, full);
            let then = score(&scoring.input(&other));
            other.ingested.observations[at].reading = before_it;
            let result = then.node(claim.node, unit).unwrap();
            let lost_nothing =
                result.score.as_ref().is_some_and(|s| if id == "D2" { s.is_zero() } else { *s == result.marks });
            if !lost_nothing {
                continue; // not to be had by this value alone: not reported at all, or counted down for another reason
            }
            let total = &then.finals()[unit];
            let before = &now.outcome.finals()[unit];
            assert_eq!(
                (&claim.total, &claim.rank, &claim.rank_in, claim.grade),
                (&total.published, &total.rank, &total.rank_in, total.grade),
                "{id} of {}",
                scoring.register.units()[unit].name
            );
            held += 1;
            moved += i32::from(total.rank != before.rank);
            regraded += i32::from(total.grade != before.grade);
        }
    }
    assert!(held >= 40 && moved > 0 && regraded > 0, "{held} claims held, {moved} ranks and {regraded} grades changed");
}

/// A folder with one indicator and these units, all of which have a value.
fn small(units: &str, data: &str) -> (support::TempDir, std::path::PathBuf) {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path().to_owned();
    let rubric = "[rubric]\nformat = 1\nid = \"small\"\ntitle = \"小\"\nversion = \"1\"\nperiod = \"2015\"\nfull_marks = 10\n\
                  subjects = \"units\"\n[[field]]\nid = \"x\"\nname = \"=x&<b>\"\ntype = \"decimal\"\nunit = \"\\\"件\"\n\
                  [[section]]\nid = \"S\"\nmarks = 10\n[[indicator]]\nid = \"I\"\nname = \"=1+1\"\nunder = \"S\"\nmarks = 10\n\
                  value = \"x\"\ntarget = 10\nscore = { rule = \"ratio\" }\n";
    let settings = "[assessment]\ntitle = \"小\"\n[[scoring]]\nrubric = \"small.toml\"\nregister = \"units.csv\"\nreturns = [\"data.csv\"]\n";
    for (name, text) in
        [("small.toml", rubric), ("assessment.toml", settings), ("units.csv", units), ("data.csv", data)]
    {
        fs::write(dir.join(name), text).unwrap();
    }
    (guard, dir)
}

#[test]
fn names_that_no_file_or_sheet_may_bear_still_give_workbooks() {
    let units = "code,name,short,aliases,kind,group,class,parent\n\
                 a/b,../../x,目录,,,,,\nA\\B,=cmd|' /C calc'!A0,[x]:*?,,,,,\nCON,<script>,History,,,,,\n\
                 d,一个名字长得任何一个工作表都放不下的单位所以必须从后面截短才能用在工作表上甲,,,,,,\n\
                 e,一个名字长得任何一个工作表都放不下的单位所以必须从后面截短才能用在工作表上乙,,,,,,\n";
    let data = "unit,field,value\na/b,x,1\nA\\B,x,2\nCON,x,3\nd,x,4\ne,x,5\n";
    let (_guard, dir) = small(units, data);
    let folder = dir.join("out/small/反馈表");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("gone-不再参评的单位.xlsx"), "of an earlier run").unwrap();
    run(&dir);
    let made: BTreeSet<String> = files(&dir.join("out")).into_keys().filter(|n| n.contains("/反馈表/")).collect();
    assert_eq!(made.len(), 5, "{made:#?}");
    assert!(
        made.iter().all(|n| n.matches('/').count() == 2 && !n.contains(['\\', ':', '*', '?', '<', '|'])),
        "{made:#?}"
    );
    let joint = dir.join("out/small/反馈表.xlsx");
    let book: Xlsx<_> = open_workbook(&joint).unwrap();
    let lower: BTreeSet<String> = book.sheet_names().iter().map(|n| n.to_lowercase()).collect();
    assert_eq!(lower.len(), 6, "{lower:?}");
    assert!(!lower.contains("history"));
    for sheet in 1..6 {
        let grid = grid(&joint, sheet);
        assert!(grid.iter().any(|row| row[0] == "=1+1"), "a name that looks like a formula is a text");
    }
}

#[test]
fn nothing_of_an_earlier_run_with_more_units_or_another_language_stays() {
    let units: String = (0..301).fold("code,name,short,aliases,kind,group,class,parent\n".to_owned(), |mut text, n| {
        let _ = writeln!(text, "U{n},单位{n},,,,,,");
        text
    });
    let data: String = (0..301).fold("unit,field,value\n".to_owned(), |mut text, n| {
        let _ = writeln!(text, "U{n},x,{n}");
        text
    });
    let (_guard, dir) = small(&units, &data);
    run(&dir);
    let scoring = dir.join("out/small");
    assert!(scoring.join("反馈表-02.xlsx").is_file());
    fs::write(scoring.join("排名.pdf"), "of the earlier run").unwrap();
    // one unit fewer: the file of U300 goes, and the numbered parts with it
    fs::write(dir.join("units.csv"), units.replace("U300,单位300,,,,,,\n", "")).unwrap();
    fs::write(dir.join("data.csv"), data.replace("U300,x,300\n", "")).unwrap();
    run(&dir);
    let names: BTreeSet<String> = files(&scoring).into_keys().collect();
    assert!(!names.iter().any(|n| n.contains("U300") || n.contains("反馈表-") || n.contains(".pdf")), "{names:?}");
    assert_eq!(names.iter().filter(|n| n.starts_with("反馈表/")).count(), 300);
    let english = zhiheng(["run", dir.to_str().unwrap(), "--quiet", "--lang", "en"]);
    assert!(english.code < 2, "{}", english.err);
    let names: BTreeSet<String> = files(&scoring).into_keys().collect();
    assert!(!names.iter().any(|n| n.contains("反馈表") || n.contains("排名")), "{names:?}");
}

#[test]
fn many_units_are_split_over_several_joint_workbooks() {
    let mut units = String::from("code,name,short,aliases,kind,group,class,parent\n");
    let mut data = String::from("unit,field,value\n");
    for i in 0..301 {
        writeln!(units, "u{i},单位{i},,,,,,").unwrap();
        writeln!(data, "u{i},x,{}", i % 10).unwrap();
    }
    let (_guard, dir) = small(&units, &data);
    run(&dir);
    let out = dir.join("out/small");
    assert!(!out.join("反馈表.xlsx").exists());
    for (book, sheets) in [("反馈表-01.xlsx", 301), ("反馈表-02.xlsx", 2)] {
        let opened: Xlsx<_> = open_workbook(out.join(book)).unwrap();
        assert_eq!(opened.sheet_names().len(), sheets);
        assert!(grid(&out.join(book), 0)[1][0].contains("共2册"), "the index says that there are several");
    }
    assert_eq!(fs::read_dir(out.join("反馈表")).unwrap().count(), 301);
}
