//! `zhiheng ingest DIR`: the returns only.

use std::path::PathBuf;

use crate::assessment::{self, RunReport, ScoringReport};

use super::Ended;
use super::run::summary;
use super::show::{Screen, bold, remark};
use super::taken;
use super::text::{Words, put};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let report = assessment::ingest(&args.dir, &screen.options(), &mut screen.progress())?;
    screen.result(&report, || text(&report, &args.dir.display().to_string(), screen))?;
    remark(&report.remarks);
    Ok(Ended::found(report.any_error()))
}

fn text(report: &RunReport, dir: &str, screen: &Screen) -> String {
    let each = |scoring: &ScoringReport| one(scoring, dir, screen.words(Some(scoring.lang)));
    report.scorings.iter().map(each).collect::<Vec<_>>().join("\n")
}

fn one(scoring: &ScoringReport, dir: &str, words: &Words) -> String {
    let lang = scoring.lang;
    let workbook = scoring.files.iter().find(|f| f.extension().is_some_and(|e| e == "xlsx"));
    let workbook = workbook.map(|f| f.display().to_string()).unwrap_or_default();
    let next = put(words.ingest_next, &[&workbook, dir]);
    [
        bold(&scoring.title) + "\n",
        taken::table_of(&scoring.intake.sheets, words),
        taken::parts_of(&scoring.intake, words),
        taken::standings(&scoring.intake, lang, words),
        taken::problems(&scoring.found, lang, words),
        summary(scoring, words),
        next + "\n",
    ]
    .concat()
}
