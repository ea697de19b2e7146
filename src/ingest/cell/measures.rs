//! Units of measure (计量单位): which are the same, which convert exactly, which do not fit.

use crate::number::Exact;
use crate::register::fold;
use crate::rubric::{Field, FieldType};

/// How a figure in one unit of measure becomes one in the field's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Conversion {
    /// It is the same unit.
    Same,
    /// Multiply.
    Times(Exact),
}

/// Multipliers in front of a unit.
const MULTIPLIERS: [(&str, i64); 10] = [
    ("亿", 100_000_000),
    ("億", 100_000_000),
    ("万", 10_000),
    ("萬", 10_000),
    ("千", 1_000),
    ("仟", 1_000),
    ("百", 100),
    ("佰", 100),
    ("十", 10),
    ("拾", 10),
];

/// Units that are a whole multiple of a base: (unit, base, factor).
const MULTIPLES: &[(&str, &str, i64)] = &[
    ("公斤", "克", 1_000),
    ("kg", "克", 1_000),
    ("斤", "克", 500),
    ("吨", "克", 1_000_000),
    ("公里", "米", 1_000),
    ("km", "米", 1_000),
    ("m", "米", 1),
    ("公顷", "平方米", 10_000),
    ("平方公里", "平方米", 1_000_000),
    ("平方千米", "平方米", 1_000_000),
    ("㎡", "平方米", 1),
    ("m2", "平方米", 1),
    ("㎥", "立方米", 1),
    ("m3", "立方米", 1),
    ("t", "克", 1_000_000),
    ("元整", "元", 1),
    ("元正", "元", 1),
    ("圆", "元", 1),
    ("圆整", "元", 1),
    ("元人民币", "元", 1),
    ("人民币", "元", 1),
    ("rmb", "元", 1),
];

/// Words for the same count.
const SAME: &[&[&str]] = &[
    &["件", "起", "例", "宗"],
    &["人", "名", "位"],
    &["项", "条"],
    &["家", "户"],
    &["批次", "批"],
    &["次", "回"],
    &["分", "分值"],
    &["天", "日"],
    &["月", "个月"],
    &["吨标准煤", "吨标煤", "tce"],
    &["小时", "时"],
];

/// Counts that 个 may stand for, and other units that are known as such.
const COUNTS: &[&str] = &[
    "家", "户", "件", "起", "例", "宗", "次", "回", "项", "条", "人", "名", "位", "份", "台", "套", "所", "处", "批次",
    "批", "种", "篇", "部", "辆", "座", "场", "期", "只", "头", "株", "册", "张", "门", "款", "组", "队", "站",
];
const OTHERS: &[&str] = &[
    "元",
    "克",
    "米",
    "平方米",
    "立方米",
    "亩",
    "升",
    "分",
    "天",
    "日",
    "小时",
    "月",
    "年",
    "人次",
    "瓦",
    "瓦时",
    "度",
    "吨标准煤",
    "标准煤",
    "美元",
    "个",
    "个月",
    "级",
    "岁",
];

/// A unit of measure as base units over base units, with its factor.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Measure {
    base: String,
    factor: Exact,
}

/// The unit of measure of the field: percentage points have `%` even where the rubric does not say so.
pub(in crate::ingest) fn of_field(field: &Field) -> &str {
    if field.unit.is_empty() && field.kind == FieldType::Percent { "%" } else { &field.unit }
}

/// Whether the text says per cent.
pub(in crate::ingest) fn is_percent(text: &str) -> bool {
    matches!(fold(text).as_str(), "%" | "百分点" | "个百分点" | "百分比" | "百分数" | "百分之" | "percent" | "pct")
}

/// Whether the text is a unit of measure that is known here.
pub(in crate::ingest) fn is_known(text: &str) -> bool {
    parse(&fold(text)).is_some_and(|m| m.base.split('/').all(is_known_base))
}

fn is_known_base(base: &str) -> bool {
    base == "%" || COUNTS.contains(&base) || OTHERS.contains(&base) || SAME.iter().any(|same| same.contains(&base))
}

