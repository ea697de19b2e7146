//! Headings (表头): what is left of one when numbering, brackets, years and stars are taken off.

use crate::register::fold;

use super::cell::measures;

/// A heading, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heading {
    /// What may be its name, from the whole folded text down to the barest form.
    pub names: Vec<String>,
    /// The period it names: `抽检批次（2014年）`.
    pub period: Option<String>,
    /// The unit of measure in its brackets: `经费（万元）`.
    pub measure: Option<String>,
}

/// No heading is longer.
const LONGEST: usize = 400;

impl Heading {
    /// Takes a heading apart.
    pub(super) fn of(text: &str) -> Self {
        let mut heading = Self::default();
        if text.len() > LONGEST {
            return heading;
        }
        let mut name = fold(text);
        for _ in 0..8 {
            if name.is_empty() {
                break;
            }
            heading.names.push(name.clone());
            match heading.strip(&name) {
                Some(barer) => name = barer,
                None => break,
            }
        }
        heading
    }

    /// One thing taken off; what it says is kept.
    fn strip(&mut self, name: &str) -> Option<String> {
        if let Some((bare, inner)) = trailing_bracket(name) {
            if self.period.is_none() && period_of(inner).is_some() {
                self.period = period_of(inner);
            } else if self.measure.is_none() {
                self.measure = Some(inner.trim_start_matches("单位:").to_owned());
            }
            return Some(bare.to_owned());
        }
        if let Some(bare) = name.strip_suffix([':', '*', '★', '、', ',', ';', '。']) {
            return Some(bare.to_owned());
        }
        let lead = ["其中:", "#", "*", "★", "☆", "-", "—", "·", "●"];
        if let Some(bare) = lead.iter().find_map(|mark| name.strip_prefix(mark)) {
            return Some(bare.to_owned());
        }
        if let Some(bare) = without_numbering(name) {
            return Some(bare.to_owned());
        }
        if self.period.is_none()
            && let Some((bare, year)) = without_year(name)
        {
            self.period = Some(year);
            return Some(bare.to_owned());
        }
        if self.measure.is_none()
            && let Some((bare, measure)) = name.rsplit_once([',', '/', ':'])
            && measures::is_known(measure)
        {
            self.measure = Some(measure.to_owned());
            return Some(bare.to_owned());
        }
        None
    }
}

/// `经费(万元)` → `经费`, `万元`. The text is folded, so that its brackets are half-width or Chinese ones.
fn trailing_bracket(name: &str) -> Option<(&str, &str)> {
    for (open, close) in [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕'), ('{', '}')] {
        if let Some(rest) = name.strip_suffix(close)
            && let Some(at) = rest.rfind(open)
            && at > 0
        {
            return Some((&rest[..at], &rest[at + open.len_utf8()..]));
        }
    }
    None
}

const CHINESE_DIGITS: &str = "一二三四五六七八九十百";

/// `1、`, `1.`, `(一)`, `一、`, `第一、`, `①`, `1.2`, `1)` in front, taken off.
pub(super) fn without_numbering(name: &str) -> Option<&str> {
    let first = name.chars().next()?;
    if ('①'..='⑳').contains(&first) || ('⑴'..='⒛').contains(&first) || ('㈠'..='㈩').contains(&first) {
        return Some(&name[first.len_utf8()..]).filter(|rest| !rest.is_empty());
    }
    let is_number = |c: char| c.is_ascii_digit() || CHINESE_DIGITS.contains(c);
    let rest = if let Some(inner) = name.strip_prefix('(') {
        let end = inner.find(')')?;
        if !inner[..end].chars().all(is_number) {
            return None;
        }
        inner[end + 1..].trim_start_matches(['、', '.'])
    } else {
        let body = name.strip_prefix('第').unwrap_or(name);
        let digits = body.trim_start_matches(is_number);
        if digits.len() == body.len() {
            return None;
        }
        match digits.chars().next()? {
            '、' | ')' | ':' => digits[digits.chars().next()?.len_utf8()..].trim_start_matches('.'),
            '.' | '-' => {
                let tail = digits.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
                tail.strip_prefix(['、', ')']).unwrap_or(tail)
            }
            _ => return None,
        }
    };
    (!rest.is_empty()).then_some(rest)
}

/// `2015年抽检批次` or `抽检批次2015年` → the rest and the year.
fn without_year(name: &str) -> Option<(&str, String)> {
    let chars: Vec<(usize, char)> = name.char_indices().collect();
    let digits_at = |from: usize| -> Option<String> {
        let four: String = chars.get(from..from + 4)?.iter().map(|(_, c)| *c).collect();
        is_year(&four).then_some(four)
    };
    if let Some(year) = digits_at(0)
        && let Some((at, '年')) = chars.get(4).copied()
    {
        let rest = name[at + '年'.len_utf8()..].trim_start_matches('度').trim_start_matches(['_', '-']);
        return (!rest.is_empty()).then_some((rest, year));
    }
    let tail = name.strip_suffix("年度").or_else(|| name.strip_suffix('年'))?;
    let at = tail.len().checked_sub(4)?;
    if !tail.is_char_boundary(at) || at == 0 {
        return None;
    }
    let before = tail[..at].trim_end_matches(['_', '-']);
    (is_year(&tail[at..]) && !before.is_empty()).then(|| (before, tail[at..].to_owned()))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) && (text.starts_with("19") || text.starts_with("20"))
}

