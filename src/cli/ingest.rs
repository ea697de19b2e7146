//! `zhiheng ingest DIR`: the returns only.

use std::path::PathBuf;

use crate::assessment::{self, Failure};

use super::Ended;
use super::run::summary;
use super::show::{Screen, bold};
use super::text::put;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<Ended, Failure> {
    let report = assessment::ingest(&args.dir, screen.lang, &mut screen.progress())?;
    screen.result(&report, || {
        let mut out = String::new();
        for scoring in &report.scorings {
            let words = screen.words(Some(scoring.lang));
            out.push_str(&format!("{}\n{}", bold(&scoring.title), summary(scoring, words)));
        }
        let words = screen.words(report.scorings.first().map(|s| s.lang));
        out.push_str(&put(words.ingest_next, &[&args.dir.display().to_string()]));
        out.push('\n');
        out
    });
    Ok(Ended::found(report.any_error()))
}
