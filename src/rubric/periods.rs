//! Which periods a rubric reads (用到的年度): those scored, those named in it, and earlier ones where it looks back.

use std::collections::BTreeSet;

use crate::expr::Form;

use super::model::{Body, Effect, Node, Rubric, years};
use super::scheme::MissingPolicy;

/// The periods that a rubric reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodsRead {
    /// Those scored, and those that its expressions name.
    pub named: BTreeSet<String>,
    /// The last of those scored, where every period before it may be read as well.
    pub before: Option<String>,
}

impl PeriodsRead {
    /// Whether every period before the last one scored may be read as well.
    #[must_use]
    pub fn looks_back(&self) -> bool {
        self.before.is_some()
    }

    /// Whether observations of a period can bear on any mark.
    #[must_use]
    pub fn reads(&self, period: &str) -> bool {
        let earlier = |last: &String| match (years(period), years(last)) {
            (Some(period), Some(last)) => period < last,
            // what is no year cannot be put in order
            _ => true,
        };
        self.named.contains(period) || self.before.as_ref().is_some_and(earlier)
    }

    /// In words: `2011、2015`, with `≤` where everything before is read too.
    #[must_use]
    pub fn label(&self) -> String {
        let named = self.named.iter().map(String::as_str).collect::<Vec<_>>().join("、");
        match &self.before {
            Some(last) => format!("≤ {last}"),
            None => named,
        }
    }
}

impl Rubric {
    /// The periods that it reads.
    #[must_use]
    pub fn periods_read(&self) -> PeriodsRead {
        let mut named: BTreeSet<String> = self.scored_periods().into_iter().map(str::to_owned).collect();
        let mut back = self.nodes.iter().any(|node| match &node.body {
            Body::Indicator(indicator) => indicator.missing == MissingPolicy::Previous,
            Body::Section(_) => false,
        });
        for form in self.forms() {
            form.walk(&mut |part| match part {
                Form::Field(_, Some(period)) => {
                    named.insert(period.as_ref().to_owned());
                }
                Form::Previous(_) | Form::Over(..) => back = true,
                _ => {}
            });
        }
        let scored = self.scored_periods();
        let last = scored.iter().max_by(|a, b| years(a).cmp(&years(b)).then(a.cmp(b)));
        PeriodsRead { named, before: last.filter(|_| back).map(|p| (*p).to_owned()) }
    }

    /// Every form that is evaluated.
    fn forms(&self) -> Vec<&Form> {
        let mut forms: Vec<&Form> = self.nodes.iter().flat_map(of_node).collect();
        forms.extend(self.populations.iter().map(|p| &p.of));
        forms.extend(&self.checks);
        forms.extend(self.also.iter().flatten());
        for veto in &self.vetoes {
            forms.extend(&veto.when);
            forms.extend(veto.effects.iter().filter_map(|effect| match effect {
                Effect::Deduct(form) => Some(form),
                _ => None,
            }));
        }
        forms
    }
}

fn of_node(node: &Node) -> Vec<&Form> {
    let mut forms: Vec<&Form> = node.marks.iter().chain(&node.applies).collect();
    match &node.body {
        Body::Section(section) => forms.extend(&section.formula),
        Body::Indicator(one) => {
            forms.extend([&one.score, &one.floor]);
            let optional = [&one.value, &one.target, &one.cap, &one.exempt, &one.void];
            forms.extend(optional.into_iter().flatten());
            forms.extend(one.path.iter().map(|path| &path.pace));
        }
    }
    forms
}
