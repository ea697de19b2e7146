//! The unit that a file's or a sheet's name is about: the one unit named in it, where no other place is.

use crate::register::{half_width, is_blank};

use super::{Known, UnitNames};

/// No name of a unit is longer, in characters.
const LONGEST_NAME: usize = 40;
/// Nor is any name of a county.
const LONGEST_PLACE: usize = 12;
/// A longer text is no file's name.
const LONGEST: usize = 200;

/// What ends the name of a place; behind a shorter name it makes another place of it: 和田 | 市.
const PLACES: &[char] = &['市', '县', '区', '州', '盟', '旗', '乡', '镇', '村', '师', '团'];
/// Words that begin like such an ending and are none.
#[rustfmt::skip]
const NO_PLACES: &[&str] = &[
    "市场", "市直", "县直", "区直", "州直", "区域", "县域", "县市", "县(市", "县级", "市级", "区级", "师资", "团队", "团体",
];
/// Behind a short name these are places after all: 和田县市 may be 和田县.
const COUNTIES: &[&str] = &["县市", "县(市"];
/// What an institution's name ends with.
const BODIES: &[char] = &['厅', '局', '委', '部', '办', '院', '会', '行', '站', '所', '处'];
/// In front of a short name these do not run into it: 2015年和田, 上报和田, 新疆和田.
const BEFORE: &[char] = &['年', '度', '月', '日', '报', '送', '疆', '由', '自'];

/// One character, folded, and whether something parted it from the one before.
struct Char {
    c: char,
    parted: bool,
}

/// What is said by the place where a name stands in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// By itself.
    Well,
    /// Inside a longer word.
    Inside,
    /// In the name of another place.
    InAnother,
}

/// The one unit named in the text. `None` where none is, where several are, or where it is about another place (和田市 in
/// a register that has 和田地区 only).
pub(super) fn unit(names: &UnitNames<'_>, text: &str) -> Option<usize> {
    let mut chars = chars(text);
    if chars.len() > LONGEST {
        return None;
    }
    let mut found = None;
    let mut at = 0;
    while at < chars.len() {
        let Some((known, length)) = longest(names, &chars[at..]) else {
            at += 1;
            continue;
        };
        match (stands(&chars, at, length), known) {
            (Stands::Inside, _) => at += 1,
            (Stands::InAnother, _) | (_, Known::Several | Known::None) => return None,
            (Stands::Well, Known::One(unit)) => {
                if found.is_some_and(|other| other != unit) {
                    return None;
                }
                found = Some(unit);
                at += length;
                if let Some(next) = chars.get_mut(at) {
                    next.parted = true; // 喀什和田: the next name begins where this one ended
                }
            }
        }
    }
    found
}

fn chars(text: &str) -> Vec<Char> {
    let mut chars = Vec::new();
    let mut parted = true;
    for c in text.chars() {
        if is_blank(c) || matches!(c, '_' | '-' | '—' | '+' | '.' | '、' | '·' | '&') {
            parted = true;
            continue;
        }
        for c in half_width(c).to_lowercase() {
            chars.push(Char { c, parted });
            parted = false;
        }
    }
    chars
}

/// The longest name that the text begins with.
fn longest(names: &UnitNames<'_>, chars: &[Char]) -> Option<(Known, usize)> {
    let most = chars.len().min(LONGEST_NAME);
    let mut text: String = chars[..most].iter().map(|c| c.c).collect();
    let mut length = most;
    while length >= 2 {
        match names.exactly(&text) {
            Known::None => {
                text.pop();
                length -= 1;
            }
            known => return Some((known, length)),
        }
    }
    None
}

fn stands(chars: &[Char], at: usize, length: usize) -> Stands {
    let (first, last) = (chars[at].c, chars[at + length - 1].c);
    let before = at.checked_sub(1).map(|i| chars[i].c).filter(|_| !chars[at].parted);
    let next = chars.get(at + length).filter(|c| !c.parted).map(|c| c.c);
    // half a Latin word, half a number
    let runs_on = |a: Option<char>, b: char| {
        a.is_some_and(|a| {
            a.is_ascii_digit() && b.is_ascii_digit() || a.is_alphabetic() && b.is_ascii_alphabetic() && a.is_ascii()
        })
    };
    if runs_on(before, first) || runs_on(next, last) {
        return Stands::Inside;
    }
    let rest: String = chars[at + length..].iter().take(3).map(|c| c.c).collect();
    let begins = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    let whole = PLACES.contains(&last) || BODIES.contains(&last);
    let ends_place = next.is_some_and(|c| PLACES.contains(&c)) && !begins(NO_PLACES);
    // 吐鲁番市（县级） is the county that had the name before the prefecture
    let of_county = chars.get(at + length).is_some_and(|c| c.c == '(') && rest.starts_with("(县级");
    if ends_place || of_county || !whole && begins(COUNTIES) || next.is_some() && names_a_place(&chars[at + length..]) {
        return Stands::InAnother;
    }
    let Some(before) = before.filter(|c| is_han(*c)) else { return Stands::Well };
    let in_region: String = chars[..at].iter().rev().take(3).map(|c| c.c).collect();
    if whole && (PLACES.contains(&before) || before == '级') && in_region != "区治自" {
        return Stands::InAnother; // 和田地区质监局 is not 质监局, nor 县级吐鲁番市 吐鲁番市
    }
    let short_inside = !whole && is_han(first) && !BEFORE.contains(&before) && in_region != "区治自";
    if short_inside { Stands::Inside } else { Stands::Well }
}

/// Whether the words right behind a name are the name of a place in it: 乌鲁木齐市 | 天山区.
fn names_a_place(behind: &[Char]) -> bool {
    let run: Vec<char> = behind.iter().take(LONGEST_PLACE).map(|c| c.c).take_while(|c| is_han(*c)).collect();
    (1..run.len()).any(|at| {
        let rest: String = run[at..].iter().take(2).collect();
        let aside = NO_PLACES.iter().any(|word| rest.starts_with(word))
            || matches!(run[at - 1], '各' | '辖' | '全' | '社' | '县');
        matches!(run[at], '市' | '县' | '区') && !aside
    })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}
