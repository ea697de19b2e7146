//! 中文: what the commands say.

use super::Words;

pub(super) static WORDS: Words = Words {
    opening: "打开考核文件夹……",
    reading: "{}：读取报送数据……",
    scoring: "{}：评分……",
    writing: "{}：生成输出……",
    heads: ["名次", "单位", "总分", "等级", "备注"],
    more_units: "  ……另有 {} 个单位，见工作簿",
    observations: "数据 {} 条，采用 {} 条",
    counts: "问题：错误 {} 条，警告 {} 条，说明 {} 条",
    written: "输出：{}",
    example: "示例：分值、目标和数据仅供演示",
    next: "下一步：打开 {} 的“数据问题”表逐条核实，改正或催报后重新运行。\n某一分从何而来：zhiheng explain {} 单位 [指标]",
    next_clean: "下一步：打开 {} 查看排名。\n某一分从何而来：zhiheng explain {} 单位 [指标]",
    ingest_next: "下一步：按 findings.csv 逐条核实，再运行 zhiheng run {}",
    scored: "评分结果：{}",
    unused: "未采用",
    rubric_good: "{} {}：{} 个指标，没有错误。",
    marks_checked: "已按名册 {} 核对分值合计。",
    marks_unchecked: "没有找到它的名册，分值合计未核对。",
    made: "已建立：{}",
    init_next: "下一步：把报送的表格放进 {}，按需修改 rubrics/ 里的评分细则，然后运行 zhiheng run {}",
    change: ["新增", "删除", "修改"],
    no_change: "两份评分细则没有差别。",
};
