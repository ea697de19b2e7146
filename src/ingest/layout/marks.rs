//! Marks that a form adds up at its foot (自评得分合计): compared with the marks above.

use std::ops::Range;

use crate::ingest::grid::Content;
use crate::ingest::sheet::{Got, Sheet};
use crate::number::Exact;
use crate::register::fold;

use super::path;
use super::say;
use super::totals::Tally;

/// Compares the sums under columns of marks (自评得分, 分值 …) with what stands above them.
pub(super) fn check(sheet: &mut Sheet<'_>, head: Range<usize>, body: Range<usize>) {
    let grid = sheet.grid;
    for col in super::headers::columns(&grid.rows[head.clone()]) {
        let heading = path::down(grid, head.clone(), col).pop().unwrap_or_default();
        let names = crate::ingest::headings::Heading::of(&heading).names;
        if !names.iter().any(|n| say::is_marks(n)) {
            continue;
        }
        let mut tally = Tally::default();
        for row in &grid.rows[body.clone()] {
            let Some(cell) = row.cell(col).filter(|c| c.anchor.is_none()) else { continue };
            let labels = row.cells.iter().filter(|c| c.col < col).map(|c| c.content.folded());
            let total = labels.clone().find_map(|t| say::sum(&t).or_else(|| (t == "总分").then_some(say::Sum::All)));
            let figure = plain(&cell.content);
            match (total, figure) {
                (Some(sum), Some(typed)) => tally.total(sum, typed, sheet.place(row, cell)),
                (None, Some(x)) => tally.part(Got::Number(x)),
                (None, None) if !matches!(fold(&cell.content.text()).as_str(), "" | "-" | "—" | "/") => {
                    tally.part(Got::Other);
                }
                _ => {}
            }
        }
        let found = tally.differing(|finding| finding.field(heading.as_str()));
        // where rows of parts carry marks of their own, everything counts twice
        let twice = |f: &crate::finding::Finding| {
            let number = |t: &str| t.parse::<Exact>().ok();
            number(&f.found).zip(number(&f.expected)).is_some_and(|(typed, sum)| typed * Exact::from(2) == sum)
        };
        sheet.findings.extend(found.into_iter().filter(|f| !twice(f)));
    }
}

fn plain(content: &Content) -> Option<Exact> {
    match content {
        Content::Number(x) => Exact::from_double(*x).map(|(x, _)| x),
        Content::Text(text) => fold(text).trim_end_matches('分').parse().ok(),
        _ => None,
    }
}
