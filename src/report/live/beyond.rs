//! What looks beyond the unit and period at hand: other units, other periods, several assessors, lists and calendars.

use crate::expr::{Compared, FieldId, Form, Partition, PeriodSpan, Population, Stat};
use crate::number::Exact;

use super::calc::{Calc, Cx};
use super::formula::round::{calm, steady};
use super::formula::{ColId, Sx};
use super::value::{Dep, Kind, Tr, Untranslated, Val, join};

type Translated = Result<Tr, Untranslated>;

/// The spreadsheet's name of a statistic.
const fn name(stat: Stat) -> &'static str {
    match stat {
        Stat::Mean => "AVERAGE",
        Stat::Median => "MEDIAN",
        Stat::Stdev => "STDEV",
        Stat::Sum => "SUM",
        Stat::Highest => "MAX",
        Stat::Lowest => "MIN",
        Stat::Count | Stat::Rank | Stat::Ties => "COUNT",
    }
}

impl Calc<'_, '_> {
    /// A statistic over the units compared.
    pub fn units(&mut self, stat: Stat, population: usize, cx: &Cx) -> Translated {
        let of: &Population = &self.rubric().populations[population];
        let numbers = self.population(population, cx.period)?;
        if !matches!(stat, Stat::Rank | Stat::Ties) {
            return Ok(Tr::Pure(self.statistic(stat, numbers, of.compared, cx)));
        }
        // a unit judged on an earlier period is placed where that value would stand
        let own = match of.own_value.filter(|_| of.owner == cx.owner) {
            Some(negative) => {
                let own = match &cx.value {
                    Some(value) => value.clone(),
                    None => self.own_value(of.owner.unwrap_or_default(), cx.period)?,
                };
                if negative {
                    Val { x: Sx::Neg(Box::new(own.as_number())), kind: Kind::Num, stored: None, ..own }
                } else {
                    own
                }
            }
            None => {
                let inner = Cx { period: cx.period, ..self.cx(of.owner) };
                self.number(&of.of, &inner)?
            }
        };
        if matches!(own.kind, Kind::Text | Kind::Date) {
            return Ok(Tr::Pure(self.missing()));
        }
        let steady = steady(self.plan.largest(&Sx::Col(numbers)));
        let words = &self.report.words().live;
        // both sides of every comparison are freed of noise in the same way
        let among = Sx::of("ISNUMBER", Sx::Col(numbers)).then(calm(Sx::Col(numbers), steady), Sx::text(""));
        let among = self.step(of.owner, words.compared, among);
        let whole = self.states.guarded(&own, calm(own.as_number(), steady));
        let own = self.step(cx.owner, words.compared, whole);
        let set = |mut args: Vec<Sx>, key: Option<ColId>| {
            if let Some(key) = key {
                args.extend([Sx::Range(key), Sx::Col(key)]);
            }
            Sx::Call("COUNTIFS", args)
        };
        let key = Partition::of(of.compared).map(|by| self.key(by).0);
        let larger = set(vec![Sx::Range(among), Sx::text(">").op("&", Sx::Col(own))], key);
        let equal = set(vec![Sx::Range(among), Sx::Col(own)], key);
        let anyone = set(vec![Sx::Range(among), Sx::text(">-1E+300")], key).op(">", Sx::int(0));
        let x = match stat {
            Stat::Rank => larger.op("+", Sx::int(1)),
            _ => equal.op("+", Sx::of("ISNUMBER", Sx::Col(among)).then(Sx::int(0), Sx::int(1))),
        };
        let dep = vec![Self::dep(Sx::Col(own))];
        let x = anyone.then(x, self.states.missing.clone());
        Ok(Tr::Full(self.states.there(&dep).then(x, self.states.state(&dep)), Kind::Num, dep))
    }

    /// A statistic of a column's numbers: a single cell, or one for each group.
    pub fn statistic(&mut self, stat: Stat, numbers: ColId, compared: Compared, cx: &Cx) -> Val {
        let missing = self.states.missing.clone();
        let formula = |numbers: Sx| {
            let count = Sx::of("COUNT", numbers.clone());
            match stat {
                Stat::Count => count,
                _ => count
                    .op("=", Sx::int(0))
                    .then(missing.clone(), Sx::Call("IFERROR", vec![Sx::of(name(stat), numbers), missing.clone()])),
            }
        };
        let (own, report) = (self.plan.columns[numbers].heads.clone(), self.report);
        let heads = |more: &str| {
            let heads = &own;
            let stats = Stat::ALL.iter().zip(report.words().live.statistics);
            let named = stats.filter(|((_, s), _)| *s == stat).map(|(_, word)| word).next().unwrap_or_default();
            [heads[0].clone(), heads[1].clone(), format!("{} {named} {more}", heads[2]).trim().to_owned()]
        };
        let clean = matches!(stat, Stat::Count);
        let kind = Kind::Num;
        let Some(by) = Partition::of(compared) else {
            let heads = [heads("")];
            let cell = self.plan.statistics(&heads, vec![formula(Sx::Range(numbers))]);
            let val = Val::cell(Sx::Cell(cell), kind, clean);
            return if stat == Stat::Count { Val { deps: Vec::new(), ..val } } else { val };
        };
        let (key, names) = (self.key(by).0, self.report.register.parts(by));
        let heads: Vec<_> = names.iter().map(|name| heads(name)).collect();
        let formulas = (1..).zip(&names).map(|(n, _)| formula(Sx::Masked(numbers, key, n))).collect();
        let first = self.plan.statistics(&heads, formulas);
        let found = Sx::Call("INDEX", vec![Sx::Cells(first, first + names.len() - 1), Sx::Col(key)]);
        let column = self.step(cx.owner, self.report.words().live.of_group, found);
        Val::cell(Sx::Col(column), kind, clean)
    }

