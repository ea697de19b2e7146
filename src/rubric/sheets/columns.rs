//! Every sheet and its entries.

use super::Holds::{ByClass, Flag, Keys, List, Number, Said, Scalar, Text, Word};
use super::labels::{
    BASIS, BETTER, COMBINE, KINDS, LANGS, LEVELS, MISSING, MODES, NA, RESCALE_AT, RULES, SCOPES, TABLES, TIES, TYPES,
};
use super::{Entry, Holds, Shape, Sheet};

const fn entry(key: &'static str, zh: &'static str, en: &'static str, holds: Holds, width: u8) -> Entry {
    Entry { key, zh, en, holds, width, about: ["", ""] }
}

const fn about(entry: Entry, zh: &'static str, en: &'static str) -> Entry {
    Entry { about: [zh, en], ..entry }
}

/// The sheets in order.
pub const SHEETS: [Sheet; 8] = [
    Sheet { zh: "基本信息", en: "Basics", shape: Shape::Pairs, entries: BASICS },
    Sheet { zh: "等级", en: "Grades", shape: Shape::Rows("grade"), entries: GRADES },
    Sheet { zh: "来源", en: "Sources", shape: Shape::Rows("source"), entries: SOURCES },
    Sheet { zh: "填报项", en: "Fields", shape: Shape::Rows("field"), entries: FIELDS },
    Sheet { zh: "校验", en: "Checks", shape: Shape::Rows("check"), entries: CHECKS },
    Sheet { zh: "指标", en: "Indicators", shape: Shape::Tree, entries: TREE },
    Sheet { zh: "否决", en: "Vetoes", shape: Shape::Rows("veto"), entries: VETOES },
    Sheet { zh: "期间", en: "Periods", shape: Shape::Pairs, entries: PERIODS },
];

const BASICS: &[Entry] = &[
    about(
        entry("rubric.id", "编号", "Id", Text, 0),
        "输出文件夹以此为名：字母、数字、- 和 _",
        "names the folder of outputs: letters, digits, - and _",
    ),
    entry("rubric.title", "名称", "Title", Text, 0),
    entry("rubric.version", "版本", "Version", Text, 0),
    entry("rubric.period", "考核年度", "Period", Text, 0),
    entry("rubric.full_marks", "满分", "Full marks", Number, 0),
    about(
        entry("rubric.subjects", "考核对象名册", "Register", Text, 0),
        "如 prefectures、agencies",
        "such as prefectures",
    ),
    entry("rubric.lang", "语言", "Language", Word(LANGS), 0),
    about(entry("rubric.basis", "依据", "Basis", List, 0), "一行一条，可以增加行", "one a row; rows may be added"),
    about(
        entry("rubric.illustrative", "示例", "Example", Flag, 0),
        "分值、目标值是否仅为示例",
        "whether marks are examples",
    ),
    entry("rubric.cap_total", "总分不超过满分", "Total cut at full marks", Flag, 0),
    entry("rounding.indicator.places", "指标得分小数位数", "Decimals of indicators", Number, 0),
    entry("rounding.indicator.mode", "指标得分修约方法", "Rounding of indicators", Word(MODES), 0),
    entry("rounding.section.places", "分项得分小数位数", "Decimals of sections", Number, 0),
    entry("rounding.section.mode", "分项得分修约方法", "Rounding of sections", Word(MODES), 0),
    entry("rounding.total.places", "总分小数位数", "Decimals of the total", Number, 0),
    entry("rounding.total.mode", "总分修约方法", "Rounding of the total", Word(MODES), 0),
    entry("ranking.on", "排名依据", "Ranked by", Word(BASIS), 0),
    entry("ranking.ties", "并列名次", "Ties", Word(TIES), 0),
    about(
        entry("ranking.break_by", "同分时比较", "Ties broken by", List, 0),
        "分项或指标的编号，一行一个",
        "ids of sections or indicators, one a row",
    ),
    entry("ranking.by_group", "分组排名", "Ranked by group too", Flag, 0),
    entry("ranking.by_class", "分类排名", "Ranked by class too", Flag, 0),
    entry("grading.on", "评等级依据", "Graded by", Word(BASIS), 0),
    entry("defaults.missing", "缺报时", "Where missing", Word(MISSING), 0),
    entry("defaults.na", "不适用时", "Where not applicable", Word(NA), 0),
    entry("defaults.rescale_at", "标化方式", "Rescaled", Word(RESCALE_AT), 0),
];

const GRADES: &[Entry] = &[
    entry("name", "等级", "Grade", Text, 14),
    about(entry("at_least", "最低分（含）", "At least", Number, 14), "末等可以不填", "may be empty for the last"),
    about(entry("quota", "比例上限", "Quota", Number, 12), "0 至 1，如 0.3", "0 to 1, such as 0.3"),
    about(
        entry("also", "另须符合", "And only if", Text, 40),
        "算式，如 score(A) >= 32",
        "an expression, such as score(A) >= 32",
    ),
];

const SOURCES: &[Entry] = &[
    about(entry("id", "编号", "Id", Text, 18), "自上而下，效力由高到低", "the most authoritative first"),
    entry("name", "名称", "Name", Text, 30),
];

