//! A formula worked out in doubles, as a spreadsheet does: what a cell will show once it is recalculated.

use std::cmp::Ordering;

use super::round::{away_from_zero, half_away, towards_zero};
use super::{Cell, CellId, ColId, Sx};

/// Where the values of cells are found.
pub trait Values {
    /// The cells of a column.
    fn column(&self, column: ColId) -> &[Cell];
    /// A single cell.
    fn cell(&self, cell: CellId) -> &Cell;
    /// The single cells of a stretch.
    fn cells(&self, from: CellId, to: CellId) -> &[Cell];
    /// The columns that stand next to each other from one to another.
    fn across(&self, from: ColId, to: ColId) -> std::ops::RangeInclusive<ColId>;
}

/// The value of a formula in a row.
pub fn eval(sx: &Sx, row: usize, at: &impl Values) -> Cell {
    match sx {
        Sx::Num(x, _) => Cell::Num(*x),
        Sx::Text(text) => Cell::Text(text.clone()),
        Sx::Bool(b) => Cell::Bool(*b),
        Sx::Col(column) => at.column(*column)[row].clone(),
        Sx::Cell(cell) => at.cell(*cell).clone(),
        Sx::Range(_) | Sx::Upto(_) | Sx::Across(..) | Sx::Cells(..) | Sx::Masked(..) => Cell::Error,
        Sx::Neg(a) => number(&eval(a, row, at)).map_or(Cell::Error, |x| Cell::Num(-x)),
        Sx::Op(op, a, b) => operation(op, &eval(a, row, at), &eval(b, row, at)),
        Sx::Call(name, args) => call(name, args, row, at),
    }
}

/// A number as a spreadsheet takes it in arithmetic; a text is none.
fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Num(x) => Some(*x),
        Cell::Bool(b) => Some(f64::from(u8::from(*b))),
        Cell::Blank => Some(0.0),
        Cell::Text(_) | Cell::Error => None,
    }
}

fn finite(x: f64) -> Cell {
    if x.is_finite() { Cell::Num(x) } else { Cell::Error }
}

fn operation(op: &str, a: &Cell, b: &Cell) -> Cell {
    if *a == Cell::Error || *b == Cell::Error {
        return Cell::Error;
    }
    match op {
        "&" => Cell::Text(format!("{}{}", shown(a), shown(b)).into()),
        "=" => Cell::Bool(order(a, b) == Ordering::Equal),
        "<>" => Cell::Bool(order(a, b) != Ordering::Equal),
        "<" => Cell::Bool(order(a, b) == Ordering::Less),
        "<=" => Cell::Bool(order(a, b) != Ordering::Greater),
        ">" => Cell::Bool(order(a, b) == Ordering::Greater),
        ">=" => Cell::Bool(order(a, b) != Ordering::Less),
        _ => match (number(a), number(b)) {
            (Some(_), Some(0.0)) if op == "/" => Cell::Error,
            (Some(x), Some(y)) => finite(match op {
                "+" => x + y,
                "-" => x - y,
                "*" => x * y,
                _ => x / y,
            }),
            _ => Cell::Error,
        },
    }
}

/// A number as text: at most fifteen digits.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Num(x) => format!("{:e}", fifteen(*x)),
        Cell::Text(text) => text.to_string(),
        Cell::Bool(b) => b.to_string(),
        Cell::Blank | Cell::Error => String::new(),
    }
}

fn fifteen(x: f64) -> f64 {
    format!("{x:.14e}").parse().unwrap_or(x)
}

/// Numbers come before texts, texts before truths; nothing is like nought or an empty text.
fn order(a: &Cell, b: &Cell) -> Ordering {
    let rank = |cell: &Cell| match cell {
        Cell::Num(_) | Cell::Blank => 0,
        Cell::Text(_) => 1,
        Cell::Bool(_) | Cell::Error => 2,
    };
    match (a, b) {
        (Cell::Blank, Cell::Text(text)) => "".cmp(text),
        (Cell::Text(text), Cell::Blank) => text.as_ref().cmp(""),
        (Cell::Text(a), Cell::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        _ => rank(a).cmp(&rank(b)).then_with(|| match (number(a), number(b)) {
            (Some(x), Some(y)) => x.partial_cmp(&y).unwrap_or(Ordering::Equal),
            _ => Ordering::Equal,
        }),
    }
}

fn truth(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Bool(b) => Some(*b),
        Cell::Num(x) => Some(*x != 0.0),
        Cell::Blank => Some(false),
        Cell::Text(_) | Cell::Error => None,
    }
}

