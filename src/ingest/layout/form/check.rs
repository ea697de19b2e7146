//! What stands visibly on a form, held against its fingerprint: a hidden tag that contradicts what people read is never
//! followed in silence.

use crate::finding::{Code, Finding, Level};
use crate::ingest::desk::Desk;
use crate::ingest::headings::period_of;
use crate::ingest::lines::Lines;
use crate::ingest::sheet::Sheet;
use crate::ingest::words::say;
use crate::register::fold;

use super::Form;

/// The unit of a form about one: that of its fingerprint, unless the line 填报单位 names another.
///
/// A neighbour's file that was copied and filled in anew is the usual cause, and a name corrected in the wrong file the
/// next: whose figures these are can only be asked, so they are nobody's until somebody says.
pub(super) fn unit(sheet: &mut Sheet<'_>, form: &Form, lines: &Lines, file_stem: &str) -> Option<usize> {
    let units = sheet.desk.expected.register.units();
    let names = &sheet.desk.units;
    let typed = lines.unit.as_ref().map(|(text, at)| (text.as_str(), *at, names.known(text)));
    let Some(own) = names.known(&form.marker.unit) else {
        // the register no longer has this code; the name that people read may still be known
        let known = typed.and_then(|(.., known)| known);
        if known.is_none() {
            let text = typed.map_or(form.marker.unit.as_str(), |(text, ..)| text).to_owned();
            let at = typed.map_or(form.at, |(_, at, _)| at);
            return sheet.unit(&text, |s| s.place_at(at.0, at.1));
        }
        return known;
    };
    let name = units[own].name.as_str();
    if let Some((text, at, known)) = typed
        && known != Some(own)
    {
        let level = if known.is_some() { Level::Error } else { Level::Warning };
        let finding = Finding::new(Code::UnitDiffers).level(level).found(text).expected(name);
        let place = sheet.place_at(at.0, at.1);
        sheet.findings.push(finding.hint(say::FINGERPRINT).unit(name).at(place));
        if known.is_some() {
            return None;
        }
    }
    // a file or a sheet is easily named for the wrong unit; what is inside holds, but a look at it is due
    let (text, at) = typed.map_or((name, form.at), |(text, at, _)| (text, at));
    sheet.differs(own, text, at, file_stem);
    Some(own)
}

/// How what people read goes with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fits {
    /// It says the same, or nothing.
    Same,
    /// It says something that nothing bears.
    Strange,
    /// It names something else.
    Other,
}

impl Fits {
    /// Names that something else bears are an error, and not read; others are a warning.
    pub(super) fn level(self) -> Option<Level> {
        match self {
            Self::Same => None,
            Self::Strange => Some(Level::Warning),
            Self::Other => Some(Level::Error),
        }
    }
}

/// How a visible name goes with a field.
pub(super) fn field(desk: &Desk<'_>, field: usize, visible: &str) -> Fits {
    let own = &desk.expected.fields[field];
    let folded = fold(visible);
    let known = [&own.id, &own.name].into_iter().chain(&own.aliases).any(|name| fold(name) == folded);
    match desk.fields.named(visible) {
        _ if folded.is_empty() || known => Fits::Same,
        Some(named) if named.field == field => Fits::Same,
        Some(_) => Fits::Other,
        // several fields may bear one name, each row its own: 本年数
        None if heads_field(&own.name, visible) => Fits::Same,
        None => Fits::Strange,
    }
}

/// Whether a heading is a name with something behind it in brackets.
fn heads_field(name: &str, visible: &str) -> bool {
    crate::ingest::headings::Heading::of(visible).names.contains(&fold(name))
}

/// How a visible name goes with a unit.
pub(super) fn unit_name(desk: &Desk<'_>, unit: usize, visible: &str) -> Fits {
    match desk.units.known(visible) {
        _ if fold(visible).is_empty() => Fits::Same,
        Some(known) if known == unit => Fits::Same,
        Some(_) => Fits::Other,
        None => Fits::Strange,
    }
}

/// The period that a visible heading names over the values of a form, where it names one.
pub(super) fn heading_period(desk: &Desk<'_>, visible: &str) -> Option<String> {
    period_of(visible).or_else(|| match desk.fields.named(visible) {
        Some(named) => named.period,
        None => {
            let heading = crate::ingest::headings::Heading::of(visible);
            let value = heading.names.iter().any(|n| crate::ingest::words::role(n).is_some());
            heading.period.filter(|_| value)
        }
    })
}
