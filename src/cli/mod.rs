//! The command line: one file a command. Each parses, calls the library and prints; there is no logic here.
//!
//! Exit codes: 0 done; 1 done, but something at error level was found; 2 not done.

mod adjust;
mod compare;
mod explain;
mod history;
mod ingest;
mod init;
mod limits;
mod remind;
mod report;
mod restore;
mod rubric;
mod run;
mod score;
mod show;
mod show_run;
mod taken;
mod template;
mod text;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::assessment::Failure;
use crate::finding::Lang;

use show::Screen;

/// 质衡: scores the units of an assessment from their returned spreadsheets, exactly, and says where every mark came from.
///
/// Exit codes: 0 done; 1 done, but something at error level was found (what could be scored was scored); 2 not done.
#[derive(Debug, Parser)]
#[command(name = "zhiheng", version, arg_required_else_help = true, disable_help_subcommand = true)]
struct Cli {
    /// Language of messages and reports; by default the rubric's 【语言】
    #[arg(long, global = true, value_enum)]
    lang: Option<Tongue>,
    /// Say nothing but what went wrong 【不输出进度和结果】
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Print results as JSON 【以 JSON 输出结果】
    #[arg(long, global = true)]
    json: bool,
    /// Largest returned file to read, such as 800MB or 2GB; 128MB unless said otherwise. The memory and the time that one
    /// file may take (512 MB, 10 seconds) rise in proportion 【单个报送文件的上限，默认 128MB；内存和时间限制随之放宽】
    #[arg(long, global = true, value_name = "SIZE", value_parser = limits::size)]
    max_file: Option<u64>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Tongue {
    Zh,
    En,
}

impl From<Tongue> for Lang {
    fn from(tongue: Tongue) -> Self {
        match tongue {
            Tongue::Zh => Self::Zh,
            Tongue::En => Self::En,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read the returns, score and report; the main job 【导入、评分、出报告】
    Run(run::Args),
    /// Make a new assessment folder from a rubric 【新建考核文件夹】
    Init(init::Args),
    /// Make the workbooks to send out: one for every unit, one for every other reporter 【生成下发的填报表】
    Template(template::Args),
    /// Read the returns only: observations and what is wrong with them 【只导入报送数据】
    Ingest(ingest::Args),
    /// Remind whoever still owes something: a list, letters to print and texts to send 【催报：清单、通知和文本】
    Remind(remind::Args),
    /// Score a table of observations 【只对一张数据表评分】
    Score(score::Args),
    /// Make the workbooks again; for now this reads and scores everything again 【重新出报告（目前会重新导入和评分）】
    Report(report::Args),
    /// Show where every mark of a unit came from 【说明一个单位的每一分从何而来】
    Explain(explain::Args),
    /// Propose, accept, refuse and withdraw adjustments, and see how each stands 【调整与申诉复核】
    Adjust(adjust::Args),
    /// Say what changed between two results, who moved, and which change moved them 【对比两次结果：谁的名次变了，因为什么】
    Compare(compare::Args),
    /// List every run that was kept, and what differs from each to the next 【历次运行】
    History(history::Args),
    /// Show everything on an earlier run 【某一次运行的全部内容】
    Show(show_run::Args),
    /// Put the outputs of an earlier run back on the disk, byte for byte 【取回某一次运行的输出文件】
    Restore(restore::Args),
    /// Compute everything again, and say whether inputs, archive and what is published still agree 【核验】
    Verify(verify::Args),
    /// Work on rubrics 【评分细则】
    #[command(subcommand)]
    Rubric(rubric::Command),
    #[command(name = crate::ingest::READ_WORKBOOK, hide = true)]
    ReadWorkbook(limits::ReadWorkbook),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// Done.
    Done,
    /// Done, but something at error level was found.
    WithErrors,
}

impl Ended {
    /// From whether anything at error level was found.
    const fn found(error: bool) -> Self {
        if error { Self::WithErrors } else { Self::Done }
    }
}

/// Not done: bad usage, rubric or files.
const NOT_DONE: u8 = 2;

/// Runs the program on the arguments it was started with.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // a pipe that was closed early is no failure
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(NOT_DONE) } else { ExitCode::SUCCESS };
        }
    };
    let lang = cli.lang.map(Lang::from);
    if let Command::ReadWorkbook(args) = &cli.command {
        return limits::read_workbook(args);
    }
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        // what goes wrong within the reader of a file is said once, as a finding
        if !crate::ingest::is_reading() {
            usual(info);
        }
    }));
    let screen = Screen::new(lang, cli.quiet, cli.json, limits::limits(cli.max_file));
    let ended: anyhow::Result<Ended> = match &cli.command {
        Command::Run(args) => run::run(args, &screen),
        Command::Init(args) => init::run(args, &screen),
        Command::Template(args) => template::run(args, &screen),
        Command::Ingest(args) => ingest::run(args, &screen),
        Command::Remind(args) => remind::run(args, &screen),
        Command::Score(args) => score::run(args, &screen),
        Command::Report(args) => report::run(args, &screen),
        Command::Explain(args) => explain::run(args, &screen),
        Command::Adjust(args) => adjust::run(args, &screen),
        Command::Compare(args) => compare::run(args, &screen),
        Command::History(args) => history::run(args, &screen),
        Command::Show(args) => show_run::run(args, &screen),
        Command::Restore(args) => restore::run(args, &screen),
        Command::Verify(args) => verify::run(args, &screen),
        Command::Rubric(command) => rubric::run(command, &screen),
        Command::ReadWorkbook(_) => Ok(Ended::Done),
    };
    match ended {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::WithErrors) => ExitCode::from(1),
        Err(error) => {
            match error.downcast::<Failure>() {
                Ok(failure) => screen.failure(&failure),
                // not one of ours: the chain of causes says most
                Err(other) => screen.trouble(&other),
            }
            ExitCode::from(NOT_DONE)
        }
    }
}
