//! Every rule → the expression form. This is the one place that knows what a rule means; nothing after it knows rules by
//! name.
//!
//! In the comments v is the value, t the target, M the marks, g the gap (t − v where higher is better, v − t where lower is).

use crate::expr::{CompareOp, FieldId, Form, Func, Own, PopulationId, Slot, Stat};
use crate::number::Exact;

use super::model::Path;
use super::rule::{Band, Bound, Each, Of, OverBonus, Partial, Positions, Rate, Reference, Rule, Slope, Start, Step};
use super::scheme::Scalar;

/// What lowering needs from the indicator around the rule.
pub(super) trait Context {
    /// A number or expression as a form.
    fn scalar(&mut self, scalar: &Scalar) -> Option<Form>;
    /// A condition or formula as a form.
    fn formula(&mut self, text: &super::document::At<String>) -> Option<Form>;
    /// The population of the indicator's value, negated where the best is to be the largest of a falling scale.
    fn values(&mut self, negated: bool) -> Option<PopulationId>;
    /// The indicator's own value expression.
    fn value(&self) -> Option<Form>;
    /// A field by id, with a finding where there is none.
    fn field(&mut self, id: &super::document::At<String>) -> Option<FieldId>;
    /// The period as a number of years; a finding where it is no such thing.
    fn years(&mut self, period: &str) -> Option<Exact>;
    /// Whether lower values are better.
    fn lower_is_better(&self) -> bool;
    /// Whether the indicator stands in a penalty section.
    fn penalty(&self) -> bool;
    /// Whether `[ranking] ties` is `average`.
    fn ties_average(&self) -> bool;
    /// The periods scored.
    fn scored_periods(&self) -> Vec<String>;
}

/// A rule, lowered.
pub(super) struct Lowered {
    /// The marks before modifiers.
    pub marks: Form,
    /// Where `times` starts from.
    pub start: Form,
    /// The default upper bound; `None` where there is none.
    pub cap: Option<Form>,
    /// The planned path, for `trajectory`.
    pub path: Option<Path>,
}

const V: Form = Form::Own(Own::Value);
const T: Form = Form::Own(Own::Target);
const M: Form = Form::Own(Own::Marks);

fn zero() -> Form {
    Form::int(0)
}

