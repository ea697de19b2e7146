//! The words of the sheets on progress: one table per language.

use crate::finding::Lang;

/// Words of these sheets in one language. A `{}` is filled in by [`put`](super::put), in order.
#[derive(Debug)]
pub struct ProgressWords {
    /// Name of the sheet.
    pub name: &'static str,
    /// The line under its title.
    pub says: &'static str,
    /// Said where no indicator runs over several periods.
    pub none: &'static str,
    /// Heading: unit, baseline, score.
    pub heads: [&'static str; 3],
    /// A period, as it is headed.
    pub period: &'static str,
    /// Headings over several columns: actual, planned, now, the period's own target, the final target, pace a year.
    pub groups: [&'static str; 6],
    /// Headings under "now": gap to the plan, pace, verdict.
    pub now: [&'static str; 3],
    /// Under "own target": target, whether it is met.
    pub own: [&'static str; 2],
    /// Under "final target": target, what is left.
    pub end: [&'static str; 2],
    /// Under "a year": needed from here, so far.
    pub yearly: [&'static str; 2],
    /// Ahead, on the path, behind.
    pub pace: [&'static str; 3],
    /// Met, not met.
    pub met: [&'static str; 2],
    /// The final target is reached.
    pub reached: &'static str,
    /// A value that is missing.
    pub missing: &'static str,
    /// The mean of all units, of so many of so many.
    pub mean: &'static str,
    /// The same, weighted.
    pub weighted: &'static str,
    /// No mean: these have no weight.
    pub unweighted: &'static str,
    /// What the mean is weighted by.
    pub weighted_by: &'static str,
    /// Higher is better, lower is better.
    pub better: [&'static str; 2],
    /// A planned path, from and to.
    pub path: &'static str,
    /// How far from the path still counts as on it.
    pub normal: &'static str,
    /// Only the path itself counts as on it.
    pub exactly: &'static str,
    /// No path: what is planned is the period's own target.
    pub by_target: &'static str,
    /// Neither path nor target.
    pub no_target: &'static str,
    /// The sheet of charts.
    pub charts: ChartWords,
}

/// Words of the charts.
#[derive(Debug)]
pub struct ChartWords {
    /// Name of the sheet.
    pub name: &'static str,
    /// The line under its title.
    pub says: &'static str,
    /// Choose an indicator, a unit.
    pub choose: [&'static str; 2],
    /// All units together, in the list of units.
    pub all: &'static str,
    /// Actual, planned.
    pub series: [&'static str; 2],
    /// Gap, verdict, final target, what is left, needed a year, so far a year.
    pub facts: [&'static str; 6],
    /// Title of the chart of all units.
    pub region: &'static str,
    /// The line under it.
    pub region_says: &'static str,
    /// Its series: the way that was to be covered, the way covered.
    pub way: [&'static str; 2],
    /// Headings of its table: indicator, measure, units, baseline, now, final target, due, covered, ahead, on the path, behind, missing.
    pub heads: [&'static str; 12],
}

/// The words of a language.
#[must_use]
pub const fn progress(lang: Lang) -> &'static ProgressWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: ProgressWords = ProgressWords {
    name: "目标进度",
    says: "差距按指标方向计，正数为好于计划；进度＝实际进展÷按计划应有的进展；“缺”为没有数据，不是0",
    none: "没有按年度推进的指标。",
    heads: ["单位", "基期值", "得分"],
    period: "{}",
    groups: ["完成值", "计划值", "现状", "本期目标", "终期目标", "平均每年变化"],
    now: ["与计划\n差距", "进度", "判断"],
    own: ["目标值", "是否\n达到"],
    end: ["目标值", "尚差"],
    yearly: ["今后须", "至今"],
    pace: ["超前", "正常", "滞后"],
    met: ["达到", "未达到"],
    reached: "已达到",
    missing: "缺",
    mean: "平均（{}/{}）",
    weighted: "加权平均（{}/{}）",
    unweighted: "加权平均：{}没有权数，未计算",
    weighted_by: "总体平均按本期“{}”加权",
    better: ["越高越好", "越低越好"],
    path: "计划路径：{}年基期 → {}年终期目标，直线推进",
    normal: "与应有进度相差不超过{}%为正常",
    exactly: "快于路径为超前，慢于路径为滞后",
    by_target: "没有规划路径，计划值为当期目标",
    no_target: "没有目标",
    charts: ChartWords {
        name: "进度图",
        says: "在黄色格中选择指标和单位，图和表随之改变",
        choose: ["指标", "单位"],
        all: "全部单位平均",
        series: ["完成值", "计划值"],
        facts: ["与计划差距", "判断", "终期目标", "尚差", "今后每年须变化", "至今每年变化"],
        region: "各指标总体进度（从基期到终期目标的全程为100%）",
        region_says: "平均值只计基期、终期目标和本期完成值都有的单位",
        way: ["应完成", "实际完成"],
        heads: [
            "指标",
            "计量单位",
            "单位数",
            "基期",
            "本期",
            "终期目标",
            "应完成",
            "实际完成",
            "超前",
            "正常",
            "滞后",
            "缺",
        ],
    },
};

static EN: ProgressWords = ProgressWords {
    name: "Progress",
    says: "gaps count in the indicator's direction: above 0 is better than planned. Pace = progress made over progress planned. A missing value is not 0",
    none: "No indicator runs over several periods.",
    heads: ["Unit", "Baseline", "Score"],
    period: "{}",
    groups: ["Actual", "Planned", "Now", "This period's target", "Final target", "Change a year"],
    now: ["Gap to\nplan", "Pace", "Verdict"],
    own: ["Target", "Met"],
    end: ["Target", "Left"],
    yearly: ["Needed", "So far"],
    pace: ["ahead", "on path", "behind"],
    met: ["met", "not met"],
    reached: "reached",
    missing: "missing",
    mean: "Mean ({}/{})",
    weighted: "Weighted mean ({}/{})",
    unweighted: "No weighted mean: {} without a weight",
    weighted_by: "the mean is weighted by “{}” of this period",
    better: ["higher is better", "lower is better"],
    path: "planned in a straight line from {} to the final target in {}",
    normal: "within {}% of the progress expected is on the path",
    exactly: "faster than the path is ahead, slower is behind",
    by_target: "no planned path: what is planned is the period's own target",
    no_target: "no target",
    charts: ChartWords {
        name: "Progress charts",
        says: "choose an indicator and a unit in the yellow cells; chart and table follow",
        choose: ["Indicator", "Unit"],
        all: "All units (mean)",
        series: ["Actual", "Planned"],
        facts: ["Gap to plan", "Verdict", "Final target", "Left", "Needed a year", "So far a year"],
        region: "All units: the way from the baseline to the final target is 100%",
        region_says: "means are of the units that have a baseline, a final target and a value of this period",
        way: ["Due", "Covered"],
        heads: [
            "Indicator",
            "Measure",
            "Units",
            "Baseline",
            "Now",
            "Final target",
            "Due",
            "Covered",
            "Ahead",
            "On path",
            "Behind",
            "Missing",
        ],
    },
};