const FIELDS: &[Entry] = &[
    entry("id", "编号", "Id", Text, 18),
    entry("name", "名称", "Name", Text, 32),
    entry("type", "类型", "Type", Word(TYPES), 9),
    entry("unit", "计量单位", "Unit", Text, 9),
    about(entry("from", "填报单位", "From", Text, 14), "部门简称，自报写 self", "an agency, or self"),
    entry("min", "最小值", "Min", Number, 9),
    entry("max", "最大值", "Max", Number, 9),
    about(entry("choices", "选项", "Choices", List, 26), "用 | 隔开", "separated by |"),
    about(entry("aliases", "别名", "Aliases", List, 30), "用 | 隔开", "separated by |"),
    entry("required", "必填", "Required", Flag, 7),
    about(
        entry("tolerance", "来源允许相差", "Tolerance", Number, 10),
        "不同来源相差多少以内不算不一致",
        "by how much sources may differ",
    ),
];

const CHECKS: &[Entry] = &[
    about(
        entry("when", "出现此情形时", "When", Text, 48),
        "算式，如 合格批次 > 抽检批次",
        "an expression, true where something is wrong",
    ),
    entry("says", "提示", "Says", Text, 44),
    entry("level", "级别", "Level", Word(LEVELS), 9),
];

const TREE: &[Entry] = &[
    entry("", "类别", "Kind of row", Word(TABLES), 7),
    entry("id", "编号", "Id", Text, 9),
    about(entry("under", "上级编号", "Under", Text, 9), "一级分项不填", "empty at the top"),
    entry("name", "名称", "Name", Text, 28),
    entry("marks", "分值", "Marks", Scalar, 8),
    about(
        entry("marks_for", "分类分值", "Marks by class", ByClass, 16),
        "如 \"一类\" = 8, \"二类\" = 4",
        "such as \"一类\" = 8, \"二类\" = 4",
    ),
    entry("weight", "权重", "Weight", Number, 7),
    about(
        entry("applies", "适用条件", "Applies", Text, 18),
        "算式，如 group == '南疆'",
        "an expression, such as group == '南疆'",
    ),
    entry("kind", "分项性质", "Kind", Word(KINDS), 9),
    entry("cap", "分项上限", "Cap", Number, 8),
    entry("combine", "汇总方式", "Combined by", Word(COMBINE), 9),
    entry("marks_from", "汇总公式", "Formula", Text, 16),
    about(
        entry("value", "实际值", "Value", Text, 26),
        "算式；不填时取编号相同的填报项",
        "an expression; if empty, the field with the same id",
    ),
    entry("unit", "计量单位", "Unit", Text, 9),
    entry("better", "方向", "Better", Word(BETTER), 9),
    entry("target", "目标值", "Target", Scalar, 12),
    entry("rule", "评分规则", "Rule", Word(RULES), 12),
    about(
        entry("score", "规则参数", "Keys of the rule", Keys, 44),
        "如 per = 1, take = 0.5；各规则的参数见 docs/rules",
        "such as per = 1, take = 0.5; see docs/rules",
    ),
    entry("scope", "比较范围", "Compared with", Word(SCOPES), 9),
    entry("missing", "缺报时", "Where missing", Word(MISSING), 10),
    entry("na", "不适用时", "Where not applicable", Word(NA), 9),
    about(
        entry("weigh_by", "区域平均的权数", "Weighted by", Text, 14),
        "填报项或算式；不填时各单位同等",
        "a field or an expression; units count alike if empty",
    ),
    entry("evidence", "佐证材料", "Evidence", Text, 18),
    entry("lead", "牵头部门", "Lead", Text, 14),
    about(
        entry("words", "评分标准（自动生成）", "In words (made by the program)", Said, 60),
        "导出时由规则生成，导入时不读",
        "made from the rule; not read back",
    ),
];

const VETOES: &[Entry] = &[
    entry("id", "编号", "Id", Text, 9),
    entry("name", "名称", "Name", Text, 40),
    about(
        entry("when", "成立条件", "When", Text, 30),
        "算式；不填则只能由调整认定",
        "an expression; if empty, pronounced by an adjustment",
    ),
    entry("effect.grade", "评为等级", "Grade", Text, 10),
    entry("effect.cap_grade", "最高等级", "Best grade left", Text, 10),
    entry("effect.deduct", "总分扣", "Off the total", Scalar, 10),
    entry("effect.zero", "记零分的项", "Node set to 0", Text, 11),
    entry("effect.disqualify", "取消资格", "Disqualified", Flag, 9),
    entry("evidence", "须写明依据", "Evidence asked for", Flag, 11),
];

const PERIODS: &[Entry] = &[
    about(
        entry("periods.score", "计分年度", "Periods scored", List, 0),
        "一行一个；只评一个年度时不填",
        "one a row; empty for a single period",
    ),
    about(
        entry("periods.total", "总分公式", "Total", Text, 0),
        "如 mean(each) * 0.5 + last * 0.5",
        "such as mean(each) * 0.5 + last * 0.5",
    ),
];
