//! Syntax tree → [`Form`]: names get their meaning, types are checked, and what cannot be is said with its place.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::finding::{Code, nearest};

use super::parse::{Ast, AstKind, BinaryOp};
use super::{
    Attribute, CompareOp, Compared, Date, FieldId, Form, Func, NodeId, NodeRef, Own, PeriodSpan, Population, Standing,
    Stat,
};

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A number.
    Number,
    /// True or false; 1 or 0 where a number is wanted.
    Bool,
    /// A text or a choice.
    Text,
    /// A date.
    Date,
}

impl Type {
    fn describe(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Bool => "condition",
            Self::Text => "text",
            Self::Date => "date",
        }
    }
}

/// The names a rubric declares.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Fields with their types, by id.
    pub fields: HashMap<String, (FieldId, Type)>,
    /// Nodes by id.
    pub nodes: HashMap<String, NodeId>,
}

/// What an expression may refer to, beyond fields, attributes and functions.
#[allow(clippy::struct_excessive_bools)] // each names one thing that is allowed or not
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Allowed {
    /// Observations (not in `marks`, which depend on the unit alone).
    pub fields: bool,
    /// `value`.
    pub value: bool,
    /// `target`.
    pub target: bool,
    /// `marks`.
    pub marks: bool,
    /// `score(node)` and `share(node)`.
    pub scores: bool,
    /// `place`, `ranked`, `group_place`, `group_ranked`.
    pub standing: bool,
    /// Totals of periods; then nothing else is allowed.
    pub periods: bool,
}

/// Where an expression stands.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The names of the rubric.
    pub names: &'a Names,
    /// What it may refer to.
    pub allowed: Allowed,
    /// The indicator it belongs to.
    pub owner: Option<NodeId>,
    /// Which units its statistics compare.
    pub compared: Compared,
    /// Whether its statistics take in disqualified units.
    pub everyone: bool,
    /// Where the populations of its statistics are gathered.
    pub populations: &'a mut Vec<Population>,
}

/// Something wrong inside an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub code: Code,
    /// Bytes of the expression's text.
    pub span: Range<usize>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// The nearest known name.
    pub hint: String,
}

/// Gives the tree its meaning. All problems are collected; `None` stands for a part that has one.
pub fn check(ast: &Ast, scope: &mut Scope<'_>, problems: &mut Vec<Problem>) -> Option<(Form, Type)> {
    Checker { scope, problems, inside_stat: false }.form(ast)
}

struct Checker<'a, 'b> {
    scope: &'a mut Scope<'b>,
    problems: &'a mut Vec<Problem>,
    inside_stat: bool,
}

const ATTRIBUTES: [(&str, Attribute); 3] =
    [("group", Attribute::Group), ("class", Attribute::Class), ("code", Attribute::Code)];
const STANDINGS: [(&str, Standing); 4] = [
    ("place", Standing::Place),
    ("ranked", Standing::Ranked),
    ("group_place", Standing::GroupPlace),
    ("group_ranked", Standing::GroupRanked),
];
const SPECIAL: [&str; 7] = ["if", "previous", "at", "over", "answers", "score", "share"];

fn pick<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(n, _)| *n == name).map(|(_, t)| *t)
}

impl Checker<'_, '_> {
    fn problem(&mut self, code: Code, ast: &Ast, found: impl Into<String>, expected: impl Into<String>) {
        self.problems.push(Problem {
            code,
            span: ast.span.clone(),
            found: found.into(),
            expected: expected.into(),
            hint: String::new(),
        });
    }

    fn form(&mut self, ast: &Ast) -> Option<(Form, Type)> {
        match &ast.kind {
            AstKind::Num(n) => Some((Form::Num(n.clone()), Type::Number)),
            AstKind::Text(t) => Some((Form::Text(t.as_str().into()), Type::Text)),
            AstKind::Name(name) => self.name(ast, name),
            AstKind::Call(name, args) => self.call(ast, name, args),
            AstKind::Neg(a) => {
                let a = self.number(a)?;
                Some((if let Form::Num(n) = a { Form::Num(-n) } else { Form::Neg(Box::new(a)) }, Type::Number))
            }
            AstKind::Not(a) => Some((Form::Not(Box::new(self.condition(a)?)), Type::Bool)),
            AstKind::Binary(op, a, b) => self.binary(ast, *op, a, b),
        }
    }

    fn number(&mut self, ast: &Ast) -> Option<Form> {
        let (form, kind) = self.form(ast)?;
        if matches!(kind, Type::Number | Type::Bool) {
            return Some(form);
        }
        self.problem(Code::ExpressionType, ast, kind.describe(), "number");
        None
    }

