//! Cells → readings: what a cell says, by the type of the field it answers.
//!
//! What can be read in one way only is read, with a note where it had to be mended; what could mean two things is
//! refused with its original words, and counts as missing. Nothing is ever guessed.

mod chinese;
mod choice;
pub(super) mod date;
mod figure;
pub(super) mod measures;
mod number;

use crate::finding::{Code, Finding, Level};
use crate::observe::{Reading, Value};
use crate::register::fold;
use crate::rubric::{Field, FieldType};

use super::grid::Content;
use super::words::{self, say};

/// How a cell was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Read {
    /// What it says.
    pub reading: Reading,
    /// What is to be said about it; most cells have nothing.
    pub remarks: Vec<Remark>,
}

/// Something to be said about a cell; its place and unit are for the caller to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remark {
    /// Which finding.
    pub code: Code,
    /// Another level than the code's own.
    pub level: Option<Level>,
    /// What was found.
    pub found: String,
    /// What was expected, or how it was read.
    pub expected: String,
    /// Why.
    pub hint: String,
}

impl Remark {
    fn new(code: Code, found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { code, level: None, found: found.into(), expected: expected.into(), hint: String::new() }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// As a finding.
    pub(super) fn finding(self) -> Finding {
        let finding = Finding::new(self.code).found(self.found).expected(self.expected).hint(self.hint);
        match self.level {
            Some(level) => finding.level(level),
            None => finding,
        }
    }
}

impl Read {
    fn plain(value: Value) -> Self {
        Self { reading: Reading::Value(value), remarks: Vec::new() }
    }

    pub(super) fn missing() -> Self {
        Self { reading: Reading::Missing, remarks: Vec::new() }
    }

    fn not_applicable() -> Self {
        Self { reading: Reading::NotApplicable, remarks: Vec::new() }
    }

    fn refused(remark: Remark) -> Self {
        Self { reading: Reading::Missing, remarks: vec![remark] }
    }

    fn with(mut self, remark: Remark) -> Self {
        self.remarks.push(remark);
        self
    }

    fn is_value(&self) -> bool {
        matches!(self.reading, Reading::Value(_))
    }

