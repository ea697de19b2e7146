//! One scored period on its way into formulas: what is known of it so far, and the small steps that all translation shares.

use std::collections::HashMap;

use crate::expr::{Each, NodeId, Partition, PopulationId, Slot};
use crate::report::Report;

use super::data::Data;
use super::formula::round::{calm, steady};
use super::formula::{ColId, Sx};
use super::plan::{Look, Plan, Sheet};
use super::states::States;
use super::value::{Dep, Kind, Tr, Untranslated, Val};

/// A formula of more parts than this is cut into columns.
const LONGEST: usize = 90;
/// Functions that stand deeper in each other than this are cut into columns.
const DEEPEST: usize = 14;

/// What is known of a node once it is entered.
#[derive(Clone, Debug)]
pub struct NodeColumns {
    /// Its marks for the unit.
    pub marks: Sx,
    /// Its score, adjusted.
    pub score: ColId,
    /// Whether it can be without a score because it is not applicable.
    pub can_na: bool,
    /// Whether it can be without a score because something is missing.
    pub can_miss: bool,
}

/// Ranks, once units are ranked.
#[derive(Clone, Copy, Debug)]
pub struct Standings {
    /// Published totals.
    pub total: ColId,
    /// Places.
    pub place: ColId,
    /// Places within groups, and within classes.
    pub place_in: Each<Option<ColId>>,
    /// 1 for the best, counting ties as competition does: the order of the ranking's keys.
    pub position: ColId,
}

/// A scored period on its way.
pub struct Calc<'c, 'a> {
    /// What is reported on.
    pub report: &'a Report<'a>,
    /// The plan.
    pub plan: &'c mut Plan,
    /// What was reported.
    pub data: &'c mut Data<'a>,
    /// Cells of settings.
    pub settings: &'c super::settings::Settings,
    /// Marks of the states.
    pub states: States,
    /// The sheet written to.
    pub sheet: Sheet,
    /// Index of the period among those scored.
    pub run: usize,
    /// Index of the period among all.
    pub period: usize,
    /// Whether adjustments count.
    pub adjusted: bool,
    /// The nodes entered so far.
    pub nodes: Vec<Option<NodeColumns>>,
    /// Numbers of populations, by population and period.
    pub populations: HashMap<(PopulationId, usize), ColId>,
    /// 1 where a veto disqualifies the unit.
    pub disqualified: Option<ColId>,
    /// Ranks, once units are ranked.
    pub standings: Option<Standings>,
    /// The number of each unit's group and class among all.
    pub keys: HashMap<Partition, (ColId, usize)>,
}

/// What a form is looked at with.
#[derive(Clone, Debug)]
pub struct Cx {
    /// The period looked at.
    pub period: usize,
    /// The indicator on whose behalf.
    pub owner: Option<NodeId>,
    /// Its value, where it is not its own of the period.
    pub value: Option<Val>,
    /// Which of the earlier periods its value is judged on, by number, and those periods.
    pub judged: Option<(ColId, Vec<usize>)>,
    /// Intermediate results by name.
    pub slots: Vec<(Slot, Val)>,
    /// The totals of the scored periods, for what puts them together.
    pub totals: Vec<Sx>,
}

impl<'a> Calc<'_, 'a> {
    /// A form of the scored period.
    pub const fn cx(&self, owner: Option<NodeId>) -> Cx {
        Cx { period: self.period, owner, value: None, judged: None, slots: Vec::new(), totals: Vec::new() }
    }

    /// The rubric.
    pub const fn rubric(&self) -> &'a crate::rubric::Rubric {
        self.report.rubric
    }

    /// Headings of a column that belongs to an indicator.
    pub fn heads(&self, owner: Option<NodeId>, what: &str) -> [String; 3] {
        match owner {
            Some(node) => {
                let node = &self.rubric().scheme.nodes[node];
                [node.id.value.clone(), node.name.clone(), what.to_owned()]
            }
            None => [String::new(), String::new(), what.to_owned()],
        }
    }

    /// Enters a step on the way.
    pub fn step(&mut self, owner: Option<NodeId>, what: &str, formula: Sx) -> ColId {
        let heads = self.heads(owner, what);
        self.plan.column(self.sheet, heads, Look::Step, formula)
    }

    /// Puts a result into a column of its own, and gives the cell.
    pub fn settle(&mut self, tr: &Tr, cx: &Cx) -> Val {
        let (kind, sure, clean) = match tr {
            Tr::Pure(val) if val.is_atom() && (!val.risky) => return val.clone(),
            Tr::Pure(val) => (val.kind, val.deps.is_empty() && !val.risky, val.clean),
            Tr::Full(_, kind, _) => (*kind, false, false),
        };
        let formula = self.states.whole(tr);
        let column = self.step(cx.owner, self.report.words().live.step, formula);
        let val = Val::cell(Sx::Col(column), kind, clean);
        if sure { Val { deps: Vec::new(), ..val } } else { val }
    }

    /// A result that is right where what it hangs on is there.
    pub fn pure(&mut self, tr: Tr, cx: &Cx) -> Val {
        match tr {
            Tr::Pure(val) if val.x.size() <= LONGEST && val.x.depth() <= DEEPEST => val,
            other => self.settle(&other, cx),
        }
    }

    /// A formula that yields the value or the state, cut where it grows too long.
    pub fn short(&mut self, tr: Tr, cx: &Cx) -> Tr {
        let whole = self.states.whole(&tr);
        if whole.size() <= LONGEST * 2 && whole.depth() <= DEEPEST * 2 { tr } else { Tr::Pure(self.settle(&tr, cx)) }
    }

    /// A number rounded far behind what counts, so that noise does not decide what follows.
    pub fn calm(&self, val: &Val) -> Sx {
        let x = val.as_number();
        if val.clean {
            return x;
        }
        let places = steady(self.plan.largest(&x));
        calm(x, places)
    }

    /// A number that is nought where only noise keeps it from that; elsewhere it is left as it is.
    pub fn or_nought(&mut self, val: &Val, cx: &Cx) -> (Sx, Vec<Dep>, bool) {
        if val.clean {
            return (val.as_number(), val.deps.clone(), val.risky);
        }
        // it is said twice, so it is put into a cell where it is long
        let val = if val.x.size() > 5 { self.settle(&Tr::Pure(val.clone()), cx) } else { val.clone() };
        let x = val.as_number();
        let x = self.calm(&val).op("=", Sx::int(0)).then(Sx::int(0), x);
        (x, val.deps, val.risky)
    }

    /// The cell that says 缺.
    pub fn missing(&self) -> Val {
        Val { clean: true, ..Val::cell(Sx::Cell(self.settings.missing), Kind::Num, true) }
    }

    /// A division, which fails where the divisor is nought.
    pub fn over(a: Sx, b: Sx) -> (Sx, bool) {
        let risky = !matches!(&b, Sx::Num(x, _) if *x != 0.0);
        (a.op("/", b), risky)
    }

    /// A guard over one more cell.
    pub fn dep(at: Sx) -> Dep {
        Dep { at, text: false }
    }

    /// A refusal.
    pub const fn refuse<T>(why: &'static str) -> Result<T, Untranslated> {
        Err(Untranslated(why))
    }
}
