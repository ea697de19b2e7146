//! The ledger of adjustments (复核台账): `adjustments.csv` row by row, how each adjustment stands, and whether the rows are
//! still what they were when they were sealed.
//!
//! Rows with the same `id` tell the course of one adjustment: proposed, then accepted, refused or withdrawn; the last of
//! them says how it stands. A row's `seal` is a hash over the seal before it and over all rows since, its own among them,
//! as they mean: a program that writes 2015/8/31 for 2015-08-31, drops quotes or adds columns breaks no seal.

use crate::expr::Date;
use crate::finding::{Code, Finding, Place};
use crate::number::Exact;

/// The columns of a ledger, in the order in which a new one bears them.
pub const COLUMNS: [&str; 16] = [
    "unit",
    "node",
    "period",
    "action",
    "amount",
    "reason",
    "by",
    "date",
    "status",
    "evidence",
    "id",
    "decided_by",
    "decided_on",
    "decision",
    "basis",
    "seal",
];
/// Columns without which there is nothing to read.
const NEEDED: [&str; 5] = ["unit", "node", "action", "reason", "by"];
/// What a row says of a decision, and not of what is decided on.
const OWN: [&str; 5] = ["status", "seal", "decided_by", "decided_on", "decision"];
/// What a seal begins with: no spreadsheet program takes it for a number.
const SEAL: &str = "z1-";

/// A row of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerRow {
    /// Where it stands: file and line.
    pub place: Place,
    cells: [String; COLUMNS.len()],
}

impl LedgerRow {
    /// What stands in a column; nothing where there is no such column.
    #[must_use]
    pub fn get(&self, column: &str) -> &str {
        COLUMNS.iter().position(|name| *name == column).map_or("", |at| self.cells[at].as_str())
    }

    /// Puts something into a column.
    pub fn set(&mut self, column: &str, text: &str) {
        if let Some(at) = COLUMNS.iter().position(|name| *name == column) {
            text.trim().clone_into(&mut self.cells[at]);
        }
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    /// What the row means, whatever program wrote it.
    fn canonical(&self) -> String {
        let said = COLUMNS.iter().zip(&self.cells).filter(|(name, cell)| **name != "seal" && !cell.is_empty());
        let pairs: Vec<[String; 2]> = said.map(|(name, cell)| [(*name).to_owned(), plain(cell)]).collect();
        serde_json::to_string(&pairs).unwrap_or_default()
    }
}

/// A cell without what spreadsheet programs do to it: numbers and dates in one form, no apostrophe before a sign.
fn plain(cell: &str) -> String {
    let cell = cell.trim().replace("\r\n", "\n");
    let cell = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(&cell);
    if let Ok(number) = cell.strip_prefix('+').unwrap_or(cell).parse::<Exact>() {
        return number.to_string();
    }
    if let Some(date) = date(cell) {
        return date.to_string();
    }
    match cell {
        "TRUE" | "True" => "true".to_owned(),
        "FALSE" | "False" => "false".to_owned(),
        other => other.to_owned(),
    }
}

/// A date in the forms that spreadsheet programs give it: `2015-08-31`, `2015/8/31`, `2015.8.31`, `2015年8月31日`, with
/// midnight behind it or without; `8/31/2015`.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = [" 0:00", " 00:00", " 0:00:00", " 00:00:00", "T00:00:00"]
        .iter()
        .find_map(|midnight| text.strip_suffix(midnight))
        .unwrap_or(text);
    let text = text.strip_suffix('日').unwrap_or(text);
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    if third.len() == 4 && first.len() <= 2 && text.contains('/') {
        return Date::parse(&format!("{third}-{first}-{second}"));
    }
    Date::parse(&format!("{first}-{second}-{third}"))
}

/// How an adjustment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 提出: nobody has decided.
    Proposed,
    /// 采纳: it counts.
    Accepted,
    /// 不予采纳.
    Refused,
    /// 撤回.
    Withdrawn,
    /// Another word; it does not count.
    Other(String),
}

impl Standing {
    /// By the word in the column `status`; an empty one is that of an accepted adjustment.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word.trim() {
            "" | "accepted" => Self::Accepted,
            "proposed" => Self::Proposed,
            "refused" | "rejected" => Self::Refused,
            "withdrawn" => Self::Withdrawn,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The word for the column.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Other(word) => word,
        }
    }
}

