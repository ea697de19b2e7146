//! Shapes of real schemes, each with the words of the scheme that it is taken from, as rubrics.

use crate::harness::{BASE_OF_TEN, item, penalty, plain, totals, tree};

/// “年度取水总量小于或等于年度目标值，得10分；大于目标值，不得分”
#[test]
fn all_or_nothing_below_a_ceiling() {
    item("10", "better = \"lower\"\ntarget = \"年度目标\"\nscore = { rule = \"meet\" }")
        .data("x: U1 56.2, U2 56.21; 年度目标: U1 56.2, U2 56.2")
        .score()
        .gives("A1", "U1 10, U2 0");
}

/// “机电设备综合完好率不低于90%……每降低1个百分点扣0.5分”，扣完为止
#[test]
fn a_threshold_then_so_much_for_each_point() {
    item("4", "target = 90\nscore = { rule = \"deduct\", per = 1, take = 0.5 }")
        .data("x: U1 90, U2 87.5, U3 80")
        .score()
        .gives("A1", "U1 4, U2 2.75, U3 0");
}

/// “每差1微克/立方米扣0.5分，扣完为止”
#[test]
fn so_much_for_each_unit_of_the_gap() {
    item(
        "6",
        "better = \"lower\"\ntarget = 35\nscore = { rule = \"deduct\", per = 1, take = 0.5, partial = \"whole\" }",
    )
    .data("x: U1 35, U2 38.9, U3 60")
    .score()
    .gives("A1", "U1 6, U2 4.5, U3 0");
}

/// “群众安全感低于96%的，每降低1个百分点扣0.25分；低于90%的，每降低1个百分点扣0.5分”
#[test]
fn two_slopes_read_either_way() {
    let slopes = "[{ beyond = 0, per = 1, take = 0.25 }, { beyond = 6, per = 1, take = 0.5 }]";
    // 87 is 9 below: 6 × 0.25 + 3 × 0.5 = 3, or 9 × 0.5 = 4.5
    for (mode, marks) in [("marginal", "U1 5, U2 4, U3 2"), ("whole", "U1 5, U2 4, U3 0.5")] {
        item(
            "5",
            &format!("target = 96\nscore = {{ rule = \"deduct\", slopes = {slopes}, slopes_mode = \"{mode}\" }}"),
        )
        .data("x: U1 97, U2 92, U3 87")
        .score()
        .gives("A1", marks);
    }
}

/// “完成年度计划目标得40分，完成目标的90%得36分，完成80%得32分……完成50%以下不得分”
#[test]
fn tiers_of_completion() {
    let tier = |least: u32, marks: u32| format!("{{ at_least = {least}, marks = {marks} }}");
    let tiers: Vec<String> = (0..6).map(|i| tier(100 - 10 * i, 40 - 4 * i)).collect();
    item(
        "40",
        &format!("target = 2400\nscore = {{ rule = \"bands\", of = \"completion\", bands = [{}] }}", tiers.join(", ")),
    )
    // 2400, 2160 (90 %), 2159, 1200 (50 %), 1199
    .data("x: U1 2400, U2 2160, U3 2159, U4 1200, U5 1199")
    .score()
    .gives("A1", "U1 40, U2 36, U3 32, U4 20, U5 0");
}

/// “10万元以上（含10万）得5分，5–10万（含5万）得2.5分，3–5万（含3万）得1.25分，少于3万不得分”
#[test]
fn bands_with_their_lower_ends_included() {
    let bands = "[{ at_least = 10, marks = 5 }, { at_least = 5, marks = 2.5 }, { at_least = 3, marks = 1.25 }]";
    item("5", &format!("score = {{ rule = \"bands\", bands = {bands} }}"))
        .data("x: U1 10, U2 9.9999, U3 5, U4 3, U5 2.9999")
        .score()
        .gives("A1", "U1 5, U2 2.5, U3 2.5, U4 1.25, U5 0");
}

/// “（按时办结案件数量/办结案件数量）×150分”
#[test]
fn in_proportion() {
    item("150", "value = \"按时办结 / 办结 * 100\"\ntarget = 100\nscore = { rule = \"ratio\" }")
        .data("按时办结: U1 380, U2 400; 办结: U1 400, U2 400")
        .score()
        .gives("A1", "U1 142.5, U2 150");
}

