//! The registers that the 2015 action plan yields hold what the plan says.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

use std::collections::{BTreeMap, HashMap};

use zhiheng::register::{Lookup, Register, read_register, read_responsibilities, seeds};

fn register(name: &str) -> Register {
    read_register(name, seeds::register(name).unwrap()).unwrap()
}

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    csv.deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn registers_are_complete() {
    assert_eq!(rows(seeds::MEASURES).len(), 18);
    assert_eq!(register("agencies").len(), 29);
    assert_eq!(register("prefectures").len(), 14);
    assert_eq!(register("counties").len(), 96);
    assert_eq!(register("region").len(), 1);
}

#[test]
fn every_county_lies_in_a_prefecture() {
    let prefectures = register("prefectures");
    for county in register("counties").units() {
        assert!(prefectures.units().iter().any(|p| p.code == county.parent), "{}", county.name);
    }
}

#[test]
fn responsibilities_are_those_of_the_plan() {
    let rows = rows(seeds::RESPONSIBILITIES);
    let count = |basis: &str| rows.iter().filter(|row| row["basis"] == basis).count();
    assert_eq!((count("named"), count("member"), rows.len()), (115, 87, 202));
    let measures = self::rows(seeds::MEASURES);
    let each: Vec<usize> =
        measures.iter().map(|m| rows.iter().filter(|row| row["measure"] == m["no"]).count()).collect();
    assert_eq!(each, [29, 4, 8, 6, 9, 10, 10, 10, 12, 11, 7, 10, 29, 29, 5, 5, 5, 3]);
    let agencies = register("agencies");
    let read = read_responsibilities("responsibilities.csv", seeds::RESPONSIBILITIES, &agencies).unwrap();
    assert!(agencies.units().iter().all(|unit| read.answers(&unit.code, "（一）")));
}

#[test]
fn every_name_leads_to_one_unit() {
    for name in seeds::REGISTERS {
        let register = register(name);
        let mut aliases: HashMap<&str, &str> = HashMap::new();
        for (index, unit) in register.units().iter().enumerate() {
            for alias in &unit.aliases {
                let twin = aliases.insert(alias, &unit.name);
                assert!(
                    twin.is_none(),
                    "{name}: `{alias}` is an alias of {} and {}",
                    unit.name,
                    twin.unwrap_or_default()
                );
            }
            let named = [&unit.code, &unit.name].into_iter().chain(&unit.aliases);
            for alias in named {
                assert_eq!(register.find(alias), Lookup::Unit(index), "{name}: {alias}");
            }
        }
    }
}
