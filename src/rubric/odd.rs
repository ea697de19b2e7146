//! What is legal in a rubric but odd: a target that nobody can reach, a band that no value falls into, a field that nobody
//! reports or that nothing reads. All of it warnings, each at its place.

use crate::expr::{FieldId, Form};
use crate::finding::{Code, Finding};
use crate::number::Exact;

use super::document::Document;
use super::model::{Body, Rubric};
use super::rule::{Band, Of, Rule};
use super::scheme::{self, Scalar};

/// Looks over a rubric that could be read.
pub(super) fn look(doc: &Document<'_>, rubric: &Rubric) {
    for (node, model) in rubric.nodes.iter().enumerate() {
        let (Body::Indicator(indicator), scheme::Body::Indicator(written)) =
            (&model.body, &rubric.scheme.nodes[node].body)
        else {
            continue;
        };
        let id = &rubric.scheme.nodes[node].id;
        let field = match &indicator.value {
            Some(Form::Field(field, None)) => Some(*field),
            _ => None,
        };
        if let (Some(field), Some(Scalar::Number(target))) = (field, &written.target)
            && let Some(bound) = out_of_reach(rubric, field, target, written.lower_is_better)
        {
            let finding = Finding::new(Code::TargetOutOfReach).field(&id.value).found(target.to_string());
            doc.report(finding.expected(bound), &id.span);
        }
        if let Some((Rule::Bands { of, bands }, _)) = &written.score {
            let range = field.filter(|_| *of == Of::Value).map(|field| Interval::of_field(rubric, field));
            for band in never_reached(bands, range.as_ref()) {
                let finding = Finding::new(Code::BandNeverReached).field(&id.value).found((band + 1).to_string());
                doc.report(finding, &id.span);
            }
        }
    }
    fields(doc, rubric);
}

/// The bound that keeps a field from reaching the target.
fn out_of_reach(rubric: &Rubric, field: FieldId, target: &Exact, lower: bool) -> Option<String> {
    let field = &rubric.scheme.fields[field];
    if lower {
        field.min.as_ref().filter(|min| *min > target).map(|min| format!("≥ {min}"))
    } else {
        field.max.as_ref().filter(|max| *max < target).map(|max| format!("≤ {max}"))
    }
}

/// Fields that an indicator reads but nobody is named to report (where others have a reporter), and fields that nothing reads.
fn fields(doc: &Document<'_>, rubric: &Rubric) {
    let mut read = vec![false; rubric.scheme.fields.len()];
    let mut mark = |form: &Form| {
        for field in super::compile::inputs(&[form], &rubric.populations) {
            read[field] = true;
        }
    };
    for node in &rubric.nodes {
        node.applies.iter().for_each(&mut mark);
        match &node.body {
            Body::Section(section) => section.formula.iter().for_each(&mut mark),
            Body::Indicator(indicator) => {
                let parts =
                    indicator.value.iter().chain(&indicator.target).chain(&indicator.cap).chain(&indicator.weight);
                parts.chain([&indicator.score, &indicator.floor]).for_each(&mut mark);
            }
        }
    }
    rubric.checks.iter().chain(rubric.vetoes.iter().filter_map(|v| v.when.as_ref())).for_each(&mut mark);
    rubric.also.iter().flatten().for_each(&mut mark);
    let any_named = rubric.scheme.fields.iter().any(|f| !f.from.is_empty());
    for ((field, span), read) in rubric.scheme.fields.iter().zip(&rubric.scheme.field_spans).zip(read) {
        if !read {
            doc.report(Finding::new(Code::FieldUnused).field(&field.id).found(&field.id), span);
        } else if any_named && field.from.is_empty() && !field.panel {
            doc.report(Finding::new(Code::NobodyReports).field(&field.id).found(&field.id), span);
        }
    }
}

/// A stretch of numbers; `None` is no bound, the flag says whether the end itself belongs to it.
#[derive(Clone, Debug, Default)]
struct Interval {
    from: Option<(Exact, bool)>,
    to: Option<(Exact, bool)>,
}

impl Interval {
    fn of_field(rubric: &Rubric, field: FieldId) -> Self {
        let field = &rubric.scheme.fields[field];
        Self { from: field.min.clone().map(|x| (x, true)), to: field.max.clone().map(|x| (x, true)) }
    }

    /// The values for which a band holds; `None` where a bound is an expression.
    fn of_band(band: &Band) -> Option<Self> {
        let mut interval = Self::default();
        for (bound, closed) in [(&band.at_least, true), (&band.above, false)] {
            match bound {
                Some(Scalar::Number(x)) => interval.raise((x.clone(), closed)),
                Some(Scalar::Expr(_)) => return None,
                None => {}
            }
        }
        for (bound, closed) in [(&band.at_most, true), (&band.below, false)] {
            match bound {
                Some(Scalar::Number(x)) => interval.lower((x.clone(), closed)),
                Some(Scalar::Expr(_)) => return None,
                None => {}
            }
        }
        Some(interval)
    }

