//! Sheet 得分区间: what total and grade would be if everything missing turned out worst, as it is treated, and best; what
//! is at stake on which indicators, and whether a grade is.

use std::collections::HashMap;

use rust_xlsxwriter::Worksheet;

use crate::expr::NodeId;
use crate::finding::Code;
use crate::number::Exact;
use crate::report::style::{Places, Style};
use crate::report::table::{Column, Set, Shown, Table, sheet as table_sheet};
use crate::report::text::{put, ready};
use crate::report::{Report, Unmade};
use crate::rubric::Rubric;
use crate::rubric::scheme::Basis;
use crate::score::{Outcome, State};

/// What the totals may come to while values are missing (得分区间); by unit of the register, empty where nothing is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Everything missing turned out worst.
    pub worst: Vec<Bound>,
    /// Everything missing turned out best.
    pub best: Vec<Bound>,
    /// What each unit has open.
    pub open: Vec<Vec<Open>>,
}

/// A total at one end of the range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    /// As it would be published.
    pub total: Option<Exact>,
    /// By index into the rubric's grades.
    pub grade: Option<usize>,
}

/// An indicator without a value, and the marks between its worst and its best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The indicator.
    pub node: NodeId,
    /// The scored period, by index.
    pub period: usize,
    /// The marks that it may give at the least and at the most.
    pub marks: [Exact; 2],
}

impl Range {
    /// From what was scored as reported, and from both ends.
    #[must_use]
    pub fn new(rubric: &Rubric, reported: &Outcome, worst: &Outcome, best: &Outcome) -> Self {
        let bounds = |outcome: &Outcome| {
            let bound = |total: &crate::score::Total| Bound { total: total.published.clone(), grade: total.grade };
            outcome.finals().iter().map(bound).collect::<Vec<_>>()
        };
        let mut open: Vec<Vec<Open>> = vec![Vec::new(); reported.finals().len()];
        for (period, (scored, (worst, best))) in
            reported.periods.iter().zip(worst.periods.iter().zip(&best.periods)).enumerate()
        {
            for node in rubric.printed_order().into_iter().filter(|node| rubric.indicator(*node).is_some()) {
                for (unit, result) in scored.nodes[node].iter().enumerate() {
                    let ends = worst.nodes[node][unit].score.clone().zip(best.nodes[node][unit].score.clone());
                    // what a review has settled is open no longer
                    if let Some((least, most)) = ends.filter(|(a, b)| a != b && result.state == State::Missing) {
                        open[unit].push(Open { node, period, marks: [least, most] });
                    }
                }
            }
        }
        Self { worst: bounds(worst), best: bounds(best), open }
    }

    /// What a unit has open.
    #[must_use]
    pub fn of(&self, unit: usize) -> &[Open] {
        self.open.get(unit).map_or(&[], Vec::as_slice)
    }
}

/// The units with something open, in the order of the ranking.
fn units(report: &Report<'_>) -> Vec<usize> {
    let vetoes = undecided(report);
    let name = |unit: usize| report.register.units()[unit].name.as_str();
    let open = |unit: &usize| !report.range.of(*unit).is_empty() || vetoes.contains_key(name(*unit));
    report.outcome.ranking_order().into_iter().filter(open).collect()
}

/// The vetoes that cannot be judged for want of a value, by the name of the unit.
type Undecided<'a> = HashMap<&'a str, Vec<&'a str>>;

fn undecided<'a>(report: &Report<'a>) -> Undecided<'a> {
    let mut found = Undecided::new();
    for finding in report.findings.iter().filter(|f| f.code == Code::VetoUndecided) {
        let vetoes = found.entry(finding.unit.as_str()).or_default();
        if !vetoes.contains(&finding.found.as_str()) {
            vetoes.push(&finding.found);
        }
    }
    found
}

/// How many rows there are; `None` where nothing is open.
pub(in crate::report) fn rows(report: &Report<'_>) -> Option<usize> {
    Some(units(report).len()).filter(|rows| *rows > 0)
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = ready(report.lang);
    let graded = !report.rubric.scheme.grades.is_empty();
    let number = Set::Number(Places::of(report.rubric).total);
    let [unit, worst, reported, best, grade, apart, items, line, risk] = words.range.heads;
    let mut columns = vec![Column::new(unit, Set::Text, (10, 30))];
    for end in [worst, reported, best] {
        columns.push(Column::new(end, number, (8, 10)));
        columns.extend(graded.then(|| Column::new(grade, Set::Centred, (4, 6))));
    }
    columns.push(Column::new(apart, number, (8, 10)));
    columns.push(Column::new(items, Set::Small, (30, 52)));
    if graded {
        columns.push(Column::new(line, Set::Small, (12, 18)));
        columns.push(Column::new(risk, Set::Text, (12, 30)));
    }
    let vetoes = undecided(report);
    let rows = units(report).into_iter().map(|unit| row(report, &vetoes, unit)).collect();
    let table = Table { columns, rows, none: words.range.none };
    table_sheet(report.words(), style, to, (words.range.name, words.range.says), &table)
}

