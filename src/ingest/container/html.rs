//! HTML tables, as Excel, WPS and web systems save them under the name of an .xls: each table becomes a sheet.
//!
//! The tokens are a browser's; what is built on them is only tables, rows and cells, so that nothing but the cells is
//! held. The lines above a table stand above it in its sheet, as Excel shows them.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::ingest::grid::Content;
use crate::ingest::words::say;

use super::budget::Budget;
use super::sheet::SheetBuilder;
use super::xlsx::text_content;
use super::{Opened, Refusal};

/// Tables within tables; what stands more deeply is passed over.
const DEEPEST: usize = 6;
/// Columns that a cell may span, as browsers have it.
const WIDEST: u32 = 1000;
/// Rows that a cell may span.
const HIGHEST: u32 = 65_534;
/// Columns that any program knows.
const FURTHEST: u32 = 1 << 14;
/// Name of a table that has none, with its number.
const TABLE: &str = "table";
/// Lines above a table that are kept.
const LINES: usize = 20;

/// Opens a page.
pub(super) fn open(text: &str, budget: &mut Budget) -> Result<Opened, Refusal> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        budget.step()?;
        match token {
            Token::StartTag(tag) => page.start(&tag, budget)?,
            Token::EndTag(tag) => page.end(&tag.name, budget)?,
            Token::String(text) => page.text(&String::from_utf8_lossy(&text.value)),
            Token::Comment(text) => page.comment(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    while !page.open.is_empty() {
        page.close_table(budget)?;
    }
    page.done(budget)
}

/// The page so far.
#[derive(Default)]
struct Page {
    /// Tables that have begun, the innermost last.
    open: Vec<Table>,
    /// Tables within too many tables, not yet ended.
    beyond: usize,
    /// Sheets that have ended, by the order in which they began.
    sheets: Vec<(usize, SheetBuilder)>,
    begun: usize,
    /// Text since the last table, a line each.
    lines: Vec<String>,
    line: String,
    /// Names of sheets, as Excel writes them.
    names: Vec<String>,
    /// The element whose text is no text.
    hush: Option<Vec<u8>>,
    framed: bool,
}

/// A table that has begun.
struct Table {
    number: usize,
    sheet: SheetBuilder,
    /// The row, and the next free column; `None` before the first row.
    row: Option<u32>,
    col: u32,
    /// The row on which the table begins.
    top: u32,
    /// Cells of earlier rows that reach into later ones: first and last column, last row.
    reaching: Vec<(u32, u32, u32)>,
    cell: Option<Cell>,
    /// Its last texts, which stand above a table within it.
    lines: Vec<String>,
}

/// A cell that has begun.
struct Cell {
    across: u32,
    down: u32,
    /// The number that a program wrote beside the text that it shows.
    value: Option<f64>,
    text: String,
}

fn attribute<'t>(tag: &'t StartTag<()>, name: &[u8]) -> Option<std::borrow::Cow<'t, str>> {
    tag.attributes.get(name).map(|value| String::from_utf8_lossy(&value.value))
}