/// The period that a text names in a usual form: `2015`, `2015年`, `2015年度`, `2015-03`, `2015年3月`, and
/// `2014年7月—2015年6月`, which is `2014-07至2015-06`.
pub(super) fn period_of(text: &str) -> Option<String> {
    let folded = fold(text);
    year_or_month(&folded).or_else(|| months(&folded))
}

/// What may stand between the first and the last month of a period.
const UNTIL: [char; 8] = ['至', '到', '-', '—', '–', '─', '~', '～'];

/// A period from one month to a later one.
fn months(folded: &str) -> Option<String> {
    let month = |text: &str| year_or_month(text).filter(|period| period.len() > 4);
    folded.char_indices().filter(|(_, c)| UNTIL.contains(c)).find_map(|(at, _)| {
        let (from, until) = folded.split_at(at);
        let (from, until) = (month(from)?, until.trim_start_matches(UNTIL));
        let until = match until.strip_prefix("次年") {
            Some(rest) => month(&format!("{}年{rest}", from.get(..4)?.parse::<u32>().ok()? + 1))?,
            None => month(until)?,
        };
        (from < until).then(|| format!("{from}至{until}"))
    })
}

fn year_or_month(folded: &str) -> Option<String> {
    let (year, rest) = (folded.get(..4)?, folded.get(4..)?);
    if !is_year(year) {
        return None;
    }
    let rest = rest.strip_prefix(['年', '-', '.', '/']).map_or(rest, |r| r.trim_start_matches('度'));
    let rest = rest.trim_end_matches("数据").trim_end_matches(['值', '数']).trim_end_matches("实际");
    if rest.is_empty() || matches!(rest, "末" | "底" | "全年") {
        return Some(year.to_owned());
    }
    let month = rest.trim_end_matches('份').trim_end_matches('月');
    let number: u32 = if month.len() <= 2 { month.parse().ok()? } else { return None };
    (1..=12).contains(&number).then(|| format!("{year}-{number:02}"))
}

/// The period before: of a year, the year before; of `2014-07至2015-06`, the same months of the year before.
pub(super) fn year_before(period: &str) -> Option<String> {
    if let Some((from, until)) = period.split_once('至') {
        let before = |month: &str| Some(format!("{}{}", year_before(month.get(..4)?)?, month.get(4..)?));
        return Some(format!("{}至{}", before(from)?, before(until)?));
    }
    is_year(period).then(|| period.parse::<u32>().ok().map(|year| (year - 1).to_string())).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_taken_apart() {
        // heading, barest name, period, measure
        let cases = [
            ("抽检批次", "抽检批次", "", ""),
            ("1、抽检批次（批次）", "抽检批次", "", "批次"),
            ("（一）继续清理质量行政审批事项", "继续清理质量行政审批事项", "", ""),
            ("3.2 强制检定计量器具受检率（%）", "强制检定计量器具受检率", "", "%"),
            ("① 合格批次", "合格批次", "", ""),
            ("2014年抽检批次", "抽检批次", "2014", ""),
            ("抽检批次（2014年）（批次）", "抽检批次", "2014", "批次"),
            ("质量工作经费 2014年度", "质量工作经费", "2014", ""),
            ("其中：设备投入（单位：万元）", "设备投入", "", "万元"),
            ("经费,万元", "经费", "", "万元"),
            ("*是否发生事故：", "是否发生事故", "", ""),
            ("３．１５投诉", "投诉", "", ""),
        ];
        for (text, name, period, measure) in cases {
            let heading = Heading::of(text);
            assert_eq!(heading.names.last().unwrap(), name, "{text}");
            assert_eq!(heading.period.unwrap_or_default(), period, "{text}");
            assert_eq!(heading.measure.unwrap_or_default(), measure, "{text}");
        }
    }

    #[test]
    fn the_period_before_has_the_same_months() {
        for (period, before) in [
            ("2015", Some("2014")),
            ("2014-07至2015-06", Some("2013-07至2014-06")),
            ("2015-03", None),
            ("十二五至十三五", None),
        ] {
            assert_eq!(year_before(period).as_deref(), before, "{period}");
        }
    }

    #[test]
    fn periods_are_known_by_their_usual_forms() {
        let cases = [
            ("2015", Some("2015")),
            (" ２０１５年度 ", Some("2015")),
            ("2015年3月", Some("2015-03")),
            ("2015-12", Some("2015-12")),
            ("2015年数据", Some("2015")),
            ("2014年7月—2015年6月", Some("2014-07至2015-06")),
            ("2014.7-2015.6", Some("2014-07至2015-06")),
            ("２０１４年７月至次年６月", Some("2014-07至2015-06")),
            ("2014-07-2015-06", Some("2014-07至2015-06")),
            ("2014-07至2015-06", Some("2014-07至2015-06")),
            ("2015年6月至2014年7月", None),
            ("2014-2015", None),
            ("2015-06-30", None),
            ("2015年13月", None),
            ("20150630", None),
            ("十二五", None),
            ("98.5", None),
        ];
        for (text, period) in cases {
            assert_eq!(period_of(text).as_deref(), period, "{text}");
        }
    }
}
