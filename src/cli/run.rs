//! `zhiheng run DIR`: the main job.

use std::path::PathBuf;

use crate::assessment::{self, Options, RunReport, ScoringReport, Trial, TrialReport};

use crate::finding::Code;

use super::Ended;
use super::compare;
use super::show::{Screen, bold, remark, table};
use super::taken;
use super::text::{Words, put};

/// How many units of a ranking are printed.
const SHOWN: usize = 15;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
    /// An earlier result to compare with: an assessment folder, a scores.csv, or an earlier run (3, last, -2, DIR@3)
    /// 【与以前的结果比较】
    #[arg(long, value_name = "PATH|RUN", allow_hyphen_values = true)]
    against: Option<PathBuf>,
    /// Who runs it, for the archive; by default the name of the system's user 【经办人】
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Try out another value, such as A1.marks=10, A1.score.per=2 or RUBRIC:rounding.total.places=1; without a
    /// value the key is taken away. The outputs go to out/trial/ and are no result 【试算：改一个值，输出在 out/trial/】
    #[arg(long, value_name = "KEY=VALUE", conflicts_with = "against")]
    set: Vec<String>,
    /// Try out without this indicator, section, veto, field or check 【试算：去掉一项】
    #[arg(long, value_name = "ID", conflicts_with = "against")]
    drop: Vec<String>,
    /// Make feedback workbooks in a trial too 【试算时也出反馈表】
    #[arg(long)]
    feedback: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let trial = Trial { set: args.set.clone(), drop: args.drop.clone(), feedback: args.feedback };
    let options = Options { against: args.against.clone(), by: args.by.clone(), trial, ..screen.options() };
    let done = if options.trial.is_empty() { assessment::run } else { assessment::try_out };
    let report = done(&args.dir, &options, &mut screen.progress())?;
    show(&report, &args.dir.display().to_string(), screen)?;
    Ok(Ended::found(report.any_error()))
}

/// Prints what came of a run.
pub(super) fn show(report: &RunReport, dir: &str, screen: &Screen) -> anyhow::Result<()> {
    screen.result(report, || {
        let each = report.scorings.iter().map(|scoring| one(scoring, dir, screen.words(Some(scoring.lang))));
        let mut out = each.collect::<Vec<_>>().join("\n");
        let words = screen.words(report.scorings.first().map(|s| s.lang));
        if let Some(page) = &report.page {
            out.extend(["\n", &put(words.written, &[&page.display().to_string()]), "\n"]);
        }
        if let Some(run) = report.run {
            out.extend([&put(words.archived, &[&run.to_string(), dir]), "\n"]);
        }
        out
    })?;
    remark(&report.remarks);
    Ok(())
}

fn one(scoring: &ScoringReport, dir: &str, words: &Words) -> String {
    let mut out = format!("{}\n", bold(&scoring.title));
    if scoring.illustrative {
        out.push_str(words.example);
        out.push('\n');
    }
    if let Some(trial) = &scoring.trial {
        out.push_str(&tried(trial, words));
        let uneven = scoring.found.iter().filter(|found| found.code == Code::MarksDoNotAddUp);
        let uneven: Vec<&str> = uneven.map(|found| found.line.as_str()).collect();
        if !uneven.is_empty() {
            out.extend([uneven.join("\n").as_str(), "\n", words.trial_scaled, "\n"]);
        }
        out.push_str(&summary(scoring, words));
        return out;
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

/// How a trial moved the units.
fn tried(trial: &TrialReport, words: &Words) -> String {
    let mut out = put(words.trial, &[&trial.settings.join("  ")]) + "\n";
    if let Some(comparison) = &trial.comparison {
        let [before, after] = &comparison.sides;
        out.push_str(&put(words.compared, &[&before.label, &after.label]));
        out.push('\n');
        return out + &compare::body(comparison, words);
    }
    let mut rows = vec![words.trial_heads.map(str::to_owned).to_vec()];
    for unit in trial.units.iter().take(SHOWN) {
        let shown = |[before, after]: &[String; 2]| {
            let or_none = |text: &str| if text.is_empty() { "－".to_owned() } else { text.to_owned() };
            if before == after { or_none(after) } else { format!("{} → {}", or_none(before), or_none(after)) }
        };
        rows.push(vec![shown(&unit.rank), unit.name.clone(), shown(&unit.total), shown(&unit.grade)]);
    }
    out.push_str(&table(&rows, &[]));
    if trial.units.len() > SHOWN {
        out.push_str(&put(words.more_units, &[&(trial.units.len() - SHOWN).to_string()]));
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
