//! Reports of a comparison (对比): a workbook that tells what changed, who moved and by what, and the same as a table.

mod charts;
mod lists;
mod moves;
mod split;
mod summary;
mod table;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use crate::compare::{Comparison, UnitMoved, apportioned, places};
use crate::finding::Lang;
use crate::number::Exact;

use super::Unmade;
use super::columns;
use super::style::{Style, clip, print};
use super::text::{CompareWords, Words, compare_words, put, words};

pub use table::write_changes;

/// What every sheet draws on.
struct Book<'c> {
    one: &'c Comparison,
    style: Style,
    /// The words of every workbook.
    words: &'static Words,
    /// Those of comparisons.
    says: &'static CompareWords,
    /// Decimals of parts.
    places: u8,
    /// Decimals of totals.
    total_places: u8,
}

/// The file name of the workbook.
#[must_use]
pub fn comparison_name(lang: Lang) -> &'static str {
    compare_words(lang).workbook
}

/// The workbook of a comparison.
pub fn comparison_workbook(one: &Comparison) -> Result<Vec<u8>, Unmade> {
    let words = words(one.lang);
    let totals = one.units.iter().flat_map(|unit| unit.total.iter().flatten());
    let parts = one.units.iter().flat_map(|unit| unit.score_parts.iter().flatten());
    let decimals = |places: i8| u8::try_from(places).unwrap_or(4);
    let total_places = decimals(places(totals.clone()));
    let places = decimals(places(totals.chain(parts)));
    let book = Book { one, style: Style::new(words.font), words, says: compare_words(one.lang), places, total_places };
    let mut out = Workbook::new();
    // the date of creation is fixed: the same input gives the same bytes
    let created = ExcelDateTime::from_ymd(2015, 1, 1)?;
    let author = concat!("zhiheng ", env!("CARGO_PKG_VERSION"));
    out.set_properties(
        &DocProperties::new().set_title(book.title()).set_author(author).set_creation_datetime(&created),
    );
    book.summary(out.add_worksheet())?;
    book.changes(out.add_worksheet())?;
    book.moves(out.add_worksheet())?;
    book.split(out.add_worksheet())?;
    book.exchanges(out.add_worksheet())?;
    book.nodes(out.add_worksheet())?;
    book.data(out.add_worksheet())?;
    book.method(out.add_worksheet())?;
    Ok(out.save_to_buffer()?)
}

impl Book<'_> {
    fn title(&self) -> String {
        let after = &self.one.sides[1];
        let said = ["示例", "example", "Example"].iter().any(|word| after.title.contains(word));
        let example = if after.illustrative && !said { self.words.example } else { "" };
        put(self.says.title, &[&format!("{}{example}", after.title)])
    }

    /// The number by which a cause is named.
    fn number(cause: usize) -> String {
        format!("[{}]", cause + 1)
    }

    /// A figure with its sign.
    fn signed(&self, number: &Exact) -> String {
        let text = number.display(i8::try_from(self.places).unwrap_or(4));
        if number.is_positive() { format!("+{text}") } else { text }
    }

    /// A unit's parts as they are printed: they add up to its printed change.
    fn printed(&self, unit: &UnitMoved) -> Option<Vec<Exact>> {
        Some(apportioned(unit.score_parts.as_ref()?, i8::try_from(self.places).unwrap_or(4)))
    }

    /// The largest parts of a sum, with the numbers of their causes.
    fn causes(&self, parts: &[Exact], most: usize) -> String {
        let mut moved: Vec<(usize, &Exact)> = parts.iter().enumerate().filter(|(_, part)| !part.is_zero()).collect();
        moved.sort_by_key(|(_, part)| std::cmp::Reverse(part.abs()));
        let said =
            moved.iter().take(most).map(|(cause, part)| format!("{} {}", Self::number(*cause), self.signed(part)));
        said.collect::<Vec<_>>().join(self.words.and)
    }

    /// Sheet 方法.
    fn method(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        const WIDE: f64 = 110.0;
        to.set_name(self.says.method)?;
        to.set_column_width(0, WIDE)?;
        to.write_string_with_format(0, 0, self.says.method, &self.style.title())?;
        to.set_row_height(0, 30)?;
        let mut row = 0;
        for text in self.one.method.words.split_inclusive(['。']).filter(|text| !text.trim().is_empty()) {
            row += 1;
            to.write_string_with_format(row, 0, clip(text), &self.style.text())?;
            to.set_row_height(row, columns::height(columns::lines(text, WIDE), 10.0).max(20.0))?;
        }
        print(to, self.words, (0, 0))?;
        to.set_print_area(0, 0, row, 0)?;
        Ok(())
    }
}
