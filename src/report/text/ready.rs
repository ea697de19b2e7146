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
};
