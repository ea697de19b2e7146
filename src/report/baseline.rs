//! An earlier result to compare with (较上次): the totals, ranks and grades of a `scores.csv`.

use crate::finding::{Code, Finding, Place};
use crate::number::Exact;
use crate::register::Register;

/// An earlier result.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// The file, as it was named.
    pub label: String,
    /// BLAKE3 of its bytes, in hex.
    pub hash: String,
    /// By unit of the register; `None` where the unit was not part of it.
    units: Vec<Option<Standing>>,
}

/// Where a unit stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its total as published.
    pub total: Option<Exact>,
    /// Its rank.
    pub rank: Option<Exact>,
    /// Its grade, by name.
    pub grade: String,
}

impl Baseline {
    /// Reads the totals of a `scores.csv`. With several periods the combined total stands, whose period is empty.
    pub fn read(label: &str, hash: String, text: &str, register: &Register) -> Result<Self, Finding> {
        let bad = |found: String| Finding::new(Code::BadTable).at(Place::file(label)).found(found);
        let mut csv =
            csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let header = csv.headers().cloned().map_err(|e| bad(e.to_string()))?;
        let column = |name: &str| header.iter().position(|h| h.trim() == name);
        let missing = || bad(header.iter().collect::<Vec<_>>().join(",")).expected("unit,node,score,rank,grade,period");
        let (Some(unit), Some(node), Some(score)) = (column("unit"), column("node"), column("score")) else {
            return Err(missing());
        };
        let (rank, grade, period) = (column("rank"), column("grade"), column("period"));
        let mut units = vec![None; register.len()];
        for record in csv.records() {
            let record = record.map_err(|e| bad(e.to_string()))?;
            let text = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim();
            if text(Some(node)) != "total" {
                continue;
            }
            let Some(index) = register.by_any_code(text(Some(unit))) else { continue };
            let standing = Standing {
                total: text(Some(score)).parse().ok(),
                rank: text(rank).parse().ok(),
                grade: text(grade).to_owned(),
            };
            // a later period's total stands for an earlier one's, and the combined one for all
            if units[index].is_none() || text(period).is_empty() || standing.rank.is_some() {
                units[index] = Some(standing);
            }
        }
        Ok(Self { label: label.to_owned(), hash, units })
    }

    /// Whether none of the units was part of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.iter().all(Option::is_none)
    }

    /// Where a unit stood.
    #[must_use]
    pub fn of(&self, unit: usize) -> Option<&Standing> {
        self.units.get(unit)?.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{Lookup, read_register, seeds};

    #[test]
    fn the_total_that_carries_the_rank_stands() {
        let register = read_register("prefectures.csv", seeds::PREFECTURES).unwrap();
        let text = "\u{FEFF}unit,node,score,rank,grade,period\n653200,total,70,,,2014\n653200,total,80,,,2015\n653200,A,9,1,,2015\n653200,total,75,3,B,\n650100,total,90,1,A,2015\n999,total,1,1,,\n";
        let baseline = Baseline::read("scores.csv", String::new(), text, &register).unwrap();
        let of = |code: &str| {
            let Lookup::Unit(unit) = register.find(code) else { panic!("{code}") };
            baseline
                .of(unit)
                .map(|s| (s.total.clone().unwrap().to_string(), s.rank.clone().unwrap().to_string(), s.grade.clone()))
        };
        assert_eq!(of("653200"), Some(("75".to_owned(), "3".to_owned(), "B".to_owned())));
        assert_eq!(of("650100"), Some(("90".to_owned(), "1".to_owned(), "A".to_owned())));
        assert_eq!(of("654200"), None);
        assert!(Baseline::read("x.csv", String::new(), "unit,node\n1,total\n", &register).is_err());
        assert!(Baseline::read("x.csv", String::new(), "unit,node,score\n1,total,3\n", &register).unwrap().is_empty());
    }
}
