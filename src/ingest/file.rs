//! One file: opened, its sheets read, and what could not be read said.

use std::path::Path;
use std::sync::Arc;

use crate::finding::{Code, Finding, Lang, Place};
use crate::register::fold;

use super::axes;
use super::container::{self, Budget, Refusal, Watch, megabytes};
use super::declared::Layout;
use super::desk::{Desk, Terms};
use super::grid::Grid;
use super::layout;
use super::sheet::{Defaults, Sheet};
use super::words::{self, say};
use super::{Ingested, Limits, ReadFile, ReadSheet};

/// Reads a file. Whatever is wrong with it is a finding.
pub(super) fn read(path: &Path, label: &str, defaults: &Defaults, terms: &Terms<'_>) -> Ingested {
    let mut out = Ingested::default();
    let limits = terms.expected.limits;
    let bytes = match bytes_of(path, limits) {
        Ok(bytes) => bytes,
        Err(finding) => {
            out.findings.push(finding.at(Place::file(label)));
            out.files.push(ReadFile { path: label.to_owned(), ..ReadFile::default() });
            return out;
        }
    };
    let hash = blake3::hash(&bytes).to_hex().to_string();
    let mut file = ReadFile { path: label.to_owned(), hash, ..ReadFile::default() };
    let mut budget = Budget::new(limits);
    match container::open_within(&bytes, &mut budget) {
        Ok(opened) => {
            drop(bytes);
            out.findings.extend(misnamed(label, opened.kind).map(|finding| finding.at(Place::file(label))));
            opened.kind.clone_into(&mut file.kind);
            let name: Arc<str> = label.into();
            for finding in opened.findings {
                let place = Place { file: name.clone(), ..finding.place.clone() };
                out.findings.push(finding.at(place));
            }
            let watch = Watch::new(budget);
            let desk = &Desk::new(terms, &watch);
            let mut sheets = Sheets { desk, defaults, stem: stem(label), file: name, encoding: opened.encoding, out };
            let read = sheets.read(&opened.grids);
            let Some(read) = read else { return Ingested::default() };
            file.sheets = read;
            out = sheets.out;
            if let Some(refusal) = watch.refusal() {
                // what was found by then is a part that nobody chose
                out = Ingested { findings: vec![refusal.at(Place::file(label))], ..Ingested::default() };
                file.sheets = Vec::new();
            }
        }
        Err(finding) => out.findings.push(finding.at(Place::file(label))),
    }
    out.files.push(file);
    out
}

/// A file's bytes, where it is no larger than allowed.
pub(super) fn bytes_of(path: &Path, limits: Limits) -> Result<Vec<u8>, Refusal> {
    let unreadable = |error: std::io::Error| {
        let gone = error.kind() == std::io::ErrorKind::NotFound;
        let missing = || Finding::new(Code::FileMissing).found(path.display().to_string());
        let unreadable = || Finding::new(Code::FileUnreadable).found(error.to_string());
        Refusal::from(if gone { missing() } else { unreadable() })
    };
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(Finding::new(Code::FileUnreadable).found(say::SPECIAL).into());
    }
    if about.len() > limits.file {
        let finding = Finding::new(Code::TooLarge).found(megabytes(about.len()));
        return Err(finding.expected(megabytes(limits.file)).into());
    }
    std::fs::read(path).map_err(unreadable)
}

/// The note for a file whose name promises another kind than it is.
fn misnamed(label: &str, kind: &str) -> Option<Finding> {
    let name = label.rsplit('/').next().unwrap_or(label);
    let (_, ending) = name.rsplit_once('.')?;
    let (endings, is): (&[&str], &'static str) = match kind {
        "xlsx" => (&["xlsx", "xlsm", "xltx", "xltm"], say::KIND_XLSX),
        "xls" => (&["xls", "xlt", "xla", "et", "ett"], say::KIND_XLS),
        "xlsb" => (&["xlsb"], say::KIND_XLSB),
        "ods" => (&["ods", "ots", "fods"], say::KIND_ODS),
        "xml" => (&["xml"], say::KIND_XML),
        "html" => (&["htm", "html", "xhtml"], say::HTML),
        _ => (&["csv", "tsv", "txt", "tab", "dat", "asc"], say::KIND_TEXT),
    };
    let promised = ending.to_lowercase();
    // an ending that no program uses promises nothing
    let known = [
        "xlsx", "xlsm", "xltx", "xltm", "xls", "xlt", "xla", "et", "ett", "xlsb", "ods", "ots", "fods", "xml", "htm",
        "html", "xhtml", "csv", "tsv", "txt", "doc", "docx", "wps", "pdf", "zip", "rar", "7z", "jpg", "png", "ppt",
        "pptx", "mht", "mhtml", "ofd", "rtf",
    ];
    let differs = known.contains(&promised.as_str()) && !endings.contains(&promised.as_str());
    differs.then(|| Finding::new(Code::ExtensionDiffers).found(is).expected(ending))
}

