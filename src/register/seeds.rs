//! The registers that the 2015 action plan yields, compiled in so that the one binary runs anywhere.

/// `seeds/measures.csv`: the plan's 18 measures.
pub const MEASURES: &str = include_str!("../../seeds/measures.csv");
/// `seeds/responsibilities.csv`: which agency answers for which measure, named by the plan or as a member unit.
pub const RESPONSIBILITIES: &str = include_str!("../../seeds/responsibilities.csv");
/// `seeds/agencies.csv`: the 29 agencies.
pub const AGENCIES: &str = include_str!("../../seeds/agencies.csv");
/// `seeds/prefectures.csv`: the 14 prefectures.
pub const PREFECTURES: &str = include_str!("../../seeds/prefectures.csv");
/// `seeds/counties.csv`: the 96 counties of the 14 prefectures.
pub const COUNTIES: &str = include_str!("../../seeds/counties.csv");
/// `seeds/region.csv`: the region itself, the one assessed by the State Council.
pub const REGION: &str = include_str!("../../seeds/region.csv");

/// `seeds/countries.csv`: the countries of the Human Development Report 2015.
pub const COUNTRIES: &str = include_str!("../../seeds/countries.csv");

/// The shipped register with this name.
#[must_use]
pub fn register(name: &str) -> Option<&'static str> {
    match name {
        "prefectures" => Some(PREFECTURES),
        "counties" => Some(COUNTIES),
        "agencies" => Some(AGENCIES),
        "countries" => Some(COUNTRIES),
        "region" => Some(REGION),
        _ => None,
    }
}

/// What the shipped table of measures is called.
pub const MEASURES_NAME: &str = "measures";

/// The names [`register`] knows.
pub const REGISTERS: [&str; 5] = ["prefectures", "counties", "agencies", "region", "countries"];
