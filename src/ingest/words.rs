//! The words that returns are written in: headings, lines above a table, marks in cells. Chinese and English, in one place.
//!
//! Every list holds folded forms (see [`crate::register::fold`]): no spaces, half-width, lower case.

mod typed;

use crate::finding::Lang;

pub(super) use typed::{is_error, is_none, tick, why_no_value};

/// What a column (or a line above the table) holds, by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// 单位名称: the unit assessed.
    Unit,
    /// 单位: the unit assessed or the unit of measure; the cells below decide.
    UnitOrMeasure,
    /// 指标.
    Field,
    /// 数值.
    Value,
    /// 上年值: the value of the year before.
    LastYear,
    /// 年度.
    Period,
    /// 来源.
    Source,
    /// 状态.
    State,
    /// 计量单位.
    Measure,
    /// 理由.
    Reason,
    /// 认定人.
    By,
    /// 日期.
    Date,
    /// 佐证材料.
    Evidence,
    /// 序号, 备注, 合计 …: seen and passed over.
    Ignored,
}

/// The headings of each role. Within [`Role::Value`] the earlier word is the better one where a table has several.
#[rustfmt::skip]
const HEADINGS: &[(Role, &[&str])] = &[
    (
        Role::Unit,
        &[
            "unit", "units", "地州市", "地州", "地(州、市)", "地、州、市", "地市", "市州", "市(州)", "县市区",
            "县(市、区)", "县市", "区县", "区县市", "地区", "地区名称", "单位名称", "被考核单位", "被评估单位",
            "被评价单位", "考核对象", "考核单位", "评价对象", "填报单位", "报送单位", "上报单位", "填报地区", "部门",
            "部门名称", "成员单位", "单位代码", "行政区划", "行政区划代码", "区划代码", "代码", "编码", "名称",
            "name", "code", "country", "region", "entity", "unitname", "unitcode", "iso3", "agency", "prefecture",
            "county",
        ],
    ),
    (Role::UnitOrMeasure, &["单位"]),
    (
        Role::Field,
        &[
            "field", "indicator", "item", "指标", "指标名称", "填报项", "填报项目", "填报指标", "项目", "项目名称",
            "考核指标", "评估指标", "评价指标", "考核项目", "考核内容", "工作任务", "任务", "三级指标", "指标代码",
            "指标编号", "数据项", "内容", "variable", "measure",
        ],
    ),
    (
        Role::Value,
        &[
            "value", "数值", "值", "填报值", "填报数", "填报数据", "填报内容", "上报值", "本年值", "本年实际",
            "本年数", "本年", "本期值", "本期", "本年度", "实际值", "实际完成值", "实际完成", "实际完成情况",
            "完成值", "完成情况", "完成数", "完成进度", "指标值", "数据", "结果", "情况", "自评结果", "自评值",
            "自评情况", "核查值", "核查结果", "得分", "自评得分", "自评分", "评分", "打分", "actual", "score",
            "result",
        ],
    ),
    (
        Role::LastYear,
        &[
            "上年值", "上年", "上年实际", "上年数", "上年同期", "上年度", "去年", "去年值", "去年同期", "上年完成",
            "lastyear",
        ],
    ),
    (
        Role::Period,
        &[
            "period", "year", "年度", "年份", "期间", "考核年度", "数据年度", "统计年度", "报告期", "所属期",
            "所属年度", "考核期", "数据期间", "年",
        ],
    ),
    (
        Role::Source,
        &["source", "来源", "数据来源", "数据提供方", "评委", "专家", "专家姓名", "评分人", "打分人", "assessor"],
    ),
    (Role::State, &["state", "状态", "数据状态", "填报状态"]),
    (Role::Measure, &["计量单位", "单位(计量)", "数据单位", "指标单位", "unitofmeasure", "unitofmeasurement", "uom"]),
    (
        Role::Reason,
        &[
            "reason", "理由", "原因", "评分理由", "打分理由", "得分理由", "扣分理由", "扣分原因", "加分理由",
            "情况说明", "事由",
        ],
    ),
    (Role::By, &["by", "认定人", "填报人", "核查人", "核查组", "认定单位", "经办人", "判定人"]),
    (Role::Date, &["date", "日期", "认定日期", "核查日期", "填报日期", "时间", "认定时间", "核查时间"]),
    (
        Role::Evidence,
        &[
            "evidence", "依据", "佐证", "佐证材料", "证明材料", "佐证资料", "证明资料", "认定依据", "支撑材料",
            "附件", "材料",
        ],
    ),
    (
        Role::Ignored,
        &[
            "no", "no.", "#", "序号", "编号", "备注", "说明", "注", "note", "notes", "remark", "remarks", "comment",
            "合计", "总计", "小计", "平均", "平均值", "总分", "排名", "名次", "位次", "等级", "group", "class",
            "分组", "类别", "分类", "电话", "联系电话", "联系人", "审核人", "填表人", "一级指标", "二级指标", "权重",
            "分值", "满分", "标准分", "评分标准", "计分方法", "目标", "目标值", "责任单位", "牵头单位", "责任部门",
            "牵头部门", "file", "sheet", "cell", "used", "文件", "工作表", "单元格", "short", "kind", "parent",
            "aliases", "口径", "指标解释", "指标说明", "填报说明", "填报要求", "频次", "hdi", "hdirank", "rank",
            "total", "average", "sum",
        ],
    ),
];

