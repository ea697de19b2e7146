//! Where every mark came from: total, sections, indicators, and the cells behind them, to be opened step by step.

use crate::report::Report;
use crate::report::feedback::why::why;
use crate::report::text::{page, put};
use crate::rubric::words::standard_in_words;
use crate::score::{ExplainLine, SourceLine};

use super::html::Html;

/// With more marks than this, units times nodes of the rubric, they are not listed.
pub const MOST_MARKS: usize = 6_000;

/// Whether the marks are few enough to be listed.
pub(super) fn few_enough(report: &Report<'_>) -> bool {
    report.is_explained() && report.register.len().saturating_mul(report.rubric.nodes.len()) <= MOST_MARKS
}

pub(super) fn units(report: &Report<'_>, prefix: &str, html: &mut Html) {
    let words = page(report.lang);
    if !few_enough(report) {
        html.leaf("p", &[], &put(words.too_many, &[&MOST_MARKS.to_string()]));
        return;
    }
    html.leaf("p", &[("class", "quiet")], words.units_note);
    let id = format!("{prefix}-units");
    let tools = [("data-for", id.as_str()), ("data-kind", "open"), ("class", "tools")];
    let controls = words.controls[..2].join("|");
    html.leaf("div", &[tools[0], tools[1], tools[2], ("data-words", &controls)], "");
    html.el("div", &[("id", &id)], |h| {
        for unit in report.outcome.ranking_order() {
            one(report, prefix, unit, h);
            h.line();
        }
    });
}

fn one(report: &Report<'_>, prefix: &str, unit: usize, html: &mut Html) {
    let text = report.words();
    let total = &report.outcome.finals()[unit];
    let grade = total.grade.map(|g| report.rubric.scheme.grades[g].name.as_str());
    let number =
        |x: &Option<crate::number::Exact>| x.as_ref().map_or_else(|| text.na_mark.to_owned(), ToString::to_string);
    let standing = [
        (!report.is_single()).then(|| number(&total.rank)),
        Some(report.register.units()[unit].name.clone()),
        Some(number(&total.published)),
        grade.map(str::to_owned),
    ];
    html.el("details", &[("class", "unit"), ("id", &format!("{prefix}-u{unit}"))], |h| {
        h.leaf("summary", &[], &standing.into_iter().flatten().collect::<Vec<_>>().join("　"));
        let remarks = report.remarks(unit);
        if !remarks.is_empty() {
            h.leaf("p", &[("class", "body")], &remarks);
        }
        tree(&Teller { report, unit }, &report.explanations[unit].lines, h);
    });
}

struct Teller<'r> {
    report: &'r Report<'r>,
    unit: usize,
}

/// Lines that stand below each other by their depth.
fn tree(teller: &Teller<'_>, lines: &[ExplainLine], html: &mut Html) {
    let mut rest = lines;
    while let Some((first, after)) = rest.split_first() {
        let below = after.iter().take_while(|line| line.depth > first.depth).count();
        let (below, next) = after.split_at(below);
        teller.line(first, below, html);
        rest = next;
    }
}

impl Teller<'_> {
    fn line(&self, line: &ExplainLine, below: &[ExplainLine], html: &mut Html) {
        html.el("details", &[], |h| {
            h.el("summary", &[], |h| {
                let period = if line.depth == 0 && !line.period.is_empty() {
                    format!(" {}", line.period)
                } else {
                    String::new()
                };
                h.text(&format!("{}{period}　", line.name));
                let score = if line.score.is_empty() { self.report.words().na_mark } else { &line.score };
                h.leaf("span", &[("class", "mark")], score);
                h.text(&format!(" / {}", line.marks));
            });
            self.said(line, h);
            tree(self, below, h);
        });
    }

    /// What there is to say of a node, and what it rests on.
    fn said(&self, line: &ExplainLine, html: &mut Html) {
        let report = self.report;
        let words = page(report.lang);
        let node = report.rubric.scheme.nodes.iter().position(|n| n.id.value == line.node);
        let period = report.outcome.periods.last().filter(|p| p.period.as_ref() == line.period);
        let indicator = node.filter(|node| report.rubric.indicator(*node).is_some());
        let lost = indicator.zip(period).map(|(node, at)| why(report, node, &at.nodes[node][self.unit], line));
        let lost = lost.unwrap_or_default();
        let standard = indicator.map(|node| standard_in_words(report.rubric, node, report.lang)).unwrap_or_default();
        if lost.is_empty() && standard.is_empty() && line.text.is_empty() && line.sources.is_empty() {
            return;
        }
        let colon = if report.words().comma == "、" { "：" } else { ": " };
        html.el("div", &[("class", "body")], |h| {
            if !lost.is_empty() {
                h.leaf("p", &[], &lost);
            }
            if !standard.is_empty() && !lost.contains(&standard) {
                h.leaf("p", &[("class", "quiet")], &format!("{}{colon}{standard}", words.standard));
            }
            if !line.text.is_empty() && !lost.contains(&line.text) {
                h.leaf("p", &[], &format!("{}{colon}{}", words.working, line.text));
            }
            if !line.sources.is_empty() {
                sources(words.observation, words.unused, &line.sources, h);
            }
        });
    }
}

fn sources(heads: [&'static str; 7], unused: &'static str, sources: &[SourceLine], html: &mut Html) {
    html.el("table", &[], |h| {
        h.el("thead", &[], |h| {
            h.el("tr", &[], |h| heads.iter().for_each(|head| h.leaf("th", &[("scope", "col")], head)));
        });
        h.el("tbody", &[], |h| {
            for source in sources {
                let class = if source.used { "" } else { "unused" };
                h.el("tr", &[("class", class)], |h| {
                    let value = if source.used { source.text.clone() } else { format!("{}{unused}", source.text) };
                    let place = &source.place;
                    let before = source.origin.as_ref().map(|origin| format!("{} ← {}", place.file, origin.label()));
                    let cells = [
                        source.name.as_str(),
                        &source.period,
                        &source.source,
                        &value,
                        before.as_deref().unwrap_or(&place.file),
                        &place.sheet,
                        &place.cell,
                    ];
                    for (at, cell) in cells.into_iter().enumerate() {
                        // a period and a cell are read whole
                        h.leaf("td", &[("class", if at == 1 || at == 6 { "c" } else { "" })], cell);
                    }
                });
            }
        });
    });
}
