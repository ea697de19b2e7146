//! What changed between two rubrics, in the words of the printed scheme, given to the changes that they speak of.

use crate::finding::Lang;
use crate::rubric::scheme::Scheme;
use crate::rubric::words::{Columns, columns, scheme_notes};
use crate::rubric::{Change as Difference, Rubric, What, differences};

use super::switch::{Switch, is_one_sided, root};
use super::value::{Kind, Said};
use super::words::words;

/// What is said of every change, and what is said besides: names, evidence, remarks and the like, by the node's id.
pub struct Telling {
    /// By change.
    pub of: Vec<Vec<Said>>,
    /// What moves nothing: id, name and what it says.
    pub wording: Vec<(String, String, Vec<Said>)>,
}

/// Tells the changes between two rubrics.
pub fn tell(rubrics: [&Rubric; 2], switches: &[Switch], lang: Lang) -> Telling {
    let mut told: Vec<Vec<Said>> = switches.iter().map(|switch| notes_of(rubrics, switch, lang)).collect();
    let in_notes: Vec<Said> = told.iter().flatten().cloned().collect();
    let heads = columns(rubrics[1], lang);
    let nothing = words(lang).nothing;
    let mut wording: Vec<(String, String, Vec<Said>)> = Vec::new();
    for difference in differences(rubrics[0], rubrics[1], lang) {
        let said =
            Said { of: difference.of.clone(), before: difference.before.clone(), after: difference.after.clone() };
        if difference.id.is_empty() && known(&in_notes, &said) {
            continue;
        }
        match belongs(rubrics, switches, &difference, &heads) {
            Belongs::To(at) if difference.what == What::Changed => told[at].push(said),
            Belongs::To(at) => {
                let heading = |text: &str| match text {
                    "" => nothing.to_owned(),
                    text => format!("{} {text}", difference.of),
                };
                let (before, after) = match difference.what {
                    What::Dropped => (heading(&said.before), nothing.to_owned()),
                    _ => (nothing.to_owned(), heading(&said.after)),
                };
                told[at].push(Said { of: difference.name.clone(), before, after });
            }
            Belongs::Follows => {}
            Belongs::Besides => {
                let said = shortened(said);
                match wording.iter_mut().find(|(id, ..)| *id == difference.id) {
                    Some((.., all)) => all.push(said),
                    None => wording.push((difference.id, difference.name, vec![said])),
                }
            }
        }
    }
    for (switch, said) in switches.iter().zip(&mut told) {
        if said.is_empty() && switch.written.iter().any(|text| !text.is_empty()) {
            let [before, after] = switch.written.clone();
            said.push(Said { of: String::new(), before, after });
        }
    }
    Telling { of: told, wording }
}

/// Where a difference belongs.
enum Belongs {
    /// To this change.
    To(usize),
    /// It follows from others of the same node.
    Follows,
    /// To none: it moves nothing.
    Besides,
}

fn belongs(rubrics: [&Rubric; 2], switches: &[Switch], difference: &Difference, heads: &Columns) -> Belongs {
    let schemes = rubrics.map(|rubric| &rubric.scheme);
    let find = |kind: Kind, id: &str| switches.iter().position(|s| s.kind == kind && s.id == id);
    let id = difference.id.as_str();
    if let Some(side) = (0..2).find(|side| !id.is_empty() && is_one_sided(schemes, *side, id)) {
        return find(Kind::Node, &root(schemes, side, id)).map_or(Belongs::Besides, Belongs::To);
    }
    let is_section = rubrics
        .iter()
        .any(|r| r.scheme.nodes.iter().position(|n| n.id.value == id).is_some_and(|n| r.indicator(n).is_none()));
    let of = difference.of.as_str();
    let kinds: &[Kind] = match of {
        _ if of == heads.marks => &[Kind::Marks],
        _ if of == heads.rule && is_section => &[Kind::Combine, Kind::Applies, Kind::Weight],
        _ if of == heads.rule => &[Kind::Rule, Kind::Value],
        _ if of == heads.target => &[Kind::Target],
        _ if of == heads.policies => &[Kind::Policies, Kind::Applies],
        _ if heads.levels.first().is_some_and(|level| level == of) => &[Kind::Place],
        _ => &[],
    };
    if let Some(at) = kinds.iter().find_map(|kind| find(*kind, id)) {
        return Belongs::To(at);
    }
    // a field that only one rubric has comes and goes with what reads it
    let fields = rubrics.map(|rubric| rubric.scheme.fields.iter().any(|field| field.id == id));
    if fields[0] != fields[1] || find(Kind::Veto, id).is_some() {
        return Belongs::Follows;
    }
    // what is said of a rule can change with its marks or its target alone, and what it reads with its value
    let moved = switches.iter().any(|s| s.id == id && !matches!(s.kind, Kind::Data | Kind::Adjustments | Kind::Veto));
    let follows = of == heads.rule || of == heads.source || of.starts_with("[[");
    if moved && follows { Belongs::Follows } else { Belongs::Besides }
}