/// Labels of lines above a table: `填报单位：…`. Only these; a sentence with a colon is no label.
#[rustfmt::skip]
const LABELS: &[(Role, &[&str])] = &[
    (
        Role::Unit,
        &[
            "填报单位", "填报单位名称", "单位名称", "报送单位", "上报单位", "填表单位", "编报单位", "被考核单位",
            "被评估单位", "被评价单位", "考核对象", "评价对象", "填报地区", "地区名称", "地州市", "地区", "县市区",
            "填报部门", "部门名称", "部门", "unit", "reportingunit", "unitname", "country", "name",
        ],
    ),
    (Role::UnitOrMeasure, &["单位"]),
    (
        Role::Period,
        &[
            "年度", "年份", "期间", "考核年度", "数据年度", "统计年度", "填报年度", "报告期", "所属期", "所属年度",
            "考核期", "period", "year",
        ],
    ),
    (Role::Source, &["来源", "数据来源", "专家姓名", "评委姓名", "评委", "source", "assessor"]),
    (Role::Measure, &["计量单位", "金额单位", "unitofmeasure"]),
    (
        Role::Ignored,
        &[
            "填报时间", "填报日期", "填表日期", "填表时间", "报送日期", "报送时间", "填报人", "填表人", "制表人",
            "审核人", "负责人", "单位负责人", "联系人", "联系电话", "电话", "表号", "制定机关", "批准文号",
            "有效期至", "编号", "date", "tel",
        ],
    ),
];

/// What the first cell of a line below (or between) tables begins with.
#[rustfmt::skip]
const FOOTERS: &[&str] = &[
    "填表人", "填报人", "审核人", "制表人", "制表", "负责人", "单位负责人", "分管领导", "主管领导", "经办人",
    "联系人", "联系电话", "电话:", "签字", "盖章", "(盖章)", "注:", "注1", "注2", "注.", "附注", "备注:", "说明:",
    "填表说明", "填报说明", "填报日期", "填表日期", "报送日期", "填报时间", "数据来源:", "资料来源", "filledinby", "checkedby", "telephone", "note:",
    "notes:", "source:",
];

/// Rows that sum up others.
#[rustfmt::skip]
const TOTALS: &[&str] = &[
    "合计", "总计", "小计", "平均", "平均值", "平均分", "全区", "全区合计", "全区平均", "全疆", "全省", "全市",
    "全州", "全国", "总数", "共计", "累计", "最大值", "最小值", "total", "totals", "average", "mean", "sum",
    "subtotal", "world", "max", "min",
];

/// A row that sums up the rows above it ends (or begins) so.
const TOTAL_ENDS: &[&str] = &["合计", "总计", "小计", "平均"];

/// 不适用: an answer. 无 is one too, except where the question is yes or no.
#[rustfmt::skip]
const NOT_APPLICABLE: &[&str] = &[
    "不适用", "无", "-", "--", "---", "—", "——", "–", "―", "─", "/", "//", "\\", "\\\\", "n/a", "na", "notapplicable",
    "not_applicable", "未涉及", "不涉及", "不涉及该项", "合理缺项",
];

/// 未填: nothing was said.
#[rustfmt::skip]
const MISSING: &[&str] = &["未填", "未填报", "缺", "缺失", "空", "空白", "未报", "暂缺", "missing", "null", "none"];

/// State words besides the two lists above.
const STATED: &[&str] = &["value", "有值", "有数", "已填", "已填报", "数值", "有"];

