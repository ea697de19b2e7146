//! The words that returns are written in: headings, lines above a table, marks in cells. Chinese and English, in one place.
//!
//! Every list holds folded forms (see [`crate::register::fold`]): no spaces, half-width, lower case.

use crate::finding::Lang;
use crate::rubric::Field;

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
    (Role::Source, &["来源", "数据来源", "source"]),
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
    "填表说明", "填报说明", "填报日期", "填表日期", "报送日期", "填报时间", "数据来源:", "资料来源", "note:",
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
    "不适用", "无", "-", "--", "---", "—", "——", "–", "―", "─", "/", "//", "\\", "n/a", "na", "notapplicable",
    "not_applicable", "未涉及", "不涉及", "不涉及该项", "合理缺项",
];

/// 未填: nothing was said.
#[rustfmt::skip]
const MISSING: &[&str] = &["未填", "未填报", "缺", "缺失", "空", "空白", "未报", "暂缺", "missing", "null", "none"];

/// State words besides the two lists above.
const STATED: &[&str] = &["value", "有值", "有数", "已填", "已填报", "数值", "有"];

#[rustfmt::skip]
const YES: &[&str] = &["是", "√", "✓", "✔", "☑", "有", "对", "1", "true", "yes", "y", "t"];
const NO: &[&str] = &["否", "×", "✗", "✘", "✕", "无", "0", "false", "no", "n", "f", "没有"];

/// What an official body's name adds to the name of the place.
#[rustfmt::skip]
const BODIES: &[&str] = &["人民政府办公厅", "人民政府办公室", "人民政府", "行政公署", "行署", "政府"];

/// What is stamped behind a name: `和田地区（盖章）`.
#[rustfmt::skip]
const STAMPS: &[&str] = &["(盖章)", "(公章)", "(签章)", "(章)", "(加盖公章)", "(单位盖章)"];

/// Sheets that are about filling in, not filled in.
#[rustfmt::skip]
const INSTRUCTIONS: &[&str] = &[
    "说明", "须知", "封面", "目录", "填报要求", "指标解释", "字典", "readme", "instruction", "cover", "help",
    "guide",
];

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

/// Whether a sheet of this name holds instructions.
pub(super) fn is_instructions(folded: &str) -> bool {
    INSTRUCTIONS.iter().any(|word| folded.contains(word))
}

/// The language that a rubric's own names are written in; what was expected is said in it.
pub(super) fn language(fields: &[Field]) -> Lang {
    let chinese = |name: &str| name.chars().any(|c| matches!(c, '\u{3400}'..='\u{9FFF}'));
    if fields.is_empty() || fields.iter().any(|f| chinese(&f.name) || chinese(&f.id)) { Lang::Zh } else { Lang::En }
}

/// A phrase in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase(pub &'static str, pub &'static str);

impl Phrase {
    /// In this language.
    pub(super) const fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.0,
            Lang::En => self.1,
        }
    }
}

/// Phrases for what was expected, what a file is, and how a sheet was taken.
pub(super) mod say {
    use super::Phrase;

    pub(in crate::ingest) const NUMBER: Phrase = Phrase("数值", "a number");
    pub(in crate::ingest) const INTEGER: Phrase = Phrase("整数", "a whole number");
    pub(in crate::ingest) const PERCENT: Phrase = Phrase("百分数（如 98.5）", "percentage points (such as 98.5)");
    pub(in crate::ingest) const BOOL: Phrase = Phrase("是或否", "yes or no");
    pub(in crate::ingest) const DATE: Phrase = Phrase("日期（如 2015-06-30）", "a date (such as 2015-06-30)");
    pub(in crate::ingest) const TEXT: Phrase = Phrase("文字", "text");
    pub(in crate::ingest) const STATE: Phrase =
        Phrase("value、missing 或 not_applicable", "value, missing or not_applicable");
    pub(in crate::ingest) const STATE_CLASH: Phrase = Phrase("状态与数值矛盾", "the state contradicts the value");
    pub(in crate::ingest) const SNAPPED: Phrase =
        Phrase("去掉二进制运算的尾差", "the residue of binary arithmetic dropped");
    pub(in crate::ingest) const FULL_WIDTH: Phrase = Phrase("全角字符或空格", "full-width forms or spaces");
    pub(in crate::ingest) const PERCENT_SIGN: Phrase = Phrase("带百分号", "with a percent sign");
    pub(in crate::ingest) const PERCENT_LOOKS_LIKE_RATIO: Phrase = Phrase(
        "按百分数读取；如果填的是比例，请乘以 100",
        "read as percentage points; if a ratio was meant, multiply by 100",
    );
    pub(in crate::ingest) const WITH_MEASURE: Phrase = Phrase("带计量单位", "with its unit of measure");
    pub(in crate::ingest) const MERGED: Phrase = Phrase("合并单元格", "a merged cell");
    pub(in crate::ingest) const SERIAL: Phrase =
        Phrase("像是没有设成日期格式的序号", "it looks like an unformatted date");
    pub(in crate::ingest) const DAY_AS_NUMBER: Phrase = Phrase("单元格是日期格式", "the cell is formatted as a date");

