//! What a comparison yields: every figure exact, everything that people read in words.

use serde::Serialize;

use crate::finding::Lang;
use crate::number::Exact;

/// Two results, what changed from one to the other, and what each change did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Language of its words.
    pub lang: Lang,
    /// As it was, and as it is.
    pub sides: [SideSaid; 2],
    /// Everything that changed, in words: rubric, data, adjustments, register, responsibilities, in this order.
    pub changes: Vec<Change>,
    /// What moved scores, in the order of the changes: a change, or several that only make sense together.
    pub causes: Vec<Cause>,
    /// The values that scoring takes and that are not what they were.
    pub cells: Vec<CellChanged>,
    /// Every unit of either side, in the order of the ranking as it is; then those that are gone.
    pub units: Vec<UnitMoved>,
    /// Who passed whom.
    pub exchanges: Exchanges,
    /// How the movement was split.
    pub method: Method,
}

/// One side as it is named on reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SideSaid {
    /// What was named on the command line.
    pub label: String,
    /// Id of the rubric.
    pub rubric: String,
    /// Title of the rubric.
    pub title: String,
    /// Version of the rubric.
    pub version: String,
    /// The period scored.
    pub period: String,
    /// 满分.
    pub full_marks: Exact,
    /// How many units.
    pub units: usize,
    /// Whether marks and targets are examples (示例).
    pub illustrative: bool,
}

/// What a change is of. The order is that in which changes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Full marks, or whether the total is cut at them.
    FullMarks,
    /// The period scored, or how several are put together.
    Periods,
    /// What holds for gaps unless an indicator says otherwise.
    Defaults,
    /// Rounding.
    Rounding,
    /// A section or an indicator that is only on one side, with all below it.
    Node,
    /// Where a section or an indicator stands in the tree.
    Place,
    /// Marks.
    Marks,
    /// Weight.
    Weight,
    /// How a section adds up.
    Combine,
    /// Where a section or an indicator applies.
    Applies,
    /// How an indicator's value is worked out.
    Value,
    /// Target.
    Target,
    /// Rule, with its parameters and its direction.
    Rule,
    /// What holds where a value is missing or not applicable.
    Policies,
    /// A veto.
    Veto,
    /// How units are ranked.
    Ranking,
    /// Grades.
    Grades,
    /// What was reported of a field.
    Data,
    /// Corrections of a node, a field or a veto.
    Adjustments,
    /// Units set up, gone, or of another group or class.
    Register,
    /// Who answers for which measure.
    Responsibilities,
    /// Wording: names, sources, evidence, remarks. It moves nothing.
    Wording,
}

/// One change, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is of.
    pub kind: Kind,
    /// Id of the node, field or veto; empty for what concerns the whole.
    pub id: String,
    /// Its name; empty likewise.
    pub name: String,
    /// Name of the top section that a node stands in; empty for everything else.
    pub section: String,
    /// What was changed of what, for a heading: `A1 制造业产品质量监督抽查合格率 · 目标值`.
    pub title: String,
    /// What it said and says; several where several columns of the printed scheme say it.
    pub said: Vec<Said>,
    /// The cause that it is, or is part of, by index; none where it cannot move a score.
    pub cause: Option<usize>,
}

/// What a text said and says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// What of it: a heading of the printed scheme, or a key of the rubric.
    pub of: String,
    /// As it was; empty where there was none.
    pub before: String,
    /// As it is; empty where there is none.
    pub after: String,
}

/// What moved scores: a change, or several that cannot be told apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// Its changes, by index.
    pub changes: Vec<usize>,
    /// What it is called in tables.
    pub title: String,
    /// Why several changes are one cause.
    pub together: Option<Together>,
    /// The sum of what it moved totals by, up and down counted alike, over the units whose movement is split.
    pub moved: Exact,
    /// How many of those units' totals it moved.
    pub units: usize,
    /// How many of those units' ranks it moved.
    pub ranks: usize,
}

/// Why several changes are one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Together {
    /// A rubric with one of them and without another cannot be read.
    Unreadable,
    /// With another period scored, all data are others.
    Period,
    /// There are more than can be told apart at reasonable cost.
    Many,
    /// Scoring again step by step does not come to the two results, so that nothing is taken apart.
    Unclear,
}

/// A value that scoring takes and that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellChanged {
    /// The change that it belongs to, by index.
    pub change: usize,
    /// Code of the unit.
    pub unit: String,
    /// Name of the unit, for tables.
    pub name: String,
    /// The field.
    pub field: String,
    /// The period.
    pub period: String,
    /// As it was, and as it is.
    pub values: [CellValue; 2],
}