/// “增长率达到……预期目标数的，各得80%标准分；每增加或减少1个百分点，相应增加或扣减得分0.5分……不超过其标准分的1.2倍”
#[test]
fn a_base_share_and_a_slope_around_the_target() {
    let rule = "{ rule = \"versus\", reference = \"target\", par = \"marks * 0.8\", per = 1, take = 0.5, add = 0.5, cap = \"marks * 1.2\" }";
    // 9.5 → 8; 1 more → 8.5; 1.5 less → 7.25; 20 more → 18, held at 12
    item("10", &format!("target = 9.5\nscore = {rule}"))
        .data("x: U1 9.5, U2 10.5, U3 8, U4 29.5")
        .score()
        .gives("A1", "U1 8, U2 8.5, U3 7.25, U4 12");
}

/// “超额完成10%（含）至20%加1分……依次类推，最多加5分”；“未完成的按实际完成率乘以标准分计分”
#[test]
fn over_fulfilment_in_whole_tens_of_per_cent() {
    let bonus = "{ of = \"completion\", per = 10, add = 1, cap = 5, partial = \"whole\" }";
    item(
        "10",
        &format!("target = 50\nscore = {{ rule = \"deduct\", per = \"target\", take = \"marks\", bonus = {bonus} }}"),
    )
    // 110, 119.8, 120 and 175 %; and 80 %
    .data("x: U1 55, U2 59.9, U3 60, U4 87.5, U5 40, U6 54.9")
    .score()
    .gives("A1", "U1 11, U2 11, U3 12, U4 15, U5 8, U6 10");
}

/// “与上年度相比持平得15分，每下降一个百分点扣7.5分；加分项：每上升一个百分点加1分”（加分不超过10分）
#[test]
fn against_last_year() {
    item("15", "score = { rule = \"versus\", reference = \"previous\", take = 7.5, add = 1, cap = \"marks + 10\" }")
        .data("x@2014: U1 96, U2 96, U3 96, U4 80; x: U1 96, U2 95.5, U3 98, U4 99")
        .score()
        .gives("A1", "U1 15, U2 11.25, U3 17, U4 25");
}

/// “两项指标……与上年相比不降反升的，均计0分”
#[test]
fn nothing_where_it_rose() {
    item("8", "better = \"lower\"\ntarget = 100\nscore = { rule = \"ratio\", void = \"value > previous(x)\" }")
        // 100 ÷ 125 × 8 = 6.4
        .data("x@2014: U1 130, U2 120; x: U1 125, U2 125")
        .score()
        .gives("A1", "U1 6.4, U2 0");
}

/// “平均年龄不大于市级部门人员平均年龄的，得2分；每超……1岁的，扣0.5分”
#[test]
fn against_the_average_of_the_group() {
    item("2", "better = \"lower\"\nscore = { rule = \"versus\", reference = \"mean\", per = 1, take = 0.5, scope = \"group\" }")
        .units("U1 group=市级, U2 group=市级, U3 group=县级")
        // the mean of 40 and 43 is 41.5; U3 is a group by itself
        .data("x: U1 40, U2 43, U3 55")
        .score()
        .gives("A1", "U1 2, U2 1.25, U3 2");
}

/// “本季度本单位……综合分值/本季度第一名单位……综合分值*15”
#[test]
fn in_proportion_to_the_first() {
    item("15", "target = \"highest(x)\"\nscore = { rule = \"ratio\" }")
        .data("x: U1 96, U2 72, U3 48")
        .score()
        .gives("A1", "U1 15, U2 11.25, U3 7.5");
}

/// “排名1-5名的依次赋予60分、57分、54分、51分、48分”；“第一名得基本分30分，名次每减1位减基本分5%”
#[test]
fn marks_by_place() {
    item("60", "score = { rule = \"rank\", table = [60, 57, 54, 51, 48] }")
        .data("x: U1 9, U2 8, U3 8, U4 6, U5 5, U6 4")
        .score()
        .gives("A1", "U1 60, U2 57, U3 57, U4 51, U5 48, U6 0");
    item("30", "score = { rule = \"rank\", step_share = 0.05 }")
        .data("x: U1 9, U2 8, U3 7")
        .score()
        .gives("A1", "U1 30, U2 28.5, U3 27");
}

