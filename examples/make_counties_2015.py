#!/usr/bin/env python3
"""Make the returns of examples/counties-2015.

All figures are synthetic (示例数据): they come from a seeded generator and say nothing about any real place or agency.
Some are wrong on purpose; README.md in the example lists them.

Usage, from the repository's root:

    pip install openpyxl
    python3 examples/make_counties_2015.py

Reads seeds/*.csv; writes examples/counties-2015/returns/, adjustments.csv. Run twice, it writes the same bytes.
"""

import random
import shutil
from pathlib import Path

import make_midterm_2015 as house
from make_midterm_2015 import NAME, QUALITY, SHORT, SIGNED, down_sheet, foot, header, put, save, sheet_head, write_csv
from openpyxl import Workbook

OUT = Path(__file__).resolve().parent / "counties-2015"
RNG = random.Random(20151120)
COUNTIES = house.seed("counties.csv")
CNAME = {r["code"]: r["name"] for r in COUNTIES}
CSHORT = {r["code"]: r["short"] for r in COUNTIES}
BY_PREF = {p: [r["code"] for r in COUNTIES if r["parent"] == p] for p in QUALITY}

FIELDS = [  # field, name as printed, unit as printed
    ("抽检批次", "监督抽查批次", "批次"), ("合格批次", "监督抽查合格批次", "批次"), ("农产品合格率", "主要农产品质量安全监测合格率", "%"),
    ("食品抽检合格率", "食品安全监督抽检合格率", "%"), ("大中型竣工项目数", "大中型工程竣工项目数", "项"),
    ("大中型合格项目数", "大中型工程一次验收合格项目数", "项"), ("其他工程合格率", "其他工程一次验收合格率", "%"),
    ("生产性服务业满意度", "生产性服务业顾客满意度", "分"), ("生活性服务业满意度", "生活性服务业顾客满意度", "分"),
    ("游客满意度", "游客满意度指数", "分"), ("质量规划情况", "质量发展规划制订情况", ""),
    ("领导小组会议次数", "质量工作领导小组会议次数", "次"), ("质量工作经费", "本级财政质量工作经费", "万元"),
    ("乡镇总数", "所辖乡镇（街道）总数", "个"), ("质量工作站数", "设立质量工作站的乡镇（街道）数", "个"),
    ("质量月活动", "组织开展质量月活动", ""), ("质量知识普及", "开展面向企业的质量知识普及教育", ""), ("职业技能竞赛", "组织开展职业技能竞赛", ""),
    ("QC小组活动", "开展QC小组活动", ""), ("立案案件数", "质量违法立案案件数", "件"), ("办结案件数", "质量违法按期办结案件数", "件"),
    ("质量安全警示函数", "质量安全警示函份数", "份"), ("质量安全约谈数", "质量安全约谈次数", "次"), ("大中型企业数", "大中型企业数", "家"),
    ("首席质量官企业数", "设立首席质量官的大中型企业数", "家"), ("管理体系认证企业数", "通过质量管理体系认证的企业数", "家"),
    ("质量信用归集率", "企业质量信用信息归集率", "%"), ("消费投诉处结率", "消费者投诉按期处结率", "%"),
    ("特种设备事故率", "特种设备万台事故起数", "起/万台"), ("特种设备较大事故", "特种设备较大以上事故起数", "起"),
    ("重要时段发生事故", "重要时段是否发生特种设备事故", ""), ("终身责任承诺率", "工程质量终身责任承诺书签署率", "%"),
    ("农村食品整治覆盖率", "农村食品质量安全专项整治覆盖率", "%"), ("国家标准数", "主导或参与制修订国家和行业标准数", "项"),
    ("地方标准数", "制修订地方标准数", "项"), ("强制检定受检率", "强制检定计量器具受检率", "%"),
    ("质量人员数", "每万名从业人员中质量专业人员数", "人"), ("质量奖企业数", "获自治区人民政府质量奖企业数", "家"),
    ("示范创建情况", "质量强市示范城市和知名品牌示范区创建情况", ""), ("国家级通报次数", "质量问题被国家级通报次数", "次"),
    ("自治区通报次数", "质量问题被自治区级通报次数", "次"),
]
BEFORE = [f for f in FIELDS if f[0] == "质量工作经费"]
SUMMED = ("抽检批次", "合格批次", "立案案件数", "办结案件数", "质量安全警示函数")


def jitter(width):
    return (RNG.random() * 2 - 1) * width


def pick(low, high, q, noise=0.14, places=1):
    return round(low + (high - low) * min(1.0, max(0.0, q + jitter(noise))), places)


def whole(low, high, q, noise=0.14):
    return int(pick(low, high, q, noise, 0))


def yes(q, bar):
    return "是" if q + jitter(0.15) > bar else "否"