#[rustfmt::skip]
const YES: &[&str] = &["是", "是的", "√", "✓", "✔", "☑", "有", "对", "1", "true", "yes", "y", "t"];
const NO: &[&str] = &["否", "不是", "错", "×", "✗", "✘", "✕", "无", "0", "false", "no", "n", "f", "没有"];

/// What an official body's name adds to the name of the place.
#[rustfmt::skip]
const BODIES: &[&str] = &["人民政府办公厅", "人民政府办公室", "人民政府", "行政公署", "行署", "政府"];

/// The region in front of a name.
const REGIONS: &[&str] = &["新疆维吾尔自治区", "新疆自治区", "自治区", "新疆"];

/// What is stamped behind a name: `和田地区（盖章）`.
#[rustfmt::skip]
const STAMPS: &[&str] = &["(盖章)", "(公章)", "(签章)", "(章)", "(加盖公章)", "(单位盖章)"];

/// Sheets that are about filling in, not filled in.
#[rustfmt::skip]
const INSTRUCTIONS: &[&str] = &[
    "说明", "须知", "封面", "目录", "填报要求", "指标解释", "字典", "readme", "instruction", "cover", "help",
    "guide",
];

/// The list of mendings that goes back with a return, and is no part of it when it comes again.
#[derive(Clone, Copy, Debug)]
pub struct MendingList {
    /// Name of its sheet.
    pub sheet: &'static str,
    /// Heading of the column that may be filled in.
    pub fill_in: &'static str,
}

/// The list of mendings in a language.
#[must_use]
pub const fn list_of_mendings(lang: Lang) -> MendingList {
    match lang {
        Lang::Zh => MendingList { sheet: "修改清单", fill_in: "修改后（留空填写）" },
        Lang::En => MendingList { sheet: "Mendings", fill_in: "Mended (to fill in)" },
    }
}

/// The role that a folded heading names.
pub(super) fn role(folded: &str) -> Option<Role> {
    HEADINGS.iter().find(|(_, words)| words.contains(&folded)).map(|(role, _)| *role)
}

/// How good a heading of [`Role::Value`] is: the smaller, the better.
pub(super) fn value_rank(folded: &str) -> usize {
    HEADINGS
        .iter()
        .find(|(role, _)| *role == Role::Value)
        .and_then(|(_, words)| words.iter().position(|w| *w == folded))
        .unwrap_or(usize::MAX)
}

/// The role that a folded label of a line above the table names.
pub(super) fn label(folded: &str) -> Option<Role> {
    LABELS.iter().find(|(_, words)| words.contains(&folded)).map(|(role, _)| *role)
}

/// Whether a line that begins so is a signature or a note.
pub(super) fn is_footer(folded: &str) -> bool {
    FOOTERS.iter().any(|word| folded.starts_with(word))
}

/// Whether the row sums up others.
pub(super) fn is_total(folded: &str) -> bool {
    TOTALS.contains(&folded)
        || folded.chars().count() <= 8
            && TOTAL_ENDS.iter().any(|word| folded.ends_with(word) || folded.starts_with(word))
}

/// Whether the folded text says 不适用.
pub(super) fn is_not_applicable(folded: &str) -> bool {
    NOT_APPLICABLE.contains(&folded)
}

/// Whether the folded text says 未填.
pub(super) fn is_missing(folded: &str) -> bool {
    folded.is_empty() || MISSING.contains(&folded)
}

/// Whether the folded text of a state column says that there is a value.
pub(super) fn is_stated(folded: &str) -> bool {
    STATED.contains(&folded)
}

/// Yes, no, or neither.
pub(super) fn yes_or_no(folded: &str) -> Option<bool> {
    if YES.contains(&folded) {
        Some(true)
    } else if NO.contains(&folded) {
        Some(false)
    } else {
        None
    }
}

/// The folded name without a stamp and without the name of the body behind it, where it has one.
pub(super) fn without_body(folded: &str) -> Option<&str> {
    let bare = STAMPS.iter().find_map(|stamp| folded.strip_suffix(stamp)).unwrap_or(folded);
    let bare = BODIES.iter().find_map(|body| bare.strip_suffix(body)).unwrap_or(bare);
    (bare.len() < folded.len() && !bare.is_empty()).then_some(bare)
}

/// The folded name without the region in front of it: 新疆维吾尔自治区和田地区, 自治区教育厅.
pub(super) fn without_region(folded: &str) -> Option<&str> {
    REGIONS.iter().find_map(|region| folded.strip_prefix(region)).filter(|rest| !rest.is_empty())
}

