//! English: what each code says, and what to do.

use super::{Code, Entry};

#[allow(clippy::too_many_lines)] // a table
pub(super) fn entry(code: Code) -> Entry {
    let (says, remedy) = match code {
        Code::FileUnreadable => {
            ("the file cannot be read[: {found}]", "Check that it is not damaged or open elsewhere, then run again")
        }
        Code::FileMissing => ("no such file or folder: '{found}'[, {hint}]", "Check the path, or put the file there"),
        Code::PathOutside => (
            "the path '{found}' leaves the assessment folder",
            "Put the file inside the folder and use a relative path",
        ),
        Code::TomlSyntax => ("not valid TOML: {found}", "Mend it at this place"),
        Code::UnknownKey => ("unknown key '{found}'[; did you mean '{hint}'?]", "[Known here: {expected}]"),
        Code::MissingKey => ("the key '{expected}' is missing[ ({found})]", "Add it"),
        Code::BadValue => ("'{found}' does not do here[; expected {expected}][; did you mean '{hint}'?]", "Change it"),
        Code::DuplicateId => ("the id '{found}' is used twice", "Give one of them another"),
        Code::UnknownName => ("unknown name '{found}'[; did you mean '{hint}'?]", "[Expected {expected}]"),
        Code::ExpressionSyntax => ("the expression cannot be read: {found}", "[Expected {expected}]"),
        Code::ExpressionType => ("the parts of the expression do not fit: {found}", "[Expected {expected}]"),
        Code::Cycle => ("it depends on itself: {found}", "Remove one of the references"),
        Code::MarksDoNotAddUp => {
            ("the marks below '{field}' add up to {found}, not {expected}[ ({hint})]", "Adjust the marks")
        }
        Code::AmbiguousSetting => ("several rubrics have '{found}'", "say which: {expected}"),
        Code::TrialRun => ("this is a trial, not a result; settings: {found}", ""),
        Code::BadTable => ("the table is not as it should be: {found}", "[Expected {expected}]"),
        Code::TargetOutOfReach => (
            "no unit can reach the target {found}: the field only holds values {expected}",
            "Check the target or the field's bounds",
        ),
        Code::BandNeverReached => (
            "band {found} is never reached: earlier bands cover all of it",
            "Change the order or the edges of the bands",
        ),
        Code::NobodyReports => {
            ("nobody is named to report the field '{found}', which an indicator reads", "Say who with `from`")
        }
        Code::FieldUnused => ("nothing reads the field '{found}'", "Delete it if it is not needed"),
        Code::RubricOdd => ("{found}", "[{expected}]"),
        Code::LayoutUnknown => (
            "the layout of the table cannot be made out[: {found}]",
            "Use the template, or keep the headings with the names of units and fields",
        ),
        Code::NotATable => ("this is {found}, not a spreadsheet that can be read", "[{hint}]"),
        Code::Encrypted => {
            ("the workbook is encrypted with a password", "Remove the password, save it and send it again")
        }
        Code::EmptyFile => ("the file is empty", "Fill it in and send it again"),
        Code::TooLarge => (
            "the file is too large[: {found}]",
            "Delete surplus blank rows, columns, pictures or attachments[ (the limit is {expected})]; where all of it is needed, raise the limit with --max-file",
        ),
        Code::LockFile => ("[{found}; ]not read", ""),
        Code::EncodingChosen => ("text read as {found}", ""),
        Code::UnknownUnit => (
            "no unit is called '{found}'[; did you mean '{hint}'?]",
            "Correct the name, or add an alias to the register",
        ),
        Code::AmbiguousUnit => ("'{found}' names several units: {expected}", "Write the full name or the code"),
        Code::UnknownField => (
            "no field is called '{found}'[; did you mean '{hint}'?]",
            "Correct the name, or add an alias to the rubric",
        ),
        Code::AmbiguousField => (
            "'{found}' names several fields: {expected}",
            "Write a field's name or id, or remove the repeated alias from the rubric; these figures were not read",
        ),
        Code::UnknownSource => {
            ("the rubric declares no source '{found}'[; did you mean '{hint}'?]", "[Known sources: {expected}]")
        }
        Code::UnreadableValue => (
            "'{found}' cannot be read as {expected}[ ({hint})]",
            "Correct it from the original record; until then it counts as missing",
        ),
        Code::ReadWithNote => ("'{found}' was read as {expected}[ ({hint})]", ""),
        Code::OutOfRange => (
            "{found} is outside the allowed range ({expected})",
            "Check and correct it; it is not scored and counts as missing",
        ),
        Code::UnitOfMeasure => (
            "the unit of measure '{found}' cannot be converted to '{expected}'",
            "Report in '{expected}'; until then it counts as missing",
        ),
        Code::UnitConverted => ("converted from '{found}' to '{expected}'", ""),
        Code::CellError => (
            "the cell holds an error value, or a formula without a result: {found}",
            "Mend the formula, open the workbook so that it is calculated, and save it; until then it counts as missing",
        ),
        Code::DuplicateObservation => (
            "the same unit, field, period and source twice: first {expected}, then {found}",
            "The later stands; please confirm",
        ),
        Code::SourcesDisagree => ("sources disagree: {found}", "{expected} was used; please check"),
        Code::RequiredMissing => ("the required field '{field}' was not reported", "Ask for it"),
        Code::ValueMissing => {
            ("'{found}' is missing; treated by policy: {expected}", "Score again once it has been reported")
        }
        Code::NotReturned => ("nothing came back from '{unit}'", "Send a reminder"),
        Code::SheetSkipped => ("the sheet was passed over[: {found}]", ""),
        Code::ExtensionDiffers => ("the file is named '{expected}' but holds {found}; read as what it holds", ""),
        Code::TooSlow => (
            "reading it took longer than {expected}[ ({found})]",
            "Remove surplus rows, columns, pictures or formulas, save as xlsx and send it again; where all of it is needed, raise the limit with --max-file",
        ),
        Code::TemplateStale => (
            "the form was made for version {found} of the rubric, which now is {expected}",
            "what has a counterpart was read; check the indicators that changed, or have the new form filled",
        ),
        Code::TemplateForeign => (
            "the form belongs to another rubric, '{found}'; this one is '{expected}'",
            "it was not read; put it where it belongs",
        ),
        Code::UnitDiffers => (
            "the sheet names the unit '{found}', but elsewhere[ ({hint})] it is '{expected}'",
            "find out whose it is and make both agree",
        ),
        Code::HeadingDiffers => (
            "it says '{found}' here, but the form's fingerprint says '{expected}'",
            "a name may have been changed, or only some columns sorted; mend it and send again",
        ),
        Code::WrongPeriod => (
            "period '{found}' is none that is scored[ (the rubric reads: {expected})]",
            "check the period; these figures were not scored",
        ),
        Code::TotalDiffers => (
            "the total typed is {found}, the sum is {expected}",
            "check the parts and the total; the total is not scored",
        ),
        Code::RateDiffers => (
            "the rate typed is {found}, computed from what was reported it is {expected}[ ({hint})]",
            "check the parts; the computed one is scored",
        ),
        Code::PartsDiffer => (
            "{found} is reported, while [{hint}] is {expected}",
            "settle with the units below what is counted, and correct whoever is wrong",
        ),
        Code::VersionsUndecided => (
            "several versions of one return: {found}",
            "Say in received.csv when each came, or name the one to use in assessment.toml; for now '{expected}' is used",
        ),
        Code::ReturnSetAside => ("not used: of this return '{expected}' holds[ ({hint})]", ""),
        Code::VersionLacks => (
            "this version lacks what '{expected}' has: {found}",
            "Values of a version that is set aside are not scored; find out whether they were forgotten, have the return sent again, or name the other version in assessment.toml",
        ),
        Code::VersionUnused => (
            "this version entry chose nothing: '{found}' has no other version",
            "Check the path; to replace a version that was not recognised, list it with `instead_of`",
        ),
        Code::ReceivedMissing => (
            "received.csv lists '{found}', which is not there[; did you mean '{hint}']",
            "Add the file or correct the entry",
        ),
        Code::LayoutUnused => (
            "no file matches this layout entry: {found}",
            "check the path and the sheet's name[; did you mean '{hint}']",
        ),
        Code::UnitNotInPeriod => (
            "'{found}' did not exist in the time assessed (register: {expected}) and takes no part",
            "If that is wrong, correct since and until in the register",
        ),
        Code::CheckFailed => ("{hint}[ ({found})]", "Check and correct"),
        Code::DivisionByZero => ("division by zero[: {found}]", "Treated as missing; check the denominator"),
        Code::OutOfDomain => ("the operation has no result[: {found}]", "Treated as missing; check the data"),
        Code::ChoiceUnknown => (
            "the choice '{found}' is not among the levels[ ({hint})]",
            "Choose from {expected}; until then it counts as missing",
        ),
        Code::ReasonMissing => ("marks were given without a reason", "Add the reason"),
        Code::VetoUndecided => {
            ("the veto '{found}' cannot be judged: data are missing", "Score again once they have been reported")
        }
        Code::VetoEvidence => {
            ("the veto '{found}' holds but names no finder or evidence", "Add who found it, when and on what evidence")
        }
        Code::VetoFired => ("the veto '{found}' holds: {expected}", ""),
        Code::Rejected => ("'{found}' is missing, so the unit is not ranked", "Score again once it has been reported"),
        Code::AdjustmentRefused => ("the adjustment was refused: {found}", "[{expected}]"),
        Code::AdjustmentGone => (
            "[{hint} ]this adjustment no longer applies: there is no '{found}' now[ (when it was decided: {expected})]",
            "withdraw it, or propose it anew for what there is now",
        ),
        Code::AdjustmentRedefined => (
            "what this adjustment was decided on has changed: {expected} then, {found} now",
            "it still counts; check whether it still holds, accept it again if so, withdraw it if not",
        ),
        Code::LedgerBroken => (
            "the ledger was changed after it was sealed: expected {expected}, found {found}[ ({hint})]",
            "compare it with the archive and find out what was changed; scoring goes by what it says now",
        ),
        Code::LedgerUnsealed => (
            "{found} rows from this one on are not sealed yet",
            "seal them once they are checked: zhiheng adjust … seal",
        ),
        Code::NearGradeEdge => ("the total {found} is within half a mark of the edge {expected}", "Look again"),
        Code::PartsDoNotAddUp => {
            ("the parts as published add up to {found}, the total as published is {expected}, by rounding", "")
        }
        Code::OutputFailed => ("'{found}' could not be written[: {hint}]", "[{expected}; ]what was there is untouched"),
        Code::OutputsPutBack => (
            "an earlier run was interrupted while it put its outputs in place[ ({hint})], which left old and new side by side",
            "The outputs of before were put back; that run is not done: run again if it is wanted",
        ),
        Code::RestoreDiffers => (
            "'{found}' is there already and differs from what the archive holds; it was not overwritten",
            "Rename it or move it away, or restore to another folder with --to",
        ),
        Code::ArchiveFailed => (
            "this run was not kept in the archive '{found}'[: {hint}]",
            "[{expected}; ]the outputs are written all the same",
        ),
        Code::ArchiveUnreadable => ("the archive '{found}' cannot be read[: {hint}]", "[{expected}]"),
        Code::ArchiveMissing => {
            ("'{found}' has no archive of runs yet", "zhiheng run makes it, and every run is kept from then on")
        }
        Code::RunUnknown => (
            "the archive holds no run '{found}'[; it holds {expected}]",
            "See zhiheng history; name a run by its number, last, or -1, -2",
        ),
    };
    Entry { says, remedy }
}

/// Words that findings hold by key.
pub(super) fn word(key: &str) -> Option<&'static str> {
    Some(match key {
        "zero" => "0 marks",
        "mean" => "mean score of the units compared",
        "worst" => "worst score of the units compared",
        "previous" => "value of an earlier period",
        "not-counted" => "it does not count towards the total",
        "reject" => "not ranked",
        "named" => "named in assessment.toml",
        "same" => "same content",
        "undecided" => "not decided",
        "no-office" => "no LibreOffice was found; install it and try again. The workbooks were made",
        "office-failed" => "LibreOffice could not convert the workbook",
        "no-score" => "the node has no score to add to; use `set` to decide one",
        _ => return None,
    })
}
