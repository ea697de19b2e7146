//! The words of the sheet of adjustments (调整与复核).

use crate::finding::Lang;
use crate::score::Event;
use crate::score::ledger::Standing;

/// One language.
#[derive(Debug)]
pub struct LedgerWords {
    /// Said under the title.
    pub says: &'static str,
    /// Headings: unit, period, item, adjustment, standing; scores of the item and totals without and with; why, by whom, when,
    /// on what evidence.
    pub heads: [&'static str; 13],
    /// Headings: who decided, when, why; id.
    pub decision: [&'static str; 4],
    /// Headings: remarks, place.
    pub last: [&'static str; 2],
    /// Accepted, proposed, refused, withdrawn; accepted but no longer applicable, accepted but not valid.
    pub standings: [&'static str; 6],
}

impl LedgerWords {
    /// How an adjustment stands, in a word or two.
    #[must_use]
    pub fn standing<'w>(&'w self, event: &'w Event) -> &'w str {
        use crate::finding::Code;
        match (&event.standing, &event.fault) {
            (Standing::Accepted, Some(fault)) if fault.code == Code::AdjustmentGone => self.standings[4],
            (Standing::Accepted, Some(_)) => self.standings[5],
            (Standing::Accepted, None) => self.standings[0],
            (Standing::Proposed, _) => self.standings[1],
            (Standing::Refused, _) => self.standings[2],
            (Standing::Withdrawn, _) => self.standings[3],
            (Standing::Other(word), _) => word,
        }
    }
}

/// The words of a language.
#[must_use]
pub const fn ledger(lang: Lang) -> &'static LedgerWords {
    match lang {
        Lang::Zh => &LedgerWords {
            says: "提出、采纳、不予采纳和撤回的每一项调整；只有采纳的计分。未调整，指不作任何调整时",
            heads: [
                "单位",
                "考核期",
                "项目",
                "调整",
                "处理",
                "该项\n未调整",
                "该项\n调整后",
                "总分\n未调整",
                "总分\n调整后",
                "理由",
                "认定人",
                "日期",
                "依据",
            ],
            decision: ["决定人", "决定日期", "决定意见", "编号"],
            last: ["备注", "出处"],
            standings: ["采纳", "待定", "不予采纳", "撤回", "不再适用", "无效"],
        },
        Lang::En => &LedgerWords {
            says: "Every adjustment proposed, accepted, refused or withdrawn; only accepted ones count. Unadjusted: without any adjustment",
            heads: [
                "Unit",
                "Period",
                "Item",
                "Adjustment",
                "Standing",
                "Item\nunadjusted",
                "Item\nadjusted",
                "Total\nunadjusted",
                "Total\nadjusted",
                "Reason",
                "By",
                "Date",
                "Evidence",
            ],
            decision: ["Decided by", "Decided on", "Decision", "Id"],
            last: ["Remarks", "Place"],
            standings: ["accepted", "proposed", "refused", "withdrawn", "no longer applies", "not valid"],
        },
    }
}
