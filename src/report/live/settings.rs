//! Sheet 参数: marks, targets, caps and limits that are plain numbers, each in a cell that formulas refer to.

use crate::expr::{Each, Form};
use crate::number::Exact;
use crate::report::Report;
use crate::rubric::Body;

use super::formula::{Cell, CellId};
use super::plan::{Look, Plan, Sheet, Typed};

/// Where the settings stand.
#[derive(Debug)]
pub struct Settings {
    /// Full marks.
    pub full_marks: CellId,
    /// Marks of a node, where they are the same for every unit and a plain number.
    pub marks: Vec<Option<CellId>>,
    /// The target of an indicator, where it is a plain number.
    pub targets: Vec<Option<CellId>>,
    /// The cap of a section.
    pub caps: Vec<Option<CellId>>,
    /// The weight of a node.
    pub weights: Vec<Option<CellId>>,
    /// The least total of each grade, its quota and its name.
    pub grades: Vec<(Option<CellId>, Option<CellId>)>,
    /// Names of the grades, the first and the last.
    pub grade_names: Option<(CellId, CellId)>,
    /// 缺, for what no cell holds.
    pub missing: CellId,
    /// Names of the groups, and of the classes: the first and the last.
    pub parts: Each<Option<(CellId, CellId)>>,
}

impl Settings {
    /// Enters all of them.
    pub fn new(report: &Report<'_>, plan: &mut Plan) -> Self {
        let words = report.words();
        let rubric = report.rubric;
        let scheme = &rubric.scheme;
        let number = |plan: &mut Plan, heads: [String; 3], x: &Exact| {
            plan.single(Sheet::Settings, heads, Look::Input(Typed::Number), Cell::Num(x.to_f64()))
        };
        let heads = |node: usize, what: &str| {
            [scheme.nodes[node].id.value.clone(), scheme.nodes[node].name.clone(), what.to_owned()]
        };
        let other = |name: &str, what: &str| [String::new(), name.to_owned(), what.to_owned()];
        let full_marks = number(plan, other(words.about.full_marks, ""), &scheme.head.full_marks);
        let n = rubric.nodes.len();
        let (mut marks, mut targets) = (vec![None; n], vec![None; n]);
        let (mut caps, mut weights) = (vec![None; n], vec![None; n]);
        for node in rubric.printed_order() {
            if let Some(Form::Num(x)) = &rubric.nodes[node].marks {
                marks[node] = Some(number(plan, heads(node, words.live.marks), x));
            }
            if let Some(x) = &scheme.nodes[node].weight {
                weights[node] = Some(number(plan, heads(node, words.live.weight), x));
            }
            match &rubric.nodes[node].body {
                Body::Indicator(indicator) => {
                    if let Some(Form::Num(x)) = &indicator.target {
                        targets[node] = Some(number(plan, heads(node, words.live.target), x));
                    }
                }
                Body::Section(section) => {
                    if let Some(cap) = &section.cap {
                        caps[node] = Some(number(plan, heads(node, words.live.cap), cap));
                    }
                }
            }
        }
        let mut grades = Vec::new();
        for grade in &scheme.grades {
            let mut one = |x: &Option<Exact>, what: &str| x.as_ref().map(|x| number(plan, other(&grade.name, what), x));
            grades.push((one(&grade.at_least, words.live.at_least), one(&grade.quota, words.live.quota)));
        }
        let list = |plan: &mut Plan, names: Vec<&str>, what: &str| {
            let mut ends = None;
            for name in names {
                let value = Cell::Text(name.into());
                let cell = plan.single(Sheet::Settings, other(what, ""), Look::Word, value);
                ends = Some((ends.map_or(cell, |(first, _)| first), cell));
            }
            ends
        };
        let grade_names = list(plan, scheme.grades.iter().map(|g| g.name.as_str()).collect(), words.grade);
        let parts = Each::make(|by| list(plan, report.register.parts(by), words.part[by]));
        let missing = Cell::Text(words.missing_mark.into());
        let missing = plan.single(Sheet::Settings, other(words.live.missing, ""), Look::Word, missing);
        Self { full_marks, marks, targets, caps, weights, grades, grade_names, missing, parts }
    }
}
