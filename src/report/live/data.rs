//! Sheet 原始数据: a column for every field and period that scoring reads, and for what is judged and adjusted.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::expr::{Attribute, Date, FieldId, NodeRef, Partition};
use crate::observe::{Observation, Reading, Value};
use crate::report::Report;
use crate::report::text::{Words, put};
use crate::rubric::FieldType;
use crate::score::{Action, Adjustment};

use super::formula::{Cell, ColId, Sx};
use super::plan::{Plan, Typed};

/// What was reported, by field and period, with the columns made of it so far.
#[derive(Debug)]
pub struct Data<'a> {
    report: &'a Report<'a>,
    /// Every period seen, in the order of their names.
    pub periods: Vec<Arc<str>>,
    readings: HashMap<(FieldId, usize), Vec<&'a Observation>>,
    columns: HashMap<Key, ColId>,
}

/// Which column of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Attribute(u8),
    Answers(Arc<str>),
    Field(FieldId, usize),
    Panel(FieldId, usize),
    Correction(FieldId, usize),
    Add(Option<usize>, usize),
    Set(Option<usize>, usize),
    Veto(usize, usize),
}

/// What one assessor said, by unit.
type Marks = Vec<(usize, Cell)>;

/// A correction of marks at a node: what it is set to, and what is added.
#[derive(Clone, Copy, Debug, Default)]
pub struct Corrected {
    /// The column of scores that are set.
    pub set: Option<ColId>,
    /// The column of marks added or taken off.
    pub add: Option<ColId>,
}

impl<'a> Data<'a> {
    /// Sorts what scoring took.
    pub fn new(report: &'a Report<'a>) -> Self {
        let scored = report.rubric.scored_periods();
        let mut periods: Vec<Arc<str>> = scored.iter().map(|p| Arc::from(*p)).collect();
        let seen = report.observations.iter().map(|o| &o.period);
        let mut last: Option<&Arc<str>> = None;
        for period in seen.chain(report.outcome.adjustments.iter().map(|a| &a.period)) {
            if !last.is_some_and(|last| Arc::ptr_eq(last, period)) && !periods.contains(period) {
                periods.push(period.clone());
            }
            last = Some(period);
        }
        periods.sort();
        periods.dedup();
        let mut data = Self { report, periods, readings: HashMap::new(), columns: HashMap::new() };
        for (observation, _) in report.observations.iter().zip(report.used).filter(|(_, used)| **used) {
            if let Some(period) = data.period(&observation.period) {
                data.readings.entry((observation.field, period)).or_default().push(observation);
            }
        }
        data
    }

    /// The index of a period.
    pub fn period(&self, name: &str) -> Option<usize> {
        self.periods.binary_search_by(|p| p.as_ref().cmp(name)).ok()
    }

    /// Periods before this one whose names are as long, the latest first.
    pub fn earlier(&self, period: usize) -> Vec<usize> {
        let len = self.periods[period].len();
        (0..period).rev().filter(|p| self.periods[*p].len() == len).collect()
    }

