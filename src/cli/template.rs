//! `zhiheng template DIR`: the workbooks to send out.

use std::path::PathBuf;

use crate::assessment::{self, MadeForm, ScoringForms};

use super::Ended;
use super::show::{Screen, bold};
use super::text::{Words, put};

/// How many forms of a kind are named.
const SHOWN: usize = 6;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The assessment folder 【考核文件夹】
    dir: PathBuf,
}

pub(super) fn run(args: &Args, screen: &Screen) -> anyhow::Result<Ended> {
    let report = assessment::template(&args.dir, &screen.options(), &mut screen.progress())?;
    screen.result(&report, || {
        let words = screen.words(report.scorings.first().map(|s| s.lang));
        let all: String = report.scorings.iter().map(|s| one(s, screen.words(Some(s.lang)))).collect();
        format!("{all}{}\n", put(words.template_next, &[&args.dir.display().to_string()]))
    })?;
    Ok(Ended::Done)
}

fn one(scoring: &ScoringForms, words: &Words) -> String {
    let mut out = format!("{}\n", bold(&scoring.title));
    for (kind, says) in ["unit", "agency", "assessor"].into_iter().zip(words.forms) {
        let forms: Vec<&MadeForm> = scoring.forms.iter().filter(|f| f.kind == kind).collect();
        if forms.is_empty() {
            continue;
        }
        let name = |form: &&MadeForm| form.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut names: Vec<String> = forms.iter().take(SHOWN).map(name).collect();
        if forms.len() > SHOWN {
            names.push("…".to_owned());
        }
        out.push_str(&put(says, &[&forms.len().to_string(), &names.join("  ")]));
        out.push('\n');
    }
    if scoring.forms.is_empty() {
        out.push_str(words.no_forms);
        out.push('\n');
    }
    let returns: Vec<String> = scoring.returns.iter().map(|path| path.display().to_string()).collect();
    out.push_str(&put(words.forms_in, &[&scoring.folder.display().to_string(), &returns.join("  ")]));
    out.push('\n');
    out
}
