//! Feedback workbooks (反馈表): one for every unit, and the same sheets together in a joint workbook with an index.
//!
//! A sheet says where the unit stands, what every indicator gave and why marks were lost, how its peers did, where most
//! can be regained and what that would do to its rank, and what was doubtful about its data.

mod chart;
mod index;
pub(super) mod names;
mod peers;
mod regain;
mod sheet;
mod standing;
mod table;
pub(super) mod why;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::finding::Finding;
use crate::score::{Prospects, Regains, Review};

use super::style::Style;
use super::text::{FeedbackWords, feedback};
use super::{Report, Unmade};
use peers::Peers;

/// Above this many units no feedback is written unless it is asked for.
pub const MOST_UNITS: usize = 5_000;
/// A joint workbook holds at most this many units; what is more goes into further ones.
pub const UNITS_A_BOOK: usize = 300;
/// So many workbooks are made side by side before they are written.
const AT_ONCE: usize = 64;

/// What every sheet draws on.
struct Context<'a> {
    report: &'a Report<'a>,
    words: &'static FeedbackWords,
    style: Style,
    asked: &'a Prospects<'a>,
    peers: Vec<Peers>,
    order: Vec<usize>,
    findings: HashMap<&'a str, Vec<&'a Finding>>,
}

/// Makes every feedback workbook and hands it on with its path, which is relative to the folder of the scoring: one for
/// each unit, then the joint ones. Nothing is made where nothing was scored, or where it is not known where marks came from.
///
/// # Errors
/// That of `write`, or a workbook that could not be made.
pub fn write<E: From<Unmade>>(
    report: &Report<'_>,
    mut write: impl FnMut(&Path, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    if !report.is_explained() {
        return Ok(());
    }
    let input = report.input();
    let review = Review::new(&input, report.outcome);
    let Some(regains) = Regains::new(&review) else { return Ok(()) };
    let asked = regains.ask();
    let mut findings: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in report.findings.iter().filter(|f| !f.unit.is_empty()) {
        findings.entry(finding.unit.as_str()).or_default().push(finding);
    }
    let context = Context {
        report,
        words: feedback(report.lang),
        style: Style::new(report.words().font),
        asked: &asked,
        peers: Peers::of(report),
        order: report.outcome.ranking_order(),
        findings,
    };
    let files = names::files(report);
    for units in context.order.chunks(AT_ONCE) {
        let made: Vec<Result<Vec<u8>, Unmade>> = units.par_iter().map(|unit| context.alone(*unit)).collect();
        for (unit, book) in units.iter().zip(made) {
            write(&Path::new(context.words.name).join(&files[*unit]), &book?)?;
        }
    }
    if report.is_single() {
        return Ok(());
    }
    let parts: Vec<&[usize]> = context.order.chunks(UNITS_A_BOOK).collect();
    let joint = |(index, units): (usize, &&[usize])| context.joint(units, (index + 1, parts.len()));
    let made: Vec<Result<Vec<u8>, Unmade>> = parts.par_iter().enumerate().map(joint).collect();
    for (index, book) in made.into_iter().enumerate() {
        let suffix = if parts.len() == 1 { String::new() } else { format!("-{:02}", index + 1) };
        let path = PathBuf::from(format!("{}{suffix}.xlsx", context.words.name));
        write(&path, &book?)?;
    }
    Ok(())
}

impl Context<'_> {
    fn book(&self) -> Result<Workbook, Unmade> {
        let mut book = Workbook::new();
        // the date of creation is fixed: the same input gives the same bytes
        let created = ExcelDateTime::from_ymd(2015, 1, 1)?;
        let author = concat!("zhiheng ", env!("CARGO_PKG_VERSION"));
        let title = format!("{} {}", self.report.title(), self.words.name);
        book.set_properties(&DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&created));
        Ok(book)
    }

    /// The workbook of one unit.
    fn alone(&self, unit: usize) -> Result<Vec<u8>, Unmade> {
        let mut book = self.book()?;
        sheet::sheet(self, unit, self.words.name, None, book.add_worksheet())?;
        super::trial::mark(self.report, &mut book, &[])?;
        Ok(book.save_to_buffer()?)
    }

    /// Several units, a sheet each, behind an index.
    fn joint(&self, units: &[usize], part: (usize, usize)) -> Result<Vec<u8>, Unmade> {
        let mut book = self.book()?;
        let names = names::sheets(self, units);
        index::sheet(self, units, &names, part, book.add_worksheet())?;
        for (unit, name) in units.iter().zip(&names) {
            sheet::sheet(self, *unit, name, Some(self.words.index), book.add_worksheet())?;
        }
        super::trial::mark(self.report, &mut book, &[])?;
        Ok(book.save_to_buffer()?)
    }
}
