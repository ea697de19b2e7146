//! Reminders for every scoring of an assessment: who owes what, as far as the returns have come.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::finding::{Code, Finding, Lang, Level};
use crate::observe::Date;
use crate::register::{Register, read_register, seeds};
use crate::report::remind::{Reminder, Reminding, days, reminders, workbook};
use crate::report::text::remind as remind_words;
use crate::score::Asked;

use super::{Assessment, Failure, OUT, Options, Scoring, Staging, Step};

/// What came of looking for what is owed.
#[derive(Clone, Debug, Serialize)]
pub struct RemindReport {
    /// Title of the assessment.
    pub title: String,
    /// The day that days are counted to, as `2015-08-20`; empty where none was given.
    pub as_of: String,
    /// One a scoring.
    pub scorings: Vec<ScoringReminders>,
}

impl RemindReport {
    /// Whether anything at error level was found in the returns.
    #[must_use]
    pub fn any_error(&self) -> bool {
        self.scorings.iter().any(|s| s.errors > 0)
    }
}

/// What is owed to one scoring.
#[derive(Clone, Debug, Serialize)]
pub struct ScoringReminders {
    /// Id of the rubric.
    pub rubric: String,
    /// Title of the rubric.
    pub title: String,
    /// Language of the letters.
    pub lang: Lang,
    /// The day by which everything is to be there; empty where nobody said.
    pub due: String,
    /// Days from the day looked at to that; negative when it is past.
    pub days_left: Option<i64>,
    /// The same in words; empty where no days are counted.
    pub standing: String,
    /// Findings at error level in the returns.
    pub errors: usize,
    /// The names of units, which `owed` names by their place in this list.
    pub units: Vec<String>,
    /// Whoever owes something.
    pub reminders: Vec<Reminder>,
    /// The workbook; none where nothing is owed.
    pub file: Option<PathBuf>,
}

/// Works out who owes what and writes `out/<rubric>/催报通知.xlsx`, in English `reminders.xlsx`. Where nothing is owed none is
/// written, and one of before goes.
pub fn remind(
    dir: &Path,
    as_of: Option<Date>,
    options: &Options,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<RemindReport, Failure> {
    progress(Step::Opening);
    let assessment = Assessment::open(dir, options)?;
    let agencies = read_register("agencies.csv", seeds::AGENCIES)
        .map_err(|findings| Failure { findings, ..Failure::default() })?;
    let mut staging = Staging::of(dir)?;
    let mut scorings = Vec::new();
    for scoring in &assessment.scorings {
        scorings.push(one(scoring, dir, (as_of, &agencies), &mut staging, progress)?);
    }
    staging.publish()?;
    let as_of = as_of.map(|day| day.to_string()).unwrap_or_default();
    Ok(RemindReport { title: assessment.title, as_of, scorings })
}

fn one(
    scoring: &Scoring,
    dir: &Path,
    (as_of, agencies): (Option<Date>, &Register),
    staging: &mut Staging,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<ScoringReminders, Failure> {
    let head = &scoring.rubric.scheme.head;
    let rubric = head.id.as_str();
    let gathered = scoring.gather(dir, &mut |done, total| progress(Step::Reading { rubric, done, total }));
    progress(Step::Scoring(rubric));
    let scored = scoring.examine(gathered);
    progress(Step::Writing(rubric));
    let intake = scoring.intake(&scored);
    let report = scoring.report(&scored, &intake);
    let asked = Asked::new(&scoring.rubric, &scoring.register, &scoring.responsibilities);
    let reminding = Reminding {
        report: &report,
        asked: &asked,
        agencies,
        aside: &scored.gathered.aside,
        receipts: &scoring.receipts,
        as_of,
    };
    let found = reminders(&reminding);
    let folder = Path::new(rubric);
    for lang in [Lang::Zh, Lang::En] {
        staging.replace(folder, remind_words(lang).workbook);
    }
    let mut file = None;
    if !found.is_empty() {
        let name = format!("{}.xlsx", remind_words(scoring.lang).workbook);
        let bytes = workbook(&reminding, &found)
            .map_err(|why| Finding::new(Code::OutputFailed).found(name.as_str()).hint(why.0))?;
        let path = folder.join(name);
        staging.write(&path, |out| out.write_all(&bytes))?;
        file = Some(dir.join(OUT).join(path));
    }
    Ok(ScoringReminders {
        rubric: head.id.clone(),
        title: head.title.clone(),
        lang: scoring.lang,
        due: scoring.due.clone().unwrap_or_default(),
        days_left: reminding.days_left(),
        standing: days(reminding.days_left(), scoring.lang),
        errors: scored.gathered.findings.iter().filter(|f| f.level == Level::Error).count(),
        units: scoring.register.units().iter().map(|unit| unit.name.clone()).collect(),
        reminders: found,
        file,
    })
}
