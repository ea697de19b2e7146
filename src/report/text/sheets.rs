//! The words of the sheets beside the ranking: one table per language.

use crate::expr::{Each, Partition};
use crate::finding::Lang;

/// Words of these sheets in one language. A `{}` is filled in by [`put`](super::put), in order.
#[derive(Debug)]
pub struct SheetWords {
    /// 封面与说明.
    pub cover: Cover,
    /// 分组排名.
    pub apart: Each<Sheet<7>>,
    /// 单项排名.
    pub sections: Sheet<4>,
    /// 失分分析: by indicator.
    pub losses: Sheet<10>,
    /// 失分分析: by unit.
    pub losers: Losers,
    /// 扣分明细.
    pub deductions: Sheet<10>,
    /// 自评与核定差异.
    pub differences: Sheet<9>,
    /// 责任分工: what, how many answer, and how many each answers for.
    pub duties: Sheet<3>,
    /// 分阶段得分: unit, by a source, place, final, adjustment, final from the first.
    pub stages: Sheet<6>,
    /// 否决与加减分.
    pub vetoes: Sheet<8>,
    /// What the rows of that sheet are: a veto, a bonus, a penalty.
    pub veto_kinds: [&'static str; 3],
    /// 溯源.
    pub sources: Sheet<10>,
    /// 图表.
    pub charts: Charts,
}

/// A sheet that is one table.
#[derive(Debug)]
pub struct Sheet<const N: usize> {
    /// Its name.
    pub name: &'static str,
    /// The line under its title.
    pub says: &'static str,
    /// Headings.
    pub heads: [&'static str; N],
    /// Said where there is no row.
    pub none: &'static str,
}

/// Where units lost most.
#[derive(Debug)]
pub struct Losers {
    /// Name of the sheet.
    pub name: &'static str,
    /// The line under its title.
    pub says: &'static str,
    /// Headings.
    pub heads: [&'static str; 5],
    /// An indicator and what was lost on it.
    pub lost: &'static str,
}

/// Words of the cover.
#[derive(Debug)]
pub struct Cover {
    /// Name of the sheet.
    pub name: &'static str,
    /// Heading: the assessment.
    pub about: &'static str,
    /// Units assessed, as a name.
    pub units: &'static str,
    /// So many units, so many ranked.
    pub units_count: &'static str,
    /// Heading: the result.
    pub result: &'static str,
    /// The first three.
    pub first: &'static str,
    /// A place, a unit and its total.
    pub place: &'static str,
    /// Highest, mean and lowest total.
    pub spread: &'static str,
    /// These, as a name.
    pub totals: &'static str,
    /// So many of a grade.
    pub of_grade: &'static str,
    /// Vetoes, as a name.
    pub vetoes: &'static str,
    /// Against the earlier result, as a name.
    pub since: &'static str,
    /// Most places gained, most places lost, nobody moved.
    pub moved: [&'static str; 3],
    /// A unit, the places, its rank before and now.
    pub mover: [&'static str; 2],
    /// No veto.
    pub no_veto: &'static str,
    /// Heading: the sheets.
    pub sheets: &'static str,
    /// What is on each sheet.
    pub on: [(SheetId, &'static str); 29],
    /// Put before why a sheet is left out.
    pub not_made: &'static str,
    /// Why a sheet is left out.
    pub left_out: [(SheetId, &'static str); 14],
    /// So many rows, more than so many: a table holds them instead.
    pub too_many_rows: &'static str,
    /// More than so many units: a table holds the rows instead.
    pub too_many_units: &'static str,
    /// Heading: how to read it.
    pub reading: &'static str,
    /// How to read it.
    pub reads: [&'static str; 4],
}

/// A sheet of the workbook, as the cover lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetId {
    /// 自评表.
    Own,
    /// 总排名.
    Ranking,
    /// 分组排名、分类排名.
    Apart(Partition),
    /// 单项排名.
    Sections,
    /// 总分图.
    Totals,
    /// 图表.
    Charts,
    /// 得分明细.
    Detail,
    /// 失分分析.
    Losses,
    /// 失分分析（按单位）.
    Losers,
    /// 扣分明细.
    Deductions,
    /// 自评与核定差异.
    Differences,
    /// 分阶段得分.
    Stages,
    /// 得分区间.
    Range,
    /// 佐证材料.
    Evidence,
    /// 责任分工.
    Duties,
    /// 上下级对照.
    RollUp,
    /// 否决与加减分.
    Vetoes,
    /// 调整与复核.
    Adjustments,
    /// 目标进度.
    Progress,
    /// 进度图.
    Courses,
    /// 数据问题.
    Findings,
    /// 回收情况.
    Intake,
    /// 指标体系.
    Scheme,
    /// 原始数据.
    Data,
    /// 参数.
    Settings,
    /// 统计.
    Statistics,
    /// 计算.
    Scores,
    /// 溯源.
    Sources,
    /// 方法.
    Method,
}

/// Words of the charts.
#[derive(Debug)]
pub struct Charts {
    /// Name of the sheet.
    pub name: &'static str,
    /// Sections on top of one another.
    pub stacked: &'static str,
    /// One unit against the mean.
    pub radar: &'static str,
    /// Choose a unit here.
    pub choose: &'static str,
    /// The mean of all units.
    pub mean: &'static str,
    /// How totals are spread.
    pub spread: &'static str,
    /// Number of units.
    pub count: &'static str,
    /// Where a step begins.
    pub from: &'static str,
}

/// The words of a language.
#[must_use]
pub const fn sheets(lang: Lang) -> &'static SheetWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: SheetWords = SheetWords {
    cover: Cover {
        name: "封面与说明",
        about: "考核概况",
        units: "参评单位",
        units_count: "{}个，其中参加排名{}个",
        result: "结果摘要",
        first: "前三名",
        place: "第{}名 {}（{}分）",
        spread: "最高 {} 分，平均 {} 分，最低 {} 分",
        totals: "总分",
        of_grade: "{} {}个",
        vetoes: "否决项",
        since: "名次变化",
        moved: ["较上次上升最多：{}", "较上次下降最多：{}", "与上次相比名次没有变化"],
        mover: ["{} ▲{}（第{}名→第{}名）", "{} ▼{}（第{}名→第{}名）"],
        no_veto: "没有单位触发否决项",
        sheets: "本工作簿各表",
        on: [
            (SheetId::Own, "逐项分值、自评得分、评分依据、佐证材料和责任单位"),
            (SheetId::Ranking, "总分、各分项得分、加减分、名次和等级"),
            (SheetId::Apart(Partition::Group), "按组别分别排名"),
            (SheetId::Apart(Partition::Class), "按类别分别排名"),
            (SheetId::Sections, "每个分项单独排名"),
            (SheetId::Totals, "总分柱形图，按等级着色"),
            (SheetId::Charts, "各单位总分构成、得分率雷达图（可选单位）、总分分布"),
            (SheetId::Detail, "每个单位每项指标的得分"),
            (SheetId::Losses, "分数主要失在哪些指标"),
            (SheetId::Losers, "各单位失了多少分，主要失在哪里"),
            (SheetId::Deductions, "每一处失分：数值、目标、得分和原因"),
            (SheetId::Differences, "自评数据与核定数据不一致之处"),
            (SheetId::Stages, "自评、核定、核查和最终得分并列"),
            (SheetId::Range, "未报数据按最好、最差情况计，总分和等级各是多少"),
            (SheetId::Duties, "谁承担哪些任务，报了没有"),
            (SheetId::Evidence, "应提供和已提供的佐证材料，尚缺什么、由谁补报、何时补齐"),
            (SheetId::Vetoes, "否决项、加分和减分及其依据"),
            (SheetId::Adjustments, "复核调整及其理由，调整前后的得分"),
            (SheetId::Progress, "历年完成值、计划值、进度和判断，距终期目标的差距、今后每年须达到的进度"),
            (SheetId::Courses, "完成值与计划路径对照图（可选指标和单位），各指标总体进度图"),
            (SheetId::Findings, "报送数据中的错误和疑问，定位到单元格"),
            (SheetId::Intake, "谁报送了、何时收到、有多少问题"),
            (SheetId::Scheme, "指标、分值、目标、计分方法和数据来源"),
            (SheetId::Data, "评分采用的数据；改动这里，得分、名次和等级随之重算"),
            (SheetId::Settings, "分值、目标、权重和等级界线"),
            (SheetId::Statistics, "用到全体单位的平均、最高等统计"),
            (SheetId::Scores, "逐项计算过程，全部为公式"),
            (SheetId::Sources, "每个数据来自哪个文件、工作表和单元格"),
            (SheetId::Method, "修约、排名、定等的规则，输入文件清单"),
        ],
        not_made: "未列此表：{}",
        left_out: [
            (SheetId::Apart(Partition::Group), "没有分组，或细则没有规定分组排名"),
            (SheetId::Apart(Partition::Class), "名册没有写明单位的类别"),
            (SheetId::Sections, "没有可以单独排名的分项"),
            (SheetId::Charts, "总分没有分项，或没有单位得分"),
            (SheetId::Differences, "细则只有一个数据来源，无从比较"),
            (SheetId::Stages, "没有两个来源报送同样的数据"),
            (SheetId::Range, "没有影响得分的未报数据"),
            (SheetId::Duties, "细则不按责任分工确定指标，或单位太多"),
            (SheetId::Evidence, "没有尚缺的数据和佐证材料"),
            (SheetId::Vetoes, "细则没有否决项、加分项和减分项"),
            (SheetId::Adjustments, "没有复核调整"),
            (SheetId::Progress, "没有按年度推进的指标，也没有多期评分"),
            (SheetId::Courses, "没有按年度推进的指标，也没有多期评分"),
            (SheetId::Data, "参评单位或数据列太多，各表只列数值，不列公式"),
        ],
        too_many_rows: "本表有{}行，超过一张工作表的{}行，没有列出；全部内容见同一文件夹的 {}。",
        too_many_units: "参评单位超过{}个，本表没有列出；全部内容见同一文件夹的 {}，其中有每个数据的文件、工作表和单元格。",
        reading: "阅读说明",
        reads: [
            "名次按公布的总分排列；同分如何处理见“方法”。",
            "“－”表示不适用，不是0分；未填也不是0分，按评分细则规定的办法处理，并在“数据问题”中列出。",
            "得分后标“缺”的为没有数据、按规定处理后的得分；标“调”的经过复核调整。",
            "任何一个得分的来历，可由“扣分明细”“溯源”逐级查到原始报表的单元格。",
        ],
    },
    apart: Each::new(
        Sheet {
            name: "分组排名",
            says: "各组单独排名；总名次供对照",
            heads: ["组别", "组内名次", "单位", "总分", "与组内平均相差", "总名次", "等级"],
            none: "没有分组。",
        },
        Sheet {
            name: "分类排名",
            says: "各类单独排名；总名次供对照",
            heads: ["类别", "类内名次", "单位", "总分", "与类内平均相差", "总名次", "等级"],
            none: "没有分类。",
        },
    ),
    sections: Sheet {
        name: "单项排名",
        says: "每个分项按得分单独排名",
        heads: ["名次", "单位", "得分", "得分率"],
        none: "没有分项。",
    },
    losses: Sheet {
        name: "失分分析",
        says: "按指标；失分＝分值－得分，不适用的不计。按失分合计由大到小",
        heads: ["分项", "指标", "分值", "平均得分", "得分率", "最低", "最高", "失分单位", "平均失分", "失分合计"],
        none: "没有失分。",
    },
    losers: Losers {
        name: "失分分析（按单位）",
        says: "各单位失分合计和失分最多的指标，由大到小",
        heads: ["单位", "名次", "失分合计", "失分指标", "失分最多的指标"],
        lost: "{} {}分",
    },
    deductions: Sheet {
        name: "扣分明细",
        says: "每个单位每一处失分，按名次和失分排列",
        heads: ["单位", "分项", "指标", "数值", "目标", "分值", "得分", "失分", "得分来历", "数据出处"],
        none: "没有失分。",
    },
    differences: Sheet {
        name: "自评与核定差异",
        says: "自评（或较低一级来源）与评分采用的数据不一致之处",
        heads: ["单位", "填报项", "年度", "自评来源", "自评", "核定来源", "核定", "差额", "出处（自评／核定）"],
        none: "没有差异。",
    },
    duties: Sheet {
        name: "责任分工",
        says: "●已报，○未报，“－”不适用，空白为不承担；最后一行为各单位承担的项数",
        heads: ["任务", "承担\n单位数", "承担项数"],
        none: "",
    },
    stages: Sheet {
        name: "分阶段得分",
        says: "各列分别以该来源的数据为准计算，未作调整；该来源没有的数据用其余来源的",
        heads: ["单位", "按{}", "名次", "最终得分", "其中复核调整", "最终较{}"],
        none: "只有一个来源。",
    },
    vetoes: Sheet {
        name: "否决与加减分",
        says: "否决项、加分和减分，及其依据",
        heads: ["单位", "类别", "项目", "结果", "理由", "认定人", "日期", "依据和出处"],
        none: "没有单位触发否决项，也没有加分和减分。",
    },
    veto_kinds: ["否决", "加分", "减分"],
    sources: Sheet {
        name: "溯源",
        says: "评分采用的每个数据，及其在原始报表中的位置；点击文件名可打开",
        heads: ["单位", "填报项", "年度", "来源", "数值", "计量单位", "文件", "工作表", "单元格", "依据"],
        none: "没有数据。",
    },
    charts: Charts {
        name: "图表",
        stacked: "各单位总分构成",
        radar: "得分率：所选单位与全体平均",
        choose: "选择单位",
        mean: "平均",
        spread: "总分分布（单位数）",
        count: "单位数",
        from: "起点",
    },
};

static EN: SheetWords = SheetWords {
    cover: Cover {
        name: "Cover",
        about: "The assessment",
        units: "Units",
        units_count: "{}, of which {} are ranked",
        result: "The result in brief",
        first: "First three",
        place: "{}. {} ({})",
        spread: "highest {}, mean {}, lowest {}",
        totals: "Totals",
        of_grade: "{}: {}",
        vetoes: "Vetoes",
        since: "Who moved",
        moved: ["most places gained since last time: {}", "most places lost: {}", "nobody has moved since last time"],
        mover: ["{} ▲{} ({} to {})", "{} ▼{} ({} to {})"],
        no_veto: "no veto holds for any unit",
        sheets: "Sheets of this workbook",
        on: [
            (SheetId::Own, "every indicator's marks, score, basis and evidence, and who answers for it"),
            (SheetId::Ranking, "totals, sections, bonuses and penalties, ranks and grades"),
            (SheetId::Apart(Partition::Group), "ranked within each group"),
            (SheetId::Apart(Partition::Class), "ranked within each class"),
            (SheetId::Sections, "each section ranked by itself"),
            (SheetId::Totals, "totals as bars, coloured by grade"),
            (SheetId::Charts, "what totals are made of, a radar of shares (choose a unit), how totals spread"),
            (SheetId::Detail, "every unit's score on every indicator"),
            (SheetId::Losses, "on which indicators marks were lost"),
            (SheetId::Losers, "how much each unit lost, and on what most"),
            (SheetId::Deductions, "every loss of marks: value, target, score and why"),
            (SheetId::Differences, "where what units say of themselves is not what was scored"),
            (SheetId::Stages, "totals by self-assessment, by each check, and in the end, side by side"),
            (SheetId::Range, "totals and grades if what is missing turned out best, and if it turned out worst"),
            (SheetId::Duties, "who answers for what, and whether it was reported"),
            (SheetId::Evidence, "the evidence asked for and given, what is missing, who owes it and by when"),
            (SheetId::Vetoes, "vetoes, bonuses and penalties, and on what they rest"),
            (SheetId::Adjustments, "reviewed corrections with their reasons, before and after"),
            (
                SheetId::Progress,
                "values and plans by period, pace and verdict, the gap to the final target, and the pace needed from here",
            ),
            (
                SheetId::Courses,
                "actual against the planned path (choose an indicator and a unit), and all units together",
            ),
            (SheetId::Findings, "errors and doubts in the returns, each at its cell"),
            (SheetId::Intake, "who has returned what, when, with how many problems"),
            (SheetId::Scheme, "indicators, marks, targets, rules and sources"),
            (SheetId::Data, "the figures that were scored; change one, and scores, ranks and grades follow"),
            (SheetId::Settings, "marks, targets, weights and the limits of grades"),
            (SheetId::Statistics, "what is made of all units together: means, best, …"),
            (SheetId::Scores, "step by step, all of it formulas"),
            (SheetId::Sources, "the file, sheet and cell of every figure"),
            (SheetId::Method, "rounding, ranking, grades, and the files that went in"),
        ],
        not_made: "left out: {}",
        left_out: [
            (SheetId::Apart(Partition::Group), "there are no groups, or the rubric does not rank within them"),
            (SheetId::Apart(Partition::Class), "the register names no classes"),
            (SheetId::Sections, "no section can be ranked by itself"),
            (SheetId::Charts, "totals have no sections, or no unit has a score"),
            (SheetId::Differences, "the rubric has a single source, so nothing can be compared"),
            (SheetId::Stages, "no two sources report the same figures"),
            (SheetId::Range, "nothing that bears on a score is missing"),
            (SheetId::Duties, "the rubric does not go by who answers for what, or there are too many units"),
            (SheetId::Evidence, "no figure and no evidence is missing"),
            (SheetId::Vetoes, "the rubric has no vetoes, bonuses or penalties"),
            (SheetId::Adjustments, "there are no reviewed corrections"),
            (SheetId::Progress, "no indicator runs over several periods, nor are several periods scored"),
            (SheetId::Courses, "no indicator runs over several periods, nor are several periods scored"),
            (SheetId::Data, "there are too many units or columns: values stand in place of formulas"),
        ],
        too_many_rows: "This table has {} rows, more than the {} of a sheet, and is left out; all of it is in {}, in the same folder.",
        too_many_units: "There are more than {} units, so this table is left out; all of it is in {}, in the same folder: the file, sheet and cell of every figure.",
        reading: "How to read it",
        reads: [
            "Ranks follow the published totals; how ties are treated is said on Method.",
            "– means not applicable, which is not nought; nor is a blank: it is treated as the rubric says and listed under Findings.",
            "A score marked 'missing' was given where no value was reported; one marked 'adjusted' was corrected on review.",
            "Any score can be followed through Deductions and Sources to the cell of the return that it came from.",
        ],
    },
    apart: Each::new(
        Sheet {
            name: "Groups",
            says: "each group ranked by itself; the overall rank beside it",
            heads: ["Group", "Rank in group", "Unit", "Total", "From the group's mean", "Rank", "Grade"],
            none: "There are no groups.",
        },
        Sheet {
            name: "Classes",
            says: "each class ranked by itself; the overall rank beside it",
            heads: ["Class", "Rank in class", "Unit", "Total", "From the class's mean", "Rank", "Grade"],
            none: "There are no classes.",
        },
    ),
    sections: Sheet {
        name: "Sections",
        says: "each section ranked by its own score",
        heads: ["Rank", "Unit", "Score", "Share"],
        none: "There are no sections.",
    },
    losses: Sheet {
        name: "Losses",
        says: "by indicator; lost = marks − score; what is not applicable is left out. Most lost first",
        heads: [
            "Section",
            "Indicator",
            "Marks",
            "Mean",
            "Share",
            "Lowest",
            "Highest",
            "Units losing",
            "Mean lost",
            "Lost in all",
        ],
        none: "No marks were lost.",
    },
    losers: Losers {
        name: "Losses by unit",
        says: "what each unit lost in all, and on what most; most lost first",
        heads: ["Unit", "Rank", "Lost in all", "Indicators", "Most lost on"],
        lost: "{} {}",
    },
    deductions: Sheet {
        name: "Deductions",
        says: "every loss of marks, by rank and by size",
        heads: [
            "Unit",
            "Section",
            "Indicator",
            "Value",
            "Target",
            "Marks",
            "Score",
            "Lost",
            "How it came about",
            "Cell",
        ],
        none: "No marks were lost.",
    },
    differences: Sheet {
        name: "Self against verified",
        says: "where a less authoritative source differs from what was scored",
        heads: [
            "Unit",
            "Field",
            "Period",
            "Source",
            "Said",
            "Scored source",
            "Scored",
            "Difference",
            "Cells (said / scored)",
        ],
        none: "No differences.",
    },
    duties: Sheet {
        name: "Duties",
        says: "● reported, ○ not yet, – not applicable, blank: not its duty; the last row counts each unit's duties",
        heads: ["Duty", "How\nmany", "Number of duties"],
        none: "",
    },
    stages: Sheet {
        name: "Stages",
        says: "each column believes that source wherever it spoke, without adjustments; what it is silent on, the others say",
        heads: ["Unit", "By {}", "Rank", "Final", "of it by review", "Final from {}"],
        none: "There is one source only.",
    },
    vetoes: Sheet {
        name: "Vetoes and bonuses",
        says: "vetoes, bonuses and penalties, and on what they rest",
        heads: ["Unit", "Kind", "Item", "Outcome", "Reason", "By", "Date", "Evidence and cell"],
        none: "No veto holds, and there are no bonuses or penalties.",
    },
    veto_kinds: ["veto", "bonus", "penalty"],
    sources: Sheet {
        name: "Sources",
        says: "every figure that was scored and where it stands; click a file to open it",
        heads: ["Unit", "Field", "Period", "Source", "Value", "Measure", "File", "Sheet", "Cell", "Evidence"],
        none: "No data.",
    },
    charts: Charts {
        name: "Charts",
        stacked: "What totals are made of",
        radar: "Shares of marks: the chosen unit and the mean",
        choose: "Choose a unit",
        mean: "Mean",
        spread: "Totals (number of units)",
        count: "Units",
        from: "From",
    },
};
