//! The scheme as written: every table of the rubric file as a value, expressions still as text with their place.

use std::ops::Range;

use crate::expr::{Compared, Each, Partition};
use crate::number::{Exact, Rounding};

use super::document::At;
use super::field::{Field, Source};
use super::rule::Rule;

/// A number, or an expression that yields one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A plain number.
    Number(Exact),
    /// An expression.
    Expr(At<String>),
}

/// `[rubric]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Identifies the rubric; names its folder of outputs.
    pub id: String,
    /// 名称.
    pub title: String,
    /// 版本.
    pub version: String,
    /// The period scored.
    pub period: String,
    /// 满分.
    pub full_marks: Exact,
    /// Bytes of the full marks in the file.
    pub full_marks_span: Range<usize>,
    /// The register of units that it scores.
    pub subjects: String,
    /// `zh` or `en`.
    pub lang: String,
    /// 依据.
    pub basis: Vec<String>,
    /// Whether marks and targets are examples (示例).
    pub illustrative: bool,
    /// Whether the total is cut at `full_marks`.
    pub cap_total: bool,
}

/// `[rounding]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roundings {
    /// Of each indicator's score.
    pub indicator: Option<Rounding>,
    /// Of each section's score.
    pub section: Option<Rounding>,
    /// Of the total.
    pub total: Option<Rounding>,
}

/// Which figure ranks and grades look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// The rounded total, which readers can check by eye.
    #[default]
    Published,
    /// The total before rounding.
    Exact,
}

/// How equal totals are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// 1, 2, 2, 4.
    #[default]
    Competition,
    /// 1, 2, 2, 3.
    Dense,
    /// 1, 2.5, 2.5, 4.
    Average,
    /// 1, 2, 3, 4 in the order of the register.
    Ordinal,
}

/// `[ranking]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// What is compared.
    pub on: Basis,
    /// How ties are numbered.
    pub ties: Ties,
    /// Nodes compared in turn before a tie is called a tie.
    pub break_by: Vec<At<String>>,
    /// Whether units are ranked within their groups, and within their classes, too.
    pub apart: Each<bool>,
}

impl Ranking {
    /// By what units are ranked apart too.
    pub fn partitions(&self) -> impl Iterator<Item = Partition> + '_ {
        Partition::ALL.into_iter().filter(|by| self.apart[*by])
    }
}

/// `[[grade]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeRule {
    /// 等级.
    pub name: String,
    /// The least total; the last grade has none.
    pub at_least: Option<Exact>,
    /// The greatest share of the ranked units that may have it.
    pub quota: Option<Exact>,
    /// A condition beside the total.
    pub also: Option<At<String>>,
    /// Bytes of its name in the file.
    pub span: Range<usize>,
}

/// `[[check]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRule {
    /// True where something is wrong.
    pub when: At<String>,
    /// What is wrong, in the rubric's words.
    pub says: String,
    /// Whether it is an error or a warning.
    pub is_error: bool,
}

/// How children make a section's score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Combine {
    /// Their scores added up.
    #[default]
    Sum,
    /// Weighted arithmetic mean of their shares.
    Mean,
    /// Weighted geometric mean of their shares.
    Geometric,
    /// Weighted harmonic mean of their shares.
    Harmonic,
    /// The least share.
    Min,
    /// The greatest share.
    Max,
    /// As `marks_from` says.
    Formula,
}

/// What a top section does to the total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Counts towards full marks.
    #[default]
    Normal,
    /// 加分项: on top of full marks.
    Bonus,
    /// 扣分项: taken off.
    Penalty,
    /// Shown, counts nowhere.
    Memo,
}

/// What happens where an indicator's value is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingPolicy {
    /// Nought.
    #[default]
    Zero,
    /// The mean score of the units compared.
    Mean,
    /// The worst score of the units compared.
    Worst,
    /// The value of the last earlier period.
    Previous,
    /// The unit is not ranked.
    Reject,
}

/// What happens where an indicator is not applicable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NaPolicy {
    /// It leaves its section, whose other children are scaled up.
    #[default]
    Rescale,
    /// Full marks.
    Full,
    /// The mean score of the units compared.
    Mean,
    /// Nought.
    Zero,
}

/// A section or an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its id.
    pub id: At<String>,
    /// The node above it, by id.
    pub under: Option<At<String>>,
    /// 名称.
    pub name: String,
    /// 分值.
    pub marks: Option<Scalar>,
    /// 分值 by class.
    pub marks_for: Vec<(String, Exact)>,
    /// Weight in a section that works on shares.
    pub weight: Option<Exact>,
    /// Where it applies.
    pub applies: Option<At<String>>,
    /// What it is.
    pub body: Body,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// What only sections, or only indicators, have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A section.
    Section(SectionBody),
    /// An indicator.
    Indicator(Box<IndicatorBody>),
}

/// What only sections have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionBody {
    /// How its children are combined.
    pub combine: Combine,
    /// What it does to the total.
    pub kind: Option<(Kind, Range<usize>)>,
    /// The most that a bonus adds or a penalty takes.
    pub cap: Option<Exact>,
    /// Its score, for `combine = "formula"`.
    pub marks_from: Option<At<String>>,
}

