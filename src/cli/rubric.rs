//! `zhiheng rubric`: check, show, export and import.

use std::path::{Path, PathBuf};

use crate::assessment::{self, Failure, SchemeFile};
use crate::finding::{Lang, any_error};
use crate::rubric::words::{print_scheme, scheme_rows};

use super::Ended;
use super::show::Screen;
use super::text::put;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Report every error at once, with line and column 【检查评分细则】
    Check {
        /// The rubric: a file, or the id of a shipped one 【评分细则】
        file: String,
    },
    /// Show the scheme as people print it 【按评分细则的样式显示】
    Show {
        /// The rubric: a file, or the id of a shipped one 【评分细则】
        file: String,
        /// Write it as a workbook to print instead 【写成可打印的工作簿】
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Write the rubric as a workbook to edit in a spreadsheet 【导出为可编辑的工作簿】
    Export {
        /// The rubric: a file, or the id of a shipped one 【评分细则】
        file: String,
        /// The workbook; by default the rubric's id with .xlsx 【工作簿】
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Read an edited workbook back; every mistake is reported at its cell 【从工作簿导入】
    Import {
        /// The workbook 【工作簿】
        workbook: PathBuf,
        /// The rubric to write; by default the workbook's name with .toml, where no file has it yet 【评分细则】
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

pub(super) fn run(command: &Command, screen: &Screen) -> anyhow::Result<Ended> {
    match command {
        Command::Check { file } => check(file, screen),
        Command::Show { file, out: None } => show(file, screen),
        Command::Show { file, out: Some(out) } => {
            let scheme = open(file, screen)?;
            scheme.write_printed(out)?;
            written(out, screen, Some(scheme.lang))
        }
        Command::Export { file, out } => {
            let scheme = open(file, screen)?;
            let out = out.clone().unwrap_or_else(|| format!("{}.xlsx", scheme.rubric.scheme.head.id).into());
            scheme.write_edited(&out)?;
            written(&out, screen, Some(scheme.lang))
        }
        Command::Import { workbook, out } => {
            let (out, findings) = assessment::import_rubric(workbook, out.as_deref(), screen.lang)?;
            screen.findings(&findings, &[], None);
            written(&out, screen, None)
        }
    }
}

fn check(file: &str, screen: &Screen) -> anyhow::Result<Ended> {
    let checked = assessment::check_rubric(file)?;
    if any_error(&checked.findings) {
        return Err(Failure { findings: checked.findings, sources: checked.sources, lang: checked.lang }.into());
    }
    screen.findings(&checked.findings, &checked.sources, checked.lang);
    screen.result(&checked.said, || {
        let words = screen.words(checked.lang);
        let (id, version, indicators) = checked.said.clone().unwrap_or_default();
        let marks = match &checked.register {
            Some(register) => put(words.marks_checked, &[register]),
            None => words.marks_unchecked.to_owned(),
        };
        format!("{}{marks}\n", put(words.rubric_good, &[&id, &version, &indicators.to_string()]))
    })?;
    Ok(Ended::Done)
}

fn open(file: &str, screen: &Screen) -> Result<SchemeFile, Failure> {
    let scheme = assessment::open_scheme(file, screen.lang)?;
    screen.findings(&scheme.findings, &[], Some(scheme.lang));
    Ok(scheme)
}

fn show(file: &str, screen: &Screen) -> anyhow::Result<Ended> {
    let scheme = open(file, screen)?;
    screen.result(&scheme_rows(&scheme.rubric, scheme.lang), || {
        print_scheme(&scheme.rubric, scheme.lang, screen_width())
    })?;
    Ok(Ended::Done)
}

fn written(out: &Path, screen: &Screen, lang: Option<Lang>) -> anyhow::Result<Ended> {
    screen.result(&out, || format!("{}\n", put(screen.words(lang).written, &[&out.display().to_string()])))?;
    Ok(Ended::Done)
}

/// The width of the terminal; in a pipe one that most screens have room for.
fn screen_width() -> usize {
    terminal_size::terminal_size().map_or(120, |(width, _)| usize::from(width.0))
}
