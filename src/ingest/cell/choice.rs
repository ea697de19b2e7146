//! Choices, and yes or no.

use crate::finding::Code;
use crate::observe::Value;
use crate::register::fold;
use crate::rubric::Field;

use super::{Content, Read, Remark, wanted};

/// The choice that a folded text is.
pub(super) fn matches<'a>(folded: &str, field: &'a Field) -> Option<&'a str> {
    field.choices.iter().find(|c| fold(c) == folded).map(String::as_str)
}

/// One of the field's choices; nothing near one is taken for it.
pub(super) fn choice(text: &str, field: &Field) -> Read {
    match matches(&fold(text), field) {
        Some(choice) => Read::plain(Value::Text(choice.into())),
        None => Read::refused(Remark::new(Code::ChoiceUnknown, text.trim(), wanted(field))),
    }
}

/// Yes or no in a cell that is not text.
pub(super) fn yes_or_no_content(content: &Content, field: &Field) -> Read {
    match content {
        Content::Bool(yes) => Read::plain(Value::Bool(*yes)),
        Content::Number(x) if x.to_bits() == 1.0_f64.to_bits() => Read::plain(Value::Bool(true)),
        Content::Number(x) if x.abs().to_bits() == 0 => Read::plain(Value::Bool(false)),
        _ => Read::unreadable(&content.text(), field),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{field, summary};
    use super::super::{read, read_text};
    use super::*;
    use crate::rubric::FieldType;

    #[test]
    fn yes_and_no_have_many_marks() {
        let yes_or_no = field(FieldType::Bool, "");
        for (text, expected) in [
            ("是", "1"),
            ("√", "1"),
            ("有", "1"),
            ("TRUE", "1"),
            ("１", "1"),
            ("否", "0"),
            ("×", "0"),
            ("无", "0"),
            ("0", "0"),
            ("不适用", "not_applicable"),
            ("", "missing"),
            ("基本是", "missing unreadable-value"),
        ] {
            assert_eq!(summary(&read_text(text, &yes_or_no, None)), expected, "{text}");
        }
        assert_eq!(summary(&read(Some(&Content::Bool(true)), &yes_or_no, None)), "1");
        assert_eq!(summary(&read(Some(&Content::Number(2.0)), &yes_or_no, None)), "missing unreadable-value");
    }

    #[test]
    fn a_choice_is_one_of_the_choices_or_a_finding() {
        let choices = field(FieldType::Choice, "");
        for (text, expected) in [
            ("已 完 成", "已完成"),
            ("无", "无"),
            ("－", "not_applicable"),
            ("基本完成", "missing choice-unknown"),
            ("完成", "missing choice-unknown"),
        ] {
            assert_eq!(summary(&read_text(text, &choices, None)), expected, "{text}");
        }
    }
}
