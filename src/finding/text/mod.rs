//! The catalogue of codes, and the sentences for them: one table per language, nothing in logic.

mod about;
mod en;
mod fold;
mod said;
mod zh;

use std::borrow::Cow;

use serde::{Serialize, Serializer};

pub use about::{About, about};
pub use fold::{FoldWords, fold_words};

use super::{Finding, Level};

/// The language of messages and reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $id:literal $level:ident,)*) => {
        /// What kind of thing is wrong. The text ids are stable: scripts and notes refer to them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable id, as it stands in findings.csv.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }

            /// The level it has unless a rubric says otherwise.
            #[must_use]
            pub const fn level(self) -> Level {
                match self { $(Self::$name => Level::$level),* }
            }
        }
    };
}

codes! {
    // -- files of the assessment, rubrics and settings
    /// A file cannot be opened or read.
    FileUnreadable = "file-unreadable" Error,
    /// A named file or folder is not there.
    FileMissing = "file-missing" Error,
    /// A path of assessment.toml leaves the folder.
    PathOutside = "path-outside" Error,
    /// The text is not TOML.
    TomlSyntax = "toml-syntax" Error,
    /// A key that the language does not have.
    UnknownKey = "unknown-key" Error,
    /// A key that must be there is not.
    MissingKey = "missing-key" Error,
    /// A value of the wrong type or outside its choices.
    BadValue = "bad-value" Error,
    /// Two things bear the same id.
    DuplicateId = "duplicate-id" Error,
    /// A name that nothing bears.
    UnknownName = "unknown-name" Error,
    /// An expression that cannot be read.
    ExpressionSyntax = "expression-syntax" Error,
    /// An expression whose parts do not fit together.
    ExpressionType = "expression-type" Error,
    /// A value that depends on itself.
    Cycle = "cycle" Error,
    /// The marks of a section's children do not add up to its own.
    MarksDoNotAddUp = "marks-do-not-add-up" Error,
    /// A register, seed or other table that is not as it should be.
    BadTable = "bad-table" Error,
    /// A setting of a trial that several rubrics have.
    AmbiguousSetting = "ambiguous-setting" Error,
    /// What was made is a trial.
    TrialRun = "trial-run" Note,
    /// Legal in a rubric but odd.
    RubricOdd = "rubric-odd" Warning,
    /// A target outside the bounds of the field that it is for.
    TargetOutOfReach = "target-out-of-reach" Warning,
    /// A band into which no value falls.
    BandNeverReached = "band-never-reached" Warning,
    /// A field that an indicator reads and nobody is named to report.
    NobodyReports = "nobody-reports" Warning,
    /// A field that nothing reads.
    FieldUnused = "field-unused" Warning,

    // -- returns
    /// No sheet of a return could be understood.
    LayoutUnknown = "layout-unknown" Error,
    /// A file of a kind that holds no table.
    NotATable = "not-a-table" Error,
    /// A file that is protected by a password.
    Encrypted = "encrypted" Error,
    /// A file without any content.
    EmptyFile = "empty-file" Error,
    /// A file larger or more deeply packed than any return.
    TooLarge = "too-large" Error,
    /// A left-over lock file of an open workbook.
    LockFile = "lock-file" Note,
    /// A file opened in an encoding that had to be chosen.
    EncodingChosen = "encoding-chosen" Note,
    /// A name that no unit bears.
    UnknownUnit = "unknown-unit" Error,
    /// A name that several units bear.
    AmbiguousUnit = "ambiguous-unit" Error,
    /// A column or row heading that no field bears.
    UnknownField = "unknown-field" Warning,
    /// A heading that several fields bear.
    AmbiguousField = "ambiguous-field" Error,
    /// A source that the rubric does not declare.
    UnknownSource = "unknown-source" Error,
    /// A cell that cannot be read as its field's type.
    UnreadableValue = "unreadable-value" Error,
    /// A value read with some mending that is worth a look.
    ReadWithNote = "read-with-note" Note,
    /// A value outside the field's `min`, `max` or `choices`.
    OutOfRange = "out-of-range" Error,
    /// A unit of measure that differs and cannot be converted.
    UnitOfMeasure = "unit-of-measure" Error,
    /// A value converted from another unit of measure.
    UnitConverted = "unit-converted" Note,
    /// An error value such as #REF! in a cell.
    CellError = "cell-error" Error,
    /// The same observation twice.
    DuplicateObservation = "duplicate-observation" Warning,
    /// Sources that disagree on a value.
    SourcesDisagree = "sources-disagree" Warning,
    /// A required value that nobody reported.
    RequiredMissing = "required-missing" Error,
    /// A value that an indicator needs and nobody reported; a policy was applied.
    ValueMissing = "value-missing" Warning,
    /// A unit from which nothing came back.
    NotReturned = "not-returned" Error,
    /// A workbook or sheet that was passed over.
    SheetSkipped = "sheet-skipped" Note,
    /// A file named for another kind than it is.
    ExtensionDiffers = "extension-differs" Note,
    /// A file whose reading took longer than any return should.
    TooSlow = "too-slow" Error,
    /// A template of an earlier version of the rubric.
    TemplateStale = "template-stale" Warning,
    /// A template of another rubric.
    TemplateForeign = "template-foreign" Error,
    /// A return that names one unit here and another there.
    UnitDiffers = "unit-differs" Error,
    /// A visible heading of a form that contradicts the hidden tag of its row or column.
    HeadingDiffers = "heading-differs" Error,
    /// A period that nothing in the rubric reads.
    WrongPeriod = "wrong-period" Warning,
    /// A typed total that is not the sum of what stands above it.
    TotalDiffers = "total-differs" Warning,
    /// A typed rate that is not the ratio of its parts.
    RateDiffers = "rate-differs" Warning,
    /// What a unit reports of itself is not what the units below it add up to.
    PartsDiffer = "parts-differ" Warning,
    /// Several versions of one return, and no rule says which holds.
    VersionsUndecided = "versions-undecided" Error,
    /// A return set aside for another version of it.
    ReturnSetAside = "return-set-aside" Note,
    /// A version that lacks values which one set aside for it had.
    VersionLacks = "version-lacks" Warning,
    /// A `[[version]]` of assessment.toml that chose nothing.
    VersionUnused = "version-unused" Warning,
    /// A file that received.csv lists and that is not there.
    ReceivedMissing = "received-missing" Warning,
    /// A `[[layout]]` of assessment.toml that no file matched.
    LayoutUnused = "layout-unused" Warning,
    /// A unit of the register that does not exist in the time assessed.
    UnitNotInPeriod = "unit-not-in-period" Note,

    // -- scoring
    /// A rubric's own check failed.
    CheckFailed = "check-failed" Error,
    /// A division by nought.
    DivisionByZero = "division-by-zero" Error,
    /// A function outside its domain (the logarithm of nought, the root of a negative number).
    OutOfDomain = "out-of-domain" Error,
    /// A choice that the rule's levels do not list.
    ChoiceUnknown = "choice-unknown" Error,
    /// Marks given without the reason that is asked for.
    ReasonMissing = "reason-missing" Error,
    /// A veto that cannot be judged because a value is missing.
    VetoUndecided = "veto-undecided" Error,
    /// A veto that holds but names no evidence.
    VetoEvidence = "veto-evidence" Warning,
    /// A veto that holds.
    VetoFired = "veto-fired" Note,
    /// A unit that a rejected indicator leaves unranked.
    Rejected = "rejected" Error,
    /// An adjustment that was refused.
    AdjustmentRefused = "adjustment-refused" Error,
    /// An accepted adjustment of something that is no more.
    AdjustmentGone = "adjustment-gone" Error,
    /// An accepted adjustment that was decided on something else than there is now.
    AdjustmentRedefined = "adjustment-redefined" Warning,
    /// A seal of the ledger that does not fit.
    LedgerBroken = "ledger-broken" Error,
    /// Rows of a sealed ledger that no seal covers yet.
    LedgerUnsealed = "ledger-unsealed" Note,
    /// A score within half a mark of a grade's edge.
    NearGradeEdge = "near-grade-edge" Note,
    /// Parts as published that do not add up to the total as published.
    PartsDoNotAddUp = "parts-do-not-add-up" Note,

    // -- outputs
    /// An output that could not be written.
    OutputFailed = "output-failed" Error,
    /// What a run left that was killed while it moved its outputs was put back.
    OutputsPutBack = "outputs-put-back" Warning,
    /// A file to restore whose place holds something else.
    RestoreDiffers = "restore-differs" Error,

    // -- the archive of runs
    /// A run that could not be archived.
    ArchiveFailed = "archive-failed" Warning,
    /// An archive that cannot be read.
    ArchiveUnreadable = "archive-unreadable" Error,
    /// A folder without an archive.
    ArchiveMissing = "archive-missing" Error,
    /// A run that the archive does not hold.
    RunUnknown = "run-unknown" Error,
}