    fn condition(&mut self, ast: &Ast) -> Option<Form> {
        let (form, kind) = self.form(ast)?;
        if kind == Type::Bool {
            return Some(form);
        }
        self.problem(Code::ExpressionType, ast, kind.describe(), "condition (such as `x > 0`)");
        None
    }

    /// A date field, or a text that is an ISO date.
    fn date(&mut self, ast: &Ast) -> Option<Form> {
        let (form, kind) = self.form(ast)?;
        match (&form, kind) {
            (_, Type::Date) => Some(form),
            (Form::Text(text), _) if Date::parse(text).is_some() => Date::parse(text).map(Form::Date),
            _ => {
                self.problem(Code::ExpressionType, ast, kind.describe(), "date (a field, or '2015-06-30')");
                None
            }
        }
    }

    fn name(&mut self, ast: &Ast, name: &str) -> Option<(Form, Type)> {
        let allowed = self.scope.allowed;
        if allowed.periods {
            return match name {
                "last" => Some((Form::Last, Type::Number)),
                _ => self.unknown(ast, name, &["last", "mean", "sum", "count", "highest", "lowest"]),
            };
        }
        let own = [
            ("value", allowed.value, Own::Value),
            ("target", allowed.target, Own::Target),
            ("marks", allowed.marks, Own::Marks),
        ];
        if let Some((_, _, own)) = own.iter().find(|(n, is_allowed, _)| *n == name && *is_allowed) {
            return Some((Form::Own(*own), Type::Number));
        }
        if allowed.fields
            && let Some((field, kind)) = self.scope.names.fields.get(name)
        {
            return Some((Form::Field(*field, None), *kind));
        }
        if let Some(attribute) = pick(&ATTRIBUTES, name) {
            return Some((Form::Attribute(attribute), Type::Text));
        }
        if allowed.standing
            && let Some(standing) = pick(&STANDINGS, name)
        {
            return Some((Form::Standing(standing), Type::Number));
        }
        match name {
            "true" => Some((Form::Bool(true), Type::Bool)),
            "false" => Some((Form::Bool(false), Type::Bool)),
            _ => {
                if self.scope.names.nodes.contains_key(name) && !self.scope.names.fields.contains_key(name) {
                    self.problem(Code::UnknownName, ast, name, format!("score({name})"));
                    return None;
                }
                let mut known: Vec<&str> = vec!["group", "class", "code"];
                known.extend(own.iter().filter(|(_, is_allowed, _)| *is_allowed).map(|(n, ..)| *n));
                let names = self.scope.names;
                if allowed.fields {
                    known.extend(names.fields.keys().map(String::as_str));
                }
                known.sort_unstable();
                self.unknown(ast, name, &known)
            }
        }
    }

    fn unknown(&mut self, ast: &Ast, name: &str, known: &[&str]) -> Option<(Form, Type)> {
        let hint = nearest(name, known.iter().copied()).unwrap_or_default().to_owned();
        let span = ast.span.start..ast.span.start + name.len();
        self.problems.push(Problem {
            code: Code::UnknownName,
            span,
            found: name.to_owned(),
            expected: String::new(),
            hint,
        });
        None
    }

    fn binary(&mut self, ast: &Ast, op: BinaryOp, a: &Ast, b: &Ast) -> Option<(Form, Type)> {
        match op {
            BinaryOp::Arith(op) => {
                let (a, b) = (self.number(a), self.number(b));
                Some((a?.arith(op, b?), Type::Number))
            }
            BinaryOp::And | BinaryOp::Or => {
                let (a, b) = (self.condition(a), self.condition(b));
                let (a, b) = (Box::new(a?), Box::new(b?));
                Some((if op == BinaryOp::And { Form::And(a, b) } else { Form::Or(a, b) }, Type::Bool))
            }
            BinaryOp::Compare(op) => self.comparison(ast, op, a, b),
        }
    }

