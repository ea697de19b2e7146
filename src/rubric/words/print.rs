//! The scheme as a table on a terminal: columns by the width that characters take on screen, long texts folded.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::finding::Lang;

use super::super::model::Rubric;
use super::{Columns, SchemeRow, columns, scheme_notes, scheme_rows};

/// The narrowest width at which the columns stay readable.
const NARROWEST: usize = 72;
/// Between columns.
const GAP: &str = "  ";

/// The whole scheme in so many columns of a terminal, ending with a line break.
#[must_use]
pub fn print_scheme(rubric: &Rubric, lang: Lang, width: usize) -> String {
    let width = width.max(NARROWEST);
    let (rows, heads) = (scheme_rows(rubric, lang), columns(rubric, lang));
    let mut out = String::new();
    let head = &rubric.scheme.head;
    line(&mut out, &head.title);
    if head.illustrative {
        line(&mut out, heads.example);
    }
    out.push('\n');
    table(&mut out, &rows, &heads, width);
    out.push('\n');
    line(&mut out, heads.notes);
    for (i, note) in scheme_notes(rubric, lang).iter().enumerate() {
        let number = format!("{}. ", i + 1);
        let indent = number.width();
        for (k, part) in fold(note, width - indent).iter().enumerate() {
            let lead = if k == 0 { number.clone() } else { " ".repeat(indent) };
            line(&mut out, &format!("{lead}{part}"));
        }
    }
    out
}

fn table(out: &mut String, rows: &[SchemeRow], heads: &Columns, width: usize) {
    let body = body(rows, heads);
    let widest = |i: usize| body.iter().map(|cells| cells[i].width()).max().unwrap_or(0);
    let titles =
        [heads.levels.join(" / "), heads.marks.into(), heads.rule.into(), heads.source.into(), heads.lead.into()];
    // names, marks, source and lead take what they need within bounds; the rule takes the rest
    let bound = |i: usize, most: usize| widest(i).max(titles[i].width().min(most)).min(most);
    let names = bound(0, width * 3 / 10);
    let marks = bound(1, 10);
    let (source, lead) = (bound(3, width * 16 / 100), bound(4, 14));
    let taken = names + marks + source + lead + GAP.len() * 4;
    let widths = [names, marks, width.saturating_sub(taken).max(16), source, lead];
    cells(out, &titles, widths);
    line(out, &widths.map(|w| "─".repeat(w)).join(GAP));
    for row in &body {
        cells(out, row, widths);
    }
}

/// Sections and indicators as lines of cells, the tree shown by indents.
fn body(rows: &[SchemeRow], heads: &Columns) -> Vec<[String; 5]> {
    let mut body = Vec::new();
    let mut shown: Vec<usize> = Vec::new();
    for row in rows {
        let last = row.labels.len().saturating_sub(1);
        for (depth, label) in row.labels.iter().enumerate() {
            let name = format!("{}{}", "  ".repeat(depth), label.name);
            if depth == last {
                let target = if row.target.is_empty() { String::new() } else { labelled(heads.target, &row.target) };
                let lines = [row.rule.as_str(), &target, &row.policies];
                let rule = lines.into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
                body.push([name, row.marks.clone(), rule, row.source.clone(), row.lead.clone()]);
            } else if shown.get(depth) != Some(&label.node) {
                shown.truncate(depth);
                shown.push(label.node);
                body.push([name, label.marks.clone(), label.remark.clone(), String::new(), String::new()]);
            }
        }
    }
    body
}

/// 目标值：98%.
fn labelled(label: &str, text: &str) -> String {
    let colon = if label.is_ascii() { ": " } else { "：" };
    format!("{label}{colon}{text}")
}

fn cells(out: &mut String, row: &[String; 5], widths: [usize; 5]) {
    let indent = row[0].len() - row[0].trim_start().len();
    let columns: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .enumerate()
        .map(|(i, (text, width))| match i {
            0 => fold(text.trim_start(), width.saturating_sub(indent)).iter().map(|l| " ".repeat(indent) + l).collect(),
            _ => text.lines().flat_map(|l| fold(l, width)).collect(),
        })
        .collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    for k in 0..height {
        let parts: Vec<String> = columns
            .iter()
            .zip(widths)
            .map(|(column, width)| {
                let text = column.get(k).map(String::as_str).unwrap_or_default();
                format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
            })
            .collect();
        line(out, parts.join(GAP).trim_end());
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Signs that do not begin a line.
const CLOSING: &str = "，。；：、）”？！%,.;:)]";

/// Signs that do not end one.
const OPENING: &str = "（“'([";

/// Breaks a text into lines of a width: between words, and between any two Chinese characters.
fn fold(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines = Vec::new();
    let mut now = String::new();
    for word in pieces(text) {
        let fits = now.width() + word.trim_end().width() <= width;
        let closes = word.chars().next().is_some_and(|c| CLOSING.contains(c));
        let hangs = closes && now.width() < width + 2;
        if !(fits || hangs || now.is_empty()) {
            lines.push(now.trim_end().to_owned());
            now.clear();
        }
        now.push_str(if now.is_empty() { word.trim_start() } else { word });
        while now.width() > width + 2 {
            let cut = prefix(&now, width);
            let rest = now.split_off(cut);
            lines.push(std::mem::replace(&mut now, rest));
        }
    }
    lines.push(now.trim_end().to_owned());
    lines
}

/// Bytes of the longest prefix of that width, and at least one character.
fn prefix(text: &str, width: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width && at > 0 {
            return at;
        }
    }
    text.len()
}

/// Words with the space after them; a wide character is a word of its own.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (at, c) in text.char_indices() {
        let wide = |c: char| c.width().unwrap_or(0) > 1;
        let seam = |p: char| if c == ' ' { false } else { p == ' ' || wide(p) || wide(c) };
        let breaks = previous.is_some_and(|p| seam(p) && !OPENING.contains(p));
        if breaks && at > start {
            pieces.push(&text[start..at]);
            start = at;
        }
        previous = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_by_the_width_on_screen() {
        assert_eq!(fold("每低 1 个百分点扣 0.5 分，扣完为止", 12), ["每低 1 个百", "分点扣 0.5", "分，扣完为止"]);
        assert_eq!(fold("full marks on reaching", 12), ["full marks", "on reaching"]);
        assert_eq!(fold("", 12), [""]);
    }
}
