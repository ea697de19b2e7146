//! Renderers of findings for the terminal and for CSV. Workbooks show them in `report/`.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Level as Mark, Renderer, Snippet};

use super::{Finding, Lang, Level, text};

/// Shows findings on a terminal: with a caret under the text where the source is at hand, on one line otherwise.
pub struct Terminal<'a> {
    /// Language of the sentences.
    pub lang: Lang,
    /// Whether colours may be used.
    pub color: bool,
    /// Path and text of the rubric or settings file that spans refer to.
    pub source: Option<(&'a str, &'a str)>,
}

impl Terminal<'_> {
    /// The text for one finding, ending without a line break.
    #[must_use]
    pub fn render(&self, finding: &Finding) -> String {
        let says = finding.says(self.lang);
        let title = format!("{}[{}]", text::level_name(finding.level, self.lang), finding.code.id());
        if let (Some(span), Some((path, source))) = (&finding.span, self.source)
            && span.end <= source.len()
        {
            let mark = match finding.level {
                Level::Error => Mark::ERROR,
                Level::Warning => Mark::WARNING,
                Level::Note => Mark::NOTE,
            };
            let group = mark
                .with_name(text::level_name(finding.level, self.lang))
                .primary_title(&says)
                .id(finding.code.id())
                .element(Snippet::source(source).path(path).annotation(AnnotationKind::Primary.span(span.clone())));
            let renderer = if self.color { Renderer::styled() } else { Renderer::plain() };
            return renderer.render(&[group]).clone();
        }
        let about = [finding.unit.as_str(), finding.field.as_str()]
            .into_iter()
            .filter(|s| !s.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        let place = finding.place.label();
        let head = [place.as_str(), about.as_str()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ");
        if head.is_empty() { format!("{title} {says}") } else { format!("{title} {head}: {says}") }
    }
}

/// Writes `level,code,unit,field,file,sheet,cell,found,expected,says`, with a byte-order mark so that Excel reads it.
pub fn write_csv(out: impl Write, findings: &[Finding], lang: Lang) -> io::Result<()> {
    let mut out = out;
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["level", "code", "unit", "field", "file", "sheet", "cell", "found", "expected", "says"])?;
    for f in findings {
        let level = match f.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        };
        let says = f.says(lang);
        let (found, expected) = (text::found(f, lang), text::expected(f, lang));
        let row = [
            level,
            f.code.id(),
            &f.unit,
            &f.field,
            &f.place.file,
            &f.place.sheet,
            &f.place.cell,
            &found,
            &expected,
            &says,
        ];
        csv.write_record(row.map(|cell| defuse(cell).into_owned()))?;
    }
    csv.flush()
}

/// Text from outside that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay as they are.
#[must_use]
pub fn defuse(text: &str) -> std::borrow::Cow<'_, str> {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if risky && text.parse::<crate::number::Exact>().is_err() { format!("'{text}").into() } else { text.into() }
}
