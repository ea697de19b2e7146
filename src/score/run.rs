//! One scored period: what is known of every node and unit so far, worked out when first asked for.

use std::sync::OnceLock;

use rayon::prelude::*;

use crate::expr::{Each, Form, NodeId, Partition};
use crate::number::Exact;
use crate::register::Register;

use super::Input;
use super::eval::Cx;
use super::outcome::{NodeResult, Total};
use super::population::{Groups, Sets, Sorted};
use super::table::{Out, PeriodId, Table};

/// The marks of a node: mostly the same for every unit.
enum Marks {
    Same(Exact),
    Each(Vec<Exact>),
}

/// The state of scoring one period. Filled node by node, each after all that it depends on.
pub struct Run<'a> {
    /// What is scored.
    pub input: &'a Input<'a>,
    /// The observations.
    pub table: &'a Table,
    /// The scored period.
    pub period: PeriodId,
    /// Which units a veto disqualifies.
    pub disqualified: Vec<bool>,
    marks: Vec<Marks>,
    results: Vec<OnceLock<Vec<NodeResult>>>,
    applies: Vec<OnceLock<Vec<Out>>>,
    populations: Vec<OnceLock<Groups>>,
    places: OnceLock<Places>,
    instead: Option<Instead<'a>>,
}

/// One unit's results that stand in for those of a finished run: what it would come to if they were so.
struct Instead<'a> {
    of: &'a Run<'a>,
    unit: usize,
    results: Vec<Option<NodeResult>>,
}

/// Totals and standings, once units are ranked.
#[derive(Debug, Default)]
pub struct Places {
    /// Published totals.
    pub totals: Vec<Out>,
    /// Places in the ranking.
    pub rank: Vec<Option<Exact>>,
    /// Places within groups, and within classes.
    pub rank_in: Each<Vec<Option<Exact>>>,
}

impl Places {
    /// From ranked totals.
    pub fn new(totals: &[Total]) -> Self {
        Self {
            totals: totals
                .iter()
                .map(|t| match &t.published {
                    Some(published) => Out::Num(published.clone()),
                    None if t.not_applicable => Out::NotApplicable,
                    None => Out::Missing,
                })
                .collect(),
            rank: totals.iter().map(|t| t.rank.clone()).collect(),
            rank_in: Each::make(|by| totals.iter().map(|t| t.rank_in[by].clone()).collect()),
        }
    }

    /// A unit's published total.
    pub fn total(&self, unit: usize) -> Out {
        self.totals.get(unit).cloned().unwrap_or(Out::Missing)
    }

    /// How many units are ranked.
    pub fn ranked(&self) -> usize {
        self.rank.iter().flatten().count()
    }

    /// How many of the unit's group or class are ranked.
    pub fn ranked_in(&self, by: Partition, register: &Register, unit: usize) -> usize {
        let units = register.units();
        let part = units[unit].part(by);
        units.iter().zip(&self.rank).filter(|(u, rank)| u.part(by) == part && rank.is_some()).count()
    }
}

impl<'a> Run<'a> {
    /// A period about to be scored.
    pub fn new(input: &'a Input<'a>, table: &'a Table, period: PeriodId) -> Self {
        let nodes = input.rubric.nodes.len();
        let mut run = Self {
            input,
            table,
            period,
            disqualified: vec![false; input.register.len()],
            marks: Vec::new(),
            results: (0..nodes).map(|_| OnceLock::new()).collect(),
            applies: (0..nodes).map(|_| OnceLock::new()).collect(),
            places: OnceLock::new(),
            populations: (0..input.rubric.populations.len() * table.periods.len()).map(|_| OnceLock::new()).collect(),
            instead: None,
        };
        run.marks = (0..nodes).map(|_| Marks::Same(Exact::ZERO)).collect();
        // children before parents: a section without marks of its own has those of its children
        for node in input.rubric.order.clone() {
            run.marks[node] = run.work_out_marks(node);
        }
        run
    }

