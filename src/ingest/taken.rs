//! What was taken for what (识别说明): every part of a sheet that a layout gave a meaning to, so that a wrong guess is seen.

use serde::Serialize;

/// The part that something on a sheet was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TakenKind {
    /// The row, or rows, of headings.
    Header,
    /// Where units stand, or the one unit that a table is about.
    Unit,
    /// Where the names of fields stand, or the field that a column or row answers.
    Field,
    /// A column of values; says of which period.
    Value,
    /// A typed total or rate: compared, never scored.
    Check,
    /// Where periods stand, or the period of a table.
    Period,
    /// Where sources or assessors stand.
    Source,
    /// Where units of measure stand, or the one that holds for a table.
    Measure,
    /// State, reason, author, date or evidence.
    Remark,
    /// Seen and passed over.
    Passed,
}

/// One part of a sheet and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenFor {
    /// Where it begins: a cell (`C4`, or `line:column` in a text file); empty where it holds for the sheet as a whole.
    pub at: String,
    /// What stands there, headings over several rows joined by ` / `; empty where nothing does.
    pub found: String,
    /// Which part it was given.
    pub kind: TakenKind,
    /// What it was taken for: a field with its period, a unit, or a key of [`word`](crate::finding::text::word).
    pub meaning: String,
}
