//! Writing a run into the archive.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use rusqlite::{Connection, params};

use crate::assessment::home::{KeptText, Role};
use crate::assessment::{Assessment, Options, RunReport, Scored, Scoring, Staging, Step};
use crate::finding::{Code, Finding, Lang};

use super::content::{self, Holding};
use super::trouble::Trouble;
use super::{PATIENCE, begin, connect, reading, schema};

/// After so long it is said that another writes.
const PATIENT: Duration = Duration::from_secs(2);
/// The scoring that files belong to which are everybody's.
const ALL: i64 = -1;

/// A run that is done but for its archive and the moving of its outputs.
#[derive(Debug)]
pub(in crate::assessment) struct Run<'a> {
    /// What was run.
    pub assessment: &'a Assessment,
    /// What was read, by scoring.
    pub readings: &'a [Reading],
    /// What came of it.
    pub report: &'a RunReport,
    /// How it was run.
    pub options: &'a Options,
    /// When it began.
    pub began: SystemTime,
}

/// What was read for one scoring, set aside on the disk until it is archived.
#[derive(Debug)]
pub(in crate::assessment) struct Reading {
    /// Path and hash of every return, in order.
    returns: Vec<(String, String)>,
    observations: PathBuf,
    set_aside: PathBuf,
    units: usize,
    adjustments: usize,
}

impl Reading {
    /// Path and hash of every return.
    pub fn returns(&self) -> &[(String, String)] {
        &self.returns
    }

    /// Sets aside what was read for a scoring.
    pub fn of(scoring: &Scoring, scored: &Scored, staging: &Staging) -> Result<Self, Finding> {
        let gathered = &scored.gathered;
        let ingested = &gathered.ingested;
        let folder = Path::new(&scoring.rubric.scheme.head.id);
        let fields = &scoring.rubric.scheme.fields;
        let observations = staging.aside(&folder.join("observations"), |out| {
            reading::write_observations(out, &ingested.observations, &gathered.used, fields, &scoring.register)
        })?;
        let set_aside =
            staging.aside(&folder.join("set-aside"), |out| reading::write_set_aside(out, &gathered.aside))?;
        Ok(Self {
            returns: ingested.files.iter().map(|file| (file.path.clone(), file.hash.clone())).collect(),
            observations,
            set_aside,
            units: scoring.register.len(),
            adjustments: scoring.adjustments.len(),
        })
    }
}

/// What became of a run's outputs and its archive.
#[derive(Debug)]
pub(in crate::assessment) struct Kept {
    /// Its number; `None` where it could not be archived.
    pub no: Option<i64>,
    /// What there is to say of either.
    pub findings: Vec<Finding>,
}

/// Moves the outputs of a run into their places and keeps the run, both or neither where the process is killed. Where it cannot
/// be kept its outputs are moved all the same, and a finding says so.
pub(in crate::assessment) fn keep(
    run: &Run<'_>,
    mut staging: Staging,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<Kept, Finding> {
    let made = hashed(&staging)?;
    staging.hold(&mut || progress(Step::Waiting))?;
    let mut findings = staging.take_findings();
    let token = token(run, &staging);
    let recording = Recording::begin(&run.assessment.dir, &mut || progress(Step::Waiting));
    let recorded = recording.and_then(|recording| recording.write(run, &token, &made));
    let published = staging.publish_as(if recorded.is_ok() { &token } else { "" })?;
    let no = recorded.and_then(Recording::commit);
    let _ = published.close();
    let no = no.map_err(|trouble| findings.push(trouble.finding(Code::ArchiveFailed))).ok();
    Ok(Kept { no, findings })
}

/// An output: its path in the folder of outputs, where it is now, its hash and its size.
type Made = (String, PathBuf, String, u64);

fn hashed(staging: &Staging) -> Result<Vec<Made>, Finding> {
    let made: Vec<(&Path, PathBuf)> = staging.made().collect();
    let hash = |(path, at): &(&Path, PathBuf)| -> Result<Made, Finding> {
        let label = path.to_string_lossy().replace('\\', "/");
        let (hash, size) = hash(at).map_err(|error| {
            Finding::new(Code::OutputFailed).found(label.as_str()).hint(error.to_string()).expected("@perhaps-open")
        })?;
        Ok((label, at.clone(), hash, size))
    };
    made.par_iter().map(hash).collect()
}

/// BLAKE3 of a file in hex, and its size.
fn hash(path: &Path) -> std::io::Result<(String, u64)> {
    let mut hasher = blake3::Hasher::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((hasher.finalize().to_hex().to_string(), hasher.count())),
            read => hasher.update(&buffer[..read]),
        };
    }
}

/// Something that no other run bears: when, by which process, and the name of its staging folder, which nobody else could make.
fn token(run: &Run<'_>, staging: &Staging) -> String {
    let began = run.began.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let unique = format!("{began} {} {}", std::process::id(), staging.name());
    blake3::hash(unique.as_bytes()).to_hex().chars().take(32).collect()
}

/// A run being written; without [`commit`](Self::commit) nothing of it stays.
struct Recording {
    db: Connection,
    no: i64,
}

impl Recording {
    fn begin(dir: &Path, waiting: &mut dyn FnMut()) -> Result<Self, Trouble> {
        let begun = |patience: Duration| -> Result<Connection, Trouble> {
            let db = connect(dir, patience)?;
            begin(&db)?;
            Ok(db)
        };
        let db = match begun(PATIENT) {
            Err(Trouble::Busy) => {
                waiting();
                begun(PATIENCE)?
            }
            begun => begun?,
        };
        db.busy_timeout(PATIENCE)?;
        schema::migrate(&db)?;
        Ok(Self { db, no: 0 })
    }

