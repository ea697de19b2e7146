//! What indicators and sections have in common: marks, where they apply, rounding, adjustments and vetoes that set to nought.

use crate::expr::{Form, NodeId, NodeRef};
use crate::number::{Exact, Rounding};
use crate::rubric::{Body, Effect};
use crate::score::{NodeResult, State};

use super::calc::{Calc, Cx, NodeColumns};
use super::formula::eval::eval;
use super::formula::round::{calm, rounded, steady};
use super::formula::{Cell, ColId, Sx};
use super::plan::{Look, Wanted, Why};
use super::value::{Tr, Untranslated, Val};

impl Calc<'_, '_> {
    /// The marks of a node for the unit: a number that is always there.
    pub fn marks_of(&mut self, node: NodeId) -> Result<Sx, Untranslated> {
        if let Some(cell) = self.settings.marks[node] {
            return Ok(Sx::Cell(cell));
        }
        let model = &self.rubric().nodes[node];
        let what = self.report.words().live.marks;
        if let Some(form) = &model.marks {
            let val = self.number(form, &self.cx(None))?;
            let x = val.as_number();
            let x = if val.risky { Sx::Call("IFERROR", vec![x, Sx::int(0)]) } else { x };
            let x = if val.deps.is_empty() { x } else { self.states.there(&val.deps).then(x, Sx::int(0)) };
            return Ok(Sx::Col(self.step(Some(node), what, x)));
        }
        let mut parts = Vec::new();
        for child in &model.children {
            parts.push(self.marks_of(*child)?);
        }
        let sum = self.gathered(node, parts);
        let x = match self.settings.caps[node] {
            Some(cap) => sum.clone().op("=", Sx::int(0)).then(Sx::Cell(cap), sum),
            None => sum,
        };
        let x = self.steadied(x);
        Ok(Sx::Col(self.step(Some(node), what, x)))
    }

    /// A sum freed of noise, so that it can be held against another.
    pub fn steadied(&self, x: Sx) -> Sx {
        let places = steady(self.plan.largest(&x));
        calm(x, places)
    }

    /// Whether the marks of a node can be nought for some unit.
    pub fn may_be_markless(&self, node: NodeId) -> bool {
        let model = &self.rubric().nodes[node];
        match &model.marks {
            Some(Form::Num(x)) => x.is_zero(),
            Some(_) => true,
            None => {
                let cap = match &model.body {
                    Body::Section(section) => section.cap.is_some(),
                    Body::Indicator(_) => false,
                };
                !cap && model.children.iter().all(|child| self.may_be_markless(*child))
            }
        }
    }

    /// Where a node applies; `None` where it always does.
    pub fn applies(&mut self, node: NodeId) -> Result<Option<Sx>, Untranslated> {
        let mut parts = Vec::new();
        if self.may_be_markless(node) {
            parts.push(self.marks_of(node)?.op("<>", Sx::int(0)));
        }
        if let Some(form) = &self.rubric().nodes[node].applies {
            let tr = self.tr(form, &self.cx(None))?;
            let val = self.pure(tr, &self.cx(None));
            if val.deps.is_empty() && !val.risky {
                parts.push(val.x);
            } else {
                // missing counts as true
                let cell = self.settle(&Tr::Pure(val), &self.cx(Some(node))).as_cell();
                // nothing at all is missing, though it is like nought
                let zero = Sx::all(vec![Sx::of("ISNUMBER", cell.clone()), cell.clone().op("=", Sx::int(0))]);
                let no = vec![zero, cell.op("=", self.states.na.clone())];
                parts.push(Sx::any(no).not());
            }
        }
        if parts.is_empty() {
            return Ok(None);
        }
        let whole = Sx::all(parts).then(Sx::int(1), Sx::int(0));
        let column = self.step(Some(node), self.report.words().live.applies, whole);
        Ok(Some(Sx::Col(column).op("=", Sx::int(1))))
    }

    /// The formula that rounds what stands in a column.
    pub fn round(&self, column: ColId, rounding: Option<Rounding>) -> Sx {
        let x = Sx::Col(column);
        match rounding {
            Some(rounding) => {
                let places = steady(self.plan.largest(&x));
                rounded(x, rounding, places)
            }
            None => x,
        }
    }

    /// Rows where the rounding of a column hangs on the last bits of a double.
    pub fn doubtful(&self, column: ColId, rounding: Option<Rounding>, wanted: &[Wanted]) -> Vec<usize> {
        let Some(rounding) = rounding else { return Vec::new() };
        let places = steady(self.plan.largest(&Sx::Col(column)));
        let moved = |x: f64| rounded(Sx::Num(x, "".into()).op("+", Sx::int(0)), rounding, places);
        let cells = self.plan.columns[column].cells.iter().zip(wanted).enumerate();
        let doubtful = cells.filter(|(row, (cell, wanted))| {
            let (Cell::Num(x), Wanted::Exactly(_)) = (cell, wanted) else { return false };
            // some twenty times what the order of adding up can change
            let noise = x.abs() * 4e-15 + 1e-16;
            let [low, high] = [x - noise, x + noise].map(|x| eval(&moved(x), *row, &*self.plan));
            low != high
        });
        doubtful.map(|(row, _)| row).collect()
    }