    fn comparison(&mut self, ast: &Ast, op: CompareOp, a: &Ast, b: &Ast) -> Option<(Form, Type)> {
        let (left, right) = (self.form(a), self.form(b));
        let ((left, left_type), (right, right_type)) = (left?, right?);
        let numeric = |t| matches!(t, Type::Number | Type::Bool);
        let pair = match (left_type, right_type) {
            (Type::Date, Type::Text) => self.date(b).map(|right| (left, right)),
            (Type::Text, Type::Date) => self.date(a).map(|left| (left, right)),
            (Type::Text, Type::Text) if !matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                self.problem(Code::ExpressionType, ast, "text", "`==` or `!=` between texts");
                None
            }
            (l, r) if l == r || (numeric(l) && numeric(r)) => Some((left, right)),
            (l, r) => {
                self.problem(
                    Code::ExpressionType,
                    ast,
                    format!("{} / {}", l.describe(), r.describe()),
                    "two of the same kind",
                );
                None
            }
        };
        let (left, right) = pair?;
        Some((left.compare(op, right), Type::Bool))
    }

    fn count(&mut self, ast: &Ast, args: &[Ast], least: usize, most: usize) -> bool {
        let fits = (least..=most).contains(&args.len());
        if !fits {
            let expected = match (least, most) {
                _ if least == most => format!("{least} arguments"),
                (_, usize::MAX) => format!("at least {least} arguments"),
                _ => format!("{least} to {most} arguments"),
            };
            self.problem(Code::ExpressionType, ast, args.len().to_string(), expected);
        }
        fits
    }

    fn call(&mut self, ast: &Ast, name: &str, args: &[Ast]) -> Option<(Form, Type)> {
        if self.scope.allowed.periods {
            return self.period_call(ast, name, args);
        }
        if let Some(stat) = pick(&Stat::ALL, name) {
            return self.statistic(ast, stat, args);
        }
        if let Some((_, func, least, most)) = Func::ALL.iter().find(|(n, ..)| *n == name) {
            return self.function(ast, *func, *least, *most, args);
        }
        match name {
            "if" => self.branch(ast, args),
            "answers" => {
                if !self.count(ast, args, 1, 1) {
                    return None;
                }
                let AstKind::Text(measure) = &args[0].kind else {
                    self.problem(Code::ExpressionType, &args[0], "expression", "a measure in quotes, such as '（五）'");
                    return None;
                };
                Some((Form::Answers(measure.as_str().into()), Type::Bool))
            }
            "score" | "share" => {
                if !self.count(ast, args, 1, 1) {
                    return None;
                }
                let node = self.node(&args[0])?;
                Some((if name == "score" { Form::Score(node) } else { Form::Share(node) }, Type::Number))
            }
            "previous" => {
                if !self.count(ast, args, 1, 1) {
                    return None;
                }
                let (form, kind) = self.form(&args[0])?;
                Some((Form::Previous(Box::new(form)), kind))
            }
            "at" => self.at(ast, args),
            "over" => self.over(ast, args),
            _ => {
                let known: Vec<&str> = Func::ALL
                    .iter()
                    .map(|(n, ..)| *n)
                    .chain(Stat::ALL.iter().map(|(n, _)| *n))
                    .chain(SPECIAL)
                    .collect();
                self.unknown(ast, name, &known)
            }
        }
    }

    fn period_call(&mut self, ast: &Ast, name: &str, args: &[Ast]) -> Option<(Form, Type)> {
        let span = match args {
            [Ast { kind: AstKind::Name(n), .. }] if n == "each" => Some(PeriodSpan::Each),
            [Ast { kind: AstKind::Name(n), .. }] if n == "earlier" => Some(PeriodSpan::Earlier),
            _ => None,
        };
        let stat = pick(&Stat::ALL, name)
            .filter(|stat| matches!(stat, Stat::Mean | Stat::Sum | Stat::Count | Stat::Highest | Stat::Lowest));
        if let (Some(stat), Some(span)) = (stat, span) {
            return Some((Form::Periods(stat, span), Type::Number));
        }
        if stat.is_some() {
            self.problem(Code::ExpressionType, ast, name, "`each` or `earlier` as the argument");
            return None;
        }
        match Func::ALL.iter().find(|(n, ..)| *n == name) {
            Some((_, func, least, most)) => self.function(ast, *func, *least, *most, args),
            None if name == "if" => self.branch(ast, args),
            None => self.unknown(ast, name, &["mean", "sum", "count", "highest", "lowest", "min", "max", "round"]),
        }
    }

    fn branch(&mut self, ast: &Ast, args: &[Ast]) -> Option<(Form, Type)> {
        if !self.count(ast, args, 3, 3) {
            return None;
        }
        let condition = self.condition(&args[0]);
        let (then, otherwise) = (self.form(&args[1]), self.form(&args[2]));
        let (condition, (then, a), (otherwise, b)) = (condition?, then?, otherwise?);
        let kind = match (a, b) {
            _ if a == b => a,
            (Type::Number, Type::Bool) | (Type::Bool, Type::Number) => Type::Number,
            _ => {
                self.problem(
                    Code::ExpressionType,
                    ast,
                    format!("{} / {}", a.describe(), b.describe()),
                    "two of the same kind",
                );
                return None;
            }
        };
        Some((condition.then(then, otherwise), kind))
    }

    fn function(&mut self, ast: &Ast, func: Func, least: usize, most: usize, args: &[Ast]) -> Option<(Form, Type)> {
        if !self.count(ast, args, least, most) {
            return None;
        }
        let dates = matches!(func, Func::Days | Func::Months);
        let forms: Vec<Option<Form>> =
            args.iter().map(|arg| if dates { self.date(arg) } else { self.number(arg) }).collect();
        let mut forms: Vec<Form> = forms.into_iter().collect::<Option<_>>()?;
        if func == Func::Round && forms.len() == 1 {
            forms.push(Form::int(0));
        }
        Some((Form::Call(func, forms), Type::Number))
    }

    fn statistic(&mut self, ast: &Ast, stat: Stat, args: &[Ast]) -> Option<(Form, Type)> {
        if !self.count(ast, args, 1, 1) {
            return None;
        }
        if self.inside_stat {
            self.problem(Code::ExpressionType, ast, "a statistic over the units inside another", "a plain expression");
            return None;
        }
        self.inside_stat = true;
        let of = self.number(&args[0]);
        self.inside_stat = false;
        let of = of?;
        Some((Form::Units(stat, self.scope.population(of)), Type::Number))
    }

    fn node(&mut self, ast: &Ast) -> Option<NodeRef> {
        let (AstKind::Name(name) | AstKind::Text(name)) = &ast.kind else {
            self.problem(Code::ExpressionType, ast, "expression", "the id of a section or an indicator");
            return None;
        };
        if !self.scope.allowed.scores {
            self.problem(Code::ExpressionType, ast, format!("score({name})"), "an expression without scores");
            return None;
        }
        if let Some(node) = self.scope.names.nodes.get(name) {
            return Some(NodeRef::Node(*node));
        }
        if name == "total" {
            return Some(NodeRef::Total);
        }
        let names = self.scope.names;
        let mut known: Vec<&str> = names.nodes.keys().map(String::as_str).collect();
        known.sort_unstable();
        self.unknown(ast, name, &known);
        None
    }

    fn plain_field(&mut self, ast: &Ast) -> Option<(FieldId, Type)> {
        if let AstKind::Name(name) = &ast.kind {
            if let Some(found) = self.scope.names.fields.get(name).filter(|_| self.scope.allowed.fields) {
                return Some(*found);
            }
            let names = self.scope.names;
            let mut known: Vec<&str> = names.fields.keys().map(String::as_str).collect();
            known.sort_unstable();
            self.unknown(ast, name, &known);
        } else {
            self.problem(Code::ExpressionType, ast, "expression", "the id of a field");
        }
        None
    }

    fn at(&mut self, ast: &Ast, args: &[Ast]) -> Option<(Form, Type)> {
        if !self.count(ast, args, 2, 2) {
            return None;
        }
        let (field, kind) = self.plain_field(&args[0])?;
        let period: Arc<str> = match &args[1].kind {
            AstKind::Text(period) => period.as_str().into(),
            AstKind::Num(n) => n.to_string().into(),
            _ => {
                self.problem(Code::ExpressionType, &args[1], "expression", "a period in quotes, such as '2011'");
                return None;
            }
        };
        Some((Form::Field(field, Some(period)), kind))
    }

    fn over(&mut self, ast: &Ast, args: &[Ast]) -> Option<(Form, Type)> {
        if !self.count(ast, args, 2, 2) {
            return None;
        }
        let stat = match &args[0].kind {
            AstKind::Name(name) => {
                let extremes = [("min", Stat::Lowest), ("max", Stat::Highest)];
                pick(&Stat::ALL, name).or(pick(&extremes, name)).filter(|stat| *stat != Stat::Rank)
            }
            _ => None,
        };
        let field = self.plain_field(&args[1]);
        let Some(stat) = stat else {
            self.problem(
                Code::ExpressionType,
                &args[0],
                "expression",
                "mean, median, stdev, sum, count, highest or lowest",
            );
            return None;
        };
        let (field, kind) = field?;
        if !matches!(kind, Type::Number | Type::Bool) {
            self.problem(Code::ExpressionType, &args[1], kind.describe(), "number");
            return None;
        }
        Some((Form::Over(stat, field), Type::Number))
    }
}

impl Scope<'_> {
    /// The population that evaluates `of` over the units compared here; the same one for the same question.
    pub fn population(&mut self, of: Form) -> usize {
        self.enter(Population {
            of,
            compared: self.compared,
            owner: self.owner,
            own_value: None,
            everyone: self.everyone,
        })
    }

    /// The index of a population, entered where it is new.
    pub fn enter(&mut self, wanted: Population) -> usize {
        if let Some(known) = self.populations.iter().position(|p| *p == wanted) {
            return known;
        }
        self.populations.push(wanted);
        self.populations.len() - 1
    }
}
