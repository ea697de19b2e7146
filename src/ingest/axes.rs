//! Axes (表头与名称列): where the names, the units of measure and the remarks of a table's answers stand.
//!
//! A value may be right and stand under a wrong name; what is missing may be a reason three columns away. With the axes
//! a finding names the cell that is to be mended, and not only the one that was read.

use crate::finding::{Code, Finding, Place};

use super::grid::{Cell, Grid, References, Row};
use super::words::{Role, say};
use super::{Ingested, ReadSheet};

/// The axes of one table on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Axes {
    /// Its first and last row in the sheet, from 0.
    rows: (u32, u32),
    /// The row of headings that say what a column answers.
    header: Option<u32>,
    /// The columns that say what a row answers: unit, field.
    names: Vec<u32>,
    /// The line that names the unit of the whole table.
    line: Option<(u32, u32)>,
    /// The other columns that say something about the answers beside them.
    roles: Vec<(Role, u32)>,
    references: References,
}

impl Axes {
    /// The axes of a table whose answers are in these rows.
    pub(super) fn new(grid: &Grid, rows: &[Row], header: Option<u32>, names: &[u32], roles: &[(Role, u32)]) -> Self {
        let last = |end: Option<&Row>| end.map_or(0, |r| r.index);
        Self {
            rows: (last(rows.first()), last(rows.last())),
            header,
            names: names.to_vec(),
            line: None,
            roles: roles.to_vec(),
            references: grid.references,
        }
    }

    /// With the line that names the unit of the whole table.
    pub(super) fn under(self, line: Option<(u32, u32)>) -> Self {
        Self { line, ..self }
    }

    fn holds(&self, row: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row)
    }

    fn place(&self, like: &Place, (row, col): (u32, u32)) -> Place {
        Place { cell: self.references.of(row, col).into(), ..like.clone() }
    }

    /// The column of this role that is about the answer in column `col`: the first to its right, else the last of all.
    fn column(&self, role: Role, col: u32) -> Option<u32> {
        let all = || self.roles.iter().filter(|(r, _)| *r == role).map(|(_, c)| *c);
        all().filter(|c| *c > col).min().or_else(|| all().max())
    }

    /// The cells that say what the answer at a cell is about.
    fn names_of(&self, (row, col): (u32, u32)) -> Vec<(u32, u32)> {
        let asked = self.roles.iter().filter(|(r, _)| matches!(r, Role::Period | Role::Source)).map(|(_, c)| *c);
        let beside = self.names.iter().copied().chain(asked).filter(|c| *c != col).map(|c| (row, c));
        beside.chain(self.header.filter(|h| *h != row).map(|h| (h, col))).chain(self.line).collect()
    }
}

/// Findings of one sheet, at the cells that are to be mended; `grid` is the sheet that they were found on.
pub(super) fn sharpen(grid: &Grid, axes: &[Axes], findings: &mut [Finding]) {
    for finding in findings {
        let Some(at) = finding.place.position() else { continue };
        let Some(axes) = axes.iter().find(|a| a.holds(at.0)) else { continue };
        let mended = match finding.code {
            Code::UnitOfMeasure => measure_cell(grid, axes, at, &finding.found),
            Code::UnreadableValue if is_about_state(finding) => {
                axes.roles.iter().find(|(r, _)| *r == Role::State).map(|(_, c)| (at.0, *c))
            }
            _ => None,
        };
        if let Some(cell) = mended {
            let value = finding.place.clone();
            finding.place = axes.place(&value, cell);
            finding.involved.push(value);
        }
    }
}

fn is_about_state(finding: &Finding) -> bool {
    finding.expected == say::STATE
}

/// The cell that states the unit of measure with which a value was refused, where that is not the value's own.
fn measure_cell(grid: &Grid, axes: &Axes, (row, col): (u32, u32), found: &str) -> Option<(u32, u32)> {
    let cell = |(row, col): (u32, u32)| -> Option<&Cell> {
        let at = grid.rows.binary_search_by_key(&row, |r| r.index).ok()?;
        grid.rows[at].cell(col)
    };
    let own = cell((row, col))?.content.text();
    let stated = found.strip_prefix(own.trim())?.trim();
    if stated.is_empty() {
        return None;
    }
    let columns = axes.roles.iter().filter(|(r, _)| matches!(r, Role::Measure | Role::UnitOrMeasure)).map(|(_, c)| *c);
    let beside = columns.chain(axes.names.iter().copied()).map(|c| (row, c));
    let above = axes.header.into_iter().flat_map(|h| [(h, col), (h + 1, col)]);
    let says = |at: &(u32, u32)| {
        cell(*at).is_some_and(|c| crate::register::fold(&c.content.text()).contains(&crate::register::fold(stated)))
    };
    beside.chain(above).find(says)
}

impl Ingested {
    /// A finding of a later step at the cells that are to be mended: a missing reason at the cell of the reason, a value
    /// reported twice at the names of both rows too.
    #[must_use]
    pub fn sharpened(&self, finding: Finding) -> Finding {
        let role = match finding.code {
            Code::DuplicateObservation => None,
            Code::ReasonMissing => Some(Role::Reason),
            Code::VetoEvidence => Some(Role::Evidence),
            _ => return finding,
        };
        let places: Vec<Place> = std::iter::once(&finding.place).chain(&finding.involved).cloned().collect();
        match role {
            None => {
                let names = places.iter().flat_map(|place| self.names_of(place)).collect::<Vec<_>>();
                finding.involving(names)
            }
            Some(role) => match self.remark_cell(&finding.place, role) {
                Some(cell) => finding.at(cell),
                None => finding,
            },
        }
    }

    fn axes(&self, place: &Place) -> Option<(&Axes, (u32, u32))> {
        let at = place.position()?;
        let file = self.files.iter().find(|f| f.path == place.file.as_ref())?;
        let sheet: &ReadSheet = file.sheets.iter().find(|s| s.name == place.sheet.as_ref())?;
        Some((sheet.axes.iter().find(|a| a.holds(at.0))?, at))
    }

    fn names_of(&self, place: &Place) -> Vec<Place> {
        let Some((axes, at)) = self.axes(place) else { return Vec::new() };
        axes.names_of(at).into_iter().map(|cell| axes.place(place, cell)).collect()
    }

    fn remark_cell(&self, place: &Place, role: Role) -> Option<Place> {
        let (axes, at) = self.axes(place)?;
        Some(axes.place(place, (at.0, axes.column(role, at.1)?)))
    }
}