/// What only indicators have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorBody {
    /// Its value; by default the field with its id.
    pub value: Option<At<String>>,
    /// Unit of measure of the value.
    pub unit: String,
    /// Whether lower values are better.
    pub lower_is_better: bool,
    /// What is to be reached.
    pub target: Option<Scalar>,
    /// The rule with its modifiers.
    pub score: Option<(Rule, Modifiers)>,
    /// Where the value is missing.
    pub missing: Option<MissingPolicy>,
    /// Where it is not applicable.
    pub na: Option<NaPolicy>,
    /// Which units are compared.
    pub compared: Compared,
    /// By what its values are weighted where all units are taken together; each counts alike without it.
    pub weigh_by: Option<At<String>>,
    /// 佐证材料.
    pub evidence: String,
    /// 牵头部门.
    pub lead: String,
}

/// What any rule may have beside its own keys.
///
/// ## What it does
/// A rule's marks pass through the modifiers in this order: `times`, then `floor` and `cap`; `exempt` ends the calculation
/// with full marks, not multiplied and not held; `void` with none, and is stronger than `exempt`. `round` comes last.
///
/// ## Keys
/// - `exempt`: an expression; where it is true, full marks (0 in a penalty section).
/// - `void`: an expression; where it is true, 0 marks (此项不得分).
/// - `times`: a number or an expression that multiplies what is taken or added (加倍, 减半).
/// - `floor`, `cap`: the least and the most that the item gives; 0 and the marks by default. 本项限扣5分 is
///   `floor = "marks - 5"`.
/// - `round`: `{ places, mode }` in place of the rubric's rounding of indicators.
/// - `scope`: which units are compared, for the rules that compare: `"all"`, `"group"` or `"class"`.
///
/// ## In practice
/// “再次发生，或发生在…安保期间的，加倍扣分”; “占比高于各地区平均占比加5%的，可不扣分”; “本项限扣5分”.
///
/// ## Example
/// ```toml
/// [[field]]
/// id = "事故率"
/// type = "decimal"
///
/// [[field]]
/// id = "重要时段"
/// type = "bool"
///
/// [[field]]
/// id = "较大事故"
/// type = "integer"
///
/// [[indicator]]
/// id = "A1"
/// name = "特种设备安全监察"
/// marks = 3
/// value = "事故率"
/// better = "lower"
/// target = 0.4
/// score = { rule = "deduct", per = 0.1, take = 0.5, times = "if(重要时段, 2, 1)", void = "较大事故 > 0", floor = -1 }
/// ```
/// | 事故率 | 重要时段 | 较大事故 | marks |
/// |---|---|---|---|
/// | 0.4 | 否 | 0 | 3 |
/// | 0.6 | 否 | 0 | 2 |
/// | 0.6 | 是 | 0 | 1 |
/// | 2 | 否 | 0 | -1 |
/// | 0.3 | 否 | 1 | 0 |
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Modifiers {
    /// True: full marks.
    pub exempt: Option<At<String>>,
    /// True: no marks; stronger than `exempt`.
    pub void: Option<At<String>>,
    /// A multiplier on what is taken or added.
    pub times: Option<Scalar>,
    /// The least that the item may give.
    pub floor: Option<Scalar>,
    /// The most that the item may give.
    pub cap: Option<Scalar>,
    /// Rounding of this item in place of the rubric's.
    pub round: Option<Rounding>,
}

/// `[[veto]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VetoRule {
    /// Its id.
    pub id: At<String>,
    /// 名称.
    pub name: String,
    /// When it holds.
    pub when: Option<At<String>>,
    /// What it does.
    pub effect: Vec<Effect>,
    /// Whether finder, date and evidence are asked for.
    pub evidence: bool,
}

/// What a veto does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The grade, whatever the total.
    Grade(At<String>),
    /// The best grade that is left.
    CapGrade(At<String>),
    /// Marks off the total.
    Deduct(Scalar),
    /// The node's score becomes nought.
    Zero(At<String>),
    /// Neither rank nor grade.
    Disqualify,
}

/// `[periods]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodsRule {
    /// The periods scored, in order.
    pub score: Vec<String>,
    /// How their totals are put together.
    pub total: At<String>,
}

/// `[defaults]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// For indicators that do not say.
    pub missing: MissingPolicy,
    /// For indicators that do not say.
    pub na: NaPolicy,
    /// Whether what is not applicable is made up for at the total instead of section by section.
    pub rescale_at_total: bool,
}

/// A rubric file, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// `[rubric]`.
    pub head: Head,
    /// `[rounding]`.
    pub rounding: Roundings,
    /// `[ranking]`.
    pub ranking: Ranking,
    /// `[grading]`.
    pub grading: Basis,
    /// `[defaults]`.
    pub defaults: Defaults,
    /// `[[grade]]`, from the top.
    pub grades: Vec<GradeRule>,
    /// `[[source]]`, the most authoritative first.
    pub sources: Vec<Source>,
    /// `[[field]]`.
    pub fields: Vec<Field>,
    /// Bytes of the fields' ids in the file.
    pub field_spans: Vec<Range<usize>>,
    /// `[[check]]`.
    pub checks: Vec<CheckRule>,
    /// `[[section]]` and `[[indicator]]` in the order of the file.
    pub nodes: Vec<Node>,
    /// `[[veto]]`.
    pub vetoes: Vec<VetoRule>,
    /// `[periods]`.
    pub periods: Option<PeriodsRule>,
}
