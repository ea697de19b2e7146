#!/usr/bin/env python3
"""Make the returns of examples/outline-2015.

All figures are synthetic (示例数据): they come from a seeded generator and say nothing about any real place or agency, nor
are the targets those of any outline. Some are wrong on purpose; README.md in the example lists them.

Usage, from the repository's root:

    pip install openpyxl
    python3 examples/make_outline_2015.py

Reads seeds/prefectures.csv; writes examples/outline-2015/returns/, adjustments.csv and received.csv. Run twice, it writes
the same bytes.
"""

import datetime as dt
import random
import shutil
from pathlib import Path

import make_midterm_2015 as house
from make_midterm_2015 import CALLED, COUNTIES, NAME, SHORT, SIGNED, foot, header, put, save, sheet_head, write_csv
from openpyxl import Workbook

OUT = Path(__file__).resolve().parent / "outline-2015"
RNG = random.Random(20102020)
BASE, LAST, END = 2010, 2015, 2020
YEARS = range(BASE, LAST + 1)
UNITS = list(house.QUALITY)

# How far along the way to 2020 a unit is in 2015 (0.5 is on the path), and how it got there: early, evenly or late. Invented.
PACE = {
    "650100": (0.60, 0.9), "650200": (0.57, 1.0), "650400": (0.49, 1.2), "652200": (0.53, 1.3), "652300": (0.56, 0.8),
    "652700": (0.46, 1.0), "652800": (0.54, 1.6), "652900": (0.44, 0.8), "653000": (0.42, 1.1), "653100": (0.45, 1.5),
    "653200": (0.35, 1.0), "654000": (0.52, 1.0), "654200": (0.50, 0.7), "654300": (0.55, 1.4),
}
# field: (base year at its worst and best, target of 2020 at its lowest and highest, decimals, noise of a year)
PATHS = {
    "抽查": ((80.0, 87.5), (92.0, 95.0), 1, 0.5),
    "质量损失率": ((3.4, 2.2), (1.8, 1.2), 2, 0.04),
    "生产服务满意度": ((68.0, 75.0), (84.0, 87.0), 1, 0.5),
    "生活服务满意度": ((64.0, 70.0), (78.0, 80.0), 1, 0.5),
    "普及率": ((14.0, 26.0), (40.0, 50.0), 1, 0.7),
    "强检率": ((84.0, 91.0), (96.0, 98.0), 1, 0.4),
}
TARGET = {"抽查": "抽查", "质量损失率": "损失率", "生产服务满意度": "生产服务", "生活服务满意度": "生活服务",
          "普及率": "普及率", "强检率": "强检"}


def jitter(width):
    return (RNG.random() * 2 - 1) * width


def between(ends, share):
    return ends[0] + (ends[1] - ends[0]) * share


