//! The plan of the live sheets: their columns and single cells, each with its formula and the value that it comes to.
//!
//! A column is worked out as soon as it is entered, so that whatever is entered later finds its values. Where the engine
//! says what a cell must hold, the two are compared at once: a cell on which doubles cannot be relied upon becomes a constant.

use std::collections::HashMap;
use std::sync::Arc;

use super::formula::eval::{Values, eval};
use super::formula::{Cell, CellId, ColId, Sx};

/// Which sheet a column or cell stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sheet {
    /// 原始数据: what was reported, judged and adjusted.
    Data,
    /// 参数: marks, targets, caps and limits.
    Settings,
    /// 统计: what is made of all units together.
    Statistics,
    /// 计算 of a scored period, by index.
    Scores(usize),
    /// The same without adjustments.
    Unadjusted(usize),
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Something typed in: a figure, a choice, a yes or no, a date.
    Input(Typed),
    /// A step on the way.
    Step,
    /// A score with so many decimals.
    Score(u8),
    /// A rank, a place, a count.
    Whole,
    /// A word.
    Word,
}

/// What is typed into a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A number.
    Number,
    /// 1 for yes, 0 for no.
    Truth,
    /// A text.
    Text,
    /// A date.
    Date,
}

/// Why a cell holds a constant instead of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// A double cannot be relied upon to land on the exact digits.
    Digits,
    /// Something in the rubric has no counterpart among formulas.
    Untranslated,
}

/// A column of units.
#[derive(Clone, Debug)]
pub struct Column {
    /// Where.
    pub sheet: Sheet,
    /// Places the column among the others of its sheet.
    pub order: [usize; 4],
    /// Headings: code, name, what it is.
    pub heads: [String; 3],
    /// The formula of every row; `None` for what is typed in.
    pub formula: Option<Sx>,
    /// What every row comes to.
    pub cells: Vec<Cell>,
    /// The engine's figures of rows that come to them but for the noise of doubles: what the file shows until it is worked
    /// out anew.
    pub exact: HashMap<usize, f64>,
    /// Rows that hold a constant.
    pub constants: Vec<(usize, Why)>,
    /// How it looks.
    pub look: Look,
    /// Remarks on cells, by row.
    pub notes: Vec<(usize, String)>,
}

impl Column {
    /// What the file shows of a row until it is worked out anew.
    pub fn shown(&self, row: usize) -> Cell {
        self.exact.get(&row).map_or_else(|| self.cells[row].clone(), |x| Cell::Num(*x))
    }
}

/// A single cell with what it is.
#[derive(Clone, Debug)]
pub struct Single {
    /// Where.
    pub sheet: Sheet,
    /// What it is: code, name, what.
    pub heads: [String; 3],
    /// Its formula; `None` for what is typed in.
    pub formula: Option<Sx>,
    /// How it looks.
    pub look: Look,
}

/// What the engine says that a cell must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// This number, to the last digit.
    Exactly(f64),
    /// This number, which is not rounded.
    Nearly(f64),
    /// This text.
    Text(Arc<str>),
    /// Whatever it comes to.
    Anything,
}

/// All columns and single cells.
#[derive(Debug, Default)]
pub struct Plan {
    /// Columns in the order in which they were entered.
    pub columns: Vec<Column>,
    /// Single cells; those of a sheet stand below each other in this order.
    pub singles: Vec<Single>,
    values: Vec<Cell>,
    units: usize,
    known: HashMap<(Sheet, String), ColId>,
    known_singles: HashMap<String, CellId>,
}

impl Plan {
    /// Of so many units.
    pub fn new(units: usize) -> Self {
        Self { units, ..Self::default() }
    }

    /// How many units there are.
    pub const fn units(&self) -> usize {
        self.units
    }

    /// Enters a column of what is typed in.
    pub fn input(&mut self, order: [usize; 4], heads: [String; 3], typed: Typed, cells: Vec<Cell>) -> ColId {
        self.columns.push(Column {
            sheet: Sheet::Data,
            order,
            heads,
            formula: None,
            cells,
            exact: HashMap::new(),
            constants: Vec::new(),
            look: Look::Input(typed),
            notes: Vec::new(),
        });
        self.columns.len() - 1
    }

    /// Enters a column of formulas, or finds the one that says the same on the sheet.
    pub fn column(&mut self, sheet: Sheet, heads: [String; 3], look: Look, formula: Sx) -> ColId {
        let key = (sheet, format!("{formula:?}"));
        if let Some(known) = self.known.get(&key)
            && look == Look::Step
        {
            return *known;
        }
        let cells = (0..self.units).map(|row| kept(eval(&formula, row, self))).collect();
        let order = [self.columns.len(), 0, 0, 0];
        let (constants, notes, exact) = (Vec::new(), Vec::new(), HashMap::new());
        self.columns.push(Column { sheet, order, heads, formula: Some(formula), cells, exact, constants, look, notes });
        self.known.insert(key, self.columns.len() - 1);
        self.columns.len() - 1
    }

    /// Holds a column against what the engine says; what differs becomes a constant.
    pub fn hold(&mut self, column: ColId, wanted: &[Wanted], why: Why) {
        let entered = &mut self.columns[column];
        for (row, (cell, wanted)) in entered.cells.iter_mut().zip(wanted).enumerate() {
            if let Some(exact) = differs(cell, wanted) {
                *cell = exact;
                entered.constants.push((row, why));
            } else if let Wanted::Nearly(exact) = wanted {
                entered.exact.insert(row, *exact);
            }
        }
    }

