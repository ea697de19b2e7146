//! Sheet 回收情况: who has returned what, when, with how many problems.

use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet};

use crate::finding::Finding;

use super::super::style::{Style, clip, print};
use super::super::text::{IntakeWords, intake_words, put};
use super::super::{Report, Unmade, columns};
use super::{Cells, Intake, SheetRow, Standing, UnitReturn};

const WIDTHS: [f64; 13] = [22.0, 9.5, 11.0, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 34.0, 40.0];
const LAST: u16 = 12;
/// Height of headings: three lines.
const HEAD: f64 = 46.0;
/// Pale grounds of the standings, from the worst.
const GROUNDS: [u32; 4] = [0xF8_CBC6, 0xFC_E4D6, 0xFF_F2CC, 0xC6_E7CE];
/// Names of units or fields that a cell names before it counts the rest.
const NAMED: usize = 12;
/// Readings that are told here; the others are in returns.csv.
const READINGS: usize = 200;

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), Unmade> {
    let words = intake_words(report.lang);
    sheet.set_name(words.sheet)?;
    for (at, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(at, width)?;
    }
    let title = format!("{} {}", report.title(), words.sheet);
    sheet.merge_range(0, 0, 0, LAST, &title, &style.title())?;
    sheet.set_row_height(0, 32)?;
    let summary = summary(report.intake, words);
    sheet.merge_range(1, 0, 1, LAST, &summary.join("\n"), &style.subtitle())?;
    sheet.set_row_height(1, columns::height(summary.len(), 10.0))?;
    let mut page = Page { report, words, style, sheet, row: 2 };
    if !report.intake.units.is_empty() {
        page.units()?;
    }
    if !report.intake.reporters.is_empty() {
        page.reporters()?;
    }
    if !report.intake.nobodys.is_empty() {
        page.nobodys()?;
    }
    if !report.intake.readings.is_empty() {
        page.readings()?;
    }
    let row = page.row;
    page.merge((row, 0, LAST), words.legend, &style.foot())?;
    page.sheet.set_row_height(row, columns::height(2, 9.0))?;
    sheet.set_freeze_panes(2, 1)?;
    print(sheet, report.words(), (0, 1))?;
    Ok(())
}

/// The counts on top, a line each.
fn summary(intake: &Intake, words: &IntakeWords) -> Vec<String> {
    let line = |template: &str, standings: Vec<Standing>| {
        let returned = standings.iter().filter(|s| **s != Standing::NotReturned).count();
        let head = put(template, &[&standings.len().to_string(), &returned.to_string()]);
        let counts: Vec<String> = (0..Standing::ALL.len())
            .rev()
            .filter_map(|at| {
                let count = standings.iter().filter(|s| **s == Standing::ALL[at]).count();
                (count > 0).then(|| put(words.count, &[words.standings[at], &count.to_string()]))
            })
            .collect();
        format!("{head}{}", counts.join(words.comma))
    };
    let mut lines = Vec::new();
    if !intake.units.is_empty() {
        lines.push(line(words.units, intake.units.iter().map(|u| u.standing).collect()));
    }
    if !intake.reporters.is_empty() {
        lines.push(line(words.reporters, intake.reporters.iter().map(|r| r.standing).collect()));
    }
    let mut files: Vec<&str> = intake.sheets.iter().map(|s| s.file.as_str()).collect();
    files.dedup();
    let found: usize = intake.sheets.iter().map(|s| s.observations).sum();
    lines.push(put(words.files, &[&files.len().to_string(), &found.to_string()]));
    lines
}

struct Page<'a, 's> {
    report: &'a Report<'a>,
    words: &'static IntakeWords,
    style: &'a Style,
    sheet: &'s mut Worksheet,
    row: u32,
}

impl Page<'_, '_> {
    fn section(&mut self, name: &str) -> Result<(), Unmade> {
        let format = self.style.plain().set_bold().set_font_size(12).set_align(FormatAlign::Left);
        self.merge((self.row, 0, LAST), name, &format)?;
        self.sheet.set_row_height(self.row, 26)?;
        self.row += 1;
        Ok(())
    }

    /// One text over some columns of a row.
    fn merge(&mut self, (row, first, last): (u32, u16, u16), text: &str, format: &Format) -> Result<(), Unmade> {
        if first == last {
            self.sheet.write_string_with_format(row, first, clip(text), format)?;
        } else {
            self.sheet.merge_range(row, first, row, last, &clip(text), format)?;
        }
        Ok(())
    }

    /// One text over some rows of a column.
    fn down(&mut self, (first, last, column): (u32, u32, u16), text: &str, format: &Format) -> Result<(), Unmade> {
        if first == last {
            self.sheet.write_string_with_format(first, column, clip(text), format)?;
        } else {
            self.sheet.merge_range(first, column, last, column, &clip(text), format)?;
        }
        Ok(())
    }

