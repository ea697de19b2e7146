//! Names, numbers and expressions in words.

use crate::expr::{ArithOp, Ast, AstKind, BinaryOp, CompareOp, Compared, Stat, operator, parse};
use crate::finding::Lang;
use crate::number::{Exact, RoundMode, Rounding};

use super::super::document::At;
use super::super::field::{Field, FieldType};
use super::super::rule::{Each, Rule};
use super::super::scheme::{Body, IndicatorBody, Node, Scalar, Scheme};
use super::table::{Words, put, words};

/// Says a scheme in one language.
#[derive(Clone, Copy)]
pub(super) struct Speaker<'a> {
    pub scheme: &'a Scheme,
    pub w: &'static Words,
    /// Who is compared where an expression asks for a statistic.
    pub compared: Compared,
}

impl<'a> Speaker<'a> {
    pub fn new(scheme: &'a Scheme, lang: Lang) -> Self {
        Self { scheme, w: words(lang), compared: Compared::All }
    }

    /// The field with this id.
    pub fn field(self, id: &str) -> Option<&'a Field> {
        self.scheme.fields.iter().find(|f| f.id == id)
    }

    /// The name of a field, or the id itself.
    pub fn field_name(self, id: &str) -> String {
        self.field(id).map_or_else(|| id.to_owned(), |f| f.name.clone())
    }

    /// The quoted name of a node.
    pub fn node_name(self, id: &str) -> String {
        if id == "total" {
            return self.w.expr.total.to_owned();
        }
        let name = self.scheme.nodes.iter().find(|n| n.id.value == id).map_or(id, |n| n.name.as_str());
        self.quoted(name)
    }

    pub fn quoted(self, text: &str) -> String {
        put(self.w.sentence.quoted, &[text])
    }

    /// The unit of measure of an indicator's value.
    pub fn unit(self, node: &'a Node, body: &'a IndicatorBody) -> &'a str {
        if !body.unit.is_empty() {
            return &body.unit;
        }
        let id = body.value.as_ref().map_or(node.id.value.as_str(), |v| v.value.trim());
        self.field_unit(id)
    }

    fn field_unit(self, id: &str) -> &'a str {
        match self.field(id) {
            Some(f) if f.unit.is_empty() && f.kind == FieldType::Percent => "%",
            Some(f) => &f.unit,
            None => "",
        }
    }

    /// A number of its unit: `90%`, `4 次`.
    pub fn amount(self, number: &str, unit: &str) -> String {
        match unit {
            "" => number.to_owned(),
            "%" => put(self.w.quantity.percent, &[number]),
            _ => put(self.w.quantity.with_unit, &[number, unit]),
        }
    }

    /// A number or expression of this unit.
    pub fn measure(self, scalar: &Scalar, unit: &str) -> String {
        match scalar {
            Scalar::Number(n) => self.amount(&n.to_string(), unit),
            Scalar::Expr(at) => self.expr(at),
        }
    }

    /// A distance in this unit: `1 个百分点`, `0.1 起/万台`.
    pub fn distance(self, scalar: &Scalar, unit: &str) -> String {
        match scalar {
            Scalar::Number(n) if unit == "%" => counted(&self.w.quantity.points, n),
            Scalar::Number(n) => self.amount(&n.to_string(), unit),
            Scalar::Expr(at) if unit == "%" => put(self.w.quantity.points[1], &[&self.expr_group(at)]),
            Scalar::Expr(at) => self.amount(&self.expr_group(at), unit),
        }
    }

    /// `0.5 分`.
    pub fn marks(self, scalar: &Scalar) -> String {
        match scalar {
            Scalar::Number(n) => counted(&self.w.quantity.marks, n),
            Scalar::Expr(at) => put(self.w.quantity.marks_of, &[&self.expr(at)]),
        }
    }

    /// A number or expression without a unit.
    pub fn plain(self, scalar: &Scalar) -> String {
        match scalar {
            Scalar::Number(n) => n.to_string(),
            Scalar::Expr(at) => self.expr_group(at),
        }
    }

    /// `全部单位`, `同组单位`, `同类单位`.
    pub fn units(self) -> &'static str {
        self.w.rule.units[match self.compared {
            Compared::All => 0,
            Compared::Group => 1,
            Compared::Class => 2,
        }]
    }

    pub fn rounding(self, template: &str, rounding: Rounding) -> String {
        let mode = RoundMode::ALL.iter().position(|(_, m)| *m == rounding.mode).unwrap_or(0);
        put(template, &[&rounding.places.to_string(), self.w.modifier.modes[mode]])
    }

    /// Whether the period scored is a year.
    pub fn yearly(self) -> bool {
        is_year(&self.scheme.head.period)
    }

    /// `2015 年`.
    pub fn period(self, period: &str) -> String {
        if is_year(period) { put(self.w.rule.year, &[period]) } else { period.to_owned() }
    }

    /// An expression in words.
    pub fn expr(self, at: &At<String>) -> String {
        match parse(&at.value) {
            Ok(ast) => self.ast(&ast, 0),
            Err(_) => at.value.clone(),
        }
    }

    /// A condition in words.
    pub fn condition(self, at: &At<String>) -> String {
        match parse(&at.value) {
            Ok(ast) => self.holds(&ast, 0),
            Err(_) => at.value.clone(),
        }
    }

    /// A part that is true or false; a yes-or-no field by itself is said to be 是.
    fn holds(self, ast: &Ast, binding: u8) -> String {
        match &ast.kind {
            AstKind::Name(name) if self.field(name).is_some_and(|f| f.kind == FieldType::Bool) => {
                put(self.w.expr.is, &[&self.field_name(name), &self.quoted(self.w.expr.yes)])
            }
            _ => self.ast(ast, binding),
        }
    }

    /// An expression in parentheses unless it is one name.
    fn expr_group(self, at: &At<String>) -> String {
        match parse(&at.value) {
            Ok(ast) => self.ast(&ast, 5),
            Err(_) => at.value.clone(),
        }
    }

    /// `binding`: 0 or, 1 and, 2 comparisons, 3 sums, 4 products, 5 single things.
    fn ast(self, ast: &Ast, binding: u8) -> String {
        let (text, own) = match &ast.kind {
            AstKind::Num(n) => (n.to_string(), if n.is_negative() { 3 } else { 5 }),
            AstKind::Text(text) => (self.quoted(text), 5),
            AstKind::Name(name) => (self.name(name), 5),
            AstKind::Call(name, args) => self.call(name, args),
            AstKind::Neg(a) => (format!("−{}", self.ast(a, 5)), 3),
            AstKind::Not(a) => (put(self.w.expr.not, &[&self.holds(a, 0)]), 5),
            AstKind::Binary(op, a, b) => self.binary(*op, a, b),
        };
        if own < binding { put(self.w.sentence.group, &[&text]) } else { text }
    }

    fn name(self, name: &str) -> String {
        let e = &self.w.expr;
        let word = match name {
            "value" => e.value,
            "target" => e.target,
            "marks" => e.marks,
            _ if self.field(name).is_some() => return self.field_name(name),
            "group" => e.group,
            "class" => e.class,
            "code" => e.code,
            "place" => e.standing[0],
            "ranked" => e.standing[1],
            "group_place" => e.standing[2],
            "group_ranked" => e.standing[3],
            "class_place" => e.standing[4],
            "class_ranked" => e.standing[5],
            "true" => e.yes,
            "false" => e.no,
            "last" => e.last,
            "each" => e.each,
            "earlier" => e.earlier,
            other => return other.to_owned(),
        };
        word.to_owned()
    }

    fn binary(self, op: BinaryOp, a: &Ast, b: &Ast) -> (String, u8) {
        match op {
            BinaryOp::Or => (put(self.w.expr.or, &[&self.holds(a, 0), &self.holds(b, 1)]), 0),
            BinaryOp::And => (put(self.w.expr.and, &[&self.holds(a, 1), &self.holds(b, 2)]), 1),
            BinaryOp::Compare(op) => (self.comparison(op, a, b), 2),
            BinaryOp::Arith(op) => {
                let own = if matches!(op, ArithOp::Add | ArithOp::Sub) { 3 } else { 4 };
                (format!("{} {} {}", self.ast(a, own), operator(op), self.ast(b, own + 1)), own)
            }
        }
    }

    fn comparison(self, op: CompareOp, a: &Ast, b: &Ast) -> String {
        let e = &self.w.expr;
        let textual = |ast: &Ast| matches!(ast.kind, AstKind::Text(_));
        if (textual(a) || textual(b)) && matches!(op, CompareOp::Eq | CompareOp::Ne) {
            let (what, text) = if textual(a) { (b, a) } else { (a, b) };
            let template = if op == CompareOp::Eq { e.is } else { e.is_not };
            return put(template, &[&self.ast(what, 3), &self.ast(text, 3)]);
        }
        let template = e.compare[match op {
            CompareOp::Eq => 0,
            CompareOp::Ne => 1,
            CompareOp::Lt => 2,
            CompareOp::Le => 3,
            CompareOp::Gt => 4,
            CompareOp::Ge => 5,
        }];
        put(template, &[&self.side(a, b), &self.side(b, a)])
    }

    /// One side of a comparison; a bare number takes the unit of measure of the other side.
    fn side(self, ast: &Ast, other: &Ast) -> String {
        let AstKind::Num(n) = &ast.kind else { return self.ast(ast, 3) };
        match &other.kind {
            AstKind::Call(name, _) if name == "share" => {
                put(self.w.quantity.percent, &[&(n * &Exact::from(100)).to_string()])
            }
            AstKind::Call(name, args) if matches!(name.as_str(), "previous" | "at") => match args.first() {
                Some(Ast { kind: AstKind::Name(field), .. }) => self.amount(&n.to_string(), self.field_unit(field)),
                _ => n.to_string(),
            },
            AstKind::Name(field) => self.amount(&n.to_string(), self.field_unit(field)),
            _ => n.to_string(),
        }
    }

    fn call(self, name: &str, args: &[Ast]) -> (String, u8) {
        let e = &self.w.expr;
        let said = |template: &str| {
            let args: Vec<String> = args.iter().map(|arg| self.ast(arg, 3)).collect();
            put(template, &args.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let listed = |template: &str| {
            let args: Vec<String> = args.iter().map(|arg| self.ast(arg, 3)).collect();
            put(template, &[&args.join(self.w.sentence.names)])
        };
        let text = match (name, args) {
            ("if", [c, a, b]) => {
                let (c, a, b) = (self.holds(c, 0), self.ast(a, 3), self.ast(b, 3));
                return (put(e.condition, &[&c, &a, &b]), 1);
            }
            ("score", [node]) => put(e.score, &[&self.referred(node)]),
            ("share", [node]) => put(e.share, &[&self.referred(node)]),
            ("answers", [_]) => said(e.answers),
            ("previous", [a]) => put(e.previous[usize::from(!self.yearly())], &[&self.ast(a, 5)]),
            ("at", [a, Ast { kind: AstKind::Text(period), .. }]) => {
                put(e.at[usize::from(!is_year(period))], &[&self.ast(a, 5), period])
            }
            ("over", [stat, field]) => put(e.over, &[&self.ast(field, 5), self.stat_name(stat)]),
            ("min", [_, _, ..]) => listed(e.min),
            ("max", [_, _, ..]) => listed(e.max),
            ("abs", [a]) => return (format!("|{}|", self.ast(a, 0)), 5),
            ("floor", [_]) => said(e.floor),
            ("ceil", [_]) => said(e.ceil),
            ("round", [a]) => put(e.round, &[&self.ast(a, 3), "0"]),
            ("round", [_, _]) => said(e.round),
            ("clamp", [_, _, _]) => said(e.clamp),
            ("days", [_, _]) => said(e.days),
            ("months", [_, _]) => said(e.months),
            ("sqrt", [_]) => said(e.sqrt),
            ("pow", [_, _]) => said(e.pow),
            (name, [a]) if Stat::ALL.iter().any(|(n, _)| *n == name) => self.statistic(name, a),
            _ => {
                let args: Vec<String> = args.iter().map(|arg| self.ast(arg, 0)).collect();
                return (format!("{name}({})", args.join(", ")), 5);
            }
        };
        let over_totals = args.first().is_some_and(|a| is_totals(&a.kind));
        // what is made of several words needs parentheses inside a product
        (
            text,
            if over_totals || matches!(name, "score" | "share" | "previous" | "at" | "over" | "answers") {
                5
            } else {
                3
            },
        )
    }

    fn statistic(self, name: &str, of: &Ast) -> String {
        let index = Stat::ALL.iter().position(|(n, _)| *n == name).unwrap_or(0);
        if let AstKind::Name(which) = &of.kind
            && is_totals(&of.kind)
        {
            return put(self.w.expr.over_totals, &[&self.name(which), self.w.expr.stat_name[index]]);
        }
        put(self.w.expr.stat[index], &[&self.ast(of, 5), self.units()])
    }

    fn stat_name(self, ast: &Ast) -> &'static str {
        let AstKind::Name(name) = &ast.kind else { return "" };
        let name = match name.as_str() {
            "max" => "highest",
            "min" => "lowest",
            other => other,
        };
        Stat::ALL.iter().position(|(n, _)| *n == name).map_or("", |index| self.w.expr.stat_name[index])
    }

    fn referred(self, ast: &Ast) -> String {
        match &ast.kind {
            AstKind::Name(id) | AstKind::Text(id) => self.node_name(id),
            _ => self.ast(ast, 5),
        }
    }

    /// Where an indicator's value comes from: the fields that it reads.
    pub fn fields_read(self, node: &'a Node, body: &'a IndicatorBody) -> Vec<&'a Field> {
        let mut ids: Vec<String> = Vec::new();
        if let Some(value) = &body.value {
            if let Ok(ast) = parse(&value.value) {
                names_in(&ast, &mut ids);
            }
        } else {
            ids.push(node.id.value.clone());
        }
        match &body.score {
            Some((Rule::Checklist { items }, _)) => ids.extend(items.iter().map(|i| i.field.value.clone())),
            Some((Rule::Count { each: Each::Severity(fields), .. }, _)) => {
                ids.extend(fields.iter().map(|(f, _)| f.value.clone()));
            }
            Some((Rule::Formula { marks }, _)) => {
                if let Ok(ast) = parse(&marks.value) {
                    names_in(&ast, &mut ids);
                }
            }
            _ => {}
        }
        let mut fields: Vec<&Field> = Vec::new();
        for field in ids.iter().filter_map(|id| self.field(id)) {
            if !fields.iter().any(|f| f.id == field.id) {
                fields.push(field);
            }
        }
        fields
    }
}

