//! The words of feedback workbooks (反馈表).

use crate::expr::Each;
use crate::finding::Lang;

/// One language. A `{}` is filled in by [`put`](super::put), in order.
#[derive(Debug)]
pub struct FeedbackWords {
    /// Folder of the workbooks, and the name of the joint one without its ending.
    pub name: &'static str,
    /// Title over a unit's sheet.
    pub title: &'static str,
    /// Sheet with links to every unit.
    pub index: &'static str,
    /// On the index: this book of so many, with units of these ranks.
    pub part: &'static str,
    /// Back to the index.
    pub back: &'static str,
    /// Unit and period.
    pub about: &'static str,
    /// Headings of the strip: place, total, grade, to the next grade, to the unit above.
    pub strip: [&'static str; 5],
    /// Heading: place in the group, in the class.
    pub place_in: Each<&'static str>,
    /// A place of so many.
    pub place: &'static str,
    /// Total of full marks.
    pub of_full: &'static str,
    /// So many marks short of this grade.
    pub short_of: &'static str,
    /// The marks of this grade are reached, but something else keeps it away.
    pub held_back: &'static str,
    /// The best grade.
    pub best_grade: &'static str,
    /// So many marks behind this unit.
    pub behind: &'static str,
    /// Level with this unit, which stands above by the scores that break ties.
    pub level_with: &'static str,
    /// Nobody above.
    pub first: &'static str,
    /// Totals of several periods.
    pub period_total: &'static str,
    /// Headings of the table.
    pub heads: [&'static str; 11],
    /// Said under the table.
    pub legend: &'static str,
    /// Title of the chart, and its two series.
    pub chart: [&'static str; 3],
    /// A yes and a no.
    pub yes_no: [&'static str; 2],
    /// Below and above the target.
    pub off_target: [&'static str; 2],
    /// Marks lost, taken, added.
    pub lost: &'static str,
    /// Marks that a penalty took.
    pub taken: &'static str,
    /// Marks that a bonus added.
    pub added: &'static str,
    /// How it was worked out.
    pub working: &'static str,
    /// Items of a list not met.
    pub not_met: &'static str,
    /// Between parts of a sentence.
    pub comma: &'static str,
    /// Title: where marks can be regained.
    pub regain: &'static str,
    /// Headings of that table.
    pub regain_heads: [&'static str; 6],
    /// Heading of places in the class, and of both where units are ranked by both.
    pub regain_apart: [&'static str; 2],
    /// What it takes for granted.
    pub regain_note: &'static str,
    /// Said where no marks were lost.
    pub regain_none: &'static str,
    /// Title: adjustments made after review.
    pub adjustments: &'static str,
    /// An adjustment: what, why, by whom, when, on what evidence.
    pub adjustment: &'static str,
    /// Title: what is wrong or doubtful about the unit's data, with counts.
    pub findings: &'static str,
    /// Said where nothing is.
    pub no_findings: &'static str,
    /// Headings of findings.
    pub finding_heads: [&'static str; 4],
}

static ZH: FeedbackWords = FeedbackWords {
    name: "反馈表",
    title: "考核结果反馈表",
    index: "目录",
    part: "共{}册，本册为第{}册，含{}个单位；单位数超过{}个时分册",
    back: "返回目录",
    about: "{}　　考核期：{}",
    strip: ["名次", "总分", "等级", "距上一等级", "距上一名"],
    place_in: Each::new("组内名次", "类内名次"),
    place: "第{}名 / 共{}个",
    of_full: "{} / {}分",
    short_of: "距“{}”差{}分",
    held_back: "分数已达“{}”，受否决项、附加条件或名额限制",
    best_grade: "已是最高等级",
    behind: "差{}分（{}）",
    level_with: "总分相同，按同分规则列后（{}）",
    first: "已是第一名",
    period_total: "{}总分{}",
    heads: [
        "指标",
        "数值",
        "目标值",
        "分值",
        "得分",
        "得分率",
        "失分",
        "名次",
        "平均得分",
        "最高得分",
        "失分原因和说明",
    ],
    legend: "名次、平均得分、最高得分在适用该项的各单位中计算；“－”为不适用或没有。",
    chart: ["各分项得分率（%）", "本单位", "各单位平均"],
    yes_no: ["是", "否"],
    off_target: ["低于目标{}", "高于目标{}"],
    lost: "失{}分",
    taken: "扣{}分",
    added: "加{}分",
    working: "算式：{}",
    not_met: "未做到：{}",
    comma: "，",
    regain: "可提升空间",
    regain_heads: ["指标", "失分", "得满分后总分", "名次变化", "组内名次变化", "等级变化"],
    regain_apart: ["类内名次变化", "组内；类内名次变化"],
    regain_note: "假设该指标得满分，本单位其他指标和其他单位的得分都不变，按评分细则（含上限、折算、否决项、名额和同分规则）重新计算；\
                  加分项不列入。各行分别假设，不能相加。",
    regain_none: "没有可列的失分指标。",
    adjustments: "复核调整",
    adjustment: "{}；理由：{}；认定：{} {}{}",
    findings: "本单位数据问题（错误{}条，警告{}条，说明{}条）",
    no_findings: "没有发现问题。",
    finding_heads: ["级别", "指标", "位置", "说明"],
};

static EN: FeedbackWords = FeedbackWords {
    name: "feedback",
    title: "Feedback on the assessment",
    index: "Index",
    part: "{} books; this is book {} with {} units. Books are split above {} units",
    back: "Index",
    about: "{}    Period: {}",
    strip: ["Rank", "Total", "Grade", "To the next grade", "To the unit above"],
    place_in: Each::new("Rank in group", "Rank in class"),
    place: "{} of {}",
    of_full: "{} / {}",
    short_of: "to “{}”: {} marks",
    held_back: "marks reach “{}”; held back by a veto, a condition or a quota",
    best_grade: "best grade",
    behind: "{} behind {}",
    level_with: "level with {}, behind by the rule for ties",
    first: "first",
    period_total: "Total of {}: {}",
    heads: [
        "Indicator",
        "Value",
        "Target",
        "Marks",
        "Score",
        "Share",
        "Lost",
        "Rank",
        "Mean score",
        "Best score",
        "Why marks were lost, and remarks",
    ],
    legend: "Rank, mean and best score are among the units to which the item applies; “–”: not applicable, or none.",
    chart: ["Share of marks by section (%)", "This unit", "Mean of all units"],
    yes_no: ["yes", "no"],
    off_target: ["{} below target", "{} above target"],
    lost: "{} lost",
    taken: "{} taken off",
    added: "{} added",
    working: "working: {}",
    not_met: "not met: {}",
    comma: ", ",
    regain: "Where marks can be regained",
    regain_heads: ["Indicator", "Lost", "Total with full marks", "Rank", "Rank in group", "Grade"],
    regain_apart: ["Rank in class", "Rank in group; in class"],
    regain_note: "Supposing full marks at this indicator while the unit's other indicators and all other units stay as they \
                  are; scored anew by the rubric, with caps, scaling, vetoes, quotas and the rule for ties. Bonuses are left \
                  out. Each line supposes one thing alone: they do not add up.",
    regain_none: "No indicator to list.",
    adjustments: "Adjustments after review",
    adjustment: "{}; reason: {}; by {} {}{}",
    findings: "About this unit's data: {} errors, {} warnings, {} notes",
    no_findings: "Nothing was found.",
    finding_heads: ["Level", "Indicator", "Place", "What it means"],
};

/// The words of a language.
#[must_use]
pub const fn feedback(lang: Lang) -> &'static FeedbackWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}
