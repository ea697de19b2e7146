#!/usr/bin/env python3
"""Have the forms of some rubrics filled in by programs that are not ours, and hold what is read back against what was filled in.

python3 .ci/check_templates.py [--binary B] [--seed N]      exit 1 where anything differs

`zhiheng template` makes the forms; openpyxl fills every cell that is not locked with a random value that its field allows,
renames files and sheets, sorts rows, inserts rows and columns and shows what was hidden; LibreOffice saves as xlsx, xls
and ods. `zhiheng ingest` must then give each of those values, no others, and nothing to complain of.
"""
import argparse
import csv
import datetime
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

import openpyxl
from openpyxl.utils import get_column_letter

ROOT = pathlib.Path(__file__).resolve().parent.parent
NOT_APPLICABLE = ["不适用", "－", "—", "/"]
# units of a register that forms are made for
UNITS = 14
# what is said of the figures, which are random, and not of how they were read
OF_FIGURES = {
    "required-missing", "value-missing", "check-failed", "reason-missing", "division-by-zero", "out-of-domain",
    "veto-fired", "veto-evidence", "veto-undecided", "rejected", "near-grade-edge", "parts-do-not-add-up", "not-returned",
}
WAYS = ["openpyxl", "moved", "untagged", "xlsx", "xls", "ods"]


def field_value(field, rng):
    """A value that the field allows: what goes into the cell, and what observations.csv must say."""
    kind = field["type"]
    if kind == "bool":
        yes = rng.random() < 0.5
        return ("是" if yes else "否"), "1" if yes else "0"
    if kind == "choice":
        choice = rng.choice(field["choices"])
        return choice, choice
    if kind == "date":
        day = datetime.date(2015, 1, 1) + datetime.timedelta(rng.randrange(700))
        return day, day.isoformat()
    if kind == "text":
        text = rng.choice(["甲方案（2015）12号", "=1+1", "007", "第一行\n第二行"])
        # what begins like a formula goes out as text, in CSV too
        return text, f"'{text}" if text.startswith("=") else text
    low = field.get("min", 0)
    high = field.get("max", low + 1000)
    if kind == "integer":
        n = rng.randint(int(low), int(high))
        return n, str(n)
    # a percentage of at most one point is doubted, rightly
    if kind == "percent":
        low = max(low, 2)
    hundredths = rng.randint(int(low * 100), int(high * 100))
    text = f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}".rstrip("0").rstrip(".")
    return (int(text) if "." not in text else float(text)), text


def tagged(sheet):
    """The tags of a sheet: those of rows and of columns."""
    rows, columns = {}, {}
    for row in sheet.iter_rows():
        for cell in row:
            text = cell.value
            if isinstance(text, str) and (m := re.fullmatch(r"zhiheng:(\w+)=(.*)", text)):
                word, rest = m.groups()
                if word in ("field", "unit", "heads", "subheads", "foot"):
                    rows[cell.row] = (word, rest)
                else:
                    columns[cell.column] = (word, rest)
    return rows, columns


def marker(sheet):
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("zhiheng:form/1;"):
                return dict(pair.split("=", 1) for pair in cell.value.split(";")[1:])
    return None


def fill(sheet, fields, rng, assessor):
    """Fills every unlocked cell of a form; returns what must be read: (unit, field, period) → (source, state, value, said)."""
    form = marker(sheet)
    rows, columns = tagged(sheet)
    expected = {}
    source = assessor if form["kind"] == "panel" else form["source"]
    locked = 0
    for number, (word, id_) in rows.items():
        if word not in ("field", "unit"):
            continue
        unit = form["unit"] if word == "field" else id_
        said = {}
        for column, (what, of) in columns.items():
            cell = sheet.cell(number, column)
            if what in ("reason", "by", "date", "evidence") and not cell.protection.locked and rng.random() < 0.7:
                cell.value = f"{what} {rng.randrange(1000)}"
                said[what, of] = cell.value
        for column, (what, of) in columns.items():
            if what != "value":
                continue
            cell = sheet.cell(number, column)
            name, period = of.split("@")
            name = name or id_
            own = {w: said.get((w, name), said.get((w, ""), "")) for w in ("reason", "by", "date", "evidence")}
            # what has a column of its own there is not taken from the one for all
            for w in own:
                if (w, name) not in said and any(c == (w, name) for c in columns.values()):
                    own[w] = ""
            key = (unit, name, period)
            if cell.protection.locked:
                locked += 1
                expected[key] = (source, "missing", "", own)
                continue
            chance = rng.random()
            if chance < 0.08:
                expected[key] = (source, "missing", "", own)
            elif chance < 0.16:
                cell.value = rng.choice(NOT_APPLICABLE)
                expected[key] = (source, "not_applicable", "", own)
            else:
                cell.value, text = field_value(fields[name], rng)
                if isinstance(cell.value, str):
                    cell.data_type = "s"
                expected[key] = (source, "value", text, own)
    if form["kind"] == "panel":
        for row in sheet.iter_rows(max_row=6):
            for cell in row:
                if isinstance(cell.value, str) and cell.value.rstrip().endswith(("：", ":")) and sheet.cell(cell.row, 4).value is None:
                    sheet.cell(cell.row, 4).value = assessor
    return expected, locked