/// Lowers a rule; `None` where a part of it has a finding.
pub(super) fn lower(rule: &Rule, cx: &mut dyn Context) -> Option<Lowered> {
    // in a penalty section the marks are the most that can be taken, and nought is the best
    let (full, default_cap) = if cx.penalty() { (zero(), zero()) } else { (M, M) };
    let plain = |marks: Form| Lowered { marks, start: zero(), cap: Some(default_cap.clone()), path: None };
    Some(match rule {
        Rule::Meet => {
            let none = if cx.penalty() { Form::Neg(Box::new(M)) } else { zero() };
            Lowered { start: full.clone(), ..plain(reached(cx, T).then(full, none)) }
        }
        Rule::Deduct { rate, partial, bonus } => {
            let taken = taken(rate, *partial, cx)?;
            let missed = taken.named(Slot::Taken, full.clone().minus(Form::Var(Slot::Taken)));
            let (met, cap) = match bonus {
                None => (full.clone(), Some(default_cap.clone())),
                Some(bonus) => over_fulfilled(bonus, full.clone(), default_cap.clone(), cx)?,
            };
            Lowered { marks: reached(cx, T).then(met, missed), start: full, cap, path: None }
        }
        Rule::Bands { of, bands } => plain(bands_of(*of, bands, cx)?),
        Rule::Ratio => plain(if cx.lower_is_better() { M.times(T.over(V)) } else { M.times(V.over(T)) }),
        Rule::Anchors { points } => plain(anchors(points)),
        Rule::Efficacy { worst, best, base, span } => {
            let (worst, best) = (bound(worst, cx)?, bound(best, cx)?);
            let (base, span) = (cx.scalar(base)?, cx.scalar(span)?);
            let (w, b) = (Form::Var(Slot::Worst), Form::Var(Slot::Best));
            let position = V.minus(w.clone()).over(b.clone().minus(w.clone()));
            let clamped = Form::Call(Func::Clamp, vec![position, zero(), Form::int(1)]);
            let share = base.plus(span.times(clamped));
            let marks = b.compare(CompareOp::Eq, w).then(M, M.times(share));
            plain(worst.named(Slot::Worst, best.named(Slot::Best, marks)))
        }
        Rule::Versus { reference, par, per, take, add, partial } => {
            let par = match par {
                Some(par) => cx.scalar(par)?,
                None => full,
            };
            let marks = versus(reference, &par, [per, take, add], *partial, cx)?;
            Lowered { start: par, ..plain(marks) }
        }
        Rule::Rank { positions, ties_mean } => {
            let mean = ties_mean.unwrap_or_else(|| cx.ties_average());
            plain(rank(positions, mean, cx)?)
        }
        Rule::Count { each, start, zero_at } => count(each, start, zero_at.as_ref(), default_cap, cx)?,
        Rule::Choice { levels } => {
            let list = levels.iter().map(|(level, _)| level.as_str()).collect::<Vec<_>>().join("、");
            let marks = levels.iter().rev().fold(Form::OutsideLevels(list.into()), |rest, (level, share)| {
                let chosen = V.compare(CompareOp::Eq, Form::Text(level.as_str().into()));
                chosen.then(M.times(Form::Num(share.clone())), rest)
            });
            plain(marks)
        }
        Rule::Checklist { items } => {
            let mut marks = zero();
            for item in items {
                let field = cx.field(&item.field)?;
                marks = marks.plus(Form::Item(field).times(Form::Num(item.marks.clone())));
            }
            plain(marks)
        }
        Rule::Given { of, .. } | Rule::Panel { of, .. } => match of {
            Some(of) => plain(M.times(V.over(cx.scalar(of)?))),
            None => plain(V),
        },
        Rule::Trajectory { baseline, target, from, to, at, normal } => {
            let baseline = cx.scalar(baseline)?;
            let target = match target {
                Some(target) => cx.scalar(target)?,
                None => T,
            };
            let ends = [from.clone(), to.clone()];
            let (from, to) = (cx.years(from), cx.years(to));
            let now = at.clone();
            let at = match at {
                Some(at) => Form::Num(cx.years(at)?),
                None => {
                    for period in cx.scored_periods() {
                        cx.years(&period)?;
                    }
                    Form::ScoredYears
                }
            };
            let (from, to) = (from?, to?);
            let progress = V.minus(baseline.clone()).over(target.clone().minus(baseline.clone()));
            let expected = at.minus(Form::Num(from.clone())).over(Form::Num(&to - &from));
            let pace = progress.over(expected);
            let clamped = Form::Call(Func::Clamp, vec![Form::Var(Slot::Progress), zero(), Form::int(1)]);
            let path = Path {
                baseline,
                target,
                ends,
                at: now,
                pace: pace.clone(),
                normal: normal.clone().unwrap_or_default(),
            };
            Lowered { path: Some(path), ..plain(pace.named(Slot::Progress, M.times(clamped))) }
        }
        Rule::Formula { marks } => plain(cx.formula(marks)?),
    })
}

/// v ≥ what is to be reached, or v ≤ it.
fn reached(cx: &dyn Context, what: Form) -> Form {
    V.compare(if cx.lower_is_better() { CompareOp::Le } else { CompareOp::Ge }, what)
}

/// How far v falls short of `what`.
fn short_of(cx: &dyn Context, what: Form) -> Form {
    if cx.lower_is_better() { V.minus(what) } else { what.minus(V) }
}

/// How far v is better than `what`.
fn better_than(cx: &dyn Context, what: Form) -> Form {
    if cx.lower_is_better() { what.minus(V) } else { V.minus(what) }
}

/// Steps, counted as declared.
fn steps(amount: Form, per: Form, partial: Partial) -> Form {
    let n = amount.over(per);
    match partial {
        Partial::Prorata => n,
        Partial::Whole => Form::Call(Func::Floor, vec![n]),
        Partial::Started => Form::Call(Func::Ceil, vec![n]),
    }
}

fn taken(rate: &Rate, partial: Partial, cx: &mut dyn Context) -> Option<Form> {
    match rate {
        Rate::Even { per, take } => {
            let (per, take) = (cx.scalar(per)?, cx.scalar(take)?);
            Some(steps(short_of(cx, T), per, partial).times(take))
        }
        Rate::Slopes { slopes, whole } => {
            let gap = Form::Var(Slot::Gap);
            let body =
                if *whole { whole_slopes(slopes, &gap, partial) } else { marginal_slopes(slopes, &gap, partial) };
            Some(short_of(cx, T).named(Slot::Gap, body))
        }
    }
}

/// The entire gap at the rate of the stretch that it ends in.
fn whole_slopes(slopes: &[Slope], gap: &Form, partial: Partial) -> Form {
    slopes.iter().fold(zero(), |below, slope| {
        let rate = steps(gap.clone(), Form::Num(slope.per.clone()), partial).times(Form::Num(slope.take.clone()));
        gap.clone().compare(CompareOp::Gt, Form::Num(slope.beyond.clone())).then(rate, below)
    })
}