def figures():
    """{(county, field, year): value}"""
    d = {}
    for pref, codes in BY_PREF.items():
        for u in codes:
            q = min(0.97, max(0.15, QUALITY[pref] - 0.04 + jitter(0.24)))
            batches = 30 + int(RNG.random() * 90)
            firms = whole(0, 24, q - 0.2)
            towns = 5 + int(RNG.random() * 14)
            cases = 4 + int(RNG.random() * 40)
            built = whole(0, 5, q)
            money = pick(20, 180, q, places=1)
            values = {
                "抽检批次": batches, "合格批次": round(batches * pick(83, 97, q, 0.08) / 100), "农产品合格率": pick(92.5, 99, q),
                "食品抽检合格率": pick(91, 98.6, q), "大中型竣工项目数": built,
                "大中型合格项目数": max(0, built - (0 if q > 0.5 else 1)), "其他工程合格率": pick(93.5, 99.6, q),
                "生产性服务业满意度": pick(64, 86, q), "生活性服务业满意度": pick(62, 79, q), "游客满意度": pick(66, 90, q),
                "质量规划情况": "纳入国民经济和社会发展规划" if q > 0.66 else "纳入部门规划" if q > 0.42 else "未纳入",
                "领导小组会议次数": whole(1, 5, q), "质量工作经费": money, "乡镇总数": towns,
                "质量工作站数": round(towns * pick(0.3, 1, q, places=3)), "质量月活动": yes(q, 0.2), "质量知识普及": yes(q, 0.4),
                "职业技能竞赛": yes(q, 0.5), "QC小组活动": yes(q, 0.65), "立案案件数": cases,
                "办结案件数": round(cases * pick(0.8, 1, q, places=3)), "质量安全警示函数": max(0, round((0.6 - q) * 4 + jitter(0.6))),
                "质量安全约谈数": 1 if q < 0.38 else 0, "大中型企业数": firms, "首席质量官企业数": round(firms * pick(0.1, 0.9, q, places=3)),
                "管理体系认证企业数": round(firms * pick(0.2, 0.9, q, places=3)), "质量信用归集率": pick(45, 98, q, places=2),
                "消费投诉处结率": pick(86, 99.5, q), "特种设备事故率": round(max(0.0, 0.8 - 0.55 * q + jitter(0.12)), 2),
                "特种设备较大事故": 0, "重要时段发生事故": "否", "终身责任承诺率": pick(64, 100, q), "农村食品整治覆盖率": pick(55, 100, q),
                "国家标准数": whole(0, 2, q - 0.5), "地方标准数": whole(0, 3, q - 0.3), "强制检定受检率": pick(87, 99.5, q),
                "质量人员数": pick(5, 36, q), "质量奖企业数": 0, "国家级通报次数": 0, "自治区通报次数": 1 if q < 0.3 else 0,
                "示范创建情况": "已命名" if q > 0.9 else "获批筹建" if q > 0.8 else "未创建",
            }
            for field, value in values.items():
                d[u, field, "2015"] = value
            d[u, "质量工作经费", "2014"] = round(money / (1 + pick(-0.1, 0.18, q, places=3)), 1)
    d["653121", "质量规划情况", "2015"] = "纳入部门规划"
    d["653101", "质量人员数", "2015"] = 24.6
    d["652301", "质量奖企业数", "2015"] = 1
    d["653126", "特种设备较大事故", "2015"] = 1
    d["652923", "重要时段发生事故", "2015"] = "是"
    d["654002", "抽检批次", "2015"], d["654002", "合格批次", "2015"] = 104, 99
    d["653129", "抽检批次", "2015"], d["653129", "合格批次", "2015"] = 66, 61
    d["652827", "抽检批次", "2015"], d["652827", "合格批次", "2015"] = 84, 78
    d["652825", "农产品合格率", "2015"] = 97.6
    d["653226", "乡镇总数", "2015"], d["653226", "质量工作站数", "2015"] = 15, 9
    return d


# what stands in a return in place of the figure: (county, field) -> value
WRONG = {
    ("653129", "合格批次"): 69, ("654223", "质量信用归集率"): "约80", ("652324", "农产品合格率"): None,
    ("652825", "农产品合格率"): 976, ("653226", "质量工作站数"): 17, ("652223", "示范创建情况"): "正在申报",
    # odd, but to be read
    ("650106", "强制检定受检率"): "９６．５％", ("654024", "重要时段发生事故"): "×", ("653101", "质量人员数"): "24.6 人",
}


def said(d, u, field, year):
    return WRONG[u, field] if year == "2015" and (u, field) in WRONG else d[u, field, year]


# ------------------------------------------------------------------------------------------------ 报送

def folder(pref):
    return OUT / "returns" / "counties" / f"{pref}-{NAME[pref]}"


def heads(fields):
    return [f"{name}（{unit}）" if unit else name for _, name, unit in fields]


