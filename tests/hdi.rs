//! An index that anyone can check against a published table: 188 countries of the Human Development Report 2015.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use std::collections::BTreeMap;

use support::{example, rows, zhiheng};
use zhiheng::number::Exact;

#[test]
fn the_index_meets_the_published_one() {
    let (_guard, dir) = example("hdi-2015");
    let ran = zhiheng(["run", dir.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let scores: BTreeMap<String, Exact> = rows(&dir.join("out/hdi-2015/scores.csv"))
        .into_iter()
        .filter(|row| row["node"] == "total")
        .map(|row| (row["unit"].clone(), row["score"].parse().unwrap()))
        .collect();
    let published = rows(&dir.join("published.csv"));
    assert_eq!((scores.len(), published.len()), (188, 188));
    let near: Exact = "0.0015".parse().unwrap();
    let mut equal = 0;
    for row in published {
        let (ours, theirs) = (&scores[&row["code"]], row["hdi"].parse::<Exact>().unwrap());
        assert!((ours.clone() - theirs.clone()).abs() <= near, "{}: {ours} against {theirs}", row["country"]);
        equal += usize::from(*ours == theirs);
    }
    assert_eq!(equal, 121);
}
