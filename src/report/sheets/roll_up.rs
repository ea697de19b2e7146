//! Sheet 上下级对照: what the units below a unit add up to, against what it reports of itself.

use rust_xlsxwriter::Worksheet;

use crate::number::Exact;
use crate::report::style::Style;
use crate::report::table::{Column, Set, Shown, Table, sheet as table_sheet};
use crate::report::text::put;
use crate::report::text::roll_up as words;
use crate::report::{Report, Unmade};

/// How the values of the units below become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rolling {
    /// Added up.
    #[default]
    Sum,
    /// Their plain mean.
    Mean,
}

/// One unit and field, against the units below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolledUp {
    /// The unit above, by index.
    pub unit: usize,
    /// The field above, by index.
    pub field: usize,
    /// Title of the scoring of the units below.
    pub from: String,
    /// How their values become one.
    pub how: Rolling,
    /// How many units there are below.
    pub of: usize,
    /// Those that reported nothing.
    pub missing: Vec<String>,
    /// What those that reported come to, in the field's unit of measure; none where nobody did.
    pub parts: Option<Exact>,
    /// What the unit reports of itself.
    pub own: Option<Exact>,
    /// Whether the two are further apart than they may be; none where that cannot be said.
    pub differs: Option<bool>,
    /// Where its own value stands.
    pub place: String,
}

/// Whether anything is held against anything.
pub(in crate::report) fn wanted(report: &Report<'_>) -> bool {
    !report.rolled.is_empty()
}

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = words(report.lang);
    let sets = [
        (Set::Text, (8, 20)),
        (Set::Text, (14, 30)),
        (Set::Centred, (5, 8)),
        (Set::Centred, (8, 10)),
        (Set::Centred, (8, 14)),
        (Set::Centred, (8, 14)),
        (Set::Centred, (7, 12)),
        (Set::Centred, (7, 12)),
        (Set::Small, (10, 26)),
        (Set::Small, (16, 40)),
    ];
    let columns: Vec<Column> =
        words.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
    let mut rolled: Vec<&RolledUp> = report.rolled.iter().collect();
    rolled.sort_by_key(|r| (r.unit, r.field));
    let rows = rolled.into_iter().map(|r| row(report, r)).collect();
    let mut from: Vec<&str> = Vec::new();
    for one in report.rolled {
        if !from.contains(&one.from.as_str()) {
            from.push(&one.from);
        }
    }
    let says = put(words.says, &[&from.join(report.words().comma)]);
    table_sheet(report.words(), style, to, (words.name, &says), &Table { columns, rows, none: words.none })
}

fn row(report: &Report<'_>, r: &RolledUp) -> Vec<Shown> {
    let words = words(report.lang);
    let field = &report.rubric.scheme.fields[r.field];
    let none = report.words().na_mark;
    let number = |x: Option<&Exact>| Shown::text(x.map_or_else(|| none.to_owned(), |x| x.display(super::PLACES)));
    let apart = r.own.as_ref().zip(r.parts.as_ref()).filter(|_| r.missing.is_empty());
    let name = if field.unit.is_empty() { field.name.clone() } else { format!("{}（{}）", field.name, field.unit) };
    let [agrees, differs, incomplete, silent] = words.verdicts;
    let verdict = match (r.differs, r.own.is_some()) {
        (Some(false), _) => agrees,
        (Some(true), _) => differs,
        (None, true) => incomplete,
        (None, false) => silent,
    };
    vec![
        Shown::text(report.register.units()[r.unit].label()),
        Shown::text(name),
        Shown::text(words.hows[usize::from(r.how == Rolling::Mean)]),
        Shown::text(put(words.reported, &[&(r.of - r.missing.len()).to_string(), &r.of.to_string()])),
        number(r.parts.as_ref()),
        number(r.own.as_ref()),
        number(apart.map(|(own, parts)| own.clone() - parts.clone()).as_ref()),
        Shown::text(verdict),
        Shown::text(r.missing.join(report.words().comma)),
        Shown::text(&r.place),
    ]
}
