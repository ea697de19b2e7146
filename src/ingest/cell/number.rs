//! Numbers in cells: digits of every width, per cents, units of measure behind the figure, and bounds.

use crate::finding::{Code, Level};
use crate::number::Exact;
use crate::observe::Value;
use crate::rubric::{Field, FieldType};

use super::measures::{self, Conversion};
use super::{Content, Read, Remark, cleaned, say, wanted};

/// The common case without any folding: a plain decimal in the field's own unit of measure.
pub(super) fn plain(text: &str, field: &Field, measure: Option<&str>) -> Option<Read> {
    let text = text.trim_matches(' ');
    let first = *text.as_bytes().first()?;
    if !(first.is_ascii_digit() || first == b'-') || measure.is_some_and(|m| m != field.unit) {
        return None;
    }
    let x: Exact = text.parse().ok()?;
    let doubtful = field.kind == FieldType::Percent && looks_like_ratio(&x);
    (is_allowed(&x, field) && !doubtful).then(|| Read::plain(Value::Number(x)))
}

/// A cell that is not text.
pub(super) fn of_content(content: &Content, field: &Field, measure: Option<&str>) -> Read {
    let unreadable = || Read::unreadable(&content.text(), field);
    let (raw, percent) = match content {
        Content::Number(x) => (*x, false),
        Content::Percent(x) => (*x, true),
        Content::Day(day) => {
            let remark = Remark::new(Code::UnreadableValue, day.to_string(), wanted(field));
            return Read::refused(remark.hint(say::DAY_AS_NUMBER));
        }
        Content::Text(_) | Content::Bool(_) | Content::Error(_) => return unreadable(),
    };
    let Some((exact, snapped)) = Exact::from_double(raw) else { return unreadable() };
    let in_points = percent && measures::is_percent(measures::of_field(field));
    let (value, measure) = if in_points { (exact * Exact::from(100), None) } else { (exact, measure) };
    let doubtful = field.kind == FieldType::Percent && !in_points && looks_like_ratio(&value);
    if !snapped && !doubtful && measure.is_none_or(|m| m == field.unit) && is_allowed(&value, field) {
        return Read::plain(Value::Number(value)); // nearly every cell, and none of its words are needed
    }
    let mut read = finish(&content.text(), value, field, measure);
    if snapped {
        let x = value_text(&read);
        read = read.with(Remark::new(Code::ReadWithNote, raw.to_string(), x).hint(say::SNAPPED));
    }
    if !in_points {
        read = warn_of_ratio(read, &content.text(), field);
    }
    read
}

/// A text that is neither blank nor a mark.
pub(super) fn of_text(text: &str, _folded: &str, field: &Field, measure: Option<&str>) -> Read {
    let shown = text.trim();
    let clean = cleaned(text);
    let clean = clean.strip_prefix(['\'', '’']).unwrap_or(&clean);
    let Some((figure, suffix)) = split(clean) else { return Read::unreadable(shown, field) };
    let Some(value) = figure_of(figure) else { return Read::unreadable(shown, field) };
    if suffix.is_empty() {
        let read = finish(shown, value, field, measure);
        let read = if is_tidy(text, figure) { read } else { note(read, shown, say::FULL_WIDTH) };
        return warn_of_ratio(read, shown, field);
    }
    if measures::is_percent(suffix) && measures::is_percent(measures::of_field(field)) {
        return note(finish(shown, value, field, None), shown, say::PERCENT_SIGN);
    }
    match measures::behind_figure(suffix, field) {
        Some(Conversion::Same) => note(finish(shown, value, field, None), shown, say::WITH_MEASURE),
        Some(Conversion::Times(factor)) => converted(shown, &(value * factor), field),
        // a known unit of measure that does not fit is one thing, any other text behind a figure another
        None if measures::is_known(suffix) && !measures::of_field(field).is_empty() => {
            Read::refused(Remark::new(Code::UnitOfMeasure, shown, measures::of_field(field)))
        }
        None => Read::unreadable(shown, field),
    }
}

/// Holds a value against its stated unit of measure, then against the field.
fn finish(shown: &str, value: Exact, field: &Field, measure: Option<&str>) -> Read {
    let Some(measure) = measure else { return bounded(shown, value, field) };
    match measures::convert(measure, field) {
        Ok(Conversion::Same) => bounded(shown, value, field),
        Ok(Conversion::Times(factor)) => converted(&format!("{shown} {measure}"), &(value * factor), field),
        Err(()) => {
            Read::refused(Remark::new(Code::UnitOfMeasure, format!("{shown} {measure}"), measures::of_field(field)))
        }
    }
}

