//! `zhiheng report DIR`: the workbooks only. For now the returns are read and scored again.

use std::path::PathBuf;

use crate::assessment::{self, Options};

use super::Ended;
use super::run::show;
use super::show::Screen;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
    /// An earlier result to compare with: an assessment folder, a scores.csv, or an earlier run (3, last, -2, DIR@3)
    /// 【与以前的结果比较】
    #[arg(long, value_name = "PATH|RUN", allow_hyphen_values = true)]
    against: Option<PathBuf>,
    /// Make the workbooks as PDF too; needs LibreOffice 【另存为 PDF，需要 LibreOffice】
    #[arg(long)]
    pdf: bool,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let options = Options { against: args.against.clone(), pdf: args.pdf, ..screen.options() };
    let report = assessment::report(&args.dir, &options, &mut screen.progress())?;
    show(&report, &args.dir.display().to_string(), screen)?;
    Ok(Ended::found(report.any_error()))
}
