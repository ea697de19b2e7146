#!/usr/bin/env python3
"""Open every workbook of some assessments in LibreOffice and hold its cells against scores.csv beside it.

python3 .ci/check_workbooks.py FOLDER…      exit 1 where a cell differs or a page cannot be made
"""
import csv
from decimal import ROUND_HALF_UP, Decimal
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
WORDS = {
    "排名.xlsx": {"ranking": "总排名", "detail": "得分明细", "unit": "单位", "rank": "名次", "total": "总分", "grade": "等级"},
    "ranking.xlsx": {"ranking": "Ranking", "detail": "Scores", "unit": "Unit", "rank": "Rank", "total": "Total",
                     "grade": "Grade"},
}
# of a single unit nothing is ranked
ALONE = {"自评.xlsx": ("自评表", "合计", "等级"), "self-assessment.xlsx": ("Self-assessment", "Total", "Grade")}


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def grid(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.reader(f))


def convert(book, to, where, profile):
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to, "--outdir", where, book],
        capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise SystemExit(f"{book}: LibreOffice left with {done.returncode}\n{done.stderr}")


def register(folder, rubric):
    """Units of the scoring that this rubric makes."""
    with open(folder / "assessment.toml", "rb") as f:
        scorings = tomllib.load(f)["scoring"]
    name = next(s["register"] for s in scorings if pathlib.Path(s["rubric"]).stem == rubric)
    for path in (folder / name, folder / f"{name}.csv", ROOT / "seeds" / f"{name}.csv"):
        if path.is_file():
            return table(path)
    raise SystemExit(f"no register {name}")


def columns(rows):
    """Nodes of the detail sheet from left to right: indicators, and each top section after what is below it."""
    out, top = [], None
    for row, after in zip(rows, rows[1:] + [None]):
        level = int(row["level"])
        section = after is not None and int(after["level"]) > level
        if level == 1:
            out += [top] if top else []
            top = row["node"] if section else None
        if not section:
            out.append(row["node"])
    return out + ([top] if top else []) + ["total"]


def same(cell, exact):
    """Whether a cell is the exact number rounded to as many places, or to a double where it is not rounded."""
    shown = re.sub(r"[^0-9.\-]+$", "", cell)
    if not exact or not shown:
        return not exact and not re.search(r"\d", cell)
    x = Decimal(shown)
    if x.as_tuple().exponent < -9:
        return abs(x - Decimal(exact)) < Decimal("1e-13")
    return x == Decimal(exact).quantize(Decimal(1).scaleb(x.as_tuple().exponent), ROUND_HALF_UP)


def check_alone(book, profile):
    """The sheet of a single unit: every indicator's score in its order, the total and the grade."""
    sheet, total_name, grade_name = ALONE[book.name]
    scores = table(book.parent / "scores.csv")
    with tempfile.TemporaryDirectory() as where:
        convert(book, CSV, where, profile)
        convert(book, "pdf", where, profile)
        rows = grid(pathlib.Path(where) / f"{book.stem}-{sheet}.csv")
    total = [r for r in scores if r["node"] == "total"][-1]
    level = {r["node"]: int(r["level"]) for r in scores}
    below = [r["node"] for r, after in zip(scores, scores[1:] + [None])
             if r["node"] != "total" and (after is None or level[after["node"]] <= int(r["level"]))]
    exact = {r["node"]: r["score"] for r in scores if r["period"]}
    items = [row for row in rows if row and row[0].isdigit()]
    head = next(row for row in rows if any(h.replace("\n", "") in ("自评得分", "Score") for h in row))
    at = next(i for i, h in enumerate(head) if h.replace("\n", "") in ("自评得分", "Score"))
    wrong = [] if len(items) == len(below) else [f"{len(items)} of {len(below)} indicators on {sheet}"]
    for row, node in zip(items, below):
        if not same(row[at], exact[node]):
            wrong.append(f"{sheet} {node}: {row[at]!r}, not {exact[node]!r}")
    for row in rows:
        if row and row[0] == total_name and not same(row[at], total["score"]):
            wrong.append(f"{sheet}: {row[at]!r}, not {total['score']!r}")
        if row and row[0] == grade_name and row[at] != total["grade"]:
            wrong.append(f"{sheet}: {row[at]!r}, not {total['grade']!r}")
    print(f"{book.parent.name}/{book.name}: {len(items) + 2} cells, {len(wrong)} wrong")
    for line in wrong[:10]:
        print("  ", line)
    return not wrong


