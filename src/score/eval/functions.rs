//! Functions, and what looks beyond the unit and period at hand: other periods, other units, several assessors.

use crate::expr::{FieldId, Form, Func, Own, Population, Stat};
use crate::finding::Code;
use crate::number::{Exact, RoundMode, Rounding, ln, log10, pow, sqrt};
use crate::score::population::Sorted;
use crate::score::table::{Out, PeriodId};

use super::{Cx, lift};

impl Cx<'_, '_> {
    pub(super) fn call(&mut self, func: Func, args: &[Form]) -> Out {
        if matches!(func, Func::Days | Func::Months) {
            return self.dates(func, args);
        }
        let mut numbers = Vec::with_capacity(args.len());
        let mut obstacle: Option<Out> = None;
        for arg in args {
            match self.number(arg) {
                Ok(x) => numbers.push(x),
                Err(Out::NotApplicable) => obstacle = Some(Out::NotApplicable),
                Err(other) => obstacle = Some(obstacle.unwrap_or(other)),
            }
        }
        if let Some(state) = obstacle {
            return state;
        }
        let mut numbers = numbers.into_iter();
        let Some(x) = numbers.next() else { return Out::Missing };
        let mut next = || numbers.next().unwrap_or_default();
        let result = match func {
            Func::Min => Some(numbers.fold(x.clone(), Exact::min)),
            Func::Max => Some(numbers.fold(x.clone(), Exact::max)),
            Func::Abs => Some(x.abs()),
            Func::Floor => Some(x.floor()),
            Func::Ceil => Some(x.ceil()),
            Func::Round => {
                let places = next().to_i64().and_then(|n| i8::try_from(n).ok());
                places.map(|places| Rounding::new(places, RoundMode::HalfUp).apply(&x))
            }
            Func::Clamp => {
                let (low, high) = (next(), next());
                Some(x.clone().max(low).min(high))
            }
            Func::Ln => ln(&x),
            Func::Log10 => log10(&x),
            Func::Sqrt => sqrt(&x),
            Func::Pow => pow(&x, &next()),
            Func::Days | Func::Months => None,
        };
        match result {
            Some(x) => Out::Num(x),
            None => self.fault(Code::OutOfDomain, format!("{}({})", name(func), x.display(6)), ""),
        }
    }

    fn dates(&mut self, func: Func, args: &[Form]) -> Out {
        let outs: Vec<Out> = args.iter().map(|arg| self.eval(arg)).collect();
        match outs.as_slice() {
            [Out::Date(a), Out::Date(b)] => {
                let n = if func == Func::Days { a.days_to(*b) } else { a.months_to(*b) };
                Out::Num(Exact::from(n))
            }
            _ if outs.contains(&Out::NotApplicable) => Out::NotApplicable,
            _ => Out::Missing,
        }
    }

    /// The value on the last earlier period in which it can be evaluated.
    pub(super) fn previous(&mut self, form: &Form) -> Out {
        self.earlier(form).map_or(Out::Missing, |(out, _)| out)
    }

    /// The same, with the period.
    pub fn earlier(&self, form: &Form) -> Option<(Out, PeriodId)> {
        self.run.earlier(self.period).find_map(|period| {
            let mut cx = Cx { period, ..Cx::new(self.run, self.unit, self.owner) };
            let out = cx.eval(form);
            out.is_value().then_some((out, period))
        })
    }

    pub(super) fn over(&mut self, stat: Stat, field: FieldId) -> Out {
        let periods = std::iter::once(self.period).chain(self.run.earlier(self.period));
        let values: Vec<Exact> =
            periods.filter_map(|period| self.run.table.get(field, period, self.unit).number().ok()).collect();
        Sorted::new(values).stat(stat).map_or(Out::Missing, Out::Num)
    }

    pub(super) fn units(&mut self, stat: Stat, population: usize) -> Out {
        let run = self.run;
        let sorted = run.population(population, self.period, self.unit);
        let result = match stat {
            Stat::Rank | Stat::Ties => {
                let of: &Population = &run.input.rubric.populations[population];
                // a unit judged on an earlier period is placed where that value would stand
                let own = match of.own_value.filter(|_| of.owner == self.owner) {
                    Some(false) => self.own(Own::Value),
                    Some(true) => lift(self.own(Own::Value).number().map(|x| -x)),
                    None => Cx { period: self.period, ..Cx::new(run, self.unit, of.owner) }.eval(&of.of),
                };
                match own.number() {
                    Ok(_) if sorted.is_empty() => None,
                    Ok(own) if stat == Stat::Rank => Some(sorted.place(&own)),
                    Ok(own) => {
                        let among = run.is_compared(population, self.period, self.unit);
                        Some(&sorted.equal(&own) + &Exact::from(i32::from(!among)))
                    }
                    Err(state) => return state,
                }
            }
            _ => sorted.stat(stat),
        };
        result.map_or(Out::Missing, Out::Num)
    }

    pub(super) fn panel(&mut self, field: FieldId, drop: usize) -> Out {
        let said = self.run.table.panel(field, self.period, self.unit);
        let mut marks: Vec<Exact> = said.iter().filter_map(|out| out.clone().number().ok()).collect();
        if marks.is_empty() {
            return if said.contains(&Out::NotApplicable) { Out::NotApplicable } else { Out::Missing };
        }
        marks.sort();
        let kept = if marks.len() > 2 * drop { &marks[drop..marks.len() - drop] } else { &marks[..] };
        let sum: Exact = kept.iter().sum();
        sum.checked_div(&Exact::from(kept.len())).map_or(Out::Missing, Out::Num)
    }
}

fn name(func: Func) -> &'static str {
    Func::ALL.iter().find(|(_, f, ..)| *f == func).map_or("", |(name, ..)| name)
}
