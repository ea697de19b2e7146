//! Words of reminders (催报).

use crate::finding::Lang;

use super::sheets::Sheet;

/// Words of reminders in one language. A `{}` is filled in by [`put`](super::put), in order.
#[derive(Debug)]
pub struct RemindWords {
    /// Stem of the workbook's file name.
    pub workbook: &'static str,
    /// 催报清单: to whom, what they are, figures wanted, not reported, unreadable, without evidence, what came, when, due,
    /// days, form.
    pub list: Sheet<11>,
    /// 催报文本: to whom, text.
    pub texts: Sheet<2>,
    /// As of this day.
    pub as_of: &'static str,
    /// Only so many have a letter.
    pub letters_cut: &'static str,
    /// A unit, an agency, assessors.
    pub kinds: [&'static str; 3],
    /// Nothing came.
    pub nothing_came: &'static str,
    /// This file and others came, so many in all.
    pub files_came: &'static str,
    /// This file came and could not be read.
    pub unread: &'static str,
    /// So many days left.
    pub left: &'static str,
    /// Due on the day itself.
    pub today: &'static str,
    /// So many days past.
    pub over: &'static str,
    /// Stands before how it stands with the day, in a text.
    pub clause: &'static str,
    /// By this day.
    pub by: &'static str,
    /// A text to who has reported something: to whom, title, by when, items, days, form.
    pub text: &'static str,
    /// A text to who has reported nothing: likewise.
    pub text_nothing: &'static str,
    /// These and others, so many in all.
    pub and_more: &'static str,
    /// Title of a letter.
    pub title: &'static str,
    /// Leads back to the list.
    pub back: &'static str,
    /// To whom.
    pub to: &'static str,
    /// What was asked for: title, periods, by when, how many figures.
    pub asked: &'static str,
    /// Until this day.
    pub until: &'static str,
    /// Nothing came.
    pub body_nothing: &'static str,
    /// So many files came.
    pub body_came: &'static str,
    /// Nothing could be read from these.
    pub body_unread: &'static str,
    /// Not reported, unreadable, without evidence.
    pub counts: [&'static str; 3],
    /// What is missing, by these counts.
    pub lacks: &'static str,
    /// Where no days are counted.
    pub urge: &'static str,
    /// Days are left.
    pub urge_days: &'static str,
    /// The day is past.
    pub urge_late: &'static str,
    /// Headings: number, indicator, field, period, units, what, evidence, place.
    pub heads: [&'static str; 8],
    /// Nothing is said.
    pub missing: &'static str,
    /// Evidence is missing.
    pub no_evidence: &'static str,
    /// Stands for the field where only evidence is owed.
    pub proof: &'static str,
    /// All units, so many.
    pub all_units: &'static str,
    /// These and others, so many in all.
    pub more_units: &'static str,
    /// So many lines are left out.
    pub more_lines: &'static str,
    /// Heading: what to do.
    pub how: &'static str,
    /// Fill in this form.
    pub fill: &'static str,
    /// Mend what could not be read.
    pub mend: &'static str,
    /// Name the evidence.
    pub prove: &'static str,
    /// What blanks and noughts mean.
    pub blanks: &'static str,
    /// Signature, contact, day: left for the office.
    pub signature: [&'static str; 3],
}

/// The words of a language.
#[must_use]
pub const fn remind(lang: Lang) -> &'static RemindWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: RemindWords = RemindWords {
    workbook: "催报通知",
    list: Sheet {
        name: "催报清单",
        says: "共{}个单位和部门有未报的数据；点名称看通知",
        heads: [
            "催报对象",
            "类别",
            "应报",
            "未报",
            "读不出",
            "缺佐证",
            "已收到",
            "最近收到",
            "报送期限",
            "期限情况",
            "填报表",
        ],
        none: "没有要催报的。",
    },
    texts: Sheet {
        name: "催报文本",
        says: "每行一段，可复制到短信、微信或邮件",
        heads: ["催报对象", "文本"],
        none: "没有要催报的。",
    },
    as_of: "截至{}",
    letters_cut: "通知只做前{}份，其余见本表",
    kinds: ["单位", "部门", "专家"],
    nothing_came: "没有收到",
    files_came: "{}等{}个文件",
    unread: "{}（没有读出数据）",
    left: "还有{}天",
    today: "今天到期",
    over: "逾期{}天",
    clause: "，",
    by: "于{}前",
    text: "【催报】{}：“{}”请{}报送的数据还缺：{}{}。请填写“{}”补报；已报的不必重填。",
    text_nothing: "【催报】{}：“{}”请{}报送的数据至今没有收到，包括：{}{}。请填写“{}”报送。",
    and_more: "{}等{}项",
    title: "催报通知",
    back: "返回清单",
    to: "{}：",
    asked: "“{}”（考核期{}）请贵单位{}报送数据{}项。",
    until: "截至{}，",
    body_nothing: "没有收到贵单位的报送材料，",
    body_came: "收到贵单位的文件{}个，",
    body_unread: "其中“{}”没有读出数据，请检查是否加密、损坏或拿错，换成能打开的表格；",
    counts: ["未报{}项", "无法读取{}项", "缺佐证材料{}项"],
    lacks: "还缺：{}，见下表。",
    urge: "请尽快补报。",
    urge_days: "报送期限{}，请按时报齐。",
    urge_late: "现已{}，请立即报送。",
    heads: ["序号", "指标", "填报项", "年度", "涉及单位", "缺什么", "应附佐证材料", "原件位置"],
    missing: "未报",
    no_evidence: "没有写明佐证材料",
    proof: "佐证材料",
    all_units: "全部{}个单位",
    more_units: "{}等，共{}个单位",
    more_lines: "另有{}行没有列出，见 findings.csv 和回收情况。",
    how: "请这样办理",
    fill: "填写“{}”（下发的填报表），只填上表所列的项目，填好后报回；已经报过并读到的不必重填。",
    mend: "无法读取的，按“缺什么”一栏改正“原件位置”所指的单元格，重报该表。",
    prove: "缺佐证材料的，在填报表的佐证材料一栏写明文件名称和文号，材料随表报送。",
    blanks: "确实不适用的填“不适用”；没有发生的填 0；空着视为未报。",
    signature: [
        "（印章）　　　　　　　　",
        "联系人：　　　　　　　　电话：　　　　　　　　",
        "　　　　年　　　月　　　日",
    ],
};

static EN: RemindWords = RemindWords {
    workbook: "reminders",
    list: Sheet {
        name: "Reminders",
        says: "{} who owe something; a name leads to the letter",
        heads: [
            "To",
            "Kind",
            "Wanted",
            "Missing",
            "Unread",
            "No evidence",
            "Came",
            "Last came",
            "Due",
            "Days",
            "Form to fill in",
        ],
        none: "Nothing is owed.",
    },
    texts: Sheet {
        name: "Texts",
        says: "a line for each, to paste into a message",
        heads: ["To", "Text"],
        none: "Nothing is owed.",
    },
    as_of: "as of {}",
    letters_cut: "letters for the first {} only; all others are on this list",
    kinds: ["unit", "agency", "assessors"],
    nothing_came: "nothing came",
    files_came: "{} and others, {} files",
    unread: "{} (nothing could be read)",
    left: "{} days left",
    today: "due today",
    over: "{} days overdue",
    clause: "; ",
    by: "by {}",
    text: "Reminder to {}: for “{}” there are figures still to be reported {}: {}{}. Please fill in “{}”; what was reported \
           before need not be filled in again.",
    text_nothing: "Reminder to {}: for “{}” nothing of what was to be reported {} has come: {}{}. Please fill in “{}”.",
    and_more: "{} and others, {} in all",
    title: "Reminder",
    back: "List",
    to: "To {}:",
    asked: "For “{}” (period {}) you were asked to report, {}, {} figures. ",
    until: "As of {}, ",
    body_nothing: "nothing has come from you. ",
    body_came: "{} files have come from you. ",
    body_unread: "Nothing could be read from {}: please look whether it is encrypted, damaged or the wrong file. ",
    counts: ["{} not reported", "{} that cannot be read", "{} without evidence"],
    lacks: "Still missing: {}; see the table below. ",
    urge: "Please report them soon.",
    urge_days: "Time left: {}. Please report in time.",
    urge_late: "This is {}. Please report at once.",
    heads: ["No.", "Indicator", "Field", "Period", "Units", "What is missing", "Evidence asked for", "Where it stands"],
    missing: "not reported",
    no_evidence: "no evidence named",
    proof: "evidence",
    all_units: "all {} units",
    more_units: "{} and others, {} units",
    more_lines: "{} more lines are left out: see findings.csv and the sheet of returns.",
    how: "What to do",
    fill: "Fill in “{}” (the form that was sent out) for what the table lists, and send it back; what was reported and read \
           need not be filled in again.",
    mend: "Where something cannot be read, mend the cell named under “Where it stands” and send that table again.",
    prove: "Where evidence is missing, name the document in the form's column of evidence and send it along.",
    blanks: "Write “not applicable” where that is so, 0 where nothing happened; a blank counts as not reported.",
    signature: [
        "(stamp)            ",
        "Contact:                    Phone:                    ",
        "Date:                ",
    ],
};
