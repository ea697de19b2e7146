//! Counts, lists, marks that are given, and progress in words.

use crate::expr::{Ast, AstKind, parse};
use crate::number::Exact;

use super::super::rule::{Each, Item, Rule, Start};
use super::super::scheme::{Modifiers, Scalar};
use super::rule::Said;
use super::speaker::counted;
use super::table::put;

impl Said<'_> {
    pub fn count(&mut self, each: &Each, start: &Start, zero_at: Option<&Scalar>, modifiers: &Modifiers) {
        let words = self.words;
        let event = |unit: &str| if unit.is_empty() { words.event[0].to_owned() } else { unit.to_owned() };
        let mut takes = true;
        let items: Vec<String> = match each {
            Each::Value(each) => {
                takes = matches!(each, Scalar::Number(n) if n.is_negative());
                vec![self.each(each, &event(self.unit))]
            }
            Each::Severity(fields) => fields
                .iter()
                .map(|(field, marks)| {
                    takes &= marks.is_negative();
                    let unit = self.speaker.field(&field.value).map(|f| f.unit.as_str()).unwrap_or_default();
                    let one = self.each(&Scalar::Number(marks.clone()), &event(unit));
                    put(words.counted, &[&self.speaker.field_name(&field.value), &one])
                })
                .collect(),
        };
        match start {
            Start::Default if takes || self.penalty => {}
            Start::Marks if takes => {}
            Start::Marks => self.say(words.start_full),
            Start::Scalar(Scalar::Number(n)) if n.is_zero() && !takes => {}
            Start::Default => {}
            Start::Scalar(scalar) => self.say(put(words.start, &[&self.speaker.marks(scalar)])),
        }
        self.list("", &items);
        if takes {
            self.until(modifiers);
        } else {
            self.up_to_full(modifiers);
        }
        if let Some(limit) = zero_at {
            let unit = if self.unit.is_empty() { words.event[1] } else { self.unit };
            self.say(put(words.zero_at, &[&self.speaker.distance(limit, unit)]));
        }
    }

    pub fn each(&self, each: &Scalar, event: &str) -> String {
        let words = self.words;
        match each {
            Scalar::Number(n) if n.is_negative() => {
                put(words.take_event, &[event, &counted(&self.speaker.w.quantity.marks, &n.abs())])
            }
            Scalar::Number(_) => put(words.add_each, &[event, &self.speaker.marks(each)]),
            Scalar::Expr(_) => put(words.change_each, &[event, &self.speaker.marks(each)]),
        }
    }

    pub fn checklist(&mut self, items: &[Item]) {
        let items: Vec<String> = items
            .iter()
            .map(|item| {
                let gives = self.gives(&Scalar::Number(item.marks.clone()));
                put(self.words.item, &[&self.speaker.field_name(&item.field.value), &gives])
            })
            .collect();
        let (colon, semicolon) = (self.speaker.w.sentence.colon, self.speaker.w.sentence.semicolon);
        self.say(format!("{}{colon}{}", self.words.checklist, items.join(semicolon)));
    }

    pub fn given(&mut self, of: Option<&Scalar>, reason: bool) {
        let words = self.words;
        self.say(match self.body.lead.as_str() {
            "" => words.given.to_owned(),
            lead => put(words.given_by, &[lead]),
        });
        self.out_of(of);
        if reason {
            self.and(words.reason);
        }
    }

    pub fn out_of(&mut self, of: Option<&Scalar>) {
        let clause = match of {
            Some(of) => put(self.words.out_of, &[&self.speaker.plain(of)]),
            None => self.words.as_given.to_owned(),
        };
        self.and(&clause);
    }

    pub fn trajectory(&mut self, rule: &Rule) {
        let Rule::Trajectory { baseline, target, from, to, at, normal } = rule else { return };
        let (words, speaker) = (self.words, self.speaker);
        let goal = match (target, &self.body.target) {
            (Some(target), _) | (None, Some(target)) => speaker.measure(target, self.unit),
            (None, None) => speaker.w.expr.target.to_owned(),
        };
        let start = speaker.measure(baseline, self.unit);
        let names_period = matches!(baseline, Scalar::Expr(at) if is_at(&at.value, from));
        let template = if names_period { words.trajectory_at } else { words.trajectory };
        let path = put(template, &[&speaker.period(from), &start, &speaker.period(to), &goal]);
        self.say(path);
        // where several periods are scored, what is to be expected differs from one to the next
        let several = at.is_none() && speaker.scheme.periods.is_some();
        let at = at.as_ref().unwrap_or(&speaker.scheme.head.period);
        let years = crate::rubric::years;
        if !several
            && let (Some(from), Some(to), Some(now)) = (years(from), years(to), years(at))
            && let Some(share) = (&now - &from).checked_div(&(&to - &from))
        {
            let percent = (share * Exact::from(100)).display(2);
            self.and(&put(words.expected, &[&speaker.period(at), &percent]));
        }
        self.say(words.progress);
        if let Some(normal) = normal.as_ref().filter(|n| !n.is_zero()) {
            self.and(&put(words.normal, &[&(normal * &Exact::from(100)).display(2)]));
        }
    }
}

/// Whether an expression is `at(…, period)`.
fn is_at(text: &str, period: &str) -> bool {
    let Ok(Ast { kind: AstKind::Call(name, args), .. }) = parse(text) else { return false };
    name == "at" && matches!(args.get(1), Some(Ast { kind: AstKind::Text(at), .. }) if at == period)
}