    fn standing(&self, standing: Standing) -> (&'static str, Format) {
        let at = Standing::ALL.iter().position(|s| *s == standing).unwrap_or_default();
        (self.words.standings[at], self.style.centred().set_bold().set_background_color(Color::RGB(GROUNDS[at])))
    }

    fn numbers(&mut self, first: u16, numbers: &[usize]) -> Result<(), Unmade> {
        for (at, n) in (first..).zip(numbers) {
            let format = self.style.centred().set_num_format("0;-0;–");
            self.sheet.write_number_with_format(self.row, at, columns::double(*n), &format)?;
        }
        Ok(())
    }

    fn units(&mut self) -> Result<(), Unmade> {
        self.section(self.words.own)?;
        for (at, heading) in (0_u16..).zip(self.words.own_heads) {
            self.sheet.write_string_with_format(self.row, at, heading, &self.style.head())?;
        }
        self.sheet.set_row_height(self.row, HEAD)?;
        let head = self.row;
        self.row += 1;
        for unit in &self.report.intake.units {
            self.unit(unit)?;
        }
        self.sheet.autofilter(head, 0, self.row - 1, LAST)?;
        Ok(())
    }

    fn unit(&mut self, unit: &UnitReturn) -> Result<(), Unmade> {
        let small = self.style.text().set_font_size(9);
        self.sheet.write_string_with_format(self.row, 0, clip(&unit.unit), &self.style.text().set_bold())?;
        let (name, format) = self.standing(unit.standing);
        self.sheet.write_string_with_format(self.row, 1, name, &format)?;
        self.sheet.write_string_with_format(self.row, 2, &unit.received, &self.style.centred().set_text_wrap())?;
        let Cells { wanted, answered, not_applicable, unreadable, missing } = unit.cells;
        self.numbers(3, &[wanted, answered, not_applicable, unreadable, missing])?;
        self.numbers(8, &[unit.found.errors, unit.found.warnings, unit.found.notes])?;
        // where nothing came back, everything is missing: naming it says nothing
        let lacking = if unit.standing == Standing::NotReturned { &[][..] } else { unit.missing.as_slice() };
        let lacking = self.some(lacking);
        let files = self.files(unit);
        self.sheet.write_string_with_format(self.row, 11, clip(&lacking), &small)?;
        self.sheet.write_string_with_format(self.row, 12, clip(&files), &small)?;
        let texts = [(0, unit.unit.as_str(), 1.0), (11, &lacking, 1.1), (12, &files, 1.1)];
        let lines = texts.map(|(at, text, small)| columns::lines(text, WIDTHS[at] * small)).into_iter().max();
        self.sheet.set_row_height(self.row, columns::height(lines.unwrap_or(1), 9.0).max(21.0))?;
        self.row += 1;
        Ok(())
    }

    fn files(&self, unit: &UnitReturn) -> String {
        let comma = self.report.words().comma;
        let one = |(file, sheets): &(String, Vec<String>)| match sheets.as_slice() {
            [] => file.clone(),
            sheets if self.report.lang == crate::finding::Lang::Zh => format!("{file}（{}）", sheets.join(comma)),
            sheets => format!("{file} ({})", sheets.join(comma)),
        };
        let holder = |file: &String| {
            let row = self.report.intake.sheets.iter().find(|s| s.file == *file);
            format!("{file}: {}", put(self.words.set_aside, &[row.map_or("", |r| r.set_aside.as_str())]))
        };
        unit.files.iter().map(one).chain(unit.set_aside.iter().map(holder)).collect::<Vec<_>>().join("\n")
    }

    /// Names in a line: the first ones, and how many there are.
    fn some(&self, names: &[String]) -> String {
        let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(self.report.words().comma);
        if names.len() > NAMED { put(self.words.more, &[&shown, &names.len().to_string()]) } else { shown }
    }

