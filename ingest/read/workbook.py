"""Workbooks (xlsx): every sheet, its header below any titles, cells as a person sees them; rows streamed."""

import datetime as dt
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from graph.errors import DamagedFile, EmptyFile
from ingest.read.archive import check_archive
from ingest.read.header import sheet_of
from ingest.read.rows import Row, Sheet

if TYPE_CHECKING:
    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

    Cells = Sequence[ReadOnlyCell | EmptyCell]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAX_BLANK_ROWS = 100_000


def read_workbook(file: BinaryIO, max_unpacked: int) -> Iterator[Sheet]:
    """The sheets that hold anything. Raises `FileTooLarge`, `EncryptedFile`, `DamagedFile`, `EmptyFile`."""
    check_archive(file, max_unpacked)
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that it leaves out
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    found = False
    for worksheet in book.worksheets:
        worksheet.reset_dimensions()  # the file's word for its size may be wrong, or a trap
        if sheet := sheet_of(worksheet.title, _records(worksheet.iter_rows()), MEDIA_TYPE):
            found = True
            yield sheet
    if not found:
        raise EmptyFile("no sheet of the workbook holds anything.", hint="Export it again.")


def _records(rows: Iterator[Any]) -> Iterator[Row]:
    """The rows as they stand, the blank cells at their ends cut off."""
    filled = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, row in enumerate(rows, start=1):
            cells = _row_texts(row)
            if any(cells):
                filled = number
            elif number - filled > _MAX_BLANK_ROWS:
                raise DamagedFile(
                    f"more than {_MAX_BLANK_ROWS:,} blank rows before row {number:,}.",
                    hint="Delete the blank rows and save it again.",
                )
            yield Row(number, cells)


def _row_texts(row: "Cells") -> tuple[str, ...]:
    width = len(row)
    while width and row[width - 1].value is None:
        width -= 1
    return tuple(cell_text(cell.value, getattr(cell, "number_format", "")) for cell in row[:width])


def cell_text(value: object, number_format: str | None = None) -> str:
    """A cell as text: dates in ISO form, whole numbers without decimals, leading zeros and per cent as formatted."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
        case dt.date() | dt.time():
            return value.isoformat()
        case int() | float():
            return _number_text(value, number_format or "")
        case _:
            return str(value)


def _number_text(value: float, number_format: str) -> str:
    if number_format.endswith("%"):
        return f"{round(value * 100, 6):g}%"
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    text = str(int(value)) if abs(value) < 1e15 else repr(value)
    return text.zfill(len(number_format)) if number_format and set(number_format) == {"0"} else text