def figures():
    """{(unit, field, year): value}; targets stand under the base year."""
    d = {}
    for u in UNITS:
        q = house.QUALITY[u]
        for field, (base, end, places, noise) in PATHS.items():
            first, last = round(between(base, q), places), round(between(end, q), 0 if places == 1 else 1)
            pace, bend = PACE[u]
            pace += jitter(0.07)
            d[u, TARGET[field] + "终期目标", BASE] = last
            # filed a little above half of the way
            d[u, TARGET[field] + "中期目标", BASE] = round(first + (last - first) * 0.52, places)
            for year in YEARS:
                way = pace * ((year - BASE) / (LAST - BASE)) ** bend
                drift = jitter(noise) if year > BASE else 0
                d[u, field, year] = round(first + (last - first) * way + drift, places)
        money = round(40 + 45 * COUNTIES[u] * (0.4 + q))
        for year in YEARS:
            batches = 180 + 30 * COUNTIES[u] + int(RNG.random() * 40) + 12 * (year - BASE)
            d[u, "抽检批次", year] = batches
            d[u, "合格批次", year] = round(batches * d[u, "抽查", year] / 100)
            done = (year - BASE) / (LAST - BASE)
            d[u, "农产品合格率", year] = round(min(99.4, 92.4 + 3.6 * q + 2.0 * done + jitter(0.5)), 1)
            d[u, "大中型合格率", year] = 100 if RNG.random() < 0.45 + 0.6 * q else round(97 + 2 * RNG.random(), 1)
            d[u, "其他工程合格率", year] = round(min(100.0, 95.2 + 2.4 * q + 1.6 * done + jitter(0.4)), 1)
            d[u, "设备事故率", year] = round(max(0.05, 0.62 - 0.3 * q - 0.12 * done + jitter(0.06)), 2)
            d[u, "投诉处结率", year] = round(min(99.5, 84 + 9 * q + 4 * done + jitter(1.2)), 1)
            d[u, "名牌数", year] = int(2 + 30 * q * q * COUNTIES[u] / 7 + 3 * done * (1 + q))
            d[u, "区域性事件", year] = 0
            d[u, "质量经费", year] = money = round(money * (1.04 + 0.08 * q + jitter(0.05)), 1)
    d["652300", "区域性事件", 2013] = 1          # an earlier year: of no consequence for the last
    d["650200", "强检率", 2015] = 96.2
    d["653100", "质量经费", 2015] = 940.0
    d["653200", "普及率", 2013] = 19.8
    d["652700", "强检率", 2014] = 91.2
    return d


# ------------------------------------------------------------------------------------------------ 目标备案

def targets(d):
    """Units down, targets across; filed by every prefecture in 2010, kept by the leading group's office."""
    wb = Workbook()
    ws = wb.active
    ws.title = "目标备案"
    fields = [("抽查", "产品质量监督抽查合格率", "%"), ("损失率", "主要工业产品质量损失率", "%"), ("生产服务", "生产性服务业顾客满意度", "分"),
              ("生活服务", "生活性服务业顾客满意度", "分"), ("普及率", "农业标准化生产普及率", "%"), ("强检", "强制检定受检率", "%")]
    printed = {"抽查": "监督抽查合格率", "损失率": "质量损失率", "生产服务": "生产性服务满意度", "生活服务": "生活性服务满意度",
               "普及率": "农业标准化普及率", "强检": "强检受检率"}
    r = sheet_head(ws, "质量发展目标备案表（示例数据，非纲要目标）", 13, ["填报单位：领导小组办公室", "中期目标、终期目标均为各地备案值（虚构）"])
    names = [f"{printed[f]}{w}目标（{unit}）" for f, _, unit in fields for w in ("中期", "终期")]
    header(ws, r, ["地州市", *names], [22] + [12] * 12)
    ws.row_dimensions[r].height = 62
    for u in UNITS:
        r += 1
        row = [NAME[u]] + [d[u, f"{f}{w}目标", BASE] for f, _, _ in fields for w in ("中期", "终期")]
        if u == "652800":
            row[names.index("生活性服务满意度终期目标（分）") + 1] = None          # not filed
        for col, value in enumerate(row, start=1):
            put(ws, r, col, value)
    foot(ws, r + 2, "各地")
    save(wb, OUT / "returns" / "targets" / "目标备案表.xlsx")


# ------------------------------------------------------------------------------------------------ 主管部门

def years_across(ws, title, who, heading, rows):
    """Units down, one field's years across under a heading of two rows."""
    r = sheet_head(ws, title, len(YEARS) + 1, [f"填报单位：{who}"])
    header(ws, r, ["地州市", heading, *[None] * (len(YEARS) - 1)], [20] + [11] * len(YEARS))
    ws.merge_cells(start_row=r, start_column=2, end_row=r, end_column=len(YEARS) + 1)
    header(ws, r + 1, [None, *[f"{y}年" for y in YEARS]], [20] + [11] * len(YEARS))
    ws.merge_cells(start_row=r, start_column=1, end_row=r + 1, end_column=1)
    r += 1
    for row in rows:
        r += 1
        for col, value in enumerate(row, start=1):
            put(ws, r, col, value)
    foot(ws, r + 2, who)