    /// A finished run in which one unit may be given other results; everything else is looked up in `of`.
    pub fn supposing(of: &'a Self, unit: usize) -> Self {
        Self {
            input: of.input,
            table: of.table,
            period: of.period,
            disqualified: of.disqualified.clone(),
            marks: Vec::new(),
            results: Vec::new(),
            applies: Vec::new(),
            populations: Vec::new(),
            places: OnceLock::new(),
            instead: Some(Instead { of, unit, results: vec![None; of.input.rubric.nodes.len()] }),
        }
    }

    /// Gives the unit supposed about another result; without effect on a run of its own.
    pub fn suppose(&mut self, node: NodeId, result: NodeResult) {
        if let Some(instead) = &mut self.instead {
            instead.results[node] = Some(result);
        }
    }

    /// Takes back everything supposed.
    pub fn as_it_was(&mut self) {
        self.places = OnceLock::new();
        if let Some(instead) = &mut self.instead {
            instead.results.fill(None);
        }
    }

    fn work_out_marks(&self, node: NodeId) -> Marks {
        let model = &self.input.rubric.nodes[node];
        let units = self.input.register.len();
        match &model.marks {
            Some(Form::Num(marks)) => Marks::Same(marks.clone()),
            Some(form) => {
                Marks::Each((0..units).map(|u| Cx::new(self, u, None).number(form).unwrap_or_default()).collect())
            }
            None => {
                let of_children = |unit| model.children.iter().map(|c| self.marks_of(*c, unit)).sum::<Exact>();
                let cap = match &model.body {
                    crate::rubric::Body::Section(section) => section.cap.clone(),
                    crate::rubric::Body::Indicator(_) => None,
                };
                let or_cap = |marks: Exact| if marks.is_zero() { cap.clone().unwrap_or(marks) } else { marks };
                if model.children.iter().all(|c| matches!(self.marks[*c], Marks::Same(_))) {
                    Marks::Same(or_cap(of_children(0)))
                } else {
                    Marks::Each((0..units).map(|unit| or_cap(of_children(unit))).collect())
                }
            }
        }
    }

    /// The marks of a node for a unit.
    pub fn marks_of(&self, node: NodeId, unit: usize) -> Exact {
        if let Some(instead) = &self.instead {
            return instead.of.marks_of(node, unit);
        }
        match &self.marks[node] {
            Marks::Same(marks) => marks.clone(),
            Marks::Each(marks) => marks.get(unit).cloned().unwrap_or_default(),
        }
    }

    /// A node's result for a unit, once it is scored.
    pub fn node(&self, node: NodeId, unit: usize) -> Option<&NodeResult> {
        if let Some(instead) = &self.instead {
            let supposed = instead.results[node].as_ref().filter(|_| unit == instead.unit);
            return supposed.or_else(|| instead.of.node(node, unit));
        }
        self.results[node].get()?.get(unit)
    }

    /// Totals and standings, once units are ranked.
    pub fn places(&self) -> Option<&Places> {
        self.places.get()
    }

    /// Enters the ranked totals: from here on conditions may look at them.
    pub fn rank(&self, totals: &[Total]) {
        // ranked once; a second entry would be the same
        let _ = self.places.set(Places::new(totals));
    }

    /// Enters the results of a node.
    pub fn enter(&self, node: NodeId, results: Vec<NodeResult>) {
        // each node is scored once; a second entry would be the same
        let _ = self.results[node].set(results);
    }

    /// Takes the results out, by node.
    pub fn into_results(self) -> Vec<Vec<NodeResult>> {
        self.results.into_iter().map(|r| r.into_inner().unwrap_or_default()).collect()
    }

    /// Periods before this one whose names are as long, the latest first.
    pub fn earlier(&self, period: PeriodId) -> impl Iterator<Item = PeriodId> {
        let len = self.table.periods[period].len();
        (0..period).rev().filter(move |p| self.table.periods[*p].len() == len)
    }

