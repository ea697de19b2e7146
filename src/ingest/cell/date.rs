//! Dates in cells.

use crate::finding::Code;
use crate::observe::{Date, Value};
use crate::register::fold;
use crate::rubric::Field;

use super::{Content, Read, Remark, say, wanted};

/// A cell that is not text.
pub(super) fn of_content(content: &Content, field: &Field) -> Read {
    match content {
        Content::Day(day) => Read::plain(Value::Date(*day)),
        Content::Number(x) => match read(&content.text()) {
            Some(day) => noted(&content.text(), day),
            None if (20_000.0..80_000.0).contains(x) => {
                let remark = Remark::new(Code::UnreadableValue, content.text(), wanted(field));
                Read::refused(remark.hint(say::SERIAL))
            }
            None => Read::unreadable(&content.text(), field),
        },
        _ => Read::unreadable(&content.text(), field),
    }
}

/// A text that is neither blank nor a mark.
pub(super) fn of_text(text: &str, folded: &str, field: &Field) -> Read {
    match read(text) {
        Some(day) if folded.bytes().all(|b| b.is_ascii_digit()) => noted(text.trim(), day),
        Some(day) => Read::plain(Value::Date(day)),
        None => Read::unreadable(text.trim(), field),
    }
}

fn noted(shown: &str, day: Date) -> Read {
    let remark = Remark::new(Code::ReadWithNote, shown, day.to_string());
    Read::plain(Value::Date(day)).with(remark)
}

/// `2015-06-30`, `2015.6.30`, `2015/6/30`, `2015年6月30日`, `20150630`, each with or without a time of day behind it.
pub(crate) fn read(text: &str) -> Option<Date> {
    let folded = fold(without_time(text));
    let day = folded.as_str();
    if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) {
        return Date::new(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?);
    }
    let parts: Vec<&str> = if let Some((year, rest)) = day.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        vec![year, month, rest.strip_suffix(['日', '号']).unwrap_or(rest)]
    } else {
        let mark = ['-', '.', '/'].into_iter().find(|m| day.contains(*m))?;
        day.split(mark).collect()
    };
    let [year, month, day] = parts[..] else { return None };
    let digits = |s: &str, most: usize| !s.is_empty() && s.len() <= most && s.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Without a time of day behind it: what follows the last space (or `T`) before a colon.
fn without_time(text: &str) -> &str {
    let colon = text.find([':', '：']);
    let cut = colon.and_then(|at| text[..at].rfind(|c: char| c.is_whitespace() || c == 'T'));
    cut.map_or(text, |at| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_their_usual_forms_only() {
        for (text, expected) in [
            ("2015-06-30", "2015-06-30"),
            ("2015.6.30", "2015-06-30"),
            ("2015/6/3", "2015-06-03"),
            ("２０１５年６月３０日", "2015-06-30"),
            ("2015 年 6 月 30 日", "2015-06-30"),
            ("20150630", "2015-06-30"),
            ("2015-06-30 00:00:00", "2015-06-30"),
            ("2015-06-30T08:00:00", "2015-06-30"),
            ("2015年6月", ""),
            ("15.6.30", ""),
            ("6/30/2015", ""),
            ("2015-02-30", ""),
            ("六月三十日", ""),
        ] {
            assert_eq!(read(text).map(|d| d.to_string()).unwrap_or_default(), expected, "{text}");
        }
    }
}
