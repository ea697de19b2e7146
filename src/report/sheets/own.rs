//! Sheet 自评表: a single unit's assessment in the form in which such assessments are handed in: every indicator with its
//! marks, what it scored on what basis, the evidence, who answers for it; subtotals, the total, and lines to sign.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use crate::expr::NodeId;
use crate::number::Exact;
use crate::observe::Value;
use crate::report::live::{Live, Shown};
use crate::report::style::{Places, Style, cell, clip};
use crate::report::table::rows;
use crate::report::text::{notes, put, ready};
use crate::report::{Report, Unmade, columns, method};
use crate::rubric::rule::Rule;
use crate::rubric::words::{Measure, standard_in_words};
use crate::score::{NodeResult, State};

use super::evidence::{Basis, Given, body, missing_text};
use super::value_text;

/// Width of the column of numbers, of a column of sections, and of that of the indicators.
const LEFT: [f64; 3] = [5.0, 11.0, 22.0];
/// Widths of the columns after the levels of the scheme: marks, score, basis, evidence, who answers, remarks.
const WIDTHS: [f64; 6] = [7.0, 8.5, 48.0, 24.0, 11.0, 20.0];
/// The size of print.
const SIZE: f64 = 9.0;
/// Ground of a score that has no value behind it.
const MISSING: u32 = 0xFF_F2CC;
/// The unit: there is only one.
const UNIT: usize = 0;

/// Whether the unit is the only one.
pub(in crate::report) fn wanted(report: &Report<'_>) -> bool {
    report.is_single() && !report.outcome.periods.is_empty()
}

/// What the table is drawn with.
struct Draw<'a, 's> {
    report: &'a Report<'a>,
    live: Option<&'a Live>,
    style: &'a Style,
    given: Given<'a>,
    to: &'s mut Worksheet,
    row: u32,
    number: u32,
    /// Levels of the scheme: as many columns.
    depth: u16,
}

pub(in crate::report) fn sheet(
    report: &Report<'_>,
    live: Option<&Live>,
    style: &Style,
    to: &mut Worksheet,
) -> Result<(), Unmade> {
    let words = &ready(report.lang).own;
    to.set_name(words.name)?;
    // a formula that yields nothing says so
    to.set_formula_result_default("");
    let levels = crate::rubric::words::columns(report.rubric, report.lang).levels;
    let depth = u16::try_from(levels.len()).unwrap_or(1).max(1);
    let last = depth + 6;
    for (at, width) in (0_u16..).zip(widths(depth)) {
        to.set_column_width(at, width)?;
    }
    to.merge_range(0, 0, 0, last, &put(words.title, &[&report.title()]), &style.title())?;
    to.set_row_height(0, 32)?;
    let about = head(report);
    to.merge_range(1, 0, 1, last, &clip(&about), &style.subtitle())?;
    to.set_row_height(1, columns::height(about.lines().count(), 10.0))?;
    let [number, after @ ..] = words.heads;
    let heads = [number].into_iter().chain(levels.iter().map(String::as_str)).chain(after);
    for (at, heading) in (0_u16..).zip(heads) {
        to.write_string_with_format(2, at, heading, &style.head())?;
    }
    to.set_row_height(2, 26)?;
    let mut draw = Draw { report, live, style, given: Given::new(report), to, row: 3, number: 0, depth };
    for top in &report.rubric.tops {
        draw.section(*top)?;
    }
    draw.total()?;
    let end = draw.foot()?;
    to.set_freeze_panes(3, 0)?;
    crate::report::style::print(to, report.words(), (2, 2))?;
    to.set_print_area(0, 0, end, last)?;
    Ok(())
}

/// The unit, the period, and full marks.
fn head(report: &Report<'_>) -> String {
    let words = &ready(report.lang).own;
    let unit = report.register.units().first().map_or("", |unit| unit.name.as_str());
    let periods = report.rubric.scored_periods().join(report.words().comma);
    let head = &report.rubric.scheme.head;
    let mut line = put(words.about, &[unit, &periods, &head.full_marks.to_string()]);
    if !report.due.is_empty() {
        line.push_str(&put(words.due, &[report.due]));
    }
    if head.illustrative {
        line.push('\n');
        line.push_str(report.words().example_line);
    }
    line
}