/// From a stated unit of measure to the field's. What is stated for a field without one says nothing against it.
pub(in crate::ingest) fn convert(stated: &str, field: &Field) -> Result<Conversion, ()> {
    if stated == of_field(field) {
        return Ok(Conversion::Same);
    }
    let (from, to) = (fold(stated), fold(of_field(field)));
    if from == to || from.is_empty() || to.is_empty() || says_nothing(&from) {
        return Ok(Conversion::Same);
    }
    let (from, to) = (parse(&from).ok_or(())?, parse(&to).ok_or(())?);
    if from.base != to.base && !same_count(&from.base, &to.base) {
        return Err(());
    }
    let factor = from.factor.checked_div(&to.factor).ok_or(())?;
    Ok(if factor == Exact::ONE { Conversion::Same } else { Conversion::Times(factor) })
}

/// Whether a heading's bracket is a unit of measure for the field, and not a remark such as （含复检）.
pub(in crate::ingest) fn is_stated(text: &str, field: &Field) -> bool {
    fold(text) == fold(of_field(field)) || is_known(text)
}

/// Whether a unit of measure converts, so that a line `单位：万元` above the table can be meant for the field.
pub(in crate::ingest) fn concerns(text: &str, field: &Field) -> bool {
    !of_field(field).is_empty() && convert(text, field).is_ok()
}

/// What stands behind a figure in the cell itself: `35家`, `1.2亿元`. A multiplier without a unit of measure is for the
/// caller to decide.
pub(super) fn behind_figure(suffix: &str, field: &Field) -> Option<Conversion> {
    let suffix = fold(suffix);
    let own = fold(of_field(field));
    if suffix == own {
        return Some(Conversion::Same);
    }
    if own.is_empty() {
        // a counting word behind a count says nothing more, nor 分 behind marks
        return (is_count(&suffix) || suffix == "分").then_some(Conversion::Same);
    }
    convert(&suffix, field).ok()
}

/// The multiplier that the text is, where it is nothing else: 万, 千万, 亿.
pub(super) fn bare_multiplier(text: &str) -> Option<i64> {
    let (factor, rest) = multiplier(text);
    (rest.is_empty() && text.chars().count() <= 2 && factor > 1).then_some(factor)
}

/// The multiplier in front of the field's unit of measure: 10 000 in 万元, 1 in 元 (and in 公顷, which only has a factor).
pub(super) fn multiplier_of(field: &Field) -> i64 {
    multiplier(&fold(of_field(field))).0
}

fn is_count(base: &str) -> bool {
    base == "个" || COUNTS.contains(&base)
}

fn says_nothing(folded: &str) -> bool {
    matches!(folded, "-" | "—" | "——" | "/" | "无" | "\\")
}

/// Bases that count the same thing: equal word for word, synonyms, or 个 for any count.
fn same_count(a: &str, b: &str) -> bool {
    let generic = |x: &str, y: &str| x == "个" && COUNTS.contains(&y);
    let one = |a: &str, b: &str| {
        a == b || generic(a, b) || generic(b, a) || SAME.iter().any(|same| same.contains(&a) && same.contains(&b))
    };
    match (a.split_once('/'), b.split_once('/')) {
        (Some((a, c)), Some((b, d))) => one(a, b) && one(c, d),
        (None, None) => one(a, b),
        _ => false,
    }
}

/// The multiplier in front (1 where there is none), and the rest.
fn multiplier(text: &str) -> (i64, &str) {
    let mut factor = 1_i64;
    let mut rest = text;
    while let Some((word, times)) = MULTIPLIERS.iter().find(|(w, _)| rest.starts_with(w)) {
        let Some(product) = factor.checked_mul(*times) else { break };
        factor = product;
        rest = &rest[word.len()..];
    }
    (factor, rest)
}

/// Takes a folded unit of measure apart.
fn parse(folded: &str) -> Option<Measure> {
    if folded.is_empty() || folded.chars().count() > 16 {
        return None;
    }
    if is_percent(folded) {
        return Some(Measure { base: "%".into(), factor: Exact::ONE });
    }
    if matches!(folded, "‰" | "千分点" | "千分比") {
        return Some(Measure { base: "%".into(), factor: Exact::ratio(1, 10)? });
    }
    if let Some((above, below)) = folded.split_once('/') {
        let (above, below) = (simple(above), simple(below));
        let factor = above.factor.checked_div(&below.factor)?;
        return Some(Measure { base: format!("{}/{}", above.base, below.base), factor });
    }
    Some(simple(folded))
}

