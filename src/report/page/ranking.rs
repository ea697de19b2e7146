//! The ranking as a table that can be sorted.

use crate::expr::NodeId;
use crate::number::Exact;
use crate::report::Report;
use crate::report::ranking::{headline, node_heading};
use crate::report::style::{Places, padded, shade};
use crate::report::text::{page, put};

use super::html::Html;

/// So many units are listed.
const MOST: usize = 5_000;

/// Writes the table, without places where there is a single unit; `linked` says whether the units stand below to be opened.
pub(super) fn ranking(report: &Report<'_>, prefix: &str, linked: bool, html: &mut Html) {
    let (words, text) = (page(report.lang), report.words());
    let sections = headline(report.rubric);
    let grades = &report.rubric.scheme.grades;
    let single = report.is_single();
    if !single {
        html.el("p", &[("class", "quiet screen script"), ("hidden", "hidden")], |h| h.text(words.sortable));
    }
    let order = report.outcome.ranking_order();
    if order.len() > MOST {
        html.leaf("p", &[("class", "quiet")], &put(words.ranking_cut, &[&MOST.to_string()]));
    }
    html.el("div", &[("class", "scroll"), ("tabindex", "0")], |h| {
        h.el("table", if single { &[] } else { &[("class", "sortable")] }, |h| {
            h.el("thead", &[], |h| {
                h.el("tr", &[], |h| {
                    // a break in a narrow heading of the workbook: a space between words, nothing between characters
                    let gap = if text.comma == "、" { "" } else { " " };
                    let mut head = |name: &str| h.leaf("th", &[("scope", "col")], &name.replace('\n', gap));
                    if !single {
                        head(text.rank);
                    }
                    head(text.unit);
                    for by in report.rubric.scheme.ranking.partitions().filter(|_| !single) {
                        head(text.part[by]);
                        head(text.rank_in[by]);
                    }
                    for section in &sections {
                        head(&node_heading(report, *section));
                    }
                    head(text.total);
                    if !grades.is_empty() {
                        head(text.grade);
                    }
                    head(text.remarks);
                });
            });
            h.line();
            h.el("tbody", &[], |h| {
                for unit in order.iter().take(MOST) {
                    row(report, prefix, linked, &sections, *unit, h);
                    h.line();
                }
            });
        });
    });
    html.line();
}

fn row(report: &Report<'_>, prefix: &str, linked: bool, sections: &[NodeId], unit: usize, html: &mut Html) {
    let total = &report.outcome.finals()[unit];
    let named = &report.register.units()[unit];
    let grades = &report.rubric.scheme.grades;
    let places = Places::of(report.rubric);
    let number = |h: &mut Html, x: Option<&Exact>, class: &str, places: Option<u8>| match x {
        Some(x) => {
            let said = places.map_or_else(|| x.display(4), |places| padded(x, places));
            h.leaf("td", &[("class", class), ("data-v", &x.to_f64().to_string())], &said);
        }
        None => h.leaf("td", &[("class", class)], report.words().na_mark),
    };
    html.el("tr", &[], |h| {
        let single = report.is_single();
        if !single {
            number(h, total.rank.as_ref(), "c total", None);
        }
        h.el("th", &[("scope", "row"), ("class", "u"), ("data-v", &named.name)], |h| {
            if linked {
                h.leaf("a", &[("href", &format!("#{prefix}-u{unit}"))], &named.name);
            } else {
                h.text(&named.name);
            }
        });
        for by in report.rubric.scheme.ranking.partitions().filter(|_| !single) {
            h.leaf("td", &[("class", "c")], named.part(by));
            number(h, total.rank_in[by].as_ref(), "c", None);
        }
        for section in sections {
            let score = report.outcome.node(*section, unit).and_then(|r| r.score.as_ref());
            number(h, score, "n", Some(places.section));
        }
        number(h, total.published.as_ref(), "n total", Some(places.total));
        if !grades.is_empty() {
            let name = total.grade.map_or("", |g| grades[g].name.as_str());
            let class = total.grade.map_or_else(|| "c".to_owned(), |g| format!("c g{}", shade(g, grades.len())));
            let place = total.grade.map(|g| g.to_string()).unwrap_or_default();
            h.leaf("td", &[("class", &class), ("data-v", &place)], name);
        }
        h.leaf("td", &[("class", "wide")], &report.remarks(unit));
    });
}