fn converted(shown: &str, value: &Exact, field: &Field) -> Read {
    let read = bounded(shown, value.clone(), field);
    let refused = !read.remarks.is_empty();
    let expected = format!("{value} {}", measures::of_field(field));
    let remark = Remark::new(Code::UnitConverted, shown, expected);
    if refused { read } else { read.with(remark) }
}

/// Whole where it must be, and within the field's bounds.
fn bounded(shown: &str, value: Exact, field: &Field) -> Read {
    if field.kind == FieldType::Integer && !value.is_whole() {
        return Read::unreadable(shown, field);
    }
    if is_allowed(&value, field) {
        return Read::plain(Value::Number(value));
    }
    let found = if value.to_string() == shown { shown.to_owned() } else { format!("{shown} ({value})") };
    Read::refused(Remark::new(Code::OutOfRange, found, range_text(field)))
}

fn is_allowed(value: &Exact, field: &Field) -> bool {
    let whole = field.kind != FieldType::Integer || value.is_whole();
    whole && field.min.as_ref().is_none_or(|m| value >= m) && field.max.as_ref().is_none_or(|m| value <= m)
}

fn range_text(field: &Field) -> String {
    match (&field.min, &field.max) {
        (Some(min), Some(max)) => format!("{min}～{max}"),
        (Some(min), None) => format!("≥ {min}"),
        (None, Some(max)) => format!("≤ {max}"),
        (None, None) => String::new(),
    }
}

/// A percentage of at most one point: read as it stands, and doubted.
fn looks_like_ratio(x: &Exact) -> bool {
    x.is_positive() && *x <= Exact::ONE
}

fn warn_of_ratio(read: Read, shown: &str, field: &Field) -> Read {
    let doubtful = field.kind == FieldType::Percent
        && matches!(&read.reading, crate::observe::Reading::Value(Value::Number(x)) if looks_like_ratio(x));
    if !doubtful {
        return read;
    }
    let remark = Remark::new(Code::ReadWithNote, shown, format!("{}%", value_text(&read)));
    let hint = say::PERCENT_LOOKS_LIKE_RATIO;
    read.with(Remark { level: Some(Level::Warning), ..remark.hint(hint) })
}

fn note(read: Read, shown: &str, why: &str) -> Read {
    if !read.remarks.is_empty() {
        return read;
    }
    let value = value_text(&read);
    read.with(Remark::new(Code::ReadWithNote, shown, value).hint(why))
}

fn value_text(read: &Read) -> String {
    match &read.reading {
        crate::observe::Reading::Value(value) => value.to_string(),
        _ => String::new(),
    }
}

/// Whether the text is the figure itself, but for spaces around it and separators of thousands inside.
fn is_tidy(text: &str, figure: &str) -> bool {
    text.trim_matches(|c: char| c.is_ascii_whitespace()) == figure
}

/// The figure and what stands behind it. `None` where the text does not begin with a figure.
fn split(clean: &str) -> Option<(&str, &str)> {
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-');
    let mut end = clean.find(|c| !is_figure(c)).unwrap_or(clean.len());
    // 1.2E+05, as spreadsheets write large numbers into CSV
    let tail = &clean[end..];
    if let Some(exponent) = tail.strip_prefix(['e', 'E']) {
        let signed = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let digits = signed.find(|c: char| !c.is_ascii_digit()).unwrap_or(signed.len());
        if digits > 0 {
            end += 1 + (exponent.len() - signed.len()) + digits;
        }
    }
    clean[..end].contains(|c: char| c.is_ascii_digit()).then(|| clean.split_at(end))
}

