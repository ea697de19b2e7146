//! The page: well formed, nothing in it that is not ours, and the same figures as the scores.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use sha2::{Digest, Sha256};
use support::{example, rows, zhiheng};
use zhiheng::assessment::{Assessment, Options};
use zhiheng::report::page::{MOST_MARKS, part};

/// What a hostile return may say.
const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</script><svg onload=alert(1)>",
    "javascript:alert(1)",
    "]]>--><!--&lt;b&gt;&#60;i&#62;",
    "' autofocus onfocus='alert(1)",
];

const ELEMENTS: &str = "html head meta title style body h1 h2 h3 h4 p nav a section div table thead tbody tr th td span \
                        details summary dl dt dd svg desc rect text footer script";
const ATTRIBUTES: &str = "lang charset http-equiv content name id class role href scope data-v data-for data-kind data-words \
                          tabindex hidden aria-label aria-labelledby viewBox x y width height fill stroke stroke-width \
                          text-anchor font-size";

/// A page, read back.
#[derive(Default)]
struct Page {
    /// Every text outside style and script, and every attribute.
    texts: Vec<String>,
    style: String,
    script: String,
    policy: String,
}

/// Reads the page as XML, which is stricter than HTML: every element closed, every sign escaped.
fn read(page: &str) -> Page {
    let body = page.strip_prefix("<!DOCTYPE html>\n").unwrap();
    let mut reader = Reader::from_str(body);
    let mut read = Page::default();
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    loop {
        let event = reader.read_event().unwrap_or_else(|e| panic!("at byte {}: {e}", reader.error_position()));
        let (start, empty) = match event {
            Event::Eof => break,
            Event::Text(part) => {
                text.push_str(&part);
                continue;
            }
            Event::GeneralRef(part) => {
                let name: &str = &part;
                text.push_str(&unescape(&format!("&{name};")).unwrap());
                continue;
            }
            Event::End(_) => {
                let said = std::mem::take(&mut text);
                match open.pop().as_deref() {
                    Some("style") => read.style = said,
                    Some("script") => read.script = said,
                    _ => read.texts.push(said),
                }
                continue;
            }
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            other => panic!("neither element nor text: {other:?}"),
        };
        read.texts.push(std::mem::take(&mut text));
        let name = start.name().as_ref().to_owned();
        assert!(ELEMENTS.split(' ').any(|known| known == name), "<{name}>");
        for attribute in start.attributes() {
            let attribute = attribute.unwrap();
            let key = attribute.key.as_ref().to_owned();
            let value = unescape(&attribute.value).unwrap().into_owned();
            assert!(ATTRIBUTES.split(' ').any(|known| known == key), "<{name} {key}={value:?}>");
            assert!(key != "href" || value.starts_with("#s"), "{value}");
            if value.starts_with("default-src") {
                read.policy.clone_from(&value);
            }
            read.texts.push(value);
        }
        if !empty {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    read
}

fn run(dir: &Path) -> String {
    let ran = zhiheng(["run", dir.to_str().unwrap(), "--quiet"]);
    assert!(ran.code < 2, "{}", ran.err);
    fs::read_to_string(dir.join("out/report.html")).unwrap()
}

/// The policy lets nothing in but the page's own style and script, and these call nothing in either.
fn allows_only_its_own(page: &Page) {
    let hash = |code: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(code.as_bytes())));
    let expected = format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(&page.style),
        hash(&page.script)
    );
    assert_eq!(page.policy, expected);
    assert!(!page.style.contains("url(") && !page.style.contains("@import"));
    for word in ["fetch", "XMLHttpRequest", "innerHTML", "eval", "import", "document.write"] {
        assert!(!page.script.contains(word), "{word}");
    }
}

#[test]
fn the_page_of_the_example_is_well_formed_and_small() {
    let (_guard, dir) = example("midterm-2015");
    let html = run(&dir);
    assert!(html.len() < 1_000_000, "{}", html.len());
    assert!(html.contains("<html lang=\"zh-CN\">") && html.contains("<meta charset=\"utf-8\"/>"));
    let page = read(&html);
    allows_only_its_own(&page);
    let texts: BTreeSet<&str> = page.texts.iter().map(String::as_str).collect();
    assert!(texts.iter().any(|t| t.starts_with("示例：")), "an example says so");
    for rubric in ["midterm-2015-prefectures", "midterm-2015-agencies"] {
        let table = |name: &str| rows(&dir.join("out").join(rubric).join(name));
        for row in table("scores.csv").iter().filter(|row| row["node"] == "total") {
            assert!(texts.contains(row["score"].as_str()), "the total {} of {}", row["score"], row["unit"]);
        }
        for row in table("findings.csv") {
            assert!(texts.iter().any(|t| t.contains(&row["says"])), "{}", row["says"]);
        }
        for row in table("observations.csv").iter().filter(|row| row["used"] == "true" && row["period"] == "2015") {
            assert!(texts.contains(row["cell"].as_str()), "the cell {} is among those marks came from", row["cell"]);
        }
    }
}

