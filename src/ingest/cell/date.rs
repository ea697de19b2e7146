//! Dates in cells: a year, a month and a day, in any usual form that says which is which.

use crate::finding::Code;
use crate::observe::{Date, Value};
use crate::register::{half_width, is_blank};
use crate::rubric::Field;

use super::{Content, Read, Remark, chinese, say, wanted};
use crate::ingest::words;

/// A longer text is a sentence, not a date.
const LONGEST: usize = 60;
/// Doubles that spreadsheets show as days of 1954 to 2119.
const SERIALS: std::ops::Range<f64> = 20_000.0..80_000.0;

/// A cell that is not text.
pub(super) fn of_content(content: &Content, field: &Field) -> Read {
    match content {
        Content::Day(day) => Read::plain(Value::Date(*day)),
        Content::Number(x) => match read(&content.text()) {
            Ok(said) => said.noted(&content.text()),
            Err(_) if SERIALS.contains(x) => refused(&content.text(), field, say::SERIAL),
            Err(_) => Read::unreadable(&content.text(), field),
        },
        _ => Read::unreadable(&content.text(), field),
    }
}

/// A text that is neither blank nor a mark.
pub(super) fn of_text(text: &str, field: &Field) -> Read {
    match read(text) {
        Ok(said) => said.noted(text.trim()),
        Err(why) => refused(text.trim(), field, why),
    }
}

fn refused(shown: &str, field: &Field, why: &str) -> Read {
    Read::refused(Remark::new(Code::UnreadableValue, shown, wanted(field)).hint(why))
}

/// A day as a text says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    day: Date,
    /// Why it is worth a note (empty: for no reason that needs words).
    noted: Option<&'static str>,
}

impl Said {
    fn noted(self, shown: &str) -> Read {
        let read = Read::plain(Value::Date(self.day));
        match self.noted {
            Some(why) => read.with(Remark::new(Code::ReadWithNote, shown, self.day.to_string()).hint(why)),
            None => read,
        }
    }
}

/// The day that a text says, if it says one.
pub(crate) fn day(text: &str) -> Option<Date> {
    read(text).ok().map(|said| said.day)
}

/// Reads a date, or says why it is none (empty: there is nothing to say).
fn read(text: &str) -> Result<Said, &'static str> {
    let text = tidy(text);
    if text.chars().count() > LONGEST {
        return Err("");
    }
    let (said, rest) =
        compact(&text).or_else(|| in_words(&text)).or_else(|| with_marks(&text)).ok_or_else(|| why(&text))??;
    if behind(rest, said.day)? { Ok(said) } else { Err(why(&text)) }
}

/// Half-width and lower case, with spaces only where they part two figures.
fn tidy(text: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in text.chars().filter(|c| *c != '\'' && *c != '’') {
        if is_blank(c) {
            gap = true;
            continue;
        }
        let c = half_width(c).to_ascii_lowercase();
        if gap && c.is_ascii_digit() && out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out.truncate(out.trim_end_matches(['。', '.', ';', ',', '、']).len());
    out
}

/// What a form makes of a text: nothing, or a day and what stands behind it, or why the day cannot be said.
type Tried<'a> = Option<Result<(Said, &'a str), &'static str>>;

/// `20150630`.
fn compact(text: &str) -> Tried<'_> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if digits != 8 {
        return None;
    }
    let (day, rest) = text.split_at(8);
    Some(day_of(&day[..4], &day[4..6], &day[6..], Some("")).map(|said| (said, rest)))
}

/// `2015年6月30日`, `二〇一五年六月三十日`.
fn in_words(text: &str) -> Tried<'_> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let end = rest.find(['日', '号'])?;
    let (day, rest) = (&rest[..end], &rest[end + '日'.len_utf8()..]);
    let numbers: Option<Vec<String>> = [year, month, day].into_iter().map(number).collect();
    let Some(numbers) = numbers else { return Some(Err("")) };
    let noted = (!year.is_ascii()).then_some(say::IN_WORDS);
    Some(day_of(&numbers[0], &numbers[1], &numbers[2], noted).map(|said| (said, rest)))
}

/// Figures as they are, words as figures.
fn number(text: &str) -> Option<String> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(text.to_owned());
    }
    if text.is_ascii() {
        return None;
    }
    chinese::plain(text).map(|n| n.to_string())
}

/// `2015-06-30`, `2015.6.30`, `2015/6/30`, and the year last where the day cannot be the month.
fn with_marks(text: &str) -> Tried<'_> {
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '.' | '/' | '。'))?;
    let mut parts = text.splitn(3, mark);
    let (first, second, last) = (parts.next()?, parts.next()?, parts.next()?);
    let end = last.find(|c: char| !c.is_ascii_digit()).unwrap_or(last.len());
    let (last, rest) = last.split_at(end);
    let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
    let odd = (mark == '。').then_some("");
    if first.len() == 4 {
        return Some(day_of(first, second, last, odd).map(|said| (said, rest)));
    }
    if last.len() != 4 {
        return None;
    }
    let (a, b): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    let day = match (a > 12, b > 12) {
        (true, false) => day_of(last, second, first, Some(say::YEAR_LAST)),
        (false, true) => day_of(last, first, second, Some(say::YEAR_LAST)),
        (false, false) if a == b => day_of(last, first, second, Some(say::YEAR_LAST)),
        (false, false) => Err(say::DAY_OR_MONTH),
        (true, true) => Err(""),
    };
    Some(day.map(|said| (said, rest)))
}

