//! Sheet 总排名: who stands where, by how many marks, and why.

use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Format, Worksheet};

use crate::expr::{NodeId, Partition};
use crate::number::Exact;
use crate::rubric::scheme::{Combine, Kind, Ties};
use crate::rubric::{Body, Rubric};

use super::live::{Live, Shown};
use super::sheets::duties;
use super::style::{Places, Style, cell, clip, grade_ground, graded, pattern, print};
use super::text::{put, total_notes};
use super::{Report, Unmade, columns, method};

/// What a column shows.
#[derive(Clone, Copy)]
enum Column {
    Rank,
    Unit,
    Part(Partition),
    RankIn(Partition),
    Section(NodeId),
    /// How many indicators it has, where that differs by who answers for what.
    Tasks,
    /// The total of a scored period, by index, where several are put together.
    Period(usize),
    Total,
    Unadjusted,
    Grade,
    /// The earlier rank.
    RankBefore,
    /// Places gained since.
    Moved,
    /// Marks gained since.
    Gained,
    Remarks,
}

pub(super) fn sheet(
    report: &Report<'_>,
    live: Option<&Live>,
    style: &Style,
    sheet: &mut Worksheet,
) -> Result<(), Unmade> {
    let words = report.words();
    // the live core has counted them
    let tasks = if live.is_none() { duties::tasks(report) } else { None };
    let columns = columns(report, tasks.is_some() || live.is_some_and(|live| live.shows(Shown::Tasks)));
    let order = report.outcome.ranking_order();
    let last = u16::try_from(columns.len() - 1).unwrap_or(u16::MAX);
    sheet.set_name(words.ranking)?;
    // a formula that yields nothing says so
    sheet.set_formula_result_default("");
    sheet.merge_range(0, 0, 0, last, &report.title(), &style.title())?;
    sheet.set_row_height(0, 32)?;
    let subtitle = report.subtitle();
    sheet.merge_range(1, 0, 1, last, &subtitle, &style.subtitle())?;
    sheet.set_row_height(1, columns::height(subtitle.lines().count(), 10.0))?;
    let (mut head_lines, mut widths) = (1, Vec::new());
    for (index, column) in (0_u16..).zip(&columns) {
        let heading = heading(report, *column);
        let width = width(report, *column, &heading);
        widths.push(width);
        head_lines = head_lines.max(columns::lines(&heading, width));
        sheet.set_column_width(index, width)?;
        sheet.write_string_with_format(2, index, heading, &style.head())?;
    }
    sheet.set_row_height(2, columns::height(head_lines, 10.0))?;
    for (row, unit) in (3_u32..).zip(&order) {
        let mut lines = 1;
        for ((index, column), width) in (0_u16..).zip(&columns).zip(&widths) {
            let name = report.register.units()[*unit].name.as_str();
            let formula = live.and_then(|live| match column {
                Column::Moved => live.since(row - 3, None, since(report, *unit, false).as_ref(), words.na_mark),
                Column::Gained => {
                    let places = Places::of(report.rubric).total;
                    live.since(row - 3, Some(places), since(report, *unit, true).as_ref(), words.na_mark)
                }
                _ => live.picked(shown(*column), row - 3, (*unit, name)),
            });
            match formula {
                Some(formula) => {
                    let format = live_format(report, style, *column);
                    sheet.write_formula_with_format(row, index, formula, &format)?;
                }
                None => match (column, &tasks) {
                    (Column::Tasks, Some(tasks)) => {
                        sheet.write_number_with_format(
                            row,
                            index,
                            cell(&Exact::from(tasks[*unit])),
                            &style.centred(),
                        )?;
                    }
                    _ => write(report, style, sheet, (row, index), *column, *unit)?,
                },
            }
            if let Column::Remarks | Column::Unit = column {
                let text = text(report, *column, *unit);
                lines = lines.max(columns::lines(&text, *width));
            }
        }
        sheet.set_row_height(row, columns::height(lines, 10.0).max(21.0))?;
    }
    let foot = u32::try_from(order.len()).unwrap_or(u32::MAX) + 3;
    if live.is_some() {
        colour_grades(report, sheet, &columns, foot)?;
    }
    let mut notes = method::standing(report);
    notes.extend(live.map(|_| words.live.about_ranking.to_owned()));
    let notes = notes.join("\n");
    sheet.merge_range(foot, 0, foot, last, &notes, &style.foot())?;
    let room: f64 = widths.iter().sum();
    sheet.set_row_height(foot, columns::height(columns::lines(&notes, room), 9.0))?;
    sheet.set_freeze_panes(3, 2)?;
    print(sheet, words, (0, 2))?;
    sheet.set_print_area(0, 0, foot, last)?;
    Ok(())
}

