//! Calls: functions, statistics over units and periods, and references to nodes and to other periods.

use std::sync::Arc;

use crate::expr::parse::{Ast, AstKind};
use crate::expr::{FieldId, Form, Func, NodeRef, PeriodSpan, Stat};
use crate::finding::Code;

use super::{Checker, SPECIAL, Type, pick};

impl Checker<'_, '_> {
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

    pub(super) fn call(&mut self, ast: &Ast, name: &str, args: &[Ast]) -> Option<(Form, Type)> {
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
        if name == "total" && self.scope.allowed.standing {
            return Some(NodeRef::Total);
        }
        if name == "total" {
            self.problem(
                Code::ExpressionType,
                ast,
                "score(total)",
                "a section or an indicator: the total is not yet known here",
            );
            return None;
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