impl Draw<'_, '_> {
    /// The column that is so many places after the levels of the scheme.
    const fn after(&self, place: u16) -> u16 {
        self.depth + 1 + place
    }

    const fn last(&self) -> u16 {
        self.after(5)
    }

    /// A top section with its indicators and its subtotal.
    fn section(&mut self, top: NodeId) -> Result<(), Unmade> {
        let rubric = self.report.rubric;
        let indicators: Vec<NodeId> = rubric
            .printed_order()
            .into_iter()
            .filter(|node| rubric.indicator(*node).is_some() && path(self.report, *node).first() == Some(&top))
            .filter(|node| self.report.outcome.node(*node, UNIT).is_some())
            .collect();
        let first = self.row;
        for node in &indicators {
            self.indicator(*node)?;
        }
        self.sides(&indicators, first)?;
        if rubric.indicator(top).is_some() {
            return Ok(());
        }
        let words = ready(self.report.lang);
        let label = put(words.own.subtotal, &[&rubric.scheme.nodes[top].name]);
        let result = self.report.outcome.node(top, UNIT);
        let remark = result.map(|r| notes(r, self.report.names())).unwrap_or_default();
        let score = result.and_then(|r| r.score.as_ref());
        let places = Places::of(self.report.rubric).section;
        self.sum(&label, result.map(|r| &r.marks), (Shown::Node(top), score, places), &remark)
    }

    /// The sections down the side of these indicators, merged where neighbours share them.
    fn sides(&mut self, indicators: &[NodeId], first: u32) -> Result<(), Unmade> {
        let side = Style::subtotal(self.style.centred().set_text_wrap().set_font_size(SIZE));
        let paths: Vec<Vec<NodeId>> = indicators.iter().map(|node| path(self.report, *node)).collect();
        for level in 0..usize::from(self.depth).saturating_sub(1) {
            let column = 1 + u16::try_from(level).unwrap_or(0);
            let section = |at: usize| paths[at].get(level).filter(|_| level + 1 < paths[at].len());
            let mut start = 0;
            while start < paths.len() {
                let run = (start..paths.len()).take_while(|at| section(*at) == section(start)).count().max(1);
                if let Some(node) = section(start) {
                    let name = &self.report.rubric.scheme.nodes[*node].name;
                    let (from, to) = (first + rows(start), first + rows(start + run) - 1);
                    self.span((from, column), (to, column), name, &side)?;
                }
                start += run;
            }
        }
        Ok(())
    }

    fn span(&mut self, from: (u32, u16), to: (u32, u16), text: &str, format: &Format) -> Result<(), Unmade> {
        if from == to {
            self.to.write_string_with_format(from.0, from.1, clip(text), format)?;
        } else {
            self.to.merge_range(from.0, from.1, to.0, to.1, &clip(text), format)?;
        }
        Ok(())
    }

    /// A line that sums up: marks, score and a remark.
    fn sum(
        &mut self,
        label: &str,
        marks: Option<&Exact>,
        (shown, score, places): (Shown, Option<&Exact>, u8),
        remark: &str,
    ) -> Result<(), Unmade> {
        let (style, row) = (self.style, self.row);
        let (marked, scored, basis, last) = (self.after(0), self.after(1), self.after(2), self.last());
        let dress = |format: Format| Style::subtotal(format.set_font_size(10));
        self.to.merge_range(row, 0, row, self.depth, &clip(label), &dress(style.centred()))?;
        match marks {
            Some(marks) => {
                let general = dress(style.centred()).set_num_format("General");
                self.to.write_number_with_format(row, marked, cell(marks), &general)?;
            }
            None => {
                self.to.write_blank(row, marked, &dress(style.centred()))?;
            }
        }
        self.score(scored, shown, score, &dress(style.number(places)))?;
        let small = dress(style.text()).unset_bold().set_font_size(SIZE);
        self.to.merge_range(row, basis, row, last, &clip(remark), &small)?;
        let lines = columns::lines(remark, WIDTHS[2..].iter().sum::<f64>());
        self.to.set_row_height(row, columns::height(lines, SIZE).max(20.0))?;
        self.row += 1;
        Ok(())
    }

