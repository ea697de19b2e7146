//! The figure at the head of a cell's text: what typing does to it is mended and named, what it does not say is not added.

use crate::ingest::words::{self, say};
use crate::number::Exact;
use crate::register::{half_width, is_blank};

/// No figure that anyone reports is longer, in characters.
const LONGEST: usize = 60;
/// Nor is it further from one than this power of ten.
const FURTHEST: i32 = 30;

/// A text as it should have been typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    /// Half-width, without spaces, quotes and a last stop; thousands are separated by commas.
    pub text: String,
    /// The first thing that was mended.
    pub mended: Option<&'static str>,
}

impl Typed {
    fn mend(&mut self, why: &'static str) {
        self.mended.get_or_insert(why);
    }
}

/// Takes off what typing adds. `None` where the text is too long to be a figure.
pub(super) fn typed(text: &str) -> Option<Typed> {
    let shown = text.trim_matches(|c: char| c.is_ascii_whitespace());
    if shown.chars().count() > LONGEST {
        return None;
    }
    let mut typed = Typed::default();
    let bare = unquoted(shown.trim_matches(is_blank));
    if bare.len() < shown.trim_matches(is_blank).len() {
        typed.mend(say::QUOTED);
    }
    let chars: Vec<char> = bare.chars().collect();
    for (at, c) in chars.iter().copied().enumerate() {
        let before = chars[..at].iter().copied().rev().find(|c| !is_blank(*c)).and_then(digit);
        let after = chars[at..].iter().copied().skip(1).find(|c| !is_blank(*c)).and_then(digit);
        let inside = before.is_some() && after.is_some();
        let wide = half_width(c);
        match c {
            // 1 286: a space inside a figure can only separate thousands
            _ if c.is_whitespace() && inside => {
                if !typed.text.ends_with(',') {
                    typed.text.push(',');
                }
                typed.mend(say::SPACED_THOUSANDS);
            }
            _ if is_blank(c) => typed.mend(say::FULL_WIDTH),
            '。' | '｡' if inside => {
                typed.text.push('.');
                typed.mend(say::STOP_AS_POINT);
            }
            '٫' | '٬' => {
                typed.text.push(if c == '٫' { '.' } else { ',' });
                typed.mend(say::OTHER_DIGITS);
            }
            '٪' | '﹪' => typed.text.push('%'),
            '\'' | '’' | '＇' if inside => {
                typed.text.push(',');
                typed.mend(say::APOSTROPHES);
            }
            '\u{2212}' | '\u{FE63}' => {
                typed.text.push('-');
                typed.mend(say::FULL_WIDTH);
            }
            _ => match digit(c) {
                Some(known) => {
                    typed.text.push(known);
                    if known != c {
                        typed.mend(if wide == known { say::FULL_WIDTH } else { say::OTHER_DIGITS });
                    }
                }
                None => {
                    typed.text.push(wide);
                    if wide != c {
                        typed.mend(say::FULL_WIDTH);
                    }
                }
            },
        }
    }
    let ended = typed.text.trim_end_matches(['。', ';', '；', ',', '、']).len();
    if ended < typed.text.len() && ended > 0 {
        typed.text.truncate(ended);
        typed.mend(say::LAST_STOP);
    }
    Some(typed)
}

/// A decimal digit: ASCII, full-width, or Arabic as it is typed in Uyghur.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '\u{FF10}'..='\u{FF19}' => 0xFF10,
        '\u{0660}'..='\u{0669}' => 0x0660,
        '\u{06F0}'..='\u{06F9}' => 0x06F0,
        _ => return None,
    };
    char::from_digit(u32::from(c) - zero, 10)
}

/// Without the apostrophe that marks text in a spreadsheet, and without quotes around the whole.
fn unquoted(text: &str) -> &str {
    for (open, close) in [('"', '"'), ('“', '”'), ('\'', '\''), ('‘', '’')] {
        if let Some(inner) = text.strip_prefix(open).and_then(|t| t.strip_suffix(close)) {
            return inner;
        }
    }
    text.strip_prefix(['\'', '’', '＇', '`']).unwrap_or(text)
}

/// A figure in digits, and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure<'a> {
    pub value: Exact,
    pub rest: &'a str,
    /// What is odd about the way it is written.
    pub odd: Option<&'static str>,
}

