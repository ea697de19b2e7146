#!/usr/bin/env python3
"""Let LibreOffice recalculate live workbooks and hold every score, rank and grade against the engine's.

python3 .ci/check_live.py --binary PATH [--seeds 1..100] [--changes N] [--jobs N] [FOLDER…]     exit 1 where a cell differs

For every folder of an assessment and every random case: the workbook is made, recalculated from nothing, and compared
with scores.csv. Then some cells of its sheet of observations are changed, the same change is made to what was returned,
and the recalculated workbook must again say what the engine says.
"""
import argparse
import collections
import csv
import datetime
from decimal import Decimal
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import generate  # noqa: E402

WORDS = {
    "排名.xlsx": dict(data="原始数据", scores="计算", score="得分", rank="名次", grade="等级", missing="缺", na="－", ranking="总排名",
                    detail="得分明细", chart="总分图", charts="图表", count="单位数", unit="单位", total="总分"),
    "ranking.xlsx": dict(data="Data", scores="Calculation", score="score", rank="Rank", grade="Grade", missing="m", na="–",
                         ranking="Ranking", detail="Scores", chart="Chart", charts="Charts", count="Units", unit="Unit", total="Total"),
}
# of a single unit nothing is ranked
WORDS["自评.xlsx"] = WORDS["排名.xlsx"] | {"own": "自评表", "sum": "合计"}
WORDS["self-assessment.xlsx"] = WORDS["ranking.xlsx"] | {"own": "Self-assessment", "sum": "Total"}
# ranks within groups and classes: columns of scores.csv, headings of the ranking
APART = {"group_rank": ("组内名次", "Rank ingroup"), "class_rank": ("类内名次", "Rank inclass")}
FIRST = 6
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def write(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, head)
        out.writeheader()
        out.writerows(rows)


def run(binary, folder):
    done = subprocess.run([binary, "run", folder, "--quiet"], capture_output=True, text=True, encoding="utf-8", timeout=300)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{folder}: left with {done.returncode}\n{done.stdout}{done.stderr}")


def recalculate(books, where, profile):
    """The workbooks as LibreOffice leaves them, in a folder."""
    out = where / "recalculated"
    out.mkdir(exist_ok=True)
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    settings = user / "registrymodifications.xcu"
    if not settings.is_file():
        settings.write_text(RECALCULATE, encoding="utf-8")
    for at in range(0, len(books), 25):
        done = subprocess.run(
            ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
             "--outdir", out, *books[at:at + 25]], capture_output=True, text=True, timeout=900)
        if done.returncode:
            raise SystemExit(f"LibreOffice left with {done.returncode}\n{done.stderr}")
    return out


class Book:
    """A workbook as written: where formulas and constants stand."""

    def __init__(self, path, words):
        self.words = words
        self.sheets = openpyxl.load_workbook(path)

    def columns(self, sheet):
        at = self.sheets[sheet]
        return {c: tuple(str(at.cell(r, c).value or "") for r in (3, 4, 5)) for c in range(3, at.max_column + 1)}

    def scores(self):
        """(sheet, column, period, node, what) of every column that the engine speaks of."""
        w = self.words
        names = [n for n in self.sheets.sheetnames if n.split(" ")[0] == w["scores"]]
        for number, name in enumerate(names):
            period = name.split(" ")[1] if " " in name else None
            seen = 0
            for c, (node, _, what) in self.columns(name).items():
                if node == "total" and what == w["score"]:
                    seen += 1
                final = period is None or seen > 1
                if what == w["score"] and node:
                    yield name, c, "" if node == "total" and seen > 1 else period, node, "score"
                elif what == w["rank"] and node and (node != "total" or final):
                    yield name, c, "" if node == "total" and period else period, node, "rank"
                elif what == w["grade"] and node == "total" and final:
                    yield name, c, "" if period else period, node, "grade"