impl Page {
    fn start(&mut self, tag: &StartTag<()>, budget: &mut Budget) -> Result<(), Refusal> {
        match &*tag.name.0 {
            b"script" | b"style" | b"title" | b"xml" if !tag.self_closing => self.hush = Some(tag.name.0.clone()),
            b"frameset" | b"frame" | b"iframe" => self.framed = true,
            b"table" => self.open_table(budget)?,
            _ if self.beyond > 0 => {}
            b"tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.open_row(budget)?;
                }
            }
            b"td" | b"th" => {
                if let Some(table) = self.open.last_mut() {
                    table.open_cell(tag, budget)?;
                }
            }
            b"br" | b"p" | b"div" | b"li" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"caption" => {
                self.new_line();
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8], budget: &mut Budget) -> Result<(), Refusal> {
        if self.hush.as_deref() == Some(name) {
            self.hush = None;
        }
        match name {
            b"table" if self.beyond > 0 => self.beyond -= 1,
            b"table" => self.close_table(budget)?,
            _ if self.beyond > 0 => {}
            b"td" | b"th" | b"tr" | b"thead" | b"tbody" | b"tfoot" => {
                if let Some(table) = self.open.last_mut() {
                    table.close_cell(budget)?;
                }
            }
            b"p" | b"div" | b"li" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"caption" => self.new_line(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.hush.is_some() || self.beyond > 0 {
            return;
        }
        match self.open.last_mut() {
            None => append(&mut self.line, text),
            Some(table) => {
                if let Some(cell) = &mut table.cell {
                    append(&mut cell.text, text);
                } else if table.row.is_none() {
                    // a caption
                    append(&mut self.line, text);
                }
            }
        }
    }

    fn new_line(&mut self) {
        match self.open.last_mut().map(|table| &mut table.cell) {
            Some(Some(cell)) => {
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
            }
            _ => keep(&mut self.lines, &std::mem::take(&mut self.line)),
        }
    }

    /// Excel names its sheets in a comment that only it reads.
    fn comment(&mut self, text: &str) {
        for part in text.split("<x:Name>").skip(1) {
            if let Some((name, _)) = part.split_once("</x:Name>") {
                self.names.push(name.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
            }
        }
    }

    fn open_table(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        if self.open.len() >= DEEPEST || self.beyond > 0 {
            self.beyond += 1;
            return Ok(());
        }
        self.new_line();
        let mut lines = std::mem::take(&mut self.lines);
        if let Some(outer) = self.open.last_mut() {
            lines.splice(0..0, outer.lines.iter().cloned());
        }
        let lines: Vec<String> = lines.into_iter().rev().take(LINES).rev().collect();
        let mut sheet = SheetBuilder::new();
        let mut top = 0;
        for line in lines {
            if let Some(content) = text_content(&line) {
                sheet.add(top, 0, content, budget)?;
                top += 1;
            }
        }
        let number = self.begun;
        self.begun += 1;
        let reaching = Vec::new();
        self.open.push(Table { number, sheet, row: None, col: 0, top, reaching, cell: None, lines: Vec::new() });
        Ok(())
    }

    fn close_table(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        let Some(mut table) = self.open.pop() else { return Ok(()) };
        table.close_cell(budget)?;
        if table.filled() {
            self.sheets.push((table.number, table.sheet));
        }
        Ok(())
    }

    fn done(mut self, budget: &mut Budget) -> Result<Opened, Refusal> {
        if self.sheets.is_empty() {
            let what = if self.framed { say::FRAMES } else { say::HTML };
            return Err(super::not_a_table(what));
        }
        self.sheets.sort_by_key(|(number, _)| *number);
        let (count, named) = (self.sheets.len(), self.names.len() == self.sheets.len());
        let mut opened = Opened { kind: "html", ..Opened::default() };
        for (index, (_, sheet)) in self.sheets.into_iter().enumerate() {
            let name = match self.names.get(index) {
                Some(name) if named => name.clone(),
                _ if count == 1 => String::new(),
                _ => format!("{TABLE} {}", index + 1),
            };
            opened.grids.push(sheet.finish(&name, budget)?);
        }
        Ok(opened)
    }
}

impl Table {
    /// Whether a cell of its own holds something.
    fn filled(&self) -> bool {
        self.row.is_some() && !self.lines.is_empty()
    }

    fn open_row(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        self.close_cell(budget)?;
        let row = self.row.map_or(self.top, |row| row.saturating_add(1));
        self.row = Some(row);
        self.col = 0;
        self.reaching.retain(|(_, _, last)| *last >= row);
        Ok(())
    }

    fn open_cell(&mut self, tag: &StartTag<()>, budget: &mut Budget) -> Result<(), Refusal> {
        self.close_cell(budget)?;
        if self.row.is_none() {
            self.open_row(budget)?;
        }
        let span = |name: &[u8]| attribute(tag, name).and_then(|v| v.trim().parse::<u32>().ok());
        let across = span(b"colspan").unwrap_or(1).clamp(1, WIDEST);
        // a rowspan of nought means the rest of the table
        let down = span(b"rowspan").map_or(1, |n| if n == 0 { HIGHEST } else { n.min(HIGHEST) });
        let numeric = attribute(tag, b"data-t").is_some_and(|t| t == "n");
        let value = attribute(tag, b"x:num")
            .or_else(|| attribute(tag, b"sdval"))
            .or_else(|| attribute(tag, b"data-v").filter(|_| numeric))
            .and_then(|v| v.trim().parse::<f64>().ok())
            .filter(|x| x.is_finite());
        self.cell = Some(Cell { across, down, value, text: String::new() });
        Ok(())
    }

    fn close_cell(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        let (Some(cell), Some(row)) = (self.cell.take(), self.row) else { return Ok(()) };
        while let Some((_, last, _)) =
            self.reaching.iter().find(|(first, last, _)| (*first..=*last).contains(&self.col))
        {
            budget.step()?;
            self.col = last + 1;
        }
        if self.col >= FURTHEST {
            return Err(budget.too_large());
        }
        let (col, last) = (self.col, self.col.saturating_add(cell.across - 1));
        if cell.down > 1 {
            budget.take(size_of::<(u32, u32, u32)>())?;
            self.reaching.push((col, last, row.saturating_add(cell.down - 1)));
        }
        if let Some(content) = cell.content() {
            keep(&mut self.lines, &content.text());
            self.sheet.add(row, col, content, budget)?;
            self.sheet.merge(((row, col), (row.saturating_add(cell.down - 1), last)), budget)?;
        }
        self.col = last.saturating_add(1);
        Ok(())
    }
}

impl Cell {
    /// What the cell holds: the number beside the text where the text shows that number, else the text.
    fn content(&self) -> Option<Content> {
        let lines: Vec<&str> = self.text.split('\n').map(|line| line.trim_matches(' ')).collect();
        let text = lines.join("\n");
        let text = text.trim_matches('\n');
        let (Some(value), Some((shown, percent, digits))) = (self.value, shown(text)) else {
            return text_content(text);
        };
        let scaled = if percent { value * 100.0 } else { value };
        let near = 0.500_001 * 10_f64.powi(-digits) + scaled.abs() * 1e-9;
        if (scaled - shown).abs() > near {
            return text_content(text);
        }
        Some(if percent { Content::Percent(value) } else { Content::Number(value) })
    }
}

/// The number that a text shows, whether in per cents, and its decimal places.
fn shown(text: &str) -> Option<(f64, bool, i32)> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{A0}')).collect();
    let (plain, percent) = plain.strip_suffix('%').map_or((plain.as_str(), false), |rest| (rest, true));
    let digits = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-')).then_some(())?;
    Some((plain.parse().ok()?, percent, i32::try_from(digits).ok()?))
}

/// Adds text with its white space drawn together, as a browser shows it.
fn append(to: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}') {
            if !to.is_empty() && !to.ends_with([' ', '\n']) {
                to.push(' ');
            }
        } else {
            to.push(c);
        }
    }
}