    fn words(&self) -> &'static Words {
        self.report.words()
    }

    fn enter(
        &mut self,
        plan: &mut Plan,
        key: Key,
        order: [usize; 4],
        heads: [String; 3],
        typed: Typed,
        cells: Vec<Cell>,
    ) -> ColId {
        let column = plan.input(order, heads, typed, cells);
        self.columns.insert(key, column);
        column
    }

    /// An attribute of the units.
    pub fn attribute(&mut self, plan: &mut Plan, attribute: Attribute) -> ColId {
        let words = self.words();
        let (index, name) = match attribute {
            Attribute::Group => (1_u8, words.part[Partition::Group]),
            Attribute::Class => (2, words.part[Partition::Class]),
            Attribute::Code => (0, words.live.code),
        };
        if let Some(known) = self.columns.get(&Key::Attribute(index)) {
            return *known;
        }
        let units = self.report.register.units().iter();
        let cells = units.map(|unit| {
            text(match attribute {
                Attribute::Group => &unit.group,
                Attribute::Class => &unit.class,
                Attribute::Code => &unit.code,
            })
        });
        let heads = [String::new(), name.to_owned(), String::new()];
        let cells = cells.collect();
        self.enter(plan, Key::Attribute(index), [0, usize::from(index), 0, 0], heads, Typed::Text, cells)
    }

    /// Whether each unit answers for a measure.
    pub fn answers(&mut self, plan: &mut Plan, measure: &Arc<str>) -> ColId {
        let key = Key::Answers(measure.clone());
        if let Some(known) = self.columns.get(&key) {
            return *known;
        }
        let units = self.report.register.units().iter();
        let cells = units
            .map(|unit| Cell::Num(f64::from(u8::from(self.report.responsibilities.answers(&unit.code, measure)))))
            .collect();
        let heads = [measure.to_string(), self.words().live.answers.to_owned(), String::new()];
        let index = self.columns.len();
        self.enter(plan, key, [1, index, 0, 0], heads, Typed::Truth, cells)
    }

    /// What was reported of a field in a period, before corrections.
    pub fn field(&mut self, plan: &mut Plan, field: FieldId, period: usize) -> ColId {
        if let Some(known) = self.columns.get(&Key::Field(field, period)) {
            return *known;
        }
        let mut cells = vec![Cell::Blank; plan.units()];
        for observation in self.readings.get(&(field, period)).into_iter().flatten() {
            cells[observation.unit] = read(&observation.reading, self.words());
        }
        let heads = self.field_heads(field, period, "");
        let typed = typed(self.report.rubric.scheme.fields[field].kind);
        let column = self.enter(plan, Key::Field(field, period), [2, field, period, 0], heads, typed, cells);
        for observation in self.readings.get(&(field, period)).into_iter().flatten() {
            let Some(remarks) = &observation.remarks else { continue };
            if !remarks.reason.is_empty() {
                plan.columns[column]
                    .notes
                    .push((observation.unit, format!("{} {} {}", remarks.reason, remarks.by, remarks.date)));
            }
        }
        column
    }

    /// What the assessors said of a field in a period: the first and the last of neighbouring columns, if there are any.
    pub fn panel(&mut self, plan: &mut Plan, field: FieldId, period: usize) -> Option<(ColId, ColId)> {
        let mut by: BTreeMap<(Arc<str>, usize), Marks> = BTreeMap::new();
        let mut said: HashMap<(usize, Arc<str>), usize> = HashMap::new();
        for observation in self.readings.get(&(field, period)).into_iter().flatten() {
            let again = said.entry((observation.unit, observation.source.clone())).or_default();
            let cell = read(&observation.reading, self.words());
            by.entry((observation.source.clone(), *again)).or_default().push((observation.unit, cell));
            *again += 1;
        }
        let n = by.len();
        if let Some(known) = self.columns.get(&Key::Panel(field, period)) {
            return Some((*known, *known + n - 1));
        }
        let mut first = None;
        for (index, ((source, _), readings)) in by.into_iter().enumerate() {
            let mut cells = vec![Cell::Blank; plan.units()];
            for (unit, cell) in readings {
                cells[unit] = cell;
            }
            let heads = self.field_heads(field, period, &source);
            let column = plan.input([2, field, period, index], heads, Typed::Number, cells);
            first = first.or(Some(column));
        }
        let first = first?;
        self.columns.insert(Key::Panel(field, period), first);
        Some((first, first + n - 1))
    }

    fn field_heads(&self, field: FieldId, period: usize, more: &str) -> [String; 3] {
        let field = &self.report.rubric.scheme.fields[field];
        let unit = if field.unit.is_empty() { String::new() } else { format!("（{}）", field.unit) };
        let what = format!("{} {more}", self.periods[period]).trim().to_owned();
        [field.id.clone(), format!("{}{unit}", field.name), what]
    }

    /// The accepted corrections of a field's observations in a period, if there are any.
    pub fn correction(&mut self, plan: &mut Plan, field: FieldId, period: usize) -> Option<ColId> {
        if let Some(known) = self.columns.get(&Key::Correction(field, period)) {
            return Some(*known);
        }
        let mut cells = vec![Cell::Blank; plan.units()];
        let mut notes = Vec::new();
        let kind = self.report.rubric.scheme.fields[field].kind;
        for a in &self.report.outcome.adjustments {
            if let Action::Value(of, text) = &a.action
                && *of == field
                && a.period == self.periods[period]
                && let Some(cell) = corrected(text, kind, self.words())
            {
                cells[a.unit] = cell;
                notes.push((a.unit, reason(a)));
            }
        }
        if notes.is_empty() {
            return None;
        }
        let heads = self.field_heads(field, period, self.words().live.correction);
        let order = [2, field, period, usize::MAX];
        let column = self.enter(plan, Key::Correction(field, period), order, heads, typed(kind), cells);
        plan.columns[column].notes = notes;
        Some(column)
    }

    /// The marks set and added at a node in a period, if there are any. What was set later replaces what came before it.
    pub fn marks(&mut self, plan: &mut Plan, node: NodeRef, period: usize) -> Corrected {
        let index = match node {
            NodeRef::Node(node) => Some(node),
            NodeRef::Total => None,
        };
        let known = |columns: &HashMap<Key, ColId>| Corrected {
            set: columns.get(&Key::Set(index, period)).copied(),
            add: columns.get(&Key::Add(index, period)).copied(),
        };
        let found = known(&self.columns);
        if found.set.is_some() || found.add.is_some() {
            return found;
        }
        let mut set: BTreeMap<usize, (crate::number::Exact, String)> = BTreeMap::new();
        let mut add: BTreeMap<usize, (crate::number::Exact, String)> = BTreeMap::new();
        for a in self.report.outcome.adjustments.iter().filter(|a| a.period == self.periods[period]) {
            match &a.action {
                Action::Set(at, score) if *at == node => {
                    set.insert(a.unit, (score.clone(), reason(a)));
                    add.remove(&a.unit);
                }
                Action::Add(at, marks) if *at == node => {
                    let entry = add.entry(a.unit).or_default();
                    entry.0 += marks;
                    let more = reason(a);
                    entry.1 = if entry.1.is_empty() { more } else { format!("{}\n{more}", entry.1) };
                }
                _ => {}
            }
        }
        let words = &self.words().live;
        let (id, name) = match node {
            NodeRef::Node(node) => {
                let node = &self.report.rubric.scheme.nodes[node];
                (node.id.value.clone(), node.name.clone())
            }
            NodeRef::Total => ("total".to_owned(), self.words().total.to_owned()),
        };
        let order = index.unwrap_or(usize::MAX);
        for (sub, what, marks) in [(0, words.set, set), (1, words.add, add)] {
            if marks.is_empty() {
                continue;
            }
            let mut cells = vec![Cell::Blank; plan.units()];
            let mut notes = Vec::new();
            for (unit, (x, why)) in marks {
                cells[unit] = Cell::Num(x.to_f64());
                notes.push((unit, why));
            }
            let key = if sub == 0 { Key::Set(index, period) } else { Key::Add(index, period) };
            let heads = [id.clone(), name.clone(), format!("{} {what}", self.periods[period])];
            let column = self.enter(plan, key, [3, order, period, sub], heads, Typed::Number, cells);
            plan.columns[column].notes = notes;
        }
        known(&self.columns)
    }

    /// Which vetoes were pronounced (1) or lifted (0) by hand in a period, if any was, or if only a hand can pronounce it.
    pub fn veto(&mut self, plan: &mut Plan, veto: usize, period: usize) -> Option<ColId> {
        if let Some(known) = self.columns.get(&Key::Veto(veto, period)) {
            return Some(*known);
        }
        let mut cells = vec![Cell::Blank; plan.units()];
        let mut notes = Vec::new();
        for a in self.report.outcome.adjustments.iter().filter(|a| a.period == self.periods[period]) {
            let pronounced = match a.action {
                Action::Veto(v) if v == veto => 1.0,
                Action::Lift(v) if v == veto => 0.0,
                _ => continue,
            };
            cells[a.unit] = Cell::Num(pronounced);
            notes.push((a.unit, reason(a)));
        }
        if notes.is_empty() && self.report.rubric.vetoes[veto].when.is_some() {
            return None;
        }
        let rule = &self.report.rubric.scheme.vetoes[veto];
        let what = put(self.words().live.pronounced, &[&self.periods[period]]);
        let heads = [rule.id.value.clone(), rule.name.clone(), what];
        let column = self.enter(plan, Key::Veto(veto, period), [4, veto, period, 0], heads, Typed::Truth, cells);
        plan.columns[column].notes = notes;
        Some(column)
    }

    /// The type of a field.
    pub fn kind(&self, field: FieldId) -> FieldType {
        self.report.rubric.scheme.fields[field].kind
    }
}

