//! What a returned file may take, as the command line says it; and the process that reads some of them.

use clap::ValueEnum;

use crate::ingest::{Book, Limits, Reader, serve};

/// The limits for files of up to this size, read by this program.
pub(super) fn limits(largest: Option<u64>) -> Limits {
    let limits = largest.map_or_else(Limits::default, Limits::for_files_of);
    Limits { reader: Reader::Child, ..limits }
}

/// Reads `800MB`, `2GB`, `1.5 GB`, `65536`.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let wrong = || "800MB, 2GB …".to_owned();
    let text = text.trim().to_ascii_uppercase();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim_end();
    let shift = match &text[digits.len()..].trim() {
        &"" | &"B" => 0,
        &"K" | &"KB" => 10,
        &"M" | &"MB" => 20,
        &"G" | &"GB" => 30,
        &"T" | &"TB" => 40,
        _ => return Err(wrong()),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let tenths: u64 = part.get(..1).and_then(|p| p.parse().ok()).filter(|_| part.len() == 1).ok_or_else(wrong)?;
    let bytes = whole.checked_mul(10).and_then(|n| n.checked_add(tenths)).and_then(|n| n.checked_mul(1 << shift));
    bytes.map(|n| n / 10).filter(|n| *n > 0).ok_or_else(wrong)
}

/// Reads a workbook from standard input for the process that started this one.
#[derive(Debug, clap::Args)]
pub(super) struct ReadWorkbook {
    kind: Kind,
    memory: u64,
    seconds: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Xls,
    Xlsb,
}

pub(super) fn read_workbook(args: &ReadWorkbook) -> std::process::ExitCode {
    let book = match args.kind {
        Kind::Xls => Book::Xls,
        Kind::Xlsb => Book::Xlsb,
    };
    serve(book, args.memory, args.seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, bytes) in [
            ("800MB", Some(800 << 20)),
            ("2gb", Some(2 << 30)),
            ("1.5 GB", Some(3 << 29)),
            ("65536", Some(65_536)),
            ("0", None),
            ("much", None),
            ("1.25GB", None),
            ("-1MB", None),
            ("99999999999999TB", None),
        ] {
            assert_eq!(size(text).ok(), bytes, "{text}");
        }
    }

    #[test]
    fn limits_rise_with_the_size_and_never_fall() {
        let usual = limits(None);
        assert_eq!(limits(Some(1 << 20)), Limits { file: 1 << 20, ..usual });
        let raised = limits(Some(2 << 30));
        assert_eq!((raised.file, raised.memory, raised.seconds), (2 << 30, 8 << 30, 160));
    }
}
