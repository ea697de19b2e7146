//! `zhiheng history DIR`: every run that the archive of a folder holds, and what differs from each to the next.

use std::path::PathBuf;

use crate::assessment::archive::{Archive, Changed, HistoryEntry, Outputs};
use crate::finding::Finding;

use super::Ended;
use super::show::{Screen, table};
use super::text::{HistoryWords, history_words, put};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    screen.mended(&args.dir);
    let history = read(args)?;
    screen.result(&history, || {
        let lang = history.last().and_then(|entry| entry.run.scorings.first()).map(|scoring| scoring.lang);
        text(&history, history_words(screen.spoken(lang)), &args.dir.display().to_string())
    })?;
    Ok(Ended::Done)
}

fn read(args: &Args) -> Result<Vec<HistoryEntry>, crate::assessment::Failure> {
    let history = |archive: Archive| -> Result<_, Finding> { archive.history() };
    Ok(Archive::open(&args.dir).and_then(history)?)
}

fn text(history: &[HistoryEntry], words: &HistoryWords, dir: &str) -> String {
    let mut rows = vec![words.heads.map(str::to_owned).to_vec()];
    rows.extend(history.iter().map(|entry| {
        let run = &entry.run;
        vec![run.no.to_string(), moment(&run.began), run.by.clone(), run.program.clone(), difference(entry, words)]
    }));
    let table = table(&rows, &[0]);
    let mut lines = table.lines();
    let mut out = lines.next().unwrap_or_default().to_owned() + "\n";
    // below each run what came of it, a line a scoring
    for (line, entry) in lines.zip(history) {
        out.extend([line, "\n"]);
        for (at, scoring) in entry.run.scorings.iter().enumerate() {
            let counts = [scoring.units, scoring.errors, scoring.warnings].map(|n| n.to_string());
            out += "        ";
            out += &put(words.result, &[&scoring.rubric, &counts[0], &counts[1], &counts[2]]);
            if let Some(names) = entry.first.get(at).filter(|names| !names.is_empty()) {
                out += &put(words.first, &[&names.join(words.and)]);
            }
            out.push('\n');
        }
    }
    out + &put(words.next, &[dir, dir]) + "\n"
}

/// `2026-01-31 17:30 +08:00`
pub(super) fn moment(text: &str) -> String {
    let (Some(day), Some(time), Some(zone)) = (text.get(..10), text.get(11..16), text.get(19..)) else {
        return text.to_owned();
    };
    format!("{day} {time} {zone}")
}

/// What differs from the run before, in words.
pub(super) fn difference(entry: &HistoryEntry, words: &HistoryWords) -> String {
    let mut said: Vec<String> = entry.changed.iter().map(|changed| of_role(changed, words)).collect();
    if let Some(before) = &entry.program_before {
        said.push(put(words.program, &[before, &entry.run.program]));
    }
    if entry.lang_changed {
        said.push(words.lang.to_owned());
    }
    let outputs = match entry.outputs {
        Outputs::First => return words.first_run.to_owned(),
        Outputs::Same => words.same,
        Outputs::Different => words.different,
    };
    if said.is_empty() {
        said.push(words.nothing.to_owned());
    }
    format!("{}{}{outputs}", said.join(words.comma), words.stop)
}

/// Of many files their numbers, of one what became of it.
fn of_role(changed: &Changed, words: &HistoryWords) -> String {
    let name = (words.role)(changed.role);
    let counts = [(&changed.changed, words.changed), (&changed.new, words.new), (&changed.gone, words.gone)];
    let said: Vec<String> = counts
        .into_iter()
        .filter(|(files, _)| !files.is_empty())
        .map(|(files, template)| put(template, &[&files.len().to_string()]))
        .collect();
    format!("{name}{}{}", words.colon, said.join(words.and))
}