def close(cell, exact):
    if not isinstance(cell, (int, float)) or isinstance(cell, bool):
        return False
    x = float(exact)
    # far below the last digit that any rubric declares
    return abs(cell - x) <= 1e-11 * max(1.0, abs(x))


def compare(book, values, scores):
    """(cells, constants, differences): every cell of scores, ranks and grades against the engine's table."""
    w, formulas = book.words, book.sheets
    by = {}
    for r in scores:
        by[(r["unit"], r["node"], r["period"])] = r
    only = {r["period"] for r in scores if r["period"]}
    cells, constants, wrong = 0, [], []
    for sheet, c, period, node, what in book.scores():
        at = values[sheet]
        period = period if period is not None else next(iter(only))
        for row in range(FIRST, at.max_row + 1):
            unit = at.cell(row, 1).value
            exact = by.get((str(unit), node, period))
            if exact is None:
                continue
            text = exact[what]
            cell = at.cell(row, c).value
            is_formula = formulas[sheet].cell(row, c).data_type == "f"
            if not is_formula:
                constants.append((sheet, c, row, node, what))
            cells += 1
            if what == "grade":
                ok = (cell or "") == text
            elif text:
                ok = close(cell, text)
            elif what == "rank":
                ok = cell == w["na"]
            else:
                ok = cell == (w["na"] if exact["state"] == "not_applicable" else w["missing"]) or node == "total" and cell in (w["na"], w["missing"])
            if not ok:
                wrong.append(f"{sheet} {formulas[sheet].cell(row, c).coordinate} {unit} {node} {what}: {cell!r}, not {text!r} ({exact['state']})")
    return cells, constants, wrong


def shown(book, values, register, scores):
    """Differences between the sheet of the ranking, which sorts itself, and the engine's table."""
    w = book.words
    if "own" in w:
        return of_one(w, values, scores)
    rows = [[c.value for c in row] for row in values[w["ranking"]].iter_rows()]
    head = next(i for i, row in enumerate(rows) if w["unit"] in row)
    heads = [str(h or "").replace("\n", "") for h in rows[head]]
    at = {key: heads.index(w[key]) for key in ("unit", "rank", "total") if w[key] in heads}
    if w["grade"] in heads:
        at["grade"] = heads.index(w["grade"])
    final = {}
    for r in scores:
        if r["node"] == "total":
            final[r["unit"]] = r
    for key, names in APART.items():
        at.update({key: heads.index(name) for name in names if name in heads})
    lost = [key for key in APART if key in scores[0] and key not in at]
    codes = collections.defaultdict(list)
    for u in register:
        for name in {u["name"], u.get("short") or u["name"]}:
            codes[name].append(u["code"])
    cells, order, seen = 0, [], set()
    wrong = [f"{w['ranking']} has no column for {key}" for key in lost]
    for row in rows[head + 1:]:
        found = codes.get(row[at["unit"]])
        if not found or len(found) != 1:
            continue
        exact = final[found[0]]
        seen.add(found[0])
        cells += len(at) - 1
        rank, total = row[at["rank"]], row[at["total"]]
        if not (close(rank, exact["rank"]) if exact["rank"] else not isinstance(rank, (int, float))):
            wrong.append(f"{w['ranking']} {found[0]} rank: {rank!r}, not {exact['rank']!r}")
        for key in (key for key in APART if key in at):
            place = row[at[key]]
            if not (close(place, exact[key]) if exact[key] else not isinstance(place, (int, float))):
                wrong.append(f"{w['ranking']} {found[0]} {key}: {place!r}, not {exact[key]!r}")
        if not (close(total, exact["score"]) if exact["score"] else not isinstance(total, (int, float))):
            wrong.append(f"{w['ranking']} {found[0]} total: {total!r}, not {exact['score']!r}")
        if "grade" in at and (row[at["grade"]] or "") != exact["grade"]:
            wrong.append(f"{w['ranking']} {found[0]} grade: {row[at['grade']]!r}, not {exact['grade']!r}")
        order.append(Decimal(exact["rank"]) if exact["rank"] else Decimal("Infinity"))
    if order != sorted(order):
        wrong.append(f"{w['ranking']} is not in the order of ranks")
    if len(seen) != len(register):
        wrong.append(f"{w['ranking']}: {len(seen)} of {len(register)} units")
    return cells, wrong


