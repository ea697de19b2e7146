//! What the workbook of a comparison says.

use crate::finding::Lang;

/// The words of one language. A `{}` is filled in, in order.
#[derive(Debug)]
pub struct CompareWords {
    /// File name.
    pub workbook: &'static str,
    /// Title of the workbook.
    pub title: &'static str,
    /// As it was, as it is.
    pub sides: [&'static str; 2],
    /// Of each side: what was named, rubric, period, full marks, units.
    pub about: [&'static str; 5],
    /// Sheet 摘要.
    pub summary: Summary,
    /// Sheet 改动.
    pub changes: Sheet<9>,
    /// Sheet 名次变动.
    pub moves: Sheet<10>,
    /// Chart of ranks before and after, and that of totals moved.
    pub charts: [&'static str; 2],
    /// Only so many units are drawn.
    pub drawn: &'static str,
    /// Sheet 分解.
    pub split: Sheet<5>,
    /// Causes too many for columns: the rest together.
    pub rest: &'static str,
    /// Sheet 互换.
    pub exchanges: Sheet<7>,
    /// Sheet 得分变动.
    pub nodes: Sheet<8>,
    /// Sheet 数据改动.
    pub data: Sheet<8>,
    /// Sheet 方法.
    pub method: &'static str,
    /// Mark of a unit that rose.
    pub up: &'static str,
    /// Mark of one that fell.
    pub down: &'static str,
    /// Mark of one that stayed.
    pub same: &'static str,
    /// A unit only on the later side.
    pub new: &'static str,
    /// A unit only on the earlier side.
    pub gone: &'static str,
    /// A movement that cannot be split.
    pub unsplit: &'static str,
    /// Pairs or rows that are not listed.
    pub more: &'static str,
}

/// The first sheet.
#[derive(Debug)]
pub struct Summary {
    /// Name of the sheet.
    pub name: &'static str,
    /// What it says, under the title.
    pub says: &'static str,
    /// Its sections: the two sides, what moved, the main causes, grades, the other sheets.
    pub heads: [&'static str; 5],
    /// Changes and causes; risen, fallen, same; pairs.
    pub counts: [&'static str; 3],
    /// What the counts are of.
    pub labels: [&'static str; 3],
    /// What a cause did.
    pub moved: &'static str,
    /// Said where nothing bears on scores.
    pub nothing: &'static str,
    /// A grade as it was and is.
    pub grade: &'static str,
    /// What did most for it.
    pub by: &'static str,
}

/// A sheet that is a table.
#[derive(Debug)]
pub struct Sheet<const N: usize> {
    /// Name of the sheet.
    pub name: &'static str,
    /// What it says, under the title.
    pub says: &'static str,
    /// Headings of its columns.
    pub heads: [&'static str; N],
    /// Said where there is no row.
    pub none: &'static str,
}

/// The words of a language.
#[must_use]
pub const fn compare_words(lang: Lang) -> &'static CompareWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: CompareWords = CompareWords {
    workbook: "结果对比.xlsx",
    title: "{}：结果对比",
    sides: ["原来", "现在"],
    about: ["结果", "评分细则", "考核年度", "满分", "单位数"],
    summary: Summary {
        name: "摘要",
        says: "改了什么，谁的分数和名次变了，各因为什么",
        heads: ["对比双方", "变动概况", "主要原因", "等级变化", "各表"],
        counts: [
            "{} 项，其中影响得分的归为 {} 项原因",
            "上升 {} 个，下降 {} 个，不变 {} 个；新增 {} 个，不再考核 {} 个",
            "{} 对",
        ],
        labels: ["改动", "单位名次", "名次互换"],
        moved: "总分变动合计 {} 分，涉及 {} 个单位；名次涉及 {} 个单位",
        nothing: "没有影响得分的改动",
        grade: "{} → {}",
        by: "{}（主要因为{}）",
    },
    changes: Sheet {
        name: "改动",
        says: "每一项改动的原文和现文，以及它使总分变动的合计（升降都算）；不影响得分的改动没有编号",
        heads: ["编号", "类别", "改动", "内容", "原来", "现在", "总分变动合计", "涉及单位", "名次涉及"],
        none: "没有改动",
    },
    moves: Sheet {
        name: "名次变动",
        says: "按现在的名次排列；▲ 上升，▼ 下降；原因的编号见“改动”表",
        heads: ["原名次", "现名次", "升降", "单位", "原总分", "现总分", "变动", "原等级", "现等级", "主要原因"],
        none: "没有单位",
    },
    charts: ["名次变动：左为原名次，右为现名次", "总分变动：按原因"],
    drawn: "（变动最大的 {} 个单位）",
    split: Sheet {
        name: "分解",
        says: "每个单位总分的变动分解到各项原因；合计是公式，应等于现总分减原总分，核对列应为 0",
        heads: ["单位", "原总分", "现总分", "合计", "核对"],
        none: "没有可以分解的单位",
    },
    rest: "其余 {} 项",
    exchanges: Sheet {
        name: "互换",
        says: "谁超过了谁：差距是前一单位减后一单位的总分",
        heads: ["超过的单位", "被超过的单位", "原差距", "现差距", "变动", "主要原因", "各项原因的作用"],
        none: "没有名次互换",
    },
    nodes: Sheet {
        name: "得分变动",
        says: "得分有变动的部分和指标，按现在的名次和细则的次序排列",
        heads: ["单位", "编号", "指标", "原分值", "现分值", "原得分", "现得分", "变动"],
        none: "各部分和指标的得分都没有变动",
    },
    data: Sheet {
        name: "数据改动",
        says: "评分采用的数据中与原来不同的；出处变了而值没有变的不列",
        heads: ["填报项", "单位", "年度", "原值", "现值", "原来源", "现来源", "出处"],
        none: "评分采用的数据没有改动",
    },
    method: "方法",
    up: "▲",
    down: "▼",
    same: "－",
    new: "新增",
    gone: "不再考核",
    unsplit: "不能分解",
    more: "另有 {} 对没有列出：既不相邻，也不在前列",
};

static EN: CompareWords = CompareWords {
    workbook: "comparison.xlsx",
    title: "{}: two results compared",
    sides: ["Before", "After"],
    about: ["Result", "Rubric", "Period", "Full marks", "Units"],
    summary: Summary {
        name: "Summary",
        says: "What changed, whose totals and ranks moved, and by what",
        heads: ["The two sides", "What moved", "Main causes", "Grades that changed", "Sheets"],
        counts: [
            "{}, of which those that bear on scores make {} causes",
            "{} rose, {} fell, {} stayed; {} new, {} no longer assessed",
            "{}",
        ],
        labels: ["Changes", "Ranks of units", "Pairs that changed places"],
        moved: "moved totals by {} in all, of {} units, and the ranks of {}",
        nothing: "No change bears on scores",
        grade: "{} → {}",
        by: "{} (mainly by {})",
    },
    changes: Sheet {
        name: "Changes",
        says: "Every change as it was and is, and what it moved totals by, up and down counted alike; changes without a number move nothing",
        heads: ["No.", "Kind", "Change", "Of", "Before", "After", "Totals moved", "Units", "Ranks of"],
        none: "Nothing changed",
    },
    moves: Sheet {
        name: "Moves",
        says: "In the order of the ranking as it is; ▲ rose, ▼ fell; numbers of causes as on Changes",
        heads: [
            "Rank was",
            "Rank is",
            "Moved",
            "Unit",
            "Total was",
            "Total is",
            "Change",
            "Grade was",
            "Grade is",
            "Main causes",
        ],
        none: "No units",
    },
    charts: ["Ranks: before on the left, after on the right", "Totals moved, by cause"],
    drawn: " (the {} units that moved most)",
    split: Sheet {
        name: "Parts",
        says: "What every cause moved each total by; the sum is a formula and must be the total that is less the total that was: the check is 0",
        heads: ["Unit", "Total was", "Total is", "Sum", "Check"],
        none: "No unit whose movement can be split",
    },
    rest: "{} others",
    exchanges: Sheet {
        name: "Exchanges",
        says: "Who passed whom: the gap is the first unit's total less that of the second",
        heads: ["Passed by", "Passed", "Gap was", "Gap is", "Change", "Main cause", "What every cause did"],
        none: "No pair changed places",
    },
    nodes: Sheet {
        name: "Scores moved",
        says: "Sections and indicators whose score is not what it was, by rank and in the order of the rubric",
        heads: ["Unit", "Id", "Indicator", "Marks were", "Marks are", "Score was", "Score is", "Change"],
        none: "No score of a section or an indicator moved",
    },
    data: Sheet {
        name: "Data changed",
        says: "Values that scoring takes and that are not what they were; where a value came from makes no difference",
        heads: ["Field", "Unit", "Period", "Was", "Is", "Source was", "Source is", "Where"],
        none: "No value that scoring takes changed",
    },
    method: "Method",
    up: "▲",
    down: "▼",
    same: "–",
    new: "new",
    gone: "no longer assessed",
    unsplit: "cannot be split",
    more: "{} more pairs are not listed: neither neighbours nor among the first",
};