    /// The number of each unit's group or class: a column, and how many there are.
    pub fn key(&mut self, by: Partition) -> (ColId, usize) {
        if let Some(known) = self.keys.get(&by) {
            return *known;
        }
        let report = self.report;
        let names = report.register.parts(by);
        let what = self.report.words().live.part_number[by];
        let column = self.data.attribute(self.plan, by.attribute());
        let list = self.settings.parts[by];
        // an empty name is listed as an empty text, which a blank cell does not match: it is looked up as such
        let formula = match list {
            Some((from, to)) => {
                let own = Sx::Col(column).op("&", Sx::text(""));
                let empty = names.iter().position(|name| name.is_empty()).and_then(|n| i32::try_from(n + 1).ok());
                let found = Sx::Call("MATCH", vec![own.clone(), Sx::Cells(from, to), Sx::int(0)]);
                match empty {
                    Some(n) => Sx::of("LEN", own).op("=", Sx::int(0)).then(Sx::int(n), found),
                    None => found,
                }
            }
            None => Sx::int(1),
        };
        let column = self.step(None, what, formula);
        self.keys.insert(by, (column, names.len()));
        (column, names.len())
    }

    /// The numbers of a population in a period: a cell for each unit, a text where it is not among those compared.
    fn population(&mut self, population: usize, period: usize) -> Result<ColId, Untranslated> {
        if let Some(known) = self.populations.get(&(population, period)) {
            return Ok(*known);
        }
        let of: &Population = &self.rubric().populations[population];
        let mut excluded = Vec::new();
        if let Some(disqualified) = self.disqualified.filter(|_| !of.everyone) {
            excluded.push(Sx::Col(disqualified).op("=", Sx::int(1)));
        }
        if let Some(owner) = of.owner
            && let Some(applies) = self.applies(owner)?
        {
            excluded.push(applies.not());
        }
        let cx = Cx { period, ..self.cx(of.owner) };
        let val = self.number(&of.of, &cx)?;
        let column = match val.column() {
            Some(column) if excluded.is_empty() => column,
            _ => {
                let whole = self.states.whole(&Tr::Pure(val));
                let whole = Sx::any(excluded).then(Sx::text(""), whole);
                let mut what = self.report.words().live.compared.to_owned();
                if period != self.period {
                    what = format!("{what} {}", self.data.periods[period]);
                }
                self.step(of.owner, &what, whole)
            }
        };
        self.populations.insert((population, period), column);
        Ok(column)
    }

    /// The value on the last earlier period in which it can be evaluated.
    pub fn previous(&mut self, form: &Form, cx: &Cx) -> Translated {
        let mut found = self.states.missing.clone();
        let mut kind = Kind::Num;
        let periods = self.data.earlier(cx.period);
        for period in periods.into_iter().rev() {
            let inner = Cx { period, ..self.cx(cx.owner) };
            let tr = self.tr(form, &inner)?;
            let val = self.settle(&tr, &inner);
            kind = val.kind;
            let cell = val.as_cell();
            found = if val.deps.is_empty() { cell } else { self.states.there(&val.deps).then(cell, found) };
        }
        let tr = Tr::Full(found, kind, Vec::new());
        Ok(self.short(tr, cx))
    }

    /// A statistic of a field over the periods reported, up to the one looked at.
    pub fn over_periods(&mut self, stat: Stat, field: FieldId, cx: &Cx) -> Tr {
        let mut cells = Vec::new();
        for period in std::iter::once(cx.period).chain(self.data.earlier(cx.period)) {
            let val = self.field(field, period);
            if matches!(val.kind, Kind::Num | Kind::Bool) {
                cells.push(val.as_cell());
            }
        }
        self.of_cells(stat, cells)
    }

    /// A statistic of some cells in the row.
    fn of_cells(&self, stat: Stat, cells: Vec<Sx>) -> Tr {
        let missing = self.states.missing.clone();
        if cells.is_empty() {
            return Tr::Pure(if stat == Stat::Count { Val::sure(Sx::int(0)) } else { self.missing() });
        }
        let count = Sx::Call("COUNT", cells.clone());
        if stat == Stat::Count {
            return Tr::Pure(Val::sure(count));
        }
        let value = Sx::Call("IFERROR", vec![Sx::Call(name(stat), cells), missing.clone()]);
        Tr::Full(count.op("=", Sx::int(0)).then(missing, value), Kind::Num, Vec::new())
    }