def of_one(w, values, scores):
    """Differences between the sheet of a single unit and the engine's table: indicators in their order, total and grade."""
    rows = [[c.value for c in row] for row in values[w["own"]].iter_rows()]
    head = next(i for i, row in enumerate(rows) if any(str(h or "").replace("\n", "") in ("自评得分", "Score") for h in row))
    score = next(i for i, h in enumerate(rows[head]) if str(h or "").replace("\n", "") in ("自评得分", "Score"))
    last = max(r["period"] for r in scores)
    total = [r for r in scores if r["node"] == "total"][-1]
    tree = [r for r in scores if r["period"] == last and r["node"] != "total"]
    leaves = [r for r, after in zip(tree, tree[1:] + [None]) if after is None or int(after["level"]) <= int(r["level"])]
    wrong, items = [], [row for row in rows[head + 1:] if isinstance(row[0], (int, float))]
    for row, exact in zip(items, leaves):
        if not (close(row[score], exact["score"]) if exact["score"] else not isinstance(row[score], (int, float))):
            wrong.append(f"{w['own']} {exact['node']}: {row[score]!r}, not {exact['score']!r}")
    if len(items) != len(leaves):
        wrong.append(f"{w['own']}: {len(items)} of {len(leaves)} indicators")
    for row in rows[head + 1:]:
        if row[0] == w["sum"] and not close(row[score], total["score"]):
            wrong.append(f"{w['own']}: total {row[score]!r}, not {total['score']!r}")
        if row[0] == w["grade"] and (row[score] or "") != total["grade"]:
            wrong.append(f"{w['own']}: grade {row[score]!r}, not {total['grade']!r}")
    return len(items) + 2, wrong


def drawn(book, values):
    """Differences between the numbers behind the charts, which follow, and the ranking as it was worked out anew."""
    w = book.words
    if "own" in w:
        return 0, []
    ranking = [[c.value for c in row] for row in values[w["ranking"]].iter_rows()]
    head = next(i for i, row in enumerate(ranking) if w["unit"] in row)
    heads = [str(h or "").replace("\n", "") for h in ranking[head]]
    total, grade = heads.index(w["total"]), heads.index(w["grade"]) if w["grade"] in heads else None
    stand = [row for row in ranking[head + 1:] if isinstance(row[0], (int, float)) or row[0] == w["na"]]
    cells, wrong = 0, []
    chart = [[c.value for c in row] for row in values[w["chart"]].iter_rows(min_row=2, min_col=17)]
    series = [at for at, name in enumerate(chart[0]) if at > 2 and name is not None and name != ""]
    for place, row in enumerate(chart[1:]):
        if place >= len(stand) or row[1] is None:
            break
        cells += 1
        now = stand[place]
        if row[1] != now[total] or grade is not None and (row[2] or "") != (now[grade] or ""):
            wrong.append(f"{w['chart']} row {place + 3}: {row[1:3]}, not {now[total]!r}")
        bars = [(chart[0][at], row[at]) for at in series if isinstance(row[at], (int, float)) and row[at]]
        if isinstance(row[1], (int, float)) and row[1] and (len(bars) != 1 or bars[0][1] != row[1]):
            wrong.append(f"{w['chart']} row {place + 3}: bars {bars} for {row[1:3]}")
        elif bars and row[2] and bars[0][0] != row[2]:
            wrong.append(f"{w['chart']} row {place + 3}: a bar of {bars[0][0]} for {row[2]}")
    if w["charts"] in values.sheetnames:
        rows = [[c.value for c in row] for row in values[w["charts"]].iter_rows(min_col=21, max_col=22)]
        at = max((i for i, row in enumerate(rows) if row[1] == w["count"]), default=None)
        if at is not None:
            counts = [row[1] for row in rows[at + 1:] if isinstance(row[1], (int, float))]
            totals = sum(isinstance(row[total], (int, float)) for row in stand)
            cells += len(counts)
            if sum(counts) != totals:
                wrong.append(f"{w['charts']}: {sum(counts)} units in the steps, not {totals}")
    return cells, wrong


