//! Forms → formulas. This translates the same form that the engine evaluates, and knows nothing of rules.

use crate::expr::{ArithOp, CompareOp, Form, Func, Slot};

use super::calc::{Calc, Cx};
use super::data::serial_number;
use super::formula::Sx;
use super::formula::round::{rounded, steady};
use super::value::{Dep, Kind, Tr, Untranslated, Val, join};

type Translated = Result<Tr, Untranslated>;

impl Calc<'_, '_> {
    /// A form as a formula.
    pub fn tr(&mut self, form: &Form, cx: &Cx) -> Translated {
        Ok(Tr::Pure(match form {
            Form::Num(x) => Val { clean: !x.is_irrational(), ..Val::sure(Sx::num(x)) },
            Form::Text(text) => Val { kind: Kind::Text, ..Val::sure(Sx::Text(text.clone())) },
            Form::Bool(b) => Val::condition(Sx::Bool(*b)),
            Form::Date(date) => Val { kind: Kind::Date, ..Val::sure(serial_number(*date)) },
            Form::Field(field, None) => self.field(*field, cx.period),
            Form::Field(field, Some(period)) => self.field_at(*field, period, cx),
            Form::Item(field) => return Ok(self.item(*field, cx)),
            Form::Attribute(attribute) => self.attribute(*attribute),
            Form::Answers(measure) => {
                let column = self.data.answers(self.plan, measure);
                Val { deps: Vec::new(), ..Val::cell(Sx::Col(column), Kind::Bool, true) }
            }
            Form::Score(node) => self.score_of(*node),
            Form::Share(node) => self.share_of(*node),
            Form::Own(own) => return self.own(*own, cx),
            Form::Standing(standing) => self.standing(*standing)?,
            Form::Neg(a) => {
                let a = self.number(a, cx)?;
                Val { x: Sx::Neg(Box::new(a.as_number())), kind: Kind::Num, stored: None, ..a }
            }
            Form::Not(a) => {
                let tr = self.tr(a, cx)?;
                let a = self.pure(tr, cx);
                Val { x: a.x.clone().not(), stored: None, ..a }
            }
            Form::Arith(op, a, b) => self.arith(*op, a, b, cx)?,
            Form::Compare(op, a, b) => self.compare(*op, a, b, cx)?,
            Form::And(a, b) => return self.both(a, b, false, cx),
            Form::Or(a, b) => return self.both(a, b, true, cx),
            Form::If(condition, then, otherwise) => return self.branch(condition, then, otherwise, cx),
            Form::Call(Func::Days | Func::Months, args) => {
                self.dates(matches!(form, Form::Call(Func::Days, _)), args, cx)?
            }
            Form::Call(func, args) => self.call(*func, args, cx)?,
            Form::Holds(a) => Val::condition(self.truth(a, true, cx)?),
            Form::Previous(a) => return self.previous(a, cx),
            Form::Over(stat, field) => return Ok(self.over_periods(*stat, *field, cx)),
            Form::Units(stat, population) => return self.units(*stat, *population, cx),
            Form::Panel { field, drop } => return Ok(self.panel(*field, *drop, cx)),
            Form::Pick { index, list, beyond } => return self.pick(index, list, beyond, cx),
            Form::Let(slot, value, body) => return self.named(*slot, value, body, cx),
            Form::Var(slot) => {
                let found = cx.slots.iter().rev().find(|(s, _)| s == slot);
                found.map_or_else(|| self.missing(), |(_, val)| val.clone())
            }
            Form::Hold { score, floor, cap } => self.held(score, floor.as_deref(), cap.as_deref(), cx)?,
            Form::OutsideLevels(_) => self.missing(),
            Form::ScoredYears => match crate::rubric::years(&self.data.periods[self.period]) {
                Some(years) => Val::sure(Sx::num(&years)),
                None => self.missing(),
            },
            Form::Periods(stat, span) => return Ok(self.over_totals(*stat, *span, cx)),
            Form::Last => match cx.totals.last() {
                Some(total) => Val::cell(total.clone(), Kind::Num, false),
                None => self.missing(),
            },
        }))
    }

