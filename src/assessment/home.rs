//! Where the files of an assessment are: in its folder, or in the archive of an earlier run of it.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::finding::{Code, Finding, Place};
use crate::ingest::ReturnsFrom;
use crate::register::seeds;
use crate::rubric::shipped;

use super::path::{self, read_bytes};
use super::received::tidy;

/// What a file is to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// assessment.toml.
    Settings,
    /// A scoring's rubric.
    Rubric,
    /// A rubric that another extends.
    Extended,
    /// A scoring's register.
    Register,
    /// Who answers for which measure.
    Responsibilities,
    /// Reviewed corrections.
    Adjustments,
    /// received.csv.
    Received,
    /// The earlier result that was compared with.
    Baseline,
    /// A return: known by its hash, not kept.
    Return,
    /// What was read from the returns, and which of it counted.
    Observations,
    /// Which returns were set aside for others.
    SetAside,
    /// What the run wrote.
    Output,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 12] = [
        Self::Settings,
        Self::Rubric,
        Self::Extended,
        Self::Register,
        Self::Responsibilities,
        Self::Adjustments,
        Self::Received,
        Self::Baseline,
        Self::Return,
        Self::Observations,
        Self::SetAside,
        Self::Output,
    ];

    /// Its name in the archive.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Rubric => "rubric",
            Self::Extended => "extended",
            Self::Register => "register",
            Self::Responsibilities => "responsibilities",
            Self::Adjustments => "adjustments",
            Self::Received => "received",
            Self::Baseline => "baseline",
            Self::Return => "return",
            Self::Observations => "observations",
            Self::SetAside => "set-aside",
            Self::Output => "output",
        }
    }
}

/// A text that went into a run, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptText {
    /// What it is to the run.
    pub role: Role,
    /// Which scoring it belongs to, by index; `None` where it belongs to all.
    pub scoring: Option<usize>,
    /// Its path in the assessment folder, or `zhiheng:` and its name where it is shipped inside the program.
    pub path: String,
    /// BLAKE3 of its bytes, in hex.
    pub hash: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Put before the name of what is shipped inside the program.
pub(super) const SHIPPED: &str = "zhiheng:";
/// Names of what every assessment leans on.
pub(super) const RESPONSIBILITIES: &str = "seeds/responsibilities.csv";
pub(super) const AGENCIES: &str = "seeds/agencies.csv";

/// Where files are looked for.
#[derive(Clone, Debug)]
pub(super) enum Home {
    /// In this folder, and among what is shipped.
    Folder(PathBuf),
    /// Among what an archived run kept.
    Archived(Rc<Archived>),
}

/// What an archived run kept: its texts, and the paths of its returns.
#[derive(Debug, Default)]
pub(super) struct Archived {
    pub texts: Vec<KeptText>,
    pub returns: Vec<String>,
}

impl Home {
    /// A path of the settings; refused where it leaves the folder or is not there.
    pub fn inside(&self, path: &str) -> Result<PathBuf, Finding> {
        match self {
            Self::Folder(dir) => path::inside(dir, path),
            Self::Archived(kept) => {
                let tidied = tidy(path);
                let there = |known: &str| Path::new(known).starts_with(&tidied);
                let found = kept.texts.iter().any(|t| there(&t.path)) || kept.returns.iter().any(|r| there(r));
                found.then(|| PathBuf::from(tidied)).ok_or_else(|| Finding::new(Code::FileMissing).found(path))
            }
        }
    }

    /// Where returns are: [`inside`](Self::inside), but that a folder which was empty then has left no trace.
    pub fn returns(&self, path: &str) -> Result<PathBuf, Finding> {
        match self {
            Self::Folder(_) => self.inside(path),
            Self::Archived(_) => Ok(PathBuf::from(path)),
        }
    }

    /// Whether a file of the folder is there.
    pub fn has_file(&self, path: &str) -> bool {
        match self {
            Self::Folder(_) => self.inside(path).is_ok_and(|full| full.is_file()),
            Self::Archived(kept) => {
                let path = tidy(path);
                kept.returns.contains(&path) || kept.texts.iter().any(|t| t.path == path)
            }
        }
    }

    /// The bytes of a text file of the folder with their hash, and what they say.
    pub fn read(&self, path: &str) -> Result<(Vec<u8>, String, String), Finding> {
        match self {
            Self::Folder(_) => read_bytes(&self.inside(path)?, path),
            Self::Archived(kept) => {
                let tidied = tidy(path);
                let missing = || Finding::new(Code::FileMissing).at(Place::file(path)).found(path);
                let text = kept.texts.iter().find(|t| t.path == tidied).ok_or_else(missing)?;
                let decoded = path::decoded(&text.bytes, path)?;
                Ok((text.bytes.clone(), text.hash.clone(), decoded))
            }
        }
    }

    /// A rubric shipped inside the program; of an archived run as it was shipped then.
    pub fn shipped_rubric(&self, id: &str) -> Option<Cow<'static, str>> {
        self.shipped(&format!("rubrics/{id}.toml"), || shipped::find(id))
    }

    /// A register shipped inside the program; of an archived run as it was shipped then.
    pub fn shipped_register(&self, name: &str) -> Option<Cow<'static, str>> {
        self.shipped(&format!("seeds/{name}.csv"), || seeds::register(name))
    }

    /// Who answers for which measure by the plan; of an archived run as it was shipped then.
    pub fn shipped_responsibilities(&self) -> Cow<'static, str> {
        self.shipped(RESPONSIBILITIES, || None).unwrap_or(Cow::Borrowed(seeds::RESPONSIBILITIES))
    }

    /// The agencies of the plan; of an archived run as they were shipped then.
    pub fn shipped_agencies(&self) -> Cow<'static, str> {
        self.shipped(AGENCIES, || None).unwrap_or(Cow::Borrowed(seeds::AGENCIES))
    }

    fn shipped(&self, name: &str, now: impl FnOnce() -> Option<&'static str>) -> Option<Cow<'static, str>> {
        match self {
            Self::Folder(_) => now().map(Cow::Borrowed),
            Self::Archived(kept) => {
                let text = kept.texts.iter().find(|t| t.path.strip_prefix(SHIPPED) == Some(name));
                String::from_utf8(text?.bytes.clone()).ok().map(Cow::Owned)
            }
        }
    }

    /// The paths of all files below these.
    pub fn list(&self, returns: &[ReturnsFrom]) -> Vec<String> {
        match self {
            Self::Folder(dir) => crate::ingest::list(dir, returns),
            Self::Archived(kept) => {
                let below = |path: &&String| {
                    returns.iter().any(|from| Path::new(path).starts_with(tidy(&from.path.to_string_lossy())))
                };
                kept.returns.iter().filter(below).cloned().collect()
            }
        }
    }

    /// The baseline of a scoring of an archived run: its label, hash and text.
    pub fn archived_baseline(&self, scoring: usize) -> Option<&KeptText> {
        let Self::Archived(kept) = self else { return None };
        kept.texts.iter().find(|t| t.role == Role::Baseline && t.scoring == Some(scoring))
    }
}
