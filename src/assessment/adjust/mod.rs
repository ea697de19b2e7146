//! The ledger of adjustments (复核台账): how each stands, and new rows for what is proposed and decided.
//!
//! What is there stays byte for byte: a row is added behind, a column to the heading, a seal to the last row. Nothing is
//! written that reading would refuse.

mod enter;
mod table;

use std::path::Path;

use serde::Serialize;

use crate::finding::{Code, Finding, Lang, Level, Place, Terminal, nearest};
use crate::ingest::decode;
use crate::report::text::Names;
use crate::report::text::{action as action_text, ledger as words};
use crate::rubric::document::Document;
use crate::score::ledger::{COLUMNS, Standing};
use crate::score::{Ledger, Outcome, read_ledger};

use super::path::inside;
use super::{Assessment, Failure, Options, SETTINGS, Scoring, Staging, settings};
use enter::{decided, proposed};
use table::{appended, sealed};

/// What is proposed.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// The unit, by any of its names.
    pub unit: String,
    /// The node, field or veto.
    pub node: String,
    /// The rubric's where it is empty.
    pub period: String,
    /// `add`, `set`, `value`, `veto` or `lift`.
    pub action: String,
    /// Marks or value.
    pub amount: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub date: String,
    /// On what evidence.
    pub evidence: String,
    /// Its id; the next free one where it is empty.
    pub id: String,
}

/// What is decided on an adjustment.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The id of the adjustment.
    pub id: String,
    /// How it is to stand.
    pub standing: Standing,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub date: String,
    /// Another amount than was proposed; the same where it is empty.
    pub amount: String,
    /// Other evidence than was proposed; the same where it is empty.
    pub evidence: String,
}

/// What is done to a ledger.
#[derive(Clone, Debug)]
pub enum Deed {
    /// A row for a proposal.
    Propose(Proposal),
    /// A row for a decision.
    Decide(Decision),
    /// A seal for rows that were added by hand.
    Seal,
}

/// A ledger as it stands.
#[derive(Clone, Debug, Serialize)]
pub struct LedgerReport {
    /// Id of the rubric.
    pub rubric: String,
    /// Title of the rubric.
    pub title: String,
    /// Language to speak in.
    pub lang: Lang,
    /// The file.
    pub file: String,
    /// The id of what was written; empty where nothing was.
    pub written: String,
    /// Every adjustment.
    pub events: Vec<EventReport>,
    /// How many rows there are, and how many of them no seal covers.
    pub rows: [usize; 2],
    /// How many seals do not fit.
    pub broken: usize,
    /// What is wrong or doubtful, a line each.
    pub found: Vec<String>,
    /// Whether any of it is an error.
    pub errors: bool,
}

/// An adjustment as it stands.
#[derive(Clone, Debug, Serialize)]
pub struct EventReport {
    /// Its id; empty where it has none.
    pub id: String,
    /// The unit.
    pub unit: String,
    /// The node, field or veto.
    pub node: String,
    /// The period as written.
    pub period: String,
    /// What it does, in words.
    pub does: String,
    /// How it stands, as the column `status` says it.
    pub status: String,
    /// How it stands, in words; one that no longer applies says so.
    pub standing: String,
    /// Whether it counts.
    pub counts: bool,
    /// Why, by whom, when, on what evidence.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub date: String,
    /// On what evidence.
    pub evidence: String,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided_on: String,
    /// Why.
    pub decision: String,
    /// On what definition.
    pub basis: String,
    /// The line of its last row.
    pub line: String,
}

/// The ledgers of an assessment, or of one scoring.
pub fn ledgers(dir: &Path, scoring: Option<&str>, options: &Options) -> Result<Vec<LedgerReport>, Failure> {
    let assessment = Assessment::open(dir, options)?;
    let with = with_ledgers(&assessment, scoring)?;
    Ok(with.into_iter().map(|(scoring, ledger)| report(scoring, ledger, "")).collect())
}