    /// A form as a number; a text or date is missing as one.
    pub fn number(&mut self, form: &Form, cx: &Cx) -> Result<Val, Untranslated> {
        let tr = self.tr(form, cx)?;
        let val = self.pure(tr, cx);
        Ok(match val.kind {
            Kind::Num => val,
            Kind::Bool => Val { x: val.as_number(), kind: Kind::Num, stored: None, ..val },
            Kind::Text | Kind::Date => self.missing().also(&val.deps),
        })
    }

    fn arith(&mut self, op: ArithOp, a: &Form, b: &Form, cx: &Cx) -> Result<Val, Untranslated> {
        let (a, b) = (self.number(a, cx)?, self.number(b, cx)?);
        let mut deps = a.deps.clone();
        let (mut b_deps, mut b_risky) = (b.deps.clone(), b.risky);
        let (x, y) = (a.as_number(), b.as_number());
        let (x, risky) = match op {
            ArithOp::Add => (x.op("+", y), false),
            ArithOp::Sub => (x.op("-", y), false),
            ArithOp::Mul => (x.op("*", y), false),
            // a divisor that is nought but for noise is nought
            ArithOp::Div => {
                let (y, deps, risky) = self.or_nought(&b, cx);
                (b_deps, b_risky) = (deps, risky);
                Self::over(x, y)
            }
        };
        join(&mut deps, &b_deps);
        Ok(Val { x, deps, kind: Kind::Num, risky: risky || a.risky || b_risky, clean: false, stored: None })
    }

    fn compare(&mut self, op: CompareOp, a: &Form, b: &Form, cx: &Cx) -> Result<Val, Untranslated> {
        let (a, b) = (self.tr(a, cx)?, self.tr(b, cx)?);
        let (a, b) = (self.pure(a, cx), self.pure(b, cx));
        let mut deps = a.deps.clone();
        join(&mut deps, &b.deps);
        let risky = a.risky || b.risky;
        let x = match (a.kind, b.kind) {
            (Kind::Text, Kind::Text) => {
                let same = Sx::Call("EXACT", vec![a.x.clone(), b.x.clone()]);
                match op {
                    CompareOp::Eq => same,
                    CompareOp::Ne => same.not(),
                    _ => return Self::refuse("order of texts"),
                }
            }
            (Kind::Text, _) | (_, Kind::Text) => return Ok(self.missing().also(&deps)),
            _ => self.ordered(op, &a, &b),
        };
        Ok(Val { x, deps, kind: Kind::Bool, risky, clean: true, stored: None })
    }

    /// A comparison of numbers that noise cannot decide.
    pub fn ordered(&self, op: CompareOp, a: &Val, b: &Val) -> Sx {
        let sign = match op {
            CompareOp::Eq => "=",
            CompareOp::Ne => "<>",
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        };
        let (x, y) = (a.as_number(), b.as_number());
        if a.clean && b.clean {
            return x.op(sign, y);
        }
        let places = steady(self.plan.largest(&x).max(self.plan.largest(&y)));
        let gap = if y.is(0) { x } else { x.op("-", y) };
        Sx::Call("ROUND", vec![gap, Sx::int(places)]).op(sign, Sx::int(0))
    }

    /// `and`, decided by a false, and `or`, decided by a true.
    fn both(&mut self, a: &Form, b: &Form, decides: bool, cx: &Cx) -> Translated {
        let (a, b) = (self.tr(a, cx)?, self.tr(b, cx)?);
        let (a, b) = (self.pure(a, cx), self.pure(b, cx));
        let join = |parts| if decides { Sx::any(parts) } else { Sx::all(parts) };
        if !a.risky && !b.risky && a.within(&b.deps) && b.within(&a.deps) {
            let x = join(vec![a.x.clone(), b.x.clone()]);
            return Ok(Tr::Pure(Val { x, clean: true, stored: None, kind: Kind::Bool, ..a }));
        }
        let mut cells = Vec::new();
        for val in [a, b] {
            let whole = self.states.whole(&Tr::Pure(val));
            cells.push(Sx::Col(self.step(cx.owner, self.report.words().live.step, whole)));
        }
        let wanted = i32::from(decides);
        let settled = Sx::any(cells.iter().map(|c| c.clone().op("=", Sx::int(wanted))).collect());
        let deps: Vec<Dep> = cells.iter().cloned().map(Self::dep).collect();
        let rest = self.states.there(&deps).then(Sx::int(1 - wanted), self.states.state(&deps));
        Ok(Tr::Full(settled.then(Sx::int(wanted), rest), Kind::Bool, Vec::new()))
    }

