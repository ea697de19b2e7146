//! Syntax tree → [`Form`]: names get their meaning, types are checked, and what cannot be is said with its place.

mod calls;

use std::collections::HashMap;
use std::ops::Range;

use crate::finding::{Code, nearest};

use crate::expr::parse::{Ast, AstKind, BinaryOp};
use crate::expr::{Attribute, CompareOp, Compared, Date, FieldId, Form, NodeId, Own, Partition, Population, Standing};

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
    /// `place`, `ranked`, and those within the group or the class.
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
const STANDINGS: [(&str, Standing); 6] = [
    ("place", Standing::Place),
    ("ranked", Standing::Ranked),
    ("group_place", Standing::PlaceIn(Partition::Group)),
    ("group_ranked", Standing::RankedIn(Partition::Group)),
    ("class_place", Standing::PlaceIn(Partition::Class)),
    ("class_ranked", Standing::RankedIn(Partition::Class)),
];
pub(super) const SPECIAL: [&str; 7] = ["if", "previous", "at", "over", "answers", "score", "share"];

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
