//! The rules (评分规则) as written. What each means is said once, in [`lower`](super::lower).
//!
//! The reference pages in `docs/rules` are made from the comments on the variants of [`Rule`]: What it does, Keys, In
//! practice, Example. The numbers of every example are scored by a test.

mod parts;

use crate::number::Exact;

use super::document::At;
use super::scheme::Scalar;

pub use parts::{Band, Bound, Each, Item, Of, OverBonus, Partial, Positions, Rate, Reference, Slope, Start, Step};

/// A rule with its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// 达标得分: full marks on reaching the target, none otherwise.
    ///
    /// ## What it does
    /// The marks are given if the value is at least the target, or at most the target where lower is better. Otherwise
    /// 0. In a penalty section nothing is taken if the target is reached, and all of the marks otherwise.
    ///
    /// ## Keys
    /// None of its own. The indicator needs `target`; `better` says the direction.
    ///
    /// ## In practice
    /// All-or-nothing thresholds: “年度取水总量小于或等于年度目标值，得 10 分；大于目标值，不得分”.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "取水总量"
    /// type = "decimal"
    /// unit = "万方"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "年度取水总量"
    /// marks = 10
    /// value = "取水总量"
    /// better = "lower"
    /// target = 500
    /// score = { rule = "meet" }
    /// ```
    /// | 取水总量 | marks |
    /// |---|---|
    /// | 480 | 10 |
    /// | 500 | 10 |
    /// | 500.01 | 0 |
    Meet,
    /// 按差距扣分: marks are taken for the gap to the target, step by step.
    ///
    /// ## What it does
    /// On reaching the target the marks are full. Below it (above it where lower is better) `take` is taken for each
    /// `per` of the gap, down to 0. With `slopes` each stretch of the gap has its own rate. With `bonus`
    /// over-fulfilment is rewarded, and the item may then give more than its marks.
    ///
    /// ## Keys
    /// - `per`, `take`: the step of the gap and the marks for it; numbers or expressions.
    /// - `partial`: a part of a step counts in proportion (`"prorata"`, the default), not at all (`"whole"`,
    ///   不足一步不计) or as a whole step (`"started"`, 不足一步按一步计).
    /// - `slopes`: in place of `per` and `take`, a list of `{ beyond, per, take }`.
    /// - `slopes_mode`: `"marginal"` (the default): each stretch at its own rate; `"whole"`: the entire gap at the
    ///   rate of the stretch that it ends in.
    /// - `bonus`: `{ per, add, cap, partial, of }`: `add` for each `per` of over-fulfilment, at most `cap`; in the
    ///   units of the gap, or with `of = "completion"` in points of v/t × 100.
    ///
    /// ## In practice
    /// “每降低1个百分点扣0.5分”, “每差1微克/立方米扣0.5分，扣完为止”; two slopes:
    /// “群众安全感低于96%的，每降低1个百分点扣0.25分；低于90%的，每降低1个百分点扣0.5分” (whether the second rate is
    /// for the whole gap is what `slopes_mode` says); rewards: “每超额完成10%加3分，最多加9分”.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "合格率"
    /// type = "percent"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "监督抽查合格率"
    /// marks = 8
    /// value = "合格率"
    /// target = 95
    /// score = { rule = "deduct", slopes = [{ beyond = 0, per = 1, take = 0.8 }, { beyond = 3, per = 1, take = 1.6 }], bonus = { per = 1, add = 0.5, cap = 1 } }
    /// ```
    /// | 合格率 | marks |
    /// |---|---|
    /// | 99 | 9 |
    /// | 96 | 8.5 |
    /// | 95 | 8 |
    /// | 94.5 | 7.6 |
    /// | 92 | 5.6 |
    /// | 90 | 2.4 |
    /// | 80 | 0 |
    Deduct {
        /// Step and marks for each, or stretches.
        rate: Rate,
        /// How a part of a step counts.
        partial: Partial,
        /// Reward for over-fulfilment.
        bonus: Option<OverBonus>,
    },
    /// 分档得分: marks by the band that the value falls into.
    ///
    /// ## What it does
    /// The bands are tried in order, and the first that holds gives its marks; if none holds, 0.
    ///
    /// ## Keys
    /// - `of`: what is looked at: `"value"` (the default), `"completion"` (v/t × 100, or t/v × 100 where lower is
    ///   better) or `"gap"` (how far the value falls short of the target).
    /// - `bands`: a list of `{ at_least, above, at_most, below, marks }`. `at_least` and `at_most` include the edge
    ///   (含), `above` and `below` do not (不含). A band without an edge always holds.
    ///
    /// ## In practice
    /// “10万元以上（含10万）得5分，5–10万（含5万）得2.5分，3–5万（含3万）得1.25分，少于3万不得分”; by completion:
    /// “完成年度计划目标得40分，完成目标的90%得36分，完成80%得32分”.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "投入"
    /// type = "decimal"
    /// unit = "万元"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "专项投入"
    /// marks = 5
    /// value = "投入"
    /// score = { rule = "bands", bands = [{ at_least = 10, marks = 5 }, { at_least = 5, marks = 2.5 }, { at_least = 3, marks = 1.25 }] }
    /// ```
    /// | 投入 | marks |
    /// |---|---|
    /// | 12 | 5 |
    /// | 10 | 5 |
    /// | 9.99 | 2.5 |
    /// | 3 | 1.25 |
    /// | 2.99 | 0 |
    Bands {
        /// What is looked at.
        of: Of,
        /// The bands in order.
        bands: Vec<Band>,
    },
    /// 按比例得分: the marks times the completion.
    ///
    /// ## What it does
    /// Marks × value ÷ target, or marks × target ÷ value where lower is better; held between 0 and the marks.
    ///
    /// ## Keys
    /// None of its own. `cap` lets the item exceed its marks, `floor` sets the least that it gives.
    ///
    /// ## In practice
    /// “未完成的按实际完成率乘以标准分计分”; “（按时办结案件数量/办结案件数量）×150分”.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "完成数"
    /// type = "integer"
    /// unit = "项"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "年度任务完成情况"
    /// marks = 6
    /// value = "完成数"
    /// target = 40
    /// score = { rule = "ratio" }
    /// ```
    /// | 完成数 | marks |
    /// |---|---|
    /// | 30 | 4.5 |
    /// | 40 | 6 |
    /// | 50 | 6 |
    /// | 0 | 0 |
    Ratio,
    /// 插值得分: straight lines between points.
    ///
    /// ## What it does
    /// Each point is a value and the share of the marks that it gives. Between two points the share lies on the
    /// straight line, outside them it is that of the nearest point.
    ///
    /// ## Keys
    /// - `points`: a list of `[value, share]`, in any order.
    ///
    /// ## In practice
    /// Anchor tables with linear interpolation (分段线性插值), and goalposts such as those of the Human Development
    /// Index.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "合格率"
    /// type = "percent"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "食品抽检合格率"
    /// marks = 5
    /// value = "合格率"
    /// score = { rule = "anchors", points = [[90, 0], [95, 0.7], [98, 1]] }
    /// ```
    /// | 合格率 | marks |
    /// |---|---|
    /// | 85 | 0 |
    /// | 92.5 | 1.75 |
    /// | 95 | 3.5 |
    /// | 96.5 | 4.25 |
    /// | 99 | 5 |
    Anchors {
        /// (value, share) in rising order of the value.
        points: Vec<(Exact, Exact)>,
    },
    /// 功效系数法: where the value lies between the worst and the best.
    ///
    /// ## What it does
    /// Marks × (`base` + `span` × (v − worst) ÷ (best − worst)), the quotient held between 0 and 1. Where worst and
    /// best are equal the marks are full. `worst` and `best` say the direction; `better` is not looked at.
    ///
    /// ## Keys
    /// - `worst`, `best`: a number, an expression, or `"min"` and `"max"`: the extremes of the units compared.
    /// - `base`, `span`: 0 and 1 by default; the usual 60–100 form is `base = 0.6, span = 0.4`.
    /// - `scope`: which units are compared: `"all"`, `"group"` or `"class"`.
    ///
    /// ## In practice
    /// The efficacy coefficient “a*=c×(a−m)/(M−m)+d”; min–max scaling “Z = 0.1 + 0.9*(X−min)/(max−min)”.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "推行率"
    /// type = "percent"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "制度推行率"
    /// marks = 10
    /// value = "推行率"
    /// score = { rule = "efficacy", worst = "min", best = "max", base = 0.6, span = 0.4 }
    /// ```
    /// | 推行率 | marks |
    /// |---|---|
    /// | 20 | 6 |
    /// | 50 | 7.5 |
    /// | 80 | 9 |
    /// | 100 | 10 |
    Efficacy {
        /// Where the scale begins.
        worst: Bound,
        /// Where it ends.
        best: Bound,
        /// Share at the worst.
        base: Scalar,
        /// Share between worst and best.
        span: Scalar,
    },
    /// 比较得分: against last year, the mean, the median, the best unit, or any figure.
    ///
    /// ## What it does
    /// At the reference the item gives `par`. For each `per` better than it `add` is added, for each `per` worse
    /// `take` is taken; held between 0 and the marks unless `floor` and `cap` say otherwise.
    ///
    /// ## Keys
    /// - `reference`: `"previous"` (the indicator's own value on the last earlier period), `"mean"`, `"median"` or
    ///   `"best"` of the units compared, a number, or an expression.
    /// - `par`: the marks by default. `per`: 1. `take`, `add`: 0.
    /// - `partial`: as with `deduct`.
    /// - `scope`: which units are compared.
    ///
    /// ## In practice
    /// “与上年度相比持平得15分，每下降一个百分点扣7.5分；加分项：每上升一个百分点加1分”; against the mean:
    /// “不低于平均值的得2分；每低1%，扣0.1分”.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "处结率"
    /// type = "percent"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "投诉按期处结率"
    /// marks = 3
    /// value = "处结率"
    /// score = { rule = "versus", reference = "previous", par = 2.4, per = 1, take = 0.4, add = 0.2 }
    /// ```
    /// | 处结率@2014 | 处结率 | marks |
    /// |---|---|---|
    /// | 90 | 90 | 2.4 |
    /// | 90 | 92 | 2.8 |
    /// | 90 | 96 | 3 |
    /// | 90 | 89.5 | 2.2 |
    /// | 90 | 80 | 0 |
    Versus {
        /// What it is compared with.
        reference: Reference,
        /// Marks at the reference.
        par: Option<Scalar>,
        /// Step.
        per: Scalar,
        /// Taken for each step worse.
        take: Scalar,
        /// Added for each step better.
        add: Scalar,
        /// How a part of a step counts.
        partial: Partial,
    },
    /// 按名次得分: marks by position among the units compared.
    ///
    /// ## What it does
    /// The first position is the best value in the indicator's direction. Position p gets the p-th number of `table`,
    /// or `first` less a step for each place after the first.
    ///
    /// ## Keys
    /// - `table`, `then`: the marks of the first positions, and of every one after them (0 by default).
    /// - `first`, `step` or `step_share`: the marks of the first (the indicator's by default), and what each place
    ///   takes off: in marks, or as a share of the first's.
    /// - `ties`: equal values share the best position's marks (`"best"`, the default) or the mean of the marks of the
    ///   positions that they take (`"mean"`, the default where `[ranking] ties` is `average`).
    /// - `scope`: which units are compared.
    ///
    /// ## In practice
    /// “排名1-5名的依次赋予60分、57分、54分、51分、48分”; “第一名为满分，每降1位减0.5分”;
    /// “第一名得基本分30分，名次每减1位减基本分5%”.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "归集率"
    /// type = "percent"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "信用信息归集率"
    /// marks = 3
    /// value = "归集率"
    /// score = { rule = "rank", first = 3, step = 0.5 }
    /// ```
    /// | 归集率 | marks |
    /// |---|---|
    /// | 99 | 3 |
    /// | 95 | 2.5 |
    /// | 95 | 2.5 |
    /// | 90 | 1.5 |
    Rank {
        /// Marks by position.
        positions: Positions,
        /// Whether equal values share the mean of their positions' marks; the ranking decides by default.
        ties_mean: Option<bool>,
    },
    /// 计次加减分: so many marks for each event.
    ///
    /// ## What it does
    /// `start` plus the sum of the counts times the marks for each, held between 0 and the marks (in a penalty section
    /// between −marks and 0). From `zero_at` events on the item gives 0.
    ///
    /// ## Keys
    /// - `each`: the marks for each event that the indicator's value counts; below 0 they are taken.
    /// - `severity`: in place of `each`, marks for each event of several fields: `{ "黄牌" = -5, "红牌" = -10 }`.
    /// - `start`: a number, or `"marks"`. By default the marks where every count takes away, 0 otherwise and in a
    ///   penalty section.
    /// - `zero_at`: the number of events from which the item gives nothing (此项不得分).
    ///
    /// ## In practice
    /// “每起扣2分；《黄牌警告通知书》，每发生一起扣5分；《红牌…》每发生一起扣10分”; escalation:
    /// “发现一次的，扣0.5分；发现有两次及以上的，此项不得分”; gains: “国家级报刊每篇5分，省级每篇3分”.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "警示函"
    /// type = "integer"
    /// unit = "份"
    ///
    /// [[field]]
    /// id = "约谈"
    /// type = "integer"
    /// unit = "次"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "质量安全问题整改"
    /// marks = 4
    /// score = { rule = "count", severity = { "警示函" = -1, "约谈" = -2 }, zero_at = 3 }
    /// ```
    /// | 警示函 | 约谈 | marks |
    /// |---|---|---|
    /// | 0 | 0 | 4 |
    /// | 1 | 0 | 3 |
    /// | 0 | 1 | 2 |
    /// | 1 | 1 | 1 |
    /// | 3 | 0 | 0 |
    Count {
        /// Marks for each event, or for each event of a field.
        each: Each,
        /// Where it starts.
        start: Start,
        /// 0 from so many events on.
        zero_at: Option<Scalar>,
    },
    /// 等次得分: marks by the level that was reached.
    ///
    /// ## What it does
    /// The indicator's value is a choice; its level gives that share of the marks. A choice that is not among the
    /// levels is a finding, and the value counts as missing.
    ///
    /// ## Keys
    /// - `levels`: share by level, such as `{ "已完成" = 1, "推进中" = 0.5, "未开展" = 0 }`.
    ///
    /// ## In practice
    /// “纳入地区国民经济和社会发展规划的得1分，纳入部门规划的得0.5分，未纳入的不得分”;
    /// “机制健全…得10分；…一般，得6分；…差，得0分”.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "规划"
    /// type = "choice"
    /// choices = ["纳入国民经济和社会发展规划", "纳入部门规划", "未纳入"]
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "质量发展规划"
    /// marks = 3
    /// value = "规划"
    /// score = { rule = "choice", levels = { "纳入国民经济和社会发展规划" = 1, "纳入部门规划" = 0.5, "未纳入" = 0 } }
    /// ```
    /// | 规划 | marks |
    /// |---|---|
    /// | 纳入国民经济和社会发展规划 | 3 |
    /// | 纳入部门规划 | 1.5 |
    /// | 未纳入 | 0 |
    Choice {
        /// Level → share.
        levels: Vec<(String, Exact)>,
    },
    /// 清单得分: each item that is true gives its marks.
    ///
    /// ## What it does
    /// The sum of the marks of the items whose fields are true, held between 0 and the marks.
    ///
    /// ## Keys
    /// - `items`: a list of `{ field, marks }`; the fields are of type `bool` (or numbers, which then multiply the
    ///   marks).
    ///
    /// ## In practice
    /// “每缺少一个方面政策措施扣0.1分” put the other way round: what is there gives marks.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "质量月"
    /// type = "bool"
    ///
    /// [[field]]
    /// id = "技能竞赛"
    /// type = "bool"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "群众性质量活动"
    /// marks = 3
    /// score = { rule = "checklist", items = [{ field = "质量月", marks = 2 }, { field = "技能竞赛", marks = 1 }] }
    /// ```
    /// | 质量月 | 技能竞赛 | marks |
    /// |---|---|---|
    /// | 是 | 是 | 3 |
    /// | 是 | 否 | 2 |
    /// | 否 | 否 | 0 |
    Checklist {
        /// The items.
        items: Vec<Item>,
    },
    /// 评定得分: marks given by whoever is responsible.
    ///
    /// ## What it does
    /// The marks that were given, scaled from `of` to the indicator's own. Held between 0 and the marks.
    ///
    /// ## Keys
    /// - `of`: what the marks given are out of; the indicator's marks by default.
    /// - `reason`: `true` where marks without a reason are a finding.
    ///
    /// ## In practice
    /// Ranges left to a judge, “视情节严重扣2-10分”; marks inherited from another assessment:
    /// “引用…考核得分及排名…相应进行折算”.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "核查评分"
    /// type = "decimal"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "监管能力和制度建设"
    /// marks = 3
    /// value = "核查评分"
    /// score = { rule = "given", of = 100 }
    /// ```
    /// | 核查评分 | marks |
    /// |---|---|
    /// | 100 | 3 |
    /// | 85 | 2.55 |
    /// | 0 | 0 |
    Given {
        /// What the marks given are out of.
        of: Option<Scalar>,
        /// Whether a reason is asked for.
        reason: bool,
    },
    /// 专家评分: the mean of the assessors' marks, without the extremes.
    ///
    /// ## What it does
    /// `drop` marks are left out at each end, and the mean of the rest is scaled from `of` to the indicator's marks.
    /// Nobody is dropped where that would leave none. The value is a field; each assessor is a `source` of it.
    ///
    /// ## Keys
    /// - `drop`: how many are left out at each end (0 by default).
    /// - `of`: what the marks are out of; the indicator's marks by default.
    ///
    /// ## In practice
    /// 去掉一个最高分和一个最低分, 取平均分.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "专家评分"
    /// type = "decimal"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "检验检测技术能力"
    /// marks = 3
    /// value = "专家评分"
    /// score = { rule = "panel", drop = 1, of = 100 }
    /// ```
    /// | 专家评分 | marks |
    /// |---|---|
    /// | 60 80 90 100 | 2.55 |
    /// | 70 80 90 | 2.4 |
    /// | 80 90 | 2.55 |
    Panel {
        /// How many are left out at each end.
        drop: usize,
        /// What the marks given are out of.
        of: Option<Scalar>,
    },
    /// 进度得分: progress along the path from a baseline to a target.
    ///
    /// ## What it does
    /// Progress is (value − baseline) ÷ (target − baseline); expected is (`at` − `from`) ÷ (`to` − `from`). The marks
    /// are multiplied by progress ÷ expected, held between 0 and 1. The explanation says too whether the unit is
    /// ahead, on its path or behind (超前, 正常, 滞后): on its path where progress ÷ expected is from 1 − `normal` to
    /// 1 + `normal`, both included.
    ///
    /// ## Keys
    /// - `baseline`: the value where the path begins; a number or an expression such as `at(普及率, '2010')`.
    /// - `target`: where it ends; the indicator's own target by default.
    /// - `from`, `to`: the periods of baseline and target.
    /// - `at`: the period judged; the one scored by default.
    /// - `normal`: how far from the path still counts as on it, as a share of the progress expected; 0 by default. It
    ///   changes what is said, never the marks.
    ///
    /// Where all units are taken together (目标进度), each counts alike, unless the indicator says by what it is weighted:
    /// `weigh_by = "抽检批次"` beside `value`. Every figure of the row is weighted by that of the period judged; where a unit
    /// has none there is no such row. It changes no marks.
    ///
    /// ## In practice
    /// Mid-term evaluations of a plan over several years: targets for 2015 and 2020 against the actual figures of each
    /// year.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "普及率"
    /// type = "percent"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "农业标准化生产普及率"
    /// marks = 4
    /// value = "普及率"
    /// score = { rule = "trajectory", baseline = 20, target = 40, from = "2010", to = "2020" }
    /// ```
    /// | 普及率 | marks |
    /// |---|---|
    /// | 35 | 4 |
    /// | 30 | 4 |
    /// | 25 | 2 |
    /// | 20 | 0 |
    Trajectory {
        /// Where the path begins.
        baseline: Scalar,
        /// Where it ends; the indicator's target by default.
        target: Option<Scalar>,
        /// Period of the baseline.
        from: String,
        /// Period of the target.
        to: String,
        /// Period judged; the one scored by default.
        at: Option<String>,
        /// How far the pace may be from 1 and still count as on the path.
        normal: Option<Exact>,
    },
    /// 公式得分: the marks as an expression says.
    ///
    /// ## What it does
    /// The marks are the value of the expression, held between 0 and the indicator's marks. It is for what no other
    /// rule says.
    ///
    /// ## Keys
    /// - `marks`: an expression over fields, `value`, `target`, `marks`, statistics of the units compared, and
    ///   `score(node)` of other nodes.
    ///
    /// ## In practice
    /// “达到目标得满分，否则按完成比例得分”, with a limit below which nothing is given.
    ///
    /// ## Example
    /// ```toml
    /// [[field]]
    /// id = "覆盖率"
    /// type = "percent"
    ///
    /// [[indicator]]
    /// id = "A1"
    /// name = "专项整治覆盖率"
    /// marks = 3
    /// value = "覆盖率"
    /// target = 95
    /// score = { rule = "formula", marks = "if(value >= target, marks, if(value >= 60, marks * value / target, 0))" }
    /// ```
    /// | 覆盖率 | marks |
    /// |---|---|
    /// | 96 | 3 |
    /// | 76 | 2.4 |
    /// | 59 | 0 |
    Formula {
        /// The marks.
        marks: At<String>,
    },
}
