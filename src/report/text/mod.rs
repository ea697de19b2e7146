//! Every word that a report prints: one table per language, nothing in logic.

mod compare;
mod condition;
mod en;
mod feedback;
mod form;
mod intake;
mod ledger;
mod live;
mod mending;
mod note;
mod page;
mod progress;
mod ready;
mod remind;
mod roll_up;
mod sheets;
mod trial;
mod zh;

use crate::expr::Each;
use crate::finding::Lang;
use crate::number::RoundMode;
use crate::rubric::scheme::{Basis, MissingPolicy, NaPolicy, Ties};

pub use compare::{CompareWords, compare_words};
pub use condition::condition;
pub use feedback::{FeedbackWords, feedback};
pub use form::{FormWords, form_words};
pub use intake::{IntakeWords, intake_words};
pub use ledger::{LedgerWords, ledger};
pub use live::LiveWords;
pub use mending::{MendingWords, mending};
pub use note::{Names, action, adjustment, effects, notes, total_notes};
pub use page::{PageWords, page};
pub use progress::{ProgressWords, progress};
pub use ready::{ReadyWords, ready};
pub use remind::{RemindWords, remind};
pub use roll_up::{RollUpWords, roll_up};
pub use sheets::{SheetId, sheets};
pub use trial::{TrialWords, trial};

