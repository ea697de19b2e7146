//! ods, and its flat form fods: streamed from `content.xml`. What is repeated a million times over nothing is passed over.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Cursor, Read};

use zip::ZipArchive;

use crate::finding::{Code, Finding};
use crate::ingest::grid::Content;
use crate::observe::Date;

use super::budget::Budget;
use super::sheet::SheetBuilder;
use super::xlsx::{no_result, text_content};
use super::xml::{Node, Tag, Xml};
use super::{Opened, Refusal};

/// Rows and columns that any program knows; what stands further out is not read.
const FURTHEST: (u32, u32) = (1 << 20, 1 << 14);

/// Opens a packed spreadsheet that has passed the safety check.
pub(super) fn open(bytes: &[u8], budget: &mut Budget) -> Result<Opened, Refusal> {
    let unreadable = |error: zip::result::ZipError| Finding::new(Code::FileUnreadable).found(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if let Ok(manifest) = archive.by_name("META-INF/manifest.xml") {
        let mut text = Vec::new();
        // how the file is packed is said early, and the size of the list is bounded
        let _ = manifest.take(budget.part()).read_to_end(&mut text);
        if memchr::memmem::find(&text, b"encryption-data").is_some() {
            return Err(Finding::new(Code::Encrypted).into());
        }
    }
    let content = archive.by_name("content.xml").map_err(unreadable)?;
    open_flat(BufReader::new(content), "ods", budget)
}

/// Opens a spreadsheet that is one XML document.
pub(super) fn open_flat(source: impl BufRead, kind: &'static str, budget: &mut Budget) -> Result<Opened, Refusal> {
    let mut book = Book { xml: Xml::new(source), hidden: HashSet::new() };
    let mut opened = Opened { kind, ..Opened::default() };
    let mut style = None;
    while let Some(node) = book.xml.next(budget)? {
        let Node::Open(tag) = node else { continue };
        match &*tag.name {
            "style:style" => style = tag.get("style:name").map(str::to_owned),
            "style:table-properties" if tag.get("table:display") == Some("false") => book.hidden.extend(style.take()),
            "table:tracked-changes" | "office:scripts" | "office:master-styles" => book.xml.skip(budget)?,
            "table:table" => {
                let name = tag.get("table:name").unwrap_or_default().to_owned();
                let hidden = tag.get("table:style-name").is_some_and(|style| book.hidden.contains(style));
                let mut grid = book.sheet(budget)?.finish(&name, budget)?;
                grid.hidden = hidden;
                opened.grids.push(grid);
            }
            _ => {}
        }
    }
    Ok(opened)
}

struct Book<R> {
    xml: Xml<R>,
    /// Styles of tables that are not shown.
    hidden: HashSet<String>,
}

/// A cell as it stands in its row.
struct Found {
    col: u32,
    /// How many columns in a row hold the same.
    times: u32,
    content: Content,
}

impl<R: BufRead> Book<R> {
    /// The sheet that has just begun.
    fn sheet(&mut self, budget: &mut Budget) -> Result<SheetBuilder, Refusal> {
        let mut sheet = SheetBuilder::new();
        let mut row = 0_u32;
        while let Some(node) = self.xml.next(budget)? {
            match node {
                Node::Open(tag) => match &*tag.name {
                    "table:table-row" => {
                        let times = tag.count("table:number-rows-repeated").unwrap_or(1).max(1);
                        let found = self.row(row, &mut sheet, budget)?;
                        let times = times.min(FURTHEST.0.saturating_sub(row));
                        if !found.is_empty() {
                            put(&mut sheet, row, times, &found, budget)?;
                        }
                        row = row.saturating_add(times);
                    }
                    // these hold rows; whatever else stands in a sheet holds none
                    "table:table-row-group" | "table:table-rows" | "table:table-header-rows" => {}
                    _ => self.xml.skip(budget)?,
                },
                Node::Close(name) if &*name == "table:table" => break,
                _ => {}
            }
        }
        Ok(sheet)
    }

    fn row(&mut self, row: u32, sheet: &mut SheetBuilder, budget: &mut Budget) -> Result<Vec<Found>, Refusal> {
        let mut found = Vec::new();
        let mut col = 0_u32;
        while let Some(node) = self.xml.next(budget)? {
            match node {
                Node::Open(tag) if matches!(&*tag.name, "table:table-cell" | "table:covered-table-cell") => {
                    let times = tag.count("table:number-columns-repeated").unwrap_or(1).max(1);
                    let times = times.min(FURTHEST.1.saturating_sub(col));
                    let text = self.cell_text(budget)?;
                    let span = |name: &str| tag.count(name).unwrap_or(1).max(1) - 1;
                    let (down, across) = (span("table:number-rows-spanned"), span("table:number-columns-spanned"));
                    sheet.merge(((row, col), (row.saturating_add(down), col.saturating_add(across))), budget)?;
                    if times > 0
                        && let Some(content) = content(&tag, &text)
                    {
                        found.push(Found { col, times, content });
                    }
                    col = col.saturating_add(times);
                }
                Node::Open(_) => self.xml.skip(budget)?,
                Node::Close(name) if &*name == "table:table-row" => break,
                _ => {}
            }
        }
        Ok(found)
    }

    /// The paragraphs of a cell, one a line. Notes, shapes and readings beside the characters are no part of it.
    fn cell_text(&mut self, budget: &mut Budget) -> Result<String, Refusal> {
        let mut text = String::new();
        let mut lines = 0;
        while let Some(node) = self.xml.next(budget)? {
            match node {
                Node::Open(tag) if matches!(&*tag.name, "text:p" | "text:h") => {
                    if lines > 0 {
                        text.push('\n');
                    }
                    lines += 1;
                    self.paragraph(&tag.name, &mut text, budget)?;
                }
                Node::Open(_) => self.xml.skip(budget)?,
                Node::Close(name) if name.ends_with("table-cell") => break,
                _ => {}
            }
        }
        Ok(text)
    }

    fn paragraph(&mut self, name: &str, text: &mut String, budget: &mut Budget) -> Result<(), Refusal> {
        while let Some(node) = self.xml.next(budget)? {
            match node {
                Node::Text(more) => text.push_str(&more),
                Node::Open(tag) => match &*tag.name {
                    "text:s" => {
                        let spaces = tag.count("text:c").unwrap_or(1).min(1024);
                        text.extend((0..spaces).map(|_| ' '));
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    "office:annotation" | "text:note" | "text:ruby-text" => self.xml.skip(budget)?,
                    other if other.starts_with("draw:") => self.xml.skip(budget)?,
                    _ => {}
                },
                Node::Close(ended) if &*ended == name => break,
                Node::Close(_) => {}
            }
        }
        Ok(())
    }
}

/// Puts the cells of a row into the sheet, as often as they are repeated.
fn put(sheet: &mut SheetBuilder, row: u32, times: u32, found: &[Found], budget: &mut Budget) -> Result<(), Refusal> {
    for row in row..row.saturating_add(times) {
        for cell in found {
            for col in cell.col..cell.col.saturating_add(cell.times) {
                budget.step()?;
                sheet.add(row, col, cell.content.clone(), budget)?;
            }
        }
    }
    Ok(())
}

/// What a cell holds.
fn content(tag: &Tag, text: &str) -> Option<Content> {
    let value = || tag.get("office:value").and_then(|v| v.trim().parse::<f64>().ok());
    let formula = tag.get("table:formula");
    if tag.get("calcext:value-type") == Some("error") || formula.is_some() && is_error(text) {
        return Some(Content::Error(text.into()));
    }
    match tag.get("office:value-type") {
        Some("float" | "currency") => value().map(Content::Number).or_else(|| text_content(text)),
        Some("percentage") => value().map(Content::Percent).or_else(|| text_content(text)),
        Some("boolean") => match tag.get("office:boolean-value") {
            Some("true") => Some(Content::Bool(true)),
            Some("false") => Some(Content::Bool(false)),
            _ => text_content(text),
        },
        Some("date") => tag.get("office:date-value").and_then(day).map(Content::Day).or_else(|| text_content(text)),
        Some("time") => tag.get("office:time-value").and_then(days).map(Content::Number).or_else(|| text_content(text)),
        Some(_) => {
            text_content(if text.is_empty() { tag.get("office:string-value").unwrap_or_default() } else { text })
        }
        None => match formula {
            Some(formula) if text.is_empty() => Some(no_result(formula.trim_start_matches(['o', 'f', ':', '=']))),
            _ => text_content(text),
        },
    }
}

fn is_error(text: &str) -> bool {
    matches!(text, "#DIV/0!" | "#N/A" | "#NAME?" | "#NULL!" | "#NUM!" | "#REF!" | "#VALUE!")
        || text.strip_prefix("Err:").is_some_and(|code| code.parse::<u16>().is_ok())
}

/// `2015-12-09`, or the day of `2015-12-09T08:30:00`.
pub(super) fn day(text: &str) -> Option<Date> {
    let mut parts = text.split('T').next()?.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    Date::new(year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
}

/// `PT08H30M00S` in days, as a spreadsheet holds a time.
fn days(text: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let mut rest = text.strip_prefix("PT")?;
    for (letter, size) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((number, after)) = rest.split_once(letter) {
            seconds += number.parse::<f64>().ok()? * size;
            rest = after;
        }
    }
    rest.is_empty().then_some(seconds / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Limits;

    #[test]
    fn days_and_times_are_read_as_they_are_written() {
        assert_eq!(day("2015-12-09T00:00:00"), Date::new(2015, 12, 9));
        assert_eq!(day("2015-13-09"), None);
        assert_eq!(days("PT12H00M00S"), Some(0.5));
        assert_eq!(days("P1D"), None);
    }

    #[test]
    fn repeats_notes_and_formulas_without_results_are_what_they_look_like() {
        let text = r#"<office:document><office:automatic-styles><style:style style:name="ta2">
            <style:table-properties table:display="false"/></style:style></office:automatic-styles>
            <table:tracked-changes><table:table-cell><text:p>old</text:p></table:table-cell></table:tracked-changes>
            <table:table table:name="一"><table:table-header-rows><table:table-row><table:table-cell
                table:number-columns-spanned="2" office:value-type="string"><office:annotation><text:p>note</text:p>
                </office:annotation><text:p>a<text:s text:c="2"/>b &amp; <text:span>c</text:span></text:p><text:p>d</text:p>
                </table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>
              <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2"
                office:value-type="percentage" office:value="0.985"><text:p>98.5%</text:p></table:table-cell></table:table-row>
              <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
              <table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>
            </table:table>
            <table:table table:name="二" table:style-name="ta2"><table:table-row><table:table-cell table:formula="of:=[.A1]/2"/>
              <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""
                calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row></table:table>
            </office:document>"#;
        let mut budget = Budget::new(Limits::default());
        let opened = open_flat(text.as_bytes(), "ods", &mut budget).unwrap();
        let cells: Vec<String> = opened
            .grids
            .iter()
            .flat_map(|g| {
                g.rows
                    .iter()
                    .flat_map(|r| r.cells.iter().map(move |c| (r, c)))
                    .map(|(r, c)| format!("{}!{}:{} {}", g.name, r.index, c.col, c.content.text()))
            })
            .collect();
        let expected = [
            "一!0:0 a  b & c\nd",
            "一!0:1 a  b & c\nd",
            "一!1:0 98.5%",
            "一!1:1 98.5%",
            "一!2:0 98.5%",
            "一!2:1 98.5%",
            "一!3:0 98.5%",
            "一!3:1 98.5%",
            "一!1048004:0 1",
            "二!0:0 =[.A1]/2",
            "二!0:1 #DIV/0!",
        ];
        assert_eq!(cells, expected);
        assert_eq!(opened.grids.iter().map(|g| g.hidden).collect::<Vec<_>>(), [false, true]);
    }
}
