//! Numbers in words (中文数字): 九十八点五, 一百二十三, 二〇一五, 壹佰贰拾, and mixed ones such as 1亿2000万.
//!
//! Strict, because speech is not: 三五 is "three to five", 一百二 is 120 and not 102, 三万五 is 35 000. What only speech
//! makes clear is not read.

use crate::number::Exact;

/// A number at the head of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numeral<'a> {
    /// All of it, multipliers included.
    pub value: Exact,
    /// The multiplier it ends with, from 千 up: in 2000万 it may be half of a unit of measure.
    pub ends_with: Option<i64>,
    /// Whether 万 or 亿 is in it.
    pub has_ten_thousands: bool,
    /// What stands behind it.
    pub rest: &'a str,
}

/// One sign of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    /// A digit in words, 1 to 9.
    Digit(i64),
    /// 零, 〇 or ○.
    Zero,
    /// Figures: 2000 or 1.2.
    Figure(Exact),
    /// 十, 百, 千.
    Unit(i64),
    /// 万, 亿.
    Big(i64),
    /// 点.
    Point,
}

const TEN_THOUSAND: i64 = 10_000;
const HUNDRED_MILLION: i64 = 100_000_000;
/// No number in words that anyone reports has more signs.
const LONGEST: usize = 40;

/// Reads the number that the text begins with; `None` where none does, or where it can be heard in two ways.
pub(super) fn numeral(text: &str) -> Option<Numeral<'_>> {
    let (negative, body) = match text.strip_prefix(['负', '負']) {
        Some(body) => (true, body),
        None => (false, text),
    };
    // ○ is a nought inside 二○一五; by itself it is a mark of some kind
    let (signs, rest) = signs(body).filter(|_| !body.starts_with('○'))?;
    let value = if matches!(signs[..], [Sign::Zero, Sign::Big(_)]) {
        Exact::ZERO // 零万元
    } else if signs.iter().any(|s| matches!(s, Sign::Unit(_) | Sign::Big(_))) {
        structured(&signs)?
    } else {
        positional(&signs)?
    };
    let ends_with = match signs.last() {
        Some(Sign::Big(n)) => Some(*n),
        Some(Sign::Unit(1_000)) => Some(1_000),
        _ => None,
    };
    let has_ten_thousands = signs.iter().any(|s| matches!(s, Sign::Big(_)));
    Some(Numeral { value: if negative { -value } else { value }, ends_with, has_ten_thousands, rest })
}

/// The year, month or day of a date in words: 二〇一五, 六, 三十.
pub(super) fn plain(text: &str) -> Option<i64> {
    let numeral = numeral(text)?;
    (numeral.rest.is_empty() && !text.starts_with('负')).then(|| numeral.value.to_i64()).flatten()
}

/// The signs at the head of a text, and what is left of it.
fn signs(text: &str) -> Option<(Vec<Sign>, &str)> {
    let mut signs = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let figure = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        if figure > 0 {
            signs.push(Sign::Figure(rest[..figure].parse().ok()?));
            rest = &rest[figure..];
        } else if let Some(several) = sign(c) {
            signs.extend(several);
            rest = &rest[c.len_utf8()..];
        } else {
            break;
        }
        if signs.len() > LONGEST {
            return None;
        }
    }
    (!signs.is_empty()).then_some((signs, rest))
}

fn sign(c: char) -> Option<Vec<Sign>> {
    Some(match c {
        '零' | '〇' | '○' => vec![Sign::Zero],
        '一' | '壹' => vec![Sign::Digit(1)],
        '二' | '贰' | '貳' | '两' | '兩' => vec![Sign::Digit(2)],
        '三' | '叁' | '參' => vec![Sign::Digit(3)],
        '四' | '肆' => vec![Sign::Digit(4)],
        '五' | '伍' => vec![Sign::Digit(5)],
        '六' | '陆' | '陸' => vec![Sign::Digit(6)],
        '七' | '柒' => vec![Sign::Digit(7)],
        '八' | '捌' => vec![Sign::Digit(8)],
        '九' | '玖' => vec![Sign::Digit(9)],
        '廿' => vec![Sign::Digit(2), Sign::Unit(10)],
        '卅' => vec![Sign::Digit(3), Sign::Unit(10)],
        '十' | '拾' => vec![Sign::Unit(10)],
        '百' | '佰' => vec![Sign::Unit(100)],
        '千' | '仟' => vec![Sign::Unit(1_000)],
        '万' | '萬' => vec![Sign::Big(TEN_THOUSAND)],
        '亿' | '億' => vec![Sign::Big(HUNDRED_MILLION)],
        '点' | '點' => vec![Sign::Point],
        _ => return None,
    })
}

