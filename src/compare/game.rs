//! Everything scored again with some of the changes made and the others not.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::number::Exact;
use crate::rubric::{Rubric, assemble};
use crate::score::{Input, Outcome, score_silently};

use super::Side;
use super::adjust::{self, Made, Target};
use super::canon::bare;
use super::changes::Pair;
use super::data::Pool;
use super::mix::{Mix, is_of_rubric};
use super::set::Set;
use super::switch::Switch;
use super::units::Units;
use super::value::Kind;
use super::years::Frames;

/// What the units on both sides come to, in their order there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    /// Totals as published.
    pub total: Vec<Option<Exact>>,
    /// Ranks.
    pub rank: Vec<Option<Exact>>,
    /// Grades, by index into the grades of the rubric that gave them.
    pub grade: Vec<Option<Exact>>,
}

/// The two sides, ready to be scored with any choice of the changes.
pub struct Game<'a> {
    sides: [&'a Side<'a>; 2],
    units: &'a Units,
    switches: &'a [Switch],
    mix: Mix,
    frames: &'a Frames,
    /// By whose register, and whose period, is scored.
    pools: [[Pool; 2]; 2],
    adjustments: BTreeMap<Target, [Made<'a>; 2]>,
    /// For every field, the change of its data.
    data: Vec<Option<usize>>,
    /// The changes that make another rubric.
    of_rubric: Set,
    periods: Option<usize>,
    register: Option<usize>,
    responsibilities: Option<usize>,
}

impl<'a> Game<'a> {
    /// With these changes between the sides.
    pub fn new(pair: &Pair<'a>, mix: Mix, switches: &'a [Switch]) -> Self {
        let find = |kind: Kind, id: &str| switches.iter().position(|s| s.kind == kind && s.id == id);
        let data: Vec<Option<usize>> = mix.fields().map(|id| find(Kind::Data, id)).collect();
        let redefined: Set = data.iter().enumerate().filter_map(|(f, s)| s.filter(|_| mix.differs(f))).collect();
        let of_rubric = switches.iter().enumerate().filter(|(at, switch)| match switch.kind {
            Kind::Data => redefined.has(*at),
            _ => is_of_rubric(switch),
        });
        Self {
            sides: pair.sides,
            units: pair.units,
            frames: pair.frames,
            of_rubric: of_rubric.map(|(at, _)| at).collect(),
            register: find(Kind::Register, ""),
            // who answers is told by codes, which change with the register
            responsibilities: find(Kind::Responsibilities, "").or_else(|| find(Kind::Register, "")),
            // where periods cannot be laid side by side, reports stay under their own
            periods: find(Kind::Periods, ""),
            pools: [0, 1].map(|register| [0, 1].map(|frame| Pool::new(pair, register, frame))),
            adjustments: adjust::by_target(pair.sides, pair.units),
            switches,
            mix,
            data,
        }
    }

