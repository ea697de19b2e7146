//! Bars in SVG: totals in the colours of their grades, and the sections that they are made of.

use crate::expr::NodeId;
use crate::number::Exact;
use crate::report::Report;
use crate::report::ranking::{adds_up, headline};
use crate::report::style::{BARS, Places, padded, shade};
use crate::report::text::{page, put};
use crate::rubric::scheme::Kind;

use super::html::Html;

/// More bars than this cannot be read.
const MOST: usize = 60;
/// Where bars begin, how long the longest is, and how high a row is; pixels at full size.
const LEFT: f64 = 190.0;
const LENGTH: f64 = 700.0;
const ROW: f64 = 24.0;
const WIDTH: f64 = 1000.0;
/// Colours of sections, told apart in grey as well.
const SECTIONS: [&str; 6] = ["#1f3864", "#8fb0d9", "#4c9f70", "#cfe3c4", "#b5651d", "#f0cf9f"];

/// Both charts of a scoring; nothing where no unit has a total.
pub(super) fn charts(report: &Report<'_>, prefix: &str, html: &mut Html) {
    let finals = report.outcome.finals();
    let mut units: Vec<usize> =
        report.outcome.ranking_order().into_iter().filter(|u| finals[*u].published.is_some()).collect();
    let cut = units.len() > MOST;
    units.truncate(MOST);
    if units.is_empty() {
        return;
    }
    totals(report, prefix, &units, cut, html);
    stacked(report, prefix, &units, cut, html);
}

/// A name for the scale: the full marks, or the greatest total where that is more.
fn scale(most: impl Iterator<Item = Exact>, full: &Exact) -> f64 {
    most.fold(full.clone(), Exact::max).to_f64().max(f64::MIN_POSITIVE)
}

