//! `zhiheng run DIR`: the main job.

use std::path::PathBuf;

use crate::assessment::{self, Options, RunReport, ScoringReport};

use super::Ended;
use super::show::{Screen, bold, table};
use super::taken;
use super::text::{Words, put};

/// How many units of a ranking are printed.
const SHOWN: usize = 15;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
    /// An earlier result to compare with: an assessment folder, or a scores.csv 【与以前的结果比较】
    #[arg(long, value_name = "PATH")]
    against: Option<PathBuf>,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let options = Options { against: args.against.clone(), ..screen.options() };
    let report = assessment::run(&args.dir, &options, &mut screen.progress())?;
    show(&report, &args.dir.display().to_string(), screen)?;
    Ok(Ended::found(report.any_error()))
}

/// Prints what came of a run.
pub(super) fn show(report: &RunReport, dir: &str, screen: &Screen) -> anyhow::Result<()> {
    screen.result(report, || {
        let each = report.scorings.iter().map(|scoring| one(scoring, dir, screen.words(Some(scoring.lang))));
        let mut out = each.collect::<Vec<_>>().join("\n");
        if let Some(page) = &report.page {
            let words = screen.words(report.scorings.first().map(|s| s.lang));
            out.extend(["\n", &put(words.written, &[&page.display().to_string()]), "\n"]);
        }
        out
    })
}

fn one(scoring: &ScoringReport, dir: &str, words: &Words) -> String {
    let mut out = format!("{}\n", bold(&scoring.title));
    if scoring.illustrative {
        out.push_str(words.example);
        out.push('\n');
    }
    // a single unit is not ranked
    let kept = usize::from(scoring.ranking.len() == 1);
    let mut rows = vec![words.heads[kept..].iter().map(|head| (*head).to_owned()).collect::<Vec<_>>()];
    for unit in scoring.ranking.iter().take(SHOWN) {
        let rank = if unit.rank.is_empty() { "－" } else { &unit.rank };
        let cells = [rank, &unit.name, &unit.total, &unit.grade, &unit.remarks];
        rows.push(cells[kept..].iter().map(|cell| (*cell).to_owned()).collect());
    }
    out.push_str(&table(&rows, if kept == 0 { &[0, 2] } else { &[1] }));
    if scoring.ranking.len() > SHOWN {
        out.push_str(&put(words.more_units, &[&(scoring.ranking.len() - SHOWN).to_string()]));
        out.push('\n');
    }
    out.push_str(&taken::problems(&scoring.found, scoring.lang, words));
    out.push_str(&summary(scoring, words));
    let workbook = scoring.files.iter().find(|f| f.extension().is_some_and(|e| e == "xlsx"));
    if let Some(workbook) = workbook {
        let next = if scoring.errors + scoring.warnings > 0 { words.next } else { words.next_clean };
        out.push_str(&put(next, &[&workbook.display().to_string(), dir]));
        out.push('\n');
    }
    out
}

/// Observations, findings and files, a line each.
pub(super) fn summary(scoring: &ScoringReport, words: &Words) -> String {
    let [found, used] = scoring.observations.map(|n| n.to_string());
    let counts = [scoring.errors, scoring.warnings, scoring.notes].map(|n| n.to_string());
    let files: Vec<String> = scoring.files.iter().map(|f| f.display().to_string()).collect();
    let mut out = format!(
        "{}\n{}\n{}\n",
        put(words.observations, &[&found, &used]),
        put(words.counts, &counts.each_ref().map(String::as_str)),
        put(words.written, &[&files.join("  ")])
    );
    if let Some(folder) = scoring.mending.first().and_then(|first| first.parent()) {
        let many = scoring.mending.len().to_string();
        out.push_str(&put(words.mending, &[&many, &folder.display().to_string()]));
        out.push('\n');
    }
    out
}
