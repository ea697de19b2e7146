//! `scores.csv`: one row a unit, node and scored period, decimals as exact text.

use std::io::{self, Write};

use crate::expr::{Each, Partition};
use crate::finding::defuse;
use crate::number::Exact;
use crate::rubric::Body;
use crate::score::{State, Total};

use super::Report;
use super::text::{notes, total_notes};

const COLUMNS: [&str; 13] =
    ["unit", "node", "level", "marks", "value", "target", "score", "share", "state", "rank", "grade", "note", "period"];

/// Writes `unit,node,level,marks,value,target,score,share,state,rank,grade,note,period`, and `group_rank` or
/// `class_rank` at the end where units are ranked within their groups or classes.
///
/// A unit's rows follow each other: for every scored period its total and then its nodes as printed; with several periods
/// the combined total last, which alone carries the final rank and grade and whose period is empty.
pub fn write_scores(out: impl Write, report: &Report<'_>) -> io::Result<()> {
    let mut out = out;
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut csv = csv::Writer::from_writer(out);
    let apart: Vec<Partition> = report.rubric.scheme.ranking.partitions().collect();
    csv.write_record(COLUMNS.into_iter().chain(apart.iter().map(|by| by.rank_column())))?;
    let order = report.rubric.printed_order();
    for unit in 0..report.register.len() {
        let mut write = |row: Row| {
            let ranks: Vec<String> = apart.iter().map(|by| text(row.rank_in[*by].as_ref())).collect();
            csv.write_record(row.cells(report, unit).into_iter().chain(ranks))
        };
        for period in &report.outcome.periods {
            let standing = report.outcome.combined.is_none();
            write(Row::total(report, &period.totals[unit], unit, &period.period, standing))?;
            for node in &order {
                let result = &period.nodes[*node][unit];
                let section = matches!(report.rubric.nodes[*node].body, Body::Section(_));
                write(Row {
                    node: report.rubric.scheme.nodes[*node].id.value.clone(),
                    level: report.rubric.nodes[*node].level,
                    marks: Some(result.marks.clone()),
                    value: result.value.as_ref().map(ToString::to_string).unwrap_or_default(),
                    target: result.target.clone(),
                    score: result.score.clone(),
                    state: result.state,
                    rank: result.rank.clone().filter(|_| section),
                    grade: String::new(),
                    note: notes(result, report.names()),
                    period: period.period.to_string(),
                    rank_in: Each::default(),
                })?;
            }
        }
        if let Some(combined) = &report.outcome.combined {
            write(Row::total(report, &combined[unit], unit, "", true))?;
        }
    }
    csv.flush()
}

/// The remarks of a total that stands; in a trial that it is one comes first.
fn standing_note(report: &Report<'_>, total: &Total, unit: usize) -> String {
    let notes = total_notes(total, unit, report.names());
    let parts = report.trial_line().into_iter().chain(Some(notes).filter(|notes| !notes.is_empty()));
    parts.collect::<Vec<_>>().join(report.words().and)
}

fn text(x: Option<&Exact>) -> String {
    x.map(ToString::to_string).unwrap_or_default()
}

struct Row {
    node: String,
    level: usize,
    marks: Option<Exact>,
    value: String,
    target: Option<Exact>,
    score: Option<Exact>,
    state: State,
    rank: Option<Exact>,
    grade: String,
    note: String,
    period: String,
    rank_in: Each<Option<Exact>>,
}

impl Row {
    /// The row of a total; rank, grade and remarks only on the one that stands.
    fn total(report: &Report<'_>, total: &Total, unit: usize, period: &str, standing: bool) -> Self {
        let grade = total.grade.filter(|_| standing).map(|g| report.rubric.scheme.grades[g].name.clone());
        let state = match (&total.published, total.not_applicable) {
            (Some(_), _) => State::Value,
            (None, true) => State::NotApplicable,
            (None, false) => State::Missing,
        };
        Self {
            node: "total".to_owned(),
            level: 0,
            marks: Some(report.rubric.scheme.head.full_marks.clone()),
            value: String::new(),
            target: None,
            score: total.published.clone(),
            state,
            rank: total.rank.clone().filter(|_| standing),
            grade: grade.unwrap_or_default(),
            note: if standing { standing_note(report, total, unit) } else { String::new() },
            period: period.to_owned(),
            rank_in: if standing { total.rank_in.clone() } else { Each::default() },
        }
    }

    fn cells(self, report: &Report<'_>, unit: usize) -> [String; COLUMNS.len()] {
        let share = self.score.as_ref().zip(self.marks.as_ref()).and_then(|(score, marks)| score.checked_div(marks));
        let code = &report.register.units()[unit].code;
        [
            defuse(code).into_owned(),
            self.node,
            self.level.to_string(),
            text(self.marks.as_ref()),
            defuse(&self.value).into_owned(),
            text(self.target.as_ref()),
            text(self.score.as_ref()),
            text(share.as_ref()),
            self.state.id().to_owned(),
            text(self.rank.as_ref()),
            self.grade,
            defuse(&self.note).into_owned(),
            self.period,
        ]
    }
}
