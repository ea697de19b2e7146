//! A few words in which a test can say: this rubric, these units, these reports, these marks.
//!
//! Reports are written `field: unit value, unit value; field: …`; a field may be `field@period` and `field/source`, and
//! `~field` is a report that does not count (a lesser source). A value is a number, `是`/`否`, a date, a text, `?` for
//! 未填 or `－` for 不适用; `8 #理由` is a value with its reason. Fields that the rubric does not declare are declared from
//! their values.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use zhiheng::expr::{Each, NodeRef, Partition};
use zhiheng::finding::{Finding, Lang, Place};
use zhiheng::number::Exact;
use zhiheng::observe::{Date, Observation, Reading, Remarks, Value};
use zhiheng::register::{Register, Responsibilities, Unit};
use zhiheng::rubric::{self, Rubric};
use zhiheng::score::{self, Input, Outcome, Total};

/// A rubric and what is to be scored by it.
#[derive(Clone, Default)]
pub struct Case {
    head: String,
    body: String,
    full: String,
    units: Vec<Unit>,
    reports: Vec<Report>,
    adjustments: String,
    answers: Vec<(String, String)>,
    swaps: Vec<(String, String)>,
}

#[derive(Clone)]
struct Report {
    unit: String,
    field: String,
    period: String,
    source: String,
    used: bool,
    text: String,
    reason: String,
}

/// A whole tree of `full` marks: sections, indicators and whatever else stands below the head.
pub fn tree(full: &str, body: &str) -> Case {
    Case { full: full.to_owned(), body: body.to_owned(), ..Case::default() }
}

/// One indicator `A1` of so many marks in the section `A`, its value the field `x` unless `body` says otherwise.
pub fn item(marks: &str, body: &str) -> Case {
    let value = if body.contains("value =") { "" } else { "value = \"x\"\n" };
    tree(
        marks,
        &format!(
            "[[section]]\nid = \"A\"\nmarks = {marks}\n\n\
             [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = {marks}\n{value}{body}\n"
        ),
    )
}

/// One indicator `A1` as `item`, but without a value.
pub fn plain(marks: &str, body: &str) -> Case {
    item(marks, &format!("# no value =\n{body}"))
}

/// The value of an expression: the marks of a `formula` between wide bounds.
pub fn expression(text: &str) -> Case {
    plain("1000000", &format!("score = {{ rule = \"formula\", marks = \"{text}\", floor = -1000000 }}"))
}

/// One indicator `P1` in a penalty section `P` beside ten marks that everybody has.
pub fn penalty(marks: &str, body: &str) -> Case {
    let value = if body.contains("value =") { "" } else { "value = \"x\"\n" };
    tree(
        "10",
        &format!(
            "{BASE_OF_TEN}\n[[section]]\nid = \"P\"\nkind = \"penalty\"\n\n\
             [[indicator]]\nid = \"P1\"\nunder = \"P\"\nmarks = {marks}\n{value}{body}\n"
        ),
    )
}

/// A section `B` of ten marks that every unit has in full.
pub const BASE_OF_TEN: &str = r#"
[[section]]
id = "B"
marks = 10
[[indicator]]
id = "B1"
under = "B"
marks = 10
score = { rule = "formula", marks = "marks" }
"#;

/// The total is the field `x`, up to `full`: for tests of ranks, grades and vetoes.
pub fn totals(full: &str, rest: &str) -> Case {
    tree(
        full,
        &format!(
            "{rest}\n[[section]]\nid = \"A\"\nmarks = {full}\n\n\
             [[indicator]]\nid = \"A1\"\nunder = \"A\"\nmarks = {full}\nvalue = \"x\"\n\
             score = {{ rule = \"given\" }}\n"
        ),
    )
}

impl Case {
    /// More keys of `[rubric]`.
    pub fn head(mut self, keys: &str) -> Self {
        keys.clone_into(&mut self.head);
        self
    }