    /// The two schemes of a comparison, mixed.
    pub fn mix(sides: [&Side<'_>; 2]) -> Mix {
        Mix::new(sides.map(|side| bare(&side.input.rubric.scheme)))
    }

    /// Whether the periods of the two sides can stand beside each other.
    pub const fn is_aligned(&self) -> bool {
        self.frames.are_aligned()
    }

    /// The changes of the rubric among these.
    pub fn rubric_part(&self, made: &Set) -> Set {
        made.common(&self.of_rubric)
    }

    /// The rubric with these changes made; none where that makes no rubric.
    pub fn rubric(&self, made: &Set) -> Option<Rubric> {
        let on: Vec<(Kind, &str)> =
            made.numbers().map(|at| (self.switches[at].kind, self.switches[at].id.as_str())).collect();
        assemble(self.mix.scheme(|kind, id| on.contains(&(kind, id))))
    }

    /// Everything scored by this rubric, with these changes made.
    fn score(&self, made: &Set, rubric: &Rubric) -> Standings {
        // without such a change both sides are the same
        let side = |switch: Option<usize>| switch.is_none_or(|switch| made.has(switch));
        let at = usize::from(side(self.register));
        let after: Vec<bool> = self.data.iter().map(|switch| side(*switch)).collect();
        let frame = usize::from(side(self.periods));
        let pool = &self.pools[at][frame];
        let adjustments: Vec<_> = self
            .adjustments
            .iter()
            .flat_map(|(target, made_by)| {
                let (section, id) = target.parts();
                let find = |s: &Switch| s.kind == Kind::Adjustments && s.section == section && s.id == id;
                let later = side(self.switches.iter().position(find));
                let taken = move |side: usize, unit: usize| usize::from(later) == side || !self.units.is_both(unit);
                let all = made_by.iter().enumerate();
                let all = all.flat_map(move |(s, made)| made.iter().map(move |one| (s, one)));
                let all = all.filter(move |(s, (unit, _))| taken(*s, *unit));
                all.filter_map(move |(s, (unit, one))| {
                    let period = self.frames.place(s, &one.period, frame)?;
                    adjust::moved(one, target, (self.units.pairs[*unit][at]?, period), rubric)
                })
            })
            .collect();
        let input = Input {
            rubric,
            register: self.sides[at].input.register,
            responsibilities: self.sides[usize::from(side(self.responsibilities))].input.responsibilities,
            observations: &pool.observations,
            used: &pool.used(&after),
            adjustments: &adjustments,
        };
        standings(&score_silently(&input), self.units, at)
    }

    /// Everything scored for each of these choices; an error names a choice of changes that makes no rubric. `watch` is told
    /// how many of how many are done.
    pub fn score_all(&self, choices: &[Set], watch: &mut dyn FnMut(usize, usize)) -> Result<Vec<Standings>, Set> {
        // choices by the same rubric stand together, so that it is made once
        let mut order: Vec<(Set, usize)> =
            choices.iter().enumerate().map(|(at, made)| (self.rubric_part(made), at)).collect();
        order.sort();
        let workers = rayon::current_num_threads().max(1);
        let mut found: Vec<Option<Standings>> = vec![None; choices.len()];
        let mut done = 0;
        for batch in order.chunks(workers * BATCH) {
            for (at, standings) in self.batch(batch, choices, workers) {
                match standings {
                    Some(standings) => found[at] = Some(standings),
                    None => return Err(choices[at].clone()),
                }
            }
            done += batch.len();
            watch(done, choices.len());
        }
        Ok(found.into_iter().flatten().collect())
    }

    /// Scores a batch on all cores. Each worker scores alone: what scoring does side by side must not wait for other scorings.
    fn batch(&self, batch: &[(Set, usize)], choices: &[Set], workers: usize) -> Vec<(usize, Option<Standings>)> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            let mut last: Option<(&Set, Option<Arc<Rubric>>)> = None;
            while let Some(piece) = batch.chunks(PIECE).nth(next.fetch_add(1, Ordering::Relaxed)) {
                for (part, at) in piece {
                    let rubric = match &last {
                        Some((known, rubric)) if *known == part => rubric.clone(),
                        _ => self.rubric(part).map(Arc::new),
                    };
                    done.push((*at, rubric.as_ref().map(|rubric| self.score(&choices[*at], rubric))));
                    last = Some((part, rubric));
                }
            }
            done
        };
        let alone = || {
            rayon::ThreadPoolBuilder::new().num_threads(1).build().map_or_else(|_| work(), |pool| pool.install(work))
        };
        std::thread::scope(|scope| {
            let running: Vec<_> = (1..workers).map(|_| scope.spawn(alone)).collect();
            let mut done = alone();
            for worker in running {
                match worker.join() {
                    Ok(more) => done.extend(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            done
        })
    }
}

/// Choices that a worker takes at a time.
const PIECE: usize = 8;
/// Choices for each worker between two looks at the progress.
const BATCH: usize = 64;

/// What the units on both sides come to, `at` saying which side's register was scored.
pub fn standings(outcome: &Outcome, units: &Units, at: usize) -> Standings {
    let finals = outcome.finals();
    let both = || units.both().filter_map(|(unit, _)| finals.get(units.pairs[unit][at]?));
    Standings {
        total: both().map(|total| total.published.clone()).collect(),
        rank: both().map(|total| total.rank.clone()).collect(),
        grade: both().map(|total| total.grade.map(Exact::from)).collect(),
    }
}
