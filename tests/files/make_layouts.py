"""Sheets with merged headings and labels as offices make them, written by openpyxl. Run beside this file: python3 make_layouts.py"""

from openpyxl import Workbook
from openpyxl.styles import Alignment


def merged(sheet, region, text):
    sheet.merge_cells(region)
    cell = sheet[region.split(":")[0]]
    cell.value = text
    cell.alignment = Alignment(horizontal="center", vertical="center")


def summary():
    """Three rows of headings, groups of units merged down the side, subtotals, a hidden row, a total that is not the sum."""
    book = Workbook()
    sheet = book.active
    sheet.title = "汇总"
    merged(sheet, "A1:I1", "附件2：2015年产品质量监督抽查情况汇总表")
    sheet["A2"] = "填报单位（盖章）：自治区质监局"
    sheet["H2"] = "单位：批次、%"
    merged(sheet, "A3:A5", "片区")
    merged(sheet, "B3:B5", "地州市")
    merged(sheet, "C3:F3", "监督抽查")
    merged(sheet, "C4:D4", "抽检批次")
    merged(sheet, "E4:F4", "合格批次")
    merged(sheet, "G3:H3", "抽检合格率")
    merged(sheet, "I3:I5", "备注")
    for column, text in zip("CDEFGH", ["2014年", "2015年"] * 3):
        sheet[f"{column}5"] = text
    merged(sheet, "G4:H4", "（%）")
    rows = [
        ("乌鲁木齐市", 820, 840, 800, 826, 97.56, 98.3),
        ("克拉玛依市", 100, 120, 99, 119, 99, 99.2),
        ("北疆小计", 920, 960, 899, 945, None, None),
        ("喀什地区", 797, 700, 723, 640, 90.7, 91.5),
        ("和田地区", 590, 594, 580, 590, 98.31, 99.33),
        ("南疆小计", 1387, 1294, 1303, 1230, None, None),
        ("合计", 2307, 2254, 2202, 2176, None, None),
    ]
    for at, row in enumerate(rows, start=6):
        for column, value in zip("BCDEFGH", row):
            sheet[f"{column}{at}"] = value
    merged(sheet, "A6:A8", "北疆")
    merged(sheet, "A9:A11", "南疆")
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["E"].hidden = True
    merged(sheet, "A14:I14", "注：本表数据截至2015年11月底。")
    sheet["A15"] = "填表人：某某"
    sheet["F15"] = "审核人：某某"
    book.save("多级表头-openpyxl.xlsx")


def form():
    """Labels over two columns merged down the side, two years, each with the target and what was reached."""
    book = Workbook()
    sheet = book.active
    sheet.title = "自评表"
    merged(sheet, "A1:G1", "和田地区2015年度质量工作自评表")
    merged(sheet, "A2:A3", "序号")
    merged(sheet, "B2:B3", "一级指标")
    merged(sheet, "C2:C3", "二级指标")
    merged(sheet, "D2:E2", "2014年")
    merged(sheet, "F2:G2", "2015年")
    for column, text in zip("DEFG", ["目标值", "实际值"] * 2):
        sheet[f"{column}3"] = text
    merged(sheet, "B4:B5", "监督抽查")
    merged(sheet, "B6:C6", "经费（万元）")
    rows = [("抽检批次", 580, 590, 590, 594), ("合格批次", 570, 580, 580, 590)]
    for at, row in enumerate(rows, start=4):
        sheet[f"A{at}"] = at - 3
        for column, value in zip("CDEFG", row):
            sheet[f"{column}{at}"] = value
    sheet["A6"] = 3
    for column, value in zip("DEFG", (800, 810, 820, 830)):
        sheet[f"{column}6"] = value
    sheet["A8"] = "填报人：某某    联系电话：0903-0000000"
    book.save("两级标题-openpyxl.xlsx")


summary()
form()
