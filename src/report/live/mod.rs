//! The live core of a workbook: every score, rank and grade a formula over the observations.
//!
//! ## How the workbook is laid out
//! - 原始数据: units down, in the order of the register. A column for every field and period that scoring reads, in the
//!   field's own unit of measure, empty where nothing was said and － where it is not applicable; the assessors' marks; and
//!   in columns of their own what was judged: corrections, marks added or set, vetoes pronounced or lifted.
//! - 参数: marks, targets, weights, caps, limits of grades and quotas, as far as they are plain numbers.
//! - 统计: what is made of all units together (mean, best, …), for all or for each group.
//! - 计算, one for each scored period: units in the same rows as on 原始数据, node after node in the order of scoring:
//!   value, steps on the way, marks by the rule, score; at the end totals, ranks, grades. 计算（未调整） is the same
//!   without adjustments, for the total that stays beside the adjusted one.
//! - 总排名 picks the units from there by their standing, so it sorts itself; 得分明细 keeps its rows.
//!
//! ## How formulas come about
//! `translate` turns the form that the engine evaluates into an [`Sx`](formula::Sx), a tree that is printed late, when it is
//! known where cells stand. `plan` works every formula out in doubles as it is entered, and holds the scores against the
//! engine's: a cell whose double is not sure to land on the engine's digits becomes a constant, marked and counted.

mod beyond;
mod calc;
mod data;
mod formula;
mod indicator;
mod names;
mod node;
mod place;
mod plan;
mod section;
mod settings;
mod shown;
mod states;
mod total;
mod translate;
mod value;
mod write;

use std::collections::HashMap;

use crate::expr::{Each, Form, Partition, Standing};
use crate::number::Exact;
use crate::rubric::{Body, Rubric};
use crate::score::Total;

use super::Report;
use super::text::SheetId;
use calc::{Calc, Cx};
use data::Data;
use formula::{ColId, Sx};
use place::Layout;
use plan::{Look, Plan, Sheet, Wanted, Why};
use settings::Settings;
use states::States;
use total::Ranking;
use value::Untranslated;

pub use shown::Shown;
pub use write::sheets;

/// The live core, planned: where every score stands and by which formula.
#[derive(Debug)]
pub struct Live {
    plan: Plan,
    layout: Layout,
    ranking: Ranking,
    unadjusted: Option<ColId>,
    /// Published totals of the scored periods.
    periods: Vec<ColId>,
    /// Scores by node, in the last scored period.
    nodes: Vec<Option<ColId>>,
    /// Marks by node, likewise.
    marks: Vec<Option<Sx>>,
    /// For each number in the list, the row of the unit that has it.
    picks: ColId,
    /// What there is to say of each unit.
    remarks: ColId,
    /// The units' groups and classes, where they are ranked within them.
    parts: Each<Option<ColId>>,
    /// How many indicators each unit has, where that differs.
    tasks: Option<ColId>,
    /// Places and totals of the earlier result, where there is one.
    before: Option<[ColId; 2]>,
}

/// What was entered of one scored period.
struct Period {
    nodes: Vec<Option<ColId>>,
    marks: Vec<Option<Sx>>,
    totals: [ColId; 2],
    ranking: Option<Ranking>,
}

