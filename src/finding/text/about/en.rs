//! English: what each code means and why it matters.

use super::Code;

#[allow(clippy::too_many_lines)] // a table
pub(super) fn about(code: Code) -> &'static str {
    match code {
        Code::FileUnreadable => "The file cannot be opened or is damaged. Nothing of it was used.",
        Code::FileMissing => {
            "A file or folder named in the settings or the command is not there. No other is taken in its place."
        }
        Code::PathOutside => {
            "An assessment folder must be complete when it is copied or audited, so nothing outside it is read, links included."
        }
        Code::TomlSyntax => {
            "The rubric or assessment.toml is not TOML. What follows may be misread, so nothing is run."
        }
        Code::UnknownKey => {
            "Mostly a misspelt key. If it were let pass, a rule that its writer believes in would not hold."
        }
        Code::MissingKey => "What is missing has no safe default; it cannot be decided for the writer.",
        Code::BadValue => "It is of the wrong type, or not one of the values allowed.",
        Code::DuplicateId => "Ids are referred to; of two alike nobody knows which is meant.",
        Code::UnknownName => "An expression, a rule or a command refers to an id or name that is defined nowhere.",
        Code::ExpressionSyntax => {
            "The expression is incomplete or has a stray sign, so that its meaning is not certain."
        }
        Code::ExpressionType => {
            "A text is compared with a number, say, or a mean is taken of yes and no. That has no result."
        }
        Code::Cycle => "A value depends on itself by way of others and cannot be worked out.",
        Code::MarksDoNotAddUp => {
            "If marks do not add up to those above, full marks are not what was announced. Every unit is checked, each with the marks of its class."
        }
        Code::AmbiguousSetting => {
            "Where a folder has several rubrics, the bare id in --set or --drop does not say which of them is meant."
        }
        Code::TrialRun => {
            "The rubric was tried out with --set or --drop. The outputs are in out/trial/; they take the place of no result and do not enter the archive."
        }
        Code::BadTable => {
            "A register, received.csv or another table has a column or a row that is not as it should be. The row is not used; a register with a fault is refused whole, lest a unit be lost."
        }
        Code::RubricOdd => "It is legal, but few would write it so; it may not be what was meant.",
        Code::TargetOutOfReach => {
            "By the bounds of the field no unit can reach the target, or the bounds are too narrow."
        }
        Code::BandNeverReached => "Earlier bands cover every value of this one, so that its marks are never given.",
        Code::NobodyReports => {
            "An indicator reads the field but nobody is named to report it: there is nobody to send a form or a reminder to."
        }
        Code::FieldUnused => "It is reported for nothing: no indicator, check or veto reads it.",
        Code::LayoutUnknown => {
            "Something like our fields stands in the sheet, but which cells are data, or whose they are, cannot be made out. Nothing is guessed; the sheet was not read."
        }
        Code::NotATable => "A document, a picture or an archive was sent; figures in it are not read.",
        Code::Encrypted => "A workbook with a password cannot be read.",
        Code::EmptyFile => "There is nothing in the file, which is as good as no return.",
        Code::TooLarge => {
            "It is larger than any return, or packed suspiciously tight. It was not read, so that one file cannot bring down the rest."
        }
        Code::LockFile => {
            "Files that begin with ~$ or a dot are left by programs and are no returns. Somebody may have the workbook open with changes that are not saved."
        }
        Code::EncodingChosen => {
            "A CSV file does not say its encoding, so it was told by its content. Check it where characters look wrong."
        }
        Code::UnknownUnit => {
            "Nobody knows whom the row or sheet is about, so it was not used. The nearest name is named, never taken."
        }
        Code::AmbiguousUnit => "Several units bear the name; none is picked.",
        Code::UnknownField => {
            "The column or row was not read. If it is one of the indicators, its figures are as good as not sent."
        }
        Code::AmbiguousField => "Several fields bear the name; none is picked, and what stands under it was not read.",
        Code::UnknownSource => {
            "Sources decide whose figure counts; of one that is not declared nobody knows its place."
        }
        Code::UnreadableValue => {
            "Something stands in the cell that only a guess would make a value. It is kept as written and counts as missing, never as nought."
        }
        Code::ReadWithNote => {
            "It is written oddly but can be read in one way only, and was. It is listed to be looked at."
        }
        Code::OutOfRange => {
            "It lies outside what the field allows: mostly the wrong unit of measure, a slipped decimal point or a slipped row."
        }
        Code::UnitOfMeasure => "The figure is in another unit of measure, and nothing certain converts it.",
        Code::UnitConverted => "It was converted to the field's unit of measure; both figures are given to be checked.",
        Code::CellError => {
            "A formula that failed holds no figure, and the one remembered from before cannot be trusted."
        }
        Code::DuplicateObservation => {
            "One figure was reported twice in a return, or in returns that are no versions of each other. The later counts, but there should be a reason for two."
        }
        Code::SourcesDisagree => {
            "Two sources differ by more than the tolerance. The rubric's order of sources decides; the other should explain itself."
        }
        Code::RequiredMissing => "The rubric asks for it without exception, and no source gave it.",
        Code::ValueMissing => {
            "An indicator lacks its data and was scored by the rubric's policy, so its marks do not tell how things are."
        }
        Code::NotReturned => {
            "Nothing of what the unit reports itself has come in; what others say of it does not count."
        }
        Code::SheetSkipped => {
            "Hidden sheets, instructions and covers are not read. If there are data in it, move them to a sheet that is seen."
        }
        Code::ExtensionDiffers => {
            "A web page saved as .xls, say. It was read as what it is, which mostly does no harm."
        }
        Code::TooSlow => {
            "No return should take so long to read. It was given up so that the others could be read; nothing of it was used."
        }
        Code::TemplateStale => {
            "The rubric changed after the forms went out. What has a counterpart was read; what is new was not asked for."
        }
        Code::TemplateForeign => {
            "A form of another assessment lies among these. To read it would mix the two up, so it was not read."
        }
        Code::UnitDiffers => {
            "The sheet names one unit, the file, the sheet's name or the form another: perhaps somebody else's form was reused."
        }
        Code::HeadingDiffers => {
            "On a form, a visible name and the hidden tag disagree. Where the name is another item's the figure was not taken; where it is nobody's it was read by the tag."
        }
        Code::WrongPeriod => "The figures are about a period that is not scored and took no part.",
        Code::TotalDiffers => "The total is not the sum, so a part or the total is wrong. Totals serve as checks only.",
        Code::RateDiffers => "The rate is not what its parts give, so at least one of them is wrong.",
        Code::VersionsUndecided => {
            "Several files answer largely the same questions, and nothing says which of them is final. Words such as “final” in a file's name decide nothing, nor do file times, which change when files are copied."
        }
        Code::ReturnSetAside => {
            "There is a later or a named version of the return. None of this one's figures counts; all stay in observations.csv."
        }
        Code::PartsDiffer => {
            "A figure that assessment.toml holds against those of the units below is not what they add up to, though all of them have reported. Marks do not change by it."
        }
        Code::VersionLacks => {
            "The version that counts leaves out figures that another has. A version counts as a whole; it is never filled up from an older one."
        }
        Code::VersionUnused => {
            "A version was named, but no other version of it was recognised: the entry changed nothing."
        }
        Code::ReceivedMissing => {
            "Its receipt was written down but the file is not there: it lies elsewhere, or the path is misspelt."
        }
        Code::LayoutUnused => {
            "An entry of assessment.toml on a layout met no file, mostly because of its path or sheet name."
        }
        Code::UnitNotInPeriod => {
            "The register says when the unit was set up or abolished, and the time assessed lies outside: it is neither asked for a return nor scored."
        }
        Code::CheckFailed => {
            "A relation that the rubric itself demands does not hold: a part larger than the whole, say."
        }
        Code::DivisionByZero => {
            "A rate over nought means nothing. It counts as missing, neither as nought nor as full marks."
        }
        Code::OutOfDomain => {
            "The logarithm of nought or the root of a negative number has no result. It counts as missing."
        }
        Code::ChoiceUnknown => "The choice is not one of the rule's levels, and no similar one is taken for it.",
        Code::ReasonMissing => "Marks that are given by judgement need a reason, or nobody can review them.",
        Code::VetoUndecided => "What the veto is judged by was not reported; that does not mean that nothing happened.",
        Code::VetoEvidence => "A veto weighs heavily and stands only with someone who found it and evidence.",
        Code::VetoFired => "The veto holds and was applied; it is listed to be reviewed.",
        Code::Rejected => "The rubric ranks no unit that lacks this.",
        Code::AdjustmentRefused => {
            "The adjustment had no effect: its unit, item, period or amount is wrong, or it has no reason or author."
        }
        Code::AdjustmentGone => {
            "When it was accepted the rubric had the indicator, field or veto that it is about; now it has not. The adjustment has no effect, and is not dropped silently."
        }
        Code::AdjustmentRedefined => {
            "Since it was accepted, the marks, the target or the rule have changed, or the score or value that it replaces."
        }
        Code::LedgerBroken => {
            "The seal of a row is made from the seal before it and all rows since. One that does not fit says that a row was changed, taken out, put in or moved. Opening and saving the file in Excel or WPS does no such thing."
        }
        Code::LedgerUnsealed => {
            "Rows added by hand bear no seal, and a change to them would not be noticed. The next entry by zhiheng adjust, or its seal, covers them."
        }
        Code::NearGradeEdge => {
            "So close to an edge a small mistake changes the grade; it deserves another look before publication."
        }
        Code::PartsDoNotAddUp => {
            "The total is added exactly and rounded once; parts that are each rounded may differ from it. That is as it should be."
        }
        Code::OutputFailed => {
            "The output was not written: mostly it is open somewhere, or the disk is full, or the folder read-only. What was there is unchanged."
        }
        Code::OutputsPutBack => {
            "A run was killed, or the power went, in the moment in which outputs are moved. The next command noticed and put the last whole result back."
        }
        Code::RestoreDiffers => {
            "A file of the same name with other content lies where an output of an earlier run was to go. Nothing that is there is overwritten."
        }
        Code::ArchiveFailed => {
            "Scores and outputs are done; only history.sqlite could not be written, so that this run will not be found in the history."
        }
        Code::ArchiveUnreadable => {
            "history.sqlite cannot be opened, is damaged, or was written by a later version. It is neither changed nor removed, and scoring does not need it."
        }
        Code::ArchiveMissing => "There is no history.sqlite in the folder: nothing was run yet, or it was deleted.",
        Code::RunUnknown => "The archive holds no run of this number, or it is not written as one.",
    }
}
