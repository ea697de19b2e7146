//! Everything that changed between two sides, as changes that can be made or not, and in words.

use std::collections::BTreeMap;

use crate::finding::Lang;
use crate::rubric::Rubric;

use super::Side;
use super::adjust::{self, Made, Target};
use super::canon::{Canon, bare};
use super::data::{Changed, Fields, changed};
use super::mix::Mix;
use super::said::tell;
use super::switch::{Switch, of_rubrics};
use super::units::Units;
use super::value::{CellChanged, CellValue, Change, Kind, Said};
use super::words::{Words, put, words};
use super::years::Frames;

/// What is read of a unit.
type Attribute = fn(&crate::register::Unit) -> &str;

/// How many units or items a line names.
const NAMED: usize = 3;

/// What changed.
pub struct Found<'a> {
    /// What can move scores, in a fixed order.
    pub switches: Vec<Switch>,
    /// Everything in words: first the switches in their order, then what moves nothing.
    pub changes: Vec<Change>,
    /// The values that changed, with their change.
    pub cells: Vec<(usize, Changed<'a>)>,
}

/// Both sides and what is known of them together.
pub struct Pair<'a> {
    /// The earlier side and the later one.
    pub sides: [&'a Side<'a>; 2],
    /// Their units.
    pub units: &'a Units,
    /// Their fields.
    pub fields: &'a Fields,
    /// Their periods.
    pub frames: &'a Frames,
    /// The ids of the fields.
    pub ids: &'a [&'a str],
    /// The language of the words.
    pub lang: Lang,
}

impl<'a> Pair<'a> {
    fn rubrics(&self) -> [&'a Rubric; 2] {
        self.sides.map(|side| side.input.rubric)
    }

