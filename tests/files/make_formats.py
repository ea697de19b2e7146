#!/usr/bin/env python3
"""Make one table in every kind of file that a return comes in, each with another program, under tests/files/formats/.

    pip install openpyxl xlwt odfpy
    npm install xlsx            # SheetJS: xlsb, xls, HTML and the XML of Excel 2003; where it is, in NODE_PATH
    python3 tests/files/make_formats.py

LibreOffice (soffice) makes the conversions. All figures are invented. Run twice, the files hold the same cells.
"""

import datetime
import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

OUT = Path(__file__).resolve().parent / "formats"
DAY = datetime.date(2015, 12, 9)
LINES = [
    ["地州市质量工作自评填报表"],
    ["填报单位：和田地区　　　年度：2015　　　单位：万元"],
    ["序号", "指标", "计量单位", "本年值", "上年值", "佐证材料"],
    [1, "监督抽查批次", "批次", 594, 590, "通报"],
    [2, "合格率", "%", 0.985, 0.97254, None],
    [3, "质量工作经费", "万元", 820.5, None, "预算"],
    [4, "是否发生事故", None, "是", "否", None],
    [5, "报送日期", None, DAY, None, None],
    [6, "规划情况", None, "已纳入", None, None],
]
PERCENT = {(4, 3): "0.0%", (4, 4): "0.00%"}


def openpyxl_book():
    wb = Workbook()
    ws = wb.active
    ws.title = "自评表"
    for r, line in enumerate(LINES):
        for c, value in enumerate(line):
            if value is not None:
                cell = ws.cell(r + 1, c + 1, value)
                cell.number_format = PERCENT.get((r, c), "yyyy-mm-dd" if value is DAY else "General")
    ws.merge_cells("A1:F1")
    ws.merge_cells("A2:F2")
    wb.save(OUT / "openpyxl.xlsx")


def xlwt_book():
    wb = xlwt.Workbook(encoding="utf-8")
    ws = wb.add_sheet("自评表")
    for r, line in enumerate(LINES):
        for c, value in enumerate(line):
            if value is None:
                continue
            shown = xlwt.XFStyle()
            shown.num_format_str = PERCENT.get((r, c), "yyyy-mm-dd" if value is DAY else "General")
            if r < 2:
                ws.write_merge(r, r, 0, 5, value, shown)
            else:
                ws.write(r, c, value, shown)
    wb.save(str(OUT / "xlwt.xls"))


def odfpy_book():
    doc = OpenDocumentSpreadsheet()
    table = Table(name="自评表")
    for r, line in enumerate(LINES):
        row = TableRow()
        for c, value in enumerate(line):
            if value is None:
                row.addElement(TableCell())
                continue
            if isinstance(value, str):
                kind, text = {"valuetype": "string"}, value
            elif value is DAY:
                kind, text = {"valuetype": "date", "datevalue": DAY.isoformat()}, DAY.isoformat()
            elif (r, c) in PERCENT:
                kind, text = {"valuetype": "percentage", "value": value}, f"{value:.1%}"
            else:
                kind, text = {"valuetype": "float", "value": value}, str(value)
            if r < 2:
                kind["numbercolumnsspanned"] = 6
            cell = TableCell(**kind)
            cell.addElement(P(text=text))
            row.addElement(cell)
            if r < 2:
                row.addElement(CoveredTableCell(numbercolumnsrepeated=5))
        table.addElement(row)
    doc.spreadsheet.addElement(table)
    doc.save(str(OUT / "odfpy.ods"))


def texts():
    def shown(r, c, value):
        if value is None:
            return ""
        return f"{value * 100:.10g}%" if (r, c) in PERCENT else str(value)

    lines = [[shown(r, c, v) for c, v in enumerate(line)] for r, line in enumerate(LINES)]
    commas = "\r\n".join(",".join(line) for line in lines) + "\r\n"
    tabs = commas.replace(",", "\t")
    (OUT / "utf8.csv").write_bytes(commas.encode("utf-8"))
    (OUT / "utf8-bom.csv").write_bytes(commas.encode("utf-8-sig"))
    (OUT / "gb18030.csv").write_bytes(commas.encode("gb18030"))
    (OUT / "utf16.txt").write_bytes(tabs.encode("utf-16"))
    (OUT / "utf16-unmarked.tsv").write_bytes(tabs.encode("utf-16-le"))
    # as web systems write it: no closing tags, the encoding in a meta, full spans, non-breaking spaces
    rows = ["<tr><td colspan=6 align=center>" + lines[0][0], "<tr><td colspan=6>" + lines[1][0]]
    rows += ["<tr>" + "".join(f"<td>{cell or '&nbsp;'}" for cell in line) for line in lines[2:]]
    page = "<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><body>\r\n" \
           "<table border=1>\r\n" + "\r\n".join(rows) + "\r\n</table></body></html>"
    (OUT / "web-gb2312.xls").write_bytes(page.encode("gb18030"))
    # as Excel writes it: the number beside the text, percent in the style, the sheet's name in a comment
    cells = []
    for r, line in enumerate(LINES):
        row = []
        for c, value in enumerate(line):
            if (r, c) in PERCENT:
                row.append(f'<td class=xl65 style=\'mso-number-format:"0\\.00%"\' x:num="{value}">{value:.2%}</td>')
            elif isinstance(value, (int, float)):
                row.append(f"<td x:num>{value}</td>")
            elif r < 2:
                row.append(f"<td colspan=6 rowspan=1>{value}</td>")
            else:
                row.append(f"<td>{'' if value is None else value}</td>")
        cells.append(" <tr height=19>\r\n  " + "\r\n  ".join(row) + "\r\n </tr>")
    page = '<html xmlns:o="urn:schemas-microsoft-com:office:office"\r\nxmlns:x="urn:schemas-microsoft-com:office:excel"' \
           '><head>\r\n<meta http-equiv=Content-Type content="text/html; charset=utf-8">\r\n<!--[if gte mso 9]><xml>' \
           "<x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>自评表</x:Name></x:ExcelWorksheet>" \
           "</x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head>\r\n<body>\r\n<table x:str border=0>\r\n" \
           + "\r\n".join(cells) + "\r\n</table></body></html>"
    (OUT / "excel-html.xls").write_bytes(page.encode("utf-8"))