fn day_of(year: &str, month: &str, day: &str, noted: Option<&'static str>) -> Result<Said, &'static str> {
    let digits = |s: &str, most: usize| !s.is_empty() && s.len() <= most && s.bytes().all(|b| b.is_ascii_digit());
    if year.len() == 2 && digits(year, 2) {
        return Err(say::TWO_DIGIT_YEAR);
    }
    if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) || year.starts_with('0') {
        return Err("");
    }
    let numbers = (year.parse().map_err(|_| "")?, month.parse().map_err(|_| "")?, day.parse().map_err(|_| "")?);
    let day = Date::new(numbers.0, numbers.1, numbers.2).ok_or(say::NO_SUCH_DAY)?;
    Ok(Said { day, noted })
}

/// Whether what stands behind a day is a day of the week or a time, and nothing else. A day of the week must be the right one.
fn behind(rest: &str, day: Date) -> Result<bool, &'static str> {
    let mut rest = rest.trim_start_matches([',', ' ']);
    if let Some(weekday) = weekday(&mut rest)
        && !is_weekday(day, weekday)
    {
        return Err(say::WEEKDAY);
    }
    rest = rest.trim_start_matches([',', ' ', 't']);
    for word in ["上午", "下午", "中午", "晚上", "凌晨", "晚"] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    Ok(rest.is_empty() || is_time(rest))
}

/// `星期二`, `(周二)` in front: the day of the week from 0 for Monday.
fn weekday(rest: &mut &str) -> Option<i64> {
    let bare = rest.strip_prefix('(').unwrap_or(rest);
    let name = ["星期", "礼拜", "周"].iter().find_map(|word| bare.strip_prefix(word))?;
    let first = name.chars().next()?;
    let at = "一二三四五六日".chars().position(|c| c == first).or((first == '天').then_some(6))?;
    let behind = &name[first.len_utf8()..];
    *rest = if bare.len() < rest.len() { behind.strip_prefix(')')? } else { behind };
    i64::try_from(at).ok()
}

fn is_weekday(day: Date, weekday: i64) -> bool {
    // the first day of 2001 was a Monday
    Date::new(2001, 1, 1).is_some_and(|monday| monday.days_to(day).rem_euclid(7) == weekday)
}

/// `8:00`, `08:00:00.000`, `8时30分`, with or without a zone.
fn is_time(rest: &str) -> bool {
    let rest = rest.strip_suffix('z').unwrap_or(rest);
    let rest = rest.split_once('+').map_or(rest, |(time, _)| time);
    let rest = rest.strip_suffix(['时', '分', '秒', '点']).unwrap_or(rest);
    let mut parts = rest.split([':', '时', '点', '分', '.']);
    let short = |part: &str| (1..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let hour = parts.next().is_some_and(|h| short(h) && h.parse::<u32>().is_ok_and(|h| h <= 24));
    hour && parts.clone().count() <= 3 && parts.all(short)
}

/// Why a text is no date, where that can be said.
fn why(text: &str) -> &'static str {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if digits && text.parse::<f64>().is_ok_and(|x| SERIALS.contains(&x)) {
        return say::SERIAL;
    }
    if text.contains(['至', '~', '—', '到']) {
        return say::APPROXIMATE;
    }
    let mut parts = text.split(['-', '.', '/', '年', '月', '日', '号']).filter(|p| !p.is_empty());
    if parts.clone().all(|p| p.bytes().all(|b| b.is_ascii_digit())) {
        let first = parts.next().unwrap_or_default();
        return match parts.count() {
            2 if first.len() == 2 => say::TWO_DIGIT_YEAR,
            0 | 1 if !digits || text.len() == 4 => say::INCOMPLETE_DATE,
            _ => "",
        };
    }
    words::why_no_value(text)
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
            ("2015年6月30号", "2015-06-30"),
            ("2015.6.30日", "2015-06-30"),
            ("20150630", "2015-06-30 "),
            ("2015。6。30", "2015-06-30 "),
            ("二〇一五年六月三十日", "2015-06-30 @in-words"),
            ("二○一五年十二月一日", "2015-12-01 @in-words"),
            ("2015-06-30 00:00:00", "2015-06-30"),
            ("2015-06-30T08:00:00Z", "2015-06-30"),
            ("2015/6/30 8:00", "2015-06-30"),
            ("2015年6月30日15时30分", "2015-06-30"),
            ("2015年6月30日上午", "2015-06-30"),
            ("2015年6月30日 星期二", "2015-06-30"),
            ("2015-06-30（周二）", "2015-06-30"),
            ("2015年6月30日星期三", "none @weekday"),
            ("30/06/2015", "2015-06-30 @year-last"),
            ("06/30/2015", "2015-06-30 @year-last"),
            ("06/05/2015", "none @day-or-month"),
            ("31/31/2015", "none"),
            ("2015年6月", "none @incomplete-date"),
            ("2015.6", "none @incomplete-date"),
            ("2015", "none @incomplete-date"),
            ("6月30日", "none @incomplete-date"),
            ("15.6.30", "none @two-digit-year"),
            ("15年6月30日", "none @two-digit-year"),
            ("2015-02-30", "none @no-such-day"),
            ("2015.6.30-7.5", "none"),
            ("2015.6.30至7.5", "none @approximate"),
            ("2015年6月30日前", "none @approximate"),
            ("2015年6月底", "none"),
            ("六月三十日", "none"),
            ("42185", "none @serial"),
            ("98.5", "none @incomplete-date"),
            ("详见附件", "none @elsewhere"),
            ("0015-06-30", "none"),
        ] {
            let found = match read(text) {
                Ok(said) => said.day.to_string() + &said.noted.map(|n| format!(" {n}")).unwrap_or_default(),
                Err(why) => format!("none {why}").trim().to_owned(),
            };
            assert_eq!(found, expected, "{text}");
        }
    }
}
