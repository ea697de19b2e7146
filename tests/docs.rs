//! The documentation is current and its numbers hold: rule pages made from the comments on the rules, and the guides.
//!
//! `ZHIHENG_UPDATE=1 cargo test --test docs` writes the pages again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up should stop")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use zhiheng::finding::text::{about, level_name};
use zhiheng::finding::{Code, Lang, Level, Place};
use zhiheng::number::Exact;
use zhiheng::observe::{Observation, Reading, Value, resolve};
use zhiheng::register::{Register, Responsibilities, read_register};
use zhiheng::rubric::{self, FieldType, Rubric, words};
use zhiheng::score::{Input, score};

/// A documented item: a rule by its name in a rubric, or the modifiers.
struct Page {
    name: String,
    doc: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn file(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Fails where a file is not what it should be; writes it where that is asked for.
fn current(path: &str, text: &str) {
    if std::env::var_os("ZHIHENG_UPDATE").is_some() {
        let path = root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let found = fs::read_to_string(root().join(path)).unwrap_or_default();
    assert!(found == text, "{path} is not current: ZHIHENG_UPDATE=1 cargo test --test docs");
}

/// The comments on the variants of `Rule`, and on `Modifiers`.
fn pages() -> Vec<Page> {
    let source = file("src/rubric/rule.rs");
    let body = source.split_once("pub enum Rule {").unwrap().1;
    let mut pages = Vec::new();
    let mut doc = String::new();
    for line in body.lines() {
        if let Some(text) = line.strip_prefix("    ///") {
            doc.push_str(text.strip_prefix(' ').unwrap_or(text));
            doc.push('\n');
        } else if let Some(variant) = line.strip_prefix("    ").filter(|l| l.starts_with(char::is_uppercase)) {
            let name = variant.trim_end_matches([',', '{', ' ']).to_lowercase();
            pages.push(Page { name, doc: std::mem::take(&mut doc) });
        } else {
            // the comment on a key of a variant
            doc.clear();
        }
    }
    let scheme = file("src/rubric/scheme.rs");
    let before = scheme.split_once("pub struct Modifiers {").unwrap().0;
    let lines: Vec<&str> = before.lines().rev().skip(1).take_while(|l| l.starts_with("///")).collect();
    let text = |l: &&str| l[3..].strip_prefix(' ').unwrap_or(&l[3..]).to_owned() + "\n";
    pages.push(Page { name: "modifiers".into(), doc: lines.iter().rev().map(text).collect() });
    pages
}

/// The first fenced block of TOML.
fn example(text: &str) -> &str {
    text.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0
}

/// The rows of the tables whose last column is `marks`: headings first.
fn table(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = text.lines().filter(|l| l.starts_with('|')).map(cells).collect();
    let start = rows.iter().position(|r| r.last().is_some_and(|c| c == "marks" || c == "得分")).unwrap();
    rows[start..].iter().filter(|r| !r[0].starts_with("---")).cloned().collect()
}

const HEAD: &str = "[rubric]\nid = \"example\"\ntitle = \"example\"\nperiod = \"2015\"\nfull_marks = 100\n\n";

fn read(text: &str) -> Rubric {
    rubric::read("example.toml", text)
        .unwrap_or_else(|f| panic!("{text}\n{:#?}", f.iter().map(|f| f.says(Lang::En)).collect::<Vec<_>>()))
        .0
}

/// Scores a table: a unit a row, a field (`field@period` for another period) a column, the last being what is expected of
/// the indicator, or of the total, where there is no such node.
fn check_numbers(rubric: &Rubric, table: &[Vec<String>], node: Option<usize>, page: &str) {
    let (heads, rows) = table.split_first().unwrap();
    let mut register = "code,name,short,aliases,kind,group,class,parent\n".to_owned();
    for (unit, _) in rows.iter().enumerate() {
        writeln!(register, "U{unit},单位{unit},,,,,,").unwrap();
    }
    let register = read_register("units.csv", &register).unwrap();
    let mut observations = Vec::new();
    for (unit, row) in rows.iter().enumerate() {
        for (head, cell) in heads.iter().zip(row).take(heads.len() - 1) {
            observations.extend(observed(rubric, unit, head, cell));
        }
    }
    let outcome = scored(rubric, &register, &observations);
    let results = &outcome.periods[0];
    for (unit, row) in rows.iter().enumerate() {
        let got = match node {
            Some(node) => results.nodes[node][unit].score.clone(),
            None => results.totals[unit].published.clone(),
        };
        let expected: Exact = row.last().unwrap().parse().unwrap();
        assert_eq!(got, Some(expected), "{page}: {row:?}");
    }
}

fn scored(rubric: &Rubric, register: &Register, observations: &[Observation]) -> zhiheng::score::Outcome {
    let settled = resolve(observations, &rubric.scheme.fields, &rubric.scheme.sources, register);
    score(&Input {
        rubric,
        register,
        responsibilities: &Responsibilities::default(),
        observations,
        used: &settled.used,
        adjustments: &[],
    })
}

/// What a cell says: a value, several of them for assessors, `－` for not applicable, nothing for missing.
fn observed(rubric: &Rubric, unit: usize, head: &str, cell: &str) -> Vec<Observation> {
    let (id, period) = head.split_once('@').unwrap_or((head, "2015"));
    let Some(field) = rubric.scheme.fields.iter().position(|f| f.id == id || f.name == id) else {
        return Vec::new();
    };
    let parts: Vec<&str> = if rubric.scheme.fields[field].panel { cell.split(' ').collect() } else { vec![cell] };
    let one = |(i, text): (usize, &&str)| Observation {
        unit,
        field,
        period: period.into(),
        source: if parts.len() > 1 { format!("assessor {i}").into() } else { "self".into() },
        reading: reading(rubric.scheme.fields[field].kind, text),
        place: Place::default(),
        remarks: None,
    };
    parts.iter().enumerate().map(one).collect()
}

fn reading(kind: FieldType, text: &str) -> Reading {
    match (text, kind) {
        ("", _) => Reading::Missing,
        ("－", _) => Reading::NotApplicable,
        (text, FieldType::Bool) => Reading::Value(Value::Bool(matches!(text, "是" | "yes"))),
        (text, FieldType::Choice | FieldType::Text) => Reading::Value(Value::Text(text.into())),
        (text, _) => Reading::Value(Value::Number(text.parse().unwrap())),
    }
}

#[test]
fn every_rule_has_a_page_with_the_four_headings() {
    let pages = pages();
    assert_eq!(pages.len(), 16);
    for page in &pages {
        for heading in ["## What it does", "## Keys", "## In practice", "## Example"] {
            assert!(page.doc.contains(heading), "{} lacks {heading}", page.name);
        }
    }
}

#[test]
fn the_numbers_of_every_rule_page_hold() {
    for page in pages() {
        let rubric = read(&format!("{HEAD}{}", example(&page.doc)));
        let node = rubric.node("A1").map(|_| 0);
        check_numbers(&rubric, &table(&page.doc), node, &page.name);
    }
}

#[test]
fn rule_pages_are_current() {
    let mut index =
        "# Rules\n\nMade from the comments in `src/rubric`; the numbers of every example are scored by a test.\n\n"
            .to_owned();
    index.push_str("| rule | | what it does |\n|---|---|---|\n");
    for page in pages() {
        let (first, rest) = page.doc.split_once('\n').unwrap();
        let (chinese, what) = first.split_once(": ").unwrap_or(("", first));
        let rubric = read(&format!("{HEAD}{}", example(&page.doc)));
        let said = |lang| words::rule_in_words(&rubric, 0, lang);
        let rest = rest.trim().replace("\n## ", "\n\n## ").replace("\n\n\n", "\n\n");
        let rest = rest.replace("\n```\n|", "\n```\n\n|").replace("\n```toml", "\n\n```toml");
        let headed: String = rest.split('\n').map(spaced).collect::<Vec<_>>().join("\n");
        let title = if chinese.is_empty() { format!("# {}", page.name) } else { format!("# {} {chinese}", page.name) };
        let text = format!(
            "{title}\n\n{}\n\n{}\n\n## In words\n\nThe example as the scheme prints it:\n\n> {}\n\n> {}\n",
            capital(what),
            headed.replace("\n\n\n", "\n\n"),
            said(Lang::Zh),
            said(Lang::En)
        );
        current(&format!("docs/rules/{}.md", page.name), &text);
        writeln!(index, "| [{0}]({0}.md) | {chinese} | {what} |", page.name).unwrap();
    }
    current("docs/rules/README.md", &index);
}

/// The page of a code in one language: its sentence, what it means, what to do, an example.
fn finding_page(code: Code) -> String {
    let mut page = format!("# {}\n", code.id());
    for (lang, [level, means, todo, none, example]) in [
        (Lang::Zh, ["级别", "含义", "怎么办", "不需要处理。", "例"]),
        (Lang::En, ["Level", "Meaning", "What to do", "Nothing.", "Example"]),
    ] {
        let about = about(code, lang);
        let remedy = if about.remedy.is_empty() { none } else { about.remedy.as_str() };
        let full = |text: &str| match (text.ends_with(['.', '。', '?', '？']), lang) {
            (true, _) => text.to_owned(),
            (false, Lang::Zh) => format!("{text}。"),
            (false, Lang::En) => format!("{text}."),
        };
        let (says, remedy) = (full(&about.says), full(&capital(remedy)));
        let (language, name) = match lang {
            Lang::Zh => ("中文", level_name(about.level, lang)),
            Lang::En => ("English", level_name(about.level, lang)),
        };
        let says = if about.says.is_empty() { "…".to_owned() } else { capital(&says) };
        write!(
            page,
            "\n## {language}\n\n> {says}\n\n- **{level}**: {name}\n- **{means}**: {}\n- **{todo}**: {remedy}\n\n{example}:\n\n```text\n{}\n```\n",
            about.means, about.example
        )
        .unwrap();
    }
    page
}

#[test]
fn finding_pages_are_current() {
    let mut index = "# Findings 问题代码\n\nMade from the catalogue in `src/finding/text`. Codes are stable: scripts may rely on them.\n代码不会改变，可以放心引用。\n".to_owned();
    for level in [Level::Error, Level::Warning, Level::Note] {
        let (zh, en) = (level_name(level, Lang::Zh), level_name(level, Lang::En));
        write!(index, "\n## {zh} {en}\n\n| | 中文 | English |\n|---|---|---|\n").unwrap();
        for code in Code::ALL.iter().copied().filter(|c| c.level() == level) {
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| about(code, lang).says);
            let or = |text: String| if text.is_empty() { "…".to_owned() } else { text };
            writeln!(index, "| [{0}]({0}.md) | {1} | {2} |", code.id(), or(zh), or(en)).unwrap();
        }
    }
    current("docs/findings/README.md", &index);
    for code in Code::ALL.iter().copied() {
        current(&format!("docs/findings/{}.md", code.id()), &finding_page(code));
    }
    let made: Vec<String> = fs::read_dir(root().join("docs/findings"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "README.md")
        .collect();
    let stray: Vec<&String> = made.iter().filter(|n| Code::from_id(n.trim_end_matches(".md")).is_none()).collect();
    assert!(stray.is_empty(), "pages of codes that are no more: {stray:?}");
}

/// The text of every source file below a folder: without its tests, and its tests.
fn sources(folder: &str) -> Vec<(String, String, String)> {
    fn visit(dir: &Path, found: &mut Vec<(String, String, String)>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                visit(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let name = path.to_string_lossy().replace('\\', "/");
                let (body, tests) = match text.split_once("#[cfg(test)]\nmod tests {") {
                    _ if name.ends_with("/tests.rs") => (String::new(), text),
                    Some((body, tests)) => (body.to_owned(), tests.to_owned()),
                    None => (text, String::new()),
                };
                found.push((name, body, tests));
            }
        }
    }
    let mut found = Vec::new();
    visit(&root().join(folder), &mut found);
    found
}

/// A code that nothing gives is a promise, and one that no test expects may be given wrongly for years.
#[test]
fn every_code_is_given_by_the_program_and_expected_by_a_test() {
    let library = sources("src");
    let given =
        library.iter().filter(|(path, ..)| !path.contains("src/finding/text")).map(|(_, body, _)| body.as_str());
    let given: String = given.collect();
    let own = library.iter().map(|(.., tests)| tests.clone());
    let others = sources("tests").into_iter().filter(|(path, ..)| !path.ends_with("tests/docs.rs"));
    let expected: Vec<String> = own.chain(others.map(|(_, body, tests)| format!("{body}{tests}"))).collect();
    let whole = |text: &str, word: &str, of_word: fn(char) -> bool| {
        text.match_indices(word).any(|(at, _)| {
            let beside = [text[..at].chars().next_back(), text[at + word.len()..].chars().next()];
            !beside.into_iter().flatten().any(of_word)
        })
    };
    let of_name = |c: char| c.is_alphanumeric();
    let of_id = |c: char| c.is_alphanumeric() || c == '-';
    for code in Code::ALL {
        let name = format!("Code::{code:?}");
        assert!(whole(&given, &name, of_name), "nothing gives {}", code.id());
        let tested = expected.iter().any(|text| whole(text, &name, of_name) || whole(text, code.id(), of_id));
        assert!(tested, "no test expects {}", code.id());
    }
}

/// A heading with an empty line after it.
fn spaced(line: &str) -> String {
    if line.starts_with("## ") { format!("{line}\n") } else { line.to_owned() }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// All blocks of a kind, one after the other.
fn blocks(text: &str, kind: &str) -> String {
    let fence = format!("```{kind}\n");
    let inner = |part: &str| part.split_once("```").map(|(block, _)| block.to_owned());
    text.split(&fence).skip(1).filter_map(inner).collect::<Vec<_>>().join("\n")
}

const GUIDES: [&str; 2] = ["docs/zh/first-rubric.md", "docs/en/first-rubric.md"];

#[test]
fn the_rubric_of_each_guide_is_sound_and_scores_as_it_says() {
    for guide in GUIDES {
        let text = file(guide);
        let (rubric, findings) = rubric::read(guide, &blocks(&text, "toml")).unwrap();
        assert!(findings.is_empty(), "{guide}: {findings:?}");
        check_numbers(&rubric, &table(&text), None, guide);
    }
}

#[test]
fn the_rubric_of_each_page_on_stages_is_sound_and_scores_as_it_says() {
    for page in ["docs/zh/stages.md", "docs/en/stages.md"] {
        let text = file(page);
        let (rubric, findings) = rubric::read(page, &blocks(&text, "toml")).unwrap();
        assert!(findings.is_empty(), "{page}: {findings:?}");
        check_numbers(&rubric, &table(&text), None, page);
    }
}

#[test]
fn the_commands_of_each_guide_run() {
    for guide in GUIDES {
        let text = file(guide);
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("my-first.toml"), blocks(&text, "toml")).unwrap();
        for line in blocks(&text, "sh").lines().filter(|l| !l.is_empty()) {
            let named = |word: &str| {
                let file = dir.path().join(word);
                if word.contains('.') { file.to_str().unwrap().to_owned() } else { word.to_owned() }
            };
            let args: Vec<String> = line.split(' ').skip(1).map(named).collect();
            let ran = support::zhiheng(args.iter().map(String::as_str));
            assert_eq!(ran.code, 0, "{line}\n{}", ran.err);
        }
        let [first, second] =
            ["my-first.toml", "my-second.toml"].map(|n| fs::read_to_string(dir.path().join(n)).unwrap());
        let canonical = |text: &str| rubric::write::to_toml(&read(text).scheme);
        assert_eq!(canonical(&first), canonical(&second), "{guide}");
    }
}

#[test]
fn the_commands_of_each_page_on_counties_run() {
    for page in ["docs/zh/counties.md", "docs/en/counties.md"] {
        let text = file(page);
        let dir = tempfile::tempdir().unwrap();
        let [kashi, region] = ["kashi", "region"].map(|name| dir.path().join(name));
        for line in blocks(&text, "sh").lines().filter(|l| !l.is_empty()) {
            if line == "zhiheng run kashi" {
                let rows = fs::read_to_string(kashi.join("counties.csv")).unwrap();
                let own = rows.lines().filter(|row| row.starts_with("code,") || row.ends_with(",653100"));
                fs::write(kashi.join("counties.csv"), own.fold(String::new(), |all, row| all + row + "\n")).unwrap();
                for sent in
                    fs::read_dir(root().join("examples/counties-2015/returns/counties/653100-喀什地区")).unwrap()
                {
                    let sent = sent.unwrap();
                    fs::copy(sent.path(), kashi.join("returns").join(sent.file_name())).unwrap();
                }
            }
            if line == "zhiheng run region" {
                fs::create_dir_all(region.join("gathered/653100")).unwrap();
                fs::write(region.join("assessment.toml"), blocks(&text, "toml")).unwrap();
                let [from, to] = [kashi.join("out/counties-2015"), region.join("gathered/653100")];
                fs::copy(from.join("observations.csv"), to.join("observations.csv")).unwrap();
            }
            let args: Vec<&str> = line
                .split(' ')
                .skip(1)
                .map(|word| match word {
                    "kashi" => kashi.to_str().unwrap(),
                    "region" => region.to_str().unwrap(),
                    other => other,
                })
                .collect();
            let ran = support::zhiheng(args.iter().copied());
            // some returns of the example are wrong on purpose
            assert!(ran.code < 2, "{line}\n{}", ran.err);
            let trail = "gathered/653100/observations.csv!23:5 ← returns/喀什各县市质量考核数据.xlsx!2015年!M5";
            if line.contains("explain") {
                assert!(text.contains(trail) && ran.out.contains(trail), "{page}: {}", ran.out);
            }
        }
    }
}

const HISTORY: &str = r#"
[rubric]
id = "quality-2015"
title = "Quality"
period = "2015"
full_marks = 10
subjects = "units"

[[field]]
id = "rate"
type = "percent"

[[indicator]]
id = "A1"
name = "Rate"
marks = 10
value = "rate"
target = 100
score = { rule = "ratio" }
"#;

#[test]
fn the_commands_of_each_page_on_the_history_run_and_say_what_it_prints() {
    for page in ["docs/zh/history.md", "docs/en/history.md"] {
        let text = file(page);
        let lang = if page.contains("/zh/") { "zh" } else { "en" };
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("my-assessment");
        let [east, west] = if lang == "zh" { ["东县", "西县"] } else { ["East County", "West County"] };
        let small = [
            (
                "assessment.toml",
                "[assessment]\n[[scoring]]\nrubric = \"quality-2015\"\nreturns = [\"returns\"]\n".to_owned(),
            ),
            ("units.csv", format!("code,name,short,aliases,kind,group,class,parent\n1,{east},,,,,,\n2,{west},,,,,,\n")),
            ("returns/all.csv", format!("unit,field,value\n{east},rate,98\n{west},rate,97\n")),
            ("rubrics/quality-2015.toml", HISTORY.to_owned()),
        ];
        for (name, text) in small {
            fs::create_dir_all(dir.join(name).parent().unwrap()).unwrap();
            fs::write(dir.join(name), text).unwrap();
        }
        let mut said = String::new();
        for line in blocks(&text, "sh").lines().filter(|l| !l.is_empty()) {
            let words = line.split(' ').skip(1);
            let within = |word: &str| match word.strip_prefix("my-assessment") {
                Some(rest) => format!("{}{rest}", dir.display()),
                None => word.to_owned(),
            };
            let named: Vec<String> = words.map(within).collect();
            let ran = support::zhiheng(named.iter().map(String::as_str).chain(["--lang", lang]));
            assert_eq!(ran.code, 0, "{line}\n{}", ran.err);
            said += &ran.out;
            if line.starts_with("zhiheng run") {
                // the page says what was changed between its runs
                fs::write(dir.join("adjustments.csv"), blocks(&text, "csv")).unwrap();
                let settings = fs::read_to_string(dir.join("assessment.toml")).unwrap();
                if !settings.contains("adjustments") {
                    fs::write(dir.join("assessment.toml"), settings + "adjustments = \"adjustments.csv\"\n").unwrap();
                }
            }
        }
        for line in blocks(&text, "text").lines().filter(|l| !l.trim().is_empty()) {
            // but for when and by whom
            let shown = line.split("  ").last().unwrap().trim();
            assert!(said.contains(shown), "{page}: {shown}\n{said}");
        }
        assert_eq!(fs::read_dir(dir.join("out/restored/run-1/quality-2015")).unwrap().count(), 1, "{page}");
    }
}

#[test]
fn the_example_of_each_page_on_comparing_is_split_as_it_says() {
    for (page, field) in [("docs/zh/compare.md", "完成率"), ("docs/en/compare.md", "done")] {
        let text = file(page);
        let units = "code,name,short,aliases,kind,group,class,parent\nU1,甲县,,,,,,\n";
        let folder = |rubric: &str, value: &str| {
            let data = format!("unit,field,value\nU1,{field},{value}\n");
            support::assessment(&[("units.csv", units), ("rubrics/one.toml", rubric), ("returns/a.csv", &data)])
        };
        let rubric = blocks(&text, "toml");
        let (_before, before) = folder(&rubric, "50");
        let (_after, after) = folder(&rubric.replace("marks = 4\n", "marks = 6\n"), "80");
        let ran = support::zhiheng(["compare", &before, &after]);
        assert_eq!(ran.code, 0, "{page}\n{}", ran.err);
        for line in blocks(&text, "text").lines() {
            assert!(ran.out.lines().any(|said| said == line), "{page}: {line}\n{}", ran.out);
        }
        for command in blocks(&text, "sh").lines() {
            let out = tempfile::tempdir().unwrap();
            let args = command.split(' ').skip(1).chain(["--out", out.path().to_str().unwrap()]);
            // some returns of the example are wrong on purpose
            assert!(support::zhiheng(args).code < 2, "{command}");
        }
    }
}

#[test]
fn the_commands_of_each_page_on_appeals_run() {
    let [zh, en] = ["docs/zh/appeals.md", "docs/en/appeals.md"].map(|page| blocks(&file(page), "sh"));
    assert_eq!(zh, en);
    let (_guard, dir) = support::example("midterm-2015");
    for line in zh.lines().filter(|line| !line.is_empty()) {
        let args = line.split(' ').skip(1).map(|word| if word == "midterm" { dir.to_str().unwrap() } else { word });
        let ran = support::zhiheng(args);
        assert!(ran.code < 2, "{line}\n{}", ran.err);
        assert!(!line.contains("explain") || ran.out.contains("采纳：领导小组"), "{}", ran.out);
    }
}

#[test]
fn the_commands_of_each_page_on_trials_run() {
    let [zh, en] = ["docs/zh/trial.md", "docs/en/trial.md"].map(|page| blocks(&file(page), "sh"));
    assert_eq!(zh, en);
    let (_guard, dir) = support::example("midterm-2015");
    for line in zh.lines() {
        let args = line.split(' ').skip(1).map(|word| if word == "midterm" { dir.to_str().unwrap() } else { word });
        let ran = support::zhiheng(args);
        assert!(ran.code < 2, "{line}\n{}", ran.err);
    }
    assert!(dir.join("out/trial/report-trial.html").is_file());
}

#[test]
fn the_rubric_of_each_page_on_extending_is_sound_and_differs_as_it_says() {
    for page in ["docs/zh/extending.md", "docs/en/extending.md"] {
        let text = file(page);
        let dir = tempfile::tempdir().unwrap();
        let own = dir.path().join("counties.toml");
        fs::write(&own, blocks(&text, "toml")).unwrap();
        let path = own.to_str().unwrap();
        let lang = if page.contains("/zh/") { "zh" } else { "en" };
        let checked = support::zhiheng(["rubric", "check", path, "--lang", lang]);
        assert_eq!(checked.code, 0, "{page}\n{}", checked.err);
        let said = support::zhiheng(["rubric", "diff", path, "--lang", lang]).out;
        let printed = blocks(&text, "text");
        assert_eq!(said.trim(), printed.trim(), "{page}");
    }
}

#[test]
fn the_schema_for_editors_is_current() {
    let mut text = serde_json::to_string_pretty(&rubric::schema::json_schema()).unwrap();
    text.push('\n');
    current("docs/schema/rubric.schema.json", &text);
}

/// The keys that the reader knows in the table where it meets the unknown key `zzz`.
fn known_keys(text: &str) -> Vec<String> {
    let (_, findings) = rubric::examine("r.toml", text);
    let unknown = findings.iter().find(|f| f.found == "zzz").unwrap_or_else(|| panic!("{text}"));
    let mut keys: Vec<String> = unknown.expected.split(", ").map(str::to_owned).collect();
    keys.sort();
    keys
}

fn schema_keys(schema: &serde_json::Value) -> Vec<String> {
    let mut keys: Vec<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
    keys.sort();
    keys
}

#[test]
fn the_schema_knows_the_keys_that_the_reader_knows() {
    let schema = rubric::schema::json_schema();
    let table = |name: &str| match &schema["properties"][name] {
        list if list["type"] == "array" => list["items"].clone(),
        table => table.clone(),
    };
    for name in ["rubric", "defaults", "rounding", "ranking", "grading", "periods"] {
        assert_eq!(schema_keys(&table(name)), known_keys(&format!("[{name}]\nzzz = 1\n")), "{name}");
    }
    for name in ["grade", "source", "field", "check", "section", "indicator", "veto"] {
        let id = "id = \"x\"\nname = \"x\"\nwhen = \"1 > 0\"\n";
        let keys = known_keys(&format!("[[{name}]]\nzzz = 1\n{id}"));
        let known: Vec<String> = keys.into_iter().filter(|k| !k.is_empty()).collect();
        // only where a rubric extends another is anything taken away
        let own: Vec<String> = schema_keys(&table(name)).into_iter().filter(|k| k != "unset").collect();
        assert_eq!(own, known, "{name}");
        let lays_over = ["field", "section", "indicator", "veto"].contains(&name);
        assert_eq!(table(name)["properties"]["unset"].is_object(), lays_over, "{name}");
    }
    assert_eq!(schema_keys(&schema), known_keys("zzz = 1\n"), "top");
}

#[test]
fn the_schema_asks_for_everything_only_where_no_other_rubric_is_extended() {
    let schema = rubric::schema::json_schema();
    assert_eq!(schema["if"]["properties"]["rubric"]["required"], serde_json::json!(["extends"]));
    assert_eq!(schema["then"]["properties"]["rubric"]["required"], serde_json::json!(["id"]));
    // what the reader misses in a rubric that says nothing is what the schema asks for there
    let missing = |text: &str| -> Vec<String> {
        let (_, findings) = rubric::examine("r.toml", text);
        let of_keys = findings.into_iter().filter(|f| f.code == Code::MissingKey).map(|f| f.expected);
        of_keys.filter(|key| !key.contains('[')).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    };
    let asked = |of: &serde_json::Value| -> Vec<String> {
        let keys = of["required"].as_array().unwrap().iter().map(|k| k.as_str().unwrap().to_owned());
        keys.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    };
    let complete = &schema["else"]["properties"];
    assert_eq!(asked(&complete["rubric"]), missing("[rubric]\n"));
    let head = "[rubric]\nid = \"x\"\ntitle = \"x\"\nperiod = \"2015\"\nfull_marks = 1\n";
    assert_eq!(asked(&complete["periods"]), missing(&format!("{head}[periods]\n")));
    for list in ["indicator", "veto"] {
        // marks may be said by class instead
        let found = missing(&format!("{head}[[{list}]]\nid = \"x\"\nmarks = 1\n"));
        assert_eq!(asked(&complete[list]["items"]), found, "{list}");
    }
}

#[test]
fn the_schema_knows_the_keys_of_every_rule() {
    let schema = rubric::schema::json_schema();
    let alternatives = schema["$defs"]["score"]["oneOf"].as_array().unwrap();
    assert_eq!(alternatives.len(), 15);
    for alternative in alternatives {
        let name = alternative["properties"]["rule"]["const"].as_str().unwrap();
        // some keys are only asked for where their fellows are there
        let fellows = ["", "slopes = [], ", "table = [], ", "severity = {}, "];
        let mut known: Vec<String> = fellows
            .iter()
            .flat_map(|fellow| {
                let more = match (name, *fellow) {
                    ("bands", _) => "bands = [], ",
                    ("versus", _) => "reference = 1, ",
                    ("count", "") => "each = 1, ",
                    ("rank", "") => "step = 1, ",
                    _ => fellow,
                };
                known_keys(&format!("[[indicator]]\nid = \"x\"\nscore = {{ rule = \"{name}\", {more}zzz = 1 }}\n"))
            })
            .filter(|key| {
                !["slopes", "table", "severity"].contains(&key.as_str()) || alternative["properties"][key].is_object()
            })
            .collect();
        known.sort();
        known.dedup();
        assert_eq!(schema_keys(alternative), known, "{name}");
    }
}
