//! Which source counts where several speak.

use crate::finding::Finding;
use crate::register::Register;
use crate::rubric::{Field, Source};

use super::Observation;

/// What [`resolve`] found.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// For each observation, whether scoring takes it (for `panel` fields: every assessor's latest).
    pub used: Vec<bool>,
    /// Duplicates and disagreements.
    pub findings: Vec<Finding>,
}

/// Decides, for each (unit, field, period), which observation scoring takes.
#[must_use]
pub fn resolve(observations: &[Observation], fields: &[Field], sources: &[Source], register: &Register) -> Resolution {
    let _ = (observations, fields, sources, register);
    Resolution::default()
}
