//! Explanations (溯源): the form with the unit's numbers in it, printed for people, and the cells that the numbers came from.

mod print;

use rayon::prelude::*;

use crate::expr::{FieldId, NodeId};
use crate::finding::{Lang, Place};
use crate::number::Exact;
use crate::observe::Reading;
use crate::rubric::Body;
use crate::rubric::scheme::Combine;

use crate::score::Input;
use crate::score::eval::Cx;
use crate::score::outcome::{Outcome, PeriodOutcome, State};
use crate::score::review::Review;
use crate::score::run::Run;
use crate::score::table::Table;
use crate::score::warn::Taken;
use crate::score::words;

use print::{Tracer, figure, is_leaf};

/// Decimals shown in a trace; the figures themselves are exact.
const PLACES: i8 = 6;

/// Where a unit's marks came from, node by node.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// One line a node, depth first; the total first where the whole is explained.
    pub lines: Vec<ExplainLine>,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ExplainLine {
    /// 0 for the total.
    pub depth: usize,
    /// Id.
    pub node: String,
    /// Name.
    pub name: String,
    /// The period it is about.
    pub period: String,
    /// Score, `""` where there is none.
    pub score: String,
    /// Marks for the unit.
    pub marks: String,
    /// How the score came about: `98.5 ≥ 96 → 满分 5`.
    pub text: String,
    /// What was reported, by whom, in which cell.
    pub sources: Vec<SourceLine>,
}

/// One observation behind a node.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SourceLine {
    /// Field id.
    pub field: String,
    /// Field name.
    pub name: String,
    /// Period.
    pub period: String,
    /// Name of the source.
    pub source: String,
    /// The value or state.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// Where it stood before, in the folder of those who gathered it first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Place>,
    /// Whether scoring took it.
    pub used: bool,
}

impl SourceLine {
    /// `file!sheet!cell`, and behind an arrow where it stood before.
    #[must_use]
    pub fn trail(&self) -> String {
        trail(&self.place, self.origin.as_ref())
    }
}

/// `file!sheet!cell`, and behind an arrow where it stood before.
#[must_use]
pub fn trail(place: &Place, origin: Option<&Place>) -> String {
    origin.map_or_else(|| place.label(), |origin| format!("{} ← {}", place.label(), origin.label()))
}

/// Explains a unit's total, or one node with all below it, in every scored period.
#[must_use]
pub fn explain(input: &Input<'_>, outcome: &Outcome, unit: usize, node: Option<NodeId>, lang: Lang) -> Explanation {
    Explainer::new(&Review::new(input, outcome)).explain(unit, node, lang)
}

/// Explains the totals of these units, or one node with all below it, in every scored period; one explanation a unit.
#[must_use]
pub fn explain_units(
    input: &Input<'_>,
    outcome: &Outcome,
    units: &[usize],
    node: Option<NodeId>,
    lang: Lang,
) -> Vec<Explanation> {
    let review = Review::new(input, outcome);
    let explainer = Explainer::new(&review);
    units.par_iter().map(|unit| explainer.explain(*unit, node, lang)).collect()
}

/// Explains the marks of one scoring, any unit's.
pub struct Explainer<'r> {
    review: &'r Review<'r>,
    taken: Taken<'r>,
    runs: Vec<(Run<'r>, &'r PeriodOutcome)>,
}

impl<'r> Explainer<'r> {
    /// Lays out what explanations draw on.
    #[must_use]
    pub fn new(review: &'r Review<'r>) -> Self {
        let runs = review.outcome.periods.iter().filter_map(|period| {
            let run = review.run(period)?;
            run.rank(&period.totals);
            Some((run, period))
        });
        Self { review, taken: Taken::new(&review.input), runs: runs.collect() }
    }

    /// A unit's total, or one node with all below it, in every scored period.
    #[must_use]
    pub fn explain(&self, unit: usize, node: Option<NodeId>, lang: Lang) -> Explanation {
        let Review { input, outcome, table } = self.review;
        let mut lines = Vec::new();
        if let (None, Some(combined)) = (node, &outcome.combined) {
            lines.push(total_line(input, outcome, &combined[unit], "", lang));
        }
        for (run, period) in &self.runs {
            self.period(&mut lines, &Scene { input, table, taken: &self.taken, run, period, unit, lang }, node);
        }
        Explanation { lines }
    }

    fn period(&self, lines: &mut Vec<ExplainLine>, scene: &Scene<'_, '_>, node: Option<NodeId>) {
        let Scene { input, period, unit, lang, .. } = *scene;
        let outcome = self.review.outcome;
        if node.is_none() {
            lines.push(total_line(input, outcome, &period.totals[unit], &period.period, lang));
        }
        let below = |at: NodeId| {
            let mut above = Some(at);
            while let Some(id) = above {
                if Some(id) == node {
                    return true;
                }
                above = input.rubric.nodes[id].parent;
            }
            node.is_none()
        };
        lines.extend(input.rubric.printed_order().into_iter().filter(|at| below(*at)).map(|at| scene.line(at)));
    }
}

impl std::fmt::Debug for Explainer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Explainer").field("review", self.review).finish_non_exhaustive()
    }
}

