#!/usr/bin/env python3
"""Compare two scores.csv mark by mark.

python3 compare.py A.csv B.csv [--rubric R.toml] [--show K]      exit 1 on a difference
"""
import argparse
import csv
from fractions import Fraction
import re
import sys

NUMERIC = ["marks", "value", "target", "score", "share", "rank", "group_rank", "class_rank"]
TEXT = ["state", "grade"]
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$")


def load(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return {(r["unit"], r["node"], r["period"]): r for r in csv.DictReader(f)}


def digits(text):
    """How many significant digits a number is written to."""
    return len(re.sub(r"[eE].*|[-+.]", "", text).lstrip("0"))


def same(a, b):
    if a == b:
        return True
    if not (NUMBER.match(a) and NUMBER.match(b)):
        return False
    x, y = Fraction(a), Fraction(b)
    if x == y:
        return True
    if max(digits(a), digits(b)) < 18:
        return False
    return abs(x - y) <= max(abs(x), abs(y)) / 10 ** 19 * 5


def compare(a, b):
    """A list of (key, column, in a, in b) and the number of marks compared."""
    out, n = [], 0
    for key in a.keys() | b.keys():
        if key not in a or key not in b:
            out.append((key, "(row)", "there" if key in a else "absent", "there" if key in b else "absent"))
            continue
        for c in NUMERIC + TEXT:
            n += 1
            x, y = a[key].get(c) or "", b[key].get(c) or ""
            if not (same(x, y) if c in NUMERIC else x == y):
                out.append((key, c, x, y))
    level = {k: -int((a.get(k) or b.get(k))["level"]) for k in a.keys() | b.keys()}
    return sorted(out, key=lambda d: (level[d[0]], d[0][2], d[0][1], d[0][0], d[1])), n


def blocks(path):
    """{node id: the text of its table in the rubric}."""
    out = {}
    with open(path, encoding="utf-8-sig") as f:
        for block in f.read().split("\n\n"):
            m = re.search(r'^id = "(.*)"$', block, re.M)
            if m and block.lstrip().startswith(("[[section]]", "[[indicator]]")):
                out[m.group(1)] = block.strip()
    return out


def report(differences, n, rubric=None, show=10, to=sys.stdout):
    text, shown = blocks(rubric) if rubric else {}, set()
    for (unit, node, period), column, x, y in differences[:show]:
        if node in text and node not in shown:
            shown.add(node)
            print(text[node], file=to)
        print("  %s %s %s: %s %r against %r" % (unit, node, period, column, x, y), file=to)
    print("%d marks compared, %d differ" % (n, len(differences)), file=to)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("a")
    p.add_argument("b")
    p.add_argument("--rubric")
    p.add_argument("--show", type=int, default=10)
    a = p.parse_args()
    differences, n = compare(load(a.a), load(a.b))
    report(differences, n, a.rubric, a.show)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
