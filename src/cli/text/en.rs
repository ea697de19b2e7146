//! English: what the commands say.

use super::Words;

pub(super) static WORDS: Words = Words {
    opening: "opening the folder …",
    reading: "{}: reading the returns …",
    scoring: "{}: scoring …",
    writing: "{}: making the outputs …",
    heads: ["Rank", "Unit", "Total", "Grade", "Remarks"],
    more_units: "  … and {} more units, in the workbook",
    observations: "{} observations, of which {} used",
    counts: "Findings: {} errors, {} warnings, {} notes",
    written: "Written: {}",
    example: "Example: marks, targets and data are for demonstration",
    next: "Next: open {}, sheet Findings, settle them one by one, then run again.\nWhere a mark came from: zhiheng explain {} UNIT [NODE]",
    next_clean: "Next: open {}.\nWhere a mark came from: zhiheng explain {} UNIT [NODE]",
    ingest_next: "Next: settle findings.csv one by one, then zhiheng run {}",
    scored: "Scores: {}",
    unused: "not used",
    rubric_good: "{} {}: {} indicators, no errors. ",
    marks_checked: "The marks add up for every unit of {}.",
    marks_unchecked: "Its register is not at hand, so whether the marks add up was not checked.",
    made: "Made: {}",
    init_next: "Next: put the returned spreadsheets into {}, change the rubric in rubrics/ as needed, then zhiheng run {}",
    change: ["added", "dropped", "changed"],
    no_change: "The two rubrics do not differ.",
};
