//! Reading the archive: its runs, and what each held.

use std::io::Write;

use rusqlite::{Row, params};
use serde::Serialize;

use crate::assessment::home::Role;
use crate::finding::{Code, Finding, Lang, nearest};

use super::Archive;
use super::content;
use super::trouble::Trouble;

/// A run as the archive knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArchivedRun {
    /// Its number; numbers rise and are never given twice.
    pub no: i64,
    /// When it began: `2026-01-31T17:30:00+08:00`, by the clock and in the zone of the machine.
    pub began: String,
    /// When it was done but for the moving of its outputs.
    pub ended: String,
    /// By whom.
    pub by: String,
    /// On which machine.
    pub host: String,
    /// Version of the program.
    pub program: String,
    /// Title of the assessment.
    pub title: String,
    /// Language asked for; none: the rubrics' own.
    pub lang: Option<Lang>,
    /// Its scorings in order.
    pub scorings: Vec<ArchivedScoring>,
}

/// A scoring of an archived run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArchivedScoring {
    /// Id of the rubric.
    pub rubric: String,
    /// Title of the rubric.
    pub title: String,
    /// Version of the rubric.
    pub version: String,
    /// Period of the rubric.
    pub period: String,
    /// Language of its reports.
    pub lang: Lang,
    /// How many units.
    pub units: u64,
    /// How many observations were found, and how many were taken.
    pub observations: [u64; 2],
    /// How many adjustments were accepted.
    pub adjustments: u64,
    /// Findings at each level.
    pub errors: u64,
    /// Findings at each level.
    pub warnings: u64,
    /// Findings at each level.
    pub notes: u64,
}

/// Where a unit stood; decimals as exact text, `""` where it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArchivedStanding {
    /// Its rank.
    pub rank: String,
    /// Its code.
    pub code: String,
    /// Its official name.
    pub name: String,
    /// Its total as published.
    pub total: String,
    /// Its grade.
    pub grade: String,
    /// Vetoes and remarks.
    pub remarks: String,
}

/// A file of an archived run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ArchivedFile {
    /// What it was to the run.
    pub role: Role,
    /// Which scoring it belonged to, by index; `None` where it belonged to all.
    pub scoring: Option<usize>,
    /// Its path in the assessment folder; of an output in `out/`; `zhiheng:…` is shipped with the program.
    pub path: String,
    /// BLAKE3 of its bytes, in hex; empty where they could not be read.
    pub hash: String,
    /// Bytes.
    pub size: Option<u64>,
    /// Whether its bytes are kept.
    pub kept: bool,
}

/// How whole an archive is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many runs it holds.
    pub runs: usize,
    /// What SQLite finds wrong with the file; empty where nothing is.
    pub database: Vec<String>,
    /// Hashes of contents that are not what they were.
    pub contents: Vec<String>,
}

impl Verified {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.database.is_empty() && self.contents.is_empty()
    }
}

fn unreadable(trouble: impl Into<Trouble>) -> Finding {
    trouble.into().finding(Code::ArchiveUnreadable)
}

impl Archive {
    /// Rows of a query, each read by `read`.
    fn rows<T>(
        &self,
        sql: &str,
        with: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Finding> {
        let rows = || -> Result<Vec<T>, rusqlite::Error> { self.db.prepare(sql)?.query_map(with, read)?.collect() };
        rows().map_err(unreadable)
    }

    /// The numbers of its runs, rising.
    pub(super) fn numbers(&self) -> Result<Vec<i64>, Finding> {
        self.rows("SELECT no FROM run ORDER BY no", [], |row| row.get(0))
    }

    /// Its runs, the first first.
    pub fn runs(&self) -> Result<Vec<ArchivedRun>, Finding> {
        self.numbers()?.into_iter().map(|no| self.run(no)).collect()
    }

    /// The run of a number.
    pub fn run(&self, no: i64) -> Result<ArchivedRun, Finding> {
        let sql = "SELECT no, began, ended, who, host, program, title, lang FROM run WHERE no = ?1";
        let read = |row: &Row<'_>| {
            Ok(ArchivedRun {
                no: row.get(0)?,
                began: row.get(1)?,
                ended: row.get(2)?,
                by: row.get(3)?,
                host: row.get(4)?,
                program: row.get(5)?,
                title: row.get(6)?,
                lang: lang(&row.get::<_, String>(7)?),
                scorings: Vec::new(),
            })
        };
        let found = self.rows(sql, [no], read)?.pop();
        let run = found.ok_or_else(|| Finding::new(Code::RunUnknown).found(no.to_string()))?;
        Ok(ArchivedRun { scorings: self.scorings(no)?, ..run })
    }

    fn scorings(&self, no: i64) -> Result<Vec<ArchivedScoring>, Finding> {
        let sql = "SELECT rubric, title, version, period, lang, units, observations, used, adjustments, errors, warnings, notes \
                   FROM scoring WHERE run = ?1 ORDER BY seq";
        self.rows(sql, [no], |row| {
            let count = |at: usize| row.get::<_, i64>(at).map(|n| u64::try_from(n).unwrap_or(0));
            Ok(ArchivedScoring {
                rubric: row.get(0)?,
                title: row.get(1)?,
                version: row.get(2)?,
                period: row.get(3)?,
                lang: lang(&row.get::<_, String>(4)?).unwrap_or_default(),
                units: count(5)?,
                observations: [count(6)?, count(7)?],
                adjustments: count(8)?,
                errors: count(9)?,
                warnings: count(10)?,
                notes: count(11)?,
            })
        })
    }

