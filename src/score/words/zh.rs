//! 中文.

use super::{Notes, Table};

pub(super) const TABLE: Table = Table {
    total: "总分",
    full: "满分 {}",
    position: "第 {} 位",
    rounded: "修约 {}",
    at_most: "不高于 {}",
    at_least: "不低于 {}",
    and: " 且 ",
    missing: "未填",
    not_applicable: "不适用",
    no_total: "无总分",
    unadjusted: "未调整总分 {}",
    vetoed: "否决：{}",
    combine: ["合计", "加权平均", "几何平均", "调和平均", "最低", "最高", "公式"],
    notes: Notes {
        missing_zero: "未填，记 0 分",
        missing_mean: "未填，按可比单位平均分计",
        missing_worst: "未填，按可比单位最低分计",
        previous: "未填，用 {} 的数值",
        rejected: "未填，不参加排名",
        rescaled: "不适用，本项不计，其余标化",
        na_full: "不适用，记满分",
        na_mean: "不适用，按可比单位平均分计",
        na_zero: "不适用，记 0 分",
        exempt: "符合免扣条件，记满分",
        void: "此项不得分",
        ahead: "进度超前",
        on_path: "进度正常",
        behind: "进度滞后",
        adjusted: "调整：{}",
        zeroed: "否决归零：{}",
        capped: "按上限计",
        scaled: "标化 × {}",
    },
};
