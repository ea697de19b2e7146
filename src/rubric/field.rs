//! Sources and fields: what is reported, by whom, in which unit of measure.

use crate::number::Exact;

/// A source of observations (数据来源); their order in the rubric is their authority, the first beats the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

/// The type of a field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Any decimal.
    Decimal,
    /// A whole number.
    Integer,
    /// Percentage points: 98.5, never 0.985.
    Percent,
    /// Yes or no.
    Bool,
    /// One of the field's choices.
    Choice,
    /// Any text.
    Text,
    /// A calendar date.
    Date,
}

impl FieldType {
    /// Every type with its name in a rubric.
    pub const ALL: [(&'static str, Self); 7] = [
        ("decimal", Self::Decimal),
        ("integer", Self::Integer),
        ("percent", Self::Percent),
        ("bool", Self::Bool),
        ("choice", Self::Choice),
        ("text", Self::Text),
        ("date", Self::Date),
    ];

    /// Whether its values are numbers.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Decimal | Self::Integer | Self::Percent)
    }
}

/// Who "reports" when a return came: nobody, it is read off the receipts.
const RECEIVED: &str = "received";

impl Field {
    /// Whether it is the day on which a unit's own returns came, as `received.csv` has it, and asked of nobody.
    #[must_use]
    pub fn is_receipt(&self) -> bool {
        self.from == RECEIVED
    }
}

/// Something that is reported (填报项).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its id, a name in expressions.
    pub id: String,
    /// Its name on templates and in headings.
    pub name: String,
    /// The type of its values.
    pub kind: FieldType,
    /// Its unit of measure, `""` if it has none; what is reported in another is converted or refused.
    pub unit: String,
    /// Who reports it: an agency, or `self`.
    pub from: String,
    /// The least value allowed.
    pub min: Option<Exact>,
    /// The greatest value allowed.
    pub max: Option<Exact>,
    /// The values of a choice.
    pub choices: Vec<String>,
    /// Other names in headings.
    pub aliases: Vec<String>,
    /// Whether a missing value is an error.
    pub required: bool,
    /// By how much sources may differ before that is a finding.
    pub tolerance: Exact,
    /// Whether it is read by a `panel` rule, so that its sources are assessors.
    pub panel: bool,
}
