//! The rows of a form by their tags, and those that somebody added by what they say.

use crate::finding::{Code, Finding, Level};
use crate::ingest::cell::measures;
use crate::ingest::grid::Row;
use crate::ingest::layout::columns::{Columns, measure_at, text_at};
use crate::ingest::layout::totals::{self, Tally};
use crate::ingest::layout::{Around, say};
use crate::ingest::sheet::{Answer, Got, Sheet};
use crate::ingest::taken::TakenKind;
use crate::ingest::words;
use crate::register::fold;
use crate::rubric::fingerprint::{Kind, Tag};

use super::body::Body;
use super::check::{self, Fits};
use super::columns::{Column, Of, columns};

/// A form being read.
struct Reader<'b> {
    body: &'b Body<'b>,
    around: &'b Around,
    columns: Vec<Column>,
    /// The sums of each column.
    tallies: Vec<Tally>,
}

/// Reads a form by its tags.
pub(super) fn read(sheet: &mut Sheet<'_>, body: &Body<'_>, around: &Around, unit: Option<usize>) {
    let columns = columns(sheet, body, around);
    if body.kind == Kind::Panel && nobody(sheet, body, around) {
        return;
    }
    let tallies = vec![Tally::default(); columns.len()];
    let mut reader = Reader { body, around, columns, tallies };
    for (position, (row, tag)) in body.rows.iter().zip(&body.tags).enumerate() {
        match (tag, unit) {
            (Some(Tag::Field(id)), Some(unit)) => reader.field(sheet, row, Some(id), unit),
            (Some(Tag::Unit(code)), None) => reader.unit(sheet, row, Some(code)),
            // a row that was added under the headings is read by what it says itself
            (None, Some(unit)) if position > body.head && body.answers(row) => reader.field(sheet, row, None, unit),
            (None, None) if position > body.head && body.answers(row) => reader.unit(sheet, row, None),
            _ => {}
        }
    }
    for (column, tally) in reader.columns.iter().zip(&reader.tallies) {
        if let Of::Field(field) = column.of {
            let field = &sheet.desk.expected.fields[field];
            sheet.findings.extend(tally.differing(|finding| finding.field(field.id.as_str())));
        }
    }
}

