//! The floor: the same returns read with calamine alone, the same sheets written with `rust_xlsxwriter` alone, nothing else.
//!
//! `floor DIR` works on an assessment that has been run: it reads every file of `returns/`, cell by cell, and writes every
//! workbook of `out/` again into a folder that is thrown away, cell by cell as it stands, formulas with their results. What
//! the workbooks hold is read beforehand, off the clock. Prints one line of JSON: seconds of reading and of writing, cells.

#![allow(clippy::print_stdout, reason = "a program")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use calamine::{Data, DataRef, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{Formula, Workbook};

fn main() -> Result<()> {
    let dir = PathBuf::from(std::env::args().nth(1).context("floor DIR")?);
    let began = Instant::now();
    let mut read = 0_usize;
    for file in files(&dir.join("returns"))? {
        read += cells(&file)?;
    }
    let reading = began.elapsed();
    let scratch = tempfile::tempdir()?;
    let (mut writing, mut written) = (Duration::ZERO, 0_usize);
    for file in files(&dir.join("out"))? {
        if file.extension().is_some_and(|e| e == "xlsx") {
            let sheets = kept(&file)?;
            let began = Instant::now();
            written += write(&sheets, &scratch.path().join("book.xlsx"))?;
            writing += began.elapsed();
        }
    }
    let (reading, writing) = (reading.as_secs_f64(), writing.as_secs_f64());
    println!("{}", serde_json::json!({ "reading": reading, "writing": writing, "read": read, "written": written }));
    Ok(())
}

/// Every file below a folder, in order.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| dir.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

/// Reads a return through and counts what it holds.
fn cells(file: &Path) -> Result<usize> {
    let mut count = 0;
    if file.extension().is_some_and(|e| e == "csv") {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(file)?;
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record)? {
            count += record.len();
        }
        return Ok(count);
    }
    let mut book: Xlsx<_> = open_workbook(file)?;
    for name in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&name)?;
        while let Some(cell) = reader.next_cell()? {
            count += usize::from(*cell.get_value() != DataRef::Empty);
        }
    }
    Ok(count)
}

/// A sheet as it stands: values, and formulas over them.
struct Sheet {
    name: String,
    values: Vec<(u32, u16, Data)>,
    formulas: Vec<(u32, u16, String, String)>,
}

fn kept(file: &Path) -> Result<Vec<Sheet>> {
    let mut book: Xlsx<_> = open_workbook(file)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name)?;
        let formulas = book.worksheet_formula(&name)?;
        let at = |(row, column): (usize, usize), start: Option<(u32, u32)>| -> Result<(u32, u16)> {
            let (top, left) = start.unwrap_or_default();
            Ok((u32::try_from(row)? + top, u16::try_from(column)? + u16::try_from(left)?))
        };
        let mut sheet = Sheet { name: name.clone(), values: Vec::new(), formulas: Vec::new() };
        for (row, column, formula) in formulas.used_cells() {
            let (row, column) = at((row, column), formulas.start())?;
            let result = range.get_value((row, u32::from(column))).map(ToString::to_string).unwrap_or_default();
            sheet.formulas.push((row, column, formula.clone(), result));
        }
        let computed: std::collections::HashSet<(u32, u16)> = sheet.formulas.iter().map(|f| (f.0, f.1)).collect();
        for (row, column, value) in range.used_cells() {
            let (row, column) = at((row, column), range.start())?;
            if !computed.contains(&(row, column)) {
                sheet.values.push((row, column, value.clone()));
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn write(sheets: &[Sheet], to: &Path) -> Result<usize> {
    let mut book = Workbook::new();
    let mut count = 0;
    for kept in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(&kept.name)?;
        for (row, column, value) in &kept.values {
            match value {
                Data::Float(x) => sheet.write_number(*row, *column, *x)?,
                #[expect(clippy::cast_precision_loss, reason = "cells are doubles")]
                Data::Int(n) => sheet.write_number(*row, *column, *n as f64)?,
                Data::Bool(b) => sheet.write_boolean(*row, *column, *b)?,
                other => sheet.write_string(*row, *column, other.to_string())?,
            };
        }
        for (row, column, formula, result) in &kept.formulas {
            sheet.write_formula(*row, *column, Formula::new(formula).set_result(result))?;
        }
        count += kept.values.len() + kept.formulas.len();
    }
    book.save(to)?;
    Ok(count)
}