fn names_in(ast: &Ast, out: &mut Vec<String>) {
    match &ast.kind {
        AstKind::Name(name) => out.push(name.clone()),
        AstKind::Call(name, args) if !matches!(name.as_str(), "score" | "share" | "answers") => {
            for arg in args {
                names_in(arg, out);
            }
        }
        AstKind::Neg(a) | AstKind::Not(a) => names_in(a, out),
        AstKind::Binary(_, a, b) => {
            names_in(a, out);
            names_in(b, out);
        }
        _ => {}
    }
}

fn is_year(period: &str) -> bool {
    period.len() == 4 && period.bytes().all(|b| b.is_ascii_digit())
}

/// The indicator of a node, if it is one.
pub(super) fn indicator(node: &Node) -> Option<&IndicatorBody> {
    match &node.body {
        Body::Indicator(body) => Some(body),
        Body::Section(_) => None,
    }
}

/// A number with a word that has one form for one and another for many.
pub(super) fn counted(templates: &[&'static str; 2], n: &Exact) -> String {
    put(templates[usize::from(*n != Exact::ONE)], &[&n.to_string()])
}

/// Whether this is `each` or `earlier`: the totals of periods.
fn is_totals(kind: &AstKind) -> bool {
    matches!(kind, AstKind::Name(name) if matches!(name.as_str(), "each" | "earlier"))
}
