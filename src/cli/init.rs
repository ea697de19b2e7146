//! `zhiheng init DIR --from RUBRIC`: a new assessment folder.

use std::path::PathBuf;

use crate::assessment;

use super::Ended;
use super::show::Screen;
use super::text::put;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder to make; it must not exist or be empty 【要新建的文件夹】
    dir: PathBuf,
    /// A shipped rubric by id, or a file 【评分细则】
    #[arg(long, value_name = "RUBRIC")]
    from: String,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let made = assessment::init(&args.dir, &args.from)?;
    screen.result(&made, || {
        let words = screen.words(None);
        let files: Vec<String> = made.iter().map(|f| f.display().to_string()).collect();
        let dir = args.dir.display().to_string();
        let returns = args.dir.join("returns").display().to_string();
        format!("{}\n{}\n", put(words.made, &[&files.join("  ")]), put(words.init_next, &[&returns, &dir]))
    })?;
    Ok(Ended::Done)
}