/// The file's name without its folder and ending.
pub(super) fn stem(label: &str) -> String {
    let name = label.rsplit('/').next().unwrap_or(label);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// Whether any cell is, or nearly is, the name of a field.
fn mentions_fields(grid: &Grid, desk: &Desk<'_>) -> bool {
    let cells = grid.rows.iter().flat_map(|r| &r.cells).take(GLANCE);
    let texts = cells.map(|c| c.content.folded());
    texts.filter(|t| (3..40).contains(&t.chars().count())).any(|t| desk.fields.nearest(&t).is_some())
}

/// Whether the sheet is the list that went out with a workbook for mending: by its name and the heading to fill in.
pub(super) fn is_list_of_mendings(grid: &Grid) -> bool {
    let name = |lang| words::list_of_mendings(lang).sheet == grid.name.trim();
    (name(Lang::Zh) || name(Lang::En)) && fill_in_cell(grid).is_some()
}

/// Where the heading of the column to fill in stands.
fn fill_in_cell(grid: &Grid) -> Option<(u32, u32)> {
    let headings = [Lang::Zh, Lang::En].map(|lang| fold(words::list_of_mendings(lang).fill_in));
    let rows = grid.rows.iter().take(GLANCE);
    rows.flat_map(|r| r.cells.iter().map(move |c| (r.index, c)))
        .find(|(_, c)| headings.contains(&c.content.folded()))
        .map(|(row, c)| (row, c.col))
}

/// The sheets of one file being read.
struct Sheets<'a, 'd> {
    desk: &'a Desk<'d>,
    defaults: &'a Defaults,
    stem: String,
    file: Arc<str>,
    encoding: &'static str,
    out: Ingested,
}

/// Cells looked at to say whether a sheet without a layout is about our fields at all.
const GLANCE: usize = 400;

/// A sheet that was not read, kept until it is known whether another sheet of the file was.
enum Unread {
    /// Something like our fields stands in it, in no layout that is known.
    NoLayout(Arc<str>),
    /// Instructions, lists, a cover.
    NotOurs(Arc<str>),
    /// A table about one unit that is named nowhere.
    NoUnit(Arc<str>),
    /// Declared not to be read.
    Skipped(Arc<str>, &'static str),
    /// Declared to be what it is not.
    Unfit(Arc<str>, &'static str),
}

impl<'d> Sheets<'_, 'd> {
    /// `None` where the file is for other rubrics of the assessment, and holds nothing else of note.
    fn read(&mut self, grids: &[Grid]) -> Option<Vec<ReadSheet>> {
        let mut sheets = Vec::new();
        let mut unread = Vec::new();
        let mut any_read = false;
        let mut lists = 0;
        let mut left = false;
        for (number, grid) in (1..).zip(grids) {
            if layout::all_left(self.desk, &self.file, grid) {
                left = true;
                continue;
            }
            let layouts = self.declared(&grid.name, number);
            if grid.rows.is_empty() {
                continue;
            }
            if layouts.is_empty() && is_list_of_mendings(grid) {
                self.unread_mendings(grid);
                let layout = say::MENDINGS.to_owned();
                sheets.push(ReadSheet { layout, ..self.not_read(grid) });
                lists += 1;
                continue;
            }
            if grid.hidden && layouts.is_empty() {
                let others = grids.iter().filter(|other| !std::ptr::eq(*other, grid));
                if !layout::is_only_here(grid, others) {
                    self.skipped(&grid.name, say::HIDDEN);
                    sheets.push(self.not_read(grid));
                    continue;
                }
                self.read_hidden(grid);
            }
            let (sheet, trouble) = self.read_one(grid, layouts);
            any_read |= trouble.is_none();
            unread.extend(trouble);
            sheets.push(sheet);
        }
        if left && !any_read && unread.iter().all(|trouble| matches!(trouble, Unread::NotOurs(_))) {
            return None;
        }
        if sheets.is_empty() && self.out.findings.is_empty() {
            self.out.findings.push(Finding::new(Code::EmptyFile).at(Place::file(self.file.clone())));
        }
        if lists > 0 && lists == sheets.len() {
            unread.extend(sheets.iter().map(|s| Unread::NotOurs(s.name.as_str().into())));
        }
        for trouble in unread {
            self.complain(trouble, any_read);
        }
        Some(sheets)
    }

    /// The layouts declared for a sheet: the first that fits, and with it others for just the same files and sheets.
    fn declared(&mut self, name: &str, number: usize) -> Vec<&'d Layout> {
        let layouts = self.desk.expected.layouts;
        let fits = |l: &Layout| l.is_about(&self.file, name, number);
        let Some(first) = layouts.iter().find(|l| fits(l)) else { return Vec::new() };
        let same = |l: &Layout| l.file == first.file && l.sheet == first.sheet;
        let all = layouts.iter().enumerate().filter(|(_, l)| same(l));
        self.out.layouts_used.extend(all.clone().map(|(index, _)| index));
        all.map(|(_, layout)| layout).collect()
    }

    fn read_one(&mut self, grid: &Grid, layouts: Vec<&Layout>) -> (ReadSheet, Option<Unread>) {
        let desk = self.desk;
        let mut sheet = Sheet::new(desk, grid, &self.file);
        let origin = layout::Origin { defaults: self.defaults, stem: &self.stem, layouts };
        let taken = layout::read(&mut sheet, &origin);
        let read = ReadSheet {
            name: grid.name.as_ref().to_owned(),
            observations: sheet.observations.len(),
            layout: taken.says(),
            unit: taken.unit.map(|u| desk.expected.register.units()[u].name.clone()).unwrap_or_default(),
            period: taken.period.as_ref().to_owned(),
            source: taken.source.as_ref().to_owned(),
            encoding: self.encoding.to_owned(),
            hidden: grid.hidden,
            taken: std::mem::take(&mut sheet.taken),
            axes: taken.axes,
        };
        axes::sharpen(grid, &read.axes, &mut sheet.findings);
        self.out.typed.append(&mut sheet.typed);
        self.out.observations.append(&mut sheet.observations);
        self.out.findings.append(&mut sheet.findings);
        if let Some(passed) = taken.passed {
            let why = passed.says();
            let trouble = match passed {
                layout::Passed::Skip => Unread::Skipped(grid.name.clone(), why),
                layout::Passed::Unfit => Unread::Unfit(grid.name.clone(), why),
            };
            return (read, Some(trouble));
        }
        let trouble = if taken.layouts.is_empty() {
            let ours = !words::is_instructions(&fold(&grid.name)) && mentions_fields(grid, desk);
            Some(if ours { Unread::NoLayout(grid.name.clone()) } else { Unread::NotOurs(grid.name.clone()) })
        } else if taken.unit_missing {
            Some(Unread::NoUnit(grid.name.clone()))
        } else {
            None
        };
        (read, trouble)
    }

    fn not_read(&self, grid: &Grid) -> ReadSheet {
        ReadSheet {
            name: grid.name.as_ref().to_owned(),
            layout: say::SKIPPED.to_owned(),
            encoding: self.encoding.to_owned(),
            hidden: grid.hidden,
            ..ReadSheet::default()
        }
    }

    /// What a sender wrote on the list instead of into the cells is not read, and that is said.
    fn unread_mendings(&mut self, grid: &Grid) {
        let Some((head, col)) = fill_in_cell(grid) else { return };
        for row in grid.rows.iter().filter(|r| r.index > head) {
            let Some(cell) = row.cell(col).filter(|c| c.anchor.is_none()) else { continue };
            let place = Place::cell(&self.file, &grid.name, grid.reference(row, cell));
            let found = format!("{} {}", say::FILLED_IN, cell.content.text());
            self.out.findings.push(Finding::new(Code::SheetSkipped).at(place).found(found));
        }
    }

    /// A form is sent out to be filled in: hiding its sheet does not take back what was filled in.
    fn read_hidden(&mut self, grid: &Grid) {
        let place = Place::cell(&self.file, &grid.name, "");
        let finding = Finding::new(Code::ReadWithNote).found(grid.name.as_ref()).expected(say::FORM);
        self.out.findings.push(finding.hint(say::HIDDEN_FORM).at(place));
    }

    fn skipped(&mut self, name: &Arc<str>, why: &str) {
        let place = Place::cell(&self.file, name, "");
        self.out.findings.push(Finding::new(Code::SheetSkipped).at(place).found(why));
    }

    /// Instructions beside a sheet that was read are a note; anything else that was not understood is an error.
    fn complain(&mut self, trouble: Unread, any_read: bool) {
        match trouble {
            Unread::NotOurs(name) if any_read => self.skipped(&name, say::NO_TABLE),
            Unread::NoLayout(name) | Unread::NotOurs(name) => self.unknown(&name, say::NO_TABLE),
            Unread::Skipped(name, why) => self.skipped(&name, why),
            Unread::Unfit(name, why) => self.unknown(&name, why),
            Unread::NoUnit(name) => self.unknown(&name, say::NO_UNIT),
        }
    }

    fn unknown(&mut self, name: &Arc<str>, why: &str) {
        let place = Place::cell(&self.file, name, "");
        self.out.findings.push(Finding::new(Code::LayoutUnknown).at(place).found(why));
    }
}
