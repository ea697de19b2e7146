//! A list of pairs: the name of an entry, its value beside it.

use crate::finding::{Code, Finding, Lang, Place, nearest};
use crate::rubric::sheets::{Entry, Holds, Named, Sheet, pair_headings};

use super::super::grid::{Grid, Row};
use super::draft::{Draft, Spot, spot};
use super::value::value;

/// An entry with its values, each with its cell.
struct Found {
    entry: &'static Entry,
    values: Vec<(String, Spot)>,
    /// Where a value would stand.
    place: Option<Place>,
}

pub(super) fn read(sheet: &'static Sheet, grid: &Grid, lang: Lang, draft: &mut Draft) {
    let mut found: Vec<Found> =
        sheet.entries.iter().map(|entry| Found { entry, values: Vec::new(), place: None }).collect();
    for row in &grid.rows {
        let Some(name) = row.cell(0).map(|c| c.content.text().trim().to_owned()) else { continue };
        if name == pair_headings(Lang::Zh)[0] || name == pair_headings(Lang::En)[0] {
            continue;
        }
        match found.iter_mut().find(|f| f.entry.zh == name || f.entry.en.eq_ignore_ascii_case(&name)) {
            Some(known) => take(known, grid, row, lang, draft),
            None => {
                let near = nearest(&name, sheet.entries.iter().map(|e| e.name(lang))).unwrap_or_default();
                let place = draft.place_in(grid, row, 0);
                draft.report(Finding::new(Code::UnknownKey).found(name).hint(near).at(place));
            }
        }
    }
    write(&found, grid, lang, draft);
}

fn take(known: &mut Found, grid: &Grid, row: &Row, lang: Lang, draft: &mut Draft) {
    let place = draft.place_in(grid, row, 1);
    known.place.get_or_insert_with(|| place.clone());
    let Some(cell) = row.cell(1) else { return };
    let text = cell.content.text();
    // in a list each row is one item
    let holds = if known.entry.holds == Holds::List { Holds::Text } else { known.entry.holds };
    match value(holds, &cell.content) {
        Ok(_) if !known.values.is_empty() && known.entry.holds != Holds::List => {
            draft.report(Finding::new(Code::DuplicateId).found(known.entry.name(lang)).at(place));
        }
        Ok(value) => known.values.push((value, spot(place, &text, known.entry, lang))),
        Err(error) => draft.report(Finding::new(Code::CellError).found(error).at(place)),
    }
}

/// The entries by their tables: `rounding.total.places` goes to `[rounding]` as `total.places`.
fn write(found: &[Found], grid: &Grid, lang: Lang, draft: &mut Draft) {
    let mut table = "";
    for Found { entry, values, .. } in found.iter().filter(|f| !f.values.is_empty()) {
        let (heading, key) = entry.key.split_once('.').unwrap_or(("", entry.key));
        if heading != table {
            let keys = found.iter().filter_map(|f| {
                let (own, key) = f.entry.key.split_once('.')?;
                let place = f.place.clone().unwrap_or_else(|| draft.place(grid, None));
                (own == heading).then(|| (key, f.entry.name(lang), place))
            });
            let keys = keys.collect();
            draft.heading(&format!("[{heading}]"), keys);
            if heading == "rubric" {
                draft.plain("format = 1\n");
            }
            table = heading;
        }
        if entry.holds == Holds::List {
            draft.plain(&format!("{key} = ["));
            for (value, spot) in values {
                draft.part(value, spot.clone());
                draft.plain(", ");
            }
            draft.plain("]\n");
        } else if let Some((value, spot)) = values.first() {
            draft.line(key, value, spot.clone());
        }
    }
}
