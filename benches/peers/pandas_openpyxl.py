"""The same work with pandas and openpyxl: read the returns, make numbers of the cells, score, add up, rank, write a workbook.

python3 pandas_openpyxl.py DIR   (an assessment that `examples/generate.rs` wrote)

It does what a script in an office would: no findings, no explanations, no live formulas, and doubles for numbers.
"""

import sys
import tomllib
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd


def number(cell):
    if cell is None or isinstance(cell, (int, float)):
        return cell
    text = unicodedata.normalize("NFKC", str(cell)).strip().rstrip("%件分").strip()
    try:
        return float(text)
    except ValueError:
        return np.nan


def forms(files, names):
    rows = {}
    for file in files:
        sheet = pd.read_excel(file, header=None, engine="openpyxl")
        unit = str(sheet.iat[1, 0]).removeprefix("填报单位：")
        body = sheet.iloc[3:, [1, 3]]
        rows[unit] = dict(zip(body.iloc[:, 0], body.iloc[:, 1]))
    return pd.DataFrame.from_dict(rows, orient="index").reindex(columns=names)


def table(file):
    read = pd.read_csv(file, dtype=object) if file.suffix == ".csv" else pd.read_excel(file, engine="openpyxl", dtype=object)
    read = read.set_index("单位")
    read.columns = [c[: c.rindex("（")] for c in read.columns]
    return read


def score(rule, values):
    filled = values.fillna(0)
    match rule["rule"]:
        case "ratio":
            found = (filled / 90).clip(0, 1)
        case "anchors":
            xs, ys = zip(*rule["points"])
            found = pd.Series(np.interp(filled, xs, ys), index=values.index)
        case "bands":
            found = pd.Series(0.0, index=values.index)
            for band in reversed(rule["bands"]):
                found[values >= band["at_least"]] = band["marks"]
        case "deduct":
            found = (1 - ((values - 90) / rule["per"]).clip(lower=0) * rule["take"]).clip(0, 1)
        case "efficacy":
            low, high = values.min(), values.max()
            found = (values - low) / (high - low)
        case "rank":
            found = (rule["first"] - (values.rank(ascending=False, method="min") - 1) * rule["step"]).clip(0)
        case other:
            sys.exit(f"no {other} here")
    return found.where(values.notna(), 0).round(2)


def main(folder):
    folder = Path(folder)
    rubric = tomllib.loads((folder / "rubrics/measured.toml").read_text())
    indicators = {i["name"]: i for i in rubric["indicator"]}
    files = sorted((folder / "returns").iterdir())
    data = table(files[0]) if len(files) == 1 else forms(files, list(indicators))
    data = data.map(number).astype(float)
    scores = pd.DataFrame({name: score(one["score"], data[name]) for name, one in indicators.items()})
    under = {name: one["under"] for name, one in indicators.items()}
    sections = scores.T.groupby(under).sum().T
    total = scores.sum(axis=1).round(2)
    ranking = pd.DataFrame({"名次": total.rank(ascending=False, method="min").astype(int), "总分": total}).join(sections)
    ranking["等级"] = np.where(total >= rubric["grade"][0]["at_least"], "A", "B")
    with pd.ExcelWriter(folder / "peer.xlsx", engine="openpyxl") as book:
        ranking.sort_values("名次").to_excel(book, sheet_name="排名")
        scores.to_excel(book, sheet_name="得分")
        data.to_excel(book, sheet_name="数据")


main(sys.argv[1])
