//! What other sheets show of the live core: formulas that pick a unit by its number in the list, or stay with a unit.

use rust_xlsxwriter::Formula;

use crate::expr::{NodeId, Partition};
use crate::number::Exact;

use super::Live;
use super::formula::ColId;
use super::formula::print::print;
use super::place::FIRST;
use super::plan::Sheet;
use super::write::result;

/// What a cell of another sheet shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The unit's name.
    Unit,
    /// Its group or class.
    Part(Partition),
    /// How many indicators it has.
    Tasks,
    /// Vetoes and remarks.
    Remarks,
    /// Its place.
    Place,
    /// Its place in the group or class.
    PlaceIn(Partition),
    /// Its score at a node, in the last scored period.
    Node(NodeId),
    /// Its total in a scored period, by index.
    Period(usize),
    /// Its total.
    Total,
    /// Its total without adjustments.
    Unadjusted,
    /// Its grade.
    Grade,
    /// Its place in the earlier result.
    PlaceBefore,
    /// Its total in the earlier result.
    TotalBefore,
}

impl Live {
    fn column(&self, shown: Shown) -> Option<ColId> {
        match shown {
            Shown::Unit => None,
            Shown::Part(by) => self.parts[by],
            Shown::Tasks => self.tasks,
            Shown::Remarks => Some(self.remarks),
            Shown::Place => Some(self.ranking.place),
            Shown::PlaceIn(by) => self.ranking.place_in[by],
            Shown::Node(node) => self.nodes.get(node).copied().flatten(),
            Shown::Period(index) => self.periods.get(index).copied(),
            Shown::Total => Some(self.ranking.total),
            Shown::Unadjusted => self.unadjusted,
            Shown::Grade => self.ranking.grade,
            Shown::PlaceBefore => self.before.map(|[place, _]| place),
            Shown::TotalBefore => self.before.map(|[_, total]| total),
        }
    }

    /// Whether the core has this of every unit.
    pub fn shows(&self, shown: Shown) -> bool {
        shown == Shown::Unit || self.column(shown).is_some()
    }

    /// The sheet and letters of what is shown.
    fn place_of(&self, shown: Shown) -> Option<(String, String)> {
        if shown == Shown::Unit {
            return Some((self.layout.quoted(Sheet::Data), "B".to_owned()));
        }
        let column = self.column(shown)?;
        Some((self.layout.quoted(self.layout.columns[column].0), self.layout.letters(column)))
    }

    fn cached(&self, shown: Shown, unit: usize, name: &str) -> String {
        match self.column(shown) {
            Some(column) => result(&self.plan.columns[column].shown(unit)),
            None => name.to_owned(),
        }
    }

    /// A formula that shows the unit with this number in the list, counted from nought; `unit` is who stands there now.
    pub fn picked(&self, shown: Shown, number: u32, (unit, name): (usize, &str)) -> Option<Formula> {
        let text = self.pick(shown, number)?;
        Some(Formula::new(text).set_result(self.cached(shown, unit, name)))
    }

    /// A formula for what the unit with this number has gained since the earlier result: places, or marks of so many
    /// decimals; `gained` is what it is now.
    pub fn since(&self, number: u32, places: Option<u8>, gained: Option<&Exact>, none: &str) -> Option<Formula> {
        let (now, before) = match places {
            None => (self.pick(Shown::PlaceBefore, number)?, self.pick(Shown::Place, number)?),
            Some(_) => (self.pick(Shown::Total, number)?, self.pick(Shown::TotalBefore, number)?),
        };
        let apart = match places {
            None => format!("{now}-{before}"),
            Some(places) => format!("ROUND({now}-{before},{places})"),
        };
        let text = format!("IF(AND(ISNUMBER({now}),ISNUMBER({before})),{apart},\"{none}\")");
        Some(Formula::new(text).set_result(gained.map_or_else(|| none.to_owned(), |x| x.to_f64().to_string())))
    }

    /// The text of a formula that picks what is shown of the unit with this number in the list.
    fn pick(&self, shown: Shown, number: u32) -> Option<String> {
        let (sheet, letters) = self.place_of(shown)?;
        let (first, last) = (FIRST + 1, FIRST + u32::try_from(self.plan.units()).unwrap_or(0));
        let who = self.who(number);
        let mut text = format!("INDEX({sheet}${letters}${first}:${letters}${last},{who})");
        // nothing would be shown as nought
        if matches!(shown, Shown::Unit | Shown::Part(_) | Shown::Remarks | Shown::Grade) {
            text.push_str("&\"\"");
        }
        Some(text)
    }

    /// The cell that holds the number of the unit with this number in the list among all units.
    pub fn who(&self, number: u32) -> String {
        let sheet = self.layout.quoted(self.layout.columns[self.picks].0);
        format!("{sheet}${}${}", self.layout.letters(self.picks), FIRST + 1 + number)
    }

    /// All units' cells of what is shown.
    pub fn range(&self, shown: Shown) -> Option<String> {
        let (sheet, letters) = self.place_of(shown)?;
        let (first, last) = (FIRST + 1, FIRST + u32::try_from(self.plan.units()).unwrap_or(0));
        Some(format!("{sheet}${letters}${first}:${letters}${last}"))
    }

    /// A formula for a unit's score at a node over its marks, in the last scored period; nothing where it has none.
    pub fn share(&self, node: NodeId, unit: usize, share: Option<&Exact>) -> Option<Formula> {
        let (sheet, letters) = self.place_of(Shown::Node(node))?;
        let row = FIRST + 1 + u32::try_from(unit).unwrap_or(0);
        let marks = print(self.marks.get(node)?.as_ref()?, row, &self.layout.outside());
        let score = format!("{sheet}${letters}${row}");
        let text = format!("IF(ISNUMBER({score}),IFERROR({score}/({marks}),\"\"),\"\")");
        Some(Formula::new(text).set_result(share.map(|x| x.to_f64().to_string()).unwrap_or_default()))
    }

    /// A formula that shows a unit's own cell.
    pub fn own(&self, shown: Shown, unit: usize) -> Option<Formula> {
        let (sheet, letters) = self.place_of(shown)?;
        let row = FIRST + 1 + u32::try_from(unit).unwrap_or(0);
        Some(Formula::new(format!("{sheet}${letters}${row}")).set_result(self.cached(shown, unit, "")))
    }
}