/// The nodes that stand on the ranking: the top ones that count, or what is below the only one.
pub(super) fn headline(rubric: &Rubric) -> Vec<NodeId> {
    let of = |kind: Kind| rubric.tops.iter().copied().filter(move |n| rubric.nodes[*n].kind == kind);
    let normal: Vec<NodeId> = of(Kind::Normal).collect();
    let normal = match normal.as_slice() {
        [only] if !rubric.nodes[*only].children.is_empty() => rubric.nodes[*only].children.clone(),
        _ => normal,
    };
    normal.into_iter().chain(of(Kind::Bonus)).chain(of(Kind::Penalty)).collect()
}

/// Whether the nodes that stand on the ranking add up to the total, as they do unless the only top section puts them together
/// otherwise.
pub(super) fn adds_up(rubric: &Rubric) -> bool {
    let mut tops = rubric.tops.iter().filter(|n| rubric.nodes[**n].kind == Kind::Normal);
    match (tops.next(), tops.next()) {
        (Some(only), None) => match &rubric.nodes[*only].body {
            Body::Section(section) => section.combine == Combine::Sum,
            Body::Indicator(_) => true,
        },
        _ => true,
    }
}

fn columns(report: &Report<'_>, tasks: bool) -> Vec<Column> {
    let mut columns = vec![Column::Rank, Column::Unit];
    for by in report.rubric.scheme.ranking.partitions() {
        columns.extend([Column::Part(by), Column::RankIn(by)]);
    }
    if tasks {
        columns.push(Column::Tasks);
    }
    columns.extend(headline(report.rubric).into_iter().map(Column::Section));
    if report.outcome.combined.is_some() {
        columns.extend((0..report.outcome.periods.len()).map(Column::Period));
    }
    columns.push(Column::Total);
    if !report.outcome.adjustments.is_empty() {
        columns.push(Column::Unadjusted);
    }
    if !report.rubric.scheme.grades.is_empty() {
        columns.push(Column::Grade);
    }
    if report.baseline.is_some() {
        columns.extend([Column::RankBefore, Column::Moved, Column::Gained]);
    }
    columns.push(Column::Remarks);
    columns
}

fn heading(report: &Report<'_>, column: Column) -> String {
    let words = report.words();
    match column {
        Column::Rank => words.rank.to_owned(),
        Column::Unit => words.unit.to_owned(),
        Column::Part(by) => words.part[by].to_owned(),
        Column::RankIn(by) => words.rank_in[by].to_owned(),
        Column::Tasks => words.tasks.to_owned(),
        Column::Section(node) => node_heading(report, node),
        Column::Period(index) => put(words.total_of, &[&report.outcome.periods[index].period]),
        Column::Total => words.total.to_owned(),
        Column::Unadjusted => words.unadjusted.to_owned(),
        Column::Grade => words.grade.to_owned(),
        Column::RankBefore => words.since[0].to_owned(),
        Column::Moved => words.since[1].to_owned(),
        Column::Gained => words.since[2].to_owned(),
        Column::Remarks => words.remarks.to_owned(),
    }
}

/// A node's name with its marks; for bonuses and penalties, the most that they add or take.
pub(super) fn node_heading(report: &Report<'_>, node: NodeId) -> String {
    let rubric = report.rubric;
    let words = report.words();
    let name = &rubric.scheme.nodes[node].name;
    let cap = match &rubric.nodes[node].body {
        Body::Section(section) => section.cap.as_ref(),
        Body::Indicator(_) => None,
    };
    match (rubric.nodes[node].kind, cap, common_marks(report, node)) {
        (Kind::Bonus, Some(cap), _) => format!("{name}\n{}", put(words.up_to, &[&cap.to_string()])),
        (Kind::Penalty, Some(cap), _) => format!("{name}\n{}", put(words.down_to, &[&cap.to_string()])),
        (_, _, Some(marks)) => format!("{name}\n{}", put(words.marks, &[&marks.to_string()]).trim_start()),
        (_, _, None) => name.clone(),
    }
}

