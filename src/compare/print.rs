//! Parts for print: rounded so that what is printed adds up to what is printed.

use crate::number::{Exact, RoundMode, Rounding};

/// The parts at so many decimals, adding up to their whole at as many: each is cut, and what is left over goes, a last digit
/// each, to those of which most was cut (the largest remainders, Hamilton's rule); of equals to the first.
#[must_use]
pub fn apportioned(parts: &[Exact], places: i8) -> Vec<Exact> {
    let cut = Rounding::new(places, RoundMode::Floor);
    let whole: Exact = parts.iter().sum();
    let target = Rounding::new(places, RoundMode::HalfUp).apply(&whole);
    let mut printed: Vec<Exact> = parts.iter().map(|part| cut.apply(part)).collect();
    let tenth = Exact::ratio(1, 10).unwrap_or_default();
    let step = (0..places).fold(Exact::ONE, |step, _| &step * &tenth);
    // a part that ends is printed as it is while others can give way
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(&parts[*at] - &printed[*at]), *at));
    let left = &target - &printed.iter().sum::<Exact>();
    let count = left.checked_div(&step).and_then(|count| count.to_i64()).and_then(|count| usize::try_from(count).ok());
    for at in order.into_iter().take(count.unwrap_or(0)) {
        printed[at] += &step;
    }
    printed
}

/// Decimals at which these numbers are shown as they are, at least two and at most four.
#[must_use]
pub fn places<'n>(numbers: impl IntoIterator<Item = &'n Exact>) -> i8 {
    let numbers: Vec<&Exact> = numbers.into_iter().collect();
    let ends = |places: i8| {
        let rounding = Rounding::new(places, RoundMode::HalfUp);
        numbers.iter().all(|number| rounding.apply(number) == **number)
    };
    (2..4).find(|places| ends(*places)).unwrap_or(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(parts: &[&str], places: i8) -> Vec<String> {
        let read = |text: &&str| match text.split_once('/') {
            Some((n, d)) => Exact::ratio(n.parse().unwrap_or(0), d.parse().unwrap_or(1)).unwrap_or_default(),
            None => text.parse().unwrap_or_default(),
        };
        apportioned(&parts.iter().map(read).collect::<Vec<_>>(), places).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn thirds_add_up_to_one() {
        assert_eq!(printed(&["1/3", "1/3", "1/3"], 2), ["0.34", "0.33", "0.33"]);
        assert_eq!(printed(&["-1/3", "-1/3", "-1/3"], 2), ["-0.33", "-0.33", "-0.34"]);
    }

    #[test]
    fn what_ends_is_printed_as_it_is() {
        assert_eq!(printed(&["0.25", "-0.2", "0", "1/3", "2/3"], 2), ["0.25", "-0.2", "0", "0.33", "0.67"]);
        assert_eq!(printed(&[], 2), Vec::<String>::new());
    }

    #[test]
    fn a_whole_that_does_not_end_is_rounded_first() {
        // 5/6 = 0.83
        assert_eq!(printed(&["1/2", "1/3"], 2), ["0.5", "0.33"]);
        assert_eq!(printed(&["1/6", "1/6", "1/2"], 1), ["0.2", "0.1", "0.5"]);
    }
}
