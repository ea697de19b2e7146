//! Sheet 扣分明细: every loss of marks, with its value, target, and how the score came about.

use rust_xlsxwriter::Worksheet;

use crate::expr::NodeId;
use crate::number::Exact;
use crate::report::style::{Places, Style};
use crate::report::table::{Column, Set, Shown, Table, sheet as table_sheet};
use crate::report::text::sheets;
use crate::report::{Report, Unmade};

use super::{losable, lost, section_name, value_text};

/// How many losses there are.
pub(in crate::report) fn rows(report: &Report<'_>) -> usize {
    let nodes = losable(report);
    let of = |unit: usize| {
        nodes.iter().filter(|node| lost(report, **node, unit).is_some_and(|x| Exact::is_positive(&x))).count()
    };
    (0..report.register.len()).map(of).sum()
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).deductions;
    let places = Places::of(report.rubric).indicator;
    let number = Set::Number(places);
    let sets = [
        (Set::Text, (8, 18)),
        (Set::Small, (8, 14)),
        (Set::Small, (16, 30)),
        (Set::Centred, (8, 14)),
        (Set::Centred, (6, 10)),
        (Set::Centred, (6, 8)),
        (number, (7, 9)),
        (number, (7, 9)),
        (Set::Small, (24, 46)),
        (Set::Small, (14, 30)),
    ];
    let columns: Vec<Column> =
        words.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
    let mut table = Table { columns, rows: Vec::new(), none: words.none };
    let nodes = losable(report);
    for unit in report.outcome.ranking_order() {
        let of = |node: &NodeId| lost(report, *node, unit).filter(Exact::is_positive).map(|x| (x, *node));
        let mut losses: Vec<(Exact, NodeId)> = nodes.iter().filter_map(of).collect();
        losses.sort_by(|a, b| b.0.cmp(&a.0));
        for (lost, node) in losses {
            let Some(result) = report.outcome.node(node, unit) else { continue };
            let line = report.explained(unit, node);
            let text = line.map(|line| line.text.clone()).unwrap_or_default();
            let used = line.iter().flat_map(|line| &line.sources).filter(|source| source.used);
            let cells: Vec<String> = used.map(crate::score::SourceLine::trail).collect();
            table.rows.push(vec![
                Shown::text(report.register.units()[unit].label()),
                Shown::text(section_name(report, node)),
                Shown::text(&report.rubric.scheme.nodes[node].name),
                Shown::text(value_text(result.value.as_ref())),
                Shown::text(result.target.as_ref().map(|t| t.display(4)).unwrap_or_default()),
                Shown::text(result.marks.to_string()),
                Shown::number(result.score.as_ref(), report.words().na_mark),
                Shown::Number(lost),
                Shown::text(text),
                Shown::text(cells.join("\n")),
            ]);
        }
    }
    table_sheet(report.words(), style, to, (words.name, words.says), &table)
}
