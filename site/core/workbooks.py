"""Workbooks (XLSX) in which what people typed is text, never a formula."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.text import several_lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, columns: list[tuple[str, int]], rows: list[list]) -> bytes:
    """One sheet: headings with their widths in characters, then the rows of texts, numbers and dates."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=_sheet_title(title))
    sheet.freeze_panes = "A2"
    for position, (_heading, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.append([_cell(sheet, heading, font=Font(bold=True)) for heading, _width in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _cell(sheet, value, font=None):
    """Text is written as text: nothing that people typed is ever run."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = several_lines(value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if font:
        cell.font = font
    return cell


def _sheet_title(title: str) -> str:
    """What spreadsheets take for the name of a sheet: 31 signs, some excepted."""
    return "".join(sign for sign in title if sign not in r"[]:*?/\\")[:31]