/// Keeps a line, and of many the last.
fn keep(lines: &mut Vec<String>, line: &str) {
    let line = line.trim();
    if line.is_empty() {
        return;
    }
    if lines.len() >= LINES {
        lines.remove(0);
    }
    lines.push(line.chars().take(400).collect());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::ingest::Limits;

    fn read(text: &str) -> Vec<String> {
        let mut budget = Budget::new(Limits::default());
        let opened = open(text, &mut budget).unwrap();
        let mut cells = Vec::new();
        for grid in &opened.grids {
            for row in &grid.rows {
                cells.extend(
                    row.cells
                        .iter()
                        .map(|c| format!("{}!{} {}", grid.name, grid.reference_at(row.index, c.col), c.content.text())),
                );
            }
        }
        cells
    }

    #[test]
    fn spans_are_merged_regions_and_tags_may_be_left_open() {
        let page = "<TABLE><tr><td rowspan=2>a<td colspan=2>b\n  c&nbsp;&lt;d&gt;<tr><td>e<br>f<td>g<tr><th>h</TABLE>";
        assert_eq!(
            read(page),
            ["!A1 a", "!B1 b c\u{A0}<d>", "!C1 b c\u{A0}<d>", "!A2 a", "!B2 e\nf", "!C2 g", "!A3 h"]
        );
    }

    #[test]
    fn a_number_beside_the_text_holds_where_the_text_shows_it() {
        let page = r#"<table><tr><td x:num="0.98567">98.57%</td><td sdval="1594">1,594</td><td x:num="42347">2015-12-09</td>
            <td x:num="12345">2015</td><td x:num>7</td><td data-t="n" data-v="0.5">0.5</td></tr></table>"#;
        assert_eq!(read(page), ["!A1 98.567%", "!B1 1594", "!C1 2015-12-09", "!D1 2015", "!E1 7", "!F1 0.5"]);
    }

    #[test]
    fn lines_above_a_table_stand_above_it_and_tables_have_names() {
        let page = "<html><head><title>no</title><style>td{}</style><!--[if gte mso 9]><xml><x:Name>一&amp;</x:Name>\
            <x:Name>二</x:Name></xml><![endif]--></head><body><h1>标题</h1>单位：和田<script>no</script>\
            <table><tr><td>a</td></tr></table><table><tr><td><table><tr><td>b</td></tr></table></td></tr></table></body>";
        assert_eq!(read(page), ["一&!A1 标题", "一&!A2 单位：和田", "一&!A3 a", "二!A1 b"]);
    }

    #[test]
    fn spans_without_end_and_depth_without_end_are_bounded() {
        let wide = format!("<table>{}</table>", "<tr><td colspan=99999999 rowspan=0>x".repeat(5));
        // nothing is filled in beyond the last column that holds something
        assert_eq!(read(&wide).len(), 1000 * (1 + 2 + 3 + 4 + 4) + 1);
        assert!(!read(&"<table><tr><td>x".repeat(5_000)).is_empty());
    }

    #[test]
    fn a_page_without_a_table_is_none() {
        let mut budget = Budget::new(Limits::default());
        let refusal = open("<html><frameset><frame src='a.htm'></frameset></html>", &mut budget).unwrap_err();
        assert_eq!((refusal.code, refusal.found.as_str()), (Code::NotATable, say::FRAMES));
    }
}