# ---- cases

class Case:
    """A scoring whose returns are one long table, so that a single value can be changed."""

    def __init__(self, name, folder, rubric_id, register, sources, panels, data):
        self.name, self.folder, self.id = name, folder, rubric_id
        self.register, self.sources, self.panels, self.data = register, sources, panels, data

    @property
    def out(self):
        return self.folder / "out" / self.id

    def book(self):
        return next(b for b in self.out.iterdir() if b.name in WORDS)


def rubric_of(path):
    """A rubric, laid over the one that it extends as far as sources and indicators go."""
    with open(path, "rb") as f:
        own = tomllib.load(f)
    below = own["rubric"].get("extends")
    if below is None:
        return own
    base = rubric_of(next(p for p in (path.parent / below, ROOT / "rubrics" / f"{below}.toml") if p.is_file()))
    indicators = {i["id"]: i for i in base["indicator"] if i["id"] not in own["rubric"].get("drop", [])}
    for i in own.get("indicator", []):
        indicators[i["id"]] = {**indicators.get(i["id"], {}), **i}
    return {**base, **own, "rubric": {**base["rubric"], **own["rubric"]}, "indicator": list(indicators.values()),
            "source": own.get("source", base.get("source", []))}


def random_case(seed, where):
    folder = where / f"case-{seed}"
    (folder / "returns").mkdir(parents=True)
    generate.generate(seed, str(folder))
    (folder / "D.csv").rename(folder / "returns" / "D.csv")
    (folder / "assessment.toml").write_text(
        '[assessment]\ntitle = "case"\n[[scoring]]\nrubric = "R.toml"\nregister = "U.csv"\nreturns = ["returns"]\n'
        'adjustments = "A.csv"\n', encoding="utf-8")
    return case_of(f"seed {seed}", folder, folder / "R.toml", folder / "U.csv", folder / "returns" / "D.csv")


def case_of(name, folder, rubric, register, data):
    r = rubric_of(rubric)
    sources = [s["id"] for s in r.get("source", [])] or ["self"]
    panels = set()
    for i in r["indicator"]:
        if i["score"]["rule"] == "panel":
            panels.add(i.get("value", i["id"]))
    return Case(name, folder, r["rubric"]["id"], table(register), sources, panels, data)


