//! The words of the sheet 上下级对照.

use crate::finding::Lang;

/// Words of the sheet in one language. A `{}` is filled in by [`put`](super::put), in order.
#[derive(Debug)]
pub struct RollUpWords {
    /// Its name.
    pub name: &'static str,
    /// The line under its title; what the units below were scored by.
    pub says: &'static str,
    /// Headings.
    pub heads: [&'static str; 10],
    /// Said where there is no row.
    pub none: &'static str,
    /// Added up, averaged.
    pub hows: [&'static str; 2],
    /// So many of so many reported.
    pub reported: &'static str,
    /// They agree, they differ, a unit below is silent, the unit itself is.
    pub verdicts: [&'static str; 4],
    /// What is on the sheet, for the cover.
    pub on: &'static str,
}

/// The words of a language.
#[must_use]
pub const fn roll_up(lang: Lang) -> &'static RollUpWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: RollUpWords = RollUpWords {
    name: "上下级对照",
    says: "所辖单位数据（{}）合计或平均，与本级填报对照；有单位未报的不作判断",
    heads: [
        "单位",
        "填报项",
        "算法",
        "已报／所辖",
        "所辖合计或平均",
        "本级填报",
        "差额（本级−所辖）",
        "判断",
        "未报单位",
        "本级数据出处",
    ],
    none: "没有可对照的数据。",
    hows: ["合计", "平均"],
    reported: "{}／{}",
    verdicts: ["一致", "不一致", "不完整", "本级未报"],
    on: "所辖单位的数据与本级填报是否一致",
};

static EN: RollUpWords = RollUpWords {
    name: "Units below",
    says: "sums or means of the units below ({}), against what the unit reports of itself; nothing is said where one is silent",
    heads: [
        "Unit",
        "Field",
        "How",
        "Reported",
        "Units below",
        "Its own",
        "Difference (own − below)",
        "Verdict",
        "Not reported by",
        "Cell of its own",
    ],
    none: "There is nothing to compare.",
    hows: ["sum", "mean"],
    reported: "{} of {}",
    verdicts: ["agrees", "differs", "incomplete", "not reported"],
    on: "whether what the units below add up to is what the unit reports of itself",
};