impl Live {
    /// Plans the formulas; `None` where there are too many units, or none, or more columns than a sheet has.
    pub fn new(report: &Report<'_>) -> Option<Self> {
        let units = report.register.len();
        if units == 0 || units > report.room.units || report.outcome.periods.is_empty() {
            return None;
        }
        let mut plan = Plan::new(units);
        let settings = Settings::new(report, &mut plan);
        let mut data = Data::new(report);
        let mut periods = all_periods(report, &mut plan, &mut data, &settings, true);
        let unadjusted = if report.outcome.adjustments.is_empty() {
            None
        } else {
            let unadjusted = all_periods(report, &mut plan, &mut data, &settings, false);
            unadjusted.last().map(|last| last.ranking.map_or(last.totals[1], |r| r.total))
        };
        let totals = periods.iter().map(|p| p.totals[1]).collect();
        let last = periods.pop()?;
        let ranking = last.ranking?;
        let sheet = Sheet::Scores(report.outcome.periods.len() - 1);
        let own = Sx::Call("ROW", Vec::new()).op("-", Sx::int(i32::try_from(place::FIRST).unwrap_or(0)));
        let pick = Sx::Call("MATCH", vec![own, Sx::Range(ranking.order), Sx::int(0)]);
        let heads = ["total".to_owned(), String::new(), report.words().live.pick.to_owned()];
        let picks = plan.column(sheet, heads, Look::Whole, pick);
        let said: Vec<Wanted> = (0..units).map(|unit| Wanted::Text(report.remarks(unit).into())).collect();
        let heads = ["total".to_owned(), String::new(), report.words().remarks.to_owned()];
        let remarks = plan.words(sheet, heads, &said);
        let apart = &report.rubric.scheme.ranking.apart;
        let parts = Each::make(|by| apart[by].then(|| data.attribute(&mut plan, by.attribute())));
        let tasks = super::sheets::duties::tasks(report).map(|counts| {
            let said: Vec<Wanted> = counts.into_iter().map(|n| Wanted::Exactly(Exact::from(n).to_f64())).collect();
            let head = report.words().tasks.replace('\n', "");
            plan.words(sheet, ["total".to_owned(), String::new(), head], &said)
        });
        let before = report.baseline.map(|baseline| {
            let [place, total] = report.words().live.earlier;
            let mut enter = |of: fn(&super::Standing) -> Option<&Exact>, head: &str| {
                let none = || Wanted::Text(report.words().na_mark.into());
                let said = |unit| baseline.of(unit).and_then(of).map_or_else(none, |x| Wanted::Exactly(x.to_f64()));
                let said: Vec<Wanted> = (0..units).map(said).collect();
                plan.words(sheet, ["total".to_owned(), String::new(), head.to_owned()], &said)
            };
            [enter(|s| s.rank.as_ref(), place), enter(|s| s.total.as_ref(), total)]
        });
        let layout = Layout::new(&plan, report);
        if !layout.fits() {
            return None;
        }
        let (periods, nodes, marks) = (totals, last.nodes, last.marks);
        Some(Self { plan, layout, ranking, unadjusted, periods, nodes, marks, picks, remarks, parts, tasks, before })
    }

    /// The sheets of the live core in order, with their names.
    pub fn sheets(&self) -> Vec<(SheetId, String)> {
        let named = |(sheet, name): &(Sheet, String)| {
            let id = match sheet {
                Sheet::Data => SheetId::Data,
                Sheet::Settings => SheetId::Settings,
                Sheet::Statistics => SheetId::Statistics,
                Sheet::Scores(_) | Sheet::Unadjusted(_) => SheetId::Scores,
            };
            (id, name.clone())
        };
        self.layout.sheets.iter().map(named).collect()
    }

    /// How many cells hold formulas, and how many constants for want of digits and for want of a translation.
    pub fn counts(&self) -> (usize, usize, usize) {
        self.plan.counts()
    }
}

/// Enters every scored period, and the total that puts them together.
fn all_periods<'a>(
    report: &'a Report<'a>,
    plan: &mut Plan,
    data: &mut Data<'a>,
    settings: &Settings,
    adjusted: bool,
) -> Vec<Period> {
    let mut done: Vec<Period> = Vec::new();
    let runs = report.outcome.periods.len();
    for run in 0..runs {
        let period = &report.outcome.periods[run].period;
        let Some(period) = data.period(period) else { continue };
        let words = report.words();
        let mut calc = Calc {
            report,
            plan: &mut *plan,
            data: &mut *data,
            settings,
            states: States { missing: Sx::text(words.missing_mark), na: Sx::text(words.na_mark) },
            sheet: if adjusted { Sheet::Scores(run) } else { Sheet::Unadjusted(run) },
            run,
            period,
            adjusted,
            nodes: vec![None; report.rubric.nodes.len()],
            populations: HashMap::new(),
            disqualified: None,
            standings: None,
            keys: HashMap::new(),
        };
        let mut one = calc.period();
        if let (true, Some(form)) = (run + 1 == runs, &report.rubric.periods) {
            let totals = done.iter().chain([&one]).map(|p| Sx::Col(p.totals[1])).collect();
            one.ranking = Some(calc.together(form, totals));
        }
        done.push(one);
    }
    done
}