    /// A text that cannot be read as what the field asks for.
    fn unreadable(text: &str, field: &Field) -> Self {
        Self::refused(Remark::new(Code::UnreadableValue, text, wanted(field)))
    }
}

/// Reads a cell. `measure` is the unit of measure that the return states for it, if it states one.
pub(super) fn read(content: Option<&Content>, field: &Field, measure: Option<&str>) -> Read {
    match content {
        None => Read::missing(),
        Some(Content::Text(text)) => read_text(text, field, measure),
        Some(Content::Error(error)) => Read::refused(Remark::new(Code::CellError, error.to_string(), wanted(field))),
        Some(other) => match field.kind {
            FieldType::Decimal | FieldType::Integer | FieldType::Percent => number::of_content(other, field, measure),
            FieldType::Bool => choice::yes_or_no_content(other, field),
            FieldType::Choice => choice::choice(&other.text(), field),
            FieldType::Text => Read::plain(Value::Text(other.text().as_ref().into())),
            FieldType::Date => date::of_content(other, field),
        },
    }
}

/// Reads a text cell, as CSV has nothing else.
pub(super) fn read_text(text: &str, field: &Field, measure: Option<&str>) -> Read {
    if field.kind.is_number()
        && let Some(read) = number::plain(text, field, measure)
    {
        return read;
    }
    let folded = fold(text);
    if folded.is_empty() {
        return Read::missing();
    }
    match field.kind {
        FieldType::Choice if choice::matches(&folded, field).is_some() => return choice::choice(text, field),
        FieldType::Bool => {
            if let Some(read) = choice::yes_or_no(text, &folded, field) {
                return read;
            }
        }
        _ => {}
    }
    let refused = |code: Code, why: &str| Read::refused(Remark::new(code, text.trim(), wanted(field)).hint(why));
    if words::is_missing(&folded) {
        return Read::missing();
    }
    if words::is_error(&folded) {
        return refused(Code::CellError, "");
    }
    if field.kind.is_number() && words::is_none(&folded) {
        return refused(Code::UnreadableValue, say::NONE);
    }
    if words::is_not_applicable(&folded) {
        return Read::not_applicable();
    }
    match field.kind {
        FieldType::Decimal | FieldType::Integer | FieldType::Percent => number::of_text(text, field, measure),
        FieldType::Bool => refused(Code::UnreadableValue, words::why_no_value(&folded)),
        FieldType::Choice => choice::choice(text, field),
        FieldType::Text => Read::plain(Value::Text(text.trim().into())),
        FieldType::Date => date::of_text(text, field),
    }
}

/// What a `state` cell says about the reading beside it.
pub(super) fn with_state(state: &str, read: Read, value: &str) -> Read {
    let folded = fold(state);
    if folded.is_empty() {
        return read;
    }
    let clash = |found: String| {
        let remark = Remark::new(Code::UnreadableValue, found, say::STATE);
        Read::refused(remark.hint(say::STATE_CLASH))
    };
    let both = || format!("{}: {}", state.trim(), value.trim());
    if words::is_stated(&folded) {
        let blank = fold(value).is_empty();
        return if blank { clash(both()) } else { read };
    }
    let said_nothing = !matches!(read.reading, Reading::Value(_)) && read.remarks.is_empty();
    if words::is_not_applicable(&folded) {
        return if said_nothing { Read::not_applicable() } else { clash(both()) };
    }
    if words::is_missing(&folded) {
        return if said_nothing { Read::missing() } else { clash(both()) };
    }
    Read::refused(Remark::new(Code::UnreadableValue, state.trim(), say::STATE))
}

/// What the field asks for, in words.
fn wanted(field: &Field) -> String {
    match field.kind {
        FieldType::Decimal => say::NUMBER.to_owned(),
        FieldType::Integer => say::INTEGER.to_owned(),
        FieldType::Percent => say::PERCENT.to_owned(),
        FieldType::Bool => say::BOOL.to_owned(),
        FieldType::Choice => field.choices.join("、"),
        FieldType::Text => say::TEXT.to_owned(),
        FieldType::Date => say::DATE.to_owned(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::number::Exact;

    pub(in crate::ingest) fn field(kind: FieldType, unit: &str) -> Field {
        Field {
            id: "指标".into(),
            name: "指标".into(),
            kind,
            unit: unit.into(),
            from: "self".into(),
            min: None,
            max: None,
            choices: vec!["已完成".into(), "推进中".into(), "无".into()],
            aliases: Vec::new(),
            required: false,
            tolerance: Exact::ZERO,
            panel: false,
        }
    }

    /// The reading, and the codes of what was said about it.
    pub(in crate::ingest) fn summary(read: &Read) -> String {
        let reading = match &read.reading {
            Reading::Value(value) => value.to_string(),
            other => other.state().to_owned(),
        };
        read.remarks.iter().fold(reading, |all, r| format!("{all} {}", r.code.id()))
    }

    #[test]
    fn marks_for_nothing_and_not_applicable_are_kept_apart() {
        let number = field(FieldType::Decimal, "");
        for (text, expected) in [
            ("", "missing"),
            (" \u{3000}", "missing"),
            ("未填", "missing"),
            ("缺", "missing"),
            ("－", "not_applicable"),
            ("—", "not_applicable"),
            ("——", "not_applicable"),
            ("／", "not_applicable"),
            ("不 适 用", "not_applicable"),
            ("N/A", "not_applicable"),
            ("无", "missing unreadable-value"),
            ("0", "0"),
            ("待核", "missing unreadable-value"),
        ] {
            assert_eq!(summary(&read_text(text, &number, None)), expected, "{text:?}");
        }
    }

    #[test]
    fn errors_in_cells_are_findings() {
        let content = Content::Error("#DIV/0!".into());
        let read = read(Some(&content), &field(FieldType::Text, ""), None);
        assert_eq!(summary(&read), "missing cell-error");
    }

    #[test]
    fn a_state_that_contradicts_the_value_is_refused() {
        let number = field(FieldType::Decimal, "");
        for (state, value, expected) in [
            ("", "98.5", "98.5"),
            ("value", "98.5", "98.5"),
            ("missing", "", "missing"),
            ("未填", "", "missing"),
            ("not_applicable", "", "not_applicable"),
            ("不适用", "－", "not_applicable"),
            ("missing", "98.5", "missing unreadable-value"),
            ("value", "", "missing unreadable-value"),
            ("maybe", "98.5", "missing unreadable-value"),
        ] {
            let read = with_state(state, read_text(value, &number, None), value);
            assert_eq!(summary(&read), expected, "{state}/{value}");
        }
    }
}
