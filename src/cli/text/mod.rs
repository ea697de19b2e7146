//! What the commands say: one table per language.

mod en;
mod history;
mod verify;
mod zh;

use crate::finding::Lang;

pub(super) use crate::report::text::put;
pub(super) use history::{HistoryWords, history_words};
pub(super) use verify::{VerifyWords, verify_words};

/// The words of one language. A `{}` is filled in, in order.
#[derive(Debug)]
pub(super) struct Words {
    pub opening: &'static str,
    pub reading: &'static str,
    pub scoring: &'static str,
    pub writing: &'static str,
    pub waiting: &'static str,
    pub archived: &'static str,
    pub heads: [&'static str; 5],
    pub trial: &'static str,
    pub trial_scaled: &'static str,
    /// Rank, unit, total and grade, before and after.
    pub trial_heads: [&'static str; 4],
    pub more_units: &'static str,
    pub observations: &'static str,
    pub counts: &'static str,
    pub written: &'static str,
    pub mending: &'static str,
    pub example: &'static str,
    pub next: &'static str,
    pub next_clean: &'static str,
    pub ingest_next: &'static str,
    pub taken_heads: [&'static str; 10],
    pub taken: &'static str,
    pub alike: &'static str,
    pub sheets: &'static str,
    pub more_taken: &'static str,
    pub parts: &'static str,
    pub more_parts: &'static str,
    pub alike_units: &'static str,
    pub not_used: &'static str,
    pub hidden: &'static str,
    pub unread: &'static str,
    pub own_returns: &'static str,
    pub other_returns: &'static str,
    pub found: &'static str,
    pub scored: &'static str,
    pub unused: &'static str,
    pub rubric_good: &'static str,
    pub marks_checked: &'static str,
    pub marks_unchecked: &'static str,
    pub made: &'static str,
    pub init_next: &'static str,
    /// Forms of units, of other reporters, of assessors: how many, and their names.
    pub forms: [&'static str; 3],
    pub no_forms: &'static str,
    pub forms_in: &'static str,
    pub template_next: &'static str,
    /// What was written, and where.
    pub ledger_written: &'static str,
    pub ledger_empty: &'static str,
    /// Id, unit, adjustment, standing, reason, by whom and when, decided by whom and when, why.
    pub ledger_heads: [&'static str; 8],
    /// A row without an id.
    pub ledger_line: &'static str,
    /// All sealed, none sealed, some not sealed, seals broken: file, rows, rows not sealed, seals broken.
    pub ledger_seals: [&'static str; 4],
    /// Of reminders: to whom, what they are, not reported, unreadable, without evidence, when something came.
    pub remind_heads: [&'static str; 6],
    /// How many owe something, and how it stands with the day.
    pub owing: &'static str,
    pub more_owing: &'static str,
    pub nothing_owed: &'static str,
    /// Something came, without a day; nothing came.
    pub came: [&'static str; 2],
    pub remind_next: &'static str,
    /// Added, dropped, changed.
    pub change: [&'static str; 3],
    pub no_change: &'static str,
    /// Rubric, scorings done, scorings to do.
    pub comparing: &'static str,
    /// The two sides.
    pub compared: &'static str,
    /// A scoring that only one side has: side, title, rubric.
    pub unpaired: &'static str,
    /// What a cause did: marks moved up and down, units, ranks.
    pub moved: &'static str,
    /// Changes that move nothing.
    pub idle: &'static str,
    pub more_idle: &'static str,
    pub nothing_changed: &'static str,
    /// Rank, moved, unit, total, change, grade, causes.
    pub compare_heads: [&'static str; 7],
    pub new_unit: &'static str,
    pub gone_unit: &'static str,
    pub not_split: &'static str,
    pub exchanges: &'static str,
    pub no_exchange: &'static str,
    /// Who passed whom.
    pub passed: &'static str,
    /// The gap before and after.
    pub gap: &'static str,
    /// By which cause, and how much of it.
    pub by: &'static str,
    pub more_pairs: &'static str,
}

pub(super) const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &zh::WORDS,
        Lang::En => &en::WORDS,
    }
}