/// Each stretch of the gap at its own rate, counted on its own.
fn marginal_slopes(slopes: &[Slope], gap: &Form, partial: Partial) -> Form {
    let mut sum = zero();
    for (i, slope) in slopes.iter().enumerate() {
        let from = Form::Num(slope.beyond.clone());
        let end = match slopes.get(i + 1) {
            Some(next) => Form::Call(Func::Min, vec![gap.clone(), Form::Num(next.beyond.clone())]),
            None => gap.clone(),
        };
        let stretch =
            steps(end.minus(from.clone()), Form::Num(slope.per.clone()), partial).times(Form::Num(slope.take.clone()));
        sum = sum.plus(gap.clone().compare(CompareOp::Gt, from).then(stretch, zero()));
    }
    sum
}

/// v/t × 100, or t/v × 100 where lower is better.
fn completion(cx: &dyn Context) -> Form {
    let ratio = if cx.lower_is_better() { T.over(V) } else { V.over(T) };
    ratio.times(Form::int(100))
}

fn over_fulfilled(bonus: &OverBonus, full: Form, full_cap: Form, cx: &mut dyn Context) -> Option<(Form, Option<Form>)> {
    let (per, add) = (cx.scalar(&bonus.per)?, cx.scalar(&bonus.add)?);
    // a target reached with a completion below 100 (a negative value where lower is better) is no reason to take marks
    let over = if bonus.of_completion {
        Form::Call(Func::Max, vec![completion(cx).minus(Form::int(100)), zero()])
    } else {
        better_than(cx, T)
    };
    let added = steps(over, per, bonus.partial).times(add);
    let (added, cap) = match &bonus.cap {
        None if cx.penalty() => (added, Some(full_cap)),
        None => (added, None),
        Some(cap) => {
            let cap = cx.scalar(cap)?;
            // a penalty section never adds: there the cap stays at nought
            let most = if cx.penalty() { full_cap } else { full_cap.plus(cap.clone()) };
            (Form::Call(Func::Min, vec![added, cap]), Some(most))
        }
    };
    Some((added.named(Slot::Added, full.plus(Form::Var(Slot::Added))), cap))
}

fn bands_of(of: Of, bands: &[Band], cx: &mut dyn Context) -> Option<Form> {
    let (what, source) = match of {
        Of::Value => (V, None),
        Of::Completion => (Form::Var(Slot::Completion), Some((Slot::Completion, completion(cx)))),
        Of::Gap => (Form::Var(Slot::Gap), Some((Slot::Gap, short_of(cx, T)))),
    };
    let mut marks = zero();
    for band in bands.iter().rev() {
        let given = cx.scalar(&band.marks)?;
        let mut condition: Option<Form> = None;
        for (bound, op) in [
            (&band.at_least, CompareOp::Ge),
            (&band.above, CompareOp::Gt),
            (&band.at_most, CompareOp::Le),
            (&band.below, CompareOp::Lt),
        ] {
            if let Some(bound) = bound {
                let holds = what.clone().compare(op, cx.scalar(bound)?);
                condition = Some(match condition {
                    Some(first) => Form::And(Box::new(first), Box::new(holds)),
                    None => holds,
                });
            }
        }
        marks = match condition {
            Some(condition) => condition.then(given, marks),
            None => given,
        };
    }
    Some(match source {
        Some((slot, form)) => form.named(slot, marks),
        None => marks,
    })
}

/// M × the share on the straight lines between the points, flat outside them.
fn anchors(points: &[(Exact, Exact)]) -> Form {
    let share = |y: &Exact| M.times(Form::Num(y.clone()));
    let beyond = points.last().map_or_else(zero, |(_, y)| share(y));
    let lines = points.windows(2).rev().fold(beyond, |rest, pair| {
        let ((x0, y0), (x1, y1)) = (&pair[0], &pair[1]);
        let along = V.minus(Form::Num(x0.clone())).over(Form::Num(x1 - x0)).times(Form::Num(y1 - y0));
        let line = M.times(Form::Num(y0.clone()).plus(along));
        V.compare(CompareOp::Le, Form::Num(x1.clone())).then(line, rest)
    });
    match points.first() {
        Some((x, y)) => V.compare(CompareOp::Le, Form::Num(x.clone())).then(share(y), lines),
        None => lines,
    }
}

fn bound(bound: &Bound, cx: &mut dyn Context) -> Option<Form> {
    match bound {
        Bound::Scalar(scalar) => cx.scalar(scalar),
        Bound::Lowest => Some(Form::Units(Stat::Lowest, cx.values(false)?)),
        Bound::Highest => Some(Form::Units(Stat::Highest, cx.values(false)?)),
    }
}

