//! `zhiheng rubric`: check, show, export and import.

use std::path::{Path, PathBuf};

use crate::assessment::{self, Draft, Failure, SchemeFile};
use crate::finding::{Lang, any_error};
use crate::rubric::words::{print_scheme, scheme_rows};
use crate::rubric::{Change, What, differences};

use crate::register::seeds::MEASURES_NAME as MEASURES;

use super::Ended;
use super::show::{Screen, bold};
use super::text::{Words, put};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Report every error at once, with line and column 【检查评分细则】
    Check {
        /// The rubric: a file, or the id of a shipped one 【评分细则】
        file: String,
    },
    /// Draft a rubric from a table of measures and who answers for them 【由措施清单起草评分细则】
    New {
        /// The table (`no,part,title`); without a file the 18 measures of the 2015 plan 【措施清单，默认为2015年行动计划的18条】
        #[arg(long, required = true, num_args = 0..=1, default_missing_value = MEASURES, value_name = "FILE")]
        from_measures: String,
        /// Who answers for which (`measure,agency`); by default as in the plan 【责任分工表】
        #[arg(long, value_name = "FILE")]
        responsibilities: Option<String>,
        /// Who is assessed: `agencies`, each on its own measures, or another register, on all of them 【考核对象】
        #[arg(long, default_value = "agencies", value_name = "REGISTER")]
        subjects: String,
        /// The rubric's id 【细则代号】
        #[arg(long, default_value = "measures-draft")]
        id: String,
        /// Its title 【标题】
        #[arg(long)]
        title: Option<String>,
        /// The period assessed 【考核年度】
        #[arg(long, default_value = "2015")]
        period: String,
        /// The rubric to write; by default the id with .toml 【评分细则】
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Show the scheme as people print it 【按评分细则的样式显示】
    Show {
        /// The rubric: a file, or the id of a shipped one 【评分细则】
        file: String,
        /// Write it as a workbook to print instead 【写成可打印的工作簿】
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Say in words what changed from one rubric to another 【对比两份评分细则】
    Diff {
        /// The rubric as it was: a file, or the id of a shipped one 【原细则】
        before: String,
        /// The rubric as it is 【新细则】; left out for a rubric that extends another: what it changes of that
        after: Option<String>,
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
        Command::New { from_measures, responsibilities, subjects, id, title, period, out } => {
            let draft = Draft {
                measures: from_measures.clone(),
                responsibilities: responsibilities.clone(),
                subjects: subjects.clone(),
                id: id.clone(),
                title: title.clone(),
                period: period.clone(),
                out: out.clone(),
                lang: screen.lang.unwrap_or_default(),
            };
            written(&assessment::draft_rubric(&draft)?, screen, None)
        }
        Command::Show { file, out: None } => show(file, screen),
        Command::Show { file, out: Some(out) } => {
            let scheme = open(file, screen)?;
            scheme.write_printed(out)?;
            written(out, screen, Some(scheme.lang))
        }
        Command::Diff { before, after } => diff(before, after.as_deref(), screen),
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

fn diff(before: &str, after: Option<&str>, screen: &Screen) -> anyhow::Result<Ended> {
    let (before, after) = match after {
        Some(after) => (open(before, screen)?, open(after, screen)?),
        None => {
            let after = open(before, screen)?;
            (assessment::open_below(&after.rubric, screen.lang)?, after)
        }
    };
    let changes = differences(&before.rubric, &after.rubric, after.lang);
    let words = screen.words(Some(after.lang));
    screen.result(&changes, || {
        let title = |scheme: &SchemeFile| scheme.rubric.scheme.head.title.clone();
        let mut out = format!("{} → {}\n", title(&before), title(&after));
        for change in &changes {
            out.push_str(&told(change, words));
        }
        if changes.is_empty() {
            out.push_str(words.no_change);
            out.push('\n');
        }
        out
    })?;
    Ok(Ended::Done)
}

/// One change: what happened to what, and both texts.
fn told(change: &Change, words: &Words) -> String {
    let what = match change.what {
        What::Added => words.change[0],
        What::Dropped => words.change[1],
        What::Changed => words.change[2],
    };
    let about = [&change.id, &change.name, &change.of].map(String::as_str);
    let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
    let lines =
        |sign: char, text: &str| text.lines().fold(String::new(), |out, line| format!("{out}  {sign} {line}\n"));
    format!("\n{what} {}\n{}{}", bold(&about.join(" · ")), lines('-', &change.before), lines('+', &change.after))
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