    /// A statistic of the totals of the scored periods.
    pub fn over_totals(&self, stat: Stat, span: PeriodSpan, cx: &Cx) -> Tr {
        let end = cx.totals.len() - usize::from(span == PeriodSpan::Earlier && !cx.totals.is_empty());
        self.of_cells(stat, cx.totals[..end].to_vec())
    }

    /// The mean of the assessors' marks without the `drop` highest and lowest.
    pub fn panel(&mut self, field: FieldId, drop: usize, cx: &Cx) -> Tr {
        let columns = self.data.panel(self.plan, field, cx.period);
        let correction = if self.adjusted { self.data.correction(self.plan, field, cx.period) } else { None };
        let mean = columns.map(|(first, last)| self.trimmed(first, last, drop));
        let whole = mean.unwrap_or_else(|| self.states.missing.clone());
        let whole = match correction {
            Some(column) => Sx::of("LEN", Sx::Col(column)).op(">", Sx::int(0)).then(Sx::Col(column), whole),
            None => whole,
        };
        Tr::Full(whole, Kind::Num, Vec::new())
    }

    fn trimmed(&self, first: ColId, last: ColId, drop: usize) -> Sx {
        let all = || Sx::Across(first, last);
        let count = Sx::of("COUNT", all());
        let assessors = last - first + 1;
        let small = |n: usize| Sx::int(i32::try_from(n).unwrap_or(i32::MAX));
        let mean = Sx::of("AVERAGE", all());
        let mean = if drop == 0 || assessors <= 2 * drop {
            mean
        } else {
            let mut kept = Sx::of("SUM", all());
            for n in 1..=drop {
                kept = kept.op("-", Sx::Call("SMALL", vec![all(), small(n)]));
                kept = kept.op("-", Sx::Call("LARGE", vec![all(), small(n)]));
            }
            let trimmed = kept.op("/", count.clone().op("-", small(2 * drop)));
            count.clone().op(">", small(2 * drop)).then(trimmed, mean)
        };
        let na = Sx::Call("COUNTIFS", vec![all(), self.states.na.clone()]).op(">", Sx::int(0));
        let nobody = na.then(self.states.na.clone(), self.states.missing.clone());
        count.op("=", Sx::int(0)).then(nobody, mean)
    }

    /// The index-th of a list, or what follows its end.
    pub fn pick(&mut self, index: &Form, list: &[Exact], beyond: &Form, cx: &Cx) -> Translated {
        if list.len() > 200 {
            return Self::refuse("a list of more than 200");
        }
        let tr = self.tr(index, cx)?;
        let index = self.settle(&tr, cx);
        let tr = self.tr(beyond, cx)?;
        let beyond = self.short(tr, cx);
        let x = index.as_number();
        let mut choices = vec![x.clone()];
        choices.extend(list.iter().map(Sx::num));
        let n = i32::try_from(list.len()).unwrap_or(i32::MAX);
        let whole = Sx::of("INT", x.clone()).op("=", x.clone());
        let inside = Sx::all(vec![x.clone().op(">=", Sx::int(1)), x.clone().op("<=", Sx::int(n)), whole]);
        let picked = if list.is_empty() { Sx::int(0) } else { Sx::Call("CHOOSE", choices) };
        Ok(match beyond {
            Tr::Pure(val) if val.within(&index.deps) => {
                let x = inside.then(picked, val.as_number());
                Tr::Pure(Val { x, deps: index.deps, kind: Kind::Num, risky: val.risky, clean: val.clean, stored: None })
            }
            other => {
                let inner = inside.then(picked, self.states.whole(&other));
                let deps: Vec<Dep> = index.deps;
                let whole = if deps.is_empty() {
                    inner
                } else {
                    self.states.there(&deps).then(inner, self.states.state(&deps))
                };
                Tr::Full(whole, Kind::Num, deps)
            }
        })
    }

    /// Whole days or months between two dates.
    pub fn dates(&mut self, days: bool, args: &[Form], cx: &Cx) -> Result<Val, Untranslated> {
        let [from, to] = args else { return Self::refuse("dates") };
        let (a, b) = (self.tr(from, cx)?, self.tr(to, cx)?);
        let (a, b) = (self.settle(&a, cx), self.settle(&b, cx));
        let mut deps = a.deps.clone();
        join(&mut deps, &b.deps);
        if a.kind != Kind::Date || b.kind != Kind::Date {
            return Ok(self.missing().also(&deps));
        }
        let (a, b) = (a.x, b.x);
        let x = if days {
            b.op("-", a)
        } else {
            let months = |from: &Sx, to: &Sx| {
                let part = |name: &'static str| Sx::of(name, to.clone()).op("-", Sx::of(name, from.clone()));
                let short = part("DAY").op("<", Sx::int(0)).then(Sx::int(1), Sx::int(0));
                part("YEAR").op("*", Sx::int(12)).op("+", part("MONTH")).op("-", short)
            };
            let back = Sx::Neg(Box::new(months(&b, &a)));
            b.clone().op(">=", a.clone()).then(months(&a, &b), back)
        };
        Ok(Val { x, deps, kind: Kind::Num, risky: false, clean: true, stored: None })
    }
}