    fn raise(&mut self, by: (Exact, bool)) {
        let tighter = self.from.as_ref().is_none_or(|(x, closed)| by.0 > *x || (by.0 == *x && *closed && !by.1));
        if tighter {
            self.from = Some(by);
        }
    }

    fn lower(&mut self, by: (Exact, bool)) {
        let tighter = self.to.as_ref().is_none_or(|(x, closed)| by.0 < *x || (by.0 == *x && *closed && !by.1));
        if tighter {
            self.to = Some(by);
        }
    }

    fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        other.from.clone().into_iter().for_each(|by| both.raise(by));
        other.to.clone().into_iter().for_each(|by| both.lower(by));
        both
    }

    fn is_empty(&self) -> bool {
        match (&self.from, &self.to) {
            (Some((a, a_in)), Some((b, b_in))) => a > b || (a == b && !(*a_in && *b_in)),
            _ => false,
        }
    }

    /// What of it lies outside `other`: a piece below and a piece above.
    fn without(&self, other: &Self) -> Vec<Self> {
        let mut pieces = Vec::new();
        if let Some((x, closed)) = &other.from {
            pieces.push(self.and(&Self { from: None, to: Some((x.clone(), !closed)) }));
        }
        if let Some((x, closed)) = &other.to {
            pieces.push(self.and(&Self { from: Some((x.clone(), !closed)), to: None }));
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }
}

/// Bands into which no value falls that an earlier one has not taken.
fn never_reached(bands: &[Band], range: Option<&Interval>) -> Vec<usize> {
    let mut never = Vec::new();
    let mut earlier: Vec<Interval> = Vec::new();
    for (index, band) in bands.iter().enumerate() {
        let Some(interval) = Interval::of_band(band) else { continue };
        let mut left = vec![range.map_or_else(|| interval.clone(), |range| interval.and(range))];
        left.retain(|piece| !piece.is_empty());
        for taken in &earlier {
            left = left.iter().flat_map(|piece| piece.without(taken)).collect();
        }
        if left.is_empty() {
            never.push(index);
        }
        earlier.push(interval);
    }
    never
}

#[cfg(test)]
mod tests {
    use crate::rubric::examine;

    fn odd(body: &str) -> Vec<String> {
        let head =
            "[rubric]\nformat = 1\nid = \"t\"\ntitle = \"t\"\nversion = \"1\"\nperiod = \"2015\"\nfull_marks = 10\n";
        let field = "[[field]]\nid = \"x\"\ntype = \"percent\"\nfrom = \"self\"\nmin = 0\nmax = 100\n";
        let item = "[[section]]\nid = \"A\"\nmarks = 10\n[[indicator]]\nid = \"x\"\nunder = \"A\"\nmarks = 10\n";
        let text = format!("{head}{field}{item}{body}");
        let (_, findings) = examine("t.toml", &text);
        findings.iter().map(|f| format!("{} {}", f.code.id(), f.found)).collect()
    }

    #[test]
    fn a_target_beyond_the_fields_bounds_is_odd() {
        assert_eq!(odd("target = 101\nscore = { rule = \"meet\" }\n"), ["target-out-of-reach 101"]);
        assert_eq!(odd("target = 100\nscore = { rule = \"meet\" }\n"), Vec::<String>::new());
        assert_eq!(odd("better = \"lower\"\ntarget = -1\nscore = { rule = \"meet\" }\n"), ["target-out-of-reach -1"]);
    }

    #[test]
    fn a_band_that_earlier_ones_cover_is_odd() {
        let bands = |list: &str| odd(&format!("score = {{ rule = \"bands\", bands = [{list}] }}\n"));
        let covered = "{ at_least = 60, marks = 5 }, { at_least = 90, marks = 10 }, { below = 60, marks = 1 }";
        assert_eq!(bands(covered), ["band-never-reached 2"]);
        assert_eq!(bands("{ at_least = 90, marks = 10 }, { at_least = 60, marks = 5 }"), Vec::<String>::new());
        assert_eq!(bands("{ above = 100, marks = 10 }, { marks = 5 }"), ["band-never-reached 1"]);
        let two_take_it =
            "{ at_least = 50, marks = 5 }, { below = 50, marks = 4 }, { at_least = 20, at_most = 70, marks = 1 }";
        assert_eq!(bands(two_take_it), ["band-never-reached 3"]);
    }

    #[test]
    fn fields_without_a_reader_or_a_reporter_are_odd() {
        let more = "score = { rule = \"given\" }\n[[field]]\nid = \"y\"\ntype = \"decimal\"\nfrom = \"self\"\n";
        assert_eq!(odd(more), ["field-unused y"]);
        let silent = "target = \"y\"\nscore = { rule = \"meet\" }\n[[field]]\nid = \"y\"\ntype = \"decimal\"\n";
        assert_eq!(odd(silent), ["nobody-reports y"]);
    }
}
