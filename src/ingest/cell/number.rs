//! Numbers in cells: figures and numbers in words, per cents, units of measure behind them, and bounds.

use crate::finding::{Code, Level};
use crate::number::Exact;
use crate::observe::{Reading, Value};
use crate::rubric::{Field, FieldType};

use super::chinese::{self, Numeral};
use super::figure::{self, Figure};
use super::measures::{self, Conversion};
use super::{Content, Read, Remark, say, wanted};

/// The common case without any folding: a plain decimal in the field's own unit of measure.
pub(super) fn plain(text: &str, field: &Field, measure: Option<&str>) -> Option<Read> {
    let text = text.trim_matches(' ');
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let tidy = all_digits(whole) && all_digits(fraction) && (whole.len() == 1 || !whole.starts_with('0'));
    if !tidy || text.len() > 40 || measure.is_some_and(|m| m != field.unit) {
        return None;
    }
    let x: Exact = text.parse().ok()?;
    let doubtful = field.kind == FieldType::Percent && looks_like_ratio(&x);
    (is_allowed(&x, field) && !doubtful).then(|| Read::plain(Value::Number(x)))
}

/// A cell that is not text.
pub(super) fn of_content(content: &Content, field: &Field, measure: Option<&str>) -> Read {
    let (raw, percent) = match content {
        Content::Number(x) => (*x, false),
        Content::Percent(x) => (*x, true),
        Content::Day(day) => {
            let remark = Remark::new(Code::UnreadableValue, day.to_string(), wanted(field));
            return Read::refused(remark.hint(say::DAY_AS_NUMBER));
        }
        Content::Text(_) | Content::Bool(_) | Content::Error(_) => return Read::unreadable(&content.text(), field),
    };
    let Some((exact, snapped)) = Exact::from_double(raw) else { return Read::unreadable(&content.text(), field) };
    if percent && !measures::is_percent(measures::of_field(field)) {
        return share(&content.text(), exact, field);
    }
    let (value, measure) = if percent { (exact * Exact::from(100), None) } else { (exact, measure) };
    let doubtful = field.kind == FieldType::Percent && !percent && looks_like_ratio(&value);
    if !snapped && !doubtful && measure.is_none_or(|m| m == field.unit) && is_allowed(&value, field) {
        return Read::plain(Value::Number(value)); // nearly every cell, and none of its words are needed
    }
    let mut read = finish(&content.text(), value, field, measure);
    if snapped && read.is_value() {
        let x = value_text(&read);
        read = read.with(Remark::new(Code::ReadWithNote, raw.to_string(), x).hint(say::SNAPPED));
    }
    if percent { read } else { warn_of_ratio(read, &content.text(), field) }
}

/// A text that is neither blank nor a mark.
pub(super) fn of_text(text: &str, field: &Field, measure: Option<&str>) -> Read {
    let shown = text.trim();
    let Some(typed) = figure::typed(text) else { return Read::unreadable(shown, field) };
    let refused = |why: &str| {
        let why = if why.is_empty() { figure::why(shown) } else { why };
        Read::refused(Remark::new(Code::UnreadableValue, shown, wanted(field)).hint(why))
    };
    let cell = Cell { shown, field, measure, mended: typed.mended };
    if let Some((measure, share)) = per_cent_in_words(&typed.text) {
        return cell.share_in_words(measure, share).unwrap_or_else(|| refused(""));
    }
    let read = match figure::figure(&typed.text) {
        Err(why) => return refused(why),
        Ok(Some(figure)) => cell.figure(&figure, &typed.text),
        Ok(None) => chinese::numeral(&typed.text).map_or(Err(""), |numeral| cell.numeral(&numeral)),
    };
    read.unwrap_or_else(refused)
}

/// 百分之九十八点五, 百分之98.5, 千分之三: the unit of measure and the number.
fn per_cent_in_words(text: &str) -> Option<(&'static str, &str)> {
    let share = |prefix: &str| text.strip_prefix(prefix);
    share("百分之").map(|s| ("%", s)).or_else(|| share("千分之").map(|s| ("‰", s)))
}

/// A text cell being read as a number.
struct Cell<'a> {
    shown: &'a str,
    field: &'a Field,
    measure: Option<&'a str>,
    mended: Option<&'static str>,
}

/// A reading, or why there is none (empty: nothing that can be said).
type Tried = Result<Read, &'static str>;