/// The rows of a ledger; the error is every column that is lacking.
pub fn rows(file: &str, text: &str) -> Result<(Vec<LedgerRow>, Vec<Finding>), Vec<Finding>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = csv.headers().cloned().unwrap_or_default();
    let column = |name: &str| header.iter().position(|h| h.trim() == name);
    let lacking = NEEDED.iter().filter(|name| column(name).is_none()).map(|name| {
        let finding =
            Finding::new(Code::BadTable).at(Place::file(file)).found(header.iter().collect::<Vec<_>>().join(","));
        finding.expected(format!("`{name}`: unit,node,period,action,amount,reason,by,date"))
    });
    let lacking: Vec<Finding> = lacking.collect();
    if !lacking.is_empty() {
        return Err(lacking);
    }
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    for record in csv.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                findings.push(Finding::new(Code::BadTable).at(Place::file(file)).found(error.to_string()));
                continue;
            }
        };
        let line = line_of(text.as_bytes(), record.position()).1;
        let place = Place { file: file.into(), sheet: "".into(), cell: line.to_string().into() };
        let cells = COLUMNS.map(|name| column(name).and_then(|c| record.get(c)).unwrap_or_default().trim().to_owned());
        let row = LedgerRow { place, cells };
        if !row.is_blank() {
            rows.push(row);
        }
    }
    Ok((rows, findings))
}

/// Where a record of a table begins, and in which line, from one: the reader counts an end of line that it has not yet passed
/// to the line before.
#[must_use]
pub fn line_of(text: &[u8], position: Option<&csv::Position>) -> (usize, usize) {
    let at = position.and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
    let rest = text.get(at..).unwrap_or_default();
    let start = at + rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    let lines = text.get(..start).unwrap_or_default().split(|b| *b == b'\n').count();
    (start, lines)
}

/// The course of each adjustment: the rows with its id, one row where it has none; in the order of their last rows.
#[must_use]
pub fn courses(rows: &[LedgerRow]) -> Vec<Vec<usize>> {
    let mut courses: Vec<Vec<usize>> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let id = row.get("id");
        let known = courses.iter().position(|course| !id.is_empty() && rows[course[0]].get("id") == id);
        let mut course = known.map_or_else(Vec::new, |at| courses.remove(at));
        course.push(index);
        courses.push(course);
    }
    courses
}

/// The last row of a course; what it leaves empty of the adjustment itself stands in those before it.
#[must_use]
pub fn standing_row(rows: &[LedgerRow], course: &[usize]) -> LedgerRow {
    let mut rows = course.iter().rev().filter_map(|index| rows.get(*index));
    let mut row = rows.next().cloned().unwrap_or_default();
    for earlier in rows {
        for name in COLUMNS.iter().filter(|name| !OWN.contains(name)) {
            if row.get(name).is_empty() {
                row.set(name, earlier.get(name));
            }
        }
    }
    row
}

/// The seal of the last of these rows, `before` being the seal before them.
#[must_use]
pub fn seal<'r>(before: &str, rows: impl IntoIterator<Item = &'r LedgerRow>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(before.as_bytes());
    for row in rows {
        hasher.update(b"\n").update(row.canonical().as_bytes());
    }
    let digits: String = hasher.finalize().to_hex().chars().take(32).collect();
    format!("{SEAL}{digits}")
}

/// What the seals say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seals {
    /// The last seal.
    pub last: String,
    /// The rows that no seal covers yet: those after the last.
    pub open: Vec<usize>,
    /// Every seal that does not fit.
    pub broken: Vec<Finding>,
}

/// Checks every seal. After one that does not fit the next are checked by what it says.
#[must_use]
pub fn seals(rows: &[LedgerRow]) -> Seals {
    let mut seals = Seals::default();
    for (index, row) in rows.iter().enumerate() {
        seals.open.push(index);
        let found = row.get("seal");
        if found.is_empty() {
            continue;
        }
        let covered = seals.open.iter().map(|at| &rows[*at]);
        let expected = seal(&seals.last, covered);
        if expected != found {
            seals.broken.push(broken(rows, &seals, row, &expected));
        }
        found.clone_into(&mut seals.last);
        seals.open.clear();
    }
    seals
}

