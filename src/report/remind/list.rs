//! Sheets 催报清单 (who owes how much) and 催报文本 (a text for each, to paste into a message).

use rust_xlsxwriter::Worksheet;

use crate::number::Exact;
use crate::report::Unmade;
use crate::report::style::Style;
use crate::report::table::{Column, Set, Shown, Table, sheet as table_sheet};
use crate::report::text::put;

use super::owed::{Addressee, Reminder, What, name_of};
use super::{MOST_LETTERS, Reminding};

/// So many items are named in a text.
const NAMED: usize = 6;

pub(super) fn sheet(
    reminding: &Reminding<'_>,
    reminders: &[Reminder],
    letters: &[String],
    style: &Style,
    to: &mut Worksheet,
) -> Result<(), Unmade> {
    let words = reminding.words();
    let sets = [
        (Set::Text, (12, 40)),
        (Set::Centred, (6, 8)),
        (Set::Centred, (6, 8)),
        (Set::Centred, (6, 8)),
        (Set::Centred, (6, 8)),
        (Set::Centred, (6, 8)),
        (Set::Small, (14, 40)),
        (Set::Centred, (10, 17)),
        (Set::Centred, (10, 11)),
        (Set::Centred, (8, 14)),
        (Set::Small, (14, 36)),
    ];
    let counted = reminding.days_left().is_some();
    // without a day to count to there is nothing to say of days
    let kept = |at: usize| counted || at != 9;
    let columns = words.list.heads.iter().zip(sets).enumerate().filter(|(at, _)| kept(*at));
    let columns = columns.map(|(_, (head, (set, bounds)))| Column::new(head, set, bounds)).collect();
    let row = |(at, one): (usize, &Reminder)| {
        let name = match letters.get(at) {
            Some(letter) => Shown::Link { to: format!("internal:'{letter}'!A1"), text: one.to.clone() },
            None => Shown::text(&one.to),
        };
        let count = |n: usize| Shown::Number(Exact::from(n));
        let cells = vec![
            name,
            Shown::text(kind(reminding, one.kind)),
            count(one.asked),
            count(one.missing),
            count(one.unreadable),
            count(one.evidence),
            Shown::text(came(reminding, one)),
            Shown::text(&one.received),
            Shown::text(reminding.report.due),
            Shown::text(reminding.standing()),
            Shown::text(&one.form),
        ];
        cells.into_iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, cell)| cell).collect()
    };
    let table = Table { columns, rows: reminders.iter().enumerate().map(row).collect(), none: words.list.none };
    let mut says = vec![reminding.report.title(), put(words.list.says, &[&reminders.len().to_string()])];
    says.extend(reminding.as_of.map(|day| put(words.as_of, &[&day.to_string()])));
    if reminders.len() > MOST_LETTERS {
        says.push(put(words.letters_cut, &[&MOST_LETTERS.to_string()]));
    }
    table_sheet(reminding.report.words(), style, to, (words.list.name, &says.join("　")), &table)
}

fn kind(reminding: &Reminding<'_>, kind: Addressee) -> &'static str {
    let at = Addressee::ALL.iter().position(|k| *k == kind).unwrap_or_default();
    reminding.words().kinds[at]
}

/// What came from them at all.
fn came(reminding: &Reminding<'_>, one: &Reminder) -> String {
    let words = reminding.words();
    let unread = || one.unread.iter().map(|path| put(words.unread, &[name_of(path)]));
    let came = match one.files.as_slice() {
        [] => None,
        [only] => Some(name_of(only).to_owned()),
        [first, ..] => Some(put(words.files_came, &[name_of(first), &one.files.len().to_string()])),
    };
    let said: Vec<String> = came.into_iter().chain(unread()).collect();
    if said.is_empty() { words.nothing_came.to_owned() } else { said.join("\n") }
}

/// The sheet with a text for everyone who owes something.
pub(super) fn texts(
    reminding: &Reminding<'_>,
    reminders: &[Reminder],
    style: &Style,
    to: &mut Worksheet,
) -> Result<(), Unmade> {
    let words = reminding.words();
    let sets = [(Set::Text, (12, 40)), (Set::Text, (60, 90))];
    let columns = words.texts.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds));
    let rows = reminders.iter().map(|one| vec![Shown::text(&one.to), Shown::text(text(reminding, one))]).collect();
    let table = Table { columns: columns.collect(), rows, none: words.texts.none };
    table_sheet(reminding.report.words(), style, to, (words.texts.name, words.texts.says), &table)
}

/// One line of text: it is pasted as it stands, without quotes that a spreadsheet puts round several lines.
fn text(reminding: &Reminding<'_>, one: &Reminder) -> String {
    let (words, comma) = (reminding.words(), reminding.report.words().comma);
    let mut names: Vec<String> = Vec::new();
    for owed in &one.owed {
        let name = match owed.what {
            What::Evidence => format!("{} {}", owed.indicator, words.proof),
            What::Missing | What::Unreadable(_) => owed.field.clone(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let total = names.len();
    names.truncate(NAMED);
    let mut items = names.join(comma);
    if total > NAMED {
        items = put(words.and_more, &[&items, &total.to_string()]);
    }
    let due = reminding.report.due;
    let by = if due.is_empty() { String::new() } else { put(words.by, &[due]) };
    let standing = reminding.standing();
    let standing = if standing.is_empty() { String::new() } else { format!("{}{standing}", words.clause) };
    let title = reminding.report.title();
    let template = if one.files.is_empty() && one.unread.is_empty() { words.text_nothing } else { words.text };
    put(template, &[&one.to, &title, &by, &items, &standing, &one.form])
}
