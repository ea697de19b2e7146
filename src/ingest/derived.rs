//! Rates that a return gives beside their parts (填报的比率): what they must come to, and whether they do.
//!
//! An indicator whose value is plain arithmetic over fields of one unit and period is worked out by the engine. Where a
//! return types that figure too, it is compared with what was reported, and never scored.

use std::collections::HashMap;
use std::sync::Arc;

use crate::expr::{ArithOp, CompareOp, FieldId, Form};
use crate::finding::{Code, Finding, Place};
use crate::number::Exact;
use crate::observe::{Observation, Reading, Value};
use crate::register::fold;
use crate::rubric::Rubric;
use crate::rubric::scheme;

use super::Expected;
use super::headings::{Heading, period_of};

/// A figure that the engine works out from reported fields, and that returns may state as well.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// Id of the indicator.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How it is worked out: numbers, fields, arithmetic and `if` only.
    pub form: Form,
    /// The same, as the rubric writes it.
    pub formula: String,
}

impl Derived {
    /// The indicators of a rubric whose value is plain arithmetic over two or more reported fields, or one and numbers.
    #[must_use]
    pub fn of(rubric: &Rubric) -> Vec<Self> {
        let one = |(id, node): (usize, &scheme::Node)| {
            let scheme::Body::Indicator(written) = &node.body else { return None };
            let form = rubric.indicator(id)?.value.as_ref()?;
            let mut fields = 0;
            form.walk(&mut |part| fields += usize::from(matches!(part, Form::Field(..))));
            let computed = !matches!(form, Form::Field(..)) && fields > 0 && is_plain(form);
            computed.then(|| Self {
                id: node.id.value.clone(),
                name: node.name.clone(),
                form: form.clone(),
                formula: written.value.as_ref().map(|v| v.value.clone()).unwrap_or_default(),
            })
        };
        rubric.scheme.nodes.iter().enumerate().filter_map(one).collect()
    }
}

/// Whether the form is made of numbers, fields, arithmetic and `if` alone.
fn is_plain(form: &Form) -> bool {
    let own = matches!(
        form,
        Form::Num(_) | Form::Field(..) | Form::Neg(_) | Form::Arith(..) | Form::If(..) | Form::Compare(..)
    );
    let mut inner = true;
    form.children(&mut |child| inner &= is_plain(child));
    own && inner
}

/// Evaluates a plain form; `None` where a part is missing or a divisor is nought.
fn evaluate(form: &Form, field: &dyn Fn(FieldId, Option<&str>) -> Option<Exact>) -> Option<Exact> {
    Some(match form {
        Form::Num(x) => x.clone(),
        Form::Field(id, period) => field(*id, period.as_deref())?,
        Form::Neg(a) => -evaluate(a, field)?,
        Form::Arith(op, a, b) => {
            let (a, b) = (evaluate(a, field)?, evaluate(b, field)?);
            match op {
                ArithOp::Add => a + b,
                ArithOp::Sub => a - b,
                ArithOp::Mul => a * b,
                ArithOp::Div => a.checked_div(&b)?,
            }
        }
        Form::If(condition, then, otherwise) => {
            let Form::Compare(op, a, b) = condition.as_ref() else { return None };
            let order = evaluate(a, field)?.cmp(&evaluate(b, field)?);
            let holds = match op {
                CompareOp::Eq => order.is_eq(),
                CompareOp::Ne => order.is_ne(),
                CompareOp::Lt => order.is_lt(),
                CompareOp::Le => order.is_le(),
                CompareOp::Gt => order.is_gt(),
                CompareOp::Ge => order.is_ge(),
            };
            evaluate(if holds { then } else { otherwise }, field)?
        }
        _ => return None,
    })
}

/// The names that derived figures bear.
#[derive(Debug, Default)]
pub(super) struct DerivedNames {
    names: HashMap<String, Option<usize>>,
}

impl DerivedNames {
    pub(super) fn new(derived: &[Derived]) -> Self {
        let mut names: HashMap<String, Option<usize>> = HashMap::new();
        for (index, one) in derived.iter().enumerate() {
            for name in [fold(&one.id), fold(&one.name)].into_iter().filter(|n| !n.is_empty()) {
                let bearer = names.entry(name).or_insert(Some(index));
                if *bearer != Some(index) {
                    *bearer = None;
                }
            }
        }
        Self { names }
    }

    /// All that it knows, folded.
    pub(super) fn folded(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The figure that a heading names, with the period in the heading.
    pub(super) fn named(&self, text: &str) -> Option<(usize, Option<String>)> {
        if self.names.is_empty() || period_of(text).is_some() {
            return None;
        }
        let heading = Heading::of(text);
        let index = heading.names.iter().find_map(|n| self.names.get(n).copied().flatten())?;
        Some((index, heading.period))
    }
}

/// A figure that a return typed although the engine works it out.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// Index of the [`Derived`].
    pub derived: usize,
    pub unit: usize,
    pub period: Arc<str>,
    pub source: Arc<str>,
    /// As a person reads the cell.
    pub text: String,
    /// Whether the cell is a number, whose last digits may be residue of binary arithmetic.
    pub is_double: bool,
    pub place: Place,
}

/// Digits of a double that a formula's result can be trusted with.
const TRUSTED: usize = 12;