impl Code {
    /// The code with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.id() == id)
    }
}

impl Code {
    /// Whether what stands there was not taken as a value: it counts as missing, though something was said.
    #[must_use]
    pub const fn refuses_value(self) -> bool {
        matches!(
            self,
            Self::UnreadableValue | Self::OutOfRange | Self::UnitOfMeasure | Self::CellError | Self::ChoiceUnknown
        )
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// A code's sentences: what is wrong, and what to do. `{found}`, `{expected}`, `{unit}`, `{field}` and `{hint}` stand for
/// the finding's own; a part in `[…]` is left out where what it mentions is empty.
pub(super) struct Entry {
    pub says: &'static str,
    pub remedy: &'static str,
}

pub(super) fn sentence(finding: &Finding, lang: Lang) -> String {
    let (entry, gap) = match lang {
        Lang::Zh => (zh::entry(finding.code), ""),
        Lang::En => (en::entry(finding.code), " "),
    };
    let says = stopped(fill(entry.says, finding, lang), lang);
    let remedy = fill(entry.remedy, finding, lang);
    if remedy.is_empty() { says } else { format!("{says}{gap}{}", stopped(remedy, lang)) }
}

/// Ends a sentence that does not end already.
fn stopped(mut sentence: String, lang: Lang) -> String {
    if !sentence.ends_with(['。', '.', '？', '?', '；']) {
        sentence.push_str(match lang {
            Lang::Zh => "。",
            Lang::En => ".",
        });
    }
    sentence
}

/// The title of a code, for headings and the reference page.
#[must_use]
pub fn level_name(level: Level, lang: Lang) -> &'static str {
    match (level, lang) {
        (Level::Error, Lang::Zh) => "错误",
        (Level::Warning, Lang::Zh) => "警告",
        (Level::Note, Lang::Zh) => "说明",
        (Level::Error, Lang::En) => "error",
        (Level::Warning, Lang::En) => "warning",
        (Level::Note, Lang::En) => "note",
    }
}

/// Stands between keys where a text has several.
const SEVERAL: &str = "\n@";

/// A word that a finding holds by key (`@zero`, `@bytes 512`), or several, one a line, in a language; any other text as it is.
#[must_use]
pub fn word(text: &str, lang: Lang) -> Cow<'_, str> {
    let Some(said) = text.strip_prefix('@') else { return text.into() };
    if text.contains(SEVERAL) {
        let comma = if lang == Lang::Zh { "；" } else { "; " };
        let parts = text.split('\n').map(|part| word(part, lang));
        return parts.collect::<Vec<_>>().join(comma).into();
    }
    let (key, about) = said.split_once(' ').unwrap_or((said, ""));
    let scored = match lang {
        Lang::Zh => zh::word(said),
        Lang::En => en::word(said),
    };
    if let Some(word) = scored {
        return word.into();
    }
    match (said::find(key), lang) {
        (Some((zh, _)), Lang::Zh) => zh.replace("{}", about).into(),
        (Some((_, en)), Lang::En) => en.replace("{}", about).into(),
        (None, _) => text.into(),
    }
}

