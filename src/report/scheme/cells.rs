//! A scheme taken apart into the cells of the editable workbook. Defaults that the rubric leaves out stay empty.

use crate::expr::{Compared, Partition};
use crate::finding::Lang;
use crate::number::{Exact, RoundMode, Rounding};
use crate::rubric::document::At;
use crate::rubric::scheme::{
    Basis, Body, Combine, Effect, IndicatorBody, Kind, MissingPolicy, NaPolicy, Scalar, SectionBody, Ties,
};
use crate::rubric::sheets::{Entry, Holds, Named, Shape, Sheet, YES_NO};
use crate::rubric::words::standard_in_words;
use crate::rubric::{Field, FieldType, Rubric, write};

/// What one cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// Text, never a formula.
    Text(String),
    /// A number.
    Number(Exact),
}

impl Cell {
    fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    fn number(n: Option<&Exact>) -> Self {
        n.map_or(Self::Empty, |n| Self::Number(n.clone()))
    }

    fn scalar(scalar: Option<&Scalar>) -> Self {
        match scalar {
            Some(Scalar::Number(n)) => Self::Number(n.clone()),
            Some(Scalar::Expr(at)) => Self::text(&at.value),
            None => Self::Empty,
        }
    }

    fn expr(at: Option<&At<String>>) -> Self {
        at.map_or(Self::Empty, |at| Self::text(&at.value))
    }
}

/// A word of the entry by its key, in the workbook's language.
fn word(entry: &Entry, key: &str, lang: Lang) -> Cell {
    match entry.holds {
        Holds::Word(words) => words.iter().find(|w| w.key == key).map_or(Cell::Empty, |w| Cell::text(w.name(lang))),
        _ => Cell::text(key),
    }
}

fn flag(set: bool, lang: Lang) -> Cell {
    if set { Cell::text(YES_NO[0].name(lang)) } else { Cell::Empty }
}

/// A list in one cell: `a|b`; as TOML where an item has a bar or blanks at its ends.
fn list(items: &[String]) -> Cell {
    let plain =
        |item: &String| !item.is_empty() && item.trim() == item && !item.contains('|') && !item.starts_with('[');
    if items.iter().all(plain) {
        Cell::text(&items.join("|"))
    } else {
        Cell::Text(format!("[{}]", items.iter().map(|i| write::quote(i)).collect::<Vec<_>>().join(", ")))
    }
}

/// The rows of a sheet below its headings.
pub(super) fn rows(rubric: &Rubric, sheet: &Sheet, lang: Lang) -> Vec<Vec<Cell>> {
    let scheme = &rubric.scheme;
    let table = |count: usize, cell: &dyn Fn(usize, &Entry) -> Cell| -> Vec<Vec<Cell>> {
        (0..count).map(|i| sheet.entries.iter().map(|entry| cell(i, entry)).collect()).collect()
    };
    match sheet.shape {
        Shape::Pairs => pairs(rubric, sheet, lang),
        Shape::Tree => table(scheme.nodes.len(), &|i, entry| node(rubric, i, entry, lang)),
        Shape::Rows("grade") => table(scheme.grades.len(), &|i, entry| {
            let grade = &scheme.grades[i];
            match entry.key {
                "name" => Cell::text(&grade.name),
                "at_least" => Cell::number(grade.at_least.as_ref()),
                "quota" => Cell::number(grade.quota.as_ref()),
                _ => Cell::expr(grade.also.as_ref()),
            }
        }),
        Shape::Rows("source") => table(scheme.sources.len(), &|i, entry| match entry.key {
            "id" => Cell::text(&scheme.sources[i].id),
            _ => Cell::text(&scheme.sources[i].name),
        }),
        Shape::Rows("field") => table(scheme.fields.len(), &|i, entry| field(&scheme.fields[i], entry, lang)),
        Shape::Rows("check") => table(scheme.checks.len(), &|i, entry| {
            let check = &scheme.checks[i];
            match entry.key {
                "when" => Cell::text(&check.when.value),
                "says" => Cell::text(&check.says),
                _ => word(entry, if check.is_error { "error" } else { "warning" }, lang),
            }
        }),
        Shape::Rows(_) => table(scheme.vetoes.len(), &|i, entry| {
            let veto = &scheme.vetoes[i];
            match entry.key {
                "id" => Cell::text(&veto.id.value),
                "name" => Cell::text(&veto.name),
                "when" => Cell::expr(veto.when.as_ref()),
                "evidence" => flag(veto.evidence, lang),
                key => effect(&veto.effect, key, lang),
            }
        }),
    }
}

