//! `zhiheng adjust DIR …`: the ledger of adjustments and appeals.

use std::path::PathBuf;

use clap::Subcommand;

use crate::assessment::{self, Decision, Deed, LedgerReport, Proposal};
use crate::score::ledger::Standing;

use super::Ended;
use super::show::{Screen, bold, table};
use super::text::{Words, put};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
    /// The scoring, by the id of its rubric, where several have a ledger 【哪一套评分细则】
    #[arg(long, global = true, value_name = "RUBRIC")]
    scoring: Option<String>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// How every adjustment stands 【列出每项调整和处理结果】
    List,
    /// Propose an adjustment, or lodge an appeal; it does not count until it is accepted 【提出调整或申诉】
    Propose(Propose),
    /// Accept what was proposed, or accept again on what there is now 【采纳】
    Accept(Decide),
    /// Refuse it 【不予采纳】
    Refuse(Decide),
    /// Withdraw it 【撤回】
    Withdraw(Decide),
    /// Seal rows that were added by hand 【给手工添加的行封签】
    Seal,
}

#[derive(Debug, clap::Args)]
struct Propose {
    /// The unit, by any of its names 【单位】
    #[arg(long)]
    unit: String,
    /// The indicator, section, field or veto, by id; total for the total 【项目编号】
    #[arg(long)]
    node: String,
    /// What is to be done: add marks, set marks, replace a value, pronounce a veto or lift one 【怎样调整】
    #[arg(long, value_parser = ["add", "set", "value", "veto", "lift"])]
    action: String,
    /// Marks or value 【分数或数值】
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    amount: String,
    /// Why 【理由】
    #[arg(long)]
    reason: String,
    /// Who proposes it 【提出人】
    #[arg(long)]
    by: String,
    /// On what evidence 【依据】
    #[arg(long, default_value = "")]
    evidence: String,
    /// The period; by default the rubric's 【考核期】
    #[arg(long, default_value = "")]
    period: String,
    /// The day; by default today 【日期，默认今天】
    #[arg(long)]
    date: Option<String>,
    /// Its id; by default the next free one 【编号】
    #[arg(long, default_value = "")]
    id: String,
}

#[derive(Debug, clap::Args)]
struct Decide {
    /// The id of the adjustment 【编号】
    id: String,
    /// Who decides 【决定人】
    #[arg(long)]
    by: String,
    /// Why 【决定理由】
    #[arg(long)]
    reason: String,
    /// Another amount than was proposed 【改按另一分数或数值采纳】
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    amount: String,
    /// Other evidence than was given with the proposal 【依据】
    #[arg(long, default_value = "")]
    evidence: String,
    /// The day; by default today 【日期，默认今天】
    #[arg(long)]
    date: Option<String>,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let scoring = args.scoring.as_deref();
    let deed = match &args.what {
        What::List => {
            let ledgers = assessment::ledgers(&args.dir, scoring, &screen.options())?;
            screen.result(&ledgers, || ledgers.iter().map(|one| shown(one, screen)).collect::<Vec<_>>().join("\n"))?;
            return Ok(Ended::found(ledgers.iter().any(|one| one.errors)));
        }
        What::Seal => Deed::Seal,
        What::Propose(given) => Deed::Propose(proposal(given)),
        What::Accept(given) => Deed::Decide(decision(given, Standing::Accepted)),
        What::Refuse(given) => Deed::Decide(decision(given, Standing::Refused)),
        What::Withdraw(given) => Deed::Decide(decision(given, Standing::Withdrawn)),
    };
    let report = assessment::adjust(&args.dir, scoring, &deed, &screen.options())?;
    screen.result(&report, || shown(&report, screen))?;
    Ok(Ended::found(report.errors))
}

fn proposal(given: &Propose) -> Proposal {
    Proposal {
        unit: given.unit.clone(),
        node: given.node.clone(),
        period: given.period.clone(),
        action: given.action.clone(),
        amount: given.amount.clone(),
        reason: given.reason.clone(),
        by: given.by.clone(),
        date: given.date.clone().unwrap_or_else(today),
        evidence: given.evidence.clone(),
        id: given.id.clone(),
    }
}

fn decision(given: &Decide, standing: Standing) -> Decision {
    Decision {
        id: given.id.clone(),
        standing,
        by: given.by.clone(),
        reason: given.reason.clone(),
        date: given.date.clone().unwrap_or_else(today),
        amount: given.amount.clone(),
        evidence: given.evidence.clone(),
    }
}

/// Today; the only clock that a ledger knows.
fn today() -> String {
    assessment::archive::today().unwrap_or_default()
}

fn shown(ledger: &LedgerReport, screen: &Screen) -> String {
    let words = screen.words(Some(ledger.lang));
    let mut out = format!("{}\n", bold(&ledger.title));
    if !ledger.written.is_empty() {
        out.push_str(&put(words.ledger_written, &[&ledger.written, &ledger.file]));
        out.push('\n');
    }
    if ledger.events.is_empty() {
        out.push_str(words.ledger_empty);
        out.push('\n');
    } else {
        out.push_str(&rows(ledger, words));
    }
    for line in &ledger.found {
        out.push_str(line);
        out.push('\n');
    }
    let [all, open] = ledger.rows;
    let state = match (ledger.broken, open) {
        (0, 0) => words.ledger_seals[0],
        (0, _) if all == open => words.ledger_seals[1],
        (0, _) => words.ledger_seals[2],
        _ => words.ledger_seals[3],
    };
    out.push_str(&put(state, &[&ledger.file, &all.to_string(), &open.to_string(), &ledger.broken.to_string()]));
    out.push('\n');
    out
}

fn rows(ledger: &LedgerReport, words: &Words) -> String {
    let mut rows = vec![words.ledger_heads.map(str::to_owned).to_vec()];
    for event in &ledger.events {
        let id = if event.id.is_empty() { put(words.ledger_line, &[&event.line]) } else { event.id.clone() };
        let join = |parts: [&String; 2]| parts.map(String::as_str).join(" ").trim().to_owned();
        rows.push(vec![
            id,
            event.unit.clone(),
            event.does.clone(),
            event.standing.clone(),
            event.reason.clone(),
            join([&event.by, &event.date]),
            join([&event.decided_by, &event.decided_on]),
            event.decision.clone(),
        ]);
    }
    table(&rows, &[])
}
