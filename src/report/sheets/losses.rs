//! Sheets 失分分析 and 失分分析（按单位）: on which indicators, and by which units, marks were lost; the largest first.

use rust_xlsxwriter::Worksheet;

use crate::expr::NodeId;
use crate::number::Exact;
use crate::report::style::{Places, Style};
use crate::report::table::{Column, Set, Shown, Table, sheet as table_sheet};
use crate::report::text::{put, sheets};
use crate::report::{Report, Unmade};
use crate::rubric::scheme::Kind;

use super::{losable, lost, section_name};

/// Indicators named in a unit's row.
const NAMED: usize = 3;

/// 失分分析: by indicator.
pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).losses;
    table_sheet(report.words(), style, to, (words.name, words.says), &by_indicator(report))
}

/// 失分分析（按单位）.
pub(in crate::report) fn units(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).losers;
    table_sheet(report.words(), style, to, (words.name, words.says), &by_unit(report))
}

struct Loss {
    node: NodeId,
    marks: Option<Exact>,
    scores: Vec<Exact>,
    shares: Vec<Exact>,
    lost: Vec<Exact>,
}

fn by_indicator(report: &Report<'_>) -> Table {
    let words = &sheets(report.lang).losses;
    let places = Places::of(report.rubric);
    let none = report.words().na_mark;
    let number = Set::Number(places.indicator);
    let sets = [
        (Set::Text, (8, 18)),
        (Set::Text, (16, 40)),
        (Set::Number(0), (6, 9)),
        (number, (8, 9)),
        (Set::Percent, (8, 9)),
        (number, (7, 9)),
        (number, (7, 9)),
        (Set::Centred, (8, 8)),
        (number, (8, 9)),
        (number, (8, 10)),
    ];
    let columns: Vec<Column> =
        words.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
    let mut losses: Vec<(Exact, Loss)> = losable(report).into_iter().filter_map(|node| loss(report, node)).collect();
    // the largest first; alike ones stay in printed order
    losses.sort_by(|a, b| b.0.cmp(&a.0));
    let whole = losses.iter().all(|(_, loss)| loss.marks.as_ref().is_none_or(Exact::is_whole));
    let mut table = Table { columns, rows: Vec::new(), none: words.none };
    if !whole {
        table.columns[2].set = number;
    }
    for (sum, loss) in losses {
        let mean = |of: &[Exact]| of.iter().sum::<Exact>().checked_div(&Exact::from(of.len()));
        let losing = loss.lost.iter().filter(|x| x.is_positive()).count();
        table.rows.push(vec![
            Shown::text(section_name(report, loss.node)),
            Shown::text(&report.rubric.scheme.nodes[loss.node].name),
            Shown::number(loss.marks.as_ref(), none),
            Shown::number(mean(&loss.scores).as_ref(), none),
            Shown::number(mean(&loss.shares).as_ref(), none),
            Shown::number(loss.scores.iter().min(), none),
            Shown::number(loss.scores.iter().max(), none),
            Shown::Number(Exact::from(losing)),
            Shown::number(mean(&loss.lost).as_ref(), none),
            Shown::Number(sum),
        ]);
    }
    table
}

/// What was lost on an indicator; `None` where it scored nobody.
fn loss(report: &Report<'_>, node: NodeId) -> Option<(Exact, Loss)> {
    let units = 0..report.register.len();
    let results: Vec<_> = units.clone().filter_map(|unit| report.outcome.node(node, unit)).collect();
    let scores: Vec<Exact> = results.iter().filter_map(|r| r.score.clone()).collect();
    // of a penalty there is no share to be had
    let counted = report.rubric.nodes[node].kind == Kind::Normal;
    let shares = results.iter().filter_map(|r| r.share()).filter(|_| counted).collect();
    let lost: Vec<Exact> = units.filter_map(|unit| lost(report, node, unit)).collect();
    let marks = crate::report::ranking::common_marks(report, node);
    (!scores.is_empty()).then(|| (lost.iter().sum(), Loss { node, marks, scores, shares, lost }))
}

fn by_unit(report: &Report<'_>) -> Table {
    let words = &sheets(report.lang).losers;
    let none = report.words().na_mark;
    let places = Places::of(report.rubric).indicator;
    let sets = [
        (Set::Text, (8, 30)),
        (Set::Centred, (6, 8)),
        (Set::Number(places), (8, 10)),
        (Set::Centred, (8, 8)),
        (Set::Small, (40, 90)),
    ];
    let columns = words.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
    let mut rows: Vec<(Exact, Vec<Shown>)> = Vec::new();
    for unit in report.outcome.ranking_order() {
        let of = |node: NodeId| lost(report, node, unit).filter(Exact::is_positive).map(|x| (x, node));
        let mut nodes: Vec<(Exact, NodeId)> = losable(report).into_iter().filter_map(of).collect();
        nodes.sort_by(|a, b| b.0.cmp(&a.0));
        let sum: Exact = nodes.iter().map(|(x, _)| x).sum();
        let name = |(x, node): &(Exact, NodeId)| {
            put(words.lost, &[&report.rubric.scheme.nodes[*node].name, &x.display(i8::try_from(places).unwrap_or(2))])
        };
        let most: Vec<String> = nodes.iter().take(NAMED).map(name).collect();
        let row = vec![
            Shown::text(report.register.units()[unit].label()),
            Shown::number(report.outcome.finals()[unit].rank.as_ref(), none),
            Shown::Number(sum.clone()),
            Shown::Number(Exact::from(nodes.len())),
            Shown::text(most.join(report.words().and)),
        ];
        rows.push((sum, row));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0));
    Table { columns, rows: rows.into_iter().map(|(_, row)| row).collect(), none: sheets(report.lang).losses.none }
}