    fn branch(&mut self, condition: &Form, then: &Form, otherwise: &Form, cx: &Cx) -> Translated {
        let tr = self.tr(condition, cx)?;
        let mut c = self.pure(tr, cx);
        if c.risky {
            c = self.settle(&Tr::Pure(c), cx);
        }
        let (then, otherwise) = (self.tr(then, cx)?, self.tr(otherwise, cx)?);
        let (then, otherwise) = (self.short(then, cx), self.short(otherwise, cx));
        if let (Tr::Pure(a), Tr::Pure(b)) = (&then, &otherwise)
            && a.within(&c.deps)
            && b.within(&c.deps)
        {
            let kind = a.kind;
            let (x, y) = if kind == Kind::Bool { (a.x.clone(), b.x.clone()) } else { (a.as_number(), b.as_number()) };
            let x = c.x.then(x, y);
            let (risky, clean) = (a.risky || b.risky, a.clean && b.clean);
            return Ok(Tr::Pure(Val { x, deps: c.deps, kind, risky, clean, stored: None }));
        }
        let kind = match &then {
            Tr::Pure(a) => a.kind,
            Tr::Full(_, kind, _) => *kind,
        };
        let inner = c.x.clone().then(self.states.whole(&then), self.states.whole(&otherwise));
        let whole =
            if c.deps.is_empty() { inner } else { self.states.there(&c.deps).then(inner, self.states.state(&c.deps)) };
        let tr = Tr::Full(whole, kind, c.deps);
        Ok(self.short(tr, cx))
    }

    fn call(&mut self, func: Func, args: &[Form], cx: &Cx) -> Result<Val, Untranslated> {
        let mut vals = Vec::with_capacity(args.len());
        for arg in args {
            vals.push(self.number(arg, cx)?);
        }
        let mut deps = Vec::new();
        for val in &vals {
            join(&mut deps, &val.deps);
        }
        let mut risky = vals.iter().any(|v| v.risky);
        let all_clean = vals.iter().all(|v| v.clean);
        let xs: Vec<Sx> = vals.iter().map(Val::as_number).collect();
        let first = xs.first().cloned().unwrap_or_else(|| Sx::int(0));
        let mut clean = false;
        let x = match func {
            Func::Min | Func::Max => {
                clean = all_clean;
                let name = if func == Func::Min { "MIN" } else { "MAX" };
                // cells that hold a state are passed over by these, which is as well: nothing hangs on them then
                xs.chunks(200)
                    .map(|part| Sx::Call(name, part.to_vec()))
                    .reduce(|a, b| Sx::Call(name, vec![a, b]))
                    .unwrap_or(first)
            }
            Func::Clamp => {
                clean = all_clean;
                let [x, low, high] = xs.as_slice() else { return Self::refuse("clamp") };
                Sx::Call("MIN", vec![Sx::Call("MAX", vec![x.clone(), low.clone()]), high.clone()])
            }
            Func::Abs => {
                clean = all_clean;
                Sx::of("ABS", first)
            }
            Func::Floor | Func::Ceil | Func::Round => {
                clean = true;
                let calm = self.calm(&vals[0]);
                match (func, xs.get(1)) {
                    (Func::Floor, _) => Sx::of("INT", calm),
                    (Func::Ceil, _) => Sx::Neg(Box::new(Sx::of("INT", Sx::Neg(Box::new(calm))))),
                    (_, None) => Sx::Call("ROUND", vec![calm, Sx::int(0)]),
                    (_, Some(Sx::Num(places, _))) if places.abs() < 12.0 && places.fract() == 0.0 => {
                        #[allow(clippy::cast_possible_truncation)] // less than twelve
                        let rounding = crate::number::Rounding::new(*places as i8, crate::number::RoundMode::HalfUp);
                        let largest = steady(self.plan.largest(&first));
                        rounded(first, rounding, largest)
                    }
                    (_, Some(_)) => return Self::refuse("decimals that vary"),
                }
            }
            Func::Ln | Func::Log10 | Func::Sqrt => {
                risky = true;
                let name = match func {
                    Func::Ln => "LN",
                    Func::Log10 => "LOG10",
                    _ => "SQRT",
                };
                let (x, more, _) = self.or_nought(&vals[0], cx);
                join(&mut deps, &more);
                Sx::of(name, x)
            }
            Func::Pow => {
                risky = true;
                let power = xs.get(1).cloned().unwrap_or_else(|| Sx::int(1));
                let (x, more, _) = self.or_nought(&vals[0], cx);
                join(&mut deps, &more);
                Sx::Call("POWER", vec![x, power])
            }
            Func::Days | Func::Months => return Self::refuse("dates"),
        };
        Ok(Val { x, deps, kind: Kind::Num, risky, clean, stored: None })
    }

