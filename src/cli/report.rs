//! `zhiheng report DIR`: the workbooks only. For now the returns are read and scored again.

use std::path::PathBuf;

use crate::assessment;

use super::Ended;
use super::run::show;
use super::show::Screen;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let report = assessment::report(&args.dir, &screen.options(), &mut screen.progress())?;
    show(&report, &args.dir.display().to_string(), screen)?;
    Ok(Ended::found(report.any_error()))
}
