//! Registers as CSV: `code,name,short,aliases,kind,group,class,parent`, then optional `former,since,until`.

use crate::expr::Date;
use crate::finding::{Code, Finding, Place, nearest};

use super::{Former, Lookup, Measure, Register, Responsibilities, Span, Unit};

const COLUMNS: [&str; 11] =
    ["code", "name", "short", "aliases", "kind", "group", "class", "parent", "former", "since", "until"];
const ALL_COLUMNS: &str = "code,name,short,aliases,kind,group,class,parent,former,since,until";
/// How a former name is written.
const FORMER: &str = "名称@2001-01-01~2015-04-12";
const DAY: &str = "2015-04-12";

/// Reads a register. `file` names it in findings. Only `code` and `name` are required columns.
///
/// A register with a finding is refused as a whole: a unit that is missing from it would be missing from every sheet.
pub fn read_register(file: &str, text: &str) -> Result<Register, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut bad = |line: u64, found: String, expected: &str| {
        findings.push(Finding::new(Code::BadTable).at(at(file, line)).found(found).expected(expected));
    };
    let mut csv = reader(text);
    let header = csv.headers().cloned().unwrap_or_default();
    let position = |name: &str| header.iter().position(|h| h.trim() == name);
    for name in ["code", "name"] {
        if position(name).is_none() {
            bad(1, header.iter().collect::<Vec<_>>().join(","), &format!("`{name}`"));
        }
    }
    for name in header.iter().map(str::trim).filter(|h| !COLUMNS.contains(h)) {
        let near = nearest(name, COLUMNS).unwrap_or_default();
        bad(1, name.to_owned(), if near.is_empty() { ALL_COLUMNS } else { near });
    }
    let columns = COLUMNS.map(position);
    let mut units: Vec<Unit> = Vec::new();
    for record in csv.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                bad(error.position().map_or(0, csv::Position::line), error.to_string(), "");
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: usize| columns[column].and_then(|c| record.get(c)).unwrap_or_default().trim().to_owned();
        let list = |column: usize| -> Vec<String> {
            cell(column).split('|').map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned).collect()
        };
        let mut former = Vec::new();
        for text in list(8) {
            match Former::parse(&text) {
                Some(one) => former.push(one),
                None => bad(line, text, FORMER),
            }
        }
        let mut day = |column: usize| match cell(column).as_str() {
            "" => None,
            text => {
                let day = Date::parse(text);
                if day.is_none() {
                    bad(line, text.to_owned(), DAY);
                }
                day
            }
        };
        let exists = Span { since: day(9), until: day(10) };
        let unit = Unit {
            code: cell(0),
            name: cell(1),
            short: cell(2),
            aliases: list(3),
            kind: cell(4),
            group: cell(5),
            class: cell(6),
            parent: cell(7),
            former,
            exists,
        };
        if unit.code.is_empty() || unit.name.is_empty() {
            bad(line, record.iter().collect::<Vec<_>>().join(","), "code, name");
        } else if let Some(twin) = units.iter().find(|u| u.code == unit.code) {
            bad(line, format!("{} ({} / {})", unit.code, twin.name, unit.name), "code");
        } else {
            units.push(unit);
        }
    }
    if units.is_empty() && findings.is_empty() {
        findings.push(Finding::new(Code::BadTable).at(Place::file(file)).found("0").expected("code,name,…"));
    }
    if findings.is_empty() { Ok(Register::new(units)) } else { Err(findings) }
}

/// Reads `measure,agency,basis`, resolving agencies by any name that `agencies` knows.
pub fn read_responsibilities(file: &str, text: &str, agencies: &Register) -> Result<Responsibilities, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut pairs = Vec::new();
    let mut csv = reader(text);
    let header = csv.headers().cloned().unwrap_or_default();
    let position = |name: &str| header.iter().position(|h| h.trim() == name);
    let (Some(measure), Some(agency)) = (position("measure"), position("agency")) else {
        let found = header.iter().collect::<Vec<_>>().join(",");
        return Err(vec![Finding::new(Code::BadTable).at(at(file, 1)).found(found).expected("measure,agency,basis")]);
    };
    for record in csv.records().flatten() {
        let line = record.position().map_or(0, csv::Position::line);
        let name = record.get(agency).unwrap_or_default().trim();
        match agencies.find(name) {
            Lookup::Unit(unit) => {
                let measure = record.get(measure).unwrap_or_default().trim().to_owned();
                pairs.push((measure, agencies.units()[unit].code.clone()));
            }
            Lookup::Ambiguous(_) | Lookup::Unknown(_) => {
                findings.push(Finding::new(Code::UnknownUnit).at(at(file, line)).found(name));
            }
        }
    }
    if findings.is_empty() { Ok(Responsibilities::new(pairs)) } else { Err(findings) }
}

/// Reads `no,part,title`; `part` may be left out. Parts stay together in the order of the table.
pub fn read_measures(file: &str, text: &str) -> Result<Vec<Measure>, Vec<Finding>> {
    let mut csv = reader(text);
    let header = csv.headers().cloned().unwrap_or_default();
    let position = |name: &str| header.iter().position(|h| h.trim() == name);
    let (Some(no), Some(title)) = (position("no"), position("title")) else {
        let found = header.iter().collect::<Vec<_>>().join(",");
        return Err(vec![Finding::new(Code::BadTable).at(at(file, 1)).found(found).expected("no,part,title")]);
    };
    let part = position("part");
    let mut measures: Vec<Measure> = Vec::new();
    let mut findings = Vec::new();
    for record in csv.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                findings.push(Finding::new(Code::BadTable).at(at(file, line)).found(error.to_string()));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: Option<usize>| column.and_then(|c| record.get(c)).unwrap_or_default().trim().to_owned();
        let measure = Measure { no: cell(Some(no)), part: cell(part), title: cell(Some(title)) };
        let twin = measures.iter().any(|other| other.no == measure.no);
        if measure.no.is_empty() || measure.title.is_empty() || twin {
            let found = record.iter().collect::<Vec<_>>().join(",");
            findings.push(Finding::new(Code::BadTable).at(at(file, line)).found(found).expected("no, title"));
        } else {
            // a part taken up again goes on where it stood
            let after = measures.iter().rposition(|other| other.part == measure.part).map_or(measures.len(), |i| i + 1);
            measures.insert(after, measure);
        }
    }
    if measures.is_empty() && findings.is_empty() {
        findings.push(Finding::new(Code::BadTable).at(Place::file(file)).found("0").expected("no,part,title"));
    }
    if findings.is_empty() { Ok(measures) } else { Err(findings) }
}

fn reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{FEFF}').as_bytes())
}

fn at(file: &str, line: u64) -> Place {
    Place { file: file.into(), sheet: "".into(), cell: line.to_string().into() }
}
