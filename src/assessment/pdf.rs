//! Workbooks as PDF, by the LibreOffice that is installed; nothing else of the program needs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::finding::{Code, Finding, Place};

use super::run::RunReport;
use super::{Failure, OUT, Staging};

/// What it is called on the systems that it runs on.
const NAMES: [&str; 3] = ["soffice", "libreoffice", "soffice.com"];
/// Where it is when it is not on the path.
const PLACES: [&str; 3] = [
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.com",
    "C:\\Program Files (x86)\\LibreOffice\\program\\soffice.com",
];
/// A workbook that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(300);

/// Makes every workbook of a report as PDF beside it.
pub(super) fn add(dir: &Path, report: &mut RunReport) -> Result<(), Failure> {
    let out = dir.join(OUT);
    let mut staging = Staging::of(dir)?;
    for scoring in &mut report.scorings {
        let lang = scoring.lang;
        let books: Vec<PathBuf> =
            scoring.files.iter().filter(|f| f.extension().is_some_and(|e| e == "xlsx")).cloned().collect();
        for book in books {
            let bytes = convert(&book).map_err(|finding| Failure {
                findings: vec![finding],
                lang: Some(lang),
                ..Failure::default()
            })?;
            let pdf = book.with_extension("pdf");
            staging.write(pdf.strip_prefix(&out).unwrap_or(&pdf), |to| to.write_all(&bytes))?;
            scoring.files.push(pdf);
        }
    }
    staging.publish()?;
    Ok(())
}

/// The bytes of the workbook as PDF.
fn convert(workbook: &Path) -> Result<Vec<u8>, Finding> {
    let failed = |hint: String| {
        let label = workbook.with_extension("pdf").display().to_string();
        Finding::new(Code::OutputFailed).at(Place::file(label.as_str())).found(label.clone()).hint(hint)
    };
    let Some(office) = office() else { return Err(failed("@no-office".to_owned())) };
    // a profile of its own, so that an office that is open elsewhere is not disturbed
    let room = tempfile::tempdir().map_err(|e| failed(e.to_string()))?;
    let profile = format!("-env:UserInstallation=file://{}", slashed(&room.path().join("profile")));
    let made = room.path().join("made");
    let child = Command::new(office)
        .arg(profile)
        .args(["--headless", "--norestore", "--convert-to", "pdf:calc_pdf_Export", "--outdir"])
        .arg(&made)
        .arg(workbook)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.map_err(|e| failed(e.to_string()))?;
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => break,
            Ok(None) if began.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(50)),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed(format!("> {} s", PATIENCE.as_secs())));
            }
            Err(error) => return Err(failed(error.to_string())),
        }
    }
    let name = workbook.with_extension("pdf");
    let pdf = made.join(name.file_name().unwrap_or_default());
    std::fs::read(pdf).map_err(|_| failed("@office-failed".to_owned()))
}

fn office() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).flat_map(|dir| NAMES.map(|name| dir.join(name)));
    on_path.chain(PLACES.map(PathBuf::from)).find(|file| file.is_file())
}

/// The path as a file URL has it.
fn slashed(path: &Path) -> String {
    let text = path.display().to_string().replace('\\', "/").replace(' ', "%20");
    if text.starts_with('/') { text } else { format!("/{text}") }
}
