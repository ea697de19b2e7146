//! Sheet 封面与说明: what was assessed on what basis, the result in brief, the sheets with links, and how to read them.

use rust_xlsxwriter::{FormatAlign, Url, Worksheet};

use crate::number::Exact;
use crate::report::columns;
use crate::report::contents::Listed;
use crate::report::ranking::since;
use crate::report::style::{Places, Style, clip, padded, print};
use crate::report::text::{SheetId, put, ready, roll_up, sheets};
use crate::report::{Report, Unmade};

const WIDTHS: [f64; 2] = [20.0, 96.0];

/// A line of the cover.
enum Line {
    Head(&'static str),
    Pair(String, String),
    /// A sheet of the workbook and what is on it.
    Sheet(String, String),
    Bullet(&'static str),
}

/// Writes the cover; `listed` are the sheets of the workbook in order, and those that are left out.
pub(in crate::report) fn sheet(
    report: &Report<'_>,
    style: &Style,
    to: &mut Worksheet,
    listed: &[Listed],
) -> Result<(), Unmade> {
    let words = &sheets(report.lang).cover;
    to.set_name(words.name)?;
    for (at, width) in (0_u16..).zip(WIDTHS) {
        to.set_column_width(at, width)?;
    }
    let big = style.title().set_font_size(20);
    to.merge_range(0, 0, 0, 1, &report.title(), &big)?;
    to.set_row_height(0, 54)?;
    let subtitle = report.subtitle();
    to.merge_range(1, 0, 1, 1, &subtitle, &style.subtitle().set_font_size(11))?;
    to.set_row_height(1, columns::height(subtitle.lines().count(), 11.0))?;
    let mut lines = about(report);
    lines.extend(result(report));
    lines.push(Line::Head(words.sheets));
    for one in listed.iter().filter(|one| one.made) {
        let on = match one.id {
            SheetId::RollUp => roll_up(report.lang).on,
            id => words.on.iter().find(|(known, _)| *known == id).map_or("", |(_, on)| on),
        };
        lines.push(Line::Sheet(one.name.clone(), one.says.clone().unwrap_or_else(|| on.to_owned())));
    }
    for one in listed.iter().filter(|one| !one.made) {
        let why = one.says.as_deref().unwrap_or_default();
        lines.push(Line::Pair(one.name.clone(), put(words.not_made, &[why])));
    }
    lines.push(Line::Head(words.reading));
    // the first line is about ranks
    lines.extend(words.reads.into_iter().skip(usize::from(report.is_single())).map(Line::Bullet));
    let mut row = 1;
    for line in &lines {
        row += 1;
        write(style, to, row, line)?;
    }
    print(to, report.words(), (0, 1))?;
    to.set_portrait();
    to.set_print_area(0, 0, row, 1)?;
    Ok(())
}

fn write(style: &Style, to: &mut Worksheet, row: u32, line: &Line) -> Result<(), Unmade> {
    match line {
        Line::Head(text) => {
            to.merge_range(row, 0, row, 1, text, &style.head().set_align(FormatAlign::Left).set_font_size(11))?;
            to.set_row_height(row, 24)?;
        }
        Line::Pair(name, text) => {
            to.write_string_with_format(row, 0, clip(name), &style.text().set_bold())?;
            to.write_string_with_format(row, 1, clip(text), &style.text())?;
            to.set_row_height(row, columns::height(columns::lines(text, WIDTHS[1]), 10.0).max(20.0))?;
        }
        Line::Sheet(name, on) => {
            let url = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(name);
            let blue = style.text().set_font_color(0x1F_4E9E).set_underline(rust_xlsxwriter::FormatUnderline::Single);
            to.write_url_with_format(row, 0, &url, &blue)?;
            to.write_string_with_format(row, 1, clip(on), &style.text())?;
            to.set_row_height(row, columns::height(columns::lines(on, WIDTHS[1]), 10.0).max(20.0))?;
        }
        Line::Bullet(text) => {
            to.merge_range(row, 0, row, 1, text, &style.text())?;
            let room = WIDTHS[0] + WIDTHS[1];
            to.set_row_height(row, columns::height(columns::lines(text, room), 10.0).max(20.0))?;
        }
    }
    Ok(())
}

fn about(report: &Report<'_>) -> Vec<Line> {
    let words = &sheets(report.lang).cover;
    let about = &report.words().about;
    let head = &report.rubric.scheme.head;
    let finals = report.outcome.finals();
    let ranked = finals.iter().filter(|t| t.rank.is_some()).count();
    let pair = |name: &str, text: String| Line::Pair(name.to_owned(), text);
    let counted = match report.register.units() {
        [only] => only.name.clone(),
        units => put(words.units_count, &[&units.len().to_string(), &ranked.to_string()]),
    };
    let mut lines = vec![
        Line::Head(words.about),
        pair(about.rubric, format!("{}　{} {}", head.title, head.id, head.version)),
        pair(words.units, counted),
    ];
    if !head.basis.is_empty() {
        lines.push(pair(about.basis, head.basis.join("\n")));
    }
    if head.illustrative {
        lines.push(pair(about.nature, report.words().example_line.to_owned()));
    }
    lines
}

fn result(report: &Report<'_>) -> Vec<Line> {
    let words = &sheets(report.lang).cover;
    let finals = report.outcome.finals();
    let units = report.register.units();
    let pair = |name: &str, text: String| Line::Pair(name.to_owned(), text);
    let between = report.words().and;
    let mut lines = vec![Line::Head(words.result)];
    if report.is_single() {
        lines.extend(own(report));
    } else {
        lines.extend(standings(report));
    }
    if !report.rubric.vetoes.is_empty() {
        let hit = |unit: usize| {
            let names: Vec<&str> =
                finals[unit].vetoes.iter().map(|h| report.rubric.scheme.vetoes[h.veto].name.as_str()).collect();
            (!names.is_empty()).then(|| format!("{}（{}）", units[unit].label(), names.join(report.words().comma)))
        };
        let hits: Vec<String> = report.outcome.ranking_order().into_iter().filter_map(hit).collect();
        let said = if hits.is_empty() { words.no_veto.to_owned() } else { hits.join(between) };
        lines.push(pair(words.vetoes, said));
    }
    let [errors, warnings, notes] = report.counts();
    lines.push(pair(report.words().findings, put(report.words().counts, &[&errors, &warnings, &notes])));
    lines
}

/// How the units stand: the first, the spread of totals, how many have each grade.
fn standings(report: &Report<'_>) -> Vec<Line> {
    let words = &sheets(report.lang).cover;
    let finals = report.outcome.finals();
    let units = report.register.units();
    let places = Places::of(report.rubric).total;
    let pair = |name: &str, text: String| Line::Pair(name.to_owned(), text);
    let between = report.words().and;
    let mut lines = Vec::new();
    let first = report.outcome.ranking_order().into_iter().filter_map(|unit| {
        let total = &finals[unit];
        let (rank, published) = (total.rank.as_ref()?, total.published.as_ref()?);
        (*rank <= Exact::from(3))
            .then(|| put(words.place, &[&rank.to_string(), units[unit].label(), &padded(published, places)]))
    });
    let first: Vec<String> = first.take(6).collect();
    if !first.is_empty() {
        lines.push(pair(words.first, first.join(between)));
    }
    let ranked: Vec<&Exact> = finals.iter().filter(|t| t.rank.is_some()).filter_map(|t| t.published.as_ref()).collect();
    if let (Some(most), Some(least)) = (ranked.iter().max(), ranked.iter().min()) {
        let mean = ranked.iter().copied().sum::<Exact>().checked_div(&Exact::from(ranked.len())).unwrap_or_default();
        let shown = [padded(most, places), padded(&mean, places), padded(least, places)];
        lines.push(pair(words.totals, put(words.spread, &shown.each_ref().map(String::as_str))));
    }
    lines.extend(movers(report).map(|said| pair(words.since, said)));
    let grades = &report.rubric.scheme.grades;
    if !grades.is_empty() {
        let count = |grade: usize| finals.iter().filter(|t| t.grade == Some(grade)).count();
        let said = grades.iter().enumerate().map(|(at, g)| put(words.of_grade, &[&g.name, &count(at).to_string()]));
        lines.push(pair(report.words().grade, said.collect::<Vec<_>>().join(between)));
    }
    lines
}

/// The total and the grade of a single unit.
fn own(report: &Report<'_>) -> Option<Line> {
    let [name, total, graded] = ready(report.lang).own.result;
    let last = report.outcome.finals().first()?;
    let published = padded(last.published.as_ref()?, Places::of(report.rubric).total);
    let full = report.rubric.scheme.head.full_marks.to_string();
    let text = match last.grade {
        Some(grade) => put(graded, &[&published, &full, &report.rubric.scheme.grades[grade].name]),
        None => put(total, &[&published, &full]),
    };
    Some(Line::Pair(name.to_owned(), text))
}

/// Units that are named for having moved.
const MOVERS: usize = 3;

/// Who gained and who lost most places since the earlier result.
fn movers(report: &Report<'_>) -> Option<String> {
    let baseline = report.baseline?;
    let words = &sheets(report.lang).cover;
    let finals = report.outcome.finals();
    let moved: Vec<(usize, Exact)> = report
        .outcome
        .ranking_order()
        .into_iter()
        .filter_map(|unit| since(report, unit, false).map(|places| (unit, places)))
        .collect();
    if moved.is_empty() {
        return None;
    }
    let said = |up: bool| {
        let mut found: Vec<&(usize, Exact)> =
            moved.iter().filter(|(_, places)| if up { places.is_positive() } else { places.is_negative() }).collect();
        found.sort_by_key(|(_, places)| std::cmp::Reverse(places.abs()));
        let one = |(unit, places): &&(usize, Exact)| {
            let before = baseline.of(*unit)?.rank.as_ref()?.display(1);
            let (label, now) = (report.register.units()[*unit].label(), finals[*unit].rank.as_ref()?.display(1));
            Some(put(words.mover[usize::from(!up)], &[label, &places.abs().display(1), &before, &now]))
        };
        let named: Vec<String> = found.iter().take(MOVERS).filter_map(one).collect();
        (!named.is_empty()).then(|| put(words.moved[usize::from(!up)], &[&named.join(report.words().comma)]))
    };
    let lines: Vec<String> = [said(true), said(false)].into_iter().flatten().collect();
    Some(if lines.is_empty() { words.moved[2].to_owned() } else { lines.join("\n") })
}
