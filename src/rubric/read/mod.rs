//! TOML → [`Scheme`]. All errors are gathered; a rubric with any error is not used.

mod fields;
mod rules;
mod tree;

use crate::expr::Each;
use crate::finding::{Code, Finding, Level};
use crate::number::{Exact, RoundMode, Rounding};

use super::document::{At, Document, Table};
use super::scheme::{
    Basis, CheckRule, Defaults, Effect, GradeRule, Head, MissingPolicy, NaPolicy, PeriodsRule, Ranking, Roundings,
    Scalar, Scheme, Ties, VetoRule,
};

pub(super) const MISSING: [(&str, MissingPolicy); 5] = [
    ("zero", MissingPolicy::Zero),
    ("mean", MissingPolicy::Mean),
    ("worst", MissingPolicy::Worst),
    ("previous", MissingPolicy::Previous),
    ("reject", MissingPolicy::Reject),
];
pub(super) const NA: [(&str, NaPolicy); 4] =
    [("rescale", NaPolicy::Rescale), ("full", NaPolicy::Full), ("mean", NaPolicy::Mean), ("zero", NaPolicy::Zero)];
const BASIS: [(&str, Basis); 2] = [("published", Basis::Published), ("exact", Basis::Exact)];

/// Reads the file as far as it can be understood.
pub(super) fn scheme(doc: &Document<'_>) -> Scheme {
    let parsed = doc.parse();
    let root = Table::new(doc, parsed.get_ref(), parsed.span());
    let (fields, field_spans) = fields::fields(&root);
    let scheme = Scheme {
        head: head(&root),
        rounding: root.table("rounding").map(roundings).unwrap_or_default(),
        ranking: root.table("ranking").map(ranking).unwrap_or_default(),
        grading: root.table("grading").map(grading).unwrap_or_default(),
        defaults: root.table("defaults").map(defaults).unwrap_or_default(),
        grades: root.tables("grade").into_iter().filter_map(grade).collect(),
        sources: fields::sources(&root),
        fields,
        field_spans,
        checks: root.tables("check").into_iter().filter_map(check).collect(),
        nodes: tree::nodes(&root),
        vetoes: root.tables("veto").into_iter().filter_map(veto).collect(),
        periods: root.table("periods").and_then(periods),
    };
    root.finish();
    scheme
}

fn head(root: &Table<'_, '_>) -> Head {
    let Some(t) = root.table("rubric") else {
        if !root.has("rubric") {
            root.doc().report(Finding::new(Code::MissingKey).expected("[rubric]"), &(0..0));
        }
        return Head {
            id: String::new(),
            title: String::new(),
            version: String::new(),
            period: String::new(),
            full_marks: Exact::ONE,
            full_marks_span: 0..0,
            subjects: String::new(),
            lang: "zh".to_owned(),
            basis: Vec::new(),
            illustrative: false,
            cap_total: false,
        };
    };
    if let Some(format) = t.number("format")
        && format.value != Exact::ONE
    {
        let finding = Finding::new(Code::BadValue).found(format.value.to_string()).expected("1");
        t.doc().report(finding, &format.span);
    }
    let required = |key: &'static str| t.required(key).map(|at| at.value).unwrap_or_default();
    let full_marks = t.number("full_marks").unwrap_or_else(|| {
        if !t.has("full_marks") {
            t.lacks("full_marks");
        }
        At { value: Exact::ONE, span: 0..0 }
    });
    if !full_marks.value.is_positive() {
        t.doc()
            .report(Finding::new(Code::BadValue).found(full_marks.value.to_string()).expected("> 0"), &full_marks.span);
    }
    let id = t.required("id");
    if let Some(id) = &id
        && (id.value.is_empty() || id.value.contains(['/', '\\', ':', '\0']) || id.value.starts_with('.'))
    {
        t.doc().report(Finding::new(Code::BadValue).found(&id.value).expected("letters, digits, - and _"), &id.span);
    }
    // the layers have been laid over each other; here these keys only have to be known and of their type
    t.string("extends");
    t.strings("drop");
    let lang = t.choice("lang", &[("zh", "zh"), ("en", "en")]).unwrap_or("zh");
    let head = Head {
        id: id.map(|at| at.value).unwrap_or_default(),
        title: required("title"),
        version: t.text("version"),
        period: period_text(&t, "period"),
        full_marks: full_marks.value,
        full_marks_span: full_marks.span,
        subjects: t.text("subjects"),
        lang: lang.to_owned(),
        basis: t.strings("basis").into_iter().map(|at| at.value).collect(),
        illustrative: t.bool("illustrative").unwrap_or(false),
        cap_total: t.bool("cap_total").unwrap_or(false),
    };
    if head.period.is_empty() && !t.has("period") {
        t.lacks("period");
    }
    t.finish();
    head
}

/// A period: a text, or a bare year.
pub(super) fn period_text(t: &Table<'_, '_>, key: &'static str) -> String {
    let Some(value) = t.value(key) else { return String::new() };
    if let Some(text) = value.get_ref().as_str() {
        return text.to_owned();
    }
    if let Some(number) = super::document::number(value.get_ref()) {
        return number.to_string();
    }
    t.refuse(value, "\"2015\"");
    String::new()
}

