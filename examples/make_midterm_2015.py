#!/usr/bin/env python3
"""Make the returns of examples/midterm-2015.

All figures are synthetic (示例数据): they come from a seeded generator and say nothing about any real place or agency.
Some are wrong on purpose; README.md in the example lists them.

Usage, from the repository's root:

    pip install openpyxl
    python3 examples/make_midterm_2015.py

Reads seeds/*.csv; writes examples/midterm-2015/returns/, adjustments.csv and received.csv. Run twice, it writes the same
bytes (times inside the workbooks are fixed), so that `git status` stays clean unless a figure was changed here.
"""

import csv
import datetime as dt
import io
import random
import re
import shutil
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parent / "seeds"
OUT = HERE / "midterm-2015"
STAMP = dt.datetime(2015, 12, 31, 12, 0, 0)
RNG = random.Random(20151231)


def seed(name):
    with open(SEEDS / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


PREF = seed("prefectures.csv")
AGENCIES = seed("agencies.csv")
MEASURES = seed("measures.csv")
ANSWERS = {(r["measure"], r["agency"]) for r in seed("responsibilities.csv")}
NAME = {r["code"]: r["name"] for r in PREF}
SHORT = {r["code"]: r["short"] for r in PREF}
GROUP = {r["code"]: r["group"] for r in PREF}

# How well each unit does, 0..1: the one thing that spreads the scores. Invented.
QUALITY = {
    "650100": 0.79, "650200": 0.76, "650400": 0.60, "652200": 0.64, "652300": 0.77, "652700": 0.58, "652800": 0.71,
    "652900": 0.52, "653000": 0.50, "653100": 0.46, "653200": 0.36, "654000": 0.68, "654200": 0.62, "654300": 0.73,
}
COUNTIES = {
    "650100": 8, "650200": 4, "650400": 3, "652200": 3, "652300": 7, "652700": 4, "652800": 9, "652900": 9,
    "653000": 4, "653100": 12, "653200": 8, "654000": 11, "654200": 7, "654300": 7,
}


# ------------------------------------------------------------------------------------------------ figures

def jitter(width):
    return (RNG.random() * 2 - 1) * width


def pick(low, high, q, noise=0.12, places=1):
    """A figure between low (q = 0) and high (q = 1)."""
    share = min(1.0, max(0.0, q + jitter(noise)))
    return round(low + (high - low) * share, places)


def whole(low, high, q, noise=0.12):
    return int(pick(low, high, q, noise, 0))


def figures():
    """{(unit, field, period): value} as the authoritative agency or the unit itself would report it."""
    d = {}
    for u, q in QUALITY.items():
        def put(field, value, period="2015", u=u):
            d[u, field, period] = value

        # 质监局
        for period, shift in (("2014", -0.03), ("2015", 0.0)):
            batches = 260 + 40 * COUNTIES[u] + int(RNG.random() * 60)
            rate = pick(83.0, 95.0, q + shift, 0.08)
            put("抽检批次", batches, period)
            put("合格批次", round(batches * rate / 100), period)
            put("强制检定受检率", pick(86, 99.0, q + shift), period)
            put("消费投诉处结率", pick(88, 99, q + (shift if period == "2014" else jitter(0.12))), period)
            put("游客满意度", pick(70, 88, q + shift), period)
        put("产品抽查目标", 92.0 if q > 0.74 else 91.0 if q > 0.63 else 90.0)
        put("质量信用归集率", pick(55, 98, q))
        put("特种设备事故率", round(max(0.0, 0.75 - 0.48 * q + jitter(0.1)), 2))
        put("特种设备较大事故", 1 if u == "653200" else 0)
        put("重要时段发生事故", "是" if u == "652900" else "否")
        put("国家标准数", whole(0, 3, q - 0.35))
        put("地方标准数", whole(0, 4, q - 0.35))
        put("质量奖企业数", {"650100": 1, "652300": 1}.get(u, 0))
        put("报送截止日期", dt.date(2015, 12, 15))
        put("自评报送日期", dt.date(2015, 12, 8) + dt.timedelta(days=int(RNG.random() * 7)))
        put("质量安全警示函数", max(0, round((0.72 - q) * 6 + jitter(0.6))))
        put("质量安全约谈数", 1 if q < 0.5 else 0)
        put("国家级通报次数", 1 if u == "653100" else 0)
        put("自治区通报次数", {"653200": 2, "652900": 1, "652700": 1}.get(u, 0))
        # 农业厅
        put("农产品合格率", pick(93.2, 98.2, q))
        put("农产品目标", 97.0 if q > 0.65 else 96.0)
        base = pick(18, 27, q)
        put("农业标准化普及率", base, "2010")
        put("农业标准化2020目标", 45.0)
        put("农业标准化普及率", round(base + (45 - base) * (0.18 + 0.36 * q + jitter(0.04)), 1))
        # 食品药品监管局
        put("食品抽检合格率", pick(91.5, 98.4, q))
        put("农村食品整治覆盖率", pick(58, 99, q))
        # 住建厅
        big = 6 + COUNTIES[u] + int(RNG.random() * 10)
        put("大中型竣工项目数", big)
        put("大中型合格项目数", big if q > 0.55 else big - 1)
        put("其他工程合格率", pick(94.0, 99.2, q))
        put("终身责任承诺率", pick(68, 100, q))
        # 经信委
        firms = 10 + round(60 * q * RNG.random()) + (70 if u in ("650100", "652300") else 0)
        put("大中型企业数", firms)
        put("首席质量官企业数", round(firms * pick(0.2, 0.85, q, places=3)))
        put("生产性服务业满意度", pick(66, 84, q))
        # 商务厅、工商局
        put("生活性服务业满意度", pick(62, 77.5, q))
        cases = 60 + int(COUNTIES[u] * 30 * (0.6 + RNG.random()))
        put("立案案件数", cases)
        put("办结案件数", round(cases * pick(0.83, 0.985, q, places=3)))
        # 检验检疫局、林业厅
        put("口岸能力达标率", pick(72, 100, q))
        task = round(4 + RNG.random() * 14, 1)
        put("生态果园任务", task)
        put("生态果园面积", round(task * pick(0.7, 1.12, q, places=3), 2))
        # 自评
        put("质量规划情况", "纳入国民经济和社会发展规划" if q > 0.62 else "纳入部门规划" if q > 0.45 else "未纳入")
        put("领导小组会议次数", whole(1, 5, q))
        put("县市区总数", COUNTIES[u])
        put("绩效考核县市数", min(COUNTIES[u], round(COUNTIES[u] * (0.3 + 0.75 * q))))
        money = round(60 + 60 * COUNTIES[u] * (0.5 + q), 0)
        put("质量工作经费", money, "2014")
        put("质量工作经费", round(money * (1 + pick(-0.1, 0.17, q, places=3)), 1))
        put("质量月活动", "是")
        put("质量知识普及", "是" if q > 0.4 else "否")
        put("职业技能竞赛", "是" if q > 0.52 else "否")
        put("QC小组活动", "是" if q > 0.65 else "否")
        put("质量人员数", pick(8, 38, q))
        put("示范创建情况", "已命名" if q > 0.78 else "获批筹建" if q > 0.67 else "未创建")
    d["650100", "质量安全警示函数", "2015"] = 1      # 其后复查撤销，见 adjustments.csv
    d["653100", "自评报送日期", "2015"] = dt.date(2015, 12, 18)
    d["652700", "自评报送日期", "2015"] = dt.date(2015, 12, 16)
    d["650200", "质量工作经费", "2015"] = 588.0
    d["650200", "质量工作经费", "2014"] = 520.0
    d["653100", "质量工作经费", "2014"] = 800.0
    d["653100", "质量工作经费", "2015"] = 820.0
    d["652900", "抽检批次", "2015"] = 648
    d["652900", "合格批次", "2015"] = 589
    d["654200", "强制检定受检率", "2015"] = 98.5
    d["652800", "食品抽检合格率", "2015"] = 97.3
    d["650100", "立案案件数", "2015"] = 1286
    d["650100", "办结案件数", "2015"] = 1259
    return d


# ------------------------------------------------------------------------------------------------ workbooks

THIN = Side(style="thin", color="808080")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEAD = PatternFill("solid", fgColor="DDEBF7")


def save(wb, path):
    """Write the workbook with fixed times, so that the same figures give the same bytes."""
    wb.properties.creator = "示例"
    wb.properties.lastModifiedBy = "示例"
    wb.properties.created = STAMP
    buf = io.BytesIO()
    wb.save(buf)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(buf) as src, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as dst:
        for info in src.infolist():
            data = src.read(info.filename)
            if info.filename == "docProps/core.xml":
                text = data.decode("utf-8")
                fixed = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ")
                text = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", r"\g<1>" + fixed, text)
                text = re.sub(r"(<dcterms:created[^>]*>)[^<]*", r"\g<1>" + fixed, text)
                data = text.encode("utf-8")
            entry = zipfile.ZipInfo(info.filename, (2015, 12, 31, 12, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            dst.writestr(entry, data)


def sheet_head(ws, title, columns, lines):
    """Title row, then one line a row (填报单位：…, 年度：…). Returns the row where the header goes."""
    ws.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    ws.cell(1, 1, title).font = Font(name="宋体", size=16, bold=True)
    ws.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    ws.row_dimensions[1].height = 30
    for i, line in enumerate(lines, start=2):
        ws.cell(i, 1, line).font = Font(name="宋体", size=11)
    return 2 + len(lines)


def header(ws, row, names, widths):
    for i, (name, width) in enumerate(zip(names, widths), start=1):
        c = ws.cell(row, i, name)
        c.font = Font(name="宋体", size=11, bold=True)
        c.fill = HEAD
        c.border = BOX
        c.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        ws.column_dimensions[c.column_letter].width = width


def put(ws, row, col, value):
    c = ws.cell(row, col)
    if isinstance(value, tuple):         # (number, number format)
        c.value, c.number_format = value
    elif value == "#DIV/0!":
        c.value, c.data_type = value, "e"
    else:
        c.value = value
        if isinstance(value, dt.date):
            c.number_format = "yyyy-mm-dd"
        elif isinstance(value, str):
            c.data_type = "s"
    c.border = BOX
    c.font = Font(name="宋体", size=11)
    return c


def foot(ws, row, who):
    ws.cell(row, 1, "填表人：示例　　　审核人：示例")
    ws.cell(row + 1, 1, f"注：本表为示例数据，由程序生成，与{who}实际情况无关。")


def down_sheet(ws, title, who, year, rows, heads=("序号", "指标", "计量单位", "数值", "佐证材料", "备注")):
    """Fields down the rows: rows are (no, name, unit, value, evidence, note)."""
    r = sheet_head(ws, title, len(heads), [f"填报单位：{who}", f"年度：{year}"])
    header(ws, r, heads, (8, 44, 12, 28, 26, 26))
    for row in rows:
        r += 1
        for col, value in enumerate(row, start=1):
            put(ws, r, col, value)
    foot(ws, r + 2, who)


def matrix_sheet(ws, title, who, year, heads, rows):
    """Units down the rows, fields across."""
    r = sheet_head(ws, title, len(heads) + 1, [f"填报单位：{who}", f"年度：{year}"])
    header(ws, r, ["地州市", *heads], [20] + [18] * len(heads))
    ws.row_dimensions[r].height = 48
    for row in rows:
        r += 1
        for col, value in enumerate(row, start=1):
            put(ws, r, col, value)
    foot(ws, r + 2, who)


# ------------------------------------------------------------------------------------------------ 地州市自评

SELF = [  # field, name as printed, unit as printed, evidence
    ("质量规划情况", "质量发展规划制订情况", "", "规划文本及印发文件"),
    ("领导小组会议次数", "质量工作领导小组会议次数", "次", "会议纪要"),
    ("县市区总数", "所辖县市区总数", "个", ""),
    ("绩效考核县市数", "将质量工作纳入绩效考核的县市区数", "个", "绩效考核文件"),
    ("质量工作经费", "本级财政质量工作经费", "万元", "预算批复文件"),
    ("质量月活动", "组织开展质量月活动", "", "活动方案和总结"),
    ("质量知识普及", "开展面向企业的质量知识普及教育", "", "培训通知"),
    ("职业技能竞赛", "组织开展职业技能竞赛", "", "竞赛通知"),
    ("QC小组活动", "开展QC小组活动", "", "成果发布资料"),
    ("质量人员数", "每万名从业人员中质量专业人员数", "人", "资格证书统计"),
    ("示范创建情况", "质量强市示范城市和知名品牌示范区创建情况", "", "批复或命名文件"),
    ("抽检批次", "监督抽查批次", "批次", "监督抽查通报"),
    ("合格批次", "合格批次", "批次", "监督抽查通报"),
    ("强制检定受检率", "强制检定计量器具受检率", "%", "强制检定台账"),
    ("消费投诉处结率", "消费者投诉按期处结率", "%", "投诉举报统计"),
]
SIGNED = {  # how the unit writes its own name
    "650100": "乌鲁木齐市人民政府", "650200": "克拉玛依市人民政府", "650400": "吐鲁番地区", "652200": "哈密地区行署",
    "652300": "昌吉回族自治州人民政府", "652700": "博州人民政府", "652800": "巴音郭楞蒙古自治州人民政府",
    "652900": "阿克苏地区行政公署", "653100": "喀什地区行署", "653200": "和 田 地 区", "654000": "伊犁州直",
    "654200": "塔城地区行署", "654300": "阿勒泰地区行政公署",
}


def self_returns(d):
    wrong = {  # (unit, field, period) -> (value, unit as printed or None, note)
        ("653200", "领导小组会议次数", "2015"): (None, None, ""),
        ("654200", "强制检定受检率", "2015"): ("98.5%", None, ""),
        ("652300", "合格批次", "2015"): (d["652300", "合格批次", "2015"] + 11, None, "含复检合格批次"),
        ("652900", "抽检批次", "2015"): ("６４８", None, ""),
        ("652700", "绩效考核县市数", "2015"): (5, None, ""),
        ("653100", "质量工作经费", "2015"): (0.082, "亿元", ""),
        ("654000", "示范创建情况", "2015"): ("获批筹建中", None, ""),
        ("652800", "质量月活动", "2015"): ("√", None, ""),
        ("653200", "质量规划情况", "2015"): ("纳入国民经济和社会发展规划", None, ""),
    }
    for r in PREF:
        u = r["code"]
        if u not in SIGNED:          # 克州 never sent its return
            continue
        wb = Workbook()
        for n, (year, fields) in enumerate((("2015", SELF), ("2014", [f for f in SELF if f[0] == "质量工作经费"]))):
            ws = wb.active if n == 0 else wb.create_sheet()
            ws.title = f"{year}年"
            rows = []
            for i, (field, name, unit, evidence) in enumerate(fields, start=1):
                value, note = d[u, field, year], ""
                if (u, field, year) in wrong:
                    value, other, note = wrong[u, field, year]
                    unit = other or unit
                rows.append((i, name, unit or None, value, evidence or None, note or None))
            title = "地州市质量工作自评填报表（示例数据）" if n == 0 else "地州市质量工作上年数据填报表（示例数据）"
            down_sheet(ws, title, SIGNED[u], year, rows)
        save(wb, OUT / "returns" / "prefectures" / f"{u}-{NAME[u]}.xlsx")


# ------------------------------------------------------------------------------------------------ 主管部门

CALLED = {"650400": "吐鲁番地区", "654000": "伊犁州直"}     # what agencies call these two


def agency_matrix(d, file, who, title, sheets, wrong=None, order=None, style="short", extra=()):
    """sheets: [(year, [(field, heading)])]; wrong: {(unit, field, year): value}."""
    wrong = wrong or {}
    wb = Workbook()
    for n, (year, fields) in enumerate(sheets):
        ws = wb.active if n == 0 else wb.create_sheet()
        ws.title = f"{year}年"
        rows = []
        for u in order or list(QUALITY):
            name = NAME[u] if style == "name" else CALLED.get(u, SHORT[u])
            row = [name]
            for field, _ in fields:
                row.append(wrong[u, field, year] if (u, field, year) in wrong else d[u, field, year])
            rows.append(row)
        if n == 0:
            rows.extend(extra)
        matrix_sheet(ws, title, who, year, [h for _, h in fields], rows)
    save(wb, OUT / "returns" / "agencies" / file)


def agency_returns(d):
    agency_matrix(
        d, "质监局.xlsx", "自治区质监局", "质量技术监督部门数据报送表（示例数据）",
        [
            ("2015", [
                ("抽检批次", "监督抽查批次（批次）"), ("合格批次", "合格批次（批次）"), ("产品抽查目标", "产品抽查合格率备案目标（%）"),
                ("质量信用归集率", "企业质量信用信息归集率（%）"), ("特种设备事故率", "特种设备万台事故起数（起/万台）"),
                ("特种设备较大事故", "特种设备较大以上事故起数（起）"), ("重要时段发生事故", "重要时段是否发生特种设备事故"),
                ("强制检定受检率", "强制检定计量器具受检率（%）"), ("国家标准数", "主导或参与制修订国家和行业标准数（项）"),
                ("地方标准数", "制修订地方标准数（项）"), ("质量奖企业数", "获自治区人民政府质量奖企业数（家）"),
                ("质量安全警示函数", "质量安全警示函份数（份）"), ("质量安全约谈数", "质量安全约谈次数（次）"),
                ("国家级通报次数", "质量问题被国家级通报次数（次）"), ("自治区通报次数", "质量问题被自治区级通报次数（次）"),
                ("报送截止日期", "自评报告报送截止日期"), ("自评报送日期", "自评报告收到日期"),
            ]),
            ("2014", [("抽检批次", "监督抽查批次（批次）"), ("合格批次", "合格批次（批次）"), ("强制检定受检率", "强制检定计量器具受检率（%）")]),
        ],
        wrong={
            ("653000", "强制检定受检率", "2015"): None,
            ("653000", "自评报送日期", "2015"): None,
            ("652700", "自评报送日期", "2015"): "2015年12月16日",
            ("653100", "自评报送日期", "2015"): "2015.12.18",
        },
        style="name",
    )
    agency_matrix(
        d, "农业厅.xlsx", "自治区农业厅", "农业部门数据报送表（示例数据）",
        [
            ("2015", [
                ("农产品合格率", "主要农产品质量安全监测合格率（%）"), ("农产品目标", "农产品监测合格率备案目标（%）"),
                ("农业标准化普及率", "农业标准化生产普及率（%）"), ("农业标准化2020目标", "农业标准化生产普及率2020年目标（%）"),
            ]),
            ("2010", [("农业标准化普及率", "农业标准化生产普及率（%）")]),
        ],
        wrong={("654300", "农产品合格率", "2015"): 977},
    )
    agency_matrix(
        d, "食品药品监管局.xlsx", "自治区食药监局", "食品药品监管部门数据报送表（示例数据）",
        [("2015", [("食品抽检合格率", "食品安全监督抽检合格率（%）"), ("农村食品整治覆盖率", "农村食品专项整治覆盖率（%）")])],
        wrong={("652800", "食品抽检合格率", "2015"): (0.973, "0.0%")},
    )
    agency_matrix(
        d, "住建厅.xlsx", "自治区住建厅", "住房城乡建设部门数据报送表（示例数据）",
        [("2015", [
            ("大中型竣工项目数", "大中型工程竣工项目数（项）"), ("大中型合格项目数", "大中型工程一次验收合格项目数（项）"),
            ("其他工程合格率", "其他工程一次验收合格率（%）"), ("终身责任承诺率", "工程质量终身责任承诺书签署率（%）"),
        ])],
        wrong={("652900", "终身责任承诺率", "2015"): "#DIV/0!"},
    )
    agency_matrix(
        d, "经信委.xlsx", "自治区经信委", "经济和信息化部门数据报送表（示例数据）",
        [("2015", [
            ("大中型企业数", "大中型企业数（家）"), ("首席质量官企业数", "设立首席质量官的大中型企业数（家）"),
            ("生产性服务业满意度", "生产性服务业顾客满意度（分）"),
        ])],
        wrong={("654200", "生产性服务业满意度", "2015"): "待核"},
    )
    agency_matrix(
        d, "商务厅.xlsx", "自治区商务厅", "商务部门数据报送表（示例数据）",
        [("2015", [("生活性服务业满意度", "生活性服务业满意度（分）")])],
        order=["654000", *[u for u in QUALITY if u != "654000"]],      # 公文习惯：伊犁州列首位
        extra=[["石河子市", 74.2]],
    )
    none = ("650200", "650400", "652800", "652900", "653200")          # 无口岸
    marks = dict(zip(none, ("不适用", "不适用", "－", "—", "不适用")))
    agency_matrix(
        d, "检验检疫局.xlsx", "新疆出入境检验检疫局", "检验检疫部门数据报送表（示例数据）",
        [("2015", [("口岸能力达标率", "口岸检验检疫能力建设达标率（%）")])],
        wrong={(u, "口岸能力达标率", "2015"): m for u, m in marks.items()},
    )
    fruit = [u for u in QUALITY if GROUP[u] != "北疆"]
    agency_matrix(
        d, "林业厅.xlsx", "自治区林业厅", "林业部门数据报送表（示例数据）",
        [("2015", [("生态果园任务", "特色林果生态健康果园试点任务面积（万亩）"), ("生态果园面积", "特色林果生态健康果园试点面积（万亩）")])],
        order=fruit,
        extra=[["巴州", d["652800", "生态果园任务", "2015"], round(d["652800", "生态果园任务", "2015"] * 0.93, 2)]],
    )
    folder = OUT / "returns" / "agencies"
    # 工商局: saved by a spreadsheet program as ANSI, that is, GB18030; a year column; thousands with a comma.
    lines = [["地州市", "年度", "质量违法立案案件数（件）", "质量违法按期办结案件数（件）", "消费者投诉按期处结率（%）"]]
    for year in ("2014", "2015"):
        for u in QUALITY:
            cases = [d[u, f, "2015"] if year == "2015" else "" for f in ("立案案件数", "办结案件数")]
            cases = [f"{c:,}" if c != "" else "" for c in cases]
            lines.append([CALLED.get(u, SHORT[u]), year, *cases, d[u, "消费投诉处结率", year]])
    write_csv(folder / "工商局.csv", lines, "gb18030")
    # 旅游局: UTF-8 with a BOM, two lines above the header.
    lines = [["旅游部门数据报送表（示例数据）"], ["填报单位：自治区旅游局"], ["地州市", "年度", "游客满意度指数（分）"]]
    for year in ("2014", "2015"):
        for u in QUALITY:
            value = "" if (u, year) == ("652700", "2015") else d[u, "游客满意度", year]
            lines.append([CALLED.get(u, SHORT[u]), year, value])
    write_csv(folder / "旅游局.csv", lines, "utf-8-sig")


def write_csv(path, lines, encoding="utf-8"):
    path.parent.mkdir(parents=True, exist_ok=True)
    buf = io.StringIO()
    csv.writer(buf, lineterminator="\r\n").writerows(lines)
    path.write_bytes(buf.getvalue().encode(encoding))


# ------------------------------------------------------------------------------------------------ 核查、专家

LONG = ["unit", "field", "period", "source", "value", "state", "reason", "by", "date", "evidence"]


def site_returns():
    lines = [LONG]
    for u, q in QUALITY.items():
        score = pick(55, 96, q, places=0)
        reason = "机构、人员、经费落实，制度健全" if score >= 90 else "制度基本健全，基层力量不足" if score >= 75 else "监管制度不健全，县级机构缺编"
        if u == "654200":
            reason = ""
        lines.append([u, "监管能力核查评分", "2015", "site", int(score), "value", reason, "第%d核查组" % (1 + list(QUALITY).index(u) % 3),
                      "2015-12-22", "实地核查记录（示例）"])
        event = 1 if u == "652800" else 0
        lines.append([u, "区域性事件", "2015", "site", event, "value",
                      "核查认定发生区域性产品质量安全事件1起（示例）" if event else "未发现", "领导小组办公室", "2015-12-25",
                      "事件调查报告（示例）" if event else "核查记录"])
        hidden = 1 if u == "652300" else 0
        lines.append([u, "瞒报谎报", "2015", "site", hidden, "value",
                      "将复检合格批次计入监督抽查合格批次，经核实（示例）" if hidden else "未发现", "领导小组办公室", "2015-12-25",
                      "抽查报告与自评表比对（示例）" if hidden else "核查记录"])
    lines.append(["653200", "质量规划情况", "2015", "site", "纳入部门规划", "value", "查阅规划文本，仅见于部门规划（示例）", "第2核查组",
                  "2015-12-22", "规划文本"])
    write_csv(OUT / "returns" / "site" / "核查记录.csv", lines, "utf-8-sig")


def panel_returns():
    lines = [["unit", "field", "period", "source", "value"]]
    for u, q in QUALITY.items():
        middle = 54 + 40 * q
        for who in ("专家甲", "专家乙", "专家丙", "专家丁", "专家戊"):
            lines.append([SHORT[u], "检验检测能力评分", "2015", who, min(100, round(middle + jitter(6)))])
    write_csv(OUT / "returns" / "panel" / "专家评分.csv", lines, "utf-8-sig")


# ------------------------------------------------------------------------------------------------ 部门落实情况

RATES = {2: "培训计划完成率", 9: "案件按期办结率", 11: "节能减排任务完成率", 17: "质量培训计划完成率"}
AGENCY_SIGNED = {"wjw": "自治区卫生计生委", "bjj": "新疆保监局", "rmyh": "人民银行乌鲁木齐中心支行", "dwxcb": "自治区党委宣传部",
                 "jyjyj": "新疆检验检疫局", "yjj": "新疆银监局", "syj": "自治区食药监局"}


def measure_returns():
    wrong = {("lyj", 12): None, ("gat", 9): "约90", ("gat", 1): "已经完成", ("jtt", 11): "９６．５％", ("jyt", 17): "98.5%", ("kjt", 11): 103.2}
    skill = {a["code"]: 0.55 + 0.45 * RNG.random() for a in AGENCIES}
    for a in AGENCIES:
        code = a["code"]
        who = AGENCY_SIGNED.get(code, "自治区" + a["short"])
        rows = []
        for i, m in enumerate(MEASURES, start=1):
            if (m["no"], code) not in ANSWERS or i == 14:
                continue
            if i in RATES:
                name, unit = f'{m["title"]}：{RATES[i]}', "%"
                value = pick(62, 100, skill[code], 0.15)
            else:
                name, unit = m["title"], None
                s = skill[code] + jitter(0.25)
                value = "已完成" if s > 0.76 else "基本完成" if s > 0.58 else "推进中" if s > 0.36 else "未开展"
            if (code, i) in wrong:
                value = wrong[code, i]
            rows.append((m["no"], name, unit, value, "工作总结", None))
        if code == "czt":                 # 非本部门承担的任务，误填
            m = MEASURES[6]
            rows.append((m["no"], m["title"], None, "已完成", None, "配合"))
        wb = Workbook()
        wb.active.title = "2015年"
        down_sheet(wb.active, "2015年行动计划任务落实情况自评表（示例数据）", who, "2015", rows,
                   ("序号", "工作任务", "计量单位", "数值", "佐证材料", "备注"))
        save(wb, OUT / "returns" / "measures" / f'{code}-{a["short"]}.xlsx')
    lines = [LONG]
    for a in AGENCIES:
        score = round(58 + 42 * skill[a["code"]] * (0.92 + 0.08 * RNG.random()))
        reason = "按时报送数据并参与核查" if score >= 90 else "按要求报送数据" if score >= 80 else "数据报送不及时，未参加核查"
        if a["short"] == "粮食局":
            reason = ""
        lines.append([a["short"], "M14", "2015", "office", score, "value", reason, "领导小组办公室", "2015-12-28", "考核工作台账（示例）"])
        late = 2 if skill[a["code"]] < 0.62 else 1 if skill[a["code"]] < 0.70 else 0
        lines.append([a["short"], "迟报次数", "2015", "office", late, "value", "收文登记", "领导小组办公室", "2015-12-28", "收文登记（示例）"])
    write_csv(OUT / "returns" / "office" / "评议记录.csv", lines, "utf-8-sig")


# ------------------------------------------------------------------------------------------------ 调整、收文

def adjustments():
    write_csv(OUT / "adjustments.csv", [
        ["unit", "node", "period", "action", "amount", "reason", "by", "date", "status", "evidence"],
        ["阿勒泰地区", "农产品合格率", "2015", "value", "97.7", "农业厅书面更正：报送表漏填小数点（示例）", "领导小组办公室", "2015-12-29", "accepted", "农业厅更正函（示例）"],
        ["乌鲁木齐市", "B23", "2015", "add", "1", "复查认定1份警示函系误发，予以撤销（示例）", "领导小组办公室", "2015-12-29", "accepted", "复查意见（示例）"],
        ["博州", "B12", "2015", "add", "0.5", "申请补计专题会议1次，无会议纪要（示例）", "领导小组办公室", "2015-12-29", "rejected", ""],
    ])


def received(d):
    rows = [["file", "received", "by"]]
    files = sorted(p.relative_to(OUT).as_posix() for p in (OUT / "returns").rglob("*") if p.is_file())
    for f in files:
        if "/prefectures/" in f:
            day = d[Path(f).name[:6], "自评报送日期", "2015"]
        elif "/agencies/" in f or "/measures/" in f:
            day = dt.date(2015, 12, 14) + dt.timedelta(days=int(RNG.random() * 5))
        else:
            day = dt.date(2015, 12, 28)
        rows.append([f, day.isoformat(), "领导小组办公室"])
    write_csv(OUT / "received.csv", rows)


def main():
    shutil.rmtree(OUT / "returns", ignore_errors=True)
    d = figures()
    self_returns(d)
    agency_returns(d)
    site_returns()
    panel_returns()
    measure_returns()
    adjustments()
    received(d)
    print(f"{sum(1 for p in (OUT / 'returns').rglob('*') if p.is_file())} files in {OUT / 'returns'}")


if __name__ == "__main__":
    main()
