//! The words of the sheets that say how far an assessment has got: what is still missing, what evidence is owed and by
//! whom, and what both may do to the total.

use crate::finding::Lang;

use super::sheets::Sheet;

/// Words of these sheets in one language. A `{}` is filled in by [`put`](super::put), in order.
#[derive(Debug)]
pub struct ReadyWords {
    /// 得分区间: unit, worst, reported, best, grade, apart, open indicators, nearest line, risk.
    pub range: Sheet<9>,
    /// An indicator that is open: its least and its most.
    pub open: &'static str,
    /// The nearest grade line: above it, and short of it.
    pub line: [&'static str; 2],
    /// The grade may fall to this.
    pub may_fall: &'static str,
    /// The grade may rise to this.
    pub may_rise: &'static str,
    /// A veto cannot be judged yet.
    pub veto_open: &'static str,
    /// No risk to the grade.
    pub no_risk: &'static str,
    /// 佐证材料: unit, section, indicator, asked for, given, where, missing, owed by, lead, due.
    pub evidence: Sheet<10>,
    /// The line under its title where one unit is assessed.
    pub evidence_of_one: &'static str,
    /// These fields are unreported.
    pub unreported: &'static str,
    /// All is reported and yet there is no value.
    pub unworkable: &'static str,
    /// No evidence was handed in.
    pub no_evidence: &'static str,
    /// Stands for the section of a veto.
    pub veto: &'static str,
    /// File name of the workbook of a single unit.
    pub workbook: &'static str,
    /// Why sheets that compare are left out.
    pub alone: &'static str,
    /// Why sheets that stand in another one are left out.
    pub in_own: &'static str,
    /// 自评表.
    pub own: Own,
}

/// Words of 自评表.
#[derive(Debug)]
pub struct Own {
    /// Name of the sheet.
    pub name: &'static str,
    /// Its title, behind that of the assessment.
    pub title: &'static str,
    /// Unit, period, full marks.
    pub about: &'static str,
    /// By when everything is to be there.
    pub due: &'static str,
    /// Headings: number, then after the levels of the scheme marks, score, basis, evidence, who answers, remarks.
    pub heads: [&'static str; 7],
    /// The sum of a section.
    pub subtotal: &'static str,
    /// The total.
    pub total: &'static str,
    /// The grade.
    pub grade: &'static str,
    /// A value against its target.
    pub against: &'static str,
    /// A value.
    pub value: &'static str,
    /// The rule.
    pub rule: &'static str,
    /// The rule with the numbers in it.
    pub working: &'static str,
    /// Evidence that is still to be handed in.
    pub to_come: &'static str,
    /// How to read it.
    pub foot: &'static str,
    /// The lines to sign.
    pub sign: [&'static str; 4],
    /// On the cover: the total, as a name; what it is; and the grade with it.
    pub result: [&'static str; 3],
}

/// The words of a language.
#[must_use]
pub const fn ready(lang: Lang) -> &'static ReadyWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: ReadyWords = ReadyWords {
    range: Sheet {
        name: "得分区间",
        says: "未报数据全部按最差（不得分、扣满、不加分）、按细则规定、全部按最好（满分、不扣、加满）计，总分和等级各是多少",
        heads: [
            "单位",
            "最差",
            "现报",
            "最好",
            "等级",
            "相差",
            "未报指标（最少～最多得分）",
            "最近的等级线",
            "降等风险",
        ],
        none: "没有影响得分的未报数据。",
    },
    open: "{}（{}～{}分）",
    line: ["{}（{}分）：高出{}分", "{}（{}分）：还差{}分"],
    may_fall: "有：最差为{}",
    may_rise: "最好可为{}",
    veto_open: "否决项“{}”尚不能判断",
    no_risk: "无",
    evidence: Sheet {
        name: "佐证材料",
        says: "数据或佐证材料尚缺的指标；不适用的、没有加分或扣分的不列",
        heads: [
            "单位",
            "一级指标",
            "指标",
            "应提供的佐证材料",
            "已提供",
            "出处",
            "尚缺",
            "由谁补报",
            "牵头单位",
            "截止日期",
        ],
        none: "没有尚缺的数据和佐证材料。",
    },
    evidence_of_one: "各项指标应提供和已提供的佐证材料，尚缺什么、由谁补报、何时补齐；不适用的不列",
    unreported: "数据未报：{}",
    unworkable: "数据不能用于计算",
    no_evidence: "佐证材料未提供",
    veto: "否决项",
    workbook: "自评.xlsx",
    alone: "只考核一个单位，不作比较和排名",
    in_own: "只考核一个单位，见“自评表”",
    own: Own {
        name: "自评表",
        title: "{} 自评表",
        about: "被考核单位：{}　　考核期：{}　　满分：{}分",
        due: "　　材料截止日期：{}",
        heads: ["序号", "分值", "自评\n得分", "评分依据", "佐证材料", "责任单位", "备注"],
        subtotal: "{} 小计",
        total: "合计",
        grade: "等级：{}",
        against: "完成值{}，目标{}",
        value: "完成值{}",
        rule: "规则：{}",
        working: "计算：{}",
        to_come: "未提供（应有：{}）",
        foot: "斜体、加底色的得分没有数据，按细则规定计；“－”为不适用。得分随“原始数据”重算；各数据的出处见“溯源”，尚缺的见“佐证材料”。",
        sign: ["填报单位（盖章）：", "填报人：", "审核人：", "负责人（签字）：　　　　　　　　　　年　　月　　日"],
        result: ["自评结果", "{}分（满分{}分）", "{}分（满分{}分），等级{}"],
    },
};

static EN: ReadyWords = ReadyWords {
    range: Sheet {
        name: "Range",
        says: "total and grade if all that is missing turned out worst (no marks, full penalties, no bonus), as the rubric treats it, and best",
        heads: [
            "Unit",
            "Worst",
            "Reported",
            "Best",
            "Grade",
            "Apart",
            "Missing (least to most marks)",
            "Nearest grade line",
            "Grade at risk",
        ],
        none: "Nothing that bears on a score is missing.",
    },
    open: "{} ({} to {})",
    line: ["{} ({}): {} above", "{} ({}): {} short"],
    may_fall: "yes: {} at worst",
    may_rise: "{} at best",
    veto_open: "veto '{}' cannot be judged yet",
    no_risk: "no",
    evidence: Sheet {
        name: "Evidence",
        says: "indicators of which figures or evidence are missing; what does not apply, adds nothing or takes nothing is left out",
        heads: [
            "Unit",
            "Section",
            "Indicator",
            "Evidence asked for",
            "Given",
            "Named in",
            "Still missing",
            "Owed by",
            "Lead",
            "Due",
        ],
        none: "No figure and no evidence is missing.",
    },
    evidence_of_one: "the evidence asked for and given for each indicator, what is still missing, who owes it and by when",
    unreported: "not reported: {}",
    unworkable: "no value can be worked out",
    no_evidence: "no evidence",
    veto: "Vetoes",
    workbook: "self-assessment.xlsx",
    alone: "a single unit is assessed: nothing is compared or ranked",
    in_own: "a single unit is assessed: see Self-assessment",
    own: Own {
        name: "Self-assessment",
        title: "{}: self-assessment",
        about: "Assessed: {}    Period: {}    Full marks: {}",
        due: "    Due: {}",
        heads: ["No.", "Marks", "Score", "Basis", "Evidence", "Answers", "Remarks"],
        subtotal: "{}: subtotal",
        total: "Total",
        grade: "grade {}",
        against: "{} against {}",
        value: "{}",
        rule: "Rule: {}",
        working: "Working: {}",
        to_come: "missing (wanted: {})",
        foot: "A score in italics on a ground has no value behind it and is as the rubric says; – does not apply. Scores follow Data; where each figure stands is on Sources, what is missing on Evidence.",
        sign: ["Reported by (seal):", "Filled in by:", "Checked by:", "Signed:                        Date:"],
        result: ["Result", "{} of {}", "{} of {}, grade {}"],
    },
};
