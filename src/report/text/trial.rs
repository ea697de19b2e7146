//! The words of a trial (试算).

use crate::finding::Lang;

/// One language. A `{}` is filled in by [`put`](super::put), in order.
#[derive(Debug)]
pub struct TrialWords {
    /// Put before titles.
    pub mark: &'static str,
    /// Put behind the names of workbooks.
    pub suffix: &'static str,
    /// That this is a trial, by these settings.
    pub line: &'static str,
    /// What is dropped.
    pub drop: &'static str,
    /// Between settings.
    pub comma: &'static str,
    /// What a trial is compared with.
    pub without: &'static str,
}

/// The words of a language.
#[must_use]
pub const fn trial(lang: Lang) -> &'static TrialWords {
    match lang {
        Lang::Zh => &TrialWords {
            mark: "【试算】",
            suffix: "-试算",
            line: "试算，不是正式结果。改动：{}",
            drop: "去掉 {}",
            comma: "；",
            without: "不作改动的结果",
        },
        Lang::En => &TrialWords {
            mark: "[Trial] ",
            suffix: "-trial",
            line: "A trial, not a result. Settings: {}",
            drop: "without {}",
            comma: "; ",
            without: "the result without the settings",
        },
    }
}
