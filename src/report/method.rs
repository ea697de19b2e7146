//! Sheet 方法: by which rubric, rules, data and program the ranking was made.

use rust_xlsxwriter::Worksheet;

use crate::number::{Exact, Rounding};
use crate::observe::Reading;
use crate::rubric::scheme::Scheme;

use super::live::Live;
use super::style::{Style, clip, print};
use super::text::{Words, condition, effects, put};
use super::{Report, Unmade, columns};

/// A line of the sheet.
pub(super) enum Line {
    Head(&'static str),
    Pair(String, String),
    /// A file and its hash, in small print.
    File(String, String),
}

/// Width of the column of names and of the column of what is said.
const WIDTHS: [f64; 2] = [46.0, 80.0];

pub(super) fn sheet(
    report: &Report<'_>,
    live: Option<&Live>,
    style: &Style,
    sheet: &mut Worksheet,
) -> Result<(), Unmade> {
    let words = report.words();
    sheet.set_name(words.method)?;
    sheet.merge_range(0, 0, 0, 1, words.method, &style.title())?;
    sheet.set_row_height(0, 30)?;
    sheet.set_column_width(0, WIDTHS[0])?.set_column_width(1, WIDTHS[1])?;
    let mut lines = lines(report);
    let rules = lines.iter().rposition(|line| matches!(line, Line::Head(head) if *head == words.about.data));
    lines.insert(rules.unwrap_or(lines.len()), pair(words.live.method, formulas(words, live)));
    for (row, line) in (1_u32..).zip(&lines) {
        match line {
            Line::Head(text) => {
                sheet.merge_range(row, 0, row, 1, text, &style.head().set_align(rust_xlsxwriter::FormatAlign::Left))?;
                sheet.set_row_height(row, 21)?;
            }
            Line::Pair(name, text) => {
                sheet.write_string_with_format(row, 0, clip(name), &style.text())?;
                sheet.write_string_with_format(row, 1, clip(text), &style.text())?;
                let lines = columns::lines(text, WIDTHS[1]).max(columns::lines(name, WIDTHS[0]));
                sheet.set_row_height(row, columns::height(lines, 10.0).max(18.0))?;
            }
            Line::File(path, hash) => {
                sheet.write_string_with_format(row, 0, clip(path), &style.text().set_font_size(8))?;
                sheet.write_string_with_format(row, 1, hash, &style.text().set_font_size(8))?;
                let lines = columns::lines(path, WIDTHS[0] * 1.2);
                sheet.set_row_height(row, columns::height(lines, 8.0).max(14.0))?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    print(sheet, words, (0, 0))?;
    Ok(())
}

/// All that is said, whatever says it.
pub(super) fn lines(report: &Report<'_>) -> Vec<Line> {
    let mut lines = rubric(report);
    lines.extend(rules(report));
    lines.extend(vetoes(report));
    lines.extend(data(report));
    lines
}

fn pair(name: &str, text: impl Into<String>) -> Line {
    Line::Pair(name.to_owned(), text.into())
}

fn rubric(report: &Report<'_>) -> Vec<Line> {
    let words = report.words();
    let about = &words.about;
    let head = &report.rubric.scheme.head;
    let mut lines = vec![
        Line::Head(about.rubric),
        pair(about.title, &head.title),
        pair(about.id, &head.id),
        pair(about.version, &head.version),
        pair(about.period, report.rubric.scored_periods().join(words.comma)),
        pair(about.full_marks, head.full_marks.to_string()),
    ];
    if !head.basis.is_empty() {
        lines.push(pair(about.basis, head.basis.join("\n")));
    }
    if head.illustrative {
        lines.push(pair(about.nature, words.example_line));
    }
    lines
}

fn rules(report: &Report<'_>) -> Vec<Line> {
    let words = report.words();
    let about = &words.about;
    let scheme = &report.rubric.scheme;
    let mut lines = vec![Line::Head(about.rules)];
    let roundings = [scheme.rounding.indicator, scheme.rounding.section, scheme.rounding.total];
    for (name, rounding) in about.rounding.into_iter().zip(roundings) {
        lines.push(pair(name, rounding.map_or_else(|| about.not_rounded.to_owned(), |r| rounded(report, r))));
    }
    if !report.is_single() {
        lines.push(pair(about.ranking, ranked_by(report)));
        lines.push(pair(about.ties, ties(report)));
    }
    if !scheme.grades.is_empty() {
        lines.push(pair(about.grades, grades(report).join("\n")));
        lines.push(pair(about.grading, (words.basis)(scheme.grading)));
    }
    lines.push(pair(about.missing, (words.missing_policy)(scheme.defaults.missing)));
    let na = (words.na_policy)(scheme.defaults.na);
    let na = if scheme.defaults.rescale_at_total { about.at_total } else { na };
    lines.push(pair(about.na, na));
    if let Some(periods) = &scheme.periods {
        lines.push(pair(about.periods, format!("{}: {}", periods.score.join(words.comma), periods.total.value)));
    }
    lines.push(pair("", about.exactness));
    lines
}

/// How many cells hold formulas, and how many a constant in place of one.
fn formulas(words: &Words, live: Option<&Live>) -> String {
    let Some(live) = live else { return words.live.method_none.to_owned() };
    let (formulas, digits, untranslated) = live.counts();
    let [formulas, constants, digits, untranslated] =
        [formulas, digits + untranslated, digits, untranslated].map(|n| n.to_string());
    if constants == "0" {
        put(words.live.method_all, &[&formulas])
    } else {
        put(words.live.method_some, &[&formulas, &constants, &digits, &untranslated])
    }
}

fn rounded(report: &Report<'_>, rounding: Rounding) -> String {
    let words = report.words();
    put(words.about.places, &[&rounding.places.to_string(), (words.mode)(rounding.mode)])
}

fn ranked_by(report: &Report<'_>) -> String {
    let words = report.words();
    let scheme = &report.rubric.scheme;
    let by = (words.basis)(scheme.ranking.on);
    let mut said = vec![by.to_owned()];
    for by in scheme.ranking.partitions() {
        let named: Vec<&str> = report.register.parts(by).into_iter().filter(|part| !part.is_empty()).collect();
        said.push(put(words.about.apart[by], &[&named.join(words.comma)]));
    }
    said.join(words.and)
}

fn ties(report: &Report<'_>) -> String {
    let words = report.words();
    let scheme = &report.rubric.scheme;
    let ties = (words.ties)(scheme.ranking.ties);
    if scheme.ranking.break_by.is_empty() {
        return ties.to_owned();
    }
    let name = |id: &str| node_name(scheme, id).unwrap_or(words.total).to_owned();
    let names: Vec<String> = scheme.ranking.break_by.iter().map(|at| name(&at.value)).collect();
    put(words.about.break_by, &[&names.join(words.comma), ties])
}

fn node_name<'s>(scheme: &'s Scheme, id: &str) -> Option<&'s str> {
    scheme.nodes.iter().find(|n| n.id.value == id).map(|n| n.name.as_str())
}

pub(super) fn grades(report: &Report<'_>) -> Vec<String> {
    let about = &report.words().about;
    let percent = |share: &Exact| (share.clone() * Exact::from(100)).to_string();
    let one = |grade: &crate::rubric::scheme::GradeRule| {
        let mut said = match &grade.at_least {
            Some(least) => put(about.at_least, &[&grade.name, &least.to_string()]),
            None => put(about.otherwise, &[&grade.name]),
        };
        if let Some(also) = &grade.also {
            said.push_str(&put(about.also, &[&condition(&also.value, report.rubric, report.lang)]));
        }
        if let Some(quota) = &grade.quota {
            said.push_str(&put(about.quota, &[&percent(quota)]));
        }
        said
    };
    report.rubric.scheme.grades.iter().map(one).collect()
}

/// What stands under the ranking: how it was ranked, how ties were treated, what the grades mean. A single unit is not
/// ranked.
pub(super) fn standing(report: &Report<'_>) -> Vec<String> {
    let words = report.words();
    let about = &words.about;
    let colon = if words.comma == "、" { "：" } else { ": " };
    let mut lines = Vec::new();
    if !report.is_single() {
        lines.push(format!("{}{colon}{}", about.ranking, ranked_by(report)));
        lines.push(format!("{}{colon}{}", about.ties, ties(report)));
    }
    if !report.rubric.scheme.grades.is_empty() {
        lines.push(format!("{}{colon}{}", about.grades, grades(report).join(words.and)));
    }
    if report.rubric.scheme.defaults.rescale_at_total {
        lines.push(format!("{}{colon}{}", about.na, about.at_total));
    }
    lines
}

fn vetoes(report: &Report<'_>) -> Vec<Line> {
    let about = &report.words().about;
    let scheme = &report.rubric.scheme;
    if scheme.vetoes.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::Head(about.vetoes)];
    for (index, veto) in scheme.vetoes.iter().enumerate() {
        let effect = effects(report.rubric, index, None, report.lang);
        let said = match &veto.when {
            Some(when) => put(about.when, &[&condition(&when.value, report.rubric, report.lang), &effect]),
            None => put(about.pronounced, &[&effect]),
        };
        lines.push(pair(&format!("{} {}", veto.id.value, veto.name), said));
    }
    lines
}

fn data(report: &Report<'_>) -> Vec<Line> {
    let words = report.words();
    let about = &words.about;
    let count = |n: usize| n.to_string();
    let ranked = report.outcome.finals().iter().filter(|t| t.rank.is_some()).count();
    let used = report.used.iter().filter(|u| **u).count();
    let of = |reading: &Reading| report.observations.iter().filter(|o| o.reading == *reading).count();
    let [errors, warnings, notes] = report.counts();
    let observations = [report.observations.len(), used, of(&Reading::Missing), of(&Reading::NotApplicable)].map(count);
    let units = if report.is_single() {
        report.register.units()[0].name.clone()
    } else {
        put(about.units_count, &[&count(report.register.len()), &count(ranked)])
    };
    let mut lines = vec![
        Line::Head(about.data),
        pair(about.units, units),
        pair(about.observations, put(about.observations_count, &observations.each_ref().map(String::as_str))),
        pair(about.findings, put(words.counts, &[&errors, &warnings, &notes])),
        pair(about.adjustments, put(about.adjustments_count, &[&count(report.outcome.adjustments.len())])),
        pair(about.program, concat!("zhiheng ", env!("CARGO_PKG_VERSION"))),
        Line::Head(about.inputs),
    ];
    lines.extend(report.inputs.iter().map(|input| Line::File(input.path.clone(), input.hash.clone())));
    lines
}
