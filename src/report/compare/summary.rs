//! Sheet 摘要: the two sides, how much moved, the main causes, grades that changed, and the other sheets.

use rust_xlsxwriter::{FormatAlign, Url, Worksheet};

use crate::compare::{Cause, Presence, SideSaid, UnitMoved};
use crate::report::style::{clip, print};
use crate::report::text::put;
use crate::report::{Unmade, columns};

use super::Book;

/// Causes and grades that are listed.
const MOST: usize = 12;
const WIDTHS: [f64; 3] = [20.0, 48.0, 48.0];

impl Book<'_> {
    pub(super) fn summary(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let w = &self.says.summary;
        to.set_name(w.name)?;
        for (at, width) in (0_u16..).zip(WIDTHS) {
            to.set_column_width(at, width)?;
        }
        to.merge_range(0, 0, 0, 2, &self.title(), &self.style.title().set_font_size(18))?;
        to.set_row_height(0, 48)?;
        to.merge_range(1, 0, 1, 2, w.says, &self.style.subtitle())?;
        to.set_row_height(1, 20)?;
        let mut row = self.both_sides(to)?;
        row = self.counted(to, row)?;
        row = self.main_causes(to, row)?;
        row = self.grades(to, row)?;
        row = self.listed(to, row)?;
        print(to, self.words, (0, 1))?;
        to.set_portrait();
        to.set_print_area(0, 0, row - 1, 2)?;
        Ok(())
    }

    fn head(&self, to: &mut Worksheet, row: u32, text: &str) -> Result<u32, Unmade> {
        to.merge_range(row, 0, row, 2, text, &self.style.head().set_align(FormatAlign::Left).set_font_size(11))?;
        to.set_row_height(row, 24)?;
        Ok(row + 1)
    }

    fn pair(&self, to: &mut Worksheet, row: u32, name: &str, text: &str) -> Result<u32, Unmade> {
        to.write_string_with_format(row, 0, clip(name), &self.style.text().set_bold())?;
        to.merge_range(row, 1, row, 2, &clip(text), &self.style.text())?;
        let lines = columns::lines(text, WIDTHS[1] + WIDTHS[2]).max(columns::lines(name, WIDTHS[0]));
        to.set_row_height(row, columns::height(lines, 10.0).max(20.0))?;
        Ok(row + 1)
    }

    fn both_sides(&self, to: &mut Worksheet) -> Result<u32, Unmade> {
        let row = self.head(to, 2, self.says.summary.heads[0])?;
        let head = self.style.centred().set_bold();
        to.write_string_with_format(row, 0, "", &head)?;
        for (at, side) in (1_u16..).zip(self.says.sides) {
            to.write_string_with_format(row, at, side, &head)?;
        }
        let texts = |side: &SideSaid| {
            let rubric = format!("{}　{} {}", side.title, side.rubric, side.version);
            [side.label.clone(), rubric, side.period.clone(), side.full_marks.to_string(), side.units.to_string()]
        };
        let [before, after] = self.one.sides.each_ref().map(texts);
        for (at, ((name, before), after)) in (row + 1..).zip(self.says.about.iter().zip(before).zip(after)) {
            to.write_string_with_format(at, 0, *name, &self.style.text().set_bold())?;
            to.write_string_with_format(at, 1, clip(&before), &self.style.text())?;
            to.write_string_with_format(at, 2, clip(&after), &self.style.text())?;
            let lines = columns::lines(&before, WIDTHS[1]).max(columns::lines(&after, WIDTHS[2]));
            to.set_row_height(at, columns::height(lines, 10.0).max(20.0))?;
        }
        Ok(row + 6)
    }

    fn counted(&self, to: &mut Worksheet, row: u32) -> Result<u32, Unmade> {
        let w = &self.says.summary;
        let row = self.head(to, row, w.heads[1])?;
        let count = |n: usize| n.to_string();
        let causes = [count(self.one.changes.len()), count(self.one.causes.len())];
        let moved = |up: bool| {
            let changes = self.one.units.iter().filter_map(UnitMoved::rank_change);
            changes.filter(|change| if up { change.is_negative() } else { change.is_positive() }).count()
        };
        let is = |presence: Presence| self.one.units.iter().filter(|unit| unit.presence == presence).count();
        let (up, down) = (moved(true), moved(false));
        let ranked = self.one.units.iter().filter(|unit| unit.rank_change().is_some()).count();
        let ranks = [up, down, ranked - up - down, is(Presence::New), is(Presence::Gone)].map(count);
        let pairs = [count(self.one.exchanges.pairs.len() + self.one.exchanges.rest)];
        let said = [&causes[..], &ranks[..], &pairs[..]];
        let mut row = row;
        for ((name, template), items) in w.labels.iter().zip(w.counts).zip(said) {
            let items: Vec<&str> = items.iter().map(String::as_str).collect();
            row = self.pair(to, row, name, &put(template, &items))?;
        }
        if self.one.method.unsplit > 0 {
            row = self.pair(to, row, self.says.unsplit, &self.one.method.unsplit.to_string())?;
        }
        Ok(row)
    }

    fn main_causes(&self, to: &mut Worksheet, row: u32) -> Result<u32, Unmade> {
        let w = &self.says.summary;
        let mut row = self.head(to, row, w.heads[2])?;
        let mut causes: Vec<(usize, &Cause)> = self.one.causes.iter().enumerate().collect();
        causes.sort_by_key(|(_, cause)| std::cmp::Reverse(&cause.moved));
        for (at, cause) in causes.into_iter().take(MOST) {
            let moved = self.signed(&cause.moved).trim_start_matches('+').to_owned();
            let effect = put(w.moved, &[&moved, &cause.units.to_string(), &cause.ranks.to_string()]);
            row = self.pair(to, row, &Self::number(at), &format!("{}\n{effect}", cause.title))?;
        }
        if self.one.causes.is_empty() {
            row = self.pair(to, row, "", w.nothing)?;
        }
        Ok(row)
    }

    fn grades(&self, to: &mut Worksheet, row: u32) -> Result<u32, Unmade> {
        let w = &self.says.summary;
        let none = self.words.na_mark.to_owned();
        let changed = self.one.units.iter().filter(|u| u.presence == Presence::Both && u.grade[0] != u.grade[1]);
        let mut rows = row;
        for (at, unit) in changed.take(MOST).enumerate() {
            if at == 0 {
                rows = self.head(to, rows, w.heads[3])?;
            }
            let [before, after] = unit.grade.each_ref().map(|grade| grade.clone().unwrap_or_else(|| none.clone()));
            let mut text = put(w.grade, &[&before, &after]);
            if let Some(by) = unit.grade_by {
                text = put(w.by, &[&text, &format!("{} {}", Self::number(by), self.one.causes[by].title)]);
            }
            rows = self.pair(to, rows, &unit.name, &text)?;
        }
        Ok(rows)
    }

    /// The other sheets, with links.
    fn listed(&self, to: &mut Worksheet, row: u32) -> Result<u32, Unmade> {
        let says = self.says;
        let mut row = self.head(to, row, says.summary.heads[4])?;
        let sheets = [
            (says.changes.name, says.changes.says),
            (says.moves.name, says.moves.says),
            (says.split.name, says.split.says),
            (says.exchanges.name, says.exchanges.says),
            (says.nodes.name, says.nodes.says),
            (says.data.name, says.data.says),
        ];
        for (name, on) in sheets {
            self.pair(to, row, name, on)?;
            let url = Url::new(format!("internal:'{name}'!A1")).set_text(name);
            let blue = self.style.text().set_font_color(0x1F_4E9E);
            to.write_url_with_format(row, 0, &url, &blue)?;
            row += 1;
        }
        Ok(row)
    }
}
