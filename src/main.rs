//! temporary driver
use std::path::Path;
use zhiheng::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let get = |k: &str| a.iter().position(|x| x == k).and_then(|i| a.get(i + 1)).cloned();
    let r = get("--rubric").unwrap();
    let text = std::fs::read_to_string(&r).unwrap();
    let t = finding::Terminal { lang: finding::Lang::En, color: false, source: Some((&r, &text)) };
    let (rubric, warn) = match rubric::read(&r, &text) {
        Ok(x) => x,
        Err(f) => {
            for f in f {
                eprintln!("{}", t.render(&f));
            }
            std::process::exit(2)
        }
    };
    for f in warn {
        eprintln!("{}", t.render(&f));
    }
    let u = get("--register").unwrap();
    let register = register::read_register(&u, &std::fs::read_to_string(&u).unwrap()).unwrap();
    let agencies = register::read_register("a", register::seeds::AGENCIES).unwrap();
    let resp = register::read_responsibilities("r", register::seeds::RESPONSIBILITIES, &agencies).unwrap();
    let bad = score::check_marks(&rubric, &register, &resp);
    if !bad.is_empty() {
        for f in bad {
            eprintln!("{}", t.render(&f));
        }
        std::process::exit(2)
    }
    let expected = ingest::Expected {
        fields: &rubric.scheme.fields,
        sources: &rubric.scheme.sources,
        period: &rubric.scheme.head.period,
        register: &register,
    };
    let t0 = std::time::Instant::now();
    let got = ingest::ingest_table(Path::new(&get("--data").unwrap()), &expected);
    let t1 = std::time::Instant::now();
    let res = observe::resolve(&got.observations, &rubric.scheme.fields, &rubric.scheme.sources, &register);
    let t2 = std::time::Instant::now();
    let adj = match get("--adjustments") {
        Some(p) => score::read_adjustments(&p, &std::fs::read_to_string(&p).unwrap(), &rubric, &register),
        None => (vec![], vec![]),
    };
    let input = score::Input {
        rubric: &rubric,
        register: &register,
        responsibilities: &resp,
        observations: &got.observations,
        used: &res.used,
        adjustments: &adj.0,
    };
    let out = score::score(&input);
    let t3 = std::time::Instant::now();
    if std::env::var("TIMES").is_ok() {
        eprintln!("read {:?} resolve {:?} score {:?}", t1 - t0, t2 - t1, t3 - t2);
    }
    if let Some(unit) = get("--explain") {
        let register::Lookup::Unit(u) = register.find(&unit) else { panic!() };
        for l in score::explain(&input, &out, u, None, finding::Lang::Zh).lines {
            println!("{}{} {} {}/{}  {}", "  ".repeat(l.depth), l.node, l.name, l.score, l.marks, l.text);
            for s in l.sources {
                println!(
                    "{}    · {} {} {} = {} @ {} {}",
                    "  ".repeat(l.depth),
                    s.name,
                    s.period,
                    s.source,
                    s.text,
                    s.place.label(),
                    if s.used { "✓" } else { "" }
                );
            }
        }
    }
    let tt = finding::Terminal { lang: finding::Lang::Zh, color: false, source: None };
    for f in got.findings.iter().chain(&res.findings).chain(&adj.1).chain(&out.findings) {
        if std::env::var("VERB").is_ok() {
            eprintln!("{}", tt.render(f));
        }
    }
    let Some(path) = get("--out") else { return };
    let mut w = csv::Writer::from_path(path).unwrap();
    w.write_record([
        "unit", "node", "level", "marks", "value", "target", "score", "share", "state", "rank", "grade", "note",
        "period",
    ])
    .unwrap();
    let s = |x: &Option<number::Exact>| x.as_ref().map(ToString::to_string).unwrap_or_default();
    let total = |w: &mut csv::Writer<std::fs::File>, u: usize, t: &score::Total, p: &str| {
        let share = t.published.as_ref().and_then(|x| x.checked_div(&rubric.scheme.head.full_marks));
        let st = if t.published.is_some() {
            "value"
        } else if t.not_applicable {
            "not_applicable"
        } else {
            "missing"
        };
        let g = t.grade.map(|g| rubric.scheme.grades[g].name.clone()).unwrap_or_default();
        w.write_record([
            register.units()[u].code.as_str(),
            "total",
            "0",
            &rubric.scheme.head.full_marks.to_string(),
            "",
            "",
            &s(&t.published),
            &s(&share),
            st,
            &s(&t.rank),
            &g,
            "",
            p,
        ])
        .unwrap();
    };
    for p in &out.periods {
        for u in 0..register.len() {
            total(&mut w, u, &p.totals[u], &p.period);
            for n in rubric.printed_order() {
                let r = &p.nodes[n][u];
                w.write_record([
                    register.units()[u].code.as_str(),
                    rubric.scheme.nodes[n].id.value.as_str(),
                    &rubric.nodes[n].level.to_string(),
                    &r.marks.to_string(),
                    &r.value.as_ref().map(ToString::to_string).unwrap_or_default(),
                    &s(&r.target),
                    &s(&r.score),
                    &s(&r.share()),
                    r.state.id(),
                    &s(&r.rank),
                    "",
                    "",
                    &p.period,
                ])
                .unwrap();
            }
        }
    }
    if let Some(c) = &out.combined {
        for (u, t) in c.iter().enumerate() {
            total(&mut w, u, t, "");
        }
    }
    w.flush().unwrap();
}
