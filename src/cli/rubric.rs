//! `zhiheng rubric check FILE`: everything wrong with a rubric, at once.

use crate::assessment::{self, Failure};
use crate::finding::any_error;

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
}

pub(super) fn run(command: &Command, screen: &Screen) -> Result<Ended, Failure> {
    match command {
        Command::Check { file } => check(file, screen),
    }
}

fn check(file: &str, screen: &Screen) -> Result<Ended, Failure> {
    let checked = assessment::check_rubric(file)?;
    if any_error(&checked.findings) {
        return Err(Failure { findings: checked.findings, sources: checked.sources, lang: checked.lang });
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
    });
    Ok(Ended::Done)
}
