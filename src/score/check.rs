//! Whether a rubric's marks add up, for every unit of a register.

use crate::expr::NodeId;
use crate::finding::{Code, Finding};
use crate::number::Exact;
use crate::register::{Register, Responsibilities};
use crate::rubric::document::Document;
use crate::rubric::scheme::{Combine, Kind};
use crate::rubric::{Body, Rubric};

use super::Input;
use super::asked::depends_on_data;
use super::run::Run;
use super::table::Table;

/// Sections whose children do not add up to their marks, and top sections that do not add up to full marks. A sum is in
/// order if all children add up for every unit, or if for every unit those that apply to it do.
#[must_use]
pub fn check_marks(rubric: &Rubric, register: &Register, responsibilities: &Responsibilities) -> Vec<Finding> {
    let input = Input { rubric, register, responsibilities, observations: &[], used: &[], adjustments: &[] };
    let scored = rubric.scored_periods();
    let table = Table::new(&rubric.scheme.fields, register.len(), &scored, &[], &[], &[]);
    let Some(period) = scored.first().and_then(|p| table.period(p)) else { return Vec::new() };
    let run = Run::new(&input, &table, period);
    let mut findings = Vec::new();
    for (node, model) in rubric.nodes.iter().enumerate() {
        let Body::Section(section) = &model.body else { continue };
        let counts = matches!(model.kind, Kind::Normal | Kind::Memo) && model.marks.is_some();
        if counts && section.combine == Combine::Sum {
            let wanted = |unit| run.marks_of(node, unit);
            if let Some((unit, found, expected)) = wrong(&run, &model.children, wanted) {
                findings.push(finding(rubric, register, Some(node), unit, &found, &expected));
            }
        }
    }
    let tops: Vec<NodeId> = rubric.tops.iter().copied().filter(|t| rubric.nodes[*t].kind == Kind::Normal).collect();
    if let Some((unit, found, expected)) = wrong(&run, &tops, |_| rubric.scheme.head.full_marks.clone()) {
        findings.push(finding(rubric, register, None, unit, &found, &expected));
    }
    findings
}

/// The first unit for which neither reading adds up; `None` where one of them does for every unit.
fn wrong(run: &Run<'_>, children: &[NodeId], wanted: impl Fn(usize) -> Exact) -> Option<(usize, Exact, Exact)> {
    let units = run.input.register.len();
    let all = |unit: usize| children.iter().map(|c| run.marks_of(*c, unit)).sum::<Exact>();
    let applying = |unit: usize| {
        children.iter().filter(|c| static_applies(run, **c, unit)).map(|c| run.marks_of(*c, unit)).sum::<Exact>()
    };
    let first_wrong = |sum: &dyn Fn(usize) -> Exact| (0..units).find(|unit| sum(*unit) != wanted(*unit));
    let unit = first_wrong(&all)?;
    let other = first_wrong(&applying)?;
    // where `applies` plays a part, the unit that it leaves out of order tells more
    let unit = if children.iter().any(|c| run.input.rubric.nodes[*c].applies.is_some()) { other } else { unit };
    Some((unit, applying(unit), wanted(unit)))
}

/// Whether a node applies as far as that can be known without data.
fn static_applies(run: &Run<'_>, node: NodeId, unit: usize) -> bool {
    let rubric = run.input.rubric;
    rubric.nodes[node].applies.is_none()
        || depends_on_data(rubric, node)
        || run.marks_of(node, unit).is_zero()
        || run.applies(node, unit)
}

fn finding(
    rubric: &Rubric,
    register: &Register,
    node: Option<NodeId>,
    unit: usize,
    found: &Exact,
    expected: &Exact,
) -> Finding {
    let doc = Document::layered(&rubric.layers);
    let (id, span) = match node {
        Some(node) => (rubric.scheme.nodes[node].id.value.as_str(), rubric.scheme.nodes[node].id.span.clone()),
        None => ("total", rubric.scheme.head.full_marks_span.clone()),
    };
    Finding::new(Code::MarksDoNotAddUp)
        .field(id)
        .found(found.to_string())
        .expected(expected.to_string())
        .hint(register.units().get(unit).map(|u| u.label().to_owned()).unwrap_or_default())
        .at(doc.place(span.start))
        .span(doc.own(&span))
}
