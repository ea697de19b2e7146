//! More on every code than its sentence: what it means, why it matters, and a finding of it. The reference pages are made from
//! this, and a command shows it.

mod en;
mod examples;
mod zh;

use super::{Code, Lang};
use crate::finding::{Finding, Terminal};

/// What there is to know about a code, in one language.
#[derive(Clone, Debug, serde::Serialize)]
pub struct About {
    /// The code.
    pub code: Code,
    /// Its usual level.
    pub level: super::Level,
    /// Its sentence; `…` stands for what each finding fills in.
    pub says: String,
    /// What it means and why it matters.
    pub means: &'static str,
    /// What to do; empty where there is nothing to be done.
    pub remedy: String,
    /// A finding of it as the terminal shows it.
    pub example: String,
}

/// What there is to know about a code.
#[must_use]
pub fn about(code: Code, lang: Lang) -> About {
    let (entry, means) = match lang {
        Lang::Zh => (super::zh::entry(code), zh::about(code)),
        Lang::En => (super::en::entry(code), en::about(code)),
    };
    let example: Finding = examples::example(code);
    let example = Terminal { lang, color: false, source: None }.render(&example);
    About { code, level: code.level(), says: bare(entry.says), means, remedy: bare(entry.remedy), example }
}

/// A template with its places marked by `…`; what is said only sometimes is said.
fn bare(template: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in template.chars() {
        match c {
            '{' => {
                inside = true;
                out.push('…');
            }
            '}' => inside = false,
            '[' | ']' => {}
            _ if inside => {}
            _ => out.push(c),
        }
    }
    if out == "…" { String::new() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_with_an_example_that_says_all() {
        for code in Code::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let about = about(*code, lang);
                assert!(about.means.chars().count() >= 10, "{}", code.id());
                assert!(about.example.contains(code.id()), "{}", about.example);
                assert!(!about.example.contains("''") && !about.example.contains("“”"), "{}", about.example);
            }
        }
    }

    #[test]
    fn places_in_a_sentence_are_marked() {
        assert_eq!(
            bare("no unit is called '{found}'[; did you mean '{hint}'?]"),
            "no unit is called '…'; did you mean '…'?"
        );
        assert_eq!(bare("[{expected}]"), "");
    }
}