/// What one side takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CellValue {
    /// As text, in words where it is missing or not applicable; several, with `；`, where several assessors speak.
    pub text: String,
    /// Where it stands: `file!sheet!cell`; empty where nothing was reported.
    pub place: String,
    /// Who said it.
    pub source: String,
}

/// What became of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitMoved {
    /// Its code as it is; as it was for one that is gone.
    pub code: String,
    /// Its name for tables.
    pub name: String,
    /// Its official name.
    pub official: String,
    /// Whether it is on both sides.
    pub presence: Presence,
    /// Total as published: as it was, as it is.
    pub total: [Option<Exact>; 2],
    /// Rank: as it was, as it is.
    pub rank: [Option<Exact>; 2],
    /// Grade: as it was, as it is.
    pub grade: [Option<String>; 2],
    /// What each cause moved the total by; they add up to the change exactly. None where the change cannot be split.
    pub score_parts: Option<Vec<Exact>>,
    /// What each cause moved the rank by (down the list is positive); likewise.
    pub rank_parts: Option<Vec<Exact>>,
    /// The cause that did most towards another grade, by index, where the grade is another.
    pub grade_by: Option<usize>,
    /// The sections and indicators whose score is not what it was, in the order of the printed scheme.
    pub nodes: Vec<NodeMoved>,
}

/// On which side a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// On both.
    Both,
    /// Only on the later one.
    New,
    /// Only on the earlier one.
    Gone,
}

/// A section or an indicator whose score for a unit is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NodeMoved {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// 1 for a top section.
    pub level: usize,
    /// Whether it is a section.
    pub section: bool,
    /// Its marks for the unit: as they were, as they are; none where the node is not there.
    pub marks: [Option<Exact>; 2],
    /// Its score: as it was, as it is.
    pub score: [Option<Exact>; 2],
}

/// Who passed whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exchanges {
    /// Pairs of units that stand the other way round, by the rank of the one that passed.
    pub pairs: Vec<Exchange>,
    /// Pairs that are not listed: neither neighbours in one of the rankings nor among the first.
    pub rest: usize,
}

/// A unit that stood behind another and stands before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// The unit that passed, by index into the units of the comparison.
    pub passed: usize,
    /// The unit that was passed.
    pub behind: usize,
    /// Its total less that of the other: as it was, as it is; none where one has no total.
    pub gap: Option<[Exact; 2]>,
    /// What each cause did to the gap; they add up to its change exactly. None where it cannot be split.
    pub parts: Option<Vec<Exact>>,
    /// The cause that did most for it, by index.
    pub by: Option<usize>,
}

/// How the movement was split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Method {
    /// Its name.
    pub value: Split,
    /// Up to so many causes are split by Shapley values.
    pub limit: usize,
    /// How many causes there are.
    pub causes: usize,
    /// How many times everything was scored, with one choice of changes made and the others not.
    pub scored: usize,
    /// Units on both sides whose movement cannot be split, since without some of the changes they have no total.
    pub unsplit: usize,
    /// All of it in a sentence or two.
    pub words: String,
}

/// Which value splits the movement. Both add up to the whole, give nothing to a change without effect, and do not hang on
/// the order in which changes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// The Shapley value: the mean, over all orders in which the changes could have been made, of what each does in its turn.
    Shapley,
    /// The level-structure value (Winter 1989): the same mean over those orders in which the changes of a branch of a fixed
    /// tree (kind, section, id) come one after the other.
    Levels,
    /// Nothing was split: there is at most one cause.
    Whole,
}

impl UnitMoved {
    /// Change of the total; none where it has none on one side.
    #[must_use]
    pub fn score_change(&self) -> Option<Exact> {
        difference(&self.total)
    }

    /// Change of the rank: negative where the unit rose.
    #[must_use]
    pub fn rank_change(&self) -> Option<Exact> {
        difference(&self.rank)
    }

    /// The causes that moved its total, those that moved it most first; at most so many.
    #[must_use]
    pub fn largest(&self, most: usize) -> Vec<(usize, &Exact)> {
        let parts = self.score_parts.iter().flatten().enumerate();
        let mut moved: Vec<(usize, &Exact)> = parts.filter(|(_, part)| !part.is_zero()).collect();
        moved.sort_by_key(|(_, part)| std::cmp::Reverse(part.abs()));
        moved.truncate(most);
        moved
    }
}

fn difference(sides: &[Option<Exact>; 2]) -> Option<Exact> {
    let [before, after] = sides;
    Some(after.as_ref()? - before.as_ref()?)
}
