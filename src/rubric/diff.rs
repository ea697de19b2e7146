//! What changed between two rubrics (细则对比), in the words in which they are printed.
//!
//! Indicators are matched by id and compared column by column as printed; sections by their marks and remarks; what stands
//! under the printed scheme note by note. What is written differently but reads the same is said too, as TOML.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::finding::Lang;

use super::model::Rubric;
use super::words::{SchemeRow, columns, scheme_notes, scheme_rows};
use super::write::entries;

/// What happened to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It is there, and was not.
    Added,
    /// It was there, and is not.
    Dropped,
    /// It says something else.
    Changed,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What happened.
    pub what: What,
    /// The node, field or veto concerned, by id; empty for what is said of the rubric as a whole.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What of it: the heading under which it is printed.
    pub of: String,
    /// As it was.
    pub before: String,
    /// As it is.
    pub after: String,
}

/// Everything that changed from one rubric to another, in the order in which people read a scheme; what was dropped last.
#[must_use]
pub fn differences(before: &Rubric, after: &Rubric, lang: Lang) -> Vec<Change> {
    let mut changes = head(before, after, lang);
    changes.extend(sections(before, after, lang));
    changes.extend(indicators(before, after, lang));
    changes.extend(notes(before, after, lang));
    let said: Vec<String> = changes.iter().map(|c| c.id.clone()).collect();
    changes.extend(written(before, after).into_iter().filter(|c| !said.contains(&c.id)));
    changes
}

fn changed(id: &str, name: &str, of: &str, before: &str, after: &str) -> Option<Change> {
    (before != after).then(|| Change {
        what: What::Changed,
        id: id.to_owned(),
        name: name.to_owned(),
        of: of.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    })
}

fn head(before: &Rubric, after: &Rubric, lang: Lang) -> Vec<Change> {
    let (a, b) = (&before.scheme.head, &after.scheme.head);
    let words: [&str; 4] = match lang {
        Lang::Zh => ["编号", "名称", "版本", "满分"],
        Lang::En => ["Id", "Title", "Version", "Full marks"],
    };
    let pairs = [
        (a.id.clone(), b.id.clone()),
        (a.title.clone(), b.title.clone()),
        (a.version.clone(), b.version.clone()),
        (a.full_marks.to_string(), b.full_marks.to_string()),
    ];
    words.into_iter().zip(pairs).filter_map(|(of, (a, b))| changed("", "", of, &a, &b)).collect()
}

/// Sections by id: their name, marks and remarks.
fn sections(before: &Rubric, after: &Rubric, lang: Lang) -> Vec<Change> {
    let of = |rubric: &Rubric| -> Vec<(String, [String; 3])> {
        let mut seen: Vec<(String, [String; 3])> = Vec::new();
        for row in scheme_rows(rubric, lang) {
            for label in row.labels.iter().filter(|l| rubric.indicator(l.node).is_none()) {
                if !seen.iter().any(|(id, _)| *id == label.id) {
                    seen.push((label.id.clone(), [label.name.clone(), label.marks.clone(), label.remark.clone()]));
                }
            }
        }
        seen
    };
    let c = columns(after, lang);
    let heads = [c.indicator, c.marks, c.rule];
    matched(&of(before), &of(after), |texts| (texts[0].clone(), texts[1].clone()), &heads)
}

/// Indicators by id: what is printed of them.
fn indicators(before: &Rubric, after: &Rubric, lang: Lang) -> Vec<Change> {
    let of = |rubric: &Rubric| -> Vec<(String, [String; 9])> {
        let rows = scheme_rows(rubric, lang);
        let own = rows.into_iter().filter(|r| r.labels.last().is_some_and(|l| rubric.indicator(l.node).is_some()));
        own.map(|row| (row.id.clone(), texts(row))).collect()
    };
    let c = columns(after, lang);
    let under = c.levels.first().map_or("", String::as_str);
    let heads = [c.indicator, c.marks, c.rule, c.target, c.source, c.evidence, c.lead, c.policies, under];
    matched(&of(before), &of(after), |texts| (texts[0].clone(), texts[1].clone()), &heads)
}

