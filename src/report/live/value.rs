//! What a form becomes: a formula, the cells on whose state it hangs, and what kind of thing it yields.

use super::formula::{ColId, Sx};

/// What a formula yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Num,
    /// A truth.
    Bool,
    /// A text.
    Text,
    /// A date, as its number.
    Date,
}

/// A cell that may be missing or not applicable.
#[derive(Clone, Debug, PartialEq)]
pub struct Dep {
    /// The cell.
    pub at: Sx,
    /// Whether it holds a text, so that being a number does not tell whether it is there.
    pub text: bool,
}

/// A formula that is right wherever all cells that it hangs on are there.
#[derive(Clone, Debug)]
pub struct Val {
    /// The formula; a truth is a condition, not 1 or 0.
    pub x: Sx,
    /// The cells it hangs on.
    pub deps: Vec<Dep>,
    /// What it yields.
    pub kind: Kind,
    /// Whether it can fail though all of them are there (a division by nought, a root of a negative number).
    pub risky: bool,
    /// Whether its double is the one next to an exact decimal, without noise.
    pub clean: bool,
    /// A truth's own 1 or 0, where a cell holds it.
    pub stored: Option<Sx>,
}

/// A form as a formula.
#[derive(Clone, Debug)]
pub enum Tr {
    /// Right where what it hangs on is there.
    Pure(Val),
    /// Yields a state by itself where something is not there; a truth as 1 or 0. With what it has looked at already.
    Full(Sx, Kind, Vec<Dep>),
}

/// Something that no formula can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untranslated(pub &'static str);

impl Val {
    /// A number that is always there.
    pub fn sure(x: Sx) -> Self {
        Self { x, deps: Vec::new(), kind: Kind::Num, risky: false, clean: true, stored: None }
    }

    /// A condition that is always decided.
    pub fn condition(x: Sx) -> Self {
        Self { kind: Kind::Bool, ..Self::sure(x) }
    }

    /// A cell that may hold a state instead.
    pub fn cell(at: Sx, kind: Kind, clean: bool) -> Self {
        let deps = vec![Dep { at: at.clone(), text: kind == Kind::Text }];
        let (x, stored) = if kind == Kind::Bool { (at.clone().op("=", Sx::int(1)), Some(at)) } else { (at, None) };
        Self { x, deps, kind, risky: false, clean, stored }
    }

    /// As a number: a yes counts one.
    pub fn as_number(&self) -> Sx {
        match (self.kind, &self.stored) {
            (Kind::Bool, Some(stored)) => stored.clone(),
            (Kind::Bool, None) => self.x.clone().then(Sx::int(1), Sx::int(0)),
            _ => self.x.clone(),
        }
    }

    /// As a cell keeps it.
    pub fn as_cell(&self) -> Sx {
        self.as_number()
    }

    /// Whether it is a cell, or a number written out.
    pub fn is_atom(&self) -> bool {
        matches!(self.as_number(), Sx::Num(..) | Sx::Text(_) | Sx::Col(_) | Sx::Cell(_))
    }

    /// The column whose cell it is.
    pub fn column(&self) -> Option<ColId> {
        match self.as_number() {
            Sx::Col(column) => Some(column),
            _ => None,
        }
    }

    /// Hangs on these too.
    #[must_use]
    pub fn also(mut self, deps: &[Dep]) -> Self {
        join(&mut self.deps, deps);
        self
    }

    /// Whether all that it hangs on is among these.
    pub fn within(&self, deps: &[Dep]) -> bool {
        self.deps.iter().all(|d| deps.contains(d))
    }
}

/// Adds what is not there yet.
pub fn join(deps: &mut Vec<Dep>, more: &[Dep]) {
    for dep in more {
        if !deps.contains(dep) {
            deps.push(dep.clone());
        }
    }
}