fn broken(rows: &[LedgerRow], seals: &Seals, row: &LedgerRow, expected: &str) -> Finding {
    let lines = |at: &[usize]| {
        let line = |at: Option<&usize>| at.map(|at| rows[*at].place.cell.to_string()).unwrap_or_default();
        let (first, last) = (line(at.first()), line(at.last()));
        if first == last { first } else { format!("{first}–{last}") }
    };
    let finding = Finding::new(Code::LedgerBroken).unit(row.get("unit")).field(row.get("node"));
    let finding = finding.found(row.get("seal")).expected(expected);
    let before = seals.open.len() - 1;
    // without the rows that bear no seal it fits: somebody has put them in between
    if before > 0 && seal(&seals.last, [row]) == row.get("seal") {
        let at = rows[seals.open[0]].place.clone();
        return finding.at(at).hint(format!("@ledger-inserted {}", lines(&seals.open[..before])));
    }
    finding.at(row.place.clone()).hint(format!("@ledger-covers {}", lines(&seals.open)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(text: &str) -> Vec<LedgerRow> {
        let (mut rows, _) = rows("a.csv", text).unwrap();
        let mut last = String::new();
        for row in &mut rows {
            last = seal(&last, [&*row]);
            row.set("seal", &last);
        }
        rows
    }

    #[test]
    fn seals_outlast_what_spreadsheet_programs_do_to_a_table() {
        let mut rows = sealed(
            "unit,node,period,action,amount,reason,by,date\n001,A1,2015,add,1.50,'-理由,考核办,2015-08-31\n2,A1,,value,2015-12-01,y,z,\n",
        );
        for (column, other) in [
            ("unit", "1"),
            ("amount", "1.5"),
            ("date", "2015/8/31"),
            ("reason", "-理由"),
            ("date", "2015年8月31日"),
            ("date", "8/31/2015"),
            ("date", "2015-08-31 0:00:00"),
        ] {
            rows[0].set(column, other);
            assert!(seals(&rows).broken.is_empty(), "{column} {other}");
        }
        rows[1].set("amount", "2015/12/1");
        assert!(seals(&rows).broken.is_empty());
        rows[0].set("amount", "2.5");
        let found = seals(&rows).broken;
        assert_eq!(found.len(), 1, "what follows fits the seal that is there");
        assert_eq!(&*found[0].place.cell, "2");
    }

    #[test]
    fn a_row_that_was_taken_out_put_in_or_moved_breaks_the_seal_behind_it() {
        let rows = sealed("unit,node,action,reason,by\n1,A,add,x,y\n2,A,add,x,y\n3,A,add,x,y\n");
        assert_eq!(seals(&rows).broken, []);
        let mut gone = rows.clone();
        gone.remove(1);
        assert_eq!(seals(&gone).broken.len(), 1);
        let mut moved = rows.clone();
        moved.swap(0, 1);
        assert!(!seals(&moved).broken.is_empty());
        let mut more = rows.clone();
        let own = LedgerRow { place: Place { cell: "9".into(), ..Place::default() }, ..rows[0].clone() };
        more.insert(1, own);
        more[1].set("seal", "");
        let broken = seals(&more).broken;
        assert_eq!((broken.len(), broken[0].hint.as_str()), (1, "@ledger-inserted 9"));
        more.remove(1);
        more.push(LedgerRow::default());
        more[3].set("unit", "4");
        assert_eq!(seals(&more), Seals { last: rows[2].get("seal").to_owned(), open: vec![3], broken: Vec::new() });
    }

    #[test]
    fn the_last_row_says_how_an_adjustment_stands() {
        let text = "unit,node,action,reason,by,amount,id,status,decided_by\n1,A,add,x,y,1,R1,proposed,\n2,A,add,x,y,2,,,\n,,,,,3,R1,accepted,组长\n";
        let (rows, _) = rows("a.csv", text).unwrap();
        let courses = courses(&rows);
        assert_eq!(courses, [vec![1], vec![0, 2]]);
        let row = standing_row(&rows, &courses[1]);
        assert_eq!(
            ["unit", "amount", "status", "decided_by", "reason"].map(|c| row.get(c)),
            ["1", "3", "accepted", "组长", "x"]
        );
    }
}
