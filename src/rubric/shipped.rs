//! The rubrics that come with the program, all marked 示例.

/// Id and text of every shipped rubric.
pub const ALL: [(&str, &str); 6] = [
    ("midterm-2015-prefectures", include_str!("../../rubrics/midterm-2015-prefectures.toml")),
    ("midterm-2015-agencies", include_str!("../../rubrics/midterm-2015-agencies.toml")),
    ("council-2015", include_str!("../../rubrics/council-2015.toml")),
    ("counties-2015", include_str!("../../rubrics/counties-2015.toml")),
    ("outline-2015-prefectures", include_str!("../../rubrics/outline-2015-prefectures.toml")),
    ("hdi-2015", include_str!("../../rubrics/hdi-2015.toml")),
];

/// The text of the shipped rubric with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}
