//! The words of layouts: assessors, rows that sum up, column numbers, and how it is said what was taken for what.
//!
//! Every list holds folded forms (see [`crate::register::fold`]).

use crate::ingest::words::{self, Phrase};

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

pub(super) const ACROSS: Phrase = Phrase("一个单位，指标在列", "one unit, fields across");
pub(super) const PANEL: Phrase = Phrase("单位 × 评委", "units × assessors");
pub(super) const DECLARED: Phrase = Phrase("（assessment.toml 指定）", " (as assessment.toml says)");
pub(super) const DECLARED_SKIP: Phrase = Phrase("assessment.toml 指定不读", "assessment.toml says to skip it");
pub(super) const DECLARED_UNFIT: Phrase = Phrase(
    "assessment.toml 的 [[layout]] 与表不符：按它找不到数据",
    "the [[layout]] of assessment.toml does not fit: it leads to no data",
);

pub(super) const HEADER: Phrase = Phrase("表头", "header");
pub(super) const UNITS: Phrase = Phrase("单位", "units");
pub(super) const FIELDS: Phrase = Phrase("指标名称", "names of fields");
pub(super) const VALUES: Phrase = Phrase("数值", "values");
pub(super) const YEAR_BEFORE: Phrase = Phrase("上一年", "the year before");
pub(super) const UNHEADED: Phrase = Phrase("没有表头", "without a heading");
pub(super) const ASSESSOR: Phrase = Phrase("评委", "assessor");
pub(super) const RATE: Phrase = Phrase("只用于核对，评分按计算值", "compared only; the computed one is scored");
pub(super) const SUM: Phrase = Phrase("合计，只用于核对", "a sum, compared only");
pub(super) const NOT_READ: Phrase = Phrase("没有读取", "not read");
pub(super) const NOT_CLEAR: Phrase = Phrase("含义不唯一，没有读取", "it may mean several things; not read");
pub(super) const REPEATED: Phrase = Phrase("重复的表头", "a repeated header");
pub(super) const NUMBERS: Phrase = Phrase("栏次", "column numbers");
pub(super) const SAME_AS_ABOVE: Phrase = Phrase("空白，同上一行的单位", "blank: the unit of the row above");
pub(super) const PERIOD: Phrase = Phrase("年度", "periods");
pub(super) const SOURCE: Phrase = Phrase("来源", "sources");
pub(super) const MEASURE: Phrase = Phrase("计量单位", "units of measure");
pub(super) const STATE: Phrase = Phrase("状态", "states");
pub(super) const REMARK: Phrase = Phrase("理由、认定人、日期或依据", "reason, author, date or evidence");
pub(super) const SHEET_NAME: Phrase = Phrase("工作表名称中", "the name of the sheet");
