#!/usr/bin/env python3
"""Make the returns of examples/council-2015.

All figures are synthetic (示例数据): they come from a seeded generator and say nothing about any real place or agency.
Some are wrong on purpose; README.md in the example lists them.

Usage, from the repository's root:

    pip install openpyxl
    python3 examples/make_council_2015.py

Writes examples/council-2015/returns/. Run twice, it writes the same bytes.
"""

import random
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from openpyxl import Workbook  # noqa: E402
from openpyxl.styles import Alignment, Border, Font, Side  # noqa: E402

from make_midterm_2015 import save, write_csv  # noqa: E402

OUT = Path(__file__).resolve().parent / "council-2015"
RNG = random.Random(20150715)
REGION = "新疆维吾尔自治区"
THIN = Side(style="thin", color="808080")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def near(value, width, places=1):
    """A figure near the given one."""
    return round(value + (RNG.random() * 2 - 1) * width, places)


def sheet(ws, title, lines, rows, widths):
    """A title, lines of the kind 考核期：…, then a framed table whose first row are its headings."""
    last = len(rows[0])
    ws.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    ws.cell(1, 1, title).font = Font(name="宋体", size=16, bold=True)
    ws.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    ws.row_dimensions[1].height = 30
    top = 2
    for line in lines:
        ws.merge_cells(start_row=top, start_column=1, end_row=top, end_column=last)
        ws.cell(top, 1, line)
        top += 1
    for r, row in enumerate(rows, top):
        for c, value in enumerate(row, 1):
            cell = ws.cell(r, c)
            if isinstance(value, tuple):
                cell.value, cell.number_format = value
            else:
                cell.value = value
            cell.border = FRAME
            cell.font = Font(name="宋体", size=11, bold=r == top)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for c, width in enumerate(widths, 1):
        ws.column_dimensions[chr(64 + c)].width = width


def form(file, agency, period, items, tab="Sheet1", foot=True):
    """What most agencies send: items down, one figure each, with what proves it."""
    wb = Workbook()
    wb.active.title = tab
    rows = [["序号", "指标", "计量单位", "数值", "佐证材料"]]
    rows += [[n, *item] for n, item in enumerate(items, 1)]
    lines = [f"地区：{REGION}", f"考核年度：{period}", f"报送部门：{agency}"]
    sheet(wb.active, "省级政府质量工作考核数据报送表（示例数据）", lines, rows, [6, 44, 10, 22, 44])
    if foot:
        wb.active.cell(len(rows) + 6, 1, "填表人：　　　　审核人：　　　　联系电话：")
    save(wb, OUT / "returns" / file)


def returns():
    batches = 1180 + int(RNG.random() * 60)
    passed = round(batches * 0.887)
    form("质监局.xlsx", "自治区质量技术监督局", "2014年7月—2015年6月", [
        ["产品质量国家监督抽查批次", "批次", batches, "质检总局2014年第3季度至2015年第2季度国家监督抽查通报（示例）"],
        ["产品质量国家监督抽查合格批次", "批次", passed, None],
        ["质量工作协调机制会议次数", "次", 3, "领导小组会议纪要3份（示例）"],
        ["组织开展质量月活动", "", "是", "2014年质量月活动方案和总结（示例）"],
        ["发布质量状况分析报告", "", "√", "2014年自治区质量状况分析报告（示例）"],
        ["设立政府质量奖并开展评审", "", "否", ""],
        ["特种设备较大以上事故起数", "起", 0, "特种设备安全状况通报（示例）"],
        ["采标率", "%", near(76.5, 1.5), "采标产品统计表（示例）"],
        ["强制检定计量器具受检率", "%", near(93.4, 0.6), None],
        ["获中国质量奖和提名奖的组织数", "家", 1, "质检总局表彰决定（示例）"],
        ["质量问题被国务院部门通报次数", "次", None, None],
        ["瞒报谎报次数", "次", None, None],
    ])
    wb = Workbook()
    wb.active.title = "2014.7-2015.6"
    sheet(wb.active, "农业部门数据报送表（示例数据）", ["填报单位：自治区农业厅"], [
        ["地区", "主要农产品质量安全抽检合格率（%）", "依据"],
        ["自治区", near(96.9, 0.3), "农业部例行监测结果通报（示例）"],
    ], [20, 40, 40])
    save(wb, OUT / "returns" / "农业厅.xlsx")
    total = 86 + int(RNG.random() * 20)
    write_csv(OUT / "returns" / "住建厅.csv", [
        ["地区", "考核年度", "大中型工程竣工项目数（项）", "大中型工程一次验收合格项目数（项）", "其他工程一次验收合格率（%）", "工程质量终身责任承诺书签署率（%）", "佐证材料"],
        [REGION, "2014年7月至2015年6月", total, total - 1, "约98.5", near(93.0, 1.5), "竣工验收备案资料汇总表、承诺书汇总表（示例）"],
    ], "gb18030")
    form("经信委.xlsx", "自治区经信委", "2014.7-2015.6", [
        ["生产性服务业顾客满意度", "分", near(78.6, 0.8), "第三方测评报告（示例）"],
    ])
    form("商务厅.xlsx", "自治区商务厅", "2014年7月至次年6月", [
        ["生活性服务业顾客满意度", "分", near(74.0, 0.4), None],
    ])
    form("发改委.xlsx", "自治区发改委", "2014年7月—2015年6月", [
        ["质量发展列入国民经济和社会发展规划情况", "", "列入规划并印发年度计划", None],
    ])
    form("食品药品监管局.xlsx", "自治区食品药品监管局", "2014-07至2015-06", [
        ["食品安全监督抽检合格率", "%", (0.962, "0.0%"), "食品安全监督抽检公告（示例）"],
    ])
    cases = 2100 + int(RNG.random() * 300)
    form("工商局.xlsx", "自治区工商局", "2014年7月—2015年6月", [
        ["质量违法立案案件数", "件", f"{cases:,}", "案件台账（示例）"],
        ["质量违法按期办结案件数", "件", round(cases * 0.941), "案件台账（示例）"],
        ["消费者投诉按期处结率", "%", "９６．５％", None],
    ])
    form("检验检疫局.xlsx", "新疆出入境检验检疫局", "2014年7月—2015年6月", [
        ["口岸核心能力达标率", "%", near(92.0, 2.0), "口岸核心能力验收材料（示例）"],
    ])
    # the office's own checks, in long form
    head = ["unit", "field", "period", "source", "value", "state", "reason", "by", "date", "evidence"]
    period = "2014-07至2015-06"
    write_csv(OUT / "returns" / "办公室" / "核实记录.csv", [
        head,
        [REGION, "农产品合格率", period, "office", 96.4, "value", "按四次例行监测加权平均重新计算（示例）", "领导小组办公室", "2015-07-03", "农业部例行监测结果通报四份（示例）"],
        [REGION, "人才评分", period, "office", 82, "value", "有规划、有培训，职业资格统计不全（示例）", "领导小组办公室", "2015-07-06", "人才规划、培训记录（示例）"],
        [REGION, "质量安全事件", period, "office", 0, "value", "各部门均报告未发生（示例）", "领导小组办公室", "2015-07-06", "各部门零报告（示例）"],
    ], "utf-8-sig")


def main():
    shutil.rmtree(OUT / "returns", ignore_errors=True)
    returns()
    print(f"{sum(1 for p in (OUT / 'returns').rglob('*') if p.is_file())} files in {OUT / 'returns'}")


if __name__ == "__main__":
    main()
