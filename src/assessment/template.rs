//! The forms to send out, for every scoring of an assessment.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::finding::{Code, Finding, Lang};
use crate::register::{read_register, seeds};
use crate::report::form::{Asking, Form, plan, workbook};
use crate::report::text::form_words;
use crate::rubric::fingerprint::Kind;
use crate::score::Asked;

use super::{Assessment, Failure, OUT, Options, Scoring, Staging, Step};

/// What was made to be sent out.
#[derive(Clone, Debug, Serialize)]
pub struct TemplateReport {
    /// Title of the assessment.
    pub title: String,
    /// One a scoring.
    pub scorings: Vec<ScoringForms>,
}

/// The forms of one scoring.
#[derive(Clone, Debug, Serialize)]
pub struct ScoringForms {
    /// Id of the rubric.
    pub rubric: String,
    /// Title of the rubric.
    pub title: String,
    /// Language of the forms.
    pub lang: Lang,
    /// The folder that they are in.
    pub folder: PathBuf,
    /// Where what comes back belongs.
    pub returns: Vec<PathBuf>,
    /// The forms: those of units first.
    pub forms: Vec<MadeForm>,
}

/// A form that was made.
#[derive(Clone, Debug, Serialize)]
pub struct MadeForm {
    /// Its file.
    pub file: PathBuf,
    /// `unit`, `agency` or `assessor`.
    pub kind: &'static str,
    /// Who fills it in, by name; of a form for assessors, who asks them.
    pub reporter: String,
    /// How many fields it asks for.
    pub fields: usize,
    /// About how many units.
    pub units: usize,
}

/// Makes the forms of every scoring: `out/<rubric>/填报表/`, in English `out/<rubric>/forms/`.
pub fn template(dir: &Path, options: &Options, progress: &mut dyn FnMut(Step<'_>)) -> Result<TemplateReport, Failure> {
    progress(Step::Opening);
    let assessment = Assessment::open(dir, options)?;
    let mut staging = Staging::of(dir)?;
    let mut scorings = Vec::new();
    for scoring in &assessment.scorings {
        progress(Step::Writing(&scoring.rubric.scheme.head.id));
        scorings.push(forms(scoring, dir, &mut staging)?);
    }
    staging.publish()?;
    Ok(TemplateReport { title: assessment.title, scorings })
}

fn forms(scoring: &Scoring, dir: &Path, staging: &mut Staging) -> Result<ScoringForms, Failure> {
    let head = &scoring.rubric.scheme.head;
    let agencies = read_register("agencies.csv", seeds::AGENCIES)
        .map_err(|findings| Failure { findings, ..Failure::default() })?;
    let asked = Asked::new(&scoring.rubric, &scoring.register, &scoring.responsibilities);
    let asking = Asking {
        rubric: &scoring.rubric,
        register: &scoring.register,
        asked: &asked,
        agencies: &agencies,
        lang: scoring.lang,
    };
    let folder = Path::new(&head.id).join(form_words(scoring.lang).folder);
    let mut made = Vec::new();
    for form in plan(&asking) {
        let path = folder.join(&form.file);
        let bytes = workbook(&asking, &form)
            .map_err(|why| Finding::new(Code::OutputFailed).found(form.file.as_str()).hint(why.0))?;
        staging.write(&path, |out| out.write_all(&bytes))?;
        made.push(made_form(&form, dir.join(OUT).join(path)));
    }
    Ok(ScoringForms {
        rubric: head.id.clone(),
        title: head.title.clone(),
        lang: scoring.lang,
        folder: dir.join(OUT).join(folder),
        returns: scoring.returns.iter().map(|from| dir.join(&from.path)).collect(),
        forms: made,
    })
}

fn made_form(form: &Form, file: PathBuf) -> MadeForm {
    let kind = match form.kind {
        Kind::Unit => "unit",
        Kind::Panel => "assessor",
        Kind::Matrix | Kind::About => "agency",
    };
    MadeForm { file, kind, reporter: form.reporter.clone(), fields: form.items.len(), units: form.units.len() }
}
