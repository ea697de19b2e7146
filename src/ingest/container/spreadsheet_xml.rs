//! The XML spreadsheets that Excel 2002 and 2003 write, streamed. They usually bear the ending `.xls` or `.xml`.

use std::collections::HashSet;

use calamine::{ExcelDateTime, ExcelDateTimeType};

use crate::ingest::grid::Content;

use super::budget::Budget;
use super::format::{is_day, is_percent};
use super::ods::day;
use super::sheet::SheetBuilder;
use super::xlsx::{day as serial, no_result, text_content};
use super::xml::{Node, Tag, Xml};
use super::{Opened, Refusal};

/// Opens a workbook.
pub(super) fn open(text: &str, budget: &mut Budget) -> Result<Opened, Refusal> {
    let mut book = Book { xml: Xml::new(text.as_bytes()), percent: HashSet::new(), days: HashSet::new() };
    let mut opened = Opened { kind: "xml", ..Opened::default() };
    let mut style = None;
    while let Some(node) = book.xml.next(budget)? {
        let Node::Open(tag) = node else { continue };
        match local(&tag.name) {
            "Style" => style = of(&tag, "ID").map(str::to_owned),
            "NumberFormat" => match of(&tag, "Format") {
                Some(format) if format == "Percent" || is_percent(format) => book.percent.extend(style.clone()),
                Some(format) if format.ends_with(" Date") || is_day(format) && !is_named(format) => {
                    book.days.extend(style.clone());
                }
                _ => {}
            },
            "Worksheet" => {
                let name = of(&tag, "Name").unwrap_or_default().to_owned();
                let (sheet, hidden) = book.sheet(budget)?;
                let mut grid = sheet.finish(&name, budget)?;
                grid.hidden = hidden;
                opened.grids.push(grid);
            }
            _ => {}
        }
    }
    Ok(opened)
}

/// How a cell's style shows a number.
#[derive(Clone, Copy, Debug)]
enum Shown {
    Number,
    Percent,
    Day,
}

/// Whether the format goes by one of Excel's names, some of which have a `d` in them.
fn is_named(format: &str) -> bool {
    [
        "General",
        "General Number",
        "Currency",
        "Euro Currency",
        "Fixed",
        "Standard",
        "Scientific",
        "Yes/No",
        "True/False",
    ]
    .contains(&format)
}

/// The name without its prefix: writers disagree on which namespace is the default one.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// An attribute, with the usual prefix or without any.
fn of<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.get(&format!("ss:{name}")).or_else(|| tag.get(name))
}

fn count(tag: &Tag, name: &str) -> Option<u32> {
    of(tag, name)?.trim().parse().ok()
}

struct Book<'t> {
    xml: Xml<&'t [u8]>,
    /// Styles that show per cents.
    percent: HashSet<String>,
    /// Styles that show days. Excel types such cells as days; other programs leave them numbers.
    days: HashSet<String>,
}

