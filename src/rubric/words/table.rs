//! What the words of a scheme are made from: one [`Words`] a language. `{0}`, `{1}` … stand for what is filled in.
//!
//! Pairs and triples are in a fixed order: [higher is better, lower is better]; [one, many].

use crate::expr::Each;
use crate::finding::Lang;

use super::{en, zh};

/// A sentence for each direction: higher is better, lower is better.
pub(super) type ByDirection = [&'static str; 2];
/// One and many.
pub(super) type ByNumber = [&'static str; 2];

pub(super) struct Words {
    pub sentence: Sentence,
    pub quantity: Quantity,
    pub rule: RuleWords,
    pub modifier: ModifierWords,
    pub policy: PolicyWords,
    pub expr: ExprWords,
    pub column: ColumnWords,
    pub note: NoteWords,
}

/// How parts are put together.
pub(super) struct Sentence {
    /// Between clauses of a rule.
    pub semicolon: &'static str,
    /// Between items of a list.
    pub comma: &'static str,
    /// What a list of items follows.
    pub colon: &'static str,
    /// Between names.
    pub names: &'static str,
    /// An expression inside another.
    pub group: &'static str,
    /// A name or text quoted.
    pub quoted: &'static str,
    /// A clause that begins with a condition.
    pub when: &'static str,
}

pub(super) struct Quantity {
    /// `0.5 分`.
    pub marks: ByNumber,
    /// Marks that an expression gives.
    pub marks_of: &'static str,
    /// `1 个百分点`.
    pub points: ByNumber,
    /// A number with its unit of measure.
    pub with_unit: &'static str,
    /// `90%`.
    pub percent: &'static str,
    /// 得 5 分.
    pub gives: &'static str,
    /// 扣 2 分.
    pub takes: &'static str,
    /// 得满分.
    pub full: &'static str,
    /// 不得分.
    pub none: &'static str,
    /// 不扣分.
    pub takes_none: &'static str,
    /// 得分值的 80%.
    pub share: &'static str,
    /// 扣分值的 80%.
    pub share_taken: &'static str,
}

pub(super) struct RuleWords {
    pub met: ByDirection,
    pub met_penalty: ByDirection,
    pub missed: ByDirection,
    pub missed_penalty: ByDirection,
    pub missed_penalty_all: ByDirection,
    /// Step, marks, how parts count.
    pub take_each: ByDirection,
    pub stretch_first: &'static str,
    pub stretch_middle: &'static str,
    pub stretch_last: &'static str,
    pub stretch_free: &'static str,
    pub whole_up_to: &'static str,
    pub whole_between: &'static str,
    pub whole_beyond: &'static str,
    pub prorata: &'static str,
    pub whole: &'static str,
    pub started: &'static str,
    pub whole_step: &'static str,
    pub started_step: &'static str,
    pub to_nought: &'static str,
    pub at_most_taken: &'static str,
    pub at_most_taken_all: &'static str,
    /// Step, marks, how parts count.
    pub bonus: ByDirection,
    pub bonus_completion: &'static str,
    pub bonus_cap: &'static str,
    pub bands_completion: &'static str,
    pub bands_gap: ByDirection,
    pub band_reached: &'static str,
    pub band_from: &'static str,
    pub band_above: &'static str,
    pub band_to: &'static str,
    pub band_below: &'static str,
    pub band_between: &'static str,
    pub included: &'static str,
    pub excluded: &'static str,
    pub band: &'static str,
    pub otherwise: &'static str,
    pub in_order: &'static str,
    pub ratio: ByDirection,
    pub at_most_full: &'static str,
    pub anchor_first: &'static str,
    pub anchor_last: &'static str,
    pub anchor: &'static str,
    pub anchor_only: &'static str,
    pub straight: &'static str,
    pub efficacy: &'static str,
    pub position: &'static str,
    pub scaled: &'static str,
    pub ends: &'static str,
    pub lowest: &'static str,
    pub highest: &'static str,
    /// All, those of the group, those of the class.
    pub units: [&'static str; 3],
    pub versus: &'static str,
    /// Of years, of other periods.
    pub previous: [&'static str; 2],
    pub mean: &'static str,
    pub median: &'static str,
    pub best: &'static str,
    pub level_with: &'static str,
    pub better: ByDirection,
    pub worse: ByDirection,
    pub better_nothing: ByDirection,
    pub worse_nothing: ByDirection,
    pub rank: ByDirection,
    pub rank_among: [&'static str; 3],
    pub place: &'static str,
    pub place_after: &'static str,
    pub step: &'static str,
    pub step_share: &'static str,
    pub ties_best: &'static str,
    pub ties_mean: &'static str,
    pub start_full: &'static str,
    pub start: &'static str,
    pub event: ByNumber,
    pub add_each: &'static str,
    pub take_event: &'static str,
    pub change_each: &'static str,
    /// What is counted, then the sentence for one.
    pub counted: &'static str,
    pub zero_at: &'static str,
    pub level: &'static str,
    pub checklist: &'static str,
    pub item: &'static str,
    pub given: &'static str,
    pub given_by: &'static str,
    pub out_of: &'static str,
    pub as_given: &'static str,
    pub reason: &'static str,
    pub panel: &'static str,
    pub drop: ByNumber,
    pub trajectory: &'static str,
    /// The same where the start names its period itself.
    pub trajectory_at: &'static str,
    pub expected: &'static str,
    pub progress: &'static str,
    /// How far from the path still counts as on it.
    pub normal: &'static str,
    pub formula: &'static str,
    pub year: &'static str,
}

pub(super) struct ModifierWords {
    pub void: &'static str,
    pub exempt: &'static str,
    pub exempt_penalty: &'static str,
    /// What is multiplied: what is taken, what is added, both.
    pub moved: [&'static str; 3],
    pub doubled: &'static str,
    pub halved: &'static str,
    pub multiplied: &'static str,
    pub floor: &'static str,
    pub floor_negative: &'static str,
    pub floor_taken: &'static str,
    pub floor_of: &'static str,
    pub cap: &'static str,
    pub cap_of: &'static str,
    pub round: &'static str,
    /// In the order of `RoundMode::ALL`.
    pub modes: [&'static str; 5],
}

pub(super) struct PolicyWords {
    /// Zero, mean, worst, previous, reject.
    pub missing: [&'static str; 5],
    /// The same in a penalty section.
    pub missing_penalty_zero: &'static str,
    /// Rescale, full, mean, zero.
    pub na: [&'static str; 4],
    pub na_penalty_none: &'static str,
    pub applies: &'static str,
    /// How values are weighted where all units are taken together.
    pub weigh_by: &'static str,
}

pub(super) struct ExprWords {
    pub value: &'static str,
    pub target: &'static str,
    pub marks: &'static str,
    pub group: &'static str,
    pub class: &'static str,
    pub code: &'static str,
    pub standing: [&'static str; 6],
    pub last: &'static str,
    pub each: &'static str,
    pub earlier: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub total: &'static str,
    pub score: &'static str,
    pub share: &'static str,
    pub answers: &'static str,
    pub previous: [&'static str; 2],
    pub at: [&'static str; 2],
    pub over: &'static str,
    pub over_totals: &'static str,
    /// In the order of `Stat::ALL`: what, of whom.
    pub stat: [&'static str; 8],
    /// The names of the same, for statistics over periods.
    pub stat_name: [&'static str; 8],
    pub condition: &'static str,
    pub min: &'static str,
    pub max: &'static str,
    pub floor: &'static str,
    pub ceil: &'static str,
    pub round: &'static str,
    pub clamp: &'static str,
    pub days: &'static str,
    pub months: &'static str,
    pub sqrt: &'static str,
    pub pow: &'static str,
    pub and: &'static str,
    pub or: &'static str,
    pub not: &'static str,
    /// =, ≠, <, ≤, >, ≥.
    pub compare: [&'static str; 6],
    pub is: &'static str,
    pub is_not: &'static str,
}

/// Headings of the printed scheme.
pub(super) struct ColumnWords {
    /// First, second, third level; then with the number.
    pub levels: [&'static str; 3],
    pub level: &'static str,
    pub id: &'static str,
    pub indicator: &'static str,
    pub marks: &'static str,
    pub rule: &'static str,
    pub target: &'static str,
    pub source: &'static str,
    pub evidence: &'static str,
    pub lead: &'static str,
    pub policies: &'static str,
    pub self_report: &'static str,
    pub receipt: &'static str,
    pub by_class: &'static str,
    pub notes: &'static str,
    pub sheet: &'static str,
    pub example: &'static str,
    pub page: &'static str,
    pub font: &'static str,
}

/// What stands under the printed scheme.
pub(super) struct NoteWords {
    pub basis: &'static str,
    pub period: &'static str,
    pub full_marks: &'static str,
    pub kind_bonus: &'static str,
    pub kind_bonus_cap: &'static str,
    pub kind_penalty: &'static str,
    pub kind_penalty_cap: &'static str,
    pub kind_memo: &'static str,
    /// In the order of `Combine`: sum (unused), mean, geometric, harmonic, min, max, formula.
    pub combine: [&'static str; 7],
    pub weight: &'static str,
    pub grades: &'static str,
    pub grade_from: &'static str,
    pub grade_rest: &'static str,
    pub quota: &'static str,
    pub also: &'static str,
    pub veto: &'static str,
    pub veto_judged: &'static str,
    pub effect_grade: &'static str,
    pub effect_cap: &'static str,
    pub effect_deduct: &'static str,
    pub effect_zero: &'static str,
    pub effect_disqualify: &'static str,
    pub evidence: &'static str,
    pub sources: &'static str,
    pub missing: &'static str,
    pub na: &'static str,
    pub rescale_total: &'static str,
    pub rounding: &'static str,
    pub round_indicator: &'static str,
    pub round_section: &'static str,
    pub round_total: &'static str,
    pub ranking: &'static str,
    pub rank_on: [&'static str; 2],
    /// Competition, dense, average, ordinal.
    pub ties: [&'static str; 4],
    pub break_by: &'static str,
    pub apart: Each<&'static str>,
    pub cap_total: &'static str,
    pub periods: &'static str,
    pub check: &'static str,
}

pub(super) const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &zh::WORDS,
        Lang::En => &en::WORDS,
    }
}

/// Fills `{0}`, `{1}` … in. Where Chinese and figures or letters come to stand side by side, a space goes between them.
pub(super) fn put(template: &str, with: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        append(&mut out, &rest[..at]);
        let after = &rest[at + 1..];
        let filled = after.split_once('}').and_then(|(key, tail)| Some((with.get(key.parse::<usize>().ok()?)?, tail)));
        match filled {
            Some((text, tail)) => {
                append(&mut out, text);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    append(&mut out, rest);
    out
}

/// Appends a text, with a space at the seam where it takes one.
pub(super) fn append(out: &mut String, text: &str) {
    if let (Some(last), Some(first)) = (out.chars().next_back(), text.chars().next()) {
        let figure = |c: char| c.is_ascii_alphanumeric() || matches!(c, '%' | '-' | '.' | '[' | ']');
        let han = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}');
        if (han(last) && figure(first)) || (figure(last) && han(first)) {
            out.push(' ');
        }
    }
    out.push_str(text);
}
