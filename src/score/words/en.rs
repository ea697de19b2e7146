//! English.

use super::{Notes, Table};

pub(super) const TABLE: Table = Table {
    total: "Total",
    full: "full marks {}",
    position: "place {}",
    rounded: "rounded {}",
    at_most: "at most {}",
    at_least: "at least {}",
    and: " and ",
    missing: "missing",
    not_applicable: "not applicable",
    no_total: "no total",
    unadjusted: "unadjusted total {}",
    vetoed: "veto: {}",
    combine: ["sum", "weighted mean", "geometric mean", "harmonic mean", "least", "greatest", "formula"],
    notes: Notes {
        missing_zero: "missing: 0 marks",
        missing_mean: "missing: mean score of the units compared",
        missing_worst: "missing: worst score of the units compared",
        previous: "missing: value of {} used",
        rejected: "missing: the unit is not ranked",
        rescaled: "not applicable: left out, the rest scaled up",
        na_full: "not applicable: full marks",
        na_mean: "not applicable: mean score of the units compared",
        na_zero: "not applicable: 0 marks",
        exempt: "exempt: full marks",
        void: "void: no marks",
        ahead: "ahead of the path",
        on_path: "on the path",
        behind: "behind the path",
        adjusted: "adjusted: {}",
        zeroed: "set to 0 by veto: {}",
        capped: "held at the cap",
        scaled: "scaled × {}",
    },
};
