//! `zhiheng ingest DIR`: the returns only.

use std::path::PathBuf;

use crate::assessment::{self, ScoringReport};

use super::Ended;
use super::run::summary;
use super::show::{Screen, bold};
use super::text::put;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let report = assessment::ingest(&args.dir, &screen.options(), &mut screen.progress())?;
    screen.result(&report, || {
        let each = |scoring: &ScoringReport| {
            format!("{}\n{}", bold(&scoring.title), summary(scoring, screen.words(Some(scoring.lang))))
        };
        let all: String = report.scorings.iter().map(each).collect();
        let words = screen.words(report.scorings.first().map(|s| s.lang));
        format!("{all}{}\n", put(words.ingest_next, &[&args.dir.display().to_string()]))
    })?;
    Ok(Ended::found(report.any_error()))
}
