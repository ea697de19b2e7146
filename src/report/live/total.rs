//! Totals, ranks and grades in formulas.

use crate::expr::{Each, NodeRef, Partition};
use crate::number::Exact;
use crate::rubric::Effect;
use crate::rubric::scheme::{Basis, Ties};
use crate::score::Total;

use super::calc::{Calc, Standings};
use super::formula::{ColId, Sx};
use super::node::number;
use super::plan::{Look, Wanted, Why};
use super::value::Untranslated;

/// Where a ranking reads what it shows.
#[derive(Clone, Copy, Debug)]
pub struct Ranking {
    /// Published totals.
    pub total: ColId,
    /// Places.
    pub place: ColId,
    /// Places within groups, and within classes.
    pub place_in: Each<Option<ColId>>,
    /// Grades, as text.
    pub grade: Option<ColId>,
    /// Where each unit stands in the list: 1, 2, 3 … without gaps or ties.
    pub order: ColId,
}

impl Calc<'_, '_> {
    /// Whether a veto holds: 1 or 0.
    pub fn veto(&mut self, veto: usize) -> Result<ColId, Untranslated> {
        let words = &self.report.words().live;
        let rule = &self.rubric().scheme.vetoes[veto];
        let pronounced = if self.adjusted || self.rubric().vetoes[veto].when.is_none() {
            self.data.veto(self.plan, veto, self.period).filter(|_| self.adjusted)
        } else {
            None
        };
        let fires = match &self.rubric().vetoes[veto].when {
            Some(when) => {
                let cx = self.cx(None);
                self.truth(when, true, &cx)?.then(Sx::int(1), Sx::int(0))
            }
            None => Sx::int(0),
        };
        let whole = match pronounced {
            Some(column) => Sx::of("ISNUMBER", Sx::Col(column)).then(Sx::Col(column), fires),
            None => fires,
        };
        let heads = [rule.id.value.clone(), rule.name.clone(), words.veto.to_owned()];
        Ok(self.plan.column(self.sheet, heads, Look::Step, whole))
    }

    /// Which units are disqualified.
    pub fn disqualify(&mut self) -> Result<(), Untranslated> {
        let mut hits = Vec::new();
        for (index, veto) in self.rubric().vetoes.iter().enumerate() {
            if veto.effects.iter().any(|e| matches!(e, Effect::Disqualify)) {
                hits.push(Sx::Col(self.veto(index)?).op("=", Sx::int(1)));
            }
        }
        if !hits.is_empty() {
            let whole = Sx::any(hits).then(Sx::int(1), Sx::int(0));
            self.disqualified = Some(self.step(None, self.report.words().live.disqualified, whole));
        }
        Ok(())
    }

    /// The total before rounding, and as published.
    pub fn total(&mut self) -> Result<[ColId; 2], Untranslated> {
        let words = &self.report.words().live;
        let top = self.top()?;
        let top = Sx::Col(self.step(None, words.unrounded, top));
        let mut x = self.corrected_score(NodeRef::Total, top, None)?;
        x = self.zeroed(NodeRef::Total, x)?;
        for (index, veto) in self.rubric().vetoes.iter().enumerate() {
            for effect in &veto.effects {
                let Effect::Deduct(form) = effect else { continue };
                let hit = Sx::Col(self.veto(index)?).op("=", Sx::int(1));
                let cx = self.cx(None);
                let val = self.number(form, &cx)?;
                let marks = if val.deps.is_empty() && !val.risky {
                    val.as_number()
                } else {
                    let cell = self.settle(&super::value::Tr::Pure(val), &cx).as_cell();
                    Sx::of("ISNUMBER", cell.clone()).then(cell, Sx::int(0))
                };
                let before = Sx::Col(self.step(None, words.corrected, x));
                let both = Sx::all(vec![hit, Sx::of("ISNUMBER", before.clone())]);
                x = both.then(before.clone().op("-", marks), before);
            }
        }
        let exact = self.step(None, words.unrounded, x);
        let report = self.report;
        let totals = report.outcome.periods.get(self.run).map(|p| p.totals.as_slice());
        Ok([exact, self.publish(exact, totals)])
    }

