//! Sheets that are lists: 改动, 互换, 得分变动, 数据改动.

use rust_xlsxwriter::Worksheet;

use crate::compare::{Change, apportioned, kind_in_words, together_in_words};
use crate::number::Exact;
use crate::report::Unmade;
use crate::report::style::Style;
use crate::report::table::{Column, HEAD, Set, Shown, Table, sheet};
use crate::report::text::put;

use super::Book;

/// Rows of scores that moved, at most: a sheet holds about a million.
const MOST_ROWS: usize = 500_000;

impl Book<'_> {
    fn table<const N: usize>(heads: &[&str; N], sets: [(Set, (usize, usize)); N], none: &'static str) -> Table {
        let columns = heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
        Table { columns, rows: Vec::new(), none }
    }

    pub(super) fn changes(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let w = &self.says.changes;
        let sets = [
            (Set::Centred, (5, 8)),
            (Set::Centred, (8, 14)),
            (Set::Text, (16, 34)),
            (Set::Text, (8, 18)),
            (Set::Small, (14, 36)),
            (Set::Small, (14, 36)),
            (Set::Number(self.places), (8, 12)),
            (Set::Number(0), (6, 9)),
            (Set::Number(0), (6, 9)),
        ];
        let mut table = Self::table(&w.heads, sets, w.none);
        for (at, cause) in self.one.causes.iter().enumerate() {
            let mut first = true;
            for change in cause.changes.iter().map(|change| &self.one.changes[*change]) {
                let mut own = self.told(change, &Self::number(at));
                if let Some(row) = own.first_mut().filter(|_| first) {
                    let effect = [cause.moved.clone(), Exact::from(cause.units), Exact::from(cause.ranks)];
                    row.truncate(6);
                    row.extend(effect.map(Shown::Number));
                }
                if let (Some(row), Some(why)) = (own.first_mut().filter(|_| first), cause.together) {
                    let title = format!("{}\n（{}）", change.title, together_in_words(why, self.one.lang));
                    row[2] = Shown::text(title);
                }
                first = false;
                table.rows.extend(own);
            }
        }
        for change in self.one.changes.iter().filter(|change| change.cause.is_none()) {
            table.rows.extend(self.told(change, ""));
        }
        sheet(self.words, &self.style, to, (w.name, w.says), &table)
    }

    /// A change, a row for each thing that it says.
    fn told(&self, change: &Change, number: &str) -> Vec<Vec<Shown>> {
        let row = |of: &str, before: &str, after: &str| {
            let texts =
                [number, kind_in_words(change.kind, self.one.lang), &change.title, of, before, after, "", "", ""];
            texts.map(Shown::text).to_vec()
        };
        let mut rows: Vec<Vec<Shown>> =
            change.said.iter().map(|said| row(&said.of, &said.before, &said.after)).collect();
        if rows.is_empty() {
            rows.push(row("", "", ""));
        }
        rows
    }

    pub(super) fn exchanges(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let w = &self.says.exchanges;
        let number = Set::Number(self.total_places);
        let sets = [
            (Set::Text, (8, 20)),
            (Set::Text, (8, 20)),
            (number, (8, 10)),
            (number, (8, 10)),
            (number, (8, 10)),
            (Set::Text, (20, 34)),
            (Set::Small, (24, 44)),
        ];
        let mut table = Self::table(&w.heads, sets, w.none);
        let none = self.words.na_mark;
        let places = i8::try_from(self.places).unwrap_or(4);
        for pair in &self.one.exchanges.pairs {
            let [was, is] = pair.gap.clone().map_or([None, None], |gap| gap.map(Some));
            let change = is.as_ref().zip(was.as_ref()).map(|(is, was)| is - was);
            let parts = pair.parts.as_ref().map(|parts| apportioned(parts, places));
            let by = pair.by.map(|by| format!("{} {}", Self::number(by), self.one.causes[by].title));
            table.rows.push(vec![
                Shown::text(&self.one.units[pair.passed].name),
                Shown::text(&self.one.units[pair.behind].name),
                Shown::number(was.as_ref(), none),
                Shown::number(is.as_ref(), none),
                Shown::number(change.as_ref(), none),
                Shown::text(by.unwrap_or_else(|| self.says.unsplit.to_owned())),
                Shown::text(parts.map(|parts| self.causes(&parts, usize::MAX)).unwrap_or_default()),
            ]);
        }
        sheet(self.words, &self.style, to, (w.name, w.says), &table)?;
        if self.one.exchanges.rest > 0 {
            let end = HEAD + 2 + u32::try_from(table.rows.len()).unwrap_or(0);
            let text = put(self.says.more, &[&self.one.exchanges.rest.to_string()]);
            to.write_string_with_format(end, 0, text, &self.style.foot().unset_text_wrap())?;
        }
        Ok(())
    }

    pub(super) fn nodes(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let w = &self.says.nodes;
        let numbers = self.one.units.iter().flat_map(|unit| &unit.nodes).flat_map(|node| node.score.iter().flatten());
        let places = u8::try_from(crate::compare::places(numbers)).unwrap_or(4);
        let number = (Set::Number(places), (8, 10));
        let sets = [
            (Set::Text, (8, 20)),
            (Set::Centred, (6, 10)),
            (Set::Text, (20, 44)),
            (Set::Number(2), (8, 10)),
            (Set::Number(2), (8, 10)),
            number,
            number,
            number,
        ];
        let mut table = Self::table(&w.heads, sets, w.none);
        let none = self.words.na_mark;
        let rows = self.one.units.iter().flat_map(|unit| unit.nodes.iter().map(move |node| (unit, node)));
        for (unit, node) in rows.take(MOST_ROWS) {
            let change = node.score[1].as_ref().zip(node.score[0].as_ref()).map(|(is, was)| is - was);
            let indent = "　".repeat(node.level.saturating_sub(1));
            let mut row =
                vec![Shown::text(&unit.name), Shown::text(&node.id), Shown::text(format!("{indent}{}", node.name))];
            row.extend(node.marks.iter().chain(&node.score).chain([&change]).map(|x| Shown::number(x.as_ref(), none)));
            table.rows.push(row);
        }
        sheet(self.words, &self.style, to, (w.name, w.says), &table)
    }

    pub(super) fn data(&self, to: &mut Worksheet) -> Result<(), Unmade> {
        let w = &self.says.data;
        let sets = [
            (Set::Text, (14, 34)),
            (Set::Text, (8, 20)),
            (Set::Centred, (6, 9)),
            (Set::Centred, (8, 20)),
            (Set::Centred, (8, 20)),
            (Set::Centred, (8, 12)),
            (Set::Centred, (8, 12)),
            (Set::Small, (24, 60)),
        ];
        let mut table = Self::table(&w.heads, sets, w.none);
        for cell in &self.one.cells {
            let [was, is] = &cell.values;
            let places =
                [&was.place, &is.place].map(String::as_str).map(|place| if place.is_empty() { "－" } else { place });
            let texts = [&cell.field, &cell.name, &cell.period, &was.text, &is.text, &was.source, &is.source];
            let mut row: Vec<Shown> = texts.into_iter().map(Shown::text).collect();
            row.push(Shown::text(if places[0] == places[1] { places[0].to_owned() } else { places.join("\n") }));
            table.rows.push(row);
        }
        sheet(self.words, &self.style, to, (w.name, w.says), &table)
    }

    /// The formats of the workbook.
    pub(super) const fn style(&self) -> &Style {
        &self.style
    }
}
