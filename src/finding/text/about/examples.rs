//! A finding of each code, for the reference pages.

use super::super::super::{Code, Finding, Place};

/// Place; unit and field; what was found, what was expected, what is hinted.
type Example = ([&'static str; 3], [&'static str; 2], [&'static str; 3]);

const SETTINGS: &str = "assessment.toml";
const RUBRIC: &str = "rubrics/mine.toml";
const FORM: &str = "returns/和田地区.xlsx";
const SHEET: &str = "2015年";

/// A finding of this code as it may come up.
pub(super) fn example(code: Code) -> Finding {
    let ([file, sheet, cell], [unit, field], [found, expected, hint]) = parts(code);
    let place = Place { file: file.into(), sheet: sheet.into(), cell: cell.into() };
    Finding::new(code).at(place).unit(unit).field(field).found(found).expected(expected).hint(hint)
}

/// At a cell of a form.
const fn form(cell: &'static str, field: &'static str, said: [&'static str; 3]) -> Example {
    ([FORM, SHEET, cell], ["和田地区", field], said)
}

/// At a file or a place in a text.
const fn text(file: &'static str, cell: &'static str, said: [&'static str; 3]) -> Example {
    ([file, "", cell], ["", ""], said)
}

/// About a unit's score.
const fn score(unit: &'static str, field: &'static str, said: [&'static str; 3]) -> Example {
    (["", "", ""], [unit, field], said)
}

#[allow(clippy::too_many_lines)] // a table
#[rustfmt::skip] // a line a code
fn parts(code: Code) -> Example {
    match code {
        Code::FileUnreadable => text(FORM, "", ["unexpected end of file", "", ""]),
        Code::FileMissing => text(SETTINGS, "7:14", ["returns/pannel", "", ""]),
        Code::PathOutside => text(SETTINGS, "7:14", ["../returns", "", ""]),
        Code::TomlSyntax => text(RUBRIC, "12:9", ["invalid string", "", ""]),
        Code::UnknownKey => text(RUBRIC, "12:1", ["mark", "id, marks, name", "marks"]),
        Code::MissingKey => text(RUBRIC, "10:1", ["[[indicator]]", "marks", ""]),
        Code::BadValue => text(RUBRIC, "15:11", ["nought", "zero | mean | worst | previous | reject", ""]),
        Code::DuplicateId => text(RUBRIC, "40:6", ["A11", "", ""]),
        Code::UnknownName => text(RUBRIC, "52:11", ["合格批数", "", "合格批次"]),
        Code::ExpressionSyntax => text(RUBRIC, "52:20", ["*", "a value", ""]),
        Code::ExpressionType => text(RUBRIC, "52:11", ["text", "number", ""]),
        Code::Cycle => text(RUBRIC, "60:9", ["A1 → A2 → A1", "", ""]),
        Code::MarksDoNotAddUp => ([RUBRIC, "", "30:9"], ["", "A"], ["41", "40", ""]),
        Code::AmbiguousSetting => text("trial", "1:7", ["A1", "midterm-2015-prefectures:A1, midterm-2015-agencies:A1", ""]),
        Code::TrialRun => text("", "", ["A1.marks=10；去掉 B3", "", ""]),
        Code::BadTable => text("received.csv", "5:2", ["12月", "2015-06-30 | 2015-06-30 17:30", ""]),
        Code::RubricOdd => text(RUBRIC, "21:1", ["cap = 120 > marks", "", ""]),
        Code::TargetOutOfReach => text(RUBRIC, "44:11", ["105", "0～100", ""]),
        Code::BandNeverReached => text(RUBRIC, "48:5", ["3", "", ""]),
        Code::NobodyReports => text(RUBRIC, "18:8", ["合格率", "", ""]),
        Code::FieldUnused => text(RUBRIC, "18:8", ["联系人", "", ""]),
        Code::LayoutUnknown => ([FORM, "Sheet2", ""], ["", ""], ["", "", ""]),
        Code::NotATable => text("returns/自评报告.pdf", "", ["PDF", "", ""]),
        Code::Encrypted | Code::EmptyFile => text(FORM, "", ["", "", ""]),
        Code::TooLarge => text(FORM, "", ["700000000", "536870912", ""]),
        Code::LockFile => text("returns/~$和田地区.xlsx", "", ["", "", ""]),
        Code::EncodingChosen => text("returns/agencies/工商局.csv", "", ["GB18030", "", ""]),
        Code::UnknownUnit => (["returns/agencies/商务厅.xlsx", SHEET, "A19"], ["", ""], ["石河子市", "", ""]),
        Code::AmbiguousUnit => (["returns/agencies/商务厅.xlsx", SHEET, "A9"], ["", ""], ["和田", "和田地区、和田市、和田县", ""]),
        Code::UnknownField => (["returns/agencies/质监局.xlsx", SHEET, "D3"], ["", ""], ["抽检合格批数", "", "合格批次"]),
        Code::AmbiguousField => (["returns/agencies/质监局.xlsx", SHEET, "D3"], ["", ""], ["合格率", "产品抽检合格率、工程验收合格率", ""]),
        Code::UnknownSource => (["returns/长表.csv", "", "7:4"], ["", "合格率"], ["统计局", "site、agency、self", ""]),
        Code::UnreadableValue => form("D7", "合格率", ["约98", "98.5", ""]),
        Code::ReadWithNote => form("D7", "合格率", ["９８．５％", "98.5", ""]),
        Code::OutOfRange => form("D7", "合格率", ["985", "0～100", ""]),
        Code::UnitOfMeasure => form("D9", "质量工作经费", ["82 件", "万元", ""]),
        Code::UnitConverted => form("D9", "质量工作经费", ["0.082 亿元", "820 万元", ""]),
        Code::CellError => form("D12", "合格率", ["#DIV/0!", "", ""]),
        Code::DuplicateObservation => form("D12", "合格率", ["97 (…!D12)", "98 (…!D7)", ""]),
        Code::SourcesDisagree => form("D17", "合格批次", ["自评 552 (…!D17) / 主管部门 541 (…!C9)", "主管部门 541", ""]),
        Code::RequiredMissing => form("D6", "领导小组会议次数", ["", "领导小组会议次数", ""]),
        Code::ValueMissing => form("D6", "B12", ["领导小组会议次数", "@zero", ""]),
        Code::NotReturned => score("克孜勒苏柯尔克孜自治州", "", ["", "", ""]),
        Code::SheetSkipped => ([FORM, "填报说明", ""], ["", ""], ["", "", ""]),
        Code::ExtensionDiffers => text("returns/和田地区.xls", "", ["HTML", "xls", ""]),
        Code::TooSlow => text(FORM, "", ["", "60 s", ""]),
        Code::TemplateStale => text(FORM, "", ["1.0.0", "1.1.0", ""]),
        Code::TemplateForeign => text(FORM, "", ["midterm-2013", "midterm-2015", ""]),
        Code::UnitDiffers => form("A2", "", ["喀什地区", "和田地区", ""]),
        Code::HeadingDiffers => form("E7", "", ["所辖县市区总数", "领导小组会议次数", ""]),
        Code::WrongPeriod => form("D3", "", ["2005", "2014、2015", ""]),
        Code::TotalDiffers => (["returns/agencies/质监局.xlsx", SHEET, "C20"], ["", "抽检批次"], ["8900", "8910", ""]),
        Code::RateDiffers => form("D18", "合格率", ["98.5", "97.5", "541 / 555"]),
        Code::PartsDiffer => (["returns/prefectures/地州市数据.xlsx", SHEET, "B18"], ["伊犁哈萨克自治州", "抽检批次"], ["865", "819", "@parts-sum 11"]),
        Code::VersionsUndecided => ([FORM, "", ""], ["和田地区", ""], ["returns/和田地区.xlsx (?) / returns/和田（修改版2）.xlsx (2015-12-16)", FORM, ""]),
        Code::ReturnSetAside => ([FORM, "", ""], ["和田地区", ""], ["", "returns/和田（修改版2）.xlsx", "2015-12-09 < 2015-12-16"]),
        Code::VersionLacks => (["returns/和田（修改版2）.xlsx", "", ""], ["和田地区", ""], ["质量工作经费 (2015)", FORM, ""]),
        Code::VersionUnused => text(SETTINGS, "14:7", [FORM, "", ""]),
        Code::ReceivedMissing => text("received.csv", "12:1", ["returns/和田.xlsx", "", FORM]),
        Code::LayoutUnused => text(SETTINGS, "20:8", ["returns/agencies/质检局.xlsx", "", "returns/agencies/质监局.xlsx"]),
        Code::UnitNotInPeriod => (["counties.csv", "", ""], ["可克达拉市", ""], ["可克达拉市", "2015-03-18~", ""]),
        Code::CheckFailed => form("D8", "绩效考核县市数 县市区总数", ["5 > 4", "", "绩效考核县市数 ≤ 县市区总数"]),
        Code::DivisionByZero => form("D16", "A11", ["541 / 0", "", ""]),
        Code::OutOfDomain => form("D16", "A11", ["ln(0)", "", ""]),
        Code::ChoiceUnknown => form("D15", "C2", ["获批筹建中", "已命名、获批筹建、未创建", ""]),
        Code::ReasonMissing => (["returns/site/核查记录.csv", "", "38:5"], ["塔城地区", "B21"], ["84", "", ""]),
        Code::VetoUndecided | Code::VetoEvidence => score("昌吉回族自治州", "V2", ["瞒报谎报", "", ""]),
        Code::VetoFired => score("昌吉回族自治州", "V2", ["瞒报谎报", "瞒报谎报 > 0", ""]),
        Code::Rejected => score("克孜勒苏柯尔克孜自治州", "B12", ["领导小组会议次数", "", ""]),
        Code::AdjustmentRefused => text("adjustments.csv", "3", ["A111", "A11", ""]),
        Code::AdjustmentGone => (["adjustments.csv", "", "6"], ["乌鲁木齐市", "B23"], ["B23", "@basis-marks 3", "R2"]),
        Code::AdjustmentRedefined => (["adjustments.csv", "", "6"], ["乌鲁木齐市", "B23"], ["@basis-marks 5", "@basis-marks 10", ""]),
        Code::LedgerBroken => (["adjustments.csv", "", "4"], ["乌鲁木齐市", "B23"], ["z1-5f0d…", "z1-a91c…", "@ledger-covers 3–4"]),
        Code::LedgerUnsealed => text("adjustments.csv", "7", ["2", "", ""]),
        Code::NearGradeEdge => score("塔城地区", "total", ["79.95", "80", ""]),
        Code::PartsDoNotAddUp => score("塔城地区", "total", ["79.96", "79.95", ""]),
        Code::OutputFailed => text("out/midterm-2015/排名.xlsx", "", ["排名.xlsx", "@close-it", "Permission denied"]),
        Code::OutputsPutBack => text("out", "", ["", "", ""]),
        Code::RestoreDiffers => text("", "", ["out/restored/run-3/midterm-2015/排名.xlsx", "", ""]),
        Code::ArchiveFailed => text("history.sqlite", "", ["history.sqlite", "@allow-writing", "@archive-read-only"]),
        Code::ArchiveUnreadable => text("history.sqlite", "", ["history.sqlite", "@newer-program", "@archive-newer 2"]),
        Code::ArchiveMissing => text("", "", ["midterm-2015", "", ""]),
        Code::RunUnknown => text("history.sqlite", "", ["12", "1–7", ""]),
    }
}
