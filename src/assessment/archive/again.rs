//! A run as it was, taken from the archive: its settings, rubric, registers, adjustments and what was read from its returns,
//! ready to be scored again. Nothing of the folder is looked at.

use std::collections::HashMap;
use std::rc::Rc;

use crate::assessment::home::{Archived, Home, KeptText, Role};
use crate::assessment::{Assessment, Failure, Gathered, Instead, Options, Scoring};
use crate::finding::Finding;
use crate::ingest::{Ingested, ReadFile};
use crate::report::InputFile;

use super::reading::{read_observations, read_set_aside};
use super::trouble::Trouble;
use super::{Archive, ArchivedFile, ArchivedRun};

/// A run taken from the archive.
#[derive(Debug)]
pub struct Again {
    /// The run.
    pub run: ArchivedRun,
    /// What was scored, as it was.
    pub assessment: Assessment,
    /// What had been gathered, one a scoring: [`Scoring::score`](crate::assessment::Scoring::score) gives the scores of then.
    /// Its findings are those of the settings and rubrics only; the others stand in the run's `findings.csv`.
    pub gathered: Vec<Gathered>,
}

impl Archive {
    /// Takes a run from the archive.
    pub fn again(&self, no: i64) -> Result<Again, Failure> {
        let run = self.run(no)?;
        let files = self.files(no)?;
        let assessment = self.opened(&run, &files, None)?;
        let mut gathered = Vec::new();
        for index in 0..assessment.scorings.len() {
            gathered.push(self.gathered(&assessment, index, &files)?);
        }
        Ok(Again { run, assessment, gathered })
    }

    /// Takes a run from the archive, to be scored by another rubric than its own. What was read then is not read again: of
    /// what the run's own rubric did not ask for nothing is known.
    pub fn again_by(&self, no: i64, instead: Instead) -> Result<Again, Failure> {
        let Again { run, assessment: plain, mut gathered } = self.again(no)?;
        let assessment = self.opened(&run, &self.files(no)?, Some(instead))?;
        for ((was, is), gathered) in plain.scorings.iter().zip(&assessment.scorings).zip(&mut gathered) {
            moved(was, is, gathered);
        }
        Ok(Again { run, assessment, gathered })
    }

    /// The assessment of a run.
    fn opened(
        &self,
        run: &ArchivedRun,
        files: &[ArchivedFile],
        instead: Option<Instead>,
    ) -> Result<Assessment, Failure> {
        let mut archived = Archived::default();
        for file in files {
            match file.role {
                Role::Return => archived.returns.push(file.path.clone()),
                Role::Output | Role::Observations | Role::SetAside => {}
                role => archived.texts.push(KeptText {
                    role,
                    scoring: file.scoring,
                    path: file.path.clone(),
                    hash: file.hash.clone(),
                    bytes: self.bytes(file)?,
                }),
            }
        }
        let options = Options { lang: run.lang, instead, ..Options::default() };
        Assessment::open_home(self.dir(), Home::Archived(Rc::new(archived)), &options)
    }

    fn gathered(&self, assessment: &Assessment, index: usize, files: &[ArchivedFile]) -> Result<Gathered, Finding> {
        let damaged = || Trouble::Damaged.finding(crate::finding::Code::ArchiveUnreadable);
        let scoring = &assessment.scorings[index];
        let of = |role: Role| files.iter().filter(move |f| f.role == role && f.scoring == Some(index));
        let one = |role: Role| of(role).next().ok_or_else(damaged).and_then(|file| self.bytes(file));
        let fields = &scoring.rubric.scheme.fields;
        let (observations, used) =
            read_observations(&one(Role::Observations)?, fields, &scoring.register).ok_or_else(damaged)?;
        let returns = || of(Role::Return).map(|f| (f.path.clone(), f.hash.clone()));
        let read = returns().map(|(path, hash)| ReadFile { path, hash, ..ReadFile::default() });
        let inputs = returns().filter(|(_, hash)| !hash.is_empty()).map(|(path, hash)| InputFile { path, hash });
        let mut ingested = Ingested::default();
        ingested.observations = observations;
        ingested.files = read.collect();
        Ok(Gathered {
            ingested,
            used,
            aside: read_set_aside(&one(Role::SetAside)?),
            findings: scoring.findings.clone(),
            inputs: scoring.inputs.iter().cloned().chain(inputs).collect(),
            rolled: Vec::new(),
        })
    }
}

/// What was gathered for one rubric, for another: by the ids of fields and the codes of units.
fn moved(was: &Scoring, is: &Scoring, gathered: &mut Gathered) {
    let fields: Vec<Option<usize>> = {
        let new = &is.rubric.scheme.fields;
        was.rubric.scheme.fields.iter().map(|old| new.iter().position(|field| field.id == old.id)).collect()
    };
    let units: Vec<Option<usize>> = {
        let new: HashMap<&str, usize> =
            is.register.units().iter().enumerate().map(|(at, unit)| (unit.code.as_str(), at)).collect();
        was.register.units().iter().map(|old| new.get(old.code.as_str()).copied()).collect()
    };
    let observations = std::mem::take(&mut gathered.ingested.observations).into_iter();
    let used = std::mem::take(&mut gathered.used);
    for (mut observation, used) in observations.zip(used) {
        if let (Some(unit), Some(field)) = (units[observation.unit], fields[observation.field]) {
            (observation.unit, observation.field) = (unit, field);
            gathered.ingested.observations.push(observation);
            gathered.used.push(used);
        }
    }
    gathered.findings.clone_from(&is.findings);
}