fn total_line(
    input: &Input<'_>,
    outcome: &Outcome,
    total: &crate::score::outcome::Total,
    period: &str,
    lang: Lang,
) -> ExplainLine {
    ExplainLine {
        depth: 0,
        node: "total".to_owned(),
        name: words::total(lang).to_owned(),
        period: period.to_owned(),
        score: total.published.as_ref().map(ToString::to_string).unwrap_or_default(),
        marks: input.rubric.scheme.head.full_marks.to_string(),
        text: words::total_text(input.rubric, &outcome.adjustments, total, lang),
        sources: Vec::new(),
    }
}

struct Scene<'s, 'a> {
    input: &'s Input<'a>,
    table: &'s Table,
    taken: &'s Taken<'s>,
    run: &'s Run<'s>,
    period: &'s PeriodOutcome,
    unit: usize,
    lang: Lang,
}

impl Scene<'_, '_> {
    fn line(&self, node: NodeId) -> ExplainLine {
        let (model, scheme) = (&self.input.rubric.nodes[node], &self.input.rubric.scheme.nodes[node]);
        let result = &self.period.nodes[node][self.unit];
        let mut parts = Vec::new();
        let mut sources = Vec::new();
        match &model.body {
            Body::Indicator(indicator) => {
                let cx = Cx::new(self.run, self.unit, Some(node));
                let mut tracer = Tracer { cx, lang: self.lang, steps: Vec::new() };
                if result.state == State::Value {
                    if let Some(value) = indicator.value.as_ref().filter(|v| !is_leaf(v)) {
                        tracer.equation(value);
                    }
                    tracer.steps(&indicator.score);
                } else if let Some(crate::score::Note::Previous(_)) = result.notes.first()
                    && let Some((value, on)) = indicator.value.as_ref().and_then(|form| tracer.cx.earlier(form))
                {
                    (tracer.cx.value, tracer.cx.judged_on) = (Some(value), Some(on));
                    tracer.steps(&indicator.score);
                }
                parts = tracer.steps;
                for field in &indicator.inputs {
                    sources.extend(self.sources(*field));
                }
                if let (Some(exact), Some(rounding)) = (&result.exact, indicator.rounding)
                    && rounding.apply(exact) != *exact
                {
                    parts.push(words::rounded(&rounding.apply(exact), self.lang));
                }
            }
            Body::Section(section) => parts.extend(self.combined(node, section.combine)),
        }
        parts.extend(
            result.notes.iter().map(|note| words::note(note, self.input.rubric, self.input.adjustments, self.lang)),
        );
        ExplainLine {
            depth: model.level,
            node: scheme.id.value.clone(),
            name: scheme.name.clone(),
            period: self.period.period.to_string(),
            score: result.score.as_ref().map(ToString::to_string).unwrap_or_default(),
            marks: result.marks.to_string(),
            text: parts.join(" → "),
            sources,
        }
    }

    /// `32.5 + 18 = 50.5` for sums; the name of the combination otherwise.
    fn combined(&self, node: NodeId, combine: Combine) -> Option<String> {
        let result = &self.period.nodes[node][self.unit];
        let scores: Vec<String> = self.input.rubric.nodes[node]
            .children
            .iter()
            .filter_map(|child| self.period.nodes[*child][self.unit].score.as_ref())
            .map(figure)
            .collect();
        let score = figure(result.exact.as_ref()?);
        Some(match combine {
            Combine::Sum if scores.len() == 1 => return None,
            Combine::Sum => format!("{} = {}", scores.join(" + ").replace("+ −", "− "), figure(&self.sum(node)?)),
            Combine::Formula => score,
            other => format!("{}({}) = {score}", words::combine(other, self.lang), scores.join(", ")),
        })
    }

    fn sum(&self, node: NodeId) -> Option<Exact> {
        let children = &self.input.rubric.nodes[node].children;
        let scores = children.iter().filter_map(|child| self.period.nodes[*child][self.unit].score.as_ref());
        (!children.is_empty()).then(|| scores.sum())
    }

    /// Every observation of a field for the unit, in every period that there is one of.
    fn sources(&self, field: FieldId) -> Vec<SourceLine> {
        let declared = &self.input.rubric.scheme.fields[field];
        let now = &self.period.period;
        let periods = self.table.periods.iter().filter(|p| p.as_ref() <= now.as_ref() || p.starts_with(now.as_ref()));
        periods
            .flat_map(|period| self.taken.all(field, period, self.unit))
            .map(|(o, used)| SourceLine {
                field: declared.id.clone(),
                name: declared.name.clone(),
                period: o.period.to_string(),
                source: self.source_name(&o.source),
                text: match &o.reading {
                    Reading::Value(value) => format!("{value}{}", declared.unit),
                    state => words::state(state, self.lang).to_owned(),
                },
                place: o.place.clone(),
                origin: o.origin().cloned(),
                used,
            })
            .collect()
    }

    fn source_name(&self, id: &str) -> String {
        let declared = self.input.rubric.scheme.sources.iter().find(|s| s.id == id);
        declared.map_or_else(|| id.to_owned(), |s| s.name.clone())
    }
}