fn n(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn frame(
    report: &Report<'_>,
    (prefix, kind): (&str, &str),
    [title, about]: [&str; 2],
    (units, cut): (&[usize], bool),
    html: &mut Html,
    bars: impl Fn(&mut Html, usize, f64),
    legend: &[(String, &'static str)],
) {
    let words = page(report.lang);
    let (title_id, about_id) = (format!("{prefix}-{kind}-t"), format!("{prefix}-{kind}-d"));
    let title = if cut { format!("{title}{}", put(words.first, &[&MOST.to_string()])) } else { title.to_owned() };
    html.leaf("h4", &[], &title);
    let mut rows = 0.0;
    let height = ROW * f64::from(u32::try_from(units.len()).unwrap_or(0)) + 44.0;
    let (view, labels) = (format!("0 0 {} {}", n(WIDTH), n(height)), format!("{title_id} {about_id}"));
    let attrs = [("viewBox", view.as_str()), ("role", "img"), ("aria-labelledby", labels.as_str())];
    html.el("svg", &attrs, |h| {
        h.leaf("title", &[("id", &title_id)], &title);
        h.leaf("desc", &[("id", &about_id)], about);
        let mut at = LEFT;
        for (name, color) in legend {
            h.void(
                "rect",
                &[("x", &n(at)), ("y", "6"), ("width", "12"), ("height", "12"), ("fill", color), ("stroke", "#595959")],
            );
            h.leaf("text", &[("x", &n(at + 18.0)), ("y", "17"), ("font-size", "13")], name);
            at += 40.0 + 13.0 * f64::from(u32::try_from(name.chars().count()).unwrap_or(0));
        }
        for unit in units {
            let top = 30.0 + rows * ROW;
            rows += 1.0;
            let named = &report.register.units()[*unit];
            let label: String = if named.label().chars().count() > 13 {
                named.label().chars().take(12).chain(['…']).collect()
            } else {
                named.label().to_owned()
            };
            let base = n(top + 16.0);
            let place = [("x", "182"), ("y", base.as_str()), ("text-anchor", "end"), ("font-size", "13")];
            h.leaf("text", &place, &label);
            bars(h, *unit, top);
        }
    });
    html.line();
}

fn bar(html: &mut Html, (from, to): (f64, f64), top: f64, color: &str, said: &str) {
    let (x, width) = (n(from), n((to - from).max(0.0)));
    let (y, height) = (n(top + 3.0), n(ROW - 6.0));
    let attrs = [
        ("x", x.as_str()),
        ("y", y.as_str()),
        ("width", width.as_str()),
        ("height", height.as_str()),
        ("fill", color),
        ("stroke", "#595959"),
        ("stroke-width", "0.5"),
    ];
    html.el("rect", &attrs, |h| h.leaf("title", &[], said));
}

fn figure(html: &mut Html, at: f64, top: f64, text: &str) {
    html.leaf("text", &[("x", &n(at + 6.0)), ("y", &n(top + 16.0)), ("font-size", "13")], text);
}

fn totals(report: &Report<'_>, prefix: &str, units: &[usize], cut: bool, html: &mut Html) {
    let words = page(report.lang);
    let grades = &report.rubric.scheme.grades;
    let finals = report.outcome.finals();
    let of = units.iter().filter_map(|u| finals[*u].published.clone());
    let scale = scale(of, &report.rubric.scheme.head.full_marks);
    let color = |grade: Option<usize>| grade.map_or(BARS[5], |g| BARS[shade(g, grades.len())]);
    let mut legend: Vec<(String, &'static str)> =
        grades.iter().enumerate().map(|(i, g)| (g.name.clone(), color(Some(i)))).collect();
    if !grades.is_empty() && units.iter().any(|u| finals[*u].grade.is_none()) {
        legend.push((report.words().unranked.to_owned(), color(None)));
    }
    let bars = |h: &mut Html, unit: usize, top: f64| {
        let total = &finals[unit];
        let Some(published) = &total.published else { return };
        let end = LEFT + (published.to_f64() / scale * LENGTH).max(0.0);
        let grade = total.grade.map(|g| grades[g].name.as_str()).unwrap_or_default();
        let shown = padded(published, Places::of(report.rubric).total);
        let said = put(words.bar, &[&report.register.units()[unit].name, &shown, &spaced(grade)]);
        bar(h, (LEFT, end), top, color(total.grade), &said);
        figure(h, end, top, &format!("{shown}{}", spaced(grade)));
    };
    frame(report, (prefix, "totals"), words.totals, (units, cut), html, bars, &legend);
}

fn spaced(grade: &str) -> String {
    if grade.is_empty() { String::new() } else { format!(" {grade}") }
}

/// The sections of the ranking that add marks; what they take off shows in the total alone.
fn stacked(report: &Report<'_>, prefix: &str, units: &[usize], cut: bool, html: &mut Html) {
    let words = page(report.lang);
    let kind = |node: &NodeId| report.rubric.nodes[*node].kind;
    let sections: Vec<NodeId> = headline(report.rubric).into_iter().filter(|s| kind(s) != Kind::Penalty).collect();
    // what is put together otherwise is no pile
    if sections.len() < 2 || !adds_up(report.rubric) {
        return;
    }
    let score = |node: NodeId, unit: usize| {
        let score = report.outcome.node(node, unit)?.score.clone()?;
        score.is_positive().then_some(score)
    };
    let sum = |unit: &usize| sections.iter().filter_map(|node| score(*node, *unit)).sum::<Exact>();
    let scale = scale(units.iter().map(sum), &report.rubric.scheme.head.full_marks);
    let name = |node: NodeId| report.rubric.scheme.nodes[node].name.clone();
    let places = Places::of(report.rubric).section;
    let legend: Vec<(String, &'static str)> =
        sections.iter().zip(SECTIONS.iter().cycle()).map(|(node, color)| (name(*node), *color)).collect();
    let bars = |h: &mut Html, unit: usize, top: f64| {
        let mut from = LEFT;
        for (node, color) in sections.iter().zip(SECTIONS.iter().cycle()) {
            let Some(score) = score(*node, unit) else { continue };
            let to = from + score.to_f64() / scale * LENGTH;
            bar(h, (from, to), top, color, &put(words.bar, &[&name(*node), &padded(&score, places), ""]));
            from = to;
        }
        figure(h, from, top, &padded(&sum(&unit), places));
    };
    frame(report, (prefix, "stacked"), words.stacked, (units, cut), html, bars, &legend);
}