#[test]
fn the_page_speaks_english_when_asked_to() {
    let (_guard, dir) = example("hdi-2015");
    let ran = zhiheng(["run", dir.to_str().unwrap(), "--quiet", "--lang", "en"]);
    assert!(ran.code < 2, "{}", ran.err);
    let html = fs::read_to_string(dir.join("out/report.html")).unwrap();
    assert!(html.contains("<html lang=\"en\">"));
    assert!(read(&html).texts.iter().any(|t| t == "Where marks came from"));
}

/// A folder whose every text is hostile.
fn hostile() -> (support::TempDir, PathBuf) {
    let guard = tempfile::tempdir().unwrap();
    let dir = guard.path().to_owned();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let toml = |text: &str| format!("\"\"\"{}\"\"\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let [a, b, c, d, e, f] = HOSTILE;
    let rubric = format!(
        r#"[rubric]
format = 1
id = "hostile"
title = {}
version = {}
period = "2015"
full_marks = 10
subjects = "units"
basis = [{}]
[ranking]
by_group = true
[[grade]]
name = {}
at_least = 5
[[grade]]
name = "D"
[[field]]
id = "x"
name = {}
type = "text"
[[field]]
id = "y"
name = "m<i>n"
type = "decimal"
max = 5
unit = "><b"
[[section]]
id = "S"
name = {}
marks = 10
[[indicator]]
id = "I"
name = {}
under = "S"
marks = 5
value = "x"
score = {{ rule = "choice", levels = {{ "好" = 1 }} }}
[[indicator]]
id = "J"
name = {}
under = "S"
marks = 5
value = "y"
target = 5
score = {{ rule = "ratio" }}
[[veto]]
id = "V"
name = {}
when = "y > 2"
effect = {{ deduct = 1 }}
"#,
        toml(a),
        toml(b),
        toml(c),
        toml(d),
        toml(e),
        toml(c),
        toml(a),
        toml(b),
        toml(d)
    );
    let mut units = String::from("code,name,short,aliases,kind,group,class,parent\n");
    let mut data = String::from("unit,field,value,file,sheet,cell\n");
    for (i, text) in HOSTILE.iter().enumerate() {
        writeln!(units, "{i},{},{},,,{},,", quoted(text), quoted(&format!("{i}{e}")), quoted(f)).unwrap();
        writeln!(data, "{i},x,{},{},{},{}", quoted(text), quoted(a), quoted(b), quoted(c)).unwrap();
        writeln!(data, "{i},y,{},,,", if i % 2 == 0 { "3".to_owned() } else { quoted(text) }).unwrap();
    }
    writeln!(data, "{},x,1,,,", quoted("<b>unknown</b>")).unwrap();
    let (why, by, on) = (quoted(b), quoted(c), quoted(a));
    let adjustments = format!("unit,node,period,action,amount,reason,by,date\n0,I,2015,set,2,{why},{by},{on}\n");
    let settings = format!(
        "[assessment]\ntitle = {}\n[[scoring]]\nrubric = \"r.toml\"\nregister = \"u.csv\"\nreturns = [\"d.csv\"]\n\
         adjustments = \"a.csv\"\n",
        toml(e)
    );
    let tables = [("u.csv", units), ("d.csv", data), ("a.csv", adjustments)];
    for (name, text) in [("r.toml", rubric), ("assessment.toml", settings)].into_iter().chain(tables) {
        fs::write(dir.join(name), text).unwrap();
    }
    (guard, dir)
}

#[test]
fn nothing_that_a_return_says_becomes_markup() {
    let (_guard, dir) = hostile();
    let html = run(&dir);
    let page = read(&html);
    allows_only_its_own(&page);
    for text in HOSTILE {
        assert!(page.texts.iter().any(|t| t.contains(text)), "{text} is shown as it was written");
    }
    assert!(page.texts.iter().any(|t| t.contains("<b>unknown</b>")), "findings show what was found");
    assert_eq!(html.matches("<script").count(), 1);
    assert_eq!(html.matches("</script").count(), 1);
    let after = |mark: &str| -> Vec<String> {
        let found = html.match_indices(mark).map(|(at, _)| &html[at + mark.len()..]);
        found.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let ids = after(" id=\"");
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "ids are told apart");
    for id in after("href=\"#") {
        assert!(ids.contains(&id), "a link leads somewhere: {id}");
    }
}

#[test]
fn where_there_are_too_many_marks_the_page_says_so() {
    let (_guard, dir) = hostile();
    let mut units = String::from("code,name,short,aliases,kind,group,class,parent\n");
    for i in 0..=MOST_MARKS / 3 {
        writeln!(units, "{i},单位{i},,,,,,").unwrap();
    }
    fs::write(dir.join("u.csv"), units).unwrap();
    let assessment = Assessment::open(&dir, &Options::default()).unwrap();
    let scoring = &assessment.scorings[0];
    let scored = scoring.score(scoring.gather(&dir, &mut |_, _| {}));
    let intake = scoring.intake(&scored);
    let html = zhiheng::report::page::page("题", scoring.lang, &[part(&scoring.report(&scored, &intake), 0)]);
    let page = read(&html);
    assert!(page.texts.iter().any(|t| t.contains("超过6000")), "the limit is stated");
    assert!(!html.contains("<details class=\"unit\""));
    assert!(html.contains("单位1999"), "the ranking is there");
}
