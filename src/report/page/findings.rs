//! Everything wrong or doubtful, at its cell, errors first; what is found again and again is said once.

use crate::finding::text::{expected, found, level_name};
use crate::finding::{Level, fold};
use crate::report::Report;
use crate::report::findings::field_name;
use crate::report::text::{page, put};

use super::html::Html;

/// The classes that say how wide each column is.
const CLASSES: [&str; 7] = ["f0", "f1", "f2", "f3", "f4", "f5", "f6"];
/// So many are listed.
const MOST: usize = 2_000;

pub(super) fn findings(report: &Report<'_>, prefix: &str, html: &mut Html) {
    let (words, lang) = (page(report.lang), report.lang);
    let mut sorted = fold(report.findings, lang);
    sorted.sort_by_key(|f| f.said.level);
    if sorted.is_empty() {
        html.leaf("p", &[], report.words().no_findings);
        return;
    }
    if sorted.len() > MOST {
        html.leaf("p", &[("class", "quiet")], &put(words.findings_cut, &[&MOST.to_string()]));
    }
    let id = format!("{prefix}-list");
    html.leaf(
        "div",
        &[("class", "tools"), ("data-kind", "filter"), ("data-for", &id), ("data-words", words.controls[2])],
        "",
    );
    html.el("div", &[("class", "scroll"), ("tabindex", "0")], |h| {
        h.el("table", &[("id", &id), ("class", "sortable findings")], |h| {
            h.el("thead", &[], |h| {
                h.el("tr", &[], |h| {
                    for (head, class) in words.finding_heads.iter().zip(CLASSES) {
                        h.leaf("th", &[("scope", "col"), ("class", class)], head);
                    }
                });
            });
            h.line();
            h.el("tbody", &[], |h| {
                for alike in sorted.iter().take(MOST) {
                    let finding = &alike.said;
                    let (class, order) = match finding.level {
                        Level::Error => ("c error", "0"),
                        Level::Warning => ("c warning", "1"),
                        Level::Note => ("c", "2"),
                    };
                    h.el("tr", &[], |h| {
                        h.leaf("td", &[("class", class), ("data-v", order)], level_name(finding.level, lang));
                        let place = &finding.place;
                        let field = alike.list(|f| field_name(report, &f.field), lang);
                        for cell in [&finding.unit, &field, &place.label()] {
                            h.leaf("td", &[], cell);
                        }
                        h.leaf("td", &[], &found(finding, lang));
                        h.leaf("td", &[], &expected(finding, lang));
                        h.el("td", &[], |h| {
                            h.text(&finding.says(lang));
                            h.text(" ");
                            h.leaf("span", &[("class", "quiet")], finding.code.id());
                        });
                    });
                    h.line();
                }
            });
        });
    });
    html.line();
}