/// “年度考核位次较上一年度后退5位以上的扣1分，后退10位以上的扣2分；进步5位以上的加0.5分”
#[test]
fn movement_in_rank() {
    let bands = "[{ at_least = 10, marks = -2 }, { at_least = 5, marks = -1 }, { at_most = -5, marks = 0.5 }]";
    tree(
        "10",
        &format!(
            "{BASE_OF_TEN}\n[[section]]\nid = \"位次\"\nkind = \"bonus\"\n[[indicator]]\nid = \"W1\"\nunder = \"位次\"\nmarks = 0.5\n\
             value = \"本年 - 上年\"\nscore = {{ rule = \"bands\", bands = {bands}, floor = -2 }}\n"
        ),
    )
    .data("本年: U1 12, U2 8, U3 1, U4 4; 上年: U1 2, U2 3, U3 6, U4 3")
    .score()
    .gives("W1", "U1 -2, U2 -1, U3 0.5, U4 0")
    .gives("total", "U1 8, U2 9, U3 10.5, U4 10");
}

/// 功效系数法 “a*=c×(a−m)/(M−m)+d”, c = 40, d = 60
#[test]
fn the_efficacy_coefficient() {
    item("100", "score = { rule = \"efficacy\", worst = \"min\", best = \"max\", base = 0.6, span = 0.4 }")
        // 60 + 40 × (75 − 50) ÷ (90 − 50) = 85
        .data("x: U1 50, U2 75, U3 90")
        .score()
        .gives("A1", "U1 60, U2 85, U3 100");
}

/// “每月……排名……年终按照12个月的得分数取平均值”, here by quarters
#[test]
fn the_average_of_sub_periods() {
    let quarters: Vec<String> = ["03", "06", "09", "12"].iter().map(|m| format!("at(x, '2015-{m}')")).collect();
    item("20", &format!("value = \"({}) / 4\"\nscore = {{ rule = \"given\" }}", quarters.join(" + ")))
        .data("x@2015-03: U1 20, U2 20; x@2015-06: U1 18, U2 18; x@2015-09: U1 17, U2 ?; x@2015-12: U1 19, U2 19")
        .score()
        .gives("A1", "U1 18.5, U2 0")
        .states("A1", "U1 value, U2 missing");
}

/// “国家级报刊每篇5分，省级每篇3分、市级每篇2分、区级每篇1分；网络媒体分值减半。……得分10分封顶”
#[test]
fn gains_for_each_piece() {
    let severity = "{ \"国家级\" = 5, \"省级\" = 3, \"市级\" = 2, \"区级\" = 1, \"网络省级\" = 1.5 }";
    plain("10", &format!("score = {{ rule = \"count\", severity = {severity} }}"))
        .data("国家级: U1 0, U2 2; 省级: U1 1, U2 1; 市级: U1 2, U2 0; 区级: U1 0, U2 0; 网络省级: U1 1, U2 0")
        .score()
        // 3 + 4 + 1.5; 10 + 3, held at 10
        .gives("A1", "U1 8.5, U2 10");
}

/// “每起扣2分；《黄牌警告通知书》，每发生一起扣5分；《红牌……》每发生一起扣10分”
#[test]
fn events_by_severity() {
    plain("20", "score = { rule = \"count\", severity = { \"事故\" = -2, \"黄牌\" = -5, \"红牌\" = -10 } }")
        .data("事故: U1 1, U2 0, U3 3; 黄牌: U1 1, U2 0, U3 1; 红牌: U1 0, U2 0, U3 1")
        .score()
        .gives("A1", "U1 13, U2 20, U3 0");
}

