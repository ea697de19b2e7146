//! `zhiheng verify DIR [RUN]`: whether inputs, archive and what is published still agree.

use std::path::PathBuf;

use crate::assessment::{self, FileDifference, Verdict, VerifyReport};

use super::Ended;
use super::history::moment;
use super::show::{Screen, bold, table};
use super::text::{VerifyWords, put, verify_words};

/// So many files are named.
const FILES: usize = 40;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
    /// The run: its number, last, or -1, -2 from the end; by default the last 【第几次运行，默认最后一次】
    #[arg(allow_hyphen_values = true)]
    run: Option<String>,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    screen.mended(&args.dir);
    let report = assessment::verify(&args.dir, args.run.as_deref(), &screen.options(), &mut screen.progress())?;
    screen.result(&report, || shown(&report, verify_words(screen.spoken(Some(report.lang)))))?;
    Ok(Ended::found(report.differs()))
}

fn shown(report: &VerifyReport, words: &VerifyWords) -> String {
    let mut out = format!("{}\n", bold(&report.title));
    match &report.run {
        Some(run) => {
            let no = run.no.to_string();
            out += &put(words.against, &[&no, &moment(&run.began), &run.by, &run.program]);
            out.push('\n');
            if run.program != report.program {
                out += &put(words.program, &[&run.program, report.program]);
                out.push('\n');
            }
        }
        None => out.extend([words.no_archive, "\n"]),
    }
    let verdicts = [report.inputs, report.ledger, report.archive, report.outputs];
    let says = |verdict: Verdict| match verdict {
        Verdict::Agrees => words.verdicts[0],
        Verdict::Differs => words.verdicts[1],
        Verdict::Unknown => words.verdicts[2],
    };
    let mut rows = vec![words.heads.map(str::to_owned).to_vec()];
    for ((name, verdict), about) in words.parts.into_iter().zip(verdicts).zip(about(report, words)) {
        rows.push(vec![name.to_owned(), says(verdict).to_owned(), about]);
    }
    out += &table(&rows, &[]);
    for file in report.files.iter().take(FILES) {
        out += &of_file(file, words);
    }
    if report.files.len() > FILES {
        out += &put(words.more_files, &[&(report.files.len() - FILES).to_string()]);
        out.push('\n');
    }
    for line in report.ledgers.iter().chain(&report.damage) {
        out.extend([line.as_str(), "\n"]);
    }
    out
}

/// What each part was held against, in a few words.
fn about(report: &VerifyReport, words: &VerifyWords) -> [String; 4] {
    let [inputs, outputs] = report.counts.map(|n| n.to_string());
    [
        put(words.inputs, &[&inputs]),
        if report.ledger == Verdict::Unknown { words.no_seals.to_owned() } else { String::new() },
        String::new(),
        put(words.outputs, &[&outputs]),
    ]
}

fn of_file(file: &FileDifference, words: &VerifyWords) -> String {
    let unlike = &file.unlike;
    let mut out = format!("{}  {}\n", file.file, (words.became)(file.became));
    for cell in &unlike.cells {
        let place = if cell.sheet.is_empty() { cell.cell.clone() } else { format!("{}!{}", cell.sheet, cell.cell) };
        let heading = if cell.heading.is_empty() { String::new() } else { format!(" ({})", cell.heading) };
        let shown = |text: &str| {
            let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(60).collect();
            if text.is_empty() { words.nothing.to_owned() } else { text }
        };
        out += "    ";
        out += &put(words.cell, &[&format!("{place}{heading}"), &shown(&cell.found), &shown(&cell.expected)]);
        out.push('\n');
    }
    if unlike.count > unlike.cells.len() {
        out += "    ";
        out += &put(words.more_cells, &[&(unlike.count - unlike.cells.len()).to_string()]);
        out.push('\n');
    }
    for (names, template) in unlike.sheets.iter().zip(words.sheets) {
        if !names.is_empty() {
            out += "    ";
            out += &put(template, &[&names.join(words.comma)]);
            out.push('\n');
        }
    }
    if !unlike.parts.is_empty() {
        out += "    ";
        out += &put(words.packed, &[&unlike.parts.join(words.comma)]);
        out.push('\n');
    }
    if let Some(line) = unlike.line {
        out += "    ";
        out += &put(words.line, &[&line.to_string()]);
        out.push('\n');
    }
    out
}