def agencies(d):
    folder = OUT / "returns" / "agencies"
    # 质监局: a sheet a year, units down, fields across
    wb = Workbook()
    fields = [("抽检批次", "监督抽查批次（批次）"), ("合格批次", "监督抽查合格批次（批次）"), ("强检率", "强制检定计量器具受检率（%）"),
              ("设备事故率", "特种设备万台事故起数（起/万台）"), ("名牌数", "有效期内自治区名牌产品数（个）"),
              ("区域性事件", "区域性、系统性产品质量安全事件起数（起）")]
    wrong = {("653100", "合格批次", 2014): d["653100", "抽检批次", 2014] + 7, ("652700", "强检率", 2014): "９１．２％"}
    for n, year in enumerate(YEARS):
        ws = wb.active if n == 0 else wb.create_sheet()
        rows = [[CALLED.get(u, SHORT[u]), *[wrong.get((u, f, year), d[u, f, year]) for f, _ in fields]] for u in UNITS]
        ws.title = f"{year}年"
        house.matrix_sheet(ws, "质量技术监督部门数据报送表（示例数据）", "自治区质监局", str(year), [h for _, h in fields], rows)
    save(wb, folder / "质监局.xlsx")
    # 农业厅: a sheet a field, years across; 克拉玛依 has hardly any fields
    wb = Workbook()
    wrong = {("653200", "普及率", 2013): "约20"}
    for n, (field, heading) in enumerate((("普及率", "农业标准化生产普及率（%）"), ("农产品合格率", "主要农产品质量安全监测合格率（%）"))):
        ws = wb.active if n == 0 else wb.create_sheet()
        ws.title = ("普及率", "监测合格率")[n]
        rows = []
        for u in UNITS:
            none = field == "普及率" and u == "650200"
            rows.append([NAME[u], *["－" if none else wrong.get((u, field, y), d[u, field, y]) for y in YEARS]])
        years_across(ws, "农业部门数据报送表（示例数据）", "自治区农业厅", heading, rows)
    save(wb, folder / "农业厅.xlsx")
    # 住建厅: fields down, units across, a sheet a year
    wb = Workbook()
    for n, year in enumerate(range(BASE + 1, LAST + 1)):
        ws = wb.active if n == 0 else wb.create_sheet()
        ws.title = f"{year}年"
        r = sheet_head(ws, "住房城乡建设部门数据报送表（示例数据）", len(UNITS) + 2, ["填报单位：自治区住建厅", f"年度：{year}"])
        header(ws, r, ["指标", "计量单位", *[CALLED.get(u, SHORT[u]) for u in UNITS]], [34, 10] + [9] * len(UNITS))
        for field, name in (("大中型合格率", "大中型工程项目一次验收合格率"), ("其他工程合格率", "其他工程一次验收合格率")):
            r += 1
            for col, value in enumerate([name, "%", *[d[u, field, year] for u in UNITS]], start=1):
                put(ws, r, col, value)
    save(wb, folder / "住建厅.xlsx")
    # 经信委: a table as exported, one figure a line; 塔城 has no figure for 2015
    lines = [["地州市", "年度", "指标", "数值", "计量单位"]]
    for u in UNITS:
        for y in YEARS:
            value = "" if (u, y) == ("654200", 2015) else d[u, "生产服务满意度", y]
            lines.append([SHORT[u], y, "生产性服务业顾客满意度", value, "分"])
    write_csv(folder / "经信委.csv", lines, "utf-8-sig")
    # 商务厅: years down within a unit, the unit named once
    wb = Workbook()
    ws = wb.active
    ws.title = "满意度"
    r = sheet_head(ws, "商务部门数据报送表（示例数据）", 3, ["填报单位：自治区商务厅"])
    header(ws, r, ["地州市", "年度", "生活性服务业顾客满意度（分）"], [20, 10, 18])
    for u in UNITS:
        for n, y in enumerate(YEARS):
            r += 1
            for col, value in enumerate([SHORT[u] if n == 0 else None, f"{y}年", d[u, "生活服务满意度", y]], start=1):
                put(ws, r, col, value)
        ws.merge_cells(start_row=r - len(YEARS) + 1, start_column=1, end_row=r, end_column=1)
    save(wb, folder / "商务厅.xlsx")
    # 工商局: GB18030
    lines = [["地州市", "年度", "消费者投诉按期处结率（%）"]]
    lines += [[CALLED.get(u, SHORT[u]), y, d[u, "投诉处结率", y]] for y in YEARS for u in UNITS]
    write_csv(folder / "工商局.csv", lines, "gb18030")


