//! `zhiheng score`: the engine alone, on a table.

use std::path::PathBuf;

use crate::assessment::{self, Tables};
use crate::finding::any_error;

use super::Ended;
use super::show::Screen;
use super::text::put;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A rubric: a file, or the id of a shipped one 【评分细则】
    #[arg(long)]
    rubric: String,
    /// The units: a file, or the name of a shipped register 【名册】
    #[arg(long)]
    register: String,
    /// Observations: unit,field,period,source,value,state,… 【数据】
    #[arg(long)]
    data: PathBuf,
    /// Adjustments: unit,node,period,action,amount,reason,by,date 【调整】
    #[arg(long)]
    adjustments: Option<String>,
    /// Who answers for which measure: measure,agency,basis; by default the plan's 【责任分工】
    #[arg(long)]
    responsibilities: Option<String>,
    /// Where the scores go 【评分结果】
    #[arg(long)]
    out: PathBuf,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let tables = Tables {
        rubric: args.rubric.clone(),
        register: args.register.clone(),
        data: args.data.clone(),
        adjustments: args.adjustments.clone(),
        responsibilities: args.responsibilities.clone(),
        out: args.out.clone(),
        options: screen.options(),
    };
    let (findings, lang) = assessment::score_tables(&tables)?;
    screen.findings(&findings, &[], Some(lang));
    screen.result(&args.out, || {
        let mut line = put(screen.words(Some(lang)).scored, &[&args.out.display().to_string()]);
        line.push('\n');
        line
    })?;
    Ok(Ended::found(any_error(&findings)))
}