def matrix(d, pref, names, extra=(), total=False):
    """Counties down the rows, fields across; a sheet a year."""
    wb = Workbook()
    for year, fields in (("2015", FIELDS), ("2014", BEFORE)):
        ws = wb.active if year == "2015" else wb.create_sheet()
        ws.title = f"{year}年"
        r = sheet_head(ws, "县市区质量工作数据汇总表（示例数据）", len(fields) + 1, [f"填报单位：{SIGNED.get(pref, NAME[pref])}", f"年度：{year}"])
        header(ws, r, ["县（市、区）", *heads(fields)], [20] + [16] * len(fields))
        ws.row_dimensions[r].height = 60
        rows = [[names.get(u, CNAME[u]), *(said(d, u, f, year) for f, _, _ in fields)] for u in BY_PREF[pref]]
        rows += list(extra) if year == "2015" else []
        if total and year == "2015":
            whole_row = ["合计"]
            for f, _, _ in fields:
                whole_row.append(sum(d[u, f, year] for u in BY_PREF[pref]) if f in SUMMED else None)
            rows.append(whole_row)
        for row in rows:
            r += 1
            for col, value in enumerate(row, start=1):
                put(ws, r, col, value)
        foot(ws, r + 2, NAME[pref])
    save(wb, folder(pref) / f"{SHORT[pref]}县市区汇总表.xlsx")


def across(d, pref, names):
    """Fields down the rows, counties across."""
    wb = Workbook()
    for year, fields in (("2015", FIELDS), ("2014", BEFORE)):
        ws = wb.active if year == "2015" else wb.create_sheet()
        ws.title = f"{year}年"
        codes = BY_PREF[pref]
        r = sheet_head(ws, "县市质量工作数据汇总表（示例数据）", len(codes) + 3, [f"年度：{year}"])
        header(ws, r, ["序号", "指标", "计量单位", *(names.get(u, CNAME[u]) for u in codes)], [7, 40, 12] + [14] * len(codes))
        for n, (field, name, unit) in enumerate(fields, start=1):
            row = [n, name, unit or None, *(said(d, u, field, year) for u in codes)]
            for col, value in enumerate(row, start=1):
                put(ws, r + n, col, value)
        foot(ws, r + len(fields) + 2, NAME[pref])
    save(wb, folder(pref) / f"{SHORT[pref]}各县市质量考核数据.xlsx")


def form_rows(d, u, year, fields):
    return [(n, name, unit or None, said(d, u, field, year), None, None) for n, (field, name, unit) in enumerate(fields, 1)]


def one_each(d, pref, names, skip=()):
    """A workbook a county."""
    for u in BY_PREF[pref]:
        if u in skip:
            continue
        wb = Workbook()
        for year, fields in (("2015", FIELDS), ("2014", BEFORE)):
            ws = wb.active if year == "2015" else wb.create_sheet()
            ws.title = f"{year}年"
            down_sheet(ws, "县市区质量工作自评填报表（示例数据）", names.get(u, CNAME[u]), year, form_rows(d, u, year, fields))
        save(wb, folder(pref) / "县市区" / f"{u}-{names.get(u, CNAME[u])}.xlsx")


def sheets(d, pref, names):
    """A sheet a county; the year before in the same sheet, as a column."""
    wb = Workbook()
    for n, u in enumerate(BY_PREF[pref]):
        ws = wb.active if n == 0 else wb.create_sheet()
        ws.title = names.get(u, CNAME[u])
        titles = ("序号", "指标", "计量单位", "2014年", "2015年", "备注")
        r = sheet_head(ws, f"{CNAME[u]}质量工作数据表（示例数据）", len(titles), [f"填报单位：{CNAME[u]}"])
        header(ws, r, titles, (7, 42, 12, 18, 26, 20))
        for at, (field, name, unit) in enumerate(FIELDS, start=1):
            row = [at, name, unit or None, d.get((u, field, "2014")), said(d, u, field, "2015"), None]
            for col, value in enumerate(row, start=1):
                put(ws, r + at, col, value)
    save(wb, folder(pref) / f"{SHORT[pref]}各县市.xlsx")


def long(d, pref, names, encoding, headings, twice=()):
    lines = [headings]
    for u in BY_PREF[pref]:
        for field, name, unit in FIELDS:
            for year in ("2014", "2015"):
                if (u, field, year) in d:
                    value = said(d, u, field, year)
                    lines.append([names.get(u, CNAME[u]), name, year, "" if value is None else value, unit])
    lines.extend(twice)
    write_csv(folder(pref) / f"{SHORT[pref]}县市质量数据.csv", lines, encoding)


