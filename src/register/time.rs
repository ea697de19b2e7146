//! Registers in time: units set up or abolished, and names and codes that were borne for a while.
//!
//! An assessment of one year is done in the names of that year: 吐鲁番市 was a county-level city until April 2015 and is a
//! prefecture since, so that in 2014 the name means the one, in 2016 the other, and in 2015 nobody can tell. A result of an
//! earlier year is joined by the codes of any time.

use std::collections::{HashMap, HashSet};

use crate::expr::Date;

use super::{Register, Unit, fold};

/// From one day to another, both included; an open end has no day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

impl Span {
    /// The days of a period: `2015`, `2015-06`, `2015-06-30`, `2014-07至2015-06`. Any other name says nothing about its days.
    #[must_use]
    pub fn of_period(period: &str) -> Self {
        if let Some((from, until)) = period.split_once('至') {
            let (from, until) = (Self::of_period(from), Self::of_period(until));
            return if from.since <= until.until { from.with(until) } else { Self::default() };
        }
        let last = |year: i32, month: u32| (28..=31).rev().find_map(|day| Date::new(year, month, day));
        let mut parts = period.split('-');
        let mut next = |digits: usize| {
            let part = parts.next()?;
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then_some(part)?.parse().ok()
        };
        let year: Option<u32> = next(4);
        let Some(year) = year.and_then(|y| i32::try_from(y).ok()) else { return Self::default() };
        let count = period.split('-').count();
        let (since, until) = match (count, next(2), next(2)) {
            (1, ..) => (Date::new(year, 1, 1), Date::new(year, 12, 31)),
            (2, Some(month), _) => (Date::new(year, month, 1), last(year, month)),
            (3, Some(month), Some(day)) => (Date::new(year, month, day), Date::new(year, month, day)),
            _ => (None, None),
        };
        if since.is_none() || until.is_none() { Self::default() } else { Self { since, until } }
    }

    /// The shortest span that holds both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let both = |a: Option<Date>, b: Option<Date>, pick: fn(Date, Date) -> Date| Some(pick(a?, b?));
        Self { since: both(self.since, other.since, Date::min), until: both(self.until, other.until, Date::max) }
    }

    /// Whether they share a day.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        let before =
            |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(end), Some(start)) if end < start);
        !before(self.until, other.since) && !before(other.until, self.since)
    }

    /// `2015-04-12~`, and nothing for all time.
    #[must_use]
    pub fn label(self) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        if self == Self::default() { String::new() } else { format!("{}~{}", day(self.since), day(self.until)) }
    }
}

/// A name or a code that a unit bore for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// The name or code.
    pub name: String,
    /// When it was borne.
    pub during: Span,
}

impl Former {
    /// Reads `吐鲁番地区@~2015-04-12`: the name, and after an `@` its first and its last day, either of which may be left out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, days) = text.split_once('@').unwrap_or((text, "~"));
        let (since, until) = days.split_once('~')?;
        let day = |text: &str| match text.trim() {
            "" => Some(None),
            day => Date::parse(day).map(Some),
        };
        let during = Span { since: day(since)?, until: day(until)? };
        let name = name.trim().to_owned();
        (!name.is_empty()).then_some(Self { name, during })
    }
}

impl Register {
    /// The register as it stood in a span of days: units that existed on one of them, under the names and codes that they bore
    /// then; and those that did not exist. A name of another time is still its unit's where nobody else bears it.
    #[must_use]
    pub fn during(self, days: Span) -> (Self, Vec<Unit>) {
        let (mut units, gone): (Vec<Unit>, Vec<Unit>) = self.units.into_iter().partition(|u| u.exists.meets(days));
        let mut borne: HashMap<String, HashSet<usize>> = HashMap::new();
        for (index, unit) in units.iter().enumerate() {
            let then = unit.former.iter().filter(|former| former.during.meets(days)).map(|former| former.name.as_str());
            let now = [&unit.code, &unit.name, &unit.short].into_iter().chain(&unit.aliases).map(String::as_str);
            for name in now.chain(then) {
                borne.entry(fold(name)).or_default().insert(index);
            }
        }
        for (index, unit) in units.iter_mut().enumerate() {
            let another = |name: &str| borne.get(&fold(name)).is_some_and(|all| all.iter().any(|one| *one != index));
            unit.former.retain(|former| former.during.meets(days) || !another(&former.name));
        }
        (Self::new(units), gone)
    }