/// What was found, in a language. Where these are the return's own words they stay as they are, whatever they are.
#[must_use]
pub fn found(finding: &Finding, lang: Lang) -> Cow<'_, str> {
    match finding.code {
        Code::ExpressionType | Code::ExpressionSyntax => phrase(&finding.found, lang),
        Code::UnreadableValue
        | Code::ReadWithNote
        | Code::OutOfRange
        | Code::UnitOfMeasure
        | Code::UnitConverted
        | Code::CellError
        | Code::ChoiceUnknown
        | Code::UnknownUnit
        | Code::AmbiguousUnit
        | Code::UnknownField
        | Code::AmbiguousField
        | Code::UnknownSource => finding.found.as_str().into(),
        _ => word(&finding.found, lang),
    }
}

/// What was expected, in a language. Lists are kept with 、 between their items.
#[must_use]
pub fn expected(finding: &Finding, lang: Lang) -> Cow<'_, str> {
    let list =
        matches!(finding.code, Code::ChoiceUnknown | Code::UnknownSource | Code::AmbiguousUnit | Code::AmbiguousField);
    match lang {
        Lang::En if list => finding.expected.replace('、', ", ").into(),
        _ => word(&finding.expected, lang),
    }
}

/// What is expected, in a language: a word held by key, a phrase of the rubric's reader, or a text as it is.
fn phrase(text: &str, lang: Lang) -> Cow<'_, str> {
    match lang {
        Lang::Zh => zh::phrase(text).map_or_else(|| word(text, lang), Cow::from),
        Lang::En => word(text, lang),
    }
}

