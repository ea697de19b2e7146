//! The page (report.html): all scorings of an assessment in one file that opens offline, prints, and loads nothing.
//!
//! Everything is there without scripts; the script only sorts, filters, and opens and closes. Returns are written by
//! others: every text of theirs passes through [`html`], which knows no way to write markup that came from outside, and the
//! page itself forbids the browser anything but its own style and script, known by their hashes.

mod chart;
mod findings;
mod html;
mod ranking;
mod units;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::finding::Lang;

use super::Report;
use super::method::{self, Line};
use super::text::{page as words, put};
use html::Html;

pub use units::MOST_MARKS;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The part of the page on one scoring.
#[derive(Debug)]
pub struct Part {
    title: String,
    id: String,
    html: Html,
}

/// Which of the parts holds the charts.
const CHART: usize = 1;

/// Makes the part on one scoring, the `index`-th of the assessment.
#[must_use]
pub fn part(report: &Report<'_>, index: usize) -> Part {
    let words = words(report.lang);
    let head = &report.rubric.scheme.head;
    let prefix = format!("s{index}");
    let title = report.title();
    let mut html = Html::default();
    let h = &mut html;
    let class = if index == 0 { "first" } else { "" };
    h.leaf("h2", &[("id", &prefix), ("class", class)], &title);
    if head.illustrative {
        h.leaf("p", &[("class", "example"), ("role", "note")], report.words().example_line);
    }
    if let Some(says) = report.trial_line() {
        h.leaf("p", &[("class", "example"), ("role", "note")], &says);
    }
    let subtitle = report.subtitle();
    h.leaf("p", &[], subtitle.lines().next().unwrap_or_default());
    h.leaf("p", &[("class", "quiet")], &put(words.version, &[&head.id, &head.version]));
    if !head.basis.is_empty() {
        let colon = if report.words().comma == "、" { "：" } else { ": " };
        h.leaf("p", &[("class", "quiet")], &format!("{}{colon}{}", words.basis, head.basis.join(report.words().and)));
    }
    let counts = report.counts();
    h.leaf("p", &[], &put(words.findings, &counts.each_ref().map(String::as_str)));
    let ids: Vec<String> =
        ["ranking", "chart", "marks", "findings", "method"].map(|p| format!("{prefix}-{p}")).to_vec();
    let single = report.is_single();
    let mut names = words.parts;
    if single {
        [names[0], names[2]] = words.alone;
    }
    h.el("nav", &[], |h| {
        for (at, (id, name)) in ids.iter().zip(names).enumerate() {
            if at != CHART || !single {
                h.leaf("a", &[("href", &format!("#{id}"))], name);
            }
        }
    });
    h.line();
    let heading = |h: &mut Html, part: usize| h.leaf("h3", &[("id", &ids[part])], names[part]);
    heading(h, 0);
    ranking::ranking(report, &prefix, units::few_enough(report), h);
    for line in method::standing(report) {
        h.leaf("p", &[("class", "quiet")], &line);
    }
    // bars compare
    if !single {
        heading(h, CHART);
        chart::charts(report, &prefix, h);
    }
    heading(h, 2);
    units::units(report, &prefix, h);
    heading(h, 3);
    findings::findings(report, &prefix, h);
    heading(h, 4);
    about(report, h);
    Part { title, id: prefix, html }
}

/// By which rubric, rules, data and program.
fn about(report: &Report<'_>, html: &mut Html) {
    let lines = method::lines(report);
    let mut rest = lines.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let count = after.iter().take_while(|line| !matches!(line, Line::Head(_))).count();
        let (block, next) = after.split_at(count);
        rest = next;
        let fill = |h: &mut Html| {
            h.el("dl", &[], |h| {
                for line in block {
                    if let Line::Pair(name, text) | Line::File(name, text) = line {
                        h.leaf("dt", &[], name);
                        h.leaf("dd", &[], text);
                    }
                }
            });
        };
        let Line::Head(title) = first else { continue };
        if block.iter().any(|line| matches!(line, Line::File(..))) {
            html.el("details", &[], |h| {
                h.leaf("summary", &[], title);
                fill(h);
            });
        } else {
            html.leaf("h4", &[], title);
            fill(html);
        }
        html.line();
    }
}

/// The whole page.
#[must_use]
pub fn page(title: &str, lang: Lang, parts: &[Part]) -> String {
    let words = words(lang);
    let hash = |code: &str| STANDARD.encode(Sha256::digest(code.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let mut html = Html::default();
    html.el("html", &[("lang", words.code)], |h| {
        h.line();
        h.el("head", &[], |h| {
            h.void("meta", &[("charset", "utf-8")]);
            h.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &policy)]);
            h.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
            h.void("meta", &[("name", "generator"), ("content", concat!("zhiheng ", env!("CARGO_PKG_VERSION")))]);
            h.leaf("title", &[], title);
            h.own("style", STYLE);
        });
        h.line();
        h.el("body", &[], |h| {
            h.leaf("h1", &[], title);
            if parts.len() > 1 {
                h.el("nav", &[("aria-label", words.contents)], |h| {
                    for part in parts {
                        h.leaf("a", &[("href", &format!("#{}", part.id))], &part.title);
                    }
                });
            }
            h.line();
            for part in parts {
                h.el("section", &[("aria-labelledby", &part.id)], |h| h.append(&part.html));
                h.line();
            }
            h.leaf("footer", &[("class", "quiet")], &format!("{} zhiheng {}", words.foot, env!("CARGO_PKG_VERSION")));
            h.own("script", SCRIPT);
        });
        h.line();
    });
    format!("<!DOCTYPE html>\n{}\n", html.into_string())
}