/// Digit by digit: 二〇一五, 九八点五, 五. Two digits side by side and nothing more are an estimate (三五家).
fn positional(signs: &[Sign]) -> Option<Exact> {
    let (whole, fraction) = split_at_point(signs)?;
    let whole = digits(whole)?;
    let zero_in_front = whole.len() > 1 && whole.starts_with('0');
    let sure = fraction.is_some() || whole.len() == 1 || whole.len() >= 4 || whole.contains('0');
    if zero_in_front || !sure {
        return None;
    }
    match fraction {
        Some(fraction) => format!("{whole}.{}", digits(fraction)?).parse().ok(),
        None => whole.parse().ok(),
    }
}

fn split_at_point(signs: &[Sign]) -> Option<(&[Sign], Option<&[Sign]>)> {
    let mut parts = signs.split(|s| *s == Sign::Point);
    let (whole, fraction) = (parts.next()?, parts.next());
    parts.next().is_none().then_some((whole, fraction))
}

/// Words for digits only, at least one.
fn digits(signs: &[Sign]) -> Option<String> {
    let digits: Option<String> = signs
        .iter()
        .map(|s| match s {
            Sign::Digit(d) => char::from_digit(u32::try_from(*d).ok()?, 10),
            Sign::Zero => Some('0'),
            _ => None,
        })
        .collect();
    digits.filter(|d| !d.is_empty())
}

/// With 十, 百, 千, 万 or 亿 in it.
fn structured(signs: &[Sign]) -> Option<Exact> {
    let (whole, fraction) = split_at_point(signs)?;
    let Some(fraction) = fraction else { return sections(whole) };
    // 九十八点五, 一点二亿: what multiplies stands at the end
    let tail = fraction.iter().position(|s| matches!(s, Sign::Big(_))).unwrap_or(fraction.len());
    let (fraction, multipliers) = fraction.split_at(tail);
    let whole = match positional(whole) {
        Some(whole) => whole,
        None => sections(whole).filter(|_| multipliers.is_empty())?,
    };
    let fraction: Exact = format!("0.{}", digits(fraction)?).parse().ok()?;
    let factor = match multipliers {
        [] => 1,
        [Sign::Big(n)] => *n,
        [Sign::Big(TEN_THOUSAND), Sign::Big(HUNDRED_MILLION)] => TEN_THOUSAND * HUNDRED_MILLION,
        _ => return None,
    };
    Some((whole + fraction) * Exact::from(factor))
}

/// 三千零五十, 一亿二千万, 1亿2000万.
fn sections(signs: &[Sign]) -> Option<Exact> {
    let mut sum = Sections::default();
    for (at, sign) in signs.iter().enumerate() {
        let last = at + 1 == signs.len();
        match sign {
            Sign::Zero => sum.zero(last)?,
            Sign::Digit(d) => sum.digit(Exact::from(*d), true)?,
            Sign::Figure(x) => sum.digit(x.clone(), *x < Exact::from(10) && x.is_whole())?,
            Sign::Unit(unit) => sum.unit(*unit)?,
            Sign::Big(big) => sum.big(*big, at == 1 && last)?,
            Sign::Point => return None,
        }
    }
    sum.done()
}

/// A number in words as far as it has been heard.
#[derive(Debug)]
struct Sections {
    total: Exact,
    section: Exact,
    /// The digit or figure that waits for its unit, and whether it is one digit.
    digit: Option<(Exact, bool)>,
    last_unit: i64,
    last_big: i64,
    zero: bool,
}

impl Default for Sections {
    fn default() -> Self {
        Self {
            total: Exact::ZERO,
            section: Exact::ZERO,
            digit: None,
            last_unit: i64::MAX,
            last_big: i64::MAX,
            zero: false,
        }
    }
}

impl Sections {
    fn is_begun(&self) -> bool {
        !self.section.is_zero() || !self.total.is_zero()
    }

    fn zero(&mut self, last: bool) -> Option<()> {
        let fits = self.digit.is_none() && self.is_begun() && !self.zero && !last;
        self.zero = true;
        fits.then_some(())
    }

    fn digit(&mut self, x: Exact, single: bool) -> Option<()> {
        let fits = self.digit.is_none() && !x.is_zero();
        self.digit = Some((x, single));
        fits.then_some(())
    }

    fn unit(&mut self, unit: i64) -> Option<()> {
        // 十二, and 一百十二: ten needs no digit
        let (digit, single) = match self.digit.take() {
            Some(digit) => digit,
            None if unit == 10 && !self.zero => (Exact::ONE, true),
            None => return None,
        };
        let fits = single && unit < self.last_unit;
        self.section = self.section.clone() + digit * Exact::from(unit);
        (self.last_unit, self.zero) = (unit, false);
        fits.then_some(())
    }

