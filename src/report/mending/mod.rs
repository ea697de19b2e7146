//! The workbook that goes back to whoever has something to mend (退回修改): the list of mendings, then every sheet that was
//! sent, as it stood, with the cells to mend coloured and noted.
//!
//! What is in it reads the same as what was sent: sheets keep their names, cells their places, hidden rows and columns
//! stay hidden. So the mended workbook takes the place of the return.

mod list;
mod sheet;

use std::collections::BTreeMap;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::finding::text::level_name;
use crate::finding::{Finding, Lang, Level};
use crate::ingest::PictureSheet;

use super::Unmade;
use super::style::Style;
use super::text::{mending, put, words};

/// Everything that goes back to one sender.
#[derive(Debug)]
pub struct SendBack<'a> {
    /// To whom: a unit, or the file of whoever reports on all units.
    pub to: String,
    /// Title of the assessment.
    pub title: &'a str,
    /// The files that this stands for.
    pub files: Vec<String>,
    /// The sheets of these files. No two of the same title.
    pub sheets: Vec<&'a PictureSheet>,
    /// What is to be mended, in the order of the list.
    pub mendings: Vec<Mending<'a>>,
    /// Language.
    pub lang: Lang,
}

/// One thing to mend.
#[derive(Debug)]
pub struct Mending<'a> {
    /// What is wrong.
    pub finding: &'a Finding,
    /// How often the same was found at the same place.
    pub times: usize,
    /// The item, for people: the unit where the table is about several, and the field.
    pub item: String,
    /// The cell to mend, or the sheet where no cell can be named; none where there is no such sheet.
    pub at: Option<Spot>,
    /// Other cells that play a part.
    pub involved: Vec<Spot>,
    /// The words that would do there, where only certain ones do.
    pub choices: &'a [String],
}

/// A cell of one of the sheets, or a sheet as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Index of the sheet.
    pub sheet: usize,
    /// Row and column, from 0; the anchor of a merged region.
    pub cell: Option<(u32, u32)>,
}

/// How much a coloured cell matters; the order is that in which one colour covers another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Error,
    Warning,
    Involved,
}

/// What is to be shown at a cell.
#[derive(Debug)]
struct Marked<'a> {
    mark: Mark,
    notes: Vec<String>,
    choices: &'a [String],
}

/// Marks by sheet and cell.
type Marks<'a> = BTreeMap<(usize, (u32, u32)), Marked<'a>>;

/// Makes the workbook.
pub fn send_back(back: &SendBack<'_>) -> Result<Vec<u8>, Unmade> {
    let mut book = Workbook::new();
    // the date of creation is fixed: the same input gives the same bytes
    let created = ExcelDateTime::from_ymd(2015, 1, 1)?;
    let author = concat!("zhiheng ", env!("CARGO_PKG_VERSION"));
    let title = format!("{} {}", back.to, mending(back.lang).title);
    book.set_properties(&DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&created));
    let style = Style::new(words(back.lang).font);
    list::sheet(back, &style, book.add_worksheet())?;
    let marks = marks(back);
    for (index, picture) in back.sheets.iter().enumerate() {
        let own = marks.range((index, (0, 0))..(index + 1, (0, 0))).map(|((_, cell), marked)| (*cell, marked));
        sheet::sheet(picture, &own.collect(), &style, back.lang, book.add_worksheet())?;
    }
    Ok(book.save_to_buffer()?)
}

fn marks<'a>(back: &SendBack<'a>) -> Marks<'a> {
    let words = mending(back.lang);
    let mut marks: Marks<'a> = BTreeMap::new();
    for (number, one) in (1_usize..).zip(&back.mendings) {
        let mark = if one.finding.level == Level::Error { Mark::Error } else { Mark::Warning };
        let says = list::without_files(&one.finding.says(back.lang), &back.files);
        let number = number.to_string();
        let own = put(words.note, &[&number, level_name(one.finding.level, back.lang), &says]);
        let part = put(words.note_involved, &[&number, &says]);
        let spots =
            one.at.iter().map(|s| (s, mark, &own)).chain(one.involved.iter().map(|s| (s, Mark::Involved, &part)));
        for (spot, mark, note) in spots {
            let Some(cell) = spot.cell else { continue };
            let marked = marks.entry((spot.sheet, cell)).or_insert(Marked { mark, notes: Vec::new(), choices: &[] });
            marked.mark = marked.mark.min(mark);
            marked.notes.push(note.clone());
            if mark != Mark::Involved && marked.choices.is_empty() {
                marked.choices = one.choices;
            }
        }
    }
    marks
}
