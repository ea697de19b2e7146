//! What a cell takes: lists to choose from and checks of range, and the words for them.
//!
//! Numbers and dates are checked by a formula and not by the program's own kind of check, because 不适用 and － must go in
//! too, and a mistake must still be stopped: a mere warning is clicked away.

use std::collections::HashMap;

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{DataValidation, Formula, Worksheet, XlsxError};

use crate::report::text::{FormWords, put};
use crate::rubric::{Field, FieldType};

/// The longest list that goes into a check itself, in UTF-16 units.
const LONGEST: usize = 255;

/// A range of cells: first and last row, and the column.
pub(super) type Cells = (u32, u32, u16);

/// The checks of a sheet. Lists that are too long for a check stand in the hidden column below the table.
pub(super) struct Checks<'w> {
    words: &'w FormWords,
    below: u32,
    lists: HashMap<Vec<String>, (u32, u32)>,
    /// Whether what is wanted is shown where the cell is chosen.
    prompt: bool,
}

impl<'w> Checks<'w> {
    pub(super) fn new(words: &'w FormWords, below: u32, prompt: bool) -> Self {
        Self { words, below, lists: HashMap::new(), prompt }
    }

    /// Puts the check of a field on these cells.
    pub(super) fn put(&mut self, to: &mut Worksheet, field: &Field, cells: Cells) -> Result<(), XlsxError> {
        let (first, last, col) = cells;
        let Some(check) = self.check(to, field, first, col)? else { return Ok(()) };
        let how = wanted(field, self.words);
        let mut check = check
            .ignore_blank(true)
            .set_error_title(self.words.fill.wrong)?
            .set_error_message(cut(&put(self.words.fill.wrong_says, &[&how])))?;
        if self.prompt {
            check = check.set_input_message(cut(&how))?;
        }
        to.add_data_validation(first, col, last, col, &check)?;
        Ok(())
    }

    fn check(
        &mut self,
        to: &mut Worksheet,
        field: &Field,
        row: u32,
        col: u16,
    ) -> Result<Option<DataValidation>, XlsxError> {
        let cell = row_col_to_cell(row, col);
        let condition = match field.kind {
            FieldType::Text => return Ok(None),
            FieldType::Bool => return self.list(to, self.words.fill.yes_no_list.map(str::to_owned).to_vec()).map(Some),
            FieldType::Choice if field.choices.is_empty() => return Ok(None),
            FieldType::Choice => return self.list(to, field.choices.clone()).map(Some),
            FieldType::Date => format!("{cell}>=DATE(1900,3,1),{cell}<DATE(2200,1,1)"),
            FieldType::Decimal | FieldType::Integer | FieldType::Percent => bounds(field, &cell),
        };
        let number = if condition.is_empty() {
            format!("ISNUMBER({cell})")
        } else {
            // both sides of AND are evaluated, and a comparison with text is no error
            format!("AND(ISNUMBER({cell}),{condition})")
        };
        let marks: Vec<String> = self.words.fill.marks.iter().map(|mark| format!("{cell}=\"{mark}\"")).collect();
        let formula = format!("=OR({number},{})", marks.join(","));
        Ok(Some(DataValidation::new().allow_custom(Formula::new(formula))))
    }

    fn list(&mut self, to: &mut Worksheet, mut items: Vec<String>) -> Result<DataValidation, XlsxError> {
        let none = self.words.fill.not_applicable;
        if !items.iter().any(|item| item == none) {
            items.push(none.to_owned());
        }
        let length = items.iter().map(|item| item.encode_utf16().count() + 1).sum::<usize>();
        // a comma would end an item
        if length <= LONGEST && items.iter().all(|item| !item.contains([',', '"']) && item.trim() == item) {
            return DataValidation::new().allow_list_strings(&items);
        }
        let (from, until) = match self.lists.get(&items) {
            Some(known) => *known,
            None => {
                let from = self.below;
                for item in &items {
                    to.write_string(self.below, 0, item)?;
                    self.below += 1;
                }
                self.lists.insert(items.clone(), (from, self.below - 1));
                (from, self.below - 1)
            }
        };
        let range = format!("=$A${}:$A${}", from + 1, until + 1);
        Ok(DataValidation::new().allow_list_formula(Formula::new(range)))
    }
}

fn bounds(field: &Field, cell: &str) -> String {
    let mut parts = Vec::new();
    parts.extend(field.min.as_ref().map(|min| format!("{cell}>={min}")));
    parts.extend(field.max.as_ref().map(|max| format!("{cell}<={max}")));
    if field.kind == FieldType::Integer {
        parts.push(format!("{cell}=INT({cell})"));
    }
    parts.join(",")
}

/// A message as long as a check takes.
fn cut(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST {
        text.to_owned()
    } else {
        text.chars().take(120).chain(['…']).collect()
    }
}

/// What is wanted of a field, in words.
pub(super) fn wanted(field: &Field, words: &FormWords) -> String {
    let fill = &words.fill;
    let mut parts: Vec<String> = Vec::new();
    match field.kind {
        FieldType::Bool => parts.push(fill.yes_no.to_owned()),
        FieldType::Choice => parts.push(put(fill.choose, &[&field.choices.join(fill.comma)])),
        FieldType::Text => parts.push(fill.text.to_owned()),
        FieldType::Date => parts.push(fill.date.to_owned()),
        FieldType::Integer => parts.push(fill.whole.to_owned()),
        FieldType::Decimal => parts.push(fill.number.to_owned()),
        FieldType::Percent => parts.push(fill.points.to_owned()),
    }
    if field.kind.is_number() {
        let said = |x: &crate::number::Exact| x.to_string();
        parts.extend(match (&field.min, &field.max) {
            (Some(min), Some(max)) => Some(put(fill.between, &[&said(min), &said(max)])),
            (Some(min), None) => Some(put(fill.from, &[&said(min)])),
            (None, Some(max)) => Some(put(fill.to, &[&said(max)])),
            (None, None) => None,
        });
    }
    parts.join(fill.and)
}