    /// A score that follows the observations where it can.
    fn score(&mut self, column: u16, shown: Shown, score: Option<&Exact>, format: &Format) -> Result<(), Unmade> {
        let centred = format.clone().set_align(FormatAlign::Center);
        if let Some(formula) = self.live.and_then(|live| live.own(shown, UNIT)) {
            self.to.write_formula_with_format(
                self.row,
                column,
                formula,
                if score.is_some() { format } else { &centred },
            )?;
            return Ok(());
        }
        match score {
            Some(score) => self.to.write_number_with_format(self.row, column, cell(score), format)?,
            None => self.to.write_string_with_format(self.row, column, self.report.words().na_mark, &centred)?,
        };
        Ok(())
    }

    fn indicator(&mut self, node: NodeId) -> Result<(), Unmade> {
        let (report, style, row) = (self.report, self.style, self.row);
        let Some(result) = report.outcome.node(node, UNIT) else { return Ok(()) };
        let found = self.given.basis(node, UNIT);
        self.number += 1;
        let texts = [
            basis(report, node, result),
            found.as_ref().map(|found| evidence(report, found)).unwrap_or_default(),
            self.answers(node),
            remark(report, result, found.as_ref()),
        ];
        let small = style.text().set_font_size(SIZE);
        let centred = style.centred().set_font_size(SIZE);
        self.to.write_number_with_format(row, 0, self.number, &centred)?;
        let name = &report.rubric.scheme.nodes[node].name;
        let level = u16::try_from(report.rubric.nodes[node].level).unwrap_or(1).clamp(1, self.depth);
        self.span((row, level), (row, self.depth), name, &small)?;
        let (marked, scored) = (self.after(0), self.after(1));
        self.to.write_number_with_format(
            row,
            marked,
            cell(&result.marks),
            &centred.clone().set_num_format("General"),
        )?;
        let mut score = style.number(Places::of(report.rubric).indicator).set_font_size(SIZE);
        if result.state == State::Missing {
            score = score.set_italic().set_background_color(MISSING);
        }
        self.score(scored, Shown::Node(node), result.score.as_ref(), &score)?;
        let mut lines = columns::lines(name, LEFT[2] + LEFT[1] * f64::from(self.depth - level));
        for (place, text) in (2_u16..).zip(texts) {
            let format = if place == 4 { centred.clone().set_text_wrap() } else { small.clone() };
            self.to.write_string_with_format(row, self.after(place), clip(&text), &format)?;
            lines = lines.max(columns::lines(&text, WIDTHS[usize::from(place)]));
        }
        self.to.set_row_height(row, columns::height(lines, SIZE).max(20.0))?;
        self.row += 1;
        Ok(())
    }

    /// Who answers for an indicator: its lead, or whoever reports it.
    fn answers(&self, node: NodeId) -> String {
        let report = self.report;
        let lead = body(report, node).map_or("", |body| body.lead.as_str());
        let inputs = report.rubric.indicator(node).map(|model| model.inputs.as_slice()).unwrap_or_default();
        if lead.is_empty() { self.given.reporters(UNIT, inputs).join(report.words().comma) } else { lead.to_owned() }
    }

    fn total(&mut self) -> Result<(), Unmade> {
        let report = self.report;
        let words = &ready(report.lang).own;
        let Some(total) = report.outcome.finals().first() else { return Ok(()) };
        let grades = &report.rubric.scheme.grades;
        let grade = self.live.filter(|_| !grades.is_empty()).and_then(|live| live.own(Shown::Grade, UNIT));
        // the grade follows the observations where it can, in a line of its own
        let fixed = total.grade.filter(|_| grade.is_none()).map(|grade| put(words.grade, &[&grades[grade].name]));
        let said = fixed.into_iter().chain(Some(report.remarks(UNIT)).filter(|said| !said.is_empty()));
        let remark = said.collect::<Vec<_>>().join(report.words().and);
        let full = report.rubric.scheme.head.full_marks.clone();
        let places = Places::of(report.rubric).total;
        self.sum(words.total, Some(&full), (Shown::Total, total.published.as_ref(), places), &remark)?;
        if let Some(formula) = grade {
            let (row, format) = (self.row, Style::subtotal(self.style.centred()));
            self.to.merge_range(row, 0, row, self.depth, report.words().grade, &format)?;
            self.to.write_blank(row, self.after(0), &format)?;
            self.to.write_formula_with_format(row, self.after(1), formula, &format)?;
            let lines = method::grades(report).join(report.words().and);
            let small = Style::subtotal(self.style.text()).unset_bold().set_font_size(SIZE);
            self.to.merge_range(row, self.after(2), row, self.last(), &clip(&lines), &small)?;
            self.to.set_row_height(row, 20)?;
            self.row += 1;
        }
        Ok(())
    }

