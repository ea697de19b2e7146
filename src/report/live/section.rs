//! A section in formulas, and the sum of the top ones.

use crate::expr::NodeId;
use crate::rubric::Section;
use crate::rubric::scheme::{Combine, Kind};

use super::calc::Calc;
use super::formula::round::{calm, steady};
use super::formula::{ColId, Sx};
use super::value::{Dep, Untranslated};

/// A child with what combining needs to know of it.
struct Child {
    score: ColId,
    marks: Sx,
    weight: Sx,
    can_na: bool,
}

/// What adding up meets: a sum is of nothing, or waits for something.
struct Children {
    list: Vec<Child>,
    can_na: bool,
    can_miss: bool,
    missing: Sx,
}

impl Calc<'_, '_> {
    /// Enters a section.
    pub fn section(&mut self, node: NodeId, model: &Section) {
        if self.section_formulas(node, model).is_err() {
            self.enter_constants(node, self.rubric().scheme.rounding.section);
        }
    }

    fn section_formulas(&mut self, node: NodeId, model: &Section) -> Result<(), Untranslated> {
        let words = &self.report.words().live;
        let rounding = self.rubric().scheme.rounding.section;
        let applies = self.applies(node)?;
        let children = self.children(node);
        let (combined, may_fail, may_na) = match (&model.formula, model.combine) {
            (Some(formula), Combine::Formula) => {
                let cx = self.cx(Some(node));
                let val = self.number(formula, &cx)?;
                let marks = self.marks_of(node)?;
                let x = Sx::Call("MIN", vec![Sx::Call("MAX", vec![val.as_number(), Sx::int(0)]), marks]);
                (self.states.guarded(&val, x), val.risky || !val.deps.is_empty(), !val.deps.is_empty())
            }
            (_, combine) => self.combined(node, combine, &children)?,
        };
        let mut x = combined;
        // a rejected child leaves the unit unranked whatever the formula says
        if children.can_miss {
            x = children.missing.clone().then(self.states.missing.clone(), x);
        }
        if let Some(applies) = &applies {
            x = applies.clone().then(x, self.states.na.clone());
        }
        let mut raw = self.step(Some(node), words.unrounded, x);
        let can_na = may_na || children.can_na || applies.is_some();
        let can_miss = may_fail || children.can_miss;
        raw = self.capped(node, model, raw);
        let own = self.round(raw, rounding);
        let formula = if can_na || can_miss { Sx::of("ISNUMBER", Sx::Col(raw)).then(own, Sx::Col(raw)) } else { own };
        self.enter(node, formula, Some(raw), rounding, [can_na, can_miss])
    }

    /// A bonus adds no more, and a penalty takes no more, than its cap; a penalty never adds.
    fn capped(&mut self, node: NodeId, model: &Section, raw: ColId) -> ColId {
        let cap = self.settings.caps[node].filter(|_| model.cap.is_some()).map(Sx::Cell);
        let x = Sx::Col(raw);
        let held = match (self.rubric().nodes[node].kind, cap) {
            (Kind::Bonus, Some(cap)) => Sx::Call("MIN", vec![x.clone(), cap]),
            (Kind::Penalty, Some(cap)) => {
                let low = Sx::Neg(Box::new(cap));
                Sx::Call("MAX", vec![Sx::Call("MIN", vec![x.clone(), Sx::int(0)]), low])
            }
            (Kind::Penalty, None) => Sx::Call("MIN", vec![x.clone(), Sx::int(0)]),
            _ => return raw,
        };
        self.step(Some(node), self.report.words().live.capped, Sx::of("ISNUMBER", x.clone()).then(held, x))
    }