    fn commit(self) -> Result<i64, Trouble> {
        self.db.execute_batch("COMMIT")?;
        Ok(self.no)
    }

    fn write(mut self, run: &Run<'_>, token: &str, made: &[Made]) -> Result<Self, Trouble> {
        self.no = self.run(run, token)?;
        for (seq, (scoring, reading)) in run.assessment.scorings.iter().zip(run.readings).enumerate() {
            let seq = i64::try_from(seq).unwrap_or(i64::MAX);
            self.scoring(run, seq, scoring, reading)?;
            self.returns(&run.assessment.dir, seq, reading)?;
            self.kept_file(Role::Observations, seq, "observations", &reading.observations)?;
            self.kept_file(Role::SetAside, seq, "set-aside", &reading.set_aside)?;
        }
        for text in &run.assessment.kept {
            self.text(text)?;
        }
        for (path, at, hash, size) in made {
            // the outputs of a scoring lie in the folder of its rubric
            let of = |s: &Scoring| Path::new(path).starts_with(&s.rubric.scheme.head.id);
            let seq = run.assessment.scorings.iter().position(of).and_then(|at| i64::try_from(at).ok());
            let holding =
                Holding { hash, size: *size, packed: Path::new(path).extension().is_some_and(|e| e == "xlsx") };
            let content = content::keep(&self.db, &holding, &mut File::open(at)?)?;
            self.file(Role::Output, seq.unwrap_or(ALL), path, content)?;
        }
        Ok(self)
    }

    fn run(&self, run: &Run<'_>, token: &str) -> Result<i64, Trouble> {
        let began = self.moment(run.began)?;
        let ended = self.moment(SystemTime::now())?;
        let named = run.options.by.clone().filter(|by| !by.trim().is_empty());
        let who = named.or_else(|| whoami::username().ok()).unwrap_or_default();
        let host = whoami::hostname().unwrap_or_default();
        let lang = run.options.lang.map(lang_id).unwrap_or_default();
        let sql = "INSERT INTO run(token, began, ended, who, host, program, title, lang) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let program = env!("CARGO_PKG_VERSION");
        let no = self.db.prepare(sql)?.insert(params![
            token,
            began,
            ended,
            who,
            host,
            program,
            run.assessment.title,
            lang
        ])?;
        Ok(no)
    }

    /// A time as the clock on the wall says it, and how far that is from UTC.
    fn moment(&self, at: SystemTime) -> Result<String, Trouble> {
        let seconds = at.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let seconds = i64::try_from(seconds).unwrap_or(0);
        // SQLite knows the zone of the machine
        let sql = "SELECT strftime('%Y-%m-%dT%H:%M:%S', ?1, 'unixepoch', 'localtime'), \
                   CAST(strftime('%s', ?1, 'unixepoch', 'localtime') AS INTEGER) - ?1";
        let (local, ahead): (String, i64) = self.db.query_row(sql, [seconds], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let sign = if ahead < 0 { '-' } else { '+' };
        let minutes = ahead.unsigned_abs() / 60;
        Ok(format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60))
    }

    fn scoring(&self, run: &Run<'_>, seq: i64, scoring: &Scoring, reading: &Reading) -> Result<(), Trouble> {
        let head = &scoring.rubric.scheme.head;
        let Some(report) = run.report.scorings.iter().find(|report| report.rubric == head.id) else { return Ok(()) };
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let sql = "INSERT INTO scoring VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        self.db.execute(
            sql,
            params![
                self.no,
                seq,
                head.id,
                head.title,
                head.version,
                head.period,
                lang_id(scoring.lang),
                count(reading.units),
                count(report.observations[0]),
                count(report.observations[1]),
                count(reading.adjustments),
                count(report.errors),
                count(report.warnings),
                count(report.notes),
            ],
        )?;
        let mut insert = self.db.prepare("INSERT INTO standing VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
        for (place, unit) in (1_i64..).zip(&report.ranking) {
            let [code, name, total, rank, grade, remarks] =
                [&unit.code, &unit.name, &unit.total, &unit.rank, &unit.grade, &unit.remarks];
            insert.execute(params![self.no, seq, place, code, name, total, rank, grade, remarks])?;
        }
        Ok(())
    }

    fn returns(&self, dir: &Path, seq: i64, reading: &Reading) -> Result<(), Trouble> {
        for (path, hash) in &reading.returns {
            let size = fs::metadata(dir.join(path)).ok().map(|file| file.len());
            let content = content::known(&self.db, hash, size.filter(|_| !hash.is_empty()))?;
            self.file(Role::Return, seq, path, content)?;
        }
        Ok(())
    }

    fn text(&self, text: &KeptText) -> Result<(), Trouble> {
        let seq = text.scoring.and_then(|at| i64::try_from(at).ok()).unwrap_or(ALL);
        let holding = Holding { hash: &text.hash, size: text.bytes.len() as u64, packed: false };
        let content = content::keep(&self.db, &holding, &mut text.bytes.as_slice())?;
        self.file(text.role, seq, &text.path, content)
    }

    fn kept_file(&self, role: Role, seq: i64, name: &str, at: &Path) -> Result<(), Trouble> {
        let (hash, size) = hash(at)?;
        let content = content::keep(&self.db, &Holding { hash: &hash, size, packed: false }, &mut File::open(at)?)?;
        self.file(role, seq, name, content)
    }

    fn file(&self, role: Role, seq: i64, path: &str, content: i64) -> Result<(), Trouble> {
        // the same file may play its part more than once: a rubric that several extend
        let sql = "INSERT OR IGNORE INTO file(run, role, seq, path, content) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.db.execute(sql, params![self.no, role.id(), seq, path, content])?;
        Ok(())
    }
}

/// A language's name in the archive.
const fn lang_id(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}
