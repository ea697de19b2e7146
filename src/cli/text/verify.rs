//! What `zhiheng verify` says.

use crate::assessment::Became;
use crate::finding::Lang;

/// One language. A `{}` is filled in, in order.
#[derive(Debug)]
pub(in crate::cli) struct VerifyWords {
    /// The run that is held against: number, when, by whom, program.
    pub against: &'static str,
    /// Another program than that of the run: its version, this one's.
    pub program: &'static str,
    pub no_archive: &'static str,
    pub heads: [&'static str; 3],
    /// Inputs, ledger, archive, outputs.
    pub parts: [&'static str; 4],
    /// They agree, they differ, nothing to hold against.
    pub verdicts: [&'static str; 3],
    pub inputs: &'static str,
    pub outputs: &'static str,
    pub no_seals: &'static str,
    pub became: fn(Became) -> &'static str,
    /// A cell: where, what stands there, what should.
    pub cell: &'static str,
    pub more_cells: &'static str,
    /// Sheets too many, sheets lacking.
    pub sheets: [&'static str; 2],
    pub packed: &'static str,
    pub line: &'static str,
    pub more_files: &'static str,
    pub nothing: &'static str,
    pub comma: &'static str,
}

pub(in crate::cli) const fn verify_words(lang: Lang) -> &'static VerifyWords {
    match lang {
        Lang::Zh => &VerifyWords {
            against: "与第 {} 次运行核对：{}，{}，程序 {}",
            program: "那次运行用的是程序 {}，现在是 {}；计算结果不同可能出于程序。",
            no_archive: "没有历史档案，只核对公布的文件与现在的计算。",
            heads: ["核对", "结论", ""],
            parts: ["数据和细则", "复核台账", "历史档案", "公布的文件"],
            verdicts: ["一致", "不一致", "无从核对"],
            inputs: "{} 个文件",
            outputs: "{} 个文件，逐字节与重新计算的结果、档案核对",
            no_seals: "没有封签",
            became: |became| match became {
                Became::InputChanged => "运行以后改动过",
                Became::InputNew => "运行时没有",
                Became::InputGone => "运行时有，现在没有",
                Became::OutputGone => "不见了",
                Became::OutputChanged => "运行以后改动过，与档案、与计算都不符",
                Became::ComputedDiffers => "与档案相符，与现在的计算不符",
                Became::RunDiffers => "与现在的计算相符，与那次运行的不符",
                Became::NotOurs => "不是那次运行写的",
            },
            cell: "{}：现为 {}，应为 {}",
            more_cells: "……另有 {} 处",
            sheets: ["多出工作表：{}", "缺少工作表：{}"],
            packed: "各单元格都相符，不同的是格式或属性：{}",
            line: "从第 {} 行起不同",
            more_files: "……另有 {} 个文件",
            nothing: "（空）",
            comma: "、",
        },
        Lang::En => &VerifyWords {
            against: "Held against run {}: {}, by {}, program {}",
            program: "That run was made by program {}, this is {}: what is computed may differ for that.",
            no_archive: "There is no archive; what is published is held against what is computed now.",
            heads: ["Part", "Verdict", ""],
            parts: ["inputs", "ledger", "archive", "outputs"],
            verdicts: ["agree", "differ", "nothing to hold against"],
            inputs: "{} files",
            outputs: "{} files, byte for byte with what is computed now and with the archive",
            no_seals: "not sealed",
            became: |became| match became {
                Became::InputChanged => "changed since the run",
                Became::InputNew => "not there at the run",
                Became::InputGone => "there at the run, gone now",
                Became::OutputGone => "gone",
                Became::OutputChanged => "changed since the run: neither as archived nor as computed",
                Became::ComputedDiffers => "as archived, but something else is computed now",
                Became::RunDiffers => "as computed now, but the run wrote something else",
                Became::NotOurs => "not written by the run",
            },
            cell: "{}: found {}, expected {}",
            more_cells: "… and {} more",
            sheets: ["sheets too many: {}", "sheets lacking: {}"],
            packed: "every cell agrees; what differs is looks or properties: {}",
            line: "differs from line {} on",
            more_files: "… and {} more files",
            nothing: "(empty)",
            comma: ", ",
        },
    }
}
