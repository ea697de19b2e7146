//! Rubrics (评分细则): a scheme as written → a checked model whose rules are all lowered to `expr/`.
//!
//! [`read()`] is the way in. Nothing after [`lower`] knows rules by name, but [`words`], which says them to people.

mod compile;
pub mod document;
mod field;
pub mod fingerprint;
mod indicator;
mod lower;
mod model;
mod odd;
mod order;
mod periods;
mod read;
mod reads;
pub mod rule;
pub mod schema;
pub mod scheme;
pub mod sheets;
pub mod shipped;
pub mod words;
pub mod write;

pub use field::{Field, FieldType, Source};
pub use model::{Body, Effect, Indicator, Node, Rubric, Section, Veto, years};
pub use periods::PeriodsRead;
pub use reads::{Read, Reader, period_before};

use crate::finding::{Finding, any_error};
use document::Document;

/// Reads a rubric. With any error there is no rubric; warnings travel with it.
pub fn read(file: &str, text: &str) -> Result<(Rubric, Vec<Finding>), Vec<Finding>> {
    match examine(file, text) {
        (Some(rubric), findings) if !any_error(&findings) => Ok((rubric, findings)),
        (_, findings) => Err(findings),
    }
}

/// Reads a rubric as far as it can be understood, so that its marks can be added up beside its other errors. Where any
/// finding is an error the rubric must not be used to score.
#[must_use]
pub fn examine(file: &str, text: &str) -> (Option<Rubric>, Vec<Finding>) {
    let doc = Document::new(file, text);
    let scheme = read::scheme(&doc);
    let rubric = compile::build(&doc, scheme, file, text);
    // what is odd is said of a rubric that works: beside errors it would be noise
    if let Some(rubric) = rubric.as_ref().filter(|_| !doc.any_error()) {
        odd::look(&doc, rubric);
    }
    (rubric, doc.into_findings())
}
