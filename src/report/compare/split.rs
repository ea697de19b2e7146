//! Sheet 分解: units down, causes across, and what each moved; sums are formulas, checked against the totals.

use rust_xlsxwriter::{Formula, Worksheet};

use crate::compare::UnitMoved;
use crate::number::Exact;
use crate::report::drawn::letters;
use crate::report::style::{Style, cell, clip, print};
use crate::report::table::{HEAD, head};
use crate::report::{Unmade, columns};

use super::Book;

/// Causes that have a column of their own: a spreadsheet has 16 384 columns, and nobody reads so many.
const MOST: usize = 200;
/// The last column that the chart reaches under a narrow table.
const LEAST: u16 = 10;

impl Book<'_> {
    pub(super) fn split(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let w = &self.says.split;
        let causes = self.one.causes.len().min(MOST);
        let sum_at = 3 + u16::try_from(causes).unwrap_or(0);
        to.set_name(w.name)?;
        head(self.style(), to, w.name, w.says, sum_at + 1)?;
        self.split_heads(to, causes, sum_at)?;
        let mut row = HEAD;
        for unit in &self.one.units {
            if let Some(parts) = self.printed(unit) {
                row += 1;
                self.split_row(to, row, unit, &parts, sum_at)?;
            }
        }
        if row == HEAD {
            row += 1;
            to.merge_range(row, 0, row, sum_at + 1, w.none, &self.style().centred())?;
        } else {
            row += 1;
            self.sums(to, row, sum_at)?;
        }
        to.set_freeze_panes(HEAD + 1, 3)?;
        print(to, self.words, (HEAD, HEAD))?;
        let end = self.bars(to, row + 2, sum_at + 1)?.unwrap_or(row);
        to.set_print_area(0, 0, end, (sum_at + 1).max(LEAST))?;
        Ok(())
    }

    fn split_heads(&self, to: &mut Worksheet, causes: usize, sum_at: u16) -> Result<(), Unmade> {
        let w = &self.says.split;
        let head = self.style().head();
        for (at, width) in [(0, 16.0), (1, 10.0), (2, 10.0), (sum_at, 10.0), (sum_at + 1, 8.0)] {
            to.set_column_width(at, width)?;
        }
        for (at, text) in [0, 1, 2, sum_at, sum_at + 1].into_iter().zip(w.heads) {
            to.write_string_with_format(HEAD, at, text, &head)?;
        }
        let mut high = 1;
        for (at, cause) in (3_u16..).zip(0..causes) {
            let text = format!("{}\n{}", Self::number(cause), self.one.causes[cause].title);
            high = high.max(columns::lines(&text, 15.0));
            to.set_column_width(at, 14)?;
            to.write_string_with_format(HEAD, at, clip(&text), &self.style().small_head())?;
        }
        to.set_row_height(HEAD, columns::height(high, 8.0).max(26.0))?;
        Ok(())
    }

    fn split_row(
        &self,
        to: &mut Worksheet,
        row: u32,
        unit: &UnitMoved,
        parts: &[Exact],
        sum_at: u16,
    ) -> Result<(), Unmade> {
        let style = self.style();
        let number = style.number(self.places);
        to.write_string_with_format(row, 0, clip(&unit.name), &style.text())?;
        let shown = style.number(self.total_places);
        for (at, total) in [1, 2].into_iter().zip(unit.total.iter().flatten()) {
            to.write_number_with_format(row, at, cell(total), &shown)?;
        }
        let own = usize::from(sum_at - 3);
        for (at, part) in (3..).zip(&parts[..own]) {
            to.write_number_with_format(row, at, cell(part), &number)?;
        }
        let beyond: Exact = parts[own..].iter().sum();
        let more = if beyond.is_zero() { String::new() } else { format!("+{beyond}") };
        let whole: Exact = parts.iter().sum();
        let excel = row + 1;
        let sum = if own == 0 {
            format!("0{more}")
        } else {
            format!("ROUND(SUM(D{excel}:{}{excel}){more},{})", letters(sum_at - 1), self.places)
        };
        to.write_formula_with_format(
            row,
            sum_at,
            Formula::new(sum).set_result(whole.to_string()),
            &Style::subtotal(number.clone()),
        )?;
        let check = format!("ROUND(C{excel}-B{excel}-{}{excel},{})", letters(sum_at), self.places);
        to.write_formula_with_format(row, sum_at + 1, Formula::new(check).set_result("0"), &number)?;
        Ok(())
    }

    /// What every cause moved in all.
    fn sums(&self, to: &mut Worksheet, row: u32, sum_at: u16) -> Result<(), Unmade> {
        let style = self.style();
        let bold = Style::subtotal(style.number(self.places));
        to.write_string_with_format(row, 0, self.says.split.heads[3], &Style::subtotal(style.text()))?;
        let printed: Vec<(&UnitMoved, Vec<Exact>)> =
            self.one.units.iter().filter_map(|unit| Some((unit, self.printed(unit)?))).collect();
        for at in 1..=sum_at {
            let sum: Exact = match usize::from(at) {
                1 | 2 => printed.iter().filter_map(|(unit, _)| unit.total[usize::from(at) - 1].as_ref()).sum(),
                _ if at == sum_at => printed.iter().flat_map(|(_, parts)| parts).sum(),
                column => printed.iter().map(|(_, parts)| &parts[column - 3]).sum(),
            };
            let name = letters(at);
            let formula = format!("ROUND(SUM({name}{}:{name}{row}),{})", HEAD + 2, self.places);
            let result = sum.display(i8::try_from(self.places).unwrap_or(4));
            let format = if at < 3 { Style::subtotal(style.number(self.total_places)) } else { bold.clone() };
            to.write_formula_with_format(row, at, Formula::new(formula).set_result(result), &format)?;
        }
        Ok(())
    }
}
