//! The figures of the sheets on progress, exactly: a block an indicator, a row a unit, and the mean of all of them last.

use crate::expr::NodeId;
use crate::number::Exact;
use crate::report::Report;
use crate::report::text::{progress, put};
use crate::rubric::scheme::Body;
use crate::rubric::{Path, years};
use crate::score::{Course, Coursed, Out, Pace, courses, point, share};

/// Everything that the two sheets show.
pub(super) struct Rows<'a> {
    pub periods: Vec<String>,
    pub blocks: Vec<Block<'a>>,
}

/// An indicator.
pub(super) struct Block<'a> {
    pub node: NodeId,
    /// Its name, of which no other block has the same.
    pub name: String,
    pub measure: &'a str,
    pub lower_is_better: bool,
    pub path: Option<&'a Path>,
    pub has_target: bool,
    /// Decimals of its values.
    pub places: u8,
    /// Units in the order of the ranking, and the mean last.
    pub rows: Vec<Row>,
    /// How many units are ahead, on the path, behind, and without a verdict.
    pub verdicts: [usize; 4],
    /// How many units the mean is of, and how many the indicator applies to.
    pub counted: [usize; 2],
    /// The share of the way that was to be covered, and that all together have covered.
    pub way: [Option<Exact>; 2],
}

/// A unit's figures, or the mean of all.
pub(super) struct Row {
    pub label: String,
    pub baseline: Cell,
    pub actual: Vec<Cell>,
    pub planned: Vec<Cell>,
    /// How far better than planned.
    pub gap: Cell,
    pub pace: Cell,
    pub verdict: Option<Pace>,
    pub target: Cell,
    pub met: Option<bool>,
    pub end: Cell,
    pub left: Cell,
    pub needed: Cell,
    pub so_far: Cell,
    pub score: Cell,
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Number(Exact),
    Text(String),
    Missing,
    NotApplicable,
    /// The final target is reached.
    Reached,
    /// Nothing of the kind is asked for.
    Nothing,
}

impl Cell {
    fn of(x: Option<Exact>, otherwise: Self) -> Self {
        x.map_or(otherwise, Self::Number)
    }

    pub(super) const fn number(&self) -> Option<&Exact> {
        match self {
            Self::Number(x) => Some(x),
            _ => None,
        }
    }
}

impl<'a> Rows<'a> {
    pub(super) fn new(report: &Report<'a>) -> Self {
        let laid = courses(&report.input(), report.outcome);
        let periods: Vec<String> = laid.periods.iter().map(ToString::to_string).collect();
        let mut blocks: Vec<Block<'a>> = Vec::new();
        for coursed in &laid.indicators {
            let mut block = block(report, coursed, periods.last().map(String::as_str).unwrap_or_default());
            if blocks.iter().any(|b| b.name == block.name) {
                block.name = format!("{} {}", report.rubric.scheme.nodes[block.node].id.value, block.name);
            }
            blocks.push(block);
        }
        Self { periods, blocks }
    }
}

/// What rows are worked out by.
struct Plan<'a> {
    path: Option<&'a Path>,
    lower: bool,
    has_target: bool,
    /// The time that is judged, in years.
    at: Option<Exact>,
}