    /// The register: `U1 group=甲 class=一类, U2 …`. Without it, the units are those of the reports.
    pub fn units(mut self, units: &str) -> Self {
        for unit in units.split(',') {
            let mut words = unit.split_whitespace();
            let code = words.next().unwrap().to_owned();
            let mut unit = Unit { name: code.clone(), code, ..Unit::default() };
            for word in words {
                match word.split_once('=') {
                    Some(("group", group)) => group.clone_into(&mut unit.group),
                    Some(("class", class)) => class.clone_into(&mut unit.class),
                    Some(("name", name)) => name.clone_into(&mut unit.name),
                    Some(("short", short)) => short.clone_into(&mut unit.short),
                    Some(("alias", alias)) => unit.aliases.push(alias.to_owned()),
                    _ => panic!("a unit is not described by {word:?}"),
                }
            }
            self.units.push(unit);
        }
        self
    }

    /// Reports.
    pub fn data(mut self, reports: &str) -> Self {
        for line in reports.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()) {
            let (field, values) = line.split_once(": ").unwrap_or_else(|| panic!("no `field: ` in {line:?}"));
            let (used, field) = field.strip_prefix('~').map_or((true, field), |field| (false, field));
            let (field, source) = field.split_once('/').unwrap_or((field, "self"));
            let (field, period) = field.split_once('@').unwrap_or((field, ""));
            for value in values.split(',') {
                let (unit, text) = value.trim().split_once(' ').unwrap_or_else(|| panic!("no value in {value:?}"));
                let (text, reason) = text.split_once('#').unwrap_or((text, ""));
                let [unit, field, period, source, text, reason] =
                    [unit, field, period, source, text.trim(), reason].map(str::to_owned);
                self.reports.push(Report { unit, field, period, source, used, text, reason });
            }
        }
        self
    }

    /// The same with another value reported by a unit in the rubric's period.
    pub fn instead(mut self, field: &str, unit: &str, text: &str) -> Self {
        let mine = |r: &&mut Report| r.field == field && r.unit == unit && r.period.is_empty();
        text.clone_into(&mut self.reports.iter_mut().find(mine).unwrap().text);
        self
    }

    /// Rows of `adjustments.csv`: `unit,node,period,action,amount,reason,by,date`.
    pub fn adjust(mut self, row: &str) -> Self {
        if self.adjustments.is_empty() {
            self.adjustments.push_str("unit,node,period,action,amount,reason,by,date,status,evidence\n");
        }
        self.adjustments.push_str(row);
        self.adjustments.push('\n');
        self
    }

    /// The unit answers for the measure.
    pub fn answers(mut self, measure: &str, unit: &str) -> Self {
        self.answers.push((measure.to_owned(), unit.to_owned()));
        self
    }

    /// More tables before the tree.
    pub fn with(mut self, tables: &str) -> Self {
        self.body = format!("{tables}\n{}", self.body);
        self
    }

    /// The same with one text of the rubric in place of another.
    pub fn swap(mut self, text: &str, other: &str) -> Self {
        self.swaps.push((text.to_owned(), other.to_owned()));
        self
    }

    /// The same with other full marks.
    pub fn full(mut self, marks: &str) -> Self {
        marks.clone_into(&mut self.full);
        self
    }

    /// A veto `V` on the field 事件, with this effect.
    pub fn veto(mut self, effect: &str) -> Self {
        let _ = write!(self.body, "\n[[veto]]\nid = \"V\"\nwhen = \"事件 > 0\"\neffect = {{ {effect} }}\n");
        self
    }

    /// The rubric as a file.
    pub fn text(&self) -> String {
        let mut text = format!(
            "[rubric]\nformat = 1\nid = \"case\"\ntitle = \"案例\"\nversion = \"1.0.0\"\nperiod = \"2015\"\n\
             full_marks = {}\nsubjects = \"units\"\n{}\n",
            self.full, self.head
        );
        let mut types: BTreeMap<&str, &str> = BTreeMap::new();
        for report in &self.reports {
            let kind = match reading(&report.text) {
                Reading::Value(Value::Number(_)) => "decimal",
                Reading::Value(Value::Bool(_)) => "bool",
                Reading::Value(Value::Date(_)) => "date",
                Reading::Value(Value::Text(_)) => "text",
                Reading::Missing | Reading::NotApplicable => "",
            };
            let known = types.entry(&report.field).or_default();
            if known.is_empty() {
                *known = kind;
            }
        }
        for (field, kind) in types {
            if !self.body.contains(&format!("[[field]]\nid = \"{field}\"")) {
                let kind = if kind.is_empty() { "decimal" } else { kind };
                let _ = writeln!(text, "[[field]]\nid = \"{field}\"\ntype = \"{kind}\"\n");
            }
        }
        text.push_str(&self.body);
        self.swaps.iter().fold(text, |text, (one, other)| {
            assert!(text.contains(one), "nothing to swap for {one:?}");
            text.replace(one, other)
        })
    }

    /// Scores it.
    #[track_caller]
    pub fn score(self) -> Scored {
        let text = self.text();
        let rubric = match rubric::read("case.toml", &text) {
            Ok((rubric, _)) => rubric,
            Err(findings) => panic!("the rubric is refused:\n{}\n{}", list(&findings), numbered(&text)),
        };
        let mut units = self.units.clone();
        for report in &self.reports {
            if !units.iter().any(|u| u.code == report.unit) {
                assert!(self.units.is_empty(), "{} is not among the units", report.unit);
                units.push(Unit { code: report.unit.clone(), name: report.unit.clone(), ..Unit::default() });
            }
        }
        let register = Register::new(units);
        let responsibilities = Responsibilities::new(self.answers);
        let findings = score::check_marks(&rubric, &register, &responsibilities);
        assert!(findings.is_empty(), "the marks do not add up:\n{}", list(&findings));
        let observations: Vec<Observation> = self.reports.iter().map(|r| observation(r, &rubric, &register)).collect();
        let used: Vec<bool> = self.reports.iter().map(|r| r.used).collect();
        let (adjustments, refused) = if self.adjustments.is_empty() {
            (Vec::new(), Vec::new())
        } else {
            score::read_adjustments("adjustments.csv", &self.adjustments, &rubric, &register)
        };
        let mut scored =
            Scored { rubric, register, responsibilities, observations, used, adjustments, outcome: Outcome::default() };
        let mut outcome = score::score(&scored.input());
        outcome.findings.extend(refused);
        scored.outcome = outcome;
        scored
    }

    /// The rubric is refused for one thing alone: this, at the characters between « and », here also given as found.
    #[track_caller]
    pub fn refused_for(self, code: &str, found: &str, hint: &str) {
        let marked = self.text();
        let (before, rest) = marked.split_once('«').expect("no «");
        let (inner, after) = rest.split_once('»').expect("no »");
        let text = format!("{before}{inner}{after}");
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let wanted = format!(
            "case.toml!{line}:{column} {code} {found:?} {hint:?} {:?}",
            before.len()..before.len() + inner.len()
        );
        let findings = rubric::read("case.toml", &text).err().unwrap_or_default();
        let got: Vec<String> = findings
            .iter()
            .map(|f| {
                format!(
                    "{} {} {:?} {:?} {:?}",
                    f.place.label(),
                    f.code.id(),
                    f.found,
                    f.hint,
                    f.span.clone().unwrap_or_default()
                )
            })
            .collect();
        assert!(got == [wanted.clone()], "wanted\n  {wanted}\ngot\n  {}\n{}", got.join("\n  "), numbered(&text));
    }

    /// What a check of the rubric reports, each as `line:column code found`, lines counted from the end of the head.
    pub fn reported(&self) -> Vec<String> {
        let text = self.text();
        let findings = rubric::read("case.toml", &text).map_or_else(|findings| findings, |(_, warnings)| warnings);
        findings.iter().map(|f| format!("{} {}", f.code.id(), f.found)).collect()
    }

    /// What does not add up, as `node found expected unit`.
    #[track_caller]
    pub fn sums(&self) -> Vec<String> {
        let (rubric, _) = rubric::read("case.toml", &self.text()).unwrap_or_else(|f| panic!("refused:\n{}", list(&f)));
        let register = Register::new(self.units.clone());
        score::check_marks(&rubric, &register, &Responsibilities::new(self.answers.clone()))
            .iter()
            .map(|f| {
                assert_eq!(f.code.id(), "marks-do-not-add-up");
                format!("{} {} {} {}", f.field, f.found, f.expected, f.hint)
            })
            .collect()
    }
}

