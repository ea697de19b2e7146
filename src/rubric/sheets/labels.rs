//! What choices are called in the workbook.

use super::Word;

const fn word(key: &'static str, zh: &'static str, en: &'static str) -> Word {
    Word { key, zh, en }
}

pub(in crate::rubric) const LANGS: &[Word] = &[word("zh", "中文", "Chinese"), word("en", "英文", "English")];
pub(in crate::rubric) const MODES: &[Word] = &[
    word("half_up", "四舍五入", "half up"),
    word("half_even", "四舍六入五成双", "half even"),
    word("floor", "向下舍入", "floor"),
    word("ceil", "向上进位", "ceiling"),
    word("truncate", "截尾", "truncate"),
];
pub(in crate::rubric) const BASIS: &[Word] =
    &[word("published", "公布的总分", "published total"), word("exact", "修约前的总分", "exact total")];
pub(in crate::rubric) const TIES: &[Word] = &[
    word("competition", "并列后空出（1、2、2、4）", "competition (1 2 2 4)"),
    word("dense", "并列后不空（1、2、2、3）", "dense (1 2 2 3)"),
    word("average", "并列取平均（1、2.5、2.5、4）", "average (1 2.5 2.5 4)"),
    word("ordinal", "按名册次序（1、2、3、4）", "ordinal (1 2 3 4)"),
];
pub(in crate::rubric) const MISSING: &[Word] = &[
    word("zero", "记 0 分", "zero"),
    word("mean", "平均分", "mean"),
    word("worst", "最低分", "worst"),
    word("previous", "上期数值", "previous value"),
    word("reject", "不参加排名", "not ranked"),
];
pub(in crate::rubric) const NA: &[Word] = &[
    word("rescale", "标化", "rescale"),
    word("full", "满分", "full marks"),
    word("mean", "平均分", "mean"),
    word("zero", "记 0 分", "zero"),
];
pub(in crate::rubric) const RESCALE_AT: &[Word] =
    &[word("section", "逐级标化", "section by section"), word("total", "按总分标化", "at the total")];
pub(in crate::rubric) const TYPES: &[Word] = &[
    word("decimal", "小数", "decimal"),
    word("integer", "整数", "whole number"),
    word("percent", "百分比", "percentage"),
    word("bool", "是否", "yes or no"),
    word("choice", "选项", "choice"),
    word("text", "文字", "text"),
    word("date", "日期", "date"),
];
pub(in crate::rubric) const LEVELS: &[Word] = &[word("error", "错误", "error"), word("warning", "警告", "warning")];
pub(in crate::rubric) const TABLES: &[Word] =
    &[word("section", "分项", "section"), word("indicator", "指标", "indicator")];
pub(in crate::rubric) const COMBINE: &[Word] = &[
    word("sum", "相加", "sum"),
    word("mean", "加权平均", "mean"),
    word("geometric", "几何平均", "geometric mean"),
    word("harmonic", "调和平均", "harmonic mean"),
    word("min", "取最低", "least"),
    word("max", "取最高", "greatest"),
    word("formula", "按公式", "formula"),
];
pub(in crate::rubric) const KINDS: &[Word] = &[
    word("normal", "计分", "normal"),
    word("bonus", "加分项", "bonus"),
    word("penalty", "扣分项", "penalty"),
    word("memo", "只列示", "memo"),
];
pub(in crate::rubric) const BETTER: &[Word] =
    &[word("higher", "越高越好", "higher"), word("lower", "越低越好", "lower")];
pub(in crate::rubric) const SCOPES: &[Word] = &[
    word("all", "全部单位", "all units"),
    word("group", "同组单位", "the group"),
    word("class", "同类单位", "the class"),
];
pub(in crate::rubric) const RULES: &[Word] = &[
    word("meet", "达标得分", "meet"),
    word("deduct", "按差距扣分", "deduct"),
    word("bands", "分档得分", "bands"),
    word("ratio", "按比例得分", "ratio"),
    word("anchors", "插值得分", "anchors"),
    word("efficacy", "功效系数", "efficacy"),
    word("versus", "比较得分", "versus"),
    word("rank", "按名次得分", "rank"),
    word("count", "计次加减分", "count"),
    word("choice", "等次得分", "choice"),
    word("checklist", "清单得分", "checklist"),
    word("given", "评定得分", "given"),
    word("panel", "专家评分", "panel"),
    word("trajectory", "进度得分", "trajectory"),
    word("formula", "公式得分", "formula"),
];