    /// Works out, on all cores, what scoring a node will ask for: where it applies, and the populations of its statistics.
    ///
    /// Must not be called from inside parallel work: what is asked for there is worked out on the spot by one thread, since a
    /// thread that waits for parallel work of its own may be handed a piece that waits for it in turn.
    pub fn prepare(&self, node: NodeId) {
        let model = &self.input.rubric.nodes[node];
        let mut forms: Vec<&Form> = Vec::new();
        if let Some(form) = &model.applies {
            self.prepare_populations(&[form]);
            if self.applies[node].get().is_none() {
                let units = (0..self.input.register.len()).into_par_iter();
                let outs = units.map(|unit| Cx::new(self, unit, None).eval(form)).collect();
                let _ = self.applies[node].set(outs);
            }
        }
        match &model.body {
            crate::rubric::Body::Section(section) => forms.extend(&section.formula),
            crate::rubric::Body::Indicator(indicator) => {
                forms.extend(indicator.value.iter().chain(&indicator.target));
                forms.push(&indicator.score);
            }
        }
        self.prepare_populations(&forms);
    }

    fn prepare_populations(&self, forms: &[&Form]) {
        let mut asked = Vec::new();
        for form in forms {
            form.walk(&mut |part| {
                if let Form::Units(_, population) = part {
                    asked.push(*population);
                }
            });
        }
        for population in asked {
            let cell = &self.populations[population * self.table.periods.len() + self.period];
            if cell.get().is_none() {
                self.prepare_populations(&[&self.input.rubric.populations[population].of]);
                let units = (0..self.input.register.len()).into_par_iter();
                let numbers = units.map(|unit| self.number_of(population, self.period, unit)).collect();
                let _ = cell.set(self.group(population, numbers));
            }
        }
    }

    /// Whether a node applies to a unit: its marks are not nought, and its `applies` is neither false nor not applicable.
    pub fn applies(&self, node: NodeId, unit: usize) -> bool {
        if self.marks_of(node, unit).is_zero() {
            return false;
        }
        let Some(form) = &self.input.rubric.nodes[node].applies else { return true };
        if let Some(instead) = &self.instead {
            let changed = unit == instead.unit;
            let says_no = || matches!(Cx::new(self, unit, None).eval(form), Out::Bool(false) | Out::NotApplicable);
            return if changed { !says_no() } else { instead.of.applies(node, unit) };
        }
        let outs = self.applies[node]
            .get_or_init(|| (0..self.input.register.len()).map(|u| Cx::new(self, u, None).eval(form)).collect());
        !matches!(outs[unit], Out::Bool(false) | Out::NotApplicable)
    }

    /// The numbers that a population has for the unit's group or class.
    pub fn population(&self, population: usize, period: PeriodId, unit: usize) -> &Sorted {
        let groups = self.groups(population, period);
        groups.sets.of(&self.input.register.units()[unit])
    }

    /// Whether the unit is among those compared.
    pub fn is_compared(&self, population: usize, period: PeriodId, unit: usize) -> bool {
        self.groups(population, period).compared[unit]
    }

    fn groups(&self, population: usize, period: PeriodId) -> &Groups {
        // what the others are compared with stays as it is
        if let Some(instead) = &self.instead {
            return instead.of.groups(population, period);
        }
        self.populations[population * self.table.periods.len() + period].get_or_init(|| {
            let units = 0..self.input.register.len();
            self.group(population, units.map(|unit| self.number_of(population, period, unit)).collect())
        })
    }

    fn group(&self, population: usize, numbers: Vec<Option<Exact>>) -> Groups {
        let compared = numbers.iter().map(Option::is_some).collect();
        let by = self.input.rubric.populations[population].compared;
        Groups { sets: Sets::new(self.input.register.units(), by, numbers), compared }
    }

    /// A unit's number in a population, if it is among the units compared.
    fn number_of(&self, population: usize, period: PeriodId, unit: usize) -> Option<Exact> {
        let p = &self.input.rubric.populations[population];
        let in_question = p.everyone || !self.disqualified[unit];
        let applies = p.owner.is_none_or(|owner| self.applies(owner, unit));
        if !in_question || !applies {
            return None;
        }
        Cx { period, ..Cx::new(self, unit, p.owner) }.number(&p.of).ok()
    }
}