impl Book<'_> {
    /// The sheet that has just begun, and whether it is hidden.
    fn sheet(&mut self, budget: &mut Budget) -> Result<(SheetBuilder, bool), Refusal> {
        let mut sheet = SheetBuilder::new();
        let mut hidden = false;
        let mut row = 0_u32;
        while let Some(node) = self.xml.next(budget)? {
            match node {
                Node::Open(tag) => match local(&tag.name) {
                    "Row" => {
                        row = count(&tag, "Index").map_or(row, |index| index.saturating_sub(1));
                        self.row(row, of(&tag, "StyleID"), &mut sheet, budget)?;
                        row = row.saturating_add(1).saturating_add(count(&tag, "Span").unwrap_or(0));
                    }
                    "Visible" => hidden = self.xml.text(budget)?.trim().to_ascii_lowercase().contains("hidden"),
                    "Table" | "WorksheetOptions" => {}
                    _ => self.xml.skip(budget)?,
                },
                Node::Close(name) if local(&name) == "Worksheet" => break,
                _ => {}
            }
        }
        Ok((sheet, hidden))
    }

    fn row(
        &mut self,
        row: u32,
        style: Option<&str>,
        sheet: &mut SheetBuilder,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        let mut col = 0_u32;
        while let Some(node) = self.xml.next(budget)? {
            match node {
                Node::Open(tag) if local(&tag.name) == "Cell" => {
                    col = count(&tag, "Index").map_or(col, |index| index.saturating_sub(1));
                    let (across, down) =
                        (count(&tag, "MergeAcross").unwrap_or(0), count(&tag, "MergeDown").unwrap_or(0));
                    let last = (row.saturating_add(down), col.saturating_add(across));
                    sheet.merge(((row, col), last), budget)?;
                    let style = of(&tag, "StyleID").or(style).unwrap_or_default();
                    let shown = match (self.percent.contains(style), self.days.contains(style)) {
                        (true, _) => Shown::Percent,
                        (_, true) => Shown::Day,
                        _ => Shown::Number,
                    };
                    if let Some(content) = self.cell(of(&tag, "Formula"), shown, budget)? {
                        sheet.add(row, col, content, budget)?;
                    }
                    col = last.1.saturating_add(1);
                }
                Node::Open(_) => self.xml.skip(budget)?,
                Node::Close(name) if local(&name) == "Row" => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn cell(&mut self, formula: Option<&str>, shown: Shown, budget: &mut Budget) -> Result<Option<Content>, Refusal> {
        let mut data = None;
        while let Some(node) = self.xml.next(budget)? {
            match node {
                Node::Open(tag) if local(&tag.name) == "Data" => {
                    let kind = of(&tag, "Type").unwrap_or("String").to_owned();
                    data = Some((kind, self.xml.text(budget)?));
                }
                // comments, and readings beside the characters
                Node::Open(_) => self.xml.skip(budget)?,
                Node::Close(name) if local(&name) == "Cell" => break,
                _ => {}
            }
        }
        let Some((kind, text)) = data else {
            return Ok(formula.map(|formula| no_result(formula.trim_start_matches('='))));
        };
        let trimmed = text.trim();
        let read = match kind.as_str() {
            "Number" => trimmed.parse().ok().map(|x| match shown {
                Shown::Percent => Content::Percent(x),
                Shown::Day => serial(&ExcelDateTime::new(x, ExcelDateTimeType::DateTime, false)),
                Shown::Number => Content::Number(x),
            }),
            "Boolean" => match trimmed {
                "1" | "true" => Some(Content::Bool(true)),
                "0" | "false" => Some(Content::Bool(false)),
                _ => None,
            },
            "DateTime" => day(trimmed).map(Content::Day),
            "Error" => Some(Content::Error(trimmed.into())),
            _ => None,
        };
        Ok(read.or_else(|| text_content(&text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Limits;

    #[test]
    fn rows_and_cells_stand_where_their_index_says() {
        let text = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
            <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
            <Styles><Style ss:ID="s1"><NumberFormat ss:Format="0.0%"/></Style></Styles>
            <Worksheet ss:Name="一"><Table><Column/><Row ss:Index="3"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">a<B>b</B></Data>
            <Comment><Data>no</Data></Comment></Cell><Cell ss:Index="5" ss:StyleID="s1"><Data ss:Type="Number">0.985</Data></Cell></Row>
            <Row><Cell ss:Index="3" ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell><Cell ss:Formula="=A1"/>
            <Cell><Data ss:Type="DateTime">2015-12-09T00:00:00.000</Data></Cell></Row></Table>
            <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetVeryHidden</Visible></WorksheetOptions>
            </Worksheet></Workbook>"#;
        let mut budget = Budget::new(Limits::default());
        let opened = open(text, &mut budget).unwrap();
        let grid = &opened.grids[0];
        let cells: Vec<String> = grid
            .rows
            .iter()
            .flat_map(|r| r.cells.iter().map(|c| format!("{} {}", grid.reference_at(r.index, c.col), c.content.text())))
            .collect();
        assert_eq!(cells, ["A3 ab", "B3 ab", "E3 98.5%", "A4 ab", "B4 ab", "C4 #DIV/0!", "D4 =A1", "E4 2015-12-09",]);
        assert!(grid.hidden);
    }
}