    /// Where the units of a scoring stood, in the order of the ranking.
    pub fn standings(&self, no: i64, scoring: usize) -> Result<Vec<ArchivedStanding>, Finding> {
        let sql =
            "SELECT rank, unit, name, total, grade, remarks FROM standing WHERE run = ?1 AND seq = ?2 ORDER BY place";
        let seq = i64::try_from(scoring).unwrap_or(i64::MAX);
        self.rows(sql, params![no, seq], |row| {
            Ok(ArchivedStanding {
                rank: row.get(0)?,
                code: row.get(1)?,
                name: row.get(2)?,
                total: row.get(3)?,
                grade: row.get(4)?,
                remarks: row.get(5)?,
            })
        })
    }

    /// The files of a run, by role, scoring and path.
    pub fn files(&self, no: i64) -> Result<Vec<ArchivedFile>, Finding> {
        let sql = "SELECT role, seq, path, hash, size, packing IS NOT NULL FROM files WHERE run = ?1";
        let mut files = self.rows(sql, [no], |row| {
            let role: String = row.get(0)?;
            let Some(role) = Role::ALL.into_iter().find(|known| known.id() == role) else { return Ok(None) };
            Ok(Some(ArchivedFile {
                role,
                scoring: usize::try_from(row.get::<_, i64>(1)?).ok(),
                path: row.get(2)?,
                hash: row.get(3)?,
                size: row.get::<_, Option<i64>>(4)?.and_then(|n| u64::try_from(n).ok()),
                kept: row.get(5)?,
            }))
        })?;
        files.sort();
        Ok(files.into_iter().flatten().collect())
    }

    /// A kept file of a run by its path, or by the end of it where no other ends so.
    pub fn file(&self, no: i64, path: &str) -> Result<ArchivedFile, Finding> {
        let mut files = self.files(no)?;
        files.retain(|file| file.kept && !matches!(file.role, Role::Observations | Role::SetAside));
        // one that several scorings read is one file
        files.sort_by(|a, b| (&a.path, &a.hash).cmp(&(&b.path, &b.hash)));
        files.dedup_by(|a, b| a.path == b.path && a.hash == b.hash);
        let path = path.replace('\\', "/");
        let wanted = path.strip_prefix("out/").unwrap_or(&path);
        let ends = |file: &&ArchivedFile| {
            let rest = file.path.strip_suffix(wanted);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(['/', ':']))
        };
        let exact = files.iter().find(|file| file.path == wanted);
        let found: Vec<&ArchivedFile> = exact.map_or_else(|| files.iter().filter(ends).collect(), |file| vec![file]);
        let missing = Finding::new(Code::FileMissing).found(path.as_str());
        match found.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(missing.hint(nearest_path(wanted, &files))),
            several => Err(missing.hint(several.iter().map(|file| file.path.as_str()).collect::<Vec<_>>().join(" | "))),
        }
    }

    /// Writes the bytes of a kept file out, and holds them against its hash.
    pub fn write(&self, file: &ArchivedFile, out: &mut dyn Write) -> Result<(), Finding> {
        match content::write(&self.db, &file.hash, out) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Finding::new(Code::FileMissing).found(file.path.as_str())),
            Err(trouble) => Err(unreadable(trouble).field(file.path.as_str())),
        }
    }

    /// The bytes of a kept file.
    pub fn bytes(&self, file: &ArchivedFile) -> Result<Vec<u8>, Finding> {
        let mut bytes = Vec::new();
        self.write(file, &mut bytes)?;
        Ok(bytes)
    }

    /// Looks at everything that the archive holds.
    pub fn verify(&self) -> Result<Verified, Finding> {
        let mut database: Vec<String> = self.rows("PRAGMA integrity_check", [], |row| row.get(0))?;
        database.retain(|said| said != "ok");
        let dangling = |row: &Row<'_>| Ok(format!("{} {:?}", row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?));
        database.extend(self.rows("PRAGMA foreign_key_check", [], dangling)?);
        let contents = content::damaged(&self.db).map_err(unreadable)?;
        Ok(Verified { runs: self.numbers()?.len(), database, contents })
    }
}

/// The path nearest to `wanted`, by the whole of it or by the file's name alone.
pub(super) fn nearest_path(wanted: &str, files: &[ArchivedFile]) -> String {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let names: Vec<String> = files.iter().map(|file| name(&file.path)).collect();
    let whole = nearest(wanted, files.iter().map(|file| file.path.as_str()));
    let by_name = || {
        let near = nearest(&name(wanted), names.iter().map(String::as_str))?;
        files.iter().find(|file| name(&file.path) == near).map(|file| file.path.as_str())
    };
    whole.or_else(by_name).unwrap_or_default().to_owned()
}

fn lang(id: &str) -> Option<Lang> {
    match id {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}
