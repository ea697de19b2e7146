//! Which forms there are: who is asked for what.

use std::collections::BTreeSet;

use crate::expr::{FieldId, NodeId};
use crate::register::{Lookup, Register, fold};
use crate::report::text::{FormWords, form_words};
use crate::rubric::fingerprint::Kind;
use crate::rubric::scheme::Body;
use crate::rubric::{Field, Read, Reader, Rubric, Source};

use super::Asking;

/// A form to be made.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its file name.
    pub file: String,
    /// What kind of form.
    pub kind: Kind,
    /// Who fills it in: a unit by its official name, or another reporter.
    pub reporter: String,
    /// The unit, where it is about one.
    pub unit: Option<usize>,
    /// The id of the source of what is filled in; empty where the rubric does not say.
    pub source: String,
    /// What is asked for, in the order of the printed scheme.
    pub items: Vec<Item>,
    /// The units asked about.
    pub units: Vec<usize>,
}

/// A field that is asked for.
#[derive(Clone, Debug)]
pub struct Item {
    /// The field.
    pub field: FieldId,
    /// The section of the indicator that reads it.
    pub part: String,
    /// That indicator, or the veto.
    pub indicator: String,
    /// The indicator's node, where it is one.
    pub node: Option<NodeId>,
    /// The periods asked for, the latest first.
    pub periods: Vec<String>,
    /// Whether marks need a reason.
    pub reason: bool,
    /// Whether a veto needs who found it, when and on what evidence.
    pub vouch: bool,
    /// What evidence the indicator names.
    pub evidence: String,
}

/// Who reports a field.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reporter {
    /// Every unit for itself.
    Unit,
    /// Somebody else, under this name, as this source.
    Other { name: String, source: String, panel: bool },
}

/// The forms of a rubric and a register: those of units in the order of the register, then those of other reporters in the
/// order of the rubric's fields.
#[must_use]
pub fn plan(asking: &Asking<'_>) -> Vec<Form> {
    let fields = &asking.rubric.scheme.fields;
    let reporters: Vec<Reporter> = fields.iter().map(|f| reporter(f, asking)).collect();
    let reads = asking.rubric.reads();
    let words = form_words(asking.lang);
    let of = |wanted: &Reporter| -> Vec<FieldId> {
        (0..fields.len()).filter(|f| reporters[*f] == *wanted && !fields[*f].is_receipt()).collect()
    };
    let mut forms = Vec::new();
    let own = of(&Reporter::Unit);
    for (unit, named) in asking.register.units().iter().enumerate() {
        let items = items(asking, &reads, &own, &[unit], words);
        if !items.is_empty() {
            forms.push(Form {
                file: format!("{}-{}", named.code, named.name),
                kind: Kind::Unit,
                reporter: named.name.clone(),
                unit: Some(unit),
                source: own_source(&asking.rubric.scheme.sources).to_owned(),
                items,
                units: vec![unit],
            });
        }
    }
    let mut seen: Vec<&Reporter> = Vec::new();
    for who in &reporters {
        let Reporter::Other { name, source, panel } = who else { continue };
        if seen.contains(&who) {
            continue;
        }
        seen.push(who);
        let asked = of(who);
        let periods = |unit: usize, field: &FieldId| !asking.asked.periods(unit, *field).is_empty();
        let units: Vec<usize> =
            (0..asking.register.len()).filter(|unit| asked.iter().any(|field| periods(*unit, field))).collect();
        let items = items(asking, &reads, &asked, &units, words);
        if items.is_empty() {
            continue;
        }
        let (kind, source) = if *panel { (Kind::Panel, "") } else { (Kind::Matrix, source.as_str()) };
        let file = match (panel, name.is_empty()) {
            (true, true) => words.panel_sheet.to_owned(),
            (true, false) => format!("{name}-{}", words.panel_sheet),
            _ => name.clone(),
        };
        forms.push(Form { file, kind, reporter: name.clone(), unit: None, source: source.to_owned(), items, units });
    }
    name_files(&mut forms);
    forms
}

/// The source of what units say of themselves: `self`, or else the least authoritative.
fn own_source(sources: &[Source]) -> &str {
    let own = sources.iter().find(|s| s.id == "self").or(sources.last());
    own.map_or("self", |s| s.id.as_str())
}

/// Who reports a field. `from` names a source, an agency by any of its names, or somebody who is in no list.
fn reporter(field: &Field, asking: &Asking<'_>) -> Reporter {
    let sources = &asking.rubric.scheme.sources;
    let folded = fold(&field.from);
    let declared =
        sources.iter().find(|s| fold(&s.id) == folded).or_else(|| sources.iter().find(|s| fold(&s.name) == folded));
    let own = own_source(sources);
    let is_self = folded.is_empty() || folded == "self" || declared.is_some_and(|s| s.id == own);
    if is_self && !field.panel {
        return Reporter::Unit;
    }
    let name = match declared {
        _ if is_self => String::new(),
        Some(source) => source.name.clone(),
        None => agency(&field.from, asking.agencies),
    };
    let source = declared.map_or_else(|| agency_source(sources, own), |s| s.id.clone());
    Reporter::Other { name, source, panel: field.panel }
}

