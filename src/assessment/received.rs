//! `received.csv`: when each return came and who took it in, as that was written down.

use std::collections::BTreeMap;

use crate::finding::{Code, Finding, Place, nearest};
use crate::ingest::{read_day, table_rows};
use crate::observe::{Date, Moment, Receipt, Receipts};
use crate::register::half_width;

/// The file, in the assessment folder.
pub(super) const RECEIVED: &str = "received.csv";
const COLUMNS: [&str; 3] = ["file", "received", "by"];

/// What the file says, and what is wrong with it; `is_there` tells whether a path of the folder is a file, `known` lists the
/// returns for the nearest name.
pub(super) fn read(
    text: &str,
    is_there: &dyn Fn(&str) -> bool,
    known: &dyn Fn() -> Vec<String>,
) -> (Receipts, Vec<Finding>) {
    let mut reading = Reading { findings: Vec::new(), receipts: BTreeMap::new() };
    let rows = table_rows(text);
    if let Some((head, rows)) = rows.split_first()
        && let Some(columns) = reading.columns(head)
    {
        let mut gone = Vec::new();
        for row in rows {
            gone.extend(reading.row(row, columns, is_there));
        }
        reading.missing(gone, known);
    }
    (Receipts(reading.receipts), reading.findings)
}

/// The path of a file as the program names it: `/` between its parts, and nothing in front.
pub(super) fn tidy(path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    let parts = path.split('/').filter(|part| !part.is_empty() && *part != ".");
    parts.collect::<Vec<_>>().join("/")
}

/// A line and its cells, each with its column; both counted from one.
type Row = (usize, Vec<(usize, String)>);

struct Reading {
    findings: Vec<Finding>,
    receipts: BTreeMap<String, Receipt>,
}

impl Reading {
    fn bad(&mut self, (line, column): (usize, usize), found: &str, expected: &str) {
        self.findings.push(Finding::new(Code::BadTable).at(place(line, column)).found(found).expected(expected));
    }

    /// Where each column stands; `None` where one that is needed is not there.
    fn columns(&mut self, (line, cells): &Row) -> Option<[Option<usize>; 3]> {
        let mut columns = [None; 3];
        for (column, name) in cells {
            match COLUMNS.iter().position(|known| known == name) {
                Some(at) if columns[at].is_none() => columns[at] = Some(*column),
                Some(_) => self.bad((*line, *column), name, "file,received,by"),
                None => {
                    let near = nearest(name, COLUMNS).unwrap_or("file,received,by");
                    self.bad((*line, *column), name, near);
                }
            }
        }
        let mut complete = true;
        for at in 0..2 {
            if columns[at].is_none() {
                let found = cells.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(",");
                self.bad((*line, 1), &found, &format!("`{}`", COLUMNS[at]));
                complete = false;
            }
        }
        complete.then_some(columns)
    }

    /// Takes down a row; gives back the file where it is not there.
    fn row(
        &mut self,
        (line, cells): &Row,
        columns: [Option<usize>; 3],
        is_there: &dyn Fn(&str) -> bool,
    ) -> Option<(usize, usize, String)> {
        let cell = |at: usize| {
            let column = columns[at]?;
            cells.iter().find(|(c, _)| *c == column).map(|(c, text)| (*c, text.as_str()))
        };
        let Some((file_at, file)) = cell(0) else {
            self.bad((*line, columns[0].unwrap_or(1)), "", "`file`");
            return None;
        };
        let path = tidy(file);
        let at = match cell(1) {
            None => None,
            Some((column, text)) => {
                let read = moment(text);
                if read.is_none() {
                    self.bad((*line, column), text, "2015-06-30 | 2015-06-30 17:30");
                }
                read
            }
        };
        if self.receipts.contains_key(&path) {
            self.findings.push(Finding::new(Code::DuplicateId).at(place(*line, file_at)).found(path));
            return None;
        }
        let by = cell(2).map_or_else(String::new, |(_, by)| by.to_owned());
        let gone = !is_there(&path);
        self.receipts.insert(path.clone(), Receipt { at, by, line: *line });
        gone.then_some((*line, file_at, path))
    }

    fn missing(&mut self, gone: Vec<(usize, usize, String)>, known: &dyn Fn() -> Vec<String>) {
        if gone.is_empty() {
            return;
        }
        let known = known();
        for (line, column, path) in gone {
            let near = nearest(&path, known.iter().map(String::as_str)).unwrap_or_default();
            let finding = Finding::new(Code::ReceivedMissing).at(place(line, column)).found(path);
            self.findings.push(finding.hint(near));
        }
    }
}

