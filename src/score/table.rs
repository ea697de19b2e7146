//! The observations that scoring takes, laid out by field and period for evaluation.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::expr::{Date, FieldId};
use crate::number::Exact;
use crate::observe::{Observation, Reading, Value};
use crate::rubric::{Field, FieldType};

use super::adjust::{Action, Adjustment};

/// What one expression yields, or one cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// A number.
    Num(Exact),
    /// True or false.
    Bool(bool),
    /// A text.
    Text(Arc<str>),
    /// A date.
    Date(Date),
    /// 未填.
    Missing,
    /// 不适用.
    NotApplicable,
}

impl Out {
    /// As a number; a yes counts one.
    pub fn number(self) -> Result<Exact, Self> {
        match self {
            Self::Num(x) => Ok(x),
            Self::Bool(b) => Ok(if b { Exact::ONE } else { Exact::ZERO }),
            Self::NotApplicable => Err(Self::NotApplicable),
            Self::Missing | Self::Text(_) | Self::Date(_) => Err(Self::Missing),
        }
    }

    /// Whether it is neither missing nor not applicable.
    #[must_use]
    pub fn is_value(&self) -> bool {
        !matches!(self, Self::Missing | Self::NotApplicable)
    }

    /// For the `value` column.
    #[must_use]
    pub fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Num(x) => Value::Number(x.clone()),
            Self::Bool(b) => Value::Bool(*b),
            Self::Text(t) => Value::Text(t.clone()),
            Self::Date(d) => Value::Date(*d),
            Self::Missing | Self::NotApplicable => return None,
        })
    }
}

impl From<&Reading> for Out {
    fn from(reading: &Reading) -> Self {
        match reading {
            Reading::Value(Value::Number(x)) => Self::Num(x.clone()),
            Reading::Value(Value::Bool(b)) => Self::Bool(*b),
            Reading::Value(Value::Text(t)) => Self::Text(t.clone()),
            Reading::Value(Value::Date(d)) => Self::Date(*d),
            Reading::Missing => Self::Missing,
            Reading::NotApplicable => Self::NotApplicable,
        }
    }
}

/// Index of a period in the table.
pub type PeriodId = usize;

/// One field in one period: a cell for each unit.
type Column = Vec<Out>;

/// Cells by field, period and unit.
#[derive(Debug, Default)]
pub struct Table {
    /// Every period seen, in the order of their names.
    pub periods: Vec<Arc<str>>,
    columns: Vec<Vec<Option<Column>>>,
    /// The assessors' readings of `panel` fields.
    panels: BTreeMap<(FieldId, PeriodId, usize), Vec<Out>>,
}

impl Table {
    /// Lays out the observations that are `used`, with accepted `value` adjustments on top.
    pub fn new(
        fields: &[Field],
        units: usize,
        scored: &[&str],
        observations: &[Observation],
        used: &[bool],
        adjustments: &[Adjustment],
    ) -> Self {
        let mut periods: Vec<Arc<str>> = scored.iter().map(|p| Arc::from(*p)).collect();
        let mut last: Option<&Arc<str>> = None;
        for period in observations.iter().map(|o| &o.period).chain(adjustments.iter().map(|a| &a.period)) {
            if !last.is_some_and(|last| Arc::ptr_eq(last, period)) && !periods.contains(period) {
                periods.push(period.clone());
            }
            last = Some(period);
        }
        periods.sort();
        periods.dedup();
        let mut table =
            Self { columns: vec![vec![None; periods.len()]; fields.len()], periods, panels: BTreeMap::new() };
        // reports come in runs of one period, whose name they share
        let mut last: Option<(&Arc<str>, PeriodId)> = None;
        for (observation, _) in observations.iter().zip(used).filter(|(_, used)| **used) {
            let known = last.filter(|(name, _)| Arc::ptr_eq(name, &observation.period)).map(|(_, period)| period);
            let Some(period) = known.or_else(|| table.period(&observation.period)) else { continue };
            last = Some((&observation.period, period));
            let out = Out::from(&observation.reading);
            if fields[observation.field].panel {
                table.panels.entry((observation.field, period, observation.unit)).or_default().push(out);
            } else {
                table.put(observation.field, period, observation.unit, units, out);
            }
        }
        for adjustment in adjustments {
            if let (Action::Value(field, text), Some(period)) = (&adjustment.action, table.period(&adjustment.period))
                && let Some(out) = typed(text, fields[*field].kind)
            {
                if fields[*field].panel {
                    table.panels.insert((*field, period, adjustment.unit), vec![out]);
                } else {
                    table.put(*field, period, adjustment.unit, units, out);
                }
            }
        }
        table
    }

    fn put(&mut self, field: FieldId, period: PeriodId, unit: usize, units: usize, out: Out) {
        let column = self.columns[field][period].get_or_insert_with(|| vec![Out::Missing; units]);
        if let Some(cell) = column.get_mut(unit) {
            *cell = out;
        }
    }

    /// The index of a period.
    pub fn period(&self, name: &str) -> Option<PeriodId> {
        self.periods.binary_search_by(|p| p.as_ref().cmp(name)).ok()
    }

    /// A unit's cell.
    pub fn get(&self, field: FieldId, period: PeriodId, unit: usize) -> Out {
        self.columns[field][period].as_ref().and_then(|column| column.get(unit)).cloned().unwrap_or(Out::Missing)
    }

    /// Whether anything was said of a unit: a value, or that it is not applicable.
    pub fn is_given(&self, field: FieldId, period: PeriodId, unit: usize) -> bool {
        let cell = self.columns[field][period].as_ref().and_then(|column| column.get(unit));
        cell.is_some_and(|cell| *cell != Out::Missing) || !self.panel(field, period, unit).is_empty()
    }

    /// What the assessors said of a unit.
    pub fn panel(&self, field: FieldId, period: PeriodId, unit: usize) -> &[Out] {
        self.panels.get(&(field, period, unit)).map_or(&[], Vec::as_slice)
    }
}

/// The text of an adjustment as a value of the field's type; `None` where it is none.
pub fn typed(text: &str, kind: FieldType) -> Option<Out> {
    let text = text.trim();
    Some(match kind {
        _ if text == "not_applicable" || text == "不适用" => Out::NotApplicable,
        FieldType::Decimal | FieldType::Percent => Out::Num(text.parse().ok()?),
        FieldType::Integer => Out::Num(text.parse().ok().filter(Exact::is_whole)?),
        FieldType::Bool => match text {
            "1" | "是" | "true" => Out::Bool(true),
            "0" | "否" | "false" => Out::Bool(false),
            _ => return None,
        },
        FieldType::Choice | FieldType::Text => Out::Text(text.into()),
        FieldType::Date => Out::Date(Date::parse(text)?),
    })
}
