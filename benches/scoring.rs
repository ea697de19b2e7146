//! Scoring alone, tables in memory: units × 60 indicators of six kinds of rule.
//!
//! `cargo bench --bench scoring`; the figure of the last group is the one that README and CHANGELOG quote.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use zhiheng::finding::Place;
use zhiheng::number::Exact;
use zhiheng::observe::{Observation, Reading, Value};
use zhiheng::register::{Register, Responsibilities, Unit};
use zhiheng::rubric::{self, Rubric};
use zhiheng::score::{Input, score};

const INDICATORS: usize = 60;

fn rubric() -> Rubric {
    let rules = [
        r#"{ rule = "deduct", per = 1, take = 0.5 }"#,
        r#"{ rule = "ratio" }"#,
        r#"{ rule = "anchors", points = [[0, 0], [50, 0.6], [100, 1]] }"#,
        r#"{ rule = "efficacy", worst = "min", best = "max" }"#,
        r#"{ rule = "bands", bands = [{ at_least = 90, marks = 10 }, { at_least = 60, marks = 6 }] }"#,
        r#"{ rule = "rank", first = 10, step = 0.0001 }"#,
    ];
    let mut text = String::from(
        "[rubric]\nformat = 1\nid = \"bench\"\ntitle = \"bench\"\nversion = \"1\"\nperiod = \"2015\"\nfull_marks = 600\n\
         [rounding]\nindicator = { places = 2 }\ntotal = { places = 2 }\n[[section]]\nid = \"S\"\nmarks = 600\n",
    );
    for i in 0..INDICATORS {
        let rule = rules[i % rules.len()];
        write!(text, "[[field]]\nid = \"f{i}\"\ntype = \"decimal\"\n").unwrap();
        write!(text, "[[indicator]]\nid = \"f{i}\"\nunder = \"S\"\nmarks = 10\ntarget = 90\nscore = {rule}\n").unwrap();
    }
    rubric::read("bench.toml", &text).unwrap().0
}

fn register(units: usize) -> Register {
    let unit = |i| Unit { code: format!("u{i:07}"), name: format!("unit {i}"), ..Unit::default() };
    Register::new((0..units).map(unit).collect())
}

/// Percentages with two decimals, from a linear congruence: the same in every run.
fn observations(units: usize) -> Vec<Observation> {
    let (period, source): (Arc<str>, Arc<str>) = ("2015".into(), "self".into());
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((state >> 33) % 10_001).unwrap()
    };
    let cells = (0..units).flat_map(|unit| (0..INDICATORS).map(move |field| (unit, field)));
    cells
        .map(|(unit, field)| Observation {
            unit,
            field,
            period: period.clone(),
            source: source.clone(),
            reading: Reading::Value(Value::Number(Exact::ratio(next(), 100).unwrap())),
            place: Place::default(),
            remarks: None,
        })
        .collect()
}

fn scoring(c: &mut Criterion) {
    let rubric = rubric();
    let responsibilities = Responsibilities::default();
    let mut group = c.benchmark_group("scoring");
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    for units in [1_000, 10_000, 100_000] {
        let (register, observations) = (register(units), observations(units));
        let used = vec![true; observations.len()];
        let input = Input {
            rubric: &rubric,
            register: &register,
            responsibilities: &responsibilities,
            observations: &observations,
            used: &used,
            adjustments: &[],
        };
        group.throughput(Throughput::Elements((units * INDICATORS) as u64));
        group.bench_function(BenchmarkId::from_parameter(units), |b| b.iter(|| score(&input)));
    }
    group.finish();
}

criterion_group!(benches, scoring);
criterion_main!(benches);
