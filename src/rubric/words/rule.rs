//! A rule in words. What each means is said once, in `lower`; here it is put as a marking scheme puts it.

use crate::expr::Compared;
use crate::number::Exact;

use super::super::rule::{Bound, OverBonus, Partial, Positions, Rate, Reference, Rule, Slope, Step};
use super::super::scheme::{IndicatorBody, Modifiers, Node, Scalar, Ties};
use super::bands;
use super::speaker::{Speaker, counted};
use super::table::{RuleWords, put};

/// What a rule is said with.
pub(super) struct Said<'a> {
    pub speaker: Speaker<'a>,
    pub node: &'a Node,
    pub body: &'a IndicatorBody,
    pub penalty: bool,
    pub unit: &'a str,
    pub words: &'static RuleWords,
    /// The clauses so far.
    pub clauses: Vec<String>,
}

impl<'a> Said<'a> {
    pub fn new(speaker: Speaker<'a>, node: &'a Node, body: &'a IndicatorBody, penalty: bool) -> Self {
        let words = &speaker.w.rule;
        Self { speaker, node, body, penalty, unit: speaker.unit(node, body), words, clauses: Vec::new() }
    }

    /// The template for the indicator's direction.
    pub fn way(&self, pair: [&'static str; 2]) -> &'static str {
        pair[usize::from(self.body.lower_is_better)]
    }

    pub fn say(&mut self, clause: impl Into<String>) {
        self.clauses.push(clause.into());
    }

    /// Adds to the last clause, after a comma.
    pub fn and(&mut self, more: &str) {
        if let Some(last) = self.clauses.last_mut() {
            last.push_str(self.speaker.w.sentence.comma);
            last.push_str(more);
        } else {
            self.clauses.push(more.to_owned());
        }
    }

    /// A heading with its list.
    pub fn list(&mut self, heading: &str, items: &[String]) {
        let s = &self.speaker.w.sentence;
        let items = items.join(s.comma);
        self.say(if heading.is_empty() { items } else { format!("{heading}{}{items}", s.colon) });
    }

    /// The marks, where they are the same for every unit.
    pub fn own_marks(&self) -> Option<&'a Exact> {
        match &self.node.marks {
            Some(Scalar::Number(n)) if self.node.marks_for.is_empty() => Some(n),
            _ => None,
        }
    }

    /// 得 5 分, 扣 2 分, 不得分.
    pub fn gives(&self, scalar: &Scalar) -> String {
        let q = &self.speaker.w.quantity;
        match scalar {
            Scalar::Number(n) if n.is_zero() => if self.penalty { q.takes_none } else { q.none }.to_owned(),
            Scalar::Number(n) if n.is_negative() => put(q.takes, &[&counted(&q.marks, &n.abs())]),
            other => put(q.gives, &[&self.speaker.marks(other)]),
        }
    }

    /// What a share of the marks gives: in marks where these are known, in per cent of them otherwise.
    pub fn gives_share(&self, share: &Exact) -> String {
        let q = &self.speaker.w.quantity;
        if *share == Exact::ONE && !self.penalty {
            return q.full.to_owned();
        }
        if share.is_zero() {
            return if self.penalty { q.takes_none } else { q.none }.to_owned();
        }
        if let Some(marks) = self.own_marks() {
            return self.gives(&Scalar::Number(marks * share));
        }
        let percent = (share.abs() * Exact::from(100)).to_string();
        put(if share.is_negative() { q.share_taken } else { q.share }, &[&percent])
    }

    pub fn partial(&self, partial: Partial, per: &Scalar) -> String {
        let step = self.speaker.distance(per, self.unit);
        self.partial_of(partial, per, &step)
    }

    fn partial_of(&self, partial: Partial, per: &Scalar, step: &str) -> String {
        let known = matches!(per, Scalar::Number(_));
        match (partial, known) {
            (Partial::Prorata, _) => self.words.prorata.to_owned(),
            (Partial::Whole, true) => put(self.words.whole, &[step]),
            (Partial::Whole, false) => self.words.whole_step.to_owned(),
            (Partial::Started, true) => put(self.words.started, &[step]),
            (Partial::Started, false) => self.words.started_step.to_owned(),
        }
    }

    /// 扣完为止, or how much a penalty takes at most; nothing where a `floor` says otherwise.
    pub fn until(&mut self, modifiers: &Modifiers) {
        if modifiers.floor.is_some() {
            return;
        }
        let words = self.words;
        let most = match (self.penalty, self.own_marks()) {
            (false, _) => words.to_nought.to_owned(),
            (true, Some(marks)) => put(words.at_most_taken, &[&counted(&self.speaker.w.quantity.marks, marks)]),
            (true, None) => words.at_most_taken_all.to_owned(),
        };
        self.and(&most);
    }

    /// 最高得满分, unless a `cap` says otherwise or nothing is added here.
    pub fn up_to_full(&mut self, modifiers: &Modifiers) {
        if modifiers.cap.is_none() && !self.penalty {
            self.and(self.words.at_most_full);
        }
    }

    pub fn rule(&mut self, rule: &Rule, modifiers: &Modifiers) {
        match rule {
            Rule::Meet => self.meet(),
            Rule::Deduct { rate, partial, bonus } => {
                self.met();
                self.rate(rate, *partial);
                self.until(modifiers);
                if let Some(bonus) = bonus {
                    self.bonus(bonus);
                }
            }
            Rule::Bands { of, bands } => bands::say(self, *of, bands),
            Rule::Ratio => {
                self.say(self.way(self.words.ratio));
                self.up_to_full(modifiers);
            }
            Rule::Anchors { points } => self.anchors(points),
            Rule::Efficacy { worst, best, base, span } => self.efficacy(worst, best, base, span),
            Rule::Versus { .. } => self.versus(rule, modifiers),
            Rule::Rank { positions, ties_mean } => self.rank(positions, *ties_mean, modifiers),
            Rule::Count { each, start, zero_at } => self.count(each, start, zero_at.as_ref(), modifiers),
            Rule::Choice { levels } => {
                let levels: Vec<String> = levels
                    .iter()
                    .map(|(level, share)| put(self.words.level, &[level, &self.gives_share(share)]))
                    .collect();
                self.list("", &levels);
            }
            Rule::Checklist { items } => self.checklist(items),
            Rule::Given { of, reason } => self.given(of.as_ref(), *reason),
            Rule::Panel { drop, of } => {
                let mean = match Exact::from(*drop) {
                    none if none.is_zero() => self.words.panel.to_owned(),
                    some => counted(&self.words.drop, &some),
                };
                self.say(mean);
                self.out_of(of.as_ref());
            }
            Rule::Trajectory { .. } => self.trajectory(rule),
            Rule::Formula { marks } => self.say(put(self.words.formula, &[&self.speaker.expr(marks)])),
        }
    }

    /// What a gap takes.
    pub fn rate(&mut self, rate: &Rate, partial: Partial) {
        match rate {
            Rate::Even { per, take } => {
                let clause = self.taken(per, take, partial);
                self.say(clause);
            }
            Rate::Slopes { slopes, whole: false } => self.marginal(slopes, partial),
            Rate::Slopes { slopes, whole: true } => self.whole(slopes, partial),
        }
    }

    fn met(&mut self) {
        let met = if self.penalty { self.words.met_penalty } else { self.words.met };
        self.say(self.way(met));
    }

    fn meet(&mut self) {
        self.met();
        let words = self.words;
        let missed = match (self.penalty, self.own_marks()) {
            (false, _) => self.way(words.missed).to_owned(),
            (true, None) => self.way(words.missed_penalty_all).to_owned(),
            (true, Some(marks)) => {
                put(self.way(words.missed_penalty), &[&counted(&self.speaker.w.quantity.marks, marks)])
            }
        };
        self.and(&missed);
    }

    fn taken(&self, per: &Scalar, take: &Scalar, partial: Partial) -> String {
        let (step, marks) = (self.speaker.distance(per, self.unit), self.speaker.marks(take));
        put(self.way(self.words.take_each), &[&step, &marks, &self.partial(partial, per)])
    }

    fn marginal(&mut self, slopes: &[Slope], partial: Partial) {
        let words = self.words;
        self.stretches(slopes, partial, [words.stretch_first, words.stretch_middle, words.stretch_last]);
    }

    fn whole(&mut self, slopes: &[Slope], partial: Partial) {
        let words = self.words;
        self.stretches(slopes, partial, [words.whole_up_to, words.whole_between, words.whole_beyond]);
    }

    /// Stretches in rising order: the one that begins at nought, those between, the last.
    fn stretches(&mut self, slopes: &[Slope], partial: Partial, [first, middle, last]: [&'static str; 3]) {
        let edge = |s: &Self, x: &Exact| s.speaker.distance(&Scalar::Number(x.clone()), s.unit);
        if let Some(slope) = slopes.first().filter(|s| s.beyond.is_positive()) {
            let free = put(self.words.stretch_free, &[&edge(self, &slope.beyond)]);
            self.say(free);
        }
        for (i, slope) in slopes.iter().enumerate() {
            let (per, take) = (Scalar::Number(slope.per.clone()), Scalar::Number(slope.take.clone()));
            let taken = self.taken(&per, &take, partial);
            let from = edge(self, &slope.beyond);
            let clause = match slopes.get(i + 1) {
                None if slope.beyond.is_zero() => taken,
                None => put(last, &[&from, "", &taken]),
                Some(next) => {
                    let template = if slope.beyond.is_zero() { first } else { middle };
                    put(template, &[&from, &edge(self, &next.beyond), &taken])
                }
            };
            self.say(clause);
        }
    }

    fn bonus(&mut self, bonus: &OverBonus) {
        let unit = if bonus.of_completion { "%" } else { self.unit };
        let step = self.speaker.distance(&bonus.per, unit);
        let partial = self.partial_of(bonus.partial, &bonus.per, &step);
        let template = if bonus.of_completion { self.words.bonus_completion } else { self.way(self.words.bonus) };
        self.say(put(template, &[&step, &self.speaker.marks(&bonus.add), &partial]));
        if let Some(cap) = &bonus.cap {
            self.and(&put(self.words.bonus_cap, &[&self.speaker.marks(cap)]));
        }
    }

    fn anchors(&mut self, points: &[(Exact, Exact)]) {
        let last = points.len().saturating_sub(1);
        let mut items: Vec<String> = Vec::new();
        for (i, (value, share)) in points.iter().enumerate() {
            let template = match i {
                _ if last == 0 => self.words.anchor_only,
                0 => self.words.anchor_first,
                i if i == last => self.words.anchor_last,
                _ => self.words.anchor,
            };
            let value = self.speaker.amount(&value.to_string(), self.unit);
            let gives = self.gives_share(share);
            items.push(if last == 0 { put(template, &[&gives]) } else { put(template, &[&value, &gives]) });
        }
        self.list("", &items);
        if last > 0 {
            self.and(self.words.straight);
        }
    }

    fn efficacy(&mut self, worst: &Bound, best: &Bound, base: &Scalar, span: &Scalar) {
        let (words, speaker) = (self.words, self.speaker);
        let end = |bound: &Bound| match bound {
            Bound::Scalar(scalar) => speaker.measure(scalar, self.unit),
            Bound::Lowest => put(words.lowest, &[speaker.units()]),
            Bound::Highest => put(words.highest, &[speaker.units()]),
        };
        let (nought, one) = (Scalar::Number(Exact::ZERO), Scalar::Number(Exact::ONE));
        let formula = if *base == nought && *span == one {
            words.position.to_owned()
        } else {
            put(words.scaled, &[&speaker.plain(base), &speaker.plain(span)])
        };
        let clause = put(words.efficacy, &[&formula, &end(worst), &end(best)]);
        self.say(clause);
        self.and(words.ends);
    }

    fn versus(&mut self, rule: &Rule, modifiers: &Modifiers) {
        let Rule::Versus { reference, par, per, take, add, partial } = rule else { return };
        let (words, speaker) = (self.words, self.speaker);
        let against = match reference {
            Reference::Previous => words.previous[usize::from(!speaker.yearly())].to_owned(),
            Reference::Mean => put(words.mean, &[speaker.units()]),
            Reference::Median => put(words.median, &[speaker.units()]),
            Reference::Best => put(words.best, &[speaker.units()]),
            Reference::Scalar(scalar) => speaker.measure(scalar, self.unit),
        };
        self.say(put(words.versus, &[&against]));
        let level = match par {
            Some(par) => self.gives(par),
            None if self.penalty => speaker.w.quantity.takes_none.to_owned(),
            None => speaker.w.quantity.full.to_owned(),
        };
        self.and(&put(words.level_with, &[&level]));
        let nought = Scalar::Number(Exact::ZERO);
        let step = speaker.distance(per, self.unit);
        let parts = self.partial(*partial, per);
        if *add == nought {
            self.say(self.way(words.better_nothing));
        } else {
            self.say(put(self.way(words.better), &[&step, &speaker.marks(add), &parts]));
            self.up_to_full(modifiers);
        }
        if *take == nought {
            self.say(self.way(words.worse_nothing));
        } else {
            self.say(put(self.way(words.worse), &[&step, &speaker.marks(take), &parts]));
            self.until(modifiers);
        }
    }

    fn rank(&mut self, positions: &Positions, ties_mean: Option<bool>, modifiers: &Modifiers) {
        let (words, speaker) = (self.words, self.speaker);
        let among = words.rank_among[match speaker.compared {
            Compared::All => 0,
            Compared::Group => 1,
            Compared::Class => 2,
        }];
        let heading = put(self.way(words.rank), &[among]);
        let place =
            |s: &Self, template: &str, n: usize, marks: &Scalar| put(template, &[&n.to_string(), &s.gives(marks)]);
        match positions {
            Positions::Table(table, then) => {
                let mut items: Vec<String> = table
                    .iter()
                    .enumerate()
                    .map(|(i, marks)| place(self, words.place, i + 1, &Scalar::Number(marks.clone())))
                    .collect();
                items.push(place(self, words.place_after, table.len() + 1, then));
                self.list(&heading, &items);
            }
            Positions::Steps { first, step } => {
                let gives = match first {
                    Some(first) => self.gives(first),
                    None => speaker.w.quantity.full.to_owned(),
                };
                let less = match step {
                    Step::Marks(step) => put(words.step, &[&speaker.marks(step)]),
                    Step::Share(Scalar::Number(share)) => {
                        let percent = (share * &Exact::from(100)).to_string();
                        put(words.step_share, &[&put(speaker.w.quantity.percent, &[&percent])])
                    }
                    Step::Share(share) => put(words.step_share, &[&speaker.plain(share)]),
                };
                self.list(&heading, &[put(words.place, &["1", &gives]), less]);
                self.until(modifiers);
            }
        }
        let mean = ties_mean.unwrap_or(speaker.scheme.ranking.ties == Ties::Average);
        self.say(if mean { words.ties_mean } else { words.ties_best });
    }
}