/// Adds to a ledger and says how it stands then.
///
/// # Errors
/// What reading would refuse, and nothing is written: an unknown unit or node, no reason, nobody who says so.
pub fn adjust(dir: &Path, scoring: Option<&str>, deed: &Deed, options: &Options) -> Result<LedgerReport, Failure> {
    let begun = if matches!(deed, Deed::Propose(_)) { begin(dir)? } else { Vec::new() };
    let done = Assessment::open(dir, options).and_then(|assessment| write(dir, &assessment, scoring, deed));
    if done.is_err() {
        for file in begun {
            // it held headings only
            let _ = std::fs::remove_file(file);
        }
    }
    done
}

/// Makes the ledgers that the settings name and that are not there yet.
fn begin(dir: &Path) -> Result<Vec<std::path::PathBuf>, Failure> {
    let (text, _) = super::path::read_text(&dir.join(SETTINGS), SETTINGS)?;
    let doc = Document::new(SETTINGS, &text);
    let mut made = Vec::new();
    for one in settings::read(&doc).scorings {
        let Some(named) = one.adjustments.first() else { continue };
        let plain = Path::new(&named.value).components().all(|c| matches!(c, std::path::Component::Normal(_)));
        let missing = inside(dir, &named.value).is_err_and(|finding| finding.code == Code::FileMissing);
        if plain && missing && Path::new(&named.value).extension().is_some_and(|e| e == "csv") {
            let path = dir.join(&named.value);
            put(&path, format!("\u{FEFF}{}\r\n", COLUMNS.join(",")).as_bytes())?;
            made.push(path);
        }
    }
    Ok(made)
}

/// The scorings that have a ledger: all, or the one named.
fn with_ledgers<'a>(
    assessment: &'a Assessment,
    named: Option<&str>,
) -> Result<Vec<(&'a Scoring, &'a Ledger)>, Failure> {
    let id = |scoring: &Scoring| scoring.rubric.scheme.head.id.clone();
    if let Some(named) = named {
        let ids: Vec<String> = assessment.scorings.iter().map(id).collect();
        if !ids.iter().any(|id| id == named) {
            let near = nearest(named, ids.iter().map(String::as_str)).unwrap_or_default();
            return Err(fail(
                assessment,
                Finding::new(Code::UnknownName).found(named).expected(ids.join(", ")).hint(near),
            ));
        }
    }
    let wanted = assessment.scorings.iter().filter(|scoring| named.is_none_or(|named| id(scoring) == named));
    let with: Vec<_> = wanted.flat_map(|s| s.ledgers.iter().map(move |ledger| (s, ledger))).collect();
    if with.is_empty() {
        let finding =
            Finding::new(Code::MissingKey).at(Place::file(SETTINGS)).expected("adjustments = \"adjustments.csv\"");
        return Err(fail(assessment, finding.found("[[scoring]]")));
    }
    Ok(with)
}

fn fail(assessment: &Assessment, finding: Finding) -> Failure {
    let lang = assessment.scorings.first().map(|scoring| scoring.lang);
    Failure { findings: vec![finding], lang, ..Failure::default() }
}