/// A number, or an expression in quotes.
pub(super) fn scalar(t: &Table<'_, '_>, key: &'static str) -> Option<Scalar> {
    let value = t.value(key)?;
    if let Some(number) = super::document::number(value.get_ref()) {
        return Some(Scalar::Number(number));
    }
    if let Some(text) = value.get_ref().as_str() {
        return Some(match text.trim().parse::<Exact>() {
            Ok(number) => Scalar::Number(number),
            Err(_) => Scalar::Expr(At { value: text.to_owned(), span: value.span() }),
        });
    }
    t.refuse(value, "a number or \"an expression\"");
    None
}

/// `{ places, mode }`.
pub(super) fn rounding(t: Table<'_, '_>) -> Option<Rounding> {
    let mode = t.choice("mode", &RoundMode::ALL);
    let places = t.number("places");
    let read = match &places {
        Some(at) => match at.value.to_i64().and_then(|n| i8::try_from(n).ok()).filter(|n| (-12..=18).contains(n)) {
            Some(places) => Some(Rounding::new(places, mode.unwrap_or(RoundMode::HalfUp))),
            None => {
                t.doc().report(Finding::new(Code::BadValue).found(at.value.to_string()).expected("-12 … 18"), &at.span);
                None
            }
        },
        None => {
            if !t.has("places") {
                t.lacks("places");
            }
            None
        }
    };
    t.finish();
    read
}

fn roundings(t: Table<'_, '_>) -> Roundings {
    let read = Roundings {
        indicator: t.table("indicator").and_then(rounding),
        section: t.table("section").and_then(rounding),
        total: t.table("total").and_then(rounding),
    };
    t.finish();
    read
}

fn ranking(t: Table<'_, '_>) -> Ranking {
    let ties = [
        ("competition", Ties::Competition),
        ("dense", Ties::Dense),
        ("average", Ties::Average),
        ("ordinal", Ties::Ordinal),
    ];
    let read = Ranking {
        on: t.choice("on", &BASIS).unwrap_or_default(),
        ties: t.choice("ties", &ties).unwrap_or_default(),
        break_by: t.strings("break_by"),
        apart: Each::new(t.bool("by_group").unwrap_or(false), t.bool("by_class").unwrap_or(false)),
    };
    t.finish();
    read
}

fn grading(t: Table<'_, '_>) -> Basis {
    let read = t.choice("on", &BASIS).unwrap_or_default();
    t.finish();
    read
}

fn defaults(t: Table<'_, '_>) -> Defaults {
    let read = Defaults {
        missing: t.choice("missing", &MISSING).unwrap_or_default(),
        na: t.choice("na", &NA).unwrap_or_default(),
        rescale_at_total: t.choice("rescale_at", &[("section", false), ("total", true)]).unwrap_or(false),
    };
    t.finish();
    read
}

fn grade(t: Table<'_, '_>) -> Option<GradeRule> {
    let name = t.required("name");
    let quota = t.number("quota");
    if let Some(quota) = &quota
        && (quota.value.is_negative() || quota.value > Exact::ONE)
    {
        t.doc().report(Finding::new(Code::BadValue).found(quota.value.to_string()).expected("0 … 1"), &quota.span);
    }
    let read = GradeRule {
        name: name.as_ref().map(|at| at.value.clone()).unwrap_or_default(),
        at_least: t.number("at_least").map(|at| at.value),
        quota: quota.map(|at| at.value),
        also: t.string("also"),
        span: name.as_ref().map_or(0..0, |at| at.span.clone()),
    };
    t.finish();
    name.map(|_| read)
}

fn check(t: Table<'_, '_>) -> Option<CheckRule> {
    let when = t.required("when");
    let says = t.text("says");
    let level = t.choice("level", &[("error", Level::Error), ("warning", Level::Warning)]).unwrap_or(Level::Error);
    t.finish();
    when.map(|when| CheckRule {
        says: if says.is_empty() { when.value.clone() } else { says },
        when,
        is_error: level == Level::Error,
    })
}

fn veto(t: Table<'_, '_>) -> Option<VetoRule> {
    let id = t.required("id");
    let mut effect = Vec::new();
    if let Some(e) = t.table("effect") {
        effect.extend(e.string("grade").map(Effect::Grade));
        effect.extend(e.string("cap_grade").map(Effect::CapGrade));
        effect.extend(scalar(&e, "deduct").map(Effect::Deduct));
        effect.extend(e.string("zero").map(Effect::Zero));
        effect.extend(e.bool("disqualify").filter(|yes| *yes).map(|_| Effect::Disqualify));
        if effect.is_empty() {
            e.lacks("grade | cap_grade | deduct | zero | disqualify");
        }
        e.finish();
    } else if !t.has("effect") {
        t.lacks("effect");
    }
    let read = id.map(|id| VetoRule {
        name: t.string("name").map_or_else(|| id.value.clone(), |at| at.value),
        id,
        when: t.string("when"),
        effect,
        evidence: t.bool("evidence").unwrap_or(false),
    });
    t.finish();
    read
}

fn periods(t: Table<'_, '_>) -> Option<PeriodsRule> {
    let score: Vec<String> = t
        .items("score")
        .into_iter()
        .filter_map(|item| {
            let text = item.get_ref().as_str().map(str::to_owned);
            let read = text.or_else(|| super::document::number(item.get_ref()).map(|n| n.to_string()));
            if read.is_none() {
                t.refuse(item, "\"2015\"");
            }
            read
        })
        .collect();
    if score.is_empty() {
        t.lacks("score");
    }
    let total = t.required("total");
    t.finish();
    total.map(|total| PeriodsRule { score, total })
}
