#!/usr/bin/env python3
"""Make the small returns in this folder with other people's writers, so that our reader meets files it did not write.

    pip install openpyxl xlwt odfpy
    python3 tests/files/make.py

All figures are invented. Run twice, it writes files that hold the same cells (zip times differ).
"""

import io
import zipfile
from pathlib import Path

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

HERE = Path(__file__).resolve().parent

LINES = [
    ["地州市质量工作自评填报表"],
    ["填报单位：和 田 地 区　　　年度：2015　　　单位：万元"],
    ["序号", "指标", "计量单位", "本年值", "上年值", "佐证材料"],
    [1, "监督抽查批次（批次）", "批次", 594, 590, "通报"],
    [2, "合格率", "%", 0.985, "97.2%", None],
    [3, "质量工作经费", "亿元", 0.082, None, "预算"],
    [4, "是否发生事故", None, "√", "×", None],
    [5, "报送日期", None, "2015年12月9日", None, None],
    [6, "规划情况", None, "已纳入", None, None],
    ["填表人：某　　审核人：某"],
]


def put(ws, lines):
    for r, line in enumerate(lines, 1):
        for c, value in enumerate(line, 1):
            if value is not None:
                ws.cell(r, c, value)


def openpyxl_single():
    wb = Workbook()
    ws = wb.active
    ws.title = "自评表"
    put(ws, LINES)
    ws["D5"].number_format = "0.0%"
    ws.merge_cells("A1:F1")
    ws.merge_cells("A2:F2")
    hidden = wb.create_sheet("旧数据")
    put(hidden, [["指标", "数值"], ["合格率", 1]])
    hidden.sheet_state = "hidden"
    put(wb.create_sheet("填报说明"), [["一、请如实填报。"], ["二、合格率按百分数填写。"]])
    wb.save(HERE / "自评-openpyxl.xlsx")


def openpyxl_two_rows_of_headings():
    wb = Workbook()
    ws = wb.active
    ws.title = "汇总"
    put(ws, [
        ["部门数据报送表"],
        ["序号", "地州市", "监督抽查批次", None, "合格率（%）", None, "备注"],
        [None, None, "2014年", "2015年", "2014年", "2015年", None],
        [1, "和田地区", 590, 594, 97.2, 98.5, None],
        [2, "喀什", 700, "#REF!", "－", None, "待核"],
        [None, "合计", 1290, 594, None, None, None],
    ])
    ws["D5"].data_type = "e"
    ws.merge_cells("A1:G1")
    for box in ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3"):
        ws.merge_cells(box)
    wb.save(HERE / "汇总-openpyxl.xlsx")


def far_corner():
    wb = Workbook()
    ws = wb.active
    put(ws, [["地州市", "合格率"], ["和田", 98.5]])
    ws["XFD1048576"] = "x"
    wb.save(HERE / "远角.xlsx")


def bomb():
    """A workbook whose shared strings claim four thousand million entries: a reader that believes it asks for 96 GB."""
    wb = Workbook()
    put(wb.active, [["地州市", "合格率"], ["和田", 98.5]])
    plain = io.BytesIO()
    wb.save(plain)
    with zipfile.ZipFile(plain) as src, zipfile.ZipFile(HERE / "虚报.xlsx", "w", zipfile.ZIP_DEFLATED) as dst:
        for info in src.infolist():
            if info.filename != "xl/sharedStrings.xml":
                dst.writestr(info.filename, src.read(info.filename))
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        dst.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}" count="1" uniqueCount="4000000000"><si><t>a</t></si></sst>')


def xlwt_single():
    wb = xlwt.Workbook(encoding="utf-8")
    ws = wb.add_sheet("自评表")
    for r, line in enumerate(LINES):
        for c, value in enumerate(line):
            if value is not None:
                ws.write(r, c, value)
    wb.save(str(HERE / "自评-xlwt.xls"))


def xlwt_far_corner():
    """Two cells; the box around them is larger than any memory that a return is given."""
    wb = xlwt.Workbook(encoding="utf-8")
    ws = wb.add_sheet("表1")
    ws.write(0, 0, "地州市")
    ws.write(65535, 255, "x")
    wb.save(str(HERE / "远角-xlwt.xls"))


def odf_matrix():
    doc = OpenDocumentSpreadsheet()
    table = Table(name="表1")
    for line in (["地州市", "监督抽查批次", "合格率"], ["和田地区", 594, 98.5], ["喀什地区", 797, 90.7]):
        row = TableRow()
        for value in line:
            if isinstance(value, str):
                cell = TableCell(valuetype="string")
            else:
                cell = TableCell(valuetype="float", value=value)
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        table.addElement(row)
    doc.spreadsheet.addElement(table)
    doc.save(str(HERE / "汇总-odfpy.ods"))


def texts():
    lines = ["地州市,年度,监督抽查批次,合格率", "和田,2014,590,97.2", "和田,2015,\"1,594\",98.5", "", "喀什,2015,797,９０．７"]
    (HERE / "汇总-gbk.csv").write_bytes("\r\n".join(lines).encode("gb18030"))
    (HERE / "汇总-utf16.txt").write_bytes("\r\n".join(lines[:2]).replace(",", "\t").encode("utf-16"))
    (HERE / "网页.xls").write_bytes(b"<html><table><tr><td>1</td></tr></table></html>")
    with zipfile.ZipFile(HERE / "文档.docx", "w") as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("word/document.xml", "<w/>")


if __name__ == "__main__":
    openpyxl_single()
    openpyxl_two_rows_of_headings()
    far_corner()
    bomb()
    xlwt_single()
    xlwt_far_corner()
    odf_matrix()
    texts()
