//! An indicator in formulas: value → rule → policy → rounding.

use crate::expr::{Compared, NodeId, Stat};
use crate::number::Rounding;
use crate::rubric::Indicator;
use crate::rubric::scheme::{Kind as NodeKind, MissingPolicy, NaPolicy};

use super::calc::{Calc, Cx};
use super::formula::round::{rounded, steady};
use super::formula::{ColId, Sx};
use super::value::{Dep, Kind, Tr, Untranslated, Val};

impl Calc<'_, '_> {
    /// Enters an indicator.
    pub fn indicator(&mut self, node: NodeId, model: &Indicator) {
        if self.indicator_formulas(node, model).is_err() {
            self.enter_constants(node, model.rounding);
        }
    }

    fn indicator_formulas(&mut self, node: NodeId, model: &Indicator) -> Result<(), Untranslated> {
        let words = &self.report.words().live;
        let cx = self.cx(Some(node));
        let marks = self.marks_of(node)?;
        let applies = self.applies(node)?;
        let (raw, sure) = self.rule(model, &cx, applies)?;
        let raw = self.step(Some(node), words.unrounded, raw);
        let round = |calc: &Self, column: ColId| calc.round(column, model.rounding);
        let own = round(self, raw);
        let scored = if sure {
            own
        } else {
            let na = self.not_applicable(node, model, &marks, raw)?;
            let missing = self.missing_score(model, &cx, raw)?;
            let x = Sx::Col(raw);
            let rest = if na == missing { na } else { x.clone().op("=", self.states.na.clone()).then(na, missing) };
            Sx::of("ISNUMBER", x).then(own, rest)
        };
        let markless = self.may_be_markless(node);
        let scored = if markless { marks.op("=", Sx::int(0)).then(self.states.na.clone(), scored) } else { scored };
        let can_na = markless || !sure && model.na == NaPolicy::Rescale;
        let can_miss = !sure && model.missing == MissingPolicy::Reject;
        self.enter(node, scored, Some(raw), model.rounding, [can_na, can_miss])
    }

    /// The marks by the rule, or the state; and whether they are always there.
    fn rule(&mut self, model: &Indicator, cx: &Cx, applies: Option<Sx>) -> Result<(Sx, bool), Untranslated> {
        let owner = cx.owner.unwrap_or_default();
        let mut deps: Vec<Dep> = Vec::new();
        if model.value.is_some() {
            let value = match &cx.value {
                Some(value) => value.clone(),
                None => self.own_value(owner, cx.period)?,
            };
            let value = if value.risky { self.settle(&Tr::Pure(value), cx) } else { value };
            deps = value.deps;
        }
        let tr = self.tr(&model.score, cx)?;
        let tr = match tr {
            Tr::Pure(val) => Tr::Pure(val.also(&deps)),
            Tr::Full(x, kind, looked) if looked == deps => Tr::Full(x, kind, looked),
            Tr::Full(x, kind, _) => {
                Tr::Full(self.states.there(&deps).then(x, self.states.state(&deps)), kind, deps.clone())
            }
        };
        let sure = matches!(&tr, Tr::Pure(val) if val.deps.is_empty() && !val.risky) && applies.is_none();
        let tr = match tr {
            // a text or a date is no number of marks
            Tr::Pure(val) if matches!(val.kind, Kind::Text | Kind::Date) => Tr::Pure(self.missing()),
            other => other,
        };
        let whole = match &tr {
            Tr::Pure(val) => self.states.value_first(val, &deps),
            Tr::Full(x, ..) => x.clone(),
        };
        let whole = match applies {
            Some(applies) => applies.then(whole, self.states.na.clone()),
            None => whole,
        };
        Ok((whole, sure))
    }

