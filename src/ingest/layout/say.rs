//! The words of layouts: assessors, rows that sum up, column numbers, and the keys of what is said of them (their words
//! are in `finding/text/said.rs`, in the language of who reads them).
//!
//! Every list holds folded forms (see [`crate::register::fold`]).

use crate::ingest::words;

/// What the heading of an assessor's column begins with: 评委1, 专家（张三）.
#[rustfmt::skip]
const ASSESSORS: &[&str] = &["评委", "专家", "评审", "评分人", "打分人", "考评员", "assessor", "judge", "expert", "reviewer"];

/// Rows and columns that sum up all, and not only a part; in the order of how plainly they say so.
#[rustfmt::skip]
const GRAND: &[&str] = &[
    "合计", "总计", "共计", "总数", "累计", "全区", "全区合计", "全区总计", "全市合计", "全州合计", "全省合计",
    "全疆合计", "全国合计", "total", "totals", "sum", "grandtotal",
];

/// Rows that sum up a part.
const PARTIAL: &[&str] = &["小计", "subtotal"];

/// Words of a total that is no sum.
const NO_SUM: &[&str] = &["平均", "均值", "最大", "最小", "average", "mean", "max", "min"];

/// Names of figures that do not add up, whatever their unit of measure.
const NO_AMOUNT: &[&str] = &[
    "率", "均", "指数", "占比", "比重", "比例", "排名", "名次", "得分", "评分", "系数", "倍", "rate", "index", "mean",
    "share",
];

/// Headings of columns of marks that a form adds up at its foot.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "自评得分", "自评分", "自评分值", "得分", "评分", "分值", "满分", "标准分", "权重", "分数", "score", "marks", "weight",
];

/// How the row of column numbers under a header begins.
const COLUMN_NUMBERS: &[&str] = &["甲", "乙", "丙", "丁", "a", "b", "栏次", "行次", "列次", "栏号"];

/// What a sum covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sum {
    /// All of a table.
    All,
    /// The rows since the sum before.
    Part,
}

/// Whether the heading is an assessor's by its own word.
pub(super) fn is_assessor(folded: &str) -> bool {
    ASSESSORS.iter().any(|word| {
        folded.strip_prefix(word).is_some_and(|rest| {
            !rest.is_empty() && rest.chars().count() <= 8 && words::role(folded).is_none() && !rest.contains('分')
        })
    })
}

/// What a row or column of this name sums up; `None` where it is no sum.
pub(super) fn sum(folded: &str) -> Option<Sum> {
    if NO_SUM.iter().any(|word| folded.contains(word)) {
        None
    } else if GRAND.contains(&folded) {
        Some(Sum::All)
    } else if PARTIAL.iter().any(|word| folded.starts_with(word) || folded.ends_with(word)) {
        Some(Sum::Part)
    } else {
        // 北疆合计 sums up a part, as its name says
        (words::is_total(folded) && ["合计", "总计"].iter().any(|w| folded.ends_with(w))).then_some(Sum::Part)
    }
}

/// Whether figures of this name add up.
pub(super) fn adds_up(name: &str) -> bool {
    let folded = crate::register::fold(name);
    !NO_AMOUNT.iter().any(|word| folded.contains(word))
}

/// Whether a column of this heading holds marks that are added up at its foot.
pub(super) fn is_marks(folded: &str) -> bool {
    MARKS.contains(&folded)
}

/// Whether a row under a header that begins so may number its columns.
pub(super) fn begins_numbers(folded: &str) -> bool {
    folded.is_empty() || COLUMN_NUMBERS.contains(&folded)
}

pub(super) const ACROSS: &str = "@layout-across";
pub(super) const PANEL: &str = "@layout-panel";
pub(super) const DECLARED: &str = "@layout-declared";
pub(super) const DECLARED_SKIP: &str = "@declared-skip";
pub(super) const DECLARED_UNFIT: &str = "@declared-unfit";
pub(in crate::ingest) const SAME_AS_ABOVE: &str = "@same-as-above";
pub(super) const HEADER: &str = "@taken-header";
pub(super) const UNITS: &str = "@taken-units";
pub(super) const FIELDS: &str = "@taken-fields";
pub(super) const VALUES: &str = "@taken-values";
pub(super) const VALUES_OF: &str = "@taken-values-of";
pub(super) const VALUES_BEFORE: &str = "@taken-values-before";
pub(super) const VALUES_UNHEADED: &str = "@taken-values-unheaded";
pub(super) const BEFORE: &str = "@taken-before";
pub(super) const BY_ASSESSORS: &str = "@taken-assessors";
pub(super) const FINGERPRINT: &str = "@taken-fingerprint";
pub(super) const TAGS_GONE: &str = "@taken-tags-gone";
pub(super) const ROWS: &str = "@taken-rows";
pub(super) const RATE: &str = "@taken-rate";
pub(super) const SUM: &str = "@taken-sum";
pub(super) const NOT_READ: &str = "@taken-not-read";
pub(super) const REPORTER: &str = "@taken-reporter";
pub(super) const NOT_CLEAR: &str = "@taken-not-clear";
pub(super) const REPEATED: &str = "@taken-repeated";
pub(super) const NUMBERS: &str = "@taken-numbers";
pub(super) const PERIOD: &str = "@taken-period";
pub(super) const SOURCE: &str = "@taken-source";
pub(super) const MEASURE: &str = "@taken-measure";
pub(super) const STATE: &str = "@taken-state";
pub(super) const REMARK: &str = "@taken-remark";
