//! Sheets 分组排名 and 分类排名: every group, or every class, ranked by itself.

use rust_xlsxwriter::Worksheet;

use crate::expr::Partition;
use crate::number::Exact;
use crate::report::style::{Places, Style};
use crate::report::table::{Column, Set, Shown, Table, rank_set, sheet as table_sheet};
use crate::report::text::sheets;
use crate::report::{Report, Unmade};

/// Rows that a printed page has room for.
const MOST_MERGED: usize = 20;

/// Whether there is anything to rank within.
pub(in crate::report) fn wanted(report: &Report<'_>, by: Partition) -> bool {
    report.rubric.scheme.ranking.apart[by] && report.register.units().iter().any(|u| !u.part(by).is_empty())
}

pub(in crate::report) fn groups(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    sheet(report, Partition::Group, style, to)
}

pub(in crate::report) fn classes(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    sheet(report, Partition::Class, style, to)
}

fn sheet(report: &Report<'_>, by: Partition, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).apart[by];
    let finals = report.outcome.finals();
    let units = report.register.units();
    let total = Places::of(report.rubric).total;
    let ranks: Vec<Option<&Exact>> = finals.iter().flat_map(|t| [t.rank.as_ref(), t.rank_in[by].as_ref()]).collect();
    let rank = match rank_set(&ranks) {
        Set::Number(0) => Set::Centred,
        other => other,
    };
    let sets = [
        (Set::Centred, (8, 14)),
        (rank, (8, 8)),
        (Set::Text, (12, 40)),
        (Set::Number(total), (9, 12)),
        (Set::Number(total), (9, 14)),
        (rank, (8, 8)),
        (Set::Centred, (6, 14)),
    ];
    let mut columns: Vec<Column> =
        words.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
    // a name that stands once is lost where its group goes on overleaf
    columns[0].merged = units.len() <= MOST_MERGED;
    let mut table = Table { columns, rows: Vec::new(), none: words.none };
    let none = report.words().na_mark;
    for part in report.register.parts(by) {
        let mut members: Vec<usize> =
            report.outcome.ranking_order().into_iter().filter(|u| units[*u].part(by) == part).collect();
        members.sort_by(|a, b| match (&finals[*a].rank_in[by], &finals[*b].rank_in[by]) {
            (Some(x), Some(y)) => x.cmp(y),
            (x, y) => y.is_some().cmp(&x.is_some()),
        });
        let published: Vec<&Exact> = members.iter().filter_map(|u| finals[*u].published.as_ref()).collect();
        let mean = published.iter().copied().sum::<Exact>().checked_div(&Exact::from(published.len()));
        for unit in members {
            let one = &finals[unit];
            let apart = one.published.as_ref().zip(mean.as_ref()).map(|(x, mean)| x.clone() - mean.clone());
            table.rows.push(vec![
                Shown::text(part),
                Shown::number(one.rank_in[by].as_ref(), none),
                Shown::text(&units[unit].name),
                Shown::number(one.published.as_ref(), none),
                Shown::number(apart.as_ref(), none),
                Shown::number(one.rank.as_ref(), none),
                report.grade(unit),
            ]);
        }
    }
    table_sheet(report.words(), style, to, (words.name, words.says), &table)
}