    /// How it was rounded and graded, and the lines to sign; the last row.
    fn foot(&mut self) -> Result<u32, Unmade> {
        let words = &ready(self.report.lang).own;
        self.to.merge_range(self.row, 0, self.row, self.last(), words.foot, &self.style.foot())?;
        let room: f64 = widths(self.depth).sum();
        self.to.set_row_height(self.row, columns::height(columns::lines(words.foot, room), SIZE))?;
        let row = self.row + 1;
        self.to.set_row_height(row, 16)?;
        let plain = self.style.plain().set_font_size(11);
        let spans = [(0, self.depth), (self.after(0), self.after(1)), (self.after(2), self.after(2))];
        let spans = spans.into_iter().chain([(self.after(3), self.last())]);
        for ((from, to), text) in spans.zip(words.sign) {
            self.span((row + 1, from), (row + 1, to), text, &plain)?;
        }
        self.to.set_row_height(row + 1, 30)?;
        Ok(row + 1)
    }
}

/// The widths of all columns.
fn widths(depth: u16) -> impl Iterator<Item = f64> {
    let sections = std::iter::repeat_n(LEFT[1], usize::from(depth) - 1);
    [LEFT[0]].into_iter().chain(sections).chain([LEFT[2]]).chain(WIDTHS)
}

/// A node and all above it, from the top.
fn path(report: &Report<'_>, node: NodeId) -> Vec<NodeId> {
    let mut path = vec![node];
    while let Some(above) = path.last().and_then(|at| report.rubric.nodes[*at].parent) {
        path.push(above);
    }
    path.reverse();
    path
}

/// 评分依据: the value against its target, the rule in words, and the rule with the numbers in it.
fn basis(report: &Report<'_>, node: NodeId, result: &NodeResult) -> String {
    let words = &ready(report.lang).own;
    let mut said = Vec::new();
    if result.state == State::Value {
        said.extend(figures(report, node, result));
    }
    let rule = standard_in_words(report.rubric, node, report.lang);
    said.extend(Some(rule).filter(|rule| !rule.is_empty()).map(|rule| put(words.rule, &[&rule])));
    let working = report.explained(UNIT, node).map(|line| line.text.clone()).filter(|text| !text.is_empty());
    said.extend(working.map(|text| put(words.working, &[&text])));
    said.join("\n")
}

/// `完成值 92.4%，目标 90%`; nothing where the count of events or of items says nothing by itself.
fn figures(report: &Report<'_>, node: NodeId, result: &NodeResult) -> Option<String> {
    let words = &ready(report.lang).own;
    let rule = body(report, node).and_then(|body| body.score.as_ref()).map(|(rule, _)| rule);
    if matches!(rule, Some(Rule::Checklist { .. } | Rule::Count { .. })) {
        return None;
    }
    let measure = Measure::of(report.rubric, node, report.lang);
    let amount = |x: &Exact| measure.as_ref().map_or_else(|| x.display(4), |measure| measure.amount(x));
    let value = match result.value.as_ref()? {
        Value::Number(value) => amount(value),
        other => value_text(Some(other)),
    };
    Some(match &result.target {
        Some(target) => put(words.against, &[&value, &amount(target)]),
        None => put(words.value, &[&value]),
    })
}

/// The evidence named, or what is still to be handed in.
fn evidence(report: &Report<'_>, found: &Basis<'_>) -> String {
    if found.lacks_evidence() {
        return put(ready(report.lang).own.to_come, &[found.asked]);
    }
    found.given.iter().map(|(evidence, _)| *evidence).collect::<Vec<_>>().join("\n")
}

/// What is missing or does not apply, and what a review did; evidence that is missing stands in its own column.
fn remark(report: &Report<'_>, result: &NodeResult, found: Option<&Basis<'_>>) -> String {
    let mut said = Vec::new();
    if let Some(found) = found {
        let figures =
            Basis { asked: "", given: Vec::new(), lacking: found.lacking.clone(), unworkable: found.unworkable };
        said.push(missing_text(report, &figures));
    }
    said.push(notes(result, report.names()));
    said.retain(|text| !text.is_empty());
    said.join(report.words().and)
}
