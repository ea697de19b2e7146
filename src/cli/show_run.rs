//! `zhiheng show DIR RUN`: everything that the archive holds of a run; with `--file` a text as it was then.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use crate::assessment::archive::{Archive, ArchivedFile, ArchivedStanding, HistoryEntry};
use crate::assessment::{Failure, Role};
use crate::finding::Finding;

use super::Ended;
use super::history::{difference, moment};
use super::show::{Screen, bold, table};
use super::text::{HistoryWords, history_words, put};

/// How many files of a role are printed.
const SHOWN: usize = 15;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
    /// The run: its number, last, or -1, -2 from the end 【第几次运行：编号、last 或 -1、-2】
    #[arg(allow_hyphen_values = true)]
    run: String,
    /// Print a kept file as it was, such as a rubric or scores.csv 【按原样输出当时的一个文件】
    #[arg(long, value_name = "PATH")]
    file: Option<String>,
}

/// What is shown of a run.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    entry: HistoryEntry,
    /// The ranking of each scoring.
    rankings: Vec<Vec<ArchivedStanding>>,
    files: Vec<ArchivedFile>,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    screen.mended(&args.dir);
    let archive = Archive::open(&args.dir).map_err(Failure::from)?;
    let no = archive.named(&args.run).map_err(Failure::from)?;
    if let Some(path) = &args.file {
        let file = archive.file(no, path).map_err(Failure::from)?;
        let bytes = archive.bytes(&file).map_err(Failure::from)?;
        match io::stdout().lock().write_all(&bytes) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error.into()),
            _ => return Ok(Ended::Done),
        }
    }
    let shown = read(&archive, no).map_err(Failure::from)?;
    screen.result(&shown, || {
        let lang = shown.entry.run.scorings.first().map(|scoring| scoring.lang);
        text(&shown, history_words(screen.spoken(lang)))
    })?;
    Ok(Ended::Done)
}

fn read(archive: &Archive, no: i64) -> Result<Shown, Finding> {
    let entry = archive.entry_of(no)?;
    let rankings = (0..entry.run.scorings.len()).map(|at| archive.standings(no, at)).collect::<Result<_, _>>()?;
    Ok(Shown { entry, rankings, files: archive.files(no)? })
}

fn text(shown: &Shown, words: &HistoryWords) -> String {
    let run = &shown.entry.run;
    let by = if run.host.is_empty() { run.by.clone() } else { format!("{} @ {}", run.by, run.host) };
    let mut out = vec![
        bold(&put(words.title, &[&run.no.to_string(), &run.title])),
        put(words.about, &[&moment(&run.began), &by, &run.program]),
        format!("{}{}", words.since, difference(&shown.entry, words)),
    ];
    for (at, scoring) in run.scorings.iter().enumerate() {
        out.push(String::new());
        out.push(bold(&format!("{} · {} {}", scoring.title, scoring.rubric, scoring.version)));
        let [found, used] = scoring.observations.map(|n| n.to_string());
        let counts = [scoring.units, scoring.adjustments, scoring.errors, scoring.warnings, scoring.notes];
        let [units, adjustments, errors, warnings, notes] = counts.map(|n| n.to_string());
        out.push(put(words.counts, &[&units, &found, &used, &adjustments, &errors, &warnings, &notes]));
        out.extend(ranking(&shown.rankings[at], words));
        out.extend(files(shown.files.iter().filter(|f| f.scoring == Some(at)), words));
    }
    out.extend([String::new(), bold(words.everybody)]);
    out.extend(files(shown.files.iter().filter(|f| f.scoring.is_none()), words));
    out.join("\n") + "\n"
}

fn ranking(standings: &[ArchivedStanding], words: &HistoryWords) -> Vec<String> {
    if standings.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![words.ranking.map(str::to_owned).to_vec()];
    for one in standings.iter().take(SHOWN) {
        let rank = if one.rank.is_empty() { "－" } else { &one.rank };
        rows.push([rank, &one.name, &one.total, &one.grade, &one.remarks].map(str::to_owned).to_vec());
    }
    let table = table(&rows, &[0, 2]);
    table.lines().map(str::to_owned).chain(rest(standings.len(), words)).collect()
}

/// Files by role, each with the beginning of its hash.
fn files<'a>(files: impl Iterator<Item = &'a ArchivedFile>, words: &HistoryWords) -> Vec<String> {
    let files: Vec<&ArchivedFile> = files.filter(|f| !matches!(f.role, Role::Observations | Role::SetAside)).collect();
    let mut out = Vec::new();
    for of_role in files.chunk_by(|a, b| a.role == b.role) {
        out.push(format!("{}{}", (words.role)(of_role[0].role), put(words.many, &[&of_role.len().to_string()])));
        out.extend(of_role.iter().take(SHOWN).map(|file| {
            let size = file.size.map(|size| put(words.bytes, &[&size.to_string()])).unwrap_or_default();
            format!("  {}  {}  {size}", file.hash.get(..12).unwrap_or(words.unread), file.path)
        }));
        out.extend(rest(of_role.len(), words));
    }
    out
}

fn rest(all: usize, words: &HistoryWords) -> Option<String> {
    let rest = all.saturating_sub(SHOWN);
    (rest > 0).then(|| put(words.rest, &[&rest.to_string()]))
}
