//! Sheet 分阶段得分: what each unit's total was by what it said itself, by what others found, and in the end, side by side.

use rust_xlsxwriter::Worksheet;

use crate::number::Exact;
use crate::report::style::{Places, Style};
use crate::report::table::{Column, Set, Shown, Table, rank_set, sheet as table_sheet};
use crate::report::text::{put, sheets};
use crate::report::{Report, Unmade};

/// The totals had one source been believed wherever it spoke (阶段): no adjustment is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// Name of the source.
    pub source: String,
    /// By unit of the register: the total as it would be published, and the rank.
    pub totals: Vec<(Option<Exact>, Option<Exact>)>,
}

/// Whether there is more than one stage.
pub(in crate::report) fn wanted(report: &Report<'_>) -> bool {
    !report.stages.is_empty()
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).stages;
    let finals = report.outcome.finals();
    let total = Set::Number(Places::of(report.rubric).total);
    let ranks = finals.iter().map(|t| t.rank.as_ref());
    let earlier = report.stages.iter().flat_map(|stage| stage.totals.iter().map(|(_, rank)| rank.as_ref()));
    let rank = match rank_set(&ranks.chain(earlier).collect::<Vec<_>>()) {
        Set::Number(0) => Set::Centred,
        other => other,
    };
    let ranked = !report.is_single();
    let [unit, by, place, settled, adjusted, apart] = words.heads;
    let mut columns = vec![Column::new(unit, Set::Text, (12, 40))];
    for stage in report.stages {
        columns.push(Column::new(&put(by, &[&stage.source]), total, (9, 14)));
        columns.extend(ranked.then(|| Column::new(place, rank, (6, 8))));
    }
    columns.push(Column::new(adjusted, total, (9, 12)));
    columns.push(Column::new(settled, total, (9, 12)));
    columns.extend(ranked.then(|| Column::new(place, rank, (6, 8))));
    columns.push(Column::new(&first_of(report, apart), total, (9, 14)));
    let none = report.words().na_mark;
    let row = |unit: usize| {
        let last = &finals[unit];
        let mut row = vec![Shown::text(&report.register.units()[unit].name)];
        for stage in report.stages {
            let (score, rank) = &stage.totals[unit];
            row.push(Shown::number(score.as_ref(), none));
            row.extend(ranked.then(|| Shown::number(rank.as_ref(), none)));
        }
        let difference = |a: Option<&Exact>, b: Option<&Exact>| a.zip(b).map(|(a, b)| a.clone() - b.clone());
        let first = report.stages.first().and_then(|stage| stage.totals[unit].0.as_ref());
        row.push(Shown::number(difference(last.published.as_ref(), last.unadjusted.as_ref()).as_ref(), none));
        row.push(Shown::number(last.published.as_ref(), none));
        row.extend(ranked.then(|| Shown::number(last.rank.as_ref(), none)));
        row.push(Shown::number(difference(last.published.as_ref(), first).as_ref(), none));
        row
    };
    let rows = report.outcome.ranking_order().into_iter().map(row).collect();
    let table = Table { columns, rows, none: words.none };
    table_sheet(report.words(), style, to, (words.name, words.says), &table)
}

/// A heading that names the first stage.
fn first_of(report: &Report<'_>, heading: &str) -> String {
    put(heading, &[report.stages.first().map_or("", |stage| stage.source.as_str())])
}