/// Calls `visit` on every cell that an argument stands for.
fn spread(arg: &Sx, row: usize, at: &impl Values, visit: &mut dyn FnMut(&Cell)) {
    match arg {
        Sx::Range(column) => at.column(*column).iter().for_each(visit),
        Sx::Upto(column) => at.column(*column)[..=row].iter().for_each(visit),
        Sx::Across(from, to) => at.across(*from, *to).for_each(|column| visit(&at.column(column)[row])),
        Sx::Cells(from, to) => at.cells(*from, *to).iter().for_each(visit),
        Sx::Masked(column, key, wanted) => {
            let wanted = Cell::Num(f64::from(*wanted));
            let pairs = at.column(*column).iter().zip(at.column(*key));
            pairs.filter(|(_, key)| **key == wanted).for_each(|(cell, _)| visit(cell));
        }
        other => visit(&eval(other, row, at)),
    }
}

/// The numbers among the arguments; `None` where one of them is an error.
fn numbers(args: &[Sx], row: usize, at: &impl Values) -> Option<Vec<f64>> {
    let (mut found, mut failed) = (Vec::new(), false);
    for arg in args {
        spread(arg, row, at, &mut |cell| match cell {
            Cell::Num(x) => found.push(*x),
            Cell::Error => failed = true,
            Cell::Blank | Cell::Text(_) | Cell::Bool(_) => {}
        });
    }
    (!failed).then_some(found)
}

fn call(name: &str, args: &[Sx], row: usize, at: &impl Values) -> Cell {
    let value = |index: usize| args.get(index).map_or(Cell::Blank, |arg| eval(arg, row, at));
    let real = |index: usize| number(&value(index));
    let lift = |x: Option<f64>| x.map_or(Cell::Error, finite);
    match name {
        "IF" => match truth(&value(0)) {
            Some(true) => value(1),
            Some(false) => value(2),
            None => Cell::Error,
        },
        "IFERROR" => match value(0) {
            Cell::Error => value(1),
            other => other,
        },
        "AND" | "OR" => {
            let truths: Option<Vec<bool>> = (0..args.len()).map(|index| truth(&value(index))).collect();
            let join = |t: Vec<bool>| if name == "AND" { t.iter().all(|b| *b) } else { t.iter().any(|b| *b) };
            truths.map_or(Cell::Error, |t| Cell::Bool(join(t)))
        }
        "NOT" => truth(&value(0)).map_or(Cell::Error, |b| Cell::Bool(!b)),
        "ISNUMBER" => Cell::Bool(matches!(value(0), Cell::Num(_))),
        "EXACT" => Cell::Bool(shown(&value(0)) == shown(&value(1))),
        "LEN" => Cell::Num(length(&shown(&value(0)))),
        "ABS" => lift(real(0).map(f64::abs)),
        "INT" => lift(real(0).map(f64::floor)),
        "LN" => lift(real(0).filter(|x| *x > 0.0).map(f64::ln)),
        "LOG10" => lift(real(0).filter(|x| *x > 0.0).map(f64::log10)),
        "SQRT" => lift(real(0).filter(|x| *x >= 0.0).map(f64::sqrt)),
        "POWER" => match (real(0), real(1)) {
            // nought to the power of nought is an error in one program and one in another
            (Some(0.0), Some(y)) if y <= 0.0 => Cell::Error,
            (Some(x), Some(y)) => finite(x.powf(y)),
            _ => Cell::Error,
        },
        "ROUND" | "ROUNDDOWN" | "ROUNDUP" => {
            let (Some(x), Some(places)) = (real(0), real(1)) else { return Cell::Error };
            let places = small(places);
            finite(match name {
                "ROUND" => half_away(x, places),
                "ROUNDDOWN" => towards_zero(x, places),
                _ => away_from_zero(x, places),
            })
        }
        "YEAR" | "MONTH" | "DAY" => lift(real(0).and_then(|x| part_of_date(name, x))),
        "ROW" => Cell::Num(length_of(row + 1) + f64::from(crate::report::live::place::FIRST)),
        "CHOOSE" => match real(0).map(small).and_then(|n| usize::try_from(n).ok()) {
            Some(n) if n >= 1 && n < args.len() => value(n),
            _ => Cell::Error,
        },
        "INDEX" => {
            let mut cells = Vec::new();
            args.first().into_iter().for_each(|list| spread(list, row, at, &mut |cell| cells.push(cell.clone())));
            let index = real(1).map(small).and_then(|n| usize::try_from(n - 1).ok());
            index.and_then(|n| cells.get(n).cloned()).unwrap_or(Cell::Error)
        }
        "MATCH" => {
            let wanted = value(0);
            let (mut n, mut found) = (0.0, None);
            args.get(1).into_iter().for_each(|list| {
                spread(list, row, at, &mut |cell| {
                    n += 1.0;
                    if found.is_none() && order(cell, &wanted) == Ordering::Equal {
                        found = Some(n);
                    }
                });
            });
            lift(found)
        }
        "COUNTIFS" => count_ifs(args, row, at),
        "SMALL" | "LARGE" => {
            let Some(mut sorted) = numbers(&args[..1], row, at) else { return Cell::Error };
            sorted.sort_by(f64::total_cmp);
            if name == "LARGE" {
                sorted.reverse();
            }
            let index = real(1).map(small).and_then(|n| usize::try_from(n - 1).ok());
            lift(index.and_then(|n| sorted.get(n).copied()))
        }
        _ => statistic(name, args, row, at),
    }
}