impl Cell<'_> {
    /// Figures, with or without something behind them.
    fn figure(&self, figure: &Figure<'_>, text: &str) -> Tried {
        let value = figure.value.clone();
        if figure.rest.is_empty() {
            let read = finish(self.shown, value, self.field, self.measure);
            let read = match self.mended.or(figure.odd) {
                Some(why) => note(read, self.shown, why),
                None => read,
            };
            return Ok(warn_of_ratio(doubt(read, figure), self.shown, self.field));
        }
        if figure.odd == Some(say::SCIENTIFIC) {
            return Err("");
        }
        if let Some(multiplier) = measures::bare_multiplier(figure.rest) {
            return self.multiplied(value * Exact::from(multiplier), multiplier);
        }
        if figure.rest.starts_with(['亿', '億', '万', '萬', '千', '仟', '百'])
            && figure.rest.contains(|c: char| c.is_ascii_digit())
        {
            return chinese::numeral(text).map_or(Err(""), |numeral| self.numeral(&numeral));
        }
        self.measured(value, figure.rest)
    }

    /// A number in words.
    fn numeral(&self, numeral: &Numeral<'_>) -> Tried {
        if !numeral.rest.is_empty() {
            return self.measured(numeral.value.clone(), numeral.rest);
        }
        match numeral.ends_with {
            Some(multiplier) => self.multiplied(numeral.value.clone(), multiplier),
            // 一万二千 under 万元: so many 元, or so many times ten thousand?
            None if numeral.has_ten_thousands && measures::multiplier_of(self.field) > 1 => Err(say::MULTIPLIER),
            None => {
                let read = finish(self.shown, numeral.value.clone(), self.field, self.measure);
                Ok(warn_of_ratio(note(read, self.shown, say::IN_WORDS), self.shown, self.field))
            }
        }
    }

    /// A number that ends in a multiplier, such as 2000万: the multiplier belongs to the number, and the unit of measure
    /// behind it was left away.
    fn multiplied(&self, value: Exact, multiplier: i64) -> Tried {
        let own = measures::multiplier_of(self.field);
        let small = multiplier < 10_000;
        if measures::is_percent(measures::of_field(self.field)) {
            return Err("");
        }
        let unsaid = measures::of_field(self.field).is_empty();
        // without a unit of measure 万 may be half of one (万元, 万吨); and 3千 under 万元 is 3 000 of what?
        if unsaid && !small || small && own > 1 || unsaid && self.measure.is_some() {
            return Err(say::MULTIPLIER);
        }
        if unsaid || small {
            return Ok(note(bounded(self.shown, value, self.field), self.shown, say::IN_WORDS));
        }
        let Some(value) = Exact::ratio(1, own).map(|factor| value * factor) else { return Err("") };
        Ok(if multiplier == own {
            note(bounded(self.shown, value, self.field), self.shown, say::WITH_MEASURE)
        } else {
            converted(self.shown, &value, self.field)
        })
    }

    /// A number with a unit of measure behind it.
    fn measured(&self, value: Exact, unit: &str) -> Tried {
        let own = measures::of_field(self.field);
        if measures::is_percent(unit) && !measures::is_percent(own) && own.is_empty() {
            return Ok(share(self.shown, value * hundredth(), self.field));
        }
        match measures::behind_figure(unit, self.field) {
            Some(Conversion::Same) => {
                let why = if measures::is_percent(unit) { say::PERCENT_SIGN } else { say::WITH_MEASURE };
                Ok(note(bounded(self.shown, value, self.field), self.shown, why))
            }
            Some(Conversion::Times(factor)) => Ok(converted(self.shown, &(value * factor), self.field)),
            // a known unit of measure that does not fit is one thing, any other text behind a figure another
            None if measures::is_known(unit) && !own.is_empty() => {
                Ok(Read::refused(Remark::new(Code::UnitOfMeasure, self.shown, own)))
            }
            None => Err(""),
        }
    }

    /// 百分之…: the number behind it, in figures or words, and nothing more.
    fn share_in_words(&self, measure: &str, share: &str) -> Option<Read> {
        let value = match figure::figure(share).ok()? {
            Some(figure) if figure.rest.is_empty() => figure.value,
            Some(_) => return None,
            None if share == "百" => Exact::from(100),
            None => {
                let numeral = chinese::numeral(share)?;
                if !numeral.rest.is_empty() || numeral.has_ten_thousands {
                    return None;
                }
                numeral.value
            }
        };
        self.measured(value, measure).ok().map(|read| note(read, self.shown, say::IN_WORDS))
    }
}

fn hundredth() -> Exact {
    Exact::ratio(1, 100).unwrap_or_default()
}

/// A percentage in a field that is none: a ratio where the field can only be one, else refused.
fn share(shown: &str, ratio: Exact, field: &Field) -> Read {
    let own = measures::of_field(field);
    if !own.is_empty() {
        return Read::refused(Remark::new(Code::UnitOfMeasure, shown, own));
    }
    if field.max.as_ref().is_some_and(|max| *max <= Exact::ONE) {
        return note(bounded(shown, ratio, field), shown, say::PERCENT_SIGN);
    }
    Read::refused(Remark::new(Code::UnreadableValue, shown, wanted(field)).hint(say::NOT_A_PERCENTAGE))
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
    let expected = format!("{value} {}", measures::of_field(field));
    let remark = Remark::new(Code::UnitConverted, shown, expected);
    if read.is_value() { read.with(remark) } else { read }
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
        && matches!(&read.reading, Reading::Value(Value::Number(x)) if looks_like_ratio(x));
    if !doubtful {
        return read;
    }
    let remark = Remark::new(Code::ReadWithNote, shown, format!("{}%", value_text(&read)));
    let hint = say::PERCENT_LOOKS_LIKE_RATIO;
    read.with(Remark { level: Some(Level::Warning), ..remark.hint(hint) })
}

/// What a spreadsheet wrote as 1.2E+05 may have had more digits.
fn doubt(mut read: Read, figure: &Figure<'_>) -> Read {
    if figure.odd == Some(say::SCIENTIFIC) {
        let noted = read.remarks.iter_mut().filter(|r| r.code == Code::ReadWithNote);
        noted.for_each(|remark| remark.level = Some(Level::Warning));
    }
    read
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
        Reading::Value(value) => value.to_string(),
        _ => String::new(),
    }
}
