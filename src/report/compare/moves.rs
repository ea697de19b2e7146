//! Sheet 名次变动: every unit's rank, total and grade as they were and are, with a chart of the ranks.

use rust_xlsxwriter::{ConditionalFormatText, ConditionalFormatTextRule, Format, Worksheet};

use crate::compare::{Presence, UnitMoved};
use crate::report::Unmade;
use crate::report::table::{Column, HEAD, Set, Shown, Table, rank_set, rows, sheet};

use super::Book;

/// Causes named for a unit.
const CAUSES: usize = 3;
/// Ink of units that rose, and of those that fell.
const ROSE: u32 = 0x2E_7D4F;
const FELL: u32 = 0xB0_3A2E;

impl Book<'_> {
    pub(super) fn moves(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let w = &self.says.moves;
        let ranks: Vec<_> = self.one.units.iter().flat_map(|unit| unit.rank.each_ref()).map(Option::as_ref).collect();
        let rank = (rank_set(&ranks), (6, 8));
        let total = (Set::Number(self.total_places), (8, 10));
        let sets = [
            rank,
            rank,
            (Set::Centred, (6, 12)),
            (Set::Text, (10, 24)),
            total,
            total,
            total,
            (Set::Centred, (6, 10)),
            (Set::Centred, (6, 10)),
            (Set::Text, (24, 46)),
        ];
        let columns = w.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
        let rows_of_units = self.one.units.iter().map(|unit| self.moved(unit)).collect();
        let table = Table { columns, rows: rows_of_units, none: w.none };
        sheet(self.words, self.style(), to, (w.name, w.says), &table)?;
        let last = HEAD + rows(self.one.units.len());
        for (mark, ink) in [(self.says.up, ROSE), (self.says.down, FELL)] {
            let rule = ConditionalFormatText::new()
                .set_rule(ConditionalFormatTextRule::Contains(mark.to_owned()))
                .set_format(Format::new().set_font_color(ink).set_bold());
            to.add_conditional_format(HEAD + 1, 2, last.max(HEAD + 1), 2, &rule)?;
        }
        self.slopes(to, last + 2)
    }

    fn moved(&self, unit: &UnitMoved) -> Vec<Shown> {
        let none = self.words.na_mark;
        let said = match (unit.presence, self.printed(unit)) {
            (Presence::New, _) => self.says.new.to_owned(),
            (Presence::Gone, _) => self.says.gone.to_owned(),
            (Presence::Both, None) => self.says.unsplit.to_owned(),
            (Presence::Both, Some(parts)) => self.causes(&parts, CAUSES),
        };
        let grade = |at: usize| Shown::text(unit.grade[at].as_deref().unwrap_or(none));
        vec![
            Shown::number(unit.rank[0].as_ref(), none),
            Shown::number(unit.rank[1].as_ref(), none),
            Shown::text(self.arrow(unit)),
            Shown::text(&unit.name),
            Shown::number(unit.total[0].as_ref(), none),
            Shown::number(unit.total[1].as_ref(), none),
            Shown::number(unit.score_change().as_ref(), none),
            grade(0),
            grade(1),
            Shown::text(said),
        ]
    }

    fn arrow(&self, unit: &UnitMoved) -> String {
        match unit.rank_change() {
            Some(change) if change.is_negative() => format!("{}{}", self.says.up, change.abs().display(1)),
            Some(change) if change.is_positive() => format!("{}{}", self.says.down, change.display(1)),
            Some(_) => self.says.same.to_owned(),
            None => match unit.presence {
                Presence::New => self.says.new.to_owned(),
                Presence::Gone => self.says.gone.to_owned(),
                Presence::Both => self.words.na_mark.to_owned(),
            },
        }
    }
}