def example_cases(binary, folder, where):
    """Each scoring of an example, its returns replaced by the observations that a first run made of them."""
    with open(folder / "assessment.toml", "rb") as f:
        settings = tomllib.load(f)
    first = where / f"first-{folder.name}"
    shutil.copytree(folder, first, ignore=shutil.ignore_patterns("out"))
    run(binary, first)
    for scoring in settings["scoring"]:
        name = scoring["rubric"]
        rubric = next(p for p in (folder / name, ROOT / "rubrics" / f"{name}.toml") if p.is_file())
        register = next(p for n in (scoring["register"],) for p in (folder / n, folder / f"{n}.csv", ROOT / "seeds" / f"{n}.csv") if p.is_file())
        rubric_id = rubric_of(rubric)["rubric"]["id"]
        here = where / f"{folder.name}-{rubric_id}"
        shutil.copytree(folder, here, ignore=shutil.ignore_patterns("out", "returns", "received.csv"))
        (here / "returns").mkdir()
        data = here / "returns" / "observations.csv"
        rows = [{k: v for k, v in r.items() if k not in ("file", "sheet", "cell", "used")} for r in table(first / "out" / rubric_id / "observations.csv")]
        write(data, list(rows[0]), rows)
        lines = ['[assessment]', 'title = "case"', '[[scoring]]', f'rubric = "{name}"', f'register = "{scoring["register"]}"', 'returns = ["returns"]']
        if "adjustments" in scoring:
            lines.append(f'adjustments = "{scoring["adjustments"]}"')
        (here / "assessment.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        yield case_of(f"{folder.name} {rubric_id}", here, rubric, register, data)


def change(case, book, path, changes, rng):
    """Changes cells of the sheet of observations and the same values in what was returned; gives what was changed."""
    sheet = book.sheets[book.words["data"]]
    heads = book.columns(book.words["data"])
    corrected = {(r.get("node"), r.get("unit")) for r in table(case.folder / "A.csv")} if (case.folder / "A.csv").is_file() else set()
    fields = {node for node, _ in corrected}
    able = [c for c, (field, _, what) in heads.items()
            if field and re.fullmatch(r"\d{4}(-\d\d)?(至\d{4}-\d\d)?", what) and field not in case.panels and field not in fields]
    rows = table(case.data)
    if not able or not rows:
        return []
    names = {n: u["code"] for u in case.register
             for n in [u["code"], u["name"], u.get("short", "")] + (u.get("aliases") or "").split("|") if n}
    period = rubric_of(case.folder / "R.toml")["rubric"]["period"] if (case.folder / "R.toml").is_file() else None
    done = []
    for _ in range(changes):
        c = rng.choice(able)
        field, _, when = heads[c]
        row = rng.randrange(FIRST, FIRST + len(case.register))
        code = str(sheet.cell(row, 1).value)
        other = sheet.cell(rng.randrange(FIRST, FIRST + len(case.register)), c).value
        if len(case.register) == 1 and isinstance(other, (int, float)) and other >= 1:
            other = round(other - 1, 6)
        if other == sheet.cell(row, c).value:
            continue
        mine = [r for r in rows if names.get(r["unit"], r["unit"]) == code and r["field"] == field
                and (r["period"] or period) == when]
        rows = [r for r in rows if r not in mine]
        if other is not None:
            new = dict.fromkeys(rows[0] if rows else mine[0], "")
            value = other
            if isinstance(value, (datetime.datetime, datetime.date)):
                value = value.strftime("%Y-%m-%d")
            na = value == book.words["na"]
            if isinstance(value, float):
                value = format(Decimal(repr(value)), "f")
            new.update(unit=code, field=field, period=when, source=case.sources[0], value="" if na else str(value),
                       state="not_applicable" if na else "value")
            rows.append(new)
        sheet.cell(row, c).value = other
        done.append((code, field, when, other))
    write(case.data, list(rows[0]), rows)
    book.sheets.save(path)
    return done


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--binary", default=str(ROOT / "target" / "release" / "zhiheng"))
    p.add_argument("--seeds", default="")
    p.add_argument("--changes", type=int, default=6)
    p.add_argument("--keep", help="where workbooks of failing cases are kept")
    p.add_argument("--show", type=int, default=5)
    p.add_argument("--jobs", type=int, default=1, help="so many at a time, each with its own LibreOffice")
    p.add_argument("folders", nargs="*")
    a = p.parse_args()
    if a.jobs > 1:
        sys.exit(side_by_side(a))
    binary = str(pathlib.Path(a.binary).resolve())
    with tempfile.TemporaryDirectory() as where:
        sys.exit(check(a, binary, pathlib.Path(where)))


def side_by_side(a):
    """The same checks, shared out over several runs of this script."""
    first, _, last = a.seeds.partition("..")
    seeds = list(range(int(first), int(last or first) + 1)) if a.seeds else []
    rest = ["--binary", a.binary, "--changes", str(a.changes), "--show", str(a.show), *(["--keep", a.keep] if a.keep else [])]
    runs = []
    for job in range(a.jobs):
        own = seeds[len(seeds) * job // a.jobs:len(seeds) * (job + 1) // a.jobs]
        folders = a.folders[a.jobs - 1 - job::a.jobs]
        if own or folders:
            spread = ["--seeds", f"{own[0]}..{own[-1]}"] if own else []
            runs.append(subprocess.Popen([sys.executable, __file__, *rest, *spread, *folders], stdout=subprocess.PIPE, text=True))
    worst = 0
    for run_ in runs:
        out, _ = run_.communicate()
        print(out, end="")
        worst = max(worst, abs(run_.returncode))
    return worst


def check(a, binary, where):
    cases = []
    for folder in a.folders:
        cases += example_cases(binary, pathlib.Path(folder).resolve(), where)
    examples = {c.name for c in cases}
    if a.seeds:
        first, _, last = a.seeds.partition("..")
        cases += [random_case(seed, where) for seed in range(int(first), int(last or first) + 1)]
    if not cases:
        raise SystemExit("nothing to check")
    first_books = where / "first"
    first_books.mkdir()
    books = {}
    for number, case in enumerate(cases):
        run(binary, case.folder)
        books[case.name] = first_books / f"{number}.xlsx"
        shutil.copy(case.book(), books[case.name])
    out = recalculate(list(books.values()), first_books, where / "profile")
    bad, cells, constants, clean, books_read = 0, 0, collections.Counter(), [], {}
    for case in cases:
        book = books_read[case.name] = Book(books[case.name], WORDS[case.book().name])
        scores = table(case.out / "scores.csv")
        values = openpyxl.load_workbook(out / books[case.name].name, data_only=True)
        n, fixed, wrong = compare(book, values, scores)
        more, differ = shown(book, values, case.register, scores)
        wrong += differ
        charted, differ = drawn(book, values)
        wrong += differ
        cells += n + more + charted
        constants["formula"] += n - len(fixed)
        constants["constant"] += len(fixed)
        if fixed and case.name in examples:
            wrong.append(f"{len(fixed)} constants in an example")
        if not fixed:
            clean.append(case)
        bad += report(a, case, "as written", n, len(fixed), wrong, books[case.name])
    changed_books = where / "changed"
    changed_books.mkdir()
    changed, follow = {}, 0
    for number, case in enumerate(clean):
        rng = random.Random(number)
        book = books_read[case.name]
        path = changed_books / f"{number}.xlsx"
        done = change(case, book, path, a.changes, rng)
        if done:
            changed[case.name] = (path, done)
            run(binary, case.folder)
    out = recalculate([path for path, _ in changed.values()], changed_books, where / "profile") if changed else None
    for case in clean:
        if case.name not in changed:
            continue
        path, done = changed[case.name]
        book, scores = books_read[case.name], table(case.out / "scores.csv")
        values = openpyxl.load_workbook(out / path.name, data_only=True)
        n, _, wrong = compare(book, values, scores)
        more, differ = shown(book, values, case.register, scores)
        wrong += differ
        charted, differ = drawn(book, values)
        wrong += differ
        follow += n + more + charted
        if wrong:
            wrong.insert(0, f"changed: {done}")
        bad += report(a, case, "changed", n, 0, wrong, path)
    share = 100 * constants["constant"] / max(1, sum(constants.values()))
    print(f"{len(cases)} workbooks, {cells} cells recalculated; {constants['constant']} constants ({share:.2f} %); "
          f"{len(changed)} workbooks changed, {follow} cells followed; {bad} failing")
    return 1 if bad or cells == 0 else 0


def report(a, case, what, cells, constants, wrong, path):
    if wrong:
        print(f"== {case.name} {what}: {cells} cells, {constants} constants, {len(wrong)} wrong")
        for line in wrong[:a.show]:
            print("  ", line)
        if a.keep:
            keep = pathlib.Path(a.keep)
            keep.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, keep / f"{case.name.replace(' ', '-')}-{what.replace(' ', '-')}.xlsx")
    return bool(wrong)


if __name__ == "__main__":
    main()
