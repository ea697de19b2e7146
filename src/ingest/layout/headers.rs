//! Headers of tables with units down (表头): where they begin and end, and what each column below them answers.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::ingest::cell::measures;
use crate::ingest::desk::Desk;
use crate::ingest::grid::{Content, Grid, Row};
use crate::ingest::headings::period_of;
use crate::ingest::words;
use crate::register::fold;

use super::columns::{role_of, text_at};
use super::hints::{Declared, Hints};
use super::path::{self, Meaning, Said, What, When};
use super::say;

/// A column of answers.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    pub col: u32,
    pub meaning: Meaning,
}

/// The columns of a header.
#[derive(Clone, Debug, Default)]
pub(super) struct Headed {
    pub answers: Vec<Answers>,
    /// Columns whose heading may mean several things.
    pub not_clear: Vec<u32>,
}

/// What the columns under these header rows answer.
pub(super) fn headed(grid: &Grid, desk: &Desk<'_>, head: Range<usize>, hints: &Hints) -> Headed {
    let mut found = Headed::default();
    for col in columns(&grid.rows[head.clone()]) {
        match hints.column(col) {
            Some(Declared::Answers(meaning)) => found.answers.push(Answers { col, meaning: meaning.clone() }),
            Some(Declared::Passed) => {}
            // most cells of most rows are figures, and head nothing
            None if grid.rows[head.clone()].last().and_then(|r| r.cell(col)).is_some_and(path::is_figure) => {}
            None => match path::read(desk, &path::down(grid, head.clone(), col)) {
                Said::Means(meaning) => found.answers.push(Answers { col, meaning }),
                Said::Split => found.not_clear.push(col),
                Said::Nothing => {}
            },
        }
    }
    for (col, meaning) in &hints.columns {
        if let Declared::Answers(meaning) = meaning
            && !found.answers.iter().any(|a| a.col == *col)
        {
            found.answers.push(Answers { col: *col, meaning: meaning.clone() });
        }
    }
    found.answers.sort_by_key(|a| a.col);
    found.set_aside();
    found
}

impl Headed {
    /// Columns that answer the same under different headings: the one that bears the plain name is meant, else none is.
    fn set_aside(&mut self) {
        let mut contexts: HashMap<(What, &When, Option<&str>), HashSet<&str>> = HashMap::new();
        for a in &self.answers {
            let same = (a.meaning.what, &a.meaning.when, a.meaning.assessor.as_deref());
            contexts.entry(same).or_default().insert(&a.meaning.context);
        }
        let several = |a: &Answers| {
            let same = (a.meaning.what, &a.meaning.when, a.meaning.assessor.as_deref());
            contexts.get(&same).is_some_and(|all| all.len() > 1)
        };
        let doubtful: HashSet<u32> =
            self.answers.iter().filter(|a| !a.meaning.context.is_empty() && several(a)).map(|a| a.col).collect();
        self.answers.retain(|a| !doubtful.contains(&a.col));
        self.not_clear.extend(doubtful);
        self.not_clear.sort_unstable();
    }
}