fn row(report: &Report<'_>, vetoes: &Undecided<'_>, unit: usize) -> Vec<Shown> {
    let none = report.words().na_mark;
    let graded = !report.rubric.scheme.grades.is_empty();
    let ends = ends(report, unit);
    let mut row = vec![Shown::text(report.register.units()[unit].label())];
    for end in &ends {
        row.push(Shown::number(end.total.as_ref(), none));
        row.extend(graded.then(|| grade(report, end.grade)));
    }
    let apart = ends[2].total.as_ref().zip(ends[0].total.as_ref()).map(|(best, worst)| best - worst);
    row.push(Shown::number(apart.as_ref(), none));
    row.push(Shown::text(items(report, unit)));
    if graded {
        row.push(Shown::text(nearest(report, unit).unwrap_or_else(|| none.to_owned())));
        row.push(Shown::text(risk(report, vetoes, unit, &ends)));
    }
    row
}

/// The worst, what is reported, and the best.
pub(in crate::report) fn ends(report: &Report<'_>, unit: usize) -> [Bound; 3] {
    let total = &report.outcome.finals()[unit];
    let reported = Bound { total: total.published.clone(), grade: total.grade };
    let of = |bounds: &[Bound]| bounds.get(unit).cloned().unwrap_or_else(|| reported.clone());
    [of(&report.range.worst), reported.clone(), of(&report.range.best)]
}

fn grade(report: &Report<'_>, grade: Option<usize>) -> Shown {
    let grades = &report.rubric.scheme.grades;
    match grade {
        Some(grade) => Shown::Grade(grades[grade].name.clone(), grade, grades.len()),
        None => Shown::text(report.words().na_mark),
    }
}

/// The indicators that are open, with their marks.
fn items(report: &Report<'_>, unit: usize) -> String {
    let words = ready(report.lang);
    let several = report.outcome.periods.len() > 1;
    let item = |open: &Open| {
        let [least, most] = open.marks.each_ref().map(|x| x.display(4));
        let said = put(words.open, &[&report.rubric.scheme.nodes[open.node].name, &least, &most]);
        if several { format!("{} {said}", report.outcome.periods[open.period].period) } else { said }
    };
    report.range.of(unit).iter().map(item).collect::<Vec<_>>().join("\n")
}

/// The grade line nearest to the total that grades look at, and how far it is.
fn nearest(report: &Report<'_>, unit: usize) -> Option<String> {
    let words = ready(report.lang);
    let scheme = &report.rubric.scheme;
    let total = &report.outcome.finals()[unit];
    let figure = match scheme.grading {
        Basis::Published => total.published.as_ref()?,
        Basis::Exact => total.exact.as_ref()?,
    };
    let lines = scheme.grades.iter().filter_map(|g| Some((g, g.at_least.as_ref()?)));
    let (grade, line) = lines.min_by_key(|(_, line)| (figure - *line).abs())?;
    let apart = figure - line;
    let template = words.line[usize::from(apart.is_negative())];
    Some(put(template, &[&grade.name, &line.to_string(), &apart.abs().display(4)]))
}

/// Whether the grade may fall, or rise, with what is still open.
fn risk(report: &Report<'_>, vetoes: &Undecided<'_>, unit: usize, [worst, reported, best]: &[Bound; 3]) -> String {
    let words = ready(report.lang);
    let name = |grade: usize| report.rubric.scheme.grades[grade].name.as_str();
    let mut said = Vec::new();
    // grades are in order, the best first
    if let Some(falls) = worst.grade.filter(|falls| reported.grade.is_some_and(|now| *falls > now)) {
        said.push(put(words.may_fall, &[name(falls)]));
    }
    let open = vetoes.get(report.register.units()[unit].name.as_str());
    said.extend(open.into_iter().flatten().map(|veto| put(words.veto_open, &[veto])));
    if said.is_empty() {
        said.push(words.no_risk.to_owned());
    }
    if let Some(rises) = best.grade.filter(|rises| reported.grade.is_none_or(|now| *rises < now)) {
        said.push(put(words.may_rise, &[name(rises)]));
    }
    said.join(report.words().and)
}
