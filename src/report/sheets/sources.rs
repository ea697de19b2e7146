//! Sheet 溯源: every figure that was scored, and the file, sheet and cell where it stands.

use rust_xlsxwriter::Worksheet;

use crate::report::style::Style;
use crate::report::table::{Column, Set, Shown, Table, sheet as table_sheet};
use crate::report::text::sheets;
use crate::report::{Report, Unmade};

use super::reading_text;

pub(in crate::report) fn sheet(report: &Report<'_>, style: &Style, to: &mut Worksheet) -> Result<(), Unmade> {
    let words = &sheets(report.lang).sources;
    let sets = [
        (Set::Text, (8, 22)),
        (Set::Small, (14, 32)),
        (Set::Centred, (6, 9)),
        (Set::Centred, (6, 12)),
        (Set::Centred, (8, 24)),
        (Set::Centred, (6, 10)),
        (Set::Small, (18, 46)),
        (Set::Small, (8, 18)),
        (Set::Centred, (7, 10)),
        (Set::Small, (10, 30)),
    ];
    let columns: Vec<Column> =
        words.heads.iter().zip(sets).map(|(head, (set, bounds))| Column::new(head, set, bounds)).collect();
    let mut table = Table { columns, rows: Vec::new(), none: words.none };
    let mut used: Vec<_> = report.used_observations().collect();
    used.sort_by(|a, b| (a.unit, a.field, &a.period, &a.source).cmp(&(b.unit, b.field, &b.period, &b.source)));
    for o in used {
        let field = &report.rubric.scheme.fields[o.field];
        let place = &o.place;
        let file = match o.origin() {
            Some(origin) => format!("{} ← {}", place.file, origin.label()),
            None => place.file.to_string(),
        };
        table.rows.push(vec![
            Shown::text(report.register.units()[o.unit].label()),
            Shown::text(&field.name),
            Shown::text(o.period.as_ref()),
            Shown::text(report.source_name(&o.source)),
            Shown::text(reading_text(&o.reading, report.words().na_mark)),
            Shown::text(&field.unit),
            Shown::Link { to: link(&place.file, &place.sheet, &place.cell), text: file },
            Shown::text(place.sheet.as_ref()),
            Shown::text(place.cell.as_ref()),
            Shown::text(o.remarks.as_ref().map(|r| r.evidence.clone()).unwrap_or_default()),
        ]);
    }
    table_sheet(report.words(), style, to, (words.name, words.says), &table)
}

/// A link from the workbook in `out/<rubric>/` to the cell of a return.
pub(super) fn link(file: &str, sheet: &str, cell: &str) -> String {
    let escaped: String = file
        .chars()
        .map(|c| match c {
            '/' => "\\".to_owned(),
            '#' => "%23".to_owned(),
            '%' => "%25".to_owned(),
            other => other.to_string(),
        })
        .collect();
    let at = if sheet.is_empty() || cell.is_empty() {
        String::new()
    } else {
        format!("#'{}'!{cell}", sheet.replace('\'', "''"))
    };
    format!("external:..\\..\\{escaped}{at}")
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn links_lead_from_the_workbook_to_the_cell() {
        assert_eq!(link("returns/a b.xlsx", "表1", "C7"), "external:..\\..\\returns\\a b.xlsx#'表1'!C7");
        assert_eq!(link("returns/50%#1.csv", "", "3:2"), "external:..\\..\\returns\\50%25%231.csv");
    }
}