    /// Enters the published figure of totals.
    pub fn publish(&mut self, exact: ColId, totals: Option<&[Total]>) -> ColId {
        let words = self.report.words();
        let rounding = self.rubric().scheme.rounding.total;
        let x = Sx::Col(exact);
        let formula = Sx::of("ISNUMBER", x.clone()).then(self.round(exact, rounding), x);
        let heads = ["total".to_owned(), words.total.to_owned(), words.live.score.to_owned()];
        let places = crate::report::style::Places::of(self.rubric()).total;
        let column = self.plan.column(self.sheet, heads, Look::Score(places), formula);
        let adjusted = self.adjusted;
        let states = [self.states.na.clone(), self.states.missing.clone()];
        let one = |t: &Total| {
            let figure = if adjusted { &t.published } else { &t.unadjusted };
            match (figure, &states) {
                (Some(x), _) => number(x, rounding),
                (None, _) if !adjusted => Wanted::Anything,
                (None, [Sx::Text(na), _]) if t.not_applicable => Wanted::Text(na.clone()),
                (None, [_, Sx::Text(missing)]) => Wanted::Text(missing.clone()),
                _ => Wanted::Anything,
            }
        };
        let wanted: Vec<Wanted> = totals.into_iter().flatten().map(one).collect();
        self.plan.hold(column, &wanted, Why::Digits);
        let rows = self.doubtful(exact, rounding, &wanted);
        self.plan.fix(column, &rows, &wanted);
        column
    }

    /// Ranks totals and gives the places; conditions may look at them from here on.
    pub fn rank(&mut self, [exact, published]: [ColId; 2], totals: &[Total]) -> Standings {
        let words = self.report.words();
        let ranking = &self.rubric().scheme.ranking;
        let eligible = match self.disqualified {
            Some(column) => Sx::Col(column).op("<>", Sx::int(1)),
            None => Sx::Bool(true),
        };
        let figure = match ranking.on {
            Basis::Published => published,
            Basis::Exact => exact,
        };
        let first = self.ranking_key(Sx::Col(figure), None, &eligible);
        let mut keys = vec![first];
        for node in &self.rubric().break_by {
            let score = match node {
                NodeRef::Node(node) => self.nodes[*node].as_ref().map(|n| n.score),
                NodeRef::Total => Some(published),
            };
            let Some(score) = score else { continue };
            // one without a score comes last
            let last = Sx::Num(-1e99, "-1E+99".into());
            let x = Sx::of("ISNUMBER", Sx::Col(score)).then(Sx::Col(score), last);
            let places = super::formula::round::steady(self.plan.largest(&Sx::Col(score)));
            let x = Sx::of("ISNUMBER", Sx::Col(first)).then(super::formula::round::calm(x, places), Sx::text(""));
            keys.push(self.step(None, words.live.key, x));
        }
        let position = self.position(&keys, None, words.live.position);
        let place = self.place(position, None, words.rank, totals.iter().map(|t| t.rank.as_ref()));
        let mut place_in = Each::default();
        for by in Partition::ALL {
            if ranking.apart[by] || crate::report::live::looks_at(self.rubric(), by) {
                let key = self.key(by).0;
                let position = self.position(&keys, Some(key), words.live.position_in[by]);
                let places = totals.iter().map(|t| t.rank_in[by].as_ref());
                place_in[by] = Some(self.place(position, Some(key), words.live.place_in[by], places));
            }
        }
        let standings = Standings { total: published, place, place_in, position };
        self.standings = Some(standings);
        standings
    }

    /// Places within groups or classes.
    pub fn places_in(&mut self, by: Partition) -> Result<ColId, Untranslated> {
        self.standings.and_then(|s| s.place_in[by]).ok_or(Untranslated("ranks apart"))
    }

    /// 1 + how many are better, by keys compared in turn.
    fn position(&mut self, keys: &[ColId], group: Option<ColId>, what: &str) -> ColId {
        let mut better = Vec::new();
        for (n, key) in keys.iter().enumerate() {
            let mut args = Vec::new();
            for equal in &keys[..n] {
                args.extend([Sx::Range(*equal), Sx::Col(*equal)]);
            }
            args.extend([Sx::Range(*key), Sx::text(">").op("&", Sx::Col(*key))]);
            if let Some(group) = group {
                args.extend([Sx::Range(group), Sx::Col(group)]);
            }
            better.push(Sx::Call("COUNTIFS", args));
        }
        let whole = Sx::sum(better).op("+", Sx::int(1));
        let whole = Sx::of("ISNUMBER", Sx::Col(keys[0])).then(whole, self.states.na.clone());
        self.step(None, what, whole)
    }

