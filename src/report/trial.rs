//! What a trial (试算) leaves on everything made in it: that it is one, and by which settings.

use rust_xlsxwriter::{Color, FormatAlign, Workbook};

use super::style::{Style, clip};
use super::text::{put, trial as words};
use super::{Report, Unmade};
use crate::finding::Lang;

/// The settings of a trial, as they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrialOf {
    /// What is set: `A1.marks=10`.
    pub set: Vec<String>,
    /// What is dropped, by id.
    pub drop: Vec<String>,
}

/// Ink of what says that this is no result.
const RED: u32 = 0xC0_0000;
/// A page heading takes 255 characters, the marks that set it among them.
const HEADING: usize = 180;
/// So many characters stand in a line over a sheet.
const LINE: usize = 60;

impl TrialOf {
    /// The settings as arguments of the command.
    #[must_use]
    pub fn settings(&self) -> Vec<String> {
        let set = self.set.iter().map(|said| format!("--set {said}"));
        set.chain(self.drop.iter().map(|said| format!("--drop {said}"))).collect()
    }

    /// The settings in a line.
    #[must_use]
    pub fn says(&self, lang: Lang) -> String {
        let words = words(lang);
        let dropped = self.drop.iter().map(|id| put(words.drop, &[id]));
        self.set.iter().cloned().chain(dropped).collect::<Vec<_>>().join(words.comma)
    }

    /// The name of a file with the mark of a trial before its ending; the names of tables are the same in every language.
    #[must_use]
    pub fn file(name: &str, lang: Lang) -> String {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let suffix = if ending == "xlsx" { words(lang).suffix } else { words(Lang::En).suffix };
        format!("{stem}{suffix}.{ending}")
    }
}

/// Says it at the head of every sheet and of every printed page; nothing is done outside a trial. The titles of `narrow`
/// sheets stand in a single cell and run over those beside it.
pub(super) fn mark(report: &Report<'_>, book: &mut Workbook, narrow: &[String]) -> Result<(), Unmade> {
    let Some(trial) = report.trial else { return Ok(()) };
    let words = words(report.lang);
    let line = put(words.line, &[&trial.says(report.lang)]);
    let style = Style::new(report.words().font);
    let red = style.title().set_font_size(12).set_font_color(Color::RGB(RED)).set_align(FormatAlign::Left);
    let heading: String = line.chars().take(HEADING).collect();
    for sheet in book.worksheets_mut() {
        let narrow = narrow.contains(&sheet.name());
        let between = if narrow { "　" } else { "\n" };
        let title = format!("{line}{between}{}　{}", report.title(), sheet.name());
        let lines = if narrow { 1 } else { line.chars().count().div_ceil(LINE) + 1 };
        let format = if narrow { red.clone().unset_text_wrap() } else { red.clone() };
        sheet.write_string_with_format(0, 0, clip(&title), &format)?;
        sheet.set_row_height(0, 18.0 * f64::from(u32::try_from(lines).unwrap_or(2)))?;
        sheet.set_header(format!("&C{}", heading.replace('&', "&&")));
    }
    Ok(())
}