fn fill(template: &str, finding: &Finding, lang: Lang) -> String {
    let found = found(finding, lang);
    let expected = match expected(finding, lang) {
        Cow::Borrowed(text) => phrase(text, lang),
        said @ Cow::Owned(_) => said,
    };
    let hint = word(&finding.hint, lang);
    let value = |key: &str| match key {
        "found" => found.as_ref(),
        "expected" => expected.as_ref(),
        "unit" => finding.unit.as_str(),
        "field" => finding.field.as_str(),
        "hint" => hint.as_ref(),
        _ => "",
    };
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '[']) {
        out.push_str(&rest[..at]);
        let close = if rest[at..].starts_with('{') { '}' } else { ']' };
        let Some(end) = rest[at..].find(close).map(|end| at + end) else { break };
        let inner = &rest[at + 1..end];
        if close == '}' {
            out.push_str(value(inner));
        } else {
            let mentioned = inner.split('{').skip(1).filter_map(|p| p.split('}').next());
            if mentioned.clone().any(|key| !value(key).is_empty()) {
                out.push_str(&fill(inner, finding, lang));
            }
        }
        rest = &rest[end + close.len_utf8()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_found_again() {
        for code in Code::ALL {
            assert_eq!(Code::from_id(code.id()), Some(*code));
        }
    }

    #[test]
    fn every_sentence_is_filled_in_both_languages() {
        for code in Code::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let bare = Finding::new(*code).says(lang);
                let full = Finding::new(*code).found("F").expected("E").unit("U").field("I").hint("H").says(lang);
                for says in [bare, full] {
                    assert!(!says.contains(['{', '}', '[', ']']), "{}: {says}", code.id());
                }
            }
        }
    }

    #[test]
    fn what_is_empty_is_left_out() {
        let finding = Finding::new(Code::UnknownKey).found("mark").hint("marks");
        assert_eq!(finding.says(Lang::En), "unknown key 'mark'; did you mean 'marks'?");
        assert_eq!(Finding::new(Code::UnknownKey).found("mark").says(Lang::Zh), "不认识的键“mark”。");
    }
}
