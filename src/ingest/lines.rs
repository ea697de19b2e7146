//! Lines above a table (表头信息): 填报单位：…　年度：…　单位：万元, together in one cell or each in its own.

use crate::register::fold;

use super::cell::measures;
use super::grid::{Cell, Grid, Row};
use super::headings::period_of;
use super::words::{self, Role};

/// Rows at a sheet's end that may still name its unit.
const TAIL: usize = 6;

/// What the lines say, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// 填报单位, as it is written, with its (row, column).
    pub unit: Option<(String, (u32, u32))>,
    /// 年度.
    pub period: Option<String>,
    /// 来源, with its (row, column).
    pub source: Option<(String, (u32, u32))>,
    /// 单位：万元.
    pub measure: Option<String>,
}

impl Lines {
    /// Reads the lines among these rows; where one is said twice, the later stands.
    pub(super) fn read(rows: &[Row]) -> Self {
        let mut lines = Self::default();
        for row in rows {
            for (at, cell) in row.cells.iter().enumerate().filter(|(_, c)| c.anchor.is_none()) {
                let next = row.cells[at + 1..].iter().find(|c| c.anchor.is_none());
                lines.read_cell(row.index, cell, next);
            }
        }
        lines
    }

    /// The lines around a table: those above its header, and where these are silent the sparse rows at the sheet's end.
    ///
    /// Nothing inside the table is read: a cell of evidence that says 单位：某公司 names no reporting unit.
    pub(super) fn around(grid: &Grid, header: usize) -> Self {
        let header = header.min(grid.rows.len());
        let tail = grid.rows.len().saturating_sub(TAIL).max(header);
        let sparse: Vec<Row> = grid.rows[tail..].iter().filter(|r| r.cells.len() <= 2).cloned().collect();
        Self::read(&grid.rows[..header]).or(&Self::read(&sparse))
    }

    /// What these lines say, and the others where these are silent.
    pub(super) fn or(mut self, other: &Self) -> Self {
        self.unit = self.unit.or_else(|| other.unit.clone());
        self.period = self.period.or_else(|| other.period.clone());
        self.source = self.source.or_else(|| other.source.clone());
        self.measure = self.measure.or_else(|| other.measure.clone());
        self
    }

    fn read_cell(&mut self, row: u32, cell: &Cell, next: Option<&Cell>) {
        let super::grid::Content::Text(text) = &cell.content else { return };
        if text.len() > 600 {
            return;
        }
        let said = labelled(text);
        let count = said.len();
        for (at, (role, value)) in said.into_iter().enumerate() {
            let (mut value, mut col) = (value, cell.col);
            if value.is_empty() && at + 1 == count {
                // 填报单位： | 和田地区
                let Some(next) = next.filter(|n| labelled(&n.content.text()).is_empty()) else { continue };
                next.content.text().trim().clone_into(&mut value);
                col = next.col;
            }
            self.take(role, value, (row, col));
        }
    }

    fn take(&mut self, role: Role, value: String, at: (u32, u32)) {
        if value.is_empty() {
            return;
        }
        match role {
            Role::UnitOrMeasure if are_measures(&value) => self.measure = Some(value),
            Role::Unit | Role::UnitOrMeasure => self.unit = Some((value, at)),
            Role::Period => self.period = Some(period_of(&value).unwrap_or(value)),
            Role::Source => self.source = Some((value, at)),
            Role::Measure => self.measure = Some(value),
            _ => {}
        }
    }
}

/// Whether a line 单位：… lists units of measure: 万元, or 批次、%.
fn are_measures(value: &str) -> bool {
    let separators = ['、', '，', ',', '；', ';', '\u{3000}', ' '];
    let mut parts = value.split(separators).map(str::trim).filter(|p| !p.is_empty()).peekable();
    parts.peek().is_some() && parts.all(measures::is_known)
}

/// The labels in a text, each with what stands behind its colon, up to the next label.
fn labelled(text: &str) -> Vec<(Role, String)> {
    let mut said: Vec<(Role, String)> = Vec::new();
    let mut pieces = text.split([':', '：']).peekable();
    let Some(first) = pieces.next() else { return said };
    let mut open = ending_label(first).map(|(role, _)| role);
    while let Some(piece) = pieces.next() {
        // the last piece is a value whole, even where it ends in a word that could be a label: 喀什地区
        let next = pieces.peek().and_then(|_| ending_label(piece));
        let value = match next {
            Some((_, at)) => &piece[..at],
            // a label that is not known here stands before the next colon
            None if pieces.peek().is_some() => {
                piece.trim_end().rfind(char::is_whitespace).map_or(piece, |at| &piece[..at])
            }
            None => piece,
        };
        if let Some(role) = open {
            let aside = |c: char| c.is_whitespace() || matches!(c, '(' | '（' | '；' | ';' | ')' | '）');
            let open_bracket = value.contains(['(', '（']) && !value.trim_start().starts_with(['(', '（']);
            let value = if open_bracket { value.trim() } else { value.trim_matches(aside) };
            said.push((role, value.to_owned()));
        }
        open = next.map(|(role, _)| role);
    }
    said
}

/// The longest label that the text ends with, and where it begins.
fn ending_label(text: &str) -> Option<(Role, usize)> {
    let starts = text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at);
    starts.filter(|at| text.len() - at < 60).find_map(|at| words::label(&fold(&text[at..])).map(|role| (role, at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::text::grid;

    #[test]
    fn lines_are_read_together_or_apart() {
        // text, unit, period, measure
        let cases = [
            ("填报单位：和田地区", "和田地区", "", ""),
            ("填报单位：和 田 地 区　　填报时间：2015年12月　　单位：万元", "和 田 地 区", "", "万元"),
            ("填 报 单 位：,喀什地区行署,,年度：,2014年", "喀什地区行署", "2014", ""),
            ("年度：2015年度", "", "2015", ""),
            ("单位：塔城地区", "塔城地区", "", ""),
            ("（单位：亿元）", "", "", "亿元"),
            ("地区: Hotan  year: 2013", "Hotan", "2013", ""),
            ("填报单位：", "", "", ""),
            ("注：本表由单位填报", "", "", ""),
            ("考核年度：2013,被考核单位：阿勒泰地区", "阿勒泰地区", "2013", ""),
        ];
        for (text, unit, period, measure) in cases {
            let lines = Lines::around(&grid(text, 100).unwrap(), 9);
            assert_eq!(lines.unit.map(|u| u.0).unwrap_or_default(), unit, "{text}");
            assert_eq!(lines.period.unwrap_or_default(), period, "{text}");
            assert_eq!(lines.measure.unwrap_or_default(), measure, "{text}");
        }
    }
}