def site(d):
    """What each prefecture found on site in its counties."""
    for pref, codes in BY_PREF.items():
        lines = [["县市区", "指标", "年度", "来源", "数值", "理由", "核查组", "日期", "佐证材料"]]
        for n, u in enumerate(codes):
            q = min(1, max(0, QUALITY[pref]))
            score = int(pick(52, 97, q, 0.3, 0))
            reason = "制度健全，记录完整" if score >= 88 else "制度基本健全，力量不足" if score >= 72 else "制度不健全，未配专职人员"
            if u == "652222":
                reason = ""
            who = f"{SHORT[pref]}第{1 + n % 2}核查组"
            lines.append([CNAME[u], "质量监管能力和制度建设核查评分", "2015", "实地核查", score, reason, who, "2015-11-12", "核查记录（示例）"])
            for field, when in (("区域性、系统性产品质量安全事件起数", None), ("经核实的瞒报谎报次数", "653122")):
                found = 1 if u == when else 0
                reason = "虚报抽检批次，经核实（示例）" if found else "未发现"
                lines.append([CNAME[u], field, "2015", "实地核查", found, reason, who, "2015-11-12", "核查报告（示例）" if found else "核查记录"])
        if pref == "653100":
            lines.append(["疏附县", "质量发展规划制订情况", "2015", "实地核查", "未纳入", "查无规划文本（示例）", "喀什第1核查组", "2015-11-12", "规划文本"])
        write_csv(folder(pref) / "核查记录.csv", lines, "utf-8-sig")


def counties(d):
    matrix(d, "650100", {u: CSHORT[u] for u in BY_PREF["650100"]}, extra=[["高新技术产业开发区", 31, 29]])
    matrix(d, "650200", {})
    one_each(d, "650400", {"650402": "吐鲁番市（县级）"})
    one_each(d, "652200", {"652222": "巴里坤县"})
    matrix(d, "652300", {"652301": "昌吉市", "652328": "木垒县"}, total=True)
    matrix(d, "652700", {"652701": "博乐", "652702": "阿拉山口", "652722": "精河", "652723": "温泉"})
    first = ["和静县", "监督抽查批次", "2015", 84, "批次"]
    long(d, "652800", {"652826": "焉耆县"}, "utf-8-sig", ["县市", "指标", "年度", "数值", "计量单位"],
         twice=[first[:3] + [86, "批次"]])
    sheets(d, "652900", {})
    one_each(d, "653000", {}, skip=("653024",))
    across(d, "653100", {"653131": "塔县"})
    one_each(d, "653200", {"653201": "和田地区和田市", "653221": "和田地区和田县"})
    across(d, "654000", {"654022": "察县", "654004": "霍尔果斯"})
    long(d, "654200", {"654226": "和布克赛尔县"}, "gb18030", ["单位名称", "指标名称", "年份", "填报值", "计量单位"])
    matrix(d, "654300", {"654301": "阿勒泰"}, total=True)


def prefectures(d):
    """What each prefecture reports of itself: the sums of its counties, but for two."""
    fields = [f for f in FIELDS if f[0] in SUMMED] + [f for f in FIELDS if f[0] == "质量人员数"]
    wb = Workbook()
    ws = wb.active
    ws.title = "2015年"
    r = sheet_head(ws, "地州市质量工作数据报送表（示例数据）", len(fields) + 1, ["年度：2015"])
    header(ws, r, ["地州市", *heads(fields)], [26] + [18] * len(fields))
    ws.row_dimensions[r].height = 48
    for pref, codes in BY_PREF.items():
        values = {f: sum(d[u, f, "2015"] for u in codes) for f in SUMMED}
        values["质量人员数"] = round(sum(d[u, "质量人员数", "2015"] for u in codes) / len(codes), 1)
        if pref == "654000":
            values["抽检批次"] += 46
        if pref == "650400":
            values["立案案件数"] -= 9
        if pref == "652200":
            values["质量人员数"] += 6
        r += 1
        for col, value in enumerate([NAME[pref], *(values[f] for f, _, _ in fields)], start=1):
            put(ws, r, col, value)
    foot(ws, r + 2, "各地州市")
    save(wb, OUT / "returns" / "prefectures" / "地州市数据.xlsx")


def adjustments():
    write_csv(OUT / "adjustments.csv", [
        ["unit", "node", "period", "action", "amount", "reason", "by", "date", "status", "evidence"],
        ["且末县", "农产品合格率", "2015", "value", "97.6", "巴州书面更正：漏填小数点（示例）", "领导小组办公室", "2015-12-10", "accepted", "更正函（示例）"],
    ])


def main():
    shutil.rmtree(OUT / "returns", ignore_errors=True)
    d = figures()
    counties(d)
    site(d)
    prefectures(d)
    adjustments()
    print(f"{sum(1 for p in (OUT / 'returns').rglob('*') if p.is_file())} files in {OUT / 'returns'}")


if __name__ == "__main__":
    main()