/// The figure that a typed text begins with. `Ok(None)` where it begins with none; an error says what is wrong with it.
pub(super) fn figure(text: &str) -> Result<Option<Figure<'_>>, &'static str> {
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-');
    let end = text.find(|c| !is_figure(c)).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if !digits.contains(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    if let Some((power, rest)) = exponent(rest) {
        let value = format!("{digits}e{power}").parse().map_err(|_| "")?;
        return Ok(Some(Figure { value, rest, odd: Some(say::SCIENTIFIC) }));
    }
    let (sign, body) = match digits.strip_prefix(['-', '+']) {
        Some(body) => (&digits[..1], body),
        None => ("", digits),
    };
    if body.contains(['-', '+']) {
        return Err(say::APPROXIMATE);
    }
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let mut odd = (sign == "+").then_some(say::PLUS_SIGN);
    if body.ends_with('.') {
        odd = odd.or(Some(say::NO_DECIMALS));
    }
    let whole = if whole.contains(',') { ungrouped(whole)? } else { whole.to_owned() };
    if whole.len() > 1 && whole.starts_with('0') {
        odd = odd.or(Some(say::LEADING_ZEROS));
    }
    let value = format!("{}{whole}.{fraction}", if sign == "-" { "-" } else { "" }).parse().map_err(|_| "")?;
    Ok(Some(Figure { value, rest, odd }))
}

/// `E+05`, as spreadsheets write large numbers into CSV: the power and what stands behind it.
fn exponent(rest: &str) -> Option<(i32, &str)> {
    let exponent = rest.strip_prefix(['e', 'E'])?;
    let signed = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = signed.find(|c: char| !c.is_ascii_digit()).unwrap_or(signed.len());
    let end = exponent.len() - signed.len() + digits;
    let power: i32 = exponent[..end].parse().ok()?;
    (power.abs() <= FURTHEST).then_some((power, &exponent[end..]))
}

/// Without the separators of thousands; they must stand where thousands end.
fn ungrouped(whole: &str) -> Result<String, &'static str> {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let good = (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|g| g.len() == 3);
    if good { Ok(whole.replace(',', "")) } else { Err(say::SEPARATORS) }
}

/// Why a text is no number, where that can be said: a word for the one who mends it.
pub(super) fn why(text: &str) -> &'static str {
    let folded = crate::register::fold(text);
    if folded.starts_with('=') {
        say::FORMULA
    } else if folded.starts_with('(') && folded.ends_with(')') || folded.starts_with(['△', '▲', '▽', '▼', '↓'])
    {
        say::MAYBE_NEGATIVE
    } else {
        words::why_no_value(&folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let Some(typed) = typed(text) else { return "long".into() };
        match figure(&typed.text) {
            Ok(Some(f)) => {
                let odd = typed.mended.or(f.odd).unwrap_or_default();
                format!("{} {odd} {}", f.value, f.rest).trim_end().to_owned()
            }
            Ok(None) => "none".into(),
            Err(why) => format!("refused {why}").trim_end().to_owned(),
        }
    }

    #[test]
    fn what_typing_does_to_figures_is_mended_and_named() {
        for (text, expected) in [
            ("98.5", "98.5"),
            (" 98.5\t", "98.5"),
            ("1,286", "1286"),
            ("-1,286.5", "-1286.5"),
            ("98.50", "98.5"),
            (".5", "0.5"),
            ("９８．５", "98.5 @full-width"),
            ("98。5", "98.5 @stop-as-point"),
            ("98.5。", "98.5 @last-stop"),
            ("1，286", "1286 @full-width"),
            ("1 286", "1286 @spaced-thousands"),
            ("1\u{a0}286\u{2009}000", "1286000 @spaced-thousands"),
            ("1, 286", "1286 @full-width"),
            ("98 .5", "98.5 @full-width"),
            ("1'286", "1286 @apostrophes"),
            ("'98.5", "98.5 @quoted"),
            ("“98.5”", "98.5 @quoted"),
            ("١٢٫٥", "12.5 @other-digits"),
            ("5.", "5 @no-decimals"),
            ("00012", "12 @leading-zeros"),
            ("+3", "3 @plus-sign"),
            ("−3", "-3 @full-width"),
            ("1.2E+05", "120000 @scientific"),
            ("1e-3", "0.001 @scientific"),
            ("1e99", "1  e99"),
            ("98.5%", "98.5  %"),
            ("12,34", "refused @separators"),
            ("98 97", "refused @separators"),
            ("9 8.5", "refused @separators"),
            ("0,285", "refused @separators"),
            ("1,23", "refused @separators"),
            ("90-95", "refused @approximate"),
            ("1.286.000", "refused"),
            ("1,286,5", "refused @separators"),
            ("1.5,000", "refused"),
            ("约98", "none"),
            ("—", "none"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read(&"9".repeat(61)), "long");
    }
}