fn place(line: usize, column: usize) -> Place {
    Place { file: RECEIVED.into(), sheet: "".into(), cell: format!("{line}:{column}").into() }
}

/// A day, as in cells of returns, with or without a time of day behind it.
fn moment(text: &str) -> Option<Moment> {
    let text: String = text.trim().chars().map(half_width).collect();
    if let Some(day) = whole_day(&text) {
        return Some(Moment { day, time: None });
    }
    // the time begins behind a space, a T or 日
    let cuts = text.char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, 'T' | '日' | '号'));
    let cuts: Vec<usize> = cuts.map(|(at, c)| at + c.len_utf8()).collect();
    cuts.into_iter().find_map(|at| {
        let day = whole_day(text[..at].trim_end().trim_end_matches('T'))?;
        Some(Moment { day, time: Some(time(&text[at..])?) })
    })
}

/// A day and nothing else; the reader of cells would pass over a time of day.
fn whole_day(text: &str) -> Option<Date> {
    let more = text.rsplit_once(char::is_whitespace).is_some_and(|(day, _)| read_day(day).is_some());
    if more || text.contains([':', '时', '点', '午']) { None } else { read_day(text) }
}

/// `9:30`, `09:30:15`, `下午3:30`, `9时30分`.
fn time(text: &str) -> Option<[u8; 3]> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (text, half) = match ["上午", "下午"].iter().position(|half| text.starts_with(half)) {
        Some(half) => (&text["上午".len()..], Some(half)),
        None => (text.as_str(), None),
    };
    let plain = text.replace(['时', '点', '分'], ":").replace('秒', "");
    let parts: Vec<&str> = plain.trim_end_matches(':').split(':').collect();
    if parts.len() > 3 || (parts.len() == 1 && !text.ends_with(['时', '点'])) {
        return None;
    }
    let mut time = [0_u8; 3];
    for ((slot, part), most) in time.iter_mut().zip(&parts).zip([23, 59, 59]) {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        *slot = part.parse().ok().filter(|n| digits && *n <= most)?;
    }
    match half {
        Some(_) if time[0] > 12 => None,
        Some(0) => Some([time[0] % 12, time[1], time[2]]),
        Some(_) => Some([time[0] % 12 + 12, time[1], time[2]]),
        None => Some(time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_their_usual_forms_only() {
        for (text, expected) in [
            ("2015-12-16", "2015-12-16"),
            ("2015/12/6", "2015-12-06"),
            ("2015年12月16日", "2015-12-16"),
            ("20151216", "2015-12-16"),
            ("2015-12-16 09:30", "2015-12-16 09:30"),
            ("2015-12-16T09:30:05", "2015-12-16 09:30:05"),
            ("2015/12/16 下午 3:30", "2015-12-16 15:30"),
            ("2015/12/16 上午12:05", "2015-12-16 00:05"),
            ("2015年12月16日17时", "2015-12-16 17:00"),
            ("2015年12月16日 9时30分", "2015-12-16 09:30"),
            ("２０１５－１２－１６　９：３０", "2015-12-16 09:30"),
            ("2015-12-16 25:30", ""),
            ("2015-12-16 9:60", ""),
            ("2015-12-16 9", ""),
            ("2015-02-30", ""),
            ("12月16日", ""),
            ("昨天", ""),
        ] {
            assert_eq!(moment(text).map(|m| m.to_string()).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn every_fault_is_found_at_its_line_and_column() {
        let text = "file,received,By,receved\nreturns\\a.csv,2015-12-01,甲,\n./returns/a.csv,2015-12-02,乙,\n\nreturns/b.cvs,12月,,\n,2015-12-01,,\n";
        let known = || vec!["returns/a.csv".to_owned(), "returns/b.csv".to_owned()];
        let (receipts, findings) = read(text, &|path| path == "returns/a.csv", &known);
        let said: Vec<String> = findings
            .iter()
            .map(|f| format!("{} {} {} {}{}", f.code.id(), f.place.cell, f.found, f.expected, f.hint))
            .collect();
        assert_eq!(
            said,
            [
                "bad-table 1:3 By by",
                "bad-table 1:4 receved received",
                "duplicate-id 3:1 returns/a.csv ",
                "bad-table 5:2 12月 2015-06-30 | 2015-06-30 17:30",
                "bad-table 6:1  `file`",
                "received-missing 5:1 returns/b.cvs returns/b.csv",
            ]
        );
        assert_eq!(receipts.at("returns/a.csv").map(|m| m.to_string()).as_deref(), Some("2015-12-01"));
    }
}