impl Calc<'_, '_> {
    fn period(&mut self) -> Period {
        let rubric = self.rubric();
        let begun = self.disqualify();
        for node in &rubric.order {
            match &rubric.nodes[*node].body {
                Body::Indicator(model) => self.indicator(*node, model),
                Body::Section(model) => self.section(*node, model),
            }
        }
        let found = &self.report.outcome.periods[self.run].totals;
        let totals = begun.and_then(|()| self.total()).unwrap_or_else(|_| self.constant_totals(found));
        let mut ranking = None;
        if self.adjusted && rubric.periods.is_none() {
            ranking = Some(self.ranking(totals, found));
        }
        if self.adjusted {
            self.rank_sections(totals);
        }
        let nodes = self.nodes.iter().map(|n| n.as_ref().map(|n| n.score)).collect();
        let marks = self.nodes.iter().map(|n| n.as_ref().map(|n| n.marks.clone())).collect();
        Period { nodes, marks, totals, ranking }
    }

    /// Ranks, grades and the order of the list.
    fn ranking(&mut self, totals: [ColId; 2], found: &[Total]) -> Ranking {
        let standings = self.rank(totals, found);
        let grade = self.grade(totals, found);
        let order = self.order(standings);
        let apart = &self.rubric().scheme.ranking.apart;
        let place_in = Each::make(|by| standings.place_in[by].filter(|_| apart[by]));
        Ranking { total: totals[1], place: standings.place, place_in, grade, order }
    }

    /// The total of all scored periods together, ranked and graded.
    fn together(&mut self, form: &Form, totals: Vec<Sx>) -> Ranking {
        let words = self.report.words();
        let found: &[Total] = self.report.outcome.combined.as_deref().unwrap_or_default();
        let last = totals.last().cloned().unwrap_or_else(|| self.states.missing.clone());
        let cx = Cx { totals, ..self.cx(None) };
        let exact = match self.tr(form, &cx) {
            Ok(tr) => {
                let whole = self.states.whole(&tr);
                let whole = Sx::of("ISNUMBER", last.clone()).then(whole, last);
                Ok(self.step(None, words.about.periods, whole))
            }
            Err(refused) => Err(refused),
        };
        let both = match exact {
            Ok(exact) => [exact, self.publish(exact, Some(found))],
            Err(Untranslated(_)) => self.constant_totals(found),
        };
        if !self.adjusted {
            let place_in = Each::default();
            return Ranking { total: both[1], place: both[1], place_in, grade: None, order: both[1] };
        }
        self.ranking(both, found)
    }

    fn constant_totals(&mut self, found: &[Total]) -> [ColId; 2] {
        let one = |x: &Option<Exact>| x.as_ref().map_or(Wanted::Text("".into()), |x| Wanted::Exactly(x.to_f64()));
        let adjusted = self.adjusted;
        let published: Vec<Wanted> =
            found.iter().map(|t| one(if adjusted { &t.published } else { &t.unadjusted })).collect();
        let exact: Vec<Wanted> = found.iter().map(|t| one(&t.exact)).collect();
        let words = self.report.words();
        let heads = |what: &str| ["total".to_owned(), words.total.to_owned(), what.to_owned()];
        let places = super::style::Places::of(self.rubric()).total;
        let exact = self.plan.constants(self.sheet, heads(words.live.unrounded), Look::Step, &exact);
        [exact, self.plan.constants(self.sheet, heads(words.live.score), Look::Score(places), &published)]
    }
}

/// Whether a condition looks at places within groups, or within classes.
fn looks_at(rubric: &Rubric, by: Partition) -> bool {
    let mut found = false;
    let forms = rubric.also.iter().flatten().chain(rubric.vetoes.iter().filter_map(|v| v.when.as_ref()));
    for form in forms {
        form.walk(&mut |part| found |= *part == Form::Standing(Standing::PlaceIn(by)));
    }
    found
}

/// Why cells hold constants, for whoever reads the sheet.
const fn why(words: &super::text::Words, why: Why) -> &'static str {
    match why {
        Why::Digits => words.live.why_digits,
        Why::Untranslated => words.live.why_untranslated,
    }
}