def move(sheet, rng):
    """Sorts, inserts, shows and renames, as people do who do not know what the hidden cells are for."""
    sheet.protection.sheet = False
    for region in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(region))
    sheet.data_validations.dataValidation = []
    rows, _ = tagged(sheet)
    body = [n for n, (word, _) in rows.items() if word in ("field", "unit")]
    lines = [[(c.value, c.data_type, c.number_format) for c in sheet[n]] for n in body]
    rng.shuffle(lines)
    for number, line in zip(body, lines):
        for cell, (value, kind, style) in zip(sheet[number], line):
            cell.value, cell.number_format = value, style
            if value is not None:
                cell.data_type = kind
    sheet.insert_rows(rng.choice(body) + 1)
    sheet.insert_rows(2, amount=rng.randint(1, 3))
    width = sheet.max_column
    for _ in range(2):
        at = rng.randint(1, width)
        sheet.insert_cols(at)
        sheet.cell(1 + rng.randrange(3), at).value = None
    for dimension in sheet.row_dimensions.values():
        dimension.hidden = False
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].hidden = False
    sheet.title = f"Sheet{rng.randint(1, 99)}"


def convert(files, to, where, profile):
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to, "--outdir", where, *files],
        capture_output=True, text=True, timeout=900)
    if done.returncode:
        raise SystemExit(f"LibreOffice left with {done.returncode}\n{done.stderr}")


