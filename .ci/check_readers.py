#!/usr/bin/env python3
"""Hold our readers against other programs' over a folder of workbooks, cell by cell.

    pip install openpyxl xlrd pyxlsb
    python3 .ci/check_readers.py FOLDER

Every file below FOLDER is opened by our readers and, where another program opens it too, each number, text, day and
error value is compared. Prints what was refused and why, and every sheet that differs. Ends with 1 where a cell differs
or the process did not survive.
"""

import collections
import datetime
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENDINGS = {".xls", ".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".ods", ".fods", ".xlt", ".et"}


def ours(paths):
    with tempfile.TemporaryDirectory() as folder:
        listed, seen = Path(folder) / "list", Path(folder) / "seen"
        listed.write_text("\n".join(map(str, paths)))
        env = dict(os.environ, ZHIHENG_READ=str(listed), ZHIHENG_SEEN=str(seen), RUST_BACKTRACE="0")
        subprocess.run(["cargo", "test", "-q", "--lib", "says_what_files_hold", "--", "--ignored"], cwd=ROOT, env=env,
                       stdout=subprocess.DEVNULL, check=True)
        return [json.loads(line) for line in seen.read_text().splitlines()]


def day(value):
    return value.strftime("%Y-%m-%d")


def of_openpyxl(path):
    import openpyxl
    book = openpyxl.load_workbook(path, data_only=True, rich_text=False)
    formulas = openpyxl.load_workbook(path, data_only=False)
    for sheet in book.worksheets:
        cells = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    cells[cell.row - 1, cell.column - 1] = cell.value
        unknown = {(c.row - 1, c.column - 1) for row in formulas[sheet.title].iter_rows() for c in row
                   if c.data_type == "f" and cells.get((c.row - 1, c.column - 1)) in (None, 0, 0.0)}
        yield sheet.title, cells, unknown


def of_xlrd(path):
    import xlrd
    book = xlrd.open_workbook(path, logfile=open(os.devnull, "w"), formatting_info=False)
    for sheet in book.sheets():
        cells = {}
        for r in range(sheet.nrows):
            for c, cell in enumerate(sheet.row(r)):
                if cell.ctype == xlrd.XL_CELL_DATE:
                    try:
                        parts = xlrd.xldate_as_tuple(cell.value, book.datemode)
                        whole = parts[0] > 0
                        cells[r, c] = datetime.datetime(*parts) if whole else cell.value
                    except Exception:
                        cells[r, c] = cell.value
                elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    cells[r, c] = bool(cell.value)
                elif cell.ctype == xlrd.XL_CELL_ERROR:
                    cells[r, c] = xlrd.error_text_from_code.get(cell.value, "#?")
                elif cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    cells[r, c] = cell.value
        yield sheet.name, cells, set()


def of_pyxlsb(path):
    import pyxlsb
    with pyxlsb.open_workbook(path) as book:
        for name in book.sheets:
            with book.get_sheet(name) as sheet:
                yield name, {(c.r, c.c): c.v for row in sheet.rows() for c in row if c.v is not None}, set()


def theirs(path, kind):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = {"xlsx": of_openpyxl, "xls": of_xlrd, "xlsb": of_pyxlsb}.get(kind)
        return list(reader(path)) if reader else None


def parsed(text):
    """`Number(1.5)` as Rust shows it → a Python value."""
    kind, _, rest = text.partition("(")
    rest = rest[:-1]
    if kind in ("Number", "Percent"):
        return float(rest.replace("inf", "inf"))
    if kind == "Bool":
        return rest == "true"
    if kind == "Day":
        return ("day", re.sub(r"[^0-9-]", "", rest))
    escaped = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), rest[1:-1])
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}.get(m[1], m[1]), escaped)


def plain(text):
    return re.sub(r"\s+", "", re.sub(r"_x[0-9A-Fa-f]{4}_", "", text.replace("\u200b", "").replace("\ufeff", ""))).strip("\0")


def same(mine, other):
    if isinstance(mine, tuple):
        if isinstance(other, (datetime.datetime, datetime.date)):
            return mine[1] == day(other)
        return isinstance(other, (int, float)) or plain(str(other)) != ""
    if isinstance(other, (datetime.time, datetime.timedelta)) or isinstance(other, datetime.datetime):
        return isinstance(mine, (float, str))
    if isinstance(mine, bool) or isinstance(other, bool):
        return float(mine) == float(other) if not isinstance(mine, str) and not isinstance(other, str) else str(mine).upper() == str(other).upper()
    if isinstance(mine, float) and isinstance(other, (int, float)):
        return math.isclose(mine, other, rel_tol=1e-12, abs_tol=1e-300) or math.isnan(mine) and math.isnan(other)
    return plain(str(mine)) == plain(str(other))


def compare(one, sheets):
    """Sheets that differ, with up to three cells of each."""
    count, differing = 0, []
    mine = collections.defaultdict(dict)
    for sheet in one["sheets"]:
        for row, col, text in sheet["cells"]:
            mine[sheet["name"]][row, col] = parsed(text)
    for name, cells, unknown in sheets:
        wrong = []
        for place in cells.keys() | mine[name].keys():
            here, there = mine[name].get(place), cells.get(place)
            blank = there is None or isinstance(there, str) and plain(there) == ""
            count += 1
            if here is None and blank or isinstance(here, str) and "formula without a result" in here and (blank or place in unknown or there in (0, 0.0)):
                continue
            if here is None or blank or not same(here, there):
                wrong.append((place, here, there))
        if wrong:
            differing.append((name, len(wrong), sorted(wrong, key=lambda w: w[0])[:3]))
    return count, differing


def main(folder):
    paths = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
    refused, kinds, cells, bad, alone = collections.Counter(), collections.Counter(), 0, 0, 0
    for one in ours(paths):
        if "refused" in one:
            refused[one["refused"][:80]] += 1
            continue
        kinds[one["kind"]] += 1
        try:
            sheets = theirs(one["path"], one["kind"])
        except Exception:
            sheets = None
        if sheets is None:
            alone += 1
            continue
        count, differing = compare(one, sheets)
        cells += count
        for name, wrong, some in differing:
            bad += wrong
            print(f"{one['path']}!{name}: {wrong} cells differ, such as {some}")
    print(f"{len(paths)} files; read {dict(kinds)}; {cells} cells compared, {bad} differ; {alone} not compared")
    for why, times in refused.most_common():
        print(f"  refused {times}: {why}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