/// The marks of a node, where they are the same for every unit that has any.
pub(super) fn common_marks(report: &Report<'_>, node: NodeId) -> Option<Exact> {
    let results = report.outcome.periods.last()?.nodes.get(node)?;
    let mut marks = results.iter().map(|r| &r.marks).filter(|m| !m.is_zero());
    let first = marks.next()?;
    marks.all(|m| m == first).then(|| first.clone())
}

fn width(report: &Report<'_>, column: Column, heading: &str) -> f64 {
    let units = report.register.units();
    match column {
        Column::Rank | Column::RankIn(_) | Column::RankBefore | Column::Moved | Column::Tasks => 7.0,
        Column::Gained => 9.0,
        Column::Unit => columns::fit(units.iter().map(|u| u.name.as_str()), 12, 48),
        Column::Part(by) => columns::fit(units.iter().map(|u| u.part(by)), 6, 14),
        Column::Section(_) => columns::fit(heading.lines(), 10, 16),
        Column::Period(_) | Column::Total | Column::Unadjusted => 11.0,
        Column::Grade => columns::fit(report.rubric.scheme.grades.iter().map(|g| g.name.as_str()), 6, 14),
        Column::Remarks => {
            let remarks: Vec<String> = (0..units.len()).map(|unit| text(report, Column::Remarks, unit)).collect();
            columns::fit(remarks.iter().map(String::as_str), 18, 40)
        }
    }
}