def run(binary, *args, codes=(0,)):
    done = subprocess.run([binary, *map(str, args)], capture_output=True, text=True)
    if done.returncode not in codes:
        raise SystemExit(f"{args}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def prepare(folder, rubric, register):
    """An assessment folder for one rubric, each way of saving in a folder of its own."""
    folder.mkdir(parents=True)
    (folder / "returns").mkdir()
    (folder / "rubrics").mkdir()
    shutil.copy(rubric, folder / "rubrics" / rubric.name)
    # so many units show what there is to be seen
    source = ROOT / "seeds" / f"{register}.csv"
    source = source if source.exists() else ROOT / "examples/hdi-2015" / f"{register}.csv"
    with open(source, encoding="utf-8-sig") as f:
        (folder / "units.csv").write_text("".join(f.readlines()[:UNITS + 1]), encoding="utf-8")
    text = f'[assessment]\ntitle = "t"\n[[scoring]]\nrubric = "rubrics/{rubric.name}"\nregister = "units.csv"\nreturns = ["returns"]\n'
    (folder / "assessment.toml").write_text(text, encoding="utf-8")


def complaints(out):
    """What was found wrong with how returned files were read."""
    with open(out / "findings.csv", encoding="utf-8-sig", newline="") as f:
        found = [row for row in csv.DictReader(f) if row["file"].startswith("returns")]
    return ["finding: " + " | ".join(row.values()) for row in found if row["code"] not in OF_FIGURES]


def compare(way, folder, rubric_id, expected, binary):
    """What differs between what was filled in and what was read."""
    run(binary, "ingest", folder, "--quiet", codes=(0, 1))
    out = folder / "out" / rubric_id
    with open(out / "observations.csv", encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    wrong = []
    found = {}
    for row in rows:
        key = row["unit"], row["field"], row["period"], row["source"]
        if key in found:
            wrong.append(f"twice: {key}")
        said = {w: row.get(w) or "" for w in ("reason", "by", "date", "evidence")}
        found[key] = (row["state"], row["value"], said)
    # headings do not say so well which value a reason belongs to
    parts = 2 if way == "untagged" else 3
    for key, value in expected.items():
        if found.get(key, ())[:parts] != value[:parts]:
            wrong.append(f"{key}: filled in {value}, read {found.get(key)}")
    wrong += [f"{key}: nobody filled in {found[key]}" for key in found.keys() - expected.keys()]
    wrong += complaints(out)
    print(f"  {way}: {len(found)} observations, {len(wrong)} wrong")
    return [f"{way} {w}" for w in wrong]


def check(name, rubric, register, lang, args, tmp):
    rng = random.Random(f"{args.seed} {name}")
    with open(rubric, "rb") as f:
        scheme = tomllib.load(f)
    fields = {field["id"]: field for field in scheme["field"]}
    rubric_id = scheme["rubric"]["id"]
    made = tmp / name / "made"
    prepare(made, rubric, register)
    forms = [f for s in json.loads(run(args.binary, "template", made, "--json", "--lang", lang))["scorings"] for f in s["forms"]]
    folders = {way: tmp / name / way for way in WAYS}
    for way in WAYS:
        prepare(folders[way], rubric, register)
    empty = tmp / name / "empty"
    prepare(empty, rubric, register)
    expected, nothing, filled = {}, {}, 0
    for number, form in enumerate(forms):
        path = pathlib.Path(form["file"])
        shutil.copy(path, empty / "returns" / path.name)
        copies = 2 if form["kind"] == "assessor" else 1
        for copy in range(copies):
            book = openpyxl.load_workbook(path)
            one, locked = fill(book.worksheets[0], fields, rng, f"专家{number}-{copy}")
            for (unit, field, period), (source, *rest) in one.items():
                expected[unit, field, period, source or "self"] = tuple(rest)
            filled += sum(state == "value" for _, state, _, _ in one.values())
            stem = f"回收{number:03}{copy}"
            book.save(folders["openpyxl"] / "returns" / f"{stem}.xlsx")
            # without its hidden row a form is read by its headings, but still by its marker
            for row in book.worksheets[0].iter_rows(max_row=1):
                kept = [cell.value for cell in row]
                for cell in row:
                    cell.value = None
            book.save(folders["untagged"] / "returns" / f"{stem}.xlsx")
            for cell, value in zip(book.worksheets[0][1], kept):
                cell.value = value
            move(book.worksheets[0], rng)
            if rng.random() < 0.5:
                book.move_sheet(book.worksheets[0], 1)
            book.save(folders["moved"] / "returns" / f"{stem}.xlsx")
    originals = sorted((folders["openpyxl"] / "returns").iterdir())
    # LibreOffice saves the plain ones as xlsx and ods, the moved ones as xls
    convert(originals, "xlsx", folders["xlsx"] / "returns", tmp / "profile")
    convert(originals, "ods", folders["ods"] / "returns", tmp / "profile")
    convert(sorted((folders["moved"] / "returns").iterdir()), "xls", folders["xls"] / "returns", tmp / "profile")
    print(f"{name}: {len(forms)} forms, {filled} values")
    wrong = []
    for way in WAYS:
        wrong += compare(way, folders[way], rubric_id, expected, args.binary)
    blank = {k: ("missing", "", {w: "" for w in ("reason", "by", "date", "evidence")}) for k in expected if not k[3].startswith("专家")}
    panels = {k[:3] for k in expected if k[3].startswith("专家")}
    # nobody is named on an empty form for assessors: it is read as saying nothing at all
    run(args.binary, "ingest", empty, "--quiet", codes=(0, 1))
    with open(empty / "out" / rubric_id / "observations.csv", encoding="utf-8-sig", newline="") as f:
        rows = [r for r in csv.DictReader(f) if (r["unit"], r["field"], r["period"]) not in panels]
    if any(r["state"] != "missing" or r["value"] for r in rows) or len(rows) != len(blank):
        wrong.append(f"empty forms: {len(rows)} read, {len(blank)} expected, all of them missing")
    wrong += [f"empty {complaint}" for complaint in complaints(empty / "out" / rubric_id)]
    return [f"{name} {w}" for w in wrong]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=str(ROOT / "target/release/zhiheng"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    args = parser.parse_args()
    cases = [
        ("prefectures", ROOT / "rubrics/midterm-2015-prefectures.toml", "prefectures", "zh"),
        ("agencies", ROOT / "rubrics/midterm-2015-agencies.toml", "agencies", "zh"),
        ("english", ROOT / "rubrics/midterm-2015-prefectures.toml", "prefectures", "en"),
        ("hdi", ROOT / "rubrics/hdi-2015.toml", "countries", "en"),
        ("every-key", ROOT / "tests/rubrics/every-key.toml", "prefectures", "zh"),
    ]
    with tempfile.TemporaryDirectory(prefix="zhiheng-forms-") as tmp:
        tmp = args.keep or pathlib.Path(tmp)
        wrong = [w for case in cases for w in check(*case, args, tmp)]
    for line in wrong[:60]:
        print(line)
    print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
