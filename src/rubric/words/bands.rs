//! Bands in words: with both edges and whether they are included, where the order of the bands leaves no doubt.

use crate::number::Exact;

use super::super::rule::{Band, Of};
use super::super::scheme::Scalar;
use super::rule::Said;
use super::table::put;

/// An edge and whether it belongs to the band.
#[derive(Clone, Copy)]
struct Edge<'a> {
    at: &'a Scalar,
    included: bool,
}

#[derive(Clone, Copy, Default)]
struct Interval<'a> {
    low: Option<Edge<'a>>,
    high: Option<Edge<'a>>,
}

pub(super) fn say(said: &mut Said<'_>, of: Of, bands: &[Band]) {
    let heading = match of {
        Of::Value => "",
        Of::Completion => said.words.bands_completion,
        Of::Gap => said.way(said.words.bands_gap),
    };
    let (intervals, clear) = intervals(bands);
    let mut items = Vec::new();
    let mut open_end = true;
    for (band, interval) in bands.iter().zip(&intervals) {
        let gives = said.gives(&band.marks);
        items.push(match describe(said, of, *interval) {
            Some(range) => put(said.words.band, &[&range, &gives]),
            None => {
                open_end = false;
                put(said.words.otherwise, &[&gives])
            }
        });
    }
    if open_end {
        let none = said.gives(&Scalar::Number(Exact::ZERO));
        items.push(put(said.words.otherwise, &[&none]));
    }
    said.list(heading, &items);
    if !clear {
        said.say(said.words.in_order);
    }
}

/// What each band really covers, and whether the bands read that way in any order.
fn intervals(bands: &[Band]) -> (Vec<Interval<'_>>, bool) {
    let own: Vec<Interval<'_>> = bands.iter().map(own).collect();
    let bounded: Vec<Interval<'_>> = own.iter().copied().filter(|i| i.low.is_some() || i.high.is_some()).collect();
    // a band without bounds catches the rest, so nothing may follow it
    let rest_last = own.iter().take(own.len().saturating_sub(1)).all(|i| i.low.is_some() || i.high.is_some());
    let number = |edge: Option<Edge<'_>>| match edge.map(|e| e.at) {
        Some(Scalar::Number(n)) => Some(n.clone()),
        _ => None,
    };
    let falling = rest_last
        && bounded.iter().all(|i| i.high.is_none() && number(i.low).is_some())
        && bounded.windows(2).all(|pair| number(pair[0].low) > number(pair[1].low));
    let rising = rest_last
        && bounded.iter().all(|i| i.low.is_none() && number(i.high).is_some())
        && bounded.windows(2).all(|pair| number(pair[0].high) < number(pair[1].high));
    if !falling && !rising {
        return (own, bands.len() < 2);
    }
    let filled = own
        .iter()
        .enumerate()
        .map(|(i, interval)| match i.checked_sub(1).map(|above| own[above]) {
            _ if interval.low.is_none() && interval.high.is_none() => *interval,
            Some(above) if falling => Interval { high: above.low.map(other_side), ..*interval },
            Some(above) => Interval { low: above.high.map(other_side), ..*interval },
            None => *interval,
        })
        .collect();
    (filled, true)
}

/// The edge of the band on the other side.
const fn other_side(edge: Edge<'_>) -> Edge<'_> {
    Edge { included: !edge.included, ..edge }
}

fn own(band: &Band) -> Interval<'_> {
    // of two edges on one side the tighter one counts
    Interval {
        low: edge(band.at_least.as_ref(), band.above.as_ref(), |included, excluded| included > excluded),
        high: edge(band.at_most.as_ref(), band.below.as_ref(), |included, excluded| included < excluded),
    }
}

fn edge<'a>(
    included: Option<&'a Scalar>,
    excluded: Option<&'a Scalar>,
    tighter: impl Fn(&Exact, &Exact) -> bool,
) -> Option<Edge<'a>> {
    match (included, excluded) {
        (Some(a @ Scalar::Number(x)), Some(Scalar::Number(y))) if tighter(x, y) => Some(Edge { at: a, included: true }),
        (Some(Scalar::Number(_)), Some(b @ Scalar::Number(_))) | (None, Some(b)) => {
            Some(Edge { at: b, included: false })
        }
        (Some(a), _) => Some(Edge { at: a, included: true }),
        (None, None) => None,
    }
}

/// A range in words; `None` where it has no edge.
fn describe(said: &Said<'_>, of: Of, interval: Interval<'_>) -> Option<String> {
    let words = said.words;
    let text = |edge: Edge<'_>| match of {
        Of::Value => said.speaker.measure(edge.at, said.unit),
        Of::Completion => said.speaker.measure(edge.at, "%"),
        Of::Gap => said.speaker.distance(edge.at, said.unit),
    };
    let inclusion = |edge: Edge<'_>| if edge.included { words.included } else { words.excluded };
    Some(match (interval.low, interval.high) {
        (None, None) => return None,
        (Some(low), Some(high)) => put(words.band_between, &[&text(low), inclusion(low), &text(high), inclusion(high)]),
        (Some(low), None) => put(if low.included { words.band_from } else { words.band_above }, &[&text(low)]),
        (None, Some(high)) if of == Of::Gap && high.included && *high.at == Scalar::Number(Exact::ZERO) => {
            words.band_reached.to_owned()
        }
        (None, Some(high)) => put(if high.included { words.band_to } else { words.band_below }, &[&text(high)]),
    })
}
