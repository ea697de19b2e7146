//! What the commands on the archive of runs say, in both languages.

use crate::assessment::Role;
use crate::finding::Lang;

/// The words of one language. A `{}` is filled in, in order.
#[derive(Debug)]
pub(in crate::cli) struct HistoryWords {
    /// No., when, who, program, what differs.
    pub heads: [&'static str; 5],
    /// Rubric, units, errors, warnings.
    pub result: &'static str,
    /// Who stands first.
    pub first: &'static str,
    pub first_run: &'static str,
    pub nothing: &'static str,
    pub same: &'static str,
    pub different: &'static str,
    pub program: &'static str,
    pub lang: &'static str,
    pub changed: &'static str,
    pub new: &'static str,
    pub gone: &'static str,
    pub and: &'static str,
    pub comma: &'static str,
    pub colon: &'static str,
    pub stop: &'static str,
    pub next: &'static str,
    /// What a file is.
    pub role: fn(Role) -> &'static str,
    /// Number and title of a run.
    pub title: &'static str,
    /// When, by whom, program.
    pub about: &'static str,
    pub since: &'static str,
    /// Units, observations, used, adjustments, errors, warnings, notes.
    pub counts: &'static str,
    pub ranking: [&'static str; 5],
    pub everybody: &'static str,
    pub many: &'static str,
    pub bytes: &'static str,
    pub unread: &'static str,
    pub rest: &'static str,
    /// Run, files written, files that were there, folder.
    pub restored: &'static str,
}

static ZH: HistoryWords = HistoryWords {
    heads: ["编号", "时间", "经办", "程序", "与上一次相比"],
    result: "{}：{} 个单位，错误 {} 条，警告 {} 条",
    first: "，第一名 {}",
    first_run: "第一次运行",
    nothing: "没有变化",
    same: "输出相同",
    different: "输出不同",
    program: "程序 {} → {}",
    lang: "报告语言",
    changed: "改动 {}",
    new: "新增 {}",
    gone: "删除 {}",
    and: "、",
    comma: "，",
    colon: "",
    stop: "；",
    next: "看某一次的全部内容：zhiheng show {} 编号\n取回当时的输出文件：zhiheng restore {} 编号",
    role: |role| match role {
        Role::Settings => "考核设置",
        Role::Rubric => "评分细则",
        Role::Extended => "上级细则",
        Role::Register => "名册",
        Role::Responsibilities => "责任分工",
        Role::Adjustments => "调整",
        Role::Received => "收件登记",
        Role::Baseline => "对比基准",
        Role::Return => "报送文件",
        Role::Observations => "读到的数据",
        Role::SetAside => "另有版本的文件",
        Role::Output => "输出",
    },
    title: "第 {} 次运行 {}",
    about: "{}，{}，程序 {}",
    since: "与上一次相比：",
    counts: "单位 {} 个，数据 {} 条，采用 {} 条，调整 {} 条；错误 {} 条，警告 {} 条，说明 {} 条",
    ranking: ["名次", "单位", "总分", "等级", "备注"],
    everybody: "各项评分共用",
    many: "（{}）",
    bytes: "{} 字节",
    unread: "无法读取    ",
    rest: "  ……另有 {} 项（--json 列出全部）",
    restored: "第 {} 次运行的输出：恢复 {} 个文件，{} 个原已存在且相同，在 {}",
};

static EN: HistoryWords = HistoryWords {
    heads: ["No.", "When", "Who", "Program", "Since the run before"],
    result: "{}: {} units, {} errors, {} warnings",
    first: "; first {}",
    first_run: "the first run",
    nothing: "nothing",
    same: "identical outputs",
    different: "other outputs",
    program: "program {} → {}",
    lang: "language of the reports",
    changed: "{} changed",
    new: "{} new",
    gone: "{} gone",
    and: ", ",
    comma: ", ",
    colon: " ",
    stop: "; ",
    next: "All about a run: zhiheng show {} NO\nIts outputs as they were: zhiheng restore {} NO",
    role: |role| match role {
        Role::Settings => "settings",
        Role::Rubric => "rubric",
        Role::Extended => "rubric below",
        Role::Register => "register",
        Role::Responsibilities => "responsibilities",
        Role::Adjustments => "adjustments",
        Role::Received => "receipts",
        Role::Baseline => "baseline",
        Role::Return => "returns",
        Role::Observations => "what was read",
        Role::SetAside => "versions set aside",
        Role::Output => "outputs",
    },
    title: "Run {} of {}",
    about: "{}, {}, program {}",
    since: "Since the run before: ",
    counts: "{} units, {} observations of which {} used, {} adjustments; {} errors, {} warnings, {} notes",
    ranking: ["Rank", "Unit", "Total", "Grade", "Remarks"],
    everybody: "Of all scorings",
    many: " ({})",
    bytes: "{} bytes",
    unread: "not readable",
    rest: "  … and {} more (--json lists all)",
    restored: "Outputs of run {}: {} files restored, {} were there just so, in {}",
};

/// The words of a language.
pub(in crate::cli) const fn history_words(lang: Lang) -> &'static HistoryWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}
