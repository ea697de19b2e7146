//! Where a unit stands, and how far it is to the next grade and to the unit above.

use crate::number::Exact;
use crate::report::text::put;
use crate::rubric::scheme::Basis;
use crate::score::Total;

use super::Context;

impl Context<'_> {
    /// The strip: a heading and what stands under it, for each thing there is.
    pub(super) fn strip(&self, unit: usize) -> Vec<(String, String)> {
        let report = self.report;
        let total = &report.outcome.finals()[unit];
        let [place, sum, grade, to_grade, to_unit] = self.words.strip;
        let dash = || report.words().na_mark.to_owned();
        let finals = report.outcome.finals();
        let ranked = finals.iter().filter(|t| t.rank.is_some()).count();
        let of = |rank: &Option<Exact>, count: usize| match rank {
            Some(rank) => put(self.words.place, &[&rank.to_string(), &count.to_string()]),
            None => report.words().unranked.to_owned(),
        };
        let single = report.is_single();
        let mut strip = Vec::new();
        let mut add = |heading: &str, text: String| strip.push((heading.to_owned(), text));
        let apart = report.rubric.scheme.ranking.partitions();
        // one cell for both: the strip has room for no more
        let apart: Vec<(&str, String)> = apart
            .map(|by| {
                let units = report.register.units();
                let part = units[unit].part(by);
                let members = units.iter().zip(finals).filter(|(u, t)| u.part(by) == part && t.rank_in[by].is_some());
                let text = of(&total.rank_in[by], members.count());
                (self.words.place_in[by], if part.is_empty() { text } else { format!("{part} {text}") })
            })
            .collect();
        if !single {
            add(place, of(&total.rank, ranked));
        }
        if !single && !apart.is_empty() {
            let (headings, texts): (Vec<&str>, Vec<String>) = apart.into_iter().unzip();
            add(&headings.join(report.words().and), texts.join("\n"));
        }
        let full = report.rubric.scheme.head.full_marks.to_string();
        let published = total.published.as_ref().map(|t| put(self.words.of_full, &[&t.to_string(), &full]));
        add(sum, published.unwrap_or_else(dash));
        if !report.rubric.scheme.grades.is_empty() {
            let name = |g: usize| report.rubric.scheme.grades[g].name.clone();
            add(grade, total.grade.map_or_else(dash, name));
            add(to_grade, self.to_grade(total).unwrap_or_else(dash));
        }
        if !single {
            add(to_unit, self.to_unit(unit, total).unwrap_or_else(dash));
        }
        strip
    }

    /// How far it is to the next better grade.
    fn to_grade(&self, total: &Total) -> Option<String> {
        let scheme = &self.report.rubric.scheme;
        let own = total.grade?;
        let Some(better) = own.checked_sub(1) else { return Some(self.words.best_grade.to_owned()) };
        let grade = &scheme.grades[better];
        let figure = match scheme.grading {
            Basis::Published => total.published.as_ref()?,
            Basis::Exact => total.exact.as_ref()?,
        };
        let short = grade.at_least.as_ref()? - figure;
        Some(if short.is_positive() {
            put(self.words.short_of, &[&grade.name, &short.display(4)])
        } else {
            put(self.words.held_back, &[&grade.name])
        })
    }

    /// How far it is to the unit that stands next above.
    fn to_unit(&self, unit: usize, total: &Total) -> Option<String> {
        let finals = self.report.outcome.finals();
        let rank = total.rank.as_ref()?;
        let above =
            self.order.iter().rev().find(|u| **u != unit && finals[**u].rank.as_ref().is_some_and(|r| r < rank));
        let Some(above) = above else { return Some(self.words.first.to_owned()) };
        let name = self.report.register.units()[*above].label();
        let behind = finals[*above].published.as_ref()? - total.published.as_ref()?;
        Some(if behind.is_positive() {
            put(self.words.behind, &[&behind.display(4), name])
        } else {
            put(self.words.level_with, &[name])
        })
    }
}