    fn words(&self) -> &'static Words {
        words(self.lang)
    }

    /// The name of a unit, as it is where it still is.
    pub fn name(&self, unit: usize) -> &'a str {
        let [before, after] = self.units.pairs[unit];
        let named = |side: usize, at: usize| self.sides[side].input.register.units()[at].label();
        match (before, after) {
            (_, Some(at)) => named(1, at),
            (Some(at), None) => named(0, at),
            (None, None) => "",
        }
    }

    /// Finds everything that changed.
    pub fn find(&self, mix: &Mix) -> Found<'a> {
        let canons = self.rubrics().map(|rubric| Canon::of(&bare(&rubric.scheme)));
        let mut switches = of_rubrics(self.rubrics(), &canons);
        let data = changed(self.sides, self.units, self.fields, self.frames);
        let (read, idle) = self.of_data(&data, mix);
        switches.extend(read);
        let adjustments = adjust::by_target(self.sides, self.units);
        switches.extend(self.of_adjustments(&adjustments));
        let whole =
            |kind: Kind| Switch { kind, section: String::new(), id: String::new(), written: Default::default() };
        let (mut register, mut responsibilities) = (self.register(), self.responsibilities());
        if self.codes_changed() {
            register.extend(std::mem::take(&mut responsibilities));
        }
        switches.extend((!register.is_empty()).then(|| whole(Kind::Register)));
        switches.extend((!responsibilities.is_empty()).then(|| whole(Kind::Responsibilities)));
        // the same whatever the order in which either file lists things
        switches.sort_by(|a, b| (a.kind, &a.section, &a.id).cmp(&(b.kind, &b.section, &b.id)));
        let telling = tell(self.rubrics(), &switches, self.lang);
        let mut changes: Vec<Change> = Vec::new();
        for (switch, mut said) in switches.iter().zip(telling.of) {
            match switch.kind {
                Kind::Data => said = self.of_values(&data, &switch.id),
                Kind::Adjustments => said = self.of_corrections(&adjustments, switch),
                Kind::Register => said.clone_from(&register),
                Kind::Responsibilities => said.clone_from(&responsibilities),
                _ => {}
            }
            changes.push(self.change(switch, said));
        }
        for switch in &idle {
            changes.push(self.change(switch, self.of_values(&data, &switch.id)));
        }
        for (id, name, said) in telling.wording {
            let title = self.title(Kind::Wording, &id, &name);
            changes.push(Change { kind: Kind::Wording, id, name, section: String::new(), title, said, cause: None });
        }
        let find = |field: usize| {
            let id = self.ids[field];
            changes.iter().position(|change| change.kind == Kind::Data && change.id == id).unwrap_or(0)
        };
        let cells = data.into_iter().map(|one| (find(one.field), one)).collect();
        Found { switches, changes, cells }
    }

    /// Changes of data: those that a rule of either side reads, and those that none does.
    fn of_data(&self, data: &[Changed<'_>], mix: &Mix) -> (Vec<Switch>, Vec<Switch>) {
        let switch = |id: &str| Switch {
            kind: Kind::Data,
            section: String::new(),
            id: id.to_owned(),
            written: Default::default(),
        };
        let is_read = |id: &str| {
            self.rubrics().iter().any(|rubric| {
                let read = rubric.reads();
                read.iter().any(|r| rubric.scheme.fields[r.field].id == id && r.by != crate::rubric::Reader::Check)
            })
        };
        let concerned = |field: &usize| {
            data.iter().any(|one| one.field == *field) || self.fields.both[*field] && mix.differs(*field)
        };
        let ids = (0..self.ids.len()).filter(concerned).map(|field| self.ids[field]);
        let (read, idle): (Vec<&str>, Vec<&str>) = ids.partition(|id| is_read(id));
        (read.into_iter().map(switch).collect(), idle.into_iter().map(switch).collect())
    }

    fn of_adjustments(&self, all: &BTreeMap<Target, [Made<'_>; 2]>) -> Vec<Switch> {
        // what is only on one side comes and goes with its own target
        let there = |target: &Target, rubric: &Rubric| match target {
            Target::Node(id) => rubric.node(id).is_some(),
            Target::Field(id) => rubric.scheme.fields.iter().any(|field| field.id == *id),
            Target::Veto(id) => rubric.scheme.vetoes.iter().any(|veto| veto.id.value == *id),
        };
        let both = all.iter().filter(|(target, _)| self.rubrics().iter().all(|rubric| there(target, rubric)));
        let differing = both.filter(|(_, made)| adjust::differ(made, self.units, self.frames));
        let one = |target: &Target| {
            let (section, id) = target.parts();
            let written = Default::default();
            Switch { kind: Kind::Adjustments, section: section.to_owned(), id: id.to_owned(), written }
        };
        differing.map(|(target, _)| one(target)).collect()
    }

    fn change(&self, switch: &Switch, said: Vec<Said>) -> Change {
        let name = self.named(switch);
        let in_tree = !matches!(switch.kind, Kind::Adjustments);
        let section = Some(&switch.section).filter(|id| in_tree && !id.is_empty()).map(|id| self.node_name(id));
        Change {
            kind: switch.kind,
            title: self.title(switch.kind, &switch.id, &name),
            id: switch.id.clone(),
            name,
            section: section.unwrap_or_default(),
            said,
            cause: None,
        }
    }

    /// `A1 制造业产品质量监督抽查合格率 · 目标值`; an id that is its own name stands once.
    fn title(&self, kind: Kind, id: &str, name: &str) -> String {
        let kind = self.words().kind(kind);
        match (id, name) {
            ("", _) => kind.to_owned(),
            (id, "") => format!("{id} · {kind}"),
            (id, name) if id == name || kind == self.words().kind(Kind::Data) => format!("{name} · {kind}"),
            (id, name) => format!("{id} {name} · {kind}"),
        }
    }

    fn named(&self, switch: &Switch) -> String {
        let id = switch.id.as_str();
        let field = || {
            let mut rubrics = self.rubrics().into_iter().rev();
            rubrics.find_map(|r| r.scheme.fields.iter().find(|f| f.id == id)).map(|f| f.name.clone())
        };
        let veto = || {
            let mut rubrics = self.rubrics().into_iter().rev();
            rubrics.find_map(|r| r.scheme.vetoes.iter().find(|v| v.id.value == id)).map(|v| v.name.clone())
        };
        match (switch.kind, switch.section.as_str()) {
            (Kind::Data, _) | (Kind::Adjustments, "field") => field().unwrap_or_default(),
            (Kind::Veto, _) | (Kind::Adjustments, "veto") => veto().unwrap_or_default(),
            _ if id == "total" => self.words().total.to_owned(),
            _ => self.node_name(id),
        }
    }

    fn node_name(&self, id: &str) -> String {
        let mut rubrics = self.rubrics().into_iter().rev();
        let found = rubrics.find_map(|r| r.scheme.nodes.iter().find(|n| n.id.value == id));
        found.map(|n| n.name.clone()).unwrap_or_default()
    }

    fn of_values(&self, data: &[Changed<'_>], id: &str) -> Vec<Said> {
        let own: Vec<&Changed<'_>> = data.iter().filter(|one| self.ids[one.field] == id).collect();
        let w = self.words();
        let say = |side: usize| {
            let one = |c: &&Changed<'_>| format!("{} {}", self.name(c.unit), w.taken(&c.taken[side]));
            w.some(&own.iter().map(one).collect::<Vec<_>>(), NAMED)
        };
        let mut units: Vec<usize> = own.iter().map(|one| one.unit).collect();
        units.dedup();
        let of = put(w.values, &[&units.len().to_string()]);
        if own.is_empty() { Vec::new() } else { vec![Said { of, before: say(0), after: say(1) }] }
    }

    fn of_corrections(&self, all: &BTreeMap<Target, [Made<'_>; 2]>, switch: &Switch) -> Vec<Said> {
        let w = self.words();
        let found = all.iter().find(|(target, _)| target.parts() == (switch.section.as_str(), switch.id.as_str()));
        let Some((_, made)) = found else { return Vec::new() };
        let say = |made: &Made<'_>| {
            let one = |(unit, a): &(usize, &crate::score::Adjustment)| {
                let (action, amount) = adjust::does(&a.action);
                format!("{} {}", self.name(*unit), w.does(action, &amount))
            };
            if made.is_empty() {
                w.nothing.to_owned()
            } else {
                w.some(&made.iter().map(one).collect::<Vec<_>>(), NAMED)
            }
        };
        vec![Said { of: w.kind(Kind::Adjustments).to_owned(), before: say(&made[0]), after: say(&made[1]) }]
    }

    /// What differs between the registers as far as scoring looks at it.
    fn register(&self) -> Vec<Said> {
        let w = self.words();
        let unit = |side: usize, at: usize| &self.sides[side].input.register.units()[at];
        let mut said = Vec::new();
        let names = |of: &dyn Fn(&[Option<usize>; 2]) -> bool| -> Vec<String> {
            let own = self.units.pairs.iter().enumerate().filter(|(_, pair)| of(pair));
            own.map(|(at, _)| self.name(at).to_owned()).collect()
        };
        let (new, gone) = (names(&|pair| pair[0].is_none()), names(&|pair| pair[1].is_none()));
        for (of, names, side) in [(w.units[0], new, 1), (w.units[1], gone, 0)] {
            if !names.is_empty() {
                let text = names.join(w.comma);
                let (before, after) = if side == 1 { (String::new(), text) } else { (text, String::new()) };
                said.push(Said { of: of.to_owned(), before, after });
            }
        }
        let attributes: [(&str, Attribute); 3] =
            [(w.of_unit[0], |u| &u.group), (w.of_unit[1], |u| &u.class), (w.of_unit[3], |u| &u.code)];
        for (of, attribute) in attributes {
            let mut texts: [Vec<String>; 2] = Default::default();
            for (at, pair) in self.units.pairs.iter().enumerate() {
                let (Some(before), Some(after)) = (pair[0], pair[1]) else { continue };
                let values = [attribute(unit(0, before)), attribute(unit(1, after))];
                if values[0] != values[1] {
                    for (texts, value) in texts.iter_mut().zip(values) {
                        texts.push(format!("{} {value}", self.name(at)));
                    }
                }
            }
            let [before, after] = texts.map(|texts| texts.join(w.comma));
            if !before.is_empty() {
                said.push(Said { of: of.to_owned(), before, after });
            }
        }
        let orders = [0, 1].map(|side: usize| {
            let own = self.units.of[side].iter().copied().filter(|at| self.units.is_both(*at));
            own.collect::<Vec<usize>>()
        });
        if orders[0] != orders[1] {
            let [before, after] = orders.map(|o| o.iter().map(|at| self.name(*at)).collect::<Vec<_>>().join(w.comma));
            said.push(Said { of: w.of_unit[2].to_owned(), before, after });
        }
        said
    }

    /// Whether a unit on both sides bears another code.
    fn codes_changed(&self) -> bool {
        let code = |side: usize, at: usize| &self.sides[side].input.register.units()[at].code;
        self.units.pairs.iter().any(|pair| match *pair {
            [Some(before), Some(after)] => code(0, before) != code(1, after),
            _ => false,
        })
    }

    /// Which measures units on both sides answer for, where that differs.
    fn responsibilities(&self) -> Vec<Said> {
        let w = self.words();
        let mut said = Vec::new();
        for (at, pair) in self.units.pairs.iter().enumerate() {
            let (Some(before), Some(after)) = (pair[0], pair[1]) else { continue };
            let measures = |side: usize, index: usize| {
                let input = &self.sides[side].input;
                input.responsibilities.of(&input.register.units()[index].code).join(w.comma)
            };
            let (before, after) = (measures(0, before), measures(1, after));
            if before != after {
                said.push(Said { of: format!("{}{}{}", self.name(at), w.colon, w.measures), before, after });
            }
        }
        said
    }

    /// The values that changed, as they are listed.
    pub fn cells(&self, found: &[(usize, Changed<'_>)]) -> Vec<CellChanged> {
        let w = self.words();
        let one = |(change, one): &(usize, Changed<'_>)| {
            let value = |side: usize| {
                let taken = &one.taken[side];
                let join = |of: &dyn Fn(&crate::observe::Observation) -> String| {
                    let mut texts: Vec<String> = taken.iter().map(|o| of(o)).filter(|t| !t.is_empty()).collect();
                    texts.dedup();
                    texts.join(w.semicolon)
                };
                let rubric = self.sides[side].input.rubric;
                let source = |id: &str| {
                    let named = rubric.scheme.sources.iter().find(|s| s.id == id).map(|s| s.name.clone());
                    named.filter(|name| !name.is_empty()).unwrap_or_else(|| id.to_owned())
                };
                CellValue {
                    text: w.taken(taken),
                    place: join(&|o| o.place.label()),
                    source: join(&|o| source(&o.source)),
                }
            };
            let id = self.ids[one.field];
            let field = self.named(&Switch {
                kind: Kind::Data,
                section: String::new(),
                id: id.to_owned(),
                written: Default::default(),
            });
            let unit = self.units.pairs[one.unit][1].map(|at| &self.sides[1].input.register.units()[at]);
            CellChanged {
                change: *change,
                unit: unit.map(|unit| unit.code.clone()).unwrap_or_default(),
                name: self.name(one.unit).to_owned(),
                field,
                period: period(one),
                values: [value(0), value(1)],
            }
        };
        found.iter().map(one).collect()
    }
}

/// The period of a value: both where the sides score different ones.
fn period(one: &Changed<'_>) -> String {
    let mut periods: Vec<&str> = one.taken.iter().flatten().map(|o| o.period.as_ref()).collect();
    periods.dedup();
    if periods.is_empty() { one.period.to_string() } else { periods.join(" → ") }
}