/// A typed figure as a number, with the place of its last digit: `97.56` and 2.
fn figure(typed: &Typed) -> Option<(Exact, i8, bool)> {
    let folded = fold(&typed.text).replace(',', "");
    let (digits, percent) = match folded.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (folded.as_str(), false),
    };
    let value: Exact = digits.parse().ok()?;
    let whole = digits.trim_start_matches('-').split('.').next().unwrap_or_default().trim_start_matches('0').len();
    let mut places = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    if typed.is_double {
        places = places.min(TRUSTED.saturating_sub(whole));
    }
    Some((value, i8::try_from(places).ok()?, percent))
}

/// Half of one in this decimal place.
fn half_unit(places: i8) -> Option<Exact> {
    let ten = 10_i64.checked_pow(u32::try_from(places).ok()?)?;
    Exact::ratio(1, ten.checked_mul(2)?)
}

/// Whether the typed figure is the exact one to as many places as were typed.
fn agrees(typed: &Exact, places: i8, exact: &Exact) -> bool {
    half_unit(places).is_none_or(|half| (typed - exact).abs() <= half)
}

/// Compares every typed figure with what its parts come to. Parts are looked for where the figure stands: on its sheet, then
/// in its file, then among what the same source sent. What has no parts there cannot be compared.
pub(super) fn compare(typed: &[Typed], observations: &[Observation], expected: &Expected<'_>) -> Vec<Finding> {
    if typed.is_empty() {
        return Vec::new();
    }
    let reported = Reported::new(typed, observations, expected);
    typed.iter().filter_map(|one| reported.compare(one, expected)).collect()
}

/// Observations of the fields that typed figures are made of.
struct Reported<'a> {
    by: HashMap<(usize, usize, &'a str), Vec<&'a Observation>>,
}

impl<'a> Reported<'a> {
    fn new(typed: &[Typed], observations: &'a [Observation], expected: &Expected<'_>) -> Self {
        let mut wanted = vec![false; expected.fields.len()];
        for one in typed {
            expected.derived[one.derived].form.walk(&mut |part| {
                if let Form::Field(field, _) = part
                    && let Some(flag) = wanted.get_mut(*field)
                {
                    *flag = true;
                }
            });
        }
        let mut by: HashMap<_, Vec<&Observation>> = HashMap::new();
        for one in observations.iter().filter(|o| wanted[o.field]) {
            by.entry((one.unit, one.field, one.period.as_ref())).or_default().push(one);
        }
        Self { by }
    }

    /// The value nearest to where the figure stands; none where those equally near differ or are no numbers.
    fn value(&self, typed: &Typed, field: usize, period: Option<&str>) -> Option<Exact> {
        let all = self.by.get(&(typed.unit, field, period.unwrap_or(&typed.period)))?;
        let far = |o: &Observation| {
            if o.place.file == typed.place.file {
                if o.place.sheet == typed.place.sheet { Some(0) } else { Some(1) }
            } else {
                (o.source == typed.source).then_some(2)
            }
        };
        let nearest = all.iter().filter_map(|o| far(o)).min()?;
        let mut values = all.iter().filter(|o| far(o) == Some(nearest)).map(|o| match &o.reading {
            Reading::Value(Value::Number(x)) => Some(x),
            _ => None,
        });
        let first = values.next()??;
        values.all(|other| other == Some(first)).then(|| first.clone())
    }

    fn compare(&self, typed: &Typed, expected: &Expected<'_>) -> Option<Finding> {
        let derived = &expected.derived[typed.derived];
        let exact = evaluate(&derived.form, &|field, period| self.value(typed, field, period))?;
        let agreed = figure(typed).is_some_and(|(value, places, percent)| {
            // 97.56% is 97.56 points where the value is one of points, and 0.9756 where it is a plain ratio
            let as_ratio = || {
                let value = value.checked_div(&Exact::from(100));
                percent && value.is_some_and(|v| agrees(&v, places.saturating_add(2), &exact))
            };
            agrees(&value, places, &exact) || as_ratio()
        });
        let places = figure(typed).map_or(2, |(_, places, _)| places.max(2));
        let unit = &expected.register.units()[typed.unit].name;
        (!agreed).then(|| {
            let finding = Finding::new(Code::RateDiffers).found(typed.text.trim()).expected(exact.display(places));
            finding.hint(&derived.formula).unit(unit.as_str()).field(&derived.id).at(typed.place.clone())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_figure_agrees_to_as_many_places_as_were_typed() {
        let typed = |text: &str, is_double| Typed {
            derived: 0,
            unit: 0,
            period: "2015".into(),
            source: "self".into(),
            text: text.into(),
            is_double,
            place: Place::default(),
        };
        // 80 of 82: 97.560975609756…
        let exact = Exact::ratio(8000, 82).unwrap();
        for (text, is_double, expected) in [
            ("97.56", false, true),
            ("97.6", false, true),
            ("98", false, true),
            ("97.57", false, false),
            ("97.5", false, false),
            ("97.56097560975609", true, true),
            ("97.56097560975611", true, true),
            ("97.560976", true, true),
            ("97.560975", true, false),
            ("97.56%", false, true),
            ("0.9756", false, false),
        ] {
            let (value, places, _) = figure(&typed(text, is_double)).unwrap();
            assert_eq!(agrees(&value, places, &exact), expected, "{text}");
        }
        // a half may have been rounded either way by the program that typed it, but not further
        let half = Exact::ratio(1, 8).unwrap();
        for (text, expected) in [("0.13", true), ("0.12", true), ("0.14", false)] {
            let (value, places, _) = figure(&typed(text, false)).unwrap();
            assert_eq!(agrees(&value, places, &half), expected, "{text}");
        }
        assert!(figure(&typed("约98", false)).is_none());
    }
}