    /// Makes constants of these rows whatever they come to.
    pub fn fix(&mut self, column: ColId, rows: &[usize], wanted: &[Wanted]) {
        let entered = &mut self.columns[column];
        for row in rows {
            if entered.constants.iter().any(|(known, _)| known == row) {
                continue;
            }
            match &wanted[*row] {
                Wanted::Exactly(x) | Wanted::Nearly(x) => entered.cells[*row] = Cell::Num(*x),
                Wanted::Text(text) => entered.cells[*row] = Cell::Text(text.clone()),
                Wanted::Anything => continue,
            }
            entered.constants.push((*row, Why::Digits));
        }
    }

    /// Enters a column that holds only constants.
    pub fn constants(&mut self, sheet: Sheet, heads: [String; 3], look: Look, wanted: &[Wanted]) -> ColId {
        let cell = |wanted: &Wanted| match wanted {
            Wanted::Exactly(x) | Wanted::Nearly(x) => Cell::Num(*x),
            Wanted::Text(text) => Cell::Text(text.clone()),
            Wanted::Anything => Cell::Text("".into()),
        };
        let order = [self.columns.len(), 0, 0, 0];
        let cells = wanted.iter().map(cell).collect();
        let constants = (0..self.units).map(|row| (row, Why::Untranslated)).collect();
        let (notes, exact) = (Vec::new(), HashMap::new());
        self.columns.push(Column { sheet, order, heads, formula: None, cells, exact, constants, look, notes });
        self.columns.len() - 1
    }

    /// Enters a column of words that say something of the units.
    pub fn words(&mut self, sheet: Sheet, heads: [String; 3], said: &[Wanted]) -> ColId {
        let column = self.constants(sheet, heads, Look::Word, said);
        self.columns[column].constants.clear();
        column
    }

    /// Enters a single cell that is typed in.
    pub fn single(&mut self, sheet: Sheet, heads: [String; 3], look: Look, value: Cell) -> CellId {
        self.singles.push(Single { sheet, heads, formula: None, look });
        self.values.push(value);
        self.singles.len() - 1
    }

    /// Enters single cells with formulas that stand below each other, or finds them; gives the first.
    pub fn statistics(&mut self, heads: &[[String; 3]], formulas: Vec<Sx>) -> CellId {
        let key = format!("{formulas:?}");
        if let Some(known) = self.known_singles.get(&key) {
            return *known;
        }
        let first = self.singles.len();
        for (formula, heads) in formulas.into_iter().zip(heads) {
            let value = kept(eval(&formula, 0, self));
            let look = Look::Step;
            self.singles.push(Single { sheet: Sheet::Statistics, heads: heads.clone(), formula: Some(formula), look });
            self.values.push(value);
        }
        self.known_singles.insert(key, first);
        first
    }

    /// The value of a single cell.
    pub fn value(&self, cell: CellId) -> &Cell {
        &self.values[cell]
    }

    /// The largest number, without its sign, that a formula comes to in any row.
    pub fn largest(&self, sx: &Sx) -> f64 {
        let sizes = (0..self.units).filter_map(|row| match eval(sx, row, self) {
            Cell::Num(x) => Some(x.abs()),
            _ => None,
        });
        sizes.fold(0.0, f64::max)
    }

    /// How many cells with formulas there are among the scores, and how many constants for each reason.
    pub fn counts(&self) -> (usize, usize, usize) {
        let scores = self.columns.iter().filter(|c| c.formula.is_some() || !c.constants.is_empty());
        let (mut formulas, mut digits, mut untranslated) = (0, 0, 0);
        for column in scores {
            let of = |why: Why| column.constants.iter().filter(|(_, w)| *w == why).count();
            digits += of(Why::Digits);
            untranslated += of(Why::Untranslated);
            formulas += self.units - column.constants.len();
        }
        (formulas, digits, untranslated)
    }
}

/// As a cell keeps it: a truth is 1 or 0.
fn kept(cell: Cell) -> Cell {
    match cell {
        Cell::Bool(b) => Cell::Num(f64::from(u8::from(b))),
        Cell::Blank => Cell::Num(0.0),
        other => other,
    }
}

/// What the cell must hold instead, if it does not.
#[allow(clippy::float_cmp)] // both are the double next to the same decimal, or they differ
fn differs(cell: &Cell, wanted: &Wanted) -> Option<Cell> {
    match (wanted, cell) {
        (Wanted::Anything, _) => None,
        (Wanted::Exactly(x), Cell::Num(y)) if x == y => None,
        (Wanted::Nearly(x), Cell::Num(y)) if (x - y).abs() <= 1e-11 * x.abs().max(1.0) => None,
        (Wanted::Text(x), Cell::Text(y)) if x == y => None,
        (Wanted::Exactly(x) | Wanted::Nearly(x), _) => Some(Cell::Num(*x)),
        (Wanted::Text(x), _) => Some(Cell::Text(x.clone())),
    }
}

impl Values for Plan {
    fn column(&self, column: ColId) -> &[Cell] {
        &self.columns[column].cells
    }

    fn cell(&self, cell: CellId) -> &Cell {
        &self.values[cell]
    }

    fn cells(&self, from: CellId, to: CellId) -> &[Cell] {
        &self.values[from..=to]
    }

    fn across(&self, from: ColId, to: ColId) -> std::ops::RangeInclusive<ColId> {
        // neighbours are entered one after the other
        from..=to
    }
}