    fn not_applicable(&mut self, node: NodeId, model: &Indicator, marks: &Sx, raw: ColId) -> Result<Sx, Untranslated> {
        let penalty = self.rubric().nodes[node].kind == NodeKind::Penalty;
        Ok(match model.na {
            NaPolicy::Rescale => self.states.na.clone(),
            NaPolicy::Full if penalty => Sx::int(0),
            NaPolicy::Full => self.rounded_cell(marks.clone(), model.rounding),
            NaPolicy::Zero => Sx::int(0),
            NaPolicy::Mean => self.compared_score(node, model, raw, Stat::Mean)?,
        })
    }

    fn rounded_cell(&self, x: Sx, rounding: Option<Rounding>) -> Sx {
        match rounding {
            Some(rounding) => {
                let places = steady(self.plan.largest(&x));
                rounded(x, rounding, places)
            }
            None => x,
        }
    }

    fn missing_score(&mut self, model: &Indicator, cx: &Cx, raw: ColId) -> Result<Sx, Untranslated> {
        let node = cx.owner.unwrap_or_default();
        Ok(match model.missing {
            MissingPolicy::Zero => Sx::int(0),
            MissingPolicy::Reject => self.states.missing.clone(),
            MissingPolicy::Mean => self.compared_score(node, model, raw, Stat::Mean)?,
            MissingPolicy::Worst => self.compared_score(node, model, raw, Stat::Lowest)?,
            MissingPolicy::Previous => self.previous_score(model, cx)?,
        })
    }

    /// The mean or the worst score of the units compared: those scored from a value of their own. Nought where there are none.
    fn compared_score(&mut self, node: NodeId, model: &Indicator, raw: ColId, stat: Stat) -> Result<Sx, Untranslated> {
        let words = &self.report.words().live;
        let mut parts = vec![Sx::of("ISNUMBER", Sx::Col(raw))];
        if let Some(disqualified) = self.disqualified {
            parts.push(Sx::Col(disqualified).op("<>", Sx::int(1)));
        }
        if self.may_be_markless(node) {
            parts.push(self.marks_of(node)?.op("<>", Sx::int(0)));
        }
        let own = self.round(raw, model.rounding);
        let column = self.step(Some(node), words.compared, Sx::all(parts).then(own, Sx::text("")));
        let compared: Compared = model.compared;
        let cx = self.cx(Some(node));
        let cell = self.statistic(stat, column, compared, &cx).as_cell();
        let whole = Sx::of("ISNUMBER", cell.clone()).then(self.rounded_cell(cell, model.rounding), Sx::int(0));
        Ok(Sx::Col(self.step(Some(node), words.compared_score, whole)))
    }

    /// The score by the value of the last earlier period that has one; nought where that gives none.
    fn previous_score(&mut self, model: &Indicator, cx: &Cx) -> Result<Sx, Untranslated> {
        let words = &self.report.words().live;
        let Some(form) = &model.value else { return Ok(Sx::int(0)) };
        let periods = self.data.earlier(cx.period);
        let (mut index, mut found) = (Sx::int(0), self.states.missing.clone());
        let mut kind = Kind::Num;
        for (n, period) in (1..).zip(&periods).collect::<Vec<_>>().into_iter().rev() {
            let inner = Cx { period: *period, ..self.cx(cx.owner) };
            let tr = self.tr(form, &inner)?;
            let val = self.settle(&tr, &inner);
            kind = val.kind;
            let there = self.states.there(&val.deps);
            index = there.clone().then(Sx::int(n), index);
            found = there.then(val.as_cell(), found);
        }
        let index = self.step(cx.owner, words.earlier_index, index);
        let value = self.step(cx.owner, words.earlier_value, found);
        let clean = matches!(form, crate::expr::Form::Field(..));
        let value = Val::cell(Sx::Col(value), kind, clean);
        let again = Cx { value: Some(value), judged: Some((index, periods)), ..self.cx(cx.owner) };
        let (whole, _) = self.rule(model, &again, None)?;
        let column = self.step(cx.owner, words.earlier_score, whole);
        let own = self.round(column, model.rounding);
        Ok(Sx::of("ISNUMBER", Sx::Col(column)).then(own, Sx::int(0)))
    }
}
