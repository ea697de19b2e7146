//! Two periods side by side: what one side says of its own period, or of the year before it, stands beside what the other
//! side says of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Side;

/// Where the reports of a side stand while the period of one of the two is scored.
#[derive(Debug)]
pub struct Frames {
    /// Months from the earlier side's period to the later one's; none where the two cannot be laid side by side, and nought
    /// where they are the same.
    apart: Option<i32>,
    /// Periods that a rubric names, such as the base year of a path: these are the same on both sides.
    fixed: BTreeSet<String>,
}

impl Frames {
    /// From what the two sides score. Several periods scored together, and periods that are neither years nor months, are
    /// not laid side by side unless they are the same.
    pub fn new(sides: [&Side<'_>; 2]) -> Self {
        let rubrics = sides.map(|side| side.input.rubric);
        let scored = rubrics.map(|rubric| rubric.scored_periods().into_iter().map(str::to_owned).collect::<Vec<_>>());
        let apart = match scored.each_ref().map(Vec::as_slice) {
            [before, after] if before == after => Some(0),
            [[before], [after]] if before.len() == after.len() => {
                months(after).zip(months(before)).map(|(after, before)| after - before)
            }
            _ => None,
        };
        let named = rubrics.iter().flat_map(|rubric| rubric.periods_read().named);
        let fixed = named.filter(|period| !scored.iter().flatten().any(|own| own == period)).collect();
        Self { apart, fixed }
    }

    /// Whether the periods of the two sides can stand beside each other.
    pub const fn are_aligned(&self) -> bool {
        self.apart.is_some()
    }

    /// The period under which a report of `side` is scored with the period of side `frame`; none where it has no place there.
    pub fn place(&self, side: usize, period: &Arc<str>, frame: usize) -> Option<Arc<str>> {
        let apart = self.apart.unwrap_or(0);
        if side == frame || apart == 0 || self.fixed.contains(period.as_ref()) {
            return Some(period.clone());
        }
        let moved = if frame == 1 { apart } else { -apart };
        let Some(own) = months(period).filter(|_| period.len() == 7 || apart % 12 == 0) else {
            return Some(period.clone());
        };
        let placed = written(own + moved, period.len());
        // what it says of the base year is not what it says of another
        (!self.fixed.contains(&placed)).then(|| placed.into())
    }
}

/// A year or a month as months.
fn months(period: &str) -> Option<i32> {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let (year, month) = match period.split_once('-') {
        Some((year, month)) => (year, Some(month)),
        None => (period, None),
    };
    let year: i32 = Some(year).filter(|year| digits(year, 4))?.parse().ok()?;
    let month: i32 = match month {
        Some(month) => Some(month).filter(|month| digits(month, 2))?.parse().ok()?,
        None => 1,
    };
    (1..=12).contains(&month).then_some(year * 12 + month - 1)
}

fn written(months: i32, len: usize) -> String {
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    if len == 7 { format!("{year:04}-{month:02}") } else { format!("{year:04}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(apart: i32, fixed: &[&str], side: usize, period: &str) -> Option<String> {
        let fixed = fixed.iter().map(|period| (*period).to_owned()).collect();
        Frames { apart: Some(apart), fixed }.place(side, &period.into(), 1 - side).map(|period| period.to_string())
    }

    #[test]
    fn reports_move_with_the_period_scored_and_base_years_stay() {
        assert_eq!(placed(12, &[], 0, "2014").as_deref(), Some("2015"));
        assert_eq!(placed(12, &[], 1, "2014").as_deref(), Some("2013"));
        assert_eq!(placed(12, &[], 0, "2014-11").as_deref(), Some("2015-11"));
        assert_eq!(placed(3, &[], 0, "2014-11").as_deref(), Some("2015-02"));
        assert_eq!(placed(12, &["2010"], 0, "2010").as_deref(), Some("2010"));
        assert_eq!(placed(12, &["2010"], 0, "2009"), None, "nothing else may pass for the base year");
        assert_eq!(placed(12, &[], 0, "十二五").as_deref(), Some("十二五"));
    }
}
