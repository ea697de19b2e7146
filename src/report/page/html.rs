//! Writes HTML in which text can only be text.
//!
//! Names of elements and attributes are part of the program; everything else is escaped. An element is closed where the
//! closure that fills it ends, so that what is written is always well formed, as XML too. There is no way to write markup
//! that came from outside.

/// HTML in the making.
#[derive(Debug, Default)]
pub(super) struct Html(String);

/// An attribute and its value.
pub(super) type Attr<'a> = (&'static str, &'a str);

impl Html {
    /// An element with what `fill` writes into it.
    pub fn el(&mut self, name: &'static str, attrs: &[Attr<'_>], fill: impl FnOnce(&mut Self)) {
        self.open(name, attrs);
        self.0.push('>');
        fill(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element with a text alone.
    pub fn leaf(&mut self, name: &'static str, attrs: &[Attr<'_>], text: &str) {
        self.el(name, attrs, |h| h.text(text));
    }

    /// An element that holds nothing.
    pub fn void(&mut self, name: &'static str, attrs: &[Attr<'_>]) {
        self.open(name, attrs);
        self.0.push_str("/>");
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        escape(text, &mut self.0);
    }

    /// Style or script: part of the program, and written as it stands since such elements know no escapes.
    pub fn own(&mut self, name: &'static str, code: &'static str) {
        self.open(name, &[]);
        self.0.push('>');
        self.0.push_str(code);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// What another writer wrote.
    pub fn append(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    /// A line break in the source, so that it can be read and compared.
    pub fn line(&mut self) {
        self.0.push('\n');
    }

    /// The whole text.
    pub fn into_string(self) -> String {
        self.0
    }

    fn open(&mut self, name: &'static str, attrs: &[Attr<'_>]) {
        self.0.push('<');
        self.0.push_str(name);
        // an empty class says nothing, many thousand times over
        for (name, value) in attrs.iter().filter(|(name, value)| *name != "class" || !value.is_empty()) {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            escape(value, &mut self.0);
            self.0.push('"');
        }
    }
}

/// Escapes what would be markup in a text or an attribute; characters that HTML does not allow are shown as replaced.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            // direction marks could make a name read as another one
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_wherever_it_stands() {
        let mut html = Html::default();
        let hostile = "\"><img src=x onerror='a()'></script>&lt;\u{0}\u{202E}";
        html.el("p", &[("title", hostile)], |h| h.text(hostile));
        let safe = "&quot;&gt;&lt;img src=x onerror=&#39;a()&#39;&gt;&lt;/script&gt;&amp;lt;\u{FFFD}\u{FFFD}";
        assert_eq!(html.into_string(), format!("<p title=\"{safe}\">{safe}</p>"));
    }
}
