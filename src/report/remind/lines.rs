//! What is owed as the lines of a letter: what is missing of many units in the same way is one line.

use crate::report::text::put;

use super::Reminding;
use super::owed::{Addressee, Owed, Reminder, What, name_of};

/// So many units are named in a line; how many there are is always said.
const NAMED: usize = 40;

/// A line of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub indicator: String,
    pub field: String,
    pub period: String,
    /// The units that it is about, named; empty in a letter to a unit.
    pub units: String,
    pub what: String,
    pub evidence: String,
    pub place: String,
}

/// The lines of a letter, in the order of the form.
pub(super) fn lines(reminding: &Reminding<'_>, reminder: &Reminder) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    while at < reminder.owed.len() {
        let first = &reminder.owed[at];
        let alike = |o: &&Owed| {
            (&o.indicator, &o.field, &o.period, &o.what, &o.evidence)
                == (&first.indicator, &first.field, &first.period, &first.what, &first.evidence)
        };
        let folds = reminder.kind != Addressee::Unit && !matches!(first.what, What::Unreadable(_));
        let run = if folds { reminder.owed[at..].iter().take_while(alike).count() } else { 1 };
        lines.push(line(reminding, reminder, &reminder.owed[at..at + run]));
        at += run;
    }
    lines
}

fn line(reminding: &Reminding<'_>, reminder: &Reminder, owed: &[Owed]) -> Line {
    let words = reminding.words();
    let first = &owed[0];
    let place = match owed {
        [only] => only.place.clone(),
        // blanks of many units stand in one table: its file and sheet say enough
        [first, rest @ ..] => {
            let table = |o: &Owed| o.place.rsplit_once('!').map_or("", |(table, _)| table).to_owned();
            if rest.iter().all(|o| table(o) == table(first)) { table(first) } else { String::new() }
        }
        [] => String::new(),
    };
    Line {
        indicator: first.indicator.clone(),
        field: if first.what == What::Evidence { words.proof.to_owned() } else { first.field.clone() },
        period: first.period.clone(),
        units: if reminder.kind == Addressee::Unit { String::new() } else { units(reminding, owed) },
        what: match &first.what {
            What::Missing => words.missing.to_owned(),
            What::Unreadable(why) => why.clone(),
            What::Evidence => words.no_evidence.to_owned(),
        },
        evidence: first.evidence.clone(),
        // the sender knows no folder of ours
        place: name_of(&place).to_owned(),
    }
}

fn units(reminding: &Reminding<'_>, owed: &[Owed]) -> String {
    let (report, words) = (reminding.report, reminding.words());
    if owed.len() > 1 && owed.len() == report.register.len() {
        return put(words.all_units, &[&owed.len().to_string()]);
    }
    let names: Vec<&str> = owed.iter().take(NAMED).map(|o| report.register.units()[o.unit].label()).collect();
    let listed = names.join(report.words().comma);
    if owed.len() > NAMED { put(words.more_units, &[&listed, &owed.len().to_string()]) } else { listed }
}
