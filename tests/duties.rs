//! Sheet 责任分工: who answers for what by the plan, and whether it was reported; the number of duties beside the rank.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up should stop")]

mod support;

use calamine::{Data, Reader, open_workbook_auto};
use support::{example, zhiheng};

#[test]
fn the_matrix_is_that_of_the_plan_and_shows_what_is_not_reported() {
    let (_guard, dir) = example("midterm-2015");
    zhiheng(["run", dir.to_str().unwrap()]);
    let mut book = open_workbook_auto(dir.join("out/midterm-2015-agencies/排名.xlsx")).unwrap();
    let sheet = book.worksheet_range("责任分工").unwrap();
    let rows: Vec<&[Data]> = sheet.rows().skip(2).collect();
    let column = |name: &str| rows[0].iter().position(|cell| cell == &Data::String(name.to_owned())).unwrap();
    let row = |start: &str| rows.iter().find(|row| row[0].to_string().starts_with(start)).unwrap();
    // 18 measures and the row of counts: 115 pairs that the plan names and 87 of all members
    assert_eq!(rows.len(), 1 + 18 + 1);
    assert_eq!(row("承担项数").last().unwrap(), &Data::Float(202.0));
    assert_eq!(row("承担项数")[column("质监局")], Data::Float(18.0));
    assert_eq!(row("（二）").last().unwrap(), &Data::Float(4.0));
    assert_eq!(row("（二）")[column("人社厅")], Data::String("●".into()));
    assert_eq!(row("（二）")[column("粮食局")], Data::Empty);
    // two of the example's planted errors
    assert_eq!(row("（一）")[column("公安厅")], Data::String("○".into()));
    assert_eq!(row("（十二）")[column("旅游局")], Data::String("○".into()));

    let ranking = book.worksheet_range("总排名").unwrap();
    let heads: Vec<String> =
        ranking.rows().nth(2).unwrap().iter().map(|cell| cell.to_string().replace('\n', "")).collect();
    let at = heads.iter().position(|head| head == "承担项数").unwrap();
    let of = |name: &str| ranking.rows().find(|row| row[1].to_string().contains(name)).map(|row| row[at].clone());
    assert_eq!(of("质量技术监督局"), Some(Data::Float(18.0)));
    assert_eq!(of("公安厅"), Some(Data::Float(4.0)));
    // everybody in the other ranking has the same indicators
    let mut other = open_workbook_auto(dir.join("out/midterm-2015-prefectures/排名.xlsx")).unwrap();
    assert!(!other.sheet_names().contains(&"责任分工".to_owned()));
    let ranking = other.worksheet_range("总排名").unwrap();
    assert!(!ranking.rows().nth(2).unwrap().iter().any(|cell| cell.to_string().contains("承担")));
}
