//! What people type into cells instead of a value, and the marks with which they choose.

use super::say;

/// Boxes and marks of a list in which one thing is ticked. ☒ is neither: Word ticks with it, people cross out with it.
const TICKED: &[char] = &['√', '✓', '✔', '☑', '■'];
const UNTICKED: &[char] = &['□', '☐', '×', '✗', '✘', '✕'];

/// Error values as they stand in CSV, where they are text like any other.
#[rustfmt::skip]
const ERRORS: &[&str] = &[
    "#n/a", "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "#getting_data",
    "err:502", "err:503", "err:504", "err:508", "err:509", "err:522",
];

/// Words that make a number a bound, a range or an estimate.
#[rustfmt::skip]
const APPROXIMATE: &[&str] = &[
    "约", "近", "大概", "左右", "上下", "以上", "以下", "以内", "超过", "超", "不低于", "不少于", "不超过", "不足", "至少",
    "最多", "余", "多", "几", "数十", "数百", "≥", "≤", ">", "<", "≈", "~", "±", "至", "到", "前", "近似", "基本",
];
/// Words that say that it will be filled in later.
const LATER: &[&str] = &["待", "暂", "未统计", "未上报", "未出", "正在", "无数据", "没有数据"];
/// Words that send the reader elsewhere.
const ELSEWHERE: &[&str] = &["同上", "同前", "见附", "附件", "详见", "另附", "如上"];

/// Whether the folded text is 无: no number says whether that is nought or not applicable.
pub(in crate::ingest) fn is_none(folded: &str) -> bool {
    matches!(folded, "无" | "没有")
}

/// Whether the folded text is the error value of a spreadsheet.
pub(in crate::ingest) fn is_error(folded: &str) -> bool {
    ERRORS.contains(&folded)
}

/// Whether a mark ticks what it stands at, or leaves it unticked.
pub(in crate::ingest) fn tick(mark: char) -> Option<bool> {
    if TICKED.contains(&mark) {
        Some(true)
    } else if UNTICKED.contains(&mark) {
        Some(false)
    } else {
        None
    }
}

/// Why a folded text is no value, as far as its words say so; empty where they do not.
pub(in crate::ingest) fn why_no_value(folded: &str) -> &'static str {
    let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if says(ELSEWHERE) {
        say::ELSEWHERE
    } else if says(LATER) {
        say::LATER
    } else if folded.chars().count() <= 30 && says(APPROXIMATE) {
        say::APPROXIMATE
    } else {
        ""
    }
}
