//! `zhiheng restore DIR RUN`: outputs of an archived run, as they were.

use std::path::PathBuf;

use crate::assessment::Failure;
use crate::assessment::archive::{Archive, Restoring};

use super::Ended;
use super::show::Screen;
use super::text::{history_words, put};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
    /// The run: its number, last, or -1, -2 from the end 【第几次运行：编号、last 或 -1、-2】
    #[arg(allow_hyphen_values = true)]
    run: String,
    /// Where to; by default out/restored/run-N of the folder 【恢复到哪个文件夹】
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Only these outputs: a path, a folder, or a pattern such as *.xlsx 【只恢复这些文件】
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    screen.mended(&args.dir);
    let archive = Archive::open(&args.dir).map_err(Failure::from)?;
    let no = archive.named(&args.run).map_err(Failure::from)?;
    let restored = archive.restore(no, &Restoring { to: args.to.clone(), only: args.only.clone() })?;
    screen.result(&restored, || {
        let words = history_words(screen.spoken(None));
        let counts = [restored.written.len(), restored.same.len()].map(|n| n.to_string());
        put(words.restored, &[&no.to_string(), &counts[0], &counts[1], &restored.folder.display().to_string()]) + "\n"
    })?;
    Ok(Ended::Done)
}
