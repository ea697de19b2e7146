//! What a comparison says to people, one table per language.

mod en;
mod zh;

use crate::finding::Lang;
use crate::observe::{Observation, Reading};

use super::value::{Kind, Split, Together};

/// The words of one language; `{}` is filled in, in order.
pub struct Words {
    kinds: [&'static str; 22],
    together: [&'static str; 4],
    /// The method: Shapley, levels, whole.
    method: [&'static str; 3],
    /// Units whose movement cannot be split.
    pub unsplit: &'static str,
    /// 未填.
    pub missing: &'static str,
    /// 不适用.
    pub not_applicable: &'static str,
    /// Between values of several assessors, and between items.
    pub semicolon: &'static str,
    /// Between names.
    pub comma: &'static str,
    /// Between what something is and what it says.
    pub colon: &'static str,
    /// So many more.
    pub more: &'static str,
    /// Several changes as one cause, by the first of them and how many there are.
    pub several: &'static str,
    /// What is not there on one side: added, dropped.
    pub nothing: &'static str,
    /// Add marks, set a score, replace a value, pronounce a veto, lift one; and take marks off.
    does: [&'static str; 6],
    /// A correction of 总分.
    pub total: &'static str,
    /// Units set up, units gone.
    pub units: [&'static str; 2],
    /// Group, class, order, code.
    pub of_unit: [&'static str; 4],
    /// Measures that a unit answers for.
    pub measures: &'static str,
    /// Data changes of so many units.
    pub values: &'static str,
    /// Everything together, where nothing can be told apart.
    pub everything: &'static str,
}

/// The words of a language.
pub const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &zh::WORDS,
        Lang::En => &en::WORDS,
    }
}

impl Words {
    /// What a change is of.
    pub fn kind(&self, kind: Kind) -> &'static str {
        self.kinds[kind as usize]
    }

    /// Why several changes are one cause.
    pub fn together(&self, why: Together) -> &'static str {
        self.together[why as usize]
    }

    /// How the movement was split.
    pub fn method(&self, split: Split, numbers: &[&str]) -> String {
        put(self.method[split as usize], numbers)
    }

    /// What an adjustment does.
    pub fn does(&self, action: &str, amount: &str) -> String {
        if let Some(taken) = amount.strip_prefix('-').filter(|_| action == "add") {
            return put(self.does[5], &[taken]);
        }
        let at = ["add", "set", "value", "veto", "lift"].iter().position(|known| *known == action).unwrap_or(0);
        put(self.does[at], &[amount])
    }

    /// What is taken of a field.
    pub fn taken(&self, taken: &[&Observation]) -> String {
        let one = |o: &&Observation| match &o.reading {
            Reading::Value(value) => value.to_string(),
            Reading::Missing => self.missing.to_owned(),
            Reading::NotApplicable => self.not_applicable.to_owned(),
        };
        if taken.is_empty() {
            self.missing.to_owned()
        } else {
            taken.iter().map(one).collect::<Vec<_>>().join(self.semicolon)
        }
    }

    /// The first of many, and how many more there are.
    pub fn some(&self, items: &[String], most: usize) -> String {
        let mut shown: Vec<String> = items.iter().take(most).cloned().collect();
        if items.len() > most {
            shown.push(put(self.more, &[&(items.len() - most).to_string()]));
        }
        shown.join(self.semicolon)
    }
}

/// Why several changes are one cause, in words.
#[must_use]
pub fn together_in_words(why: Together, lang: Lang) -> &'static str {
    words(lang).together(why)
}

/// What a change is of, in words.
#[must_use]
pub fn kind_in_words(kind: Kind, lang: Lang) -> &'static str {
    words(lang).kind(kind)
}

/// Fills the places of a template in order.
pub fn put(template: &str, items: &[&str]) -> String {
    let mut out = String::new();
    let mut items = items.iter();
    for (at, part) in template.split("{}").enumerate() {
        if at > 0 {
            out.push_str(items.next().copied().unwrap_or_default());
        }
        out.push_str(part);
    }
    out
}
