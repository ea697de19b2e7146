//! Where columns and single cells stand, once all of them are planned.

use rust_xlsxwriter::utility::column_number_to_name;

use crate::report::Report;

use super::formula::print::Places;
use super::formula::{CellId, ColId};
use super::plan::{Plan, Sheet};

/// Rows above the first unit: title, remark, code, name, what.
pub const FIRST: u32 = 5;
/// Columns before the first of the plan: code and unit.
pub const BEFORE: u16 = 2;
/// Rows above the first single cell.
pub const SINGLES: u32 = 3;
/// The column of single cells.
pub const VALUE: u16 = 3;

/// Columns of a sheet: what the file format has.
const MOST: u16 = 16_384;

/// Where everything stands.
#[derive(Debug)]
pub struct Layout {
    /// By column: its sheet and its number there.
    pub columns: Vec<(Sheet, u16)>,
    /// By single cell: its sheet and row.
    pub singles: Vec<(Sheet, u32)>,
    /// The sheets that are there, in the order of the workbook, with their names.
    pub sheets: Vec<(Sheet, String)>,
    units: u32,
}

impl Layout {
    /// Gives every column and cell its place.
    pub fn new(plan: &Plan, report: &Report<'_>) -> Self {
        let words = &report.words().live;
        let mut order: Vec<ColId> = (0..plan.columns.len()).collect();
        order.sort_by_key(|c| (plan.columns[*c].sheet, plan.columns[*c].order));
        let mut columns = vec![(Sheet::Data, 0); plan.columns.len()];
        let mut sheets = vec![Sheet::Data, Sheet::Settings];
        let mut next = BEFORE;
        let mut current = None;
        for column in order {
            let sheet = plan.columns[column].sheet;
            if current != Some(sheet) {
                (current, next) = (Some(sheet), BEFORE);
                sheets.push(sheet);
            }
            columns[column] = (sheet, next);
            next = next.saturating_add(1);
        }
        let mut singles = Vec::new();
        let mut rows = [SINGLES; 2];
        for single in &plan.singles {
            let row = &mut rows[usize::from(single.sheet == Sheet::Statistics)];
            singles.push((single.sheet, *row));
            sheets.push(single.sheet);
            *row += 1;
        }
        sheets.sort_unstable();
        sheets.dedup();
        let runs = report.outcome.periods.len();
        let named = |sheet: Sheet| match sheet {
            Sheet::Data => words.data.to_owned(),
            Sheet::Settings => words.settings.to_owned(),
            Sheet::Statistics => words.statistics_sheet.to_owned(),
            Sheet::Scores(_) if runs == 1 => words.scores.to_owned(),
            Sheet::Scores(run) => format!("{} {}", words.scores, report.outcome.periods[run].period),
            Sheet::Unadjusted(_) if runs == 1 => words.unadjusted.to_owned(),
            Sheet::Unadjusted(run) => format!("{} {}", words.unadjusted, report.outcome.periods[run].period),
        };
        let sheets = sheets.into_iter().map(|sheet| (sheet, named(sheet))).collect();
        Self { columns, singles, sheets, units: u32::try_from(plan.units()).unwrap_or(u32::MAX) }
    }

    /// Whether no sheet has more columns than there are.
    pub fn fits(&self) -> bool {
        self.columns.iter().all(|(_, at)| *at < MOST)
    }

    /// The name of a sheet, quoted and with its `!`.
    pub fn quoted(&self, sheet: Sheet) -> String {
        let name = self.sheets.iter().find(|(s, _)| *s == sheet).map_or("", |(_, name)| name.as_str());
        format!("'{}'!", name.replace('\'', "''"))
    }

    /// The letters of a column.
    pub fn letters(&self, column: ColId) -> String {
        column_number_to_name(self.columns[column].1)
    }

    /// As seen from a sheet of the core.
    pub fn from(&self, sheet: Sheet) -> From<'_> {
        From { layout: self, sheet: Some(sheet) }
    }

    /// As seen from any other sheet.
    pub fn outside(&self) -> From<'_> {
        From { layout: self, sheet: None }
    }
}

/// The layout as seen from a sheet: cells of the same sheet are spoken of without its name.
#[derive(Debug)]
pub struct From<'l> {
    layout: &'l Layout,
    sheet: Option<Sheet>,
}

impl From<'_> {
    fn sheet(&self, of: Sheet) -> String {
        if Some(of) == self.sheet { String::new() } else { self.layout.quoted(of) }
    }
}

impl Places for From<'_> {
    fn column(&self, column: ColId) -> (String, String) {
        let (sheet, number) = self.layout.columns[column];
        (self.sheet(sheet), column_number_to_name(number))
    }

    fn rows(&self) -> (u32, u32) {
        (FIRST + 1, FIRST + self.layout.units)
    }

    fn cell(&self, cell: CellId) -> String {
        let (sheet, row) = self.layout.singles[cell];
        format!("{}${}${}", self.sheet(sheet), column_number_to_name(VALUE), row + 1)
    }

    fn cells(&self, from: CellId, to: CellId) -> String {
        let ((sheet, first), (_, last)) = (self.layout.singles[from], self.layout.singles[to]);
        let letters = column_number_to_name(VALUE);
        format!("{}${letters}${}:${letters}${}", self.sheet(sheet), first + 1, last + 1)
    }
}
