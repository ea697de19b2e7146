//! The words of the page (report.html).

use crate::finding::Lang;

/// One language. A `{}` is filled in by [`put`](super::put), in order.
#[derive(Debug)]
pub struct PageWords {
    /// The value of the `lang` attribute.
    pub code: &'static str,
    /// Heading over the links to the scorings.
    pub contents: &'static str,
    /// What every part of a scoring is called: ranking, charts, units, findings, method.
    pub parts: [&'static str; 5],
    /// The same of the first and the third where a single unit is assessed: its total, and where its marks came from.
    pub alone: [&'static str; 2],
    /// On what the rubric rests.
    pub basis: &'static str,
    /// The version of the rubric.
    pub version: &'static str,
    /// Findings in one line.
    pub findings: &'static str,
    /// How the ranking is sorted; only where scripts run.
    pub sortable: &'static str,
    /// Title and description of the bars of totals.
    pub totals: [&'static str; 2],
    /// Title and description of the stacked bars.
    pub stacked: [&'static str; 2],
    /// A total with the grade.
    pub bar: &'static str,
    /// Only the first so many units.
    pub first: &'static str,
    /// How the units are opened.
    pub units_note: &'static str,
    /// Why there are no units: more marks than this.
    pub too_many: &'static str,
    /// Only so many units are listed.
    pub ranking_cut: &'static str,
    /// Only so many findings are listed.
    pub findings_cut: &'static str,
    /// Headings of findings: level, unit, indicator, place, found, expected, what it means.
    pub finding_heads: [&'static str; 7],
    /// Headings of observations: what, period, source, value, file, sheet, cell.
    pub observation: [&'static str; 7],
    /// Behind an observation that was not taken.
    pub unused: &'static str,
    /// How a mark came about.
    pub working: &'static str,
    /// The rule in words.
    pub standard: &'static str,
    /// Controls that the script makes: open all, close all, filter findings.
    pub controls: [&'static str; 3],
    /// At the foot.
    pub foot: &'static str,
}

static ZH: PageWords = PageWords {
    code: "zh-CN",
    contents: "评估内容",
    parts: ["排名", "总分图", "各单位得分来源", "数据问题", "方法"],
    alone: ["总分", "得分来源"],
    basis: "依据",
    version: "细则 {}，版本 {}",
    findings: "数据问题：错误{}条，警告{}条，说明{}条",
    sortable: "点击表头可按该列排序。",
    totals: ["总分与等级", "各单位总分的条形图，按名次排列，颜色表示等级；数值见排名表。"],
    stacked: ["各分项得分构成", "各单位各分项得分的堆积条形图，按名次排列；数值见排名表。"],
    bar: "{}：{}{}",
    first: "（前{}名）",
    units_note: "逐级展开：总分、分项、指标、数据出处（文件、工作表、单元格和原值）。打印时只打印已展开的单位。",
    too_many: "单位数与项目数之积超过{}，本页不列各单位得分来源；请用 zhiheng explain 查看，或见反馈表（单位不超过5000个时）。",
    ranking_cut: "只列前{}个单位，全部单位见 scores.csv。",
    findings_cut: "只列前{}条（先错误，后警告、说明），全部见 findings.csv。",
    finding_heads: ["级别", "单位", "指标", "位置", "原文", "应为", "说明"],
    observation: ["填报项", "考核期", "来源", "数值", "文件", "工作表", "单元格"],
    unused: "（未采用）",
    working: "算式",
    standard: "评分标准",
    controls: ["全部展开", "全部收起", "筛选数据问题"],
    foot: "本页由程序生成，不含外部资源，可离线打开。",
};

static EN: PageWords = PageWords {
    code: "en",
    contents: "Contents",
    parts: ["Ranking", "Chart", "Where marks came from", "Findings", "Method"],
    alone: ["Total", "Where the marks came from"],
    basis: "Basis",
    version: "Rubric {}, version {}",
    findings: "Findings: {} errors, {} warnings, {} notes",
    sortable: "Click a heading to sort by its column.",
    totals: [
        "Totals and grades",
        "Bars of the units' totals in ranking order, coloured by grade; the figures are in the ranking.",
    ],
    stacked: [
        "Scores by section",
        "Stacked bars of the units' section scores in ranking order; the figures are in the ranking.",
    ],
    bar: "{}: {}{}",
    first: " (first {})",
    units_note: "Open step by step: total, section, indicator, and the cells that the figures came from. Only units that are \
                 open are printed.",
    too_many: "There are more than {} marks, so this page does not list where they came from: see `zhiheng explain` or the \
               feedback workbooks (made for up to 5000 units).",
    ranking_cut: "Only the first {} units are listed; all are in scores.csv.",
    findings_cut: "Only the first {} are listed, errors first; all are in findings.csv.",
    finding_heads: ["Level", "Unit", "Indicator", "Place", "Found", "Expected", "What it means"],
    observation: ["Field", "Period", "Source", "Value", "File", "Sheet", "Cell"],
    unused: " (not used)",
    working: "working",
    standard: "standard",
    controls: ["Open all", "Close all", "Filter findings"],
    foot: "Made by a program; nothing is loaded from elsewhere, and the page opens offline.",
};

/// The words of a language.
#[must_use]
pub const fn page(lang: Lang) -> &'static PageWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}
