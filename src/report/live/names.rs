//! Names in forms: fields, attributes, nodes, and what an indicator has of its own.

use crate::expr::{Attribute, Form, NodeRef, Own, Standing};
use crate::rubric::FieldType;

use super::calc::{Calc, Cx};
use super::formula::{ColId, Sx};
use super::value::{Kind, Tr, Untranslated, Val};

type Translated = Result<Tr, Untranslated>;

impl Calc<'_, '_> {
    fn kind_of(&self, field: usize) -> Kind {
        match self.data.kind(field) {
            FieldType::Decimal | FieldType::Integer | FieldType::Percent => Kind::Num,
            FieldType::Bool => Kind::Bool,
            FieldType::Choice | FieldType::Text => Kind::Text,
            FieldType::Date => Kind::Date,
        }
    }

    /// The cell of a field in a period, with its correction where there is one.
    pub fn field(&mut self, field: usize, period: usize) -> Val {
        let kind = self.kind_of(field);
        let mut column = self.data.field(self.plan, field, period);
        let correction = if self.adjusted { self.data.correction(self.plan, field, period) } else { None };
        if let Some(correction) = correction {
            let filled = |c: ColId| Sx::of("LEN", Sx::Col(c)).op(">", Sx::int(0));
            let own = filled(column).then(Sx::Col(column), Sx::text(""));
            let heads = self.plan.columns[correction].heads.clone();
            let formula = filled(correction).then(Sx::Col(correction), own);
            column = self.plan.column(self.sheet, heads, super::plan::Look::Step, formula);
        }
        Val::cell(Sx::Col(column), kind, true)
    }

    /// The observation of a named period that is not later than the one looked at, or lies inside it.
    pub fn field_at(&mut self, field: usize, period: &str, cx: &Cx) -> Val {
        let now = &self.data.periods[cx.period];
        let inside = period.strip_prefix(now.as_ref()).is_some_and(|rest| rest.starts_with('-'));
        if period > now.as_ref() && !inside {
            return self.missing();
        }
        match self.data.period(period) {
            Some(period) => self.field(field, period),
            None => self.missing(),
        }
    }

    /// A field read in the period on which the value is judged.
    pub fn item(&mut self, field: usize, cx: &Cx) -> Tr {
        let Some((index, periods)) = cx.judged.clone() else { return Tr::Pure(self.field(field, cx.period)) };
        let mut found = self.states.missing.clone();
        for (n, period) in (1..).zip(&periods).collect::<Vec<_>>().into_iter().rev() {
            let val = self.field(field, *period);
            let whole = self.states.whole(&Tr::Pure(val));
            found = Sx::Col(index).op("=", Sx::int(n)).then(whole, found);
        }
        Tr::Full(found, self.kind_of(field), Vec::new())
    }

    /// An attribute of the unit.
    pub fn attribute(&mut self, attribute: Attribute) -> Val {
        let column = self.data.attribute(self.plan, attribute);
        // nothing is an empty text
        Val { kind: Kind::Text, ..Val::sure(Sx::Col(column).op("&", Sx::text(""))) }
    }

    /// The score of a node or the published total.
    pub fn score_of(&self, node: NodeRef) -> Val {
        match node {
            NodeRef::Node(node) => match &self.nodes[node] {
                Some(entered) => {
                    let column = entered.score;
                    let clean = self.is_rounded(node);
                    let sure = !entered.can_na && !entered.can_miss;
                    let val = Val::cell(Sx::Col(column), Kind::Num, clean);
                    if sure { Val { deps: Vec::new(), ..val } } else { val }
                }
                None => self.missing(),
            },
            NodeRef::Total => match self.standings {
                Some(standings) => {
                    let clean = self.rubric().scheme.rounding.total.is_some();
                    Val::cell(Sx::Col(standings.total), Kind::Num, clean)
                }
                None => self.missing(),
            },
        }
    }

    fn is_rounded(&self, node: usize) -> bool {
        match &self.rubric().nodes[node].body {
            crate::rubric::Body::Indicator(model) => model.rounding.is_some(),
            crate::rubric::Body::Section(_) => self.rubric().scheme.rounding.section.is_some(),
        }
    }

    /// A node's score over its marks.
    pub fn share_of(&self, node: NodeRef) -> Val {
        let score = self.score_of(node);
        let marks = match node {
            NodeRef::Node(node) => self.nodes[node].as_ref().map_or_else(|| Sx::int(1), |n| n.marks.clone()),
            NodeRef::Total => Sx::Cell(self.settings.full_marks),
        };
        Val { x: score.as_number().op("/", marks), clean: false, stored: None, ..score }
    }

    /// The indicator's value, target or marks.
    pub fn own(&mut self, own: Own, cx: &Cx) -> Translated {
        let Some(owner) = cx.owner else { return Ok(Tr::Pure(self.missing())) };
        match own {
            Own::Marks => Ok(Tr::Pure(Val::sure(self.marks_of(owner)?))),
            Own::Value => match &cx.value {
                Some(value) => Ok(Tr::Pure(value.clone())),
                None => self.own_value(owner, cx.period).map(Tr::Pure),
            },
            Own::Target => self.own_target(owner, cx.period).map(Tr::Pure),
        }
    }

    /// An indicator's value in a period, in a cell of its own.
    pub fn own_value(&mut self, owner: usize, period: usize) -> Result<Val, Untranslated> {
        let form = self.rubric().indicator(owner).and_then(|i| i.value.as_ref());
        self.own_part(owner, period, form, self.report.words().live.value)
    }

    /// An indicator's target in a period, in a cell of its own.
    pub fn own_target(&mut self, owner: usize, period: usize) -> Result<Val, Untranslated> {
        if let Some(cell) = self.settings.targets[owner] {
            return Ok(Val::sure(Sx::Cell(cell)));
        }
        let form = self.rubric().indicator(owner).and_then(|i| i.target.as_ref());
        self.own_part(owner, period, form, self.report.words().live.target)
    }

    fn own_part(&mut self, owner: usize, period: usize, form: Option<&Form>, what: &str) -> Result<Val, Untranslated> {
        let Some(form) = form else { return Ok(self.missing()) };
        let cx = Cx { period, ..self.cx(Some(owner)) };
        let tr = self.tr(form, &cx)?;
        match tr {
            Tr::Pure(val) if val.is_atom() && !val.risky => Ok(val),
            Tr::Pure(val) if val.kind == Kind::Text => Ok(val),
            tr => {
                let (kind, clean) = match &tr {
                    Tr::Pure(val) => (val.kind, val.clean),
                    Tr::Full(_, kind, _) => (*kind, false),
                };
                let formula = self.states.whole(&tr);
                let column = self.step(Some(owner), what, formula);
                Ok(Val::cell(Sx::Col(column), kind, clean))
            }
        }
    }

    /// A standing in the ranking.
    pub fn standing(&mut self, standing: Standing) -> Result<Val, Untranslated> {
        let Some(at) = self.standings else { return Ok(self.missing()) };
        let cell = |column| Val::cell(Sx::Col(column), Kind::Num, true);
        Ok(match standing {
            Standing::Place => cell(at.place),
            Standing::PlaceIn(by) => cell(self.places_in(by)?),
            Standing::Ranked => Val::sure(Sx::of("COUNT", Sx::Range(at.place))),
            Standing::RankedIn(by) => {
                let (key, _) = self.key(by);
                let args = vec![Sx::Range(key), Sx::Col(key), Sx::Range(at.place), Sx::text(">0")];
                Val::sure(Sx::Call("COUNTIFS", args))
            }
        })
    }
}
