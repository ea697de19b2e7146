//! Names of files and sheets that every system and spreadsheet program takes.

use std::collections::HashSet;

use crate::report::Report;

use super::Context;

/// Characters that neither a file nor a sheet may bear everywhere.
const REFUSED: [char; 12] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|', '[', ']', '\''];

/// `652700-博尔塔拉蒙古自治州.xlsx` for every unit of the register, no two alike.
pub(super) fn files(report: &Report<'_>) -> Vec<String> {
    let mut taken = HashSet::new();
    let units = report.register.units().iter();
    units
        .map(|unit| {
            let wanted = clean(&format!("{}-{}", unit.code, unit.name), 80);
            format!("{}.xlsx", unlike(&mut taken, &wanted, 80))
        })
        .collect()
}

/// A sheet's name for each of these units, no two alike and none like the index.
pub(super) fn sheets(context: &Context<'_>, units: &[usize]) -> Vec<String> {
    // a spreadsheet program keeps this name for itself
    let mut taken = HashSet::from([context.words.index.to_lowercase(), "history".to_owned()]);
    let label = |unit: &usize| context.report.register.units()[*unit].label();
    units.iter().map(|unit| unlike(&mut taken, &clean(label(unit), 31), 31)).collect()
}

/// The text without what names must not have; at most so many UTF-16 units, which is how sheets are measured.
pub(in crate::report) fn clean(text: &str, most: usize) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || REFUSED.contains(&c) { '_' } else { c }).collect();
    let cut = cut(plain.trim().trim_end_matches('.'), most);
    if cut.is_empty() { "_".to_owned() } else { cut }
}

fn cut(text: &str, most: usize) -> String {
    let mut room = most;
    text.chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect::<String>()
        .trim_end_matches(['.', ' '])
        .to_owned()
}

/// The name, with a number behind it where another has it already; letter case does not tell names apart.
pub(in crate::report) fn unlike(taken: &mut HashSet<String>, wanted: &str, most: usize) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        let tail = format!("-{number}");
        name = format!("{}{tail}", cut(wanted, most.saturating_sub(tail.len())));
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_system_refuses_is_left_out_of_names() {
        assert_eq!(clean("../..\\x:y?'[z]'", 80), ".._.._x_y___z__");
        assert_eq!(clean("  a\u{7}b. ", 80), "a_b");
        assert_eq!(clean("…", 0), "_");
        assert_eq!(clean("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三", 31).chars().count(), 31);
    }

    #[test]
    fn names_that_meet_are_told_apart() {
        let mut taken = HashSet::new();
        let names = ["Abc", "aBC", "abc"].map(|name| unlike(&mut taken, name, 4));
        assert_eq!(names, ["Abc", "aB-2", "ab-3"]);
    }
}
