//! Where most can be regained, and where the unit would then stand.

use rust_xlsxwriter::Worksheet;

use crate::expr::Partition;
use crate::number::Exact;
use crate::report::style::clip;
use crate::report::{Unmade, columns};
use crate::score::Regain;

use super::Context;
use super::sheet::{LAST, WIDTHS, heading, room};

/// So many indicators are named.
const NAMED: usize = 3;
/// The columns that each of the six columns of this table spans.
const SPANS: [(u16, u16); 6] = [(0, 2), (3, 4), (5, 6), (7, 8), (9, 9), (10, 10)];

/// Writes the table from this row on; gives the row after it.
pub(super) fn regain(context: &Context<'_>, unit: usize, row: u32, sheet: &mut Worksheet) -> Result<u32, Unmade> {
    let (words, style) = (context.words, &context.style);
    heading(context, row, words.regain, sheet)?;
    let most = context.asked.most(unit, NAMED);
    let mut at = row + 1;
    if most.is_empty() {
        sheet.merge_range(at, 0, at, LAST, words.regain_none, &style.text())?;
        return Ok(at + 1);
    }
    let texts = most.iter().map(|regain| said(context, unit, regain));
    let mut heads = words.regain_heads;
    let apart = &context.report.rubric.scheme.ranking.apart;
    match (apart[Partition::Group], apart[Partition::Class]) {
        (false, true) => heads[4] = words.regain_apart[0],
        (true, true) => heads[4] = words.regain_apart[1],
        (_, false) => {}
    }
    let heads = [heads.map(str::to_owned)];
    for (index, texts) in heads.into_iter().chain(texts).enumerate() {
        let format = if index == 0 { style.head() } else { style.centred().set_text_wrap() }.set_font_size(9);
        for ((from, to), text) in SPANS.into_iter().zip(&texts) {
            if from == to {
                sheet.write_string_with_format(at, from, clip(text), &format)?;
            } else {
                sheet.merge_range(at, from, at, to, &clip(text), &format)?;
            }
        }
        sheet.set_row_height(at, if index == 0 { columns::height(2, 9.0) } else { 20.0 })?;
        at += 1;
    }
    sheet.merge_range(at, 0, at, LAST, words.regain_note, &style.foot())?;
    sheet.set_row_height(at, columns::height(columns::lines(words.regain_note, room(&WIDTHS)), 9.0))?;
    Ok(at + 1)
}

fn said(context: &Context<'_>, unit: usize, regain: &Regain) -> [String; 6] {
    let report = context.report;
    let now = &report.outcome.finals()[unit];
    let node = &report.rubric.scheme.nodes[regain.node];
    let dash = report.words().na_mark;
    let number = |x: &Option<Exact>| x.as_ref().map_or_else(|| dash.to_owned(), ToString::to_string);
    let grade = |g: Option<usize>| g.map_or(dash, |g| report.rubric.scheme.grades[g].name.as_str()).to_owned();
    let change = |now: String, then: String| if now == then { now } else { format!("{now} → {then}") };
    let gain = regain.gain.as_ref().map(|gain| {
        let sign = if gain.is_negative() { "" } else { "+" };
        format!(" ({sign}{})", gain.display(4))
    });
    let apart = report.rubric.scheme.ranking.partitions();
    let apart: Vec<String> = apart.map(|by| change(number(&now.rank_in[by]), number(&regain.rank_in[by]))).collect();
    [
        node.name.clone(),
        regain.lost.display(4),
        format!("{}{}", number(&regain.total), gain.unwrap_or_default()),
        change(number(&now.rank), number(&regain.rank)),
        if apart.is_empty() { dash.to_owned() } else { apart.join("; ") },
        change(grade(now.grade), grade(regain.grade)),
    ]
}
