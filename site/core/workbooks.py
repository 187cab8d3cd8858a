"""Workbooks (XLSX) in which what people typed is text, never a formula."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.text import several_lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, columns: list[tuple[str, int]], rows: Iterable[list]) -> bytes:
    """One sheet: headings with their widths in characters, then the rows of texts, numbers and dates."""
    output = io.BytesIO()
    write_workbook(output, title, columns, rows)
    return output.getvalue()


def write_workbook(
    output: BinaryIO,
    title: str,
    columns: list[tuple[str, int]],
    rows: Iterable[list],
    *,
    kept_columns: int = 0,
) -> None:
    """The same, into an open file: openpyxl keeps the rows in a file of its own meanwhile.

    `kept_columns` of them, the first, stay in sight with the headings.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=_sheet_title(title))
    sheet.freeze_panes = f"{get_column_letter(kept_columns + 1)}2"
    for position, (_heading, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    try:
        sheet.append([_cell(sheet, heading, font=Font(bold=True)) for heading, _width in columns])
        number = 1
        for number, row in enumerate(rows, 2):  # noqa: B007 - counted for the filter below
            sheet.append([_cell(sheet, value) for value in row])
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{number}"
        book.save(output)
    except BaseException:
        # What was written so far names people: it does not stay in the folder of temporary files.
        if sheet._writer:
            Path(sheet._writer.out).unlink(missing_ok=True)
        raise


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