fn reading(text: &str) -> Reading {
    match text {
        "?" => Reading::Missing,
        "－" => Reading::NotApplicable,
        "是" => Reading::Value(Value::Bool(true)),
        "否" => Reading::Value(Value::Bool(false)),
        _ => Reading::Value(match (text.parse::<Exact>(), Date::parse(text)) {
            (Ok(number), _) => Value::Number(number),
            (_, Some(date)) => Value::Date(date),
            _ => Value::Text(text.into()),
        }),
    }
}

fn observation(report: &Report, rubric: &Rubric, register: &Register) -> Observation {
    let field = rubric.scheme.fields.iter().position(|f| f.id == report.field).unwrap();
    let period = if report.period.is_empty() { &rubric.scheme.head.period } else { &report.period };
    let remarks = (!report.reason.is_empty()).then(|| {
        Box::new(Remarks {
            reason: report.reason.clone(),
            by: "考核办".to_owned(),
            date: "2016-01-08".to_owned(),
            evidence: "通报".to_owned(),
            origin: None,
        })
    });
    Observation {
        unit: register.units().iter().position(|u| u.code == report.unit).unwrap(),
        field,
        period: period.as_str().into(),
        source: report.source.as_str().into(),
        reading: reading(&report.text),
        place: Place { file: "returns.xlsx".into(), sheet: report.unit.as_str().into(), cell: "C7".into() },
        remarks,
    }
}

