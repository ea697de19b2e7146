//! The words of folded findings, in both languages.

use super::Lang;

/// The words of one language.
pub struct FoldWords {
    /// What separates names in a list.
    pub comma: &'static str,
    /// A list that was cut, and how many there are in all.
    pub more: fn(&str, usize) -> String,
    /// So many places, and which.
    pub places: fn(usize, &str) -> String,
    /// So many more findings, in the table of all.
    pub rest: fn(usize) -> String,
}

static ZH: FoldWords = FoldWords {
    comma: "、",
    more: |shown, count| format!("{shown} 等 {count} 个"),
    places: |count, cells| {
        if cells.is_empty() { format!("共 {count} 处") } else { format!("共 {count} 处：{cells}") }
    },
    rest: |count| format!("……另有 {count} 组，见 findings.csv"),
};

static EN: FoldWords = FoldWords {
    comma: ", ",
    more: |shown, count| format!("{shown}, … ({count} in all)"),
    places: |count, cells| if cells.is_empty() { format!("{count} times") } else { format!("{count} times: {cells}") },
    rest: |count| format!("… and {count} more groups, in findings.csv"),
};

/// The words of a language.
#[must_use]
pub const fn fold_words(lang: Lang) -> &'static FoldWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}