fn versus(
    reference: &Reference,
    par: &Form,
    [per, take, add]: [&Scalar; 3],
    partial: Partial,
    cx: &mut dyn Context,
) -> Option<Form> {
    let (per, take, add) = (cx.scalar(per)?, cx.scalar(take)?, cx.scalar(add)?);
    let reference = match reference {
        Reference::Previous => Form::Previous(Box::new(cx.value()?)),
        Reference::Mean => Form::Units(Stat::Mean, cx.values(false)?),
        Reference::Median => Form::Units(Stat::Median, cx.values(false)?),
        Reference::Best if cx.lower_is_better() => Form::Units(Stat::Lowest, cx.values(false)?),
        Reference::Best => Form::Units(Stat::Highest, cx.values(false)?),
        Reference::Scalar(scalar) => cx.scalar(scalar)?,
    };
    let r = Form::Var(Slot::Reference);
    let added = steps(better_than(cx, r.clone()), per.clone(), partial).times(add);
    let lost = steps(short_of(cx, r.clone()), per, partial).times(take);
    let better = added.named(Slot::Added, par.clone().plus(Form::Var(Slot::Added)));
    let worse = lost.named(Slot::Taken, par.clone().minus(Form::Var(Slot::Taken)));
    Some(reference.named(Slot::Reference, reached(cx, r).then(better, worse)))
}

/// Marks by position; with `mean`, equal values share the mean of the marks of the positions they take.
fn rank(positions: &Positions, mean: bool, cx: &mut dyn Context) -> Option<Form> {
    let population = cx.values(cx.lower_is_better())?;
    let place = Form::Units(Stat::Rank, population);
    let tied = Form::Units(Stat::Ties, population);
    let (p, k) = (Form::Var(Slot::Position), Form::Var(Slot::Tied));
    let marks = match positions {
        Positions::Steps { first, step } => {
            let first = match first {
                Some(first) => cx.scalar(first)?,
                None => M,
            };
            let step = match step {
                Step::Marks(step) => cx.scalar(step)?,
                Step::Share(share) => first.clone().times(cx.scalar(share)?),
            };
            // the mean of an even row of marks is the mark at its middle
            let middle = if mean { p.plus(k.minus(Form::int(1)).over(Form::int(2))) } else { p };
            first.minus(step.times(middle.minus(Form::int(1))))
        }
        Positions::Table(table, then) => {
            let then = cx.scalar(then)?;
            if mean {
                let last = p.clone().plus(k.clone()).minus(Form::int(1));
                let up_to = |n: Form| cumulative(table, &then, n);
                up_to(last).minus(up_to(p.minus(Form::int(1)))).over(k)
            } else {
                Form::Pick { index: Box::new(p), list: table.clone().into(), beyond: Box::new(then) }
            }
        }
    };
    let marks = if mean { tied.named(Slot::Tied, marks) } else { marks };
    Some(place.named(Slot::Position, marks))
}

/// The marks of the first `n` positions together.
fn cumulative(table: &[Exact], then: &Form, n: Form) -> Form {
    let mut sums = Vec::with_capacity(table.len());
    let mut sum = Exact::ZERO;
    for marks in table {
        sum += marks;
        sums.push(sum.clone());
    }
    let after = Form::Num(sum).plus(then.clone().times(n.clone().minus(Form::from_len(table.len()))));
    let picked = Form::Pick { index: Box::new(n.clone()), list: sums.into(), beyond: Box::new(after) };
    n.compare(CompareOp::Le, zero()).then(zero(), picked)
}

fn count(each: &Each, start: &Start, zero_at: Option<&Scalar>, cap: Form, cx: &mut dyn Context) -> Option<Lowered> {
    let mut takes_away = true;
    let change = match each {
        Each::Value(each) => {
            takes_away &= matches!(each, Scalar::Number(n) if n.is_negative());
            V.times(cx.scalar(each)?)
        }
        Each::Severity(fields) => {
            let mut sum = zero();
            for (field, marks) in fields {
                takes_away &= marks.is_negative();
                sum = sum.plus(Form::Item(cx.field(field)?).times(Form::Num(marks.clone())));
            }
            sum
        }
    };
    let start = match start {
        Start::Default if takes_away && !cx.penalty() => M,
        Start::Default => zero(),
        Start::Marks => M,
        Start::Scalar(scalar) => cx.scalar(scalar)?,
    };
    let sum = start.clone().plus(change);
    let marks = match zero_at {
        Some(limit) => V.compare(CompareOp::Ge, cx.scalar(limit)?).then(zero(), sum),
        None => sum,
    };
    Some(Lowered { marks, start, cap: Some(cap), path: None })
}

impl Form {
    fn from_len(len: usize) -> Self {
        Self::Num(Exact::from(len))
    }
}
