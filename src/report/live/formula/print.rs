//! A formula as a spreadsheet reads it.

use std::fmt::Write;

use super::{CellId, ColId, Sx};

/// Where cells stand, as seen from the formula.
pub trait Places {
    /// The sheet's name and `!` where it is another one; then the letters of a column.
    fn column(&self, column: ColId) -> (String, String);
    /// The first and the last row of units, counted from one.
    fn rows(&self) -> (u32, u32);
    /// A single cell, with its sheet where that is another one.
    fn cell(&self, cell: CellId) -> String;
    /// A stretch of single cells.
    fn cells(&self, from: CellId, to: CellId) -> String;
}

/// The formula's text for this row (counted from one), without the `=`.
pub fn print(sx: &Sx, row: u32, at: &impl Places) -> String {
    let mut out = String::new();
    write(sx, row, at, 0, &mut out);
    out
}

fn binding(op: &str) -> u8 {
    match op {
        "+" | "-" => 3,
        "*" | "/" => 4,
        "&" => 2,
        _ => 1,
    }
}

/// Writes `sx` into a place that binds this tightly.
fn write(sx: &Sx, row: u32, at: &impl Places, outer: u8, out: &mut String) {
    // a `String` takes everything
    let _ = match sx {
        Sx::Num(_, text) if text.starts_with('-') && outer > 0 => write!(out, "({text})"),
        Sx::Num(_, text) => write!(out, "{text}"),
        Sx::Text(text) => write!(out, "\"{}\"", text.replace('"', "\"\"")),
        Sx::Bool(b) => write!(out, "{}", if *b { "TRUE" } else { "FALSE" }),
        Sx::Col(column) => {
            let (sheet, letters) = at.column(*column);
            write!(out, "{sheet}${letters}{row}")
        }
        Sx::Range(column) | Sx::Upto(column) => {
            let (sheet, letters) = at.column(*column);
            let (first, last) = at.rows();
            match sx {
                Sx::Range(_) => write!(out, "{sheet}${letters}${first}:${letters}${last}"),
                _ => write!(out, "{sheet}${letters}${first}:${letters}{row}"),
            }
        }
        Sx::Across(from, to) => {
            let ((sheet, a), (_, b)) = (at.column(*from), at.column(*to));
            write!(out, "{sheet}${a}{row}:${b}{row}")
        }
        Sx::Cell(cell) => write!(out, "{}", at.cell(*cell)),
        Sx::Cells(from, to) => write!(out, "{}", at.cells(*from, *to)),
        Sx::Masked(column, key, wanted) => {
            let (first, last) = at.rows();
            let range = |column| {
                let (sheet, letters) = at.column(column);
                format!("{sheet}${letters}${first}:${letters}${last}")
            };
            let (range, key) = (range(*column), range(*key));
            write!(out, "IF({key}={wanted},IF(ISNUMBER({range}),{range}))")
        }
        Sx::Neg(a) => {
            out.push_str(if outer > 0 { "(-" } else { "-" });
            write(a, row, at, 5, out);
            if outer > 0 {
                out.push(')');
            }
            Ok(())
        }
        Sx::Op(op, a, b) => {
            let own = binding(op);
            let bracket = own < outer;
            if bracket {
                out.push('(');
            }
            write(a, row, at, own, out);
            out.push_str(op);
            // a − (b − c) and a ÷ (b × c) keep their brackets
            write(b, row, at, own + u8::from(!matches!(*op, "+" | "&")), out);
            if bracket {
                out.push(')');
            }
            Ok(())
        }
        Sx::Call(name, args) => {
            out.push_str(name);
            out.push('(');
            for (index, arg) in args.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(arg, row, at, 0, out);
            }
            out.push(')');
            Ok(())
        }
    };
}