/// The words of one language. A `{}` is filled in by [`put`], in order.
#[derive(Debug)]
pub struct Words {
    /// Font of the workbook.
    pub font: &'static str,
    /// File name of the workbook.
    pub workbook: &'static str,
    /// What separates notes in one cell.
    pub and: &'static str,
    /// What separates names in a list.
    pub comma: &'static str,
    /// Sheet of the ranking.
    pub ranking: &'static str,
    /// Sheet of the chart.
    pub chart: &'static str,
    /// Sheet of every indicator's score.
    pub detail: &'static str,
    /// Sheet of findings.
    pub findings: &'static str,
    /// Sheet of adjustments.
    pub adjustments: &'static str,
    /// Sheet on how it was done.
    pub method: &'static str,
    /// Footer of every page.
    pub page: &'static str,
    /// Put after a title that does not say itself that it is an example.
    pub example: &'static str,
    /// Said under the title of an illustrative rubric.
    pub example_line: &'static str,
    /// Period, full marks, number of units.
    pub subtitle: &'static str,
    /// Heading: place.
    pub rank: &'static str,
    /// Heading: unit.
    pub unit: &'static str,
    /// Heading: group, class.
    pub part: Each<&'static str>,
    /// Heading: how many indicators a unit answers for.
    pub tasks: &'static str,
    /// Heading: place in the group, in the class.
    pub rank_in: Each<&'static str>,
    /// Heading: total.
    pub total: &'static str,
    /// Heading: total of one period.
    pub total_of: &'static str,
    /// Heading: total without adjustments.
    pub unadjusted: &'static str,
    /// Headings: the earlier rank, places gained, marks gained.
    pub since: [&'static str; 3],
    /// Heading: grade.
    pub grade: &'static str,
    /// Heading: vetoes and remarks.
    pub remarks: &'static str,
    /// Marks after a name.
    pub marks: &'static str,
    /// The most that a bonus adds.
    pub up_to: &'static str,
    /// The most that a penalty takes.
    pub down_to: &'static str,
    /// Subtotal of a section.
    pub subtotal: &'static str,
    /// Mark of a score given where the value was missing.
    pub missing_mark: &'static str,
    /// Mark of a score that was adjusted.
    pub adjusted_mark: &'static str,
    /// What stands where an indicator is not applicable.
    pub na_mark: &'static str,
    /// What the marks of the detail sheet mean.
    pub legend: [&'static str; 3],
    /// Legend of bars without a rank.
    pub unranked: &'static str,
    /// Title of a chart that shows only the first so many units.
    pub first_units: &'static str,
    /// Heading over the numbers behind the chart.
    pub chart_data: &'static str,
    /// The score of a node, in a condition.
    pub score_of: &'static str,
    /// The share of a node, in a condition.
    pub share_of: &'static str,
    /// Words of conditions.
    pub condition: [(&'static str, &'static str); 11],
    /// Note on a total: a veto.
    pub veto: &'static str,
    /// Note on a total: disqualified.
    pub disqualified: &'static str,
    /// Note on a total: not ranked because these are missing.
    pub not_ranked: &'static str,
    /// Note on a total: nothing applies.
    pub nothing_applies: &'static str,
    /// Note on a total: quota.
    pub quota_fell: &'static str,
    /// Note on a total: how many corrections.
    pub corrections: &'static str,
    /// Effects of vetoes: grade, at best this grade, marks off, node to nought, disqualified.
    pub effect: [&'static str; 5],
    /// Actions of adjustments: add, set, value, veto, lift.
    pub action: [&'static str; 5],
    /// Headings of the findings.
    pub finding_heads: [&'static str; 10],
    /// So many errors, warnings and notes.
    pub counts: &'static str,
    /// Said where there is no finding.
    pub no_findings: &'static str,
    /// The sheet on method.
    pub about: About,
    /// Words of the live sheets.
    pub live: &'static LiveWords,
    /// A rounding mode.
    pub mode: fn(RoundMode) -> &'static str,
    /// How ties are numbered.
    pub ties: fn(Ties) -> &'static str,
    /// Which total counts.
    pub basis: fn(Basis) -> &'static str,
    /// What is done about missing values.
    pub missing_policy: fn(MissingPolicy) -> &'static str,
    /// What is done where something is not applicable.
    pub na_policy: fn(NaPolicy) -> &'static str,
}

/// Words of the sheet on method.
#[derive(Debug)]
pub struct About {
    /// Heading: the rubric.
    pub rubric: &'static str,
    /// Title.
    pub title: &'static str,
    /// Id.
    pub id: &'static str,
    /// Version.
    pub version: &'static str,
    /// Period scored.
    pub period: &'static str,
    /// Full marks.
    pub full_marks: &'static str,
    /// On what it rests.
    pub basis: &'static str,
    /// That it is an example.
    pub nature: &'static str,
    /// Heading: how marks are made.
    pub rules: &'static str,
    /// Roundings of indicators, sections and totals.
    pub rounding: [&'static str; 3],
    /// So many decimals in a mode.
    pub places: &'static str,
    /// Not rounded.
    pub not_rounded: &'static str,
    /// What is ranked.
    pub ranking: &'static str,
    /// Ties.
    pub ties: &'static str,
    /// Ties, after comparing these nodes.
    pub break_by: &'static str,
    /// Grades.
    pub grades: &'static str,
    /// A grade from so many marks on.
    pub at_least: &'static str,
    /// The last grade.
    pub otherwise: &'static str,
    /// A further condition.
    pub also: &'static str,
    /// A quota, in per cent.
    pub quota: &'static str,
    /// What grades look at.
    pub grading: &'static str,
    /// Default for missing values.
    pub missing: &'static str,
    /// Default where something is not applicable.
    pub na: &'static str,
    /// … made up for at the total.
    pub at_total: &'static str,
    /// Several periods.
    pub periods: &'static str,
    /// Ranked within groups, within classes too.
    pub apart: Each<&'static str>,
    /// Heading: vetoes.
    pub vetoes: &'static str,
    /// A condition as written.
    pub when: &'static str,
    /// Pronounced only.
    pub pronounced: &'static str,
    /// Heading: data.
    pub data: &'static str,
    /// Units.
    pub units: &'static str,
    /// How many, and how many ranked.
    pub units_count: &'static str,
    /// Observations.
    pub observations: &'static str,
    /// How many, used, missing and not applicable.
    pub observations_count: &'static str,
    /// Findings.
    pub findings: &'static str,
    /// Adjustments.
    pub adjustments: &'static str,
    /// How many.
    pub adjustments_count: &'static str,
    /// Heading: input files and what their hash is.
    pub inputs: &'static str,
    /// Program and version.
    pub program: &'static str,
    /// How exact it is.
    pub exactness: &'static str,
}

/// The words of a language.
#[must_use]
pub const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &zh::WORDS,
        Lang::En => &en::WORDS,
    }
}

/// A template with each `{}` replaced in turn.
#[must_use]
pub fn put(template: &str, with: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut parts = template.split("{}");
    out.push_str(parts.next().unwrap_or_default());
    for (index, part) in parts.enumerate() {
        out.push_str(with.get(index).copied().unwrap_or_default());
        out.push_str(part);
    }
    out
}