fn texts(row: SchemeRow) -> [String; 9] {
    let (name, under) = match row.labels.as_slice() {
        [above @ .., own] => {
            let above: Vec<&str> = above.iter().map(|l| l.name.as_str()).collect();
            (own.name.clone(), above.join(" / "))
        }
        [] => (String::new(), String::new()),
    };
    [name, row.marks, row.rule, row.target, row.source, row.evidence, row.lead, row.policies, under]
}

/// Two lists matched by id, each entry compared text by text. `told` gives an entry's name and, for one that was added or
/// dropped, what is said of it.
fn matched<const N: usize>(
    before: &[(String, [String; N])],
    after: &[(String, [String; N])],
    told: impl Fn(&[String; N]) -> (String, String),
    heads: &[&str; N],
) -> Vec<Change> {
    let mut changes = Vec::new();
    for (id, now) in after {
        let (name, says) = told(now);
        match before.iter().find(|(known, _)| known == id) {
            Some((_, was)) => {
                for ((of, was), now) in heads.iter().zip(was).zip(now) {
                    changes.extend(changed(id, &name, of, was, now));
                }
            }
            None => changes.push(Change {
                what: What::Added,
                id: id.clone(),
                name,
                of: heads[1].to_owned(),
                before: String::new(),
                after: says,
            }),
        }
    }
    for (id, was) in before.iter().filter(|(id, _)| !after.iter().any(|(known, _)| known == id)) {
        let (name, says) = told(was);
        changes.push(Change {
            what: What::Dropped,
            id: id.clone(),
            name,
            of: heads[1].to_owned(),
            before: says,
            after: String::new(),
        });
    }
    changes
}

/// What stands under the printed scheme: a note that is only in one of the two.
fn notes(before: &Rubric, after: &Rubric, lang: Lang) -> Vec<Change> {
    let (was, now) = (scheme_notes(before, lang), scheme_notes(after, lang));
    let of = columns(after, lang).notes;
    // a note begins with what it is about: 等级：…
    let about = |note: &str| note.split(['：', ':']).next().unwrap_or_default().to_owned();
    let only = |here: &[String], there: &[String]| -> Vec<String> {
        here.iter().filter(|note| !there.contains(note)).cloned().collect()
    };
    let (gone, mut come) = (only(&was, &now), only(&now, &was));
    let mut changes = Vec::new();
    for old in gone {
        let new = come.iter().position(|note| about(note) == about(&old)).map(|at| come.remove(at));
        changes.push(Change {
            what: if new.is_some() { What::Changed } else { What::Dropped },
            id: String::new(),
            name: String::new(),
            of: of.to_owned(),
            before: old,
            after: new.unwrap_or_default(),
        });
    }
    changes.extend(come.into_iter().map(|new| Change {
        what: What::Added,
        id: String::new(),
        name: String::new(),
        of: of.to_owned(),
        before: String::new(),
        after: new,
    }));
    changes
}

/// What is written differently, entry by entry of the canonical text.
fn written(before: &Rubric, after: &Rubric) -> Vec<Change> {
    let (was, now): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (entries(&before.scheme).into_iter().collect(), entries(&after.scheme).into_iter().collect());
    let mut changes = Vec::new();
    for key in was.keys().chain(now.keys().filter(|key| !was.contains_key(*key))) {
        let (a, b) = (was.get(key), now.get(key));
        if a == b {
            continue;
        }
        let what = match (a, b) {
            (Some(_), Some(_)) => What::Changed,
            (None, _) => What::Added,
            (_, None) => What::Dropped,
        };
        let (table, id) = key;
        changes.push(Change {
            what,
            id: id.clone(),
            name: String::new(),
            of: format!("[[{table}]]"),
            before: a.cloned().unwrap_or_default(),
            after: b.cloned().unwrap_or_default(),
        });
    }
    changes
}