/// Every column with something in these rows, in order.
pub(super) fn columns(rows: &[Row]) -> Vec<u32> {
    let mut all: Vec<u32> = rows.iter().flat_map(|r| r.cells.iter().map(|c| c.col)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Rows below a header that belong to it: periods, units of measure, and names that complete those above.
pub(super) fn bottom(grid: &Grid, desk: &Desk<'_>, top: usize, at: usize, unit: Option<u32>) -> usize {
    let mut end = at + 1;
    // headings merged over several rows fill the rows below with themselves
    let filled = |row: &Row| {
        row.cells.iter().all(|c| c.anchor.is_some_and(|(r, _)| r <= grid.rows[at].index))
            && row.cells.iter().any(|c| c.anchor.is_some_and(|(r, _)| r >= grid.rows[top].index))
    };
    while end < grid.rows.len().min(at + 6) && (filled(&grid.rows[end]) || continues(grid, desk, top..end, end, unit)) {
        end += 1;
    }
    end
}

/// Whether the row only says more of the headings above it.
fn continues(grid: &Grid, desk: &Desk<'_>, head: Range<usize>, at: usize, unit: Option<u32>) -> bool {
    let row = &grid.rows[at];
    if grid.rows[at - 1].index + 1 != row.index {
        return false;
    }
    let first = grid.rows[head.start].index;
    let mut understood = 0;
    for cell in &row.cells {
        if let Some((top, _)) = cell.anchor
            && top >= first
            && top < row.index
        {
            continue;
        }
        let Some(text) = path::part(cell) else { return false };
        if Some(cell.col) == unit {
            if role_of(cell).is_none() {
                return false;
            }
            continue;
        }
        if path::is_figure(cell) {
            return false;
        }
        let alone = period_of(&text).is_some()
            || matches!(cell.content, Content::Text(_)) && measures::is_known(path::bare(&text)) && text != "无";
        let heads = || match path::read(desk, &path::down(grid, head.start..at + 1, cell.col)) {
            Said::Means(_) => own_part(grid, desk, head.clone(), at, cell.col),
            // without a column of units a row of words may as well be answers
            Said::Split => unit.is_some(),
            Said::Nothing => false,
        };
        let folded = fold(&text);
        if words::is_missing(&folded) || words::is_not_applicable(&folded) {
            return false;
        }
        understood += usize::from(alone || heads());
    }
    understood > 0
}

/// Whether the cell's own words matter to what the column means.
fn own_part(grid: &Grid, desk: &Desk<'_>, head: Range<usize>, at: usize, col: u32) -> bool {
    let with = path::read(desk, &path::down(grid, head.start..at + 1, col));
    let without = path::read(desk, &path::down(grid, head, col));
    with != without || grid.rows[at].cell(col).and_then(role_of).is_some()
}

/// Whether the row right under a header numbers its columns: 甲 | 1 | 2 | 3.
pub(super) fn numbers_columns(row: &Row, unit: Option<u32>, answers: &[Answers]) -> bool {
    let lead = unit.and_then(|col| text_at(row, col)).map(|t| fold(&t)).unwrap_or_default();
    let numbers: Vec<i64> = answers
        .iter()
        .filter_map(|a| text_at(row, a.col))
        .filter_map(|t| t.trim().trim_matches(['(', ')', '（', '）']).parse().ok())
        .collect();
    numbers.len() == answers.len()
        && say::begins_numbers(&lead)
        && (numbers.len() > 1 || !lead.is_empty())
        && numbers.windows(2).all(|pair| pair[1] - pair[0] == i64::from(pair[1] > pair[0]))
        && numbers.windows(2).all(|pair| pair[1] > pair[0])
        && numbers.first().is_some_and(|n| (1..=20).contains(n))
}

/// Assessors across (评委在列): a panel field that is named around the table, and a column for each assessor.
pub(super) fn assessors(grid: &Grid, desk: &Desk<'_>, at: usize, unit: u32, around: &str) -> Vec<Answers> {
    let panels: Vec<usize> =
        desk.expected.fields.iter().enumerate().filter(|(_, f)| f.panel).map(|(index, _)| index).collect();
    let header = &grid.rows[at];
    let heads = |cell: &&crate::ingest::grid::Cell| {
        let text = super::heading_text(cell).map(fold).unwrap_or_default();
        cell.anchor.is_none()
            && cell.col != unit
            && !text.is_empty()
            && role_of(cell).is_none()
            && !words::is_total(&text)
            && !path::is_figure(cell)
    };
    let below = |col: u32| grid.rows[at + 1..].iter().take(50).any(|r| r.cell(col).is_some_and(path::is_figure));
    let mut cells: Vec<_> = header.cells.iter().filter(heads).collect();
    let said = |c: &crate::ingest::grid::Cell| say::is_assessor(&c.content.folded());
    let by_word = cells.iter().filter(|c| said(c)).count();
    let named = panel_named(desk, &panels, around);
    // without the word, names are assessors only where the title says what is marked and every column holds figures
    let field = match (named, &panels[..]) {
        (Some(field), _) if by_word > 0 || cells.iter().all(|c| below(c.col)) => field,
        (None, [one]) if by_word > 1 => *one,
        _ => return Vec::new(),
    };
    if by_word > 0 {
        cells.retain(|c| said(c));
    }
    if cells.len() < 2 {
        return Vec::new();
    }
    let assessor = |text: std::borrow::Cow<'_, str>| Some(text.trim().to_owned());
    let one = |c: &crate::ingest::grid::Cell| Answers {
        col: c.col,
        meaning: Meaning { assessor: assessor(c.content.text()), ..Meaning::field(field) },
    };
    cells.into_iter().map(one).collect()
}

/// The one panel field that a text names, whole or inside.
pub(super) fn panel_named(desk: &Desk<'_>, panels: &[usize], text: &str) -> Option<usize> {
    let folded = fold(text);
    let names = |field: usize| {
        let field = &desk.expected.fields[field];
        let all = [&field.name, &field.id].into_iter().chain(&field.aliases);
        all.map(|n| fold(n)).filter(|n| n.chars().count() > 1).any(|n| folded.contains(&n))
    };
    let meant: Vec<usize> = panels.iter().copied().filter(|f| names(*f)).collect();
    match meant[..] {
        [one] => Some(one),
        _ => None,
    }
}
