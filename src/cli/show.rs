//! What is printed, and where: results on standard output, progress and findings on standard error.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::assessment::{Failure, FoundReport, Options, SourceText, Step};
use crate::finding::{Finding, Lang, Terminal, fold};
use crate::ingest::Limits;

use super::text::{Words, put, words};

/// Where things are printed, and how.
#[derive(Debug)]
pub(super) struct Screen {
    /// The language asked for.
    pub lang: Option<Lang>,
    quiet: bool,
    json: bool,
    limits: Limits,
}

impl Screen {
    pub(super) const fn new(lang: Option<Lang>, quiet: bool, json: bool, limits: Limits) -> Self {
        Self { lang, quiet, json, limits }
    }

    /// How the work is done.
    pub(super) fn options(&self) -> Options {
        Options { lang: self.lang, limits: self.limits, ..Options::default() }
    }

    /// The language of what is said: the one asked for, else the rubric's, else that of the terminal.
    pub(super) fn spoken(&self, rubric: Option<Lang>) -> Lang {
        self.lang.or(rubric).unwrap_or_else(|| {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
            if set.is_some_and(|lang| lang.starts_with("en")) { Lang::En } else { Lang::Zh }
        })
    }

    pub(super) fn words(&self, rubric: Option<Lang>) -> &'static Words {
        words(self.spoken(rubric))
    }

    /// Prints a result: as JSON where that was asked for, else as text.
    pub(super) fn result(&self, value: &impl Serialize, text: impl FnOnce() -> String) -> anyhow::Result<()> {
        if self.json {
            let mut json = serde_json::to_string_pretty(value).context("JSON")?;
            json.push('\n');
            print(&json)?;
        } else if !self.quiet {
            print(&text())?;
        }
        Ok(())
    }

    /// Something that no finding describes: the chain of causes.
    pub(super) fn trouble(&self, error: &anyhow::Error) {
        let level = crate::finding::text::level_name(crate::finding::Level::Error, self.spoken(None));
        let _ = writeln!(io::stderr(), "{level}: {error:#}");
    }

    /// Findings on standard error, with carets where their texts are at hand.
    pub(super) fn findings(&self, findings: &[Finding], sources: &[SourceText], rubric: Option<Lang>) {
        if self.quiet {
            return;
        }
        complain(findings, sources, self.spoken(rubric));
    }

    /// Puts right what a run left that was killed while it moved its outputs, and says so.
    /// Where it cannot be put right now, what was asked for is done all the same.
    pub(super) fn mended(&self, dir: &Path) {
        let findings = crate::assessment::mend(dir).unwrap_or_else(|finding| vec![finding]);
        complain(&findings, &[], self.spoken(None));
    }

    /// Why nothing was done.
    pub(super) fn failure(&self, failure: &Failure) {
        complain(&failure.findings, &failure.sources, self.spoken(failure.lang));
    }

    /// Shows progress on a terminal, and nothing of it anywhere else. How far reading has got is shown in one line.
    pub(super) fn progress(&self) -> impl FnMut(Step<'_>) + '_ {
        let shown = !self.quiet && !self.json && io::stderr().is_terminal();
        let plain = std::env::var_os("TERM").is_none_or(|t| t == "dumb");
        let mut last = usize::MAX;
        move |step| {
            // a run that seems to hang says why, wherever it is shown
            if !shown && (step != Step::Waiting || self.quiet) {
                return;
            }
            let words = self.words(None);
            let text = match step {
                Step::Opening => words.opening.to_owned(),
                Step::Scoring(id) => put(words.scoring, &[id]),
                Step::Writing(id) => put(words.writing, &[id]),
                Step::Waiting => words.waiting.to_owned(),
                Step::Reading { rubric, done, total } | Step::Comparing { rubric, done, total } => {
                    let per_cent = (done * 100).checked_div(total).unwrap_or(100);
                    let ended = done == total;
                    if !ended && (plain || per_cent == last) {
                        return;
                    }
                    last = if ended { usize::MAX } else { per_cent };
                    let template = if matches!(step, Step::Reading { .. }) { words.reading } else { words.comparing };
                    let line = put(template, &[rubric, &done.to_string(), &total.to_string()]);
                    let (begin, end) = if plain { ("", "\n") } else { ("\r\u{1B}[2K", if ended { "\n" } else { "" }) };
                    let mut err = io::stderr().lock();
                    let _ = write!(err, "{begin}{line}{end}").and_then(|()| err.flush());
                    return;
                }
            };
            let _ = writeln!(io::stderr(), "{text}");
        }
    }
}

/// What there is to say of the folder itself: something went wrong with it, so it is said whatever else is not.
pub(super) fn remark(remarks: &[FoundReport]) {
    for remark in remarks {
        let _ = writeln!(io::stderr(), "{}", remark.line);
    }
}

/// Writes to standard output; a pipe that was closed early is no failure.
fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("standard output"),
        _ => Ok(()),
    }
}

fn complain(findings: &[Finding], sources: &[SourceText], lang: Lang) {
    let color = io::stderr().is_terminal() && colors();
    let mut text = String::new();
    for folded in fold(findings, lang) {
        let source = sources.iter().find(|s| *s.path == *folded.said.place.file);
        let terminal = Terminal { lang, color, source: source.map(|s| (s.path.as_str(), s.text.as_str())) };
        text.push_str(&terminal.render(&folded.said));
        text.push('\n');
    }
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Whether colours are wanted at all (<https://no-color.org>).
fn colors() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()) && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
}

/// A heading in bold, where standard output is a terminal that takes colours.
pub(super) fn bold(text: &str) -> String {
    if io::stdout().is_terminal() && colors() { format!("\u{1B}[1m{text}\u{1B}[0m") } else { text.to_owned() }
}

/// A table whose columns line up under Chinese text; the columns named are set to the right.
pub(super) fn table(rows: &[Vec<String>], right: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        let mut line = String::from("  ");
        for (column, cell) in row.iter().enumerate() {
            let gap = " ".repeat(widths[column] - cell.width());
            if right.contains(&column) {
                line.push_str(&gap);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&gap);
            }
            line.push_str("  ");
        }
        let line = line.trim_end();
        out.push_str(&if index == 0 { bold(line) } else { line.to_owned() });
        out.push('\n');
    }
    out
}