    fn children(&mut self, node: NodeId) -> Children {
        let mut list = Vec::new();
        let (mut can_na, mut waits) = (true, Vec::new());
        for child in &self.rubric().nodes[node].children {
            let Some(entered) = self.nodes[*child].clone() else { continue };
            if entered.can_miss {
                waits.push(Sx::Col(entered.score).op("=", self.states.missing.clone()));
            }
            can_na &= entered.can_na;
            let weight = self.settings.weights[*child].map_or_else(|| entered.marks.clone(), Sx::Cell);
            list.push(Child { score: entered.score, marks: entered.marks, weight, can_na: entered.can_na });
        }
        let can_miss = !waits.is_empty();
        Children { list, can_na, can_miss, missing: Sx::any(waits) }
    }

    /// The combined score of the children; whether it can be missing, and whether it can be not applicable.
    fn combined(
        &mut self,
        node: NodeId,
        combine: Combine,
        children: &Children,
    ) -> Result<(Sx, bool, bool), Untranslated> {
        let words = &self.report.words().live;
        let list = &children.list;
        let any_na = list.iter().any(|c| c.can_na);
        let na = self.states.na.clone();
        let nobody = |x: Sx| {
            let deps: Vec<Sx> = list.iter().map(|c| Sx::Col(c.score)).collect();
            if any_na { count(&deps).op("=", Sx::int(0)).then(na.clone(), x) } else { x }
        };
        if combine == Combine::Sum {
            let scores: Vec<Sx> = list.iter().map(|c| Sx::Col(c.score)).collect();
            let sum = sum(&scores);
            let kind = self.rubric().nodes[node].kind;
            if !any_na || matches!(kind, Kind::Bonus | Kind::Penalty) || self.rubric().scheme.defaults.rescale_at_total
            {
                // marks that differ from those of the children scale them even where all apply
                let even = self.adds_up(node) || matches!(kind, Kind::Bonus | Kind::Penalty);
                if even || self.rubric().scheme.defaults.rescale_at_total {
                    return Ok((nobody(sum), false, any_na));
                }
            }
            let marks = self.marks_of(node)?;
            let remaining = self.gathered(node, list.iter().map(present_marks).collect());
            let remaining = self.steadied(remaining);
            let remaining = Sx::Col(self.step(Some(node), words.remaining, remaining));
            let scaled = sum.clone().op("*", marks.clone()).op("/", remaining.clone());
            let scaled = remaining.clone().op("=", Sx::int(0)).then(self.states.na.clone(), scaled);
            let whole = remaining.op("=", marks).then(sum, scaled);
            return Ok((nobody(whole), false, true));
        }
        let mut shares = Vec::new();
        for child in list {
            let share = Sx::Col(child.score).op("/", child.marks.clone());
            let dep = vec![Dep { at: Sx::Col(child.score), text: false }];
            let share = if child.can_na { self.states.there(&dep).then(share, Sx::text("")) } else { share };
            shares.push(share);
        }
        let marks = self.marks_of(node)?;
        let columns: Vec<ColId> = shares
            .into_iter()
            .zip(&self.rubric().nodes[node].children.clone())
            .map(|(share, child)| self.step(Some(*child), words.share, share))
            .collect();
        let share = self.combined_share(node, combine, list, &columns)?;
        let share = Sx::Col(self.step(Some(node), words.share, nobody_or(&self.states.na, any_na, &columns, share)));
        let dep = vec![Dep { at: share.clone(), text: false }];
        let whole = self.states.there(&dep).then(share.clone().op("*", marks), share);
        Ok((whole, true, any_na))
    }

    /// Whether the marks of a node are those of its children together, so that nothing is scaled where all of them apply.
    fn adds_up(&mut self, node: NodeId) -> bool {
        let model = &self.rubric().nodes[node];
        let results = self.report.outcome.periods.get(self.run).map(|p| &p.nodes);
        let Some(results) = results else { return false };
        (0..self.plan.units()).all(|unit| {
            let sum: crate::number::Exact = model.children.iter().map(|c| results[*c][unit].marks.clone()).sum();
            sum == results[node][unit].marks
        })
    }