/// Findings as lines.
pub fn list(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|f| format!("  {} {} [{}] {} {}\n", f.place.label(), f.code.id(), f.unit, f.field, f.says(Lang::Zh)))
        .collect()
}

fn numbered(text: &str) -> String {
    text.lines().enumerate().map(|(i, line)| format!("{:4} {line}\n", i + 1)).collect()
}

/// What came of it.
pub struct Scored {
    pub rubric: Rubric,
    pub register: Register,
    responsibilities: Responsibilities,
    observations: Vec<Observation>,
    used: Vec<bool>,
    adjustments: Vec<score::Adjustment>,
    pub outcome: Outcome,
}

impl Scored {
    pub fn input(&self) -> Input<'_> {
        Input {
            rubric: &self.rubric,
            register: &self.register,
            responsibilities: &self.responsibilities,
            observations: &self.observations,
            used: &self.used,
            adjustments: &self.adjustments,
        }
    }

    fn unit(&self, code: &str) -> usize {
        self.register.units().iter().position(|u| u.code == code).unwrap_or_else(|| panic!("no unit {code}"))
    }

    fn final_total(&self, unit: &str) -> &Total {
        &self.outcome.finals()[self.unit(unit)]
    }

    fn result(&self, unit: &str, node: &str) -> &score::NodeResult {
        let Some(NodeRef::Node(id)) = self.rubric.node(node) else { panic!("no node {node}") };
        self.outcome.node(id, self.unit(unit)).unwrap()
    }

    /// A node's score, or that of `total`; `无` where there is none.
    pub fn score_of(&self, unit: &str, node: &str) -> String {
        let score = if node == "total" { &self.final_total(unit).published } else { &self.result(unit, node).score };
        score.as_ref().map_or_else(|| "无".to_owned(), ToString::to_string)
    }

    /// A node's score, or the total, as the exact number.
    pub fn exact(&self, unit: &str, node: &str) -> Option<Exact> {
        if node == "total" { self.final_total(unit).exact.clone() } else { self.result(unit, node).score.clone() }
    }

    /// The total published for one of several periods.
    pub fn total_in(&self, unit: &str, period: &str) -> String {
        let outcome = self.outcome.periods.iter().find(|p| p.period.as_ref() == period).unwrap();
        outcome.totals[self.unit(unit)].published.as_ref().map_or_else(|| "无".to_owned(), ToString::to_string)
    }

    /// How a node's score came about.
    pub fn text_of(&self, unit: &str, node: &str, lang: Lang) -> String {
        let id = match self.rubric.node(node) {
            Some(NodeRef::Node(id)) => Some(id),
            _ => None,
        };
        let explained = score::explain(&self.input(), &self.outcome, self.unit(unit), id, lang);
        explained.lines.into_iter().find(|line| line.node == node).unwrap().text
    }

    /// What was reported behind a node: field, period, source, text, place, and whether it counted.
    pub fn sources_of(&self, unit: &str, node: &str) -> Vec<String> {
        let Some(NodeRef::Node(id)) = self.rubric.node(node) else { panic!("no node {node}") };
        let explained = score::explain(&self.input(), &self.outcome, self.unit(unit), Some(id), Lang::Zh);
        let sources = explained.lines.iter().flat_map(|line| &line.sources);
        sources
            .map(|s| format!("{} {} {} {} {} {}", s.field, s.period, s.source, s.text, s.place.label(), s.used))
            .collect()
    }

    fn whole_explanation(&self, unit: &str) -> String {
        let explained = score::explain(&self.input(), &self.outcome, self.unit(unit), None, Lang::Zh);
        explained
            .lines
            .iter()
            .map(|l| format!("{}{} {} / {}: {}\n", "  ".repeat(l.depth + 1), l.node, l.score, l.marks, l.text))
            .collect()
    }

    /// Compares what every named unit has with what it should have: `U1 3.2, U2 5`.
    #[track_caller]
    fn compare(&self, what: &str, wanted: &str, had: impl Fn(&str) -> String) -> &Self {
        let mut wrong = String::new();
        for entry in wanted.split(',') {
            let (unit, wanted) = entry.trim().split_once(' ').unwrap_or_else(|| panic!("no value in {entry:?}"));
            let had = had(unit);
            if had != wanted {
                let _ = write!(wrong, "\n{unit} {what}: wanted {wanted}, got {had}\n{}", self.whole_explanation(unit));
            }
        }
        assert!(wrong.is_empty(), "{wrong}findings:\n{}", list(&self.outcome.findings));
        self
    }

    /// The scores of a node, or the totals.
    #[track_caller]
    pub fn gives(&self, node: &str, wanted: &str) -> &Self {
        self.compare(node, wanted, |unit| self.score_of(unit, node))
    }

    /// Ranks; `无` for units without one.
    #[track_caller]
    pub fn ranks(&self, wanted: &str) -> &Self {
        self.compare("rank", wanted, |unit| number(self.final_total(unit).rank.as_ref()))
    }

    /// Ranks within groups.
    #[track_caller]
    pub fn group_ranks(&self, wanted: &str) -> &Self {
        self.compare("rank in the group", wanted, |unit| {
            number(self.final_total(unit).rank_in[Partition::Group].as_ref())
        })
    }

    /// Ranks of a section's score.
    #[track_caller]
    pub fn section_ranks(&self, node: &str, wanted: &str) -> &Self {
        self.compare("rank of the section", wanted, |unit| number(self.result(unit, node).rank.as_ref()))
    }

    /// Grades; `无` for units without one.
    #[track_caller]
    pub fn grades(&self, wanted: &str) -> &Self {
        self.compare("grade", wanted, |unit| {
            let grade = self.final_total(unit).grade;
            grade.map_or_else(|| "无".to_owned(), |g| self.rubric.scheme.grades[g].name.clone())
        })
    }

    /// The indicators at which a unit can regain most, with their ids.
    pub fn regains(&self, unit: &str, count: usize) -> Vec<(String, score::Regain)> {
        let input = self.input();
        let review = score::Review::new(&input, &self.outcome);
        let regains = score::Regains::new(&review).unwrap();
        let most = regains.ask().most(self.unit(unit), count);
        most.into_iter().map(|regain| (self.rubric.scheme.nodes[regain.node].id.value.clone(), regain)).collect()
    }

    /// Rank, ranks in the group and in the class, and grade.
    pub fn standing(&self, unit: &str) -> (Option<Exact>, Each<Option<Exact>>, Option<usize>) {
        let total = self.final_total(unit);
        (total.rank.clone(), total.rank_in.clone(), total.grade)
    }

    /// States of a node: `value`, `missing` or `not_applicable`.
    #[track_caller]
    pub fn states(&self, node: &str, wanted: &str) -> &Self {
        self.compare(&format!("state of {node}"), wanted, |unit| self.result(unit, node).state.id().to_owned())
    }

    /// Marks of a node for each unit.
    #[track_caller]
    pub fn marks(&self, node: &str, wanted: &str) -> &Self {
        self.compare(&format!("marks of {node}"), wanted, |unit| self.result(unit, node).marks.to_string())
    }

    /// The value found for an indicator.
    #[track_caller]
    pub fn values(&self, node: &str, wanted: &str) -> &Self {
        self.compare(&format!("value of {node}"), wanted, |unit| {
            let value = &self.result(unit, node).value;
            value.as_ref().map_or_else(|| "无".to_owned(), ToString::to_string)
        })
    }

    /// Totals as they would be without adjustments.
    #[track_caller]
    pub fn unadjusted(&self, wanted: &str) -> &Self {
        self.compare("unadjusted total", wanted, |unit| number(self.final_total(unit).unadjusted.as_ref()))
    }

    /// The notes on a unit's node, in Chinese.
    #[track_caller]
    pub fn noted(&self, unit: &str, node: &str, wanted: &str) -> &Self {
        let notes = &self.result(unit, node).notes;
        let words: Vec<String> =
            notes.iter().map(|n| score::note_text(n, &self.rubric, &self.outcome.adjustments, Lang::Zh)).collect();
        assert_eq!(words.join("；"), wanted, "notes on {node} of {unit}");
        self
    }

    /// Units about which there is a finding with this code, in the order of the findings.
    pub fn found(&self, code: &str) -> Vec<&str> {
        self.outcome.findings.iter().filter(|f| f.code.id() == code).map(|f| f.unit.as_str()).collect()
    }

    /// Exactly these units have such a finding: `U1, U2`, or `""` for none.
    #[track_caller]
    pub fn finds(&self, code: &str, wanted: &str) -> &Self {
        assert_eq!(self.found(code).join(", "), wanted, "findings:\n{}", list(&self.outcome.findings));
        self
    }

    /// The words of an explanation.
    #[track_caller]
    pub fn explains(&self, unit: &str, node: &str, wanted: &str) -> &Self {
        assert_eq!(self.text_of(unit, node, Lang::Zh), wanted, "explanation of {node} for {unit}");
        self
    }

    /// The words of an explanation in English.
    #[track_caller]
    pub fn explains_en(&self, unit: &str, node: &str, wanted: &str) -> &Self {
        assert_eq!(self.text_of(unit, node, Lang::En), wanted, "explanation of {node} for {unit}");
        self
    }
}

fn number(x: Option<&Exact>) -> String {
    x.map_or_else(|| "无".to_owned(), ToString::to_string)
}