def conversions():
    with tempfile.TemporaryDirectory() as folder:
        home = f"-env:UserInstallation=file://{folder}/profile"
        for ending, name in [("xls", "libreoffice.et"), ("ods", "libreoffice.ods"), ("fods", "libreoffice.fods"),
                             ("html", "libreoffice.html"), ("xlsx:Calc Office Open XML", "libreoffice.xlsx")]:
            subprocess.run(["soffice", home, "--headless", "--convert-to", ending, "--outdir", folder,
                            str(OUT / "openpyxl.xlsx")], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            shutil.move(f"{folder}/openpyxl.{ending.split(':')[0]}", OUT / name)
        ods = OUT / "libreoffice.ods"
        with zipfile.ZipFile(ods) as src:
            kept = [(i, src.read(i)) for i in src.namelist() if not i.startswith(("Thumbnails", "Configurations2"))]
        with zipfile.ZipFile(ods, "w", zipfile.ZIP_DEFLATED) as dst:
            for name, data in kept:
                dst.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)


SHEETJS = """
const X = require('xlsx'), fs = require('fs');
const book = X.read(fs.readFileSync(process.argv[1] + '/openpyxl.xlsx'), { cellNF: true, cellDates: false });
for (const [type, name] of [['xlsb', 'sheetjs.xlsb'], ['biff8', 'sheetjs.xls'],
                            ['xlml', 'sheetjs-2003.xls'], ['html', 'sheetjs-html.xls']])
  fs.writeFileSync(process.argv[1] + '/' + name, X.write(book, { bookType: type, type: 'buffer' }));
"""


def strange_zips():
    """The same workbook as other programs pack it, or leave out of it what can be spared."""
    with zipfile.ZipFile(OUT / "openpyxl.xlsx") as src:
        parts = {name: src.read(name) for name in src.namelist()}
    def put(name, parts, **how):
        with zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_DEFLATED, **how) as dst:
            for part, data in parts.items():
                dst.writestr(part, data)
    put("backslashes.xlsx", {name.replace("/", "\\"): data for name, data in parts.items()})
    put("other-case.xlsx", {name.replace("xl/w", "XL/W").replace("sheet1", "Sheet1"): data for name, data in parts.items()})
    put("bare.xlsx", {name: data for name, data in parts.items() if not name.startswith(("docProps", "xl/theme"))})
    # sizes behind the data, as a program that writes to a pipe packs it
    class Pipe(io.RawIOBase):
        def __init__(self, to):
            self.to = to
        def writable(self):
            return True
        def write(self, data):
            self.to.write(data)
            return len(data)
    with open(OUT / "piped.xlsx", "wb") as to, zipfile.ZipFile(Pipe(to), "w", zipfile.ZIP_DEFLATED) as dst:
        for part, data in parts.items():
            dst.writestr(part, data)
    strict = {name: data.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                                 b"http://purl.oclc.org/ooxml/spreadsheetml/main")
                        .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                                 b"http://purl.oclc.org/ooxml/officeDocument/relationships")
              for name, data in parts.items()}
    put("strict.xlsx", strict)
    # signed, protected and "read only recommended" workbooks open without a password
    book = parts["xl/workbook.xml"].replace(
        b"<bookViews>", b'<fileSharing readOnlyRecommended="1" userName="a"/><workbookProtection lockStructure="1"/><bookViews>')
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", b'</sheetData><sheetProtection sheet="1" password="CF7A"/>')
    put("protected.xlsx", {**parts, "xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet})


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    openpyxl_book()
    xlwt_book()
    odfpy_book()
    texts()
    strange_zips()
    conversions()
    subprocess.run(["node", "-e", SHEETJS, str(OUT)], check=True, env=os.environ)