    /// The unit that bears a code, or bore it at any time.
    #[must_use]
    pub fn by_any_code(&self, code: &str) -> Option<usize> {
        let bears = |unit: &Unit| unit.code == code;
        let bore = |unit: &Unit| unit.former.iter().any(|former| former.name == code);
        let mut bearers = self.units.iter().enumerate().filter(|(_, unit)| bore(unit));
        match self.units.iter().position(bears) {
            Some(unit) => Some(unit),
            None => bearers.next().map(|(unit, _)| unit).filter(|_| bearers.next().is_none()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Lookup;

    fn day(text: &str) -> Option<Date> {
        Date::parse(text)
    }

    fn unit(code: &str, name: &str, former: &str) -> Unit {
        let former = Former::parse(former).into_iter().collect();
        Unit { code: code.into(), name: name.into(), former, ..Unit::default() }
    }

    #[test]
    fn a_name_means_the_unit_that_bore_it_in_the_time_assessed() {
        let named = |year: &str| {
            let city = unit("650402", "高昌区", "吐鲁番市@~2015-04-12");
            let prefecture = unit("650400", "吐鲁番市", "吐鲁番地区@~2015-04-12");
            let days = Span::of_period(year);
            let register = Register::new(vec![city, prefecture]).during(days).0;
            (register.find("吐鲁番市"), register.find("吐鲁番地区"))
        };
        // the prefecture bears its name of today in a register of any year
        assert_eq!(named("2014"), (Lookup::Ambiguous(vec![0, 1]), Lookup::Unit(1)));
        assert_eq!(named("2015"), (Lookup::Ambiguous(vec![0, 1]), Lookup::Unit(1)));
        assert_eq!(named("2016"), (Lookup::Unit(1), Lookup::Unit(1)));
    }

    #[test]
    fn units_that_do_not_exist_then_are_left_out() {
        let mut city = unit("659008", "可克达拉市", "");
        city.exists.since = day("2015-03-18");
        let register = Register::new(vec![city.clone(), unit("659001", "石河子市", "")]);
        let (then, gone) = register.clone().during(Span::of_period("2014"));
        assert_eq!((then.len(), gone), (1, vec![city]));
        assert_eq!(register.during(Span::of_period("2015")).0.len(), 2);
    }

    #[test]
    fn codes_of_any_time_join() {
        let register =
            Register::new(vec![unit("650400", "吐鲁番市", "652100@~2015-04-12"), unit("652200", "哈密地区", "")]);
        let (register, _) = register.during(Span::of_period("2020"));
        assert_eq!(register.by_any_code("652100"), Some(0));
        assert_eq!(register.by_any_code("652200"), Some(1));
        assert_eq!(register.by_any_code("650500"), None);
    }

    fn span(since: &str, until: &str) -> Span {
        Span { since: day(since), until: day(until) }
    }

    #[test]
    fn a_period_has_its_days_and_an_odd_name_has_none() {
        assert_eq!(Span::of_period("2015"), span("2015-01-01", "2015-12-31"));
        assert_eq!(Span::of_period("2016-02"), span("2016-02-01", "2016-02-29"));
        assert_eq!(Span::of_period("2015-06-30"), span("2015-06-30", "2015-06-30"));
        assert_eq!(Span::of_period("2014-07至2015-06"), span("2014-07-01", "2015-06-30"));
        assert_eq!(Span::of_period("2015-07至2015-06"), Span::default());
        for odd in ["", "2015-13", "2015-2016", "15", "2015-06-31", "十二五"] {
            assert_eq!(Span::of_period(odd), Span::default(), "{odd}");
        }
    }

    #[test]
    fn spans_meet_where_they_share_a_day() {
        let year = Span::of_period("2015");
        assert!(
            year.meets(span("", "2015-01-01")) && year.meets(span("2015-12-31", "")) && year.meets(Span::default())
        );
        assert!(!year.meets(span("", "2014-12-31")) && !year.meets(span("2016-01-01", "")));
        assert_eq!(year.with(Span::of_period("2011")), span("2011-01-01", "2015-12-31"));
        assert_eq!(year.with(Span::default()), Span::default());
    }

    #[test]
    fn a_former_name_says_when_it_was_borne() {
        let former = |text| Former::parse(text).map(|f| (f.name, f.during.label()));
        assert_eq!(former("吐鲁番地区@~2015-04-12"), Some(("吐鲁番地区".into(), "~2015-04-12".into())));
        assert_eq!(former("甲县 @ 2001-01-01 ~ 2009-05-31"), Some(("甲县".into(), "2001-01-01~2009-05-31".into())));
        assert_eq!(former("老名"), Some(("老名".into(), String::new())));
        for wrong in ["吐鲁番地区@2015", "吐鲁番地区@~2015-02-30", "@~2015-04-12", "吐鲁番地区@~明年"]
        {
            assert_eq!(former(wrong), None, "{wrong}");
        }
    }
}
