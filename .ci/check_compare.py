#!/usr/bin/env python3
"""Compare results and hold what comes of it against LibreOffice, against scores.csv and against itself.

python3 .ci/check_compare.py [--binary target/release/zhiheng]      exit 1 where anything is off

For a revised scheme, a changed return and an adjustment more: the formulas of the workbook come to the same in LibreOffice,
its checks to nought; the parts of changes.csv add up exactly to what scores.csv says before and after; and the archive,
the inputs and the outputs of every run agree.
"""
import argparse
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from fractions import Fraction

import openpyxl

from check_live import recalculate

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples/midterm-2015"
RUBRIC = "midterm-2015-prefectures"
# rows of changes.csv that are no part of a movement
NOT_PARTS = {"total", "rank", "grade", "score"}


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def call(binary, *args, codes=(0, 1)):
    done = subprocess.run([binary, *args], capture_output=True, text=True, encoding="utf-8", timeout=600)
    if done.returncode not in codes:
        raise SystemExit(f"zhiheng {' '.join(map(str, args))}: left with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def totals(folder):
    rows = table(folder / "out" / RUBRIC / "scores.csv")
    return {row["unit"]: (row["score"], row["rank"]) for row in rows if row["node"] == "total"}


def added_up(path, told, before, after):
    """What is off in changes.csv or in what the command tells as JSON, and how many units are held."""
    parts = defaultdict(lambda: [Fraction(0), Fraction(0)])
    said = {}
    for row in table(path):
        if row["kind"] == "total":
            said[row["unit"]] = (row["before"], row["after"])
        elif row["kind"] not in NOT_PARTS:
            for at, what in enumerate(("score", "rank")):
                parts[row["unit"]][at] += Fraction(row[what] or 0)
    exact = {unit["code"]: [sum(map(Fraction, unit[of])) for of in ("score_parts", "rank_parts")] for unit in told["units"]}
    wrong = []
    for unit, (score, rank) in after.items():
        want = [Fraction(score) - Fraction(before[unit][0]), Fraction(rank) - Fraction(before[unit][1])]
        if exact[unit] != want:
            wrong.append(f"{unit}: parts come to {exact[unit]}, not {want}")
        # the table has 20 digits of each part
        if any(abs(found - whole) > Fraction(1, 10**15) for found, whole in zip(parts[unit], want)):
            wrong.append(f"{unit}: parts in the table come to {parts[unit]}, not {want}")
        if said.get(unit) != (before[unit][0], score):
            wrong.append(f"{unit}: total {said.get(unit)}, not {(before[unit][0], score)}")
    return wrong, len(after)


def recalculated(book, where, profile):
    """Formulas that come to something else in LibreOffice, checks that are not nought, and how many were looked at."""
    out = recalculate([book], where, profile) / book.name
    formulas, cached, fresh = (openpyxl.load_workbook(path, data_only=only) for path, only in ((book, False), (book, True), (out, True)))
    wrong, seen = [], 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if not (isinstance(cell.value, str) and cell.value.startswith("=")):
                    continue
                seen += 1
                was, now = (other[sheet.title][cell.coordinate].value for other in (cached, fresh))
                near = was == now or all(isinstance(x, (int, float)) for x in (was, now)) and abs(was - now) < 1e-9
                check = "ROUND(C" in cell.value and now != 0
                if not near or check:
                    wrong.append(f"{book.name}!{sheet.title}!{cell.coordinate} {cell.value}: {was} written, {now} recalculated")
    return wrong, seen


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--binary", default=ROOT / "target/release/zhiheng", type=pathlib.Path)
    binary = args.parse_args().binary.resolve()
    wrong, units, formulas = [], 0, 0
    with tempfile.TemporaryDirectory() as tmp:
        tmp = pathlib.Path(tmp)
        folder = tmp / "assessment"
        shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out", "history.sqlite*"))
        call(binary, "run", folder, "--quiet")
        results = [totals(folder)]
        # the scheme is revised, then something is adjusted
        (folder / "rubrics").mkdir(exist_ok=True)
        revised = (EXAMPLE / "revised" / f"{RUBRIC}.toml").read_text(encoding="utf-8")
        (folder / "rubrics" / f"{RUBRIC}.toml").write_text(revised, encoding="utf-8")
        call(binary, "run", folder, "--quiet")
        results.append(totals(folder))
        call(binary, "adjust", folder, "propose", "--scoring", RUBRIC, "--id", "check", "--unit", "和田地区", "--node", "A31", "--action", "add",
             "--amount", "0.5", "--reason", "复核", "--by", "复核组", "--date", "2016-01-05", "--quiet")
        call(binary, "adjust", folder, "accept", "check", "--scoring", RUBRIC, "--by", "领导小组", "--reason", "属实", "--date", "2016-01-06", "--quiet")
        call(binary, "run", folder, "--quiet")
        results.append(totals(folder))
        for a, b in ((1, 2), (2, 3), (1, 3), (3, 1)):
            out = tmp / f"{a}-{b}"
            told = json.loads(call(binary, "compare", f"{folder}@{a}", f"{folder}@{b}", "--out", out, "--json"))
            told = next(one for one in told["comparisons"] if one["sides"][1]["rubric"] == RUBRIC)
            off, held = added_up(out / RUBRIC / "changes.csv", told, results[a - 1], results[b - 1])
            wrong += [f"{a} → {b}: {one}" for one in off]
            units += held
            for book in sorted((out / RUBRIC).glob("*.xlsx")):
                off, seen = recalculated(book, tmp, tmp / "profile")
                wrong += [f"{a} → {b}: {one}" for one in off]
                formulas += seen
        call(binary, "verify", folder, codes=(0,))
        # what is tampered with is found
        with open(folder / "out" / RUBRIC / "scores.csv", "ab") as f:
            f.write(b"650100,X,1\n")
        call(binary, "verify", folder, codes=(1,))
    print(f"comparisons: {units} units add up, {formulas} formulas recalculated, {len(wrong)} wrong")
    for line in wrong[:40]:
        print(line)
    return bool(wrong) or not units or not formulas


sys.exit(main())
