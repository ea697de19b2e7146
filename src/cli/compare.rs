//! `zhiheng compare A B`: what changed between two results, who moved, and which change moved them.

use std::path::PathBuf;

use crate::assessment::{self, Compared, LAST, Source};
use crate::compare::{Change, Comparison, Presence, UnitMoved, together_in_words};
use crate::number::Exact;

use super::Ended;
use super::show::{Screen, bold, table};
use super::text::{Words, put};

/// How many units are printed.
const UNITS: usize = 15;
/// How many pairs that changed places are printed.
const PAIRS: usize = 10;
/// How many causes are named for a unit.
const CAUSES: usize = 3;
/// Two texts of so many characters together stand in a line.
const SHORT: usize = 60;
/// How many changes that move nothing are printed.
const IDLE: usize = 5;
/// How many texts are printed of a change.
const SAID: usize = 3;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// As it was: an assessment folder, a run of its archive (DIR@3, DIR@last), or a rubric
    /// 【原来的：考核文件夹、存档中的运行，或评分细则】
    before: String,
    /// As it is: likewise; a rubric, by file or as shipped, scores the other side's data. Left out: the folder as it stands,
    /// against its last run 【现在的：同上；只给细则时用另一方的数据评分；不写时把文件夹的现状与上次运行相比】
    after: Option<String>,
    /// Where the workbook and changes.csv go; by default out/compare of the folder 【输出位置】
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let before = Source::read(&args.before);
    let [before, after] = match (&args.after, before) {
        (Some(after), before) => [before, Source::read(after)],
        (None, Source::Folder(dir)) => [Source::Run(dir.clone(), LAST.to_owned()), Source::Folder(dir)],
        // a run against the folder as it stands
        (None, Source::Run(dir, run)) => [Source::Run(dir.clone(), run), Source::Folder(dir)],
        (None, rubric) => [rubric.clone(), rubric],
    };
    let out = args.out.as_deref();
    let compared = assessment::compare([&before, &after], out, &screen.options(), &mut screen.progress())?;
    screen.result(&compared, || show(&compared, screen))?;
    Ok(Ended::found(compared.errors > 0))
}

fn show(compared: &Compared, screen: &Screen) -> String {
    let each = compared.comparisons.iter().map(|one| comparison(one, screen.words(Some(one.lang))));
    let mut out = each.collect::<Vec<_>>().join("\n");
    let words = screen.words(compared.comparisons.first().map(|one| one.lang));
    for alone in &compared.unpaired {
        out.push_str(&put(words.unpaired, &[&alone.label, &alone.title, &alone.rubric]));
        out.push('\n');
    }
    let files: Vec<String> = compared.files.iter().map(|file| file.display().to_string()).collect();
    if !files.is_empty() {
        out.push_str(&put(words.written, &[&files.join("  ")]));
        out.push('\n');
    }
    out
}

fn comparison(one: &Comparison, words: &Words) -> String {
    let [before, after] = &one.sides;
    let example = if after.illustrative { format!("{}\n", words.example) } else { String::new() };
    let sides = put(words.compared, &[&before.label, &after.label]);
    format!("{}\n{sides}\n{example}{}", bold(&after.title), body(one, words))
}

/// What changed, who moved, who passed whom, and how it was taken apart.
pub(super) fn body(one: &Comparison, words: &Words) -> String {
    let mut out = changes(one, words);
    out.push_str(&units(one, words));
    out.push_str(&exchanges(one, words));
    out.push_str(&one.method.words);
    out.push('\n');
    out
}

/// Every cause with its changes in words and what it did; then what moves nothing.
fn changes(one: &Comparison, words: &Words) -> String {
    if one.changes.is_empty() {
        return format!("{}\n", words.nothing_changed);
    }
    let mut lines = Vec::new();
    for (number, cause) in one.causes.iter().enumerate() {
        let moved = [print(&cause.moved), cause.units.to_string(), cause.ranks.to_string()];
        let effect = put(words.moved, &moved.each_ref().map(String::as_str));
        lines.push(format!("\n{} {}  {effect}", mark(number), bold(&cause.title)));
        lines.extend(cause.together.map(|why| format!("  {}", together_in_words(why, one.lang))));
        for change in cause.changes.iter().map(|at| &one.changes[*at]) {
            if cause.changes.len() > 1 {
                lines.push(format!("  {}", change.title));
            }
            lines.extend(said(change));
        }
    }
    let idle: Vec<&Change> = one.changes.iter().filter(|change| change.cause.is_none()).collect();
    if !idle.is_empty() {
        lines.push(format!("\n{}", words.idle));
        for change in idle.iter().take(IDLE) {
            lines.push(format!("  {}", change.title));
            lines.extend(said(change));
        }
        if idle.len() > IDLE {
            lines.push(put(words.more_idle, &[&(idle.len() - IDLE).to_string()]));
        }
    }
    lines.push(String::new());
    lines.push(String::new());
    lines.join("\n")
}

