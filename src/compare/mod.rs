//! Comparing (对比): two results → what changed, who moved, and which change moved them by how much.
//!
//! Two [sides](Side) are a rubric, a register, data and adjustments each, with what scoring made of them. What differs is
//! taken apart into changes. Everything is scored again with some of the changes made and the others not, and the movement
//! of every unit is split over them exactly: the parts add up to the whole, a change without effect gets nothing, and the
//! order in which changes are listed makes no difference.
//!
//! Not here: where sides come from (`assessment/`), and how a comparison is printed (`report/`, `cli/`).

mod adjust;
mod canon;
mod changes;
mod data;
mod exchange;
mod game;
mod mend;
mod mix;
mod moved;
mod print;
mod said;
mod set;
mod solve;
mod split;
mod switch;
mod units;
mod value;
mod words;
mod years;

use crate::finding::Lang;
use crate::number::Exact;
use crate::score::{Input, Outcome};

use changes::Pair;
use data::Fields;
use game::{Game, standings};
use solve::Solved;
use units::Units;
use years::Frames;

pub use print::{apportioned, places};
pub use value::{
    Cause, CellChanged, CellValue, Change, Comparison, Exchange, Exchanges, Kind, Method, NodeMoved, Presence, Said,
    SideSaid, Split, Together, UnitMoved,
};
pub use words::{kind_in_words, together_in_words};

/// One result: what was scored, and what came of it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What it is called: a folder, a run, a rubric.
    pub label: &'a str,
    /// What was scored.
    pub input: Input<'a>,
    /// What scoring made of it.
    pub outcome: &'a Outcome,
}

/// Compares two results. `watch` is told how many scorings of how many are done.
#[must_use]
pub fn compare(before: &Side<'_>, after: &Side<'_>, lang: Lang, watch: &mut dyn FnMut(usize, usize)) -> Comparison {
    let sides = [before, after];
    let units = Units::matched(before.input.register, after.input.register);
    let mix = Game::mix(sides);
    let ids: Vec<String> = mix.fields().map(str::to_owned).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let fields = Fields::new(sides, &ids);
    let frames = Frames::new(sides);
    let pair = Pair { sides, units: &units, fields: &fields, frames: &frames, ids: &ids, lang };
    let mut found = pair.find(&mix);
    let ends = [0, 1].map(|at| standings(sides[at].outcome, &units, at));
    let nodes = sides.iter().map(|side| side.input.rubric.nodes.len() * side.outcome.periods.len()).max().unwrap_or(0);
    let game = Game::new(&pair, mix, &found.switches);
    let affordable = solve::affordable(units.pairs.len(), nodes);
    let solved = solve::solve(&game, &found.switches, affordable, [&ends[0], &ends[1]], watch);
    let moved = moved::units(&pair, &solved);
    for (cause, (group, _)) in solved.causes.iter().enumerate() {
        for change in group.numbers() {
            found.changes[change].cause = Some(cause);
        }
    }
    Comparison {
        lang,
        sides: sides.map(said),
        causes: causes(&found.changes, &solved, &moved, lang),
        cells: pair.cells(&found.cells),
        exchanges: exchange::exchanges(&moved),
        method: method(&solved, &moved, lang),
        changes: found.changes,
        units: moved,
    }
}

fn said(side: &Side<'_>) -> SideSaid {
    let head = &side.input.rubric.scheme.head;
    SideSaid {
        label: side.label.to_owned(),
        rubric: head.id.clone(),
        title: head.title.clone(),
        version: head.version.clone(),
        period: side.input.rubric.scored_periods().join("、"),
        full_marks: head.full_marks.clone(),
        units: side.input.register.len(),
        illustrative: head.illustrative,
    }
}

fn causes(changes: &[Change], solved: &Solved, units: &[UnitMoved], lang: Lang) -> Vec<Cause> {
    let words = words::words(lang);
    let one = |(cause, (group, together)): (usize, &(set::Set, Option<Together>))| {
        let own: Vec<usize> = group.numbers().collect();
        let title = match own.as_slice() {
            [] => words.everything.to_owned(),
            [only] => changes[*only].title.clone(),
            [first, ..] => words::put(words.several, &[&changes[*first].title, &own.len().to_string()]),
        };
        let parts = units.iter().filter_map(|unit| unit.score_parts.as_ref()?.get(cause));
        let ranks = units.iter().filter_map(|unit| unit.rank_parts.as_ref()?.get(cause));
        Cause {
            title,
            together: *together,
            moved: parts.clone().map(Exact::abs).sum(),
            units: parts.filter(|part| !part.is_zero()).count(),
            ranks: ranks.filter(|part| !part.is_zero()).count(),
            changes: own,
        }
    };
    solved.causes.iter().enumerate().map(one).collect()
}

fn method(solved: &Solved, units: &[UnitMoved], lang: Lang) -> Method {
    let both = |unit: &&UnitMoved| unit.presence == Presence::Both && unit.total.iter().all(Option::is_some);
    let unsplit = units.iter().filter(both).filter(|unit| unit.score_parts.is_none()).count();
    let words = words::words(lang);
    let causes = solved.causes.len();
    let scored = solved.plan.choices.len();
    let mut text = words
        .method(solved.split, &[causes, scored, solved.limit].map(|n| n.to_string()).each_ref().map(String::as_str));
    if unsplit > 0 {
        text.push_str(&words::put(words.unsplit, &[&unsplit.to_string()]));
    }
    Method { value: solved.split, limit: solved.limit, causes, scored, unsplit, words: text }
}