    pub(in crate::ingest) const PDF: Phrase = Phrase("PDF 文件", "a PDF");
    pub(in crate::ingest) const WORD: Phrase = Phrase("Word 文档", "a Word document");
    pub(in crate::ingest) const SLIDES: Phrase = Phrase("演示文稿", "a presentation");
    pub(in crate::ingest) const OFD: Phrase = Phrase("OFD 文件", "an OFD document");
    pub(in crate::ingest) const RTF: Phrase = Phrase("RTF 文档", "an RTF document");
    pub(in crate::ingest) const IMAGE: Phrase = Phrase("图片", "an image");
    pub(in crate::ingest) const ARCHIVE: Phrase = Phrase("压缩包", "an archive");
    pub(in crate::ingest) const HTML: Phrase = Phrase("网页（HTML）", "a web page (HTML)");
    pub(in crate::ingest) const XML: Phrase = Phrase("XML 文件", "an XML file");
    pub(in crate::ingest) const BINARY: Phrase = Phrase("不认识的二进制文件", "a binary file of an unknown kind");
    pub(in crate::ingest) const SPECIAL: Phrase = Phrase("不是普通文件", "not a regular file");
    pub(in crate::ingest) const ENCODING: Phrase = Phrase("既不是 UTF-8，也不是 GB18030", "neither UTF-8 nor GB18030");
    pub(in crate::ingest) const CRASHED: Phrase = Phrase("读取程序出错", "the reader failed");

    pub(in crate::ingest) const FRAMES: Phrase = Phrase(
        "只有框架的网页（表格在附带的文件夹里）",
        "a web page of frames (its tables are in the folder beside it)",
    );
    pub(in crate::ingest) const MAIL: Phrase = Phrase("邮件", "a mail message");
    pub(in crate::ingest) const NUMBERS: Phrase = Phrase("苹果 Numbers 表格", "an Apple Numbers document");
    pub(in crate::ingest) const SAVE_AS: Phrase =
        Phrase("请另存为 xlsx 或 CSV 后重新报送", "Save it as xlsx or CSV and send it again");
    pub(in crate::ingest) const SEND_TABLE: Phrase =
        Phrase("请报送填好的表格本身（xlsx 或 CSV）", "Send the filled-in workbook itself (xlsx or CSV)");
    pub(in crate::ingest) const UNPACK: Phrase =
        Phrase("请解压，把其中的表格放进考核文件夹", "Unpack it and put the workbooks in it into the folder");
    pub(in crate::ingest) const MAIL_PAGE: Phrase = Phrase("网页归档（MHTML）", "a web archive (MHTML)");
    pub(in crate::ingest) const OLD_BOOK: Phrase =
        Phrase("Excel 4.0 或更早的旧格式", "a workbook of Excel 4.0 or before");
    pub(in crate::ingest) const CUT: Phrase = Phrase("文件不完整，中途截断", "it breaks off in the middle");
    pub(in crate::ingest) const DEEP: Phrase = Phrase("标记嵌套过深", "its markup is nested too deeply");
    pub(in crate::ingest) const ENTITY: Phrase =
        Phrase("含有不允许的实体", "it refers to an entity that it defines itself");
    pub(in crate::ingest) const OPEN_QUOTE: Phrase = Phrase(
        "这里的引号没有配对，其后的行无法分列",
        "the quotation mark here is never closed, so what follows it is no table",
    );
    pub(in crate::ingest) const NO_RESULT: Phrase = Phrase("（公式没有计算结果）", "(a formula without a result)");

    pub(in crate::ingest) const KIND_XLSX: Phrase = Phrase(" xlsx 工作簿", "an xlsx workbook");
    pub(in crate::ingest) const KIND_XLS: Phrase = Phrase(" xls 工作簿", "an xls workbook");
    pub(in crate::ingest) const KIND_XLSB: Phrase = Phrase(" xlsb 工作簿", "an xlsb workbook");
    pub(in crate::ingest) const KIND_ODS: Phrase = Phrase(" ods 工作簿", "an ods spreadsheet");
    pub(in crate::ingest) const KIND_XML: Phrase = Phrase("Excel 2003 的 XML 表格", "an XML spreadsheet of Excel 2003");
    pub(in crate::ingest) const KIND_TEXT: Phrase = Phrase("纯文本表格（CSV）", "plain text (CSV)");

    pub(in crate::ingest) const SECONDS: Phrase = Phrase("秒", "seconds");
    pub(in crate::ingest) const ENTRIES: Phrase = Phrase("个内部文件", "entries");
    pub(in crate::ingest) const SHEETS: Phrase = Phrase("个工作表", "sheets");
    pub(in crate::ingest) const STYLES: Phrase = Phrase("种单元格样式", "cell styles");
    pub(in crate::ingest) const MEMORY: Phrase =
        Phrase("读取所需内存超出限制", "reading it takes more memory than allowed");
    pub(in crate::ingest) const UNPACKED: Phrase = Phrase("解压后", "unpacked");
    pub(in crate::ingest) const RATIO: Phrase = Phrase("压缩比异常", "packed suspiciously tight");
    pub(in crate::ingest) const CLAIM: Phrase =
        Phrase("声明的字符串个数与内容不符", "it claims more strings than it can hold");
    pub(in crate::ingest) const TABLE: Phrase = Phrase("表格", "table ");

    pub(in crate::ingest) const LONG: Phrase =
        Phrase("长表：每行一个单位的一项指标", "long form: one unit and field a row");
    pub(in crate::ingest) const MATRIX: Phrase = Phrase("单位在行、指标在列", "units down, fields across");
    pub(in crate::ingest) const CROSSED: Phrase = Phrase("指标在行、单位在列", "fields down, units across");
    pub(in crate::ingest) const SINGLE: Phrase = Phrase("一个单位，指标在行", "one unit, fields down");
    pub(in crate::ingest) const SKIPPED: Phrase = Phrase("没有读取", "not read");
    pub(in crate::ingest) const HIDDEN: Phrase = Phrase("隐藏的工作表", "a hidden sheet");
    pub(in crate::ingest) const NO_TABLE: Phrase = Phrase("其中没有指标数据", "there is no data of any field in it");
    pub(in crate::ingest) const NO_UNIT: Phrase = Phrase("找不到填报单位", "the reporting unit is named nowhere");
}