def check(book, profile):
    if book.name in ALONE:
        return check_alone(book, profile)
    words, folder = WORDS[book.name], book.parents[2]
    units = register(folder, book.parent.name)
    scores = table(book.parent / "scores.csv")
    by_unit = {u["code"]: [r for r in scores if r["unit"] == u["code"]] for u in units}
    names = {name: u["code"] for u in units for name in (u["name"], u.get("short") or u["name"])}
    wrong, cells = [], 0
    with tempfile.TemporaryDirectory() as where:
        convert(book, CSV, where, profile)
        convert(book, "pdf", where, profile)
        pdf = pathlib.Path(where) / f"{book.stem}.pdf"
        text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
        pages = text.count("\f")
        if pages < 4 or len(text) < 500:
            wrong.append(f"{pages} pages with {len(text)} characters")
        ranking = grid(pathlib.Path(where) / f"{book.stem}-{words['ranking']}.csv")
        detail = grid(pathlib.Path(where) / f"{book.stem}-{words['detail']}.csv")
    head = next(i for i, row in enumerate(ranking) if words["unit"] in row)
    at = {key: ranking[head].index(words[key]) for key in ("unit", "rank", "total", "grade")}
    seen = set()
    for row in ranking[head + 1:]:
        code = names.get(row[at["unit"]])
        if code is None:
            continue
        seen.add(code)
        total = next(r for r in reversed(by_unit[code]) if r["node"] == "total")
        for key, exact in (("total", total["score"]), ("rank", total["rank"])):
            cells += 1
            if not same(row[at[key]], exact):
                wrong.append(f"{words['ranking']} {row[at['unit']]} {words[key]}: {row[at[key]]!r}, not {exact!r}")
        cells += 1
        if row[at["grade"]] != total["grade"]:
            wrong.append(f"{words['ranking']} {row[at['unit']]}: {row[at['grade']]!r}, not {total['grade']!r}")
    if len(seen) != len(units):
        wrong.append(f"{len(seen)} of {len(units)} units on {words['ranking']}")
    for row in detail:
        code = names.get(row[1]) if len(row) > 1 else None
        if code is None:
            continue
        # of several periods the sheet shows the last
        last = [r["period"] for r in by_unit[code] if r["period"]][-1]
        mine = [r for r in by_unit[code] if r["period"] == last]
        nodes = columns([r for r in mine if r["node"] != "total"])
        exact = {r["node"]: r["score"] for r in mine}
        for node, cell in zip(nodes, row[2:]):
            cells += 1
            if not same(cell, exact[node]):
                wrong.append(f"{words['detail']} {row[1]} {node}: {cell!r}, not {exact[node]!r}")
    print(f"{book.relative_to(folder)}: {pages} pages, {cells} cells, {len(wrong)} wrong")
    for line in wrong[:20]:
        print("  ", line)
    return not wrong and cells > 0


def main():
    books = [b for folder in sys.argv[1:] for b in sorted(pathlib.Path(folder).resolve().glob("out/*/*.xlsx"))]
    if not books:
        raise SystemExit("no workbook to check")
    with tempfile.TemporaryDirectory() as profile:
        ok = [check(book, pathlib.Path(profile)) for book in books if book.name in WORDS or book.name in ALONE]
    sys.exit(0 if all(ok) else 1)


if __name__ == "__main__":
    main()