fn effect(effects: &[Effect], key: &str, lang: Lang) -> Cell {
    effects
        .iter()
        .find_map(|effect| match (effect, key) {
            (Effect::Grade(at), "effect.grade")
            | (Effect::CapGrade(at), "effect.cap_grade")
            | (Effect::Zero(at), "effect.zero") => Some(Cell::text(&at.value)),
            (Effect::Deduct(marks), "effect.deduct") => Some(Cell::scalar(Some(marks))),
            (Effect::Disqualify, "effect.disqualify") => Some(flag(true, lang)),
            _ => None,
        })
        .unwrap_or(Cell::Empty)
}

fn field(field: &Field, entry: &Entry, lang: Lang) -> Cell {
    let kind = FieldType::ALL.iter().find(|(_, kind)| *kind == field.kind).map_or("", |(name, _)| *name);
    match entry.key {
        "id" => Cell::text(&field.id),
        "name" => Cell::text(&field.name),
        "type" => word(entry, kind, lang),
        "unit" => Cell::text(&field.unit),
        "from" => Cell::text(&field.from),
        "min" => Cell::number(field.min.as_ref()),
        "max" => Cell::number(field.max.as_ref()),
        "choices" => list(&field.choices),
        "aliases" => list(&field.aliases),
        "required" => flag(field.required, lang),
        _ => Cell::number(Some(&field.tolerance).filter(|t| !t.is_zero())),
    }
}

fn node(rubric: &Rubric, index: usize, entry: &Entry, lang: Lang) -> Cell {
    let node = &rubric.scheme.nodes[index];
    match (entry.key, &node.body) {
        ("", Body::Section(_)) => word(entry, "section", lang),
        ("", Body::Indicator(_)) => word(entry, "indicator", lang),
        ("id", _) => Cell::text(&node.id.value),
        ("under", _) => Cell::expr(node.under.as_ref()),
        ("name", _) => Cell::text(&node.name),
        ("marks", _) => Cell::scalar(node.marks.as_ref()),
        ("marks_for", _) => Cell::text(&write::class_marks(&node.marks_for).bare()),
        ("weight", _) => Cell::number(node.weight.as_ref()),
        ("applies", _) => Cell::expr(node.applies.as_ref()),
        ("words", Body::Indicator(_)) => Cell::text(&standard_in_words(rubric, index, lang)),
        (_, Body::Section(section)) => section_cell(section, entry, lang),
        (_, Body::Indicator(indicator)) => indicator_cell(indicator, entry, lang),
    }
}

fn section_cell(section: &SectionBody, entry: &Entry, lang: Lang) -> Cell {
    match entry.key {
        "kind" => {
            section.kind.as_ref().map_or(Cell::Empty, |(kind, _): &(Kind, _)| word(entry, write::kind(*kind), lang))
        }
        "cap" => Cell::number(section.cap.as_ref()),
        "combine" if section.combine != Combine::Sum => word(entry, write::combine(section.combine), lang),
        "marks_from" => Cell::expr(section.marks_from.as_ref()),
        _ => Cell::Empty,
    }
}

fn indicator_cell(indicator: &IndicatorBody, entry: &Entry, lang: Lang) -> Cell {
    match entry.key {
        "value" => Cell::expr(indicator.value.as_ref()),
        "unit" => Cell::text(&indicator.unit),
        "better" if indicator.lower_is_better => word(entry, "lower", lang),
        "target" => Cell::scalar(indicator.target.as_ref()),
        "rule" => match &indicator.score {
            Some((rule, _)) => word(entry, write::rule_name(rule), lang),
            None => Cell::Empty,
        },
        "score" => match &indicator.score {
            Some((rule, modifiers)) => {
                let parts = [write::rule_pairs(rule).bare(), write::modifier_pairs(modifiers).bare()];
                let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
                Cell::text(&parts.join(", "))
            }
            None => Cell::Empty,
        },
        "scope" if indicator.compared != Compared::All => word(entry, write::compared(indicator.compared), lang),
        "missing" => indicator.missing.map_or(Cell::Empty, |p| word(entry, write::missing(p), lang)),
        "na" => indicator.na.map_or(Cell::Empty, |p| word(entry, write::not_applicable(p), lang)),
        "weigh_by" => Cell::expr(indicator.weigh_by.as_ref()),
        "evidence" => Cell::text(&indicator.evidence),
        "lead" => Cell::text(&indicator.lead),
        _ => Cell::Empty,
    }
}

