//! XML seen from outside: how deep it goes and how long its longest piece is, without a reader that would hold either.

use memchr::{memchr, memchr3};

/// Elements within elements: spreadsheets need a dozen.
const DEEPEST: u32 = 256;

/// A look along an XML part that comes in chunks.
#[derive(Debug, Default)]
pub(super) struct Look {
    at: At,
    /// Bytes of the piece so far: a tag, a comment, a text.
    run: u64,
    /// The longest piece so far.
    pub longest: u64,
    depth: u32,
    /// Whether elements stand more deeply within each other than in any spreadsheet.
    pub deep: bool,
    /// The last two bytes.
    last: [u8; 2],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    #[default]
    Text,
    /// Behind `<`.
    Open,
    /// Behind `<!`.
    Bang,
    /// In an opening tag, or in a closing one or the like, which opens nothing.
    Tag { opens: bool },
    /// Within quotes in a tag.
    Quoted { quote: u8, opens: bool },
    /// In a comment or in CDATA, up to two of this byte and `>`.
    Until(u8),
}

impl Look {
    /// Looks at the next bytes.
    pub(super) fn along(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let used = self.step(rest);
            self.run += u64::try_from(used).unwrap_or(u64::MAX);
            self.longest = self.longest.max(self.run);
            for byte in &rest[used.saturating_sub(2)..used] {
                self.last = [self.last[1], *byte];
            }
            rest = &rest[used..];
        }
    }

    /// Goes on to where something changes; says how many bytes that took.
    fn step(&mut self, rest: &[u8]) -> usize {
        match self.at {
            At::Text => match memchr(b'<', rest) {
                Some(at) => {
                    self.run += u64::try_from(at).unwrap_or(u64::MAX);
                    self.longest = self.longest.max(self.run);
                    self.run = 0;
                    self.at = At::Open;
                    at + 1
                }
                None => rest.len(),
            },
            At::Open => {
                self.at = match rest[0] {
                    b'!' => At::Bang,
                    b'/' => {
                        self.depth = self.depth.saturating_sub(1);
                        At::Tag { opens: false }
                    }
                    b'?' => At::Tag { opens: false },
                    _ => At::Tag { opens: true },
                };
                1
            }
            At::Bang => {
                self.at = match rest[0] {
                    b'-' => At::Until(b'-'),
                    b'[' => At::Until(b']'),
                    _ => At::Tag { opens: false },
                };
                1
            }
            At::Tag { opens } => self.in_tag(rest, opens),
            At::Quoted { quote, opens } => match memchr(quote, rest) {
                Some(at) => {
                    self.at = At::Tag { opens };
                    at + 1
                }
                None => rest.len(),
            },
            At::Until(byte) => match memchr(b'>', rest) {
                Some(at) => {
                    let before = match at {
                        0 => self.last,
                        1 => [self.last[1], rest[0]],
                        _ => [rest[at - 2], rest[at - 1]],
                    };
                    if before == [byte, byte] {
                        self.ends();
                    }
                    at + 1
                }
                None => rest.len(),
            },
        }
    }

    fn in_tag(&mut self, rest: &[u8], opens: bool) -> usize {
        let Some(at) = memchr3(b'>', b'"', b'\'', rest) else { return rest.len() };
        if rest[at] != b'>' {
            self.at = At::Quoted { quote: rest[at], opens };
            return at + 1;
        }
        let before = if at == 0 { self.last[1] } else { rest[at - 1] };
        if opens && before != b'/' {
            self.depth += 1;
            self.deep |= self.depth > DEEPEST;
        }
        self.ends();
        at + 1
    }

    fn ends(&mut self) {
        self.longest = self.longest.max(self.run);
        self.run = 0;
        self.at = At::Text;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &str, chunk: usize) -> (u64, u32, bool) {
        let mut look = Look::default();
        text.as_bytes().chunks(chunk).for_each(|c| look.along(c));
        (look.longest, look.depth, look.deep)
    }

    #[test]
    fn pieces_and_depth_are_the_same_however_the_bytes_come() {
        let text = "<?xml version='1'?><a b=\"<>>\"><!-- <c> > -- > --><c/><d>text of some length</d><![CDATA[ <e> ]] >]]></a>";
        let whole = look(text, text.len());
        assert_eq!(whole.1, 0, "all that opened is closed");
        assert!(whole.0 < 30, "{whole:?}");
        for chunk in 1..9 {
            assert_eq!(look(text, chunk).1, 0, "{chunk}");
        }
        assert!(look(&format!("<a>{}</a>", "x".repeat(500)), 64).0 >= 500);
        assert!(look(&format!("<!--{}-->", "<a>".repeat(500)), 64).0 >= 1500);
        assert!(look(&format!("<a b='{}'/>", "<a>".repeat(500)), 64).0 >= 1500);
    }

    #[test]
    fn depth_beyond_any_spreadsheet_is_seen() {
        assert!(look(&"<a>".repeat(300), 7).2);
        assert!(!look(&"<a></a><b/>".repeat(300), 7).2);
    }
}
