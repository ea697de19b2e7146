//! The workbook in which people edit a rubric: which sheets it has, which columns, and what these are called.
//!
//! `report/` writes it and `ingest/` reads it back; this is what both agree on.

mod columns;
pub(super) mod labels;

use crate::finding::Lang;

pub use columns::SHEETS;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text, or an expression.
    Text,
    /// A number.
    Number,
    /// A number, or an expression.
    Scalar,
    /// 是 or 否.
    Flag,
    /// Several texts: separated by `|` in a table, one a row in a list of pairs.
    List,
    /// One of these words.
    Word(&'static [Word]),
    /// Marks by class: `"一类" = 8, "二类" = 4`.
    ByClass,
    /// The keys of a rule as they stand in a rubric: `per = 1, take = 0.5`.
    Keys,
    /// Made by the program, not read back.
    Said,
}

/// A choice: its name in a rubric, in Chinese and in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// As a rubric writes it.
    pub key: &'static str,
    /// 中文.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// A column of a table, or a row of a list of pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key: `at_least`; in a list of pairs with its table: `rounding.total.places`.
    pub key: &'static str,
    /// Heading in Chinese.
    pub zh: &'static str,
    /// Heading in English.
    pub en: &'static str,
    /// What stands below or beside it.
    pub holds: Holds,
    /// Width of the column in characters.
    pub width: u8,
    /// What to write there, in Chinese and English; may be empty.
    pub about: [&'static str; 2],
}

/// How a sheet is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One entry a row: name, value.
    Pairs,
    /// One entry a column, one `[[table]]` a row.
    Rows(&'static str),
    /// The same, where the first column says which `[[table]]` it is.
    Tree,
}

/// A sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Name in Chinese.
    pub zh: &'static str,
    /// Name in English.
    pub en: &'static str,
    /// Layout.
    pub shape: Shape,
    /// Columns, or rows.
    pub entries: &'static [Entry],
}

/// A name in two languages.
pub trait Named {
    /// The name in a language.
    fn name(&self, lang: Lang) -> &'static str;
}

macro_rules! named {
    ($($kind:ty),*) => {
        $(impl Named for $kind {
            fn name(&self, lang: Lang) -> &'static str {
                match lang {
                    Lang::Zh => self.zh,
                    Lang::En => self.en,
                }
            }
        })*
    };
}

named!(Word, Entry, Sheet);

impl Entry {
    /// What to write there.
    #[must_use]
    pub const fn about(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.about[0],
            Lang::En => self.about[1],
        }
    }
}

/// Headings over the pairs: name, value, and what to write.
#[must_use]
pub const fn pair_headings(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Zh => ["项目", "内容", "填写说明"],
        Lang::En => ["Item", "Content", "What to write"],
    }
}

/// 是 and 否.
pub const YES_NO: [Word; 2] = [Word { key: "true", zh: "是", en: "yes" }, Word { key: "false", zh: "否", en: "no" }];