/// “发现一次的，扣0.5分；发现有两次及以上的，此项不得分”；“……安保期间的，加倍扣分”
#[test]
fn escalation() {
    item("2", "score = { rule = \"count\", each = -0.5, zero_at = 2, times = \"if(安保期间, 2, 1)\" }")
        .data("x: U1 0, U2 1, U3 1, U4 2; 安保期间: U1 是, U2 否, U3 是, U4 否")
        .score()
        .gives("A1", "U1 2, U2 1.5, U3 1, U4 0");
}

/// “每季度……例会……得1分，每少一次扣0.25分”；“没有制定……不得分”
#[test]
fn so_much_for_each_one_missing() {
    item("1", "target = 4\nscore = { rule = \"deduct\", per = 1, take = 0.25, void = \"not 已制定\" }")
        .data("x: U1 4, U2 3, U3 0, U4 4; 已制定: U1 是, U2 是, U3 是, U4 否")
        .score()
        .gives("A1", "U1 1, U2 0.75, U3 0, U4 0");
}

/// “每推迟一个月扣2……”
#[test]
fn lateness_by_whole_months() {
    item("10", "value = \"max(months('2015-06-30', 完成日期), 0)\"\nscore = { rule = \"count\", each = -2 }")
        .data("完成日期: U1 2015-05-01, U2 2015-07-29, U3 2015-07-30, U4 2015-12-30, U5 2016-03-01")
        .score()
        .gives("A1", "U1 10, U2 10, U3 8, U4 0, U5 0");
}

/// “纳入地区国民经济和社会发展规划的得1分，纳入部门规划的得0.5分，未纳入的不得分”；“机制健全……得10分；……一般，得6分；……差，得0分”
#[test]
fn graded_levels() {
    item("1", "score = { rule = \"choice\", levels = { \"地区规划\" = 1, \"部门规划\" = 0.5, \"未纳入\" = 0 } }")
        .data("x: U1 地区规划, U2 部门规划, U3 未纳入")
        .score()
        .gives("A1", "U1 1, U2 0.5, U3 0");
    item("10", "score = { rule = \"choice\", levels = { \"健全\" = 1, \"一般\" = 0.6, \"差\" = 0 } }")
        .data("x: U1 健全, U2 一般, U3 差")
        .score()
        .gives("A1", "U1 10, U2 6, U3 0");
}

/// “视情节严重扣2-10分”
#[test]
fn a_range_left_to_the_judge() {
    penalty("10", "value = \"扣分\"\nscore = { rule = \"count\", each = -1 }")
        .data("扣分: U1 0, U2 2, U3 7.5, U4 12")
        .score()
        .gives("P1", "U1 0, U2 -2, U3 -7.5, U4 -10");
}

/// “全年……不少于四次，每少一次扣1.25分。加分项：县主要领导参加一次加2.5分（最多加5分）”
#[test]
fn a_bonus_inside_an_item() {
    let marks = "marks - 1.25 * max(4 - value, 0) + min(2.5 * 领导参加, 5)";
    item("5", &format!("score = {{ rule = \"formula\", marks = \"{marks}\", cap = \"marks + 5\" }}"))
        .data("x: U1 4, U2 3, U3 5, U4 0; 领导参加: U1 0, U2 1, U3 3, U4 0")
        .score()
        .gives("A1", "U1 5, U2 6.25, U3 10, U4 0");
}

/// “每增加1名……加0.05分，加分不超过0.5分；……每减少1名……扣0.1分，扣分不超过2分”, of an item of 1.5 marks
#[test]
fn an_item_that_can_go_below_nought() {
    let rule = "{ rule = \"versus\", reference = \"previous\", take = 0.1, add = 0.05, cap = \"marks + 0.5\", floor = \"marks - 2\" }";
    item("1.5", &format!("score = {rule}"))
        .data("x@2014: U1 40, U2 40, U3 40, U4 40; x: U1 44, U2 60, U3 37, U4 10")
        .score()
        .gives("A1", "U1 1.7, U2 2, U3 1.2, U4 -0.5");
}

/// “……占比高于各地区平均占比加5%的，可不扣分”
#[test]
fn an_exemption_by_the_average() {
    item("5", "target = 60\nscore = { rule = \"deduct\", per = 1, take = 0.5, exempt = \"value > mean(x) + 5\" }")
        // mean of 54, 50 and 40 is 48; 54 lies more than 5 above it
        .data("x: U1 54, U2 50, U3 40")
        .score()
        .gives("A1", "U1 5, U2 0, U3 0");
}

