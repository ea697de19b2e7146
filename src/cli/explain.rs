//! `zhiheng explain DIR UNIT [NODE]`: where every mark came from, down to file, sheet and cell.

use std::path::PathBuf;

use crate::assessment::{self, UnitExplained};
use crate::score::{ExplainLine, SourceLine};

use super::Ended;
use super::show::{Screen, bold};
use super::text::Words;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
    /// The unit: code, official name, short name or alias 【单位】
    unit: String,
    /// A section or indicator, by id or name; by default everything 【指标】
    node: Option<String>,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let explained = assessment::explain(&args.dir, &args.unit, args.node.as_deref(), &screen.options())?;
    screen.result(&explained, || explained.iter().map(|one| tree(one, screen)).collect::<Vec<_>>().join("\n"))?;
    Ok(Ended::Done)
}

fn tree(one: &UnitExplained, screen: &Screen) -> String {
    let words = screen.words(Some(one.lang));
    let mut out = format!("{}\n", bold(&format!("{} · {}", one.unit, one.title)));
    let periods = one.explanation.lines.iter().any(|l| l.period != one.explanation.lines[0].period);
    for line in &one.explanation.lines {
        out.push_str(&node(line, periods));
        for source in &line.sources {
            out.push_str(&origin(line.depth, source, words));
        }
    }
    out
}

/// `  A11 制造业产品质量监督抽查合格率  7.8 / 8    97.82 ≥ 95 → …`
fn node(line: &ExplainLine, periods: bool) -> String {
    let indent = "  ".repeat(line.depth);
    let score = if line.score.is_empty() { "－" } else { &line.score };
    let id = if line.depth == 0 { String::new() } else { format!("{} ", line.node) };
    let period = if periods && !line.period.is_empty() { format!(" [{}]", line.period) } else { String::new() };
    let text = if line.text.is_empty() { String::new() } else { format!("    {}", line.text) };
    format!("{indent}{id}{}{period}  {} / {}{text}\n", line.name, bold(score), line.marks)
}

/// `      ← 合格批次 2015 541批次  主管部门  returns/agencies/质监局.xlsx!Sheet1!C9`
fn origin(depth: usize, source: &SourceLine, words: &Words) -> String {
    let indent = "  ".repeat(depth + 2);
    let unused = if source.used { String::new() } else { format!("  ({})", words.unused) };
    format!(
        "{indent}← {} {} {}  {}  {}{unused}\n",
        source.name,
        source.period,
        source.text,
        source.source,
        source.trail()
    )
}