/// Whether a sheet of this name holds instructions.
pub(super) fn is_instructions(folded: &str) -> bool {
    INSTRUCTIONS.iter().any(|word| folded.contains(word))
}

/// Keys of what is said of returns; their words are in `finding/text/said.rs`, in the language of who reads them.
pub(super) mod say {
    pub(in crate::ingest) const NUMBER: &str = "@number";
    pub(in crate::ingest) const INTEGER: &str = "@integer";
    pub(in crate::ingest) const PERCENT: &str = "@percent";
    pub(in crate::ingest) const BOOL: &str = "@bool";
    pub(in crate::ingest) const DATE: &str = "@date";
    pub(in crate::ingest) const TEXT: &str = "@text";
    pub(in crate::ingest) const STATE: &str = "@state";
    pub(in crate::ingest) const STATE_CLASH: &str = "@state-clash";
    pub(in crate::ingest) const SNAPPED: &str = "@snapped";
    pub(in crate::ingest) const FULL_WIDTH: &str = "@full-width";
    pub(in crate::ingest) const PERCENT_SIGN: &str = "@percent-sign";
    pub(in crate::ingest) const PERCENT_LOOKS_LIKE_RATIO: &str = "@ratio-or-percent";
    pub(in crate::ingest) const WITH_MEASURE: &str = "@with-measure";
    pub(in crate::ingest) const MERGED: &str = "@merged";
    pub(in crate::ingest) const SERIAL: &str = "@serial";
    pub(in crate::ingest) const DAY_AS_NUMBER: &str = "@day-as-number";
    pub(in crate::ingest) const APOSTROPHES: &str = "@apostrophes";
    pub(in crate::ingest) const APPROXIMATE: &str = "@approximate";
    pub(in crate::ingest) const DAY_OR_MONTH: &str = "@day-or-month";
    pub(in crate::ingest) const ELSEWHERE: &str = "@elsewhere";
    pub(in crate::ingest) const FORMULA: &str = "@formula";
    pub(in crate::ingest) const INCOMPLETE_DATE: &str = "@incomplete-date";
    pub(in crate::ingest) const IN_WORDS: &str = "@in-words";
    pub(in crate::ingest) const LAST_STOP: &str = "@last-stop";
    pub(in crate::ingest) const LATER: &str = "@later";
    pub(in crate::ingest) const LEADING_ZEROS: &str = "@leading-zeros";
    pub(in crate::ingest) const MARKS_AROUND: &str = "@marks-around";
    pub(in crate::ingest) const MAYBE_NEGATIVE: &str = "@maybe-negative";
    pub(in crate::ingest) const MULTIPLIER: &str = "@multiplier";
    pub(in crate::ingest) const NO: &str = "@no";
    pub(in crate::ingest) const NONE: &str = "@none";
    pub(in crate::ingest) const NOT_A_PERCENTAGE: &str = "@not-a-percentage";
    pub(in crate::ingest) const NOT_ONE_TICK: &str = "@not-one-tick";
    pub(in crate::ingest) const NO_DECIMALS: &str = "@no-decimals";
    pub(in crate::ingest) const NO_SUCH_DAY: &str = "@no-such-day";
    pub(in crate::ingest) const OTHER_DIGITS: &str = "@other-digits";
    pub(in crate::ingest) const PLUS_SIGN: &str = "@plus-sign";
    pub(in crate::ingest) const QUOTED: &str = "@quoted";
    pub(in crate::ingest) const SCIENTIFIC: &str = "@scientific";
    pub(in crate::ingest) const SEPARATORS: &str = "@separators";
    pub(in crate::ingest) const SPACED_THOUSANDS: &str = "@spaced-thousands";
    pub(in crate::ingest) const STOP_AS_POINT: &str = "@stop-as-point";
    pub(in crate::ingest) const TICKED: &str = "@ticked";
    pub(in crate::ingest) const TWO_DIGIT_YEAR: &str = "@two-digit-year";
    pub(in crate::ingest) const WEEKDAY: &str = "@weekday";
    pub(in crate::ingest) const YEAR_LAST: &str = "@year-last";
    pub(in crate::ingest) const YES: &str = "@yes";
    pub(in crate::ingest) const FILE_NAME: &str = "@file-name";
    pub(in crate::ingest) const SHEET_NAME: &str = "@sheet-name";