/// A figure with or without separators of thousands; they must stand where thousands end.
fn figure_of(figure: &str) -> Option<Exact> {
    if !figure.contains(',') {
        return figure.parse().ok();
    }
    let (sign, digits) = match figure.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", figure),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let good = (1..=3).contains(&first.len()) && !fraction.contains(',') && groups.all(|g| g.len() == 3);
    if !good {
        return None;
    }
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", whole.replace(',', "")).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{field, summary};
    use super::super::{read, read_text};
    use super::*;

    #[test]
    fn texts_are_read_as_numbers_or_refused() {
        let cases = [
            (FieldType::Decimal, "", "98.5", "98.5"),
            (FieldType::Decimal, "", " 98.5 ", "98.5"),
            (FieldType::Decimal, "", "９８．５", "98.5 read-with-note"),
            (FieldType::Decimal, "", "9 8.5", "98.5 read-with-note"),
            (FieldType::Decimal, "", "1,234,567.8", "1234567.8"),
            (FieldType::Decimal, "", "1，234", "1234 read-with-note"),
            (FieldType::Decimal, "", "1,23", "missing unreadable-value"),
            (FieldType::Decimal, "", "12,3456", "missing unreadable-value"),
            (FieldType::Decimal, "", "-3", "-3"),
            (FieldType::Decimal, "", "−3", "-3 read-with-note"),
            (FieldType::Decimal, "", "1.2E+05", "120000"),
            (FieldType::Decimal, "", "≥96", "missing unreadable-value"),
            (FieldType::Decimal, "", "约98", "missing unreadable-value"),
            (FieldType::Decimal, "", "(12)", "missing unreadable-value"),
            (FieldType::Decimal, "", "九十八点五", "missing unreadable-value"),
            (FieldType::Decimal, "", "12/13", "missing unreadable-value"),
            (FieldType::Decimal, "", "3-5", "missing unreadable-value"),
            (FieldType::Decimal, "", "1.2.3", "missing unreadable-value"),
            (FieldType::Decimal, "", "2000万", "missing unreadable-value"),
            (FieldType::Percent, "%", "98.5%", "98.5 read-with-note"),
            (FieldType::Percent, "%", "98.5％", "98.5 read-with-note"),
            (FieldType::Percent, "", "98.5%", "98.5 read-with-note"),
            (FieldType::Percent, "%", "98.5%（上年97.2%）", "missing unreadable-value"),
            (FieldType::Percent, "%", "0.985", "0.985 read-with-note"),
            (FieldType::Integer, "", "12.0", "12"),
            (FieldType::Integer, "", "12.5", "missing unreadable-value"),
            (FieldType::Integer, "家", "35家", "35 read-with-note"),
            (FieldType::Integer, "起", "3件", "3 read-with-note"),
            (FieldType::Decimal, "万元", "98%", "missing unit-of-measure"),
            (FieldType::Decimal, "万元", "1.2亿元", "12000 unit-converted"),
            (FieldType::Decimal, "万元", "1.2亿", "12000 unit-converted"),
            (FieldType::Decimal, "元", "2000万", "20000000 unit-converted"),
            (FieldType::Decimal, "万元", "2000万", "2000 read-with-note"),
        ];
        for (kind, unit, text, expected) in cases {
            assert_eq!(summary(&read_text(text, &field(kind, unit), None)), expected, "{text} in {unit:?}");
        }
    }

    #[test]
    fn numbers_are_read_by_their_format_and_stated_measure() {
        let cases = [
            (FieldType::Percent, "%", Content::Percent(0.985), None, "98.5"),
            (FieldType::Percent, "%", Content::Number(98.5), None, "98.5"),
            (FieldType::Percent, "%", Content::Number(0.985), None, "0.985 read-with-note"),
            (FieldType::Decimal, "", Content::Percent(0.985), None, "0.985"),
            (FieldType::Decimal, "万元", Content::Number(0.082), Some("亿元"), "820 unit-converted"),
            (FieldType::Decimal, "万元", Content::Number(5000.0), Some("元"), "0.5 unit-converted"),
            (FieldType::Decimal, "万元", Content::Number(820.0), Some("万元"), "820"),
            (FieldType::Decimal, "万元", Content::Number(820.0), Some("吨"), "missing unit-of-measure"),
            (FieldType::Decimal, "", Content::Number(7.000_000_000_000_001), None, "7 read-with-note"),
            (FieldType::Integer, "", Content::Number(0.1 + 0.2), None, "missing unreadable-value read-with-note"),
            (FieldType::Integer, "", Content::Bool(true), None, "missing unreadable-value"),
            (FieldType::Decimal, "", Content::Number(f64::INFINITY), None, "missing unreadable-value"),
        ];
        for (kind, unit, content, measure, expected) in cases {
            let found = summary(&read(Some(&content), &field(kind, unit), measure));
            assert_eq!(found, expected, "{content:?} in {unit:?}");
        }
    }

    #[test]
    fn a_value_outside_its_bounds_is_a_finding_and_missing() {
        let bounded = Field { min: Some(Exact::ZERO), max: Some(Exact::from(100)), ..field(FieldType::Percent, "%") };
        let read = read(Some(&Content::Number(977.0)), &bounded, None);
        assert_eq!(summary(&read), "missing out-of-range");
        assert_eq!((read.remarks[0].found.as_str(), read.remarks[0].expected.as_str()), ("977", "0～100"));
        assert_eq!(summary(&read_text("100", &bounded, None)), "100");
        assert_eq!(summary(&read_text("-1", &bounded, None)), "missing out-of-range");
    }
}
