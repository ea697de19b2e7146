//! `zhiheng remind DIR`: who owes what, with letters and texts to send.

use std::path::PathBuf;

use crate::assessment::{self, ScoringReminders};
use crate::observe::Date;
use crate::report::remind::{Addressee, Reminder};
use crate::report::text::remind as remind_words;

use super::Ended;
use super::show::{Screen, bold, table};
use super::text::{Words, put};

/// How many of those who owe something are printed.
const SHOWN: usize = 15;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
    /// The day to which days are counted, such as 2015-08-20; without it none are counted 【截止到哪一天计算期限】
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text.trim()).ok_or_else(|| "a date such as 2015-08-20 【日期，如 2015-08-20】".to_owned())
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let report = assessment::remind(&args.dir, args.as_of, &screen.options(), &mut screen.progress())?;
    screen.result(&report, || {
        let dir = args.dir.display().to_string();
        let one = |scoring| one(scoring, &dir, screen.words(Some(scoring.lang)));
        report.scorings.iter().map(one).collect::<Vec<_>>().join("\n")
    })?;
    Ok(Ended::found(report.any_error()))
}

fn one(scoring: &ScoringReminders, dir: &str, words: &Words) -> String {
    let mut out = format!("{}\n", bold(&scoring.title));
    let Some(file) = &scoring.file else {
        out.push_str(words.nothing_owed);
        out.push('\n');
        return out;
    };
    let kinds = remind_words(scoring.lang).kinds;
    let row = |one: &Reminder| {
        let kind = Addressee::ALL.iter().position(|k| *k == one.kind).map_or("", |at| kinds[at]);
        let came = match (one.received.as_str(), one.files.is_empty() && one.unread.is_empty()) {
            (_, true) => words.came[1],
            ("", false) => words.came[0],
            (day, false) => day,
        };
        let [missing, unreadable, evidence] = [one.missing, one.unreadable, one.evidence].map(|n| n.to_string());
        vec![one.to.clone(), kind.to_owned(), missing, unreadable, evidence, came.to_owned()]
    };
    let standing =
        if scoring.standing.is_empty() { String::new() } else { format!("  {} {}", scoring.due, scoring.standing) };
    out.push_str(&put(words.owing, &[&scoring.reminders.len().to_string(), &standing]));
    out.push('\n');
    let rows: Vec<Vec<String>> = std::iter::once(words.remind_heads.map(str::to_owned).to_vec())
        .chain(scoring.reminders.iter().take(SHOWN).map(row))
        .collect();
    out.push_str(&table(&rows, &[2, 3, 4]));
    if scoring.reminders.len() > SHOWN {
        out.push_str(&put(words.more_owing, &[&(scoring.reminders.len() - SHOWN).to_string()]));
        out.push('\n');
    }
    out.push_str(&put(words.written, &[&file.display().to_string()]));
    out.push('\n');
    out.push_str(&put(words.remind_next, &[&file.display().to_string(), dir]));
    out.push('\n');
    out
}