/// What the notes under the scheme say of a change that concerns the whole, or of a veto.
fn notes_of(rubrics: [&Rubric; 2], switch: &Switch, lang: Lang) -> Vec<Said> {
    let [before, after] = rubrics.map(|rubric| &rubric.scheme);
    let mut only = rubrics[0].clone();
    let scheme: &mut Scheme = &mut only.scheme;
    match switch.kind {
        Kind::FullMarks => {
            scheme.head.full_marks.clone_from(&after.head.full_marks);
            scheme.head.cap_total = after.head.cap_total;
        }
        Kind::Periods => {
            scheme.head.period.clone_from(&after.head.period);
            scheme.periods.clone_from(&after.periods);
        }
        Kind::Defaults => scheme.defaults = after.defaults,
        Kind::Rounding => scheme.rounding = after.rounding,
        Kind::Ranking => scheme.ranking.clone_from(&after.ranking),
        Kind::Grades => {
            scheme.grades.clone_from(&after.grades);
            scheme.grading = after.grading;
        }
        Kind::Veto => {
            let at = before.vetoes.iter().position(|veto| veto.id.value == switch.id);
            let new = after.vetoes.iter().find(|veto| veto.id.value == switch.id).cloned();
            match (at, new) {
                (Some(at), Some(new)) => scheme.vetoes[at] = new,
                (Some(at), None) => drop(scheme.vetoes.remove(at)),
                (None, Some(new)) => scheme.vetoes.push(new),
                (None, None) => {}
            }
        }
        _ => return Vec::new(),
    }
    let (was, is) = (scheme_notes(rubrics[0], lang), scheme_notes(&only, lang));
    let missing = |here: &[String], there: &[String]| -> Vec<String> {
        here.iter().filter(|note| !there.contains(note)).cloned().collect()
    };
    let (mut gone, mut come) = (missing(&was, &is).into_iter(), missing(&is, &was).into_iter());
    let of = columns(rubrics[1], lang).notes;
    let mut said = Vec::new();
    loop {
        let (before, after) = (gone.next(), come.next());
        if before.is_none() && after.is_none() {
            return said;
        }
        said.push(Said { of: of.to_owned(), before: before.unwrap_or_default(), after: after.unwrap_or_default() });
    }
}

/// Whether a note was told already; full marks stand in the head too.
fn known(told: &[Said], said: &Said) -> bool {
    let ends = |told: &str, text: &str| !text.is_empty() && told.contains(text);
    told.iter().any(|t| t.before == said.before && t.after == said.after)
        || told.iter().any(|t| {
            !said.before.is_empty() && t.before == said.before || !said.after.is_empty() && t.after == said.after
        })
        || said.of.chars().count() <= 12
            && told
                .iter()
                .any(|t| t.before.starts_with(&said.of) && ends(&t.before, &said.before) && ends(&t.after, &said.after))
}

/// Of texts of several lines only those lines that differ.
fn shortened(said: Said) -> Said {
    let only = |here: &str, there: &str| -> String {
        let kept: Vec<&str> = here.lines().filter(|line| !there.lines().any(|other| other == *line)).collect();
        kept.join("\n")
    };
    if said.before.lines().count() < 2 && said.after.lines().count() < 2 {
        return said;
    }
    Said { before: only(&said.before, &said.after), after: only(&said.after, &said.before), of: said.of }
}