# ------------------------------------------------------------------------------------------------ 地州市自评

def own(d):
    for u in UNITS:
        if u not in SIGNED:          # 克州 never sent its return
            continue
        wb = Workbook()
        ws = wb.active
        ws.title = "历年数据"
        heads = ["序号", "指标", "计量单位", *[f"{y}年" for y in YEARS], "备注"]
        r = sheet_head(ws, "纲要实施情况中期评估自评表（示例数据）", len(heads), [f"填报单位：{SIGNED[u]}"])
        header(ws, r, heads, [8, 34, 10] + [11] * len(YEARS) + [20])
        for n, (field, name, unit) in enumerate((("质量损失率", "主要工业产品质量损失率", "%"), ("质量经费", "本级财政质量工作经费", "万元"),
                                                 ("强检率", "强制检定计量器具受检率", "%")), start=1):
            r += 1
            values = [d[u, field, y] for y in YEARS]
            if (u, field) == ("652900", "质量损失率"):
                values[0] = None                                   # no figure for the base year
            if (u, field) == ("653100", "质量经费"):
                unit, values = "亿元", [round(v / 10000, 5) for v in values]
            if (u, field) == ("650200", "强检率"):
                values[-1] = 98.6                                  # the agency says 96.2
            if (u, field) == ("654300", "质量损失率"):
                values[3] = f"{values[3]}%"
            for col, value in enumerate([n, name, unit, *values, None], start=1):
                put(ws, r, col, value)
        foot(ws, r + 2, SIGNED[u])
        save(wb, OUT / "returns" / "prefectures" / f"{u}-{NAME[u]}.xlsx")


# ------------------------------------------------------------------------------------------------ 调整、收文

def adjustments():
    write_csv(OUT / "adjustments.csv", [
        ["unit", "node", "period", "action", "amount", "reason", "by", "date", "status", "evidence"],
        ["伊犁州", "普及率", "2014", "value", "35.6", "农业厅书面更正2014年统计口径（示例）", "领导小组办公室", "2016-01-20", "accepted", "农业厅更正函（示例）"],
        ["博州", "B5", "2015", "add", "1", "申请补计已过有效期的名牌产品（示例）", "领导小组办公室", "2016-01-20", "rejected", ""],
    ])


def received():
    rows = [["file", "received", "by"]]
    for f in sorted(p.relative_to(OUT).as_posix() for p in (OUT / "returns").rglob("*") if p.is_file()):
        day = dt.date(2010, 12, 20) if "/targets/" in f else dt.date(2016, 1, 4) + dt.timedelta(days=int(RNG.random() * 9))
        rows.append([f, day.isoformat(), "领导小组办公室"])
    write_csv(OUT / "received.csv", rows)


def main():
    shutil.rmtree(OUT / "returns", ignore_errors=True)
    d = figures()
    targets(d)
    agencies(d)
    own(d)
    adjustments()
    received()


if __name__ == "__main__":
    main()