    fn combined_share(
        &mut self,
        node: NodeId,
        combine: Combine,
        list: &[Child],
        shares: &[ColId],
    ) -> Result<Sx, Untranslated> {
        let words = &self.report.words().live;
        let cells: Vec<Sx> = shares.iter().map(|c| Sx::Col(*c)).collect();
        if shares.len() > 200 {
            return Self::refuse("a section of more than 200");
        }
        if matches!(combine, Combine::Min | Combine::Max) {
            return Ok(Sx::Call(if combine == Combine::Min { "MIN" } else { "MAX" }, cells));
        }
        let present = |n: usize, x: Sx, otherwise: Sx| {
            if list[n].can_na { Sx::of("ISNUMBER", cells[n].clone()).then(x, otherwise) } else { x }
        };
        let weights = (0..list.len()).map(|n| present(n, list[n].weight.clone(), Sx::int(0))).collect();
        let weights = self.gathered(node, weights);
        let weights = Sx::Col(self.step(Some(node), words.weight, weights));
        let missing = self.states.missing.clone();
        Ok(match combine {
            Combine::Geometric | Combine::Harmonic => {
                let least = Sx::Call("MIN", cells.clone());
                let term = |n: usize| {
                    let (share, weight) = (cells[n].clone(), list[n].weight.clone());
                    if combine == Combine::Geometric {
                        present(n, Sx::Call("POWER", vec![share, weight.op("/", weights.clone())]), Sx::int(1))
                    } else {
                        present(n, weight.op("/", share), Sx::int(0))
                    }
                };
                let mut terms = Vec::new();
                for n in 0..list.len() {
                    // where a share is nought or below, nothing is made of it
                    let term = least.clone().op(">", Sx::int(0)).then(term(n), Sx::int(1));
                    terms.push(Sx::Col(self.step(
                        Some(node),
                        words.step,
                        Sx::Call("IFERROR", vec![term, missing.clone()]),
                    )));
                }
                let whole = if combine == Combine::Geometric {
                    terms.into_iter().reduce(|a, b| a.op("*", b)).unwrap_or_else(|| Sx::int(1))
                } else {
                    weights.op("/", Sx::sum(terms))
                };
                let zero = least
                    .clone()
                    .op("=", Sx::int(0))
                    .then(Sx::int(0), Sx::Call("IFERROR", vec![whole, missing.clone()]));
                least.op("<", Sx::int(0)).then(missing, zero)
            }
            _ => {
                let parts =
                    (0..list.len()).map(|n| present(n, cells[n].clone().op("*", list[n].weight.clone()), Sx::int(0)));
                Sx::Call("IFERROR", vec![Sx::sum(parts.collect()).op("/", weights), missing])
            }
        })
    }

