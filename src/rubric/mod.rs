//! Rubrics (评分细则): a scheme as written → a checked model whose rules are all lowered to `expr/`.
//!
//! [`read()`] is the way in. Nothing after [`lower`] knows rules by name, but [`words`], which says them to people.

mod compile;
mod diff;
pub mod document;
mod field;
pub mod fingerprint;
mod indicator;
mod layers;
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
pub mod trial;
pub mod words;
pub mod write;

pub use diff::{Change, What, differences};
pub use field::{Field, FieldType, Source};
pub use layers::{Finder, Layers};
pub use model::{Body, Effect, Indicator, Node, Path, Rubric, Section, Supposed, Veto, years};
pub use periods::PeriodsRead;
pub use reads::{Read, Reader, period_before};

use crate::finding::{Code, Finding, any_error, nearest};
use document::Document;

/// Reads a rubric. With any error there is no rubric; warnings travel with it.
pub fn read(file: &str, text: &str) -> Result<(Rubric, Vec<Finding>), Vec<Finding>> {
    match examine(file, text) {
        (Some(rubric), findings) if !any_error(&findings) => Ok((rubric, findings)),
        (_, findings) => Err(findings),
    }
}

/// Reads a rubric as far as it can be understood, so that its marks can be added up beside its other errors. Where any
/// finding is an error the rubric must not be used to score. A rubric may extend a shipped one.
#[must_use]
pub fn examine(file: &str, text: &str) -> (Option<Rubric>, Vec<Finding>) {
    examine_with(file, text, &|name| {
        let found = shipped::find(name).map(|text| (format!("{name}.toml"), text.to_owned()));
        found.ok_or_else(|| {
            let near = nearest(name, shipped::ALL.map(|(id, _)| id)).unwrap_or_default();
            Finding::new(Code::UnknownName).found(name).hint(near)
        })
    })
}

/// A rubric put together from the tables of others. `None` where they do not make one, such as a section without children.
#[must_use]
pub fn assemble(scheme: scheme::Scheme) -> Option<Rubric> {
    let layers = Layers::one("", "");
    let doc = Document::layered(&layers);
    let rubric = compile::build(&doc, scheme, &layers);
    rubric.filter(|_| !doc.any_error())
}

/// Like [`examine`], with what finds the rubric that another extends.
#[must_use]
pub fn examine_with(file: &str, text: &str, find: Finder<'_>) -> (Option<Rubric>, Vec<Finding>) {
    let (layers, findings) = Layers::gather(file, text, find);
    examine_layers(&layers, findings)
}

/// Like [`examine_with`], with the settings of a trial on top: one a line, see [`trial`].
#[must_use]
pub fn examine_trial(
    file: &str,
    text: &str,
    find: Finder<'_>,
    (label, settings): (&str, &str),
) -> (Option<Rubric>, Vec<Finding>) {
    let (layers, findings) = Layers::gather(file, text, find);
    examine_layers(&layers.with_trial(label, settings), findings)
}

fn examine_layers(layers: &Layers, mut findings: Vec<Finding>) -> (Option<Rubric>, Vec<Finding>) {
    let lost = any_error(&findings);
    let doc = Document::layered(layers);
    let scheme = read::scheme(&doc);
    let rubric = compile::build(&doc, scheme, layers);
    // what is odd is said of a rubric that works: beside errors it would be noise
    if let Some(rubric) = rubric.as_ref().filter(|_| !doc.any_error() && !lost) {
        odd::look(&doc, rubric);
    }
    if lost {
        // without what it extends nearly everything is missing: that would be noise too
        return (None, findings);
    }
    findings.extend(doc.into_findings());
    (rubric, findings)
}
