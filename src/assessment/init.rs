//! A new assessment folder from a rubric.

use std::fs;
use std::path::{Path, PathBuf};

use crate::finding::{Code, Finding};
use crate::register::seeds;

use super::load::Lookout;
use super::output::Staging;
use super::path::read_text;
use super::{Failure, SETTINGS};

/// The columns of an adjustments file.
const ADJUSTMENTS: &str = "\u{FEFF}unit,node,period,action,amount,reason,by,date,status,evidence\n";

/// Makes a folder with the rubric's own copy, settings, a place for returns and an empty table of adjustments. A folder
/// that holds anything is refused.
pub fn init(dir: &Path, from: &str) -> Result<Vec<PathBuf>, Failure> {
    let occupied = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if occupied || dir.is_file() {
        let finding = Finding::new(Code::OutputFailed).found(dir.display().to_string());
        return Err(finding.hint("文件夹不是空的 / the folder is not empty").into());
    }
    let (label, text) = match crate::rubric::shipped::find(from) {
        Some(text) => (format!("{from}.toml"), text.to_owned()),
        None => (
            from.to_owned(),
            read_text(Path::new(from), from)
                .map_err(|finding| {
                    let known = crate::rubric::shipped::ALL.map(|(id, _)| id);
                    let near = crate::finding::nearest(from, known).map_or_else(|| known.join(" | "), str::to_owned);
                    if finding.code == Code::FileMissing { finding.hint(near) } else { finding }
                })?
                .0,
        ),
    };
    let lookout = Lookout::new(dir);
    let Some(rubric) = lookout.rubric(&label, &text) else {
        let (findings, sources, lang) = lookout.finish();
        return Err(Failure { findings, sources, lang });
    };
    let head = &rubric.scheme.head;
    let mut staging = Staging::new(dir)?;
    let write = |staging: &mut Staging, path: &str, text: &str| {
        staging.write(Path::new(path), |out| out.write_all(text.as_bytes()))
    };
    write(&mut staging, SETTINGS, &settings(&head.title, &head.id, &head.subjects))?;
    write(&mut staging, &format!("rubrics/{}.toml", head.id), &text)?;
    write(&mut staging, "adjustments.csv", ADJUSTMENTS)?;
    if let Some(register) = seeds::register(&head.subjects) {
        write(&mut staging, &format!("{}.csv", head.subjects), register)?;
    }
    let mut made = staging.publish()?;
    let returns = dir.join("returns");
    fs::create_dir_all(&returns)
        .map_err(|e| Finding::new(Code::OutputFailed).found(returns.display().to_string()).hint(e.to_string()))?;
    made.push(returns);
    Ok(made)
}

fn settings(title: &str, rubric: &str, register: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    format!(
        "[assessment]\ntitle = {}\n\n[[scoring]]\nrubric      = {}\nregister    = {}\nreturns     = [\"returns\"]\nadjustments = \"adjustments.csv\"\n",
        quoted(title),
        quoted(rubric),
        quoted(register),
    )
}