fn block<'a>(report: &Report<'a>, coursed: &Coursed, last: &str) -> Block<'a> {
    let node = coursed.node;
    let indicator = report.rubric.indicator(node);
    let path = indicator.and_then(|i| i.path.as_ref());
    let lower = matches!(&report.rubric.scheme.nodes[node].body, Body::Indicator(body) if body.lower_is_better);
    let has_target = indicator.is_some_and(|i| i.target.is_some());
    let at = years(path.and_then(|p| p.at.as_deref()).unwrap_or(last));
    let plan = Plan { path, lower, has_target, at };
    let labels = labels(report);
    let order = report.outcome.ranking_order();
    let mut rows: Vec<Row> = Vec::with_capacity(order.len() + 1);
    for unit in &order {
        let score = report.outcome.node(node, *unit).and_then(|r| r.score.clone());
        let score = Cell::of(score, Cell::NotApplicable);
        rows.push(row(&plan, labels[*unit].clone(), &coursed.units[*unit], score));
    }
    let verdict = |wanted: Pace| rows.iter().filter(|r| r.verdict == Some(wanted)).count();
    let applies = rows.iter().filter(|r| r.actual.last() != Some(&Cell::NotApplicable)).count();
    let [ahead, on_path, behind] = [Pace::Ahead, Pace::OnPath, Pace::Behind].map(verdict);
    let verdicts = [ahead, on_path, behind, applies - ahead - on_path - behind];
    let (mean, counted) = mean(&plan, coursed);
    let label = put(progress(report.lang).mean, &[&counted.to_string(), &applies.to_string()]);
    let scores: Vec<Exact> = rows.iter().filter_map(|r| r.score.number().cloned()).collect();
    let mean_row = row(&plan, label, &mean, Cell::of(mean_of(scores.iter()), Cell::NotApplicable));
    let due = path.and_then(|path| share(path, plan.at.as_ref()?));
    let way = [due, covered(&mean)];
    rows.push(mean_row);
    Block {
        node,
        name: report.rubric.scheme.nodes[node].name.clone(),
        measure: report.measure(node),
        lower_is_better: lower,
        path,
        has_target,
        places: places(&coursed.units),
        rows,
        verdicts,
        counted: [counted, applies],
        way,
    }
}

/// The units' short names, with the code behind where two have the same.
fn labels(report: &Report<'_>) -> Vec<String> {
    let units = report.register.units();
    let mut seen = std::collections::HashMap::new();
    for unit in units {
        *seen.entry(unit.label()).or_insert(0) += 1;
    }
    let one = |u: &crate::register::Unit| match seen.get(u.label()) {
        Some(1) => u.label().to_owned(),
        _ => format!("{} {}", u.label(), u.code),
    };
    units.iter().map(one).collect()
}

/// Progress from the baseline to the end.
fn covered(course: &Course) -> Option<Exact> {
    let (baseline, end) = (course.baseline.as_ref()?, course.end.as_ref()?);
    (course.now()? - baseline).checked_div(&(end - baseline))
}

fn row(plan: &Plan<'_>, label: String, course: &Course, score: Cell) -> Row {
    let applies = course.actual.last() != Some(&Out::NotApplicable);
    // what cannot be worked out is missing where it is asked for, and nothing at all where it is not
    let asked = |asked: bool| match (applies, asked) {
        (false, _) => Cell::NotApplicable,
        (true, true) => Cell::Missing,
        (true, false) => Cell::Nothing,
    };
    let on_path = plan.path.is_some();
    let better = |x: Exact| if plan.lower { -x } else { x };
    let now = course.now();
    let gap = now.zip(course.due.as_ref()).map(|(now, due)| better(now - due));
    let expected = plan.path.and_then(|path| share(path, plan.at.as_ref()?));
    let pace = covered(course).and_then(|covered| covered.checked_div(expected.as_ref()?));
    let verdict = pace.as_ref().zip(plan.path).map(|(pace, path)| Pace::of(pace, &path.normal));
    let left = now.zip(course.end.as_ref()).map(|(now, end)| better(end - now));
    let reached = left.as_ref().is_some_and(|left| left.is_zero() || left.is_negative());
    let time = |index: usize| plan.path.and_then(|path| years(&path.ends[index])).zip(plan.at.clone());
    let needed = time(1).and_then(|(to, at)| {
        let ahead = &to - &at;
        (course.end.as_ref()? - now?).checked_div(&ahead).filter(|_| ahead.is_positive())
    });
    let so_far = time(0).and_then(|(from, at)| (now? - course.baseline.as_ref()?).checked_div(&(&at - &from)));
    let met = now.zip(course.target.as_ref()).map(|(now, target)| !better(now - target).is_negative());
    let actual = course.actual.iter().map(|out| match out {
        Out::Num(x) => Cell::Number(x.clone()),
        Out::Missing => Cell::Missing,
        Out::NotApplicable => Cell::NotApplicable,
        other => Cell::Text(super::super::value_text(other.to_value().as_ref())),
    });
    let planned = course.planned.iter().map(|x| {
        let outside = on_path && course.baseline.is_some() && course.end.is_some();
        Cell::of(x.clone(), if outside { Cell::Nothing } else { asked(on_path || plan.has_target) })
    });
    let is_asked = on_path || plan.has_target;
    Row {
        label,
        baseline: Cell::of(course.baseline.clone(), asked(on_path)),
        actual: actual.collect(),
        planned: planned.collect(),
        gap: Cell::of(gap, asked(is_asked)),
        pace: Cell::of(pace, asked(on_path)),
        verdict,
        target: Cell::of(course.target.clone(), asked(plan.has_target)),
        met,
        end: Cell::of(course.end.clone(), asked(on_path)),
        left: if reached { Cell::Reached } else { Cell::of(left, asked(on_path)) },
        needed: if reached {
            Cell::Nothing
        } else {
            Cell::of(needed, asked(on_path && time(1).is_some_and(|(to, at)| at < to)))
        },
        so_far: Cell::of(so_far, asked(on_path)),
        score,
    }
}

