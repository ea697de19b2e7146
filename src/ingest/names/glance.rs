//! A glance at a text: whether any known name can stand in it at all. Most cells of a large table hold none, and need not
//! be taken apart to know it.

use crate::register::{half_width, is_blank};

/// Bits of the table; pairs of characters that share one only cost a look in vain.
const BITS: usize = 1 << 16;

/// The first two characters of every known name, folded.
#[derive(Debug)]
pub(in crate::ingest) struct Glance {
    pairs: Vec<u64>,
    /// A name of one character says nothing about what stands beside it.
    any: bool,
}

impl Glance {
    /// Of these names, which are folded.
    pub(in crate::ingest) fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut glance = Self { pairs: vec![0; BITS / 64], any: false };
        for name in names {
            let mut chars = name.chars();
            match (chars.next(), chars.next()) {
                (Some(a), Some(b)) => {
                    let bit = bit(a, b);
                    glance.pairs[bit / 64] |= 1 << (bit % 64);
                }
                (Some(_), None) => glance.any = true,
                (None, _) => {}
            }
        }
        glance
    }

    /// Whether a name may be part of the text, folded; never says no where one is.
    pub(in crate::ingest) fn may_name(&self, text: &str) -> bool {
        let mut last = None;
        self.any
            || text.chars().filter(|c| !is_blank(*c)).map(half_width).flat_map(char::to_lowercase).any(|c| {
                let bit = last.replace(c).map(|last| bit(last, c));
                bit.is_some_and(|bit| self.pairs[bit / 64] >> (bit % 64) & 1 == 1)
            })
    }
}

fn bit(a: char, b: char) -> usize {
    let mixed = u32::from(a).wrapping_mul(0x9E37_79B1) ^ u32::from(b).wrapping_mul(0x85EB_CA6B);
    usize::try_from(mixed >> 16).unwrap_or(0) % BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_a_name_in_it_is_never_passed_over() {
        let glance = Glance::of(["抽检批次", "f1"]);
        for text in ["抽检批次", "2014年 抽 检批次（批）", "1、抽检批次", "Ｆ１", "共F 1个"] {
            assert!(glance.may_name(text), "{text}");
        }
        for text in ["", "抽", "合格率", "检批次", "1f"] {
            assert!(!glance.may_name(text), "{text}");
        }
        assert!(Glance::of(["甲"]).may_name("x"));
    }
}