/// “引用市委市政府对区县……考核得分及排名……相应进行折算”
#[test]
fn a_score_inherited_from_elsewhere() {
    item("20", "score = { rule = \"given\", of = 1000 }")
        .data("x: U1 912.5, U2 1000")
        .score()
        .gives("A1", "U1 18.25, U2 20");
}

/// “年度目标考核得分=各单项目标分值-扣分+加分”, 重点指标 800 and 重点工作 1100
#[test]
fn a_plain_sum_of_nineteen_hundred() {
    let section = |id: &str, kind: &str, marks: &str, value: &str, rule: &str| {
        format!(
            "[[section]]\nid = \"{id}\"\nmarks = {marks}\n{kind}\n[[indicator]]\nid = \"{id}1\"\nunder = \"{id}\"\nmarks = {marks}\nvalue = \"{value}\"\nscore = {rule}\n"
        )
    };
    let given = "{ rule = \"given\" }";
    let body = section("指标", "", "800", "a", given)
        + &section("工作", "", "1100", "b", given)
        + &section("加分", "kind = \"bonus\"", "50", "c", given)
        + &section("扣分", "kind = \"penalty\"", "100", "d", "{ rule = \"count\", each = -5 }");
    tree("1900", &body).data("a: U1 756; b: U1 1033.5; c: U1 20; d: U1 3").score().gives("total", "U1 1794.5");
}

/// 平时考核 30%, 年终考核 50%, 群众满意度 20%: 平时+年终+第三方满意度“按一定比率换算”
#[test]
fn weighted_components() {
    let component = |id: &str, weight: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\nunder = \"A\"\nmarks = 100\nweight = {weight}\nvalue = \"{id}\"\nscore = {{ rule = \"given\" }}\n"
        )
    };
    tree(
        "100",
        &format!(
            "[[section]]\nid = \"A\"\nmarks = 100\ncombine = \"mean\"\n{}{}{}",
            component("平时", "30"),
            component("年终", "50"),
            component("满意度", "20")
        ),
    )
    .data("平时: U1 90; 年终: U1 85; 满意度: U1 70.5")
    .score()
    // 27 + 42.5 + 14.1
    .gives("total", "U1 83.6");
}

/// “期末考核总分=各年度考核平均得分×50%+期末年考核得分×50%……分值保留整数”
#[test]
fn the_years_and_the_last_of_them() {
    totals(
        "100",
        "[rounding]\ntotal = { places = 0, mode = \"half_up\" }\n\
         [periods]\nscore = [\"2011\", \"2012\", \"2013\", \"2014\", \"2015\"]\ntotal = \"mean(each) * 0.5 + last * 0.5\"\n",
    )
    .data("x@2011: U1 80; x@2012: U1 82; x@2013: U1 85; x@2014: U1 88; x: U1 90")
    .score()
    // (80 + 82 + 85 + 88 + 90) ÷ 5 = 85; 42.5 + 45 = 87.5
    .gives("total", "U1 88");
}

/// “一律为D级”；“发生……‘一票否决’重特大事项的，扣30分”；“一票否优事项”包括“在同一类别中后三位的”
#[test]
fn three_kinds_of_veto() {
    let vetoes = "[[veto]]\nid = \"V1\"\nname = \"区域性事件\"\nwhen = \"区域性事件 > 0\"\neffect = { grade = \"D\" }\n\
                  [[veto]]\nid = \"V2\"\nname = \"重特大事项\"\nwhen = \"重特大事项 > 0\"\neffect = { deduct = 30 }\n\
                  [[veto]]\nid = \"V3\"\nname = \"同一类别后三位\"\nwhen = \"group_place > group_ranked - 3\"\neffect = { cap_grade = \"B\" }\n\
                  [[grade]]\nname = \"A\"\nat_least = 80\n[[grade]]\nname = \"B\"\nat_least = 70\n[[grade]]\nname = \"C\"\nat_least = 60\n[[grade]]\nname = \"D\"\n";
    totals("100", vetoes)
        .data("x: U1 95, U2 94, U3 93, U4 92, U5 91, U6 90; 区域性事件: U1 1, U2 0, U3 0, U4 0, U5 0, U6 0; 重特大事项: U1 0, U2 1, U3 0, U4 0, U5 0, U6 0")
        .score()
        .gives("total", "U1 95, U2 64, U3 93")
        .ranks("U1 1, U3 2, U4 3, U5 4, U6 5, U2 6")
        // the last three of six: U5, U6 and U2
        .grades("U1 D, U2 C, U3 A, U4 A, U5 B, U6 B");
}

