//! Words of the workbooks that are sent back for mending (退回修改).

use crate::finding::Lang;
use crate::ingest::list_of_mendings;

/// The words of one language. A `{}` is filled in by [`put`](super::put), in order.
#[derive(Debug)]
pub struct MendingWords {
    /// Folder of the workbooks.
    pub folder: &'static str,
    /// Title of the list.
    pub title: &'static str,
    /// To whom it goes, and of which assessment.
    pub to: &'static str,
    /// How many errors and warnings, and the files that the workbook stands for.
    pub counts: &'static str,
    /// What to do where there are sheets.
    pub how: &'static str,
    /// What to do where there are none.
    pub how_bare: &'static str,
    /// Headings of the list; the last but one is that of the column to fill in.
    pub heads: [&'static str; 9],
    /// What stands in an empty cell.
    pub blank: &'static str,
    /// Other cells that play a part.
    pub involved: &'static str,
    /// The same wrong thing so many times at one cell.
    pub times: &'static str,
    /// How an item is called in a cell's note: its number, its level, what it says.
    pub note: &'static str,
    /// In the note of a cell that only plays a part.
    pub note_involved: &'static str,
    /// At the end of the list: what the colours are.
    pub legend: [&'static str; 3],
}

static ZH: MendingWords = MendingWords {
    folder: "退回修改",
    title: "退回修改清单",
    to: "单位：{}　　考核：{}",
    counts: "错误 {} 处，警告 {} 处　　原文件：{}",
    how: "请直接在标色单元格中改正后报回。点“位置”可转到单元格，批注说明原因；请不要改动工作表名称、表头和隐藏的行列，改好后把本工作簿整份报回，代替原来的文件。公式已换成当时的数值。",
    how_bare: "文件无法读出，表格没有重建。请按下列办法处理后重新报送原表。",
    heads: ["序号", "级别", "位置", "项目", "原填", "应为", "问题和改法", list_of_mendings(Lang::Zh).fill_in, "备注"],
    blank: "（空白）",
    involved: "有关单元格：{}",
    times: "共 {} 处",
    note: "第 {} 项（{}）：{}",
    note_involved: "与第 {} 项有关：{}",
    legend: ["错误", "警告", "有关单元格，不一定要改"],
};

static EN: MendingWords = MendingWords {
    folder: "mending",
    title: "Mendings",
    to: "Unit: {}    Assessment: {}",
    counts: "{} errors, {} warnings    Original file: {}",
    how: "Please mend the coloured cells and send this workbook back. “Where” leads to the cell, and its note says what is wrong. Leave the names of sheets, the headings and hidden rows and columns as they are; the workbook replaces the original files. Formulas have become their values.",
    how_bare: "The file could not be read, so there is no table here. Please do as follows and send the original again.",
    heads: [
        "No.",
        "Level",
        "Where",
        "Item",
        "Found",
        "Expected",
        "What is wrong, and what to do",
        list_of_mendings(Lang::En).fill_in,
        "Remark",
    ],
    blank: "(empty)",
    involved: "Cells concerned: {}",
    times: "{} times",
    note: "Item {} ({}): {}",
    note_involved: "Concerns item {}: {}",
    legend: ["Error", "Warning", "Concerned, perhaps nothing to mend"],
};

impl MendingWords {
    /// The folders of every language: an earlier run may have spoken another one.
    #[must_use]
    pub fn folders() -> [&'static str; 2] {
        [ZH.folder, EN.folder]
    }
}

/// The words of a language.
#[must_use]
pub const fn mending(lang: Lang) -> &'static MendingWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}
