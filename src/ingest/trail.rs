//! The observations of an earlier run as a return: which of them counted there, and where each stood.
//!
//! `observations.csv` has the columns `file`, `sheet`, `cell` and `used`. Where all four stand in a long table, a row that was
//! not used is passed over — another one answers in its place — and the others keep the place that they came from.

use crate::finding::Place;
use crate::register::fold;

/// Headings of the columns, folded.
const HEADINGS: [&str; 4] = ["file", "sheet", "cell", "used"];

/// Those columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trail<C> {
    place: [C; 3],
    used: C,
}

impl<C: Copy> Trail<C> {
    /// The columns by their headings; `None` where one is not there.
    pub(super) fn of<T: AsRef<str>>(headings: impl Iterator<Item = (C, T)>) -> Option<Self> {
        let mut found = [None; 4];
        for (at, heading) in headings {
            let folded = fold(heading.as_ref());
            if let Some(which) = HEADINGS.iter().position(|known| *known == folded) {
                found[which] = found[which].or(Some(at));
            }
        }
        let [file, sheet, cell, used] = found;
        Some(Self { place: [file?, sheet?, cell?], used: used? })
    }

    /// Whether a row did not count.
    pub(super) fn passes<T: AsRef<str>>(&self, text: impl Fn(C) -> T) -> bool {
        fold(text(self.used).as_ref()) == "false"
    }

    /// Where a row stood.
    pub(super) fn origin<T: AsRef<str>>(&self, text: impl Fn(C) -> T) -> Option<Place> {
        let [file, sheet, cell] = self.place.map(|at| text(at).as_ref().trim().into());
        let place = Place { file, sheet, cell };
        (!place.is_empty()).then_some(place)
    }
}
