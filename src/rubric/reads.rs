//! Which fields a rubric reads, and for which periods: what templates ask for.

use crate::expr::{FieldId, Form, NodeId};

use super::model::{Body, Rubric};
use super::scheme::MissingPolicy;

/// What reads a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A section or an indicator, where it applies.
    Node(NodeId),
    /// The condition under which a node applies.
    Applies(NodeId),
    /// A veto or a grade: for every unit.
    Everyone,
    /// A consistency check.
    Check,
}

/// A field read for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// What reads it.
    pub by: Reader,
    /// The field.
    pub field: FieldId,
    /// The period.
    pub period: String,
}

impl Rubric {
    /// Everything that the rubric reads, each once, in the order of the printed scheme; vetoes, grades and checks last.
    ///
    /// `previous` and `over` reach as far back as anybody has reported; the period right before stands for that.
    #[must_use]
    pub fn reads(&self) -> Vec<Read> {
        let scored = self.scored_periods();
        let earlier: Vec<String> = scored.iter().filter_map(|p| period_before(p)).collect();
        let scored = scored.into_iter().map(str::to_owned).collect();
        let mut reads = Reads { rubric: self, scored, earlier, found: Vec::new() };
        for node in self.printed_order() {
            if let Some(form) = &self.nodes[node].applies {
                reads.form(form, Reader::Applies(node), false);
            }
            reads.node(node);
        }
        let vetoes = self.vetoes.iter().filter_map(|v| v.when.as_ref());
        for form in vetoes.chain(self.also.iter().flatten()) {
            reads.form(form, Reader::Everyone, false);
        }
        for form in &self.checks {
            reads.form(form, Reader::Check, false);
        }
        reads.found
    }
}

struct Reads<'a> {
    rubric: &'a Rubric,
    scored: Vec<String>,
    earlier: Vec<String>,
    found: Vec<Read>,
}

impl Reads<'_> {
    fn node(&mut self, node: NodeId) {
        let by = Reader::Node(node);
        let rubric = self.rubric;
        let indicator = match &rubric.nodes[node].body {
            Body::Section(section) => {
                section.formula.iter().for_each(|form| self.form(form, by, false));
                return;
            }
            Body::Indicator(indicator) => indicator,
        };
        let super::model::Indicator { value, target, cap, exempt, void, weight, .. } = indicator.as_ref();
        for form in
            [value, target, cap, exempt, void, weight].into_iter().flatten().chain([&indicator.score, &indicator.floor])
        {
            self.form(form, by, false);
        }
        if indicator.missing == MissingPolicy::Previous {
            indicator.value.iter().for_each(|form| self.form(form, by, true));
        }
    }

    /// `earlier` where the form stands inside `previous`.
    fn form(&mut self, form: &Form, by: Reader, earlier: bool) {
        match form {
            Form::Field(field, Some(period)) => self.add(by, *field, &[period.to_string()]),
            Form::Field(field, None) | Form::Item(field) | Form::Panel { field, .. } => {
                let periods = if earlier { self.earlier.clone() } else { self.scored.clone() };
                self.add(by, *field, &periods);
            }
            Form::Over(_, field) => {
                let periods = [self.scored.clone(), self.earlier.clone()].concat();
                self.add(by, *field, &periods);
            }
            Form::Units(_, population) => {
                let rubric = self.rubric;
                self.form(&rubric.populations[*population].of, by, earlier);
            }
            Form::Previous(inner) => self.form(inner, by, true),
            other => other.children(&mut |child| self.form(child, by, earlier)),
        }
    }

    fn add(&mut self, by: Reader, field: FieldId, periods: &[String]) {
        for period in periods {
            let read = Read { by, field, period: period.clone() };
            if !self.found.contains(&read) {
                self.found.push(read);
            }
        }
    }
}

/// The period right before: the year before a year, the month before a month; other names have none.
#[must_use]
pub fn period_before(period: &str) -> Option<String> {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let (year, month) = match period.split_once('-') {
        Some((year, month)) => (year, Some(month)),
        None => (period, None),
    };
    let year: u32 = Some(year).filter(|y| digits(y, 4))?.parse().ok()?;
    let Some(month) = month else { return year.checked_sub(1).map(|y| format!("{y:04}")) };
    match Some(month).filter(|m| digits(m, 2))?.parse().ok()? {
        1 => year.checked_sub(1).map(|y| format!("{y:04}-12")),
        month @ 2..=12 => Some(format!("{year:04}-{:02}", month - 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(rubric: &Rubric, field: &str) -> Vec<String> {
        let field = rubric.scheme.fields.iter().position(|f| f.id == field).unwrap();
        let mut found: Vec<String> =
            rubric.reads().into_iter().filter(|r| r.field == field).map(|r| r.period).collect();
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn a_field_is_read_for_the_periods_that_its_rules_reach() {
        let text = crate::rubric::shipped::find("midterm-2015-prefectures").unwrap();
        let (rubric, _) = crate::rubric::read("r.toml", text).unwrap();
        for (field, expected) in [
            ("抽检批次", &["2015"][..]),
            ("质量工作经费", &["2014", "2015"]),
            ("消费投诉处结率", &["2014", "2015"]),
            ("强制检定受检率", &["2014", "2015"]),
            ("游客满意度", &["2014", "2015"]),
            ("农业标准化普及率", &["2010", "2015"]),
            ("检验检测能力评分", &["2015"]),
            ("质量安全约谈数", &["2015"]),
        ] {
            assert_eq!(periods(&rubric, field), expected, "{field}");
        }
    }

    #[test]
    fn the_period_before_is_known_for_years_and_months() {
        for (period, before) in [
            ("2015", Some("2014")),
            ("2015-03", Some("2015-02")),
            ("2015-01", Some("2014-12")),
            ("2015-13", None),
            ("2015H1", None),
            ("十二五", None),
        ] {
            assert_eq!(period_before(period).as_deref(), before, "{period}");
        }
    }
}
