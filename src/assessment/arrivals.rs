//! When each unit's own returns came, as data that rules can use: fields whose `from` is `received`.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::finding::Place;
use crate::ingest::Ingested;
use crate::observe::{Observation, Reading, Receipt, SetAside, Value};

use super::Scoring;
use super::received::RECEIVED;

impl Scoring {
    /// An observation for every unit whose own returns `received.csv` dates: the day on which the last of those that count
    /// came. A return that took the place of another came when the first of them came; sent back for mending is not late.
    /// Where observations of an earlier run say when, they hold: that their table came later says nothing of the return.
    pub(super) fn arrivals(&self, ingested: &Ingested, aside: &SetAside) -> Vec<Observation> {
        let scheme = &self.rubric.scheme;
        let fields: Vec<usize> = (0..scheme.fields.len()).filter(|f| scheme.fields[*f].is_receipt()).collect();
        if fields.is_empty() {
            return Vec::new();
        }
        let own_source = self.rubric.own_source();
        // whoever gathers the results of an earlier run is told there when the returns came
        let told: HashSet<(usize, usize)> = ingested
            .observations
            .iter()
            .filter(|o| scheme.fields[o.field].is_receipt() && o.origin().is_some() && !aside.is_out(o))
            .filter(|o| matches!(o.reading, Reading::Value(_)))
            .map(|o| (o.unit, o.field))
            .collect();
        let mut returns: BTreeMap<usize, BTreeSet<Arc<str>>> = BTreeMap::new();
        for o in ingested.observations.iter().filter(|o| o.source.as_ref() == own_source && !aside.is_out(o)) {
            returns.entry(o.unit).or_default().insert(o.place.file.clone());
        }
        let mut arrivals = Vec::new();
        for (unit, files) in returns {
            let came = files.iter().filter_map(|file| self.first_receipt(file, aside)).max_by_key(|(day, _)| *day);
            let Some((day, receipt)) = came else { continue };
            let place = Place { file: RECEIVED.into(), sheet: "".into(), cell: format!("{}:1", receipt.line).into() };
            let fields = fields.iter().filter(|field| !told.contains(&(unit, **field)));
            arrivals.extend(fields.map(|field| Observation {
                unit,
                field: *field,
                period: scheme.head.period.as_str().into(),
                source: scheme.sources.first().map_or(own_source, |source| source.id.as_str()).into(),
                reading: Reading::Value(Value::Date(day)),
                place: place.clone(),
                remarks: None,
            }));
        }
        arrivals
    }

    /// The first receipt of a return or of a version that it replaces.
    fn first_receipt(&self, file: &Arc<str>, aside: &SetAside) -> Option<(crate::expr::Date, &Receipt)> {
        let replaced = aside.files.iter().filter(|(_, by)| *by == file).map(|(replaced, _)| replaced);
        let receipts = replaced.chain([file]).filter_map(|file| self.receipts.0.get(file.as_ref()));
        receipts.filter_map(|receipt| Some((receipt.at?.day, receipt))).min_by_key(|(day, _)| *day)
    }
}