    /// 万 or 亿. A figure with decimals is multiplied only where nothing else is in the number: 1.2亿.
    fn big(&mut self, big: i64, alone: bool) -> Option<()> {
        if let Some((digit, _)) = self.digit.take() {
            let after_ten_or_zero = self.section.is_zero() || self.last_unit == 10 || self.zero;
            if !after_ten_or_zero || !digit.is_whole() && !alone {
                return None;
            }
            self.section = self.section.clone() + digit;
        }
        if big == HUNDRED_MILLION && self.last_big == TEN_THOUSAND && self.section.is_zero() && !self.zero {
            self.total = self.total.clone() * Exact::from(big); // 三万亿
        } else if big < self.last_big && !self.section.is_zero() {
            self.total = self.total.clone() + self.section.clone() * Exact::from(big);
        } else {
            return None;
        }
        (self.section, self.last_unit, self.last_big, self.zero) = (Exact::ZERO, i64::MAX, big, false);
        Some(())
    }

    /// A last digit without a unit counts ones only behind 十 or 零: 一百二 is 120.
    fn done(self) -> Option<Exact> {
        let rest = match self.digit {
            Some((digit, true)) if self.last_unit == 10 || self.zero => digit,
            Some(_) => return None,
            None => Exact::ZERO,
        };
        Some(self.total + self.section + rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_are_read_as_written_and_never_as_spoken() {
        let cases = [
            ("零", "0"),
            ("零万", "0"),
            ("五", "5"),
            ("两", "2"),
            ("十", "10"),
            ("十二", "12"),
            ("二十", "20"),
            ("九十八", "98"),
            ("廿三", "23"),
            ("卅", "30"),
            ("一百", "100"),
            ("一百零五", "105"),
            ("一百一十", "110"),
            ("一百十", "110"),
            ("一百二十三", "123"),
            ("一千零二十", "1020"),
            ("一千零五", "1005"),
            ("三千", "3000"),
            ("一万二千", "12000"),
            ("一万零五", "10005"),
            ("十二万", "120000"),
            ("一百零五万", "1050000"),
            ("三万五千", "35000"),
            ("一亿二千万", "120000000"),
            ("三万亿", "3000000000000"),
            ("一亿零五", "100000005"),
            ("九十八点五", "98.5"),
            ("九八点五", "98.5"),
            ("零点九八五", "0.985"),
            ("一百点零五", "100.05"),
            ("一点二亿", "120000000"),
            ("负三", "-3"),
            ("负零点五", "-0.5"),
            ("二〇一五", "2015"),
            ("二○一五", "2015"),
            ("二零一五", "2015"),
            ("二〇", "20"),
            ("一九九八", "1998"),
            ("壹佰贰拾", "120"),
            ("壹萬伍仟", "15000"),
            ("1亿2000万", "120000000"),
            ("1.2亿", "120000000"),
            ("3万5千", "35000"),
            ("3千", "3000"),
            ("2000万", "20000000"),
            ("", ""),
            ("点五", ""),
            ("○", ""),
            ("九十八点", ""),
            ("三五", ""),
            ("一二三", ""),
            ("〇五", ""),
            ("一百二", ""),
            ("两百五", ""),
            ("三万五", ""),
            ("一千五", ""),
            ("三五百", ""),
            ("一百零", ""),
            ("零零", ""),
            ("百", ""),
            ("千三", ""),
            ("十十", ""),
            ("一百一百", ""),
            ("一万二万", ""),
            ("2万3", ""),
            ("20千", ""),
            ("1.2亿3000万", ""),
            ("1亿2000", ""),
            ("九点八点五", ""),
            ("一百点五万", ""),
        ];
        for (text, expected) in cases {
            let read = numeral(text).filter(|n| n.rest.is_empty()).map(|n| n.value.to_string());
            assert_eq!(read.unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_behind_is_left_and_a_multiplier_at_the_end_is_known() {
        for (text, value, ends_with, rest) in [
            ("三百万元", "3000000", Some(TEN_THOUSAND), "元"),
            ("十二家", "12", None, "家"),
            ("三千", "3000", Some(1_000), ""),
            ("一亿二千万", "120000000", Some(TEN_THOUSAND), ""),
            ("十几", "10", None, "几"),
        ] {
            let read = numeral(text).unwrap();
            assert_eq!((read.value.to_string().as_str(), read.ends_with, read.rest), (value, ends_with, rest));
        }
    }
}