    /// The outcome of a node in the period, by unit; `None` on the sheet without adjustments, of which the engine says nothing.
    pub fn results(&self, node: NodeId) -> Option<&[NodeResult]> {
        if !self.adjusted {
            return None;
        }
        self.report.outcome.periods.get(self.run)?.nodes.get(node).map(Vec::as_slice)
    }

    fn state_of(&self, state: State) -> Wanted {
        match (state, &self.states.na, &self.states.missing) {
            (State::NotApplicable, Sx::Text(na), _) => Wanted::Text(na.clone()),
            (_, _, Sx::Text(missing)) => Wanted::Text(missing.clone()),
            _ => Wanted::Anything,
        }
    }

    /// What the engine says of a node's final score.
    pub fn final_scores(&self, node: NodeId, rounding: Option<Rounding>) -> Vec<Wanted> {
        let Some(results) = self.results(node) else { return vec![Wanted::Anything; self.plan.units()] };
        let one = |result: &NodeResult| match &result.score {
            Some(score) => number(score, rounding),
            None => self.state_of(result.state),
        };
        results.iter().map(one).collect()
    }

    /// What the engine says of a node's score before adjustments.
    fn first_scores(&self, node: NodeId, rounding: Option<Rounding>) -> Vec<Wanted> {
        let Some(results) = self.results(node) else { return vec![Wanted::Anything; self.plan.units()] };
        let one = |result: &NodeResult| match (&result.exact, &result.score) {
            (Some(exact), _) => match rounding {
                Some(r) => number(&r.apply(exact), rounding),
                None => number(exact, None),
            },
            (None, Some(_)) => Wanted::Anything,
            (None, None) => self.state_of(result.state),
        };
        results.iter().map(one).collect()
    }

    /// The decimals that a node's score is shown with.
    pub fn places(&self, node: NodeId) -> u8 {
        let places = crate::report::style::Places::of(self.rubric());
        match &self.rubric().nodes[node].body {
            Body::Indicator(_) => places.indicator,
            Body::Section(_) => places.section,
        }
    }

    /// Enters a node's score from what it is before adjustments, and all that comes after.
    pub fn enter(
        &mut self,
        node: NodeId,
        formula: Sx,
        raw: Option<ColId>,
        rounding: Option<Rounding>,
        [can_na, can_miss]: [bool; 2],
    ) -> Result<(), Untranslated> {
        let words = &self.report.words().live;
        let look = Look::Score(self.places(node));
        let changed = self.is_changed(node);
        let what = if changed { words.before } else { words.score };
        let heads = self.heads(Some(node), what);
        let mut column = self.plan.column(self.sheet, heads, look, formula);
        let first = self.first_scores(node, rounding);
        self.plan.hold(column, &first, Why::Digits);
        if let Some(raw) = raw {
            let rows = self.doubtful(raw, rounding, &first);
            self.plan.fix(column, &rows, &first);
        }
        if changed {
            column = self.changed(node, column)?;
            let last = self.final_scores(node, rounding);
            self.plan.hold(column, &last, Why::Digits);
        }
        let marks = self.marks_of(node)?;
        self.nodes[node] = Some(NodeColumns { marks, score: column, can_na, can_miss });
        Ok(())
    }

    /// Enters a node of which no formula can speak: all its scores are constants.
    pub fn enter_constants(&mut self, node: NodeId, rounding: Option<Rounding>) {
        let wanted = self.final_scores(node, rounding);
        let heads = self.heads(Some(node), self.report.words().live.score);
        let column = self.plan.constants(self.sheet, heads, Look::Score(self.places(node)), &wanted);
        // the marks are needed by what stands above; what cannot be said of them either counts as nothing
        let marks = self.marks_of(node).unwrap_or_else(|_| Sx::int(0));
        self.nodes[node] = Some(NodeColumns { marks, score: column, can_na: true, can_miss: true });
    }

    fn zeroing(&self, at: NodeRef) -> Vec<usize> {
        let vetoes = self.rubric().vetoes.iter().enumerate();
        let zero = |effects: &[Effect]| effects.iter().any(|e| matches!(e, Effect::Zero(target) if *target == at));
        vetoes.filter(|(_, veto)| zero(&veto.effects)).map(|(index, _)| index).collect()
    }

    fn is_changed(&mut self, node: NodeId) -> bool {
        let corrected = self.corrected(NodeRef::Node(node));
        corrected.set.is_some() || corrected.add.is_some() || !self.zeroing(NodeRef::Node(node)).is_empty()
    }

    fn corrected(&mut self, node: NodeRef) -> super::data::Corrected {
        if !self.adjusted {
            return super::data::Corrected::default();
        }
        self.data.marks(self.plan, node, self.period)
    }

