//! Everything wrong or doubtful, at its cell, errors first.

use crate::finding::text::{level_name, word};
use crate::finding::{Finding, Level};
use crate::report::Report;
use crate::report::findings::field_name;
use crate::report::text::{page, put};

use super::html::Html;

/// So many are listed.
const MOST: usize = 2_000;

pub(super) fn findings(report: &Report<'_>, prefix: &str, html: &mut Html) {
    let (words, lang) = (page(report.lang), report.lang);
    let mut sorted: Vec<&Finding> = report.findings.iter().collect();
    sorted.sort_by_key(|f| f.level);
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
        h.el("table", &[("id", &id), ("class", "sortable")], |h| {
            h.el("thead", &[], |h| {
                h.el("tr", &[], |h| {
                    report.words().finding_heads.iter().for_each(|head| h.leaf("th", &[("scope", "col")], head));
                });
            });
            h.line();
            h.el("tbody", &[], |h| {
                for finding in sorted.into_iter().take(MOST) {
                    let (class, order) = match finding.level {
                        Level::Error => ("c error", "0"),
                        Level::Warning => ("c warning", "1"),
                        Level::Note => ("c", "2"),
                    };
                    h.el("tr", &[], |h| {
                        h.leaf("td", &[("class", class), ("data-v", order)], level_name(finding.level, lang));
                        let place = &finding.place;
                        let field = field_name(report, &finding.field);
                        let cells = [finding.code.id(), &finding.unit, &field, &place.file, &place.sheet, &place.cell];
                        for cell in cells {
                            h.leaf("td", &[], cell);
                        }
                        h.leaf("td", &[], word(&finding.found, lang));
                        h.leaf("td", &[], word(&finding.expected, lang));
                        h.leaf("td", &[("class", "wide")], &finding.says(lang));
                    });
                    h.line();
                }
            });
        });
    });
    html.line();
}
