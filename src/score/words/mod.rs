//! What scoring says to people, one table per language.

mod en;
mod zh;

use crate::finding::Lang;
use crate::number::Exact;
use crate::observe::Reading;
use crate::rubric::Rubric;
use crate::rubric::scheme::Combine;

use super::adjust::Adjustment;
use super::outcome::{Note, Pace, Total};

/// Decimals shown in words.
const PLACES: i8 = 4;

/// The sentences of one language; `{}` stands for the figure or name.
struct Table {
    total: &'static str,
    full: &'static str,
    position: &'static str,
    rounded: &'static str,
    at_most: &'static str,
    at_least: &'static str,
    and: &'static str,
    missing: &'static str,
    not_applicable: &'static str,
    no_total: &'static str,
    unadjusted: &'static str,
    vetoed: &'static str,
    combine: [&'static str; 7],
    notes: Notes,
}

struct Notes {
    missing_zero: &'static str,
    missing_mean: &'static str,
    missing_worst: &'static str,
    previous: &'static str,
    rejected: &'static str,
    rescaled: &'static str,
    na_full: &'static str,
    na_mean: &'static str,
    na_zero: &'static str,
    exempt: &'static str,
    void: &'static str,
    ahead: &'static str,
    on_path: &'static str,
    behind: &'static str,
    adjusted: &'static str,
    decided: &'static str,
    zeroed: &'static str,
    capped: &'static str,
    scaled: &'static str,
}

const fn table(lang: Lang) -> &'static Table {
    match lang {
        Lang::Zh => &zh::TABLE,
        Lang::En => &en::TABLE,
    }
}

fn with(template: &str, what: &str) -> String {
    template.replace("{}", what)
}

/// 总分.
pub fn total(lang: Lang) -> &'static str {
    table(lang).total
}

/// 满分 5.
pub fn full(marks: &str, lang: Lang) -> String {
    with(table(lang).full, marks)
}

/// 第 3 位.
pub fn position(place: &str, lang: Lang) -> String {
    with(table(lang).position, place)
}

/// 修约 3.21.
pub fn rounded(score: &Exact, lang: Lang) -> String {
    with(table(lang).rounded, &score.to_string())
}

/// 不高于 5.
pub fn at_most(bound: &str, lang: Lang) -> String {
    with(table(lang).at_most, bound)
}

/// 不低于 0.
pub fn at_least(bound: &str, lang: Lang) -> String {
    with(table(lang).at_least, bound)
}

/// Between two conditions.
pub fn and(lang: Lang) -> &'static str {
    table(lang).and
}

/// 未填, 不适用.
pub fn state(reading: &Reading, lang: Lang) -> &'static str {
    match reading {
        Reading::NotApplicable => table(lang).not_applicable,
        Reading::Missing | Reading::Value(_) => table(lang).missing,
    }
}

/// The name of a combination.
pub fn combine(combine: Combine, lang: Lang) -> &'static str {
    let names = &table(lang).combine;
    match combine {
        Combine::Sum => names[0],
        Combine::Mean => names[1],
        Combine::Geometric => names[2],
        Combine::Harmonic => names[3],
        Combine::Min => names[4],
        Combine::Max => names[5],
        Combine::Formula => names[6],
    }
}

/// What was done to the total.
pub fn total_text(rubric: &Rubric, adjustments: &[Adjustment], total: &Total, lang: Lang) -> String {
    let t = table(lang);
    let mut parts = Vec::new();
    match &total.exact {
        Some(exact) if total.published.as_ref() != Some(exact) => parts.push(exact.display(6)),
        Some(_) => {}
        None => parts.push(t.no_total.to_owned()),
    }
    for hit in &total.vetoes {
        let name = &rubric.scheme.vetoes[hit.veto].name;
        let deducted = hit.deducted.as_ref().map(|d| format!(" −{d}")).unwrap_or_default();
        parts.push(format!("{}{deducted}", with(t.vetoed, name)));
    }
    parts.extend(total.adjusted.iter().map(|index| note(&Note::Adjusted(*index), rubric, adjustments, lang)));
    if total.unadjusted != total.published
        && let Some(before) = &total.unadjusted
    {
        parts.push(with(t.unadjusted, &before.to_string()));
    }
    parts.join(" → ")
}

/// Who accepted an adjustment, when and why, to stand behind what is said of it; nothing where the ledger does not say.
#[must_use]
pub fn decided(adjustment: &Adjustment, lang: Lang) -> String {
    if adjustment.decided_by.is_empty() {
        return String::new();
    }
    let parts = [&adjustment.decided_by, &adjustment.decided_on, &adjustment.decision];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    with(table(lang).notes.decided, &parts.join(" "))
}

/// A note in words.
#[must_use]
pub fn note(note: &Note, rubric: &Rubric, adjustments: &[Adjustment], lang: Lang) -> String {
    let n = &table(lang).notes;
    match note {
        Note::MissingZero => n.missing_zero.to_owned(),
        Note::MissingMean => n.missing_mean.to_owned(),
        Note::MissingWorst => n.missing_worst.to_owned(),
        Note::Previous(period) => with(n.previous, period),
        Note::Rejected => n.rejected.to_owned(),
        Note::Rescaled => n.rescaled.to_owned(),
        Note::NaFull => n.na_full.to_owned(),
        Note::NaMean => n.na_mean.to_owned(),
        Note::NaZero => n.na_zero.to_owned(),
        Note::Exempt => n.exempt.to_owned(),
        Note::Void => n.void.to_owned(),
        Note::Pace(_, pace) => match pace {
            Pace::Ahead => n.ahead.to_owned(),
            Pace::OnPath => n.on_path.to_owned(),
            Pace::Behind => n.behind.to_owned(),
        },
        Note::Adjusted(index) => adjustments.get(*index).map_or_else(String::new, |a| {
            let said = with(n.adjusted, &[a.reason.as_str(), a.by.as_str(), a.date.as_str()].join(" "));
            format!("{said}{}", decided(a, lang))
        }),
        Note::Zeroed(veto) => with(n.zeroed, &rubric.scheme.vetoes[*veto].name),
        Note::Capped => n.capped.to_owned(),
        Note::Scaled(factor) => with(n.scaled, &factor.display(PLACES)),
    }
}