fn mean_of<'x>(all: impl Iterator<Item = &'x Exact>) -> Option<Exact> {
    let all: Vec<&Exact> = all.collect();
    all.iter().copied().sum::<Exact>().checked_div(&Exact::from(all.len()))
}

/// The mean of the units that can be compared: those with a value now, and on a path with both its ends.
fn mean(plan: &Plan<'_>, coursed: &Coursed) -> (Course, usize) {
    let whole = |c: &&Course| c.now().is_some() && (plan.path.is_none() || c.baseline.is_some() && c.end.is_some());
    let units: Vec<&Course> = coursed.units.iter().filter(whole).collect();
    let of = |get: &dyn Fn(&Course) -> Option<&Exact>| mean_of(units.iter().filter_map(|c| get(c)));
    let all =
        |get: &dyn Fn(&Course) -> Option<&Exact>| units.iter().all(|c| get(c).is_some()).then(|| of(get)).flatten();
    let periods = coursed.units.first().map_or(0, |c| c.actual.len());
    let (baseline, end) = (of(&|c| c.baseline.as_ref()), of(&|c| c.end.as_ref()));
    let number = |c: &Course, at: usize| matches!(c.actual[at], Out::Num(_));
    let actual = (0..periods).map(|at| {
        let found = mean_of(units.iter().filter(|c| number(c, at)).filter_map(|c| match &c.actual[at] {
            Out::Num(x) => Some(x),
            _ => None,
        }));
        found.map_or(Out::Missing, Out::Num)
    });
    let course = Course {
        target: all(&|c| c.target.as_ref()),
        actual: actual.collect(),
        planned: (0..periods).map(|at| all(&|c| c.planned[at].as_ref())).collect(),
        due: all(&|c| c.due.as_ref()),
        baseline,
        end,
    };
    (course, units.len())
}

/// Decimals that the values have, at most two; a ratio that does not end has two.
fn places(units: &[Course]) -> u8 {
    let actual = units.iter().flat_map(|c| &c.actual).filter_map(|out| match out {
        Out::Num(x) => Some(x),
        _ => None,
    });
    let decimals = |x: &Exact| x.display(2).split_once('.').map_or(0, |(_, after)| after.len());
    u8::try_from(actual.take(20_000).map(decimals).max().unwrap_or(0)).unwrap_or(2)
}

/// A point of a block's path for one of its rows.
pub(super) fn planned_at(block: &Block<'_>, row: &Row, year: &Exact) -> Option<Exact> {
    point(block.path?, row.baseline.number()?, row.end.number()?, year)
}