    /// Adjustments, bounds and vetoes on a node's score.
    fn changed(&mut self, node: NodeId, first: ColId) -> Result<ColId, Untranslated> {
        let words = &self.report.words().live;
        let at = NodeRef::Node(node);
        let mut x = self.corrected_score(at, Sx::Col(first), Some(node))?;
        let corrected = self.corrected(at);
        if let Some(model) = self.rubric().indicator(node)
            && (corrected.set.is_some() || corrected.add.is_some())
        {
            let mut touched = Vec::new();
            for column in [corrected.set, corrected.add].into_iter().flatten() {
                touched.push(Sx::of("ISNUMBER", Sx::Col(column)));
            }
            let touched = Sx::all(vec![Sx::any(touched), Sx::of("ISNUMBER", x.clone())]);
            let before = Sx::Col(self.step(Some(node), words.corrected, x));
            let mut held = before.clone();
            let cx = self.cx(Some(node));
            for (name, bound) in [("MAX", Some(&model.floor)), ("MIN", model.cap.as_ref())] {
                let Some(bound) = bound else { continue };
                let bound = self.number(bound, &cx)?;
                // a bound that cannot be worked out does not hold
                let bound = if bound.deps.is_empty() && !bound.risky {
                    bound.as_number()
                } else {
                    let cell = self.settle(&Tr::Pure(bound), &cx).as_cell();
                    let wide = if name == "MAX" { "-1E+300" } else { "1E+300" };
                    let wide = Sx::Num(if name == "MAX" { -1e300 } else { 1e300 }, wide.into());
                    Sx::of("ISNUMBER", cell.clone()).then(cell, wide)
                };
                held = Sx::Call(name, vec![held, bound]);
            }
            let touched = if before == Sx::Col(first) { touched } else { replace_last(touched, &before) };
            x = touched.then(held, before);
        }
        x = self.zeroed(at, x)?;
        let heads = self.heads(Some(node), words.score);
        Ok(self.plan.column(self.sheet, heads, Look::Score(self.places(node)), x))
    }

    /// A score with what adjustments set and add.
    pub fn corrected_score(&mut self, at: NodeRef, first: Sx, node: Option<NodeId>) -> Result<Sx, Untranslated> {
        let corrected = self.corrected(at);
        let mut x = first.clone();
        if let Some(set) = corrected.set {
            x = Sx::of("ISNUMBER", Sx::Col(set)).then(Sx::Col(set), x);
        }
        if let Some(add) = corrected.add {
            if corrected.set.is_some() {
                x = Sx::Col(self.step(node, self.report.words().live.corrected, x));
            }
            let both = Sx::Call("COUNT", vec![x.clone(), Sx::Col(add)]).op("=", Sx::int(2));
            let places = steady(self.plan.largest(&x).max(self.plan.largest(&Sx::Col(add))));
            x = both.then(calm(x.clone().op("+", Sx::Col(add)), places), x);
        }
        if let Some(node) = node.filter(|node| self.may_be_markless(*node)) {
            x = self.marks_of(node)?.op("=", Sx::int(0)).then(first, x);
        }
        Ok(x)
    }

    /// A score with the vetoes that set it to nought.
    pub fn zeroed(&mut self, at: NodeRef, x: Sx) -> Result<Sx, Untranslated> {
        let mut hits = Vec::new();
        for veto in self.zeroing(at) {
            hits.push(Sx::Col(self.veto(veto)?).op("=", Sx::int(1)));
        }
        if hits.is_empty() {
            return Ok(x);
        }
        let x =
            if matches!(x, Sx::Col(_)) { x } else { Sx::Col(self.step(None, self.report.words().live.corrected, x)) };
        Ok(Sx::all(vec![Sx::any(hits), Sx::of("ISNUMBER", x.clone())]).then(Sx::int(0), x))
    }

    /// A condition as a column of 1 and 0, states counting as 0.
    pub fn flag(&mut self, form: &Form, cx: &Cx, what: &str) -> Result<ColId, Untranslated> {
        let truth = self.truth(form, true, cx)?;
        Ok(self.step(cx.owner, what, truth.then(Sx::int(1), Sx::int(0))))
    }

    /// A number as a value, or the cell that says that it is missing.
    pub fn cell_value(column: ColId, clean: bool) -> Val {
        Val::cell(Sx::Col(column), super::value::Kind::Num, clean)
    }
}

fn replace_last(touched: Sx, cell: &Sx) -> Sx {
    match touched {
        Sx::Call("AND", mut parts) => {
            parts.pop();
            parts.push(Sx::of("ISNUMBER", cell.clone()));
            Sx::Call("AND", parts)
        }
        other => other,
    }
}

/// A score of the engine as a cell must hold it.
pub fn number(score: &Exact, rounding: Option<Rounding>) -> Wanted {
    let x = score.to_f64();
    if rounding.is_some() { Wanted::Exactly(x) } else { Wanted::Nearly(x) }
}