/// Name, value and explanation; a list takes a row for each of its items.
fn pairs(rubric: &Rubric, sheet: &Sheet, lang: Lang) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for entry in sheet.entries {
        let mut values = pair(rubric, entry, lang);
        if values.is_empty() {
            values.push(Cell::Empty);
        }
        for value in values {
            rows.push(vec![Cell::text(entry.name(lang)), value, Cell::text(entry.about(lang))]);
        }
    }
    rows
}

fn pair(rubric: &Rubric, entry: &Entry, lang: Lang) -> Vec<Cell> {
    let (scheme, head) = (&rubric.scheme, &rubric.scheme.head);
    let texts = |items: &[String]| items.iter().map(|i| Cell::text(i)).collect();
    let one = match entry.key {
        "rubric.id" => Cell::text(&head.id),
        "rubric.title" => Cell::text(&head.title),
        "rubric.version" => Cell::text(&head.version),
        "rubric.period" => Cell::text(&head.period),
        "rubric.full_marks" => Cell::Number(head.full_marks.clone()),
        "rubric.subjects" => Cell::text(&head.subjects),
        "rubric.lang" => word(entry, &head.lang, lang),
        "rubric.basis" => return texts(&head.basis),
        "rubric.illustrative" => flag(head.illustrative, lang),
        "rubric.cap_total" => flag(head.cap_total, lang),
        "rounding.indicator.places" => places(scheme.rounding.indicator),
        "rounding.indicator.mode" => mode(scheme.rounding.indicator, entry, lang),
        "rounding.section.places" => places(scheme.rounding.section),
        "rounding.section.mode" => mode(scheme.rounding.section, entry, lang),
        "rounding.total.places" => places(scheme.rounding.total),
        "rounding.total.mode" => mode(scheme.rounding.total, entry, lang),
        "ranking.on" => basis(scheme.ranking.on, entry, lang),
        "ranking.ties" if scheme.ranking.ties != Ties::default() => word(entry, write::ties(scheme.ranking.ties), lang),
        "ranking.break_by" => return scheme.ranking.break_by.iter().map(|id| Cell::text(&id.value)).collect(),
        "ranking.by_group" => flag(scheme.ranking.apart[Partition::Group], lang),
        "ranking.by_class" => flag(scheme.ranking.apart[Partition::Class], lang),
        "grading.on" => basis(scheme.grading, entry, lang),
        "defaults.missing" if scheme.defaults.missing != MissingPolicy::default() => {
            word(entry, write::missing(scheme.defaults.missing), lang)
        }
        "defaults.na" if scheme.defaults.na != NaPolicy::default() => {
            word(entry, write::not_applicable(scheme.defaults.na), lang)
        }
        "defaults.rescale_at" if scheme.defaults.rescale_at_total => word(entry, "total", lang),
        "periods.score" => return scheme.periods.as_ref().map(|p| texts(&p.score)).unwrap_or_default(),
        "periods.total" => Cell::expr(scheme.periods.as_ref().map(|p| &p.total)),
        _ => Cell::Empty,
    };
    vec![one]
}

fn basis(basis: Basis, entry: &Entry, lang: Lang) -> Cell {
    if basis == Basis::Exact { word(entry, "exact", lang) } else { Cell::Empty }
}

fn places(rounding: Option<Rounding>) -> Cell {
    rounding.map_or(Cell::Empty, |r| Cell::Number(Exact::from(i64::from(r.places))))
}

fn mode(rounding: Option<Rounding>, entry: &Entry, lang: Lang) -> Cell {
    let key = rounding.and_then(|r| RoundMode::ALL.iter().find(|(_, mode)| *mode == r.mode)).map(|(key, _)| *key);
    key.map_or(Cell::Empty, |key| word(entry, key, lang))
}
