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
    /// What the mean is weighted by; `None` where every unit counts alike.
    pub weighted: Option<String>,
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
    let Together { course: mean, counted, unweighted } = mean(&plan, coursed);
    let words = progress(report.lang);
    let weight = match &report.rubric.scheme.nodes[node].body {
        Body::Indicator(body) => body.weigh_by.as_ref(),
        Body::Section(_) => None,
    };
    let counts = [counted.to_string(), applies.to_string()];
    let label = match weight {
        None => put(words.mean, &[&counts[0], &counts[1]]),
        Some(_) if !unweighted.is_empty() => {
            let names: Vec<&str> = unweighted.iter().map(|unit| labels[*unit].as_str()).collect();
            put(words.unweighted, &[&names.join(report.words().comma)])
        }
        Some(_) => put(words.weighted, &[&counts[0], &counts[1]]),
    };
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
        weighted: weight.map(|at| weight_text(report, &at.value)),
    }
}

/// What is weighted by: a field by its name, anything else as it is written.
fn weight_text(report: &Report<'_>, written: &str) -> String {
    let fields = &report.rubric.scheme.fields;
    fields.iter().find(|f| f.id == written.trim()).map_or_else(|| written.to_owned(), |f| f.name.clone())
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

/// All units together.
struct Together {
    course: Course,
    /// How many units it is made of.
    counted: usize,
    /// Units that would count and have no weight, by index: then there is no figure, rather than one without them.
    unweighted: Vec<usize>,
}

/// The weighted mean of these figures; the weights are not negative.
fn weighted<'x>(all: impl Iterator<Item = (&'x Exact, &'x Exact)>) -> Option<Exact> {
    let (mut sum, mut weights) = (Exact::ZERO, Exact::ZERO);
    for (x, weight) in all {
        sum = sum + x * weight;
        weights = weights + weight.clone();
    }
    sum.checked_div(&weights)
}

/// The mean of the units that can be compared: those with a value now, and on a path with both its ends. Every figure is
/// weighted by the weights of the period judged, so that what moves is the values.
fn mean(plan: &Plan<'_>, coursed: &Coursed) -> Together {
    let whole = |c: &Course| c.now().is_some() && (plan.path.is_none() || c.baseline.is_some() && c.end.is_some());
    let units: Vec<(usize, &Course)> = coursed.units.iter().enumerate().filter(|(_, c)| whole(c)).collect();
    let weight = |c: &'_ Course| c.weight.clone().filter(|weight| !weight.is_negative());
    let unweighted: Vec<usize> = units.iter().filter(|(_, c)| weight(c).is_none()).map(|(unit, _)| *unit).collect();
    let weights: Vec<(&Course, Exact)> = match unweighted.as_slice() {
        [] => units.iter().filter_map(|(_, c)| Some((*c, weight(c)?))).collect(),
        _ => Vec::new(),
    };
    let of = |get: &dyn Fn(&Course) -> Option<&Exact>| {
        weighted(weights.iter().filter_map(|(c, weight)| Some((get(c)?, weight))))
    };
    let all = |get: &dyn Fn(&Course) -> Option<&Exact>| {
        weights.iter().all(|(c, _)| get(c).is_some()).then(|| of(get)).flatten()
    };
    let number = |out: &'_ Out| match out {
        Out::Num(x) => Some(x.clone()),
        _ => None,
    };
    let periods = coursed.units.first().map_or(0, |c| c.actual.len());
    let actual = (0..periods).map(|at| {
        let found: Vec<(Exact, &Exact)> =
            weights.iter().filter_map(|(c, weight)| Some((number(&c.actual[at])?, weight))).collect();
        weighted(found.iter().map(|(x, weight)| (x, *weight))).map_or(Out::Missing, Out::Num)
    });
    let course = Course {
        baseline: of(&|c| c.baseline.as_ref()),
        end: of(&|c| c.end.as_ref()),
        target: all(&|c| c.target.as_ref()),
        actual: actual.collect(),
        planned: (0..periods).map(|at| all(&|c| c.planned[at].as_ref())).collect(),
        due: all(&|c| c.due.as_ref()),
        weight: None,
    };
    Together { course, counted: weights.len(), unweighted }
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