fn statistic(name: &str, args: &[Sx], row: usize, at: &impl Values) -> Cell {
    let Some(mut list) = numbers(args, row, at) else { return Cell::Error };
    #[allow(clippy::cast_precision_loss)] // as many as there are units
    let n = list.len() as f64;
    let sum: f64 = list.iter().sum();
    match name {
        "COUNT" => Cell::Num(n),
        "SUM" => finite(sum),
        "MIN" => finite(list.into_iter().reduce(f64::min).unwrap_or(0.0)),
        "MAX" => finite(list.into_iter().reduce(f64::max).unwrap_or(0.0)),
        _ if list.is_empty() => Cell::Error,
        "AVERAGE" => finite(sum / n),
        "MEDIAN" => {
            list.sort_by(f64::total_cmp);
            let middle = list.len() / 2;
            finite(if list.len() % 2 == 1 { list[middle] } else { f64::midpoint(list[middle - 1], list[middle]) })
        }
        "STDEV" if list.len() > 1 => {
            let mean = sum / n;
            finite((list.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt())
        }
        _ => Cell::Error,
    }
}

/// `COUNTIFS(range, criterion, …)`: a criterion is a number, or a comparison written before one.
fn count_ifs(args: &[Sx], row: usize, at: &impl Values) -> Cell {
    let mut kept: Vec<bool> = Vec::new();
    for pair in args.chunks(2) {
        let [range, criterion] = pair else { return Cell::Error };
        let criterion = eval(criterion, row, at);
        let (op, wanted) = match &criterion {
            Cell::Text(text) => {
                let cut = text.find(|c| !matches!(c, '<' | '>' | '=')).unwrap_or(text.len());
                let (op, rest) = text.split_at(cut);
                match rest.parse::<f64>() {
                    Ok(x) => (op.to_owned(), Cell::Num(x)),
                    Err(_) => (op.to_owned(), Cell::Text(rest.into())),
                }
            }
            other => (String::new(), other.clone()),
        };
        let mut index = 0;
        spread(range, row, at, &mut |cell| {
            let alike = matches!((cell, &wanted), (Cell::Num(_), Cell::Num(_)) | (Cell::Text(_), Cell::Text(_)));
            let holds = alike
                && match op.as_str() {
                    ">" => order(cell, &wanted) == Ordering::Greater,
                    "<" => order(cell, &wanted) == Ordering::Less,
                    ">=" => order(cell, &wanted) != Ordering::Less,
                    "<=" => order(cell, &wanted) != Ordering::Greater,
                    _ => order(cell, &wanted) == Ordering::Equal,
                };
            match kept.get_mut(index) {
                Some(all) => *all &= holds,
                None => kept.push(holds),
            }
            index += 1;
        });
    }
    Cell::Num(length_of(kept.iter().filter(|k| **k).count()))
}

fn length(text: &str) -> f64 {
    length_of(text.encode_utf16().count())
}

fn length_of(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::INFINITY, f64::from)
}

#[allow(clippy::cast_possible_truncation)] // positions and decimals are small
fn small(x: f64) -> i32 {
    x.clamp(-1e9, 1e9) as i32
}

fn part_of_date(part: &str, serial: f64) -> Option<f64> {
    use chrono::{Datelike, Days, NaiveDate};
    let days = u64::try_from(small(serial)).ok()?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    Some(match part {
        "YEAR" => f64::from(date.year()),
        "MONTH" => f64::from(date.month()),
        _ => f64::from(date.day()),
    })
}