/// “可以有合理缺项（用‘－’标示），但需标化。标化分=所得的分数除以该单位应得的最高分数×100”；“确无需要……按满分计算”；“没有目标任务的单项不得分”
#[test]
fn three_conventions_for_what_is_not_applicable() {
    let case = |defaults: &str| {
        tree(
            "100",
            &format!(
                "[defaults]\n{defaults}\n[[section]]\nid = \"A\"\nmarks = 100\n\
                 [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = 20\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n\
                 [[indicator]]\nid = \"A2\"\nunder = \"A\"\nmarks = 80\nvalue = \"y\"\nscore = {{ rule = \"given\" }}\n"
            ),
        )
        .data("x: U1 －, U2 15; y: U1 60, U2 60")
        .score()
    };
    case("rescale_at = \"total\"").gives("total", "U1 75, U2 75");
    case("na = \"full\"").gives("total", "U1 80, U2 75");
    case("na = \"zero\"").gives("total", "U1 60, U2 75");
    case("na = \"mean\"").gives("total", "U1 75, U2 75");
}

/// “煤炭消费总量控制 0(6)(8)；煤炭洗选加工 4(0)”: marks by region
#[test]
fn other_marks_for_other_regions() {
    let one = |id: &str, marks: &str| {
        format!(
            "[[indicator]]\nid = \"{id}\"\nunder = \"A\"\nmarks = \"{marks}\"\nvalue = \"x\"\nscore = {{ rule = \"given\", of = 1 }}\n"
        )
    };
    tree(
        "12",
        &format!(
            "[[section]]\nid = \"A\"\nmarks = 12\n{}{}{}",
            one("总量控制", "if(group == '京津冀', 8, if(group == '长三角', 6, 0))"),
            one("洗选加工", "if(group == '其他', 4, 0)"),
            one("其余", "if(group == '京津冀', 4, if(group == '长三角', 6, 8))")
        ),
    )
    .units("U1 group=京津冀, U2 group=长三角, U3 group=其他")
    .data("x: U1 0.5, U2 0.5, U3 0.5")
    .score()
    .gives("总量控制", "U1 4, U2 3, U3 无")
    .gives("洗选加工", "U1 无, U2 无, U3 2")
    .gives("total", "U1 6, U2 6, U3 6");
}

/// 县级“分为‘经济强县’和‘非经济强县’两类分别测评”
#[test]
fn classes_assessed_apart() {
    totals("100", "[ranking]\nby_group = true\n")
        .units("U1 group=强, U2 group=非, U3 group=强, U4 group=非")
        .data("x: U1 90, U2 70, U3 95, U4 80")
        .score()
        .group_ranks("U1 2, U2 2, U3 1, U4 1");
}

/// “基本分达到360分以上，总分达到420分以上的可评为AAA级”
#[test]
fn a_grade_by_two_conditions() {
    tree(
        "400",
        "[[grade]]\nname = \"AAA\"\nat_least = 420\nalso = \"score(基本) >= 360\"\n[[grade]]\nname = \"A\"\n\
         [[section]]\nid = \"基本\"\nmarks = 400\n[[indicator]]\nid = \"J1\"\nunder = \"基本\"\nmarks = 400\nvalue = \"x\"\nscore = { rule = \"given\" }\n\
         [[section]]\nid = \"加分\"\nkind = \"bonus\"\n[[indicator]]\nid = \"J2\"\nunder = \"加分\"\nmarks = 100\nvalue = \"y\"\nscore = { rule = \"given\" }\n",
    )
    .data("x: U1 370, U2 350, U3 390; y: U1 50, U2 90, U3 20")
    .score()
    .gives("total", "U1 420, U2 440, U3 410")
    .grades("U1 AAA, U2 A, U3 A");
}

