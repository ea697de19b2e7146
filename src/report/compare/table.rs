//! `changes.csv`: what became of every unit, and what every change did to it.

use std::io::{self, Write};

use crate::compare::{Cause, Comparison, Kind, UnitMoved};
use crate::finding::defuse;
use crate::number::Exact;

const COLUMNS: [&str; 8] = ["unit", "kind", "id", "title", "before", "after", "score", "rank"];

/// Writes `unit,kind,id,title,before,after,score,rank`, a unit's rows after each other: `total`, `rank` and `grade` with what
/// they were and are; `score` for every section and indicator whose score moved; and for every cause that did anything, by the
/// kind of its change, what it moved the total (`score`) and the rank by.
///
/// A cause of several changes names its kinds and ids with `+`. Parts that do not end are written to 20 digits; the JSON of
/// the command has them as ratios.
pub fn write_changes(out: impl Write, comparison: &Comparison) -> io::Result<()> {
    let mut out = out;
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS)?;
    for unit in &comparison.units {
        for row in own(unit) {
            csv.write_record(row)?;
        }
        for (at, cause) in comparison.causes.iter().enumerate() {
            let part = |parts: &Option<Vec<Exact>>| parts.as_ref().map(|parts| parts[at].clone());
            let parts = [part(&unit.score_parts), part(&unit.rank_parts)];
            if parts.iter().flatten().any(|part| !part.is_zero()) {
                let [kind, id] = named(comparison, cause);
                let [score, rank] = parts.map(text);
                let title = defuse(&cause.title).into_owned();
                csv.write_record([unit.code.clone(), kind, id, title, String::new(), String::new(), score, rank])?;
            }
        }
    }
    csv.flush()
}

fn text(number: Option<Exact>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// The rows of a unit that say what became of it.
fn own(unit: &UnitMoved) -> Vec<[String; 8]> {
    let row = |kind: &str, id: &str, title: &str, [before, after]: [String; 2], [score, rank]: [String; 2]| {
        let title = defuse(title).into_owned();
        [unit.code.clone(), kind.to_owned(), id.to_owned(), title, before, after, score, rank]
    };
    let both = |sides: &[Option<Exact>; 2]| sides.clone().map(text);
    let none = String::new;
    let mut rows = vec![
        row("total", "total", "", both(&unit.total), [text(unit.score_change()), none()]),
        row("rank", "total", "", both(&unit.rank), [none(), text(unit.rank_change())]),
    ];
    if unit.grade.iter().any(Option::is_some) {
        rows.push(row("grade", "total", "", unit.grade.clone().map(Option::unwrap_or_default), [none(), none()]));
    }
    for node in &unit.nodes {
        let change = node.score[1].as_ref().zip(node.score[0].as_ref()).map(|(is, was)| is - was);
        rows.push(row("score", &node.id, &node.name, both(&node.score), [text(change), none()]));
    }
    rows
}

/// Kind and id of a cause.
fn named(comparison: &Comparison, cause: &Cause) -> [String; 2] {
    let kind =
        |kind: Kind| serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    let mut kinds: Vec<String> = cause.changes.iter().map(|at| kind(comparison.changes[*at].kind)).collect();
    kinds.dedup();
    let ids: Vec<&str> =
        cause.changes.iter().map(|at| comparison.changes[*at].id.as_str()).filter(|id| !id.is_empty()).collect();
    [kinds.join("+"), ids.join("+")]
}
