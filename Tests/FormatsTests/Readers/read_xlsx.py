"""Opens a workbook with openpyxl and prints its first sheet as JSON.

A cell is [type, value, format]: the type is openpyxl's (`s` text, `n` number or nothing, `d` date, `f` formula), dates
are ISO 8601. `strings` is the part of the archive that holds the texts, since openpyxl reads no `_xHHHH_` codes.
"""

import datetime
import json
import sys
import zipfile

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]


def strings():
    with zipfile.ZipFile(sys.argv[1]) as archive:
        name = "xl/sharedStrings.xml"
        return archive.read(name).decode("utf-8") if name in archive.namelist() else ""


def cell(place):
    value = place.value
    if isinstance(value, (datetime.datetime, datetime.date)):
        value = value.isoformat()[:10]
    return [place.data_type, value, place.number_format]


json.dump(
    {
        "sheets": book.sheetnames,
        "freeze": sheet.freeze_panes,
        "filter": sheet.auto_filter.ref,
        "bold": [place.font.bold for place in sheet[1]],
        "links": sum(1 for row in sheet.iter_rows() for place in row if place.hyperlink),
        "strings": strings() if "--strings" in sys.argv else None,
        "rows": [[cell(place) for place in row] for row in sheet.iter_rows()],
    },
    sys.stdout,
)