impl Reader<'_> {
    /// A row that answers one field for the unit of the form.
    fn field(&self, sheet: &mut Sheet<'_>, row: &Row, tag: Option<&String>, unit: usize) {
        let (desk, body) = (sheet.desk, self.body);
        let visible = text_at(row, body.name).unwrap_or_default();
        let field = match tag.map(|id| desk.fields.by_id(id)) {
            Some(Some(field)) => {
                let name = &desk.expected.fields[field].name;
                if !fits(sheet, body, row, check::field(desk, field, &visible), &visible, name) {
                    return;
                }
                field
            }
            // gone from the rubric, or added by hand: what people read decides
            missing => match desk.fields.named(&visible) {
                Some(named) => {
                    took_row(sheet, body, row, TakenKind::Field, &desk.expected.fields[named.field].name);
                    named.field
                }
                None => return self.no_field(sheet, row, missing.is_none(), tag.unwrap_or(&visible), unit),
            },
        };
        for column in self.columns.iter().filter(|c| c.of == Of::Rows) {
            self.answer(sheet, row, column, (unit, field), measure_at(row, body.measure).or(column.measure.as_deref()));
        }
    }

    /// A row whose name no field bears: a typed rate, a total or a note, or a stranger.
    fn no_field(&self, sheet: &mut Sheet<'_>, row: &Row, is_added: bool, tag: &str, unit: usize) {
        let body = self.body;
        let visible = text_at(row, body.name).unwrap_or_default();
        if let Some((derived, period)) = sheet.desk.derived.named(&visible) {
            let says = format!("{} {}", say::RATE, sheet.desk.expected.derived[derived].name);
            took_row(sheet, body, row, TakenKind::Check, &says);
            for column in self.columns.iter().filter(|c| c.of == Of::Rows) {
                let period = period.as_deref().map_or_else(|| column.period.clone(), |p| sheet.shared(p));
                sheet.keep_typed(derived, unit, (period, self.around.source.clone()), row, column.col);
            }
            return;
        }
        let text = if visible.is_empty() { tag } else { visible.as_str() };
        let passed = is_added && passes(row, text);
        if body.answers(row) && !passed && !text.is_empty() {
            let place = sheet.place_at(row.index, body.name);
            sheet.unknown_field(text, place);
        }
    }

    /// A row that answers every field of a matrix for one unit.
    fn unit(&mut self, sheet: &mut Sheet<'_>, row: &Row, tag: Option<&String>) {
        let (desk, body) = (sheet.desk, self.body);
        let visible = text_at(row, body.name).unwrap_or_default();
        let unit = match tag.and_then(|code| desk.units.known(code)) {
            Some(unit) => {
                let name = &desk.expected.register.units()[unit].name;
                if !fits(sheet, body, row, check::unit_name(desk, unit, &visible), &visible, name) {
                    return;
                }
                unit
            }
            None => {
                let text = if visible.is_empty() { tag.cloned().unwrap_or_default() } else { visible };
                if !body.answers(row) {
                    return;
                }
                if tag.is_none() && desk.units.known(&text).is_none() && passes(row, &text) {
                    return self.sums(sheet, row);
                }
                if text.is_empty() {
                    return;
                }
                let Some(unit) = sheet.unit(&text, |s| s.place_at(row.index, body.name)) else { return };
                took_row(sheet, body, row, TakenKind::Unit, &desk.expected.register.units()[unit].name);
                unit
            }
        };
        for at in 0..self.columns.len() {
            let column = &self.columns[at];
            match column.of {
                Of::Field(field) => {
                    let own = &desk.expected.fields[field];
                    let measure = column.measure.as_deref().filter(|m| measures::is_stated(m, own));
                    let got = self.answer(sheet, row, column, (unit, field), measure);
                    // one cell merged over several rows is one figure in a sum
                    let filled = row.cell(column.col).is_some_and(|c| c.anchor.is_some());
                    self.tallies[at].part(if filled { Got::Other } else { got.unwrap_or(Got::Other) });
                }
                Of::Derived(derived) => {
                    let when = (column.period.clone(), self.around.source.clone());
                    sheet.keep_typed(derived, unit, when, row, column.col);
                }
                Of::Rows => {}
            }
        }
    }

    /// A row of sums that somebody added: each is kept to be compared with its column.
    fn sums(&mut self, sheet: &mut Sheet<'_>, row: &Row) {
        let answers = |col: u32| self.columns.iter().any(|c| c.col == col);
        let labels = row.cells.iter().filter(|c| !answers(c.col)).map(|c| (c.content.folded(), c.col));
        let Some((label, at)) = labels.into_iter().find(|(text, _)| words::is_total(text)) else { return };
        let Some(sum) = say::sum(&label) else { return };
        sheet.took((row.index, at), &label, TakenKind::Check, say::SUM);
        for (column, tally) in self.columns.iter().zip(&mut self.tallies) {
            let Of::Field(field) = column.of else { continue };
            let field = &sheet.desk.expected.fields[field];
            let Some(cell) = row.cell(column.col).filter(|c| c.anchor.is_none()) else { continue };
            let measure = column.measure.as_deref().filter(|m| measures::is_stated(m, field));
            if let Some(typed) = totals::read(Some(&cell.content), field, measure).filter(|_| totals::is_summed(field))
            {
                tally.total(sum, typed, sheet.place(row, cell));
            }
        }
    }

    /// One cell.
    fn answer(
        &self,
        sheet: &mut Sheet<'_>,
        row: &Row,
        column: &Column,
        (unit, field): (usize, usize),
        measure: Option<&str>,
    ) -> Option<Got> {
        let source = Columns::default().source(sheet, row, self.around, field, column.col)?;
        let remarks = self.body.remarks(row, &sheet.desk.expected.fields[field].id);
        let period = column.period.clone();
        Some(sheet.answer(Answer { unit, field, period, source, row, col: column.col, measure, state: None, remarks }))
    }
}

/// Says what a row without a tag was taken for.
fn took_row(sheet: &mut Sheet<'_>, body: &Body<'_>, row: &Row, kind: TakenKind, meaning: &str) {
    let found = text_at(row, body.name).unwrap_or_default();
    sheet.took((row.index, body.name), &found, kind, meaning);
}

/// Whether marks were given on a sheet of a panel by somebody who is named nowhere.
fn nobody(sheet: &mut Sheet<'_>, body: &Body<'_>, around: &Around) -> bool {
    let named = around.source_line.is_some() || !around.declared;
    let rows = body.rows.iter().zip(&body.tags).filter(|(_, tag)| matches!(tag, Some(Tag::Unit(_))));
    if named || !rows.into_iter().any(|(row, _)| body.answers(row)) {
        return false;
    }
    let row = &body.rows[body.head.saturating_sub(1)];
    let place = row.cells.first().map_or_else(|| sheet.place_at(row.index, 0), |cell| sheet.place(row, cell));
    let finding = Finding::new(Code::UnknownSource).found(words::say::NO_ASSESSOR);
    sheet.findings.push(finding.at(place));
    true
}

/// Whether an answered row may be read by its tag; that it says something else is a finding.
fn fits(sheet: &mut Sheet<'_>, body: &Body<'_>, row: &Row, fits: Fits, visible: &str, name: &str) -> bool {
    let Some(level) = fits.level() else { return true };
    if body.answers(row) {
        let finding = Finding::new(Code::HeadingDiffers).level(level).found(visible).expected(name);
        let place = sheet.place_at(row.index, body.name);
        sheet.findings.push(finding.at(place));
    }
    level != Level::Error
}

/// Totals, signatures and notes among rows without a tag.
fn passes(row: &Row, text: &str) -> bool {
    let folded = fold(text);
    let (first, role) = (row.first(), words::role(&folded).is_some());
    words::is_footer(&first) || words::is_footer(&folded) || words::is_total(&folded) || words::is_total(&first) || role
}