/// 优秀不超过30%
#[test]
fn at_most_three_in_ten_are_excellent() {
    totals("100", "[[grade]]\nname = \"优秀\"\nat_least = 90\nquota = 0.3\n[[grade]]\nname = \"良好\"\nat_least = 80\n[[grade]]\nname = \"一般\"\n")
        .data("x: U1 99, U2 98, U3 97, U4 96, U5 95, U6 94, U7 93")
        .score()
        // ⌊0.3 × 7⌋ = 2
        .grades("U1 优秀, U2 优秀, U3 良好, U7 良好");
}

/// 去掉一个最高分和一个最低分
#[test]
fn a_trimmed_mean_of_a_panel() {
    item("10", "score = { rule = \"panel\", drop = 1, of = 10 }")
        .data("x/甲: U1 9.5; x/乙: U1 8; x/丙: U1 8.6; x/丁: U1 9; x/戊: U1 2")
        .score()
        // (8 + 8.6 + 9) ÷ 3
        .gives("A1", "U1 8.5333333333333333333");
}

/// 难度系数: harder regions count 1.1 times, up to full marks
#[test]
fn a_coefficient_of_difficulty() {
    item("10", "target = 100\nscore = { rule = \"ratio\", times = \"if(group == '山区', 1.1, 1)\" }")
        .units("U1 group=山区, U2 group=平原, U3 group=山区")
        .data("x: U1 80, U2 80, U3 95")
        .score()
        .gives("A1", "U1 8.8, U2 8, U3 10");
}

/// “起评分100分”；“仅有……列督事项的……考核扣分分值加倍（原扣5分→现扣10分）”
#[test]
fn a_starting_score_and_doubled_deductions() {
    plain(
        "100",
        "score = { rule = \"count\", severity = { \"迟报\" = -5, \"未报\" = -10 }, times = \"if(事项数 < 5, 2, 1)\" }",
    )
    .data("迟报: U1 1, U2 1; 未报: U1 1, U2 1; 事项数: U1 12, U2 3")
    .score()
    .gives("A1", "U1 85, U2 70");
}

/// “如发现弄虚作假者……取消参评资格”
#[test]
fn dishonesty_disqualifies() {
    totals("100", "[[veto]]\nid = \"V\"\nname = \"弄虚作假\"\nwhen = \"弄虚作假\"\neffect = { disqualify = true }\n")
        .data("x: U1 99, U2 80, U3 70; 弄虚作假: U1 是, U2 否, U3 否")
        .score()
        .gives("total", "U1 99")
        .ranks("U1 无, U2 1, U3 2");
}

/// Reward for the top by “综合评价指数增长幅度” within each class
#[test]
fn growth_of_an_index_ranked_within_each_class() {
    tree(
        "10",
        &format!(
            "{BASE_OF_TEN}\n[[section]]\nid = \"指数\"\nkind = \"memo\"\nmarks = 100\n\
             [[indicator]]\nid = \"Z1\"\nunder = \"指数\"\nmarks = 100\nvalue = \"x\"\nscore = {{ rule = \"given\" }}\n\
             [[section]]\nid = \"增幅\"\nkind = \"bonus\"\n\
             [[indicator]]\nid = \"Z2\"\nunder = \"增幅\"\nmarks = 2\nvalue = \"(score(指数) - 上年指数) / 上年指数 * 100\"\n\
             score = {{ rule = \"rank\", table = [2, 1], scope = \"class\" }}\n"
        ),
    )
    .units("U1 class=一类, U2 class=一类, U3 class=一类, U4 class=二类")
    // growth of 10, 25, 5 and 1 per cent
    .data("x: U1 55, U2 50, U3 84, U4 80.8; 上年指数: U1 50, U2 40, U3 80, U4 80")
    .score()
    .gives("Z2", "U1 1, U2 2, U3 0, U4 2")
    .gives("total", "U1 11, U2 12, U3 10, U4 12");
}