fn simple(folded: &str) -> Measure {
    if let Some(found) = multiple(folded) {
        return found;
    }
    // 人民币万元
    let folded = folded.strip_prefix("人民币").filter(|rest| !rest.is_empty()).unwrap_or(folded);
    let (factor, rest) = multiplier(folded);
    if rest.is_empty() {
        return Measure { base: folded.to_owned(), factor: Exact::ONE };
    }
    let factor = Exact::from(factor);
    match multiple(rest) {
        Some(found) => Measure { base: found.base, factor: factor * found.factor },
        None => Measure { base: rest.to_owned(), factor },
    }
}

fn multiple(folded: &str) -> Option<Measure> {
    if folded == "亩" {
        // 15 亩 = 1 公顷 = 10 000 平方米
        return Some(Measure { base: "平方米".into(), factor: Exact::ratio(10_000, 15)? });
    }
    let (_, base, factor) = MULTIPLES.iter().find(|(unit, ..)| *unit == folded)?;
    Some(Measure { base: (*base).to_owned(), factor: Exact::from(*factor) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::field;
    use super::*;

    #[test]
    fn stated_measures_convert_exactly_or_not_at_all() {
        let cases = [
            ("亿元", "万元", "10000"),
            ("元", "万元", "0.0001"),
            ("百万元", "万元", "100"),
            ("万亩", "公顷", "666.66666666666666667"),
            ("公顷", "亩", "15"),
            ("吨", "万吨", "0.0001"),
            ("公斤", "吨", "0.001"),
            ("‰", "%", "0.1"),
            ("起/台", "起/万台", "10000"),
            ("万元/人", "元/人", "10000"),
            ("％", "%", "same"),
            ("个百分点", "%", "same"),
            ("个", "家", "same"),
            ("件", "起", "same"),
            ("件", "起/万台", "refused"),
            ("吨", "万元", "refused"),
            ("家", "次", "refused"),
            ("—", "万元", "same"),
            ("随便", "万元", "refused"),
            ("元", "元", "same"),
            ("千元", "万元", "0.1"),
            ("亿元", "元", "100000000"),
            ("万元", "亿元", "0.0001"),
            ("人民币万元", "万元", "same"),
            ("万元人民币", "元", "10000"),
            ("元整", "元", "same"),
            ("美元", "元", "refused"),
            ("万美元", "万元", "refused"),
            ("吨", "公斤", "1000"),
            ("t", "吨", "same"),
            ("万吨标煤", "吨标准煤", "10000"),
            ("吨", "吨标准煤", "refused"),
            ("公里", "米", "1000"),
            ("千米", "公里", "same"),
            ("㎡", "平方米", "same"),
            ("万平方米", "公顷", "same"),
            ("平方公里", "公顷", "100"),
            ("平方米", "米", "refused"),
            ("万人", "人", "10000"),
            ("名", "人", "same"),
            ("人次", "人", "refused"),
            ("户", "家", "same"),
            ("批", "批次", "same"),
            ("批次", "件", "refused"),
            ("个", "批次", "same"),
            ("台", "套", "refused"),
            ("日", "天", "same"),
            ("工作日", "天", "refused"),
            ("个月", "月", "same"),
            ("月", "天", "refused"),
            ("分", "元", "refused"),
            ("%", "元", "refused"),
            ("元", "%", "refused"),
            ("件/万人", "件/人", "0.0001"),
            ("件", "", "same"),
        ];
        for (stated, own, expected) in cases {
            let found = match convert(stated, &field(FieldType::Decimal, own)) {
                Ok(Conversion::Same) => "same".to_owned(),
                Ok(Conversion::Times(x)) => x.to_string(),
                Err(()) => "refused".to_owned(),
            };
            assert_eq!(found, expected, "{stated} to {own}");
        }
    }

    #[test]
    fn a_remark_in_brackets_is_no_measure() {
        for (text, expected) in
            [("万元", true), ("%", true), ("项", true), ("含复检", false), ("2014", false), ("见附件", false)]
        {
            assert_eq!(is_stated(text, &field(FieldType::Decimal, "")), expected, "{text}");
        }
    }
}
