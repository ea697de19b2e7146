//! The fingerprint (标识) of a form that was sent out: short texts in its hidden cells, by which it is known when it comes
//! back, whatever was renamed, moved, inserted or saved in another format.
//!
//! `report/` writes it and `ingest/` reads it back; this is what both agree on. A [`Marker`] says what the sheet is; a
//! [`Tag`] says what its row or column holds. All are plain text, which every spreadsheet program keeps.

use std::fmt::{self, Write as _};

use super::Field;
use super::scheme::Scheme;

/// What every text of a fingerprint begins with.
const PREFIX: &str = "zhiheng:";
/// What a marker begins with. A later program may write another number; this one reads only its own.
const FORM: &str = "zhiheng:form/1;";
/// What a marker of any number begins with.
const ANY_FORM: &str = "zhiheng:form";
/// What stands before the check sum.
const SUM: &str = ";sum=";

/// What kind of sheet it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One unit, fields down the rows (自评填报表).
    Unit,
    /// Units down, the fields of one reporter across (报送表).
    Matrix,
    /// The same for one assessor of a panel, whose name is filled in (专家评分表).
    Panel,
    /// Instructions (填报说明): nothing is filled in.
    About,
}

impl Kind {
    const ALL: [(&'static str, Self); 4] =
        [("unit", Self::Unit), ("matrix", Self::Matrix), ("panel", Self::Panel), ("about", Self::About)];
}

/// A rubric as a marker names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RubricMark {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The first digits of the BLAKE3 of its text.
    pub hash: String,
    /// The same of what its fields ask: a change of marks or targets leaves it as it is.
    pub asks: String,
}

impl RubricMark {
    /// The mark of a scheme that was read from this text. Line endings of its file make no difference.
    #[must_use]
    pub fn of(scheme: &Scheme, text: &str) -> Self {
        Self {
            id: scheme.head.id.clone(),
            version: scheme.head.version.clone(),
            hash: digits(text.replace("\r\n", "\n").trim_start_matches('\u{FEFF}'), 12),
            asks: digits(&asks(&scheme.fields), 8),
        }
    }
}

/// What is asked, as one text: whatever changes the meaning of a cell that was filled in.
fn asks(fields: &[Field]) -> String {
    let mut text = String::new();
    for f in fields {
        // writing to a string does not fail
        let _ = writeln!(text, "{}\u{1}{}\u{1}{:?}\u{1}{}\u{1}{:?}", f.id, f.name, f.kind, f.unit, f.choices);
    }
    text
}

fn digits(text: &str, count: usize) -> String {
    blake3::hash(text.as_bytes()).to_hex().chars().take(count).collect()
}

/// What a sheet is: it stands in a hidden cell, or in several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// What kind of sheet.
    pub kind: Kind,
    /// The rubric that it was made from.
    pub rubric: RubricMark,
    /// The code of the unit, for [`Kind::Unit`].
    pub unit: String,
    /// The period that the rubric scores.
    pub period: String,
    /// The source of what is filled in, by id; empty where the sheet does not decide it.
    pub source: String,
    /// How many columns are filled in: fewer tags than that, and some were lost.
    pub columns: usize,
}

/// A marker that was changed since it was made, or that a later program made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mangled;

impl Marker {
    /// The marker in a cell's text: `None` where there is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Result<Self, Mangled>> {
        let text = text.trim();
        text.starts_with(ANY_FORM).then(|| Self::parse(text).ok_or(Mangled))
    }

    fn parse(text: &str) -> Option<Self> {
        let (body, sum) = text.rsplit_once(SUM)?;
        if digits(body, 8) != sum {
            return None;
        }
        let pairs: Vec<(&str, String)> = body
            .strip_prefix(FORM)?
            .split(';')
            .map(|p| Some((p.split_once('=')?.0, plain(p.split_once('=')?.1)?)))
            .collect::<Option<_>>()?;
        let get = |key: &str| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| v.clone());
        let kind = get("kind")?;
        Some(Self {
            kind: Kind::ALL.iter().find(|(word, _)| *word == kind)?.1,
            rubric: RubricMark { id: get("rubric")?, version: get("version")?, hash: get("hash")?, asks: get("asks")? },
            unit: get("unit")?,
            period: get("period")?,
            source: get("source")?,
            columns: get("columns")?.parse().ok()?,
        })
    }
}

impl fmt::Display for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = Kind::ALL.iter().find(|(_, kind)| *kind == self.kind).map_or("", |(word, _)| word);
        let columns = self.columns.to_string();
        let pairs = [
            ("kind", kind),
            ("rubric", &self.rubric.id),
            ("version", &self.rubric.version),
            ("hash", &self.rubric.hash),
            ("asks", &self.rubric.asks),
            ("unit", &self.unit),
            ("period", &self.period),
            ("source", &self.source),
            ("columns", &columns),
        ];
        let said: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={}", escaped(value))).collect();
        let body = format!("{FORM}{}", said.join(";"));
        write!(f, "{body}{SUM}{}", digits(&body, 8))
    }
}