    /// Places as declared for ties.
    fn place<'t>(
        &mut self,
        position: ColId,
        group: Option<ColId>,
        what: &str,
        wanted: impl Iterator<Item = Option<&'t Exact>>,
    ) -> ColId {
        let within = |mut args: Vec<Sx>| {
            if let Some(group) = group {
                args.extend([Sx::Range(group), Sx::Col(group)]);
            }
            Sx::Call("COUNTIFS", args)
        };
        let at = Sx::Col(position);
        let whole = match self.rubric().scheme.ranking.ties {
            Ties::Competition => at.clone(),
            Ties::Average => {
                let sharing = within(vec![Sx::Range(position), at.clone()]);
                at.clone().op("+", sharing.op("-", Sx::int(1)).op("/", Sx::int(2)))
            }
            Ties::Ordinal => {
                let mut args = vec![Sx::Upto(position), at.clone()];
                if let Some(group) = group {
                    args.extend([Sx::Upto(group), Sx::Col(group)]);
                }
                at.clone().op("+", Sx::Call("COUNTIFS", args)).op("-", Sx::int(1))
            }
            Ties::Dense => {
                let mut args = vec![Sx::Upto(position), at.clone()];
                if let Some(group) = group {
                    args.extend([Sx::Upto(group), Sx::Col(group)]);
                }
                let first = Sx::Call("COUNTIFS", args).op("=", Sx::int(1)).then(Sx::int(1), Sx::int(0));
                let first = self.step(None, self.report.words().live.first_of_tie, first);
                let below = Sx::text("<").op("&", at.clone());
                within(vec![Sx::Range(position), below, Sx::Range(first), Sx::int(1)]).op("+", Sx::int(1))
            }
        };
        let whole = Sx::of("ISNUMBER", at.clone()).then(whole, at);
        let heads = ["total".to_owned(), String::new(), what.replace('\n', "")];
        let column = self.plan.column(self.sheet, heads, Look::Whole, whole);
        if self.adjusted {
            let na = match &self.states.na {
                Sx::Text(na) => Wanted::Text(na.clone()),
                _ => Wanted::Anything,
            };
            let wanted: Vec<Wanted> = wanted.map(|x| x.map_or(na.clone(), |x| Wanted::Exactly(x.to_f64()))).collect();
            self.plan.hold(column, &wanted, Why::Digits);
        }
        column
    }

    /// Ranks every section among the ranked units, by its score as published.
    pub fn rank_sections(&mut self, [exact, published]: [ColId; 2]) {
        let rubric = self.rubric();
        let figure = if rubric.scheme.ranking.on == Basis::Published { published } else { exact };
        let mut parts = vec![Sx::of("ISNUMBER", Sx::Col(figure))];
        parts.extend(self.disqualified.map(|column| Sx::Col(column).op("<>", Sx::int(1))));
        let ranked = Sx::all(parts);
        for node in rubric.printed_order() {
            if rubric.indicator(node).is_some() {
                continue;
            }
            let Some(score) = self.nodes[node].as_ref().map(|n| n.score) else { continue };
            let key = self.ranking_key(Sx::Col(score), Some(node), &ranked);
            let what = format!("{} {}", self.report.words().live.position, rubric.scheme.nodes[node].id.value);
            let position = self.position(&[key], None, &what);
            let wanted: Vec<Option<Exact>> = match self.results(node) {
                Some(results) => results.iter().map(|r| r.rank.clone()).collect(),
                None => continue,
            };
            let name = self.report.words().rank;
            let column = self.place(position, None, name, wanted.iter().map(Option::as_ref));
            self.plan.columns[column].heads = self.heads(Some(node), name);
        }
    }

    /// Grades: by total and condition, lowered by vetoes, limited by quotas. Gives the column of their names.
    pub fn grade(&mut self, figures: [ColId; 2], totals: &[Total]) -> Option<ColId> {
        let words = self.report.words();
        let rubric = self.rubric();
        let (Some((first, last)), Some(standings)) = (self.settings.grade_names, self.standings) else { return None };
        let wanted = |grade: Option<usize>| match grade {
            Some(grade) => Wanted::Text(rubric.scheme.grades[grade].name.as_str().into()),
            None => Wanted::Text("".into()),
        };
        let wanted: Vec<Wanted> = totals.iter().map(|t| wanted(t.grade)).collect();
        let heads = ["total".to_owned(), String::new(), words.grade.to_owned()];
        let Ok(index) = self.grade_index(figures, standings) else {
            return Some(self.plan.constants(self.sheet, heads, Look::Word, &wanted));
        };
        let at = Sx::Col(index);
        let name = Sx::Call("INDEX", vec![Sx::Cells(first, last), at.clone()]);
        let whole = Sx::of("ISNUMBER", at).then(name, Sx::text(""));
        let column = self.plan.column(self.sheet, heads, Look::Word, whole);
        self.plan.hold(column, &wanted, Why::Digits);
        Some(column)
    }

    /// The number of each unit's grade, 1 for the best.
    fn grade_index(&mut self, [exact, published]: [ColId; 2], standings: Standings) -> Result<ColId, Untranslated> {
        let words = &self.report.words().live;
        let rubric = self.rubric();
        let figure = match rubric.scheme.grading {
            Basis::Published => Self::cell_value(published, rubric.scheme.rounding.total.is_some()),
            Basis::Exact => Self::cell_value(exact, false),
        };
        let mut whole = Sx::text("");
        let small = |n: usize| Sx::int(i32::try_from(n).unwrap_or(i32::MAX));
        for index in (0..rubric.scheme.grades.len()).rev() {
            let mut parts = Vec::new();
            if let Some(least) = self.settings.grades[index].0 {
                let least = super::value::Val::sure(Sx::Cell(least));
                parts.push(self.ordered(crate::expr::CompareOp::Ge, &figure, &least));
            }
            if let Some(also) = &rubric.also[index] {
                let cx = self.cx(None);
                parts.push(Sx::Col(self.flag(also, &cx, words.also)?).op("=", Sx::int(1)));
            }
            whole = Sx::all(parts).then(small(index + 1), whole);
        }
        let ranked = Sx::of("ISNUMBER", Sx::Col(standings.place));
        let mut column = self.step(None, words.by_score, ranked.then(whole, Sx::text("")));
        let mut limits = Vec::new();
        for (index, veto) in rubric.vetoes.iter().enumerate() {
            for effect in &veto.effects {
                if let Effect::Grade(grade) | Effect::CapGrade(grade) = effect {
                    limits.push(Sx::Col(self.veto(index)?).op("=", Sx::int(1)).then(small(grade + 1), Sx::int(0)));
                }
            }
        }
        if !limits.is_empty() {
            let at = Sx::Col(column);
            limits.insert(0, at.clone());
            let lowered = Sx::of("ISNUMBER", at.clone()).then(Sx::Call("MAX", limits), at);
            column = self.step(None, words.by_veto, lowered);
        }
        let last = rubric.scheme.grades.len().saturating_sub(1);
        for index in 0..last {
            let Some(quota) = self.settings.grades[index].1 else { continue };
            let at = Sx::Col(column);
            let ranked = Sx::of("COUNT", Sx::Range(standings.place));
            let admitted = Sx::of("INT", Sx::Call("ROUND", vec![Sx::Cell(quota).op("*", ranked), Sx::int(9)]));
            let position = Sx::Col(standings.position);
            let up_to = Sx::text("<=").op("&", position);
            let better = vec![Sx::Range(column), small(index + 1), Sx::Range(standings.position), up_to];
            let beyond = Sx::Call("COUNTIFS", better).op(">", admitted);
            let falls = Sx::all(vec![at.clone().op("=", small(index + 1)), beyond]);
            column = self.step(None, words.by_quota, falls.then(small(index + 2), at));
        }
        Ok(column)
    }

    /// Where each unit stands in the list: ranked ones by place, then the others by total, ties in the order of the register.
    pub fn order(&mut self, standings: Standings) -> ColId {
        let words = &self.report.words().live;
        let place = Sx::Col(standings.place);
        let ranked = Sx::of("ISNUMBER", place.clone());
        let own = Sx::of("ISNUMBER", Sx::Col(standings.total));
        // the others get keys below every place: those without a total come last
        let behind = Sx::Num(1e6, "1000000".into());
        let lower = Sx::Call("ROUND", vec![behind.clone().op("-", Sx::Col(standings.total)), Sx::int(6)]);
        let unranked = own.then(lower, behind.op("*", Sx::int(10)));
        let key = self.step(None, words.order_key, ranked.then(place, unranked));
        let at = Sx::Col(key);
        let before = Sx::Call("COUNTIFS", vec![Sx::Range(key), Sx::text("<").op("&", at.clone())]);
        let ties = Sx::Call("COUNTIFS", vec![Sx::Upto(key), at]);
        let heads = ["total".to_owned(), String::new(), words.order.to_owned()];
        self.plan.column(self.sheet, heads, Look::Whole, before.op("+", ties))
    }
}
