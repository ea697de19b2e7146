//! The totals by stage (自评, 文审, 核查): each source believed in turn wherever it spoke.

use std::collections::HashSet;

use crate::observe::{Reading, resolve_except};
use crate::report::Stage;
use crate::rubric::Source;

use super::{Gathered, Scoring};

impl Scoring {
    /// A stage for every source that said anything, from the least authoritative up; none where no two of them speak of the
    /// same fields. What a stage's source is silent on, the others say, the most authoritative first.
    pub(super) fn stages(&self, gathered: &Gathered) -> Vec<Stage> {
        let scheme = &self.rubric.scheme;
        let observations = &gathered.ingested.observations;
        let says = |source: &Source| -> HashSet<usize> {
            let own = observations.iter().filter(|o| o.source.as_ref() == source.id && !gathered.aside.is_out(o));
            own.filter(|o| o.reading != Reading::Missing && !scheme.fields[o.field].panel).map(|o| o.field).collect()
        };
        let speaking: Vec<(usize, HashSet<usize>)> =
            (0..scheme.sources.len()).map(|s| (s, says(&scheme.sources[s]))).collect();
        let overlaps = |(source, fields): &(usize, HashSet<usize>)| {
            speaking.iter().any(|(other, others)| other != source && !fields.is_disjoint(others))
        };
        let overlapping: Vec<usize> = speaking.iter().filter(|one| overlaps(one)).map(|(source, _)| *source).collect();
        overlapping.into_iter().rev().map(|source| self.stage(gathered, source)).collect()
    }

    fn stage(&self, gathered: &Gathered, source: usize) -> Stage {
        let scheme = &self.rubric.scheme;
        let mut sources = scheme.sources.clone();
        let believed = sources.remove(source);
        let name = if believed.name.is_empty() { believed.id.clone() } else { believed.name.clone() };
        sources.insert(0, believed);
        let observations = &gathered.ingested.observations;
        let out = |o: &_| gathered.aside.is_out(o);
        let used = resolve_except(observations, out, &scheme.fields, &sources, &self.register).used;
        let input = crate::score::Input { used: &used, adjustments: &[], ..self.input(gathered) };
        let outcome = crate::score::score(&input);
        let totals = outcome.finals().iter().map(|total| (total.published.clone(), total.rank.clone())).collect();
        Stage { source: name, totals }
    }
}