    fn reporters(&mut self) -> Result<(), Unmade> {
        self.section(self.words.others)?;
        let spans: [(u16, u16); 11] =
            [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 10), (11, 11), (12, 12)];
        for ((first, last), heading) in spans.into_iter().zip(self.words.other_heads) {
            self.merge((self.row, first, last), heading, &self.style.head())?;
        }
        self.sheet.set_row_height(self.row, HEAD)?;
        self.row += 1;
        for reporter in &self.report.intake.reporters {
            let first = self.row;
            let files = reporter.files.join("\n");
            let least = columns::height(columns::lines(&files, WIDTHS[12] * 1.1), 9.0)
                / columns::double(reporter.fields.len().max(1));
            for field in &reporter.fields {
                let Cells { wanted, answered, not_applicable, unreadable, missing } = field.cells;
                self.numbers(3, &[wanted, answered, not_applicable, unreadable, missing])?;
                let small = self.style.text().set_font_size(9);
                self.merge((self.row, 8, 10), &field.field, &small)?;
                let all = field.missing.len() == wanted;
                let lacking = if all { String::new() } else { self.some(&field.missing) };
                let format =
                    if field.missing.is_empty() { small } else { small.set_background_color(Color::RGB(GROUNDS[1])) };
                self.sheet.write_string_with_format(self.row, 11, clip(&lacking), &format)?;
                let room: f64 = WIDTHS[8..11].iter().sum();
                let lines = columns::lines(&field.field, room * 1.1).max(columns::lines(&lacking, WIDTHS[11] * 1.1));
                self.sheet.set_row_height(self.row, columns::height(lines, 9.0).max(20.0).max(least))?;
                self.row += 1;
            }
            let end = self.row.saturating_sub(1).max(first);
            let (name, format) = self.standing(reporter.standing);
            let top = |format: Format| format.set_align(FormatAlign::Top);
            self.down((first, end, 0), &reporter.name, &top(self.style.text().set_bold()))?;
            self.down((first, end, 1), name, &top(format))?;
            self.down((first, end, 2), &reporter.received, &top(self.style.centred().set_text_wrap()))?;
            self.down((first, end, 12), &files, &top(self.style.text().set_font_size(9)))?;
        }
        Ok(())
    }

    fn nobodys(&mut self) -> Result<(), Unmade> {
        self.section(self.words.nobodys)?;
        for ((first, last), heading) in [(0, 2), (3, 10), (11, 12)].into_iter().zip(self.words.nobody_heads) {
            self.merge((self.row, first, last), heading, &self.style.head())?;
        }
        self.sheet.set_row_height(self.row, 22)?;
        self.row += 1;
        let small = self.style.text().set_font_size(9);
        for row in self.report.intake.nobodys.iter().map(|at| &self.report.intake.sheets[*at]) {
            let file = if row.sheet.is_empty() { row.file.clone() } else { format!("{}!{}", row.file, row.sheet) };
            let taken = [row.kind.as_str(), &row.layout].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>();
            let (taken, why) = (taken.join(self.report.words().comma), self.why(row));
            self.merge((self.row, 0, 2), &file, &small)?;
            self.merge((self.row, 3, 10), &taken, &small)?;
            self.merge((self.row, 11, 12), &why, &small)?;
            let room = |columns: std::ops::Range<usize>| WIDTHS[columns].iter().sum::<f64>() * 1.1;
            let lines = columns::lines(&file, room(0..3)).max(columns::lines(&why, room(11..13)));
            self.sheet.set_row_height(self.row, columns::height(lines, 9.0).max(20.0))?;
            self.row += 1;
        }
        Ok(())
    }

    /// What was taken for what, a row for sheets that were read alike.
    fn readings(&mut self) -> Result<(), Unmade> {
        self.section(self.words.readings)?;
        let spans = [(0, 2), (3, 7), (8, 12)];
        for ((first, last), heading) in spans.into_iter().zip(self.words.reading_heads) {
            self.merge((self.row, first, last), heading, &self.style.head())?;
        }
        self.sheet.set_row_height(self.row, 22)?;
        self.row += 1;
        let small = self.style.text().set_font_size(9);
        let room = |columns: std::ops::Range<usize>| WIDTHS[columns].iter().sum::<f64>() * 1.1;
        let intake = self.report.intake;
        for reading in intake.readings.iter().take(READINGS) {
            let Some(first) = reading.sheets.first().and_then(|at| intake.sheets.get(*at)) else { continue };
            let name =
                if first.sheet.is_empty() { first.file.clone() } else { format!("{}!{}", first.file, first.sheet) };
            let file = match reading.sheets.len() {
                1 => name,
                n => put(self.words.alike, &[&name, &n.to_string()]),
            };
            let taken = first.all_taken();
            self.merge((self.row, 0, 2), &file, &small)?;
            self.merge((self.row, 3, 7), &first.layout, &small)?;
            self.merge((self.row, 8, 12), &taken, &small)?;
            let lines = columns::lines(&file, room(0..3)).max(columns::lines(&taken, room(8..13)));
            self.sheet.set_row_height(self.row, columns::height(lines, 9.0).clamp(20.0, 400.0))?;
            self.row += 1;
        }
        let rest = intake.readings.len().saturating_sub(READINGS);
        if rest > 0 {
            let more = put(self.words.more, &["returns.csv", &rest.to_string()]);
            self.merge((self.row, 0, LAST), &more, &small)?;
            self.row += 1;
        }
        Ok(())
    }

    /// Why a file counts for nobody: another version holds, or the worst that was found in it.
    fn why(&self, row: &SheetRow) -> String {
        if !row.set_aside.is_empty() {
            return put(self.words.set_aside, &[&row.set_aside]);
        }
        let here =
            |f: &&Finding| *f.place.file == *row.file && (f.place.sheet.is_empty() || *f.place.sheet == *row.sheet);
        let worst = self.report.findings.iter().filter(here).min_by_key(|f| f.level);
        worst.map(|f| f.says(self.report.lang)).unwrap_or_default()
    }
}