    fn named(&mut self, slot: Slot, value: &Form, body: &Form, cx: &Cx) -> Translated {
        let tr = self.tr(value, cx)?;
        let mut uses = 0;
        body.walk(&mut |part| uses += usize::from(*part == Form::Var(slot)));
        let val = match tr {
            Tr::Pure(val) if !val.risky && (uses <= 1 && val.x.size() <= 24 || val.is_atom()) => val,
            other => self.settle(&other, cx),
        };
        let deps = val.deps.clone();
        let mut inner = cx.clone();
        inner.slots.push((slot, val));
        let body = self.tr(body, &inner)?;
        if deps.is_empty() {
            return Ok(body);
        }
        Ok(match body {
            // where the rule gives nothing, the modifiers are not looked at
            Tr::Pure(val) if slot == Slot::Base && !val.within(&deps) => {
                let inner = self.states.whole(&Tr::Pure(val));
                Tr::Full(self.states.there(&deps).then(inner, self.states.state(&deps)), Kind::Num, deps)
            }
            Tr::Pure(val) => Tr::Pure(val.also(&deps)),
            Tr::Full(x, kind, looked) if deps.iter().all(|d| looked.contains(d)) => Tr::Full(x, kind, looked),
            Tr::Full(x, kind, _) => Tr::Full(self.states.there(&deps).then(x, self.states.state(&deps)), kind, deps),
        })
    }

    fn held(&mut self, score: &Form, floor: Option<&Form>, cap: Option<&Form>, cx: &Cx) -> Result<Val, Untranslated> {
        let mut val = self.number(score, cx)?;
        for (name, bound) in [("MAX", floor), ("MIN", cap)] {
            let Some(bound) = bound else { continue };
            let bound = self.number(bound, cx)?;
            val = Val {
                x: Sx::Call(name, vec![val.as_number(), bound.as_number()]),
                risky: val.risky || bound.risky,
                clean: val.clean && bound.clean,
                kind: Kind::Num,
                stored: None,
                ..val.also(&bound.deps)
            };
        }
        Ok(val)
    }

    /// Whether a condition is true (or false): a formula that is always decided, missing and not applicable being neither.
    pub fn truth(&mut self, form: &Form, wanted: bool, cx: &Cx) -> Result<Sx, Untranslated> {
        match form {
            Form::And(a, b) | Form::Or(a, b) => {
                let parts = vec![self.truth(a, wanted, cx)?, self.truth(b, wanted, cx)?];
                Ok(if matches!(form, Form::And(..)) == wanted { Sx::all(parts) } else { Sx::any(parts) })
            }
            Form::Not(a) => self.truth(a, !wanted, cx),
            Form::Bool(b) => Ok(Sx::Bool(*b == wanted)),
            Form::Holds(a) => {
                let holds = self.truth(a, true, cx)?;
                Ok(if wanted { holds } else { holds.not() })
            }
            _ => {
                let tr = self.tr(form, cx)?;
                let mut val = self.pure(tr, cx);
                if val.risky {
                    val = self.settle(&Tr::Pure(val), cx);
                }
                if val.kind != Kind::Bool {
                    return Ok(Sx::Bool(false));
                }
                let x = if wanted { val.x.clone() } else { val.x.clone().not() };
                Ok(if val.deps.is_empty() { x } else { self.states.there(&val.deps).then(x, Sx::Bool(false)) })
            }
        }
    }
}