/// The text of a column that holds one.
fn text(report: &Report<'_>, column: Column, unit: usize) -> String {
    let finals = report.outcome.finals();
    match column {
        Column::Unit => report.register.units()[unit].name.clone(),
        Column::Part(by) => report.register.units()[unit].part(by).to_owned(),
        Column::Remarks => total_notes(&finals[unit], unit, report.names()),
        Column::Grade => finals[unit].grade.map(|g| report.rubric.scheme.grades[g].name.clone()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// What the live core knows a column as.
const fn shown(column: Column) -> Shown {
    match column {
        Column::Rank => Shown::Place,
        Column::Unit => Shown::Unit,
        Column::Part(by) => Shown::Part(by),
        Column::RankIn(by) => Shown::PlaceIn(by),
        Column::Tasks => Shown::Tasks,
        Column::Section(node) => Shown::Node(node),
        Column::Period(index) => Shown::Period(index),
        Column::Total => Shown::Total,
        Column::Unadjusted => Shown::Unadjusted,
        Column::Grade => Shown::Grade,
        Column::RankBefore | Column::Moved => Shown::PlaceBefore,
        Column::Gained => Shown::TotalBefore,
        Column::Remarks => Shown::Remarks,
    }
}

/// The format of a column whose units change places: nothing in it belongs to a unit.
fn live_format(report: &Report<'_>, style: &Style, column: Column) -> Format {
    let places = Places::of(report.rubric);
    match column {
        Column::RankIn(_) | Column::Part(_) | Column::RankBefore | Column::Tasks => style.centred(),
        Column::Moved => style.centred().set_num_format(moved(ties_are_whole(report))),
        Column::Gained => style.centred().set_num_format(gained(places.total)),
        Column::Section(_) => style.centred_number(places.section),
        Column::Period(_) | Column::Unadjusted => style.centred_number(places.total),
        Column::Total => Style::subtotal(style.centred_number(places.total)),
        Column::Rank | Column::Grade => style.centred().set_bold(),
        Column::Unit => style.text().set_bold(),
        Column::Remarks => style.text().set_font_size(9),
    }
}

/// Colours grades by what the cells say.
fn colour_grades(report: &Report<'_>, sheet: &mut Worksheet, columns: &[Column], foot: u32) -> Result<(), Unmade> {
    let grades = &report.rubric.scheme.grades;
    let Some(at) = columns.iter().position(|c| matches!(c, Column::Grade)).and_then(|at| u16::try_from(at).ok()) else {
        return Ok(());
    };
    for (index, grade) in grades.iter().enumerate() {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(grade.name.as_str()))
            .set_format(grade_ground(index, grades.len()));
        sheet.add_conditional_format(3, at, foot - 1, at, &rule)?;
    }
    Ok(())
}

fn write(
    report: &Report<'_>,
    style: &Style,
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    column: Column,
    unit: usize,
) -> Result<(), Unmade> {
    let places = Places::of(report.rubric);
    let total = &report.outcome.finals()[unit];
    let mut number = |x: Option<&Exact>, format: &Format| -> Result<(), Unmade> {
        match x {
            Some(x) => sheet.write_number_with_format(row, at, cell(x), format)?,
            None => sheet.write_string_with_format(row, at, report.words().na_mark, &style.centred())?,
        };
        Ok(())
    };
    let rank = |x: &Option<Exact>| {
        let whole = x.as_ref().is_none_or(Exact::is_whole);
        style.centred().set_num_format(if whole { "0" } else { "0.0" })
    };
    match column {
        Column::Rank => number(total.rank.as_ref(), &rank(&total.rank).set_bold()),
        Column::RankIn(by) => number(total.rank_in[by].as_ref(), &rank(&total.rank_in[by])),
        // written where they are counted, once
        Column::Tasks => Ok(()),
        Column::Section(node) => {
            let score = report.outcome.node(node, unit).and_then(|r| r.score.as_ref());
            number(score, &style.centred_number(places.section))
        }
        Column::Period(index) => {
            let total = &report.outcome.periods[index].totals[unit];
            number(total.published.as_ref(), &style.centred_number(places.total))
        }
        Column::Total => number(total.published.as_ref(), &Style::subtotal(style.centred_number(places.total))),
        Column::RankBefore => {
            let before = report.baseline.and_then(|b| b.of(unit)).and_then(|s| s.rank.as_ref());
            number(before, &rank(&before.cloned()))
        }
        Column::Moved => {
            let places = since(report, unit, false);
            let format = moved(places.as_ref().is_none_or(Exact::is_whole));
            number(places.as_ref(), &style.centred().set_num_format(format))
        }
        Column::Gained => {
            let format = style.centred().set_num_format(gained(places.total));
            number(since(report, unit, true).as_ref(), &format)
        }
        Column::Unadjusted => number(total.unadjusted.as_ref(), &style.centred_number(places.total)),
        Column::Grade => {
            let format = style.centred().set_bold();
            let format = match total.grade {
                Some(grade) => graded(format, grade, report.rubric.scheme.grades.len()),
                None => format,
            };
            sheet.write_string_with_format(row, at, text(report, column, unit), &format)?;
            Ok(())
        }
        Column::Unit | Column::Remarks | Column::Part(_) => {
            let format = match column {
                Column::Unit => style.text().set_bold(),
                Column::Part(_) => style.centred(),
                _ => style.text().set_font_size(9),
            };
            sheet.write_string_with_format(row, at, clip(&text(report, column, unit)), &format)?;
            Ok(())
        }
    }
}

/// Whether every rank is a whole number, as it is unless ties share the mean of their places.
fn ties_are_whole(report: &Report<'_>) -> bool {
    report.rubric.scheme.ranking.ties != Ties::Average
}

/// Places gained, lost, unchanged; half places where ties share the mean.
const fn moved(whole: bool) -> &'static str {
    if whole { "▲0;▼0;－" } else { "▲0.0;▼0.0;－" }
}

/// Marks gained, lost, unchanged.
fn gained(places: u8) -> String {
    let shown = pattern(places);
    format!("+{shown};-{shown};{shown}")
}

/// Marks, or places, that a unit has gained since the earlier result.
pub(super) fn since(report: &Report<'_>, unit: usize, marks: bool) -> Option<Exact> {
    let before = report.baseline?.of(unit)?;
    let now = report.outcome.finals().get(unit)?;
    if marks {
        Some(now.published.clone()? - before.total.clone()?)
    } else {
        Some(before.rank.clone()? - now.rank.clone()?)
    }
}