    pub(in crate::ingest) const PDF: &str = "@a-pdf";
    pub(in crate::ingest) const WORD: &str = "@a-word-document";
    pub(in crate::ingest) const SLIDES: &str = "@a-presentation";
    pub(in crate::ingest) const OFD: &str = "@an-ofd-document";
    pub(in crate::ingest) const RTF: &str = "@an-rtf-document";
    pub(in crate::ingest) const IMAGE: &str = "@an-image";
    pub(in crate::ingest) const ARCHIVE: &str = "@an-archive";
    pub(in crate::ingest) const HTML: &str = "@a-web-page";
    pub(in crate::ingest) const XML: &str = "@an-xml-file";
    pub(in crate::ingest) const BINARY: &str = "@a-binary";
    pub(in crate::ingest) const SPECIAL: &str = "@special";
    pub(in crate::ingest) const ENCODING: &str = "@encoding";
    pub(in crate::ingest) const CRASHED: &str = "@crashed";

    pub(in crate::ingest) const KIND_XLSX: &str = "@an-xlsx-workbook";
    pub(in crate::ingest) const KIND_XLS: &str = "@an-xls-workbook";
    pub(in crate::ingest) const KIND_XLSB: &str = "@an-xlsb-workbook";
    pub(in crate::ingest) const KIND_ODS: &str = "@an-ods-spreadsheet";
    pub(in crate::ingest) const KIND_XML: &str = "@an-xml-spreadsheet";
    pub(in crate::ingest) const KIND_TEXT: &str = "@plain-text";
    pub(in crate::ingest) const FRAMES: &str = "@a-frameset";
    pub(in crate::ingest) const MAIL: &str = "@a-mail";
    pub(in crate::ingest) const NUMBERS: &str = "@a-numbers-document";
    pub(in crate::ingest) const SAVE_AS: &str = "@save-as";
    pub(in crate::ingest) const SEND_TABLE: &str = "@send-table";
    pub(in crate::ingest) const UNPACK: &str = "@unpack";
    pub(in crate::ingest) const MAIL_PAGE: &str = "@a-web-archive";
    pub(in crate::ingest) const OLD_BOOK: &str = "@an-old-workbook";
    pub(in crate::ingest) const CUT: &str = "@cut";
    pub(in crate::ingest) const DEEP: &str = "@deep";
    pub(in crate::ingest) const ENTITY: &str = "@entity";
    pub(in crate::ingest) const OPEN_QUOTE: &str = "@open-quote";
    pub(in crate::ingest) const SECONDS: &str = "@seconds";
    pub(in crate::ingest) const STYLES: &str = "@styles";
    pub(in crate::ingest) const SHEETS: &str = "@sheets";
    pub(in crate::ingest) const MEMORY: &str = "@memory";
    pub(in crate::ingest) const UNPACKED: &str = "@unpacked";
    pub(in crate::ingest) const ENTRIES: &str = "@entries";
    pub(in crate::ingest) const RATIO: &str = "@ratio";
    pub(in crate::ingest) const CLAIM: &str = "@claim";

    pub(in crate::ingest) const LONG: &str = "@layout-long";
    pub(in crate::ingest) const MATRIX: &str = "@layout-matrix";
    pub(in crate::ingest) const CROSSED: &str = "@layout-crossed";
    pub(in crate::ingest) const SINGLE: &str = "@layout-single";
    pub(in crate::ingest) const SKIPPED: &str = "@layout-skipped";
    pub(in crate::ingest) const MENDINGS: &str = "@layout-mendings";
    pub(in crate::ingest) const FILLED_IN: &str = "@filled-in";
    pub(in crate::ingest) const HIDDEN: &str = "@hidden";
    pub(in crate::ingest) const HIDDEN_FORM: &str = "@hidden-form";
    pub(in crate::ingest) const NO_TABLE: &str = "@no-table";
    pub(in crate::ingest) const NO_UNIT: &str = "@no-unit";
    pub(in crate::ingest) const FORM: &str = "@layout-form";
    pub(in crate::ingest) const ABOUT: &str = "@layout-about";
    pub(in crate::ingest) const FOREIGN: &str = "@layout-foreign";
    pub(in crate::ingest) const FINGERPRINT: &str = "@fingerprint";
    pub(in crate::ingest) const BY_HEADINGS: &str = "@by-headings";
    pub(in crate::ingest) const MANGLED: &str = "@mangled";
    pub(in crate::ingest) const TAGS_GONE: &str = "@tags-gone";
    pub(in crate::ingest) const NO_ASSESSOR: &str = "@no-assessor";
}