    /// What the top sections make together, before adjustments; and whether it can be without a number.
    pub fn top(&mut self) -> Result<Sx, Untranslated> {
        let words = &self.report.words().live;
        let (mut sum_of, mut marks_of, mut extra, mut waits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let at_total = self.rubric().scheme.defaults.rescale_at_total;
        for top in &self.rubric().tops {
            let kind = self.rubric().nodes[*top].kind;
            let Some(entered) = self.nodes[*top].clone() else { continue };
            if kind == Kind::Memo {
                continue;
            }
            let score = Sx::Col(entered.score);
            if entered.can_miss {
                waits.push(score.clone().op("=", self.states.missing.clone()));
            }
            let here = |x: Sx| {
                if entered.can_na || entered.can_miss {
                    Sx::of("ISNUMBER", score.clone()).then(x, Sx::int(0))
                } else {
                    x
                }
            };
            if kind == Kind::Normal {
                sum_of.push(score.clone());
                marks_of.push(if at_total { self.applicable(*top)? } else { here(entered.marks.clone()) });
            } else {
                extra.push(score.clone());
            }
        }
        let full = Sx::Cell(self.settings.full_marks);
        let remaining = self.steadied(Sx::sum(marks_of));
        let remaining = Sx::Col(self.step(None, words.remaining, remaining));
        let nobody = count(&sum_of).op("=", Sx::int(0));
        let sum_of = sum(&sum_of);
        let scaled = sum_of.clone().op("*", full.clone()).op("/", remaining.clone());
        let scaled = remaining.clone().op("=", Sx::int(0)).then(self.states.na.clone(), scaled);
        let own = remaining.op("=", full.clone()).then(sum_of, scaled);
        let own = Sx::any(waits).then(self.states.missing.clone(), nobody.then(self.states.na.clone(), own));
        let own = Sx::Col(self.step(None, words.main, own));
        let mut total = own.clone();
        if !extra.is_empty() {
            total = total.op("+", sum(&extra));
        }
        if self.rubric().scheme.head.cap_total {
            total = Sx::Call("MIN", vec![total, full]);
        }
        Ok(Sx::of("ISNUMBER", own.clone()).then(total, own))
    }

    /// The marks below a node that apply: of sums those of their children, of the rest their own; nought without a score.
    fn applicable(&mut self, node: NodeId) -> Result<Sx, Untranslated> {
        let marks = self.marks_of(node)?;
        let Some(score) = self.nodes[node].as_ref().map(|n| Sx::Col(n.score)) else { return Ok(Sx::int(0)) };
        let own = match &self.rubric().nodes[node].body {
            crate::rubric::Body::Section(section) if section.combine == Combine::Sum => {
                let mut parts = Vec::new();
                for child in &self.rubric().nodes[node].children {
                    parts.push(self.applicable(*child)?);
                }
                let parts = self.gathered(node, parts);
                let below = Sx::Col(self.step(Some(node), self.report.words().live.remaining, parts));
                below.clone().op("=", Sx::int(0)).then(marks, below)
            }
            _ => marks,
        };
        let whole = Sx::of("ISNUMBER", score).then(own, Sx::int(0));
        Ok(Sx::Col(self.step(Some(node), self.report.words().live.remaining, whole)))
    }

    /// The sum of many parts, put together in columns of their own where one formula would grow too long.
    pub fn gathered(&mut self, node: NodeId, parts: Vec<Sx>) -> Sx {
        const MOST: usize = 60;
        if parts.len() <= MOST {
            return Sx::sum(parts);
        }
        let what = self.report.words().live.step;
        let sums =
            parts.chunks(MOST).map(|part| Sx::Col(self.step(Some(node), what, Sx::sum(part.to_vec())))).collect();
        self.gathered(node, sums)
    }

    /// The number in a column, freed of noise, for comparing units; texts stay out.
    pub fn ranking_key(&mut self, x: Sx, owner: Option<NodeId>, eligible: &Sx) -> ColId {
        let places = steady(self.plan.largest(&x));
        let number = Sx::all(vec![eligible.clone(), Sx::of("ISNUMBER", x.clone())]);
        let key = number.then(calm(x, places), Sx::text(""));
        self.step(owner, self.report.words().live.key, key)
    }
}

fn present_marks(child: &Child) -> Sx {
    if child.can_na {
        Sx::of("ISNUMBER", Sx::Col(child.score)).then(child.marks.clone(), Sx::int(0))
    } else {
        child.marks.clone()
    }
}

fn nobody_or(na: &Sx, any_na: bool, cells: &[ColId], x: Sx) -> Sx {
    let cells: Vec<Sx> = cells.iter().map(|c| Sx::Col(*c)).collect();
    if any_na { count(&cells).op("=", Sx::int(0)).then(na.clone(), x) } else { x }
}

/// The sum of cells, texts being passed over.
fn sum(cells: &[Sx]) -> Sx {
    Sx::sum(cells.chunks(200).map(|part| Sx::Call("SUM", part.to_vec())).collect())
}

/// How many of these are numbers.
fn count(cells: &[Sx]) -> Sx {
    Sx::sum(cells.chunks(200).map(|part| Sx::Call("COUNT", part.to_vec())).collect())
}
