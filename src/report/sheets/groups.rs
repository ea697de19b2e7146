//! Sheet 分组排名: every group ranked by itself.

use rust_xlsxwriter::Worksheet;

use crate::number::Exact;
use crate::report::style::{Places, Style};
use crate::report::table::{Column, Set, Shown, Table, rank_set, sheet as table_sheet};
use crate::report::text::sheets;
use crate::report::{Report, Unmade};

/// Rows that a printed page has room for.
const MOST_MERGED: usize = 20;

/// Whether there is anything to rank within.
pub(in crate::report) fn wanted(report: &Report<'_>) -> bool {
    report.rubric.scheme.ranking.by_group && report.register.units().iter().any(|u| !u.group.is_empty())
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).groups;
    let finals = report.outcome.finals();
    let units = report.register.units();
    let total = Places::of(report.rubric).total;
    let ranks: Vec<Option<&Exact>> = finals.iter().flat_map(|t| [t.rank.as_ref(), t.group_rank.as_ref()]).collect();
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
    for group in groups(report) {
        let mut members: Vec<usize> =
            report.outcome.ranking_order().into_iter().filter(|u| units[*u].group == group).collect();
        members.sort_by(|a, b| match (&finals[*a].group_rank, &finals[*b].group_rank) {
            (Some(x), Some(y)) => x.cmp(y),
            (x, y) => y.is_some().cmp(&x.is_some()),
        });
        let published: Vec<&Exact> = members.iter().filter_map(|u| finals[*u].published.as_ref()).collect();
        let mean = published.iter().copied().sum::<Exact>().checked_div(&Exact::from(published.len()));
        for unit in members {
            let one = &finals[unit];
            let apart = one.published.as_ref().zip(mean.as_ref()).map(|(x, mean)| x.clone() - mean.clone());
            table.rows.push(vec![
                Shown::text(group),
                Shown::number(one.group_rank.as_ref(), none),
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

/// The groups in the order of the register.
fn groups<'a>(report: &Report<'a>) -> Vec<&'a str> {
    let mut groups: Vec<&str> = Vec::new();
    for unit in report.register.units() {
        if !groups.contains(&unit.group.as_str()) {
            groups.push(&unit.group);
        }
    }
    groups
}