fn agency(from: &str, agencies: &Register) -> String {
    match agencies.find(from) {
        Lookup::Unit(agency) => agencies.units()[agency].label().to_owned(),
        Lookup::Ambiguous(_) | Lookup::Unknown(_) => from.trim().to_owned(),
    }
}

/// The source of what an agency reports: `agency` where the rubric has it, or the only one that is not the units' own.
/// With several the entry in assessment.toml decides.
fn agency_source(sources: &[Source], own: &str) -> String {
    let others: Vec<&Source> = sources.iter().filter(|s| s.id != own).collect();
    let named = others.iter().find(|s| s.id == "agency");
    let found = named.or(if let [_] = others[..] { others.first() } else { None });
    found.map(|s| s.id.clone()).unwrap_or_default()
}

/// Where a field first stands in the printed scheme.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    /// An indicator or section, by its position.
    Node(usize),
    /// A veto, by index.
    Veto(usize),
    /// Neither.
    Nothing,
}

fn items(asking: &Asking<'_>, reads: &[Read], fields: &[FieldId], units: &[usize], words: &FormWords) -> Vec<Item> {
    let order = asking.rubric.printed_order();
    let mut items: Vec<(Use, Item)> = Vec::new();
    for field in fields {
        let periods: BTreeSet<&str> = units.iter().flat_map(|unit| asking.asked.periods(*unit, *field)).collect();
        if periods.is_empty() {
            continue;
        }
        let applies = |node: &usize| units.iter().any(|unit| asking.asked.may_apply(*node, *unit));
        let nodes = reads.iter().filter(|r| r.field == *field).filter_map(|r| match r.by {
            Reader::Node(node) => Some(node),
            _ => None,
        });
        let node = nodes.filter(applies).min_by_key(|node| order.iter().position(|n| n == node));
        let veto = asking.rubric.vetoes.iter().position(|veto| veto.inputs.contains(field));
        let at = match (node, veto) {
            (Some(node), _) => Use::Node(order.iter().position(|n| *n == node).unwrap_or(0)),
            (None, Some(veto)) => Use::Veto(veto),
            (None, None) => Use::Nothing,
        };
        let periods = periods.into_iter().rev().map(str::to_owned).collect();
        items.push((at, item(asking.rubric, *field, node, veto, periods, words)));
    }
    items.sort_by_key(|(at, item)| (at.clone(), item.field));
    items.into_iter().map(|(_, item)| item).collect()
}

fn item(
    rubric: &Rubric,
    field: FieldId,
    node: Option<usize>,
    veto: Option<usize>,
    periods: Vec<String>,
    words: &FormWords,
) -> Item {
    let scheme = &rubric.scheme;
    let name = |node: usize| {
        let node = &scheme.nodes[node];
        if node.name.is_empty() { node.id.value.clone() } else { node.name.clone() }
    };
    let veto_name = |veto: usize| {
        let veto = &scheme.vetoes[veto];
        if veto.name.is_empty() { veto.id.value.clone() } else { veto.name.clone() }
    };
    let (part, indicator) = match (node, veto) {
        (Some(node), _) => (rubric.nodes[node].parent.map(name).unwrap_or_default(), name(node)),
        (None, Some(veto)) => (words.vetoes.to_owned(), veto_name(veto)),
        (None, None) => (words.others.to_owned(), String::new()),
    };
    let evidence = node.map(|node| &scheme.nodes[node].body).map_or("", |body| match body {
        Body::Indicator(body) => body.evidence.as_str(),
        Body::Section(_) => "",
    });
    let asks_reason = |node: usize| rubric.indicator(node).is_some_and(|i| i.reason == Some(field));
    let vouched =
        scheme.vetoes.iter().zip(&rubric.vetoes).any(|(rule, veto)| rule.evidence && veto.inputs.contains(&field));
    Item {
        field,
        part,
        indicator,
        node,
        periods,
        reason: (0..rubric.nodes.len()).any(asks_reason),
        vouch: vouched,
        evidence: evidence.to_owned(),
    }
}

/// File names that every system takes, each once.
fn name_files(forms: &mut [Form]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for form in forms {
        let name = plain_name(&form.file);
        let mut file = name.clone();
        let mut again = 1;
        while !taken.insert(file.to_lowercase()) {
            again += 1;
            file = format!("{name}-{again}");
        }
        form.file = format!("{file}.xlsx");
    }
}

/// A name without what some system does not take in one.
fn plain_name(name: &str) -> String {
    let kept = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c };
    let name: String = name.chars().map(kept).take(80).collect();
    let name = name.trim().trim_matches('.').trim();
    let reserved = |stem: &str| {
        let upper = stem.to_uppercase();
        let port = (upper.starts_with("COM") || upper.starts_with("LPT")) && upper.len() == 4;
        port || matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL")
    };
    if name.is_empty() || reserved(name.split('.').next().unwrap_or_default()) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_do_on_every_system() {
        for (name, expected) in [
            ("653200-和田地区", "653200-和田地区"),
            ("a/b\\c:d*e?f", "a_b_c_d_e_f"),
            ("质监局 .", "质监局"),
            ("con", "_con"),
            ("LPT1", "_LPT1"),
            ("..", "_"),
        ] {
            assert_eq!(plain_name(name), expected);
        }
    }
}