/// What a change said and says.
fn said(change: &Change) -> Vec<String> {
    let mut lines = Vec::new();
    for said in change.said.iter().take(SAID) {
        let named = !said.of.is_empty() && !change.title.ends_with(&said.of);
        let [before, after] = [&said.before, &said.after].map(|text| text.replace('\n', "  "));
        if before.chars().count() + after.chars().count() < SHORT {
            let of = if named { format!("{}  ", said.of) } else { String::new() };
            lines.push(format!("    {of}{before} → {after}"));
        } else {
            lines.extend(named.then(|| format!("    {}", said.of)));
            let signed = [("-", before), ("+", after)].into_iter().filter(|(_, text)| !text.is_empty());
            lines.extend(signed.map(|(sign, text)| format!("    {sign} {text}")));
        }
    }
    if change.said.len() > SAID {
        lines.push(format!("    … {}", change.said.len() - SAID));
    }
    lines
}

fn units(one: &Comparison, words: &Words) -> String {
    let mut rows = vec![words.compare_heads.map(str::to_owned).to_vec()];
    for unit in one.units.iter().take(UNITS) {
        let causes = unit.largest(CAUSES).into_iter().map(|(cause, part)| format!("{} {}", mark(cause), signed(part)));
        let said = match unit.presence {
            Presence::New => words.new_unit.to_owned(),
            Presence::Gone => words.gone_unit.to_owned(),
            Presence::Both if unit.score_parts.is_none() => words.not_split.to_owned(),
            Presence::Both => causes.collect::<Vec<_>>().join("  "),
        };
        rows.push(vec![
            arrow(&unit.rank),
            rank_moved(unit),
            unit.name.clone(),
            arrow(&unit.total),
            unit.score_change().map(|change| signed(&change)).unwrap_or_default(),
            grade(unit),
            said,
        ]);
    }
    let mut out = table(&rows, &[0, 1, 3, 4]);
    if one.units.len() > UNITS {
        out.push_str(&put(words.more_units, &[&(one.units.len() - UNITS).to_string()]));
        out.push('\n');
    }
    out.push('\n');
    out
}

fn exchanges(one: &Comparison, words: &Words) -> String {
    let all = one.exchanges.pairs.len() + one.exchanges.rest;
    if all == 0 {
        return format!("{}\n\n", words.no_exchange);
    }
    let mut out = format!("{}\n", put(words.exchanges, &[&all.to_string()]));
    for pair in one.exchanges.pairs.iter().take(PAIRS) {
        let [a, b] = [pair.passed, pair.behind].map(|at| one.units[at].name.as_str());
        let mut line = put(words.passed, &[a, b]);
        if let Some([was, is]) = &pair.gap {
            line.push_str(&put(words.gap, &[&signed(was), &signed(is)]));
        }
        if let (Some(by), Some(parts)) = (pair.by, &pair.parts) {
            line.push_str(&put(words.by, &[&mark(by), &signed(&parts[by])]));
        }
        out.extend(["  ", &line, "\n"]);
    }
    if all > PAIRS {
        out.push_str(&put(words.more_pairs, &[&(all - PAIRS.min(one.exchanges.pairs.len())).to_string()]));
        out.push('\n');
    }
    out.push('\n');
    out
}

/// The number by which a cause is named: `[1]`.
fn mark(cause: usize) -> String {
    format!("[{}]", cause + 1)
}

/// At most four decimals.
fn print(number: &Exact) -> String {
    number.display(4)
}

fn signed(number: &Exact) -> String {
    let text = print(number);
    if number.is_positive() { format!("+{text}") } else { text }
}

/// `89.6 → 90.2`; one figure where it is the same.
fn arrow(sides: &[Option<Exact>; 2]) -> String {
    let [before, after] = sides.each_ref().map(|side| side.as_ref().map_or_else(|| "－".to_owned(), print));
    if before == after { after } else { format!("{before} → {after}") }
}

fn rank_moved(unit: &UnitMoved) -> String {
    match unit.rank_change() {
        Some(change) if change.is_negative() => format!("↑{}", print(&change.abs())),
        Some(change) if change.is_positive() => format!("↓{}", print(&change)),
        _ => String::new(),
    }
}

fn grade(unit: &UnitMoved) -> String {
    let [before, after] = unit.grade.each_ref().map(|grade| grade.as_deref().unwrap_or("－"));
    if before == after { after.to_owned() } else { format!("{before} → {after}") }
}
