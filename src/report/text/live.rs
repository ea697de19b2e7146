//! Words of the live sheets: observations, settings, statistics and scores.

use crate::expr::Each;

/// The words of one language.
#[derive(Debug)]
pub struct LiveWords {
    /// Sheet of observations.
    pub data: &'static str,
    /// Sheet of marks, targets and limits.
    pub settings: &'static str,
    /// Sheet of what is made of all units together.
    pub statistics_sheet: &'static str,
    /// Sheet of scores.
    pub scores: &'static str,
    /// Sheet of scores without adjustments.
    pub unadjusted: &'static str,
    /// Under the title of the sheet of observations.
    pub about_data: &'static str,
    /// Under the title of the sheet of settings.
    pub about_settings: &'static str,
    /// Under the title of the sheet of statistics.
    pub about_statistics: &'static str,
    /// Under the title of a sheet of scores.
    pub about_scores: &'static str,
    /// Place and total in the earlier result.
    pub earlier: [&'static str; 2],
    /// At the foot of the ranking.
    pub about_ranking: &'static str,
    /// At the foot of the scores of every indicator.
    pub about_detail: &'static str,
    /// Headings of single cells: code, name, what, value.
    pub single_heads: [&'static str; 4],
    /// Statistics: mean, median, deviation, sum, count, highest, lowest, rank.
    pub statistics: [&'static str; 8],
    /// Code of a unit.
    pub code: &'static str,
    /// That a unit answers for a measure.
    pub answers: &'static str,
    /// A corrected observation.
    pub correction: &'static str,
    /// Marks set by adjustment.
    pub set: &'static str,
    /// Marks added by adjustment.
    pub add: &'static str,
    /// A veto pronounced or lifted in a period.
    pub pronounced: &'static str,
    /// Marks of a node.
    pub marks: &'static str,
    /// Weight of a node.
    pub weight: &'static str,
    /// Value of an indicator.
    pub value: &'static str,
    /// Target of an indicator.
    pub target: &'static str,
    /// Cap of a section.
    pub cap: &'static str,
    /// Least total of a grade.
    pub at_least: &'static str,
    /// Quota of a grade.
    pub quota: &'static str,
    /// The mark of what is missing.
    pub missing: &'static str,
    /// A step on the way.
    pub step: &'static str,
    /// A number among those compared.
    pub compared: &'static str,
    /// A statistic of the unit's group.
    pub of_group: &'static str,
    /// Number of the group, of the class.
    pub part_number: Each<&'static str>,
    /// Whether a node applies.
    pub applies: &'static str,
    /// Score before rounding.
    pub unrounded: &'static str,
    /// Score before adjustments.
    pub before: &'static str,
    /// Score after adjustments, before bounds and vetoes.
    pub corrected: &'static str,
    /// Score.
    pub score: &'static str,
    /// Held at the section's cap.
    pub capped: &'static str,
    /// Marks of what applies.
    pub remaining: &'static str,
    /// Score over marks.
    pub share: &'static str,
    /// Total of the sections that count towards full marks.
    pub main: &'static str,
    /// Mean or worst of the scores of the units compared.
    pub compared_score: &'static str,
    /// Which earlier period.
    pub earlier_index: &'static str,
    /// Value of the earlier period.
    pub earlier_value: &'static str,
    /// Score by that value.
    pub earlier_score: &'static str,
    /// Whether a veto holds.
    pub veto: &'static str,
    /// Whether the unit is disqualified.
    pub disqualified: &'static str,
    /// What is compared when ranking.
    pub key: &'static str,
    /// Position, ties sharing the better one.
    pub position: &'static str,
    /// Position within the group, the class.
    pub position_in: Each<&'static str>,
    /// Place within the group, the class.
    pub place_in: Each<&'static str>,
    /// First of those that tie.
    pub first_of_tie: &'static str,
    /// Condition of a grade.
    pub also: &'static str,
    /// Grade by score.
    pub by_score: &'static str,
    /// Grade after vetoes.
    pub by_veto: &'static str,
    /// Grade after a quota.
    pub by_quota: &'static str,
    /// What the list is ordered by.
    pub order_key: &'static str,
    /// Number in the list.
    pub order: &'static str,
    /// The unit that has this number in the list.
    pub pick: &'static str,
    /// A constant: digits.
    pub why_digits: &'static str,
    /// A constant: no translation.
    pub why_untranslated: &'static str,
    /// On the sheet on method: the name of the line on formulas.
    pub method: &'static str,
    /// So many formulas; all scores are formulas.
    pub method_all: &'static str,
    /// So many formulas, so many constants for want of digits and of a translation.
    pub method_some: &'static str,
    /// That there are too many units for formulas.
    pub method_none: &'static str,
}

pub(super) static ZH: LiveWords = LiveWords {
    data: "原始数据",
    settings: "参数",
    statistics_sheet: "统计",
    scores: "计算",
    unadjusted: "计算（未调整）",
    about_data: "浅黄色单元格是输入：改动后得分、名次、等级随之重算。空白为未填，“－”为不适用；是填1，否填0。调整、更正和认定的理由见批注。",
    about_settings: "浅黄色单元格是输入：改动分值、目标、界限后得分随之重算。评分标准里直接写出的数（档次、扣分幅度等）写在“计算”的公式里。",
    about_statistics: "由全部参评单位或同组单位的数据算出，供“计算”表引用。",
    about_scores: "全部由公式从“原始数据”和“参数”算出；各行与“原始数据”相同。“缺”为没有数据，“－”为不适用；红底为常数，理由见批注。",
    earlier: ["上次名次", "上次总分"],
    about_ranking: "本表与“得分明细”“总分图”“图表”随“原始数据”重算；备注和其余各表为出表时的情况。",
    about_detail: "得分随“原始数据”重算；行的先后和“缺”“调”等标记为出表时的情况。",
    single_heads: ["编号", "名称", "内容", "数值"],
    statistics: ["平均", "中位数", "标准差", "合计", "个数", "最大", "最小", "位次"],
    code: "代码",
    answers: "承担",
    correction: "更正为",
    set: "定为",
    add: "加减分",
    pronounced: "{} 认定填1，解除填0",
    marks: "分值",
    weight: "权重",
    value: "值",
    target: "目标",
    cap: "限额",
    at_least: "最低分",
    quota: "名额比例",
    missing: "没有数据的标记",
    step: "中间数",
    compared: "参加比较的数",
    of_group: "所在组",
    part_number: Each::new("组号", "类号"),
    applies: "适用（1）",
    unrounded: "修约前",
    before: "调整前得分",
    corrected: "调整后",
    score: "得分",
    capped: "限额内",
    remaining: "适用分值",
    share: "得分率",
    main: "基本分",
    compared_score: "比照得分",
    earlier_index: "往期序号",
    earlier_value: "往期值",
    earlier_score: "往期值得分",
    veto: "否决（1）",
    disqualified: "取消资格（1）",
    key: "排序数",
    position: "位次",
    position_in: Each::new("组内位次", "类内位次"),
    place_in: Each::new("组内名次", "类内名次"),
    first_of_tie: "同位次首个",
    also: "附加条件（1）",
    by_score: "等级号（按总分）",
    by_veto: "等级号（否决后）",
    by_quota: "等级号（名额后）",
    order_key: "列序数",
    order: "列序",
    pick: "该列序的行",
    why_digits: "常数：双精度公式不能保证得到精确的修约结果",
    why_untranslated: "常数：细则中有不能写成公式的算法",
    method: "公式",
    method_all: "全部得分、名次、等级均为公式，共{}个公式单元格，没有以常数代替的。总排名、得分明细、总分图、图表随原始数据和参数重算，其余各表为出表时的情况；分值、目标、权重、上限、等级界线在参数表中改动，评分标准里直接写出的数写在公式里",
    method_some: "{}个公式单元格；以常数代替{}个：不能保证修约结果的{}个，不能写成公式的{}个（红底，批注说明）",
    method_none: "参评单位超过5000个，或数据列超过工作表的列数，本表只列数值，不含公式",
};

pub(super) static EN: LiveWords = LiveWords {
    data: "Data",
    settings: "Settings",
    statistics_sheet: "Statistics",
    scores: "Calculation",
    unadjusted: "Unadjusted",
    about_data: "Yellow cells are input: change one, and scores, ranks and grades follow. Empty is missing, – is not applicable; 1 is yes, 0 is no. Reasons of adjustments are in the notes.",
    about_settings: "Yellow cells are input: change marks, targets or limits, and scores follow. Numbers that a rule itself names stand in its formulas.",
    about_statistics: "Made of the data of all units or of those of a group; the scores refer to it.",
    about_scores: "All of it is worked out by formulas from the data and the settings, in the same rows. A red ground marks a constant; the note says why.",
    earlier: ["Rank before", "Total before"],
    about_ranking: "This sheet, Scores, Chart and Charts follow the data; remarks and the other sheets are as of writing.",
    about_detail: "Scores follow the data; the order of rows and the marks behind scores are as of writing.",
    single_heads: ["Code", "Name", "What", "Value"],
    statistics: ["mean", "median", "deviation", "sum", "count", "highest", "lowest", "rank"],
    code: "Code",
    answers: "answers for it",
    correction: "corrected to",
    set: "set to",
    add: "added",
    pronounced: "{} 1 pronounced, 0 lifted",
    marks: "marks",
    weight: "weight",
    value: "value",
    target: "target",
    cap: "limit",
    at_least: "from",
    quota: "quota",
    missing: "mark of what is missing",
    step: "step",
    compared: "compared",
    of_group: "of its group",
    part_number: Each::new("group no.", "class no."),
    applies: "applies (1)",
    unrounded: "unrounded",
    before: "before adjustment",
    corrected: "adjusted",
    score: "score",
    capped: "within limit",
    remaining: "marks that apply",
    share: "share",
    main: "main total",
    compared_score: "score of others",
    earlier_index: "earlier period no.",
    earlier_value: "earlier value",
    earlier_score: "score by earlier value",
    veto: "veto (1)",
    disqualified: "disqualified (1)",
    key: "key",
    position: "position",
    position_in: Each::new("position in group", "position in class"),
    place_in: Each::new("rank in group", "rank in class"),
    first_of_tie: "first of tie",
    also: "condition (1)",
    by_score: "grade no. by total",
    by_veto: "grade no. after vetoes",
    by_quota: "grade no. after quota",
    order_key: "list key",
    order: "list no.",
    pick: "row of this list no.",
    why_digits: "Constant: a formula in doubles is not sure to give the exact rounded figure",
    why_untranslated: "Constant: the rubric works it out in a way that no formula can say",
    method: "Formulas",
    method_all: "Every score, rank and grade is a formula: {} cells with formulas, no constant in place of one. Ranking, Scores, Chart and Charts follow the data and the settings; the other sheets are as of writing. Marks, targets, weights, caps and limits of grades are changed on Settings; numbers that a rule itself names stand in its formulas",
    method_some: "{} cells with formulas; {} constants in place of one: {} whose rounding is not sure, {} that no formula can say (red ground, with a note)",
    method_none: "More than 5000 units, or more columns than a sheet has: this workbook holds values and no formulas",
};