fn write(dir: &Path, assessment: &Assessment, named: Option<&str>, deed: &Deed) -> Result<LedgerReport, Failure> {
    let mut with = with_ledgers(assessment, named)?;
    if let Deed::Decide(decision) = deed {
        let has = |ledger: &Ledger| ledger.events.iter().any(|event| event.row.get("id") == decision.id);
        if with.iter().any(|(_, ledger)| has(ledger)) {
            with.retain(|(_, ledger)| has(ledger));
        }
    } else {
        // of several, those that come after the first are others' and only gathered
        with.retain(|(scoring, ledger)| scoring.ledgers.first().is_some_and(|own| own.file == ledger.file));
    }
    let [(scoring, ledger)] = with.as_slice() else {
        let ids: Vec<&str> = with.iter().map(|(s, _)| s.rubric.scheme.head.id.as_str()).collect();
        let finding = Finding::new(Code::AmbiguousSetting)
            .found("adjustments")
            .expected(format!("--scoring {}", ids.join(" | ")));
        return Err(fail(assessment, finding));
    };
    let path = inside(dir, &ledger.file)?;
    let bytes = std::fs::read(&path).map_err(|e| unwritten(&ledger.file, &e.to_string()))?;
    let refuse = |finding: Finding| fail(assessment, finding);
    let (bytes, id) = match deed {
        Deed::Seal => (sealed(&bytes, ledger).map_err(refuse)?, String::new()),
        Deed::Propose(proposal) => {
            let row = proposed(dir, scoring, ledger, proposal).map_err(refuse)?;
            (appended(&bytes, ledger, &row).map_err(refuse)?, row.get("id").to_owned())
        }
        Deed::Decide(decision) => {
            let row = decided(dir, scoring, ledger, decision).map_err(refuse)?;
            (appended(&bytes, ledger, &row).map_err(refuse)?, row.get("id").to_owned())
        }
    };
    let text = decode(&bytes).map(|decoded| decoded.text).unwrap_or_default();
    let after = read_ledger(&ledger.file, &text, &scoring.rubric, &scoring.register);
    let expected = ledger.rows.len() + usize::from(!matches!(deed, Deed::Seal));
    if after.rows.len() != expected
        || !after.seals.open.is_empty()
        || after.seals.broken.len() > ledger.seals.broken.len()
    {
        // what was read back is not what was to be written: the table is not one that rows can be added to
        return Err(refuse(unwritten(&ledger.file, "CSV")));
    }
    put(&path, &bytes)?;
    Ok(report(scoring, &after, &id))
}

fn unwritten(file: &str, why: &str) -> Finding {
    Finding::new(Code::OutputFailed).at(Place::file(file)).found(file).hint(why)
}

/// Writes a file so that nothing in its place is ever half written.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Finding> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(unwritten(&path.display().to_string(), ""));
    };
    let mut staging = Staging::new(folder)?;
    staging.write(Path::new(name), |out| out.write_all(bytes))?;
    staging.publish().map(drop)
}

fn report(scoring: &Scoring, ledger: &Ledger, written: &str) -> LedgerReport {
    let lang = scoring.lang;
    let head = &scoring.rubric.scheme.head;
    let nothing = Outcome::default();
    let names = Names { rubric: &scoring.rubric, outcome: &nothing, lang };
    let events = ledger.events.iter().map(|event| {
        let own = |column: &str| event.row.get(column).to_owned();
        let official = event.unit.map(|unit| scoring.register.units()[unit].name.clone());
        EventReport {
            id: own("id"),
            unit: official.unwrap_or_else(|| own("unit")),
            node: own("node"),
            period: own("period"),
            does: event.action.as_ref().map_or_else(
                || [own("action"), own("node"), own("amount")].join(" "),
                |action| action_text(action, names),
            ),
            status: event.standing.word().to_owned(),
            standing: words(lang).standing(event).to_owned(),
            counts: event.counts.is_some(),
            reason: own("reason"),
            by: own("by"),
            date: own("date"),
            evidence: own("evidence"),
            decided_by: own("decided_by"),
            decided_on: own("decided_on"),
            decision: own("decision"),
            basis: own("basis"),
            line: event.row.place.cell.to_string(),
        }
    });
    let terminal = Terminal { lang, color: false, source: None };
    LedgerReport {
        rubric: head.id.clone(),
        title: head.title.clone(),
        lang,
        file: ledger.file.clone(),
        written: written.to_owned(),
        events: events.collect(),
        rows: [ledger.rows.len(), ledger.seals.open.len()],
        broken: ledger.seals.broken.len(),
        found: ledger.findings.iter().map(|finding| terminal.render(finding)).collect(),
        errors: ledger.findings.iter().any(|finding| finding.level == Level::Error),
    }
}