fn reason(a: &Adjustment) -> String {
    format!("{} {} {}", a.reason, a.by, a.date).trim().to_owned()
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Blank } else { Cell::Text(text.into()) }
}

const fn typed(kind: FieldType) -> Typed {
    match kind {
        FieldType::Decimal | FieldType::Integer | FieldType::Percent => Typed::Number,
        FieldType::Bool => Typed::Truth,
        FieldType::Choice | FieldType::Text => Typed::Text,
        FieldType::Date => Typed::Date,
    }
}

fn read(reading: &Reading, words: &Words) -> Cell {
    match reading {
        Reading::Value(Value::Number(x)) => Cell::Num(x.to_f64()),
        Reading::Value(Value::Bool(b)) => Cell::Num(f64::from(u8::from(*b))),
        Reading::Value(Value::Text(t)) => Cell::Text(t.clone()),
        Reading::Value(Value::Date(d)) => Cell::Num(serial(*d)),
        Reading::NotApplicable => Cell::Text(words.na_mark.into()),
        Reading::Missing => Cell::Blank,
    }
}

fn corrected(text: &str, kind: FieldType, words: &Words) -> Option<Cell> {
    use crate::score::{Out, typed};
    Some(match typed(text, kind)? {
        Out::Num(x) => Cell::Num(x.to_f64()),
        Out::Bool(b) => Cell::Num(f64::from(u8::from(b))),
        Out::Text(t) => Cell::Text(t),
        Out::Date(d) => Cell::Num(serial(d)),
        Out::NotApplicable => Cell::Text(words.na_mark.into()),
        Out::Missing => return None,
    })
}

/// A date as spreadsheets count days.
pub fn serial(date: Date) -> f64 {
    let days = Date::new(1899, 12, 30).map_or(0, |zero| zero.days_to(date));
    i32::try_from(days).map_or(0.0, f64::from)
}

/// A date as a number in a formula.
pub fn serial_number(date: Date) -> Sx {
    let days = serial(date);
    Sx::Num(days, format!("{days}").into())
}
