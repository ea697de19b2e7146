//! The words of the intake (回收情况), in both languages.

use crate::finding::Lang;

/// The words of one language.
#[derive(Debug)]
pub struct IntakeWords {
    /// The sheet, and its title.
    pub sheet: &'static str,
    /// File name of the workbook of returns.
    pub workbook: &'static str,
    /// Standings, from the worst.
    pub standings: [&'static str; 4],
    /// Units expected, units that returned.
    pub units: &'static str,
    /// Others expected, others that returned.
    pub reporters: &'static str,
    /// Files read, observations found.
    pub files: &'static str,
    /// A count of a standing.
    pub count: &'static str,
    /// Between counts.
    pub comma: &'static str,
    /// Heading over the units.
    pub own: &'static str,
    /// Headings of the units.
    pub own_heads: [&'static str; 13],
    /// Heading over the others.
    pub others: &'static str,
    /// Headings of the others.
    pub other_heads: [&'static str; 11],
    /// Heading over files that gave nothing.
    pub nobodys: &'static str,
    /// Headings of those.
    pub nobody_heads: [&'static str; 3],
    /// Heading over what was taken for what.
    pub readings: &'static str,
    /// Headings of that.
    pub reading_heads: [&'static str; 3],
    /// Files read alike: the first, and how many there are.
    pub alike: &'static str,
    /// A version that is set aside for another.
    pub set_aside: &'static str,
    /// What the columns mean.
    pub legend: &'static str,
    /// So many more.
    pub more: &'static str,
}

static ZH: IntakeWords = IntakeWords {
    sheet: "回收情况",
    workbook: "回收情况.xlsx",
    standings: ["未报", "报送不全", "需修改", "齐全"],
    units: "应报单位 {} 个，已报 {} 个：",
    reporters: "报送部门 {} 个，已报 {} 个：",
    files: "读取文件 {} 个，数据 {} 条",
    count: "{} {}",
    comma: "，",
    own: "一、各单位自报",
    own_heads: [
        "单位",
        "状态",
        "收到日期",
        "应填",
        "已填",
        "不适用",
        "无法读取",
        "未填",
        "错误",
        "警告",
        "说明",
        "未填的项目",
        "文件（工作表）",
    ],
    others: "二、部门报送",
    other_heads: [
        "报送部门",
        "状态",
        "收到日期",
        "应报单位",
        "已报",
        "不适用",
        "无法读取",
        "未报",
        "指标",
        "未报的单位",
        "文件",
    ],
    nobodys: "三、没有采用的文件",
    nobody_heads: ["文件", "读作", "原因"],
    readings: "附：表格各部分读作什么",
    reading_heads: ["文件（工作表）", "读作", "位置、文字 → 读作"],
    alike: "{} 等 {} 个",
    set_aside: "没有采用：以“{}”为准",
    legend: "说明：应填为评分细则要求本单位填报、对其适用的数据项（每个评分年度分别计数）；无法读取的数据按未填计分；收到日期取自 received.csv。",
    more: "{} 等 {} 个",
};

static EN: IntakeWords = IntakeWords {
    sheet: "Returns",
    workbook: "returns.xlsx",
    standings: ["not returned", "incomplete", "needs mending", "complete"],
    units: "{} units expected, {} returned: ",
    reporters: "{} other reporters, {} returned: ",
    files: "{} files read, {} observations",
    count: "{} {}",
    comma: ", ",
    own: "1. Units on themselves",
    own_heads: [
        "Unit",
        "State",
        "Received",
        "Wanted",
        "Given",
        "Does not apply",
        "Un-\nreadable",
        "Missing",
        "Errors",
        "Warnings",
        "Notes",
        "What is missing",
        "Files (sheets)",
    ],
    others: "2. Other reporters",
    other_heads: [
        "Reporter",
        "State",
        "Received",
        "Units wanted",
        "Given",
        "Does not apply",
        "Un-\nreadable",
        "Missing",
        "Field",
        "Units missing",
        "Files",
    ],
    nobodys: "3. Files that were not used",
    nobody_heads: ["File", "Taken for", "Why"],
    readings: "Annex: what the parts of the tables were taken for",
    reading_heads: ["File (sheet)", "Taken for", "Place, text → taken for"],
    alike: "{} and others, {} in all",
    set_aside: "not used: '{}' holds",
    legend: "Wanted: what the rubric asks of the unit and applies to it, for each scored period. What cannot be read is scored as missing. Dates of receipt are those of received.csv.",
    more: "{}, … ({} in all)",
};

/// The words of a language.
#[must_use]
pub const fn intake_words(lang: Lang) -> &'static IntakeWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}