/// What is said with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// 理由.
    Reason,
    /// 认定人.
    By,
    /// 日期.
    Date,
    /// 佐证材料.
    Evidence,
}

/// What a row or a column of a form holds. Tags of rows stand in a hidden column, those of columns in a hidden row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// The row answers this field.
    Field(String),
    /// The row is about the unit with this code.
    Unit(String),
    /// The headings that the columns bear.
    Heads,
    /// A second row of headings.
    Subheads,
    /// Signatures and notes: never answers.
    Foot,
    /// The column holds the visible names of fields or units.
    Name,
    /// The column holds units of measure.
    Measure,
    /// The column holds values for this period; in a matrix those of this field.
    Value {
        /// Id of the field; empty where rows are fields.
        field: String,
        /// The period.
        period: String,
    },
    /// The column holds what is said with the values of this field; of every field where it is empty.
    Said {
        /// What is said.
        what: Said,
        /// Id of the field.
        field: String,
    },
}

const SAYS: [(&str, Said); 4] =
    [("reason", Said::Reason), ("by", Said::By), ("date", Said::Date), ("evidence", Said::Evidence)];

impl Tag {
    /// The tag in a cell's text.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (word, rest) = text.trim().strip_prefix(PREFIX)?.split_once('=')?;
        Some(match word {
            "field" => Self::Field(plain(rest)?),
            "unit" => Self::Unit(plain(rest)?),
            "heads" => Self::Heads,
            "subheads" => Self::Subheads,
            "foot" => Self::Foot,
            "name" => Self::Name,
            "measure" => Self::Measure,
            "value" => {
                let (field, period) = rest.split_once('@')?;
                Self::Value { field: plain(field)?, period: plain(period)? }
            }
            _ => {
                let (_, what) = SAYS.iter().find(|(said, _)| *said == word)?;
                Self::Said { what: *what, field: plain(rest)? }
            }
        })
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        match self {
            Self::Field(id) => write!(f, "field={}", escaped(id)),
            Self::Unit(code) => write!(f, "unit={}", escaped(code)),
            Self::Heads => f.write_str("heads="),
            Self::Subheads => f.write_str("subheads="),
            Self::Foot => f.write_str("foot="),
            Self::Name => f.write_str("name="),
            Self::Measure => f.write_str("measure="),
            Self::Value { field, period } => write!(f, "value={}@{}", escaped(field), escaped(period)),
            Self::Said { what, field } => {
                let word = SAYS.iter().find(|(_, said)| said == what).map_or("", |(word, _)| word);
                write!(f, "{word}={}", escaped(field))
            }
        }
    }
}

/// Whether a text is part of a fingerprint.
#[must_use]
pub fn is_fingerprint(text: &str) -> bool {
    text.trim_start().starts_with(PREFIX)
}

/// What separates parts is written as `%` and its number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | ';' | '=' | '@') || c.is_control() || c.is_whitespace() {
            // writing to a string does not fail
            let _ = write!(out, "%{:x}.", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

fn plain(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let (number, rest) = part.split_once('.')?;
        out.push(char::from_u32(u32::from_str_radix(number, 16).ok()?)?);
        out.push_str(rest);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marker() -> Marker {
        Marker {
            kind: Kind::Unit,
            rubric: RubricMark {
                id: "midterm-2015".into(),
                version: "1.0; rc=1 50%".into(),
                hash: "0123456789ab".into(),
                asks: "01234567".into(),
            },
            unit: "653200".into(),
            period: "2015".into(),
            source: "self".into(),
            columns: 2,
        }
    }

    #[test]
    fn a_marker_reads_back_and_a_changed_one_is_noticed() {
        let text = marker().to_string();
        assert_eq!(Marker::read(&format!("  {text}\n")), Some(Ok(marker())));
        assert_eq!(Marker::read("填报单位：和田地区"), None);
        assert_eq!(Marker::read(&text.replace("653200", "653100")), Some(Err(Mangled)));
        assert_eq!(Marker::read(&text[..text.len() - 3]), Some(Err(Mangled)));
        assert_eq!(Marker::read(&text.replace("form/1", "form/2")), Some(Err(Mangled)));
    }

    #[test]
    fn tags_read_back() {
        let tags = [
            Tag::Field("质量工作经费".into()),
            Tag::Unit("A@1; %".into()),
            Tag::Heads,
            Tag::Subheads,
            Tag::Foot,
            Tag::Name,
            Tag::Measure,
            Tag::Value { field: "抽检批次".into(), period: "2015-03".into() },
            Tag::Value { field: String::new(), period: "上 半年".into() },
            Tag::Said { what: Said::Reason, field: "评分".into() },
            Tag::Said { what: Said::Evidence, field: String::new() },
        ];
        for tag in tags {
            assert!(is_fingerprint(&tag.to_string()));
            assert_eq!(Tag::read(&tag.to_string()), Some(tag));
        }
        assert_eq!(Tag::read("zhiheng:other=1"), None);
        assert_eq!(Tag::read("质量工作经费"), None);
    }
}
